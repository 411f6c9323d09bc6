//! Contracts by which the village lets land, water, houses or stalls (合同).

use chrono::Months;
use serde::{Deserialize, Serialize};

use super::refusal::{HoldingField, HoldingRefusal};
use super::rules;
use crate::domain::ids::HoldingId;
use crate::domain::money::Money;
use crate::domain::period::Date;

/// How often the other party pays (交款方式).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Schedule {
    /// 每年
    #[default]
    Yearly,
    /// 每半年
    HalfYearly,
    /// 每季
    Quarterly,
    /// 每月
    Monthly,
    /// 一次付清
    Once,
}

impl Schedule {
    /// Every schedule.
    pub const ALL: [Self; 5] =
        [Self::Yearly, Self::HalfYearly, Self::Quarterly, Self::Monthly, Self::Once];

    /// As printed.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Yearly => "每年",
            Self::HalfYearly => "每半年",
            Self::Quarterly => "每季",
            Self::Monthly => "每月",
            Self::Once => "一次",
        }
    }

    /// The months between two payments.
    const fn months(self) -> Option<u32> {
        match self {
            Self::Yearly => Some(12),
            Self::HalfYearly => Some(6),
            Self::Quarterly => Some(3),
            Self::Monthly => Some(1),
            Self::Once => None,
        }
    }
}

/// What a contract is about (标的).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Thing {
    /// An entry of another register: a resource or an asset.
    Entry(HoldingId),
    /// Anything else, in words.
    Words(String),
}

/// A contract (合同).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contract {
    /// 合同编号
    pub number: String,
    /// 承租方、承包方
    pub party: String,
    /// 标的
    pub thing: Thing,
    /// 签订日期
    pub signed_on: Date,
    /// 起始日期
    pub starts_on: Date,
    /// 终止日期
    pub ends_on: Date,
    /// 首次应交日期
    pub first_due_on: Date,
    /// 每期金额
    pub amount: Money,
    /// 交款方式
    pub schedule: Schedule,
    /// What was received before the book began (建账前已收).
    pub received_before: Money,
    /// 备注
    pub note: String,
}

/// A payment that was due and is not paid in full (欠交的一期).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unpaid {
    /// The day it was due.
    pub due_on: Date,
    /// What is missing.
    pub amount: Money,
}

impl Contract {
    pub(super) fn check(mut self, today: Date) -> Result<Self, HoldingRefusal> {
        rules::required(HoldingField::Number, &mut self.number)?;
        rules::required(HoldingField::Party, &mut self.party)?;
        if let Thing::Words(words) = &mut self.thing {
            rules::required(HoldingField::Thing, words)?;
        }
        rules::past(HoldingField::SignedOn, self.signed_on, today)?;
        rules::day(HoldingField::StartsOn, self.starts_on)?;
        let (starts, ends) = (HoldingField::StartsOn, HoldingField::EndsOn);
        rules::in_order(ends, self.ends_on, starts, self.starts_on)?;
        rules::day(HoldingField::FirstDueOn, self.first_due_on)?;
        rules::in_order(ends, self.ends_on, HoldingField::FirstDueOn, self.first_due_on)?;
        rules::positive(HoldingField::Amount, self.amount)?;
        rules::not_negative(HoldingField::ReceivedBefore, self.received_before)?;
        rules::words(HoldingField::Note, &mut self.note)?;
        Ok(self)
    }

    /// The days on which a payment is due, in order: one for each period begun between the start
    /// and the end.
    pub fn due_days(&self) -> Vec<Date> {
        let Some(step) = self.schedule.months() else { return vec![self.first_due_on] };
        let after = |day: Date, count: u32| day.checked_add_months(Months::new(step * count));
        (0..=2400)
            .take_while(|count| {
                *count == 0
                    || after(self.starts_on, *count).is_some_and(|begins| begins < self.ends_on)
            })
            .filter_map(|count| after(self.first_due_on, count))
            .collect()
    }

    /// All that was due up to a day (应收).
    pub fn receivable(&self, date: Date) -> Money {
        self.due_days().into_iter().filter(|due| *due <= date).map(|_| self.amount).sum()
    }

    /// What was due up to a day and is not covered by `received`, the oldest first (欠交).
    pub fn unpaid(&self, received: Money, date: Date) -> Vec<Unpaid> {
        let mut left = received;
        let mut unpaid = Vec::new();
        for due_on in self.due_days().into_iter().filter(|due| *due <= date) {
            let paid = left.min(self.amount).max(Money::ZERO);
            left = left.minus(paid);
            let amount = self.amount.minus(paid);
            if amount.is_positive() {
                unpaid.push(Unpaid { due_on, amount });
            }
        }
        unpaid
    }

    /// How many days are left before it ends; `None` once it has.
    pub fn days_left(&self, date: Date) -> Option<i64> {
        (date <= self.ends_on).then(|| (self.ends_on - date).num_days())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    fn contract(starts: &str, ends: &str, first: &str, schedule: Schedule) -> Contract {
        Contract {
            number: "2024-01".to_owned(),
            party: "王五".to_owned(),
            thing: Thing::Words("鱼塘".to_owned()),
            signed_on: day(starts),
            starts_on: day(starts),
            ends_on: day(ends),
            first_due_on: day(first),
            amount: Money::from_fen(100_000),
            schedule,
            received_before: Money::ZERO,
            note: String::new(),
        }
    }

    fn dues(starts: &str, ends: &str, first: &str, schedule: Schedule) -> Vec<String> {
        let contract = contract(starts, ends, first, schedule);
        contract.due_days().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn one_payment_is_due_for_each_period_begun() {
        use Schedule::{HalfYearly, Monthly, Once, Quarterly, Yearly};
        let years = ["2024-01-01", "2025-01-01", "2026-01-01"];
        assert_eq!(dues("2024-01-01", "2026-12-31", "2024-01-01", Yearly), years);
        assert_eq!(dues("2024-01-01", "2027-01-01", "2024-01-01", Yearly), years);
        assert_eq!(
            dues("2024-01-01", "2026-12-31", "2024-12-31", Yearly),
            ["2024-12-31", "2025-12-31", "2026-12-31"]
        );
        assert_eq!(
            dues("2026-01-31", "2026-04-30", "2026-01-31", Monthly),
            ["2026-01-31", "2026-02-28", "2026-03-31"]
        );
        assert_eq!(dues("2026-01-01", "2026-12-31", "2026-01-01", Quarterly).len(), 4);
        assert_eq!(dues("2026-01-01", "2026-12-31", "2026-01-01", HalfYearly).len(), 2);
        assert_eq!(dues("2026-01-01", "2030-12-31", "2026-01-05", Once), ["2026-01-05"]);
        assert_eq!(dues("2026-01-01", "2026-01-01", "2026-01-01", Yearly), ["2026-01-01"]);
    }

    #[test]
    fn the_oldest_payment_is_covered_first() {
        let contract = contract("2024-01-01", "2026-12-31", "2024-01-01", Schedule::Yearly);
        let today = day("2025-06-01");
        assert_eq!(contract.receivable(today).fen(), 200_000);
        let unpaid = contract.unpaid(Money::from_fen(130_000), today);
        let expect = Unpaid { due_on: day("2025-01-01"), amount: Money::from_fen(70_000) };
        assert_eq!(unpaid, [expect]);
        assert_eq!(contract.unpaid(Money::from_fen(500_000), today), []);
        assert_eq!(contract.days_left(day("2026-12-31")), Some(0));
        assert_eq!(contract.days_left(day("2027-01-01")), None);
    }
}
