//! The annual reports as sheets: 决算与收益分配, 资产负债表.

use super::Composed;
use crate::domain::books::{IncomeStatement, LedgerSheet, LedgerView, Span};
use crate::domain::ledger::Book;
use crate::domain::money::Money;
use crate::domain::notice::StatementTable;
use crate::domain::period::Period;

/// 收益总额 and 净收益 in 收益及收益分配表.
const SURPLUS_LINE: usize = 11;
const NET_LINE: usize = 13;

fn figure(statement: &IncomeStatement, number: usize) -> Money {
    statement.line(number).map_or(Money::ZERO, |line| line.year)
}

fn sentence(view: &LedgerView<'_>, period: Period) -> String {
    let statement = view.income_statement();
    format!(
        "{}收益总额 {} 元，净收益 {} 元。",
        period.label(),
        figure(&statement, SURPLUS_LINE).grouped(),
        figure(&statement, NET_LINE).grouped()
    )
}

fn report(view: &LedgerView<'_>, sheet: LedgerSheet, without: &[&str]) -> StatementTable {
    StatementTable::of(&view.listing(sheet, None, false)).without(without)
}

/// F05 年度决算与收益分配
pub(super) fn final_accounts(books: &Book, period: Period) -> Composed {
    let view = LedgerView::new(books, Span::from(period));
    let mut table = report(&view, LedgerSheet::IncomeStatement, &["行次", "本期数"]);
    table.title.clear();
    Composed::says(sentence(&view, period), vec![table])
}

/// F19 资产负债表、收益及收益分配表
pub(super) fn reports(books: &Book, period: Period) -> Composed {
    let view = LedgerView::new(books, Span::from(period));
    let balance = report(&view, LedgerSheet::BalanceSheet, &["行次"]);
    let income = report(&view, LedgerSheet::IncomeStatement, &["行次", "本期数"]);
    Composed::says(sentence(&view, period), vec![balance, income])
}
