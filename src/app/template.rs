//! Carries out what is done with templates: kept, changed, removed, and posted for a month.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::App;
use super::audit_detail;
use super::command::Outcome;
use super::error::AppError;
use super::execute::Done;
use super::ledger::new_id;
use crate::domain::account::Side;
use crate::domain::ids::{TemplateId, VillageId, VoucherId};
use crate::domain::ledger::Book;
use crate::domain::money::Money;
use crate::domain::period::{Date, Month};
use crate::domain::template::{Template, TemplateFacts, TemplateRefusal};
use crate::domain::voucher::{PostingContext, Voucher, VoucherDraft};
use crate::store::Writing;

/// What can be done with templates (模板的操作).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateCommand {
    /// Keeps a new one.
    Save {
        /// What it says.
        facts: Box<TemplateFacts>,
        /// The posted voucher it was made of: that month is done.
        of: Option<VoucherId>,
    },
    /// Changes one.
    Update {
        /// Which.
        template: TemplateId,
        /// All it says now.
        facts: Box<TemplateFacts>,
    },
    /// Removes one; the vouchers posted from it stay.
    Remove(TemplateId),
    /// Posts the vouchers of a month, all or none.
    Post {
        /// For which month.
        month: Month,
        /// From which templates, and what each one says.
        vouchers: Vec<(TemplateId, VoucherDraft)>,
    },
}

/// A template, the month it was used for, the voucher that came of it.
pub(super) type Use = (TemplateId, Month, VoucherId);

impl App {
    /// Carries out a command about templates.
    pub(super) fn template(&mut self, village: VillageId, command: TemplateCommand) -> Done {
        match command {
            TemplateCommand::Save { facts, of } => self.save_template(village, *facts, of),
            TemplateCommand::Update { template, facts } => {
                self.update_template(village, template, *facts)
            }
            TemplateCommand::Remove(template) => self.remove_template(village, template),
            TemplateCommand::Post { month, vouchers } => {
                self.post_templates(village, month, vouchers)
            }
        }
    }

    fn save_template(
        &mut self,
        village: VillageId,
        facts: TemplateFacts,
        of: Option<VoucherId>,
    ) -> Done {
        let id = TemplateId::new(new_id());
        let book = self.ledger()?.book_of(village)?;
        let of = of.map(|of| book.voucher(of).ok_or(TemplateRefusal::NoSuchVoucher)).transpose()?;
        let of = of.map(|voucher| (id, voucher.month(), voucher.id()));
        let facts = book.check_template(facts, None)?;
        drop(book);
        let at = self.clock.now();
        self.write_template(village, |writing| {
            writing.insert_template(village, id, &facts)?;
            let detail = json!({ "template": id, "facts": facts });
            writing.insert_audit(&at, Some(village), "save_template", &detail)?;
            write_uses(writing, &at, village, of.as_slice())
        })?;
        let message = format!("已存为模板“{}”", facts.name);
        Ok(Outcome::TemplateDone { template: Some(id), message })
    }

    fn update_template(
        &mut self,
        village: VillageId,
        id: TemplateId,
        facts: TemplateFacts,
    ) -> Done {
        let facts = self.ledger()?.book_of(village)?.check_template(facts, Some(id))?;
        let at = self.clock.now();
        self.write_template(village, |writing| {
            writing.update_template(id, &facts)?;
            let detail = json!({ "template": id, "facts": facts });
            Ok(writing.insert_audit(&at, Some(village), "update_template", &detail)?)
        })?;
        let message = format!("模板“{}”已改好", facts.name);
        Ok(Outcome::TemplateDone { template: Some(id), message })
    }

    fn remove_template(&mut self, village: VillageId, id: TemplateId) -> Done {
        let book = self.ledger()?.book_of(village)?;
        let name = book.template(id).ok_or(TemplateRefusal::NotFound)?.facts.name.clone();
        drop(book);
        let at = self.clock.now();
        self.write_template(village, |writing| {
            writing.delete_template(id)?;
            let detail = json!({ "template": id, "name": name });
            Ok(writing.insert_audit(&at, Some(village), "remove_template", &detail)?)
        })?;
        Ok(Outcome::TemplateDone {
            template: None, message: format!("已删除模板“{name}”")
        })
    }

    fn post_templates(
        &mut self,
        village: VillageId,
        month: Month,
        vouchers: Vec<(TemplateId, VoucherDraft)>,
    ) -> Done {
        let (today, at) = (self.clock.today(), self.clock.now());
        let book = self.ledger()?.book_of(village)?;
        let (posted, uses) = check_month(&book, month, vouchers, today)?;
        drop(book);
        self.write_template(village, |writing| {
            for voucher in &posted {
                writing.insert_voucher(village, voucher, today)?;
            }
            let detail = audit_detail::vouchers(&posted, None);
            writing.insert_audit(&at, Some(village), "post_voucher", &detail)?;
            write_uses(writing, &at, village, &uses)
        })?;
        let ledger = self.ledger_mut()?;
        for voucher in &posted {
            ledger.refresh_voucher(village, voucher.id())?;
        }
        let total: Money = posted.iter().map(|one| one.written().total(Side::Debit)).sum();
        let last = posted.last().map(Voucher::id);
        Ok(Outcome::RecurringPosted { month, count: posted.len(), total, last })
    }

    fn write_template(
        &mut self,
        village: VillageId,
        write: impl FnOnce(&Writing<'_>) -> Result<(), AppError>,
    ) -> Result<(), AppError> {
        let ledger = self.ledger_mut()?;
        ledger.store.write(write)?;
        ledger.refresh_papers(village)
    }
}

/// The vouchers of a month, checked as if they were posted one after the other.
fn check_month(
    book: &Book,
    month: Month,
    vouchers: Vec<(TemplateId, VoucherDraft)>,
    today: Date,
) -> Result<(Vec<Voucher>, Vec<Use>), TemplateRefusal> {
    if vouchers.is_empty() {
        return Err(TemplateRefusal::NothingToPost);
    }
    let mut posted = book.vouchers.clone();
    let mut uses: Vec<Use> = Vec::with_capacity(vouchers.len());
    for (id, draft) in vouchers {
        let template = book.template(id).ok_or(TemplateRefusal::NotFound)?;
        check_use(book, template, month)?;
        let name = template.facts.name.clone();
        if uses.iter().any(|(used, ..)| *used == id) {
            return Err(TemplateRefusal::Twice(name));
        }
        let context = PostingContext { posted: &posted, ..book.posting_context(today) };
        let voucher = draft
            .check(VoucherId::new(new_id()), context)
            .map_err(|refusal| TemplateRefusal::Voucher { name, refusal })?;
        uses.push((id, month, voucher.id()));
        posted.push(voucher);
    }
    Ok((posted.split_off(book.vouchers.len()), uses))
}

/// A monthly voucher is posted once for a month.
fn check_use(book: &Book, template: &Template, month: Month) -> Result<(), TemplateRefusal> {
    match book.posted_for(template, month).and_then(|id| book.voucher(id)) {
        Some(voucher) => Err(TemplateRefusal::AlreadyPosted {
            name: template.facts.name.clone(),
            month,
            number: voucher.number(),
        }),
        None => Ok(()),
    }
}

/// Writes which vouchers came of which templates, with the audit row.
pub(super) fn write_uses(
    writing: &Writing<'_>,
    at: &str,
    village: VillageId,
    uses: &[Use],
) -> Result<(), AppError> {
    if uses.is_empty() {
        return Ok(());
    }
    for (template, month, voucher) in uses {
        writing.insert_template_use(*template, *month, *voucher)?;
    }
    let lines: Vec<Value> = uses.iter().map(use_detail).collect();
    let detail = json!({ "uses": lines });
    Ok(writing.insert_audit(at, Some(village), "use_template", &detail)?)
}

fn use_detail((template, month, voucher): &Use) -> Value {
    json!({ "template": template, "month": month, "voucher": voucher })
}

/// The templates as the audit tells them, to compare with what the file holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct KeptTemplates(BTreeMap<String, (Value, Vec<Value>)>);

impl KeptTemplates {
    /// The templates of a book in the same words.
    pub(super) fn of(templates: &[Template]) -> Self {
        let line = |template: &Template| {
            let uses = template.uses.iter();
            let mut uses: Vec<Value> =
                uses.map(|(month, voucher)| use_detail(&(template.id, *month, *voucher))).collect();
            uses.sort_by_key(Value::to_string);
            (template.id.to_string(), (json!(template.facts), uses))
        };
        Self(templates.iter().map(line).collect())
    }

    /// Does what one row of the audit says was done.
    pub(super) fn follow(&mut self, command: &str, detail: &Value) {
        let id = |value: &Value| {
            value.get("template").and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        match command {
            "save_template" | "update_template" => {
                let facts = detail.get("facts").cloned().unwrap_or_default();
                self.0.entry(id(detail)).or_default().0 = facts;
            }
            "remove_template" => {
                self.0.remove(&id(detail));
            }
            "use_template" => {
                for used in detail.get("uses").and_then(Value::as_array).into_iter().flatten() {
                    let uses = &mut self.0.entry(id(used)).or_default().1;
                    uses.push(used.clone());
                    uses.sort_by_key(Value::to_string);
                }
            }
            _ => {}
        }
    }
}
