//! The only place that reads the clock.

use chrono::{Local, SecondsFormat, Utc};

use crate::domain::period::Date;

/// Where "today" comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// The computer's clock.
    System,
    /// A day that the caller fixed: `--on`, the demo, a test.
    Fixed(Date),
}

impl Clock {
    /// The day it is.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
    pub fn today(self) -> Date {
        match self {
            Self::System => Local::now().date_naive(),
            Self::Fixed(date) => date,
        }
    }

    /// The moment of a command for the audit: UTC, to the second. A fixed day has no hour.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
    pub fn now(self) -> String {
        match self {
            Self::System => Utc::now().to_rfc3339_opts(SecondsFormat::Secs, true),
            Self::Fixed(date) => format!("{date}T00:00:00Z"),
        }
    }

    /// The local time of day for a "saved at" mark: `09:42`.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
    pub fn time_of_day(self) -> String {
        match self {
            Self::System => Local::now().format("%H:%M").to_string(),
            Self::Fixed(_) => "09:42".to_owned(),
        }
    }
}
