//! What the audit keeps of a command, and the digests that show a later change of a fact.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::import::FileStamp;
use crate::domain::entity::Entity;
use crate::domain::ledger::OpeningBalances;
use crate::domain::notice::{Fault, Notice};
use crate::domain::period::Month;
use crate::domain::voucher::Voucher;
use crate::store::hex;

/// The vouchers of one command: by month and set of books, the first and last number and a digest
/// of them all.
pub(super) fn vouchers(posted: &[Voucher], file: Option<&FileStamp>) -> Value {
    let mut by_month: BTreeMap<(Month, Entity), Vec<&Voucher>> = BTreeMap::new();
    for voucher in posted {
        by_month.entry((voucher.month(), voucher.entity())).or_default().push(voucher);
    }
    let months: Vec<Value> = by_month
        .into_iter()
        .map(|((month, entity), mut vouchers)| {
            vouchers.sort_by_key(|voucher| voucher.number());
            let kept = json!({
                "month": month,
                "from": vouchers.first().map(|voucher| voucher.number()),
                "to": vouchers.last().map(|voucher| voucher.number()),
                "digest": digest(vouchers.iter().copied()),
            });
            with_entity(kept, entity)
        })
        .collect();
    json!({ "months": months, "file": file.map(|stamp| &stamp.name) })
}

pub(super) fn opening(opening: &OpeningBalances, file: Option<&FileStamp>) -> Value {
    let lines: BTreeMap<String, String> = opening
        .lines()
        .map(|(account, amount)| (account.to_string(), amount.to_string()))
        .collect();
    let kept = json!({ "lines": lines, "file": file.map(|stamp| &stamp.name) });
    with_entity(kept, opening.entities().next().unwrap_or_default())
}

/// Adds whose books it is about, where the village keeps two sets.
fn with_entity(mut kept: Value, entity: Entity) -> Value {
    if let (false, Some(fields)) = (entity.is_village(), kept.as_object_mut()) {
        fields.insert("entity".to_owned(), json!(entity));
    }
    kept
}

/// Whose books a row of the audit is about.
pub(super) fn entity_of(kept: &Value) -> Entity {
    let name = kept.get("entity").and_then(Value::as_str);
    name.and_then(Entity::from_name).unwrap_or_default()
}

pub(super) fn notice(notice: &Notice, faults: &[Fault]) -> Value {
    let warnings: Vec<&str> = faults.iter().map(|fault| fault.code).collect();
    let kept = json!({
        "notice": notice.id,
        "matter": notice.matter,
        "period": notice.span,
        "check_code": notice.check_code(),
        "warnings": warnings,
    });
    let mut kept = with_entity(kept, notice.entity);
    // what was masked or disclosed for a reason is told with the reason
    let redaction = &notice.content.redaction;
    if let (false, Some(fields)) = (redaction.is_empty(), kept.as_object_mut()) {
        fields.insert("redaction".to_owned(), json!(redaction));
    }
    kept
}

/// SHA-256 over everything the vouchers say, in the order given.
pub(super) fn digest<'a>(vouchers: impl Iterator<Item = &'a Voucher>) -> String {
    let mut hasher = Sha256::new();
    for voucher in vouchers {
        let written = voucher.written();
        let entries: Vec<Value> = voucher
            .entries()
            .iter()
            .map(|entry| json!([entry.account, entry.side, entry.amount]))
            .collect();
        let mut text = json!([
            voucher.id(),
            voucher.number(),
            voucher.date(),
            written.summary,
            entries,
            written.settlement,
            written.handler,
            written.witness,
            written.approver,
            written.papers,
            written.note,
            written.reverses,
        ]);
        // vouchers posted before there were entities and kinds keep the digest they had
        if let Value::Array(fields) = &mut text
            && (written.entity, written.kind, written.corrects) != Default::default()
        {
            fields.extend([json!(written.entity), json!(written.kind), json!(written.corrects)]);
        }
        hasher.update(text.to_string().as_bytes());
        hasher.update(b"\n");
    }
    hex(&hasher.finalize())
}
