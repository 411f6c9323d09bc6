//! What the cells of a statement hold, the way banks write them.

use crate::domain::money::{Money, MoneyFault};
use crate::domain::period::Date;
use crate::domain::text;
use crate::exchange::cells::{self, CellFault};
use crate::exchange::fault;
use crate::exchange::sheet::Cell;

/// The longest text that is kept of one cell, in characters.
const TEXT_CHARS_MAX: usize = 100;

/// What stands in a cell of a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Figure {
    /// Nothing, or a dash.
    Blank,
    /// An amount; zero is an amount.
    Amount(Money),
    /// Hidden by the bank: `**.**`, `xx,yyyy.zz`.
    Masked,
}

/// Half-width, without blanks and the marks that keep a workbook from eating digits.
fn plain(cell: &Cell) -> String {
    cell.shown()
        .chars()
        .map(text::ascii_width)
        .filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '"' | '`' | '’' | '“' | '”' | '='))
        .collect()
}

/// Reads an amount of either sign.
pub(super) fn figure(cell: &Cell) -> Result<Figure, CellFault> {
    let written = plain(cell);
    let written =
        ["人民币", "CNY", "RMB"].iter().fold(written, |rest, mark| rest.replace(mark, ""));
    let written = written.trim_start_matches('+');
    if written.chars().all(|c| matches!(c, '-' | '—' | '–' | '/' | '无')) {
        return Ok(Figure::Blank);
    }
    match Money::parse(written) {
        Ok(amount) => Ok(Figure::Amount(amount)),
        Err(MoneyFault::Empty) => Ok(Figure::Blank),
        Err(MoneyFault::NotANumber(_)) if is_masked(written) => Ok(Figure::Masked),
        Err(MoneyFault::NotANumber(_)) => Err(CellFault {
            reason: "金额不是数字".to_owned(),
            hint: "请从网银重新下载，不要改动表里的数字。".to_owned(),
        }),
        Err(MoneyFault::TooPrecise(_)) => Err(CellFault {
            reason: "金额最多两位小数".to_owned(),
            hint: "请从网银重新下载，不要改动表里的数字。".to_owned(),
        }),
        Err(MoneyFault::TooLarge(_)) => Err(CellFault {
            reason: format!("金额太大，最多到 {}", Money::MAX.grouped()),
            hint: "请核对是不是选错了文件或栏。".to_owned(),
        }),
    }
}

fn is_masked(written: &str) -> bool {
    let hides = |c: char| matches!(c, '*' | '#' | 'x' | 'X' | 'y' | 'z');
    let other = |c: char| hides(c) || c.is_ascii_digit() || matches!(c, ',' | '.' | '-');
    written.chars().any(hides) && written.chars().all(other)
}

/// Reads a day: `2026-10-03`, `20261003`, `2026/10/3`, with or without a time of day.
pub(super) fn date(cell: &Cell) -> Result<Date, CellFault> {
    if let Cell::Date(date) = cell {
        return Ok(*date);
    }
    let shown = cell.shown();
    let kept = shown.chars().filter(|c| !matches!(c, '\'' | '"' | '`' | '='));
    let trimmed: String = kept.collect::<String>().trim().to_owned();
    let digits = trimmed.bytes().all(|b| b.is_ascii_digit());
    let whole = match trimmed.len() {
        // 20261003123011 and 202610031230
        12 | 14 if digits => trimmed.get(..8).unwrap_or(&trimmed),
        _ => trimmed.as_str(),
    };
    // 2026-10-03-12.30.11 stands for a day and a time
    let whole = match whole.get(10..11) {
        Some("-") => whole.get(..10).unwrap_or(whole),
        Some(_) | None => whole,
    };
    cells::date(&Cell::text(whole))
}

/// The digits of a time of day, for sorting: `12:30:11` → `123011`.
pub(super) fn time(cell: &Cell) -> String {
    let shown = cell.shown();
    let trimmed = shown.trim();
    let clock = trimmed.rsplit([' ', 'T']).next().unwrap_or(trimmed);
    let digits: String = clock.chars().filter(char::is_ascii_digit).collect();
    match digits.len() {
        14 => digits.get(8..).unwrap_or_default().to_owned(),
        0..=6 => digits,
        _ => String::new(),
    }
}

/// Text that can be kept and printed: cleaned, long numbers masked, cut where it is too long.
pub(super) fn words(cell: &Cell) -> String {
    let printable: String = cell
        .shown()
        .chars()
        .filter(|c| !text::is_private_use(*c))
        .filter(|c| c.is_whitespace() || !c.is_control())
        .take(TEXT_CHARS_MAX)
        .collect();
    let cleaned = text::clean_line(&printable).unwrap_or_default();
    let cleaned = cleaned.split_whitespace().collect::<Vec<_>>().join(" ");
    match cleaned.as_str() {
        "-" | "—" | "--" | "无" | "/" => String::new(),
        _ => fault::mask(&cleaned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_banks_write_them() {
        let read = |written: &str| figure(&Cell::text(written));
        let fen = |fen| Ok(Figure::Amount(Money::from_fen(fen)));
        for written in [
            "1,234.50",
            "+1,234.50",
            "￥1,234.50",
            "CNY 1,234.50",
            "'1234.5",
            "1,234.50\t",
            "\u{a0}1,234.50 ",
            "\"1,234.50\"",
            "１，２３４．５０",
            "人民币1,234.50元",
        ] {
            assert_eq!(read(written), fen(123_450), "{written}");
        }
        assert_eq!(read("-1,234.50"), fen(-123_450));
        assert_eq!(read("-￥1,234.50"), fen(-123_450));
        assert_eq!(read("0.00"), fen(0));
        assert_eq!(read(" - "), Ok(Figure::Blank));
        assert_eq!(read("xx,yyyy.zz"), Ok(Figure::Masked));
        assert_eq!(read("****.**"), Ok(Figure::Masked));
        assert_eq!(
            read("12.345").map_err(|fault| fault.reason),
            Err("金额最多两位小数".to_owned())
        );
        assert_eq!(read("余额").map_err(|fault| fault.reason), Err("金额不是数字".to_owned()));
    }

    #[test]
    fn days_are_read_as_banks_write_them() {
        for written in [
            "2026-10-03",
            "20261003",
            "2026/10/3",
            "2026-10-03 12:30:11",
            "20261003 12:30:11",
            "20261003123011",
            "'20261003",
            "2026-10-03\t",
            "2026年10月03日",
            "2026-10-03-12.30.11",
            "2026/10/3 9:05",
        ] {
            let got = date(&Cell::text(written)).map(|date| date.to_string());
            assert_eq!(got.as_deref(), Ok("2026-10-03"), "{written}");
        }
        assert_eq!(time(&Cell::text("20261003 12:30:11")), "123011");
        assert_eq!(time(&Cell::text("12:30:11")), "123011");
        assert_eq!(time(&Cell::text("20261003123011")), "123011");
    }
}
