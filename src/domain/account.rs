//! The chart of accounts: the 42 first-level accounts of 财会〔2023〕14号 and a village's own
//! sub-accounts below them.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::money::Money;
use super::text;

/// The code of an account (科目编号): three digits, and two more for each level below.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccountCode(String);

/// The side of an entry (借贷方向).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Side {
    /// 借
    Debit,
    /// 贷
    Credit,
}

/// Both sides added up, each in fen (借方合计和贷方合计).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sides {
    /// Sum of the debit side.
    pub debit: Money,
    /// Sum of the credit side.
    pub credit: Money,
}

/// What an account measures (科目类别).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AccountClass {
    /// 资产
    Asset,
    /// 负债
    Liability,
    /// 所有者权益
    Equity,
    /// 成本
    Cost,
    /// 损益
    ProfitAndLoss,
}

/// One account of a village's chart (会计科目).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// `513` or `51301`.
    pub code: AccountCode,
    /// Its own name, without its parent's: `管理费用`, `办公费`.
    pub name: String,
    /// What it measures; a sub-account measures what its parent does.
    pub class: AccountClass,
    /// The side on which its balance normally stands.
    pub normal: Side,
}

/// A village's accounts (科目表).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    accounts: BTreeMap<AccountCode, Account>,
}

/// Why a sub-account cannot be added (不能增设明细科目).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccountRefusal {
    /// The parent is not in the chart.
    #[error("没有编号为 {0} 的上级科目")]
    NoParent(String),
    /// The name is empty.
    #[error("明细科目的名称没有填")]
    NoName,
    /// The parent has a sub-account of that name already.
    #[error("“{0}”下面已有叫“{1}”的明细科目")]
    SameName(String, String),
    /// 99 sub-accounts below one parent are all there is room for.
    #[error("“{0}”下面的明细科目已满 99 个")]
    Full(String),
    /// A sub-account of a sub-account of a sub-account.
    #[error("明细科目最多两级，“{0}”下面不能再设")]
    TooDeep(String),
    /// The name holds a character that cannot be kept.
    #[error("明细科目名称里{0}")]
    Text(#[from] text::TextFault),
}

impl AccountRefusal {
    /// The next step.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::NoParent(_) => "请在 42 个一级科目里选一个上级科目。",
            Self::NoName => "请写明细科目的名称，如“办公费”。",
            Self::SameName(..) => "请直接用已有的明细科目，或换一个名称。",
            Self::Full(_) => "请合并用途相近的明细科目。",
            Self::TooDeep(_) => "请设在上一级科目下面。",
            Self::Text(_) => "请换用能正常显示的字。",
        }
    }
}

/// 库存现金
pub const CASH: &str = "101";
/// 银行存款
pub const BANK: &str = "102";

impl AccountCode {
    /// A code of three, five or seven digits; `None` for any other text.
    pub fn new(code: &str) -> Option<Self> {
        (matches!(code.len(), 3 | 5 | 7) && code.bytes().all(|b| b.is_ascii_digit()))
            .then(|| Self(code.to_owned()))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The three digits of the first level.
    pub fn first_level(&self) -> &str {
        self.0.get(..3).unwrap_or(&self.0)
    }

    /// The code one level up, if there is one.
    pub fn parent(&self) -> Option<Self> {
        (self.0.len() > 3).then(|| self.0.get(..self.0.len() - 2).and_then(Self::new)).flatten()
    }

    /// Whether it is cash in hand (库存现金) or one of its sub-accounts.
    pub fn is_cash(&self) -> bool {
        self.first_level() == CASH
    }

    /// Whether it is a bank deposit (银行存款) or one of its sub-accounts.
    pub fn is_bank(&self) -> bool {
        self.first_level() == BANK
    }

    /// Whether it holds money: cash in hand or a bank deposit (货币资金).
    pub fn is_fund(&self) -> bool {
        self.is_cash() || self.is_bank()
    }
}

impl fmt::Display for AccountCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl Sides {
    /// Whether both sides are the same.
    pub fn is_balanced(self) -> bool {
        self.debit == self.credit
    }

    /// By how much one side is more than the other; never below zero.
    pub fn difference(self) -> Money {
        self.debit.minus(self.credit).abs()
    }
}

/// `借方 1,200.00，贷方 1,000.00，相差 200.00`
impl fmt::Display for Sides {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (debit, credit) = (self.debit.grouped(), self.credit.grouped());
        write!(f, "借方 {debit}，贷方 {credit}，相差 {}", self.difference().grouped())
    }
}

impl Side {
    /// 借 or 贷.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Debit => "借",
            Self::Credit => "贷",
        }
    }

    /// The other side.
    #[must_use]
    pub const fn opposite(self) -> Self {
        match self {
            Self::Debit => Self::Credit,
            Self::Credit => Self::Debit,
        }
    }
}

impl AccountClass {
    /// The class as printed in the rules.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Asset => "资产",
            Self::Liability => "负债",
            Self::Equity => "所有者权益",
            Self::Cost => "成本",
            Self::ProfitAndLoss => "损益",
        }
    }
}

/// The 42 first-level accounts of 财会〔2023〕14号, in force since 2024-01-01, in code order.
///
/// The contra accounts 133, 152 and 162 stand on the credit side.
pub const STANDARD: [(&str, &str, AccountClass, Side); 42] = {
    use AccountClass::{Asset, Cost, Equity, Liability, ProfitAndLoss};
    use Side::{Credit, Debit};
    [
        ("101", "库存现金", Asset, Debit),
        ("102", "银行存款", Asset, Debit),
        ("111", "短期投资", Asset, Debit),
        ("112", "应收款", Asset, Debit),
        ("113", "内部往来", Asset, Debit),
        ("121", "库存物资", Asset, Debit),
        ("131", "消耗性生物资产", Asset, Debit),
        ("132", "生产性生物资产", Asset, Debit),
        ("133", "生产性生物资产累计折旧", Asset, Credit),
        ("134", "公益性生物资产", Asset, Debit),
        ("141", "长期投资", Asset, Debit),
        ("151", "固定资产", Asset, Debit),
        ("152", "累计折旧", Asset, Credit),
        ("153", "在建工程", Asset, Debit),
        ("154", "固定资产清理", Asset, Debit),
        ("161", "无形资产", Asset, Debit),
        ("162", "累计摊销", Asset, Credit),
        ("171", "长期待摊费用", Asset, Debit),
        ("181", "待处理财产损溢", Asset, Debit),
        ("201", "短期借款", Liability, Credit),
        ("211", "应付款", Liability, Credit),
        ("212", "应付工资", Liability, Credit),
        ("213", "应付劳务费", Liability, Credit),
        ("214", "应交税费", Liability, Credit),
        ("221", "长期借款及应付款", Liability, Credit),
        ("231", "一事一议资金", Liability, Credit),
        ("241", "专项应付款", Liability, Credit),
        ("301", "资本", Equity, Credit),
        ("311", "公积公益金", Equity, Credit),
        ("321", "本年收益", Equity, Credit),
        ("322", "收益分配", Equity, Credit),
        ("401", "生产（劳务）成本", Cost, Debit),
        ("501", "经营收入", ProfitAndLoss, Credit),
        ("502", "投资收益", ProfitAndLoss, Credit),
        ("503", "补助收入", ProfitAndLoss, Credit),
        ("504", "其他收入", ProfitAndLoss, Credit),
        ("511", "经营支出", ProfitAndLoss, Debit),
        ("512", "税金及附加", ProfitAndLoss, Debit),
        ("513", "管理费用", ProfitAndLoss, Debit),
        ("514", "公益支出", ProfitAndLoss, Debit),
        ("515", "其他支出", ProfitAndLoss, Debit),
        ("521", "所得税费用", ProfitAndLoss, Debit),
    ]
};

impl Default for Chart {
    fn default() -> Self {
        Self::standard()
    }
}

impl Chart {
    /// The 42 first-level accounts and nothing else.
    pub fn standard() -> Self {
        let accounts = STANDARD
            .into_iter()
            .map(|(code, name, class, normal)| {
                let code = AccountCode(code.to_owned());
                (code.clone(), Account { code, name: name.to_owned(), class, normal })
            })
            .collect();
        Self { accounts }
    }

    /// The account with that code.
    pub fn get(&self, code: &AccountCode) -> Option<&Account> {
        self.accounts.get(code)
    }

    /// Whether an account with that code exists.
    pub fn contains(&self, code: &AccountCode) -> bool {
        self.accounts.contains_key(code)
    }

    /// All accounts in code order, each parent before its children.
    pub fn accounts(&self) -> impl Iterator<Item = &Account> {
        self.accounts.values()
    }

    /// The sub-accounts of this village, without the 42 standard accounts.
    pub fn sub_accounts(&self) -> impl Iterator<Item = &Account> {
        self.accounts.values().filter(|account| account.code.as_str().len() > 3)
    }

    /// Checks a new sub-account and gives it the next free code below its parent.
    ///
    /// # Errors
    /// [`AccountRefusal`], in the order its variants are declared.
    pub fn check_sub_account(
        &self,
        parent: &AccountCode,
        name: &str,
    ) -> Result<Account, AccountRefusal> {
        let above = self.get(parent).ok_or_else(|| AccountRefusal::NoParent(parent.to_string()))?;
        let name = text::clean_line(name)?;
        if name.is_empty() {
            return Err(AccountRefusal::NoName);
        }
        if parent.as_str().len() >= 7 {
            return Err(AccountRefusal::TooDeep(above.name.clone()));
        }
        let mut siblings =
            self.accounts.values().filter(|a| a.code.parent().as_ref() == Some(parent));
        if siblings.any(|sibling| sibling.name == name) {
            return Err(AccountRefusal::SameName(above.name.clone(), name));
        }
        let code = (1..=99)
            .filter_map(|number| AccountCode::new(&format!("{parent}{number:02}")))
            .find(|code| !self.contains(code))
            .ok_or_else(|| AccountRefusal::Full(above.name.clone()))?;
        Ok(Account { code, name, class: above.class, normal: above.normal })
    }

    /// Adds an account that was checked before, or came from the file.
    pub fn insert(&mut self, account: Account) {
        self.accounts.insert(account.code.clone(), account);
    }

    /// The name with its parents: `管理费用—办公费`.
    pub fn full_name(&self, code: &AccountCode) -> String {
        let own = self.get(code).map_or_else(|| code.to_string(), |account| account.name.clone());
        match code.parent() {
            Some(parent) => format!("{}—{own}", self.full_name(&parent)),
            None => own,
        }
    }

    /// What villagers call it: plain words at the first level, below it the name with its parents.
    pub fn plain_name(&self, code: &AccountCode) -> String {
        match plain_words(code) {
            Some(words) if code.parent().is_none() => words.to_owned(),
            Some(_) | None => self.full_name(code),
        }
    }

    /// Code and full name, as shown in lists: `51301 管理费用—办公费`.
    pub fn title(&self, code: &AccountCode) -> String {
        format!("{code} {}", self.full_name(code))
    }

    /// Finds the account that a text names: a code (`513`), a name (`管理费用`), both
    /// (`513 管理费用`), or a path (`管理费用—办公费`). A code and a name that disagree name
    /// nothing: the old chart of 2004 reuses numbers with other meanings.
    pub fn find(&self, written: &str) -> Option<&Account> {
        let plain: String = written.trim().chars().map(text::ascii_width).collect();
        let digits_end = plain.find(|c: char| !c.is_ascii_digit()).unwrap_or(plain.len());
        let (digits, name) = plain.split_at(digits_end);
        let name = name_key(name);
        if digits.is_empty() {
            return self.by_name(&name);
        }
        let account = self.get(&AccountCode::new(digits)?)?;
        let full = name_key(&self.full_name(&account.code));
        (name.is_empty() || name == name_key(&account.name) || name == full).then_some(account)
    }

    /// The only account of that name or path; `None` when two share it.
    fn by_name(&self, name: &str) -> Option<&Account> {
        if name.is_empty() {
            return None;
        }
        let by_path =
            self.accounts.values().find(|account| name_key(&self.full_name(&account.code)) == name);
        by_path.or_else(|| {
            let mut named =
                self.accounts.values().filter(|account| name_key(&account.name) == name);
            let first = named.next();
            if named.next().is_some() { None } else { first }
        })
    }
}

/// A name without the marks people put between levels, so that `管理费用-办公费`,
/// `管理费用—办公费` and `管理费用/办公费` are one path.
pub(super) fn name_key(name: &str) -> String {
    name.chars()
        .map(text::ascii_width)
        .filter(|c| {
            !c.is_whitespace()
                && !matches!(c, '-' | '—' | '－' | '–' | '/' | '\\' | '_' | ':' | '.')
        })
        .collect()
}

/// What villagers call an account on the summary sheet (白话栏名); the term itself where it
/// is plain already.
pub fn plain_words(code: &AccountCode) -> Option<&'static str> {
    let words = match code.first_level() {
        "112" => "收回（借出）的欠款",
        "113" => "村与农户、单位的往来款",
        "121" => "物资买进卖出",
        "151" => "买卖房屋设备",
        "153" => "工程建设",
        "201" | "221" => "借款与归还借款",
        "211" => "代收代付、押金等往来款",
        "212" => "发放工资",
        "213" => "发放劳务费",
        "214" => "缴税",
        "231" => "一事一议筹资款",
        "241" => "上级专项资金",
        "301" => "投入的本金",
        "311" => "公积公益金",
        "322" => "收益分配",
        "401" => "生产和劳务花费",
        "501" => "经营收入（承包费、租金、销售等）",
        "502" => "投资得到的收益",
        "503" => "上级补助",
        "504" => "其他收入（利息、捐款等）",
        "511" => "经营花费",
        "512" => "税金",
        "513" => "管理花费（干部报酬、办公、水电等）",
        "514" => "公益花费（环卫、路灯、慰问等）",
        "515" => "其他支出",
        "521" => "所得税",
        _ => return None,
    };
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> AccountCode {
        AccountCode::new(text).expect("test code")
    }

    fn with_office() -> Chart {
        let mut chart = Chart::standard();
        let office = chart.check_sub_account(&code("513"), "办公费").expect("a new name");
        chart.insert(office);
        chart
    }

    #[test]
    fn the_standard_chart_holds_42_accounts() {
        let chart = Chart::standard();
        assert_eq!(chart.accounts().count(), 42);
        assert_eq!(chart.full_name(&code("152")), "累计折旧");
        assert_eq!(chart.get(&code("152")).map(|a| a.normal), Some(Side::Credit));
    }

    #[test]
    fn an_account_is_found_the_way_people_write_it() {
        let chart = with_office();
        let found = |text: &str| chart.find(text).map(|account| account.code.to_string());
        for text in
            ["513", "管理费用", "513 管理费用", "513管理费用", "５１３ 管理费用", " 513-管理费用 "]
        {
            assert_eq!(found(text).as_deref(), Some("513"), "{text}");
        }
        for text in
            ["51301", "办公费", "管理费用—办公费", "管理费用-办公费", "51301 管理费用/办公费"]
        {
            assert_eq!(found(text).as_deref(), Some("51301"), "{text}");
        }
        for text in ["", "999", "502 经营支出", "不存在", "5130", "管理"] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn sub_accounts_take_the_next_code_and_refuse_doubles() {
        let mut chart = with_office();
        let power = chart.check_sub_account(&code("513"), "水电费").expect("a new name");
        assert_eq!(power.code.as_str(), "51302");
        chart.insert(power);
        let deep = chart.check_sub_account(&code("51302"), "电费").expect("second level");
        assert_eq!(deep.code.as_str(), "5130201");
        chart.insert(deep);
        assert_eq!(chart.full_name(&code("5130201")), "管理费用—水电费—电费");
        let refused = |parent: &str, name: &str| {
            chart.check_sub_account(&code(parent), name).map_err(|refusal| refusal.to_string())
        };
        assert_eq!(
            refused("513", "办公费"),
            Err("“管理费用”下面已有叫“办公费”的明细科目".to_owned())
        );
        assert_eq!(refused("513", "  "), Err("明细科目的名称没有填".to_owned()));
        assert_eq!(refused("599", "甲"), Err("没有编号为 599 的上级科目".to_owned()));
        assert_eq!(
            refused("5130201", "甲"),
            Err("明细科目最多两级，“电费”下面不能再设".to_owned())
        );
    }
}
