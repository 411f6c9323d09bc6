//! What is told of a ledger: targets, duties, balances, exports.

use super::*;

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
        let of_detail = |duty: &&Value| duty["matter"] == "F01";
        let october = duties.as_array().expect("duties").iter().find(of_detail);
        let october = october.expect("a duty of finance").clone();
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
    office.agree(&notice, "2026-11-12");
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

#[test]
fn the_bulletin_is_told_kept_as_json_and_saved() {
    let folder = TempDir::new().expect("a folder");
    let ledger = path(&folder.path().join("甲镇.mbz"));
    run(["init", ledger.as_str(), "--villages", "甲镇/甲村,甲镇/乙村"]).done();
    let asked = ["bulletin", "--ledger", &ledger, "--period", "2026-12", "--on", "2027-02-20"];
    let said = run(asked).done();
    assert!(said.starts_with("村务公开督查通报 2026年12月"), "{said}");
    assert!(said.contains("合计（2 个村）"), "{said}");
    let said = run(asked.into_iter().chain(["--json"])).done();
    let rows: serde_json::Value = serde_json::from_str(&said).expect("json");
    assert_eq!(rows.as_array().map(Vec::len), Some(2));
    assert_eq!(rows[1]["village"], "乙村");
    assert_eq!(rows[1]["judged"], rows[1]["overdue"], "nothing was disclosed");
    for end in ["xlsx", "pdf"] {
        let out = path(&folder.path().join(format!("通报.{end}")));
        run(asked.into_iter().chain(["--out", out.as_str()])).done();
        assert!(Path::new(&out).exists(), "{out}");
    }
}
