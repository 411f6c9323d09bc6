//! What proves a number: days of birth and check digits.

use chrono::Datelike as _;

use crate::domain::period::Date;

/// The first two digits of an identity card: the provinces.
const PROVINCES: [&str; 35] = [
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41",
    "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71",
    "81", "82", "83",
];
/// What a unified credit code is written with, each worth its place (GB 32100).
const CREDIT: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
/// The last year of birth of a number that its check digit does not prove: whoever is younger is
/// not yet on a list of a village, and numbers of documents hold the year they were made in.
const BORN_MAX: u32 = 2025;

/// The day that eight digits write, between 1900 and 2099.
fn day_of(digits: &str) -> Option<Date> {
    let part = |from: usize, to: usize| digits.get(from..to).and_then(|it| it.parse::<u32>().ok());
    let (year, month, day) = (part(0, 4)?, part(4, 6)?, part(6, 8)?);
    let known = digits.len() == 8 && (1900..=2099).contains(&year);
    Date::from_ymd_opt(i32::try_from(year).ok()?, month, day).filter(|_| known)
}

/// Whether eight digits read as a day: `20261003`.
pub(super) fn is_day(digits: &str) -> bool {
    day_of(digits).is_some()
}

/// Whether a number begins with a province and holds a day of birth; `is_proven` is said of one
/// whose check digit is right.
pub(super) fn is_born(number: &str, is_proven: bool) -> bool {
    let province = number.get(..2).is_some_and(|it| PROVINCES.contains(&it));
    let born = match number.len() {
        15 => number.get(6..12).and_then(|day| day_of(&format!("19{day}"))),
        _ => number.get(6..14).and_then(day_of),
    };
    let limit = if is_proven { 2099 } else { BORN_MAX };
    province && born.is_some_and(|on| on.year().unsigned_abs() <= limit)
}

/// The check character of an identity card (GB 11643: ISO 7064, MOD 11-2).
pub(super) fn is_checked(number: &str) -> bool {
    let mut sum = 0;
    for (at, c) in number.chars().enumerate() {
        let value = if c == 'X' { 10 } else { c.to_digit(10).unwrap_or(11) };
        let weight = (0..17 - at.min(17)).fold(1_u32, |weight, _| weight * 2 % 11);
        sum += value * weight;
    }
    sum % 11 == 1
}

/// The check digit of a bank card (ISO/IEC 7812: Luhn).
pub(super) fn is_luhn(number: &str) -> bool {
    let values = number.chars().rev().filter_map(|c| c.to_digit(10)).enumerate();
    let sum: u32 = values
        .map(|(at, value)| match (at % 2, value * 2) {
            (0, _) => value,
            (_, double) if double > 9 => double - 9,
            (_, double) => double,
        })
        .sum();
    sum.is_multiple_of(10)
}

/// The check character of a unified credit code (GB 32100): MOD 31.
pub(super) fn is_credit_code(code: &str) -> bool {
    let (mut sum, mut weight) = (0, 1);
    let mut last = 0;
    for (at, c) in code.chars().enumerate() {
        let Some(value) = CREDIT.chars().position(|it| it == c) else { return false };
        if at == 17 {
            last = value;
        } else {
            sum += value * weight;
            weight = weight * 3 % 31;
        }
    }
    code.len() == 18 && (sum + last).is_multiple_of(31)
}
