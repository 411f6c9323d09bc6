//! The registers of funds, assets and resources (三资台账): what the village owns, lets, owes
//! and builds, entry by entry, and the vouchers that moved each entry.
//!
//! Invariant: an entry passed its checks; a tie names a voucher of the book and never claims
//! more than that voucher moves. A reversal of a tied voucher takes the tie back by itself.

mod acts;
mod agreement;
pub mod asset;
pub mod biological;
pub mod contract;
pub mod debt;
pub mod depreciation;
mod intake;
mod listings;
pub mod project;
mod quantity;
mod refusal;
mod register;
pub mod resource;
mod rules;
mod ties;
mod warnings;

use serde::{Deserialize, Serialize};

pub use acts::{DepreciationLine, DepreciationPlan, DisposalPlan};
pub use intake::Intake;
pub use listings::RegisterSheet;
pub use quantity::{Quantity, QuantityFault};
pub use refusal::{HoldingField, HoldingRefusal};
pub use register::{Register, Worth};
pub use ties::Moves;
pub use warnings::HoldingWarning;

use super::account::Chart;
use super::ids::{HoldingId, VoucherId};
use super::ledger::Book;
use super::money::Money;
use super::period::Date;
use super::voucher::Voucher;
use asset::Asset;
use biological::Biological;
use contract::{Contract, Thing};
use debt::{Debt, Direction};
use project::Project;
use resource::Resource;

/// Which register an entry stands in (台账).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum HoldingKind {
    /// 固定资产
    #[default]
    Asset,
    /// 生物资产
    Biological,
    /// 资源
    Resource,
    /// 合同
    Contract,
    /// 债权债务
    Debt,
    /// 工程项目
    Project,
}

impl HoldingKind {
    /// Every register, in order.
    pub const ALL: [Self; 6] =
        [Self::Asset, Self::Biological, Self::Resource, Self::Contract, Self::Debt, Self::Project];

    /// As printed.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Asset => "固定资产",
            Self::Biological => "生物资产",
            Self::Resource => "资源",
            Self::Contract => "合同",
            Self::Debt => "债权债务",
            Self::Project => "工程项目",
        }
    }

    /// The stable name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Asset => "asset",
            Self::Biological => "biological",
            Self::Resource => "resource",
            Self::Contract => "contract",
            Self::Debt => "debt",
            Self::Project => "project",
        }
    }
}

/// What is known of an entry (台账条目的内容).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum HoldingFacts {
    /// 固定资产
    Asset(Asset),
    /// 生物资产
    Biological(Biological),
    /// 资源
    Resource(Resource),
    /// 合同
    Contract(Contract),
    /// 债权、债务
    Debt(Debt),
    /// 工程项目
    Project(Project),
}

impl HoldingFacts {
    /// Its register.
    pub const fn kind(&self) -> HoldingKind {
        match self {
            Self::Asset(_) => HoldingKind::Asset,
            Self::Biological(_) => HoldingKind::Biological,
            Self::Resource(_) => HoldingKind::Resource,
            Self::Contract(_) => HoldingKind::Contract,
            Self::Debt(_) => HoldingKind::Debt,
            Self::Project(_) => HoldingKind::Project,
        }
    }

    /// What people call it.
    pub fn title(&self) -> String {
        match self {
            Self::Asset(asset) => asset.name.clone(),
            Self::Biological(biological) => biological.name.clone(),
            Self::Resource(resource) => resource.name.clone(),
            Self::Contract(contract) => format!("{}（{}）", contract.number, contract.party),
            Self::Debt(debt) => format!("{} {}", debt.party, debt.purpose),
            Self::Project(project) => project.name.clone(),
        }
    }

    /// Checks and cleans the entry on its own.
    ///
    /// # Errors
    /// The first [`HoldingRefusal`] in the order of its fields.
    pub fn check(self, chart: &Chart, today: Date) -> Result<Self, HoldingRefusal> {
        Ok(match self {
            Self::Asset(asset) => Self::Asset(asset.check(chart, today)?),
            Self::Biological(biological) => Self::Biological(biological.check(chart, today)?),
            Self::Resource(resource) => Self::Resource(resource.check()?),
            Self::Contract(contract) => Self::Contract(contract.check(today)?),
            Self::Debt(debt) => Self::Debt(debt.check(chart, today)?),
            Self::Project(project) => Self::Project(project.check(chart, today)?),
        })
    }

    /// What a role is called for this entry.
    pub const fn role_label(&self, role: TieRole) -> &'static str {
        match (self, role) {
            (Self::Debt(_), TieRole::Acquire) => "形成",
            (Self::Project(_), TieRole::Pay) => "付进度款",
            _ => role.label(),
        }
    }

    /// The roles in which a voucher may be tied to it, the usual one first.
    pub const fn roles(&self) -> &'static [TieRole] {
        use TieRole::{Acquire, Complete, Depreciate, Dispose, Pay, Receive, Release, Repay};
        match self {
            Self::Asset(_) => &[Acquire, Depreciate, Dispose, Release],
            Self::Biological(biological) if biological.used_as.depreciation().is_some() => {
                &[Acquire, Depreciate, Dispose, Release]
            }
            Self::Biological(_) => &[Acquire, Dispose],
            Self::Resource(_) => &[],
            Self::Contract(_) => &[Receive],
            Self::Debt(debt) => match debt.direction {
                Direction::Claim => &[Receive, Acquire],
                Direction::Debt => &[Repay, Acquire],
            },
            Self::Project(_) => &[Pay, Complete],
        }
    }
}

/// An entry of a register (台账条目).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// Its identity.
    pub id: HoldingId,
    /// What is known of it.
    pub facts: HoldingFacts,
}

/// What a voucher did to an entry (登记用途).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TieRole {
    /// 取得、形成
    Acquire,
    /// 计提折旧
    Depreciate,
    /// 处置
    Dispose,
    /// 转出折旧: what was depreciated goes with what is disposed of
    Release,
    /// 收款
    Receive,
    /// 归还
    Repay,
    /// 付进度款
    Pay,
    /// 完工转出
    Complete,
}

impl TieRole {
    /// Every role.
    pub const ALL: [Self; 8] = [
        Self::Acquire,
        Self::Depreciate,
        Self::Dispose,
        Self::Release,
        Self::Receive,
        Self::Repay,
        Self::Pay,
        Self::Complete,
    ];

    /// As shown.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Acquire => "取得",
            Self::Depreciate => "计提折旧",
            Self::Dispose => "处置",
            Self::Release => "转出折旧",
            Self::Receive => "收款",
            Self::Repay => "归还",
            Self::Pay => "付款",
            Self::Complete => "完工转出",
        }
    }

    /// The stable name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Acquire => "acquire",
            Self::Depreciate => "depreciate",
            Self::Dispose => "dispose",
            Self::Release => "release",
            Self::Receive => "receive",
            Self::Repay => "repay",
            Self::Pay => "pay",
            Self::Complete => "complete",
        }
    }

    /// The role of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

/// A voucher that moved an entry (登记到台账的凭证).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tie {
    /// The entry.
    pub holding: HoldingId,
    /// The voucher.
    pub voucher: VoucherId,
    /// What it did.
    pub role: TieRole,
    /// How much of it.
    pub amount: Money,
}

/// All registers of a village (三资台账).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holdings {
    entries: Vec<Holding>,
    ties: Vec<Tie>,
}

impl Holdings {
    /// Registers that came out of the file: they pass the checks of new ones again.
    ///
    /// # Errors
    /// The first [`HoldingRefusal`].
    pub fn from_stored(
        stored: Vec<Holding>,
        ties: Vec<Tie>,
        chart: &Chart,
        vouchers: &[Voucher],
    ) -> Result<Self, HoldingRefusal> {
        let mut entries = Vec::with_capacity(stored.len());
        for Holding { id, facts } in stored {
            entries.push(Holding { id, facts: facts.check(chart, Date::MAX)? });
        }
        let holdings = Self { entries, ties };
        holdings.check_things()?;
        holdings.check_ties(vouchers)?;
        Ok(holdings)
    }

    /// Every entry, in the order they were entered.
    pub fn entries(&self) -> &[Holding] {
        &self.entries
    }

    /// Every tie.
    pub fn ties(&self) -> &[Tie] {
        &self.ties
    }

    /// The entry with that identity.
    pub fn get(&self, id: HoldingId) -> Option<&Holding> {
        self.entries.iter().find(|holding| holding.id == id)
    }

    /// The entries of one register.
    pub fn of_kind(&self, kind: HoldingKind) -> impl Iterator<Item = &Holding> {
        self.entries.iter().filter(move |holding| holding.facts.kind() == kind)
    }

    /// What contracts are about stands in another register, where they say so.
    fn check_things(&self) -> Result<(), HoldingRefusal> {
        for holding in &self.entries {
            if let HoldingFacts::Contract(Contract { thing: Thing::Entry(id), .. }) = &holding.facts
            {
                let known = self.get(*id).map(|thing| thing.facts.kind());
                if !matches!(
                    known,
                    Some(HoldingKind::Asset | HoldingKind::Biological | HoldingKind::Resource)
                ) {
                    return Err(HoldingRefusal::NotFound);
                }
            }
        }
        Ok(())
    }
}

impl Book {
    /// Checks a new entry, or the new facts of one that `replaces` names.
    ///
    /// # Errors
    /// The first [`HoldingRefusal`].
    pub fn check_holding(
        &self,
        id: HoldingId,
        facts: HoldingFacts,
        today: Date,
    ) -> Result<Holding, HoldingRefusal> {
        let facts = facts.check(&self.chart, today)?;
        let mut holdings = self.holdings.clone();
        if let HoldingFacts::Contract(contract) = &facts {
            self.check_number(id, contract)?;
        }
        let new = Holding { id, facts };
        match holdings.entries.iter_mut().find(|holding| holding.id == id) {
            Some(old) if old.facts.kind() != new.facts.kind() => {
                let (was, new) = (old.facts.kind(), new.facts.kind());
                return Err(HoldingRefusal::KindChanged { was, new });
            }
            Some(old) => *old = new.clone(),
            None => holdings.entries.push(new.clone()),
        }
        holdings.check_things()?;
        holdings.check_ties(&self.vouchers)?;
        Ok(new)
    }

    /// A contract number stands once.
    fn check_number(&self, id: HoldingId, contract: &Contract) -> Result<(), HoldingRefusal> {
        let others = self.holdings.of_kind(HoldingKind::Contract).filter(|other| other.id != id);
        for other in others {
            if let HoldingFacts::Contract(other) = &other.facts
                && other.number == contract.number
            {
                let (number, party) = (other.number.clone(), other.party.clone());
                return Err(HoldingRefusal::NumberTaken { number, party });
            }
        }
        Ok(())
    }

    /// Checks that an entry may be removed: nothing moved it, and no contract is about it.
    ///
    /// # Errors
    /// The [`HoldingRefusal`] that keeps it.
    pub fn check_removal(&self, id: HoldingId) -> Result<&Holding, HoldingRefusal> {
        let holding = self.holdings.get(id).ok_or(HoldingRefusal::NotFound)?;
        let ties = self.holdings.ties.iter().filter(|tie| tie.holding == id).count();
        if ties > 0 {
            return Err(HoldingRefusal::HasTies(ties));
        }
        for other in self.holdings.of_kind(HoldingKind::Contract) {
            if let HoldingFacts::Contract(contract) = &other.facts
                && contract.thing == Thing::Entry(id)
            {
                return Err(HoldingRefusal::InContract(contract.number.clone()));
            }
        }
        Ok(holding)
    }
}
