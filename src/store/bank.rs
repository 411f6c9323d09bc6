//! Statements of banks, their lines, and what explains them.

use rusqlite::{OptionalExtension as _, Row, params};

use super::columns;
use super::file::{Store, StoreError, explain};
use super::write::Writing;
use crate::domain::account::AccountCode;
use crate::domain::ids::{BankLineId, BankStatementId, VillageId, VoucherId};
use crate::domain::money::Money;
use crate::domain::reconcile::{BankLine, BankStatement, Reconciliation};

impl Writing<'_> {
    /// A statement that came in, without its lines.
    pub fn insert_bank_statement(
        &self,
        village: VillageId,
        statement: &BankStatement,
    ) -> Result<(), StoreError> {
        let insert = || -> rusqlite::Result<()> {
            self.transaction.execute(
                "INSERT INTO bank_statement (id, village_id, account, file_name, digest,
                     imported_on, facts)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![
                    statement.id.uuid().as_bytes(),
                    village.uuid().as_bytes(),
                    statement.account.as_str(),
                    statement.file_name,
                    statement.digest,
                    statement.imported_on.to_string(),
                    columns::to_json(&statement.facts)?,
                ],
            )?;
            Ok(())
        };
        insert().map_err(|error| explain(error, self.path))
    }

    /// New lines of a statement.
    pub fn insert_bank_lines(
        &self,
        village: VillageId,
        account: &AccountCode,
        lines: &[BankLine],
    ) -> Result<(), StoreError> {
        let insert = || -> rusqlite::Result<()> {
            let mut statement = self.transaction.prepare_cached(
                "INSERT INTO bank_line (id, statement_id, village_id, account, date, position,
                     amount, balance, facts, identity)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?;
            for line in lines {
                statement.execute(params![
                    line.id.uuid().as_bytes(),
                    line.statement.uuid().as_bytes(),
                    village.uuid().as_bytes(),
                    account.as_str(),
                    line.date.to_string(),
                    line.position,
                    line.amount.fen(),
                    line.balance.map(Money::fen),
                    columns::to_json(&line.facts)?,
                    line.identity,
                ])?;
            }
            Ok(())
        };
        insert().map_err(|error| explain(error, self.path))
    }

    /// What explains a line.
    pub fn insert_bank_match(
        &self,
        line: BankLineId,
        voucher: VoucherId,
    ) -> Result<(), StoreError> {
        let (line, voucher) = (line.uuid(), voucher.uuid());
        self.transaction
            .execute(
                "INSERT INTO bank_match (line_id, voucher_id) VALUES (?1, ?2)",
                params![line.as_bytes(), voucher.as_bytes()],
            )
            .map(drop)
            .map_err(|error| explain(error, self.path))
    }

    /// Takes away what was said to explain a line.
    pub fn delete_bank_matches(&self, line: BankLineId) -> Result<(), StoreError> {
        let line = line.uuid();
        self.transaction
            .execute("DELETE FROM bank_match WHERE line_id = ?1", params![line.as_bytes()])
            .map(drop)
            .map_err(|error| explain(error, self.path))
    }

    /// A setting of the ledger, as JSON.
    pub fn set_setting<T: serde::Serialize>(
        &self,
        name: &str,
        value: &T,
    ) -> Result<(), StoreError> {
        let set = || -> rusqlite::Result<()> {
            self.transaction.execute(
                "INSERT INTO setting (name, value) VALUES (?1, ?2)
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                params![name, columns::to_json(value)?],
            )?;
            Ok(())
        };
        set().map_err(|error| explain(error, self.path))
    }
}

impl Store {
    /// A setting of the ledger; its default where nothing was set.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn setting<T: serde::de::DeserializeOwned + Default>(
        &self,
        name: &str,
    ) -> Result<T, StoreError> {
        let read = || -> rusqlite::Result<T> {
            let stored: Option<String> = self
                .connection
                .query_row("SELECT value FROM setting WHERE name = ?1", params![name], |row| {
                    row.get(0)
                })
                .optional()?;
            stored.map_or_else(|| Ok(T::default()), |text| columns::json(&text))
        };
        read().map_err(|error| self.explain(error))
    }

    /// Everything known of one bank account of a village.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn reconciliation(
        &self,
        village: VillageId,
        account: &AccountCode,
    ) -> Result<Reconciliation, StoreError> {
        let read = || -> rusqlite::Result<Reconciliation> {
            let statements = self.bank_statements(village, account)?;
            let lines = self.bank_lines(village, account)?;
            let matches = self.bank_matches(village, account)?;
            Ok(Reconciliation::new(account.clone(), statements, lines, matches))
        };
        read().map_err(|error| self.explain(error))
    }

    /// The account that a line belongs to, if it is one of the village.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn account_of_line(
        &self,
        village: VillageId,
        line: BankLineId,
    ) -> Result<Option<AccountCode>, StoreError> {
        let (village, line) = (village.uuid(), line.uuid());
        let read = || -> rusqlite::Result<Option<AccountCode>> {
            let stored: Option<String> = self
                .connection
                .query_row(
                    "SELECT account FROM bank_line WHERE id = ?1 AND village_id = ?2",
                    params![line.as_bytes(), village.as_bytes()],
                    |row| row.get(0),
                )
                .optional()?;
            stored.map(|code| columns::account(&code)).transpose()
        };
        read().map_err(|error| self.explain(error))
    }

    /// The accounts of a village that statements came in for, in order.
    ///
    /// # Errors
    /// [`StoreError`] when they cannot be read.
    pub fn bank_accounts(&self, village: VillageId) -> Result<Vec<AccountCode>, StoreError> {
        let read = || -> rusqlite::Result<Vec<AccountCode>> {
            let mut statement = self.connection.prepare_cached(
                "SELECT DISTINCT account FROM bank_statement WHERE village_id = ?1
                 ORDER BY account",
            )?;
            let key = village.uuid();
            let rows = statement.query_map(params![key.as_bytes()], |row| {
                columns::account(row.get_ref(0)?.as_str()?)
            })?;
            rows.collect()
        };
        read().map_err(|error| self.explain(error))
    }

    fn bank_statements(
        &self,
        village: VillageId,
        account: &AccountCode,
    ) -> rusqlite::Result<Vec<BankStatement>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id, file_name, digest, imported_on, facts FROM bank_statement
             WHERE village_id = ?1 AND account = ?2 ORDER BY id",
        )?;
        let key = village.uuid();
        let rows = statement.query_map(params![key.as_bytes(), account.as_str()], |row| {
            Ok(BankStatement {
                id: BankStatementId::new(columns::uuid(row.get_ref(0)?.as_blob()?)?),
                account: account.clone(),
                file_name: row.get(1)?,
                digest: row.get(2)?,
                imported_on: columns::date(row.get_ref(3)?.as_str()?)?,
                facts: columns::json(row.get_ref(4)?.as_str()?)?,
            })
        })?;
        rows.collect()
    }

    fn bank_lines(
        &self,
        village: VillageId,
        account: &AccountCode,
    ) -> rusqlite::Result<Vec<BankLine>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id, statement_id, date, position, amount, balance, facts, identity
             FROM bank_line WHERE village_id = ?1 AND account = ?2 ORDER BY date, position",
        )?;
        let key = village.uuid();
        let rows = statement.query_map(params![key.as_bytes(), account.as_str()], bank_line)?;
        rows.collect()
    }

    fn bank_matches(
        &self,
        village: VillageId,
        account: &AccountCode,
    ) -> rusqlite::Result<Vec<(BankLineId, VoucherId)>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT bank_match.line_id, bank_match.voucher_id
             FROM bank_match JOIN bank_line ON bank_line.id = bank_match.line_id
             WHERE bank_line.village_id = ?1 AND bank_line.account = ?2
             ORDER BY bank_match.line_id, bank_match.voucher_id",
        )?;
        let key = village.uuid();
        let rows = statement.query_map(params![key.as_bytes(), account.as_str()], |row| {
            let line = columns::uuid(row.get_ref(0)?.as_blob()?)?;
            let voucher = columns::uuid(row.get_ref(1)?.as_blob()?)?;
            Ok((BankLineId::new(line), VoucherId::new(voucher)))
        })?;
        rows.collect()
    }
}

fn bank_line(row: &Row<'_>) -> rusqlite::Result<BankLine> {
    Ok(BankLine {
        id: BankLineId::new(columns::uuid(row.get_ref(0)?.as_blob()?)?),
        statement: BankStatementId::new(columns::uuid(row.get_ref(1)?.as_blob()?)?),
        date: columns::date(row.get_ref(2)?.as_str()?)?,
        position: row.get(3)?,
        amount: Money::from_fen(row.get(4)?),
        balance: row.get::<_, Option<i64>>(5)?.map(Money::from_fen),
        facts: columns::json(row.get_ref(6)?.as_str()?)?,
        identity: row.get(7)?,
    })
}
