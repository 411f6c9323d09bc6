//! The yearly plan of a village that comes in as a table: read, checked, entered whole or not.

use std::path::Path;

use super::App;
use super::command::{ImportSummary, Outcome};
use super::error::AppError;
use super::execute::Done;
use super::import::{read_input, refused_file};
use super::ledger::new_id;
use crate::domain::governance::{GovernanceFacts, GovernanceRefusal, YearPlan};
use crate::domain::ids::{GovernanceId, VillageId};
use crate::exchange::plan_import::read_plan;

impl App {
    /// Enters the lines of a file as the plan that `head` tells of. A plan that is there already,
    /// line by line, stays as it is.
    pub(super) fn import_plan(&mut self, village: VillageId, head: YearPlan, path: &Path) -> Done {
        let (bytes, file_name) = read_input(path)?;
        let (book, year) = (self.ledger()?.book_of(village)?, head.year);
        book.bookkeeping().check(head.entity)?;
        let lines = read_plan(&bytes, &file_name, &book.chart)
            .map_err(|faults| refused_file(&file_name, faults))?;
        let read = lines.len();
        let mut plans = book.affairs.records.iter().filter_map(|record| record.facts.plan());
        let same = |plan: &&YearPlan| (plan.year, plan.entity) == (year, head.entity);
        let there = plans.find(same).map(|plan| plan.lines == lines);
        drop(book);
        let added = match there {
            Some(true) => 0,
            Some(false) => return Err(AppError::from(GovernanceRefusal::YearPlanned(year))),
            None => read,
        };
        if added > 0 {
            let facts = GovernanceFacts::Plan(YearPlan { lines, ..head });
            self.put_record(village, GovernanceId::new(new_id()), facts, "add_record")?;
        }
        let summary = ImportSummary { read, added, ..ImportSummary::default() };
        Ok(Outcome::PlanImported { year, summary })
    }
}
