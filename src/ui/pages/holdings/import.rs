//! The dialog that brings a register in from a table.

use std::path::{Path, PathBuf};

use egui::{Id, Label, Ui};
use egui_extras::Column;

use crate::app::{App, AppError, Command, HoldingCommand, HoldingPreview, holding_columns};
use crate::domain::holding::debt::Direction;
use crate::domain::holding::{HoldingFacts, HoldingKind};
use crate::domain::ids::VillageId;
use crate::ui::ext::{Field, UiExt as _};
use crate::ui::inbox::{Inbox, Pick, PickPurpose, Wish};
use crate::ui::rows_table::rows_table;
use crate::ui::{controls, fault_table};

const WIDTH: f32 = 900.0;
/// Height of its tables.
const TABLE: f32 = 360.0;

/// The dialog 从表格导入.
#[derive(Debug)]
pub(super) struct ImportForm {
    kind: HoldingKind,
    direction: Direction,
    path: String,
    /// Whether the caret goes to the path when it is next drawn.
    focus_path: bool,
    seen: Option<Seen>,
    /// The command was sent and its answer is awaited.
    pub(super) waiting: bool,
}

/// What the file held when it was looked at.
#[derive(Debug)]
enum Seen {
    Preview(PathBuf, HoldingPreview),
    Refused(String),
}

impl ImportForm {
    /// The dialog for one register.
    pub(super) const fn new(kind: HoldingKind, direction: Direction) -> Self {
        let path = String::new();
        Self { kind, direction, path, focus_path: true, seen: None, waiting: false }
    }

    /// Takes the chosen file and looks at it at once.
    pub(super) fn picked(&mut self, app: &App, village: VillageId, path: &Path) {
        self.path = path.display().to_string();
        self.look(app, village);
    }

    /// Says why the file did not come in.
    pub(super) fn refuse(&mut self, error: &AppError) {
        self.waiting = false;
        self.seen = Some(Seen::Refused(error.to_string()));
    }

    fn look(&mut self, app: &App, village: VillageId) {
        let path = PathBuf::from(self.path.trim());
        if path.as_os_str().is_empty() {
            let words = "请先写文件的位置，或点“浏览…”选一个表格文件。";
            self.seen = Some(Seen::Refused(words.to_owned()));
            return;
        }
        self.seen = Some(match app.preview_holdings(village, self.kind, self.direction, &path) {
            Ok(preview) => Seen::Preview(path, preview),
            Err(error) => Seen::Refused(error.to_string()),
        });
    }

    fn label(&self) -> &'static str {
        if self.kind == HoldingKind::Debt { self.direction.label() } else { self.kind.label() }
    }

    /// Draws it; true to close.
    pub(super) fn ui(&mut self, ui: &Ui, app: &App, village: VillageId, inbox: &mut Inbox) -> bool {
        let mut close = false;
        let title = format!("从表格导入{}", self.label());
        let escaped = controls::dialog(ui, &title, WIDTH, |ui| {
            let (must, may) = holding_columns(self.kind);
            ui.quiet(format!("支持 csv、xls、xlsx，一项一行，按栏名认。必须有：{must}；还认得：{may}。有一处错就一行也不导入；已经在台账里的不重复登记。"));
            self.path_row(ui, app, village, inbox);
            ui.add_space(4.0);
            match &self.seen {
                None => {}
                Some(Seen::Refused(words)) => {
                    ui.notice_box(true, words);
                }
                Some(Seen::Preview(_, preview)) => preview_ui(ui, preview),
            }
            ui.add_space(6.0);
            controls::foot(ui, |ui| {
                let ready = self.ready();
                ui.add_enabled_ui(ready.is_some(), |ui| {
                    if ui.primary_button("导入").clicked()
                        && let Some(path) = ready
                    {
                        self.waiting = true;
                        let (kind, direction) = (self.kind, self.direction);
                        let command = HoldingCommand::Import { kind, direction, path };
                        inbox.run(Command::Holding { village, command });
                    }
                });
                close = ui.plain_button("取消").clicked();
            });
        });
        close || escaped
    }

    /// The file, if it may come in.
    fn ready(&self) -> Option<PathBuf> {
        match &self.seen {
            Some(Seen::Preview(path, preview))
                if preview.faults.is_empty() && !preview.entries.is_empty() =>
            {
                Some(path.clone())
            }
            _ => None,
        }
    }

    fn path_row(&mut self, ui: &mut Ui, app: &App, village: VillageId, inbox: &mut Inbox) {
        ui.horizontal(|ui| {
            let field = Field {
                hint: "文件的位置",
                ..Field::new("表格文件", ui.available_width() - 158.0)
            };
            let id = Id::unique("holding_import_path");
            let response = controls::edit_in_line(ui, id, &field, &mut self.path);
            if std::mem::take(&mut self.focus_path) {
                response.request_focus();
            }
            if response.changed() {
                self.seen = None;
            }
            let entered =
                response.has_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
            if ui.plain_button("浏览…").clicked() {
                inbox.push(Wish::Pick(Pick::Table { purpose: PickPurpose::Holdings }));
            }
            if ui.plain_button("预览").clicked() || entered {
                self.look(app, village);
            }
        });
    }
}

fn preview_ui(ui: &mut Ui, preview: &HoldingPreview) {
    let (name, faults) = (&preview.file_name, preview.faults.len());
    if faults > 0 {
        let words =
            format!("{name} 有 {faults} 处错误，一行也没有导入。请在表格里改好，再点“预览”。");
        ui.notice_box(true, &words);
        fault_table::ui(ui, &preview.faults, TABLE);
        return;
    }
    let there = preview.read - preview.entries.len();
    let there =
        if there == 0 { String::new() } else { format!("，{there} 项已经在台账里") };
    ui.label(format!(
        "{name}：共 {} 项，要导入 {} 项{there}。",
        preview.read,
        preview.entries.len()
    ));
    let columns = [Column::remainder().clip(true), Column::exact(520.0).clip(true)];
    rows_table(
        ui,
        &["条目", "内容"],
        columns,
        (preview.entries.len(), TABLE),
        |ui, row, column| {
            let Some(holding) = preview.entries.get(row) else { return };
            let words = if column == 0 { holding.facts.title() } else { in_short(&holding.facts) };
            ui.add(Label::new(words).truncate());
        },
    );
}

/// The figures of an entry in one line.
fn in_short(facts: &HoldingFacts) -> String {
    match facts {
        HoldingFacts::Asset(asset) => format!(
            "{}　原值 {}　{} 个月",
            asset.acquired_on,
            asset.cost.grouped(),
            asset.depreciation.life_months
        ),
        HoldingFacts::Biological(biological) => format!(
            "{}　{}　{}{}　原值 {}",
            biological.acquired_on,
            biological.used_as.label(),
            biological.quantity,
            biological.unit,
            biological.cost.grouped()
        ),
        HoldingFacts::Resource(resource) => {
            format!("{}　{} 亩　{}", resource.category.label(), resource.area, resource.place)
        }
        HoldingFacts::Contract(contract) => format!(
            "{} 至 {}　{} {}",
            contract.starts_on,
            contract.ends_on,
            contract.schedule.label(),
            contract.amount.grouped()
        ),
        HoldingFacts::Debt(debt) => {
            format!("{}　本金 {}　{}", debt.incurred_on, debt.principal.grouped(), debt.account)
        }
        HoldingFacts::Project(project) => format!(
            "{}　预算 {}　合同价 {}",
            project.decided_on,
            project.budget.grouped(),
            project.price.grouped()
        ),
    }
}
