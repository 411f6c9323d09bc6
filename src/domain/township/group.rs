//! Duties that are told together: one village, one period or occasion, one category, one last day.

use std::collections::BTreeMap;

use super::Tally;
use crate::domain::duty::{Duty, DutyState};
use crate::domain::ids::VillageId;
use crate::domain::matter::Category;
use crate::domain::occasion::DisclosureSpan;
use crate::domain::period::Date;

/// Open duties of a village that a person does in one go (一批任务): `2026年10月 财务 9 项`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DutyGroup {
    /// The village.
    pub village: VillageId,
    /// The period or the occasion.
    pub span: DisclosureSpan,
    /// Party, village affairs or finance.
    pub category: Category,
    /// The last day.
    pub due_by: Date,
    /// Where they stand: all of them due, or all of them overdue.
    pub state: DutyState,
    /// The duties, in the order of the catalog.
    pub duties: Vec<Duty>,
}

impl DutyGroup {
    /// How many.
    pub fn count(&self) -> usize {
        self.duties.len()
    }

    /// They counted.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for duty in &self.duties {
            tally.add(duty.state);
        }
        tally
    }

    /// Days until the last day; below zero once it is past.
    pub fn days_left(&self) -> i64 {
        match self.state {
            DutyState::Overdue { days } => -i64::from(days),
            DutyState::Due { days } => i64::from(days),
            DutyState::Waiting { .. } | DutyState::Fulfilled { .. } | DutyState::Late { .. } => {
                i64::MAX
            }
        }
    }
}

/// Gathers the open duties of one village, those longest overdue first; of one day finance comes
/// first, because it closes the month.
pub fn groups(duties: impl IntoIterator<Item = Duty>) -> Vec<DutyGroup> {
    let mut found: BTreeMap<(Date, u8, DisclosureSpan), DutyGroup> = BTreeMap::new();
    for duty in duties.into_iter().filter(|duty| duty.state.is_open()) {
        let rank = match duty.category {
            Category::Finance => 0,
            Category::Affairs => 1,
            Category::Party => 2,
        };
        let group = found.entry((duty.due_by, rank, duty.span)).or_insert_with(|| DutyGroup {
            village: duty.village,
            span: duty.span,
            category: duty.category,
            due_by: duty.due_by,
            state: duty.state,
            duties: Vec::new(),
        });
        group.duties.push(duty);
    }
    found.into_values().collect()
}
