//! Why a voucher is not posted, and which of its fields to look at.

use super::VoucherNumber;
use crate::domain::account::{AccountCode, Sides};
use crate::domain::entity::BooksRefusal;
use crate::domain::money::Money;
use crate::domain::period::{Date, Month};
use crate::domain::text::TextFault;

/// The field of a voucher that a fault is about (凭证栏目).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VoucherField {
    /// 账套
    Books,
    /// 日期
    Date,
    /// 凭证号
    Number,
    /// 摘要
    Summary,
    /// 科目
    Account,
    /// 金额
    Amount,
    /// 结算方式
    Settlement,
    /// 经手人
    Handler,
    /// 证明人
    Witness,
    /// 审批人
    Approver,
    /// 附件张数
    Papers,
    /// 备注
    Note,
}

/// Why a voucher is not posted, in order of precedence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VoucherRefusal {
    /// Not the books this village keeps.
    #[error(transparent)]
    Books(#[from] BooksRefusal),
    /// Dated after today.
    #[error("日期 {date} 还没到（今天是 {today}）")]
    Future {
        /// The date written.
        date: Date,
        /// The day of posting.
        today: Date,
    },
    /// The year was ended.
    #[error("{year}年已经年终结转，不能再记入这一年")]
    YearEnded {
        /// The year of the voucher.
        year: i32,
    },
    /// The month was closed by publishing its finance notice.
    #[error("{month}的财务已经公布，账已结，不能再记入这个月", month = .month.label())]
    MonthClosed {
        /// The month of the voucher.
        month: Month,
    },
    /// The number is in use.
    #[error("{month}已有凭证 {number}（{summary}）", month = .month.label())]
    NumberTaken {
        /// The month of the voucher.
        month: Month,
        /// The number written.
        number: VoucherNumber,
        /// The summary of the voucher that has it.
        summary: String,
    },
    /// The number leaves a gap.
    #[error("{month}的下一个凭证号应是 {expected}，写的是 {number}，中间断号", month = .month.label())]
    NumberGap {
        /// The month of the voucher.
        month: Month,
        /// The number written.
        number: VoucherNumber,
        /// The next free number.
        expected: VoucherNumber,
    },
    /// A text field holds what cannot be kept.
    #[error("{field}里{fault}", field = .field.label())]
    Text {
        /// The field.
        field: VoucherField,
        /// What is wrong with it.
        fault: TextFault,
    },
    /// No summary.
    #[error("摘要没有填")]
    NoSummary,
    /// Fewer than two lines.
    #[error("一张凭证至少要有一借一贷两行分录，现在有 {0} 行")]
    TooFewEntries(usize),
    /// An account that is not in the chart.
    #[error("没有编号为 {0} 的科目")]
    UnknownAccount(AccountCode),
    /// An amount of zero.
    #[error("科目 {0} 的金额是 0")]
    ZeroAmount(AccountCode),
    /// The end of a year moves no money.
    #[error("年终结转和收益分配不动钱，不能有科目 {0}")]
    FundsInClosing(AccountCode),
    /// An amount below zero outside a reversal.
    #[error("科目 {account} 的金额是 {amount}，不能是负数")]
    NegativeAmount {
        /// The account of the line.
        account: AccountCode,
        /// The amount written.
        amount: Money,
    },
    /// An amount above [`Money::MAX`].
    #[error("科目 {0} 的金额太大")]
    TooLarge(AccountCode),
    /// Debit and credit on one account that cancel out.
    #[error("科目 {0} 一借一贷金额相同，等于没有记")]
    SameAccount(AccountCode),
    /// Debits and credits differ.
    #[error("借贷不平：{0}")]
    Unbalanced(Sides),
    /// The voucher to reverse is not in this book.
    #[error("要冲销的凭证不在本村的账里")]
    NothingToReverse,
    /// The voucher to reverse is itself a reversal.
    #[error("{month} {number} 本身是冲销凭证，不能再冲销", month = .month.label())]
    ReversalOfReversal {
        /// The month of the voucher to reverse.
        month: Month,
        /// Its number.
        number: VoucherNumber,
    },
    /// Carried at the end of a year.
    #[error("{month} {number} 是年终结转凭证，不能冲销", month = .month.label())]
    YearEndStays {
        /// The month of the voucher to reverse.
        month: Month,
        /// Its number.
        number: VoucherNumber,
    },
    /// The voucher was reversed before.
    #[error("{month} {number} 已经冲销过了", month = .month.label())]
    AlreadyReversed {
        /// The month of the voucher to reverse.
        month: Month,
        /// Its number.
        number: VoucherNumber,
    },
    /// Dated before what it reverses.
    #[error("冲销日期 {date} 早于原凭证日期 {original}")]
    ReversalBeforeOriginal {
        /// The date written.
        date: Date,
        /// The date of the voucher to reverse.
        original: Date,
    },
    /// Not the same lines in red, in the same books.
    #[error("冲销凭证的分录与原凭证不一致")]
    NotAMirror,
    /// The wrong voucher was not reversed, or was set right before.
    #[error("要更正的凭证还没有冲销，或者已经更正过了")]
    NothingToCorrect,
}

impl VoucherRefusal {
    /// The next step.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Books(refusal) => refusal.hint(),
            Self::Future { .. } => "请核对票据上的日期。",
            Self::MonthClosed { .. } => {
                "请记入还没公布的月份；改错请在本月冲销原凭证，再记一笔正确的。"
            }
            Self::YearEnded { .. } => {
                "请记入新的一年；改上一年的错，请在今年冲销原凭证，再记一笔正确的。"
            }
            Self::NumberTaken { .. } => "请核对是不是重复记账，或改用下一个凭证号。",
            Self::NumberGap { .. } => "请补上中间的凭证，或改用下一个凭证号。",
            Self::Text { fault, .. } => fault.hint(),
            Self::NoSummary => "请写清这笔钱是干什么的，村民要看得懂。",
            Self::TooFewEntries(_) => "请补上另一方的科目。",
            Self::UnknownAccount(_) => "请选科目表里的科目，或先在设置里增设明细科目。",
            Self::ZeroAmount(_) => "请填金额，或删掉这一行。",
            Self::FundsInClosing(_) => "付钱请另记一张日常凭证。",
            Self::NegativeAmount { .. } => "记错了要冲销，请选中原凭证点“冲销”。",
            Self::TooLarge(_) => "请核对金额，看小数点是不是打漏了。",
            Self::SameAccount(_) => "对方科目请换一个。",
            Self::Unbalanced(_) => "请核对金额，使借方合计等于贷方合计。",
            Self::NothingToReverse | Self::NotAMirror => "请在凭证列表里选中原凭证，点“冲销”。",
            Self::ReversalOfReversal { .. } | Self::AlreadyReversed { .. } => {
                "请直接记一笔正确的凭证。"
            }
            Self::YearEndStays { .. } => "以前年度的错请在今年更正原来的那张凭证。",
            Self::NothingToCorrect => "请在凭证列表里选中记错的凭证，点“更正”。",
            Self::ReversalBeforeOriginal { .. } => "冲销日期请写今天，或原凭证之后的日期。",
        }
    }

    /// The field to look at.
    pub const fn field(&self) -> VoucherField {
        match self {
            Self::Books(_) => VoucherField::Books,
            Self::Future { .. }
            | Self::MonthClosed { .. }
            | Self::YearEnded { .. }
            | Self::ReversalBeforeOriginal { .. } => VoucherField::Date,
            Self::NumberTaken { .. } | Self::NumberGap { .. } => VoucherField::Number,
            Self::Text { field, .. } => *field,
            Self::NoSummary => VoucherField::Summary,
            Self::TooFewEntries(_)
            | Self::UnknownAccount(_)
            | Self::FundsInClosing(_)
            | Self::SameAccount(_) => VoucherField::Account,
            Self::ZeroAmount(_)
            | Self::NegativeAmount { .. }
            | Self::TooLarge(_)
            | Self::Unbalanced(_)
            | Self::NothingToReverse
            | Self::ReversalOfReversal { .. }
            | Self::AlreadyReversed { .. }
            | Self::YearEndStays { .. }
            | Self::NothingToCorrect
            | Self::NotAMirror => VoucherField::Amount,
        }
    }
}

impl VoucherField {
    /// The field as shown above its column.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Books => "账套",
            Self::Date => "日期",
            Self::Number => "凭证号",
            Self::Summary => "摘要",
            Self::Account => "科目",
            Self::Amount => "金额",
            Self::Settlement => "结算方式",
            Self::Handler => "经手人",
            Self::Witness => "证明人",
            Self::Approver => "审批人",
            Self::Papers => "附件张数",
            Self::Note => "备注",
        }
    }
}
