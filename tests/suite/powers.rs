//! The list of small powers and their uses, and the registers of those who watch as tables.

use expect_test::{Expect, expect};
use mingbai::domain::governance::{
    Governance, GovernanceFacts, GovernanceKind, GovernanceRefusal, Power, PowerUse, RequestBody,
    Setting, StepDone, check_governance, check_removal, default_powers, governance_listing,
};
use mingbai::domain::listing::ListingCell;
use mingbai::domain::period::Date;

use super::governance::{
    TODAY, audit, check, check_among, id, profile, request, said, strings, usual, veto, work,
};
use super::support::day;

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
        事项里有电话号码，公开时会泄露个人信息
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
        GovernanceFacts::Plan(super::plain_words::plan_of(2026)),
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
        GovernanceKind::Plan,
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
        年度收支计划
        Entry 2026年 | 全村 | 56,000.00 | 36,500.00 | 19,500.00 | 5 | 村民代表会议 | 2026-01-08
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
