//! Paper by command line: checking a code, tiles, banners, the plan of a board, long pictures.

use super::*;

/// October, published; the code on the sheet and the text of its QR code.
fn hung(office: &Office) -> (String, String) {
    let notice = text(&office.draft("2026-10", "2026-11-02"), "notice").to_owned();
    office.agree(&notice, "2026-11-05");
    let published = office.on(&["publish", "--notice", &notice, "--on", "2026-11-05", "--json"]);
    let code = text(&published.json(), "check_code").to_owned();
    let told = office.on(&["verify", "--code", &code, "--json"]).json();
    let lines = told["text"].as_array().expect("lines").iter();
    let lines: Vec<&str> = lines.map(|line| line.as_str().expect("a line")).collect();
    (code, lines.join("\n"))
}

#[test]
fn a_sheet_is_verified_and_one_changed_fen_is_not() {
    let office = Office::with_months("csv");
    let (code, qr) = hung(&office);
    assert!(qr.contains(&format!("校验码{code}")) && qr.contains("存档链"), "{qr}");
    let before = office.bytes();
    let said = office.on(&["verify", "--code", &code, "--text", &qr]).done();
    assert!(said.contains("与存档一致"), "{said}");
    // as people copy it, and without it where the text has it
    let copied = code.to_lowercase().replace('-', " ");
    office.on(&["verify", "--code", &copied]).done();
    office.on(&["verify", "--text", &qr]).done();

    let income = qr.lines().find(|line| line.starts_with("收入")).expect("income");
    office.on(&["verify", "--code", &code, "--text", income]).done();
    let fen = income.trim_end_matches('元').chars().last().expect("a fen");
    let other = if fen == '1' { '2' } else { '1' };
    let forged = format!("{}{other}元", income.trim_end_matches('元').trim_end_matches(fen));
    let ran =
        office.on(&["verify", "--code", &code, "--text", &qr.replace(income, &forged), "--json"]);
    assert_eq!(ran.code, Some(1), "{}", ran.out);
    let told: Value = serde_json::from_str(&ran.out).expect("json");
    assert_eq!(told["matches"], false);
    assert_eq!(told["differences"][0]["label"], "收入");

    let ran = office.on(&["verify", "--code", "0000-0000-0000-0000"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("没有校验码"), "{}", ran.err);
    assert_eq!(office.on(&["verify"]).code, Some(2), "neither code nor text");
    assert_eq!(office.bytes(), before, "checking changes nothing");
}

/// Someone changes a figure of a published sheet in the file: the old code no longer holds.
#[test]
fn a_sheet_that_was_changed_in_the_file_is_not_verified() {
    let office = Office::with_months("csv");
    let (code, _) = hung(&office);
    let db = rusqlite::Connection::open(&office.ledger).expect("a database");
    db.execute_batch("DROP TRIGGER IF EXISTS notice_is_final").expect("sql");
    let triggers: Vec<String> = {
        let mut rows = db
            .prepare(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'notice'",
            )
            .expect("sql");
        let names = rows.query_map([], |row| row.get(0)).expect("rows");
        names.map(|name| name.expect("a name")).collect()
    };
    for trigger in triggers {
        db.execute_batch(&format!("DROP TRIGGER {trigger}")).expect("sql");
    }
    let changed = db.execute(
        "UPDATE notice SET content = replace(content, '\"summary\":\"', '\"summary\":\"另')",
        [],
    );
    assert!(changed.expect("sql") > 0);
    drop(db);
    let ran = office.on(&["verify", "--code", &code]);
    assert_eq!(ran.code, Some(1), "{}", ran.out);
    assert!(ran.err.contains("被改动过"), "{}", ran.err);
}

#[test]
fn tiles_banners_plans_and_long_pictures_are_files() {
    let office = Office::with_months("csv");
    hung(&office);
    let out = |name: &str| path(&office.folder.path().join(name));
    let pages = |name: &str| {
        let bytes = std::fs::read(office.folder.path().join(name)).expect("a file");
        mingbai::print::raster::page_count(&bytes).expect("a PDF")
    };
    let print = ["print", "--period", "2026-10"];
    let with = |more: &[&str]| {
        let words: Vec<&str> = print.iter().chain(more).copied().collect();
        office.on(&words)
    };
    with(&["--paper", "board:60x90", "--tiles", "a3", "--out", &out("拼.pdf")]).done();
    assert_eq!(pages("拼.pdf"), 9, "the plan and 2 × 4 tiles");
    let refused = with(&["--paper", "a4", "--tiles", "a3", "--out", &out("不.pdf")]).refused();
    assert!(refused.contains("不用拼贴"), "{refused}");

    with(&["--paper", "a4", "--long-image", "--out", &out("长.pdf")]).done();
    assert!(office.folder.path().join("长.png").is_file());

    run(["banner", "财务公开栏", "--paper", "a4", "--out", &out("横幅.pdf")]).done();
    assert_eq!(pages("横幅.pdf"), 5);
    run(["banner", " ", "--paper", "a4", "--out", &out("空.pdf")]).refused();

    let plan = ["board-plan", "--period", "2026-10", "--json", "--board"];
    let of = |board: &str, more: &[&str]| {
        let words: Vec<&str> =
            plan.iter().copied().chain([board]).chain(more.iter().copied()).collect();
        office.on(&words)
    };
    let told = of("240x120", &["--out", &out("布置.pdf")]).json();
    assert_eq!(told["complete"], true);
    assert_eq!(pages("布置.pdf"), 1);
    let told = of("30x30", &[]).json();
    assert_eq!(told["complete"], false);
    assert!(!told["left_over"].as_array().expect("a list").is_empty());
}

#[test]
fn all_villages_are_printed_and_a_fault_is_exit_code_1() {
    let office = Office::with_months("csv");
    hung(&office);
    let out = office.folder.path().join("打印");
    let words = ["print-all", "--period", "2026-10", "--on", "2026-11-05", "--out", &path(&out)];
    let before = office.bytes();
    let json: Vec<&str> = words.iter().copied().chain(["--json"]).collect();
    let told = office.on(&json).json();
    assert_eq!(
        keys(&told),
        sorted([
            "period",
            "folder",
            "checklist",
            "merged",
            "made",
            "kept",
            "cancelled",
            "faults",
            "villages"
        ])
    );
    let village = &told["villages"][0];
    assert_eq!(village["sheets"][0]["paper"], "A3");
    assert_eq!(village["sheets"][0]["merged_page"], 2);
    assert_eq!((told["made"].as_u64(), told["kept"].as_u64()), (Some(2), Some(0)));
    assert!(out.join("清单.pdf").is_file() && out.join("合并-A3.pdf").is_file());
    // in words: the files, one a line; again, nothing is made
    let files = office.on(&words).done();
    assert_eq!(files.lines().count(), 3, "{files}");
    assert_eq!(office.on(&json).json()["kept"], 2);
    // a folder where the file of the village goes
    std::fs::remove_dir_all(out.join("各村")).expect("removed");
    let place = out.join("各村").join(
        std::path::Path::new(village["files"][0].as_str().expect("a file"))
            .file_name()
            .expect("a name"),
    );
    std::fs::create_dir_all(place.join("别的")).expect("a folder");
    let ran = office.on(&json);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    let told: Value = serde_json::from_str(&ran.out).expect("json");
    assert!(text(&told["faults"][0], "message").contains("写不进"), "{told}");
    assert!(ran.err.contains("写不进"), "{}", ran.err);
    for (more, code) in
        [(["--village", "没有这个村"], 1), (["--paper", "a5"], 2), (["--sheets", "some"], 2)]
    {
        let asked: Vec<&str> = words.iter().copied().chain(more).collect();
        assert_eq!(office.on(&asked).code, Some(code), "{more:?}");
    }
    let none = ["print-all", "--period", "2026-09", "--sheets", "drafts", "--out", &path(&out)];
    let said = office.on(&none).refused();
    assert!(said.contains("没有可以打印的公示"), "{said}");
    assert_eq!(office.bytes(), before, "printing changes nothing");
}

#[test]
fn the_booklet_of_a_meeting_is_written() {
    let office = Office::with_months("csv");
    hung(&office);
    let out = path(&office.folder.path().join("手册.pdf"));
    let words = ["booklet", "--period", "2026-Q4", "--on", "2026-11-05", "--out", &out, "--json"];
    let told = office.on(&words).json();
    assert_eq!(keys(&told), sorted(["file", "pages"]));
    let read = lopdf::Document::load(&out).expect("a PDF");
    assert_eq!(told["pages"].as_u64(), u64::try_from(read.get_pages().len()).ok());
    let ahead = ["booklet", "--period", "2027", "--on", "2026-11-05", "--out", &out];
    let said = office.on(&ahead).refused();
    assert!(said.contains("还没有开始"), "{said}");
}
