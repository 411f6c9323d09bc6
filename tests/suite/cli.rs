//! The headless contract, through the program itself: the acceptance path, the shapes of the
//! JSON, the exit codes, and each bad input of the accountant's daily life.

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
struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

fn run<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Ran {
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
    fn done(self) -> String {
        assert_eq!(self.code, Some(0), "{}{}", self.out, self.err);
        self.out
    }

    #[track_caller]
    fn json(self) -> Value {
        serde_json::from_str(&self.done()).expect("one JSON document")
    }

    /// Refused with a clear Chinese sentence and a next step.
    #[track_caller]
    fn refused(self) -> String {
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
fn targets_are_told_for_every_village() {
    let office = Office::with_months("csv");
    let targets = office.on(&["targets", "--period", "2026-10", "--json"]).json();
    let first = &targets[0];
    assert_eq!(
        keys(first),
        sorted([
            "village",
            "year",
            "through",
            "collective_income",
            "year_non_cash_share",
            "targets"
        ])
    );
    assert_eq!(keys(&first["targets"][0]), sorted(["target", "share", "missing", "reached"]));
    assert_eq!(text(&first["targets"][0], "target"), "30000.00");
    assert_eq!(text(&first["targets"][1], "target"), "100000.00");
    let report = office.report("2026-10");
    assert_eq!(first["collective_income"], report["year_collective_income"]);
    assert_eq!(first["targets"], report["targets"]);
    assert_eq!(first["year_non_cash_share"], report["year_non_cash_share"]);
    let told = office.on(&["targets", "--period", "2026"]).done();
    assert!(told.contains("集体经济收入和非现金支付达标情况 2026年1月至12月"), "{told}");
}

#[test]
fn duties_stand_where_the_day_says() {
    let office = Office::with_opening();
    office
        .on(&["import", "vouchers", &path(&data("收支流水-2026-10.csv")), "--on", "2026-11-05"])
        .done();
    let state = |on: &str| {
        let duties = office.on(&["duties", "--village", VILLAGE, "--on", on, "--json"]).json();
        let october = duties[0].clone();
        assert_eq!(text(&october, "span"), "2026-10");
        assert_eq!(
            (text(&october, "opens_on"), text(&october, "due_by")),
            ("2026-11-01", "2026-11-10")
        );
        (text(&october, "state").to_owned(), october["days"].as_i64().expect("days"))
    };
    let is = |state: &str, days| (state.to_owned(), days);
    assert_eq!(state("2026-10-30"), is("waiting", 2));
    assert_eq!(state("2026-11-01"), is("due", 9));
    assert_eq!(state("2026-11-10"), is("due", 0));
    assert_eq!(state("2026-11-13"), is("overdue", 3));
    let notice = text(&office.draft("2026-10", "2026-11-02"), "notice").to_owned();
    office.on(&["publish", "--notice", &notice, "--on", "2026-11-12"]).done();
    assert_eq!(state("2026-11-13"), is("late", 2));
    let lines = office.on(&["duties", "--on", "2026-11-13"]).done();
    assert!(
        lines.contains(
            "堠堌新村  财务收支逐笔公开  2026年10月  应于 2026-11-10 前公开  迟公布 2 天"
        ),
        "{lines}"
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
fn a_period_is_exported_as_workbook_and_as_journal() {
    use calamine::Reader as _;
    let office = Office::with_months("csv");
    let out = |name: &str| path(&office.folder.path().join(name));
    let (book, journal) = (out("十月.xlsx"), out("十月.journal"));
    let files = office.on(&["export", "--period", "2026-10", "--out", &book, "--json"]).json();
    assert_eq!(files["files"][0], book.as_str());
    office.on(&["export", "--period", "2026-10", "--out", &journal]).done();
    assert!(std::fs::read_to_string(&journal).expect("written").contains("102 银行存款"));
    let mut workbook = calamine::open_workbook_auto(&book).expect("a workbook");
    assert_eq!(
        workbook.sheet_names(),
        [
            "科目余额表",
            "试算平衡表",
            "总账",
            "明细账",
            "现金日记账",
            "银行存款日记账",
            "资产负债表",
            "收益及收益分配表",
            "凭证清单"
        ]
    );
    // the bank in the workbook stands where the report says
    let sheet = workbook.worksheet_range("科目余额表").expect("a sheet");
    let bank = sheet.rows().find(|row| row[0] == calamine::Data::String("102".to_owned()));
    let closing = bank.expect("the bank")[8].clone();
    let said = money(&office.report("2026-10"), "bank_closing");
    let calamine::Data::Float(closing) = closing else { panic!("{closing:?} is no number") };
    assert_eq!(Money::parse(&format!("{closing:.2}")), Ok(said));
    // an ending that is neither is wrong usage, and nothing is written
    let other = out("十月.pdf");
    let ran = office.on(&["export", "--period", "2026-10", "--out", &other]);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(ran.err.contains(".xlsx 或 .journal"), "{}", ran.err);
    assert!(!Path::new(&other).exists());
}

#[test]
fn several_villages_are_exported_to_one_file_each() {
    let folder = TempDir::new().expect("a folder");
    let ledger = path(&folder.path().join("账.mbz"));
    run(["init", ledger.as_str(), "--villages", "甲镇/甲村,甲镇/乙村"]).done();
    let out = path(&folder.path().join("2026.xlsx"));
    let words = ["export", "--ledger", &ledger, "--period", "2026-Q3", "--out", &out];
    let said = run(words).done();
    let files: Vec<&str> = said.lines().collect();
    assert_eq!(files.len(), 2, "{said}");
    for (file, village) in files.iter().zip(["甲镇甲村", "甲镇乙村"]) {
        assert!(file.ends_with(&format!("2026-{village}.xlsx")), "{file}");
        assert!(Path::new(file).exists());
    }
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

// Bad input, one test each.

#[test]
fn bad_a_draft_of_a_month_that_has_not_ended() {
    let office = Office::with_months("csv");
    let before = office.bytes();
    let draft = ["draft", "--matter", "F01", "--period", "2026-10", "--on", "2026-10-31"];
    let said = office.on(&draft).refused();
    assert!(said.contains("2026年10月还没有结束") && said.contains("2026-10-31"), "{said}");
    assert!(office.bytes() == before);
}

#[test]
fn bad_an_opening_that_does_not_balance() {
    let office = Office::new();
    let before = office.bytes();
    let file = office.file("期初.csv", "科目,期初余额\n101 库存现金,486.20\n301 资本,-500\n");
    let said = office.on(&["import", "opening", &file]).refused();
    assert!(said.contains("486.20") && said.contains("500.00") && said.contains("13.80"), "{said}");
    assert!(office.bytes() == before);
}

#[test]
fn bad_an_unknown_account() {
    let office = Office::with_opening();
    let said = office.refuses_row("2026-10-03,,收租金,5,,599 神秘收入,现金");
    assert!(said.contains("科目") && said.contains("599"), "{said}");
    let file = office.file("期初.csv", "科目,期初余额\n101,5\n999,-5\n");
    let office = Office::new();
    assert!(office.on(&["import", "opening", &file]).refused().contains("999"));
}

#[test]
fn bad_a_missing_column() {
    let office = Office::with_opening();
    let said = office.refuses_vouchers("日期,收入,支出,科目,结算方式\n2026-10-03,5,,501,现金\n");
    assert!(said.contains("摘要"), "{said}");
    let said =
        office.refuses_vouchers("日期,摘要,收入,科目,结算方式\n2026-10-03,收租金,5,501,现金\n");
    assert!(said.contains("支出"), "{said}");
}

#[test]
fn bad_a_date_that_is_none_or_of_the_future_or_of_a_closed_month() {
    let office = Office::with_opening();
    let said = office.refuses_row("2026-10-32,,收租金,5,,501,现金");
    assert!(said.contains("日期") && said.contains("2026-10-32"), "{said}");
    let said = office.refuses_row("2026-11-06,,收租金,5,,501,现金");
    assert!(said.contains("2026-11-06") && said.contains("2026-11-05"), "{said}");
    let file = office.file("十月.csv", rows("2026-10-03,,收租金,5,,501,现金"));
    office.on(&["import", "vouchers", &file, "--on", "2026-11-05"]).done();
    let notice = text(&office.draft("2026-10", "2026-11-05"), "notice").to_owned();
    office.on(&["publish", "--notice", &notice, "--on", "2026-11-05"]).done();
    let said = office.refuses_row("2026-10-04,,收租金,6,,501,现金");
    assert!(said.contains("2026年10月的财务已经公布"), "{said}");
}

#[test]
fn bad_an_amount_with_three_decimals_or_letters() {
    let office = Office::with_opening();
    let said = office.refuses_row("2026-10-03,,收租金,900.005,,501,现金");
    assert!(said.contains("900.005") && said.contains("两位小数"), "{said}");
    let said = office.refuses_row("2026-10-03,,收租金,9OO,,501,现金");
    assert!(said.contains("9OO") && said.contains("“收入”列"), "{said}");
}

#[test]
fn bad_both_or_neither_of_income_and_expense() {
    let office = Office::with_opening();
    let both = office.refuses_row("2026-10-03,,收租金,5,6,501,现金");
    let neither = office.refuses_row("2026-10-03,,收租金,,,501,现金");
    for said in [&both, &neither] {
        assert!(said.contains("收入") && said.contains("支出"), "{said}");
    }
    assert_ne!(both, neither);
}

#[test]
fn bad_a_voucher_number_twice() {
    let office = Office::with_opening();
    let said = office.refuses_vouchers(rows(
        "2026-10-03,记-001,收租金,5,,501,现金\n2026-10-04,记-001,收房租,6,,501,现金",
    ));
    assert!(said.contains("第 3 行") && said.contains("记-001"), "{said}");
    assert_eq!(said.lines().count(), 1, "only the second is at fault: {said}");
}

#[test]
fn bad_negative_cash_is_a_warning_of_the_draft() {
    let office = Office::with_opening();
    let file = office.file("十月.csv", rows("2026-10-03,,买煤,,500.00,514,现金"));
    office.on(&["import", "vouchers", &file, "--on", "2026-11-05"]).done();
    let draft = office.draft("2026-10", "2026-11-05");
    let faults = draft["faults"].as_array().expect("faults");
    let fault = faults.iter().find(|fault| fault["code"] == "negative_cash").expect("found");
    // 486.20 in the drawer, 500.00 paid out of it
    let said = text(fault, "message");
    assert!(
        said.contains("10月3日") && said.contains("-13.80") && said.contains("记-001"),
        "{said}"
    );
    assert_eq!(text(fault, "level"), "warning");
}

#[test]
fn bad_a_file_that_is_no_ledger() {
    let office = Office::new();
    let file = office.file("账.txt", "我的账本\n");
    for words in [vec!["check"], vec!["duties"], vec!["report", "--period", "2026-10"]] {
        let said = run(words.into_iter().chain(["--ledger", &file])).refused();
        assert!(said.contains("不是明白账的账簿文件"), "{said}");
    }
    let missing = path(&office.folder.path().join("没有.mbz"));
    assert!(run(["check", "--ledger", &missing]).refused().contains("找不到账簿文件"));
    assert_eq!(std::fs::read_to_string(file).expect("still there"), "我的账本\n");
}

#[test]
fn bad_a_ledger_of_a_newer_version() {
    let office = Office::with_opening();
    let db = rusqlite::Connection::open(&office.ledger).expect("a database");
    db.pragma_update(None, "user_version", 3).expect("set");
    drop(db);
    let before = office.bytes();
    for words in [vec!["check"], vec!["draft", "--matter", "F01", "--period", "2026-10"]] {
        let said = office.on(&words).refused();
        assert!(said.contains("新版本") && said.contains("更新"), "{said}");
    }
    assert!(office.bytes() == before);
}

#[test]
fn bad_a_ledger_open_in_another_window() {
    let office = Office::with_opening();
    let before = office.bytes();
    let mut window = App::new(Clock::Fixed(day("2026-11-05")));
    window.execute(Command::OpenLedger { path: office.ledger.clone() }).expect("opens");
    let file = path(&data("收支流水-2026-10.csv"));
    for words in [vec!["import", "vouchers", &file], vec!["check"]] {
        let said = office.on(&words).refused();
        assert!(said.contains("已在另一个窗口里打开"), "{said}");
    }
    drop(window);
    assert!(office.bytes() == before);
}

#[test]
fn bad_a_place_that_cannot_be_written() {
    let office = Office::with_months("csv");
    office.draft("2026-10", "2026-11-05");
    let file = office.file("文件", "x");
    let below = path(&Path::new(&file).join("页.pdf"));
    let print = ["print", "--period", "2026-10", "--paper", "a4", "--out", &below];
    let said = office.on(&print).refused();
    assert!(said.contains("文件"), "{said}");
    assert!(run(["demo", &path(&Path::new(&file).join("夹"))]).refused().contains("建不了文件夹"));
    if Path::new("/proc/self").is_dir() {
        let said = run(["init", "/proc/账.mbz", "--villages", VILLAGE]).refused();
        assert!(said.contains("只读"), "{said}");
    }
}

#[test]
fn bad_an_empty_and_a_binary_file() {
    let office = Office::with_opening();
    let empty = office.refuses_vouchers("");
    assert!(empty.contains('空'), "{empty}");
    let noise: Vec<u8> = (0..5000_u32).map(|n| (n * 7919 % 251).to_le_bytes()[0]).collect();
    let png = [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), &noise].concat();
    let binary = office.refuses_vouchers(&png);
    assert_ne!(binary, empty);
    let missing = path(&office.folder.path().join("没有.csv"));
    assert!(office.on(&["import", "vouchers", &missing]).refused().contains("没有这个文件"));
}

#[test]
fn bad_a_file_of_50_megabytes() {
    let office = Office::with_opening();
    let before = office.bytes();
    let big = office.folder.path().join("大.csv");
    let file = std::fs::File::create(&big).expect("made");
    file.set_len(50 * 1024 * 1024).expect("sparse");
    for kind in ["vouchers", "opening"] {
        let said = office.on(&["import", kind, &path(&big)]).refused();
        assert!(said.contains("大.csv") && said.contains("MB"), "{said}");
    }
    assert!(office.bytes() == before);
}

#[test]
fn bad_the_same_file_twice() {
    let office = Office::with_opening();
    let csv = path(&data("收支流水-2026-08.csv"));
    office.on(&["import", "vouchers", &csv, "--on", "2026-11-05"]).done();
    let before = office.bytes();
    for again in ["收支流水-2026-08.csv", "收支流水-2026-08.xlsx"] {
        let said = office.on(&["import", "vouchers", &path(&data(again))]).refused();
        assert!(said.contains("已于 2026-11-05 导入过"), "{said}");
    }
    let said = office.on(&["import", "opening", &path(&data("期初余额.csv"))]).refused();
    assert!(said.contains("导入过"), "{said}");
    assert!(office.bytes() == before);
}

#[test]
fn bad_a_village_or_code_that_does_not_exist() {
    let office = Office::new();
    let said = office.on(&["report", "--village", "火星村", "--period", "2026-10"]).refused();
    assert!(said.contains("火星村") && said.contains("堠堌新村"), "{said}");
    let other = path(&office.folder.path().join("另.mbz"));
    let said = run(["init", &other, "--villages", "371502999999"]).refused();
    assert!(said.contains("371502999999"), "{said}");
    assert!(!Path::new(&other).exists(), "nothing was left behind");
    let said = run(["init", &path(&office.ledger), "--villages", VILLAGE]).refused();
    assert!(said.contains("已经存在"), "{said}");
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

#[test]
fn the_balances_of_every_village_are_told_without_its_vouchers() {
    let folder = TempDir::new().expect("a folder");
    let (mut app, path, village) = on_disk(&folder, "2026-03-31");
    let draft = simple("2026-03-01", "付电费", "514", "102", "7.00");
    app.execute(Command::PostVoucher { village, draft }).expect("posted");
    drop(app);
    let path = path.display().to_string();
    let told = run(["balances", "--ledger", &path, "--period", "2026-03", "--json"]).json();
    let expected = serde_json::json!([{ "village": "甲村", "period": "2026-03", "accounts": [
        { "account": "102 银行存款", "balance": "-7.00" },
        { "account": "514 公益支出", "balance": "7.00" },
    ] }]);
    assert_eq!(told, expected);
    let told = run(["balances", "--ledger", &path, "--village", "甲村", "--period", "2026-02"]);
    assert_eq!(told.done().trim(), "甲镇甲村 2026年2月末，借方为正");
}
