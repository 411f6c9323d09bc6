//! Duties: what a village must disclose by when.
//!
//! Invariant: pure. `today` is a parameter; nothing here reads a clock.
//! Basis: 山东省村务公开条例第十二条, finance item by item every month, general matters every
//! quarter, major matters at once. No law names the day of the month: it is a rule of the ledger.

use std::ops::RangeInclusive;

use super::catalog::SwitchedOff;
use super::entity::{self, Bookkeeping, Entity};
use super::ids::{NoticeId, OccasionId, VillageId};
use super::law::Law;
use super::ledger::Book;
use super::matter::{Cadence, Category, MatterCode};
use super::notice::NoticeState;
use super::occasion::{DisclosureSpan, OccasionFacts};
use super::period::{Date, Month, Period};

/// One matter that must be disclosed for one period or one occasion (应公开任务).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duty {
    /// The village that owes it.
    pub village: VillageId,
    /// The matter.
    pub matter: MatterCode,
    /// Party, village affairs or finance.
    pub category: Category,
    /// The period or the occasion.
    pub span: DisclosureSpan,
    /// The first day it can be disclosed: the day after the period, or the day of the occasion.
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
    /// Its notices, without those withdrawn and without corrections, in the order they were
    /// drafted.
    pub notices: Vec<NoticeFact>,
    /// Its occasions, those cancelled among them.
    pub occasions: Vec<(OccasionId, OccasionFacts)>,
    /// What it does not disclose.
    pub switched_off: Vec<SwitchedOff>,
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
    /// The period or the occasion.
    pub span: DisclosureSpan,
    /// The day from which it hangs; `None` while it is a draft, and again once it came off the
    /// board before its time.
    pub published_on: Option<Date>,
}

impl DutyFacts {
    /// The facts of a book.
    pub fn of(book: &Book) -> Self {
        let kept = book.notices.iter().filter(|notice| {
            notice.corrects.is_none() && !matches!(notice.state, NoticeState::Withdrawn { .. })
        });
        let kept = kept.map(|notice| NoticeFact {
            id: notice.id,
            entity: notice.entity,
            matter: notice.matter,
            span: notice.span,
            published_on: notice.disclosed_on(),
        });
        let occasions = book.occasions.iter();
        Self {
            village: book.village.id,
            bookkeeping: book.bookkeeping(),
            first_month: book.first_month(),
            notices: kept.collect(),
            occasions: occasions.map(|occasion| (occasion.id, occasion.facts.clone())).collect(),
            switched_off: book.switched_off.clone(),
        }
    }
}

/// One matter due for one period, whichever village it is (公开计划).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Planned {
    matter: MatterCode,
    category: Category,
    period: Period,
    opens_on: Date,
    due_by: Date,
}

/// All that is due of villages from a month on, worked out once for all of them (公开计划表).
#[derive(Clone, Debug)]
pub struct Schedule<'a> {
    law: &'a Law,
    today: Date,
    planned: Vec<Planned>,
    covers: RangeInclusive<Date>,
    due: RangeInclusive<Date>,
}

/// Every day there is: a bound that binds nothing.
pub const ANY_DAY: RangeInclusive<Date> = Date::MIN..=Date::MAX;

impl<'a> Schedule<'a> {
    /// Every period that touches the time from `from` through `today`, for every matter that the
    /// catalog asks for at the end of that period.
    pub fn new(law: &'a Law, from: Month, today: Date) -> Self {
        let mut planned = Vec::new();
        for (order, term) in law.catalog.terms().iter().enumerate() {
            for period in periods(term.matter.cadence, from, Month::of(today)) {
                let last = period.last_day();
                let is_in_force = term.from.is_none_or(|from| from <= last)
                    && term.until.is_none_or(|until| last <= until);
                if is_in_force {
                    let plan = Planned {
                        matter: term.matter.code,
                        category: term.matter.category,
                        period,
                        opens_on: period.last_month().next().first_day(),
                        due_by: law.rules.due_by(period),
                    };
                    planned.push((order, plan));
                }
            }
        }
        planned.sort_by_key(|(order, plan)| (plan.due_by, *order));
        let planned = planned.into_iter().map(|(_, plan)| plan).collect();
        Self { law, today, planned, covers: ANY_DAY, due: ANY_DAY }
    }

    /// The same, of those only whose period ends (or whose occasion happened) on a day of
    /// `covers`, and whose last day is one of `due`.
    #[must_use]
    pub fn within(mut self, covers: RangeInclusive<Date>, due: RangeInclusive<Date>) -> Self {
        self.planned
            .retain(|plan| covers.contains(&plan.period.last_day()) && due.contains(&plan.due_by));
        Self { covers, due, ..self }
    }

    /// The duties of one village, by the day they are due.
    pub fn duties(&self, facts: &DutyFacts) -> Vec<Duty> {
        let mut duties = Vec::new();
        self.each(facts, |duty| duties.push(duty));
        if !facts.occasions.is_empty() {
            duties.sort_by_key(|duty| duty.due_by);
        }
        duties
    }

    /// Shows every duty of one village to `see`, those by period before those by occasion: for
    /// counting over many villages, where nobody needs them all at once.
    pub fn each(&self, facts: &DutyFacts, mut see: impl FnMut(Duty)) {
        let mut notices: Vec<&NoticeFact> = facts.notices.iter().collect();
        // of one matter and span they stay in the order they were drafted
        notices.sort_by_key(|fact| (fact.matter, fact.span));
        let owed = self.planned.iter().filter(|plan| {
            plan.period.last_month() >= facts.first_month
                && !is_off(&facts.switched_off, plan.matter, plan.period.last_day())
        });
        for plan in owed {
            let what = (plan.matter, plan.category, DisclosureSpan::Period(plan.period));
            see(self.duty(facts, &notices, what, plan.opens_on, plan.due_by));
        }
        for (id, occasion) in &facts.occasions {
            let matter = self.law.catalog.matter_on(occasion.matter, occasion.on);
            let category = matter.map_or(Category::Affairs, |matter| matter.category);
            let due_by = occasion.due_by(self.law);
            if occasion.on > self.today
                || !self.covers.contains(&occasion.on)
                || !self.due.contains(&due_by)
                || is_off(&facts.switched_off, occasion.matter, occasion.on)
            {
                continue;
            }
            let what = (occasion.matter, category, DisclosureSpan::Occasion(*id));
            let duty = self.duty(facts, &notices, what, occasion.on, due_by);
            // what was taken back is owed no more, but what was disclosed of it stays
            if occasion.cancelled_on.is_none() || !duty.state.is_open() {
                see(duty);
            }
        }
    }

    fn duty(
        &self,
        facts: &DutyFacts,
        notices: &[&NoticeFact],
        (matter, category, span): (MatterCode, Category, DisclosureSpan),
        opens_on: Date,
        due_by: Date,
    ) -> Duty {
        let today = self.today;
        let from = notices.partition_point(|fact| (fact.matter, fact.span) < (matter, span));
        let own = notices.get(from..).unwrap_or_default();
        let own = own.split(|fact| (fact.matter, fact.span) != (matter, span)).next();
        let own = own.unwrap_or_default();
        let day_of = |entity: Entity| {
            own.iter().filter(|fact| fact.entity == entity).find_map(|fact| fact.published_on)
        };
        let bookkeeping = match category {
            Category::Finance => facts.bookkeeping,
            Category::Party | Category::Affairs => Bookkeeping::Unified,
        };
        let disclosed_on = entity::disclosed(bookkeeping, day_of);
        let hung = |fact: &&&NoticeFact| {
            fact.published_on.is_some_and(|on| disclosed_on.is_some_and(|last| on <= last))
        };
        let published = own.iter().rev().find(hung);
        let notice = published.or_else(|| own.last()).map(|fact| fact.id);
        let state = match disclosed_on {
            Some(on) if on <= due_by => DutyState::Fulfilled { on },
            Some(on) => DutyState::Late { on, days: days_between(due_by, on) },
            None if today < opens_on => DutyState::Waiting { days: days_between(today, opens_on) },
            None if today <= due_by => DutyState::Due { days: days_between(today, due_by) },
            None => DutyState::Overdue { days: days_between(due_by, today) },
        };
        Duty { village: facts.village, matter, category, span, opens_on, due_by, state, notice }
    }
}

/// Lists the duties of a village from its first month through today, by the day they are due. A
/// month without a single voucher is owed like any other.
pub fn duties(facts: &DutyFacts, law: &Law, today: Date) -> Vec<Duty> {
    Schedule::new(law, facts.first_month, today).duties(facts)
}

/// The periods of a cadence from the one that holds `from` through the one that holds `last`.
fn periods(cadence: Cadence, from: Month, last: Month) -> Vec<Period> {
    let quarter = |month: Month| (month.number() - 1) / 3 + 1;
    match cadence {
        Cadence::Monthly => from.through(last).map(Period::Month).collect(),
        Cadence::Quarterly => {
            let mut months: Vec<Month> = from.through(last).collect();
            months.dedup_by_key(|month| (month.year(), quarter(*month)));
            let of = |month: Month| Period::Quarter { year: month.year(), quarter: quarter(month) };
            months.into_iter().map(of).collect()
        }
        Cadence::Annual => (from.year()..=last.year()).map(Period::Year).collect(),
        Cadence::Immediate => Vec::new(),
    }
}

fn is_off(switched_off: &[SwitchedOff], matter: MatterCode, on: Date) -> bool {
    switched_off.iter().any(|off| off.matter == matter && off.covers(on))
}

fn days_between(from: Date, to: Date) -> u32 {
    u32::try_from((to - from).num_days()).unwrap_or(0)
}
