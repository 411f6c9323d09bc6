//! The two kinds of "no": the books refuse, or the machine fails.

use crate::domain::account::AccountRefusal;
use crate::domain::affairs::AffairRefusal;
use crate::domain::attachment::AttachmentRefusal;
use crate::domain::catalog::{CatalogRefusal, SwitchRefusal};
use crate::domain::correction::CorrectionRefusal;
use crate::domain::entity::BooksRefusal;
use crate::domain::governance::GovernanceRefusal;
use crate::domain::holding::{HoldingField, HoldingRefusal};
use crate::domain::ledger::OpeningRefusal;
use crate::domain::notice::{DraftRefusal, Fault, PublishRefusal, StepRefusal};
use crate::domain::occasion::OccasionRefusal;
use crate::domain::reconcile::{MatchRefusal, StatementRefusal};
use crate::domain::resolution::ResolutionRefusal;
use crate::domain::rules::RulesRefusal;
use crate::domain::template::TemplateRefusal;
use crate::domain::village::VillageRefusal;
use crate::domain::voucher::{VoucherField, VoucherRefusal};
use crate::domain::year_end::{AppropriationRefusal, YearEndRefusal};
use crate::exchange::ImportFault;
use crate::store::StoreError;

/// Why a command was not carried out.
#[derive(Debug)]
pub enum AppError {
    /// A person must act; nothing was written.
    Refused(Box<Refusal>),
    /// The machine could not; nothing was written.
    Failed {
        /// What was being done.
        doing: &'static str,
        /// What went wrong, in Chinese.
        message: String,
    },
}

/// A refusal with what a person needs to act on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refusal {
    /// One Chinese sentence, with the figures.
    pub message: String,
    /// The next step.
    pub hint: String,
    /// The field of the voucher form it is about.
    pub field: Option<VoucherField>,
    /// The field of the form of a register it is about.
    pub holding_field: Option<HoldingField>,
    /// The field of any other form it is about, as shown.
    pub named_field: Option<&'static str>,
    /// The faults of a notice.
    pub faults: Vec<Fault>,
    /// The faults of an imported file.
    pub import_faults: Vec<ImportFault>,
    /// The headings of a statement whose columns must be told by a person.
    pub headings: Vec<String>,
}

impl AppError {
    /// A refusal in words.
    pub fn refused(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::from(Refusal { message: message.into(), hint: hint.into(), ..Refusal::default() })
    }

    /// A failure in words.
    pub fn failed(doing: &'static str, cause: impl std::fmt::Display) -> Self {
        Self::Failed { doing, message: cause.to_string() }
    }

    /// The refusal, if it is one.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            Self::Failed { .. } => None,
        }
    }
}

impl std::fmt::Display for AppError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Refused(refusal) => {
                f.write_str(&refusal.message)?;
                if !refusal.hint.is_empty() {
                    let ends = refusal.message.ends_with(['。', '！', '？', '\n']);
                    f.write_str(if ends { "" } else { "。" })?;
                    f.write_str(&refusal.hint)?;
                }
                Ok(())
            }
            Self::Failed { doing, message } => write!(f, "{doing}没有成功：{message}"),
        }
    }
}

impl std::error::Error for AppError {}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

macro_rules! from_refusal {
    ($($kind:ty),+) => {$(
        impl From<$kind> for AppError {
            fn from(refusal: $kind) -> Self {
                Self::refused(refusal.to_string(), refusal.hint())
            }
        }
    )+};
}

from_refusal!(
    AccountRefusal,
    BooksRefusal,
    AttachmentRefusal,
    OpeningRefusal,
    RulesRefusal,
    TemplateRefusal,
    VillageRefusal,
    YearEndRefusal,
    AppropriationRefusal,
    StatementRefusal,
    MatchRefusal,
    CatalogRefusal,
    SwitchRefusal,
    OccasionRefusal,
    StepRefusal
);

impl From<CorrectionRefusal> for AppError {
    fn from(refusal: CorrectionRefusal) -> Self {
        match refusal {
            CorrectionRefusal::Voucher(refusal) => refusal.into(),
            CorrectionRefusal::NotFound
            | CorrectionRefusal::Closing { .. }
            | CorrectionRefusal::Same { .. } => Self::refused(refusal.to_string(), refusal.hint()),
        }
    }
}

impl From<VoucherRefusal> for AppError {
    fn from(refusal: VoucherRefusal) -> Self {
        Self::from(Refusal {
            message: refusal.to_string(),
            hint: refusal.hint().to_owned(),
            field: Some(refusal.field()),
            ..Refusal::default()
        })
    }
}

impl From<HoldingRefusal> for AppError {
    fn from(refusal: HoldingRefusal) -> Self {
        Self::from(Refusal {
            message: refusal.to_string(),
            hint: refusal.hint().to_owned(),
            holding_field: refusal.field(),
            ..Refusal::default()
        })
    }
}

impl From<AffairRefusal> for AppError {
    fn from(refusal: AffairRefusal) -> Self {
        Self::from(Refusal {
            message: refusal.to_string(),
            hint: refusal.hint().to_owned(),
            named_field: refusal.field(),
            ..Refusal::default()
        })
    }
}

impl From<ResolutionRefusal> for AppError {
    fn from(refusal: ResolutionRefusal) -> Self {
        AffairRefusal::from(refusal).into()
    }
}

impl From<GovernanceRefusal> for AppError {
    fn from(refusal: GovernanceRefusal) -> Self {
        AffairRefusal::from(refusal).into()
    }
}

impl From<DraftRefusal> for AppError {
    fn from(refusal: DraftRefusal) -> Self {
        let (message, hint) = (refusal.to_string(), refusal.hint().to_owned());
        let faults = if let DraftRefusal::Faults(faults) = refusal { faults } else { Vec::new() };
        Self::from(Refusal { message, hint, faults, ..Refusal::default() })
    }
}

impl From<PublishRefusal> for AppError {
    fn from(refusal: PublishRefusal) -> Self {
        let (message, hint) = (refusal.to_string(), refusal.hint().to_owned());
        let faults = if let PublishRefusal::Faults(faults) = refusal { faults } else { Vec::new() };
        Self::from(Refusal { message, hint, faults, ..Refusal::default() })
    }
}

impl From<StoreError> for AppError {
    /// What a person can act on is a refusal; only a failing disk or database is a failure.
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Missing(_)
            | StoreError::Exists(_)
            | StoreError::Busy(_)
            | StoreError::NewerFile { .. }
            | StoreError::NotOurFile(_)
            | StoreError::ReadOnly(_)
            | StoreError::Damaged { .. } => Self::refused(error.to_string(), error.hint()),
            StoreError::Disk { .. } | StoreError::Sqlite(_) => Self::Failed {
                doing: "读写账簿",
                message: format!("{error}。{}", error.hint()),
            },
        }
    }
}
