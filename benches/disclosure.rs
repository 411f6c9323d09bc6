//! What the township's view costs: the duties of all of Liaocheng over five years, of one village,
//! the table of a year, and one frame of the page.

#![allow(missing_docs, reason = "criterion makes public functions")]
#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a benchmark fails loudly")]

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use mingbai::app::{App, Clock, NewVillage};
use mingbai::domain::duty::{self, DutyFacts, NoticeFact, Schedule};
use mingbai::domain::entity::Entity;
use mingbai::domain::ids::NoticeId;
use mingbai::domain::matter::MatterCode;
use mingbai::domain::period::{Date, Month, Period};
use mingbai::domain::township::{Columns, Filter};
use mingbai::ui::inbox::Inbox;
use mingbai::ui::pages::today::TodayPage;
use mingbai::ui::pages::township::TownshipPage;
use mingbai::ui::theme;
use uuid::Uuid;

fn day(year: i32, month: u32, day: u32) -> Date {
    Date::from_ymd_opt(year, month, day).expect("a date")
}

/// All 2,408 villages of Liaocheng, since the beginning of 2022.
fn office() -> App {
    let mut app = App::new(Clock::Fixed(day(2022, 1, 4)));
    let listed = app.divisions().expect("the list").villages_under("3715");
    let villages: Vec<NewVillage> =
        listed.into_iter().map(|village| NewVillage::Listed(village.code.clone())).collect();
    assert_eq!(villages.len(), 2408);
    app = App::in_memory(Clock::Fixed(day(2022, 1, 4)), villages).expect("a ledger");
    app.set_clock(Clock::Fixed(day(2026, 12, 5)));
    app
}

/// What five years of two finance notices a month leave behind.
fn with_notices(facts: &DutyFacts) -> DutyFacts {
    let months = Month::new(2022, 1).expect("a month").through(Month::new(2026, 11).expect("one"));
    let matters = [MatterCode::FINANCE_DETAIL, MatterCode::FINANCE_SUMMARY];
    let notices = months.flat_map(|month| {
        matters.map(|matter| NoticeFact {
            id: NoticeId::new(Uuid::from_u128(1)),
            entity: Entity::Village,
            matter,
            span: Period::Month(month).into(),
            published_on: Some(month.next().day(8)),
        })
    });
    DutyFacts { notices: notices.collect(), ..facts.clone() }
}

fn duties(criterion: &mut Criterion) {
    let app = office();
    let ledger = app.ledger().expect("a ledger");
    let today = app.today();
    let facts: Vec<DutyFacts> = ledger.duty_facts().iter().map(with_notices).collect();
    let first = Month::new(2022, 1).expect("a month");
    let mut group = criterion.benchmark_group("duties of five years, 59 matters");
    group.sample_size(10).measurement_time(Duration::from_secs(8));
    group.bench_function("2408 villages", |bencher| {
        bencher.iter(|| {
            let schedule = Schedule::new(ledger.law(), first, today);
            let mut count = 0_usize;
            for facts in &facts {
                count += schedule.duties(black_box(facts)).len();
            }
            assert!(count > 2_000_000, "{count}");
            count
        });
    });
    group.bench_function("one village", |bencher| {
        bencher.iter(|| duty::duties(black_box(&facts[0]), ledger.law(), today));
    });
    group.bench_function("table of a year, 2408 villages", |bencher| {
        let by = Columns::Matters(2026);
        bencher.iter(|| ledger.matrix(by, Filter::default(), today));
    });
    group.bench_function("bulletin of a month, 2408 villages", |bencher| {
        let period = Period::parse("2026-10").expect("a period");
        bencher.iter(|| app.bulletin(period).expect("a bulletin"));
    });
    group.finish();
}

/// One frame of a page, without painting it.
fn frame(criterion: &mut Criterion, name: &str, mut draw: impl FnMut(&mut egui::Ui, &mut Inbox)) {
    let ctx = egui::Context::default();
    theme::install(&ctx);
    let (mut inbox, mut time) = (Inbox::default(), 0.0);
    let mut frame = || {
        time += 1.0 / 60.0;
        let screen = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1366.0, 768.0));
        let input = egui::RawInput {
            screen_rect: Some(screen),
            time: Some(time),
            ..egui::RawInput::default()
        };
        ctx.run_ui(input, |ui| draw(ui, &mut inbox)).drop_without_applying_deltas();
        inbox.drain();
    };
    frame();
    criterion.bench_function(name, |bencher| bencher.iter(&mut frame));
}

fn frames(criterion: &mut Criterion) {
    let app = office();
    let mut township = TownshipPage::default();
    frame(criterion, "frame_of_2408_villages", |ui, inbox| township.ui(ui, &app, inbox));
    let mut today = TodayPage::default();
    frame(criterion, "frame_of_today_2408_villages", |ui, inbox| today.ui(ui, &app, inbox));
}

criterion_group!(benches, duties, frames);
criterion_main!(benches);
