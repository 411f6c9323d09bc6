//! The page 村务, driven by keyboard and by Chinese label; pictures go to `target/gallery`.

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use mingbai::app::{AffairCommand, Command};
use mingbai::domain::governance::{GovernanceFacts, GovernanceKind, RequestBody, YearPlan};
use mingbai::domain::resolution::{ResolutionFacts, Stage};
use mingbai::ui::pages::Page;

use super::affair::{Desk, FOUR, road};
use super::governance::{audit, request, usual, veto, work};
use super::harness::{
    self, Scripted, Window, book, button, go, key, photograph, press, select_all, shell, tab,
    type_into, type_text, value,
};
use super::plain_words::plan_of;
use super::support::{day, simple, yuan};

fn window(desk: Desk) -> (tempfile::TempDir, Window) {
    let Desk { folder, app, .. } = desk;
    let mut window = harness::window(app, Scripted::default());
    go(&mut window, Page::Affairs);
    (folder, window)
}

/// A village with something in every register.
fn filled() -> Desk {
    let mut desk = Desk::open("2026-12-31");
    let id = desk.resolved(road());
    let occasion = desk.book().occasions[0].id;
    desk.publish(occasion, "2026-03-23");
    let (on, outcome) = (day("2026-08-30"), "路已修好，验收合格。".to_owned());
    desk.did(AffairCommand::Complete { resolution: id, on, outcome });
    let shop = ResolutionFacts { number: 2, title: "发包村南鱼塘".to_owned(), ..road() };
    let shop = desk.resolution(shop);
    desk.meet(shop, FOUR[0]);
    desk.meet(shop, FOUR[1]);
    for facts in [
        GovernanceFacts::Audit(audit()),
        GovernanceFacts::Supervision(work()),
        GovernanceFacts::Veto(veto()),
        GovernanceFacts::Evaluation(usual()),
        request(RequestBody::Representatives, 9, 45),
        GovernanceFacts::Plan(YearPlan {
            lines: plan_of(2026)
                .lines
                .into_iter()
                .filter(|line| line.account.parent().is_none())
                .collect(),
            ..plan_of(2026)
        }),
    ] {
        desk.record(facts);
    }
    desk.did(AffairCommand::AddUsualPowers);
    desk
}

#[test]
fn a_resolution_is_entered_and_its_meeting_recorded_by_keyboard() {
    let (_folder, mut window) = window(Desk::open("2026-12-31"));
    photograph(&mut window, "affairs-empty");
    key(&mut window, Key::F2);
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    assert!(window.query_by_label_contains("事项没有填").is_some());
    photograph(&mut window, "affairs-form-faults");
    type_text(&mut window, "修建村北水泥路");
    key(&mut window, Key::Enter);
    type_text(&mut window, "126000");
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    assert!(window.query_by_label("保存").is_none(), "the form closed");
    let facts = book(&window).affairs.resolutions[0].facts.clone();
    assert_eq!((facts.title.as_str(), facts.amount), ("修建村北水泥路", Some(yuan("126000"))));
    assert_eq!(facts.number_label(), "〔2026〕1号");
    // the resolution is selected, and its next step is a button
    button(&mut window, "登记会议…");
    select_all(&mut window, "开会日期");
    type_text(&mut window, "2026-12-02");
    for text in ["村委会", "5", "2", "2", "", "", "朱春梅", "周敏", "", "同意修路。"] {
        key(&mut window, Key::Enter);
        type_text(&mut window, text);
    }
    assert!(window.query_by_label_contains("到会至少 3 人").is_some());
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    assert!(window.query_by_label_contains("没有过半数（3 人），会议无效").is_some());
    photograph(&mut window, "affairs-meeting-refused");
    select_all(&mut window, "实到");
    type_text(&mut window, "4");
    select_all(&mut window, "同意");
    type_text(&mut window, "4");
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    assert!(window.query_by_label("保存").is_none(), "the form closed");
    let facts = &book(&window).affairs.resolutions[0].facts;
    assert!(facts.meeting(Stage::Proposed).is_some_and(|record| record.passed));
    photograph(&mut window, "affairs-proposed");
    button(&mut window, "登记会议…");
    assert_eq!(value(&window, "地点"), "村委会", "people and place stay");
    photograph(&mut window, "affairs-meeting");
    key(&mut window, Key::Escape);
    assert!(window.query_by_label("保存").is_none());
    // Enter opens what is selected
    key(&mut window, Key::Enter);
    assert_eq!(value(&window, "事项"), "修建村北水泥路");
    key(&mut window, Key::Escape);
}

#[test]
fn every_register_is_shown_and_opened() {
    let (_folder, mut window) = window(filled());
    photograph(&mut window, "affairs-resolutions");
    for (label, name) in [
        ("四议两公开", "resolution-selected"),
        ("会议表决", "meetings"),
        ("审计", "audit"),
        ("村监委工作", "supervision"),
        ("否决开支", "veto"),
        ("民主评议", "evaluation"),
        ("联名要求", "request"),
        ("权力清单", "powers"),
        ("权力运行", "power-uses"),
        ("收支计划", "plan"),
    ] {
        tab(&mut window, label);
        key(&mut window, Key::ArrowDown);
        photograph(&mut window, &format!("affairs-{name}"));
    }
}

#[test]
fn each_record_has_its_form() {
    let (_folder, mut window) = window(filled());
    for (label, name) in [
        ("审计", "audit"),
        ("村监委工作", "supervision"),
        ("否决开支", "veto"),
        ("民主评议", "evaluation"),
        ("联名要求", "request"),
        ("权力清单", "power"),
        ("收支计划", "plan"),
    ] {
        tab(&mut window, label);
        key(&mut window, Key::ArrowDown);
        key(&mut window, Key::Enter);
        photograph(&mut window, &format!("affairs-form-{name}"));
        let before = book(&window).affairs.records.clone();
        press(&mut window, Modifiers::COMMAND, Key::Enter);
        assert!(window.query_by_label("保存").is_none(), "{label}: the form closed");
        assert_eq!(book(&window).affairs.records, before, "{label}: saved as it was");
    }
}

#[test]
fn a_plan_is_entered_line_by_line() {
    let (_folder, mut window) = window(Desk::open("2026-12-31"));
    tab(&mut window, "收支计划");
    key(&mut window, Key::F2);
    assert_eq!(value(&window, "年度"), "2027", "late in the year people plan the next one");
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    assert!(window.query_by_label_contains("收支计划里一行也没有写").is_some());
    photograph(&mut window, "affairs-plan-refused");
    type_into(&mut window, "计划金额 1", "36000");
    type_into(&mut window, "说明 1", "鱼塘承包费");
    button(&mut window, "加一行支出");
    let last = window.query_all_by_label_contains("计划金额 ").count();
    type_into(&mut window, &format!("计划金额 {last}"), "480*12");
    photograph(&mut window, "affairs-plan-typed");
    window.set_size(egui::vec2(1024.0 + 16.0, 640.0 + 16.0));
    window.run();
    photograph(&mut window, "affairs-plan-typed-small");
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    assert!(window.query_by_label("保存").is_none(), "the form closed");
    let plans = book(&window).affairs.records.iter().filter_map(|it| it.facts.plan());
    let plans: Vec<&YearPlan> = plans.collect();
    let [plan] = plans[..] else { panic!("one plan") };
    let lines: Vec<String> = plan
        .lines
        .iter()
        .map(|it| format!("{:?} {} {} {}", it.side, it.account, it.amount, it.remark))
        .collect();
    assert_eq!(lines, ["Income 501 36000.00 鱼塘承包费", "Expense 512 5760.00 "]);
}

#[test]
fn a_power_is_used_step_by_step() {
    let (_folder, mut window) = window(filled());
    tab(&mut window, "权力运行");
    key(&mut window, Key::F2);
    type_text(&mut window, "出具土地流转证明");
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    let uses = |window: &Window| -> Vec<usize> {
        let used = book(window).affairs.records.iter().filter_map(|it| it.facts.power_use());
        used.map(|used| used.steps.len()).collect()
    };
    assert_eq!(uses(&window), [0]);
    button(&mut window, "登记下一步…");
    let next = window.query_all_by_label_contains("下一步：村党支部会议提议").count();
    assert_eq!(next, 2, "in the strip and in the dialog");
    key(&mut window, Key::Enter);
    type_text(&mut window, "周敏");
    photograph(&mut window, "affairs-next-step");
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    assert_eq!(uses(&window), [1]);
    photograph(&mut window, "affairs-step-done");
}

#[test]
fn a_record_is_removed_after_a_question() {
    let (_folder, mut window) = window(filled());
    tab(&mut window, "否决开支");
    key(&mut window, Key::ArrowDown);
    button(&mut window, "删除…");
    photograph(&mut window, "affairs-remove");
    button(&mut window, "删除");
    let vetoes = book(&window).affairs.records.iter();
    assert_eq!(vetoes.filter(|it| it.facts.kind() == GovernanceKind::Veto).count(), 0);
}

#[test]
fn the_forms_are_saved_as_a_pdf_filled_in_or_blank() {
    let (folder, mut window) = window(filled());
    key(&mut window, Key::ArrowDown);
    for (label, name) in [("打印登记表…", "登记表.pdf"), ("打印空白登记表…", "空白.pdf")]
    {
        button(&mut window, label);
        photograph(&mut window, "affairs-print");
        let path = folder.path().join(name);
        select_all(&mut window, "存为文件");
        type_text(&mut window, &path.display().to_string());
        button(&mut window, "保存");
        let pdf = std::fs::read(&path).expect("saved");
        assert!(pdf.starts_with(b"%PDF"), "{label}");
    }
    let app = shell(&window).app();
    let village = book(&window).village.id;
    let blank = app.resolution_forms(village, None).expect("six forms");
    assert_eq!(blank.page_count(), 6);
    let png = blank.png(3, 80.0).expect("a picture");
    std::fs::write(harness::gallery().join("affairs-blank-form.png"), png).expect("written");
}

#[test]
fn a_resolution_and_a_request_lead_to_their_own_notice() {
    let mut desk = Desk::open("2026-12-31");
    desk.resolved(road());
    desk.record(request(RequestBody::Representatives, 9, 45));
    let (_folder, mut window) = window(desk);
    key(&mut window, Key::ArrowDown);
    button(&mut window, "去公示");
    assert_eq!(shell(&window).page(), Page::Notices);
    assert!(
        window.query_all_by_label_contains("修村北路 决议公开").next().is_some(),
        "its own sheet is shown"
    );
    go(&mut window, Page::Affairs);
    tab(&mut window, "联名要求");
    key(&mut window, Key::ArrowDown);
    photograph(&mut window, "affairs-request-to-disclose");
    button(&mut window, "去公示");
    assert!(window.query_all_by_label_contains("联名").next().is_some());
    assert!(window.query_by_label_contains("没有写答复").is_some(), "what is missing is told");
    photograph(&mut window, "affairs-request-notice");
}

/// An expense above the tier: the form asks for its resolution, finds it by initials, and the
/// voucher names it.
#[test]
fn an_expense_above_the_tier_takes_its_resolution_in_the_form() {
    let mut desk = Desk::open("2026-12-31");
    desk.resolved(road());
    let (village, draft) = (desk.village, simple("2026-12-01", "上级拨款", "102", "501", "200000"));
    desk.app.execute(Command::PostVoucher { village, draft }).expect("money in the bank");
    let (_folder, mut window) = window(desk);
    go(&mut window, Page::Vouchers);
    key(&mut window, Key::F2);
    type_text(&mut window, "付修路工程款");
    key(&mut window, Key::Enter);
    type_text(&mut window, "gyzc");
    key(&mut window, Key::Enter);
    type_text(&mut window, "10000");
    let resolution = "决议（编号、名称或拼音首字母）";
    assert!(window.query_by_label(resolution).is_none(), "not above the tier");
    type_text(&mut window, ".01");
    assert!(window.query_by_label_contains("没有写是哪一项决议").is_some());
    assert!(window.query_by_label_contains("支出超过 10,000.00 元").is_some());
    photograph(&mut window, "pages-vouchers-resolution-asked");
    key(&mut window, Key::Enter);
    assert!(harness::field(&window, resolution).is_focused(), "Enter leads to it");
    type_text(&mut window, "没有的");
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    assert!(window.query_by_label_contains("台账里没有“没有的”").is_some());
    assert_eq!(book(&window).vouchers.len(), 1);
    select_all(&mut window, resolution);
    type_text(&mut window, "xcb");
    photograph(&mut window, "pages-vouchers-resolution-offered");
    key(&mut window, Key::Enter);
    assert_eq!(value(&window, resolution), "〔2026〕1号");
    assert!(window.query_by_label_contains("没有写是哪一项决议").is_none());
    assert!(window.query_by_label_contains("还能支出 126,000.00 元").is_some());
    photograph(&mut window, "pages-vouchers-resolution-taken");
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    let posted = book(&window).vouchers.last().expect("posted").written().clone();
    assert_eq!(posted.note, "〔2026〕1号");
    let named = book(&window).resolution_named_by(&posted).expect("named");
    assert_eq!(named.facts.title, "修村北路");
    assert!(window.query_by_label(resolution).is_none(), "ready for the next");
}
