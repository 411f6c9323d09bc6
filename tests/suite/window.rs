//! The window: clicked by Chinese label, asserted on state, photographed into `target/gallery`.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::expect_used,
    reason = "helpers of tests may stop the test"
)]

use std::path::PathBuf;
use std::sync::OnceLock;

use egui::{Event, ImeEvent, Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use mingbai::app::{App, Clock, Command, Demo, Job, NewVillage, Paper};
use mingbai::domain::period::Date;
use mingbai::ui::inbox::Wish;
use mingbai::ui::pages::Page;

use super::harness::{
    Scripted, Window, book, click, go, key, photograph, press, shell, type_into, window, wish,
};

fn today() -> Date {
    Date::from_ymd_opt(2026, 11, 5).expect("a date")
}

/// The demo ledger in a folder of its own; it is built once and copied.
fn demo() -> (tempfile::TempDir, App) {
    static BUILT: OnceLock<Vec<u8>> = OnceLock::new();
    let bytes = BUILT.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let demo = Demo::build(folder.path()).expect("the demo");
        std::fs::read(demo.ledger).expect("the ledger")
    });
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = folder.path().join("示例账簿.mbz");
    std::fs::write(&ledger, bytes).expect("a copy");
    let mut app = App::new(Clock::Fixed(today()));
    app.execute(Command::OpenLedger { path: ledger }).expect("the demo opens");
    (folder, app)
}

/// A ledger in memory with `count` villages, none of which has done anything yet.
fn many(count: usize) -> App {
    let joined = Date::from_ymd_opt(2026, 9, 1).expect("a date");
    let villages = (1..=count)
        .map(|number| NewVillage::Typed {
            township: "示例镇".to_owned(),
            name: format!("第{number}村"),
        })
        .collect();
    let mut app = App::in_memory(Clock::Fixed(joined), villages).expect("villages");
    app.set_clock(Clock::Fixed(today()));
    app
}

/// The window on the demo, on one of its pages.
fn demo_window(page: Page) -> (tempfile::TempDir, Window) {
    let (folder, app) = demo();
    let mut window = window(app, Scripted::default());
    go(&mut window, page);
    (folder, window)
}

#[test]
fn the_side_bar_and_its_shortcuts_switch_pages() {
    let (_folder, mut window) = demo_window(Page::Today);
    assert_eq!(shell(&window).page(), Page::Today);
    photograph(&mut window, "today");
    click(&mut window, "凭证");
    assert_eq!(shell(&window).page(), Page::Vouchers);
    press(&mut window, Modifiers::COMMAND, Key::Num4);
    assert_eq!(shell(&window).page(), Page::Ledgers);
    press(&mut window, Modifiers::COMMAND, Key::Num5);
    assert_eq!(shell(&window).page(), Page::Notices);
    // while an input method composes, the keys are its own
    let preedit = ImeEvent::Preedit { text: "zhi".to_owned(), active_range_chars: None };
    window.event(Event::Ime(preedit));
    press(&mut window, Modifiers::COMMAND, Key::Num1);
    assert_eq!(shell(&window).page(), Page::Notices);
    window.event(Event::Ime(ImeEvent::Commit("支".to_owned())));
    window.run();
    press(&mut window, Modifiers::COMMAND, Key::Num1);
    assert_eq!(shell(&window).page(), Page::Today);
}

#[test]
fn today_leads_to_the_next_step_of_any_village() {
    let mut window = window(many(60), Scripted::default());
    photograph(&mut window, "today_many_villages");
    assert!(window.query_by_label("60 件").is_none(), "September and October are both open");
    let buttons: Vec<_> = window.query_all_by_label("去记账").collect();
    assert!(buttons.len() < 20, "only the rows in view are drawn: {}", buttons.len());
    buttons.get(1).expect("a second row").click();
    drop(buttons);
    window.run();
    assert_eq!(shell(&window).page(), Page::Vouchers);
    let book = book(&window);
    assert_eq!(book.village.profile.name, "第2村");
}

#[test]
fn a_village_is_found_by_name_or_pinyin_initials() {
    let mut window = window(many(100), Scripted::default());
    click(&mut window, "换村，现在是示例镇 · 第1村");
    photograph(&mut window, "switcher");
    let field = "共 100 个村，输入村名或拼音首字母查找";
    window.get_by_label(field).type_text("第77");
    window.run();
    key(&mut window, Key::Enter);
    let name = |window: &Window| {
        let ledger = shell(window).app().ledger().expect("open");
        ledger.book().expect("shown").village.profile.name.clone()
    };
    assert_eq!(name(&window), "第77村");
    click(&mut window, "换村，现在是示例镇 · 第77村");
    window.get_by_label(field).type_text("d8c");
    window.run();
    key(&mut window, Key::Enter);
    assert_eq!(name(&window), "第8村");
}

#[test]
fn a_refusal_is_a_toast_with_the_next_step_and_can_be_closed() {
    let (_folder, mut window) = demo_window(Page::Today);
    let path = PathBuf::from("没有这个文件.mbz");
    wish(&mut window, Wish::Run(Command::OpenLedger { path }));
    photograph(&mut window, "toast_refused");
    assert!(shell(&window).app().has_ledger(), "the ledger before it stays open");
    click(&mut window, "关闭提示");
    assert!(window.query_by_label("关闭提示").is_none());
    wish(&mut window, Wish::Tell("已入账：2026年10月 记-050".to_owned()));
    photograph(&mut window, "toast_done");
}

#[test]
fn a_question_is_answered_by_enter_and_esc() {
    let (_folder, mut window) = demo_window(Page::Today);
    let ask = || Wish::Ask {
        title: "改为次月 8 日前公布？".to_owned(),
        text: "本账簿里 1 个村的最迟公布日都会提前。".to_owned(),
        agree: "改",
        command: Command::SetRules(mingbai::domain::rules::Rules {
            monthly_due_day: 8,
            ..Default::default()
        }),
    };
    let due_day =
        |window: &Window| shell(window).app().ledger().expect("open").rules().monthly_due_day;
    wish(&mut window, ask());
    photograph(&mut window, "dialog_ask");
    key(&mut window, Key::Escape);
    assert!(!shell(&window).has_dialog());
    assert_eq!(due_day(&window), 10);
    wish(&mut window, ask());
    key(&mut window, Key::Enter);
    assert!(!shell(&window).has_dialog());
    assert_eq!(due_day(&window), 8);
}

#[test]
fn large_type_keeps_every_bar_in_view() {
    let (_folder, mut window) = demo_window(Page::Today);
    click(&mut window, "大字");
    photograph(&mut window, "today_large_type");
    click(&mut window, "常规字");
}

#[test]
fn a_new_ledger_is_made_from_the_division_list() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("斗虎屯镇.mbz");
    let app = App::new(Clock::Fixed(today()));
    let mut window = window(app, Scripted::answering(&[&path]));
    photograph(&mut window, "welcome");
    click(&mut window, "新建账簿");
    for (level, name) in
        [("市", "聊城市"), ("县（市、区）", "东昌府区"), ("乡镇（街道）", "斗虎屯镇")]
    {
        click(&mut window, level);
        window.get_by_label(name).scroll_to_me();
        window.run();
        click(&mut window, name);
    }
    photograph(&mut window, "new_ledger_list");
    click(&mut window, "全选");
    click(&mut window, "按名字找");
    type_into(&mut window, "村名、拼音首字母或区划代码", "hgxc");
    photograph(&mut window, "new_ledger_search");
    click(&mut window, "自己写");
    type_into(&mut window, "乡镇", "示例镇");
    type_into(&mut window, "村名", "明堌新村");
    click(&mut window, "加入");
    photograph(&mut window, "new_ledger_typed");
    click(&mut window, "浏览…");
    click(&mut window, "建账簿");
    let ledger = shell(&window).app().ledger().expect("a ledger is open");
    assert_eq!(ledger.path(), Some(path.as_path()));
    assert!(ledger.villages().len() > 10, "{} villages", ledger.villages().len());
    assert!(ledger.find_village("示例镇明堌新村").is_ok());
    photograph(&mut window, "today_new_ledger");
    click(&mut window, "录期初余额");
    assert_eq!(shell(&window).page(), Page::Settings);
}

#[test]
fn a_ledger_that_cannot_be_opened_is_refused_beside_its_path() {
    let app = App::new(Clock::Fixed(today()));
    let mut window = window(app, Scripted::default());
    click(&mut window, "打开账簿…");
    type_into(&mut window, "账簿文件在哪里", "/没有/这个.mbz");
    click(&mut window, "打开");
    photograph(&mut window, "welcome_refused");
    assert!(!shell(&window).app().has_ledger());
    assert!(window.query_by_label("关闭提示").is_none(), "told once, beside the path");
}

#[test]
fn the_sample_is_built_where_the_person_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = App::new(Clock::Fixed(today()));
    let mut window = window(app, Scripted::answering(&[folder.path()]));
    click(&mut window, "看示例");
    assert!(shell(&window).app().has_ledger());
    assert_eq!(shell(&window).page(), Page::Today);
}

#[test]
fn article_14_refuses_beside_the_form_and_keeps_what_was_typed() {
    let (_folder, mut window) = demo_window(Page::Settings);
    photograph(&mut window, "settings_profile");
    // the accountant may not sit in the supervision committee
    let field = window.get_by_label("村监委 2 姓名");
    field.focus();
    window.run();
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.get_by_label("村监委 2 姓名").type_text("李𫖯");
    window.run();
    click(&mut window, "保存村情");
    photograph(&mut window, "settings_profile_refused");
    assert!(window.query_by_label_contains("第十四条").is_some());
    assert!(window.query_by_label("有修改，还没有保存").is_some(), "the typed name stays");
    click(&mut window, "放弃修改");
    click(&mut window, "保存村情");
    assert!(window.query_by_label_contains("第十四条").is_none());
}

#[test]
fn a_sub_account_is_added() {
    let (_folder, mut window) = demo_window(Page::Settings);
    click(&mut window, "科目");
    click(&mut window, "上级科目");
    window.get_by_label("101 库存现金").click();
    window.run();
    type_into(&mut window, "明细科目名称", "备用金");
    click(&mut window, "增设");
    photograph(&mut window, "settings_accounts");
    let book = book(&window);
    assert!(book.chart.find("库存现金—备用金").is_some());
}

#[test]
fn opening_balances_are_typed_with_a_running_difference() {
    let mut window = window(many(1), Scripted::default());
    go(&mut window, Page::Settings);
    click(&mut window, "期初余额");
    type_into(&mut window, "101 库存现金 借方", "1200.50");
    assert!(window.query_by_label("差额 1,200.50").is_some());
    type_into(&mut window, "102 银行存款 贷方", "1200.5x");
    photograph(&mut window, "settings_opening_typing");
    assert!(window.query_by_label("有 1 处金额看不懂").is_some());
    key(&mut window, Key::Backspace);
    click(&mut window, "保存期初余额");
    let book = book(&window);
    assert_eq!(book.opening.lines().count(), 2);
}

#[test]
fn the_other_tabs_of_the_settings() {
    let (_folder, mut window) = demo_window(Page::Settings);
    click(&mut window, "期初余额");
    photograph(&mut window, "settings_opening");
    click(&mut window, "规则");
    window.get_by_label("公示天数").focus();
    window.run();
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.get_by_label("公示天数").type_text("7");
    window.run();
    click(&mut window, "保存规则");
    photograph(&mut window, "settings_rules_refused");
    assert!(window.query_by_label_contains("不得少于 15 天，写的是 7").is_some());
    click(&mut window, "村庄");
    photograph(&mut window, "settings_villages");
    click(&mut window, "添加村…");
    photograph(&mut window, "settings_villages_add");
    click(&mut window, "关于");
    click(&mut window, "现在自检");
    photograph(&mut window, "settings_about");
    assert!(window.query_by_label("没有发现问题").is_some());
}

#[test]
fn a_file_with_faults_is_refused_with_the_list_of_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("期初.csv");
    let rows = "科目,余额\n101 库存现金,12.345\n999 没有的科目,5\n102 银行存款,一千\n";
    std::fs::write(&file, rows).expect("a file");
    let mut window = window(many(1), Scripted::answering(&[&file]));
    go(&mut window, Page::Settings);
    click(&mut window, "期初余额");
    click(&mut window, "从表格导入…");
    photograph(&mut window, "dialog_faults");
    assert!(shell(&window).has_dialog());
    click(&mut window, "知道了");
    assert!(!shell(&window).has_dialog());
    let book = book(&window);
    assert!(book.opening.is_empty());
}

#[test]
fn a_sheet_that_cannot_be_saved_says_where() {
    let (folder, mut window) = demo_window(Page::Notices);
    let book = book(&window);
    let notice = Box::new(book.notices.last().expect("a notice").clone());
    let paper = Paper::parse("a4").expect("a paper");
    let save = |path: PathBuf| {
        Wish::Start(Job::SavePdf { notice: notice.clone(), paper, tiles: None, path })
    };
    wish(&mut window, save(folder.path().join("没有").join("公示.pdf")));
    photograph(&mut window, "toast_not_saved");
    assert!(window.query_by_label_contains("写不进").is_some());
    wish(&mut window, save(folder.path().join("公示.pdf")));
    photograph(&mut window, "toast_saved");
    assert!(window.query_by_label("已保存 公示.pdf").is_some());
    assert!(folder.path().join("公示.pdf").is_file());
}

#[test]
fn the_meetings_of_a_ledger_have_their_rules() {
    use mingbai::domain::resolution::Share;
    let (_folder, mut window) = demo_window(Page::Settings);
    click(&mut window, "规则");
    let field = |window: &mut Window, label: &str, text: &str| {
        window.get_by_label(label).scroll_to_me();
        window.run();
        window.get_by_label(label).focus();
        window.run();
        window.key_press_modifiers(Modifiers::COMMAND, Key::A);
        window.get_by_label(label).type_text(text);
        window.run();
    };
    field(&mut window, "村民会议提前通知（天）", "9");
    click(&mut window, "保存规则");
    let rules = |window: &Window| shell(window).app().ledger().expect("open").rules().clone();
    assert_eq!(rules(&window).resolution.assembly_notice_days, 10, "the law's ten days");
    assert!(window.query_by_label_contains("开会提前通知的天数不对，写的是 9").is_some());
    field(&mut window, "村民会议提前通知（天）", "12");
    field(&mut window, "代表会议提前通知（天）", "7");
    window.get_by_role_and_label(egui::Role::ComboBox, "党员大会到会人数").scroll_to_me();
    window.run();
    click(&mut window, "党员大会到会人数");
    photograph(&mut window, "settings_rules_meetings");
    click(&mut window, "三分之二");
    window.get_by_label_contains("妇女代表要有三分之一").scroll_to_me();
    window.run();
    window.get_by_label_contains("妇女代表要有三分之一").click();
    window.run();
    window.get_by_label("保存规则").scroll_to_me();
    window.run();
    click(&mut window, "保存规则");
    let saved = rules(&window).resolution;
    assert_eq!((saved.assembly_notice_days, saved.representatives_notice_days), (12, 7));
    assert_eq!(
        (saved.party_present, saved.committees_present),
        (Share::TwoThirds, Share::OverHalf)
    );
    assert!(!saved.women_third);
}
