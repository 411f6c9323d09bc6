//! The frame around the pages: top bar, side bar, toasts, dialogs, and the one place where
//! wishes are carried out.

use crate::app::{App, Jobs};
use crate::ui::inbox::Inbox;
use crate::ui::pages::Page;
use crate::ui::theme;

/// The window's content.
#[derive(Debug)]
pub struct Shell {
    app: App,
    jobs: Jobs,
    inbox: Inbox,
    page: Page,
}

impl Shell {
    /// Fonts and look are installed here, so that every test of the window is a font test.
    pub fn new(ctx: &egui::Context, app: App, jobs: Jobs) -> Self {
        theme::install(ctx);
        Self { app, jobs, inbox: Inbox::default(), page: Page::default() }
    }
}
