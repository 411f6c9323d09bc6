//! The dialogs of the page: one at a time.

use egui::Ui;

use super::bulletin::BulletinForm;
use super::figures::Shown;
use super::print::PrintForm;
use super::reminders::RemindersForm;
use crate::app::{App, AppError, JobEvent, Ledger, Outcome};
use crate::domain::ids::VillageId;
use crate::domain::period::Date;
use crate::ui::inbox::{Inbox, Pick, Picked};

/// The dialog that is open, if any.
#[derive(Debug, Default)]
pub(super) enum Dialog {
    /// None.
    #[default]
    Closed,
    /// 督查通报
    Bulletin(BulletinForm),
    /// 催办清单
    Reminders(RemindersForm),
    /// 批量打印
    Print(Box<PrintForm>),
}

impl Dialog {
    pub(super) fn bulletin(today: Date) -> Self {
        Self::Bulletin(BulletinForm::new(today))
    }

    pub(super) fn reminders() -> Self {
        Self::Reminders(RemindersForm::default())
    }

    pub(super) fn print(ledger: &Ledger, shown: &Shown) -> Self {
        Self::Print(Box::new(PrintForm::new(ledger, shown.villages(), shown.key.today)))
    }

    /// Draws the dialog that is open; `rows` are the villages listed behind it.
    pub(super) fn ui(&mut self, ui: &Ui, app: &App, rows: &[VillageId], inbox: &mut Inbox) {
        let close = match self {
            Self::Closed => false,
            Self::Bulletin(form) => form.ui(ui, app, inbox),
            Self::Reminders(form) => form.ui(ui, app, rows, inbox),
            Self::Print(form) => form.ui(ui, app, inbox),
        };
        if close {
            *self = Self::Closed;
        }
    }

    /// Whether villages are being drafted, one after the other.
    pub(super) fn is_drafting(&self) -> bool {
        matches!(self, Self::Print(form) if form.is_drafting())
    }

    /// Hears the answer of a file dialog.
    pub(super) fn picked(&mut self, picked: &Picked) {
        if let (Self::Print(form), Pick::Folder, Some(path)) = (self, &picked.pick, picked.path()) {
            form.picked(path);
        }
    }

    /// Hears what came of a command; whether the dialog had sent it.
    pub(super) fn heard(&mut self, outcome: &Result<Outcome, AppError>) -> bool {
        let Self::Print(form) = self else { return false };
        form.heard(outcome)
    }

    /// Hears what came of a job; whether it told the person what came of it.
    pub(super) fn job(&mut self, event: &JobEvent) -> bool {
        let Self::Print(form) = self else { return false };
        form.job(event)
    }
}
