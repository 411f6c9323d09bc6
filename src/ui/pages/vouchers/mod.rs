//! 凭证: the vouchers of a village, and the form that adds one.

pub mod attach;
pub mod draft;
pub mod form;
pub mod hints;
pub mod import;
pub mod lines;
pub mod picker;
pub mod recurring;
pub mod resolved;
pub mod rows;
pub mod table;
pub mod template_form;
pub mod templates;
pub mod typed;
pub mod viewer;

use std::path::PathBuf;

use egui::{Align, Context, Id, Layout, Ui};

use crate::app::{App, AppError, JobEvent, Outcome};
use crate::domain::account::AccountCode;
use crate::domain::entity::Entity;
use crate::domain::ids::{VillageId, VoucherId};
use crate::domain::ledger::Book;
use crate::domain::period::{Date, Month};
use crate::ui::controls;
use crate::ui::ext::{Field, UiExt as _};
use crate::ui::inbox::{Inbox, Pick, PickPurpose, Picked, Wish};
use crate::ui::pages::Page;
use crate::ui::theme;
use attach::{AttachDialog, Target};
use form::{FormContext, FormPanel, FormWants};
use import::ImportDialog;
use recurring::{RecurringDialog, WriteOne};
use rows::{BookKey, Filter, Rows};
use table::{Asked, VoucherTable};
use templates::TemplatesDialog;
use viewer::{Viewer, ViewerAsked};

/// What the sums and the import button need beside the filter.
const TOTALS_WIDTH: f32 = 540.0;
/// What the button of the monthly vouchers adds to that.
const MONTHLY_WIDTH: f32 = 150.0;
/// What the two buttons at the right end need alone.
const BUTTONS_WIDTH: f32 = 232.0;
/// The least of the table, and of the one that stays while a voucher is opened up.
const TABLE: f32 = 150.0;
const TABLE_SMALL: f32 = 84.0;
/// Height of the strip of the selected voucher.
const STRIP: f32 = 94.0;

/// The page.
#[derive(Debug, Default)]
pub struct VouchersPage {
    of: Option<VillageId>,
    filter: Filter,
    rows: Rows,
    table: VoucherTable,
    form: FormPanel,
    import: ImportDialog,
    attach: AttachDialog,
    viewer: Viewer,
    templates: TemplatesDialog,
    recurring: RecurringDialog,
    /// Height of the note between table and form.
    note: f32,
}

impl VouchersPage {
    /// Draws the page.
    pub fn ui(&mut self, ui: &mut Ui, app: &App, inbox: &mut Inbox) {
        let Ok(ledger) = app.ledger() else { return };
        let Some(book) = ledger.book() else { return };
        let today = app.today();
        if self.of != Some(book.village.id) {
            self.of = Some(book.village.id);
            self.filter = Filter { month: Some(working_month(book, today)), ..Filter::default() };
            self.table = VoucherTable::default();
        }
        let rules = ledger.rules();
        let key = BookKey::of(book, ledger.revision());
        let covered = self.import.is_open()
            || self.attach.is_open()
            || self.viewer.voucher().is_some()
            || self.templates.is_open()
            || self.recurring.is_open()
            || ui.memory(|memory| memory.top_modal_layer().is_some());
        ui.spacing_mut().item_spacing.y = theme::GAP;
        self.top(ui, book, key, today, inbox);
        self.rows.refresh(book, key, &self.filter);
        if !covered {
            self.table.keys(ui, book, &self.rows);
        }
        self.body(ui, book, today, inbox);
        let month = self.filter.month.unwrap_or_else(|| working_month(book, today));
        let shown = self.filter.entity;
        let context = FormContext { book, rules, key, shown, month, today, covered };
        if let Some(closed) = form::closed_note(book, &self.form, month) {
            self.note = ui.notice_box(false, &closed).rect.height() + theme::GAP;
        } else {
            self.note = 0.0;
        }
        self.form.ui(ui, context, inbox);
        self.import.ui(ui, app, inbox);
        match self.form.wants() {
            Some(FormWants::Attachments) => {
                self.attach.open(Target::Form, self.form.attached().to_vec());
            }
            Some(FormWants::Templates) => self.templates.open(),
            Some(FormWants::Out) | None => {}
        }
        self.papers(ui, app, book, covered, inbox);
        self.written_again(ui, context, inbox);
    }

    /// The dialogs of the templates and of the monthly vouchers.
    fn written_again(&mut self, ui: &Ui, context: FormContext<'_>, inbox: &mut Inbox) {
        let FormContext { book, key, month, today, .. } = context;
        let sketch = (self.templates.is_open() && self.form.is_written())
            .then(|| self.form.sketch(book, month, today));
        let used = self.templates.ui(ui, book, month, sketch.as_ref(), inbox);
        let used = used.map(|template| WriteOne { template, month, amount: None });
        let used = used.or_else(|| self.recurring.ui(ui, book, key, today, inbox));
        let Some(WriteOne { template, month, amount }) = used else { return };
        if let Some(template) = book.template(template) {
            self.form.use_template(book, template, month, today, amount);
        }
    }

    /// The dialogs of the source papers, and files that are dropped onto the window.
    fn papers(&mut self, ui: &Ui, app: &App, book: &Book, covered: bool, inbox: &mut Inbox) {
        let dropped: Vec<PathBuf> = ui.input(|input| {
            input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect()
        });
        let takes = !covered || self.attach.is_open() || self.viewer.voucher().is_some();
        if !dropped.is_empty() && takes {
            if !self.attach.is_open() {
                let target = self.drop_target();
                let before = match target {
                    Target::Form => self.form.attached().to_vec(),
                    Target::Posted(_) => Vec::new(),
                };
                self.attach.open(target, before);
            }
            self.attach.take(app, &dropped);
        }
        if self.attach.is_open() {
            if let Some(chosen) = self.attach.ui(ui, app, book, inbox) {
                self.form.attach(chosen);
            }
        } else if let Some(ViewerAsked::Add(voucher)) = self.viewer.ui(ui, app, book, inbox) {
            self.attach.open(Target::Posted(voucher), Vec::new());
        }
        if ui.input(|input| !input.raw.hovered_files.is_empty()) {
            let target = self.attach.target().or_else(|| Some(self.drop_target()));
            table::drop_veil(
                ui.ctx(),
                target.and_then(|target| match target {
                    Target::Form => None,
                    Target::Posted(id) => book.voucher(id),
                }),
            );
        }
    }

    /// Dropped files belong to the voucher that is opened up, unless one is being written.
    fn drop_target(&self) -> Target {
        let opened = self.table.selected.filter(|_| !self.form.is_written());
        self.viewer.voucher().or(opened).map_or(Target::Form, Target::Posted)
    }

    /// Hears what came of a job; whether it told the person itself.
    pub fn job(&mut self, ctx: &Context, event: &JobEvent) -> bool {
        self.viewer.job(ctx, event)
    }

    /// What would be lost with the window; none where nothing would.
    pub fn unsaved(&self) -> Option<String> {
        self.form.is_written().then(|| "凭证：有一张写了一半，还没有记账".to_owned())
    }

    /// Selects a voucher of the month that is shown, and brings it into view.
    pub fn select(&mut self, voucher: VoucherId) {
        (self.table.selected, self.table.show) = (Some(voucher), Some(voucher));
    }

    /// Shows a month of a village.
    pub fn show(&mut self, village: VillageId, month: Month) {
        if self.of.replace(village) != Some(village) {
            self.table = VoucherTable::default();
        }
        self.filter = Filter { month: Some(month), ..Filter::default() };
    }

    /// Shows the monthly vouchers of a month.
    pub fn show_recurring(&mut self, month: Month) {
        self.filter = Filter { month: Some(month), ..Filter::default() };
        self.recurring.open(month);
    }

    /// Hears what came of a command that any view asked for; whether it told the person why it
    /// was refused.
    pub fn heard(&mut self, outcome: &Result<Outcome, AppError>) -> bool {
        let told =
            self.form.heard(outcome) | self.import.heard(outcome) | self.attach.heard(outcome);
        let told = told | self.templates.heard(outcome) | self.recurring.heard(outcome);
        if let Ok(Outcome::RecurringPosted { month, last, .. }) = outcome {
            self.filter = Filter { month: Some(*month), ..Filter::default() };
            self.table.show = *last;
        }
        if let Ok(Outcome::VoucherPosted { voucher, month, .. }) = outcome {
            self.table.show = Some(*voucher);
            if self.filter.month.is_some() {
                self.filter.month = Some(*month);
            }
        }
        if let Ok(Outcome::VouchersImported(summary)) = outcome {
            let entity = self.filter.entity;
            self.filter = Filter { month: summary.last_month, entity, ..Filter::default() };
        }
        told
    }

    /// Hears the answer of a file dialog.
    pub fn picked(&mut self, app: &App, picked: &Picked) {
        let Some(path) = picked.path() else { return };
        match &picked.pick {
            Pick::Table { purpose: PickPurpose::Vouchers } => self.import.picked(app, path),
            Pick::Attachments if self.attach.is_open() => self.attach.take(app, &picked.paths),
            Pick::SaveAttachment { .. } => self.viewer.picked(path),
            Pick::Attachments
            | Pick::Papers
            | Pick::Font
            | Pick::Table { .. }
            | Pick::Ledger
            | Pick::NewLedger { .. }
            | Pick::SavePdf { .. }
            | Pick::SaveListing { .. }
            | Pick::Folder
            | Pick::SiteFolder
            | Pick::DemoFolder => {}
        }
    }

    fn top(&mut self, ui: &mut Ui, book: &Book, key: BookKey, today: Date, inbox: &mut Inbox) {
        let (mut roomy, mut beside) = (true, true);
        let month = self.filter.month.unwrap_or_else(|| Month::of(today));
        let pending = self.recurring.pending(book, key, month, today);
        ui.horizontal(|ui| {
            let span = (book.first_month(), Month::of(today).max(book.first_month()));
            ui.scope(|ui| controls::month_bar(ui, &mut self.filter.month, span, true));
            let two = book.entities().len() > 1;
            if two {
                entity_choice(ui, &mut self.filter.entity);
            }
            let tight = two && ui.available_width() < 560.0;
            account_choice(ui, book, &mut self.filter.account, if tight { 120.0 } else { 170.0 });
            let hint =
                if two { "摘要、金额、人名" } else { "筛选 摘要、金额、人名" };
            let width = match (two, tight) {
                (_, true) => 140.0,
                (true, false) => 170.0,
                (false, false) => (ui.available_width() - BUTTONS_WIDTH).clamp(150.0, 230.0),
            };
            let field = Field { hint, ..Field::new("筛选", width) };
            let id = Id::unique("voucher_filter");
            let response = controls::edit_in_line(ui, id, &field, &mut self.filter.text);
            let escape = ui.input(|input| input.key_pressed(egui::Key::Escape));
            if response.has_focus() && escape {
                self.filter.text.clear();
            }
            let monthly = if pending.is_some() { MONTHLY_WIDTH } else { 0.0 };
            roomy = ui.available_width() > TOTALS_WIDTH + monthly;
            beside = ui.available_width() > 2.0 * MONTHLY_WIDTH;
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if ui.plain_button("对账…").clicked() {
                    inbox.push(Wish::Go(Page::Reconcile));
                }
                if ui.plain_button("从表格导入…").clicked() {
                    self.import.open(self.filter.entity);
                }
                if beside {
                    self.monthly_button(ui, pending, month);
                }
                if roomy {
                    self.totals(ui);
                }
            });
        });
        if !roomy {
            ui.horizontal(|ui| {
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if !beside {
                        self.monthly_button(ui, pending, month);
                    }
                    self.totals(ui);
                });
            });
        }
    }

    /// Leads to the monthly vouchers, where there are any.
    fn monthly_button(&mut self, ui: &mut Ui, pending: Option<usize>, month: Month) {
        let word = match pending {
            None => return,
            Some(0) => "每月凭证 已记齐".to_owned(),
            Some(count) => format!("每月凭证 待记 {count}"),
        };
        if ui.plain_button(&word).clicked() {
            self.recurring.open(month);
        }
    }

    /// Drawn from right to left.
    fn totals(&self, ui: &mut Ui) {
        let (income, expense) = self.rows.totals();
        ui.add_space(4.0);
        ui.spacing_mut().item_spacing.x = 14.0;
        let quiet = |text: String| egui::RichText::new(text).color(theme::TEXT_QUIET);
        ui.label(quiet(format!("支出 {}", expense.grouped())));
        ui.label(quiet(format!("收入 {}", income.grouped())));
        ui.label(quiet(format!("{} 笔", self.rows.rows().len())));
    }

    fn body(&mut self, ui: &mut Ui, book: &Book, today: Date, inbox: &mut Inbox) {
        let selected = self.table.selected.and_then(|id| book.voucher(id));
        // on a low screen the form comes first: its last row must never fall below the edge
        let room = ui.available_height() - self.form.height() - theme::GAP - self.note;
        let selected = selected.filter(|_| room - STRIP - theme::GAP >= TABLE_SMALL);
        let strip = if selected.is_some() { STRIP + theme::GAP } else { 0.0 };
        let below = self.form.height() + theme::GAP + strip + self.note;
        let least = if selected.is_some() || room < TABLE { TABLE_SMALL } else { TABLE };
        let height = (ui.available_height() - below - 2.0).max(least);
        if self.rows.rows().is_empty() {
            self.empty(ui, book, height);
            return;
        }
        let scope = self.filter.entity.unwrap_or_default();
        self.table.ui(ui, book, &self.rows, height, (self.filter.month.is_none(), scope));
        let Some(voucher) = selected else { return };
        match table::detail(ui, book, voucher, &mut self.table.selected) {
            Some(Asked::Copy(id)) => self.form.copy(book, id),
            Some(Asked::Correct(id)) => self.form.correct(book, id, today),
            Some(Asked::Papers(id)) if book.attachments.of(id).is_empty() => {
                self.attach.open(Target::Posted(id), Vec::new());
            }
            Some(Asked::Papers(id)) => self.viewer.open(id),
            Some(Asked::Template(id)) => self.templates.save_voucher(book, id, today),
            Some(Asked::Reverse(_)) => table::ask_reversal(book, voucher, today, inbox),
            None => {}
        }
    }

    /// Says why the table is empty and what to do.
    fn empty(&mut self, ui: &mut Ui, book: &Book, height: f32) {
        let filtered = self.filter.account.is_some()
            || self.filter.entity.is_some()
            || !self.filter.text.trim().is_empty();
        ui.card(|ui| {
            ui.set_width(ui.available_width());
            ui.set_height((height - 40.0).max(100.0));
            ui.vertical_centered(|ui| {
                ui.add_space((height / 2.0 - 80.0).max(4.0));
                let label = self.filter.month.map_or_else(|| "账里".to_owned(), Month::label);
                let text = if filtered {
                    format!("{label}没有符合条件的凭证")
                } else {
                    format!("{label}还没有凭证")
                };
                ui.label(egui::RichText::new(text).size(theme::HEADING).color(theme::TEXT_QUIET));
                if filtered {
                    if ui.plain_button("清除筛选").clicked() {
                        self.filter.account = None;
                        self.filter.entity = None;
                        self.filter.text.clear();
                    }
                    return;
                }
                ui.quiet("在下面记第一笔，或点右上角“从表格导入…”。");
                let latest = book.vouchers.last().map(crate::domain::voucher::Voucher::month);
                if let Some(latest) = latest.filter(|latest| Some(*latest) != self.filter.month)
                    && ui.plain_button(&format!("看 {}", latest.label())).clicked()
                {
                    self.filter.month = Some(latest);
                }
            });
        });
    }
}

/// The month people work on: the last with vouchers, unless it is closed; then this month.
fn working_month(book: &Book, today: Date) -> Month {
    let latest = book.vouchers.last().map(crate::domain::voucher::Voucher::month);
    let open = latest.filter(|month| book.closed_through().is_none_or(|closed| *month > closed));
    open.unwrap_or_else(|| Month::of(today))
}

/// Which of two sets of books is shown.
fn entity_choice(ui: &mut Ui, chosen: &mut Option<Entity>) {
    let word = |entity: Option<Entity>| entity.map_or("两套账", Entity::label);
    controls::choice(ui, "账套筛选", word(*chosen), 124.0, |ui| {
        for offered in [None, Some(Entity::Committee), Some(Entity::Collective)] {
            ui.selectable_value(chosen, offered, word(offered));
        }
    });
}

fn account_choice(ui: &mut Ui, book: &Book, chosen: &mut Option<AccountCode>, width: f32) {
    let all = "全部科目";
    let shown = chosen.as_ref().map_or_else(|| all.to_owned(), |code| book.chart.title(code));
    controls::choice(ui, "科目筛选", &shown, width, |ui| {
        ui.selectable_value(chosen, None, all);
        for account in book.chart.accounts() {
            let title = book.chart.title(&account.code);
            ui.selectable_value(chosen, Some(account.code.clone()), title);
        }
    });
}
