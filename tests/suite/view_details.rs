//! Small things of the views that a person sees at once.

use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::Queryable as _;
use mingbai::app::{App, Command, HoldingCommand};
use mingbai::domain::holding::TieRole;
use mingbai::ui::inbox::Wish;
use mingbai::ui::pages::Page;
use mingbai::ui::pages::settings::SettingsTab;
use tempfile::TempDir;

use super::attachment::{photo, scan};
use super::harness::{Scripted, Window, click, photograph, shell, type_into, window, wish};
use super::holding::{asset, plan};
use super::support::{first, on_disk, simple, yuan};

/// A ledger of which the bank holds 5,000.00 before an electricity bill of 304.65.
fn office(folder: &TempDir) -> App {
    let (mut app, _, _) = on_disk(folder, "2026-11-05");
    let village = first(&app);
    for (date, summary, debit, credit, amount) in [
        ("2026-11-02", "收鱼塘承包费", "102", "501", "5000.00"),
        ("2026-11-03", "付村委会办公室电费", "513", "102", "304.65"),
    ] {
        let draft = simple(date, summary, debit, credit, amount);
        app.execute(Command::PostVoucher { village, draft }).expect("posted");
    }
    app
}

fn value(window: &Window, label: &str) -> String {
    window.get_by_role_and_label(Role::TextInput, label).value().unwrap_or_default()
}

#[test]
fn a_correction_counts_without_the_voucher_that_was_wrong() {
    let folder = TempDir::new().expect("a folder");
    let mut window = window(office(&folder), Scripted::default());
    wish(&mut window, Wish::Go(Page::Vouchers));
    click(&mut window, "付村委会办公室电费");
    click(&mut window, "更正…");
    assert!(window.query_by_label("更正 2026年11月 记-002").is_some());
    assert!(window.query_by_label_contains("已有一笔").is_none(), "it is the same voucher");
    assert!(window.query_by_label("银行存款 4,695.35").is_some(), "5000.00 − 304.65");
    assert_eq!(value(&window, "凭证号"), "记-004", "after its reversal 记-003");
    photograph(&mut window, "details-correction");
    window.get_by_role_and_label(Role::TextInput, "金额（可写 450*2）").focus();
    window.run();
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.event(egui::Event::Text("300".to_owned()));
    window.run();
    assert!(window.query_by_label("银行存款 4,700.00").is_some());
}

#[test]
fn several_photos_come_from_one_file_dialog() {
    let outside = TempDir::new().expect("a folder");
    let folder = TempDir::new().expect("a folder");
    let (front, back) =
        (photo(outside.path(), "正面.jpg", 60, 40), photo(outside.path(), "背面.jpg", 50, 40));
    let contract = scan(outside.path(), "合同.pdf");
    let picker = Scripted::answering_together(&[&front, &back, &contract]);
    let mut window = window(office(&folder), picker);
    wish(&mut window, Wish::Go(Page::Vouchers));
    click(&mut window, "添加凭据照片");
    click(&mut window, "浏览…");
    assert!(window.query_by_label("共 3 份").is_some());
    photograph(&mut window, "details-photos");
    click(&mut window, "确定");
    assert!(window.query_by_label("凭据照片，已选 3 份").is_some());
}

#[test]
fn esc_closes_an_open_list_and_nothing_behind_it() {
    let folder = TempDir::new().expect("a folder");
    let mut window = window(office(&folder), Scripted::default());
    wish(&mut window, Wish::Go(Page::Vouchers));
    type_into(&mut window, "摘要", "购打印机墨盒");
    window.get_by_role_and_label(Role::ComboBox, "结算").click();
    window.run();
    assert!(window.query_by_label("村务卡").is_some(), "the list is open");
    window.key_press(Key::Escape);
    window.run();
    assert!(window.query_by_label("村务卡").is_none(), "the list is closed");
    assert_eq!(value(&window, "摘要"), "购打印机墨盒", "what was typed stays");
    click(&mut window, "付村委会办公室电费");
    click(&mut window, "存为模板…");
    window.get_by_role_and_label(Role::ComboBox, "结算方式").click();
    window.run();
    window.key_press(Key::Escape);
    window.run();
    assert!(window.query_by_label("保存模板").is_some(), "the dialog stays");
    window.key_press(Key::Escape);
    window.run();
    assert!(window.query_by_label("保存模板").is_none(), "the next Esc closes it");
}

#[test]
fn a_voucher_is_tied_to_an_asset_without_the_mouse() {
    let folder = TempDir::new().expect("a folder");
    let mut app = office(&folder);
    let village = first(&app);
    for (number, amount) in ["900.00", "3600.00", "20.00"].into_iter().enumerate() {
        let draft = simple("2026-11-04", &format!("购买办公设备{number}"), "151", "102", amount);
        app.execute(Command::PostVoucher { village, draft }).expect("posted");
    }
    let computer = asset("办公电脑", "2026-11-04", "3600.00", plan("100.00", 36, "0"));
    let command = HoldingCommand::Add(Box::new(computer));
    app.execute(Command::Holding { village, command }).expect("entered");
    let mut window = window(app, Scripted::default());
    wish(&mut window, Wish::Go(Page::Holdings));
    let press = |window: &mut Window, key: Key| {
        window.key_press(key);
        window.run();
    };
    press(&mut window, Key::ArrowDown);
    click(&mut window, "登记凭证…");
    press(&mut window, Key::ArrowDown);
    press(&mut window, Key::ArrowDown);
    assert_eq!(value(&window, "登记金额"), "3600.00", "the second of the newest first");
    photograph(&mut window, "details-tie");
    window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    window.run();
    let book = shell(&window).app().ledger().expect("open").book().expect("a book");
    let ties: Vec<_> = book.holdings.ties().iter().map(|tie| (tie.role, tie.amount)).collect();
    assert_eq!(ties, [(TieRole::Acquire, yuan("3600.00"))]);
    click(&mut window, "看凭证");
    assert_eq!(shell(&window).page(), Page::Vouchers);
    assert!(window.query_by_label("11月4日 记-004").is_some(), "the voucher itself is opened up");
    photograph(&mut window, "details-shown-voucher");
}

#[test]
fn on_a_low_screen_the_form_keeps_its_button_in_view() {
    let folder = TempDir::new().expect("a folder");
    let mut window = window(office(&folder), Scripted::default());
    window.set_size(egui::vec2(1024.0, 640.0));
    wish(&mut window, Wish::Go(Page::Vouchers));
    click(&mut window, "付村委会办公室电费");
    assert!(window.query_by_label("收起").is_some(), "there is room to open a voucher up");
    window.key_press(Key::F5);
    window.run();
    photograph(&mut window, "details-low-screen");
    let button = window.get_by_role_and_label(Role::Button, "入账").rect();
    assert!(button.bottom() < 640.0, "{button:?}");
    window.key_press(Key::F2);
    window.run();
    assert!(window.query_by_label("收起").is_some(), "it comes back with the room");
}

#[test]
fn a_single_fault_of_a_file_is_said_once_and_enter_reads_the_file() {
    let folder = TempDir::new().expect("a folder");
    let (app, _, _) = on_disk(&folder, "2026-11-05");
    let table = folder.path().join("期初.csv");
    std::fs::write(&table, "日期,摘要\n2026-11-01,买纸\n").expect("written");
    let mut window = window(app, Scripted::default());
    wish(&mut window, Wish::OpenSettings(SettingsTab::Opening));
    type_into(&mut window, "期初余额文件", &table.display().to_string());
    window.key_press(Key::Enter);
    window.run();
    assert!(window.query_by_label("有 1 处要改，没有导入").is_some());
    assert_eq!(window.query_all_by_label_contains("期初.csv").count(), 1);
    photograph(&mut window, "details-one-fault");
}
