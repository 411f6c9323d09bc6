//! Groups of two bars over a line: the first solid, the second hatched, so that they differ
//! without colour; and bars with their amounts beside them.

use egui::{Align2, Painter, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::ext::UiExt as _;
use super::theme;
use crate::domain::money::Money;

const LABEL_HEIGHT: f32 = 24.0;
const BAR_MAX: f32 = 22.0;
const BAR_GAP: f32 = 4.0;

/// Two bars with a label below.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BarGroup {
    /// Below the bars.
    pub label: String,
    /// Read aloud and shown under the pointer, with the figures.
    pub words: String,
    /// The two sums.
    pub sums: [Money; 2],
}

/// Draws groups of bars `height` points tall, with the names of the two kinds above; says so when
/// there is nothing to draw.
pub fn bar_groups(ui: &mut Ui, names: [&str; 2], groups: &[BarGroup], height: f32) {
    let tallest = groups.iter().flat_map(|group| group.sums).max();
    let Some(tallest) = tallest.filter(|sum| sum.is_positive()) else {
        ui.quiet_body("还没有收支");
        return;
    };
    legend(ui, names);
    let size = vec2(ui.available_width(), height + LABEL_HEIGHT);
    let (area, _) = ui.allocate_exact_size(size, Sense::hover());
    let slot = area.width() / groups.len().max(1) as f32;
    for (group, number) in groups.iter().zip(0_u16..) {
        let left = area.left() + slot * f32::from(number);
        let place = Rect::from_min_size(pos2(left, area.top()), vec2(slot, size.y));
        group_ui(ui, place, group, tallest, (names, number));
    }
    ui.painter().hline(area.x_range(), area.top() + height, Stroke::new(1.0, theme::OUTLINE_FIELD));
}

fn legend(ui: &mut Ui, names: [&str; 2]) {
    ui.horizontal(|ui| {
        ui.spacing_mut().interact_size.y = theme::SMALL;
        for (is_first, word) in [true, false].into_iter().zip(names) {
            let (rect, _) = ui.allocate_exact_size(vec2(13.0, 13.0), Sense::hover());
            if is_first {
                ui.painter().rect_filled(rect, 0.0, theme::INCOME);
            } else {
                hatched(ui.painter(), rect);
            }
            ui.quiet(word);
        }
        ui.quiet("　把鼠标放在柱子上看数字");
    });
}

fn group_ui(
    ui: &Ui,
    place: Rect,
    group: &BarGroup,
    tallest: Money,
    (names, number): ([&str; 2], u16),
) {
    let id = ui.scope_id().with(("bars", names, number));
    let response = ui.interact(place, id, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, group.words.clone()));
    if response.hovered() {
        ui.painter().rect_filled(place, 4.0, theme::SURFACE_HOVER);
    }
    let height = place.height() - LABEL_HEIGHT;
    let base = place.top() + height;
    let width = ((place.width() - 3.0 * BAR_GAP) / 2.0).clamp(3.0, BAR_MAX);
    let left = place.center().x - width - BAR_GAP / 2.0;
    let bar = |at: f32, sum: Money| {
        let height = (height - 6.0) * share(sum, tallest);
        Rect::from_min_max(pos2(at, base - height), pos2(at + width, base))
    };
    let [first, second] = group.sums;
    ui.painter().rect_filled(bar(left, first), 0.0, theme::INCOME);
    hatched(ui.painter(), bar(left + width + BAR_GAP, second));
    ui.painter().text(
        pos2(place.center().x, base + LABEL_HEIGHT / 2.0 + 2.0),
        Align2::CENTER_CENTER,
        &group.label,
        theme::regular(theme::SMALL),
        theme::TEXT_QUIET,
    );
    response.on_hover_text_at_pointer(&group.words);
}

/// One bar from the left with its name before it and its amount behind it.
pub fn amount_bar(ui: &mut Ui, name: &str, amount: Money, largest: Money, is_solid: bool) {
    let (row, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), AMOUNT_ROW), Sense::hover());
    let words = format!("{name}　{}", amount.grouped());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, words.clone()));
    let label = (row.width() * 0.36).min(AMOUNT_NAME);
    let painter = ui.painter().with_clip_rect(row.intersect(ui.clip_rect()));
    let names = Rect::from_min_max(row.min, pos2(row.left() + label - 8.0, row.bottom()));
    let clipped = painter.with_clip_rect(names.intersect(painter.clip_rect()));
    let font = theme::regular(theme::SMALL);
    let at = pos2(row.left(), row.center().y);
    clipped.text(at, Align2::LEFT_CENTER, name, font.clone(), theme::TEXT);
    let room = (row.width() - label - AMOUNT_FIGURE).max(20.0);
    let bar = Rect::from_min_size(
        pos2(row.left() + label, row.top() + 5.0),
        vec2(room * share(amount, largest), AMOUNT_ROW - 10.0),
    );
    if is_solid {
        painter.rect_filled(bar, 0.0, theme::INCOME);
    } else {
        hatched(&painter, bar);
    }
    let figure = pos2(bar.right() + 8.0, row.center().y);
    painter.text(figure, Align2::LEFT_CENTER, amount.grouped(), font, theme::TEXT);
    response.on_hover_text_at_pointer(words);
}

/// Height of a bar with its name.
const AMOUNT_ROW: f32 = 27.0;
/// Room for the name.
const AMOUNT_NAME: f32 = 190.0;
/// Room for the amount.
const AMOUNT_FIGURE: f32 = 116.0;

/// Part of the tallest bar, 0 to 1; what is below zero has no bar.
fn share(sum: Money, tallest: Money) -> f32 {
    let permille = i128::from(sum.fen().max(0)) * 1000 / i128::from(tallest.fen().max(1));
    f32::from(u16::try_from(permille).unwrap_or(1000)) / 1000.0
}

/// Slanted lines in a frame.
fn hatched(painter: &Painter, rect: Rect) {
    if rect.height() < 0.5 || rect.width() < 0.5 {
        return;
    }
    painter.rect_filled(rect, 0.0, theme::OVERDUE_GROUND);
    let inside = painter.with_clip_rect(rect.intersect(painter.clip_rect()));
    let stroke = Stroke::new(2.2, theme::EXPENSE);
    let mut offset = -rect.height();
    // from the left edge of the tallest line to the right edge of the lowest
    while offset < rect.width() {
        let from = pos2(rect.left() + offset, rect.top());
        inside.line_segment([from, from + vec2(rect.height(), rect.height())], stroke);
        offset += 6.0;
    }
}
