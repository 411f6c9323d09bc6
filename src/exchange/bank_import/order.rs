//! Brings lines into the order in which they happened: banks list the newest or the oldest first.

use crate::domain::money::Money;
use crate::domain::reconcile::StatementLine;

/// A line with the time of day, as far as the file gives one.
#[derive(Clone, Debug)]
pub(super) struct Timed {
    pub(super) line: StatementLine,
    pub(super) time: String,
}

/// The order, oldest first, in which most balances follow from the ones before; among equals the
/// order of the file, then its reverse.
pub(super) fn oldest_first(lines: Vec<Timed>) -> Vec<StatementLine> {
    let reversed: Vec<Timed> = lines.iter().rev().cloned().collect();
    let mut orders = vec![lines.clone(), reversed.clone()];
    for order in [&lines, &reversed] {
        let mut by_time = order.clone();
        by_time.sort_by(|a, b| (a.line.date, &a.time).cmp(&(b.line.date, &b.time)));
        let mut by_day = order.clone();
        by_day.sort_by_key(|timed| timed.line.date);
        orders.extend([by_time, by_day]);
    }
    let ascending = |order: &&Vec<Timed>| order.is_sorted_by_key(|timed| timed.line.date);
    // the last of equals wins in `max_by_key`
    let best = orders.iter().filter(ascending).rev().max_by_key(|order| merit(order));
    let best = best.cloned().unwrap_or(lines);
    best.into_iter().map(|timed| timed.line).collect()
}

/// How many balances follow from the one before, and how many times of day do.
fn merit(order: &[Timed]) -> (usize, usize) {
    let pairs = || order.iter().zip(order.iter().skip(1));
    let follows = |(before, after): &(&Timed, &Timed)| {
        let expected: Option<Money> = before.line.balance.map(|b| b.plus(after.line.amount));
        expected.is_some() && expected == after.line.balance
    };
    let in_time = |(before, after): &(&Timed, &Timed)| {
        (before.line.date, &before.time) <= (after.line.date, &after.time)
    };
    (pairs().filter(follows).count(), pairs().filter(in_time).count())
}
