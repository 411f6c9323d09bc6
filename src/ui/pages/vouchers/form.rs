//! The entry form 记一笔: drawn, walked and steered by keyboard.

use egui::util::undoer::Undoer;
use egui::{Align, EventFilter, Id, Key, Layout, Modifiers, Response, RichText, Ui};

use super::attach::Chosen;
use super::draft::{FieldFaults, Mode, Slot, VoucherForm};
use super::hints::{Hints, Offer};
use super::lines;
use super::picker::Picker;
use super::rows::BookKey;
use super::typed;
use crate::app::{AppError, Command, Outcome, Posting};
use crate::domain::account::AccountCode;
use crate::domain::entity::Entity;
use crate::domain::ids::{BankLineId, TemplateId, VoucherId};
use crate::domain::ledger::Book;
use crate::domain::money::Money;
use crate::domain::money_rules::MoneyRules;
use crate::domain::period::{Date, Month};
use crate::domain::template::Template;
use crate::domain::voucher::{Settlement, VoucherDraft};
use crate::ui::controls::{self, Composition};
use crate::ui::ext::{Field, UiExt as _};
use crate::ui::inbox::Inbox;
use crate::ui::{keys, theme};

/// From this width on the fields have their full size.
const ROOMY: f32 = 960.0;

/// Space between fields.
const GAP: f32 = 12.0;

/// The form with its caret, faults and history.
#[derive(Default)]
pub struct FormPanel {
    form: VoucherForm,
    faults: FieldFaults,
    hints: Hints,
    picker: Picker,
    undo: Undoer<VoucherForm>,
    composition: Composition,
    of: Option<(BookKey, Month)>,
    settlement_id: Option<Id>,
    focus: Option<Slot>,
    /// The wrong voucher that what is typed sets right, and its month and number.
    correcting: Option<(VoucherId, String)>,
    /// The line of the bank that what is typed explains.
    of_line: Option<BankLineId>,
    /// The field was reached by Enter: what stands in it is selected, to be kept or replaced.
    walked: bool,
    waiting: bool,
    /// Photos and scans that go with the voucher.
    attached: Vec<Chosen>,
    wants: Option<FormWants>,
    /// Whether a person said how it is paid: then no earlier voucher says otherwise.
    chose_settlement: bool,
    /// The template that what is typed came from, and for which month.
    template: Option<(TemplateId, Month, String)>,
    height: f32,
    /// Faults too long to stand below their narrow field; shown at the foot.
    long_faults: Vec<String>,
}

impl std::fmt::Debug for FormPanel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FormPanel").field("form", &self.form).finish_non_exhaustive()
    }
}

/// What the form asks of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormWants {
    /// Choose photos and scans.
    Attachments,
    /// Choose a template.
    Templates,
    /// Leave: Esc was pressed in a form that explains a line.
    Out,
}

/// What drawing the form needs to know.
#[derive(Clone, Copy, Debug)]
pub struct FormContext<'a> {
    /// The book the voucher goes into.
    pub book: &'a Book,
    /// The rules of money in force.
    pub rules: &'a MoneyRules,
    /// Tells when the book changed.
    pub key: BookKey,
    /// Of two sets of books, the one whose vouchers are shown.
    pub shown: Option<Entity>,
    /// The month of a date without a month.
    pub month: Month,
    /// The day it is.
    pub today: Date,
    /// Whether a dialog is open: then no key is for the form.
    pub covered: bool,
}

impl FormPanel {
    /// Height of the form when it was last drawn, for laying out the table above it.
    pub const fn height(&self) -> f32 {
        self.height
    }

    /// A form with the voucher that a line of the bank would get; `incoming` tells which way the
    /// money went through the account.
    pub fn of_line(
        line: BankLineId,
        draft: &VoucherDraft,
        (account, incoming): (&AccountCode, bool),
        (book, key, month): (&Book, BookKey, Month),
    ) -> Self {
        let form = VoucherForm::of_line(draft, (account, incoming), book);
        let focus = if form.account.is_empty() { Slot::Account } else { Slot::Summary };
        Self {
            form,
            of: Some((key, month)),
            of_line: Some(line),
            focus: Some(focus),
            ..Self::default()
        }
    }

    /// Whether a command of this form is under way.
    pub const fn is_waiting(&self) -> bool {
        self.waiting
    }

    /// Whether something of a voucher was written or attached.
    pub fn is_written(&self) -> bool {
        !self.form.is_untouched() || !self.attached.is_empty()
    }

    /// What is asked of the page; asks once.
    pub const fn wants(&mut self) -> Option<FormWants> {
        self.wants.take()
    }

    /// Writes what a template says for a month; the caret goes to what is still missing. A
    /// monthly one has its own day, as far as it has come.
    pub fn use_template(
        &mut self,
        book: &Book,
        template: &Template,
        month: Month,
        today: Date,
        amount: Option<Money>,
    ) {
        let facts = &template.facts;
        let date = match facts.monthly {
            Some(monthly) => month.day(monthly.day).min(today),
            None => typed::parse_day(&self.form.date, month).unwrap_or(today),
        };
        self.form.copy(&facts.draft(month, date, amount), &book.chart);
        self.form.date = if Month::of(date) == month && month.year() == Month::of(today).year() {
            typed::day_text(date)
        } else {
            date.to_string()
        };
        self.faults = FieldFaults::default();
        self.correcting = None;
        self.template = Some((template.id, month, facts.name.clone()));
        let empty = self.form.walk().into_iter().find(|slot| {
            matches!(slot, Slot::Amount | Slot::LineAmount(_))
                && self.form.text_mut(*slot).is_some_and(|text| text.is_empty())
        });
        self.focus = Some(empty.unwrap_or(Slot::Summary));
    }

    /// What is typed as a voucher, to be kept as a template; its amounts may be missing.
    pub fn sketch(&self, book: &Book, month: Month, today: Date) -> VoucherDraft {
        self.form.sketch(&book.chart, month, today)
    }

    /// The source papers chosen so far.
    pub fn attached(&self) -> &[Chosen] {
        &self.attached
    }

    /// Takes the source papers that were chosen; where no number of papers was written, theirs.
    pub fn attach(&mut self, chosen: Vec<Chosen>) {
        if self.form.papers.trim().is_empty() && !chosen.is_empty() {
            self.form.papers = chosen.len().to_string();
        }
        self.attached = chosen;
        self.focus = Some(Slot::Papers);
    }

    /// Writes the same voucher again, ready to be changed.
    pub fn copy(&mut self, book: &Book, id: VoucherId) {
        if let Some(voucher) = book.voucher(id) {
            self.form.copy(voucher.written(), &book.chart);
            self.faults = FieldFaults::default();
            self.focus = Some(Slot::Summary);
            self.correcting = None;
            self.template = None;
        }
    }

    /// Writes a wrong voucher again, to be set right: on its own day while its month is open,
    /// today after that.
    pub fn correct(&mut self, book: &Book, id: VoucherId, today: Date) {
        let Some(wrong) = book.voucher(id) else { return };
        self.copy(book, id);
        let closed = book.closed_months().through(wrong.entity());
        let is_closed = closed.is_some_and(|closed| wrong.month() <= closed);
        self.form.date = if is_closed { today } else { wrong.date() }.to_string();
        let number = book.number_in(Entity::Village, wrong);
        self.correcting = Some((id, format!("{} {number}", wrong.month().label())));
    }

    /// Empties the form.
    fn drop_typed(&mut self) {
        self.form.clear();
        self.faults = FieldFaults::default();
        self.correcting = None;
        self.template = None;
        self.chose_settlement = false;
        self.attached.clear();
        self.focus = Some(Slot::Summary);
    }

    /// Hears what came of the command this form sent.
    pub fn heard(&mut self, outcome: &Result<Outcome, AppError>) -> bool {
        if !std::mem::take(&mut self.waiting) {
            return false;
        }
        match outcome {
            Ok(_) => {
                self.drop_typed();
                self.undo = Undoer::default();
                false
            }
            Err(error) => {
                let refusal = error.refusal();
                let field = refusal.and_then(|refusal| refusal.field.map(|at| (at, refusal)));
                if let Some((field, refusal)) = field {
                    let slot = self.form.slot_of(field);
                    self.faults = FieldFaults::one(slot, &refusal.message);
                    self.focus = Some(slot);
                }
                field.is_some()
            }
        }
    }

    /// Draws the form and answers its keys.
    pub fn ui(&mut self, ui: &mut Ui, context: FormContext<'_>, inbox: &mut Inbox) {
        self.start(context);
        let composing = self.composition.watch(ui);
        let written = (&self.form, self.correcting.as_ref().map(|(wrong, _)| *wrong));
        self.hints.refresh(context.book, context.rules, context.key, written, context.month);
        let slot = self.focused(ui);
        if !composing && !context.covered {
            self.offers(context, slot);
            self.keys(ui, context, slot, inbox);
        }
        let frame = egui::Frame::new()
            .fill(theme::SURFACE)
            .stroke(egui::Stroke::new(1.0, theme::ACCENT))
            .corner_radius(theme::CARD_CORNER)
            .inner_margin(egui::Margin::symmetric(16, 12));
        let drawn = frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing = egui::vec2(GAP, 10.0);
            self.head(ui);
            self.books(ui, context);
            self.first_row(ui, context);
            if self.form.mode == Mode::Journal {
                lines::ui(ui, &mut self.form, &mut self.faults, &mut self.picker);
            }
            self.second_row(ui, context, inbox);
            self.foot(ui);
        });
        let height = drawn.response.rect.height();
        if (height - self.height).abs() > 0.5 {
            self.height = height;
            ui.ctx().request_repaint();
        }
        if let Some(slot) = self.focus.take() {
            let id = self.id_of(slot);
            ui.memory_mut(|memory| memory.request_focus(id));
            let whole = std::mem::take(&mut self.walked) && slot != Slot::Summary;
            if let Some(text) = self.form.text_mut(slot) {
                place_caret(ui, id, text.chars().count(), whole);
            }
        }
        self.hold_tab(ui);
        self.undo.feed_state(ui.input(|input| input.time), &self.form);
    }

    /// A new village or month brings its own date and persons, as long as nothing was typed.
    fn start(&mut self, context: FormContext<'_>) {
        let now = (context.key, context.month);
        let Some((key, month)) = self.of.replace(now) else {
            self.form = fresh(context);
            return;
        };
        let moved = key.village() != context.key.village() || month != context.month;
        if !context.book.entities().contains(&self.form.entity) {
            self.form.entity = entity_of(context);
        }
        if key.village() != context.key.village() || (moved && self.form.is_untouched()) {
            self.form = VoucherForm { mode: self.form.mode, ..fresh(context) };
            self.faults = FieldFaults::default();
            self.correcting = None;
        }
    }

    fn id_of(&self, slot: Slot) -> Id {
        match (slot, self.settlement_id) {
            (Slot::Settlement, Some(id)) => id,
            _ => slot_id(slot),
        }
    }

    fn focused(&self, ui: &Ui) -> Option<Slot> {
        let id = ui.memory(egui::Memory::focused)?;
        self.form.walk().into_iter().find(|slot| self.id_of(*slot) == id)
    }

    fn offers(&mut self, context: FormContext<'_>, slot: Option<Slot>) {
        let typed = slot.and_then(|slot| self.form.text_mut(slot).cloned()).unwrap_or_default();
        let offers = slot.map_or_else(Vec::new, |slot| {
            self.hints.offers(context.book, context.key, context.month, &self.form, slot)
        });
        self.picker.offer(slot, &typed, offers);
    }

    fn keys(&mut self, ui: &Ui, context: FormContext<'_>, slot: Option<Slot>, inbox: &mut Inbox) {
        let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
        for (mode, key) in Mode::ALL.into_iter().zip([Key::F2, Key::F3, Key::F4, Key::F5]) {
            if pressed(Modifiers::NONE, key) {
                self.switch(mode);
                self.focus = Some(Slot::Summary);
            }
        }
        if pressed(Modifiers::COMMAND, Key::Enter) {
            self.post(context, inbox);
        }
        if self.of_line.is_none() && pressed(Modifiers::COMMAND, Key::D) {
            self.copy_last(context.book);
        }
        if self.of_line.is_none() && pressed(Modifiers::NONE, Key::F6) {
            self.wants = Some(FormWants::Templates);
        }
        let Some(slot) = slot else { return };
        if pressed(Modifiers::COMMAND, Key::Z)
            && let Some(before) = self.undo.undo(&self.form).cloned()
        {
            self.form = before;
        }
        if keys::escape(ui.ctx()) && !self.picker.put_away() {
            if self.of_line.is_some() {
                self.wants = Some(FormWants::Out);
            } else {
                self.drop_typed();
            }
        }
        self.picker.arrows(ui);
        if slot == Slot::Settlement {
            self.settlement_keys(ui);
        }
        let taken = self.picker.has_mark() && pressed(Modifiers::NONE, Key::Tab);
        if taken || pressed(Modifiers::NONE, Key::Enter) {
            if let Some(offer) = self.picker.taken() {
                self.take(context.book, slot, &offer);
            }
            self.walk_on(ui, slot);
        }
    }

    /// ↑ and ↓ change the settlement without opening its list.
    fn settlement_keys(&mut self, ui: &Ui) {
        let id = self.id_of(Slot::Settlement);
        let keys = EventFilter { vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, keys));
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let offered = settlements(self.form.mode);
        let at = offered.iter().position(|way| *way == self.form.settlement).unwrap_or(0);
        let to = if pressed(Key::ArrowDown) {
            at + 1
        } else if pressed(Key::ArrowUp) {
            at.saturating_sub(1)
        } else {
            at
        };
        if let Some(way) = offered.get(to) {
            self.chose_settlement |= *way != self.form.settlement;
            self.form.settlement = *way;
        }
    }

    /// While a match is marked, Tab takes it and does not lead away.
    fn hold_tab(&self, ui: &Ui) {
        let Some(slot) = self.focused(ui).filter(|_| self.picker.has_mark()) else { return };
        let keys =
            EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(self.id_of(slot), keys));
    }

    fn walk_on(&mut self, ui: &Ui, slot: Slot) {
        if let Some(line) = self.form.balance_after(slot) {
            self.focus = Some(line);
            return;
        }
        let walk = self.form.walk();
        let at = walk.iter().position(|other| *other == slot);
        let next = at.and_then(|at| walk.get(at + 1)).copied();
        if next.is_some() {
            self.focus = next;
            self.walked = true;
        } else {
            ui.memory_mut(|memory| memory.request_focus(post_id()));
        }
    }

    fn take(&mut self, book: &Book, slot: Slot, offer: &Offer) {
        if let Some(text) = self.form.text_mut(slot) {
            text.clone_from(&offer.text);
            self.faults.forget(slot);
        }
        if let Some(last) = offer.last.and_then(|last| book.voucher(last)) {
            self.form.fill_like(last.written(), &book.chart, self.chose_settlement);
        }
    }

    fn switch(&mut self, mode: Mode) {
        if self.form.mode != mode {
            self.form.mode = mode;
            self.faults = FieldFaults::default();
            if !settlements(mode).contains(&self.form.settlement) {
                self.form.settlement = Settlement::Transfer;
            }
        }
    }

    fn copy_last(&mut self, book: &Book) {
        let last = book.vouchers.iter().rev().find(|voucher| !voucher.is_reversal());
        if let Some(id) = last.map(crate::domain::voucher::Voucher::id) {
            self.copy(book, id);
        }
    }

    fn post(&mut self, context: FormContext<'_>, inbox: &mut Inbox) {
        match self.form.parse(&context.book.chart, context.month) {
            Ok(draft) => {
                self.faults = FieldFaults::default();
                self.waiting = true;
                let village = context.book.village.id;
                if let Some(line) = self.of_line.filter(|_| self.correcting.is_none()) {
                    inbox.run(Command::PostFromLine { village, line, draft });
                    return;
                }
                let corrects = self.correcting.as_ref().map(|(wrong, _)| (*wrong, draft.date));
                let template = self.template.as_ref().filter(|_| corrects.is_none());
                let template = template.map(|(id, month, _)| (*id, *month));
                let attachments = self.attached.iter().map(|(path, _)| path.clone()).collect();
                let posting = Box::new(Posting { draft, corrects, attachments, template });
                inbox.run(Command::PostForm { village, posting });
            }
            Err(faults) => {
                self.focus = faults.first();
                self.faults = faults;
            }
        }
    }

    fn head(&mut self, ui: &mut Ui) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            match &self.correcting {
                Some((_, wrong)) => {
                    ui.card_heading(&format!("更正 {wrong}"));
                }
                None if self.of_line.is_none() => {
                    ui.card_heading("记一笔");
                }
                None => {}
            }
            for mode in Mode::ALL {
                if controls::tab(ui, mode.label(), self.form.mode == mode).clicked() {
                    self.switch(mode);
                    self.focus = Some(Slot::Summary);
                }
            }
            if self.of_line.is_none() && ui.plain_button("模板 F6").clicked() {
                self.wants = Some(FormWants::Templates);
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if let Some((_, month, name)) = &self.template {
                    ui.quiet(format!("用模板“{name}”记 {}", month.label()));
                    return;
                }
                if self.correcting.is_some() {
                    if ui.plain_button("不更正了").clicked() {
                        self.drop_typed();
                    }
                    ui.quiet("改好后入账：先记一张红字冲销，再记这张正确的");
                    return;
                }
                if self.of_line.is_some() {
                    ui.quiet("回车到下一格　Ctrl+回车入账　Esc 取消");
                    return;
                }
                let keys = "回车到下一格　Ctrl+回车入账　Ctrl+D 照抄上一笔　Esc 清空";
                let roomy = ui.available_width() > 400.0;
                ui.quiet(if roomy { keys } else { "Ctrl+回车入账　Ctrl+D 照抄" });
            });
        });
    }

    /// Of two sets of books, the one it goes into; a correction stays where the mistake is.
    fn books(&mut self, ui: &mut Ui, context: FormContext<'_>) {
        let kept = context.book.entities();
        if kept.len() < 2 {
            return;
        }
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            ui.quiet_body("记入");
            ui.add_enabled_ui(self.correcting.is_none(), |ui| {
                for entity in kept {
                    let word = format!("{}账", entity.label());
                    if ui.segment(self.form.entity == *entity, &word).clicked() {
                        self.form.entity = *entity;
                    }
                }
            });
        });
    }

    fn first_row(&mut self, ui: &mut Ui, context: FormContext<'_>) {
        let full = ui.available_width();
        let narrow = full < ROOMY;
        let (account, fund, amount) =
            if narrow { (220.0, 130.0, 130.0) } else { (260.0, 190.0, 160.0) };
        let (day, number) = if narrow { (96.0, 84.0) } else { (120.0, 110.0) };
        ui.horizontal_top(|ui| {
            self.field(ui, context, Slot::Date, "日期", day);
            controls::fixed(ui, "凭证号", &self.hints.number, number);
            let used = day + number + 2.0 * GAP;
            match self.form.mode {
                Mode::Expense | Mode::Income => {
                    let summary = full - used - account - amount - 2.0 * GAP;
                    self.field(ui, context, Slot::Summary, "摘要", summary);
                    let label = "科目（代码、名称或拼音首字母）";
                    self.field(ui, context, Slot::Account, label, account);
                    self.field(ui, context, Slot::Amount, "金额（可写 450*2）", amount);
                }
                Mode::Transfer => {
                    let summary = full - used - 2.0 * fund - amount - 3.0 * GAP;
                    self.field(ui, context, Slot::Summary, "摘要", summary);
                    self.field(ui, context, Slot::From, "转出", fund);
                    self.field(ui, context, Slot::To, "转入", fund);
                    self.field(ui, context, Slot::Amount, "金额（可写 450*2）", amount);
                }
                Mode::Journal => {
                    self.field(ui, context, Slot::Summary, "摘要", full - used);
                }
            }
        });
    }

    fn second_row(&mut self, ui: &mut Ui, context: FormContext<'_>, inbox: &mut Inbox) {
        let full = ui.available_width();
        let (settled, person, papers, button) =
            if full < ROOMY { (112.0, 80.0, 64.0, 96.0) } else { (120.0, 112.0, 96.0, 150.0) };
        let rest = full - settled - papers - 3.0 * person - button - 7.0 * GAP;
        let photos = (rest * 0.45).min(168.0);
        let note = if self.of_line.is_none() { rest - photos } else { rest + GAP };
        ui.horizontal_top(|ui| {
            self.settlement(ui, settled);
            self.field(ui, context, Slot::Papers, "附件张数", papers);
            self.field(ui, context, Slot::Handler, "经手人", person);
            self.field(ui, context, Slot::Witness, "证明人", person);
            self.field(ui, context, Slot::Approver, "审批人", person);
            self.field(ui, context, Slot::Note, "备注", note);
            if self.of_line.is_none() {
                // a line of the bank is explained first; its papers are added to the voucher
                self.photos(ui, photos);
            }
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 3.0;
                ui.quiet(" ");
                if post_button(ui, button).clicked() {
                    self.post(context, inbox);
                }
            });
        });
    }

    /// The button that leads to the source papers.
    fn photos(&mut self, ui: &mut Ui, width: f32) {
        ui.vertical(|ui| {
            ui.set_width(width);
            ui.spacing_mut().item_spacing.y = 3.0;
            ui.quiet("凭据照片");
            let text = match self.attached.len() {
                0 if width > 150.0 => "拖来，或点此添加".to_owned(),
                0 => "添加…".to_owned(),
                count => format!("已选 {count} 份…"),
            };
            let colour = if self.attached.is_empty() { theme::TEXT_QUIET } else { theme::TEXT };
            let size = egui::vec2(width, theme::CONTROL_HEIGHT);
            let button = egui::Button::new(RichText::new(&text).color(colour)).min_size(size);
            let response = ui.add(button.truncate());
            let label = match self.attached.len() {
                0 => "添加凭据照片".to_owned(),
                count => format!("凭据照片，已选 {count} 份"),
            };
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &label));
            if response.clicked() {
                self.wants = Some(FormWants::Attachments);
            }
        });
    }

    fn settlement(&mut self, ui: &mut Ui, width: f32) {
        let shown = self.form.settlement.label();
        let (mode, before) = (self.form.mode, self.form.settlement);
        let chosen = &mut self.form.settlement;
        let response = controls::labelled_choice(ui, "结算", shown, width, |ui| {
            for way in settlements(mode) {
                ui.selectable_value(chosen, *way, way.label());
            }
        });
        self.chose_settlement |= self.form.settlement != before;
        self.settlement_id = Some(response.id);
    }

    fn field(
        &mut self,
        ui: &mut Ui,
        context: FormContext<'_>,
        slot: Slot,
        label: &str,
        width: f32,
    ) {
        let mut fault = self.faults.of(slot).map(str::to_owned);
        if let Some(long) = fault.as_mut()
            && long.chars().count() as f32 * theme::SMALL > 2.0 * width
        {
            self.long_faults.push(format!("{label}：{long}"));
            long.clear();
        }
        let right = slot == Slot::Amount;
        let field = Field { fault: fault.as_deref(), right, ..Field::new(label, width) };
        let Some(text) = self.form.text_mut(slot) else { return };
        let response = controls::edit(ui, slot_id(slot), &field, text);
        self.after_edit(slot, &response);
        if let Some(offer) = self.picker.ui(&response, slot) {
            self.take(context.book, slot, &offer);
            self.walk_on(ui, slot);
        }
    }

    fn after_edit(&mut self, slot: Slot, response: &Response) {
        if response.changed() {
            self.faults.forget(slot);
        }
    }

    fn foot(&mut self, ui: &mut Ui) {
        for fault in std::mem::take(&mut self.long_faults) {
            ui.notice_box(true, &fault);
        }
        if let Some(after) = self.hints.after {
            ui.spacing_mut().interact_size.y = 20.0;
            ui.horizontal(|ui| {
                ui.quiet("记这笔后");
                for (label, amount) in [("现金", after.cash), ("银行存款", after.bank)] {
                    let colour = if amount.is_negative() { theme::OVERDUE } else { theme::TEXT };
                    let text = format!("{label} {}", amount.grouped());
                    ui.label(RichText::new(text).size(theme::SMALL).color(colour));
                }
            });
        }
        if let Some(warning) = &self.hints.warning {
            ui.notice_box(false, warning);
        }
    }
}

/// An empty form for the month that is shown; where that is closed, for this month.
fn fresh(context: FormContext<'_>) -> VoucherForm {
    let (book, today) = (context.book, context.today);
    let entity = entity_of(context);
    let closed = book.closed_months().through(entity);
    if closed.is_none_or(|closed| context.month > closed) {
        let form = VoucherForm::fresh(&book.vouchers, context.month, today);
        return VoucherForm { entity, ..form };
    }
    let form = VoucherForm::fresh(&book.vouchers, Month::of(today), today);
    let mut form = VoucherForm { entity, ..form };
    if today.format("%Y").to_string() != context.month.year().to_string() {
        form.date = today.to_string();
    }
    form
}

/// The books of a new voucher: those shown, else those of the last voucher.
fn entity_of(context: FormContext<'_>) -> Entity {
    let book = context.book;
    let last = book.vouchers.last().map(crate::domain::voucher::Voucher::entity);
    let kept = |entity: &Entity| book.entities().contains(entity);
    context.shown.or(last).filter(kept).unwrap_or_else(|| book.bookkeeping().owner())
}

/// Puts the caret behind the text, or selects all of it.
fn place_caret(ui: &Ui, id: Id, chars: usize, whole: bool) {
    let mut state = egui::text_edit::TextEditState::load(ui.ctx(), id).unwrap_or_default();
    let end = egui::text::CCursor::new(chars);
    let start = if whole { egui::text::CCursor::new(0) } else { end };
    state.cursor.set_char_range(Some(egui::text::CCursorRange::two(start, end)));
    state.store(ui.ctx(), id);
}

/// The ways of settlement a kind of entry can have; one that moves money names how.
const fn settlements(mode: Mode) -> &'static [Settlement] {
    match mode {
        Mode::Journal => &Settlement::ALL,
        Mode::Expense | Mode::Income | Mode::Transfer => {
            let (moving, _) = Settlement::ALL.split_at(Settlement::ALL.len() - 1);
            moving
        }
    }
}

/// The identity of a field, the same in every frame.
pub(super) fn slot_id(slot: Slot) -> Id {
    Id::unique(("voucher_form", slot))
}

fn post_id() -> Id {
    Id::unique("voucher_form_post")
}

/// The button has a known identity, so that Enter on the last field can lead to it.
fn post_button(ui: &mut Ui, width: f32) -> Response {
    let size = egui::vec2(width, theme::CONTROL_HEIGHT);
    let (_, rect) = ui.allocate_space(size);
    let response = ui.interact(rect, post_id(), egui::Sense::click());
    let fill = if response.hovered() { theme::ACCENT_HOVER } else { theme::ACCENT };
    ui.painter().rect_filled(rect, theme::CONTROL_CORNER, fill);
    if response.has_focus() {
        let stroke = egui::Stroke::new(2.0, theme::TEXT);
        ui.painter().rect_stroke(
            rect.expand(2.0),
            theme::CONTROL_CORNER,
            stroke,
            egui::StrokeKind::Outside,
        );
    }
    let font = theme::regular(theme::BODY);
    ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, "入账", font, theme::ON_ACCENT);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, "入账"));
    response
}

/// Whether the date of the form lies in a month that is closed; said before anything is typed.
pub fn closed_note(book: &Book, form: &FormPanel, month: Month) -> Option<String> {
    if form.faults.of(Slot::Date).is_some() {
        return None;
    }
    let date = typed::parse_day(&form.form.date, month).ok()?;
    let closed = book.closed_months().through(form.form.entity)?;
    let of = Month::of(date);
    (of <= closed).then(|| format!("{}的财务已经公布，账已结，不能再记入这个月。", of.label()))
}
