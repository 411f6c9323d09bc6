//! Requests of villagers or representatives that something be disclosed.

use serde::{Deserialize, Serialize};

use super::refusal::GovernanceRefusal;
use crate::domain::field;
use crate::domain::period::Date;
use crate::domain::resolution::DisclosedBy;

/// Who signed together (联名的人).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestBody {
    /// 村民, a tenth of them
    #[default]
    Villagers,
    /// 村民代表, a fifth of them
    Representatives,
}

impl RequestBody {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Villagers, Self::Representatives];

    /// As printed.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Villagers => "村民",
            Self::Representatives => "村民代表",
        }
    }

    /// The part that must sign, in the words of the rule (山东省村务公开条例第八条).
    pub const fn share(self) -> &'static str {
        match self {
            Self::Villagers => "十分之一",
            Self::Representatives => "五分之一",
        }
    }

    /// The least number of signers; exactly a tenth, or a fifth, is enough.
    pub const fn least_of(self, whole: u32) -> u32 {
        match self {
            Self::Villagers => whole.div_ceil(10),
            Self::Representatives => whole.div_ceil(5),
        }
    }
}

/// A request signed together (联名要求公开; 山东省村务公开条例第八条).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisclosureRequest {
    /// 收到日期: the disclosure is due from this day on.
    pub received_on: Date,
    /// Who signed.
    pub by: RequestBody,
    /// 联名人数; the names stay on the paper.
    pub signers: u32,
    /// 总人数
    pub whole: u32,
    /// 要求公开的内容
    pub subject: String,
    /// 收件人
    pub received_by: String,
    /// The notice that answered it; it follows from the notice over its occasion and is stored
    /// nowhere else.
    #[serde(skip)]
    pub disclosed: Option<DisclosedBy>,
}

impl DisclosureRequest {
    pub(super) fn clean(mut self, today: Date) -> Result<Self, GovernanceRefusal> {
        field::past("收到日期", self.received_on, today)?;
        field::part_of(("联名人数", self.signers), ("总人数", self.whole))?;
        let needed = self.by.least_of(self.whole);
        if self.signers < needed {
            return Err(GovernanceRefusal::FewSigners {
                signers: self.signers,
                body: self.by.label(),
                whole: self.whole,
                share: self.by.share(),
                needed,
            });
        }
        field::long_required("要求公开的内容", &mut self.subject)?;
        field::required("收件人", &mut self.received_by)?;
        if let Some(by) = &self.disclosed {
            field::past("公开日期", by.published_on, today)?;
            field::in_order("公开日期", by.published_on, "收到日期", self.received_on)?;
        }
        Ok(self)
    }
}
