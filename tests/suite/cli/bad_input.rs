//! Bad input of the accountant's daily life, one test each: refused with the next step, and the
//! ledger as it was.

use super::*;

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
    office.agree(&notice, "2026-11-05");
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
    db.pragma_update(None, "user_version", 6).expect("set");
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
