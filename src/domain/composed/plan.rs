//! 年度收支计划 as a sheet, and how far a year came up to it.
//!
//! Plan and figures are told alike: money that came in and went out, by the account on its other
//! side, as on the monthly sheets, so that a villager finds the sums of the year again.

use super::{Composed, blank_zero, table};
use crate::domain::account::AccountCode;
use crate::domain::entity::Entity;
use crate::domain::governance::{PlanLine, PlanSide, YearPlan};
use crate::domain::ledger::{Book, PeriodReport, ReportLine, share_of};
use crate::domain::listing::ColumnKind;
use crate::domain::money::Money;
use crate::domain::notice::StatementTable;
use crate::domain::period::{Month, Period, date_label};

/// One row of the sheet: what was planned of a kind, and what came of it.
struct Kind {
    label: String,
    planned: Money,
    actual: Money,
    remark: String,
}

impl Book {
    /// The plans of a year over the books of `entity`; of both sets where they are disclosed
    /// together.
    pub(super) fn year_plans(&self, entity: Entity, year: i32) -> Vec<&YearPlan> {
        let plans = self.affairs.records.iter().filter_map(|record| record.facts.plan());
        plans
            .filter(|plan| plan.year == year && (entity.is_village() || plan.entity == entity))
            .collect()
    }
}

/// The lines of all plans, those of one kind added up.
fn lines(plans: &[&YearPlan]) -> Vec<PlanLine> {
    let mut lines: Vec<PlanLine> = Vec::new();
    for line in plans.iter().flat_map(|plan| &plan.lines) {
        let same =
            |other: &&mut PlanLine| (other.side, &other.account) == (line.side, &line.account);
        match lines.iter_mut().find(same) {
            Some(known) => known.amount = known.amount.plus(line.amount),
            None => lines.push(line.clone()),
        }
    }
    lines
}

const fn moved(report: &PeriodReport, side: PlanSide) -> &Vec<ReportLine> {
    match side {
        PlanSide::Income => &report.income,
        PlanSide::Expense => &report.expense,
    }
}

/// The kinds of one side: what was planned, in the order of the plan, then what was not.
fn kinds(
    books: &Book,
    lines: &[PlanLine],
    report: Option<&PeriodReport>,
    side: PlanSide,
) -> Vec<Kind> {
    let of_side: Vec<&PlanLine> = lines.iter().filter(|line| line.side == side).collect();
    // an amount belongs to the closest account above it that was planned
    let home = |account: &AccountCode| -> Option<usize> {
        let above = of_side.iter().enumerate();
        let above = above.filter(|(_, line)| account.as_str().starts_with(line.account.as_str()));
        above.max_by_key(|(_, line)| line.account.as_str().len()).map(|(at, _)| at)
    };
    let kind = |line: &&PlanLine| Kind {
        label: books.chart.plain_name(&line.account),
        planned: line.amount,
        actual: Money::ZERO,
        remark: line.remark.clone(),
    };
    let mut kinds: Vec<Kind> = of_side.iter().map(kind).collect();
    for line in report.map(|report| moved(report, side)).into_iter().flatten() {
        match home(&line.account).and_then(|at| kinds.get_mut(at)) {
            Some(kind) => kind.actual = kind.actual.plus(line.amount),
            None => kinds.push(Kind {
                label: books.chart.plain_name(&line.account),
                planned: Money::ZERO,
                actual: line.amount,
                remark: String::new(),
            }),
        }
    }
    kinds
}

/// The last row: income less expense.
const LEFT: &str = "收支相抵";

/// The cells of a row: what it is called, what was planned, what came of it, and a remark.
type Cells<'a> = &'a dyn Fn(String, Money, Money, &str) -> Vec<String>;

/// The rows of both sides, each below its heading and above its sum, and what is left; which of
/// them stand out.
fn rows(sides: [(PlanSide, Vec<Kind>); 2], cells: Cells<'_>) -> (Vec<Vec<String>>, Vec<usize>) {
    let (mut rows, mut strong) = (Vec::new(), Vec::new());
    let (mut planned, mut actual) = (Money::ZERO, Money::ZERO);
    for (side, kinds) in sides {
        let sum = |of: fn(&Kind) -> Money| -> Money { kinds.iter().map(of).sum() };
        let (side_planned, side_actual) = (sum(|kind| kind.planned), sum(|kind| kind.actual));
        let total = cells(format!("{}合计", side.label()), side_planned, side_actual, "");
        let mut heading = vec![side.label().to_owned()];
        heading.resize(total.len(), String::new());
        strong.push(rows.len());
        rows.push(heading);
        for kind in kinds {
            rows.push(cells(kind.label, kind.planned, kind.actual, &kind.remark));
        }
        strong.push(rows.len());
        rows.push(total);
        (planned, actual) = match side {
            PlanSide::Income => (side_planned, side_actual),
            PlanSide::Expense => (planned.minus(side_planned), actual.minus(side_actual)),
        };
    }
    strong.push(rows.len());
    rows.push(cells(LEFT.to_owned(), planned, actual, ""));
    (rows, strong)
}

/// The report of the year before, and the month it starts with; nothing for a book that began
/// with this year.
fn year_before(books: &Book, year: i32) -> Option<(PeriodReport, Month)> {
    let before = Period::Year(year - 1);
    (books.first_month() <= before.last_month())
        .then(|| (books.report(before), books.year_from(before)))
}

/// F04 年度财务收支计划
pub(super) fn plan(book: &Book, books: &Book, entity: Entity, year: i32) -> Composed {
    use ColumnKind::{Amount, Text};
    let plans = book.year_plans(entity, year);
    if plans.is_empty() {
        return Composed::default();
    }
    let lines = lines(&plans);
    let before = year_before(books, year);
    let before_head = before.as_ref().map(|(_, from)| match from.number() {
        1 => "上年实际".to_owned(),
        month => format!("上年实际（{month}月起）"),
    });
    let report = before.as_ref().map(|(report, _)| report);
    let cells = |label: String, planned: Money, actual: Money, remark: &str| {
        let mut row = vec![label, blank_zero(planned)];
        row.extend(before.is_some().then(|| blank_zero(actual)));
        row.push(remark.to_owned());
        row
    };
    let sides = PlanSide::ALL.map(|side| (side, kinds(books, &lines, report, side)));
    let (rows, strong) = rows(sides, &cells);
    let mut heads = vec![("项目", Text), ("本年计划", Amount)];
    heads.extend(before_head.as_deref().map(|head| (head, Amount)));
    heads.push(("说明", Text));
    let table = StatementTable { strong, ..table("", &heads, rows) };
    let mut words = vec![sentence(books, &lines, year)];
    words.extend(plans.iter().filter_map(|plan| passed(plan)));
    for plan in plans.iter().filter(|plan| !plan.others.is_empty()) {
        words.push(format!("其他计划：{}", plan.others));
    }
    // the column of remarks is left out where nobody wrote any
    Composed { words, tables: vec![table.without(&[])], bars: Vec::new() }
}

fn sentence(books: &Book, lines: &[PlanLine], year: i32) -> String {
    let total = |side: PlanSide| -> Money {
        lines.iter().filter(|line| line.side == side).map(|line| line.amount).sum()
    };
    let (income, expense) = (total(PlanSide::Income), total(PlanSide::Expense));
    let period = Period::Year(year);
    let opening = (books.first_month() <= period.first_month()).then(|| {
        let funds = books.funds_before(period.first_day());
        format!("{year}年初有 {} 元，全年", funds.total().grouped())
    });
    let opening = opening.unwrap_or_else(|| format!("{year}年"));
    let left = income.minus(expense);
    let left = if left.is_negative() {
        format!("支出比收入多 {} 元", (-left).grouped())
    } else {
        format!("收支相抵余 {} 元", left.grouped())
    };
    format!("{opening}计划收入 {} 元，支出 {} 元，{left}。", income.grouped(), expense.grouped())
}

/// Who passed the plan, and when.
fn passed(plan: &YearPlan) -> Option<String> {
    let on = plan.passed_on?;
    let by = if plan.passed_by.is_empty() { "会议" } else { plan.passed_by.as_str() };
    Some(format!("本计划已于{}经{by}通过。", date_label(on)))
}

/// One row of plan and figures side by side.
fn done(label: String, planned: Money, actual: Money, _: &str) -> Vec<String> {
    // a share of what is left says nothing
    let share = share_of(actual, planned).filter(|_| label != LEFT);
    let share = share.map(|share| format!("{}.{:02}%", share / 100, share % 100));
    vec![
        label,
        blank_zero(planned),
        actual.grouped(),
        blank_zero(actual.minus(planned)),
        share.unwrap_or_default(),
    ]
}

/// 收支计划执行情况: plan and figures of a year side by side; nothing where there is no plan.
pub(super) fn carried_out(
    book: &Book,
    books: &Book,
    entity: Entity,
    year: i32,
) -> Option<StatementTable> {
    use ColumnKind::{Amount, Number, Text};
    let plans = book.year_plans(entity, year);
    if plans.is_empty() {
        return None;
    }
    let (lines, report) = (lines(&plans), books.report(Period::Year(year)));
    let sides = PlanSide::ALL.map(|side| (side, kinds(books, &lines, Some(&report), side)));
    let (rows, strong) = rows(sides, &done);
    let heads = [
        ("项目", Text),
        ("计划", Amount),
        ("实际", Amount),
        ("比计划多（少为负）", Amount),
        ("完成", Number),
    ];
    let title = format!("{year}年收支计划执行情况（按实际收到和付出的钱算）");
    Some(StatementTable { strong, ..table(&title, &heads, rows) })
}
