//! The audit chain: one row for every command, each holding the hash of the row before, so that
//! a change made behind the program's back shows.

use rusqlite::OptionalExtension as _;
use sha2::{Digest as _, Sha256};

use super::file::{Store, StoreError};

/// One row of the audit (操作记录).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRow {
    /// From 1, without gaps.
    pub sequence: i64,
    /// When, UTC: `2026-11-05T01:02:03Z`.
    pub at: String,
    /// The village, as hexadecimal digits; empty for commands about the whole ledger.
    pub village: String,
    /// The command's name.
    pub command: String,
    /// What it did, JSON.
    pub detail: String,
    /// The hash of the row before; 64 zeros for the first.
    pub previous: String,
    /// SHA-256 over all of the above, hexadecimal.
    pub hash: String,
}

/// The hash before the first row.
pub(super) const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

impl AuditRow {
    /// The hash that the row should have. Each field is preceded by its length, so no two rows
    /// share one text.
    pub fn expected_hash(&self) -> String {
        let mut hasher = Sha256::new();
        let sequence = self.sequence.to_string();
        let fields =
            [&sequence, &self.at, &self.village, &self.command, &self.detail, &self.previous];
        for field in fields {
            hasher.update(field.len().to_string().as_bytes());
            hasher.update(b":");
            hasher.update(field.as_bytes());
        }
        hex(&hasher.finalize())
    }
}

/// Lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

impl Store {
    /// The hash of the last row: the head of the chain.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn audit_head(&self) -> Result<String, StoreError> {
        let last = "SELECT hash FROM audit ORDER BY sequence DESC LIMIT 1";
        let read = self.connection.query_row(last, [], |row| row.get(0)).optional();
        let head = read.map_err(|error| self.explain(error))?;
        Ok(head.unwrap_or_else(|| GENESIS.to_owned()))
    }

    /// All audit rows in order.
    ///
    /// # Errors
    /// [`StoreError`] when they cannot be read.
    pub fn audit_rows(&self) -> Result<Vec<AuditRow>, StoreError> {
        let read = || -> rusqlite::Result<Vec<AuditRow>> {
            let mut statement = self.connection.prepare(
                "SELECT sequence, at, lower(hex(coalesce(village_id, x''))), command, detail,
                        previous, hash
                 FROM audit ORDER BY sequence",
            )?;
            let rows = statement.query_map([], |row| {
                Ok(AuditRow {
                    sequence: row.get(0)?,
                    at: row.get(1)?,
                    village: row.get(2)?,
                    command: row.get(3)?,
                    detail: row.get(4)?,
                    previous: row.get(5)?,
                    hash: row.get(6)?,
                })
            })?;
            rows.collect()
        };
        read().map_err(|error| self.explain(error))
    }
}

/// The first place where an audit chain breaks, in words; `None` when it is whole.
pub fn audit_break(rows: &[AuditRow]) -> Option<String> {
    let mut previous = GENESIS;
    for (index, row) in rows.iter().enumerate() {
        let in_order = i64::try_from(index + 1).is_ok_and(|sequence| sequence == row.sequence);
        if !in_order || row.previous != previous || row.hash != row.expected_hash() {
            return Some(format!("操作记录第 {} 条与前后对不上", index + 1));
        }
        previous = &row.hash;
    }
    None
}
