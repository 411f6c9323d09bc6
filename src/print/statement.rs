//! A sheet of words and tables, and the 更正公告 of any other sheet.

use crate::domain::listing::ColumnKind;
use crate::domain::matter::Category;
use crate::domain::money::Money;
use crate::domain::notice::{Bar, Correction, Masthead, Notice, Statement, StatementTable};
use crate::domain::period::{self, Period};

use super::document::{
    Align, Block, Carry, Cell, Column, DrawnBar, Fit, Paragraph, Role, Row, Table, Tally,
};
use super::{compose, people};

/// What stands in the title after the village: `2026年第3季度低保对象名单公开`, `……更正公告`. The
/// day of an occasion stands in its first line: it is when something happened, and would be read
/// as the day of the sheet.
pub(super) fn heading(notice: &Notice) -> String {
    let period = notice.period().map(Period::label).unwrap_or_default();
    period::named(&period, &named(notice))
}

fn named(notice: &Notice) -> String {
    let title = notice.title().trim_end_matches("登记");
    let word = if notice.corrects.is_some() {
        "更正公告"
    } else if title.ends_with("公示") || title.ends_with("公开") {
        ""
    } else {
        "公开"
    };
    format!("{title}{word}")
}

/// The body of the sheet.
pub(super) fn blocks(words: &Statement, masthead: &Masthead) -> Vec<Block> {
    let paragraph = |text: String, role: Role| Block::Paragraph(Paragraph { text, role });
    let mut blocks = Vec::new();
    if let Some(occasion) = &words.occasion {
        let text = format!("{}：{}", period::date_label(occasion.on), occasion.text);
        blocks.push(paragraph(text, Role::Lead));
    }
    if let Some(correction) = &words.correction {
        blocks.extend(correction_blocks(correction));
    }
    blocks.extend(words.people.as_ref().map(people::sentence));
    for (at, text) in words.paragraphs.iter().enumerate() {
        let role = if at == 0 && says_it_all(words) { Role::Headline } else { Role::Lead };
        blocks.push(paragraph(text.clone(), role));
    }
    blocks.extend(words.people.as_ref().map(|sheet| Block::Table(people::table(sheet))));
    let is_silent = blocks.is_empty() && words.tables.iter().all(|table| table.rows.is_empty());
    if is_silent {
        blocks.push(paragraph("本期无此事项。".to_owned(), Role::Lead));
    }
    for table in words.tables.iter().filter(|table| !table.rows.is_empty()) {
        if !table.title.is_empty() {
            blocks.push(paragraph(table.title.clone(), Role::Lead));
        }
        blocks.push(Block::Table(table_of(table)));
    }
    blocks.push(Block::Signing(compose::signing(masthead)));
    blocks.push(match words.category {
        Category::Party => paragraph(party_opinions(masthead), Role::Note),
        Category::Affairs | Category::Finance => Block::Paragraph(compose::objection(masthead)),
    });
    blocks
}

/// The figures of a report to be drawn.
pub(super) fn bars(words: &Statement) -> Vec<DrawnBar> {
    let bar = |bar: &Bar| DrawnBar {
        label: bar.label.clone(),
        amount: bar.amount,
        is_hatched: !bar.is_income,
    };
    words.bars.iter().map(bar).collect()
}

/// The longest sentence that is set large, in characters.
const HEADLINE_MAX: usize = 90;

/// Whether the first paragraph is the summary that the program wrote above its own tables.
fn says_it_all(words: &Statement) -> bool {
    let is_composed = words.tables.first().is_some_and(|table| !table.kinds.is_empty());
    let first = words.paragraphs.first();
    let is_short = first.is_some_and(|text| text.chars().count() <= HEADLINE_MAX);
    is_composed && is_short && words.occasion.is_none() && words.correction.is_none()
}

/// The law on village disclosure does not bind Party matters: opinions go to the Party.
fn party_opinions(masthead: &Masthead) -> String {
    let phone = match masthead.township_phone.as_str() {
        "" => compose::BLANK_NUMBER,
        phone => phone,
    };
    let opinion_box = match masthead.opinion_box.as_str() {
        "" => String::new(),
        place => format!("　意见箱：{place}"),
    };
    format!("对公开内容有意见的，请向村党组织或镇党委反映。\n镇监督电话：{phone}{opinion_box}")
}

/// What was wrong, what is right and why; the sheet that was wrong stays where it is.
fn correction_blocks(correction: &Correction) -> Vec<Block> {
    let text = format!(
        "{}公布的公示（校验码 {}）有误，现更正如下。更正原因：{}。",
        period::date_label(correction.published_on),
        correction.check_code,
        correction.reason.trim_end_matches('。')
    );
    let lines = correction.lines.iter();
    let table = StatementTable {
        title: String::new(),
        columns: ["更正事项", "原公布", "更正为"].map(str::to_owned).to_vec(),
        rows: lines
            .map(|line| vec![line.what.clone(), line.was.clone(), line.now.clone()])
            .collect(),
        ..StatementTable::default()
    };
    vec![Block::Paragraph(Paragraph { text, role: Role::Lead }), Block::Table(table_of(&table))]
}

/// The longest figure, in characters: what is longer is a list of numbers, and wraps.
const FIGURE_MAX: usize = 20;
/// The longest text that stays in one line of its column, in characters.
const SHORT: usize = 12;

pub(super) fn table_of(table: &StatementTable) -> Table {
    let adds_up = table.adds_up();
    let column = |(at, title): (usize, &String)| {
        let kind = table.kinds.get(at).copied();
        let (align, fit) = kind.map_or_else(|| guessed(table, at), |kind| setting(table, at, kind));
        let is_sum = adds_up && kind == Some(ColumnKind::Amount);
        let tally = if is_sum { Tally::Flow } else { Tally::None };
        Column { title: title.clone(), align, fit, tally, stacks: false }
    };
    let row = |(at, row): (usize, &Vec<String>)| {
        let cells = cells(table, row);
        if table.strong.contains(&at) { Row::Strong(cells) } else { Row::Entry(cells) }
    };
    Table {
        columns: table.columns.iter().enumerate().map(column).collect(),
        opening: Vec::new(),
        entries: table.rows.iter().enumerate().map(row).collect(),
        closing: table.totals.iter().map(|row| total(table, row)).collect(),
        carry: adds_up.then(Carry::usual),
        turns: Vec::new(),
    }
}

/// The widest cell of a column, in characters.
fn longest(table: &StatementTable, at: usize) -> usize {
    let cells = table.rows.iter().filter_map(|row| row.get(at));
    cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
}

/// How a column is set whose maker said what stands in it.
fn setting(table: &StatementTable, at: usize, kind: ColumnKind) -> (Align, Fit) {
    match kind {
        ColumnKind::Text if longest(table, at) > SHORT => (Align::Left, Fit::Rest),
        ColumnKind::Text => (Align::Left, Fit::Supple),
        ColumnKind::Label => (Align::Centre, Fit::Supple),
        ColumnKind::Date => (Align::Centre, Fit::Whole),
        ColumnKind::Number | ColumnKind::Amount => (Align::Right, Fit::Whole),
    }
}

/// How a column is set that a person wrote: its cells show what stands in it.
fn guessed(table: &StatementTable, at: usize) -> (Align, Fit) {
    let mut cells = table.rows.iter().filter_map(|row| row.get(at));
    let is_figure =
        cells.all(|cell| cell.chars().all(|c| c.is_ascii_digit() || ",.-%".contains(c)));
    let is_figure = is_figure && longest(table, at) <= FIGURE_MAX;
    match (is_figure, longest(table, at) > SHORT) {
        // 100,000,000.00 is longer than short words, and still never broken
        (true, _) => (Align::Right, Fit::Whole),
        (false, true) => (Align::Left, Fit::Rest),
        (false, false) => (Align::Centre, Fit::Supple),
    }
}

fn cells(table: &StatementTable, row: &[String]) -> Vec<Cell> {
    let cell = |(at, text): (usize, &String)| {
        let is_amount = table.kinds.get(at) == Some(&ColumnKind::Amount);
        match is_amount.then(|| Money::parse(text)) {
            _ if text.is_empty() => Cell::Blank,
            Some(Ok(amount)) => Cell::Amount(amount),
            Some(Err(_)) | None => Cell::Text(text.clone()),
        }
    };
    row.iter().enumerate().map(cell).collect()
}

/// 合计: its label across the columns before the first sum.
fn total(table: &StatementTable, row: &[String]) -> Row {
    let first = row.iter().skip(1).position(|cell| !cell.is_empty()).map_or(1, |at| at + 1);
    Row::Sum {
        label: row.first().cloned().unwrap_or_default(),
        align: Align::Centre,
        from: first,
        cells: cells(table, row).into_iter().skip(first).collect(),
    }
}
