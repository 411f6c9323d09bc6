//! The print room: sheets as text, and what must hold for every sheet.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::needless_raw_string_hashes,
    clippy::wildcard_enum_match_arm,
    reason = "a test may fail where it stands; expect-test writes its own strings"
)]

use std::sync::OnceLock;

use expect_test::{expect, expect_file};
use mingbai::domain::entity::Entity;
use mingbai::domain::ids::{NoticeId, VillageId};
use mingbai::domain::ledger::Funds;
use mingbai::domain::matter::MatterCode;
use mingbai::domain::money::Money;
use mingbai::domain::notice::{
    Body, Content, FinanceDetail, FinanceLine, FinanceSummary, Masthead, Notice, NoticeState,
    Publication, Redaction, SummaryLine, YearTotals,
};
use mingbai::domain::period::{Date, Month, Period};
use mingbai::print::document::Block;
use mingbai::print::font::Face;
use mingbai::print::page::Text;
use mingbai::print::{self, Fonts, Page, Paper, PdfInfo, PrintError, Warning, raster};
use proptest::prelude::*;

pub(crate) fn date(text: &str) -> Date {
    text.parse().expect("test date")
}

pub(crate) fn yuan(text: &str) -> Money {
    Money::parse(text).expect("test amount")
}

pub(crate) fn masthead() -> Masthead {
    Masthead {
        books: None,
        township: "示例镇".to_owned(),
        village: "明堌新村".to_owned(),
        boards: vec!["村委会大门东侧".to_owned()],
        signers: [
            "村党组织书记",
            "村委会主任",
            "村务监督委员会主任",
            "会计（报账员）",
            "镇三资中心审核",
        ]
        .map(str::to_owned)
        .to_vec(),
        seals: vec!["村民委员会（章）".to_owned(), "村务监督委员会（章）".to_owned()],
        supervision_phone: String::new(),
        township_phone: String::new(),
        opinion_box: "公示栏旁".to_owned(),
        objection_days: 5,
        answer_days: 5,
        fills_rows: false,
    }
}

pub(crate) fn notice(matter: MatterCode, body: Body) -> Notice {
    let month = Month::new(2026, 10).expect("test month");
    Notice {
        entity: Entity::Village,
        id: NoticeId::new(uuid::Uuid::from_u128(7)),
        village: VillageId::new(uuid::Uuid::from_u128(1)),
        matter,
        span: Period::Month(month).into(),
        issue: 10,
        drafted_on: date("2026-11-04"),
        content: Content { masthead: masthead(), body, redaction: Redaction::default() },
        state: NoticeState::Drafted,
        steps: Vec::new(),
        corrects: None,
    }
}

pub(crate) fn published(mut notice: Notice) -> Notice {
    notice.state = NoticeState::Published(Publication {
        published_on: date("2026-11-05"),
        posted_until: date("2026-11-20"),
        boards: notice.content.masthead.boards.clone(),
        chain: Some("9f3a41c07be2".repeat(5)),
    });
    notice
}

/// A line without its balance, which [`detail`] fills in.
pub(crate) fn line(
    day: u32,
    voucher: usize,
    summary: &str,
    income: Money,
    expense: Money,
) -> FinanceLine {
    FinanceLine {
        date: Month::new(2026, 10).expect("test month").day(day),
        voucher: format!("记-{voucher:03}"),
        summary: summary.to_owned(),
        income,
        expense,
        balance: Money::ZERO,
        settlement: "转账".to_owned(),
        handler: "李𫖯".to_owned(),
        witness: "高𬭊".to_owned(),
        approver: "朱春梅".to_owned(),
        correction: None,
    }
}

pub(crate) fn detail(opening: Funds, mut lines: Vec<FinanceLine>) -> FinanceDetail {
    let mut balance = opening.total();
    for line in &mut lines {
        balance = balance.plus(line.income).minus(line.expense);
        line.balance = balance;
    }
    let income_total: Money = lines.iter().map(|line| line.income).sum();
    let expense_total: Money = lines.iter().map(|line| line.expense).sum();
    FinanceDetail {
        opening,
        income_total,
        expense_total,
        closing: Funds {
            cash: opening.cash,
            bank: opening.bank.plus(income_total).minus(expense_total),
        },
        year: YearTotals {
            from: Month::new(2026, 8).expect("test month"),
            income: income_total.plus(yuan("92414.77")),
            expense: expense_total.plus(yuan("126518.95")),
        },
        lines,
    }
}

pub(crate) fn summary() -> FinanceSummary {
    let line = |label: &str, count, amount: &str| SummaryLine {
        label: label.to_owned(),
        count,
        amount: yuan(amount),
    };
    FinanceSummary {
        opening: Funds { cash: yuan("8861.99"), bank: yuan("40647.58") },
        income: vec![
            line("发包和出租等经营收入", 2, "11377.22"),
            line("上级补助", 1, "18320"),
            line("捐款和其他收入", 1, "6320"),
        ],
        expense: vec![
            line("公益事业（路灯、慰问、清淤）", 30, "47200.06"),
            line("村干部报酬和保洁员工资", 6, "9901"),
            line("办公和水电", 8, "7000"),
        ],
        income_total: yuan("36017.22"),
        expense_total: yuan("64101.06"),
        closing: Funds { cash: yuan("12781.44"), bank: yuan("8644.29") },
        year: YearTotals {
            from: Month::new(2026, 8).expect("test month"),
            income: yuan("128431.99"),
            expense: yuan("190620.01"),
        },
        non_cash_share: Some(9876),
        before: None,
        population: None,
        draws_bars: false,
    }
}

pub(crate) fn funds(cash: &str, bank: &str) -> Funds {
    Funds { cash: yuan(cash), bank: yuan(bank) }
}

pub(crate) fn small_detail() -> FinanceDetail {
    let none = Money::ZERO;
    let lines = vec![
        line(1, 2, "重阳节慰问80岁以上老人28人", none, yuan("5589.04")),
        line(8, 15, "收村东机动地承包费 赵金柱", yuan("2020.50"), none),
        line(9, 16, "冲销记-002号多付", none, yuan("-100")),
    ];
    detail(funds("8861.99", "40647.58"), lines)
}

pub(crate) fn f01(detail: FinanceDetail) -> Notice {
    notice(MatterCode::FINANCE_DETAIL, Body::FinanceDetail(detail))
}

pub(crate) fn f02() -> Notice {
    notice(MatterCode::FINANCE_SUMMARY, Body::FinanceSummary(summary()))
}

pub(crate) fn fonts() -> &'static Fonts {
    static FONTS: OnceLock<Fonts> = OnceLock::new();
    FONTS.get_or_init(|| Fonts::bundled().expect("bundled fonts"))
}

pub(crate) fn paper(name: &str) -> Paper {
    match name.strip_suffix('!') {
        Some(name) => Paper::parse(name).expect("test paper").in_large_type(),
        None => Paper::parse(name).expect("test paper"),
    }
}

pub(crate) fn pages(notice: &Notice, on: &str) -> Vec<Page> {
    print::lay_out(&print::compose(notice), paper(on), fonts()).0
}

pub(crate) fn pdf(pages: &[Page]) -> Vec<u8> {
    let info = PdfInfo {
        title: "示例镇明堌新村2026年10月财务收支公开".to_owned(),
        author: "示例镇明堌新村".to_owned(),
        created_on: date("2026-11-05"),
    };
    print::pdf::paint(pages, &info, fonts()).expect("paintable pages")
}

fn dump(pages: &[Page]) -> String {
    pages.iter().map(Page::dump).collect()
}

fn says(notice: &Notice, on: &str, words: &str) -> bool {
    pages(notice, on).iter().flat_map(Page::texts).any(|text| text.text.contains(words))
}

#[test]
fn the_detail_sheet_is_set_as_it_was() {
    let dump = dump(&pages(&published(f01(small_detail())), "a3-landscape"));
    expect_file!["golden/f01_a3_landscape.txt"].assert_eq(&dump);
}

#[test]
fn the_summary_sheet_is_set_as_it_was() {
    let dump = dump(&pages(&f02(), "a4"));
    expect_file!["golden/f02_a4_draft.txt"].assert_eq(&dump);
}

#[test]
fn a_draft_is_marked_on_every_page_and_has_no_posting_period() {
    let lines = (1..=80).map(|n| line(3, n, "购办公用纸", Money::ZERO, yuan("1"))).collect();
    let draft = f01(detail(funds("0", "100"), lines));
    let sheets = pages(&draft, "a4");
    assert!(sheets.len() > 1);
    for page in &sheets {
        assert!(page.texts().any(|text| text.text == "送审稿"));
        assert!(!page.texts().any(|text| text.text.starts_with("公示 ")));
    }
    assert!(says(&published(draft.clone()), "a4", "公示 11月5日—11月20日"));
    assert!(!says(&published(draft), "a4", "送审稿"));
}

#[test]
fn the_sentence_suits_the_month() {
    let sentence = |opening: Funds, lines: Vec<FinanceLine>| {
        let document = print::compose(&f01(detail(opening, lines)));
        let lead = document.blocks.into_iter().find_map(|block| match block {
            Block::Paragraph(paragraph) => Some(paragraph.text),
            _ => None,
        });
        lead.expect("a sentence")
    };
    let money = || funds("100", "400");
    let paid = |amount| line(1, 1, "路灯电费", Money::ZERO, yuan(amount));
    let got = |amount| line(2, 2, "承包费", yuan(amount), Money::ZERO);
    let sentences = [
        sentence(money(), vec![]),
        sentence(money(), vec![got("50")]),
        sentence(money(), vec![paid("50")]),
        sentence(money(), vec![paid("50"), paid("60"), got("7.5")]),
        sentence(money(), vec![paid("900")]),
        sentence(money(), vec![paid("400")]),
        sentence(funds("0", "400"), vec![paid("-20")]),
        sentence(funds("0", "0"), vec![]),
    ];
    expect![[r#"
        本月没有收入，也没有支出；月末还有 500.00元，其中存在银行 400.00元。
        本月收入 50.00元，没有支出；月末还有 550.00元，其中存在银行 450.00元。
        本月没有收入，支出 50.00元，用于“路灯电费”；月末还有 450.00元，其中存在银行 350.00元。
        本月收入 7.50元，支出 110.00元，最大一笔是“路灯电费”60.00元；月末还有 397.50元，其中存在银行 297.50元。
        本月没有收入，支出 900.00元，用于“路灯电费”；月末结余 -400.00元，其中现金 100.00元、银行存款 -500.00元。
        本月没有收入，支出 400.00元，用于“路灯电费”；月末还有 100.00元，都是现金。
        本月没有收入，支出 -20.00元；月末还有 420.00元，都存在银行。
        本月没有收入，也没有支出；月末没有结余。"#]].assert_eq(&sentences.join("\n"));
}

#[test]
fn every_paper_takes_every_sheet_in_readable_type() {
    let many = (1..=48)
        .map(|n| line(3, n, "修村北排水沟用工林桂英等6人×2天", Money::ZERO, yuan("1437.26")));
    let long = published(f01(detail(funds("8861.99", "140647.58"), many.collect())));
    let sheets = [long, f01(small_detail()), f01(detail(funds("1", "2"), vec![])), f02()];
    for (on, body, title) in [
        ("a4", 11.0, 24.0),
        ("a4-landscape", 11.0, 24.0),
        ("a3", 16.0, 36.0),
        ("a3-landscape", 16.0, 36.0),
        ("a3-landscape!", 20.8, 36.0),
        ("board:60x90", 16.0, 36.0),
        ("board:120x80", 16.0, 36.0),
    ] {
        for notice in &sheets {
            let pages = pages(notice, on);
            let size = |wanted: &dyn Fn(&Text) -> bool| {
                pages[0].texts().find(|text| wanted(text)).map_or(0.0, |text| text.size_pt)
            };
            let cells = size(&|text| text.text == "结余" || text.text == "笔数");
            assert!(cells >= body - 0.01, "{on}: {cells}");
            let heading = size(&|text| text.text.contains("2026年10月"));
            assert!(heading >= title - 0.01, "{on}: {heading}");
        }
    }
}

#[test]
fn a_board_is_one_sheet() {
    let lines = (1..=48).map(|n| line(3, n, "付保洁员工资", Money::ZERO, yuan("1437.26")));
    let notice = f01(detail(funds("8861.99", "140647.58"), lines.collect()));
    assert_eq!(pages(&notice, "board:60x90").len(), 1);
}

#[test]
fn a_very_long_village_name_stays_clear_of_its_neighbours() {
    let mut notice = published(f01(small_detail()));
    notice.content.masthead.township = "积石山保安族东乡族撒拉族自治县示例民族乡".to_owned();
    notice.content.masthead.village = "新时代民族团结进步示范合作第一行政村".to_owned();
    let boards = ["村委会大门东侧", "东头小卖部南墙", "老槐树下", "文化广场西侧长廊"];
    notice.content.masthead.boards = boards.map(str::to_owned).to_vec();
    for on in ["a4", "a3", "a3-landscape", "a4!", "board:60x90"] {
        check_places(&pages(&published(notice.clone()), on), on);
    }
}

#[test]
fn missing_characters_are_named_with_voucher_and_field() {
    let mut detail = small_detail();
    detail.lines[1].handler = "李\u{e000}".to_owned();
    detail.lines[2].summary = "购🚜一台".to_owned();
    let mut notice = f01(detail);
    notice.content.masthead.village = "明\u{10ffff}村".to_owned();
    let missing = print::check_glyphs(&notice, fonts());
    let missing: Vec<String> = missing.iter().map(ToString::to_string).collect();
    expect![[r#"
        村名“明􏿿村”里的“􏿿”（U+10FFFF）是输入法自造的字，别的电脑上显示不出来，请改用标准写法。
        记-015经手人“李”里的“”（U+E000）是输入法自造的字，别的电脑上显示不出来，请改用标准写法。
        记-016摘要“购🚜一台”里的“🚜”（U+1F69C）字体里没有，请核对写法，确实是这个字，就在 设置→关于→补字字体 里添加有它的字体文件。"#]]
    .assert_eq(&missing.join("\n"));
    let refused = print::pdf::paint(
        &pages(&notice, "a4"),
        &PdfInfo { title: String::new(), author: String::new(), created_on: date("2026-11-05") },
        fonts(),
    );
    assert!(matches!(refused, Err(PrintError::MissingGlyph { .. })));
    assert_eq!(print::check_glyphs(&f01(small_detail()), fonts()), []);
    assert_eq!(print::check_glyphs(&f02(), fonts()), []);
    assert_eq!(fonts().missing("䶮㛃𬱖𫖯𬭊㼆堃喆垚犇淼翀頔旸昇玥·〇"), Vec::<char>::new());
}

#[test]
fn the_pdf_is_small_dated_and_the_same_every_time() {
    let lines = (1..=45)
        .map(|n| line(3, n, "修村北排水沟用工林桂英等6人×2天", Money::ZERO, yuan("1437.26")));
    let notice = published(f01(detail(funds("8861.99", "140647.58"), lines.collect())));
    let pages = pages(&notice, "a3-landscape");
    let bytes = pdf(&pages);
    assert_eq!(bytes, pdf(&pages));
    assert!(bytes.len() < 90_000, "{} bytes", bytes.len());

    let read = lopdf::Document::load_mem(&bytes).expect("a readable PDF");
    assert_eq!(read.get_pages().len(), pages.len());
    for page in read.get_pages().values() {
        let size = read.get_dictionary(*page).and_then(|page| page.get(b"MediaBox"));
        let size = size.and_then(lopdf::Object::as_array).expect("a page size");
        let size: Vec<f32> = size.iter().map(|side| side.as_float().expect("a side")).collect();
        assert!((size[2] - 1190.55).abs() < 0.1 && (size[3] - 841.89).abs() < 0.1, "{size:?}");
    }
    let count = |key: &[u8]| {
        read.objects.values().filter(|o| o.as_dict().is_ok_and(|dict| dict.has(key))).count()
    };
    assert_eq!(count(b"ToUnicode"), 2);
    assert_eq!(count(b"FontFile2"), 2);
    let info = read.trailer.get(b"Info").and_then(lopdf::Object::as_reference);
    let info = info.and_then(|info| read.get_dictionary(info)).expect("document information");
    let created = info.get(b"CreationDate").and_then(lopdf::Object::as_str).expect("a date");
    assert!(created.starts_with(b"D:20261105"), "{}", String::from_utf8_lossy(created));
}

#[test]
fn pictures_are_drawn_from_the_pdf() {
    let bytes = pdf(&pages(&f01(small_detail()), "a4"));
    assert_eq!(raster::page_count(&bytes), Ok(1));
    let picture = raster::rgba(&bytes, 0, 36.0).expect("a picture");
    assert_eq!((picture.width, picture.height), (297, 420));
    let dark = picture.pixels.chunks(4).filter(|pixel| pixel[0] < 128).count();
    assert!((1000..40_000).contains(&dark), "{dark} dark pixels");
    let png = raster::png(&bytes, 0, 36.0).expect("a PNG");
    let read = image::load_from_memory(&png).expect("a readable PNG");
    assert_eq!(read.color(), image::ColorType::L8);
    assert_eq!(raster::png(&bytes, 1, 36.0), Err(PrintError::NoSuchPage(2)));
    assert_eq!(raster::page_count(b"not a pdf"), Err(PrintError::Unreadable));
    assert!(matches!(raster::rgba(&bytes, 0, 9600.0), Err(PrintError::TooLarge { .. })));
}

#[test]
fn a_long_summary_sheet_turns_the_page_without_losing_a_row() {
    let mut long = summary();
    long.expense = (1..=90)
        .map(|number| SummaryLine {
            label: format!("第{number}类支出"),
            count: 1,
            amount: yuan("10"),
        })
        .collect();
    let notice = notice(MatterCode::FINANCE_SUMMARY, Body::FinanceSummary(long));
    for on in ["a4", "a3-landscape", "board:60x90"] {
        let pages = pages(&notice, on);
        check_places(&pages, on);
        let rows = pages.iter().flat_map(Page::texts).filter(|text| text.text.ends_with("类支出"));
        assert_eq!(rows.count(), 90, "{on}");
    }
    assert!(pages(&notice, "a4").len() > 1);
}

#[test]
fn fonts_can_be_shared_between_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    shared(fonts());
}

/// Nothing beyond the edges of the paper, no text over other text.
pub(crate) fn check_places(pages: &[Page], what: &str) {
    for page in pages {
        let boxes: Vec<_> = page.texts().map(|text| (text, text.bounds_mm(fonts()))).collect();
        for (index, (text, (left, top, right, bottom))) in boxes.iter().enumerate() {
            let inside = *left >= 8.0
                && *top >= 8.0
                && *right <= page.width_mm - 8.0
                && *bottom <= page.height_mm - 8.0;
            assert!(inside, "{what}: {} leaves the margins", text.text);
            for (other, (l, t, r, b)) in &boxes[index + 1..] {
                let apart = *right <= l + 0.05
                    || *r <= left + 0.05
                    || *bottom <= t + 0.05
                    || *b <= top + 0.05;
                assert!(apart, "{what}: {} lies over {}", text.text, other.text);
            }
        }
    }
}

/// The rows of the table on a page: texts that share a baseline, from left to right.
fn amounts_beside(page: &Page, label: &str) -> Option<Vec<Money>> {
    let label = page.texts().find(|text| text.text == label)?;
    let beside = page.texts().filter(|text| (text.baseline_mm - label.baseline_mm).abs() < 0.01);
    Some(beside.filter_map(|text| Money::parse(&text.text).ok()).collect())
}

/// What must hold for every detail sheet on every paper.
fn check_detail(detail: &FinanceDetail, on: &str) {
    let document = print::compose(&published(f01(detail.clone())));
    let (pages, warnings) = print::lay_out(&document, paper(on), fonts());
    check_places(&pages, on);
    let with_code: Vec<&Page> =
        pages.iter().filter(|page| !crate::paper::squares(page).is_empty()).collect();
    assert_eq!(with_code.len(), 1, "{on}: one QR code");
    crate::paper::check_code(with_code[0], on);

    let vouchers: Vec<&str> = pages
        .iter()
        .flat_map(Page::texts)
        .filter(|text| text.text.starts_with("记-"))
        .map(|text| text.text.as_str())
        .collect();
    let expected: Vec<&str> = detail.lines.iter().map(|line| line.voucher.as_str()).collect();
    assert_eq!(vouchers, expected, "{on}: every row once, in order");

    let totals = [detail.income_total, detail.expense_total];
    let mut sums = vec![Money::ZERO; 2];
    for (number, page) in pages.iter().enumerate() {
        let subtotal = amounts_beside(page, "本页小计").unwrap_or_default();
        for (sum, amount) in sums.iter_mut().zip(subtotal) {
            *sum = sum.plus(amount);
        }
        if let Some(forward) = amounts_beside(page, "过次页") {
            assert_eq!(forward[..2], sums[..], "{on}: carried forward");
            let brought = amounts_beside(&pages[number + 1], "承前页");
            assert_eq!(Some(forward), brought, "{on}: brought forward");
        }
    }
    if pages.iter().any(|page| amounts_beside(page, "过次页").is_some()) {
        assert_eq!(sums, totals, "{on}: the subtotals add up to the total");
    }
    if !warnings.contains(&Warning::LooseEnd) {
        let last = pages.last().expect("a page");
        let entries = last.texts().filter(|text| text.text.starts_with("记-")).count();
        assert!(entries >= detail.lines.len().min(2), "{on}: signatures over {entries} entries");
        assert!(last.texts().any(|text| text.text == "本月合计"), "{on}: no total");
        let seals = last.texts().filter(|text| text.text.ends_with("（章）")).count();
        assert_eq!(seals, 2, "{on}: seals");
    }
    let month = pages.iter().find_map(|page| amounts_beside(page, "本月合计"));
    assert_eq!(month.expect("totals")[..2], totals[..], "{on}: the total");
}

fn any_line() -> impl Strategy<Value = (u32, String, i64, bool, String)> {
    let summary = prop_oneof![
        4 => "[购付收修退][一-龥]{1,14}[0-9]{0,3}",
        1 => "[一-龥A-Za-z0-9，。（）、:;《》 ]{0,200}",
    ];
    let name = prop_oneof![6 => "[一-龥]{2,3}", 1 => "[一-龥]{1,8}·[一-龥]{1,12}", 1 => Just(String::new())];
    (1..32_u32, summary, -20_000_i64..90_000_000, any::<bool>(), name)
}

pub(crate) fn any_detail(lines_max: usize) -> impl Strategy<Value = FinanceDetail> {
    let opening = (0..9_000_000_i64, 0..99_000_000_000_i64);
    (opening, proptest::collection::vec(any_line(), 0..lines_max)).prop_map(|(opening, drawn)| {
        let opening = Funds { cash: Money::from_fen(opening.0), bank: Money::from_fen(opening.1) };
        let lines =
            drawn.into_iter().enumerate().map(|(index, (day, summary, fen, income, name))| {
                let amount = Money::from_fen(fen);
                let (got, paid) =
                    if income { (amount, Money::ZERO) } else { (Money::ZERO, amount) };
                let mut line = line(day, index + 1, &summary, got, paid);
                line.handler.clone_from(&name);
                line.approver = name;
                line
            });
        detail(opening, lines.collect())
    })
}

pub(crate) fn any_paper() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(vec![
        "a4",
        "a4-landscape",
        "a3",
        "a3-landscape",
        "a4!",
        "a3!",
        "a3-landscape!",
        "board:60x90",
        "board:90x120",
        "board:25x25",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..Default::default() })]

    #[test]
    fn rows_stay_whole_in_order_and_add_up(detail in any_detail(60), on in any_paper()) {
        check_detail(&detail, on);
    }

    #[test]
    fn long_months_add_up_too(detail in any_detail(200)) {
        check_detail(&detail, "a4");
    }
}

/// Lines of a paragraph as a reader sees them: no sign of the wrong side, no number torn from
/// its unit.
#[track_caller]
fn check_lines(text: &str, measure_mm: f32) {
    let lines = print::text::break_lines(text, measure_mm, fonts(), Face::Regular, 12.0);
    let without = |text: &str| text.chars().filter(|c| *c != ' ').collect::<String>();
    assert_eq!(without(&lines.concat()), without(text), "nothing is lost");
    for pair in lines.windows(2) {
        let [line, next] = pair else { continue };
        let (Some(end), Some(start)) = (line.chars().last(), next.chars().next()) else { continue };
        assert!(!"。，）》、；：！？”".contains(start), "{text}: {start} starts a line");
        assert!(!"（《“".contains(end), "{text}: {end} ends a line");
        let torn = end.is_ascii_digit() && (start.is_ascii_digit() || "年月日元%".contains(start));
        assert!(!torn, "{text}: {end} is torn from {start}");
    }
    for line in &lines {
        let width = fonts().width_mm(line.trim_end(), Face::Regular, 12.0);
        assert!(width <= measure_mm + 0.01 || line.chars().count() == 1, "{line} is too wide");
    }
}

/// Sentences as village clerks write them: words, signs that come after words, quotations,
/// amounts, dates and shares.
fn any_sentence() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[一-龥]{1,8}",
        2 => "[一-龥]{1,3}[，。、；：！？]",
        1 => "（[一-龥0-9]{1,4}）",
        1 => "《[一-龥]{1,5}》[，。]?",
        1 => "“[一-龥]{1,5}”",
        1 => "[1-9][0-9]{0,5}元",
        1 => "20[0-9]{2}年[1-9]月[1-9]日",
        1 => "[1-9][0-9]?%",
    ];
    proptest::collection::vec(piece, 1..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..Default::default() })]

    #[test]
    fn lines_break_as_a_printer_breaks_them(text in any_sentence(), measure in 50.0_f32..250.0) {
        check_lines(&text, measure);
    }
}
