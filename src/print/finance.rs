//! The two finance sheets: F01 every movement one by one, F02 five blocks in plain words.
//!
//! Invariant: no figure is computed here that the notice does not hold, but counts of lines.

use crate::domain::ledger::Funds;
use crate::domain::money::Money;
use crate::domain::notice::{
    FinanceDetail, FinanceLine, FinanceSummary, Masthead, SummaryBefore, SummaryLine, YearTotals,
};

use super::compose;
use super::document::{
    Align, Block, Carry, Cell, Column, DrawnBar, Figure, Fit, Paragraph, Role, Row, Table, Tally,
};

/// F01 财务收支逐笔公开表.
pub(super) fn detail(detail: &FinanceDetail, masthead: &Masthead) -> Vec<Block> {
    vec![
        Block::Figures(figures(detail)),
        Block::Paragraph(Paragraph { text: detail_sentence(detail), role: Role::Lead }),
        Block::Table(detail_table(detail)),
        Block::Signing(compose::signing(masthead)),
        Block::Paragraph(compose::objection(masthead)),
    ]
}

fn figures(detail: &FinanceDetail) -> Vec<Figure> {
    let figure = |label: &str, notes: Vec<String>, amount: Money| Figure {
        label: label.to_owned(),
        notes,
        amount: amount.grouped(),
        unit: "元".to_owned(),
    };
    let places = |funds: Funds| {
        vec![format!("现金 {}", funds.cash.grouped()), format!("银行 {}", funds.bank.grouped())]
    };
    let (incomes, expenses) = counts(detail);
    vec![
        figure("上月结余", places(detail.opening), detail.opening.total()),
        figure("本月收入", vec![format!("{incomes} 笔")], detail.income_total),
        figure("本月支出", vec![format!("{expenses} 笔")], detail.expense_total),
        figure("本月结余", places(detail.closing), detail.closing.total()),
    ]
}

fn counts(detail: &FinanceDetail) -> (usize, usize) {
    let count = |amount: fn(&FinanceLine) -> Money| {
        detail.lines.iter().filter(|line| !amount(line).is_zero()).count()
    };
    (count(|line| line.income), count(|line| line.expense))
}

/// The sentence everybody should read.
fn detail_sentence(detail: &FinanceDetail) -> String {
    let (incomes, expenses) = counts(detail);
    let income = match incomes {
        0 => None,
        _ => Some(format!("本月收入 {}元", detail.income_total.grouped())),
    };
    let largest = detail
        .lines
        .iter()
        .rev()
        .filter(|line| line.expense.is_positive())
        .max_by_key(|l| l.expense);
    let spent = detail.expense_total.grouped();
    let expense = match (expenses, largest) {
        (0, _) => None,
        (1, Some(line)) => Some(format!("支出 {spent}元，用于“{}”", line.summary)),
        (_, Some(line)) => Some(format!(
            "支出 {spent}元，最大一笔是“{}”{}元",
            line.summary,
            line.expense.grouped()
        )),
        (_, None) => Some(format!("支出 {spent}元")),
    };
    let moved = match (income, expense) {
        (None, None) => "本月没有收入，也没有支出".to_owned(),
        (Some(income), None) => format!("{income}，没有支出"),
        (None, Some(expense)) => format!("本月没有收入，{expense}"),
        (Some(income), Some(expense)) => format!("{income}，{expense}"),
    };
    format!("{moved}；{}。", remainder(detail.closing))
}

/// What is left at the end of the month, and where it is.
fn remainder(closing: Funds) -> String {
    let total = closing.total();
    if total.is_zero() && closing.cash.is_zero() {
        return "月末没有结余".to_owned();
    }
    if total.is_negative() || closing.cash.is_negative() || closing.bank.is_negative() {
        return format!(
            "月末结余 {}元，其中现金 {}元、银行存款 {}元",
            total.grouped(),
            closing.cash.grouped(),
            closing.bank.grouped()
        );
    }
    let left = format!("月末还有 {}元", total.grouped());
    if closing.bank.is_zero() {
        format!("{left}，都是现金")
    } else if closing.cash.is_zero() {
        format!("{left}，都存在银行")
    } else {
        format!("{left}，其中存在银行 {}元", closing.bank.grouped())
    }
}

fn column(title: &str, align: Align, fit: Fit, tally: Tally) -> Column {
    Column { title: title.to_owned(), align, fit, tally, stacks: false }
}

/// The place of 收入 in the detail table.
const FIRST_AMOUNT: usize = 4;

fn detail_table(detail: &FinanceDetail) -> Table {
    let columns = vec![
        column("序号", Align::Centre, Fit::Whole, Tally::None),
        column("日期", Align::Centre, Fit::Whole, Tally::None),
        column("凭证号", Align::Centre, Fit::Whole, Tally::None),
        column("摘要", Align::Left, Fit::Rest, Tally::None),
        column("收入", Align::Right, Fit::Whole, Tally::Flow),
        column("支出", Align::Right, Fit::Whole, Tally::Flow),
        column("结余", Align::Right, Fit::Whole, Tally::Level),
        column("结算", Align::Centre, Fit::Supple, Tally::None),
        column("经手人", Align::Centre, Fit::Supple, Tally::None),
        column("证明人", Align::Centre, Fit::Supple, Tally::None),
        column("审批人", Align::Centre, Fit::Supple, Tally::None),
    ];
    let stacking = ["凭证号", "证明人", "审批人"];
    let columns = columns
        .into_iter()
        .map(|column| Column { stacks: stacking.contains(&column.title.as_str()), ..column })
        .collect();
    let sum = |label: &str, cells: Vec<Cell>| Row::Sum {
        label: label.to_owned(),
        align: Align::Centre,
        from: FIRST_AMOUNT,
        cells,
    };
    let closing = Cell::Amount(detail.closing.total());
    let opening = vec![Cell::Blank, Cell::Blank, Cell::Amount(detail.opening.total())];
    let month = vec![
        Cell::Amount(detail.income_total),
        Cell::Amount(detail.expense_total),
        closing.clone(),
    ];
    let year = vec![Cell::Amount(detail.year.income), Cell::Amount(detail.year.expense), closing];
    Table {
        columns,
        opening: vec![sum("上月结转", opening)],
        entries: detail.lines.iter().enumerate().map(detail_row).collect(),
        closing: vec![
            sum("本月合计", month),
            sum(&year_label(detail.year), year),
            Row::Words(closing_in_words(detail.closing)),
        ],
        carry: Some(Carry::usual()),
        turns: Vec::new(),
    }
}

fn detail_row((index, line): (usize, &FinanceLine)) -> Row {
    let text = |text: &str| Cell::Text(text.to_owned());
    Row::Entry(vec![
        Cell::Text((index + 1).to_string()),
        Cell::Text(line.date.format("%m-%d").to_string()),
        text(&line.voucher),
        Cell::Text(line.words()),
        Cell::amount_or_blank(line.income),
        Cell::amount_or_blank(line.expense),
        Cell::Amount(line.balance),
        text(&line.settlement),
        text(&line.handler),
        text(&line.witness),
        text(&line.approver),
    ])
}

fn year_label(year: YearTotals) -> String {
    format!("本年累计（{}起）", year.from.label())
}

fn closing_in_words(closing: Funds) -> String {
    let words = closing.total().in_words();
    let words = words.strip_prefix("人民币").unwrap_or(&words);
    format!("月末结余人民币（大写）：{words}")
}

/// F02 财务收支汇总表.
pub(super) fn summary(summary: &FinanceSummary, masthead: &Masthead) -> Vec<Block> {
    vec![
        Block::Paragraph(Paragraph { text: summary_sentence(summary), role: Role::Headline }),
        Block::Table(summary_table(summary)),
        Block::Signing(compose::signing(masthead)),
        Block::Paragraph(compose::objection(masthead)),
    ]
}

fn summary_sentence(summary: &FinanceSummary) -> String {
    format!(
        "上月余下 {}元，本月收入 {}元，支出 {}元；{}。",
        summary.opening.total().grouped(),
        summary.income_total.grouped(),
        summary.expense_total.grouped(),
        remainder(summary.closing)
    )
}

/// What stands beside the amounts of F02, where the notice has it.
struct Beside<'a>(&'a FinanceSummary);

impl Beside<'_> {
    /// The heads of its columns.
    fn columns(&self) -> Vec<Column> {
        let before = self.0.before.map(|_| "上年同期（元）");
        let each = self.0.population.map(|_| "人均（元）");
        let heads = before.into_iter().chain(each);
        heads.map(|head| column(head, Align::Right, Fit::Whole, Tally::None)).collect()
    }

    /// The cells of a total.
    fn cells(&self, amount: Money, before: fn(SummaryBefore) -> Option<Money>) -> Vec<Cell> {
        let year_before = self.0.before.map(|it| before(it).map_or(Cell::Blank, Cell::Amount));
        let each =
            self.0.population.map(|count| amount.per(count).map_or(Cell::Blank, Cell::Amount));
        year_before.into_iter().chain(each).collect()
    }
}

fn summary_table(summary: &FinanceSummary) -> Table {
    let beside = Beside(summary);
    let total = |label: &str, count: Option<usize>, amount: Money, before| {
        let mut cells = vec![count_cell(count), Cell::Amount(amount)];
        cells.extend(beside.cells(amount, before));
        section(label, cells)
    };
    let mut entries =
        vec![section("一、上月结余", vec![Cell::Blank, Cell::Amount(summary.opening.total())])];
    entries.extend(places(summary.opening));
    for (title, nothing, lines, amount, before) in [
        (
            "二、本月收入",
            "本月没有收入",
            &summary.income,
            summary.income_total,
            (|it: SummaryBefore| Some(it.income)) as fn(SummaryBefore) -> Option<Money>,
        ),
        (
            "三、本月支出",
            "本月没有支出",
            &summary.expense,
            summary.expense_total,
            |it| Some(it.expense),
        ),
    ] {
        let count = lines.iter().map(|line| line.count).sum();
        entries.push(total(title, Some(count), amount, before));
        entries.extend(kinds(nothing, lines));
    }
    if let Some(share) = summary.non_cash_share {
        let percent = format!("{}.{:02}%", share / 100, share % 100);
        entries.push(item("其中不用现金、通过银行支付的占", None, Cell::Text(percent)));
    }
    entries.push(total("四、月末结余", None, summary.closing.total(), |it| Some(it.closing)));
    entries.extend(places(summary.closing));
    let year = format!("五、{}", year_label(summary.year));
    entries.push(section(&year, Vec::new()));
    let mut sum = |label: &str, amount: Money, before| {
        let mut cells = vec![words(label), Cell::Blank, Cell::Amount(amount)];
        cells.extend(beside.cells(amount, before));
        entries.push(Row::Entry(cells));
    };
    sum("收入", summary.year.income, |it| it.year.map(|year| year.income));
    sum("支出", summary.year.expense, |it| it.year.map(|year| year.expense));
    let mut columns = vec![
        column("项目", Align::Left, Fit::Rest, Tally::None),
        column("笔数", Align::Right, Fit::Whole, Tally::None),
        column("金额（元）", Align::Right, Fit::Whole, Tally::None),
    ];
    columns.extend(beside.columns());
    Table {
        columns,
        opening: Vec::new(),
        entries,
        closing: vec![Row::Words(closing_in_words(summary.closing))],
        carry: None,
        turns: Vec::new(),
    }
}

fn places(funds: Funds) -> [Row; 2] {
    [item("现金", None, Cell::Amount(funds.cash)), item("银行存款", None, Cell::Amount(funds.bank))]
}

fn kinds(nothing: &str, lines: &[SummaryLine]) -> Vec<Row> {
    if lines.is_empty() {
        return vec![item(nothing, None, Cell::Blank)];
    }
    let row = |line: &SummaryLine| item(&line.label, Some(line.count), Cell::Amount(line.amount));
    lines.iter().map(row).collect()
}

fn count_cell(count: Option<usize>) -> Cell {
    count.map_or(Cell::Blank, |count| Cell::Text(count.to_string()))
}

fn section(label: &str, cells: Vec<Cell>) -> Row {
    Row::Sum { label: label.to_owned(), align: Align::Left, from: 1, cells }
}

fn words(label: &str) -> Cell {
    Cell::Text(format!("\u{3000}\u{3000}{label}"))
}

fn item(label: &str, count: Option<usize>, amount: Cell) -> Row {
    Row::Entry(vec![words(label), count_cell(count), amount])
}

/// Income and expense of F02 by kind, to be drawn.
pub(super) fn bars(summary: &FinanceSummary) -> Vec<DrawnBar> {
    let drawn = |lines: &[SummaryLine], is_hatched: bool| -> Vec<DrawnBar> {
        let bar = |line: &SummaryLine| {
            let (label, amount) = (line.label.clone(), line.amount);
            DrawnBar { label, amount, is_hatched }
        };
        lines.iter().map(bar).collect()
    };
    let mut bars = drawn(&summary.income, false);
    bars.extend(drawn(&summary.expense, true));
    bars
}
