//! Why a statement or a match is refused, with the figures and the next step.

use crate::domain::account::AccountCode;
use crate::domain::money::Money;
use crate::domain::period::Date;

/// Why a bank statement does not come in, in order of precedence (对账单拒绝导入).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StatementRefusal {
    /// The account is not in the chart.
    #[error("科目表里没有科目 {0}")]
    UnknownAccount(AccountCode),
    /// The account holds no bank deposits.
    #[error("科目 {0} 不是银行存款")]
    NotABankAccount(AccountCode),
    /// The statement is one of another account.
    #[error("科目 {account} 以前导入的是尾号 {seen} 的账户，这份对账单是尾号 {found} 的账户")]
    OtherAccount {
        /// The account of the village.
        account: AccountCode,
        /// The last four digits seen before.
        seen: String,
        /// The last four digits of this statement.
        found: String,
    },
    /// A line of a day that an earlier statement covers, which that statement does not have.
    #[error(
        "第 {row} 行 {date} {amount} 在以前导入的同一时段对账单里没有，两份对账单对不上",
        amount = .amount.grouped()
    )]
    NotInEarlier {
        /// The row of the file.
        row: usize,
        /// Its day.
        date: Date,
        /// Its amount.
        amount: Money,
    },
    /// A line that came in before is not in this statement, though it covers that day.
    #[error(
        "以前导入的 {date} {counterparty} {amount} 在这份对账单里没有，两份对账单对不上",
        amount = .amount.grouped()
    )]
    MissingHere {
        /// Its day.
        date: Date,
        /// Its amount.
        amount: Money,
        /// Its counterparty.
        counterparty: String,
    },
    /// Balances do not follow from the ones before.
    #[error("余额有 {count} 处接不上，可能缺行或改过：{first}")]
    ChainBroken {
        /// How many.
        count: usize,
        /// The first in words.
        first: String,
    },
}

impl StatementRefusal {
    /// The next step.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::UnknownAccount(_) => "请选科目表里的银行存款科目，或先增设明细科目。",
            Self::NotABankAccount(_) => "请选 102 银行存款或它的明细科目。",
            Self::OtherAccount { .. } => {
                "请核对是不是选错了文件；有几个账户的，请给每个账户增设一个 102 的明细科目，分别导入。"
            }
            Self::NotInEarlier { .. } | Self::MissingHere { .. } => {
                "请从网银重新下载这一时段的全部明细（不要筛选、不要删改）再导入。"
            }
            Self::ChainBroken { .. } => {
                "请从网银重新下载完整的明细；确认银行给的就是这样，请选“余额接不上也导入”。"
            }
        }
    }
}

/// Why lines and vouchers are not matched (对账拒绝).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MatchRefusal {
    /// Nothing on one side.
    #[error("银行流水和凭证都要选，现在选了 {lines} 笔流水、{vouchers} 张凭证")]
    NothingChosen {
        /// Lines chosen.
        lines: usize,
        /// Vouchers chosen.
        vouchers: usize,
    },
    /// Several on both sides.
    #[error("{lines} 笔流水对 {vouchers} 张凭证，说不清哪笔对哪张")]
    ManyToMany {
        /// Lines chosen.
        lines: usize,
        /// Vouchers chosen.
        vouchers: usize,
    },
    /// A line that is not in the statements of the account.
    #[error("对账单里没有这一笔")]
    NoSuchLine,
    /// A voucher that is not in the book.
    #[error("账里没有这张凭证")]
    NoSuchVoucher,
    /// A line that is matched already.
    #[error("{date} {amount} 这笔流水已经对上了", amount = .amount.grouped())]
    LineMatched {
        /// Its day.
        date: Date,
        /// Its amount.
        amount: Money,
    },
    /// A voucher that is matched already, or was taken back.
    #[error("{month} {number} 已经对上别的流水，或已被冲销")]
    VoucherTaken {
        /// Its month.
        month: String,
        /// Its number.
        number: String,
    },
    /// The amounts are not the same.
    #[error(
        "金额对不上：银行流水 {bank}，凭证里银行存款动了 {books}，相差 {difference}",
        bank = .bank.grouped(),
        books = .books.grouped(),
        difference = .bank.minus(*.books).abs().grouped()
    )]
    AmountDiffers {
        /// What the bank moved.
        bank: Money,
        /// What the vouchers moved.
        books: Money,
    },
    /// A line that no voucher explains yet.
    #[error("{date} {amount} 这笔流水还没有对上凭证", amount = .amount.grouped())]
    NotMatched {
        /// Its day.
        date: Date,
        /// Its amount.
        amount: Money,
    },
}

impl MatchRefusal {
    /// The next step.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::NothingChosen { .. } => "请在两边各选至少一笔。",
            Self::ManyToMany { .. } => "请一笔流水对几张凭证，或几笔流水对一张凭证，分开对。",
            Self::NoSuchLine => "请重新打开对账页再选。",
            Self::NoSuchVoucher => "请在凭证列表里核对凭证号。",
            Self::LineMatched { .. } => "对错了的，请先取消核对再重新对。",
            Self::VoucherTaken { .. } => "请另选一张凭证；对错了的，请先取消核对。",
            Self::AmountDiffers { .. } => "请核对金额；凭证记错了的，请先更正凭证，再来核对。",
            Self::NotMatched { .. } => "请另选一笔已对上的流水。",
        }
    }
}
