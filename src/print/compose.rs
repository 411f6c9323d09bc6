//! From a frozen notice to the words and figures of its sheet.
//!
//! Invariant: everything on the sheet comes from the notice alone, so it can be printed again
//! years later. A new kind of notice is one more function like those in `finance`.

use crate::domain::entity::Entity;
use crate::domain::matter::Category;
use crate::domain::notice::{Body, Masthead, Notice, NoticeState, Publication};
use crate::domain::period::{self, Date, Month};
use crate::domain::terms::{self, Term};

use super::document::{
    Bars, Block, Cell, Document, Extra, Footer, Heading, Paragraph, Place, Proof, Role, Row,
    Signing, Standing,
};
use super::{finance, qr, statement};

/// Writes the sheet of `notice`.
pub fn compose(notice: &Notice) -> Document {
    let mut document = words_of(notice);
    document.blocks.extend(proof(notice).map(Block::Proof));
    document
}

/// The same without its QR code: what is read on a screen needs none.
pub(super) fn words_of(notice: &Notice) -> Document {
    let masthead = &notice.content.masthead;
    let span = notice.span_label();
    let (what, kind, growth, blocks) = match &notice.content.body {
        Body::FinanceDetail(detail) => {
            let blocks = finance::detail(detail, masthead);
            (format!("{span}财务收支公开"), "财务收支（逐项逐笔）", 1.25, blocks)
        }
        Body::FinanceSummary(summary) => {
            let blocks = finance::summary(summary, masthead);
            (format!("{span}财务收支汇总公开"), "财务收支（汇总）", 1.7, blocks)
        }
        Body::Statement(words) => {
            let blocks = statement::blocks(words, masthead);
            (statement::heading(notice), words.title.as_str(), 1.7, blocks)
        }
    };
    let year = notice.year();
    let extras = extras(&notice.content.body, &blocks);
    Document {
        heading: Heading {
            issue: issue(format!("{year}年第{}期", notice.issue), kind, masthead),
            title: format!(
                "{}{}{}{what}",
                masthead.township,
                masthead.village,
                masthead.books.filter(|books| !books.is_village()).map_or("", Entity::label),
            ),
            standing: standing(notice),
        },
        blocks,
        footer: Footer { parts: footer_parts(notice) },
        growth,
        extras,
        fills_rows: masthead.fills_rows,
    }
}

/// What is set where there is room: the terms of a finance sheet in plain words, and its bars.
fn extras(body: &Body, blocks: &[Block]) -> Vec<Extra> {
    let (is_finance, bars) = match body {
        Body::FinanceSummary(summary) if summary.draws_bars => (true, finance::bars(summary)),
        Body::FinanceDetail(_) | Body::FinanceSummary(_) => (true, Vec::new()),
        Body::Statement(words) => (words.category == Category::Finance, statement::bars(words)),
    };
    let explained = Some(terms::explained(blocks.iter().flat_map(texts)));
    let explained = explained.filter(|terms| is_finance && !terms.is_empty());
    let explained = explained.map(|terms| Extra {
        place: Place::Foot,
        block: Block::Paragraph(Paragraph { text: explanation(&terms), role: Role::Note }),
    });
    let title = "收支图（单位：元。实心是收入，斜线是支出）".to_owned();
    let bars = (!bars.is_empty())
        .then_some(Extra { place: Place::AboveSigning, block: Block::Bars(Bars { title, bars }) });
    bars.into_iter().chain(explained).collect()
}

fn explanation(explained: &[Term]) -> String {
    let words: Vec<String> =
        explained.iter().map(|term| format!("{}：{}", term.name, term.meaning)).collect();
    format!("名词解释　{}。", words.join("；"))
}

/// The words of a block that may hold a term.
fn texts(block: &Block) -> Vec<&str> {
    match block {
        Block::Paragraph(paragraph) if paragraph.role != Role::Note => vec![&paragraph.text],
        Block::Table(table) => {
            let heads = table.columns.iter().map(|column| column.title.as_str());
            heads.chain(table.entries.iter().flat_map(row_texts)).collect()
        }
        Block::Paragraph(_)
        | Block::Figures(_)
        | Block::Signing(_)
        | Block::Form(_)
        | Block::Bars(_)
        | Block::Ruled(_)
        | Block::NewPage
        | Block::Proof(_) => Vec::new(),
    }
}

fn row_texts(row: &Row) -> Vec<&str> {
    match row {
        Row::Entry(cells) | Row::Strong(cells) => cells.iter().filter_map(cell_text).collect(),
        Row::Sum { .. } | Row::Words(_) => Vec::new(),
    }
}

const fn cell_text(cell: &Cell) -> Option<&str> {
    match cell {
        Cell::Text(text) => Some(text.as_str()),
        Cell::Blank | Cell::Amount(_) => None,
    }
}

/// The QR code of a published sheet; a draft has none, because it proves nothing.
fn proof(notice: &Notice) -> Option<Proof> {
    let text = notice.proof_text()?;
    let squares = qr::squares(&text)?;
    Some(Proof { text, squares, caption: "手机扫码可核对\n不用上网".to_owned() })
}

/// What stands top left; in a village with two sets of books, whose they are.
fn issue(number: String, kind: &str, masthead: &Masthead) -> Vec<String> {
    let books = masthead.books.map(|books| match books {
        Entity::Village => "村委会和集体经济组织两套账合并".to_owned(),
        Entity::Committee | Entity::Collective => format!("分账核算：{}账", books.label()),
    });
    [Some(number), Some(kind.to_owned()), books].into_iter().flatten().collect()
}

fn standing(notice: &Notice) -> Standing {
    match &notice.state {
        NoticeState::Drafted => Standing::Tag {
            label: "送审稿".to_owned(),
            note: format!("{}起草，尚未公布", day(notice.drafted_on, notice)),
        },
        NoticeState::Withdrawn { on } => Standing::Tag {
            label: "作废稿".to_owned(),
            note: format!("{}作废，不作依据", day(*on, notice)),
        },
        NoticeState::Published(publication) => {
            // a sheet that was hung again states the posting that counts
            let publication = notice.posting().unwrap_or(publication);
            let from = day(publication.published_on, notice);
            let until = day(publication.posted_until, notice);
            let mut lines = vec![format!("公示 {from}—{until}")];
            if !publication.boards.is_empty() {
                lines.push(format!("公示栏：{}", publication.boards.join("、")));
            }
            Standing::Posted(lines)
        }
    }
}

/// A day, with its year only where it is not the year of the notice.
fn day(date: Date, notice: &Notice) -> String {
    if Month::of(date).year() == notice.year() {
        period::day_label(date)
    } else {
        period::date_label(date)
    }
}

fn footer_parts(notice: &Notice) -> Vec<String> {
    let last = match notice.state {
        NoticeState::Published(_) => "本页内容与存档一致，可用校验码核对",
        NoticeState::Drafted => "送审稿，公布后校验码会变",
        NoticeState::Withdrawn { .. } => "已作废",
    };
    let chain = notice.posting().and_then(Publication::chain_label);
    let mut parts = vec!["明白账".to_owned(), format!("校验码 {}", notice.posted_code())];
    parts.extend(chain.map(|chain| format!("存档链 {chain}")));
    parts.push(last.to_owned());
    parts
}

/// Who signs and whose seals are set.
pub(super) fn signing(masthead: &Masthead) -> Signing {
    Signing { signers: masthead.signers.clone(), seals: masthead.seals.clone() }
}

/// In place of a telephone number that the village has not entered: it is filled in by hand.
pub(super) const BLANK_NUMBER: &str = "_______________";

/// How to object (《山东省村务公开条例》第十六条).
pub(super) fn objection(masthead: &Masthead) -> Paragraph {
    let phone =
        |phone: &str| if phone.is_empty() { BLANK_NUMBER.to_owned() } else { phone.to_owned() };
    let mut text = format!(
        "对公开内容有异议的，请于公布之日起{}日内向村务监督委员会或村民委员会提出，村民委员会自收到之日起{}日内答复（《山东省村务公开条例》第十六条）。\n村务监督委员会电话：{}　镇监督电话：{}",
        masthead.objection_days,
        masthead.answer_days,
        phone(&masthead.supervision_phone),
        phone(&masthead.township_phone),
    );
    if !masthead.opinion_box.is_empty() {
        text.push_str("　意见箱：");
        text.push_str(&masthead.opinion_box);
    }
    Paragraph { text, role: Role::Note }
}
