//! Disclosure: occasions, steps, objections, switched-off matters, catalogs and holidays.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension as _, ToSql, params};
use uuid::Uuid;

use super::columns;
use super::file::{Store, StoreError, explain};
use super::write::Writing;
use crate::domain::calendar::SpecialDay;
use crate::domain::catalog::{CatalogMode, CatalogVersion, SwitchedOff};
use crate::domain::ids::{CatalogId, NoticeId, ObjectionId, OccasionId, VillageId, VoucherId};
use crate::domain::law::Law;
use crate::domain::notice::{Objection, Reply, Step};
use crate::domain::occasion::{self, Occasion, OccasionFacts, OccasionSource};
use crate::domain::period::Date;
use crate::domain::voucher::Voucher;

type Written = Result<(), StoreError>;

impl Writing<'_> {
    fn kept(&self, done: rusqlite::Result<usize>) -> Written {
        done.map(drop).map_err(|error| explain(error, self.path))
    }

    /// Something that must be disclosed at once.
    pub fn insert_occasion(&self, village: VillageId, occasion: &Occasion) -> Written {
        let voucher = match occasion.facts.source {
            OccasionSource::Voucher(voucher) => Some(voucher),
            OccasionSource::ByHand
            | OccasionSource::Holding(_)
            | OccasionSource::Resolution(_)
            | OccasionSource::Outcome(_)
            | OccasionSource::Governance(_) => None,
        };
        self.insert_occasion_with(village, occasion, voucher)
    }

    /// The same, taken back together with `voucher`.
    pub fn insert_occasion_with(
        &self,
        village: VillageId,
        occasion: &Occasion,
        voucher: Option<VoucherId>,
    ) -> Written {
        let (id, village) = (occasion.id.uuid(), village.uuid());
        let voucher = voucher.map(|voucher| voucher.uuid().into_bytes());
        self.kept(columns::to_json(&occasion.facts).and_then(|facts| {
            self.transaction
                .prepare_cached(
                    "INSERT INTO occasion (id, village_id, voucher_id, facts)
                     VALUES (?1, ?2, ?3, ?4)",
                )?
                .execute(params![id.as_bytes(), village.as_bytes(), voucher, facts])
        }))
    }

    /// An occasion that was taken back.
    pub fn update_occasion(&self, occasion: &Occasion) -> Written {
        let id = occasion.id.uuid();
        self.kept(columns::to_json(&occasion.facts).and_then(|facts| {
            self.transaction.execute(
                "UPDATE occasion SET facts = ?2 WHERE id = ?1",
                params![id.as_bytes(), facts],
            )
        }))
    }

    /// What a voucher that is being posted gives rise to, and what it takes back.
    pub(super) fn follow_voucher(
        &self,
        village: VillageId,
        voucher: &Voucher,
        posted_on: Date,
    ) -> Written {
        if let Some(original) = voucher.written().reverses {
            self.cancel_occasions_of(original, posted_on)?;
        }
        let Some(law) = self.law else { return Ok(()) };
        for facts in occasion::arising(voucher, law) {
            let id = OccasionId::new(Uuid::now_v7());
            self.insert_occasion(village, &Occasion { id, facts })?;
        }
        Ok(())
    }

    fn cancel_occasions_of(&self, voucher: VoucherId, on: Date) -> Written {
        let cancel = || -> rusqlite::Result<usize> {
            self.transaction
                .prepare_cached(
                    "UPDATE occasion SET facts = json_set(facts, '$.cancelled_on', ?2)
                     WHERE voucher_id = ?1 AND facts ->> 'cancelled_on' IS NULL",
                )?
                .execute(params![voucher.uuid().as_bytes(), on.to_string()])
        };
        self.kept(cancel())
    }

    /// A step of a notice, after those it has.
    pub fn insert_step(&self, notice: NoticeId, step: &Step) -> Written {
        let key = notice.uuid();
        self.kept(columns::to_json(step).and_then(|facts| {
            self.transaction.execute(
                "INSERT INTO notice_step (notice_id, sequence, facts)
                 VALUES (?1, (SELECT coalesce(max(sequence), 0) + 1 FROM notice_step
                              WHERE notice_id = ?1), ?2)",
                params![key.as_bytes(), facts],
            )
        }))
    }

    /// An objection.
    pub fn insert_objection(&self, village: VillageId, objection: &Objection) -> Written {
        let (id, village) = (objection.id.uuid(), village.uuid());
        let notice = objection.notice.map(|notice| notice.uuid().into_bytes());
        self.kept(columns::to_json(&objection.facts).and_then(|facts| {
            self.transaction.execute(
                "INSERT INTO objection (id, village_id, notice_id, number, facts)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
                params![id.as_bytes(), village.as_bytes(), notice, objection.number, facts],
            )
        }))
    }

    /// The answer to an objection.
    pub fn insert_reply(&self, objection: ObjectionId, reply: &Reply) -> Written {
        let key = objection.uuid();
        self.kept(columns::to_json(reply).and_then(|facts| {
            self.transaction.execute(
                "INSERT INTO reply (objection_id, facts) VALUES (?1, ?2)",
                params![key.as_bytes(), facts],
            )
        }))
    }

    /// A matter that a village does not disclose, from a day on or until one.
    pub fn set_switched_off(&self, village: VillageId, off: &SwitchedOff) -> Written {
        let until = off.until.map(|until| until.to_string());
        self.kept(self.transaction.execute(
            "INSERT INTO switched_off (village_id, matter, valid_from, valid_until, reason)
             VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO UPDATE SET valid_until = excluded.valid_until,
                                       reason = excluded.reason",
            params![
                village.uuid().as_bytes(),
                off.matter.as_str(),
                off.from.to_string(),
                until,
                off.reason
            ],
        ))
    }

    /// A catalog that was imported.
    pub fn insert_catalog(&self, version: &CatalogVersion) -> Written {
        let id = version.id.uuid();
        self.kept(columns::to_json(&version.matters).and_then(|matters| {
            self.transaction.execute(
                "INSERT INTO catalog (id, valid_from, mode, name, matters)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
                params![
                    id.as_bytes(),
                    version.valid_from.to_string(),
                    version.mode.name(),
                    version.name,
                    matters
                ],
            )
        }))
    }

    /// All holidays that were imported.
    pub fn set_holidays(&self, days: &[SpecialDay]) -> Written {
        self.kept(columns::to_json(&days).and_then(|days| {
            self.transaction.execute(
                "INSERT INTO setting (name, value) VALUES ('holidays', ?1)
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                params![days],
            )
        }))
    }
}

impl Store {
    /// Sets what vouchers written from now on may give rise to.
    pub fn set_law(&mut self, law: &Law) {
        self.law = Some(law.clone());
    }

    /// The catalogs that were imported, the earliest first.
    ///
    /// # Errors
    /// [`StoreError`] when they cannot be read.
    pub fn catalogs(&self) -> Result<Vec<CatalogVersion>, StoreError> {
        let read = || -> rusqlite::Result<Vec<CatalogVersion>> {
            let mut statement = self.connection.prepare(
                "SELECT id, valid_from, mode, name, matters FROM catalog ORDER BY valid_from",
            )?;
            let rows = statement.query_map([], |row| {
                let mode = row.get_ref(2)?.as_str()?;
                Ok(CatalogVersion {
                    id: CatalogId::new(columns::uuid(row.get_ref(0)?.as_blob()?)?),
                    valid_from: columns::date(row.get_ref(1)?.as_str()?)?,
                    mode: CatalogMode::parse(mode)
                        .ok_or_else(|| columns::damaged(&format!("目录方式“{mode}”不对")))?,
                    name: row.get(3)?,
                    matters: columns::json(row.get_ref(4)?.as_str()?)?,
                })
            })?;
            rows.collect()
        };
        read().map_err(|error| self.explain(error))
    }

    /// The holidays that were imported.
    ///
    /// # Errors
    /// [`StoreError`] when they cannot be read.
    pub fn holidays(&self) -> Result<Vec<SpecialDay>, StoreError> {
        let read = || -> rusqlite::Result<Vec<SpecialDay>> {
            let stored: Option<String> = self
                .connection
                .query_row("SELECT value FROM setting WHERE name = 'holidays'", [], |row| {
                    row.get(0)
                })
                .optional()?;
            stored.map_or_else(|| Ok(Vec::new()), |text| columns::json(&text))
        };
        read().map_err(|error| self.explain(error))
    }

    /// The occasions of one village, in the order they were recorded.
    ///
    /// # Errors
    /// [`StoreError`] when they cannot be read.
    pub fn occasions_of(&self, village: VillageId) -> Result<Vec<Occasion>, StoreError> {
        self.occasions(village).map_err(|error| self.explain(error))
    }

    pub(super) fn occasions(&self, village: VillageId) -> rusqlite::Result<Vec<Occasion>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT id, facts FROM occasion WHERE village_id = ?1 ORDER BY id")?;
        let rows = statement.query_map(params![village.uuid().as_bytes()], |row| {
            Ok(Occasion {
                id: OccasionId::new(columns::uuid(row.get_ref(0)?.as_blob()?)?),
                facts: columns::json(row.get_ref(1)?.as_str()?)?,
            })
        })?;
        rows.collect()
    }

    /// The occasions of every village.
    ///
    /// # Errors
    /// [`StoreError`] when they cannot be read.
    pub fn all_occasions(
        &self,
    ) -> Result<BTreeMap<VillageId, Vec<(OccasionId, OccasionFacts)>>, StoreError> {
        self.by_village("SELECT village_id, id, facts FROM occasion ORDER BY id", |row| {
            let id = OccasionId::new(columns::uuid(row.get_ref(1)?.as_blob()?)?);
            Ok((id, columns::json(row.get_ref(2)?.as_str()?)?))
        })
    }

    pub(super) fn objections(&self, village: VillageId) -> rusqlite::Result<Vec<Objection>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT objection.id, notice_id, number, objection.facts, reply.facts
             FROM objection LEFT JOIN reply ON reply.objection_id = objection.id
             WHERE village_id = ?1 ORDER BY number",
        )?;
        let rows = statement.query_map(params![village.uuid().as_bytes()], |row| {
            let notice: Option<Vec<u8>> = row.get(1)?;
            let reply: Option<String> = row.get(4)?;
            Ok(Objection {
                id: ObjectionId::new(columns::uuid(row.get_ref(0)?.as_blob()?)?),
                notice: notice.map(|id| columns::uuid(&id).map(NoticeId::new)).transpose()?,
                number: row.get(2)?,
                facts: columns::json(row.get_ref(3)?.as_str()?)?,
                reply: reply.map(|text| columns::json(&text)).transpose()?,
            })
        })?;
        rows.collect()
    }

    /// How many objections of each village wait for an answer, and since when the oldest.
    ///
    /// # Errors
    /// [`StoreError`] when they cannot be read.
    pub fn open_objections(&self) -> Result<BTreeMap<VillageId, Vec<Date>>, StoreError> {
        self.by_village(
            "SELECT village_id, facts ->> 'on' FROM objection
             WHERE NOT EXISTS (SELECT 1 FROM reply WHERE objection_id = objection.id)
             ORDER BY 2",
            |row| columns::date(row.get_ref(1)?.as_str()?),
        )
    }

    /// The village that an objection was made in.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn village_of_objection(&self, id: ObjectionId) -> Result<Option<VillageId>, StoreError> {
        self.village_where("SELECT village_id FROM objection WHERE id = ?1", id.uuid())
    }

    pub(super) fn switched_off(&self, village: VillageId) -> rusqlite::Result<Vec<SwitchedOff>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT village_id, matter, valid_from, valid_until, reason FROM switched_off
             WHERE village_id = ?1 ORDER BY matter, valid_from",
        )?;
        let rows = statement.query_map(params![village.uuid().as_bytes()], off_of)?;
        rows.collect()
    }

    /// What the villages do not disclose.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn all_switched_off(&self) -> Result<BTreeMap<VillageId, Vec<SwitchedOff>>, StoreError> {
        self.by_village(
            "SELECT village_id, matter, valid_from, valid_until, reason FROM switched_off
             ORDER BY matter, valid_from",
            off_of,
        )
    }

    /// What a query finds, by the village in its first column, in the order of the query.
    fn by_village<T>(
        &self,
        query: &'static str,
        read: impl Fn(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<BTreeMap<VillageId, Vec<T>>, StoreError> {
        let collect = || -> rusqlite::Result<BTreeMap<VillageId, Vec<T>>> {
            let mut found: BTreeMap<VillageId, Vec<T>> = BTreeMap::new();
            let mut statement = self.connection.prepare_cached(query)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let village = VillageId::new(columns::uuid(row.get_ref(0)?.as_blob()?)?);
                found.entry(village).or_default().push(read(row)?);
            }
            Ok(found)
        };
        collect().map_err(|error| self.explain(error))
    }

    /// The steps of the notices that meet a condition on `notice` with one parameter, in order.
    pub(super) fn steps_where(
        &self,
        condition: &'static str,
        key: &dyn ToSql,
    ) -> rusqlite::Result<BTreeMap<NoticeId, Vec<Step>>> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT notice_id, notice_step.facts FROM notice_step
             JOIN notice ON notice.id = notice_step.notice_id
             WHERE {condition} ORDER BY notice_id, sequence"
        ))?;
        let mut found: BTreeMap<NoticeId, Vec<Step>> = BTreeMap::new();
        let mut rows = statement.query([key])?;
        while let Some(row) = rows.next()? {
            let notice = NoticeId::new(columns::uuid(row.get_ref(0)?.as_blob()?)?);
            found.entry(notice).or_default().push(columns::json(row.get_ref(1)?.as_str()?)?);
        }
        Ok(found)
    }
}

fn off_of(row: &rusqlite::Row<'_>) -> rusqlite::Result<SwitchedOff> {
    let until: Option<String> = row.get(3)?;
    Ok(SwitchedOff {
        matter: columns::matter(row.get_ref(1)?.as_str()?)?,
        from: columns::date(row.get_ref(2)?.as_str()?)?,
        until: until.map(|text| columns::date(&text)).transpose()?,
        reason: row.get(4)?,
    })
}
