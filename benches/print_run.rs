//! How long a township prints: both finance sheets of a month for sixty villages of 45 vouchers,
//! each village and all of them, and the checklist; then the same again with nothing changed.

#![expect(clippy::expect_used, reason = "a bench that cannot be set up has to stop")]
#![expect(missing_docs, reason = "criterion writes a function without any")]

use std::fmt::Write as _;
use std::ops::ControlFlow;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use mingbai::app::{
    App, Clock, Command, ImportChoices, NewVillage, RunPaper, RunPlan, RunReport, RunRequest,
};
use mingbai::domain::entity::Entity;
use mingbai::domain::matter::MatterCode;
use mingbai::domain::notice::NoticeDraft;
use mingbai::domain::period::{Date, Period};
use tempfile::TempDir;

const VILLAGES: usize = 60;
const VOUCHERS: usize = 45;

fn day(month: u32, day: u32) -> Date {
    Date::from_ymd_opt(2026, month, day).expect("a day")
}

/// Sixty villages with a month of vouchers and a draft of both finance sheets.
fn town(folder: &TempDir) -> App {
    let name = |number| NewVillage::Typed {
        township: "示例镇".to_owned(),
        name: format!("第{number}村"),
    };
    let names = (1..=VILLAGES).map(name).collect();
    let mut app = App::in_memory(Clock::Fixed(day(10, 3)), names).expect("a ledger");
    app.set_clock(Clock::Fixed(day(11, 5)));
    let mut text = String::from("日期,摘要,收入,支出,科目,结算方式,经手人,证明人,审批人\n");
    for row in 0..VOUCHERS {
        let (day, account) = (row * 28 / VOUCHERS + 1, 511 + row % 5);
        writeln!(
            text,
            "2026-10-{day:02},修村北排水沟用工林桂英等6人×2天,,{}.07,{account},转账,李会计,高证明,朱书记",
            row + 100
        )
        .expect("written");
    }
    let file = folder.path().join("十月.csv");
    std::fs::write(&file, text).expect("written");
    let villages = app.ledger().expect("open").villages().iter().map(|village| village.id);
    let october = Period::parse("2026-10").expect("a month");
    for village in villages.collect::<Vec<_>>() {
        let (path, choices) = (file.clone(), ImportChoices::default());
        app.execute(Command::ImportVouchers { village, path, choices }).expect("imported");
        for matter in [MatterCode::FINANCE_DETAIL, MatterCode::FINANCE_SUMMARY] {
            let draft = NoticeDraft::new(matter, Entity::Village, october);
            let draft = Command::DraftNotice { village, draft: Box::new(draft) };
            app.execute(draft).expect("drafted");
        }
    }
    app
}

fn print(app: &App, plan: &RunPlan, folder: &TempDir) -> RunReport {
    let (paper, folder) = (RunPaper::BySheet, folder.path().join("公示"));
    let request = RunRequest { plan: plan.clone(), paper, large: false, folder };
    let report = app.print_run(&request, |_| ControlFlow::Continue(())).expect("printed");
    assert!(report.faults.is_empty(), "{:?}", report.faults);
    report
}

fn a_run(criterion: &mut Criterion) {
    let folder = TempDir::new().expect("a folder");
    let app = town(&folder);
    let plan = app.run_plan(Period::parse("2026-10").expect("a month")).expect("a plan");
    assert_eq!(plan.count(), 2 * VILLAGES);
    let mut group = criterion.benchmark_group("sixty villages with F01 and F02");
    group.sample_size(10);
    group.bench_function("print", |bencher| {
        let fresh = || TempDir::new().expect("a folder");
        bencher.iter_batched(fresh, |out| (print(&app, &plan, &out), out), BatchSize::PerIteration);
    });
    print(&app, &plan, &folder);
    group.bench_function("print again", |bencher| {
        bencher.iter(|| print(&app, &plan, &folder));
    });
    group.finish();
}

criterion_group!(benches, a_run);
criterion_main!(benches);
