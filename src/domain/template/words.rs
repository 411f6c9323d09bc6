//! The words of a month in a template: blanks that are filled, and words that become blanks.

use crate::domain::period::Month;

/// The text for a month: `付{月}月工资` in October is `付10月工资`.
pub fn fill(text: &str, month: Month) -> String {
    if !text.contains('{') {
        return text.to_owned();
    }
    text.replace("{上月}", &month.previous().number().to_string())
        .replace("{月}", &month.number().to_string())
        .replace("{年}", &month.year().to_string())
}

/// The text with the words of `month`, and of the month before it, made blanks: `付10月工资` of
/// October is `付{月}月工资`, of November `付{上月}月工资`. A text that names another year stays as
/// it is.
pub fn generalise(text: &str, month: Month) -> String {
    let mut general = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|c: char| !c.is_ascii_digit()).unwrap_or(from.len());
        let (digits, after) = from.split_at(end);
        general.push_str(before);
        rest = after;
        let is_month = after.starts_with('月') && digits.len() <= 2;
        let is_year = after.starts_with('年') && digits.len() == 4;
        let number = digits.parse::<u32>().ok();
        if is_year && digits == month.year().to_string() {
            general.push_str("{年}");
        } else if is_year {
            return text.to_owned();
        } else if is_month && number == Some(month.number()) {
            general.push_str("{月}");
        } else if is_month && number == Some(month.previous().number()) {
            general.push_str("{上月}");
        } else {
            general.push_str(digits);
        }
    }
    general.push_str(rest);
    general
}

/// The first blank of a text that nobody fills.
pub(super) fn unknown(text: &str) -> Option<String> {
    let known = ["{月}", "{上月}", "{年}"];
    let plain = known.iter().fold(text.to_owned(), |text, blank| text.replace(blank, ""));
    let start = plain.find(['{', '}'])?;
    let from = plain.get(start..)?;
    let end = from.find('}').map_or(from.len(), |end| end + 1);
    from.get(..end).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(year: i32, number: u32) -> Month {
        Month::new(year, number).expect("a month")
    }

    #[test]
    fn the_words_of_a_month_become_blanks_and_are_filled_again() {
        let table = [
            ("付10月村干部工资", 10, "付{月}月村干部工资", "付11月村干部工资"),
            ("付10月村干部工资", 11, "付{上月}月村干部工资", "付10月村干部工资"),
            ("2026年10月路灯电费", 10, "{年}年{月}月路灯电费", "2026年11月路灯电费"),
            ("付12月电费", 1, "付{上月}月电费", "付10月电费"),
            ("付11月1月两月电费", 11, "付{月}月1月两月电费", "付11月1月两月电费"),
            ("补2025年12月水费", 1, "补2025年12月水费", "补2025年12月水费"),
            ("付3号路灯、110平方米", 10, "付3号路灯、110平方米", "付3号路灯、110平方米"),
        ];
        for (text, number, general, november) in table {
            assert_eq!(generalise(text, month(2026, number)), general);
            assert_eq!(fill(general, month(2026, 11)), november);
        }
        assert_eq!(fill("付{上月}月工资", month(2027, 1)), "付12月工资");
    }

    #[test]
    fn a_blank_that_nobody_fills_is_named() {
        assert_eq!(unknown("付{月}月{年}年{上月}"), None);
        assert_eq!(unknown("付{日}日电费").as_deref(), Some("{日}"));
        assert_eq!(unknown("付{月电费").as_deref(), Some("{月电费"));
    }
}
