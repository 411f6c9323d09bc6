//! The cells of a table in the editor: only those in view are drawn, however many there are.

use egui::{Id, Rect, ScrollArea, Sense, Ui, UiBuilder, pos2, vec2};

use super::{CELL, TableForm, cell_id};
use crate::ui::ext::{Field, Sign, UiExt as _};
use crate::ui::{controls, theme};

/// Between cells.
const GAP: egui::Vec2 = vec2(5.0, 4.0);
/// Room for the sign that takes a row out.
const SIGN: f32 = 40.0;

/// A cell: row 0 is the head.
pub(super) type Place = (usize, usize);

/// What a person did in the cells of one frame.
#[derive(Debug, Default)]
pub(super) struct Done {
    /// A cell was changed; what stood in it before.
    pub(super) typed: Option<(Place, String)>,
    /// The caret came into a cell.
    pub(super) entered: bool,
    /// A column is to be taken out.
    pub(super) without_column: Option<usize>,
    /// A row is to be taken out, counted from 1.
    pub(super) without_row: Option<usize>,
    /// The rows that were drawn.
    pub(super) drawn: Vec<usize>,
    /// The cell to be brought into view.
    reveal: Option<Rect>,
}

/// Draws the cells in view, and those about the caret, so that it can walk out of view.
pub(super) fn ui(
    ui: &mut Ui,
    table: &mut TableForm,
    (caret, wanted): (Option<Place>, Option<Place>),
) -> Done {
    let columns = table.columns.len();
    let room = ui.available_width() - 46.0;
    let width = (room / columns.max(1) as f32 - GAP.x).max(CELL);
    let mut done = Done { drawn: vec![0], ..Done::default() };
    ScrollArea::horizontal().id_salt("statement_grid").show(ui, |ui| {
        ui.spacing_mut().item_spacing = GAP;
        let head = ui.horizontal_top(|ui| {
            for (at, title) in table.columns.iter_mut().enumerate() {
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = 2.0;
                    let label = format!("去掉第 {} 列", at + 1);
                    if ui.sign_button(Sign::Cross, &label).clicked() {
                        done.without_column = Some(at);
                    }
                    cell(ui, (0, at), (width, wanted), title, &mut done);
                });
            }
        });
        let pitch = theme::CONTROL_HEIGHT + GAP.y;
        let across = head.response.rect.width() + SIGN;
        let down = table.rows.len() as f32 * pitch;
        let (area, _) = ui.allocate_exact_size(vec2(across, down), Sense::hover());
        let seen = ui.clip_rect().y_range();
        let near = |row: usize| {
            caret.is_some_and(|(at, _)| row.abs_diff(at) <= 1)
                || wanted.is_some_and(|(at, _)| row == at)
        };
        for (row, cells) in (1..).zip(table.rows.iter_mut()) {
            let top = area.top() + (row - 1) as f32 * pitch;
            let place = Rect::from_min_size(pos2(area.left(), top), vec2(across, pitch - GAP.y));
            if !seen.intersects(place.y_range()) && !near(row) {
                continue;
            }
            done.drawn.push(row);
            let builder = UiBuilder::new().id_salt(("statement_row", row)).max_rect(place);
            let layout = egui::Layout::left_to_right(egui::Align::Center);
            let ui = &mut ui.new_child(builder.layout(layout));
            for (at, text) in cells.iter_mut().enumerate() {
                cell(ui, (row, at), (width, wanted), text, &mut done);
            }
            if ui.sign_button(Sign::Cross, &format!("去掉第 {row} 行")).clicked() {
                done.without_row = Some(row);
            }
        }
    });
    // the area above scrolls across only, and keeps from the one around it where to scroll down
    if let Some(rect) = done.reveal {
        ui.scroll_to_rect(rect, None);
    }
    done
}

fn cell(
    ui: &mut Ui,
    (row, column): Place,
    (width, wanted): (f32, Option<Place>),
    text: &mut String,
    done: &mut Done,
) {
    let label = if row == 0 {
        format!("第 {} 列表头", column + 1)
    } else {
        format!("第 {row} 行第 {} 列", column + 1)
    };
    let hint = if row == 0 { "表头" } else { "" };
    let field = Field { hint, ..Field::new(&label, width) };
    let before = text.clone();
    let response = controls::edit_in_line(ui, Id::unique(cell_id(row, column)), &field, text);
    let is_wanted = wanted == Some((row, column));
    if is_wanted {
        response.request_focus();
    }
    if is_wanted || response.gained_focus() {
        response.scroll_to_me(None);
        done.reveal = Some(response.rect);
        done.entered = true;
    }
    if response.changed() {
        done.typed = Some(((row, column), before));
    }
}
