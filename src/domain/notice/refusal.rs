//! Why a notice is not drafted or not published.

use super::fault::{Fault, Level};
use super::steps::StepRefusal;
use crate::domain::entity::BooksRefusal;
use crate::domain::law::Law;
use crate::domain::ledger::Book;
use crate::domain::matter::{Cadence, MatterCode};
use crate::domain::period::{Date, Month, Period, date_label};
use crate::domain::privacy::PrivateKind;
use crate::domain::text::TextFault;

/// The village does not disclose the matter (本村停用的事项).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("本村自 {} 起不公开“{title}”（原因：{reason}）", date_label(*.from))]
pub struct OffRefusal {
    /// The matter as named.
    pub title: String,
    /// The first day it is off.
    pub from: Date,
    /// Why it is off.
    pub reason: String,
}

impl OffRefusal {
    /// The next step, with the article.
    pub const HINT: &str = "要公开的，请先在“设置”的公开目录里恢复这一项：村里有这样的事就要公开（《山东省村务公开条例》第七条）。";

    /// Checks that a village discloses a matter on a day: of a period its last, of an occasion
    /// that on which it happened.
    ///
    /// # Errors
    /// Itself, where the matter is off.
    pub(super) fn check(book: &Book, law: &Law, matter: MatterCode, on: Date) -> Result<(), Self> {
        let off = book.switched_off.iter().find(|off| off.matter == matter && off.covers(on));
        off.map_or(Ok(()), |off| {
            let title = law.title(matter).to_owned();
            Err(Self { title, from: off.from, reason: off.reason.clone() })
        })
    }
}

/// Why a notice cannot be drafted, in order of precedence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DraftRefusal {
    /// Books that are not kept apart.
    #[error(transparent)]
    Books(#[from] BooksRefusal),
    /// The catalog has no such matter.
    #[error("{on} 的公开目录里没有编号为“{matter}”的事项")]
    NoSuchMatter {
        /// The code written.
        matter: MatterCode,
        /// The day it would be about.
        on: Date,
    },
    /// The village does not disclose the matter at that time.
    #[error(transparent)]
    SwitchedOff(#[from] OffRefusal),
    /// An immediate matter is disclosed occasion by occasion.
    #[error("“{0}”是即时公开的事项，要先登记事由")]
    NeedsOccasion(String),
    /// The village has no such occasion of the matter.
    #[error("本村没有登记过这个事由")]
    NoSuchOccasion,
    /// What the occasion arose from was taken back.
    #[error("这个事由的凭证已于 {0} 冲销，不用公开了")]
    OccasionCancelled(Date),
    /// The day of proposal lies ahead.
    #[error("方案提出日期 {on} 还没到（今天是 {today}）")]
    ProposedInFuture {
        /// The date written.
        on: Date,
        /// The day of drafting.
        today: Date,
    },
    /// Proposed before it happened, or before its period was over.
    #[error("方案提出日期 {on} 早于要公开的事（{happened}）")]
    ProposedTooEarly {
        /// The date written.
        on: Date,
        /// The day of the occasion, or the last of the period.
        happened: Date,
    },
    /// The matter is disclosed by another kind of period.
    #[error("“{title}”{cadence}公开，期间写的是 {period}", cadence = .cadence.label())]
    WrongCadence {
        /// The matter as named.
        title: String,
        /// How often it is disclosed.
        cadence: Cadence,
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
    #[error("{what}的{title}已于 {on} 公布")]
    AlreadyPublished {
        /// The matter as named.
        title: String,
        /// The period or occasion.
        what: String,
        /// The day of publication.
        on: Date,
    },
    /// A 更正公告 of something that is not on the board.
    #[error("要更正的公示还没有公布")]
    NothingToCorrect,
    /// A 更正公告 that says nothing.
    #[error("更正公告没有写{0}")]
    CorrectsNothing(&'static str),
    /// A text holds a character that cannot be kept.
    #[error("{field}里{fault}")]
    Text {
        /// The field as shown.
        field: &'static str,
        /// What is wrong.
        fault: TextFault,
    },
    /// What is private may not be disclosed, or not without a reason.
    #[error("{}", if *.has_reason { format!("{}不能公开，写了理由也不行", .kind.label()) } else { format!("保留公开{}要写明理由", .kind.label()) })]
    Redaction {
        /// What it is.
        kind: PrivateKind,
        /// Whether a reason was given.
        has_reason: bool,
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
            Self::NoSuchMatter { .. } => "请核对事项编号；公开目录在“设置”里可以查。",
            Self::SwitchedOff(_) => OffRefusal::HINT,
            Self::NeedsOccasion(_) => "请先用“登记事由”写明哪天发生了什么，再起草。",
            Self::NoSuchOccasion => "请在应公开任务里选这个事项的事由。",
            Self::OccasionCancelled(_) => "请核对是不是选错了事由。",
            Self::ProposedInFuture { .. } | Self::ProposedTooEarly { .. } => {
                "请写村委会实际提出公开方案的日期。"
            }
            Self::WrongCadence { cadence, .. } => match cadence {
                Cadence::Monthly => "请写月份，如 2026-10。",
                Cadence::Quarterly => "请写季度，如 2026-Q4。",
                Cadence::Annual => "请写年度，如 2026。",
                Cadence::Immediate => "请选一个登记过的事由。",
            },
            Self::PeriodNotEnded { .. } => "请等这一期过完、账记全了再起草。",
            Self::BeforeBook { .. } => "请选有账的期间。",
            Self::AlreadyPublished { .. } => {
                "已公布的不能重来；数字有错请记更正凭证，在下一期公示，或另发更正公告。"
            }
            Self::NothingToCorrect => "草稿有错，直接重新起草就行。",
            Self::CorrectsNothing(_) => "请写明原公布什么、更正为什么、为什么更正。",
            Self::Text { fault, .. } => fault.hint(),
            Self::Redaction { has_reason: true, .. } => {
                "请遮去。依据《个人信息保护法》第二十五条、第二十八条。"
            }
            Self::Redaction { has_reason: false, .. } => {
                "请写清楚为什么可以公开，如“村委会值班电话”；不能公开的请遮去。"
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
    /// The village does not disclose the matter any more.
    #[error(transparent)]
    SwitchedOff(#[from] OffRefusal),
    /// What must come before did not.
    #[error(transparent)]
    Steps(#[from] StepRefusal),
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
            Self::SwitchedOff(_) => OffRefusal::HINT,
            Self::Steps(refusal) => refusal.hint(),
            Self::TooShort { minimum, .. } if *minimum < 15 => "请公示满目录里这一事项的最少天数。",
            Self::TooShort { .. } => {
                "请至少公示 15 天。依据《村民委员会组织法》第三十五条：公布的期限不得少于十五日。"
            }
            Self::TooLong(_) => "公示期最长按 366 天登记。",
            Self::Stale => "请重新起草，核对后再公布。",
            Self::Faults(_) => "请按上面的提示改好后重新起草。",
        }
    }
}
