//! What a village may say of itself beyond its names, in the window: how many people live there,
//! how large its boards are, and how its sheets look.

use egui_kittest::kittest::Queryable as _;
use mingbai::app::{App, Clock, Command};
use mingbai::domain::village::{Board, VillageProfile};
use mingbai::ui::inbox::Wish;
use mingbai::ui::pages::settings::SettingsTab;

use super::harness::{Scripted, book, click, photograph, type_into, window, wish};
use crate::support::{day, first, typed};

fn empty() -> App {
    App::in_memory(Clock::Fixed(day("2026-11-05")), vec![typed("甲村")]).expect("a ledger")
}

#[test]
fn people_boards_and_the_look_of_sheets_are_entered() {
    let mut window = window(empty(), Scripted::default());
    wish(&mut window, Wish::OpenSettings(SettingsTab::Profile));
    type_into(&mut window, "人口", "806");
    click(&mut window, "加一处公开栏");
    type_into(&mut window, "公开栏 1", "村委会大门东侧");
    type_into(&mut window, "公开栏 1 宽", "300");
    click(&mut window, "汇总表和决算上画收支图（有空地方才画）");
    click(&mut window, "末页的表格用空行补满，免得事后添写");
    click(&mut window, "保存村情");
    let said = window.query_by_label_contains("每边要在 20 到 2000 之间").is_some();
    assert!(said, "a board of one side is refused");
    type_into(&mut window, "公开栏 1 高", "150");
    photograph(&mut window, "settings_profile_boards");
    click(&mut window, "保存村情");
    let profile = &book(&window).village.profile;
    assert_eq!(profile.population, Some(806));
    assert_eq!((profile.draws_bars, profile.fills_rows), (true, true));
    assert_eq!(profile.board_size_cm(), Some((300, 150)));
    window.set_size(egui::vec2(1024.0 + 16.0, 640.0 + 16.0));
    window.run();
    photograph(&mut window, "settings_profile_boards_small");
}

#[test]
fn the_size_of_the_board_is_taken_from_the_profile() {
    let mut app = empty();
    let village = first(&app);
    let refused = app.board_mm(village).expect_err("nobody measured it");
    assert!(refused.to_string().contains("不知道公开栏有多大"), "{refused}");
    let mut profile = app.ledger().expect("open").villages()[0].profile.clone();
    let measured = |width, height| Board {
        width_cm: Some(width),
        height_cm: Some(height),
        ..Board::at("小广场")
    };
    profile.boards = vec![Board::at("大门东侧"), measured(300, 150), measured(90, 60)];
    app.execute(Command::UpdateVillage { village, profile }).expect("kept");
    assert_eq!(app.board_mm(village).expect("a size"), (3000.0, 1500.0));
}

#[test]
fn a_village_of_nobody_and_a_board_of_no_size_are_refused() {
    let profile = || VillageProfile {
        name: "甲村".to_owned(),
        township: "示例镇".to_owned(),
        ..VillageProfile::default()
    };
    let board = |width_cm, height_cm| Board { width_cm, height_cm, ..Board::at("大门东侧") };
    for (population, boards, refused) in [
        (Some(806), vec![], None),
        (Some(0), vec![], Some("人口是 0，要在 1 到 100000 之间")),
        (Some(100_001), vec![], Some("人口是 100001，要在 1 到 100000 之间")),
        (None, vec![board(None, None), board(Some(20), Some(2000))], None),
        (
            None,
            vec![board(Some(240), None)],
            Some("公开栏“大门东侧”写的是 240×0 厘米，每边要在 20 到 2000 之间"),
        ),
        (
            None,
            vec![board(Some(19), Some(100))],
            Some("公开栏“大门东侧”写的是 19×100 厘米，每边要在 20 到 2000 之间"),
        ),
    ] {
        let checked = VillageProfile { population, boards, ..profile() }.check();
        let said = checked.err().map(|refusal| refusal.to_string());
        assert_eq!(said.as_deref(), refused);
    }
}
