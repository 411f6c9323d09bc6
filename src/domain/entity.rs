//! Whose books a voucher belongs to: a village may keep one set of books for the villagers'
//! committee and the collective, or two (财会〔2024〕28号：统一核算、分账核算).

use serde::{Deserialize, Serialize};

/// The accounting entity (会计主体).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Entity {
    /// One set of books for both (统一核算).
    #[default]
    Village,
    /// The villagers' committee alone (村民委员会).
    Committee,
    /// The collective economic organisation alone (集体经济组织).
    Collective,
}

impl Entity {
    /// Every entity.
    pub const ALL: [Self; 3] = [Self::Village, Self::Committee, Self::Collective];

    /// As printed.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Village => "全村",
            Self::Committee => "村委会",
            Self::Collective => "集体经济组织",
        }
    }

    /// The stable name in files and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Village => "village",
            Self::Committee => "committee",
            Self::Collective => "collective",
        }
    }

    /// The entity of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|entity| entity.name() == name)
    }

    /// Whether it is the one set of books of a village; skipped where facts are written, so that
    /// digests made before there were two stay as they were.
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "the shape serde asks for")]
    pub const fn is_village(&self) -> bool {
        matches!(self, Self::Village)
    }
}
