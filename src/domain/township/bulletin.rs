//! The bulletin of the township over its villages (督查通报).
//!
//! Basis: 山东省村务公开条例第六条, the township inspects the disclosure of its villages regularly;
//! 第二十二条, what is not disclosed as it should be is criticised and ordered to be set right.

use super::Tally;
use crate::domain::ids::VillageId;
use crate::domain::ledger::share_of;
use crate::domain::listing::{
    ColumnKind, Link, Listing, ListingCell, ListingColumn, ListingRow, RowRole,
};
use crate::domain::money::Money;
use crate::domain::period::{self, Date, Period};

/// Contracts that end within so many days are told of.
pub const CONTRACT_DAYS: i64 = 90;

/// So many of the worst are named below the table.
const NAMED_MAX: usize = 5;

/// What the bulletin says of one village (督查通报的一行).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VillageFacts {
    /// The village as printed.
    pub name: String,
    /// Its duties whose last day lies in the time of the bulletin.
    pub duties: Tally,
    /// Objections that wait for an answer.
    pub objections_open: usize,
    /// Of those, past the last day to answer.
    pub objections_overdue: usize,
    /// Contracts that end within [`CONTRACT_DAYS`].
    pub contracts_ending: usize,
    /// Rent that is due and not paid (欠交).
    pub arrears: Money,
    /// Money that went out in the time of the bulletin.
    pub expense: Money,
    /// The part of it paid out of cash in hand.
    pub expense_in_cash: Money,
}

impl VillageFacts {
    /// The share of the expense not paid in cash, in hundredths of a percent; `None` without
    /// expense.
    pub fn non_cash_share(&self) -> Option<u32> {
        share_of(self.expense.minus(self.expense_in_cash), self.expense)
    }

    /// The two counted together, under the name of the first.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        self.duties = self.duties.and(other.duties);
        self.objections_open += other.objections_open;
        self.objections_overdue += other.objections_overdue;
        self.contracts_ending += other.contracts_ending;
        self.arrears = self.arrears.plus(other.arrears);
        self.expense = self.expense.plus(other.expense);
        self.expense_in_cash = self.expense_in_cash.plus(other.expense_in_cash);
        self
    }

    /// Whether a row about the village would say anything: a county prints its bulletin without
    /// the villages that had nothing to disclose and nothing to answer.
    fn has_something_to_tell(&self) -> bool {
        self.duties.judged() > 0
            || self.objections_open > 0
            || self.contracts_ending > 0
            || self.arrears != Money::ZERO
            || self.expense != Money::ZERO
    }

    fn cells(&self) -> Vec<ListingCell> {
        let (duties, count) = (self.duties, |count: u32| ListingCell::Count(i64::from(count)));
        let some = |number: usize| match i64::try_from(number).unwrap_or(i64::MAX) {
            0 => ListingCell::Blank,
            number => ListingCell::Count(number),
        };
        let share = |share: Option<u32>| share.map_or(ListingCell::Blank, ListingCell::Share);
        let days =
            if duties.days_overdue == 0 { ListingCell::Blank } else { count(duties.days_overdue) };
        vec![
            ListingCell::text(self.name.as_str()),
            count(duties.judged()),
            count(duties.fulfilled),
            count(duties.late),
            count(duties.overdue),
            share(duties.on_time_share()),
            days,
            some(self.objections_open),
            some(self.contracts_ending),
            ListingCell::amount_or_blank(self.arrears),
            share(self.non_cash_share()),
        ]
    }
}

/// Writes the bulletin: one row for each village that there is something to tell of, in list
/// order, and the sum of all.
pub fn bulletin(
    subject: String,
    villages: &[(VillageId, VillageFacts)],
    period: Period,
    today: Date,
) -> Listing {
    let heads = [
        ("村", ColumnKind::Text),
        ("应公开", ColumnKind::Number),
        ("按时", ColumnKind::Number),
        ("迟公开", ColumnKind::Number),
        ("逾期未公开", ColumnKind::Number),
        ("按时率", ColumnKind::Number),
        ("最长逾期天数", ColumnKind::Number),
        ("未答复异议", ColumnKind::Number),
        ("到期合同", ColumnKind::Number),
        ("欠交", ColumnKind::Amount),
        ("非现金比例", ColumnKind::Number),
    ];
    let all = villages.iter().fold(VillageFacts::default(), |sum, (_, facts)| sum.and(facts));
    let told = villages.iter().filter(|(_, facts)| facts.has_something_to_tell());
    let mut rows: Vec<ListingRow> = told.map(row).collect();
    let sum =
        VillageFacts { name: format!("合计（{} 个村）", villages.len()), ..all.clone() };
    rows.push(ListingRow::sum(sum.cells()));
    Listing {
        title: "村务公开督查通报".to_owned(),
        subject,
        period: period.label(),
        columns: heads.map(|(title, kind)| ListingColumn::new(title, kind)).into(),
        rows,
        notes: notes(villages, &all, period, today),
        signers: ["制表", "审核"].map(str::to_owned).into(),
        ..Listing::default()
    }
}

fn row((village, facts): &(VillageId, VillageFacts)) -> ListingRow {
    let is_bad = facts.duties.overdue > 0 || facts.objections_overdue > 0;
    let role = if is_bad { RowRole::Alarm } else { RowRole::Entry };
    ListingRow { role, ..ListingRow::entry(facts.cells()) }.to(Link::Village(*village))
}

fn notes(
    villages: &[(VillageId, VillageFacts)],
    all: &VillageFacts,
    period: Period,
    today: Date,
) -> Vec<String> {
    let mut notes = vec![format!(
        "应公开：最迟公布日在{}、到{}已经到期或已经公布的任务{}；按时率是按时的占应公开的。",
        period.label(),
        period::date_label(today),
        match all.duties.due + all.duties.waiting {
            0 => String::new(),
            later => format!("（另有 {later} 件还没有到期）"),
        }
    )];
    notes.push(worst(villages));
    let late: Vec<&str> = villages
        .iter()
        .filter(|(_, facts)| facts.objections_overdue > 0)
        .map(|(_, facts)| facts.name.as_str())
        .collect();
    if !late.is_empty() {
        notes.push(format!(
            "异议过了答复期限还没有答复（条例第十六条）：{}，共 {} 件。",
            named(&late),
            all.objections_overdue
        ));
    }
    let silent: Vec<&str> = villages
        .iter()
        .filter(|(_, facts)| !facts.has_something_to_tell())
        .map(|(_, facts)| facts.name.as_str())
        .collect();
    if !silent.is_empty() {
        notes.push(format!(
            "另有 {} 个村本期没有到期的公开事项，也没有别的要通报，表里不列：{}。",
            silent.len(),
            named(&silent)
        ));
    }
    notes.push(format!(
        "未答复异议、{CONTRACT_DAYS} 天内到期的合同和欠交是{}的数；非现金比例是{}支出里不用现金付的比例。",
        period::date_label(today),
        period.label()
    ));
    notes
}

/// The villages that are longest overdue, by name.
fn worst(villages: &[(VillageId, VillageFacts)]) -> String {
    let mut overdue: Vec<&VillageFacts> =
        villages.iter().map(|(_, facts)| facts).filter(|facts| facts.duties.overdue > 0).collect();
    if overdue.is_empty() {
        return "没有逾期未公开的村。".to_owned();
    }
    let count = overdue.len();
    overdue
        .sort_by_key(|facts| std::cmp::Reverse((facts.duties.days_overdue, facts.duties.overdue)));
    let words = |facts: &&VillageFacts| {
        let (duties, name) = (facts.duties, &facts.name);
        format!("{name} {} 件（最长 {} 天）", duties.overdue, duties.days_overdue)
    };
    let named: Vec<String> = overdue.iter().take(NAMED_MAX).map(words).collect();
    let more = if count > NAMED_MAX { " 等" } else { "" };
    format!("有 {count} 个村逾期未公开，最久的是：{}{more}。", named.join("、"))
}

fn named(names: &[&str]) -> String {
    let some: Vec<&str> = names.iter().take(NAMED_MAX).copied().collect();
    let more = if names.len() > NAMED_MAX { " 等" } else { "" };
    format!("{}{more}", some.join("、"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::duty::DutyState;

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    fn village(name: &str, states: &[DutyState]) -> (VillageId, VillageFacts) {
        let mut duties = Tally::default();
        for state in states {
            duties.add(*state);
        }
        let facts = VillageFacts { name: name.to_owned(), duties, ..VillageFacts::default() };
        (VillageId::new(uuid::Uuid::from_u128(1)), facts)
    }

    #[test]
    fn the_worst_are_named_and_the_sum_is_over_all() {
        let on = day("2026-10-09");
        let mut villages = vec![
            village("甲村", &[DutyState::Fulfilled { on }, DutyState::Overdue { days: 3 }]),
            village("乙村", &[DutyState::Late { on, days: 1 }, DutyState::Due { days: 2 }]),
            village("丙村", &[DutyState::Overdue { days: 26 }]),
        ];
        villages[1].1.objections_open = 2;
        villages[1].1.objections_overdue = 1;
        villages[0].1.expense = Money::from_fen(100_000);
        villages[0].1.expense_in_cash = Money::from_fen(25_000);
        villages[1].1.expense = Money::from_fen(300_000);
        let period = Period::parse("2026-10").expect("a period");
        let listing = bulletin("甲镇".to_owned(), &villages, period, day("2026-11-05"));
        let row = |row: &ListingRow| -> String {
            row.cells.iter().map(ListingCell::shown).collect::<Vec<_>>().join("|")
        };
        let rows: Vec<String> = listing.rows.iter().map(row).collect();
        assert_eq!(
            rows,
            [
                "甲村|2|1|0|1|50.00%|3||||75.00%",
                "乙村|1|0|1|0|0.00%||2|||100.00%",
                "丙村|1|0|0|1|0.00%|26||||",
                "合计（3 个村）|4|1|1|2|25.00%|26|2|||93.75%",
            ]
        );
        assert_eq!(
            listing.notes[1],
            "有 2 个村逾期未公开，最久的是：丙村 1 件（最长 26 天）、甲村 1 件（最长 3 天）。"
        );
        assert_eq!(listing.notes[2], "异议过了答复期限还没有答复（条例第十六条）：乙村，共 1 件。");
        assert!(listing.notes[0].contains("另有 1 件还没有到期"));
    }

    #[test]
    fn a_township_in_order_is_told_so() {
        let villages = [village("甲村", &[])];
        let listing = bulletin(String::new(), &villages, Period::Year(2026), day("2026-11-05"));
        assert_eq!(listing.notes[1], "没有逾期未公开的村。");
        let cells: Vec<String> = listing.rows[0].cells.iter().map(ListingCell::shown).collect();
        assert_eq!(cells.join("|"), "合计（1 个村）|0|0|0|0||||||");
        assert_eq!(
            listing.notes[2],
            "另有 1 个村本期没有到期的公开事项，也没有别的要通报，表里不列：甲村。"
        );
    }
}
