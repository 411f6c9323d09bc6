//! Who watches (监督台账): audits of those who leave, the work of the supervision committee,
//! the expenses it vetoed, the yearly review of cadres, requests for disclosure, the list of
//! small powers with each use of them, and the yearly plan that all are held to.
//!
//! Invariant: a record passed its checks on the day it was written, against the office holders of
//! that day; read back, it is checked on its own only, because people change.

mod audit;
mod evaluation;
mod listing;
mod plan;
mod power;
mod refusal;
mod request;
mod supervision;

use serde::{Deserialize, Serialize};

pub use audit::{AUDITORS_MIN, Audit, AuditKind};
pub use evaluation::{Evaluated, Evaluation, Grade, Termination, is_evaluated, terminations};
pub use listing::governance_listing;
pub use plan::{PlanLine, PlanSide, YearPlan};
pub use power::{Power, PowerUse, StepDone, default_powers};
pub use refusal::GovernanceRefusal;
pub use request::{DisclosureRequest, RequestBody};
pub use supervision::{SupervisionWork, Veto, VetoOutcome, WorkKind};

use super::ids::GovernanceId;
use super::period::Date;
use super::resolution::DisclosedBy;
use super::village::{Office, VillageProfile};

/// Which register a record stands in (监督台账的种类).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum GovernanceKind {
    /// 任期和离任审计
    Audit,
    /// 村监委工作记录
    #[default]
    Supervision,
    /// 民主理财否决
    Veto,
    /// 民主评议
    Evaluation,
    /// 联名要求公开
    Request,
    /// 小微权力清单
    Power,
    /// 小微权力运行
    PowerUse,
    /// 年度收支计划
    Plan,
}

impl GovernanceKind {
    /// Every register, in order.
    pub const ALL: [Self; 8] = [
        Self::Supervision,
        Self::Veto,
        Self::Evaluation,
        Self::Audit,
        Self::Request,
        Self::Power,
        Self::PowerUse,
        Self::Plan,
    ];

    /// As on its tab.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Audit => "审计",
            Self::Supervision => "村监委工作",
            Self::Veto => "理财否决",
            Self::Evaluation => "民主评议",
            Self::Request => "联名要求公开",
            Self::Power => "小微权力清单",
            Self::PowerUse => "小微权力运行",
            Self::Plan => "收支计划",
        }
    }

    /// The stable name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Audit => "audit",
            Self::Supervision => "supervision",
            Self::Veto => "veto",
            Self::Evaluation => "evaluation",
            Self::Request => "request",
            Self::Power => "power",
            Self::PowerUse => "power_use",
            Self::Plan => "plan",
        }
    }

    /// The register of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// What is known of a record (监督台账的内容).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "register", rename_all = "snake_case")]
pub enum GovernanceFacts {
    /// 任期和离任审计
    Audit(Audit),
    /// 村监委工作记录
    Supervision(SupervisionWork),
    /// 民主理财否决
    Veto(Veto),
    /// 民主评议
    Evaluation(Evaluation),
    /// 联名要求公开
    Request(DisclosureRequest),
    /// 小微权力
    Power(Power),
    /// 小微权力的一次运行
    PowerUse(PowerUse),
    /// 年度收支计划
    Plan(YearPlan),
}

/// A record and its identity (监督台账的一条).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Governance {
    /// Its identity.
    pub id: GovernanceId,
    /// What is known of it.
    pub facts: GovernanceFacts,
}

/// What a record is checked against when it is written.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// The office holders and the supervision committee of the day.
    pub profile: &'a VillageProfile,
    /// The records of the village so far.
    pub records: &'a [Governance],
    /// The day it is.
    pub today: Date,
}

impl GovernanceFacts {
    /// Its register.
    pub const fn kind(&self) -> GovernanceKind {
        match self {
            Self::Audit(_) => GovernanceKind::Audit,
            Self::Supervision(_) => GovernanceKind::Supervision,
            Self::Veto(_) => GovernanceKind::Veto,
            Self::Evaluation(_) => GovernanceKind::Evaluation,
            Self::Request(_) => GovernanceKind::Request,
            Self::Power(_) => GovernanceKind::Power,
            Self::PowerUse(_) => GovernanceKind::PowerUse,
            Self::Plan(_) => GovernanceKind::Plan,
        }
    }

    /// What people call it.
    pub fn title(&self) -> String {
        match self {
            Self::Audit(audit) => format!("{}{}", audit.who, audit.kind.label()),
            Self::Supervision(work) => format!("{} {}", work.held_on, work.kind.label()),
            Self::Veto(veto) => veto.paper.clone(),
            Self::Evaluation(evaluation) => format!("{}年度民主评议", evaluation.year),
            Self::Request(request) => request.subject.clone(),
            Self::Power(power) => format!("{} {}", power.code, power.name),
            Self::PowerUse(used) => used.subject.clone(),
            Self::Plan(plan) => format!("{}年收支计划", plan.year),
        }
    }

    /// The power, if it is one.
    pub const fn power(&self) -> Option<&Power> {
        if let Self::Power(power) = self { Some(power) } else { None }
    }

    /// The use of a power, if it is one.
    pub const fn power_use(&self) -> Option<&PowerUse> {
        if let Self::PowerUse(used) = self { Some(used) } else { None }
    }

    /// The review, if it is one.
    pub const fn evaluation(&self) -> Option<&Evaluation> {
        if let Self::Evaluation(evaluation) = self { Some(evaluation) } else { None }
    }

    /// The audit, if it is one.
    pub const fn audit(&self) -> Option<&Audit> {
        if let Self::Audit(audit) = self { Some(audit) } else { None }
    }

    /// The veto, if it is one.
    pub const fn veto(&self) -> Option<&Veto> {
        if let Self::Veto(veto) = self { Some(veto) } else { None }
    }

    /// The request, if it is one.
    pub const fn request(&self) -> Option<&DisclosureRequest> {
        if let Self::Request(request) = self { Some(request) } else { None }
    }

    /// The yearly plan, if it is one.
    pub const fn plan(&self) -> Option<&YearPlan> {
        if let Self::Plan(plan) = self { Some(plan) } else { None }
    }

    /// The notice that disclosed it, where it is disclosed by one of its own.
    pub const fn disclosed(&self) -> Option<&DisclosedBy> {
        match self {
            Self::Audit(audit) => audit.disclosed.as_ref(),
            Self::Request(request) => request.disclosed.as_ref(),
            Self::Supervision(_)
            | Self::Veto(_)
            | Self::Evaluation(_)
            | Self::Power(_)
            | Self::PowerUse(_)
            | Self::Plan(_) => None,
        }
    }

    /// The same facts with another notice that disclosed it; what is not disclosed by a notice of
    /// its own stays as it is.
    #[must_use]
    pub fn with_disclosure(mut self, by: Option<DisclosedBy>) -> Self {
        match &mut self {
            Self::Audit(audit) => audit.disclosed = by,
            Self::Request(request) => request.disclosed = by,
            Self::Supervision(_)
            | Self::Veto(_)
            | Self::Evaluation(_)
            | Self::Power(_)
            | Self::PowerUse(_)
            | Self::Plan(_) => {}
        }
        self
    }

    /// Cleans it and checks it on its own: what is read back from a file passes this.
    ///
    /// # Errors
    /// The first [`GovernanceRefusal`], in the order of its fields.
    pub fn clean(self, today: Date) -> Result<Self, GovernanceRefusal> {
        Ok(match self {
            Self::Audit(audit) => Self::Audit(audit.clean(today)?),
            Self::Supervision(work) => Self::Supervision(work.clean(today)?),
            Self::Veto(veto) => Self::Veto(veto.clean(today)?),
            Self::Evaluation(evaluation) => Self::Evaluation(evaluation.clean(today)?),
            Self::Request(request) => Self::Request(request.clean(today)?),
            Self::Power(power) => Self::Power(power.clean()?),
            Self::PowerUse(used) => Self::PowerUse(used.clean(today)?),
            Self::Plan(plan) => Self::Plan(plan.clean(today)?),
        })
    }

    /// Cleans it and checks it against the people and the records of the day.
    ///
    /// # Errors
    /// The first [`GovernanceRefusal`].
    pub fn check(self, setting: &Setting<'_>) -> Result<Self, GovernanceRefusal> {
        self.check_change(None, setting)
    }

    /// The same for a change of `old`: who signed and which step was done stands as it was, even
    /// where people or the list of powers have changed since.
    fn check_change(
        self,
        old: Option<&Self>,
        setting: &Setting<'_>,
    ) -> Result<Self, GovernanceRefusal> {
        let facts = self.clean(setting.today)?;
        if let Self::PowerUse(used) = &facts {
            used.check(old.and_then(Self::power_use), setting)?;
            return Ok(facts);
        }
        if old.is_some_and(|old| old.persons() == facts.persons()) {
            return Ok(facts);
        }
        match &facts {
            Self::Audit(audit) => audit.check(setting)?,
            Self::Supervision(work) => setting.only_members(&work.members)?,
            Self::Veto(veto) => veto.check(setting)?,
            Self::Evaluation(evaluation) => evaluation.check(setting)?,
            Self::Request(_) | Self::Power(_) | Self::PowerUse(_) | Self::Plan(_) => {}
        }
        Ok(facts)
    }

    /// Who is answerable for it, as far as it is checked against offices.
    fn persons(&self) -> Vec<&str> {
        let names: Vec<&String> = match self {
            Self::Audit(audit) => audit.auditors.iter().chain([&audit.organiser]).collect(),
            Self::Supervision(work) => work.members.iter().collect(),
            Self::Veto(veto) => veto.members.iter().collect(),
            Self::Evaluation(evaluation) => evaluation.hosts.iter().collect(),
            Self::Request(_) | Self::Power(_) | Self::PowerUse(_) | Self::Plan(_) => Vec::new(),
        };
        names.into_iter().map(String::as_str).collect()
    }
}

impl Setting<'_> {
    /// Whether somebody sits in the supervision committee.
    fn is_member(&self, name: &str) -> bool {
        self.profile.supervision.members.iter().any(|member| member.name == name)
    }

    /// Checks that all named sit in the supervision committee, and that somebody is named.
    fn only_members(&self, named: &[String]) -> Result<(), GovernanceRefusal> {
        if self.profile.supervision.members.is_empty() {
            return Err(GovernanceRefusal::NoCommittee);
        }
        if named.is_empty() {
            return Err(GovernanceRefusal::NobodyPresent);
        }
        match named.iter().find(|name| !self.is_member(name)) {
            Some(name) => {
                let office = self.office_of(name);
                Err(GovernanceRefusal::NotAMember { name: name.clone(), office })
            }
            None => Ok(()),
        }
    }

    /// The first office somebody holds.
    fn office_of(&self, name: &str) -> Option<Office> {
        let officer = self.profile.officers.iter().find(|officer| officer.name == name);
        officer.map(|officer| officer.office)
    }

    /// The powers of the list.
    fn powers(&self) -> impl Iterator<Item = (GovernanceId, &Power)> {
        self.records.iter().filter_map(|record| Some((record.id, record.facts.power()?)))
    }

    /// How often a power was used.
    fn uses_of(&self, code: &str) -> usize {
        let used = self.records.iter().filter_map(|record| record.facts.power_use());
        used.filter(|used| used.power == code).count()
    }
}

/// Checks a new record, or a change of the one that has the id already.
///
/// # Errors
/// The first [`GovernanceRefusal`].
pub fn check_governance(
    id: GovernanceId,
    facts: GovernanceFacts,
    setting: &Setting<'_>,
) -> Result<Governance, GovernanceRefusal> {
    let old = setting.records.iter().find(|record| record.id == id).map(|old| &old.facts);
    if let Some(old) = old
        && old.kind() != facts.kind()
    {
        let (was, new) = (old.kind(), facts.kind());
        return Err(GovernanceRefusal::KindChanged { was, new });
    }
    let facts = facts.check_change(old, setting)?;
    if let Some(by) = old.and_then(GovernanceFacts::disclosed)
        && old != Some(&facts)
    {
        return Err(GovernanceRefusal::Disclosed { on: by.published_on });
    }
    if let GovernanceFacts::Power(power) = &facts {
        power::check_code(id, power, setting)?;
    }
    if let GovernanceFacts::Plan(plan) = &facts {
        plan::check_year(id, plan, setting)?;
    }
    Ok(Governance { id, facts })
}

/// Checks that a record may be removed: a power that was used stays in the list.
///
/// # Errors
/// The [`GovernanceRefusal`] that keeps it.
pub fn check_removal<'a>(
    id: GovernanceId,
    setting: &Setting<'a>,
) -> Result<&'a Governance, GovernanceRefusal> {
    let found = setting.records.iter().find(|record| record.id == id);
    let record = found.ok_or(GovernanceRefusal::NotFound)?;
    if let Some(by) = record.facts.disclosed() {
        return Err(GovernanceRefusal::Disclosed { on: by.published_on });
    }
    if let Some(power) = record.facts.power() {
        let uses = setting.uses_of(&power.code);
        if uses > 0 {
            return Err(GovernanceRefusal::PowerUsed { code: power.code.clone(), uses });
        }
    }
    Ok(record)
}
