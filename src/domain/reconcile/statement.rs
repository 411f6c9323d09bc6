//! Statements of the bank and their lines, as they come in and as they are kept.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::refusal::StatementRefusal;
use crate::domain::account::AccountCode;
use crate::domain::ids::{BankLineId, BankStatementId};
use crate::domain::money::Money;
use crate::domain::period::Date;
use crate::domain::text;

/// Whose statement it is (开户银行).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Bank {
    /// 工商银行
    Icbc,
    /// 农业银行
    Abc,
    /// 中国银行
    Boc,
    /// 建设银行
    Ccb,
    /// 交通银行
    Bocom,
    /// 招商银行
    Cmb,
    /// 浦发银行
    Spdb,
    /// 中信银行
    Citic,
    /// 邮政储蓄银行
    Psbc,
    /// 农村商业银行、农村信用社
    Rural,
    /// One that the file does not name.
    #[default]
    Unknown,
}

/// What a line says beside day and amount (交易信息); long numbers are masked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineFacts {
    /// 对方户名
    #[serde(default)]
    pub counterparty: String,
    /// 摘要、用途、附言
    #[serde(default)]
    pub memo: String,
    /// 流水号
    #[serde(default)]
    pub reference: String,
}

/// A line as read from a file (待导入的一笔).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementLine {
    /// The row of the file.
    pub row: usize,
    /// The day the bank booked it.
    pub date: Date,
    /// Positive: into the village's account.
    pub amount: Money,
    /// The balance after it, where the bank gives one.
    pub balance: Option<Money>,
    /// What else it says.
    pub facts: LineFacts,
}

/// A statement as read from a file, its lines oldest first (待导入的对账单).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementDraft {
    /// The name of the file.
    pub file_name: String,
    /// SHA-256 of what it says.
    pub digest: String,
    /// Bank, number, span and balances.
    pub facts: StatementFacts,
    /// Oldest first; at least one.
    pub lines: Vec<StatementLine>,
    /// What a person should look at.
    pub problems: Vec<StatementProblem>,
}

/// What a statement says of itself (对账单抬头).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementFacts {
    /// Whose it is.
    pub bank: Bank,
    /// The last four digits of the account, if the file shows them.
    pub number_tail: Option<String>,
    /// 户名
    pub name: String,
    /// The first day it covers.
    pub first_on: Date,
    /// The last day it covers.
    pub last_on: Date,
    /// The balance before its first line.
    pub opening: Option<Money>,
    /// The balance after its last line.
    pub closing: Option<Money>,
}

/// A statement that came in (银行对账单).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankStatement {
    /// Its identity.
    pub id: BankStatementId,
    /// The account of the village it belongs to: 102 or below.
    pub account: AccountCode,
    /// The name of its file.
    pub file_name: String,
    /// SHA-256 of what the file says.
    pub digest: String,
    /// When it came in.
    pub imported_on: Date,
    /// Bank, number, span and balances.
    pub facts: StatementFacts,
}

/// A line of a statement that came in (对账单上的一笔).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankLine {
    /// Its identity.
    pub id: BankLineId,
    /// The statement it came with first.
    pub statement: BankStatementId,
    /// The day the bank booked it.
    pub date: Date,
    /// Its place in that statement, oldest first.
    pub position: u32,
    /// Positive: into the village's account.
    pub amount: Money,
    /// The balance after it, where the bank gives one.
    pub balance: Option<Money>,
    /// What else it says.
    pub facts: LineFacts,
    /// The same for the same line in another file.
    pub identity: String,
}

/// What a statement says that does not agree with itself (对账单的问题).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StatementProblem {
    /// A balance is not the one before and the amount.
    #[error(
        "第 {row} 行（{date}）余额接不上：上一笔余额 {before}，这一笔{kind} {amount}，应为 {expected}，表上是 {balance}",
        before = .before.grouped(),
        kind = if .amount.is_negative() { "支出" } else { "收入" },
        amount = .amount.abs().grouped(),
        expected = .before.plus(*.amount).grouped(),
        balance = .balance.grouped()
    )]
    ChainBroken {
        /// The row of the file.
        row: usize,
        /// The day of the line.
        date: Date,
        /// The balance before.
        before: Money,
        /// The amount of the line.
        amount: Money,
        /// The balance that stands there.
        balance: Money,
    },
    /// The stated opening or closing balance is not the one of the lines.
    #[error("表上写的{what}是 {stated}，按明细推算是 {found}", stated = .stated.grouped(), found = .found.grouped())]
    BalanceDiffers {
        /// `期初余额`
        what: &'static str,
        /// As stated.
        stated: Money,
        /// As the lines give it.
        found: Money,
    },
    /// The stated sum is not that of the lines.
    #[error("表上写的{what}是 {stated}，读到的明细合计是 {found}", stated = .stated.grouped(), found = .found.grouped())]
    SumDiffers {
        /// `收入合计`
        what: &'static str,
        /// As stated.
        stated: Money,
        /// As the lines give it.
        found: Money,
    },
    /// The stated number of lines is not the number of lines.
    #[error("表上写的{what}是 {stated} 笔，读到 {found} 笔")]
    CountDiffers {
        /// `总笔数`
        what: &'static str,
        /// As stated.
        stated: usize,
        /// As read.
        found: usize,
    },
    /// No balance can be read.
    #[error("表上没有能读的余额，没有核对余额是否连续")]
    NoBalances,
    /// Amounts have neither sign nor direction.
    #[error("金额没有正负号，也没有借贷标志和余额可以核对，{count} 笔都当作收入")]
    NoDirection {
        /// How many lines.
        count: usize,
    },
    /// Amounts have neither sign nor direction; balances told all but the first.
    #[error(
        "金额没有正负号，收支是按余额的增减分出来的；最早一笔（第 {row} 行）前面没有余额，当作收入，请核对"
    )]
    FirstUndirected {
        /// The row of the file.
        row: usize,
    },
}

impl Bank {
    /// As shown.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Icbc => "工商银行",
            Self::Abc => "农业银行",
            Self::Boc => "中国银行",
            Self::Ccb => "建设银行",
            Self::Bocom => "交通银行",
            Self::Cmb => "招商银行",
            Self::Spdb => "浦发银行",
            Self::Citic => "中信银行",
            Self::Psbc => "邮政储蓄银行",
            Self::Rural => "农商行（信用社）",
            Self::Unknown => "银行",
        }
    }
}

impl StatementProblem {
    /// Whether the balance is broken, which a person must confirm before the file comes in.
    pub const fn is_break(&self) -> bool {
        match self {
            Self::ChainBroken { .. } => true,
            Self::BalanceDiffers { .. }
            | Self::SumDiffers { .. }
            | Self::CountDiffers { .. }
            | Self::NoBalances
            | Self::NoDirection { .. }
            | Self::FirstUndirected { .. } => false,
        }
    }
}

/// The last four digits of an account number, if they are shown.
pub fn tail_of(number: &str) -> Option<String> {
    let plain: Vec<char> = number
        .chars()
        .map(text::ascii_width)
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\'' | '"' | '`'))
        .collect();
    let tail: String = plain.get(plain.len().checked_sub(4)?..)?.iter().collect();
    tail.bytes().all(|b| b.is_ascii_digit()).then_some(tail)
}

impl StatementDraft {
    /// The balances that do not follow from the one before.
    pub fn breaks(lines: &[StatementLine]) -> Vec<StatementProblem> {
        let mut found = Vec::new();
        let mut before: Option<Money> = None;
        for line in lines {
            let follows = before.map(|before| (before, before.plus(line.amount)));
            if let (Some((before, expected)), Some(balance)) = (follows, line.balance)
                && balance != expected
            {
                let (row, date, amount) = (line.row, line.date, line.amount);
                found.push(StatementProblem::ChainBroken { row, date, before, amount, balance });
            }
            before = line.balance.or(follows.map(|(_, expected)| expected));
        }
        found
    }

    /// Everything that identifies each line in any file: day, amount, balance, counterparty, and
    /// its place among lines that are equal in all of these.
    pub fn identities(&self) -> Vec<String> {
        let mut equals: BTreeMap<String, usize> = BTreeMap::new();
        let mut identity = |line: &StatementLine| {
            let balance = line.balance.map(|balance| balance.to_string()).unwrap_or_default();
            let named: String =
                line.facts.counterparty.chars().filter(|c| !c.is_whitespace()).collect();
            let key = format!("{}\n{}\n{balance}\n{named}", line.date, line.amount);
            let ordinal = equals.entry(key.clone()).or_default();
            *ordinal += 1;
            let hash = Sha256::digest(format!("{key}\n{ordinal}").as_bytes());
            hash.iter().flat_map(|byte| hex_digits(*byte)).collect()
        };
        self.lines.iter().map(&mut identity).collect()
    }

    /// Checks the statement against what came in before for the same account.
    ///
    /// # Errors
    /// [`StatementRefusal`], in the order its variants are declared.
    pub fn check(
        &self,
        account: &AccountCode,
        statements: &[BankStatement],
        lines: &[BankLine],
        accept_breaks: bool,
    ) -> Result<(), StatementRefusal> {
        if !account.is_bank() {
            return Err(StatementRefusal::NotABankAccount(account.clone()));
        }
        let seen = statements.iter().find_map(|statement| statement.facts.number_tail.as_ref());
        if let (Some(seen), Some(found)) = (seen, &self.facts.number_tail)
            && seen != found
        {
            let (account, seen, found) = (account.clone(), seen.clone(), found.clone());
            return Err(StatementRefusal::OtherAccount { account, seen, found });
        }
        self.check_overlap(statements, lines)?;
        let breaks: Vec<&StatementProblem> =
            self.problems.iter().filter(|problem| problem.is_break()).collect();
        match breaks.first() {
            Some(first) if !accept_breaks => Err(StatementRefusal::ChainBroken {
                count: breaks.len(),
                first: (*first).to_string(),
            }),
            Some(_) | None => Ok(()),
        }
    }

    /// Where two statements cover the same day, both must have the same lines. The last day of
    /// either may have been cut short: it was downloaded before the day was over.
    fn check_overlap(
        &self,
        statements: &[BankStatement],
        lines: &[BankLine],
    ) -> Result<(), StatementRefusal> {
        let identities = self.identities();
        let stored: BTreeSet<&str> = lines.iter().map(|line| line.identity.as_str()).collect();
        let coming: BTreeSet<&str> = identities.iter().map(String::as_str).collect();
        let covered = |date: Date| {
            let mut spans = statements.iter().map(|statement| &statement.facts);
            spans.any(|span| (span.first_on..span.last_on).contains(&date))
        };
        let unknown = self
            .lines
            .iter()
            .zip(&identities)
            .find(|(line, identity)| covered(line.date) && !stored.contains(identity.as_str()));
        if let Some((line, _)) = unknown {
            let (row, date, amount) = (line.row, line.date, line.amount);
            return Err(StatementRefusal::NotInEarlier { row, date, amount });
        }
        let span = self.facts.first_on..self.facts.last_on;
        let missing = lines
            .iter()
            .find(|line| span.contains(&line.date) && !coming.contains(line.identity.as_str()));
        match missing {
            Some(line) => Err(StatementRefusal::MissingHere {
                date: line.date,
                amount: line.amount,
                counterparty: line.facts.counterparty.clone(),
            }),
            None => Ok(()),
        }
    }
}

/// The lines of a draft that are not among those that came in before, with their identities and
/// their places.
pub fn new_lines<'d>(
    draft: &'d StatementDraft,
    lines: &[BankLine],
) -> Vec<(u32, &'d StatementLine, String)> {
    let stored: BTreeSet<&str> = lines.iter().map(|line| line.identity.as_str()).collect();
    let numbered = (1_u32..).zip(&draft.lines).zip(draft.identities());
    numbered
        .filter(|(_, identity)| !stored.contains(identity.as_str()))
        .map(|((position, line), identity)| (position, line, identity))
        .collect()
}

fn hex_digits(byte: u8) -> impl Iterator<Item = char> {
    [byte >> 4, byte & 15].into_iter().filter_map(|half| char::from_digit(u32::from(half), 16))
}
