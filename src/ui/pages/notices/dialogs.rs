//! The dialogs of the page: the steps, occasions, corrections, photos, articles, saving.

use std::path::{Path, PathBuf};

use egui::{Id, Ui};

use super::allow::AllowForm;
use super::correction::CorrectionForm;
use super::forms::StepForm;
use super::occasion::OccasionForm;
use super::paper::{BoardForm, VerifyForm};
use super::people::PeopleForm;
use super::photos::Photos;
use crate::app::{
    App, AppError, Job, JobEvent, Outcome, Paper, Sheet, Stop, TilePaper, sheet_file_name,
};
use crate::domain::law::Law;
use crate::domain::ledger::Book;
use crate::domain::notice::Notice;
use crate::domain::period::Date;
use crate::ui::ext::{Field, UiExt as _};
use crate::ui::inbox::{Inbox, Pick, PickPurpose, Picked, Wish};
use crate::ui::listing_save::with_ending;
use crate::ui::{controls, keys};

/// Width of the dialogs.
const WIDTH: f32 = 700.0;

/// The dialog that is open, if any.
#[derive(Debug, Default)]
pub enum Dialog {
    /// None.
    #[default]
    Closed,
    /// A step of a notice or of several.
    Step(Box<StepForm>),
    /// 登记事由
    Occasion(OccasionForm),
    /// 更正公告
    Correct(Box<CorrectionForm>),
    /// 导入名单
    People(Box<PeopleForm>),
    /// 保留公开
    Allow(AllowForm),
    /// 张贴照片
    Photos(Box<Photos>),
    /// 办理依据
    Basis,
    /// 另存 PDF
    SavePdf(SaveForm),
    /// 存图片
    SavePng(SaveForm),
    /// 核验
    Verify(VerifyForm),
    /// 公开栏
    Board(Box<BoardForm>),
}

/// Where files go.
#[derive(Clone, Debug, Default)]
pub struct SaveForm {
    /// The file or folder.
    pub path: String,
    /// Why it could not be written.
    pub fault: Option<String>,
    /// The job was started and its answer is awaited.
    pub waiting: bool,
    /// Stops the job.
    pub stop: Stop,
    /// The file or folder that the job writes.
    target: PathBuf,
    /// The paper of the tiles, where a board is cut into them.
    pub tiles: Option<TilePaper>,
    /// One long picture of all pages.
    pub long: bool,
}

/// What a dialog works on.
#[derive(Clone, Copy, Debug)]
pub struct DialogContext<'a> {
    /// The office.
    pub app: &'a App,
    /// The book.
    pub book: &'a Book,
    /// The rules, the catalog and the calendar in force.
    pub law: &'a Law,
    /// The day it is.
    pub today: Date,
}

impl Dialog {
    /// Whether one covers the page.
    pub const fn is_open(&self) -> bool {
        !matches!(self, Self::Closed)
    }

    /// The dialog of saving, at `path`.
    pub fn save(path: &Path, pictures: bool) -> Self {
        let path = path.display().to_string();
        let form = SaveForm { path, ..SaveForm::default() };
        if pictures { Self::SavePng(form) } else { Self::SavePdf(form) }
    }

    /// Draws the dialog that is open; the sheet shown is what is saved.
    pub fn ui(
        &mut self,
        ui: &Ui,
        context: DialogContext<'_>,
        sheet: Option<(&Notice, Paper)>,
        inbox: &mut Inbox,
    ) {
        self.take_dropped(ui);
        let close = match self {
            Self::Closed | Self::Basis | Self::Allow(_) => false,
            Self::People(form) => form.ui(ui, context, inbox),
            Self::Step(form) => form.ui(ui, context, inbox),
            Self::Occasion(form) => form.ui(ui, context, inbox),
            Self::Correct(form) => form.ui(ui, context, inbox),
            Self::Photos(photos) => photos.ui(ui, context, inbox),
            Self::Verify(form) => form.ui(ui, context),
            Self::Board(form) => form.ui(ui, context, inbox),
            Self::SavePdf(form) => sheet.is_none_or(|sheet| form.ui(ui, sheet, false, inbox)),
            Self::SavePng(form) => sheet.is_none_or(|sheet| form.ui(ui, sheet, true, inbox)),
        };
        if close {
            *self = Self::Closed;
        }
    }

    /// A photo that is dropped onto the window belongs to the form that asks for one.
    fn take_dropped(&mut self, ui: &Ui) {
        let Self::Step(form) = self else { return };
        let dropped =
            ui.input(|input| input.raw.dropped_files.first().map(|file| file.path().to_owned()));
        if let Some(path) = dropped {
            form.take_photo(&path);
        }
    }

    /// Hears what came of a command; whether it told the person why it was refused.
    pub fn heard(&mut self, outcome: &Result<Outcome, AppError>) -> bool {
        let error = outcome.as_ref().err();
        let (done, told) = match self {
            Self::Step(form) => form.heard(error),
            Self::Occasion(form) => form.heard(error),
            Self::Correct(form) => form.heard(error),
            Self::People(form) => form.heard(error),
            Self::Closed
            | Self::Allow(_)
            | Self::Photos(_)
            | Self::Basis
            | Self::SavePdf(_)
            | Self::SavePng(_)
            | Self::Verify(_)
            | Self::Board(_) => (false, false),
        };
        if done {
            *self = Self::Closed;
        }
        told
    }

    /// Hears the answer of a file dialog.
    pub fn picked(&mut self, picked: &Picked) {
        let Some(path) = picked.path() else { return };
        match (&picked.pick, self) {
            (Pick::SavePdf { .. }, Self::SavePdf(form)) | (Pick::Folder, Self::SavePng(form)) => {
                form.path = path.display().to_string();
                form.fault = None;
            }
            (Pick::Table { purpose: PickPurpose::People }, Self::People(form)) => form.picked(path),
            (Pick::Attachments, Self::Step(form)) => form.take_photo(path),
            _ => {}
        }
    }

    /// Takes a picture that was drawn.
    pub fn job(&mut self, ctx: &egui::Context, event: &JobEvent) {
        if let Self::Photos(photos) = self {
            photos.job(ctx, event);
        }
    }
}

/// Where saved files go at first: beside the ledger.
pub fn first_folder(app: &App) -> PathBuf {
    let path = app.ledger().ok().and_then(crate::app::Ledger::path);
    match path.and_then(Path::parent) {
        // a ledger that was opened by its bare name
        Some(folder) if folder.as_os_str().is_empty() => PathBuf::from("."),
        Some(folder) => folder.to_path_buf(),
        None => PathBuf::new(),
    }
}

impl SaveForm {
    /// Whether these files are what its job wrote.
    pub fn has_saved(&self, paths: &[PathBuf]) -> bool {
        paths.first().is_some_and(|path| path.starts_with(&self.target))
    }

    /// Draws it; true to close.
    fn ui(
        &mut self,
        ui: &Ui,
        (notice, paper): (&Notice, Paper),
        pictures: bool,
        inbox: &mut Inbox,
    ) -> bool {
        let (title, label) = if pictures {
            ("存图片", "存到文件夹")
        } else {
            ("另存 PDF", "存为文件")
        };
        let mut close = false;
        let escaped = controls::dialog(ui, title, WIDTH, |ui| {
            let paper_name = paper.label();
            ui.quiet(if pictures {
                format!("{paper_name}，PNG 图片，可以发到村民微信群。")
            } else {
                format!("{paper_name}。打印时请选“按实际大小打印”（100%）。")
            });
            self.choices(ui, paper, pictures);
            ui.horizontal(|ui| {
                let field = Field::new(label, ui.available_width() - 87.0);
                let id = Id::unique("save_path");
                let response = controls::edit_in_line(ui, id, &field, &mut self.path);
                controls::begins_here(ui, &response);
                if response.changed() {
                    self.fault = None;
                }
                if response.has_focus() && keys::enter(ui.ctx()) {
                    self.submit((notice, paper), pictures, inbox);
                }
                if ui.plain_button("浏览…").clicked() {
                    inbox.push(Wish::Pick(if pictures {
                        Pick::Folder
                    } else {
                        Pick::SavePdf { suggested: sheet_file_name(notice, "pdf") }
                    }));
                }
            });
            if let Some(fault) = &self.fault {
                ui.notice_box(true, fault);
            }
            ui.add_space(6.0);
            controls::foot(ui, |ui| {
                ui.add_enabled_ui(!self.waiting, |ui| {
                    if ui.primary_button("保存").clicked() {
                        self.submit((notice, paper), pictures, inbox);
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

    /// How a board is printed, or how pages become pictures.
    fn choices(&mut self, ui: &mut Ui, paper: Paper, pictures: bool) {
        if pictures {
            ui.horizontal(|ui| {
                ui.radio_value(&mut self.long, false, "每页一张图");
                ui.radio_value(&mut self.long, true, "一张长图");
            });
        } else if matches!(paper.sheet, Sheet::Board { .. }) {
            ui.horizontal(|ui| {
                ui.radio_value(&mut self.tiles, None, "整张（到打印店）");
                ui.radio_value(&mut self.tiles, Some(TilePaper::A4), "用 A4 拼贴");
                ui.radio_value(&mut self.tiles, Some(TilePaper::A3), "用 A3 拼贴");
            });
        }
    }

    fn submit(&mut self, (notice, paper): (&Notice, Paper), pictures: bool, inbox: &mut Inbox) {
        if self.waiting {
            return;
        }
        let path = PathBuf::from(self.path.trim());
        if path.as_os_str().is_empty() {
            self.fault = Some("请写存放的位置，或点“浏览…”选一个。".to_owned());
            return;
        }
        let path = if pictures { path } else { with_ending(path, "pdf") };
        (self.fault, self.waiting) = (None, true);
        (self.stop, self.target) = (Stop::default(), path.clone());
        let notice = Box::new(notice.clone());
        let job = if pictures {
            Job::SavePng { notice, paper, long: self.long, folder: path }
        } else {
            let is_board = matches!(paper.sheet, Sheet::Board { .. });
            let tiles = self.tiles.filter(|_| is_board);
            Job::SavePdf { notice, paper, tiles, path }
        };
        inbox.push(Wish::StartWith(job, self.stop.clone()));
    }
}
