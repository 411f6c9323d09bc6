//! Bad input of the disclosure engine, one test each: refused with the article and the next step,
//! and the ledger as it was, byte for byte.

use mingbai::domain::village::{Office as Post, Officer};

use super::*;

/// A ledger whose October is drafted on 5 November.
fn drafted() -> (Office, String) {
    let office = Office::with_months("csv");
    let notice = text(&office.draft("2026-10", "2026-11-05"), "notice").to_owned();
    (office, notice)
}

impl Office {
    /// Is refused with these words, and no byte of the ledger changes.
    #[track_caller]
    fn refuses(&self, words: &[&str], said: &[&str]) {
        let before = self.bytes();
        let refused = self.on(words).refused();
        for word in said {
            assert!(refused.contains(word), "no “{word}” in: {refused}");
        }
        assert!(self.bytes() == before, "the ledger was changed");
    }
}

#[test]
fn bad_publishing_before_the_review_and_before_the_decision() {
    let (office, notice) = drafted();
    let publish = ["publish", "--notice", &notice, "--on", "2026-11-05"];
    office.refuses(&publish, &["还没有审查", "第十一条", "请先登记村监委的审查意见"]);
    office.on(&["review", "--notice", &notice, "--on", "2026-11-05", "--result", "agree"]).done();
    office.refuses(&publish, &["还没有对这个方案作出决定", "第十一条", "请先登记联席会议的决定"]);
}

#[test]
fn bad_a_review_by_an_incompatible_person() {
    let (office, notice) = drafted();
    let mut app = App::new(Clock::Fixed(day("2026-11-05")));
    app.execute(Command::OpenLedger { path: office.ledger.clone() }).expect("opens");
    let village = crate::support::first(&app);
    let mut profile = app.ledger().expect("open").villages()[0].profile.clone();
    profile.officers.push(Officer { name: "李秀芝".to_owned(), office: Post::Accountant });
    app.execute(Command::UpdateVillage { village, profile }).expect("an accountant");
    drop(app);
    let review = ["review", "--notice", &notice, "--on", "2026-11-05", "--result", "agree"];
    let review = [&review[..], &["--member", "李秀芝"]].concat();
    office.refuses(&review, &["李秀芝是会计", "第十四条", "请写村监委成员的姓名"]);
}

#[test]
fn bad_a_step_before_the_one_before() {
    let (office, notice) = drafted();
    let step = ["--notice", &notice, "--on", "2026-11-04"];
    let review = [&["review", "--result", "agree"], &step[..]].concat();
    office.refuses(&review, &["早于方案提出的 2026-11-05", "第十一条", "请核对日期"]);
}

#[test]
fn bad_an_answer_before_its_objection() {
    let (office, notice) = drafted();
    let object = ["review", "--notice", &notice, "--on", "2026-11-06", "--result", "object"];
    let objection =
        office.on(&[&object[..], &["--reason", "少一张单据", "--json"]].concat()).json();
    let reply = ["reply", "--objection", text(&objection, "objection"), "--text", "补上了"];
    let reply = [&reply[..], &["--on", "2026-11-05"]].concat();
    office.refuses(&reply, &["早于收到异议的 2026-11-06", "第十六条", "请写实际答复的日期"]);
}

#[test]
fn bad_a_posting_shorter_than_the_law() {
    let (office, notice) = drafted();
    office.agree(&notice, "2026-11-05");
    let publish = ["publish", "--notice", &notice, "--on", "2026-11-05", "--days", "14"];
    office.refuses(&publish, &["公示 14 天太短", "第三十五条", "请至少公示 15 天"]);
}

#[test]
fn bad_switching_off_monthly_finance() {
    let office = Office::with_opening();
    let switch = ["switch", "--matter", "F01", "--off-from", "2026-11-05", "--reason", "太麻烦"];
    office.refuses(&switch, &["F01 财务收支逐笔明细不能停用", "第十二条", "请保留这一项"]);
}

#[test]
fn bad_a_draft_of_a_matter_that_is_switched_off() {
    let office = Office::with_months("csv");
    let switch = ["switch", "--matter", "F02", "--off-from", "2026-10-01", "--reason", "并入F01"];
    office.on(&switch).done();
    let draft = ["draft", "--matter", "F02", "--period", "2026-10", "--on", "2026-11-05"];
    office.refuses(&draft, &["并入F01", "第七条", "请先在“设置”的公开目录里恢复"]);
}

#[test]
fn bad_a_catalog_with_an_unknown_cadence_or_a_code_twice() {
    let office = Office::with_opening();
    for (rows, said) in [
        ("F01,财务收支,每月\nC01,村规民约,有空时\n", &["有空时", "第 3 行"][..]),
        ("F01,财务收支,每月\nF01,村规民约,每季\n", &["F01", "第 3 行"]),
    ] {
        let file = office.file("目录.csv", format!("编号,事项,时限\n{rows}"));
        office.refuses(&["import", "catalog", &file, "--from", "2026-12-01"], said);
    }
}
