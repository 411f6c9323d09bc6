//! The balances a book starts from (期初余额): imported, or typed account by account.

use std::collections::BTreeMap;
use std::path::PathBuf;

use egui::{Align, Layout, RichText, Ui};
use egui_extras::{Column, TableBuilder};

use crate::app::Command;
use crate::domain::account::{Account, AccountCode};
use crate::domain::ids::VillageId;
use crate::domain::ledger::Book;
use crate::domain::money::Money;
use crate::ui::ext::{RowExt as _, UiExt as _};
use crate::ui::inbox::{Inbox, Pick, PickPurpose, Wish};
use crate::ui::theme;

/// What is typed and not yet saved.
#[derive(Debug, Default)]
pub(super) struct OpeningForm {
    village: Option<VillageId>,
    typed: BTreeMap<AccountCode, [String; 2]>,
    path: String,
    /// Why it was refused.
    pub(super) fault: Option<String>,
}

/// Debit and credit of what is typed, and whether all of it can be read.
#[derive(Clone, Copy, Debug, Default)]
struct Totals {
    debit: Money,
    credit: Money,
    unreadable: usize,
}

impl OpeningForm {
    pub(super) fn ui(&mut self, ui: &mut Ui, book: &Book, inbox: &mut Inbox) -> Option<Command> {
        if self.village != Some(book.village.id) {
            *self = Self { village: Some(book.village.id), ..Self::default() };
        }
        if !book.opening.is_empty() {
            ui.card(|ui| stored_ui(ui, book));
            return None;
        }
        let totals = self.totals();
        let mut command = None;
        ui.card(|ui| {
            ui.set_width(ui.available_width());
            command = self.import_ui(ui, book, inbox).or_else(|| self.save_ui(ui, book, totals));
            if let Some(fault) = &self.fault {
                ui.notice_box(true, fault);
            }
            self.table_ui(ui, book);
        });
        command
    }

    fn import_ui(&mut self, ui: &mut Ui, book: &Book, inbox: &mut Inbox) -> Option<Command> {
        let mut command = None;
        ui.horizontal(|ui| {
            ui.label("有旧账的科目余额表，可以直接读进来：");
            if ui.plain_button("从表格导入…").clicked() {
                inbox.push(Wish::Pick(Pick::Table { purpose: PickPurpose::Opening }));
            }
            ui.buttons_right(|ui| {
                if ui.plain_button("读入").clicked() && !self.path.trim().is_empty() {
                    let path = PathBuf::from(self.path.trim());
                    command = Some(Command::ImportOpening { village: book.village.id, path });
                }
                let width = ui.available_width();
                ui.named_field("期初余额文件", width, "或在这里写文件的路径", &mut self.path);
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
                        command = Some(Command::SetOpening { village: book.village.id, lines });
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
fn stored_ui(ui: &mut Ui, book: &Book) {
    ui.set_width(ui.available_width());
    ui.horizontal(|ui| {
        ui.card_heading("期初余额");
        ui.quiet_body("已经录入，不能再改；录错了请记一张调整凭证。");
    });
    let lines: Vec<(&AccountCode, Money)> = book.opening.lines().collect();
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
