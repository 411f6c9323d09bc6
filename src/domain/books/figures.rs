//! The figures behind the charts: income and expense by month, beside the year before, and by
//! account (收付实现制, as in the finance notices).

use std::collections::BTreeMap;

use super::LedgerView;
use crate::domain::account::AccountCode;
use crate::domain::ledger::{Book, fund_movement};
use crate::domain::listing::{ColumnKind, Listing, ListingCell, ListingRow};
use crate::domain::money::Money;
use crate::domain::period::{Month, Period};
use crate::domain::voucher::Voucher;

/// Money that came in and went out in one month (一个月的收支).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthFigures {
    /// The month.
    pub month: Month,
    /// What came in.
    pub income: Money,
    /// What went out.
    pub expense: Money,
}

/// What came in from an account, or went out to it, in a year (按科目的收支).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountFigure {
    /// The account; `None` for all that are not among the largest.
    pub account: Option<AccountCode>,
    /// The sum.
    pub amount: Money,
}

/// A year beside the one before it (本年与上年的收支).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearFigures {
    /// The year.
    pub year: i32,
    /// Its twelve months.
    pub months: Vec<MonthFigures>,
    /// The twelve months of the year before.
    pub before: Vec<MonthFigures>,
    /// The largest sources of income, the largest first.
    pub income: Vec<AccountFigure>,
    /// The largest expenses, the largest first.
    pub expense: Vec<AccountFigure>,
}

/// So many accounts are named; the rest is one figure.
const LARGEST: usize = 10;

type Sums = BTreeMap<AccountCode, Money>;

impl YearFigures {
    /// The figures of a year, in one pass over the vouchers.
    pub fn of(view: &LedgerView<'_>, year: i32) -> Self {
        let twelve = |year: i32| -> Vec<MonthFigures> {
            let whole = Period::Year(year);
            let months = whole.first_month().through(whole.last_month());
            let empty = |month| MonthFigures { month, income: Money::ZERO, expense: Money::ZERO };
            months.map(empty).collect()
        };
        let (mut months, mut before) = (twelve(year), twelve(year - 1));
        let (mut income, mut expense) = (Sums::new(), Sums::new());
        let of_entity = |entity| view.entity.is_none_or(|wanted| wanted == entity);
        for voucher in view.book.vouchers.iter().filter(|voucher| of_entity(voucher.entity())) {
            let month = voucher.month();
            let figures = if month.year() == year { &mut months } else { &mut before };
            let Some(figures) = figures.iter_mut().find(|figures| figures.month == month) else {
                continue;
            };
            let movement = fund_movement(voucher);
            figures.income = figures.income.plus(movement.income_total());
            figures.expense = figures.expense.plus(movement.expense_total());
            if month.year() == year {
                add(&mut income, movement.income);
                add(&mut expense, movement.expense);
            }
        }
        Self { year, months, before, income: largest(income), expense: largest(expense) }
    }

    /// The years that have vouchers, the latest first.
    pub fn years(book: &Book) -> Vec<i32> {
        let last = book.vouchers.iter().map(Voucher::date).max();
        let first = book.first_month().year();
        let last = last.map_or(first, |date| Month::of(date).year());
        (first..=last).rev().collect()
    }

    /// Whether nothing came in or went out in either year.
    pub fn is_empty(&self) -> bool {
        let both = self.months.iter().chain(&self.before);
        both.into_iter().all(|month| month.income.is_zero() && month.expense.is_zero())
    }

    /// The months of both years as a table.
    pub fn months_listing(&self, view: &LedgerView<'_>) -> Listing {
        let heads = [
            "月份".to_owned(),
            format!("{}年收入", self.year),
            format!("{}年支出", self.year),
            format!("{}年收入", self.year - 1),
            format!("{}年支出", self.year - 1),
        ];
        let kinds = [ColumnKind::Label].into_iter().chain([ColumnKind::Amount; 4]);
        let columns: Vec<(&str, ColumnKind)> =
            heads.iter().map(String::as_str).zip(kinds).collect();
        let mut listing = view.table("收支对比表", &columns);
        listing.period = Period::Year(self.year).label();
        let mut totals = [Money::ZERO; 4];
        for (now, then) in self.months.iter().zip(&self.before) {
            let amounts = [now.income, now.expense, then.income, then.expense];
            for (total, amount) in totals.iter_mut().zip(amounts) {
                *total = total.plus(amount);
            }
            let mut cells = vec![ListingCell::text(format!("{}月", now.month.number()))];
            cells.extend(amounts.map(ListingCell::amount_or_blank));
            listing.rows.push(ListingRow::entry(cells));
        }
        let mut cells = vec![ListingCell::text("合计")];
        cells.extend(totals.map(ListingCell::Amount));
        listing.rows.push(ListingRow::sum(cells));
        listing
    }

    /// Income or expense by account as a table.
    pub fn accounts_listing(&self, view: &LedgerView<'_>, is_income: bool) -> Listing {
        let (title, figures) = if is_income {
            ("收入分项表", &self.income)
        } else {
            ("支出分项表", &self.expense)
        };
        let columns = [
            ("科目", ColumnKind::Text),
            ("金额", ColumnKind::Amount),
            ("占比", ColumnKind::Number),
        ];
        let mut listing = view.table(title, &columns);
        listing.period = Period::Year(self.year).label();
        let total: Money = figures.iter().map(|figure| figure.amount).sum();
        for figure in figures {
            let name = figure
                .account
                .as_ref()
                .map_or_else(|| "其他各项".to_owned(), |code| view.book.chart.title(code));
            let cells = vec![
                ListingCell::text(name),
                ListingCell::Amount(figure.amount),
                share(figure.amount, total).map_or(ListingCell::Blank, ListingCell::Share),
            ];
            let row = ListingRow::entry(cells);
            listing.rows.push(match &figure.account {
                Some(code) => row.to(super::Link::Account(code.clone(), Period::Year(self.year))),
                None => row,
            });
        }
        let sum = vec![ListingCell::text("合计"), ListingCell::Amount(total)];
        listing.rows.push(ListingRow::sum(sum));
        listing
    }
}

fn add(sums: &mut Sums, lines: Vec<(AccountCode, Money)>) {
    for (account, amount) in lines {
        let sum = sums.entry(account).or_default();
        *sum = sum.plus(amount);
    }
}

fn largest(sums: Sums) -> Vec<AccountFigure> {
    let mut figures: Vec<AccountFigure> = sums
        .into_iter()
        .filter(|(_, amount)| !amount.is_zero())
        .map(|(account, amount)| AccountFigure { account: Some(account), amount })
        .collect();
    figures.sort_by(|a, b| b.amount.cmp(&a.amount).then_with(|| a.account.cmp(&b.account)));
    let rest: Money = figures.iter().skip(LARGEST).map(|figure| figure.amount).sum();
    let cut = figures.len() > LARGEST;
    figures.truncate(LARGEST);
    if cut {
        figures.push(AccountFigure { account: None, amount: rest });
    }
    figures
}

/// In hundredths of a percent, rounded down; `None` for what is no part of the whole.
fn share(part: Money, whole: Money) -> Option<u32> {
    if !whole.is_positive() || part.is_negative() {
        return None;
    }
    u32::try_from(i128::from(part.fen()) * 10_000 / i128::from(whole.fen())).ok()
}
