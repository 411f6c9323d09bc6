//! Counts and areas with two decimals, kept as whole hundredths: no float touches them.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::money::Money;

/// A count or an area in hundredths (数量、面积): `12.5` 亩 is 1250.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Quantity(i64);

/// Why a text is not a quantity (数量写法有误).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}”不是数量")]
pub struct QuantityFault(pub String);

impl Quantity {
    /// One piece.
    pub const ONE: Self = Self(100);
    /// The largest quantity: 99,999,999.99.
    pub const MAX: Self = Self(9_999_999_999);

    /// A quantity of that many hundredths.
    pub const fn from_hundredths(hundredths: i64) -> Self {
        Self(hundredths)
    }

    /// The quantity in hundredths.
    pub const fn hundredths(self) -> i64 {
        self.0
    }

    /// The sum.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// Reads `12`, `12.5` or `12.50`.
    ///
    /// # Errors
    /// [`QuantityFault`] for anything else, for a sign and for a third decimal.
    pub fn parse(text: &str) -> Result<Self, QuantityFault> {
        let fault = || QuantityFault(text.trim().to_owned());
        let hundredths = Money::parse(text).map_err(|_| fault())?.fen();
        if (0..=Self::MAX.0).contains(&hundredths) { Ok(Self(hundredths)) } else { Err(fault()) }
    }
}

impl fmt::Display for Quantity {
    /// Without needless zeros: `12`, `12.5`, `12.05`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let written = Money::from_fen(self.0).to_string();
        f.pad(written.trim_end_matches('0').trim_end_matches('.'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_read_and_shown() {
        for (text, hundredths, shown) in
            [("12", 1200, "12"), ("12.5", 1250, "12.5"), ("12.05", 1205, "12.05"), ("0", 0, "0")]
        {
            let quantity = Quantity::parse(text).expect("a quantity");
            assert_eq!((quantity.hundredths(), quantity.to_string().as_str()), (hundredths, shown));
        }
        for text in ["", "-1", "1.005", "三", "100000000"] {
            assert!(Quantity::parse(text).is_err(), "{text}");
        }
    }
}
