//! Statements of banks: ICBC, ABC, BOC, CCB, BOCOM, CMB, SPDB, CITIC, rural banks and any other
//! whose columns can be told by their names or were once told by a person.
//!
//! Invariant: all or nothing; a row is a line, or stands around the lines, or is a fault. Account
//! numbers leave here as their last four digits only.

mod direction;
mod figures;
mod names;
mod order;
mod rows;
mod sample;
mod stated;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

pub use names::BankColumn;
pub use sample::{SampleColumn, sample};

use super::columns::Header;
use super::digest::hex;
use super::fault::{self, ImportFault};
use super::sheet::{self, Cell, Sheet};
use crate::domain::money::Money;
use crate::domain::reconcile::{
    LineFacts, StatementDraft, StatementFacts, StatementLine, StatementProblem,
};
use crate::domain::text;
use order::Timed;
use stated::Stated;

/// Rows from the top among which the header is looked for.
const ROWS_LOOKED_AT: usize = 200;

/// Which column holds what, told by a person: by the heading (栏目对应).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ColumnMapping {
    /// Headings as the file writes them.
    pub columns: BTreeMap<String, BankColumn>,
}

/// Mappings that a person gave before, by the signature of the header.
pub type ColumnMappings = BTreeMap<String, ColumnMapping>;

/// A statement, read without fault (对账单文件).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankFile {
    /// What it says.
    pub draft: StatementDraft,
    /// The signature of its header, under which a mapping is remembered.
    pub signature: String,
}

/// Why a statement cannot be read (对账单读不了).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BankReadFault {
    /// What is wrong with the file or its rows.
    Faults(Vec<ImportFault>),
    /// Its columns cannot be told; a [`ColumnMapping`] is wanted.
    UnknownColumns {
        /// The fault in words.
        fault: Box<ImportFault>,
        /// The headings from left to right.
        headings: Vec<String>,
    },
}

/// A sheet and its header.
struct Table<'s> {
    sheet: &'s Sheet,
    header: Header<BankColumn>,
    headings: Vec<String>,
}

/// Reads a statement. `mapping` is what a person says of this file, `known` what was said of
/// files with the same header before.
///
/// # Errors
/// [`BankReadFault`] with every fault of the file.
pub fn read_statement(
    bytes: &[u8],
    file_name: &str,
    mapping: Option<&ColumnMapping>,
    known: &ColumnMappings,
) -> Result<BankFile, BankReadFault> {
    let sheets = sheet::read_sheets(bytes, file_name)
        .map_err(|fault| BankReadFault::Faults(vec![fault.into()]))?;
    let tables: Vec<Table<'_>> =
        sheets.iter().filter_map(|sheet| table_of(sheet, mapping, known)).collect();
    let Some(first) = tables.first() else { return Err(unknown_columns(&sheets, file_name)) };
    let mut stated = Stated::default();
    let mut head = file_name.to_owned();
    let mut lines: Vec<Timed> = Vec::new();
    let mut faults = Vec::new();
    let mut undirected = true;
    for table in &tables {
        for row in table.sheet.rows.iter().take_while(|row| row.number < table.header.number) {
            head.extend(row.cells.iter().map(|cell| cell.shown() + " "));
            stated.take_words(row);
        }
        let read = rows::read(table.sheet, &table.header, file_name, &mut stated);
        rows::read_own(table.sheet, &table.header, &mut stated);
        undirected &= read.undirected;
        lines.extend(read.lines);
        faults.extend(read.faults);
    }
    if !faults.is_empty() {
        return Err(BankReadFault::Faults(fault::capped(faults)));
    }
    let guessed =
        if undirected { direction::by_balances(&mut lines, stated.opening) } else { None };
    let lines = order::oldest_first(lines);
    let (Some(oldest), Some(newest)) = (lines.first(), lines.last()) else {
        let fault = ImportFault::of_file(
            file_name,
            "表头下面一笔流水也没有",
            "请核对选的时段里有没有交易，从网银重新下载。",
        );
        return Err(BankReadFault::Faults(vec![fault]));
    };
    let (first_on, last_on) = span(&stated, oldest, newest);
    let facts = StatementFacts {
        bank: names::bank_of(&head, &first.headings),
        number_tail: stated.tail.clone(),
        name: stated.name.clone(),
        first_on,
        last_on,
        opening: opening(&lines).or(stated.opening),
        closing: closing(&lines, stated.opening).or(stated.closing),
    };
    let mut problems = problems(&lines, &stated, undirected);
    problems.extend(guessed.map(|row| StatementProblem::FirstUndirected { row }));
    let digest = digest(&lines);
    let draft = StatementDraft { file_name: file_name.to_owned(), digest, facts, lines, problems };
    Ok(BankFile { draft, signature: signature(&first.headings) })
}

/// The header of a sheet: as a person says, as was said before, or by the names of its columns.
fn table_of<'s>(
    sheet: &'s Sheet,
    mapping: Option<&ColumnMapping>,
    known: &ColumnMappings,
) -> Option<Table<'s>> {
    let rows = || sheet.rows.iter().take(ROWS_LOOKED_AT).enumerate();
    let by_mapping = |mapping: &ColumnMapping| {
        rows().find_map(|(index, row)| {
            let headings = headings_of(&row.cells);
            let wanted: Vec<(BankColumn, usize)> = mapping
                .columns
                .iter()
                .filter_map(|(name, key)| {
                    Some((*key, headings.iter().position(|written| written == name)?))
                })
                .collect();
            let header = Header::placed(row, index, &wanted);
            (wanted.len() == mapping.columns.len() && is_enough(&header)).then_some(Table {
                sheet,
                header,
                headings,
            })
        })
    };
    if let Some(mapping) = mapping {
        return by_mapping(mapping);
    }
    let remembered = rows().find_map(|(_, row)| known.get(&signature(&headings_of(&row.cells))));
    if let Some(table) = remembered.and_then(by_mapping) {
        return Some(table);
    }
    let header = header_of(sheet)?;
    let row = sheet.rows.iter().find(|row| row.number == header.number)?;
    Some(Table { sheet, header, headings: headings_of(&row.cells) })
}

/// The header by the names of its columns, in one row or in two.
fn header_of(sheet: &Sheet) -> Option<Header<BankColumn>> {
    let one = Header::find(sheet, &names::COLUMNS, 2).filter(is_enough);
    let two = Header::find_in_two_rows(sheet, &names::COLUMNS, 2).filter(is_enough);
    match (one, two) {
        (Some(one), Some(two)) if two.found.len() > one.found.len() => Some(two),
        (None, two) => two,
        (one, _) => one,
    }
}

fn is_enough(header: &Header<BankColumn>) -> bool {
    let dated = header.has(BankColumn::Date) || header.has(BankColumn::Time);
    let both = header.has(BankColumn::In) && header.has(BankColumn::Out);
    dated && (both || header.has(BankColumn::Amount))
}

fn headings_of(cells: &[Cell]) -> Vec<String> {
    let one_line = |cell: &Cell| cell.shown().split_whitespace().collect::<String>();
    cells.iter().map(one_line).collect()
}

/// What a header is remembered by: its headings without blanks and full-width forms.
fn signature(headings: &[String]) -> String {
    let plain = |heading: &String| heading.chars().map(text::ascii_width).collect::<String>();
    headings.iter().map(plain).filter(|heading| !heading.is_empty()).collect::<Vec<_>>().join("|")
}

/// The row with the most different words: most likely the header.
fn widest(sheets: &[Sheet]) -> Option<(&Sheet, usize, Vec<String>)> {
    let mut best: Option<(&Sheet, usize, Vec<String>)> = None;
    for sheet in sheets {
        for row in sheet.rows.iter().take(ROWS_LOOKED_AT) {
            let headings: Vec<String> = headings_of(&row.cells)
                .into_iter()
                .filter(|word| !word.is_empty() && !word.contains(|c: char| c.is_ascii_digit()))
                .collect();
            if best.as_ref().is_none_or(|(_, _, held)| headings.len() > held.len()) {
                best = Some((sheet, row.number, headings));
            }
        }
    }
    best.filter(|(_, _, headings)| headings.len() > 1)
}

fn unknown_columns(sheets: &[Sheet], file_name: &str) -> BankReadFault {
    let Some((sheet, row, headings)) = widest(sheets) else {
        let fault = ImportFault::of_file(
            file_name,
            "找不到表头：没有日期和金额栏",
            "请从网银下载交易明细，选 xls、xlsx 或 csv 格式。",
        );
        return BankReadFault::Faults(vec![fault]);
    };
    let names = headings.join("、");
    let fault = ImportFault {
        sheet: sheet.name.clone(),
        row: Some(row),
        ..ImportFault::of_file(
            file_name,
            &format!("看不出哪一栏是日期、哪一栏是金额，表头里有{names}"),
            "请说明各栏的意思，以后同样的表不用再说。",
        )
    };
    BankReadFault::UnknownColumns { fault: Box::new(fault), headings }
}

/// The days covered: as stated, but never less than the lines show.
fn span(
    stated: &Stated,
    oldest: &StatementLine,
    newest: &StatementLine,
) -> (crate::domain::period::Date, crate::domain::period::Date) {
    let first = stated.from.map_or(oldest.date, |from| from.min(oldest.date));
    let last = stated.to.map_or(newest.date, |to| to.max(newest.date));
    (first, last)
}

fn opening(lines: &[StatementLine]) -> Option<Money> {
    let at = lines.iter().position(|line| line.balance.is_some())?;
    let moved: Money = lines.iter().take(at + 1).map(|line| line.amount).sum();
    lines.get(at).and_then(|line| line.balance).map(|balance| balance.minus(moved))
}

fn closing(lines: &[StatementLine], stated_opening: Option<Money>) -> Option<Money> {
    let at = lines.iter().rposition(|line| line.balance.is_some());
    let start = match at {
        Some(at) => lines.get(at).and_then(|line| line.balance),
        None => stated_opening,
    };
    let rest: Money = lines.iter().skip(at.map_or(0, |at| at + 1)).map(|line| line.amount).sum();
    start.map(|start| start.plus(rest))
}

fn problems(lines: &[StatementLine], stated: &Stated, undirected: bool) -> Vec<StatementProblem> {
    let mut found = StatementDraft::breaks(lines);
    let sum = |incoming: bool| -> Money {
        let same = lines.iter().filter(|line| line.amount.is_positive() == incoming);
        same.map(|line| line.amount.abs()).sum()
    };
    let count =
        |incoming: bool| lines.iter().filter(|line| line.amount.is_positive() == incoming).count();
    let balances = [
        ("期初余额", stated.opening, opening(lines)),
        ("期末余额", stated.closing, closing(lines, stated.opening)),
    ];
    for (what, stated, found_here) in balances {
        if let (Some(stated), Some(computed)) = (stated, found_here)
            && stated != computed
        {
            found.push(StatementProblem::BalanceDiffers { what, stated, found: computed });
        }
    }
    for (what, stated, computed) in
        [("收入合计", stated.sum_in, sum(true)), ("支出合计", stated.sum_out, sum(false))]
    {
        if let Some(stated) = stated.map(Money::abs).filter(|stated| *stated != computed) {
            found.push(StatementProblem::SumDiffers { what, stated, found: computed });
        }
    }
    for (what, stated, computed) in [
        ("总笔数", stated.count, lines.len()),
        ("收入笔数", stated.count_in, count(true)),
        ("支出笔数", stated.count_out, count(false)),
    ] {
        if let Some(stated) = stated.filter(|stated| *stated != computed) {
            found.push(StatementProblem::CountDiffers { what, stated, found: computed });
        }
    }
    if lines.iter().all(|line| line.balance.is_none()) {
        found.push(StatementProblem::NoBalances);
        if undirected {
            found.push(StatementProblem::NoDirection { count: lines.len() });
        }
    }
    found
}

fn digest(lines: &[StatementLine]) -> String {
    let mut hash = Sha256::new();
    for line in lines {
        let balance = line.balance.map(|balance| balance.to_string()).unwrap_or_default();
        let LineFacts { counterparty, memo, reference } = &line.facts;
        hash.update(format!(
            "{} {} {balance} {counterparty} {memo} {reference}\n",
            line.date, line.amount
        ));
    }
    hex(&hash.finalize())
}
