//! The page 今天: what comes next in each village, done from there, and the calendar.

use egui_kittest::kittest::Queryable as _;
use mingbai::app::{App, Clock, Command, DisclosureCommand, Outcome};
use mingbai::domain::entity::Entity;
use mingbai::domain::ids::{NoticeId, VillageId};
use mingbai::domain::matter::MatterCode;
use mingbai::domain::notice::{ObjectionFacts, Objector};
use mingbai::domain::occasion::{OccasionFacts, OccasionSource};
use mingbai::ui::pages::Page;

use super::harness::{Scripted, Window, book, button, click, photograph, shell, tab, window, wish};
use super::support::{agree, day, draft, period, simple, typed};

/// Two villages with books since October, on 5 November 2026.
fn office() -> (App, Vec<VillageId>) {
    let names = ["甲村", "乙村"].map(typed).to_vec();
    let mut app = App::in_memory(Clock::Fixed(day("2026-10-01")), names).expect("a ledger");
    app.set_clock(Clock::Fixed(day("2026-11-05")));
    let villages = app.ledger().expect("open").villages();
    let villages: Vec<VillageId> = villages.iter().map(|village| village.id).collect();
    for village in &villages {
        let draft = simple("2026-10-08", "收承包费", "102", "501", "1000.00");
        app.execute(Command::PostVoucher { village: *village, draft }).expect("posted");
    }
    (app, villages)
}

fn drafted(app: &mut App, village: VillageId) -> NoticeId {
    let draft = draft(village, MatterCode::FINANCE_DETAIL, Entity::Village, period("2026-10"));
    let Outcome::NoticeDrafted { notice, .. } = app.execute(draft).expect("drafted") else {
        panic!("a draft")
    };
    notice
}

fn today(app: App) -> Window {
    window(app, Scripted::default())
}

#[test]
fn duties_are_gathered_by_village_and_period() {
    let (app, _) = office();
    let mut window = today(app);
    photograph(&mut window, "today_two_villages");
    assert_eq!(window.query_all_by_label("2026年10月 财务 9 项").count(), 2);
    assert_eq!(window.query_all_by_label("记了 1 笔账，没起草").count(), 2);
    tab(&mut window, "本村");
    assert_eq!(window.query_all_by_label("2026年10月 财务 9 项").count(), 1);
    assert!(window.query_by_label("9 件").is_some(), "the figure is the village's own");
    click(&mut window, "起草公示");
    assert_eq!(shell(&window).page(), Page::Notices);
}

#[test]
fn a_draft_on_its_way_says_what_comes_next_in_any_village() {
    let (mut app, villages) = office();
    let notice = drafted(&mut app, villages[1]);
    assert_eq!(app.ledger().expect("open").book().expect("shown").village.profile.name, "甲村");
    let mut window = today(app);
    // drafted on 1 November, a Sunday: five days end on the 6th
    assert!(window.query_by_label("已起草，等村监委审查（11月6日前），8 项没起草").is_some());
    button(&mut window, "村监委审查");
    assert_eq!(shell(&window).page(), Page::Notices);
    assert_eq!(book(&window).village.profile.name, "乙村");
    // both agreed: to be hung
    let (mut app, villages) = office();
    let second = drafted(&mut app, villages[1]);
    assert_ne!(notice, second);
    agree(&mut app, second, day("2026-11-03")).expect("agreed");
    let window = today(app);
    assert!(window.query_by_label("已起草，等张贴公布，8 项没起草").is_some());
}

#[test]
fn objections_come_with_the_day_to_answer_them_by() {
    let (mut app, villages) = office();
    let notice = drafted(&mut app, villages[1]);
    agree(&mut app, notice, day("2026-11-02")).expect("agreed");
    let boards = vec!["村委会门口".to_owned()];
    let publish = Command::PublishNotice { notice, on: day("2026-11-02"), days: 15, boards };
    app.execute(publish).expect("published");
    let (by, text) = (Objector::Unnamed, "路灯电费为何增加".to_owned());
    let facts = ObjectionFacts { on: day("2026-11-03"), by, text, late: false };
    let object = DisclosureCommand::Object { notice, facts };
    app.execute(Command::Disclosure(object)).expect("kept");
    let mut window = today(app);
    photograph(&mut window, "today_objection");
    // received on Tuesday the 3rd: Sunday the 8th moves to the 9th
    assert!(window.query_by_label("异议 1 件").is_some());
    assert!(window.query_by_label("11月9日").is_some());
    assert!(window.query_by_label_contains("11月9日 没有要公开的；异议 1 件要答复").is_some());
    click(&mut window, "写答复");
    assert_eq!(book(&window).village.profile.name, "乙村");
}

#[test]
fn an_occasion_stands_in_the_list_in_its_own_words() {
    let (mut app, villages) = office();
    let facts = OccasionFacts {
        matter: MatterCode::RELIEF,
        on: day("2026-11-02"),
        text: "收到县应急局救灾款".to_owned(),
        source: OccasionSource::ByHand,
        due_by: None,
        cancelled_on: None,
    };
    let record = DisclosureCommand::RecordOccasion { village: villages[0], facts };
    app.execute(Command::Disclosure(record)).expect("kept");
    let window = today(app);
    let words = "2026年11月2日 收到县应急局救灾款 救灾救助款物";
    assert!(window.query_by_label(words).is_some());
}

#[test]
fn the_calendar_shows_what_is_due_and_which_days_are_off() {
    let (app, _) = office();
    let mut window = today(app);
    click(&mut window, "11月10日 共 18 件：待公布 18（最近的还有 5 天）");
    photograph(&mut window, "today_calendar_day");
    assert!(window.query_by_label("11月10日 星期二").is_some());
    assert!(window.query_by_label("甲村 2026年10月 财务 9 项").is_some());
    button(&mut window, "上个月的日历");
    photograph(&mut window, "today_calendar_october");
    assert!(window.query_by_label("2026年10月").is_some());
    assert!(window.query_by_label("10月1日 国庆节节假日 没有要公开的").is_some());
    assert!(window.query_by_label("10月10日 国庆节调休上班 没有要公开的").is_some());
    assert!(window.query_by_label_contains("节假日表里没有").is_none());
}

#[test]
fn a_year_without_a_table_of_holidays_is_told() {
    let (mut app, _) = office();
    app.set_clock(Clock::Fixed(day("2027-01-04")));
    let mut window = today(app);
    photograph(&mut window, "today_calendar_2027");
    assert!(window.query_by_label_contains("节假日表里没有 2027 年").is_some());
}

#[test]
fn more_than_a_screenful_is_counted_and_leads_on() {
    let names: Vec<String> = (1..=12).map(|number| format!("第{number}村")).collect();
    let names = names.iter().map(|name| typed(name)).collect();
    let mut app = App::in_memory(Clock::Fixed(day("2026-10-01")), names).expect("a ledger");
    app.set_clock(Clock::Fixed(day("2026-11-05")));
    let mut window = today(app);
    // seven villages of nine duties are shown, five are not
    assert!(window.query_by_label("还有 45 件").is_some());
    click(&mut window, "到乡镇页看全部");
    assert_eq!(shell(&window).page(), Page::Township);
    wish(&mut window, mingbai::ui::inbox::Wish::Go(Page::Today));
    click(&mut window, "到公示页");
    assert_eq!(shell(&window).page(), Page::Notices);
}
