//! The dialog around a form: its fields, the figures that follow from them, and its buttons.

use egui::{Key, Modifiers, ScrollArea, Ui};

use super::purpose::Purpose;
use super::reader::{count, read};
use super::sheet::{self, Sheet, WIDTH};
use crate::app::{AppError, Command};
use crate::domain::ledger::Book;
use crate::domain::period::Date;
use crate::domain::resolution::{MeetingForm, ResolutionRules, Whole};
use crate::ui::controls;
use crate::ui::ext::UiExt as _;
use crate::ui::inbox::{Inbox, Picked};

/// A form that is open.
#[derive(Debug)]
pub(super) struct Form {
    purpose: Purpose,
    sheet: Sheet,
    fault: Option<String>,
    /// The command was sent and its answer is awaited.
    pub(super) waiting: bool,
}

impl Form {
    /// Opens a form.
    pub(super) fn new(purpose: Purpose, book: &Book, today: Date) -> Self {
        Self { purpose, sheet: purpose.sheet(book, today), fault: None, waiting: false }
    }

    /// Draws it; true to close.
    pub(super) fn ui(
        &mut self,
        ui: &Ui,
        (book, rules): (&Book, &ResolutionRules),
        today: Date,
        inbox: &mut Inbox,
    ) -> bool {
        let mut close = false;
        let mut save = ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
        let escaped = controls::dialog(ui, &self.purpose.title(), WIDTH, |ui| {
            if let Purpose::NextStep(record) = self.purpose {
                let step = next_step(book, record);
                ui.label(format!("下一步：{step}"));
            }
            let height = ui.ctx().content_rect().height() - 240.0;
            ScrollArea::vertical().max_height(height).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 8.0;
                if self.sheet.ui(ui, inbox) {
                    self.fault = None;
                }
            });
            if let Some(words) = self.figures(rules) {
                sheet::figures(ui, &words);
            }
            if let Some(fault) = &self.fault {
                ui.notice_box(true, fault);
            }
            ui.add_space(6.0);
            controls::foot(ui, |ui| {
                save |= ui.primary_button("保存").clicked();
                close = ui.plain_button("取消").clicked();
                ui.quiet("Enter 到下一栏，Ctrl+Enter 保存");
            });
        });
        if save && !self.waiting {
            self.submit(book, today, inbox);
        }
        close || escaped
    }

    /// What a meeting takes, for what is typed.
    fn figures(&self, rules: &ResolutionRules) -> Option<String> {
        if !matches!(self.purpose, Purpose::Meet(..) | Purpose::ChangeMeeting(..)) {
            return None;
        }
        let written = self.sheet.text("会议形式");
        let form = MeetingForm::ALL.into_iter().find(|form| form.label() == written)?;
        let (quorum, unit) = (form.quorum(rules), form.unit());
        let number = |label| count(self.sheet.text(label)).filter(|count| *count > 0);
        let should = number("应到")?;
        let mut words = Vec::new();
        if let Some(present) = quorum.present {
            words.push(format!("到会至少 {} {unit}", present.least_of(should)));
        }
        let whole = match quorum.of {
            Whole::All => Some(should),
            Whole::Present => number("实到"),
        };
        if let Some(whole) = whole {
            words.push(format!("通过至少同意 {} {unit}", quorum.agree.least_of(whole)));
        }
        if let days @ 1.. = form.notice_days(rules) {
            words.push(format!("提前 {days} 天通知"));
        }
        Some(format!("{}：{}", form.label(), words.join("，")))
    }

    fn submit(&mut self, book: &Book, today: Date, inbox: &mut Inbox) {
        self.sheet.forgive();
        self.fault = None;
        match read(self.purpose, &self.sheet, book, today) {
            Err(faults) => {
                for (label, fault) in faults {
                    self.sheet.blame(label, fault);
                }
            }
            Ok(command) => {
                self.waiting = true;
                inbox.run(Command::Affair { village: book.village.id, command });
            }
        }
    }

    /// Says why the books refused, beside its field where it has one.
    pub(super) fn refuse(&mut self, error: &AppError) {
        self.waiting = false;
        let label = error.refusal().and_then(|refusal| refusal.named_field);
        let label = label.map(|label| match label {
            "表决" => "同意",
            "审计期间" => "审计期间起",
            "步骤" => "步骤日期",
            "参加的成员" if self.sheet.slot("参加审核的成员").is_some() => {
                "参加审核的成员"
            }
            "参加的成员" if self.sheet.slot("主持人").is_some() => "主持人",
            other => other,
        });
        let blamed = label.is_some_and(|label| self.sheet.blame(label, error.to_string()));
        if !blamed {
            self.fault = Some(error.to_string());
        }
    }

    /// Hears the answer of a file dialog.
    pub(super) fn picked(&mut self, picked: &Picked) {
        if let Some(path) = picked.path() {
            self.sheet.take_file(path);
        }
    }
}

/// The step of a power that comes next, in words.
pub(super) fn next_step(book: &Book, record: crate::domain::ids::GovernanceId) -> String {
    let used = book.affairs.record(record).and_then(|known| known.facts.power_use());
    let Some(used) = used else { return String::new() };
    let mut powers = book.affairs.records.iter().filter_map(|it| it.facts.power());
    let power = powers.find(|power| power.code == used.power);
    power.and_then(|power| used.next_step(power)).unwrap_or_default().to_owned()
}
