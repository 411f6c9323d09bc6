//! Why a template is not kept, or its vouchers are not posted.

use crate::domain::account::{AccountCode, Sides};
use crate::domain::period::Month;
use crate::domain::text::TextFault;
use crate::domain::voucher::{VoucherField, VoucherNumber, VoucherRefusal};

/// Why a template is refused, in order of precedence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TemplateRefusal {
    /// It is not in this book.
    #[error("本村没有这个模板")]
    NotFound,
    /// The voucher it is made of is not in this book.
    #[error("账里没有这张凭证")]
    NoSuchVoucher,
    /// Its name holds what cannot be kept.
    #[error("模板名称里{0}")]
    NameText(TextFault),
    /// Another field holds what cannot be kept.
    #[error("{field}里{fault}", field = .field.label())]
    Text {
        /// The field.
        field: VoucherField,
        /// What is wrong with it.
        fault: TextFault,
    },
    /// No name.
    #[error("模板没有名称")]
    NoName,
    /// Another template has the name.
    #[error("本村已有模板“{0}”")]
    NameTaken(String),
    /// No summary.
    #[error("模板的摘要没有填")]
    NoSummary,
    /// A blank that nobody fills.
    #[error("不认识“{0}”")]
    UnknownBlank(String),
    /// Fewer than two lines.
    #[error("模板至少要有一借一贷两行分录，现在有 {0} 行")]
    TooFewLines(usize),
    /// An account that is not in the chart.
    #[error("没有编号为 {0} 的科目")]
    UnknownAccount(AccountCode),
    /// An amount that is zero, below zero or too large.
    #[error("科目 {0} 的金额不对")]
    WrongAmount(AccountCode),
    /// All amounts are known and do not balance.
    #[error("借贷不平：{0}")]
    Unbalanced(Sides),
    /// No such day of a month.
    #[error("每月的日子写 1 到 31，写的是 {0}")]
    WrongDay(u32),
    /// Nothing was chosen to be posted.
    #[error("一张凭证也没有选")]
    NothingToPost,
    /// One template twice in one posting.
    #[error("“{0}”选了两次")]
    Twice(String),
    /// The voucher of the month was posted before.
    #[error("“{name}”{month}的凭证已经记过了，是 {number}", month = .month.label())]
    AlreadyPosted {
        /// The template.
        name: String,
        /// The month.
        month: Month,
        /// The voucher that stands for it.
        number: VoucherNumber,
    },
    /// The books say no to its voucher.
    #[error("“{name}”：{refusal}")]
    Voucher {
        /// The template.
        name: String,
        /// Why.
        refusal: VoucherRefusal,
    },
}

impl TemplateRefusal {
    /// The next step.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::NotFound => "它可能刚被删掉，请重新打开模板看一下。",
            Self::NoSuchVoucher => "请在凭证列表里选中凭证，再存为模板。",
            Self::NameText(fault) | Self::Text { fault, .. } => fault.hint(),
            Self::NoName => "请起个好认的名称，如“村干部工资”。",
            Self::NameTaken(_) => "请换一个名称，或修改原来的模板。",
            Self::NoSummary => "请写清这笔钱是干什么的；月份写成{月}，用的时候会换成当月。",
            Self::UnknownBlank(_) => "能用的只有{月}、{上月}、{年}，请改一下。",
            Self::TooFewLines(_) => "请补上另一方的科目。",
            Self::UnknownAccount(_) => "请选科目表里的科目，或先在设置里增设明细科目。",
            Self::WrongAmount(_) => "请写大于 0 的金额；每次不一样的就空着，用的时候再填。",
            Self::Unbalanced(_) => "请核对金额，使借方合计等于贷方合计；每次不一样的可以空着。",
            Self::WrongDay(_) => "月末那天写 31，短的月份会自动用最后一天。",
            Self::NothingToPost => "请勾选要记的凭证。",
            Self::Twice(_) => "请去掉重复的一张。",
            Self::AlreadyPosted { .. } => "要再记一张，请从“模板”里用它，或直接照抄那张凭证。",
            Self::Voucher { refusal, .. } => refusal.hint(),
        }
    }
}
