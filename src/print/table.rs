//! Setting tables: the widths of columns, the wrapping of cells, the rules.
//!
//! Invariant: amounts, dates and numbers never wrap and never leave their column; every row is
//! set whole, with its height known before it is placed.

use std::borrow::Cow;

use crate::domain::money::Money;

use super::block::{Setter, Style};
use super::document::{Align, Cell, Column, Fit, Row, Table, Tally};
use super::page::{Galley, Paint};

/// From one line to the next in a cell, in em.
const LEADING: f32 = 1.15;
/// Left and right of the text of a cell, in em.
const PAD_X: f32 = 0.2;
/// The most air a column gets when there is room to spare, in em.
const AIR_MAX: f32 = 1.4;
const HEAD_GREY: f32 = 0.88;
const SUM_GREY: f32 = 0.945;

/// The columns of one table on one paper (栏宽).
pub(super) struct Grid<'a> {
    setter: Setter<'a>,
    pub(super) table: Cow<'a, Table>,
    widths: Vec<f32>,
    pub(super) size_pt: f32,
    /// 0 if nothing had to give way; higher the narrower the paper.
    pub(super) squeeze: usize,
}

impl Grid<'_> {
    /// Whether columns of words had to become so narrow that a reader notices.
    pub(super) const fn is_tight(&self) -> bool {
        self.squeeze >= 3
    }
}

/// From this squeeze on columns are stacked, if the table allows it.
const STACKING: usize = 2;
/// How narrow columns may become, in em: persons and the like, then the summary.
const SQUEEZES: [(f32, f32); 5] = [(6.0, 9.0), (4.0, 7.5), (3.0, 6.0), (2.0, 5.0), (2.0, 4.0)];

impl<'a> Grid<'a> {
    /// Finds the widths of the columns: on narrow paper some columns are set below others.
    pub(super) fn fit(table: &'a Table, setter: Setter<'a>) -> Self {
        let plain = Self::fit_as(Cow::Borrowed(table), setter);
        if plain.squeeze < STACKING {
            return plain;
        }
        let stacked = table.stacked();
        let folded = folded_heads(&stacked, setter);
        // both are steps that type may not grow into
        [stacked, folded].into_iter().fold(plain, |best, table| {
            let tried = Self::fit_as(Cow::Owned(table), setter);
            if tried.squeeze < best.squeeze {
                Self { squeeze: tried.squeeze.max(1), ..tried }
            } else {
                best
            }
        })
    }

    /// Finds the widths of the columns, with smaller type if nothing else helps.
    fn fit_as(table: Cow<'a, Table>, setter: Setter<'a>) -> Self {
        let natural = natural_widths(&table, setter);
        let measure = setter.gauge.measure_mm();
        let mut shrink = 1.0;
        let mut squeeze = 0;
        loop {
            let em = setter.gauge.em_mm() * shrink;
            let scaled: Vec<f32> = natural.iter().map(|width| width * shrink).collect();
            for (step, limits) in SQUEEZES.into_iter().enumerate() {
                // at full size every step is tried before the type becomes smaller
                if let Some(widths) = spread(&table.columns, &scaled, measure, em, limits) {
                    let squeeze = squeeze + step;
                    let size_pt = setter.gauge.body_pt * shrink;
                    return Self { setter, table, widths, size_pt, squeeze };
                }
            }
            squeeze += SQUEEZES.len();
            shrink *= 0.96;
            if shrink < 0.2 {
                let width = measure / table.columns.len().max(1) as f32;
                let widths = vec![width; table.columns.len()];
                let size_pt = setter.gauge.body_pt * shrink;
                return Self { setter, table, widths, size_pt, squeeze };
            }
        }
    }

    fn pad(&self) -> f32 {
        Style::regular(self.size_pt).em_mm() * PAD_X
    }

    /// The most lines a row may have in `height_mm`.
    pub(super) fn lines_within(&self, height_mm: f32) -> usize {
        let em = Style::regular(self.size_pt).em_mm();
        let mut lines = 1;
        while (lines as f32 + 1.0) * em * LEADING + 2.0 * self.setter.gauge.row_pad_em * em
            <= height_mm
        {
            lines += 1;
        }
        lines
    }

    /// The head of the table, repeated on every page.
    pub(super) fn head(&self) -> Galley {
        let style = Style::bold(self.size_pt);
        let cells = self.table.columns.iter().zip(&self.widths);
        let cells = cells.map(|(column, width)| {
            let lines = match column.fit {
                Fit::Whole => whole_lines(&column.title),
                Fit::Supple | Fit::Rest => self.wrap(&column.title, *width, style),
            };
            Slot { lines, width: *width, align: column.align }
        });
        let mut galley = self.slots(&cells.collect::<Vec<_>>(), style, Some(HEAD_GREY));
        let width = self.widths.iter().sum();
        galley.line((0.0, 0.0), (width, 0.0), self.setter.gauge.rule_pt);
        galley
    }

    /// One row; several pieces if it has more lines than `lines_max`.
    pub(super) fn row(&self, row: &Row, lines_max: usize) -> Vec<Galley> {
        match row {
            Row::Entry(cells) => {
                let style = Style::regular(self.size_pt);
                self.pieces(&self.row_slots(cells, style), lines_max)
            }
            Row::Strong(cells) => {
                let style = Style::bold(self.size_pt);
                vec![self.slots(&self.row_slots(cells, style), style, Some(SUM_GREY))]
            }
            Row::Sum { label, align, from, cells } => vec![self.sum(label, *align, *from, cells)],
            Row::Words(words) => {
                let style = Style::bold(self.size_pt);
                let width = self.widths.iter().sum();
                let lines = self.wrap(words, width, style);
                vec![self.slots(&[Slot { lines, width, align: Align::Left }], style, None)]
            }
        }
    }

    fn row_slots(&self, cells: &[Cell], style: Style) -> Vec<Slot> {
        let columns = self.table.columns.iter().zip(&self.widths).enumerate();
        columns
            .map(|(index, (column, width))| self.slot(column, *width, cells.get(index), style))
            .collect()
    }

    fn slot(&self, column: &Column, width: f32, cell: Option<&Cell>, style: Style) -> Slot {
        let shown = cell.map(Cell::shown).unwrap_or_default();
        let lines = match column.fit {
            Fit::Whole => whole_lines(&shown),
            Fit::Supple | Fit::Rest => self.wrap(&shown, width, style),
        };
        Slot { lines, width, align: column.align }
    }

    fn pieces(&self, slots: &[Slot], lines_max: usize) -> Vec<Galley> {
        let style = Style::regular(self.size_pt);
        let most = slots.iter().map(|slot| slot.lines.len()).max().unwrap_or(1);
        if most <= lines_max {
            return vec![self.slots(slots, style, None)];
        }
        (0..most)
            .step_by(lines_max.max(1))
            .map(|from| {
                let part = |slot: &Slot| Slot {
                    lines: slot.lines.iter().skip(from).take(lines_max).cloned().collect(),
                    ..*slot
                };
                self.slots(&slots.iter().map(part).collect::<Vec<_>>(), style, None)
            })
            .collect()
    }

    fn sum(&self, label: &str, align: Align, from: usize, cells: &[Cell]) -> Galley {
        let style = Style::bold(self.size_pt);
        let across =
            |from: usize, count: usize| self.widths.iter().skip(from).take(count).sum::<f32>();
        let label_width = across(0, from);
        let mut slots =
            vec![Slot { lines: self.wrap(label, label_width, style), width: label_width, align }];
        for (offset, cell) in cells.iter().enumerate() {
            let align =
                self.table.columns.get(from + offset).map_or(Align::Right, |column| column.align);
            slots.push(Slot { lines: vec![cell.shown()], width: across(from + offset, 1), align });
        }
        let rest = across(from + cells.len(), self.widths.len());
        if rest > 0.0 {
            slots.push(Slot { lines: Vec::new(), width: rest, align: Align::Left });
        }
        self.slots(&slots, style, Some(SUM_GREY))
    }

    fn wrap(&self, text: &str, width: f32, style: Style) -> Vec<String> {
        let measure = width - 2.0 * self.pad() + 0.01;
        let lines = self.setter.wrap(text, measure, style);
        // two lines of about one length read better than a last line of one character
        if lines.len() == 2 && !text.contains('\n') {
            self.setter.wrap_evenly(text, measure, style)
        } else {
            lines
        }
    }

    /// One row of cells with the rules left, right and below.
    fn slots(&self, slots: &[Slot], style: Style, grey: Option<f32>) -> Galley {
        let em = style.em_mm();
        let pitch = em * LEADING;
        let most = slots.iter().map(|slot| slot.lines.len()).max().unwrap_or(1).max(1);
        let height = most as f32 * pitch + 2.0 * self.setter.gauge.row_pad_em * em;
        let width: f32 = slots.iter().map(|slot| slot.width).sum();
        let rule = self.setter.gauge.rule_pt;
        let mut galley = Galley { height_mm: height, ..Galley::default() };
        if let Some(grey) = grey {
            galley.rect(0.0, 0.0, (width, height), Paint::Fill(grey));
        }
        let mut x = 0.0;
        galley.line((0.0, 0.0), (0.0, height), rule);
        for slot in slots {
            // all cells start on the first line: so ledgers are ruled, and so the text of a
            // wrapped cell stays in one piece when it is read out of the PDF
            let mut top = self.setter.gauge.row_pad_em * em + (pitch - em) / 2.0;
            for line in &slot.lines {
                let place = (x + self.pad(), top, slot.width - 2.0 * self.pad());
                self.setter.set_line(&mut galley, line, place, slot.align, style);
                top += pitch;
            }
            x += slot.width;
            galley.line((x, 0.0), (x, height), rule);
        }
        galley.line((0.0, height), (width, height), rule);
        galley
    }
}

/// How wide the head of a column of figures stays when the paper is narrow, in em.
const HEAD_MAX_EM: f32 = 5.0;

/// The same table with the long heads of columns that never wrap in several lines.
fn folded_heads(table: &Table, setter: Setter<'_>) -> Table {
    let style = Style::bold(setter.gauge.body_pt);
    let measure = HEAD_MAX_EM * style.em_mm();
    let mut folded = table.clone();
    for column in folded.columns.iter_mut().filter(|column| column.fit == Fit::Whole) {
        let lines = column.title.split('\n');
        let lines: Vec<String> =
            lines.flat_map(|line| setter.wrap_evenly(line, measure, style)).collect();
        column.title = lines.join("\n");
    }
    folded
}

/// The lines of a cell that never wraps.
fn whole_lines(text: &str) -> Vec<String> {
    text.split('\n').map(str::to_owned).collect()
}

/// A cell about to be set.
struct Slot {
    lines: Vec<String>,
    width: f32,
    align: Align,
}

/// The widths at which nothing wraps, padding included.
fn natural_widths(table: &Table, setter: Setter<'_>) -> Vec<f32> {
    let (regular, bold) = (Style::regular(setter.gauge.body_pt), Style::bold(setter.gauge.body_pt));
    let mut widths: Vec<f32> =
        table.columns.iter().map(|column| widest_line(&column.title, setter, bold)).collect();
    let mut widen = |index: usize, text: &str, style: Style| {
        if let Some(width) = widths.get_mut(index) {
            *width = width.max(widest_line(text, setter, style));
        }
    };
    for row in table.opening.iter().chain(&table.entries).chain(&table.closing) {
        match row {
            Row::Entry(cells) => {
                cells.iter().enumerate().for_each(|(at, cell)| widen(at, &cell.shown(), regular));
            }
            Row::Strong(cells) => {
                cells.iter().enumerate().for_each(|(at, cell)| widen(at, &cell.shown(), bold));
            }
            Row::Sum { from, cells, .. } => {
                let cells = cells.iter().enumerate();
                cells.for_each(|(at, cell)| widen(from + at, &cell.shown(), bold));
            }
            Row::Words(_) => {}
        }
    }
    for turn in table.turns.iter().flatten() {
        let amounts = turn.forward.iter().enumerate();
        amounts
            .filter(|(_, cell)| matches!(cell, Cell::Amount(_)))
            .for_each(|(at, cell)| widen(at, &cell.shown(), bold));
    }
    // no sum of a page can be wider than the sum of all amounts of one sign
    for (index, column) in table.columns.iter().enumerate() {
        let amounts = || table.entries.iter().filter_map(|row| amount(row, index));
        match column.tally {
            Tally::None => {}
            Tally::Flow => {
                let gains: Money = amounts().filter(|amount| amount.is_positive()).sum();
                let losses: Money = amounts().filter(|amount| amount.is_negative()).sum();
                widen(index, &gains.grouped(), bold);
                widen(index, &losses.grouped(), bold);
            }
            Tally::Level => {
                amounts().for_each(|amount| widen(index, &amount.grouped(), bold));
            }
        }
    }
    let pads = 2.0 * PAD_X * setter.gauge.em_mm();
    for width in &mut widths {
        *width += pads;
    }
    make_room_for_labels(table, setter, &mut widths);
    widths
}

fn widest_line(text: &str, setter: Setter<'_>, style: Style) -> f32 {
    text.split('\n').map(|line| setter.width(line, style)).fold(0.0, f32::max)
}

/// Widens the column of words until the labels of sums fit across the columns before them.
fn make_room_for_labels(table: &Table, setter: Setter<'_>, widths: &mut [f32]) {
    let bold = Style::bold(setter.gauge.body_pt);
    let Some(rest) = table.columns.iter().position(|column| column.fit == Fit::Rest) else {
        return;
    };
    for row in table.opening.iter().chain(&table.entries).chain(&table.closing) {
        let Row::Sum { label, from, .. } = row else { continue };
        let needed = setter.width(label, bold) + 2.0 * bold.em_mm();
        let across: f32 = widths.iter().take(*from).sum();
        if rest < *from
            && let Some(width) = widths.get_mut(rest)
        {
            *width += (needed - across).max(0.0);
        }
    }
}

/// The amount in column `index` of an entry.
pub(super) fn amount(row: &Row, index: usize) -> Option<Money> {
    match row {
        Row::Entry(cells) | Row::Strong(cells) => match cells.get(index) {
            Some(Cell::Amount(amount)) => Some(*amount),
            Some(Cell::Blank | Cell::Text(_)) | None => None,
        },
        Row::Sum { from, cells, .. } => match cells.get(index.checked_sub(*from)?) {
            Some(Cell::Amount(amount)) => Some(*amount),
            Some(Cell::Blank | Cell::Text(_)) | None => None,
        },
        Row::Words(_) => None,
    }
}

/// Gives names and the like that would wrap their part of the room to spare, beside the columns of
/// words, and never more than one line takes; how much was given.
fn unfold(columns: &[Column], natural: &[f32], widths: &mut [f32], slack: f32) -> f32 {
    let missing = |fit: Fit, widths: &[f32]| -> f32 {
        let all = columns.iter().zip(natural).zip(widths);
        all.filter(|((column, _), _)| column.fit == fit)
            .map(|((_, natural), width)| (natural - width).max(0.0))
            .sum()
    };
    let (names, words) = (missing(Fit::Supple, widths), missing(Fit::Rest, widths));
    if names <= 0.0 {
        return 0.0;
    }
    let part = (slack / (names + words)).min(1.0);
    for ((column, natural), width) in columns.iter().zip(natural).zip(widths) {
        if column.fit == Fit::Supple {
            *width += (natural - *width).max(0.0) * part;
        }
    }
    names * part
}

/// Widths that fill the measure; `None` if even the least widths are too much for it.
fn spread(
    columns: &[Column],
    natural: &[f32],
    measure: f32,
    em: f32,
    (supple_em, rest_em): (f32, f32),
) -> Option<Vec<f32>> {
    let pads = 2.0 * PAD_X * em;
    let least = |column: &Column, natural: f32| match column.fit {
        Fit::Whole => natural,
        Fit::Supple => natural.min(supple_em * em + pads),
        Fit::Rest => natural.min(rest_em * em + pads),
    };
    let mut widths: Vec<f32> =
        columns.iter().zip(natural).map(|(column, natural)| least(column, *natural)).collect();
    let mut slack = measure - widths.iter().sum::<f32>();
    if slack < 0.0 {
        return None;
    }
    slack -= unfold(columns, natural, &mut widths, slack);
    let rest = || columns.iter().zip(natural).filter(|(column, _)| column.fit == Fit::Rest);
    let wanted: f32 = rest().map(|(_, natural)| *natural).sum();
    let given: f32 = columns
        .iter()
        .zip(&widths)
        .filter(|(column, _)| column.fit == Fit::Rest)
        .map(|(_, w)| w)
        .sum();
    // what nobody needs is air for every column, but most of it stays with the words
    let surplus = (slack - (wanted - given)).max(0.0);
    let air = (surplus * 0.6 / columns.len().max(1) as f32).min(AIR_MAX * em);
    let air = if wanted > 0.0 { air } else { slack / columns.len().max(1) as f32 };
    let left = slack - air * columns.len() as f32;
    for ((width, column), natural) in widths.iter_mut().zip(columns).zip(natural) {
        *width += air;
        if column.fit == Fit::Rest {
            *width += left * natural / wanted.max(0.001);
        }
    }
    Some(widths)
}
