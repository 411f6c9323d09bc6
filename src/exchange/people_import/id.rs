//! What an identity card in a cell tells, as far as it can be trusted. It stays in memory only.

use crate::domain::period::Date;
use crate::domain::text::ascii_width;
use crate::exchange::sheet::Cell;

/// Digits that tell the place and the day of birth.
const BORN_DIGITS: usize = 14;

/// The identity card of a row (证号).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum IdCard {
    /// None, or nothing that can be trusted.
    Unknown,
    /// Place and day of birth; a workbook has rounded the rest away, or it was mistyped.
    Begun(String),
    /// All of it, with the right check character.
    Whole(String),
}

impl IdCard {
    /// Reads a cell. A workbook keeps 15 digits of a number; what lies behind them is not the
    /// person's.
    pub(super) fn read(cell: &Cell) -> Self {
        let (written, is_text) = match cell {
            Cell::Text(written) => (written, true),
            Cell::Number(written) => (written, false),
            Cell::Empty | Cell::Date(_) => return Self::Unknown,
        };
        let folded = written.chars().map(|c| ascii_width(c).to_ascii_uppercase());
        let digits: String = folded.filter(|c| c.is_ascii_digit() || *c == 'X').collect();
        let begun = || digits.get(..BORN_DIGITS).map_or(Self::Unknown, |it| Self::Begun(it.into()));
        match (digits.len(), digits.get(..18)) {
            (18, _) if !is_text => begun(),
            // the certificate of a disability is the identity card and two characters more
            (18..=20, Some(first)) if is_checked(first) => Self::Whole(first.to_owned()),
            (18, _) => begun(),
            (15, _) if born(&digits).is_some() => Self::Whole(digits),
            _ => Self::Unknown,
        }
    }

    /// The whole number.
    pub(super) fn whole(&self) -> Option<&str> {
        match self {
            Self::Whole(digits) => Some(digits),
            Self::Unknown | Self::Begun(_) => None,
        }
    }

    /// Its last four characters.
    pub(super) fn tail(&self) -> String {
        let tail = self.whole().and_then(|whole| whole.get(whole.len().checked_sub(4)?..));
        tail.unwrap_or_default().to_owned()
    }

    /// The day of birth that it says.
    pub(super) fn born_on(&self) -> Option<Date> {
        match self {
            Self::Unknown => None,
            Self::Begun(digits) | Self::Whole(digits) => born(digits),
        }
    }
}

fn born(digits: &str) -> Option<Date> {
    let day = if digits.len() == 15 {
        format!("19{}", digits.get(6..12)?)
    } else {
        digits.get(6..BORN_DIGITS)?.to_owned()
    };
    let part = |from: usize, to: usize| day.get(from..to)?.parse::<u32>().ok();
    Date::from_ymd_opt(i32::try_from(part(0, 4)?).ok()?, part(4, 6)?, part(6, 8)?)
}

/// The check character (GB 11643: ISO 7064, MOD 11-2).
fn is_checked(number: &str) -> bool {
    const WEIGHTS: [u32; 18] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1];
    let values: Option<Vec<u32>> = number
        .chars()
        .zip(1..)
        .map(|(c, place)| if c == 'X' { (place == 18).then_some(10) } else { c.to_digit(10) })
        .collect();
    values.is_some_and(|values| {
        values.len() == 18
            && values.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum::<u32>() % 11
                == 1
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tail_needs_a_whole_number_and_a_day_of_birth_its_beginning() {
        let whole = "11010519491231002X";
        for (cell, tail, born) in [
            (Cell::text(whole), "002X", "1949-12-31"),
            (Cell::text("１１０１０５ 19491231 002x"), "002X", "1949-12-31"),
            (Cell::text("11010519491231002X43"), "002X", "1949-12-31"),
            (Cell::text("110105491231002"), "1002", "1949-12-31"),
            // rounded by a workbook, before and after it became text
            (Cell::Number("110105194912310000".to_owned()), "", "1949-12-31"),
            (Cell::text("110105194912310000"), "", "1949-12-31"),
            (Cell::text("11010519491231002X、11010519491231002X"), "", ""),
            (Cell::text("1.10105E+17"), "", ""),
            (Cell::text("1101051949****002X"), "", ""),
            (Cell::Empty, "", ""),
        ] {
            let id = IdCard::read(&cell);
            let told = id.born_on().map(|day| day.to_string()).unwrap_or_default();
            assert_eq!((id.tail().as_str(), told.as_str()), (tail, born), "{cell:?}");
        }
    }
}
