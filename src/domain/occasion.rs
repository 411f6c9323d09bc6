//! Occasions: what makes an immediate disclosure due (即时公开事由).
//!
//! Basis: 山东省村务公开条例第十二条, major matters that touch the interests of villagers are
//! disclosed at once. An occasion is recorded by hand or arises by itself, from a voucher, a
//! register, a resolution, an audit or a request; it is kept, never changed, and cancelled where
//! the voucher it arose from was taken back.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::ids::{GovernanceId, HoldingId, OccasionId, ResolutionId, VoucherId};
use super::law::Law;
use super::ledger::fund_movement;
use super::matter::{Cadence, MatterCode};
use super::period::{self, Date, Period};
use super::text::{self, TextFault};
use super::voucher::Voucher;

/// What one disclosure of a matter covers: a period, or one occasion (公开的期间或事由).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum DisclosureSpan {
    /// A month, a quarter or a year.
    Period(Period),
    /// One occasion of an immediate matter.
    Occasion(OccasionId),
}

/// Why a text is neither a period nor an occasion.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}”不是期间（2026-10、2026-Q4、2026），也不是事由编号")]
pub struct SpanFault(pub String);

impl DisclosureSpan {
    /// The period, if it covers one.
    pub const fn period(self) -> Option<Period> {
        match self {
            Self::Period(period) => Some(period),
            Self::Occasion(_) => None,
        }
    }

    /// The occasion, if it covers one.
    pub const fn occasion(self) -> Option<OccasionId> {
        match self {
            Self::Period(_) => None,
            Self::Occasion(id) => Some(id),
        }
    }
}

impl From<Period> for DisclosureSpan {
    fn from(period: Period) -> Self {
        Self::Period(period)
    }
}

impl From<OccasionId> for DisclosureSpan {
    fn from(id: OccasionId) -> Self {
        Self::Occasion(id)
    }
}

impl fmt::Display for DisclosureSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Period(period) => period.fmt(f),
            Self::Occasion(id) => id.fmt(f),
        }
    }
}

impl std::str::FromStr for DisclosureSpan {
    type Err = SpanFault;

    fn from_str(text: &str) -> Result<Self, SpanFault> {
        let text = text.trim();
        if let Ok(period) = Period::parse(text) {
            return Ok(Self::Period(period));
        }
        text.parse().map(Self::Occasion).map_err(|_| SpanFault(text.to_owned()))
    }
}

impl TryFrom<String> for DisclosureSpan {
    type Error = SpanFault;

    fn try_from(text: String) -> Result<Self, SpanFault> {
        text.parse()
    }
}

impl From<DisclosureSpan> for String {
    fn from(span: DisclosureSpan) -> Self {
        span.to_string()
    }
}

/// Something that must be disclosed at once (即时公开事由).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occasion {
    /// Its identity; the span of the duty that follows from it.
    pub id: OccasionId,
    /// What happened.
    pub facts: OccasionFacts,
}

/// What is known of an occasion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OccasionFacts {
    /// The matter that must be disclosed.
    pub matter: MatterCode,
    /// The day it happened.
    pub on: Date,
    /// What happened, one line.
    pub text: String,
    /// Where it comes from.
    #[serde(default, skip_serializing_if = "OccasionSource::is_by_hand")]
    pub source: OccasionSource,
    /// The last day to publish, where it is not that of every immediate matter: an audit result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_by: Option<Date>,
    /// The day what it arose from was taken back, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled_on: Option<Date>,
}

/// Where an occasion comes from (事由来源).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OccasionSource {
    /// Recorded by a person.
    #[default]
    ByHand,
    /// A voucher that was posted.
    Voucher(VoucherId),
    /// An entry of a register that was disposed of.
    Holding(HoldingId),
    /// A resolution that was passed.
    Resolution(ResolutionId),
    /// What came of a resolution.
    Outcome(ResolutionId),
    /// An audit or a request.
    Governance(GovernanceId),
}

impl OccasionSource {
    const fn is_by_hand(&self) -> bool {
        matches!(self, Self::ByHand)
    }
}

/// Why an occasion is not recorded, in order of precedence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OccasionRefusal {
    /// The catalog in force on that day has no such matter.
    #[error("{on} 的公开目录里没有编号为“{matter}”的事项")]
    NoSuchMatter {
        /// The code written.
        matter: MatterCode,
        /// The day of the occasion.
        on: Date,
    },
    /// The matter is disclosed by period.
    #[error("{item}（{matter}）是{cadence}公开的事项，不用登记事由")]
    NotImmediate {
        /// The code.
        matter: MatterCode,
        /// The matter as named.
        item: String,
        /// How often it is disclosed.
        cadence: &'static str,
    },
    /// Dated after today.
    #[error("事由日期 {on} 还没到（今天是 {today}）")]
    Future {
        /// The date written.
        on: Date,
        /// The day of recording.
        today: Date,
    },
    /// Before the village joined the ledger.
    #[error("事由日期 {on} 早于本村开始公开的月份 {first}")]
    BeforeVillage {
        /// The date written.
        on: Date,
        /// The first day the village answers for.
        first: Date,
    },
    /// Nothing was written.
    #[error("没有写发生了什么事")]
    NoText,
    /// The text holds a character that cannot be kept.
    #[error("事由里{0}")]
    Text(TextFault),
}

impl OccasionRefusal {
    /// The next step, with the article where one applies.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::NoSuchMatter { .. } => "请核对事项编号；公开目录在“设置”里可以查。",
            Self::NotImmediate { .. } => {
                "请在到期的期间里起草。即时公开的是涉及村民切身利益的重大事项（《山东省村务公开条例》第十二条）。"
            }
            Self::Future { .. } => "请写事情实际发生的日期。",
            Self::BeforeVillage { .. } => "请核对日期；入账以前的事不在本账簿里公开。",
            Self::NoText => "请用一句话写清楚，如“收到县应急局救灾款 20000 元”。",
            Self::Text(fault) => fault.hint(),
        }
    }
}

impl OccasionFacts {
    /// Checks what a person recorded.
    ///
    /// # Errors
    /// The first [`OccasionRefusal`] in the order its variants are declared.
    pub fn check(mut self, law: &Law, first: Date, today: Date) -> Result<Self, OccasionRefusal> {
        let matter = law.catalog.matter_on(self.matter, self.on);
        let matter =
            matter.ok_or(OccasionRefusal::NoSuchMatter { matter: self.matter, on: self.on })?;
        if matter.cadence != Cadence::Immediate {
            return Err(OccasionRefusal::NotImmediate {
                matter: self.matter,
                item: matter.item.clone(),
                cadence: matter.cadence.label(),
            });
        }
        if self.on > today {
            return Err(OccasionRefusal::Future { on: self.on, today });
        }
        if self.on < first {
            return Err(OccasionRefusal::BeforeVillage { on: self.on, first });
        }
        self.text = text::clean_line(&self.text).map_err(OccasionRefusal::Text)?;
        if self.text.is_empty() {
            return Err(OccasionRefusal::NoText);
        }
        Ok(self)
    }

    /// The last day to publish: counted and moved like a legal period (民法典第二百零一、二百零三条).
    pub fn due_by(&self, law: &Law) -> Date {
        self.due_by
            .unwrap_or_else(|| law.calendar.legal_deadline(self.on, law.rules.immediate_days))
    }

    /// As on lists: `2026年11月5日 收到救灾款`.
    pub fn label(&self) -> String {
        format!("{} {}", period::date_label(self.on), self.text)
    }
}

/// The occasions that a voucher gives rise to when it is posted: a payment above the village's
/// threshold, money for relief, compensation for land.
///
/// Basis: 山东省村务公开条例第七条（四）（六）; F18's threshold is the village's own.
pub fn arising(voucher: &Voucher, law: &Law) -> Vec<OccasionFacts> {
    let written = voucher.written();
    if voucher.is_reversal() || written.kind.is_closing() {
        return Vec::new();
    }
    let movement = fund_movement(voucher);
    let (income, expense) = (movement.income_total(), movement.expense_total());
    let mentions = |words: &[&str]| words.iter().any(|word| written.summary.contains(word));
    let mut found = Vec::new();
    let threshold = law.rules.major_payment;
    if threshold.is_positive() && expense >= threshold {
        found.push((MatterCode::MAJOR_PAYMENT, expense));
    }
    if income.is_positive() && mentions(&["救灾", "救济", "灾害救助", "赈灾"]) {
        found.push((MatterCode::RELIEF, income));
    }
    if income.is_positive() && mentions(&["征地", "征占", "征收补偿", "青苗补偿", "土地补偿"])
    {
        found.push((MatterCode::LAND_COMPENSATION, income));
        found.push((MatterCode::LAND_TAKEN, income));
    }
    let is_immediate = |code: MatterCode| {
        let matter = law.catalog.matter_on(code, voucher.date());
        matter.is_some_and(|matter| matter.cadence == Cadence::Immediate)
    };
    found
        .into_iter()
        .filter(|(matter, _)| is_immediate(*matter))
        .map(|(matter, amount)| OccasionFacts {
            matter,
            on: voucher.date(),
            text: format!("{} {} 元", written.summary, amount.grouped()),
            source: OccasionSource::Voucher(voucher.id()),
            due_by: None,
            cancelled_on: None,
        })
        .collect()
}
