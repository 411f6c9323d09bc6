//! 凭证: the vouchers of a village, and the form that adds one.

pub mod draft;
pub mod form;
pub mod hints;
pub mod import;
pub mod lines;
pub mod picker;
pub mod rows;
pub mod table;
pub mod typed;

use egui::{Align, Id, Layout, Ui};

use crate::app::{App, AppError, Outcome};
use crate::domain::account::AccountCode;
use crate::domain::entity::Entity;
use crate::domain::ids::VillageId;
use crate::domain::ledger::Book;
use crate::domain::period::{Date, Month};
use crate::ui::controls;
use crate::ui::ext::{Field, UiExt as _};
use crate::ui::inbox::{Inbox, Pick, PickPurpose, Picked};
use crate::ui::theme;
use form::{FormContext, FormPanel};
use import::ImportDialog;
use rows::{BookKey, Filter, Rows};
use table::{Asked, VoucherTable};

/// What the sums and the import button need beside the filter.
const TOTALS_WIDTH: f32 = 450.0;
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
        let rules = &ledger.rules().money;
        let key = BookKey::of(book, ledger.revision());
        let covered =
            self.import.is_open() || ui.memory(|memory| memory.top_modal_layer().is_some());
        ui.spacing_mut().item_spacing.y = theme::GAP;
        self.top(ui, book, today);
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
    }

    /// Shows a month.
    pub fn show(&mut self, month: Month) {
        self.filter = Filter { month: Some(month), ..Filter::default() };
    }

    /// Hears what came of a command that any view asked for; whether it told the person why it
    /// was refused.
    pub fn heard(&mut self, outcome: &Result<Outcome, AppError>) -> bool {
        let told = self.form.heard(outcome) | self.import.heard(outcome);
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
        let ours = picked.pick == Pick::Table { purpose: PickPurpose::Vouchers };
        if let Some(path) = picked.path.as_ref().filter(|_| ours) {
            self.import.picked(app, path);
        }
    }

    fn top(&mut self, ui: &mut Ui, book: &Book, today: Date) {
        let mut roomy = true;
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
                (false, false) => 230.0,
            };
            let field = Field { hint, ..Field::new("筛选", width) };
            let id = Id::unique("voucher_filter");
            let response = controls::edit_in_line(ui, id, &field, &mut self.filter.text);
            let escape = ui.input(|input| input.key_pressed(egui::Key::Escape));
            if response.has_focus() && escape {
                self.filter.text.clear();
            }
            roomy = ui.available_width() > TOTALS_WIDTH;
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if ui.plain_button("从表格导入…").clicked() {
                    self.import.open(self.filter.entity);
                }
                if roomy {
                    self.totals(ui);
                }
            });
        });
        if !roomy {
            ui.horizontal(|ui| {
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| self.totals(ui));
            });
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
        let strip = if selected.is_some() { STRIP + theme::GAP } else { 0.0 };
        let below = self.form.height() + theme::GAP + strip + self.note;
        let height = (ui.available_height() - below - 2.0).max(150.0);
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
