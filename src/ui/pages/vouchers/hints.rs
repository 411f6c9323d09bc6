//! What the entry form shows beside what is typed: the next number, the money after this entry,
//! earlier summaries. Computed when the book or the form changes.

use super::draft::{Mode, Slot, VoucherForm};
use super::rows::BookKey;
use super::typed;
use crate::app::initials;
use crate::domain::account::{AccountCode, Side};
use crate::domain::entity::Entity;
use crate::domain::ledger::{Book, Funds};
use crate::domain::money::Money;
use crate::domain::money_rules::MoneyRules;
use crate::domain::period::{self, Date, Month};
use crate::domain::voucher::Voucher;

/// How many matches a list offers.
const OFFERED_MAX: usize = 7;

/// One line of a list below a field (候选).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What goes into the field.
    pub text: String,
    /// The account that went with it last time.
    pub account: Option<AccountCode>,
}

/// An earlier summary.
#[derive(Clone, Debug)]
struct Earlier {
    summary: String,
    initials: String,
    account: Option<AccountCode>,
}

/// The facts around the entry (旁注).
#[derive(Debug, Default)]
pub struct Hints {
    of: Option<(BookKey, Month, VoucherForm)>,
    earlier: Option<(BookKey, Vec<Earlier>)>,
    funds: Option<(BookKey, Entity, Date, Funds)>,
    /// Of two sets of books, the one that is written in.
    own: Option<(BookKey, Entity, Book)>,
    /// The number the voucher will get.
    pub number: String,
    /// Cash and bank after this entry, at the end of its day.
    pub after: Option<Funds>,
    /// What a person should look at before posting.
    pub warning: Option<String>,
}

impl Hints {
    /// Computes again what the book or the form changed.
    pub fn refresh(
        &mut self,
        book: &Book,
        rules: &MoneyRules,
        key: BookKey,
        form: &VoucherForm,
        month: Month,
    ) {
        let same =
            self.of.as_ref().is_some_and(|(of, at, by)| *of == key && *at == month && by == form);
        if same {
            return;
        }
        self.of = Some((key, month, form.clone()));
        if book.entities().len() < 2 {
            return self.look(book, rules, key, form, month);
        }
        let entity = form.entity;
        let own = self.own.take().filter(|(of, whose, _)| (*of, *whose) == (key, entity));
        let own = own.unwrap_or_else(|| (key, entity, book.books_of(entity).into_owned()));
        self.look(&own.2, rules, key, form, month);
        self.own = Some(own);
    }

    /// Looks at what is typed against the books it goes into.
    fn look(
        &mut self,
        book: &Book,
        rules: &MoneyRules,
        key: BookKey,
        form: &VoucherForm,
        month: Month,
    ) {
        let date = typed::parse_day(&form.date, month).ok();
        let number_month = date.map_or(month, Month::of);
        self.number = book.next_number(form.entity, number_month).to_string();
        self.after = date.map(|date| {
            let base = self.funds_at_end(book, key, form.entity, date);
            let effect = form.fund_effect(&book.chart);
            Funds { cash: base.cash.plus(effect.cash), bank: base.bank.plus(effect.bank) }
        });
        self.warning = self
            .below_zero(form, book)
            .or_else(|| twice(book, form, number_month))
            .or_else(|| handling(book, rules, form, month));
    }

    fn funds_at_end(&mut self, book: &Book, key: BookKey, of: Entity, date: Date) -> Funds {
        match self.funds {
            Some((at, whose, day, funds)) if (at, whose, day) == (key, of, date) => funds,
            _ => {
                let funds = book.funds_before(date.succ_opt().unwrap_or(date));
                self.funds = Some((key, of, date, funds));
                funds
            }
        }
    }

    fn below_zero(&self, form: &VoucherForm, book: &Book) -> Option<String> {
        let (after, effect) = (self.after?, form.fund_effect(&book.chart));
        let (what, amount) = if after.cash.is_negative() && effect.cash.is_negative() {
            ("现金", after.cash)
        } else if after.bank.is_negative() && effect.bank.is_negative() {
            ("银行存款", after.bank)
        } else {
            return None;
        };
        Some(format!(
            "记这笔后{what}是 {} 元，钱不可能是负的。请核对日期先后、结算方式和漏记的收入。",
            amount.grouped()
        ))
    }

    /// What the field may be meant to hold.
    pub fn offers(
        &mut self,
        book: &Book,
        key: BookKey,
        form: &VoucherForm,
        slot: Slot,
    ) -> Vec<Offer> {
        let accounts = |typed: &str, fund_only: bool| -> Vec<Offer> {
            let found = typed::matching_accounts(&book.chart, typed, fund_only);
            let offer = |code: AccountCode| Offer { text: book.chart.title(&code), account: None };
            found.into_iter().map(offer).collect()
        };
        match slot {
            Slot::Account => accounts(&form.account, false),
            Slot::From => accounts(&form.from, true),
            Slot::To => accounts(&form.to, true),
            Slot::LineAccount(at) => {
                accounts(form.lines.get(at).map_or("", |line| line.account.as_str()), false)
            }
            Slot::Summary => self.summaries(book, key, form.summary.trim()),
            Slot::Date
            | Slot::Amount
            | Slot::LineAmount(_)
            | Slot::Settlement
            | Slot::Papers
            | Slot::Handler
            | Slot::Witness
            | Slot::Approver
            | Slot::Note => Vec::new(),
        }
    }

    fn summaries(&mut self, book: &Book, key: BookKey, typed: &str) -> Vec<Offer> {
        if typed.is_empty() {
            return Vec::new();
        }
        if self.earlier.as_ref().is_none_or(|(of, _)| *of != key) {
            self.earlier = Some((key, earlier_summaries(book)));
        }
        let word = typed.to_lowercase();
        let earlier = self.earlier.as_ref().map_or(&[][..], |(_, list)| list.as_slice());
        let fits = |earlier: &&Earlier| {
            earlier.summary != typed
                && (earlier.summary.to_lowercase().starts_with(&word)
                    || earlier.initials.starts_with(&word))
        };
        let offer = |earlier: &Earlier| Offer {
            text: earlier.summary.clone(),
            account: earlier.account.clone(),
        };
        earlier.iter().filter(fits).take(OFFERED_MAX).map(offer).collect()
    }
}

/// Each summary once, the latest first.
fn earlier_summaries(book: &Book) -> Vec<Earlier> {
    let mut seen = std::collections::BTreeSet::new();
    let vouchers = book.vouchers.iter().rev().filter(|voucher| !voucher.is_reversal());
    vouchers
        .filter(|voucher| seen.insert(voucher.summary()))
        .map(|voucher| Earlier {
            summary: voucher.summary().to_owned(),
            initials: initials(voucher.summary()),
            account: counter_account(voucher),
        })
        .collect()
}

fn counter_account(voucher: &Voucher) -> Option<AccountCode> {
    let mut others = voucher.entries().iter().filter(|entry| !entry.account.is_fund());
    others.next().map(|entry| entry.account.clone())
}

/// What the rules of money say of the voucher that the form would post, the first two.
fn handling(book: &Book, rules: &MoneyRules, form: &VoucherForm, month: Month) -> Option<String> {
    let proposed = form.parse(&book.chart, month).ok()?.proposed(&book.chart)?;
    let warnings = book.money_warnings_for(rules, &proposed);
    let words: Vec<String> = warnings.into_iter().take(2).map(|warning| warning.message).collect();
    (!words.is_empty()).then(|| words.join(""))
}

/// The same summary and amount in one month may be one payment written twice.
fn twice(book: &Book, form: &VoucherForm, month: Month) -> Option<String> {
    let amount = match form.mode {
        Mode::Journal => form.line_totals().0,
        Mode::Expense | Mode::Income | Mode::Transfer => Money::parse_sum(&form.amount).ok()?,
    };
    let summary = form.summary.trim();
    if summary.is_empty() || !amount.is_positive() {
        return None;
    }
    let same = |voucher: &&Voucher| {
        voucher.month() == month
            && voucher.summary() == summary
            && voucher.written().total(Side::Debit) == amount
    };
    let voucher = book.vouchers.iter().find(same)?;
    Some(format!(
        "{}已有一笔“{summary}” {}（{} {}）。重复请核对，不重复可照常入账。",
        month.label(),
        amount.grouped(),
        period::day_label(voucher.date()),
        voucher.number()
    ))
}
