//! The yearly plan of income and expense of a village (农经发〔2011〕13号 公开内容（一）).

use serde::{Deserialize, Serialize};

use super::Setting;
use super::refusal::GovernanceRefusal;
use crate::domain::account::AccountCode;
use crate::domain::entity::Entity;
use crate::domain::field;
use crate::domain::ids::GovernanceId;
use crate::domain::money::Money;
use crate::domain::period::Date;

/// Whether money is to come in or to go out (收、支).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanSide {
    /// 收入
    #[default]
    Income,
    /// 支出
    Expense,
}

impl PlanSide {
    /// Both, as they are printed.
    pub const ALL: [Self; 2] = [Self::Income, Self::Expense];

    /// As printed.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Income => "收入",
            Self::Expense => "支出",
        }
    }
}

/// One line of a plan (收支计划的一行): so much of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanLine {
    /// In or out.
    pub side: PlanSide,
    /// The account on the other side of the money, with all below it: the kinds of the monthly
    /// sheets of income and expense.
    pub account: AccountCode,
    /// 计划金额
    pub amount: Money,
    /// 说明
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remark: String,
}

/// A yearly plan (年度收支计划): what is to come in and to go out, told like the monthly sheets,
/// as money that is received and paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearPlan {
    /// 年度
    pub year: i32,
    /// Whose books it is about.
    #[serde(default, skip_serializing_if = "Entity::is_village")]
    pub entity: Entity,
    /// 通过日期; `None` while no meeting has passed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passed_on: Option<Date>,
    /// 通过的会议
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub passed_by: String,
    /// The lines, income and expense.
    pub lines: Vec<PlanLine>,
    /// 其他计划: buying and building, 一事一议, leases, distribution, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub others: String,
}

impl YearPlan {
    /// The sum of one side.
    pub fn total(&self, side: PlanSide) -> Money {
        self.lines.iter().filter(|line| line.side == side).map(|line| line.amount).sum()
    }

    pub(super) fn clean(mut self, today: Date) -> Result<Self, GovernanceRefusal> {
        if !(2000..=2199).contains(&self.year) {
            return Err(GovernanceRefusal::PlanYear(self.year));
        }
        if let Some(on) = self.passed_on {
            field::past("通过日期", on, today)?;
        }
        field::words("通过的会议", &mut self.passed_by)?;
        for line in &mut self.lines {
            field::positive("计划明细", line.amount)?;
            field::words("计划明细", &mut line.remark)?;
            if line.account.is_fund() {
                return Err(GovernanceRefusal::PlanOfFunds);
            }
        }
        for (at, line) in self.lines.iter().enumerate() {
            let same =
                |other: &PlanLine| (other.side, &other.account) == (line.side, &line.account);
            if self.lines.iter().skip(at + 1).any(same) {
                let (side, account) = (line.side, line.account.clone());
                return Err(GovernanceRefusal::PlannedTwice { side, account });
            }
        }
        if self.lines.is_empty() {
            return Err(GovernanceRefusal::NothingPlanned);
        }
        field::long_words("其他计划", &mut self.others)?;
        Ok(self)
    }
}

/// A year has one plan for each set of books.
pub(super) fn check_year(
    id: GovernanceId,
    plan: &YearPlan,
    setting: &Setting<'_>,
) -> Result<(), GovernanceRefusal> {
    let others = setting.records.iter().filter(|record| record.id != id);
    let mut plans = others.filter_map(|record| record.facts.plan());
    match plans.find(|other| (other.year, other.entity) == (plan.year, plan.entity)) {
        Some(_) => Err(GovernanceRefusal::YearPlanned(plan.year)),
        None => Ok(()),
    }
}
