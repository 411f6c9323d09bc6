//! The yearly plan by command line, from the file to the draft of its sheet; balances of one of
//! two sets of books.

use super::*;

const PLAN: &str = "项目,计划金额,备注\n一、收入,,\n501 经营收入,120000,鱼塘发包\n补助收入,30000.5,\n\
                    收入合计,150000.50,\n二、支出,,\n管理费用,80000,\n公益支出,,没定\n合计,80000,\n";

#[test]
fn a_yearly_plan_is_imported_and_disclosed() {
    let office = Office::with_opening();
    let file = office.file("计划.csv", PLAN);
    let words = ["import", "plan", &file, "--year", "2026", "--on", "2026-11-05", "--json"];
    let told = office.on(&words).json();
    assert_eq!((told["read"].as_u64(), told["added"].as_u64()), (Some(3), Some(3)), "{told}");
    let listed = office.on(&["affairs", "--register", "plan", "--on", "2026-11-05"]).done();
    assert!(listed.contains("150,000.50") && listed.contains("80,000.00"), "{listed}");
    // the same once more is there already; another one is the window's to change
    let before = office.bytes();
    let again = office.on(&words).json();
    assert_eq!((again["added"].as_u64(), again["already_there"].as_u64()), (Some(0), Some(3)));
    let other = office.file("另.csv", "项目,计划金额\n501,1\n");
    let said = office.on(&["import", "plan", &other, "--year", "2026"]).refused();
    assert!(said.contains("2026年的收支计划已经登记过了"), "{said}");
    assert!(office.bytes() == before, "the ledger was changed");

    let draft = ["draft", "--matter", "F04", "--period", "2026", "--on", "2026-11-05", "--json"];
    let notice = text(&office.on(&draft).json(), "notice").to_owned();
    let out = path(&office.folder.path().join("计划.pdf"));
    office.on(&["print", "--notice", &notice, "--paper", "a4", "--out", &out]).done();
    let read = lopdf::Document::load(&out).expect("a PDF").extract_text(&[1]).expect("text");
    let read: String = read.split_whitespace().collect();
    for words in ["计划收入150,000.50元", "支出80,000.00元", "鱼塘发包", "30,000.50"] {
        assert!(read.contains(words), "{words} in {read}");
    }
}

#[test]
fn a_plan_with_faults_is_refused_whole() {
    let office = Office::with_opening();
    let before = office.bytes();
    let file = office.file("计划.csv", "项目,计划金额\n501,100\n没有的,5\n513,-6\n");
    let ran = office.on(&["import", "plan", &file, "--year", "2026", "--json"]);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    let told: Value = serde_json::from_str(&ran.out).expect("json");
    let rows: Vec<_> =
        told["faults"].as_array().expect("faults").iter().map(|it| it["row"].as_u64()).collect();
    assert_eq!(rows, [Some(3), Some(4)], "{told}");
    assert!(ran.err.contains("第 3 行") && ran.err.contains("第 4 行"), "{}", ran.err);
    let good = office.file("好.csv", PLAN);
    for (more, words) in [(["--year", "1026"], "太早或太晚"), (["--passed-on", "2099-01-01"], "")]
    {
        let year = if more[0] == "--year" { vec![] } else { vec!["--year", "2026"] };
        let asked: Vec<&str> =
            ["import", "plan", &good].into_iter().chain(more).chain(year).collect();
        let said = office.on(&asked).refused();
        assert!(said.contains(words), "{said}");
    }
    let set = ["import", "plan", &good, "--year", "2026", "--entity", "committee"];
    assert!(office.on(&set).refused().contains("账套"), "one set of books");
    assert!(office.bytes() == before, "the ledger was changed");
}

#[test]
fn balances_are_those_of_the_books_asked_for() {
    let office = Office::with_months("csv");
    let said = office.on(&["balances", "--period", "2026-10", "--entity", "committee"]).refused();
    assert!(said.contains("账套"), "{said}");
    let all = office.on(&["balances", "--period", "2026-10", "--entity", "village"]).done();
    assert_eq!(all, office.on(&["balances", "--period", "2026-10"]).done());
}

#[test]
fn how_sheets_look_is_set_and_told() {
    let office = Office::with_months("csv");
    let before = office.bytes();
    let told = office.on(&["village", "--json"]).json();
    assert_eq!(keys(&told), sorted(["village", "chart", "fill_rows", "population"]));
    assert_eq!((&told["chart"], &told["population"]), (&false.into(), &Value::Null));
    assert!(office.bytes() == before, "asking changes nothing");
    let set = ["village", "--chart", "on", "--population", "812", "--json"];
    let told = office.on(&set).json();
    assert_eq!((&told["chart"], &told["population"]), (&true.into(), &812.into()));
    assert_eq!(told["fill_rows"], false, "what was not asked for stays");
    let said = office.on(&["village", "--population", "0"]).done();
    assert!(said.contains("  画收支图") && said.contains("没有填人口"), "{said}");
    assert_eq!(office.on(&["village", "--chart", "yes"]).code, Some(2));
    office.on(&["check"]).done();
}
