//! Dialogs in 大字 on a screen of 1024 × 768 pixels, which leaves 819 × 614 points: what a person
//! must press is on the screen.

use egui_kittest::kittest::Queryable as _;
use mingbai::app::{App, Clock};
use mingbai::ui::inbox::Wish;
use mingbai::ui::pages::Page;
use mingbai::ui::pages::settings::SettingsTab;

use super::harness::{Scripted, Window, button, click, go, key, photograph, tab, window_of, wish};
use super::notice_page::{go_to, office};
use super::support::{day, typed};

const SCREEN: [f32; 2] = [819.0, 614.0];

#[track_caller]
fn fits(window: &mut Window, name: &str, buttons: &[&str]) {
    photograph(window, &format!("small_{name}"));
    let screen = window.ctx.content_rect();
    for label in buttons {
        let place = window.get_by_role_and_label(egui::Role::Button, label).rect();
        assert!(screen.contains_rect(place), "{name}: “{label}” stands at {place:?} of {screen:?}");
    }
    key(window, egui::Key::Escape);
}

fn town() -> Window {
    let villages = ["甲村", "乙村", "丙村", "丁村"].map(typed).to_vec();
    let app = App::in_memory(Clock::Fixed(day("2026-11-05")), villages).expect("a ledger");
    window_of(SCREEN, app, Scripted::default())
}

#[test]
fn what_must_be_pressed_is_on_a_small_screen() {
    let mut window = town();
    go(&mut window, Page::Township);
    for (open, name, buttons) in [
        ("批量打印…", "print_run", ["取消", "浏览…"]),
        ("催办清单…", "reminders", ["关闭", "复制全部"]),
    ] {
        button(&mut window, open);
        fits(&mut window, name, &buttons);
    }
    wish(&mut window, Wish::MakeSite);
    fits(&mut window, "site", &["关闭", "生成", "浏览…"]);
    go(&mut window, Page::Vouchers);
    button(&mut window, "从表格导入…");
    fits(&mut window, "voucher_import", &["取消", "预览", "浏览…"]);
    go(&mut window, Page::Holdings);
    for (register, name) in [("固定资产", "asset"), ("合同", "contract"), ("债务", "debt")]
    {
        tab(&mut window, register);
        key(&mut window, egui::Key::F2);
        fits(&mut window, name, &["保存", "取消"]);
    }
    go(&mut window, Page::Affairs);
    for (register, name) in [("收支计划", "plan"), ("四议两公开", "resolution")] {
        tab(&mut window, register);
        key(&mut window, egui::Key::F2);
        fits(&mut window, name, &["保存", "取消"]);
    }
    wish(&mut window, Wish::OpenSettings(SettingsTab::Profile));
}

#[test]
fn the_dialogs_of_notices_fit_a_small_screen() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let app = office(&folder, "2026-11-12");
    let mut window = window_of(SCREEN, app, Scripted::default());
    go(&mut window, Page::Notices);
    go_to(&mut window, "F01", "2026-10");
    click(&mut window, "另存 PDF…");
    fits(&mut window, "save_pdf", &["保存", "取消", "浏览…"]);
}
