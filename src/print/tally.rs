//! The sums of a table while its entries go from page to page: 本页小计, 过次页, 承前页.
//!
//! Invariant: the subtotals of all pages add up to the total, and what is brought forward plus
//! the subtotal of a page is what the page ends with; on paper and on the site alike.

use crate::domain::money::Money;

use super::document::{Align, Cell, Row, Table, Tally};
use super::table;

/// The sums so far (累计).
pub(super) struct Sums<'a> {
    table: &'a Table,
    so_far: Vec<Money>,
    on_page: Vec<Money>,
}

impl<'a> Sums<'a> {
    /// Before the first entry: what the opening states.
    pub(super) fn new(table: &'a Table) -> Self {
        let zeros = vec![Money::ZERO; table.columns.len()];
        let mut sums = Self { table, so_far: zeros.clone(), on_page: zeros };
        for row in &table.opening {
            sums.add(&sums.amounts(row));
        }
        sums.turn();
        sums
    }

    /// The amounts of an entry, one for each column.
    pub(super) fn amounts(&self, row: &Row) -> Vec<Option<Money>> {
        (0..self.table.columns.len()).map(|at| table::amount(row, at)).collect()
    }

    /// Adds the amounts of an entry.
    pub(super) fn add(&mut self, amounts: &[Option<Money>]) {
        let sums = self.so_far.iter_mut().zip(&mut self.on_page);
        for (((so_far, on_page), column), amount) in sums.zip(&self.table.columns).zip(amounts) {
            let Some(amount) = *amount else { continue };
            match column.tally {
                Tally::Flow => {
                    *so_far = so_far.plus(amount);
                    *on_page = on_page.plus(amount);
                }
                Tally::Level => *so_far = amount,
                Tally::None => {}
            }
        }
    }

    /// A new page begins: nothing is on it.
    pub(super) fn turn(&mut self) {
        self.on_page.fill(Money::ZERO);
    }

    /// 本页小计: the entries of this page alone.
    pub(super) fn subtotal(&self) -> Option<Row> {
        self.row(&self.table.carry.as_ref()?.subtotal, &self.on_page, false)
    }

    /// 过次页: everything so far.
    pub(super) fn forward(&self) -> Option<Row> {
        self.row(&self.table.carry.as_ref()?.forward, &self.so_far, true)
    }

    /// 承前页: the same, at the head of the next page.
    pub(super) fn brought(&self) -> Option<Row> {
        self.row(&self.table.carry.as_ref()?.brought, &self.so_far, true)
    }

    fn row(&self, label: &str, sums: &[Money], with_level: bool) -> Option<Row> {
        let tallied = |tally: Tally| tally != Tally::None;
        let columns = &self.table.columns;
        let from = columns.iter().position(|column| tallied(column.tally))?;
        let to = columns.iter().rposition(|column| tallied(column.tally))? + 1;
        let cells =
            columns.iter().zip(sums).take(to).skip(from).map(|(column, sum)| match column.tally {
                Tally::Flow => Cell::Amount(*sum),
                Tally::Level if with_level => Cell::Amount(*sum),
                Tally::Level | Tally::None => Cell::Blank,
            });
        let cells = cells.collect();
        Some(Row::Sum { label: label.to_owned(), align: Align::Centre, from, cells })
    }
}
