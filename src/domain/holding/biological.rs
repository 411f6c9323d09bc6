//! Biological assets (生物资产): those to be sold, those that bear, those that serve all.

use serde::{Deserialize, Serialize};

use super::asset::Disposal;
use super::depreciation::Depreciation;
use super::quantity::Quantity;
use super::refusal::{HoldingField, HoldingRefusal};
use super::rules;
use crate::domain::account::{AccountCode, Chart};
use crate::domain::money::Money;
use crate::domain::period::Date;

/// 生产性生物资产累计折旧
pub const BIOLOGICAL_ACCUMULATED: &str = "133";

/// What a biological asset is for (生物资产类别).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BiologicalUse {
    /// 消耗性
    Consumptive,
    /// 生产性, and how it depreciates.
    Productive(Depreciation),
    /// 公益性
    Public,
}

impl BiologicalUse {
    /// As printed.
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Consumptive => "消耗性",
            Self::Productive(_) => "生产性",
            Self::Public => "公益性",
        }
    }

    /// The account of its cost.
    pub const fn account(&self) -> &'static str {
        match self {
            Self::Consumptive => "131",
            Self::Productive(_) => "132",
            Self::Public => "134",
        }
    }

    /// How it depreciates, if it does.
    pub const fn depreciation(&self) -> Option<&Depreciation> {
        match self {
            Self::Productive(depreciation) => Some(depreciation),
            Self::Consumptive | Self::Public => None,
        }
    }
}

/// A biological asset (生物资产).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Biological {
    /// 名称：杨树、肉牛
    pub name: String,
    /// What it is for.
    #[serde(rename = "use")]
    pub used_as: BiologicalUse,
    /// 数量
    pub quantity: Quantity,
    /// 单位：棵、头、亩
    pub unit: String,
    /// 地点
    pub place: String,
    /// 管护人
    pub keeper: String,
    /// 取得日期；生产性的为达到预定生产经营目的的日期
    pub acquired_on: Date,
    /// 原值
    pub cost: Money,
    /// 131, 132 or 134, or a sub-account.
    pub account: AccountCode,
    /// How it went, if it did.
    pub disposal: Option<Disposal>,
    /// 备注
    pub note: String,
}

impl Biological {
    pub(super) fn check(mut self, chart: &Chart, today: Date) -> Result<Self, HoldingRefusal> {
        rules::required(HoldingField::Name, &mut self.name)?;
        rules::some_quantity(HoldingField::Quantity, self.quantity)?;
        rules::words(HoldingField::Unit, &mut self.unit)?;
        rules::words(HoldingField::Place, &mut self.place)?;
        rules::words(HoldingField::Keeper, &mut self.keeper)?;
        rules::past(HoldingField::AcquiredOn, self.acquired_on, today)?;
        rules::positive(HoldingField::Cost, self.cost)?;
        if let Some(depreciation) = self.used_as.depreciation() {
            depreciation.check(self.cost, chart)?;
        }
        let allowed = [self.used_as.account()];
        rules::account(HoldingField::Account, &self.account, &allowed, chart)?;
        if let Some(disposal) = &self.disposal {
            disposal.check(self.acquired_on, today)?;
        }
        rules::words(HoldingField::Note, &mut self.note)?;
        Ok(self)
    }
}
