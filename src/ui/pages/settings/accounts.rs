//! The chart of accounts with the village's own sub-accounts (科目).

use egui::{Align, ComboBox, Layout, RichText, Ui, vec2};
use egui_extras::{Column, TableBuilder};

use crate::app::Command;
use crate::domain::account::{Account, AccountCode};
use crate::domain::ledger::Book;
use crate::ui::ext::{Field, RowExt as _, UiExt as _};
use crate::ui::{keys, theme};

/// A sub-account about to be added.
#[derive(Debug, Default)]
pub(super) struct AccountsForm {
    parent: Option<AccountCode>,
    name: String,
    /// Why it was refused.
    pub(super) fault: Option<String>,
}

const FORM: f32 = 340.0;

impl AccountsForm {
    /// The account was added; the next one most likely goes below the same parent.
    pub(super) fn done(&mut self) {
        self.name.clear();
        self.fault = None;
    }

    pub(super) fn ui(&mut self, ui: &mut Ui, book: &Book) -> Option<Command> {
        let mut command = None;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = theme::GAP;
            let size = vec2(ui.available_width() - FORM - theme::GAP, ui.available_height());
            ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
                ui.card(|ui| chart_ui(ui, book));
            });
            ui.allocate_ui_with_layout(vec2(FORM, 0.0), Layout::top_down(Align::Min), |ui| {
                ui.card(|ui| command = self.form_ui(ui, book));
            });
        });
        command
    }

    fn form_ui(&mut self, ui: &mut Ui, book: &Book) -> Option<Command> {
        ui.set_width(ui.available_width());
        ui.card_heading("增设明细科目");
        let caption = ui.quiet("上级科目");
        let shown =
            self.parent.as_ref().map_or("请选择".to_owned(), |code| book.chart.title(code));
        let list = ComboBox::from_id_salt("parent").selected_text(shown).width(FORM - 50.0);
        let list = list.truncate().show_ui(ui, |ui| {
            for account in book.chart.accounts().filter(|account| account.code.as_str().len() < 7) {
                let is_shown = self.parent.as_ref() == Some(&account.code);
                let title = book.chart.title(&account.code);
                if ui.selectable_label(is_shown, title).clicked() {
                    self.parent = Some(account.code.clone());
                }
            }
        });
        list.response.labelled_by(caption.id);
        let field = Field {
            hint: "如：办公费",
            ..Field::new("明细科目名称", ui.available_width())
        };
        let response = ui.field(&field, &mut self.name);
        let is_entered = response.lost_focus() && keys::enter(ui.ctx());
        if let Some(fault) = &self.fault {
            ui.notice_box(true, fault);
        }
        ui.add_space(4.0);
        let is_clicked = ui.primary_button("增设").clicked();
        ui.quiet("编号自动接着排；一级科目是国家统一的，不能增减。");
        if !(is_clicked || is_entered) {
            return None;
        }
        let Some(parent) = self.parent.clone() else {
            self.fault = Some("上级科目没有选".to_owned());
            return None;
        };
        let name = self.name.clone();
        Some(Command::AddAccount { village: book.village.id, parent, name })
    }
}

fn chart_ui(ui: &mut Ui, book: &Book) {
    ui.set_width(ui.available_width());
    let accounts: Vec<&Account> = book.chart.accounts().collect();
    ui.spacing_mut().item_spacing = egui::vec2(12.0, 0.0);
    TableBuilder::new(ui)
        .auto_shrink([false, false])
        .cell_layout(Layout::left_to_right(Align::Center))
        .column(Column::exact(110.0))
        .column(Column::remainder().clip(true))
        .column(Column::exact(130.0))
        .column(Column::exact(110.0))
        .header(theme::ROW_HEIGHT, |mut header| {
            for title in ["编号", "科目", "类别", "余额方向"] {
                header.col(|ui| {
                    ui.table_head(title);
                });
            }
        })
        .body(|body| {
            body.rows(theme::ROW_HEIGHT, accounts.len(), |mut row| {
                let Some(account) = accounts.get(row.index()) else { return };
                let depth = account.code.as_str().len().saturating_sub(3) as f32 / 2.0;
                let own = if depth > 0.0 { theme::ACCENT } else { theme::TEXT };
                row.cell(|ui| {
                    ui.label(RichText::new(account.code.as_str()).color(own));
                });
                row.cell(|ui| {
                    ui.add_space(depth * 24.0);
                    ui.label(RichText::new(&account.name).color(own));
                });
                row.cell(|ui| {
                    ui.quiet_body(account.class.label());
                });
                row.cell(|ui| {
                    ui.quiet_body(account.normal.label());
                });
            });
        });
}
