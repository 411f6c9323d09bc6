//! The dialog 导入对账单: a file is chosen, looked at, and only then brought in.

use std::path::{Path, PathBuf};

use egui::{Align, Id, Label, Layout, RichText, ScrollArea, Ui};
use egui_extras::Column;

use super::lists::signed;
use super::mapping::MappingForm;
use crate::app::{
    App, AppError, Command, ImportFault, Outcome, StatementChoices, StatementPreview,
};
use crate::domain::account::AccountCode;
use crate::domain::ids::VillageId;
use crate::domain::ledger::Book;
use crate::domain::money::Money;
use crate::domain::period;
use crate::ui::controls;
use crate::ui::ext::{Field, UiExt as _};
use crate::ui::inbox::{Inbox, Pick, PickPurpose, Wish};
use crate::ui::rows_table::rows_table;
use crate::ui::{fault_table, keys, theme};

/// The widest the dialog gets.
const WIDTH: f32 = 920.0;
/// What the dialog needs beside its table.
const AROUND: f32 = 420.0;
/// Broken places that show at once.
const BREAKS_SHOWN: f32 = 84.0;
/// Between two rows of its tables.
pub(super) const BETWEEN_ROWS: f32 = 2.0;

/// The dialog.
#[derive(Debug, Default)]
pub(super) struct ImportDialog {
    open: bool,
    focus_path: bool,
    path: String,
    account: Option<AccountCode>,
    choices: StatementChoices,
    seen: Option<Seen>,
    waiting: bool,
}

/// What the file held when it was looked at.
#[derive(Debug)]
enum Seen {
    Preview { path: PathBuf, preview: Box<StatementPreview> },
    Faults { message: String, faults: Vec<ImportFault> },
    Columns(MappingForm),
    Refused(String),
}

/// What the dialog needs to know.
#[derive(Clone, Copy)]
pub(super) struct ImportContext<'a> {
    pub(super) app: &'a App,
    pub(super) book: &'a Book,
    /// The bank accounts that a statement may be of.
    pub(super) accounts: &'a [AccountCode],
}

impl ImportDialog {
    /// Whether it covers the page.
    pub(super) const fn is_open(&self) -> bool {
        self.open
    }

    /// Opens it for an account.
    pub(super) fn open(&mut self, account: Option<AccountCode>) {
        *self = Self { open: true, focus_path: true, account, ..Self::default() };
    }

    /// Takes a chosen or dropped file and looks at it at once.
    pub(super) fn take(&mut self, app: &App, path: &Path, account: Option<AccountCode>) {
        if !self.open {
            self.open(account);
        }
        self.path = path.display().to_string();
        self.choices = StatementChoices::default();
        self.look(app);
    }

    /// Closes when the statement is in; says inline why it is not. True where it told.
    pub(super) fn heard(&mut self, outcome: &Result<Outcome, AppError>) -> bool {
        if !std::mem::take(&mut self.waiting) {
            return false;
        }
        match outcome {
            Ok(_) => *self = Self::default(),
            Err(error) => self.seen = Some(Seen::Refused(error.to_string())),
        }
        outcome.is_err()
    }

    fn look(&mut self, app: &App) {
        let (Some(village), Some(account)) = (village_of(app), self.account.clone()) else {
            return;
        };
        let path = PathBuf::from(self.path.trim());
        if path.as_os_str().is_empty() {
            let words = "请先写文件的位置，或点“浏览…”选一个对账单文件，也可以把文件拖进来。";
            self.seen = Some(Seen::Refused(words.to_owned()));
            return;
        }
        let looked = app.preview_statement(village, &account, &path, &self.choices);
        self.seen = Some(match looked {
            Ok(preview) => Seen::Preview { path, preview: Box::new(preview) },
            Err(error) => refused(app, &path, &error),
        });
    }

    /// Draws it when it is open.
    pub(super) fn ui(&mut self, ui: &Ui, context: ImportContext<'_>, inbox: &mut Inbox) {
        if !self.open {
            return;
        }
        let screen = ui.ctx().content_rect();
        let width = WIDTH.min(screen.width() - 80.0);
        let table = (screen.height() - AROUND).clamp(120.0, 420.0);
        let mut close = false;
        let escaped = controls::dialog(ui, "导入对账单", width, |ui| {
            ui.quiet(
                "从网银下载账户明细（csv、xls、xlsx），不要改动，选在这里。先看读得对不对，再导入。",
            );
            if context.accounts.len() > 1 {
                self.account_row(ui, context);
            }
            self.path_row(ui, context.app, width, inbox);
            ui.add_space(2.0);
            self.seen_ui(ui, context.app, table);
            ui.add_space(4.0);
            close = self.buttons(ui, context, inbox);
        });
        if close || (escaped && !keys::is_composing(ui.ctx())) {
            self.open = false;
        }
    }

    fn account_row(&mut self, ui: &mut Ui, context: ImportContext<'_>) {
        let title = |code: &AccountCode| context.book.chart.title(code);
        let shown = self.account.as_ref().map_or_else(String::new, title);
        let before = self.account.clone();
        ui.horizontal(|ui| {
            ui.label("哪个账户");
            controls::choice(ui, "哪个账户", &shown, 260.0, |ui| {
                for code in context.accounts {
                    let offered = Some(code.clone());
                    ui.selectable_value(&mut self.account, offered, title(code));
                }
            });
        });
        if self.account != before && self.seen.is_some() {
            self.look(context.app);
        }
    }

    fn path_row(&mut self, ui: &mut Ui, app: &App, width: f32, inbox: &mut Inbox) {
        ui.horizontal(|ui| {
            let hint = "文件的位置，也可以把文件拖到窗口里";
            let field = Field { hint, ..Field::new("对账单文件", width - 158.0) };
            let id = Id::unique("statement_path");
            let response = controls::edit_in_line(ui, id, &field, &mut self.path);
            if std::mem::take(&mut self.focus_path) {
                response.request_focus();
            }
            if response.changed() {
                self.seen = None;
                self.choices = StatementChoices::default();
            }
            let entered = response.has_focus() && keys::enter(ui.ctx());
            if ui.plain_button("浏览…").clicked() {
                inbox.push(Wish::Pick(Pick::Table { purpose: PickPurpose::Statement }));
            }
            if ui.plain_button("预览").clicked() || entered {
                self.look(app);
            }
        });
    }

    fn seen_ui(&mut self, ui: &mut Ui, app: &App, table: f32) {
        let mut told = None;
        let mut wants_columns = false;
        match &mut self.seen {
            None => {}
            Some(Seen::Refused(message)) => {
                ui.notice_box(true, message);
            }
            Some(Seen::Faults { message, faults }) => {
                ui.notice_box(true, message);
                ui.spacing_mut().item_spacing.y = BETWEEN_ROWS;
                fault_table::ui(ui, faults, table);
            }
            Some(Seen::Columns(form)) => told = form.ui(ui, table),
            Some(Seen::Preview { preview, .. }) => {
                wants_columns = preview_ui(ui, preview, &mut self.choices.accept_breaks);
                let room = if preview.breaks.is_empty() { table } else { table - BREAKS_SHOWN };
                line_rows(ui, preview, room.max(92.0));
            }
        }
        if let Some(mapping) = told {
            self.choices.mapping = Some(mapping);
            self.look(app);
        }
        if wants_columns {
            let path = PathBuf::from(self.path.trim());
            let sample = app.statement_sample(&path).unwrap_or_default();
            let why = "改好以后点“按这样读”。以后同样的表不用再说。".to_owned();
            self.seen = Some(Seen::Columns(MappingForm::new(why, sample)));
        }
    }

    /// The buttons below; true to close.
    fn buttons(&mut self, ui: &mut Ui, context: ImportContext<'_>, inbox: &mut Inbox) -> bool {
        let accepts = self.choices.accept_breaks;
        let ready = match &self.seen {
            Some(Seen::Preview { path, preview })
                if preview.refusal.is_none()
                    && preview.already_there < preview.lines.len()
                    && (preview.breaks.is_empty() || accepts) =>
            {
                Some((path.clone(), preview.lines.len() - preview.already_there))
            }
            _ => None,
        };
        let mut close = false;
        controls::foot(ui, |ui| {
            let word = match ready {
                Some((_, added)) => format!("导入 {added} 笔"),
                None => "导入".to_owned(),
            };
            let is_ready = ready.is_some() && !self.waiting;
            let button = ui.add_enabled_ui(is_ready, |ui| ui.primary_button(&word)).inner;
            let by_key =
                is_ready && keys::pressed(ui.ctx(), egui::Modifiers::COMMAND, egui::Key::Enter);
            if (button.on_hover_text("Ctrl+回车").clicked() || by_key)
                && let (Some((path, _)), Some(account)) = (ready, self.account.clone())
            {
                self.waiting = true;
                let (village, choices) = (context.book.village.id, self.choices.clone());
                inbox.run(Command::ImportStatement { village, account, path, choices });
            }
            close = ui.plain_button("取消").clicked();
        });
        close
    }
}

fn village_of(app: &App) -> Option<VillageId> {
    Some(app.ledger().ok()?.book()?.village.id)
}

/// What a refusal to read leads to: columns to be told, faults with their rows, or words.
fn refused(app: &App, path: &Path, error: &AppError) -> Seen {
    let Some(refusal) = error.refusal() else { return Seen::Refused(error.to_string()) };
    if !refusal.headings.is_empty() {
        let sample = app.statement_sample(path).unwrap_or_default();
        if !sample.is_empty() {
            let why = "看不出哪一栏是日期、哪一栏是金额。请照着样例说明各栏的意思，以后同样的表不用再说。";
            return Seen::Columns(MappingForm::new(why.to_owned(), sample));
        }
    }
    match refusal.import_faults.as_slice() {
        [] | [_] => Seen::Refused(error.to_string()),
        many => Seen::Faults {
            message: format!(
                "有 {} 处读不懂，一笔也没有导入。请从网银重新下载，或在表格里改好再点“预览”。",
                many.len()
            ),
            faults: many.to_vec(),
        },
    }
}

/// What was read, in words; true when the person wants to say what the columns are.
fn preview_ui(ui: &mut Ui, preview: &StatementPreview, accept: &mut bool) -> bool {
    let facts = &preview.facts;
    let mut wants_columns = false;
    let tail = facts.number_tail.as_ref().map_or(String::new(), |tail| format!(" 尾号 {tail}"));
    let name = if facts.name.is_empty() { String::new() } else { format!("　{}", facts.name) };
    let balance = |amount: Option<Money>| amount.map_or("表上没有".to_owned(), Money::grouped);
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            wants_columns = ui.plain_button("各栏读错了？").clicked();
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let words = format!(
                    "{}{tail}{name}　{} 至 {}",
                    facts.bank.label(),
                    period::date_label(facts.first_on),
                    period::date_label(facts.last_on)
                );
                ui.add(Label::new(RichText::new(words).font(theme::bold(theme::BODY))).truncate());
            });
        });
    });
    ui.label(format!(
        "共 {} 笔　收入 {}　支出 {}　期初余额 {}　期末余额 {}",
        preview.lines.len(),
        preview.sum_in.grouped(),
        preview.sum_out.grouped(),
        balance(facts.opening),
        balance(facts.closing)
    ));
    if let Some(refusal) = &preview.refusal {
        ui.notice_box(true, &format!("{refusal}。{}", refusal.hint()));
        return wants_columns;
    }
    let added = preview.lines.len() - preview.already_there;
    if added == 0 {
        ui.notice_box(false, "这份对账单的流水以前都导入过了，不用再导入。");
        return wants_columns;
    }
    if preview.already_there > 0 {
        ui.quiet(format!("其中 {} 笔以前导入过，只新增 {added} 笔。", preview.already_there));
    }
    if !preview.breaks.is_empty() {
        breaks_ui(ui, &preview.breaks, accept);
    }
    for warning in preview.warnings.iter().take(2) {
        ui.notice_box(false, warning);
    }
    wants_columns
}

/// Each place where a balance does not follow, and the person's word that it is so.
fn breaks_ui(ui: &mut Ui, breaks: &[String], accept: &mut bool) {
    let head =
        format!("余额有 {} 处接不上，可能缺行或改过。请从网银重新下载完整的明细。", breaks.len());
    ui.notice_box(true, &head);
    ScrollArea::vertical().id_salt("breaks").max_height(48.0).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        for line in breaks.iter().take(200) {
            ui.add(Label::new(RichText::new(line).size(theme::SMALL)).wrap());
        }
    });
    ui.checkbox(accept, "银行给的就是这样，余额接不上也导入");
}

fn line_rows(ui: &mut Ui, preview: &StatementPreview, height: f32) {
    let heads = ["行", "日期", "对方户名", "摘要", "金额", "余额"];
    let columns = [
        Column::exact(44.0),
        Column::exact(92.0),
        Column::exact(210.0).clip(true),
        Column::remainder().clip(true),
        Column::exact(112.0),
        Column::exact(112.0),
    ];
    ui.spacing_mut().item_spacing.y = BETWEEN_ROWS;
    rows_table(ui, &heads, columns, (preview.lines.len(), height), |ui, row, column| {
        let Some(line) = preview.lines.get(row) else { return };
        let text = match column {
            0 => line.row.to_string(),
            1 => line.date.to_string(),
            2 => line.facts.counterparty.clone(),
            3 => line.facts.memo.clone(),
            4 => signed(line.amount),
            _ => line.balance.map(Money::grouped).unwrap_or_default(),
        };
        let incoming = column == 4 && line.amount.is_positive();
        let colour = if incoming { theme::INCOME } else { theme::TEXT };
        let label = Label::new(RichText::new(text).size(theme::SMALL).color(colour)).truncate();
        if column > 3 {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| ui.add(label));
        } else {
            ui.add(label);
        }
    });
}
