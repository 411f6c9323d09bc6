//! What the program posts by itself: the depreciation of a month, and the disposal of a fixed
//! asset.

use std::collections::BTreeMap;

use super::asset::{ACCUMULATED, CLEARING, Disposal};
use super::{Holding, HoldingFacts, HoldingRefusal, Tie, TieRole};
use crate::domain::account::{AccountCode, Side};
use crate::domain::ids::{HoldingId, VoucherId};
use crate::domain::ledger::Book;
use crate::domain::money::Money;
use crate::domain::period::{Date, Month};
use crate::domain::voucher::{Entry, VoucherDraft, VoucherKind, VoucherNumber};

/// What one asset loses in a month (一项资产的月折旧).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DepreciationLine {
    /// The asset.
    pub holding: HoldingId,
    /// Its name.
    pub title: String,
    /// The account that bears it.
    pub expense: AccountCode,
    /// 152 or 133.
    pub contra: &'static str,
    /// How much.
    pub amount: Money,
}

/// The depreciation of a month (计提折旧方案).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DepreciationPlan {
    /// The month.
    pub month: Month,
    /// Each asset that loses something.
    pub lines: Vec<DepreciationLine>,
    /// The voucher that posts them all.
    pub draft: VoucherDraft,
}

impl DepreciationPlan {
    /// The sum of the month.
    pub fn total(&self) -> Money {
        self.lines.iter().map(|line| line.amount).sum()
    }
}

/// The disposal of a fixed asset (固定资产处置方案).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisposalPlan {
    /// The asset with its disposal written down.
    pub holding: Holding,
    /// The voucher that carries it to 固定资产清理.
    pub draft: VoucherDraft,
    /// What the voucher does to the entry.
    pub ties: Vec<(TieRole, Money)>,
}

impl Book {
    /// The voucher that posted the depreciation of a month, if it stands.
    pub fn depreciation_of(&self, month: Month) -> Option<VoucherNumber> {
        let is_it = |voucher: &&crate::domain::voucher::Voucher| {
            voucher.month() == month
                && voucher.written().kind == VoucherKind::Depreciation
                && !voucher.is_reversal()
                && !self.vouchers.iter().any(|other| other.written().reverses == Some(voucher.id()))
        };
        self.vouchers.iter().find(is_it).map(crate::domain::voucher::Voucher::number)
    }

    /// What each asset loses in a month, whether or not it may be posted (月折旧).
    pub fn depreciation_due(&self, month: Month) -> Vec<DepreciationLine> {
        let register = self.register();
        let line = |holding: &Holding| {
            let durable = holding.facts.durable()?;
            let plan = durable.depreciation?;
            let worth = register.worth(holding, month.last_day());
            if worth.cost.is_zero() {
                return None;
            }
            let so_far =
                plan.depreciated_before.plus(register.tied_so_far(holding.id, TieRole::Depreciate));
            let amount = plan.due(durable.cost, durable.acquired_on, so_far, month);
            amount.is_positive().then(|| DepreciationLine {
                holding: holding.id,
                title: holding.facts.title(),
                expense: plan.expense.clone(),
                contra: durable.contra,
                amount,
            })
        };
        self.holdings.entries().iter().filter_map(line).collect()
    }

    /// Plans the depreciation of a month.
    ///
    /// # Errors
    /// The first [`HoldingRefusal`].
    pub fn plan_depreciation(
        &self,
        month: Month,
        today: Date,
    ) -> Result<DepreciationPlan, HoldingRefusal> {
        if month > Month::of(today) {
            return Err(HoldingRefusal::MonthAhead { month, today });
        }
        if let Some(number) = self.depreciation_of(month) {
            return Err(HoldingRefusal::DepreciatedTwice { month, number });
        }
        let lines = self.depreciation_due(month);
        if lines.is_empty() {
            return Err(HoldingRefusal::NothingToDepreciate(month));
        }
        let mut debit: BTreeMap<&str, Money> = BTreeMap::new();
        let mut credit: BTreeMap<&str, Money> = BTreeMap::new();
        for line in &lines {
            for (sums, account) in [(&mut debit, line.expense.as_str()), (&mut credit, line.contra)]
            {
                let sum = sums.entry(account).or_default();
                *sum = sum.plus(line.amount);
            }
        }
        let entries = [(debit, Side::Debit), (credit, Side::Credit)]
            .into_iter()
            .flat_map(|(sums, side)| {
                sums.into_iter().filter_map(move |(account, amount)| entry(account, side, amount))
            })
            .collect();
        let draft = VoucherDraft {
            entity: self.bookkeeping().owner(),
            kind: VoucherKind::Depreciation,
            ..VoucherDraft::without_money(
                month.last_day().min(today),
                format!("计提{}折旧", month.label()),
                entries,
            )
        };
        Ok(DepreciationPlan { month, lines, draft })
    }

    /// Checks that the registers let a voucher be taken back: the depreciation of an asset that
    /// has gone since went with it.
    ///
    /// # Errors
    /// [`HoldingRefusal::GoneSince`].
    pub fn check_taking_back(&self, voucher: VoucherId) -> Result<(), HoldingRefusal> {
        let depreciates = |tie: &&Tie| tie.voucher == voucher && tie.role == TieRole::Depreciate;
        let mut ties = self.holdings.ties().iter().filter(depreciates).peekable();
        if ties.peek().is_none() {
            return Ok(());
        }
        let register = self.register();
        let gone = |tie: &&Tie| register.tied_so_far(tie.holding, TieRole::Dispose).is_positive();
        let asset = ties.find(gone).and_then(|tie| self.holdings.get(tie.holding));
        asset.map_or(Ok(()), |asset| Err(HoldingRefusal::GoneSince(asset.facts.title())))
    }

    /// Plans the disposal of a fixed asset: cost and depreciation go to 固定资产清理.
    ///
    /// # Errors
    /// The first [`HoldingRefusal`].
    pub fn plan_disposal(
        &self,
        id: HoldingId,
        disposal: Disposal,
        today: Date,
    ) -> Result<DisposalPlan, HoldingRefusal> {
        let holding = self.holdings.get(id).ok_or(HoldingRefusal::NotFound)?;
        let HoldingFacts::Asset(asset) = &holding.facts else {
            return Err(HoldingRefusal::NotAnAsset(holding.facts.kind()));
        };
        let register = self.register();
        let worth = register.worth(holding, Date::MAX);
        if worth.cost.is_zero() {
            let on = asset.disposal.map_or(today, |disposal| disposal.on);
            return Err(HoldingRefusal::AlreadyDisposed { name: asset.name.clone(), on });
        }
        let mut changed = asset.clone();
        changed.disposal = Some(disposal);
        let facts = HoldingFacts::Asset(changed).check(&self.chart, today)?;
        let (month, name) = (Month::of(disposal.on), asset.name.clone());
        let depreciated =
            |months: &dyn Fn(Month) -> bool| register.tied_in(id, TieRole::Depreciate, months);
        if depreciated(&|other| other > month).is_positive() {
            let vouchers = register.ties_of(id).iter().filter_map(|tie| self.voucher(tie.voucher));
            let last = vouchers.map(crate::domain::voucher::Voucher::month).max().unwrap_or(month);
            return Err(HoldingRefusal::DepreciatedLater { name, last, on: disposal.on });
        }
        let due = asset.depreciation.due(asset.cost, asset.acquired_on, worth.accumulated, month);
        if due.is_positive() && depreciated(&|other| other == month).is_zero() {
            return Err(HoldingRefusal::DepreciationMissing { name, month });
        }
        let sides = [
            entry(CLEARING, Side::Debit, worth.net()),
            entry(ACCUMULATED, Side::Debit, worth.accumulated),
            entry(asset.account.as_str(), Side::Credit, worth.cost),
        ];
        let entries = sides.into_iter().flatten().collect();
        let draft = VoucherDraft {
            entity: self.bookkeeping().owner(),
            ..VoucherDraft::without_money(disposal.on, format!("处置固定资产：{name}"), entries)
        };
        let roles = [(TieRole::Dispose, worth.cost), (TieRole::Release, worth.accumulated)];
        let ties = roles.into_iter().filter(|(_, amount)| amount.is_positive()).collect();
        Ok(DisposalPlan { holding: Holding { id, facts }, draft, ties })
    }
}

/// A line of a voucher; none for nothing.
fn entry(account: &str, side: Side, amount: Money) -> Option<Entry> {
    let account = AccountCode::new(account)?;
    amount.is_positive().then_some(Entry { account, side, amount })
}
