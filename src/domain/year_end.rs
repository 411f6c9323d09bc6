//! The end of a year: income and expense carried to 收益分配, and the surplus appropriated.
//!
//! Invariant: nothing here moves money, so no published figure changes. After the end of a year
//! every account of income and expense stands at zero, and so does 本年收益.

use std::collections::BTreeMap;

use super::account::{AccountClass, AccountCode, Side};
use super::entity::{BooksRefusal, Entity};
use super::ledger::Book;
use super::matter::MatterCode;
use super::money::Money;
use super::period::{Date, Month, Period};
use super::voucher::{Entry, Voucher, VoucherDraft, VoucherKind};

/// 本年收益
pub const YEAR_SURPLUS: &str = "321";
/// 收益分配
pub const DISTRIBUTION: &str = "322";
/// 公积公益金
pub const RESERVE: &str = "311";
/// 应付款
pub const PAYABLE: &str = "211";

const INCOME: [&str; 4] = ["501", "502", "503", "504"];
const EXPENSE: [&str; 6] = ["511", "512", "513", "514", "515", "521"];

/// A year that was ended (已年终结转的年度).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct YearEnd {
    /// Whose books.
    pub entity: Entity,
    /// The year.
    pub year: i32,
    /// The day it was ended.
    pub ended_on: Date,
}

/// One month of a year to be ended, and whether it was disclosed (年终检查的一个月).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthStanding {
    /// The month.
    pub month: Month,
    /// The day its finance detail was published, if it was.
    pub published_on: Option<Date>,
}

/// What ending a year posts (年终结转方案).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearEndPlan {
    /// The year.
    pub year: i32,
    /// The vouchers, in the order of their numbers; none if there is nothing to carry.
    pub vouchers: Vec<VoucherDraft>,
    /// The income of the year.
    pub income: Money,
    /// The expense of the year.
    pub expense: Money,
    /// What goes to 收益分配; below zero in a year of loss.
    pub surplus: Money,
}

/// Why a year is not ended, in order of precedence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum YearEndRefusal {
    /// It was ended before.
    #[error("{year}年已于 {on} 年终结转")]
    AlreadyEnded {
        /// The year.
        year: i32,
        /// The day it was ended.
        on: Date,
    },
    /// The year still runs.
    #[error("{year}年还没有过完（今天是 {today}），不能年终结转")]
    NotOver {
        /// The year.
        year: i32,
        /// The day it is.
        today: Date,
    },
    /// The book begins later.
    #[error("本村的账从{first}开始，没有{year}年的账", first = .first.label())]
    BeforeBook {
        /// The year.
        year: i32,
        /// The first month of the book.
        first: Month,
    },
    /// An earlier year was not ended.
    #[error("{earlier}年还没有年终结转，不能先结转{year}年")]
    EarlierYear {
        /// The year asked for.
        year: i32,
        /// The first year that was not ended.
        earlier: i32,
    },
    /// Months whose finance was not published.
    #[error(
        "{year}年还有 {count} 个月的财务没有公布：{months}",
        count = .months.len(),
        months = .months.iter().map(|month| month.label()).collect::<Vec<_>>().join("、")
    )]
    MonthsOpen {
        /// The year.
        year: i32,
        /// The months.
        months: Vec<Month>,
    },
}

impl YearEndRefusal {
    /// The next step.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::AlreadyEnded { .. } => "请接着做收益分配，或在新的一年里记账。",
            Self::NotOver { .. } => "请等 12 月的财务公布以后再结转。",
            Self::BeforeBook { .. } => "请核对年份。",
            Self::EarlierYear { .. } => "请从最早的一年开始，一年一年结转。",
            Self::MonthsOpen { .. } => "请先把这些月份的财务逐笔公开表起草、公布，再结转。",
        }
    }
}

/// A decision to appropriate the surplus of a year (收益分配).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appropriation {
    /// Whose surplus it is.
    pub entity: Entity,
    /// The year whose surplus it is.
    pub year: i32,
    /// To which accounts, and how much.
    pub lines: Vec<(AccountCode, Money)>,
    /// The day of the decision.
    pub decided_on: Date,
    /// Who decided, and what (决议).
    pub decision: String,
}

/// Why a surplus is not appropriated, in order of precedence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AppropriationRefusal {
    /// Not the books this village keeps.
    #[error(transparent)]
    Books(#[from] BooksRefusal),
    /// The year was not ended.
    #[error("{0}年还没有年终结转，不能分配收益")]
    NotEnded(i32),
    /// Nobody decided.
    #[error("决议没有写")]
    NoDecision,
    /// The decision lies ahead.
    #[error("决议日期 {on} 还没到（今天是 {today}）")]
    Future {
        /// The day written.
        on: Date,
        /// The day it is.
        today: Date,
    },
    /// No line at all.
    #[error("分配的项目一行也没有")]
    NoLines,
    /// An amount of zero or below.
    #[error("分配到科目 {account} 的金额是 {amount}，要大于 0")]
    BadAmount {
        /// The account.
        account: AccountCode,
        /// The amount.
        amount: Money,
    },
    /// An account that is not in the chart.
    #[error("没有编号为 {0} 的科目")]
    UnknownAccount(AccountCode),
    /// Only debts and equity take a surplus.
    #[error("收益不能分配到科目 {0}")]
    WrongAccount(AccountCode),
    /// More than there is.
    #[error(
        "要分配 {asked}，可分配的只有 {distributable}，多出 {excess}",
        asked = .asked.grouped(),
        distributable = .distributable.grouped(),
        excess = .asked.minus(*.distributable).grouped()
    )]
    TooMuch {
        /// The sum of the lines.
        asked: Money,
        /// What there is.
        distributable: Money,
    },
}

impl AppropriationRefusal {
    /// The next step.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Books(refusal) => refusal.hint(),
            Self::NotEnded(_) => "请先做年终结转。",
            Self::NoDecision => "请写谁在什么会上决定的，如“成员（代表）大会通过”。",
            Self::Future { .. } => "请写开会决定的日期。",
            Self::NoLines => "请至少填一项，如提取公积公益金。",
            Self::BadAmount { .. } => "请填大于 0 的金额，不分的项目请留空。",
            Self::UnknownAccount(_) => "请选科目表里的科目，或先在设置里增设明细科目。",
            Self::WrongAccount(_) => "请分到 311 公积公益金、211 应付款等负债或权益科目。",
            Self::TooMuch { .. } => "请把金额减到可分配的数以内。",
        }
    }
}

impl Appropriation {
    /// Checks the decision against the book and words its voucher.
    ///
    /// # Errors
    /// [`AppropriationRefusal`], in the order its variants are declared.
    pub fn check(&self, book: &Book, today: Date) -> Result<VoucherDraft, AppropriationRefusal> {
        book.bookkeeping().check(self.entity)?;
        book.year_ended(self.year).ok_or(AppropriationRefusal::NotEnded(self.year))?;
        if self.decision.trim().is_empty() {
            return Err(AppropriationRefusal::NoDecision);
        }
        if self.decided_on > today {
            return Err(AppropriationRefusal::Future { on: self.decided_on, today });
        }
        if self.lines.is_empty() {
            return Err(AppropriationRefusal::NoLines);
        }
        for (account, amount) in &self.lines {
            if !amount.is_positive() || *amount > Money::MAX {
                let (account, amount) = (account.clone(), *amount);
                return Err(AppropriationRefusal::BadAmount { account, amount });
            }
            let Some(known) = book.chart.get(account) else {
                return Err(AppropriationRefusal::UnknownAccount(account.clone()));
            };
            if !takes_surplus(account, known.class) {
                return Err(AppropriationRefusal::WrongAccount(account.clone()));
            }
        }
        let asked: Money = self.lines.iter().map(|(_, amount)| *amount).sum();
        let distributable = book.distributable(self.entity, self.year);
        if asked > distributable {
            return Err(AppropriationRefusal::TooMuch { asked, distributable });
        }
        let mut entries: Vec<Entry> = entry(DISTRIBUTION, Side::Debit, asked).into_iter().collect();
        entries.extend(self.lines.iter().map(|(account, amount)| Entry {
            account: account.clone(),
            side: Side::Credit,
            amount: *amount,
        }));
        let summary = format!("{}年收益分配", self.year);
        let note = format!("{} {}", self.decided_on, self.decision.trim());
        let draft = closing_voucher(self.year, self.entity, summary, entries);
        Ok(VoucherDraft { kind: VoucherKind::Appropriation, note, ..draft })
    }
}

/// Whether a surplus may be appropriated to the account.
pub fn takes_surplus(account: &AccountCode, class: AccountClass) -> bool {
    let holds_surplus = matches!(account.first_level(), YEAR_SURPLUS | DISTRIBUTION);
    match class {
        AccountClass::Liability | AccountClass::Equity => !holds_surplus,
        AccountClass::Asset | AccountClass::Cost | AccountClass::ProfitAndLoss => false,
    }
}

/// The part of a surplus that goes to 公积公益金 at `percent`, rounded down to the fen.
pub fn reserve_share(surplus: Money, percent: u32) -> Money {
    let share = i128::from(surplus.fen().max(0)) * i128::from(percent) / 100;
    Money::from_fen(i64::try_from(share).unwrap_or(0))
}

impl Book {
    /// How the year was ended, if it was.
    pub fn year_ended(&self, year: i32) -> Option<&YearEnd> {
        self.year_ends.iter().find(|ended| ended.year == year)
    }

    /// The last year that was ended.
    pub fn ended_through(&self) -> Option<i32> {
        self.year_ends.iter().map(|ended| ended.year).max()
    }

    /// The months of a year from the first of the book, and which of them were published.
    pub fn months_of_year(&self, year: i32) -> Vec<MonthStanding> {
        let (first, whole) = (self.first_month(), Period::Year(year));
        whole
            .first_month()
            .through(whole.last_month())
            .filter(|month| *month >= first)
            .map(|month| {
                let period = Period::Month(month);
                let published_on = self.disclosed_on(MatterCode::FINANCE_DETAIL, period);
                MonthStanding { month, published_on }
            })
            .collect()
    }

    /// What ending the year would post, whether or not it may be ended yet.
    pub fn year_end_figures(&self, year: i32) -> YearEndPlan {
        let none = Money::ZERO;
        let mut plan =
            YearEndPlan { year, vouchers: Vec::new(), income: none, expense: none, surplus: none };
        for entity in self.entities() {
            plan.add(*entity, &self.balances_of(*entity, Period::Year(year).last_day()));
        }
        plan
    }

    /// Plans the end of a year.
    ///
    /// # Errors
    /// [`YearEndRefusal`], in the order its variants are declared.
    pub fn plan_year_end(&self, year: i32, today: Date) -> Result<YearEndPlan, YearEndRefusal> {
        if let Some(ended) = self.year_ended(year) {
            return Err(YearEndRefusal::AlreadyEnded { year, on: ended.ended_on });
        }
        let running = Month::of(today).year();
        if year > running || (year == running && today < Period::Year(year).last_day()) {
            return Err(YearEndRefusal::NotOver { year, today });
        }
        let first = self.first_month();
        if year < first.year() {
            return Err(YearEndRefusal::BeforeBook { year, first });
        }
        let earlier = (first.year()..year).find(|earlier| self.year_ended(*earlier).is_none());
        if let Some(earlier) = earlier {
            return Err(YearEndRefusal::EarlierYear { year, earlier });
        }
        let open = |standing: &MonthStanding| standing.published_on.is_none();
        let months: Vec<Month> = self
            .months_of_year(year)
            .into_iter()
            .filter(open)
            .map(|standing| standing.month)
            .collect();
        if months.is_empty() {
            Ok(self.year_end_figures(year))
        } else {
            Err(YearEndRefusal::MonthsOpen { year, months })
        }
    }

    /// The credit balance of 收益分配 in the books of `entity` at the end of a year, as far as
    /// later years left it; zero where losses are still to be made up.
    pub fn distributable(&self, entity: Entity, year: i32) -> Money {
        let at = |date: Date| -> Money {
            let balances = self.balances_of(entity, date).into_iter();
            -balances
                .filter(|(account, _)| account.first_level() == DISTRIBUTION)
                .map(|(_, balance)| balance)
                .sum::<Money>()
        };
        let end = Period::Year(year).last_day();
        let last = self.vouchers.iter().map(super::voucher::Voucher::date).max();
        at(end).min(at(last.map_or(end, |last| last.max(end)))).max(Money::ZERO)
    }

    fn balances_of(&self, entity: Entity, date: Date) -> BTreeMap<AccountCode, Money> {
        let opening = self.opening.lines_of(entity);
        let mut balances: BTreeMap<AccountCode, Money> =
            opening.map(|(account, sum)| (account.clone(), sum)).collect();
        let of = |voucher: &&super::voucher::Voucher| {
            voucher.entity() == entity && voucher.date() <= date
        };
        for line in self.vouchers.iter().filter(of).flat_map(Voucher::entries) {
            let balance = balances.entry(line.account.clone()).or_default();
            *balance = match line.side {
                Side::Debit => balance.plus(line.amount),
                Side::Credit => balance.minus(line.amount),
            };
        }
        balances
    }
}

impl YearEndPlan {
    /// Adds the vouchers of one set of books.
    fn add(&mut self, entity: Entity, balances: &BTreeMap<AccountCode, Money>) {
        let year = self.year;
        let (income, earned) = carried(balances, &INCOME, YEAR_SURPLUS);
        let (expense, spent) = carried(balances, &EXPENSE, YEAR_SURPLUS);
        let mut rest = balances.clone();
        if let Some(surplus) = AccountCode::new(YEAR_SURPLUS) {
            let balance = rest.entry(surplus).or_default();
            *balance = balance.plus(earned).plus(spent);
        }
        let (surplus, kept) = carried(&rest, &[YEAR_SURPLUS], DISTRIBUTION);
        let of = if entity.is_village() { "" } else { entity.label() };
        let steps = [
            (format!("{of}{year}年各项收入转入本年收益"), income),
            (format!("{of}{year}年各项支出转入本年收益"), expense),
            (format!("{of}{year}年本年收益转入收益分配"), surplus),
        ];
        for (summary, entries) in steps.into_iter().filter(|(_, entries)| !entries.is_empty()) {
            self.vouchers.push(closing_voucher(year, entity, summary, entries));
        }
        self.income = self.income.minus(earned);
        self.expense = self.expense.plus(spent);
        self.surplus = self.surplus.minus(kept);
    }
}

/// The lines that bring every account below `from` to zero against `to`, debits first, and the
/// sum of their balances, debit positive.
fn carried(
    balances: &BTreeMap<AccountCode, Money>,
    from: &[&str],
    to: &str,
) -> (Vec<Entry>, Money) {
    let mut net = Money::ZERO;
    let mut entries = Vec::new();
    for (account, balance) in balances {
        if balance.is_zero() || !from.contains(&account.first_level()) {
            continue;
        }
        net = net.plus(*balance);
        let side = if balance.is_positive() { Side::Credit } else { Side::Debit };
        entries.push(Entry { account: account.clone(), side, amount: balance.abs() });
    }
    let side = if net.is_positive() { Side::Debit } else { Side::Credit };
    entries.extend(entry(to, side, net.abs()).filter(|entry| !entry.amount.is_zero()));
    entries.sort_by_key(|entry| (entry.side, entry.account.clone()));
    (entries, net)
}

fn entry(account: &str, side: Side, amount: Money) -> Option<Entry> {
    AccountCode::new(account).map(|account| Entry { account, side, amount })
}

/// A voucher of the last day of the year that nobody pays.
fn closing_voucher(
    year: i32,
    entity: Entity,
    summary: String,
    entries: Vec<Entry>,
) -> VoucherDraft {
    let date = Period::Year(year).last_day();
    let kind = VoucherKind::YearEnd;
    VoucherDraft { entity, kind, ..VoucherDraft::without_money(date, summary, entries) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(code: &str) -> AccountCode {
        AccountCode::new(code).expect("a code")
    }

    #[test]
    fn balances_of_either_sign_are_carried_to_zero() {
        let fen = Money::from_fen;
        let balances: BTreeMap<AccountCode, Money> =
            [("501", -500), ("50101", 200), ("502", 0), ("513", 100)]
                .map(|(code, amount)| (account(code), fen(amount)))
                .into();
        let shown = |from: &[&str]| {
            let (entries, net) = carried(&balances, from, YEAR_SURPLUS);
            let lines: Vec<String> = entries
                .iter()
                .map(|e| format!("{} {} {}", e.side.label(), e.account, e.amount.fen()))
                .collect();
            (lines.join(", "), net.fen())
        };
        assert_eq!(shown(&INCOME), ("借 501 500, 贷 321 300, 贷 50101 200".to_owned(), -300));
        assert_eq!(shown(&EXPENSE), ("借 321 100, 贷 513 100".to_owned(), 100));
        assert_eq!(shown(&["504"]), (String::new(), 0));
    }

    #[test]
    fn a_share_is_rounded_down_and_never_below_zero() {
        assert_eq!(reserve_share(Money::from_fen(333), 30).fen(), 99);
        assert_eq!(reserve_share(Money::from_fen(-333), 30).fen(), 0);
        assert_eq!(reserve_share(Money::from_fen(333), 100).fen(), 333);
    }
}
