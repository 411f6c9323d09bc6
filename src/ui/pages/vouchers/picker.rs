//! The list of matches below a field, steered from the keyboard while the caret stays put.

use egui::{Id, Key, Modifiers, Popup, PopupCloseBehavior, Response, RichText, ScrollArea, Ui};

use super::draft::Slot;
use super::hints::Offer;
use crate::ui::theme;

/// The list that is open, if any.
#[derive(Debug, Default)]
pub struct Picker {
    slot: Option<Slot>,
    typed: String,
    offers: Vec<Offer>,
    marked: Option<usize>,
    put_away: bool,
}

impl Picker {
    /// Takes the matches of the field that has the caret; the mark starts over when the text
    /// changed. In a list of accounts the first match is marked, so that Enter or Tab takes it;
    /// in others only where initials are typed, because words may be meant as they stand.
    pub fn offer(&mut self, slot: Option<Slot>, typed: &str, offers: Vec<Offer>) {
        if self.slot != slot || self.typed != typed {
            // an untouched field that was just entered does not open its list by itself
            let entered = self.slot != slot;
            self.put_away = entered && !typed.is_empty();
            self.marked = (takes_first(slot, typed) && !self.put_away).then_some(0);
        }
        self.slot = slot;
        typed.clone_into(&mut self.typed);
        self.offers = offers;
        if matches!(self.offers.as_slice(), [only] if only.text == typed) {
            self.offers.clear();
        }
        self.marked = self.marked.filter(|at| *at < self.offers.len());
    }

    /// Whether a list is to be seen.
    pub fn is_open(&self) -> bool {
        self.slot.is_some() && !self.offers.is_empty() && !self.put_away
    }

    /// Whether Enter or Tab would take a match.
    pub fn has_mark(&self) -> bool {
        self.marked.is_some() && self.is_open()
    }

    /// ↓ and ↑ move the mark; ↓ also opens a list that was put away.
    pub fn arrows(&mut self, ui: &Ui) {
        if self.slot.is_none() || self.offers.is_empty() {
            return;
        }
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let (down, up) = (pressed(Key::ArrowDown), pressed(Key::ArrowUp));
        if down && self.put_away {
            self.put_away = false;
            self.marked = Some(0);
        } else if down {
            self.marked = Some(self.marked.map_or(0, |at| (at + 1).min(self.offers.len() - 1)));
        } else if up && !self.put_away {
            self.marked = self.marked.and_then(|at| at.checked_sub(1));
        }
    }

    /// Puts the list away; true if one was open.
    pub fn put_away(&mut self) -> bool {
        let open = self.is_open();
        self.put_away = true;
        self.marked = None;
        open
    }

    /// The match that Enter takes.
    pub fn taken(&mut self) -> Option<Offer> {
        let at = self.marked.filter(|_| self.is_open())?;
        self.put_away = true;
        self.offers.get(at).cloned()
    }

    /// Draws the list below the field of `slot`; gives the match that was clicked.
    pub fn ui(&mut self, field: &Response, slot: Slot) -> Option<Offer> {
        if self.slot != Some(slot) || !self.is_open() {
            return None;
        }
        let mut clicked = None;
        Popup::from_response(field)
            .id(Id::unique("voucher_offers"))
            .open(true)
            .close_behavior(PopupCloseBehavior::IgnoreClicks)
            .accessible_name("候选")
            .gap(3.0)
            .width(field.rect.width().max(self.width()))
            .show(|ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                ScrollArea::vertical().max_height(264.0).show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    clicked = self.lines(ui);
                });
            });
        if clicked.is_some() {
            self.put_away = true;
        }
        clicked
    }

    /// Wide enough for what an offer went with last time.
    fn width(&self) -> f32 {
        match self.slot {
            Some(Slot::Summary | Slot::Resolution) => 560.0,
            Some(Slot::Handler | Slot::Witness | Slot::Approver) => 160.0,
            _ => 300.0,
        }
    }

    fn lines(&self, ui: &mut Ui) -> Option<Offer> {
        let mut clicked = None;
        for (at, offer) in self.offers.iter().enumerate() {
            let marked = self.marked == Some(at);
            let text = RichText::new(&offer.text).color(theme::TEXT);
            let detail = RichText::new(&offer.detail).color(theme::TEXT_QUIET).size(theme::SMALL);
            let line = egui::Button::selectable(marked, text)
                .right_text(detail)
                .truncate()
                .min_size(egui::vec2(ui.available_width(), 32.0));
            let response = ui.add(line);
            let name = offer.text.clone();
            response.widget_info(|| {
                egui::WidgetInfo::selected(egui::Role::Button, true, marked, &name)
            });
            if marked {
                response.scroll_to_me(None);
            }
            if response.clicked() {
                clicked = Some(offer.clone());
            }
        }
        clicked
    }
}

/// Whether the first match is marked at once.
fn takes_first(slot: Option<Slot>, typed: &str) -> bool {
    let typed = typed.trim();
    match slot {
        Some(Slot::Summary | Slot::Handler | Slot::Witness | Slot::Approver) => {
            typed.len() > 1 && typed.bytes().all(|byte| byte.is_ascii_alphabetic())
        }
        _ => !typed.is_empty(),
    }
}
