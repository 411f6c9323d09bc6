//! What the books say of a matter (事项内容): the sentence and the tables of a sheet, made from the
//! ledger, the registers and the profile wherever nobody wrote anything else.
//!
//! Basis: 农经发〔2011〕13号, the eight classes of what a collective discloses, item by item;
//! 山东省村务公开条例第七条. Figures of money are those that moved cash or bank, so that each line
//! is found again on the sheet of 财务收支 under the same voucher number.
//!
//! Invariant: a pure function of the book and the span; the amounts of a table add up to its
//! total.

mod beside;
mod funds;
mod movements;
mod occasion;
mod plan;
mod registers;
mod statements;

pub(in crate::domain) use registers::{BY_ACCOUNT, UNLISTED};

use super::entity::Entity;
use super::ledger::Book;
use super::listing::ColumnKind;
use super::matter::MatterCode;
use super::money::Money;
use super::notice::{Bar, StatementTable};
use super::occasion::Occasion;
use super::period::Period;

/// What the program says of a matter (编成的内容).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Composed {
    /// The sentence everybody should read, and what else is said in words.
    pub words: Vec<String>,
    /// The tables below it.
    pub tables: Vec<StatementTable>,
    /// What is drawn of them, where the village wants it.
    pub bars: Vec<Bar>,
}

impl Composed {
    fn words(words: Vec<String>) -> Self {
        Self { words, ..Self::default() }
    }

    fn says(sentence: String, tables: Vec<StatementTable>) -> Self {
        let tables = tables.into_iter().filter(|table| !table.rows.is_empty()).collect();
        Self { words: vec![sentence], tables, bars: Vec::new() }
    }
}

impl Book {
    /// What the books of `entity` say of a matter for a period; nothing for a matter that people
    /// alone know of.
    pub(in crate::domain) fn composed(
        &self,
        matter: MatterCode,
        entity: Entity,
        period: Period,
    ) -> Composed {
        let books = self.books_of(entity);
        let on = period.last_day();
        match matter.as_str() {
            "F03" => funds::balances(&books, period),
            "F04" => plan::plan(self, &books, entity, period.last_month().year()),
            "F05" => statements::final_accounts(self, &books, entity, period),
            "F06" => movements::earned(self, &books, entity, period),
            "F07" => registers::contracts(self, on),
            "F08" => movements::granted(self, &books, entity, period),
            "F09" => movements::pay(self, &books, entity, period),
            "F10" => movements::management(self, &books, entity, period),
            "F11" => movements::welfare(self, &books, entity, period),
            "F12" => registers::assets(self, &books, period),
            "F13" => registers::resources(self, &books, period),
            "F14" => registers::claims(self, &books, period),
            "F15" => registers::debts(self, &books, period),
            "F19" => statements::reports(self, &books, entity, period),
            "C09" => registers::land(self, on),
            "C28" => movements::labour(self, &books, entity, period),
            "C29" => match period {
                Period::Year(year) => Composed {
                    words: self.evaluation_words(year),
                    tables: self.evaluation_table(year).into_iter().collect(),
                    bars: Vec::new(),
                },
                Period::Month(_) | Period::Quarter { .. } => Composed::default(),
            },
            "C33" => Composed {
                words: self.objection_words(period).into_iter().collect(),
                tables: vec![self.objection_table(period)],
                bars: Vec::new(),
            },
            _ => Composed::default(),
        }
    }

    /// What the books say of an occasion.
    pub(in crate::domain) fn composed_of_occasion(&self, occasion: &Occasion) -> Composed {
        let words = self.composed_words(&occasion.facts);
        if words.is_empty() { occasion::of(self, &occasion.facts) } else { Composed::words(words) }
    }
}

/// The head of a table.
fn table(title: &str, heads: &[(&str, ColumnKind)], rows: Vec<Vec<String>>) -> StatementTable {
    StatementTable {
        title: title.to_owned(),
        columns: heads.iter().map(|(head, _)| (*head).to_owned()).collect(),
        kinds: heads.iter().map(|(_, kind)| *kind).collect(),
        rows,
        ..StatementTable::default()
    }
}

/// The same table with the sums of its amounts below it.
fn summed(mut table: StatementTable) -> StatementTable {
    let sum = |(at, kind): (usize, &ColumnKind)| {
        let cells = table.rows.iter().filter_map(|row| row.get(at));
        let amounts = cells.filter_map(|cell| Money::parse(cell).ok());
        match kind {
            ColumnKind::Amount => amounts.sum::<Money>().grouped(),
            ColumnKind::Text | ColumnKind::Label | ColumnKind::Date | ColumnKind::Number => {
                if at == 0 { "合计".to_owned() } else { String::new() }
            }
        }
    };
    let sums = table.kinds.iter().enumerate().map(sum).collect();
    if !table.rows.is_empty() {
        table.totals = vec![sums];
    }
    table
}

/// An amount, or nothing if it is zero.
fn blank_zero(amount: Money) -> String {
    if amount.is_zero() { String::new() } else { amount.grouped() }
}

/// 本月、本季、本年
const fn this(period: Period) -> &'static str {
    match period {
        Period::Month(_) => "本月",
        Period::Quarter { .. } => "本季",
        Period::Year(_) => "本年",
    }
}
