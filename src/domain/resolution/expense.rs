//! A large expense and the resolution that allows it.

use super::{Resolution, ResolutionState, Stage};
use crate::domain::money::Money;
use crate::domain::money_rules::ApprovalTier;
use crate::domain::period::Date;

/// An expense about to be entered (一笔支出).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expense {
    /// How much.
    pub amount: Money,
    /// The day it was paid.
    pub paid_on: Date,
    /// What other vouchers spent on the same resolution, reversals taken off.
    pub spent_before: Money,
}

/// Why an expense is not covered by a resolution (大额支出没有决议); the caller decides whether
/// it warns or refuses.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExpenseFault {
    /// Above the tier, and no resolution is named.
    #[error(
        "支出 {amount} 元，超过 {above} 元，要经{needs}，没有写是哪一项决议",
        amount = .amount.grouped(),
        above = .above.grouped()
    )]
    NoResolution {
        /// The expense.
        amount: Money,
        /// The tier.
        above: Money,
        /// Whose agreement it takes.
        needs: String,
    },
    /// The resolution named was not resolved.
    #[error("{number}“{title}”{state}，还不能按它支出")]
    NotResolved {
        /// Its number.
        number: String,
        /// Its matter.
        title: String,
        /// Where it stands.
        state: String,
    },
    /// Paid before it was resolved.
    #[error("{number}“{title}”{resolved_on} 才决议，支出在 {paid_on}，早于决议")]
    TooEarly {
        /// Its number.
        number: String,
        /// Its matter.
        title: String,
        /// The day of the resolution.
        resolved_on: Date,
        /// The day of the payment.
        paid_on: Date,
    },
    /// The resolution allows no expense.
    #[error("{number}“{title}”没有写金额，不能按它支出")]
    NoAmount {
        /// Its number.
        number: String,
        /// Its matter.
        title: String,
    },
    /// More than the resolution allows.
    #[error(
        "按{number}“{title}”已支出 {spent} 元，加上这笔 {amount} 元共 {sum} 元，超过决议的 {limit} 元，多出 {excess} 元",
        spent = .spent.grouped(),
        amount = .amount.grouped(),
        sum = .spent.plus(*.amount).grouped(),
        limit = .limit.grouped(),
        excess = .spent.plus(*.amount).minus(*.limit).grouped()
    )]
    AboveAmount {
        /// Its number.
        number: String,
        /// Its matter.
        title: String,
        /// What was spent before.
        spent: Money,
        /// The expense.
        amount: Money,
        /// What it allows.
        limit: Money,
    },
}

impl ExpenseFault {
    /// The next step.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::NoResolution { .. } => {
                "请选四议两公开台账里的决议；还没有的，先走四议两公开（《村民委员会组织法》第二十八条）。限额可以在规则里改。"
            }
            Self::NotResolved { .. } => "请等决议通过以后再支出，或改选别的决议。",
            Self::TooEarly { .. } => "请核对支出日期，或改选支出以前的决议。",
            Self::NoAmount { .. } => "请改选写明金额的决议。",
            Self::AboveAmount { .. } => "超出的部分要另行决议。请核对金额，或改选别的决议。",
        }
    }
}

/// Whether a tier takes a resolution of villagers or members, by its words.
pub fn takes_resolution(tier: &ApprovalTier) -> bool {
    ["村民会议", "代表会", "成员大会", "代表大会", "决议", "四议"]
        .iter()
        .any(|words| tier.needs.contains(words))
}

/// Checks that an expense above the village's tier names a resolution that was resolved before it
/// was paid and whose amount covers it, together with what was spent on it before.
///
/// An expense below every such tier may name a resolution as well; it is then held to it.
///
/// # Errors
/// The first [`ExpenseFault`].
pub fn check_expense(
    expense: Expense,
    tiers: &[ApprovalTier],
    resolution: Option<&Resolution>,
) -> Result<(), ExpenseFault> {
    let Expense { amount, paid_on, spent_before: spent } = expense;
    let Some(resolution) = resolution else {
        let reached = tiers.iter().filter(|tier| takes_resolution(tier) && amount > tier.above);
        return match reached.min_by_key(|tier| tier.above) {
            Some(tier) => {
                let (above, needs) = (tier.above, tier.needs.clone());
                Err(ExpenseFault::NoResolution { amount, above, needs })
            }
            None => Ok(()),
        };
    };
    let facts = &resolution.facts;
    let (number, title) = (facts.number_label(), facts.title.clone());
    let Some(resolved_on) = facts.resolved_on() else {
        let state = match facts.state() {
            ResolutionState::Rejected { at, .. } => format!("{}没有通过", at.label()),
            ResolutionState::Abandoned { .. } => "已经终止".to_owned(),
            ResolutionState::Meeting(Stage::Proposed) => "还没有提议".to_owned(),
            ResolutionState::Meeting(_)
            | ResolutionState::ToDisclose { .. }
            | ResolutionState::UnderWay
            | ResolutionState::OutcomeToDisclose { .. }
            | ResolutionState::Finished => "还没有决议通过".to_owned(),
        };
        return Err(ExpenseFault::NotResolved { number, title, state });
    };
    if paid_on < resolved_on {
        return Err(ExpenseFault::TooEarly { number, title, resolved_on, paid_on });
    }
    let Some(limit) = facts.amount else {
        return Err(ExpenseFault::NoAmount { number, title });
    };
    if spent.plus(amount) > limit {
        return Err(ExpenseFault::AboveAmount { number, title, spent, amount, limit });
    }
    Ok(())
}
