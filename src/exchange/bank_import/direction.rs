//! Amounts without a sign and without a 借贷标志: the balances tell which way the money went.

use super::order::Timed;
use crate::domain::money::Money;

/// Gives each amount the sign that its balance asks for, in the order of the file or its reverse,
/// whichever explains more. Gives the row of the line that no balance comes before, where the
/// others were told.
pub(super) fn by_balances(lines: &mut [Timed], opening: Option<Money>) -> Option<usize> {
    let forward: Vec<usize> = (0..lines.len()).collect();
    let backward: Vec<usize> = forward.iter().rev().copied().collect();
    let [one, other] = [&forward, &backward].map(|order| outgoing(lines, order, opening));
    let best = if other.told > one.told { other } else { one };
    // a chain that explains less than all of it is no chain
    if best.told + 1 < lines.len() || best.outgoing.is_empty() {
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
struct Told {
    told: usize,
    outgoing: Vec<usize>,
    untold: Option<usize>,
}

fn outgoing(lines: &[Timed], order: &[usize], opening: Option<Money>) -> Told {
    let mut found = Told::default();
    let mut before = opening;
    for at in order {
        let Some(line) = lines.get(*at).map(|timed| &timed.line) else { continue };
        let step = before.zip(line.balance).map(|(before, after)| after.minus(before));
        match step {
            Some(step) if step == line.amount => found.told += 1,
            Some(step) if step == -line.amount => {
                found.told += 1;
                found.outgoing.push(*at);
            }
            Some(_) | None => found.untold = found.untold.or(Some(*at)),
        }
        before = line.balance;
    }
    found
}
