//! The balances a book starts from (期初余额): imported, or typed account by account.

use std::collections::BTreeMap;
use std::path::PathBuf;

use egui::{Align, Layout, RichText, Ui};
use egui_extras::{Column, TableBuilder};

use crate::app::{App, Command, ImportChoices};
use crate::domain::account::{Account, AccountCode};
use crate::domain::entity::Entity;
use crate::domain::ids::VillageId;
use crate::domain::ledger::Book;
use crate::domain::money::Money;
use crate::domain::old_chart::{AccountMap, Mapped};
use crate::ui::controls;
use crate::ui::ext::{RowExt as _, UiExt as _};
use crate::ui::inbox::{Inbox, Pick, PickPurpose, Wish};
use crate::ui::pages::old_chart;
use crate::ui::{keys, theme};

/// What is typed and not yet saved.
#[derive(Debug, Default)]
pub(super) struct OpeningForm {
    /// Whose balances are typed.
    of: Option<(VillageId, Entity)>,
    /// Which books a person chose, in a village with two sets.
    entity: Option<Entity>,
    old_accounts: OldAccounts,
    typed: Typed,
    /// What was typed for other books.
    others: BTreeMap<(VillageId, Entity), Typed>,
    path: String,
    /// Why it was refused.
    pub(super) fault: Option<String>,
}

/// Debit and credit as typed.
type Typed = BTreeMap<AccountCode, [String; 2]>;

/// A file of the old chart whose accounts are looked over before it is read.
#[derive(Debug, Default)]
struct OldAccounts {
    path: Option<PathBuf>,
    lines: Vec<Mapped>,
    map: AccountMap,
}

/// Debit and credit of what is typed, and whether all of it can be read.
#[derive(Clone, Copy, Debug, Default)]
struct Totals {
    debit: Money,
    credit: Money,
    unreadable: usize,
}

impl OpeningForm {
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        app: &App,
        book: &Book,
        inbox: &mut Inbox,
    ) -> Option<Command> {
        let village = book.village.id;
        if self.of.is_some_and(|(before, _)| before != village) {
            self.entity = None;
        }
        self.books_ui(ui, book);
        let entity = self.entity(book);
        self.turn_to((village, entity));
        if book.opening.has(entity) {
            self.typed.clear();
            ui.card(|ui| stored_ui(ui, book, entity));
            return None;
        }
        let totals = self.totals();
        let mut command = None;
        ui.card(|ui| {
            ui.set_width(ui.available_width());
            command =
                self.import_ui(ui, app, book, inbox).or_else(|| self.save_ui(ui, book, totals));
            if let Some(fault) = &self.fault {
                ui.notice_box(true, fault);
            }
            self.table_ui(ui, book);
        });
        self.old_accounts_ui(ui, app, book).or(command)
    }

    /// Shows other books; what was typed for those before is kept.
    fn turn_to(&mut self, of: (VillageId, Entity)) {
        if self.of == Some(of) {
            return;
        }
        let (mut others, before) = (std::mem::take(&mut self.others), self.of);
        if let Some(before) = before.filter(|_| !self.typed.is_empty()) {
            others.insert(before, std::mem::take(&mut self.typed));
        }
        let typed = others.remove(&of).unwrap_or_default();
        *self = Self { of: Some(of), entity: self.entity, typed, others, ..Self::default() };
    }

    /// The balances that are shown were saved.
    pub(super) fn saved(&mut self) {
        *self = Self { others: std::mem::take(&mut self.others), ..Self::default() };
    }

    /// Of how many books something was typed and not saved.
    pub(super) fn unsaved(&self) -> usize {
        self.others.len() + usize::from(!self.typed.is_empty())
    }

    /// The books that are shown: of two sets, first the one without balances.
    fn entity(&self, book: &Book) -> Entity {
        let kept = book.entities();
        let chosen = self.entity.filter(|entity| kept.contains(entity));
        let open = kept.iter().copied().find(|entity| !book.opening.has(*entity));
        chosen.or(open).or_else(|| kept.first().copied()).unwrap_or_default()
    }

    fn books_ui(&mut self, ui: &mut Ui, book: &Book) {
        if book.entities().len() < 2 {
            return;
        }
        let shown = self.entity(book);
        ui.horizontal(|ui| {
            ui.label("哪一套账");
            for entity in book.entities() {
                if ui.segment(*entity == shown, entity.label()).clicked() {
                    self.entity = Some(*entity);
                }
                if book.opening.has(*entity) {
                    ui.quiet("已录");
                }
            }
        });
    }

    /// Reads a file into the books that are shown; one of the old chart only after its accounts
    /// were looked over.
    pub(super) fn begin(&mut self, app: &App, book: &Book, path: PathBuf) -> Option<Command> {
        self.old_accounts = OldAccounts::default();
        match app.survey_opening(book.village.id, &path, &AccountMap::default()) {
            Ok(lines) if !lines.is_empty() => {
                self.fault = None;
                self.old_accounts.lines = lines;
                self.old_accounts.path = Some(path);
                None
            }
            // what is wrong with the file is told when it is read
            Ok(_) | Err(_) => Some(self.import(book, path)),
        }
    }

    /// The dialog with the table of old and new accounts.
    fn old_accounts_ui(&mut self, ui: &Ui, app: &App, book: &Book) -> Option<Command> {
        let path = self.old_accounts.path.clone()?;
        let (mut changed, mut is_read, mut close) = (false, false, false);
        let OldAccounts { lines, map, .. } = &mut self.old_accounts;
        let escaped = controls::dialog(ui, "新旧科目对照", 900.0, |ui| {
            old_chart::explain(ui, lines);
            changed = old_chart::table(ui, &book.chart, lines, map, 340.0);
            ui.add_space(6.0);
            controls::foot(ui, |ui| {
                let ready = !lines.iter().any(old_chart::is_open);
                ui.add_enabled_ui(ready, |ui| is_read = ui.primary_button("导入").clicked());
                close = ui.plain_button("取消").clicked();
            });
        });
        if changed
            && let Ok(lines) = app.survey_opening(book.village.id, &path, &self.old_accounts.map)
        {
            self.old_accounts.lines = lines;
        }
        let command = is_read.then(|| self.import(book, path));
        if is_read || close || escaped {
            self.old_accounts = OldAccounts::default();
        }
        command
    }

    fn import(&self, book: &Book, path: PathBuf) -> Command {
        let choices =
            ImportChoices { entity: self.entity(book), map: self.old_accounts.map.clone() };
        Command::ImportOpening { village: book.village.id, path, choices }
    }

    fn import_ui(
        &mut self,
        ui: &mut Ui,
        app: &App,
        book: &Book,
        inbox: &mut Inbox,
    ) -> Option<Command> {
        let mut command = None;
        ui.horizontal(|ui| {
            ui.label("有旧账的科目余额表，可以直接读进来：");
            if ui.plain_button("从表格导入…").clicked() {
                inbox.push(Wish::Pick(Pick::Table { purpose: PickPurpose::Opening }));
            }
            ui.buttons_right(|ui| {
                let mut go = ui.plain_button("读入").clicked();
                let width = ui.available_width();
                let hint = "或在这里写文件的路径";
                let field = ui.named_field("期初余额文件", width, hint, &mut self.path);
                go |= field.lost_focus() && keys::enter(ui.ctx());
                if go && !self.path.trim().is_empty() {
                    let path = PathBuf::from(self.path.trim());
                    command = self.begin(app, book, path);
                }
            });
        });
        command
    }

    fn save_ui(&self, ui: &mut Ui, book: &Book, totals: Totals) -> Option<Command> {
        let mut command = None;
        ui.horizontal(|ui| {
            ui.label("或者在下面逐个科目填写，没有余额的不填。");
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let can_save = totals.unreadable == 0 && !self.typed.is_empty();
                ui.add_enabled_ui(can_save, |ui| {
                    if ui.primary_button("保存期初余额").clicked() {
                        let lines = self.lines();
                        let (village, entity) = (book.village.id, self.entity(book));
                        command = Some(Command::SetOpening { village, entity, lines });
                    }
                });
                totals_ui(ui, totals);
            });
        });
        command
    }

    fn table_ui(&mut self, ui: &mut Ui, book: &Book) {
        let accounts: Vec<&Account> = book.chart.accounts().collect();
        let typed = &mut self.typed;
        table(ui, accounts.len(), |row| {
            let Some(account) = accounts.get(row.index()) else { return };
            let title = book.chart.title(&account.code);
            row.cell(|ui| {
                ui.label(title.as_str());
            });
            for (side, word) in [(0, "借方"), (1, "贷方")] {
                row.cell(|ui| {
                    let cell = typed.entry(account.code.clone()).or_default();
                    if let Some(text) = cell.get_mut(side) {
                        let width = ui.available_width();
                        ui.amount_field(&format!("{title} {word}"), width, text);
                    }
                });
            }
        });
        self.typed.retain(|_, cell| cell.iter().any(|text| !text.is_empty()));
    }

    fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        for [debit, credit] in self.typed.values() {
            for (text, sum) in [(debit, &mut totals.debit), (credit, &mut totals.credit)] {
                match read(text) {
                    Some(amount) => *sum = sum.plus(amount),
                    None => totals.unreadable += 1,
                }
            }
        }
        totals
    }

    fn lines(&self) -> Vec<(AccountCode, Money)> {
        let net = |[debit, credit]: &[String; 2]| {
            read(debit).unwrap_or_default().minus(read(credit).unwrap_or_default())
        };
        let lines = self.typed.iter().map(|(code, cell)| (code.clone(), net(cell)));
        lines.filter(|(_, amount)| !amount.is_zero()).collect()
    }
}

/// Nothing is zero; what cannot be read is `None`.
fn read(text: &str) -> Option<Money> {
    if text.trim().is_empty() { Some(Money::ZERO) } else { Money::parse(text).ok() }
}

fn totals_ui(ui: &mut Ui, totals: Totals) {
    let difference = totals.debit.minus(totals.credit);
    if totals.unreadable > 0 {
        ui.label(
            RichText::new(format!("有 {} 处金额看不懂", totals.unreadable)).color(theme::OVERDUE),
        );
    } else if !difference.is_zero() {
        let words = format!("差额 {}", difference.grouped());
        ui.label(RichText::new(words).color(theme::OVERDUE));
    }
    ui.quiet_body(format!("借方 {}　贷方 {}", totals.debit.grouped(), totals.credit.grouped()));
}

/// The balances as entered; they can no longer be changed.
fn stored_ui(ui: &mut Ui, book: &Book, entity: Entity) {
    ui.set_width(ui.available_width());
    ui.horizontal(|ui| {
        ui.card_heading("期初余额");
        ui.quiet_body("已经录入，不能再改；录错了请记一张调整凭证。");
    });
    let lines: Vec<(&AccountCode, Money)> = book.opening.lines_of(entity).collect();
    let debit: Money = lines.iter().map(|line| line.1).filter(|sum| sum.is_positive()).sum();
    let total = lines.len();
    table(ui, total + 1, |row| {
        let (title, amount) = match lines.get(row.index()) {
            Some((code, amount)) => (book.chart.title(code), Some(*amount)),
            None => ("合计".to_owned(), None),
        };
        row.cell(|ui| {
            ui.label(title);
        });
        let (left, right) = match amount {
            Some(amount) if amount.is_negative() => (None, Some(amount.abs())),
            Some(amount) => (Some(amount), None),
            None => (Some(debit), Some(debit)),
        };
        for side in [left, right] {
            row.cell(|ui| {
                if let Some(amount) = side {
                    ui.money(amount);
                }
            });
        }
    });
}

/// 科目, 借方, 贷方.
fn table(ui: &mut Ui, rows: usize, add: impl FnMut(&mut egui_extras::TableRow<'_, '_>)) {
    let mut add = add;
    ui.spacing_mut().item_spacing = egui::vec2(12.0, 0.0);
    TableBuilder::new(ui)
        .auto_shrink([false, false])
        .cell_layout(Layout::left_to_right(Align::Center))
        .column(Column::remainder().clip(true))
        .column(Column::exact(220.0))
        .column(Column::exact(220.0))
        .header(theme::ROW_HEIGHT, |mut header| {
            header.col(|ui| {
                ui.table_head("科目");
            });
            for title in ["借方", "贷方"] {
                header.col(|ui| {
                    ui.table_head_right(title);
                });
            }
        })
        .body(|body| body.rows(theme::ROW_HEIGHT + 4.0, rows, |mut row| add(&mut row)));
}
