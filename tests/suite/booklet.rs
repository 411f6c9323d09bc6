//! 阳光报告会手册: its figures are those of the sheets that hang, its texts are published or
//! masked, and what is missing is said.

use egui_kittest::kittest::Queryable as _;
use expect_test::{expect, expect_file};
use mingbai::app::{App, Clock, Command, Demo, DisclosureCommand, Outcome, Outlet, Printing};
use mingbai::domain::booklet::{Booklet, Part};
use mingbai::domain::ids::{NoticeId, VillageId};
use mingbai::domain::matter::MatterCode;
use mingbai::domain::money::Money;
use mingbai::domain::notice::{Body, FinanceSummary, ObjectionFacts, Objector, Reply};
use mingbai::print::page::Page as Paper;
use mingbai::print::{Fonts, compose_booklet, lay_out_booklet};
use mingbai::ui::pages::Page;
use tempfile::TempDir;

use super::affair::{Desk, road};
use super::harness::{
    self, Scripted, button, click, gallery, go, photograph, select_all, type_text, window_of,
};
use super::support::{day, first, on_disk, period, simple};

/// The sample ledger: August to October 2026, all published.
struct Sample {
    _folder: TempDir,
    app: App,
    village: VillageId,
}

impl Sample {
    fn open() -> Self {
        let folder = TempDir::new().expect("a folder");
        let demo = Demo::build(folder.path()).expect("a demo");
        let mut app = App::new(Clock::Fixed(Demo::today()));
        app.execute(Command::OpenLedger { path: demo.ledger }).expect("open");
        let village = first(&app);
        Self { _folder: folder, app, village }
    }

    fn booklet(&self, of: &str, mask: bool) -> Result<Booklet, String> {
        booklet(&self.app, of, mask)
    }

    fn summaries(&self, of: &str) -> Vec<FinanceSummary> {
        let of = period(of);
        let book = self.app.ledger().expect("open").book().expect("a book");
        let bodies = book.notices.iter().filter(|notice| {
            notice.matter == MatterCode::FINANCE_SUMMARY
                && notice.publication().is_some()
                && notice.period().is_some_and(|it| of.contains(it.last_day()))
        });
        let of_body = |body: &Body| match body {
            Body::FinanceSummary(summary) => Some(summary.clone()),
            Body::FinanceDetail(_) | Body::Statement(_) => None,
        };
        bodies.filter_map(|notice| of_body(&notice.content.body)).collect()
    }

    fn notice(&self, matter: MatterCode, of: &str) -> NoticeId {
        let book = self.app.ledger().expect("open").book().expect("a book");
        let is_it = |notice: &&mingbai::domain::notice::Notice| {
            notice.matter == matter && notice.span == period(of).into()
        };
        book.notices.iter().find(is_it).expect("a notice").id
    }

    fn object(&mut self, text: &str, reply: Option<&str>) {
        let notice = self.notice(MatterCode::FINANCE_DETAIL, "2026-10");
        let by = Objector::Villager("周长顺".to_owned());
        let facts =
            ObjectionFacts { on: day("2026-11-05"), by, text: text.to_owned(), late: false };
        let asked = Command::Disclosure(DisclosureCommand::Object { notice, facts });
        let Ok(Outcome::Objected { objection, .. }) = self.app.execute(asked) else {
            panic!("an objection")
        };
        if let Some(text) = reply {
            let reply = Reply { on: day("2026-11-05"), text: text.to_owned() };
            let reply = DisclosureCommand::Reply { objection, reply };
            self.app.execute(Command::Disclosure(reply)).expect("answered");
        }
    }
}

fn booklet(app: &App, of: &str, mask: bool) -> Result<Booklet, String> {
    let ledger = app.ledger().expect("open");
    let book = ledger.book().expect("a book");
    let made = book.booklet(period(of), ledger.law(), app.today(), mask);
    made.map_err(|refusal| format!("{refusal}。{}", refusal.hint()))
}

/// The rows of the table of that title.
fn table<'a>(booklet: &'a Booklet, title: &str) -> &'a mingbai::domain::notice::StatementTable {
    let parts = booklet.chapters.iter().flat_map(|chapter| &chapter.parts);
    let mut tables = parts.filter_map(|part| match part {
        Part::Table(table) => Some(table),
        Part::Words(_) => None,
    });
    tables.find(|table| table.title == title).unwrap_or_else(|| panic!("no table {title}"))
}

fn pages(booklet: &Booklet) -> Vec<Paper> {
    let (pages, warnings) =
        lay_out_booklet(&compose_booklet(booklet), &Fonts::bundled().expect("fonts"));
    assert_eq!(warnings, []);
    pages
}

#[test]
fn the_figures_of_a_period_are_those_of_the_published_summaries() {
    let sample = Sample::open();
    for (of, months) in [("2026-10", 1), ("2026-Q3", 2), ("2026", 3)] {
        let booklet = sample.booklet(of, false).expect("a booklet");
        let summaries = sample.summaries(of);
        assert_eq!(summaries.len(), months, "{of}");
        let total =
            |amount: fn(&FinanceSummary) -> Money| -> Money { summaries.iter().map(amount).sum() };
        let (income, expense) = (total(|it| it.income_total), total(|it| it.expense_total));
        let text = booklet.text();
        let first = summaries.first().expect("a month");
        let last = summaries.last().expect("a month");
        for amount in [
            first.opening.total(),
            income,
            expense,
            last.closing.total(),
            last.closing.cash,
            last.closing.bank,
            last.year.income,
            last.year.expense,
        ] {
            let words = format!("{}元", amount.grouped());
            assert!(text.contains(&words), "{of}: {words} in {text}");
        }
        for (title, sum) in [("收入从哪里来", income), ("支出花到哪里", expense)] {
            let table = table(&booklet, title);
            let rows: Money =
                table.rows.iter().map(|row| Money::parse_sum(&row[2]).expect("an amount")).sum();
            assert_eq!(rows, sum, "{of} {title}");
            assert_eq!(table.totals[0][2], sum.grouped(), "{of} {title}");
        }
        assert_eq!(table(&booklet, "每个月的收支（元）").rows.len(), months);
    }
}

#[test]
fn a_quarter_in_plain_words() {
    let mut sample = Sample::open();
    sample.object("十月的路灯电费为什么比九月多？", Some("十月补交了九月下旬的电费。"));
    let booklet = sample.booklet("2026-Q4", false).expect("a booklet");
    // the codes are those of this ledger alone
    let codes = &table(&booklet, "公布的事项").rows;
    let text = codes.iter().fold(booklet.text(), |text, row| text.replace(&row[2], "校验码"));
    expect_file!["golden/booklet_q4.txt"].assert_eq(&text);
    assert!(!booklet.text().contains("周长顺"), "who objects is never printed");
    let before = sample.booklet("2026-Q3", false).expect("a booklet");
    assert!(before.text().contains("2026年第3季度没有收到意见。"));
}

#[test]
fn a_period_that_is_not_published_says_so() {
    let folder = TempDir::new().expect("a folder");
    let (mut app, _, village) = on_disk(&folder, "2026-08-03");
    app.set_clock(Clock::Fixed(day("2026-11-05")));
    let draft = simple("2026-09-08", "收村东机动地承包费", "102", "501", "2020.50");
    app.execute(Command::PostVoucher { village, draft }).expect("posted");
    let text = booklet(&app, "2026-Q3", false).expect("a booklet").text();
    assert!(text.contains("2026年第3季度的财务收支还没有公布，今天不能报告数字"), "{text}");
    assert!(text.contains("2026年第3季度的事项还没有公布"), "{text}");
    assert!(!text.contains("2,020.50") && !text.contains("承包费"), "{text}");
    assert!(text.contains("财务收支逐笔公开 | 2026年9月 | "), "{text}");
    let ahead = booklet(&app, "2027", false).expect_err("ahead");
    expect!["2027年还没有开始，没有可以报告的。请换一个已经开始的期间。"].assert_eq(&ahead);
    // one month of three is told, the others are named
    let mut sample = Sample::open();
    sample.app.set_clock(Clock::Fixed(day("2026-12-02")));
    let text = sample.booklet("2026-Q4", false).expect("a booklet").text();
    assert!(text.contains("2026年11月的财务收支还没有公布，这里的收入、支出都不包括"), "{text}");
    assert!(text.contains("2026年第4季度还没有过完"), "{text}");
}

#[test]
fn private_data_in_an_objection_is_refused_or_masked() {
    let mut sample = Sample::open();
    sample.object("请打13800138000问清楚再公布", Some("已电话答复13900139000。"));
    let refused = sample.booklet("2026-Q4", false).expect_err("refused");
    expect!["第 1 号异议里有电话号码，印出来会泄露个人信息：“请打138****8000问清楚再公布”。请选“遮去个人信息”（命令行用 --mask）再做一次（《个人信息保护法》第二十五条）。"].assert_eq(&refused);
    let asked = sample.app.booklet(sample.village, period("2026-Q4"), false);
    assert!(asked.expect_err("refused").refusal().is_some());
    let text = sample.booklet("2026-Q4", true).expect("masked").text();
    assert!(text.contains("138****8000") && text.contains("139****9000"), "{text}");
    assert!(!text.contains("13800138000") && !text.contains("13900139000"));
    let sheet = sample.app.booklet(sample.village, period("2026-Q4"), true).expect("a sheet");
    let read = lopdf::Document::load_mem(&sheet.pdf).expect("a PDF");
    let numbers: Vec<u32> = read.get_pages().keys().copied().collect();
    let words = read.extract_text(&numbers).expect("text");
    assert!(words.contains("138****8000") && !words.contains("13800138000"));
}

#[test]
fn resolutions_are_told_once_they_hang_and_their_outcome_once_it_does() {
    let mut desk = Desk::open("2026-12-31");
    desk.resolved(road());
    let told = |desk: &Desk| booklet(&desk.app, "2026", false).expect("a booklet").text();
    assert!(!told(&desk).contains("修村北路"), "not published yet");
    let occasion = desk.book().occasions[0].id;
    desk.publish(occasion, "2026-03-23");
    let text = told(&desk);
    assert!(text.contains("〔2026〕1号 | 修村北路 | 2026年3月20日 | 实施结果还没有公布"), "{text}");
    assert!(
        booklet(&desk.app, "2026-Q2", false).is_ok_and(|it| !it.text().contains("〔2026〕1号"))
    );
}

#[test]
fn the_booklet_is_a_cover_chapters_lists_to_sign_and_minutes() {
    let mut sample = Sample::open();
    sample.object("十月的路灯电费为什么比九月多？", None);
    let booklet = sample.booklet("2026-Q4", false).expect("a booklet");
    let pages = pages(&booklet);
    let said = |page: &Paper| -> String { page.texts().map(|text| text.text.as_str()).collect() };
    let says = |page: &Paper, words: &str| said(page).contains(words);
    assert!(says(&pages[0], "示例镇明堌新村阳光报告会手册") && says(&pages[0], "开会地点"));
    let [.., one, two, minutes] = pages.as_slice() else { panic!("{} pages", pages.len()) };
    for (page, numbers) in [(one, ["1", "30"]), (two, ["31", "60"])] {
        for words in numbers.iter().chain(&["姓名", "户主或代表", "签名"]) {
            assert!(page.texts().any(|text| text.text == *words), "{words}");
        }
        assert!(!says(page, "电话"), "nobody writes a telephone on it");
    }
    assert!(says(minutes, "附二、会议记录") && says(minutes, "村监委签字"));
    let fonts = Fonts::bundled().expect("fonts");
    for (number, page) in (1..).zip(&pages) {
        let count = format!("第 {number} 页　共 {} 页", pages.len());
        assert!(says(page, &count), "{count}");
        for text in page.texts() {
            let (left, top, right, bottom) = text.bounds_mm(&fonts);
            let is_inside = left >= 12.9 && right <= 197.1 && top >= 9.0 && bottom <= 288.0;
            assert!(is_inside, "page {number}: {} at {left},{top},{right},{bottom}", text.text);
        }
    }
    // no heading stands alone at the foot of a page
    for page in &pages {
        let lowest = page.texts().filter(|text| text.size_pt > 14.0).map(|it| it.baseline_mm);
        assert!(lowest.fold(0.0, f32::max) < 250.0);
    }
    let sheet = sample.app.booklet(sample.village, period("2026-Q4"), false).expect("a sheet");
    assert_eq!(sheet.page_count(), pages.len());
    let again = sample.app.booklet(sample.village, period("2026-Q4"), false).expect("a sheet");
    assert_eq!(sheet.pdf, again.pdf, "printed again");
    for number in 0..pages.len() {
        let png = sheet.png(number, 70.0).expect("a picture");
        std::fs::write(gallery().join(format!("booklet-{}.png", number + 1)), png)
            .expect("written");
    }
}

#[test]
fn the_booklet_is_made_from_the_page_of_affairs() {
    let mut sample = Sample::open();
    sample.app.set_outlet(Outlet { printing: Printing::No, viewer: "true".into() });
    sample.object("请打13800138000问清楚", None);
    let Sample { _folder: folder, app, .. } = sample;
    let mut window = window_of([1024.0, 640.0], app, Scripted::default());
    go(&mut window, Page::Affairs);
    button(&mut window, "报告会手册…");
    photograph(&mut window, "booklet-dialog");
    let offered = harness::value(&window, "存为文件");
    assert!(offered.ends_with("明堌新村-阳光报告会手册-2026年第4季度.pdf"), "{offered}");
    button(&mut window, "保存");
    assert!(window.query_by_label_contains("第 1 号异议里有电话号码").is_some());
    photograph(&mut window, "booklet-dialog-refused");
    click(&mut window, "遮去意见和答复里的个人信息");
    let path = folder.path().join("手册");
    select_all(&mut window, "存为文件");
    type_text(&mut window, &path.display().to_string());
    button(&mut window, "打印");
    assert!(window.query_by_label("按实际大小打印").is_some());
    let saved = std::fs::read(path.with_extension("pdf")).expect("saved");
    assert!(saved.starts_with(b"%PDF"));
}
