//! Which vouchers explain which lines of the bank, and what is left on both sides.

use std::collections::{BTreeMap, BTreeSet};

use super::refusal::MatchRefusal;
use super::statement::{BankLine, BankStatement};
use crate::domain::account::{AccountCode, Side};
use crate::domain::ids::{BankLineId, VoucherId};
use crate::domain::ledger::Book;
use crate::domain::money::Money;
use crate::domain::period::Date;
use crate::domain::voucher::Voucher;

/// One bank account of a village: what the bank says, and what explains it (一个账户的对账).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reconciliation {
    /// The account of the village: 102 or below.
    pub account: AccountCode,
    /// Its statements in the order they came in.
    pub statements: Vec<BankStatement>,
    /// All lines, oldest first.
    pub lines: Vec<BankLine>,
    /// The matches as they were confirmed.
    pub matches: Vec<(BankLineId, VoucherId)>,
}

/// Lines and vouchers that explain each other (对上的一组).
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct MatchPlan {
    /// One line, or several for one voucher.
    pub lines: Vec<BankLineId>,
    /// One voucher, or several for one line.
    pub vouchers: Vec<VoucherId>,
}

/// What is matched at a moment: lines and vouchers that count as explained.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MatchedLines {
    /// The vouchers of each line.
    pub lines: BTreeMap<BankLineId, Vec<VoucherId>>,
    /// The lines of each voucher.
    pub vouchers: BTreeMap<VoucherId, Vec<BankLineId>>,
}

/// What is matched and what there is, while plans are checked.
struct Standing<'a> {
    matched: MatchedLines,
    reversed: BTreeSet<VoucherId>,
    lines: BTreeMap<BankLineId, &'a BankLine>,
    vouchers: BTreeMap<VoucherId, &'a Voucher>,
}

impl MatchPlan {
    /// One line and one voucher.
    pub fn pair(line: BankLineId, voucher: VoucherId) -> Self {
        Self { lines: vec![line], vouchers: vec![voucher] }
    }

    /// Every line beside every voucher.
    pub fn pairs(&self) -> Vec<(BankLineId, VoucherId)> {
        let of_line = |line: &BankLineId| {
            let line = *line;
            self.vouchers.iter().map(move |voucher| (line, *voucher))
        };
        self.lines.iter().flat_map(of_line).collect()
    }
}

impl Reconciliation {
    /// Puts the account together; the lines are brought into order.
    pub fn new(
        account: AccountCode,
        statements: Vec<BankStatement>,
        mut lines: Vec<BankLine>,
        matches: Vec<(BankLineId, VoucherId)>,
    ) -> Self {
        let starts: BTreeMap<_, _> =
            statements.iter().map(|statement| (statement.id, statement.facts.first_on)).collect();
        lines.sort_by_key(|line| {
            (line.date, starts.get(&line.statement).copied(), line.statement, line.position)
        });
        Self { account, statements, lines, matches }
    }

    /// By how much a voucher moves the account; zero if it does not.
    pub fn moved(&self, voucher: &Voucher) -> Money {
        voucher
            .entries()
            .iter()
            .filter(|entry| entry.account.as_str().starts_with(self.account.as_str()))
            .map(|entry| match entry.side {
                Side::Debit => entry.amount,
                Side::Credit => -entry.amount,
            })
            .sum()
    }

    /// The line with that identity.
    pub fn line(&self, id: BankLineId) -> Option<&BankLine> {
        self.lines.iter().find(|line| line.id == id)
    }

    /// The first day the statements cover; what was posted before is taken as settled.
    pub fn starts_on(&self) -> Option<Date> {
        self.statements.iter().map(|statement| statement.facts.first_on).min()
    }

    /// The vouchers that were taken back, and those that take them back, by a day.
    pub fn reversed(book: &Book, through: Date) -> BTreeSet<VoucherId> {
        let reversals = book.vouchers.iter().filter(|voucher| voucher.date() <= through);
        reversals
            .filter_map(|voucher| Some([voucher.id(), voucher.written().reverses?]))
            .flatten()
            .collect()
    }

    /// What counts as explained at the end of a day. A match holds no longer once one of its
    /// vouchers was taken back: the line is open again.
    pub fn matched(&self, book: &Book, through: Date) -> MatchedLines {
        let reversed = Self::reversed(book, through);
        let broken: BTreeSet<BankLineId> = self
            .matches
            .iter()
            .filter(|(_, voucher)| reversed.contains(voucher))
            .map(|(line, _)| *line)
            .collect();
        let mut matched = MatchedLines::default();
        for (line, voucher) in self.matches.iter().filter(|(line, _)| !broken.contains(line)) {
            matched.lines.entry(*line).or_default().push(*voucher);
            matched.vouchers.entry(*voucher).or_default().push(*line);
        }
        matched
    }

    /// The lines that nothing explains yet, oldest first.
    pub fn open_lines(&self, book: &Book) -> Vec<&BankLine> {
        let matched = self.matched(book, Date::MAX);
        self.lines.iter().filter(|line| !matched.lines.contains_key(&line.id)).collect()
    }

    /// The vouchers that move the account and that no line explains yet, with what they move, by
    /// day; those before the first statement are settled.
    pub fn open_vouchers<'b>(&self, book: &'b Book) -> Vec<(&'b Voucher, Money)> {
        let from = self.starts_on();
        let all = self.candidates(book);
        let since = |voucher: &Voucher| from.is_none_or(|from| voucher.date() >= from);
        all.into_iter().filter(|(voucher, _)| since(voucher)).collect()
    }

    /// The vouchers a line may be matched with, with what they move, by day.
    pub fn candidates<'b>(&self, book: &'b Book) -> Vec<(&'b Voucher, Money)> {
        let matched = self.matched(book, Date::MAX);
        let reversed = Self::reversed(book, Date::MAX);
        let mut open: Vec<(&Voucher, Money)> = book
            .vouchers
            .iter()
            .filter(|voucher| !reversed.contains(&voucher.id()))
            .filter(|voucher| !matched.vouchers.contains_key(&voucher.id()))
            .map(|voucher| (voucher, self.moved(voucher)))
            .filter(|(_, moved)| !moved.is_zero())
            .collect();
        open.sort_by_key(|(voucher, _)| (voucher.date(), voucher.number()));
        open
    }

    /// Checks that these lines and vouchers explain each other.
    ///
    /// # Errors
    /// [`MatchRefusal`], in the order its variants are declared.
    pub fn check_match(&self, plan: &MatchPlan, book: &Book) -> Result<(), MatchRefusal> {
        self.check_matches(std::slice::from_ref(plan), book)
    }

    /// Checks several plans, each with those before it taken as confirmed.
    ///
    /// # Errors
    /// [`MatchRefusal`] of the first plan that is refused.
    pub fn check_matches(&self, plans: &[MatchPlan], book: &Book) -> Result<(), MatchRefusal> {
        let mut standing = Standing {
            matched: self.matched(book, Date::MAX),
            reversed: Self::reversed(book, Date::MAX),
            lines: self.lines.iter().map(|line| (line.id, line)).collect(),
            vouchers: book.vouchers.iter().map(|voucher| (voucher.id(), voucher)).collect(),
        };
        for plan in plans {
            self.check_one(plan, &standing)?;
            for (line, voucher) in plan.pairs() {
                standing.matched.lines.entry(line).or_default().push(voucher);
                standing.matched.vouchers.entry(voucher).or_default().push(line);
            }
        }
        Ok(())
    }

    fn check_one(&self, plan: &MatchPlan, standing: &Standing<'_>) -> Result<(), MatchRefusal> {
        let (lines, vouchers) = (plan.lines.len(), plan.vouchers.len());
        if lines == 0 || vouchers == 0 {
            return Err(MatchRefusal::NothingChosen { lines, vouchers });
        }
        if lines > 1 && vouchers > 1 {
            return Err(MatchRefusal::ManyToMany { lines, vouchers });
        }
        let mut bank = Money::ZERO;
        let mut seen = BTreeSet::new();
        for id in &plan.lines {
            let line = standing.lines.get(id).ok_or(MatchRefusal::NoSuchLine)?;
            if standing.matched.lines.contains_key(id) || !seen.insert(*id) {
                let (date, amount) = (line.date, line.amount);
                return Err(MatchRefusal::LineMatched { date, amount });
            }
            bank = bank.plus(line.amount);
        }
        let books = self.check_vouchers(plan, standing)?;
        if bank == books { Ok(()) } else { Err(MatchRefusal::AmountDiffers { bank, books }) }
    }

    fn check_vouchers(
        &self,
        plan: &MatchPlan,
        standing: &Standing<'_>,
    ) -> Result<Money, MatchRefusal> {
        let mut seen = BTreeSet::new();
        let mut books = Money::ZERO;
        for id in &plan.vouchers {
            let voucher = standing.vouchers.get(id).ok_or(MatchRefusal::NoSuchVoucher)?;
            let matched = standing.matched.vouchers.contains_key(id);
            let taken = matched || standing.reversed.contains(id);
            if taken || !seen.insert(*id) {
                let (month, number) = (voucher.month().label(), voucher.number().to_string());
                return Err(MatchRefusal::VoucherTaken { month, number });
            }
            books = books.plus(self.moved(voucher));
        }
        Ok(books)
    }

    /// Everything matched together with a line.
    ///
    /// # Errors
    /// [`MatchRefusal::NoSuchLine`] and [`MatchRefusal::NotMatched`].
    pub fn check_unmatch(
        &self,
        id: BankLineId,
    ) -> Result<Vec<(BankLineId, VoucherId)>, MatchRefusal> {
        let line = self.line(id).ok_or(MatchRefusal::NoSuchLine)?;
        let vouchers: BTreeSet<VoucherId> =
            self.matches.iter().filter(|(of, _)| *of == id).map(|(_, voucher)| *voucher).collect();
        if vouchers.is_empty() {
            let (date, amount) = (line.date, line.amount);
            return Err(MatchRefusal::NotMatched { date, amount });
        }
        let together = |pair: &&(BankLineId, VoucherId)| vouchers.contains(&pair.1);
        Ok(self.matches.iter().filter(together).copied().collect())
    }
}
