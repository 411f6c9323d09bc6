//! Drafting: what a person asks for, checked against the book and the catalog, then frozen.

use super::content::Body;
use super::redaction::Redaction;
use super::refusal::OffRefusal;
use super::statement::{
    CorrectedLine, Correction, FromBooks, FrozenOccasion, Statement, StatementTable,
};
use super::{Content, DraftRefusal, Notice, NoticeState};
use crate::domain::composed::Composed;
use crate::domain::entity::Entity;
use crate::domain::ids::NoticeId;
use crate::domain::law::Law;
use crate::domain::ledger::Book;
use crate::domain::matter::{Cadence, Category, Matter, MatterCode};
use crate::domain::occasion::{DisclosureSpan, Occasion};
use crate::domain::period::{Date, Month, Period};
use crate::domain::text;

/// What is to be drafted (起草内容).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeDraft {
    /// The matter.
    pub matter: MatterCode,
    /// Over whose books, for a finance matter.
    pub entity: Entity,
    /// The period or the occasion.
    pub span: DisclosureSpan,
    /// The day the committee proposed it; `None` takes the day of drafting.
    pub proposed_on: Option<Date>,
    /// What the sheet says, paragraph by paragraph, for a sheet of words.
    pub paragraphs: Vec<String>,
    /// The tables below the words.
    pub tables: Vec<StatementTable>,
    /// What it sets right, for a 更正公告.
    pub correction: Option<CorrectionDraft>,
    /// What of it is masked, and what is disclosed for a reason.
    pub redaction: Redaction,
}

/// What a 更正公告 is to set right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectionDraft {
    /// The published notice that is wrong.
    pub notice: NoticeId,
    /// What was wrong and what is right.
    pub lines: Vec<CorrectedLine>,
    /// Why.
    pub reason: String,
}

impl NoticeDraft {
    /// The notice of a matter over the books of `entity` for a period or an occasion.
    pub fn new(matter: MatterCode, entity: Entity, span: impl Into<DisclosureSpan>) -> Self {
        Self {
            matter,
            entity,
            span: span.into(),
            proposed_on: None,
            paragraphs: Vec::new(),
            tables: Vec::new(),
            correction: None,
            redaction: Redaction::default(),
        }
    }

    /// What drafts `notice` again: what a person wrote stays, what the books said is asked of
    /// them anew.
    pub fn again(notice: &Notice) -> Self {
        let mut draft = Self::new(notice.matter, notice.entity, notice.span);
        draft.redaction = notice.content.redaction.clone();
        let Body::Statement(statement) = &notice.content.body else { return draft };
        let from = statement.from_books;
        if !from.words {
            draft.paragraphs.clone_from(&statement.paragraphs);
        }
        if !from.tables {
            draft.tables.clone_from(&statement.tables);
        }
        draft.correction = match (&statement.correction, notice.corrects) {
            (Some(correction), Some(wrong)) => Some(CorrectionDraft {
                notice: wrong,
                lines: correction.lines.clone(),
                reason: correction.reason.clone(),
            }),
            _ => None,
        };
        draft
    }

    /// Whether a new draft replaces `notice`.
    pub fn replaces(&self, notice: &Notice) -> bool {
        let same = (notice.matter, notice.entity, notice.span);
        let corrects = self.correction.as_ref().map(|correction| correction.notice);
        same == (self.matter, self.entity, self.span)
            && notice.corrects == corrects
            && matches!(notice.state, NoticeState::Drafted)
    }
}

impl Book {
    /// Computes the notice that was asked for and freezes what it says.
    ///
    /// The faults of the result are the caller's to ask for: [`Notice::faults`].
    ///
    /// # Errors
    /// The first [`DraftRefusal`] but [`DraftRefusal::Faults`].
    pub fn draft_notice(
        &self,
        id: NoticeId,
        draft: &NoticeDraft,
        law: &Law,
        today: Date,
    ) -> Result<Notice, DraftRefusal> {
        let (matter, entity, span) = (draft.matter, draft.entity, draft.span);
        let occasion = self.check_span(draft, law)?;
        let happened = |occasion: &Occasion| occasion.facts.on;
        let until = match (span, occasion) {
            (DisclosureSpan::Period(period), _) => period.last_day(),
            (DisclosureSpan::Occasion(_), occasion) => occasion.map_or(today, happened),
        };
        let of_catalog =
            law.catalog.matter_on(matter, until).or_else(|| law.catalog.matter(matter));
        let known = of_catalog.ok_or(DraftRefusal::NoSuchMatter { matter, on: until })?;
        self.check_scope_of(known, entity)?;
        if draft.correction.is_none() {
            // what was published while it was on is set right even after it was switched off
            OffRefusal::check(self, law, matter, until)?;
        }
        let proposed_on = draft.proposed_on.unwrap_or(today);
        if let DisclosureSpan::Period(period) = span {
            self.check_period(known, period, law, today)?;
        }
        if proposed_on > today {
            return Err(DraftRefusal::ProposedInFuture { on: proposed_on, today });
        }
        let happened = span.period().map_or(until, |period| matter.told_after(period));
        if proposed_on < happened || (occasion.is_none() && proposed_on == happened) {
            return Err(DraftRefusal::ProposedTooEarly { on: proposed_on, happened });
        }
        let corrects = draft.correction.as_ref().map(|correction| correction.notice);
        if let (None, Some(on)) = (corrects, self.published_on(matter, entity, span)) {
            let title = law.title(matter).to_owned();
            return Err(DraftRefusal::AlreadyPublished {
                title,
                what: span_words(span, occasion),
                on,
            });
        }
        let mut content = self.content(draft, known, occasion, law)?;
        let mut redaction = draft.redaction.clone().check()?;
        redaction.bind(&content, matter);
        content.redaction = redaction;
        let scanned_as = content.privacy_context(matter);
        let Content { body, redaction, .. } = &mut content;
        redaction.apply(body, &scanned_as);
        Ok(Notice {
            id,
            village: self.village.id,
            entity,
            matter,
            span,
            issue: self.issue(matter, span, until),
            drafted_on: proposed_on,
            content,
            state: NoticeState::Drafted,
            steps: Vec::new(),
            corrects,
        })
    }

    /// Whether the span exists in the book; the occasion, if it is one.
    fn check_span(
        &self,
        draft: &NoticeDraft,
        law: &Law,
    ) -> Result<Option<&Occasion>, DraftRefusal> {
        let DisclosureSpan::Occasion(id) = draft.span else {
            let matter = law.catalog.matter(draft.matter);
            return match matter.filter(|matter| matter.cadence == Cadence::Immediate) {
                Some(matter) => Err(DraftRefusal::NeedsOccasion(matter.item.clone())),
                None => Ok(None),
            };
        };
        let found = self.occasions.iter().find(|occasion| occasion.id == id);
        let occasion = found
            .filter(|occasion| occasion.facts.matter == draft.matter)
            .ok_or(DraftRefusal::NoSuchOccasion)?;
        match occasion.facts.cancelled_on {
            Some(on) => Err(DraftRefusal::OccasionCancelled(on)),
            None => Ok(Some(occasion)),
        }
    }

    /// Only finance speaks of sets of books.
    fn check_scope_of(&self, matter: &Matter, entity: Entity) -> Result<(), DraftRefusal> {
        if matter.category == Category::Finance {
            return Ok(self.bookkeeping().check_scope(entity)?);
        }
        Ok(crate::domain::entity::Bookkeeping::Unified.check_scope(entity)?)
    }

    fn check_period(
        &self,
        matter: &Matter,
        period: Period,
        law: &Law,
        today: Date,
    ) -> Result<(), DraftRefusal> {
        let fits = matches!(
            (matter.cadence, period),
            (Cadence::Monthly, Period::Month(_))
                | (Cadence::Quarterly, Period::Quarter { .. })
                | (Cadence::Annual, Period::Year(_))
        );
        if !fits {
            let (title, cadence) = (law.title(matter.code).to_owned(), matter.cadence);
            return Err(DraftRefusal::WrongCadence { title, cadence, period });
        }
        if today <= matter.code.told_after(period) {
            return Err(DraftRefusal::PeriodNotEnded { period, today });
        }
        let first = self.first_month();
        if period.last_month() < first {
            return Err(DraftRefusal::BeforeBook { period, first });
        }
        Ok(())
    }

    fn issue(&self, matter: MatterCode, span: DisclosureSpan, until: Date) -> u32 {
        match span {
            DisclosureSpan::Period(Period::Month(month)) => month.number(),
            DisclosureSpan::Period(Period::Quarter { quarter, .. }) => quarter,
            DisclosureSpan::Period(Period::Year(_)) => 1,
            DisclosureSpan::Occasion(_) => {
                let year = Month::of(until).year();
                let hung = |notice: &&Notice| {
                    notice.matter == matter
                        && notice.span != span
                        && notice.year() == year
                        && notice.publication().is_some()
                };
                u32::try_from(self.notices.iter().filter(hung).count() + 1).unwrap_or(u32::MAX)
            }
        }
    }

    fn content(
        &self,
        draft: &NoticeDraft,
        matter: &Matter,
        occasion: Option<&Occasion>,
        law: &Law,
    ) -> Result<Content, DraftRefusal> {
        let is_finance_sheet = MatterCode::DRAFTABLE.contains(&matter.code);
        if let (true, None, Some(period)) =
            (is_finance_sheet, &draft.correction, draft.span.period())
        {
            return Ok(self.finance_content(matter.code, draft.entity, period, &law.rules));
        }
        let mut paragraphs = draft
            .paragraphs
            .iter()
            .map(|paragraph| text::clean_text(paragraph))
            .collect::<Result<Vec<_>, _>>()
            .map_err(|fault| DraftRefusal::Text { field: "公示内容", fault })?;
        paragraphs.retain(|paragraph| !paragraph.is_empty());
        let mut tables = draft.tables.clone();
        tables.retain(|table| !table.columns.is_empty());
        let people = draft.correction.is_none().then(|| self.people_list(matter.code, draft.span));
        let people = people.flatten().map(|list| list.facts.sheet());
        // a list of persons says it all
        let composed = match &people {
            Some(_) => Composed::default(),
            None if draft.correction.is_some() => Composed::default(),
            None => self.composed_of(matter.code, draft.entity, (draft.span, occasion)),
        };
        if paragraphs.is_empty() && draft.tables.is_empty() {
            paragraphs.clone_from(&composed.words);
        }
        if tables.is_empty() {
            tables.clone_from(&composed.tables);
        }
        tables.iter_mut().for_each(StatementTable::work_out);
        let is_composer = people.is_none() && draft.correction.is_none();
        let says_tables = is_composer && tables == composed.tables;
        let from_books =
            FromBooks { words: says_tables && paragraphs == composed.words, tables: says_tables };
        // bars stand for the tables they were drawn from
        let bars = if says_tables { composed.bars } else { Vec::new() };
        let correction = match &draft.correction {
            Some(correction) => Some(self.frozen_correction(correction)?),
            None => None,
        };
        let occasion = occasion.map(|occasion| FrozenOccasion {
            on: occasion.facts.on,
            text: occasion.facts.text.clone(),
        });
        let statement = Statement {
            title: matter.item.clone(),
            category: matter.category,
            occasion,
            paragraphs,
            tables,
            bars,
            people,
            correction,
            from_books,
        };
        let masthead = self.masthead(draft.entity, &law.rules, matter.category);
        let body = Body::Statement(statement);
        Ok(Content { masthead, body, redaction: Redaction::default() })
    }

    fn frozen_correction(&self, draft: &CorrectionDraft) -> Result<Correction, DraftRefusal> {
        let wrong = self.notice(draft.notice).ok_or(DraftRefusal::NothingToCorrect)?;
        let posting = wrong.posting().ok_or(DraftRefusal::NothingToCorrect)?;
        let clean = |field: &'static str, written: &str| {
            text::clean_line(written).map_err(|fault| DraftRefusal::Text { field, fault })
        };
        let reason = clean("更正原因", &draft.reason)?;
        if reason.is_empty() {
            return Err(DraftRefusal::CorrectsNothing("更正原因"));
        }
        let mut lines = Vec::with_capacity(draft.lines.len());
        for line in &draft.lines {
            let line = CorrectedLine {
                what: clean("更正事项", &line.what)?,
                was: clean("原公布", &line.was)?,
                now: clean("更正为", &line.now)?,
            };
            if line != CorrectedLine::default() {
                lines.push(line);
            }
        }
        if lines.iter().all(|line| line.was == line.now) {
            return Err(DraftRefusal::CorrectsNothing("更正前后的内容"));
        }
        Ok(Correction {
            check_code: wrong.posted_code(),
            published_on: posting.published_on,
            lines,
            reason,
        })
    }

    /// What the books say of a matter now, for a period or an occasion.
    pub(super) fn composed_of(
        &self,
        matter: MatterCode,
        entity: Entity,
        (span, occasion): (DisclosureSpan, Option<&Occasion>),
    ) -> Composed {
        match (occasion, span.period()) {
            (Some(occasion), _) => self.composed_of_occasion(occasion),
            (None, Some(period)) => self.composed(matter, entity, period),
            (None, None) => Composed::default(),
        }
    }

    /// How many objections came in, and how many of them were answered; nothing where none did.
    pub(in crate::domain) fn objection_words(&self, period: Period) -> Option<String> {
        let came = || self.objections.iter().filter(|it| period.contains(it.facts.on));
        let answered = came().filter(|it| it.reply.is_some()).count();
        let count = came().count();
        (count > 0)
            .then(|| format!("{}收到异议 {count} 件，已答复 {answered} 件。", period.label()))
    }

    /// 异议与答复登记: what came in or was answered in the period; who objected is not told.
    pub(in crate::domain) fn objection_table(&self, period: Period) -> StatementTable {
        let columns = ["编号", "提出人", "收到日期", "事项", "答复日期", "答复要点"];
        let within = |day: Date| period.contains(day);
        let told = self.objections.iter().filter(|objection| {
            within(objection.facts.on) || objection.reply.as_ref().is_some_and(|it| within(it.on))
        });
        let row = |objection: &super::Objection| {
            let answered = objection.reply.as_ref();
            vec![
                objection.number.to_string(),
                objection.anonymous().to_owned(),
                objection.facts.on.to_string(),
                objection.facts.text.clone(),
                answered.map_or_else(|| "尚未答复".to_owned(), |reply| reply.on.to_string()),
                answered.map_or_else(String::new, |reply| reply.text.clone()),
            ]
        };
        StatementTable {
            title: String::new(),
            columns: columns.map(str::to_owned).to_vec(),
            rows: told.map(row).collect(),
            ..StatementTable::default()
        }
    }
}

/// What a notice covers, in words.
fn span_words(span: DisclosureSpan, occasion: Option<&Occasion>) -> String {
    match (span, occasion) {
        (DisclosureSpan::Period(period), _) => period.label(),
        (DisclosureSpan::Occasion(_), Some(occasion)) => occasion.facts.label(),
        (DisclosureSpan::Occasion(id), None) => id.to_string(),
    }
}
