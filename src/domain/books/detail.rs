//! 明细账 and 日记账: every entry of an account with its running balance.

use std::collections::BTreeMap;

use super::{LedgerSheet, LedgerView, number_of};
use crate::domain::account::{AccountCode, Side};
use crate::domain::listing::{
    Carried, ColumnKind, Link, Listing, ListingCell, ListingRow, RowRole, balance_side,
};
use crate::domain::money::Money;
use crate::domain::period::{Month, Period};
use crate::domain::voucher::{Entry, Voucher};

/// One entry of an account, with the voucher it stands in.
#[derive(Clone, Copy)]
struct Posting<'a> {
    voucher: &'a Voucher,
    entry: &'a Entry,
}

/// What is shown of one account.
#[derive(Default)]
pub(super) struct Account<'a> {
    /// The balance before the span, debit positive.
    pub(super) opening: Money,
    /// Debits and credits of the year before the span.
    pub(super) year_before: (Money, Money),
    postings: Vec<Posting<'a>>,
}

/// How the entries are set.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// 明细账: debit, credit, and the side the balance stands on.
    Detail,
    /// The same for an account with others below it, which are named.
    DetailWithSub,
    /// 日记账: received, paid, balance; with the sums of each day.
    Journal { daily: bool },
}

impl Style {
    fn columns(self) -> Vec<(&'static str, ColumnKind)> {
        use ColumnKind::{Amount, Date, Label, Text};
        let mut columns = vec![("日期", Date), ("凭证号", Label), ("摘要", Text)];
        match self {
            Self::Detail => columns.push(("对方科目", Label)),
            Self::DetailWithSub => columns.extend([("明细科目", Label), ("对方科目", Label)]),
            Self::Journal { .. } => columns.extend([("对方科目", Label), ("结算方式", Label)]),
        }
        match self {
            Self::Detail | Self::DetailWithSub => columns.extend([
                ("借方", Amount),
                ("贷方", Amount),
                ("方向", Label),
                ("余额", Amount),
            ]),
            Self::Journal { .. } => {
                columns.extend([("收入", Amount), ("支出", Amount), ("余额", Amount)]);
            }
        }
        columns
    }

    /// Cells between the summary and the amounts.
    const fn middle(self) -> usize {
        match self {
            Self::Detail => 1,
            Self::DetailWithSub | Self::Journal { .. } => 2,
        }
    }

    fn balance(self, balance: Money) -> Vec<ListingCell> {
        match self {
            Self::Journal { .. } => vec![ListingCell::Amount(balance)],
            Self::Detail | Self::DetailWithSub => balance_cells(balance).to_vec(),
        }
    }
}

/// The side a balance stands on, and how much: `借 100.00`, `平 0.00`.
pub(super) fn balance_cells(balance: Money) -> [ListingCell; 2] {
    [ListingCell::text(balance_side(balance)), ListingCell::Amount(balance.abs())]
}

/// The words before the first entry: `上年结转` in January, else `上期结转`.
pub(super) const fn brought_forward(first: Month) -> &'static str {
    if first.number() == 1 { "上年结转" } else { "上期结转" }
}

impl<'a> LedgerView<'a> {
    /// 明细账 of an account with all below it, or of every account that was posted to.
    pub(super) fn detail_ledger(&self, account: Option<&AccountCode>) -> Listing {
        let has_sub = account.is_some_and(|account| {
            self.book.chart.accounts().any(|other| other.code.parent().as_ref() == Some(account))
        });
        let style = if has_sub { Style::DetailWithSub } else { Style::Detail };
        self.entries(account, LedgerSheet::DetailLedger.label(), style)
    }

    /// 日记账 of a cash or bank account.
    pub(super) fn journal(&self, account: &AccountCode, title: &str, daily: bool) -> Listing {
        self.entries(Some(account), title, Style::Journal { daily })
    }

    fn entries(&self, account: Option<&AccountCode>, title: &str, style: Style) -> Listing {
        let mut listing = self.table(title, &style.columns());
        let names = self.names();
        let mut accounts = self.accounts(|code| match account {
            Some(root) => code.as_str().starts_with(root.as_str()).then_some(root),
            None => Some(code),
        });
        if let Some(root) = account {
            listing.remarks.push(format!("科目：{}", self.book.chart.title(root)));
            accounts.entry(root).or_default();
        }
        let setter = Setter { view: self, style, names: &names, mixed: self.is_mixed() };
        for (code, account_sums) in accounts {
            if account.is_none() {
                listing.rows.push(setter.section(&self.book.chart.title(code), code));
                listing.carried.push(None);
            }
            setter.account(&account_sums, &mut listing);
        }
        listing
    }

    /// The entries of each account, by day and number, in one pass; `key` says under which
    /// account an entry is shown.
    pub(super) fn accounts<'k>(
        &self,
        key: impl Fn(&'a AccountCode) -> Option<&'k AccountCode>,
    ) -> BTreeMap<&'k AccountCode, Account<'a>>
    where
        'a: 'k,
    {
        let mut accounts: BTreeMap<&'k AccountCode, Account<'a>> = BTreeMap::new();
        for (code, amount) in self.opening() {
            let Some(key) = key(code) else { continue };
            let account = accounts.entry(key).or_default();
            account.opening = account.opening.plus(amount);
        }
        let first = self.span.first_day();
        let january = Period::Year(self.span.first().year()).first_day();
        for voucher in self.vouchers() {
            let date = voucher.date();
            for entry in voucher.entries() {
                let Some(key) = key(&entry.account) else { continue };
                let account = accounts.entry(key).or_default();
                if date >= first {
                    account.postings.push(Posting { voucher, entry });
                    continue;
                }
                let (debit, credit) = sides_of(entry);
                account.opening = account.opening.plus(debit).minus(credit);
                if date >= january {
                    let (debits, credits) = account.year_before;
                    account.year_before = (debits.plus(debit), credits.plus(credit));
                }
            }
        }
        for account in accounts.values_mut() {
            let place = |posting: &Posting<'_>| {
                let voucher = posting.voucher;
                (voucher.date(), voucher.entity(), voucher.number())
            };
            account.postings.sort_by_key(place);
        }
        accounts
    }

    /// The full names of all accounts, made once.
    fn names(&self) -> BTreeMap<&'a AccountCode, String> {
        let chart = &self.book.chart;
        chart.accounts().map(|account| (&account.code, chart.full_name(&account.code))).collect()
    }
}

impl Account<'_> {
    /// Debits and credits of each month that has any, in order.
    pub(super) fn months(&self) -> Vec<(Month, (Money, Money))> {
        let mut months: Vec<(Month, (Money, Money))> = Vec::new();
        for posting in &self.postings {
            let month = posting.voucher.month();
            let (debit, credit) = sides_of(posting.entry);
            match months.last_mut() {
                Some((last, sums)) if *last == month => {
                    *sums = (sums.0.plus(debit), sums.1.plus(credit));
                }
                _ => months.push((month, (debit, credit))),
            }
        }
        months
    }
}

fn sides_of(entry: &Entry) -> (Money, Money) {
    match entry.side {
        Side::Debit => (entry.amount, Money::ZERO),
        Side::Credit => (Money::ZERO, entry.amount),
    }
}

/// Sets the rows of accounts one after the other.
struct Setter<'a, 'v> {
    view: &'v LedgerView<'a>,
    style: Style,
    names: &'v BTreeMap<&'a AccountCode, String>,
    mixed: bool,
}

/// Sums while the rows of an account are set.
struct Running {
    balance: Money,
    day: (Money, Money),
    month: (Money, Money),
    year: (Money, Money),
}

impl Setter<'_, '_> {
    fn section(&self, title: &str, code: &AccountCode) -> ListingRow {
        let cells = vec![ListingCell::Blank, ListingCell::Blank, ListingCell::text(title)];
        ListingRow { cells, role: RowRole::Section, link: Some(self.view.link(code)) }
    }

    fn account(&self, account: &Account<'_>, listing: &mut Listing) {
        let mut sums = Running {
            balance: account.opening,
            day: (Money::ZERO, Money::ZERO),
            month: (Money::ZERO, Money::ZERO),
            year: account.year_before,
        };
        let first = self.view.span.first();
        let mut push = |row: ListingRow, sums: &Running| {
            listing.rows.push(row);
            listing.carried.push(Some(Carried { sums: sums.month, balance: sums.balance }));
        };
        let opening = self.words(brought_forward(first), None, sums.balance);
        push(ListingRow { role: RowRole::Entry, ..opening }, &sums);
        let mut postings = account.postings.iter().peekable();
        while let Some(posting) = postings.next() {
            let (debit, credit) = sides_of(posting.entry);
            sums.balance = sums.balance.plus(debit).minus(credit);
            for sum in [&mut sums.day, &mut sums.month, &mut sums.year] {
                *sum = (sum.0.plus(debit), sum.1.plus(credit));
            }
            push(self.posting(posting, (debit, credit), sums.balance), &sums);
            let next = postings.peek().map(|next| next.voucher.date());
            let date = posting.voucher.date();
            if next != Some(date) {
                if self.style == (Style::Journal { daily: true }) {
                    push(self.words("本日合计", Some(sums.day), sums.balance), &sums);
                }
                sums.day = (Money::ZERO, Money::ZERO);
            }
            if next.map(Month::of) != Some(Month::of(date)) {
                push(self.words("本月合计", Some(sums.month), sums.balance), &sums);
                push(self.words("本年累计", Some(sums.year), sums.balance), &sums);
                sums.month = (Money::ZERO, Money::ZERO);
            }
            if next.is_some_and(|next| Month::of(next).year() != Month::of(date).year()) {
                sums.year = (Money::ZERO, Money::ZERO);
            }
        }
        // an account that is complete carries nothing over
        if let Some(last) = listing.carried.last_mut() {
            *last = None;
        }
    }

    /// A row of words with sums and the balance.
    fn words(&self, words: &str, sums: Option<(Money, Money)>, balance: Money) -> ListingRow {
        let mut cells = vec![ListingCell::Blank, ListingCell::Blank, ListingCell::text(words)];
        cells.extend(std::iter::repeat_n(ListingCell::Blank, self.style.middle()));
        match sums {
            Some((debit, credit)) => cells.extend([debit, credit].map(ListingCell::Amount)),
            None => cells.extend([ListingCell::Blank, ListingCell::Blank]),
        }
        cells.extend(self.style.balance(balance));
        ListingRow::sum(cells)
    }

    fn posting(
        &self,
        posting: &Posting<'_>,
        (debit, credit): (Money, Money),
        balance: Money,
    ) -> ListingRow {
        let Posting { voucher, entry } = *posting;
        let mut cells = vec![
            ListingCell::Date(voucher.date()),
            ListingCell::text(number_of(voucher, self.mixed)),
            ListingCell::text(voucher.summary()),
        ];
        let counter = ListingCell::text(self.counter(voucher, entry));
        match self.style {
            Style::Detail => cells.push(counter),
            Style::DetailWithSub => {
                cells.extend([ListingCell::text(self.name(&entry.account)), counter]);
            }
            Style::Journal { .. } => {
                let settlement = voucher.written().settlement.label();
                cells.extend([counter, ListingCell::text(settlement)]);
            }
        }
        cells.extend([debit, credit].map(ListingCell::amount_or_blank));
        cells.extend(self.style.balance(balance));
        ListingRow::entry(cells).to(Link::Voucher(voucher.id()))
    }

    /// The accounts on the other side of the voucher (对方科目), each once.
    fn counter(&self, voucher: &Voucher, entry: &Entry) -> String {
        let mut names: Vec<&str> = Vec::new();
        for other in voucher.entries().iter().filter(|other| other.side != entry.side) {
            let name = self.name(&other.account);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        match names.as_slice() {
            [one, two, _, ..] => format!("{one}、{two}等"),
            few => few.join("、"),
        }
    }

    fn name(&self, account: &AccountCode) -> &str {
        self.names.get(account).map_or("", String::as_str)
    }
}
