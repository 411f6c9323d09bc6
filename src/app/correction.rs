//! Carries out a correction: both vouchers, or neither.

use super::App;
use super::audit_detail;
use super::command::Outcome;
use super::error::AppError;
use super::execute::Done;
use super::ledger::new_id;
use crate::domain::correction;
use crate::domain::ids::{VillageId, VoucherId};
use crate::domain::period::Date;
use crate::domain::voucher::VoucherDraft;

impl App {
    /// Takes a wrong voucher back and posts the right one.
    pub(super) fn correct_voucher(
        &mut self,
        id: VillageId,
        wrong: VoucherId,
        date: Date,
        draft: VoucherDraft,
    ) -> Done {
        let (today, at) = (self.clock.today(), self.clock.now());
        let ids = [VoucherId::new(new_id()), VoucherId::new(new_id())];
        let ledger = self.ledger_mut()?;
        let checked =
            correction::check(ledger.book_of(id)?.as_ref(), wrong, date, draft, ids, today)?;
        let (voucher, month, number) =
            (checked.right.id(), checked.right.month(), checked.right.number());
        let posted = [checked.reversal, checked.right];
        ledger.store.write(|writing| -> Result<(), AppError> {
            for voucher in &posted {
                writing.insert_voucher(id, voucher, today)?;
            }
            let detail = audit_detail::vouchers(&posted, None);
            Ok(writing.insert_audit(&at, Some(id), "correct_voucher", &detail)?)
        })?;
        ledger.refresh(id)?;
        Ok(Outcome::VoucherPosted { voucher, month, number })
    }
}
