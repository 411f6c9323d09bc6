//! The dialog that chooses photos and scans: for the voucher in the form, or for a posted one.

use std::path::{Path, PathBuf};

use egui::{Id, Key, Label, RichText, ScrollArea, Ui};

use crate::app::{App, AppError, AttachmentCommand, Command, Outcome};
use crate::domain::attachment::{ATTACHMENT_BYTES_MAX, Attachment};
use crate::domain::ids::VoucherId;
use crate::domain::ledger::Book;
use crate::ui::controls;
use crate::ui::ext::{Field, Sign, UiExt as _};
use crate::ui::inbox::{Inbox, Pick, Wish};
use crate::ui::{keys, theme};

/// Width of the dialog.
const WIDTH: f32 = 640.0;
/// Height of the list of chosen files.
const LIST: f32 = 190.0;

/// A file that was chosen, and what it is.
pub type Chosen = (PathBuf, Attachment);

/// Whose source papers are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The voucher that is being written.
    Form,
    /// A posted voucher.
    Posted(VoucherId),
}

/// The dialog 添加凭据.
#[derive(Debug, Default)]
pub struct AttachDialog {
    target: Option<Target>,
    typed: String,
    chosen: Vec<Chosen>,
    fault: Option<String>,
    focus: bool,
    waiting: bool,
}

impl AttachDialog {
    /// Whether it covers the page.
    pub const fn is_open(&self) -> bool {
        self.target.is_some()
    }

    /// Whose papers are chosen, while it is open.
    pub const fn target(&self) -> Option<Target> {
        self.target
    }

    /// Opens it on what was chosen before.
    pub fn open(&mut self, target: Target, chosen: Vec<Chosen>) {
        *self = Self { target: Some(target), chosen, focus: true, ..Self::default() };
    }

    /// Takes files that were picked or dropped; a wrong one is said, the others stay.
    pub fn take(&mut self, app: &App, paths: &[PathBuf]) {
        self.fault = None;
        for path in paths {
            match app.check_attachment(path) {
                Ok(attachment) => self.add(path, attachment),
                Err(error) => self.fault = Some(error.to_string()),
            }
        }
    }

    fn add(&mut self, path: &Path, attachment: Attachment) {
        if self.chosen.iter().any(|(_, other)| other.digest == attachment.digest) {
            let name = attachment.file_name;
            self.fault = Some(format!("“{name}”已经选过了，同一份凭据只附一次。"));
            return;
        }
        self.chosen.push((path.to_owned(), attachment));
        self.typed.clear();
    }

    /// Closes when the files are in; says inline why they are not.
    pub fn heard(&mut self, outcome: &Result<Outcome, AppError>) -> bool {
        if !std::mem::take(&mut self.waiting) {
            return false;
        }
        match outcome {
            Ok(_) => *self = Self::default(),
            Err(error) => self.fault = Some(error.to_string()),
        }
        outcome.is_err()
    }

    /// Draws it when it is open; gives the files chosen for the form once they are agreed on.
    pub fn ui(
        &mut self,
        ui: &Ui,
        app: &App,
        book: &Book,
        inbox: &mut Inbox,
    ) -> Option<Vec<Chosen>> {
        let target = self.target?;
        let mut agreed = false;
        let mut close = false;
        let title = title(book, target);
        let escaped = controls::dialog(ui, &title, WIDTH, |ui| {
            let most = ATTACHMENT_BYTES_MAX / 1024 / 1024;
            ui.add(Label::new(RichText::new(format!(
                "票据、合同、签字单的照片或扫描件：jpg、png、bmp、pdf，每份最大 {most} MB。照片存在账簿旁边，只在这里看，不会印到公示上，也不会随公示发出去。"
            )).color(theme::TEXT_QUIET).size(theme::SMALL)).wrap());
            self.path_row(ui, app, inbox);
            ui.add_space(2.0);
            self.list(ui);
            if let Some(fault) = &self.fault {
                ui.notice_box(true, fault);
            }
            ui.add_space(6.0);
            controls::foot(ui, |ui| {
                let word = match target {
                    Target::Form => "确定",
                    Target::Posted(_) => "附上",
                };
                agreed = ui.primary_button(word).clicked();
                close = ui.plain_button("取消").clicked();
                let count = self.chosen.len();
                ui.quiet(if count == 0 { String::new() } else { format!("共 {count} 份") });
            });
        });
        let ctx = ui.ctx();
        agreed |= !close && keys::pressed(ctx, egui::Modifiers::COMMAND, Key::Enter);
        if agreed {
            return self.agree(app, book, target, inbox);
        }
        if close || escaped {
            *self = Self::default();
        }
        None
    }

    /// A path that was typed and not yet taken counts as chosen.
    fn agree(
        &mut self,
        app: &App,
        book: &Book,
        target: Target,
        inbox: &mut Inbox,
    ) -> Option<Vec<Chosen>> {
        self.take_typed(app);
        if self.fault.is_some() {
            return None;
        }
        match target {
            Target::Form => Some(std::mem::take(self).chosen),
            Target::Posted(voucher) => {
                let paths = self.chosen.iter().map(|(path, _)| path.clone()).collect();
                let command = AttachmentCommand::Add { voucher, paths };
                self.waiting = true;
                inbox.run(Command::Attachment { village: book.village.id, command });
                None
            }
        }
    }

    fn take_typed(&mut self, app: &App) {
        let typed = self.typed.trim().trim_matches('"').to_owned();
        if !typed.is_empty() {
            self.take(app, &[PathBuf::from(typed)]);
        }
    }

    fn path_row(&mut self, ui: &mut Ui, app: &App, inbox: &mut Inbox) {
        ui.horizontal(|ui| {
            let hint = "把照片拖到窗口里，或写文件的位置后按回车";
            let field = Field { hint, ..Field::new("照片的位置", WIDTH - 92.0) };
            let id = Id::unique("attachment_path");
            let response = controls::edit_in_line(ui, id, &field, &mut self.typed);
            if std::mem::take(&mut self.focus) {
                response.request_focus();
            }
            if response.changed() {
                self.fault = None;
            }
            if response.has_focus() && keys::enter(ui.ctx()) {
                self.take_typed(app);
            }
            if ui.plain_button("浏览…").clicked() {
                inbox.push(Wish::Pick(Pick::Attachments));
            }
        });
    }

    fn list(&mut self, ui: &mut Ui) {
        let mut removed = None;
        ScrollArea::vertical().max_height(LIST).min_scrolled_height(60.0).show(ui, |ui| {
            ui.set_width(ui.available_width());
            for (at, (path, attachment)) in self.chosen.iter().enumerate() {
                ui.horizontal(|ui| {
                    let label = format!("不附 {}", attachment.file_name);
                    if ui.sign_button(Sign::Cross, &label).clicked() {
                        removed = Some(at);
                    }
                    let text = format!("{}　{}", attachment.file_name, attachment.size_label());
                    ui.add(Label::new(text).truncate()).on_hover_text(path.display().to_string());
                });
            }
            if self.chosen.is_empty() {
                ui.quiet("还没有选。可以一次选几份，也可以几份一起拖进来。");
            }
        });
        if let Some(at) = removed {
            self.chosen.remove(at);
            self.fault = None;
        }
    }
}

fn title(book: &Book, target: Target) -> String {
    match target {
        Target::Form => "正在记的这一笔：添加凭据照片".to_owned(),
        Target::Posted(id) => book.voucher(id).map_or_else(
            || "添加凭据照片".to_owned(),
            |voucher| format!("{} {}：添加凭据照片", voucher.month().label(), voucher.number()),
        ),
    }
}
