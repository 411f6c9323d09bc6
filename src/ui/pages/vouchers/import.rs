//! The dialog that brings vouchers in from a table.

use std::path::PathBuf;

use egui::{Id, Label, Ui};
use egui_extras::Column;

use crate::app::{App, AppError, Command, ImportChoices, Outcome, VoucherPreview};
use crate::domain::account::Chart;
use crate::domain::entity::Entity;
use crate::domain::ids::VillageId;
use crate::domain::ledger;
use crate::domain::money::Money;
use crate::domain::old_chart::{AccountMap, Mapped};
use crate::domain::voucher::Voucher;
use crate::ui::ext::{Field, UiExt as _};
use crate::ui::inbox::{Inbox, Pick, PickPurpose, Wish};
use crate::ui::pages::old_chart;
use crate::ui::rows_table::{ROW, rows_table};
use crate::ui::{controls, fault_table};

/// Width of the dialog.
const WIDTH: f32 = 900.0;
/// Height of the rows of the file.
const ROWS_HEIGHT: f32 = 330.0;
/// Height of everything but the tables, where a file of the old chart shows two of them.
const BESIDE_TABLES: f32 = 500.0;

/// The dialog 从表格导入.
#[derive(Debug, Default)]
pub struct ImportDialog {
    open: bool,
    /// Whether the caret goes to the path when it is next drawn.
    focus_path: bool,
    path: String,
    /// Which of two sets of books it goes into.
    entity: Option<Entity>,
    /// Where accounts of the old chart go.
    map: AccountMap,
    seen: Option<Seen>,
    waiting: bool,
}

/// What the file held when it was looked at.
#[derive(Debug)]
enum Seen {
    Preview { path: String, preview: VoucherPreview, income: Money, expense: Money },
    Refused(String),
}

impl ImportDialog {
    /// Whether it covers the page.
    pub const fn is_open(&self) -> bool {
        self.open
    }

    /// Opens it with what was chosen last.
    pub fn open(&mut self, shown: Option<Entity>) {
        self.open = true;
        self.entity = shown.or(self.entity);
        self.focus_path = true;
        self.seen = None;
    }

    /// Takes the chosen file and looks at it at once.
    pub fn picked(&mut self, app: &App, path: &std::path::Path) {
        self.open = true;
        self.path = path.display().to_string();
        self.map = AccountMap::default();
        if let Some(village) = shown_village(app) {
            self.look(app, village);
        }
    }

    /// Closes when the vouchers are in; says inline why they are not.
    pub fn heard(&mut self, outcome: &Result<Outcome, AppError>) -> bool {
        if !std::mem::take(&mut self.waiting) {
            return false;
        }
        match outcome {
            Ok(_) => *self = Self::default(),
            Err(error) => self.seen = Some(Seen::Refused(error.to_string())),
        }
        outcome.is_err()
    }

    fn look(&mut self, app: &App, village: VillageId) {
        let path = self.path.trim().to_owned();
        if path.is_empty() {
            self.seen =
                Some(Seen::Refused("请先写文件的位置，或点“浏览…”选一个表格文件。".to_owned()));
            return;
        }
        self.seen =
            Some(match app.preview_vouchers(village, &PathBuf::from(&path), &self.choices(app)) {
                Ok(preview) => {
                    let (mut income, mut expense) = (Money::ZERO, Money::ZERO);
                    for voucher in &preview.vouchers {
                        let movement = ledger::fund_movement(voucher);
                        income = income.plus(movement.income_total());
                        expense = expense.plus(movement.expense_total());
                    }
                    Seen::Preview { path, preview, income, expense }
                }
                Err(error) => Seen::Refused(error.to_string()),
            });
    }

    /// Draws it when it is open.
    pub fn ui(&mut self, ui: &Ui, app: &App, inbox: &mut Inbox) {
        let (true, Some(village)) = (self.open, shown_village(app)) else { return };
        let (mut close, mut chosen) = (false, false);
        let escaped = controls::dialog(ui, "从表格导入凭证", WIDTH, |ui| {
            if !self.shows_old_chart() {
                ui.quiet("支持 csv、xls、xlsx。按列名认：日期、凭证号、摘要、科目、收入、支出、结算方式、经手人、证明人、审批人。全部正确才入账，有一处错就一行也不入。一个文件放一个月。");
            }
            self.books_row(ui, app, village);
            self.path_row(ui, app, village, inbox);
            ui.add_space(4.0);
            match &self.seen {
                None => {}
                Some(Seen::Refused(message)) => {
                    ui.notice_box(true, message);
                }
                Some(Seen::Preview { preview, income, expense, .. }) => {
                    let is_old = !preview.mapped.is_empty();
                    // both tables share what the rest of the dialog leaves of the screen
                    let spare = (ui.ctx().content_rect().height() - BESIDE_TABLES).max(120.0);
                    let height = ROW + if is_old { spare * 0.45 } else { ROWS_HEIGHT };
                    if is_old {
                        chosen = mapping(ui, app, &preview.mapped, &mut self.map, spare * 0.55);
                    }
                    // while a choice is open, every row of that account would be called wrong
                    let is_open = preview.mapped.iter().any(old_chart::is_open);
                    if !is_open {
                        summary(ui, preview, *income, *expense);
                        if preview.faults.is_empty() {
                            voucher_rows(ui, app, &preview.vouchers, height);
                        } else {
                            fault_table::ui(ui, &preview.faults, height);
                        }
                    }
                }
            }
            ui.add_space(6.0);
            let choices = self.choices(app);
            close = self.buttons(ui, village, choices, inbox);
        });
        if chosen {
            self.look(app, village);
        }
        if close || escaped {
            self.open = false;
        }
    }

    fn entity(&self, app: &App) -> Entity {
        let Some(book) = app.ledger().ok().and_then(|ledger| ledger.book()) else {
            return Entity::default();
        };
        let kept = |entity: &Entity| book.entities().contains(entity);
        self.entity.filter(kept).unwrap_or_else(|| book.bookkeeping().owner())
    }

    /// Whether the file was written with the old chart: its table takes the room of the words.
    fn shows_old_chart(&self) -> bool {
        matches!(&self.seen, Some(Seen::Preview { preview, .. }) if !preview.mapped.is_empty())
    }

    fn choices(&self, app: &App) -> ImportChoices {
        ImportChoices { entity: self.entity(app), map: self.map.clone() }
    }

    /// Of two sets of books, the one the file goes into.
    fn books_row(&mut self, ui: &mut Ui, app: &App, village: VillageId) {
        let Some(book) = app.ledger().ok().and_then(|ledger| ledger.book()) else { return };
        let kept = book.entities();
        if kept.len() < 2 {
            return;
        }
        let shown = self.entity(app);
        ui.horizontal(|ui| {
            ui.label("记入哪套账");
            for entity in kept {
                let word = format!("{}账", entity.label());
                if ui.segment(*entity == shown, &word).clicked() && *entity != shown {
                    self.entity = Some(*entity);
                    if self.seen.is_some() {
                        self.look(app, village);
                    }
                }
            }
        });
    }

    fn path_row(&mut self, ui: &mut Ui, app: &App, village: VillageId, inbox: &mut Inbox) {
        ui.horizontal(|ui| {
            let field = Field {
                hint: "文件的位置",
                ..Field::new("表格文件", ui.available_width() - 158.0)
            };
            let response =
                controls::edit_in_line(ui, Id::unique("import_path"), &field, &mut self.path);
            if std::mem::take(&mut self.focus_path) {
                response.request_focus();
            }
            if response.changed() {
                self.seen = None;
                self.map = AccountMap::default();
            }
            let entered =
                response.has_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
            if ui.plain_button("浏览…").clicked() {
                inbox.push(Wish::Pick(Pick::Table { purpose: PickPurpose::Vouchers }));
            }
            if ui.plain_button("预览").clicked() || entered {
                self.look(app, village);
            }
        });
    }

    /// The buttons below; true to close.
    fn buttons(
        &mut self,
        ui: &mut Ui,
        village: VillageId,
        choices: ImportChoices,
        inbox: &mut Inbox,
    ) -> bool {
        let ready = match &self.seen {
            Some(Seen::Preview { path, preview, .. })
                if preview.faults.is_empty() && !preview.vouchers.is_empty() =>
            {
                Some(path.clone())
            }
            _ => None,
        };
        let mut close = false;
        controls::foot(ui, |ui| {
            ui.add_enabled_ui(ready.is_some(), |ui| {
                if ui.primary_button("导入").clicked()
                    && let Some(path) = ready
                {
                    self.waiting = true;
                    let path = PathBuf::from(path);
                    inbox.run(Command::ImportVouchers { village, path, choices });
                }
            });
            close = ui.plain_button("取消").clicked();
        });
        close
    }
}

fn shown_village(app: &App) -> Option<VillageId> {
    Some(app.ledger().ok()?.book()?.village.id)
}

fn summary(ui: &mut Ui, preview: &VoucherPreview, income: Money, expense: Money) {
    let faults = preview.faults.len();
    let text = if faults == 0 {
        format!(
            "{}：共 {} 张凭证，收入 {}，支出 {}，没有错误。",
            preview.file_name,
            preview.vouchers.len(),
            income.grouped(),
            expense.grouped()
        )
    } else {
        format!(
            "{} 有 {faults} 处错误，一行也没有导入。请在表格里改好，再点“预览”。",
            preview.file_name
        )
    };
    if faults == 0 {
        ui.label(text);
    } else {
        ui.notice_box(true, &text);
    }
    for warning in preview.warnings.iter().take(3) {
        ui.notice_box(false, warning);
    }
}

/// The table of old and new accounts; true when a choice was made.
fn mapping(ui: &mut Ui, app: &App, lines: &[Mapped], map: &mut AccountMap, height: f32) -> bool {
    let Some(book) = app.ledger().ok().and_then(|ledger| ledger.book()) else { return false };
    old_chart::explain(ui, lines);
    old_chart::table(ui, &book.chart, lines, map, height.min(190.0))
}

fn voucher_rows(ui: &mut Ui, app: &App, vouchers: &[Voucher], height: f32) {
    let Ok(ledger) = app.ledger() else { return };
    let Some(chart) = ledger.book().map(|book| &book.chart) else { return };
    let heads = ["日期", "凭证号", "摘要", "科目", "收入", "支出"];
    let columns = [
        Column::exact(96.0),
        Column::exact(66.0),
        Column::remainder().clip(true),
        Column::exact(180.0).clip(true),
        Column::exact(104.0),
        Column::exact(104.0),
    ];
    rows_table(ui, &heads, columns, (vouchers.len(), height), |ui, row, column| {
        let Some(voucher) = vouchers.get(row) else { return };
        voucher_cell(ui, chart, voucher, column);
    });
}

fn voucher_cell(ui: &mut Ui, chart: &Chart, voucher: &Voucher, column: usize) {
    let movement = ledger::fund_movement(voucher);
    let mut amount = |amount: Money| {
        if !amount.is_zero() {
            ui.money(amount);
        }
    };
    match column {
        4 => amount(movement.income_total()),
        5 => amount(movement.expense_total()),
        _ => {
            let text = match column {
                0 => voucher.date().to_string(),
                1 => voucher.number().to_string(),
                2 => voucher.summary().to_owned(),
                _ => {
                    let mut others =
                        voucher.entries().iter().filter(|entry| !entry.account.is_fund());
                    others.next().map_or_else(
                        || "现金银行互转".to_owned(),
                        |entry| chart.title(&entry.account),
                    )
                }
            };
            ui.add(Label::new(text).truncate());
        }
    }
}
