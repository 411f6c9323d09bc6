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
        expect![[r#""#]],
    );
    check_audit(
        Audit { auditors: strings(&["周敏", "钱二", "钱三"]), ..audit() },
        expect![[r#""#]],
    );
}

#[test]
fn the_village_does_not_audit_itself() {
    check_audit(Audit { organiser: "明堌新村村民委员会".to_owned(), ..audit() }, expect![[r#""#]]);
}

#[test]
fn an_audit_knows_its_days() {
    check_audit(Audit { left_on: None, ..audit() }, expect![[r#""#]]);
    let at_end = Audit { kind: AuditKind::LeavingAtEnd, left_on: None, ..audit() };
    check_audit(at_end, expect![[r#""#]]);
    check_audit(Audit { through: day("2022-12-31"), ..audit() }, expect![[r#""#]]);
    check_audit(Audit { finished_on: Some(day("2026-06-29")), ..audit() }, expect![[r#""#]]);
    check_audit(Audit { result: String::new(), ..audit() }, expect![[r#""#]]);
    let early = Audit { finished_on: None, disclosed: Some(disclosed_by("2026-07-25")), ..audit() };
    check_audit(early, expect![[r#""#]]);
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
    expect![[r#""#]].assert_eq(&said(&result));
}

#[test]
fn the_work_of_tomorrow_is_not_recorded_today() {
    check_work(SupervisionWork { held_on: day("2027-01-01"), ..work() }, expect![[r#""#]]);
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
    check_veto(veto(), expect![[r#""#]]);
    check_veto(Veto { members: strings(&["李来福"]), ..veto() }, expect![[r#""#]]);
    check_veto(Veto { members: strings(&["李来福", "高𬭊"]), ..veto() }, expect![[r#""#]]);
}

#[test]
fn a_veto_has_its_reason_its_amount_and_its_end() {
    check_veto(Veto { reason: String::new(), ..veto() }, expect![[r#""#]]);
    check_veto(Veto { amount: yuan("0.00"), ..veto() }, expect![[r#""#]]);
    check_veto(Veto { outcome: Some(VetoOutcome::Returned), ..veto() }, expect![[r#""#]]);
    check_veto(Veto { settled_on: Some(day("2026-10-20")), ..veto() }, expect![[r#""#]]);
    let before = Veto {
        outcome: Some(VetoOutcome::BornePersonally),
        settled_on: Some(day("2026-10-11")),
        ..veto()
    };
    check_veto(before, expect![[r#""#]]);
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
    check_evaluation(usual(), expect![[r#""#]]);
    check_evaluation(Evaluation { form: MeetingForm::PartyAssembly, ..usual() }, expect![[r#""#]]);
    check_evaluation(Evaluation { hosts: strings(&["朱春梅"]), ..usual() }, expect![[r#""#]]);
    check_evaluation(Evaluation { hosts: Vec::new(), ..usual() }, expect![[r#""#]]);
}

#[test]
fn a_review_takes_a_quorum() {
    let attendance = Attendance { should: 45, attended: 29 };
    let few = vec![evaluated("高𬭊", [20, 5, 2, 2])];
    check_evaluation(Evaluation { attendance, results: few, ..usual() }, expect![[r#""#]]);
}

#[test]
fn the_votes_of_a_review_add_up() {
    let results = vec![evaluated("高𬭊", [25, 10, 3, 3])];
    check_evaluation(Evaluation { results, ..usual() }, expect![[r#""#]]);
    let results = vec![evaluated("高𬭊", [0; 4])];
    check_evaluation(Evaluation { results, ..usual() }, expect![[r#""#]]);
    check_evaluation(Evaluation { results: Vec::new(), ..usual() }, expect![[r#""#]]);
    let twice = vec![evaluated("高𬭊", [25, 0, 0, 0]), evaluated("高𬭊", [25, 0, 0, 0])];
    check_evaluation(Evaluation { results: twice, ..usual() }, expect![[r#""#]]);
    let host = vec![evaluated("李来福", [25, 0, 0, 0])];
    check_evaluation(Evaluation { results: host, ..usual() }, expect![[r#""#]]);
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
    check_evaluation(Evaluation { year: 2024, ..usual() }, expect![[r#""#]]);
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
    check(request(RequestBody::Villagers, 61, 612), expect![[r#""#]]);
    check(request(RequestBody::Villagers, 62, 612), expect![[r#""#]]);
    check(request(RequestBody::Villagers, 60, 600), expect![[r#""#]]);
}

#[test]
fn a_fifth_of_the_representatives_may_ask() {
    check(request(RequestBody::Representatives, 8, 45), expect![[r#""#]]);
    check(request(RequestBody::Representatives, 9, 45), expect![[r#""#]]);
}

#[test]
fn a_request_is_counted_right() {
    check(request(RequestBody::Villagers, 700, 600), expect![[r#""#]]);
    check(request(RequestBody::Villagers, 0, 0), expect![[r#""#]]);
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
    check_use(seal(two.clone(), ""), expect![[r#""#]]);
    check_use(seal(two, "已出具"), expect![[r#""#]]);
    let skipped = vec![done("提出用章事由", "2026-09-01"), done("加盖印章", "2026-09-02")];
    check_use(seal(skipped, ""), expect![[r#""#]]);
    let back = vec![done("提出用章事由", "2026-09-02"), done("负责人审批", "2026-09-01")];
    check_use(seal(back, ""), expect![[r#""#]]);
    let early = vec![done("提出用章事由", "2026-08-31")];
    check_use(seal(early, ""), expect![[r#""#]]);
    let all = ["提出用章事由", "负责人审批", "登记用章", "加盖印章", "归还印章"];
    let all = all.map(|step| done(step, "2026-09-02")).to_vec();
    check_use(seal(all.clone(), ""), expect![[r#""#]]);
    check_use(seal(all[..4].to_vec(), "已出具"), expect![[r#""#]]);
}

#[test]
fn only_powers_of_the_list_are_used() {
    check_use(PowerUse { power: "Q99".to_owned(), ..seal(Vec::new(), "") }, expect![[r#""#]]);
    let mut known = powers();
    for record in &mut known {
        if let GovernanceFacts::Power(power) = &mut record.facts {
            power.stopped = true;
        }
    }
    let facts = GovernanceFacts::PowerUse(seal(Vec::new(), ""));
    expect![[r#""#]].assert_eq(&said(&check_among(facts, &profile(), &known)));
}

#[test]
fn a_use_names_no_person_it_is_for() {
    let subject = "给张三出具证明，电话 13812345678".to_owned();
    check_use(PowerUse { subject, ..seal(Vec::new(), "") }, expect![[r#""#]]);
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
    expect![[r#""#]].assert_eq(&change(11, "Q01", false));
    expect![[r#""#]].assert_eq(&change(11, "Q12a", true));
    assert_eq!(change(11, "Q12a", false), "可以");
    let steps = Power { steps: strings(&[" "]), ..default_powers().remove(0) };
    check(GovernanceFacts::Power(steps), expect![[r#""#]]);

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
    expect![[r#""#]].assert_eq(&said(&result));
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
    expect![[r#""#]].assert_eq(&all);
    for kind in GovernanceKind::ALL {
        assert_eq!(GovernanceKind::from_name(kind.name()), Some(kind));
        let records = one_of_each();
        assert!(records.iter().any(|record| record.facts.kind() == kind), "{kind:?}");
        let json = records
            .iter()
            .filter(|record| record.facts.kind() == kind)
            .map(|record| serde_json::to_value(&record.facts).expect("JSON"));
        for value in json {
            assert_eq!(value["kind"], kind.name(), "the tag is the name of the kind");
        }
    }
}
