//! What the table of vouchers shows: computed once for a book and a filter, not once a frame.

use crate::app::initials;
use crate::domain::account::AccountCode;
use crate::domain::entity::Entity;
use crate::domain::ids::VillageId;
use crate::domain::ledger::{self, Book, Funds};
use crate::domain::money::Money;
use crate::domain::period::{Date, Month};
use crate::domain::voucher::Voucher;

/// Tells whether a book may have changed since it was last looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BookKey {
    village: VillageId,
    revision: u64,
    vouchers: usize,
    notices: usize,
}

impl BookKey {
    /// The key of the book that is shown.
    pub const fn of(book: &Book, revision: u64) -> Self {
        Self {
            village: book.village.id,
            revision,
            vouchers: book.vouchers.len(),
            notices: book.notices.len(),
        }
    }

    /// The village of the book.
    pub const fn village(self) -> VillageId {
        self.village
    }
}

/// Which vouchers are shown (筛选).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// One month, or all.
    pub month: Option<Month>,
    /// One of two sets of books, or both.
    pub entity: Option<Entity>,
    /// An account with all below it.
    pub account: Option<AccountCode>,
    /// Words of the summary, a name, an amount, a number, or pinyin initials.
    pub text: String,
}

/// One voucher of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its place in the book.
    pub index: usize,
    /// Money in, against other accounts.
    pub income: Money,
    /// Money out, against other accounts.
    pub expense: Money,
    /// Money moved between cash and bank.
    pub transfer: Money,
    /// Cash and bank together after it.
    pub balance: Money,
}

/// The rows of one book under one filter.
#[derive(Debug, Default)]
pub struct Rows {
    of: Option<(BookKey, Filter)>,
    shown: Vec<Row>,
    /// What the text filter looks in, one for each voucher; made when first needed.
    words: Option<(BookKey, Vec<String>)>,
    income: Money,
    expense: Money,
}

impl Rows {
    /// Computes the rows anew if the book or the filter changed; true if so.
    pub fn refresh(&mut self, book: &Book, key: BookKey, filter: &Filter) -> bool {
        if self.of.as_ref().is_some_and(|(of, by)| *of == key && by == filter) {
            return false;
        }
        let text = filter.text.trim().to_lowercase();
        if !text.is_empty() && self.words.as_ref().is_none_or(|(of, _)| *of != key) {
            self.words = Some((key, book.vouchers.iter().map(words_of).collect()));
        }
        let words = self.words.as_ref().map_or(&[][..], |(_, words)| words.as_slice());
        let shown = |row: &Row, voucher: &Voucher| {
            filter.month.is_none_or(|month| voucher.month() == month)
                && filter.account.as_ref().is_none_or(|account| moves(voucher, account))
                && (text.is_empty()
                    || words.get(row.index).is_some_and(|word| word.contains(&text)))
        };
        self.shown = all_rows(book, filter.entity.unwrap_or_default());
        self.shown.retain(|row| book.vouchers.get(row.index).is_some_and(|v| shown(row, v)));
        self.income = self.shown.iter().map(|row| row.income).sum();
        self.expense = self.shown.iter().map(|row| row.expense).sum();
        self.of = Some((key, filter.clone()));
        true
    }

    /// The rows by day, then number.
    pub fn rows(&self) -> &[Row] {
        &self.shown
    }

    /// Income and expense of the rows.
    pub const fn totals(&self) -> (Money, Money) {
        (self.income, self.expense)
    }
}

/// Every voucher of the books of `scope` by day and number, with the running balance of their
/// cash and bank.
fn all_rows(book: &Book, scope: Entity) -> Vec<Row> {
    let mut order: Vec<(Date, Entity, u32, usize)> = book
        .vouchers
        .iter()
        .enumerate()
        .filter(|(_, voucher)| voucher.entity().is_in(scope))
        .map(|(index, voucher)| (voucher.date(), voucher.entity(), voucher.number().0, index))
        .collect();
    order.sort_unstable();
    let mut funds = book.opening.funds_of(scope);
    let mut rows = Vec::with_capacity(order.len());
    for (.., index) in order {
        let Some(voucher) = book.vouchers.get(index) else { continue };
        let before = funds;
        ledger::apply(&mut funds, voucher);
        let movement = ledger::fund_movement(voucher);
        let (income, expense) = (movement.income_total(), movement.expense_total());
        rows.push(Row {
            index,
            income,
            expense,
            transfer: transfer(before, funds),
            balance: funds.total(),
        });
    }
    rows
}

/// What went from cash to bank or back: the two moved in opposite directions.
fn transfer(before: Funds, after: Funds) -> Money {
    let (cash, bank) = (after.cash.minus(before.cash), after.bank.minus(before.bank));
    if cash.is_negative() == bank.is_negative() || cash.is_zero() || bank.is_zero() {
        Money::ZERO
    } else {
        cash.abs().min(bank.abs())
    }
}

fn moves(voucher: &Voucher, account: &AccountCode) -> bool {
    voucher.entries().iter().any(|entry| entry.account.as_str().starts_with(account.as_str()))
}

fn words_of(voucher: &Voucher) -> String {
    let written = voucher.written();
    let mut words = written.summary.to_lowercase();
    let number = format!("{}{}", voucher.entity().mark(), voucher.number());
    for person in [&written.handler, &written.witness, &written.approver, &written.note, &number] {
        words.push('\n');
        words.push_str(&person.to_lowercase());
    }
    for text in [&written.summary, &written.handler, &written.witness, &written.approver] {
        words.push('\n');
        words.push_str(&initials(text));
    }
    for entry in &written.entries {
        let amount = entry.amount.grouped();
        for form in [amount.replace(',', ""), amount] {
            words.push('\n');
            words.push_str(&form);
        }
    }
    words
}
