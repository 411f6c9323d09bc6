//! Meetings: who sits in which, how many must come, and how many must agree.

use serde::{Deserialize, Serialize};

use super::rules::ResolutionRules;
use super::stage::Stage;

/// The body that met (会议形式).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeetingForm {
    /// 村党支部（总支、党委）会议
    PartyBranch,
    /// 村“两委”会议
    JointCommittees,
    /// 党员大会
    PartyAssembly,
    /// 村民会议, all villagers of 18 years and more
    VillagersAssembly,
    /// 村民会议, one representative for each household
    HouseholdRepresentatives,
    /// 村民代表会议
    RepresentativesAssembly,
    /// 集体经济组织成员大会
    MembersAssembly,
    /// 集体经济组织成员代表大会
    MemberRepresentatives,
}

/// How many of a whole (比例).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Share {
    /// 过半数: more than half; exactly half is not enough.
    OverHalf,
    /// 三分之二以上: exactly two thirds are enough (民法典第一千二百五十九条).
    TwoThirds,
}

/// Whose share must agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whole {
    /// Those who came (到会人员).
    Present,
    /// All who belong (全体).
    All,
}

/// What a meeting takes to decide (法定人数).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quorum {
    /// How many must come; `None` where the law names only how many must agree.
    pub present: Option<Share>,
    /// How many must agree.
    pub agree: Share,
    /// Of whom.
    pub of: Whole,
}

/// Who should have come and who came (应到、实到).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendance {
    /// 应到
    pub should: u32,
    /// 实到
    pub attended: u32,
}

/// How those present voted (表决).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Votes {
    /// 同意
    pub agreed: u32,
    /// 反对
    pub against: u32,
    /// 弃权
    pub abstained: u32,
}

impl Share {
    /// Both, the smaller first.
    pub const ALL: [Self; 2] = [Self::OverHalf, Self::TwoThirds];

    /// As in the law.
    pub const fn label(self) -> &'static str {
        match self {
            Self::OverHalf => "过半数",
            Self::TwoThirds => "三分之二",
        }
    }

    /// As a refusal says that it was missed.
    pub const fn missed(self) -> &'static str {
        match self {
            Self::OverHalf => "没有过半数",
            Self::TwoThirds => "不到三分之二",
        }
    }

    /// The least number that is this share of `whole`.
    pub const fn least_of(self, whole: u32) -> u32 {
        match self {
            Self::OverHalf => whole / 2 + 1,
            // two thirds of the whole, rounded up, without passing through 2 × whole
            Self::TwoThirds => whole - whole / 3,
        }
    }
}

impl Attendance {
    /// The share that came, in hundredths of a percent.
    pub fn share(self) -> u32 {
        if self.should == 0 {
            return 0;
        }
        let share = u64::from(self.attended) * 10_000 / u64::from(self.should);
        u32::try_from(share).unwrap_or(u32::MAX)
    }
}

impl Votes {
    /// All votes.
    pub const fn total(self) -> u32 {
        self.agreed.saturating_add(self.against).saturating_add(self.abstained)
    }
}

impl MeetingForm {
    /// Every form, in the order of the stages.
    pub const ALL: [Self; 8] = [
        Self::PartyBranch,
        Self::JointCommittees,
        Self::PartyAssembly,
        Self::RepresentativesAssembly,
        Self::VillagersAssembly,
        Self::HouseholdRepresentatives,
        Self::MembersAssembly,
        Self::MemberRepresentatives,
    ];

    /// As printed.
    pub const fn label(self) -> &'static str {
        match self {
            Self::PartyBranch => "村党支部会议",
            Self::JointCommittees => "村“两委”会议",
            Self::PartyAssembly => "党员大会",
            Self::VillagersAssembly => "村民会议（十八周岁以上村民）",
            Self::HouseholdRepresentatives => "村民会议（户代表）",
            Self::RepresentativesAssembly => "村民代表会议",
            Self::MembersAssembly => "集体经济组织成员大会",
            Self::MemberRepresentatives => "集体经济组织成员代表大会",
        }
    }

    /// The stage that it decides.
    pub const fn stage(self) -> Stage {
        match self {
            Self::PartyBranch => Stage::Proposed,
            Self::JointCommittees => Stage::Consulted,
            Self::PartyAssembly => Stage::Deliberated,
            Self::VillagersAssembly
            | Self::HouseholdRepresentatives
            | Self::RepresentativesAssembly
            | Self::MembersAssembly
            | Self::MemberRepresentatives => Stage::Resolved,
        }
    }

    /// Whether it is a meeting of the collective economic organisation.
    pub const fn is_collective(self) -> bool {
        matches!(self, Self::MembersAssembly | Self::MemberRepresentatives)
    }

    /// The forms of a stage; a matter of the collective is decided by its members
    /// (农村集体经济组织法第二十六条).
    pub fn of(stage: Stage, collective: bool) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |form| {
            form.stage() == stage
                && (stage != Stage::Resolved || form.is_collective() == collective)
        })
    }

    /// What is counted: persons or households.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::HouseholdRepresentatives => "户",
            Self::PartyBranch
            | Self::JointCommittees
            | Self::PartyAssembly
            | Self::VillagersAssembly
            | Self::RepresentativesAssembly
            | Self::MembersAssembly
            | Self::MemberRepresentatives => "人",
        }
    }

    /// How many must come and how many must agree: 村民委员会组织法第二十六条、第三十条,
    /// 农村集体经济组织法第二十七条、第二十八条, 《中国共产党支部工作条例（试行）》第十一条、第十二条.
    pub const fn quorum(self, rules: &ResolutionRules) -> Quorum {
        let (present, agree, of) = match self {
            Self::PartyBranch | Self::JointCommittees => {
                (Some(rules.committees_present), Share::OverHalf, Whole::Present)
            }
            Self::PartyAssembly => (Some(rules.party_present), Share::OverHalf, Whole::All),
            Self::VillagersAssembly => (Some(Share::OverHalf), Share::OverHalf, Whole::Present),
            Self::HouseholdRepresentatives | Self::RepresentativesAssembly => {
                (Some(Share::TwoThirds), Share::OverHalf, Whole::Present)
            }
            Self::MembersAssembly => (Some(Share::TwoThirds), Share::TwoThirds, Whole::All),
            Self::MemberRepresentatives => (None, Share::TwoThirds, Whole::All),
        };
        Quorum { present, agree, of }
    }

    /// The days by which those who belong are told beforehand; zero where no rule asks for it.
    pub const fn notice_days(self, rules: &ResolutionRules) -> u32 {
        match self {
            Self::VillagersAssembly | Self::HouseholdRepresentatives => rules.assembly_notice_days,
            Self::RepresentativesAssembly => rules.representatives_notice_days,
            Self::MembersAssembly => rules.members_notice_days,
            Self::PartyBranch
            | Self::JointCommittees
            | Self::PartyAssembly
            | Self::MemberRepresentatives => 0,
        }
    }

    /// Whether it may meet at short notice for a special reason (村民委员会组织法第二十五条).
    pub const fn may_hurry(self) -> bool {
        matches!(self, Self::VillagersAssembly | Self::HouseholdRepresentatives)
    }

    /// Where its quorum stands, and the next step where it is missed.
    pub const fn quorum_hint(self) -> &'static str {
        match self {
            Self::PartyBranch => {
                "依据《中国共产党支部工作条例（试行）》第十二条：支部委员会会议须有半数以上委员到会。请通知其余委员，重新开会。"
            }
            Self::JointCommittees => {
                "依据《村民委员会组织法》第三十四条：实行少数服从多数的民主决策机制，到会要过半数。请通知其余成员，重新开会。"
            }
            Self::PartyAssembly => {
                "依据《中国共产党支部工作条例（试行）》第十一条：表决须有半数以上有表决权的党员到会，赞成人数超过应到会有表决权的党员的半数为通过（到会比例可以在规则里改为三分之二）。请重新召集党员大会。"
            }
            Self::VillagersAssembly | Self::HouseholdRepresentatives => {
                "依据《村民委员会组织法》第二十六条：有本村十八周岁以上村民的过半数，或者本村三分之二以上的户的代表参加，决定经到会人员的过半数通过。请提前十日通知，重新召集村民会议。"
            }
            Self::RepresentativesAssembly => {
                "依据《村民委员会组织法》第三十条：村民代表会议有三分之二以上的组成人员参加方可召开，决定经到会人员的过半数同意。请提前五日书面通知，重新召集。"
            }
            Self::MembersAssembly => {
                "依据《农村集体经济组织法》第二十七条：有三分之二以上具有完全民事行为能力的成员参加，经全体成员三分之二以上同意（可以在线参加或书面委托同户成员）。请提前十日通知，重新召集。"
            }
            Self::MemberRepresentatives => {
                "依据《农村集体经济组织法》第二十八条：成员代表大会的决定，经全体成员代表三分之二以上同意。请重新召集。"
            }
        }
    }

    /// How many votes it takes and where that stands, and the next step where they are missed.
    pub const fn votes_hint(self) -> &'static str {
        match self {
            Self::PartyBranch | Self::JointCommittees => {
                "少数服从多数，要到会人员的过半数同意。请照会议记录核对票数；确实没有通过的，如实登记为“未通过”。"
            }
            Self::PartyAssembly => {
                "依据《中国共产党支部工作条例（试行）》第十一条：赞成人数超过应到会有表决权的党员的半数为通过。请照会议记录核对票数；确实没有通过的，如实登记为“未通过”。"
            }
            Self::VillagersAssembly | Self::HouseholdRepresentatives => {
                "依据《村民委员会组织法》第二十六条：村民会议所作决定应当经到会人员的过半数通过。请照会议记录核对票数；确实没有通过的，如实登记为“未通过”。"
            }
            Self::RepresentativesAssembly => {
                "依据《村民委员会组织法》第三十条：村民代表会议所作决定应当经到会人员的过半数同意。请照会议记录核对票数；确实没有通过的，如实登记为“未通过”。"
            }
            Self::MembersAssembly => {
                "依据《农村集体经济组织法》第二十七条：成员大会作出决定，应当经全体成员三分之二以上同意。请照会议记录核对票数；确实没有通过的，如实登记为“未通过”。"
            }
            Self::MemberRepresentatives => {
                "依据《农村集体经济组织法》第二十八条：成员代表大会作出决定，应当经全体成员代表三分之二以上同意。请照会议记录核对票数；确实没有通过的，如实登记为“未通过”。"
            }
        }
    }

    /// Where its days of notice stand, and the next step where they are too few.
    pub const fn notice_hint(self) -> &'static str {
        match self {
            Self::VillagersAssembly | Self::HouseholdRepresentatives => {
                "依据《村民委员会组织法》第二十五条：召集村民会议应当提前十日通知；遇有特殊情况临时通知的，请写明原因。"
            }
            Self::RepresentativesAssembly => {
                "依据《山东省实施〈村民委员会组织法〉办法》第二十四条：村民代表会议应当提前五日书面通知议题并张榜。请改期再开。"
            }
            Self::MembersAssembly => {
                "依据《农村集体经济组织法》第二十七条：成员大会应当于召开十日前通知全体成员。请改期再开。"
            }
            Self::PartyBranch
            | Self::JointCommittees
            | Self::PartyAssembly
            | Self::MemberRepresentatives => "请核对通知日期。",
        }
    }
}

/// Too few came to a meeting (不足法定人数).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "应到 {should} {unit}，实到 {attended} {unit}，{missed}（{needed} {unit}）",
    should = .attendance.should,
    attended = .attendance.attended,
    unit = .form.unit(),
    missed = .share.missed()
)]
pub struct NoQuorum {
    /// The meeting.
    pub form: MeetingForm,
    /// Who came.
    pub attendance: Attendance,
    /// What it takes.
    pub share: Share,
    /// In figures.
    pub needed: u32,
}

impl NoQuorum {
    /// Checks that enough came.
    ///
    /// # Errors
    /// Itself, with what was missed.
    pub fn check(
        form: MeetingForm,
        attendance: Attendance,
        rules: &ResolutionRules,
    ) -> Result<(), Self> {
        let Some(share) = form.quorum(rules).present else { return Ok(()) };
        let needed = share.least_of(attendance.should);
        if attendance.attended >= needed {
            return Ok(());
        }
        Err(Self { form, attendance, share, needed })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_at_their_edges() {
        for (whole, half, thirds) in
            [(1, 1, 1), (2, 2, 2), (3, 2, 2), (4, 3, 3), (30, 16, 20), (45, 23, 30), (46, 24, 31)]
        {
            assert_eq!(Share::OverHalf.least_of(whole), half, "half of {whole}");
            assert_eq!(Share::TwoThirds.least_of(whole), thirds, "two thirds of {whole}");
        }
        for whole in 1..500_u32 {
            let needed = Share::TwoThirds.least_of(whole);
            assert!(needed * 3 >= whole * 2 && (needed - 1) * 3 < whole * 2, "{whole}");
            let needed = Share::OverHalf.least_of(whole);
            assert!(needed * 2 > whole && (needed - 1) * 2 <= whole, "{whole}");
        }
    }

    #[test]
    fn each_stage_has_its_meetings() {
        let of = |stage, collective| -> Vec<_> {
            MeetingForm::of(stage, collective).map(MeetingForm::label).collect()
        };
        assert_eq!(of(Stage::Proposed, true), ["村党支部会议"]);
        assert_eq!(
            of(Stage::Resolved, false),
            ["村民代表会议", "村民会议（十八周岁以上村民）", "村民会议（户代表）"]
        );
        assert_eq!(of(Stage::Resolved, true), ["集体经济组织成员大会", "集体经济组织成员代表大会"]);
        assert!(of(Stage::OutcomeDisclosed, false).is_empty());
    }
}
