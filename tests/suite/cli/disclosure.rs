//! One immediate matter from its occasion to the archive, by command line.

use super::*;

/// The names of what the audit saw, in order.
fn audit(office: &Office) -> Vec<String> {
    let db = rusqlite::Connection::open(&office.ledger).expect("a database");
    let mut rows = db.prepare("SELECT command FROM audit ORDER BY sequence").expect("sql");
    let rows = rows.query_map([], |row| row.get(0)).expect("rows");
    rows.map(|row| row.expect("a row")).collect()
}

/// A villager objects, is answered, and the notice is filed when its time is over.
fn a_villager_objects(office: &Office, notice: &str) {
    let of_notice = |words: &[&str]| {
        let mut all = words.to_vec();
        all.extend(["--notice", notice]);
        office.on(&all)
    };
    let said = ["object", "--on", "2026-11-09", "--text", "我家也受了灾", "--by", "李某", "--json"];
    let objection = of_notice(&said).json();
    assert_eq!(text(&objection, "answer_by"), "2026-11-16", "the 14th is a Saturday");
    let id = text(&objection, "objection").to_owned();
    let early = office.on(&["reply", "--objection", &id, "--on", "2026-11-08", "--text", "会查"]);
    assert!(early.refused().contains("早于收到异议"));
    office.on(&["reply", "--objection", &id, "--on", "2026-11-10", "--text", "已报乡镇"]).done();
    assert!(of_notice(&["archive", "--on", "2026-11-22"]).refused().contains("还不能归档"));
    of_notice(&["archive", "--on", "2026-11-23"]).done();
}

/// What the audit sees of the walk.
const WALK: [&str; 11] = [
    "occasion",
    "draft_notice",
    "review_notice",
    "object",
    "reply",
    "decide_notice",
    "publish_notice",
    "photograph_notice",
    "object",
    "reply",
    "archive_notice",
];

#[test]
fn a_matter_walks_from_its_occasion_to_the_archive() {
    let office = Office::with_opening();
    let before = audit(&office).len();
    let occasion = [
        "occasion",
        "--matter",
        "C21",
        "--on",
        "2026-11-05",
        "--text",
        "收到救灾款2万元",
        "--json",
    ];
    let told = office.on(&occasion).json();
    assert_eq!(keys(&told), sorted(["due_by", "occasion"]));
    assert_eq!(text(&told, "due_by"), "2026-11-10");
    let id = text(&told, "occasion").to_owned();
    let words = "救灾款2万元，发放到20户，每户1000元。";
    let draft = [
        "draft",
        "--matter",
        "C21",
        "--occasion",
        &id,
        "--text",
        words,
        "--on",
        "2026-11-05",
        "--json",
    ];
    let drafted = office.on(&draft).json();
    let notice = text(&drafted, "notice").to_owned();
    let of_notice = |words: &[&str]| {
        let mut all = words.to_vec();
        all.extend(["--notice", &notice]);
        office.on(&all)
    };
    let early = of_notice(&["publish", "--on", "2026-11-05"]).refused();
    assert!(early.contains("还没有审查") && early.contains("第十一条"), "{early}");
    let object =
        ["review", "--on", "2026-11-06", "--result", "object", "--reason", "少两户", "--json"];
    let objection = of_notice(&object).json();
    assert_eq!(keys(&objection), sorted(["answer_by", "number", "objection"]));
    assert_eq!(text(&objection, "answer_by"), "2026-11-11");
    let id = text(&objection, "objection").to_owned();
    let open = of_notice(&["decide", "--on", "2026-11-06"]).refused();
    assert!(open.contains("第 1 号异议还没有答复"), "{open}");
    office.on(&["reply", "--objection", &id, "--on", "2026-11-07", "--text", "已补两户"]).done();
    of_notice(&["decide", "--on", "2026-11-07"]).done();
    let photo = path(&crate::attachment::photo(office.folder.path(), "张贴.jpg", 60, 40));
    let publish = ["publish", "--on", "2026-11-07", "--board", "村口", "--photo", &photo, "--json"];
    let published = of_notice(&publish).json();
    assert_eq!(text(&published, "posted_until"), "2026-11-22");
    a_villager_objects(&office, &notice);
    assert_eq!(audit(&office)[before..], WALK);
    let duties =
        office.on(&["duties", "--village", VILLAGE, "--on", "2026-11-23", "--json"]).json();
    let is_ours = |duty: &&Value| duty["matter"] == "C21";
    let ours: Vec<&Value> = duties.as_array().expect("duties").iter().filter(is_ours).collect();
    assert_eq!(ours.len(), 1);
    assert_eq!(text(ours[0], "state"), "fulfilled");
    assert_eq!(text(ours[0], "notice"), notice);
    assert!(office.on(&["check", "--json"]).json()["ok"] == true);
}

#[test]
fn a_refused_step_leaves_the_file_as_it_was() {
    let office = Office::with_opening();
    let october = path(&data("收支流水-2026-10.csv"));
    office.on(&["import", "vouchers", &october, "--on", "2026-11-05"]).done();
    let notice = text(&office.draft("2026-10", "2026-11-05"), "notice").to_owned();
    let before = office.bytes();
    let (id, on) = (notice.as_str(), "2026-11-05");
    let late = "2026-11-04";
    for words in [
        vec!["decide", "--notice", id, "--on", on],
        vec!["publish", "--notice", id, "--on", on],
        vec!["review", "--notice", id, "--on", late, "--result", "agree"],
        vec!["review", "--notice", id, "--on", on, "--result", "object"],
        vec!["object", "--notice", id, "--on", on, "--text", "为什么"],
        vec!["archive", "--notice", id, "--on", on],
        vec!["take-down", "--notice", id, "--on", on, "--reason", "风大"],
        vec!["post-again", "--notice", id, "--on", on],
        vec!["occasion", "--matter", "F01", "--on", on, "--text", "财务"],
        vec!["switch", "--matter", "F01", "--off-from", on, "--reason", "太麻烦"],
    ] {
        office.on(&words).refused();
    }
    let bad = office.file("目录.csv", "编号,事项,时限\nF01,财务收支,每月\nC01,村规民约,有空时\n");
    let import = ["import", "catalog", &bad, "--from", "2026-12-01"];
    let said = office.on(&import).refused();
    assert!(said.contains("有空时") && said.contains("第 3 行"), "{said}");
    let bad = office.file("重号.csv", "编号,事项,时限\nF01,财务收支,每月\nF01,村规民约,每季\n");
    let said = office.on(&["import", "catalog", &bad, "--from", "2026-12-01"]).refused();
    assert!(said.contains("F01"), "{said}");
    assert!(office.bytes() == before, "the ledger was changed");
}
