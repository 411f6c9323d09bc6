//! What the two lists show: worked out once for a state of the ledger and a filter, not once a
//! frame.

use std::collections::BTreeMap;

use crate::domain::account::AccountCode;
use crate::domain::ids::{BankLineId, VillageId, VoucherId};
use crate::domain::ledger::Book;
use crate::domain::money::Money;
use crate::domain::period::{Date, Month};
use crate::domain::reconcile::{
    BankLine, Certainty, MatchPlan, MatchedLines, Reconciliation, Suggestion, WINDOW_DAYS,
};
use crate::domain::voucher::Voucher;

/// How far a row has got (核对状态).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// Nothing explains it yet.
    Open,
    /// The program has a suggestion.
    Suggested(Certainty),
    /// Confirmed.
    Matched,
}

/// A line of the bank or a voucher, ready to be drawn.
#[derive(Clone, Debug)]
pub(super) struct Row<I> {
    pub(super) id: I,
    pub(super) date: Date,
    /// `记-001`; empty for a line of the bank.
    pub(super) number: String,
    pub(super) words: String,
    /// Positive: money in.
    pub(super) amount: Money,
    pub(super) mark: Mark,
}

/// Which rows are to be seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Filter {
    /// One month, or all.
    pub(super) month: Option<Month>,
    /// Also what is matched.
    pub(super) matched: bool,
}

/// The rows of a list that pass the filter, with their sums.
#[derive(Debug, Default)]
pub(super) struct Listed {
    /// Places in the rows; open ones first, then by day.
    pub(super) order: Vec<usize>,
    pub(super) open: usize,
    pub(super) income: Money,
    pub(super) expense: Money,
}

/// Everything that is drawn of one account.
#[derive(Debug)]
pub(super) struct Shown {
    pub(super) village: VillageId,
    pub(super) revision: u64,
    pub(super) account: AccountCode,
    pub(super) known: Reconciliation,
    pub(super) lines: Vec<Row<BankLineId>>,
    pub(super) vouchers: Vec<Row<VoucherId>>,
    pub(super) suggestions: Vec<Suggestion>,
    matched: MatchedLines,
    line_at: BTreeMap<BankLineId, usize>,
    voucher_at: BTreeMap<VoucherId, usize>,
    of_line: BTreeMap<BankLineId, usize>,
    of_voucher: BTreeMap<VoucherId, usize>,
    /// The filter that the lists below were made for.
    of: Option<Filter>,
    pub(super) listed_lines: Listed,
    pub(super) listed_vouchers: Listed,
    /// The suggestions that may be confirmed together, by place.
    pub(super) certain: Vec<usize>,
    /// How many suggestions a person must look at one by one.
    pub(super) likely: usize,
    /// Whether all rows lie in one year, so that a day needs no year.
    pub(super) one_year: bool,
}

impl Shown {
    /// Works out the rows of an account.
    pub(super) fn of(book: &Book, revision: u64, known: Reconciliation) -> Self {
        let matched = known.matched(book, Date::MAX);
        let suggestions = known.suggestions(book, WINDOW_DAYS);
        let (mut of_line, mut of_voucher) = (BTreeMap::new(), BTreeMap::new());
        for (at, one) in suggestions.iter().enumerate() {
            of_line.extend(one.plan.lines.iter().map(|id| (*id, at)));
            of_voucher.extend(one.plan.vouchers.iter().map(|id| (*id, at)));
        }
        let mark = |is_matched: bool, at: Option<&usize>| match at {
            _ if is_matched => Mark::Matched,
            Some(at) => suggestions.get(*at).map_or(Mark::Open, |s| Mark::Suggested(s.certainty)),
            None => Mark::Open,
        };
        let lines: Vec<Row<BankLineId>> = known
            .lines
            .iter()
            .map(|line| {
                line_row(line, mark(matched.lines.contains_key(&line.id), of_line.get(&line.id)))
            })
            .collect();
        let mut vouchers: Vec<Row<VoucherId>> = shown_vouchers(book, &known, &matched)
            .into_iter()
            .filter(|(voucher, open)| *open || of_voucher.contains_key(&voucher.id()))
            .map(|(voucher, _)| {
                let id = voucher.id();
                let mark = mark(matched.vouchers.contains_key(&id), of_voucher.get(&id));
                voucher_row(voucher, known.moved(voucher), mark)
            })
            .collect();
        vouchers.sort_by_key(|row| row.date);
        let years = lines.iter().map(|row| row.date).chain(vouchers.iter().map(|row| row.date));
        let mut years: Vec<i32> = years.map(|date| Month::of(date).year()).collect();
        years.dedup();
        years.sort_unstable();
        years.dedup();
        Self {
            village: book.village.id,
            revision,
            account: known.account.clone(),
            line_at: lines.iter().enumerate().map(|(at, row)| (row.id, at)).collect(),
            voucher_at: vouchers.iter().enumerate().map(|(at, row)| (row.id, at)).collect(),
            known,
            lines,
            vouchers,
            suggestions,
            matched,
            of_line,
            of_voucher,
            of: None,
            listed_lines: Listed::default(),
            listed_vouchers: Listed::default(),
            certain: Vec::new(),
            likely: 0,
            one_year: years.len() < 2,
        }
    }

    /// Makes the lists for a filter, if they are not made yet.
    pub(super) fn filter(&mut self, filter: Filter) {
        if self.of == Some(filter) {
            return;
        }
        self.of = Some(filter);
        let in_month = |date: Date| filter.month.is_none_or(|month| month.contains(date));
        self.listed_lines = listed(&self.lines, filter, |row| in_month(row.date));
        let (mut certain, mut likely) = (Vec::new(), 0);
        let mut wanted = std::collections::BTreeSet::new();
        for (at, one) in self.suggestions.iter().enumerate() {
            let is_seen = |id: &BankLineId| self.line(*id).is_some_and(|row| in_month(row.date));
            if !one.plan.lines.iter().any(is_seen) {
                continue;
            }
            wanted.extend(one.plan.vouchers.iter().copied());
            match one.certainty {
                Certainty::Certain => certain.push(at),
                Certainty::Likely => likely += 1,
            }
        }
        // what belongs to a line of the month stands beside it, whatever day it was written for
        for at in &self.listed_lines.order {
            let of = self.lines.get(*at).and_then(|row| self.matched.lines.get(&row.id));
            wanted.extend(of.into_iter().flatten().copied());
        }
        self.listed_vouchers =
            listed(&self.vouchers, filter, |row| in_month(row.date) || wanted.contains(&row.id));
        (self.certain, self.likely) = (certain, likely);
    }

    pub(super) fn line(&self, id: BankLineId) -> Option<&Row<BankLineId>> {
        self.lines.get(*self.line_at.get(&id)?)
    }

    pub(super) fn voucher(&self, id: VoucherId) -> Option<&Row<VoucherId>> {
        self.vouchers.get(*self.voucher_at.get(&id)?)
    }

    /// The line as the bank gave it.
    pub(super) fn bank_line(&self, id: BankLineId) -> Option<&BankLine> {
        self.known.lines.get(*self.line_at.get(&id)?)
    }

    /// What the program suggests for a line.
    pub(super) fn suggestion_of_line(&self, id: BankLineId) -> Option<&Suggestion> {
        self.suggestions.get(*self.of_line.get(&id)?)
    }

    /// What the program suggests for a voucher.
    pub(super) fn suggestion_of_voucher(&self, id: VoucherId) -> Option<&Suggestion> {
        self.suggestions.get(*self.of_voucher.get(&id)?)
    }

    /// Everything confirmed together with a line.
    pub(super) fn group_of_line(&self, id: BankLineId) -> Option<MatchPlan> {
        let vouchers = self.matched.lines.get(&id)?.clone();
        let first = vouchers.first()?;
        let lines = self.matched.vouchers.get(first).cloned().unwrap_or_else(|| vec![id]);
        Some(MatchPlan { lines, vouchers })
    }

    /// Everything confirmed together with a voucher.
    pub(super) fn group_of_voucher(&self, id: VoucherId) -> Option<MatchPlan> {
        let line = self.matched.vouchers.get(&id)?.first()?;
        self.group_of_line(*line)
    }

    /// The plans that may be confirmed together.
    pub(super) fn certain_plans(&self) -> Vec<MatchPlan> {
        let one = |at: &usize| self.suggestions.get(*at).map(|one| one.plan.clone());
        self.certain.iter().filter_map(one).collect()
    }

    /// Open lines and open vouchers of all months.
    pub(super) fn open(&self) -> (usize, usize) {
        let count = |mark: Mark| mark != Mark::Matched;
        let lines = self.lines.iter().filter(|row| count(row.mark)).count();
        (lines, self.vouchers.iter().filter(|row| count(row.mark)).count())
    }

    /// The first and the last month that anything lies in.
    pub(super) fn span(&self) -> Option<(Month, Month)> {
        let dates = || {
            let vouchers = self.vouchers.iter().map(|row| row.date);
            self.lines.iter().map(|row| row.date).chain(vouchers)
        };
        Some((Month::of(dates().min()?), Month::of(dates().max()?)))
    }
}

/// The vouchers that move the account and may be shown; those before the first statement only
/// where something is said of them. The flag tells those to be shown in any case.
fn shown_vouchers<'b>(
    book: &'b Book,
    known: &Reconciliation,
    matched: &MatchedLines,
) -> Vec<(&'b Voucher, bool)> {
    let from = known.starts_on();
    let since = |voucher: &Voucher| from.is_none_or(|from| voucher.date() >= from);
    let open = known.candidates(book).into_iter().map(|(voucher, _)| (voucher, since(voucher)));
    let taken = |voucher: &&Voucher| matched.vouchers.contains_key(&voucher.id());
    open.chain(book.vouchers.iter().filter(taken).map(|voucher| (voucher, true))).collect()
}

fn line_row(line: &BankLine, mark: Mark) -> Row<BankLineId> {
    let words = [line.facts.counterparty.as_str(), line.facts.memo.as_str()];
    let words = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    Row { id: line.id, date: line.date, number: String::new(), words, amount: line.amount, mark }
}

fn voucher_row(voucher: &Voucher, amount: Money, mark: Mark) -> Row<VoucherId> {
    Row {
        id: voucher.id(),
        date: voucher.date(),
        number: voucher.number().to_string(),
        words: voucher.summary().to_owned(),
        amount,
        mark,
    }
}

fn listed<I>(rows: &[Row<I>], filter: Filter, is_seen: impl Fn(&Row<I>) -> bool) -> Listed {
    let mut listed = Listed::default();
    let mut matched = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let is_matched = row.mark == Mark::Matched;
        if (is_matched && !filter.matched) || !is_seen(row) {
            continue;
        }
        if is_matched {
            matched.push(at);
        } else {
            listed.order.push(at);
        }
        if row.amount.is_positive() {
            listed.income = listed.income.plus(row.amount);
        } else {
            listed.expense = listed.expense.plus(row.amount.abs());
        }
    }
    listed.open = listed.order.len();
    listed.order.extend(matched);
    listed
}
