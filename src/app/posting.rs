//! Posts what the form holds: a voucher, or a correction, with its source papers: all of it, or
//! nothing.

use std::path::PathBuf;

use super::App;
use super::attachment::{Arrivals, write_attachments};
use super::audit_detail;
use super::command::Outcome;
use super::error::AppError;
use super::execute::Done;
use super::ledger::new_id;
use super::template::write_uses;
use crate::domain::attachment::{self, Attachment};
use crate::domain::correction;
use crate::domain::ids::{TemplateId, VillageId, VoucherId};
use crate::domain::ledger::Book;
use crate::domain::period::{Date, Month};
use crate::domain::template::TemplateRefusal;
use crate::domain::voucher::{Voucher, VoucherDraft};

/// A voucher as the form sends it (一次入账).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    /// What was written.
    pub draft: VoucherDraft,
    /// The wrong voucher that it sets right, and the day of both new vouchers (更正).
    pub corrects: Option<(VoucherId, Date)>,
    /// Photos and scans of its source papers.
    pub attachments: Vec<PathBuf>,
    /// The template it was written from, and for which month.
    pub template: Option<(TemplateId, Month)>,
}

impl Posting {
    /// A voucher with nothing beside it.
    pub const fn of(draft: VoucherDraft) -> Self {
        Self { draft, corrects: None, attachments: Vec::new(), template: None }
    }
}

impl App {
    /// Posts what the form holds.
    pub(super) fn post_form(&mut self, id: VillageId, posting: Posting) -> Done {
        let (today, at) = (self.clock.today(), self.clock.now());
        let Posting { draft, corrects, attachments, template } = posting;
        let book = self.ledger()?.book_of(id)?;
        let posted = check(&book, draft, corrects, today)?;
        if template.is_some_and(|(id, _)| book.template(id).is_none()) {
            return Err(TemplateRefusal::NotFound.into());
        }
        let taken_over = corrects.map_or(&[][..], |(wrong, _)| book.attachments.of(wrong)).to_vec();
        drop(book);
        let arrivals = match attachments.as_slice() {
            [] => Arrivals::default(),
            paths => self.receive(paths)?,
        };
        let papers = arrivals.keep_if(papers(taken_over, &arrivals.attachments))?;
        let Some(right) = posted.last() else { return Err(nothing_posted()) };
        let (voucher, month, number) = (right.id(), right.month(), right.number());
        let word = if corrects.is_some() { "correct_voucher" } else { "post_voucher" };
        let ledger = self.ledger_mut()?;
        let written = ledger.store.write(|writing| -> Result<(), AppError> {
            for voucher in &posted {
                writing.insert_voucher(id, voucher, today)?;
            }
            let detail = audit_detail::vouchers(&posted, None);
            writing.insert_audit(&at, Some(id), word, &detail)?;
            if !papers.is_empty() {
                write_attachments(writing, &at, id, voucher, &papers)?;
            }
            let used = template.map(|(id, month)| (id, month, voucher));
            write_uses(writing, &at, id, used.as_slice())
        });
        arrivals.keep_if(written)?;
        for voucher in &posted {
            ledger.refresh_voucher(id, voucher.id())?;
        }
        ledger.refresh_papers(id)?;
        Ok(Outcome::VoucherPosted { voucher, month, number })
    }
}

/// The vouchers to be posted: one, or the reversal of a wrong one and the right one.
fn check(
    book: &Book,
    draft: VoucherDraft,
    corrects: Option<(VoucherId, Date)>,
    today: Date,
) -> Result<Vec<Voucher>, AppError> {
    let id = VoucherId::new(new_id());
    match corrects {
        None => Ok(vec![draft.check(id, book.posting_context(today))?]),
        Some((wrong, date)) => {
            let ids = [id, VoucherId::new(new_id())];
            let checked = correction::check(book, wrong, date, draft, ids, today)?;
            Ok(vec![checked.reversal, checked.right])
        }
    }
}

/// The source papers of the voucher: those of the one it sets right, then those that came.
fn papers(taken_over: Vec<Attachment>, came: &[Attachment]) -> Result<Vec<Attachment>, AppError> {
    if came.is_empty() {
        return Ok(taken_over);
    }
    let mut papers = taken_over;
    papers.extend(attachment::new_among(&papers, came)?);
    Ok(papers)
}

fn nothing_posted() -> AppError {
    AppError::failed("入账", "没有凭证")
}
