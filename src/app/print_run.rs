//! 批量打印: every sheet of a period for many villages in one go.
//!
//! ```text
//! App::run_plan ─narrowed→ RunPlan ─carry_out→ RunReport
//!                                       └→ 各村/001-甲村-A3.pdf, 合并-A3.pdf, 清单.pdf, 进度.json
//! ```
//!
//! Invariant: a file under a good name is whole. What stops one village stops only that village,
//! and is told; a run that was interrupted goes on where it stopped, because 进度.json says what
//! each file was made from.

mod checklist;
mod draw;
mod plan;
mod progress;
mod report;
mod volume;

use std::ops::ControlFlow;
use std::path::PathBuf;

use super::App;
use super::error::AppError;
use crate::domain::notice::{Body, Notice};
use crate::print::{Paper, Sheet};

pub use plan::{RunPlan, VillagePlan};
pub use report::{MergedFile, RunFault, RunProgress, RunReport, SheetReport, VillageReport};

pub(super) use draw::carry_out;
pub(super) use plan::words;

/// What is printed of a plan, on what and to where (批量打印要求).
#[derive(Clone, Debug, PartialEq)]
pub struct RunRequest {
    /// The sheets, village by village.
    pub plan: RunPlan,
    /// The paper.
    pub paper: RunPaper,
    /// Whether the sheets are set in large type (大字版).
    pub large: bool,
    /// The folder of all files.
    pub folder: PathBuf,
}

impl RunRequest {
    /// The paper of the sheets of a tray; covers and the checklist stay in ordinary type.
    pub(in crate::app) const fn paper_of(&self, tray: Tray) -> Paper {
        let paper = tray.paper();
        if self.large { paper.in_large_type() } else { paper }
    }
}

/// Which sheets a run takes (打印哪些).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RunSheets {
    /// Published ones and drafts.
    #[default]
    All,
    /// Only what is published.
    Published,
    /// Only drafts, to be looked at before they are decided (送审稿).
    Drafts,
}

impl RunSheets {
    /// All choices, in the order offered.
    pub const ALL: [Self; 3] = [Self::All, Self::Published, Self::Drafts];

    /// As shown.
    pub const fn label(self) -> &'static str {
        match self {
            Self::All => "已公布的和送审稿",
            Self::Published => "只要已公布的",
            Self::Drafts => "只要送审稿",
        }
    }

    /// The word on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Published => "published",
            Self::Drafts => "drafts",
        }
    }

    /// The choice of a word of the command line.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.name() == text.trim().to_ascii_lowercase())
    }

    /// Whether a run takes a sheet.
    pub const fn takes(self, notice: &Notice) -> bool {
        match self {
            Self::All => true,
            Self::Published => notice.publication().is_some(),
            Self::Drafts => notice.publication().is_none(),
        }
    }
}

/// How a run finds the paper of a sheet (用纸).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RunPaper {
    /// Lists and details on A3, plain words and summaries on A4.
    #[default]
    BySheet,
    /// Everything on A3.
    A3,
    /// Everything on A4.
    A4,
}

/// A tray of the printer: sheets of the two are never in one file (纸盒).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tray {
    /// 297 × 420 mm, printed across.
    A3,
    /// 210 × 297 mm, printed upright.
    A4,
}

/// A table of so many columns is set on A3.
const WIDE_COLUMNS: usize = 6;

impl RunPaper {
    /// All choices, in the order offered.
    pub const ALL: [Self; 3] = [Self::BySheet, Self::A3, Self::A4];

    /// As shown.
    pub const fn label(self) -> &'static str {
        match self {
            Self::BySheet => "明细和名单 A3，其余 A4",
            Self::A3 => "全部用 A3",
            Self::A4 => "全部用 A4",
        }
    }

    /// The word on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::BySheet => "auto",
            Self::A3 => "a3",
            Self::A4 => "a4",
        }
    }

    /// The choice of a word of the command line.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.name() == text.trim().to_ascii_lowercase())
    }

    /// The tray that a sheet is printed from.
    pub fn tray(self, notice: &Notice) -> Tray {
        match self {
            Self::BySheet if is_wide(notice) => Tray::A3,
            Self::A3 => Tray::A3,
            Self::BySheet | Self::A4 => Tray::A4,
        }
    }
}

impl Tray {
    /// Both, the larger first.
    pub const ALL: [Self; 2] = [Self::A3, Self::A4];

    /// As shown, and in the names of files.
    pub const fn label(self) -> &'static str {
        match self {
            Self::A3 => "A3",
            Self::A4 => "A4",
        }
    }

    /// The paper that its sheets are set on.
    pub const fn paper(self) -> Paper {
        let sheet = match self {
            Self::A3 => Sheet::A3Landscape,
            Self::A4 => Sheet::A4,
        };
        Paper { sheet, large: false }
    }
}

/// Whether a sheet is a detail, a list of persons or a table of many columns.
fn is_wide(notice: &Notice) -> bool {
    match &notice.content.body {
        Body::FinanceDetail(_) => true,
        Body::FinanceSummary(_) => false,
        Body::Statement(words) => {
            let is_wide = |columns: usize| columns >= WIDE_COLUMNS;
            words.people.is_some() || words.tables.iter().any(|it| is_wide(it.columns.len()))
        }
    }
}

impl App {
    /// Prints all sheets of a plan into a folder: a file for each village and paper, one of all
    /// for each paper, and the checklist; `tell` hears of each sheet done, and may stop the run
    /// there.
    ///
    /// # Errors
    /// A refusal when there is nothing to print or the folder cannot be made. What stops one
    /// village is no error of the run: the report lists it.
    pub fn print_run(
        &self,
        request: &RunRequest,
        mut tell: impl FnMut(RunProgress) -> ControlFlow<()>,
    ) -> Result<RunReport, AppError> {
        carry_out(request, self.fonts()?, &mut tell)
    }
}
