//! Workbooks: xlsx and xls through `calamine`, hidden sheets left out.
//!
//! Invariant: cells are read one by one where the format allows, so that one stray cell in the
//! last row of a sheet costs nothing; a damaged file is a fault, never a crash.

mod hidden;

use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{
    Data, DataRef, ExcelDateTime, Reader as _, SheetType, SheetVisible, Xls, XlsError, Xlsx,
    XlsxError,
};

use super::sheet::{CELLS_MAX, COLUMNS_MAX, Cell, ReadFaultKind, Row, Sheet};
use crate::domain::period::Date;

pub(super) use hidden::hidden_rows;

/// Decimals kept of a workbook's number: more than money has, fewer than float noise shows.
const DECIMALS_MAX: usize = 8;

/// Digits that a float holds for certain.
const DIGITS_SURE: usize = 15;

/// What a workbook may unpack to, in bytes: the reader holds its texts in memory.
const UNPACKED_MAX: u64 = 512 * 1024 * 1024;

/// Reads an xlsx workbook.
pub(super) fn read_xlsx(bytes: &[u8]) -> Result<Vec<Sheet>, ReadFaultKind> {
    if !contains(bytes, b"xl/workbook.xml") {
        return Err(ReadFaultKind::NotATable("压缩包或别的文档"));
    }
    if unpacked_size(bytes).is_some_and(|size| size > UNPACKED_MAX) {
        return Err(ReadFaultKind::TooManyCells);
    }
    guarded(|| {
        let mut book = Xlsx::new(Cursor::new(bytes))
            .map_err(|fault| opening_fault(matches!(fault, XlsxError::Password)))?;
        let names = visible(book.sheets_metadata());
        let mut budget = CELLS_MAX;
        names.into_iter().map(|name| read_xlsx_sheet(&mut book, name, &mut budget)).collect()
    })
}

/// Reads an xls workbook; the container is also what an encrypted xlsx lies in.
pub(super) fn read_xls(bytes: &[u8]) -> Result<Vec<Sheet>, ReadFaultKind> {
    let directory_name: Vec<u8> =
        "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if contains(bytes, &directory_name) {
        return Err(ReadFaultKind::Encrypted);
    }
    guarded(|| {
        let mut book = Xls::new(Cursor::new(bytes))
            .map_err(|fault| opening_fault(matches!(fault, XlsError::Password)))?;
        let names = visible(book.sheets_metadata());
        names.into_iter().map(|name| read_xls_sheet(&mut book, name)).collect()
    })
}

/// `calamine` was not written for hostile files: a panic inside it means a damaged file.
fn guarded<T>(read: impl FnOnce() -> Result<T, ReadFaultKind>) -> Result<T, ReadFaultKind> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or(Err(ReadFaultKind::Damaged))
}

const fn opening_fault(locked: bool) -> ReadFaultKind {
    if locked { ReadFaultKind::Encrypted } else { ReadFaultKind::Damaged }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// The sum of the sizes that the zip directory states; `None` where it cannot be followed.
fn unpacked_size(bytes: &[u8]) -> Option<u64> {
    hidden::directory(bytes)?.iter().try_fold(0_u64, |total, entry| total.checked_add(entry.size))
}

fn visible(sheets: &[calamine::Sheet]) -> Vec<String> {
    sheets
        .iter()
        .filter(|sheet| sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .collect()
}

fn read_xlsx_sheet(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: String,
    budget: &mut usize,
) -> Result<Sheet, ReadFaultKind> {
    let mut reader = book.worksheet_cells_reader(&name).map_err(|_| ReadFaultKind::Damaged)?;
    let mut grid = Grid::default();
    while let Some(cell) = reader.next_cell().map_err(|_| ReadFaultKind::Damaged)? {
        let value = match cell.get_value() {
            DataRef::Empty => Cell::Empty,
            DataRef::Int(number) => Cell::Number(number.to_string()),
            DataRef::Float(number) => Cell::Number(decimal(*number)),
            DataRef::SharedString(text) => Cell::text(text),
            DataRef::Bool(truth) => Cell::text(truth_text(*truth)),
            DataRef::DateTime(moment) => day(*moment),
            DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
                Cell::text(text)
            }
            DataRef::Error(fault) => Cell::text(&fault.to_string()),
        };
        grid.put(cell.get_position(), value, budget)?;
    }
    Ok(grid.into_sheet(name))
}

fn read_xls_sheet(book: &mut Xls<Cursor<&[u8]>>, name: String) -> Result<Sheet, ReadFaultKind> {
    let range = book.worksheet_range(&name).map_err(|_| ReadFaultKind::Damaged)?;
    let (top, left) = range.start().unwrap_or_default();
    let mut grid = Grid::default();
    let mut budget = CELLS_MAX;
    for (row, column, value) in range.used_cells() {
        let value = match value {
            Data::Empty => Cell::Empty,
            Data::Int(number) => Cell::Number(number.to_string()),
            Data::Float(number) => Cell::Number(decimal(*number)),
            Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
                Cell::text(text)
            }
            Data::Bool(truth) => Cell::text(truth_text(*truth)),
            Data::DateTime(moment) => day(*moment),
            Data::Error(fault) => Cell::text(&fault.to_string()),
        };
        let row = top.saturating_add(u32::try_from(row).unwrap_or(u32::MAX));
        let column = left.saturating_add(u32::try_from(column).unwrap_or(u32::MAX));
        grid.put((row, column), value, &mut budget)?;
    }
    Ok(grid.into_sheet(name))
}

/// Cells by row, as they come.
#[derive(Default)]
struct Grid(BTreeMap<u32, Vec<Cell>>);

impl Grid {
    fn put(
        &mut self,
        (row, column): (u32, u32),
        cell: Cell,
        budget: &mut usize,
    ) -> Result<(), ReadFaultKind> {
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if cell.is_empty() || column >= COLUMNS_MAX {
            return Ok(());
        }
        *budget = budget.checked_sub(1).ok_or(ReadFaultKind::TooManyCells)?;
        let cells = self.0.entry(row).or_default();
        if cells.len() <= column {
            cells.resize(column + 1, Cell::Empty);
        }
        if let Some(place) = cells.get_mut(column) {
            *place = cell;
        }
        Ok(())
    }

    fn into_sheet(self, name: String) -> Sheet {
        let number = |row: u32| usize::try_from(row).unwrap_or(usize::MAX).saturating_add(1);
        let rows =
            self.0.into_iter().map(|(row, cells)| Row { number: number(row), cells }).collect();
        Sheet { name: Some(name), rows }
    }
}

const fn truth_text(truth: bool) -> &'static str {
    if truth { "TRUE" } else { "FALSE" }
}

/// The day of a moment; a mere time of day or a duration stays a number.
fn day(moment: ExcelDateTime) -> Cell {
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    let date = Date::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day));
    match date.filter(|_| moment.is_datetime() && moment.as_f64() >= 1.0) {
        Some(date) => Cell::Date(date),
        None => Cell::Number(decimal(moment.as_f64())),
    }
}

/// A float of a workbook as the decimal its author saw: `0.1 + 0.2` is `0.3`.
fn decimal(number: f64) -> String {
    let whole = format!("{:.0}", number.abs().trunc()).len();
    let decimals = DIGITS_SURE.saturating_sub(whole).min(DECIMALS_MAX);
    let text = format!("{number:.decimals$}");
    let text =
        if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use rust_xlsxwriter::{Format, Formula, Workbook};

    use super::*;
    use crate::exchange::sheet::read_sheets;

    #[test]
    fn floats_become_the_decimals_people_typed() {
        for (number, text) in [
            (1234.5, "1234.5"),
            (0.1 + 0.2, "0.3"),
            (12.1, "12.1"),
            (1234.5 - 1234.4, "0.1"),
            (123_456_789.123, "123456789.123"),
            (999_999_999_999.99, "999999999999.99"),
            (12.345, "12.345"),
            (-3490.0, "-3490"),
            (-0.000_000_000_1, "0"),
            (100.0, "100"),
            (0.0, "0"),
        ] {
            assert_eq!(decimal(number), text);
        }
    }

    #[test]
    fn an_xlsx_keeps_text_number_and_date_apart() {
        let mut book = Workbook::new();
        let dates = Format::new().set_num_format("yyyy-mm-dd");
        let sheet = book.add_worksheet();
        sheet.set_name("十月").expect("name");
        sheet.write(2, 1, "一千").expect("text");
        sheet.write(2, 2, 12.5).expect("number");
        sheet.write_with_format(2, 3, 46298.5, &dates).expect("date");
        sheet.write(4, 0, Formula::new("=1+2").set_result("3")).expect("formula");
        sheet.write(1_048_575, 16_383, "stray").expect("stray");
        let hidden = book.add_worksheet();
        hidden.set_hidden(true);
        hidden.write(0, 0, "藏").expect("text");
        let bytes = book.save_to_buffer().expect("bytes");
        let sheets = read_sheets(&bytes, "a.csv").expect("sheets");
        assert_eq!(sheets.len(), 1);
        assert_eq!(sheets[0].name.as_deref(), Some("十月"));
        let day = Date::from_ymd_opt(2026, 10, 3).expect("date");
        assert_eq!(
            sheets[0].rows,
            [
                Row {
                    number: 3,
                    cells: vec![
                        Cell::Empty,
                        Cell::Text("一千".to_owned()),
                        Cell::Number("12.5".to_owned()),
                        Cell::Date(day),
                    ],
                },
                Row { number: 5, cells: vec![Cell::Number("3".to_owned())] },
            ]
        );
    }

    #[test]
    fn an_xls_is_read() {
        let bytes = include_bytes!("../../tests/data/建行流水.xls");
        let sheets = read_sheets(bytes, "建行流水.xls").expect("sheets");
        assert!(sheets[0].rows.len() > 3);
    }

    #[test]
    fn a_workbook_cut_short_or_locked_is_a_fault() {
        let mut book = Workbook::new();
        book.add_worksheet().write(0, 0, "甲").expect("text");
        let bytes = book.save_to_buffer().expect("bytes");
        let kind = |bytes: &[u8]| read_sheets(bytes, "a.xlsx").expect_err("a fault").kind;
        let mut cut = bytes[..bytes.len() / 2].to_vec();
        cut.extend_from_slice(b"xl/workbook.xml");
        assert_eq!(kind(&cut), ReadFaultKind::Damaged);
        let mut locked = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(kind(&locked), ReadFaultKind::Encrypted);
        let mut empty = Workbook::new();
        empty.add_worksheet();
        let bytes = empty.save_to_buffer().expect("bytes");
        assert_eq!(kind(&bytes), ReadFaultKind::NoRows);
    }

    #[test]
    fn a_workbook_that_unpacks_to_too_much_is_refused() {
        let mut book = Workbook::new();
        book.add_worksheet().write(0, 0, "甲").expect("text");
        let mut bytes = book.save_to_buffer().expect("bytes");
        assert!(unpacked_size(&bytes).is_some_and(|size| (1_000..1_000_000).contains(&size)));
        let entry = bytes.windows(4).position(|window| window == b"PK\x01\x02").expect("an entry");
        bytes[entry + 24..entry + 28].copy_from_slice(&0xF000_0000_u32.to_le_bytes());
        let fault = read_sheets(&bytes, "a.xlsx").expect_err("a fault");
        assert_eq!(fault.kind, ReadFaultKind::TooManyCells);
    }

    #[test]
    fn no_cut_of_an_xls_crashes() {
        let bytes = include_bytes!("../../tests/data/建行流水.xls");
        for end in (600..bytes.len()).step_by(bytes.len() / 40) {
            let _read = read_sheets(&bytes[..end], "a.xls");
        }
    }
}
