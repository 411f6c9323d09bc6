//! A form made of named fields: three in a row, long texts across, what is wrong beside each.
//! Fields are known by the name they are shown by, which is the name that a refusal gives.

use std::path::{Path, PathBuf};

use egui::{Id, Margin, RichText, TextEdit, Ui, vec2};

use super::plan_rows::PlanTable;
use crate::ui::controls;
use crate::ui::ext::{Field, Sign, UiExt as _};
use crate::ui::inbox::{Inbox, Pick, Wish};
use crate::ui::{keys, theme};

/// Width of a form.
pub(super) const WIDTH: f32 = 810.0;
/// Fields in a row.
const COLUMNS: usize = 3;
/// Between two fields.
const GAP: f32 = 10.0;

/// How a field is filled in (栏目的填法).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Input {
    /// Words in one line.
    Words,
    /// An amount or a number.
    Number,
    /// A day.
    Day,
    /// One of these.
    Choice(Vec<String>),
    /// Several lines, across the form.
    Long,
    /// Files to keep, one beside the other.
    Files(Vec<PathBuf>),
    /// Persons and their votes.
    Votes(Vec<VoteRow>),
    /// The lines of a plan.
    Plan(PlanTable),
}

/// What is typed of one person under review (被评议人的一行).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct VoteRow {
    pub(super) name: String,
    pub(super) position: String,
    pub(super) is_member: bool,
    pub(super) votes: [String; 4],
}

/// One field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) label: &'static str,
    pub(super) input: Input,
    pub(super) value: String,
    pub(super) fault: Option<String>,
    /// How many columns it takes.
    span: usize,
    hint: &'static str,
}

/// A form (登记单).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sheet {
    pub(super) slots: Vec<Slot>,
    just_opened: bool,
}

impl Sheet {
    /// An empty form that is about to be shown.
    pub(super) const fn new() -> Self {
        Self { slots: Vec::new(), just_opened: true }
    }

    fn with(mut self, label: &'static str, input: Input, value: impl Into<String>) -> Self {
        let span = match input {
            Input::Long | Input::Files(_) | Input::Votes(_) | Input::Plan(_) => COLUMNS,
            Input::Words | Input::Number | Input::Day | Input::Choice(_) => 1,
        };
        let hint = if input == Input::Day { "2026-10-31" } else { "" };
        let value = value.into();
        self.slots.push(Slot { label, input, value, fault: None, span, hint });
        self
    }

    /// Words.
    pub(super) fn words(self, label: &'static str, value: impl Into<String>) -> Self {
        self.with(label, Input::Words, value)
    }

    /// A number.
    pub(super) fn number(self, label: &'static str, value: impl Into<String>) -> Self {
        self.with(label, Input::Number, value)
    }

    /// A day.
    pub(super) fn day(self, label: &'static str, value: impl Into<String>) -> Self {
        self.with(label, Input::Day, value)
    }

    /// Several lines.
    pub(super) fn long(self, label: &'static str, value: impl Into<String>) -> Self {
        self.with(label, Input::Long, value)
    }

    /// One of several; the first where `value` is none of them.
    pub(super) fn choice<S: Into<String>>(
        self,
        label: &'static str,
        offered: impl IntoIterator<Item = S>,
        value: impl Into<String>,
    ) -> Self {
        let offered: Vec<String> = offered.into_iter().map(Into::into).collect();
        let value = value.into();
        let known = offered.contains(&value);
        let value = if known { value } else { offered.first().cloned().unwrap_or_default() };
        self.with(label, Input::Choice(offered), value)
    }

    /// Files.
    pub(super) fn files(self, label: &'static str) -> Self {
        self.with(label, Input::Files(Vec::new()), "").hint("jpg、png、bmp 或 pdf 的位置")
    }

    /// Persons and votes.
    pub(super) fn votes(self, label: &'static str, rows: Vec<VoteRow>) -> Self {
        self.with(label, Input::Votes(rows), "")
    }

    /// The lines of a plan.
    pub(super) fn plan(self, label: &'static str, table: PlanTable) -> Self {
        self.with(label, Input::Plan(table), "")
    }

    /// The last field takes so many columns.
    pub(super) fn wide(mut self, span: usize) -> Self {
        if let Some(slot) = self.slots.last_mut() {
            slot.span = span;
        }
        self
    }

    /// What stands in the last field while it is empty.
    pub(super) fn hint(mut self, hint: &'static str) -> Self {
        if let Some(slot) = self.slots.last_mut() {
            slot.hint = hint;
        }
        self
    }

    /// The field of that name.
    pub(super) fn slot(&self, label: &str) -> Option<&Slot> {
        self.slots.iter().find(|slot| slot.label == label)
    }

    /// What is written in a field.
    pub(super) fn text(&self, label: &str) -> &str {
        self.slot(label).map_or("", |slot| slot.value.trim())
    }

    /// Says what is wrong with a field; whether there is such a field.
    pub(super) fn blame(&mut self, label: &str, fault: String) -> bool {
        let slot = self.slots.iter_mut().find(|slot| slot.label == label);
        let found = slot.is_some();
        if let Some(slot) = slot {
            slot.fault.get_or_insert(fault);
        }
        found
    }

    /// Forgets all faults.
    pub(super) fn forgive(&mut self) {
        for slot in &mut self.slots {
            slot.fault = None;
        }
    }

    /// A file that was chosen in a dialog.
    pub(super) fn take_file(&mut self, path: &Path) {
        for slot in &mut self.slots {
            if let Input::Files(files) = &mut slot.input
                && !files.iter().any(|file| file == path)
            {
                files.push(path.to_path_buf());
                slot.fault = None;
            }
        }
    }

    /// Draws the fields; whether something was typed.
    pub(super) fn ui(&mut self, ui: &mut Ui, inbox: &mut Inbox) -> bool {
        let before = self.values();
        let mut at = 0;
        while at < self.slots.len() {
            let mut taken = 0;
            let row = self.slots.iter().skip(at).take_while(|slot| {
                taken += slot.span;
                taken <= COLUMNS
            });
            let count = row.count().max(1);
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = GAP;
                for slot in self.slots.iter_mut().skip(at).take(count) {
                    slot.ui(ui, inbox);
                }
            });
            at += count;
        }
        self.walk(ui);
        self.values() != before
    }

    fn values(&self) -> Vec<(String, Input)> {
        self.slots.iter().map(|slot| (slot.value.clone(), slot.input.clone())).collect()
    }

    /// The caret goes to the first field, and Enter leads on from one to the next; in a long text
    /// Enter begins a line.
    fn walk(&mut self, ui: &Ui) {
        let typed = |slot: &&Slot| {
            matches!(slot.input, Input::Words | Input::Number | Input::Day | Input::Long)
        };
        let typed: Vec<&Slot> = self.slots.iter().filter(typed).collect();
        let focus = |slot: Option<&&Slot>| {
            if let Some(slot) = slot {
                ui.memory_mut(|memory| memory.request_focus(id(slot.label)));
            }
        };
        if self.just_opened {
            focus(typed.first());
            self.just_opened = false;
            return;
        }
        let has_caret = |slot: &&Slot| ui.memory(|memory| memory.has_focus(id(slot.label)));
        let Some(here) = typed.iter().position(has_caret) else { return };
        let is_long = typed.get(here).is_some_and(|slot| slot.input == Input::Long);
        if !is_long && keys::enter(ui.ctx()) {
            focus(typed.get((here + 1) % typed.len()));
        }
    }
}

impl Slot {
    fn width(&self, ui: &Ui) -> f32 {
        let one = (controls::dialog_width(ui, WIDTH) - GAP * (COLUMNS - 1) as f32) / COLUMNS as f32;
        one * self.span as f32 + GAP * self.span.saturating_sub(1) as f32
    }

    fn ui(&mut self, ui: &mut Ui, inbox: &mut Inbox) {
        let (width, before) = (self.width(ui), (self.value.clone(), self.input.clone()));
        match &mut self.input {
            Input::Words | Input::Number | Input::Day => {
                let right = self.input == Input::Number;
                let fault = self.fault.as_deref();
                let field =
                    Field { hint: self.hint, fault, right, ..Field::new(self.label, width) };
                controls::edit(ui, id(self.label), &field, &mut self.value);
            }
            Input::Choice(offered) => {
                ui.vertical(|ui| {
                    ui.set_width(width);
                    controls::labelled_choice(ui, self.label, &before.0, width, |ui| {
                        for one in offered.iter() {
                            ui.selectable_value(&mut self.value, one.clone(), one);
                        }
                    });
                    controls::fault_below(ui, self.fault.as_deref());
                });
            }
            Input::Long => {
                let fault = self.fault.as_deref();
                let field = Field { hint: self.hint, fault, ..Field::new(self.label, width) };
                long_ui(ui, &field, &mut self.value);
            }
            Input::Files(files) => {
                let fault = self.fault.as_deref();
                let field = Field { hint: self.hint, fault, ..Field::new(self.label, width) };
                files_ui(ui, &field, &mut self.value, files, inbox);
            }
            Input::Votes(rows) => votes_ui(ui, self.label, self.fault.as_deref(), rows),
            Input::Plan(table) => table.ui(ui, self.label, self.fault.as_deref()),
        }
        if before != (self.value.clone(), self.input.clone()) {
            self.fault = None;
        }
    }
}

fn long_ui(ui: &mut Ui, field: &Field<'_>, value: &mut String) {
    ui.vertical(|ui| {
        ui.set_width(field.width);
        ui.spacing_mut().item_spacing.y = 3.0;
        let name = ui.quiet(field.label);
        let edit = TextEdit::multiline(value)
            .id(id(field.label))
            .hint_text(RichText::new(field.hint).color(theme::TEXT_FAINT))
            .desired_width(field.width)
            .desired_rows(3)
            .margin(Margin::symmetric(10, 6));
        ui.add(edit).labelled_by(name.id);
        controls::fault_below(ui, field.fault);
    });
}

fn files_ui(
    ui: &mut Ui,
    field: &Field<'_>,
    value: &mut String,
    files: &mut Vec<PathBuf>,
    inbox: &mut Inbox,
) {
    ui.vertical(|ui| {
        ui.set_width(field.width);
        ui.spacing_mut().item_spacing.y = 3.0;
        ui.quiet(field.label);
        ui.horizontal(|ui| {
            let path = Field { hint: field.hint, ..Field::new(field.label, field.width - 156.0) };
            let response = controls::edit_in_line(ui, id(field.label), &path, value);
            let entered = response.has_focus() && keys::enter(ui.ctx());
            let add = ui.plain_button("加入").clicked();
            if (entered || add) && !value.trim().is_empty() {
                files.push(PathBuf::from(value.trim()));
                value.clear();
            }
            if ui.plain_button("浏览…").clicked() {
                inbox.push(Wish::Pick(Pick::Papers));
            }
        });
        let mut gone = None;
        for (at, file) in files.iter().enumerate() {
            ui.horizontal(|ui| {
                ui.spacing_mut().interact_size.y = 26.0;
                let name = file.file_name().map(|name| name.to_string_lossy().into_owned());
                let name = name.unwrap_or_else(|| file.display().to_string());
                if ui.sign_button(Sign::Cross, &format!("不附{name}")).clicked() {
                    gone = Some(at);
                }
                ui.label(RichText::new(name).size(theme::SMALL));
            });
        }
        if let Some(at) = gone {
            files.remove(at);
        }
        controls::fault_below(ui, field.fault);
    });
}

const VOTE_HEADS: [(&str, f32); 7] = [
    ("姓名", 130.0),
    ("职务", 180.0),
    ("优秀", 68.0),
    ("称职", 68.0),
    ("基本称职", 68.0),
    ("不称职", 68.0),
    ("村委会成员", 84.0),
];

/// The heads above rows of fields, each as wide as its field.
pub(super) fn heads_ui(ui: &mut Ui, heads: &[(&str, f32)]) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        for (head, width) in heads {
            let size = vec2(*width, theme::SMALL + 4.0);
            let words = RichText::new(*head).color(theme::TEXT_QUIET).size(theme::SMALL);
            let layout = egui::Layout::left_to_right(egui::Align::Center);
            ui.allocate_ui_with_layout(size, layout, |ui| {
                ui.set_width(*width);
                ui.label(words);
            });
        }
    });
}

fn votes_ui(ui: &mut Ui, label: &str, fault: Option<&str>, rows: &mut Vec<VoteRow>) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 3.0;
        ui.quiet(label);
        heads_ui(ui, &VOTE_HEADS);
        let mut gone = None;
        for (at, row) in rows.iter_mut().enumerate() {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 6.0;
                vote_row(ui, at, row);
                if ui.sign_button(Sign::Cross, &format!("去掉第 {} 人", at + 1)).clicked() {
                    gone = Some(at);
                }
            });
        }
        if let Some(at) = gone {
            rows.remove(at);
        }
        if ui.plain_button("加一人").clicked() {
            rows.push(VoteRow::default());
        }
        controls::fault_below(ui, fault);
    });
}

fn vote_row(ui: &mut Ui, at: usize, row: &mut VoteRow) {
    let VoteRow { name, position, is_member, votes } = row;
    let mut texts: Vec<&mut String> = vec![name, position];
    texts.extend(votes.iter_mut());
    for ((head, width), text) in VOTE_HEADS.into_iter().zip(texts) {
        let label = format!("{head} {}", at + 1);
        let id = Id::unique(("vote", head, at));
        let right = head != "姓名" && head != "职务";
        let field = Field { right, ..Field::new(&label, width) };
        controls::edit_in_line(ui, id, &field, text);
    }
    let response = ui.checkbox(is_member, "");
    ui.name(&response, &format!("村委会成员 {}", at + 1));
}

fn id(label: &str) -> Id {
    Id::unique(("affair", label.to_owned()))
}

/// A quiet line of figures that follow from what is typed.
pub(super) fn figures(ui: &mut Ui, words: &str) {
    let text = RichText::new(words).color(theme::TEXT_QUIET).size(theme::SMALL);
    ui.add(egui::Label::new(text).wrap());
}
