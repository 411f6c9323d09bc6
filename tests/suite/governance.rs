//! The registers of those who watch: what each refuses, with its article.

use expect_test::{Expect, expect};
use mingbai::domain::governance::{
    Audit, AuditKind, DisclosureRequest, Evaluated, Evaluation, Governance, GovernanceFacts,
    GovernanceRefusal, Grade, RequestBody, Setting, SupervisionWork, Termination, Veto,
    VetoOutcome, WorkKind, check_governance, is_evaluated, terminations,
};
use mingbai::domain::ids::GovernanceId;
use mingbai::domain::resolution::{Attendance, MeetingForm};
use mingbai::domain::village::{
    Office, Officer, SupervisionCommittee, SupervisionMember, SupervisionPost, VillageProfile,
};
use uuid::Uuid;

use super::resolution::disclosed_by;
use super::support::{day, yuan};

pub(crate) const TODAY: &str = "2026-12-31";

pub(crate) fn id(number: u128) -> GovernanceId {
    GovernanceId::new(Uuid::from_u128(number))
}

pub(crate) fn strings(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

pub(crate) fn profile() -> VillageProfile {
    let officer = |name: &str, office| Officer { name: name.to_owned(), office };
    let member =
        |name: &str, post| SupervisionMember { name: name.to_owned(), post, relative_of: None };
    VillageProfile {
        name: "明堌新村".to_owned(),
        township: "示例镇".to_owned(),
        officers: vec![
            officer("朱春梅", Office::PartySecretary),
            officer("高𬭊", Office::CommitteeDirector),
            officer("周敏", Office::Accountant),
        ],
        supervision: SupervisionCommittee {
            members: vec![
                member("李来福", SupervisionPost::Director),
                member("赵玉兰", SupervisionPost::Deputy),
                member("孙大勇", SupervisionPost::Member),
            ],
        },
        ..VillageProfile::default()
    }
}

pub(crate) fn check_among(
    facts: GovernanceFacts,
    profile: &VillageProfile,
    records: &[Governance],
) -> Result<Governance, GovernanceRefusal> {
    let setting = Setting { profile, records, today: day(TODAY) };
    let checked = check_governance(id(99), facts, &setting)?;
    // what was written is what is read back; which notice disclosed it is not written
    let json = serde_json::to_string(&checked.facts).expect("JSON");
    let read: GovernanceFacts = serde_json::from_str(&json).expect("facts");
    assert_eq!(read.clean(day(TODAY)), Ok(checked.facts.clone().with_disclosure(None)));
    Ok(checked)
}

/// The refusal with its next step, or `可以`.
pub(crate) fn said(result: &Result<Governance, GovernanceRefusal>) -> String {
    match result {
        Ok(_) => "可以".to_owned(),
        Err(refusal) => format!("{refusal}\n→ {}", refusal.hint()),
    }
}

pub(crate) fn check(facts: GovernanceFacts, expected: Expect) {
    expected.assert_eq(&said(&check_among(facts, &profile(), &[])));
}

// audits

pub(crate) fn audit() -> Audit {
    Audit {
        kind: AuditKind::LeavingMidTerm,
        who: "高𬭊".to_owned(),
        position: "村委会主任".to_owned(),
        from: day("2023-01-01"),
        through: day("2026-06-30"),
        left_on: Some(day("2026-07-01")),
        election_on: None,
        organiser: "示例镇人民政府".to_owned(),
        auditors: strings(&["钱一", "钱二", "钱三"]),
        finished_on: Some(day("2026-07-20")),
        result: "收支真实，手续基本完备。".to_owned(),
        findings: String::new(),
        disclosed: None,
    }
}

fn check_audit(audit: Audit, expected: Expect) {
    check(GovernanceFacts::Audit(audit), expected);
}

#[test]
fn an_audit_takes_three_representatives_of_the_villagers() {
    check_audit(audit(), expect!["可以"]);
    check_audit(
        Audit { auditors: strings(&["钱一", "钱二"]), ..audit() },
        expect![[r#"
        参加审计的村民代表 2 人，不到 3 人
        → 依据《山东省实施〈村民委员会组织法〉办法》第三十条：审计应当吸收三名以上村民代表参加。请补齐人选。"#]],
    );
    // they may still be looked for while it goes on
    let open = Audit { auditors: Vec::new(), finished_on: None, ..audit() };
    check_audit(open, expect!["可以"]);
}

#[test]
fn nobody_audits_their_own_accounts() {
    check_audit(
        Audit { auditors: strings(&["高𬭊", "钱二", "钱三"]), ..audit() },
        expect![[r#"
            高𬭊是被审计人，不能参加这次审计
            → 被审计人和经管账目的人要回避。请另选村民代表。"#]],
    );
    check_audit(
        Audit { auditors: strings(&["周敏", "钱二", "钱三"]), ..audit() },
        expect![[r#"
            周敏是会计（报账员），不能参加这次审计
            → 被审计人和经管账目的人要回避。请另选村民代表。"#]],
    );
}

#[test]
fn the_village_does_not_audit_itself() {
    check_audit(
        Audit { organiser: "明堌新村村民委员会".to_owned(), ..audit() },
        expect![[r#"
        “明堌新村村民委员会”不能组织审计，审计不能由村里自己组织
        → 依据《村民委员会组织法》第四十条：由县级农业农村部门、财政部门或者乡镇人民政府组织。请写组织审计的单位。"#]],
    );
}

#[test]
fn an_audit_knows_its_days() {
    check_audit(
        Audit { left_on: None, ..audit() },
        expect![[r#"
        离任日期没有填
        → 请填上再保存。"#]],
    );
    let at_end = Audit { kind: AuditKind::LeavingAtEnd, left_on: None, ..audit() };
    check_audit(
        at_end,
        expect![[r#"
        下届选举日期没有填
        → 请填上再保存。"#]],
    );
    check_audit(
        Audit { through: day("2022-12-31"), ..audit() },
        expect![[r#"
        审计期间止 2022-12-31 早于审计期间起 2023-01-01
        → 请核对这两个日期。"#]],
    );
    check_audit(
        Audit { finished_on: Some(day("2026-06-29")), ..audit() },
        expect![[r#"
        完成日期 2026-06-29 早于审计期间止 2026-06-30
        → 请核对这两个日期。"#]],
    );
    check_audit(
        Audit { result: String::new(), ..audit() },
        expect![[r#"
        审计结果没有填
        → 请填上再保存。"#]],
    );
    let early = Audit { finished_on: None, disclosed: Some(disclosed_by("2026-07-25")), ..audit() };
    check_audit(
        early,
        expect![[r#"
        审计还没有完成，不能登记公开
        → 请先登记完成日期和审计结果。"#]],
    );
}

#[test]
fn the_audit_of_who_leaves_in_mid_term_hangs_within_thirty_days() {
    assert_eq!(audit().publish_by(), Some(day("2026-07-31")));
    assert!(!audit().is_overdue(day("2026-07-31")));
    assert!(audit().is_overdue(day("2026-08-01")));
    let hung = Audit { disclosed: Some(disclosed_by("2026-07-25")), ..audit() };
    assert!(!hung.is_overdue(day("2026-08-01")));
}

#[test]
fn the_audit_at_the_end_of_a_term_hangs_before_the_election() {
    let at_end = Audit {
        kind: AuditKind::LeavingAtEnd,
        left_on: None,
        election_on: Some(day("2027-01-10")),
        ..audit()
    };
    assert_eq!(at_end.publish_by(), Some(day("2027-01-09")));
    assert_eq!(Audit { kind: AuditKind::Term, ..audit() }.publish_by(), None);
}

// the supervision committee

pub(crate) fn work() -> SupervisionWork {
    SupervisionWork {
        held_on: day("2026-10-12"),
        kind: WorkKind::ReviewVouchers,
        content: "审核 9 月票据 42 张。".to_owned(),
        members: strings(&["李来福", "赵玉兰"]),
        opinion: "同意入账 41 张，否决 1 张。".to_owned(),
    }
}

fn check_work(work: SupervisionWork, expected: Expect) {
    check(GovernanceFacts::Supervision(work), expected);
}

#[test]
fn only_members_sign_the_work_of_the_committee() {
    check_work(work(), expect!["可以"]);
    check_work(
        SupervisionWork { members: strings(&["李来福", "周敏"]), ..work() },
        expect![[r#"
            周敏是会计（报账员），不是村务监督委员会成员，不能在这里签字
            → 依据《村民委员会组织法》第三十七条：村务监督由村务监督委员会进行，村委会成员及其近亲属不得担任其成员。请改写成员的姓名，成员有变动的先到村情里改。"#]],
    );
    check_work(
        SupervisionWork { members: strings(&["路人甲"]), ..work() },
        expect![[r#"
        路人甲不是村务监督委员会成员，不能在这里签字
        → 依据《村民委员会组织法》第三十七条：村务监督由村务监督委员会进行，村委会成员及其近亲属不得担任其成员。请改写成员的姓名，成员有变动的先到村情里改。"#]],
    );
    check_work(
        SupervisionWork { members: Vec::new(), ..work() },
        expect![[r#"
        没有写参加的村务监督委员会成员
        → 请至少写一名参加的成员。"#]],
    );
    check_work(
        SupervisionWork { members: strings(&["李来福", "李来福"]), ..work() },
        expect![[r#"
            参加的成员里“李来福”出现了两次
            → 请删掉重复的；同名的两个人请在姓名后加以区别。"#]],
    );
}

#[test]
fn without_a_committee_there_is_no_work_of_it() {
    let nobody = VillageProfile { supervision: SupervisionCommittee::default(), ..profile() };
    let result = check_among(GovernanceFacts::Supervision(work()), &nobody, &[]);
    expect![[r#"
        村情里还没有登记村务监督委员会成员
        → 依据《山东省村务公开条例》第十四条：村务监督委员会由 3 人或者 5 人组成。请先到村情里登记成员。"#]].assert_eq(&said(&result));
}

#[test]
fn the_work_of_tomorrow_is_not_recorded_today() {
    check_work(
        SupervisionWork { held_on: day("2027-01-01"), ..work() },
        expect![[r#"
        日期 2027-01-01 还没到（今天是 2026-12-31）
        → 请核对日期；还没有发生的事，发生以后再登记。"#]],
    );
}

#[test]
fn a_record_of_those_who_left_is_still_read() {
    let old = GovernanceFacts::Supervision(SupervisionWork {
        members: strings(&["前任监委"]),
        ..work()
    });
    assert!(old.clone().clean(day(TODAY)).is_ok());
    assert!(check_among(old, &profile(), &[]).is_err());
}

#[test]
fn what_was_signed_stands_when_people_change() {
    let left = Veto { members: strings(&["前任甲", "前任乙"]), ..veto() };
    let records = [Governance { id: id(99), facts: GovernanceFacts::Veto(left.clone()) }];
    let settled = Veto {
        outcome: Some(VetoOutcome::Returned),
        settled_on: Some(day("2026-10-20")),
        ..left.clone()
    };
    assert!(check_among(GovernanceFacts::Veto(settled), &profile(), &records).is_ok());
    let signed = Veto { members: strings(&["前任甲", "前任丙"]), ..left };
    assert!(check_among(GovernanceFacts::Veto(signed), &profile(), &records).is_err());
}

pub(crate) fn veto() -> Veto {
    Veto {
        reviewed_on: day("2026-10-12"),
        paper: "招待费收据 1 张".to_owned(),
        voucher: None,
        amount: yuan("860.00"),
        reason: "无事由、无用餐人员名单。".to_owned(),
        members: strings(&["李来福", "赵玉兰"]),
        outcome: None,
        settled_on: None,
    }
}

fn check_veto(veto: Veto, expected: Expect) {
    check(GovernanceFacts::Veto(veto), expected);
}

#[test]
fn a_veto_is_the_committee_s_decision() {
    check_veto(veto(), expect!["可以"]);
    check_veto(
        Veto { members: strings(&["李来福"]), ..veto() },
        expect![[r#"
        村务监督委员会 3 人，参加 1 人，没有过半数（2 人）
        → 否决开支是村务监督委员会的决定（《山东省实施〈村民委员会组织法〉办法》第三十二条），要过半数成员参加。请重新审核。"#]],
    );
    check_veto(
        Veto { members: strings(&["李来福", "高𬭊"]), ..veto() },
        expect![[r#"
        高𬭊是村委会主任，不是村务监督委员会成员，不能在这里签字
        → 依据《村民委员会组织法》第三十七条：村务监督由村务监督委员会进行，村委会成员及其近亲属不得担任其成员。请改写成员的姓名，成员有变动的先到村情里改。"#]],
    );
}

#[test]
fn a_veto_has_its_reason_its_amount_and_its_end() {
    check_veto(
        Veto { reason: String::new(), ..veto() },
        expect![[r#"
        否决理由没有填
        → 请填上再保存。"#]],
    );
    check_veto(
        Veto { amount: yuan("0.00"), ..veto() },
        expect![[r#"
        金额是 0.00，要大于 0
        → 请核对数字，看小数点是不是打漏了。"#]],
    );
    check_veto(
        Veto { outcome: Some(VetoOutcome::Returned), ..veto() },
        expect![[r#"
        处理日期没有填
        → 请填上再保存。"#]],
    );
    check_veto(
        Veto { settled_on: Some(day("2026-10-20")), ..veto() },
        expect![[r#"
        处理结果没有填
        → 请填上再保存。"#]],
    );
    let before = Veto {
        outcome: Some(VetoOutcome::BornePersonally),
        settled_on: Some(day("2026-10-11")),
        ..veto()
    };
    check_veto(
        before,
        expect![[r#"
        处理日期 2026-10-11 早于审核日期 2026-10-12
        → 请核对这两个日期。"#]],
    );
}

// reviews

fn evaluated(name: &str, votes: [u32; 4]) -> Evaluated {
    let [excellent, competent, basic, incompetent] = votes;
    Evaluated {
        name: name.to_owned(),
        position: "村委会委员".to_owned(),
        committee_member: true,
        excellent,
        competent,
        basic,
        incompetent,
    }
}

fn evaluation(year: i32, on: &str, results: Vec<Evaluated>) -> Evaluation {
    Evaluation {
        year,
        held_on: day(on),
        form: MeetingForm::RepresentativesAssembly,
        attendance: Attendance { should: 45, attended: 40 },
        hosts: strings(&["李来福"]),
        results,
    }
}

pub(crate) fn usual() -> Evaluation {
    evaluation(2026, "2026-12-20", vec![evaluated("高𬭊", [25, 10, 3, 2])])
}

fn check_evaluation(evaluation: Evaluation, expected: Expect) {
    check(GovernanceFacts::Evaluation(evaluation), expected);
}

#[test]
fn the_villagers_review_and_the_supervision_committee_leads() {
    check_evaluation(usual(), expect!["可以"]);
    check_evaluation(
        Evaluation { form: MeetingForm::PartyAssembly, ..usual() },
        expect![[r#"
        民主评议要由村民会议或村民代表会议进行，不能由党员大会进行
        → 依据《村民委员会组织法》第三十八条：民主评议由村民会议或者村民代表会议进行，每年至少一次。请核对会议形式和年度。"#]],
    );
    check_evaluation(
        Evaluation { hosts: strings(&["朱春梅"]), ..usual() },
        expect![[r#"
        朱春梅是村党组织书记，不是村务监督委员会成员，不能在这里签字
        → 依据《村民委员会组织法》第三十七条：村务监督由村务监督委员会进行，村委会成员及其近亲属不得担任其成员。请改写成员的姓名，成员有变动的先到村情里改。"#]],
    );
    check_evaluation(
        Evaluation { hosts: Vec::new(), ..usual() },
        expect![[r#"
        没有写参加的村务监督委员会成员
        → 请至少写一名参加的成员。"#]],
    );
}

#[test]
fn a_review_takes_a_quorum() {
    let attendance = Attendance { should: 45, attended: 29 };
    let few = vec![evaluated("高𬭊", [20, 5, 2, 2])];
    check_evaluation(
        Evaluation { attendance, results: few, ..usual() },
        expect![[r#"
        应到 45 人，实到 29 人，不到三分之二（30 人），评议无效
        → 依据《村民委员会组织法》第三十条：村民代表会议有三分之二以上的组成人员参加方可召开，决定经到会人员的过半数同意。请提前五日书面通知，重新召集。"#]],
    );
}

#[test]
fn the_votes_of_a_review_add_up() {
    let results = vec![evaluated("高𬭊", [25, 10, 3, 3])];
    check_evaluation(
        Evaluation { results, ..usual() },
        expect![[r#"
        高𬭊得票合计 41，多于实到 40
        → 请照计票单核对票数。"#]],
    );
    let results = vec![evaluated("高𬭊", [0; 4])];
    check_evaluation(
        Evaluation { results, ..usual() },
        expect![[r#"
        高𬭊一票也没有
        → 请照计票单核对票数。"#]],
    );
    check_evaluation(
        Evaluation { results: Vec::new(), ..usual() },
        expect![[r#"
        没有写被评议的人
        → 请写上村委会成员和由村集体承担误工补贴的聘用人员。"#]],
    );
    let twice = vec![evaluated("高𬭊", [25, 0, 0, 0]), evaluated("高𬭊", [25, 0, 0, 0])];
    check_evaluation(
        Evaluation { results: twice, ..usual() },
        expect![[r#"
        被评议人里“高𬭊”出现了两次
        → 请删掉重复的；同名的两个人请在姓名后加以区别。"#]],
    );
    let host = vec![evaluated("李来福", [25, 0, 0, 0])];
    check_evaluation(
        Evaluation { results: host, ..usual() },
        expect![[r#"
        李来福主持评议，不能同时被评议
        → 依据《村民委员会组织法》第三十八条：民主评议由村务监督机构主持。请另定主持人。"#]],
    );
}

#[test]
fn a_year_is_reviewed_in_it_or_in_the_next() {
    assert!(
        check_among(
            GovernanceFacts::Evaluation(Evaluation { year: 2025, ..usual() }),
            &profile(),
            &[]
        )
        .is_ok()
    );
    check_evaluation(
        Evaluation { year: 2024, ..usual() },
        expect![[r#"
        2024年度的评议不能在 2026-12-20 进行
        → 依据《村民委员会组织法》第三十八条：民主评议由村民会议或者村民代表会议进行，每年至少一次。请核对会议形式和年度。"#]],
    );
    let evaluations = [&usual()];
    assert!(is_evaluated(&evaluations, 2026));
    assert!(!is_evaluated(&evaluations, 2025));
}

#[test]
fn votes_become_a_grade() {
    for (votes, grade) in [
        ([21, 10, 5, 4], Grade::Excellent),
        ([20, 10, 6, 4], Grade::Competent),
        ([0, 21, 10, 9], Grade::Competent),
        ([10, 10, 15, 5], Grade::Basic),
        ([0, 10, 10, 20], Grade::Basic),
        ([0, 10, 9, 21], Grade::Incompetent),
    ] {
        assert_eq!(evaluated("高𬭊", votes).grade(), grade, "{votes:?}");
    }
}

#[test]
fn twice_in_a_row_ends_the_office() {
    const BAD: [u32; 4] = [0, 5, 5, 30];
    const GOOD: [u32; 4] = [30, 5, 5, 0];
    let years = |votes: &[[u32; 4]]| -> Vec<Evaluation> {
        (2023..)
            .zip(votes)
            .map(|(year, votes)| {
                evaluation(year, &format!("{year}-12-20"), vec![evaluated("高𬭊", *votes)])
            })
            .collect()
    };
    let ended = |evaluations: &[Evaluation]| -> Vec<String> {
        let evaluations: Vec<&Evaluation> = evaluations.iter().rev().collect();
        terminations(&evaluations).iter().map(Termination::message).collect()
    };
    assert_eq!(ended(&years(&[BAD, GOOD, BAD])), Vec::<String>::new());
    assert_eq!(
        ended(&years(&[GOOD, BAD, BAD])),
        [
            "高𬭊（村委会委员）2024-12-20 和 2025-12-20 连续两次被评议不称职，依据《村民委员会组织法》第三十八条，其职务终止。"
        ]
    );
    // the law ends the office of members of the villagers' committee only
    let mut hired = years(&[BAD, BAD]);
    for evaluation in &mut hired {
        evaluation.results[0].committee_member = false;
    }
    assert_eq!(ended(&hired), Vec::<String>::new());
}

// requests

pub(crate) fn request(by: RequestBody, signers: u32, whole: u32) -> GovernanceFacts {
    GovernanceFacts::Request(DisclosureRequest {
        received_on: day("2026-09-01"),
        by,
        signers,
        whole,
        subject: "公开村北路工程决算。".to_owned(),
        received_by: "周敏".to_owned(),
        disclosed: None,
    })
}

#[test]
fn a_tenth_of_the_villagers_may_ask() {
    check(
        request(RequestBody::Villagers, 61, 612),
        expect![[r#"
        联名 61 人，村民共 612 人，不到十分之一（62 人）
        → 依据《山东省村务公开条例》第八条：十分之一以上村民或者五分之一以上村民代表联名要求的，应当公开。人数不够的可以按一般意见答复，也可以主动公开。"#]],
    );
    check(request(RequestBody::Villagers, 62, 612), expect!["可以"]);
    check(request(RequestBody::Villagers, 60, 600), expect!["可以"]);
}

#[test]
fn a_fifth_of_the_representatives_may_ask() {
    check(
        request(RequestBody::Representatives, 8, 45),
        expect![[r#"
        联名 8 人，村民代表共 45 人，不到五分之一（9 人）
        → 依据《山东省村务公开条例》第八条：十分之一以上村民或者五分之一以上村民代表联名要求的，应当公开。人数不够的可以按一般意见答复，也可以主动公开。"#]],
    );
    check(request(RequestBody::Representatives, 9, 45), expect!["可以"]);
}

#[test]
fn a_request_is_counted_right() {
    check(
        request(RequestBody::Villagers, 700, 600),
        expect![[r#"
        联名人数 700，多于总人数 600
        → 请照会议记录核对人数。"#]],
    );
    check(
        request(RequestBody::Villagers, 0, 0),
        expect![[r#"
        总人数是 0
        → 请照会议记录核对人数。"#]],
    );
}
