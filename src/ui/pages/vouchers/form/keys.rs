//! The keys of the form: walking its fields, taking what is offered, undoing.

use egui::{EventFilter, Id, Key, Modifiers, Ui};

use super::fields::post_id;
use super::{FormContext, FormPanel, FormWants, settlements, slot_id};
use crate::domain::ledger::Book;
use crate::domain::voucher::{Settlement, Voucher};
use crate::ui::inbox::Inbox;
use crate::ui::keys;
use crate::ui::pages::vouchers::draft::{FieldFaults, Mode, Slot};
use crate::ui::pages::vouchers::hints::Offer;

impl FormPanel {
    pub(super) fn id_of(&self, slot: Slot) -> Id {
        match (slot, self.settlement_id) {
            (Slot::Settlement, Some(id)) => id,
            _ => slot_id(slot),
        }
    }

    pub(super) fn focused(&self, ui: &Ui) -> Option<Slot> {
        let id = ui.memory(egui::Memory::focused)?;
        self.form.walk().into_iter().find(|slot| self.id_of(*slot) == id)
    }

    pub(super) fn offers(&mut self, context: FormContext<'_>, slot: Option<Slot>) {
        let typed = slot.and_then(|slot| self.form.text_mut(slot).cloned()).unwrap_or_default();
        let offers = slot.map_or_else(Vec::new, |slot| {
            self.hints.offers(context.book, context.key, context.month, &self.form, slot)
        });
        self.picker.offer(slot, &typed, offers);
    }

    pub(super) fn keys(
        &mut self,
        ui: &Ui,
        context: FormContext<'_>,
        slot: Option<Slot>,
        inbox: &mut Inbox,
    ) {
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
    pub(super) fn hold_tab(&self, ui: &Ui) {
        let Some(slot) = self.focused(ui).filter(|_| self.picker.has_mark()) else { return };
        let keys =
            EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(self.id_of(slot), keys));
    }

    pub(super) fn walk_on(&mut self, ui: &Ui, slot: Slot) {
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

    pub(super) fn take(&mut self, book: &Book, slot: Slot, offer: &Offer) {
        if let Some(text) = self.form.text_mut(slot) {
            text.clone_from(&offer.text);
            self.faults.forget(slot);
        }
        if let Some(last) = offer.last.and_then(|last| book.voucher(last)) {
            self.form.fill_like(last.written(), &book.chart, self.chose_settlement);
        }
    }

    pub(super) fn switch(&mut self, mode: Mode) {
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
        if let Some(id) = last.map(Voucher::id) {
            self.copy(book, id);
        }
    }
}
