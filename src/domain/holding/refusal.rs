//! Why an entry of a register, or its tie to a voucher, is refused, and which field to look at.

use super::quantity::Quantity;
use super::{HoldingKind, TieRole};
use crate::domain::account::{AccountCode, Side};
use crate::domain::money::Money;
use crate::domain::period::{Date, Month};
use crate::domain::text::TextFault;
use crate::domain::voucher::{VoucherNumber, VoucherRefusal};

/// A field of an entry of a register (台账栏目).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HoldingField {
    /// 名称
    Name,
    /// 类别
    Category,
    /// 数量
    Quantity,
    /// 单位
    Unit,
    /// 地点
    Place,
    /// 保管人
    Keeper,
    /// 取得日期
    AcquiredOn,
    /// 原值
    Cost,
    /// 残值
    Salvage,
    /// 使用月数
    Life,
    /// 建账前已提折旧
    DepreciatedBefore,
    /// 折旧记入
    Expense,
    /// 状态
    Use,
    /// 科目
    Account,
    /// 面积（亩）
    Area,
    /// 已发包面积（亩）
    Contracted,
    /// 合同编号
    Number,
    /// 对方
    Party,
    /// 标的
    Thing,
    /// 签订日期
    SignedOn,
    /// 起始日期
    StartsOn,
    /// 终止日期
    EndsOn,
    /// 首次应交日期
    FirstDueOn,
    /// 每期金额
    Amount,
    /// 交款方式
    Schedule,
    /// 建账前已收
    ReceivedBefore,
    /// 债权或债务
    Direction,
    /// 事由
    Purpose,
    /// 形成日期
    IncurredOn,
    /// 本金
    Principal,
    /// 年利率
    Rate,
    /// 约定归还日期
    DueOn,
    /// 建账前已还
    SettledBefore,
    /// 预算
    Budget,
    /// 资金来源
    Funding,
    /// 决策日期
    DecidedOn,
    /// 招标方式
    Bidding,
    /// 承建方
    Contractor,
    /// 合同价
    Price,
    /// 建账前已付
    PaidBefore,
    /// 验收日期
    AcceptedOn,
    /// 决算
    FinalCost,
    /// 处置日期
    DisposedOn,
    /// 处置收入
    Proceeds,
    /// 备注
    Note,
}

impl HoldingField {
    /// As above the field.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Name => "名称",
            Self::Category => "类别",
            Self::Quantity => "数量",
            Self::Unit => "单位",
            Self::Place => "地点",
            Self::Keeper => "保管人",
            Self::AcquiredOn => "取得日期",
            Self::Cost => "原值",
            Self::Salvage => "残值",
            Self::Life => "使用月数",
            Self::DepreciatedBefore => "建账前已提折旧",
            Self::Expense => "折旧记入",
            Self::Use => "状态",
            Self::Account => "科目",
            Self::Area => "面积（亩）",
            Self::Contracted => "已发包面积（亩）",
            Self::Number => "合同编号",
            Self::Party => "对方",
            Self::Thing => "标的",
            Self::SignedOn => "签订日期",
            Self::StartsOn => "起始日期",
            Self::EndsOn => "终止日期",
            Self::FirstDueOn => "首次应交日期",
            Self::Amount => "每期金额",
            Self::Schedule => "交款方式",
            Self::ReceivedBefore => "建账前已收",
            Self::Direction => "债权或债务",
            Self::Purpose => "事由",
            Self::IncurredOn => "形成日期",
            Self::Principal => "本金",
            Self::Rate => "年利率（%）",
            Self::DueOn => "约定归还日期",
            Self::SettledBefore => "建账前已还",
            Self::Budget => "预算",
            Self::Funding => "资金来源",
            Self::DecidedOn => "决策日期",
            Self::Bidding => "招标方式",
            Self::Contractor => "承建方",
            Self::Price => "合同价",
            Self::PaidBefore => "建账前已付",
            Self::AcceptedOn => "验收日期",
            Self::FinalCost => "决算",
            Self::DisposedOn => "处置日期",
            Self::Proceeds => "处置收入",
            Self::Note => "备注",
        }
    }
}

/// Why a register is not changed, in order of precedence within each act.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HoldingRefusal {
    /// The entry is not in the registers of this village.
    #[error("本村的台账里没有这一项")]
    NotFound,
    /// An entry cannot turn into one of another register.
    #[error("这一项是{was}，不能改成{new}", was = .was.label(), new = .new.label())]
    KindChanged {
        /// What it is.
        was: HoldingKind,
        /// What it should become.
        new: HoldingKind,
    },
    /// A text holds what cannot be kept.
    #[error("{field}里{fault}", field = .field.label())]
    Text {
        /// The field.
        field: HoldingField,
        /// What is wrong with it.
        fault: TextFault,
    },
    /// Nothing was written.
    #[error("{field}没有填", field = .0.label())]
    Missing(HoldingField),
    /// A day that no book knows.
    #[error("{field} {date} 太早或太晚", field = .field.label())]
    FarAway {
        /// The field.
        field: HoldingField,
        /// The day written.
        date: Date,
    },
    /// A day after today.
    #[error("{field} {date} 还没到（今天是 {today}）", field = .field.label())]
    Future {
        /// The field.
        field: HoldingField,
        /// The day written.
        date: Date,
        /// The day it is.
        today: Date,
    },
    /// Two days in the wrong order.
    #[error("{field} {date} 早于{than} {limit}", field = .field.label(), than = .than.label())]
    Before {
        /// The field.
        field: HoldingField,
        /// The day written.
        date: Date,
        /// The field it may not come before.
        than: HoldingField,
        /// What stands there.
        limit: Date,
    },
    /// An amount below zero, or of zero where there must be one.
    #[error("{field}是 {amount}，要大于 0", field = .field.label(), amount = .amount.grouped())]
    NotPositive {
        /// The field.
        field: HoldingField,
        /// The amount written.
        amount: Money,
    },
    /// An amount below zero.
    #[error("{field}是 {amount}，不能是负数", field = .field.label(), amount = .amount.grouped())]
    Negative {
        /// The field.
        field: HoldingField,
        /// The amount written.
        amount: Money,
    },
    /// An amount above [`Money::MAX`], or a quantity above its limit.
    #[error("{field}太大", field = .0.label())]
    TooLarge(HoldingField),
    /// A quantity of zero.
    #[error("{field}是 0，要大于 0", field = .0.label())]
    NoQuantity(HoldingField),
    /// An account that is not in the chart.
    #[error("{field}：没有编号为 {account} 的科目", field = .field.label())]
    UnknownAccount {
        /// The field.
        field: HoldingField,
        /// The account written.
        account: AccountCode,
    },
    /// An account of another register.
    #[error("{field}不能用 {account}，应是 {allowed}", field = .field.label())]
    WrongAccount {
        /// The field.
        field: HoldingField,
        /// The account written.
        account: AccountCode,
        /// The accounts that go.
        allowed: String,
    },
    /// No useful life, or one beyond all reason.
    #[error("使用月数是 {0}，要在 1 到 1200 之间")]
    BadLife(u32),
    /// More would be left than it cost.
    #[error(
        "残值 {salvage} 高于原值 {cost}",
        salvage = .salvage.grouped(),
        cost = .cost.grouped()
    )]
    SalvageAboveCost {
        /// What shall be left.
        salvage: Money,
        /// What it cost.
        cost: Money,
    },
    /// More is contracted out than there is.
    #[error("已发包面积 {contracted} 亩，多于面积 {area} 亩")]
    ContractedAboveArea {
        /// What is contracted out.
        contracted: Quantity,
        /// What there is.
        area: Quantity,
    },
    /// A rate above one hundred percent.
    #[error("年利率 {}.{:02}% 太高", .0 / 100, .0 % 100)]
    RateTooHigh(u32),
    /// The contract number is in use.
    #[error("合同编号 {number} 已经用在与{party}的合同上")]
    NumberTaken {
        /// The number.
        number: String,
        /// The other party of the contract that has it.
        party: String,
    },
    /// A sum of tied vouchers above what the entry allows.
    #[error(
        "{what}合计 {sum}，超过{limit_of} {limit}，多出 {excess}",
        sum = .sum.grouped(),
        limit = .limit.grouped(),
        excess = .sum.minus(*.limit).grouped()
    )]
    SumAbove {
        /// What is summed.
        what: &'static str,
        /// The sum.
        sum: Money,
        /// What limits it.
        limit_of: &'static str,
        /// The limit.
        limit: Money,
    },
    /// The voucher is not in this book.
    #[error("要登记的凭证不在本村的账里")]
    NoVoucher,
    /// The entry has no such role for a voucher.
    #[error("{kind}台账不登记“{role}”", kind = .kind.label(), role = .role.label())]
    WrongRole {
        /// The register.
        kind: HoldingKind,
        /// The role.
        role: TieRole,
    },
    /// A reversal undoes ties by itself.
    #[error("{month} {number} 是冲销凭证，不用登记", month = .month.label())]
    TieOfReversal {
        /// Its month.
        month: Month,
        /// Its number.
        number: VoucherNumber,
    },
    /// The voucher was reversed.
    #[error("{month} {number} 已经冲销，不能再登记", month = .month.label())]
    TieOfReversed {
        /// Its month.
        month: Month,
        /// Its number.
        number: VoucherNumber,
    },
    /// The voucher is tied to the entry in that role already.
    #[error("{month} {number} 已经登记为这一项的“{role}”", month = .month.label(), role = .role.label())]
    TiedTwice {
        /// Its month.
        month: Month,
        /// Its number.
        number: VoucherNumber,
        /// The role.
        role: TieRole,
    },
    /// There is no such tie.
    #[error("这一项没有登记过这张凭证")]
    NotTied,
    /// An amount of zero or below.
    #[error("登记的金额是 {amount}，要大于 0", amount = .0.grouped())]
    TieNotPositive(Money),
    /// More than the voucher moves.
    #[error(
        "{month} {number} 在{account}{side}方只有 {moved}，登记了 {asked}",
        month = .month.label(),
        side = .side.label(),
        moved = .moved.grouped(),
        asked = .asked.grouped()
    )]
    TieTooMuch {
        /// Its month.
        month: Month,
        /// Its number.
        number: VoucherNumber,
        /// The account.
        account: String,
        /// The side.
        side: Side,
        /// What the voucher moves there.
        moved: Money,
        /// What is tied of it, with this tie.
        asked: Money,
    },
    /// An entry that moved is kept.
    #[error("这一项登记了 {0} 张凭证，不能删除")]
    HasTies(usize),
    /// A contract is about it.
    #[error("合同 {0} 的标的是这一项，不能删除")]
    InContract(String),
    /// Depreciation is tied by its own voucher.
    #[error("计提折旧凭证由程序登记，不能自己登记或解除")]
    DepreciationStays,
    /// The month was depreciated before.
    #[error("{month}的折旧已经计提（凭证 {number}）", month = .month.label())]
    DepreciatedTwice {
        /// The month.
        month: Month,
        /// The voucher.
        number: VoucherNumber,
    },
    /// The month has not begun.
    #[error("{month}还没到（今天是 {today}），不能计提折旧", month = .month.label())]
    MonthAhead {
        /// The month.
        month: Month,
        /// The day it is.
        today: Date,
    },
    /// Nothing depreciates in that month.
    #[error("{month}没有要计提折旧的资产", month = .0.label())]
    NothingToDepreciate(Month),
    /// Only fixed assets go through 固定资产清理.
    #[error("这一项是{kind}，不是固定资产", kind = .0.label())]
    NotAnAsset(HoldingKind),
    /// It is gone already.
    #[error("{name}已于 {on} 处置")]
    AlreadyDisposed {
        /// The asset.
        name: String,
        /// The day.
        on: Date,
    },
    /// The month of disposal depreciates as well.
    #[error("{name} {month}的折旧还没有计提", month = .month.label())]
    DepreciationMissing {
        /// The asset.
        name: String,
        /// The month.
        month: Month,
    },
    /// Later months were depreciated.
    #[error("{name}的折旧已经计提到{last}，不能在 {on} 处置", last = .last.label())]
    DepreciatedLater {
        /// The asset.
        name: String,
        /// The last month depreciated.
        last: Month,
        /// The day of disposal.
        on: Date,
    },
    /// The depreciation of an asset went with its disposal.
    #[error("{0}已经处置，它的折旧已随处置转出，不能冲销计提折旧的凭证")]
    GoneSince(String),
    /// The voucher of the act cannot be posted.
    #[error(transparent)]
    Voucher(#[from] VoucherRefusal),
}

impl HoldingRefusal {
    /// The next step.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::NotFound => "请在三资台账里重新选一项。",
            Self::KindChanged { .. } => "请在对应的台账里新登记一项。",
            Self::Text { fault, .. } => fault.hint(),
            Self::Missing(_) => "请填上再保存。",
            Self::FarAway { .. } => "请核对年份。",
            Self::Future { .. } => "请核对日期。",
            Self::Before { .. } => "请核对这两个日期。",
            Self::NotPositive { .. }
            | Self::Negative { .. }
            | Self::TooLarge(_)
            | Self::NoQuantity(_) => "请核对数字，看小数点是不是打漏了。",
            Self::UnknownAccount { .. } => "请选科目表里的科目，或先增设明细科目。",
            Self::WrongAccount { .. } => "请换用对应的科目。",
            Self::BadLife(_) => "请按月填写，如 10 年填 120。",
            Self::SalvageAboveCost { .. } => "请核对原值和残值。",
            Self::ContractedAboveArea { .. } => "请核对面积，或减少已发包面积。",
            Self::RateTooHigh(_) => "请按百分数填写，如 4.35。",
            Self::NumberTaken { .. } => "请核对是不是重复登记，或换一个编号。",
            Self::SumAbove { .. } => "请核对金额，或先改台账里的数字。",
            Self::NoVoucher => "请在凭证里选一张。",
            Self::WrongRole { .. } => "请选这本台账有的登记用途。",
            Self::TieOfReversal { .. } => "原凭证的登记会随冲销自动冲回。",
            Self::TieOfReversed { .. } => "请登记更正以后的那张凭证。",
            Self::TiedTwice { .. } => "金额不对请先解除登记，再重新登记。",
            Self::NotTied => "请刷新后再看。",
            Self::TieNotPositive(_) => "请填大于 0 的金额。",
            Self::TieTooMuch { .. } => "请减少登记的金额，或核对凭证的科目。",
            Self::HasTies(_) => "请先解除登记；用完的资产请做处置。",
            Self::InContract(_) => "请先把合同的标的改掉。",
            Self::DepreciationStays => "计提错了请冲销那张凭证，再重新计提。",
            Self::DepreciatedTwice { .. } => "要重新计提，请先冲销那张凭证。",
            Self::MonthAhead { .. } => "请到了那个月再计提。",
            Self::NothingToDepreciate(_) => "请核对取得日期、使用月数和已提折旧。",
            Self::NotAnAsset(_) => "请自己记一张凭证，再登记到台账。",
            Self::AlreadyDisposed { .. } => "处置错了请冲销那张凭证。",
            Self::DepreciationMissing { .. } => {
                "当月减少的固定资产当月照提折旧，请先计提这个月的折旧再处置。"
            }
            Self::GoneSince(_) => "请先冲销处置它的凭证，再冲销这一张。",
            Self::DepreciatedLater { .. } => "请核对处置日期，或先冲销后面几个月的折旧。",
            Self::Voucher(refusal) => refusal.hint(),
        }
    }

    /// The field to look at, where there is one.
    pub const fn field(&self) -> Option<HoldingField> {
        match self {
            Self::Text { field, .. }
            | Self::Missing(field)
            | Self::FarAway { field, .. }
            | Self::Future { field, .. }
            | Self::Before { field, .. }
            | Self::NotPositive { field, .. }
            | Self::Negative { field, .. }
            | Self::TooLarge(field)
            | Self::NoQuantity(field)
            | Self::UnknownAccount { field, .. }
            | Self::WrongAccount { field, .. } => Some(*field),
            Self::BadLife(_) => Some(HoldingField::Life),
            Self::SalvageAboveCost { .. } => Some(HoldingField::Salvage),
            Self::ContractedAboveArea { .. } => Some(HoldingField::Contracted),
            Self::RateTooHigh(_) => Some(HoldingField::Rate),
            Self::NumberTaken { .. } => Some(HoldingField::Number),
            Self::NotFound
            | Self::KindChanged { .. }
            | Self::SumAbove { .. }
            | Self::NoVoucher
            | Self::WrongRole { .. }
            | Self::TieOfReversal { .. }
            | Self::TieOfReversed { .. }
            | Self::TiedTwice { .. }
            | Self::NotTied
            | Self::TieNotPositive(_)
            | Self::TieTooMuch { .. }
            | Self::HasTies(_)
            | Self::InContract(_)
            | Self::DepreciationStays
            | Self::DepreciatedTwice { .. }
            | Self::MonthAhead { .. }
            | Self::NothingToDepreciate(_)
            | Self::NotAnAsset(_)
            | Self::AlreadyDisposed { .. }
            | Self::DepreciationMissing { .. }
            | Self::DepreciatedLater { .. }
            | Self::GoneSince(_)
            | Self::Voucher(_) => None,
        }
    }
}
