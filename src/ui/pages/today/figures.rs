//! The figures of the page: made once for each state of the ledger.

use std::cmp::Reverse;

use super::recurring::{self, MonthLeft};
use super::{twelve_months, year_of};
use crate::app::Ledger;
use crate::domain::duty::{Duty, DutyState};
use crate::domain::ids::VillageId;
use crate::domain::ledger::{Book, Funds, fund_movement};
use crate::domain::listing::Listing;
use crate::domain::money::Money;
use crate::domain::period::{Date, Month, Period, day_label};
use crate::domain::targets::TargetStanding;

/// The figures.
#[derive(Debug)]
pub(super) struct Figures {
    revision: u64,
    village: Option<VillageId>,
    today: Date,
    /// Duties of all villages that somebody must act on.
    pub(super) open: usize,
    /// Those past their last day.
    pub(super) overdue: usize,
    /// The list, the most urgent first.
    pub(super) tasks: Vec<Task>,
    /// Money now.
    pub(super) funds: Funds,
    /// The share of this year's expense not paid in cash, in hundredths of a percent.
    pub(super) non_cash_share: Option<u32>,
    /// Vouchers of this year that paid in cash, and how much.
    pub(super) cash_expense: (usize, Money),
    /// Income of this year.
    pub(super) year_income: Money,
    /// Expense of this year.
    pub(super) year_expense: Money,
    /// The last twelve months.
    pub(super) months: Vec<MonthSums>,
    /// The share of this month's expense not paid in cash.
    pub(super) month_share: Option<u32>,
    /// The village shown against the targets.
    pub(super) standing: Option<TargetStanding>,
    /// All villages against the targets, where there are several.
    pub(super) township: Option<Listing>,
    /// Monthly vouchers that are still to be posted.
    pub(super) recurring: Vec<MonthLeft>,
}

/// A row of the list.
#[derive(Debug)]
pub(super) struct Task {
    pub(super) duty: Duty,
    /// How far it has got.
    pub(super) stage: String,
    /// What comes next.
    pub(super) step: Step,
}

/// The next step of a duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// No voucher yet.
    Enter,
    /// Vouchers, no draft.
    Draft,
    /// A draft.
    Publish,
    /// Published.
    Look,
}

/// A month in the chart.
#[derive(Debug)]
pub(super) struct MonthSums {
    pub(super) month: Month,
    pub(super) income: Money,
    pub(super) expense: Money,
}

/// How many of those already published are shown.
const PUBLISHED_SHOWN: usize = 3;

impl Step {
    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Enter => "去记账",
            Self::Draft => "起草公示",
            Self::Publish => "公布",
            Self::Look => "查看",
        }
    }

    pub(super) const fn is_urgent(self) -> bool {
        matches!(self, Self::Draft | Self::Publish)
    }
}

impl Figures {
    pub(super) fn is_of(&self, ledger: &Ledger, today: Date) -> bool {
        self.revision == ledger.revision()
            && self.village == ledger.book().map(|book| book.village.id)
            && self.today == today
    }

    pub(super) fn of(ledger: &Ledger, today: Date) -> Self {
        let duties = ledger.duties(today);
        let open = duties.iter().filter(|duty| duty.state.is_open()).count();
        let overdue =
            duties.iter().filter(|duty| matches!(duty.state, DutyState::Overdue { .. })).count();
        let mut figures = Self {
            revision: ledger.revision(),
            village: ledger.book().map(|book| book.village.id),
            today,
            open,
            overdue,
            tasks: tasks(ledger, duties),
            funds: Funds::default(),
            non_cash_share: None,
            cash_expense: (0, Money::ZERO),
            year_income: Money::ZERO,
            year_expense: Money::ZERO,
            months: Vec::new(),
            month_share: None,
            standing: None,
            township: None,
            recurring: Vec::new(),
        };
        figures.look_at_targets(ledger, Month::of(today));
        if let Some(book) = ledger.book() {
            figures.read(book, Month::of(today));
            figures.recurring = recurring::left(book, today);
        }
        figures
    }

    /// From the small facts of every month: no voucher is read.
    fn look_at_targets(&mut self, ledger: &Ledger, through: Month) {
        let standings = ledger.target_standings(through);
        let shown = standings.iter().find(|(village, ..)| Some(*village) == self.village);
        self.standing = shown.map(|(.., standing)| standing.clone());
        if standings.len() > 1 {
            self.township = Some(ledger.targets_listing(through));
        }
    }

    fn read(&mut self, book: &Book, this_month: Month) {
        let year = year_of(this_month);
        let report = book.report(year);
        self.month_share = book.report(Period::Month(this_month)).non_cash_share;
        self.funds = report.closing;
        self.non_cash_share = report.non_cash_share;
        self.year_income = report.income_total;
        self.year_expense = report.expense_total;
        self.months = twelve_months(this_month)
            .into_iter()
            .map(|month| MonthSums { month, income: Money::ZERO, expense: Money::ZERO })
            .collect();
        for voucher in &book.vouchers {
            let movement = fund_movement(voucher);
            if year.contains(voucher.date()) && !movement.expense_in_cash.is_zero() {
                self.cash_expense.0 += 1;
                self.cash_expense.1 = self.cash_expense.1.plus(movement.expense_in_cash);
            }
            let month = voucher.month();
            if let Some(sums) = self.months.iter_mut().find(|sums| sums.month == month) {
                sums.income = sums.income.plus(movement.income_total());
                sums.expense = sums.expense.plus(movement.expense_total());
            }
        }
    }
}

/// Open duties, the most urgent first, then the last few that were published.
fn tasks(ledger: &Ledger, duties: Vec<Duty>) -> Vec<Task> {
    let mut kept: Vec<Duty> = duties
        .into_iter()
        .filter(|duty| !matches!(duty.state, DutyState::Waiting { .. }))
        .collect();
    kept.sort_by_key(|duty| match duty.state {
        DutyState::Overdue { days } => (0, Reverse(i64::from(days))),
        DutyState::Due { days } => (1, Reverse(-i64::from(days))),
        DutyState::Waiting { .. } => (2, Reverse(0)),
        DutyState::Fulfilled { on } | DutyState::Late { on, .. } => {
            (3, Reverse((on - Date::default()).num_days()))
        }
    });
    let open = kept.iter().filter(|duty| duty.state.is_open()).count();
    kept.truncate(open + PUBLISHED_SHOWN);
    kept.into_iter().map(|duty| task(ledger, duty)).collect()
}

fn task(ledger: &Ledger, duty: Duty) -> Task {
    let count = ledger.voucher_count(duty.village, ledger.period_of(&duty).first_month());
    let (stage, step) = match (duty.state, duty.notice, count) {
        (DutyState::Fulfilled { on } | DutyState::Late { on, .. }, ..) => {
            (format!("{}已公布", day_label(on)), Step::Look)
        }
        (_, Some(_), _) => ("已起草，还没有公布".to_owned(), Step::Publish),
        (_, None, 0) => ("还没有记账".to_owned(), Step::Enter),
        (_, None, count) => (format!("账记了 {count} 笔，还没有起草"), Step::Draft),
    };
    Task { duty, stage, step }
}
