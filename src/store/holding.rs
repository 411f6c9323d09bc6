//! The registers (三资台账): entries as JSON of their facts, and their ties to vouchers.

use rusqlite::params;

use super::columns;
use super::file::{Store, StoreError};
use super::write::Writing;
use crate::domain::account::Chart;
use crate::domain::holding::{Holding, HoldingFacts, Holdings, Tie, TieRole};
use crate::domain::ids::{HoldingId, VillageId, VoucherId};
use crate::domain::money::Money;
use crate::domain::voucher::Voucher;

type Written = Result<(), StoreError>;

impl Writing<'_> {
    fn done(&self, done: rusqlite::Result<usize>) -> Written {
        done.map(drop).map_err(|error| super::file::explain(error, self.path))
    }

    /// A new entry of a register.
    pub fn insert_holding(&self, village: VillageId, holding: &Holding) -> Written {
        let (id, village) = (holding.id.uuid(), village.uuid());
        self.done(columns::to_json(&holding.facts).and_then(|facts| {
            self.transaction.execute(
                "INSERT INTO holding (id, village_id, kind, facts) VALUES (?1, ?2, ?3, ?4)",
                params![id.as_bytes(), village.as_bytes(), holding.facts.kind().name(), facts],
            )
        }))
    }

    /// The new facts of an entry.
    pub fn update_holding(&self, holding: &Holding) -> Written {
        let id = holding.id.uuid();
        self.done(columns::to_json(&holding.facts).and_then(|facts| {
            self.transaction.execute(
                "UPDATE holding SET facts = ?2 WHERE id = ?1",
                params![id.as_bytes(), facts],
            )
        }))
    }

    /// An entry that was entered by mistake.
    pub fn delete_holding(&self, id: HoldingId) -> Written {
        let id = id.uuid();
        let delete = "DELETE FROM holding WHERE id = ?1";
        self.done(self.transaction.execute(delete, params![id.as_bytes()]))
    }

    /// A voucher that moved an entry.
    pub fn insert_tie(&self, tie: &Tie) -> Written {
        let (holding, voucher) = (tie.holding.uuid(), tie.voucher.uuid());
        let (role, amount) = (tie.role.name(), tie.amount.fen());
        self.done(self.transaction.execute(
            "INSERT INTO holding_voucher (holding_id, voucher_id, role, amount)
             VALUES (?1, ?2, ?3, ?4)",
            params![holding.as_bytes(), voucher.as_bytes(), role, amount],
        ))
    }

    /// A tie that was made by mistake.
    pub fn delete_tie(&self, tie: &Tie) -> Written {
        let (holding, voucher) = (tie.holding.uuid(), tie.voucher.uuid());
        self.done(self.transaction.execute(
            "DELETE FROM holding_voucher
             WHERE holding_id = ?1 AND voucher_id = ?2 AND role = ?3",
            params![holding.as_bytes(), voucher.as_bytes(), tie.role.name()],
        ))
    }
}

impl Store {
    pub(super) fn holdings(
        &self,
        village: VillageId,
        chart: &Chart,
        vouchers: &[Voucher],
    ) -> rusqlite::Result<Holdings> {
        let key = village.uuid();
        let mut statement = self.connection.prepare_cached(
            "SELECT id, kind, facts FROM holding WHERE village_id = ?1 ORDER BY id",
        )?;
        let entries = statement.query_map(params![key.as_bytes()], |row| {
            let id = HoldingId::new(columns::uuid(row.get_ref(0)?.as_blob()?)?);
            let facts: HoldingFacts = columns::json(row.get_ref(2)?.as_str()?)?;
            let kind = row.get_ref(1)?.as_str()?;
            if facts.kind().name() == kind {
                Ok(Holding { id, facts })
            } else {
                Err(columns::damaged(&format!("台账条目 {id} 的种类“{kind}”不对")))
            }
        })?;
        let entries = entries.collect::<rusqlite::Result<Vec<Holding>>>()?;
        let mut statement = self.connection.prepare_cached(
            "SELECT tie.holding_id, tie.voucher_id, tie.role, tie.amount
             FROM holding_voucher AS tie JOIN holding ON holding.id = tie.holding_id
             WHERE holding.village_id = ?1
             ORDER BY tie.holding_id, tie.voucher_id, tie.role",
        )?;
        let ties = statement.query_map(params![key.as_bytes()], |row| {
            let role = row.get_ref(2)?.as_str()?;
            Ok(Tie {
                holding: HoldingId::new(columns::uuid(row.get_ref(0)?.as_blob()?)?),
                voucher: VoucherId::new(columns::uuid(row.get_ref(1)?.as_blob()?)?),
                role: TieRole::from_name(role)
                    .ok_or_else(|| columns::damaged(&format!("台账登记用途“{role}”不对")))?,
                amount: Money::from_fen(row.get(3)?),
            })
        })?;
        let ties = ties.collect::<rusqlite::Result<Vec<Tie>>>()?;
        Holdings::from_stored(entries, ties, chart, vouchers)
            .map_err(|refusal| columns::damaged(&format!("三资台账：{refusal}")))
    }
}
