//! The fields of an entry as a person writes them, and what they say.

use std::collections::BTreeMap;

use crate::domain::account::{AccountCode, Chart};
use crate::domain::holding::asset::{Asset, AssetUse, Disposal, FIXED_ASSETS};
use crate::domain::holding::biological::{Biological, BiologicalUse};
use crate::domain::holding::contract::{Contract, Schedule, Thing};
use crate::domain::holding::debt::{Debt, Direction};
use crate::domain::holding::depreciation::{Depreciation, EXPENSES};
use crate::domain::holding::project::{Bidding, PROJECT_ACCOUNTS, Project};
use crate::domain::holding::resource::{Resource, ResourceKind};
use crate::domain::holding::{HoldingFacts, HoldingField, HoldingKind, Quantity};
use crate::domain::ledger::Book;
use crate::domain::money::Money;
use crate::domain::period::{Date, Month};
use crate::domain::text::ascii_width;
use crate::ui::pages::vouchers::typed::parse_day;

use HoldingField as F;

/// What is written in each field.
pub(super) type Values = BTreeMap<HoldingField, String>;
/// What is wrong with them.
pub(super) type Faults = BTreeMap<HoldingField, String>;

/// How a field is filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Input {
    /// Words.
    Words,
    /// Words, with some to choose from.
    Offered(Vec<String>),
    /// An amount or a number.
    Number,
    /// A day.
    Day,
    /// One of these.
    Choice(Vec<String>),
}

const PRODUCTIVE: &str = "生产性";
const USES: [&str; 3] = ["消耗性", PRODUCTIVE, "公益性"];
const ASSET_CATEGORIES: [&str; 7] =
    ["房屋建筑物", "道路桥涵", "水利设施", "机器设备", "办公设备", "运输工具", "其他"];
const FUNDING: [&str; 5] = ["集体自筹", "财政补助", "一事一议", "社会捐赠", "银行贷款"];

/// The fields of a register, in order.
pub(super) fn inputs(kind: HoldingKind, values: &Values, book: &Book) -> Vec<(F, Input)> {
    let chart = &book.chart;
    let words = |field| (field, Input::Words);
    let number = |field| (field, Input::Number);
    let day = |field| (field, Input::Day);
    let account = |field, below: &[&str]| (field, Input::Choice(accounts(chart, below)));
    let depreciation = [
        number(F::Salvage),
        number(F::Life),
        number(F::DepreciatedBefore),
        account(F::Expense, &EXPENSES),
    ];
    let mut fields = match kind {
        HoldingKind::Asset => asset_inputs(chart, depreciation),
        HoldingKind::Biological => biological_inputs(values, chart, depreciation),
        HoldingKind::Resource => vec![
            words(F::Name),
            (F::Category, choice(&ResourceKind::ALL, ResourceKind::label)),
            words(F::Place),
            number(F::Area),
            number(F::Contracted),
        ],
        HoldingKind::Contract => vec![
            words(F::Number),
            words(F::Party),
            (F::Thing, Input::Offered(things(book).map(|(title, _)| title).collect())),
            day(F::SignedOn),
            day(F::StartsOn),
            day(F::EndsOn),
            number(F::Amount),
            (F::Schedule, choice(&Schedule::ALL, Schedule::label)),
            day(F::FirstDueOn),
            number(F::ReceivedBefore),
        ],
        HoldingKind::Debt => vec![
            (F::Direction, choice(&Direction::ALL, Direction::label)),
            words(F::Party),
            words(F::Purpose),
            day(F::IncurredOn),
            number(F::Principal),
            account(F::Account, direction(values).accounts()),
            number(F::Rate),
            day(F::DueOn),
            number(F::SettledBefore),
        ],
        HoldingKind::Project => vec![
            words(F::Name),
            words(F::Place),
            number(F::Budget),
            (F::Funding, Input::Offered(FUNDING.map(str::to_owned).to_vec())),
            day(F::DecidedOn),
            (F::Bidding, choice(&Bidding::ALL, Bidding::label)),
            words(F::Contractor),
            number(F::Price),
            account(F::Account, &PROJECT_ACCOUNTS),
            number(F::PaidBefore),
            day(F::AcceptedOn),
            number(F::FinalCost),
        ],
    };
    fields.push(words(F::Note));
    fields
}

fn asset_inputs(chart: &Chart, depreciation: [(F, Input); 4]) -> Vec<(F, Input)> {
    let mut fields = vec![
        (F::Name, Input::Words),
        (F::Category, Input::Offered(ASSET_CATEGORIES.map(str::to_owned).to_vec())),
        (F::Quantity, Input::Number),
        (F::Unit, Input::Words),
        (F::Place, Input::Words),
        (F::Keeper, Input::Words),
        (F::AcquiredOn, Input::Day),
        (F::Cost, Input::Number),
        (F::Account, Input::Choice(accounts(chart, &[FIXED_ASSETS]))),
    ];
    fields.extend(depreciation);
    fields.push((F::Use, choice(&AssetUse::ALL, AssetUse::label)));
    fields
}

fn biological_inputs(
    values: &Values,
    chart: &Chart,
    depreciation: [(F, Input); 4],
) -> Vec<(F, Input)> {
    let written = values.get(&F::Category).map(String::as_str);
    let mut fields = vec![
        (F::Name, Input::Words),
        (F::Category, Input::Choice(USES.map(str::to_owned).to_vec())),
        (F::Quantity, Input::Number),
        (F::Unit, Input::Words),
        (F::Place, Input::Words),
        (F::Keeper, Input::Words),
        (F::AcquiredOn, Input::Day),
        (F::Cost, Input::Number),
        (F::Account, Input::Choice(accounts(chart, &[biological_account(written)]))),
    ];
    if written == Some(PRODUCTIVE) {
        fields.extend(depreciation);
    }
    fields.extend([(F::DisposedOn, Input::Day), (F::Proceeds, Input::Number)]);
    fields
}

fn biological_account(used_as: Option<&str>) -> &'static str {
    match used_as {
        Some(PRODUCTIVE) => "132",
        Some("公益性") => "134",
        _ => "131",
    }
}

fn choice<T: Copy>(all: &[T], label: fn(T) -> &'static str) -> Input {
    Input::Choice(all.iter().map(|one| label(*one).to_owned()).collect())
}

fn direction(values: &Values) -> Direction {
    let written = values.get(&F::Direction).map(String::as_str);
    let found = Direction::ALL.into_iter().find(|one| Some(one.label()) == written);
    found.unwrap_or_default()
}

/// The accounts at and below some of the first level, as shown.
fn accounts(chart: &Chart, below: &[&str]) -> Vec<String> {
    let all = chart.accounts().filter(|account| below.contains(&account.code.first_level()));
    all.map(|account| chart.title(&account.code)).collect()
}

/// What a contract may be about.
fn things(book: &Book) -> impl Iterator<Item = (String, crate::domain::ids::HoldingId)> {
    let kinds = [HoldingKind::Resource, HoldingKind::Asset, HoldingKind::Biological];
    let of_kind = kinds.into_iter().flat_map(|kind| book.holdings.of_kind(kind));
    of_kind.map(|holding| (holding.facts.title(), holding.id))
}

/// A new entry, filled in as is usual.
pub(super) fn blank(kind: HoldingKind, of: Direction, book: &Book) -> Values {
    let title =
        |code: &str| AccountCode::new(code).map(|code| book.chart.title(&code)).unwrap_or_default();
    let own = match kind {
        HoldingKind::Asset => FIXED_ASSETS,
        HoldingKind::Biological => "131",
        HoldingKind::Debt => of.accounts().first().copied().unwrap_or_default(),
        HoldingKind::Project => "153",
        HoldingKind::Resource | HoldingKind::Contract => "",
    };
    let category = match kind {
        HoldingKind::Biological => "消耗性",
        HoldingKind::Resource => ResourceKind::default().label(),
        HoldingKind::Asset | HoldingKind::Contract | HoldingKind::Debt | HoldingKind::Project => "",
    };
    let usual = [
        (F::Account, title(own)),
        (F::Expense, title("513")),
        (F::Quantity, "1".to_owned()),
        (F::Use, AssetUse::default().label().to_owned()),
        (F::Category, category.to_owned()),
        (F::Schedule, Schedule::default().label().to_owned()),
        (F::Direction, of.label().to_owned()),
        (F::Bidding, Bidding::default().label().to_owned()),
    ];
    usual.into_iter().collect()
}

/// An entry as it is written in the form.
pub(super) fn filled(facts: &HoldingFacts, book: &Book) -> Values {
    let mut values = Values::new();
    let mut put = |field, text: String| {
        values.insert(field, text);
    };
    let title = |code: &AccountCode| book.chart.title(code);
    match facts {
        HoldingFacts::Asset(asset) => {
            put(F::Name, asset.name.clone());
            put(F::Category, asset.category.clone());
            put(F::Quantity, asset.quantity.to_string());
            put(F::Unit, asset.unit.clone());
            put(F::Place, asset.place.clone());
            put(F::Keeper, asset.keeper.clone());
            put(F::AcquiredOn, asset.acquired_on.to_string());
            put(F::Cost, asset.cost.to_string());
            put(F::Account, title(&asset.account));
            put(F::Use, asset.used_as.label().to_owned());
            put(F::Note, asset.note.clone());
            fill_depreciation(&mut values, &asset.depreciation, book);
        }
        HoldingFacts::Biological(biological) => {
            put(F::Name, biological.name.clone());
            put(F::Category, biological.used_as.label().to_owned());
            put(F::Quantity, biological.quantity.to_string());
            put(F::Unit, biological.unit.clone());
            put(F::Place, biological.place.clone());
            put(F::Keeper, biological.keeper.clone());
            put(F::AcquiredOn, biological.acquired_on.to_string());
            put(F::Cost, biological.cost.to_string());
            put(F::Account, title(&biological.account));
            put(F::DisposedOn, written(biological.disposal.map(|disposal| disposal.on)));
            let proceeds = biological.disposal.map(|disposal| disposal.proceeds);
            put(F::Proceeds, some(proceeds.unwrap_or_default()));
            put(F::Note, biological.note.clone());
            match biological.used_as.depreciation() {
                Some(depreciation) => fill_depreciation(&mut values, depreciation, book),
                None => put(F::Expense, "513 管理费用".to_owned()),
            }
        }
        HoldingFacts::Resource(resource) => {
            put(F::Name, resource.name.clone());
            put(F::Category, resource.category.label().to_owned());
            put(F::Place, resource.place.clone());
            put(F::Area, resource.area.to_string());
            put(F::Contracted, resource.contracted.to_string());
            put(F::Note, resource.note.clone());
        }
        HoldingFacts::Contract(contract) => values = filled_contract(contract, book),
        HoldingFacts::Debt(debt) => values = filled_debt(debt, book),
        HoldingFacts::Project(project) => values = filled_project(project, book),
    }
    values
}

fn some(amount: Money) -> String {
    if amount.is_zero() { String::new() } else { amount.to_string() }
}

fn written(date: Option<Date>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

fn filled_debt(debt: &Debt, book: &Book) -> Values {
    let texts = [
        (F::Direction, debt.direction.label().to_owned()),
        (F::Party, debt.party.clone()),
        (F::Purpose, debt.purpose.clone()),
        (F::IncurredOn, debt.incurred_on.to_string()),
        (F::Principal, debt.principal.to_string()),
        (F::Account, book.chart.title(&debt.account)),
        (F::Rate, Quantity::from_hundredths(i64::from(debt.rate)).to_string()),
        (F::DueOn, written(debt.due_on)),
        (F::SettledBefore, some(debt.settled_before)),
        (F::Note, debt.note.clone()),
    ];
    texts.into_iter().collect()
}

fn filled_project(project: &Project, book: &Book) -> Values {
    let texts = [
        (F::Name, project.name.clone()),
        (F::Place, project.place.clone()),
        (F::Budget, some(project.budget)),
        (F::Funding, project.funding.clone()),
        (F::DecidedOn, project.decided_on.to_string()),
        (F::Bidding, project.bidding.label().to_owned()),
        (F::Contractor, project.contractor.clone()),
        (F::Price, some(project.price)),
        (F::Account, book.chart.title(&project.account)),
        (F::PaidBefore, some(project.paid_before)),
        (F::AcceptedOn, written(project.accepted_on)),
        (F::FinalCost, some(project.final_cost.unwrap_or_default())),
        (F::Note, project.note.clone()),
    ];
    texts.into_iter().collect()
}

fn fill_depreciation(values: &mut Values, depreciation: &Depreciation, book: &Book) {
    let texts = [
        (F::Salvage, depreciation.salvage.to_string()),
        (F::Life, depreciation.life_months.to_string()),
        (F::DepreciatedBefore, depreciation.depreciated_before.to_string()),
        (F::Expense, book.chart.title(&depreciation.expense)),
    ];
    values.extend(texts);
}

fn filled_contract(contract: &Contract, book: &Book) -> Values {
    let thing = match &contract.thing {
        Thing::Words(words) => words.clone(),
        Thing::Entry(id) => {
            book.holdings.get(*id).map(|thing| thing.facts.title()).unwrap_or_default()
        }
    };
    let texts = [
        (F::Number, contract.number.clone()),
        (F::Party, contract.party.clone()),
        (F::Thing, thing),
        (F::SignedOn, contract.signed_on.to_string()),
        (F::StartsOn, contract.starts_on.to_string()),
        (F::EndsOn, contract.ends_on.to_string()),
        (F::Amount, contract.amount.to_string()),
        (F::Schedule, contract.schedule.label().to_owned()),
        (F::FirstDueOn, contract.first_due_on.to_string()),
        (F::ReceivedBefore, contract.received_before.to_string()),
        (F::Note, contract.note.clone()),
    ];
    texts.into_iter().collect()
}

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
            "公益性" => Some(BiologicalUse::Public),
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
