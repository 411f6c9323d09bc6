//! What can be written: facts, and the audit row that goes with each command.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension as _, params};
use uuid::Uuid;

use super::audit::{AuditRow, GENESIS, hex};
use super::columns;
use super::derived::Pending;
use super::file::{StoreError, explain};
use crate::domain::account::Account;
use crate::domain::ids::{NoticeId, VillageId};
use crate::domain::law::Law;
use crate::domain::ledger::OpeningBalances;
use crate::domain::notice::{Notice, Publication};
use crate::domain::period::Date;
use crate::domain::rules::Rules;
use crate::domain::village::{Village, VillageProfile};
use crate::domain::voucher::Voucher;

/// An open transaction (正在写的一笔).
#[derive(Debug)]
pub struct Writing<'a> {
    pub(super) transaction: &'a Connection,
    pub(super) path: Option<&'a Path>,
    pub(super) pending: Pending,
    pub(super) law: Option<&'a Law>,
}

/// What an imported file held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportKind {
    /// Opening balances.
    Opening,
    /// Vouchers.
    Vouchers,
}

impl ImportKind {
    const fn text(self) -> &'static str {
        match self {
            Self::Opening => "opening",
            Self::Vouchers => "vouchers",
        }
    }
}

type Written = Result<(), StoreError>;

impl Writing<'_> {
    fn run(&self, act: impl FnOnce(&Connection) -> rusqlite::Result<()>) -> Written {
        act(self.transaction).map_err(|error| explain(error, self.path))
    }

    /// The identity of a new file.
    pub fn insert_ledger(&self, id: Uuid, created_on: Date) -> Written {
        self.run(|db| {
            db.execute(
                "INSERT INTO ledger (only, id, created_on) VALUES (1, ?1, ?2)",
                params![id.as_bytes(), created_on.to_string()],
            )
            .map(drop)
        })
    }

    /// A village, at the end of the list.
    pub fn insert_village(&self, village: &Village) -> Written {
        self.run(|db| {
            db.execute(
                "INSERT INTO village (id, code, joined_on, position, name, profile)
                 VALUES (?1, ?2, ?3, (SELECT coalesce(max(position), 0) + 1 FROM village), ?4, ?5)",
                params![
                    village.id.uuid().as_bytes(),
                    village.code,
                    village.joined_on.to_string(),
                    village.profile.name,
                    columns::to_json(&village.profile)?,
                ],
            )
            .map(drop)
        })
    }

    /// The changed facts of a village.
    pub fn update_profile(&self, id: VillageId, profile: &VillageProfile) -> Written {
        self.run(|db| {
            db.execute(
                "UPDATE village SET name = ?2, profile = ?3 WHERE id = ?1",
                params![id.uuid().as_bytes(), profile.name, columns::to_json(profile)?],
            )
            .map(drop)
        })
    }

    /// The rules of the ledger.
    pub fn set_rules(&self, rules: &Rules) -> Written {
        self.run(|db| {
            db.execute(
                "INSERT INTO setting (name, value) VALUES ('rules', ?1)
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                params![columns::to_json(rules)?],
            )
            .map(drop)
        })
    }

    /// A sub-account.
    pub fn insert_account(&self, village: VillageId, account: &Account) -> Written {
        self.run(|db| {
            db.execute(
                "INSERT INTO account (village_id, code, name) VALUES (?1, ?2, ?3)",
                params![village.uuid().as_bytes(), account.code.as_str(), account.name],
            )
            .map(drop)
        })
    }

    /// The opening balances of a village, of each set of books that has any.
    pub fn insert_opening(&self, village: VillageId, opening: &OpeningBalances) -> Written {
        self.run(|db| {
            let mut insert = db.prepare_cached(
                "INSERT INTO opening_balance (village_id, entity, account, amount)
                 VALUES (?1, ?2, ?3, ?4)",
            )?;
            let key = village.uuid();
            for entity in opening.entities() {
                for (account, amount) in opening.lines_of(entity) {
                    let (name, account) = (entity.name(), account.as_str());
                    insert.execute(params![key.as_bytes(), name, account, amount.fen()])?;
                }
            }
            Ok(())
        })
    }

    /// A voucher with its lines.
    pub fn insert_voucher(
        &self,
        village: VillageId,
        voucher: &Voucher,
        posted_on: Date,
    ) -> Written {
        let written = voucher.written();
        self.pending.add(village, voucher);
        self.run(|db| {
            let id = voucher.id().uuid();
            db.prepare_cached(
                "INSERT INTO voucher (id, village_id, month, number, date, summary, settlement,
                     handler, witness, approver, papers, note, reverses, entity, kind, corrects,
                     posted_on)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
                     ?17)",
            )?
            .execute(params![
                id.as_bytes(),
                village.uuid().as_bytes(),
                voucher.month().to_string(),
                voucher.number().0,
                voucher.date().to_string(),
                written.summary,
                columns::settlement_text(written.settlement),
                written.handler,
                written.witness,
                written.approver,
                written.papers,
                written.note,
                written.reverses.map(|id| id.uuid().into_bytes()),
                written.entity.name(),
                written.kind.name(),
                written.corrects.map(|id| id.uuid().into_bytes()),
                posted_on.to_string(),
            ])?;
            let mut insert = db.prepare_cached(
                "INSERT INTO entry (voucher_id, line, account, side, amount)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?;
            for (entry, line) in voucher.entries().iter().zip(1_i64..) {
                insert.execute(params![
                    id.as_bytes(),
                    line,
                    entry.account.as_str(),
                    columns::side_text(entry.side),
                    entry.amount.fen(),
                ])?;
            }
            Ok(())
        })?;
        self.follow_voucher(village, voucher, posted_on)
    }

    /// A drafted notice.
    pub fn insert_notice(&self, notice: &Notice) -> Written {
        self.run(|db| {
            db.execute(
                "INSERT INTO notice
                     (id, village_id, entity, matter, span, issue, drafted_on, content, corrects)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                params![
                    notice.id.uuid().as_bytes(),
                    notice.village.uuid().as_bytes(),
                    notice.entity.name(),
                    notice.matter.as_str(),
                    notice.span.to_string(),
                    notice.issue,
                    notice.drafted_on.to_string(),
                    columns::to_json(&notice.content)?,
                    notice.corrects.map(|id| id.uuid().into_bytes()),
                ],
            )
            .map(drop)
        })
    }

    /// A draft that a later one replaces.
    pub fn withdraw_notice(&self, id: NoticeId, on: Date) -> Written {
        self.run(|db| {
            db.execute(
                "UPDATE notice SET withdrawn_on = ?2 WHERE id = ?1",
                params![id.uuid().as_bytes(), on.to_string()],
            )
            .map(drop)
        })
    }

    /// The publication of a notice, with the check code of its sheet.
    pub fn publish_notice(
        &self,
        id: NoticeId,
        publication: &Publication,
        check_code: &str,
    ) -> Written {
        self.run(|db| {
            db.execute(
                "UPDATE notice SET publication = ?2, check_code = ?3 WHERE id = ?1",
                params![id.uuid().as_bytes(), columns::to_json(publication)?, check_code],
            )
            .map(drop)
        })
    }

    /// A file that came in.
    pub fn insert_import(
        &self,
        village: VillageId,
        kind: ImportKind,
        digest: &str,
        file_name: &str,
        imported_on: Date,
        rows: usize,
    ) -> Written {
        self.run(|db| {
            db.execute(
                "INSERT INTO import (village_id, kind, digest, file_name, imported_on, rows)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![
                    village.uuid().as_bytes(),
                    kind.text(),
                    digest,
                    file_name,
                    imported_on.to_string(),
                    i64::try_from(rows).unwrap_or(i64::MAX),
                ],
            )
            .map(drop)
        })
    }

    /// The audit row of a command, chained to the row before.
    pub fn insert_audit(
        &self,
        at: &str,
        village: Option<VillageId>,
        command: &str,
        detail: &serde_json::Value,
    ) -> Written {
        self.run(|db| {
            let last = db
                .query_row(
                    "SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1",
                    [],
                    |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)),
                )
                .optional()?;
            let (sequence, previous) = last.unwrap_or_else(|| (0, GENESIS.to_owned()));
            let village = village.map(|id| id.uuid().into_bytes());
            let mut row = AuditRow {
                sequence: sequence + 1,
                at: at.to_owned(),
                village: village.map(|bytes| hex(&bytes)).unwrap_or_default(),
                command: command.to_owned(),
                detail: detail.to_string(),
                previous,
                hash: String::new(),
            };
            row.hash = row.expected_hash();
            db.execute(
                "INSERT INTO audit (sequence, at, village_id, command, detail, previous, hash)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![
                    row.sequence,
                    row.at,
                    village,
                    row.command,
                    row.detail,
                    row.previous,
                    row.hash
                ],
            )
            .map(drop)
        })
    }
}
