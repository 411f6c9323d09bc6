//! How long the public site of a county takes: 2,408 villages with F01 and F02 of twelve months.
//!
//! `cargo bench --bench site`, or `-- 200` for fewer villages.

#![expect(clippy::expect_used, clippy::print_stdout, reason = "a bench talks and stops")]

use std::path::{Path, PathBuf};
use std::time::Instant;

use mingbai::app::{
    App, Clock, Command, DisclosureCommand, ImportChoices, NewVillage, Outcome, SiteRequest,
};
use mingbai::domain::entity::Entity;
use mingbai::domain::matter::MatterCode;
use mingbai::domain::notice::{Decision, NoticeDraft, Review};
use mingbai::domain::period::{Date, Month, Period};
use rusqlite::Connection;
use tempfile::TempDir;

const VILLAGES: usize = 2_408;
const MONTHS: u32 = 12;
const VOUCHERS_A_MONTH: usize = 20;

fn main() {
    let villages = std::env::args().find_map(|word| word.parse().ok()).unwrap_or(VILLAGES);
    let folder = TempDir::new().expect("a folder");
    let path = county(folder.path(), villages);
    let mut app = App::new(Clock::Fixed(today()));
    let request = SiteRequest { folder: folder.path().join("site"), address: None, village: None };
    for round in ["a new folder", "the same folder again"] {
        let begun = Instant::now();
        app.open_to_glance(&path).expect("opens");
        let made = app.make_site(&request, |_, _| true).expect("made").expect("not stopped");
        let (files, notices) = (made.files, made.notices);
        println!(
            "{villages} villages, {notices} notices, {files} files into {round}: {:?}",
            begun.elapsed()
        );
    }
}

fn today() -> Date {
    Date::from_ymd_opt(2027, 1, 20).expect("a day")
}

/// One village that publishes every month, and the same notices in all the others.
fn county(folder: &Path, villages: usize) -> PathBuf {
    let path = folder.join("county.mbz");
    let first = Date::from_ymd_opt(2026, 1, 1).expect("a day");
    let mut app = App::new(Clock::Fixed(first));
    let listed = app.divisions().expect("the list");
    let all = listed.villages_under("3715").into_iter();
    let listed = all.take(villages).map(|it| NewVillage::Listed(it.code.clone())).collect();
    let create = Command::CreateLedger { path: path.clone(), villages: listed };
    app.execute(create).expect("a new ledger");
    app.set_clock(Clock::Fixed(today()));
    for month in 1..=MONTHS {
        publish_month(&mut app, folder, Month::new(2026, month).expect("a month"));
    }
    drop(app);
    let db = Connection::open(&path).expect("opens");
    db.execute_batch(
        "BEGIN;
         INSERT INTO notice (id, village_id, entity, matter, span, issue, drafted_on, publication,
                             check_code, content)
             SELECT randomblob(16), village.id, entity, matter, span, issue, drafted_on,
                    publication, hex(randomblob(8)), content
             FROM notice, village
             WHERE village.id <> notice.village_id AND notice.publication IS NOT NULL;
         COMMIT;",
    )
    .expect("a county");
    path
}

fn publish_month(app: &mut App, folder: &Path, month: Month) {
    use std::fmt::Write as _;
    let village = app.ledger().expect("open").villages().first().expect("a village").id;
    let mut text = String::from("日期,摘要,收入,支出,科目,结算方式,经手人,证明人,审批人\n");
    for row in 0..VOUCHERS_A_MONTH {
        let (day, account) = (row * 28 / VOUCHERS_A_MONTH + 1, 511 + row % 5);
        writeln!(
            text,
            "{month}-{day:02},付第{row}笔公益岗位保洁工资,,{}.07,{account},转账,李会计,高证明,朱书记",
            row + 100
        )
        .expect("written");
    }
    let path = folder.join("month.csv");
    std::fs::write(&path, text).expect("written");
    let choices = ImportChoices::default();
    app.execute(Command::ImportVouchers { village, path, choices }).expect("imported");
    let on = month.next().day(5);
    for matter in MatterCode::DRAFTABLE {
        let draft = NoticeDraft {
            proposed_on: Some(on),
            ..NoticeDraft::new(matter, Entity::Village, Period::Month(month))
        };
        let draft = Command::DraftNotice { village, draft: Box::new(draft) };
        let Ok(Outcome::NoticeDrafted { notice, .. }) = app.execute(draft) else {
            unreachable!("a draft")
        };
        let review = Review { on, agreed: true, members: Vec::new() };
        let (notices, reason) = (vec![notice], String::new());
        let review = DisclosureCommand::Review { notices, review, reason };
        app.execute(Command::Disclosure(review)).expect("reviewed");
        let decision = Decision { on, passed: true, present: Vec::new(), note: String::new() };
        let decide = DisclosureCommand::Decide { notices: vec![notice], decision };
        app.execute(Command::Disclosure(decide)).expect("decided");
        app.execute(Command::PublishNotice { notice, on, days: 15, boards: Vec::new() })
            .expect("published");
    }
}
