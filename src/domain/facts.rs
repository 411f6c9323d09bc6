//! What is known of every month of every village without reading its vouchers: small enough to
//! keep for a hundred villages at once.
//!
//! Invariant: the facts of a month are the sum over its vouchers, whatever order they came in.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::account::AccountCode;
use super::ledger::{Book, fund_movement};
use super::money::Money;
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
}

impl MonthFacts {
    /// Counts one more voucher in.
    pub fn add(&mut self, voucher: &Voucher) {
        self.vouchers += 1;
        for (account, amount) in targets::earned(voucher) {
            let sum = self.earned.entry(account.clone()).or_default();
            *sum = sum.plus(amount);
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

    /// All that came in.
    pub fn income_total(&self) -> Money {
        self.income.values().copied().sum()
    }

    /// All that went out.
    pub fn expense_total(&self) -> Money {
        self.expense.values().copied().sum()
    }
}
