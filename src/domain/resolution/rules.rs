//! What of the quorums and notices a ledger may set.

use serde::{Deserialize, Serialize};

use super::meeting::Share;

/// The numbers of meetings that a ledger may set (四议两公开规则). What the law fixes for the
/// meetings of villagers and of members of the collective is not here: see
/// [`super::MeetingForm::quorum`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ResolutionRules {
    /// How many Party members must attend: more than half (《中国共产党支部工作条例（试行）》
    /// 第十一条); some places ask for two thirds.
    pub party_present: Share,
    /// How many of the branch committee, and of the two committees, must attend: more than half
    /// (《中国共产党支部工作条例（试行）》第十二条; for the two committees it is usage).
    pub committees_present: Share,
    /// Days by which villagers are told of their assembly beforehand: 10 (村民委员会组织法第二十五条).
    pub assembly_notice_days: u32,
    /// Days by which members of the collective are told of theirs: 10 (农村集体经济组织法第二十七条).
    pub members_notice_days: u32,
    /// Days by which representatives are told of their assembly: 5
    /// (山东省实施《村民委员会组织法》办法第二十四条); zero where no rule asks for it.
    pub representatives_notice_days: u32,
    /// Whether a third of the women among the representatives must attend
    /// (山东省实施《村民委员会组织法》办法第二十四条).
    pub women_third: bool,
}

impl Default for ResolutionRules {
    fn default() -> Self {
        Self {
            party_present: Share::OverHalf,
            committees_present: Share::OverHalf,
            assembly_notice_days: 10,
            members_notice_days: 10,
            representatives_notice_days: 5,
            women_third: true,
        }
    }
}

impl ResolutionRules {
    /// The rules where only national law applies: no province asks for more.
    pub fn national() -> Self {
        Self { representatives_notice_days: 0, women_third: false, ..Self::default() }
    }

    /// The first number that cannot be meant: a notice of more than 60 days, or one shorter than
    /// national law allows.
    pub fn out_of_range(&self) -> Option<u32> {
        let lawful = [self.assembly_notice_days, self.members_notice_days];
        let lawful = lawful.into_iter().find(|days| !(10..=60).contains(days));
        lawful.or_else(|| Some(self.representatives_notice_days).filter(|days| *days > 60))
    }
}
