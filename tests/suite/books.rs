//! The books as files: older formats, what is derived from vouchers, search, and the journal for
//! other programs.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command as Process;

use expect_test::expect;
use mingbai::app::{App, Clock, Command, NewVillage};
use mingbai::domain::facts::MonthFacts;
use mingbai::domain::ids::VillageId;
use mingbai::domain::money::Money;
use mingbai::domain::period::Period;
use tempfile::TempDir;

use crate::support::{account, day, first, month, on_disk, period, simple, typed, yuan};

const OLD: &str = "tests/data/格式1.mbz";

fn open(path: &Path, today: &str) -> App {
    let mut app = App::new(Clock::Fixed(day(today)));
    app.execute(Command::OpenLedger { path: path.to_owned() }).expect("opens");
    app
}

/// Debit-positive balances of the first village by first-level code.
fn balances(app: &App, period: Period) -> BTreeMap<String, Money> {
    let book = app.ledger().expect("open").book().expect("a book");
    let balances = book.balances(period.last_day()).into_iter();
    balances
        .filter(|(_, amount)| !amount.is_zero())
        .map(|(code, amount)| (code.to_string(), amount))
        .collect()
}

#[test]
fn a_file_of_version_1_is_brought_over_and_kept_beside() {
    check_brought_over(OLD, "旧账.旧版1.mbz");
}

#[test]
fn a_file_of_version_2_is_brought_over_and_kept_beside() {
    check_brought_over("tests/data/格式2.mbz", "旧账.旧版2.mbz");
}

#[test]
fn a_file_of_version_3_is_brought_over_and_kept_beside() {
    check_brought_over("tests/data/格式3.mbz", "旧账.旧版3.mbz");
}

#[test]
fn a_file_of_version_4_is_brought_over_and_kept_beside() {
    check_brought_over("tests/data/格式4.mbz", "旧账.旧版4.mbz");
}

/// The files hold the books of the demo, with three months published.
fn check_brought_over(old: &str, kept: &str) {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("旧账.mbz");
    std::fs::copy(old, &path).expect("copied");
    let before = std::fs::read(&path).expect("bytes");

    // to look: nothing is written
    let mut app = App::new(Clock::Fixed(day("2026-11-24")));
    app.open_to_read(&path).expect("opens to read");
    let village = first(&app);
    let seen = app
        .report_json(village, mingbai::domain::entity::Entity::Village, period("2026-10"))
        .expect("a report");
    assert_eq!(app.check().expect("a check"), []);
    drop(app);
    assert_eq!(std::fs::read(&path).expect("bytes"), before, "looking changed the file");

    // the figures the program of that version gave for this file
    for (name, figure) in [
        ("opening", "49509.57"),
        ("income_total", "36017.22"),
        ("expense_total", "64101.06"),
        ("closing", "21425.73"),
        ("year_income", "128431.99"),
        ("non_cash_share", "0.9909"),
    ] {
        assert_eq!(seen[name], figure, "{name}");
    }

    // to write: brought over, the old file beside it, and the chain of its audit goes on
    let mut app = open(&path, "2026-11-24");
    assert_eq!(std::fs::read(folder.path().join(kept)).expect("kept"), before);
    assert_eq!(
        app.report_json(village, mingbai::domain::entity::Entity::Village, period("2026-10"))
            .expect("a report"),
        seen
    );
    assert_eq!(app.check().expect("a check"), []);
    let book = app.ledger().expect("open").book().expect("a book");
    let hung = book.notices.iter().filter(|notice| notice.publication().is_some());
    assert_eq!(hung.count(), 6, "three months, item by item and in sum");
    let draft = simple("2026-11-03", "付路灯电费", "514", "102", "12.30");
    app.execute(Command::PostVoucher { village, draft }).expect("posted");
    drop(app);
    let app = open(&path, "2026-11-24");
    assert_eq!(app.check().expect("a check"), []);
    assert_eq!(
        app.search("路灯电费", 100).expect("a search")[0].month,
        period("2026-11").last_month()
    );
}

#[test]
fn a_file_of_version_1_that_does_not_hold_together_stays_as_it_was() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("旧账.mbz");
    std::fs::copy(OLD, &path).expect("copied");
    let db = rusqlite::Connection::open(&path).expect("opens");
    db.execute_batch(
        "PRAGMA foreign_keys = OFF;
         INSERT INTO account VALUES (zeroblob(16), '51301', '无主');",
    )
    .expect("a row that belongs to no village");
    drop(db);
    let before = std::fs::read(&path).expect("bytes");
    let mut app = App::new(Clock::Fixed(day("2026-11-24")));
    let refused = app.execute(Command::OpenLedger { path: path.clone() }).expect_err("refused");
    assert!(refused.to_string().contains("损坏"), "{refused}");
    assert_eq!(std::fs::read(&path).expect("bytes"), before);
}

#[test]
fn the_facts_of_months_follow_every_voucher() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("账.mbz");
    let mut app = App::new(Clock::Fixed(day("2026-11-24")));
    let villages = vec![typed("甲村"), typed("乙村")];
    app.execute(Command::CreateLedger { path: path.clone(), villages }).expect("a ledger");
    let villages: Vec<VillageId> =
        app.ledger().expect("open").villages().iter().map(|village| village.id).collect();
    for (village, date, debit, credit, amount) in [
        (villages[1], "2026-09-03", "102", "501", "900.00"),
        (villages[1], "2026-10-03", "513", "101", "20.00"),
        (villages[0], "2026-10-05", "514", "102", "35.50"),
    ] {
        let draft = simple(date, "收付一笔", debit, credit, amount);
        app.execute(Command::PostVoucher { village, draft }).expect("posted");
    }
    let check = |app: &App| {
        let ledger = app.ledger().expect("open");
        for village in &villages {
            let book = ledger.book_of(*village).expect("a book");
            assert_eq!(ledger.months_of(*village), Some(&MonthFacts::of(&book)));
            let owed = ledger.duties_of(*village, app.today());
            assert_eq!(
                owed.first().map(|duty| duty.span.period().expect("a period").last_month()),
                Some(book.first_month())
            );
        }
        assert_eq!(app.check().expect("a check"), []);
    };
    check(&app);
    drop(app);
    let app = open(&path, "2026-11-24");
    check(&app);
    drop(app);

    let db = rusqlite::Connection::open(&path).expect("opens");
    let changed = db
        .execute("UPDATE month_facts SET facts = replace(facts, '90000', '90001')", [])
        .expect("changed");
    assert!(changed > 0);
    drop(db);
    let app = open(&path, "2026-11-24");
    let problems = app.check().expect("a check");
    assert_eq!(problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), ["facts_differ"]);
}

#[test]
fn search_finds_words_initials_and_amounts_in_every_village() {
    let clock = Clock::Fixed(day("2026-11-24"));
    let names = ["甲村", "乙村"]
        .map(|name| NewVillage::Typed { township: "示例镇".to_owned(), name: name.to_owned() });
    let mut app = App::in_memory(clock, names.to_vec()).expect("a ledger");
    let villages: Vec<VillageId> =
        app.ledger().expect("open").villages().iter().map(|village| village.id).collect();
    for (village, date, summary, amount) in [
        (villages[0], "2026-10-03", "付路灯电费", "123.45"),
        (villages[1], "2026-11-03", "付清理河道劳务费", "3000.00"),
        (villages[1], "2026-09-03", "付路灯维修费", "1123.45"),
    ] {
        let draft = simple(date, summary, "514", "102", amount);
        app.execute(Command::PostVoucher { village, draft }).expect("posted");
    }
    let found = |written: &str| {
        let hits = app.search(written, 10).expect("a search");
        let name =
            |id| app.ledger().expect("open").village(id).expect("a village").profile.name.clone();
        let lines =
            hits.iter().map(|hit| format!("{} {} {}\n", name(hit.village), hit.month, hit.summary));
        lines.collect::<String>()
    };
    expect![[r#"
        甲村 2026-10 付路灯电费
        乙村 2026-09 付路灯维修费
    "#]]
    .assert_eq(&found(" 路灯 "));
    assert_eq!(found("FQLHD"), "乙村 2026-11 付清理河道劳务费\n");
    assert_eq!(found("123.45"), "甲村 2026-10 付路灯电费\n");
    assert_eq!(found("3,000"), "乙村 2026-11 付清理河道劳务费\n");
    assert_eq!(found("壹佰贰拾叁元肆角伍分"), "甲村 2026-10 付路灯电费\n");
    assert_eq!(found("高证明").lines().count(), 3, "people are found too");
    assert_eq!(found("没有的事"), "");
    assert_eq!(found("  "), "");
    assert_eq!(app.search("付", 2).expect("a search").len(), 2, "the limit holds");
}

/// What a program that reads journals makes of one, account by account; `None` where it is not
/// installed.
fn balances_by(
    program: &str,
    arguments: &[&str],
    journal: &Path,
) -> Option<BTreeMap<String, Money>> {
    let output = Process::new(program).arg("-f").arg(journal).args(arguments).output().ok()?;
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let mut found = BTreeMap::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (amount, account) = line.split_once("  ").expect("amount and account");
        let own = account.trim().rsplit(':').next().expect("a name");
        let code = own.split(' ').next().expect("a code").to_owned();
        found.insert(code, Money::parse_sum(amount).unwrap_or_else(|_| panic!("{line}")));
    }
    Some(found)
}

/// The same balances, those of sub-accounts counted into the account above too.
fn rolled_up(balances: &BTreeMap<String, Money>) -> BTreeMap<String, Money> {
    let mut sums = BTreeMap::new();
    for (code, amount) in balances {
        for end in [3, 5, 7].into_iter().filter(|end| *end <= code.len()) {
            let sum: &mut Money = sums.entry(code[..end].to_owned()).or_default();
            *sum = sum.plus(*amount);
        }
    }
    sums
}

/// The journal read by the least program that could: postings summed by account.
fn balances_of_text(text: &str) -> BTreeMap<String, Money> {
    let mut sums: BTreeMap<String, i64> = BTreeMap::new();
    let mut open = 0_i64;
    for line in text.lines() {
        let Some(posting) = line.strip_prefix("    ") else {
            assert_eq!(open, 0, "a transaction that does not balance above {line}");
            continue;
        };
        let (account, amount) = posting.rsplit_once("    ").expect("an account and an amount");
        let (yuan, fen) = amount.split_once('.').expect("two decimals");
        let fen: i64 = format!("{yuan}{fen}").parse().expect("a number");
        let code = account.rsplit(':').next().and_then(|own| own.split(' ').next());
        *sums.entry(code.expect("a code").to_owned()).or_default() += fen;
        open += fen;
    }
    let sums = sums.into_iter().filter(|(_, fen)| *fen != 0);
    sums.map(|(code, fen)| (code, Money::from_fen(fen))).collect()
}

#[test]
fn other_programs_read_our_journal_and_agree_on_every_account() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("旧账.mbz");
    std::fs::copy(OLD, &path).expect("copied");
    let mut app = open(&path, "2026-11-24");
    let village = first(&app);
    for name in ["办公费", "水电费；其他: 甲|乙"] {
        let parent = crate::support::account("513");
        let name = name.to_owned();
        app.execute(Command::AddAccount { village, parent, name }).expect("added");
    }
    for (summary, debit, amount) in [
        ("付 电费;含:损耗 | 甲", "51302", "0.05"),
        ("(冲)买纸 \"A4\" 70克", "51301", "1234.50"),
        ("付办公室其他", "513", "100000.00"),
    ] {
        let draft = simple("2026-11-03", summary, debit, "102", amount);
        app.execute(Command::PostVoucher { village, draft }).expect("posted");
    }
    for written in ["2026", "2026-Q4", "2026-11", "2026-10"] {
        let of = period(written);
        let journal = folder.path().join("账.journal");
        let files = app.export_journal(Some(village), of, &journal).expect("written");
        assert_eq!(files, std::slice::from_ref(&journal));
        let expected = balances(&app, of);
        let text = std::fs::read_to_string(&journal).expect("text");
        assert_eq!(balances_of_text(&text), expected, "{written}");
        for (program, arguments) in [
            ("ledger", ["bal", "--flat", "--no-total"].as_slice()),
            ("hledger", ["bal", "--flat", "--no-total", "-N"].as_slice()),
        ] {
            if let Some(found) = balances_by(program, arguments, &journal) {
                // ledger counts what lies below an account into it, hledger does not
                let expected =
                    if program == "ledger" { rolled_up(&expected) } else { expected.clone() };
                assert_eq!(found, expected, "{program} {written}");
            }
        }
    }
}

#[test]
fn facts_of_an_earlier_build_are_made_whole_when_the_ledger_opens() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut app, path, village) = on_disk(&folder, "2026-03-31");
    for (on, account, amount) in [
        ("2026-01-10", "513", "12.30"),
        ("2026-03-01", "514", "7.00"),
        ("2026-03-02", "513", "1.00"),
    ] {
        let draft = simple(on, "付电费", account, "102", amount);
        app.execute(Command::PostVoucher { village, draft }).expect("posted");
    }
    let march = month("2026-03");
    let whole = app.balances(village, march).expect("balances");
    assert_eq!(whole[&account("102")], yuan("-20.30"));
    drop(app);
    let db = rusqlite::Connection::open(&path).expect("a file");
    db.execute("UPDATE month_facts SET facts = json_remove(facts, '$.moved')", []).expect("done");
    drop(db);
    let mut app = App::new(Clock::Fixed(day("2026-03-31")));
    app.open_to_glance(&path).expect("opens");
    assert_eq!(app.balances(village, march).expect("balances"), whole, "worked out, not written");
    drop(app);
    let mut app = App::new(Clock::Fixed(day("2026-03-31")));
    app.execute(Command::OpenLedger { path }).expect("opens");
    assert_eq!(app.balances(village, march).expect("balances"), whole);
    assert_eq!(app.check().expect("readable"), []);
    assert_eq!(app.search("付电费", 9).expect("a search").len(), 3, "the text was made anew");
}
