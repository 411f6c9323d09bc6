//! Templates: what they say as JSON, and the vouchers that were posted from them.

use std::collections::BTreeMap;

use rusqlite::params;

use super::columns;
use super::file::{Store, StoreError};
use super::write::Writing;
use crate::domain::ids::{TemplateId, VillageId, VoucherId};
use crate::domain::period::Month;
use crate::domain::template::{Template, TemplateFacts};

type Written = Result<(), StoreError>;

impl Writing<'_> {
    fn wrote(&self, done: rusqlite::Result<usize>) -> Written {
        done.map(drop).map_err(|error| super::file::explain(error, self.path))
    }

    /// A new template.
    pub fn insert_template(
        &self,
        village: VillageId,
        id: TemplateId,
        facts: &TemplateFacts,
    ) -> Written {
        let (key, of) = (id.uuid(), village.uuid());
        self.wrote(columns::to_json(facts).and_then(|json| {
            self.transaction.execute(
                "INSERT INTO template (id, village_id, name, template) VALUES (?1, ?2, ?3, ?4)",
                params![key.as_bytes(), of.as_bytes(), facts.name, json],
            )
        }))
    }

    /// What a template says now.
    pub fn update_template(&self, id: TemplateId, facts: &TemplateFacts) -> Written {
        let key = id.uuid();
        self.wrote(columns::to_json(facts).and_then(|json| {
            self.transaction.execute(
                "UPDATE template SET name = ?2, template = ?3 WHERE id = ?1",
                params![key.as_bytes(), facts.name, json],
            )
        }))
    }

    /// A template that is no longer needed; the vouchers posted from it stay.
    pub fn delete_template(&self, id: TemplateId) -> Written {
        let key = id.uuid();
        let uses = "DELETE FROM template_voucher WHERE template_id = ?1";
        self.wrote(self.transaction.execute(uses, params![key.as_bytes()]))?;
        let template = "DELETE FROM template WHERE id = ?1";
        self.wrote(self.transaction.execute(template, params![key.as_bytes()]))
    }

    /// A voucher that was posted from a template.
    pub fn insert_template_use(
        &self,
        template: TemplateId,
        month: Month,
        voucher: VoucherId,
    ) -> Written {
        let (template, voucher) = (template.uuid(), voucher.uuid());
        self.wrote(self.transaction.execute(
            "INSERT INTO template_voucher (template_id, month, voucher_id) VALUES (?1, ?2, ?3)",
            params![template.as_bytes(), month.to_string(), voucher.as_bytes()],
        ))
    }
}

impl Store {
    /// The templates of a village by name.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when a row is not what the schema says.
    pub fn templates_of(&self, village: VillageId) -> Result<Vec<Template>, StoreError> {
        self.templates(village).map_err(|error| self.explain(error))
    }

    pub(super) fn templates(&self, village: VillageId) -> rusqlite::Result<Vec<Template>> {
        let key = village.uuid();
        let mut statement = self.connection.prepare_cached(
            "SELECT used.template_id, used.month, used.voucher_id
             FROM template_voucher AS used JOIN template ON template.id = used.template_id
             WHERE template.village_id = ?1 ORDER BY used.month, used.voucher_id",
        )?;
        let rows = statement.query_map(params![key.as_bytes()], |row| {
            let template = TemplateId::new(columns::uuid(row.get_ref(0)?.as_blob()?)?);
            let voucher = VoucherId::new(columns::uuid(row.get_ref(2)?.as_blob()?)?);
            Ok((template, (columns::month(row.get_ref(1)?.as_str()?)?, voucher)))
        })?;
        let mut uses: BTreeMap<TemplateId, Vec<(Month, VoucherId)>> = BTreeMap::new();
        for row in rows {
            let (template, posted) = row?;
            uses.entry(template).or_default().push(posted);
        }
        let mut statement = self.connection.prepare_cached(
            "SELECT id, name, template FROM template WHERE village_id = ?1 ORDER BY name, id",
        )?;
        let rows = statement.query_map(params![key.as_bytes()], |row| {
            let id = TemplateId::new(columns::uuid(row.get_ref(0)?.as_blob()?)?);
            let facts: TemplateFacts = columns::json(row.get_ref(2)?.as_str()?)?;
            if row.get_ref(1)?.as_str()? != facts.name {
                return Err(columns::damaged(&format!("模板“{}”的名称不对", facts.name)));
            }
            Ok(Template { id, facts, uses: uses.remove(&id).unwrap_or_default() })
        })?;
        rows.collect()
    }
}
