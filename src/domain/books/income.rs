//! 收益及收益分配表 (财会〔2023〕14号，村会02表).
//!
//! The figures are the same before and after the end of a year: what carries income and expense
//! to 本年收益 is neither.

use super::balance_sheet::FORM_NOTE;
use super::{LedgerSheet, LedgerView};
use crate::domain::account::{AccountClass, AccountCode, Side};
use crate::domain::listing::{ColumnKind, Listing, ListingCell, ListingRow, RowRole};
use crate::domain::money::Money;
use crate::domain::voucher::{Voucher, VoucherKind};
use crate::domain::year_end::{DISTRIBUTION, RESERVE, YEAR_SURPLUS};

/// A line of the statement (收益及收益分配表的一行).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncomeLine {
    /// 行次
    pub number: usize,
    /// The words of the form.
    pub label: &'static str,
    /// Of the span; `None` where the form speaks of the year alone.
    pub span: Option<Money>,
    /// From January through the end of the span.
    pub year: Money,
    /// The account it is made of, if it is one.
    pub account: Option<AccountCode>,
}

/// 收益及收益分配表
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncomeStatement {
    /// From top to bottom.
    pub lines: Vec<IncomeLine>,
}

/// The accounts of the form: number, words, account, whether it is income, and so added.
const RESULTS: [(usize, &str, &str, bool); 10] = [
    (1, "一、经营收入", "501", true),
    (2, "　加：投资收益", "502", true),
    (3, "　减：经营支出", "511", false),
    (4, "　　　税金及附加", "512", false),
    (5, "　　　管理费用", "513", false),
    (7, "　加：补助收入", "503", true),
    (8, "　　　其他收入", "504", true),
    (9, "　减：公益支出", "514", false),
    (10, "　　　其他支出", "515", false),
    (12, "　减：所得税费用", "521", false),
];

/// The sums below which lines they stand: after line, number, words.
const SUMS: [(usize, usize, &str); 3] =
    [(5, 6, "二、经营收益"), (10, 11, "三、收益总额"), (12, 13, "四、净收益")];

/// Span and year.
type Two = (Money, Money);

/// What went out of and into 收益分配 in the year, and what stood there.
#[derive(Default)]
struct Distribution {
    opening: Money,
    closing: Money,
    reserve: Money,
    members: Money,
}

impl LedgerView<'_> {
    /// 收益及收益分配表 of the span and of its year so far.
    pub fn income_statement(&self) -> IncomeStatement {
        let results = self.results();
        let mut lines = Vec::new();
        let mut running = (Money::ZERO, Money::ZERO);
        for ((number, label, code, is_income), (span, year)) in RESULTS.into_iter().zip(results) {
            let account = AccountCode::new(code);
            lines.push(IncomeLine { number, label, span: Some(span), year, account });
            running = if is_income {
                (running.0.plus(span), running.1.plus(year))
            } else {
                (running.0.minus(span), running.1.minus(year))
            };
            for (_, number, label) in SUMS.into_iter().filter(|(after, ..)| *after == number) {
                let (span, year) = (Some(running.0), running.1);
                lines.push(IncomeLine { number, label, span, year, account: None });
            }
        }
        self.distribution_lines(running.1, &mut lines);
        IncomeStatement { lines }
    }

    fn distribution_lines(&self, net: Money, lines: &mut Vec<IncomeLine>) {
        let found = self.distribution();
        // whatever else moved the surplus, so that the statement adds up to the balance sheet
        let spent = found.reserve.plus(found.members);
        let other = found.closing.plus(spent).minus(found.opening).minus(net);
        let distributable = found.opening.plus(net).plus(other);
        let account = |code: &str| AccountCode::new(code);
        for (number, label, year, account) in [
            (14, "　加：年初未分配收益", found.opening, account(DISTRIBUTION)),
            (15, "　　　其他转入", other, account(DISTRIBUTION)),
            (16, "五、可分配收益", distributable, None),
            (17, "　减：提取公积公益金", found.reserve, account(RESERVE)),
            (18, "　　　向成员分配及其他分配", found.members, account(DISTRIBUTION)),
            (19, "六、年末未分配收益", found.closing, None),
        ] {
            lines.push(IncomeLine { number, label, span: None, year, account });
        }
    }

    /// Span and year of each account of the form, income credit positive, expense debit positive.
    fn results(&self) -> [Two; 10] {
        let mut sums: [Two; 10] = [(Money::ZERO, Money::ZERO); 10];
        let mut add = |code: &AccountCode, debit: Money, in_span: bool| {
            let place = RESULTS.iter().position(|(_, _, of, _)| code.first_level() == *of);
            let Some((sum, (.., is_income))) =
                place.and_then(|at| sums.get_mut(at).zip(RESULTS.get(at)))
            else {
                return;
            };
            let amount = if *is_income { -debit } else { debit };
            sum.1 = sum.1.plus(amount);
            if in_span {
                sum.0 = sum.0.plus(amount);
            }
        };
        if self.book.first_month().year() == self.span.last().year() {
            // what was earned and spent in the year before the book began
            self.opening().for_each(|(code, balance)| add(code, balance, false));
        }
        let (first, january) = (self.span.first_day(), self.span.january().first_day());
        for voucher in self.vouchers().filter(|voucher| voucher.date() >= january.min(first)) {
            if carries(voucher) {
                continue;
            }
            for entry in voucher.entries() {
                if voucher.date() >= january {
                    add(&entry.account, signed(entry.side, entry.amount), voucher.date() >= first);
                }
            }
        }
        sums
    }

    /// What stood at 收益分配 at the start of the year and stands there now, with the surplus
    /// that was not carried yet; and what was decided in between.
    fn distribution(&self) -> Distribution {
        let mut found = Distribution::default();
        let january = self.span.january().first_day();
        let begins = self.book.first_month().year() == self.span.last().year();
        for (code, balance) in self.opening().filter(|(code, _)| self.holds_surplus(code)) {
            found.closing = found.closing.minus(balance);
            // income and expense before the book began belong to this year, not to the last
            if !(begins && self.is_result(code)) {
                found.opening = found.opening.minus(balance);
            }
        }
        for voucher in self.vouchers() {
            let credits = |fits: &dyn Fn(&AccountCode) -> bool| -> Money {
                let entries = voucher.entries().iter().filter(|entry| fits(&entry.account));
                entries.map(|entry| -signed(entry.side, entry.amount)).sum()
            };
            let moved = credits(&|code| self.holds_surplus(code));
            found.closing = found.closing.plus(moved);
            if voucher.date() < january {
                found.opening = found.opening.plus(moved);
                continue;
            }
            let credited = credits(&|code| code.first_level() == DISTRIBUTION);
            // a reversal takes back what it reverses, whichever way that went
            let goes_out = credited.is_negative() != voucher.is_reversal();
            if carries(voucher) || credited.is_zero() || !goes_out {
                continue;
            }
            let reserve = credits(&|code| code.first_level() == RESERVE);
            found.reserve = found.reserve.plus(reserve);
            found.members = found.members.minus(credited).minus(reserve);
        }
        found
    }

    fn is_result(&self, code: &AccountCode) -> bool {
        let account = self.book.chart.get(code);
        account.is_some_and(|account| account.class == AccountClass::ProfitAndLoss)
    }

    fn holds_surplus(&self, code: &AccountCode) -> bool {
        matches!(code.first_level(), YEAR_SURPLUS | DISTRIBUTION) || self.is_result(code)
    }
}

/// An amount with its side, debit positive.
const fn signed(side: Side, amount: Money) -> Money {
    match side {
        Side::Debit => amount,
        Side::Credit => Money::ZERO.minus(amount),
    }
}

/// Whether the voucher carries income and expense to 本年收益, or that to 收益分配: by the wizard,
/// or written by hand as villages did before.
fn carries(voucher: &Voucher) -> bool {
    let by_hand = || voucher.entries().iter().any(|e| e.account.first_level() == YEAR_SURPLUS);
    voucher.written().kind == VoucherKind::YearEnd || by_hand()
}

impl IncomeStatement {
    /// The line of that number.
    pub fn line(&self, number: usize) -> Option<&IncomeLine> {
        self.lines.iter().find(|line| line.number == number)
    }

    /// 收益及收益分配表
    pub(super) fn listing(&self, view: &LedgerView<'_>) -> Listing {
        let is_month = view.span.first() == view.span.last();
        let columns = [
            ("项目", ColumnKind::Text),
            ("行次", ColumnKind::Number),
            (if is_month { "本月数" } else { "本期数" }, ColumnKind::Amount),
            ("本年累计数", ColumnKind::Amount),
        ];
        let mut listing = view.table(LedgerSheet::IncomeStatement.label(), &columns);
        for line in &self.lines {
            let number = i64::try_from(line.number).unwrap_or_default();
            let cells = vec![
                ListingCell::text(line.label),
                ListingCell::Count(number),
                line.span.map_or(ListingCell::Blank, ListingCell::Amount),
                ListingCell::Amount(line.year),
            ];
            let role = if line.account.is_some() { RowRole::Entry } else { RowRole::Sum };
            let link = line.account.as_ref().map(|account| view.link(account));
            listing.rows.push(ListingRow { cells, role, link });
        }
        let first = view.book.first_month();
        if first.number() != 1 && first.year() == view.span.last().year() {
            listing.notes.push(format!(
                "本账从{}建账，本年累计数含建账时录入的收入和支出余额。",
                first.label()
            ));
        }
        listing.notes.push(FORM_NOTE.to_owned());
        listing.signers = ["单位负责人", "会计", "制表"].map(str::to_owned).to_vec();
        listing
    }
}
