//! The line of steps of a notice as a person reads it: what is done, whose turn it is, by when.

#![allow(clippy::expect_used, reason = "helpers of tests may stop the test")]

use expect_test::{Expect, expect};
use mingbai::app::{App, Clock, Command, DisclosureCommand, Outcome};
use mingbai::domain::entity::Entity;
use mingbai::domain::matter::{Category, MatterCode};
use mingbai::domain::notice::{
    Deadline, Notice, ObjectionFacts, Objector, Progress, Reply, Review, timeline_ahead,
};

use super::support::{agree, day, draft, first, law, period, typed};

fn words(progress: Progress) -> String {
    match progress {
        Progress::Done { on, late: 0 } => format!("已办 {on}"),
        Progress::Done { on, late } => format!("已办 {on} 迟 {late} 天"),
        Progress::Undone { on } => format!("退回或撤下 {on}"),
        Progress::Now { by: Some(by) } => format!("该办 至 {by}"),
        Progress::Now { by: None } => "该办".to_owned(),
        Progress::Later { by: Some(by) } => format!("以后 {by}"),
        Progress::Later { by: None } => "以后".to_owned(),
    }
}

/// 甲村 on a day, with F01 of October proposed on 1 November.
fn office(today: &str) -> (App, mingbai::domain::ids::NoticeId) {
    let joined = Clock::Fixed(day("2026-10-08"));
    let mut app = App::in_memory(joined, vec![typed("甲村")]).expect("a ledger");
    app.set_clock(Clock::Fixed(day(today)));
    let asked = draft(first(&app), MatterCode::FINANCE_DETAIL, Entity::Village, period("2026-10"));
    let Ok(Outcome::NoticeDrafted { notice, .. }) = app.execute(asked) else { panic!("no draft") };
    (app, notice)
}

fn notice(app: &App) -> &Notice {
    let book = app.ledger().expect("open").book().expect("a book");
    book.notices.last().expect("a notice")
}

#[track_caller]
fn check(app: &App, expect: Expect) {
    let book = app.ledger().expect("open").book().expect("a book");
    let line = notice(app).timeline(&book.objections, &law(), Some(day("2026-11-10")), app.today());
    let line: Vec<String> = line
        .iter()
        .map(|stage| {
            let label = stage.stage.label(Category::Finance);
            format!("{label} {}\n", words(stage.progress))
        })
        .collect();
    expect.assert_eq(&line.concat());
}

fn told(app: &mut App, command: DisclosureCommand) {
    app.execute(Command::Disclosure(command)).expect("a step");
}

#[test]
fn a_proposal_waits_for_its_review_and_late_ones_say_so() {
    let (mut app, notice) = office("2026-11-12");
    check(
        &app,
        expect![[r#"
        起草 已办 2026-11-01
        村监委审查 该办 至 2026-11-06
        联席会议决定 以后
        公布 以后 2026-11-10
        公示期 以后
        归档 以后
    "#]],
    );
    let on = day("2026-11-09");
    let review = Review { on, agreed: false, members: Vec::new() };
    let reason = "收入少了一笔".to_owned();
    told(&mut app, DisclosureCommand::Review { notices: vec![notice], review, reason });
    check(
        &app,
        expect![[r#"
        起草 已办 2026-11-01
        村监委审查 该办 至 2026-11-16
        联席会议决定 以后
        公布 以后 2026-11-10
        公示期 以后
        归档 以后
    "#]],
    );
    let objection = app.ledger().expect("open").book().expect("a book").objections[0].id;
    let reply = Reply { on: day("2026-11-10"), text: "已补记".to_owned() };
    told(&mut app, DisclosureCommand::Reply { objection, reply });
    check(
        &app,
        expect![[r#"
        起草 已办 2026-11-01
        村监委审查 已办 2026-11-09 迟 3 天
        联席会议决定 该办
        公布 以后 2026-11-10
        公示期 以后
        归档 以后
    "#]],
    );
}

#[test]
fn a_sheet_on_the_board_runs_its_days_and_is_filed() {
    let (mut app, id) = office("2026-11-30");
    let on = day("2026-11-12");
    agree(&mut app, id, day("2026-11-05")).expect("agreed");
    let boards = vec!["村委会大门".to_owned()];
    app.execute(Command::PublishNotice { notice: id, on, days: 15, boards }).expect("published");
    let facts = ObjectionFacts {
        on: day("2026-11-13"),
        by: Objector::Villager("赵大娘".to_owned()),
        text: "这笔钱是什么".to_owned(),
        late: false,
    };
    told(&mut app, DisclosureCommand::Object { notice: id, facts });
    check(
        &app,
        expect![[r#"
        起草 已办 2026-11-01
        村监委审查 已办 2026-11-05
        联席会议决定 已办 2026-11-05
        公布 已办 2026-11-12 迟 2 天
        公示期 该办 至 2026-11-27
        归档 以后 2026-11-28
    "#]],
    );
    let book = app.ledger().expect("open").book().expect("a book");
    let history: Vec<String> = notice(&app)
        .history(&book.objections, Category::Finance)
        .into_iter()
        .map(|(on, words)| format!("{on} {words}\n"))
        .collect();
    expect![[r#"
        2026-11-01 村委会提出方案
        2026-11-05 村监委审查：同意
        2026-11-05 联席会议决定：通过
        2026-11-12 公布，贴在 村委会大门
        2026-11-13 第 1 号异议（村民）：这笔钱是什么
    "#]]
    .assert_eq(&history.concat());
}

#[test]
fn what_is_not_proposed_has_its_line_ahead() {
    let stages = |category| {
        let line = timeline_ahead(category, &law(), Some(day("2026-11-10")));
        line.iter().map(|stage| stage.stage.label(category)).collect::<Vec<_>>()
    };
    assert_eq!(
        stages(Category::Affairs),
        ["起草", "村监委审查", "联席会议决定", "公布", "公示期", "归档"]
    );
    assert_eq!(stages(Category::Party), ["起草", "党组织审定", "公布", "公示期", "归档"]);
}

#[test]
fn a_deadline_is_told_in_days() {
    let label = |by: &str| Deadline::of(day(by), day("2026-11-10")).label();
    assert_eq!(label("2026-11-13"), "还有 3 天");
    assert_eq!(label("2026-11-11"), "明天到期");
    assert_eq!(label("2026-11-10"), "今天到期");
    assert_eq!(label("2026-11-08"), "逾期 2 天");
}
