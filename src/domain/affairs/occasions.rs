//! What of the affairs must be disclosed at once, and by when.

use super::{AffairId, is_over};
use crate::domain::governance::{Audit, AuditKind, DisclosureRequest, Governance, GovernanceFacts};
use crate::domain::holding::Holding;
use crate::domain::holding::asset::Disposal;
use crate::domain::ids::HoldingId;
use crate::domain::law::Law;
use crate::domain::ledger::Book;
use crate::domain::matter::{Cadence, MatterCode};
use crate::domain::occasion::{Occasion, OccasionFacts, OccasionSource};
use crate::domain::period::Date;
use crate::domain::resolution::{Resolution, Stage};

/// What changes among the occasions when an affair does (事由的变化).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OccasionChanges {
    /// What arises.
    pub arising: Vec<OccasionFacts>,
    /// What is taken back, with the day.
    pub cancelled: Vec<Occasion>,
}

impl OccasionChanges {
    /// What arises, alone.
    pub const fn of(arising: Vec<OccasionFacts>) -> Self {
        Self { arising, cancelled: Vec::new() }
    }
}

fn facts(
    matter: MatterCode,
    on: Date,
    text: String,
    source: OccasionSource,
    due_by: Option<Date>,
) -> OccasionFacts {
    OccasionFacts { matter, on, text, source, due_by, cancelled_on: None }
}

/// 决议公开 on the day of the resolution, 实施结果公开 on the day of completion
/// (山东省村务公开条例第七条（二）).
fn of_resolution(resolution: &Resolution) -> Vec<OccasionFacts> {
    let known = &resolution.facts;
    let disclosures = known.disclosures().into_iter();
    disclosures
        .map(|(stage, on)| {
            let (source, label) = match stage {
                Stage::OutcomeDisclosed => (OccasionSource::Outcome(resolution.id), "实施结果公开"),
                Stage::Proposed
                | Stage::Consulted
                | Stage::Deliberated
                | Stage::Resolved
                | Stage::ResolutionDisclosed => {
                    (OccasionSource::Resolution(resolution.id), "决议公开")
                }
            };
            let text = format!("{}{} {label}", known.number_label(), known.title);
            facts(MatterCode::RESOLUTION, on, text, source, None)
        })
        .collect()
}

/// A finished audit and a request; nothing else is disclosed by a notice of its own.
fn of_record(record: &Governance, law: &Law) -> Option<OccasionFacts> {
    let source = OccasionSource::Governance(record.id);
    match &record.facts {
        GovernanceFacts::Audit(audit) => {
            let (on, text) = (audit.finished_on?, format!("{}完成", record.facts.title()));
            Some(facts(MatterCode::AUDIT, on, text, source, audit_due_by(audit, law)))
        }
        GovernanceFacts::Request(request) => {
            let DisclosureRequest { received_on, by, signers, subject, .. } = request;
            let asked = subject.lines().next().unwrap_or_default();
            let text = format!("{} {signers} 人联名要求公开：{asked}", by.label());
            Some(facts(MatterCode::REQUEST, *received_on, text, source, None))
        }
        GovernanceFacts::Supervision(_)
        | GovernanceFacts::Veto(_)
        | GovernanceFacts::Evaluation(_)
        | GovernanceFacts::Power(_)
        | GovernanceFacts::PowerUse(_)
        | GovernanceFacts::Plan(_) => None,
    }
}

/// The last day to publish an audit. Of somebody who left in mid-term it is counted like a legal
/// period, a last day off moving on (民法典第二百零三条); the day before an election never moves,
/// because it would move past the election.
fn audit_due_by(audit: &Audit, law: &Law) -> Option<Date> {
    match audit.kind {
        AuditKind::LeavingMidTerm => {
            audit.left_on.map(|left_on| law.calendar.legal_deadline(left_on, law.rules.audit_days))
        }
        AuditKind::LeavingAtEnd => audit.publish_by(),
        AuditKind::Term | AuditKind::OnRequest => None,
    }
}

/// 资产处置 (山东省村务公开条例第七条（三）).
pub fn disposal_occasion(holding: &Holding, disposal: Disposal) -> OccasionFacts {
    let (id, title): (HoldingId, String) = (holding.id, holding.facts.title());
    let text = format!("处置{title}，处置收入 {} 元", disposal.proceeds.grouped());
    facts(MatterCode::ASSET_DISPOSAL, disposal.on, text, OccasionSource::Holding(id), None)
}

impl Book {
    /// The occasion that arose from an affair and still stands; the latest, where it arose again.
    pub fn occasion_from(&self, source: OccasionSource) -> Option<&Occasion> {
        let stands = |it: &&Occasion| it.facts.source == source && it.facts.cancelled_on.is_none();
        self.occasions.iter().rev().find(stands)
    }

    /// Whether the village owes the disclosure of what happened: its catalog has the matter as an
    /// immediate one on that day, and the village was in the ledger by then.
    pub fn owes(&self, occasion: &OccasionFacts, law: &Law) -> bool {
        let matter = law.catalog.matter_on(occasion.matter, occasion.on);
        matter.is_some_and(|matter| matter.cadence == Cadence::Immediate)
            && occasion.on >= self.first_month().first_day()
    }

    /// What changes among the occasions once a resolution is what it is now.
    pub fn occasions_of_resolution(
        &self,
        resolution: &Resolution,
        law: &Law,
        today: Date,
    ) -> OccasionChanges {
        let of = AffairId::Resolution(resolution.id);
        self.occasion_changes(of, of_resolution(resolution), law, today)
    }

    /// What changes among the occasions once a record is what it is now.
    pub fn occasions_of_record(
        &self,
        record: &Governance,
        law: &Law,
        today: Date,
    ) -> OccasionChanges {
        let wanted = of_record(record, law).into_iter().collect();
        self.occasion_changes(AffairId::Record(record.id), wanted, law, today)
    }

    /// What is taken back once a record is gone.
    pub fn occasions_without(
        &self,
        record: &Governance,
        law: &Law,
        today: Date,
    ) -> OccasionChanges {
        self.occasion_changes(AffairId::Record(record.id), Vec::new(), law, today)
    }

    /// Compares what should be with what is. An occasion whose notice was published stays as it
    /// is: what hangs on the wall was about it.
    fn occasion_changes(
        &self,
        of: AffairId,
        mut wanted: Vec<OccasionFacts>,
        law: &Law,
        today: Date,
    ) -> OccasionChanges {
        wanted.retain(|occasion| self.owes(occasion, law));
        let is_ours = |source: OccasionSource| match (of, source) {
            (
                AffairId::Resolution(id),
                OccasionSource::Resolution(of) | OccasionSource::Outcome(of),
            ) => id == of,
            (AffairId::Record(id), OccasionSource::Governance(of)) => id == of,
            _ => false,
        };
        let live = self.occasions.iter().filter(|occasion| {
            is_ours(occasion.facts.source) && occasion.facts.cancelled_on.is_none()
        });
        let mut cancelled = Vec::new();
        for occasion in live {
            let published = self
                .notices
                .iter()
                .any(|notice| is_over(notice, occasion.id) && notice.publication().is_some());
            let same = |one: &OccasionFacts| one.source == occasion.facts.source;
            if published || wanted.contains(&occasion.facts) {
                wanted.retain(|one| !same(one));
            } else {
                let mut taken_back = occasion.clone();
                taken_back.facts.cancelled_on = Some(today);
                cancelled.push(taken_back);
            }
        }
        OccasionChanges { arising: wanted, cancelled }
    }
}
