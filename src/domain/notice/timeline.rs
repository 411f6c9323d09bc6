//! The line of steps of a notice: what was done when and by whom, what comes next and by when.
//!
//! Invariant: pure; it says of every step what [`Notice::next_step`] and the steps taken say.

use super::objection::Objection;
use super::procedure::{NextStep, Step};
use super::{Notice, NoticeState};
use crate::domain::law::Law;
use crate::domain::matter::Category;
use crate::domain::period::Date;

/// A stage of the line (公开程序的环节).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// 起草（方案提出）
    Proposed,
    /// 村监委审查
    Reviewed,
    /// 联席会议决定; of Party matters, the Party organisation's.
    Decided,
    /// 乡镇审核, where the ledger asks for it.
    Checked,
    /// 公布
    Published,
    /// 公示期
    Posted,
    /// 归档
    Archived,
}

/// How far a stage is (环节状态).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Done on a day; `late` days after its deadline, 0 on time.
    Done {
        /// The day.
        on: Date,
        /// Days past the deadline.
        late: u32,
    },
    /// Sent back, or taken down before its time: it has to be done again.
    Undone {
        /// The day.
        on: Date,
    },
    /// It is this stage's turn.
    Now {
        /// The last day, where there is one.
        by: Option<Date>,
    },
    /// Others come first.
    Later {
        /// The last day, where it is known already.
        by: Option<Date>,
    },
}

/// One stage of a notice (环节).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineStage {
    /// Which.
    pub stage: Stage,
    /// How far it is.
    pub progress: Progress,
    /// Who did it, as written down; empty where nobody is named.
    pub who: Vec<String>,
}

/// How a deadline stands today (期限状态).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deadline {
    /// So many days are left; 0 on the last day.
    Left(u32),
    /// So many days past.
    Past(u32),
}

impl Deadline {
    /// Of a last day, seen on `today`.
    pub fn of(by: Date, today: Date) -> Self {
        let days = (by - today).num_days();
        let count = u32::try_from(days.unsigned_abs()).unwrap_or(u32::MAX);
        if days < 0 { Self::Past(count) } else { Self::Left(count) }
    }

    /// As shown: `还有 3 天`, `今天到期`, `逾期 2 天`.
    pub fn label(self) -> String {
        match self {
            Self::Left(0) => "今天到期".to_owned(),
            Self::Left(1) => "明天到期".to_owned(),
            Self::Left(days) => format!("还有 {days} 天"),
            Self::Past(days) => format!("逾期 {days} 天"),
        }
    }

    /// Whether the last day is past.
    pub const fn is_past(self) -> bool {
        matches!(self, Self::Past(_))
    }
}

impl Progress {
    /// The deadline of a stage that is not done.
    pub const fn by(self) -> Option<Date> {
        match self {
            Self::Now { by } | Self::Later { by } => by,
            Self::Done { .. } | Self::Undone { .. } => None,
        }
    }

    const fn done(on: Date) -> Self {
        Self::Done { on, late: 0 }
    }

    fn done_by(on: Date, by: Option<Date>) -> Self {
        let late = by.map_or(0, |by| u32::try_from((on - by).num_days()).unwrap_or(0));
        Self::Done { on, late }
    }
}

impl Stage {
    /// As named to people, for a matter of `category`.
    pub const fn label(self, category: Category) -> &'static str {
        match (self, category) {
            (Self::Proposed, _) => "起草",
            (Self::Reviewed, _) => "村监委审查",
            (Self::Decided, Category::Party) => "党组织审定",
            (Self::Decided, Category::Affairs | Category::Finance) => "联席会议决定",
            (Self::Checked, _) => "乡镇审核",
            (Self::Published, _) => "公布",
            (Self::Posted, _) => "公示期",
            (Self::Archived, _) => "归档",
        }
    }

    /// What the law says of it, article by article.
    pub const fn basis(self, category: Category) -> &'static str {
        match (self, category) {
            (Self::Proposed, Category::Party) => {
                "党务公开不适用村务公开的法律，由村党组织提出内容，按党内规定公开。"
            }
            (Self::Proposed, Category::Affairs | Category::Finance) => {
                "《山东省村务公开条例》第十一条：村民委员会根据本村实际提出公开的具体方案。第十二条：一般事项至少每季度公布一次，财务收支情况逐项逐笔每月公布，涉及村民切身利益的重大事项随时公布。"
            }
            (Self::Reviewed, _) => {
                "《山东省村务公开条例》第十一条：方案由村务监督委员会审查，提出意见。第十六条：村务监督委员会对方案有异议的，自方案提出之日起五日内提出；村民委员会自收到之日起五日内答复，确有问题的及时纠正。第十四条：村委会成员及其近亲属、村财会人员、文书、集体经济组织负责人不得任村务监督委员会成员。"
            }
            (Self::Decided, Category::Party) => "党务公开的内容由村党组织会议审定。",
            (Self::Decided, Category::Affairs | Category::Finance) => {
                "《山东省村务公开条例》第十一条：由村党组织和村民委员会联席会议讨论确定。"
            }
            (Self::Checked, _) => {
                "法律没有规定乡镇先审核；这是本账簿“设置”里要求的一步。第六条：乡镇人民政府对村务公开工作定期检查。"
            }
            (Self::Published, Category::Party) => {
                "在党务公开栏或党员大会上公布，期限照公开目录。民法典第二百零一、二百零三条：开始的当天不算，最后一天是法定休假日的顺延。"
            }
            (Self::Posted, Category::Party) => {
                "公示天数照公开目录，如发展党员公示不少于五个工作日。党员群众有意见的，本账簿同样登记、答复。"
            }
            (Self::Archived, Category::Party) => "公开的内容和意见的处理情况归入党组织档案。",
            (Self::Published, _) => {
                "《山东省村务公开条例》第十一条：确定以后由村民委员会公布。第十三条：在便于群众观看的地方设固定公开栏；辖多个自然村的要分别公开。民法典第二百零一、二百零三条：开始的当天不算，最后一天是法定休假日的顺延。"
            }
            (Self::Posted, _) => {
                "《村民委员会组织法》第三十五条：公布的期限不得少于十五日。《山东省村务公开条例》第十六条：村民对公布的内容有异议的，自公布之日起五日内提出；村民委员会自收到之日起五日内答复。第十三条：提前撤下的应当重新公布。"
            }
            (Self::Archived, _) => {
                "《山东省村务公开条例》第十条：建立村务公开档案，内容真实完整。期限与查阅按村级档案管理规定。"
            }
        }
    }
}

impl Notice {
    /// The line of steps of this notice; `due_by` is the last day to publish it.
    pub fn timeline(
        &self,
        objections: &[Objection],
        law: &Law,
        due_by: Option<Date>,
        today: Date,
    ) -> Vec<TimelineStage> {
        let category = self.category(law);
        let next = self.next_step(objections, law, today);
        let proposed_by = proposer(category).to_owned();
        let mut line = vec![TimelineStage {
            stage: Stage::Proposed,
            progress: if matches!(next, NextStep::Redraft) {
                Progress::Now { by: due_by }
            } else {
                Progress::done(self.drafted_on)
            },
            who: vec![proposed_by],
        }];
        if Self::is_reviewed(category) {
            line.push(self.review_stage(law, &next));
        }
        line.push(self.decision_stage(&next));
        if law.rules.township_check || self.township_check().is_some() {
            line.push(self.check_stage(&next));
        }
        line.push(self.publication_stage(&next, due_by));
        line.push(self.posting_stage(&next));
        line.push(self.archive_stage(law, &next));
        line
    }

    fn review_stage(&self, law: &Law, next: &NextStep) -> TimelineStage {
        let by = law.calendar.legal_deadline(self.drafted_on, law.rules.objection_days);
        let progress = match (next, self.review()) {
            (NextStep::AnswerReview { by, .. } | NextStep::Review { by }, _) => {
                Progress::Now { by: Some(*by) }
            }
            (_, Some(review)) => Progress::done_by(review.on, Some(by)),
            (_, None) => Progress::Later { by: Some(by) },
        };
        let who = self.review().map(|review| review.members.clone()).unwrap_or_default();
        TimelineStage { stage: Stage::Reviewed, progress, who }
    }

    fn decision_stage(&self, next: &NextStep) -> TimelineStage {
        let progress = match self.decision() {
            Some(decision) if decision.passed => Progress::done(decision.on),
            Some(decision) => Progress::Undone { on: decision.on },
            // whoever decides: a review or an answer to it comes before, nothing after
            None if self.is_draft()
                && !matches!(next, NextStep::Review { .. } | NextStep::AnswerReview { .. }) =>
            {
                Progress::Now { by: None }
            }
            None => Progress::Later { by: None },
        };
        let who = self.decision().map(|decision| decision.present.clone()).unwrap_or_default();
        TimelineStage { stage: Stage::Decided, progress, who }
    }

    const fn is_draft(&self) -> bool {
        matches!(self.state, NoticeState::Drafted)
    }

    fn check_stage(&self, next: &NextStep) -> TimelineStage {
        let progress = match self.township_check() {
            Some(check) if check.passed => Progress::done(check.on),
            Some(check) => Progress::Undone { on: check.on },
            None if matches!(next, NextStep::Check) => Progress::Now { by: None },
            None => Progress::Later { by: None },
        };
        let note = self.township_check().map(|check| check.note.clone());
        let who = note.filter(|note| !note.is_empty()).into_iter().collect();
        TimelineStage { stage: Stage::Checked, progress, who }
    }

    fn publication_stage(&self, next: &NextStep, due_by: Option<Date>) -> TimelineStage {
        let progress = match self.publication() {
            Some(publication) => Progress::done_by(publication.published_on, due_by),
            None if matches!(next, NextStep::Publish) => Progress::Now { by: due_by },
            None => Progress::Later { by: due_by },
        };
        let boards = self.publication().map(|it| it.boards.clone()).unwrap_or_default();
        TimelineStage { stage: Stage::Published, progress, who: boards }
    }

    fn posting_stage(&self, next: &NextStep) -> TimelineStage {
        let until = self.posting().map(|posting| posting.posted_until);
        let progress = match (self.taken_down_on(), until) {
            (Some(on), _) => Progress::Undone { on },
            (None, None) => Progress::Later { by: None },
            (None, Some(until)) if matches!(next, NextStep::Archive | NextStep::Nothing) => {
                Progress::done(until)
            }
            (None, Some(until)) => Progress::Now { by: Some(until) },
        };
        TimelineStage { stage: Stage::Posted, progress, who: Vec::new() }
    }

    fn archive_stage(&self, law: &Law, next: &NextStep) -> TimelineStage {
        let progress = match self.archived_on() {
            Some(on) => Progress::done(on),
            None if matches!(next, NextStep::Archive) => Progress::Now { by: None },
            None => Progress::Later { by: self.archive_from(law) },
        };
        TimelineStage { stage: Stage::Archived, progress, who: Vec::new() }
    }

    /// Everything that happened to it, a sentence each, with the day: in order of days, and on
    /// one day in the order of the law.
    pub fn history(&self, objections: &[Objection], category: Category) -> Vec<(Date, String)> {
        let mut told = vec![(self.drafted_on, 0, format!("{}提出方案", proposer(category)))];
        if let Some(publication) = self.publication() {
            let boards = named("，贴在 ", &publication.boards);
            told.push((publication.published_on, 5, format!("公布{boards}")));
        }
        for step in &self.steps {
            told.push((step.on(), step_rank(step), step_words(step, category)));
        }
        for objection in objections.iter().filter(|it| it.notice == Some(self.id)) {
            let (number, by) = (objection.number, objection.anonymous());
            let rank = if objection.is_committee() { 2 } else { 7 };
            let text = &objection.facts.text;
            told.push((objection.facts.on, rank, format!("第 {number} 号异议（{by}）：{text}")));
            if let Some(reply) = &objection.reply {
                let words = format!("答复第 {number} 号异议：{}", reply.text);
                told.push((reply.on, rank, words));
            }
        }
        if let NoticeState::Withdrawn { on } = &self.state {
            told.push((*on, 9, "作废，被后来的草稿取代".to_owned()));
        }
        told.sort_by_key(|(on, rank, _)| (*on, *rank));
        told.into_iter().map(|(on, _, words)| (on, words)).collect()
    }
}

/// Of several on one day, which comes first.
const fn step_rank(step: &Step) -> u8 {
    match step {
        Step::Reviewed(_) => 1,
        Step::Decided(_) => 3,
        Step::Checked(_) => 4,
        Step::Photographed(_) | Step::TakenDown { .. } | Step::Reposted(_) => 6,
        Step::Archived { .. } => 8,
    }
}

/// The line of steps of what is not proposed yet.
pub fn timeline_ahead(category: Category, law: &Law, due_by: Option<Date>) -> Vec<TimelineStage> {
    let later =
        |stage| TimelineStage { stage, progress: Progress::Later { by: None }, who: Vec::new() };
    let mut line =
        vec![TimelineStage { progress: Progress::Now { by: due_by }, ..later(Stage::Proposed) }];
    if Notice::is_reviewed(category) {
        line.push(later(Stage::Reviewed));
    }
    line.push(later(Stage::Decided));
    if law.rules.township_check {
        line.push(later(Stage::Checked));
    }
    line.push(TimelineStage {
        progress: Progress::Later { by: due_by },
        ..later(Stage::Published)
    });
    line.extend([later(Stage::Posted), later(Stage::Archived)]);
    line
}

const fn proposer(category: Category) -> &'static str {
    match category {
        Category::Party => "村党组织",
        Category::Affairs | Category::Finance => "村委会",
    }
}

fn named(before: &str, names: &[String]) -> String {
    if names.is_empty() { String::new() } else { format!("{before}{}", names.join("、")) }
}

fn step_words(step: &Step, category: Category) -> String {
    match step {
        Step::Reviewed(review) => {
            let result = if review.agreed { "同意" } else { "有异议" };
            format!("村监委审查：{result}{}", named("，", &review.members))
        }
        Step::Decided(decision) => {
            let result = if decision.passed { "通过" } else { "退回" };
            let present = named("，到会 ", &decision.present);
            let stage = Stage::Decided.label(category);
            format!("{stage}：{result}{present}{}", after("，", &decision.note))
        }
        Step::Checked(check) => {
            let result = if check.passed { "同意公布" } else { "退回" };
            format!("乡镇审核：{result}{}", after("，", &check.note))
        }
        Step::Photographed(photo) => format!("张贴照片{}", after("：", &photo.board)),
        Step::TakenDown { reason, .. } => format!("提前撤下：{reason}"),
        Step::Reposted(publication) => {
            let until = crate::domain::period::date_label(publication.posted_until);
            format!("重新张贴，公示到 {until}{}", named("，贴在", &publication.boards))
        }
        Step::Archived { .. } => "归档".to_owned(),
    }
}

fn after(before: &str, words: &str) -> String {
    if words.is_empty() { String::new() } else { format!("{before}{words}") }
}
