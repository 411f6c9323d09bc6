//! Matters: what must be disclosed (公开事项).
//!
//! Invariant: a code is only a well-formed name here; whether there is such a matter is the
//! catalog's question.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::period::{Date, Period};

/// The longest code of a matter, in characters.
const CODE_BYTES_MAX: usize = 8;

/// The code of a matter in the catalog (事项编号): `F01`; up to eight capital letters, digits and
/// hyphens, so that a county's own codes fit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MatterCode([u8; CODE_BYTES_MAX]);

/// Why a text is not the code of a matter.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}”不是公开事项的编号：只能用字母、数字和“-”，最多 8 个")]
pub struct MatterFault(pub String);

/// A part of the catalog (公开类别).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Category {
    /// Party affairs (党务), which the law on villagers' committees does not bind.
    Party,
    /// Village affairs (村务).
    Affairs,
    /// Finance (财务).
    Finance,
}

/// How often a matter must be disclosed (公开时限).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cadence {
    /// Every month: finance item by item (山东省村务公开条例第十二条).
    Monthly,
    /// At least once a quarter: general matters (山东省村务公开条例第十二条).
    Quarterly,
    /// Every year.
    Annual,
    /// Whenever it happens: what touches villagers' own interests (山东省村务公开条例第十二条).
    Immediate,
}

/// The least time a sheet stays on the board (最少公示天数); the day of publication is not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PostingMinimum {
    /// How many days.
    pub days: u32,
    /// Whether only working days count (工作日).
    pub working_days: bool,
}

/// One line of the catalog of what must be disclosed (公开事项).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matter {
    /// Its code.
    pub code: MatterCode,
    /// Its part of the catalog.
    pub category: Category,
    /// What it is called.
    pub item: String,
    /// What the sheet must say.
    pub content: String,
    /// How often.
    pub cadence: Cadence,
    /// The least time on the board; `None` where no rule names one, then that of the ledger's
    /// rules.
    pub posting: Option<PostingMinimum>,
    /// How it is made public: board, meeting.
    pub form: String,
    /// The law or document that asks for it.
    pub source: String,
}

impl MatterCode {
    /// 财务收支逐笔明细, monthly (山东省村务公开条例第十二条).
    pub const FINANCE_DETAIL: Self = Self(*b"F01\0\0\0\0\0");
    /// 财务收支汇总, monthly.
    pub const FINANCE_SUMMARY: Self = Self(*b"F02\0\0\0\0\0");
    /// 年度财务收支计划（预算）: told while its year runs, because it says what is to come.
    pub const PLAN: Self = Self(*b"F04\0\0\0\0\0");
    /// 异议与答复登记 (山东省村务公开条例第十六条).
    pub const OBJECTIONS: Self = Self(*b"C33\0\0\0\0\0");
    /// 村民会议、村民代表会议决定事项 (条例第七条（二）).
    pub const RESOLUTION: Self = Self(*b"C03\0\0\0\0\0");
    /// 土地征收、征用及补偿 (条例第七条（六）).
    pub const LAND_TAKEN: Self = Self(*b"C08\0\0\0\0\0");
    /// 救灾救助款物 (条例第七条（四）).
    pub const RELIEF: Self = Self(*b"C21\0\0\0\0\0");
    /// 民主评议结果 (村民委员会组织法第三十八条).
    pub const EVALUATION: Self = Self(*b"C29\0\0\0\0\0");
    /// 经济责任审计结果 (山东省实施办法第三十条).
    pub const AUDIT: Self = Self(*b"C30\0\0\0\0\0");
    /// 联名要求公开事项 (条例第八条).
    pub const REQUEST: Self = Self(*b"C31\0\0\0\0\0");
    /// 资产处置 (条例第七条（三）).
    pub const ASSET_DISPOSAL: Self = Self(*b"F16\0\0\0\0\0");
    /// 征占地补偿款收支专项.
    pub const LAND_COMPENSATION: Self = Self(*b"F17\0\0\0\0\0");
    /// 重大支出: a payment at or above the village's threshold.
    pub const MAJOR_PAYMENT: Self = Self(*b"F18\0\0\0\0\0");

    /// The matters this version can draft, in print order.
    pub const DRAFTABLE: [Self; 2] = [Self::FINANCE_DETAIL, Self::FINANCE_SUMMARY];

    /// The matter as named on the finance sheets. These words are part of published sheets and of
    /// their check codes: they never change. Other matters are named by the catalog.
    pub const fn title(self) -> &'static str {
        match &self.0 {
            b"F01\0\0\0\0\0" => "财务收支逐笔公开",
            b"F02\0\0\0\0\0" => "财务收支汇总公开",
            _ => "公开事项",
        }
    }

    /// The last day before a period of the matter can be told of: that of the period, but for a
    /// plan, which is told from the first day on.
    pub fn told_after(self, period: Period) -> Date {
        let first = period.first_day();
        if self == Self::PLAN { first.pred_opt().unwrap_or(first) } else { period.last_day() }
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        let text = std::str::from_utf8(&self.0).unwrap_or_default();
        text.trim_end_matches('\0')
    }

    /// Reads a code; small letters are written large.
    ///
    /// # Errors
    /// [`MatterFault`] for anything but one to eight letters, digits and hyphens.
    pub fn parse(text: &str) -> Result<Self, MatterFault> {
        let written = text.trim();
        let mut bytes = [0; CODE_BYTES_MAX];
        let is_good = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
        if written.is_empty()
            || written.len() > CODE_BYTES_MAX
            || !written.as_bytes().iter().all(is_good)
        {
            return Err(MatterFault(written.to_owned()));
        }
        for (slot, byte) in bytes.iter_mut().zip(written.bytes()) {
            *slot = byte.to_ascii_uppercase();
        }
        Ok(Self(bytes))
    }
}

impl Category {
    /// Every category, in the order of the catalog.
    pub const ALL: [Self; 3] = [Self::Party, Self::Affairs, Self::Finance];

    /// As shown.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Party => "党务",
            Self::Affairs => "村务",
            Self::Finance => "财务",
        }
    }

    /// The stable name in files and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Party => "party",
            Self::Affairs => "affairs",
            Self::Finance => "finance",
        }
    }

    /// The category that a person names: `财务`, `财务公开`, `finance`.
    pub fn parse(text: &str) -> Option<Self> {
        let written = text.trim();
        let bare = ["公开", "类"].iter().fold(written, |name, end| name.trim_end_matches(end));
        let is_it = |category: &Self| {
            category.label() == bare || category.name().eq_ignore_ascii_case(written)
        };
        Self::ALL.into_iter().find(is_it)
    }
}

impl Cadence {
    /// Every cadence, the most frequent first.
    pub const ALL: [Self; 4] = [Self::Monthly, Self::Quarterly, Self::Annual, Self::Immediate];

    /// The stable name in files and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Monthly => "monthly",
            Self::Quarterly => "quarterly",
            Self::Annual => "annual",
            Self::Immediate => "immediate",
        }
    }

    /// As shown.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Monthly => "每月",
            Self::Quarterly => "每季",
            Self::Annual => "每年",
            Self::Immediate => "即时",
        }
    }

    /// The cadence that one word names, in Chinese or English; a half-year or any other rhythm
    /// that the law does not know is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text.trim().to_ascii_lowercase().as_str() {
            "每月" | "按月" | "逐月" | "月" | "月度" | "每个月" | "monthly" | "month" => {
                Self::Monthly
            }
            "每季" | "每季度" | "每个季度" | "按季" | "按季度" | "逐季" | "季" | "季度"
            | "quarterly" | "quarter" => Self::Quarterly,
            "每年" | "每年度" | "按年" | "按年度" | "逐年" | "年" | "年度" | "annual"
            | "annually" | "yearly" | "year" => Self::Annual,
            "即时" | "及时" | "随时" | "实时" | "immediate" | "immediately" => {
                Self::Immediate
            }
            _ => return None,
        })
    }
}

impl PostingMinimum {
    /// Calendar days.
    pub const fn calendar(days: u32) -> Self {
        Self { days, working_days: false }
    }

    /// Working days.
    pub const fn working(days: u32) -> Self {
        Self { days, working_days: true }
    }

    /// As shown: `15 日`, `5 个工作日`.
    pub fn label(self) -> String {
        let Self { days, working_days } = self;
        if working_days { format!("{days} 个工作日") } else { format!("{days} 日") }
    }
}

impl std::str::FromStr for MatterCode {
    type Err = MatterFault;

    fn from_str(text: &str) -> Result<Self, MatterFault> {
        Self::parse(text)
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

impl fmt::Debug for MatterCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MatterCode({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_up_to_eight_capital_letters_digits_and_hyphens() {
        for (written, code) in
            [("F01", "F01"), (" c14 ", "C14"), ("K01", "K01"), ("LC-2026A", "LC-2026A"), ("7", "7")]
        {
            assert_eq!(MatterCode::parse(written).map(String::from).as_deref(), Ok(code));
        }
        for written in ["", "  ", "财01", "F 01", "F01.2", "LC-2026AB", "F\0", "Ｆ01"] {
            assert!(MatterCode::parse(written).is_err(), "{written}");
        }
        assert_eq!(
            MatterCode::parse("财01").expect_err("a fault").to_string(),
            "“财01”不是公开事项的编号：只能用字母、数字和“-”，最多 8 个"
        );
    }

    #[test]
    fn codes_are_in_the_order_of_their_texts() {
        let mut codes: Vec<MatterCode> = ["F10", "C33", "F01", "F1", "K-1", "D07", "F"]
            .iter()
            .map(|code| MatterCode::parse(code).expect("a code"))
            .collect();
        codes.sort();
        let texts: Vec<&str> = codes.iter().map(MatterCode::as_str).collect();
        assert_eq!(texts, ["C33", "D07", "F", "F01", "F1", "F10", "K-1"]);
        assert_eq!(MatterCode::parse("f01"), Ok(MatterCode::FINANCE_DETAIL));
        assert_eq!(MatterCode::FINANCE_SUMMARY.as_str(), "F02");
    }

    #[test]
    fn the_words_of_published_sheets_stay() {
        assert_eq!(MatterCode::FINANCE_DETAIL.title(), "财务收支逐笔公开");
        assert_eq!(MatterCode::FINANCE_SUMMARY.title(), "财务收支汇总公开");
        assert_eq!(MatterCode::parse("C15").map(MatterCode::title), Ok("公开事项"));
    }

    #[test]
    fn one_word_names_a_cadence_or_a_category() {
        use Cadence::{Annual, Immediate, Monthly, Quarterly};
        for (cadence, words) in [
            (Monthly, ["每月", "按月", "月", "月度", "monthly", "Month"]),
            (Quarterly, ["每季", "季度", "每季度", "季", "quarterly", "QUARTER"]),
            (Annual, ["每年", "年", "年度", "按年", "annual", "yearly"]),
            (Immediate, ["即时", "及时", "随时", " 及时 ", "immediate", "实时"]),
        ] {
            for word in words {
                assert_eq!(Cadence::parse(word), Some(cadence), "{word}");
            }
            assert_eq!(Cadence::parse(cadence.name()), Some(cadence));
            assert_eq!(Cadence::parse(cadence.label()), Some(cadence));
        }
        for word in ["", "半年", "每半年", "每周", "两月", "weekly", "有空时"] {
            assert_eq!(Cadence::parse(word), None, "{word}");
        }
        for (word, category) in [
            ("党务", Category::Party),
            ("村务公开", Category::Affairs),
            ("财务类", Category::Finance),
            ("Finance", Category::Finance),
        ] {
            assert_eq!(Category::parse(word), Some(category), "{word}");
        }
        assert_eq!(Category::parse("政务"), None);
    }

    #[test]
    fn a_matter_is_stored_by_its_words() {
        let matter = Matter {
            code: MatterCode::parse("C14").expect("a code"),
            category: Category::Affairs,
            item: "低保初审公示".to_owned(),
            content: String::new(),
            cadence: Cadence::Immediate,
            posting: Some(PostingMinimum::working(7)),
            form: "村公示栏".to_owned(),
            source: String::new(),
        };
        let stored = serde_json::to_string(&matter).expect("written");
        assert_eq!(
            stored,
            r#"{"code":"C14","category":"affairs","item":"低保初审公示","content":"","cadence":"immediate","posting":{"days":7,"working_days":true},"form":"村公示栏","source":""}"#
        );
        assert_eq!(serde_json::from_str::<Matter>(&stored).ok(), Some(matter));
    }
}
