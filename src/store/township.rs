//! Small facts of all villages at once, without reading the book of any.

use rusqlite::params;

use super::columns;
use super::file::{Store, StoreError};
use crate::domain::holding::contract::Contract;
use crate::domain::holding::{HoldingFacts, TieRole};
use crate::domain::ids::{NoticeId, VillageId};
use crate::domain::money::Money;
use crate::domain::notice::{Notice, Objection};
use crate::domain::occasion::DisclosureSpan;
use crate::domain::period::Date;

impl Store {
    /// The contracts of every village, each with what was received for it up to a day: before the
    /// book began, and by vouchers that were not taken back by then.
    ///
    /// # Errors
    /// [`StoreError`] when they cannot be read.
    pub fn contracts(&self, on: Date) -> Result<Vec<(VillageId, Contract, Money)>, StoreError> {
        let read = || -> rusqlite::Result<Vec<(VillageId, Contract, Money)>> {
            let mut statement = self.connection.prepare_cached(
                "SELECT holding.village_id, holding.facts,
                     (SELECT coalesce(sum(tie.amount), 0) FROM holding_voucher AS tie
                      JOIN voucher ON voucher.id = tie.voucher_id
                      WHERE tie.holding_id = holding.id AND tie.role = ?1 AND voucher.date <= ?2
                        AND NOT EXISTS (SELECT 1 FROM voucher AS back
                                        WHERE back.reverses = voucher.id AND back.date <= ?2))
                 FROM holding WHERE kind = 'contract' ORDER BY holding.id",
            )?;
            let mut rows = statement.query(params![TieRole::Receive.name(), on.to_string()])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let village = VillageId::new(columns::uuid(row.get_ref(0)?.as_blob()?)?);
                let facts: HoldingFacts = columns::json(row.get_ref(1)?.as_str()?)?;
                let HoldingFacts::Contract(contract) = facts else {
                    return Err(columns::damaged("合同台账里有别的条目"));
                };
                let received = contract.received_before.plus(Money::from_fen(row.get(2)?));
                found.push((village, contract, received));
            }
            Ok(found)
        };
        read().map_err(|error| self.explain(error))
    }

    /// The notices of every village for one period or occasion, in the order drafted.
    ///
    /// # Errors
    /// [`StoreError`] when they cannot be read.
    pub fn notices_for(&self, span: DisclosureSpan) -> Result<Vec<Notice>, StoreError> {
        let found = self.notices_where("notice.span = ?1", &span.to_string());
        found.map_err(|error| self.explain(error))
    }

    /// The notices of every village about an occasion, in the order drafted.
    ///
    /// # Errors
    /// [`StoreError`] when they cannot be read.
    pub fn notices_of_occasions(&self) -> Result<Vec<Notice>, StoreError> {
        // a period is never longer than 2026-Q4, an occasion is a UUID
        let found = self.notices_where("length(notice.span) > ?1", &7);
        found.map_err(|error| self.explain(error))
    }

    /// One notice of any village.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn notice(&self, id: NoticeId) -> Result<Option<Notice>, StoreError> {
        let found = self.notices_where("notice.id = ?1", &id.uuid().as_bytes());
        found.map(|found| found.into_iter().next()).map_err(|error| self.explain(error))
    }

    /// The published notices that were hung under a code.
    ///
    /// # Errors
    /// [`StoreError`] when they cannot be read.
    pub fn notices_by_code(&self, code: &str) -> Result<Vec<Notice>, StoreError> {
        let found = self.notices_where("notice.check_code = ?1", &code);
        found.map_err(|error| self.explain(error))
    }

    /// Every published notice of every village.
    ///
    /// # Errors
    /// [`StoreError`] when they cannot be read.
    pub fn published_notices(&self) -> Result<Vec<Notice>, StoreError> {
        let found = self.notices_where("notice.check_code IS NOT NULL AND ?1", &true);
        found.map_err(|error| self.explain(error))
    }

    /// The published notices of one village but its corrections, in the order drafted.
    ///
    /// # Errors
    /// [`StoreError`] when they cannot be read.
    pub fn published_of(&self, village: VillageId) -> Result<Vec<Notice>, StoreError> {
        // in the words of the index `notice_published_once`, so that no other village is read
        let condition = "notice.village_id = ?1 AND notice.publication IS NOT NULL
                         AND notice.corrects IS NULL";
        let found = self.notices_where(condition, &village.uuid().as_bytes());
        found.map_err(|error| self.explain(error))
    }

    /// The published corrections (更正公告) of every village, in the order drafted.
    ///
    /// # Errors
    /// [`StoreError`] when they cannot be read.
    pub fn published_corrections(&self) -> Result<Vec<Notice>, StoreError> {
        let condition = "notice.publication IS NOT NULL AND notice.corrects IS NOT NULL AND ?1";
        self.notices_where(condition, &true).map_err(|error| self.explain(error))
    }

    /// The objections of a village.
    ///
    /// # Errors
    /// [`StoreError`] when they cannot be read.
    pub fn objections_of(&self, village: VillageId) -> Result<Vec<Objection>, StoreError> {
        self.objections(village).map_err(|error| self.explain(error))
    }
}
