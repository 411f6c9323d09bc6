//! The yearly review of cadres by the villagers.

use chrono::Datelike as _;
use serde::{Deserialize, Serialize};

use super::Setting;
use super::refusal::GovernanceRefusal;
use crate::domain::field;
use crate::domain::period::Date;
use crate::domain::resolution::{Attendance, MeetingForm, NoQuorum, ResolutionRules, Stage};

/// What the votes come to (评议等次).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// 优秀
    Excellent,
    /// 称职
    Competent,
    /// 基本称职
    Basic,
    /// 不称职
    Incompetent,
}

impl Grade {
    /// As printed.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Excellent => "优秀",
            Self::Competent => "称职",
            Self::Basic => "基本称职",
            Self::Incompetent => "不称职",
        }
    }
}

/// The votes about one person (被评议人).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evaluated {
    /// 姓名
    pub name: String,
    /// 职务
    pub position: String,
    /// Whether they sit in the villagers' committee: only their office ends after two reviews of
    /// 不称职 (村民委员会组织法第三十八条).
    pub committee_member: bool,
    /// 优秀
    pub excellent: u32,
    /// 称职
    pub competent: u32,
    /// 基本称职
    pub basic: u32,
    /// 不称职
    pub incompetent: u32,
}

/// A review of cadres (民主评议): each year, led by the supervision committee
/// (村民委员会组织法第三十八条).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evaluation {
    /// The year reviewed.
    pub year: i32,
    /// 评议日期
    pub held_on: Date,
    /// 会议形式
    pub form: MeetingForm,
    /// 应到、实到
    pub attendance: Attendance,
    /// 主持的村监委成员
    pub hosts: Vec<String>,
    /// 被评议人
    pub results: Vec<Evaluated>,
}

impl Evaluated {
    /// All votes.
    pub const fn total(&self) -> u32 {
        self.excellent
            .saturating_add(self.competent)
            .saturating_add(self.basic)
            .saturating_add(self.incompetent)
    }

    /// The grade: 不称职 where more than half voted so; else 优秀 where more than half did, 称职
    /// where the two together are more than half, else 基本称职. No law says how votes are turned
    /// into a grade (待核): this is what most townships do.
    pub const fn grade(&self) -> Grade {
        let half = self.total() / 2;
        if self.incompetent > half {
            Grade::Incompetent
        } else if self.excellent > half {
            Grade::Excellent
        } else if self.excellent.saturating_add(self.competent) > half {
            Grade::Competent
        } else {
            Grade::Basic
        }
    }
}

impl Evaluation {
    pub(super) fn clean(mut self, today: Date) -> Result<Self, GovernanceRefusal> {
        field::past("评议日期", self.held_on, today)?;
        // a year is reviewed in its own last months or in the next year
        if ![self.held_on.year(), self.held_on.year() - 1].contains(&self.year) {
            let (year, held_on) = (self.year, self.held_on);
            return Err(GovernanceRefusal::WrongYear { year, held_on });
        }
        if self.form.stage() != Stage::Resolved || self.form.is_collective() {
            return Err(GovernanceRefusal::NotTheVillagers(self.form));
        }
        let Attendance { should, attended } = self.attendance;
        field::part_of(("实到", attended), ("应到", should))?;
        // the law alone sets the quorum of the villagers' assemblies
        let rules = ResolutionRules::default();
        NoQuorum::check(self.form, self.attendance, &rules).map_err(GovernanceRefusal::NoQuorum)?;
        field::names("主持人", &mut self.hosts)?;
        if self.hosts.is_empty() {
            return Err(GovernanceRefusal::NobodyPresent);
        }
        if self.results.is_empty() {
            return Err(GovernanceRefusal::NobodyEvaluated);
        }
        for result in &mut self.results {
            result.clean(attended)?;
        }
        let mut names = self.results.iter().map(|result| result.name.clone()).collect();
        field::names("被评议人", &mut names)?;
        match self.hosts.iter().find(|host| names.contains(host)) {
            Some(host) => Err(GovernanceRefusal::HostEvaluated(host.clone())),
            None => Ok(self),
        }
    }

    pub(super) fn check(&self, setting: &Setting<'_>) -> Result<(), GovernanceRefusal> {
        setting.only_members(&self.hosts)
    }
}

impl Evaluated {
    fn clean(&mut self, attended: u32) -> Result<(), GovernanceRefusal> {
        field::required("被评议人", &mut self.name)?;
        field::words("职务", &mut self.position)?;
        let votes = self.total();
        if votes == 0 {
            return Err(GovernanceRefusal::NoVotes(self.name.clone()));
        }
        if votes > attended {
            let name = self.name.clone();
            return Err(GovernanceRefusal::MoreVotesThanPresent { name, votes, attended });
        }
        Ok(())
    }
}

/// An office that has ended (职务终止): its holder was found 不称职 twice in a row
/// (村民委员会组织法第三十八条).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Termination {
    /// Who.
    pub name: String,
    /// 职务
    pub position: String,
    /// The day of the first review.
    pub first: Date,
    /// The day of the second, on which the office ended.
    pub second: Date,
}

impl Termination {
    /// The sentence of the notice.
    pub fn message(&self) -> String {
        format!(
            "{}（{}）{} 和 {} 连续两次被评议不称职，依据《村民委员会组织法》第三十八条，其职务终止。",
            self.name, self.position, self.first, self.second
        )
    }
}

/// Whether a year was reviewed.
pub fn is_evaluated(evaluations: &[&Evaluation], year: i32) -> bool {
    evaluations.iter().any(|evaluation| evaluation.year == year)
}

/// Who of the villagers' committee was found 不称职 in two reviews of them that follow each
/// other, by the day of the second.
pub fn terminations(evaluations: &[&Evaluation]) -> Vec<Termination> {
    let mut sorted: Vec<&Evaluation> = evaluations.to_vec();
    sorted.sort_by_key(|evaluation| (evaluation.held_on, evaluation.year));
    let mut last: std::collections::BTreeMap<&str, (Grade, Date)> =
        std::collections::BTreeMap::new();
    let mut found = Vec::new();
    for evaluation in sorted {
        for result in evaluation.results.iter().filter(|result| result.committee_member) {
            let (grade, second) = (result.grade(), evaluation.held_on);
            let before = last.insert(&result.name, (grade, second));
            if let (Grade::Incompetent, Some((Grade::Incompetent, first))) = (grade, before) {
                let (name, position) = (result.name.clone(), result.position.clone());
                found.push(Termination { name, position, first, second });
            }
        }
    }
    found
}
