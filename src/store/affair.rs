//! Affairs of the village (村务记录): resolutions and records, each as JSON of its facts.

use rusqlite::params;
use uuid::Uuid;

use super::columns;
use super::file::{Store, StoreError};
use super::write::Writing;
use crate::domain::affairs::{AffairId, Affairs};
use crate::domain::governance::{Governance, GovernanceFacts};
use crate::domain::ids::{GovernanceId, ResolutionId, VillageId};
use crate::domain::resolution::Resolution;

type Written = Result<(), StoreError>;

/// The kind of a resolution; records are kept under the names of their registers.
const RESOLUTION: &str = "resolution";

const fn uuid_of(id: AffairId) -> Uuid {
    match id {
        AffairId::Resolution(id) => id.uuid(),
        AffairId::Record(id) => id.uuid(),
    }
}

impl Writing<'_> {
    /// A resolution, new or with new facts.
    pub fn put_resolution(&self, village: VillageId, resolution: &Resolution) -> Written {
        let facts = columns::to_json(&resolution.facts);
        self.put_affair(village, (resolution.id.uuid(), RESOLUTION), facts)
    }

    /// A record, new or with new facts.
    pub fn put_record(&self, village: VillageId, record: &Governance) -> Written {
        let facts = columns::to_json(&record.facts);
        self.put_affair(village, (record.id.uuid(), record.facts.kind().name()), facts)
    }

    fn put_affair(
        &self,
        village: VillageId,
        (id, kind): (Uuid, &str),
        facts: rusqlite::Result<String>,
    ) -> Written {
        let done = facts.and_then(|facts| {
            self.transaction.execute(
                "INSERT INTO affair (id, village_id, kind, facts) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (id) DO UPDATE SET facts = excluded.facts",
                params![id.as_bytes(), village.uuid().as_bytes(), kind, facts],
            )
        });
        done.map(drop).map_err(|error| super::file::explain(error, self.path))
    }

    /// An affair that was entered by mistake.
    pub fn delete_affair(&self, id: AffairId) -> Written {
        let delete = "DELETE FROM affair WHERE id = ?1";
        let done = self.transaction.execute(delete, params![uuid_of(id).as_bytes()]);
        done.map(drop).map_err(|error| super::file::explain(error, self.path))
    }
}

impl Store {
    /// The affairs of a village in the order they were entered, each checked on its own.
    pub(super) fn affairs(&self, village: VillageId) -> rusqlite::Result<Affairs> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id, kind, facts FROM affair WHERE village_id = ?1 ORDER BY id",
        )?;
        let mut rows = statement.query(params![village.uuid().as_bytes()])?;
        let (mut resolutions, mut records) = (Vec::new(), Vec::new());
        while let Some(row) = rows.next()? {
            let id = columns::uuid(row.get_ref(0)?.as_blob()?)?;
            let (kind, facts) = (row.get_ref(1)?.as_str()?, row.get_ref(2)?.as_str()?);
            if kind == RESOLUTION {
                resolutions.push((ResolutionId::new(id), columns::json(facts)?));
                continue;
            }
            let facts: GovernanceFacts = columns::json(facts)?;
            if facts.kind().name() != kind {
                return Err(columns::damaged(&format!("村务记录 {id} 的种类“{kind}”不对")));
            }
            records.push((GovernanceId::new(id), facts));
        }
        Affairs::from_stored(resolutions, records)
            .map_err(|refusal| columns::damaged(&format!("村务记录：{refusal}")))
    }
}
