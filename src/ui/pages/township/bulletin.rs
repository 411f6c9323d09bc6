//! 督查通报: one row for each village, to look at, print and export.

use egui::Ui;

use super::period_choice;
use crate::app::App;
use crate::domain::listing::Listing;
use crate::domain::period::{Date, Month, Period};
use crate::ui::ext::UiExt as _;
use crate::ui::inbox::Inbox;
use crate::ui::listing_table::ListingTable;
use crate::ui::{controls, listing_save};

const WIDTH: f32 = 1120.0;
const TABLE: f32 = 370.0;

/// What is chosen and shown.
#[derive(Debug)]
pub(super) struct BulletinForm {
    period: Period,
    shown: Option<(u64, Period, Result<Listing, String>)>,
    table: ListingTable,
}

impl BulletinForm {
    /// At first of the month before, whose last days are all past.
    pub(super) fn new(today: Date) -> Self {
        let period = Period::Month(Month::of(today).previous());
        Self { period, shown: None, table: ListingTable::default() }
    }

    /// Draws it; true to close.
    pub(super) fn ui(&mut self, ui: &Ui, app: &App, inbox: &mut Inbox) -> bool {
        let mut close = false;
        let width = WIDTH.min(ui.ctx().content_rect().width() - 80.0);
        let escaped = controls::dialog(ui, "督查通报", width, |ui| {
            ui.horizontal(|ui| {
                ui.label("最迟公布日在");
                period_choice(ui, &mut self.period, app.today());
                ui.quiet_body("里的公开任务");
            });
            let listing = match self.listing(app) {
                Ok(listing) => listing.clone(),
                Err(message) => {
                    ui.notice_box(true, &message.clone());
                    close = ui.plain_button("关闭").clicked();
                    return;
                }
            };
            let spare = ui.ctx().content_rect().height() - 330.0;
            let rows = listing.rows.len() as f32 * crate::ui::theme::ROW_HEIGHT + 44.0;
            self.table.ui(ui, &listing, TABLE.min(spare).min(rows));
            ui.add_space(2.0);
            for note in &listing.notes {
                let words = egui::RichText::new(note).color(crate::ui::theme::TEXT_QUIET);
                let words = words.size(crate::ui::theme::SMALL);
                ui.add(egui::Label::new(words).wrap());
            }
            controls::foot(ui, |ui| {
                close = ui.plain_button("关闭").clicked();
                listing_save::buttons(ui, &listing, inbox);
            });
        });
        close || escaped
    }

    fn listing(&mut self, app: &App) -> &Result<Listing, String> {
        let revision = app.ledger().map_or(0, crate::app::Ledger::facts_revision);
        let kept =
            self.shown.take().filter(|(of, period, _)| (*of, *period) == (revision, self.period));
        let (_, _, listing) = self.shown.insert(kept.unwrap_or_else(|| {
            let listing = app.bulletin(self.period).map_err(|error| error.to_string());
            (revision, self.period, listing)
        }));
        listing
    }
}
