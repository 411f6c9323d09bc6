//! An entry as it is written in the form.

use HoldingField as F;

use super::fields::Values;
use crate::domain::account::AccountCode;
use crate::domain::holding::contract::{Contract, Thing};
use crate::domain::holding::debt::Debt;
use crate::domain::holding::depreciation::Depreciation;
use crate::domain::holding::project::Project;
use crate::domain::holding::{HoldingFacts, HoldingField, Quantity};
use crate::domain::ledger::Book;
use crate::domain::money::Money;
use crate::domain::period::Date;

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
