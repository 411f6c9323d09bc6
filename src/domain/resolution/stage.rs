//! The stages of a resolution, and what is recorded of each meeting.

use serde::{Deserialize, Serialize};

use super::meeting::{Attendance, MeetingForm, NoQuorum, Votes, Whole};
use super::refusal::ResolutionRefusal;
use super::rules::ResolutionRules;
use crate::domain::attachment::Attachment;
use crate::domain::field;
use crate::domain::period::Date;

/// How far a resolution has come (四议两公开的一步).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// 提议
    Proposed,
    /// 商议
    Consulted,
    /// 审议
    Deliberated,
    /// 决议
    Resolved,
    /// 决议公开
    ResolutionDisclosed,
    /// 实施结果公开
    OutcomeDisclosed,
}

impl Stage {
    /// Every stage, in order.
    pub const ALL: [Self; 6] = [
        Self::Proposed,
        Self::Consulted,
        Self::Deliberated,
        Self::Resolved,
        Self::ResolutionDisclosed,
        Self::OutcomeDisclosed,
    ];

    /// The four deliberations (四议), each a meeting.
    pub const MEETINGS: [Self; 4] =
        [Self::Proposed, Self::Consulted, Self::Deliberated, Self::Resolved];

    /// In one word.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Proposed => "提议",
            Self::Consulted => "商议",
            Self::Deliberated => "审议",
            Self::Resolved => "决议",
            Self::ResolutionDisclosed => "决议公开",
            Self::OutcomeDisclosed => "实施结果公开",
        }
    }

    /// Who does it, in full.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Proposed => "村党支部会议提议",
            Self::Consulted => "村“两委”会议商议",
            Self::Deliberated => "党员大会审议",
            Self::Resolved => "村民会议或村民代表会议决议",
            Self::ResolutionDisclosed => "决议公开",
            Self::OutcomeDisclosed => "实施结果公开",
        }
    }

    /// Its place, from 1.
    pub const fn number(self) -> usize {
        match self {
            Self::Proposed => 1,
            Self::Consulted => 2,
            Self::Deliberated => 3,
            Self::Resolved => 4,
            Self::ResolutionDisclosed => 5,
            Self::OutcomeDisclosed => 6,
        }
    }

    /// Whether it is a meeting, recorded by hand; the others are fulfilled by a notice.
    pub const fn is_meeting(self) -> bool {
        match self {
            Self::Proposed | Self::Consulted | Self::Deliberated | Self::Resolved => true,
            Self::ResolutionDisclosed | Self::OutcomeDisclosed => false,
        }
    }
}

/// What is recorded of one of the four deliberations (会议登记).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageRecord {
    /// Which of them.
    pub stage: Stage,
    /// The body that met.
    pub form: MeetingForm,
    /// 开会日期
    pub held_on: Date,
    /// 通知日期, the day those who belong were told.
    #[serde(default)]
    pub noticed_on: Option<Date>,
    /// Why they were told later than the law says (临时通知的原因).
    #[serde(default)]
    pub short_notice_reason: String,
    /// 地点
    pub place: String,
    /// 应到、实到
    pub attendance: Attendance,
    /// 妇女代表应到、实到, of an assembly of representatives.
    #[serde(default)]
    pub women: Option<Attendance>,
    /// 表决
    pub votes: Votes,
    /// Whether it was agreed (通过).
    pub passed: bool,
    /// 会议内容
    pub content: String,
    /// 主持人
    pub host: String,
    /// 记录人
    pub recorder: String,
    /// 乡镇参会人员
    #[serde(default)]
    pub township_attendee: String,
    /// Minutes, photos and signed lists (会议记录、照片), kept beside the ledger.
    #[serde(default)]
    pub papers: Vec<Attachment>,
}

impl StageRecord {
    /// Cleans the texts and checks the days and the counts against each other, without any rule
    /// that may have changed since.
    pub(super) fn clean(mut self, today: Date) -> Result<Self, ResolutionRefusal> {
        if !self.stage.is_meeting() {
            return Err(ResolutionRefusal::ByNotice(self.stage));
        }
        if self.form.stage() != self.stage {
            return Err(ResolutionRefusal::WrongForm { stage: self.stage, form: self.form });
        }
        field::past("开会日期", self.held_on, today)?;
        if let Some(noticed_on) = self.noticed_on {
            field::day("通知日期", noticed_on)?;
            field::in_order("开会日期", self.held_on, "通知日期", noticed_on)?;
        }
        field::words("临时通知的原因", &mut self.short_notice_reason)?;
        field::required("地点", &mut self.place)?;
        let Attendance { should, attended } = self.attendance;
        field::part_of(("实到", attended), ("应到", should))?;
        self.clean_women()?;
        if self.votes.total() > attended {
            let votes = self.votes.total();
            return Err(ResolutionRefusal::MoreVotesThanPresent { votes, attended });
        }
        field::long_required("会议内容", &mut self.content)?;
        field::required("主持人", &mut self.host)?;
        field::required("记录人", &mut self.recorder)?;
        field::words("乡镇参会人员", &mut self.township_attendee)?;
        Ok(self)
    }

    fn clean_women(&mut self) -> Result<(), ResolutionRefusal> {
        if self.form != MeetingForm::RepresentativesAssembly {
            self.women = None;
        }
        if let Some(women) = self.women {
            field::part_of(("妇女代表实到", women.attended), ("妇女代表应到", women.should))?;
            let Attendance { should, attended } = self.attendance;
            field::part_of(("妇女代表应到", women.should), ("应到", should))?;
            if women.attended > attended {
                let fault = field::FieldFault::MoreThanWhole {
                    part_of: "妇女代表实到",
                    part: women.attended,
                    whole_of: "实到",
                    whole: attended,
                };
                return Err(fault.into());
            }
        }
        Ok(())
    }

    /// Checks the notice, the quorum and the votes.
    pub(super) fn check(&self, rules: &ResolutionRules) -> Result<(), ResolutionRefusal> {
        self.check_notice(rules)?;
        self.check_present(rules)?;
        self.check_women(rules)?;
        self.check_votes(rules)
    }

    /// Days from the notice to the meeting, the day of the notice not counted.
    pub fn days_of_notice(&self) -> Option<i64> {
        self.noticed_on.map(|noticed_on| (self.held_on - noticed_on).num_days())
    }

    /// Whether those who belong were told too late; `None` where it is not known.
    pub(super) fn is_short_notice(&self, rules: &ResolutionRules) -> Option<bool> {
        let needed = self.form.notice_days(rules);
        self.days_of_notice().map(|days| days < i64::from(needed))
    }

    fn check_notice(&self, rules: &ResolutionRules) -> Result<(), ResolutionRefusal> {
        let excused = self.form.may_hurry() && !self.short_notice_reason.is_empty();
        match (self.noticed_on, self.is_short_notice(rules)) {
            (Some(noticed_on), Some(true)) if !excused => Err(ResolutionRefusal::ShortNotice {
                form: self.form,
                noticed_on,
                held_on: self.held_on,
                needed: self.form.notice_days(rules),
            }),
            _ => Ok(()),
        }
    }

    fn check_present(&self, rules: &ResolutionRules) -> Result<(), ResolutionRefusal> {
        NoQuorum::check(self.form, self.attendance, rules).map_err(ResolutionRefusal::NoQuorum)
    }

    /// A third of the women among the representatives: exactly a third is enough.
    fn check_women(&self, rules: &ResolutionRules) -> Result<(), ResolutionRefusal> {
        let Some(women) = self.women.filter(|_| rules.women_third) else { return Ok(()) };
        let needed = women.should.div_ceil(3);
        if women.attended >= needed {
            Ok(())
        } else {
            Err(ResolutionRefusal::FewWomen { women, needed })
        }
    }

    /// How many votes it takes.
    pub fn votes_needed(&self, rules: &ResolutionRules) -> u32 {
        let quorum = self.form.quorum(rules);
        let Attendance { should, attended } = self.attendance;
        match quorum.of {
            Whole::Present => quorum.agree.least_of(attended),
            Whole::All => quorum.agree.least_of(should),
        }
    }

    fn check_votes(&self, rules: &ResolutionRules) -> Result<(), ResolutionRefusal> {
        let needed = self.votes_needed(rules);
        let quorum = self.form.quorum(rules);
        let whole = match quorum.of {
            Whole::Present => self.attendance.attended,
            Whole::All => self.attendance.should,
        };
        let (form, agreed) = (self.form, self.votes.agreed);
        match (self.passed, agreed >= needed) {
            (true, true) | (false, false) => Ok(()),
            (true, false) => {
                let (share, of) = (quorum.agree, quorum.of);
                Err(ResolutionRefusal::NotCarried { form, agreed, whole, of, share, needed })
            }
            (false, true) => Err(ResolutionRefusal::Carried { form, agreed, needed }),
        }
    }
}
