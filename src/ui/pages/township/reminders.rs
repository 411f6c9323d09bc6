//! 催办清单: sentences to read out or send.

use egui::{Label, RichText, ScrollArea, Ui};

use crate::app::{App, ListingFormat};
use crate::domain::ids::VillageId;
use crate::domain::listing::{Listing, RowRole};
use crate::ui::ext::{Sign, UiExt as _};
use crate::ui::inbox::{Inbox, Wish};
use crate::ui::{controls, theme};

const WIDTH: f32 = 900.0;
const ROW: f32 = 30.0;

/// The days ahead that are offered.
const DAYS: [u32; 5] = [0, 3, 5, 10, 30];

/// What is chosen and shown.
#[derive(Debug)]
pub(super) struct RemindersForm {
    days: u32,
    /// Only the villages that the table behind lists.
    listed_only: bool,
    shown: Option<(Of, Result<Listing, String>)>,
}

/// What the list depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Of {
    revision: u64,
    days: u32,
    rows: Option<Vec<VillageId>>,
}

impl Default for RemindersForm {
    fn default() -> Self {
        Self { days: 5, listed_only: true, shown: None }
    }
}

fn days_label(days: u32) -> String {
    if days == 0 {
        "只要逾期和今天到期的".to_owned()
    } else {
        format!("逾期和 {days} 天内到期的")
    }
}

impl RemindersForm {
    /// Draws it; true to close.
    pub(super) fn ui(&mut self, ui: &Ui, app: &App, rows: &[VillageId], inbox: &mut Inbox) -> bool {
        let mut close = false;
        let escaped = controls::dialog(ui, "催办清单", WIDTH, |ui| {
            self.choices(ui, app, rows);
            let listing = match self.listing(app, rows) {
                Ok(listing) => listing,
                Err(message) => {
                    ui.notice_box(true, message);
                    close = ui.plain_button("关闭").clicked();
                    return;
                }
            };
            sentences(ui, listing);
            for note in &listing.notes {
                ui.quiet(note);
            }
            let mut asked = None;
            controls::foot(ui, |ui| {
                close = ui.plain_button("关闭").clicked();
                ui.add_enabled_ui(!listing.rows.is_empty(), |ui| {
                    for format in [ListingFormat::Pdf, ListingFormat::Xlsx, ListingFormat::Txt] {
                        let word = match format {
                            ListingFormat::Txt => "存为文本…".to_owned(),
                            ListingFormat::Pdf | ListingFormat::Xlsx => {
                                format!("存为 {}…", format.label())
                            }
                        };
                        if ui.plain_button(&word).clicked() {
                            asked = Some(format);
                        }
                    }
                    if ui.primary_button("复制全部").clicked() {
                        ui.ctx().copy_text(listing.sentences().join("\n"));
                        inbox.push(Wish::Tell(format!("已复制 {} 条", listing.rows.len())));
                    }
                });
            });
            if let Some(format) = asked {
                let listing = Box::new(listing.clone());
                inbox.push(Wish::SaveListing { listing, format });
            }
        });
        close || escaped
    }

    fn choices(&mut self, ui: &mut Ui, app: &App, rows: &[VillageId]) {
        ui.horizontal(|ui| {
            controls::choice(ui, "催办哪些", &days_label(self.days), 210.0, |ui| {
                for days in DAYS {
                    ui.selectable_value(&mut self.days, days, days_label(days));
                }
            });
            let all = app.ledger().map_or(0, |ledger| ledger.villages().len());
            if rows.len() < all {
                let words = format!("只要列出的 {} 个村", rows.len());
                ui.checkbox(&mut self.listed_only, words);
            }
        });
    }

    fn listing(&mut self, app: &App, rows: &[VillageId]) -> &Result<Listing, String> {
        let all = app.ledger().map_or(0, |ledger| ledger.villages().len());
        let rows = (self.listed_only && rows.len() < all).then(|| rows.to_vec());
        let revision = app.ledger().map_or(0, crate::app::Ledger::facts_revision);
        let of = Of { revision, days: self.days, rows };
        let kept = self.shown.take().filter(|(kept, _)| *kept == of);
        let (_, listing) = self.shown.insert(kept.unwrap_or_else(|| {
            let mut wanted = of.rows.clone().unwrap_or_default();
            wanted.sort_unstable();
            let is_wanted = |village| of.rows.is_none() || wanted.binary_search(&village).is_ok();
            let listing = app.reminders_listing(of.days, is_wanted);
            (of, listing.map_err(|error| error.to_string()))
        }));
        listing
    }
}

fn sentences(ui: &mut Ui, listing: &Listing) {
    let height = (ui.ctx().content_rect().height() - 300.0).clamp(120.0, 420.0);
    let frame = egui::Frame::new()
        .stroke(egui::Stroke::new(1.0, theme::OUTLINE))
        .corner_radius(theme::CONTROL_CORNER)
        .inner_margin(egui::Margin::symmetric(10, 6));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        if listing.rows.is_empty() {
            ui.quiet_body("没有要催办的。");
            return;
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        let area = ScrollArea::vertical().id_salt("reminders").max_height(height);
        area.auto_shrink([false, true]).show_rows(ui, ROW, listing.rows.len(), |ui, rows| {
            for row in listing.rows.iter().take(rows.end).skip(rows.start) {
                let [name, words, ..] = row.cells.as_slice() else { continue };
                let is_late = row.role == RowRole::Alarm;
                let colour = if is_late { theme::OVERDUE } else { theme::DUE };
                ui.allocate_ui(egui::vec2(ui.available_width(), ROW), |ui| {
                    ui.set_min_height(ROW);
                    ui.horizontal_centered(|ui| {
                        ui.sign(if is_late { Sign::Cross } else { Sign::Dot }, colour);
                        let sentence = format!("{}：{}", name.shown(), words.shown());
                        let label = Label::new(RichText::new(&sentence)).truncate();
                        ui.add(label).on_hover_text(sentence);
                    });
                });
            }
        });
    });
}
