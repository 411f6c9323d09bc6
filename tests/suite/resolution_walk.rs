//! The walk of a resolution: order and days, what is voted down, the two disclosures, the
//! register, and the expenses a resolution allows. The language is that of `resolution`.

use expect_test::{Expect, expect};
use mingbai::domain::affairs::Affairs;
use mingbai::domain::listing::ListingCell;
use mingbai::domain::money::Money;
use mingbai::domain::money_rules::MoneyRules;
use mingbai::domain::resolution::{
    Attendance, Expense, Resolution, ResolutionFacts, ResolutionRefusal, ResolutionRules, Share,
    Stage, StageRecord, Votes, check_expense, check_removal, check_resolution, disclosures_due,
    meetings_listing, next_number, register_listing,
};
use proptest::prelude::*;

use super::resolution::{THREE, blank, check, check_fourth, id, record, told};
use super::support::{day, yuan};

// order and dates

#[test]
fn no_stage_is_skipped() {
    check(
        "
        提议 2026-03-02 党支部 应到 5 实到 5 同意 5
        审议 2026-03-08 党员大会 应到 31 实到 31 同意 31
        ",
        expect![[r#"
            审议 2026-03-08 党员大会 应到 31 实到 31 同意 31：现在应登记“商议”，不能登记“审议”
            → 四议要依次进行：提议、商议、审议、决议。请先登记前一步。
        "#]],
    );
    check(
        "决议 2026-03-20 代表会议 应到 45 实到 45 同意 45",
        expect![[r#"
        决议 2026-03-20 代表会议 应到 45 实到 45 同意 45：现在应登记“提议”，不能登记“决议”
        → 四议要依次进行：提议、商议、审议、决议。请先登记前一步。
    "#]],
    );
}

#[test]
fn no_stage_is_recorded_twice() {
    check_fourth(
        "审议 2026-03-09 党员大会 应到 31 实到 31 同意 31",
        expect![[r#"
        审议 2026-03-09 党员大会 应到 31 实到 31 同意 31：现在应登记“决议”，不能登记“审议”
        → 四议要依次进行：提议、商议、审议、决议。请先登记前一步。
    "#]],
    );
    check_fourth(
        "
        决议 2026-03-20 村民会议 应到 600 实到 400 通知 2026-03-10 同意 400
        决议 2026-03-21 村民会议 应到 600 实到 400 通知 2026-03-10 同意 400
        ",
        expect![[r#"
            决议 2026-03-21 村民会议 应到 600 实到 400 通知 2026-03-10 同意 400：四议已经完成（2026-03-20 决议通过），不能再登记会议
            → 下一步是公布决议公开的公示。
        "#]],
    );
}

#[test]
fn a_stage_is_not_before_the_one_before_it() {
    check_fourth(
        "决议 2026-03-07 村民会议 应到 600 实到 400 通知 2026-02-20 同意 400",
        expect![[r#"
            决议 2026-03-07 村民会议 应到 600 实到 400 通知 2026-02-20 同意 400：决议的日期 2026-03-07 早于审议的 2026-03-08
            → 后一步不能早于前一步。请照会议记录核对日期。
        "#]],
    );
}

#[test]
fn two_stages_may_be_of_one_day() {
    check(
        "
        提议 2026-03-02 党支部 应到 5 实到 5 同意 5
        商议 2026-03-02 两委 应到 7 实到 7 同意 7
        ",
        expect![[r#"
            待审议
        "#]],
    );
}

#[test]
fn no_meeting_is_recorded_before_it_was_held() {
    check(
        "
        今天 2026-03-01
        提议 2026-03-02 党支部 应到 5 实到 5 同意 5
        ",
        expect![[r#"
            提议 2026-03-02 党支部 应到 5 实到 5 同意 5：开会日期 2026-03-02 还没到（今天是 2026-03-01）
            → 请核对日期；还没有发生的事，发生以后再登记。
        "#]],
    );
}

#[test]
fn a_meeting_is_held_by_its_own_body() {
    check(
        "提议 2026-03-02 党员大会 应到 31 实到 31 同意 31",
        expect![[r#"
        提议 2026-03-02 党员大会 应到 31 实到 31 同意 31：“提议”不能由党员大会作出
        → 提议由村党支部、商议由村“两委”、审议由党员大会、决议由村民会议或村民代表会议作出。
    "#]],
    );
}

#[test]
fn more_votes_or_more_persons_than_there_are_is_refused() {
    check(
        "提议 2026-03-02 党支部 应到 5 实到 6 同意 5",
        expect![[r#"
        提议 2026-03-02 党支部 应到 5 实到 6 同意 5：实到 6，多于应到 5
        → 请照会议记录核对人数。
    "#]],
    );
    check(
        "提议 2026-03-02 党支部 应到 5 实到 4 同意 4 反对 1",
        expect![[r#"
        提议 2026-03-02 党支部 应到 5 实到 4 同意 4 反对 1：同意、反对、弃权合计 5，多于实到 4
        → 请照会议记录核对实到人数和票数。
    "#]],
    );
    check(
        "提议 2026-03-02 党支部 应到 0 实到 0 同意 0",
        expect![[r#"
        提议 2026-03-02 党支部 应到 0 实到 0 同意 0：应到是 0
        → 请照会议记录核对人数。
    "#]],
    );
}

#[test]
fn votes_that_are_missing_are_asked_for() {
    check(
        "提议 2026-03-02 党支部 应到 5 实到 5 同意 3",
        expect![[r#"
        待商议
        请看 提议：实到 5 人，表决 3，有 2 人没有表决。
    "#]],
    );
}

// what fails

#[test]
fn a_matter_voted_down_is_at_its_end() {
    check(
        "
        提议 2026-03-02 党支部 应到 5 实到 5 同意 5
        商议 2026-03-05 两委 应到 7 实到 7 同意 3 反对 4 未通过
        ",
        expect![[r#"
            商议未通过，终止
        "#]],
    );
    check(
        "
        提议 2026-03-02 党支部 应到 5 实到 5 同意 5
        商议 2026-03-05 两委 应到 7 实到 7 同意 3 反对 4 未通过
        审议 2026-03-08 党员大会 应到 31 实到 31 同意 31
        ",
        expect![[r#"
            审议 2026-03-08 党员大会 应到 31 实到 31 同意 31：2026-03-05 商议没有通过，这一项已经终止
            → 要再办这件事，请新登记一项，从提议开始。
        "#]],
    );
}

#[test]
fn what_was_carried_is_not_written_down_as_failed() {
    check(
        "提议 2026-03-02 党支部 应到 5 实到 5 同意 3 反对 2 未通过",
        expect![[r#"
            提议 2026-03-02 党支部 应到 5 实到 5 同意 3 反对 2 未通过：同意 3 人，已经够了（3 人），却登记为没有通过
            → 票数够了就是通过。请照会议记录核对票数，或登记为通过。
        "#]],
    );
}

#[test]
fn a_meeting_without_quorum_does_not_vote_down_either() {
    check_fourth(
        "决议 2026-03-20 代表会议 应到 45 实到 20 妇女 15/9 通知 2026-03-10 同意 2 反对 18 未通过",
        expect![[r#"
            决议 2026-03-20 代表会议 应到 45 实到 20 妇女 15/9 通知 2026-03-10 同意 2 反对 18 未通过：应到 45 人，实到 20 人，不到三分之二（30 人），会议无效
            → 依据《村民委员会组织法》第三十条：村民代表会议有三分之二以上的组成人员参加方可召开，决定经到会人员的过半数同意。请提前五日书面通知，重新召集。
        "#]],
    );
}

// the two disclosures

const RESOLVED: &str =
    "决议 2026-03-20 代表会议 应到 45 实到 45 妇女 16/16 通知 2026-03-10 同意 45";

#[test]
fn a_disclosure_is_not_recorded_as_a_meeting() {
    let mut record = record(Stage::Proposed, &["2026-03-02", "党支部", "应到", "5", "实到", "5"]);
    record.stage = Stage::ResolutionDisclosed;
    let refusal = blank("修村北路")
        .with_meeting(record, &ResolutionRules::default(), day("2026-12-31"))
        .expect_err("a refusal");
    assert_eq!(refusal.to_string(), "“决议公开”不用登记会议，公示张贴以后自动完成");
}

#[test]
fn nothing_is_disclosed_or_completed_before_it_is_resolved() {
    check_fourth(
        "决议公开 2026-03-21",
        expect![[r#"
        决议公开 2026-03-21：还没有决议通过，不能登记决议公开
        → 请先登记四议，决议通过以后再办。
    "#]],
    );
    check_fourth(
        "完成 2026-03-21",
        expect![[r#"
        完成 2026-03-21：还没有决议通过，不能登记完成日期
        → 请先登记四议，决议通过以后再办。
    "#]],
    );
}

#[test]
fn the_outcome_is_disclosed_once_there_is_one() {
    check_fourth(
        &format!("{RESOLVED}\n结果公开 2026-03-21"),
        expect![[r#"
        结果公开 2026-03-21：还没有登记完成日期，不能公开实施结果
        → 请先登记完成日期和实施结果。
    "#]],
    );
}

#[test]
fn no_disclosure_and_no_completion_before_the_resolution() {
    check_fourth(
        &format!("{RESOLVED}\n决议公开 2026-03-19"),
        expect![[r#"
        决议公开 2026-03-19：决议公开日期 2026-03-19 早于决议日期 2026-03-20
        → 请核对这两个日期。
    "#]],
    );
    check_fourth(
        &format!("{RESOLVED}\n完成 2026-03-19"),
        expect![[r#"
        完成 2026-03-19：完成日期 2026-03-19 早于决议日期 2026-03-20
        → 请核对这两个日期。
    "#]],
    );
    check_fourth(
        &format!("{RESOLVED}\n完成 2026-08-30\n结果公开 2026-08-29"),
        expect![[r#"
        结果公开 2026-08-29：实施结果公开日期 2026-08-29 早于完成日期 2026-08-30
        → 请核对这两个日期。
    "#]],
    );
}

#[test]
fn both_disclosures_arise_where_neither_was_made() {
    check_fourth(
        &format!("{RESOLVED}\n完成 2026-08-30"),
        expect![[r#"
        待决议公开
        应公开 决议公开：事由 2026-03-20
        应公开 实施结果公开：事由 2026-08-30
    "#]],
    );
}

#[test]
fn a_sheet_taken_down_too_early_opens_the_disclosure_again() {
    check_fourth(
        &format!("{RESOLVED}\n决议公开 2026-03-21\n撤下 决议公开"),
        expect![[r#"
        待决议公开
        应公开 决议公开：事由 2026-03-20
    "#]],
    );
}

// the register

fn rules() -> ResolutionRules {
    ResolutionRules::default()
}

fn three() -> Vec<Resolution> {
    let first = told(&format!(
        "事项 修村北路 金额 126000.00\n{THREE}\n{RESOLVED}\n决议公开 2026-03-21\n完成 2026-08-30"
    ));
    let second = told(
        "
        事项 购垃圾清运车 金额 48000.00
        提议 2026-04-02 党支部 应到 5 实到 5 同意 5
        商议 2026-04-05 两委 应到 7 实到 7 同意 3 反对 4 未通过
        ",
    );
    let third = told("事项 发包东坡果园 集体\n提议 2026-05-02 党支部 应到 5 实到 5 同意 5");
    let numbered = |number: u32, facts: ResolutionFacts| Resolution {
        id: id(u128::from(number)),
        facts: ResolutionFacts { number, ..facts },
    };
    vec![numbered(3, third), numbered(1, first), numbered(2, second)]
}

#[test]
fn the_register_shows_every_matter_in_order() {
    let listing = register_listing(&three(), "示例镇明堌新村", day("2026-09-01"));
    let shown: Vec<String> = listing
        .rows
        .iter()
        .map(|row| {
            let cells: Vec<String> = row.cells.iter().map(ListingCell::shown).collect();
            format!("{:?} {}", row.role, cells.join(" | "))
        })
        .collect();
    expect![[r#"
        Alarm 〔2026〕1号 | 修村北路 | 党员建议 | 126,000.00 | 2026-03-02 | 2026-03-05 | 2026-03-08 | 2026-03-20 | 2026-03-21 | 2026-08-30 |  | 待实施结果公开
        Entry 〔2026〕2号 | 购垃圾清运车 | 党员建议 | 48,000.00 | 2026-04-02 | 2026-04-05 |  |  |  |  |  | 商议未通过，终止
        Entry 〔2026〕3号 | 发包东坡果园 | 党员建议 |  | 2026-05-02 |  |  |  |  |  |  | 待商议
        共 3 项：办结 0 项，未通过或终止 1 项，进行中 2 项。"#]].assert_eq(&(shown.join("\n") + "\n" + &listing.notes.join("\n")));
    let meetings = meetings_listing(&three(), "示例镇明堌新村", day("2026-09-01"));
    assert_eq!(meetings.rows.len(), 7);
    assert_eq!(meetings.rows[3].cells[7].shown(), "100.00%");
}

#[test]
fn numbers_run_by_year_and_stand_once() {
    let register = three();
    assert_eq!(next_number(&register, 2026), 4);
    assert_eq!(next_number(&register, 2027), 1);
    let facts = ResolutionFacts { number: 2, ..blank("安路灯") };
    let refusal = check_resolution(id(9), facts.clone(), &register, &rules(), day("2026-12-31"));
    assert_eq!(
        refusal.expect_err("a refusal").to_string(),
        "2026年第 2 号已经用在“购垃圾清运车”上"
    );
    let next = ResolutionFacts { number: 4, ..facts };
    assert!(check_resolution(id(9), next, &register, &rules(), day("2026-12-31")).is_ok());
}

#[test]
fn what_was_disclosed_does_not_change() {
    let register = three();
    let today = day("2026-12-31");
    let old = &register[1].facts;
    let more = ResolutionFacts { amount: Some(yuan("200000.00")), ..old.clone() };
    let refusal = check_resolution(id(1), more, &register, &rules(), today).expect_err("refused");
    assert_eq!(refusal.to_string(), "决议已于 2026-03-21 公开，事项、金额和会议不能再改");
    let outcome =
        ResolutionFacts { outcome: "路已修好，质保两年。".to_owned(), ..old.clone() };
    assert!(check_resolution(id(1), outcome, &register, &rules(), today).is_ok());
}

#[test]
fn stricter_rules_do_not_undo_meetings_that_stand() {
    let register = three();
    let strict = ResolutionRules { party_present: Share::TwoThirds, ..rules() };
    let mut facts = told(
        "
        提议 2026-03-02 党支部 应到 5 实到 5 同意 5
        商议 2026-03-05 两委 应到 7 实到 7 同意 7
        审议 2026-03-08 党员大会 应到 31 实到 20 同意 20
        ",
    );
    facts.number = 5;
    let mut all = register;
    all.push(Resolution { id: id(5), facts: facts.clone() });
    let words = RESOLVED.split_whitespace().collect::<Vec<_>>();
    let fourth = record(Stage::Resolved, &words[1..]);
    let facts = facts.with_meeting(fourth, &strict, day("2026-12-31")).expect("resolved");
    assert!(check_resolution(id(5), facts.clone(), &all, &strict, day("2026-12-31")).is_ok());
    let changed = check_resolution(id(6), facts, &all, &strict, day("2026-12-31"));
    assert_eq!(
        changed.expect_err("a refusal").to_string(),
        "应到 31 人，实到 20 人，不到三分之二（21 人），会议无效"
    );
}

#[test]
fn a_matter_with_meetings_is_kept() {
    let register = three();
    let refusal = check_removal(id(2), &register).expect_err("a refusal");
    assert_eq!(refusal.to_string(), "已经登记了 2 次会议，不能删除");
    assert!(matches!(check_removal(id(8), &register), Err(ResolutionRefusal::NotFound)));
    let fresh = [Resolution { id: id(4), facts: blank("安路灯") }];
    assert!(check_removal(id(4), &fresh).is_ok());
}

#[test]
fn texts_that_are_disclosed_hold_no_numbers_of_persons() {
    let facts = blank("给王五（身份证 37250119650315421X）补助");
    let refusal = facts.check(&rules(), day("2026-12-31")).expect_err("a refusal");
    assert_eq!(refusal.to_string(), "事项里有身份证号，公开时会泄露个人信息");
    let empty = blank(" ").check(&rules(), day("2026-12-31")).expect_err("a refusal");
    assert_eq!(empty.to_string(), "事项没有填");
}

/// What an earlier version let through is read as it was written, printed masked, and asked for
/// when it is changed.
#[test]
fn a_number_in_a_stored_resolution_does_not_lock_the_file() {
    let mut facts = blank("给王五（138.1234.5678）修房");
    let read = |facts: &ResolutionFacts| {
        Affairs::from_stored(vec![(id(1), facts.clone())], Vec::new()).map(|it| it.resolutions)
    };
    let resolutions = read(&facts).expect("read");
    assert_eq!(resolutions[0].facts, facts);
    assert_eq!(facts.masked().expect("a number").title, "给王五（138****5678）修房");
    assert!(facts.masked().expect("a number").masked().is_none());
    let changed = facts.clone().check(&rules(), day("2026-12-31")).expect_err("a refusal");
    assert_eq!(changed.to_string(), "事项里有电话号码，公开时会泄露个人信息");
    // everything else is checked all the same
    facts.amount = Some(Money::ZERO);
    assert_eq!(read(&facts).expect_err("a refusal").to_string(), "金额是 0.00，要大于 0");
}

// large expenses

fn expense(amount: &str, before: &str, on: &str, of: Option<&Resolution>, expected: Expect) {
    let expense = Expense { amount: yuan(amount), paid_on: day(on), spent_before: yuan(before) };
    let answer = match check_expense(expense, &MoneyRules::default().approval, of) {
        Ok(()) => "可以".to_owned(),
        Err(fault) => format!("{fault}\n→ {}", fault.hint()),
    };
    expected.assert_eq(&answer);
}

#[test]
fn an_expense_above_the_tier_names_its_resolution() {
    expense("10000.00", "0.00", "2026-04-01", None, expect!["可以"]);
    expense(
        "10000.01",
        "0.00",
        "2026-04-01",
        None,
        expect![[r#"
        支出 10,000.01 元，超过 10,000.00 元，要经村民会议或村民代表会议决议，没有写是哪一项决议
        → 请选四议两公开台账里的决议；还没有的，先走四议两公开（《村民委员会组织法》第二十八条）。限额可以在规则里改。"#]],
    );
}

#[test]
fn a_resolution_covers_what_it_allows_and_no_more() {
    let register = three();
    let road = Some(&register[1]);
    expense("126000.00", "0.00", "2026-04-01", road, expect!["可以"]);
    expense("26000.00", "100000.00", "2026-04-01", road, expect!["可以"]);
    expense(
        "26000.01",
        "100000.00",
        "2026-04-01",
        road,
        expect![[r#"
        按〔2026〕1号“修村北路”已支出 100,000.00 元，加上这笔 26,000.01 元共 126,000.01 元，超过决议的 126,000.00 元，多出 0.01 元
        → 超出的部分要另行决议。请核对金额，或改选别的决议。"#]],
    );
    expense(
        "20000.00",
        "0.00",
        "2026-03-19",
        road,
        expect![[r#"
        〔2026〕1号“修村北路”2026-03-20 才决议，支出在 2026-03-19，早于决议
        → 请核对支出日期，或改选支出以前的决议。"#]],
    );
}

#[test]
fn what_was_not_resolved_allows_no_expense() {
    let register = three();
    expense(
        "20000.00",
        "0.00",
        "2026-06-01",
        Some(&register[2]),
        expect![[r#"
        〔2026〕2号“购垃圾清运车”商议没有通过，还不能按它支出
        → 请等决议通过以后再支出，或改选别的决议。"#]],
    );
    expense(
        "20000.00",
        "0.00",
        "2026-06-01",
        Some(&register[0]),
        expect![[r#"
        〔2026〕3号“发包东坡果园”还没有决议通过，还不能按它支出
        → 请等决议通过以后再支出，或改选别的决议。"#]],
    );
    let words = told(&format!("事项 村规民约\n{THREE}\n{RESOLVED}"));
    let words = Resolution { id: id(9), facts: words };
    expense(
        "20000.00",
        "0.00",
        "2026-06-01",
        Some(&words),
        expect![[r#"
        〔2026〕1号“村规民约”没有写金额，不能按它支出
        → 请改选写明金额的决议。"#]],
    );
}

proptest! {
    /// Whatever the figures: a meeting that is kept has its quorum, and the state never skips.
    #[test]
    fn what_is_resolved_was_carried(
        should in 1_u32..200,
        attended in 0_u32..200,
        agreed in 0_u32..200,
        against in 0_u32..200,
        passed in any::<bool>(),
    ) {
        let words = ["2026-03-20", "代表会议"];
        let record = StageRecord {
            attendance: Attendance { should, attended },
            votes: Votes { agreed, against, abstained: 0 },
            passed,
            ..record(Stage::Resolved, &words)
        };
        let before = told(THREE);
        let after = before.with_meeting(record, &rules(), day("2026-12-31"));
        let lawful = attended <= should
            && agreed + against <= attended
            && attended * 3 >= should * 2
            && (agreed * 2 > attended) == passed;
        prop_assert_eq!(after.is_ok(), lawful, "{:?}", after);
        if let Ok(after) = after {
            prop_assert_eq!(after.resolved_on().is_some(), passed);
            let due = disclosures_due(&Resolution { id: id(1), facts: after }).len();
            prop_assert_eq!(due, usize::from(passed));
        }
    }
}

#[test]
fn amounts_are_above_zero() {
    let facts = ResolutionFacts { amount: Some(Money::ZERO), ..blank("修路") };
    let refusal = facts.check(&rules(), day("2026-12-31")).expect_err("a refusal");
    assert_eq!(refusal.to_string(), "金额是 0.00，要大于 0");
}
