//! Lists of persons (名单): one for each matter and span, as JSON of its facts.

use rusqlite::params;

use super::columns;
use super::file::{Store, StoreError, explain};
use super::write::Writing;
use crate::domain::ids::{PeopleListId, VillageId};
use crate::domain::people::{PeopleFacts, PeopleList};

impl Writing<'_> {
    /// A list, in the place of the one that its span had before.
    pub fn put_people_list(&self, village: VillageId, list: &PeopleList) -> Result<(), StoreError> {
        let village = village.uuid();
        let done = columns::to_json(&list.facts).and_then(|facts| {
            let key = (list.facts.matter.as_str(), list.facts.span.to_string());
            self.transaction.execute(
                "DELETE FROM people_list WHERE village_id = ?1 AND matter = ?2 AND span = ?3",
                params![village.as_bytes(), key.0, key.1],
            )?;
            self.transaction.execute(
                "INSERT INTO people_list (id, village_id, matter, span, facts)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
                params![list.id.uuid().as_bytes(), village.as_bytes(), key.0, key.1, facts],
            )
        });
        done.map(drop).map_err(|error| explain(error, self.path))
    }
}

impl Store {
    /// The lists of a village in the order they came in.
    pub(super) fn people_lists(&self, village: VillageId) -> rusqlite::Result<Vec<PeopleList>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id, matter, span, facts FROM people_list WHERE village_id = ?1 ORDER BY id",
        )?;
        let rows = statement.query_map(params![village.uuid().as_bytes()], |row| {
            let facts: PeopleFacts = columns::json(row.get_ref(3)?.as_str()?)?;
            let id = columns::uuid(row.get_ref(0)?.as_blob()?)?;
            let stands = (facts.matter.as_str(), facts.span.to_string());
            if stands != (row.get_ref(1)?.as_str()?, row.get(2)?) {
                return Err(columns::damaged(&format!("名单 {id} 的事项或期间对不上")));
            }
            Ok(PeopleList { id: PeopleListId::new(id), facts })
        })?;
        rows.collect()
    }
}
