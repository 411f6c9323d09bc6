//! What a person types into the entry form, and how it becomes a voucher. Nothing here draws.

mod parse;

use super::typed::{day_text, parse_account, parse_amount};
use crate::domain::account::{self, AccountCode, Chart, Side};
use crate::domain::entity::Entity;
use crate::domain::ledger::{Book, Funds};
use crate::domain::money::Money;
use crate::domain::period::{Date, Month};
use crate::domain::voucher::{Entry, Settlement, Voucher, VoucherDraft, VoucherField};

/// The four ways to write a voucher (记账方式).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// 支出: money out, against one account.
    #[default]
    Expense,
    /// 收入: money in, against one account.
    Income,
    /// 转账: between cash and bank.
    Transfer,
    /// 分录: any double entry.
    Journal,
}

impl Mode {
    /// All ways, in the order of their keys F2 to F5.
    pub const ALL: [Self; 4] = [Self::Expense, Self::Income, Self::Transfer, Self::Journal];

    /// As on its button, with its key.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Expense => "支出 F2",
            Self::Income => "收入 F3",
            Self::Transfer => "转账 F4",
            Self::Journal => "分录 F5",
        }
    }
}

/// A place of the form that can hold the caret and a fault (栏位).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Slot {
    /// 日期
    Date,
    /// 摘要
    Summary,
    /// 科目
    Account,
    /// 转出科目
    From,
    /// 转入科目
    To,
    /// 金额
    Amount,
    /// The account of a line, from 0.
    LineAccount(usize),
    /// The amount of a line, from 0.
    LineAmount(usize),
    /// 决议
    Resolution,
    /// 结算方式
    Settlement,
    /// 附件张数
    Papers,
    /// 经手人
    Handler,
    /// 证明人
    Witness,
    /// 审批人
    Approver,
    /// 备注
    Note,
}

/// What is wrong with which field, in the order of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldFaults(Vec<(Slot, String)>);

impl FieldFaults {
    /// One fault.
    pub fn one(slot: Slot, fault: impl Into<String>) -> Self {
        Self(vec![(slot, fault.into())])
    }

    /// The fault of a field.
    pub fn of(&self, slot: Slot) -> Option<&str> {
        self.0.iter().find(|(at, _)| *at == slot).map(|(_, fault)| fault.as_str())
    }

    /// The first field at fault.
    pub fn first(&self) -> Option<Slot> {
        self.0.first().map(|(slot, _)| *slot)
    }

    /// Forgets the fault of a field that is being written in.
    pub fn forget(&mut self, slot: Slot) {
        self.0.retain(|(at, _)| *at != slot);
    }

    /// Takes the value, or keeps what is wrong.
    fn keep<T>(&mut self, slot: Slot, parsed: Result<T, String>) -> Option<T> {
        parsed.map_err(|fault| self.0.push((slot, fault))).ok()
    }
}

/// One line of a double entry as typed (分录行).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineForm {
    /// 借 or 贷.
    pub side: Side,
    /// Code, name or both.
    pub account: String,
    /// An amount or a small sum.
    pub amount: String,
}

impl LineForm {
    /// An empty line.
    pub const fn new(side: Side) -> Self {
        Self { side, account: String::new(), amount: String::new() }
    }
}

/// The entry form as typed (记一笔).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoucherForm {
    /// Whose books it goes into.
    pub entity: Entity,
    /// Which fields are shown.
    pub mode: Mode,
    /// `31`, `10-31` or `2026-10-31`.
    pub date: String,
    /// 摘要
    pub summary: String,
    /// 科目 of income and expense.
    pub account: String,
    /// 转出科目
    pub from: String,
    /// 转入科目
    pub to: String,
    /// An amount or a small sum.
    pub amount: String,
    /// The lines of a double entry.
    pub lines: Vec<LineForm>,
    /// 结算方式
    pub settlement: Settlement,
    /// The bank account that the money moves through, where it is not 102 itself.
    pub bank: Option<AccountCode>,
    /// 附件张数
    pub papers: String,
    /// 经手人
    pub handler: String,
    /// 证明人
    pub witness: String,
    /// 审批人
    pub approver: String,
    /// 备注
    pub note: String,
    /// 决议: the number of the resolution that the expense rests on; it goes into the note.
    pub resolution: String,
    /// Whether the resolution is asked for.
    pub asks_resolution: bool,
}

impl Default for VoucherForm {
    fn default() -> Self {
        Self {
            entity: Entity::default(),
            mode: Mode::default(),
            date: String::new(),
            summary: String::new(),
            account: String::new(),
            from: "102 银行存款".to_owned(),
            to: "101 库存现金".to_owned(),
            amount: String::new(),
            lines: vec![LineForm::new(Side::Debit), LineForm::new(Side::Credit)],
            settlement: Settlement::Transfer,
            bank: None,
            papers: String::new(),
            handler: String::new(),
            witness: String::new(),
            approver: String::new(),
            note: String::new(),
            resolution: String::new(),
            asks_resolution: false,
        }
    }
}

impl VoucherForm {
    /// An empty form with the persons of the last voucher and the last day used in `month`.
    pub fn fresh(vouchers: &[Voucher], month: Month, today: Date) -> Self {
        let mut form =
            Self { date: day_text(default_day(vouchers, month, today)), ..Self::default() };
        if let Some(last) = vouchers.last() {
            form.take_persons(last.written());
        }
        form
    }

    /// Whether nothing of the business itself was typed yet.
    pub fn is_untouched(&self) -> bool {
        self.summary.is_empty()
            && self.account.is_empty()
            && self.amount.is_empty()
            && self.lines.iter().all(|line| line.account.is_empty() && line.amount.is_empty())
    }

    /// Ready for the next voucher: date, persons and way of writing stay.
    pub fn clear(&mut self) {
        let Self { entity, mode, date, handler, witness, approver, settlement, .. } =
            std::mem::take(self);
        *self =
            Self { entity, mode, date, settlement, handler, witness, approver, ..Self::default() };
    }

    /// The voucher that a line of the bank would get, with the persons of the last voucher.
    pub fn of_line(
        draft: &VoucherDraft,
        (account, incoming): (&AccountCode, bool),
        book: &Book,
    ) -> Self {
        let other = draft.entries.iter().find(|entry| entry.account != *account);
        let (title, cash) = (book.chart.title(account), Self::default().to);
        let (from, to) = if incoming { (cash, title) } else { (title, cash) };
        let moves_funds = other.is_some_and(|entry| entry.account.is_fund());
        let mode = match incoming {
            _ if moves_funds => Mode::Transfer,
            true => Mode::Income,
            false => Mode::Expense,
        };
        let amount = draft.entries.first().map(|entry| plain_amount(entry.amount.abs()));
        let mut form = Self {
            mode,
            date: draft.date.to_string(),
            summary: draft.summary.clone(),
            from,
            to,
            amount: amount.unwrap_or_default(),
            papers: draft.papers.to_string(),
            bank: (account.as_str() != account::BANK).then(|| account.clone()),
            ..Self::default()
        };
        match other {
            Some(entry) if moves_funds && incoming => form.from = book.chart.title(&entry.account),
            Some(entry) if moves_funds => form.to = book.chart.title(&entry.account),
            Some(entry) => form.account = book.chart.title(&entry.account),
            None => {}
        }
        if let Some(last) = book.vouchers.last() {
            form.take_persons(last.written());
        }
        form
    }

    /// The fund account that the settlement moves.
    fn fund(&self) -> Option<AccountCode> {
        let bank = self.bank.clone().filter(|_| !self.settlement.is_cash());
        bank.or_else(|| AccountCode::new(fund_of(self.settlement)))
    }

    /// The same again, under the date that stands in the form.
    pub fn copy(&mut self, written: &VoucherDraft, chart: &Chart) {
        self.entity = written.entity;
        self.summary.clone_from(&written.summary);
        self.note.clone_from(&written.note);
        self.resolution.clear();
        self.papers = if written.papers == 0 { String::new() } else { written.papers.to_string() };
        self.settlement = written.settlement;
        self.take_persons(written);
        self.copy_entries(&written.entries, chart);
    }

    /// What an earlier voucher went with, where nothing else was written: its accounts, how it
    /// was paid, who signed. The amount is left to be typed.
    pub fn fill_like(&mut self, written: &VoucherDraft, chart: &Chart, chose_settlement: bool) {
        let mut like = Self::default();
        like.copy(written, chart);
        let is_open = self.mode != Mode::Journal && self.account.trim().is_empty();
        if is_open && like.mode != Mode::Journal {
            self.mode = like.mode;
            self.account = like.account;
            if like.mode == Mode::Transfer {
                (self.from, self.to) = (like.from, like.to);
            }
            if !chose_settlement && written.settlement != Settlement::None {
                self.settlement = written.settlement;
            }
        }
        for (own, earlier) in [
            (&mut self.handler, like.handler),
            (&mut self.witness, like.witness),
            (&mut self.approver, like.approver),
        ] {
            if own.trim().is_empty() {
                *own = earlier;
            }
        }
    }

    fn take_persons(&mut self, written: &VoucherDraft) {
        self.handler.clone_from(&written.handler);
        self.witness.clone_from(&written.witness);
        self.approver.clone_from(&written.approver);
    }

    fn copy_entries(&mut self, entries: &[Entry], chart: &Chart) {
        let plain =
            |code: &AccountCode| code.as_str() == account::CASH || code.as_str() == account::BANK;
        let pair = match entries {
            [a, b] if a.side == Side::Debit && b.side == Side::Credit => Some((a, b)),
            [a, b] if a.side == Side::Credit && b.side == Side::Debit => Some((b, a)),
            _ => None,
        };
        self.amount =
            entries.first().map_or_else(String::new, |entry| plain_amount(entry.amount.abs()));
        match pair {
            Some((debit, credit)) if debit.account.is_fund() && credit.account.is_fund() => {
                self.mode = Mode::Transfer;
                self.to = chart.title(&debit.account);
                self.from = chart.title(&credit.account);
            }
            Some((debit, credit)) if plain(&credit.account) && !debit.account.is_fund() => {
                self.mode = Mode::Expense;
                self.account = chart.title(&debit.account);
            }
            Some((debit, credit)) if plain(&debit.account) && !credit.account.is_fund() => {
                self.mode = Mode::Income;
                self.account = chart.title(&credit.account);
            }
            _ => {
                self.mode = Mode::Journal;
                self.amount.clear();
                let line = |entry: &Entry| LineForm {
                    side: entry.side,
                    account: chart.title(&entry.account),
                    amount: plain_amount(entry.amount.abs()),
                };
                self.lines = entries.iter().map(line).collect();
            }
        }
    }

    /// The fields in the order that Enter walks them.
    pub fn walk(&self) -> Vec<Slot> {
        let mut slots = vec![Slot::Date, Slot::Summary];
        match self.mode {
            Mode::Expense | Mode::Income => slots.extend([Slot::Account, Slot::Amount]),
            Mode::Transfer => slots.extend([Slot::From, Slot::To, Slot::Amount]),
            Mode::Journal => {
                let lines = 0..self.lines.len();
                slots.extend(lines.flat_map(|at| [Slot::LineAccount(at), Slot::LineAmount(at)]));
            }
        }
        slots.extend(self.asks_resolution.then_some(Slot::Resolution));
        slots.extend([
            Slot::Settlement,
            Slot::Papers,
            Slot::Handler,
            Slot::Witness,
            Slot::Approver,
            Slot::Note,
        ]);
        slots
    }

    /// The text of a field; `None` for the choice of settlement.
    pub fn text_mut(&mut self, slot: Slot) -> Option<&mut String> {
        match slot {
            Slot::Date => Some(&mut self.date),
            Slot::Summary => Some(&mut self.summary),
            Slot::Account => Some(&mut self.account),
            Slot::From => Some(&mut self.from),
            Slot::To => Some(&mut self.to),
            Slot::Amount => Some(&mut self.amount),
            Slot::LineAccount(at) => self.lines.get_mut(at).map(|line| &mut line.account),
            Slot::LineAmount(at) => self.lines.get_mut(at).map(|line| &mut line.amount),
            Slot::Papers => Some(&mut self.papers),
            Slot::Handler => Some(&mut self.handler),
            Slot::Witness => Some(&mut self.witness),
            Slot::Approver => Some(&mut self.approver),
            Slot::Note => Some(&mut self.note),
            Slot::Resolution => Some(&mut self.resolution),
            Slot::Settlement => None,
        }
    }

    /// After the last amount of an unbalanced entry comes a line with the difference; gives the
    /// field to go on with.
    pub fn balance_after(&mut self, slot: Slot) -> Option<Slot> {
        let last = self.lines.len().checked_sub(1)?;
        let written = self.lines.last().is_some_and(|line| parse_amount(&line.amount).is_ok());
        if self.mode != Mode::Journal || slot != Slot::LineAmount(last) || !written {
            return None;
        }
        let (debit, credit) = self.line_totals();
        let difference = debit.minus(credit);
        if difference.is_zero() {
            return None;
        }
        let side = if difference.is_positive() { Side::Credit } else { Side::Debit };
        let amount = plain_amount(difference.abs());
        self.lines.push(LineForm { amount, ..LineForm::new(side) });
        Some(Slot::LineAccount(last + 1))
    }

    /// The sums of both sides, of what can be read so far.
    pub fn line_totals(&self) -> (Money, Money) {
        let sum = |side: Side| -> Money {
            let lines = self.lines.iter().filter(|line| line.side == side);
            lines.filter_map(|line| Money::parse_sum(&line.amount).ok()).sum()
        };
        (sum(Side::Debit), sum(Side::Credit))
    }

    /// What the voucher would do to cash and bank, of what can be read so far.
    pub fn fund_effect(&self, chart: &Chart) -> Funds {
        let mut effect = Funds::default();
        let mut add = |code: Option<&AccountCode>, amount: Money| {
            let Some(code) = code else { return };
            if code.is_cash() {
                effect.cash = effect.cash.plus(amount);
            } else if code.is_bank() {
                effect.bank = effect.bank.plus(amount);
            }
        };
        let amount = parse_amount(&self.amount).unwrap_or_default();
        let fund = self.fund();
        let named = |text: &str| parse_account(chart, text).ok();
        match self.mode {
            Mode::Expense => add(fund.as_ref(), -amount),
            Mode::Income => add(fund.as_ref(), amount),
            Mode::Transfer => {
                add(named(&self.from).as_ref(), -amount);
                add(named(&self.to).as_ref(), amount);
            }
            Mode::Journal => {
                for line in &self.lines {
                    let amount = parse_amount(&line.amount).unwrap_or_default();
                    let signed = if line.side == Side::Debit { amount } else { -amount };
                    add(named(&line.account).as_ref(), signed);
                }
            }
        }
        effect
    }

    /// The field of this form that a refusal of the books is about.
    pub fn slot_of(&self, field: VoucherField) -> Slot {
        match (field, self.mode) {
            (VoucherField::Books | VoucherField::Date | VoucherField::Number, _) => Slot::Date,
            (VoucherField::Summary, _) => Slot::Summary,
            (VoucherField::Account, Mode::Journal) => Slot::LineAccount(0),
            (VoucherField::Account, Mode::Transfer) => Slot::From,
            (VoucherField::Account, Mode::Expense | Mode::Income) => Slot::Account,
            (VoucherField::Amount, Mode::Journal) => Slot::LineAmount(0),
            (VoucherField::Amount, _) => Slot::Amount,
            (VoucherField::Settlement, _) => Slot::Settlement,
            (VoucherField::Handler, _) => Slot::Handler,
            (VoucherField::Witness, _) => Slot::Witness,
            (VoucherField::Approver, _) => Slot::Approver,
            (VoucherField::Papers, _) => Slot::Papers,
            (VoucherField::Note, _) => Slot::Note,
        }
    }
}

const fn fund_of(settlement: Settlement) -> &'static str {
    if settlement.is_cash() { account::CASH } else { account::BANK }
}

/// An amount as people type it, without separators; nothing for none.
pub(super) fn plain_amount(amount: Money) -> String {
    if amount.is_zero() { String::new() } else { amount.grouped().replace(',', "") }
}

/// The last day used in the month, else today where it lies in it, else its last day.
fn default_day(vouchers: &[Voucher], month: Month, today: Date) -> Date {
    let used = vouchers.iter().map(Voucher::date).filter(|date| month.contains(*date)).max();
    used.unwrap_or_else(|| if month.contains(today) { today } else { month.last_day() })
}
