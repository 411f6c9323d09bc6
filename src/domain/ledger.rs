//! One village's book: opening balances, vouchers, notices, and what follows from them.
//!
//! Invariants: the opening balances of each set of books sum to zero; every voucher balances;
//! voucher numbers run from 1 in each month of each set without gaps. Every figure is a pure function of the book.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::account::{AccountCode, Chart, Side};
use super::affairs::Affairs;
use super::attachment::Attachments;
use super::catalog::SwitchedOff;
use super::entity::Entity;
use super::holding::Holdings;
use super::ids::{NoticeId, VoucherId};
use super::money::Money;
use super::notice::{Notice, Objection};
use super::occasion::Occasion;
use super::people::PeopleList;
use super::period::{Date, Month, Period};
use super::template::Template;
use super::village::Village;
use super::voucher::{self, PostingContext, Voucher, VoucherNumber};
use super::year_end::YearEnd;

pub use super::opening::{OpeningBalances, OpeningRefusal};

/// Everything one ledger file knows of one village (账套).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Book {
    /// The village.
    pub village: Village,
    /// Its accounts.
    pub chart: Chart,
    /// Its opening balances, debit positive (期初余额).
    pub opening: OpeningBalances,
    /// Its vouchers by month and number.
    pub vouchers: Vec<Voucher>,
    /// Its notices in the order they were drafted.
    pub notices: Vec<Notice>,
    /// What must be disclosed at once, in the order it was recorded (即时公开事由).
    pub occasions: Vec<Occasion>,
    /// Objections and the answers to them, by number (异议与答复).
    pub objections: Vec<Objection>,
    /// Matters that the village does not disclose, and why (不适用事项).
    pub switched_off: Vec<SwitchedOff>,
    /// The years whose income and expense were carried to 收益分配.
    pub year_ends: Vec<YearEnd>,
    /// Its registers (三资台账).
    pub holdings: Holdings,
    /// The source papers of its vouchers (凭据照片).
    pub attachments: Attachments,
    /// Its lists of persons, in the order they came in (名单).
    pub people_lists: Vec<PeopleList>,
    /// Its templates by name (凭证模板).
    pub templates: Vec<Template>,
    /// Its resolutions and the records of those who watch (村务记录).
    pub affairs: Affairs,
}

/// Money in hand and in the bank (货币资金).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Funds {
    /// Cash in hand (库存现金).
    pub cash: Money,
    /// Bank deposits (银行存款).
    pub bank: Money,
}

impl Funds {
    /// Cash and bank together.
    pub const fn total(self) -> Money {
        self.cash.plus(self.bank)
    }

    pub(super) fn add(&mut self, account: &AccountCode, amount: Money) {
        if account.is_cash() {
            self.cash = self.cash.plus(amount);
        } else if account.is_bank() {
            self.bank = self.bank.plus(amount);
        }
    }
}

/// What a voucher does to the money of the village, seen against all other accounts
/// (收付实现制下的一笔收支).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FundMovement {
    /// Money that came in, by the account it came from.
    pub income: Vec<(AccountCode, Money)>,
    /// Money that went out, by the account it went to.
    pub expense: Vec<(AccountCode, Money)>,
    /// The part of the expense paid out of cash in hand.
    pub expense_in_cash: Money,
}

impl FundMovement {
    /// All that came in.
    pub fn income_total(&self) -> Money {
        self.income.iter().map(|(_, amount)| *amount).sum()
    }

    /// All that went out.
    pub fn expense_total(&self) -> Money {
        self.expense.iter().map(|(_, amount)| *amount).sum()
    }

    /// Whether no money crossed the village's purse.
    pub fn is_empty(&self) -> bool {
        self.income.is_empty() && self.expense.is_empty()
    }

    fn negate(self) -> Self {
        let negate = |lines: Vec<(AccountCode, Money)>| {
            lines.into_iter().map(|(account, amount)| (account, -amount)).collect()
        };
        Self {
            income: negate(self.income),
            expense: negate(self.expense),
            expense_in_cash: -self.expense_in_cash,
        }
    }
}

/// The fund movement of a voucher.
///
/// Money moved between cash and bank (提取备用金、存现) is neither income nor expense. With
/// fund debits `D`, fund credits `C` and credits of other accounts `c`, such transfers are the
/// least amount that explains the lines, `max(0, D − c)`; the rest of `D` is income and the rest
/// of `C` is expense. A reversal moves what it reverses, in red.
pub fn fund_movement(voucher: &Voucher) -> FundMovement {
    let sign = if voucher.is_reversal() { -1 } else { 1 };
    let amount_of = |entry: &super::voucher::Entry| Money::from_fen(entry.amount.fen() * sign);
    let side_sum = |side: Side, fund: bool| -> Money {
        let entries = voucher.entries().iter();
        entries.filter(|e| e.side == side && e.account.is_fund() == fund).map(amount_of).sum()
    };
    let (fund_in, fund_out) = (side_sum(Side::Debit, true), side_sum(Side::Credit, true));
    let transfer = fund_in.minus(side_sum(Side::Credit, false)).max(Money::ZERO);
    let (income, expense) = (fund_in.minus(transfer), fund_out.minus(transfer));
    let counter = |side: Side| -> Vec<(AccountCode, Money)> {
        let entries = voucher.entries().iter();
        entries
            .filter(|entry| entry.side == side && !entry.account.is_fund())
            .map(|entry| (entry.account.clone(), amount_of(entry)))
            .collect()
    };
    let cash_out: Money = voucher
        .entries()
        .iter()
        .filter(|entry| entry.side == Side::Credit && entry.account.is_cash())
        .map(amount_of)
        .sum();
    let movement = FundMovement {
        income: first_of(counter(Side::Credit), income),
        expense: first_of(counter(Side::Debit), expense),
        expense_in_cash: cash_out.min(expense),
    };
    if voucher.is_reversal() { movement.negate() } else { movement }
}

/// The first lines that make up `amount`; what lies beyond is not a matter of money.
fn first_of(lines: Vec<(AccountCode, Money)>, amount: Money) -> Vec<(AccountCode, Money)> {
    let mut left = amount;
    let mut kept = Vec::with_capacity(lines.len());
    for (account, line) in lines {
        let taken = line.min(left);
        if taken.is_positive() {
            left = left.minus(taken);
            kept.push((account, taken));
        }
    }
    kept
}

/// Income and expense of a period by account, with the balances around them (收支情况).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeriodReport {
    /// The period.
    pub period: Period,
    /// Money at the start.
    pub opening: Funds,
    /// Income by account, in account order.
    pub income: Vec<ReportLine>,
    /// Expense by account, in account order.
    pub expense: Vec<ReportLine>,
    /// Sum of the income.
    pub income_total: Money,
    /// Sum of the expense.
    pub expense_total: Money,
    /// Money at the end: opening + income − expense.
    pub closing: Funds,
    /// Where the year's sums start: January, or the first month of the book.
    pub year_from: Month,
    /// Income of the year up to the end of the period.
    pub year_income: Money,
    /// Expense of the year up to the end of the period.
    pub year_expense: Money,
    /// The share of the expense not paid in cash, in hundredths of a percent; `None` without
    /// expense.
    pub non_cash_share: Option<u32>,
    /// The same of the year up to the end of the period.
    pub year_non_cash_share: Option<u32>,
}

/// One account in a [`PeriodReport`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportLine {
    /// The account on the other side of the money.
    pub account: AccountCode,
    /// The sum.
    pub amount: Money,
    /// How many vouchers.
    pub count: usize,
}

/// A day on which cash or bank would have been below zero (现金或银行赤字).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NegativeFunds {
    /// The day.
    pub date: Date,
    /// The voucher that took the balance below zero; `None` if it started there.
    pub voucher: Option<(Month, VoucherNumber)>,
    /// Whether it is cash in hand; otherwise the bank.
    pub cash: bool,
    /// The balance at the end of the day.
    pub balance: Money,
}

impl Book {
    /// A book with nothing in it yet.
    pub fn empty(village: Village) -> Self {
        Self {
            village,
            chart: Chart::standard(),
            opening: OpeningBalances::default(),
            vouchers: Vec::new(),
            notices: Vec::new(),
            occasions: Vec::new(),
            objections: Vec::new(),
            switched_off: Vec::new(),
            year_ends: Vec::new(),
            holdings: Holdings::default(),
            attachments: Attachments::default(),
            templates: Vec::new(),
            people_lists: Vec::new(),
            affairs: Affairs::default(),
        }
    }

    /// What checking a new voucher needs to know.
    pub fn posting_context(&self, today: Date) -> PostingContext<'_> {
        PostingContext {
            chart: &self.chart,
            posted: &self.vouchers,
            bookkeeping: self.bookkeeping(),
            closed: self.closed_months(),
            ended_through: self.ended_through(),
            today,
        }
    }

    /// The first month the book answers for: the month the village joined, or that of its first
    /// voucher where it entered older ones. A month after the joining is owed even without a
    /// voucher.
    pub fn first_month(&self) -> Month {
        let first = self.vouchers.iter().map(Voucher::month).min();
        self.village.first_month(first)
    }

    /// Puts in a voucher that came out of the file, at its place.
    pub fn insert(&mut self, voucher: Voucher) {
        let key = |voucher: &Voucher| (voucher.month(), voucher.entity(), voucher.number());
        let at = self.vouchers.partition_point(|other| key(other) < key(&voucher));
        self.vouchers.insert(at, voucher);
    }

    /// The voucher with that identity.
    pub fn voucher(&self, id: VoucherId) -> Option<&Voucher> {
        self.vouchers.iter().find(|voucher| voucher.id() == id)
    }

    /// The notice with that identity.
    pub fn notice(&self, id: NoticeId) -> Option<&Notice> {
        self.notices.iter().find(|notice| notice.id == id)
    }

    /// The next free voucher number of a month in the books of `entity`.
    pub fn next_number(&self, entity: Entity, month: Month) -> VoucherNumber {
        voucher::next_number(&self.vouchers, entity, month)
    }

    /// The vouchers of a period by day, then number.
    pub fn vouchers_by_day(&self, period: Period) -> Vec<&Voucher> {
        let mut vouchers: Vec<&Voucher> =
            self.vouchers.iter().filter(|voucher| period.contains(voucher.date())).collect();
        vouchers.sort_by_key(|voucher| (voucher.date(), voucher.entity(), voucher.number()));
        vouchers
    }

    /// Money in hand and in the bank before the first business of `date`.
    pub fn funds_before(&self, date: Date) -> Funds {
        let mut funds = self.opening.funds_of(Entity::Village);
        for voucher in self.vouchers.iter().filter(|voucher| voucher.date() < date) {
            apply(&mut funds, voucher);
        }
        funds
    }

    /// The balance of every account moved so far at the end of `date`, debit positive.
    pub fn balances(&self, date: Date) -> BTreeMap<AccountCode, Money> {
        let mut balances: BTreeMap<AccountCode, Money> =
            self.opening.lines().map(|(account, amount)| (account.clone(), amount)).collect();
        for voucher in self.vouchers.iter().filter(|voucher| voucher.date() <= date) {
            for entry in voucher.entries() {
                let balance = balances.entry(entry.account.clone()).or_default();
                *balance = balance.plus(signed(entry));
            }
        }
        balances
    }

    /// Income, expense and balances of a period (收付实现制).
    pub fn report(&self, period: Period) -> PeriodReport {
        let opening = self.funds_before(period.first_day());
        let mut closing = opening;
        let (mut income, mut expense) = (Sums::new(), Sums::new());
        let mut in_cash = Money::ZERO;
        for voucher in self.vouchers.iter().filter(|voucher| period.contains(voucher.date())) {
            apply(&mut closing, voucher);
            let movement = fund_movement(voucher);
            in_cash = in_cash.plus(movement.expense_in_cash);
            add_lines(&mut income, movement.income);
            add_lines(&mut expense, movement.expense);
        }
        let (income, expense) = (report_lines(income), report_lines(expense));
        let total = |lines: &[ReportLine]| -> Money { lines.iter().map(|line| line.amount).sum() };
        let (income_total, expense_total) = (total(&income), total(&expense));
        let year_from = self.year_from(period);
        let (year_income, year_expense, year_in_cash) =
            self.totals(year_from.first_day(), period.last_day());
        PeriodReport {
            period,
            opening,
            non_cash_share: share_of(expense_total.minus(in_cash), expense_total),
            income,
            expense,
            income_total,
            expense_total,
            closing,
            year_from,
            year_income,
            year_expense,
            year_non_cash_share: share_of(year_expense.minus(year_in_cash), year_expense),
        }
    }

    /// January of the period's year, or the book's first month where that is later.
    pub fn year_from(&self, period: Period) -> Month {
        let last = period.last_month();
        let january = Period::Year(last.year()).first_month();
        self.first_month().clamp(january, last)
    }

    /// Income, expense and the part of it paid in cash, from one day through another.
    fn totals(&self, from: Date, through: Date) -> (Money, Money, Money) {
        let mut totals = (Money::ZERO, Money::ZERO, Money::ZERO);
        for voucher in &self.vouchers {
            if (from..=through).contains(&voucher.date()) {
                let movement = fund_movement(voucher);
                totals.0 = totals.0.plus(movement.income_total());
                totals.1 = totals.1.plus(movement.expense_total());
                totals.2 = totals.2.plus(movement.expense_in_cash);
            }
        }
        totals
    }

    /// The days of a period at whose end cash or bank stands below zero, each stretch once, at
    /// its first day.
    pub fn negative_funds(&self, period: Period) -> Vec<NegativeFunds> {
        let vouchers = self.vouchers_by_day(period);
        let mut found = Vec::new();
        for cash in [true, false] {
            let of = |funds: Funds| if cash { funds.cash } else { funds.bank };
            let mut funds = self.funds_before(period.first_day());
            let mut below = false;
            for day in vouchers.chunk_by(|a, b| a.date() == b.date()) {
                let mut crossed = None;
                for voucher in day {
                    let before = of(funds);
                    apply(&mut funds, voucher);
                    if of(funds).is_negative() && !before.is_negative() {
                        crossed = Some((voucher.month(), voucher.number()));
                    }
                }
                let balance = of(funds);
                if let (true, false, Some(first)) = (balance.is_negative(), below, day.first()) {
                    found.push(NegativeFunds {
                        date: first.date(),
                        voucher: crossed,
                        cash,
                        balance,
                    });
                }
                below = balance.is_negative();
            }
        }
        found
    }
}

type Sums = BTreeMap<AccountCode, (Money, usize)>;

fn add_lines(sums: &mut Sums, lines: Vec<(AccountCode, Money)>) {
    for (account, amount) in lines {
        let sum = sums.entry(account).or_default();
        *sum = (sum.0.plus(amount), sum.1 + 1);
    }
}

fn report_lines(sums: Sums) -> Vec<ReportLine> {
    sums.into_iter()
        .map(|(account, (amount, count))| ReportLine { account, amount, count })
        .collect()
}

/// Moves the funds as the voucher does.
pub fn apply(funds: &mut Funds, voucher: &Voucher) {
    for entry in voucher.entries() {
        funds.add(&entry.account, signed(entry));
    }
}

fn signed(entry: &super::voucher::Entry) -> Money {
    match entry.side {
        Side::Debit => entry.amount,
        Side::Credit => -entry.amount,
    }
}

/// `part` of `whole` in hundredths of a percent, rounded down; `None` without a whole.
pub(super) fn share_of(part: Money, whole: Money) -> Option<u32> {
    if !whole.is_positive() {
        return None;
    }
    let share = i128::from(part.fen().max(0)) * 10_000 / i128::from(whole.fen());
    u32::try_from(share).ok()
}
