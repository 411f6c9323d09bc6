//! Objections and the answers to them (异议与答复).
//!
//! Basis: 山东省村务公开条例第十六条: the supervision committee within five days of the proposal,
//! villagers within five days of the publication; the committee answers within five days of
//! receiving it. Who objected is kept for the answer and never printed.

use serde::{Deserialize, Serialize};

use crate::domain::ids::{NoticeId, ObjectionId};
use crate::domain::law::Law;
use crate::domain::period::Date;

/// An objection to a notice, or to something that was not disclosed (异议).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objection {
    /// Its identity.
    pub id: ObjectionId,
    /// The notice it is about; `None` for one about what was not disclosed.
    pub notice: Option<NoticeId>,
    /// Its number in the village's register, from 1.
    pub number: u32,
    /// What was said.
    pub facts: ObjectionFacts,
    /// The answer, once given.
    pub reply: Option<Reply>,
}

/// What is known of an objection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectionFacts {
    /// The day it was received.
    pub on: Date,
    /// Who objects.
    pub by: Objector,
    /// What about.
    pub text: String,
    /// Whether it came after the days the law gives; it is answered all the same.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub late: bool,
}

/// Who objects (提出人).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Objector {
    /// The supervision committee, of a proposal.
    Committee,
    /// A villager; the name may be empty and is never printed.
    Villager(String),
    /// Somebody who did not say who.
    #[default]
    Unnamed,
}

/// The committee's answer (答复).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// The day.
    pub on: Date,
    /// What was answered.
    pub text: String,
}

impl Objection {
    /// The last day to answer: counted and moved like a legal period.
    pub fn answer_by(&self, law: &Law) -> Date {
        law.calendar.legal_deadline(self.facts.on, law.rules.answer_days)
    }

    /// Whether it is the supervision committee's.
    pub const fn is_committee(&self) -> bool {
        matches!(self.facts.by, Objector::Committee)
    }

    /// Who objects, as on paper: never a name.
    pub const fn anonymous(&self) -> &'static str {
        match self.facts.by {
            Objector::Committee => "村务监督委员会",
            Objector::Villager(_) | Objector::Unnamed => "村民",
        }
    }
}
