//! 货币资金余额: cash and each bank account, what came in, what went out, what is left.

use std::collections::BTreeMap;

use super::{Composed, blank_zero, summed, table, this};
use crate::domain::account::{AccountCode, Side};
use crate::domain::ledger::Book;
use crate::domain::listing::ColumnKind;
use crate::domain::money::Money;
use crate::domain::notice::StatementTable;
use crate::domain::period::{Period, date_label};

/// What moved an account in a period.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Moved {
    /// Debit positive, before the first day.
    pub opening: Money,
    /// 借方
    pub debit: Money,
    /// 贷方
    pub credit: Money,
}

impl Moved {
    pub(super) const fn closing(self) -> Money {
        self.opening.plus(self.debit).minus(self.credit)
    }
}

/// The accounts that fit, with what moved them; those without any figure are left out.
pub(super) fn moved(
    books: &Book,
    period: Period,
    fits: impl Fn(&AccountCode) -> bool,
) -> BTreeMap<AccountCode, Moved> {
    let mut found: BTreeMap<AccountCode, Moved> = BTreeMap::new();
    let first = period.first_day();
    let before = first.pred_opt().unwrap_or(first);
    for (account, balance) in books.balances(before) {
        if fits(&account) && !balance.is_zero() {
            found.entry(account).or_default().opening = balance;
        }
    }
    for voucher in books.vouchers.iter().filter(|voucher| period.contains(voucher.date())) {
        for entry in voucher.entries().iter().filter(|entry| fits(&entry.account)) {
            let moved = found.entry(entry.account.clone()).or_default();
            match entry.side {
                Side::Debit => moved.debit = moved.debit.plus(entry.amount),
                Side::Credit => moved.credit = moved.credit.plus(entry.amount),
            }
        }
    }
    found
}

/// F03
pub(super) fn balances(books: &Book, period: Period) -> Composed {
    let found = moved(books, period, AccountCode::is_fund);
    let (mut cash, mut bank) = (Money::ZERO, Money::ZERO);
    for (account, moved) in &found {
        let sum = if account.is_cash() { &mut cash } else { &mut bank };
        *sum = sum.plus(moved.closing());
    }
    let sentence = format!(
        "到{}，村里的钱共 {} 元：库存现金 {} 元，银行存款 {} 元。",
        date_label(period.last_day()),
        cash.plus(bank).grouped(),
        cash.grouped(),
        bank.grouped()
    );
    Composed::says(sentence, vec![accounts_table(books, period, &found)])
}

fn accounts_table(
    books: &Book,
    period: Period,
    found: &BTreeMap<AccountCode, Moved>,
) -> StatementTable {
    use ColumnKind::{Amount, Text};
    let start = format!("{}初余额", this(period).trim_start_matches('本'));
    let end = format!("{}末余额", this(period).trim_start_matches('本'));
    let heads = [
        ("账户", Text),
        (start.as_str(), Amount),
        ("存入（增加）", Amount),
        ("支取（减少）", Amount),
        (end.as_str(), Amount),
    ];
    let row = |(account, moved): (&AccountCode, &Moved)| {
        vec![
            books.chart.full_name(account),
            moved.opening.grouped(),
            blank_zero(moved.debit),
            blank_zero(moved.credit),
            moved.closing().grouped(),
        ]
    };
    summed(table("", &heads, found.iter().map(row).collect()))
}
