//! The small tables of the dialogs that look at a file before it comes in.

use egui::{Align, Layout, Ui};
use egui_extras::{Column, TableBuilder};

use crate::ui::{table_card, theme};

/// Height of a row.
pub const ROW: f32 = 30.0;
/// Heads of figures, which stand at the right.
const FIGURES: [&str; 7] = ["收入", "支出", "金额", "余额", "期初余额", "期末余额", "笔数"];

/// A small table of `count` rows with its head in at most `height` points.
pub fn rows_table<const N: usize>(
    ui: &mut Ui,
    heads: &[&str; N],
    columns: [Column; N],
    (count, height): (usize, f32),
    mut cell: impl FnMut(&mut Ui, usize, usize),
) {
    ui.spacing_mut().item_spacing.x = 10.0;
    let mut table = TableBuilder::new(ui)
        .id_salt(heads)
        .striped(true)
        .cell_layout(Layout::left_to_right(Align::Center))
        .auto_shrink([false, true])
        .min_scrolled_height(0.0)
        .max_scroll_height((height - ROW).max(ROW * 2.0));
    for column in columns {
        table = table.column(column);
    }
    let table = table.header(ROW, |mut header| {
        for head in heads {
            let right = FIGURES.contains(head);
            header.col(|ui| {
                let layout = if right {
                    Layout::right_to_left(Align::Center)
                } else {
                    Layout::left_to_right(Align::Center)
                };
                ui.with_layout(layout, |ui| {
                    ui.label(table_card::head(head, theme::SMALL));
                });
            });
        }
    });
    table.body(|body| {
        body.rows(ROW, count, |mut row| {
            let at = row.index();
            for column in 0..N {
                row.col(|ui| cell(ui, at, column));
            }
        });
    });
}
