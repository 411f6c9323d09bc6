//! What the supervision committee did, and the expenses it vetoed.

use serde::{Deserialize, Serialize};

use super::Setting;
use super::refusal::GovernanceRefusal;
use crate::domain::field;
use crate::domain::ids::VoucherId;
use crate::domain::money::Money;
use crate::domain::period::Date;
use crate::domain::resolution::Share;

/// What the committee did (工作内容).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkKind {
    /// 民主理财
    #[default]
    FinanceSession,
    /// 审核票据
    ReviewVouchers,
    /// 审查公开方案
    ReviewDisclosure,
    /// 列席会议
    AttendMeeting,
    /// 监督工程
    WatchProject,
    /// 接待村民
    ReceiveVillagers,
    /// 其他
    Other,
}

impl WorkKind {
    /// Every kind, the usual one first.
    pub const ALL: [Self; 7] = [
        Self::FinanceSession,
        Self::ReviewVouchers,
        Self::ReviewDisclosure,
        Self::AttendMeeting,
        Self::WatchProject,
        Self::ReceiveVillagers,
        Self::Other,
    ];

    /// As printed.
    pub const fn label(self) -> &'static str {
        match self {
            Self::FinanceSession => "民主理财",
            Self::ReviewVouchers => "审核票据",
            Self::ReviewDisclosure => "审查公开方案",
            Self::AttendMeeting => "列席会议",
            Self::WatchProject => "监督工程",
            Self::ReceiveVillagers => "接待村民",
            Self::Other => "其他",
        }
    }
}

/// A day's work of the supervision committee (村监委工作记录; 山东省村务公开条例第十四条、第十五条).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupervisionWork {
    /// 日期
    pub held_on: Date,
    /// 工作内容
    pub kind: WorkKind,
    /// 情况
    pub content: String,
    /// 参加的成员
    pub members: Vec<String>,
    /// 监督意见
    pub opinion: String,
}

impl SupervisionWork {
    pub(super) fn clean(mut self, today: Date) -> Result<Self, GovernanceRefusal> {
        field::past("日期", self.held_on, today)?;
        field::long_required("情况", &mut self.content)?;
        field::names("参加的成员", &mut self.members)?;
        if self.members.is_empty() {
            return Err(GovernanceRefusal::NobodyPresent);
        }
        field::long_words("监督意见", &mut self.opinion)?;
        Ok(self)
    }
}

/// What became of a vetoed expense (处理结果).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VetoOutcome {
    /// 退回
    Returned,
    /// 更正
    Corrected,
    /// 改由个人承担
    BornePersonally,
}

impl VetoOutcome {
    /// Every outcome.
    pub const ALL: [Self; 3] = [Self::Returned, Self::Corrected, Self::BornePersonally];

    /// As printed.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Returned => "退回",
            Self::Corrected => "更正",
            Self::BornePersonally => "改由个人承担",
        }
    }
}

/// An expense that the supervision committee did not let pass (民主理财否决;
/// 山东省实施《村民委员会组织法》办法第三十二条).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Veto {
    /// 审核日期
    pub reviewed_on: Date,
    /// 票据: what the paper is about.
    pub paper: String,
    /// The voucher, where it was entered already.
    #[serde(default)]
    pub voucher: Option<VoucherId>,
    /// 金额
    pub amount: Money,
    /// 否决理由
    pub reason: String,
    /// 参加审核的成员
    pub members: Vec<String>,
    /// 处理结果; `None` until it is settled.
    #[serde(default)]
    pub outcome: Option<VetoOutcome>,
    /// 处理日期
    #[serde(default)]
    pub settled_on: Option<Date>,
}

impl Veto {
    pub(super) fn clean(mut self, today: Date) -> Result<Self, GovernanceRefusal> {
        field::past("审核日期", self.reviewed_on, today)?;
        field::required("票据", &mut self.paper)?;
        field::positive("金额", self.amount)?;
        field::long_required("否决理由", &mut self.reason)?;
        field::names("参加审核的成员", &mut self.members)?;
        if self.members.is_empty() {
            return Err(GovernanceRefusal::NobodyPresent);
        }
        match (self.outcome, self.settled_on) {
            (Some(_), None) => return Err(field::FieldFault::Missing("处理日期").into()),
            (None, Some(_)) => return Err(field::FieldFault::Missing("处理结果").into()),
            (None, None) => {}
            (Some(_), Some(on)) => {
                field::past("处理日期", on, today)?;
                field::in_order("处理日期", on, "审核日期", self.reviewed_on)?;
            }
        }
        Ok(self)
    }

    pub(super) fn check(&self, setting: &Setting<'_>) -> Result<(), GovernanceRefusal> {
        setting.only_members(&self.members)?;
        let count = |len: usize| u32::try_from(len).unwrap_or(u32::MAX);
        let members = count(setting.profile.supervision.members.len());
        let (present, needed) = (count(self.members.len()), Share::OverHalf.least_of(members));
        if present < needed {
            return Err(GovernanceRefusal::FewMembers { members, present, needed });
        }
        Ok(())
    }
}
