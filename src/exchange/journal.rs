//! A book as a plain-text journal that hledger and ledger read, so that our balances can be
//! checked by programs that know nothing of us.
//!
//! Invariant: the balances of the journal are the balances of the book at the end of the period;
//! amounts have two decimals and no commodity; account names begin with the code.

use std::collections::BTreeSet;

use crate::domain::account::{AccountCode, Chart, Side};
use crate::domain::entity::Entity;
use crate::domain::ledger::Book;
use crate::domain::money::Money;
use crate::domain::period::Period;
use crate::domain::voucher::Voucher;

/// Writes the journal of a period: what stood before it as one transaction on its first day,
/// then every voucher (日记账文本).
pub fn write_journal(book: &Book, period: Period) -> String {
    let profile = &book.village.profile;
    let mut text = String::new();
    line(&mut text, format_args!("; {} {}", profile.full_name(), period.label()));
    line(&mut text, format_args!("; 明白账导出，借方为正"));
    text.push('\n');
    let vouchers = book.vouchers_by_day(period);
    let before = period.first_day().pred_opt().map(|day| book.balances(day)).unwrap_or_default();
    let used: BTreeSet<&AccountCode> = before
        .keys()
        .chain(vouchers.iter().flat_map(|voucher| voucher.entries()).map(|entry| &entry.account))
        .collect();
    for account in &used {
        line(&mut text, format_args!("account {}", name(&book.chart, account)));
    }
    if before.values().any(|amount| !amount.is_zero()) {
        text.push('\n');
        line(&mut text, format_args!("{} * 期初余额", period.first_day()));
        for (account, amount) in before.iter().filter(|(_, amount)| !amount.is_zero()) {
            posting(&mut text, &book.chart, account, *amount);
        }
    }
    for voucher in vouchers {
        text.push('\n');
        transaction(&mut text, book, voucher);
    }
    text
}

fn transaction(text: &mut String, book: &Book, voucher: &Voucher) {
    let (summary, number) = (plain(voucher.summary()), book.number_in(Entity::Village, voucher));
    line(text, format_args!("{} * ({number}) {summary}", voucher.date()));
    for entry in voucher.entries() {
        let amount = match entry.side {
            Side::Debit => entry.amount,
            Side::Credit => -entry.amount,
        };
        posting(text, &book.chart, &entry.account, amount);
    }
}

fn posting(text: &mut String, chart: &Chart, account: &AccountCode, amount: Money) {
    line(text, format_args!("    {}    {amount}", name(chart, account)));
}

/// `513 管理费用:51301 办公费`
fn name(chart: &Chart, code: &AccountCode) -> String {
    let own = chart.get(code).map_or("", |account| account.name.as_str());
    let own = format!("{code} {}", plain(own));
    match code.parent() {
        Some(parent) => format!("{}:{own}", name(chart, &parent)),
        None => own,
    }
}

/// Words without the marks that mean something in a journal.
fn plain(words: &str) -> String {
    let changed: String = words
        .chars()
        .map(|c| match c {
            ';' => '；',
            ':' => '：',
            '|' => '｜',
            c if c.is_whitespace() => ' ',
            c => c,
        })
        .collect();
    changed.split(' ').filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn line(text: &mut String, words: std::fmt::Arguments<'_>) {
    text.push_str(&words.to_string());
    text.push('\n');
}
