//! The ledger file: what it refuses to become, what it finds out, and what survives.

use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};
use std::time::{Duration, Instant};

use mingbai::app::{App, AppError, Clock, Command, ImportChoices, Outcome};
use mingbai::domain::account::Side;
use mingbai::domain::entity::Entity;
use mingbai::domain::ids::{NoticeId, VillageId};
use mingbai::domain::matter::MatterCode;
use mingbai::domain::money::Money;
use mingbai::store::{Access, Store, StoreError};
use rusqlite::Connection;
use tempfile::TempDir;

use crate::support::{account, day, entry, first, on_disk, period, simple, voucher, yuan};

const TODAY: &str = "2026-11-05";

fn open(path: &Path) -> Result<App, AppError> {
    let mut app = App::new(Clock::Fixed(day(TODAY)));
    app.execute(Command::OpenLedger { path: path.to_owned() })?;
    Ok(app)
}

fn post(app: &mut App, draft: mingbai::domain::voucher::VoucherDraft) {
    let village = first(app);
    app.execute(Command::PostVoucher { village, draft }).expect("a sound voucher");
}

fn draft_october(app: &mut App) -> NoticeId {
    let village = first(app);
    let (matter, period) = (MatterCode::FINANCE_DETAIL, period("2026-10"));
    match app.execute(crate::support::draft(village, matter, Entity::Village, period)) {
        Ok(Outcome::NoticeDrafted { notice, .. }) => notice,
        other => panic!("{other:?}"),
    }
}

/// A ledger with an opening, three vouchers, a published October and one voucher after it.
fn lived_in(folder: &TempDir) -> (App, PathBuf, VillageId) {
    let (mut app, path, village) = on_disk(folder, TODAY);
    let lines = vec![(account("101"), yuan("500.00")), (account("301"), yuan("-500.00"))];
    app.execute(Command::SetOpening { village, entity: Entity::Village, lines }).expect("balanced");
    post(&mut app, simple("2026-10-03", "收沿街房租金", "101", "501", "900.00"));
    post(&mut app, simple("2026-10-09", "买办公用纸", "513", "101", "120.00"));
    post(&mut app, simple("2026-10-31", "付路灯电费", "514", "101", "310.25"));
    let notice = draft_october(&mut app);
    let on = day("2026-11-02");
    crate::support::agree(&mut app, notice, on).expect("agreed");
    app.execute(Command::PublishNotice { notice, on, days: 15, boards: Vec::new() })
        .expect("a good notice");
    post(&mut app, simple("2026-11-03", "收捐款", "101", "504", "60.00"));
    (app, path, village)
}

fn raw(path: &Path) -> Connection {
    Connection::open(path).expect("a database")
}

fn codes(app: &App) -> Vec<&'static str> {
    app.check().expect("a check").into_iter().map(|problem| problem.code).collect()
}

// The schema.

#[test]
fn a_new_file_holds_the_schema_and_nothing_else() {
    let folder = TempDir::new().expect("a folder");
    let (app, path, _) = on_disk(&folder, TODAY);
    drop(app);
    let schema = |db: &Connection| -> Vec<(String, Option<String>)> {
        let mut all = db.prepare("SELECT name, sql FROM sqlite_schema ORDER BY name").expect("sql");
        let rows = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("rows");
        rows.map(|row| row.expect("a row")).collect()
    };
    let file = raw(&path);
    let fresh = Connection::open_in_memory().expect("memory");
    fresh.execute_batch(include_str!("../../schema.sql")).expect("the schema");
    assert_eq!(schema(&file), schema(&fresh));
    let number = |name: &str| -> i64 {
        file.pragma_query_value(None, name, |row| row.get(0)).expect("a number")
    };
    assert_eq!(number("application_id"), i64::from(u32::from_be_bytes(*b"MBZ1")));
    assert_eq!(number("user_version"), 5);
    let mut loose = file
        .prepare("SELECT name FROM pragma_table_list WHERE strict = 0 AND name NOT LIKE 'sqlite_%'")
        .expect("sql");
    let loose: Vec<String> = loose
        .query_map([], |row| row.get(0))
        .expect("rows")
        .map(|name| name.expect("a name"))
        .collect();
    assert_eq!(loose, Vec::<String>::new(), "tables that are not STRICT");
}

#[test]
fn one_file_is_all_there_is_to_copy() {
    let folder = TempDir::new().expect("a folder");
    let (app, path, _) = lived_in(&folder);
    let names = || -> Vec<String> {
        let entries = std::fs::read_dir(folder.path()).expect("the folder");
        entries.map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
    };
    drop(app);
    assert_eq!(names(), ["甲村.mbz"]);
    drop(open(&path).expect("opens again"));
    assert_eq!(names(), ["甲村.mbz"]);
}

// Finality.

#[test]
fn facts_cannot_be_changed_or_removed_by_plain_sql() {
    let folder = TempDir::new().expect("a folder");
    let (app, path, _) = lived_in(&folder);
    drop(app);
    let before = std::fs::read(&path).expect("the file");
    let db = raw(&path);
    for (statement, why) in [
        ("UPDATE voucher SET summary = '别的'", "a posted voucher is final"),
        ("UPDATE voucher SET note = 'x' WHERE number = 1", "a posted voucher is final"),
        ("DELETE FROM voucher WHERE month = '2026-11'", "a posted voucher is final"),
        ("UPDATE entry SET amount = amount + 1", "a posted voucher is final"),
        ("DELETE FROM entry", "a posted voucher is final"),
        ("UPDATE notice SET content = '{}'", "a notice is frozen"),
        ("UPDATE notice SET publication = NULL, check_code = NULL", "a notice is frozen"),
        ("UPDATE notice SET withdrawn_on = '2026-11-03', publication = NULL", "a notice is frozen"),
        ("DELETE FROM notice", "a notice is kept"),
        ("UPDATE audit SET detail = '{}' WHERE sequence = 2", "the audit is append-only"),
        ("DELETE FROM audit WHERE sequence = 1", "the audit is append-only"),
        (
            "INSERT INTO voucher SELECT randomblob(16), village_id, entity, month, 99, date, summary,
                 settlement, handler, witness, approver, papers, note, NULL, kind, NULL, posted_on
             FROM voucher WHERE month = '2026-10' AND number = 1",
            "the month is closed",
        ),
    ] {
        match db.execute(statement, []) {
            Err(error) => assert!(error.to_string().contains(why), "{statement}: {error}"),
            Ok(rows) => panic!("{rows} rows changed by {statement}"),
        }
    }
    drop(db);
    assert_eq!(std::fs::read(&path).expect("the file"), before);
}

#[test]
fn columns_hold_only_what_the_schema_says() {
    let folder = TempDir::new().expect("a folder");
    let (app, path, _) = lived_in(&folder);
    drop(app);
    let db = raw(&path);
    db.pragma_update(None, "foreign_keys", true).expect("on");
    let copy = |number: &str, month: &str, date: &str, settlement: &str| {
        format!(
            "INSERT INTO voucher SELECT randomblob(16), village_id, entity, {month}, {number}, {date},
                 summary, {settlement}, handler, witness, approver, papers, note, NULL, kind, NULL,
                 posted_on
             FROM voucher WHERE month = '2026-11' AND number = 1"
        )
    };
    for statement in [
        copy("0", "month", "date", "settlement"),
        copy("1", "month", "date", "settlement"),
        copy("2", "'2026-12'", "date", "settlement"),
        copy("2", "'2026-11'", "'2026.11.3'", "settlement"),
        copy("2", "month", "date", "'barter'"),
        "INSERT INTO entry VALUES (randomblob(16), 1, '101', 'debit', 5)".to_owned(),
        "INSERT INTO entry SELECT id, 9, '101', 'debit', 0 FROM voucher LIMIT 1".to_owned(),
        "INSERT INTO entry SELECT id, 9, '101', 'left', 5 FROM voucher LIMIT 1".to_owned(),
        "INSERT INTO entry SELECT id, 9, '101', 'debit', 'five' FROM voucher LIMIT 1".to_owned(),
    ] {
        assert!(db.execute(&statement, []).is_err(), "{statement}");
    }
    let sound = copy("2", "month", "date", "settlement");
    assert_eq!(db.execute(&sound, []).expect("the form itself is right"), 1);
}

// The audit finds what was done behind its back.

fn tampered(statement: &str) -> Result<Vec<&'static str>, String> {
    let folder = TempDir::new().expect("a folder");
    let (app, path, _) = lived_in(&folder);
    assert_eq!(codes(&app), Vec::<&str>::new(), "sound before");
    drop(app);
    let db = raw(&path);
    let triggers: Vec<String> = {
        let mut names =
            db.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").expect("sql");
        let rows = names.query_map([], |row| row.get(0)).expect("rows");
        rows.map(|name| name.expect("a name")).collect()
    };
    for trigger in triggers {
        db.execute_batch(&format!("DROP TRIGGER {trigger}")).expect("dropped");
    }
    // another program need not keep what hangs together
    db.pragma_update(None, "foreign_keys", false).expect("set");
    db.execute_batch(statement).expect("the change itself");
    drop(db);
    let app = open(&path).map_err(|error| error.to_string())?;
    Ok(codes(&app))
}

fn found(statement: &str, code: &str) {
    let codes = tampered(statement).expect("it still opens");
    assert!(codes.contains(&code), "{statement} was found as {codes:?}");
}

#[test]
fn one_changed_character_of_a_summary_is_found() {
    found("UPDATE voucher SET summary = '收沿街房祖金' WHERE number = 1", "voucher_changed");
    found("UPDATE voucher SET handler = '李会汁' WHERE month = '2026-11'", "voucher_changed");
}

#[test]
fn a_changed_amount_is_found_even_if_the_voucher_balances() {
    found(
        "UPDATE entry SET amount = amount + 1
         WHERE voucher_id = (SELECT id FROM voucher WHERE month = '2026-10' AND number = 2)",
        "voucher_changed",
    );
}

#[test]
fn one_sided_changes_do_not_even_open() {
    let lone = tampered(
        "UPDATE entry SET amount = amount + 1 WHERE side = 'debit'
         AND voucher_id = (SELECT id FROM voucher WHERE month = '2026-10' AND number = 2)",
    );
    let refused = lone.expect_err("an unbalanced voucher");
    assert!(refused.contains("2026-10 记-002") && refused.contains("相差 0.01"), "{refused}");
    let gap = tampered(
        "PRAGMA foreign_keys = OFF;
         DELETE FROM entry WHERE voucher_id IN
             (SELECT id FROM voucher WHERE month = '2026-10' AND number = 2);
         DELETE FROM voucher WHERE month = '2026-10' AND number = 2;",
    );
    let refused = gap.expect_err("a gap in the numbers");
    assert!(refused.contains("2026-10 记-003") && refused.contains("断号"), "{refused}");
}

#[test]
fn a_changed_or_missing_audit_row_is_found() {
    found(
        "UPDATE audit SET detail = replace(detail, '2026-10', '2026-09') WHERE sequence = 4",
        "audit_chain",
    );
    found("UPDATE audit SET at = '2026-11-05T00:00:01Z' WHERE sequence = 3", "audit_chain");
    found("DELETE FROM audit WHERE sequence = 3", "audit_chain");
    // the last row gone leaves a chain without a break, but a voucher nobody posted
    found(
        "DELETE FROM audit WHERE sequence = (SELECT max(sequence) FROM audit)",
        "voucher_unknown",
    );
}

#[test]
fn a_voucher_slipped_in_or_taken_out_is_found() {
    found(
        "INSERT INTO voucher SELECT x'00112233445566778899aabbccddeeff', village_id, entity, month,
             2, date, '偷记', settlement, handler, witness, approver, papers, note, NULL, kind, NULL,
             posted_on
         FROM voucher WHERE month = '2026-11' AND number = 1;
         INSERT INTO entry VALUES (x'00112233445566778899aabbccddeeff', 1, '513', 'debit', 5);
         INSERT INTO entry VALUES (x'00112233445566778899aabbccddeeff', 2, '101', 'credit', 5);",
        "voucher_unknown",
    );
    found(
        "PRAGMA foreign_keys = OFF;
         DELETE FROM entry WHERE voucher_id = (SELECT id FROM voucher WHERE month = '2026-11');
         DELETE FROM voucher WHERE month = '2026-11';",
        "voucher_changed",
    );
}

#[test]
fn a_changed_notice_is_found() {
    found(
        "UPDATE notice SET content = replace(content, '买办公用纸', '买办公用品')",
        "notice_changed",
    );
    found(
        "UPDATE notice SET publication = replace(publication, '2026-11-02', '2026-11-01')",
        "notice_changed",
    );
    found("UPDATE notice SET publication = NULL, check_code = NULL", "notice_changed");
    found("DELETE FROM notice", "notice_changed");
}

#[test]
fn changed_opening_balances_are_found() {
    found("UPDATE opening_balance SET amount = amount * 2", "opening_changed");
    found("DELETE FROM opening_balance", "opening_changed");
}

// Files that are not what they should be.

fn refused_file(path: &Path) -> String {
    let before = std::fs::read(path).ok();
    let error = open(path).expect_err("refused");
    let refusal = error.refusal().unwrap_or_else(|| panic!("a failure: {error}"));
    assert!(!refusal.hint.is_empty(), "{error}");
    assert_eq!(std::fs::read(path).ok(), before, "the file was left alone");
    error.to_string()
}

#[test]
fn what_is_not_a_ledger_is_refused_and_left_alone() {
    let folder = TempDir::new().expect("a folder");
    let zeros = vec![0_u8; 8192];
    for (name, bytes) in [
        ("账.txt", "日期,摘要,收入,支出\n2026-10-03,收租金,900,\n".as_bytes()),
        ("图.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01".as_slice()),
        ("空.mbz", b"".as_slice()),
        ("短.mbz", b"SQLite".as_slice()),
        ("零.mbz", zeros.as_slice()),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("written");
        let said = refused_file(&path);
        assert!(said.contains("不是明白账的账簿文件") && said.contains(name), "{name}: {said}");
    }
    let path = folder.path().join("别家.mbz");
    raw(&path)
        .execute_batch("CREATE TABLE notes (text); INSERT INTO notes VALUES ('x');")
        .expect("made");
    assert!(refused_file(&path).contains("不是明白账的账簿文件"));
    assert!(refused_file(&folder.path().join("没有.mbz")).contains("找不到账簿文件"));
    assert!(refused_file(folder.path()).contains("找不到账簿文件"), "a folder is no ledger");
}

#[test]
fn a_ledger_from_a_newer_program_is_refused() {
    let folder = TempDir::new().expect("a folder");
    let (app, path, _) = lived_in(&folder);
    drop(app);
    raw(&path).pragma_update(None, "user_version", 7).expect("set");
    let said = refused_file(&path);
    assert!(said.contains("格式 7") && said.contains("更新到最新版"), "{said}");
    let read = Store::open(&path, Access::Read).expect_err("refused to read too");
    assert!(matches!(read, StoreError::NewerFile { found: 7, .. }), "{read:?}");
}

#[test]
fn a_new_ledger_never_overwrites_a_file() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("论文.mbz");
    std::fs::write(&path, "三年的心血").expect("written");
    let villages = vec![crate::support::typed("甲村")];
    let mut app = App::new(Clock::Fixed(day(TODAY)));
    let error = app.execute(Command::CreateLedger { path: path.clone(), villages });
    assert!(error.expect_err("refused").to_string().contains("已经存在"));
    assert_eq!(std::fs::read_to_string(&path).expect("still there"), "三年的心血");
}

#[test]
fn a_cut_off_file_is_refused_or_reported() {
    let folder = TempDir::new().expect("a folder");
    let (app, path, _) = lived_in(&folder);
    drop(app);
    let whole = std::fs::read(&path).expect("the file");
    let cut = folder.path().join("断.mbz");
    for tenth in 0..10 {
        let length = whole.len() * tenth / 10;
        std::fs::write(&cut, &whole[..length]).expect("written");
        match open(&cut) {
            Err(error) => assert!(error.refusal().is_some(), "{length} bytes: {error}"),
            Ok(app) => assert_ne!(codes(&app), Vec::<&str>::new(), "{length} bytes"),
        }
    }
}

#[test]
fn a_damaged_file_never_makes_the_program_fall_over() {
    let folder = TempDir::new().expect("a folder");
    let (app, path, village) = lived_in(&folder);
    let sound = app.ledger().expect("open").book_of(village).expect("a book").into_owned();
    drop(app);
    let whole = std::fs::read(&path).expect("the file");
    let hurt = folder.path().join("坏.mbz");
    let (mut refused, mut reported) = (0, 0);
    for place in (100..whole.len()).step_by(1543) {
        let mut bytes = whole.clone();
        for byte in bytes.iter_mut().skip(place).take(40) {
            *byte ^= 0x5a;
        }
        std::fs::write(&hurt, &bytes).expect("written");
        match open(&hurt).and_then(|app| Ok((app.check()?, app))) {
            Err(error) => {
                assert!(!error.to_string().is_empty());
                refused += 1;
            }
            Ok((problems, app)) if problems.is_empty() => {
                // an unused part of a page: then nothing the book says may differ
                let ledger = app.ledger().expect("open");
                assert_eq!(ledger.book_of(village).expect("a book").as_ref(), &sound, "at {place}");
            }
            Ok(_) => reported += 1,
        }
    }
    assert!(refused + reported > 10, "{refused} refused, {reported} reported");
}

// One window at a time.

#[test]
fn a_ledger_open_in_another_window_is_busy() {
    let folder = TempDir::new().expect("a folder");
    let (app, path, _) = lived_in(&folder);
    for access in [Access::Write, Access::Read] {
        let second = Store::open(&path, access).expect_err("busy");
        assert!(matches!(second, StoreError::Busy(_)), "{access:?}: {second:?}");
    }
    let error = open(&path).expect_err("busy");
    assert!(error.to_string().contains("已在另一个窗口里打开"), "{error}");
    drop(app);
    assert_eq!(codes(&open(&path).expect("free again")), Vec::<&str>::new());
}

#[test]
fn another_program_cannot_write_beside_an_open_window() {
    let folder = TempDir::new().expect("a folder");
    let (app, path, _) = on_disk(&folder, TODAY);
    let file = folder.path().join("期初.csv");
    std::fs::write(&file, "科目,期初余额\n101,5\n301,-5\n").expect("written");
    let second = mingbai(&["import", "opening"]).arg(&file).arg("--ledger").arg(&path).output();
    let second = second.expect("it runs");
    assert_eq!(second.status.code(), Some(1));
    let said = String::from_utf8(second.stderr).expect("utf-8");
    assert!(said.contains("已在另一个窗口里打开") && said.contains("请先关掉另一个窗口"), "{said}");
    assert!(app.ledger().expect("open").book().expect("a book").opening.is_empty());
}

#[test]
fn a_place_that_cannot_be_written_is_named() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("文件");
    std::fs::write(&file, "x").expect("written");
    let mut app = App::new(Clock::Fixed(day(TODAY)));
    let mut create = |path: PathBuf| {
        let villages = vec![crate::support::typed("甲村")];
        let error = app.execute(Command::CreateLedger { path, villages }).expect_err("refused");
        assert!(error.refusal().is_some_and(|refusal| !refusal.hint.is_empty()), "{error}");
        error.to_string()
    };
    assert!(create(file.join("甲.mbz")).contains("没有文件夹"));
    assert!(create(folder.path().join("没有/甲.mbz")).contains("没有文件夹"));
    if Path::new("/proc/self").is_dir() {
        // nobody, not even root, makes a file there
        let said = create(PathBuf::from("/proc/甲.mbz"));
        assert!(said.contains("只读") && said.contains("请把账簿复制到"), "{said}");
    }
}

// All or nothing.

#[test]
fn a_refused_command_leaves_every_byte_as_it_was() {
    let folder = TempDir::new().expect("a folder");
    let (mut app, path, village) = lived_in(&folder);
    let late = draft_after(&mut app, &folder);
    let csv = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("written");
        path
    };
    let half_bad = csv(
        "坏流水.csv",
        "日期,摘要,收入,支出,科目,结算方式\n2026-11-04,收租金,5,,501,现金\n2026-11-04,买纸,,5.005,513,现金\n",
    );
    let bad_opening = csv("坏期初.csv", "科目,期初余额\n101,5\n301,-6\n");
    let unbalanced = vec![
        entry(Side::Debit, "101", Money::from_fen(5)),
        entry(Side::Credit, "501", Money::from_fen(4)),
    ];
    let lines = vec![(account("101"), yuan("7")), (account("301"), yuan("-6"))];
    let matter = MatterCode::FINANCE_DETAIL;
    let first_voucher = app.ledger().expect("open").book().expect("a book").vouchers[0].id();
    let (on, boards) = (day("2026-11-04"), Vec::new());
    let mut profile = app.ledger().expect("open").villages()[0].profile.clone();
    profile.name = "甲\u{e000}村".to_owned();
    let rules = mingbai::domain::rules::Rules { posting_days_min: 14, ..Default::default() };
    let commands = vec![
        Command::PostVoucher { village, draft: voucher(day("2026-11-04"), "错账", unbalanced) },
        Command::PostVoucher {
            village, draft: simple("2026-10-04", "收租金", "101", "501", "5")
        },
        Command::PostVoucher {
            village, draft: simple("2026-11-06", "收租金", "101", "501", "5")
        },
        Command::ReverseVoucher { village, voucher: first_voucher, date: day("2026-10-31") },
        Command::ImportVouchers { village, path: half_bad, choices: ImportChoices::default() },
        Command::ImportOpening { village, path: bad_opening, choices: ImportChoices::default() },
        Command::SetOpening { village, entity: Entity::Village, lines },
        Command::PublishNotice { notice: late, on, days: 14, boards },
        crate::support::draft(village, matter, Entity::Village, period("2026-11")),
        Command::AddVillages(vec![crate::support::typed("甲村")]),
        Command::UpdateVillage { village, profile },
        Command::SetRules(rules),
        Command::AddAccount { village, parent: account("513"), name: "  ".to_owned() },
    ];
    drop(app);
    let before = std::fs::read(&path).expect("the file");
    for command in commands {
        let told = format!("{command:?}");
        let mut app = open(&path).expect("opens");
        let book = app.ledger().expect("open").book().cloned();
        let error = app.execute(command).expect_err(&told);
        assert!(error.refusal().is_some(), "{told}: {error}");
        assert_eq!(app.ledger().expect("open").book().cloned(), book, "{told}");
        drop(app);
        assert!(std::fs::read(&path).expect("the file") == before, "changed by {told}");
    }
}

/// A second village's draft that could be published.
fn draft_after(app: &mut App, folder: &TempDir) -> NoticeId {
    app.execute(Command::AddVillages(vec![crate::support::typed("乙村")])).expect("added");
    let second = app.ledger().expect("open").villages()[1].id;
    let file = folder.path().join("乙.csv");
    let text = "日期,摘要,收入,支出,科目,结算方式\n2026-10-04,收租金,5,,501,现金\n";
    std::fs::write(&file, text).expect("written");
    app.execute(Command::ImportVouchers {
        village: second,
        path: file,
        choices: ImportChoices::default(),
    })
    .expect("imported");
    let (matter, period) = (MatterCode::FINANCE_DETAIL, period("2026-10"));
    let draft = crate::support::draft(second, matter, Entity::Village, period);
    match app.execute(draft) {
        Ok(Outcome::NoticeDrafted { notice, .. }) => notice,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_was_being_written_when_the_power_went_is_undone_for_readers_too() {
    let folder = TempDir::new().expect("a folder");
    let (app, path, village) = lived_in(&folder);
    let sound = app.ledger().expect("open").book_of(village).expect("a book").into_owned();
    drop(app);
    let db = raw(&path);
    db.pragma_update(None, "cache_size", 2).expect("a small cache spills early");
    db.execute_batch("BEGIN IMMEDIATE; UPDATE village SET name = '半途';").expect("begun");
    for n in 0..400 {
        let file = format!("{n:064}");
        let insert =
            "INSERT INTO import SELECT id, 'vouchers', ?1, ?1, '2026-11-05', 1 FROM village";
        db.execute(insert, [file]).expect("inserted");
    }
    // a copy of both files is what a power cut leaves behind
    let cut = folder.path().join("停电.mbz");
    let journal = |path: &Path| PathBuf::from(format!("{}-journal", path.display()));
    let copy = || {
        std::fs::copy(&path, &cut).expect("copied");
        std::fs::copy(journal(&path), journal(&cut)).expect("copied");
    };
    copy();
    assert_ne!(std::fs::read(&cut).expect("a file").len(), 0);
    let store = Store::open(&cut, Access::Read).unwrap_or_else(|error| panic!("to read: {error}"));
    let villages = store.villages().expect("villages");
    assert_eq!(store.book(&villages[0]).expect("a book"), sound);
    drop(store);
    copy();
    let app = open(&cut).unwrap_or_else(|error| panic!("to write: {error}"));
    assert_eq!(codes(&app), Vec::<&str>::new());
    assert_eq!(app.ledger().expect("open").book(), Some(&sound));
    assert!(!journal(&cut).exists(), "the journal was played back");
}

fn mingbai(words: &[&str]) -> Process {
    let mut process = Process::new(env!("CARGO_BIN_EXE_mingbai"));
    process.args(words).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    process
}

#[test]
fn killed_in_the_middle_of_an_import_it_is_all_or_nothing() {
    const ROWS: usize = 1500;
    let folder = TempDir::new().expect("a folder");
    let (app, path, _) = on_disk(&folder, TODAY);
    drop(app);
    let mut text = String::from("日期,摘要,收入,支出,科目,结算方式\n");
    for row in 0..ROWS {
        let day = row * 28 / ROWS + 1;
        let amount = row + 1;
        let line = format!("2026-10-{day:02},付第{row}笔保洁工资,,{amount}.07,514,转账\n");
        text.push_str(&line);
    }
    let file = folder.path().join("流水.csv");
    std::fs::write(&file, text).expect("written");
    let import = |ledger: &Path| {
        let mut process = mingbai(&["import", "vouchers"]);
        process.arg(&file).arg("--ledger").arg(ledger).args(["--on", TODAY]);
        process
    };
    let whole = folder.path().join("全.mbz");
    std::fs::copy(&path, &whole).expect("copied");
    let started = Instant::now();
    let done = import(&whole).status().expect("it runs");
    let full = started.elapsed();
    assert!(done.success());
    let mut outcomes = Vec::new();
    for part in 0..10_u32 {
        let ledger = folder.path().join(format!("{part}.mbz"));
        std::fs::copy(&path, &ledger).expect("copied");
        let mut child = import(&ledger).spawn().expect("it starts");
        std::thread::sleep(full * part / 10 + Duration::from_millis(1));
        child.kill().expect("killed, or over already");
        child.wait().expect("waited for");
        let app = open(&ledger).unwrap_or_else(|error| panic!("after {part}/10: {error}"));
        assert_eq!(codes(&app), Vec::<&str>::new(), "after {part}/10");
        let posted = app.ledger().expect("open").book().expect("a book").vouchers.len();
        assert!(posted == 0 || posted == ROWS, "after {part}/10: {posted} vouchers");
        outcomes.push(posted);
    }
    assert!(outcomes.contains(&0), "some were killed before the end: {outcomes:?}");
}
