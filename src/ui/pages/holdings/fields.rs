//! The fields of an entry: which a register has, how each is filled in, and what usually stands
//! there.

use std::collections::BTreeMap;

use crate::domain::account::{AccountCode, Chart};
use crate::domain::holding::asset::{AssetUse, FIXED_ASSETS};
use crate::domain::holding::contract::Schedule;
use crate::domain::holding::debt::Direction;
use crate::domain::holding::depreciation::EXPENSES;
use crate::domain::holding::project::{Bidding, PROJECT_ACCOUNTS};
use crate::domain::holding::resource::ResourceKind;
use crate::domain::holding::{HoldingField, HoldingKind};
use crate::domain::ids::HoldingId;
use crate::domain::ledger::Book;

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

pub(super) const PRODUCTIVE: &str = "生产性";
pub(super) const PUBLIC: &str = "公益性";
const USES: [&str; 3] = ["消耗性", PRODUCTIVE, PUBLIC];
const ASSET_CATEGORIES: [&str; 7] =
    ["房屋建筑物", "道路桥涵", "水利设施", "机器设备", "办公设备", "运输工具", "其他"];
const FUNDING: [&str; 5] = ["集体自筹", "财政补助", "一事一议", "社会捐赠", "银行贷款"];

/// The fields of a register, in order.
pub(super) fn inputs(kind: HoldingKind, values: &Values, book: &Book) -> Vec<(F, Input)> {
    let wears_out = kind != HoldingKind::Biological || is_productive(values);
    let wanted = |field: &&F| wears_out || !WEAR.contains(*field);
    let fields = fields_of(kind).iter().filter(wanted);
    fields.map(|field| (*field, input(kind, *field, values, book))).collect()
}

/// What is said of depreciation.
const WEAR: [F; 4] = [F::Salvage, F::Life, F::DepreciatedBefore, F::Expense];

/// Every field that a register may have, in order.
#[rustfmt::skip]
const fn fields_of(kind: HoldingKind) -> &'static [F] {
    match kind {
        HoldingKind::Asset => &[
            F::Name, F::Category, F::Quantity, F::Unit, F::Place, F::Keeper, F::AcquiredOn, F::Cost,
            F::Account, F::Salvage, F::Life, F::DepreciatedBefore, F::Expense, F::Use, F::Note,
        ],
        HoldingKind::Biological => &[
            F::Name, F::Category, F::Quantity, F::Unit, F::Place, F::Keeper, F::AcquiredOn, F::Cost,
            F::Account, F::Salvage, F::Life, F::DepreciatedBefore, F::Expense, F::DisposedOn,
            F::Proceeds, F::Note,
        ],
        HoldingKind::Resource => {
            &[F::Name, F::Category, F::Place, F::Area, F::Contracted, F::Note]
        }
        HoldingKind::Contract => &[
            F::Number, F::Party, F::Thing, F::SignedOn, F::StartsOn, F::EndsOn, F::Amount,
            F::Schedule, F::FirstDueOn, F::ReceivedBefore, F::Note,
        ],
        HoldingKind::Debt => &[
            F::Direction, F::Party, F::Purpose, F::IncurredOn, F::Principal, F::Account, F::Rate,
            F::DueOn, F::SettledBefore, F::Note,
        ],
        HoldingKind::Project => &[
            F::Name, F::Place, F::Budget, F::Funding, F::DecidedOn, F::Bidding, F::Contractor,
            F::Price, F::Account, F::PaidBefore, F::AcceptedOn, F::FinalCost, F::Note,
        ],
    }
}

/// How a field of a register is filled in.
fn input(kind: HoldingKind, field: F, values: &Values, book: &Book) -> Input {
    let offered = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    match field {
        F::Name
        | F::Unit
        | F::Place
        | F::Keeper
        | F::Note
        | F::Number
        | F::Party
        | F::Purpose
        | F::Contractor => Input::Words,
        F::Quantity
        | F::Cost
        | F::Proceeds
        | F::Salvage
        | F::Life
        | F::Area
        | F::Contracted
        | F::Amount
        | F::Principal
        | F::Rate
        | F::Budget
        | F::Price
        | F::FinalCost
        | F::DepreciatedBefore
        | F::ReceivedBefore
        | F::SettledBefore
        | F::PaidBefore => Input::Number,
        F::AcquiredOn
        | F::DisposedOn
        | F::SignedOn
        | F::StartsOn
        | F::EndsOn
        | F::FirstDueOn
        | F::IncurredOn
        | F::DueOn
        | F::DecidedOn
        | F::AcceptedOn => Input::Day,
        F::Use => choice(&AssetUse::ALL, AssetUse::label),
        F::Schedule => choice(&Schedule::ALL, Schedule::label),
        F::Direction => choice(&Direction::ALL, Direction::label),
        F::Bidding => choice(&Bidding::ALL, Bidding::label),
        F::Thing => Input::Offered(things(book).map(|(title, _)| title).collect()),
        F::Funding => Input::Offered(offered(&FUNDING)),
        F::Expense => Input::Choice(accounts(&book.chart, &EXPENSES)),
        F::Account => Input::Choice(accounts(&book.chart, own_accounts(kind, values))),
        F::Category => match kind {
            HoldingKind::Asset => Input::Offered(offered(&ASSET_CATEGORIES)),
            HoldingKind::Biological => Input::Choice(offered(&USES)),
            HoldingKind::Resource
            | HoldingKind::Contract
            | HoldingKind::Debt
            | HoldingKind::Project => choice(&ResourceKind::ALL, ResourceKind::label),
        },
    }
}

/// The first-level accounts that an entry may stand in.
fn own_accounts(kind: HoldingKind, values: &Values) -> &'static [&'static str] {
    match kind {
        HoldingKind::Asset => &[FIXED_ASSETS],
        HoldingKind::Biological => match values.get(&F::Category).map(String::as_str) {
            Some(PRODUCTIVE) => &["132"],
            Some(PUBLIC) => &["134"],
            _ => &["131"],
        },
        HoldingKind::Debt => direction(values).accounts(),
        HoldingKind::Project => &PROJECT_ACCOUNTS,
        HoldingKind::Resource | HoldingKind::Contract => &[],
    }
}

fn is_productive(values: &Values) -> bool {
    values.get(&F::Category).is_some_and(|written| written == PRODUCTIVE)
}

fn choice<T: Copy>(all: &[T], label: fn(T) -> &'static str) -> Input {
    Input::Choice(all.iter().map(|one| label(*one).to_owned()).collect())
}

pub(super) fn direction(values: &Values) -> Direction {
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
pub(super) fn things(book: &Book) -> impl Iterator<Item = (String, HoldingId)> {
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
