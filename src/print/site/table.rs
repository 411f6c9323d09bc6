//! Tables of a notice as web tables: rows that become cards on a telephone.
//!
//! Invariant: the rows and the sums of a page are those that the paper would have, made by the
//! same [`Sums`].

use super::markup::Markup;
use super::sheet::Filler;
use crate::print::document::{Align, Cell, Column, Fit, Row, Table};
use crate::print::tally::Sums;

/// Up to so many columns a table stays a table on a telephone; of more, each row is a card.
const NARROW_MAX: usize = 4;
/// Up to so many it fits a desk screen.
const WIDE_MAX: usize = 12;
/// What the sums at the foot of a page may take.
const FOOT_BYTES: usize = 2_000;

/// Lays a table on the pages.
pub(super) fn lay(filler: &mut Filler, table: &Table, caption: &str) {
    let web = WebTable { table, caption, heading: heading_column(table) };
    let mut sums = Sums::new(table);
    let mut turned = false;
    let rows: Vec<(&Row, Markup)> =
        table.entries.iter().map(|entry| (entry, web.row(entry))).collect();
    let mut open = web.open();
    table.opening.iter().for_each(|row| {
        open.add(&web.row(row));
    });
    // a head with no row below it says nothing
    let first = rows.first().map_or(0, |(_, row)| row.len() + FOOT_BYTES);
    if filler.is_full(open.len() + first) {
        filler.turn();
    }
    filler.add(&open);
    for (entry, row) in rows {
        if filler.is_full(row.len() + FOOT_BYTES) {
            let mut end = web.optional(sums.subtotal());
            end.add(&web.optional(sums.forward())).raw("</tbody>\n</table>\n");
            filler.add(&end);
            filler.turn();
            let mut open = web.open();
            open.add(&web.optional(sums.brought()));
            filler.add(&open);
            sums.turn();
            turned = true;
        }
        sums.add(&sums.amounts(entry));
        filler.add(&row);
    }
    let mut end = Markup::default();
    if turned {
        end.add(&web.optional(sums.subtotal()));
    }
    table.closing.iter().for_each(|row| {
        end.add(&web.row(row));
    });
    end.raw("</tbody>\n</table>\n");
    filler.add(&end);
}

struct WebTable<'a> {
    table: &'a Table,
    caption: &'a str,
    /// The column that names the row, on a card set first and bold.
    heading: Option<usize>,
}

/// The column of words before the first amount, or else the first column that is no number of
/// the line.
fn heading_column(table: &Table) -> Option<usize> {
    let columns = &table.columns;
    let words = columns.iter().position(|column| column.fit == Fit::Rest);
    let figures = columns.iter().position(|column| column.align == Align::Right);
    let words = words.filter(|at| figures.is_none_or(|figures| *at < figures));
    words.or_else(|| columns.iter().position(|column| column.title != NUMBER))
}

const NUMBER: &str = "序号";

impl WebTable<'_> {
    fn open(&self) -> Markup {
        let mut open = Markup::default();
        let columns = self.table.columns.len();
        open.raw(if columns <= NARROW_MAX {
            "<table>\n"
        } else if columns <= WIDE_MAX {
            "<table class=\"cards\">\n"
        } else {
            "<table class=\"cards huge\">\n"
        });
        open.within("<caption>", self.caption, "</caption>\n<thead>\n<tr>");
        for column in &self.table.columns {
            open.raw(match column.align {
                Align::Left => "<th scope=\"col\">",
                Align::Centre => "<th scope=\"col\" class=\"c\">",
                Align::Right => "<th scope=\"col\" class=\"n\">",
            });
            open.text(&column.title).raw("</th>");
        }
        open.raw("</tr>\n</thead>\n<tbody>\n");
        open
    }

    fn optional(&self, row: Option<Row>) -> Markup {
        row.map(|row| self.row(&row)).unwrap_or_default()
    }

    fn row(&self, row: &Row) -> Markup {
        let mut line = Markup::default();
        match row {
            Row::Entry(cells) => {
                line.raw("<tr>");
                self.cells(&mut line, 0, cells);
            }
            Row::Strong(cells) => {
                line.raw("<tr class=\"s\">");
                self.cells(&mut line, 0, cells);
            }
            Row::Sum { label, align, from, cells } => {
                line.raw("<tr class=\"s\"><th scope=\"row\"");
                if *align == Align::Centre {
                    line.raw(" class=\"c\"");
                }
                if *from > 1 {
                    line.raw(" colspan=\"").value(&from.to_string()).raw("\"");
                }
                line.raw(">").text(label).raw("</th>");
                self.cells(&mut line, *from, cells);
            }
            Row::Words(words) => {
                let all = self.table.columns.len().to_string();
                line.raw("<tr class=\"s\"><td class=\"h\" colspan=\"").value(&all).raw("\">");
                line.text(words).raw("</td>");
            }
        }
        line.raw("</tr>\n");
        line
    }

    /// The cells of the columns from `from` on; columns without a cell are blank.
    fn cells(&self, line: &mut Markup, from: usize, cells: &[Cell]) {
        let columns = self.table.columns.iter().enumerate().skip(from);
        let cells = cells.iter().chain(std::iter::repeat(&Cell::Blank));
        for ((at, column), cell) in columns.zip(cells) {
            self.cell(line, (at, column), cell);
        }
    }

    fn cell(&self, line: &mut Markup, (at, column): (usize, &Column), cell: &Cell) {
        let words = cell.shown();
        let shown = words.trim_start_matches('\u{3000}');
        if shown.is_empty() {
            line.raw("<td></td>");
            return;
        }
        let is_heading = self.heading == Some(at);
        line.raw("<td");
        let is_set_in = shown.len() < words.len();
        line.raw(match (is_heading, cell, column.align) {
            (true, ..) if is_set_in => " class=\"h i\"",
            (true, ..) => " class=\"h\"",
            (_, Cell::Amount(_), _) => " class=\"n a\"",
            (.., Align::Right) => " class=\"n\"",
            (.., Align::Centre) => " class=\"c\"",
            (.., Align::Left) => "",
        });
        let is_narrow = self.table.columns.len() <= NARROW_MAX;
        if !is_heading && !is_narrow && column.title != NUMBER {
            line.raw(" data-l=\"").value(&column.title).raw("\"");
        }
        line.raw(">").text(shown).raw("</td>");
    }
}
