//! From a table of figures to its sheet: ledgers, registers and reconciliations on A4.
//!
//! Invariant: every cell of the listing stands on the paper as it stands on the screen; the
//! listing alone decides, so printing it again gives the same sheet.

use crate::domain::listing::{Carried, ColumnKind, Listing, ListingCell, ListingRow, RowRole};

use super::check::{MissingGlyph, words};
use super::document::{
    Align, Block, Cell, Column, Document, Fit, Footer, Heading, Paragraph, Role, Row, Standing,
    Table, Tally, Turn,
};
use super::font::Fonts;

/// Writes the sheet of a listing (账表).
pub fn compose_listing(listing: &Listing) -> Document {
    let mut blocks: Vec<Block> = listing.remarks.iter().map(|remark| note(remark)).collect();
    blocks.push(Block::Table(table(listing)));
    blocks.extend(listing.notes.iter().map(|words| note(words)));
    if !listing.signers.is_empty() {
        let signers: Vec<String> =
            listing.signers.iter().map(|signer| format!("{signer}：{}", "　".repeat(8))).collect();
        blocks.push(note(&signers.concat()));
    }
    let lines = [listing.period.clone(), listing.unit_note().to_owned()];
    let lines = lines.into_iter().filter(|line| !line.is_empty()).collect();
    Document {
        heading: Heading {
            issue: vec![listing.subject.clone()],
            title: listing.title.clone(),
            standing: Standing::Posted(lines),
        },
        blocks,
        footer: Footer {
            parts: ["明白账", &listing.subject, &listing.title, &listing.period]
                .into_iter()
                .filter(|part| !part.is_empty())
                .map(str::to_owned)
                .collect(),
        },
        growth: 1.0,
        extras: Vec::new(),
        fills_rows: false,
    }
}

fn note(words: &str) -> Block {
    Block::Paragraph(Paragraph { text: words.to_owned(), role: Role::Note })
}

fn table(listing: &Listing) -> Table {
    let column = |column: &crate::domain::listing::ListingColumn| {
        let (align, fit) = match column.kind {
            ColumnKind::Text => (Align::Left, Fit::Rest),
            ColumnKind::Label => (Align::Left, Fit::Supple),
            ColumnKind::Date => (Align::Left, Fit::Whole),
            ColumnKind::Number | ColumnKind::Amount => (Align::Right, Fit::Whole),
        };
        Column { title: column.title.clone(), align, fit, tally: Tally::None, stacks: false }
    };
    // the sums at the end stay together with the last entries
    let ending = listing.rows.iter().rev().take_while(|row| row.role == RowRole::Sum).count();
    let (entries, closing) = listing.rows.split_at(listing.rows.len() - ending.min(CLOSING_MAX));
    Table {
        columns: listing.columns.iter().map(column).collect(),
        opening: Vec::new(),
        entries: entries.iter().map(row).collect(),
        closing: closing.iter().map(row).collect(),
        carry: None,
        turns: turns(listing, entries.len()),
    }
}

/// What a page break below each of the first `count` rows carries over. Where accounts follow one
/// another the next page names the account it goes on with.
fn turns(listing: &Listing, count: usize) -> Vec<Option<Turn>> {
    let mut brought = "承前页".to_owned();
    let turn = |(row, carried): (&ListingRow, &Option<Carried>)| {
        if row.role == RowRole::Section {
            let words: Vec<String> = row.cells.iter().map(ListingCell::shown).collect();
            brought = format!("{} 承前页", words.concat());
        }
        let cells = |words: &str, carried: Carried| -> Vec<Cell> {
            listing.carried_row(carried, words).iter().map(cell).collect()
        };
        carried.map(|carried| Turn {
            forward: cells("过次页", carried),
            brought: cells(&brought, carried),
        })
    };
    listing.rows.iter().zip(&listing.carried).take(count).map(turn).collect()
}

/// So many sums at the end are kept together.
const CLOSING_MAX: usize = 4;

fn row(row: &ListingRow) -> Row {
    let cells = row.cells.iter().map(cell).collect();
    match row.role {
        RowRole::Entry | RowRole::Alarm => Row::Entry(cells),
        RowRole::Section | RowRole::Sum => Row::Strong(cells),
    }
}

fn cell(cell: &ListingCell) -> Cell {
    match cell {
        ListingCell::Blank => Cell::Blank,
        ListingCell::Amount(amount) => Cell::Amount(*amount),
        ListingCell::Text(_)
        | ListingCell::Count(_)
        | ListingCell::Date(_)
        | ListingCell::Share(_) => Cell::Text(cell.shown()),
    }
}

/// The first character of a listing that no font can draw, with the cell it stands in.
pub fn missing_in_listing(listing: &Listing, fonts: &Fonts) -> Option<MissingGlyph> {
    let found = |character: char, field: &'static str, line: Option<usize>, text: &str| {
        let text = text.to_owned();
        MissingGlyph { character, voucher: None, line, field, text }
    };
    for (line, row) in (1..).zip(&listing.rows) {
        for cell in &row.cells {
            let ListingCell::Text(text) = cell else { continue };
            if let Some(character) = fonts.missing(&text.replace('\n', "")).first() {
                return Some(found(*character, "表中", Some(line), text));
            }
        }
    }
    let all = words(&compose_listing(listing)).replace('\n', "");
    let character = fonts.missing(&all).first().copied()?;
    Some(found(character, "表头", None, &listing.title))
}
