//! What the page hears: what came of a command, of a job, of a file dialog.

use std::path::{Path, PathBuf};

use egui::Context;

use super::NoticesPage;
use super::dialogs::{Dialog, SaveForm};
use super::selection::Selection;
use crate::app::{AppError, JobEvent, Outcome};
use crate::domain::ids::NoticeId;
use crate::ui::inbox::Picked;

impl NoticesPage {
    /// Hears what came of a command that any view asked for; whether it told the person why it
    /// was refused.
    pub fn heard(&mut self, outcome: &Result<Outcome, AppError>) -> bool {
        let drafting = self.drafting.take();
        match (outcome, &self.dialog) {
            (Ok(Outcome::NoticeDrafted { notice, .. }), Dialog::Correct(form)) if form.waiting => {
                self.follow(*notice);
            }
            (Ok(Outcome::OccasionRecorded { occasion, .. }), Dialog::Occasion(form))
                if form.waiting =>
            {
                if let Some(matter) = form.matter() {
                    self.choose(Selection::new(matter, (*occasion).into()));
                }
            }
            (Ok(Outcome::PeopleImported { matter, span, .. }), Dialog::People(form))
                if form.waiting =>
            {
                self.choose(Selection::new(*matter, *span));
            }
            (Ok(Outcome::NoticeDrafted { notice, .. }), _) => {
                if let Some(of) = drafting {
                    self.typed.forget(of);
                    self.typing += 1;
                    if of.1.notice.is_some() && self.of.zip(self.chosen) == Some(of) {
                        self.follow(*notice);
                    }
                }
            }
            _ => {}
        }
        self.dialog.heard(outcome)
    }

    /// Shows one notice that was just drafted.
    fn follow(&mut self, notice: NoticeId) {
        if let Some(chosen) = self.chosen {
            self.choose(Selection { notice: Some(notice), ..chosen });
        }
    }

    /// Hears the answer of a file dialog.
    pub fn picked(&mut self, picked: &Picked) {
        self.dialog.picked(picked);
    }

    /// Hears what came of a job; whether it told the person why it failed.
    pub fn job(&mut self, ctx: &Context, event: &JobEvent) -> bool {
        match event {
            JobEvent::Preview(_) | JobEvent::PreviewFailed(..) => self.preview.job(ctx, event),
            JobEvent::Saved(paths) => {
                // what another dialog saved is no sheet of this page
                if let Some(form) = self.saving().filter(|form| form.has_saved(paths)) {
                    let folder = PathBuf::from(form.path.trim());
                    let pictures = matches!(self.dialog, Dialog::SavePng(_));
                    let folder = if pictures {
                        Some(folder)
                    } else {
                        folder.parent().map(Path::to_path_buf)
                    };
                    // a bare name says nothing of a folder
                    self.folder = folder.filter(|folder| !folder.as_os_str().is_empty());
                    self.dialog = Dialog::Closed;
                    self.saved = paths.first().cloned();
                }
            }
            JobEvent::Picture(..) => self.dialog.job(ctx, event),
            JobEvent::AttachmentSaved(_)
            | JobEvent::Site(_)
            | JobEvent::RunProgress(_)
            | JobEvent::RunDone(_)
            | JobEvent::Sent(_) => {}
            JobEvent::Cancelled => {
                if let Some(form) = self.saving().filter(|form| form.stop.is_stopped()) {
                    form.waiting = false;
                }
            }
            JobEvent::Failed(error) => {
                if let Some(form) = self.saving() {
                    form.waiting = false;
                    form.fault = Some(error.to_string());
                    return true;
                }
            }
        }
        false
    }

    /// The form of the save that is under way.
    fn saving(&mut self) -> Option<&mut SaveForm> {
        let (Dialog::SavePdf(form) | Dialog::SavePng(form)) = &mut self.dialog else {
            return None;
        };
        form.waiting.then_some(form)
    }
}
