//! The dialogs of the page: publishing, saving a PDF, saving pictures.

use std::path::PathBuf;

use egui::{Id, Key, Modifiers, Ui};

use crate::app::{App, Command, Job, Paper, sheet_file_name};
use crate::domain::entity::Entity;
use crate::domain::law::Law;
use crate::domain::ledger::Book;
use crate::domain::notice::Notice;
use crate::domain::period::{self, Date, Month};
use crate::domain::text::ascii_width;
use crate::ui::ext::{Field, UiExt as _};
use crate::ui::inbox::{Inbox, Pick, Wish};
use crate::ui::pages::vouchers::typed::parse_day;
use crate::ui::{controls, keys};

/// Width of the dialogs.
const WIDTH: f32 = 560.0;

/// The dialog that is open, if any.
#[derive(Debug, Default)]
pub enum Dialog {
    /// None.
    #[default]
    Closed,
    /// 公布
    Publish(PublishForm),
    /// 另存 PDF
    SavePdf(SaveForm),
    /// 存图片
    SavePng(SaveForm),
}

/// What is typed before publishing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishForm {
    date: String,
    days: String,
    boards: Vec<(String, bool)>,
    typed_board: String,
    fault: Option<String>,
    /// The command was sent and its answer is awaited.
    pub waiting: bool,
}

/// Where files go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaveForm {
    /// The file or folder.
    pub path: String,
    /// Why it could not be written.
    pub fault: Option<String>,
    /// The job was started and its answer is awaited.
    pub waiting: bool,
}

/// What a dialog works on.
#[derive(Clone, Copy, Debug)]
pub struct DialogContext<'a> {
    /// The book.
    pub book: &'a Book,
    /// The rules, the catalog and the calendar in force.
    pub law: &'a Law,
    /// The notice.
    pub notice: &'a Notice,
    /// The paper chosen.
    pub paper: Paper,
    /// The day it is.
    pub today: Date,
}

impl Dialog {
    /// Whether one covers the page.
    pub const fn is_open(&self) -> bool {
        !matches!(self, Self::Closed)
    }

    /// The dialog of publishing, filled in as is usual.
    pub fn publish(context: DialogContext<'_>) -> Self {
        let boards = context.notice.content.masthead.boards.iter();
        Self::Publish(PublishForm {
            date: context.today.to_string(),
            days: context.law.rules.posting_days_min.to_string(),
            boards: boards.map(|board| (board.clone(), true)).collect(),
            typed_board: String::new(),
            fault: None,
            waiting: false,
        })
    }

    /// The dialog of saving, at `path`.
    pub fn save(path: &std::path::Path, pictures: bool) -> Self {
        let form = SaveForm { path: path.display().to_string(), fault: None, waiting: false };
        if pictures { Self::SavePng(form) } else { Self::SavePdf(form) }
    }

    /// Draws the dialog that is open.
    pub fn ui(&mut self, ui: &Ui, context: DialogContext<'_>, inbox: &mut Inbox) {
        let close = match self {
            Self::Closed => false,
            Self::Publish(form) => form.ui(ui, context, inbox),
            Self::SavePdf(form) => form.ui(ui, context, false, inbox),
            Self::SavePng(form) => form.ui(ui, context, true, inbox),
        };
        if close {
            *self = Self::Closed;
        }
    }
}

/// Where saved files go at first: beside the ledger.
pub fn first_folder(app: &App) -> PathBuf {
    let path = app.ledger().ok().and_then(crate::app::Ledger::path);
    path.and_then(std::path::Path::parent).map(std::path::Path::to_path_buf).unwrap_or_default()
}

impl PublishForm {
    /// Draws it; true to close.
    fn ui(&mut self, ui: &Ui, context: DialogContext<'_>, inbox: &mut Inbox) -> bool {
        let mut close = false;
        let escaped = controls::dialog(ui, "公布", WIDTH, |ui| {
            let notice = context.notice;
            let books = notice.content.masthead.books;
            ui.label(format!(
                "{}{}，第 {} 期{}",
                notice.span_label(),
                notice.title(),
                notice.issue,
                books.map_or_else(String::new, |books| format!("（{}）", books.scope_label()))
            ));
            let closed = match books {
                None => "这个月的账也随之结账",
                Some(Entity::Village) => "两套账这个月都随之结账",
                Some(Entity::Committee | Entity::Collective) => "这一套账的这个月也随之结账",
            };
            ui.quiet(format!(
                "请在公示表贴上公开栏之后再点“公布”。公布以后数字和张贴日期不能再改，{closed}。"
            ));
            ui.add_space(4.0);
            self.fields(ui, context);
            self.board_list(ui);
            if let Some(fault) = &self.fault {
                ui.notice_box(true, fault);
            }
            ui.add_space(6.0);
            controls::foot(ui, |ui| {
                let by_key = controls::is_front(ui)
                    && keys::pressed(ui.ctx(), Modifiers::COMMAND, Key::Enter);
                if ui.primary_button("公布").clicked() || by_key {
                    self.submit(context, inbox);
                }
                close = ui.plain_button("取消").clicked();
                ui.quiet("Ctrl+Enter 公布");
            });
        });
        close || escaped
    }

    fn fields(&mut self, ui: &mut Ui, context: DialogContext<'_>) {
        ui.horizontal_top(|ui| {
            let field = Field::new("公布日期（张贴那天）", 190.0);
            let id = Id::unique("publish_date");
            let date = controls::edit(ui, id, &field, &mut self.date);
            controls::begins_here(ui, &date);
            let mut changed = date.changed();
            let field = Field::new("公示天数", 110.0);
            let id = Id::unique("publish_days");
            changed |= controls::edit(ui, id, &field, &mut self.days).changed();
            if changed {
                self.fault = None;
            }
            if let (Ok(on), Some(days)) = (self.on(context.today), self.day_count()) {
                ui.vertical(|ui| {
                    ui.add_space(30.0);
                    let until = period::posted_until(on, days.min(period_max()));
                    ui.label(format!("公示到 {}", period::date_label(until)));
                });
            }
        });
        ui.quiet("公布的期限不得少于十五日，公布当天不算（村民委员会组织法第三十五条）。");
    }

    fn board_list(&mut self, ui: &mut Ui) {
        if self.boards.is_empty() {
            let hint = "如 村委会大门东侧";
            let field = Field { hint, ..Field::new("贴在哪个公开栏", 320.0) };
            let id = Id::unique("publish_board");
            controls::edit(ui, id, &field, &mut self.typed_board);
            return;
        }
        ui.quiet("贴在这些公开栏");
        for (board, ticked) in &mut self.boards {
            ui.checkbox(ticked, board.as_str());
        }
    }

    fn on(&self, today: Date) -> Result<Date, String> {
        parse_day(&self.date, Month::of(today))
    }

    fn day_count(&self) -> Option<u32> {
        let plain: String = self.days.trim().chars().map(ascii_width).collect();
        plain.trim_end_matches(['天', '日']).trim().parse().ok()
    }

    fn submit(&mut self, context: DialogContext<'_>, inbox: &mut Inbox) {
        match self.check(context) {
            Ok(command) => {
                self.fault = None;
                self.waiting = true;
                inbox.run(command);
            }
            Err(fault) => self.fault = Some(fault),
        }
    }

    fn check(&self, context: DialogContext<'_>) -> Result<Command, String> {
        let on = self.on(context.today)?;
        let days = self.day_count().ok_or_else(|| "公示天数写整数，如 15。".to_owned())?;
        let typed = self.typed_board.trim();
        let mut boards: Vec<String> = self
            .boards
            .iter()
            .filter(|(_, ticked)| *ticked)
            .map(|(board, _)| board.clone())
            .collect();
        if !typed.is_empty() {
            boards.push(typed.to_owned());
        }
        if boards.is_empty() {
            return Err("请至少选一处公开栏；公示要贴出来才算公布。".to_owned());
        }
        let (book, law, notice) = (context.book, context.law, context.notice);
        notice
            .check_publication((book, law), on, days, boards.clone(), context.today)
            .map_err(|refusal| format!("{refusal}。{}", refusal.hint()))?;
        Ok(Command::PublishNotice { notice: notice.id, on, days, boards })
    }

    /// Says why the books refused.
    pub fn refuse(&mut self, fault: String) {
        self.fault = Some(fault);
        self.waiting = false;
    }
}

const fn period_max() -> u32 {
    crate::domain::notice::POSTING_DAYS_MAX
}

impl SaveForm {
    /// Draws it; true to close.
    fn ui(
        &mut self,
        ui: &Ui,
        context: DialogContext<'_>,
        pictures: bool,
        inbox: &mut Inbox,
    ) -> bool {
        let (title, label) = if pictures {
            ("存图片", "存到文件夹")
        } else {
            ("另存 PDF", "存为文件")
        };
        let mut close = false;
        let escaped = controls::dialog(ui, title, WIDTH + 140.0, |ui| {
            let paper = context.paper.label();
            ui.quiet(if pictures {
                format!("{paper}，每页一张 PNG 图片，可以发到村民微信群。")
            } else {
                format!("{paper}。打印时请选“按实际大小打印”（100%）。")
            });
            ui.horizontal(|ui| {
                let field = Field::new(label, WIDTH + 53.0);
                let id = Id::unique("save_path");
                let response = controls::edit_in_line(ui, id, &field, &mut self.path);
                controls::begins_here(ui, &response);
                if response.changed() {
                    self.fault = None;
                }
                if response.has_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
                    self.submit(context, pictures, inbox);
                }
                if ui.plain_button("浏览…").clicked() {
                    inbox.push(Wish::Pick(if pictures {
                        Pick::Folder
                    } else {
                        Pick::SavePdf { suggested: sheet_file_name(context.notice, "pdf") }
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
                        self.submit(context, pictures, inbox);
                    }
                });
                close = ui.plain_button("取消").clicked();
            });
        });
        if (close || escaped) && self.waiting {
            inbox.push(Wish::CancelJob);
        }
        close || escaped
    }

    fn submit(&mut self, context: DialogContext<'_>, pictures: bool, inbox: &mut Inbox) {
        let path = PathBuf::from(self.path.trim());
        if path.as_os_str().is_empty() {
            self.fault = Some("请写存放的位置，或点“浏览…”选一个。".to_owned());
            return;
        }
        self.fault = None;
        self.waiting = true;
        let notice = Box::new(context.notice.clone());
        let paper = context.paper;
        inbox.push(Wish::Start(if pictures {
            Job::SavePng { notice, paper, folder: path }
        } else {
            let path = if path.extension().is_none() { path.with_extension("pdf") } else { path };
            Job::SavePdf { notice, paper, path }
        }));
    }
}
