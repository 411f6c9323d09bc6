//! Building projects (工程项目).

use serde::{Deserialize, Serialize};

use super::refusal::{HoldingField, HoldingRefusal};
use super::rules;
use crate::domain::account::{AccountCode, Chart};
use crate::domain::money::Money;
use crate::domain::period::Date;

/// 在建工程
pub const UNDER_CONSTRUCTION: &str = "153";

/// The accounts that bear a project: 在建工程、一事一议资金、专项应付款、经营支出、公益支出.
pub const PROJECT_ACCOUNTS: [&str; 5] = [UNDER_CONSTRUCTION, "231", "241", "511", "514"];

/// How the builder was found (招标方式).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bidding {
    /// 公开招标
    #[default]
    Open,
    /// 邀请招标
    Invited,
    /// 竞争性谈判
    Negotiated,
    /// 询价
    Quoted,
    /// 直接发包
    Direct,
    /// 村民自建
    OwnLabour,
}

impl Bidding {
    /// Every way.
    pub const ALL: [Self; 6] =
        [Self::Open, Self::Invited, Self::Negotiated, Self::Quoted, Self::Direct, Self::OwnLabour];

    /// As printed.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Open => "公开招标",
            Self::Invited => "邀请招标",
            Self::Negotiated => "竞争性谈判",
            Self::Quoted => "询价",
            Self::Direct => "直接发包",
            Self::OwnLabour => "村民自建",
        }
    }
}

/// A building project (工程项目).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Project {
    /// 名称
    pub name: String,
    /// 地点
    pub place: String,
    /// 预算
    pub budget: Money,
    /// 资金来源
    pub funding: String,
    /// 决策日期
    pub decided_on: Date,
    /// 招标方式
    pub bidding: Bidding,
    /// 承建方、中标方
    pub contractor: String,
    /// 合同价; zero until there is one.
    pub price: Money,
    /// What was paid before the book began (建账前已付).
    pub paid_before: Money,
    /// Where payments go in the ledger.
    pub account: AccountCode,
    /// 验收日期
    pub accepted_on: Option<Date>,
    /// 决算
    pub final_cost: Option<Money>,
    /// 备注
    pub note: String,
}

impl Project {
    pub(super) fn check(mut self, chart: &Chart, today: Date) -> Result<Self, HoldingRefusal> {
        rules::required(HoldingField::Name, &mut self.name)?;
        rules::words(HoldingField::Place, &mut self.place)?;
        rules::not_negative(HoldingField::Budget, self.budget)?;
        rules::words(HoldingField::Funding, &mut self.funding)?;
        rules::past(HoldingField::DecidedOn, self.decided_on, today)?;
        rules::words(HoldingField::Contractor, &mut self.contractor)?;
        rules::not_negative(HoldingField::Price, self.price)?;
        rules::not_negative(HoldingField::PaidBefore, self.paid_before)?;
        rules::account(HoldingField::Account, &self.account, &PROJECT_ACCOUNTS, chart)?;
        if let Some(on) = self.accepted_on {
            rules::past(HoldingField::AcceptedOn, on, today)?;
            let than = HoldingField::DecidedOn;
            rules::in_order(HoldingField::AcceptedOn, on, than, self.decided_on)?;
        }
        if let Some(cost) = self.final_cost {
            rules::not_negative(HoldingField::FinalCost, cost)?;
        }
        rules::words(HoldingField::Note, &mut self.note)?;
        Ok(self)
    }

    /// By how much more was paid than the contract says; zero while there is no contract price.
    pub fn overpaid(&self, paid: Money) -> Money {
        if self.price.is_zero() { Money::ZERO } else { paid.minus(self.price).max(Money::ZERO) }
    }
}
