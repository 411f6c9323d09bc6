//! Rules of handling money (资金管理规则): each gives a warning with its source, none refuses.
//!
//! The values are those of the sources in their usual form; towns differ, so each can be set for
//! the whole ledger and switched off with zero.

use serde::{Deserialize, Serialize};

use super::ids::VoucherId;
use super::ledger::{Book, FundMovement, Funds, apply, fund_movement};
use super::money::Money;
use super::period::{self, Date, Month, Period};
use super::resolution::{Expense, ExpenseFault, check_expense, takes_resolution};
use super::rules::Rules;
use super::voucher::{Voucher, VoucherDraft, VoucherNumber};

/// The limits of one ledger (资金限额).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MoneyRules {
    /// The most cash in hand at the end of a day (库存现金限额); zero: no limit. 5,000 yuan is
    /// what most villages are allowed.
    pub cash_in_hand_max: Money,
    /// From this amount on a payment goes through the bank (结算起点): 1,000 yuan
    /// (《现金管理暂行条例》第五条); zero: no limit.
    pub cash_payment_max: Money,
    /// Days within which payments of one kind are taken together (化整为零); zero: not looked at.
    pub split_days: u32,
    /// Whether income in cash must reach the bank before it is spent (坐支,
    /// 《现金管理暂行条例》第十一条).
    pub no_spending_of_takings: bool,
    /// Whether wages and subsidies must be paid through the bank.
    pub wages_by_bank: bool,
    /// Who must agree from which amount on, the smallest first (审批分档).
    pub approval: Vec<ApprovalTier>,
}

/// Who must agree to an expense (审批档).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalTier {
    /// Expenses above this amount.
    pub above: Money,
    /// Whose agreement it takes, in words.
    pub needs: String,
}

impl Default for MoneyRules {
    fn default() -> Self {
        let tier = |yuan: i64, needs: &str| ApprovalTier {
            above: Money::from_fen(yuan * 100),
            needs: needs.to_owned(),
        };
        Self {
            cash_in_hand_max: Money::from_fen(500_000),
            cash_payment_max: Money::from_fen(100_000),
            split_days: 7,
            no_spending_of_takings: true,
            wages_by_bank: true,
            approval: vec![
                tier(1000, "村“两委”集体研究，村务监督委员会审核"),
                tier(10_000, "村民会议或村民代表会议决议"),
            ],
        }
    }
}

/// Which rule a warning is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MoneyRule {
    /// Too much cash in hand.
    CashInHand,
    /// A large payment in cash.
    CashPayment,
    /// Takings spent before they were banked.
    SpentTakings,
    /// Wages or subsidies in cash.
    WagesInCash,
    /// One payment made in parts.
    Split,
    /// An expense that takes more than one signature.
    Approval,
    /// An expense that is not covered by a resolution.
    Resolution,
}

impl MoneyRule {
    /// The stable name of its faults.
    pub const fn code(self) -> &'static str {
        match self {
            Self::CashInHand => "cash_in_hand",
            Self::CashPayment => "cash_payment",
            Self::SpentTakings => "spent_takings",
            Self::WagesInCash => "wages_in_cash",
            Self::Split => "split_payment",
            Self::Approval => "approval",
            Self::Resolution => "resolution",
        }
    }
}

/// Something about the handling of money that a person should look at (资金管理提醒).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoneyWarning {
    /// The rule.
    pub rule: MoneyRule,
    /// The day.
    pub date: Date,
    /// The voucher; `None` is the one that is being written.
    pub voucher: Option<(Month, VoucherNumber)>,
    /// One Chinese sentence with the figures and the rule.
    pub message: String,
}

/// One voucher as far as these rules look at it.
struct Item<'a> {
    date: Date,
    voucher: Option<(Month, VoucherNumber)>,
    id: Option<VoucherId>,
    written: &'a VoucherDraft,
    movement: FundMovement,
    effect: Funds,
    is_reversed: bool,
}

impl Item<'_> {
    fn name(&self) -> String {
        match self.voucher {
            Some((_, number)) => format!("{number}“{}”", self.written.summary),
            None => "这笔".to_owned(),
        }
    }

    /// What went out in cash to others.
    fn paid_in_cash(&self) -> Money {
        if self.is_reversed { Money::ZERO } else { self.movement.expense_in_cash }
    }

    /// What came in in cash from others: cash in, less what was drawn from the bank.
    fn taken_in_cash(&self) -> Money {
        self.effect.cash.max(Money::ZERO).min(self.movement.income_total())
    }
}

impl Book {
    /// What the rules say of the vouchers of a period.
    pub fn money_warnings(&self, rules: &Rules, period: Period) -> Vec<MoneyWarning> {
        let mut warnings = self.warnings_with(rules, period, None);
        warnings.sort_by_key(|warning| (warning.date, warning.voucher));
        warnings
    }

    /// What the rules say of a voucher that is being written.
    pub fn money_warnings_for(&self, rules: &Rules, draft: &Voucher) -> Vec<MoneyWarning> {
        let period = Period::Month(draft.month());
        let mut warnings = self.warnings_with(rules, period, Some(draft));
        warnings.retain(|warning| warning.voucher.is_none());
        warnings
    }

    fn warnings_with(
        &self,
        all: &Rules,
        period: Period,
        extra: Option<&Voucher>,
    ) -> Vec<MoneyWarning> {
        let (rules, tiers) = (&all.money, all.resolution_tiers());
        let items = self.items(rules, period, extra);
        let current: Vec<&Item<'_>> =
            items.iter().filter(|item| period.contains(item.date)).collect();
        let mut warnings = Vec::new();
        for item in &current {
            warnings.extend(large_in_cash(rules, item));
            warnings.extend(wages_in_cash(rules, item));
            match self.unresolved(&tiers, item) {
                Covered::Not(warning) => warnings.push(warning),
                Covered::Fully => {}
                Covered::NotAsked => warnings.extend(approval(rules, item)),
            }
        }
        warnings.extend(self.cash_in_hand(rules, period, &current));
        warnings.extend(self.spent_takings(rules, period, &items));
        warnings.extend(split(rules, period, &items));
        warnings
    }

    /// The vouchers of the period and of the days before it that count together with it.
    fn items<'a>(
        &'a self,
        rules: &MoneyRules,
        period: Period,
        extra: Option<&'a Voucher>,
    ) -> Vec<Item<'a>> {
        let days = chrono::Days::new(u64::from(rules.split_days));
        let from = period.first_day().checked_sub_days(days).unwrap_or(period.first_day());
        let reversed: std::collections::BTreeSet<_> =
            self.vouchers.iter().filter_map(|voucher| voucher.written().reverses).collect();
        let item = |voucher: &'a Voucher, is_extra: bool| {
            let mut effect = Funds::default();
            apply(&mut effect, voucher);
            Item {
                date: voucher.date(),
                voucher: (!is_extra).then(|| (voucher.month(), voucher.number())),
                id: (!is_extra).then(|| voucher.id()),
                written: voucher.written(),
                movement: fund_movement(voucher),
                effect,
                is_reversed: voucher.is_reversal() || reversed.contains(&voucher.id()),
            }
        };
        let posted = self.vouchers.iter();
        let posted = posted.filter(|voucher| (from..=period.last_day()).contains(&voucher.date()));
        let mut items: Vec<Item<'a>> = posted.map(|voucher| item(voucher, false)).collect();
        items.extend(extra.map(|voucher| item(voucher, true)));
        items.sort_by_key(|item| (item.date, item.voucher.is_none(), item.voucher));
        items
    }

    /// Whether an expense takes a resolution and has it. One that names a resolution is held to it
    /// even where no rule asks for one.
    fn unresolved(&self, tiers: &[ApprovalTier], item: &Item<'_>) -> Covered {
        let amount = if item.is_reversed { Money::ZERO } else { item.movement.expense_total() };
        let resolution = self.resolution_named_by(item.written);
        let is_asked = tiers.iter().any(|tier| amount > tier.above);
        if !amount.is_positive() || (resolution.is_none() && !is_asked) {
            return Covered::NotAsked;
        }
        let spent_before =
            resolution.map_or(Money::ZERO, |resolution| self.spent_on(resolution.id, item.id));
        let expense = Expense { amount, paid_on: item.date, spent_before };
        match check_expense(expense, tiers, resolution) {
            Ok(()) if is_asked => Covered::Fully,
            Ok(()) => Covered::NotAsked,
            Err(fault) => {
                let next = match &fault {
                    ExpenseFault::NoResolution { .. } => {
                        "请在“决议”一栏选，或在备注写编号，如“〔2026〕3号”；还没有决议的，先走四议两公开。"
                    }
                    ExpenseFault::NotResolved { .. }
                    | ExpenseFault::TooEarly { .. }
                    | ExpenseFault::NoAmount { .. }
                    | ExpenseFault::AboveAmount { .. } => fault.hint(),
                };
                let message = format!("{}：{fault}。{next}", item.name());
                Covered::Not(warning(MoneyRule::Resolution, item, message))
            }
        }
    }

    /// More cash in hand at the end of a day than allowed, once for each stretch.
    fn cash_in_hand(
        &self,
        rules: &MoneyRules,
        period: Period,
        items: &[&Item<'_>],
    ) -> Vec<MoneyWarning> {
        let limit = rules.cash_in_hand_max;
        if !limit.is_positive() {
            return Vec::new();
        }
        let mut cash = self.funds_before(period.first_day()).cash;
        let mut warnings = Vec::new();
        let mut above = cash > limit;
        for day in items.chunk_by(|a, b| a.date == b.date) {
            let before = cash;
            cash = day.iter().fold(cash, |cash, item| cash.plus(item.effect.cash));
            let last = day.iter().rev().find(|item| item.effect.cash.is_positive());
            if let Some(item) = last.filter(|_| cash > limit && (!above || cash > before)) {
                warnings.push(MoneyWarning {
                    rule: MoneyRule::CashInHand,
                    date: item.date,
                    voucher: item.voucher,
                    message: format!(
                        "{}库存现金 {} 元，超过限额 {} 元，请把多出的存入银行。",
                        period::day_label(item.date),
                        cash.grouped(),
                        limit.grouped()
                    ),
                });
            }
            above = cash > limit;
        }
        warnings
    }

    /// 坐支: payments that the cash drawn from the bank does not cover, while takings are unbanked.
    fn spent_takings(
        &self,
        rules: &MoneyRules,
        period: Period,
        items: &[Item<'_>],
    ) -> Vec<MoneyWarning> {
        let mut warnings = Vec::new();
        if !rules.no_spending_of_takings {
            return warnings;
        }
        // what is in hand at the start counts as drawn for petty expenses
        let mut drawn = self.funds_before(period.first_day()).cash.max(Money::ZERO);
        let mut takings = Money::ZERO;
        for item in items.iter().filter(|item| period.contains(item.date) && !item.is_reversed) {
            let taken = item.taken_in_cash();
            let paid = item.paid_in_cash();
            let rest = item.effect.cash.minus(taken).plus(paid);
            takings = takings.plus(taken);
            if rest.is_positive() {
                drawn = drawn.plus(rest);
            } else {
                // to the bank: takings first
                let banked = -rest;
                let of_takings = banked.min(takings);
                takings = takings.minus(of_takings);
                drawn = drawn.minus(banked.minus(of_takings)).max(Money::ZERO);
            }
            let short = paid.minus(drawn).min(takings);
            if short.is_positive() {
                warnings.push(MoneyWarning {
                    rule: MoneyRule::SpentTakings,
                    date: item.date,
                    voucher: item.voucher,
                    message: format!(
                        "{}用了没存银行的现金收入 {} 元（坐支）。现金收入要先存银行，用钱再从银行取（《现金管理暂行条例》第十一条）。",
                        item.name(),
                        short.grouped()
                    ),
                });
                takings = takings.minus(short);
            }
            drawn = drawn.minus(paid).max(Money::ZERO);
        }
        warnings
    }
}

/// Whether a resolution covers an expense.
enum Covered {
    /// It does, above the tier that asks for one.
    Fully,
    /// It does not.
    Not(MoneyWarning),
    /// No resolution is asked for.
    NotAsked,
}

fn warning(rule: MoneyRule, item: &Item<'_>, message: String) -> MoneyWarning {
    MoneyWarning { rule, date: item.date, voucher: item.voucher, message }
}

fn large_in_cash(rules: &MoneyRules, item: &Item<'_>) -> Option<MoneyWarning> {
    let (paid, limit) = (item.paid_in_cash(), rules.cash_payment_max);
    (limit.is_positive() && paid > limit).then(|| {
        let message = format!(
            "{}付现金 {} 元，超过结算起点 {} 元，应通过银行付（《现金管理暂行条例》第五条）。",
            item.name(),
            paid.grouped(),
            limit.grouped()
        );
        warning(MoneyRule::CashPayment, item, message)
    })
}

/// Words that name wages, subsidies and what is paid like them.
const WAGES: [&str; 10] =
    ["工资", "报酬", "补贴", "补助", "误工", "劳务费", "慰问金", "奖金", "津贴", "分红"];

fn wages_in_cash(rules: &MoneyRules, item: &Item<'_>) -> Option<MoneyWarning> {
    let paid = item.paid_in_cash();
    if !rules.wages_by_bank || !paid.is_positive() {
        return None;
    }
    let by_account = item
        .movement
        .expense
        .iter()
        .any(|(account, _)| matches!(account.first_level(), "212" | "213"));
    let by_words = WAGES.iter().any(|word| item.written.summary.contains(word));
    (by_account || by_words).then(|| {
        let message = format!(
            "{}是工资、报酬或补贴，付了现金 {} 元，应打到本人银行卡上。",
            item.name(),
            paid.grouped()
        );
        warning(MoneyRule::WagesInCash, item, message)
    })
}

fn approval(rules: &MoneyRules, item: &Item<'_>) -> Option<MoneyWarning> {
    let paid = if item.is_reversed { Money::ZERO } else { item.movement.expense_total() };
    let tiers = rules.approval.iter().filter(|tier| paid > tier.above);
    // what takes a resolution is looked at above, from the amount on that the ledger sets
    let tier = tiers.filter(|tier| !takes_resolution(tier)).max_by_key(|tier| tier.above)?;
    let message = format!(
        "{}支出 {} 元，超过 {} 元的要有{}，请核对附件里有没有。",
        item.name(),
        paid.grouped(),
        tier.above.grouped(),
        tier.needs
    );
    Some(warning(MoneyRule::Approval, item, message))
}

/// Payments in cash of one kind that together pass the threshold each of them stays below.
fn split(rules: &MoneyRules, period: Period, items: &[Item<'_>]) -> Vec<MoneyWarning> {
    let limit = rules.cash_payment_max;
    let mut warnings = Vec::new();
    if rules.split_days == 0 || !limit.is_positive() {
        return warnings;
    }
    for (index, item) in items.iter().enumerate() {
        let small =
            |item: &Item<'_>| item.paid_in_cash().is_positive() && item.paid_in_cash() <= limit;
        if !small(item) || !period.contains(item.date) {
            continue;
        }
        let near = |other: &&Item<'_>| {
            small(other)
                && (item.date - other.date).num_days() <= i64::from(rules.split_days)
                && same_kind(item.written, other.written)
        };
        let earlier: Vec<&Item<'_>> = items.iter().take(index).filter(near).collect();
        let sum =
            earlier.iter().fold(item.paid_in_cash(), |sum, other| sum.plus(other.paid_in_cash()));
        if sum > limit && !earlier.is_empty() {
            let message = format!(
                "{}和前 {} 天内另外 {} 笔同类现金支出合计 {} 元，超过结算起点 {} 元，请核对是不是一笔分开付。",
                item.name(),
                rules.split_days,
                earlier.len(),
                sum.grouped(),
                limit.grouped()
            );
            warnings.push(warning(MoneyRule::Split, item, message));
        }
    }
    warnings
}

/// Whether two vouchers look like payments to one payee: the same words, numbers aside.
fn same_kind(a: &VoucherDraft, b: &VoucherDraft) -> bool {
    let core = |text: &str| -> String {
        text.chars()
            .filter(|c| {
                !c.is_numeric()
                    && !c.is_whitespace()
                    && !c.is_ascii_punctuation()
                    && !"（）第批次笔一二三四五六七八九十、，。·".contains(*c)
            })
            .collect()
    };
    let (first, second) = (core(&a.summary), core(&b.summary));
    !first.is_empty() && first == second
}
