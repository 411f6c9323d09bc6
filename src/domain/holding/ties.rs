//! Ties between vouchers and entries: what a voucher moves, and how much of it an entry claims.

use std::collections::{BTreeMap, BTreeSet};

use super::asset::ACCUMULATED;
use super::biological::BIOLOGICAL_ACCUMULATED;
use super::debt::Direction;
use super::{HoldingFacts, HoldingRefusal, Holdings, Tie, TieRole};
use crate::domain::account::{AccountCode, Side};
use crate::domain::ids::{HoldingId, VoucherId};
use crate::domain::ledger::Book;
use crate::domain::money::Money;
use crate::domain::voucher::{Voucher, VoucherKind};

/// What a voucher must move to be tied in a role (登记所看的科目和方向).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moves {
    /// The account; `None` is money in hand and in the bank.
    account: Option<String>,
    /// The side.
    pub side: Side,
}

impl Moves {
    fn account(account: impl Into<String>, side: Side) -> Self {
        Self { account: Some(account.into()), side }
    }

    /// The first level of the account; `None` is money.
    pub fn first_level(&self) -> Option<&str> {
        self.account.as_deref().map(|account| account.get(..3).unwrap_or(account))
    }

    /// As shown in a sentence.
    fn label(&self) -> String {
        let account = self.account.as_deref();
        account.map_or_else(|| "现金和银行存款".to_owned(), |code| format!("科目 {code} "))
    }

    fn covers(&self, account: &AccountCode) -> bool {
        let code = self.account.as_deref();
        code.map_or_else(|| account.is_fund(), |code| account.as_str().starts_with(code))
    }

    /// What a voucher moves of it.
    pub fn of(&self, voucher: &Voucher) -> Money {
        let entries = voucher.entries().iter();
        let lines = entries.filter(|entry| entry.side == self.side && self.covers(&entry.account));
        lines.map(|entry| entry.amount).sum()
    }

    /// The same at the first level.
    fn at_first_level(&self) -> Self {
        Self { account: self.first_level().map(str::to_owned), side: self.side }
    }
}

impl HoldingFacts {
    /// What a voucher tied in that role moves; `None` where the entry has no such role.
    pub fn moves(&self, role: TieRole) -> Option<Moves> {
        let (own, contra) = match self {
            Self::Asset(asset) => (asset.account.as_str(), ACCUMULATED),
            Self::Biological(biological) => (biological.account.as_str(), BIOLOGICAL_ACCUMULATED),
            Self::Debt(debt) => (debt.account.as_str(), ""),
            Self::Project(project) => (project.account.as_str(), ""),
            Self::Resource(_) | Self::Contract(_) => ("", ""),
        };
        if !self.roles().contains(&role) {
            return None;
        }
        let is_debt = matches!(self, Self::Debt(debt) if debt.direction == Direction::Debt);
        Some(match role {
            TieRole::Acquire if is_debt => Moves::account(own, Side::Credit),
            TieRole::Acquire | TieRole::Pay | TieRole::Repay => Moves::account(own, Side::Debit),
            TieRole::Depreciate => Moves::account(contra, Side::Credit),
            TieRole::Release => Moves::account(contra, Side::Debit),
            TieRole::Receive if own.is_empty() => Moves { account: None, side: Side::Debit },
            TieRole::Dispose | TieRole::Complete | TieRole::Receive => {
                Moves::account(own, Side::Credit)
            }
        })
    }
}

/// The vouchers of a book by identity, and what took each of them back.
#[derive(Debug)]
pub(super) struct Postings<'a> {
    pub(super) vouchers: BTreeMap<VoucherId, &'a Voucher>,
    pub(super) reversals: BTreeMap<VoucherId, &'a Voucher>,
}

impl<'a> Postings<'a> {
    pub(super) fn of(vouchers: &'a [Voucher]) -> Self {
        let reversed = |voucher: &'a Voucher| Some((voucher.written().reverses?, voucher));
        Self {
            vouchers: vouchers.iter().map(|voucher| (voucher.id(), voucher)).collect(),
            reversals: vouchers.iter().filter_map(reversed).collect(),
        }
    }
}

/// Sums of what was tied and not taken back, by entry and role.
type Sums = BTreeMap<(HoldingId, TieRole), Money>;

impl Holdings {
    /// Checks all ties: against their vouchers, and against what their entries allow. A later
    /// reversal only lowers the sums, so that what passed once passes for ever.
    pub(super) fn check_ties(&self, vouchers: &[Voucher]) -> Result<(), HoldingRefusal> {
        if self.ties.is_empty() {
            return self.check_sums(&Sums::new());
        }
        let postings = Postings::of(vouchers);
        let facts: BTreeMap<HoldingId, &HoldingFacts> =
            self.entries.iter().map(|holding| (holding.id, &holding.facts)).collect();
        let mut claimed: BTreeMap<(VoucherId, Moves), Money> = BTreeMap::new();
        let mut sums = Sums::new();
        let mut seen = BTreeSet::new();
        for tie in &self.ties {
            let facts = facts.get(&tie.holding).ok_or(HoldingRefusal::NotFound)?;
            let voucher = *postings.vouchers.get(&tie.voucher).ok_or(HoldingRefusal::NoVoucher)?;
            let (month, number) = (voucher.month(), voucher.number());
            let kind = facts.kind();
            let moves =
                facts.moves(tie.role).ok_or(HoldingRefusal::WrongRole { kind, role: tie.role })?;
            if voucher.is_reversal() {
                return Err(HoldingRefusal::TieOfReversal { month, number });
            }
            if !seen.insert((tie.holding, tie.voucher, tie.role)) {
                return Err(HoldingRefusal::TiedTwice { month, number, role: tie.role });
            }
            if !tie.amount.is_positive() {
                return Err(HoldingRefusal::TieNotPositive(tie.amount));
            }
            for moves in BTreeSet::from([moves.at_first_level(), moves]) {
                claim(&mut claimed, voucher, &moves, tie.amount)?;
            }
            if !postings.reversals.contains_key(&tie.voucher) {
                let sum = sums.entry((tie.holding, tie.role)).or_default();
                *sum = sum.plus(tie.amount);
            }
        }
        self.check_sums(&sums)
    }

    /// No entry moves beyond what is written of it.
    fn check_sums(&self, sums: &Sums) -> Result<(), HoldingRefusal> {
        for holding in &self.entries {
            let sum = |role| sums.get(&(holding.id, role)).copied().unwrap_or_default();
            let within = |what, sum: Money, limit_of, limit: Money| {
                let above = sum.is_positive() && sum > limit;
                let refusal = HoldingRefusal::SumAbove { what, sum, limit_of, limit };
                if above { Err(refusal) } else { Ok(()) }
            };
            let durable = |cost: Money| {
                within("取得", sum(TieRole::Acquire), "原值", cost)?;
                within("处置", sum(TieRole::Dispose), "原值", cost)
            };
            let depreciated = |plan: &super::depreciation::Depreciation, cost: Money| {
                let sum = sum(TieRole::Depreciate).plus(plan.depreciated_before);
                within("折旧", sum, "应计折旧额", plan.depreciable(cost))
            };
            match &holding.facts {
                HoldingFacts::Asset(asset) => {
                    durable(asset.cost)?;
                    depreciated(&asset.depreciation, asset.cost)?;
                }
                HoldingFacts::Biological(biological) => {
                    durable(biological.cost)?;
                    if let Some(plan) = biological.used_as.depreciation() {
                        depreciated(plan, biological.cost)?;
                    }
                }
                HoldingFacts::Debt(debt) => {
                    let (role, what) = match debt.direction {
                        Direction::Claim => (TieRole::Receive, "收回"),
                        Direction::Debt => (TieRole::Repay, "归还"),
                    };
                    within("形成", sum(TieRole::Acquire), "本金", debt.principal)?;
                    let settled = sum(role).plus(debt.settled_before);
                    within(what, settled, "本金", debt.principal)?;
                }
                HoldingFacts::Resource(_)
                | HoldingFacts::Contract(_)
                | HoldingFacts::Project(_) => {}
            }
        }
        Ok(())
    }
}

/// Claims a part of what a voucher moves.
fn claim(
    claimed: &mut BTreeMap<(VoucherId, Moves), Money>,
    voucher: &Voucher,
    moves: &Moves,
    amount: Money,
) -> Result<(), HoldingRefusal> {
    let limit = moves.of(voucher);
    let sum = claimed.entry((voucher.id(), moves.clone())).or_default();
    *sum = sum.plus(amount);
    if *sum <= limit {
        return Ok(());
    }
    Err(HoldingRefusal::TieTooMuch {
        month: voucher.month(),
        number: voucher.number(),
        account: moves.label(),
        side: moves.side,
        moved: limit,
        asked: *sum,
    })
}

impl Book {
    /// Checks new ties, one after the other.
    ///
    /// # Errors
    /// The first [`HoldingRefusal`].
    pub fn check_tie(&self, tie: Tie) -> Result<(), HoldingRefusal> {
        let holding = self.holdings.get(tie.holding).ok_or(HoldingRefusal::NotFound)?;
        let voucher = self.voucher(tie.voucher).ok_or(HoldingRefusal::NoVoucher)?;
        if voucher.written().kind == VoucherKind::Depreciation {
            return Err(HoldingRefusal::DepreciationStays);
        }
        let (month, number) = (voucher.month(), voucher.number());
        if self.vouchers.iter().any(|other| other.written().reverses == Some(tie.voucher)) {
            return Err(HoldingRefusal::TieOfReversed { month, number });
        }
        let mut holdings = self.holdings.clone();
        holdings.ties.push(tie);
        holdings.check_ties(&self.vouchers)?;
        // what goes out again cannot be more than came in
        let tied = self.register();
        let so_far = |role| tied.tied_so_far(tie.holding, role);
        let (what, limit_of, limit) = match (&holding.facts, tie.role) {
            (HoldingFacts::Project(project), TieRole::Complete) => {
                ("完工转出", "已付", so_far(TieRole::Pay).plus(project.paid_before))
            }
            (HoldingFacts::Asset(asset), TieRole::Release) => {
                let before = asset.depreciation.depreciated_before;
                ("转出折旧", "累计折旧", so_far(TieRole::Depreciate).plus(before))
            }
            (HoldingFacts::Biological(biological), TieRole::Release) => {
                let plan = biological.used_as.depreciation();
                let before = plan.map_or(Money::ZERO, |plan| plan.depreciated_before);
                ("转出折旧", "累计折旧", so_far(TieRole::Depreciate).plus(before))
            }
            _ => return Ok(()),
        };
        let sum = so_far(tie.role).plus(tie.amount);
        let refusal = HoldingRefusal::SumAbove { what, sum, limit_of, limit };
        if sum > limit { Err(refusal) } else { Ok(()) }
    }

    /// Checks that a tie may be undone; what the program itself tied stays.
    ///
    /// # Errors
    /// The [`HoldingRefusal`] that keeps it.
    pub fn check_untie(
        &self,
        holding: HoldingId,
        voucher: VoucherId,
        role: TieRole,
    ) -> Result<Tie, HoldingRefusal> {
        let is_it = |tie: &&Tie| (tie.holding, tie.voucher, tie.role) == (holding, voucher, role);
        let tie = self.holdings.ties.iter().find(is_it).ok_or(HoldingRefusal::NotTied)?;
        let kind = self.voucher(voucher).map(|voucher| voucher.written().kind);
        if kind == Some(VoucherKind::Depreciation) {
            return Err(HoldingRefusal::DepreciationStays);
        }
        Ok(*tie)
    }
}
