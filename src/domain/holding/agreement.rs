//! Registers against the ledger, account by account (账实核对): equal, or every difference
//! named.

use std::collections::BTreeMap;

use super::Holding;
use super::listings::{amount, columns, sheet};
use super::register::{Position, Register};
use crate::domain::account::{AccountCode, Chart, Side};
use crate::domain::ledger::Book;
use crate::domain::listing::{ColumnKind, Link, Listing, ListingCell, ListingRow, RowRole};
use crate::domain::money::Money;
use crate::domain::period::{Date, Period, date_label};
use crate::domain::voucher::Voucher;

/// The accounts that registers answer for.
const ACCOUNTS: [&str; 12] =
    ["112", "113", "131", "132", "133", "134", "151", "152", "153", "201", "211", "221"];

/// One account in ledger and registers, debit positive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AccountAgreement {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) is_credit: bool,
    pub(super) ledger: Money,
    pub(super) register: Money,
}

impl AccountAgreement {
    /// Ledger less registers, debit positive.
    pub(super) const fn difference(&self) -> Money {
        self.ledger.minus(self.register)
    }
}

/// Why an account differs.
struct Cause {
    words: String,
    amount: Money,
    link: Option<Link>,
}

impl Book {
    /// Registers against the ledger at a date (三资台账与总账核对表).
    pub fn agreement(&self, date: Date) -> Listing {
        self.register().agreement(date)
    }
}

impl Register<'_> {
    /// Every account that stands in the ledger or in a register.
    pub(super) fn accounts(&self, date: Date) -> Vec<AccountAgreement> {
        let mut ledger: BTreeMap<String, Money> = BTreeMap::new();
        for (account, balance) in self.book.balances(date) {
            let sum = ledger.entry(account.first_level().to_owned()).or_default();
            *sum = sum.plus(balance);
        }
        let mut register: BTreeMap<String, Money> = BTreeMap::new();
        for holding in self.book.holdings.entries() {
            for position in self.positions(holding, date) {
                let sum = register.entry(position.account).or_default();
                *sum = sum.plus(position.value);
            }
        }
        let chart = Chart::standard();
        let accounts = ACCOUNTS.iter().filter_map(|code| {
            let account = chart.get(&AccountCode::new(code)?)?;
            let of = |sums: &BTreeMap<String, Money>| sums.get(*code).copied().unwrap_or_default();
            let (ledger, register) = (of(&ledger), of(&register));
            (!ledger.is_zero() || !register.is_zero()).then(|| AccountAgreement {
                code: (*code).to_owned(),
                name: account.name.clone(),
                is_credit: account.normal == Side::Credit,
                ledger,
                register,
            })
        });
        accounts.collect()
    }

    /// Registers against the ledger at a date.
    pub fn agreement(&self, date: Date) -> Listing {
        let accounts = self.accounts(date);
        let mut rows = Vec::new();
        let mut different = 0;
        for account in &accounts {
            let sign = |amount: Money| if account.is_credit { -amount } else { amount };
            let difference = account.difference();
            let cells = vec![
                ListingCell::text(format!("{} {}", account.code, account.name)),
                amount(sign(account.ledger)),
                amount(sign(account.register)),
                amount(sign(difference)),
                ListingCell::text(if difference.is_zero() { "相符" } else { "不符" }),
            ];
            let mut row = ListingRow::entry(cells);
            if !difference.is_zero() {
                different += 1;
                row.role = RowRole::Alarm;
            }
            let period = Period::Year(crate::domain::period::Month::of(date).year());
            row.link = AccountCode::new(&account.code).map(|code| Link::Account(code, period));
            rows.push(row);
            if !difference.is_zero() {
                rows.extend(self.causes(account, date).into_iter().map(|cause| {
                    let blank = ListingCell::Blank;
                    let words = ListingCell::text(cause.words);
                    let difference = amount(sign(cause.amount));
                    let cells = vec![blank.clone(), blank.clone(), blank, difference, words];
                    ListingRow { cells, role: RowRole::Entry, link: cause.link }
                }));
            }
        }
        let title = "三资台账与总账核对表";
        let heads = [
            ("科目", ColumnKind::Text),
            ("账面余额", ColumnKind::Amount),
            ("台账合计", ColumnKind::Amount),
            ("差额", ColumnKind::Amount),
            ("说明", ColumnKind::Text),
        ];
        let mut listing = sheet(self.book, title, date_label(date), columns(&heads), rows);
        listing.notes.push(if different == 0 {
            "台账与总账各科目相符。".to_owned()
        } else {
            format!("有 {different} 个科目不符，差额和原因列在该科目下面。")
        });
        listing
    }

    /// What makes up the difference of an account: the opening, entries without vouchers, and
    /// vouchers without entries.
    fn causes(&self, account: &AccountAgreement, date: Date) -> Vec<Cause> {
        let first = self.book.first_month().first_day();
        let mut opening: Money = self
            .book
            .opening
            .lines()
            .filter(|(code, _)| code.first_level() == account.code)
            .map(|(_, amount)| amount)
            .sum();
        let mut causes = Vec::new();
        for holding in self.book.holdings.entries() {
            let positions = self.positions(holding, date);
            for position in positions.iter().filter(|position| position.account == account.code) {
                let untied = position.value.minus(position.tied);
                if position.since < first {
                    opening = opening.minus(untied);
                } else if !untied.is_zero() {
                    causes.push(entry_cause(holding, position, untied));
                }
            }
        }
        if !opening.is_zero() {
            let words = "期初余额与台账里建账以前的条目不符".to_owned();
            causes.insert(0, Cause { words, amount: opening, link: None });
        }
        let explained = self.explained();
        for voucher in self.book.vouchers.iter().filter(|voucher| voucher.date() <= date) {
            let moved = movement(voucher, &account.code);
            let key = (voucher.id(), account.code.clone());
            let left = moved.minus(explained.get(&key).copied().unwrap_or_default());
            if !left.is_zero() {
                let (month, number) = (voucher.month().label(), voucher.number());
                let words = format!("{month} {number} {} 没有登记到台账", voucher.summary());
                causes.push(Cause { words, amount: left, link: Some(Link::Voucher(voucher.id())) });
            }
        }
        causes
    }
}

/// An entry that no voucher explains.
fn entry_cause(holding: &Holding, position: &Position, untied: Money) -> Cause {
    let title = holding.facts.title();
    let words = if !position.tied.is_zero() || position.value.is_zero() {
        format!("{title}：台账与登记的凭证不符")
    } else {
        format!("{title}：台账有，没有登记凭证")
    };
    Cause { words, amount: -untied, link: Some(Link::Holding(holding.id)) }
}

/// What a voucher moves on an account and those below it, debit positive.
fn movement(voucher: &Voucher, code: &str) -> Money {
    let entries = voucher.entries().iter().filter(|entry| entry.account.first_level() == code);
    entries
        .map(|entry| match entry.side {
            Side::Debit => entry.amount,
            Side::Credit => -entry.amount,
        })
        .sum()
}
