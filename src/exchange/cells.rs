//! What a cell means: a day, an amount, an account, the way people write them.
//!
//! Invariant: nothing is guessed. A date without a year, a third decimal or an account that is
//! not in the chart comes back as the reason and the next step.

use super::sheet::Cell;
use crate::domain::account::{Account, Chart};
use crate::domain::money::{Money, MoneyFault};
use crate::domain::period::{Date, Month};
use crate::domain::text;

/// Why a cell cannot be taken, and the next step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CellFault {
    pub(super) reason: String,
    pub(super) hint: String,
}

fn refuse<T>(reason: impl Into<String>, hint: impl Into<String>) -> Result<T, CellFault> {
    Err(CellFault { reason: reason.into(), hint: hint.into() })
}

const DATE_HINT: &str = "请写成 2026-10-03 这样的年月日。";

/// Reads a day.
pub(super) fn date(cell: &Cell) -> Result<Date, CellFault> {
    let date = match cell {
        Cell::Empty => {
            return refuse(
                "日期没有填",
                "每一行都要有日期，如 2026-10-03；合并的单元格请拆开填上。",
            );
        }
        Cell::Date(date) => *date,
        Cell::Text(written) | Cell::Number(written) => written_date(written)?,
    };
    let known = Month::new(chrono::Datelike::year(&date), chrono::Datelike::month(&date));
    if known.is_none() {
        return refuse("日期的年份不对", DATE_HINT);
    }
    Ok(date)
}

fn written_date(written: &str) -> Result<Date, CellFault> {
    let plain: String = written.trim().chars().map(text::ascii_width).collect();
    let Some(day) = without_time(&plain) else { return refuse("日期看不懂", DATE_HINT) };
    let parts: Vec<&str> = day.split('-').collect();
    let all_digits =
        parts.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    if !all_digits {
        return refuse("日期看不懂", DATE_HINT);
    }
    match *parts.as_slice() {
        [year, month, day] if year.len() == 4 && month.len() <= 2 && day.len() <= 2 => {
            calendar(year, month, day)
        }
        [whole] if whole.len() == 8 => match (whole.get(..4), whole.get(4..6), whole.get(6..)) {
            (Some(year), Some(month), Some(day)) => calendar(year, month, day),
            _ => refuse("日期看不懂", DATE_HINT),
        },
        [serial] if serial.len() == 5 => excel_day(serial),
        [month, day] if month.len() <= 2 && day.len() <= 2 => {
            refuse("日期没有写年份", "请补上年份，写成 2026-10-03 这样。")
        }
        _ => refuse("日期看不懂", DATE_HINT),
    }
}

/// The date part with `-` between its numbers, if the rest is a time of day or nothing.
fn without_time(plain: &str) -> Option<String> {
    let is_time = |rest: &str| {
        rest.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || matches!(c, ':' | '.'))
    };
    let (day, rest) = if plain.contains('年') {
        plain.split_once(['日', '号']).unwrap_or((plain, ""))
    } else {
        plain.split_once([' ', 'T']).unwrap_or((plain, ""))
    };
    is_time(rest).then(|| {
        day.chars()
            .filter(|c| !c.is_whitespace())
            .map(|c| {
                if matches!(c, '年' | '月' | '/' | '.' | '—' | '。' | '、') { '-' } else { c }
            })
            .collect()
    })
}

fn calendar(year: &str, month: &str, day: &str) -> Result<Date, CellFault> {
    let date = match (year.parse(), month.parse(), day.parse()) {
        (Ok(year), Ok(month), Ok(day)) => Date::from_ymd_opt(year, month, day),
        _ => None,
    };
    match date {
        Some(date) => Ok(date),
        None => refuse("日历上没有这一天", "请对照票据改正日期。"),
    }
}

/// A serial day of Excel in a cell that is not formatted as a date.
fn excel_day(serial: &str) -> Result<Date, CellFault> {
    let epoch = Date::from_ymd_opt(1899, 12, 30);
    let date = serial
        .parse()
        .ok()
        .zip(epoch)
        .and_then(|(days, epoch)| epoch.checked_add_days(chrono::Days::new(days)));
    date.map_or_else(|| refuse("日期看不懂", DATE_HINT), Ok)
}

/// Reads an amount; an empty cell, a dash and zero mean that none was written.
pub(super) fn amount(cell: &Cell) -> Result<Option<Money>, CellFault> {
    match signed_amount(cell)? {
        Some(amount) if amount.is_negative() => refuse(
            "金额是负数",
            "红字请用冲销：导入后在凭证列表里选中原凭证，点“冲销”；这一行请从表里删掉。",
        ),
        other => Ok(other),
    }
}

/// Reads an amount of either sign, as balances have it.
pub(super) fn signed_amount(cell: &Cell) -> Result<Option<Money>, CellFault> {
    let written = match cell {
        Cell::Empty => return Ok(None),
        Cell::Date(_) => {
            return refuse("金额栏里是日期", "请把单元格格式改成数值，再核对金额。");
        }
        Cell::Text(written) | Cell::Number(written) => written.trim(),
    };
    if written.chars().all(|c| matches!(c, '-' | '—' | '－' | '–' | '/' | '／' | '无')) {
        return Ok(None);
    }
    match Money::parse(written) {
        Ok(amount) => Ok(Some(amount).filter(|amount| !amount.is_zero())),
        Err(MoneyFault::Empty) => Ok(None),
        Err(MoneyFault::NotANumber(_)) => {
            refuse("金额不是数字", "请只写数字，如 1234.50；算式和文字请移到摘要或备注里。")
        }
        Err(MoneyFault::TooPrecise(_)) => refuse("金额最多两位小数", "请照票据写到分，如 12.30。"),
        Err(MoneyFault::TooLarge(_)) => refuse(
            format!("金额太大，最多到 {}", Money::MAX.grouped()),
            "请核对金额，看小数点是不是打漏了。",
        ),
    }
}

/// Finds the account that a text names, and says what would be right if it names none.
pub(super) fn account<'c>(chart: &'c Chart, written: &str) -> Result<&'c Account, CellFault> {
    let plain: String = written.trim().chars().map(text::ascii_width).collect();
    if plain.is_empty() {
        return refuse("科目没有填", "请填科目编号和名称，如 513 管理费用。");
    }
    if let Some(account) = chart.find(&plain) {
        return Ok(account);
    }
    let name = plain.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = plain.strip_suffix(name).unwrap_or_default();
    let name = name.trim_start_matches(|c: char| c.is_whitespace() || "-—–_.:/".contains(c));
    let named = chart.find(name);
    // `513 管理费用—办公费`, where the code is the parent's
    if let Some(account) = named.filter(|account| account.code.as_str().starts_with(digits)) {
        return Ok(account);
    }
    if let Some(account) = named {
        return refuse(
            format!("科目编号和名称对不上：“{}”的编号是 {}", account.name, account.code),
            format!("2024 年起用新的科目表，请改成“{}”，或核对名称。", chart.title(&account.code)),
        );
    }
    if let Some(fault) = missing_sub_account(chart, &plain, digits, name) {
        return Err(fault);
    }
    if let Some(account) = chart.find(digits) {
        let title = chart.title(&account.code);
        return refuse(
            "科目编号和名称对不上",
            format!("科目表里 {digits} 是“{title}”，请改成它，或换成正确的科目。"),
        );
    }
    let alike = (name.chars().count() >= 2)
        .then(|| chart.accounts().find(|a| a.name.contains(name) || name.contains(&a.name)))
        .flatten();
    match alike {
        Some(account) => refuse(
            "科目表里没有这个科目",
            format!("是不是“{}”？请改成科目表里的写法。", chart.title(&account.code)),
        ),
        None => {
            refuse("科目表里没有这个科目", "请改成科目表里的科目，或先在设置里增设明细科目再导入。")
        }
    }
}

fn missing_sub_account(chart: &Chart, plain: &str, digits: &str, name: &str) -> Option<CellFault> {
    let (parent, own) = match name.rsplit_once(['—', '-', '–', '/', '\\', '_', ':']) {
        Some((parent, own)) => (parent.trim_end_matches(['—', '-']), own.trim()),
        None => ("", name.trim()),
    };
    let parent = match parent {
        "" => {
            let above = digits.get(..3).filter(|_| matches!(digits.len(), 5 | 7))?;
            chart.find(above)?
        }
        parent => chart.find(parent)?,
    };
    let own = if own.is_empty() { plain } else { own };
    let title = chart.title(&parent.code);
    Some(CellFault {
        reason: "科目表里没有这个明细科目".to_owned(),
        hint: format!("请先在设置里给“{title}”增设明细科目“{own}”再导入，或改写成“{title}”。"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_the_way_people_write_it() {
        for written in [
            "2026-10-3",
            "2026-10-03",
            "2026/10/3",
            "2026.10.3",
            "2026年10月3日",
            "2026 年 10 月 3 日",
            "2026年10月3号",
            "20261003",
            "２０２６－１０－０３",
            "２０２６年１０月３日",
            "2026-10-03 00:00:00",
            "2026-10-03T00:00:00",
            "2026/10/3 0:00",
            "2026年10月3日 12:30",
            "46298",
        ] {
            let got = date(&Cell::Text(written.to_owned())).map(|date| date.to_string());
            assert_eq!(got.as_deref(), Ok("2026-10-03"), "{written}");
        }
        let reason =
            |written: &str| date(&Cell::Text(written.to_owned())).expect_err("a fault").reason;
        assert_eq!(reason("2026-02-30"), "日历上没有这一天");
        assert_eq!(reason("2025年2月29日"), "日历上没有这一天");
        assert_eq!(reason("10-3"), "日期没有写年份");
        assert_eq!(reason("10月3日"), "日期看不懂");
        assert_eq!(reason("26-10-3"), "日期看不懂");
        assert_eq!(reason("十月三日"), "日期看不懂");
        assert_eq!(reason("2026-10-03至05"), "日期看不懂");
        assert_eq!(reason("1026-10-03"), "日期的年份不对");
        assert_eq!(date(&Cell::Empty).expect_err("a fault").reason, "日期没有填");
    }

    #[test]
    fn an_amount_is_read_to_the_fen_or_refused() {
        let read = |written: &str| {
            amount(&Cell::text(written))
                .map(|money| money.map(Money::fen))
                .map_err(|fault| fault.reason)
        };
        assert_eq!(read("1,234.5"), Ok(Some(123_450)));
        assert_eq!(read("￥１，２３４．５０"), Ok(Some(123_450)));
        assert_eq!(read("12.300"), Ok(Some(1230)));
        for none in ["", " ", "-", "—", "0", "0.00", "/"] {
            assert_eq!(read(none), Ok(None), "{none}");
        }
        assert_eq!(read("12.345"), Err("金额最多两位小数".to_owned()));
        assert_eq!(read("12a"), Err("金额不是数字".to_owned()));
        assert_eq!(read("1.2E+05"), Err("金额不是数字".to_owned()));
        assert_eq!(read("-5"), Err("金额是负数".to_owned()));
        assert_eq!(read("(5.00)"), Err("金额是负数".to_owned()));
    }

    #[test]
    fn an_unknown_account_comes_with_advice() {
        let mut chart = Chart::standard();
        let parent = chart.find("514").expect("an account").code.clone();
        let lamps = chart.check_sub_account(&parent, "路灯").expect("a new name");
        chart.insert(lamps);
        let found = |text: &str| account(&chart, text).map(|a| a.code.to_string()).ok();
        assert_eq!(found("513 管理费用").as_deref(), Some("513"));
        assert_eq!(found("514 公益支出—路灯").as_deref(), Some("51401"));
        assert_eq!(found("51401").as_deref(), Some("51401"));
        let hint = |text: &str| account(&chart, text).expect_err("a fault").hint;
        assert!(hint("502 经营支出").contains("“511 经营支出”"), "{}", hint("502 经营支出"));
        assert!(hint("513 管理费").contains("513 管理费用"));
        assert!(hint("管理费").contains("是不是“513 管理费用”"));
        assert!(hint("513 管理费用—办公费").contains("给“513 管理费用”增设明细科目“办公费”"));
        assert!(hint("51309 差旅费").contains("给“513 管理费用”增设明细科目“差旅费”"));
        assert!(hint("村里的钱").contains("请改成科目表里的科目"));
        assert_eq!(account(&chart, " ").expect_err("a fault").reason, "科目没有填");
    }
}
