//! The list of templates: found by name or initials, used, changed, removed.

use egui::{Align, Id, Label, Layout, RichText, ScrollArea, Ui, vec2};

use super::template_form::TemplateForm;
use crate::app::{AppError, Command, Outcome, TemplateCommand, initials};
use crate::domain::account::Side;
use crate::domain::ids::{TemplateId, VoucherId};
use crate::domain::ledger::Book;
use crate::domain::period::{Date, Month};
use crate::domain::template::{Template, TemplateFacts, fill};
use crate::domain::voucher::VoucherDraft;
use crate::ui::controls;
use crate::ui::ext::{Field, UiExt as _};
use crate::ui::inbox::Inbox;
use crate::ui::{keys, theme};

/// Width of the dialog.
const WIDTH: f32 = 760.0;
/// Height of a row.
const ROW: f32 = 40.0;

/// The dialog 模板.
#[derive(Debug, Default)]
pub struct TemplatesDialog {
    open: bool,
    filter: String,
    marked: usize,
    focus: bool,
    form: Option<TemplateForm>,
}

impl TemplatesDialog {
    /// Whether it covers the page.
    pub const fn is_open(&self) -> bool {
        self.open || self.form.is_some()
    }

    /// Opens the list.
    pub fn open(&mut self) {
        *self = Self { open: true, focus: true, ..Self::default() };
    }

    /// Opens the form for a template of a posted voucher.
    pub fn save_voucher(&mut self, book: &Book, id: VoucherId, today: Date) {
        let Some(voucher) = book.voucher(id) else { return };
        let facts = TemplateFacts::of(voucher, "");
        let day = day_of(voucher.date());
        let month = voucher.month().max(Month::of(today).previous());
        self.form = Some(TemplateForm::new(&facts, Some(id), day, month));
    }

    /// Opens the form for a template of what is being written.
    fn save_sketch(&mut self, sketch: &VoucherDraft) {
        let facts = TemplateFacts::of_draft(sketch, "");
        let month = Month::of(sketch.date);
        self.form = Some(TemplateForm::new(&facts, None, day_of(sketch.date), month));
    }

    /// Hears what came of a command of the form.
    pub fn heard(&mut self, outcome: &Result<Outcome, AppError>) -> bool {
        let Some(done) = self.form.as_mut().and_then(|form| form.heard(outcome)) else {
            return false;
        };
        if done {
            self.form = None;
        }
        !done
    }

    /// Draws what is open; gives the template that is to be used. `sketch` is what is being
    /// written, where something is.
    pub fn ui(
        &mut self,
        ui: &Ui,
        book: &Book,
        month: Month,
        sketch: Option<&VoucherDraft>,
        inbox: &mut Inbox,
    ) -> Option<TemplateId> {
        if let Some(form) = &mut self.form {
            if form.ui(ui, book, month, inbox) {
                self.form = None;
            }
            return None;
        }
        if !self.open {
            return None;
        }
        let word = self.filter.trim().to_lowercase();
        let found: Vec<&Template> =
            book.templates.iter().filter(|template| fits(template, &word)).collect();
        let mut used = None;
        let mut close = false;
        let escaped = controls::dialog(ui, "模板", WIDTH, |ui| {
            self.filter_row(ui, sketch);
            let is_front = controls::is_front(ui);
            if is_front {
                keys::move_mark(ui.ctx(), &mut self.marked, found.len());
            }
            let taken = self.list(ui, book, &found, month);
            used = taken.or_else(|| {
                (is_front && keys::enter(ui.ctx()))
                    .then(|| found.get(self.marked).map(|one| one.id))
                    .flatten()
            });
            ui.add_space(4.0);
            let marked = found.get(self.marked).copied();
            controls::foot(ui, |ui| {
                ui.add_enabled_ui(marked.is_some(), |ui| {
                    if ui.primary_button("用这个").clicked() {
                        used = marked.map(|one| one.id);
                    }
                });
                close = ui.plain_button("关闭").clicked();
                if ui.add_enabled(marked.is_some(), plain("删除…")).clicked() {
                    ask_removal(book, marked, inbox);
                }
                if ui.add_enabled(marked.is_some(), plain("修改…")).clicked() {
                    self.form = marked.map(|one| TemplateForm::change(one.id, &one.facts, month));
                }
                ui.quiet("↑ ↓ 选，回车使用，Esc 关闭");
            });
        });
        if used.is_some() || close || escaped {
            self.open = false;
        }
        used
    }

    fn filter_row(&mut self, ui: &mut Ui, sketch: Option<&VoucherDraft>) {
        ui.horizontal(|ui| {
            let hint = "名称或拼音首字母";
            let field = Field { hint, ..Field::new("查找模板", 300.0) };
            let id = Id::unique("template_filter");
            let response = controls::edit_in_line(ui, id, &field, &mut self.filter);
            if std::mem::take(&mut self.focus) {
                response.request_focus();
            }
            if response.changed() {
                self.marked = 0;
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let button = plain("把正在记的存为模板…");
                let response = ui.add_enabled(sketch.is_some(), button);
                if response.clicked()
                    && let Some(sketch) = sketch
                {
                    self.save_sketch(sketch);
                }
            });
        });
    }

    /// Gives the template that was clicked twice.
    fn list(
        &mut self,
        ui: &mut Ui,
        book: &Book,
        found: &[&Template],
        month: Month,
    ) -> Option<TemplateId> {
        let mut taken = None;
        ui.add_space(2.0);
        let room = ui.ctx().content_rect().height() - 300.0;
        ScrollArea::vertical()
            .max_height(room.min(ROW * 8.0))
            .min_scrolled_height(80.0)
            .auto_shrink([false, true])
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                for (at, template) in found.iter().enumerate() {
                    let response = row(ui, template, month, at == self.marked);
                    if response.clicked() {
                        self.marked = at;
                    }
                    if response.double_clicked() {
                        taken = Some(template.id);
                    }
                    if at == self.marked {
                        response.scroll_to_me(None);
                    }
                }
                if found.is_empty() {
                    ui.add_space(14.0);
                    ui.add(Label::new(RichText::new(if book.templates.is_empty() {
                        "还没有模板。常记的凭证（工资、电费、保洁费）存成模板，以后填个金额就能入账：在表里选中一张凭证，点“存为模板…”。"
                    } else {
                        "没有这样的模板"
                    }).color(theme::TEXT_QUIET)).wrap());
                    ui.add_space(14.0);
                }
            });
        taken
    }
}

fn plain(text: &str) -> egui::Button<'_> {
    egui::Button::new(text).min_size(vec2(0.0, theme::CONTROL_HEIGHT))
}

/// Name, when, what it will say, how much.
fn row(ui: &mut Ui, template: &Template, month: Month, marked: bool) -> egui::Response {
    let facts = &template.facts;
    let size = vec2(ui.available_width(), ROW);
    let button = egui::Button::selectable(marked, "").min_size(size);
    let response = ui.add(button);
    let name = facts.name.clone();
    response.widget_info(|| {
        egui::WidgetInfo::selected(egui::Role::Button, true, marked, format!("模板 {name}"))
    });
    let inner = response.rect.shrink2(vec2(10.0, 2.0));
    let mut ui = ui.new_child(egui::UiBuilder::new().max_rect(inner));
    ui.horizontal_centered(|ui| {
        ui.allocate_ui(vec2(170.0, ROW - 4.0), |ui| {
            ui.set_width(170.0);
            let name = RichText::new(&facts.name).font(theme::bold(theme::BODY));
            ui.add(Label::new(name).truncate());
        });
        ui.allocate_ui(vec2(90.0, ROW - 4.0), |ui| {
            ui.set_width(90.0);
            ui.quiet(facts.monthly.map_or_else(String::new, |at| format!("每月 {} 日", at.day)));
        });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let amount = match facts.blanks() {
                0 => facts.total(Side::Debit).grouped(),
                _ => "每次填".to_owned(),
            };
            ui.label(amount);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(Label::new(fill(&facts.summary, month)).truncate());
            });
        });
    });
    response
}

fn fits(template: &Template, word: &str) -> bool {
    let facts = &template.facts;
    word.is_empty()
        || [&facts.name, &facts.summary].into_iter().any(|text| {
            text.to_lowercase().contains(word) || (word.is_ascii() && initials(text).contains(word))
        })
}

fn ask_removal(book: &Book, template: Option<&Template>, inbox: &mut Inbox) {
    let Some(template) = template else { return };
    let name = &template.facts.name;
    let text = match template.uses.len() {
        0 => format!("删除模板“{name}”。"),
        count => format!("删除模板“{name}”。用它记的 {count} 张凭证都留在账上，不受影响。"),
    };
    let command = TemplateCommand::Remove(template.id);
    let village = book.village.id;
    inbox.ask("删除模板", text, "删除", Command::Template { village, command });
}

fn day_of(date: Date) -> u32 {
    date.format("%d").to_string().parse().unwrap_or(1)
}
