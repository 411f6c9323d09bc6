//! The township's view over all villages: who disclosed what on time (督查).
//!
//! Invariant: pure, from duties alone; a cell of the table and the sums beside it are counted
//! from the same duties, so they cannot differ.

use std::collections::BTreeMap;

use super::duty::{Duty, DutyState};
use super::ids::VillageId;
use super::matter::{Category, MatterCode};
use super::money::Money;
use super::occasion::DisclosureSpan;
use super::period::{Date, Month, Period};

/// How many duties stand how (公开任务计数).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Not open yet.
    pub waiting: u32,
    /// Open and in time so far.
    pub due: u32,
    /// Past the last day and not disclosed.
    pub overdue: u32,
    /// Disclosed in time.
    pub fulfilled: u32,
    /// Disclosed late.
    pub late: u32,
    /// The most days past the last day, of those still open.
    pub days_overdue: u32,
    /// The fewest days left, of those open and in time.
    pub days_left: Option<u32>,
}

/// What a cell shows: by colour and by sign, so that it reads in black and white too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Nothing is owed: before the village joined, or switched off.
    Nothing,
    /// All disclosed in time.
    Fulfilled,
    /// All disclosed, some late.
    Late,
    /// Not open yet.
    Waiting,
    /// Open, in time so far.
    Due,
    /// Past the last day.
    Overdue,
}

impl Tally {
    /// Counts one duty.
    pub fn add(&mut self, state: DutyState) {
        match state {
            DutyState::Waiting { .. } => self.waiting += 1,
            DutyState::Due { days } => {
                self.due += 1;
                self.days_left = Some(self.days_left.map_or(days, |left| left.min(days)));
            }
            DutyState::Overdue { days } => {
                self.overdue += 1;
                self.days_overdue = self.days_overdue.max(days);
            }
            DutyState::Fulfilled { .. } => self.fulfilled += 1,
            DutyState::Late { .. } => self.late += 1,
        }
    }

    /// The two counted together.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.waiting += other.waiting;
        self.due += other.due;
        self.overdue += other.overdue;
        self.fulfilled += other.fulfilled;
        self.late += other.late;
        self.days_overdue = self.days_overdue.max(other.days_overdue);
        self.days_left = match (self.days_left, other.days_left) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        self
    }

    /// What the cell shows: the worst of its duties.
    pub const fn standing(self) -> Standing {
        if self.overdue > 0 {
            Standing::Overdue
        } else if self.due > 0 {
            Standing::Due
        } else if self.late > 0 {
            Standing::Late
        } else if self.fulfilled > 0 {
            Standing::Fulfilled
        } else if self.waiting > 0 {
            Standing::Waiting
        } else {
            Standing::Nothing
        }
    }

    /// Those whose last day is past or that are disclosed.
    pub const fn judged(self) -> u32 {
        self.overdue + self.fulfilled + self.late
    }

    /// The share disclosed in time of those judged, in hundredths of a percent; `None` where
    /// nothing can be judged yet.
    pub fn on_time_share(self) -> Option<u32> {
        let judged = self.judged();
        (judged > 0).then(|| self.fulfilled * 10_000 / judged)
    }
}

impl Standing {
    /// As in the legend.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Nothing => "无任务",
            Self::Fulfilled => "按时公布",
            Self::Late => "迟公布",
            Self::Waiting => "未到期",
            Self::Due => "待公布",
            Self::Overdue => "逾期",
        }
    }
}

/// What the columns of the table are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Columns {
    /// The twelve months of a year: monthly matters, and occasions by the month they fell in.
    Months(i32),
    /// The four quarters of a year and the year itself.
    Quarters(i32),
    /// Every matter, over the duties that are judged or open in a year.
    Matters(i32),
}

/// One column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// A month, a quarter or a year.
    Period(Period),
    /// A matter.
    Matter(MatterCode),
}

/// Which duties are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of one category only.
    pub category: Option<Category>,
    /// Of one matter only.
    pub matter: Option<MatterCode>,
}

impl Filter {
    /// Whether a duty is counted.
    pub fn takes(self, duty: &Duty) -> bool {
        self.category.is_none_or(|category| category == duty.category)
            && self.matter.is_none_or(|matter| matter == duty.matter)
    }
}

impl Columns {
    /// The column a duty belongs to, if it belongs to the table.
    pub fn of(self, duty: &Duty) -> Option<Column> {
        let year_of = |date: Date| Month::of(date).year();
        match (self, duty.span) {
            (Self::Months(year), DisclosureSpan::Period(period @ Period::Month(month))) => {
                (month.year() == year).then_some(Column::Period(period))
            }
            (Self::Months(year), DisclosureSpan::Occasion(_)) => {
                let month = Month::of(duty.opens_on);
                (month.year() == year).then_some(Column::Period(Period::Month(month)))
            }
            (Self::Quarters(of), DisclosureSpan::Period(period)) => match period {
                Period::Quarter { year, .. } | Period::Year(year) => {
                    (year == of).then_some(Column::Period(period))
                }
                Period::Month(_) => None,
            },
            (Self::Matters(year), span) => {
                let last = span.period().map_or(duty.opens_on, Period::last_day);
                (year_of(last) == year).then_some(Column::Matter(duty.matter))
            }
            _ => None,
        }
    }

    /// All columns, from left to right; those of matters are the `matters` given.
    pub fn all(self, matters: &[MatterCode]) -> Vec<Column> {
        match self {
            Self::Months(year) => {
                let months = (1..=12).filter_map(|month| Month::new(year, month));
                months.map(|month| Column::Period(Period::Month(month))).collect()
            }
            Self::Quarters(year) => {
                let quarters = (1..=4).map(|quarter| Period::Quarter { year, quarter });
                let all = quarters.chain(std::iter::once(Period::Year(year)));
                all.map(Column::Period).collect()
            }
            Self::Matters(_) => matters.iter().map(|matter| Column::Matter(*matter)).collect(),
        }
    }
}

/// The villages against the columns (公开情况一览).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matrix {
    /// From left to right.
    pub columns: Vec<Column>,
    /// In list order.
    pub rows: Vec<MatrixRow>,
    /// All villages together, column by column.
    pub sums: Vec<Tally>,
}

/// One village.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatrixRow {
    /// Which.
    pub village: VillageId,
    /// Its cells, as many as there are columns.
    pub cells: Vec<Tally>,
    /// All of them together.
    pub total: Tally,
}

impl Matrix {
    /// Counts the duties of all villages; `duties` is asked for those of one village at a time,
    /// so that they need not all be held at once.
    pub fn of(
        villages: impl IntoIterator<Item = VillageId>,
        columns: Vec<Column>,
        by: Columns,
        filter: Filter,
        mut duties: impl FnMut(VillageId) -> Vec<Duty>,
    ) -> Self {
        let place: BTreeMap<Column, usize> =
            columns.iter().enumerate().map(|(at, column)| (*column, at)).collect();
        let mut sums = vec![Tally::default(); columns.len()];
        let mut rows = Vec::new();
        for village in villages {
            let mut cells = vec![Tally::default(); columns.len()];
            for duty in duties(village).iter().filter(|duty| filter.takes(duty)) {
                let at = by.of(duty).and_then(|column| place.get(&column));
                if let Some(cell) = at.and_then(|at| cells.get_mut(*at)) {
                    cell.add(duty.state);
                }
            }
            for (sum, cell) in sums.iter_mut().zip(&cells) {
                *sum = sum.and(*cell);
            }
            let total = cells.iter().copied().fold(Tally::default(), Tally::and);
            rows.push(MatrixRow { village, cells, total });
        }
        Self { columns, rows, sums }
    }
}

/// What the bulletin says of one village beside its duties (督查通报的一行).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VillageFacts {
    /// The village as printed.
    pub name: String,
    /// Its duties whose last day lies in the time of the bulletin.
    pub duties: Tally,
    /// Objections that wait for an answer.
    pub objections_open: usize,
    /// Of those, past the last day to answer.
    pub objections_overdue: usize,
    /// Contracts that end within the days of the bulletin.
    pub contracts_ending: usize,
    /// Rent and other money owed to the village.
    pub arrears: Money,
    /// The share of the year's expense not paid in cash, in hundredths of a percent.
    pub non_cash_share: Option<u32>,
}
