//! The villages of the ledger (村庄).

use egui::{Align, Layout, Ui};
use egui_extras::{Column, TableBuilder};

use crate::app::{App, Command, Ledger};
use crate::domain::period::date_label;
use crate::domain::village::Village;
use crate::ui::ext::{RowExt as _, UiExt as _};
use crate::ui::pages::chooser::VillageChooser;
use crate::ui::theme;

/// Villages about to be added.
#[derive(Debug, Default)]
pub(super) struct VillagesForm {
    is_adding: bool,
    chooser: VillageChooser,
    /// Why they were refused.
    pub(super) fault: Option<String>,
}

impl VillagesForm {
    pub(super) fn ui(&mut self, ui: &mut Ui, app: &App, ledger: &Ledger) -> Option<Command> {
        let mut command = None;
        ui.card(|ui| {
            ui.set_width(ui.available_width());
            if self.is_adding {
                command = self.adding_ui(ui, app);
                return;
            }
            ui.horizontal(|ui| {
                ui.card_heading(&format!("本账簿共 {} 个村", ledger.villages().len()));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    self.is_adding = ui.primary_button("添加村…").clicked();
                });
            });
            table_ui(ui, ledger.villages());
        });
        command
    }

    fn adding_ui(&mut self, ui: &mut Ui, app: &App) -> Option<Command> {
        let mut command = None;
        ui.horizontal(|ui| {
            if ui.plain_button("返回").clicked() {
                self.is_adding = false;
            }
            ui.card_heading("添加村");
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.add_enabled_ui(self.chooser.count() > 0, |ui| {
                    let word = format!("添加这 {} 个村", self.chooser.count());
                    if ui.primary_button(&word).clicked() {
                        command = Some(Command::AddVillages(self.chooser.villages()));
                    }
                });
            });
        });
        if let Some(fault) = &self.fault {
            ui.notice_box(true, fault);
        }
        let height = (ui.available_height() - 8.0).max(200.0);
        self.chooser.ui(ui, app, height);
        command
    }
}

fn table_ui(ui: &mut Ui, villages: &[Village]) {
    ui.spacing_mut().item_spacing = egui::vec2(12.0, 0.0);
    TableBuilder::new(ui)
        .auto_shrink([false, false])
        .cell_layout(Layout::left_to_right(Align::Center))
        .column(Column::exact(220.0).clip(true))
        .column(Column::remainder().clip(true))
        .column(Column::exact(220.0))
        .column(Column::exact(200.0))
        .header(theme::ROW_HEIGHT, |mut header| {
            for title in ["乡镇", "村", "区划代码", "加入日期"] {
                header.col(|ui| {
                    ui.table_head(title);
                });
            }
        })
        .body(|body| {
            body.rows(theme::ROW_HEIGHT, villages.len(), |mut row| {
                let Some(village) = villages.get(row.index()) else { return };
                row.cell(|ui| {
                    ui.label(&village.profile.township);
                });
                row.cell(|ui| {
                    ui.label(&village.profile.name);
                });
                row.cell(|ui| {
                    ui.quiet_body(village.code.as_deref().unwrap_or("手工填写"));
                });
                row.cell(|ui| {
                    ui.quiet_body(date_label(village.joined_on));
                });
            });
        });
}
