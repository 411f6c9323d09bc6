//! A sheet of words and a table: what every matter without figures of its own is disclosed by
//! (文字公示).

use serde::{Deserialize, Serialize};

use crate::domain::listing::{ColumnKind, Listing, ListingRow, RowRole};
use crate::domain::matter::Category;
use crate::domain::money::Money;
use crate::domain::people::PeopleSheet;
use crate::domain::period::Date;

/// What a sheet of words says, frozen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// The matter as named in the catalog of the day: `救灾救助款物`.
    pub title: String,
    /// 党务、村务 or 财务; it decides who signs.
    pub category: Category,
    /// What happened, for an immediate matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occasion: Option<FrozenOccasion>,
    /// What is said, paragraph by paragraph.
    pub paragraphs: Vec<String>,
    /// Tables below the words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<StatementTable>,
    /// Figures drawn as bars below the tables; none where the village does not want them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bars: Vec<Bar>,
    /// A list of persons, with amounts that add up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub people: Option<PeopleSheet>,
    /// What it sets right, for a 更正公告.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correction: Option<Correction>,
    /// What of it the books say, so that it follows them when it is drafted again.
    #[serde(default, skip_serializing_if = "FromBooks::is_none")]
    pub from_books: FromBooks,
}

/// Which parts of a sheet of words are what the books say and nobody wrote (据账簿编成).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FromBooks {
    /// The paragraphs; only together with the tables.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub words: bool,
    /// The tables.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub tables: bool,
}

impl FromBooks {
    /// Whether all of it was written by a person.
    pub const fn is_none(&self) -> bool {
        !self.words && !self.tables
    }
}

/// One bar of a chart (条形图的一条).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bar {
    /// What it measures.
    pub label: String,
    /// How much.
    pub amount: Money,
    /// Whether it is income; expense is hatched.
    pub is_income: bool,
}

/// An occasion as it was when the notice was drafted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenOccasion {
    /// The day.
    pub on: Date,
    /// What happened.
    pub text: String,
}

/// A table of a sheet (公示里的表格).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementTable {
    /// Above it; may be empty.
    pub title: String,
    /// The heads of its columns.
    pub columns: Vec<String>,
    /// What stands in the columns; empty in a table written by hand, where the printer looks at
    /// the cells.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<ColumnKind>,
    /// Its rows, each as long as the columns; amounts in yuan with two decimals and commas.
    pub rows: Vec<Vec<String>>,
    /// The rows that sum or head others, counted from 0.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub strong: Vec<usize>,
    /// The sums below the rows, each as long as the columns (合计).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub totals: Vec<Vec<String>>,
}

/// What a 更正公告 sets right: the old notice stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// The code on the sheet that was wrong.
    pub check_code: String,
    /// The day it was published.
    pub published_on: Date,
    /// What was wrong and what is right.
    pub lines: Vec<CorrectedLine>,
    /// Why it was wrong.
    pub reason: String,
}

/// One thing that is set right.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectedLine {
    /// What: `第 3 行 支出`.
    pub what: String,
    /// 原公布
    pub was: String,
    /// 更正为
    pub now: String,
}

impl StatementTable {
    /// The words of a listing, as they are shown: the sums at its end are its totals.
    pub fn of(listing: &Listing) -> Self {
        let ending = listing.rows.iter().rev().take_while(|row| row.role == RowRole::Sum).count();
        // several sums at the end stand for themselves: only one is the total of all rows
        let is_total =
            |row: &ListingRow| row.cells.iter().any(|cell| cell.shown().contains("合计"));
        let ending = usize::from(ending == 1 && listing.rows.last().is_some_and(is_total));
        let (rows, totals) = listing.rows.split_at(listing.rows.len() - ending);
        let words = |row: &ListingRow| -> Vec<String> {
            row.cells.iter().map(crate::domain::listing::ListingCell::shown).collect()
        };
        let stands_out =
            |(_, row): &(usize, &ListingRow)| matches!(row.role, RowRole::Section | RowRole::Sum);
        Self {
            title: listing.title.clone(),
            columns: listing.columns.iter().map(|column| column.title.clone()).collect(),
            kinds: listing.columns.iter().map(|column| column.kind).collect(),
            rows: rows.iter().map(words).collect(),
            strong: rows.iter().enumerate().filter(stands_out).map(|(at, _)| at).collect(),
            totals: totals.iter().map(words).collect(),
        }
    }

    /// The same table without the columns of those heads, and without columns that say nothing.
    #[must_use]
    pub fn without(self, heads: &[&str]) -> Self {
        let says =
            |at: usize| self.rows.iter().any(|row| row.get(at).is_some_and(|it| !it.is_empty()));
        let kept: Vec<usize> = (0..self.columns.len())
            .filter(|at| {
                says(*at) && !self.columns.get(*at).is_some_and(|it| heads.contains(&it.as_str()))
            })
            .collect();
        let of = |cells: &Vec<String>| -> Vec<String> {
            kept.iter().filter_map(|at| cells.get(*at).cloned()).collect()
        };
        Self {
            columns: of(&self.columns),
            kinds: kept.iter().filter_map(|at| self.kinds.get(*at).copied()).collect(),
            rows: self.rows.iter().map(of).collect(),
            totals: self.totals.iter().map(of).collect(),
            ..self
        }
    }

    /// The same table with the lines numbered from 1 (序号).
    #[must_use]
    pub fn numbered(mut self) -> Self {
        self.columns.insert(0, "序号".to_owned());
        self.kinds.insert(0, ColumnKind::Label);
        for (number, row) in (1..).zip(&mut self.rows) {
            row.insert(0, format!("{number}"));
        }
        for row in &mut self.totals {
            row.insert(0, "合计".to_owned());
            if let Some(label) = row.get_mut(1) {
                label.clear();
            }
        }
        self
    }

    /// Writes a sum that was typed into an amount, `450*2`, as what it comes to.
    pub fn work_out(&mut self) {
        for row in &mut self.rows {
            for (kind, cell) in self.kinds.iter().zip(row) {
                let is_sum = *kind == ColumnKind::Amount && Money::parse(cell).is_err();
                if let (true, Ok(amount)) = (is_sum, Money::parse_sum(cell)) {
                    *cell = amount.grouped();
                }
            }
        }
    }

    /// Whether its amounts add up from the first row to the last: page sums mean something.
    pub fn adds_up(&self) -> bool {
        self.totals.len() == 1 && self.strong.is_empty() && self.kinds.contains(&ColumnKind::Amount)
    }
}
