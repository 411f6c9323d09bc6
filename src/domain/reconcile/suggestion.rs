//! Which open lines and open vouchers seem to belong together, and how sure that is.

use std::collections::{BTreeMap, BTreeSet};

use super::matching::{MatchPlan, Reconciliation};
use super::statement::BankLine;
use crate::domain::ids::{BankLineId, VoucherId};
use crate::domain::ledger::Book;
use crate::domain::money::Money;
use crate::domain::period::Date;
use crate::domain::voucher::Voucher;

/// How many days bank and books may lie apart, where nobody says otherwise.
pub const WINDOW_DAYS: u32 = 7;

/// The most vouchers of one day that are tried together for one line.
const TOGETHER_MAX: usize = 12;

/// How sure a suggestion is (把握).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// Neither side has another candidate: may be confirmed with all others of its kind.
    Certain,
    /// The best of several, or a group: a person looks at it.
    Likely,
}

/// What seems to belong together (对账建议).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The lines and vouchers.
    pub plan: MatchPlan,
    /// How sure it is.
    pub certainty: Certainty,
    /// Why, in words.
    pub reason: String,
}

/// A line and a voucher of the same amount within the window.
#[derive(Clone, Copy, Debug)]
struct Pair {
    line: BankLineId,
    voucher: VoucherId,
    named: bool,
    alike: usize,
    days: i64,
}

impl Reconciliation {
    /// What open lines and open vouchers seem to explain each other, lines in their order; every
    /// line and voucher is suggested once at most.
    pub fn suggestions(&self, book: &Book, window: u32) -> Vec<Suggestion> {
        let lines = self.open_lines(book);
        let vouchers = self.candidates(book);
        let pairs = pairs(&lines, &vouchers, window);
        let rivals = Rivals::of(&pairs);
        let (mut used_lines, mut used_vouchers) = (BTreeSet::new(), BTreeSet::new());
        let mut found = Vec::new();
        for certainty in [Certainty::Certain, Certainty::Likely] {
            let mut ranked: Vec<&Pair> = pairs.iter().collect();
            ranked.sort_by_key(|pair| (!pair.named, std::cmp::Reverse(pair.alike), pair.days));
            for pair in ranked {
                let free =
                    !used_lines.contains(&pair.line) && !used_vouchers.contains(&pair.voucher);
                if free && (certainty == Certainty::Likely || rivals.leave_certain(pair)) {
                    used_lines.insert(pair.line);
                    used_vouchers.insert(pair.voucher);
                    let plan = MatchPlan::pair(pair.line, pair.voucher);
                    found.push(Suggestion { plan, certainty, reason: reason(pair) });
                }
            }
        }
        for group in groups(&lines, &vouchers, window, (&used_lines, &used_vouchers)) {
            let free = group.lines.iter().all(|line| !used_lines.contains(line))
                && group.vouchers.iter().all(|voucher| !used_vouchers.contains(voucher));
            if free {
                used_lines.extend(&group.lines);
                used_vouchers.extend(&group.vouchers);
                let reason = group_reason(&group);
                found.push(Suggestion { plan: group, certainty: Certainty::Likely, reason });
            }
        }
        let place: BTreeMap<BankLineId, usize> =
            lines.iter().enumerate().map(|(index, line)| (line.id, index)).collect();
        found.sort_by_key(|one| one.plan.lines.first().and_then(|id| place.get(id)).copied());
        found
    }
}

/// Pairs of the same amount within the window.
fn pairs(lines: &[&BankLine], vouchers: &[(&Voucher, Money)], window: u32) -> Vec<Pair> {
    let mut by_amount: BTreeMap<Money, Vec<&Voucher>> = BTreeMap::new();
    for (voucher, moved) in vouchers {
        by_amount.entry(*moved).or_default().push(voucher);
    }
    let mut found = Vec::new();
    for line in lines {
        let same = by_amount.get(&line.amount).map(Vec::as_slice).unwrap_or_default();
        for voucher in same {
            let days = apart(line.date, voucher.date());
            if days <= i64::from(window) {
                let (named, alike) = likeness(line, voucher);
                let (line, voucher) = (line.id, voucher.id());
                found.push(Pair { line, voucher, named, alike, days });
            }
        }
    }
    found
}

/// How many pairs a line and a voucher stand in, and how many of these name the counterparty.
#[derive(Debug, Default)]
struct Rivals {
    lines: BTreeMap<BankLineId, (usize, usize)>,
    vouchers: BTreeMap<VoucherId, (usize, usize)>,
}

impl Rivals {
    fn of(pairs: &[Pair]) -> Self {
        let mut rivals = Self::default();
        let count = |(all, named): &mut (usize, usize), pair: &Pair| {
            *all += 1;
            *named += usize::from(pair.named);
        };
        for pair in pairs {
            count(rivals.lines.entry(pair.line).or_default(), pair);
            count(rivals.vouchers.entry(pair.voucher).or_default(), pair);
        }
        rivals
    }

    /// Certain is a pair without a rival on either side, or the only one of all its rivals in
    /// which the voucher names the counterparty.
    fn leave_certain(&self, pair: &Pair) -> bool {
        let of_line = self.lines.get(&pair.line).copied().unwrap_or_default();
        let of_voucher = self.vouchers.get(&pair.voucher).copied().unwrap_or_default();
        let alone = |(all, named): (usize, usize)| all == 1 || (pair.named && named == 1);
        alone(of_line) && alone(of_voucher)
    }
}

fn apart(one: Date, other: Date) -> i64 {
    one.signed_duration_since(other).num_days().abs()
}

/// Whether the voucher names the counterparty, and how many pairs of neighbouring characters the
/// words of both share.
fn likeness(line: &BankLine, voucher: &Voucher) -> (bool, usize) {
    let written = voucher.written();
    let of_voucher = plain(&format!("{} {} {}", written.summary, written.note, written.handler));
    let counterparty = plain(&line.facts.counterparty);
    let named = counterparty.chars().count() >= 2
        && !counterparty.contains('*')
        && of_voucher.contains(&counterparty);
    let of_line = plain(&format!("{} {}", line.facts.counterparty, line.facts.memo));
    let shared = bigrams(&of_line).intersection(&bigrams(&of_voucher)).count();
    (named, shared)
}

fn plain(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric() || *c == '*').collect()
}

fn bigrams(words: &str) -> BTreeSet<(char, char)> {
    words.chars().zip(words.chars().skip(1)).collect()
}

fn reason(pair: &Pair) -> String {
    let days = match pair.days {
        0 => "同一天".to_owned(),
        days => format!("相差 {days} 天"),
    };
    let named = if pair.named { "，户名相同" } else { "" };
    format!("金额相同，{days}{named}")
}

fn group_reason(group: &MatchPlan) -> String {
    match (group.lines.len(), group.vouchers.len()) {
        (1, vouchers) => format!("同一天的 {vouchers} 张凭证合计金额相同"),
        (lines, _) => format!("同一天的 {lines} 笔流水合计金额相同"),
    }
}

/// One line for several vouchers of one day, or several lines of one day for one voucher, where
/// only one choice of the day gives the sum.
fn groups(
    lines: &[&BankLine],
    vouchers: &[(&Voucher, Money)],
    window: u32,
    used: (&BTreeSet<BankLineId>, &BTreeSet<VoucherId>),
) -> Vec<MatchPlan> {
    let lines: Vec<(BankLineId, Date, Money)> = lines
        .iter()
        .filter(|line| !used.0.contains(&line.id))
        .map(|line| (line.id, line.date, line.amount))
        .collect();
    let vouchers: Vec<(VoucherId, Date, Money)> = vouchers
        .iter()
        .filter(|(voucher, _)| !used.1.contains(&voucher.id()))
        .map(|(voucher, moved)| (voucher.id(), voucher.date(), *moved))
        .collect();
    let (line_days, voucher_days) = (by_day(&lines), by_day(&vouchers));
    let of_line = |(line, date, amount): &(BankLineId, Date, Money)| {
        let vouchers = only_choice(&voucher_days, *date, *amount, window)?;
        Some(MatchPlan { lines: vec![*line], vouchers })
    };
    let of_voucher = |(voucher, date, amount): &(VoucherId, Date, Money)| {
        let lines = only_choice(&line_days, *date, *amount, window)?;
        Some(MatchPlan { lines, vouchers: vec![*voucher] })
    };
    lines.iter().filter_map(of_line).chain(vouchers.iter().filter_map(of_voucher)).collect()
}

/// The facts of each day.
type Days<Id> = BTreeMap<Date, Vec<(Id, Money)>>;

fn by_day<Id: Copy>(facts: &[(Id, Date, Money)]) -> Days<Id> {
    let mut days = Days::new();
    for (id, on, part) in facts {
        days.entry(*on).or_default().push((*id, *part));
    }
    days
}

/// The only choice of two or more facts of one day near `date` that sum to `amount`.
fn only_choice<Id: Copy + Ord>(
    days: &Days<Id>,
    date: Date,
    amount: Money,
    window: u32,
) -> Option<Vec<Id>> {
    let reach = chrono::Days::new(u64::from(window));
    let first = date.checked_sub_days(reach).unwrap_or(Date::MIN);
    let last = date.checked_add_days(reach).unwrap_or(Date::MAX);
    let fits =
        |part: &Money| part.is_negative() == amount.is_negative() && part.abs() < amount.abs();
    let mut choices: Vec<Vec<Id>> = Vec::new();
    for (_, day) in days.range(first..=last) {
        let day: Vec<(Id, Money)> = day.iter().filter(|(_, part)| fits(part)).copied().collect();
        if day.len() <= TOGETHER_MAX {
            choose(&day, amount, &mut Vec::new(), &mut choices);
        }
    }
    if choices.len() == 1 { choices.pop() } else { None }
}

/// Collects up to two choices: more than one is as good as none.
fn choose<Id: Copy>(
    rest: &[(Id, Money)],
    left: Money,
    chosen: &mut Vec<Id>,
    choices: &mut Vec<Vec<Id>>,
) {
    if choices.len() > 1 {
        return;
    }
    if left.is_zero() {
        choices.push(chosen.clone());
        return;
    }
    let Some(((id, part), rest)) = rest.split_first() else { return };
    if part.abs() <= left.abs() {
        chosen.push(*id);
        choose(rest, left.minus(*part), chosen, choices);
        chosen.pop();
    }
    choose(rest, left, chosen, choices);
}
