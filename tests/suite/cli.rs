//! The headless contract, through the program itself: the acceptance path, the shapes of the
//! JSON and the exit codes; each bad input, and what is told of a ledger, in files of their own.

mod affair;
mod bad_input;
mod bad_steps;
mod disclosure;
mod out;
mod paper;
mod plan;
mod told;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};

use mingbai::app::{App, Clock, Command};
use mingbai::domain::money::Money;
use serde_json::Value;
use tempfile::TempDir;

use crate::support::{day, on_disk, simple};

const VILLAGE: &str = "371502104264";
const MONTHS: [&str; 3] = ["2026-08", "2026-09", "2026-10"];

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

/// What one run of the program gave.
pub(crate) struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

pub(crate) fn run<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Ran {
    let output = Process::new(env!("CARGO_BIN_EXE_mingbai"))
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("utf-8");
    Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

impl Ran {
    #[track_caller]
    pub(crate) fn done(self) -> String {
        assert_eq!(self.code, Some(0), "{}{}", self.out, self.err);
        self.out
    }

    #[track_caller]
    pub(crate) fn json(self) -> Value {
        serde_json::from_str(&self.done()).expect("one JSON document")
    }

    /// Refused with a clear Chinese sentence and a next step.
    #[track_caller]
    pub(crate) fn refused(self) -> String {
        assert_eq!(self.code, Some(1), "{}{}", self.out, self.err);
        let said = self.err.trim();
        let chinese = said.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
        assert!(chinese >= 10, "not a Chinese sentence: {said}");
        assert!(said.contains('请') && said.ends_with('。'), "no next step: {said}");
        assert!(!said.contains("error") && !said.contains("Error"), "English: {said}");
        said.to_owned()
    }
}

/// A ledger file in a folder of its own.
struct Office {
    folder: TempDir,
    ledger: PathBuf,
}

impl Office {
    fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        let ledger = folder.path().join("账.mbz");
        let office = Self { folder, ledger };
        run(["init".as_ref(), office.ledger.as_os_str(), "--villages".as_ref(), VILLAGE.as_ref()])
            .done();
        office
    }

    fn with_opening() -> Self {
        let office = Self::new();
        office.on(&["import", "opening", &path(&data("期初余额.csv"))]).done();
        office
    }

    fn with_months(ending: &str) -> Self {
        let office = Self::with_opening();
        for month in MONTHS {
            let file = path(&data(&format!("收支流水-{month}.{ending}")));
            office.on(&["import", "vouchers", &file, "--on", "2026-11-05"]).done();
        }
        office
    }

    /// Runs a command on the ledger.
    fn on(&self, words: &[&str]) -> Ran {
        run(words.iter().copied().chain(["--ledger", &path(&self.ledger)]))
    }

    fn bytes(&self) -> Vec<u8> {
        std::fs::read(&self.ledger).expect("the ledger")
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let file = self.folder.path().join(name);
        std::fs::write(&file, content).expect("written");
        path(&file)
    }

    /// Importing vouchers of that content is refused and leaves every byte as it was.
    #[track_caller]
    fn refuses_vouchers(&self, content: impl AsRef<[u8]>) -> String {
        let before = self.bytes();
        let file = self.file("流水.csv", content);
        let said = self.on(&["import", "vouchers", &file, "--on", "2026-11-05"]).refused();
        assert!(self.bytes() == before, "the ledger was changed");
        assert!(said.contains("流水.csv"), "does not name the file: {said}");
        said
    }

    #[track_caller]
    fn refuses_row(&self, row: &str) -> String {
        let said = self.refuses_vouchers(rows(row));
        assert_eq!(said.lines().count(), 1, "more than a sentence: {said}");
        assert!(said.contains("第 2 行"), "does not name the row: {said}");
        said
    }

    fn draft(&self, period: &str, on: &str) -> Value {
        let draft = ["draft", "--matter", "F01", "--period", period, "--on", on, "--json"];
        self.on(&draft).json()
    }

    /// The supervision committee agrees and the joint meeting passes it.
    fn agree(&self, notice: &str, on: &str) {
        self.on(&["review", "--notice", notice, "--on", on, "--result", "agree"]).done();
        self.on(&["decide", "--notice", notice, "--on", on]).done();
    }

    fn report(&self, period: &str) -> Value {
        self.on(&["report", "--village", VILLAGE, "--period", period, "--json"]).json()
    }
}

fn path(path: &Path) -> String {
    path.to_str().expect("utf-8").to_owned()
}

fn rows(rows: &str) -> String {
    format!("日期,凭证号,摘要,收入,支出,科目,结算方式\n{rows}\n")
}

fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> =
        value.as_object().expect("an object").keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

fn sorted<const N: usize>(mut names: [&str; N]) -> Vec<&str> {
    names.sort_unstable();
    names.to_vec()
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_else(|| panic!("{name} is no text in {value}"))
}

fn money(value: &Value, name: &str) -> Money {
    let written = text(value, name);
    let amount = Money::parse(written).expect("an amount");
    assert_eq!(amount.to_string(), written, "two decimals, no separators");
    amount
}

/// Income and expense of a sample month, added up without the program's own reader.
fn added_up(month: &str) -> (Money, Money) {
    let bytes = std::fs::read(data(&format!("收支流水-{month}.csv"))).expect("a sample");
    let decoded = match std::str::from_utf8(&bytes) {
        Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
        Err(_) => encoding_rs::GB18030.decode(&bytes).0.into_owned(),
    };
    let mut totals = (Money::ZERO, Money::ZERO);
    for row in csv::Reader::from_reader(decoded.as_bytes()).records() {
        let row = row.expect("a row");
        if row[5].starts_with("10") {
            continue; // between cash and bank
        }
        let amount = |column: usize| Money::parse(&row[column]).unwrap_or_default();
        totals = (totals.0.plus(amount(3)), totals.1.plus(amount(4)));
    }
    totals
}

// The acceptance path.

#[test]
fn three_months_become_reports_notices_and_sheets() {
    let office = Office::with_months("csv");
    let mut carried = Money::parse("83613.75").expect("486.20 in cash and 83,127.55 in the bank");
    let mut year = (Money::ZERO, Money::ZERO);
    for month in MONTHS {
        let report = office.report(month);
        let (income, expense) = added_up(month);
        year = (year.0.plus(income), year.1.plus(expense));
        assert_eq!(money(&report, "opening"), carried, "{month}");
        assert_eq!(money(&report, "income_total"), income, "{month}");
        assert_eq!(money(&report, "expense_total"), expense, "{month}");
        carried = carried.plus(income).minus(expense);
        assert_eq!(money(&report, "closing"), carried, "{month}");
        let parts = money(&report, "cash_closing").plus(money(&report, "bank_closing"));
        assert_eq!(parts, carried, "{month}");
        assert_eq!((money(&report, "year_income"), money(&report, "year_expense")), year);
        let lines = |name: &str| -> Money {
            report[name].as_array().expect("lines").iter().map(|line| money(line, "amount")).sum()
        };
        assert_eq!((lines("income"), lines("expense")), (income, expense));
    }
    publish_and_print(&office);
    let check = office.on(&["check", "--json"]).json();
    assert_eq!(check, serde_json::json!({ "ok": true, "problems": [] }));
    assert!(office.on(&["check"]).done().contains("账簿完好"));
}

fn publish_and_print(office: &Office) {
    let draft = office.draft("2026-10", "2026-11-05");
    assert_eq!(keys(&draft), ["faults", "notice"]);
    let notice = text(&draft, "notice").to_owned();
    for fault in draft["faults"].as_array().expect("faults") {
        assert_eq!(keys(fault), sorted(["level", "code", "line", "message"]));
        assert_eq!(text(fault, "level"), "warning");
    }
    let early = ["publish", "--notice", &notice, "--on", "2026-11-06"];
    assert!(office.on(&early).refused().contains("还没有审查"));
    office.agree(&notice, "2026-11-06");
    let publish = ["publish", "--notice", &notice, "--on", "2026-11-06", "--days", "20", "--json"];
    let published = office.on(&publish).json();
    assert_eq!(keys(&published), sorted(["notice", "published_on", "posted_until", "check_code"]));
    assert_eq!(text(&published, "notice"), notice);
    assert_eq!(text(&published, "published_on"), "2026-11-06");
    // the day of publication is not counted
    assert_eq!(text(&published, "posted_until"), "2026-11-26");
    let code: Vec<&str> = text(&published, "check_code").split('-').collect();
    assert!(code.len() == 4 && code.iter().all(|group| group.len() == 4), "{code:?}");
    for paper in ["a4", "a3"] {
        let print = |name: &str| {
            let out = path(&office.folder.path().join(name));
            office.on(&["print", "--notice", &notice, "--paper", paper, "--out", &out]).done();
            std::fs::read(out).expect("a sheet")
        };
        let (first, second) = (print("一.pdf"), print("二.pdf"));
        assert!(first.starts_with(b"%PDF"), "{paper}");
        assert!(first == second, "printing {paper} twice gives other bytes");
    }
}

#[test]
fn csv_and_xlsx_give_the_same_report() {
    let (csv, xlsx) = (Office::with_months("csv"), Office::with_months("xlsx"));
    for period in ["2026-08", "2026-09", "2026-10", "2026-Q3", "2026"] {
        assert_eq!(csv.report(period), xlsx.report(period), "{period}");
    }
}

#[test]
fn the_json_has_the_shape_of_the_contract() {
    let office = Office::with_opening();
    let file = path(&data("收支流水-2026-10.csv"));
    let import = office.on(&["import", "vouchers", &file, "--on", "2026-11-05", "--json"]).json();
    assert_eq!(keys(&import), sorted(["read", "added", "already_there", "faults"]));
    assert_eq!(import["read"], import["added"]);
    let report = office.report("2026-10");
    let contract = [
        "village",
        "period",
        "opening",
        "income",
        "expense",
        "income_total",
        "expense_total",
        "closing",
        "year_income",
        "year_expense",
        "cash_closing",
        "bank_closing",
        "non_cash_share",
        // added later; what stands above keeps its name and meaning
        "year_non_cash_share",
        "collective_income",
        "year_collective_income",
        "collective_income_accounts",
        "targets",
    ];
    assert_eq!(keys(&report), sorted(contract));
    assert_eq!((text(&report, "village"), text(&report, "period")), ("堠堌新村", "2026-10"));
    assert_eq!(keys(&report["income"][0]), ["account", "amount"]);
    let share: f64 = text(&report, "non_cash_share").parse().expect("a decimal");
    assert!((0.0..=1.0).contains(&share));
    let duties = office.on(&["duties", "--on", "2026-11-05", "--json"]).json();
    let contract =
        ["village", "matter", "title", "span", "opens_on", "due_by", "state", "days", "notice"];
    for duty in duties.as_array().expect("duties") {
        assert_eq!(keys(duty), sorted(contract));
    }
    let bad = office.file("坏.csv", rows("2026-10-32,,收租金,5,,501,现金"));
    let refused = office.on(&["import", "vouchers", &bad, "--json"]);
    let faults: Value = serde_json::from_str(&refused.out).expect("one JSON document");
    assert_eq!((refused.code, &faults["added"]), (Some(1), &Value::from(0)));
    assert_eq!(faults["faults"][0]["row"], Value::from(2));
    assert_eq!(text(&faults["faults"][0], "column"), "日期");
}

#[test]
fn separate_books_and_old_accounts_are_told_by_option() {
    let office = Office::new();
    let opening = office.file(
        "旧账.csv",
        "科目,期初余额\n现金,12.00\n212 应付福利费,-2.00\n131 牲畜（禽）资产,5.00\n301 资本,-15.00\n",
    );
    let said = office.on(&["import", "opening", &opening, "--entity", "committee"]).refused();
    assert!(said.contains("只有一套账"), "{said}");
    let said = office.on(&["import", "opening", &opening]).refused();
    assert!(said.contains("--map 牲畜（禽）资产=131"), "{said}");
    let map = ["--map", "牲畜（禽）资产=132", "--map", "应付福利费=311"];
    let import = ["import", "opening", &opening, "--json"];
    let done = office.on(&[&import[..], &map[..]].concat()).json();
    assert_eq!(done["added"], 4);
    assert!(text(&done["faults"][0], "reason").contains("2004 年科目表"));
    assert_eq!(office.on(&["import", "opening", &opening, "--map", "现金"]).code, Some(2));
    assert_eq!(office.on(&["import", "opening", &opening, "--entity", "school"]).code, Some(2));
    let report = ["report", "--period", "2026-10", "--entity", "集体", "--json"];
    assert!(office.on(&report).refused().contains("只有一套账"));
    let draft = ["draft", "--matter", "F01", "--period", "2026-10", "--entity", "committee"];
    assert!(
        office.on(&[&draft[..], &["--on", "2026-11-05"]].concat()).refused().contains("一套账")
    );
}

#[test]
fn a_step_takes_the_day_it_is_told_for_today() {
    // whatever the clock of this computer says
    let office = Office::with_opening();
    let file = office.file("十二月.csv", rows("2037-12-03,,收租金,5,,501,现金"));
    office.on(&["import", "vouchers", &file, "--on", "2038-01-02"]).done();
    let notice = text(&office.draft("2037-12", "2038-01-02"), "notice").to_owned();
    let early = office.on(&["publish", "--notice", &notice, "--on", "2037-12-31"]).refused();
    assert!(early.contains("早于2037年12月的结束"), "{early}");
    office.agree(&notice, "2038-01-03");
    let short = ["publish", "--notice", &notice, "--on", "2038-01-03", "--days", "14"];
    let short = office.on(&short).refused();
    assert!(short.contains("不得少于 15 天") && short.contains("第三十五条"), "{short}");
    office.on(&["publish", "--notice", &notice, "--on", "2038-01-03"]).done();
    assert!(office.on(&["duties", "--on", "2038-01-04"]).done().contains("已按时公布"));
}

// Exit codes.

#[test]
fn a_year_is_ended_and_appropriated_or_refused_with_the_next_step() {
    let office = Office::with_months("csv");
    let before = office.bytes();
    let ending = ["year-end", "--village", VILLAGE, "--year", "2026", "--json"];
    let early: Vec<&str> = ending.into_iter().chain(["--on", "2026-11-05"]).collect();
    assert!(office.on(&early).refused().contains("2026年还没有过完"));
    let open: Vec<&str> = ending.into_iter().chain(["--on", "2027-01-31"]).collect();
    assert!(office.on(&open).refused().contains("的财务没有公布"));
    let line = ["appropriate", "--year", "2026", "--line", "311=100", "--decision", "成员大会"];
    let line: Vec<&str> = line.into_iter().chain(["--decided-on", "2027-01-20"]).collect();
    assert!(office.on(&line).refused().contains("2026年还没有年终结转"));
    assert!(office.bytes() == before, "the ledger was changed");

    for month in ["2026-08", "2026-09", "2026-10", "2026-11", "2026-12"] {
        let drafted = office.draft(month, "2027-01-31");
        let id = text(&drafted, "notice").to_owned();
        office.agree(&id, "2027-01-31");
        office.on(&["publish", "--notice", &id, "--on", "2027-01-31"]).done();
    }
    let ended = office.on(&open).json();
    let surplus = money(&ended, "surplus");
    let report = office.report("2026");
    let (income, expense) = (money(&report, "income_total"), money(&report, "expense_total"));
    assert!(!surplus.is_zero() && !income.is_zero() && !expense.is_zero());
    assert_eq!(ended["vouchers"].as_array().map(Vec::len), Some(3));
    assert!(office.on(&open).refused().contains("年终结转"));
}

#[test]
fn wrong_usage_is_2_and_a_failing_disk_3() {
    let office = Office::new();
    for words in [
        vec!["report"],
        vec!["report", "--period", "2026-13"],
        vec!["duties", "--on", "昨天"],
        vec!["draft", "--matter", "第一项", "--period", "2026-10"],
        vec!["print", "--period", "2026-10", "--paper", "a9", "--out", "x.pdf"],
        vec!["frobnicate"],
    ] {
        let ran = office.on(&words);
        assert_eq!(ran.code, Some(2), "{words:?}: {}{}", ran.out, ran.err);
        assert!(ran.out.is_empty() && ran.err.starts_with("命令写得不对。请核对"), "{}", ran.err);
    }
    assert_eq!(run(["init", "x.mbz"]).code, Some(2));
    assert_eq!(run(["--help"]).code, Some(0));
    if Path::new("/proc/self/mem").is_file() {
        // a file whose first bytes nobody can read
        let failed = run(["check", "--ledger", "/proc/self/mem"]);
        assert_eq!(failed.code, Some(3), "{}", failed.err);
        assert!(failed.err.contains("没有成功"), "{}", failed.err);
    }
}

#[test]
fn a_check_that_finds_something_ends_with_1() {
    let office = Office::with_months("csv");
    let db = rusqlite::Connection::open(&office.ledger).expect("a database");
    db.execute_batch(
        "DROP TRIGGER voucher_is_final_update;
         UPDATE voucher SET summary = summary || '。' WHERE month = '2026-09' AND number = 7",
    )
    .expect("tampered");
    drop(db);
    let check = office.on(&["check", "--json"]);
    assert_eq!(check.code, Some(1));
    let found: Value = serde_json::from_str(&check.out).expect("one JSON document");
    assert_eq!(found["ok"], Value::from(false));
    assert_eq!(keys(&found["problems"][0]), sorted(["code", "where", "message"]));
    assert_eq!(text(&found["problems"][0], "where"), "堠堌新村 2026年9月");
    assert!(check.err.contains("与入账时的内容不符"), "{}", check.err);
}

// The demo.

#[test]
fn the_demo_can_be_repeated_but_overwrites_nothing_foreign() {
    let folder = TempDir::new().expect("a folder");
    let target = folder.path().join("out");
    let demo = || run(["demo".as_ref(), target.as_os_str()]);
    demo().done();
    demo().done();
    let names: Vec<String> = std::fs::read_dir(&target)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    for month in MONTHS {
        for ending in ["pdf", "png"] {
            let sheet = |name: &&String| name.contains(month) && name.ends_with(ending);
            assert!(names.iter().any(|name| sheet(&name)), "no {ending} of {month}: {names:?}");
        }
    }
    let ledger = target.join("示例账簿.mbz");
    let check = run(["check".as_ref(), "--ledger".as_ref(), ledger.as_os_str()]);
    assert!(check.done().contains("账簿完好"));
    let mine = Office::with_opening();
    std::fs::copy(&mine.ledger, &ledger).expect("a ledger of my own under that name");
    demo().refused();
    assert_eq!(std::fs::read(&ledger).expect("still there"), mine.bytes());
    std::fs::write(&ledger, "不是账簿").expect("written");
    demo().refused();
    assert_eq!(std::fs::read_to_string(&ledger).expect("still there"), "不是账簿");
}
