//! Whether a step may be taken: order, dates and persons (公开程序的检查).

use super::objection::{Objection, ObjectionFacts, Objector, Reply};
use super::procedure::{BoardPhoto, Decision, Review, Step, TownshipCheck};
use super::{Notice, NoticeState};
use crate::domain::law::Law;
use crate::domain::ledger::Book;
use crate::domain::period::Date;
use crate::domain::text::{self, TextFault};
use crate::domain::village::Office;

/// A field of the form of a step (表单栏目).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepField {
    /// Who reviewed.
    Reviewers,
    /// Who came to the meeting.
    Present,
    /// What else the meeting decided.
    Decision,
    /// What the township says.
    TownshipOpinion,
    /// Why the sheet came off the board.
    TakingDown,
    /// Which board.
    Board,
    /// Who objects.
    Objector,
    /// What is objected to.
    Objection,
    /// What is answered.
    Answer,
}

impl StepField {
    /// As shown.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Reviewers => "村监委成员",
            Self::Present => "到会人员",
            Self::Objection => "异议内容",
            Self::Decision => "决定",
            Self::TownshipOpinion => "审核意见",
            Self::TakingDown => "撤下的原因",
            Self::Board => "公开栏位置",
            Self::Objector => "提出人",
            Self::Answer => "答复内容",
        }
    }
}

/// Why a step is refused, in order of precedence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StepRefusal {
    /// A later draft replaced it.
    #[error("这份草稿已于 {0} 作废，被后来的草稿取代")]
    Withdrawn(Date),
    /// It is filed.
    #[error("这份公示已于 {0} 归档")]
    Archived(Date),
    /// It is on the board; what comes before publishing is over.
    #[error("这份公示已于 {on} 公布，不能再{step}")]
    AlreadyPublished {
        /// The step asked for.
        step: &'static str,
        /// The day of publication.
        on: Date,
    },
    /// It is not on the board yet.
    #[error("这份公示还没有公布，不能{0}")]
    NotPublished(&'static str),
    /// Dated after today.
    #[error("{step}日期 {on} 还没到（今天是 {today}）")]
    Future {
        /// The step asked for.
        step: &'static str,
        /// The date written.
        on: Date,
        /// The day of recording.
        today: Date,
    },
    /// Dated before the step before it.
    #[error("{step}日期 {on} 早于{before}的 {before_on}")]
    BeforeStep {
        /// The step asked for.
        step: &'static str,
        /// The date written.
        on: Date,
        /// The step before.
        before: &'static str,
        /// Its day.
        before_on: Date,
    },
    /// An objection dated before what it is about was published.
    #[error("异议日期 {on} 早于公布的 {published_on}")]
    ObjectionTooEarly {
        /// The date written.
        on: Date,
        /// The day of publication.
        published_on: Date,
    },
    /// An answer dated before the objection.
    #[error("答复日期 {on} 早于收到异议的 {received_on}")]
    AnswerTooEarly {
        /// The date written.
        on: Date,
        /// The day the objection was received.
        received_on: Date,
    },
    /// The supervision committee has no part in it.
    #[error("党务公开不经村务监督委员会审查")]
    NoReviewNeeded,
    /// The supervision committee did not look at it.
    #[error("村务监督委员会还没有审查这个方案")]
    NotReviewed,
    /// An objection waits for its answer.
    #[error("第 {number} 号异议还没有答复")]
    ObjectionOpen {
        /// Its number in the register.
        number: u32,
    },
    /// The joint meeting decided before.
    #[error("联席会议已于 {0} 作出决定")]
    AlreadyDecided(Date),
    /// The joint meeting did not decide.
    #[error("联席会议还没有对这个方案作出决定")]
    NotDecided,
    /// The joint meeting or the township sent it back.
    #[error("{by}已于 {on} 退回这个方案")]
    SentBack {
        /// Who.
        by: &'static str,
        /// When.
        on: Date,
    },
    /// The township did not look at it, and the ledger asks for that.
    #[error("本账簿要求乡镇审核后公布，乡镇还没有审核")]
    NotChecked,
    /// The township looked at it before.
    #[error("乡镇已于 {0} 审核")]
    AlreadyChecked(Date),
    /// The person holds an office that may not sit in the supervision committee.
    #[error("{name}是{office}，不得审查公开方案", office = .office.label())]
    Incompatible {
        /// The person.
        name: String,
        /// The office in the way.
        office: Office,
    },
    /// The person is no member of the supervision committee.
    #[error("{0}不是本村村务监督委员会成员")]
    NotAMember(String),
    /// An objection, an answer or a reason without words.
    #[error("没有写{}", .0.label())]
    NoText(StepField),
    /// A text holds a character that cannot be kept.
    #[error("{}里{fault}", .field.label())]
    Text {
        /// The field.
        field: StepField,
        /// What is wrong.
        fault: TextFault,
    },
    /// It came off the board before and was not hung again.
    #[error("这份公示已于 {0} 撤下，还没有重新张贴")]
    TakenDown(Date),
    /// It hangs as it should.
    #[error("这份公示没有提前撤下，不用重新张贴")]
    NotTakenDown,
    /// Its time on the board is over: taking it down is no early taking down.
    #[error("公示期到 {0} 已经满了，撤下不用登记")]
    PostingOver(Date),
    /// It is too early to file it.
    #[error("公示期和异议期到 {until} 才满，{on} 还不能归档")]
    StillPosted {
        /// The date written.
        on: Date,
        /// The last day of the posting and of the days to object.
        until: Date,
    },
    /// It was answered before.
    #[error("这条异议已于 {0} 答复")]
    AnsweredBefore(Date),
}

impl StepRefusal {
    /// The next step, with the article where one applies.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Withdrawn(_) => "请办理最新的那份草稿。",
            Self::Archived(_) => "已归档的公示不能再改；有错请另发更正公告。",
            Self::AlreadyPublished { .. } => "数字有错请另发更正公告，原公示照样保留。",
            Self::NotPublished(_) => "请先办完审查、决定和公布。",
            Self::Future { .. } => "请写实际办理的日期。",
            Self::BeforeStep { .. } => {
                "先后顺序是：村委会提出方案、村监委审查、联席会议决定、村委会公布（《山东省村务公开条例》第十一条）。请核对日期。"
            }
            Self::ObjectionTooEarly { .. } => {
                "请写实际收到的日期。公布以前村监委的异议，在“审查”里登记（《山东省村务公开条例》第十六条）。"
            }
            Self::AnswerTooEarly { .. } => {
                "请写实际答复的日期：自收到异议之日起五日内答复（《山东省村务公开条例》第十六条）。"
            }
            Self::NoReviewNeeded => "党务由党组织会议审定后公开，请直接登记决定。",
            Self::NotReviewed => {
                "请先登记村监委的审查意见。依据《山东省村务公开条例》第十一条：公开方案由村务监督委员会审查提出意见。"
            }
            Self::ObjectionOpen { .. } => {
                "请先登记答复。依据《山东省村务公开条例》第十六条：村民委员会自收到之日起五日内答复。"
            }
            Self::AlreadyDecided(_) | Self::AlreadyChecked(_) => "请办下一步。",
            Self::NotDecided => {
                "请先登记联席会议的决定。依据《山东省村务公开条例》第十一条：由村党组织和村民委员会联席会议讨论确定后公布。"
            }
            Self::SentBack { .. } => "请改好后重新起草，再从审查走起。",
            Self::NotChecked => "请先登记乡镇审核；不要求审核的，在“设置”里取消。",
            Self::Incompatible { .. } | Self::NotAMember(_) => {
                "依据《山东省村务公开条例》第十四条：村委会成员及其近亲属、村财会人员、文书、集体经济组织负责人不得任村务监督委员会成员。请写村监委成员的姓名。"
            }
            Self::NoText(_) => "请写清楚，留作档案。",
            Self::Text { fault, .. } => fault.hint(),
            Self::TakenDown(_) => {
                "请重新张贴满期限。依据《村民委员会组织法》第三十五条：公布的期限不得少于十五日。"
            }
            Self::NotTakenDown => "需要再贴一份，请直接重新打印。",
            Self::PostingOver(_) => "请直接归档。",
            Self::StillPosted { .. } => {
                "请等期满再归档。依据《村民委员会组织法》第三十五条、《山东省村务公开条例》第十六条。"
            }
            Self::AnsweredBefore(_) => "答复不能改；要补充请另登记一条。",
        }
    }
}

type Checked<T> = Result<T, StepRefusal>;

fn clean(field: StepField, written: &str) -> Checked<String> {
    let cleaned = text::clean_line(written).map_err(|fault| StepRefusal::Text { field, fault })?;
    if cleaned.is_empty() { Err(StepRefusal::NoText(field)) } else { Ok(cleaned) }
}

fn clean_names(field: StepField, names: &[String]) -> Checked<Vec<String>> {
    let clean =
        |name: &String| text::clean_line(name).map_err(|fault| StepRefusal::Text { field, fault });
    let mut cleaned = names.iter().map(clean).collect::<Checked<Vec<String>>>()?;
    cleaned.retain(|name| !name.is_empty());
    Ok(cleaned)
}

impl Notice {
    /// Checks the review of the supervision committee; `reason` is its objection, if it has one.
    ///
    /// # Errors
    /// The first [`StepRefusal`] in the order its variants are declared.
    pub fn check_review(
        &self,
        (book, law): (&Book, &Law),
        mut review: Review,
        reason: &str,
        today: Date,
    ) -> Checked<(Review, Option<ObjectionFacts>)> {
        const STEP: &str = "审查";
        self.check_unpublished(STEP)?;
        self.check_day(STEP, review.on, today)?;
        if !Self::is_reviewed(self.category(law)) {
            return Err(StepRefusal::NoReviewNeeded);
        }
        if let Some(open) = self.open_objections(&book.objections).next() {
            return Err(StepRefusal::ObjectionOpen { number: open.number });
        }
        if let Some(decision) = self.decision() {
            return Err(StepRefusal::AlreadyDecided(decision.on));
        }
        review.members = clean_names(StepField::Reviewers, &review.members)?;
        for name in &review.members {
            check_reviewer(book, name)?;
        }
        if review.agreed {
            return Ok((review, None));
        }
        let until = law.calendar.legal_deadline(self.drafted_on, law.rules.objection_days);
        let (on, late) = (review.on, review.on > until);
        let text = clean(StepField::Objection, reason)?;
        Ok((review, Some(ObjectionFacts { on, by: Objector::Committee, text, late })))
    }

    /// Checks the decision of the joint meeting, or of the Party organisation in Party matters.
    ///
    /// # Errors
    /// The first [`StepRefusal`] in the order its variants are declared.
    pub fn check_decision(
        &self,
        (book, law): (&Book, &Law),
        mut decision: Decision,
        today: Date,
    ) -> Checked<Decision> {
        const STEP: &str = "联席会议决定";
        self.check_unpublished(STEP)?;
        self.check_day(STEP, decision.on, today)?;
        self.check_reviewed(book, law)?;
        if let Some(before) = self.decision() {
            return Err(StepRefusal::AlreadyDecided(before.on));
        }
        decision.present = clean_names(StepField::Present, &decision.present)?;
        decision.note = text::clean_line(&decision.note)
            .map_err(|fault| StepRefusal::Text { field: StepField::Decision, fault })?;
        Ok(decision)
    }

    /// Checks what the township says.
    ///
    /// # Errors
    /// The first [`StepRefusal`] in the order its variants are declared.
    pub fn check_township(
        &self,
        (book, law): (&Book, &Law),
        mut check: TownshipCheck,
        today: Date,
    ) -> Checked<TownshipCheck> {
        const STEP: &str = "乡镇审核";
        self.check_unpublished(STEP)?;
        self.check_day(STEP, check.on, today)?;
        self.check_decided(book, law)?;
        if let Some(before) = self.township_check() {
            return Err(StepRefusal::AlreadyChecked(before.on));
        }
        check.note = text::clean_line(&check.note)
            .map_err(|fault| StepRefusal::Text { field: StepField::TownshipOpinion, fault })?;
        Ok(check)
    }

    /// Checks that all that must come before publishing on `on` came before.
    ///
    /// # Errors
    /// The first [`StepRefusal`] in the order its variants are declared.
    pub fn check_ready(&self, (book, law): (&Book, &Law), on: Date) -> Checked<()> {
        self.check_order("公布", on)?;
        self.check_decided(book, law)?;
        match self.township_check() {
            Some(check) if !check.passed => {
                Err(StepRefusal::SentBack { by: "乡镇", on: check.on })
            }
            None if law.rules.township_check => Err(StepRefusal::NotChecked),
            _ => Ok(()),
        }
    }

    /// Checks that the sheet came off the board before its time.
    ///
    /// # Errors
    /// The first [`StepRefusal`] in the order its variants are declared.
    pub fn check_taking_down(&self, on: Date, reason: &str, today: Date) -> Checked<Step> {
        const STEP: &str = "撤下";
        self.check_on_the_board(STEP)?;
        self.check_day(STEP, on, today)?;
        let reason = clean(StepField::TakingDown, reason)?;
        if let Some(before) = self.taken_down_on() {
            return Err(StepRefusal::TakenDown(before));
        }
        match self.posting() {
            Some(posting) if on > posting.posted_until => {
                Err(StepRefusal::PostingOver(posting.posted_until))
            }
            _ => Ok(Step::TakenDown { on, reason }),
        }
    }

    /// Checks that a sheet may be hung again on `on`.
    ///
    /// # Errors
    /// The first [`StepRefusal`] in the order its variants are declared.
    pub fn check_reposting(&self, on: Date, today: Date) -> Checked<()> {
        const STEP: &str = "重新张贴";
        self.check_on_the_board(STEP)?;
        self.check_day(STEP, on, today)?;
        self.taken_down_on().map(drop).ok_or(StepRefusal::NotTakenDown)
    }

    /// Checks a photo of the sheet on its board.
    ///
    /// # Errors
    /// The first [`StepRefusal`] in the order its variants are declared.
    pub fn check_photo(&self, mut photo: BoardPhoto, today: Date) -> Checked<BoardPhoto> {
        const STEP: &str = "登记张贴照片";
        self.check_on_the_board(STEP)?;
        if photo.on > today {
            return Err(StepRefusal::Future { step: STEP, on: photo.on, today });
        }
        self.check_after_publication(STEP, photo.on)?;
        photo.board = text::clean_line(&photo.board)
            .map_err(|fault| StepRefusal::Text { field: StepField::Board, fault })?;
        Ok(photo)
    }

    /// Checks a villager's objection.
    ///
    /// # Errors
    /// The first [`StepRefusal`] in the order its variants are declared.
    pub fn check_objection(
        &self,
        law: &Law,
        mut facts: ObjectionFacts,
        today: Date,
    ) -> Checked<ObjectionFacts> {
        const STEP: &str = "异议";
        self.check_on_the_board("提异议")?;
        if facts.on > today {
            return Err(StepRefusal::Future { step: STEP, on: facts.on, today });
        }
        let published_on = self.publication().map(|publication| publication.published_on);
        if let Some(published_on) = published_on.filter(|published_on| facts.on < *published_on) {
            return Err(StepRefusal::ObjectionTooEarly { on: facts.on, published_on });
        }
        facts.text = clean(StepField::Objection, &facts.text)?;
        if let Objector::Villager(name) = &mut facts.by {
            *name = text::clean_line(name)
                .map_err(|fault| StepRefusal::Text { field: StepField::Objector, fault })?;
        }
        facts.late = self.objections_until(law).is_some_and(|until| facts.on > until);
        Ok(facts)
    }

    /// Checks that the notice may be filed.
    ///
    /// # Errors
    /// The first [`StepRefusal`] in the order its variants are declared.
    pub fn check_archiving(
        &self,
        (book, law): (&Book, &Law),
        on: Date,
        today: Date,
    ) -> Checked<Step> {
        const STEP: &str = "归档";
        self.check_on_the_board(STEP)?;
        self.check_day(STEP, on, today)?;
        if let Some(open) = self.open_objections(&book.objections).next() {
            return Err(StepRefusal::ObjectionOpen { number: open.number });
        }
        if let Some(down) = self.taken_down_on() {
            return Err(StepRefusal::TakenDown(down));
        }
        match self.archive_from(law) {
            Some(from) if on < from => {
                Err(StepRefusal::StillPosted { on, until: from.pred_opt().unwrap_or(from) })
            }
            _ => Ok(Step::Archived { on }),
        }
    }

    fn check_unpublished(&self, step: &'static str) -> Checked<()> {
        match &self.state {
            NoticeState::Drafted => Ok(()),
            NoticeState::Withdrawn { on } => Err(StepRefusal::Withdrawn(*on)),
            NoticeState::Published(publication) => {
                Err(StepRefusal::AlreadyPublished { step, on: publication.published_on })
            }
        }
    }

    fn check_on_the_board(&self, step: &'static str) -> Checked<()> {
        match (&self.state, self.archived_on()) {
            (NoticeState::Withdrawn { on }, _) => Err(StepRefusal::Withdrawn(*on)),
            (_, Some(on)) => Err(StepRefusal::Archived(on)),
            (NoticeState::Drafted, None) => Err(StepRefusal::NotPublished(step)),
            (NoticeState::Published(_), None) => Ok(()),
        }
    }

    fn check_day(&self, step: &'static str, on: Date, today: Date) -> Checked<()> {
        if on > today {
            return Err(StepRefusal::Future { step, on, today });
        }
        self.check_order(step, on)
    }

    /// A step is not dated before the one before it.
    fn check_order(&self, step: &'static str, on: Date) -> Checked<()> {
        let proposed = ("方案提出", self.drafted_on);
        let published = self.publication().map(|it| ("公布", it.published_on));
        let steps = self.steps.iter().map(|step| (step.label(), step.on()));
        let all = std::iter::once(proposed).chain(published).chain(steps);
        // of several on the latest day, the last is named
        let Some((before, before_on)) = all.max_by_key(|(_, day)| *day) else { return Ok(()) };
        if on < before_on {
            return Err(StepRefusal::BeforeStep { step, on, before, before_on });
        }
        Ok(())
    }

    fn check_after_publication(&self, step: &'static str, on: Date) -> Checked<()> {
        match self.publication() {
            Some(publication) if on < publication.published_on => Err(StepRefusal::BeforeStep {
                step,
                on,
                before: "公布",
                before_on: publication.published_on,
            }),
            _ => Ok(()),
        }
    }

    fn check_reviewed(&self, book: &Book, law: &Law) -> Checked<()> {
        if !Self::is_reviewed(self.category(law)) {
            return Ok(());
        }
        if self.review().is_none() {
            return Err(StepRefusal::NotReviewed);
        }
        match self.open_objections(&book.objections).next() {
            Some(open) => Err(StepRefusal::ObjectionOpen { number: open.number }),
            None => Ok(()),
        }
    }

    fn check_decided(&self, book: &Book, law: &Law) -> Checked<()> {
        self.check_reviewed(book, law)?;
        match self.decision() {
            None => Err(StepRefusal::NotDecided),
            Some(decision) if !decision.passed => {
                Err(StepRefusal::SentBack { by: "联席会议", on: decision.on })
            }
            Some(_) => Ok(()),
        }
    }
}

/// A reviewer is a member of the supervision committee and holds no office that bars it.
fn check_reviewer(book: &Book, name: &str) -> Checked<()> {
    let profile = &book.village.profile;
    let mut offices = profile.officers.iter().filter(|officer| officer.name == name);
    if let Some(officer) = offices.find(|officer| officer.office.bars_supervision()) {
        return Err(StepRefusal::Incompatible { name: name.to_owned(), office: officer.office });
    }
    let members = &profile.supervision.members;
    if members.is_empty() || members.iter().any(|member| member.name == name) {
        Ok(())
    } else {
        Err(StepRefusal::NotAMember(name.to_owned()))
    }
}

impl Objection {
    /// Checks the answer to an objection.
    ///
    /// # Errors
    /// The first [`StepRefusal`] in the order its variants are declared.
    pub fn check_reply(&self, mut reply: Reply, today: Date) -> Checked<Reply> {
        const STEP: &str = "答复";
        if reply.on > today {
            return Err(StepRefusal::Future { step: STEP, on: reply.on, today });
        }
        if reply.on < self.facts.on {
            let (on, received_on) = (reply.on, self.facts.on);
            return Err(StepRefusal::AnswerTooEarly { on, received_on });
        }
        reply.text = clean(StepField::Answer, &reply.text)?;
        match &self.reply {
            Some(before) => Err(StepRefusal::AnsweredBefore(before.on)),
            None => Ok(reply),
        }
    }
}
