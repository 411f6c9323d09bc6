//! Months, quarters and years: the spans of time a disclosure speaks of.
//!
//! Invariant: every day belongs to exactly one month, one quarter and one year.

use std::fmt;

use chrono::{Datelike as _, Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// A calendar day (日期), never a moment and never a time zone.
pub type Date = NaiveDate;

/// A calendar month (月份), between January 1990 and December 2199.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month {
    year: i32,
    month: u32,
}

/// A span that a disclosure covers (公开期间).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Period {
    /// One month, written `2026-10`.
    Month(Month),
    /// One quarter, written `2026-Q4`.
    Quarter {
        /// The calendar year.
        year: i32,
        /// 1 to 4.
        quarter: u32,
    },
    /// One calendar year, written `2026`.
    Year(i32),
}

/// Why a text is not a period.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("期间“{0}”看不懂：月写 2026-10，季写 2026-Q4，年写 2026")]
pub struct PeriodFault(pub String);

const YEARS: std::ops::RangeInclusive<i32> = 1990..=2199;

impl Month {
    /// The month `month` (1 to 12) of `year`; `None` outside the range the books can hold.
    pub fn new(year: i32, month: u32) -> Option<Self> {
        (YEARS.contains(&year) && (1..=12).contains(&month)).then_some(Self { year, month })
    }

    /// The month that holds `date`.
    pub fn of(date: Date) -> Self {
        Self { year: date.year(), month: date.month() }
    }

    /// The calendar year.
    pub const fn year(self) -> i32 {
        self.year
    }

    /// The number of the month in its year, 1 to 12.
    pub const fn number(self) -> u32 {
        self.month
    }

    /// Its first day.
    pub fn first_day(self) -> Date {
        Date::from_ymd_opt(self.year, self.month, 1).unwrap_or_default()
    }

    /// Its last day: 28, 29, 30 or 31.
    pub fn last_day(self) -> Date {
        self.next().first_day() - Days::new(1)
    }

    /// The month after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        if self.month == 12 {
            Self { year: self.year + 1, month: 1 }
        } else {
            Self { year: self.year, month: self.month + 1 }
        }
    }

    /// The month before this one.
    #[must_use]
    pub const fn previous(self) -> Self {
        if self.month == 1 {
            Self { year: self.year - 1, month: 12 }
        } else {
            Self { year: self.year, month: self.month - 1 }
        }
    }

    /// Its days, in order.
    pub fn days(self) -> impl Iterator<Item = Date> {
        self.first_day().iter_days().take_while(move |day| self.contains(*day))
    }

    /// Whether `date` lies in this month.
    pub fn contains(self, date: Date) -> bool {
        Self::of(date) == self
    }

    /// The day `day` of this month, or its last day where the month is shorter.
    pub fn day(self, day: u32) -> Date {
        Date::from_ymd_opt(self.year, self.month, day).unwrap_or_else(|| self.last_day())
    }

    /// All months from `self` through `last`, in order; none if `last` is earlier.
    pub fn through(self, last: Self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self), |month| Some(month.next()))
            .take_while(move |month| *month <= last)
    }

    /// As on paper: `2026年10月`.
    pub fn label(self) -> String {
        format!("{}年{}月", self.year, self.month)
    }
}

impl Period {
    /// The first day.
    pub fn first_day(self) -> Date {
        self.first_month().first_day()
    }

    /// The last day.
    pub fn last_day(self) -> Date {
        self.last_month().last_day()
    }

    /// The month it starts with.
    pub const fn first_month(self) -> Month {
        match self {
            Self::Month(month) => month,
            Self::Quarter { year, quarter } => Month { year, month: quarter * 3 - 2 },
            Self::Year(year) => Month { year, month: 1 },
        }
    }

    /// The month it ends with.
    pub const fn last_month(self) -> Month {
        match self {
            Self::Month(month) => month,
            Self::Quarter { year, quarter } => Month { year, month: quarter * 3 },
            Self::Year(year) => Month { year, month: 12 },
        }
    }

    /// The same period of the year before.
    #[must_use]
    pub const fn year_before(self) -> Self {
        match self {
            Self::Month(Month { year, month }) => Self::Month(Month { year: year - 1, month }),
            Self::Quarter { year, quarter } => Self::Quarter { year: year - 1, quarter },
            Self::Year(year) => Self::Year(year - 1),
        }
    }

    /// Whether `date` lies in the period.
    pub fn contains(self, date: Date) -> bool {
        (self.first_day()..=self.last_day()).contains(&date)
    }

    /// As on paper: `2026年10月`, `2026年第4季度`, `2026年`.
    pub fn label(self) -> String {
        match self {
            Self::Month(month) => month.label(),
            Self::Quarter { year, quarter } => format!("{year}年第{quarter}季度"),
            Self::Year(year) => format!("{year}年"),
        }
    }

    /// Reads `2026-10`, `2026-Q4` or `2026`.
    ///
    /// # Errors
    /// [`PeriodFault`] for any other form and for months that do not exist.
    pub fn parse(text: &str) -> Result<Self, PeriodFault> {
        let fault = || PeriodFault(text.to_owned());
        let year_of = |digits: &str| {
            (digits.len() == 4)
                .then(|| digits.parse::<i32>().ok())
                .flatten()
                .filter(|year| YEARS.contains(year))
        };
        let text = text.trim();
        let Some((year, rest)) = text.split_once('-') else {
            return year_of(text).map(Self::Year).ok_or_else(fault);
        };
        let year = year_of(year).ok_or_else(fault)?;
        if let Some(quarter) = rest.strip_prefix(['Q', 'q']) {
            let quarter = quarter.parse().ok().filter(|q| (1..=4).contains(q)).ok_or_else(fault)?;
            return Ok(Self::Quarter { year, quarter });
        }
        let month = (rest.len() <= 2).then(|| rest.parse().ok()).flatten().ok_or_else(fault)?;
        Month::new(year, month).map(Self::Month).ok_or_else(fault)
    }
}

impl fmt::Display for Month {
    /// `2026-10`, the stored and headless form.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Month(month) => month.fmt(f),
            Self::Quarter { year, quarter } => write!(f, "{year:04}-Q{quarter}"),
            Self::Year(year) => write!(f, "{year:04}"),
        }
    }
}

impl std::str::FromStr for Month {
    type Err = PeriodFault;

    fn from_str(text: &str) -> Result<Self, PeriodFault> {
        match Period::parse(text)? {
            Period::Month(month) => Ok(month),
            Period::Quarter { .. } | Period::Year(_) => Err(PeriodFault(text.to_owned())),
        }
    }
}

impl std::str::FromStr for Period {
    type Err = PeriodFault;

    fn from_str(text: &str) -> Result<Self, PeriodFault> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Month {
    type Error = PeriodFault;

    fn try_from(text: String) -> Result<Self, PeriodFault> {
        text.parse()
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

impl TryFrom<String> for Period {
    type Error = PeriodFault;

    fn try_from(text: String) -> Result<Self, PeriodFault> {
        text.parse()
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}

/// The last day of a posting that starts on `published_on` and lasts `days`: the day of
/// publication is not counted (民法典第二百零一条).
pub fn posted_until(published_on: Date, days: u32) -> Date {
    published_on + Days::new(u64::from(days))
}

/// A period and what was done in it as one name, with one 年 where two would meet: `2026年` and
/// `年度决算` are `2026年度决算`.
pub fn named(period: &str, what: &str) -> String {
    let what =
        if period.ends_with('年') { what.strip_prefix('年').unwrap_or(what) } else { what };
    format!("{period}{what}")
}

/// A day as on paper: `2026年11月5日`, no leading zeros (GB/T 9704-2012).
pub fn date_label(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// The day of the week: `星期一`.
pub fn weekday_label(date: Date) -> &'static str {
    match date.weekday() {
        chrono::Weekday::Mon => "星期一",
        chrono::Weekday::Tue => "星期二",
        chrono::Weekday::Wed => "星期三",
        chrono::Weekday::Thu => "星期四",
        chrono::Weekday::Fri => "星期五",
        chrono::Weekday::Sat => "星期六",
        chrono::Weekday::Sun => "星期日",
    }
}

/// The place of a day in its week, Monday 0 to Sunday 6.
pub fn weekday_index(date: Date) -> usize {
    usize::try_from(date.weekday().num_days_from_monday()).unwrap_or(0)
}

/// The number of a day in its month, from 1.
pub fn day_of_month(date: Date) -> u32 {
    date.day()
}

/// A day without its year: `11月5日`.
pub fn day_label(date: Date) -> String {
    format!("{}月{}日", date.month(), date.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_read_and_written_in_one_form() {
        for text in ["2026-10", "2026-Q4", "2026", "2024-02"] {
            let period = Period::parse(text).expect("test period");
            assert_eq!(period.to_string(), text);
        }
        for text in ["", "2026-13", "2026-00", "2026-Q5", "26-10", "2026/10", "2026-100", "9999"] {
            assert!(Period::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_period_knows_its_edges() {
        let edges = |text: &str| {
            let period = Period::parse(text).expect("test period");
            format!("{} {}", period.first_day(), period.last_day())
        };
        assert_eq!(edges("2024-02"), "2024-02-01 2024-02-29");
        assert_eq!(edges("2026-02"), "2026-02-01 2026-02-28");
        assert_eq!(edges("2026-12"), "2026-12-01 2026-12-31");
        assert_eq!(edges("2026-Q1"), "2026-01-01 2026-03-31");
        assert_eq!(edges("2026-Q4"), "2026-10-01 2026-12-31");
        assert_eq!(edges("2026"), "2026-01-01 2026-12-31");
    }

    #[test]
    fn the_day_of_publication_is_not_counted() {
        let on = Date::from_ymd_opt(2026, 11, 5).expect("test date");
        assert_eq!(posted_until(on, 15).to_string(), "2026-11-20");
    }

    #[test]
    fn months_run_over_the_year_end() {
        let december = Month::new(2026, 12).expect("test month");
        assert_eq!(december.next().to_string(), "2027-01");
        assert_eq!(december.next().previous(), december);
        let names: Vec<String> =
            december.previous().through(december.next()).map(|m| m.to_string()).collect();
        assert_eq!(names, ["2026-11", "2026-12", "2027-01"]);
        assert_eq!(december.through(december.previous()).count(), 0);
    }
}
