//! The table of villages: only what is in view is drawn, however many villages there are; names
//! and heads stay in view.

use egui::{
    Align2, Color32, CornerRadius, Painter, Pos2, Rect, Role, ScrollArea, Sense, Stroke, Ui,
    WidgetInfo, pos2, vec2,
};

use super::Chosen;
use super::figures::{Shown, share};
use crate::domain::ids::VillageId;
use crate::domain::township::{Column, Standing, Tally};
use crate::ui::ext::{Sign, UiExt as _, paint_sign};
use crate::ui::theme;

const ROW: f32 = 32.0;
const NAME: f32 = 178.0;
const SHARE: f32 = 84.0;
const OVERDUE: f32 = 62.0;
/// The columns that stay in view.
const PINNED: f32 = NAME + SHARE + OVERDUE;
/// The narrowest column.
const CELL_MIN: f32 = 58.0;
/// Heads and sums, which stay in view.
const HEAD: f32 = ROW * 2.0;
const PILL: f32 = 23.0;
const SIGN: f32 = 11.0;

/// What was clicked: a cell, or the name of a village.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clicked {
    pub(super) village: VillageId,
    pub(super) column: Option<Column>,
}

/// Where things stand in the table.
struct Places {
    origin: Pos2,
    view: Rect,
    cell: f32,
}

impl Places {
    fn column(&self, at: usize) -> f32 {
        self.origin.x + PINNED + at as f32 * self.cell
    }

    fn row(&self, at: usize) -> f32 {
        self.origin.y + HEAD + at as f32 * ROW
    }

    /// The place of a chosen cell, with the room that names and heads take before it.
    fn of(&self, shown: &Shown, chosen: Option<Chosen>) -> Option<Rect> {
        let chosen = chosen?;
        let row = |at: &usize| shown.matrix.rows.get(*at).map(|row| row.village);
        let place = shown.order.iter().position(|at| row(at) == Some(chosen.village))?;
        let column = shown.matrix.columns.iter().position(|it| Some(*it) == chosen.column)?;
        let corner = pos2(self.column(column), self.row(place));
        let cell = Rect::from_min_size(corner, vec2(self.cell, ROW));
        Some(Rect::from_min_max(cell.min - vec2(PINNED, HEAD), cell.max))
    }

    /// The part of the table that scrolls.
    fn body(&self) -> Rect {
        let mut body = self.view;
        body.min += vec2(PINNED, HEAD);
        body
    }

    fn rows_in_view(&self, count: usize) -> std::ops::Range<usize> {
        in_view(self.body().y_range(), self.origin.y + HEAD, ROW, count)
    }

    fn columns_in_view(&self, count: usize) -> std::ops::Range<usize> {
        in_view(self.body().x_range(), self.origin.x + PINNED, self.cell, count)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place on the screen, not below zero, counts few rows"
)]
fn in_view(range: egui::Rangef, start: f32, step: f32, count: usize) -> std::ops::Range<usize> {
    let at = |place: f32| ((place - start) / step).max(0.0);
    let (first, last) = (at(range.min).floor() as usize, at(range.max).ceil() as usize);
    first.min(count)..last.min(count)
}

/// Draws the table in `height` points; gives what was clicked.
pub(super) fn ui(
    ui: &mut Ui,
    shown: &Shown,
    (chosen, reveal): (Option<Chosen>, bool),
    height: f32,
) -> Option<Clicked> {
    let mut clicked = None;
    let frame = egui::Frame::new()
        .fill(theme::SURFACE)
        .stroke(Stroke::new(1.0, theme::OUTLINE))
        .corner_radius(theme::CARD_CORNER);
    frame.show(ui, |ui| {
        let (columns, rows) = (shown.matrix.columns.len(), shown.order.len());
        let spare = (ui.available_width() - PINNED - 14.0) / columns.max(1) as f32;
        let cell = spare.clamp(CELL_MIN, 110.0);
        let size = vec2(PINNED + cell * columns as f32, HEAD + ROW * rows as f32);
        ScrollArea::both()
            .id_salt("township_grid")
            .max_height(height)
            .auto_shrink([false; 2])
            .show_viewport(ui, |ui, viewport| {
                let origin = ui.max_rect().min;
                ui.set_min_size(size);
                let view = Rect::from_min_size(origin + viewport.min.to_vec2(), viewport.size());
                let places = Places { origin, view, cell };
                if reveal && let Some(rect) = places.of(shown, chosen) {
                    ui.scroll_to_rect(rect, None);
                }
                clicked = body(ui, shown, chosen, &places);
                clicked = clicked.or_else(|| names(ui, shown, chosen, &places));
                heads(ui, shown, &places);
                if rows == 0 {
                    let painter = ui.painter().with_clip_rect(view);
                    let at = pos2(view.center().x, view.top() + HEAD + ROW);
                    let font = theme::regular(theme::BODY);
                    painter.text(
                        at,
                        Align2::CENTER_CENTER,
                        "没有这样的村",
                        font,
                        theme::TEXT_QUIET,
                    );
                }
            });
    });
    clicked
}

fn body(ui: &Ui, shown: &Shown, chosen: Option<Chosen>, places: &Places) -> Option<Clicked> {
    let mut clicked = None;
    let clip = places.body().intersect(ui.clip_rect());
    let painter = ui.painter().with_clip_rect(clip);
    let columns = places.columns_in_view(shown.matrix.columns.len());
    for place in places.rows_in_view(shown.order.len()) {
        let Some(at) = shown.order.get(place).copied() else { continue };
        let Some(row) = shown.matrix.rows.get(at) else { continue };
        let top = places.row(place);
        let line =
            Rect::from_min_max(pos2(places.view.left(), top), pos2(places.view.right(), top + ROW));
        painter.hline(line.x_range(), line.bottom() - 0.5, Stroke::new(1.0, theme::OUTLINE));
        for (number, tally) in row.cells.iter().enumerate().take(columns.end).skip(columns.start) {
            let left = places.column(number);
            let rect = Rect::from_min_size(pos2(left, top), vec2(places.cell, ROW));
            let column = shown.matrix.columns.get(number).copied();
            let is_chosen = chosen == Some(Chosen { village: row.village, column });
            if is_chosen {
                painter.rect_filled(rect, 0.0, theme::SURFACE_SELECTED);
            }
            let id = ui.scope_id().with(("cell", row.village, number));
            let response = ui.interact(rect.intersect(clip), id, Sense::click());
            if response.hovered() || response.has_focus() {
                let stroke = Stroke::new(1.5, theme::OUTLINE_FIELD);
                let inner = rect.shrink(2.0);
                painter.rect_stroke(inner, 5.0, stroke, egui::StrokeKind::Inside);
            }
            paint_tally(&painter, rect, *tally);
            response.widget_info(|| {
                let words = said(*tally);
                WidgetInfo::labeled(Role::Button, true, cell_name(shown, at, number, &words))
            });
            if response.clicked() {
                clicked = Some(Clicked { village: row.village, column });
            }
            if response.hovered() {
                response.on_hover_text(cell_name(shown, at, number, &tally.words()));
            }
        }
    }
    clicked
}

/// `第1村 2026年9月 逾期 26 天`
fn cell_name(shown: &Shown, at: usize, column: usize, words: &str) -> String {
    let name = shown.names.get(at).map_or("", String::as_str);
    let head = shown.heads.get(column).map_or("", |(_, full)| full.as_str());
    format!("{name} {head} {words}")
}

/// A cell read aloud.
fn said(tally: Tally) -> String {
    match tally.standing() {
        Standing::Overdue => format!("逾期 {} 天", tally.days_overdue),
        Standing::Due => format!("还有 {} 天", tally.days_left.unwrap_or(0)),
        standing @ (Standing::Nothing
        | Standing::Fulfilled
        | Standing::Late
        | Standing::Waiting) => standing.label().to_owned(),
    }
}

/// The names of the villages, their share on time and what is overdue, at the left.
fn names(ui: &Ui, shown: &Shown, chosen: Option<Chosen>, places: &Places) -> Option<Clicked> {
    let mut clicked = None;
    let mut area = places.view;
    area.max.x = area.min.x + PINNED;
    area.min.y += HEAD;
    let clip = area.intersect(ui.clip_rect());
    let painter = ui.painter().with_clip_rect(clip);
    let mut ground = area;
    ground.max.y = ground.max.y.min(places.row(shown.order.len()));
    painter.rect_filled(ground, 0.0, theme::SURFACE);
    let (regular, bold) = (theme::regular(theme::SMALL), theme::bold(theme::SMALL));
    for place in places.rows_in_view(shown.order.len()) {
        let Some(at) = shown.order.get(place).copied() else { continue };
        let Some(row) = shown.matrix.rows.get(at) else { continue };
        let rect = Rect::from_min_size(pos2(area.left(), places.row(place)), vec2(PINNED, ROW));
        let id = ui.scope_id().with(("village", row.village));
        let name = shown.names.get(at).map_or("", String::as_str);
        let response = ui.interact(rect.intersect(clip), id, Sense::click());
        let is_chosen = chosen == Some(Chosen { village: row.village, column: None });
        if is_chosen || response.hovered() || response.has_focus() {
            let fill = if is_chosen { theme::SURFACE_SELECTED } else { theme::SURFACE_HOVER };
            painter.rect_filled(rect, 0.0, fill);
        }
        painter.hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, theme::OUTLINE));
        let middle = rect.center().y;
        let text = |x: f32, align: Align2, words: &str, colour: Color32| {
            painter.text(pos2(x, middle), align, words, regular.clone(), colour);
        };
        let mut narrow = rect;
        narrow.max.x = narrow.min.x + NAME - 8.0;
        painter.with_clip_rect(narrow.intersect(clip)).text(
            pos2(rect.left() + 12.0, middle),
            Align2::LEFT_CENTER,
            name,
            bold.clone(),
            theme::TEXT,
        );
        let total = row.total;
        let right = rect.left() + NAME + SHARE - 10.0;
        text(right, Align2::RIGHT_CENTER, &share(total.on_time_share()), theme::TEXT);
        let colour = if total.overdue > 0 { theme::OVERDUE } else { theme::TEXT_FAINT };
        let count = total.overdue.to_string();
        text(rect.right() - 14.0, Align2::RIGHT_CENTER, &count, colour);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name.to_owned()));
        if response.clicked() {
            clicked = Some(Clicked { village: row.village, column: None });
        }
        if response.hovered() {
            response.on_hover_text(format!("{name}　{}", total.words()));
        }
    }
    clicked
}

/// The heads of the columns and the sums below them, at the top.
fn heads(ui: &Ui, shown: &Shown, places: &Places) {
    let mut area = places.view;
    area.max.y = area.min.y + HEAD;
    let painter = ui.painter().with_clip_rect(area.intersect(ui.clip_rect()));
    let corner =
        CornerRadius { nw: theme::CARD_CORNER, ne: theme::CARD_CORNER, ..CornerRadius::ZERO };
    let (mut top, mut sum) = (area, area);
    top.max.y = top.min.y + ROW;
    sum.min.y = top.max.y;
    painter.rect_filled(top, corner, theme::SURFACE_QUIET);
    painter.rect_filled(sum, 0.0, theme::SUM_GROUND);
    painter.hline(area.x_range(), area.bottom() - 0.5, Stroke::new(1.0, theme::OUTLINE));
    let bold = theme::bold(theme::SMALL);
    let write = |painter: &Painter, x: f32, y: f32, align: Align2, words: &str, colour: Color32| {
        painter.text(pos2(x, y), align, words, bold.clone(), colour);
    };
    let (head_y, sum_y) = (top.center().y, sum.center().y);
    let mut across = area;
    across.min.x += PINNED;
    let clip = across.intersect(ui.clip_rect());
    let beside = painter.with_clip_rect(clip);
    for number in places.columns_in_view(shown.matrix.columns.len()) {
        let middle = places.column(number) + places.cell / 2.0;
        let Some((label, full)) = shown.heads.get(number) else { continue };
        write(&beside, middle, head_y, Align2::CENTER_CENTER, label, theme::TEXT_QUIET);
        let tally = shown.matrix.sums.get(number).copied().unwrap_or_default();
        let words = share(tally.on_time_share());
        write(&beside, middle, sum_y, Align2::CENTER_CENTER, &words, theme::TEXT);
        let rect = Rect::from_center_size(pos2(middle, area.center().y), vec2(places.cell, HEAD));
        let id = ui.scope_id().with(("head", number));
        let response = ui.interact(rect.intersect(clip), id, Sense::hover());
        if response.hovered() {
            response.on_hover_text(format!("{full}　{}", tally.words()));
        }
    }
    let total = shown.matrix.total();
    let left = area.left();
    let (share_x, count_x) = (left + NAME + SHARE - 10.0, left + PINNED - 14.0);
    write(&painter, left + 12.0, head_y, Align2::LEFT_CENTER, "村", theme::TEXT_QUIET);
    write(&painter, share_x, head_y, Align2::RIGHT_CENTER, "按时率", theme::TEXT_QUIET);
    write(&painter, count_x, head_y, Align2::RIGHT_CENTER, "逾期", theme::TEXT_QUIET);
    let all = format!("全部 {} 个村", shown.matrix.rows.len());
    write(&painter, left + 12.0, sum_y, Align2::LEFT_CENTER, &all, theme::TEXT);
    let words = share(total.on_time_share());
    write(&painter, share_x, sum_y, Align2::RIGHT_CENTER, &words, theme::TEXT);
    let colour = if total.overdue > 0 { theme::OVERDUE } else { theme::TEXT };
    write(&painter, count_x, sum_y, Align2::RIGHT_CENTER, &total.overdue.to_string(), colour);
}

/// How a cell looks: its sign, its colours, and the words beside the sign.
fn look(tally: Tally) -> (Sign, Color32, Color32, String) {
    match tally.standing() {
        Standing::Nothing => (Sign::Dash, theme::TEXT_FAINT, theme::SURFACE, String::new()),
        Standing::Fulfilled => {
            (Sign::Tick, theme::DISCLOSED, theme::DISCLOSED_GROUND, String::new())
        }
        Standing::Late => (Sign::Tick, theme::DUE, theme::DUE_GROUND, "迟".to_owned()),
        Standing::Waiting => (Sign::Ring, theme::WAITING, theme::WAITING_GROUND, String::new()),
        Standing::Due => {
            let days = tally.days_left.unwrap_or(0);
            (Sign::Dot, theme::DUE, theme::DUE_GROUND, days.to_string())
        }
        Standing::Overdue => {
            let days = tally.days_overdue.to_string();
            (Sign::Cross, theme::OVERDUE, theme::OVERDUE_GROUND, days)
        }
    }
}

fn paint_tally(painter: &Painter, rect: Rect, tally: Tally) {
    let (sign, colour, ground, words) = look(tally);
    let centre = rect.center();
    let square = |x: f32| Rect::from_center_size(pos2(x, centre.y), vec2(SIGN, SIGN));
    if words.is_empty() {
        if sign != Sign::Dash {
            let pill = Rect::from_center_size(centre, vec2(32.0, PILL));
            painter.rect_filled(pill, PILL / 2.0, ground);
        }
        paint_sign(painter, square(centre.x), sign, colour);
        return;
    }
    let galley = painter.layout_no_wrap(words, theme::bold(theme::SMALL), colour);
    let width = SIGN + 5.0 + galley.size().x;
    let pill = Rect::from_center_size(centre, vec2(width + 18.0, PILL));
    painter.rect_filled(pill, PILL / 2.0, ground);
    let left = centre.x - width / 2.0;
    paint_sign(painter, square(left + SIGN / 2.0), sign, colour);
    let at = pos2(left + SIGN + 5.0, centre.y - galley.size().y / 2.0);
    painter.galley(at, galley, colour);
}

/// What the signs mean.
pub(super) fn legend(ui: &mut Ui) {
    ui.horizontal(|ui| {
        ui.spacing_mut().interact_size.y = 20.0;
        ui.spacing_mut().item_spacing.x = 6.0;
        for (sign, colour, words) in [
            (Sign::Tick, theme::DISCLOSED, "按时公布"),
            (Sign::Tick, theme::DUE, "迟：迟公布"),
            (Sign::Dot, theme::DUE, "5：还有 5 天到期"),
            (Sign::Cross, theme::OVERDUE, "26：逾期 26 天"),
            (Sign::Ring, theme::WAITING, "未到期"),
            (Sign::Dash, theme::TEXT_FAINT, "没有要公开的"),
        ] {
            ui.sign(sign, colour);
            ui.quiet(words);
            ui.add_space(8.0);
        }
    });
}
