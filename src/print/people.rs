//! The sheet of a list of persons: subsidies, relief, minimum income.

use crate::domain::listing::ListingCell;
use crate::domain::people::{PeopleColumn, PeopleField, PeopleSheet, Person};

use super::document::{Align, Block, Carry, Cell, Column, Fit, Paragraph, Role, Row, Table, Tally};

/// The sentence everybody should read.
pub(super) fn sentence(sheet: &PeopleSheet) -> Block {
    Block::Paragraph(Paragraph { text: sheet.sentence.clone(), role: Role::Lead })
}

/// The list itself.
pub(super) fn table(sheet: &PeopleSheet) -> Table {
    let number = Column {
        title: "序号".to_owned(),
        align: Align::Centre,
        fit: Fit::Whole,
        tally: Tally::None,
        stacks: false,
    };
    let set = sheet.columns.iter().map(|it| column(it, longest(sheet, it.field)));
    let columns = std::iter::once(number).chain(set).collect();
    let entry = |(at, person): (usize, &Person)| {
        let number = Cell::Text((at + 1).to_string());
        let cells = sheet.columns.iter().map(|column| cell(column.field, person));
        Row::Entry(std::iter::once(number).chain(cells).collect())
    };
    let has_amount = sheet.columns.iter().any(|column| column.field == PeopleField::Amount);
    Table {
        columns,
        opening: Vec::new(),
        entries: sheet.people.iter().enumerate().map(entry).collect(),
        closing: total(sheet).into_iter().collect(),
        carry: has_amount.then(Carry::usual),
        turns: Vec::new(),
    }
}

/// The longest figure with its unit, in characters; what is longer is words, and wraps.
const FIGURE_MAX: usize = 12;

/// The longest cell of a column, in characters.
fn longest(sheet: &PeopleSheet, field: PeopleField) -> usize {
    let cells = sheet.people.iter().map(|person| person.cell(field).shown().chars().count());
    cells.max().unwrap_or(0)
}

fn column(column: &PeopleColumn, longest: usize) -> Column {
    use PeopleField as F;
    let (align, fit) = match column.field {
        F::Measure | F::Standard | F::Members | F::Months | F::Group if longest > FIGURE_MAX => {
            (Align::Left, Fit::Rest)
        }
        F::Amount | F::Measure | F::Standard => (Align::Right, Fit::Whole),
        F::Members | F::Months | F::Group => (Align::Centre, Fit::Whole),
        F::Name | F::Head | F::Category => (Align::Centre, Fit::Supple),
        F::Remark => (Align::Left, Fit::Rest),
    };
    let tally = if column.field == F::Amount { Tally::Flow } else { Tally::None };
    Column { title: column.title.clone(), align, fit, tally, stacks: false }
}

fn cell(field: PeopleField, person: &Person) -> Cell {
    match person.cell(field) {
        ListingCell::Blank => Cell::Blank,
        ListingCell::Amount(amount) => Cell::Amount(amount),
        cell @ (ListingCell::Text(_)
        | ListingCell::Count(_)
        | ListingCell::Date(_)
        | ListingCell::Share(_)) => Cell::Text(cell.shown()),
    }
}

/// 合计: persons, areas and amounts under their columns.
fn total(sheet: &PeopleSheet) -> Option<Row> {
    let members: u32 = sheet.people.iter().filter_map(|person| person.members).sum();
    let sum = |field: PeopleField| match field {
        PeopleField::Amount => Cell::Amount(sheet.total),
        PeopleField::Measure => {
            sheet.measure_total.as_ref().map_or(Cell::Blank, |sum| Cell::Text(sum.clone()))
        }
        PeopleField::Members => Cell::Text(members.to_string()),
        PeopleField::Name
        | PeopleField::Head
        | PeopleField::Group
        | PeopleField::Category
        | PeopleField::Standard
        | PeopleField::Months
        | PeopleField::Remark => Cell::Blank,
    };
    let adds_up = |column: &PeopleColumn| {
        matches!(column.field, PeopleField::Amount | PeopleField::Measure | PeopleField::Members)
    };
    let first = sheet.columns.iter().position(adds_up)?;
    let cells = sheet.columns.iter().skip(first).map(|column| sum(column.field)).collect();
    // the number of the line stands before the columns of the sheet
    Some(Row::Sum { label: "合计".to_owned(), align: Align::Centre, from: first + 1, cells })
}
