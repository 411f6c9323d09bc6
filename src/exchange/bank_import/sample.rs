//! What stands in the columns of a statement, shown to a person who says what each of them is.

use super::names::{self, BankColumn};
use super::{ROWS_LOOKED_AT, figures, headings_of, is_enough, widest};
use crate::exchange::columns::{Column, Header};
use crate::exchange::sheet::{self, Row, Sheet};

/// The most values that are shown of a column.
const VALUES_SHOWN: usize = 3;

/// A column of a statement with its first values (样例栏); long numbers are masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleColumn {
    /// Its heading as the file writes it.
    pub heading: String,
    /// What the program takes it for, where it can tell.
    pub guess: Option<BankColumn>,
    /// Its first values, without the empty ones.
    pub values: Vec<String>,
}

/// The columns of a statement from left to right; none where no row could be a header.
pub fn sample(bytes: &[u8], file_name: &str) -> Vec<SampleColumn> {
    let sheets = sheet::read_sheets(bytes, file_name).unwrap_or_default();
    let Some((sheet, at)) = header_row(&sheets) else { return Vec::new() };
    let Some(row) = sheet.rows.get(at) else { return Vec::new() };
    let below = || sheet.rows.iter().skip(at + 1);
    let headings = headings_of(&row.cells);
    let headings = headings.into_iter().enumerate().filter(|(_, heading)| !heading.is_empty());
    headings
        .map(|(index, heading)| {
            let values = below().map(|row| figures::words(row.cell(index)));
            let values = values.filter(|value| !value.is_empty()).take(VALUES_SHOWN);
            SampleColumn { guess: guess(row, index), heading, values: values.collect() }
        })
        .collect()
}

/// The header that the program reads by itself, else the row that looks most like one.
fn header_row(sheets: &[Sheet]) -> Option<(&Sheet, usize)> {
    let place = |sheet: &Sheet, number: usize| {
        sheet.rows.iter().take(ROWS_LOOKED_AT).position(|row| row.number == number)
    };
    let known = sheets.iter().find_map(|sheet| {
        let header = Header::find(sheet, &names::COLUMNS, 2).filter(is_enough)?;
        Some((sheet, place(sheet, header.number)?))
    });
    known.or_else(|| {
        let (sheet, number, _) = widest(sheets)?;
        Some((sheet, place(sheet, number)?))
    })
}

/// What a column is by its name alone.
fn guess(row: &Row, index: usize) -> Option<BankColumn> {
    let cell = row.cell(index).clone();
    let alone = Sheet { name: None, rows: vec![Row { number: 1, cells: vec![cell] }] };
    let columns: &[Column<BankColumn>] = &names::COLUMNS;
    Header::find(&alone, columns, 1)?.found.first().map(|found| found.key)
}
