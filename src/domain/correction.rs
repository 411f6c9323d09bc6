//! Setting a wrong voucher right: its reversal and the right voucher, posted together.

use super::ids::VoucherId;
use super::ledger::Book;
use super::period::{Date, Month};
use super::voucher::{
    PostingContext, Voucher, VoucherDraft, VoucherKind, VoucherNumber, VoucherRefusal,
};

/// The reversal of a wrong voucher and the right one (更正).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Takes the wrong voucher back.
    pub reversal: Voucher,
    /// Stands in its place.
    pub right: Voucher,
}

/// Why a voucher is not corrected, in order of precedence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CorrectionRefusal {
    /// The wrong voucher is not in this book.
    #[error("要更正的凭证不在本村的账里")]
    NotFound,
    /// What the program itself posted.
    #[error("{month} {number} 是{kind}凭证，不能更正", month = .month.label(), kind = .kind.label())]
    Closing {
        /// The month of the voucher.
        month: Month,
        /// Its number.
        number: VoucherNumber,
        /// What it is for.
        kind: VoucherKind,
    },
    /// The right voucher says what the wrong one says.
    #[error("改后的凭证与 {month} {number} 一模一样，没有可更正的", month = .month.label())]
    Same {
        /// The month of the wrong voucher.
        month: Month,
        /// Its number.
        number: VoucherNumber,
    },
    /// One of the two vouchers cannot be posted.
    #[error(transparent)]
    Voucher(#[from] VoucherRefusal),
}

impl CorrectionRefusal {
    /// The next step.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::NotFound => "请在凭证列表里选中记错的凭证，点“更正”。",
            Self::Closing { .. } => "收益分配、计提折旧错了请冲销后重做；年终结转不能改。",
            Self::Same { .. } => "请改好记错的科目、金额或摘要再更正；只想撤回请点“冲销”。",
            Self::Voucher(refusal) => refusal.hint(),
        }
    }
}

/// Checks the correction of a voucher: both vouchers dated `date`, in the next two numbers of
/// that month.
///
/// # Errors
/// [`CorrectionRefusal`], in the order its variants are declared.
pub fn check(
    book: &Book,
    wrong: VoucherId,
    date: Date,
    right: VoucherDraft,
    ids: [VoucherId; 2],
    today: Date,
) -> Result<Correction, CorrectionRefusal> {
    let wrong = book.voucher(wrong).ok_or(CorrectionRefusal::NotFound)?;
    let (month, number, written) = (wrong.month(), wrong.number(), wrong.written());
    // what the program posted of itself is taken back and posted again, not written by hand
    if written.kind != VoucherKind::Ordinary {
        return Err(CorrectionRefusal::Closing { month, number, kind: written.kind });
    }
    let right = VoucherDraft {
        date,
        number: None,
        reverses: None,
        corrects: Some(wrong.id()),
        entity: written.entity,
        kind: written.kind,
        ..right
    };
    let as_written = VoucherDraft {
        date: written.date,
        number: written.number,
        corrects: written.corrects,
        ..right.clone()
    };
    let [reversal_id, right_id] = ids;
    let reversal = wrong.reversal(date).check(reversal_id, book.posting_context(today))?;
    if as_written == *written {
        return Err(CorrectionRefusal::Same { month, number });
    }
    let mut posted = book.vouchers.clone();
    posted.push(reversal.clone());
    let context = PostingContext { posted: &posted, ..book.posting_context(today) };
    let right = right.check(right_id, context)?;
    Ok(Correction { reversal, right })
}

impl Book {
    /// What the finance detail says of a voucher that takes back or sets right one of an earlier
    /// month: `更正2026年9月记-012`.
    pub fn correction_note(&self, voucher: &Voucher) -> Option<String> {
        let written = voucher.written();
        let wrong = self.voucher(written.corrects.or(written.reverses)?)?;
        let (month, number) = (wrong.month(), wrong.number());
        (month < voucher.month()).then(|| format!("更正{}{number}", month.label()))
    }
}
