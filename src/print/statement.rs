//! A sheet of words and tables, and the 更正公告 of any other sheet.

use crate::domain::matter::Category;
use crate::domain::notice::{Correction, Masthead, Notice, Statement, StatementTable};
use crate::domain::period::{self, Period};

use super::document::{Align, Block, Cell, Column, Fit, Paragraph, Role, Row, Table, Tally};
use super::{compose, people};

/// What stands in the title after the village: `2026年第3季度低保对象名单公开`, `……更正公告`. The
/// day of an occasion stands in its first line: it is when something happened, and would be read
/// as the day of the sheet.
pub(super) fn heading(notice: &Notice) -> String {
    let period = notice.period().map(Period::label).unwrap_or_default();
    format!("{period}{}", named(notice))
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
    for text in &words.paragraphs {
        blocks.push(paragraph(text.clone(), Role::Lead));
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

/// The law on village disclosure does not bind Party matters: opinions go to the Party.
fn party_opinions(masthead: &Masthead) -> String {
    let phone = if masthead.township_phone.is_empty() {
        "_______________"
    } else {
        masthead.township_phone.as_str()
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
    };
    vec![Block::Paragraph(Paragraph { text, role: Role::Lead }), Block::Table(table_of(&table))]
}

/// The longest text that stays in one line of its column, in characters.
const SHORT: usize = 12;

fn table_of(table: &StatementTable) -> Table {
    let longest = |at: usize| {
        let cells = table.rows.iter().filter_map(|row| row.get(at));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let is_figure = |at: usize| {
        let mut cells = table.rows.iter().filter_map(|row| row.get(at));
        cells.all(|cell| cell.chars().all(|c| c.is_ascii_digit() || ",.-%".contains(c)))
    };
    let column = |(at, title): (usize, &String)| Column {
        title: title.clone(),
        align: if longest(at) > SHORT {
            Align::Left
        } else if is_figure(at) {
            Align::Right
        } else {
            Align::Centre
        },
        fit: if longest(at) > SHORT { Fit::Rest } else { Fit::Whole },
        tally: Tally::None,
        stacks: false,
    };
    let cell = |text: &String| if text.is_empty() { Cell::Blank } else { Cell::Text(text.clone()) };
    Table {
        columns: table.columns.iter().enumerate().map(column).collect(),
        opening: Vec::new(),
        entries: table.rows.iter().map(|row| Row::Entry(row.iter().map(cell).collect())).collect(),
        closing: Vec::new(),
        carry: None,
        turns: Vec::new(),
    }
}
