//! Notices: figures computed once from the book, frozen, checked and published.
//!
//! Invariant: the content of a notice never changes after it was drafted. The sheet on the wall
//! is drawn from it alone, so it can be printed again years later, whatever the book says then.

mod content;
mod fault;
mod refusal;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::entity::Entity;
use super::ids::{NoticeId, VillageId};
use super::ledger::{Book, Funds};
use super::matter::MatterCode;
use super::period::{self, Date, Period};
use super::rules::Rules;

pub use content::{
    Body, Content, FinanceDetail, FinanceLine, FinanceSummary, Masthead, SummaryLine, YearTotals,
};
pub use fault::{Fault, Level};
pub use refusal::{DraftRefusal, PublishRefusal};

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
    /// The period disclosed.
    pub period: Period,
    /// Its number in the year (期数): the number of the month for a monthly matter.
    pub issue: u32,
    /// The day the figures were frozen.
    pub drafted_on: Date,
    /// The frozen figures and words.
    pub content: Content,
    /// Where it stands.
    pub state: NoticeState,
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
}

/// The longest posting period that can be registered, in days.
pub const POSTING_DAYS_MAX: u32 = 366;

impl Book {
    /// Computes the notice of `matter` for `period` over the books of `entity` and freezes its
    /// figures.
    ///
    /// The faults of the result are the caller's to ask for: [`Notice::faults`].
    ///
    /// # Errors
    /// The first [`DraftRefusal`] but [`DraftRefusal::Faults`].
    pub fn draft_notice(
        &self,
        id: NoticeId,
        (matter, entity, period): (MatterCode, Entity, Period),
        rules: &Rules,
        today: Date,
    ) -> Result<Notice, DraftRefusal> {
        self.bookkeeping().check_scope(entity)?;
        let Period::Month(month) = period else {
            return Err(DraftRefusal::NotAMonth { matter, period });
        };
        if today <= period.last_day() {
            return Err(DraftRefusal::PeriodNotEnded { period, today });
        }
        let first = self.first_month();
        if month < first {
            return Err(DraftRefusal::BeforeBook { period, first });
        }
        if let Some(on) = self.published_on(matter, entity, period) {
            return Err(DraftRefusal::AlreadyPublished { matter, period, on });
        }
        Ok(Notice {
            id,
            village: self.village.id,
            entity,
            matter,
            period,
            issue: month.number(),
            drafted_on: today,
            content: self.content(matter, entity, period, rules),
            state: NoticeState::Drafted,
        })
    }

    /// The day on which the matter was published for the period by a notice over exactly these
    /// books, if it was.
    pub fn published_on(&self, matter: MatterCode, of: Entity, period: Period) -> Option<Date> {
        self.notices
            .iter()
            .filter(|notice| notice.matter == matter && notice.period == period)
            .filter(|notice| notice.entity == of)
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
        self.notices
            .iter()
            .filter(|notice| notice.matter == matter && notice.publication().is_some())
            .filter(|notice| notice.entity == of)
            .filter(|notice| notice.period.last_day() < period.first_day())
            .max_by_key(|notice| notice.period.last_day())
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

    /// Opening and closing money as the sheet states them.
    pub const fn funds(&self) -> (Funds, Funds) {
        match &self.content.body {
            Body::FinanceDetail(detail) => (detail.opening, detail.closing),
            Body::FinanceSummary(summary) => (summary.opening, summary.closing),
        }
    }

    /// Checks the act of publishing on `on`.
    ///
    /// # Errors
    /// The first [`PublishRefusal`] in the order its variants are declared.
    pub fn check_publication(
        &self,
        book: &Book,
        rules: &Rules,
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
        if on <= self.period.last_day() {
            return Err(PublishRefusal::BeforePeriodEnd { on, period: self.period });
        }
        if days < rules.posting_days_min {
            return Err(PublishRefusal::TooShort { days, minimum: rules.posting_days_min });
        }
        if days > POSTING_DAYS_MAX {
            return Err(PublishRefusal::TooLong(days));
        }
        if self.content.body != book.content(self.matter, self.entity, self.period, rules).body {
            return Err(PublishRefusal::Stale);
        }
        let faults = self.faults(book, rules);
        if faults.iter().any(|fault| fault.level == Level::Error) {
            return Err(PublishRefusal::Faults(faults));
        }
        let posted_until = period::posted_until(on, days);
        Ok(Publication { published_on: on, posted_until, boards })
    }

    /// The code printed on the sheet (校验码): 80 bits of SHA-256 over everything the sheet
    /// says, as four groups of four letters and digits without I, L, O and U.
    pub fn check_code(&self) -> String {
        let publication = self.publication();
        let mut sealed = serde_json::json!({
            "id": self.id,
            "matter": self.matter,
            "period": self.period,
            "issue": self.issue,
            "content": self.content,
            "publication": publication,
        });
        // a notice over the one set of books has the code it had before there were two
        if let (false, Some(fields)) = (self.entity.is_village(), sealed.as_object_mut()) {
            fields.insert("entity".to_owned(), serde_json::json!(self.entity));
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
