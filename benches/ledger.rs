//! How long the ledger takes, end to end through `App::execute` on a file.

#![expect(clippy::expect_used, reason = "a bench that cannot be set up has to stop")]
#![expect(missing_docs, reason = "criterion writes a function without any")]

use std::hint::black_box;
use std::path::{Path, PathBuf};

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use mingbai::app::{App, Clock, Command, NewVillage};
use mingbai::domain::account::{AccountCode, Side};
use mingbai::domain::books::{LedgerSheet, LedgerView, Span, YearFigures};
use mingbai::domain::entity::Entity;
use mingbai::domain::ids::VillageId;
use mingbai::domain::money::Money;
use mingbai::domain::period::{Date, Period};
use mingbai::domain::voucher::{Entry, Settlement, VoucherDraft, VoucherKind};
use tempfile::TempDir;

fn day(year: i32, month: u32, day: u32) -> Date {
    Date::from_ymd_opt(year, month, day).expect("a day")
}

fn today() -> Date {
    day(2027, 1, 5)
}

fn typed(name: String) -> NewVillage {
    NewVillage::Typed { township: "示例镇".to_owned(), name }
}

/// An office with a new ledger file of one village.
fn office(path: PathBuf) -> (App, VillageId) {
    let mut app = App::new(Clock::Fixed(today()));
    let villages = vec![typed("明堌新村".to_owned())];
    app.execute(Command::CreateLedger { path, villages }).expect("a new ledger");
    let village = app.ledger().expect("open").villages().first().expect("a village").id;
    (app, village)
}

/// A csv of so many rows in one month.
fn rows(folder: &Path, month: u32, rows: usize) -> PathBuf {
    let mut text = String::from("日期,摘要,收入,支出,科目,结算方式,经手人,证明人,审批人\n");
    for row in 0..rows {
        let day = row * 28 / rows + 1;
        let line = format!(
            "2026-{month:02}-{day:02},付第{row}笔公益岗位保洁工资,,{}.07,514 公益支出,转账,李𫖯,高𬭊,朱春梅\n",
            row + 100
        );
        text.push_str(&line);
    }
    let path = folder.join(format!("{month}.csv"));
    std::fs::write(&path, text).expect("written");
    path
}

/// A ledger of 12,000 vouchers, a thousand in each month of 2026.
fn full_ledger(folder: &Path) -> PathBuf {
    let path = folder.join("一年.mbz");
    let (mut app, village) = office(path.clone());
    for month in 1..=12 {
        let path = rows(folder, month, 1000);
        app.execute(Command::ImportVouchers { village, path }).expect("imported");
    }
    path
}

fn open(path: &Path) -> App {
    let mut app = App::new(Clock::Fixed(today()));
    app.execute(Command::OpenLedger { path: path.to_owned() }).expect("opens");
    app
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
        handler: "李𫖯".to_owned(),
        witness: "高𬭊".to_owned(),
        approver: "朱春梅".to_owned(),
        papers: 1,
        note: String::new(),
        reverses: None,
        entity: Entity::Village,
        kind: VoucherKind::Ordinary,
        corrects: None,
    }
}

fn import(criterion: &mut Criterion) {
    let folder = TempDir::new().expect("a folder");
    let file = rows(folder.path(), 10, 5000);
    let mut group = criterion.benchmark_group("import");
    group.sample_size(10);
    group.bench_function("5000 rows of csv", |bencher| {
        bencher.iter_batched(
            || {
                let place = TempDir::new().expect("a folder");
                let (app, village) = office(place.path().join("账.mbz"));
                (place, app, village)
            },
            |(place, mut app, village)| {
                let import = Command::ImportVouchers { village, path: file.clone() };
                (app.execute(import).expect("imported"), app, place)
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

fn large_ledger(criterion: &mut Criterion) {
    let folder = TempDir::new().expect("a folder");
    let path = full_ledger(folder.path());
    let mut group = criterion.benchmark_group("12000 vouchers");
    group.sample_size(20);
    group.bench_function("open", |bencher| bencher.iter(|| open(&path)));
    let mut app = open(&path);
    let october = Period::parse("2026-10").expect("a month");
    group.bench_function("report of a month", |bencher| {
        let book = app.ledger().expect("open").book().expect("a book");
        bencher.iter(|| black_box(book).report(october));
    });
    let year = Span::from(Period::Year(2026));
    for sheet in LedgerSheet::ALL {
        group.bench_function(format!("{sheet:?} of a year"), |bencher| {
            let book = app.ledger().expect("open").book().expect("a book");
            bencher.iter(|| LedgerView::new(black_box(book), year).listing(sheet, None, true));
        });
    }
    group.bench_function("charts of a year", |bencher| {
        let book = app.ledger().expect("open").book().expect("a book");
        bencher.iter(|| YearFigures::of(&LedgerView::new(black_box(book), year), 2026));
    });
    group.bench_function("post one voucher", |bencher| {
        let village = app.ledger().expect("open").villages().first().expect("a village").id;
        bencher.iter(|| {
            let post = Command::PostVoucher { village, draft: one_voucher() };
            app.execute(post).expect("posted")
        });
    });
    group.finish();
}

fn duties(criterion: &mut Criterion) {
    // the villages join at the start of the year, so that each owes every month of it
    let joined = Clock::Fixed(day(2026, 1, 1));
    let villages = (1..=60).map(|number| typed(format!("第{number}村"))).collect();
    let app = App::in_memory(joined, villages).expect("a ledger in memory");
    let ledger = app.ledger().expect("open");
    assert_eq!(ledger.duties(today()).len(), 60 * 13);
    criterion.bench_function("duties of 60 villages", |bencher| {
        bencher.iter(|| ledger.duties(black_box(today())));
    });
}

fn search(criterion: &mut Criterion) {
    let divisions = App::new(Clock::System).divisions().expect("the division list");
    criterion.bench_function("search of 62,000 villages", |bencher| {
        bencher.iter(|| divisions.search(black_box("dht hgxc"), 20));
    });
}

criterion_group!(benches, import, large_ledger, duties, search);
criterion_main!(benches);
