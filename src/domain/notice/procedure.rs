//! The legal steps of a notice: proposed, reviewed, decided, published, kept on the board,
//! archived (公开程序).
//!
//! Basis: 山东省村务公开条例第十一条, the committee proposes, the supervision committee reviews,
//! the joint meeting of Party organisation and committee decides, the committee publishes;
//! 第十六条, objections; 村民委员会组织法第三十五条, at least 15 days on the board.
//!
//! Invariant: steps are only added, each dated on or after the one before.

use serde::{Deserialize, Serialize};

use super::objection::Objection;
use super::{Notice, NoticeState, Publication};
use crate::domain::attachment::Attachment;
use crate::domain::law::Law;
use crate::domain::matter::Category;
use crate::domain::period::Date;

/// One step that was taken after the proposal (办理步骤).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Step {
    /// The supervision committee looked at the proposal (村监委审查).
    Reviewed(Review),
    /// The joint meeting decided (联席会议定案).
    Decided(Decision),
    /// The township looked at it (乡镇审核), where a ledger asks for that.
    Checked(TownshipCheck),
    /// A photo of the sheet on its board (张贴照片).
    Photographed(BoardPhoto),
    /// The sheet came off the board before its time (提前撤下).
    TakenDown {
        /// The day.
        on: Date,
        /// Why: rain, repairs.
        reason: String,
    },
    /// The sheet was hung again for a full period (重新张贴).
    Reposted(Publication),
    /// All is done, and the papers are filed (归档).
    Archived {
        /// The day.
        on: Date,
    },
}

/// What the supervision committee says of a proposal (村监委审查意见).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The day.
    pub on: Date,
    /// Whether it agrees; if not, an [`Objection`] goes with it.
    pub agreed: bool,
    /// The members who reviewed it; empty where the paper alone carries the signatures.
    #[serde(default)]
    pub members: Vec<String>,
}

/// The decision of the joint meeting (联席会议决定).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The day.
    pub on: Date,
    /// Whether the notice is to be published as it is.
    pub passed: bool,
    /// Who was present; empty where the minutes alone say it.
    #[serde(default)]
    pub present: Vec<String>,
    /// What else was decided.
    #[serde(default)]
    pub note: String,
}

/// What the township says (乡镇审核).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TownshipCheck {
    /// The day.
    pub on: Date,
    /// Whether it may be published.
    pub passed: bool,
    /// Who looked, and what was found.
    #[serde(default)]
    pub note: String,
}

/// A photo of a sheet on its board (张贴照片).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardPhoto {
    /// The day it was taken.
    pub on: Date,
    /// The board, as printed.
    pub board: String,
    /// The file, which lies beside the ledger.
    pub file: Attachment,
}

impl Step {
    /// The day of the step.
    pub const fn on(&self) -> Date {
        match self {
            Self::Reviewed(review) => review.on,
            Self::Decided(decision) => decision.on,
            Self::Checked(check) => check.on,
            Self::Photographed(photo) => photo.on,
            Self::TakenDown { on, .. } | Self::Archived { on } => *on,
            Self::Reposted(publication) => publication.published_on,
        }
    }

    /// As named to people.
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Reviewed(_) => "村监委审查",
            Self::Decided(_) => "联席会议决定",
            Self::Checked(_) => "乡镇审核",
            Self::Photographed(_) => "张贴照片",
            Self::TakenDown { .. } => "提前撤下",
            Self::Reposted(_) => "重新张贴",
            Self::Archived { .. } => "归档",
        }
    }
}

/// What has to be done next with a notice (下一步).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// The supervision committee reviews the proposal, by that day.
    Review {
        /// 自方案提出之日起五日内 (条例第十六条).
        by: Date,
    },
    /// The committee answers the supervision committee, by that day.
    AnswerReview {
        /// Which objection, by its number.
        number: u32,
        /// 自收到之日起五日内 (条例第十六条).
        by: Date,
    },
    /// The joint meeting decides.
    Decide,
    /// The Party organisation decides, in Party matters.
    DecideInParty,
    /// The township looks at it.
    Check,
    /// It is drafted anew: the meeting or the township sent it back.
    Redraft,
    /// It is hung.
    Publish,
    /// It is hung again: it came off before its time.
    PostAgain,
    /// The committee answers a villager, by that day.
    Answer {
        /// Which objection, by its number.
        number: u32,
        /// 自收到之日起五日内 (条例第十六条).
        by: Date,
    },
    /// It stays on the board.
    KeepPosted {
        /// The last day.
        until: Date,
    },
    /// It is filed.
    Archive,
    /// Nothing is left to do.
    Nothing,
}

impl NextStep {
    /// The last day to do it, where the law names one.
    pub const fn by(&self) -> Option<Date> {
        match self {
            Self::Review { by } | Self::AnswerReview { by, .. } | Self::Answer { by, .. } => {
                Some(*by)
            }
            Self::KeepPosted { until } => Some(*until),
            Self::Decide
            | Self::DecideInParty
            | Self::Check
            | Self::Redraft
            | Self::Publish
            | Self::PostAgain
            | Self::Archive
            | Self::Nothing => None,
        }
    }

    /// Whether a person must act now.
    pub const fn is_open(&self) -> bool {
        !matches!(self, Self::KeepPosted { .. } | Self::Nothing)
    }

    /// As shown: `村监委审查`.
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Review { .. } => "村监委审查",
            Self::AnswerReview { .. } => "答复村监委",
            Self::Decide => "联席会议决定",
            Self::DecideInParty => "党组织审定",
            Self::Check => "乡镇审核",
            Self::Redraft => "重新起草",
            Self::Publish => "张贴公布",
            Self::PostAgain => "重新张贴",
            Self::Answer { .. } => "答复村民",
            Self::KeepPosted { .. } => "公示中",
            Self::Archive => "归档",
            Self::Nothing => "已办结",
        }
    }
}

impl Notice {
    /// The review that counts: the last one.
    pub fn review(&self) -> Option<&Review> {
        self.steps
            .iter()
            .rev()
            .find_map(|step| if let Step::Reviewed(review) = step { Some(review) } else { None })
    }

    /// The decision of the joint meeting, once taken.
    pub fn decision(&self) -> Option<&Decision> {
        self.steps
            .iter()
            .find_map(|step| if let Step::Decided(decision) = step { Some(decision) } else { None })
    }

    /// What the township said, once it did.
    pub fn township_check(&self) -> Option<&TownshipCheck> {
        self.steps
            .iter()
            .find_map(|step| if let Step::Checked(check) = step { Some(check) } else { None })
    }

    /// The photos of its boards.
    pub fn photos(&self) -> impl Iterator<Item = &BoardPhoto> {
        self.steps.iter().filter_map(|step| match step {
            Step::Photographed(photo) => Some(photo),
            Step::Reviewed(_)
            | Step::Decided(_)
            | Step::Checked(_)
            | Step::TakenDown { .. }
            | Step::Reposted(_)
            | Step::Archived { .. } => None,
        })
    }

    /// The day it was filed, if it was.
    pub fn archived_on(&self) -> Option<Date> {
        self.steps
            .iter()
            .find_map(|step| if let Step::Archived { on } = step { Some(*on) } else { None })
    }

    /// The posting that counts now: the latest one.
    pub fn posting(&self) -> Option<&Publication> {
        let again = self.steps.iter().rev().find_map(|step| {
            if let Step::Reposted(publication) = step { Some(publication) } else { None }
        });
        again.or_else(|| self.publication())
    }

    /// The day it came off the board before its time and was not hung again.
    pub fn taken_down_on(&self) -> Option<Date> {
        let last = self.steps.iter().rev().find_map(|step| match step {
            Step::TakenDown { on, .. } => Some(Some(*on)),
            Step::Reposted(_) => Some(None),
            Step::Reviewed(_)
            | Step::Decided(_)
            | Step::Checked(_)
            | Step::Photographed(_)
            | Step::Archived { .. } => None,
        });
        last.flatten()
    }

    /// The day from which it has hung without being taken down early: what a duty looks at.
    pub fn disclosed_on(&self) -> Option<Date> {
        if self.taken_down_on().is_some() {
            return None;
        }
        self.posting().map(|posting| posting.published_on)
    }

    /// The day of the last step, the proposal and the publication among them.
    pub fn last_step_on(&self) -> Date {
        let published = self.publication().map(|publication| publication.published_on);
        let steps = self.steps.iter().map(Step::on);
        steps.chain(published).fold(self.drafted_on, Date::max)
    }

    /// Whether the supervision committee reviews notices of this category: those of village
    /// affairs and finance; Party matters are decided by the Party organisation alone.
    pub const fn is_reviewed(category: Category) -> bool {
        !matches!(category, Category::Party)
    }

    /// What has to be done next.
    pub fn next_step(&self, objections: &[Objection], law: &Law, today: Date) -> NextStep {
        match &self.state {
            NoticeState::Withdrawn { .. } => NextStep::Nothing,
            NoticeState::Drafted => self.next_before_publication(objections, law),
            NoticeState::Published(_) => self.next_on_the_board(objections, law, today),
        }
    }

    fn next_before_publication(&self, objections: &[Objection], law: &Law) -> NextStep {
        if Self::is_reviewed(self.category(law)) {
            if self.review().is_none() {
                let by = law.calendar.legal_deadline(self.drafted_on, law.rules.objection_days);
                return NextStep::Review { by };
            }
            if let Some(open) = self.open_objections(objections).next() {
                return NextStep::AnswerReview { number: open.number, by: open.answer_by(law) };
            }
        }
        match (self.decision(), self.township_check()) {
            (None, _) if self.category(law) == Category::Party => NextStep::DecideInParty,
            (None, _) => NextStep::Decide,
            (Some(decision), _) if !decision.passed => NextStep::Redraft,
            (_, Some(check)) if !check.passed => NextStep::Redraft,
            (_, None) if law.rules.township_check => NextStep::Check,
            _ => NextStep::Publish,
        }
    }

    fn next_on_the_board(&self, objections: &[Objection], law: &Law, today: Date) -> NextStep {
        if self.archived_on().is_some() {
            return NextStep::Nothing;
        }
        if let Some(open) = self.open_objections(objections).next() {
            return NextStep::Answer { number: open.number, by: open.answer_by(law) };
        }
        if self.taken_down_on().is_some() {
            return NextStep::PostAgain;
        }
        match self.archive_from(law) {
            Some(from) if today < from => {
                NextStep::KeepPosted { until: self.posting().map_or(from, |it| it.posted_until) }
            }
            _ => NextStep::Archive,
        }
    }

    /// Its objections that wait for an answer, the oldest first.
    pub fn open_objections<'a>(
        &self,
        objections: &'a [Objection],
    ) -> impl Iterator<Item = &'a Objection> + use<'a> {
        let id = self.id;
        objections
            .iter()
            .filter(move |objection| objection.notice == Some(id) && objection.reply.is_none())
    }

    /// The last day villagers may object: counted from the publication (条例第十六条).
    pub fn objections_until(&self, law: &Law) -> Option<Date> {
        let posting = self.posting()?;
        Some(law.calendar.legal_deadline(posting.published_on, law.rules.objection_days))
    }

    /// The first day it may be filed: the day after its posting and after the days to object.
    pub fn archive_from(&self, law: &Law) -> Option<Date> {
        let posting = self.posting()?;
        let last = self
            .objections_until(law)
            .map_or(posting.posted_until, |until| until.max(posting.posted_until));
        last.succ_opt()
    }

    /// The category of its matter, as the catalog has it.
    pub fn category(&self, law: &Law) -> Category {
        law.catalog.matter(self.matter).map_or(Category::Affairs, |matter| matter.category)
    }
}
