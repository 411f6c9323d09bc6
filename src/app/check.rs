//! The self-check: does the file say what was written into it?

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::Value;

use super::App;
use super::audit_detail;
use super::error::AppError;
use super::holding::KeptHoldings;
use super::template::KeptTemplates;
use crate::domain::entity::Entity;
use crate::domain::facts::MonthFacts;
use crate::domain::ids::{NoticeId, VillageId};
use crate::domain::ledger::Book;
use crate::domain::period::Month;
use crate::domain::voucher::{Voucher, VoucherNumber};
use crate::store::{AuditRow, audit_break};

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

/// A self-check that goes on village by village (自检进度).
#[derive(Debug)]
pub struct Checking {
    /// The state of the ledger that is checked.
    of: u64,
    all: usize,
    villages: VecDeque<VillageId>,
    audit: Vec<AuditRow>,
    codes: BTreeMap<NoticeId, String>,
    months: BTreeMap<VillageId, BTreeMap<Month, MonthFacts>>,
    /// What was found so far.
    pub problems: Vec<Problem>,
}

impl Checking {
    /// How many villages are done, and how many there are.
    pub fn progress(&self) -> (usize, usize) {
        (self.all - self.villages.len(), self.all)
    }
}

impl App {
    /// Checks the open ledger: SQLite's own integrity, the audit chain, every voucher against
    /// the digest the audit kept of it, the opening balances and every published notice against
    /// what it kept of them, and the balance of every book.
    ///
    /// # Errors
    /// A failure when the file cannot be read.
    pub fn check(&self) -> Result<Vec<Problem>, AppError> {
        let mut checking = self.begin_check()?;
        while self.go_on_checking(&mut checking)? {}
        Ok(checking.problems)
    }

    /// Begins to check as [`App::check`] does: the file as a whole, and which villages are next.
    ///
    /// # Errors
    /// A failure when the file cannot be read.
    pub fn begin_check(&self) -> Result<Checking, AppError> {
        let ledger = self.ledger()?;
        let file = || "账簿文件".to_owned();
        let mut problems: Vec<Problem> = ledger
            .store
            .integrity_problems()?
            .into_iter()
            .map(|message| Problem { code: "integrity", place: file(), message })
            .collect();
        let audit = ledger.store.audit_rows()?;
        if let Some(message) = audit_break(&audit) {
            problems.push(Problem { code: "audit_chain", place: file(), message });
        }
        let codes = ledger.store.check_codes()?;
        let months = ledger.store.month_facts()?;
        let villages: VecDeque<VillageId> =
            ledger.villages().iter().map(|village| village.id).collect();
        let (all, of) = (villages.len(), ledger.revision());
        Ok(Checking { of, all, villages, audit, codes, months, problems })
    }

    /// Checks the next village; false when there is none left. A ledger that was written to
    /// meanwhile is checked from the beginning.
    ///
    /// # Errors
    /// A failure when the file cannot be read.
    pub fn go_on_checking(&self, checking: &mut Checking) -> Result<bool, AppError> {
        let ledger = self.ledger()?;
        if checking.of != ledger.revision() {
            *checking = self.begin_check()?;
        }
        let Some(village) = checking.villages.pop_front() else { return Ok(false) };
        let Checking { audit, codes, months, problems, .. } = checking;
        let book = ledger.book_of(village)?;
        problems.extend(changed_facts(&book, months.get(&village)));
        problems.extend(changed_vouchers(&book, audit));
        problems.extend(unbalanced(&book));
        problems.extend(changed_opening(&book, audit));
        problems.extend(changed_notices(&book, audit, codes));
        problems.extend(changed_year_ends(&book, audit));
        problems.extend(changed_holdings(&book, audit));
        problems.extend(self.attachment_problems(&book, audit));
        problems.extend(changed_templates(&book, audit));
        problems.extend(self.disclosure_problems(&book, audit));
        problems.extend(self.affair_problems(&book, audit));
        Ok(true)
    }
}

fn place(book: &Book, what: &str) -> String {
    format!("{} {what}", book.village.profile.name)
}

/// Facts of months that are not what their vouchers give.
fn changed_facts(book: &Book, kept: Option<&BTreeMap<Month, MonthFacts>>) -> Option<Problem> {
    let now = MonthFacts::of(book);
    let month = now
        .iter()
        .find(|(month, facts)| kept.and_then(|kept| kept.get(month)) != Some(facts))
        .map(|(month, _)| *month)
        .or_else(|| kept?.keys().find(|month| !now.contains_key(month)).copied())?;
    Some(Problem {
        code: "facts_differ",
        place: place(book, &month.label()),
        message: "记下的本月笔数和合计与凭证不符，全镇汇总会不对".to_owned(),
    })
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
        if !matches!(
            row.command.as_str(),
            "post_voucher"
                | "import_vouchers"
                | "correct_voucher"
                | "end_year"
                | "appropriate"
                | "post_depreciation"
                | "dispose_asset"
        ) {
            continue;
        }
        let detail: Value = serde_json::from_str(&row.detail).unwrap_or(Value::Null);
        for kept in detail.get("months").and_then(Value::as_array).into_iter().flatten() {
            let Some((month, from, to, digest)) = kept_months(kept) else { continue };
            let (range, entity) = (from..=to, audit_detail::entity_of(kept));
            let posted: Vec<&Voucher> = book
                .vouchers
                .iter()
                .filter(|voucher| voucher.entity() == entity && voucher.month() == month)
                .filter(|voucher| range.contains(&voucher.number()))
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

/// Opening balances that are not what the audit saw entered.
fn changed_opening(book: &Book, audit: &[AuditRow]) -> Option<Problem> {
    let kept: BTreeMap<Entity, Value> = rows_of(book, audit, "enter_opening")
        .filter_map(|row| Some((audit_detail::entity_of(&row), row.get("lines")?.clone())))
        .collect();
    let lines = |entity: Entity| {
        let now = audit_detail::opening(&book.opening.part(entity), None);
        Some((entity, now.get("lines")?.clone()))
    };
    let now: BTreeMap<Entity, Value> = book.opening.entities().filter_map(lines).collect();
    (kept != now).then(|| Problem {
        code: "opening_changed",
        place: place(book, "期初余额"),
        message: "期初余额与录入时的内容不符".to_owned(),
    })
}

/// Published notices that are not what the audit saw hung, that it never saw, or that are gone.
fn changed_notices(
    book: &Book,
    audit: &[AuditRow],
    codes: &BTreeMap<NoticeId, String>,
) -> Vec<Problem> {
    let text = |row: &Value, name: &str| row.get(name).and_then(Value::as_str).map(str::to_owned);
    let mut hung: BTreeMap<String, String> = rows_of(book, audit, "publish_notice")
        .filter_map(|row| Some((text(&row, "notice")?, text(&row, "check_code")?)))
        .collect();
    let mut problems = Vec::new();
    for notice in book.notices.iter().filter(|notice| notice.publication().is_some()) {
        let (kept, now) = (hung.remove(&notice.id.to_string()), notice.check_code());
        if codes.get(&notice.id) != Some(&now) || kept.as_ref() != Some(&now) {
            problems.push(Problem {
                code: "notice_changed",
                place: place(book, &notice.span_label()),
                message: format!("{}的公示内容与校验码不符", notice.title()),
            });
        }
    }
    problems.extend(hung.into_values().map(|code| Problem {
        code: "notice_changed",
        place: place(book, "公示"),
        message: format!("校验码是 {code} 的公示已经公布，账簿里却没有它的公布记录"),
    }));
    problems
}

/// Years that are ended in the file and not in the audit, or the other way round.
fn changed_year_ends(book: &Book, audit: &[AuditRow]) -> Option<Problem> {
    let kept: BTreeSet<i64> =
        rows_of(book, audit, "end_year").filter_map(|row| row.get("year")?.as_i64()).collect();
    let now: BTreeSet<i64> = book.year_ends.iter().map(|ended| i64::from(ended.year)).collect();
    (kept != now).then(|| Problem {
        code: "year_end_changed",
        place: place(book, "年终结转"),
        message: "已结转的年度与操作记录不符".to_owned(),
    })
}

/// Registers that are not what the audit says was done to them.
fn changed_holdings(book: &Book, audit: &[AuditRow]) -> Option<Problem> {
    let village = book.village.id.uuid().simple().to_string();
    let mut kept = KeptHoldings::default();
    for row in audit.iter().filter(|row| row.village == village) {
        let detail: Value = serde_json::from_str(&row.detail).unwrap_or_default();
        kept.follow(&row.command, &detail);
    }
    (kept != KeptHoldings::of(&book.holdings)).then(|| Problem {
        code: "holding_changed",
        place: place(book, "三资台账"),
        message: "台账条目或登记的凭证与操作记录不符".to_owned(),
    })
}

/// Templates that are not what the audit says was done to them.
fn changed_templates(book: &Book, audit: &[AuditRow]) -> Option<Problem> {
    let village = book.village.id.uuid().simple().to_string();
    let mut kept = KeptTemplates::default();
    for row in audit.iter().filter(|row| row.village == village) {
        kept.follow(&row.command, &serde_json::from_str(&row.detail).unwrap_or_default());
    }
    (kept != KeptTemplates::of(&book.templates)).then(|| Problem {
        code: "template_changed",
        place: place(book, "凭证模板"),
        message: "模板的内容或用它记的凭证与操作记录不符".to_owned(),
    })
}

/// What the audit kept of one kind of command of a village, in order.
fn rows_of<'a>(
    book: &Book,
    audit: &'a [AuditRow],
    command: &'a str,
) -> impl Iterator<Item = Value> + 'a {
    let village = book.village.id.uuid().simple().to_string();
    audit
        .iter()
        .filter(move |row| row.village == village && row.command == command)
        .map(|row| serde_json::from_str(&row.detail).unwrap_or_default())
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
