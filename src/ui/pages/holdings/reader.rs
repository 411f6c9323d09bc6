//! What the fields of an entry say.

use HoldingField as F;

use super::fields::{Faults, PRODUCTIVE, PUBLIC, Values, direction, things};
use crate::domain::account::AccountCode;
use crate::domain::holding::asset::{Asset, AssetUse, Disposal};
use crate::domain::holding::biological::{Biological, BiologicalUse};
use crate::domain::holding::contract::{Contract, Schedule, Thing};
use crate::domain::holding::debt::Debt;
use crate::domain::holding::depreciation::Depreciation;
use crate::domain::holding::project::{Bidding, Project};
use crate::domain::holding::resource::{Resource, ResourceKind};
use crate::domain::holding::{HoldingFacts, HoldingField, HoldingKind, Quantity};
use crate::domain::ledger::Book;
use crate::domain::money::Money;
use crate::domain::period::{Date, Month};
use crate::domain::text::ascii_width;
use crate::ui::pages::vouchers::typed::parse_day;

/// Reads the fields one by one and keeps what is wrong with them.
struct Reader<'a> {
    values: &'a Values,
    faults: Faults,
    book: &'a Book,
    month: Month,
}

impl Reader<'_> {
    fn words(&self, field: F) -> String {
        self.values.get(&field).map(|text| text.trim().to_owned()).unwrap_or_default()
    }

    fn fault<T: Default>(&mut self, field: F, fault: impl Into<String>) -> T {
        self.faults.entry(field).or_insert_with(|| fault.into());
        T::default()
    }

    fn money(&mut self, field: F) -> Money {
        match Money::parse(&self.words(field)) {
            Ok(amount) => amount,
            Err(fault) => self.fault(field, fault.to_string()),
        }
    }

    /// Nothing is zero.
    fn money_or_zero(&mut self, field: F) -> Money {
        if self.words(field).is_empty() { Money::ZERO } else { self.money(field) }
    }

    fn day_or_none(&mut self, field: F) -> Option<Date> {
        let written = self.words(field);
        if written.is_empty() {
            return None;
        }
        match parse_day(&written, self.month) {
            Ok(date) => Some(date),
            Err(fault) => self.fault(field, fault),
        }
    }

    fn day(&mut self, field: F) -> Date {
        if self.words(field).is_empty() {
            return self.fault(field, format!("{}没有填", field.label()));
        }
        self.day_or_none(field).unwrap_or_default()
    }

    fn quantity(&mut self, field: F) -> Quantity {
        let written = self.words(field);
        if written.is_empty() {
            return Quantity::default();
        }
        match Quantity::parse(&written) {
            Ok(quantity) => quantity,
            Err(_) => self.fault(field, "写数字，最多两位小数"),
        }
    }

    fn count(&mut self, field: F) -> u32 {
        let plain: String = self.words(field).chars().map(ascii_width).collect();
        match plain.parse() {
            Ok(count) => count,
            Err(_) => self.fault(field, "写整数，如 120"),
        }
    }

    /// The account whose title or code is written.
    fn account(&mut self, field: F) -> Option<AccountCode> {
        let written = self.words(field);
        let code = written.split_whitespace().next().and_then(AccountCode::new);
        let known = code.filter(|code| self.book.chart.contains(code));
        if known.is_none() {
            self.faults.entry(field).or_insert_with(|| format!("{}没有选", field.label()));
        }
        known
    }

    fn one_of<T: Copy + Default>(&self, field: F, all: &[T], label: fn(T) -> &'static str) -> T {
        let written = self.words(field);
        all.iter().copied().find(|one| label(*one) == written).unwrap_or_default()
    }

    fn depreciation(&mut self) -> Option<Depreciation> {
        Some(Depreciation {
            salvage: self.money_or_zero(F::Salvage),
            life_months: self.count(F::Life),
            depreciated_before: self.money_or_zero(F::DepreciatedBefore),
            expense: self.account(F::Expense)?,
        })
    }

    fn asset(&mut self, base: Option<&HoldingFacts>) -> Option<HoldingFacts> {
        let disposal = match base {
            Some(HoldingFacts::Asset(asset)) => asset.disposal,
            _ => None,
        };
        let (depreciation, account) = (self.depreciation(), self.account(F::Account));
        Some(HoldingFacts::Asset(Asset {
            name: self.words(F::Name),
            category: self.words(F::Category),
            quantity: self.quantity(F::Quantity),
            unit: self.words(F::Unit),
            place: self.words(F::Place),
            keeper: self.words(F::Keeper),
            acquired_on: self.day(F::AcquiredOn),
            cost: self.money(F::Cost),
            used_as: self.one_of(F::Use, &AssetUse::ALL, AssetUse::label),
            disposal,
            note: self.words(F::Note),
            depreciation: depreciation?,
            account: account?,
        }))
    }

    fn biological(&mut self) -> Option<HoldingFacts> {
        let account = self.account(F::Account);
        let used_as = match self.words(F::Category).as_str() {
            PRODUCTIVE => self.depreciation().map(BiologicalUse::Productive),
            PUBLIC => Some(BiologicalUse::Public),
            _ => Some(BiologicalUse::Consumptive),
        };
        let on = self.day_or_none(F::DisposedOn);
        let proceeds = self.money_or_zero(F::Proceeds);
        Some(HoldingFacts::Biological(Biological {
            name: self.words(F::Name),
            quantity: self.quantity(F::Quantity),
            unit: self.words(F::Unit),
            place: self.words(F::Place),
            keeper: self.words(F::Keeper),
            acquired_on: self.day(F::AcquiredOn),
            cost: self.money(F::Cost),
            disposal: on.map(|on| Disposal { on, proceeds }),
            note: self.words(F::Note),
            used_as: used_as?,
            account: account?,
        }))
    }

    fn resource(&mut self) -> HoldingFacts {
        HoldingFacts::Resource(Resource {
            name: self.words(F::Name),
            category: self.one_of(F::Category, &ResourceKind::ALL, ResourceKind::label),
            place: self.words(F::Place),
            area: self.quantity(F::Area),
            contracted: self.quantity(F::Contracted),
            note: self.words(F::Note),
        })
    }

    fn contract(&mut self, base: Option<&HoldingFacts>) -> HoldingFacts {
        let written = self.words(F::Thing);
        let before = match base {
            Some(HoldingFacts::Contract(Contract { thing: Thing::Entry(id), .. })) => Some(*id),
            _ => None,
        };
        let mut named = things(self.book).filter(|(title, _)| *title == written);
        let first = named.next().map(|(_, id)| id);
        // of two things of one name, the one that was chosen before stays
        let thing = before.filter(|id| first == Some(*id) || named.any(|(_, other)| other == *id));
        let thing = thing.or(first).map_or(Thing::Words(written), Thing::Entry);
        let starts_on = self.day(F::StartsOn);
        HoldingFacts::Contract(Contract {
            number: self.words(F::Number),
            party: self.words(F::Party),
            thing,
            signed_on: self.day(F::SignedOn),
            starts_on,
            ends_on: self.day(F::EndsOn),
            first_due_on: self.day_or_none(F::FirstDueOn).unwrap_or(starts_on),
            amount: self.money(F::Amount),
            schedule: self.one_of(F::Schedule, &Schedule::ALL, Schedule::label),
            received_before: self.money_or_zero(F::ReceivedBefore),
            note: self.words(F::Note),
        })
    }

    fn debt(&mut self) -> Option<HoldingFacts> {
        let account = self.account(F::Account);
        let rate = self.quantity(F::Rate).hundredths();
        Some(HoldingFacts::Debt(Debt {
            direction: direction(self.values),
            party: self.words(F::Party),
            purpose: self.words(F::Purpose),
            incurred_on: self.day(F::IncurredOn),
            principal: self.money(F::Principal),
            rate: u32::try_from(rate).unwrap_or(u32::MAX),
            due_on: self.day_or_none(F::DueOn),
            settled_before: self.money_or_zero(F::SettledBefore),
            note: self.words(F::Note),
            account: account?,
        }))
    }

    fn project(&mut self) -> Option<HoldingFacts> {
        let account = self.account(F::Account);
        let final_cost = self.money_or_zero(F::FinalCost);
        Some(HoldingFacts::Project(Project {
            name: self.words(F::Name),
            place: self.words(F::Place),
            budget: self.money_or_zero(F::Budget),
            funding: self.words(F::Funding),
            decided_on: self.day(F::DecidedOn),
            bidding: self.one_of(F::Bidding, &Bidding::ALL, Bidding::label),
            contractor: self.words(F::Contractor),
            price: self.money_or_zero(F::Price),
            paid_before: self.money_or_zero(F::PaidBefore),
            accepted_on: self.day_or_none(F::AcceptedOn),
            final_cost: Some(final_cost).filter(|cost| !cost.is_zero()),
            note: self.words(F::Note),
            account: account?,
        }))
    }
}

/// Reads an entry; `base` is what it was before a change.
pub(super) fn read(
    kind: HoldingKind,
    values: &Values,
    book: &Book,
    today: Date,
    base: Option<&HoldingFacts>,
) -> Result<HoldingFacts, Faults> {
    let mut reader = Reader { values, faults: Faults::new(), book, month: Month::of(today) };
    let facts = match kind {
        HoldingKind::Asset => reader.asset(base),
        HoldingKind::Biological => reader.biological(),
        HoldingKind::Resource => Some(reader.resource()),
        HoldingKind::Contract => Some(reader.contract(base)),
        HoldingKind::Debt => reader.debt(),
        HoldingKind::Project => reader.project(),
    };
    match facts {
        Some(facts) if reader.faults.is_empty() => Ok(facts),
        _ => Err(reader.faults),
    }
}
