//! What the fields of all registers have in common.

use super::quantity::Quantity;
use super::refusal::{HoldingField, HoldingRefusal};
use crate::domain::account::{AccountCode, Chart};
use crate::domain::money::Money;
use crate::domain::period::Date;
use crate::domain::text;

pub(super) type Checked = Result<(), HoldingRefusal>;

/// Cleans a text.
pub(super) fn words(field: HoldingField, written: &mut String) -> Checked {
    *written = text::clean_line(written).map_err(|fault| HoldingRefusal::Text { field, fault })?;
    Ok(())
}

/// Cleans a text that must be there.
pub(super) fn required(field: HoldingField, written: &mut String) -> Checked {
    words(field, written)?;
    if written.is_empty() { Err(HoldingRefusal::Missing(field)) } else { Ok(()) }
}

/// An amount above zero.
pub(super) fn positive(field: HoldingField, amount: Money) -> Checked {
    if !amount.is_positive() {
        return Err(HoldingRefusal::NotPositive { field, amount });
    }
    not_negative(field, amount)
}

/// An amount of zero or more.
pub(super) fn not_negative(field: HoldingField, amount: Money) -> Checked {
    if amount.is_negative() {
        return Err(HoldingRefusal::Negative { field, amount });
    }
    if amount > Money::MAX { Err(HoldingRefusal::TooLarge(field)) } else { Ok(()) }
}

/// A quantity above zero.
pub(super) fn some_quantity(field: HoldingField, quantity: Quantity) -> Checked {
    if quantity <= Quantity::default() {
        return Err(HoldingRefusal::NoQuantity(field));
    }
    if quantity > Quantity::MAX { Err(HoldingRefusal::TooLarge(field)) } else { Ok(()) }
}

/// A day between 1949 and 2199.
pub(super) fn day(field: HoldingField, date: Date) -> Checked {
    let known = Date::from_ymd_opt(1949, 10, 1).zip(Date::from_ymd_opt(2199, 12, 31));
    if known.is_some_and(|(first, last)| (first..=last).contains(&date)) {
        Ok(())
    } else {
        Err(HoldingRefusal::FarAway { field, date })
    }
}

/// A day that is past or today.
pub(super) fn past(field: HoldingField, date: Date, today: Date) -> Checked {
    day(field, date)?;
    if date > today { Err(HoldingRefusal::Future { field, date, today }) } else { Ok(()) }
}

/// A day that does not come before another.
pub(super) fn in_order(
    field: HoldingField,
    date: Date,
    than: HoldingField,
    limit: Date,
) -> Checked {
    day(field, date)?;
    if date < limit { Err(HoldingRefusal::Before { field, date, than, limit }) } else { Ok(()) }
}

/// An account of the chart below one of `allowed`.
pub(super) fn account(
    field: HoldingField,
    account: &AccountCode,
    allowed: &[&str],
    chart: &Chart,
) -> Checked {
    let account = account.clone();
    if !chart.contains(&account) {
        return Err(HoldingRefusal::UnknownAccount { field, account });
    }
    if allowed.contains(&account.first_level()) {
        Ok(())
    } else {
        Err(HoldingRefusal::WrongAccount { field, account, allowed: allowed.join("、") })
    }
}
