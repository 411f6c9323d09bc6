//! Income and expense of twelve months as bars: income solid, expense hatched, so that they
//! differ without colour.

use egui::{Align2, Painter, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::figures::MonthSums;
use crate::domain::money::Money;
use crate::ui::ext::UiExt as _;
use crate::ui::theme;

const BARS_HEIGHT: f32 = 120.0;
const LABEL_HEIGHT: f32 = 24.0;
const BAR: f32 = 22.0;
const BAR_GAP: f32 = 4.0;

pub(super) fn ui(ui: &mut Ui, months: &[MonthSums]) {
    let tallest = months.iter().map(|sums| sums.income.max(sums.expense)).max();
    let Some(tallest) = tallest.filter(|sum| sum.is_positive()) else {
        ui.quiet_body("还没有收支");
        return;
    };
    legend(ui);
    let size = vec2(ui.available_width(), BARS_HEIGHT + LABEL_HEIGHT);
    let (area, _) = ui.allocate_exact_size(size, Sense::hover());
    let slot = area.width() / months.len().max(1) as f32;
    for (sums, number) in months.iter().zip(0_u16..) {
        let left = area.left() + slot * f32::from(number);
        let place = Rect::from_min_size(pos2(left, area.top()), vec2(slot, size.y));
        month_ui(ui, place, sums, tallest);
    }
    let base = area.top() + BARS_HEIGHT;
    ui.painter().hline(area.x_range(), base, Stroke::new(1.0, theme::OUTLINE_FIELD));
}

fn legend(ui: &mut Ui) {
    ui.horizontal(|ui| {
        ui.spacing_mut().interact_size.y = theme::SMALL;
        for (is_income, word) in [(true, "收入"), (false, "支出")] {
            let (rect, _) = ui.allocate_exact_size(vec2(13.0, 13.0), Sense::hover());
            if is_income {
                ui.painter().rect_filled(rect, 0.0, theme::INCOME);
            } else {
                hatched(ui.painter(), rect);
            }
            ui.quiet(word);
        }
        ui.quiet("　把鼠标放在柱子上看数字");
    });
}

fn month_ui(ui: &Ui, place: Rect, sums: &MonthSums, tallest: Money) {
    let words = format!(
        "{}　收入 {}　支出 {}",
        sums.month.label(),
        sums.income.grouped(),
        sums.expense.grouped()
    );
    let id = ui.scope_id().with(("month", sums.month.to_string()));
    let response = ui.interact(place, id, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, words.clone()));
    if response.hovered() {
        ui.painter().rect_filled(place, 4.0, theme::SURFACE_HOVER);
    }
    let base = place.top() + BARS_HEIGHT;
    let left = place.center().x - BAR - BAR_GAP / 2.0;
    let bar = |at: f32, sum: Money| {
        let height = (BARS_HEIGHT - 6.0) * share(sum, tallest);
        Rect::from_min_max(pos2(at, base - height), pos2(at + BAR, base))
    };
    ui.painter().rect_filled(bar(left, sums.income), 0.0, theme::INCOME);
    hatched(ui.painter(), bar(left + BAR + BAR_GAP, sums.expense));
    ui.painter().text(
        pos2(place.center().x, base + LABEL_HEIGHT / 2.0 + 2.0),
        Align2::CENTER_CENTER,
        format!("{}月", sums.month.number()),
        theme::regular(theme::SMALL),
        theme::TEXT_QUIET,
    );
    response.on_hover_text_at_pointer(words);
}

/// Part of the tallest bar, 0 to 1; what is below zero has no bar.
fn share(sum: Money, tallest: Money) -> f32 {
    let permille = i128::from(sum.fen().max(0)) * 1000 / i128::from(tallest.fen().max(1));
    f32::from(u16::try_from(permille).unwrap_or(1000)) / 1000.0
}

/// Slanted lines in a frame.
fn hatched(painter: &Painter, rect: Rect) {
    if rect.height() < 0.5 {
        return;
    }
    painter.rect_filled(rect, 0.0, theme::OVERDUE_GROUND);
    let inside = painter.with_clip_rect(rect.intersect(painter.clip_rect()));
    let stroke = Stroke::new(2.2, theme::EXPENSE);
    let mut offset = -rect.width();
    while offset < rect.height() {
        let from = pos2(rect.left(), rect.top() + offset);
        inside.line_segment([from, from + vec2(rect.width(), rect.width())], stroke);
        offset += 6.0;
    }
}
