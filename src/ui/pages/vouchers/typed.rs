//! Single fields of the entry form, read as people write them: days, amounts, accounts.

use crate::app::initials;
use crate::domain::account::{AccountCode, Chart};
use crate::domain::money::Money;
use crate::domain::period::{Date, Month};
use crate::domain::text::ascii_width;

/// A day as it stands in the form and the table: `10-31`.
pub fn day_text(date: Date) -> String {
    date.format("%m-%d").to_string()
}

/// Reads `31`, `10-31`, `10.31`, `10月31日`, `2026-10-31`, `2026.10.31` or `20261031`.
///
/// # Errors
/// One sentence saying how to write it, or that the month has no such day.
pub fn parse_day(written: &str, month: Month) -> Result<Date, String> {
    let plain: String = written.trim().chars().map(ascii_width).collect();
    if plain.is_empty() {
        return Err("日期没有填".to_owned());
    }
    let unclear = || "日期写 31、10-31 或 2026-10-31".to_owned();
    let spaced: String = match plain.len() {
        8 if plain.bytes().all(|byte| byte.is_ascii_digit()) => {
            let (year, rest) = plain.split_at(4);
            let (month, day) = rest.split_at(2);
            format!("{year} {month} {day}")
        }
        _ => plain
            .trim_end_matches(['日', '号'])
            .chars()
            .map(|c| if matches!(c, '-' | '.' | '/' | '年' | '月') { ' ' } else { c })
            .collect(),
    };
    let numbers: Result<Vec<u32>, _> = spaced.split_whitespace().map(str::parse::<u32>).collect();
    let year_of = |year: u32| i32::try_from(year).map_err(|_| unclear());
    let (in_month, day) = match numbers.map_err(|_| unclear())?.as_slice() {
        [day] => (Some(month), *day),
        [number, day] => (Month::new(month.year(), *number), *day),
        [year, number, day] if *year >= 1000 => (Month::new(year_of(*year)?, *number), *day),
        _ => return Err(unclear()),
    };
    let in_month = in_month.ok_or_else(unclear)?;
    let date = in_month.day(day);
    if day == 0 || day > 31 {
        return Err(unclear());
    }
    if date.format("%-d").to_string() == day.to_string() {
        Ok(date)
    } else {
        Err(format!("{}没有 {day} 日", in_month.label()))
    }
}

/// Reads an amount above zero, or a small sum.
pub fn parse_amount(written: &str) -> Result<Money, String> {
    let amount = Money::parse_sum(written).map_err(|fault| fault.to_string())?;
    if amount.is_zero() {
        return Err("金额是 0，请填金额".to_owned());
    }
    if amount.is_negative() {
        return Err("金额不能是负数，记错了请冲销原凭证".to_owned());
    }
    if amount > Money::MAX {
        return Err("金额太大，看小数点是不是打漏了".to_owned());
    }
    Ok(amount)
}

/// Reads a number of papers; nothing written is none.
pub(super) fn parse_papers(written: &str) -> Result<u32, String> {
    let plain: String = written.trim().chars().map(ascii_width).collect();
    let plain = plain.trim_end_matches('张').trim();
    if plain.is_empty() {
        return Ok(0);
    }
    let number = plain.parse::<u32>().ok().filter(|number| *number <= 999);
    number.ok_or_else(|| "附件张数写 0 到 999 的整数".to_owned())
}

/// Finds the account that is meant.
pub fn parse_account(chart: &Chart, written: &str) -> Result<AccountCode, String> {
    let written = written.trim();
    if written.is_empty() {
        return Err("科目没有填".to_owned());
    }
    if let Some(found) = chart.find(written) {
        return Ok(found.code.clone());
    }
    match matching_accounts(chart, written, false).as_slice() {
        [only] => Ok(only.clone()),
        [] => Err(format!("没有“{written}”这个科目")),
        _ => Err(format!("“{written}”对应几个科目，请从列表里选")),
    }
}

/// The accounts that a person may mean: by code, name or pinyin initials, the nearest first.
pub fn matching_accounts(chart: &Chart, typed: &str, fund_only: bool) -> Vec<AccountCode> {
    let word: String = typed.trim().chars().map(ascii_width).collect::<String>().to_lowercase();
    let mut found: Vec<(u8, AccountCode)> = chart
        .accounts()
        .filter(|account| !fund_only || account.code.is_fund())
        .filter_map(|account| {
            let title = chart.title(&account.code);
            let rank =
                if word.is_empty() || account.code.as_str().starts_with(&word) || title == word {
                    0
                } else if account.name.starts_with(&word) {
                    1
                } else if title.contains(&word) {
                    2
                } else if initials(&account.name).starts_with(&word) {
                    3
                } else if initials(&chart.full_name(&account.code)).contains(&word) {
                    4
                } else {
                    return None;
                };
            Some((rank, account.code.clone()))
        })
        .collect();
    found.sort();
    found.into_iter().map(|(_, code)| code).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn october() -> Month {
        Month::new(2026, 10).expect("a month")
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        let table = [
            ("31", "2026-10-31"),
            ("１", "2026-10-01"),
            ("10-31", "2026-10-31"),
            ("9.5", "2026-09-05"),
            ("10月31日", "2026-10-31"),
            ("2026-10-31", "2026-10-31"),
            ("2026.10.3", "2026-10-03"),
            ("2025年12月31日", "2025-12-31"),
            ("20261031", "2026-10-31"),
            ("9-31", "2026年9月没有 31 日"),
            ("32", "日期写 31、10-31 或 2026-10-31"),
            ("13-1", "日期写 31、10-31 或 2026-10-31"),
            ("明天", "日期写 31、10-31 或 2026-10-31"),
            ("", "日期没有填"),
        ];
        for (written, expected) in table {
            let read = parse_day(written, october());
            let shown = read.map_or_else(|fault| fault, |date| date.to_string());
            assert_eq!(shown, expected, "{written}");
        }
    }
}
