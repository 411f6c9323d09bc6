//! A run of months, from any to any: what a view of the ledger covers.

use crate::domain::period::{Date, Month, Period};

/// From one month through another (期间).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    first: Month,
    last: Month,
}

impl From<Period> for Span {
    fn from(period: Period) -> Self {
        Self { first: period.first_month(), last: period.last_month() }
    }
}

impl Span {
    /// The months from one to the other, whichever comes first.
    pub fn new(one: Month, other: Month) -> Self {
        Self { first: one.min(other), last: one.max(other) }
    }

    /// Its first month.
    pub const fn first(self) -> Month {
        self.first
    }

    /// Its last month.
    pub const fn last(self) -> Month {
        self.last
    }

    /// The first day.
    pub fn first_day(self) -> Date {
        self.first.first_day()
    }

    /// The last day.
    pub fn last_day(self) -> Date {
        self.last.last_day()
    }

    /// January of the year in which it ends: from there on the year's sums are counted.
    pub const fn january(self) -> Month {
        Period::Year(self.last.year()).first_month()
    }

    /// From January through its last month (本年累计).
    #[must_use]
    pub fn year_to_date(self) -> Self {
        Self::new(self.january(), self.last)
    }

    /// Whether it holds all of the other.
    pub fn covers(self, other: Self) -> bool {
        self.first <= other.first && other.last <= self.last
    }

    /// The month, quarter or year it is; the year of its end where it is none of them.
    pub fn period(self) -> Period {
        let year = self.last.year();
        let quarter = self.last.number().div_ceil(3);
        let exact = [Period::Month(self.last), Period::Quarter { year, quarter }];
        exact.into_iter().find(|period| Self::from(*period) == self).unwrap_or(Period::Year(year))
    }

    /// `2026年10月`, `2026年第4季度`, `2026年`, `2026年3月至5月`.
    pub fn label(self) -> String {
        let period = self.period();
        if Self::from(period) == self {
            period.label()
        } else if self.first.year() == self.last.year() {
            format!("{}至{}月", self.first.label(), self.last.number())
        } else {
            format!("{}至{}", self.first.label(), self.last.label())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        text.parse().expect("test month")
    }

    #[test]
    fn spans_are_named_as_people_name_them() {
        let label = |first: &str, last: &str| Span::new(month(first), month(last)).label();
        assert_eq!(label("2026-10", "2026-10"), "2026年10月");
        assert_eq!(label("2026-10", "2026-12"), "2026年第4季度");
        assert_eq!(label("2026-01", "2026-12"), "2026年");
        assert_eq!(label("2026-05", "2026-03"), "2026年3月至5月");
        assert_eq!(label("2025-11", "2026-02"), "2025年11月至2026年2月");
    }

    #[test]
    fn a_span_of_no_other_kind_leads_to_its_year() {
        let span = Span::new(month("2026-03"), month("2026-05"));
        assert_eq!(span.period(), Period::Year(2026));
        assert!(!span.covers(Span::from(span.period())));
        assert_eq!(span.year_to_date(), Span::new(month("2026-01"), month("2026-05")));
    }
}
