//! Vouchers: double entry, checked once, then final.
//!
//! Invariant: a [`Voucher`] always balances. A mistake is answered by a [`Voucher::reversal`]
//! (红字冲销) and a right voucher, never by a change (会计法第十五条).

use std::fmt;

use serde::{Deserialize, Serialize};

use super::account::{AccountCode, Chart, Side};
use super::ids::VoucherId;
use super::money::Money;
use super::period::{Date, Month};
use super::text::{self, TextFault};

/// How money changed hands (结算方式).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum Settlement {
    /// 现金
    Cash,
    /// 转账
    #[default]
    Transfer,
    /// 村务卡
    Card,
    /// 支票
    Cheque,
    /// 扫码
    Scan,
    /// 不涉及收付款
    None,
}

/// One line of a voucher (分录).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The account moved.
    pub account: AccountCode,
    /// The side it is moved on.
    pub side: Side,
    /// By how much: above zero, below zero only in a reversal.
    pub amount: Money,
}

/// The number of a voucher within its month, from 1 (凭证号).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct VoucherNumber(pub u32);

/// A voucher as written, not yet checked (待入账的凭证).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoucherDraft {
    /// The day of the business.
    pub date: Date,
    /// The number the paper carries; `None` takes the next free one.
    pub number: Option<VoucherNumber>,
    /// What happened, in plain words (摘要).
    pub summary: String,
    /// At least two lines.
    pub entries: Vec<Entry>,
    /// How it was paid.
    pub settlement: Settlement,
    /// 经手人
    pub handler: String,
    /// 证明人
    pub witness: String,
    /// 审批人
    pub approver: String,
    /// Number of source papers attached (附件张数).
    pub papers: u32,
    /// 备注
    pub note: String,
    /// The voucher this one reverses (冲销).
    pub reverses: Option<VoucherId>,
}

/// A posted voucher (凭证). It balances, and it is never changed or removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voucher {
    id: VoucherId,
    number: VoucherNumber,
    draft: VoucherDraft,
}

/// What checking a voucher needs to know of the book it goes into.
#[derive(Clone, Copy, Debug)]
pub struct PostingContext<'a> {
    /// The accounts of the village.
    pub chart: &'a Chart,
    /// The vouchers already posted.
    pub posted: &'a [Voucher],
    /// The last month closed by publication, if any.
    pub closed_through: Option<Month>,
    /// The day of posting.
    pub today: Date,
}

/// The field of a voucher that a fault is about (凭证栏目).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VoucherField {
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
    /// Dated after today.
    #[error("日期 {date} 还没到（今天是 {today}）")]
    Future {
        /// The date written.
        date: Date,
        /// The day of posting.
        today: Date,
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
    #[error(
        "借贷不平：借方 {debit}，贷方 {credit}，相差 {difference}",
        debit = .debit.grouped(),
        credit = .credit.grouped(),
        difference = .debit.minus(*.credit).abs().grouped()
    )]
    Unbalanced {
        /// Sum of the debit side.
        debit: Money,
        /// Sum of the credit side.
        credit: Money,
    },
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
    /// Not the same lines in red.
    #[error("冲销凭证的分录与原凭证不一致")]
    NotAMirror,
}

impl VoucherRefusal {
    /// The next step.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Future { .. } => "请核对票据上的日期。",
            Self::MonthClosed { .. } => {
                "请记入还没公布的月份；改错请在本月冲销原凭证，再记一笔正确的。"
            }
            Self::NumberTaken { .. } => "请核对是不是重复记账，或改用下一个凭证号。",
            Self::NumberGap { .. } => "请补上中间的凭证，或改用下一个凭证号。",
            Self::Text { fault, .. } => fault.hint(),
            Self::NoSummary => "请写清这笔钱是干什么的，村民要看得懂。",
            Self::TooFewEntries(_) => "请补上另一方的科目。",
            Self::UnknownAccount(_) => "请选科目表里的科目，或先在设置里增设明细科目。",
            Self::ZeroAmount(_) => "请填金额，或删掉这一行。",
            Self::NegativeAmount { .. } => "记错了要冲销，请选中原凭证点“冲销”。",
            Self::TooLarge(_) => "请核对金额，看小数点是不是打漏了。",
            Self::SameAccount(_) => "对方科目请换一个。",
            Self::Unbalanced { .. } => "请核对金额，使借方合计等于贷方合计。",
            Self::NothingToReverse | Self::NotAMirror => "请在凭证列表里选中原凭证，点“冲销”。",
            Self::ReversalOfReversal { .. } | Self::AlreadyReversed { .. } => {
                "请直接记一笔正确的凭证。"
            }
            Self::ReversalBeforeOriginal { .. } => "冲销日期请写今天，或原凭证之后的日期。",
        }
    }

    /// The field to look at.
    pub const fn field(&self) -> VoucherField {
        match self {
            Self::Future { .. }
            | Self::MonthClosed { .. }
            | Self::ReversalBeforeOriginal { .. } => VoucherField::Date,
            Self::NumberTaken { .. } | Self::NumberGap { .. } => VoucherField::Number,
            Self::Text { field, .. } => *field,
            Self::NoSummary => VoucherField::Summary,
            Self::TooFewEntries(_) | Self::UnknownAccount(_) | Self::SameAccount(_) => {
                VoucherField::Account
            }
            Self::ZeroAmount(_)
            | Self::NegativeAmount { .. }
            | Self::TooLarge(_)
            | Self::Unbalanced { .. }
            | Self::NothingToReverse
            | Self::ReversalOfReversal { .. }
            | Self::AlreadyReversed { .. }
            | Self::NotAMirror => VoucherField::Amount,
        }
    }
}

impl VoucherField {
    /// The field as shown above its column.
    pub const fn label(self) -> &'static str {
        match self {
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

impl Settlement {
    /// Every way of settlement, in the order they are offered.
    pub const ALL: [Self; 6] =
        [Self::Transfer, Self::Card, Self::Cash, Self::Cheque, Self::Scan, Self::None];

    /// As printed.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Cash => "现金",
            Self::Transfer => "转账",
            Self::Card => "村务卡",
            Self::Cheque => "支票",
            Self::Scan => "扫码",
            Self::None => "不涉及",
        }
    }

    /// Whether the money moves through cash in hand (库存现金) rather than a bank account.
    pub const fn is_cash(self) -> bool {
        matches!(self, Self::Cash)
    }

    /// Reads what people write in a 结算方式 column; an empty cell names no settlement.
    pub fn find(written: &str) -> Option<Self> {
        let word: String = written.chars().filter(|c| !c.is_whitespace()).collect();
        match word.as_str() {
            "现金" | "付现" | "收现" | "现付" | "现收" => Some(Self::Cash),
            "转账" | "转帐" | "银行" | "银行转账" | "银行存款" | "网银" | "汇款" | "电汇"
            | "对公转账" | "代发" => Some(Self::Transfer),
            "村务卡" | "公务卡" | "刷卡" | "银行卡" | "村务卡支付" => {
                Some(Self::Card)
            }
            "支票" | "转账支票" => Some(Self::Cheque),
            "扫码" | "微信" | "支付宝" | "二维码" | "手机支付" | "扫码支付" | "线上支付" => {
                Some(Self::Scan)
            }
            "不涉及" | "无" => Some(Self::None),
            _ => None,
        }
    }
}

impl fmt::Display for VoucherNumber {
    /// `记-001`: village books use one kind of voucher (记账凭证).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("记-{:03}", self.0))
    }
}

impl VoucherNumber {
    /// Reads `记-001`, `记字第1号`, `001` or `1`.
    pub fn parse(written: &str) -> Option<Self> {
        let digits: String =
            written.chars().map(text::ascii_width).filter(char::is_ascii_digit).collect();
        let rest: String = written
            .chars()
            .map(text::ascii_width)
            .filter(|c| !c.is_ascii_digit() && !c.is_whitespace())
            .collect();
        let known = matches!(
            rest.as_str(),
            "" | "记-"
                | "记"
                | "记—"
                | "记－"
                | "记账-"
                | "记字第号"
                | "记第号"
                | "第号"
                | "记账字第号"
                | "号"
                | "记号"
                | "记字号"
                | "记-号"
        );
        let number = (known && digits.len() <= 6).then(|| digits.parse().ok()).flatten()?;
        (number > 0).then_some(Self(number))
    }
}

impl VoucherDraft {
    /// Checks the voucher against the book and gives it its number.
    ///
    /// # Errors
    /// The first [`VoucherRefusal`] in the order its variants are declared.
    pub fn check(
        mut self,
        id: VoucherId,
        context: PostingContext<'_>,
    ) -> Result<Voucher, VoucherRefusal> {
        let month = Month::of(self.date);
        if self.date > context.today {
            return Err(VoucherRefusal::Future { date: self.date, today: context.today });
        }
        if context.closed_through.is_some_and(|closed| month <= closed) {
            return Err(VoucherRefusal::MonthClosed { month });
        }
        let number = self.check_number(month, context.posted)?;
        self.clean()?;
        if self.summary.is_empty() {
            return Err(VoucherRefusal::NoSummary);
        }
        self.check_entries(context.chart)?;
        self.check_reversal(context.posted)?;
        self.number = Some(number);
        Ok(Voucher { id, number, draft: self })
    }

    fn check_number(
        &self,
        month: Month,
        posted: &[Voucher],
    ) -> Result<VoucherNumber, VoucherRefusal> {
        let expected = next_number(posted, month);
        let Some(number) = self.number else { return Ok(expected) };
        if number == expected {
            return Ok(number);
        }
        let taken = posted.iter().find(|other| other.month() == month && other.number == number);
        Err(match taken {
            Some(other) => {
                let summary = other.draft.summary.clone();
                VoucherRefusal::NumberTaken { month, number, summary }
            }
            None => VoucherRefusal::NumberGap { month, number, expected },
        })
    }

    fn clean(&mut self) -> Result<(), VoucherRefusal> {
        let fields = [
            (VoucherField::Summary, &mut self.summary),
            (VoucherField::Handler, &mut self.handler),
            (VoucherField::Witness, &mut self.witness),
            (VoucherField::Approver, &mut self.approver),
            (VoucherField::Note, &mut self.note),
        ];
        for (field, written) in fields {
            *written =
                text::clean_line(written).map_err(|fault| VoucherRefusal::Text { field, fault })?;
        }
        Ok(())
    }

    fn check_entries(&self, chart: &Chart) -> Result<(), VoucherRefusal> {
        if self.entries.len() < 2 {
            return Err(VoucherRefusal::TooFewEntries(self.entries.len()));
        }
        if let Some(entry) = self.entries.iter().find(|entry| !chart.contains(&entry.account)) {
            return Err(VoucherRefusal::UnknownAccount(entry.account.clone()));
        }
        if let Some(entry) = self.entries.iter().find(|entry| entry.amount.is_zero()) {
            return Err(VoucherRefusal::ZeroAmount(entry.account.clone()));
        }
        let negative = |entry: &&Entry| entry.amount.is_negative() && self.reverses.is_none();
        if let Some(entry) = self.entries.iter().find(negative) {
            return Err(VoucherRefusal::NegativeAmount {
                account: entry.account.clone(),
                amount: entry.amount,
            });
        }
        if let Some(entry) = self.entries.iter().find(|entry| entry.amount.abs() > Money::MAX) {
            return Err(VoucherRefusal::TooLarge(entry.account.clone()));
        }
        if let [first, second] = self.entries.as_slice()
            && first.account == second.account
            && first.side != second.side
            && first.amount == second.amount
        {
            return Err(VoucherRefusal::SameAccount(first.account.clone()));
        }
        let (debit, credit) = (self.total(Side::Debit), self.total(Side::Credit));
        if debit == credit { Ok(()) } else { Err(VoucherRefusal::Unbalanced { debit, credit }) }
    }

    fn check_reversal(&self, posted: &[Voucher]) -> Result<(), VoucherRefusal> {
        let Some(target) = self.reverses else { return Ok(()) };
        let original = posted
            .iter()
            .find(|voucher| voucher.id == target)
            .ok_or(VoucherRefusal::NothingToReverse)?;
        let (month, number) = (original.month(), original.number);
        if original.draft.reverses.is_some() {
            return Err(VoucherRefusal::ReversalOfReversal { month, number });
        }
        if posted.iter().any(|voucher| voucher.draft.reverses == Some(target)) {
            return Err(VoucherRefusal::AlreadyReversed { month, number });
        }
        if self.date < original.date() {
            return Err(VoucherRefusal::ReversalBeforeOriginal {
                date: self.date,
                original: original.date(),
            });
        }
        if self.entries == original.entries_in_red() {
            Ok(())
        } else {
            Err(VoucherRefusal::NotAMirror)
        }
    }

    /// The sum of one side.
    pub fn total(&self, side: Side) -> Money {
        self.entries.iter().filter(|entry| entry.side == side).map(|entry| entry.amount).sum()
    }
}

/// The next free number of a month: one more than the highest posted.
pub fn next_number(posted: &[Voucher], month: Month) -> VoucherNumber {
    let last = posted
        .iter()
        .filter(|voucher| voucher.month() == month)
        .map(|voucher| voucher.number.0)
        .max()
        .unwrap_or(0);
    VoucherNumber(last.saturating_add(1))
}

impl Voucher {
    /// A voucher read back from the file: it passes the same checks of its own lines again.
    /// The run of numbers is checked where the whole book is read.
    ///
    /// # Errors
    /// The first [`VoucherRefusal`] about its lines.
    pub fn from_stored(
        id: VoucherId,
        number: VoucherNumber,
        mut draft: VoucherDraft,
        chart: &Chart,
    ) -> Result<Self, VoucherRefusal> {
        if draft.summary.is_empty() {
            return Err(VoucherRefusal::NoSummary);
        }
        draft.check_entries(chart)?;
        draft.number = Some(number);
        Ok(Self { id, number, draft })
    }

    /// Its identity.
    pub const fn id(&self) -> VoucherId {
        self.id
    }

    /// Its number in its month.
    pub const fn number(&self) -> VoucherNumber {
        self.number
    }

    /// The day of the business.
    pub const fn date(&self) -> Date {
        self.draft.date
    }

    /// The month whose numbering it belongs to.
    pub fn month(&self) -> Month {
        Month::of(self.draft.date)
    }

    /// Everything that was written on it.
    pub const fn written(&self) -> &VoucherDraft {
        &self.draft
    }

    /// 摘要
    pub fn summary(&self) -> &str {
        &self.draft.summary
    }

    /// Its lines.
    pub fn entries(&self) -> &[Entry] {
        &self.draft.entries
    }

    /// Whether it reverses another voucher.
    pub const fn is_reversal(&self) -> bool {
        self.draft.reverses.is_some()
    }

    /// The voucher that takes this one back, dated `date`: the same lines in red (红字冲销).
    pub fn reversal(&self, date: Date) -> VoucherDraft {
        VoucherDraft {
            date,
            number: None,
            summary: format!("冲销{}{}：{}", self.month().label(), self.number, self.draft.summary)
                .chars()
                .take(text::FIELD_CHARS_MAX)
                .collect(),
            entries: self.entries_in_red(),
            papers: 0,
            note: String::new(),
            reverses: Some(self.id),
            ..self.draft.clone()
        }
    }

    fn entries_in_red(&self) -> Vec<Entry> {
        self.draft
            .entries
            .iter()
            .map(|entry| Entry { amount: -entry.amount, ..entry.clone() })
            .collect()
    }
}
