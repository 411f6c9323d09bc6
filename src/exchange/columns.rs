//! Finds the header row wherever it stands, by the names people give their columns.
//!
//! Invariant: a column is matched by its whole name, never by a part of it; where two names would
//! do, the one listed first wins, and two columns of the very same name are reported.

use super::fault::ImportFault;
use super::sheet::{Cell, Row, Sheet};
use crate::domain::text;

/// Rows from the top among which the header is looked for.
const ROWS_LOOKED_AT: usize = 200;

/// How a name above others begins that speaks of the other party.
const OTHER_PARTY: [&str; 4] = ["对方", "对手", "收款", "付款"];

/// A column that an import understands (栏).
#[derive(Clone, Copy, Debug)]
pub struct Column<K: 'static> {
    /// What it holds.
    pub key: K,
    /// Its names, the first as this program calls it.
    pub names: &'static [&'static str],
}

/// A column found in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<K> {
    /// What it holds.
    pub key: K,
    /// Its place, from 0.
    pub index: usize,
    /// Its name as the file writes it, in one line.
    pub written: String,
}

/// The header row of a sheet (表头).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header<K> {
    /// The row's number in the file.
    pub number: usize,
    /// The columns found, from left to right.
    pub found: Vec<Found<K>>,
    /// Columns that carry the name of another one.
    pub doubled: Vec<Found<K>>,
    rows_before: usize,
}

impl<K: Copy + PartialEq> Header<K> {
    /// The header with the most known columns, if at least `least` are known.
    pub fn find(sheet: &Sheet, columns: &[Column<K>], least: usize) -> Option<Self> {
        let mut best: Option<Self> = None;
        for (index, row) in sheet.rows.iter().take(ROWS_LOOKED_AT).enumerate() {
            let header = Self::of(row, index, columns);
            if best.as_ref().is_none_or(|best| header.found.len() > best.found.len()) {
                best = Some(header);
            }
        }
        best.filter(|header| header.found.len() >= least)
    }

    /// The sheet whose header has the most of `columns`, with that header; of equals the first.
    ///
    /// # Errors
    /// A fault of the file where no sheet has a header, or the best lacks a `wanted` column; `hint`
    /// says what the header has to hold.
    pub fn best_of<'s>(
        sheets: &'s [Sheet],
        columns: &[Column<K>],
        wanted: &[(K, &str)],
        (file_name, hint): (&str, &'static str),
    ) -> Result<(&'s Sheet, Self), Vec<ImportFault>> {
        let headers = sheets
            .iter()
            .filter_map(|sheet| Self::find(sheet, columns, 1).map(|header| (sheet, header)));
        let best = headers.rev().max_by_key(|(_, header)| header.found.len());
        let none = || vec![ImportFault::of_file(file_name, "没有找到表头", hint)];
        let (sheet, header) = best.ok_or_else(none)?;
        let missing: Vec<&str> =
            wanted.iter().filter(|(key, _)| !header.has(*key)).map(|(_, name)| *name).collect();
        if missing.is_empty() {
            return Ok((sheet, header));
        }
        let reason = format!("表头缺少{}栏，找到的有{}", missing.join("、"), header.names());
        Err(vec![ImportFault {
            sheet: sheet.name.clone(),
            row: Some(header.number),
            ..ImportFault::of_file(file_name, &reason, hint)
        }])
    }

    /// A header of two rows (两层表头): `发生额` over `借方` and `贷方`, `对方` over `户名`.
    pub fn find_in_two_rows(sheet: &Sheet, columns: &[Column<K>], least: usize) -> Option<Self> {
        let rows = sheet.rows.iter().take(ROWS_LOOKED_AT);
        let pairs = rows.zip(sheet.rows.iter().skip(1)).zip(1..);
        let mut best: Option<Self> = None;
        for ((upper, lower), index) in pairs {
            let cells = two_rows_in_one(upper, lower, columns);
            let header = Self::of(&Row { number: lower.number, cells }, index, columns);
            if best.as_ref().is_none_or(|best| header.found.len() > best.found.len()) {
                best = Some(header);
            }
        }
        best.filter(|header| header.found.len() >= least)
    }

    /// The header that a person points out: which key stands in which column of which row.
    pub fn placed(row: &Row, rows_before: usize, columns: &[(K, usize)]) -> Self {
        let written = |index: usize| one_line(row.cell(index));
        let found = columns
            .iter()
            .map(|&(key, index)| Found { key, index, written: written(index) })
            .collect();
        Self { number: row.number, found, doubled: Vec::new(), rows_before }
    }

    fn of(row: &Row, rows_before: usize, columns: &[Column<K>]) -> Self {
        let mut header =
            Self { number: row.number, found: Vec::new(), doubled: Vec::new(), rows_before };
        let mut ranks: Vec<usize> = Vec::new();
        for (index, cell) in row.cells.iter().enumerate() {
            let Some((key, rank)) = matched(cell, columns) else { continue };
            let found = Found { key, index, written: one_line(cell) };
            let rival = header.found.iter().position(|other| other.key == key);
            let slot = rival.and_then(|at| header.found.get_mut(at).zip(ranks.get_mut(at)));
            match slot {
                None => {
                    header.found.push(found);
                    ranks.push(rank);
                }
                Some((_, held)) if rank == *held => header.doubled.push(found),
                Some((other, held)) if rank < *held => {
                    *other = found;
                    *held = rank;
                }
                Some(_) => {}
            }
        }
        header
    }

    /// The column that holds `key`.
    pub fn get(&self, key: K) -> Option<&Found<K>> {
        self.found.iter().find(|found| found.key == key)
    }

    /// Whether there is such a column.
    pub fn has(&self, key: K) -> bool {
        self.get(key).is_some()
    }

    /// The cell of a row in the column; empty where there is no such column.
    pub fn cell<'r>(&self, row: &'r Row, key: K) -> &'r Cell {
        const EMPTY: &Cell = &Cell::Empty;
        self.get(key).map_or(EMPTY, |found| row.cell(found.index))
    }

    /// The rows below the header, without those that repeat it at the top of a printed page.
    pub fn rows<'s>(&self, sheet: &'s Sheet) -> impl Iterator<Item = &'s Row> {
        let repeats = |row: &Row| {
            self.found.iter().all(|found| one_line(row.cell(found.index)) == found.written)
        };
        sheet.rows.iter().skip(self.rows_before + 1).filter(move |row| !repeats(row))
    }

    /// The names of the columns found: `日期、摘要、收入`.
    pub fn names(&self) -> String {
        self.found.iter().map(|found| found.written.as_str()).collect::<Vec<_>>().join("、")
    }
}

/// The names of a header of two rows: both together where that is a name, else the lower one,
/// else the upper one. A name above stands for the columns to its right until the next.
fn two_rows_in_one<K: Copy>(upper: &Row, lower: &Row, columns: &[Column<K>]) -> Vec<Cell> {
    let mut above = String::new();
    let mut cells = Vec::with_capacity(upper.cells.len().max(lower.cells.len()));
    for at in 0..upper.cells.len().max(lower.cells.len()) {
        let (high, low) = (upper.cell(at), lower.cell(at));
        if !high.is_empty() {
            above = one_line(high);
        }
        let both = Cell::text(&format!("{above}{}", one_line(low)));
        // 账号 below 对方 is not the account of the village
        let of_other = OTHER_PARTY.iter().any(|word| above.starts_with(word));
        cells.push(match (low.is_empty(), matched(&both, columns).is_some() || of_other) {
            (true, _) => high.clone(),
            (false, true) => both,
            (false, false) => low.clone(),
        });
    }
    cells
}

/// Which column a name stands for, and how early it is listed.
pub(super) fn matched<K: Copy>(cell: &Cell, columns: &[Column<K>]) -> Option<(K, usize)> {
    let Cell::Text(written) = cell else { return None };
    let mut whole = key_of(written);
    // `[记账日期]`
    if whole.starts_with(['[', '【']) && whole.ends_with([']', '】']) {
        whole = whole.trim_matches(['[', ']', '【', '】']).to_owned();
    }
    let bare = without_brackets(&whole);
    let rank_of = |wanted: &str| {
        columns.iter().find_map(|column| {
            let rank = column.names.iter().position(|name| *name == wanted)?;
            Some((column.key, rank))
        })
    };
    rank_of(&whole).or_else(|| rank_of(&bare)).or_else(|| rank_of(&without_latin(&bare)))
}

/// `交易日期TransDate` → `交易日期`: some banks write each heading in two languages.
fn without_latin(name: &str) -> String {
    let is_latin = |c: char| c.is_ascii_alphabetic() || matches!(c, '\'' | '.' | '/' | '-' | '&');
    if name.contains(|c: char| c.is_ascii_alphabetic()) {
        name.chars().filter(|c| !is_latin(*c)).collect()
    } else {
        String::new()
    }
}

/// A column name without white space, marks and full-width forms.
pub(super) fn key_of(written: &str) -> String {
    written
        .chars()
        .map(text::ascii_width)
        .filter(|c| !c.is_whitespace() && !matches!(c, '*' | ':' | '"' | '\u{feff}' | '\u{200b}'))
        .collect()
}

/// `收入(元)` → `收入`.
pub(super) fn without_brackets(name: &str) -> String {
    let mut depth = 0_usize;
    let mut bare = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '(' | '[' | '【' | '〔' => depth += 1,
            ')' | ']' | '】' | '〕' => depth = depth.saturating_sub(1),
            _ if depth == 0 => bare.push(c),
            _ => {}
        }
    }
    bare
}

/// What a cell says, without blanks.
pub(super) fn one_line(cell: &Cell) -> String {
    cell.shown().split_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::sheet::read_sheets;

    const COLUMNS: [Column<char>; 3] = [
        Column { key: 'd', names: &["日期", "记账日期"] },
        Column { key: 's', names: &["摘要", "用途"] },
        Column { key: 'i', names: &["收入", "借方(收入)"] },
    ];

    fn check(text: &str, expect: &str) {
        let sheets = read_sheets(text.as_bytes(), "a.csv").expect("a sheet");
        let got = Header::find(&sheets[0], &COLUMNS, 2).map_or_else(
            || "none".to_owned(),
            |header| {
                let found = header.found.iter().map(|f| format!("{}{}", f.key, f.index));
                let rows = header.rows(&sheets[0]).map(|row| row.number.to_string());
                format!(
                    "{} [{}] {}",
                    header.number,
                    found.collect::<Vec<_>>().join(" "),
                    rows.collect::<Vec<_>>().join(" ")
                )
            },
        );
        assert_eq!(got, expect);
    }

    #[test]
    fn the_header_is_found_wherever_it_stands() {
        check("日期,摘要,收入\n1,2,3\n", "1 [d0 s1 i2] 2");
        check(
            "收支流水\n\n单位：甲村,,\n\n 日 期 ,\"摘\n要\",收入（元）\n1,2,3\n",
            "5 [d0 s1 i2] 7",
        );
        check("日期,摘要,收入\n1,2,3\n日期,摘要,收入\n4,5,6\n", "1 [d0 s1 i2] 2 4");
        check("借方（收入）,用途\n1,2\n", "1 [i0 s1] 2");
        check("用途,日期,摘要,记账日期\n1,2\n", "1 [s2 d1] 2");
        check("Date 日期,摘要 Summary,[收入]\n1,2,3\n", "1 [d0 s1 i2] 2");
        check("一,二,三\n日期,1,2\n", "none");
    }
}
