//! The registers of those who watch: what each refuses, with its article, and what it shows.

use expect_test::{Expect, expect};
use mingbai::domain::governance::{
    Audit, AuditKind, DisclosureRequest, Evaluated, Evaluation, Governance, GovernanceFacts,
    GovernanceKind, GovernanceRefusal, Grade, Power, PowerUse, RequestBody, Setting, StepDone,
    SupervisionWork, Termination, Veto, VetoOutcome, WorkKind, check_governance, check_removal,
    default_powers, governance_listing, is_evaluated, terminations,
};
use mingbai::domain::ids::GovernanceId;
use mingbai::domain::listing::ListingCell;
use mingbai::domain::period::Date;
use mingbai::domain::resolution::{Attendance, MeetingForm};
use mingbai::domain::village::{
    Office, Officer, SupervisionCommittee, SupervisionMember, SupervisionPost, VillageProfile,
};
use uuid::Uuid;

use super::resolution::disclosed_by;
use super::support::{day, yuan};

const TODAY: &str = "2026-12-31";

fn id(number: u128) -> GovernanceId {
    GovernanceId::new(Uuid::from_u128(number))
}

fn strings(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn profile() -> VillageProfile {
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

fn check_among(
    facts: GovernanceFacts,
    profile: &VillageProfile,
    records: &[Governance],
) -> Result<Governance, GovernanceRefusal> {
    let setting = Setting { profile, records, today: day(TODAY) };
    let checked = check_governance(id(99), facts, &setting)?;
    // what was written is what is read back
    let json = serde_json::to_string(&checked.facts).expect("JSON");
    let read: GovernanceFacts = serde_json::from_str(&json).expect("facts");
    assert_eq!(read.clean(day(TODAY)).as_ref(), Ok(&checked.facts));
    Ok(checked)
}

/// The refusal with its next step, or `可以`.
fn said(result: &Result<Governance, GovernanceRefusal>) -> String {
    match result {
        Ok(_) => "可以".to_owned(),
        Err(refusal) => format!("{refusal}\n→ {}", refusal.hint()),
    }
}

fn check(facts: GovernanceFacts, expected: Expect) {
    expected.assert_eq(&said(&check_among(facts, &profile(), &[])));
}

// audits

fn audit() -> Audit {
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
    check_audit(audit(), expect![[r#""#]]);
    check_audit(Audit { auditors: strings(&["钱一", "钱二"]), ..audit() }, expect![[r#""#]]);
    // they may still be looked for while it goes on
    let open = Audit { auditors: Vec::new(), finished_on: None, ..audit() };
    check_audit(open, expect![[r#""#]]);
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

fn work() -> SupervisionWork {
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
    check_work(work(), expect![[r#""#]]);
    check_work(
        SupervisionWork { members: strings(&["李来福", "周敏"]), ..work() },
        expect![[r#""#]],
    );
    check_work(SupervisionWork { members: strings(&["路人甲"]), ..work() }, expect![[r#""#]]);
    check_work(SupervisionWork { members: Vec::new(), ..work() }, expect![[r#""#]]);
    check_work(
        SupervisionWork { members: strings(&["李来福", "李来福"]), ..work() },
        expect![[r#""#]],
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

fn veto() -> Veto {
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

fn usual() -> Evaluation {
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

fn request(by: RequestBody, signers: u32, whole: u32) -> GovernanceFacts {
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

// small powers

fn powers() -> Vec<Governance> {
    let known = |(number, power): (u128, Power)| Governance {
        id: id(number),
        facts: GovernanceFacts::Power(power),
    };
    (1..).zip(default_powers()).map(known).collect()
}

fn done(step: &str, on: &str) -> StepDone {
    StepDone { step: step.to_owned(), on: day(on), person: "周敏".to_owned() }
}

fn seal(steps: Vec<StepDone>, result: &str) -> PowerUse {
    PowerUse {
        power: "Q11".to_owned(),
        started_on: day("2026-09-01"),
        group: "二组".to_owned(),
        subject: "出具土地流转证明".to_owned(),
        steps,
        result: result.to_owned(),
    }
}

fn check_use(used: PowerUse, expected: Expect) {
    let result = check_among(GovernanceFacts::PowerUse(used), &profile(), &powers());
    expected.assert_eq(&said(&result));
}

#[test]
fn the_usual_powers_are_complete_and_pass_their_own_checks() {
    let powers = default_powers();
    assert!(powers.len() >= 12, "{}", powers.len());
    let mut known: Vec<Governance> = Vec::new();
    for (number, power) in (1..).zip(powers) {
        let setting = Setting { profile: &profile(), records: &known, today: day(TODAY) };
        let facts = GovernanceFacts::Power(power);
        let checked = check_governance(id(number), facts.clone(), &setting).expect("a power");
        assert_eq!(checked.facts, facts);
        known.push(checked);
    }
    let listing = governance_listing(GovernanceKind::Power, &known, "示例镇明堌新村", day(TODAY));
    assert_eq!(listing.rows.len(), known.len());
    assert_eq!(
        listing.rows[10].cells[3].shown(),
        "提出用章事由 → 负责人审批 → 登记用章 → 加盖印章"
    );
}

#[test]
fn a_power_is_used_step_by_step() {
    let two = vec![done("提出用章事由", "2026-09-01"), done("负责人审批", "2026-09-02")];
    check_use(seal(two.clone(), ""), expect!["可以"]);
    check_use(
        seal(two, "已出具"),
        expect![[r#"
        还有 2 步没有登记（下一步“登记用章”），不能登记结果
        → 请先登记余下的步骤。"#]],
    );
    let skipped = vec![done("提出用章事由", "2026-09-01"), done("加盖印章", "2026-09-02")];
    check_use(
        seal(skipped, ""),
        expect![[r#"
        第 2 步应是“负责人审批”，写的是“加盖印章”
        → 请照小微权力清单的步骤依次登记；清单有变的先改清单。"#]],
    );
    let back = vec![done("提出用章事由", "2026-09-02"), done("负责人审批", "2026-09-01")];
    check_use(
        seal(back, ""),
        expect![[r#"
        “负责人审批”的日期 2026-09-01 早于“提出用章事由”的 2026-09-02
        → 后一步不能早于前一步。请核对日期。"#]],
    );
    let early = vec![done("提出用章事由", "2026-08-31")];
    check_use(
        seal(early, ""),
        expect![[r#"
        “提出用章事由”的日期 2026-08-31 早于“发起”的 2026-09-01
        → 后一步不能早于前一步。请核对日期。"#]],
    );
    let all = ["提出用章事由", "负责人审批", "登记用章", "加盖印章", "归还印章"];
    let all = all.map(|step| done(step, "2026-09-02")).to_vec();
    check_use(
        seal(all.clone(), ""),
        expect![[r#"
        “印章管理使用”只有 4 步，写了 5 步
        → 请照小微权力清单的步骤依次登记；清单有变的先改清单。"#]],
    );
    check_use(seal(all[..4].to_vec(), "已出具"), expect!["可以"]);
}

#[test]
fn only_powers_of_the_list_are_used() {
    check_use(
        PowerUse { power: "Q99".to_owned(), ..seal(Vec::new(), "") },
        expect![[r#"
        小微权力清单里没有编号 Q99
        → 请在小微权力清单里选一项。"#]],
    );
    let mut known = powers();
    for record in &mut known {
        if let GovernanceFacts::Power(power) = &mut record.facts {
            power.stopped = true;
        }
    }
    let facts = GovernanceFacts::PowerUse(seal(Vec::new(), ""));
    expect![[r#"
        “印章管理使用”已经停用，不能再登记运行
        → 请在小微权力清单里选一项。"#]]
    .assert_eq(&said(&check_among(facts, &profile(), &known)));
}

#[test]
fn a_use_goes_on_when_the_list_has_changed_since() {
    let mut known = powers();
    let first = vec![done("申请用章", "2026-09-01")];
    let facts = GovernanceFacts::PowerUse(seal(first.clone(), ""));
    known.push(Governance { id: id(99), facts: facts.clone() });
    let more = |step: &str| {
        let steps = [first.clone(), vec![done(step, "2026-09-02")]].concat();
        check_among(GovernanceFacts::PowerUse(seal(steps, "")), &profile(), &known)
    };
    assert!(more("负责人审批").is_ok());
    assert!(more("加盖印章").is_err());
    assert!(check_among(facts, &profile(), &powers()).is_err(), "a new use follows today's list");
}

#[test]
fn a_use_names_no_person_it_is_for() {
    let subject = "给张三出具证明，电话 13812345678".to_owned();
    check_use(
        PowerUse { subject, ..seal(Vec::new(), "") },
        expect![[r#"
        事项里有手机号（尾号 5678），公开时会泄露个人信息
        → 请删掉号码，只写姓名或写到组。依据《个人信息保护法》第六条、第二十五条：只处理必要的个人信息，不得公开。"#]],
    );
}

#[test]
fn the_list_of_powers_keeps_its_codes() {
    let mut known = powers();
    let change = |number: u128, code: &str, used: bool| {
        let mut records = known.clone();
        if used {
            let facts = GovernanceFacts::PowerUse(seal(Vec::new(), ""));
            records.push(Governance { id: id(50), facts });
        }
        let setting = Setting { profile: &profile(), records: &records, today: day(TODAY) };
        let GovernanceFacts::Power(power) = known[10].facts.clone() else { panic!("a power") };
        let facts = GovernanceFacts::Power(Power { code: code.to_owned(), ..power });
        said(&check_governance(id(number), facts, &setting))
    };
    expect![[r#"
        编号 Q01 已经用在“重大事项决策”上
        → 请换一个编号。"#]]
    .assert_eq(&change(11, "Q01", false));
    expect![[r#"
        Q11 已经登记了 1 次运行，编号不能改，也不能删除
        → 不再行使的权力请标为停用，以前的运行记录还在。"#]]
    .assert_eq(&change(11, "Q12a", true));
    assert_eq!(change(11, "Q12a", false), "可以");
    let steps = Power { steps: strings(&[" "]), ..default_powers().remove(0) };
    check(
        GovernanceFacts::Power(steps),
        expect![[r#"
        权力“重大事项决策”没有写运行步骤
        → 请照清单写出每一步，如“申请、审核、公示、办理”。"#]],
    );

    known.push(Governance { id: id(50), facts: GovernanceFacts::PowerUse(seal(Vec::new(), "")) });
    let setting = Setting { profile: &profile(), records: &known, today: day(TODAY) };
    let kept = check_removal(id(11), &setting).expect_err("a refusal");
    assert_eq!(kept.to_string(), "Q11 已经登记了 1 次运行，编号不能改，也不能删除");
    assert!(check_removal(id(1), &setting).is_ok());
    assert_eq!(check_removal(id(77), &setting), Err(GovernanceRefusal::NotFound));
}

// the registers as a whole

#[test]
fn a_record_stays_in_its_register() {
    let records = [Governance { id: id(99), facts: GovernanceFacts::Veto(veto()) }];
    let result = check_among(GovernanceFacts::Supervision(work()), &profile(), &records);
    expect![[r#"
        这一条是理财否决，不能改成村监委工作
        → 请在对应的台账里新登记一条。"#]]
    .assert_eq(&said(&result));
}

/// A record of each kind.
pub(crate) fn one_of_each() -> Vec<Governance> {
    let mut records = powers();
    let two = vec![done("提出用章事由", "2026-09-01"), done("负责人审批", "2026-09-02")];
    let others = [
        GovernanceFacts::Audit(audit()),
        GovernanceFacts::Supervision(work()),
        GovernanceFacts::Veto(veto()),
        GovernanceFacts::Evaluation(usual()),
        request(RequestBody::Representatives, 9, 45),
        GovernanceFacts::PowerUse(seal(two, "")),
    ];
    records.extend((30..).zip(others).map(|(number, facts)| Governance { id: id(number), facts }));
    records
}

fn shown(kind: GovernanceKind, on: Date) -> String {
    let listing = governance_listing(kind, &one_of_each(), "示例镇明堌新村", on);
    assert!(listing.rows.iter().all(|row| row.cells.len() == listing.columns.len()), "{kind:?}");
    let rows = listing.rows.iter().map(|row| {
        let cells: Vec<String> = row.cells.iter().map(ListingCell::shown).collect();
        format!("{:?} {}", row.role, cells.join(" | "))
    });
    let rows: Vec<String> = rows.collect();
    format!("{}\n{}\n", listing.title, rows.join("\n"))
}

#[test]
fn every_register_is_a_table() {
    let kinds = [
        GovernanceKind::Audit,
        GovernanceKind::Supervision,
        GovernanceKind::Veto,
        GovernanceKind::Evaluation,
        GovernanceKind::Request,
        GovernanceKind::PowerUse,
    ];
    let all: String = kinds.map(|kind| shown(kind, day(TODAY))).concat();
    expect![[r#"
        任期和离任审计台账
        Alarm 高𬭊 | 村委会主任 | 届中离任审计 | 2023-01-01 | 2026-06-30 | 2026-07-01 | 示例镇人民政府 | 钱一、钱二、钱三 | 2026-07-20 | 收支真实，手续基本完备。 | 2026-07-31 | 
        村务监督委员会工作记录
        Entry 2026-10-12 | 审核票据 | 审核 9 月票据 42 张。 | 李来福、赵玉兰 | 同意入账 41 张，否决 1 张。
        民主理财否决开支登记表
        Alarm 2026-10-12 | 招待费收据 1 张 | 860.00 | 无事由、无用餐人员名单。 | 李来福、赵玉兰 | 未处理 | 
        Sum 合计 |  | 860.00 |  |  |  | 
        民主评议情况表
        Entry 2026年 | 2026-12-20 | 高𬭊 | 村委会委员 | 25 | 10 | 3 | 2 | 优秀 | 李来福
        联名要求公开登记表
        Alarm 2026-09-01 | 公开村北路工程决算。 | 村民代表 | 9 | 45 | 周敏 | 
        小微权力运行登记表
        Entry 2026-09-01 | 印章管理使用 | 出具土地流转证明 | 二组 | 提出用章事由（2026-09-01，周敏）；负责人审批（2026-09-02，周敏） | 登记用章 | 
    "#]].assert_eq(&all);
    for kind in GovernanceKind::ALL {
        assert_eq!(GovernanceKind::from_name(kind.name()), Some(kind));
        let records = one_of_each();
        assert!(records.iter().any(|record| record.facts.kind() == kind), "{kind:?}");
        let json = records
            .iter()
            .filter(|record| record.facts.kind() == kind)
            .map(|record| serde_json::to_value(&record.facts).expect("JSON"));
        for value in json {
            assert_eq!(value["register"], kind.name(), "the tag is the name of the kind");
        }
    }
}
