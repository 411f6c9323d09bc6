//! 对账单: which statements came in, and where one does not follow from the one before.

use egui::{Align, Label, Layout, RichText, ScrollArea, Ui};
use egui_extras::Column;

use super::import::BETWEEN_ROWS;
use super::shown::Shown;
use crate::domain::money::Money;
use crate::domain::reconcile::{BankStatement, StatementGap};
use crate::ui::ext::UiExt as _;
use crate::ui::rows_table::rows_table;
use crate::ui::theme;

/// The statements of an account, worked out once for a state of the ledger.
#[derive(Debug)]
pub(super) struct Statements {
    of: (u64, String),
    /// By the first day they cover, the latest first.
    sorted: Vec<(BankStatement, usize)>,
    gaps: Vec<StatementGap>,
}

impl Statements {
    /// Whether these are those of the account as it is.
    pub(super) fn is_of(&self, shown: &Shown) -> bool {
        self.of.0 == shown.revision && self.of.1 == shown.account.as_str()
    }

    /// Works them out.
    pub(super) fn of(shown: &Shown) -> Self {
        let known = &shown.known;
        let count = |statement: &BankStatement| {
            known.lines.iter().filter(|line| line.statement == statement.id).count()
        };
        let mut sorted: Vec<(BankStatement, usize)> =
            known.statements.iter().map(|one| (one.clone(), count(one))).collect();
        sorted.sort_by_key(|(one, _)| std::cmp::Reverse((one.facts.first_on, one.facts.last_on)));
        Self { of: (shown.revision, shown.account.as_str().to_owned()), sorted, gaps: known.gaps() }
    }

    /// Draws them.
    pub(super) fn ui(&self, ui: &mut Ui) {
        let height = ui.available_height();
        ui.card(|ui| {
            ui.set_width(ui.available_width());
            let head = format!("导入过 {} 份对账单", self.sorted.len());
            ui.card_heading(&head);
            if self.gaps.is_empty() {
                ui.horizontal(|ui| {
                    ui.sign(crate::ui::ext::Sign::Tick, theme::DISCLOSED);
                    ui.label(RichText::new("各份对账单前后都接得上").color(theme::DISCLOSED));
                });
            }
            let room = (height * 0.25).max(60.0);
            ScrollArea::vertical().id_salt("gaps").max_height(room).show(ui, |ui| {
                for gap in &self.gaps {
                    ui.notice_box(true, &gap.to_string());
                }
            });
            ui.add_space(4.0);
            self.rows(ui, height);
        });
    }

    fn rows(&self, ui: &mut Ui, height: f32) {
        let heads =
            ["银行", "尾号", "从", "到", "期初余额", "期末余额", "笔数", "文件", "导入日期"];
        let columns = [
            Column::exact(120.0).clip(true),
            Column::exact(50.0),
            Column::exact(92.0),
            Column::exact(92.0),
            Column::exact(108.0),
            Column::exact(108.0),
            Column::exact(44.0),
            Column::remainder().clip(true),
            Column::exact(92.0),
        ];
        ui.spacing_mut().item_spacing.y = BETWEEN_ROWS;
        rows_table(ui, &heads, columns, (self.sorted.len(), height - 120.0), |ui, row, column| {
            let Some((statement, count)) = self.sorted.get(row) else { return };
            let facts = &statement.facts;
            let balance = |amount: Option<Money>| amount.map_or("—".to_owned(), Money::grouped);
            let text = match column {
                0 => facts.bank.label().to_owned(),
                1 => facts.number_tail.clone().unwrap_or_else(|| "—".to_owned()),
                2 => facts.first_on.to_string(),
                3 => facts.last_on.to_string(),
                4 => balance(facts.opening),
                5 => balance(facts.closing),
                6 => count.to_string(),
                7 => statement.file_name.clone(),
                _ => statement.imported_on.to_string(),
            };
            let label = Label::new(RichText::new(&text).size(theme::SMALL)).truncate();
            if matches!(column, 4..=6) {
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| ui.add(label));
            } else {
                ui.add(label);
            }
        });
    }
}
