//! Many new entries at once, as a village brings its lists in.

use std::collections::BTreeMap;

use super::contract::Thing;
use super::{Holding, HoldingFacts, HoldingKind, HoldingRefusal, Holdings};
use crate::domain::ids::HoldingId;
use crate::domain::ledger::Book;
use crate::domain::period::Date;

/// What came of one new entry of a list (一行台账的去处).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Intake {
    /// It is new and sound.
    New(Box<Holding>),
    /// The register holds the very same entry.
    AlreadyThere,
    /// It is refused.
    Refused(HoldingRefusal),
}

impl Book {
    /// Checks new entries one after the other, each against the book and those before it. No
    /// voucher is tied to any of them yet.
    pub fn take_in(
        &self,
        entries: impl IntoIterator<Item = (HoldingId, HoldingFacts)>,
        today: Date,
    ) -> Vec<Intake> {
        let mut numbers: BTreeMap<String, String> = BTreeMap::new();
        let mut new: Vec<HoldingFacts> = Vec::new();
        let mut take = |id: HoldingId, facts: HoldingFacts| -> Result<Intake, HoldingRefusal> {
            let facts = self.with_known_thing(facts).check(&self.chart, today)?;
            let same = |other: &HoldingFacts| *other == facts;
            let known = self.holdings.entries.iter().map(|holding| &holding.facts);
            if known.chain(&new).any(same) {
                return Ok(Intake::AlreadyThere);
            }
            if let HoldingFacts::Contract(contract) = &facts {
                self.check_number(id, contract)?;
                if let Some(party) = numbers.get(&contract.number).cloned() {
                    let number = contract.number.clone();
                    return Err(HoldingRefusal::NumberTaken { number, party });
                }
                numbers.insert(contract.number.clone(), contract.party.clone());
            }
            let holding = Holding { id, facts };
            let alone = Holdings { entries: vec![holding.clone()], ties: Vec::new() };
            alone.check_ties(&[])?;
            new.push(holding.facts.clone());
            Ok(Intake::New(Box::new(holding)))
        };
        entries
            .into_iter()
            .map(|(id, facts)| take(id, facts).unwrap_or_else(Intake::Refused))
            .collect()
    }

    /// The same facts, with what a contract is about taken from the registers where exactly one
    /// entry has that name.
    fn with_known_thing(&self, facts: HoldingFacts) -> HoldingFacts {
        let HoldingFacts::Contract(mut contract) = facts else { return facts };
        if let Thing::Words(words) = &contract.thing {
            let can_be_let = |holding: &&Holding| {
                matches!(
                    holding.facts.kind(),
                    HoldingKind::Asset | HoldingKind::Biological | HoldingKind::Resource
                )
            };
            let entries = self.holdings.entries.iter().filter(can_be_let);
            let mut named = entries.filter(|holding| holding.facts.title() == words.trim());
            if let (Some(only), None) = (named.next(), named.next()) {
                contract.thing = Thing::Entry(only.id);
            }
        }
        HoldingFacts::Contract(contract)
    }
}
