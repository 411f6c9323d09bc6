//! Claims and debts (债权债务).

use chrono::Months;
use serde::{Deserialize, Serialize};

use super::refusal::{HoldingField, HoldingRefusal};
use super::rules;
use crate::domain::account::{AccountCode, Chart};
use crate::domain::money::Money;
use crate::domain::period::Date;

/// Who owes whom (债权或债务).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Owed to the village (债权).
    #[default]
    Claim,
    /// Owed by the village (债务).
    Debt,
}

impl Direction {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Claim, Self::Debt];

    /// As printed.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Claim => "债权",
            Self::Debt => "债务",
        }
    }

    /// The accounts it may stand in: 应收款、内部往来；短期借款、应付款、长期借款及应付款.
    pub const fn accounts(self) -> &'static [&'static str] {
        match self {
            Self::Claim => &["112", "113"],
            Self::Debt => &["201", "211", "221", "113"],
        }
    }
}

/// How old a claim or debt is (账龄).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Age {
    /// 1年以内
    UpTo1,
    /// 1–2年
    UpTo2,
    /// 2–3年
    UpTo3,
    /// 3–5年
    UpTo5,
    /// 5年以上
    Older,
}

impl Age {
    /// Every age, the youngest first.
    pub const ALL: [Self; 5] = [Self::UpTo1, Self::UpTo2, Self::UpTo3, Self::UpTo5, Self::Older];

    /// As printed.
    pub const fn label(self) -> &'static str {
        match self {
            Self::UpTo1 => "1年以内",
            Self::UpTo2 => "1-2年",
            Self::UpTo3 => "2-3年",
            Self::UpTo5 => "3-5年",
            Self::Older => "5年以上",
        }
    }

    /// The age of what arose on one day, seen on another; the anniversary belongs to the
    /// younger age.
    pub fn of(incurred_on: Date, date: Date) -> Self {
        let within = |years: u32| {
            incurred_on.checked_add_months(Months::new(years * 12)).is_none_or(|day| date <= day)
        };
        match () {
            () if within(1) => Self::UpTo1,
            () if within(2) => Self::UpTo2,
            () if within(3) => Self::UpTo3,
            () if within(5) => Self::UpTo5,
            () => Self::Older,
        }
    }
}

/// A claim or a debt (债权、债务).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Debt {
    /// Who owes whom.
    pub direction: Direction,
    /// 欠款单位或个人；债权人
    pub party: String,
    /// 事由、用途
    pub purpose: String,
    /// 形成日期
    pub incurred_on: Date,
    /// 本金
    pub principal: Money,
    /// 年利率, in hundredths of a percent.
    pub rate: u32,
    /// 约定归还日期
    pub due_on: Option<Date>,
    /// What was paid back before the book began (建账前已还).
    pub settled_before: Money,
    /// Where it stands in the ledger.
    pub account: AccountCode,
    /// 备注
    pub note: String,
}

impl Debt {
    pub(super) fn check(mut self, chart: &Chart, today: Date) -> Result<Self, HoldingRefusal> {
        rules::required(HoldingField::Party, &mut self.party)?;
        rules::required(HoldingField::Purpose, &mut self.purpose)?;
        rules::past(HoldingField::IncurredOn, self.incurred_on, today)?;
        rules::positive(HoldingField::Principal, self.principal)?;
        if self.rate > 10_000 {
            return Err(HoldingRefusal::RateTooHigh(self.rate));
        }
        if let Some(due_on) = self.due_on {
            let than = HoldingField::IncurredOn;
            rules::in_order(HoldingField::DueOn, due_on, than, self.incurred_on)?;
        }
        rules::not_negative(HoldingField::SettledBefore, self.settled_before)?;
        let allowed = self.direction.accounts();
        rules::account(HoldingField::Account, &self.account, allowed, chart)?;
        rules::words(HoldingField::Note, &mut self.note)?;
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_anniversary_belongs_to_the_younger_age() {
        let day = |text: &str| text.parse::<Date>().expect("a day");
        let since = day("2020-02-29");
        for (on, age) in [
            ("2020-02-29", Age::UpTo1),
            ("2021-02-28", Age::UpTo1),
            ("2021-03-01", Age::UpTo2),
            ("2022-02-28", Age::UpTo2),
            ("2023-02-28", Age::UpTo3),
            ("2023-03-01", Age::UpTo5),
            ("2025-02-28", Age::UpTo5),
            ("2025-03-01", Age::Older),
        ] {
            assert_eq!(Age::of(since, day(on)), age, "{on}");
        }
    }
}
