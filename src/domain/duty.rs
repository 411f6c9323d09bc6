//! Duties: what a village must disclose by when.
//!
//! Invariant: pure. `today` is a parameter; nothing here reads a clock.
//! Basis: 山东省村务公开条例第十二条, finance item by item every month.

use super::entity::{self, Bookkeeping, Entity};
use super::ids::{NoticeId, VillageId};
use super::ledger::Book;
use super::matter::MatterCode;
use super::notice::NoticeState;
use super::period::{Date, Month, Period};
use super::rules::Rules;

/// One matter that must be disclosed for one period (应公开任务).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// The village that owes it.
    pub village: VillageId,
    /// The matter.
    pub matter: MatterCode,
    /// The period.
    pub span: Period,
    /// The first day it can be disclosed: the day after the period.
    pub opens_on: Date,
    /// The last day it is on time.
    pub due_by: Date,
    /// Where it stands.
    pub state: DutyState,
    /// The latest notice drafted or published for it.
    pub notice: Option<NoticeId>,
}

/// Where a duty stands (任务状态).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DutyState {
    /// The period still runs; `days` until it opens.
    Waiting {
        /// Days until it opens.
        days: u32,
    },
    /// Open and on time so far; `days` are left, 0 on the last day.
    Due {
        /// Days left.
        days: u32,
    },
    /// Not published, and the last day is past.
    Overdue {
        /// Days past.
        days: u32,
    },
    /// Published on time.
    Fulfilled {
        /// The day of publication.
        on: Date,
    },
    /// Published after the last day.
    Late {
        /// The day of publication.
        on: Date,
        /// Days past.
        days: u32,
    },
}

impl DutyState {
    /// The stable name of the headless contract.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting { .. } => "waiting",
            Self::Due { .. } => "due",
            Self::Overdue { .. } => "overdue",
            Self::Fulfilled { .. } => "fulfilled",
            Self::Late { .. } => "late",
        }
    }

    /// The days that go with the state; 0 for a duty fulfilled on time.
    pub const fn days(self) -> u32 {
        match self {
            Self::Waiting { days }
            | Self::Due { days }
            | Self::Overdue { days }
            | Self::Late { days, .. } => days,
            Self::Fulfilled { .. } => 0,
        }
    }

    /// As shown to people.
    pub fn label(self) -> String {
        match self {
            Self::Waiting { days } => format!("{days} 天后可起草"),
            Self::Due { days: 0 } => "今天到期".to_owned(),
            Self::Due { days: 1 } => "明天到期".to_owned(),
            Self::Due { days } => format!("还有 {days} 天"),
            Self::Overdue { days } => format!("逾期 {days} 天"),
            Self::Fulfilled { .. } => "已按时公布".to_owned(),
            Self::Late { days, .. } => format!("迟公布 {days} 天"),
        }
    }

    /// Whether somebody still has to act.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Due { .. } | Self::Overdue { .. })
    }
}

/// What the duties of a village follow from: small enough to keep for every village at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DutyFacts {
    /// The village.
    pub village: VillageId,
    /// Its sets of books.
    pub bookkeeping: Bookkeeping,
    /// The first month it owes.
    pub first_month: Month,
    /// Its notices, without those withdrawn, in the order they were drafted.
    pub notices: Vec<NoticeFact>,
}

/// A notice as far as duties look at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoticeFact {
    /// Its identity.
    pub id: NoticeId,
    /// Whose books it discloses.
    pub entity: Entity,
    /// The matter.
    pub matter: MatterCode,
    /// The period.
    pub period: Period,
    /// The day it was published, if it was.
    pub published_on: Option<Date>,
}

impl DutyFacts {
    /// The facts of a book.
    pub fn of(book: &Book) -> Self {
        let kept = book
            .notices
            .iter()
            .filter(|notice| !matches!(notice.state, NoticeState::Withdrawn { .. }))
            .map(|notice| NoticeFact {
                id: notice.id,
                entity: notice.entity,
                matter: notice.matter,
                period: notice.period,
                published_on: notice.publication().map(|publication| publication.published_on),
            });
        Self {
            village: book.village.id,
            bookkeeping: book.bookkeeping(),
            first_month: book.first_month(),
            notices: kept.collect(),
        }
    }
}

/// Lists the duties of a village from its first month through the month of `today`, the oldest
/// first. A month without a single voucher is owed like any other.
pub fn duties(facts: &DutyFacts, rules: &Rules, today: Date) -> Vec<Duty> {
    let first = facts.first_month;
    first.through(Month::of(today)).map(|month| duty_of(facts, rules, month, today)).collect()
}

fn duty_of(facts: &DutyFacts, rules: &Rules, month: Month, today: Date) -> Duty {
    let matter = MatterCode::FINANCE_DETAIL;
    let span = Period::Month(month);
    let opens_on = month.next().first_day();
    let due_by = month.next().day(rules.monthly_due_day);
    let of_span = |fact: &&NoticeFact| fact.matter == matter && fact.period == span;
    let day_of = |entity: Entity| {
        let mut own = facts.notices.iter().filter(of_span).filter(|fact| fact.entity == entity);
        own.find_map(|fact| fact.published_on)
    };
    let disclosed_on = entity::disclosed(facts.bookkeeping, day_of);
    let hung = |fact: &&NoticeFact| {
        fact.published_on.is_some_and(|on| disclosed_on.is_some_and(|last| on <= last))
    };
    let published = facts.notices.iter().filter(of_span).rev().find(hung);
    let notice = published.or_else(|| facts.notices.iter().rev().find(of_span)).map(|fact| fact.id);
    let state = match disclosed_on {
        Some(on) if on <= due_by => DutyState::Fulfilled { on },
        Some(on) => DutyState::Late { on, days: days_between(due_by, on) },
        None if today < opens_on => DutyState::Waiting { days: days_between(today, opens_on) },
        None if today <= due_by => DutyState::Due { days: days_between(today, due_by) },
        None => DutyState::Overdue { days: days_between(due_by, today) },
    };
    Duty { village: facts.village, matter, span, opens_on, due_by, state, notice }
}

fn days_between(from: Date, to: Date) -> u32 {
    u32::try_from((to - from).num_days()).unwrap_or(0)
}
