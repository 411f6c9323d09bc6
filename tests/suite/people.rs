//! Lists of persons: what comes in, what stays out, and the sheet that follows. All persons are
//! made up.

use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};

use mingbai::app::{
    App, Clock, Command, DisclosureCommand, Outcome, Paper, PeopleReading, RemarkAction,
};
use mingbai::domain::entity::Entity;
use mingbai::domain::ids::VillageId;
use mingbai::domain::matter::MatterCode;
use mingbai::domain::money::Money;
use mingbai::domain::notice::{Allowance, Body, FieldPlace, NoticeDraft, Redaction, SheetField};
use mingbai::domain::occasion::DisclosureSpan;
use mingbai::domain::privacy::PrivateKind;
use rust_xlsxwriter::{Format, Workbook};
use serde_json::Value;
use tempfile::TempDir;

use crate::support::{day, draft, first, period, simple, typed};

const HOUSEHOLDS: u32 = 312;
const SURNAMES: [&str; 8] = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄"];
const GIVEN: [&str; 12] =
    ["建国", "秀英", "志强", "玉兰", "永福", "来福", "凤霞", "桂花", "海波", "㛃", "昇", "红梅"];

/// The secrets of the `n`th household: identity card, bank card and phone.
fn secrets(n: u32) -> [String; 3] {
    let body =
        format!("371502{:04}{:02}{:02}{:03}", 1940 + n % 60, 1 + n % 12, 1 + n % 28, 100 + n);
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: usize = body.bytes().zip(weights).map(|(b, w)| usize::from(b - b'0') * w).sum();
    let id = format!("{body}{}", char::from(b"10X98765432"[sum % 11]));
    [
        id,
        format!("623319{:013}", u64::from(n + 1) * 7_919_377_013 % 9_999_999_999_989),
        format!("15{:09}", 120_000_017 + u64::from(n) * 77_213 % 800_000_000),
    ]
}

/// The remarks that hide something, as they stand in real lists.
fn remark(n: u32) -> String {
    let [id, card, phone] = secrets(n + 1000);
    match n {
        40 => format!("本人电话{phone}"),
        66 => format!("由子代领，身份证{id}"),
        90 => format!("卡号 {} {}", &card[..4], &card[4..]),
        120 => "精神残疾二级，低保户".to_owned(),
        150 => "尿毒症".to_owned(),
        200 => "住光明路12号".to_owned(),
        _ => String::new(),
    }
}

fn area(n: u32) -> u32 {
    8 + n * 7 % 160
}

fn amount(n: u32) -> Money {
    Money::from_fen(i64::from((area(n) * 12_579 + 5) / 10))
}

/// A workbook as the county sends it: a title above, notes below, cards and phones in between.
fn workbook(path: &Path, stated: Option<Money>) -> Money {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let bold = Format::new().set_bold();
    sheet.merge_range(0, 0, 0, 9, "2026年耕地地力保护补贴发放表", &bold).expect("a title");
    let heads = [
        "序号",
        "户主姓名",
        "身份证号",
        "一卡通账号",
        "联系电话",
        "组别",
        "面积（亩）",
        "标准（元/亩）",
        "金额（元）",
        "备注",
    ];
    for (column, head) in (0..).zip(heads) {
        sheet.write(1, column, head).expect("a head");
    }
    let mut total = Money::ZERO;
    for n in 0..HOUSEHOLDS {
        let row = n + 2;
        let [id, card, phone] = secrets(n);
        let name = format!(
            "{}{}",
            SURNAMES[usize::try_from(n % 8).expect("small")],
            GIVEN[usize::try_from(n % 13 % 12).expect("small")]
        );
        sheet.write(row, 0, n + 1).expect("a number");
        sheet.write(row, 1, name).expect("a name");
        sheet.write(row, 2, id).expect("an id");
        sheet.write(row, 3, card).expect("a card");
        sheet.write(row, 4, phone).expect("a phone");
        sheet.write(row, 5, format!("{}组", n % 6 + 1)).expect("a group");
        sheet.write(row, 6, f64::from(area(n)) / 10.0).expect("an area");
        sheet.write(row, 7, 125.79).expect("a standard");
        sheet
            .write(row, 8, amount(n).to_string().parse::<f64>().expect("a number"))
            .expect("money");
        sheet.write(row, 9, remark(n)).expect("a remark");
        total = total.plus(amount(n));
    }
    let stated = stated.unwrap_or(total).to_string().parse::<f64>().expect("a number");
    sheet.write(HOUSEHOLDS + 2, 0, "合计").expect("a total");
    sheet.write(HOUSEHOLDS + 2, 8, stated).expect("a total");
    sheet.write(HOUSEHOLDS + 3, 0, "制表人：张三　审核：李四").expect("signatures");
    workbook.save(path).expect("saved");
    total
}

/// How many digits of a secret may stand anywhere: fewer are met by chance in hashes and amounts.
const TOLD: usize = 8;

/// Every run of [`TOLD`] digits that stands in a secret of the file; the area code at the head of
/// an identity card is that of the village itself.
fn runs() -> Vec<String> {
    let mut runs = Vec::new();
    for n in (0..HOUSEHOLDS).chain(1000..1000 + HOUSEHOLDS) {
        for (which, secret) in secrets(n).into_iter().enumerate() {
            let from = if which == 0 { 6 } else { 0 };
            runs.extend((from..=secret.len() - TOLD).map(|at| secret[at..at + TOLD].to_owned()));
        }
    }
    runs.sort();
    runs.dedup();
    runs
}

/// The digits that a text holds may be of no secret.
#[track_caller]
fn holds_no_secret(what: &str, text: &[u8], runs: &[String]) {
    for piece in text.windows(TOLD).filter(|piece| piece.iter().all(u8::is_ascii_digit)) {
        let piece = String::from_utf8(piece.to_vec()).expect("digits");
        assert!(runs.binary_search(&piece).is_err(), "{what} holds {piece}");
    }
}

struct Office {
    folder: TempDir,
    ledger: PathBuf,
    heard: String,
}

impl Office {
    fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        let ledger = folder.path().join("账.mbz");
        let mut office = Self { folder, ledger, heard: String::new() };
        let file = office.ledger.to_str().expect("a path").to_owned();
        office.run(&["init", &file, "--villages", "371502104264"], 0);
        office
    }

    fn run(&mut self, words: &[&str], code: i32) -> String {
        let output = Process::new(env!("CARGO_BIN_EXE_mingbai"))
            .args(words)
            .stdin(Stdio::null())
            .output()
            .expect("the program runs");
        let out = String::from_utf8(output.stdout).expect("utf-8");
        let err = String::from_utf8(output.stderr).expect("utf-8");
        self.heard.push_str(&out);
        self.heard.push_str(&err);
        assert_eq!(output.status.code(), Some(code), "{out}{err}");
        out
    }

    fn on(&mut self, words: &[&str]) -> Value {
        let ledger = self.ledger.to_str().expect("a path").to_owned();
        let words = [words, &["--ledger", &ledger, "--json"]].concat();
        let out = self.run(&words, 0);
        serde_json::from_str(&out).expect("json")
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().expect("a path").to_owned()
    }
}

#[test]
fn the_list_of_312_households_becomes_a_sheet_with_nothing_private_anywhere() {
    let mut office = Office::new();
    let file = office.path("惠农补贴-2026.xlsx");
    let total = workbook(Path::new(&file), None);
    let told = office.on(&["import", "people", &file, "--matter", "C23", "--on", "2026-11-24"]);
    assert_eq!(told["read"], 312);
    assert_eq!(told["added"], 312);
    assert_eq!(told["total"], total.to_string());
    let occasion = told["occasion"].as_str().expect("an occasion").to_owned();
    let faults = told["faults"].to_string();
    for caught in [
        "“身份证号”“一卡通账号”“联系电话”是个人信息，没有存入账簿",
        "第 43 行“备注”列的电话号码已遮去",
        "第 69 行“备注”列的身份证号已遮去：由子代领，身份证****",
        "第 93 行“备注”列的银行卡号已遮去",
        "第 123 行“备注”列的病情或残疾等级已遮去：残疾，低保户",
        "第 153 行“备注”列的病情或残疾等级已遮去：患病",
        "第 203 行“备注”列的门牌号已遮去",
    ] {
        assert!(faults.contains(caught), "{caught} not in {faults}");
    }
    let drafted =
        office.on(&["draft", "--matter", "C23", "--occasion", &occasion, "--on", "2026-11-24"]);
    assert!(drafted["notice"].is_string(), "{drafted}");
    let notice = drafted["notice"].as_str().expect("a notice").to_owned();
    let pdf = office.path("公示.pdf");
    office.on(&["print", "--notice", &notice, "--paper", "a3", "--out", &pdf]);
    let book = office.path("账.xlsx");
    office.on(&["export", "--period", "2026-10", "--out", &book]);
    let on = "2026-11-24";
    office.on(&["review", "--notice", &notice, "--on", on, "--result", "agree"]);
    office.on(&["decide", "--notice", &notice, "--on", on]);
    office.on(&["publish", "--notice", &notice, "--on", on, "--days", "15"]);
    let (site, published) = (office.path("网站"), office.path("已公布.xlsx"));
    let made = office.on(&["site", "--out", &site, "--on", on]);
    assert_eq!(made["notices"], 1, "{made}");
    office.on(&["export", "--period", "2026-11", "--published", "--out", &published]);
    let again = office.path("惠农补贴-2026.xlsx");
    let ledger = office.path("账.mbz");
    office.run(
        &["import", "people", &again, "--matter", "C23", "--on", "2026-11-24", "--ledger", &ledger],
        1,
    );

    let read = lopdf_text(&pdf);
    let plain: String = read.split_whitespace().collect();
    assert!(plain.contains("本次共312户"), "{plain}");
    assert!(plain.contains(&format!("发放合计{}元", total.grouped())), "{plain}");
    assert!(plain.contains("承前页") && plain.contains("过次页") && plain.contains("本页小计"));
    let runs = runs();
    holds_no_secret("the sheet", plain.as_bytes(), &runs);
    holds_no_secret("the ledger", &std::fs::read(&ledger).expect("bytes"), &runs);
    holds_no_secret("the workbook", &unzipped(&book), &runs);
    let figures = unzipped(&published);
    assert!(String::from_utf8_lossy(&figures).contains("王建国"), "the list is in it");
    holds_no_secret("the published figures", &figures, &runs);
    let pages = pages_below(Path::new(&site));
    assert!(pages.iter().any(|page| String::from_utf8_lossy(page).contains("王建国")));
    for page in &pages {
        holds_no_secret("the site", page, &runs);
    }
    holds_no_secret("what was said", office.heard.as_bytes(), &runs);
    for entry in std::fs::read_dir(office.folder.path()).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_file() && path != Path::new(&file) {
            holds_no_secret("a file", &std::fs::read(&path).expect("bytes"), &runs);
        }
    }
}

fn lopdf_text(path: &str) -> String {
    let pdf = lopdf::Document::load(path).expect("a pdf");
    let pages: Vec<u32> = pdf.get_pages().keys().copied().collect();
    pdf.extract_text(&pages).expect("text")
}

/// What stands in every file below a folder.
fn pages_below(folder: &Path) -> Vec<Vec<u8>> {
    let mut pages = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            pages.extend(pages_below(&path));
        } else {
            pages.push(std::fs::read(&path).expect("bytes"));
        }
    }
    pages
}

/// Everything in a workbook, unpacked.
fn unzipped(path: &str) -> Vec<u8> {
    let sheets = mingbai::exchange::sheet::read_sheets(&std::fs::read(path).expect("bytes"), path);
    let sheets = sheets.expect("sheets");
    let cells = sheets.iter().flat_map(|sheet| &sheet.rows).flat_map(|row| &row.cells);
    cells.map(|cell| cell.shown() + "\n").collect::<String>().into_bytes()
}

/// A village on a day, and files beside it.
struct Desk {
    app: App,
    village: VillageId,
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        let today = day("2026-11-24");
        let app = App::in_memory(Clock::Fixed(today), vec![typed("甲村")]).expect("a village");
        let village = first(&app);
        Self { app, village, folder: TempDir::new().expect("a folder") }
    }

    fn import(
        &mut self,
        matter: &str,
        text: &str,
        remarks: RemarkAction,
    ) -> Result<Outcome, String> {
        self.import_into(matter, None, text, remarks)
    }

    fn import_into(
        &mut self,
        matter: &str,
        span: Option<DisclosureSpan>,
        text: &str,
        remarks: RemarkAction,
    ) -> Result<Outcome, String> {
        let path = self.folder.path().join("名单.csv");
        std::fs::write(&path, text).expect("written");
        let matter = MatterCode::parse(matter).expect("a code");
        let reading = PeopleReading { remarks, mapping: None };
        let village = self.village;
        let command = Command::ImportPeople { village, matter, span, path, reading };
        self.app.execute(command).map_err(|error| error.to_string())
    }

    fn record(&mut self, matter: &str, on: &str, text: &str) -> DisclosureSpan {
        let facts = mingbai::domain::occasion::OccasionFacts {
            matter: MatterCode::parse(matter).expect("a code"),
            on: day(on),
            text: text.to_owned(),
            source: mingbai::domain::occasion::OccasionSource::ByHand,
            due_by: None,
            cancelled_on: None,
        };
        let command = DisclosureCommand::RecordOccasion { village: self.village, facts };
        let done = self.app.execute(Command::Disclosure(command)).expect("recorded");
        let Outcome::OccasionRecorded { occasion, .. } = done else { panic!("an occasion") };
        occasion.into()
    }

    /// What the newest list says, one line each.
    fn list(&self) -> Vec<String> {
        let book = self.app.ledger().expect("open").book().expect("a book");
        let list = book.people_lists.last().expect("a list");
        let shown = list.facts.people.iter().map(|it| {
            let members = it.members.map(|it| it.to_string()).unwrap_or_default();
            [
                &it.name,
                &it.head,
                &it.tail,
                &it.group,
                &it.category,
                &members,
                &it.amount.to_string(),
                &it.remark,
            ]
            .into_iter()
            .filter(|it| !it.is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join(" ")
        });
        shown.collect()
    }
}

#[test]
fn a_list_is_read_wherever_its_head_stands() {
    let mut desk = Desk::new();
    let text = "关于发放低保金的名单,,,,\n单位：甲村,,,,\n序号,姓 名,证件号码,家庭住址,保障人数,月保障金,变动情况\n\
        1,王 五,371502196503154215,甲村3组12号,2,800.00,新增\n\
        2,李四,371502196503154223,甲村东二组5号楼2单元,1,420.5,\n\
        本页小计,,,,,1220.50,\n\
        序号,姓 名,证件号码,家庭住址,保障人数,月保障金,变动情况\n\
        3,李四,37150219450101333X,,3人,1000,\n\
        合 计,,,,,2220.50,\n制表：某某,,,,,,\n";
    desk.import("C15", text, RemarkAction::Mask).expect("taken");
    let expected = ["王五 3组 2 800.00 新增", "李四 4223 东二组 1 420.50", "李四 333X 3 1000.00"];
    assert_eq!(desk.list(), expected);
    let book = desk.app.ledger().expect("open").book().expect("a book");
    let span = book.people_lists.last().expect("a list").facts.span;
    assert_eq!(span, DisclosureSpan::Period(period("2026-Q3")), "the last quarter that ended");
}

#[test]
fn a_wrong_total_keeps_the_whole_list_out() {
    let mut desk = Desk::new();
    let said = desk
        .import("C23", "户主,金额\n张三,100\n李四,200\n合计,301\n", RemarkAction::Mask)
        .expect_err("refused");
    assert!(said.contains("合计写的是 301.00，逐行相加是 300.00"), "{said}");
    let book = desk.app.ledger().expect("open").book().expect("a book");
    assert!(book.people_lists.is_empty() && book.occasions.is_empty());
}

#[test]
fn faults_repeat_no_secret() {
    let mut desk = Desk::new();
    let text = "户主,金额,备注\n张三,13812345678,\n李四,371502196503154218,\n,200,电话13987654321\n王五,100,身份证37150219650315421X\n";
    let said = desk.import("C23", text, RemarkAction::Refuse).expect_err("refused");
    for secret in ["13812345678", "371502196503154218", "13987654321", "37150219650315421X"] {
        for at in 0..=secret.len() - 6 {
            assert!(!said.contains(&secret[at..at + 6]), "{said}");
        }
    }
    assert!(said.contains("备注里有身份证号，公开会泄露个人信息"), "{said}");
    assert!(said.contains("没有姓名"), "{said}");
}

#[test]
fn a_remark_is_masked_or_left_out_as_the_person_chose() {
    let text = "户主,金额,备注\n张三,100,本人电话13812345678\n";
    let mut desk = Desk::new();
    desk.import("C23", text, RemarkAction::Mask).expect("taken");
    assert_eq!(desk.list(), ["张三 100.00 本人电话138****5678"]);
    let mut desk = Desk::new();
    desk.import("C23", text, RemarkAction::Drop).expect("taken");
    assert_eq!(desk.list(), ["张三 100.00"]);
}

#[test]
fn children_are_counted_and_never_named() {
    let mut desk = Desk::new();
    let text = "儿童姓名,户主,类别,金额\n王小明,王五,留守儿童,600\n李小红,李四,留守儿童,600\n赵小兵,赵六,孤儿,1800\n";
    desk.import("C19", text, RemarkAction::Mask).expect("taken");
    assert_eq!(desk.list(), ["留守儿童 600.00", "留守儿童 600.00", "孤儿 1800.00"]);
    let book = desk.app.ledger().expect("open").book().expect("a book");
    let sheet = book.people_lists.last().expect("a list").facts.sheet();
    let rows: Vec<String> = sheet
        .people
        .iter()
        .map(|it| format!("{} {} {}", it.category, it.members.unwrap_or(0), it.amount))
        .collect();
    assert_eq!(rows, ["留守儿童 2 1200.00", "孤儿 1 1800.00"]);
    let heads: Vec<&str> = sheet.columns.iter().map(|column| column.title.as_str()).collect();
    assert_eq!(heads, ["类别", "人数", "金额（元）"]);
    assert_eq!(sheet.sentence, "本次共 3 人，合计 3,000.00 元。");
    assert!(!serde_json::to_string(&sheet).expect("json").contains("小明"));
}

#[test]
fn an_immediate_list_gives_rise_to_its_occasion_once() {
    let mut desk = Desk::new();
    let text = "户主,组别,面积,金额\n张三,1组,2.5,100\n李四,2组,3,200\n";
    let done = desk.import("C23", text, RemarkAction::Mask).expect("taken");
    let message = done.message();
    assert!(message.starts_with("名单已导入 2 户，合计 300.00 元，请在"), "{message}");
    let book = desk.app.ledger().expect("open").book().expect("a book");
    let texts: Vec<&str> = book.occasions.iter().map(|it| it.facts.text.as_str()).collect();
    assert_eq!(texts, ["耕地地力保护等农业补贴名单 2 户"]);
    let said = desk.import("C23", text, RemarkAction::Mask).expect_err("twice");
    assert!(said.contains("已经导入过了"), "{said}");
    let said = desk.import("F01", text, RemarkAction::Mask).expect_err("no list");
    assert!(said.contains("F01 不是公布名单的事项"), "{said}");
}

#[test]
fn another_batch_for_the_same_people_comes_in_under_its_own_occasion() {
    let mut desk = Desk::new();
    let text = "户主,金额\n张三,200\n李四,200\n";
    desk.import("C21", text, RemarkAction::Mask).expect("the first batch");
    let said = desk.import("C21", text, RemarkAction::Mask).expect_err("no occasion named");
    assert!(said.contains("确实又发了一批的，请先登记新的事由"), "{said}");
    let second = desk.record("C21", "2026-11-24", "第二批救灾款到账");
    let done = desk.import_into("C21", Some(second), text, RemarkAction::Mask).expect("the second");
    let told = &done.import_summary().expect("a summary").warnings;
    assert_eq!(told, &["和 2026年11月24日导入的名单一模一样，请核对是不是选错了文件。"]);
    let said = desk.import_into("C21", Some(second), text, RemarkAction::Mask).expect_err("twice");
    assert!(said.contains("已经导入过了"), "{said}");
    let book = desk.app.ledger().expect("open").book().expect("a book");
    assert_eq!(book.people_lists.len(), 2);
}

#[test]
fn a_list_that_takes_the_place_of_another_says_so() {
    let mut desk = Desk::new();
    let first = "户主,月金额\n张三,200\n李四,200\n王五,200\n";
    let done = desk.import("C15", first, RemarkAction::Mask).expect("taken").message();
    assert_eq!(done, "名单已导入 3 户，合计 600.00 元");
    let second = "户主,月金额\n张三,200\n";
    let path = desk.folder.path().join("补发.csv");
    std::fs::write(&path, second).expect("written");
    let matter = MatterCode::parse("C15").expect("a code");
    let seen =
        desk.app.preview_people(desk.village, matter, None, &path, &PeopleReading::default());
    assert_eq!(seen.expect("a preview").replaces, Some(3));
    let done = desk.import("C15", second, RemarkAction::Mask).expect("taken").message();
    assert_eq!(done, "名单已导入 1 户，合计 200.00 元，替换了原来导入的 3 户");
}

#[test]
fn a_secret_in_a_summary_is_masked_on_the_sheet_and_stays_in_the_voucher() {
    let mut desk = Desk::new();
    let village = desk.village;
    let posted = simple("2026-10-05", "付张三误工费，电话13812345678", "513", "101", "100.00");
    desk.app.execute(Command::PostVoucher { village, draft: posted }).expect("posted");
    let asked = draft(village, MatterCode::FINANCE_DETAIL, Entity::Village, period("2026-10"));
    let Command::DraftNotice { draft: mut asked, .. } = asked else { panic!("a draft") };
    let run = |desk: &mut Desk, draft: &NoticeDraft| {
        desk.app.execute(Command::DraftNotice { village, draft: Box::new(draft.clone()) })
    };
    let said = run(&mut desk, &asked).expect_err("kept back").to_string();
    assert!(said.contains("第 1 行摘要里有电话号码"), "{said}");
    assert!(!said.contains("13812345678"), "{said}");

    let place = FieldPlace { field: SheetField::Summary, line: 1, column: 0 };
    let mut allowed = asked.clone();
    allowed.redaction.allowed.push(Allowance::new(place, PrivateKind::Phone, String::new()));
    let said = run(&mut desk, &allowed).expect_err("no reason").to_string();
    assert!(said.contains("要写明理由"), "{said}");
    let never = Allowance::new(place, PrivateKind::IdCard, "村里都知道".to_owned());
    allowed.redaction = Redaction { allowed: vec![never], masked: Vec::new() };
    let said = run(&mut desk, &allowed).expect_err("never").to_string();
    assert!(said.contains("身份证号不能公开"), "{said}");

    asked.redaction.masked.push(place);
    let Outcome::NoticeDrafted { notice, .. } = run(&mut desk, &asked).expect("drafted") else {
        panic!("a draft")
    };
    let book = desk.app.ledger().expect("open").book().expect("a book");
    let drafted = book.notice(notice).expect("a notice");
    let Body::FinanceDetail(detail) = &drafted.content.body else { panic!("lines") };
    assert_eq!(detail.lines[0].summary, "付张三误工费，电话138****5678");
    assert_eq!(book.vouchers[0].summary(), "付张三误工费，电话13812345678");
    assert_eq!(drafted.content.redaction.masked, [place]);
    let sheet = desk.app.sheet(&[drafted], Paper::parse("a4").expect("a paper")).expect("drawn");
    assert!(sheet.page_count() > 0);

    crate::support::agree(&mut desk.app, notice, day("2026-11-24")).expect("agreed");
    let publish =
        Command::PublishNotice { notice, on: day("2026-11-24"), days: 15, boards: Vec::new() };
    desk.app.execute(publish).expect("published: the masked sheet is not stale");
    assert_eq!(desk.app.check().expect("a check"), []);
}

#[test]
fn an_occasion_and_words_are_looked_at_too() {
    let mut desk = Desk::new();
    let village = desk.village;
    let facts = mingbai::domain::occasion::OccasionFacts {
        matter: MatterCode::RELIEF,
        on: day("2026-11-20"),
        text: "收到救灾款，王五身份证11010519491231002X".to_owned(),
        source: mingbai::domain::occasion::OccasionSource::ByHand,
        due_by: None,
        cancelled_on: None,
    };
    let command = DisclosureCommand::RecordOccasion { village, facts };
    let Ok(Outcome::OccasionRecorded { occasion, .. }) =
        desk.app.execute(Command::Disclosure(command))
    else {
        panic!("an occasion")
    };
    let mut draft = NoticeDraft::new(MatterCode::RELIEF, Entity::Village, occasion);
    draft.paragraphs = vec!["王五，男，8岁，二级残疾。".to_owned()];
    let (_, faults) = desk.app.candidate_notice(village, &draft).expect("a candidate");
    let found: Vec<(SheetField, PrivateKind)> = faults
        .iter()
        .filter_map(|fault| fault.private)
        .map(|(place, kind)| (place.field, kind))
        .collect();
    assert_eq!(
        found,
        [
            (SheetField::Occasion, PrivateKind::IdCard),
            (SheetField::Paragraph, PrivateKind::Health),
            (SheetField::Paragraph, PrivateKind::Minor),
        ]
    );
    draft.redaction = desk.app.redaction_of(village, &draft, true, &[]).expect("a redaction");
    let (notice, faults) = desk.app.candidate_notice(village, &draft).expect("a candidate");
    assert!(faults.iter().all(|fault| fault.private.is_none()), "{faults:?}");
    let said = serde_json::to_string(&notice.content).expect("json");
    assert!(said.contains("王五，男，未成年，残疾。") && !said.contains("19491231"), "{said}");
}

#[test]
fn in_the_window_a_list_is_looked_at_kept_and_drafted_with_its_secrets_masked() {
    use super::harness::{self, Scripted, button, click, go, photograph, type_text};
    use egui_kittest::kittest::Queryable as _;
    use mingbai::ui::inbox::Wish;
    use mingbai::ui::pages::{Page, Wanted};

    let folder = TempDir::new().expect("a folder");
    let (app, _, village) = crate::support::on_disk(&folder, "2026-11-24");
    let file = folder.path().join("补贴.xlsx");
    workbook(&file, None);
    let mut window = harness::window(app, Scripted::answering(&[&file]));
    go(&mut window, Page::Notices);
    let c23 = MatterCode::parse("C23").expect("a code");
    let wanted = Wanted { matter: Some(c23), ..Wanted::new(village, period("2026-10")) };
    harness::wish(&mut window, Wish::GoTo(Page::Notices, wanted));
    photograph(&mut window, "people-none");
    button(&mut window, "导入名单…");
    button(&mut window, "浏览…");
    window.run();
    photograph(&mut window, "people-preview");
    assert!(window.query_by_label_contains("共 312 户，合计").is_some());
    assert!(window.query_by_label_contains("请指明表头在哪一行").is_none());
    button(&mut window, "栏目认得不对…");
    assert!(window.query_by_label_contains("请指明表头在哪一行").is_some());
    photograph(&mut window, "people-mapping");
    assert!(window.query_by_label_contains("电话号码已遮去").is_some());
    button(&mut window, "导入");
    photograph(&mut window, "people-imported");
    let book = harness::book(&window);
    assert_eq!(book.people_lists.len(), 1);
    assert_eq!(book.occasions.len(), 1);

    button(&mut window, "写内容…");
    type_text(&mut window, "举报请找王五13812345678。");
    button(&mut window, "完成");
    photograph(&mut window, "people-private");
    assert!(window.query_by_label_contains("公示内容里有电话号码").is_some());
    click(&mut window, "遮去");
    window.run();
    assert!(window.query_by_label_contains("公示内容里有电话号码").is_none());
    photograph(&mut window, "people-masked");
    button(&mut window, "起草");
    let book = harness::book(&window);
    let drafted = book.notices.last().expect("a draft");
    let said = serde_json::to_string(&drafted.content).expect("json");
    assert!(said.contains("138****5678") && !said.contains("13812345678"));
}
