//! One row of a register's file turned into the facts of an entry.

use super::cells::{self, CellFault};
use super::holding_import::{Key, RowReader};
use super::sheet::Cell;
use crate::domain::holding::asset::{Asset, AssetUse, FIXED_ASSETS};
use crate::domain::holding::biological::{Biological, BiologicalUse};
use crate::domain::holding::contract::{Contract, Schedule, Thing};
use crate::domain::holding::debt::{Debt, Direction};
use crate::domain::holding::depreciation::Depreciation;
use crate::domain::holding::project::{Bidding, Project, UNDER_CONSTRUCTION};
use crate::domain::holding::resource::{Resource, ResourceKind};
use crate::domain::holding::{HoldingFacts, HoldingField as Field, HoldingKind, Quantity};
use crate::domain::money::Money;
use crate::domain::period::Date;

/// The life of what says nothing about it: ten years.
const LIFE_MONTHS: u32 = 120;
/// 管理费用 bears what says nothing about it.
const EXPENSE: &str = "513";

/// The facts of a row; `None` where the reader holds why not.
pub(super) fn facts(
    row: &mut RowReader<'_>,
    kind: HoldingKind,
    direction: Direction,
) -> Option<HoldingFacts> {
    Some(match kind {
        HoldingKind::Asset => HoldingFacts::Asset(asset(row)?),
        HoldingKind::Biological => HoldingFacts::Biological(biological(row)?),
        HoldingKind::Resource => HoldingFacts::Resource(resource(row)?),
        HoldingKind::Contract => HoldingFacts::Contract(contract(row)?),
        HoldingKind::Debt => HoldingFacts::Debt(debt(row, direction)?),
        HoldingKind::Project => HoldingFacts::Project(project(row)?),
    })
}

fn asset(row: &mut RowReader<'_>) -> Option<Asset> {
    // every cell is read before the first is missed, so that all faults of a row are told at once
    let quantity = row.quantity(Field::Quantity, Quantity::ONE);
    let acquired_on = row.day(Field::AcquiredOn);
    let cost = row.amount(Field::Cost);
    let depreciation = depreciation(row, cost.unwrap_or_default());
    let uses = AssetUse::ALL.map(|used| (used, used.label()));
    let used_as = row.choice(Field::Use, &uses);
    let account = row.account(Field::Account, FIXED_ASSETS);
    let (quantity, unit) = quantity?;
    Some(Asset {
        name: row.words(Field::Name),
        category: row.words(Field::Category),
        quantity,
        unit: unit_of(row, unit),
        place: row.words(Field::Place),
        keeper: row.words(Field::Keeper),
        acquired_on: acquired_on?,
        cost: cost?,
        depreciation: depreciation?,
        used_as: used_as?,
        account: account?,
        disposal: None,
        note: row.words(Field::Note),
    })
}

fn biological(row: &mut RowReader<'_>) -> Option<Biological> {
    let quantity = row.quantity(Field::Quantity, Quantity::ONE);
    let acquired_on = row.day(Field::AcquiredOn);
    let cost = row.amount(Field::Cost);
    let kinds = [(0_u8, "消耗"), (1, "生产"), (2, "公益")];
    let used_as = match row.choice(Field::Category, &kinds) {
        Some(0) => Some(BiologicalUse::Consumptive),
        Some(1) => depreciation(row, cost.unwrap_or_default()).map(BiologicalUse::Productive),
        Some(_) => Some(BiologicalUse::Public),
        None => None,
    }?;
    let account = row.account(Field::Account, used_as.account());
    let (quantity, unit) = quantity?;
    Some(Biological {
        name: row.words(Field::Name),
        used_as,
        quantity,
        unit: unit_of(row, unit),
        place: row.words(Field::Place),
        keeper: row.words(Field::Keeper),
        acquired_on: acquired_on?,
        cost: cost?,
        account: account?,
        disposal: None,
        note: row.words(Field::Note),
    })
}

/// The unit's own column, else what stood behind the number.
fn unit_of(row: &RowReader<'_>, behind: String) -> String {
    let own = row.words(Field::Unit);
    if own.is_empty() { behind } else { own }
}

fn depreciation(row: &mut RowReader<'_>, cost: Money) -> Option<Depreciation> {
    let salvage = salvage(row, cost);
    let life_months = life(row);
    let depreciated_before = row.amount(Field::DepreciatedBefore);
    let expense = row.account(Field::Expense, EXPENSE);
    Some(Depreciation {
        salvage: salvage?,
        life_months: life_months?,
        depreciated_before: depreciated_before?,
        expense: expense?,
    })
}

/// 残值, or the share of the cost that 残值率 says, rounded down to the fen.
fn salvage(row: &mut RowReader<'_>, cost: Money) -> Option<Money> {
    let written = row.shown(Key::SalvageRate);
    if written.trim().is_empty() {
        return row.amount(Field::Salvage);
    }
    let is_percent = written.contains(['%', '％']);
    let plain = written.trim().trim_end_matches(['%', '％']);
    let share = Money::parse(plain).ok().map(Money::fen).and_then(|hundredths| {
        // `0.05` without the sign is a share, `5` is a percentage
        let hundredths =
            if is_percent || hundredths >= 100 { hundredths } else { hundredths * 100 };
        (0..=10_000).contains(&hundredths).then_some(hundredths)
    });
    let Some(share) = share else {
        let (reason, hint) = ("残值率不是百分数", "请写成 5% 这样。");
        let fault = CellFault { reason: reason.to_owned(), hint: hint.to_owned() };
        row.refuse(Key::SalvageRate, &fault);
        return None;
    };
    let fen = i128::from(cost.fen()) * i128::from(share) / 10_000;
    Some(Money::from_fen(i64::try_from(fen).unwrap_or(i64::MAX)))
}

/// 使用月数, or 使用年限 in years with at most one decimal.
fn life(row: &mut RowReader<'_>) -> Option<u32> {
    let months = row.words(Field::Life);
    let years = row.shown(Key::Years);
    let (key, written, times) = if months.trim().is_empty() {
        (Key::Years, years.trim(), 12)
    } else {
        (Key::Field(Field::Life), months.trim(), 1)
    };
    if written.is_empty() {
        return Some(LIFE_MONTHS);
    }
    let plain = written.trim_end_matches(['年', '月', '个']);
    let hundredths = Money::parse(plain).ok().map(|count| count.fen() * times);
    let life = hundredths.filter(|hundredths| hundredths % 100 == 0).map(|all| all / 100);
    let life = life.and_then(|life| u32::try_from(life).ok());
    if life.is_none() {
        let (reason, hint) = ("不是年数或月数", "请写数字，如使用年限 10 或使用月数 120。");
        let fault = CellFault { reason: reason.to_owned(), hint: hint.to_owned() };
        row.refuse(key, &fault);
    }
    life
}

fn resource(row: &mut RowReader<'_>) -> Option<Resource> {
    let kinds = ResourceKind::ALL.map(|kind| (kind, kind.label()));
    let category = row.choice(Field::Category, &kinds);
    let area = row.quantity(Field::Area, Quantity::default());
    let contracted = row.quantity(Field::Contracted, Quantity::default());
    Some(Resource {
        name: row.words(Field::Name),
        category: category?,
        place: row.words(Field::Place),
        area: area?.0,
        contracted: contracted?.0,
        note: row.words(Field::Note),
    })
}

/// How people write how often is paid.
const SCHEDULES: [(Schedule, &str); 12] = [
    (Schedule::Yearly, "每年"),
    (Schedule::HalfYearly, "每半年"),
    (Schedule::Quarterly, "每季"),
    (Schedule::Monthly, "每月"),
    (Schedule::Once, "一次"),
    (Schedule::Yearly, "按年"),
    (Schedule::Yearly, "年付"),
    (Schedule::HalfYearly, "半年"),
    (Schedule::Quarterly, "按季"),
    (Schedule::Quarterly, "季付"),
    (Schedule::Monthly, "按月"),
    (Schedule::Monthly, "月付"),
];

fn contract(row: &mut RowReader<'_>) -> Option<Contract> {
    let term = term(row);
    let signed_on = row.day_if_written(Field::SignedOn);
    let first_due_on = row.day_if_written(Field::FirstDueOn);
    let amount = row.amount(Field::Amount);
    let schedule = row.choice(Field::Schedule, &SCHEDULES);
    let received_before = row.amount(Field::ReceivedBefore);
    let (starts_on, ends_on) = term?;
    Some(Contract {
        number: row.words(Field::Number),
        party: row.words(Field::Party),
        thing: Thing::Words(row.words(Field::Thing)),
        signed_on: signed_on.ok()?.unwrap_or(starts_on),
        starts_on,
        ends_on,
        first_due_on: first_due_on.ok()?.unwrap_or(starts_on),
        amount: amount?,
        schedule: schedule?,
        received_before: received_before?,
        note: row.words(Field::Note),
    })
}

/// Start and end, from their own columns or from one cell: `2020年1月1日至2029年12月31日`.
fn term(row: &mut RowReader<'_>) -> Option<(Date, Date)> {
    let written = row.shown(Key::Term);
    if written.trim().is_empty() {
        let (starts, ends) = (row.day(Field::StartsOn), row.day(Field::EndsOn));
        return Some((starts?, ends?));
    }
    let parts = ["至", "到", "~", "～", "—", "──", " - "]
        .into_iter()
        .find_map(|between| written.split_once(between));
    let day = |text: &str| cells::date(&Cell::text(text)).ok();
    let term = parts
        .and_then(|(from, to)| Some((day(from)?, day(to.trim_start_matches(['—', '─', '至']))?)));
    if term.is_none() {
        let (reason, hint) = ("起止日期看不懂", "请写成 2020-01-01至2029-12-31 这样。");
        let fault = CellFault { reason: reason.to_owned(), hint: hint.to_owned() };
        row.refuse(Key::Term, &fault);
    }
    term
}

fn debt(row: &mut RowReader<'_>, direction: Direction) -> Option<Debt> {
    let incurred_on = row.day(Field::IncurredOn);
    let principal = row.amount(Field::Principal);
    let rate = rate(row);
    let due_on = row.day_if_written(Field::DueOn);
    let settled_before = row.amount(Field::SettledBefore);
    let usual = match direction {
        Direction::Claim => "112",
        Direction::Debt => "211",
    };
    let account = row.account(Field::Account, usual);
    Some(Debt {
        direction,
        party: row.words(Field::Party),
        purpose: row.words(Field::Purpose),
        incurred_on: incurred_on?,
        principal: principal?,
        rate: rate?,
        due_on: due_on.ok()?,
        settled_before: settled_before?,
        account: account?,
        note: row.words(Field::Note),
    })
}

/// 年利率 in hundredths of a percent: `4.35%` and `4.35` are 435.
fn rate(row: &mut RowReader<'_>) -> Option<u32> {
    let written = row.words(Field::Rate);
    let plain = written.trim().trim_end_matches(['%', '％']);
    if plain.is_empty() || plain == "无" {
        return Some(0);
    }
    let rate = Money::parse(plain).ok().and_then(|rate| u32::try_from(rate.fen()).ok());
    if rate.is_none() {
        let (reason, hint) = ("利率不是百分数", "请写成 4.35 或 4.35% 这样。");
        let fault = CellFault { reason: reason.to_owned(), hint: hint.to_owned() };
        row.refuse(Key::Field(Field::Rate), &fault);
    }
    rate
}

fn project(row: &mut RowReader<'_>) -> Option<Project> {
    let decided_on = row.day(Field::DecidedOn);
    let budget = row.amount(Field::Budget);
    let ways = Bidding::ALL.map(|bidding| (bidding, bidding.label()));
    let bidding = row.choice(Field::Bidding, &ways);
    let price = row.amount(Field::Price);
    let paid_before = row.amount(Field::PaidBefore);
    let account = row.account(Field::Account, UNDER_CONSTRUCTION);
    let accepted_on = row.day_if_written(Field::AcceptedOn);
    let final_cost = row.amount(Field::FinalCost);
    Some(Project {
        name: row.words(Field::Name),
        place: row.words(Field::Place),
        budget: budget?,
        funding: row.words(Field::Funding),
        decided_on: decided_on?,
        bidding: bidding?,
        contractor: row.words(Field::Contractor),
        price: price?,
        paid_before: paid_before?,
        account: account?,
        accepted_on: accepted_on.ok()?,
        final_cost: final_cost.map(|cost| (!cost.is_zero()).then_some(cost))?,
        note: row.words(Field::Note),
    })
}
