//! 阳光报告会手册 on A4: a cover with room for the day and the place, the chapters, the list of
//! those present and the minutes to fill in by hand.

use crate::domain::booklet::{Booklet, Part};

use super::document::{
    Block, Document, Footer, Form, FormRow, Heading, Paragraph, Role, Ruled, Standing,
};
use super::statement::table_of;

/// So many may sign on one page.
const SIGNATURES: usize = 30;
/// So many pages to sign on.
const SIGNING_PAGES: usize = 2;

/// Writes the booklet.
pub fn compose_booklet(booklet: &Booklet) -> Document {
    let mut blocks = cover(booklet);
    blocks.push(Block::NewPage);
    for chapter in &booklet.chapters {
        blocks.push(paragraph(&chapter.title, Role::Chapter));
        for part in &chapter.parts {
            match part {
                Part::Words(words) => blocks.push(paragraph(words, Role::Lead)),
                Part::Table(table) => {
                    blocks.push(paragraph(&table.title, Role::Caption));
                    blocks.push(Block::Table(table_of(table)));
                }
            }
        }
    }
    for page in 0..SIGNING_PAGES {
        blocks.extend(signing_page(page));
    }
    blocks.extend(minutes());
    let period = booklet.period.label();
    Document {
        heading: Heading {
            issue: vec!["阳光报告会".to_owned()],
            title: format!("{}阳光报告会手册", booklet.subject),
            standing: Standing::Posted(vec![period.clone()]),
        },
        blocks,
        footer: Footer { parts: vec!["明白账".to_owned(), booklet.subject.clone(), period] },
        growth: 1.0,
        extras: Vec::new(),
        fills_rows: false,
    }
}

fn paragraph(text: &str, role: Role) -> Block {
    Block::Paragraph(Paragraph { text: text.to_owned(), role })
}

/// What the meeting is, with room for what is not known yet, and what the booklet holds.
fn cover(booklet: &Booklet) -> Vec<Block> {
    let rows = vec![
        FormRow::words(&[("村", &booklet.subject)]).room(3),
        FormRow::words(&[("报告哪一段\n时间", &booklet.period.label())]).room(3),
        FormRow::words(&[("开会时间", "")]).room(3),
        FormRow::words(&[("开会地点", "")]).room(3),
        FormRow::words(&[("主持人", ""), ("报告人", "")]).room(3),
        FormRow::words(&[("应到人数", ""), ("实到人数", "")]).room(3),
    ];
    let mut blocks = vec![Block::Form(Form { rows }), paragraph("报告的内容", Role::Chapter)];
    let titles = booklet.chapters.iter().map(|chapter| chapter.title.as_str());
    let annexes = ["附一、签到表", "附二、会议记录"];
    blocks.extend(titles.chain(annexes).map(|title| paragraph(title, Role::Lead)));
    blocks.push(paragraph(
        "手册里的数字和事项，都是已经贴在公开栏上的；没有公布的，写明还没有公布。提意见的人不写姓名。",
        Role::Note,
    ));
    blocks
}

/// One page to sign on: no telephone, no number of a card.
fn signing_page(page: usize) -> Vec<Block> {
    let columns = [("姓名", 3), ("户主或代表", 3), ("签名", 4)];
    let ruled = Ruled {
        columns: columns.map(|(head, share)| (head.to_owned(), share)).to_vec(),
        first: page * SIGNATURES + 1,
        rows: SIGNATURES,
    };
    let title = if page == 0 { "附一、签到表" } else { "附一、签到表（续）" };
    vec![Block::NewPage, paragraph(title, Role::Chapter), Block::Ruled(ruled)]
}

/// The minutes, to fill in by hand.
fn minutes() -> Vec<Block> {
    let rows = vec![
        FormRow::words(&[("时间", ""), ("地点", "")]),
        FormRow::words(&[("主持人", ""), ("记录人", "")]),
        FormRow::words(&[("应到", ""), ("实到", "")]),
        FormRow::words(&[("报告了什么", "")]).room(6),
        FormRow::words(&[("大家问了什么", "")]).room(8),
        FormRow::words(&[("怎么答复的", "")]).room(8),
        FormRow::words(&[("没有当场答复的，谁在哪天以前答复", "")]).room(4),
        FormRow::words(&[("主持人签字", ""), ("记录人签字", "")]).room(2),
        FormRow::words(&[("村监委签字", ""), ("村民代表\n签字", "")]).room(2),
    ];
    vec![
        Block::NewPage,
        paragraph("附二、会议记录", Role::Chapter),
        Block::Form(Form { rows }),
        paragraph("会议记录和签到表随手册归入村务档案。", Role::Note),
    ]
}
