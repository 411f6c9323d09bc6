//! The registers of the affairs as tables.

use crate::domain::governance::{GovernanceKind, governance_listing};
use crate::domain::ledger::Book;
use crate::domain::listing::Listing;
use crate::domain::period::Date;
use crate::domain::resolution::{meetings_listing, register_listing};

/// A register as it is shown (村务台账).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AffairSheet {
    /// 四议两公开台账
    #[default]
    Resolutions,
    /// 四议会议表决情况表
    Meetings,
    /// 监督台账
    Records(GovernanceKind),
}

impl AffairSheet {
    /// Every register, in the order of the tabs.
    pub const ALL: [Self; 10] = [
        Self::Resolutions,
        Self::Meetings,
        Self::Records(GovernanceKind::Audit),
        Self::Records(GovernanceKind::Supervision),
        Self::Records(GovernanceKind::Veto),
        Self::Records(GovernanceKind::Evaluation),
        Self::Records(GovernanceKind::Request),
        Self::Records(GovernanceKind::Power),
        Self::Records(GovernanceKind::PowerUse),
        Self::Records(GovernanceKind::Plan),
    ];

    /// As on its tab.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Resolutions => "四议两公开",
            Self::Meetings => "会议表决",
            Self::Records(GovernanceKind::Veto) => "否决开支",
            Self::Records(GovernanceKind::Request) => "联名要求",
            Self::Records(GovernanceKind::Power) => "权力清单",
            Self::Records(GovernanceKind::PowerUse) => "权力运行",
            Self::Records(kind) => kind.label(),
        }
    }

    /// The stable name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Resolutions => "resolution",
            Self::Meetings => "meeting",
            Self::Records(kind) => kind.name(),
        }
    }

    /// The register that a person names: by its stable name or by its tab.
    pub fn find(written: &str) -> Option<Self> {
        let written = written.trim();
        let named = |sheet: &Self| sheet.name() == written || sheet.label() == written;
        Self::ALL.into_iter().find(named)
    }

    /// The register of a book as of a day.
    pub fn listing(self, book: &Book, on: Date) -> Listing {
        let subject = book.village.profile.full_name();
        let affairs = &book.affairs;
        match self {
            Self::Resolutions => register_listing(&affairs.resolutions, &subject, on),
            Self::Meetings => meetings_listing(&affairs.resolutions, &subject, on),
            Self::Records(kind) => governance_listing(kind, &affairs.records, &subject, on),
        }
    }
}
