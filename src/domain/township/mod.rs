//! The township's view over all villages: who disclosed what on time (督查).
//!
//! Invariant: pure, from duties alone; a cell of the table and the sums beside it are counted
//! from the same duties, so they cannot differ.

mod bulletin;
mod group;
mod reminder;

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

pub use bulletin::{CONTRACT_DAYS, VillageFacts, bulletin};
pub use group::{DutyGroup, groups};
pub use reminder::{Reminder, listing as reminder_listing, of_duties, of_objections, of_the_rest};

use super::duty::{Duty, DutyFacts, DutyState, Schedule};
use super::ids::VillageId;
use super::matter::{Category, MatterCode};
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

    /// All of them.
    pub const fn count(self) -> u32 {
        self.judged() + self.due + self.waiting
    }

    /// The counts in words: `应公开 9 件：按时 5，逾期 3（最长 12 天），还有 1 件没到期`.
    pub fn words(self) -> String {
        let mut parts = Vec::new();
        let mut part = |count: u32, words: String| {
            if count > 0 {
                parts.push(words);
            }
        };
        part(self.fulfilled, format!("按时公布 {}", self.fulfilled));
        part(self.late, format!("迟公布 {}", self.late));
        part(self.overdue, format!("逾期 {}（最长 {} 天）", self.overdue, self.days_overdue));
        let left = self.days_left.unwrap_or(0);
        part(self.due, format!("待公布 {}（最近的还有 {left} 天）", self.due));
        part(self.waiting, format!("未到期 {}", self.waiting));
        match self.count() {
            0 => "没有要公开的".to_owned(),
            count => format!("共 {count} 件：{}", parts.join("，")),
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
            Self::Nothing => "没有要公开的",
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

impl Column {
    /// The head of the column: `1月`, `一季度`, `全年`, `F01`.
    pub fn label(self) -> String {
        match self {
            Self::Period(Period::Month(month)) => format!("{}月", month.number()),
            Self::Period(Period::Quarter { quarter, .. }) => {
                let names = ["一", "二", "三", "四"];
                let place = usize::try_from(quarter.saturating_sub(1)).unwrap_or(0);
                format!("{}季度", names.get(place).unwrap_or(&"?"))
            }
            Self::Period(Period::Year(_)) => "全年".to_owned(),
            Self::Matter(matter) => matter.to_string(),
        }
    }
}

impl Columns {
    /// The year it shows.
    pub const fn year(self) -> i32 {
        match self {
            Self::Months(year) | Self::Quarters(year) | Self::Matters(year) => year,
        }
    }

    /// The days that its duties cover up to: nothing outside them stands in the table.
    pub fn covers(self) -> RangeInclusive<Date> {
        let year = Period::Year(self.year());
        year.first_day()..=year.last_day()
    }

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
            (
                Self::Quarters(of),
                DisclosureSpan::Period(
                    period @ (Period::Quarter { year, .. } | Period::Year(year)),
                ),
            ) => (year == of).then_some(Column::Period(period)),
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
    /// Counts the duties of all villages, in the order of `facts`.
    pub fn of(
        schedule: &Schedule<'_>,
        facts: &[DutyFacts],
        columns: Vec<Column>,
        by: Columns,
        filter: Filter,
    ) -> Self {
        let place: BTreeMap<Column, usize> =
            columns.iter().enumerate().map(|(at, column)| (*column, at)).collect();
        let mut sums = vec![Tally::default(); columns.len()];
        let mut rows = Vec::with_capacity(facts.len());
        for facts in facts {
            let mut cells = vec![Tally::default(); columns.len()];
            schedule.each(facts, |duty| {
                let column = filter.takes(&duty).then(|| by.of(&duty)).flatten();
                let at = column.and_then(|column| place.get(&column));
                if let Some(cell) = at.and_then(|at| cells.get_mut(*at)) {
                    cell.add(duty.state);
                }
            });
            for (sum, cell) in sums.iter_mut().zip(&cells) {
                *sum = sum.and(*cell);
            }
            let total = cells.iter().copied().fold(Tally::default(), Tally::and);
            rows.push(MatrixRow { village: facts.village, cells, total });
        }
        Self { columns, rows, sums }
    }

    /// All of the table together.
    pub fn total(&self) -> Tally {
        self.sums.iter().copied().fold(Tally::default(), Tally::and)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::duty::DutyState::{Due, Fulfilled, Late, Overdue, Waiting};

    fn tally(states: &[DutyState]) -> Tally {
        let mut tally = Tally::default();
        for state in states {
            tally.add(*state);
        }
        tally
    }

    #[test]
    fn a_cell_shows_the_worst_of_its_duties() {
        let on = Date::default();
        for (states, standing, share) in [
            (&[][..], Standing::Nothing, None),
            (&[Waiting { days: 3 }], Standing::Waiting, None),
            (&[Fulfilled { on }], Standing::Fulfilled, Some(10_000)),
            (&[Fulfilled { on }, Waiting { days: 3 }], Standing::Fulfilled, Some(10_000)),
            (&[Fulfilled { on }, Late { on, days: 2 }], Standing::Late, Some(5000)),
            (&[Late { on, days: 2 }, Due { days: 0 }], Standing::Due, Some(0)),
            (&[Due { days: 5 }, Overdue { days: 1 }], Standing::Overdue, Some(0)),
            (
                &[Fulfilled { on }, Fulfilled { on }, Overdue { days: 1 }],
                Standing::Overdue,
                Some(6666),
            ),
        ] {
            assert_eq!(tally(states).standing(), standing, "{states:?}");
            assert_eq!(tally(states).on_time_share(), share, "{states:?}");
        }
    }

    #[test]
    fn two_counted_together_are_as_if_counted_at_once() {
        let on = Date::default();
        let some = [Due { days: 7 }, Overdue { days: 2 }, Fulfilled { on }];
        let others =
            [Due { days: 4 }, Overdue { days: 9 }, Late { on, days: 1 }, Waiting { days: 1 }];
        let all: Vec<DutyState> = some.into_iter().chain(others).collect();
        let together = tally(&some).and(tally(&others));
        assert_eq!(together, tally(&all));
        assert_eq!(
            together.words(),
            "共 7 件：按时公布 1，迟公布 1，逾期 2（最长 9 天），待公布 2（最近的还有 4 天），未到期 1"
        );
        assert_eq!(Tally::default().words(), "没有要公开的");
    }

    #[test]
    fn columns_are_named_as_people_say_them() {
        let labels = |columns: Columns| -> Vec<String> {
            columns.all(&[MatterCode::FINANCE_DETAIL]).into_iter().map(Column::label).collect()
        };
        assert_eq!(
            labels(Columns::Months(2026)).join(" "),
            "1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月"
        );
        assert_eq!(labels(Columns::Quarters(2026)).join(" "), "一季度 二季度 三季度 四季度 全年");
        assert_eq!(labels(Columns::Matters(2026)), ["F01"]);
    }
}
