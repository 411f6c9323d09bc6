//! The six registration forms on paper: golden text, and what must hold for each of them.

use std::path::Path;

use expect_test::expect_file;
use mingbai::domain::governance::{GovernanceKind, governance_listing};
use mingbai::domain::resolution::{
    Resolution, ResolutionFacts, Stage, meetings_listing, register_listing,
};
use mingbai::domain::village::VillageProfile;
use mingbai::print::page::Item;
use mingbai::print::{
    Document, Fonts, Page, PdfInfo, compose_listing, lay_out_form, lay_out_listing,
    missing_in_form, pdf, raster, resolution_form, resolution_forms,
};

use super::powers::one_of_each;
use super::resolution::{blank, id, told};
use super::support::day;

fn profile() -> VillageProfile {
    VillageProfile {
        name: "明堌新村".to_owned(),
        township: "示例镇".to_owned(),
        ..VillageProfile::default()
    }
}

const MINUTES: &str = "\
一、村北路路面破损，雨天积水，群众反映强烈。拟修建水泥路 1200 米，宽 5 米，厚 18 厘米，安装太阳能路灯 40 盏。
二、概算 126,000.00 元，其中上级专项补助 80,000.00 元，村集体自筹 46,000.00 元，不向村民筹资。
三、由镇招投标办公室公开招标，村务监督委员会全程监督。";

/// A resolution that walked all six stages.
fn walked() -> Resolution {
    let mut facts = told(
        "
        事项      修建村北水泥路1200米并安装路灯40盏  金额 126000.00
        提议      2026-03-02  党支部    应到 5   实到 4   同意 4
        商议      2026-03-05  两委      应到 7   实到 6   同意 5  反对 1
        审议      2026-03-08  党员大会  应到 31  实到 24  同意 22  弃权 2
        决议      2026-03-20  代表会议  应到 45  实到 38  妇女 16/12  通知 2026-03-14  同意 36  弃权 2
        决议公开  2026-03-21
        完成      2026-08-30
        结果公开  2026-09-02
        ",
    );
    for record in &mut facts.meetings {
        MINUTES.clone_into(&mut record.content);
    }
    if let Some(by) = &mut facts.resolution_disclosed {
        "公开内容与会议记录一致，按时张贴。".clone_into(&mut by.opinion);
    }
    Resolution { id: id(1), facts }
}

fn fonts() -> Fonts {
    Fonts::bundled().expect("fonts")
}

fn pages(document: &Document) -> Vec<Page> {
    let fonts = fonts();
    assert_eq!(missing_in_form(document, &fonts), None);
    let (pages, warnings) = lay_out_form(document, &fonts);
    assert_eq!(warnings, Vec::new());
    pages
}

fn picture(name: &str, pages: &[Page]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/gallery");
    std::fs::create_dir_all(&folder).expect("a folder");
    let (author, created_on) = ("示例镇明堌新村".to_owned(), day("2026-09-02"));
    let info = PdfInfo { title: name.to_owned(), author, created_on };
    let bytes = pdf::paint(pages, &info, &fonts()).expect("a PDF");
    for page in 0..pages.len() {
        let png = raster::png(&bytes, page, 96.0).expect("a PNG");
        std::fs::write(folder.join(format!("form-{name}-{}.png", page + 1)), png).expect("written");
    }
}

fn texts(pages: &[Page]) -> String {
    pages.iter().flat_map(Page::texts).map(|text| text.text.clone()).collect::<Vec<_>>().join("\n")
}

#[test]
fn all_six_forms_stand_on_one_page_each() {
    let forms = resolution_forms(&walked(), &profile());
    assert_eq!(forms.len(), 6);
    for (form, stage) in forms.iter().zip(Stage::ALL) {
        let pages = pages(form);
        assert_eq!(pages.len(), 1, "{}", stage.label());
        assert!(pages[0].height_mm > pages[0].width_mm);
        picture(&format!("{}", stage.number()), &pages);
    }
}

#[test]
fn the_fourth_form_as_text() {
    let pages = pages(&resolution_form(&walked(), &profile(), Stage::Resolved));
    let dump: String = pages.iter().map(Page::dump).collect();
    expect_file!["golden/resolution_form_4.txt"].assert_eq(&dump);
}

#[test]
fn the_fifth_form_says_how_it_was_disclosed() {
    let said = texts(&pages(&resolution_form(&walked(), &profile(), Stage::ResolutionDisclosed)));
    for words in [
        "四议两公开登记表（五）决议公开",
        "2026年3月21日 张贴，公示至 2026年4月5日，共 15 天。",
        "公开内容与会议记录一致，按时张贴。",
        "村委会大门东侧",
        "126,000.00 元",
    ] {
        assert!(said.contains(words), "{words} in {said}");
    }
    let said = texts(&pages(&resolution_form(&walked(), &profile(), Stage::OutcomeDisclosed)));
    assert!(said.contains("路已修好，验收合格。"), "{said}");
}

#[test]
fn a_form_is_printed_before_the_meeting_as_well() {
    let empty = Resolution { id: id(1), facts: blank("安装路灯") };
    for (form, stage) in resolution_forms(&empty, &profile()).iter().zip(Stage::ALL) {
        let pages = pages(form);
        assert_eq!(pages.len(), 1, "{}", stage.label());
        assert!(texts(&pages).contains("安装路灯"));
        if stage == Stage::Deliberated {
            picture("blank", &pages);
        }
    }
}

#[test]
fn the_motive_is_ticked_with_strokes_and_no_character() {
    let form = resolution_form(&walked(), &profile(), Stage::Proposed);
    let pages = pages(&form);
    let oblique = pages[0].items.iter().filter(|item| match item {
        Item::Line(line) => {
            (line.x1_mm - line.x2_mm).abs() > 0.01 && (line.y1_mm - line.y2_mm).abs() > 0.01
        }
        Item::Text(_) | Item::Rect(_) => false,
    });
    // one motive and one result are ticked, two strokes each
    assert_eq!(oblique.count(), 4);
    assert!(!texts(&pages).contains(['☑', '☐', '√', '✓']));
}

#[test]
fn long_minutes_go_on_on_the_next_page_and_nothing_is_lost() {
    let mut long = walked();
    let lines: Vec<String> =
        (1..=90).map(|n| format!("第{n}项意见：同意按方案实施，费用从严控制。")).collect();
    long.facts.meetings[3].content = lines.join("\n");
    let pages = pages(&resolution_form(&long, &profile(), Stage::Resolved));
    assert!(pages.len() >= 2, "{} pages", pages.len());
    let said = texts(&pages);
    for number in 1..=90 {
        assert_eq!(said.matches(&format!("第{number}项意见：")).count(), 1, "{number}");
    }
    assert!(said.contains("（续）"));
    let fonts = fonts();
    for (number, page) in (1..).zip(&pages) {
        for text in page.texts() {
            let (left, top, right, bottom) = text.bounds_mm(&fonts);
            let inside = left >= 12.9 && top >= 0.0 && right <= 197.1 && bottom <= 292.0;
            assert!(inside, "page {number}: {} at {left},{top}–{right},{bottom}", text.text);
        }
    }
    picture("long", &pages);
}

#[test]
fn a_character_that_no_font_has_is_named() {
    let facts = ResolutionFacts { title: "修\u{2f00}\u{e4c5}路".to_owned(), ..blank("") };
    let form = resolution_form(&Resolution { id: id(1), facts }, &profile(), Stage::Proposed);
    let missing = missing_in_form(&form, &fonts()).expect("a missing character");
    assert_eq!((missing.character, missing.field), ('\u{e4c5}', "登记表"));
}

#[test]
fn registers_of_affairs_are_printed_too() {
    let fonts = fonts();
    let resolutions = [walked()];
    let on = day("2026-12-31");
    let mut listings = vec![
        register_listing(&resolutions, "示例镇明堌新村", on),
        meetings_listing(&resolutions, "示例镇明堌新村", on),
    ];
    let records = one_of_each();
    let of = |kind| governance_listing(kind, &records, "示例镇明堌新村", on);
    listings.extend(GovernanceKind::ALL.map(of));
    for (number, listing) in (1..).zip(&listings) {
        let (pages, warnings) = lay_out_listing(&compose_listing(listing), &fonts);
        assert_eq!(warnings, Vec::new(), "{}", listing.title);
        picture(&format!("listing-{number}"), &pages);
    }
}
