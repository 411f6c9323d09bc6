//! The years that were ended: written once, never changed.

use rusqlite::params;

use super::columns;
use super::file::{Store, StoreError};
use super::write::Writing;
use crate::domain::ids::VillageId;
use crate::domain::year_end::YearEnd;

impl Writing<'_> {
    /// A year that was ended.
    pub fn insert_year_end(&self, village: VillageId, ended: YearEnd) -> Result<(), StoreError> {
        let key = village.uuid();
        let values = (ended.entity.name(), ended.year, ended.ended_on.to_string());
        self.transaction
            .execute(
                "INSERT INTO year_end (village_id, entity, year, ended_on)
                 VALUES (?1, ?2, ?3, ?4)",
                params![key.as_bytes(), values.0, values.1, values.2],
            )
            .map(drop)
            .map_err(|error| super::file::explain(error, self.path))
    }
}

impl Store {
    pub(super) fn year_ends(&self, village: VillageId) -> rusqlite::Result<Vec<YearEnd>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT entity, year, ended_on FROM year_end WHERE village_id = ?1
             ORDER BY year, entity",
        )?;
        let rows = statement.query_map(params![village.uuid().as_bytes()], |row| {
            Ok(YearEnd {
                entity: columns::entity(row.get_ref(0)?.as_str()?)?,
                year: row.get(1)?,
                ended_on: columns::date(row.get_ref(2)?.as_str()?)?,
            })
        })?;
        rows.collect()
    }
}
