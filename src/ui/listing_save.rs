//! Saving a table of figures: the two buttons any page can draw, and the dialog behind them.

use std::path::{Path, PathBuf};

use egui::{Id, Ui};

use super::ext::{Field, UiExt as _};
use super::inbox::{Inbox, Pick, Wish};
use super::{controls, keys};
use crate::app::{
    App, AppError, Job, JobEvent, Ledger, ListingFormat, Stop, forms_file_name, listing_file_name,
};
use crate::domain::listing::Listing;
use crate::domain::period::{Date, Period};
use crate::domain::resolution::Resolution;
use crate::domain::village::VillageProfile;

/// Width of the dialog.
const WIDTH: f32 = 700.0;

/// 「存为 PDF…」「存为 Excel…」 for a listing; it is only copied when one is clicked.
pub fn buttons(ui: &mut Ui, listing: &Listing, inbox: &mut Inbox) {
    for format in [ListingFormat::Pdf, ListingFormat::Xlsx] {
        button(ui, format, listing, inbox);
    }
}

/// The same at the right end of a row that is one line high.
pub fn buttons_right(ui: &mut Ui, listing: &Listing, inbox: &mut Inbox) {
    ui.buttons_right(|ui| {
        for format in [ListingFormat::Xlsx, ListingFormat::Pdf] {
            button(ui, format, listing, inbox);
        }
    });
}

fn button(ui: &mut Ui, format: ListingFormat, listing: &Listing, inbox: &mut Inbox) {
    if ui.plain_button(&format!("存为 {}…", format.label())).clicked() {
        let listing = Box::new(listing.clone());
        inbox.push(Wish::SaveListing { listing, format });
    }
}

/// The path of a file of that kind, as it was typed where it has the ending already.
pub fn with_ending(path: PathBuf, end: &str) -> PathBuf {
    match path.extension() {
        Some(given) if given.eq_ignore_ascii_case(end) => path,
        // 2026.10 is no ending: the name is kept and the ending added
        Some(_) | None => {
            let mut name = path.into_os_string();
            name.push(".");
            name.push(end);
            name.into()
        }
    }
}

/// What is saved.
#[derive(Debug)]
enum Saved {
    /// A table of figures.
    Listing(Box<Listing>),
    /// The forms of a resolution.
    Forms(Box<Resolution>, Box<VillageProfile>),
    /// The figures published for a period.
    Published(Vec<Listing>, Period),
}

impl Saved {
    fn file_name(&self, format: ListingFormat) -> String {
        match self {
            Self::Listing(listing) => listing_file_name(listing, format),
            Self::Forms(resolution, profile) => forms_file_name(resolution, profile),
            Self::Published(_, period) => {
                format!("已公布数据-{}.{}", period.label(), format.extension())
            }
        }
    }

    fn words(&self) -> String {
        match self {
            Self::Listing(listing) => {
                let what = [&listing.subject, &listing.title, &listing.period];
                what.map(String::as_str).join("　")
            }
            Self::Published(_, period) => format!("{}　已公布的数据", period.label()),
            Self::Forms(resolution, profile) => {
                let facts = &resolution.facts;
                let number = facts.number_label();
                let number = if facts.is_blank() { "空白" } else { &number };
                format!("{}　四议两公开登记表　{number} {}", profile.full_name(), facts.title)
            }
        }
    }
}

/// The dialog that asks where a listing goes (另存账表).
#[derive(Debug)]
pub struct SaveDialog {
    what: Saved,
    format: ListingFormat,
    today: Date,
    path: String,
    fault: Option<String>,
    waiting: bool,
    stop: Stop,
}

impl SaveDialog {
    /// Asks about `listing`; the first place offered is beside the ledger.
    pub fn new(app: &App, listing: Box<Listing>, format: ListingFormat) -> Self {
        Self::of(app, Saved::Listing(listing), format)
    }

    /// Asks about the six forms of a resolution.
    pub fn forms(app: &App, resolution: Box<Resolution>, profile: Box<VillageProfile>) -> Self {
        Self::of(app, Saved::Forms(resolution, profile), ListingFormat::Pdf)
    }

    /// Asks about the figures published for a period.
    pub fn published(app: &App, listings: Vec<Listing>, period: Period) -> Self {
        Self::of(app, Saved::Published(listings, period), ListingFormat::Xlsx)
    }

    fn of(app: &App, what: Saved, format: ListingFormat) -> Self {
        let folder = app.ledger().ok().and_then(Ledger::path).and_then(Path::parent);
        let name = what.file_name(format);
        let path = folder.map_or_else(|| PathBuf::from(&name), |folder| folder.join(&name));
        let path = path.display().to_string();
        let (today, stop) = (app.today(), Stop::default());
        Self { what, format, today, path, fault: None, waiting: false, stop }
    }

    /// Draws the dialog; true to close it.
    pub fn ui(&mut self, ui: &Ui, inbox: &mut Inbox) -> bool {
        let mut close = false;
        let title = format!("存为 {}", self.format.label());
        let escaped = controls::dialog(ui, &title, WIDTH, |ui| {
            ui.quiet(self.what.words());
            ui.horizontal(|ui| {
                let field = Field::new("存为文件", ui.available_width() - 87.0);
                let id = Id::unique("listing_path");
                let response = controls::edit_in_line(ui, id, &field, &mut self.path);
                controls::begins_here(ui, &response);
                if response.changed() {
                    self.fault = None;
                }
                if response.has_focus() && keys::enter(ui.ctx()) {
                    self.submit(inbox);
                }
                if ui.plain_button("浏览…").clicked() {
                    let suggested = self.what.file_name(self.format);
                    inbox.push(Wish::Pick(Pick::SaveListing { format: self.format, suggested }));
                }
            });
            if let Some(fault) = &self.fault {
                ui.notice_box(true, fault);
            }
            ui.add_space(6.0);
            controls::foot(ui, |ui| {
                ui.add_enabled_ui(!self.waiting, |ui| {
                    if ui.primary_button("保存").clicked() {
                        self.submit(inbox);
                    }
                });
                close = ui.plain_button("取消").clicked();
            });
        });
        if (close || escaped) && self.waiting {
            self.stop.stop();
        }
        close || escaped
    }

    /// Hears the answer of a file dialog.
    pub fn picked(&mut self, path: Option<&Path>) {
        if let Some(path) = path {
            self.path = path.display().to_string();
            self.fault = None;
        }
    }

    /// Hears what came of the job: true to close; a failure is shown in the dialog.
    pub fn heard(&mut self, event: &JobEvent) -> bool {
        if !self.waiting {
            return false;
        }
        match event {
            JobEvent::Saved(_) => return true,
            JobEvent::Cancelled => return self.stop.is_stopped(),
            JobEvent::Failed(error) => self.refuse(error),
            JobEvent::Preview(_)
            | JobEvent::PreviewFailed(..)
            | JobEvent::Picture(..)
            | JobEvent::AttachmentSaved(_)
            | JobEvent::Site(_)
            | JobEvent::RunProgress(_)
            | JobEvent::RunDone(_)
            | JobEvent::Sent(_) => {}
        }
        false
    }

    /// Whether it waits for the answer of its job.
    pub const fn is_waiting(&self) -> bool {
        self.waiting
    }

    fn refuse(&mut self, error: &AppError) {
        self.fault = Some(error.to_string());
        self.waiting = false;
    }

    fn submit(&mut self, inbox: &mut Inbox) {
        if self.waiting {
            return;
        }
        let path = PathBuf::from(self.path.trim());
        if path.as_os_str().is_empty() {
            self.fault = Some("请写存放的位置，或点“浏览…”选一个。".to_owned());
            return;
        }
        let path = with_ending(path, self.format.extension());
        self.stop = Stop::default();
        (self.fault, self.waiting) = (None, true);
        let (format, today) = (self.format, self.today);
        let job = match &self.what {
            Saved::Listing(listing) => {
                Job::SaveListing { listing: listing.clone(), format, path, today }
            }
            Saved::Published(listings, _) => Job::SaveWorkbook { listings: listings.clone(), path },
            Saved::Forms(resolution, profile) => {
                let (resolution, profile) = (resolution.clone(), profile.clone());
                Job::SaveForms { resolution, profile, path, today }
            }
        };
        inbox.push(Wish::StartWith(job, self.stop.clone()));
    }
}
