//! Tables of figures on paper and in workbooks: both are read back and hold what was put in.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use mingbai::app::{App, Clock, ListingFormat, listing_file_name};
use mingbai::domain::listing::{
    ColumnKind, Listing, ListingCell, ListingColumn, ListingRow, RowRole,
};
use mingbai::domain::money::Money;
use mingbai::print::{Fonts, compose_listing, lay_out_listing};
use proptest::prelude::*;

use super::support::{day, yuan};

fn text(words: &str) -> ListingCell {
    ListingCell::text(words)
}

/// A small table with everything a cell can hold.
pub(crate) fn sample() -> Listing {
    let columns = [
        ("日期", ColumnKind::Date),
        ("摘要", ColumnKind::Text),
        ("笔数", ColumnKind::Number),
        ("借方", ColumnKind::Amount),
        ("占比", ColumnKind::Number),
        ("方向", ColumnKind::Label),
    ];
    let entry = |words: &str, amount: &str| {
        ListingRow::entry(vec![
            ListingCell::Date(day("2026-10-08")),
            text(words),
            ListingCell::Count(3),
            ListingCell::Amount(yuan(amount)),
            ListingCell::Share(9850),
            text("借"),
        ])
    };
    let sum = vec![
        ListingCell::Blank,
        text("本月合计"),
        ListingCell::Blank,
        ListingCell::Amount(yuan("1234464.45")),
    ];
    Listing {
        title: "科目明细账".to_owned(),
        subject: "示例镇明堌新村".to_owned(),
        period: "2026年10月".to_owned(),
        remarks: vec!["科目：513 管理费用".to_owned()],
        columns: columns.iter().map(|(title, kind)| ListingColumn::new(*title, *kind)).collect(),
        rows: vec![
            entry("购办公用纸、硒鼓", "1234567.89"),
            entry("冲销2026年9月记-001：付路灯电费", "-103.44"),
            ListingRow::sum(sum),
        ],
        notes: vec!["负数为红字。".to_owned()],
        signers: vec!["制表".to_owned(), "复核".to_owned()],
        ..Listing::default()
    }
}

fn app() -> App {
    App::new(Clock::Fixed(day("2026-11-05")))
}

fn workbook(listings: &[Listing]) -> Xlsx<Cursor<Vec<u8>>> {
    let bytes = app().listings_workbook(listings).expect("a workbook");
    Xlsx::new(Cursor::new(bytes)).expect("a readable workbook")
}

#[test]
fn a_workbook_holds_numbers_and_days_not_words() {
    let mut book = workbook(&[sample(), sample()]);
    assert_eq!(book.sheet_names(), ["科目明细账", "科目明细账 2"]);
    let sheet = book.worksheet_range("科目明细账").expect("a sheet");
    let at = |row: u32, column: u32| sheet.get_value((row, column)).cloned().unwrap_or_default();
    assert_eq!(at(0, 0), Data::String("科目明细账".to_owned()));
    assert_eq!(at(1, 0), Data::String("示例镇明堌新村　　2026年10月　　金额单位：元".to_owned()));
    assert_eq!(at(2, 0), Data::String("科目：513 管理费用".to_owned()));
    assert_eq!(at(3, 3), Data::String("借方".to_owned()));
    let Data::DateTime(date) = at(4, 0) else { panic!("{:?} is no day", at(4, 0)) };
    let days = format!("{:.2}", date.as_f64());
    assert_eq!(days, "46303.00", "2026-10-08 as Excel counts days");
    assert_eq!(at(4, 1), Data::String("购办公用纸、硒鼓".to_owned()));
    assert_eq!(at(4, 2), Data::Float(3.0));
    assert_eq!(at(4, 3), Data::Float(1_234_567.89));
    assert_eq!(at(4, 4), Data::Float(0.985));
    assert_eq!(at(5, 3), Data::Float(-103.44));
    assert_eq!(at(6, 3), Data::Float(1_234_464.45));
    assert_eq!(at(7, 0), Data::String("负数为红字。".to_owned()));
    assert_eq!(at(9, 0), Data::String("制表：　　　　　　　　复核：".to_owned()));
}

#[test]
fn the_same_listings_are_the_same_bytes() {
    let write = || app().listings_workbook(&[sample()]).expect("a workbook");
    assert_eq!(write(), write());
    let draw = || app().listing_pdf(&sample()).expect("a sheet").pdf;
    assert_eq!(draw(), draw());
    let nothing = app().listings_workbook(&[]).map_err(|error| error.to_string());
    assert_eq!(nothing, Err("没有可以导出的账表。请换一个期间，或分几次导出。".to_owned()));
}

#[test]
fn files_are_named_after_village_table_and_period() {
    let name = listing_file_name(&sample(), ListingFormat::Pdf);
    assert_eq!(name, "示例镇明堌新村-科目明细账-2026年10月.pdf");
    let odd = Listing { title: "账/表:?".to_owned(), ..sample() };
    assert_eq!(
        listing_file_name(&odd, ListingFormat::Xlsx),
        "示例镇明堌新村-账_表__-2026年10月.xlsx"
    );
}

/// What stands on the pages, in reading order.
fn printed(listing: &Listing) -> (Vec<String>, Vec<mingbai::print::Page>) {
    let fonts = Fonts::bundled().expect("fonts");
    let (pages, _) = lay_out_listing(&compose_listing(listing), &fonts);
    let texts = pages.iter().flat_map(mingbai::print::Page::texts);
    (texts.map(|text| text.text.clone()).collect(), pages)
}

#[test]
fn paper_says_what_the_listing_says() {
    let (texts, pages) = printed(&sample());
    assert_eq!(pages.len(), 1);
    assert!(pages[0].height_mm > pages[0].width_mm, "a narrow table stands upright");
    for words in [
        "科目明细账",
        "2026年10月",
        "金额单位：元",
        "科目：513 管理费用",
        "1,234,567.89",
        "-103.44",
        "98.50%",
        "本月合计",
        "1,234,464.45",
        "负数为红字。",
        "第 1 页　共 1 页",
    ] {
        assert!(texts.iter().any(|text| text == words), "{words} in {texts:?}");
    }
    let signers = texts.iter().find(|text| text.starts_with("制表：")).expect("who signs");
    assert!(signers.contains("复核："), "{signers}");
}

/// A table of `columns` amounts and `rows` rows.
fn wide(columns: usize, rows: usize) -> Listing {
    let amounts = (1..=columns)
        .map(|number| ListingColumn::new(format!("第{number}栏金额"), ColumnKind::Amount));
    let row = |number: usize| {
        let mut cells = vec![text(&format!("第{number}行，摘要比较长的一笔收支业务"))];
        let fen = i64::try_from(number).expect("small") * 1_234_567;
        cells.extend((0..columns).map(|_| ListingCell::Amount(Money::from_fen(fen))));
        ListingRow::entry(cells)
    };
    Listing {
        columns: std::iter::once(ListingColumn::new("摘要", ColumnKind::Text))
            .chain(amounts)
            .collect(),
        rows: (1..=rows).map(row).collect(),
        ..sample()
    }
}

#[test]
fn a_wide_table_lies_across_and_heads_are_repeated() {
    let (texts, pages) = printed(&wide(10, 60));
    assert!(pages[0].width_mm > pages[0].height_mm);
    assert!(pages.len() > 1);
    let heads = texts.iter().filter(|text| *text == "第10栏金额").count();
    assert_eq!(heads, pages.len());
}

#[test]
fn a_character_no_font_has_is_named_before_anything_is_saved() {
    let mut listing = sample();
    listing.rows[0].cells[1] = text("付\u{E001}某工资");
    let refused = app().listing_pdf(&listing).map_err(|error| error.to_string());
    let message = refused.expect_err("no sheet");
    assert!(message.contains("U+E001") && message.contains("付"), "{message}");
}

#[test]
fn a_section_and_a_sum_stand_out_on_paper() {
    let mut listing = sample();
    let cells = vec![ListingCell::Blank, text("513 管理费用")];
    listing.rows.insert(0, ListingRow { cells, role: RowRole::Section, link: None });
    let (_, pages) = printed(&listing);
    let bold = |words: &str| {
        let text = pages[0].texts().find(|text| text.text == words).expect("printed");
        text.face == mingbai::print::font::Face::Bold
    };
    assert!(bold("513 管理费用") && bold("本月合计") && bold("1,234,464.45"));
    assert!(!bold("1,234,567.89"));
}

#[test]
fn a_heading_never_ends_a_page() {
    for before in 0..60 {
        let mut listing = wide(2, before + 70);
        let cells = vec![text("513 管理费用")];
        let heading = ListingRow { cells, role: RowRole::Section, link: None };
        listing.rows.insert(before, heading);
        let (_, pages) = printed(&listing);
        let page = pages
            .iter()
            .find(|page| page.texts().any(|text| text.text == "513 管理费用"))
            .expect("printed");
        let line = |text: &&mingbai::print::page::Text| text.text == "513 管理费用";
        let at = page.texts().find(line).expect("printed").baseline_mm;
        let next = format!("第{}行", before + 1);
        let below = page.texts().any(|t| t.text.starts_with(&next) && t.baseline_mm > at);
        assert!(below, "the heading before row {next} ends its page");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Every row stands on exactly one page, inside the margins, in full size.
    #[test]
    fn every_cell_is_printed_once(columns in 1_usize..9, rows in 0_usize..90) {
        let listing = wide(columns, rows);
        let (texts, pages) = printed(&listing);
        for number in 1..=rows {
            let amount = Money::from_fen(i64::try_from(number).expect("small") * 1_234_567);
            let found = texts.iter().filter(|text| **text == amount.grouped()).count();
            prop_assert_eq!(found, columns);
        }
        for page in &pages {
            for text in page.texts() {
                prop_assert!(text.x_mm >= 12.9 && text.x_mm < page.width_mm - 12.9);
                prop_assert!(text.baseline_mm < page.height_mm - 9.0);
            }
        }
    }
}

#[test]
fn the_text_of_the_pdf_can_be_read_back() {
    let pdf = app().listing_pdf(&sample()).expect("a sheet").pdf;
    let read = lopdf::Document::load_mem(&pdf).expect("a readable PDF");
    let text: String = read.extract_text(&[1]).expect("text").split_whitespace().collect();
    for words in ["科目明细账", "1,234,567.89", "-103.44", "本月合计", "1,234,464.45"] {
        assert!(text.contains(words), "{words} in {text}");
    }
}
