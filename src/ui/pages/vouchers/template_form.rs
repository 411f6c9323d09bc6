//! The dialog that writes what a template says.

use egui::{Id, Key, Label, RichText, ScrollArea, Ui};

use super::draft::{LineForm, plain_amount};
use super::typed::{parse_account, parse_amount, parse_papers};
use crate::app::{AppError, Command, Outcome, TemplateCommand};
use crate::domain::account::Side;
use crate::domain::entity::Entity;
use crate::domain::ids::{TemplateId, VoucherId};
use crate::domain::ledger::Book;
use crate::domain::period::Month;
use crate::domain::template::{Monthly, TemplateFacts, TemplateLine, fill};
use crate::domain::text::ascii_width;
use crate::domain::voucher::Settlement;
use crate::ui::controls;
use crate::ui::ext::{Field, UiExt as _};
use crate::ui::inbox::Inbox;
use crate::ui::{keys, theme};

/// Width of the dialog.
const WIDTH: f32 = 780.0;

/// A template as typed.
#[derive(Debug)]
pub struct TemplateForm {
    /// The one that is changed; otherwise a new one.
    of: Option<TemplateId>,
    /// The posted voucher it is made of.
    made_of: Option<VoucherId>,
    name: String,
    summary: String,
    lines: Vec<LineForm>,
    settlement: Settlement,
    papers: String,
    handler: String,
    witness: String,
    approver: String,
    note: String,
    entity: Entity,
    is_monthly: bool,
    day: String,
    from: String,
    fault: Option<String>,
    focus: bool,
    waiting: bool,
}

impl TemplateForm {
    /// A new template of these facts; `day` and `from` are offered for every month.
    pub fn new(facts: &TemplateFacts, made_of: Option<VoucherId>, day: u32, from: Month) -> Self {
        let monthly = facts.monthly.unwrap_or(Monthly { day, from });
        Self {
            of: None,
            made_of,
            name: facts.name.clone(),
            summary: facts.summary.clone(),
            lines: lines_of(facts),
            settlement: facts.settlement,
            papers: if facts.papers == 0 { String::new() } else { facts.papers.to_string() },
            handler: facts.handler.clone(),
            witness: facts.witness.clone(),
            approver: facts.approver.clone(),
            note: facts.note.clone(),
            entity: facts.entity,
            is_monthly: facts.monthly.is_some(),
            day: monthly.day.to_string(),
            from: monthly.from.to_string(),
            fault: None,
            focus: true,
            waiting: false,
        }
    }

    /// The template with that identity, to be changed.
    pub fn change(id: TemplateId, facts: &TemplateFacts, month: Month) -> Self {
        Self { of: Some(id), ..Self::new(facts, None, 25, month) }
    }

    /// Hears what came of the command it sent: `Some(true)` when it is done.
    pub fn heard(&mut self, outcome: &Result<Outcome, AppError>) -> Option<bool> {
        if !std::mem::take(&mut self.waiting) {
            return None;
        }
        if let Err(error) = outcome {
            self.fault = Some(error.to_string());
        }
        Some(outcome.is_ok())
    }

    /// Draws it; true to close.
    pub fn ui(&mut self, ui: &Ui, book: &Book, month: Month, inbox: &mut Inbox) -> bool {
        let title = if self.of.is_some() { "修改模板" } else { "存为模板" };
        let mut close = false;
        let mut save = false;
        let escaped = controls::dialog(ui, title, WIDTH, |ui| {
            self.words(ui, month);
            self.entries(ui, book);
            self.persons(ui);
            self.every_month(ui);
            if let Some(fault) = &self.fault {
                ui.notice_box(true, fault);
            }
            ui.add_space(4.0);
            controls::foot(ui, |ui| {
                save = ui.primary_button("保存模板").clicked();
                close = ui.plain_button("取消").clicked();
            });
        });
        save |= !close && keys::pressed(ui.ctx(), egui::Modifiers::COMMAND, Key::Enter);
        if save {
            match self.parse(book) {
                Ok(facts) => {
                    let (village, facts) = (book.village.id, Box::new(facts));
                    let command = match self.of {
                        Some(template) => TemplateCommand::Update { template, facts },
                        None => TemplateCommand::Save { facts, of: self.made_of },
                    };
                    self.waiting = true;
                    inbox.run(Command::Template { village, command });
                }
                Err(fault) => self.fault = Some(fault),
            }
        }
        close || escaped
    }

    fn words(&mut self, ui: &mut Ui, month: Month) {
        ui.horizontal_top(|ui| {
            let field = Field { hint: "如 村干部工资", ..Field::new("名称", 200.0) };
            let id = Id::unique("template_name");
            let response = controls::edit(ui, id, &field, &mut self.name);
            if std::mem::take(&mut self.focus) {
                response.request_focus();
            }
            let rest = ui.available_width();
            let field = Field::new("摘要（月份可写成{月}，上个月写{上月}，年写{年}）", rest);
            let summary = Id::unique("template_summary");
            if controls::edit(ui, summary, &field, &mut self.summary).changed() | response.changed()
            {
                self.fault = None;
            }
        });
        if self.summary.contains('{') {
            ui.quiet(format!("{}会写成：{}", month.label(), fill(&self.summary, month)));
        }
    }

    fn entries(&mut self, ui: &mut Ui, book: &Book) {
        ui.add_space(2.0);
        ui.quiet("分录：金额每月一样的写上，每次不一样的空着，用的时候再填。");
        let mut removed = None;
        let count = self.lines.len();
        ScrollArea::vertical().id_salt("template_lines").max_height(170.0).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            for (at, line) in self.lines.iter_mut().enumerate() {
                ui.horizontal(|ui| {
                    if line_ui(ui, at, line, book, count > 2) {
                        removed = Some(at);
                    }
                });
            }
        });
        if let Some(at) = removed {
            self.lines.remove(at);
        }
        if ui.plain_button("加一行").clicked() {
            self.lines.push(LineForm::new(Side::Credit));
        }
    }

    fn persons(&mut self, ui: &mut Ui) {
        ui.add_space(2.0);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 10.0;
            let chosen = &mut self.settlement;
            controls::labelled_choice(ui, "结算方式", chosen.label(), 116.0, |ui| {
                for way in Settlement::ALL {
                    ui.selectable_value(chosen, way, way.label());
                }
            });
            for (label, width, text) in [
                ("模板附件张数", 92.0, &mut self.papers),
                ("模板经手人", 106.0, &mut self.handler),
                ("模板证明人", 106.0, &mut self.witness),
                ("模板审批人", 106.0, &mut self.approver),
            ] {
                let id = Id::unique(("template_field", label));
                controls::edit(ui, id, &Field::new(label, width), text);
            }
            let rest = ui.available_width();
            let id = Id::unique("template_note");
            controls::edit(ui, id, &Field::new("模板备注", rest), &mut self.note);
        });
    }

    fn every_month(&mut self, ui: &mut Ui) {
        ui.add_space(2.0);
        ui.horizontal(|ui| {
            ui.checkbox(&mut self.is_monthly, "每月都有，提醒我记");
            if !self.is_monthly {
                return;
            }
            ui.label("每月");
            let id = Id::unique("template_day");
            let field = Field::new("每月几号", 56.0);
            controls::edit_in_line(ui, id, &field, &mut self.day);
            ui.label("日，从");
            let id = Id::unique("template_from");
            let field = Field { hint: "2026-11", ..Field::new("从哪个月起", 96.0) };
            controls::edit_in_line(ui, id, &field, &mut self.from);
            ui.label("起");
            ui.quiet("月末写 31，短的月份用最后一天");
        });
    }

    fn parse(&self, book: &Book) -> Result<TemplateFacts, String> {
        let lines: Result<Vec<TemplateLine>, String> = self
            .lines
            .iter()
            .zip(1..)
            .map(|(line, number)| {
                let placed = |fault: String| format!("第 {number} 行：{fault}");
                let account = parse_account(&book.chart, &line.account).map_err(placed)?;
                let amount = match line.amount.trim() {
                    "" => None,
                    written => Some(parse_amount(written).map_err(placed)?),
                };
                Ok(TemplateLine { account, side: line.side, amount })
            })
            .collect();
        Ok(TemplateFacts {
            name: self.name.clone(),
            summary: self.summary.clone(),
            lines: lines?,
            settlement: self.settlement,
            handler: self.handler.clone(),
            witness: self.witness.clone(),
            approver: self.approver.clone(),
            papers: parse_papers(&self.papers)?,
            note: self.note.clone(),
            entity: self.entity,
            monthly: self.is_monthly.then(|| self.parse_monthly()).transpose()?,
        })
    }

    fn parse_monthly(&self) -> Result<Monthly, String> {
        let plain = |text: &str| text.trim().chars().map(ascii_width).collect::<String>();
        let day = plain(&self.day).trim_end_matches(['日', '号']).parse::<u32>();
        let day = day.map_err(|_| "每月几号写 1 到 31 的整数".to_owned())?;
        let from = plain(&self.from).replace(['年', '.', '/'], "-").replace('月', "");
        let from = from.parse::<Month>().map_err(|_| "从哪个月起写成 2026-11".to_owned())?;
        Ok(Monthly { day, from })
    }
}

fn lines_of(facts: &TemplateFacts) -> Vec<LineForm> {
    let line = |line: &TemplateLine| LineForm {
        side: line.side,
        account: line.account.to_string(),
        amount: plain_amount(line.amount.unwrap_or_default()),
    };
    let mut lines: Vec<LineForm> = facts.lines.iter().map(line).collect();
    for side in [Side::Debit, Side::Credit] {
        if !lines.iter().any(|line| line.side == side) {
            lines.push(LineForm::new(side));
        }
    }
    lines
}

/// One line; true when it is to be removed.
fn line_ui(ui: &mut Ui, at: usize, line: &mut LineForm, book: &Book, can_remove: bool) -> bool {
    let number = at + 1;
    let side = format!("模板第 {number} 行借贷");
    controls::choice(ui, &side, line.side.label(), 64.0, |ui| {
        for side in [Side::Debit, Side::Credit] {
            ui.selectable_value(&mut line.side, side, side.label());
        }
    });
    let label = format!("模板第 {number} 行科目");
    let hint = "科目（代码、名称或拼音首字母）";
    let field = Field { hint, ..Field::new(&label, 230.0) };
    let id = Id::unique(("template_account", at));
    controls::edit_in_line(ui, id, &field, &mut line.account);
    let label = format!("模板第 {number} 行金额");
    let field = Field { hint: "每次填", right: true, ..Field::new(&label, 130.0) };
    let id = Id::unique(("template_amount", at));
    controls::edit_in_line(ui, id, &field, &mut line.amount);
    let remove = can_remove
        && controls::sign_button(ui, "−", &format!("删掉模板第 {number} 行"), true).clicked();
    let known = parse_account(&book.chart, &line.account);
    let (text, colour) = match known {
        Ok(code) => (book.chart.title(&code), theme::TEXT_QUIET),
        Err(_) if line.account.trim().is_empty() => return remove,
        Err(fault) => (fault, theme::OVERDUE),
    };
    ui.add(Label::new(RichText::new(text).size(theme::SMALL).color(colour)).truncate());
    remove
}
