//! Amounts without a sign and without a 借贷标志: the balances tell which way the money went.

use super::order::Timed;
use crate::domain::money::Money;

/// Gives each amount the sign that its balance asks for, in the order of the file or its reverse,
/// whichever explains more. Gives the row of the line that no balance comes before, where the
/// others were told.
pub(super) fn by_balances(lines: &mut [Timed], opening: Option<Money>) -> Option<usize> {
    let forward: Vec<usize> = (0..lines.len()).collect();
    let backward: Vec<usize> = forward.iter().rev().copied().collect();
    let [one, other] = [&forward, &backward].map(|order| explain(lines, order, opening));
    let best = if other.steps > one.steps { other } else { one };
    // a chain that explains less than all of it is no chain
    if best.steps + 1 < lines.len() || best.outgoing.is_empty() {
        return None;
    }
    for at in &best.outgoing {
        if let Some(timed) = lines.get_mut(*at) {
            timed.line.amount = -timed.line.amount;
        }
    }
    best.untold.and_then(|at| lines.get(at)).map(|timed| timed.line.row)
}

/// What an order explains.
#[derive(Default)]
struct Explained {
    steps: usize,
    outgoing: Vec<usize>,
    untold: Option<usize>,
}

fn explain(lines: &[Timed], order: &[usize], opening: Option<Money>) -> Explained {
    let mut found = Explained::default();
    let mut before = opening;
    for at in order {
        let Some(line) = lines.get(*at).map(|timed| &timed.line) else { continue };
        let step = before.zip(line.balance).map(|(before, after)| after.minus(before));
        match step {
            Some(step) if step == line.amount => found.steps += 1,
            Some(step) if step == -line.amount => {
                found.steps += 1;
                found.outgoing.push(*at);
            }
            Some(_) | None => found.untold = found.untold.or(Some(*at)),
        }
        before = line.balance;
    }
    found
}
