//! What is wrong with a file, and where: one sentence a village accountant can act on.
//!
//! Invariant: no text in an [`ImportFault`] holds a run of 15 or more digits; card and identity
//! numbers show their last four characters only, because faults may be logged.

use std::fmt;

use super::sheet::ReadFault;
use crate::domain::text;

/// The most faults one import lists; the rest is counted.
pub const FAULTS_MAX: usize = 200;

/// The longest value that a fault repeats, in characters.
const VALUE_CHARS_MAX: usize = 40;

/// Digits from which a number is taken for a card or identity number.
const PRIVATE_DIGITS: usize = 15;

/// Where in a file something stands (位置).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The file's name, without its directory.
    pub file: String,
    /// The worksheet; `None` for a text file.
    pub sheet: Option<String>,
    /// The row as the file numbers it, from 1.
    pub row: usize,
}

/// One thing that keeps a file from being imported (导入错误).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportFault {
    /// The file's name.
    pub file: String,
    /// The worksheet, if the file has any.
    pub sheet: Option<String>,
    /// The row as the file numbers it, from 1; `None` when the whole file or sheet is at fault.
    pub row: Option<usize>,
    /// The column as the file names it.
    pub column: Option<String>,
    /// What stands there, with private numbers masked; may be empty.
    pub value: String,
    /// What is wrong, without a full stop.
    pub reason: String,
    /// The next step.
    pub hint: String,
}

impl fmt::Display for Place {
    /// `收支流水.xlsx 工作表“10月”第 5 行`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.file, self.in_file())
    }
}

impl Place {
    /// The place without the file: `工作表“10月”第 5 行` or `第 5 行`.
    pub fn in_file(&self) -> String {
        match &self.sheet {
            Some(sheet) => format!("工作表“{sheet}”第 {} 行", self.row),
            None => format!("第 {} 行", self.row),
        }
    }
}

impl ImportFault {
    /// A fault of one cell.
    pub fn at(place: &Place, column: &str, value: &str, reason: &str, hint: &str) -> Self {
        Self {
            file: place.file.clone(),
            sheet: place.sheet.clone(),
            row: Some(place.row),
            column: Some(column.to_owned()),
            value: shown(value),
            reason: mask(reason),
            hint: mask(hint),
        }
    }

    /// A fault of a whole file.
    pub fn of_file(file: &str, reason: &str, hint: &str) -> Self {
        Self { file: file.to_owned(), reason: mask(reason), hint: mask(hint), ..Self::default() }
    }
}

impl std::error::Error for ImportFault {}

impl From<ReadFault> for ImportFault {
    fn from(fault: ReadFault) -> Self {
        Self::of_file(&fault.file, &fault.kind.to_string(), fault.hint())
    }
}

impl fmt::Display for ImportFault {
    /// `收支流水.csv 第 5 行“收入”列“12.345”：金额最多两位小数。请…`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(sheet) = &self.sheet {
            write!(f, " 工作表“{sheet}”")?;
        }
        if let Some(row) = self.row {
            write!(f, " 第 {row} 行")?;
        }
        if let Some(column) = &self.column {
            write!(f, "“{column}”列")?;
        }
        if !self.value.is_empty() {
            write!(f, "“{}”", self.value)?;
        }
        write!(f, "：{}。{}", self.reason, self.hint)
    }
}

/// Keeps the first [`FAULTS_MAX`] faults and says how many more there are.
pub(super) fn capped(mut faults: Vec<ImportFault>) -> Vec<ImportFault> {
    let more = faults.len().saturating_sub(FAULTS_MAX);
    if more == 0 {
        return faults;
    }
    let file = faults.first().map(|fault| fault.file.clone()).unwrap_or_default();
    faults.truncate(FAULTS_MAX);
    faults.push(ImportFault::of_file(
        &file,
        &format!("还有 {more} 处错误没有列出"),
        "请先改好上面这些，再导入一次。",
    ));
    faults
}

/// Hides long numbers but for their last four characters: `6222021234567890` →
/// `************7890`. Single blanks and hyphens inside a number do not hide it.
pub fn mask(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut run: Vec<char> = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let plain = text::ascii_width(c);
        let digit_next = chars.peek().is_some_and(|next| text::ascii_width(*next).is_ascii_digit());
        let inside = !run.is_empty() && digit_next && matches!(plain, ' ' | '-');
        let check_letter = matches!(plain, 'X' | 'x') && !run.is_empty() && !digit_next;
        if plain.is_ascii_digit() || inside || check_letter {
            run.push(c);
        } else {
            flush(&mut masked, &mut run);
            masked.push(c);
        }
    }
    flush(&mut masked, &mut run);
    masked
}

fn flush(masked: &mut String, run: &mut Vec<char>) {
    let digits = run.iter().filter(|c| text::ascii_width(**c).is_ascii_digit()).count();
    let hidden = if digits >= PRIVATE_DIGITS { run.len().saturating_sub(4) } else { 0 };
    masked.extend(run.drain(..).enumerate().map(|(place, c)| if place < hidden { '*' } else { c }));
}

fn shown(value: &str) -> String {
    let masked = mask(value);
    let line: String = masked.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= VALUE_CHARS_MAX {
        return line;
    }
    line.chars().take(VALUE_CHARS_MAX).chain(std::iter::once('…')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_numbers_show_four_characters() {
        for (written, shown) in [
            ("付卡号6222021234567890款", "付卡号************7890款"),
            ("37250119900101123X", "**************123X"),
            ("6222 0212 3456 7890", "***************7890"),
            ("６２２２０２１２３４５６７８９０", "************７８９０"),
            ("13812345678", "13812345678"),
            ("2026-10-03 12:00:00", "2026-10-03 12:00:00"),
            ("12.345", "12.345"),
        ] {
            assert_eq!(mask(written), shown);
        }
    }

    #[test]
    fn a_fault_reads_as_one_sentence() {
        let place = Place { file: "收支流水.csv".to_owned(), sheet: None, row: 5 };
        let fault = ImportFault::at(&place, "收入", "12.345", "金额最多两位小数", "请核对票据。");
        assert_eq!(
            fault.to_string(),
            "收支流水.csv 第 5 行“收入”列“12.345”：金额最多两位小数。请核对票据。"
        );
        let place = Place { sheet: Some("10月".to_owned()), ..place };
        let fault = ImportFault::at(&place, "摘要", "", "没有填", "请填写。");
        assert_eq!(
            fault.to_string(),
            "收支流水.csv 工作表“10月” 第 5 行“摘要”列：没有填。请填写。"
        );
    }

    #[test]
    fn the_list_of_faults_ends_with_a_count() {
        let faults = vec![ImportFault::of_file("a.csv", "错", "改。"); FAULTS_MAX + 7];
        let kept = capped(faults);
        assert_eq!(kept.len(), FAULTS_MAX + 1);
        assert_eq!(kept.last().map(|fault| fault.reason.as_str()), Some("还有 7 处错误没有列出"));
    }
}
