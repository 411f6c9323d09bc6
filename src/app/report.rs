//! The report of a period in the headless form: ISO dates, money as decimal strings.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::App;
use super::error::AppError;
use crate::domain::account::AccountCode;
use crate::domain::account::Chart;
use crate::domain::duty::Duty;
use crate::domain::entity::Entity;
use crate::domain::facts;
use crate::domain::ids::VillageId;
use crate::domain::ledger::{Book, PeriodReport, ReportLine};
use crate::domain::listing::{Listing, ListingCell};
use crate::domain::money::Money;
use crate::domain::period::{Month, Period};
use crate::domain::targets::TargetStanding;

impl App {
    /// Income, expense and balances of a village for a period, of all its books.
    ///
    /// # Errors
    /// A refusal for an unknown village; a failure when the book cannot be read.
    pub fn report(&self, village: VillageId, period: Period) -> Result<PeriodReport, AppError> {
        Ok(self.ledger()?.book_of(village)?.report(period))
    }

    /// The same for the books of `scope`.
    ///
    /// # Errors
    /// As [`App::report`], and a refusal for books that the village does not keep.
    pub fn report_of(
        &self,
        village: VillageId,
        scope: Entity,
        period: Period,
    ) -> Result<PeriodReport, AppError> {
        let book = self.ledger()?.book_of(village)?;
        check_scope(&book, scope)?;
        Ok(book.books_of(scope).report(period))
    }

    /// The same as JSON (`report --json`).
    ///
    /// # Errors
    /// As [`App::report_of`].
    pub fn report_json(
        &self,
        village: VillageId,
        scope: Entity,
        period: Period,
    ) -> Result<Value, AppError> {
        let book = self.ledger()?.book_of(village)?;
        let report = self.report_of(village, scope, period)?;
        let rules = &self.ledger()?.rules().targets;
        let books = book.books_of(scope);
        let standing = books.target_standing(period, rules);
        let mut report = json!({
            "village": book.village.profile.name,
            "period": period,
            "opening": report.opening.total().to_string(),
            "income": lines(&book.chart, &report.income),
            "expense": lines(&book.chart, &report.expense),
            "income_total": report.income_total.to_string(),
            "expense_total": report.expense_total.to_string(),
            "closing": report.closing.total().to_string(),
            "year_income": report.year_income.to_string(),
            "year_expense": report.year_expense.to_string(),
            "cash_closing": report.closing.cash.to_string(),
            "bank_closing": report.closing.bank.to_string(),
            "non_cash_share": report.non_cash_share.map(decimal),
            "year_non_cash_share": report.year_non_cash_share.map(decimal),
            "collective_income": books.collective_income(period, rules).to_string(),
            "year_collective_income": standing.income.to_string(),
            "collective_income_accounts": rules.accounts,
            "targets": targets_json(&standing),
        });
        if let (true, Some(fields)) = (book.entities().len() > 1, report.as_object_mut()) {
            fields.insert("entity".to_owned(), json!(scope));
        }
        Ok(report)
    }

    /// The same in words, for a terminal.
    ///
    /// # Errors
    /// As [`App::report_of`].
    pub fn report_text(
        &self,
        village: VillageId,
        scope: Entity,
        period: Period,
    ) -> Result<String, AppError> {
        let book = self.ledger()?.book_of(village)?;
        let report = self.report_of(village, scope, period)?;
        let mut title = format!("{} {}", book.village.profile.full_name(), period.label());
        if book.entities().len() > 1 {
            title = format!("{title}（{}）", scope.scope_label());
        }
        let mut text = vec![title];
        let mut line = |label: &str, amount: Money| {
            text.push(format!("{:>18}  {label}", amount.grouped()));
        };
        line("期初结余", report.opening.total());
        for income in &report.income {
            line(&format!("收入　{}", book.chart.title(&income.account)), income.amount);
        }
        line("收入合计", report.income_total);
        for expense in &report.expense {
            line(&format!("支出　{}", book.chart.title(&expense.account)), expense.amount);
        }
        line("支出合计", report.expense_total);
        line("期末结余", report.closing.total());
        line("　其中现金", report.closing.cash);
        line("　其中银行存款", report.closing.bank);
        line(&format!("本年收入（{}起）", report.year_from.label()), report.year_income);
        line(&format!("本年支出（{}起）", report.year_from.label()), report.year_expense);
        let rules = &self.ledger()?.rules().targets;
        let standing = book.books_of(scope).target_standing(period, rules);
        line("本年集体经济收入", standing.income);
        line(
            &format!("　离下限 {} 还差", standing.least.grouped()),
            standing.missing(standing.least),
        );
        line(
            &format!("　离目标 {} 还差", standing.goal.grouped()),
            standing.missing(standing.goal),
        );
        let shares = [
            ("非现金支付（本期）", report.non_cash_share),
            ("非现金支付（本年）", report.year_non_cash_share),
        ];
        for (label, share) in shares {
            let share = share.map_or_else(|| "—".to_owned(), percent);
            text.push(format!("{share:>18}  {label}"));
        }
        Ok(text.join("\n"))
    }

    /// All villages of the ledger against the targets, up to a month; from the facts of their
    /// months, no voucher is read.
    ///
    /// # Errors
    /// A refusal when no ledger is open.
    pub fn targets_listing(&self, through: Month) -> Result<Listing, AppError> {
        Ok(self.ledger()?.targets_listing(through))
    }

    /// The same as JSON (`targets --json`).
    ///
    /// # Errors
    /// As [`App::targets_listing`].
    pub fn targets_json(&self, through: Month) -> Result<Value, AppError> {
        let standings = self.ledger()?.target_standings(through);
        let line = |(_, village, standing): &(VillageId, String, TargetStanding)| {
            json!({
                "village": village,
                "year": standing.year,
                "through": through,
                "collective_income": standing.income.to_string(),
                "year_non_cash_share": standing.non_cash_share.map(decimal),
                "targets": targets_json(standing),
            })
        };
        Ok(Value::Array(standings.iter().map(line).collect()))
    }

    /// The balance of every account of a village at the end of a month, debit positive, from the
    /// sums of its months: no voucher is read (科目余额).
    ///
    /// # Errors
    /// A refusal for an unknown village; a failure when the file cannot be read.
    pub fn balances(
        &self,
        village: VillageId,
        through: Month,
    ) -> Result<BTreeMap<AccountCode, Money>, AppError> {
        let ledger = self.ledger()?;
        let opening = ledger.store.opening_of(village)?;
        let none = BTreeMap::new();
        let months = ledger.months_of(village).unwrap_or(&none);
        Ok(facts::balances(&opening, months, through))
    }

    /// The same for the books of `scope`, with the names of the accounts, without those that stand
    /// at zero. Only for one of two sets of books is the whole book read.
    ///
    /// # Errors
    /// As [`App::balances`], and a refusal for books that the village does not keep.
    pub fn named_balances(
        &self,
        village: VillageId,
        scope: Entity,
        through: Month,
    ) -> Result<Vec<(String, Money)>, AppError> {
        let ledger = self.ledger()?;
        let chart = ledger.store.chart_of(village)?;
        let balances = if scope.is_village() {
            self.balances(village, through)?
        } else {
            let book = ledger.book_of(village)?;
            check_scope(&book, scope)?;
            book.books_of(scope).balances(through.last_day())
        };
        let standing = balances.into_iter().filter(|(_, balance)| !balance.is_zero());
        Ok(standing.map(|(code, balance)| (chart.title(&code), balance)).collect())
    }

    /// Duties as JSON (`duties --json`), with the names of their villages.
    ///
    /// # Errors
    /// A refusal when no ledger is open.
    pub fn duties_json(&self, duties: &[Duty]) -> Result<Value, AppError> {
        let ledger = self.ledger()?;
        let duty_json = |duty: &Duty| {
            let village = ledger.village(duty.village);
            json!({
                "village": village.map(|village| village.profile.name.as_str()),
                "matter": duty.matter,
                "title": ledger.law().title(duty.matter),
                "span": duty.span,
                "opens_on": duty.opens_on,
                "due_by": duty.due_by,
                "state": duty.state.name(),
                "days": duty.state.days(),
                "notice": duty.notice,
            })
        };
        Ok(Value::Array(duties.iter().map(duty_json).collect()))
    }
}

/// A share of hundredths of a percent as a decimal: `0.9909`.
fn decimal(share: u32) -> String {
    format!("{}.{:04}", share / 10_000, share % 10_000)
}

/// The same for people: `99.09%`.
fn percent(share: u32) -> String {
    ListingCell::Share(share).shown()
}

fn targets_json(standing: &TargetStanding) -> Value {
    let target = |target: Money| {
        json!({
            "target": target.to_string(),
            "share": decimal(standing.share(target)),
            "missing": standing.missing(target).to_string(),
            "reached": standing.missing(target).is_zero(),
        })
    };
    json!([target(standing.least), target(standing.goal)])
}

fn check_scope(book: &Book, scope: Entity) -> Result<(), AppError> {
    Ok(book.bookkeeping().check_scope(scope)?)
}

fn lines(chart: &Chart, lines: &[ReportLine]) -> Value {
    let line = |line: &ReportLine| json!({ "account": chart.title(&line.account), "amount": line.amount.to_string() });
    Value::Array(lines.iter().map(line).collect())
}
