//! What the registers say at a date: facts, and the vouchers tied to them up to that day.

use std::collections::BTreeMap;

use super::asset::{ACCUMULATED, Disposal};
use super::biological::BIOLOGICAL_ACCUMULATED;
use super::contract::{Contract, Unpaid};
use super::debt::{Debt, Direction};
use super::depreciation::Depreciation;
use super::project::Project;
use super::ties::Postings;
use super::{Holding, HoldingFacts, Tie, TieRole};
use crate::domain::account::{AccountCode, Side};
use crate::domain::ids::{HoldingId, VoucherId};
use crate::domain::ledger::Book;
use crate::domain::money::Money;
use crate::domain::period::{Date, Month};

/// The registers of a book with its vouchers at hand (台账的账面).
#[derive(Debug)]
pub struct Register<'a> {
    pub(super) book: &'a Book,
    pub(super) postings: Postings<'a>,
    ties: BTreeMap<HoldingId, Vec<&'a Tie>>,
}

/// What a durable thing is worth in the books (原值、累计折旧); zero once it is gone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Worth {
    /// 原值
    pub cost: Money,
    /// 累计折旧
    pub accumulated: Money,
}

impl Worth {
    /// 净值
    pub const fn net(self) -> Money {
        self.cost.minus(self.accumulated)
    }
}

/// What fixed and biological assets have in common.
#[derive(Clone, Copy, Debug)]
pub(super) struct Durable<'a> {
    pub(super) account: &'a AccountCode,
    pub(super) contra: &'static str,
    pub(super) cost: Money,
    pub(super) acquired_on: Date,
    pub(super) depreciation: Option<&'a Depreciation>,
    pub(super) disposal: Option<Disposal>,
}

impl HoldingFacts {
    pub(super) const fn durable(&self) -> Option<Durable<'_>> {
        match self {
            Self::Asset(asset) => Some(Durable {
                account: &asset.account,
                contra: ACCUMULATED,
                cost: asset.cost,
                acquired_on: asset.acquired_on,
                depreciation: Some(&asset.depreciation),
                disposal: asset.disposal,
            }),
            Self::Biological(biological) => Some(Durable {
                account: &biological.account,
                contra: BIOLOGICAL_ACCUMULATED,
                cost: biological.cost,
                acquired_on: biological.acquired_on,
                depreciation: biological.used_as.depreciation(),
                disposal: biological.disposal,
            }),
            Self::Resource(_) | Self::Contract(_) | Self::Debt(_) | Self::Project(_) => None,
        }
    }
}

/// What an entry stands for in one account (台账在一个科目上的数).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Position {
    /// First level.
    pub(super) account: String,
    /// What the register says, debit positive.
    pub(super) value: Money,
    /// The part of it that tied vouchers explain.
    pub(super) tied: Money,
    /// Since when it should stand in the books.
    pub(super) since: Date,
}

impl Book {
    /// The registers with the vouchers at hand.
    pub fn register(&self) -> Register<'_> {
        let mut ties: BTreeMap<HoldingId, Vec<&Tie>> = BTreeMap::new();
        for tie in self.holdings.ties() {
            ties.entry(tie.holding).or_default().push(tie);
        }
        Register { book: self, postings: Postings::of(&self.vouchers), ties }
    }
}

impl<'a> Register<'a> {
    /// The ties of an entry.
    pub fn ties_of(&self, id: HoldingId) -> &[&'a Tie] {
        self.ties.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Whether a voucher was taken back.
    pub fn is_reversed(&self, voucher: VoucherId) -> bool {
        self.postings.reversals.contains_key(&voucher)
    }

    /// What was tied to an entry in a role up to a day, less what was taken back by then.
    pub fn tied(&self, id: HoldingId, role: TieRole, date: Date) -> Money {
        let ties = self.ties_of(id).iter().filter(|tie| tie.role == role);
        ties.map(|tie| {
            let by = |voucher: Option<&&crate::domain::voucher::Voucher>| {
                voucher.is_some_and(|voucher| voucher.date() <= date)
            };
            let posted = by(self.postings.vouchers.get(&tie.voucher));
            let reversed = by(self.postings.reversals.get(&tie.voucher));
            if posted && !reversed { tie.amount } else { Money::ZERO }
        })
        .sum()
    }

    /// The same of all that was ever tied.
    pub fn tied_so_far(&self, id: HoldingId, role: TieRole) -> Money {
        self.tied(id, role, Date::MAX)
    }

    /// What was tied by vouchers of one month and not taken back.
    pub(super) fn tied_in(
        &self,
        id: HoldingId,
        role: TieRole,
        months: impl Fn(Month) -> bool,
    ) -> Money {
        let ties = self.ties_of(id).iter().filter(|tie| tie.role == role);
        ties.filter(|tie| !self.is_reversed(tie.voucher))
            .filter(|tie| {
                let voucher = self.postings.vouchers.get(&tie.voucher);
                voucher.is_some_and(|voucher| months(voucher.month()))
            })
            .map(|tie| tie.amount)
            .sum()
    }

    /// What an asset is worth at a date; nothing for entries that are no assets.
    pub fn worth(&self, holding: &Holding, date: Date) -> Worth {
        let Some(durable) = holding.facts.durable() else { return Worth::default() };
        if durable.acquired_on > date {
            return Worth::default();
        }
        let is_disposal = |tie: &&&Tie| tie.role == TieRole::Dispose;
        let has_voucher = self.ties_of(holding.id).iter().any(|tie| is_disposal(&tie));
        let gone = durable.disposal.is_some_and(|disposal| disposal.on <= date);
        let disposed = self.tied(holding.id, TieRole::Dispose, date);
        let cost = durable.cost.minus(disposed);
        if !cost.is_positive() || (gone && !has_voucher) {
            return Worth::default();
        }
        let before = durable.depreciation.map_or(Money::ZERO, |plan| plan.depreciated_before);
        let depreciated = self.tied(holding.id, TieRole::Depreciate, date);
        let released = self.tied(holding.id, TieRole::Release, date);
        Worth { cost, accumulated: before.plus(depreciated).minus(released) }
    }

    /// What a contract brought in up to a date (实收).
    pub fn received(&self, id: HoldingId, contract: &Contract, date: Date) -> Money {
        contract.received_before.plus(self.tied(id, TieRole::Receive, date))
    }

    /// What a contract owes at a date (欠交).
    pub fn unpaid(&self, id: HoldingId, contract: &Contract, date: Date) -> Vec<Unpaid> {
        contract.unpaid(self.received(id, contract, date), date)
    }

    /// What was paid back of a claim or debt up to a date (已收、已还).
    pub fn settled(&self, id: HoldingId, debt: &Debt, date: Date) -> Money {
        let role = match debt.direction {
            Direction::Claim => TieRole::Receive,
            Direction::Debt => TieRole::Repay,
        };
        debt.settled_before.plus(self.tied(id, role, date))
    }

    /// What is left of a claim or debt at a date (余额); nothing before it arose.
    pub fn outstanding(&self, id: HoldingId, debt: &Debt, date: Date) -> Money {
        if debt.incurred_on > date {
            return Money::ZERO;
        }
        debt.principal.minus(self.settled(id, debt, date))
    }

    /// What was paid for a project up to a date (已付).
    pub fn paid(&self, id: HoldingId, project: &Project, date: Date) -> Money {
        project.paid_before.plus(self.tied(id, TieRole::Pay, date))
    }

    /// What the entry stands for in the accounts at a date.
    pub(super) fn positions(&self, holding: &Holding, date: Date) -> Vec<Position> {
        let id = holding.id;
        let tied = |role| self.tied(id, role, date);
        match &holding.facts {
            HoldingFacts::Asset(_) | HoldingFacts::Biological(_) => {
                let Some(durable) = holding.facts.durable() else { return Vec::new() };
                let worth = self.worth(holding, date);
                let since = durable.acquired_on;
                let own = Position {
                    account: durable.account.first_level().to_owned(),
                    value: worth.cost,
                    tied: tied(TieRole::Acquire).minus(tied(TieRole::Dispose)),
                    since,
                };
                let contra = Position {
                    account: durable.contra.to_owned(),
                    value: -worth.accumulated,
                    tied: tied(TieRole::Release).minus(tied(TieRole::Depreciate)),
                    since,
                };
                vec![own, contra]
            }
            HoldingFacts::Debt(debt) => {
                let left = self.outstanding(id, debt, date);
                let moved = tied(TieRole::Acquire)
                    .minus(tied(TieRole::Receive))
                    .minus(tied(TieRole::Repay));
                let is_claim = debt.direction == Direction::Claim;
                let sign = |amount: Money| if is_claim { amount } else { -amount };
                vec![Position {
                    account: debt.account.first_level().to_owned(),
                    value: sign(left),
                    tied: sign(moved),
                    since: debt.incurred_on,
                }]
            }
            HoldingFacts::Project(project) => {
                let moved = tied(TieRole::Pay).minus(tied(TieRole::Complete));
                vec![Position {
                    account: project.account.first_level().to_owned(),
                    value: project.paid_before.plus(moved),
                    tied: moved,
                    since: project.decided_on,
                }]
            }
            HoldingFacts::Resource(_) | HoldingFacts::Contract(_) => Vec::new(),
        }
    }

    /// What ties explain of the movement of each voucher in each account, debit positive; a
    /// reversal explains itself.
    pub(super) fn explained(&self) -> BTreeMap<(VoucherId, String), Money> {
        let mut explained: BTreeMap<(VoucherId, String), Money> = BTreeMap::new();
        for holding in self.book.holdings.entries() {
            for tie in self.ties_of(holding.id) {
                let Some(moves) = holding.facts.moves(tie.role) else { continue };
                let Some(account) = moves.first_level() else { continue };
                let amount = match moves.side {
                    Side::Debit => tie.amount,
                    Side::Credit => -tie.amount,
                };
                let mut add = |voucher: VoucherId, amount: Money| {
                    let sum = explained.entry((voucher, account.to_owned())).or_default();
                    *sum = sum.plus(amount);
                };
                add(tie.voucher, amount);
                if let Some(reversal) = self.postings.reversals.get(&tie.voucher) {
                    add(reversal.id(), -amount);
                }
            }
        }
        explained
    }
}
