//! The village office: what a person can do, with no window and no command line.
//!
//! Invariant: the only room that reads the clock, starts threads and writes output files; it
//! draws nothing. Everything that changes a ledger goes through [`App::execute`].

mod affair;
mod affair_print;
mod attachment;
mod audit_detail;
mod bank;
mod bank_view;
mod batch;
mod booklet;
mod check;
mod check_disclosure;
mod clock;
mod command;
mod demo;
mod disclosure;
mod draft_together;
mod error;
mod execute;
mod export;
mod font_shelf;
mod holding;
mod holding_import;
mod import;
mod job;
mod ledger;
mod listing;
mod outlet;
mod output;
mod outside;
mod paper;
mod people;
mod picture;
mod plan_import;
mod posting;
mod print_run;
mod recall;
mod recent;
mod report;
mod search;
mod sheet;
mod site;
mod site_plan;
mod stop;
mod template;
mod township;
mod verify;
mod year_end;

use std::path::Path;

pub use affair::AffairCommand;
pub use affair_print::forms_file_name;
pub use attachment::AttachmentCommand;
pub use bank::StatementChoices;
pub use bank_view::StatementPreview;
pub use batch::{Pictures, PrintRequest, Printed};
pub use booklet::booklet_file_name;
pub use check::{Checking, Problem};
pub use clock::Clock;
pub use command::{Command, HoldingCommand, ImportSummary, NewVillage, Outcome, StatementSummary};
pub use demo::Demo;
pub use disclosure::DisclosureCommand;
pub use draft_together::DraftedTogether;
pub use error::{AppError, Refusal};
pub use export::ExportFormat;
pub use font_shelf::AddedFont;
use font_shelf::FontCell;
pub use holding_import::HoldingPreview;
pub use import::{ImportChoices, VoucherPreview};
pub use job::{Job, JobEvent, JobProgress, Jobs, PreviewKey, PreviewPage, SiteEvent, SiteJob};
pub use ledger::Ledger;
pub use listing::{ListingFormat, listing_file_name};
pub use outlet::{ACTUAL_SIZE, ACTUAL_SIZE_HOW, Outlet, Printing, SentTo};
pub use outside::{
    environment, home_folder, in_background, open_outside, run_again, save_png, write_crash_note,
};
pub use paper::{PlannedBoard, parse_board};
pub use people::{PeoplePreview, people_columns};
pub use picture::{Picture, PictureKey};
pub use posting::Posting;
pub use print_run::{
    MergedFile, RunFault, RunPaper, RunPlan, RunProgress, RunReport, RunRequest, RunSheets,
    SheetReport, Tray, VillagePlan, VillageReport,
};
pub use recall::{Recall, Remembered, Signature};
pub use recent::Recent;
pub use search::Hit;
pub use sheet::{PrintedSheet, sheet_file_name};
pub use site::{SiteMade, SitePart, SitePlan, SiteRequest, SiteSource};
pub use stop::Stop;
pub use template::TemplateCommand;
pub use verify::{Verification, VerifiedPosting};

pub use crate::exchange::bank_import::{BankColumn, ColumnMapping, SampleColumn};
pub use crate::exchange::divisions::{Division, Divisions};
pub use crate::exchange::holding_import::columns_of as holding_columns;
pub use crate::exchange::people_import::{
    Key as PeopleKey, PeopleMapping, PeopleReading, PeopleSurvey, RemarkAction, SurveySheet,
};
pub use crate::exchange::{ImportFault, initials};
use crate::print::Fonts;
pub use crate::print::font::{BOLD as FONT_BOLD, REGULAR as FONT_REGULAR};
pub use crate::print::{Hanging, Paper, Sheet, TilePaper};
use crate::store::{Access, Store};

/// The program without its window (应用).
pub struct App {
    clock: Clock,
    ledger: Option<Ledger>,
    fonts: FontCell,
    outlet: Outlet,
    saved_at: Option<String>,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("clock", &self.clock).finish_non_exhaustive()
    }
}

impl App {
    /// An office with no ledger open.
    pub fn new(clock: Clock) -> Self {
        let (fonts, outlet) = (FontCell::default(), Outlet::default());
        Self { clock, ledger: None, fonts, outlet, saved_at: None }
    }

    /// An office with a ledger in memory, for tests and trials.
    ///
    /// # Errors
    /// As [`App::execute`] with [`Command::CreateLedger`].
    pub fn in_memory(clock: Clock, villages: Vec<NewVillage>) -> Result<Self, AppError> {
        let mut app = Self::new(clock);
        let today = clock.today();
        let villages = app.check_new_villages(villages, &[], today)?;
        app.ledger = Some(app.fill_new(Store::in_memory()?, &villages, today)?);
        Ok(app)
    }

    /// Opens a ledger file to look at; commands that write are refused.
    ///
    /// # Errors
    /// A refusal or failure saying what is wrong with the file.
    pub fn open_to_read(&mut self, path: &Path) -> Result<(), AppError> {
        self.ledger = Some(Ledger::load(Store::open(path, Access::Read)?)?);
        Ok(())
    }

    /// Opens a ledger file to ask what its months tell, with no book at hand: a file of a
    /// hundred villages opens as fast as one.
    ///
    /// # Errors
    /// As [`App::open_to_read`].
    pub fn open_to_glance(&mut self, path: &Path) -> Result<(), AppError> {
        self.ledger = Some(Ledger::glance(Store::open(path, Access::Read)?)?);
        Ok(())
    }

    /// Lets the office live on another day, for tests and trials.
    pub const fn set_clock(&mut self, clock: Clock) {
        self.clock = clock;
    }

    /// The day it is, by this office's clock.
    pub fn today(&self) -> crate::domain::period::Date {
        self.clock.today()
    }

    /// The ledger that is open.
    ///
    /// # Errors
    /// A refusal when none is.
    pub fn ledger(&self) -> Result<&Ledger, AppError> {
        self.ledger.as_ref().ok_or_else(no_ledger)
    }

    /// Whether a ledger is open.
    pub const fn has_ledger(&self) -> bool {
        self.ledger.is_some()
    }

    /// When the last change was written: `09:42`.
    pub fn saved_at(&self) -> Option<&str> {
        self.saved_at.as_deref()
    }

    /// The division list of the province.
    ///
    /// # Errors
    /// A failure when the bundled list cannot be unpacked.
    pub fn divisions(&self) -> Result<&'static Divisions, AppError> {
        Divisions::bundled().map_err(|error| AppError::failed("读区划名录", error))
    }

    /// The fonts, parsed when they are first needed.
    ///
    /// # Errors
    /// A failure when the bundled fonts cannot be parsed.
    pub(crate) fn fonts(&self) -> Result<&Fonts, AppError> {
        self.fonts.fonts()
    }

    fn ledger_mut(&mut self) -> Result<&mut Ledger, AppError> {
        self.ledger.as_mut().ok_or_else(no_ledger)
    }
}

fn no_ledger() -> AppError {
    AppError::refused("还没有打开账簿", "请先打开或新建一个账簿。")
}
