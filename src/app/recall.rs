//! What a village wrote before, offered while it writes again (摘要记忆): summaries with the
//! voucher they last stood on, and the persons who signed.
//!
//! Made once for a state of a book and a month; a summary that names its month is remembered
//! without it and offered with the month that is written in.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::Days;

use crate::domain::account::{AccountCode, Side};
use crate::domain::ids::VoucherId;
use crate::domain::ledger::Book;
use crate::domain::money::Money;
use crate::domain::period::{Date, Month};
use crate::domain::template::{fill, generalise};
use crate::domain::voucher::{Settlement, Voucher};
use crate::exchange::initials;

/// What was written before, for one month (记忆).
#[derive(Clone, Debug, Default)]
pub struct Recall {
    summaries: Vec<Remembered>,
    persons: Vec<Person>,
}

/// A summary that was written before (写过的摘要).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remembered {
    /// As it would be written now.
    pub summary: String,
    /// The voucher it last stood on.
    pub last: VoucherId,
    /// The account on the other side of the money there.
    pub account: Option<AccountCode>,
    /// The amount there.
    pub amount: Money,
    /// How it was paid there.
    pub settlement: Settlement,
    plain: String,
    initials: String,
    recent: usize,
    last_on: Date,
}

/// Which signature of a voucher (签字的人).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signature {
    /// 经手人
    Handler,
    /// 证明人
    Witness,
    /// 审批人
    Approver,
}

#[derive(Clone, Debug)]
struct Person {
    name: String,
    initials: String,
    /// How often as handler, witness and approver.
    times: [usize; 3],
}

/// Uses within so many days before the last voucher count as recent: a year, and a month late.
const RECENT_DAYS: u64 = 400;

impl Recall {
    /// What a book remembers, in the words of `month`.
    pub fn of(book: &Book, month: Month) -> Self {
        let latest = book.vouchers.iter().map(Voucher::date).max().unwrap_or_default();
        let since = latest.checked_sub_days(Days::new(RECENT_DAYS)).unwrap_or(Date::MIN);
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        let mut summaries: Vec<Remembered> = Vec::new();
        for voucher in book.vouchers.iter().filter(|voucher| !voucher.is_reversal()) {
            let key = generalise(voucher.summary(), voucher.month());
            let recent = usize::from(voucher.date() >= since);
            if let Some(known) = places.get(&key).and_then(|at| summaries.get_mut(*at)) {
                known.again(voucher, recent);
                continue;
            }
            let summary = fill(&key, month);
            places.insert(key, summaries.len());
            summaries.push(Remembered::first(summary, voucher, recent));
        }
        summaries.sort_by_key(|one| (Reverse(one.recent), Reverse(one.last_on)));
        Self { summaries, persons: persons(book, since) }
    }

    /// The summaries that may be meant, the nearest first: those that begin with what is typed,
    /// those whose initials do, those that hold it; the most used and latest before the others.
    pub fn summaries(&self, typed: &str, limit: usize) -> Vec<&Remembered> {
        let word = typed.trim().to_lowercase();
        if word.is_empty() {
            return Vec::new();
        }
        let rank = |one: &Remembered| nearness(&one.plain, &one.initials, &word);
        let others = self.summaries.iter().filter(|one| one.plain != word);
        nearest(others, rank, limit)
    }

    /// The persons who may be meant; with nothing typed, those who signed there most.
    pub fn persons(&self, of: Signature, typed: &str, limit: usize) -> Vec<&str> {
        let word = typed.trim().to_lowercase();
        let index = match of {
            Signature::Handler => 0,
            Signature::Witness => 1,
            Signature::Approver => 2,
        };
        let times = |person: &Person| person.times.get(index).copied().unwrap_or(0);
        let mut known: Vec<&Person> =
            self.persons.iter().filter(|person| person.name.to_lowercase() != word).collect();
        known.sort_by_key(|person| Reverse((times(person), person.times.iter().sum::<usize>())));
        let rank = |person: &&Person| {
            if word.is_empty() {
                Some(0)
            } else {
                nearness(&person.name.to_lowercase(), &person.initials, &word)
            }
        };
        let found = nearest(known.iter(), rank, limit);
        found.into_iter().map(|person| person.name.as_str()).collect()
    }
}

impl Remembered {
    fn first(summary: String, voucher: &Voucher, recent: usize) -> Self {
        let mut one = Self {
            plain: summary.to_lowercase(),
            initials: initials(&summary),
            summary,
            last: voucher.id(),
            account: None,
            amount: Money::ZERO,
            settlement: Settlement::None,
            recent: 0,
            last_on: Date::MIN,
        };
        one.again(voucher, recent);
        one
    }

    fn again(&mut self, voucher: &Voucher, recent: usize) {
        self.recent += recent;
        if voucher.date() < self.last_on {
            return;
        }
        let written = voucher.written();
        let mut others = written.entries.iter().filter(|entry| !entry.account.is_fund());
        self.last = voucher.id();
        self.last_on = voucher.date();
        self.account = others.next().map(|entry| entry.account.clone());
        self.amount = written.total(Side::Debit);
        self.settlement = written.settlement;
    }
}

/// The people of the village and all who signed vouchers since `since`.
fn persons(book: &Book, since: Date) -> Vec<Person> {
    let mut times: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for voucher in book.vouchers.iter().filter(|voucher| voucher.date() >= since) {
        let written = voucher.written();
        let signed = [&written.handler, &written.witness, &written.approver];
        for (at, name) in signed.into_iter().enumerate().filter(|(_, name)| !name.is_empty()) {
            if let Some(count) = times.entry(name).or_default().get_mut(at) {
                *count += 1;
            }
        }
    }
    let profile = &book.village.profile;
    let officers = profile.officers.iter().map(|officer| officer.name.as_str());
    let supervision = profile.supervision.members.iter().map(|member| member.name.as_str());
    let names: BTreeSet<&str> = officers.chain(supervision).chain(times.keys().copied()).collect();
    let person = |name: &str| Person {
        name: name.to_owned(),
        initials: initials(name),
        times: times.get(name).copied().unwrap_or_default(),
    };
    names.into_iter().map(person).collect()
}

/// How near a text is to what was typed, 0 the nearest; `None` when it cannot be meant.
fn nearness(plain: &str, initials: &str, word: &str) -> Option<u8> {
    if plain.starts_with(word) {
        Some(0)
    } else if initials.starts_with(word) {
        Some(1)
    } else if plain.contains(word) {
        Some(2)
    } else if word.len() > 1 && initials.contains(word) {
        Some(3)
    } else {
        None
    }
}

/// The first few of each nearness, in the order given.
fn nearest<T>(all: impl Iterator<Item = T>, rank: impl Fn(T) -> Option<u8>, limit: usize) -> Vec<T>
where
    T: Copy,
{
    let mut found: [Vec<T>; 4] = Default::default();
    for one in all {
        let Some(kept) = rank(one).and_then(|rank| found.get_mut(usize::from(rank))) else {
            continue;
        };
        if kept.len() < limit {
            kept.push(one);
        }
    }
    found.into_iter().flatten().take(limit).collect()
}
