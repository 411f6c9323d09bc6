//! Reading a ledger back: every row passes the domain's checks again.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension as _, Row, ToSql, params};

use super::columns;
use super::file::{Store, StoreError};
use super::write::ImportKind;
use crate::domain::account::{AccountCode, Chart};
use crate::domain::entity::Entity;
use crate::domain::ids::{NoticeId, VillageId, VoucherId};
use crate::domain::ledger::{Book, OpeningBalances};
use crate::domain::money::Money;
use crate::domain::notice::{Notice, NoticeState};
use crate::domain::period::Date;
use crate::domain::rules::Rules;
use crate::domain::village::Village;
use crate::domain::voucher::{Entry, Voucher, VoucherDraft, VoucherNumber};

/// What [`draft_of`] reads, in its order.
const VOUCHER_COLUMNS: &str = "id, month, number, date, summary, settlement, handler, witness,
    approver, papers, note, reverses, entity, kind, corrects";

impl Store {
    /// The villages of the ledger, in list order.
    ///
    /// # Errors
    /// [`StoreError`] when they cannot be read.
    pub fn villages(&self) -> Result<Vec<Village>, StoreError> {
        let read = || -> rusqlite::Result<Vec<Village>> {
            let mut statement = self
                .connection
                .prepare("SELECT id, code, joined_on, profile FROM village ORDER BY position")?;
            let rows = statement.query_map([], village)?;
            rows.collect()
        };
        read().map_err(|error| self.explain(error))
    }

    /// The rules of the ledger, or the defaults.
    ///
    /// # Errors
    /// [`StoreError`] when they cannot be read.
    pub fn rules(&self) -> Result<Rules, StoreError> {
        let read = || -> rusqlite::Result<Rules> {
            let stored: Option<String> = self
                .connection
                .query_row("SELECT value FROM setting WHERE name = 'rules'", [], |row| row.get(0))
                .optional()?;
            stored.map_or_else(|| Ok(Rules::default()), |text| columns::json(&text))
        };
        read().map_err(|error| self.explain(error))
    }

    /// One village's book.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when a row does not pass the checks it passed when it was
    /// written.
    pub fn book(&self, village: &Village) -> Result<Book, StoreError> {
        let read = || -> rusqlite::Result<Book> {
            let chart = self.chart(village.id)?;
            let opening = self.opening(village.id)?;
            let vouchers = self.vouchers(village.id, &chart)?;
            let notices = self.notices(village.id)?;
            let occasions = self.occasions(village.id)?;
            let objections = self.objections(village.id)?;
            let switched_off = self.switched_off(village.id)?;
            let year_ends = self.year_ends(village.id)?;
            let kept = village.profile.bookkeeping;
            let strange = |entity: Entity| kept.check(entity).is_err();
            if vouchers.iter().map(Voucher::entity).any(strange) || opening.entities().any(strange)
            {
                return Err(columns::damaged("账套与村里的核算方式不符"));
            }
            let holdings = self.holdings(village.id, &chart, &vouchers)?;
            let attachments = self.attachments(village.id)?;
            let templates = self.templates(village.id)?;
            let people_lists = self.people_lists(village.id)?;
            let mut affairs = self.affairs(village.id)?;
            affairs.follow(&occasions, &notices);
            let village = village.clone();
            Ok(Book {
                village,
                chart,
                opening,
                vouchers,
                notices,
                occasions,
                objections,
                switched_off,
                year_ends,
                holdings,
                attachments,
                people_lists,
                templates,
                affairs,
            })
        };
        read().map_err(|error| self.explain(error))
    }

    /// The village that owns a notice.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn village_of_notice(&self, notice: NoticeId) -> Result<Option<VillageId>, StoreError> {
        self.village_where("SELECT village_id FROM notice WHERE id = ?1", notice.uuid())
    }

    /// The village in the one column of the row with that identity.
    pub(super) fn village_where(
        &self,
        query: &'static str,
        id: uuid::Uuid,
    ) -> Result<Option<VillageId>, StoreError> {
        let read = || -> rusqlite::Result<Option<VillageId>> {
            let row = |row: &rusqlite::Row<'_>| row.get(0);
            let bytes: Option<Vec<u8>> =
                self.connection.query_row(query, params![id.as_bytes()], row).optional()?;
            bytes.map(|bytes| columns::uuid(&bytes).map(VillageId::new)).transpose()
        };
        read().map_err(|error| self.explain(error))
    }

    /// When a file of that content came in, and under what name, if it did.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn imported(
        &self,
        village: VillageId,
        kind: ImportKind,
        digest: &str,
    ) -> Result<Option<(String, Date)>, StoreError> {
        let kind = match kind {
            ImportKind::Opening => "opening",
            ImportKind::Vouchers => "vouchers",
        };
        let read = || -> rusqlite::Result<Option<(String, Date)>> {
            let row: Option<(String, String)> = self
                .connection
                .query_row(
                    "SELECT file_name, imported_on FROM import
                     WHERE village_id = ?1 AND kind = ?2 AND digest = ?3",
                    params![village.uuid().as_bytes(), kind, digest],
                    |row| Ok((row.get(0)?, row.get(1)?)),
                )
                .optional()?;
            row.map(|(name, on)| Ok((name, columns::date(&on)?))).transpose()
        };
        read().map_err(|error| self.explain(error))
    }

    /// The stored check codes of published notices, to compare with what the frozen content
    /// gives.
    ///
    /// # Errors
    /// [`StoreError`] when they cannot be read.
    pub fn check_codes(&self) -> Result<BTreeMap<NoticeId, String>, StoreError> {
        let read = || -> rusqlite::Result<BTreeMap<NoticeId, String>> {
            let mut statement = self
                .connection
                .prepare("SELECT id, check_code FROM notice WHERE check_code IS NOT NULL")?;
            let rows = statement.query_map([], |row| {
                let id = columns::uuid(row.get_ref(0)?.as_blob()?)?;
                Ok((NoticeId::new(id), row.get(1)?))
            })?;
            rows.collect()
        };
        read().map_err(|error| self.explain(error))
    }

    fn chart(&self, village: VillageId) -> rusqlite::Result<Chart> {
        let mut chart = Chart::standard();
        let mut statement = self.connection.prepare_cached(
            "SELECT code, name FROM account WHERE village_id = ?1 ORDER BY length(code), code",
        )?;
        let mut rows = statement.query(params![village.uuid().as_bytes()])?;
        while let Some(row) = rows.next()? {
            let code = columns::account(row.get_ref(0)?.as_str()?)?;
            let name: String = row.get(1)?;
            let parent = code.parent().and_then(|parent| chart.get(&parent));
            let Some(parent) = parent else {
                return Err(columns::damaged(&format!("明细科目 {code} 没有上级科目")));
            };
            let (class, normal) = (parent.class, parent.normal);
            chart.insert(crate::domain::account::Account { code, name, class, normal });
        }
        Ok(chart)
    }

    fn opening(&self, village: VillageId) -> rusqlite::Result<OpeningBalances> {
        let mut statement = self.connection.prepare_cached(
            "SELECT entity, account, amount FROM opening_balance WHERE village_id = ?1",
        )?;
        let mut rows = statement.query(params![village.uuid().as_bytes()])?;
        let mut parts: BTreeMap<Entity, BTreeMap<AccountCode, Money>> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let entity = columns::entity(row.get_ref(0)?.as_str()?)?;
            let account = columns::account(row.get_ref(1)?.as_str()?)?;
            let amount = Money::from_fen(row.get(2)?);
            parts.entry(entity).or_default().insert(account, amount);
        }
        let opening = OpeningBalances::from_parts(parts);
        if opening.balances() { Ok(opening) } else { Err(columns::damaged("期初余额不平")) }
    }

    /// The balances that a village starts from.
    ///
    /// # Errors
    /// [`StoreError`] when they cannot be read, or do not balance.
    pub fn opening_of(&self, village: VillageId) -> Result<OpeningBalances, StoreError> {
        self.opening(village).map_err(|error| self.explain(error))
    }

    /// One voucher of a village, checked against its accounts.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when it is not there or does not pass its checks.
    pub fn voucher(
        &self,
        village: VillageId,
        id: VoucherId,
        chart: &Chart,
    ) -> Result<Voucher, StoreError> {
        let read = || -> rusqlite::Result<Voucher> {
            let key = id.uuid();
            let mut entries = self.connection.prepare_cached(
                "SELECT account, side, amount, voucher_id FROM entry
                 WHERE voucher_id = ?1 ORDER BY line",
            )?;
            let lines = entries.query_map(params![key.as_bytes()], |row| Ok(entry_of(row)?.0))?;
            let lines: Vec<Entry> = lines.collect::<rusqlite::Result<_>>()?;
            let mut statement = self.connection.prepare_cached(&format!(
                "SELECT {VOUCHER_COLUMNS} FROM voucher WHERE id = ?1 AND village_id = ?2"
            ))?;
            let of = village.uuid();
            statement.query_row(params![key.as_bytes(), of.as_bytes()], |row| {
                let number = VoucherNumber(row.get(2)?);
                let (id, draft) = draft_of(row, lines.clone())?;
                Voucher::from_stored(id, number, draft, chart)
                    .map_err(|refusal| columns::damaged(&refusal.to_string()))
            })
        };
        read().map_err(|error| self.explain(error))
    }

    /// The accounts of a village.
    ///
    /// # Errors
    /// [`StoreError`] when they cannot be read.
    pub fn chart_of(&self, village: VillageId) -> Result<Chart, StoreError> {
        self.chart(village).map_err(|error| self.explain(error))
    }

    fn vouchers(&self, village: VillageId, chart: &Chart) -> rusqlite::Result<Vec<Voucher>> {
        let key = village.uuid();
        let mut entries = self.connection.prepare_cached(
            "SELECT entry.account, entry.side, entry.amount, voucher.id
             FROM voucher JOIN entry ON entry.voucher_id = voucher.id
             WHERE voucher.village_id = ?1
             ORDER BY voucher.entity, voucher.month, voucher.number, entry.line",
        )?;
        let mut entries = entries.query(params![key.as_bytes()])?;
        let mut next = entries.next()?.map(entry_of).transpose()?;
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT {VOUCHER_COLUMNS} FROM voucher
             WHERE village_id = ?1 ORDER BY entity, month, number"
        ))?;
        let mut rows = statement.query(params![key.as_bytes()])?;
        let mut vouchers: Vec<Voucher> = Vec::new();
        while let Some(row) = rows.next()? {
            let (month, number) = (row.get::<_, String>(1)?, row.get::<_, u32>(2)?);
            let mut lines = Vec::with_capacity(2);
            let id = row.get_ref(0)?.as_blob()?;
            while let Some((entry, _)) = next.take_if(|(_, of)| of.as_slice() == id) {
                lines.push(entry);
                next = entries.next()?.map(entry_of).transpose()?;
            }
            let (id, draft) = draft_of(row, lines)?;
            let wrong = |what: &str| columns::damaged(&format!("{month} 记-{number:03}：{what}"));
            let voucher = Voucher::from_stored(id, VoucherNumber(number), draft, chart)
                .map_err(|refusal| wrong(&refusal.to_string()))?;
            let run = |voucher: &Voucher| (voucher.entity(), voucher.month());
            let before = vouchers.last().filter(|last| run(last) == run(&voucher));
            if number != before.map_or(0, |last| last.number().0) + 1 {
                return Err(wrong("凭证号断号"));
            }
            vouchers.push(voucher);
        }
        vouchers.sort_by_key(|voucher| (voucher.month(), voucher.entity(), voucher.number()));
        Ok(vouchers)
    }

    fn notices(&self, village: VillageId) -> rusqlite::Result<Vec<Notice>> {
        self.notices_where("notice.village_id = ?1", &village.uuid().as_bytes())
    }

    /// The notices that meet a condition on `notice` with one parameter, in the order drafted.
    pub(super) fn notices_where(
        &self,
        condition: &'static str,
        key: &dyn ToSql,
    ) -> rusqlite::Result<Vec<Notice>> {
        let mut steps = self.steps_where(condition, key)?;
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT id, matter, span, issue, drafted_on, content, withdrawn_on, publication, entity,
                 corrects, village_id
             FROM notice WHERE {condition} ORDER BY id"
        ))?;
        let rows = statement.query_map([key], |row| {
            let matter: String = row.get(1)?;
            let span: String = row.get(2)?;
            let corrects: Option<Vec<u8>> = row.get(9)?;
            let id = NoticeId::new(columns::uuid(row.get_ref(0)?.as_blob()?)?);
            let state = match (row.get::<_, Option<String>>(6)?, row.get::<_, Option<String>>(7)?) {
                (None, None) => NoticeState::Drafted,
                (Some(on), _) => NoticeState::Withdrawn { on: columns::date(&on)? },
                (None, Some(text)) => NoticeState::Published(columns::json(&text)?),
            };
            Ok(Notice {
                id,
                village: VillageId::new(columns::uuid(row.get_ref(10)?.as_blob()?)?),
                entity: columns::entity(row.get_ref(8)?.as_str()?)?,
                matter: columns::matter(&matter)?,
                span: columns::span(&span)?,
                issue: row.get(3)?,
                drafted_on: columns::date(row.get_ref(4)?.as_str()?)?,
                content: columns::json(row.get_ref(5)?.as_str()?)?,
                state,
                steps: steps.remove(&id).unwrap_or_default(),
                corrects: corrects.map(|id| columns::uuid(&id).map(NoticeId::new)).transpose()?,
            })
        })?;
        rows.collect()
    }
}

fn village(row: &Row<'_>) -> rusqlite::Result<Village> {
    Ok(Village {
        id: VillageId::new(columns::uuid(row.get_ref(0)?.as_blob()?)?),
        code: row.get(1)?,
        joined_on: columns::date(row.get_ref(2)?.as_str()?)?,
        profile: columns::json(row.get_ref(3)?.as_str()?)?,
    })
}

fn entry_of(row: &Row<'_>) -> rusqlite::Result<(Entry, Vec<u8>)> {
    let entry = Entry {
        account: columns::account(row.get_ref(0)?.as_str()?)?,
        side: columns::side(row.get_ref(1)?.as_str()?)?,
        amount: Money::from_fen(row.get(2)?),
    };
    Ok((entry, row.get(3)?))
}

fn draft_of(row: &Row<'_>, entries: Vec<Entry>) -> rusqlite::Result<(VoucherId, VoucherDraft)> {
    let reverses: Option<Vec<u8>> = row.get(11)?;
    let corrects: Option<Vec<u8>> = row.get(14)?;
    let draft = VoucherDraft {
        date: columns::date(row.get_ref(3)?.as_str()?)?,
        number: None,
        summary: row.get(4)?,
        entries,
        settlement: columns::settlement(row.get_ref(5)?.as_str()?)?,
        handler: row.get(6)?,
        witness: row.get(7)?,
        approver: row.get(8)?,
        papers: row.get(9)?,
        note: row.get(10)?,
        reverses: reverses.map(|bytes| columns::uuid(&bytes).map(VoucherId::new)).transpose()?,
        entity: columns::entity(row.get_ref(12)?.as_str()?)?,
        kind: columns::kind(row.get_ref(13)?.as_str()?)?,
        corrects: corrects.map(|bytes| columns::uuid(&bytes).map(VoucherId::new)).transpose()?,
    };
    Ok((VoucherId::new(columns::uuid(row.get_ref(0)?.as_blob()?)?), draft))
}
