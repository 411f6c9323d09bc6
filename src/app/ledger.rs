//! The open ledger: its villages, its rules, the book that is shown, and the small facts of all
//! the others.
//!
//! Invariant: the book in memory is always what came out of the file.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use uuid::Uuid;

use super::error::AppError;
use super::search;
use crate::domain::calendar::Calendar;
use crate::domain::catalog::Catalog;
use crate::domain::duty::{self, Duty, DutyFacts, Schedule};
use crate::domain::facts::MonthFacts;
use crate::domain::ids::{VillageId, VoucherId};
use crate::domain::law::Law;
use crate::domain::ledger::Book;
use crate::domain::listing::Listing;
use crate::domain::occasion::{self, DisclosureSpan};
use crate::domain::period::{Date, Month, Period};
use crate::domain::rules::Rules;
use crate::domain::targets::{self, TargetStanding};
use crate::domain::village::Village;
use crate::exchange::{catalog_import, holiday_import};
use crate::store::{Store, StoreError};

/// A ledger file that is open (打开的账簿).
#[derive(Debug)]
pub struct Ledger {
    pub(super) store: Store,
    villages: Vec<Village>,
    law: Law,
    facts: Vec<DutyFacts>,
    open_objections: BTreeMap<VillageId, Vec<Date>>,
    months: Months,
    book: Option<Book>,
    revision: u64,
    facts_revision: u64,
}

/// What is known of each month of each village.
type Months = BTreeMap<VillageId, BTreeMap<Month, MonthFacts>>;

/// A new random, time-ordered identity.
pub(super) fn new_id() -> Uuid {
    Uuid::now_v7()
}

/// The rules of a ledger, its catalogs over the bundled one, its holidays over the bundled ones.
fn law_of(store: &Store) -> Result<Law, StoreError> {
    let mut catalog = Catalog::new(catalog_import::bundled());
    for version in store.catalogs()? {
        let name = version.name.clone();
        catalog =
            catalog.with(version).map_err(|refusal| store.damaged(format!("{name}：{refusal}")))?;
    }
    let calendar = holiday_import::bundled().with(&Calendar::new(store.holidays()?));
    Ok(Law { rules: store.rules()?, catalog, calendar })
}

impl Ledger {
    /// Reads everything the screens need from an open store and shows its first village.
    pub(super) fn load(store: Store) -> Result<Self, StoreError> {
        let mut ledger = Self::glance(store)?;
        let shown = ledger.villages.first().map(|village| ledger.store.book(village));
        ledger.book = shown.transpose()?;
        Ok(ledger)
    }

    /// Reads what is known of all villages, and no book: for questions that need none.
    pub(super) fn glance(mut store: Store) -> Result<Self, StoreError> {
        store.set_search_line(search::line);
        let villages = store.villages()?;
        let law = law_of(&store)?;
        store.set_law(&law);
        let mut months = store.month_facts()?;
        for village in &villages {
            // a file of an older version holds no facts yet, or fewer
            let known = months.get(&village.id);
            let is_known = known.is_some_and(|all| all.values().all(MonthFacts::is_complete));
            if !is_known && store.has_vouchers(village.id)? {
                let book = store.book(village)?;
                months.insert(village.id, MonthFacts::of(&book));
                if !store.is_readonly() {
                    store.derive(village.id, &book.vouchers)?;
                }
            }
        }
        let mut ledger = Self {
            store,
            villages,
            law,
            facts: Vec::new(),
            open_objections: BTreeMap::new(),
            months,
            book: None,
            revision: 0,
            facts_revision: 0,
        };
        ledger.read_duty_facts()?;
        Ok(ledger)
    }

    /// Reads what the duties of all villages follow from.
    fn read_duty_facts(&mut self) -> Result<(), StoreError> {
        let mut notices = self.store.notice_facts()?;
        let mut occasions = self.store.all_occasions()?;
        let mut switched_off = self.store.all_switched_off()?;
        self.open_objections = self.store.open_objections()?;
        let facts_of = |village: &Village| {
            let months = self.months.get(&village.id);
            let first = months.and_then(|months| months.keys().next().copied());
            DutyFacts {
                village: village.id,
                bookkeeping: village.profile.bookkeeping,
                first_month: village.first_month(first),
                notices: notices.remove(&village.id).unwrap_or_default(),
                occasions: occasions.remove(&village.id).unwrap_or_default(),
                switched_off: switched_off.remove(&village.id).unwrap_or_default(),
            }
        };
        self.facts = self.villages.iter().map(facts_of).collect();
        Ok(())
    }

    /// The file; `None` for a ledger in memory.
    pub fn path(&self) -> Option<&Path> {
        self.store.path()
    }

    /// Its villages, in list order.
    pub fn villages(&self) -> &[Village] {
        &self.villages
    }

    /// The village with that identity.
    pub fn village(&self, id: VillageId) -> Option<&Village> {
        self.villages.iter().find(|village| village.id == id)
    }

    /// Finds the village that a person names: its code, its name or township and name.
    ///
    /// # Errors
    /// A refusal when there is none, or more than one.
    pub fn find_village(&self, written: &str) -> Result<&Village, AppError> {
        let written = written.trim();
        let named = |village: &&Village| {
            village.code.as_deref() == Some(written)
                || village.profile.name == written
                || village.profile.full_name() == written
                || village.id.to_string() == written
        };
        let mut found = self.villages.iter().filter(named);
        match (found.next(), found.next()) {
            (Some(village), None) => Ok(village),
            (Some(_), Some(_)) => Err(AppError::refused(
                format!("有几个村都叫“{written}”"),
                "请写 12 位区划代码，或连乡镇一起写。",
            )),
            (None, _) => Err(AppError::refused(
                format!("本账簿里没有“{written}”"),
                format!("请写本账簿里有的村：{}。", self.village_names(8)),
            )),
        }
    }

    /// The names of the first villages, for a message.
    fn village_names(&self, limit: usize) -> String {
        let names: Vec<&str> =
            self.villages.iter().take(limit).map(|village| village.profile.name.as_str()).collect();
        let more = if self.villages.len() > limit { " 等" } else { "" };
        format!("{}{more}", names.join("、"))
    }

    /// The rules in force.
    pub const fn rules(&self) -> &Rules {
        &self.law.rules
    }

    /// The rules, the catalog and the calendar in force.
    pub const fn law(&self) -> &Law {
        &self.law
    }

    /// The days on which the objections of a village that wait for an answer were received.
    pub fn open_objections_of(&self, id: VillageId) -> &[Date] {
        self.open_objections.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Rises whenever something read from the file may have changed; the same number in the same
    /// open ledger means the same figures.
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// Rises only when the small facts of the villages may have changed: not when another village
    /// is shown.
    pub const fn facts_revision(&self) -> u64 {
        self.facts_revision
    }

    /// The book of the village that is shown.
    pub const fn book(&self) -> Option<&Book> {
        self.book.as_ref()
    }

    /// The book of any village: the one shown, or read from the file.
    ///
    /// # Errors
    /// A refusal for a village that is not in the ledger; a failure when it cannot be read.
    pub fn book_of(&self, id: VillageId) -> Result<Cow<'_, Book>, AppError> {
        if let Some(book) = self.book.as_ref().filter(|book| book.village.id == id) {
            return Ok(Cow::Borrowed(book));
        }
        let village = self
            .village(id)
            .ok_or_else(|| AppError::refused("账簿里没有这个村", "请在村名处重新选一个村。"))?;
        Ok(Cow::Owned(self.store.book(village)?))
    }

    /// How many vouchers a village has posted in a month.
    pub fn voucher_count(&self, id: VillageId, month: Month) -> usize {
        self.months_of(id).and_then(|months| months.get(&month)).map_or(0, |facts| facts.vouchers)
    }

    /// What is known of the months of a village that have vouchers.
    pub fn months_of(&self, id: VillageId) -> Option<&BTreeMap<Month, MonthFacts>> {
        self.months.get(&id)
    }

    /// Where each village stands against the targets in the year up to a month, in list order.
    pub fn target_standings(&self, through: Month) -> Vec<(VillageId, String, TargetStanding)> {
        let none = BTreeMap::new();
        let standing = |village: &Village| {
            let months = self.months.get(&village.id).unwrap_or(&none);
            let standing = TargetStanding::of(months, through, &self.law.rules.targets);
            (village.id, village.profile.name.clone(), standing)
        };
        self.villages.iter().map(standing).collect()
    }

    /// All villages against the targets up to a month, from the least; named after the township
    /// where they share one.
    pub fn targets_listing(&self, through: Month) -> Listing {
        let standings = self.target_standings(through);
        let mut towns = self.villages.iter().map(|village| village.profile.township.as_str());
        let first = towns.next().unwrap_or_default();
        let subject = if towns.all(|town| town == first) { first } else { "" };
        let listing = targets::listing(standings, through, &self.law.rules.targets);
        Listing { subject: subject.to_owned(), ..listing }
    }

    /// The duties of one village, the oldest first.
    pub fn duties_of(&self, id: VillageId, today: Date) -> Vec<Duty> {
        let facts = self.facts.iter().filter(|facts| facts.village == id);
        facts.flat_map(|facts| duty::duties(facts, &self.law, today)).collect()
    }

    /// The duties of all villages, in list order.
    pub fn duties(&self, today: Date) -> Vec<Duty> {
        let schedule = self.schedule(today);
        self.facts.iter().flat_map(|facts| schedule.duties(facts)).collect()
    }

    /// What a duty is about, as shown: its period, or the day and the words of its occasion.
    pub fn span_label(&self, duty: &Duty) -> String {
        self.label_of(duty.village, duty.span)
    }

    /// The same of any period or occasion of a village.
    pub fn label_of(&self, village: VillageId, span: DisclosureSpan) -> String {
        let id = match span {
            DisclosureSpan::Period(period) => return period.label(),
            DisclosureSpan::Occasion(id) => id,
        };
        let facts = self.facts.iter().find(|facts| facts.village == village);
        let occasion = facts.and_then(|facts| facts.occasions.iter().find(|(of, _)| *of == id));
        occasion.map_or_else(|| id.to_string(), |(_, facts)| facts.label())
    }

    /// The period of a duty; of one about an occasion, the month it happened in.
    pub fn period_of(&self, duty: &Duty) -> Period {
        duty.span.period().unwrap_or_else(|| Period::Month(Month::of(duty.opens_on)))
    }

    /// What is due of all villages, worked out once.
    pub fn schedule(&self, today: Date) -> Schedule<'_> {
        let first = self.facts.iter().map(|facts| facts.first_month).min();
        Schedule::new(&self.law, first.unwrap_or_else(|| Month::of(today)), today)
    }

    /// What the duties of each village follow from, in list order.
    pub fn duty_facts(&self) -> &[DutyFacts] {
        &self.facts
    }

    /// Shows another village.
    pub(super) fn select(&mut self, id: VillageId) -> Result<(), AppError> {
        let book = self.book_of(id)?.into_owned();
        self.book = Some(book);
        self.revision += 1;
        Ok(())
    }

    /// Says that something outside the books was written.
    pub(super) const fn touch(&mut self) {
        self.revision += 1;
    }

    /// Reads a village back from the file after a command wrote to it.
    pub(super) fn refresh(&mut self, id: VillageId) -> Result<(), AppError> {
        self.revision += 1;
        self.facts_revision += 1;
        let Some(village) = self.village(id) else { return Ok(()) };
        let book = self.store.book(village)?;
        let facts = DutyFacts::of(&book);
        self.months.insert(id, MonthFacts::of(&book));
        let open = book.objections.iter().filter(|objection| objection.reply.is_none());
        self.open_objections.insert(id, open.map(|objection| objection.facts.on).collect());
        if let Some(slot) = self.facts.iter_mut().find(|slot| slot.village == id) {
            *slot = facts;
        }
        if self.book.as_ref().is_none_or(|shown| shown.village.id == id) {
            self.book = Some(book);
        }
        Ok(())
    }

    /// Reads one new voucher back from the file: a book of ten years need not be read again for
    /// one line. A village that is not shown has no book in memory; its facts alone are kept.
    pub(super) fn refresh_voucher(
        &mut self,
        id: VillageId,
        voucher: VoucherId,
    ) -> Result<(), AppError> {
        let chart = match self.book.as_ref().filter(|book| book.village.id == id) {
            Some(book) => Cow::Borrowed(&book.chart),
            None => Cow::Owned(self.store.chart_of(id)?),
        };
        let voucher = self.store.voucher(id, voucher, &chart)?;
        drop(chart);
        self.revision += 1;
        self.facts_revision += 1;
        self.months.entry(id).or_default().entry(voucher.month()).or_default().add(&voucher);
        // most vouchers give rise to no occasion and take none back
        let is_told = voucher.is_reversal() || !occasion::arising(&voucher, &self.law).is_empty();
        let occasions = is_told.then(|| self.store.occasions_of(id)).transpose()?;
        if let Some(facts) = self.facts.iter_mut().find(|facts| facts.village == id) {
            facts.first_month = facts.first_month.min(voucher.month());
            if let Some(occasions) = &occasions {
                facts.occasions = occasions.iter().map(|it| (it.id, it.facts.clone())).collect();
            }
        }
        if let Some(book) = self.book.as_mut().filter(|book| book.village.id == id) {
            book.insert(voucher);
            if let Some(occasions) = occasions {
                book.occasions = occasions;
            }
        }
        Ok(())
    }

    /// Reads back what goes with the vouchers of a village and moves no figure.
    pub(super) fn refresh_papers(&mut self, id: VillageId) -> Result<(), AppError> {
        self.revision += 1;
        let attachments = self.store.attachments_of(id)?;
        let templates = self.store.templates_of(id)?;
        if let Some(book) = self.book.as_mut().filter(|book| book.village.id == id) {
            book.attachments = attachments;
            book.templates = templates;
        }
        Ok(())
    }

    /// Reads the list of villages and the rules back from the file.
    pub(super) fn refresh_all(&mut self) -> Result<(), AppError> {
        self.revision += 1;
        self.facts_revision += 1;
        self.villages = self.store.villages()?;
        self.law = law_of(&self.store)?;
        self.store.set_law(&self.law);
        self.read_duty_facts()?;
        let shown = self.book.as_ref().map(|book| book.village.id);
        match shown.or_else(|| self.villages.first().map(|village| village.id)) {
            Some(id) => self.refresh(id),
            None => Ok(()),
        }
    }
}
