//! What the books know of something that happened: a payment, a disposal, a project, a change in
//! the committees.

use super::{Composed, blank_zero, table};
use crate::domain::holding::asset::Disposal;
use crate::domain::holding::{HoldingFacts, RegisterSheet};
use crate::domain::ids::{HoldingId, VoucherId};
use crate::domain::ledger::{Book, fund_movement};
use crate::domain::listing::ColumnKind;
use crate::domain::money::Money;
use crate::domain::notice::StatementTable;
use crate::domain::occasion::{OccasionFacts, OccasionSource};
use crate::domain::period::{Date, Month, Period, date_label};

/// What is said of an occasion that arose from the books or, by hand, of what they know.
pub(super) fn of(book: &Book, occasion: &OccasionFacts) -> Composed {
    match (occasion.source, occasion.matter.as_str()) {
        (OccasionSource::Voucher(id), _) => payment(book, id),
        (OccasionSource::Holding(id), _) => disposal(book, id),
        (OccasionSource::ByHand, "C05") => committees(book),
        (OccasionSource::ByHand, "C11") => levy(book, occasion.on),
        (OccasionSource::ByHand, "C12") => projects(book, occasion),
        (
            OccasionSource::ByHand
            | OccasionSource::Resolution(_)
            | OccasionSource::Outcome(_)
            | OccasionSource::Governance(_),
            _,
        ) => Composed::default(),
    }
}

/// F17、F18、C21: the money itself, who handled it, and what it rests on.
fn payment(book: &Book, id: VoucherId) -> Composed {
    use ColumnKind::{Amount, Date as Day, Label, Text};
    let Some(voucher) = book.voucher(id) else { return Composed::default() };
    let (written, movement) = (voucher.written(), fund_movement(voucher));
    let heads = [
        ("日期", Day),
        ("凭证号", Label),
        ("摘要", Text),
        ("收入", Amount),
        ("支出", Amount),
        ("结算", Label),
        ("经手人", Label),
        ("证明人", Label),
        ("审批人", Label),
    ];
    let row = vec![
        voucher.date().to_string(),
        book.number_in(crate::domain::entity::Entity::Village, voucher),
        written.summary.clone(),
        blank_zero(movement.income_total()),
        blank_zero(movement.expense_total()),
        written.settlement.label().to_owned(),
        written.handler.clone(),
        written.witness.clone(),
        written.approver.clone(),
    ];
    let mut words = Vec::new();
    if let Some(resolution) = book.resolution_named_by(written) {
        let facts = &resolution.facts;
        words.push(format!("依据：{}“{}”。", facts.number_label(), facts.title));
    }
    Composed {
        words,
        tables: vec![table("", &heads, vec![row]).without(&[])],
        ..Composed::default()
    }
}

/// F16 资产处置
fn disposal(book: &Book, id: HoldingId) -> Composed {
    let Some(holding) = book.holdings.get(id) else { return Composed::default() };
    let (bought, cost, disposal) = match &holding.facts {
        HoldingFacts::Asset(asset) => (asset.acquired_on, asset.cost, asset.disposal),
        HoldingFacts::Biological(it) => (it.acquired_on, it.cost, it.disposal),
        HoldingFacts::Resource(_)
        | HoldingFacts::Contract(_)
        | HoldingFacts::Debt(_)
        | HoldingFacts::Project(_) => return Composed::default(),
    };
    let Some(Disposal { on, proceeds }) = disposal else { return Composed::default() };
    let before = on.pred_opt().unwrap_or(on);
    let worth = book.register().worth(holding, before);
    let words = format!(
        "{}于{}取得，原值 {} 元，处置前净值 {} 元；{}处置，收入 {} 元。",
        holding.facts.title(),
        date_label(bought),
        cost.grouped(),
        worth.net().grouped(),
        date_label(on),
        proceeds.grouped()
    );
    Composed::words(vec![words])
}

/// C05 村委会、村监委组成
fn committees(book: &Book) -> Composed {
    let profile = &book.village.profile;
    let row = |body: &str, name: &str, post: &str| {
        vec![body.to_owned(), name.to_owned(), post.to_owned()]
    };
    let mut rows: Vec<Vec<String>> = Vec::new();
    for officer in &profile.officers {
        rows.push(row("村两委", &officer.name, officer.office.label()));
    }
    for member in &profile.supervision.members {
        rows.push(row("村务监督委员会", &member.name, member.post.label()));
    }
    let heads = [("机构", "姓名", "职务")].map(|(a, b, c)| [a, b, c]);
    let heads = heads.concat().into_iter().map(|head| (head, ColumnKind::Label));
    let heads: Vec<(&str, ColumnKind)> = heads.collect();
    Composed { tables: vec![table("", &heads, rows)], ..Composed::default() }
}

/// C11 一事一议: what came in for it and what was spent of it in the year.
fn levy(book: &Book, on: Date) -> Composed {
    let year = Period::Year(Month::of(on).year());
    let moved = super::funds::moved(book, year, |account| account.first_level() == "231");
    if moved.is_empty() {
        return Composed::default();
    }
    let sum = |of: fn(&super::funds::Moved) -> Money| -> Money { moved.values().map(of).sum() };
    let words = format!(
        "一事一议资金：年初结余 {} 元，本年收到 {} 元，本年用掉 {} 元，还有 {} 元。",
        sum(|it| -it.opening).grouped(),
        sum(|it| it.credit).grouped(),
        sum(|it| it.debit).grouped(),
        sum(|it| -it.closing()).grouped()
    );
    Composed::words(vec![words])
}

/// C12 工程项目建设: the projects that the occasion names, or all that are not finished.
fn projects(book: &Book, occasion: &OccasionFacts) -> Composed {
    let listing = book.register().sheet(RegisterSheet::Projects, occasion.on);
    let all = StatementTable { title: String::new(), ..StatementTable::of(&listing) };
    let accepted = all.columns.iter().position(|column| column == "验收");
    let is_named = |row: &&Vec<String>| {
        row.first().is_some_and(|name| !name.is_empty() && occasion.text.contains(name.as_str()))
    };
    let is_open =
        |row: &&Vec<String>| accepted.and_then(|at| row.get(at)).is_none_or(String::is_empty);
    let named: Vec<Vec<String>> = all.rows.iter().filter(is_named).cloned().collect();
    let rows =
        if named.is_empty() { all.rows.iter().filter(is_open).cloned().collect() } else { named };
    if rows.is_empty() {
        return Composed::default();
    }
    let table = StatementTable { rows, totals: Vec::new(), ..all }.without(&[]);
    Composed { tables: vec![table], ..Composed::default() }
}
