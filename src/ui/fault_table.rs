//! The faults of a file that was not imported, one a row, every word of them in view.

use egui::{Align, Label, Layout, RichText, Ui};
use egui_extras::{Column, TableBuilder};

use super::theme;
use crate::app::ImportFault;

/// Height of a row with one line, and of each further line.
const ROW: f32 = 30.0;
const LINE: f32 = 20.0;
/// Widths of row, column, value and hint; the reason takes the rest.
const WIDTHS: [f32; 4] = [56.0, 100.0, 130.0, 270.0];
/// Between two columns.
const GAP: f32 = 10.0;
/// What the bar at the side needs.
const BAR: f32 = 12.0;

/// Draws the faults in at most `height` points; sentences wrap.
pub fn ui(ui: &mut Ui, faults: &[ImportFault], height: f32) {
    ui.spacing_mut().item_spacing.x = GAP;
    let reason = (ui.available_width() - WIDTHS.iter().sum::<f32>() - 4.0 * GAP - BAR).max(120.0);
    let [row, column, value, hint] = WIDTHS;
    let widths = [row, column, value, reason, hint];
    let heads = ["行", "列", "写的是", "问题", "怎么改"];
    let mut table = TableBuilder::new(ui)
        .id_salt("faults")
        .striped(true)
        .cell_layout(Layout::left_to_right(Align::Center))
        .auto_shrink([false, true])
        .min_scrolled_height(0.0)
        .max_scroll_height((height - ROW).max(ROW * 2.0));
    for width in widths {
        table = table.column(Column::exact(width).clip(true));
    }
    let table = table.header(ROW, |mut header| {
        for head in heads {
            header.col(|ui| {
                let text = RichText::new(head).font(theme::bold(theme::SMALL));
                ui.label(text.color(theme::TEXT_QUIET));
            });
        }
    });
    let heights = faults.iter().map(|fault| {
        let lines = words(fault).into_iter().zip(widths).map(|(text, width)| lines(&text, width));
        ROW + (lines.fold(1.0, f32::max) - 1.0) * LINE
    });
    table.body(|body| {
        body.heterogeneous_rows(heights, |mut row| {
            let Some(fault) = faults.get(row.index()) else { return };
            for (at, text) in words(fault).into_iter().enumerate() {
                let colour = if at == 3 { theme::OVERDUE } else { theme::TEXT };
                row.col(|ui| {
                    ui.add(Label::new(RichText::new(text).size(theme::SMALL).color(colour)).wrap());
                });
            }
        });
    });
}

/// The cells of a row.
fn words(fault: &ImportFault) -> [String; 5] {
    [
        fault.row.map_or_else(String::new, |row| row.to_string()),
        fault.column.clone().unwrap_or_default(),
        fault.value.clone(),
        fault.reason.clone(),
        fault.hint.clone(),
    ]
}

/// How many lines a text takes, counted rather than set: a list may have thousands of faults.
/// The last character of a line may go to the next, so a line counts as one shorter than it is.
fn lines(text: &str, width: f32) -> f32 {
    let wide: f32 = text.chars().map(|c| if c.is_ascii() { 0.6 } else { 1.0 }).sum();
    let room = (width / theme::SMALL - 1.0).max(1.0);
    if wide * theme::SMALL <= width { 1.0 } else { (wide / room).ceil() }
}
