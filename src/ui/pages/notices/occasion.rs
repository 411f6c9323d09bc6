//! The dialog 登记事由: what must be disclosed at once.

use egui::{Id, Ui};

use super::dialogs::DialogContext;
use super::forms::{WIDTH, lines_field, told};
use crate::app::{AppError, Command, DisclosureCommand};
use crate::domain::matter::{Cadence, MatterCode};
use crate::domain::occasion::{OccasionFacts, OccasionRefusal, OccasionSource};
use crate::domain::period::{Month, day_label};
use crate::ui::ext::{Field, UiExt as _};
use crate::ui::inbox::Inbox;
use crate::ui::pages::vouchers::typed::parse_day;
use crate::ui::{controls, keys};

/// Where a refusal belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Matter,
    Date,
    Text,
    Foot,
}

/// What is typed.
#[derive(Clone, Debug)]
pub struct OccasionForm {
    matter: Option<MatterCode>,
    date: String,
    text: String,
    fault: Option<(Place, String)>,
    focus: bool,
    /// The command was sent and its answer is awaited.
    pub waiting: bool,
}

impl OccasionForm {
    /// The form, of a matter if one is shown.
    pub fn new(matter: Option<MatterCode>, context: DialogContext<'_>) -> Self {
        let date = context.today.to_string();
        let (text, fault) = (String::new(), None);
        Self { matter, date, text, fault, focus: true, waiting: false }
    }

    /// The matter that was chosen.
    pub const fn matter(&self) -> Option<MatterCode> {
        self.matter
    }

    /// Hears what came of the command: whether it is done, and whether it told the person.
    pub fn heard(&mut self, error: Option<&AppError>) -> (bool, bool) {
        if !std::mem::take(&mut self.waiting) {
            return (false, false);
        }
        self.fault = error.map(|error| (Place::Foot, told(error)));
        (error.is_none(), error.is_some())
    }

    fn fault_at(&self, place: Place) -> Option<&str> {
        self.fault.as_ref().filter(|(at, _)| *at == place).map(|(_, fault)| fault.as_str())
    }

    /// Draws it; true to close.
    pub(super) fn ui(&mut self, ui: &Ui, context: DialogContext<'_>, inbox: &mut Inbox) -> bool {
        let (mut close, mut agreed) = (false, false);
        let before = (self.matter, self.date.clone(), self.text.clone());
        let escaped = controls::dialog(ui, "登记事由", WIDTH, |ui| {
            ui.quiet("涉及村民切身利益的重大事项随时公布（《山东省村务公开条例》第十二条）。登记以后就成为一件应公开的事。");
            self.matter_choice(ui, context);
            self.day_field(ui, context);
            let fault = self.fault_at(Place::Text).map(str::to_owned);
            let labels = ("发生了什么（一句话，会印在公示上）", "如 收到县应急局救灾款 20000 元");
            lines_field(ui, Id::unique("occasion_text"), labels, fault.as_deref(), &mut self.text);
            if let Some(fault) = self.fault_at(Place::Foot) {
                ui.notice_box(true, fault);
            }
            ui.add_space(6.0);
            controls::foot(ui, |ui| {
                agreed = ui.primary_button("登记").clicked();
                close = ui.plain_button("取消").clicked();
            });
            let ctx = ui.ctx();
            let typing = ctx.text_edit_focused() || !ctx.egui_wants_keyboard_input();
            agreed |= !close && typing && controls::is_front(ui) && keys::enter(ctx);
        });
        if before != (self.matter, self.date.clone(), self.text.clone()) {
            self.fault = None;
        }
        if agreed && !self.waiting {
            match self.facts(context) {
                Ok(facts) => {
                    self.waiting = true;
                    let village = context.book.village.id;
                    let command = DisclosureCommand::RecordOccasion { village, facts };
                    inbox.run(Command::Disclosure(command));
                }
                Err(fault) => self.fault = Some(fault),
            }
        }
        close || escaped
    }

    fn matter_choice(&mut self, ui: &mut Ui, context: DialogContext<'_>) {
        let title = |code: MatterCode| format!("{code} {}", context.law.title(code));
        let shown = self.matter.map_or_else(|| "请选公开事项".to_owned(), title);
        controls::labelled_choice(ui, "即时公开的事项", &shown, WIDTH - 4.0, |ui| {
            for matter in context.law.catalog.matters_on(context.today) {
                if matter.cadence == Cadence::Immediate {
                    let words = title(matter.code);
                    ui.selectable_value(&mut self.matter, Some(matter.code), words);
                }
            }
        });
        controls::fault_below(ui, self.fault_at(Place::Matter));
        let known = self.matter.and_then(|code| context.law.catalog.matter(code));
        if let Some(matter) = known.filter(|matter| !matter.content.is_empty()) {
            let asked = egui::RichText::new(format!("要公开：{}", matter.content));
            let asked = asked.color(crate::ui::theme::TEXT_QUIET).size(crate::ui::theme::SMALL);
            ui.add(egui::Label::new(asked).wrap());
        }
    }

    fn day_field(&mut self, ui: &mut Ui, context: DialogContext<'_>) {
        ui.horizontal_top(|ui| {
            let fault = self.fault_at(Place::Date).map(str::to_owned);
            let wide = if fault.is_some() { WIDTH - 4.0 } else { 190.0 };
            let field = Field { fault: fault.as_deref(), ..Field::new("发生日期", wide) };
            let id = Id::unique("occasion_date");
            let response = controls::edit(ui, id, &field, &mut self.date);
            if std::mem::take(&mut self.focus) {
                response.request_focus();
            }
            let on = parse_day(&self.date, Month::of(context.today));
            if let (Ok(on), None) = (on, fault) {
                ui.vertical(|ui| {
                    ui.add_space(30.0);
                    let days = context.law.rules.immediate_days;
                    let by = context.law.calendar.legal_deadline(on, days);
                    ui.label(format!("最迟 {}公布", day_label(by)));
                });
            }
        });
    }

    fn facts(&self, context: DialogContext<'_>) -> Result<OccasionFacts, (Place, String)> {
        let none = || (Place::Matter, "没有选事项。请从列表里选一个即时公开的事项。".to_owned());
        let matter = self.matter.ok_or_else(none)?;
        let on = parse_day(&self.date, Month::of(context.today));
        let on = on.map_err(|fault| (Place::Date, fault))?;
        let (text, source) = (self.text.clone(), OccasionSource::ByHand);
        let facts = OccasionFacts { matter, on, text, source, due_by: None, cancelled_on: None };
        let first = context.book.first_month().first_day();
        facts.check(context.law, first, context.today).map_err(|refusal| {
            let place = match refusal {
                OccasionRefusal::NoSuchMatter { .. } | OccasionRefusal::NotImmediate { .. } => {
                    Place::Matter
                }
                OccasionRefusal::Future { .. } | OccasionRefusal::BeforeVillage { .. } => {
                    Place::Date
                }
                OccasionRefusal::NoText | OccasionRefusal::Text(_) => Place::Text,
            };
            (place, format!("{refusal}。{}", refusal.hint()))
        })
    }
}
