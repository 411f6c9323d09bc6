//! Notices: figures computed once from the book, frozen, checked and published.
//!
//! Invariant: the content of a notice never changes after it was drafted. The sheet on the wall
//! is drawn from it alone, so it can be printed again years later, whatever the book says then.

mod content;
mod draft;
mod fault;
mod objection;
mod procedure;
mod proof;
mod redaction;
mod refusal;
mod statement;
mod steps;
mod timeline;
mod vague;
mod words;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::entity::Entity;
use super::ids::{NoticeId, VillageId};
use super::law::Law;
use super::ledger::{Book, Funds};
use super::matter::{Category, MatterCode, PostingMinimum};
use super::occasion::DisclosureSpan;
use super::period::{self, Date, Month, Period};

pub use content::{
    Body, Content, FinanceDetail, FinanceLine, FinanceSummary, Masthead, SummaryBefore,
    SummaryLine, YearTotals,
};
pub use draft::{CorrectionDraft, NoticeDraft};
pub use fault::{Fault, Level};
pub use objection::{Objection, ObjectionFacts, Objector, Reply};
pub use procedure::{BoardPhoto, Decision, NextStep, Review, Step, TownshipCheck};
pub use proof::{PROOF_BYTES_MAX, ProofDifference, ProofLine, proof_differences, read_code};
pub use redaction::{Allowance, FieldPlace, Redaction, SheetField};
pub use refusal::{DraftRefusal, OffRefusal, PublishRefusal};
pub use statement::{
    Bar, CorrectedLine, Correction, FromBooks, FrozenOccasion, Statement, StatementTable,
};
pub use steps::{StepField, StepRefusal};
pub use timeline::{Deadline, Progress, Stage, TimelineStage, timeline_ahead};

/// One disclosure of one matter for one period (公示).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Its identity.
    pub id: NoticeId,
    /// The village that discloses.
    pub village: VillageId,
    /// Whose books it discloses; [`Entity::Village`] all of them.
    pub entity: Entity,
    /// The matter.
    pub matter: MatterCode,
    /// The period or the occasion disclosed.
    pub span: DisclosureSpan,
    /// Its number in the year (期数): that of the month or quarter for a matter by period.
    pub issue: u32,
    /// The day the committee proposed it (方案提出); the figures are frozen since.
    pub drafted_on: Date,
    /// The frozen figures and words.
    pub content: Content,
    /// Where it stands.
    pub state: NoticeState,
    /// The steps taken since it was proposed, in order.
    pub steps: Vec<Step>,
    /// The published notice that it sets right, for a correction (更正公告).
    pub corrects: Option<NoticeId>,
}

/// Where a notice stands (公示状态). It moves only forward.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoticeState {
    /// Frozen, not yet on the board (草稿).
    Drafted,
    /// Replaced by a later draft before it was published (作废).
    Withdrawn {
        /// The day it was replaced.
        on: Date,
    },
    /// On the board, and final (已公布).
    Published(Publication),
}

/// The act of publishing (公布).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// The day the sheet was hung.
    pub published_on: Date,
    /// The last day of the posting period.
    pub posted_until: Date,
    /// The boards it hangs on, as printed.
    pub boards: Vec<String>,
    /// The head of the archive chain when it was hung (存档链): the hash of the last audit row
    /// before, so the sheet vouches for all that the archive held then. Notices published by
    /// earlier versions have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chain: Option<String>,
}

/// The longest posting period that can be registered, in days.
pub const POSTING_DAYS_MAX: u32 = 366;

/// 公布的期限不得少于十五日 (村民委员会组织法第三十五条).
const LAWFUL_DAYS: u32 = 15;

impl Book {
    /// The day on which the matter was published for the period by a notice over exactly these
    /// books, if it was.
    pub fn published_on(
        &self,
        matter: MatterCode,
        of: Entity,
        span: impl Into<DisclosureSpan>,
    ) -> Option<Date> {
        let span = span.into();
        self.notices
            .iter()
            .filter(|notice| notice.matter == matter && notice.span == span)
            .filter(|notice| notice.entity == of && notice.corrects.is_none())
            .find_map(|notice| notice.publication().map(|publication| publication.published_on))
    }

    /// The published notice of `matter` over the same books for the latest period before
    /// `period`.
    pub fn last_published_before(
        &self,
        matter: MatterCode,
        of: Entity,
        period: Period,
    ) -> Option<&Notice> {
        let last_day = |notice: &Notice| notice.period().map(Period::last_day);
        self.notices
            .iter()
            .filter(|notice| notice.matter == matter && notice.publication().is_some())
            .filter(|notice| notice.entity == of && notice.corrects.is_none())
            .filter(|notice| last_day(notice).is_some_and(|last| last < period.first_day()))
            .max_by_key(|notice| last_day(notice))
    }
}

impl Notice {
    /// How it was published, if it was.
    pub const fn publication(&self) -> Option<&Publication> {
        match &self.state {
            NoticeState::Published(publication) => Some(publication),
            NoticeState::Drafted | NoticeState::Withdrawn { .. } => None,
        }
    }

    /// The period it covers; `None` for one about an occasion.
    pub const fn period(&self) -> Option<Period> {
        self.span.period()
    }

    /// The day its period ends or its occasion happened.
    pub fn covers_until(&self) -> Date {
        let happened = || self.occasion().map_or(self.drafted_on, |occasion| occasion.on);
        self.period().map_or_else(happened, Period::last_day)
    }

    /// The year it belongs to.
    pub fn year(&self) -> i32 {
        Month::of(self.covers_until()).year()
    }

    /// What it covers, as on paper: `2026年10月`, or the day of the occasion.
    pub fn span_label(&self) -> String {
        self.period().map_or_else(|| period::date_label(self.covers_until()), Period::label)
    }

    /// The span and the title as one name: `2026年10月财务收支汇总公开`, `2026年度决算与收益分配`.
    pub fn full_title(&self) -> String {
        period::named(&self.span_label(), self.title())
    }

    /// The matter as named on the sheet.
    pub fn title(&self) -> &str {
        match &self.content.body {
            Body::Statement(statement) => &statement.title,
            Body::FinanceDetail(_) | Body::FinanceSummary(_) => self.matter.title(),
        }
    }

    /// The occasion, frozen with the notice.
    pub const fn occasion(&self) -> Option<&FrozenOccasion> {
        match &self.content.body {
            Body::Statement(statement) => statement.occasion.as_ref(),
            Body::FinanceDetail(_) | Body::FinanceSummary(_) => None,
        }
    }

    /// Opening and closing money as the sheet states them; `None` for a sheet of words.
    pub const fn funds(&self) -> Option<(Funds, Funds)> {
        match &self.content.body {
            Body::FinanceDetail(detail) => Some((detail.opening, detail.closing)),
            Body::FinanceSummary(summary) => Some((summary.opening, summary.closing)),
            Body::Statement(_) => None,
        }
    }

    /// The least time on the board, as the catalog of that day has it; a ledger may ask for more
    /// than the law where the law asks for 15 days (村民委员会组织法第三十五条).
    pub fn posting_minimum(&self, law: &Law, on: Date) -> Option<PostingMinimum> {
        let known = law.catalog.matter_on(self.matter, on);
        let known = known.or_else(|| law.catalog.matter(self.matter));
        let least = PostingMinimum { days: law.rules.posting_days_min, working_days: false };
        let Some(matter) = known else { return Some(least) };
        match matter.posting {
            // no law names a time for Party matters
            None => (matter.category != Category::Party).then_some(least),
            Some(own) if own.working_days || own.days < LAWFUL_DAYS => Some(own),
            Some(own) if own.days >= least.days => Some(own),
            Some(_) => Some(least),
        }
    }

    /// Checks the act of publishing on `on`.
    ///
    /// # Errors
    /// The first [`PublishRefusal`] in the order its variants are declared.
    pub fn check_publication(
        &self,
        (book, law): (&Book, &Law),
        on: Date,
        days: u32,
        boards: Vec<String>,
        today: Date,
    ) -> Result<Publication, PublishRefusal> {
        match &self.state {
            NoticeState::Drafted => {}
            NoticeState::Withdrawn { on } => return Err(PublishRefusal::Withdrawn(*on)),
            NoticeState::Published(publication) => {
                return Err(PublishRefusal::AlreadyPublished(publication.published_on));
            }
        }
        if on > today {
            return Err(PublishRefusal::Future { on, today });
        }
        if let Some(period) = self.period().filter(|period| on <= self.matter.told_after(*period)) {
            return Err(PublishRefusal::BeforePeriodEnd { on, period });
        }
        if self.corrects.is_none() {
            OffRefusal::check(book, law, self.matter, self.covers_until())?;
        }
        self.check_ready((book, law), on)?;
        let posted_until = self.check_posting(law, on, days)?;
        if self.is_stale(book, law) {
            return Err(PublishRefusal::Stale);
        }
        let faults = self.faults(book, law);
        if faults.iter().any(|fault| fault.level == Level::Error) {
            return Err(PublishRefusal::Faults(faults));
        }
        Ok(Publication { published_on: on, posted_until, boards, chain: None })
    }

    /// The last day of a posting of `days` that starts on `on`, if it is long enough.
    ///
    /// # Errors
    /// [`PublishRefusal::TooShort`] or [`PublishRefusal::TooLong`].
    pub fn check_posting(&self, law: &Law, on: Date, days: u32) -> Result<Date, PublishRefusal> {
        let until = period::posted_until(on, days);
        if let Some(minimum) = self.posting_minimum(law, on) {
            let least = law.calendar.posted_until(on, minimum);
            if until < least {
                let days_least = u32::try_from((least - on).num_days()).unwrap_or(minimum.days);
                return Err(PublishRefusal::TooShort { days, minimum: days_least });
            }
        }
        if days == 0 {
            return Err(PublishRefusal::TooShort { days, minimum: 1 });
        }
        if days > POSTING_DAYS_MAX {
            return Err(PublishRefusal::TooLong(days));
        }
        Ok(until)
    }

    /// Whether the book says something else now than the frozen figures.
    pub fn is_stale(&self, book: &Book, law: &Law) -> bool {
        let context = self.content.privacy_context(self.matter);
        match (&self.content.body, self.period()) {
            (Body::Statement(statement), _) => {
                let Some(now) = self.said_now(statement, book) else { return true };
                let mut body = Body::Statement(now);
                self.content.redaction.apply(&mut body, &context);
                body != self.content.body
            }
            (_, None) => false,
            (body, Some(period)) => {
                let mut now =
                    book.finance_content(self.matter, self.entity, period, &law.rules).body;
                self.content.redaction.apply(&mut now, &context);
                *body != now
            }
        }
    }

    /// The sheet as it would be drafted now, but for what a person wrote; `None` where the list of
    /// persons it shows is gone.
    fn said_now(&self, statement: &Statement, book: &Book) -> Option<Statement> {
        let mut now = statement.clone();
        if statement.people.is_some() {
            now.people = Some(book.people_list(self.matter, self.span)?.facts.sheet());
        }
        if !statement.from_books.is_none() {
            let occasion = match self.span {
                DisclosureSpan::Occasion(id) => book.occasions.iter().find(|it| it.id == id),
                DisclosureSpan::Period(_) => None,
            };
            let said = book.composed_of(self.matter, self.entity, (self.span, occasion));
            now.tables = said.tables;
            if statement.from_books.words {
                now.paragraphs = said.words;
            }
        }
        Some(now)
    }

    /// The code printed on the sheet (校验码): 80 bits of SHA-256 over everything the sheet
    /// says, as four groups of four letters and digits without I, L, O and U.
    pub fn check_code(&self) -> String {
        self.code_of(self.publication())
    }

    /// The code of the sheet that hangs now: another one after it was hung again, because the
    /// posting it states is another.
    pub fn posted_code(&self) -> String {
        self.code_of(self.posting())
    }

    fn code_of(&self, publication: Option<&Publication>) -> String {
        let mut sealed = serde_json::json!({
            "id": self.id,
            "matter": self.matter,
            "period": self.span,
            "issue": self.issue,
            "content": self.content,
            "publication": publication,
        });
        // a notice over the one set of books has the code it had before there were two
        if let (false, Some(fields)) = (self.entity.is_village(), sealed.as_object_mut()) {
            fields.insert("entity".to_owned(), serde_json::json!(self.entity));
        }
        if let (Some(of), Some(fields)) = (self.corrects, sealed.as_object_mut()) {
            fields.insert("corrects".to_owned(), serde_json::json!(of));
        }
        let digest = Sha256::digest(sealed.to_string().as_bytes());
        let bits = digest.iter().take(10).fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte));
        let letters: Vec<char> =
            (0..16).rev().map(|place| base32_digit(bits >> (place * 5))).collect();
        letters
            .chunks(4)
            .map(|group| group.iter().collect::<String>())
            .collect::<Vec<_>>()
            .join("-")
    }
}

/// Crockford's alphabet: no letter that is easily misread.
fn base32_digit(bits: u128) -> char {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let index = usize::try_from(bits & 31).unwrap_or(0);
    ALPHABET.get(index).map_or('0', |byte| char::from(*byte))
}
