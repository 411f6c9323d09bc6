//! The two lists side by side: only the rows in view are drawn.

use std::collections::BTreeSet;

use egui::{Align, Checkbox, Label, Layout, Rect, RichText, Ui};
use egui_extras::{Column, TableRow};

use super::chosen::{How, List};
use super::shown::{Listed, Mark, Row};
use crate::domain::money::Money;
use crate::domain::reconcile::Certainty;
use crate::ui::ext::{Sign, UiExt as _};
use crate::ui::{table_card, theme};

/// A list narrower than this shows states by their signs alone.
const NARROW: f32 = 470.0;
/// Height of the line above a list.
pub(super) const CAPTION: f32 = 30.0;

/// A list and what is chosen in it.
pub(super) struct ListView<'a, I> {
    pub(super) list: List,
    /// The list that the arrow keys move in.
    pub(super) active: List,
    pub(super) rows: &'a [Row<I>],
    pub(super) listed: &'a Listed,
    pub(super) chosen: &'a BTreeSet<I>,
    pub(super) cursor: Option<I>,
    /// Bring the cursor into view.
    pub(super) reveal: bool,
    /// Whether days need no year.
    pub(super) one_year: bool,
    /// What stands where the list is empty.
    pub(super) empty: &'a str,
}

impl<I: Copy + Ord> ListView<'_, I> {
    /// Draws the list in `height` points; gives the row that was taken, and how.
    pub(super) fn ui(&self, ui: &mut Ui, height: f32) -> Option<(I, How)> {
        self.caption(ui);
        let mut taken = None;
        let height = height - CAPTION;
        let outline = if self.is_active() { theme::OUTLINE_FIELD } else { theme::OUTLINE };
        table_card::card(outline).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.set_height(height);
            if self.listed.order.is_empty() {
                ui.vertical_centered(|ui| {
                    ui.add_space((height / 2.0 - 30.0).max(4.0));
                    ui.quiet_body(self.empty);
                });
                return;
            }
            ui.spacing_mut().item_spacing = egui::vec2(8.0, 0.0);
            table_card::clip(ui, height);
            table_card::head_ground(ui, 0.0);
            taken = self.table(ui, height);
        });
        taken
    }

    fn is_active(&self) -> bool {
        self.list == self.active
    }

    /// Whether the rows carry a number.
    fn is_numbered(&self) -> bool {
        self.list == List::Books
    }

    fn caption(&self, ui: &mut Ui) {
        ui.horizontal(|ui| {
            ui.set_height(CAPTION - 6.0);
            let title = RichText::new(self.list.title()).font(theme::bold(theme::BODY));
            ui.label(title);
            let matched = self.listed.order.len() - self.listed.open;
            let (open, unit) = (self.listed.open, self.list.unit());
            let words = match matched {
                0 => format!("未对上 {open} {unit}"),
                _ => format!("未对上 {open} {unit}，已对上 {matched} {unit}"),
            };
            ui.quiet(words);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let sums = format!(
                    "收 {}　支 {}",
                    self.listed.income.grouped(),
                    self.listed.expense.grouped()
                );
                ui.add(
                    Label::new(RichText::new(sums).size(theme::SMALL).color(theme::TEXT_QUIET))
                        .truncate(),
                );
            });
        });
    }

    fn table(&self, ui: &mut Ui, height: f32) -> Option<(I, How)> {
        let date = if self.one_year { 48.0 } else { 88.0 };
        let number = if self.is_numbered() { 54.0 } else { 0.0 };
        let narrow = ui.available_width() < NARROW;
        let mut table = table_card::rows(ui, self.list.title(), height)
            .column(Column::exact(34.0))
            .column(Column::exact(if narrow { 16.0 } else { 62.0 }))
            .column(Column::exact(date));
        if self.is_numbered() {
            table = table.column(Column::exact(number));
        }
        table = table
            .column(Column::remainder().at_least(60.0).clip(true))
            .column(Column::exact(if narrow { 96.0 } else { 108.0 }))
            .column(Column::exact(2.0));
        let cursor = |at: &usize| self.rows.get(*at).is_some_and(|row| Some(row.id) == self.cursor);
        if self.reveal
            && let Some(at) = self.listed.order.iter().position(cursor)
        {
            table = table.scroll_to_row(at, None);
        }
        let mut taken = None;
        let table = table.header(theme::ROW_HEIGHT, |header| self.heads(header, narrow));
        table.body(|body| {
            body.rows(theme::ROW_HEIGHT, self.listed.order.len(), |mut drawn| {
                let at = self.listed.order.get(drawn.index());
                let Some(row) = at.and_then(|at| self.rows.get(*at)) else { return };
                drawn.set_selected(self.chosen.contains(&row.id));
                if let Some(how) = self.row(&mut drawn, row, narrow) {
                    taken = Some((row.id, how));
                }
            });
        });
        taken
    }

    fn heads(&self, mut header: TableRow<'_, '_>, narrow: bool) {
        let head = |word| table_card::head(word, theme::SMALL);
        header.col(|_| {});
        header.col(|ui| {
            ui.label(head(if narrow { "" } else { "状态" }));
        });
        header.col(|ui| {
            ui.label(head("日期"));
        });
        if self.is_numbered() {
            header.col(|ui| {
                ui.label(head("凭证号"));
            });
        }
        header.col(|ui| {
            ui.add(Label::new(head(self.list.words())).truncate());
        });
        header.col(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| ui.label(head("金额")));
        });
        header.col(|_| {});
    }

    fn row(&self, drawn: &mut TableRow<'_, '_>, row: &Row<I>, narrow: bool) -> Option<How> {
        let mut how = None;
        let is_matched = row.mark == Mark::Matched;
        let colour = if is_matched { theme::TEXT_QUIET } else { theme::TEXT };
        let words = |words: String| RichText::new(words).color(colour);
        drawn.col(|ui| {
            self.cursor_bar(ui, row);
            let mut ticked = self.chosen.contains(&row.id);
            let response = ui.add_enabled(!is_matched, Checkbox::without_text(&mut ticked));
            ui.name(&response, &name_of(row));
            if response.changed() {
                how = Some(How::Toggle);
                // the arrow keys go on moving in the list
                response.surrender_focus();
            }
        });
        drawn.col(|ui| mark_ui(ui, row.mark, narrow));
        drawn.col(|ui| {
            let form = if self.one_year { "%m-%d" } else { "%Y-%m-%d" };
            ui.label(words(row.date.format(form).to_string()));
        });
        if self.is_numbered() {
            drawn.col(|ui| {
                ui.label(words(row.number.clone()));
            });
        }
        drawn.col(|ui| {
            ui.add(Label::new(words(row.words.clone())).truncate());
        });
        drawn.col(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let incoming = row.amount.is_positive() && !is_matched;
                let colour = if incoming { theme::INCOME } else { colour };
                ui.label(RichText::new(signed(row.amount)).color(colour));
            });
        });
        drawn.col(|_| {});
        let response = drawn.response();
        if response.clicked() {
            let modifiers = response.ctx.input(|input| input.modifiers);
            how = how.or(Some(if modifiers.command {
                How::Toggle
            } else if modifiers.shift {
                How::Also
            } else {
                How::Alone
            }));
        }
        how
    }

    /// A bar at the left edge of the row that the arrow keys start from.
    fn cursor_bar(&self, ui: &Ui, row: &Row<I>) {
        if self.is_active() && Some(row.id) == self.cursor {
            let rect = ui.max_rect();
            let bar = Rect::from_min_max(rect.min, egui::pos2(rect.min.x + 4.0, rect.max.y));
            ui.painter().rect_filled(bar, 0.0, theme::ACCENT);
        }
    }
}

/// `+2,000.00`, `-300.00`
pub(super) fn signed(amount: Money) -> String {
    let plus = if amount.is_positive() { "+" } else { "" };
    format!("{plus}{}", amount.grouped())
}

/// What a row is called: `选 2026-10-08 王五 -300.00`
fn name_of<I>(row: &Row<I>) -> String {
    let number = if row.number.is_empty() { String::new() } else { format!("{} ", row.number) };
    format!("选 {} {number}{} {}", row.date, row.words, row.amount.grouped())
}

fn mark_ui(ui: &mut Ui, mark: Mark, narrow: bool) {
    let (sign, word, colour, ground) = match mark {
        Mark::Open => (Sign::Ring, "", theme::WAITING, theme::SURFACE),
        Mark::Suggested(Certainty::Certain) => {
            (Sign::Dot, "确定", theme::DISCLOSED, theme::DISCLOSED_GROUND)
        }
        Mark::Suggested(Certainty::Likely) => (Sign::Dot, "可能", theme::DUE, theme::DUE_GROUND),
        Mark::Matched => (Sign::Tick, "对上", theme::DISCLOSED, theme::SURFACE),
    };
    if narrow {
        ui.sign(sign, colour).on_hover_text(word);
    } else if word.is_empty() {
        ui.add_space(9.0);
        ui.sign(sign, colour);
    } else {
        ui.pill(sign, word, colour, ground);
    }
}
