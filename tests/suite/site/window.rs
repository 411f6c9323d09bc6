//! The dialog 公开网站, driven by Chinese label.

use egui_kittest::kittest::Queryable as _;
use mingbai::app::{App, Clock, Command, Outcome};
use mingbai::domain::entity::Entity;
use mingbai::domain::matter::MatterCode;
use mingbai::ui::pages::Page;
use tempfile::TempDir;

use crate::harness::{
    Scripted, button, go, photograph, select_all, shell, type_text, value, window_of,
};
use crate::support::{agree, day, draft, period, simple, typed};

#[test]
fn in_the_window_a_site_is_made_and_its_figures_are_saved() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("甲镇.mbz");
    let mut app = App::new(Clock::Fixed(day("2026-11-24")));
    let villages = vec![typed("甲村"), typed("乙村")];
    app.execute(Command::CreateLedger { path, villages }).expect("a ledger");
    let village = crate::support::first(&app);
    let posted = simple("2026-10-05", "付路灯电费", "513", "101", "100.00");
    app.execute(Command::PostVoucher { village, draft: posted }).expect("posted");
    let asked = draft(village, MatterCode::FINANCE_DETAIL, Entity::Village, period("2026-10"));
    let Ok(Outcome::NoticeDrafted { notice, .. }) = app.execute(asked) else { panic!("a draft") };
    agree(&mut app, notice, day("2026-11-10")).expect("agreed");
    let publish =
        Command::PublishNotice { notice, on: day("2026-11-10"), days: 15, boards: Vec::new() };
    app.execute(publish).expect("published");

    let elsewhere = folder.path().join("U盘");
    std::fs::create_dir(&elsewhere).expect("a folder");
    let mut window = window_of([1024.0, 640.0], app, Scripted::answering(&[&elsewhere]));
    go(&mut window, Page::Township);
    photograph(&mut window, "township-site-button");
    button(&mut window, "公开网站…");
    photograph(&mut window, "site-dialog");
    assert!(value(&window, "放在文件夹").ends_with("公开网站"));
    select_all(&mut window, "网址");
    type_text(&mut window, "gk.example.cn");
    button(&mut window, "生成");
    assert!(window.query_by_label_contains("“gk.example.cn”不是网址").is_some());
    photograph(&mut window, "site-refused");
    select_all(&mut window, "网址");
    type_text(&mut window, "https://gk.example.cn/");
    button(&mut window, "浏览…");
    assert!(value(&window, "放在文件夹").ends_with("U盘"));
    button(&mut window, "生成");
    window.run();
    assert!(window.query_by_label_contains("公开网站做好了：2 个村，1 份公示").is_some());
    photograph(&mut window, "site-made");
    assert!(elsewhere.join("index.html").exists());

    button(&mut window, "导出已公布数据…");
    photograph(&mut window, "site-workbook");
    assert!(value(&window, "存为文件").ends_with("已公布数据-2026年10月.xlsx"));
    button(&mut window, "保存");
    assert!(folder.path().join("已公布数据-2026年10月.xlsx").exists());
    button(&mut window, "关闭");
    assert!(!shell(&window).has_dialog());
}
