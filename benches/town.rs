//! How long a town takes: ten years of one village, and sixty such villages in one file.

#![expect(clippy::expect_used, reason = "a bench that cannot be set up has to stop")]
#![expect(missing_docs, reason = "criterion writes a function without any")]

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::{Path, PathBuf};

use criterion::{Criterion, criterion_group, criterion_main};
use mingbai::app::{App, Clock, Command, ImportChoices, NewVillage};
use mingbai::domain::account::{AccountCode, Side};
use mingbai::domain::entity::Entity;
use mingbai::domain::money::Money;
use mingbai::domain::period::{Date, Period};
use mingbai::domain::voucher::{Entry, Settlement, VoucherDraft, VoucherKind};
use rusqlite::Connection;
use tempfile::TempDir;

const VILLAGES: usize = 60;
const MONTHS: i32 = 120;
const VOUCHERS_A_MONTH: usize = 100;

fn today() -> Date {
    Date::from_ymd_opt(2026, 12, 31).expect("a day")
}

fn open(path: &Path) -> App {
    let mut app = App::new(Clock::Fixed(today()));
    app.execute(Command::OpenLedger { path: path.to_owned() }).expect("opens");
    app
}

/// One village with 1,200 vouchers in each of ten years.
fn village(folder: &Path) -> PathBuf {
    let path = folder.join("一村.mbz");
    let mut app = App::new(Clock::Fixed(today()));
    let name = |number| NewVillage::Typed {
        township: "示例镇".to_owned(),
        name: format!("第{number}村"),
    };
    let villages = (1..=VILLAGES).map(name).collect();
    app.execute(Command::CreateLedger { path: path.clone(), villages }).expect("a new ledger");
    let village = app.ledger().expect("open").villages().first().expect("a village").id;
    for month in 0..MONTHS {
        let (year, month) = (2017 + month / 12, month % 12 + 1);
        let mut text = String::from("日期,摘要,收入,支出,科目,结算方式,经手人,证明人,审批人\n");
        for row in 0..VOUCHERS_A_MONTH {
            let (day, account) = (row * 28 / VOUCHERS_A_MONTH + 1, 511 + row % 5);
            writeln!(
                text,
                "{year}-{month:02}-{day:02},付第{row}笔公益岗位保洁工资,,{}.07,{account},转账,李会计,高证明,朱书记",
                row + 100
            )
            .expect("written");
        }
        let file = folder.join("一月.csv");
        std::fs::write(&file, text).expect("written");
        app.execute(Command::ImportVouchers {
            village,
            path: file,
            choices: ImportChoices::default(),
        })
        .expect("imported");
    }
    path
}

/// The same vouchers in all sixty villages.
fn town(one: &Path) -> PathBuf {
    let path = one.with_file_name("全镇.mbz");
    std::fs::copy(one, &path).expect("copied");
    let db = Connection::open(&path).expect("opens");
    db.execute_batch(
        "BEGIN;
         CREATE TEMP TABLE first AS SELECT id FROM village ORDER BY position LIMIT 1;
         CREATE TEMP TABLE twin AS
             SELECT voucher.id AS old, village.id AS of, randomblob(16) AS new
             FROM voucher, village WHERE village.id NOT IN (SELECT id FROM first);
         INSERT INTO voucher
             SELECT twin.new, twin.of, entity, month, number, date, summary, settlement, handler,
                    witness, approver, papers, note, NULL, kind, NULL, posted_on
             FROM twin JOIN voucher ON voucher.id = twin.old;
         INSERT INTO entry
             SELECT twin.new, line, account, side, amount
             FROM twin JOIN entry ON entry.voucher_id = twin.old;
         INSERT INTO month_facts
             SELECT village.id, month, facts FROM month_facts, village
             WHERE village.id NOT IN (SELECT id FROM first);
         INSERT INTO search_text
             SELECT village.id, month, text FROM search_text, village
             WHERE village.id NOT IN (SELECT id FROM first);
         COMMIT;",
    )
    .expect("sixty villages");
    path
}

fn one_voucher() -> VoucherDraft {
    let entry = |side, code| Entry {
        account: AccountCode::new(code).expect("a code"),
        side,
        amount: Money::from_fen(12_345),
    };
    VoucherDraft {
        date: today(),
        number: None,
        summary: "付路灯电费".to_owned(),
        entries: vec![entry(Side::Debit, "514"), entry(Side::Credit, "102")],
        settlement: Settlement::Transfer,
        handler: "李会计".to_owned(),
        witness: "高证明".to_owned(),
        approver: "朱书记".to_owned(),
        papers: 1,
        note: String::new(),
        reverses: None,
        entity: Entity::Village,
        kind: VoucherKind::Ordinary,
        corrects: None,
    }
}

fn ten_years(criterion: &mut Criterion) {
    let folder = TempDir::new().expect("a folder");
    let one = village(folder.path());
    let town = town(&one);
    let mut group = criterion.benchmark_group("ten years of 1200 vouchers");
    group.sample_size(10);
    group.bench_function("open one village", |bencher| bencher.iter(|| open(&one)));
    group.bench_function("open sixty villages", |bencher| bencher.iter(|| open(&town)));
    let mut app = open(&town);
    for (name, written) in [("year", "2026"), ("month", "2026-10")] {
        let period = Period::parse(written).expect("a period");
        group.bench_function(format!("report of a {name}"), |bencher| {
            let book = app.ledger().expect("open").book().expect("a book");
            bencher.iter(|| black_box(book).report(period));
        });
    }
    for (name, written) in
        [("words", "第99笔"), ("initials", "zzzz"), ("amount", "199.07"), ("nothing", "没有的事")]
    {
        group.bench_function(format!("search all for {name}"), |bencher| {
            bencher.iter(|| app.search(black_box(written), 200).expect("a search"));
        });
    }
    group.bench_function("post one voucher", |bencher| {
        let village = app.ledger().expect("open").villages().first().expect("a village").id;
        bencher.iter(|| {
            let post = Command::PostVoucher { village, draft: one_voucher() };
            app.execute(post).expect("posted")
        });
    });
    group.finish();
}

criterion_group!(benches, ten_years);
criterion_main!(benches);
