//! Audits of term and of leaving office.

use chrono::Days;
use serde::{Deserialize, Serialize};

use super::Setting;
use super::refusal::GovernanceRefusal;
use crate::domain::field;
use crate::domain::period::Date;
use crate::domain::resolution::DisclosedBy;
use crate::domain::village::Office;

/// How many representatives of the villagers take part
/// (山东省实施《村民委员会组织法》办法第三十条).
pub const AUDITORS_MIN: usize = 3;
/// Days within which the audit of somebody who left in mid-term is done and disclosed
/// (山东省实施《村民委员会组织法》办法第三十条).
const MID_TERM_DAYS: u64 = 30;

/// Why there is an audit (审计种类).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuditKind {
    /// 任期经济责任审计
    #[default]
    Term,
    /// 届中离任审计
    LeavingMidTerm,
    /// 届满离任审计
    LeavingAtEnd,
    /// 村民要求的审计
    OnRequest,
}

impl AuditKind {
    /// Every kind.
    pub const ALL: [Self; 4] =
        [Self::Term, Self::LeavingMidTerm, Self::LeavingAtEnd, Self::OnRequest];

    /// As printed.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Term => "任期审计",
            Self::LeavingMidTerm => "届中离任审计",
            Self::LeavingAtEnd => "届满离任审计",
            Self::OnRequest => "村民要求审计",
        }
    }
}

/// An audit of somebody who holds or held an office (任期和离任审计;
/// 村民委员会组织法第四十条).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audit {
    /// Why.
    pub kind: AuditKind,
    /// 被审计人
    pub who: String,
    /// 职务
    pub position: String,
    /// 审计期间, its first day.
    pub from: Date,
    /// 审计期间, its last day.
    pub through: Date,
    /// 离任日期
    #[serde(default)]
    pub left_on: Option<Date>,
    /// 下届选举日期, for an audit at the end of the term.
    #[serde(default)]
    pub election_on: Option<Date>,
    /// 组织单位: the township or an office of the county.
    pub organiser: String,
    /// 参加审计的村民代表
    #[serde(default)]
    pub auditors: Vec<String>,
    /// 完成日期
    #[serde(default)]
    pub finished_on: Option<Date>,
    /// 审计结果
    #[serde(default)]
    pub result: String,
    /// 发现的问题和整改
    #[serde(default)]
    pub findings: String,
    /// The notice that disclosed it; it follows from the notice over its occasion and is stored
    /// nowhere else.
    #[serde(skip)]
    pub disclosed: Option<DisclosedBy>,
}

impl Audit {
    pub(super) fn clean(mut self, today: Date) -> Result<Self, GovernanceRefusal> {
        field::required("被审计人", &mut self.who)?;
        field::words("职务", &mut self.position)?;
        field::past("审计期间", self.from, today)?;
        field::past("审计期间", self.through, today)?;
        field::in_order("审计期间止", self.through, "审计期间起", self.from)?;
        self.clean_days(today)?;
        field::required("组织单位", &mut self.organiser)?;
        field::names("村民代表", &mut self.auditors)?;
        if let Some(name) = self.auditors.iter().find(|name| **name == self.who) {
            return Err(GovernanceRefusal::AuditsOwn { name: name.clone(), office: None });
        }
        field::long_words("审计结果", &mut self.result)?;
        field::long_words("发现的问题", &mut self.findings)?;
        if let Some(finished_on) = self.finished_on {
            field::past("完成日期", finished_on, today)?;
            field::in_order("完成日期", finished_on, "审计期间止", self.through)?;
            let (found, needed) = (self.auditors.len(), AUDITORS_MIN);
            if found < needed {
                return Err(GovernanceRefusal::FewAuditors { found, needed });
            }
            field::long_required("审计结果", &mut self.result)?;
        }
        if let Some(by) = &self.disclosed {
            let finished_on = self.finished_on.ok_or(GovernanceRefusal::AuditNotFinished)?;
            field::past("公开日期", by.published_on, today)?;
            field::in_order("公开日期", by.published_on, "完成日期", finished_on)?;
        }
        Ok(self)
    }

    /// The days that the kind asks for.
    fn clean_days(&self, today: Date) -> Result<(), GovernanceRefusal> {
        if let Some(left_on) = self.left_on {
            field::past("离任日期", left_on, today)?;
            field::in_order("离任日期", left_on, "审计期间起", self.from)?;
        }
        if let Some(election_on) = self.election_on {
            field::day("下届选举日期", election_on)?;
        }
        let missing = match self.kind {
            AuditKind::LeavingMidTerm if self.left_on.is_none() => Some("离任日期"),
            AuditKind::LeavingAtEnd if self.election_on.is_none() => Some("下届选举日期"),
            AuditKind::Term
            | AuditKind::LeavingMidTerm
            | AuditKind::LeavingAtEnd
            | AuditKind::OnRequest => None,
        };
        match missing {
            Some(field) => Err(field::FieldFault::Missing(field).into()),
            None => Ok(()),
        }
    }

    pub(super) fn check(&self, setting: &Setting<'_>) -> Result<(), GovernanceRefusal> {
        let village = ["村委会", "村民委员会", "村务监督委员会", "村监委"];
        if village.iter().any(|name| self.organiser.ends_with(name)) {
            return Err(GovernanceRefusal::OwnAudit(self.organiser.clone()));
        }
        for name in &self.auditors {
            let office = setting.profile.officers.iter().find(|officer| {
                let keeps_money = matches!(officer.office, Office::Accountant | Office::Cashier);
                officer.name == *name && (keeps_money || officer.office.in_committee())
            });
            if let Some(officer) = office {
                let (name, office) = (name.clone(), Some(officer.office));
                return Err(GovernanceRefusal::AuditsOwn { name, office });
            }
        }
        Ok(())
    }

    /// The last day by which it must be disclosed, as the law counts it: 30 days after leaving in
    /// mid-term, the first day not counted; the day before the election at the end of a term.
    /// A last day on a holiday is the caller's to shift. `None` where the law names no day.
    pub fn publish_by(&self) -> Option<Date> {
        match self.kind {
            AuditKind::LeavingMidTerm => {
                self.left_on.map(|left_on| left_on + Days::new(MID_TERM_DAYS))
            }
            AuditKind::LeavingAtEnd => {
                self.election_on.map(|election_on| election_on - Days::new(1))
            }
            AuditKind::Term | AuditKind::OnRequest => None,
        }
    }

    /// Whether it should hang by now and does not.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.disclosed.is_none() && self.publish_by().is_some_and(|by| by < today)
    }
}
