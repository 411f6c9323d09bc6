//! A sheet of words and a table: what every matter without figures of its own is disclosed by
//! (文字公示).

use serde::{Deserialize, Serialize};

use crate::domain::listing::Listing;
use crate::domain::matter::Category;
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
    /// A list of persons, with amounts that add up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub people: Option<PeopleSheet>,
    /// What it sets right, for a 更正公告.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correction: Option<Correction>,
}

/// An occasion as it was when the notice was drafted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenOccasion {
    /// The day.
    pub on: Date,
    /// What happened.
    pub text: String,
}

/// A table of words (公示里的表格).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementTable {
    /// Above it; may be empty.
    pub title: String,
    /// The heads of its columns.
    pub columns: Vec<String>,
    /// Its rows, each as long as the columns.
    pub rows: Vec<Vec<String>>,
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
    /// The words of a listing, as they are shown.
    pub fn of(listing: &Listing) -> Self {
        let rows = listing.rows.iter();
        Self {
            title: listing.title.clone(),
            columns: listing.columns.iter().map(|column| column.title.clone()).collect(),
            rows: rows
                .map(|row| {
                    row.cells.iter().map(crate::domain::listing::ListingCell::shown).collect()
                })
                .collect(),
        }
    }
}
