//! The registers as sheets: what the village owns and lets, who owes it and whom it owes.

use super::{Composed, summed, table};
use crate::domain::account::AccountCode;
use crate::domain::holding::RegisterSheet;
use crate::domain::ledger::Book;
use crate::domain::listing::ColumnKind;
use crate::domain::money::Money;
use crate::domain::notice::StatementTable;
use crate::domain::period::{Date, date_label};

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

/// F12 固定资产
pub(super) fn assets(book: &Book, books: &Book, on: Date) -> Composed {
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
    Composed::says(sentence, vec![table])
}

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
        "到{}，账上固定资产原值 {} 元，已提折旧 {} 元，净值 {} 元；还没有逐项登记台账。",
        date_label(on),
        cost.grouped(),
        depreciated.grouped(),
        cost.minus(depreciated).grouped()
    )
}

/// F13 资源清单与发包出租
pub(super) fn resources(book: &Book, on: Date) -> Composed {
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
    composed(sentence, "村里没有登记资源。", table)
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
pub(super) fn claims(book: &Book, books: &Book, on: Date) -> Composed {
    let table = register(book, RegisterSheet::Claims, on, &["科目"]);
    if table.rows.is_empty() {
        return owed(books, on, &["112", "113"], "别人欠村里", false);
    }
    let sentence = format!(
        "到{}，别人欠村里 {} 笔，还有 {} 元没有收回。",
        date_label(on),
        table.rows.len(),
        total(&table, "余额")
    );
    Composed::says(sentence, vec![table])
}

/// F15 债务; where nobody keeps the register, the balances of the ledger.
pub(super) fn debts(book: &Book, books: &Book, on: Date) -> Composed {
    let table = register(book, RegisterSheet::Debts, on, &["科目"]);
    if table.rows.is_empty() {
        return owed(books, on, &["201", "211", "221", "113"], "村里欠别人", true);
    }
    let sentence = format!(
        "到{}，村里欠别人 {} 笔，还有 {} 元没有还清。",
        date_label(on),
        table.rows.len(),
        total(&table, "余额")
    );
    Composed::says(sentence, vec![table])
}

/// The balances of the accounts that stand on one side.
fn owed(books: &Book, on: Date, accounts: &[&str], who: &str, credit: bool) -> Composed {
    let of = |account: &AccountCode| accounts.contains(&account.first_level());
    let balances = books.balances(on);
    let found: Vec<(String, Money)> = balances
        .iter()
        .filter(|(account, _)| of(account))
        .map(|(account, balance)| (account, if credit { -*balance } else { *balance }))
        .filter(|(_, balance)| balance.is_positive())
        .map(|(account, balance)| (books.chart.full_name(account), balance))
        .collect();
    let sum: Money = found.iter().map(|(_, balance)| *balance).sum();
    let day = date_label(on);
    if found.is_empty() {
        return Composed::says(format!("到{day}，没有{who}的钱。"), Vec::new());
    }
    let heads = [("科目", ColumnKind::Text), ("余额", ColumnKind::Amount)];
    let rows = found.into_iter().map(|(name, balance)| vec![name, balance.grouped()]).collect();
    let sentence = format!("到{day}，{who} {} 元。", sum.grouped());
    Composed::says(sentence, vec![summed(table("", &heads, rows))])
}
