//! Separate books in the window: chosen in 村情, written into, filtered, imported and disclosed
//! by Chinese label.

use egui_kittest::kittest::Queryable as _;
use mingbai::app::{App, Clock, Command};
use mingbai::domain::entity::{Bookkeeping, Entity};
use mingbai::domain::voucher::VoucherDraft;
use mingbai::ui::inbox::Wish;
use mingbai::ui::pages::Page;
use mingbai::ui::pages::settings::SettingsTab;

use super::harness::{Scripted, book, click, go, photograph, type_into, window, wish};
use crate::support::{account, day, first, simple, typed, yuan};

fn empty() -> App {
    App::in_memory(Clock::Fixed(day("2026-11-05")), vec![typed("甲村")]).expect("a ledger")
}

/// Two sets of books with opening balances and a few vouchers of October.
fn two_sets() -> App {
    let mut app = empty();
    let village = first(&app);
    let mut profile = app.ledger().expect("open").villages()[0].profile.clone();
    profile.bookkeeping = Bookkeeping::Separate;
    app.execute(Command::UpdateVillage { village, profile }).expect("nothing entered yet");
    for (entity, bank) in [(Entity::Committee, "2000.00"), (Entity::Collective, "8000.00")] {
        let lines = vec![(account("102"), yuan(bank)), (account("301"), -yuan(bank))];
        app.execute(Command::SetOpening { village, entity, lines }).expect("opening balances");
    }
    for (entity, date, summary, debit, credit, amount) in [
        (Entity::Committee, "2026-10-08", "付村委会电费", "513", "102", "318.20"),
        (Entity::Collective, "2026-10-09", "收到鱼塘承包费", "102", "501", "1200.00"),
        (Entity::Collective, "2026-10-15", "修东坡水渠", "514", "102", "760.00"),
    ] {
        let draft = VoucherDraft { entity, ..simple(date, summary, debit, credit, amount) };
        app.execute(Command::PostVoucher { village, draft }).expect("posted");
    }
    app
}

#[test]
fn the_way_of_bookkeeping_is_chosen_in_the_profile_while_nothing_was_entered() {
    let mut window = window(empty(), Scripted::default());
    wish(&mut window, Wish::OpenSettings(SettingsTab::Profile));
    click(&mut window, "分账核算");
    photograph(&mut window, "settings_profile_separate");
    click(&mut window, "保存村情");
    assert_eq!(book(&window).bookkeeping(), Bookkeeping::Separate);

    wish(&mut window, Wish::OpenSettings(SettingsTab::Opening));
    click(&mut window, "集体经济组织");
    type_into(&mut window, "102 银行存款 借方", "800");
    type_into(&mut window, "112 应收款 贷方", "800");
    photograph(&mut window, "settings_opening_separate");
    click(&mut window, "保存期初余额");
    assert!(book(&window).opening.has(Entity::Collective));
    assert!(!book(&window).opening.has(Entity::Committee));

    // from now on it is fixed
    wish(&mut window, Wish::OpenSettings(SettingsTab::Profile));
    let said = "已经有凭证或期初余额，核算方式不能再改。";
    assert!(window.query_by_label(said).is_some());
    click(&mut window, "统一核算");
    click(&mut window, "保存村情");
    assert_eq!(book(&window).bookkeeping(), Bookkeeping::Separate);
}

#[test]
fn a_voucher_is_written_into_one_of_the_two_sets() {
    let mut window = window(two_sets(), Scripted::default());
    go(&mut window, Page::Vouchers);
    photograph(&mut window, "vouchers_two_sets");
    assert!(window.query_by_label("村委记-001").is_some());
    assert!(window.query_by_label("集体记-002").is_some());
    // the last voucher was the collective's, so the next one is
    click(&mut window, "村委会账");
    type_into(&mut window, "摘要", "付水费");
    type_into(&mut window, "科目（代码、名称或拼音首字母）", "513");
    type_into(&mut window, "金额（可写 450*2）", "45");
    photograph(&mut window, "vouchers_two_sets_typed");
    assert!(window.query_by_label_contains("记这笔后").is_some());
    assert!(window.query_by_label("银行存款 1,636.80").is_some(), "the committee's bank alone");
    click(&mut window, "入账");
    let posted = book(&window).vouchers.iter().find(|voucher| voucher.summary() == "付水费");
    let posted = posted.expect("posted");
    assert_eq!((posted.entity(), posted.number().0), (Entity::Committee, 2));
    assert!(window.query_by_label("村委记-002").is_some());
}

#[test]
fn the_list_shows_one_set_or_both() {
    let mut window = window(two_sets(), Scripted::default());
    go(&mut window, Page::Vouchers);
    click(&mut window, "账套筛选");
    click(&mut window, "村委会");
    photograph(&mut window, "vouchers_one_set");
    assert!(window.query_by_label("付村委会电费").is_some());
    assert!(window.query_by_label("修东坡水渠").is_none());
    // its own balance, its plain number
    assert!(window.query_by_label("1,681.80").is_some());
    assert!(window.query_by_label("村委记-001").is_none());
    click(&mut window, "从表格导入…");
    photograph(&mut window, "vouchers_import_two_sets");
    assert!(window.query_by_label("记入哪套账").is_some());
}

#[test]
fn a_notice_is_drafted_over_both_sets_or_one() {
    let mut window = window(two_sets(), Scripted::default());
    go(&mut window, Page::Notices);
    photograph(&mut window, "notices_two_sets");
    click(&mut window, "起草");
    click(&mut window, "集体经济组织");
    photograph(&mut window, "notices_one_set");
    click(&mut window, "起草");
    let drafted: Vec<(Entity, Option<Entity>)> = book(&window)
        .notices
        .iter()
        .map(|notice| (notice.entity, notice.content.masthead.books))
        .collect();
    assert_eq!(drafted, [Entity::Village, Entity::Collective].map(|entity| (entity, Some(entity))));
}
