//! Sheets read back from the PDF by another reader: what stands where, as a printer sees it, with
//! the widths that the file itself gives.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::single_match_else,
    clippy::wildcard_enum_match_arm,
    reason = "a test may fail where it stands; glyphs are few"
)]

use std::collections::HashMap;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object};
use mingbai::domain::matter::{Category, MatterCode};
use mingbai::domain::money::Money;
use mingbai::domain::notice::{Body, Notice, Statement, StatementTable};
use mingbai::print;
use proptest::prelude::*;

use super::print::{
    any_detail, any_paper, check_places, f01, fonts, notice, paper, pdf, published,
};

/// A run of text as the file has it, in points from the bottom left.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    pub(crate) text: String,
    x: f32,
    baseline: f32,
    size: f32,
    width: f32,
}

/// A font of the file: widths by glyph in thousandths of an em, characters by glyph.
struct Font {
    widths: HashMap<u16, f32>,
    words: HashMap<u16, String>,
}

fn number(object: &Object) -> f32 {
    object.as_float().or_else(|_| object.as_i64().map(|it| it as f32)).expect("a number")
}

fn dictionary<'a>(file: &'a Document, of: &'a Dictionary, key: &[u8]) -> &'a Dictionary {
    let object = of.get(key).expect("an entry");
    file.dereference(object).expect("there").1.as_dict().expect("a dictionary")
}

fn font(file: &Document, of: &Dictionary) -> Font {
    let descendants = file.dereference(of.get(b"DescendantFonts").expect("a composite font"));
    let first = &descendants.expect("there").1.as_array().expect("an array")[0];
    let cid = file.dereference(first).expect("there").1.as_dict().expect("a font");
    let listed = file.dereference(cid.get(b"W").expect("widths")).expect("there").1;
    let mut widths = HashMap::new();
    let mut listed = listed.as_array().expect("an array").iter();
    while let (Some(from), Some(next)) = (listed.next(), listed.next()) {
        let from = from.as_i64().expect("a glyph") as u16;
        match next.as_array() {
            Ok(each) => {
                widths.extend((from..).zip(each).map(|(glyph, width)| (glyph, number(width))));
            }
            Err(_) => {
                let to = next.as_i64().expect("a glyph") as u16;
                let width = number(listed.next().expect("a width"));
                widths.extend((from..=to).map(|glyph| (glyph, width)));
            }
        }
    }
    let map = file.dereference(of.get(b"ToUnicode").expect("characters")).expect("there").1;
    let map = map.as_stream().expect("a stream").decompressed_content().expect("readable");
    Font { widths, words: characters(&String::from_utf8_lossy(&map)) }
}

/// The `<glyph> <character>` pairs of a ToUnicode map.
fn characters(map: &str) -> HashMap<u16, String> {
    let mut words = HashMap::new();
    for block in map.split("beginbfchar").skip(1) {
        let block = block.split("endbfchar").next().unwrap_or_default();
        for line in block.lines() {
            let mut hex = line.split(['<', '>']).filter(|it| !it.trim().is_empty());
            let (Some(glyph), Some(text)) = (hex.next(), hex.next()) else { continue };
            let units: Vec<u16> = text
                .as_bytes()
                .chunks(4)
                .filter_map(|unit| u16::from_str_radix(std::str::from_utf8(unit).ok()?, 16).ok())
                .collect();
            let glyph = u16::from_str_radix(glyph, 16).expect("a glyph");
            words.insert(glyph, String::from_utf16_lossy(&units));
        }
    }
    words
}

/// The runs of text of each page, with the size of the page.
pub(crate) fn runs_of(bytes: &[u8]) -> Vec<((f32, f32), Vec<Run>)> {
    let file = Document::load_mem(bytes).expect("a readable PDF");
    let pages = file.get_pages();
    let read = pages.values().map(|page| {
        let dict = file.get_dictionary(*page).expect("a page");
        let area = dict.get(b"MediaBox").and_then(Object::as_array).expect("a size");
        let resources = dictionary(&file, dict, b"Resources");
        let fonts = dictionary(&file, resources, b"Font");
        let fonts: HashMap<Vec<u8>, Font> = fonts
            .iter()
            .map(|(name, _)| (name.clone(), font(&file, dictionary(&file, fonts, name))))
            .collect();
        let content = file.get_page_content(*page);
        let content = Content::decode(&content).expect("operations");
        ((number(&area[2]), number(&area[3])), runs(&content.operations, &fonts))
    });
    read.collect()
}

fn runs(operations: &[Operation], fonts: &HashMap<Vec<u8>, Font>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let (mut at, mut current, mut fresh) = ((0.0, 0.0), (Vec::new(), 0.0), true);
    for operation in operations {
        let operands = &operation.operands;
        match operation.operator.as_str() {
            "BT" => {
                at = (0.0, 0.0);
                fresh = true;
            }
            "Td" => at = (at.0 + number(&operands[0]), at.1 + number(&operands[1])),
            "Tm" => at = (number(&operands[4]), number(&operands[5])),
            "Tf" => {
                current = (operands[0].as_name().expect("a name").to_vec(), number(&operands[1]));
            }
            "Tj" | "TJ" => {
                let font = fonts.get(&current.0).expect("a font of the page");
                let strings: Vec<&Object> = match &operands[0] {
                    Object::Array(parts) => parts.iter().collect(),
                    one => vec![one],
                };
                let (mut text, mut width) = (String::new(), 0.0);
                for bytes in strings.into_iter().filter_map(|it| it.as_str().ok()) {
                    for pair in bytes.chunks(2) {
                        let glyph = u16::from_be_bytes([pair[0], pair[1]]);
                        text.push_str(font.words.get(&glyph).map_or("\u{FFFD}", |it| it));
                        width += font.widths.get(&glyph).copied().unwrap_or(1000.0);
                    }
                }
                let width = width / 1000.0 * current.1;
                // a run of several fonts is one run: the second part goes on where the first ended
                match runs.last_mut().filter(|_| !fresh) {
                    Some(run) => {
                        run.text.push_str(&text);
                        run.width += width;
                    }
                    None => {
                        let (x, baseline) = at;
                        runs.push(Run { text, x, baseline, size: current.1, width });
                    }
                }
                fresh = false;
            }
            _ => {}
        }
    }
    runs
}

/// No run over another, none beyond the edge of the paper.
fn check_runs(pages: &[((f32, f32), Vec<Run>)], what: &str) {
    for ((width, height), runs) in pages {
        let boxes: Vec<_> = runs
            .iter()
            .map(|run| {
                let top = run.baseline + 0.88 * run.size;
                (run, (run.x, top - run.size, run.x + run.width, top))
            })
            .collect();
        for (index, (run, (left, low, right, high))) in boxes.iter().enumerate() {
            let inside =
                *left > 22.0 && *low > 22.0 && *right < width - 22.0 && *high < height - 22.0;
            assert!(inside, "{what}: {run:?} leaves the paper");
            for (other, (l, b, r, t)) in &boxes[index + 1..] {
                let apart =
                    *right <= l + 0.2 || *r <= left + 0.2 || *high <= b + 0.2 || *t <= low + 0.2;
                assert!(apart, "{what}: {run:?} lies over {other:?}");
            }
        }
    }
}

/// Words, tables of several widths, long texts, amounts and sections.
fn any_statement() -> impl Strategy<Value = Notice> {
    let text = "[一-龥0-9，。（）、]{0,120}";
    let cell = prop_oneof![
        3 => "[一-龥]{0,6}",
        1 => "[一-龥A-Z0-9（）、]{0,60}",
        2 => (0..900_000_000_i64).prop_map(|fen| Money::from_fen(fen).grouped()),
        1 => "20[0-9]{2}-[01][0-9]-[0-3][0-9]",
    ];
    let table = (2..8_usize).prop_flat_map(move |columns| {
        let row = proptest::collection::vec(cell.clone(), columns);
        let heads = proptest::collection::vec("[一-龥]{1,6}", columns);
        (heads, proptest::collection::vec(row, 0..40)).prop_map(|(columns, rows)| StatementTable {
            title: "明细".to_owned(),
            columns,
            rows,
            ..StatementTable::default()
        })
    });
    let words = proptest::collection::vec(text, 0..6);
    (words, proptest::collection::vec(table, 0..3)).prop_map(|(paragraphs, tables)| {
        let body = Body::Statement(Statement {
            title: "村务公开".to_owned(),
            category: Category::Affairs,
            occasion: None,
            paragraphs,
            tables,
            bars: Vec::new(),
            people: None,
            correction: None,
            from_books: mingbai::domain::notice::FromBooks::default(),
        });
        published(notice(MatterCode::FINANCE_SUMMARY, body))
    })
}

/// Every cell of every table on the pages, in order: what is cut off or left out is found.
fn check_cells(notice: &Notice, pages: &[((f32, f32), Vec<Run>)], what: &str) {
    let Body::Statement(statement) = &notice.content.body else { return };
    let run = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let printed: Vec<String> =
        pages.iter().flat_map(|(_, runs)| runs).map(|it| run(&it.text)).collect();
    let mut letters: HashMap<char, usize> = HashMap::new();
    printed.iter().flat_map(|it| it.chars()).for_each(|c| *letters.entry(c).or_default() += 1);
    for cell in statement.tables.iter().flat_map(|table| table.rows.iter().flatten()) {
        for c in run(cell).chars() {
            let left = letters.get_mut(&c).filter(|left| **left > 0);
            let left = left.unwrap_or_else(|| panic!("{what}: {c} of {cell} is not printed"));
            *left -= 1;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..Default::default() })]

    #[test]
    fn sheets_of_words_are_whole_and_nothing_lies_over_anything(
        notice in any_statement(),
        on in any_paper(),
    ) {
        let (pages, _) = print::lay_out(&print::compose(&notice), paper(on), fonts());
        check_places(&pages, on);
        let read = runs_of(&pdf(&pages));
        check_runs(&read, on);
        check_cells(&notice, &read, on);
    }

    #[test]
    fn detail_sheets_read_back_say_what_was_set(detail in any_detail(50), on in any_paper()) {
        let sheet = published(f01(detail));
        let (pages, _) = print::lay_out(&print::compose(&sheet), paper(on), fonts());
        let read = runs_of(&pdf(&pages));
        check_runs(&read, on);
        for (page, (_, runs)) in pages.iter().zip(&read) {
            let set: Vec<&str> =
                page.texts().map(|it| it.text.as_str()).filter(|it| !it.is_empty()).collect();
            let seen: Vec<&str> =
                runs.iter().map(|it| it.text.as_str()).filter(|it| !it.is_empty()).collect();
            prop_assert_eq!(set, seen);
        }
    }
}
