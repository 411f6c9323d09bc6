//! The township's view: figures of all villages at once, the bulletin, the reminders.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use serde_json::{Value, json};

use super::App;
use super::error::AppError;
use super::ledger::Ledger;
use crate::domain::duty::{ANY_DAY, Duty, DutyFacts};
use crate::domain::ids::{NoticeId, VillageId};
use crate::domain::listing::Listing;
use crate::domain::matter::MatterCode;
use crate::domain::notice::NextStep;
use crate::domain::occasion::DisclosureSpan;
use crate::domain::period::{Date, Month, Period};
use crate::domain::privacy::{self, Context, Subject};
use crate::domain::township::{
    self, CONTRACT_DAYS, Columns, Filter, Matrix, Reminder, Tally, VillageFacts,
};

/// Of one village so many reminders are said one by one.
const REMINDERS_MAX: usize = 8;

impl Ledger {
    /// The villages against months, quarters or matters of a year.
    pub fn matrix(&self, by: Columns, filter: Filter, today: Date) -> Matrix {
        let schedule = self.schedule(today).within(by.covers(), ANY_DAY);
        let columns = by.all(&self.matters_of(by, filter));
        Matrix::of(&schedule, self.duty_facts(), columns, by, filter)
    }

    /// The matters of a year's table, in the order of the catalog, each once.
    fn matters_of(&self, by: Columns, filter: Filter) -> Vec<MatterCode> {
        let covers = by.covers();
        let in_force = |term: &crate::domain::catalog::MatterTerm<'_>| {
            term.from.is_none_or(|from| from <= *covers.end())
                && term.until.is_none_or(|until| *covers.start() <= until)
        };
        let terms = self.law().catalog.terms().into_iter().filter(in_force);
        let mut matters: Vec<MatterCode> = Vec::new();
        for matter in terms.map(|term| term.matter) {
            let is_wanted = filter.category.is_none_or(|wanted| wanted == matter.category)
                && filter.matter.is_none_or(|wanted| wanted == matter.code);
            if is_wanted && !matters.contains(&matter.code) {
                matters.push(matter.code);
            }
        }
        matters
    }

    /// The duties of one village that stand in a cell of the table, or in its whole row, by the
    /// day they are due.
    pub fn duties_in(
        &self,
        village: VillageId,
        (by, column): (Columns, Option<township::Column>),
        filter: Filter,
        today: Date,
    ) -> Vec<Duty> {
        let schedule = self.schedule(today).within(by.covers(), ANY_DAY);
        let Some(facts) = self.facts_of(village) else { return Vec::new() };
        let mut duties = schedule.duties(facts);
        duties.retain(|duty| {
            let of = by.of(duty);
            filter.takes(duty) && of.is_some() && (column.is_none() || of == column)
        });
        duties
    }

    /// What the duties of a village follow from.
    pub fn facts_of(&self, village: VillageId) -> Option<&DutyFacts> {
        self.duty_facts().iter().find(|facts| facts.village == village)
    }

    /// Shows every duty of every village that is due within `due` to `see`, in list order.
    pub fn each_duty(&self, due: RangeInclusive<Date>, today: Date, mut see: impl FnMut(Duty)) {
        let schedule = self.schedule(today).within(ANY_DAY, due);
        for facts in self.duty_facts() {
            schedule.each(facts, &mut see);
        }
    }

    /// What comes next with a notice of any village; no book is read.
    ///
    /// # Errors
    /// A failure when the file cannot be read.
    pub fn next_step_of(&self, id: NoticeId, today: Date) -> Result<Option<NextStep>, AppError> {
        if let Some(book) = self.book()
            && let Some(notice) = book.notice(id)
        {
            return Ok(Some(notice.next_step(&book.objections, self.law(), today)));
        }
        let Some(notice) = self.store.notice(id)? else { return Ok(None) };
        let objections = self.store.objections_of(notice.village)?;
        Ok(Some(notice.next_step(&objections, self.law(), today)))
    }

    /// The last day to answer each objection of a village that waits for an answer
    /// (山东省村务公开条例第十六条).
    pub fn answers_due(&self, village: VillageId) -> Vec<Date> {
        let law = self.law();
        let received = self.open_objections_of(village).iter();
        received.map(|on| law.calendar.legal_deadline(*on, law.rules.answer_days)).collect()
    }

    /// What a duty is about as it may leave the office, on reminders and printed lists: the words of
    /// an occasion may come from a voucher, and nobody has looked through them yet.
    pub(super) fn public_label_of(&self, village: VillageId, span: DisclosureSpan) -> String {
        let label = self.label_of(village, span);
        let profile = self.villages().iter().find(|it| it.id == village).map(|it| &it.profile);
        let phones = profile.map(|it| [it.supervision_phone.as_str(), it.township_phone.as_str()]);
        let context = Context::new(Subject::default(), phones.into_iter().flatten());
        privacy::mask(&label, &context)
    }

    /// The name of a village among all of them: with its township where there are several.
    pub fn short_names(&self) -> BTreeMap<VillageId, String> {
        let first = self.villages().first().map(|village| village.profile.township.as_str());
        let is_one = self.villages().iter().all(|it| Some(it.profile.township.as_str()) == first);
        let name = |village: &crate::domain::village::Village| {
            let profile = &village.profile;
            (village.id, if is_one { profile.name.clone() } else { profile.full_name() })
        };
        self.villages().iter().map(name).collect()
    }

    /// Whose villages they are: the township, or how many there are.
    pub fn townships_label(&self) -> String {
        let mut names: Vec<&str> =
            self.villages().iter().map(|village| village.profile.township.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        match names.as_slice() {
            [] => String::new(),
            [only] => (*only).to_owned(),
            many => format!("{} 个乡镇", many.len()),
        }
    }
}

impl App {
    /// What the bulletin of a period says of every village, in list order; from small facts, no
    /// book is read.
    ///
    /// # Errors
    /// A refusal when no ledger is open; a failure when the file cannot be read.
    pub fn village_facts(
        &self,
        period: Period,
    ) -> Result<Vec<(VillageId, VillageFacts)>, AppError> {
        let (ledger, today) = (self.ledger()?, self.today());
        let due = period.first_day()..=period.last_day();
        let schedule = ledger.schedule(today).within(ANY_DAY, due);
        let mut contracts: BTreeMap<VillageId, VillageFacts> = BTreeMap::new();
        for (village, contract, received) in ledger.store.contracts(today)? {
            let facts = contracts.entry(village).or_default();
            let unpaid = contract.unpaid(received, today);
            facts.arrears = facts.arrears.plus(unpaid.iter().map(|unpaid| unpaid.amount).sum());
            let ends = contract.days_left(today).is_some_and(|left| left <= CONTRACT_DAYS);
            facts.contracts_ending += usize::from(ends);
        }
        let names = ledger.short_names();
        let facts_of = |of: &DutyFacts| {
            let mut facts = contracts.remove(&of.village).unwrap_or_default();
            facts.name = names.get(&of.village).cloned().unwrap_or_default();
            schedule.each(of, |duty| facts.duties.add(duty.state));
            let answers = ledger.answers_due(of.village);
            facts.objections_open = answers.len();
            facts.objections_overdue = answers.iter().filter(|by| **by < today).count();
            for month in months_in(ledger, of.village, period) {
                facts.expense = facts.expense.plus(month.expense_total());
                facts.expense_in_cash = facts.expense_in_cash.plus(month.expense_in_cash);
            }
            (of.village, facts)
        };
        Ok(ledger.duty_facts().iter().map(facts_of).collect())
    }

    /// The bulletin of a period over all villages (督查通报).
    ///
    /// # Errors
    /// As [`App::village_facts`].
    pub fn bulletin(&self, period: Period) -> Result<Listing, AppError> {
        let villages = self.village_facts(period)?;
        let subject = self.ledger()?.townships_label();
        Ok(township::bulletin(subject, &villages, period, self.today()))
    }

    /// The same as JSON (`bulletin --json`).
    ///
    /// # Errors
    /// As [`App::village_facts`].
    pub fn bulletin_json(&self, period: Period) -> Result<Value, AppError> {
        let line = |(_, facts): &(VillageId, VillageFacts)| {
            let Tally { fulfilled, late, overdue, days_overdue, .. } = facts.duties;
            json!({
                "village": facts.name,
                "period": period,
                "judged": facts.duties.judged(),
                "on_time": fulfilled,
                "late": late,
                "overdue": overdue,
                "on_time_share": facts.duties.on_time_share().map(decimal),
                "days_overdue": days_overdue,
                "objections_open": facts.objections_open,
                "objections_overdue": facts.objections_overdue,
                "contracts_ending": facts.contracts_ending,
                "arrears": facts.arrears.to_string(),
                "non_cash_share": facts.non_cash_share().map(decimal),
            })
        };
        Ok(Value::Array(self.village_facts(period)?.iter().map(line).collect()))
    }

    /// What to remind each village of: everything overdue, what is due within `days`, and
    /// objections without an answer; in list order, the oldest first.
    ///
    /// # Errors
    /// A refusal when no ledger is open.
    pub fn reminders(
        &self,
        days: u32,
        wanted: impl Fn(VillageId) -> bool,
    ) -> Result<Vec<Reminder>, AppError> {
        let (ledger, today) = (self.ledger()?, self.today());
        let last = today.checked_add_days(chrono::Days::new(u64::from(days))).unwrap_or(Date::MAX);
        let schedule = ledger.schedule(today).within(ANY_DAY, Date::MIN..=last);
        let (names, law) = (ledger.short_names(), ledger.law());
        let mut all = Vec::new();
        for facts in ledger.duty_facts().iter().filter(|facts| wanted(facts.village)) {
            let Some(name) = names.get(&facts.village) else { continue };
            let received = ledger.open_objections_of(facts.village);
            all.extend(township::of_objections(facts.village, name, received, law, today));
            let groups = township::groups(schedule.duties(facts));
            for group in groups.iter().take(REMINDERS_MAX) {
                let span = ledger.public_label_of(group.village, group.span);
                all.push(township::of_duties(group, name, &span, law));
            }
            if let Some(rest) = groups.get(REMINDERS_MAX..).filter(|rest| !rest.is_empty()) {
                all.extend(township::of_the_rest(rest, name));
            }
        }
        Ok(all)
    }

    /// The reminders as a table (催办清单).
    ///
    /// # Errors
    /// As [`App::reminders`].
    pub fn reminders_listing(
        &self,
        days: u32,
        wanted: impl Fn(VillageId) -> bool,
    ) -> Result<Listing, AppError> {
        let reminders = self.reminders(days, wanted)?;
        let subject = self.ledger()?.townships_label();
        Ok(township::reminder_listing(&reminders, subject, days, self.today()))
    }
}

fn months_in(
    ledger: &Ledger,
    village: VillageId,
    period: Period,
) -> impl Iterator<Item = &crate::domain::facts::MonthFacts> {
    let span: RangeInclusive<Month> = period.first_month()..=period.last_month();
    ledger
        .months_of(village)
        .into_iter()
        .flat_map(move |months| months.range(span.clone()).map(|(_, facts)| facts))
}

/// A share of hundredths of a percent as a decimal: `0.9909`.
fn decimal(share: u32) -> String {
    format!("{}.{:04}", share / 10_000, share % 10_000)
}
