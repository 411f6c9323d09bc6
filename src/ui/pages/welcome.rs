//! The page before any ledger is open (开始).

use crate::app::{App, AppError, Outcome, Recent};
use crate::ui::inbox::{Inbox, Picked};

/// The page.
#[derive(Debug, Default)]
pub struct WelcomePage {}

impl WelcomePage {
    /// Draws the page.
    pub fn ui(&mut self, ui: &mut egui::Ui, _app: &App, _recent: &Recent, _inbox: &mut Inbox) {
        ui.label("Welcome");
    }

    /// Hears what came of a command; whether this page tells the person itself.
    pub fn heard(&mut self, _app: &App, _outcome: &Result<Outcome, AppError>) -> bool {
        false
    }

    /// Hears the answer of a file dialog.
    pub fn picked(&mut self, _picked: &Picked, _inbox: &mut Inbox) {}
}
