//! The public site: only what was published, said as the sheet says it, in pages that are small,
//! well formed and linked; and the same figures as a workbook.

mod markup;
mod window;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use calamine::{Data, Reader as _};
use mingbai::app::{
    App, Clock, Command, DisclosureCommand, ExportFormat, Outcome, PeopleReading, RemarkAction,
    SiteMade, SiteRequest,
};
use mingbai::domain::entity::Entity;
use mingbai::domain::ids::{NoticeId, VillageId};
use mingbai::domain::matter::MatterCode;
use mingbai::domain::notice::{
    CorrectedLine, CorrectionDraft, NoticeDraft, ObjectionFacts, Objector,
};
use mingbai::domain::occasion::DisclosureSpan;
use mingbai::print::site::PAGE_BYTES_MAX;
use tempfile::TempDir;

use crate::support::{agree, day, draft, period, simple, typed};
use markup::check_page;

/// Two villages of one township on 24 November 2026; the first one publishes.
struct Town {
    app: App,
    villages: Vec<VillageId>,
    folder: TempDir,
}

type Files = BTreeMap<String, String>;

impl Town {
    fn new() -> Self {
        let names = ["甲村", "乙村"].map(typed).to_vec();
        let app = App::in_memory(Clock::Fixed(day("2026-11-24")), names).expect("a ledger");
        let villages = app.ledger().expect("open").villages();
        let villages = villages.iter().map(|village| village.id).collect();
        Self { app, villages, folder: TempDir::new().expect("a folder") }
    }

    fn run(&mut self, command: Command) -> Outcome {
        self.app.execute(command).unwrap_or_else(|error| panic!("{error}"))
    }

    fn post(&mut self, village: usize, date: &str, summary: &str, amount: &str) {
        let draft = simple(date, summary, "513", "101", amount);
        self.run(Command::PostVoucher { village: self.villages[village], draft });
    }

    fn draft(&mut self, village: usize, matter: MatterCode) -> NoticeId {
        let draft = draft(self.villages[village], matter, Entity::Village, period("2026-10"));
        let Outcome::NoticeDrafted { notice, .. } = self.run(draft) else { panic!("a draft") };
        notice
    }

    fn publish(&mut self, notice: NoticeId, on: &str) {
        agree(&mut self.app, notice, day(on)).expect("agreed");
        let boards = vec!["村委会门口".to_owned()];
        self.run(Command::PublishNotice { notice, on: day(on), days: 15, boards });
    }

    fn request(&self, name: &str) -> SiteRequest {
        let folder = self.folder.path().join(name);
        SiteRequest { folder, ..SiteRequest::default() }
    }

    fn make(&self, request: &SiteRequest) -> SiteMade {
        let made = self.app.make_site(request, |_, _| true);
        made.unwrap_or_else(|error| panic!("{error}")).expect("not stopped")
    }

    /// Makes a site and reads it.
    fn site(&self, name: &str) -> Files {
        let made = self.make(&self.request(name));
        let files = read(&self.folder.path().join(name));
        assert_eq!(files.len(), made.files + 1, "and the list of files");
        files
    }
}

/// Every file below a folder.
fn read(folder: &Path) -> Files {
    let mut files = Files::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(below) = folders.pop() {
        for entry in std::fs::read_dir(&below).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(folder).expect("inside");
            let name = name.to_str().expect("a name").replace('\\', "/");
            assert!(name.is_ascii(), "{name}");
            files.insert(
                name,
                String::from_utf8_lossy(&std::fs::read(&path).expect("bytes")).into_owned(),
            );
        }
    }
    files
}

/// The page whose name ends so, of the only village that has one.
#[track_caller]
fn page<'a>(files: &'a Files, end: &str) -> &'a str {
    let mut found = files.iter().filter(|(name, _)| name.ends_with(end));
    let (_, text) = found.next().unwrap_or_else(|| panic!("no page {end} in {:?}", files.keys()));
    assert!(found.next().is_none(), "one page {end}");
    text
}

/// Whether every page is well formed and small, and every link leads to a file of the site.
#[track_caller]
fn check_all(files: &Files) {
    for (name, text) in files.iter().filter(|(_, text)| text.starts_with("<!DOCTYPE")) {
        assert!(text.len() <= PAGE_BYTES_MAX, "{name} has {} bytes", text.len());
        for link in check_page(name, text) {
            let target = markup::resolve(name, &link);
            assert!(link.starts_with("tel:") || files.contains_key(&target), "{name}: {link}");
        }
    }
}

/// A town that published, corrected, took down, drafted and heard an objection.
fn told() -> Town {
    let mut town = Town::new();
    town.post(0, "2026-10-05", "付<script>alert(\"1\")</script>&'费用'", "1234.56");
    town.post(0, "2026-10-09", "付路灯电费", "300.00");
    town.post(1, "2026-10-09", "乙村没有公布的支出", "88.80");
    let detail = town.draft(0, MatterCode::FINANCE_DETAIL);
    town.publish(detail, "2026-11-10");
    let summary = town.draft(0, MatterCode::FINANCE_SUMMARY);
    town.publish(summary, "2026-11-10");
    town.draft(1, MatterCode::FINANCE_DETAIL);
    let facts = ObjectionFacts {
        on: day("2026-11-12"),
        by: Objector::Villager("王告状".to_owned()),
        text: "电费怎么这么多".to_owned(),
        late: false,
    };
    town.run(Command::Disclosure(DisclosureCommand::Object { notice: detail, facts }));
    town
}

#[test]
fn the_site_says_what_was_published_as_the_sheet_says_it() {
    let town = told();
    let files = town.site("网站");
    check_all(&files);
    let detail = page(&files, "/2026-10-F01.html");
    assert!(
        detail.contains("付&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;费用&#39;")
    );
    assert!(!detail.contains("<script"), "a word became a tag");
    let book = town.app.ledger().expect("open").book_of(town.villages[0]).expect("a book");
    let notice = book.notices.iter().find(|it| it.matter == MatterCode::FINANCE_DETAIL);
    let notice = notice.expect("published");
    for words in [
        "甲镇甲村2026年10月财务收支公开",
        "1,234.56",
        "300.00",
        "1,534.56",
        "-1,534.56",
        "公示 11月10日—11月25日<br>公示栏：村委会门口",
        "村党组织书记",
        &notice.posted_code(),
        "日内向村务监督委员会或村民委员会提出",
    ] {
        assert!(detail.contains(words), "{words} is not on\n{detail}");
    }
    let summary = page(&files, "/2026-10-F02.html");
    assert!(summary.contains("二、本月收入") && summary.contains("1,534.56"));
    let month = page(&files, "m/2026-10.html");
    assert!(month.contains("已公布的村（1 个）") && month.contains("没有公布的村（1 个）"));
    let index = &files["index.html"];
    assert!(index.contains("2 个村中 1 个已公布"), "{index}");
    assert!(index.contains("正在公示 2 份") && index.contains("还没有公布过"), "{index}");
}

#[test]
fn no_draft_no_objector_and_nothing_else_of_the_ledger_is_on_it() {
    let town = told();
    let files = town.site("网站");
    for (name, text) in &files {
        for secret in ["没有公布的支出", "88.80", "王告状", "怎么这么多"] {
            assert!(!text.contains(secret), "{name} holds {secret}");
        }
    }
    let pages = files.keys().filter(|name| name.starts_with("v/") && name.contains("2026-10"));
    assert_eq!(pages.count(), 2, "F01 and F02 of one village");
}

#[test]
fn a_correction_and_its_notice_lead_to_each_other_and_a_sheet_taken_down_says_so() {
    let mut town = told();
    let book = town.app.ledger().expect("open").book_of(town.villages[0]).expect("a book");
    let of = |matter| book.notices.iter().find(|it| it.matter == matter).expect("published").id;
    let wrong = of(MatterCode::FINANCE_DETAIL);
    let taken = of(MatterCode::FINANCE_SUMMARY);
    drop(book);
    let span = DisclosureSpan::Period(period("2026-10"));
    let mut draft = NoticeDraft::new(MatterCode::FINANCE_DETAIL, Entity::Village, span);
    let line = CorrectedLine {
        what: "第 2 行 支出".to_owned(),
        was: "300.00".to_owned(),
        now: "330.00".to_owned(),
    };
    let reason = "少写了".to_owned();
    draft.correction = Some(CorrectionDraft { notice: wrong, lines: vec![line], reason });
    let (village, draft) = (town.villages[0], Box::new(draft));
    let outcome = town.run(Command::DraftNotice { village, draft });
    let Outcome::NoticeDrafted { notice: correction, .. } = outcome else { panic!("a draft") };
    town.publish(correction, "2026-11-24");
    let (on, reason) = (day("2026-11-20"), "下雨".to_owned());
    let down = DisclosureCommand::TakeDown { notice: taken, on, reason };
    town.run(Command::Disclosure(down));
    let files = town.site("网站");
    check_all(&files);
    let detail = page(&files, "/2026-10-F01.html");
    assert!(detail.contains("这份公示有更正，请看 <a href=\"2026-10-F01-"), "{detail}");
    let all = files.iter().filter(|(name, _)| name.contains("-F01-"));
    let texts: Vec<&String> = all.map(|(_, text)| text).collect();
    assert_eq!(texts.len(), 1);
    assert!(texts[0].contains("更正的是 <a href=\"2026-10-F01.html\">"), "{}", texts[0]);
    assert!(texts[0].contains("330.00"));
    let summary = page(&files, "/2026-10-F02.html");
    assert!(summary.contains("已于2026年11月20日提前撤下，还没有重新张贴"), "{summary}");

    let (on, days, boards) = (day("2026-11-23"), 15, vec!["小广场".to_owned()]);
    let again = DisclosureCommand::PostAgain { notice: taken, on, days, boards };
    town.run(Command::Disclosure(again));
    let files = town.site("网站");
    let summary = page(&files, "/2026-10-F02.html");
    assert!(summary.contains("公示 11月23日—12月8日<br>公示栏：小广场"), "{summary}");
}

/// The amounts in the rows of a page whose label is this: the first, second … of each row.
fn sums(text: &str, label: &str, which: usize) -> Vec<i64> {
    let rows = text.split("<tr").filter(|row| row.contains(&format!(">{label}</th>")));
    let amount = |row: &str| {
        let cell = row.split("class=\"n a\"").nth(which)?;
        let shown = cell.split_once('>')?.1.split_once('<')?.0;
        shown.replace([',', '.'], "").parse().ok()
    };
    rows.filter_map(amount).collect()
}

#[test]
fn a_long_list_and_a_long_month_are_paged_with_sums_that_add_up() {
    let mut town = Town::new();
    for number in 1..=200 {
        let summary = format!("付第{number}笔村内环境整治和沟渠清淤用工工资{}", "等".repeat(30));
        town.post(0, "2026-10-12", &summary, "12.34");
    }
    let detail = town.draft(0, MatterCode::FINANCE_DETAIL);
    town.publish(detail, "2026-11-10");
    let mut list = String::from("户主,组别,面积,标准,金额,备注\n");
    for number in 0..400 {
        let group = number % 9 + 1;
        writeln!(list, "村民{number},{group}组,3.5,125.79,{number}.07,代领").expect("text");
    }
    let path = town.folder.path().join("名单.csv");
    std::fs::write(&path, list).expect("written");
    let matter = MatterCode::parse("C23").expect("a code");
    let reading = PeopleReading { remarks: RemarkAction::Mask, mapping: None };
    let village = town.villages[0];
    town.run(Command::ImportPeople { village, matter, span: None, path, reading });
    let book = town.app.ledger().expect("open").book_of(village).expect("a book");
    let span = book.people_lists[0].facts.span;
    drop(book);
    let draft = NoticeDraft::new(matter, Entity::Village, span);
    let outcome = town.run(Command::DraftNotice { village, draft: Box::new(draft) });
    let Outcome::NoticeDrafted { notice, .. } = outcome else { panic!("a draft") };
    town.publish(notice, "2026-11-24");

    let files = town.site("网站");
    check_all(&files);
    // the second amount of F01 is what was spent
    for (code, entries, which, total) in
        [("F01", 200, 2, 200 * 1234), ("C23", 400, 1, 399 * 400 / 2 * 100 + 2800)]
    {
        let pages: Vec<&String> = files
            .iter()
            .filter(|(name, _)| name.starts_with("v/") && name.contains(code))
            .map(|(_, text)| text)
            .collect();
        assert!(pages.len() > 1, "{code} takes one page");
        let rows: usize = pages.iter().map(|page| page.matches("<tr><td").count()).sum();
        assert_eq!(rows, entries, "{code}");
        let of = |label: &str| {
            pages.iter().flat_map(|page| sums(page, label, which)).collect::<Vec<_>>()
        };
        let subtotals = of("本页小计");
        assert_eq!(subtotals.len(), pages.len(), "{code}");
        assert_eq!(subtotals.iter().sum::<i64>(), total, "{code}");
        let (forward, mut brought) = (of("过次页"), of("承前页"));
        brought.sort_unstable();
        assert_eq!(forward.len(), pages.len() - 1);
        let mut sorted = forward.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, brought, "{code}");
        let first = pages.iter().filter(|page| page.contains("第 1 页，共")).count();
        assert_eq!(first, 1, "{code}");
    }
}

#[test]
fn the_same_ledger_makes_the_same_bytes() {
    let town = told();
    let first = town.site("一");
    assert_eq!(first, town.site("二"));
    let again = town.make(&town.request("一"));
    assert_eq!(again.removed, 0);
    assert_eq!(first, read(&town.folder.path().join("一")));
}

#[test]
fn a_site_that_was_stopped_is_finished_the_next_time() {
    let town = told();
    let request = town.request("网站");
    let mut seen = Vec::new();
    let stopped = town.app.make_site(&request, |done, total| {
        seen.push((done, total));
        false
    });
    assert_eq!(stopped.expect("no refusal"), None);
    assert_eq!(seen, [(1, 2)]);
    assert!(!request.folder.join("index.html").exists());
    assert_eq!(town.site("网站"), town.site("别处"));
}

#[test]
fn a_folder_with_other_files_is_left_alone() {
    let town = told();
    let request = town.request("我的文件");
    std::fs::create_dir(&request.folder).expect("a folder");
    let own = request.folder.join("index.html");
    std::fs::write(&own, "我的网页").expect("written");
    let refused = town.app.make_site(&request, |_, _| true).expect_err("refused").to_string();
    assert!(refused.contains("里有别的文件") && refused.contains("新的或空的文件夹"), "{refused}");
    assert_eq!(read(&request.folder), BTreeMap::from([("index.html".into(), "我的网页".into())]));

    let one = SiteRequest { village: Some(town.villages[0]), ..town.request("网站") };
    town.make(&town.request("网站"));
    let refused = town.app.make_site(&one, |_, _| true).expect_err("refused").to_string();
    assert!(refused.contains("包括的村不一样"), "{refused}");
    let one = SiteRequest { folder: town.folder.path().join("一村"), ..one };
    assert_eq!(town.make(&one).villages, 1);
    check_all(&read(&one.folder));
}

#[test]
fn only_pages_of_an_earlier_site_are_removed() {
    let town = told();
    let request = town.request("网站");
    let before = town.site("网站");
    let (old, own) =
        (request.folder.join("v/old/2020-01-F01.html"), request.folder.join("说明.txt"));
    std::fs::create_dir(request.folder.join("v/old")).expect("a folder");
    std::fs::write(&old, "旧").expect("written");
    std::fs::write(&own, "自己写的").expect("written");
    let outside = town.folder.path().join("账.txt");
    std::fs::write(&outside, "账").expect("written");
    let list = request.folder.join("mingbai-site.txt");
    let listed =
        before["mingbai-site.txt"].clone() + "v/old/2020-01-F01.html\n../账.txt\n说明.txt\n";
    std::fs::write(&list, listed).expect("written");
    assert_eq!(town.make(&request).removed, 1);
    assert!(!old.exists() && own.exists() && outside.exists());
    std::fs::remove_file(own).expect("removed");
    assert_eq!(read(&request.folder), before);
}

/// The text of a QR code in a drawing made of `M x y h w v h` boxes.
fn decoded(svg: &str) -> String {
    let side: usize = svg
        .split("viewBox=\"0 0 ")
        .nth(1)
        .expect("a box")
        .split(' ')
        .next()
        .expect("a side")
        .parse()
        .expect("a number");
    let scale = 4;
    let mut dark = vec![false; side * side];
    let bars = svg.rsplit("d=\"").next().expect("a path");
    for bar in bars.split('M').skip(1) {
        let numbers: Vec<usize> = bar
            .split(|c: char| !c.is_ascii_digit())
            .filter_map(|number| number.parse().ok())
            .collect();
        let [x, y, width, height, ..] = numbers[..] else { panic!("{bar}") };
        for row in y..y + height {
            dark[row * side + x..row * side + x + width].fill(true);
        }
    }
    let grey = |x: usize, y: usize| if dark[y / scale * side + x / scale] { 0 } else { 255 };
    let mut seen = rqrr::PreparedImage::prepare_from_greyscale(side * scale, side * scale, grey);
    let grids = seen.detect_grids();
    grids[0].decode().expect("a code").1
}

#[test]
fn with_an_address_every_village_has_a_code_that_leads_to_its_page() {
    let town = told();
    let address = Some("https://gk.example.cn/cun".to_owned());
    let request = SiteRequest { address, ..town.request("网站") };
    assert!(town.make(&request).has_codes);
    let files = read(&request.folder);
    check_all(&files);
    let codes: Vec<(&String, &String)> =
        files.iter().filter(|(name, _)| name.ends_with("qr.svg")).collect();
    assert_eq!(codes.len(), 2);
    for (name, svg) in codes {
        let page = decoded(svg);
        let path = page.strip_prefix("https://gk.example.cn/cun/").expect("below the address");
        assert_eq!(path, name.replace("qr.svg", "index.html"));
        assert!(files.contains_key(path));
    }
    let sheets = lopdf::Document::load(request.folder.join("qr.pdf")).expect("a PDF");
    assert_eq!(sheets.get_pages().len(), 2);
    let words = sheets.extract_text(&[1]).expect("text");
    assert!(
        words.contains("甲镇甲村") && words.contains("https://gk.example.cn/cun/v/"),
        "{words}"
    );
    let bad = SiteRequest { address: Some("gk.example.cn".to_owned()), ..request };
    let refused = town.app.make_site(&bad, |_, _| true).expect_err("refused").to_string();
    assert!(refused.contains("不是网址"), "{refused}");
    assert!(!town.site("没有网址").keys().any(|name| name.contains("qr.")));
}

#[test]
fn a_site_of_several_townships_is_found_by_county_and_by_letter() {
    let mut app = App::new(Clock::Fixed(day("2026-11-24")));
    let folder = TempDir::new().expect("a folder");
    let listed = app.divisions().expect("the list");
    let known: Vec<_> = listed.villages_under("3715").into_iter().step_by(200).take(12).collect();
    assert_eq!(known.len(), 12);
    let names = known.iter().map(|it| mingbai::app::NewVillage::Listed(it.code.clone())).collect();
    let path = folder.path().join("区.mbz");
    app.execute(Command::CreateLedger { path, villages: names }).expect("a ledger");
    let request = SiteRequest { folder: folder.path().join("网站"), ..SiteRequest::default() };
    let made = app.make_site(&request, |_, _| true).expect("made").expect("not stopped");
    assert_eq!(made.villages, 12);
    let files = read(&request.folder);
    check_all(&files);
    assert!(files["index.html"].contains("村务公开</h1>"), "{}", files["index.html"]);
    for village in known {
        assert!(files.contains_key(&format!("v/{}/index.html", village.code)));
        assert!(files.contains_key(&format!("t/{}/index.html", &village.code[..9])));
        let letters = files.iter().filter(|(name, _)| name.starts_with("a/"));
        let link = format!("../v/{}/index.html", village.code);
        assert_eq!(letters.filter(|(_, text)| text.contains(&link)).count(), 1, "{link}");
    }
}

fn sheet(path: &PathBuf, name: &str) -> Vec<Vec<Data>> {
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(path).expect("a workbook");
    let range = book.worksheet_range(name).expect("a sheet");
    range.rows().map(<[Data]>::to_vec).collect()
}

#[test]
fn the_published_figures_are_a_workbook_with_numbers_and_no_formulas() {
    let mut town = Town::new();
    for (summary, amount) in
        [("=1+1", "10.10"), ("+cmd|' /C calc'!A0", "2.20"), ("@SUM(A1)", "3.30"), ("-2", "4.40")]
    {
        town.post(0, "2026-10-05", summary, amount);
    }
    let out = town.folder.path().join("公布.xlsx");
    let export = |town: &Town, of: &str| {
        town.app.export_published(None, period(of), &out, ExportFormat::Workbook)
    };
    let refused = export(&town, "2026-10").expect_err("nothing yet").to_string();
    assert!(refused.contains("还没有公布任何公示"), "{refused}");
    assert!(!out.exists());
    let detail = town.draft(0, MatterCode::FINANCE_DETAIL);
    town.publish(detail, "2026-11-10");
    town.post(1, "2026-10-05", "没有公布的支出", "1.00");
    town.draft(1, MatterCode::FINANCE_DETAIL);
    export(&town, "2026-10").expect("written");
    let contents = sheet(&out, "目录");
    let row = contents.iter().find(|row| row[1] == Data::String("甲村".into())).expect("a row");
    assert_eq!(row[3], Data::String("F01".into()));
    assert_eq!(row[8], Data::Float(0.0));
    assert_eq!(row[10], Data::Float(20.0));
    assert_eq!(row[11], Data::Float(-20.0));
    assert!(!contents.iter().flatten().any(|cell| *cell == Data::String("乙村".into())));
    let rows = sheet(&out, "F01 财务收支逐笔公开");
    let written: Vec<(&Data, &Data)> = rows
        .iter()
        .filter(|row| row[1] == Data::String("甲村".into()))
        .map(|row| (&row[6], &row[8]))
        .collect();
    let text = |text: &str| Data::String(text.into());
    assert_eq!(
        written,
        [
            (&text("=1+1"), &Data::Float(10.1)),
            (&text("+cmd|' /C calc'!A0"), &Data::Float(2.2)),
            (&text("@SUM(A1)"), &Data::Float(3.3)),
            (&text("-2"), &Data::Float(4.4)),
        ]
    );
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(&out).expect("a workbook");
    let formulas = book.worksheet_formula("F01 财务收支逐笔公开").expect("a sheet");
    assert!(formulas.cells().all(|(.., formula)| formula.is_empty()));
    let journal = ExportFormat::Journal;
    let refused = town.app.export_published(None, period("2026-10"), &out, journal);
    assert!(refused.expect_err("refused").to_string().contains("只能导出为 Excel"));
    export(&town, "2026").expect("a year has its months");
}
