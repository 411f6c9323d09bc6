//! The white card that a table of a page stands in: its frame, the grey ground of its head, its
//! rows in the height that is left, and the arrow keys that walk through them.

use egui::{
    Align, Color32, CornerRadius, Frame, Key, Layout, Modifiers, RichText, Sense, Stroke, Ui,
};
use egui_extras::TableBuilder;

use crate::ui::theme;

/// A white card with an outline of that colour.
pub fn card(outline: Color32) -> Frame {
    Frame::new()
        .fill(theme::SURFACE)
        .stroke(Stroke::new(1.0, outline))
        .corner_radius(theme::CARD_CORNER)
}

/// The card below a table that opens a row of it up.
pub fn strip(outline: Color32) -> Frame {
    card(outline).inner_margin(egui::Margin::symmetric(14, 8))
}

/// Cuts off what is drawn below `height` points.
pub fn clip(ui: &mut Ui, height: f32) {
    let mut clip = ui.max_rect();
    clip.max.y = clip.min.y + height;
    ui.set_clip_rect(clip.intersect(ui.clip_rect()));
}

/// The grey ground of the head, across all columns, and at least so wide.
pub fn head_ground(ui: &Ui, least: f32) {
    let mut ground = ui.max_rect();
    ground.max.y = ground.min.y + theme::ROW_HEIGHT;
    ground.max.x = ground.max.x.max(ground.min.x + least);
    let corner =
        CornerRadius { nw: theme::CARD_CORNER, ne: theme::CARD_CORNER, ..CornerRadius::ZERO };
    ui.painter().rect_filled(ground, corner, theme::SURFACE_QUIET);
}

/// The words of a head.
pub fn head(words: &str, size: f32) -> RichText {
    RichText::new(words).font(theme::bold(size)).color(theme::TEXT_QUIET)
}

/// A table of rows that can be clicked, with its head in at most `height` points.
pub fn rows(ui: &mut Ui, salt: impl egui::AsIdSalt, height: f32) -> TableBuilder<'_> {
    TableBuilder::new(ui)
        .id_salt(salt)
        .sense(Sense::click())
        .cell_layout(Layout::left_to_right(Align::Center))
        .auto_shrink([false, false])
        .min_scrolled_height(0.0)
        .max_scroll_height((height - theme::ROW_HEIGHT - 2.0).max(theme::ROW_HEIGHT))
}

/// Where a key leads the selection (选中行往哪里走).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// To the row above.
    Up,
    /// To the row below.
    Down,
    /// Nothing is selected any more.
    Away,
}

/// The step that was asked for while no field has the caret; Esc counts only while a row is
/// selected.
pub fn step(ui: &Ui, is_selected: bool) -> Option<Step> {
    if ui.memory(|memory| memory.focused().is_some()) {
        return None;
    }
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let (up, down) = (pressed(Key::ArrowUp), pressed(Key::ArrowDown));
    if is_selected && pressed(Key::Escape) {
        return Some(Step::Away);
    }
    match (up, down) {
        (true, false) => Some(Step::Up),
        (false, true) => Some(Step::Down),
        _ => None,
    }
}

/// The row above or below `at`, among `count`.
pub fn beside(at: usize, step: Step, count: usize) -> usize {
    if step == Step::Up { at.saturating_sub(1) } else { (at + 1).min(count.saturating_sub(1)) }
}
