//! Matters: what must be disclosed (公开事项).

use std::fmt;

use serde::{Deserialize, Serialize};

/// The code of a matter in the catalog (事项编号): `F01`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MatterCode([u8; 3]);

/// Why a text is not the code of a matter.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("没有编号为“{0}”的公开事项")]
pub struct MatterFault(pub String);

impl MatterCode {
    /// 财务收支逐笔明细, monthly (山东省村务公开条例第十二条).
    pub const FINANCE_DETAIL: Self = Self(*b"F01");
    /// 财务收支汇总, monthly.
    pub const FINANCE_SUMMARY: Self = Self(*b"F02");

    /// The matters this version can draft, in print order.
    pub const DRAFTABLE: [Self; 2] = [Self::FINANCE_DETAIL, Self::FINANCE_SUMMARY];

    /// The matter as named on sheets and lists.
    pub const fn title(self) -> &'static str {
        match &self.0 {
            b"F01" => "财务收支逐笔公开",
            b"F02" => "财务收支汇总公开",
            _ => "公开事项",
        }
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("???")
    }
}

impl std::str::FromStr for MatterCode {
    type Err = MatterFault;

    fn from_str(text: &str) -> Result<Self, MatterFault> {
        let code = text.trim().to_ascii_uppercase();
        let matter = Self::DRAFTABLE.into_iter().find(|matter| matter.as_str() == code);
        matter.ok_or_else(|| MatterFault(text.trim().to_owned()))
    }
}

impl TryFrom<String> for MatterCode {
    type Error = MatterFault;

    fn try_from(text: String) -> Result<Self, MatterFault> {
        text.parse()
    }
}

impl From<MatterCode> for String {
    fn from(code: MatterCode) -> Self {
        code.as_str().to_owned()
    }
}

impl fmt::Display for MatterCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
