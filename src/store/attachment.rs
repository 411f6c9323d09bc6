//! What is known of the source papers of vouchers; the files themselves are not looked at here.

use rusqlite::params;

use super::columns;
use super::file::{Store, StoreError};
use super::write::Writing;
use crate::domain::attachment::{Attachment, AttachmentKind, Attachments, FileDigest};
use crate::domain::ids::{VillageId, VoucherId};

type Written = Result<(), StoreError>;

impl Writing<'_> {
    /// A source paper of a voucher.
    pub fn insert_attachment(&self, voucher: VoucherId, attachment: &Attachment) -> Written {
        let id = voucher.uuid();
        let bytes = i64::try_from(attachment.bytes).unwrap_or(i64::MAX);
        self.transaction
            .execute(
                "INSERT INTO attachment (voucher_id, digest, file_name, bytes, added_on)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
                params![
                    id.as_bytes(),
                    attachment.digest.as_str(),
                    attachment.file_name,
                    bytes,
                    attachment.added_on.to_string(),
                ],
            )
            .map(drop)
            .map_err(|error| super::file::explain(error, self.path))
    }

    /// A source paper that was added by mistake.
    pub fn delete_attachment(&self, voucher: VoucherId, digest: &FileDigest) -> Written {
        let id = voucher.uuid();
        self.transaction
            .execute(
                "DELETE FROM attachment WHERE voucher_id = ?1 AND digest = ?2",
                params![id.as_bytes(), digest.as_str()],
            )
            .map(drop)
            .map_err(|error| super::file::explain(error, self.path))
    }
}

impl Store {
    /// The source papers of a village's vouchers: by day, then by name.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when a row is not what the schema says.
    pub fn attachments_of(&self, village: VillageId) -> Result<Attachments, StoreError> {
        self.attachments(village).map_err(|error| self.explain(error))
    }

    pub(super) fn attachments(&self, village: VillageId) -> rusqlite::Result<Attachments> {
        let mut statement = self.connection.prepare_cached(
            "SELECT attachment.voucher_id, digest, file_name, bytes, added_on
             FROM attachment JOIN voucher ON voucher.id = attachment.voucher_id
             WHERE voucher.village_id = ?1
             ORDER BY attachment.voucher_id, added_on, file_name, digest",
        )?;
        let rows = statement.query_map(params![village.uuid().as_bytes()], |row| {
            let voucher = VoucherId::new(columns::uuid(row.get_ref(0)?.as_blob()?)?);
            let digest = row.get_ref(1)?.as_str()?;
            let file_name: String = row.get(2)?;
            if AttachmentKind::of_name(&file_name).is_none() {
                return Err(columns::damaged(&format!("凭据“{file_name}”不知是什么文件")));
            }
            let bytes: i64 = row.get(3)?;
            let attachment = Attachment {
                digest: FileDigest::parse(digest)
                    .ok_or_else(|| columns::damaged(&format!("凭据的指纹“{digest}”不对")))?,
                file_name,
                bytes: u64::try_from(bytes).unwrap_or_default(),
                added_on: columns::date(row.get_ref(4)?.as_str()?)?,
            };
            Ok((voucher, attachment))
        })?;
        Ok(Attachments::from_stored(rows.collect::<rusqlite::Result<Vec<_>>>()?))
    }

    /// How many vouchers, boards and meetings of the ledger have that file.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub fn attachment_uses(&self, digest: &FileDigest) -> Result<u64, StoreError> {
        let count = "SELECT (SELECT count(*) FROM attachment WHERE digest = ?1)
                          + (SELECT count(*) FROM notice_step WHERE instr(facts, ?1) > 0)
                          + (SELECT count(*) FROM affair WHERE instr(facts, ?1) > 0)";
        let uses: rusqlite::Result<i64> =
            self.connection.query_row(count, params![digest.as_str()], |row| row.get(0));
        uses.map(|uses| u64::try_from(uses).unwrap_or_default())
            .map_err(|error| self.explain(error))
    }
}
