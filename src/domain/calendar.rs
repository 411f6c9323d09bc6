//! Working days and legal periods (工作日、期间).
//!
//! Invariant: pure, and never shorter than the law. A period of days does not count the day it
//! starts on (民法典第二百零一条); where its last day is a Saturday, a Sunday or a statutory
//! holiday, the next working day takes its place (民法典第二百零三条). Days of the law are
//! calendar days unless the rule says working days.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, Days, Weekday};
use serde::{Deserialize, Serialize};

use super::matter::PostingMinimum;
use super::period::Date;

/// What the yearly notice of the State Council makes of a day (日子的类型).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DayKind {
    /// Off (节假日).
    Holiday,
    /// A Saturday or Sunday worked in exchange (调休上班).
    Workday,
}

/// A day that differs from its place in the week (节假日或调休上班日).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SpecialDay {
    /// The day.
    pub date: Date,
    /// Off or worked.
    pub kind: DayKind,
    /// The holiday it belongs to: `春节`.
    pub name: String,
}

/// The table of holidays and make-up workdays (节假日表), in order of days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    days: Vec<SpecialDay>,
    years: BTreeSet<i32>,
}

impl DayKind {
    /// As shown.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Holiday => "节假日",
            Self::Workday => "调休上班",
        }
    }

    /// The stable name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Holiday => "holiday",
            Self::Workday => "workday",
        }
    }

    /// The kind that a person names.
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim().to_ascii_lowercase().as_str() {
            "holiday" | "节假日" | "放假" | "休息" | "假日" | "休" | "节日" | "法定节假日" => {
                Some(Self::Holiday)
            }
            "workday" | "调休上班" | "上班" | "调休" | "补班" | "班" | "工作日" => {
                Some(Self::Workday)
            }
            _ => None,
        }
    }
}

impl Calendar {
    /// A table of these days; of two entries for one day the later counts.
    pub fn new(days: impl IntoIterator<Item = SpecialDay>) -> Self {
        let by_date: BTreeMap<Date, SpecialDay> =
            days.into_iter().map(|day| (day.date, day)).collect();
        let days: Vec<SpecialDay> = by_date.into_values().collect();
        // the days around New Year may stand in the notice of the neighbouring year
        let amid = days.iter().filter(|day| (2..=11).contains(&day.date.month()));
        let years = amid.map(|day| day.date.year()).collect();
        Self { days, years }
    }

    /// The table with the years of a newer one in place of its own, and with the days that the
    /// newer one names in other years.
    #[must_use]
    pub fn with(self, newer: &Self) -> Self {
        let kept = self.days.into_iter().filter(|day| !newer.covers(day.date.year()));
        Self::new(kept.chain(newer.days.iter().cloned()))
    }

    /// Its days, the earliest first.
    pub fn days(&self) -> &[SpecialDay] {
        &self.days
    }

    /// Whether it knows the holidays of a year.
    pub fn covers(&self, year: i32) -> bool {
        self.years.contains(&year)
    }

    /// The years it knows, the earliest first.
    pub fn years(&self) -> Vec<i32> {
        self.years.iter().copied().collect()
    }

    /// What the table says of a day; `None` for an ordinary one.
    pub fn special(&self, date: Date) -> Option<&SpecialDay> {
        let at = self.days.binary_search_by_key(&date, |day| day.date).ok()?;
        self.days.get(at)
    }

    /// Whether people work on a day: Monday to Friday without holidays, and the make-up workdays.
    pub fn is_working_day(&self, date: Date) -> bool {
        match self.special(date).map(|day| day.kind) {
            Some(kind) => kind == DayKind::Workday,
            None => !matches!(date.weekday(), Weekday::Sat | Weekday::Sun),
        }
    }

    /// The last day of a legal period of `days` days from `start`: the first day is not counted
    /// (民法典第二百零一条); a last day on a weekend or statutory holiday moves to the next
    /// working day (民法典第二百零三条).
    pub fn legal_deadline(&self, start: Date, days: u32) -> Date {
        let mut last = later(start, days);
        while !self.is_working_day(last) && last < Date::MAX {
            last = later(last, 1);
        }
        last
    }

    /// The working day that is `days` working days after `start`; `start` is not counted.
    pub fn working_days_after(&self, start: Date, days: u32) -> Date {
        let (mut last, mut left) = (start, days);
        while left > 0 && last < Date::MAX {
            last = later(last, 1);
            if self.is_working_day(last) {
                left -= 1;
            }
        }
        last
    }

    /// The last day a sheet must stay on the board. A sheet hangs on days off too, so calendar
    /// days are not shifted; the day of publication is not counted.
    pub fn posted_until(&self, published_on: Date, minimum: PostingMinimum) -> Date {
        if minimum.working_days {
            self.working_days_after(published_on, minimum.days)
        } else {
            later(published_on, minimum.days)
        }
    }

    /// What to tell a person about a day in a year that the table does not know, where weekends
    /// are all that is counted as off; `None` for a year it knows.
    pub fn uncovered(&self, date: Date) -> Option<String> {
        let year = date.year();
        (!self.covers(year)).then(|| {
            format!(
                "节假日表里没有 {year} 年的放假安排，{year} 年只按星期六、星期日休息计算，遇到节假日期限可能算短了。请导入国务院办公厅公布的 {year} 年放假安排。"
            )
        })
    }
}

fn later(date: Date, days: u32) -> Date {
    date.checked_add_days(Days::new(u64::from(days))).unwrap_or(Date::MAX)
}
