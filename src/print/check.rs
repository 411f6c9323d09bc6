//! The check before printing: can every character be drawn?
//!
//! Invariant: a notice without findings paints without [`super::PrintError::MissingGlyph`].
//! printpdf would draw an empty box, lose the character from the text and say nothing; a name
//! on the wall with a box in it is worse than no sheet.

use std::fmt;

use crate::domain::notice::{Body, Notice, Statement};

use super::compose::compose;
use super::document::{Block, Cell, Document, Form, FormEntry, Row, Standing};
use super::font::Fonts;

/// A character that the bundled fonts cannot draw (缺字).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingGlyph {
    /// The character.
    pub character: char,
    /// The voucher it is in, if it is in a line of the sheet: `记-005`.
    pub voucher: Option<String>,
    /// The line of the sheet, from 1.
    pub line: Option<usize>,
    /// The field: `摘要`, `经手人`, `村名`.
    pub field: &'static str,
    /// The whole text of the field.
    pub text: String,
}

impl MissingGlyph {
    /// The code point as people write it: `U+E000`.
    pub fn code_point(&self) -> String {
        format!("U+{:04X}", u32::from(self.character))
    }
}

impl fmt::Display for MissingGlyph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = self.voucher.as_deref().unwrap_or_default();
        let why = match u32::from(self.character) {
            0xE000..=0xF8FF | 0xF_0000.. => "是输入法自造的字，别的电脑上显示不出来",
            0..=0x1F | 0x7F..=0x9F => "是看不见的控制字符",
            _ => "字体里没有",
        };
        let next = match u32::from(self.character) {
            0..=0x9F | 0xE000..=0xF8FF | 0xF_0000.. => "请改用标准写法",
            _ => "请核对写法，确实是这个字，就在 设置→关于→补字字体 里添加有它的字体文件",
        };
        write!(
            f,
            "{place}{}“{}”里的“{}”（{}）{why}，{next}。",
            self.field,
            self.text,
            if self.character.is_control() { ' ' } else { self.character },
            self.code_point()
        )
    }
}

/// Looks at every text of a sheet of words.
fn look_at_words(
    statement: &Statement,
    look: &mut impl FnMut(Option<(usize, &str)>, &'static str, &str),
) {
    look(None, "公开事项", &statement.title);
    if let Some(occasion) = &statement.occasion {
        look(None, "事由", &occasion.text);
    }
    statement.paragraphs.iter().for_each(|text| look(None, "公示内容", text));
    for table in &statement.tables {
        look(None, "表名", &table.title);
        table.columns.iter().for_each(|title| look(None, "表头", title));
        for (line, row) in (1..).zip(&table.rows) {
            for cell in row {
                look(Some((line, "")), "表中", cell);
            }
        }
    }
    if let Some(sheet) = &statement.people {
        look(None, "表头", &sheet.columns.iter().map(|it| it.title.as_str()).collect::<String>());
        for (line, person) in (1..).zip(&sheet.people) {
            for (field, text) in [
                ("姓名", &person.name),
                ("户主", &person.head),
                ("组", &person.group),
                ("类别", &person.category),
                ("备注", &person.remark),
            ] {
                look(Some((line, "")), field, text);
            }
        }
    }
    if let Some(correction) = &statement.correction {
        look(None, "更正原因", &correction.reason);
        for (line, it) in (1..).zip(&correction.lines) {
            for text in [&it.what, &it.was, &it.now] {
                look(Some((line, "")), "更正内容", text);
            }
        }
    }
}

/// The characters of `notice` that cannot be printed, with their places, in reading order.
pub fn check_glyphs(notice: &Notice, fonts: &Fonts) -> Vec<MissingGlyph> {
    let mut missing = Vec::new();
    let mut look = |line: Option<(usize, &str)>, field: &'static str, text: &str| {
        // a new line is no character to draw
        let letters = text.replace('\n', "");
        missing.extend(fonts.missing(&letters).into_iter().map(|character| MissingGlyph {
            character,
            voucher: line.map(|(_, voucher)| voucher.to_owned()).filter(|it| !it.is_empty()),
            line: line.map(|(number, _)| number),
            field,
            text: text.to_owned(),
        }));
    };
    let masthead = &notice.content.masthead;
    look(None, "乡镇名", &masthead.township);
    look(None, "村名", &masthead.village);
    if let Some(publication) = notice.publication() {
        publication.boards.iter().for_each(|board| look(None, "公示栏", board));
    }
    match &notice.content.body {
        Body::FinanceDetail(detail) => {
            for (index, line) in detail.lines.iter().enumerate() {
                let place = Some((index + 1, line.voucher.as_str()));
                look(place, "凭证号", &line.voucher);
                look(place, "摘要", &line.summary);
                look(place, "结算方式", &line.settlement);
                look(place, "经手人", &line.handler);
                look(place, "证明人", &line.witness);
                look(place, "审批人", &line.approver);
            }
        }
        Body::FinanceSummary(summary) => {
            let lines = summary.income.iter().chain(&summary.expense);
            lines.for_each(|line| look(None, "收支项目", &line.label));
        }
        Body::Statement(statement) => look_at_words(statement, &mut look),
    }
    masthead.signers.iter().for_each(|signer| look(None, "签字人", signer));
    masthead.seals.iter().for_each(|seal| look(None, "盖章单位", seal));
    look(None, "村务监督委员会电话", &masthead.supervision_phone);
    look(None, "镇监督电话", &masthead.township_phone);
    look(None, "意见箱", &masthead.opinion_box);
    for character in fonts.missing(&words(&compose(notice)).replace('\n', "")) {
        // a character of our own words: never seen, but never silent either
        if !missing.iter().any(|found| found.character == character) {
            let text = character.to_string();
            let field = "版面文字";
            missing.push(MissingGlyph { character, voucher: None, line: None, field, text });
        }
    }
    missing
}

/// Everything a document says, in one string.
pub(super) fn words(document: &Document) -> String {
    let heading = &document.heading;
    let mut words = heading.issue.concat() + &heading.title;
    match &heading.standing {
        Standing::Posted(lines) => words.extend(lines.iter().map(String::as_str)),
        Standing::Tag { label, note } => words.extend([label.as_str(), note.as_str()]),
    }
    let extras = document.extras.iter().map(|extra| &extra.block);
    for block in document.blocks.iter().chain(extras) {
        match block {
            Block::Figures(figures) => {
                for figure in figures {
                    words.extend([&figure.label, &figure.amount, &figure.unit].map(String::as_str));
                    words.extend(figure.notes.iter().map(String::as_str));
                }
            }
            Block::Paragraph(paragraph) => words.push_str(&paragraph.text),
            Block::Table(table) => {
                words.extend(table.columns.iter().map(|column| column.title.as_str()));
                let rows = table.opening.iter().chain(&table.entries).chain(&table.closing);
                rows.for_each(|row| words.push_str(&row_words(row)));
            }
            Block::Form(form) => words.push_str(&form_words(form)),
            Block::Ruled(ruled) => {
                words.extend(ruled.columns.iter().map(|(head, _)| head.as_str()));
            }
            Block::NewPage => {}
            Block::Proof(proof) => words.push_str(&proof.caption),
            Block::Bars(bars) => {
                words.push_str(&bars.title);
                words.extend(bars.bars.iter().map(|bar| bar.label.as_str()));
            }
            Block::Signing(signing) => {
                words.extend(signing.signers.iter().chain(&signing.seals).map(String::as_str));
            }
        }
    }
    words.extend(document.footer.parts.iter().map(String::as_str));
    words
}

fn form_words(form: &Form) -> String {
    let fields = form.rows.iter().flat_map(|row| &row.fields);
    fields.flat_map(|field| [field.label.clone(), entry_words(&field.entry)]).collect()
}

fn entry_words(entry: &FormEntry) -> String {
    match entry {
        FormEntry::Words(words) => words.clone(),
        FormEntry::Choices(choices) => choices.iter().map(|choice| choice.label.as_str()).collect(),
    }
}

/// The first character of a form that no font can draw, with the field it stands in.
pub fn missing_in_form(document: &Document, fonts: &Fonts) -> Option<MissingGlyph> {
    let found = |character: char, field: &'static str, text: &str| {
        let text = text.to_owned();
        MissingGlyph { character, voucher: None, line: None, field, text }
    };
    for block in &document.blocks {
        let Block::Form(form) = block else { continue };
        for field in form.rows.iter().flat_map(|row| &row.fields) {
            let text = entry_words(&field.entry);
            if let Some(character) = fonts.missing(&text.replace('\n', "")).first() {
                return Some(found(*character, "登记表", &text));
            }
        }
    }
    let character = fonts.missing(&words(document).replace('\n', "")).first().copied()?;
    Some(found(character, "表头", &document.heading.title))
}

fn row_words(row: &Row) -> String {
    match row {
        Row::Entry(cells) | Row::Strong(cells) => cells.iter().map(Cell::shown).collect(),
        Row::Sum { label, cells, .. } => {
            label.clone() + &cells.iter().map(Cell::shown).collect::<String>()
        }
        Row::Words(words) => words.clone(),
    }
}
