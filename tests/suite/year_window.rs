//! The end of a year and a correction, done in the window by mouse and by keyboard.

use mingbai::app::{App, Clock, Command, NewVillage, Outcome};
use mingbai::domain::account::{AccountCode, Side};
use mingbai::domain::entity::Entity;
use mingbai::domain::ids::VillageId;
use mingbai::domain::matter::MatterCode;
use mingbai::domain::money::Money;
use mingbai::domain::period::{Month, Period};
use mingbai::domain::voucher::VoucherDraft;
use mingbai::ui::inbox::Wish;
use mingbai::ui::pages::Page;
use mingbai::ui::pages::settings::SettingsTab;

use super::harness::{Scripted, Window, click, go, photograph, shell, type_into, window, wish};
use crate::support::{self, day, entry};
use egui_kittest::kittest::Queryable as _;

fn voucher(date: &str, summary: &str, debit: &str, credit: &str, fen: i64) -> VoucherDraft {
    let amount = Money::from_fen(fen);
    let entries = vec![entry(Side::Debit, debit, amount), entry(Side::Credit, credit, amount)];
    VoucherDraft {
        handler: "张三".to_owned(),
        witness: String::new(),
        approver: String::new(),
        ..support::voucher(day(date), summary, entries)
    }
}

/// A village with one month of 2025, published or not.
fn village_of_2025(published: bool) -> (App, VillageId) {
    let named = NewVillage::Typed { township: "示例镇".to_owned(), name: "甲村".to_owned() };
    let clock = Clock::Fixed(day("2026-01-31"));
    let mut app = App::in_memory(clock, vec![named]).expect("a ledger");
    let village = app.ledger().expect("open").villages()[0].id;
    let lines = [("102", 100_000), ("301", -100_000)]
        .map(|(code, fen)| (AccountCode::new(code).expect("a code"), Money::from_fen(fen)));
    app.execute(Command::SetOpening { village, entity: Entity::Village, lines: lines.to_vec() })
        .expect("an opening");
    for draft in [
        voucher("2025-12-05", "收到鱼塘承包费", "102", "501", 60_000),
        voucher("2025-12-06", "购买办公用纸", "513", "102", 10_000),
    ] {
        app.execute(Command::PostVoucher { village, draft }).expect("posted");
    }
    if published {
        let period = Period::Month(Month::new(2025, 12).expect("a month"));
        let draft =
            crate::support::draft(village, MatterCode::FINANCE_DETAIL, Entity::Village, period);
        let Ok(Outcome::NoticeDrafted { notice, .. }) = app.execute(draft) else {
            panic!("no draft");
        };
        let (on, boards) = (day("2026-01-08"), vec!["村委会门口".to_owned()]);
        crate::support::agree(&mut app, notice, on).expect("agreed");
        app.execute(Command::PublishNotice { notice, on, days: 15, boards }).expect("published");
    }
    (app, village)
}

fn year_end(app: App) -> Window {
    let mut window = window(app, Scripted::default());
    wish(&mut window, Wish::OpenSettings(SettingsTab::YearEnd));
    window
}

#[test]
fn a_year_with_an_open_month_shows_which_and_cannot_be_ended() {
    let (app, village) = village_of_2025(false);
    let mut window = year_end(app);
    photograph(&mut window, "settings_year_end_open");
    let said = "2025年还有 1 个月的财务没有公布：2025年12月。";
    assert!(window.query_by_label_contains(said).is_some());
    click(&mut window, "年终结转…");
    assert!(window.query_by_label("取消").is_none(), "a question was asked");
    let app = shell(&window).app();
    assert_eq!(app.ledger().expect("open").book().expect("shown").village.id, village);
    assert!(app.ledger().expect("open").book().expect("shown").year_ended(2025).is_none());
}

#[test]
fn a_year_is_ended_and_its_surplus_appropriated() {
    let (app, _) = village_of_2025(true);
    let mut window = year_end(app);
    click(&mut window, "年终结转…");
    photograph(&mut window, "settings_year_end_ask");
    click(&mut window, "结转");
    let book = |window: &Window| {
        shell(window).app().ledger().expect("open").book().expect("shown").clone()
    };
    assert!(book(&window).year_ended(2025).is_some());
    assert_eq!(book(&window).distributable(Entity::Village, 2025), Money::from_fen(50_000));

    // 30 % stand ready; without a decision nothing is posted
    click(&mut window, "分配");
    assert!(window.query_by_label_contains("“决议日期”：日期没有填").is_some());
    assert_eq!(book(&window).vouchers.len(), 5);
    type_into(&mut window, "决议日期", "2026-01-20");
    type_into(&mut window, "谁在什么会上决定的", "成员大会通过，同意 28 人");
    type_into(&mut window, "第2项金额", "400");
    photograph(&mut window, "settings_year_end_too_much");
    click(&mut window, "分配");
    let said = "要分配 550.00，可分配的只有 500.00，多出 50.00";
    assert!(window.query_by_label_contains(said).is_some());
    assert_eq!(book(&window).vouchers.len(), 5);
    click(&mut window, "第2项金额");
    window.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    type_into(&mut window, "第2项金额", "350");
    click(&mut window, "分配");
    photograph(&mut window, "settings_year_end_done");
    assert_eq!(book(&window).distributable(Entity::Village, 2025), Money::ZERO);
    assert_eq!(book(&window).vouchers.len(), 6);
}

#[test]
fn a_wrong_voucher_is_set_right_from_the_list() {
    let (app, _) = village_of_2025(false);
    let mut window = window(app, Scripted::default());
    go(&mut window, Page::Vouchers);
    window.key_press(egui::Key::ArrowUp);
    window.run();
    click(&mut window, "更正…");
    photograph(&mut window, "vouchers_correct");
    assert!(window.query_by_label("更正 2025年12月 记-002").is_some());
    click(&mut window, "金额（可写 450*2）");
    window.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    type_into(&mut window, "金额（可写 450*2）", "120");
    window.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Enter);
    window.run();
    let book = shell(&window).app().ledger().expect("open").book().expect("shown");
    assert_eq!(book.vouchers.len(), 4);
    let [_, wrong, reversal, right] = book.vouchers.as_slice() else { panic!("four vouchers") };
    assert_eq!(reversal.written().reverses, Some(wrong.id()));
    assert_eq!(right.written().corrects, Some(wrong.id()));
    assert_eq!(right.written().total(Side::Debit), Money::from_fen(12_000));
    assert!(window.query_by_label("记一笔").is_some(), "the form is free again");
}
