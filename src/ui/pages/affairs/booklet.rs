//! 阳光报告会手册: of which period, and where it goes.

use std::path::{Path, PathBuf};

use egui::{Id, Ui};

use crate::app::{App, Job, Ledger, Sheet, booklet_file_name};
use crate::domain::ledger::Book;
use crate::domain::period::{Date, Month, Period};
use crate::ui::ext::{Field, UiExt as _};
use crate::ui::inbox::{Inbox, Pick, Wish};
use crate::ui::listing_save::with_ending;
use crate::ui::pages::township::period_choice;
use crate::ui::{controls, keys};

const WIDTH: f32 = 700.0;

/// What is chosen.
#[derive(Debug)]
pub(super) struct BookletForm {
    period: Period,
    mask: bool,
    path: String,
    fault: Option<String>,
}

/// What is done with the booklet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Then {
    Save,
    Print,
}

impl BookletForm {
    /// At first the quarter of the month before, beside the ledger.
    pub(super) fn new(app: &App, book: &Book, today: Date) -> Self {
        let month = Month::of(today).previous();
        let quarter = month.number().div_ceil(3);
        let period = Period::Quarter { year: month.year(), quarter };
        let folder = app.ledger().ok().and_then(Ledger::path).and_then(Path::parent);
        let name = booklet_file_name(&book.village.profile.name, period);
        let path = folder.map_or_else(|| PathBuf::from(&name), |folder| folder.join(&name));
        Self { period, mask: false, path: path.display().to_string(), fault: None }
    }

    pub(super) fn picked(&mut self, path: &Path) {
        self.path = path.display().to_string();
        self.fault = None;
    }

    /// Draws it; true to close.
    pub(super) fn ui(&mut self, ui: &Ui, app: &App, book: &Book, inbox: &mut Inbox) -> bool {
        let mut close = false;
        let escaped = controls::dialog(ui, "阳光报告会手册", WIDTH, |ui| {
            ui.quiet(
                "这段时间的钱、办的事、意见和答复、还没公布的，附签到表和会议记录。只写已经公布的。",
            );
            let name = &book.village.profile.name;
            ui.horizontal(|ui| {
                ui.label("报告哪一期");
                if period_choice(ui, &mut self.period, app.today()) {
                    let path = Path::new(&self.path);
                    let path = path.with_file_name(booklet_file_name(name, self.period));
                    self.path = path.display().to_string();
                    self.fault = None;
                }
                ui.checkbox(&mut self.mask, "遮去意见和答复里的个人信息");
            });
            let mut then = None;
            ui.horizontal(|ui| {
                let field = Field::new("存为文件", ui.available_width() - 87.0);
                let id = Id::unique("booklet_path");
                let response = controls::edit_in_line(ui, id, &field, &mut self.path);
                controls::begins_here(ui, &response);
                if response.changed() {
                    self.fault = None;
                }
                if response.has_focus() && keys::enter(ui.ctx()) {
                    then = Some(Then::Save);
                }
                if ui.plain_button("浏览…").clicked() {
                    let suggested = booklet_file_name(name, self.period);
                    inbox.push(Wish::Pick(Pick::SavePdf { suggested }));
                }
            });
            if let Some(fault) = &self.fault {
                ui.notice_box(true, fault);
            }
            ui.add_space(6.0);
            controls::foot(ui, |ui| {
                if ui.primary_button("保存").clicked() {
                    then = Some(Then::Save);
                }
                if ui.plain_button("打印").clicked() {
                    then = Some(Then::Print);
                }
                close = ui.plain_button("取消").clicked();
            });
            if let Some(then) = then {
                close |= self.submit(then, app, book, inbox);
            }
        });
        close || escaped
    }

    /// Draws the booklet and hands it on; true when that was done.
    fn submit(&mut self, then: Then, app: &App, book: &Book, inbox: &mut Inbox) -> bool {
        let path = PathBuf::from(self.path.trim());
        if path.as_os_str().is_empty() {
            self.fault = Some("请写存放的位置，或点“浏览…”选一个。".to_owned());
            return false;
        }
        let path = with_ending(path, "pdf");
        match app.booklet(book.village.id, self.period, self.mask) {
            Ok(sheet) => {
                let sheet = Box::new(sheet);
                inbox.push(Wish::Start(match then {
                    Then::Save => Job::SaveDrawn { sheet, path },
                    Then::Print => Job::PrintDrawn { sheet, path, paper: Sheet::A4.into() },
                }));
                true
            }
            Err(error) => {
                self.fault = Some(error.to_string());
                false
            }
        }
    }
}
