//! What stands beside a total: the figure of a year before, and so much for each villager.
//!
//! Invariant: only figures that the books answer for; a book that is too young says nothing of
//! the year before, and a village that never entered how many live there nothing per head.

use crate::domain::ledger::Book;
use crate::domain::money::Money;
use crate::domain::period::Period;

impl Book {
    /// The same period of the year before, if the books answer for all of it.
    pub(in crate::domain) fn year_before(&self, period: Period) -> Option<Period> {
        let before = period.year_before();
        (self.first_month() <= before.first_month()).then_some(before)
    }

    /// `上年同期净值 1,200.00 元；按全村 806 人算，人均 1.49 元。`
    pub(super) fn beside(
        &self,
        what: &str,
        amount: Money,
        before: Option<Money>,
    ) -> Option<String> {
        let before = before.map(|before| format!("上年同期{what} {} 元", before.grouped()));
        let population = self.village.profile.population;
        let each = population.and_then(|count| Some((count, amount.per(count)?)));
        let each = each
            .map(|(count, each)| format!("按全村 {count} 人算，人均{what} {} 元", each.grouped()));
        let told: Vec<String> = before.into_iter().chain(each).collect();
        (!told.is_empty()).then(|| format!("{}。", told.join("；")))
    }
}
