//! Templates and monthly vouchers in the window, by keyboard and by Chinese label; pictures go to
//! `target/gallery`.

use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::Queryable as _;
use mingbai::ui::inbox::Wish;
use mingbai::ui::pages::Page;

use super::harness::{
    Scripted, Window, book, click, key, photograph, press, select_all, type_into, value, window,
    wish,
};
use super::support::simple;
use super::template::{Desk, facts};

/// Three templates, two of them every month, and a voucher of October.
fn desk() -> Desk {
    let mut desk = Desk::new();
    desk.post(simple("2026-10-25", "付10月村干部工资", "513", "102", "5200.00"));
    desk.save(facts("保洁员工资", "付{月}月保洁员王秀兰工资", Some("900"), Some(10)));
    desk.save(facts("路灯电费", "付{上月}月路灯电费", None, Some(15)));
    desk.save(facts("办公室租金", "付{年}年{月}月办公室租金", Some("400"), Some(31)));
    desk.save(facts("购办公用纸", "购办公用纸", Some("60"), None));
    desk
}

fn at_vouchers(desk: Desk) -> (Window, tempfile::TempDir) {
    let (app, folder) = desk.into_window();
    let mut window = window(app, Scripted::default());
    wish(&mut window, Wish::Go(Page::Vouchers));
    (window, folder)
}

#[test]
fn a_posted_voucher_is_kept_as_a_monthly_template() {
    let (mut window, _folder) = at_vouchers(desk());
    window.get_by_label("付10月村干部工资").click();
    window.run();
    click(&mut window, "存为模板…");
    assert_eq!(
        value(&window, "摘要（月份可写成{月}，上个月写{上月}，年写{年}）"),
        "付{月}月村干部工资"
    );
    click(&mut window, "保存模板");
    assert!(window.query_by_label_contains("模板没有名称").is_some());
    photograph(&mut window, "template-form-refused");
    type_into(&mut window, "名称", "村干部工资");
    window.get_by_label("每月都有，提醒我记").click();
    window.run();
    photograph(&mut window, "template-form");
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    assert!(window.query_by_label("保存模板").is_none(), "the form closed");
    let template = book(&window).templates.iter().find(|one| one.facts.name == "村干部工资");
    let template = template.expect("kept");
    assert_eq!(template.facts.monthly.map(|at| at.day), Some(25));
    assert_eq!(template.uses.len(), 1, "October is done");
}

#[test]
fn a_template_is_found_by_initials_and_used_by_keyboard() {
    let (mut window, _folder) = at_vouchers(desk());
    key(&mut window, Key::F2);
    key(&mut window, Key::F6);
    photograph(&mut window, "template-list");
    type_into(&mut window, "查找模板", "ldd");
    assert!(window.query_by_label("模板 保洁员工资").is_none());
    key(&mut window, Key::Enter);
    assert_eq!(value(&window, "摘要"), "付9月路灯电费", "the month that is shown is October");
    assert_eq!(value(&window, "日期"), "10-15");
    let amount = window.get_by_role_and_label(Role::TextInput, "金额（可写 450*2）");
    assert!(amount.is_focused(), "the caret waits where something is missing");
    type_into(&mut window, "金额（可写 450*2）", "311.5");
    photograph(&mut window, "template-used");
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    let last = book(&window).vouchers.last().expect("posted").clone();
    assert_eq!((last.summary(), last.number().0), ("付9月路灯电费", 2));
    let power = book(&window).templates.iter().find(|one| one.facts.name == "路灯电费");
    assert_eq!(power.expect("kept").uses.len(), 1);
}

#[test]
fn a_template_is_changed_and_removed_from_the_list() {
    let (mut window, _folder) = at_vouchers(desk());
    click(&mut window, "模板 F6");
    key(&mut window, Key::ArrowDown);
    click(&mut window, "修改…");
    select_all(&mut window, "模板第 1 行金额");
    type_into(&mut window, "模板第 1 行金额", "450");
    click(&mut window, "保存模板");
    assert!(window.query_by_label_contains("借贷不平").is_some());
    select_all(&mut window, "模板第 2 行金额");
    type_into(&mut window, "模板第 2 行金额", "450");
    click(&mut window, "保存模板");
    assert!(window.query_by_label("查找模板").is_some(), "back in the list");
    click(&mut window, "模板 购办公用纸");
    click(&mut window, "删除…");
    photograph(&mut window, "template-remove");
    key(&mut window, Key::Enter);
    assert!(window.query_by_label("查找模板").is_some(), "Enter answers the question in front");
    assert_eq!(book(&window).templates.len(), 3);
}

#[test]
fn the_vouchers_of_a_month_are_posted_after_a_look_at_the_figures() {
    let (mut window, _folder) = at_vouchers(desk());
    wish(&mut window, Wish::Go(Page::Today));
    photograph(&mut window, "recurring-today");
    window.get_by_label("记2026年11月的…").scroll_to_me();
    window.run();
    click(&mut window, "记2026年11月的…");
    assert!(window.query_by_label("2026年11月的每月凭证").is_some());
    photograph(&mut window, "recurring");
    assert!(window.query_by_label("其中 1 张还要填金额").is_some());
    click(&mut window, "入账 2 张");
    assert!(window.query_by_label_contains("路灯电费还没有填对金额").is_some());
    type_into(&mut window, "路灯电费的金额", "300+11.5");
    assert!(window.query_by_label("勾了 2 张，合计 1,211.50").is_some());
    photograph(&mut window, "recurring-filled");
    click(&mut window, "入账 2 张");
    assert!(window.query_by_label("2026年11月的每月凭证").is_none(), "the dialog closed");
    assert_eq!(book(&window).vouchers.len(), 3);
    assert!(window.query_by_label("每月凭证 待记 1").is_some());
    click(&mut window, "每月凭证 待记 1");
    photograph(&mut window, "recurring-posted");
    click(&mut window, "单独记 办公室租金");
    assert_eq!(value(&window, "摘要"), "付2026年11月办公室租金");
    assert_eq!(value(&window, "日期"), "11-20", "not later than today");
}

#[test]
fn the_dialogs_fit_a_small_screen() {
    let (mut window, _folder) = at_vouchers(desk());
    window.set_size(egui::vec2(1024.0 + 16.0, 640.0 + 16.0));
    window.run();
    window.get_by_label("付10月村干部工资").click();
    window.run();
    photograph(&mut window, "template-small-strip");
    click(&mut window, "存为模板…");
    photograph(&mut window, "template-small-form");
    key(&mut window, Key::Escape);
    click(&mut window, "模板 F6");
    photograph(&mut window, "template-small-list");
    key(&mut window, Key::Escape);
    wish(&mut window, Wish::ShowRecurring(super::support::month("2026-11")));
    photograph(&mut window, "recurring-small");
    key(&mut window, Key::Escape);
    window.set_size(egui::vec2(1366.0 / 1.25 + 16.0, 768.0 / 1.25 + 16.0));
    wish(&mut window, Wish::Go(Page::Today));
    photograph(&mut window, "recurring-large-today");
}
