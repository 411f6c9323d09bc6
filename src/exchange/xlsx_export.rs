//! Listings as an Excel workbook: one sheet for each, with figures that can be added up.
//!
//! Invariant: the cells of a sheet are the cells of its listing, amounts as numbers and days as
//! dates; the same listings are the same bytes on every machine and every day.

use std::collections::BTreeSet;

use chrono::Datelike as _;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::domain::listing::{ColumnKind, Listing, ListingCell, ListingRow, RowRole};
use crate::domain::period::Date;

/// Why a workbook could not be made (写不出工作簿).
#[derive(Debug, thiserror::Error)]
pub enum WorkbookError {
    /// Nothing to write.
    #[error("没有可以导出的账表")]
    Empty,
    /// More rows or columns than a sheet of Excel holds.
    #[error("“{0}”太长，一张工作表放不下")]
    TooLong(String),
    /// The writer gave up.
    #[error("工作簿写不出来：{0}")]
    Writer(#[from] XlsxError),
}

/// Rows that a sheet of Excel holds.
const ROWS_MAX: usize = 1_048_576;
/// Columns that a sheet of Excel holds.
const COLUMNS_MAX: usize = 16_384;
/// Characters that the name of a sheet holds.
const NAME_MAX: usize = 31;
/// Paper size 9 of Excel: A4.
const A4: u8 = 9;
/// From this width in characters on a sheet is printed across.
const UPRIGHT_MAX: f64 = 92.0;
/// The narrowest and the widest column, in characters.
const WIDTHS: (f64, f64) = (6.0, 44.0);
const AMOUNT: &str = "#,##0.00;[Red]-#,##0.00";
const COUNT: &str = "0";
const DAY: &str = "yyyy-mm-dd";
const SHARE: &str = "0.00%";

/// Writes a workbook (导出为 Excel 工作簿).
///
/// # Errors
/// [`WorkbookError`], in the order its variants are declared.
pub fn write_workbook(listings: &[Listing]) -> Result<Vec<u8>, WorkbookError> {
    let first = listings.first().ok_or(WorkbookError::Empty)?;
    let mut workbook = Workbook::new();
    // a workbook says when it was made; this one shall be the same whenever it is made
    let made = ExcelDateTime::from_ymd(2024, 1, 1)?;
    let properties = DocProperties::new()
        .set_title(&first.title)
        .set_subject(&first.subject)
        .set_author("明白账")
        .set_creation_datetime(&made);
    workbook.set_properties(&properties);
    let mut names = BTreeSet::new();
    for listing in listings {
        let sheet = workbook.add_worksheet();
        sheet.set_name(sheet_name(&listing.title, &mut names))?;
        Filling { sheet, listing, row: 0 }.write()?;
    }
    Ok(workbook.save_to_buffer()?)
}

/// A name that Excel takes and no other sheet of the workbook has.
fn sheet_name(title: &str, taken: &mut BTreeSet<String>) -> String {
    let legal = |c: &char| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'');
    let plain: String = title.chars().filter(legal).filter(|c| !c.is_control()).collect();
    let plain = match plain.trim() {
        "" => "账表",
        trimmed => trimmed,
    };
    let cut = |room: usize| -> String { plain.chars().take(room).collect() };
    let mut name = cut(NAME_MAX);
    let mut number = 2;
    // Excel does not tell capitals from small letters, and keeps one name for itself
    while name.eq_ignore_ascii_case("history") || !taken.insert(name.to_lowercase()) {
        let end = format!(" {number}");
        name = cut(NAME_MAX - end.len()) + &end;
        number += 1;
    }
    name
}

/// A sheet being filled from the top.
struct Filling<'a> {
    sheet: &'a mut Worksheet,
    listing: &'a Listing,
    row: u32,
}

impl Filling<'_> {
    fn write(mut self) -> Result<(), WorkbookError> {
        let lines = self.listing.rows.len() + self.listing.notes.len() + 16;
        if lines > ROWS_MAX || self.listing.columns.len() > COLUMNS_MAX {
            return Err(WorkbookError::TooLong(self.listing.title.clone()));
        }
        self.above()?;
        let head = self.row;
        self.head()?;
        for row in &self.listing.rows {
            self.entry(row)?;
        }
        self.below()?;
        self.set_up_page(head)
    }

    fn last_column(&self) -> u16 {
        u16::try_from(self.listing.columns.len().saturating_sub(1)).unwrap_or(u16::MAX)
    }

    /// Words across the whole table.
    fn across(&mut self, words: &str, format: &Format) -> Result<(), XlsxError> {
        let last = self.last_column();
        if last == 0 {
            self.sheet.write_string_with_format(self.row, 0, words, format)?;
        } else {
            self.sheet.merge_range(self.row, 0, self.row, last, words, format)?;
        }
        self.row += 1;
        Ok(())
    }

    fn above(&mut self) -> Result<(), XlsxError> {
        let listing = self.listing;
        let title = Format::new().set_bold().set_font_size(16).set_align(FormatAlign::Center);
        self.across(&listing.title, &title)?;
        let quiet = Format::new();
        let line = [listing.subject.as_str(), listing.period.as_str(), listing.unit_note()];
        let line: Vec<&str> = line.into_iter().filter(|part| !part.is_empty()).collect();
        self.across(&line.join("　　"), &quiet)?;
        for remark in &listing.remarks {
            self.across(remark, &quiet)?;
        }
        Ok(())
    }

    fn head(&mut self) -> Result<(), XlsxError> {
        for (at, column) in (0_u16..).zip(&self.listing.columns) {
            let align = if is_right(column.kind) { FormatAlign::Right } else { FormatAlign::Left };
            let format = Format::new()
                .set_bold()
                .set_border(FormatBorder::Thin)
                .set_background_color(0x00ED_EEF3_u32)
                .set_text_wrap()
                .set_align(FormatAlign::VerticalCenter)
                .set_align(align);
            self.sheet.write_string_with_format(self.row, at, &column.title, &format)?;
            let width = self.width(usize::from(at), column.kind);
            self.sheet.set_column_width(at, width)?;
        }
        self.row += 1;
        Ok(())
    }

    fn entry(&mut self, row: &ListingRow) -> Result<(), XlsxError> {
        let blank = ListingCell::Blank;
        for ((at, column), index) in (0_u16..).zip(&self.listing.columns).zip(0..) {
            let cell = row.cells.get(index).unwrap_or(&blank);
            let format = cell_format(column.kind, cell, row.role);
            let (sheet, line) = (&mut *self.sheet, self.row);
            match cell {
                ListingCell::Blank => sheet.write_blank(line, at, &format)?,
                ListingCell::Text(words) => {
                    sheet.write_string_with_format(line, at, words, &format)?
                }
                ListingCell::Amount(amount) => {
                    sheet.write_number_with_format(line, at, yuan(amount.fen()), &format)?
                }
                ListingCell::Count(count) => {
                    sheet.write_number_with_format(line, at, *count as f64, &format)?
                }
                ListingCell::Date(date) => {
                    sheet.write_datetime_with_format(line, at, &excel_day(*date)?, &format)?
                }
                ListingCell::Share(share) => {
                    let share = f64::from(*share) / 10_000.0;
                    sheet.write_number_with_format(line, at, share, &format)?
                }
            };
        }
        self.row += 1;
        Ok(())
    }

    fn below(&mut self) -> Result<(), XlsxError> {
        let plain = Format::new().set_text_wrap();
        for note in &self.listing.notes {
            self.across(note, &plain)?;
        }
        if !self.listing.signers.is_empty() {
            self.row += 1;
            let signers: Vec<String> =
                self.listing.signers.iter().map(|signer| format!("{signer}：")).collect();
            self.across(&signers.join("　　　　　　　　"), &plain)?;
        }
        Ok(())
    }

    fn set_up_page(&mut self, head: u32) -> Result<(), WorkbookError> {
        let widths = self.listing.columns.iter().enumerate();
        let across: f64 = widths.map(|(at, column)| self.width(at, column.kind)).sum();
        let first_figure =
            self.listing.columns.iter().position(|column| column.kind == ColumnKind::Amount);
        // names stay in sight while figures scroll, unless they would fill the window
        let frozen = first_figure.filter(|at| *at <= 3).unwrap_or(0);
        let sheet = &mut *self.sheet;
        sheet.set_freeze_panes(head + 1, u16::try_from(frozen).unwrap_or(0))?;
        sheet.set_repeat_rows(0, head)?;
        sheet.set_paper_size(A4);
        if across > UPRIGHT_MAX {
            sheet.set_landscape();
        }
        sheet.set_print_fit_to_pages(1, 0);
        sheet.set_margins(0.5, 0.5, 0.6, 0.6, 0.3, 0.3);
        sheet.set_footer("&L&A&R第 &P 页　共 &N 页");
        Ok(())
    }

    /// As wide as what stands in the column, in characters of Excel.
    fn width(&self, at: usize, kind: ColumnKind) -> f64 {
        let cells = self.listing.rows.iter().filter_map(|row| row.cells.get(at));
        let title = self.listing.columns.get(at).map_or(0.0, |column| characters(&column.title));
        let widest = cells.map(|cell| characters(&cell.shown())).fold(title, f64::max) + 2.0;
        let least = match kind {
            ColumnKind::Date => 12.0,
            ColumnKind::Amount => 13.0,
            ColumnKind::Text | ColumnKind::Label | ColumnKind::Number => WIDTHS.0,
        };
        widest.clamp(least, WIDTHS.1)
    }
}

fn is_right(kind: ColumnKind) -> bool {
    match kind {
        ColumnKind::Amount | ColumnKind::Number => true,
        ColumnKind::Text | ColumnKind::Label | ColumnKind::Date => false,
    }
}

fn cell_format(kind: ColumnKind, cell: &ListingCell, role: RowRole) -> Format {
    let mut format =
        Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter);
    format = match cell {
        ListingCell::Amount(_) => format.set_num_format(AMOUNT),
        ListingCell::Count(_) => format.set_num_format(COUNT),
        ListingCell::Date(_) => format.set_num_format(DAY).set_align(FormatAlign::Left),
        ListingCell::Share(_) => format.set_num_format(SHARE),
        ListingCell::Text(_) if is_right(kind) => format.set_align(FormatAlign::Right),
        ListingCell::Text(_) if kind == ColumnKind::Text => format.set_text_wrap(),
        ListingCell::Text(_) | ListingCell::Blank => format,
    };
    match role {
        RowRole::Entry => format,
        RowRole::Section => format.set_bold(),
        RowRole::Sum => format.set_bold().set_background_color(0x00F1_F2F6_u32),
        RowRole::Alarm => format.set_font_color(0x009B_1C1C_u32),
    }
}

/// An amount as the number that Excel shows with two decimals: the nearest there is.
fn yuan(fen: i64) -> f64 {
    fen as f64 / 100.0
}

fn excel_day(date: Date) -> Result<ExcelDateTime, XlsxError> {
    let part = |value: u32| u8::try_from(value).unwrap_or(1);
    let year = u16::try_from(date.year()).unwrap_or(1900);
    ExcelDateTime::from_ymd(year, part(date.month()), part(date.day()))
}

/// The width of the longest line: a Han character takes two places.
fn characters(text: &str) -> f64 {
    let of = |line: &str| line.chars().map(|c| if c.is_ascii() { 1.0 } else { 2.1 }).sum::<f64>();
    text.split('\n').map(of).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_get_names_that_excel_takes() {
        let mut taken = BTreeSet::new();
        let mut name = |title: &str| sheet_name(title, &mut taken);
        assert_eq!(name("科目余额表"), "科目余额表");
        assert_eq!(name("科目余额表"), "科目余额表 2");
        assert_eq!(name("明细账：102/银行?"), "明细账：102银行");
        assert_eq!(name(""), "账表");
        assert_eq!(name("History"), "History 2");
        assert_eq!(name("HISTORY"), "HISTORY 3");
        let long = "长".repeat(40);
        assert_eq!(name(&long).chars().count(), NAME_MAX);
        assert_eq!(name(&long), format!("{} 2", "长".repeat(29)));
    }
}
