//! 银行存款余额调节表: from the balance of the books and the balance of the bank to one figure.

use std::collections::BTreeSet;

use super::matching::{MatchedLines, Reconciliation};
use crate::domain::ids::{BankLineId, VoucherId};
use crate::domain::ledger::Book;
use crate::domain::listing::{
    ColumnKind, Link, Listing, ListingCell, ListingColumn, ListingRow, RowRole,
};
use crate::domain::money::Money;
use crate::domain::period::{self, Date};
use crate::domain::voucher::Voucher;

/// What lies between the bank and the books at the end of a day (余额调节).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adjustment {
    /// The day.
    pub date: Date,
    /// 企业银行存款账面余额
    pub books: Money,
    /// 银行对账单余额; `None` where no statement gives one.
    pub bank: Option<Money>,
    /// Lines that the books do not have yet: 银行已收（已付）企业未收（未付）.
    pub only_bank: Vec<AdjustmentItem>,
    /// Vouchers that the bank does not have yet: 企业已收（已付）银行未收（未付）.
    pub only_books: Vec<AdjustmentItem>,
    /// What bank and books were apart before the first line; zero in a sound start.
    pub start_difference: Money,
}

/// A line or a voucher that stands on one side only (未达账项).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdjustmentItem {
    /// Its day.
    pub date: Date,
    /// What it was.
    pub words: String,
    /// Positive: money in.
    pub amount: Money,
    /// The voucher, if it is one.
    pub voucher: Option<VoucherId>,
}

impl Adjustment {
    /// 调节后的企业账面余额
    pub fn books_adjusted(&self) -> Money {
        self.books.plus(sum(&self.only_bank))
    }

    /// 调节后的银行对账单余额
    pub fn bank_adjusted(&self) -> Option<Money> {
        self.bank.map(|bank| bank.plus(sum(&self.only_books)))
    }

    /// Books less bank, both adjusted: zero when the account is reconciled.
    pub fn difference(&self) -> Option<Money> {
        self.bank_adjusted().map(|bank| self.books_adjusted().minus(bank))
    }
}

fn sum(items: &[AdjustmentItem]) -> Money {
    items.iter().map(|item| item.amount).sum()
}

impl Reconciliation {
    /// The balance of the account in the books at the end of a day.
    pub fn books_balance(&self, book: &Book, date: Date) -> Money {
        let mine = |code: &str| code.starts_with(self.account.as_str());
        let balances = book.balances(date);
        balances.iter().filter(|(code, _)| mine(code.as_str())).map(|(_, amount)| *amount).sum()
    }

    /// The balance of the bank at the end of a day: that of the last line that shows one and what
    /// came after it, or the stated opening before the first line.
    pub fn bank_balance(&self, date: Date) -> Option<Money> {
        let until: Vec<_> = self.lines.iter().filter(|line| line.date <= date).collect();
        let shown = until.iter().rposition(|line| line.balance.is_some());
        let (start, after) = match shown {
            Some(at) => (until.get(at).and_then(|line| line.balance), at + 1),
            None => (self.opening(), 0),
        };
        let rest: Money = until.iter().skip(after).map(|line| line.amount).sum();
        start.map(|start| start.plus(rest))
    }

    /// The balance of the bank before the first line of all.
    fn opening(&self) -> Option<Money> {
        let first = self.statements.iter().min_by_key(|statement| statement.facts.first_on);
        first.and_then(|statement| statement.facts.opening)
    }

    /// What lies between bank and books at the end of a day.
    pub fn adjustment(&self, book: &Book, date: Date) -> Adjustment {
        let matched = self.matched(book, date);
        let settled = self.settled(&matched, book, date);
        let open = self.lines.iter().filter(|line| line.date <= date);
        let open = open.filter(|line| !settled.0.contains(&line.id));
        let only_bank = open.map(|line| {
            let words = [line.facts.counterparty.as_str(), line.facts.memo.as_str()];
            let words = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>();
            let (date, amount) = (line.date, line.amount);
            AdjustmentItem { date, words: words.join(" "), amount, voucher: None }
        });
        let starts_on = self.starts_on();
        let day_before = starts_on.and_then(|day| day.pred_opt());
        let start = day_before.map(|day| self.books_balance(book, day)).unwrap_or_default();
        let only_books = self.only_books(&matched, &settled.1, book, date);
        // what was settled before the first line but cleared by one of its lines is no difference
        let early: Money = book
            .vouchers
            .iter()
            .filter(|voucher| starts_on.is_some_and(|from| voucher.date() < from))
            .filter(|voucher| matched.vouchers.contains_key(&voucher.id()))
            .map(|voucher| self.moved(voucher))
            .sum();
        let start_difference =
            self.opening().map(|opening| start.minus(early).minus(opening)).unwrap_or_default();
        Adjustment {
            date,
            books: self.books_balance(book, date),
            bank: self.bank_balance(date),
            only_bank: only_bank.collect(),
            only_books,
            start_difference,
        }
    }

    /// The lines and vouchers whose whole group lies at or before a day: a part of it that the
    /// other side has not seen yet keeps all of it open.
    fn settled(
        &self,
        matched: &MatchedLines,
        book: &Book,
        date: Date,
    ) -> (BTreeSet<BankLineId>, BTreeSet<VoucherId>) {
        let lines: BTreeSet<BankLineId> =
            self.lines.iter().filter(|line| line.date <= date).map(|line| line.id).collect();
        let vouchers = book.vouchers.iter().filter(|voucher| voucher.date() <= date);
        let vouchers: BTreeSet<VoucherId> = vouchers.map(Voucher::id).collect();
        let mut settled = (BTreeSet::new(), BTreeSet::new());
        for of_line in matched.lines.values() {
            let of_group: BTreeSet<BankLineId> = of_line
                .iter()
                .filter_map(|id| matched.vouchers.get(id))
                .flatten()
                .copied()
                .collect();
            let in_time = of_line.iter().all(|id| vouchers.contains(id));
            if in_time && of_group.is_subset(&lines) {
                settled.0.extend(of_group);
                settled.1.extend(of_line.iter().copied());
            }
        }
        settled
    }

    fn only_books(
        &self,
        matched: &MatchedLines,
        settled: &BTreeSet<VoucherId>,
        book: &Book,
        date: Date,
    ) -> Vec<AdjustmentItem> {
        let reversed = Self::reversed(book, date);
        let from = self.starts_on();
        // before the first statement only what a later line clears is known to be open
        let counts = |voucher: &Voucher| {
            from.is_some_and(|from| voucher.date() >= from)
                || matched.vouchers.contains_key(&voucher.id())
        };
        let mut items: Vec<AdjustmentItem> = Vec::new();
        for voucher in book.vouchers.iter().filter(|voucher| voucher.date() <= date) {
            let amount = self.moved(voucher);
            let id = voucher.id();
            let open = counts(voucher) && !settled.contains(&id) && !reversed.contains(&id);
            if open && !amount.is_zero() {
                let words = format!(
                    "{} {} {}",
                    voucher.month().label(),
                    voucher.number(),
                    voucher.summary()
                );
                let (date, voucher) = (voucher.date(), Some(id));
                items.push(AdjustmentItem { date, words, amount, voucher });
            }
        }
        items.sort_by_key(|item| item.date);
        items
    }

    /// The table of a day, ready to be shown, printed and exported (银行存款余额调节表).
    pub fn adjustment_listing(&self, book: &Book, date: Date) -> Listing {
        let found = self.adjustment(book, date);
        let mut remarks = vec![format!("科目：{}", book.chart.title(&self.account))];
        let named = self.statements.iter().rev().map(|statement| &statement.facts);
        if let Some(facts) = named.into_iter().find(|facts| facts.number_tail.is_some()) {
            let tail = facts.number_tail.clone().unwrap_or_default();
            remarks.push(format!("账户：{} 尾号 {tail}", facts.bank.label()));
        }
        let mut rows = vec![figure("企业银行存款账面余额", Some(found.books))];
        section(&mut rows, "加：银行已收、企业未收", &found.only_bank, true);
        section(&mut rows, "减：银行已付、企业未付", &found.only_bank, false);
        rows.push(figure("调节后的账面余额", Some(found.books_adjusted())));
        rows.push(figure("银行对账单余额", found.bank));
        section(&mut rows, "加：企业已收、银行未收", &found.only_books, true);
        section(&mut rows, "减：企业已付、银行未付", &found.only_books, false);
        rows.push(figure("调节后的对账单余额", found.bank_adjusted()));
        if let Some(difference) = found.difference().filter(|difference| !difference.is_zero()) {
            let mut row = figure("差额（账面 − 对账单）", Some(difference));
            row.role = RowRole::Alarm;
            rows.push(row);
        }
        Listing {
            title: "银行存款余额调节表".to_owned(),
            subject: book.village.profile.full_name(),
            period: period::date_label(date),
            remarks,
            columns: vec![
                ListingColumn::new("项目", ColumnKind::Text),
                ListingColumn::new("日期", ColumnKind::Date),
                ListingColumn::new("金额", ColumnKind::Amount),
            ],
            rows,
            notes: self.notes(&found),
            signers: vec!["制表".to_owned(), "复核".to_owned()],
            ..Listing::default()
        }
    }

    fn notes(&self, found: &Adjustment) -> Vec<String> {
        let mut notes = Vec::new();
        match found.difference() {
            None => notes.push("对账单没有余额，调节后的余额无法核对。".to_owned()),
            Some(difference) if difference.is_zero() => {
                notes.push("调节后的余额相符。".to_owned());
            }
            Some(difference) => {
                notes.push(format!("调节后的余额不符，相差 {}。", difference.abs().grouped()));
            }
        }
        if let Some(from) = self.starts_on() {
            let first = period::date_label(from);
            notes.push(format!("对账单从 {first} 开始，此前没有对上流水的凭证视为已对清。"));
        }
        if !found.start_difference.is_zero() {
            notes.push(format!(
                "开始对账以前，账面比银行{} {}，请查明。",
                if found.start_difference.is_positive() { "多" } else { "少" },
                found.start_difference.abs().grouped()
            ));
        }
        let last = self.statements.iter().map(|statement| statement.facts.last_on).max();
        if let Some(last) = last.filter(|last| *last < found.date) {
            let last = period::date_label(last);
            notes.push(format!("对账单只到 {last}，以后的流水还没有导入。"));
        }
        notes
    }
}

fn figure(title: &str, amount: Option<Money>) -> ListingRow {
    let amount = amount.map_or(ListingCell::Blank, ListingCell::Amount);
    ListingRow::sum(vec![ListingCell::text(title), ListingCell::Blank, amount])
}

/// A heading with its sum, and the items below it without their sign.
fn section(rows: &mut Vec<ListingRow>, title: &str, items: &[AdjustmentItem], incoming: bool) {
    let items = || items.iter().filter(|item| item.amount.is_positive() == incoming);
    let total: Money = items().map(|item| item.amount.abs()).sum();
    rows.push(ListingRow {
        cells: vec![ListingCell::text(title), ListingCell::Blank, ListingCell::Amount(total)],
        role: RowRole::Section,
        link: None,
    });
    rows.extend(items().map(|item| {
        let amount = ListingCell::Amount(item.amount.abs());
        let cells =
            vec![ListingCell::text(item.words.clone()), ListingCell::Date(item.date), amount];
        let row = ListingRow::entry(cells);
        match item.voucher {
            Some(voucher) => row.to(Link::Voucher(voucher)),
            None => row,
        }
    }));
}
