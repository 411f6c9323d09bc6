//! What is known of every month of every village without reading its vouchers: small enough to
//! keep for a hundred villages at once.
//!
//! Invariant: the facts of a month are the sum over its vouchers, whatever order they came in.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::account::{AccountCode, Side};
use super::ledger::{Book, fund_movement};
use super::money::Money;
use super::opening::OpeningBalances;
use super::period::Month;
use super::targets;
use super::voucher::Voucher;

/// Counts and sums of the vouchers of one month (一个月的概数).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthFacts {
    /// How many vouchers.
    pub vouchers: usize,
    /// Money that came in, by the account it came from.
    pub income: BTreeMap<AccountCode, Money>,
    /// Money that went out, by the account it went to.
    pub expense: BTreeMap<AccountCode, Money>,
    /// The part of the expense paid out of cash in hand.
    pub expense_in_cash: Money,
    /// What was booked to accounts of income, whether or not the money came in.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub earned: BTreeMap<AccountCode, Money>,
    /// By how much each account moved, debit positive (本月发生额，借减贷).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub moved: BTreeMap<AccountCode, Money>,
}

/// The balance of every account at the end of a month, debit positive, without a look at any
/// voucher: what stood at first, and what the months moved.
pub fn balances(
    opening: &OpeningBalances,
    months: &BTreeMap<Month, MonthFacts>,
    through: Month,
) -> BTreeMap<AccountCode, Money> {
    let mut balances: BTreeMap<AccountCode, Money> =
        opening.lines().map(|(account, amount)| (account.clone(), amount)).collect();
    for facts in months.range(..=through).map(|(_, facts)| facts) {
        for (account, amount) in &facts.moved {
            let balance = balances.entry(account.clone()).or_default();
            *balance = balance.plus(*amount);
        }
    }
    balances
}

impl MonthFacts {
    /// Counts one more voucher in.
    pub fn add(&mut self, voucher: &Voucher) {
        self.vouchers += 1;
        for (account, amount) in targets::earned(voucher) {
            let sum = self.earned.entry(account.clone()).or_default();
            *sum = sum.plus(amount);
        }
        for entry in voucher.entries() {
            let sum = self.moved.entry(entry.account.clone()).or_default();
            *sum = match entry.side {
                Side::Debit => sum.plus(entry.amount),
                Side::Credit => sum.minus(entry.amount),
            };
        }
        let movement = fund_movement(voucher);
        self.expense_in_cash = self.expense_in_cash.plus(movement.expense_in_cash);
        for (sums, lines) in
            [(&mut self.income, movement.income), (&mut self.expense, movement.expense)]
        {
            for (account, amount) in lines {
                let sum = sums.entry(account).or_default();
                *sum = sum.plus(amount);
            }
        }
    }

    /// The facts of every month of a book that has vouchers.
    pub fn of(book: &Book) -> BTreeMap<Month, Self> {
        let mut months: BTreeMap<Month, Self> = BTreeMap::new();
        for voucher in &book.vouchers {
            months.entry(voucher.month()).or_default().add(voucher);
        }
        months
    }

    /// Whether the facts hold all that this version knows of a month; older ones hold less.
    pub fn is_complete(&self) -> bool {
        self.vouchers == 0 || !self.moved.is_empty()
    }

    /// All that came in.
    pub fn income_total(&self) -> Money {
        self.income.values().copied().sum()
    }

    /// All that went out.
    pub fn expense_total(&self) -> Money {
        self.expense.values().copied().sum()
    }
}
