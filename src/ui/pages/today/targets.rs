//! The targets of the plan: the village shown, and below it every village of the township.

use egui::{Align, Label, Layout, RichText, Sense, Ui, vec2};
use egui_extras::{Column, TableBuilder};

use super::figures::Figures;
use crate::app::Ledger;
use crate::domain::account::AccountCode;
use crate::domain::listing::{ColumnKind, Link, Listing, ListingRow, RowRole};
use crate::domain::money::Money;
use crate::domain::targets::TargetStanding;
use crate::ui::ext::{RowExt as _, Sign, UiExt as _};
use crate::ui::inbox::{Inbox, Wish};
use crate::ui::pages::settings::SettingsTab;
use crate::ui::pages::{Page, Wanted};
use crate::ui::theme;

/// Rows that show before the list scrolls.
const ROWS_SHOWN: f32 = 8.0;
/// Width of the bar of one target.
const BAR: f32 = 220.0;

/// Draws the card.
pub(super) fn ui(ui: &mut Ui, figures: &Figures, ledger: &Ledger, inbox: &mut Inbox) {
    ui.set_width(ui.available_width());
    ui.horizontal(|ui| {
        ui.card_heading("集体经济收入（本年）");
        ui.buttons_right(|ui| {
            if ui.plain_button("改口径和目标").clicked() {
                inbox.push(Wish::OpenSettings(SettingsTab::Rules));
            }
        });
    });
    if let Some(standing) = &figures.standing {
        standing_ui(ui, standing);
    }
    let codes: Vec<&str> =
        ledger.rules().targets.accounts.iter().map(AccountCode::as_str).collect();
    let note = format!("计入科目 {}，按记账数算；口径由本账簿选定。", codes.join("、"));
    ui.add(Label::new(RichText::new(note).color(theme::TEXT_QUIET).size(theme::SMALL)).wrap());
    if let Some(listing) = &figures.township {
        ui.add_space(4.0);
        township_ui(ui, listing, ledger, inbox);
    }
}

fn standing_ui(ui: &mut Ui, standing: &TargetStanding) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(18.0, 6.0);
        ui.label(RichText::new(standing.income.grouped()).font(theme::bold(theme::FIGURE)));
        for (label, target) in [("下限", standing.least), ("目标", standing.goal)] {
            target_ui(ui, label, standing, target);
        }
    });
}

/// One target: its bar, and what is missing.
fn target_ui(ui: &mut Ui, label: &str, standing: &TargetStanding, target: Money) {
    let missing = standing.missing(target);
    let (sign, colour) = look(missing.is_zero());
    ui.vertical(|ui| {
        ui.set_width(BAR);
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.spacing_mut().interact_size.y = theme::SMALL + 6.0;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            ui.sign(sign, colour);
            let words = if missing.is_zero() {
                format!("已达{label} {}", target.grouped())
            } else {
                format!("离{label} {} 还差 {}", target.grouped(), missing.grouped())
            };
            ui.label(RichText::new(words).size(theme::SMALL).color(colour));
        });
        let (rect, _) = ui.allocate_exact_size(vec2(BAR, 8.0), Sense::hover());
        ui.painter().rect_filled(rect, 4.0, theme::SURFACE_QUIET);
        let part = standing.share(target).min(10_000) as f32 / 10_000.0;
        let mut filled = rect;
        filled.set_width(rect.width() * part);
        ui.painter().rect_filled(filled, 4.0, colour);
    });
}

const fn look(is_reached: bool) -> (Sign, egui::Color32) {
    if is_reached { (Sign::Tick, theme::DISCLOSED) } else { (Sign::Ring, theme::DUE) }
}

fn township_ui(ui: &mut Ui, listing: &Listing, ledger: &Ledger, inbox: &mut Inbox) {
    ui.horizontal(|ui| {
        ui.label(RichText::new("各村（从少到多）").font(theme::bold(theme::BODY)));
        if let Some(note) = listing.notes.last() {
            ui.quiet(note.as_str());
        }
    });
    let width = ui.available_width();
    ui.push_id("targets", |ui| {
        ui.spacing_mut().item_spacing = vec2(12.0, 0.0);
        let mut table = TableBuilder::new(ui)
            .auto_shrink([false, true])
            .max_scroll_height(theme::ROW_HEIGHT * ROWS_SHOWN)
            .cell_layout(Layout::left_to_right(Align::Center));
        for column in &listing.columns {
            table = table.column(match column.kind {
                ColumnKind::Text => Column::remainder().at_least(60.0).clip(true),
                ColumnKind::Label => Column::exact(140.0),
                ColumnKind::Date | ColumnKind::Number | ColumnKind::Amount => {
                    Column::exact((width * 0.125).clamp(98.0, 160.0)).clip(true)
                }
            });
        }
        table
            .header(theme::ROW_HEIGHT, |mut header| {
                for column in &listing.columns {
                    header.col(|ui| {
                        if column.kind == ColumnKind::Text {
                            ui.table_head(&column.title);
                        } else if column.kind == ColumnKind::Label {
                            ui.table_head(&format!("　{}", column.title));
                        } else {
                            ui.table_head_right(&column.title);
                        }
                    });
                }
            })
            .body(|body| {
                body.rows(theme::ROW_HEIGHT + 4.0, listing.rows.len(), |mut row| {
                    let Some(line) = listing.rows.get(row.index()) else { return };
                    row_ui(&mut row, listing, line, ledger, inbox);
                });
            });
    });
}

fn row_ui(
    row: &mut egui_extras::TableRow<'_, '_>,
    listing: &Listing,
    line: &ListingRow,
    ledger: &Ledger,
    inbox: &mut Inbox,
) {
    for (column, cell) in listing.columns.iter().zip(&line.cells) {
        row.cell(|ui| match column.kind {
            ColumnKind::Text => {
                if ui.link(RichText::new(cell.shown()).color(theme::TEXT)).clicked()
                    && let Some(Link::Village(village)) = line.link
                    && let Some(months) = ledger.months_of(village)
                    && let Some(month) = months.keys().next_back()
                {
                    let period = crate::domain::period::Period::Month(*month);
                    inbox.push(Wish::GoTo(Page::Vouchers, Wanted::new(village, period)));
                }
            }
            ColumnKind::Label => {
                let is_short = line.role == RowRole::Alarm;
                let (sign, colour, ground) = if is_short {
                    (Sign::Ring, theme::DUE, theme::DUE_GROUND)
                } else {
                    (Sign::Tick, theme::DISCLOSED, theme::DISCLOSED_GROUND)
                };
                ui.add_space(16.0);
                ui.pill(sign, &cell.shown(), colour, ground);
            }
            ColumnKind::Date | ColumnKind::Number | ColumnKind::Amount => {
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    ui.label(cell.shown());
                });
            }
        });
    }
}
