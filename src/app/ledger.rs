//! The open ledger: its villages, its rules, the book that is shown, and the small facts of all
//! the others.
//!
//! Invariant: the book in memory is always what came out of the file.

use std::borrow::Cow;
use std::path::Path;

use uuid::Uuid;

use super::error::AppError;
use crate::domain::duty::{self, Duty, DutyFacts};
use crate::domain::ids::VillageId;
use crate::domain::ledger::Book;
use crate::domain::period::Date;
use crate::domain::rules::Rules;
use crate::domain::village::Village;
use crate::store::{Store, StoreError};

/// A ledger file that is open (打开的账簿).
#[derive(Debug)]
pub struct Ledger {
    pub(super) store: Store,
    villages: Vec<Village>,
    rules: Rules,
    facts: Vec<DutyFacts>,
    book: Option<Book>,
    revision: u64,
}

/// A new random, time-ordered identity.
pub(super) fn new_id() -> Uuid {
    Uuid::now_v7()
}

impl Ledger {
    /// Reads everything the screens need from an open store and shows its first village.
    pub(super) fn load(store: Store) -> Result<Self, StoreError> {
        let villages = store.villages()?;
        let rules = store.rules()?;
        let mut facts = Vec::with_capacity(villages.len());
        let mut first = None;
        for village in &villages {
            let book = store.book(village)?;
            facts.push(DutyFacts::of(&book));
            first.get_or_insert(book);
        }
        Ok(Self { store, villages, rules, facts, book: first, revision: 0 })
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
                format!("本账簿里有：{}。", self.village_names(8)),
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

    /// Counts the times that what is shown may have changed, so that a view computes once.
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// The rules in force.
    pub const fn rules(&self) -> &Rules {
        &self.rules
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

    /// The duties of one village, the oldest first.
    pub fn duties_of(&self, id: VillageId, today: Date) -> Vec<Duty> {
        let facts = self.facts.iter().filter(|facts| facts.village == id);
        facts.flat_map(|facts| duty::duties(facts, &self.rules, today)).collect()
    }

    /// The duties of all villages, in list order.
    pub fn duties(&self, today: Date) -> Vec<Duty> {
        self.facts.iter().flat_map(|facts| duty::duties(facts, &self.rules, today)).collect()
    }

    /// Shows another village.
    pub(super) fn select(&mut self, id: VillageId) -> Result<(), AppError> {
        let book = self.book_of(id)?.into_owned();
        self.book = Some(book);
        self.revision += 1;
        Ok(())
    }

    /// Reads a village back from the file after a command wrote to it.
    pub(super) fn refresh(&mut self, id: VillageId) -> Result<(), AppError> {
        let Some(village) = self.village(id) else { return Ok(()) };
        let book = self.store.book(village)?;
        let facts = DutyFacts::of(&book);
        if let Some(slot) = self.facts.iter_mut().find(|slot| slot.village == id) {
            *slot = facts;
        }
        if self.book.as_ref().is_none_or(|shown| shown.village.id == id) {
            self.book = Some(book);
        }
        self.revision += 1;
        Ok(())
    }

    /// Reads the list of villages and the rules back from the file.
    pub(super) fn refresh_all(&mut self) -> Result<(), AppError> {
        self.villages = self.store.villages()?;
        self.rules = self.store.rules()?;
        self.revision += 1;
        for village in &self.villages {
            if !self.facts.iter().any(|facts| facts.village == village.id) {
                self.facts.push(DutyFacts::of(&self.store.book(village)?));
            }
        }
        let shown = self.book.as_ref().map(|book| book.village.id);
        match shown.or_else(|| self.villages.first().map(|village| village.id)) {
            Some(id) => self.refresh(id),
            None => Ok(()),
        }
    }
}
