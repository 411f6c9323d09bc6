//! Fixed assets (固定资产).

use serde::{Deserialize, Serialize};

use super::depreciation::Depreciation;
use super::quantity::Quantity;
use super::refusal::{HoldingField, HoldingRefusal};
use super::rules::{self, Checked};
use crate::domain::account::{AccountCode, Chart};
use crate::domain::money::Money;
use crate::domain::period::Date;

/// 固定资产
pub const FIXED_ASSETS: &str = "151";
/// 累计折旧
pub const ACCUMULATED: &str = "152";
/// 固定资产清理
pub const CLEARING: &str = "154";

/// What a fixed asset is used for now (状态).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssetUse {
    /// 在用
    #[default]
    InUse,
    /// 闲置
    Idle,
    /// 出租
    RentedOut,
}

impl AssetUse {
    /// Every use.
    pub const ALL: [Self; 3] = [Self::InUse, Self::Idle, Self::RentedOut];

    /// As printed.
    pub const fn label(self) -> &'static str {
        match self {
            Self::InUse => "在用",
            Self::Idle => "闲置",
            Self::RentedOut => "出租",
        }
    }
}

/// How something left the village (处置).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disposal {
    /// The day.
    pub on: Date,
    /// What it brought in (处置收入).
    pub proceeds: Money,
}

impl Disposal {
    pub(super) fn check(&self, acquired_on: Date, today: Date) -> Checked {
        let field = HoldingField::DisposedOn;
        rules::past(field, self.on, today)?;
        rules::in_order(field, self.on, HoldingField::AcquiredOn, acquired_on)?;
        rules::not_negative(HoldingField::Proceeds, self.proceeds)
    }
}

/// A fixed asset (固定资产).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asset {
    /// 名称
    pub name: String,
    /// 类别：房屋建筑物、机器设备……
    pub category: String,
    /// 数量
    pub quantity: Quantity,
    /// 单位
    pub unit: String,
    /// 存放地点
    pub place: String,
    /// 保管人
    pub keeper: String,
    /// 取得日期
    pub acquired_on: Date,
    /// 原值
    pub cost: Money,
    /// How it depreciates.
    pub depreciation: Depreciation,
    /// 状态
    #[serde(rename = "use")]
    pub used_as: AssetUse,
    /// 151 or a sub-account.
    pub account: AccountCode,
    /// How it went, if it did.
    pub disposal: Option<Disposal>,
    /// 备注
    pub note: String,
}

impl Asset {
    pub(super) fn check(mut self, chart: &Chart, today: Date) -> Result<Self, HoldingRefusal> {
        rules::required(HoldingField::Name, &mut self.name)?;
        rules::words(HoldingField::Category, &mut self.category)?;
        rules::some_quantity(HoldingField::Quantity, self.quantity)?;
        rules::words(HoldingField::Unit, &mut self.unit)?;
        rules::words(HoldingField::Place, &mut self.place)?;
        rules::words(HoldingField::Keeper, &mut self.keeper)?;
        rules::past(HoldingField::AcquiredOn, self.acquired_on, today)?;
        rules::positive(HoldingField::Cost, self.cost)?;
        self.depreciation.check(self.cost, chart)?;
        rules::account(HoldingField::Account, &self.account, &[FIXED_ASSETS], chart)?;
        if let Some(disposal) = &self.disposal {
            disposal.check(self.acquired_on, today)?;
        }
        rules::words(HoldingField::Note, &mut self.note)?;
        Ok(self)
    }
}
