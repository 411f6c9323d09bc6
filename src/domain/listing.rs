//! A table of figures as it is shown, printed and exported (账表): every ledger view, every
//! register and every reconciliation is one, so that screen, paper and workbook cannot differ.
//!
//! Invariant: only words, figures and their roles; no size and no colour.

use serde::{Deserialize, Serialize};

use super::account::AccountCode;
use super::affairs::AffairId;
use super::ids::{HoldingId, VillageId, VoucherId};
use super::money::Money;
use super::period::{Date, Period};

/// A table with its head and foot (一张账表).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// `科目余额表`
    pub title: String,
    /// Whose figures: `斗虎屯镇堠堌新村`.
    pub subject: String,
    /// Of when: `2026年10月` or `2026年10月31日`.
    pub period: String,
    /// What else stands above the table: `科目：513 管理费用`.
    pub remarks: Vec<String>,
    /// From left to right.
    pub columns: Vec<ListingColumn>,
    /// From top to bottom.
    pub rows: Vec<ListingRow>,
    /// Sentences below the table.
    pub notes: Vec<String>,
    /// Who signs below: `制表`, `复核`.
    pub signers: Vec<String>,
    /// What is carried over where a page ends below a row, one for each row; empty in a table
    /// that carries nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub carried: Vec<Option<Carried>>,
}

/// What the foot of a page hands to the head of the next (过次页、承前页): the sums of the month so
/// far and the balance, as an account whose months are added up carries them
/// (会计基础工作规范第六十条).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carried {
    /// Debits and credits from the first of the month to here.
    pub sums: (Money, Money),
    /// The balance here, debit positive.
    pub balance: Money,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingColumn {
    /// Its head.
    pub title: String,
    /// What stands in it.
    pub kind: ColumnKind,
}

/// What a column holds; this decides where it is set and how wide it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ColumnKind {
    /// Words that take what room is left, and wrap.
    Text,
    /// Short words that stay in one line: codes, names, 借/贷.
    Label,
    /// A day.
    Date,
    /// A count or a quantity.
    Number,
    /// An amount of money in yuan.
    Amount,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingRow {
    /// One for each column.
    pub cells: Vec<ListingCell>,
    /// How it stands out.
    pub role: RowRole,
    /// What lies behind it (穿透).
    pub link: Option<Link>,
}

/// How a row stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum RowRole {
    /// An entry.
    #[default]
    Entry,
    /// A heading of the rows below it.
    Section,
    /// A sum of rows above it.
    Sum,
    /// An entry that a person should look at.
    Alarm,
}

/// What stands in a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ListingCell {
    /// Nothing.
    #[default]
    Blank,
    /// Words.
    Text(String),
    /// An amount; zero is shown as `0.00`.
    Amount(Money),
    /// A whole number.
    Count(i64),
    /// A day.
    Date(Date),
    /// Hundredths of a percent.
    Share(u32),
}

/// What a row leads to in the window (穿透到).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Link {
    /// One voucher of the village shown.
    Voucher(VoucherId),
    /// The movements of an account in a period.
    Account(AccountCode, Period),
    /// An entry of a register.
    Holding(HoldingId),
    /// A resolution or a record of those who watch.
    Affair(AffairId),
    /// Another village.
    Village(VillageId),
}

impl Listing {
    /// What its amounts are in, as it stands above the table; nothing where there are none.
    pub fn unit_note(&self) -> &'static str {
        let money = self.columns.iter().any(|column| column.kind == ColumnKind::Amount);
        if money { "金额单位：元" } else { "" }
    }

    /// The row that carries over, in the columns of an account: words, debit, credit, the side of
    /// the balance where there is a column for it, balance.
    pub fn carried_row(&self, carried: Carried, words: &str) -> Vec<ListingCell> {
        let is_amount = |column: &ListingColumn| column.kind == ColumnKind::Amount;
        let words_at = self.columns.iter().position(|column| column.kind == ColumnKind::Text);
        let balance_at = self.columns.iter().rposition(is_amount);
        let has_side = |at: usize| {
            let before = at.checked_sub(1).and_then(|before| self.columns.get(before));
            before.is_some_and(|column| !is_amount(column))
        };
        let side_at = balance_at.filter(|at| has_side(*at)).map(|at| at - 1);
        let mut sums = [carried.sums.0, carried.sums.1].into_iter();
        let cell = |(at, column): (usize, &ListingColumn)| match Some(at) {
            at if at == words_at => ListingCell::text(words),
            at if at == side_at => ListingCell::text(balance_side(carried.balance)),
            at if at == balance_at && side_at.is_some() => {
                ListingCell::Amount(carried.balance.abs())
            }
            at if at == balance_at => ListingCell::Amount(carried.balance),
            _ if is_amount(column) => sums.next().map_or(ListingCell::Blank, ListingCell::Amount),
            _ => ListingCell::Blank,
        };
        self.columns.iter().enumerate().map(cell).collect()
    }

    /// Its rows as sentences, under its title: the words of a row joined, figures left out.
    pub fn sentences(&self) -> Vec<String> {
        let words = |row: &ListingRow| {
            let kept = self.columns.iter().zip(&row.cells);
            let kept = kept.filter(|(column, _)| column.kind == ColumnKind::Text);
            let said: Vec<String> = kept.map(|(_, cell)| cell.shown()).collect();
            said.join("：")
        };
        let title = format!("{}（{}）", self.title, self.period);
        std::iter::once(title).chain(self.rows.iter().map(words)).collect()
    }
}

/// The side a balance stands on: 借, 贷, or 平 where there is none.
pub(super) fn balance_side(balance: Money) -> &'static str {
    match balance {
        zero if zero.is_zero() => "平",
        positive if positive.is_positive() => "借",
        _ => "贷",
    }
}

impl ListingColumn {
    /// A column of that head and kind.
    pub fn new(title: impl Into<String>, kind: ColumnKind) -> Self {
        Self { title: title.into(), kind }
    }
}

impl ListingRow {
    /// A plain row.
    pub const fn entry(cells: Vec<ListingCell>) -> Self {
        Self { cells, role: RowRole::Entry, link: None }
    }

    /// A row that sums others.
    pub const fn sum(cells: Vec<ListingCell>) -> Self {
        Self { cells, role: RowRole::Sum, link: None }
    }

    /// The same row, leading to something.
    #[must_use]
    pub fn to(mut self, link: Link) -> Self {
        self.link = Some(link);
        self
    }
}

impl ListingCell {
    /// Words, or nothing.
    pub fn text(words: impl Into<String>) -> Self {
        let words = words.into();
        if words.is_empty() { Self::Blank } else { Self::Text(words) }
    }

    /// An amount, or nothing if it is zero.
    pub const fn amount_or_blank(amount: Money) -> Self {
        if amount.is_zero() { Self::Blank } else { Self::Amount(amount) }
    }

    /// As shown and printed.
    pub fn shown(&self) -> String {
        match self {
            Self::Blank => String::new(),
            Self::Text(words) => words.clone(),
            Self::Amount(amount) => amount.grouped(),
            Self::Count(count) => count.to_string(),
            Self::Date(date) => date.to_string(),
            Self::Share(share) => format!("{}.{:02}%", share / 100, share % 100),
        }
    }
}
