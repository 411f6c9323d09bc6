//! A [`Listing`] as a table: columns as wide as what stands in them, one row selected. Every
//! ledger view, register and reconciliation is drawn by this one widget.

use egui::{Align, Label, Layout, RichText, ScrollArea, Ui};
use egui_extras::{Column, TableRow};

use crate::domain::listing::{ColumnKind, Link, Listing, ListingCell, ListingRow, RowRole};
use crate::ui::table_card::{self, Step};
use crate::ui::{keys, theme};

/// The narrowest column of names and the like, where the room is short.
const LABEL_MIN: f32 = 96.0;
/// The narrowest column of words.
const TEXT_MIN: f32 = 96.0;
/// Space between two columns.
const SPACING: f32 = 10.0;
/// Between a figure and the words of the next column.
const AFTER_FIGURE: f32 = 8.0;
/// So many rows are measured.
const MEASURED: usize = 400;
/// Room beside the words of a column.
const PADDING: f32 = 6.0;

/// What is selected (账表里选中的一行).
#[derive(Debug, Default)]
pub struct ListingTable {
    /// The link of the selected row.
    pub selected: Option<Link>,
    /// Bring it into view.
    pub reveal: bool,
}

impl ListingTable {
    /// Moves the selection with the arrow keys while no field has the caret.
    pub fn keys(&mut self, ui: &Ui, listing: &Listing) {
        let Some(step) = table_card::step(ui, self.selected.is_some()) else { return };
        if step == Step::Away {
            self.selected = None;
            return;
        }
        let linked = listing.rows.iter().filter_map(|row| row.link.as_ref());
        let mut linked: Vec<&Link> = linked.collect();
        // the lines of one voucher are one step
        linked.dedup();
        if linked.is_empty() {
            return;
        }
        let at = linked.iter().position(|link| Some(*link) == self.selected.as_ref());
        let to = match at {
            Some(at) => table_card::beside(at, step, linked.len()),
            None if step == Step::Up => linked.len() - 1,
            None => 0,
        };
        self.selected = linked.get(to).map(|link| (*link).clone());
        self.reveal = true;
    }

    /// Whether Enter was pressed on a selected row while no field has the caret; gives its link.
    pub fn entered(&self, ui: &Ui) -> Option<Link> {
        let free = ui.memory(|memory| memory.focused().is_none());
        self.selected.clone().filter(|_| free && keys::enter(ui.ctx()))
    }

    /// Draws the table in `height` points; gives the link of a row that was clicked twice.
    pub fn ui(&mut self, ui: &mut Ui, listing: &Listing, height: f32) -> Option<Link> {
        let mut opened = None;
        table_card::card(theme::OUTLINE).show(ui, |ui| {
            ui.set_width(ui.available_width());
            let widths = widths(ui, listing);
            ScrollArea::horizontal().id_salt("register_across").show(ui, |ui| {
                ui.spacing_mut().item_spacing = egui::vec2(SPACING, 0.0);
                table_card::clip(ui, height);
                table_card::head_ground(ui, widths.iter().map(|width| width + SPACING).sum());
                opened = self.rows(ui, listing, &widths, height);
            });
        });
        opened
    }

    fn rows(
        &mut self,
        ui: &mut Ui,
        listing: &Listing,
        widths: &[f32],
        height: f32,
    ) -> Option<Link> {
        let mut table = table_card::rows(ui, "register", height - 2.0).column(Column::exact(0.0));
        for width in widths {
            table = table.column(Column::exact(*width).clip(true));
        }
        let place =
            |link: &Link| listing.rows.iter().position(|row| row.link.as_ref() == Some(link));
        if std::mem::take(&mut self.reveal)
            && let Some(at) = self.selected.as_ref().and_then(place)
        {
            table = table.scroll_to_row(at, None);
        }
        let mut opened = None;
        let heads = |mut header: TableRow<'_, '_>| {
            header.col(|_| {});
            for (at, column) in listing.columns.iter().enumerate() {
                header.col(|ui| {
                    if follows_figure(listing, at) {
                        ui.add_space(AFTER_FIGURE);
                    }
                    aligned(ui, column.kind, table_card::head(&column.title, theme::SMALL));
                });
            }
        };
        table.header(theme::ROW_HEIGHT, heads).body(|body| {
            body.rows(theme::ROW_HEIGHT, listing.rows.len(), |mut drawn| {
                let Some(row) = listing.rows.get(drawn.index()) else { return };
                drawn.set_selected(row.link.is_some() && row.link == self.selected);
                draw(&mut drawn, listing, row);
                let response = drawn.response();
                if row.link.is_some() && response.double_clicked() {
                    opened.clone_from(&row.link);
                    self.selected.clone_from(&row.link);
                } else if row.link.is_some() && response.clicked() {
                    let again = self.selected == row.link;
                    self.selected = if again { None } else { row.link.clone() };
                    // what opens below the table takes room of it
                    self.reveal = !again;
                }
            });
        });
        opened
    }
}

fn draw(drawn: &mut TableRow<'_, '_>, listing: &Listing, row: &ListingRow) {
    drawn.col(|_| {});
    let blank = ListingCell::Blank;
    for (at, column) in listing.columns.iter().enumerate() {
        let cell = row.cells.get(at).unwrap_or(&blank);
        drawn.col(|ui| {
            rule_below(ui);
            if row.role == RowRole::Sum {
                sum_ground(ui);
            }
            let is_red = matches!(cell, ListingCell::Amount(amount) if amount.is_negative());
            let colour = match row.role {
                RowRole::Alarm => theme::OVERDUE,
                RowRole::Entry | RowRole::Section | RowRole::Sum if is_red => theme::OVERDUE,
                RowRole::Entry | RowRole::Section | RowRole::Sum => theme::TEXT,
            };
            let font = match row.role {
                RowRole::Sum | RowRole::Section => theme::bold(theme::SMALL),
                RowRole::Entry | RowRole::Alarm => theme::regular(theme::SMALL),
            };
            if follows_figure(listing, at) {
                ui.add_space(AFTER_FIGURE);
            }
            aligned(ui, column.kind, RichText::new(cell.shown()).font(font).color(colour));
        });
    }
}

fn aligned(ui: &mut Ui, kind: ColumnKind, words: RichText) {
    let layout = match kind {
        ColumnKind::Amount | ColumnKind::Number => Layout::right_to_left(Align::Center),
        ColumnKind::Text | ColumnKind::Label | ColumnKind::Date => {
            Layout::left_to_right(Align::Center)
        }
    };
    ui.with_layout(layout, |ui| ui.add(Label::new(words).truncate()));
}

/// Words that stand right after a figure keep clear of it.
fn follows_figure(listing: &Listing, at: usize) -> bool {
    let is_right = |at: usize| {
        let kind = listing.columns.get(at).map(|column| column.kind);
        matches!(kind, Some(ColumnKind::Amount | ColumnKind::Number))
    };
    !is_right(at) && at.checked_sub(1).is_some_and(is_right)
}

/// The thin line between two rows, from one column to the next.
fn rule_below(ui: &Ui) {
    let rect = ui.max_rect().expand2(egui::vec2(SPACING / 2.0, 0.0));
    let mut painter = ui.painter().clone();
    painter.set_clip_rect(rect.intersect(ui.clip_rect().expand2(egui::vec2(SPACING, 0.0))));
    let stroke = egui::Stroke::new(1.0, theme::OUTLINE);
    painter.hline(rect.x_range(), rect.bottom() - 0.5, stroke);
}

/// The quiet ground of a sum, from one column to the next.
fn sum_ground(ui: &Ui) {
    let ground = ui.max_rect().expand2(egui::vec2(SPACING / 2.0, 0.0));
    let mut painter = ui.painter().clone();
    painter.set_clip_rect(ground.intersect(ui.clip_rect().expand(SPACING)));
    painter.rect_filled(ground, 0.0, theme::SUM_GROUND);
}

/// The width of each column: what stands in it, and words share what is left.
fn widths(ui: &Ui, listing: &Listing) -> Vec<f32> {
    let of = |text: &str| -> f32 {
        let wide = |c: char| match c {
            ',' | '.' => 0.3,
            c if c.is_ascii() => 0.57,
            _ => 1.0,
        };
        text.chars().map(wide).sum::<f32>() * theme::SMALL + PADDING
    };
    let mut widths: Vec<f32> = Vec::with_capacity(listing.columns.len());
    for (at, column) in listing.columns.iter().enumerate() {
        // a table of thousands of rows is measured by its first and its last
        let ends = listing.rows.iter().take(MEASURED).chain(listing.rows.iter().rev().take(4));
        let cells = ends.filter_map(|row| row.cells.get(at));
        let content = cells.map(|cell| of(&cell.shown())).fold(of(&column.title), f32::max);
        let limit = match column.kind {
            ColumnKind::Text => 320.0,
            ColumnKind::Label => 170.0,
            ColumnKind::Date | ColumnKind::Number | ColumnKind::Amount => 190.0,
        };
        let air = if follows_figure(listing, at) { AFTER_FIGURE } else { 0.0 };
        widths.push(content.min(limit) + air);
    }
    let words: Vec<bool> =
        listing.columns.iter().map(|column| column.kind == ColumnKind::Text).collect();
    let count = words.iter().filter(|is_text| **is_text).count().max(1) as f32;
    let total: f32 = widths.iter().map(|width| width + SPACING).sum::<f32>() + SPACING * 2.0;
    let share = (ui.available_width() - total) / count;
    for (width, _) in widths.iter_mut().zip(words).filter(|(_, is_text)| *is_text) {
        *width = (*width + share).max(width.min(TEXT_MIN));
    }
    squeeze_labels(listing, &mut widths, ui.available_width());
    widths
}

/// Where words gave all they could and the table is still too wide, names and the like give the
/// rest, the longest the most: a cell that ends in dots is better than a column out of sight.
fn squeeze_labels(listing: &Listing, widths: &mut [f32], room: f32) {
    let total: f32 = widths.iter().map(|width| width + SPACING).sum::<f32>() + SPACING * 2.0;
    let labels = || listing.columns.iter().map(|column| column.kind == ColumnKind::Label);
    let spare = |width: f32| (width - LABEL_MIN).max(0.0);
    let give: f32 =
        widths.iter().zip(labels()).filter(|(_, is)| *is).map(|(width, _)| spare(*width)).sum();
    if total <= room || give <= 0.0 {
        return;
    }
    let part = ((total - room) / give).min(1.0);
    for (width, _) in widths.iter_mut().zip(labels()).filter(|(_, is)| *is) {
        *width -= spare(*width) * part;
    }
}
