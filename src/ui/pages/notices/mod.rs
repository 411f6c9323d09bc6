//! placeholder

use crate::app::{App, AppError, JobEvent, Outcome};
use crate::ui::inbox::{Inbox, Picked};

/// The page.
#[derive(Debug, Default)]
pub struct NoticesPage {}

impl NoticesPage {
    /// Draws the page.
    pub fn ui(&mut self, ui: &mut egui::Ui, app: &App, inbox: &mut Inbox) {
        let _ = (app, inbox);
        ui.label("Notices");
    }

    /// Hears what came of a command that any view asked for.
    pub fn heard(&mut self, app: &App, outcome: &Result<Outcome, AppError>) {
        let _ = (app, outcome);
    }

    /// Hears the answer of a file dialog.
    pub fn picked(&mut self, app: &App, picked: &Picked, inbox: &mut Inbox) {
        let _ = (app, picked, inbox);
    }

    /// Hears what came of a job.
    pub fn job(&mut self, ctx: &egui::Context, event: &JobEvent) {
        let _ = (ctx, event);
    }
}
