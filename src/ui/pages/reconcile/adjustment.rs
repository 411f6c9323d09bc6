//! 银行存款余额调节表 of a day that a person chooses.

use egui::{Id, Label, RichText, Ui};

use super::shown::Shown;
use crate::app::App;
use crate::domain::ledger::Book;
use crate::domain::listing::{Link, Listing};
use crate::domain::money::Money;
use crate::domain::period::{self, Date, Month};
use crate::ui::controls;
use crate::ui::ext::{Field, Sign, UiExt as _};
use crate::ui::inbox::Inbox;
use crate::ui::listing_save;
use crate::ui::listing_table::ListingTable;
use crate::ui::pages::vouchers::typed::parse_day;
use crate::ui::{keys, theme};

/// The view.
#[derive(Debug, Default)]
pub(super) struct AdjustmentView {
    date: Option<Date>,
    typed: String,
    fault: Option<String>,
    made: Option<Made>,
    table: ListingTable,
}

/// The table of a day, worked out once for a state of the ledger.
#[derive(Debug)]
struct Made {
    of: (u64, String, Date),
    listing: Listing,
    difference: Option<Money>,
}

impl AdjustmentView {
    /// Forgets the day: another account or village is shown.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }

    /// Draws it; gives the voucher that a person wants to see.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        (app, book): (&App, &Book),
        shown: &Shown,
        inbox: &mut Inbox,
    ) -> Option<Link> {
        let today = app.today();
        let date = *self.date.get_or_insert_with(|| usual_day(shown, today));
        if self.typed.is_empty() && self.fault.is_none() {
            self.typed = date.to_string();
        }
        let of = (shown.revision, shown.account.as_str().to_owned(), date);
        if self.made.as_ref().is_none_or(|made| made.of != of) {
            let listing = shown.known.adjustment_listing(book, date);
            let difference = shown.known.adjustment(book, date).difference();
            self.made = Some(Made { of, listing, difference });
        }
        let made = self.made.take()?;
        self.top(ui, &made, today, inbox);
        state_ui(ui, &made);
        if ui.memory(|memory| memory.top_modal_layer().is_none()) {
            self.table.keys(ui, &made.listing);
        }
        let notes = made.listing.notes.len().saturating_sub(1) as f32 * 26.0;
        let height = (ui.available_height() - notes - 8.0).max(140.0);
        let opened = self.table.ui(ui, &made.listing, height).or_else(|| self.table.entered(ui));
        for note in made.listing.notes.iter().skip(1) {
            ui.add(Label::new(RichText::new(note).color(theme::TEXT_QUIET)).wrap());
        }
        self.made = Some(made);
        opened
    }

    fn top(&mut self, ui: &mut Ui, made: &Made, today: Date, inbox: &mut Inbox) {
        ui.horizontal(|ui| {
            let date = made.of.2;
            let month = Month::of(date);
            ui.label("截至");
            if controls::sign_button(ui, "‹", "上个月末", true).clicked() {
                self.turn(month.previous().last_day());
            }
            let hint = "2026-10-31";
            let field = Field { hint, ..Field::new("调节表的日期", 130.0) };
            let id = Id::unique("adjustment_day");
            let response = controls::edit_in_line(ui, id, &field, &mut self.typed);
            if response.changed() {
                self.fault = None;
            }
            let entered = response.has_focus() && keys::enter(ui.ctx());
            let left = response.lost_focus() && self.typed != date.to_string();
            if entered || left {
                self.read(month, today);
            }
            let next = if date == month.last_day() { month.next() } else { month };
            let can = next.last_day() <= Month::of(today).last_day();
            if controls::sign_button(ui, "›", "下个月末", can).clicked() {
                self.turn(next.last_day());
            }
            if let Some(fault) = &self.fault {
                ui.label(RichText::new(fault).color(theme::OVERDUE));
            }
            listing_save::buttons_right(ui, &made.listing, inbox);
        });
    }

    fn turn(&mut self, date: Date) {
        (self.date, self.typed, self.fault) = (Some(date), date.to_string(), None);
    }

    fn read(&mut self, month: Month, today: Date) {
        match parse_day(&self.typed, month) {
            Ok(date) if date > Month::of(today).last_day() => {
                self.fault = Some(format!("{} 还没有到", period::date_label(date)));
            }
            Ok(date) => self.turn(date),
            Err(fault) => self.fault = Some(fault),
        }
    }
}

/// The state of the balance in one sentence.
fn state_ui(ui: &mut Ui, made: &Made) {
    let words = made.listing.notes.first().cloned().unwrap_or_default();
    let (sign, colour, ground) = match made.difference {
        Some(difference) if difference.is_zero() => {
            (Sign::Tick, theme::DISCLOSED, theme::DISCLOSED_GROUND)
        }
        Some(_) => (Sign::Cross, theme::OVERDUE, theme::OVERDUE_GROUND),
        None => (Sign::Triangle, theme::DUE, theme::DUE_GROUND),
    };
    ui.horizontal(|ui| {
        ui.pill(sign, &words, colour, ground);
    });
}

/// The end of the last month that is over and covered, else the last day covered.
fn usual_day(shown: &Shown, today: Date) -> Date {
    let last = Month::of(today).previous().last_day();
    match shown.known.covered_to() {
        Some(covered) if covered < last => {
            let month = Month::of(covered);
            if covered >= month.day(25) { month.last_day() } else { covered }
        }
        Some(_) | None => last,
    }
}
