//! What follows from the vouchers and is written with them: the facts of each month, and the
//! text that a search looks through.
//!
//! Invariant: a voucher and what follows from it are in one transaction.

use std::cell::RefCell;
use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension as _, params};

use super::columns;
use super::file::{Store, StoreError, explain};
use super::write::Writing;
use crate::domain::duty::NoticeFact;
use crate::domain::facts::MonthFacts;
use crate::domain::ids::{NoticeId, VillageId};
use crate::domain::period::{Date, Month};
use crate::domain::voucher::Voucher;

/// What a search looks through for one voucher, without a line break.
pub type SearchLine = fn(&Voucher) -> String;

/// What the vouchers written so far in a transaction add to their months.
#[derive(Debug, Default)]
pub(super) struct Pending(RefCell<BTreeMap<(VillageId, Month), Vec<Voucher>>>);

impl Pending {
    pub(super) fn add(&self, village: VillageId, voucher: &Voucher) {
        let key = (village, voucher.month());
        self.0.borrow_mut().entry(key).or_default().push(voucher.clone());
    }

    /// Writes what follows from the vouchers of this transaction.
    pub(super) fn flush(&self, db: &Connection, line: SearchLine) -> rusqlite::Result<()> {
        for ((village, month), vouchers) in self.0.take() {
            let mut facts = month_facts(db, village, month)?.unwrap_or_default();
            let mut text = String::new();
            for voucher in &vouchers {
                facts.add(voucher);
                push_line(&mut text, voucher, line);
            }
            write_month(db, village, month, &facts, &text)?;
        }
        Ok(())
    }
}

fn push_line(text: &mut String, voucher: &Voucher, line: SearchLine) {
    text.push_str(&voucher.id().uuid().simple().to_string());
    text.push(' ');
    text.extend(line(voucher).chars().map(|c| if c == '\n' { ' ' } else { c }));
    text.push('\n');
}

fn month_facts(
    db: &Connection,
    village: VillageId,
    month: Month,
) -> rusqlite::Result<Option<MonthFacts>> {
    let mut statement =
        db.prepare_cached("SELECT facts FROM month_facts WHERE village_id = ?1 AND month = ?2")?;
    let key = village.uuid();
    let text: Option<String> = statement
        .query_row(params![key.as_bytes(), month.to_string()], |row| row.get(0))
        .optional()?;
    text.map(|text| columns::json(&text)).transpose()
}

fn write_month(
    db: &Connection,
    village: VillageId,
    month: Month,
    facts: &MonthFacts,
    text: &str,
) -> rusqlite::Result<()> {
    let (key, month) = (village.uuid(), month.to_string());
    db.prepare_cached(
        "INSERT INTO month_facts (village_id, month, facts) VALUES (?1, ?2, ?3)
         ON CONFLICT DO UPDATE SET facts = excluded.facts",
    )?
    .execute(params![key.as_bytes(), month, columns::to_json(facts)?])?;
    db.prepare_cached(
        "INSERT INTO search_text (village_id, month, text) VALUES (?1, ?2, ?3)
         ON CONFLICT DO UPDATE SET text = text || excluded.text",
    )?
    .execute(params![key.as_bytes(), month, text])?;
    Ok(())
}

impl Writing<'_> {
    /// Forgets what follows from the vouchers of a village, to write it anew.
    fn forget_derived(&self, village: VillageId) -> Result<(), StoreError> {
        let key = village.uuid();
        for table in ["month_facts", "search_text"] {
            let forget = format!("DELETE FROM {table} WHERE village_id = ?1");
            self.transaction
                .execute(&forget, params![key.as_bytes()])
                .map_err(|error| explain(error, self.path))?;
        }
        Ok(())
    }
}

impl Store {
    /// Whether the file may be looked at only.
    pub fn is_readonly(&self) -> bool {
        self.connection.is_readonly("main").unwrap_or(true)
    }

    /// The facts of every month that has vouchers, by village.
    ///
    /// # Errors
    /// [`StoreError`] when they cannot be read.
    pub fn month_facts(
        &self,
    ) -> Result<BTreeMap<VillageId, BTreeMap<Month, MonthFacts>>, StoreError> {
        let read = || -> rusqlite::Result<BTreeMap<VillageId, BTreeMap<Month, MonthFacts>>> {
            let mut found: BTreeMap<VillageId, BTreeMap<Month, MonthFacts>> = BTreeMap::new();
            let mut statement = self
                .connection
                .prepare_cached("SELECT village_id, month, facts FROM month_facts")?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let village = VillageId::new(columns::uuid(row.get_ref(0)?.as_blob()?)?);
                let month = columns::month(row.get_ref(1)?.as_str()?)?;
                let facts = columns::json(row.get_ref(2)?.as_str()?)?;
                found.entry(village).or_default().insert(month, facts);
            }
            Ok(found)
        };
        read().map_err(|error| self.explain(error))
    }

    /// The notices that duties look at, by village, without those withdrawn and without
    /// corrections, in the order they were drafted.
    ///
    /// # Errors
    /// [`StoreError`] when they cannot be read.
    pub fn notice_facts(&self) -> Result<BTreeMap<VillageId, Vec<NoticeFact>>, StoreError> {
        let read = || -> rusqlite::Result<BTreeMap<VillageId, Vec<NoticeFact>>> {
            let mut hung_again = self.hung_again()?;
            let mut found: BTreeMap<VillageId, Vec<NoticeFact>> = BTreeMap::new();
            let mut statement = self.connection.prepare_cached(
                "SELECT village_id, id, matter, span, publication ->> 'published_on', entity
                 FROM notice WHERE withdrawn_on IS NULL AND corrects IS NULL ORDER BY id",
            )?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let village = VillageId::new(columns::uuid(row.get_ref(0)?.as_blob()?)?);
                let published: Option<String> = row.get(4)?;
                let id = NoticeId::new(columns::uuid(row.get_ref(1)?.as_blob()?)?);
                let published_on = published.map(|on| columns::date(&on)).transpose()?;
                found.entry(village).or_default().push(NoticeFact {
                    id,
                    entity: columns::entity(row.get_ref(5)?.as_str()?)?,
                    matter: columns::matter(row.get_ref(2)?.as_str()?)?,
                    span: columns::span(row.get_ref(3)?.as_str()?)?,
                    published_on: hung_again.remove(&id).unwrap_or(published_on),
                });
            }
            Ok(found)
        };
        read().map_err(|error| self.explain(error))
    }

    /// The notices that came off the board before their time: since when they hang again, if
    /// they do.
    fn hung_again(&self) -> rusqlite::Result<BTreeMap<NoticeId, Option<Date>>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT notice_id, facts ->> 'step', facts ->> 'published_on' FROM notice_step
             WHERE facts ->> 'step' IN ('taken_down', 'reposted')
             ORDER BY notice_id, sequence",
        )?;
        let mut found = BTreeMap::new();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let id = NoticeId::new(columns::uuid(row.get_ref(0)?.as_blob()?)?);
            let again: Option<String> = row.get(2)?;
            found.insert(id, again.map(|on| columns::date(&on)).transpose()?);
        }
        Ok(found)
    }

    /// Whether a village has vouchers.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be read.
    pub fn has_vouchers(&self, village: VillageId) -> Result<bool, StoreError> {
        let key = village.uuid();
        // asked of every village of a ledger when it opens
        let asked = || -> rusqlite::Result<bool> {
            self.connection
                .prepare_cached("SELECT EXISTS (SELECT 1 FROM voucher WHERE village_id = ?1)")?
                .query_row(params![key.as_bytes()], |row| row.get(0))
        };
        asked().map_err(|error| self.explain(error))
    }

    /// Writes what follows from all vouchers of a village anew: for files of an older version.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be written.
    pub fn derive(&mut self, village: VillageId, vouchers: &[Voucher]) -> Result<(), StoreError> {
        self.write(|writing| {
            writing.forget_derived(village)?;
            for voucher in vouchers {
                writing.pending.add(village, voucher);
            }
            Ok(())
        })
    }

    /// Sets what a search looks through; vouchers written from now on are found by it.
    pub fn set_search_line(&mut self, line: SearchLine) {
        self.search_line = line;
    }

    /// Goes through the search text of all villages, the latest month first; `look` hears of
    /// each voucher and says whether to go on.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn search(
        &self,
        mut look: impl FnMut(VillageId, Month, &str) -> bool,
    ) -> Result<(), StoreError> {
        let mut read = || -> rusqlite::Result<()> {
            // the places are sorted without their texts, which are read one by one: sorting them
            // all would copy every text first
            let mut places = self.connection.prepare_cached(
                "SELECT village_id, month, rowid FROM search_text
                 ORDER BY month DESC, village_id",
            )?;
            let mut text =
                self.connection.prepare_cached("SELECT text FROM search_text WHERE rowid = ?1")?;
            let mut rows = places.query([])?;
            while let Some(row) = rows.next()? {
                let village = VillageId::new(columns::uuid(row.get_ref(0)?.as_blob()?)?);
                let month = columns::month(row.get_ref(1)?.as_str()?)?;
                let place: i64 = row.get(2)?;
                let mut found = text.query([place])?;
                if let Some(found) = found.next()?
                    && !look(village, month, found.get_ref(0)?.as_str()?)
                {
                    break;
                }
            }
            Ok(())
        };
        read().map_err(|error| self.explain(error))
    }
}
