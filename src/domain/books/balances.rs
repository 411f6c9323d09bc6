//! 科目余额表 and 试算平衡表.

use std::collections::BTreeMap;

use super::{LedgerSheet, LedgerView};
use crate::domain::account::{AccountCode, Side};
use crate::domain::listing::{ColumnKind, Listing, ListingCell, ListingRow, RowRole};
use crate::domain::money::Money;

/// What an account stood at and how it moved (科目的期初、发生额、期末); balances debit positive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AccountSums {
    /// The balance before the span.
    pub opening: Money,
    /// Debits of the span; reversals count below zero.
    pub debit: Money,
    /// Credits of the span.
    pub credit: Money,
    /// Debits from January through the end of the span.
    pub year_debit: Money,
    /// Credits from January through the end of the span.
    pub year_credit: Money,
}

impl AccountSums {
    /// The balance at the end of the span.
    pub const fn closing(&self) -> Money {
        self.opening.plus(self.debit).minus(self.credit)
    }

    fn add(&mut self, other: &Self) {
        self.opening = self.opening.plus(other.opening);
        self.debit = self.debit.plus(other.debit);
        self.credit = self.credit.plus(other.credit);
        self.year_debit = self.year_debit.plus(other.year_debit);
        self.year_credit = self.year_credit.plus(other.year_credit);
    }

    /// Whether it never stood at anything and never moved.
    fn is_idle(&self) -> bool {
        *self == Self::default()
    }
}

/// The sums of every account in a span (科目余额表).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrialBalance {
    /// By account in code order; an account holds what is posted to it and to all below it.
    pub accounts: BTreeMap<AccountCode, AccountSums>,
}

impl LedgerView<'_> {
    /// What was posted to each account itself, without those below it.
    pub(super) fn own_sums(&self) -> BTreeMap<AccountCode, AccountSums> {
        let mut sums: BTreeMap<&AccountCode, AccountSums> = BTreeMap::new();
        for (account, amount) in self.opening() {
            sums.entry(account).or_default().opening = amount;
        }
        let (first, january) = (self.span.first_day(), self.span.january().first_day());
        for voucher in self.vouchers() {
            let date = voucher.date();
            for entry in voucher.entries() {
                let sum = sums.entry(&entry.account).or_default();
                let (span, year) = match entry.side {
                    Side::Debit => (&mut sum.debit, &mut sum.year_debit),
                    Side::Credit => (&mut sum.credit, &mut sum.year_credit),
                };
                if date >= january {
                    *year = year.plus(entry.amount);
                }
                if date >= first {
                    *span = span.plus(entry.amount);
                } else if entry.side == Side::Debit {
                    sum.opening = sum.opening.plus(entry.amount);
                } else {
                    sum.opening = sum.opening.minus(entry.amount);
                }
            }
        }
        sums.into_iter().map(|(account, sums)| (account.clone(), sums)).collect()
    }

    /// The sums of every account that stands at something or moved.
    pub fn trial_balance(&self) -> TrialBalance {
        let mut accounts: BTreeMap<AccountCode, AccountSums> = BTreeMap::new();
        for (account, own) in self.own_sums() {
            let mut above = Some(account);
            while let Some(code) = above {
                above = code.parent();
                accounts.entry(code).or_default().add(&own);
            }
        }
        accounts.retain(|_, sums| !sums.is_idle());
        TrialBalance { accounts }
    }
}

const HEADS: [(&str, ColumnKind); 10] = [
    ("编号", ColumnKind::Label),
    ("科目", ColumnKind::Text),
    ("期初借方", ColumnKind::Amount),
    ("期初贷方", ColumnKind::Amount),
    ("本期借方", ColumnKind::Amount),
    ("本期贷方", ColumnKind::Amount),
    ("本年累计借方", ColumnKind::Amount),
    ("本年累计贷方", ColumnKind::Amount),
    ("期末借方", ColumnKind::Amount),
    ("期末贷方", ColumnKind::Amount),
];

/// Debit and credit of opening, span, year and closing.
type Pairs = [(Money, Money); 4];

/// A balance on the side it stands on.
fn sides(balance: Money) -> (Money, Money) {
    if balance.is_negative() { (Money::ZERO, -balance) } else { (balance, Money::ZERO) }
}

fn pairs(sums: &AccountSums) -> Pairs {
    [
        sides(sums.opening),
        (sums.debit, sums.credit),
        (sums.year_debit, sums.year_credit),
        sides(sums.closing()),
    ]
}

impl TrialBalance {
    /// The sums of an account; nothing for one that never moved.
    pub fn of(&self, account: &AccountCode) -> AccountSums {
        self.accounts.get(account).copied().unwrap_or_default()
    }

    /// Debit and credit totals over the first level: opening, span, year, closing.
    pub fn totals(&self) -> [(Money, Money); 4] {
        let mut totals: Pairs = [(Money::ZERO, Money::ZERO); 4];
        let first_level = |code: &&AccountCode| code.as_str().len() == 3;
        for code in self.accounts.keys().filter(first_level) {
            for (total, pair) in totals.iter_mut().zip(pairs(&self.of(code))) {
                *total = (total.0.plus(pair.0), total.1.plus(pair.1));
            }
        }
        totals
    }

    /// 科目余额表
    pub(super) fn listing(&self, view: &LedgerView<'_>) -> Listing {
        let mut listing = view.table(LedgerSheet::AccountBalances.label(), &HEADS);
        let chart = &view.book.chart;
        for (code, sums) in &self.accounts {
            let level = code.as_str().len().saturating_sub(3) / 2;
            let name = chart.get(code).map_or("", |account| account.name.as_str());
            let mut cells = vec![
                ListingCell::text(code.as_str()),
                ListingCell::text(format!("{}{name}", "　".repeat(level))),
            ];
            for (debit, credit) in pairs(sums) {
                cells.extend([debit, credit].map(ListingCell::amount_or_blank));
            }
            listing.rows.push(ListingRow::entry(cells).to(view.link(code)));
        }
        let mut cells = vec![ListingCell::Blank, ListingCell::text("合计")];
        for (debit, credit) in self.totals() {
            cells.extend([debit, credit].map(ListingCell::Amount));
        }
        listing.rows.push(ListingRow::sum(cells));
        listing.notes.push(self.verdict());
        listing
    }

    /// 试算平衡表
    pub(super) fn check_listing(&self, view: &LedgerView<'_>) -> Listing {
        let columns = [
            ("项目", ColumnKind::Text),
            ("借方合计", ColumnKind::Amount),
            ("贷方合计", ColumnKind::Amount),
            ("相差", ColumnKind::Amount),
            ("结果", ColumnKind::Label),
        ];
        let mut listing = view.table(LedgerSheet::TrialBalance.label(), &columns);
        let names = ["期初余额", "本期发生额", "本年累计发生额", "期末余额"];
        for (name, (debit, credit)) in names.into_iter().zip(self.totals()) {
            let difference = debit.minus(credit);
            let balanced = difference.is_zero();
            let mut row = ListingRow::entry(vec![
                ListingCell::text(name),
                ListingCell::Amount(debit),
                ListingCell::Amount(credit),
                ListingCell::Amount(difference),
                ListingCell::text(if balanced { "平衡" } else { "不平" }),
            ]);
            row.role = if balanced { RowRole::Entry } else { RowRole::Alarm };
            listing.rows.push(row);
        }
        listing.notes.push(self.verdict());
        listing
    }

    /// Whether all four pairs balance, in one sentence.
    fn verdict(&self) -> String {
        let off = self.totals().into_iter().map(|(debit, credit)| debit.minus(credit));
        match off.into_iter().find(|difference| !difference.is_zero()) {
            None => "借方合计与贷方合计相等，试算平衡。".to_owned(),
            Some(difference) => format!(
                "借方合计与贷方合计相差 {} 元，请先用“账簿自检”查找原因。",
                difference.grouped()
            ),
        }
    }
}
