//! Affairs of the village (村务记录): its resolutions and the records of those who watch, and what
//! of them must be disclosed at once.
//!
//! Invariant: which notice disclosed a resolution, an audit or a request is never stored with it.
//! It follows from the notice over the occasion that it gave rise to, so that a sheet taken down
//! opens the disclosure again by itself.

mod occasions;
mod sheet;
mod spending;
mod words;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

pub use occasions::{OccasionChanges, disposal_occasion};
pub use sheet::AffairSheet;

use super::field;
use super::governance::{self, Governance, GovernanceFacts, GovernanceRefusal, Setting};
use super::ids::{GovernanceId, OccasionId, ResolutionId};
use super::ledger::Book;
use super::notice::Notice;
use super::occasion::{Occasion, OccasionSource};
use super::period::Date;
use super::resolution::{
    self, DisclosedBy, Resolution, ResolutionFacts, ResolutionRefusal, ResolutionRules,
};

/// All affairs of one village, in the order they were entered (村务记录).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Affairs {
    /// 四议两公开
    pub resolutions: Vec<Resolution>,
    /// 监督台账
    pub records: Vec<Governance>,
}

/// A resolution or a record (村务记录的一条).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AffairId {
    /// 四议两公开的一项
    Resolution(ResolutionId),
    /// 监督台账的一条
    Record(GovernanceId),
}

/// Why an affair is refused (村务登记不成).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AffairRefusal {
    /// 四议两公开
    #[error(transparent)]
    Resolution(#[from] ResolutionRefusal),
    /// 监督台账
    #[error(transparent)]
    Record(#[from] GovernanceRefusal),
}

impl AffairRefusal {
    /// The next step, with the article where one applies.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Resolution(refusal) => refusal.hint(),
            Self::Record(refusal) => refusal.hint(),
        }
    }

    /// The field to look at, as shown, where there is one.
    pub const fn field(&self) -> Option<&'static str> {
        match self {
            Self::Resolution(refusal) => refusal.field(),
            Self::Record(refusal) => refusal.field(),
        }
    }
}

/// Facts out of a file. A number of a person that an earlier version did not know for one stays as
/// it was written, so that the file can be read; everything else is checked all the same.
fn read_back<F, E>(
    facts: F,
    clean: impl Fn(F) -> Result<F, E>,
    is_private: impl Fn(&E) -> bool,
) -> Result<F, E>
where
    F: Clone + Serialize + DeserializeOwned,
{
    match clean(facts.clone()) {
        Err(refusal) if is_private(&refusal) => match field::masked(&facts) {
            Some(masked) => clean(masked).map(|_| facts),
            None => Err(refusal),
        },
        read => read,
    }
}

impl Affairs {
    /// What came out of a file, each checked on its own.
    ///
    /// # Errors
    /// The first [`AffairRefusal`].
    pub fn from_stored(
        resolutions: Vec<(ResolutionId, ResolutionFacts)>,
        records: Vec<(GovernanceId, GovernanceFacts)>,
    ) -> Result<Self, AffairRefusal> {
        // a file may have been written on a machine whose clock was ahead
        let today = Date::MAX;
        let resolutions = resolutions
            .into_iter()
            .map(|(id, facts)| {
                let is_private =
                    |it: &_| matches!(it, ResolutionRefusal::Field(fault) if fault.is_private());
                let facts = read_back(facts, |facts| facts.clean(today), is_private)?;
                Ok(Resolution { id, facts })
            })
            .collect::<Result<Vec<_>, ResolutionRefusal>>()?;
        let records = records
            .into_iter()
            .map(|(id, facts)| {
                let is_private =
                    |it: &_| matches!(it, GovernanceRefusal::Field(fault) if fault.is_private());
                let facts = read_back(facts, |facts| facts.clean(today), is_private)?;
                Ok(Governance { id, facts })
            })
            .collect::<Result<Vec<_>, GovernanceRefusal>>()?;
        Ok(Self { resolutions, records })
    }

    /// The resolution with that identity.
    pub fn resolution(&self, id: ResolutionId) -> Option<&Resolution> {
        self.resolutions.iter().find(|resolution| resolution.id == id)
    }

    /// The record with that identity.
    pub fn record(&self, id: GovernanceId) -> Option<&Governance> {
        self.records.iter().find(|record| record.id == id)
    }

    /// What expenses are held to: the resolutions alone.
    #[must_use]
    pub fn of_money(&self) -> Self {
        Self { resolutions: self.resolutions.clone(), records: Vec::new() }
    }

    /// Follows the notices: what hangs is disclosed, what came off too early is not.
    pub fn follow(&mut self, occasions: &[Occasion], notices: &[Notice]) {
        let hung = |source: OccasionSource| -> Option<DisclosedBy> {
            let of = |occasion: &&Occasion| occasion.facts.source == source;
            occasions.iter().filter(of).find_map(|occasion| disclosed_by(occasion, notices))
        };
        for Resolution { id, facts } in &mut self.resolutions {
            facts.resolution_disclosed = hung(OccasionSource::Resolution(*id));
            facts.outcome_disclosed = hung(OccasionSource::Outcome(*id));
        }
        for record in &mut self.records {
            let by = hung(OccasionSource::Governance(record.id));
            record.facts = record.facts.clone().with_disclosure(by);
        }
    }
}

/// The notice that hangs over an occasion, if one does.
fn disclosed_by(occasion: &Occasion, notices: &[Notice]) -> Option<DisclosedBy> {
    let over = notices.iter().filter(|notice| is_over(notice, occasion.id));
    over.filter(|notice| notice.corrects.is_none()).find_map(|notice| {
        let (published_on, posting) = (notice.disclosed_on()?, notice.posting()?);
        let review = notice.review().filter(|review| review.agreed);
        let opinion = review.map(|review| format!("村务监督委员会 {} 审查，同意公开。", review.on));
        Some(DisclosedBy {
            notice: notice.id,
            published_on,
            posted_until: posting.posted_until,
            boards: posting.boards.clone(),
            opinion: opinion.unwrap_or_default(),
        })
    })
}

fn is_over(notice: &Notice, occasion: OccasionId) -> bool {
    notice.span.occasion() == Some(occasion)
}

impl Book {
    /// Checks a new resolution, or a change of the one that has the id already. What disclosed it
    /// is not the writer's to say.
    ///
    /// # Errors
    /// The first [`ResolutionRefusal`].
    pub fn check_resolution(
        &self,
        id: ResolutionId,
        mut facts: ResolutionFacts,
        rules: &ResolutionRules,
        today: Date,
    ) -> Result<Resolution, ResolutionRefusal> {
        let old = self.affairs.resolution(id).map(|old| &old.facts);
        facts.resolution_disclosed = old.and_then(|old| old.resolution_disclosed.clone());
        facts.outcome_disclosed = old.and_then(|old| old.outcome_disclosed.clone());
        resolution::check_resolution(id, facts, &self.affairs.resolutions, rules, today)
    }

    /// Checks a new record, or a change of the one that has the id already.
    ///
    /// # Errors
    /// The first [`GovernanceRefusal`].
    pub fn check_record(
        &self,
        id: GovernanceId,
        facts: GovernanceFacts,
        today: Date,
    ) -> Result<Governance, GovernanceRefusal> {
        let old = self.affairs.record(id);
        let disclosed = old.and_then(|old| old.facts.disclosed().cloned());
        let facts = facts.with_disclosure(disclosed);
        governance::check_governance(id, facts, &self.governance_setting(today))
    }

    /// What a record is checked against today.
    pub fn governance_setting(&self, today: Date) -> Setting<'_> {
        Setting { profile: &self.village.profile, records: &self.affairs.records, today }
    }
}
