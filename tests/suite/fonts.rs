//! Fonts: what is bundled, what a person adds, and that the added ones change nothing else.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test may fail where it stands")]

use std::path::Path;

use mingbai::app::{App, Clock};
use mingbai::domain::money::Money;
use mingbai::domain::notice::Notice;
use mingbai::exchange::divisions::Divisions;
use mingbai::print::{self, FontSource, Fonts, Paper, PdfInfo, PrintError};

use super::print::{date, detail, f01, funds, line, yuan};

/// Two characters of village names that the bundled fonts lack.
const RARE: &str = "𡌶𣒍";
/// A font that has just these two.
const ADDED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/补字测试.ttf");

fn with_added() -> Fonts {
    let fonts = Fonts::bundled().expect("fonts");
    let read = || std::fs::read(ADDED).ok();
    fonts.set_added(vec![
        FontSource { identity: "没有的文件".to_owned(), read: Box::new(|| None) },
        FontSource { identity: "坏的文件".to_owned(), read: Box::new(|| Some(vec![1, 2, 3])) },
        FontSource { identity: "补字测试.ttf".to_owned(), read: Box::new(read) },
    ]);
    fonts
}

fn paint(notice: &Notice, fonts: &Fonts) -> Result<Vec<u8>, PrintError> {
    let paper = Paper::parse("a3-landscape").expect("a paper");
    let (pages, _) = print::lay_out(&print::compose(notice), paper, fonts);
    let info = PdfInfo {
        title: "财务收支".to_owned(),
        author: String::new(),
        created_on: date("2026-11-04"),
    };
    print::pdf::paint(&pages, &info, fonts)
}

fn sheet(summary: &str) -> Notice {
    let lines = vec![line(3, 1, summary, Money::ZERO, yuan("1437.26"))];
    let mut notice = f01(detail(funds("8861.99", "140647.58"), lines));
    // in the heading, which is bold, too
    notice.content.masthead.village = summary.chars().take(5).collect();
    notice
}

#[test]
fn every_character_of_the_division_list_but_two_is_bundled() {
    let fonts = Fonts::bundled().expect("fonts");
    let divisions = Divisions::bundled().expect("the list");
    let villages = (3701..=3717).flat_map(|city| divisions.villages_under(&city.to_string()));
    let names: String = villages.map(|village| village.name.as_str()).collect();
    assert!(names.chars().count() > 200_000, "the whole province");
    let missing: String = fonts.missing(&names).into_iter().collect();
    assert!(missing.chars().all(|character| RARE.contains(character)), "{missing}");
    assert_eq!(with_added().missing(&(names + RARE)), Vec::<char>::new());
}

#[test]
fn a_rare_character_is_printed_with_an_added_font_and_refused_without() {
    let notice = sheet("付𡌶里村𣒍木款");
    let plain = paint(&notice, &Fonts::bundled().expect("fonts"));
    assert!(matches!(plain, Err(PrintError::MissingGlyph { character: '𡌶', .. })), "{plain:?}");
    let bytes = paint(&notice, &with_added()).expect("a PDF");
    let read = lopdf::Document::load_mem(&bytes).expect("a readable PDF");
    let text = read.extract_text(&[1]).expect("text");
    let run: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    assert!(run.contains("付𡌶里村𣒍木款"), "{text}");
    let fonts = read.objects.values().filter_map(|object| object.as_dict().ok());
    assert_eq!(fonts.filter(|dict| dict.has(b"FontFile2")).count(), 3, "one more font");
    assert!(bytes.len() < 60_000, "{} bytes", bytes.len());
}

#[test]
fn an_added_font_changes_no_sheet_that_does_without() {
    let notice = sheet("付办公用品款");
    let plain = paint(&notice, &Fonts::bundled().expect("fonts")).expect("a PDF");
    assert!(plain == paint(&notice, &with_added()).expect("a PDF"), "other bytes");
}

#[test]
fn private_and_control_characters_are_drawn_by_no_font() {
    assert_eq!(
        with_added().missing("\u{E000}\u{10FFFF}\u{1}"),
        ['\u{E000}', '\u{10FFFF}', '\u{1}']
    );
}

#[test]
fn a_person_adds_and_removes_a_font() {
    let folder = tempfile::tempdir().expect("a folder");
    let shelf = folder.path().join("fonts");
    let app = App::new(Clock::Fixed(date("2026-11-04")));
    app.use_fonts_in(shelf.clone());
    assert_eq!(app.added_fonts().expect("fonts"), []);

    let useless = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/fonts/NotoSansSC-Regular.ttf");
    let said = app.add_font(Path::new(useless)).expect_err("nothing new").to_string();
    assert!(said.contains("程序自带的字体都有"), "{said}");
    let broken = folder.path().join("坏.ttf");
    std::fs::write(&broken, "这不是字体").expect("a file");
    let said = app.add_font(&broken).expect_err("no font").to_string();
    assert!(said.contains("坏.ttf") && said.contains("不是能用的字体文件"), "{said}");
    let said = app.add_font(&folder.path().join("没有.ttf")).expect_err("no file").to_string();
    assert!(said.contains("没有.ttf"), "{said}");
    assert!(!shelf.exists(), "a refusal writes nothing");

    let added = app.add_font(Path::new(ADDED)).expect("added");
    assert_eq!((added.characters, added.samples.as_str()), (2, RARE));
    assert_eq!(app.added_fonts().expect("fonts"), [added]);
    let bytes = app.added_font_bytes();
    assert_eq!(bytes.len(), 1);
    assert_eq!(bytes[0].1, std::fs::read(ADDED).expect("bytes"));

    app.remove_font("补字测试.ttf").expect("removed");
    assert_eq!(app.added_fonts().expect("fonts"), []);
    let said = app.remove_font("补字测试.ttf").expect_err("gone").to_string();
    assert!(said.contains("没有添加过字体"), "{said}");
}
