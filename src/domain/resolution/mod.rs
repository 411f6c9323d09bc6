//! Resolutions (四议两公开): a matter of weight is proposed, consulted, deliberated and resolved
//! in four meetings, and disclosed twice: what was resolved, and what came of it.
//!
//! Invariant: the meetings stand in order, none before the one before it, and nothing follows a
//! meeting that voted the matter down. Only what passed the fourth meeting is resolved.

mod expense;
mod listing;
mod meeting;
mod refusal;
mod rules;
mod stage;
mod warnings;

use chrono::Datelike as _;
use serde::{Deserialize, Serialize};

pub use expense::{Expense, ExpenseFault, check_expense, takes_resolution};
pub use listing::{meetings_listing, register_listing};
pub use meeting::{Attendance, MeetingForm, NoQuorum, Quorum, Share, Votes, Whole};
pub use refusal::ResolutionRefusal;
pub use rules::ResolutionRules;
pub use stage::{Stage, StageRecord};
pub use warnings::ResolutionWarning;

use super::field;
use super::ids::{NoticeId, ResolutionId};
use super::money::Money;
use super::period::Date;

/// A resolution and its identity (四议两公开的一项).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolution {
    /// Its identity.
    pub id: ResolutionId,
    /// What is known of it.
    pub facts: ResolutionFacts,
}

/// Who set the matter in motion (动议事由).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Motive {
    /// 党员建议
    #[default]
    PartyMembers,
    /// 干部提议
    Cadres,
    /// 上级安排
    Superior,
    /// 村民要求
    Villagers,
}

impl Motive {
    /// Every motive, as on the form.
    pub const ALL: [Self; 4] = [Self::PartyMembers, Self::Cadres, Self::Superior, Self::Villagers];

    /// As printed.
    pub const fn label(self) -> &'static str {
        match self {
            Self::PartyMembers => "党员建议",
            Self::Cadres => "干部提议",
            Self::Superior => "上级安排",
            Self::Villagers => "村民要求",
        }
    }
}

/// What is known of a resolution (决议的内容).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResolutionFacts {
    /// The day it was entered; its number counts in the year of this day.
    pub registered_on: Date,
    /// 编号, from 1 each year.
    pub number: u32,
    /// 事项
    pub title: String,
    /// 动议事由
    pub motive: Motive,
    /// 金额, the most that may be spent; `None` where it is not about money.
    #[serde(default)]
    pub amount: Option<Money>,
    /// Whether it is a matter of the collective economic organisation, which its members decide
    /// (农村集体经济组织法第二十六条至第二十八条).
    #[serde(default)]
    pub collective: bool,
    /// The meetings so far, in order (四议).
    #[serde(default)]
    pub meetings: Vec<StageRecord>,
    /// 完成日期, the day it was carried out.
    #[serde(default)]
    pub completed_on: Option<Date>,
    /// 实施结果
    #[serde(default)]
    pub outcome: String,
    /// 终止, where it was given up before it was resolved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub abandoned: Option<Abandonment>,
    /// 决议公开; it follows from the notice over its occasion and is stored nowhere else.
    #[serde(skip)]
    pub resolution_disclosed: Option<DisclosedBy>,
    /// 实施结果公开, likewise.
    #[serde(skip)]
    pub outcome_disclosed: Option<DisclosedBy>,
}

/// Why a matter was given up (终止).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Abandonment {
    /// 终止日期
    pub on: Date,
    /// 终止原因
    pub reason: String,
}

/// The notice that fulfilled a disclosure (公开情况).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisclosedBy {
    /// The notice.
    pub notice: NoticeId,
    /// The day it was hung.
    pub published_on: Date,
    /// The last day it must hang.
    pub posted_until: Date,
    /// The boards.
    pub boards: Vec<String>,
    /// What the supervision committee says of it (监督意见); empty until it is written.
    #[serde(default)]
    pub opinion: String,
}

/// Where a resolution stands (进展).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResolutionState {
    /// A meeting comes next.
    Meeting(Stage),
    /// It was voted down.
    Rejected {
        /// In which meeting.
        at: Stage,
        /// When.
        on: Date,
    },
    /// It was given up before it was resolved.
    Abandoned {
        /// When.
        on: Date,
    },
    /// Resolved, and not disclosed yet.
    ToDisclose {
        /// The day it was resolved.
        resolved_on: Date,
    },
    /// Resolved and disclosed, being carried out.
    UnderWay,
    /// Carried out; its outcome is not disclosed yet.
    OutcomeToDisclose {
        /// The day it was completed.
        completed_on: Date,
    },
    /// All six stages are done.
    Finished,
}

impl ResolutionState {
    /// As shown in one cell.
    pub fn label(self) -> String {
        match self {
            Self::Meeting(stage) => format!("待{}", stage.label()),
            Self::Rejected { at, .. } => format!("{}未通过，终止", at.label()),
            Self::Abandoned { .. } => "已终止".to_owned(),
            Self::ToDisclose { .. } => "待决议公开".to_owned(),
            Self::UnderWay => "实施中".to_owned(),
            Self::OutcomeToDisclose { .. } => "待实施结果公开".to_owned(),
            Self::Finished => "已办结".to_owned(),
        }
    }

    /// What is to be done next; `None` where nothing is.
    pub fn next_step(self) -> Option<String> {
        match self {
            Self::Meeting(stage) => Some(format!("开会并登记：{}", stage.title())),
            Self::ToDisclose { resolved_on } => {
                Some(format!("{resolved_on} 决议通过，起草并公布决议公开的公示"))
            }
            Self::UnderWay => Some("实施完成以后登记完成日期和结果".to_owned()),
            Self::OutcomeToDisclose { completed_on } => {
                Some(format!("{completed_on} 实施完成，起草并公布实施结果公开的公示"))
            }
            Self::Rejected { .. } | Self::Abandoned { .. } | Self::Finished => None,
        }
    }
}

impl ResolutionFacts {
    /// A matter about which nothing is known yet; number 0 stands for a form to fill in by hand.
    pub const fn blank(registered_on: Date, number: u32) -> Self {
        Self {
            registered_on,
            number,
            title: String::new(),
            motive: Motive::PartyMembers,
            amount: None,
            collective: false,
            meetings: Vec::new(),
            completed_on: None,
            outcome: String::new(),
            abandoned: None,
            resolution_disclosed: None,
            outcome_disclosed: None,
        }
    }

    /// The same with the numbers of persons masked that an earlier version let through; `None`
    /// where there are none.
    #[must_use]
    pub fn masked(&self) -> Option<Self> {
        let mut found = self.clone();
        let disclosed = [found.resolution_disclosed.take(), found.outcome_disclosed.take()];
        let masked = disclosed.each_ref().map(|by| by.as_ref().and_then(field::masked));
        let facts = field::masked(&found);
        if facts.is_none() && masked.iter().all(Option::is_none) {
            return None;
        }
        let [of_resolution, of_outcome] = masked;
        let [resolution, outcome] = disclosed;
        let mut facts = facts.unwrap_or(found);
        facts.resolution_disclosed = of_resolution.or(resolution);
        facts.outcome_disclosed = of_outcome.or(outcome);
        Some(facts)
    }

    /// Whether it is only a form to fill in by hand.
    pub const fn is_blank(&self) -> bool {
        self.number == 0
    }

    /// The year its number counts in.
    pub fn year(&self) -> i32 {
        self.registered_on.year()
    }

    /// Its number as printed: `〔2026〕3号`.
    pub fn number_label(&self) -> String {
        format!("〔{}〕{}号", self.year(), self.number)
    }

    /// What was recorded of a meeting.
    pub fn meeting(&self, stage: Stage) -> Option<&StageRecord> {
        self.meetings.iter().find(|record| record.stage == stage)
    }

    /// The day it was resolved (决议通过的日子).
    pub fn resolved_on(&self) -> Option<Date> {
        let last = self.meeting(Stage::Resolved).filter(|record| record.passed);
        last.map(|record| record.held_on)
    }

    /// The notice of one of the two disclosures.
    pub const fn disclosed_by(&self, stage: Stage) -> Option<&DisclosedBy> {
        match stage {
            Stage::ResolutionDisclosed => self.resolution_disclosed.as_ref(),
            Stage::OutcomeDisclosed => self.outcome_disclosed.as_ref(),
            Stage::Proposed | Stage::Consulted | Stage::Deliberated | Stage::Resolved => None,
        }
    }

    /// Where it stands.
    pub fn state(&self) -> ResolutionState {
        if let Some(last) = self.meetings.last().filter(|record| !record.passed) {
            return ResolutionState::Rejected { at: last.stage, on: last.held_on };
        }
        if let Some(Abandonment { on, .. }) = self.abandoned {
            return ResolutionState::Abandoned { on };
        }
        let Some(resolved_on) = self.resolved_on() else {
            let next = Stage::MEETINGS.into_iter().find(|stage| self.meeting(*stage).is_none());
            return ResolutionState::Meeting(next.unwrap_or(Stage::Resolved));
        };
        match (&self.resolution_disclosed, self.completed_on, &self.outcome_disclosed) {
            (None, _, _) => ResolutionState::ToDisclose { resolved_on },
            (Some(_), None, _) => ResolutionState::UnderWay,
            (Some(_), Some(completed_on), None) => {
                ResolutionState::OutcomeToDisclose { completed_on }
            }
            (Some(_), Some(_), Some(_)) => ResolutionState::Finished,
        }
    }

    /// The disclosures that have arisen, each with the day it arose, fulfilled or not: 决议公开
    /// on the day of the resolution, 实施结果公开 on the day of completion.
    pub fn disclosures(&self) -> Vec<(Stage, Date)> {
        let resolved = self.resolved_on().map(|on| (Stage::ResolutionDisclosed, on));
        let completed = self.completed_on.filter(|_| resolved.is_some());
        let completed = completed.map(|on| (Stage::OutcomeDisclosed, on));
        resolved.into_iter().chain(completed).collect()
    }

    /// Cleans it and checks it on its own, without any rule that may have changed since it was
    /// recorded: what is read back from a file passes this.
    ///
    /// # Errors
    /// The first [`ResolutionRefusal`], in the order of the form.
    pub fn clean(mut self, today: Date) -> Result<Self, ResolutionRefusal> {
        field::past("登记日期", self.registered_on, today)?;
        if self.number == 0 {
            return Err(field::FieldFault::Missing("编号").into());
        }
        field::required("事项", &mut self.title)?;
        if let Some(amount) = self.amount {
            field::positive("金额", amount)?;
        }
        let mut meetings: Vec<StageRecord> = Vec::new();
        for record in self.meetings {
            check_order(&meetings, &record)?;
            if record.stage == Stage::Resolved && record.form.is_collective() != self.collective {
                let (collective, form) = (self.collective, record.form);
                return Err(ResolutionRefusal::WrongElectorate { collective, form });
            }
            meetings.push(record.clean(today)?);
        }
        self.meetings = meetings;
        self.clean_abandonment(today)?;
        self.clean_outcome(today)?;
        Ok(self)
    }

    fn clean_abandonment(&mut self, today: Date) -> Result<(), ResolutionRefusal> {
        let last = self.meetings.last().map(|record| (record.held_on, record.passed, record.stage));
        let resolved_on = self.resolved_on();
        let Some(Abandonment { on, reason }) = &mut self.abandoned else { return Ok(()) };
        if let Some(on) = resolved_on {
            return Err(ResolutionRefusal::TooLateToAbandon { on });
        }
        if let Some((on, false, at)) = last {
            return Err(ResolutionRefusal::Rejected { at, on });
        }
        field::past("终止日期", *on, today)?;
        if let Some((held_on, ..)) = last {
            field::in_order("终止日期", *on, "上一次会议", held_on)?;
        }
        Ok(field::long_required("终止原因", reason)?)
    }

    fn clean_outcome(&mut self, today: Date) -> Result<(), ResolutionRefusal> {
        field::long_words("实施结果", &mut self.outcome)?;
        let resolved_on = self.resolved_on();
        if let Some(completed_on) = self.completed_on {
            let what = "完成日期";
            let resolved_on = resolved_on.ok_or(ResolutionRefusal::NotResolved { what })?;
            field::past(what, completed_on, today)?;
            field::in_order(what, completed_on, "决议日期", resolved_on)?;
            if self.outcome.is_empty() {
                return Err(field::FieldFault::Missing("实施结果").into());
            }
        }
        if let Some(by) = &mut self.resolution_disclosed {
            let what = "决议公开";
            let resolved_on = resolved_on.ok_or(ResolutionRefusal::NotResolved { what })?;
            by.clean(("决议公开日期", "决议日期"), resolved_on, today)?;
        }
        if let Some(by) = &mut self.outcome_disclosed {
            let completed_on = self.completed_on.ok_or(ResolutionRefusal::NotCompleted)?;
            by.clean(("实施结果公开日期", "完成日期"), completed_on, today)?;
        }
        Ok(())
    }

    /// Cleans it and checks every meeting against the rules: what is written passes this.
    ///
    /// # Errors
    /// The first [`ResolutionRefusal`], in the order of the form.
    pub fn check(self, rules: &ResolutionRules, today: Date) -> Result<Self, ResolutionRefusal> {
        self.check_change(None, rules, today)
    }

    /// The same for a change of `old`: a meeting that stands as it stood was checked by the rules
    /// of its time.
    fn check_change(
        self,
        old: Option<&Self>,
        rules: &ResolutionRules,
        today: Date,
    ) -> Result<Self, ResolutionRefusal> {
        let facts = self.clean(today)?;
        let stood = |record: &&StageRecord| old.is_some_and(|old| old.meetings.contains(record));
        let changed = facts.meetings.iter().filter(|record| !stood(record));
        for record in changed {
            record.check(rules)?;
        }
        Ok(facts)
    }

    /// The facts with one more meeting.
    ///
    /// # Errors
    /// [`ResolutionRefusal`] where it is not the turn of that stage, and what
    /// [`Self::check`] refuses.
    pub fn with_meeting(
        &self,
        record: StageRecord,
        rules: &ResolutionRules,
        today: Date,
    ) -> Result<Self, ResolutionRefusal> {
        if let Some(Abandonment { on, .. }) = self.abandoned {
            return Err(ResolutionRefusal::Abandoned { on });
        }
        let mut facts = self.clone();
        facts.meetings.push(record);
        facts.check_change(Some(self), rules, today)
    }

    /// The facts with the matter given up (终止).
    ///
    /// # Errors
    /// [`ResolutionRefusal::TooLateToAbandon`] once it was resolved, and faults of the fields.
    pub fn abandoned(
        &self,
        on: Date,
        reason: &str,
        today: Date,
    ) -> Result<Self, ResolutionRefusal> {
        if let Some(Abandonment { on, .. }) = self.abandoned {
            return Err(ResolutionRefusal::Abandoned { on });
        }
        let abandoned = Some(Abandonment { on, reason: reason.to_owned() });
        Self { abandoned, ..self.clone() }.clean(today)
    }

    /// The facts with its completion (实施完成).
    ///
    /// # Errors
    /// [`ResolutionRefusal::NotResolved`] and faults of the fields.
    pub fn completed(
        &self,
        on: Date,
        outcome: &str,
        today: Date,
    ) -> Result<Self, ResolutionRefusal> {
        if let Some(by) = &self.outcome_disclosed {
            return Err(ResolutionRefusal::OutcomeDisclosed { on: by.published_on });
        }
        let outcome = outcome.to_owned();
        Self { completed_on: Some(on), outcome, ..self.clone() }.clean(today)
    }

    /// The facts with one of the two disclosures fulfilled by a published notice, or opened again
    /// with `None` where the notice was taken down too early.
    ///
    /// # Errors
    /// [`ResolutionRefusal::NotADisclosure`], [`ResolutionRefusal::NotResolved`] or
    /// [`ResolutionRefusal::NotCompleted`], and faults of the fields.
    pub fn disclosed(
        &self,
        stage: Stage,
        by: Option<DisclosedBy>,
        today: Date,
    ) -> Result<Self, ResolutionRefusal> {
        let mut facts = self.clone();
        match stage {
            Stage::ResolutionDisclosed => facts.resolution_disclosed = by,
            Stage::OutcomeDisclosed => facts.outcome_disclosed = by,
            Stage::Proposed | Stage::Consulted | Stage::Deliberated | Stage::Resolved => {
                return Err(ResolutionRefusal::NotADisclosure(stage));
            }
        }
        facts.clean(today)
    }

    /// Whether what was disclosed is still the same.
    fn says_the_same(&self, other: &Self) -> bool {
        self.title == other.title
            && self.amount == other.amount
            && self.motive == other.motive
            && self.collective == other.collective
            && self.meetings == other.meetings
    }
}

impl DisclosedBy {
    fn clean(
        &mut self,
        (what, than): (&'static str, &'static str),
        limit: Date,
        today: Date,
    ) -> Result<(), ResolutionRefusal> {
        field::past(what, self.published_on, today)?;
        field::in_order(what, self.published_on, than, limit)?;
        field::in_order("公示期满", self.posted_until, what, self.published_on)?;
        for board in &mut self.boards {
            field::words("公开地点", board)?;
        }
        field::long_words("监督意见", &mut self.opinion)?;
        Ok(())
    }
}

/// Checks that it is the turn of a meeting, and that it is not before the last.
fn check_order(before: &[StageRecord], record: &StageRecord) -> Result<(), ResolutionRefusal> {
    let found = record.stage;
    if !found.is_meeting() {
        return Err(ResolutionRefusal::ByNotice(found));
    }
    let last = before.last();
    if let Some(last) = last.filter(|last| !last.passed) {
        return Err(ResolutionRefusal::Rejected { at: last.stage, on: last.held_on });
    }
    let Some(expected) = Stage::MEETINGS.get(before.len()).copied() else {
        let on = last.map_or(record.held_on, |last| last.held_on);
        return Err(ResolutionRefusal::AlreadyResolved { on });
    };
    if expected != found {
        return Err(ResolutionRefusal::OutOfOrder { expected, found });
    }
    match last.filter(|last| record.held_on < last.held_on) {
        Some(last) => Err(ResolutionRefusal::DatesReversed {
            stage: found,
            date: record.held_on,
            than: last.stage,
            limit: last.held_on,
        }),
        None => Ok(()),
    }
}

/// The disclosures of a resolution that no notice has fulfilled yet, each with the day it arose
/// (应公开的事由).
pub fn disclosures_due(resolution: &Resolution) -> Vec<(Stage, Date)> {
    let mut due = resolution.facts.disclosures();
    due.retain(|(stage, _)| resolution.facts.disclosed_by(*stage).is_none());
    due
}

/// The next free number of a year.
pub fn next_number(resolutions: &[Resolution], year: i32) -> u32 {
    let taken = resolutions.iter().filter(|resolution| resolution.facts.year() == year);
    taken.map(|resolution| resolution.facts.number).max().unwrap_or(0).saturating_add(1)
}

/// Checks a new resolution, or a change of the one that has the id already, among those of its
/// village.
///
/// # Errors
/// The first [`ResolutionRefusal`].
pub fn check_resolution(
    id: ResolutionId,
    facts: ResolutionFacts,
    resolutions: &[Resolution],
    rules: &ResolutionRules,
    today: Date,
) -> Result<Resolution, ResolutionRefusal> {
    let old = resolutions.iter().find(|resolution| resolution.id == id);
    let old = old.map(|old| &old.facts);
    let facts = facts.check_change(old, rules, today)?;
    let disclosed = old.and_then(|old| old.resolution_disclosed.as_ref().map(|by| (old, by)));
    if let Some((old, by)) = disclosed
        && !facts.says_the_same(old)
    {
        return Err(ResolutionRefusal::Disclosed { on: by.published_on });
    }
    let told = old.and_then(|old| old.outcome_disclosed.as_ref().map(|by| (old, by)));
    if let Some((old, by)) = told
        && (facts.completed_on, &facts.outcome) != (old.completed_on, &old.outcome)
    {
        return Err(ResolutionRefusal::OutcomeDisclosed { on: by.published_on });
    }
    let taken = resolutions
        .iter()
        .filter(|other| other.id != id)
        .find(|other| other.facts.year() == facts.year() && other.facts.number == facts.number);
    if let Some(other) = taken {
        let (year, number, title) = (facts.year(), facts.number, other.facts.title.clone());
        return Err(ResolutionRefusal::NumberTaken { year, number, title });
    }
    Ok(Resolution { id, facts })
}

/// Checks that a resolution may be removed: nobody met about it yet.
///
/// # Errors
/// [`ResolutionRefusal::NotFound`] or [`ResolutionRefusal::HasMeetings`].
pub fn check_removal(
    id: ResolutionId,
    resolutions: &[Resolution],
) -> Result<&Resolution, ResolutionRefusal> {
    let found = resolutions.iter().find(|resolution| resolution.id == id);
    let resolution = found.ok_or(ResolutionRefusal::NotFound)?;
    match resolution.facts.meetings.len() {
        0 => Ok(resolution),
        meetings => Err(ResolutionRefusal::HasMeetings(meetings)),
    }
}
