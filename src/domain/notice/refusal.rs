//! Why a notice is not drafted or not published.

use super::fault::{Fault, Level};
use crate::domain::entity::BooksRefusal;
use crate::domain::matter::MatterCode;
use crate::domain::period::{Date, Month, Period};

/// Why a notice cannot be drafted, in order of precedence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DraftRefusal {
    /// Books that are not kept apart.
    #[error(transparent)]
    Books(#[from] BooksRefusal),
    /// A finance notice covers one month.
    #[error("{matter}按月公开，期间要写月份，如 2026-10，写的是 {period}", matter = .matter.title())]
    NotAMonth {
        /// The matter.
        matter: MatterCode,
        /// The period asked for.
        period: Period,
    },
    /// The period still runs.
    #[error("{period}还没有结束（今天是 {today}），不能起草公示", period = .period.label())]
    PeriodNotEnded {
        /// The period asked for.
        period: Period,
        /// The day of drafting.
        today: Date,
    },
    /// The period lies before the book.
    #[error("{period}早于本村账簿的第一个月 {first}", period = .period.label(), first = .first.label())]
    BeforeBook {
        /// The period asked for.
        period: Period,
        /// The first month of the book.
        first: Month,
    },
    /// It was published before.
    #[error("{period}的{matter}已于 {on} 公布", period = .period.label(), matter = .matter.title())]
    AlreadyPublished {
        /// The matter.
        matter: MatterCode,
        /// The period.
        period: Period,
        /// The day of publication.
        on: Date,
    },
    /// The gate found errors.
    #[error("{}", .0.iter().filter(|fault| fault.level == Level::Error).map(|fault| fault.message.as_str()).collect::<Vec<_>>().join("\n"))]
    Faults(Vec<Fault>),
}

impl DraftRefusal {
    /// The next step.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Books(refusal) => refusal.hint(),
            Self::NotAMonth { .. } => "请选一个月份。",
            Self::PeriodNotEnded { .. } => "请等这个月过完、账记全了再起草。",
            Self::BeforeBook { .. } => "请选有账的月份。",
            Self::AlreadyPublished { .. } => {
                "已公布的不能重来；数字有错请记更正凭证，在下一期公示。"
            }
            Self::Faults(_) => "请按上面的提示改好后再起草。",
        }
    }
}

/// Why a notice cannot be published, in order of precedence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PublishRefusal {
    /// It is on the board already.
    #[error("这份公示已于 {0} 公布")]
    AlreadyPublished(Date),
    /// A later draft replaced it.
    #[error("这份草稿已于 {0} 作废，被后来的草稿取代")]
    Withdrawn(Date),
    /// Dated after today.
    #[error("公布日期 {on} 还没到（今天是 {today}）")]
    Future {
        /// The date written.
        on: Date,
        /// The day of publishing.
        today: Date,
    },
    /// Dated before the period was over.
    #[error("公布日期 {on} 早于{period}的结束，那时数字还不全", period = .period.label())]
    BeforePeriodEnd {
        /// The date written.
        on: Date,
        /// The period disclosed.
        period: Period,
    },
    /// Shorter than the law allows.
    #[error("公示 {days} 天太短，公布的期限不得少于 {minimum} 天")]
    TooShort {
        /// The days asked for.
        days: u32,
        /// The least allowed.
        minimum: u32,
    },
    /// Longer than makes sense.
    #[error("公示 {0} 天太长，请核对天数")]
    TooLong(u32),
    /// The book moved on after the figures were frozen.
    #[error("起草之后账里又有变动，草稿里的数字已经不是账上的数字")]
    Stale,
    /// The gate finds errors now.
    #[error("{}", .0.iter().filter(|fault| fault.level == Level::Error).map(|fault| fault.message.as_str()).collect::<Vec<_>>().join("\n"))]
    Faults(Vec<Fault>),
}

impl PublishRefusal {
    /// The next step, with the article where one applies.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::AlreadyPublished(_) => "需要再贴一份，请直接重新打印。",
            Self::Withdrawn(_) => "请公布最新的那份草稿。",
            Self::Future { .. } => "请写实际张贴的日期。",
            Self::BeforePeriodEnd { .. } => "请核对公布日期。",
            Self::TooShort { .. } => {
                "请至少公示 15 天。依据《村民委员会组织法》第三十五条：公布的期限不得少于十五日。"
            }
            Self::TooLong(_) => "公示期最长按 366 天登记。",
            Self::Stale => "请重新起草，核对后再公布。",
            Self::Faults(_) => "请按上面的提示改好后重新起草。",
        }
    }
}
