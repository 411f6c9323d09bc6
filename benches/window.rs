//! What one frame costs: the table of vouchers with 10,000 rows, without painting it.

#![allow(missing_docs, reason = "criterion makes public functions")]
#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a benchmark fails loudly")]

use std::fmt::Write as _;

use criterion::{Criterion, criterion_group, criterion_main};
use mingbai::app::{App, Clock, Command, ImportChoices, NewVillage};
use mingbai::domain::period::Date;
use mingbai::ui::inbox::Inbox;
use mingbai::ui::pages::vouchers::VouchersPage;
use mingbai::ui::theme;

/// A village with ten months of 1,000 vouchers.
fn office() -> App {
    let today = Date::from_ymd_opt(2026, 11, 5).expect("a date");
    let village =
        NewVillage::Typed { township: "示例镇".to_owned(), name: "明堌新村".to_owned() };
    let mut app = App::in_memory(Clock::Fixed(today), vec![village]).expect("a ledger");
    let village = app.ledger().expect("a ledger").villages()[0].id;
    let folder = tempfile::tempdir().expect("a folder");
    for month in 1..=10 {
        let mut file = String::from("日期,凭证号,摘要,收入,支出,科目,结算方式\n");
        for number in 1..=1000 {
            let day = 1 + number % 28;
            writeln!(
                file,
                "2026-{month:02}-{day:02},{number},修村北排水沟用工 {number} 天,{number}.50,,504 其他收入,转账"
            )
            .expect("a line");
        }
        let path = folder.path().join(format!("{month}.csv"));
        std::fs::write(&path, file).expect("a file");
        app.execute(Command::ImportVouchers { village, path, choices: ImportChoices::default() })
            .expect("an import");
    }
    app
}

fn frames(criterion: &mut Criterion) {
    let app = office();
    let ctx = egui::Context::default();
    theme::install(&ctx);
    let (mut page, mut inbox) = (VouchersPage::default(), Inbox::default());
    let mut time = 0.0;
    let mut frame = || {
        time += 1.0 / 60.0;
        let screen = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1366.0, 768.0));
        let input = egui::RawInput {
            screen_rect: Some(screen),
            time: Some(time),
            ..egui::RawInput::default()
        };
        ctx.run_ui(input, |ui| page.ui(ui, &app, &mut inbox)).drop_without_applying_deltas();
        inbox.drain();
    };
    frame();
    criterion.bench_function("frame_of_10000_vouchers", |bencher| bencher.iter(&mut frame));
}

criterion_group!(benches, frames);
criterion_main!(benches);
