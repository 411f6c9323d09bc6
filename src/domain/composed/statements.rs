//! The annual reports as sheets: 决算与收益分配, 资产负债表, with the plan of the year beside what
//! came of it.

use super::{Composed, plan};
use crate::domain::books::{IncomeStatement, LedgerSheet, LedgerView, Span};
use crate::domain::entity::Entity;
use crate::domain::ledger::Book;
use crate::domain::listing::ColumnKind;
use crate::domain::money::Money;
use crate::domain::notice::{Bar, StatementTable};
use crate::domain::period::Period;

/// 收益总额 and 净收益 in 收益及收益分配表.
const SURPLUS_LINE: usize = 11;
const NET_LINE: usize = 13;
/// The accounts of income, as bars are drawn of them.
const INCOME: [&str; 4] = ["501", "502", "503", "504"];

fn figure(statement: &IncomeStatement, number: usize) -> Money {
    statement.line(number).map_or(Money::ZERO, |line| line.year)
}

/// What everybody should read first, in plain words: money in, money out, money left, then the
/// two figures of the report.
fn sentence(books: &Book, statement: &IncomeStatement, period: Period) -> String {
    let report = books.report(period);
    format!(
        "{}收入 {} 元，支出 {} 元，年末还有 {} 元；收益总额 {} 元，净收益 {} 元。",
        period.label(),
        report.income_total.grouped(),
        report.expense_total.grouped(),
        report.closing.total().grouped(),
        figure(statement, SURPLUS_LINE).grouped(),
        figure(statement, NET_LINE).grouped()
    )
}

fn report(view: &LedgerView<'_>, sheet: LedgerSheet, without: &[&str]) -> StatementTable {
    StatementTable::of(&view.listing(sheet, None, false)).without(without)
}

/// 收益及收益分配表, with the figures of the year before where the books have them.
fn income(view: &LedgerView<'_>, before: Option<&IncomeStatement>) -> StatementTable {
    let mut table = report(view, LedgerSheet::IncomeStatement, &["行次", "本期数"]);
    // its last line is what is left, not the sum of all above it
    let last = table.rows.len();
    table.rows.append(&mut table.totals);
    table.strong.extend(last..table.rows.len());
    let Some(before) = before else { return table };
    let lines = view.income_statement().lines;
    table.columns.push("上年数".to_owned());
    table.kinds.push(ColumnKind::Amount);
    for (row, line) in table.rows.iter_mut().zip(lines) {
        row.push(figure(before, line.number).grouped());
    }
    table
}

/// What was earned and spent by kind, to be drawn.
fn bars(statement: &IncomeStatement) -> Vec<Bar> {
    let told = statement.lines.iter().filter(|line| line.number <= NET_LINE);
    let bar = |line: &crate::domain::books::IncomeLine| {
        let account = line.account.as_ref().filter(|_| !line.year.is_zero())?;
        let trimmed = line.label.trim_start_matches(['一', '、', '\u{3000}']);
        let label = trimmed.trim_start_matches("加：").trim_start_matches("减：");
        let is_income = INCOME.contains(&account.first_level());
        Some(Bar { label: label.to_owned(), amount: line.year, is_income })
    };
    told.filter_map(bar).collect()
}

/// The reports of the year, above them the plan.
fn composed(
    book: &Book,
    books: &Book,
    entity: Entity,
    period: Period,
    tables: impl FnOnce(&LedgerView<'_>, Option<&IncomeStatement>) -> Vec<StatementTable>,
) -> Composed {
    let view = LedgerView::new(books, Span::from(period));
    let statement = view.income_statement();
    let before = books.year_before(period);
    let before = before.map(|it| LedgerView::new(books, Span::from(it)).income_statement());
    let mut tables = tables(&view, before.as_ref());
    tables.extend(plan::carried_out(book, books, entity, period.last_month().year()));
    let mut composed = Composed::says(sentence(books, &statement, period), tables);
    let net_before = before.as_ref().map(|it| figure(it, NET_LINE));
    composed.words.extend(book.beside("净收益", figure(&statement, NET_LINE), net_before));
    if book.village.profile.draws_bars {
        composed.bars = bars(&statement);
    }
    composed
}

/// F05 年度决算与收益分配
pub(super) fn final_accounts(
    book: &Book,
    books: &Book,
    entity: Entity,
    period: Period,
) -> Composed {
    composed(book, books, entity, period, |view, before| {
        vec![StatementTable { title: String::new(), ..income(view, before) }]
    })
}

/// F19 资产负债表、收益及收益分配表
pub(super) fn reports(book: &Book, books: &Book, entity: Entity, period: Period) -> Composed {
    composed(book, books, entity, period, |view, before| {
        vec![report(view, LedgerSheet::BalanceSheet, &["行次"]), income(view, before)]
    })
}
