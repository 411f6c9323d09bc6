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

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a test date")
    }

    /// The Spring Festival and the National Day of 2026, and the New Year before it.
    fn year_2026() -> Calendar {
        let mut days = Vec::new();
        let mut add = |kind: DayKind, name: &str, from: &str, to: &str| {
            let mut date = day(from);
            while date <= day(to) {
                days.push(SpecialDay { date, kind, name: name.to_owned() });
                date = later(date, 1);
            }
        };
        add(DayKind::Holiday, "元旦", "2026-01-01", "2026-01-03");
        add(DayKind::Workday, "元旦", "2026-01-04", "2026-01-04");
        add(DayKind::Workday, "春节", "2026-02-14", "2026-02-14");
        add(DayKind::Holiday, "春节", "2026-02-15", "2026-02-23");
        add(DayKind::Workday, "春节", "2026-02-28", "2026-02-28");
        add(DayKind::Workday, "国庆节", "2026-09-20", "2026-09-20");
        add(DayKind::Holiday, "中秋", "2026-09-25", "2026-09-27");
        add(DayKind::Holiday, "国庆节", "2026-10-01", "2026-10-07");
        add(DayKind::Workday, "国庆节", "2026-10-10", "2026-10-10");
        Calendar::new(days)
    }

    #[test]
    fn a_period_of_five_days_ends_on_a_working_day() {
        let calendar = year_2026();
        for (start, deadline, why) in [
            ("2026-03-02", "2026-03-09", "the fifth day is a Saturday"),
            ("2026-03-03", "2026-03-09", "the fifth day is a Sunday"),
            ("2026-03-04", "2026-03-09", "the fifth day is a Monday"),
            ("2026-02-09", "2026-02-14", "a Saturday worked before the Spring Festival"),
            ("2026-02-10", "2026-02-24", "the first of nine days off"),
            ("2026-02-18", "2026-02-24", "the last of nine days off"),
            ("2026-02-23", "2026-02-28", "a Saturday worked after it; a holiday as first day"),
            ("2026-02-24", "2026-03-02", "over the end of February, to a Sunday"),
            ("2026-09-15", "2026-09-20", "a Sunday worked before the National Day"),
            ("2026-09-20", "2026-09-28", "Friday to Sunday of mid-autumn"),
            ("2026-09-26", "2026-10-08", "the first day of October"),
            ("2026-10-02", "2026-10-08", "the seventh"),
            ("2026-10-05", "2026-10-10", "a Saturday worked after it"),
            ("2026-10-06", "2026-10-12", "an ordinary Sunday"),
            ("2025-12-27", "2026-01-04", "over the year's end, to a Sunday that is worked"),
            ("2024-02-24", "2024-02-29", "the leap day, a Thursday"),
            ("2025-02-24", "2025-03-03", "no leap day: 1 March is a Saturday"),
        ] {
            assert_eq!(calendar.legal_deadline(day(start), 5), day(deadline), "{start}: {why}");
        }
    }

    #[test]
    fn working_days_skip_what_is_off() {
        let calendar = year_2026();
        for (start, days, last) in [
            ("2026-03-06", 1, "2026-03-09"),
            ("2026-03-06", 5, "2026-03-13"),
            ("2026-02-13", 1, "2026-02-14"),
            ("2026-02-13", 5, "2026-02-27"),
            ("2026-02-15", 5, "2026-02-28"),
            ("2026-09-30", 7, "2026-10-15"),
            ("2026-03-07", 0, "2026-03-07"),
        ] {
            assert_eq!(calendar.working_days_after(day(start), days), day(last), "{start} {days}");
        }
    }

    #[test]
    fn a_sheet_hangs_on_days_off_too() {
        let calendar = year_2026();
        let until =
            |on: &str, minimum: PostingMinimum| calendar.posted_until(day(on), minimum).to_string();
        // the last day is a Saturday, and it stays one
        assert_eq!(until("2026-11-06", PostingMinimum::calendar(15)), "2026-11-21");
        assert_eq!(until("2026-09-20", PostingMinimum::calendar(15)), "2026-10-05");
        assert_eq!(until("2026-12-20", PostingMinimum::calendar(15)), "2027-01-04");
        assert_eq!(until("2024-02-20", PostingMinimum::calendar(15)), "2024-03-06");
        assert_eq!(until("2026-09-30", PostingMinimum::working(5)), "2026-10-13");
    }

    #[test]
    fn a_year_the_table_does_not_know_counts_weekends_and_says_so() {
        let calendar = year_2026();
        assert_eq!(calendar.years(), [2026]);
        assert!(calendar.covers(2026) && !calendar.covers(2027));
        assert_eq!(calendar.uncovered(day("2026-12-31")), None);
        assert_eq!(
            calendar.uncovered(day("2027-01-01")).as_deref(),
            Some(
                "节假日表里没有 2027 年的放假安排，2027 年只按星期六、星期日休息计算，遇到节假日期限可能算短了。请导入国务院办公厅公布的 2027 年放假安排。"
            )
        );
        // 1 October 2027 is a Friday, 3 October a Sunday
        assert!(calendar.is_working_day(day("2027-10-01")));
        assert!(!calendar.is_working_day(day("2027-10-03")));
        assert_eq!(calendar.legal_deadline(day("2027-09-28"), 5), day("2027-10-04"));
        assert_eq!(Calendar::default().legal_deadline(day("2026-10-02"), 5), day("2026-10-07"));
    }

    #[test]
    fn new_year_in_a_neighbours_notice_does_not_cover_a_year() {
        let holiday = |text: &str| SpecialDay {
            date: day(text),
            kind: DayKind::Holiday,
            name: "元旦".to_owned(),
        };
        let notice_of_2024 = [holiday("2023-12-30"), holiday("2024-01-01"), holiday("2024-10-01")];
        assert_eq!(Calendar::new(notice_of_2024).years(), [2024]);
    }

    #[test]
    fn a_newer_table_takes_the_place_of_its_years() {
        let special = |text: &str, kind: DayKind| SpecialDay {
            date: day(text),
            kind,
            name: "国庆节".to_owned(),
        };
        let newer = Calendar::new([
            special("2026-10-01", DayKind::Holiday),
            special("2027-10-01", DayKind::Holiday),
        ]);
        let both = year_2026().with(&newer);
        assert_eq!(both.years(), [2026, 2027]);
        assert!(both.is_working_day(day("2026-10-02")), "2026 is the newer table's");
        assert!(!both.is_working_day(day("2027-10-01")));
        assert_eq!(both.special(day("2026-02-15")), None);
        assert_eq!(year_2026().with(&Calendar::default()), year_2026());
    }
}
