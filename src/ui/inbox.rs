//! What a view asks for. A view holds `&App` and cannot write: it pushes here, the shell runs it.

use std::path::{Path, PathBuf};

use super::pages::settings::SettingsTab;
use super::pages::{Page, Wanted};
use crate::app::{Command, Job, ListingFormat, Stop};
use crate::domain::account::AccountCode;
use crate::domain::ids::{VillageId, VoucherId};
use crate::domain::listing::Listing;
use crate::domain::period::{Month, Period};
use crate::domain::resolution::Resolution;
use crate::domain::village::VillageProfile;

/// A wish of a view.
#[derive(Clone, Debug)]
pub enum Wish {
    /// Carry out a command and tell the person what came of it.
    Run(Command),
    /// Ask first; run the command on yes.
    Ask {
        /// The heading of the question.
        title: String,
        /// What will happen.
        text: String,
        /// The word on the button that agrees.
        agree: &'static str,
        /// What runs on yes.
        command: Command,
    },
    /// Work off the frame.
    Start(Job),
    /// The same; whoever asks can stop it.
    StartWith(Job, Stop),
    /// Stop the job that runs.
    CancelJob,
    /// Show another page.
    Go(Page),
    /// Show another page on a village and period.
    GoTo(Page, Wanted),
    /// Show one voucher of any village.
    ShowVoucher {
        /// Whose.
        village: VillageId,
        /// Which.
        voucher: VoucherId,
    },
    /// Show the movements of an account of the village that is shown (明细账).
    ShowAccount {
        /// Which.
        account: AccountCode,
        /// When.
        period: Period,
    },
    /// Show the monthly vouchers of a month.
    ShowRecurring(Month),
    /// Show a tab of the settings.
    OpenSettings(SettingsTab),
    /// Show the page where a ledger is chosen, with one open or not.
    ChooseLedger,
    /// Build the sample ledger in a folder and open it.
    BuildDemo(PathBuf),
    /// Let the person choose a file; the answer comes back to the page as [`Picked`].
    Pick(Pick),
    /// Open a file or folder with the system's own program.
    OpenOutside(PathBuf),
    /// Ask where a table of figures goes, and save it there.
    SaveListing {
        /// The table.
        listing: Box<Listing>,
        /// The kind of file.
        format: ListingFormat,
    },
    /// Ask where the six forms of a resolution go, and save them there.
    SaveForms {
        /// The resolution; number 0 for blank forms.
        resolution: Box<Resolution>,
        /// The village as printed.
        profile: Box<VillageProfile>,
    },
    /// Ask where the figures published for a period go, and save them there.
    SavePublished {
        /// The tables.
        listings: Vec<Listing>,
        /// The period.
        period: Period,
    },
    /// Show the dialog of the public site.
    MakeSite,
    /// Say something in passing.
    Tell(String),
}

/// A file dialog (文件对话框).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pick {
    /// A table to import: csv, xls, xlsx.
    Table {
        /// Who asked.
        purpose: PickPurpose,
    },
    /// A ledger to open.
    Ledger,
    /// Where a new ledger goes.
    NewLedger {
        /// The name offered.
        suggested: String,
    },
    /// Where a PDF goes.
    SavePdf {
        /// The name offered.
        suggested: String,
    },
    /// Where a table of figures goes.
    SaveListing {
        /// The kind of file.
        format: ListingFormat,
        /// The name offered.
        suggested: String,
    },
    /// Photos or scans of source papers, one or several.
    Attachments,
    /// Minutes, lists or photos of a meeting.
    Papers,
    /// A font file with rare characters.
    Font,
    /// Where a copy of a source paper goes.
    SaveAttachment {
        /// The name offered.
        suggested: String,
    },
    /// A folder for pictures.
    Folder,
    /// A folder for the public site.
    SiteFolder,
    /// A folder for the sample ledger.
    DemoFolder,
}

/// What a chosen table is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PickPurpose {
    /// Vouchers.
    Vouchers,
    /// Opening balances.
    Opening,
    /// Entries of a register.
    Holdings,
    /// A bank statement.
    Statement,
    /// A county's catalog of matters.
    Catalog,
    /// The holidays of a year.
    Holidays,
    /// A list of persons.
    People,
}

/// The answer of a file dialog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picked {
    /// The question.
    pub pick: Pick,
    /// The file or folder, several only for [`Pick::Attachments`]; none when the person gave up,
    /// or no dialog could be shown.
    pub paths: Vec<PathBuf>,
}

impl Picked {
    /// The file or folder, where one was asked for.
    pub fn path(&self) -> Option<&Path> {
        self.paths.first().map(PathBuf::as_path)
    }
}

/// What the views of one frame asked for, in order (收件箱).
#[derive(Debug, Default)]
pub struct Inbox {
    wishes: Vec<Wish>,
}

impl Inbox {
    /// Carry out a command.
    pub fn run(&mut self, command: Command) {
        self.wishes.push(Wish::Run(command));
    }

    /// Ask first, then carry out a command.
    pub fn ask(
        &mut self,
        title: impl Into<String>,
        text: impl Into<String>,
        agree: &'static str,
        command: Command,
    ) {
        let (title, text) = (title.into(), text.into());
        self.wishes.push(Wish::Ask { title, text, agree, command });
    }

    /// Any other wish.
    pub fn push(&mut self, wish: Wish) {
        self.wishes.push(wish);
    }

    /// Whether nothing was asked for.
    pub fn is_empty(&self) -> bool {
        self.wishes.is_empty()
    }

    /// Takes all wishes out.
    pub fn drain(&mut self) -> Vec<Wish> {
        std::mem::take(&mut self.wishes)
    }
}
