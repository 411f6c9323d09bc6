//! Identities: random, time-ordered 128-bit numbers (UUIDv7), so that files of villages and
//! township can be merged later without a clash.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps a number that the caller made or read from a ledger.
            pub const fn new(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The bare number.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                Uuid::parse_str(text.trim()).map(Self)
            }
        }
    };
}

id!(
    /// A village (村) in one ledger.
    VillageId
);
id!(
    /// A voucher (凭证).
    VoucherId
);
id!(
    /// A notice (公示).
    NoticeId
);
id!(
    /// A line of a bank statement (对账单上的一笔).
    BankLineId
);
id!(
    /// An imported bank statement (银行对账单).
    BankStatementId
);
id!(
    /// An entry of a register: an asset, a resource, a contract, a debt or a project (台账条目).
    HoldingId
);
id!(
    /// A voucher template (凭证模板).
    TemplateId
);
id!(
    /// A version of the catalog of matters (公开目录的一版).
    CatalogId
);
id!(
    /// Something that must be disclosed at once (即时公开事由).
    OccasionId
);
id!(
    /// A list of persons (名单).
    PeopleListId
);
id!(
    /// An objection (异议).
    ObjectionId
);
id!(
    /// A resolution in four deliberations and two disclosures (四议两公开的一项决议).
    ResolutionId
);
id!(
    /// A record of audit, supervision, review, request or small power (监督台账的一条).
    GovernanceId
);
