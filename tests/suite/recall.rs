//! What is offered while a summary or a name is typed, and the warning of a payment written
//! twice.

use egui::{Event, ImeEvent, Key, Modifiers, Role};
use egui_kittest::kittest::Queryable as _;
use mingbai::app::{App, Clock, Command, Recall, Remembered, Signature};
use mingbai::domain::account::AccountCode;
use mingbai::domain::ids::{VillageId, VoucherId};
use mingbai::domain::ledger::Book;
use mingbai::domain::village::{Office, Officer};
use mingbai::domain::voucher::{Settlement, Voucher, VoucherDraft, VoucherNumber};
use mingbai::ui::inbox::Wish;
use mingbai::ui::pages::Page;

use super::harness::{
    Scripted, Window, click, key, photograph, press, select_all, shell, type_into, type_text,
    value, window, wish,
};
use super::support::{day, first, month, simple, typed};

fn remembered(found: Vec<&Remembered>) -> String {
    found.into_iter().map(|one| one.summary.as_str()).collect::<Vec<_>>().join(" ")
}

fn post(app: &mut App, village: VillageId, draft: VoucherDraft) {
    app.execute(Command::PostVoucher { village, draft }).expect("posted");
}

/// A village that wrote some vouchers, on 2026-11-20.
fn village() -> (App, VillageId) {
    let clock = Clock::Fixed(day("2026-11-20"));
    let mut app = App::in_memory(clock, vec![typed("甲村")]).expect("a ledger in memory");
    let village = first(&app);
    let mut profile = app.ledger().expect("open").villages()[0].profile.clone();
    profile.officers =
        vec![Officer { name: "李老根".to_owned(), office: Office::CommitteeDirector }];
    app.execute(Command::UpdateVillage { village, profile }).expect("facts");
    for (date, summary, debit, credit, amount) in [
        ("2024-03-05", "购办公桌", "151", "102", "800.00"),
        ("2026-08-10", "付8月保洁员王秀兰工资", "514", "102", "880.00"),
        ("2026-09-10", "付9月保洁员王秀兰工资", "514", "101", "900.00"),
        ("2026-10-10", "付10月保洁员王秀兰工资", "514", "101", "900.00"),
        ("2026-10-15", "付9月路灯电费", "514", "102", "311.50"),
        ("2026-10-20", "收沿街房租金", "102", "501", "1200.00"),
        ("2026-10-21", "购办公用纸、硒鼓", "513", "102", "268.00"),
    ] {
        let mut draft = simple(date, summary, debit, credit, amount);
        if credit == "101" || debit == "101" {
            draft.settlement = Settlement::Cash;
        }
        post(&mut app, village, draft);
    }
    (app, village)
}

fn book(app: &App) -> &Book {
    app.ledger().expect("open").book().expect("a book")
}

#[test]
fn summaries_are_found_by_words_and_initials_the_most_used_first() {
    let (app, _) = village();
    let recall = Recall::of(book(&app), month("2026-11"));
    let found = |typed: &str| remembered(recall.summaries(typed, 5));
    assert_eq!(found("付"), "付11月保洁员王秀兰工资 付10月路灯电费", "in the words of November");
    assert_eq!(found("lddf"), "付10月路灯电费", "initials of a part");
    assert_eq!(found("WXL"), "付11月保洁员王秀兰工资");
    assert_eq!(found("gb"), "购办公用纸、硒鼓 购办公桌", "what is long ago comes last");
    assert_eq!(found("路灯"), "付10月路灯电费");
    assert_eq!(found(""), "");
    assert_eq!(found("收沿街房租金"), "", "what stands there already is not offered");
    let wages = recall.summaries("wxl", 1)[0];
    assert_eq!(wages.amount.grouped(), "900.00");
    assert_eq!(wages.settlement, Settlement::Cash);
    assert_eq!(wages.account.as_ref().map(AccountCode::as_str), Some("514"));
}

#[test]
fn persons_are_those_of_the_village_and_those_who_signed() {
    let (mut app, village) = village();
    let mut draft = simple("2026-11-03", "购灯泡", "514", "102", "30.00");
    (draft.handler, draft.witness) = ("李颀".to_owned(), "王五".to_owned());
    post(&mut app, village, draft);
    let recall = Recall::of(book(&app), month("2026-11"));
    assert_eq!(recall.persons(Signature::Handler, "", 3), ["李会计", "李颀", "朱书记"]);
    assert_eq!(recall.persons(Signature::Handler, "l", 3), ["李会计", "李颀", "李老根"]);
    assert_eq!(recall.persons(Signature::Witness, "ww", 3), ["王五"]);
    assert_eq!(recall.persons(Signature::Approver, "李老", 3), ["李老根"]);
}

#[test]
fn twelve_thousand_vouchers_are_remembered_at_once() {
    let (app, _) = village();
    let mut book = book(&app).clone();
    let like = book.vouchers[0].written().clone();
    for at in 0..12_000_u32 {
        let date = month("2016-01").day(1) + chrono::Days::new(u64::from(at / 4));
        let draft =
            VoucherDraft { date, summary: format!("付第{at}户困难补助"), ..like.clone() };
        let id = VoucherId::new(uuid::Uuid::from_u128(u128::from(at)));
        let voucher = Voucher::from_stored(id, VoucherNumber(at + 1), draft, &book.chart);
        book.vouchers.push(voucher.expect("a voucher"));
    }
    let recall = Recall::of(&book, month("2026-11"));
    assert_eq!(remembered(recall.summaries("付第11999", 3)), "付第11999户困难补助");
    assert_eq!(recall.summaries("knbz", 7).len(), 7);
}

fn at_vouchers(app: App) -> Window {
    let mut window = window(app, Scripted::default());
    wish(&mut window, Wish::Go(Page::Vouchers));
    window
}

const ACCOUNT: &str = "科目（代码、名称或拼音首字母）";

#[test]
fn a_summary_taken_with_tab_fills_what_is_empty() {
    let (app, _) = village();
    let mut window = at_vouchers(app);
    key(&mut window, Key::F2);
    type_text(&mut window, "wxl");
    photograph(&mut window, "recall-summary");
    key(&mut window, Key::Tab);
    assert_eq!(value(&window, "摘要"), "付10月保洁员王秀兰工资", "October is shown");
    assert_eq!(value(&window, ACCOUNT), "514 公益支出");
    assert!(
        window.get_by_role_and_label(Role::TextInput, ACCOUNT).is_focused(),
        "Tab took the match and went one field on"
    );
    assert_eq!(value(&window, "金额（可写 450*2）"), "", "the amount is typed");
    type_into(&mut window, "金额（可写 450*2）", "900");
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    let posted = shell(&window).app().ledger().expect("open").book().expect("a book");
    let posted = posted.vouchers.last().expect("a voucher").written();
    assert_eq!(posted.settlement, Settlement::Cash, "paid as last time");
    // a settlement that was chosen stays, an income brings its own way of writing
    key(&mut window, Key::F2);
    type_text(&mut window, "沿街");
    key(&mut window, Key::ArrowDown);
    key(&mut window, Key::Enter);
    assert_eq!(value(&window, ACCOUNT), "501 经营收入");
    photograph(&mut window, "recall-income");
}

#[test]
fn words_that_are_typed_stay_as_they_are_typed() {
    let (app, _) = village();
    let mut window = at_vouchers(app);
    key(&mut window, Key::F2);
    type_text(&mut window, "购办公");
    let offered = window.query_by_role_and_label(Role::Button, "购办公用纸、硒鼓");
    assert!(offered.is_some());
    key(&mut window, Key::Enter);
    assert_eq!(value(&window, "摘要"), "购办公", "Enter takes only what is marked");
    press(&mut window, Modifiers::SHIFT, Key::Tab);
    press(&mut window, Modifiers::COMMAND, Key::A);
    let preedit = ImeEvent::Preedit { text: "wxl".to_owned(), active_range_chars: None };
    window.event(Event::Ime(preedit));
    key(&mut window, Key::Enter);
    window.event(Event::Ime(ImeEvent::Commit("王秀兰".to_owned())));
    window.run();
    assert!(value(&window, "摘要").contains("王秀兰"), "{}", value(&window, "摘要"));
    assert!(!value(&window, "摘要").contains("保洁员"), "no key acts while a word is composed");
}

#[test]
fn a_name_is_completed_by_initials() {
    let (app, _) = village();
    let mut window = at_vouchers(app);
    select_all(&mut window, "经手人");
    type_text(&mut window, "llg");
    photograph(&mut window, "recall-person");
    key(&mut window, Key::Enter);
    assert_eq!(value(&window, "经手人"), "李老根");
    press(&mut window, Modifiers::COMMAND, Key::A);
    type_text(&mut window, "李");
    key(&mut window, Key::Enter);
    assert_eq!(value(&window, "证明人"), "李", "a name that is typed out is kept");
}

#[test]
fn a_payment_that_may_be_written_twice_is_warned_of_and_not_refused() {
    let (app, _) = village();
    let mut window = at_vouchers(app);
    type_into(&mut window, "摘要", "付王秀兰保洁工资");
    type_into(&mut window, ACCOUNT, "514");
    type_into(&mut window, "金额（可写 450*2）", "450*2");
    let warned =
        window.query_by_label_contains("2026年10月已有一笔“付10月保洁员王秀兰工资” 900.00");
    assert!(warned.is_some());
    photograph(&mut window, "recall-twice");
    click(&mut window, "入账");
    let app = shell(&window).app();
    assert_eq!(book(app).vouchers.last().expect("posted").summary(), "付王秀兰保洁工资");
}
