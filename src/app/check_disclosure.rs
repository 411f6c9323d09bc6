//! The self-check of disclosure: what the audit saw done with notices, objections and occasions,
//! against what stands in the file.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::App;
use super::check::Problem;
use crate::domain::ledger::Book;
use crate::domain::notice::Step;
use crate::domain::occasion::OccasionSource;
use crate::store::AuditRow;

/// Everything of a village that takes part in disclosure, by the identity it has, as JSON.
#[derive(Debug, Default, PartialEq, Eq)]
struct Kept {
    steps: BTreeMap<String, Vec<Value>>,
    objections: BTreeMap<String, Value>,
    replies: BTreeMap<String, Value>,
    occasions: BTreeMap<String, Value>,
    switched_off: BTreeMap<(String, String), Value>,
}

impl Kept {
    /// What the file says now.
    fn of(book: &Book) -> Self {
        let mut kept = Self::default();
        for notice in book.notices.iter().filter(|notice| !notice.steps.is_empty()) {
            let steps = notice.steps.iter().map(|step| json!(step)).collect();
            kept.steps.insert(notice.id.to_string(), steps);
        }
        for objection in &book.objections {
            let id = objection.id.to_string();
            kept.objections.insert(id.clone(), json!(objection.facts));
            if let Some(reply) = &objection.reply {
                kept.replies.insert(id, json!(reply));
            }
        }
        let is_told = |source| !matches!(source, OccasionSource::Voucher(_));
        for occasion in book.occasions.iter().filter(|it| is_told(it.facts.source)) {
            let mut facts = occasion.facts.clone();
            if matches!(facts.source, OccasionSource::Holding(_)) {
                // it is taken back with the voucher of the disposal, which the audit digests
                facts.cancelled_on = None;
            }
            kept.occasions.insert(occasion.id.to_string(), json!(facts));
        }
        for off in &book.switched_off {
            let key = (off.matter.to_string(), off.from.to_string());
            kept.switched_off.insert(key, json!(off));
        }
        kept
    }

    /// Follows one row of the audit.
    fn follow(&mut self, detail: &Value) {
        let text = |name: &str| detail.get(name).and_then(Value::as_str).map(str::to_owned);
        if let (Some(notice), Some(step)) = (text("notice"), detail.get("step")) {
            self.steps.entry(notice).or_default().push(step.clone());
        }
        if let (Some(objection), Some(facts)) = (text("objection"), detail.get("facts")) {
            self.objections.insert(objection, facts.clone());
        }
        if let (Some(objection), Some(reply)) = (text("objection"), detail.get("reply")) {
            self.replies.insert(objection, reply.clone());
        }
        if let (Some(occasion), Some(facts)) = (text("occasion"), detail.get("facts")) {
            self.occasions.insert(occasion, facts.clone());
        }
        if let Some(off) = detail.get("switched_off") {
            let of = |name: &str| off.get(name).and_then(Value::as_str).unwrap_or_default();
            let key = (of("matter").to_owned(), of("from").to_owned());
            self.switched_off.insert(key, off.clone());
        }
    }
}

impl App {
    /// What does not hold of the steps, objections and occasions of a village.
    pub(super) fn disclosure_problems(&self, book: &Book, audit: &[AuditRow]) -> Vec<Problem> {
        let village = book.village.id.uuid().simple().to_string();
        let mut kept = Kept::default();
        for row in audit.iter().filter(|row| row.village == village) {
            kept.follow(&serde_json::from_str(&row.detail).unwrap_or_default());
        }
        let now = Kept::of(book);
        let name = &book.village.profile.name;
        let mut problems = Vec::new();
        for (is_same, what, message) in [
            (kept.steps == now.steps, "公示", "公示的办理步骤与操作记录不符"),
            (kept.objections == now.objections, "异议", "登记的异议与操作记录不符"),
            (kept.replies == now.replies, "异议", "异议的答复与操作记录不符"),
            (kept.occasions == now.occasions, "事由", "登记的即时公开事由与操作记录不符"),
            (kept.switched_off == now.switched_off, "公开目录", "不公开的事项与操作记录不符"),
        ] {
            if !is_same {
                problems.push(Problem {
                    code: "disclosure_changed",
                    place: format!("{name} {what}"),
                    message: message.to_owned(),
                });
            }
        }
        problems.extend(self.photo_problems(book));
        problems
    }

    /// Photos of boards that are gone or are not what they were.
    fn photo_problems(&self, book: &Book) -> Vec<Problem> {
        let mut problems = Vec::new();
        for notice in &book.notices {
            for step in &notice.steps {
                let Step::Photographed(photo) = step else { continue };
                if let Err(error) = self.check_attached_file(&photo.file) {
                    problems.push(Problem {
                        code: "photo_file",
                        place: format!(
                            "{} {}{}",
                            book.village.profile.name,
                            notice.span_label(),
                            notice.title()
                        ),
                        message: error.to_string(),
                    });
                }
            }
        }
        problems
    }
}
