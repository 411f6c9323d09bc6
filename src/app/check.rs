//! The self-check: does the file say what was written into it?

use serde_json::Value;

use super::App;
use super::audit_detail;
use super::error::AppError;
use crate::domain::ledger::Book;
use crate::domain::period::Month;
use crate::domain::voucher::{Voucher, VoucherNumber};
use crate::store::AuditRow;

/// Something that does not hold in a ledger (自检发现的问题).
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Problem {
    /// A stable name for programs.
    pub code: &'static str,
    /// Where: the village and month, or the file.
    #[serde(rename = "where")]
    pub place: String,
    /// One Chinese sentence.
    pub message: String,
}

impl App {
    /// Checks the open ledger: SQLite's own integrity, the audit chain, every voucher against
    /// the digest the audit kept of it, every published notice against its check code, and the
    /// balance of every book.
    ///
    /// # Errors
    /// A failure when the file cannot be read.
    pub fn check(&self) -> Result<Vec<Problem>, AppError> {
        let ledger = self.ledger()?;
        let file = || "账簿文件".to_owned();
        let mut problems: Vec<Problem> = ledger
            .store
            .integrity_problems()?
            .into_iter()
            .map(|message| Problem { code: "integrity", place: file(), message })
            .collect();
        if let Some(message) = ledger.store.audit_break()? {
            problems.push(Problem { code: "audit_chain", place: file(), message });
        }
        let audit = ledger.store.audit_rows()?;
        let codes = ledger.store.check_codes()?;
        for village in ledger.villages() {
            let book = ledger.book_of(village.id)?;
            problems.extend(changed_vouchers(&book, &audit));
            problems.extend(unbalanced(&book));
            for notice in book.notices.iter().filter(|notice| notice.publication().is_some()) {
                if codes.get(&notice.id) != Some(&notice.check_code()) {
                    problems.push(Problem {
                        code: "notice_changed",
                        place: place(&book, &notice.period.label()),
                        message: format!("{}的公示内容与校验码不符", notice.matter.title()),
                    });
                }
            }
        }
        Ok(problems)
    }
}

fn place(book: &Book, what: &str) -> String {
    format!("{} {what}", book.village.profile.name)
}

fn unbalanced(book: &Book) -> Option<Problem> {
    let last = book.vouchers.iter().map(Voucher::date).max()?;
    let total: crate::domain::money::Money = book.balances(last).into_values().sum();
    (!total.is_zero()).then(|| Problem {
        code: "unbalanced",
        place: place(book, "总账"),
        message: format!("借贷相差 {}", total.grouped()),
    })
}

/// Vouchers that are not what the audit saw posted, and vouchers it never saw.
fn changed_vouchers(book: &Book, audit: &[AuditRow]) -> Vec<Problem> {
    let village = book.village.id.uuid().simple().to_string();
    let mut problems = Vec::new();
    let mut seen = 0;
    for row in audit.iter().filter(|row| row.village == village) {
        if !matches!(row.command.as_str(), "post_voucher" | "import_vouchers") {
            continue;
        }
        let detail: Value = serde_json::from_str(&row.detail).unwrap_or(Value::Null);
        for kept in detail.get("months").and_then(Value::as_array).into_iter().flatten() {
            let Some((month, from, to, digest)) = kept_months(kept) else { continue };
            let range = from..=to;
            let posted: Vec<&Voucher> = book
                .vouchers
                .iter()
                .filter(|voucher| voucher.month() == month && range.contains(&voucher.number()))
                .collect();
            seen += posted.len();
            if audit_detail::digest(posted.into_iter()) != digest {
                problems.push(Problem {
                    code: "voucher_changed",
                    place: place(book, &month.label()),
                    message: format!("凭证 {from} 至 {to} 与入账时的内容不符"),
                });
            }
        }
    }
    if seen < book.vouchers.len() {
        problems.push(Problem {
            code: "voucher_unknown",
            place: place(book, "凭证"),
            message: format!("有 {} 张凭证没有入账记录", book.vouchers.len() - seen),
        });
    }
    problems
}

fn kept_months(kept: &Value) -> Option<(Month, VoucherNumber, VoucherNumber, String)> {
    let number = |name: &str| {
        let number = kept.get(name)?.as_u64()?;
        u32::try_from(number).ok().map(VoucherNumber)
    };
    let month = kept.get("month")?.as_str()?.parse().ok()?;
    let digest = kept.get("digest")?.as_str()?.to_owned();
    Some((month, number("from")?, number("to")?, digest))
}
