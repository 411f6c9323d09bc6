//! 这段时间的钱: the figures of the published finance sheets of a period, month by month and
//! together.

use super::{Chapter, Desk};
use crate::domain::entity::Entity;
use crate::domain::ledger::Funds;
use crate::domain::listing::ColumnKind;
use crate::domain::matter::MatterCode;
use crate::domain::money::Money;
use crate::domain::notice::{Body, FinanceLine, Notice, StatementTable, SummaryLine};
use crate::domain::period::{Month, day_label};

/// So many of the largest movements are told one by one.
const LARGEST: usize = 5;

/// The published figures of one month, of one set of books or of two together.
struct MonthMoney {
    month: Month,
    opening: Funds,
    closing: Funds,
    income_total: Money,
    expense_total: Money,
    income: Vec<SummaryLine>,
    expense: Vec<SummaryLine>,
    /// The year so far: from which month, income, expense.
    year: (Month, Money, Money),
}

/// Money in or out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    In,
    Out,
}

impl Desk<'_> {
    /// 这段时间的钱
    pub(super) fn money(&self) -> Chapter {
        let mut chapter = Chapter::new("这段时间的钱");
        let first = self.period.first_month().max(self.book.first_month());
        let last = self.period.last_month();
        let has_ended = |month: &Month| month.last_day() < self.today;
        let asked: Vec<Month> = if first <= last {
            first.through(last).filter(has_ended).collect()
        } else {
            Vec::new()
        };
        let running = last.last_day() >= self.today;
        let months: Vec<MonthMoney> =
            asked.iter().filter_map(|month| self.month_money(*month)).collect();
        let is_known = |month: &Month| months.iter().any(|it| it.month == *month);
        let missing: Vec<Month> = asked.into_iter().filter(|month| !is_known(month)).collect();
        let (Some(begin), Some(end)) = (months.first(), months.last()) else {
            chapter.say(format!(
                "{}的财务收支还没有公布，今天不能报告数字。公布以后会贴在公开栏上。",
                self.period.label()
            ));
            return chapter;
        };
        chapter.say(told(begin, end, &months));
        if !missing.is_empty() {
            chapter.say(not_told(&missing));
        }
        if running {
            chapter.say(format!("{}还没有过完，后面的月份下次再报告。", self.period.label()));
        }
        let (from, income, expense) = end.year;
        chapter.say(format!(
            "今年从{}起到{}，一共收入 {}元，支出 {}元。",
            from.label(),
            end.month.label(),
            income.grouped(),
            expense.grouped()
        ));
        chapter.show(by_month(&months));
        for (title, way) in [("收入从哪里来", Way::In), ("支出花到哪里", Way::Out)] {
            let table = by_kind(title, way, &months);
            if !table.rows.is_empty() {
                chapter.show(table);
            }
        }
        let largest = self.largest();
        if !largest.rows.is_empty() {
            chapter.show(largest);
        }
        chapter
    }

    /// What is published of a month: the summary, else the details; of both sets of books where
    /// each has a sheet of its own.
    fn month_money(&self, month: Month) -> Option<MonthMoney> {
        [MatterCode::FINANCE_SUMMARY, MatterCode::FINANCE_DETAIL].into_iter().find_map(|matter| {
            let of =
                |entity| self.sheet_of(matter, entity, month).and_then(|it| figures(it, month));
            of(Entity::Village).or_else(|| {
                let (committee, collective) = (of(Entity::Committee)?, of(Entity::Collective)?);
                Some(committee.and(collective))
            })
        })
    }

    fn sheet_of(&self, matter: MatterCode, entity: Entity, month: Month) -> Option<&Notice> {
        let span = crate::domain::period::Period::Month(month).into();
        let is_it = |notice: &&Notice| {
            (notice.matter, notice.entity, notice.span) == (matter, entity, span)
                && notice.corrects.is_none()
        };
        self.published().into_iter().map(|(notice, _)| notice).find(is_it)
    }

    /// The largest movements of the sheets that tell them one by one.
    fn largest(&self) -> StatementTable {
        let mut lines: Vec<&FinanceLine> = Vec::new();
        let published = self.published();
        for (notice, _) in &published {
            let is_of_period =
                notice.period().is_some_and(|it| self.period.contains(it.last_day()));
            if let Body::FinanceDetail(detail) = &notice.content.body
                && is_of_period
                && self.counts(notice)
            {
                lines.extend(&detail.lines);
            }
        }
        let mut rows: Vec<Vec<String>> = Vec::new();
        for amount in [|line: &FinanceLine| line.income, |line: &FinanceLine| line.expense] {
            let mut largest: Vec<&&FinanceLine> =
                lines.iter().filter(|line| amount(line).is_positive()).collect();
            largest.sort_by_key(|line| (std::cmp::Reverse(amount(line)), line.date));
            rows.extend(largest.into_iter().take(LARGEST).map(|line| row_of(line)));
        }
        StatementTable {
            title: "最大的几笔".to_owned(),
            columns: ["日期", "做什么", "收入", "支出"].map(str::to_owned).to_vec(),
            kinds: vec![ColumnKind::Date, ColumnKind::Text, ColumnKind::Amount, ColumnKind::Amount],
            rows,
            ..StatementTable::default()
        }
    }

    /// Whether a sheet over one set of books is not told by that over both.
    fn counts(&self, notice: &Notice) -> bool {
        let Some(period) = notice.period() else { return false };
        notice.corrects.is_none()
            && (notice.entity.is_village()
                || self.sheet_of(notice.matter, Entity::Village, period.last_month()).is_none())
    }
}

impl MonthMoney {
    /// The figures of two sets of books together.
    fn and(self, other: Self) -> Self {
        let funds =
            |a: Funds, b: Funds| Funds { cash: a.cash.plus(b.cash), bank: a.bank.plus(b.bank) };
        let (from, income, expense) = self.year;
        Self {
            month: self.month,
            opening: funds(self.opening, other.opening),
            closing: funds(self.closing, other.closing),
            income_total: self.income_total.plus(other.income_total),
            expense_total: self.expense_total.plus(other.expense_total),
            income: self.income.into_iter().chain(other.income).collect(),
            expense: self.expense.into_iter().chain(other.expense).collect(),
            year: (from.min(other.year.0), income.plus(other.year.1), expense.plus(other.year.2)),
        }
    }
}

fn figures(notice: &Notice, month: Month) -> Option<MonthMoney> {
    match &notice.content.body {
        Body::FinanceSummary(it) => Some(MonthMoney {
            month,
            opening: it.opening,
            closing: it.closing,
            income_total: it.income_total,
            expense_total: it.expense_total,
            income: it.income.clone(),
            expense: it.expense.clone(),
            year: (it.year.from, it.year.income, it.year.expense),
        }),
        Body::FinanceDetail(it) => {
            let unsorted = |amount: fn(&FinanceLine) -> Money, total: Money| {
                let count = it.lines.iter().filter(|line| !amount(line).is_zero()).count();
                let label = format!("{}没有分类的", month.label());
                (count > 0).then_some(SummaryLine { label, count, amount: total })
            };
            Some(MonthMoney {
                month,
                opening: it.opening,
                closing: it.closing,
                income_total: it.income_total,
                expense_total: it.expense_total,
                income: unsorted(|line| line.income, it.income_total).into_iter().collect(),
                expense: unsorted(|line| line.expense, it.expense_total).into_iter().collect(),
                year: (it.year.from, it.year.income, it.year.expense),
            })
        }
        Body::Statement(_) => None,
    }
}

fn sum(months: &[MonthMoney], of: impl Fn(&MonthMoney) -> Money) -> Money {
    months.iter().map(of).sum()
}

/// What was there, what came in, what went out, what is left.
fn told(begin: &MonthMoney, end: &MonthMoney, months: &[MonthMoney]) -> String {
    let when = if begin.month == end.month {
        begin.month.label()
    } else {
        format!("{}到{}", begin.month.label(), end.month.label())
    };
    format!(
        "{}开始的时候，村里有 {}元。{when}收入 {}元，支出 {}元。到{}底还有 {}元：现金 {}元，存在银行 {}元。",
        begin.month.label(),
        begin.opening.total().grouped(),
        sum(months, |it| it.income_total).grouped(),
        sum(months, |it| it.expense_total).grouped(),
        end.month.label(),
        end.closing.total().grouped(),
        end.closing.cash.grouped(),
        end.closing.bank.grouped(),
    )
}

/// Which months are not told, plainly.
fn not_told(missing: &[Month]) -> String {
    let names: Vec<String> = missing.iter().map(|month| month.label()).collect();
    format!("{}的财务收支还没有公布，这里的收入、支出都不包括，公布以后再报告。", names.join("、"))
}

/// Month by month.
fn by_month(months: &[MonthMoney]) -> StatementTable {
    let row = |it: &MonthMoney| {
        let amounts = [it.opening.total(), it.income_total, it.expense_total, it.closing.total()];
        std::iter::once(it.month.label()).chain(amounts.map(Money::grouped)).collect()
    };
    let totals = vec![
        "合计".to_owned(),
        String::new(),
        sum(months, |it| it.income_total).grouped(),
        sum(months, |it| it.expense_total).grouped(),
        String::new(),
    ];
    StatementTable {
        title: "每个月的收支（元）".to_owned(),
        columns: ["月份", "月初有", "收入", "支出", "月底剩"].map(str::to_owned).to_vec(),
        kinds: [ColumnKind::Label].into_iter().chain([ColumnKind::Amount; 4]).collect(),
        rows: months.iter().map(row).collect(),
        totals: if months.len() > 1 { vec![totals] } else { Vec::new() },
        ..StatementTable::default()
    }
}

/// By kind over all months, the largest first.
fn by_kind(title: &str, way: Way, months: &[MonthMoney]) -> StatementTable {
    let mut kinds: Vec<SummaryLine> = Vec::new();
    for line in months.iter().flat_map(|it| if way == Way::In { &it.income } else { &it.expense }) {
        match kinds.iter_mut().find(|kind| kind.label == line.label) {
            Some(kind) => {
                kind.count += line.count;
                kind.amount = kind.amount.plus(line.amount);
            }
            None => kinds.push(line.clone()),
        }
    }
    kinds.sort_by_key(|kind| std::cmp::Reverse(kind.amount));
    let row = |it: &SummaryLine| vec![it.label.clone(), it.count.to_string(), it.amount.grouped()];
    let count: usize = kinds.iter().map(|kind| kind.count).sum();
    let total: Money = kinds.iter().map(|kind| kind.amount).sum();
    StatementTable {
        title: title.to_owned(),
        columns: ["项目", "笔数", "金额（元）"].map(str::to_owned).to_vec(),
        kinds: vec![ColumnKind::Text, ColumnKind::Number, ColumnKind::Amount],
        rows: kinds.iter().map(row).collect(),
        totals: vec![vec!["合计".to_owned(), count.to_string(), total.grouped()]],
        ..StatementTable::default()
    }
}

fn row_of(line: &FinanceLine) -> Vec<String> {
    let shown = |amount: Money| if amount.is_zero() { String::new() } else { amount.grouped() };
    vec![day_label(line.date), line.summary.clone(), shown(line.income), shown(line.expense)]
}
