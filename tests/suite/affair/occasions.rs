//! What arises of itself, by when it is due, what the notice says, and what follows from it.

use expect_test::{Expect, expect};
use mingbai::app::{AffairCommand, Command, DisclosureCommand, HoldingCommand, Outcome};
use mingbai::domain::catalog::SwitchedOff;
use mingbai::domain::entity::Entity;
use mingbai::domain::governance::{
    Audit, AuditKind, GovernanceFacts, RequestBody, SupervisionWork, default_powers,
};
use mingbai::domain::holding::asset::Disposal;
use mingbai::domain::holding::{Tie, TieRole};
use mingbai::domain::ids::{OccasionId, ResolutionId};
use mingbai::domain::matter::MatterCode;
use mingbai::domain::notice::{Body, Level, NoticeDraft};
use mingbai::domain::occasion::OccasionSource;
use mingbai::domain::period::Period;
use mingbai::domain::resolution::Stage;

use super::{Desk, road};
use crate::governance::{audit, request, usual, work};
use crate::holding::{asset, plan};
use crate::support::{day, month, simple, yuan};

fn last_occasion(desk: &Desk) -> OccasionId {
    desk.book().occasions.last().expect("an occasion").id
}

fn complete(desk: &mut Desk, resolution: ResolutionId) {
    let (on, outcome) =
        (day("2026-08-30"), "路已修好，验收合格。\n决算 121,000.00 元。".to_owned());
    desk.did(AffairCommand::Complete { resolution, on, outcome });
}

/// What the notice over an occasion says where nobody wrote anything.
#[track_caller]
fn says(desk: &Desk, draft: &NoticeDraft, expect: Expect) {
    let (notice, _) = desk.app.candidate_notice(desk.village, draft).expect("a draft");
    let Body::Statement(statement) = &notice.content.body else { panic!("a sheet of words") };
    let mut said = statement.paragraphs.clone();
    for table in &statement.tables {
        said.push(table.columns.join("|"));
        said.extend(table.rows.iter().map(|row| row.join("|")));
    }
    expect.assert_eq(&said.join("\n"));
}

fn over(desk: &Desk, occasion: OccasionId) -> NoticeDraft {
    let known = desk.book().occasions.iter().find(|it| it.id == occasion).expect("an occasion");
    NoticeDraft::new(known.facts.matter, Entity::Village, occasion)
}

#[test]
fn a_resolution_is_disclosed_twice() {
    let mut desk = Desk::open("2026-12-31");
    let id = desk.resolved(road());
    complete(&mut desk, id);
    expect![[r#"
        C03 2026年3月20日 〔2026〕1号修村北路 决议公开 最迟 2026-03-25
        C03 2026年8月30日 〔2026〕1号修村北路 实施结果公开 最迟 2026-09-04"#]]
    .assert_eq(&desk.occasions().join("\n"));
    let sources: Vec<_> = desk.book().occasions.iter().map(|it| it.facts.source).collect();
    assert_eq!(sources, [OccasionSource::Resolution(id), OccasionSource::Outcome(id)]);
}

#[test]
fn the_sheet_says_what_was_resolved_and_what_came_of_it() {
    let mut desk = Desk::open("2026-12-31");
    let id = desk.resolved(road());
    let resolved = last_occasion(&desk);
    says(
        &desk,
        &over(&desk, resolved),
        expect![[r#"
        议题：修村北路（〔2026〕1号），金额 126,000.00 元。
        2026年3月2日经村党支部会议提议，2026年3月5日经村“两委”会议商议，2026年3月8日经党员大会审议。
        2026年3月20日召开村民代表会议，应到 45 人，实到 40 人，到会率 88.88%。表决：同意 38 人，反对 1 人，弃权 1 人，决议通过。
        决议正文：
        同意修建村北水泥路 1200 米。"#]],
    );
    complete(&mut desk, id);
    says(
        &desk,
        &over(&desk, last_occasion(&desk)),
        expect![[r#"
        议题：修村北路（〔2026〕1号），金额 126,000.00 元。
        2026年3月20日召开村民代表会议，应到 45 人，实到 40 人，到会率 88.88%。表决：同意 38 人，反对 1 人，弃权 1 人，决议通过。
        2026年8月30日实施完成，实施结果：
        路已修好，验收合格。
        决算 121,000.00 元。"#]],
    );
    let own =
        NoticeDraft { paragraphs: vec!["自己写的。".to_owned()], ..over(&desk, resolved) };
    says(&desk, &own, expect!["自己写的。"]);
}

#[test]
fn the_resolution_follows_its_notices() {
    let mut desk = Desk::open("2026-12-31");
    let id = desk.resolved(road());
    let state = |desk: &Desk| desk.known(id).facts.state().label();
    assert_eq!(state(&desk), "待决议公开");
    let occasion = last_occasion(&desk);
    let notice = desk.publish(occasion, "2026-03-23");
    assert_eq!(state(&desk), "实施中");
    let by = desk.known(id).facts.disclosed_by(Stage::ResolutionDisclosed).expect("disclosed");
    assert_eq!(
        (by.notice, by.published_on, by.posted_until),
        (notice, day("2026-03-23"), day("2026-04-07"))
    );
    assert_eq!(by.boards, ["村委会门口"]);
    assert_eq!(by.opinion, "村务监督委员会 2026-03-23 审查，同意公开。");
    // what hangs does not change
    let mut facts = desk.known(id).facts.clone();
    facts.amount = Some(yuan("200000.00"));
    let command = AffairCommand::UpdateResolution { resolution: id, facts: Box::new(facts) };
    desk.refused(command, expect!["决议已于 2026-03-23 公开，事项、金额和会议不能再改。公开过的决议有错，请发更正公告；要变更决议，请新登记一项，从提议开始。"]);
    let (on, reason) = (day("2026-03-26"), "被雨淋坏".to_owned());
    desk.step(DisclosureCommand::TakeDown { notice, on, reason });
    assert_eq!(state(&desk), "待决议公开");
    let (on, boards) = (day("2026-03-27"), Vec::new());
    desk.step(DisclosureCommand::PostAgain { notice, on, days: 15, boards });
    assert_eq!(state(&desk), "实施中");
    complete(&mut desk, id);
    assert_eq!(state(&desk), "待实施结果公开");
    let outcome = last_occasion(&desk);
    let notice = desk.publish(outcome, "2026-09-02");
    assert_eq!(state(&desk), "已办结");
    assert_eq!(desk.notice(notice).matter, MatterCode::RESOLUTION);
    let (resolution, on, outcome) = (id, day("2026-08-31"), "另一个结果".to_owned());
    desk.refused(AffairCommand::Complete { resolution, on, outcome }, expect!["实施结果已于 2026-09-02 公开，完成日期和结果不能再改。公开过的实施结果有错，请发更正公告。"]);
    desk.is_kept();
}

#[test]
fn a_day_that_was_wrong_takes_its_occasion_back() {
    let mut desk = Desk::open("2026-12-31");
    let id = desk.resolved(road());
    let mut facts = desk.known(id).facts.clone();
    facts.meetings[3].held_on = day("2026-03-21");
    let command = AffairCommand::UpdateResolution { resolution: id, facts: Box::new(facts) };
    desk.did(command);
    expect![[r#"
        C03 2026年3月20日 〔2026〕1号修村北路 决议公开 最迟 2026-03-25 2026-12-31 取消
        C03 2026年3月21日 〔2026〕1号修村北路 决议公开 最迟 2026-03-26"#]]
    .assert_eq(&desk.occasions().join("\n"));
    desk.is_kept();
}

#[test]
fn nothing_arises_where_nothing_is_owed() {
    // from before the village was in the ledger
    let mut desk = Desk::open("2026-12-31");
    let mut old = road();
    old.registered_on = day("2025-11-01");
    old.meetings =
        super::FOUR.map(|line| super::meeting(&line.replace("2026-03", "2025-12"))).to_vec();
    desk.resolution(old);
    assert_eq!(desk.occasions(), Vec::<String>::new());
    // a catalog that discloses resolutions by quarter
    let list = desk.folder.path().join("目录.csv");
    let lines = "编号,类别,事项,内容,时限,公示天数\nC03,村务,会议决定事项,议题和结果,每季,15\n";
    std::fs::write(&list, lines).expect("a catalog");
    desk.step(DisclosureCommand::ImportCatalog {
        path: list,
        valid_from: day("2026-01-01"),
        mode: mingbai::domain::catalog::CatalogMode::Extend,
    });
    desk.resolved(road());
    assert_eq!(desk.occasions(), Vec::<String>::new());
    // what a village does not disclose is recorded, and no duty
    let mut desk = Desk::open("2026-12-31");
    let (from, until, reason) = (day("2026-01-01"), None, "由乡镇公开".to_owned());
    let off = SwitchedOff { matter: MatterCode::RESOLUTION, from, until, reason };
    desk.step(DisclosureCommand::SwitchOff { village: desk.village, off });
    desk.resolved(road());
    let duties = desk.app.ledger().expect("open").duties_of(desk.village, day("2026-12-31"));
    assert!(duties.iter().all(|duty| duty.matter != MatterCode::RESOLUTION));
}

#[test]
fn an_audit_is_due_by_the_law_of_its_kind() {
    let mut desk = Desk::open("2026-12-31");
    let mut add = |audit: Audit| {
        desk.record(GovernanceFacts::Audit(audit));
    };
    // 30 days from 2026-07-01 end on Friday 2026-07-31; a day later they end on a Saturday
    add(audit());
    add(Audit { left_on: Some(day("2026-07-02")), ..audit() });
    // the day before the election does not move, though 2027-01-10 is a Monday's Sunday
    let at_end = Audit { kind: AuditKind::LeavingAtEnd, left_on: None, ..audit() };
    add(Audit { election_on: Some(day("2027-01-11")), ..at_end });
    add(Audit { kind: AuditKind::Term, left_on: None, ..audit() });
    add(Audit { finished_on: None, result: String::new(), ..audit() });
    expect![[r#"
        C30 2026年7月20日 高𬭊届中离任审计完成 最迟 2026-07-31
        C30 2026年7月20日 高𬭊届中离任审计完成 最迟 2026-08-03
        C30 2026年7月20日 高𬭊届满离任审计完成 最迟 2027-01-10
        C30 2026年7月20日 高𬭊任期审计完成 最迟 2026-07-27"#]]
    .assert_eq(&desk.occasions().join("\n"));
    let occasion = desk.book().occasions[0].id;
    says(
        &desk,
        &over(&desk, occasion),
        expect![[r#"
        示例镇人民政府对高𬭊（村委会主任）进行届中离任审计，审计期间 2023年1月1日 至 2026年6月30日，村民代表 3 人参加，2026年7月20日完成。
        审计结果：
        收支真实，手续基本完备。"#]],
    );
}

#[test]
fn a_request_is_answered_by_a_notice_and_then_stays() {
    let mut desk = Desk::open("2026-12-31");
    let id = desk.record(request(RequestBody::Representatives, 9, 45));
    let occasion = last_occasion(&desk);
    expect!["C31 2026年9月1日 村民代表 9 人联名要求公开：公开村北路工程决算。 最迟 2026-09-07"]
        .assert_eq(&desk.occasions().join("\n"));
    says(
        &desk,
        &over(&desk, occasion),
        expect!["2026年9月1日，村民代表 9 人联名（共 45 人）要求公开：公开村北路工程决算。"],
    );
    let unanswered = |words: &[&str]| {
        let paragraphs = words.iter().map(|it| (*it).to_owned()).collect();
        let draft = NoticeDraft { paragraphs, ..over(&desk, occasion) };
        let (_, faults) = desk.app.candidate_notice(desk.village, &draft).expect("a candidate");
        let fault = faults.into_iter().find(|fault| fault.code == "no_answer");
        fault.map(|fault| (fault.level, fault.message))
    };
    let (level, message) = unanswered(&[]).expect("nobody answered");
    assert_eq!(level, Level::Warning);
    assert!(message.contains("没有写答复") && message.contains("第八条"), "{message}");
    let asked = "2026年9月1日，村民代表 9 人联名（共 45 人）要求公开：公开村北路工程决算。";
    assert!(unanswered(&[asked]).is_some(), "only what was asked");
    assert!(unanswered(&[asked, "决算 182,400.00 元，附决算表。"]).is_none());
    desk.publish(occasion, "2026-09-03");
    let by = desk.book().affairs.record(id).and_then(|it| it.facts.disclosed()).expect("answered");
    assert_eq!(by.published_on, day("2026-09-03"));
    desk.refused(
        AffairCommand::RemoveRecord(id),
        expect![
            "这一条已于 2026-09-03 公开，不能再改，也不能删除。公开过的内容有错，请发更正公告。"
        ],
    );
    let facts = Box::new(request(RequestBody::Representatives, 10, 45));
    desk.refused(
        AffairCommand::UpdateRecord { record: id, facts },
        expect![
            "这一条已于 2026-09-03 公开，不能再改，也不能删除。公开过的内容有错，请发更正公告。"
        ],
    );
    // one that nobody answered yet may have been entered by mistake
    let id = desk.record(request(RequestBody::Villagers, 60, 600));
    desk.did(AffairCommand::RemoveRecord(id));
    let last = desk.occasions().pop().expect("an occasion");
    assert!(last.ends_with("2026-12-31 取消"), "{last}");
    desk.is_kept();
}

#[test]
fn work_and_powers_are_no_occasions() {
    let mut desk = Desk::open("2026-12-31");
    desk.record(GovernanceFacts::Supervision(SupervisionWork { ..work() }));
    desk.record(GovernanceFacts::Power(default_powers().remove(0)));
    assert_eq!(desk.occasions(), Vec::<String>::new());
}

#[test]
fn the_reviews_of_a_year_are_its_notice() {
    let mut desk = Desk::open("2026-12-31");
    desk.record(GovernanceFacts::Evaluation(usual()));
    desk.today("2027-01-08");
    let draft = NoticeDraft::new(MatterCode::EVALUATION, Entity::Village, Period::Year(2026));
    says(
        &desk,
        &draft,
        expect![[r#"
        2026年12月20日召开村民代表会议进行2026年度民主评议，应到 45 人，实到 40 人，由村务监督委员会李来福主持。
        姓名|职务|优秀|称职|基本称职|不称职|等次
        高𬭊|村委会委员|25|10|3|2|优秀"#]],
    );
}

#[test]
fn an_asset_that_is_disposed_of_is_disclosed_and_taken_back_with_its_voucher() {
    let mut desk = Desk::open("2026-06-30");
    let village = desk.village;
    let draft = simple("2026-01-10", "购买电脑", "151", "102", "3600.00");
    let Ok(Outcome::VoucherPosted { voucher, .. }) =
        desk.app.execute(Command::PostVoucher { village, draft })
    else {
        panic!("not posted")
    };
    let facts = Box::new(asset("电脑", "2026-01-10", "3600.00", plan("0", 36, "0")));
    let add = Command::Holding { village, command: HoldingCommand::Add(facts) };
    let Ok(Outcome::HoldingDone { holding: Some(holding), .. }) = desk.app.execute(add) else {
        panic!("not added")
    };
    let amount = yuan("3600.00");
    let tie = Tie { holding, voucher, role: TieRole::Acquire, amount };
    let mut run = |command| desk.app.execute(Command::Holding { village, command }).expect("done");
    run(HoldingCommand::Tie(tie));
    run(HoldingCommand::Depreciate(month("2026-02")));
    run(HoldingCommand::Depreciate(month("2026-03")));
    let disposal = Disposal { on: day("2026-03-15"), proceeds: yuan("1000.00") };
    run(HoldingCommand::Dispose { holding, disposal });
    expect!["F16 2026年3月15日 处置电脑，处置收入 1,000.00 元 最迟 2026-03-20"]
        .assert_eq(&desk.occasions().join("\n"));
    assert_eq!(desk.book().occasions[0].facts.source, OccasionSource::Holding(holding));
    desk.is_kept();
    let voucher = desk.book().vouchers.last().expect("the disposal").id();
    let date = day("2026-03-31");
    desk.app.execute(Command::ReverseVoucher { village, voucher, date }).expect("taken back");
    let last = desk.occasions().pop().expect("an occasion");
    assert!(last.ends_with("2026-06-30 取消"), "{last}");
    desk.is_kept();
}
