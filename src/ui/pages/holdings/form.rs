//! The form of an entry: its fields in three columns, what is wrong beside each.

use egui::{Id, Key, Modifiers, ScrollArea, Ui};

use super::fields::{self, Faults, Input, Values};
use super::filled::filled;
use super::reader::read;
use crate::app::{AppError, Command, HoldingCommand};
use crate::domain::holding::debt::Direction;
use crate::domain::holding::{Holding, HoldingFacts, HoldingField, HoldingKind};
use crate::domain::ids::HoldingId;
use crate::domain::ledger::Book;
use crate::domain::period::Date;
use crate::ui::controls;
use crate::ui::ext::{Field, UiExt as _};
use crate::ui::inbox::Inbox;
use crate::ui::keys;

/// Width of the dialog.
const WIDTH: f32 = 810.0;
/// Fields in a row.
const COLUMNS: usize = 3;

/// What is typed of an entry and not yet saved.
#[derive(Debug)]
pub(super) struct HoldingForm {
    kind: HoldingKind,
    /// What it was, for a change.
    before: Option<Holding>,
    values: Values,
    faults: Faults,
    fault: Option<String>,
    just_opened: bool,
    /// The command was sent and its answer is awaited.
    pub(super) waiting: bool,
}

impl HoldingForm {
    /// A new entry.
    pub(super) fn new(kind: HoldingKind, direction: Direction, book: &Book) -> Self {
        Self::with(kind, None, fields::blank(kind, direction, book))
    }

    /// An entry to be changed.
    pub(super) fn change(holding: &Holding, book: &Book) -> Self {
        let values = filled(&holding.facts, book);
        Self::with(holding.facts.kind(), Some(holding.clone()), values)
    }

    const fn with(kind: HoldingKind, before: Option<Holding>, values: Values) -> Self {
        Self {
            kind,
            before,
            values,
            faults: Faults::new(),
            fault: None,
            just_opened: true,
            waiting: false,
        }
    }

    /// Draws it; true to close.
    pub(super) fn ui(&mut self, ui: &Ui, book: &Book, today: Date, inbox: &mut Inbox) -> bool {
        let word = if self.before.is_some() { "修改" } else { "新增" };
        let title = format!("{word}{}", self.kind.label());
        let mut close = false;
        let mut save = ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
        let inputs = fields::inputs(self.kind, &self.values, book);
        self.settle_choices(&inputs);
        let escaped = controls::dialog(ui, &title, WIDTH, |ui| {
            ScrollArea::vertical().max_height(ui.ctx().content_rect().height() - 220.0).show(
                ui,
                |ui| {
                    for row in inputs.chunks(COLUMNS) {
                        ui.horizontal_top(|ui| {
                            for (field, input) in row {
                                self.field(ui, *field, input);
                            }
                        });
                    }
                },
            );
            self.walk(ui, &inputs);
            if let Some(fault) = &self.fault {
                ui.notice_box(true, fault);
            }
            ui.add_space(6.0);
            controls::foot(ui, |ui| {
                save |= ui.primary_button("保存").clicked();
                close = ui.plain_button("取消").clicked();
                ui.quiet("Enter 到下一栏，Ctrl+Enter 保存");
            });
        });
        if save {
            self.submit(book, today, inbox);
        }
        close || escaped
    }

    /// A choice that is not offered any more falls back to the first.
    fn settle_choices(&mut self, inputs: &[(HoldingField, Input)]) {
        for (field, input) in inputs {
            if let Input::Choice(offered) = input {
                let value = self.values.entry(*field).or_default();
                if !offered.contains(value) {
                    *value = offered.first().cloned().unwrap_or_default();
                }
            }
        }
    }

    fn field(&mut self, ui: &mut Ui, field: HoldingField, input: &Input) {
        let width = (controls::dialog_width(ui, WIDTH) - 10.0 * 3.0) / COLUMNS as f32;
        let fault = self.faults.get(&field).cloned();
        let value = self.values.entry(field).or_default();
        let before = value.clone();
        match input {
            Input::Choice(offered) => {
                ui.vertical(|ui| {
                    controls::labelled_choice(ui, field.label(), &before, width, |ui| {
                        for one in offered {
                            ui.selectable_value(value, one.clone(), one);
                        }
                    });
                    controls::fault_below(ui, fault.as_deref());
                });
            }
            Input::Words | Input::Number | Input::Day | Input::Offered(_) => {
                let hint = match input {
                    Input::Day => "如 2026-10-31",
                    Input::Words | Input::Number | Input::Offered(_) | Input::Choice(_) => "",
                };
                let offered = match input {
                    Input::Offered(offered) => offered.as_slice(),
                    Input::Words | Input::Number | Input::Day | Input::Choice(_) => &[],
                };
                let button = if offered.is_empty() { 0.0 } else { 64.0 };
                let right = *input == Input::Number;
                let shown = Field {
                    hint,
                    fault: fault.as_deref(),
                    right,
                    ..Field::new(field.label(), width - button)
                };
                controls::edit(ui, id(field), &shown, value);
                if !offered.is_empty() {
                    offers(ui, field, offered, value);
                }
            }
        }
        if *value != before {
            self.faults.remove(&field);
            self.fault = None;
        }
    }

    /// The caret goes to the first field, and Enter leads on from one to the next.
    fn walk(&mut self, ui: &Ui, inputs: &[(HoldingField, Input)]) {
        let written: Vec<HoldingField> = inputs
            .iter()
            .filter(|(_, input)| !matches!(input, Input::Choice(_)))
            .map(|(field, _)| *field)
            .collect();
        let focus = |field: Option<&HoldingField>| {
            if let Some(field) = field {
                ui.memory_mut(|memory| memory.request_focus(id(*field)));
            }
        };
        if std::mem::take(&mut self.just_opened) {
            return focus(written.first());
        }
        let here =
            written.iter().position(|field| ui.memory(|memory| memory.has_focus(id(*field))));
        if let Some(here) = here
            && keys::enter(ui.ctx())
        {
            focus(written.get((here + 1) % written.len()));
        }
    }

    fn submit(&mut self, book: &Book, today: Date, inbox: &mut Inbox) {
        let before = self.before.as_ref().map(|holding| &holding.facts);
        match read(self.kind, &self.values, book, today, before) {
            Err(faults) => {
                self.fault = None;
                self.faults = faults;
            }
            Ok(facts) => {
                self.faults.clear();
                self.fault = None;
                self.waiting = true;
                let command = command(self.before.as_ref().map(|holding| holding.id), facts);
                inbox.run(Command::Holding { village: book.village.id, command });
            }
        }
    }

    /// Says why the books refused, beside its field where it has one.
    pub(super) fn refuse(&mut self, error: &AppError) {
        self.waiting = false;
        let field = error.refusal().and_then(|refusal| refusal.holding_field);
        match field {
            Some(field) => {
                self.faults.insert(field, error.to_string());
            }
            None => self.fault = Some(error.to_string()),
        }
    }
}

/// The words offered for a field, behind a small button.
fn offers(ui: &mut Ui, field: HoldingField, offered: &[String], value: &mut String) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 3.0;
        ui.quiet(" ");
        let name = format!("选{}", field.label());
        controls::choice(ui, &name, "", 36.0, |ui| {
            ui.set_min_width(220.0);
            for one in offered {
                if ui.selectable_label(value == one, one).clicked() {
                    value.clone_from(one);
                }
            }
        });
    });
}

fn command(before: Option<HoldingId>, facts: HoldingFacts) -> HoldingCommand {
    let facts = Box::new(facts);
    match before {
        Some(holding) => HoldingCommand::Update { holding, facts },
        None => HoldingCommand::Add(facts),
    }
}

fn id(field: HoldingField) -> Id {
    Id::unique(("holding", field))
}
