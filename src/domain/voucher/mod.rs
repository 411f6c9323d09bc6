//! Vouchers: double entry, checked once, then final.
//!
//! Invariant: a [`Voucher`] always balances. A mistake is answered by a [`Voucher::reversal`]
//! (红字冲销) and a right voucher, never by a change (会计法第十五条).

mod refusal;

use std::fmt;

use serde::{Deserialize, Serialize};

use super::account::{AccountCode, Chart, Side, Sides};
use super::entity::{Bookkeeping, ClosedMonths, Entity};
use super::ids::VoucherId;
use super::money::Money;
use super::period::{Date, Month};
use super::text;

pub use refusal::{VoucherField, VoucherRefusal};

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
    /// Whose books it goes into.
    pub entity: Entity,
    /// What it is for, where the program itself must know.
    pub kind: VoucherKind,
    /// The voucher that this one sets right, its reversal standing beside it (更正).
    pub corrects: Option<VoucherId>,
}

/// What a voucher is for, where the program itself must know (凭证用途).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum VoucherKind {
    /// Anything a person writes.
    #[default]
    Ordinary,
    /// Income and expense carried to 本年收益 and on to 收益分配 (年终结转).
    YearEnd,
    /// Surplus appropriated: 公积公益金, members (收益分配).
    Appropriation,
    /// Depreciation of a month (计提折旧).
    Depreciation,
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
    /// The sets of books the village keeps.
    pub bookkeeping: Bookkeeping,
    /// The last months closed by publication.
    pub closed: ClosedMonths,
    /// The last year that was ended, if any.
    pub ended_through: Option<i32>,
    /// The day of posting.
    pub today: Date,
}

impl VoucherKind {
    /// Every kind.
    pub const ALL: [Self; 4] =
        [Self::Ordinary, Self::YearEnd, Self::Appropriation, Self::Depreciation];

    /// The stable name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ordinary => "ordinary",
            Self::YearEnd => "year_end",
            Self::Appropriation => "appropriation",
            Self::Depreciation => "depreciation",
        }
    }

    /// Whether it belongs to the end of a year: it moves no money, so it may go into a month
    /// that is closed.
    pub const fn is_closing(self) -> bool {
        match self {
            Self::YearEnd | Self::Appropriation => true,
            Self::Ordinary | Self::Depreciation => false,
        }
    }

    /// As shown.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Ordinary => "日常",
            Self::YearEnd => "年终结转",
            Self::Appropriation => "收益分配",
            Self::Depreciation => "计提折旧",
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
    /// A voucher that moves no money and that nobody pays: depreciation, the end of a year. It
    /// goes into the books of the whole village unless it is said otherwise.
    pub const fn without_money(date: Date, summary: String, entries: Vec<Entry>) -> Self {
        Self {
            date,
            number: None,
            summary,
            entries,
            settlement: Settlement::None,
            handler: String::new(),
            witness: String::new(),
            approver: String::new(),
            papers: 0,
            note: String::new(),
            reverses: None,
            entity: Entity::Village,
            kind: VoucherKind::Ordinary,
            corrects: None,
        }
    }

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
        context.bookkeeping.check(self.entity)?;
        if self.date > context.today {
            return Err(VoucherRefusal::Future { date: self.date, today: context.today });
        }
        let ended = context.ended_through.is_some_and(|ended| month.year() <= ended);
        if ended && self.kind != VoucherKind::Appropriation {
            return Err(VoucherRefusal::YearEnded { year: month.year() });
        }
        let closed = context.closed.through(self.entity).is_some_and(|closed| month <= closed);
        if closed && !self.kind.is_closing() {
            return Err(VoucherRefusal::MonthClosed { month });
        }
        let number = self.check_number(month, context.posted)?;
        self.clean()?;
        if self.summary.is_empty() {
            return Err(VoucherRefusal::NoSummary);
        }
        self.check_entries(context.chart)?;
        self.check_reversal(context.posted)?;
        self.check_correction(context.posted)?;
        self.number = Some(number);
        Ok(Voucher { id, number, draft: self })
    }

    fn check_number(
        &self,
        month: Month,
        posted: &[Voucher],
    ) -> Result<VoucherNumber, VoucherRefusal> {
        let expected = next_number(posted, self.entity, month);
        let Some(number) = self.number else { return Ok(expected) };
        if number == expected {
            return Ok(number);
        }
        let taken = posted.iter().find(|other| {
            other.entity() == self.entity && other.month() == month && other.number == number
        });
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
        let funds = |entry: &&Entry| entry.account.is_fund() && self.kind.is_closing();
        if let Some(entry) = self.entries.iter().find(funds) {
            return Err(VoucherRefusal::FundsInClosing(entry.account.clone()));
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
        let sides = Sides { debit: self.total(Side::Debit), credit: self.total(Side::Credit) };
        if sides.is_balanced() { Ok(()) } else { Err(VoucherRefusal::Unbalanced(sides)) }
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
        if original.draft.kind == VoucherKind::YearEnd {
            return Err(VoucherRefusal::YearEndStays { month, number });
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
        if self.entries == original.entries_in_red() && self.entity == original.entity() {
            Ok(())
        } else {
            Err(VoucherRefusal::NotAMirror)
        }
    }

    /// The voucher as it would be posted, without identity and number, for rules that look ahead;
    /// `None` while its lines do not stand.
    pub fn proposed(&self, chart: &Chart) -> Option<Voucher> {
        let id = VoucherId::new(uuid::Uuid::nil());
        Voucher::from_stored(id, VoucherNumber(0), self.clone(), chart).ok()
    }

    /// The right voucher follows the reversal of the wrong one, once.
    fn check_correction(&self, posted: &[Voucher]) -> Result<(), VoucherRefusal> {
        let Some(target) = self.corrects else { return Ok(()) };
        let reversed = posted.iter().any(|voucher| voucher.draft.reverses == Some(target));
        let corrected = posted.iter().any(|voucher| voucher.draft.corrects == Some(target));
        if reversed && !corrected { Ok(()) } else { Err(VoucherRefusal::NothingToCorrect) }
    }

    /// The sum of one side.
    pub fn total(&self, side: Side) -> Money {
        self.entries.iter().filter(|entry| entry.side == side).map(|entry| entry.amount).sum()
    }
}

/// The next free number of a month in the books of `entity`: one more than the highest posted.
pub fn next_number(posted: &[Voucher], entity: Entity, month: Month) -> VoucherNumber {
    let last = posted
        .iter()
        .filter(|voucher| voucher.entity() == entity && voucher.month() == month)
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

    /// Whose books it is in.
    pub const fn entity(&self) -> Entity {
        self.draft.entity
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
            corrects: None,
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
