//! Depreciation month by month, straight-line to the fen.
//!
//! Invariant: over the whole life the months sum to cost less salvage, never more.

use serde::{Deserialize, Serialize};

use super::refusal::{HoldingField, HoldingRefusal};
use super::rules::{self, Checked};
use crate::domain::account::{AccountCode, Chart};
use crate::domain::money::Money;
use crate::domain::period::{Date, Month};

/// The accounts that bear depreciation: 生产成本、经营支出、管理费用、公益支出、其他支出.
pub const EXPENSES: [&str; 5] = ["401", "511", "513", "514", "515"];

/// The longest life, in months.
pub const LIFE_MAX: u32 = 1200;

/// How something loses its value (折旧办法：年限平均法).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Depreciation {
    /// What is left at the end (残值).
    pub salvage: Money,
    /// How long it serves (使用月数).
    pub life_months: u32,
    /// What was depreciated before the book began (建账前已提折旧).
    pub depreciated_before: Money,
    /// The account that bears it (折旧记入).
    pub expense: AccountCode,
}

impl Depreciation {
    pub(super) fn check(&self, cost: Money, chart: &Chart) -> Checked {
        rules::not_negative(HoldingField::Salvage, self.salvage)?;
        if self.salvage > cost {
            return Err(HoldingRefusal::SalvageAboveCost { salvage: self.salvage, cost });
        }
        if !(1..=LIFE_MAX).contains(&self.life_months) {
            return Err(HoldingRefusal::BadLife(self.life_months));
        }
        rules::not_negative(HoldingField::DepreciatedBefore, self.depreciated_before)?;
        rules::account(HoldingField::Expense, &self.expense, &EXPENSES, chart)
    }

    /// All that may be depreciated: cost less salvage (应计折旧额).
    #[must_use]
    pub const fn depreciable(&self, cost: Money) -> Money {
        cost.minus(self.salvage)
    }

    /// What an ordinary month takes, rounded to the fen (月折旧额).
    pub fn monthly(&self, cost: Money) -> Money {
        let life = i64::from(self.life_months.max(1));
        let whole = self.depreciable(cost).fen().max(0);
        Money::from_fen((whole / life) + i64::from(whole % life * 2 >= life && whole > 0))
    }

    /// What a month takes when `depreciated` was taken so far: nothing up to the month of
    /// acquisition, the rest in the last month of its life.
    pub fn due(&self, cost: Money, acquired_on: Date, depreciated: Money, month: Month) -> Money {
        let rest = self.depreciable(cost).minus(depreciated);
        let age = months_between(Month::of(acquired_on), month);
        if age < 1 || !rest.is_positive() {
            Money::ZERO
        } else if age >= i64::from(self.life_months) {
            rest
        } else {
            self.monthly(cost).min(rest)
        }
    }
}

/// How many months lie between two.
fn months_between(from: Month, to: Month) -> i64 {
    let place = |month: Month| i64::from(month.year()) * 12 + i64::from(month.number());
    place(to) - place(from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(salvage: i64, life_months: u32) -> Depreciation {
        Depreciation {
            salvage: Money::from_fen(salvage),
            life_months,
            depreciated_before: Money::ZERO,
            expense: AccountCode::new("513").expect("an account"),
        }
    }

    #[test]
    fn a_month_takes_its_share_and_the_last_the_rest() {
        let (plan, cost) = (plan(500, 3), Money::from_fen(10_500));
        let bought = Date::from_ymd_opt(2026, 1, 31).expect("a day");
        let mut taken = Money::ZERO;
        let mut shares = Vec::new();
        for month in 1..=6 {
            let month = Month::new(2026, month).expect("a month");
            let due = plan.due(cost, bought, taken, month);
            taken = taken.plus(due);
            shares.push(due.fen());
        }
        assert_eq!(shares, [0, 3333, 3333, 3334, 0, 0]);
    }

    #[test]
    fn less_than_a_fen_a_month_is_taken_early_or_late_but_never_twice() {
        let bought = Date::from_ymd_opt(2026, 1, 1).expect("a day");
        for (cost, life) in [(3, 10), (5, 10), (7, 10), (0, 5), (100, 1)] {
            let plan = plan(0, life);
            let cost = Money::from_fen(cost);
            let mut taken = Money::ZERO;
            let mut month = Month::of(bought);
            for _ in 0..=life {
                taken = taken.plus(plan.due(cost, bought, taken, month));
                month = month.next();
            }
            assert_eq!(taken, cost, "{cost} over {life}");
        }
    }
}
