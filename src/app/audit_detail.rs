//! What the audit keeps of a command, and the digests that show a later change of a fact.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::import::FileStamp;
use crate::domain::ledger::OpeningBalances;
use crate::domain::notice::{Fault, Notice};
use crate::domain::period::Month;
use crate::domain::voucher::Voucher;
use crate::store::hex;

/// The vouchers of one command: by month, the first and last number and a digest of them all.
pub(super) fn vouchers(posted: &[Voucher], file: Option<&FileStamp>) -> Value {
    let mut by_month: BTreeMap<Month, Vec<&Voucher>> = BTreeMap::new();
    for voucher in posted {
        by_month.entry(voucher.month()).or_default().push(voucher);
    }
    let months: Vec<Value> = by_month
        .into_iter()
        .map(|(month, mut vouchers)| {
            vouchers.sort_by_key(|voucher| voucher.number());
            json!({
                "month": month,
                "from": vouchers.first().map(|voucher| voucher.number()),
                "to": vouchers.last().map(|voucher| voucher.number()),
                "digest": digest(vouchers.iter().copied()),
            })
        })
        .collect();
    json!({ "months": months, "file": file.map(|stamp| &stamp.name) })
}

pub(super) fn opening(opening: &OpeningBalances, file: Option<&FileStamp>) -> Value {
    let lines: BTreeMap<String, String> = opening
        .lines()
        .map(|(account, amount)| (account.to_string(), amount.to_string()))
        .collect();
    json!({ "lines": lines, "file": file.map(|stamp| &stamp.name) })
}

pub(super) fn notice(notice: &Notice, faults: &[Fault]) -> Value {
    let warnings: Vec<&str> = faults.iter().map(|fault| fault.code).collect();
    json!({
        "notice": notice.id,
        "matter": notice.matter,
        "period": notice.period,
        "check_code": notice.check_code(),
        "warnings": warnings,
    })
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
