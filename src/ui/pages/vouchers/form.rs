//! The entry form 记一笔: drawn, walked and steered by keyboard.

mod fields;
mod keys;

use egui::util::undoer::Undoer;
use egui::{Id, Ui};

use super::attach::Chosen;
use super::draft::{FieldFaults, Mode, Slot, VoucherForm};
use super::hints::Hints;
use super::lines;
use super::picker::Picker;
use super::resolved;
use super::rows::BookKey;
use super::typed;
use crate::app::{AppError, Command, Outcome, Posting};
use crate::domain::account::AccountCode;
use crate::domain::entity::Entity;
use crate::domain::ids::{BankLineId, TemplateId, VoucherId};
use crate::domain::ledger::Book;
use crate::domain::money::Money;
use crate::domain::period::{Date, Month};
use crate::domain::rules::Rules;
use crate::domain::template::Template;
use crate::domain::voucher::{Settlement, VoucherDraft};
use crate::ui::controls::Composition;
use crate::ui::inbox::Inbox;
use crate::ui::theme;

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
    /// The rules in force.
    pub rules: &'a Rules,
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
        self.form.asks_resolution = self.hints.resolution.shown;
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
            self.resolution_row(ui, context);
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

    fn post(&mut self, context: FormContext<'_>, inbox: &mut Inbox) {
        match resolved::number_of(context.book, &self.form.resolution) {
            Ok(number) => self.form.resolution = number,
            Err((slot, fault)) => {
                self.faults = FieldFaults::one(slot, fault);
                self.focus = Some(slot);
                return;
            }
        }
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
