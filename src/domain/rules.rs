//! The numbers of the law that a ledger may set, with their sources' values as defaults.

use serde::{Deserialize, Serialize};

use super::account::AccountCode;
use super::money::Money;
use super::money_rules::MoneyRules;
use super::targets::{INCOME_ACCOUNTS, IncomeTargets};

/// Deadlines and limits of one ledger (规则).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rules {
    /// The day of the next month by which a monthly matter is due, 1 to 28. No law names a day;
    /// the usual practice is the 10th.
    pub monthly_due_day: u32,
    /// The least number of days a sheet stays on the board: 15 (村民委员会组织法第三十五条).
    pub posting_days_min: u32,
    /// Days a villager has to object: 5 (山东省村务公开条例第十六条).
    pub objection_days: u32,
    /// Days the committee has to answer: 5 (山东省村务公开条例第十六条).
    pub answer_days: u32,
    /// How money is handled.
    pub money: MoneyRules,
    /// The part of a year's surplus proposed for 公积公益金, in percent; the members decide, so
    /// this is only what the form starts with.
    pub surplus_reserve_percent: u32,
    /// What counts as collective income, and how much it should be.
    pub targets: IncomeTargets,
}

/// Why rules are refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RulesRefusal {
    /// No such day in every month.
    #[error("每月公开日要在 1 到 28 之间，写的是 {0}")]
    DueDay(u32),
    /// Below the law.
    #[error("公示天数不得少于 15 天，写的是 {0}")]
    PostingDays(u32),
    /// A limit below zero or beyond any village's money.
    #[error("金额 {} 元不能作限额", .0.grouped())]
    MoneyLimit(Money),
    /// More days than a rule about neighbouring payments can mean.
    #[error("化整为零的天数要在 0 到 60 之间，写的是 {0}")]
    SplitDays(u32),
    /// An approval tier that names nobody.
    #[error("{} 元以上的支出没有写要谁同意", .0.grouped())]
    NobodyApproves(Money),
    /// No time at all, or longer than a year.
    #[error("异议和答复的天数要在 1 到 60 之间，写的是 {0}")]
    Days(u32),
    /// No account counts as collective income.
    #[error("集体经济收入一个科目也没有选")]
    NoIncomeAccount,
    /// An account that holds no income.
    #[error("科目 {0} 不是收入，不能算集体经济收入")]
    NotIncome(AccountCode),
    /// Targets of nothing, beyond any village, or the wrong way round.
    #[error(
        "集体经济收入的下限 {least} 元、目标 {goal} 元不对",
        least = .least.grouped(),
        goal = .goal.grouped()
    )]
    Targets {
        /// The least.
        least: Money,
        /// The goal.
        goal: Money,
    },
    /// Not a percentage.
    #[error("提取公积公益金的比例要在 0 到 100 之间，写的是 {0}")]
    ReservePercent(u32),
}

impl RulesRefusal {
    /// The next step, with the article where one applies.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::DueDay(_) => "一般写 10，即次月 10 日前公布。",
            Self::PostingDays(_) => {
                "依据《村民委员会组织法》第三十五条：公布的期限不得少于十五日。"
            }
            Self::MoneyLimit(_) => "请写 0 或更大的金额；写 0 就是不管这一条。",
            Self::SplitDays(_) => "一般写 7；写 0 就是不管这一条。",
            Self::NobodyApproves(_) => "请写上要哪些人或哪个会议同意，或删掉这一档。",
            Self::ReservePercent(_) => "请照章程或成员大会的决议写百分数，如 30。",
            Self::NoIncomeAccount => "请至少选一个，如 501 经营收入；照县里的口径选。",
            Self::NotIncome(_) => "请写 501、502、503、504 或它们的明细科目。",
            Self::Targets { .. } => "要大于 0，目标不能低于下限；一般是 30000 和 100000。",
            Self::Days(_) => "山东是 5 日（《山东省村务公开条例》第十六条）。",
        }
    }
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            monthly_due_day: 10,
            posting_days_min: 15,
            objection_days: 5,
            answer_days: 5,
            money: MoneyRules::default(),
            surplus_reserve_percent: 30,
            targets: IncomeTargets::default(),
        }
    }
}

impl Rules {
    /// Checks the numbers.
    ///
    /// # Errors
    /// [`RulesRefusal`], in the order its variants are declared.
    pub fn check(self) -> Result<Self, RulesRefusal> {
        if !(1..=28).contains(&self.monthly_due_day) {
            return Err(RulesRefusal::DueDay(self.monthly_due_day));
        }
        if !(15..=366).contains(&self.posting_days_min) {
            return Err(RulesRefusal::PostingDays(self.posting_days_min));
        }
        let days = [self.objection_days, self.answer_days];
        if let Some(days) = days.into_iter().find(|days| !(1..=60).contains(days)) {
            return Err(RulesRefusal::Days(days));
        }
        if self.surplus_reserve_percent > 100 {
            return Err(RulesRefusal::ReservePercent(self.surplus_reserve_percent));
        }
        self.check_money()?;
        self.check_targets()?;
        Ok(self)
    }

    fn check_targets(&self) -> Result<(), RulesRefusal> {
        let IncomeTargets { accounts, least, goal } = &self.targets;
        if accounts.is_empty() {
            return Err(RulesRefusal::NoIncomeAccount);
        }
        let is_income = |code: &&AccountCode| INCOME_ACCOUNTS.contains(&code.first_level());
        if let Some(wrong) = accounts.iter().find(|code| !is_income(code)) {
            return Err(RulesRefusal::NotIncome(wrong.clone()));
        }
        if least.is_positive() && least <= goal && *goal <= Money::MAX {
            Ok(())
        } else {
            Err(RulesRefusal::Targets { least: *least, goal: *goal })
        }
    }

    fn check_money(&self) -> Result<(), RulesRefusal> {
        let money = &self.money;
        let tiers = money.approval.iter().map(|tier| tier.above);
        let mut limits = [money.cash_in_hand_max, money.cash_payment_max].into_iter().chain(tiers);
        if let Some(wrong) = limits.find(|limit| limit.is_negative() || *limit > Money::MAX) {
            return Err(RulesRefusal::MoneyLimit(wrong));
        }
        if money.split_days > 60 {
            return Err(RulesRefusal::SplitDays(money.split_days));
        }
        match money.approval.iter().find(|tier| tier.needs.trim().is_empty()) {
            Some(tier) => Err(RulesRefusal::NobodyApproves(tier.above)),
            None => Ok(()),
        }
    }
}
