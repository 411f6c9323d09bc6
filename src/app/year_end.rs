//! Carries out the end of a year and the appropriation of its surplus.

use serde_json::json;

use super::App;
use super::audit_detail;
use super::command::Outcome;
use super::error::AppError;
use super::execute::Done;
use super::ledger::new_id;
use crate::domain::account::Side;
use crate::domain::ids::{VillageId, VoucherId};
use crate::domain::voucher::{PostingContext, Voucher};
use crate::domain::year_end::{Appropriation, YearEnd};

impl App {
    /// Posts the vouchers of the end of a year and marks the year.
    pub(super) fn end_year(&mut self, id: VillageId, year: i32) -> Done {
        let (today, at) = (self.clock.today(), self.clock.now());
        let ledger = self.ledger_mut()?;
        let book = ledger.book_of(id)?.into_owned();
        let plan = book.plan_year_end(year, today)?;
        let mut posted = book.vouchers.clone();
        for draft in plan.vouchers {
            let context = PostingContext { posted: &posted, ..book.posting_context(today) };
            posted.push(draft.check(VoucherId::new(new_id()), context)?);
        }
        let carried = posted.split_off(book.vouchers.len());
        ledger.store.write(|writing| -> Result<(), AppError> {
            for voucher in &carried {
                writing.insert_voucher(id, voucher, today)?;
            }
            for entity in book.entities() {
                let ended = YearEnd { entity: *entity, year, ended_on: today };
                writing.insert_year_end(id, ended)?;
            }
            let mut detail = audit_detail::vouchers(&carried, None);
            if let Some(fields) = detail.as_object_mut() {
                fields.insert("year".to_owned(), json!(year));
            }
            Ok(writing.insert_audit(&at, Some(id), "end_year", &detail)?)
        })?;
        ledger.refresh(id)?;
        let line = |voucher: &Voucher| {
            let amount = voucher.written().total(Side::Debit);
            (voucher.number(), voucher.summary().to_owned(), amount)
        };
        let vouchers = carried.iter().map(line).collect();
        Ok(Outcome::YearEnded { year, vouchers, surplus: plan.surplus })
    }

    /// Posts the decision on the surplus of a year.
    pub(super) fn appropriate(&mut self, id: VillageId, decision: &Appropriation) -> Done {
        let (today, at) = (self.clock.today(), self.clock.now());
        let ledger = self.ledger_mut()?;
        let book = ledger.book_of(id)?.into_owned();
        let draft = decision.check(&book, today)?;
        let voucher = draft.check(VoucherId::new(new_id()), book.posting_context(today))?;
        ledger.store.write(|writing| -> Result<(), AppError> {
            writing.insert_voucher(id, &voucher, today)?;
            let detail = audit_detail::vouchers(std::slice::from_ref(&voucher), None);
            Ok(writing.insert_audit(&at, Some(id), "appropriate", &detail)?)
        })?;
        ledger.refresh(id)?;
        let amount = voucher.written().total(Side::Debit);
        Ok(Outcome::Appropriated { year: decision.year, number: voucher.number(), amount })
    }
}
