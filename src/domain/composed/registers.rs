//! The registers as sheets: what the village owns and lets, who owes it and whom it owes.

use super::{Composed, summed, table};
use crate::domain::account::AccountCode;
use crate::domain::holding::RegisterSheet;
use crate::domain::ledger::Book;
use crate::domain::listing::ColumnKind;
use crate::domain::money::Money;
use crate::domain::notice::StatementTable;
use crate::domain::period::{Date, Period, date_label};

/// A register as a sheet, without what only the office needs.
fn register(book: &Book, sheet: RegisterSheet, on: Date, without: &[&str]) -> StatementTable {
    let listing = book.register().sheet(sheet, on);
    let table = StatementTable::of(&listing).without(without);
    StatementTable { title: String::new(), ..table }.numbered()
}

/// The sum below a column.
fn total<'a>(table: &'a StatementTable, head: &str) -> &'a str {
    let at = table.columns.iter().position(|column| column == head);
    let cell = at.zip(table.totals.first()).and_then(|(at, row)| row.get(at));
    cell.map_or("0.00", String::as_str)
}

fn composed(sentence: String, nothing: &str, table: StatementTable) -> Composed {
    let sentence = if table.rows.is_empty() { nothing.to_owned() } else { sentence };
    Composed::says(sentence, vec![table])
}

/// The sum below a column as an amount.
fn amount(table: &StatementTable, head: &str) -> Money {
    Money::parse(total(table, head)).unwrap_or_default()
}

/// The sum of a register at the end of the same period a year before, if the books answer for it.
fn before(
    (book, books): (&Book, &Book),
    period: Period,
    sheet: RegisterSheet,
    head: &str,
) -> Option<Money> {
    let on = books.year_before(period)?.last_day();
    Some(amount(&register(book, sheet, on, &[]), head))
}

impl Composed {
    /// The same with what stands beside its total.
    fn with(mut self, beside: Option<String>) -> Self {
        self.words.extend(beside);
        self
    }
}

/// F12 固定资产
pub(super) fn assets(book: &Book, books: &Book, period: Period) -> Composed {
    let on = period.last_day();
    let table = register(book, RegisterSheet::Assets, on, &["月折旧", "保管人"]);
    if table.rows.is_empty() {
        return Composed::words(vec![booked_assets(books, on)]);
    }
    let sentence = format!(
        "到{}，登记的固定资产 {} 项，原值 {} 元，净值（扣掉折旧）{} 元。",
        date_label(on),
        table.rows.len(),
        total(&table, "原值"),
        total(&table, "净值")
    );
    let before = before((book, books), period, RegisterSheet::Assets, "净值");
    let beside = book.beside("净值", amount(&table, "净值"), before);
    Composed::says(sentence, vec![table]).with(beside)
}

/// What is said where there is a total and not one line.
pub(in crate::domain) const UNLISTED: &str = "还没有逐项登记台账";

/// What the ledger says of fixed assets that nobody has listed one by one.
fn booked_assets(books: &Book, on: Date) -> String {
    let balances = books.balances(on);
    let sum = |account: &str| -> Money {
        let of = balances.iter().filter(|(code, _)| code.first_level() == account);
        of.map(|(_, balance)| *balance).sum()
    };
    let (cost, depreciated) = (sum("151"), -sum("152"));
    if cost.is_zero() {
        return "村里没有固定资产。".to_owned();
    }
    format!(
        "到{}，账上固定资产原值 {} 元，已提折旧 {} 元，净值 {} 元；{UNLISTED}。",
        date_label(on),
        cost.grouped(),
        depreciated.grouped(),
        cost.minus(depreciated).grouped()
    )
}

/// F13 资源清单与发包出租
pub(super) fn resources(book: &Book, books: &Book, period: Period) -> Composed {
    let on = period.last_day();
    let table = register(book, RegisterSheet::Resources, on, &[]);
    let sentence = format!(
        "到{}，登记的资源 {} 处，面积 {} 亩，发包 {} 亩；租金应收 {} 元，实收 {} 元，欠交 {} 元。",
        date_label(on),
        table.rows.len(),
        total(&table, "面积（亩）"),
        total(&table, "已发包（亩）"),
        total(&table, "应收"),
        total(&table, "实收"),
        total(&table, "欠交")
    );
    let before = before((book, books), period, RegisterSheet::Resources, "实收");
    let beside = book.beside("实收", amount(&table, "实收"), before);
    let beside = beside.filter(|_| !table.rows.is_empty());
    composed(sentence, "村里没有登记资源。", table).with(beside)
}

/// F07 发包及上交收入
pub(super) fn contracts(book: &Book, on: Date) -> Composed {
    let table = register(book, RegisterSheet::Contracts, on, &["欠交起"]);
    composed(contract_words(&table, on), "村里没有登记发包、租赁合同。", table)
}

/// C09 土地承包、租赁、流转
pub(super) fn land(book: &Book, on: Date) -> Composed {
    let table = register(book, RegisterSheet::Contracts, on, &["欠交起", "应收", "实收"]);
    let sentence =
        format!("到{}，登记的承包、租赁、流转合同 {} 份。", date_label(on), table.rows.len());
    composed(sentence, "村里没有登记承包、租赁、流转合同。", table)
}

fn contract_words(table: &StatementTable, on: Date) -> String {
    format!(
        "到{}，登记的发包、租赁合同 {} 份，应收 {} 元，实收 {} 元，欠交 {} 元。",
        date_label(on),
        table.rows.len(),
        total(table, "应收"),
        total(table, "实收"),
        total(table, "欠交")
    )
}

/// F14 债权; where nobody keeps the register, the balances of the ledger.
pub(super) fn claims(book: &Book, books: &Book, period: Period) -> Composed {
    let on = period.last_day();
    let table = register(book, RegisterSheet::Claims, on, &["科目"]);
    if table.rows.is_empty() {
        return owed((book, books), period, &["112", "113"], "别人欠村里", false);
    }
    let sentence = format!(
        "到{}，别人欠村里 {} 笔，还有 {} 元没有收回。",
        date_label(on),
        table.rows.len(),
        total(&table, "余额")
    );
    let before = before((book, books), period, RegisterSheet::Claims, "余额");
    let beside = book.beside("余额", amount(&table, "余额"), before);
    Composed::says(sentence, vec![table]).with(beside)
}

/// F15 债务; where nobody keeps the register, the balances of the ledger.
pub(super) fn debts(book: &Book, books: &Book, period: Period) -> Composed {
    let on = period.last_day();
    let table = register(book, RegisterSheet::Debts, on, &["科目"]);
    if table.rows.is_empty() {
        return owed((book, books), period, &["201", "211", "221", "113"], "村里欠别人", true);
    }
    let sentence = format!(
        "到{}，村里欠别人 {} 笔，还有 {} 元没有还清。",
        date_label(on),
        table.rows.len(),
        total(&table, "余额")
    );
    let before = before((book, books), period, RegisterSheet::Debts, "余额");
    let beside = book.beside("余额", amount(&table, "余额"), before);
    Composed::says(sentence, vec![table]).with(beside)
}

/// The heads of a sheet that knows accounts alone, not who owes.
pub(in crate::domain) const BY_ACCOUNT: [&str; 2] = ["科目", "余额"];

/// The balances of the accounts that stand on one side.
fn balances(books: &Book, on: Date, accounts: &[&str], credit: bool) -> Vec<(String, Money)> {
    let of = |account: &AccountCode| accounts.contains(&account.first_level());
    let balances = books.balances(on);
    let found = balances.iter().filter(|(account, _)| of(account));
    found
        .map(|(account, balance)| (account, if credit { -*balance } else { *balance }))
        .filter(|(_, balance)| balance.is_positive())
        .map(|(account, balance)| (books.chart.full_name(account), balance))
        .collect()
}

fn owed(
    (book, books): (&Book, &Book),
    period: Period,
    accounts: &[&str],
    who: &str,
    credit: bool,
) -> Composed {
    let sum = |found: &[(String, Money)]| -> Money { found.iter().map(|it| it.1).sum() };
    let found = balances(books, period.last_day(), accounts, credit);
    let owed = sum(&found);
    let day = date_label(period.last_day());
    if found.is_empty() {
        return Composed::says(format!("到{day}，没有{who}的钱。"), Vec::new());
    }
    let before = books.year_before(period).map(Period::last_day);
    let before = before.map(|on| sum(&balances(books, on, accounts, credit)));
    let [account, balance] = BY_ACCOUNT;
    let heads = [(account, ColumnKind::Text), (balance, ColumnKind::Amount)];
    let rows = found.into_iter().map(|(name, balance)| vec![name, balance.grouped()]).collect();
    let sentence = format!("到{day}，{who} {} 元。", owed.grouped());
    let composed = Composed::says(sentence, vec![summed(table("", &heads, rows))]);
    composed.with(book.beside("余额", owed, before))
}
