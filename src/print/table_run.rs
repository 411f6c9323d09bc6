//! A table on its way through the pages: its pieces, what is carried, what stands at page breaks.
//!
//! Invariant: every piece is taken once, in order; sums are those of the pieces taken.

use crate::domain::money::Money;

use super::document::{Cell, Row, Table};
use super::page::Galley;
use super::table::Grid;
use super::tally::Sums;

/// An entry, set, with what it adds to the sums.
pub(super) struct Piece {
    pub(super) galley: Galley,
    /// Whether it is the first piece of its entry; only very tall entries have more.
    pub(super) starts: bool,
    /// Whether it heads the rows below it: it never ends a page.
    pub(super) heads: bool,
    /// How many lines it has.
    pub(super) lines: usize,
    /// Which entry it is of.
    pub(super) entry: usize,
    /// The amount in each column; none in a later piece.
    pub(super) amounts: Vec<Option<Money>>,
}

/// A table on its way through the pages.
pub(super) struct Run<'a> {
    pub(super) table: &'a Table,
    pub(super) grid: &'a Grid<'a>,
    pub(super) pieces: std::collections::VecDeque<Piece>,
    pub(super) opening: Vec<Galley>,
    pub(super) closing: Vec<Galley>,
    /// Blank rows between the entries and the totals of the last page.
    pub(super) blanks: Vec<Galley>,
    /// The height of 本页小计; zero if the table has none.
    pub(super) subtotal_height: f32,
    /// The height of all that stands at the foot of a page; zero if the table carries nothing.
    pub(super) foot_height: f32,
    pub(super) first: bool,
    /// The entry that was set last.
    pub(super) last: Option<usize>,
    /// 承前页, where the table brings it along.
    pub(super) brought: Option<Galley>,
    /// What the entries come to.
    pub(super) sums: Sums<'a>,
}

impl<'a> Run<'a> {
    pub(super) fn new(table: &'a Table, grid: &'a Grid<'a>, page_room: f32) -> Self {
        let mut run = Self {
            table,
            grid,
            pieces: std::collections::VecDeque::new(),
            opening: Vec::new(),
            closing: Vec::new(),
            blanks: Vec::new(),
            subtotal_height: 0.0,
            foot_height: 0.0,
            first: true,
            last: None,
            brought: None,
            sums: Sums::new(table),
        };
        run.subtotal_height = run.subtotal().map_or(0.0, |row| row.height_mm);
        run.foot_height = 2.0 * run.subtotal_height + turn_height(table, grid);
        let head = grid.head().height_mm;
        let lines_max = grid.lines_within(page_room - head - 1.5 * run.foot_height - 1.0);
        let set = |rows: &[Row]| -> Vec<Galley> {
            rows.iter().flat_map(|row| grid.row(row, lines_max)).collect()
        };
        run.opening = set(&table.opening);
        run.closing = set(&table.closing);
        for (entry, row) in table.entries.iter().enumerate() {
            let mut amounts = run.sums.amounts(row);
            let heads = matches!(row, Row::Strong(_)) && amounts.iter().all(Option::is_none);
            for galley in grid.row(row, lines_max) {
                let lines = grid.lines_within(galley.height_mm + 0.01);
                let amounts = std::mem::take(&mut amounts);
                let starts = !amounts.is_empty();
                run.pieces.push_back(Piece { galley, starts, heads, lines, entry, amounts });
            }
        }
        run
    }

    /// As many blank rows as have room.
    pub(super) fn blank_rows(&self, room: f32) -> Vec<Galley> {
        let cells = vec![Cell::Blank; self.table.columns.len()];
        let Some(row) = self.grid.row(&Row::Entry(cells), usize::MAX).pop() else {
            return Vec::new();
        };
        let mut rows = Vec::new();
        let mut left = room - row.height_mm;
        while left > 0.0 {
            rows.push(row.clone());
            left -= row.height_mm;
        }
        rows
    }

    pub(super) const fn is_first(&self) -> bool {
        self.first
    }

    pub(super) fn left(&self) -> usize {
        self.pieces.len()
    }

    pub(super) fn rest_height(&self) -> f32 {
        self.pieces.iter().map(|piece| piece.galley.height_mm).sum()
    }

    /// The height of the last entry.
    pub(super) fn last_height(&self) -> f32 {
        let last = self.pieces.back().map(|piece| piece.entry);
        let pieces = self.pieces.iter().rev().take_while(|piece| Some(piece.entry) == last);
        pieces.map(|piece| piece.galley.height_mm).sum()
    }

    /// How many entries go on a page with `room`, leaving `keep` for the totals.
    pub(super) fn fitting(&self, room: f32, keep: usize) -> usize {
        let mut height = 0.0;
        let fitting = self
            .pieces
            .iter()
            .take_while(|piece| {
                height += piece.galley.height_mm;
                height <= room
            })
            .count();
        let starts = self.pieces.iter().enumerate().filter(|(_, piece)| piece.starts);
        let kept = starts.map(|(index, _)| index).rev().take(keep).last();
        let fitting = fitting.min(kept.unwrap_or(0));
        let headings = self.pieces.iter().take(fitting).rev().take_while(|piece| piece.heads);
        fitting - headings.count()
    }

    /// The head and what comes before the entries of this page.
    pub(super) fn lead(&self) -> Vec<Galley> {
        let mut lead = vec![self.grid.head()];
        if self.first {
            lead.extend(self.opening.iter().cloned());
        } else {
            lead.extend(self.sums.brought().and_then(|row| self.sum_row(&row)));
        }
        lead.extend(self.brought.clone());
        lead
    }

    pub(super) fn take(&mut self, count: usize) -> Vec<Galley> {
        let pieces: Vec<Piece> = self.pieces.drain(..count.min(self.pieces.len())).collect();
        pieces
            .into_iter()
            .map(|piece| {
                self.sums.add(&piece.amounts);
                self.last = Some(piece.entry);
                piece.galley
            })
            .collect()
    }

    /// The carry rows at the foot of a page that is not the last.
    pub(super) fn page_end(&mut self) -> Vec<Galley> {
        let mut rows: Vec<Galley> = self.subtotal().into_iter().collect();
        rows.extend(self.sums.forward().and_then(|row| self.sum_row(&row)));
        // an entry that goes on over the page is not yet in any sum
        let is_whole = self.pieces.front().is_none_or(|piece| piece.starts);
        let turn = self.last.filter(|_| is_whole).and_then(|at| self.table.turns.get(at)?.as_ref());
        self.brought = turn.and_then(|turn| self.turn_row(&turn.brought));
        rows.extend(turn.and_then(|turn| self.turn_row(&turn.forward)));
        self.sums.turn();
        self.first = false;
        rows
    }

    pub(super) fn turn_row(&self, cells: &[Cell]) -> Option<Galley> {
        self.grid.row(&Row::Strong(cells.to_vec()), usize::MAX).pop()
    }

    /// 本页小计: the entries of this page alone.
    pub(super) fn subtotal(&self) -> Option<Galley> {
        self.sums.subtotal().and_then(|row| self.sum_row(&row))
    }

    pub(super) fn sum_row(&self, row: &Row) -> Option<Galley> {
        self.grid.row(row, usize::MAX).pop()
    }
}

/// The height of the tallest row of a page break that comes with the table. Only their words can
/// wrap, and those change from account to account.
fn turn_height(table: &Table, grid: &Grid<'_>) -> f32 {
    let mut height: f32 = 0.0;
    let mut before: Vec<&Cell> = Vec::new();
    for turn in table.turns.iter().flatten() {
        let is_words = |cell: &&Cell| matches!(cell, Cell::Text(_));
        let words: Vec<&Cell> = turn.brought.iter().filter(is_words).collect();
        if words == before {
            continue;
        }
        for cells in [&turn.forward, &turn.brought] {
            let row = grid.row(&Row::Strong(cells.clone()), usize::MAX).pop();
            height = height.max(row.map_or(0.0, |row| row.height_mm));
        }
        before = words;
    }
    height
}
