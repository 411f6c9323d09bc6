//! The monthly vouchers of a month: which are posted, which are not, and posting the rest after a
//! look at the figures.

use std::collections::BTreeMap;

use egui::{Align, Id, Key, Label, Layout, RichText, Ui, vec2};
use egui_extras::{Column, TableBuilder, TableRow};

use super::rows::BookKey;
use super::typed::{day_text, parse_amount};
use crate::app::{AppError, Command, Outcome, TemplateCommand};
use crate::domain::account::Side;
use crate::domain::ids::TemplateId;
use crate::domain::ledger::{Book, Funds, apply};
use crate::domain::money::Money;
use crate::domain::period::{Date, Month};
use crate::domain::template::{Recurring, RecurringState, fill};
use crate::domain::voucher::{VoucherDraft, VoucherNumber};
use crate::ui::controls;
use crate::ui::ext::{Field, RowExt as _, Sign, UiExt as _};
use crate::ui::inbox::Inbox;
use crate::ui::{keys, theme};

/// Width of the dialog.
const WIDTH: f32 = 940.0;
/// Height of a row.
const ROW: f32 = 44.0;

/// The dialog 每月凭证.
#[derive(Debug, Default)]
pub struct RecurringDialog {
    month: Option<Month>,
    of: Option<(BookKey, Month, Date)>,
    lines: Vec<Line>,
    /// What is typed for each, kept while the book changes.
    typed: BTreeMap<TemplateId, Typed>,
    fault: Option<String>,
    waiting: bool,
    /// How many are still to be posted in the month that is shown on the page.
    pending: Option<(BookKey, Month, Date, Option<usize>)>,
}

/// A monthly voucher as the book has it.
#[derive(Debug)]
struct Line {
    id: TemplateId,
    name: String,
    due_on: Date,
    posted: Option<(VoucherNumber, Date, Money)>,
    state: RecurringState,
    summary: String,
    account: String,
    /// What it says with its amounts known.
    known: Option<VoucherDraft>,
    takes_one_amount: bool,
}

/// What a person says of one.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Typed {
    ticked: bool,
    amount: String,
}

/// What the dialog asks the page to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WriteOne {
    /// The template.
    pub template: TemplateId,
    /// For which month.
    pub month: Month,
    /// What was typed as its amount.
    pub amount: Option<Money>,
}

impl RecurringDialog {
    /// Whether it covers the page.
    pub const fn is_open(&self) -> bool {
        self.month.is_some()
    }

    /// Opens it on a month.
    pub fn open(&mut self, month: Month) {
        *self = Self { month: Some(month), pending: self.pending, ..Self::default() };
    }

    /// How many of a month are still to be posted; `None` where there are no monthly vouchers.
    pub fn pending(
        &mut self,
        book: &Book,
        key: BookKey,
        month: Month,
        today: Date,
    ) -> Option<usize> {
        match self.pending {
            Some((of, at, on, count)) if (of, at, on) == (key, month, today) => count,
            _ => {
                let all = book.recurring(month, today);
                let open = all.iter().filter(|one| one.state.is_open()).count();
                let count = (!all.is_empty()).then_some(open);
                self.pending = Some((key, month, today, count));
                count
            }
        }
    }

    /// Says inline why nothing was posted.
    pub fn heard(&mut self, outcome: &Result<Outcome, AppError>) -> bool {
        if !std::mem::take(&mut self.waiting) {
            return false;
        }
        match outcome {
            Ok(_) => self.month = None,
            Err(error) => self.fault = Some(error.to_string()),
        }
        outcome.is_err()
    }

    /// Draws it when it is open; gives the one that is to be written in the form.
    pub fn ui(
        &mut self,
        ui: &Ui,
        book: &Book,
        key: BookKey,
        today: Date,
        inbox: &mut Inbox,
    ) -> Option<WriteOne> {
        let month = self.month?;
        self.refresh(book, key, month, today);
        let mut write = None;
        let mut close = false;
        let mut post = false;
        let width = WIDTH.min(ui.ctx().content_rect().width() - 80.0);
        let title = format!("{}的每月凭证", month.label());
        let escaped = controls::dialog(ui, &title, width, |ui| {
            ui.quiet(
                "勾上的会按模板各记一张凭证，要么全部入账，要么一张也不记。金额空着的先填金额。",
            );
            write = self.table(ui);
            let ready = self.ready(today);
            let ticked = self.lines.iter().filter(|line| self.is_ticked(line)).count();
            sums(ui, book, &ready, ticked);
            if let Some(fault) = &self.fault {
                ui.notice_box(true, fault);
            }
            ui.add_space(4.0);
            controls::foot(ui, |ui| {
                let word = format!("入账 {ticked} 张");
                let button = egui::Button::new(RichText::new(word).color(theme::ON_ACCENT));
                let button = button.fill(theme::ACCENT).min_size(vec2(0.0, theme::CONTROL_HEIGHT));
                post = ui.add_enabled(ticked > 0, button).clicked();
                close = ui.plain_button("关闭").clicked();
            });
            post |= keys::pressed(ui.ctx(), egui::Modifiers::COMMAND, Key::Enter);
            if post && self.complete() {
                self.waiting = true;
                self.fault = None;
                let command = TemplateCommand::Post { month, vouchers: ready };
                inbox.run(Command::Template { village: book.village.id, command });
            }
        });
        if close || escaped || write.is_some() {
            self.month = None;
        }
        write
    }

    /// Whether every ticked one has its amount; says which has not.
    fn complete(&mut self) -> bool {
        let missing: Vec<&str> = self
            .lines
            .iter()
            .filter(|line| self.is_ticked(line) && self.draft_of(line).is_none())
            .map(|line| line.name.as_str())
            .collect();
        if missing.is_empty() {
            return true;
        }
        self.fault = Some(format!("{}还没有填对金额，请填好，或去掉勾。", missing.join("、")));
        false
    }

    fn refresh(&mut self, book: &Book, key: BookKey, month: Month, today: Date) {
        if self.of == Some((key, month, today)) {
            return;
        }
        self.of = Some((key, month, today));
        self.lines =
            book.recurring(month, today).iter().map(|one| line(book, one, month, today)).collect();
        for line in &self.lines {
            let ticked = line.state == RecurringState::Due;
            self.typed.entry(line.id).or_insert(Typed { ticked, amount: String::new() });
        }
    }

    fn is_ticked(&self, line: &Line) -> bool {
        line.state.is_open() && self.typed.get(&line.id).is_some_and(|typed| typed.ticked)
    }

    /// The voucher of a line, once its amount is known.
    fn draft_of(&self, line: &Line) -> Option<VoucherDraft> {
        let mut draft = line.known.clone()?;
        if line.takes_one_amount {
            let typed = self.typed.get(&line.id)?;
            let amount = parse_amount(&typed.amount).ok()?;
            for entry in draft.entries.iter_mut().filter(|entry| entry.amount.is_zero()) {
                entry.amount = amount;
            }
        }
        Some(draft)
    }

    fn ready(&self, today: Date) -> Vec<(TemplateId, VoucherDraft)> {
        let ticked = self.lines.iter().filter(|line| self.is_ticked(line));
        let draft = |line: &Line| {
            let mut draft = self.draft_of(line)?;
            draft.date = line.due_on.min(today);
            Some((line.id, draft))
        };
        ticked.filter_map(draft).collect()
    }

    fn table(&mut self, ui: &mut Ui) -> Option<WriteOne> {
        let mut write = None;
        let month = self.month?;
        let room = (ui.ctx().content_rect().height() - 340.0).max(ROW * 2.0);
        ui.spacing_mut().item_spacing.x = 12.0;
        TableBuilder::new(ui)
            .id_salt("recurring")
            .auto_shrink([false, true])
            .max_scroll_height(room)
            .cell_layout(Layout::left_to_right(Align::Center))
            .column(Column::exact(28.0))
            .column(Column::exact(60.0))
            .column(Column::remainder().at_least(160.0).clip(true))
            .column(Column::exact(180.0).clip(true))
            .column(Column::exact(120.0))
            .column(Column::exact(130.0))
            .column(Column::exact(92.0))
            .header(theme::ROW_HEIGHT, |mut header| {
                for title in ["", "日子", "摘要", "科目", "金额", "记了没有", ""] {
                    header.col(|ui| {
                        if title == "金额" {
                            ui.table_head_right(title);
                        } else {
                            ui.table_head(title);
                        }
                    });
                }
            })
            .body(|body| {
                body.rows(ROW, self.lines.len(), |mut row| {
                    let Some(line) = self.lines.get(row.index()) else { return };
                    let typed = self
                        .typed
                        .entry(line.id)
                        .or_insert(Typed { ticked: false, amount: String::new() });
                    let before = typed.clone();
                    if line_ui(&mut row, line, typed) {
                        let amount = parse_amount(&typed.amount).ok();
                        write = Some(WriteOne { template: line.id, month, amount });
                    }
                    if *typed != before {
                        self.fault = None;
                    }
                });
            });
        write
    }
}

/// What those that are ticked add up to.
fn sums(ui: &mut Ui, book: &Book, ready: &[(TemplateId, VoucherDraft)], ticked: usize) {
    let total: Money = ready.iter().map(|(_, draft)| draft.total(Side::Debit)).sum();
    let mut funds = Funds::default();
    for (_, draft) in ready {
        if let Some(voucher) = draft.proposed(&book.chart) {
            apply(&mut funds, &voucher);
        }
    }
    ui.add_space(6.0);
    ui.horizontal(|ui| {
        ui.spacing_mut().interact_size.y = 22.0;
        let text = format!("勾了 {ticked} 张，合计 {}", total.grouped());
        ui.label(RichText::new(text).font(theme::bold(theme::BODY)));
        let missing = ticked - ready.len();
        if missing > 0 {
            let words = format!("其中 {missing} 张还要填金额");
            ui.label(RichText::new(words).size(theme::SMALL).color(theme::DUE));
        }
        for (label, amount) in [("现金", funds.cash), ("银行存款", funds.bank)] {
            if !amount.is_zero() {
                let word = if amount.is_negative() { "减少" } else { "增加" };
                ui.quiet(format!("{label}{word} {}", amount.abs().grouped()));
            }
        }
    });
}

fn line(book: &Book, one: &Recurring<'_>, month: Month, today: Date) -> Line {
    let facts = &one.template.facts;
    let date = one.due_on.min(today);
    let posted = match one.state {
        RecurringState::Posted(id) => book.voucher(id).map(|voucher| {
            (voucher.number(), voucher.date(), voucher.written().total(Side::Debit))
        }),
        RecurringState::Due | RecurringState::Waiting | RecurringState::Missed => None,
    };
    let known = facts.entries(None).is_some() || facts.takes_one_amount();
    let other = facts.lines.iter().find(|line| !line.account.is_fund()).or(facts.lines.first());
    Line {
        id: one.template.id,
        name: facts.name.clone(),
        due_on: one.due_on,
        posted,
        state: one.state,
        summary: fill(&facts.summary, month),
        account: other.map_or_else(String::new, |line| book.chart.title(&line.account)),
        known: known.then(|| facts.draft(month, date, None)),
        takes_one_amount: facts.takes_one_amount(),
    }
}

/// One row; true when it is to be written in the form.
fn line_ui(row: &mut TableRow<'_, '_>, line: &Line, typed: &mut Typed) -> bool {
    let open = line.state.is_open();
    row.cell(|ui| {
        if open && line.known.is_some() {
            let response = ui.checkbox(&mut typed.ticked, "");
            let (ticked, name) = (typed.ticked, format!("记 {}", line.name));
            response.widget_info(|| {
                egui::WidgetInfo::selected(egui::Role::CheckBox, true, ticked, &name)
            });
        }
    });
    let mut text = |words: String| {
        row.cell(|ui| {
            ui.add(Label::new(words).truncate());
        });
    };
    text(day_text(line.due_on));
    text(line.summary.clone());
    text(line.account.clone());
    row.cell(|ui| amount_ui(ui, line, typed));
    row.cell(|ui| state_ui(ui, line));
    let mut write = false;
    row.cell(|ui| {
        if open {
            let response = ui.plain_button("单独记");
            let name = format!("单独记 {}", line.name);
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
            write = response.clicked();
        }
    });
    write
}

fn amount_ui(ui: &mut Ui, line: &Line, typed: &mut Typed) {
    if let Some((_, _, amount)) = line.posted {
        ui.money(amount);
    } else if line.state.is_open() && line.takes_one_amount {
        let label = format!("{}的金额", line.name);
        let field = Field { hint: "填金额", right: true, ..Field::new(&label, 118.0) };
        let id = Id::unique(("recurring_amount", line.id));
        controls::edit_in_line(ui, id, &field, &mut typed.amount);
    } else if let Some(draft) = &line.known {
        ui.money(draft.total(Side::Debit));
    } else {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| ui.quiet("单独填"));
    }
}

fn state_ui(ui: &mut Ui, line: &Line) {
    match (line.posted, line.state) {
        (Some((number, date, _)), _) => {
            ui.sign(Sign::Tick, theme::DISCLOSED);
            ui.quiet(format!("{} {number}", day_text(date)));
        }
        (None, RecurringState::Due) => {
            ui.sign(Sign::Dot, theme::DUE);
            ui.label(RichText::new("还没记").size(theme::SMALL).color(theme::DUE));
        }
        (None, RecurringState::Waiting) => {
            ui.sign(Sign::Ring, theme::WAITING);
            ui.quiet("还没到日子");
        }
        (None, RecurringState::Missed | RecurringState::Posted(_)) => {
            ui.quiet("已结账，没有记");
        }
    }
}
