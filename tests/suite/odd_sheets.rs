//! Sheets that nobody plans for: paragraphs and rows higher than a page, blank persons, long heads,
//! amounts of nine digits, words alone.

#![allow(clippy::indexing_slicing, reason = "a test may fail where it stands")]

use mingbai::domain::matter::{Category, MatterCode};
use mingbai::domain::notice::{Body, FromBooks, Notice, Statement, StatementTable};
use mingbai::print::font::Face;
use mingbai::print::page::{Item, Text};
use mingbai::print::site::{Place, SiteTown, SiteVillage, code_sheet};
use mingbai::print::{self, Hanging, Page};

use crate::print::{detail, f01, fonts, line, notice, pages, paper, published, yuan};

fn sheet(paragraphs: &[&str], tables: Vec<StatementTable>) -> Notice {
    let body = Body::Statement(Statement {
        title: "村务事项".to_owned(),
        category: Category::Affairs,
        occasion: None,
        paragraphs: paragraphs.iter().map(|text| (*text).to_owned()).collect(),
        tables,
        bars: Vec::new(),
        people: None,
        correction: None,
        from_books: FromBooks::default(),
    });
    notice(MatterCode::FINANCE_SUMMARY, body)
}

fn table(columns: &[&str], rows: &[&[&str]]) -> StatementTable {
    let words = |row: &[&str]| row.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    StatementTable {
        columns: words(columns),
        rows: rows.iter().map(|row| words(row)).collect(),
        ..StatementTable::default()
    }
}

/// The texts of a page from the top, each with its top and the size of its type.
fn texts(page: &Page) -> Vec<(String, f32, f32)> {
    let text = |item: &Item| match item {
        Item::Text(text) => Some((text.text.clone(), text.baseline_mm, text.size_pt)),
        Item::Rect(_) | Item::Line(_) => None,
    };
    page.items.iter().filter_map(text).collect()
}

fn all_words(pages: &[Page]) -> String {
    pages.iter().flat_map(texts).map(|(text, ..)| text).collect()
}

fn text(item: &Item) -> Option<&Text> {
    match item {
        Item::Text(text) => Some(text),
        Item::Rect(_) | Item::Line(_) => None,
    }
}

/// The running text of the pages, without heads and feet.
fn running_words(pages: &[Page]) -> String {
    let all = || pages.iter().flat_map(|page| &page.items);
    let first = all().filter_map(text).find(|text| text.text.starts_with("第1句。"));
    let size = first.map_or(0.0, |text| text.size_pt);
    let running = |text: &&Text| text.face == Face::Regular && (text.size_pt - size).abs() < 0.01;
    all().filter_map(text).filter(running).map(|text| text.text.as_str()).collect()
}

/// `第1句。第2句。……`
fn sentences(count: u32) -> String {
    (1..=count).map(|n| format!("第{n}句。")).collect::<Vec<_>>().concat()
}

const PAPERS: [&str; 5] = ["a4", "a4!", "a3", "a3-landscape", "a3-landscape!"];

#[test]
fn a_paragraph_higher_than_a_page_goes_on_on_the_next() {
    let long = sentences(560);
    for on in PAPERS {
        let pages = pages(&sheet(&["前言", &long, "结语"], Vec::new()), on);
        assert!(pages.len() > 1, "{on}");
        let words = running_words(&pages);
        let mut from = 0;
        for n in 1..=560 {
            let sentence = format!("第{n}句。");
            let found = words[from..].find(&sentence);
            from += found.unwrap_or_else(|| panic!("{on}: {sentence} is lost")) + sentence.len();
        }
        for page in &pages {
            let inside =
                |(_, top, _): &(String, f32, f32)| *top > 5.0 && *top < page.height_mm - 8.0;
            assert!(texts(page).iter().all(inside), "{on}: off the paper");
        }
    }
}

#[test]
fn nobody_signs_a_page_without_words() {
    let paragraph =
        "经村民代表会议讨论，同意以下事项，现予公示，接受全体村民监督，如有异议请及时提出。";
    for on in PAPERS {
        for count in 1..70 {
            let all = vec![paragraph; count];
            let pages = pages(&sheet(&all, Vec::new()), on);
            let last = texts(pages.last().expect("a page"));
            let signed =
                last.iter().any(|(text, ..)| text.contains("签字") || text.contains("盖章"));
            let says = last.iter().any(|(text, ..)| text.contains("接受"));
            assert!(!signed || says, "{on}: {count} paragraphs, {last:?}");
        }
    }
}

#[test]
fn a_row_higher_than_a_page_has_the_heads_on_every_page() {
    let long = sentences(700);
    let rows: [&[&str]; 3] = [&["一", "短"], &["二", "短"], &["三", &long]];
    for on in PAPERS {
        let pages = pages(&sheet(&["前言"], vec![table(&["序号", "监督内容"], &rows)]), on);
        assert!(pages.len() > 1, "{on}");
        for page in &pages {
            let words: Vec<String> = texts(page).into_iter().map(|(text, ..)| text).collect();
            let has_row = words.iter().any(|text| text.contains('句') || text == "短");
            assert!(!has_row || words.iter().any(|it| it == "监督内容"), "{on}: {words:?}");
        }
        assert!(all_words(&pages).contains("第700句"), "{on}");
    }
}

#[test]
fn the_approver_does_not_stand_where_the_witness_belongs() {
    let mut blank = line(3, 1, "付保洁员工资", yuan("0"), yuan("1437.26"));
    blank.handler = "李𫖯".to_owned();
    blank.witness = String::new();
    blank.approver = "朱春梅".to_owned();
    let funds = mingbai::domain::ledger::Funds { cash: yuan("1"), bank: yuan("99999") };
    let sheet = f01(detail(funds, vec![blank]));
    for on in PAPERS {
        let page = &pages(&sheet, on)[0];
        let all = texts(page);
        let top = |words: &str| all.iter().find(|it| it.0 == words).map(|it| it.1);
        let (Some(handler), Some(approver)) = (top("李𫖯"), top("朱春梅")) else {
            panic!("{on}: {all:?}")
        };
        let heads = (top("经手人"), top("审批人"));
        let (Some(first), Some(last)) = heads else { panic!("{on}: {heads:?}") };
        assert!(((last - first) - (approver - handler)).abs() < 0.1, "{on}: {all:?}");
    }
}

#[test]
fn amounts_of_nine_digits_stay_whole_and_long_heads_give_way() {
    let head = "是否为脱贫户、监测户（以2026年6月底为准）";
    let columns = ["户主", "所在村民小组", "项目", "金额", head];
    let row: &[&str] = &["张三", "第三村民小组", "产业奖补", "100,000,000.00", "是"];
    for on in PAPERS {
        let sheet = sheet(&[], vec![table(&columns, &[row, row, row])]);
        let (pages, warnings) = print::lay_out(&print::compose(&sheet), paper(on), fonts());
        assert!(all_words(&pages).contains("100,000,000.00"), "{on}");
        assert_eq!(warnings, [], "{on}");
        let least = texts(&pages[0]).iter().find(|it| it.0 == "100,000,000.00").map(|it| it.2);
        assert!(least.is_some_and(|size| size >= 10.9), "{on}: {least:?}");
    }
}

#[test]
fn the_name_of_a_table_never_stands_alone_at_the_foot() {
    let paragraph = "经村民代表会议讨论，同意以下事项，现予公示，接受全体村民监督。";
    let mut named = table(&["项目", "金额"], &[&["村道硬化", "12,000.50"], &["水渠", "800.00"]]);
    named.title = "专项资金结余".to_owned();
    for on in PAPERS {
        for count in 1..60 {
            let all = vec![paragraph; count];
            let pages = pages(&sheet(&all, vec![named.clone()]), on);
            let page = pages
                .iter()
                .position(|page| texts(page).iter().any(|(text, ..)| text == "专项资金结余"));
            let row = pages
                .iter()
                .position(|page| texts(page).iter().any(|(text, ..)| text == "村道硬化"));
            assert_eq!(page, row, "{on}: {count} paragraphs");
        }
    }
}

#[test]
fn new_lines_are_no_missing_characters() {
    let said = published(sheet(&["其他计划：修渠\n种树"], Vec::new()));
    assert_eq!(print::check_glyphs(&said, fonts()), []);
}

#[test]
fn the_plan_of_a_board_stays_on_its_page() {
    let page = |at: usize| Hanging { label: format!("第{at}张"), size_mm: (297.0, 420.0) };
    let plan = print::plan_board((600.0, 900.0), (1..=40).map(page).collect());
    let title =
        "内蒙古自治区锡林郭勒盟东乌珠穆沁旗呼热图淖尔苏木巴彦高勒嘎查村2026年10月公开栏布置";
    let remarks: Vec<String> = (1..=40).map(|at| format!("放不下：第{at}张")).collect();
    let drawn = print::draw_plan(&plan, title, &remarks, fonts());
    for item in &drawn.items {
        let Item::Text(text) = item else { continue };
        let width = fonts().width_mm(&text.text, text.face, text.size_pt);
        assert!(text.x_mm + width <= 297.0 - 14.9, "{}", text.text);
        assert!(text.baseline_mm <= 210.0 - 8.0, "{} at {}", text.text, text.baseline_mm);
    }
    assert!(texts(&drawn).iter().any(|(text, ..)| text.contains("没有列出")));
}

#[test]
fn nothing_stands_in_the_white_edge_of_the_code_that_leads_to_the_site() {
    let town = SiteTown { name: "斗虎屯镇".to_owned(), ..SiteTown::default() };
    let village = SiteVillage { name: "堠堌新村".to_owned(), ..SiteVillage::default() };
    let place = Place { town: &town, village: &village };
    for address in ["https://a.cn/v/1/", "https://village.example.org/t/371502104/v/371502104264/"]
    {
        let page = code_sheet(place, address, fonts()).expect("a sheet");
        crate::paper::check_code(&page, "a4");
        assert!(texts(&page).iter().any(|(text, ..)| text == address), "{address}");
    }
}
