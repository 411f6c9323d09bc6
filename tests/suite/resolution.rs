//! 四议两公开, told as text: each line is one thing the village did; the answer is the first
//! refusal with its next step, or where the matter stands at the end.
//!
//! ```text
//! 今天  2026-12-31                          the day it is; this is the default
//! 事项  修村北路  [金额 126000.00]  [集体]
//! 提议  2026-03-02  党支部  应到 5  实到 5  同意 5  [反对 n] [弃权 n] [未通过]
//! 决议  2026-03-20  代表会议  应到 45  实到 30  [妇女 15/5]  [通知 2026-03-10]  [临时 汛情]  同意 16
//! 完成  2026-06-01
//! 决议公开  2026-03-21   ·   结果公开  2026-06-02   ·   撤下  决议公开
//! 规则  国家法   ·   规则  党员三分之二
//! ```

use std::fmt::Write as _;

use expect_test::{Expect, expect};
use mingbai::domain::attachment::Attachment;
use mingbai::domain::ids::{NoticeId, ResolutionId};
use mingbai::domain::period::Date;
use mingbai::domain::resolution::{
    Attendance, DisclosedBy, MeetingForm, Motive, Resolution, ResolutionFacts, ResolutionRefusal,
    ResolutionRules, Share, Stage, StageRecord, Votes, disclosures_due,
};
use uuid::Uuid;

use super::support::{day, yuan};

pub(crate) fn blank(title: &str) -> ResolutionFacts {
    ResolutionFacts {
        registered_on: day("2026-03-01"),
        number: 1,
        title: title.to_owned(),
        motive: Motive::PartyMembers,
        amount: None,
        collective: false,
        meetings: Vec::new(),
        completed_on: None,
        outcome: String::new(),
        abandoned: None,
        resolution_disclosed: None,
        outcome_disclosed: None,
    }
}

pub(crate) fn id(number: u128) -> ResolutionId {
    ResolutionId::new(Uuid::from_u128(number))
}

pub(crate) fn disclosed_by(on: &str) -> DisclosedBy {
    DisclosedBy {
        notice: NoticeId::new(Uuid::from_u128(7)),
        published_on: day(on),
        posted_until: day(on) + chrono::Days::new(15),
        boards: vec!["村委会大门东侧".to_owned()],
        opinion: String::new(),
    }
}

fn paper() -> Attachment {
    let digest = serde_json::from_str(&format!("\"{}\"", "ab".repeat(32))).expect("a digest");
    let file_name = "会议记录.jpg".to_owned();
    Attachment { digest, file_name, bytes: 1, added_on: day("2026-03-02") }
}

fn form(name: &str) -> MeetingForm {
    match name {
        "党支部" => MeetingForm::PartyBranch,
        "两委" => MeetingForm::JointCommittees,
        "党员大会" => MeetingForm::PartyAssembly,
        "代表会议" => MeetingForm::RepresentativesAssembly,
        "村民会议" => MeetingForm::VillagersAssembly,
        "户代表会议" => MeetingForm::HouseholdRepresentatives,
        "成员大会" => MeetingForm::MembersAssembly,
        "成员代表大会" => MeetingForm::MemberRepresentatives,
        other => panic!("no meeting is called {other}"),
    }
}

fn stage(name: &str) -> Stage {
    let found = Stage::ALL.into_iter().find(|stage| stage.label() == name);
    found.or((name == "结果公开").then_some(Stage::OutcomeDisclosed)).expect("a stage")
}

/// A meeting from the words of a line.
pub(crate) fn record(stage: Stage, words: &[&str]) -> StageRecord {
    let after = |label: &str| {
        let at = words.iter().position(|word| *word == label)?;
        words.get(at + 1).copied()
    };
    let count = |label: &str| after(label).map_or(0, |n| n.parse().expect("a count"));
    let women = after("妇女").map(|pair| {
        let (should, attended) = pair.split_once('/').expect("应到/实到");
        let count = |text: &str| text.parse().expect("a count");
        Attendance { should: count(should), attended: count(attended) }
    });
    StageRecord {
        stage,
        form: form(words[1]),
        held_on: day(words[0]),
        noticed_on: after("通知").map(day),
        short_notice_reason: after("临时").unwrap_or_default().to_owned(),
        place: "村委会会议室".to_owned(),
        attendance: Attendance { should: count("应到"), attended: count("实到") },
        women,
        votes: Votes {
            agreed: count("同意"), against: count("反对"), abstained: count("弃权")
        },
        passed: !words.contains(&"未通过"),
        content: "同意修建村北水泥路 1200 米。".to_owned(),
        host: "朱春梅".to_owned(),
        recorder: "周敏".to_owned(),
        township_attendee: "镇包村干部".to_owned(),
        papers: vec![paper()],
    }
}

struct Told {
    facts: ResolutionFacts,
    rules: ResolutionRules,
    today: Date,
}

impl Told {
    fn line(&mut self, line: &str) -> Result<(), ResolutionRefusal> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [head, rest @ ..] = words.as_slice() else { return Ok(()) };
        let (rules, today) = (self.rules, self.today);
        self.facts = match *head {
            "今天" => {
                self.today = day(rest[0]);
                return Ok(());
            }
            "规则" => {
                match rest[0] {
                    "国家法" => self.rules = ResolutionRules::national(),
                    "党员三分之二" => self.rules.party_present = Share::TwoThirds,
                    other => panic!("no rules are called {other}"),
                }
                return Ok(());
            }
            "事项" => {
                let amount = rest.iter().position(|word| *word == "金额").map(|at| rest[at + 1]);
                let collective = rest.contains(&"集体");
                let facts =
                    ResolutionFacts { amount: amount.map(yuan), collective, ..blank(rest[0]) };
                facts.check(&rules, today)?
            }
            "完成" => self.facts.completed(day(rest[0]), "路已修好，验收合格。", today)?,
            "撤下" => self.facts.disclosed(stage(rest[0]), None, today)?,
            "决议公开" | "结果公开" => {
                self.facts.disclosed(stage(head), Some(disclosed_by(rest[0])), today)?
            }
            name => self.facts.with_meeting(record(stage(name), rest), &rules, today)?,
        };
        Ok(())
    }
}

/// The facts after all lines, none of which is refused.
pub(crate) fn told(lines: &str) -> ResolutionFacts {
    let mut told = Told {
        facts: blank("修村北路"),
        rules: ResolutionRules::default(),
        today: day("2026-12-31"),
    };
    for line in lines.lines() {
        told.line(line).unwrap_or_else(|refusal| panic!("{line}: {refusal}"));
    }
    told.facts
}

pub(crate) fn check(lines: &str, expected: Expect) {
    let mut told = Told {
        facts: blank("修村北路"),
        rules: ResolutionRules::default(),
        today: day("2026-12-31"),
    };
    let mut answer = String::new();
    for line in lines.lines() {
        let before = told.facts.clone();
        if let Err(refusal) = told.line(line) {
            assert_eq!(told.facts, before, "a refusal changes nothing");
            answer = format!("{}：{refusal}\n→ {}\n", line.trim(), refusal.hint());
            break;
        }
    }
    if answer.is_empty() {
        answer = format!("{}\n", told.facts.state().label());
        let resolution = Resolution { id: id(1), facts: told.facts.clone() };
        for (stage, on) in disclosures_due(&resolution) {
            writeln!(answer, "应公开 {}：事由 {on}", stage.label()).expect("text");
        }
        for warning in told.facts.warnings(&told.rules) {
            writeln!(answer, "请看 {}：{}", warning.stage.label(), warning.message).expect("text");
        }
        // what was written is what is read back; which notice disclosed it is not written
        let json = serde_json::to_string(&told.facts).expect("JSON");
        let read: ResolutionFacts = serde_json::from_str(&json).expect("facts");
        let written = ResolutionFacts {
            resolution_disclosed: None,
            outcome_disclosed: None,
            ..told.facts.clone()
        };
        assert_eq!(read.clean(told.today), Ok(written));
    }
    expected.assert_eq(&answer);
}

/// The first three meetings, all in order.
pub(crate) const THREE: &str = "
    提议  2026-03-02  党支部    应到 5   实到 5   同意 5
    商议  2026-03-05  两委      应到 7   实到 7   同意 7
    审议  2026-03-08  党员大会  应到 31  实到 31  同意 31
";

pub(crate) fn check_fourth(line: &str, expected: Expect) {
    check(&format!("事项 修村北路 金额 126000.00\n{THREE}\n{line}"), expected);
}

fn check_members(line: &str, expected: Expect) {
    check(&format!("事项 发包东坡果园 集体\n{THREE}\n{line}"), expected);
}

#[test]
fn a_matter_walks_all_six_stages() {
    check(
        "
        事项      修村北路  金额 126000.00
        提议      2026-03-02  党支部    应到 5   实到 4   同意 4
        商议      2026-03-05  两委      应到 7   实到 6   同意 5  反对 1
        审议      2026-03-08  党员大会  应到 31  实到 24  同意 22  弃权 2
        决议      2026-03-20  代表会议  应到 45  实到 38  妇女 16/12  通知 2026-03-14  同意 36  弃权 2
        决议公开  2026-03-21
        完成      2026-08-30
        结果公开  2026-09-02
        ",
        expect![[r#"
            已办结
        "#]],
    );
}

#[test]
fn each_step_says_what_comes_next() {
    check(
        "事项 修村北路",
        expect![[r#"
        待提议
    "#]],
    );
    check(
        "提议 2026-03-02 党支部 应到 5 实到 5 同意 5",
        expect![[r#"
        待商议
    "#]],
    );
    let lines = "决议 2026-03-20 代表会议 应到 45 实到 45 妇女 16/16 通知 2026-03-10 同意 45";
    check_fourth(
        lines,
        expect![[r#"
        待决议公开
        应公开 决议公开：事由 2026-03-20
    "#]],
    );
    check_fourth(
        &format!("{lines}\n决议公开 2026-03-21"),
        expect![[r#"
        实施中
    "#]],
    );
    check_fourth(
        &format!("{lines}\n决议公开 2026-03-21\n完成 2026-08-30"),
        expect![[r#"
        待实施结果公开
        应公开 实施结果公开：事由 2026-08-30
    "#]],
    );
}

// 村民代表会议: 村民委员会组织法第三十条

#[test]
fn two_thirds_of_the_representatives_must_come() {
    check_fourth(
        "决议 2026-03-20 代表会议 应到 45 实到 28 妇女 15/9 通知 2026-03-10 同意 28",
        expect![[r#"
            决议 2026-03-20 代表会议 应到 45 实到 28 妇女 15/9 通知 2026-03-10 同意 28：应到 45 人，实到 28 人，不到三分之二（30 人），会议无效
            → 依据《村民委员会组织法》第三十条：村民代表会议有三分之二以上的组成人员参加方可召开，决定经到会人员的过半数同意。请提前五日书面通知，重新召集。
        "#]],
    );
    check_fourth(
        "决议 2026-03-20 代表会议 应到 45 实到 29 妇女 15/9 通知 2026-03-10 同意 29",
        expect![[r#"
            决议 2026-03-20 代表会议 应到 45 实到 29 妇女 15/9 通知 2026-03-10 同意 29：应到 45 人，实到 29 人，不到三分之二（30 人），会议无效
            → 依据《村民委员会组织法》第三十条：村民代表会议有三分之二以上的组成人员参加方可召开，决定经到会人员的过半数同意。请提前五日书面通知，重新召集。
        "#]],
    );
}

#[test]
fn exactly_two_thirds_of_the_representatives_are_enough() {
    check_fourth(
        "决议 2026-03-20 代表会议 应到 45 实到 30 妇女 15/9 通知 2026-03-10 同意 30",
        expect![[r#"
            待决议公开
            应公开 决议公开：事由 2026-03-20
        "#]],
    );
}

#[test]
fn two_thirds_are_rounded_up() {
    check_fourth(
        "决议 2026-03-20 代表会议 应到 46 实到 30 妇女 15/9 通知 2026-03-10 同意 30",
        expect![[r#"
            决议 2026-03-20 代表会议 应到 46 实到 30 妇女 15/9 通知 2026-03-10 同意 30：应到 46 人，实到 30 人，不到三分之二（31 人），会议无效
            → 依据《村民委员会组织法》第三十条：村民代表会议有三分之二以上的组成人员参加方可召开，决定经到会人员的过半数同意。请提前五日书面通知，重新召集。
        "#]],
    );
}

#[test]
fn exactly_half_of_those_present_is_not_carried() {
    check_fourth(
        "决议 2026-03-20 代表会议 应到 45 实到 32 妇女 15/9 通知 2026-03-10 同意 16 反对 16",
        expect![[r#"
            决议 2026-03-20 代表会议 应到 45 实到 32 妇女 15/9 通知 2026-03-10 同意 16 反对 16：同意 16 人，到会 32 人，没有过半数（17 人），没有通过
            → 依据《村民委员会组织法》第三十条：村民代表会议所作决定应当经到会人员的过半数同意。请照会议记录核对票数；确实没有通过的，如实登记为“未通过”。
        "#]],
    );
}

#[test]
fn one_more_than_half_of_those_present_is_carried() {
    check_fourth(
        "决议 2026-03-20 代表会议 应到 45 实到 32 妇女 15/9 通知 2026-03-10 同意 17 反对 15",
        expect![[r#"
            待决议公开
            应公开 决议公开：事由 2026-03-20
        "#]],
    );
}

#[test]
fn abstentions_count_among_those_present() {
    check_fourth(
        "决议 2026-03-20 代表会议 应到 45 实到 31 妇女 15/9 通知 2026-03-10 同意 15 弃权 16",
        expect![[r#"
            决议 2026-03-20 代表会议 应到 45 实到 31 妇女 15/9 通知 2026-03-10 同意 15 弃权 16：同意 15 人，到会 31 人，没有过半数（16 人），没有通过
            → 依据《村民委员会组织法》第三十条：村民代表会议所作决定应当经到会人员的过半数同意。请照会议记录核对票数；确实没有通过的，如实登记为“未通过”。
        "#]],
    );
}

#[test]
fn a_third_of_the_women_among_the_representatives_must_come() {
    check_fourth(
        "决议 2026-03-20 代表会议 应到 45 实到 40 妇女 16/5 通知 2026-03-10 同意 40",
        expect![[r#"
            决议 2026-03-20 代表会议 应到 45 实到 40 妇女 16/5 通知 2026-03-10 同意 40：妇女代表应到 16 人，实到 5 人，不到三分之一（6 人），会议无效
            → 依据《山东省实施〈村民委员会组织法〉办法》第二十四条：妇女代表到会不少于其总数的三分之一。请通知妇女代表，重新召集。
        "#]],
    );
    check_fourth(
        "决议 2026-03-20 代表会议 应到 45 实到 40 妇女 15/5 通知 2026-03-10 同意 40",
        expect![[r#"
            待决议公开
            应公开 决议公开：事由 2026-03-20
        "#]],
    );
}

#[test]
fn women_not_counted_are_asked_for() {
    check_fourth(
        "决议 2026-03-20 代表会议 应到 45 实到 40 通知 2026-03-10 同意 40",
        expect![[r#"
            待决议公开
            应公开 决议公开：事由 2026-03-20
            请看 决议：没有登记妇女代表到会人数，不知道够不够其总数的三分之一（《山东省实施〈村民委员会组织法〉办法》第二十四条）。
        "#]],
    );
}

#[test]
fn more_women_than_persons_is_refused() {
    check_fourth(
        "决议 2026-03-20 代表会议 应到 45 实到 30 妇女 40/31 通知 2026-03-10 同意 30",
        expect![[r#"
            决议 2026-03-20 代表会议 应到 45 实到 30 妇女 40/31 通知 2026-03-10 同意 30：妇女代表实到 31，多于实到 30
            → 请照会议记录核对人数。
        "#]],
    );
}

// 村民会议: 村民委员会组织法第二十五条、第二十六条

#[test]
fn more_than_half_of_the_villagers_must_come() {
    check_fourth(
        "决议 2026-03-20 村民会议 应到 600 实到 300 通知 2026-03-10 同意 300",
        expect![[r#"
            决议 2026-03-20 村民会议 应到 600 实到 300 通知 2026-03-10 同意 300：应到 600 人，实到 300 人，没有过半数（301 人），会议无效
            → 依据《村民委员会组织法》第二十六条：有本村十八周岁以上村民的过半数，或者本村三分之二以上的户的代表参加，决定经到会人员的过半数通过。请提前十日通知，重新召集村民会议。
        "#]],
    );
    check_fourth(
        "决议 2026-03-20 村民会议 应到 600 实到 301 通知 2026-03-10 同意 151 反对 150",
        expect![[r#"
            待决议公开
            应公开 决议公开：事由 2026-03-20
        "#]],
    );
}

#[test]
fn half_of_the_villagers_present_is_not_carried() {
    check_fourth(
        "决议 2026-03-20 村民会议 应到 600 实到 302 通知 2026-03-10 同意 151 反对 151",
        expect![[r#"
            决议 2026-03-20 村民会议 应到 600 实到 302 通知 2026-03-10 同意 151 反对 151：同意 151 人，到会 302 人，没有过半数（152 人），没有通过
            → 依据《村民委员会组织法》第二十六条：村民会议所作决定应当经到会人员的过半数通过。请照会议记录核对票数；确实没有通过的，如实登记为“未通过”。
        "#]],
    );
}

#[test]
fn two_thirds_of_the_households_must_come() {
    check_fourth(
        "决议 2026-03-20 户代表会议 应到 150 实到 99 通知 2026-03-10 同意 99",
        expect![[r#"
            决议 2026-03-20 户代表会议 应到 150 实到 99 通知 2026-03-10 同意 99：应到 150 户，实到 99 户，不到三分之二（100 户），会议无效
            → 依据《村民委员会组织法》第二十六条：有本村十八周岁以上村民的过半数，或者本村三分之二以上的户的代表参加，决定经到会人员的过半数通过。请提前十日通知，重新召集村民会议。
        "#]],
    );
    check_fourth(
        "决议 2026-03-20 户代表会议 应到 150 实到 100 通知 2026-03-10 同意 51 反对 49",
        expect![[r#"
            待决议公开
            应公开 决议公开：事由 2026-03-20
        "#]],
    );
}

#[test]
fn villagers_are_told_ten_days_before() {
    check_fourth(
        "决议 2026-03-20 村民会议 应到 600 实到 400 通知 2026-03-11 同意 400",
        expect![[r#"
            决议 2026-03-20 村民会议 应到 600 实到 400 通知 2026-03-11 同意 400：2026-03-11 通知、2026-03-20 开会，只提前了 9 天，不到 10 天
            → 依据《村民委员会组织法》第二十五条：召集村民会议应当提前十日通知；遇有特殊情况临时通知的，请写明原因。
        "#]],
    );
    check_fourth(
        "决议 2026-03-20 村民会议 应到 600 实到 400 通知 2026-03-10 同意 400",
        expect![[r#"
            待决议公开
            应公开 决议公开：事由 2026-03-20
        "#]],
    );
}

#[test]
fn villagers_may_be_told_late_for_a_special_reason() {
    check_fourth(
        "决议 2026-03-20 村民会议 应到 600 实到 400 通知 2026-03-18 临时 汛情紧急 同意 400",
        expect![[r#"
            待决议公开
            应公开 决议公开：事由 2026-03-20
            请看 决议：村民会议（十八周岁以上村民）只提前 2 天通知（应当提前 10 天），原因：汛情紧急。
        "#]],
    );
}

#[test]
fn representatives_are_told_five_days_before_whatever_the_reason() {
    check_fourth(
        "决议 2026-03-20 代表会议 应到 45 实到 40 妇女 15/9 通知 2026-03-16 临时 汛情紧急 同意 40",
        expect![[r#"
            决议 2026-03-20 代表会议 应到 45 实到 40 妇女 15/9 通知 2026-03-16 临时 汛情紧急 同意 40：2026-03-16 通知、2026-03-20 开会，只提前了 4 天，不到 5 天
            → 依据《山东省实施〈村民委员会组织法〉办法》第二十四条：村民代表会议应当提前五日书面通知议题并张榜。请改期再开。
        "#]],
    );
    check_fourth(
        "决议 2026-03-20 代表会议 应到 45 实到 40 妇女 15/9 通知 2026-03-15 同意 40",
        expect![[r#"
            待决议公开
            应公开 决议公开：事由 2026-03-20
        "#]],
    );
}

#[test]
fn a_notice_that_is_not_known_is_asked_for() {
    check_fourth(
        "决议 2026-03-20 代表会议 应到 45 实到 40 妇女 15/9 同意 40",
        expect![[r#"
        待决议公开
        应公开 决议公开：事由 2026-03-20
        请看 决议：村民代表会议没有登记通知日期，应当提前 5 天通知。
    "#]],
    );
}

#[test]
fn nobody_is_told_after_the_meeting() {
    check_fourth(
        "决议 2026-03-20 代表会议 应到 45 实到 40 妇女 15/9 通知 2026-03-21 同意 40",
        expect![[r#"
            决议 2026-03-20 代表会议 应到 45 实到 40 妇女 15/9 通知 2026-03-21 同意 40：开会日期 2026-03-20 早于通知日期 2026-03-21
            → 请核对这两个日期。
        "#]],
    );
}

#[test]
fn national_law_alone_asks_for_neither_women_nor_five_days() {
    check(
        &format!(
            "规则 国家法\n{THREE}\n决议 2026-03-20 代表会议 应到 45 实到 30 妇女 15/1 通知 2026-03-19 同意 16 反对 14"
        ),
        expect![[r#"
            待决议公开
            应公开 决议公开：事由 2026-03-20
        "#]],
    );
}

// 集体经济组织: 农村集体经济组织法第二十六条至第二十八条

#[test]
fn members_decide_by_two_thirds_of_all() {
    check_members(
        "决议 2026-03-20 成员大会 应到 300 实到 220 通知 2026-03-10 同意 199 反对 21",
        expect![[r#"
            决议 2026-03-20 成员大会 应到 300 实到 220 通知 2026-03-10 同意 199 反对 21：同意 199 人，全体 300 人，不到三分之二（200 人），没有通过
            → 依据《农村集体经济组织法》第二十七条：成员大会作出决定，应当经全体成员三分之二以上同意。请照会议记录核对票数；确实没有通过的，如实登记为“未通过”。
        "#]],
    );
    check_members(
        "决议 2026-03-20 成员大会 应到 300 实到 220 通知 2026-03-10 同意 200 反对 20",
        expect![[r#"
            待决议公开
            应公开 决议公开：事由 2026-03-20
        "#]],
    );
}

#[test]
fn two_thirds_of_the_members_must_come() {
    check_members(
        "决议 2026-03-20 成员大会 应到 300 实到 199 通知 2026-03-10 同意 199",
        expect![[r#"
            决议 2026-03-20 成员大会 应到 300 实到 199 通知 2026-03-10 同意 199：应到 300 人，实到 199 人，不到三分之二（200 人），会议无效
            → 依据《农村集体经济组织法》第二十七条：有三分之二以上具有完全民事行为能力的成员参加，经全体成员三分之二以上同意（可以在线参加或书面委托同户成员）。请提前十日通知，重新召集。
        "#]],
    );
}

#[test]
fn members_are_told_ten_days_before_and_no_reason_excuses() {
    check_members(
        "决议 2026-03-20 成员大会 应到 300 实到 300 通知 2026-03-12 临时 汛情 同意 300",
        expect![[r#"
            决议 2026-03-20 成员大会 应到 300 实到 300 通知 2026-03-12 临时 汛情 同意 300：2026-03-12 通知、2026-03-20 开会，只提前了 8 天，不到 10 天
            → 依据《农村集体经济组织法》第二十七条：成员大会应当于召开十日前通知全体成员。请改期再开。
        "#]],
    );
}

#[test]
fn representatives_of_the_members_decide_by_two_thirds_of_all() {
    check_members(
        "决议 2026-03-20 成员代表大会 应到 31 实到 25 同意 20 反对 5",
        expect![[r#"
            决议 2026-03-20 成员代表大会 应到 31 实到 25 同意 20 反对 5：同意 20 人，全体 31 人，不到三分之二（21 人），没有通过
            → 依据《农村集体经济组织法》第二十八条：成员代表大会作出决定，应当经全体成员代表三分之二以上同意。请照会议记录核对票数；确实没有通过的，如实登记为“未通过”。
        "#]],
    );
    check_members(
        "决议 2026-03-20 成员代表大会 应到 31 实到 21 同意 21",
        expect![[r#"
        待决议公开
        应公开 决议公开：事由 2026-03-20
    "#]],
    );
}

#[test]
fn a_matter_of_the_collective_is_not_for_the_villagers_and_the_other_way_round() {
    check_members(
        "决议 2026-03-20 代表会议 应到 45 实到 45 妇女 15/15 通知 2026-03-10 同意 45",
        expect![[r#"
            决议 2026-03-20 代表会议 应到 45 实到 45 妇女 15/15 通知 2026-03-10 同意 45：这一项是集体经济组织的事项，不能由村民代表会议决议
            → 依据《农村集体经济组织法》第二十六条至第二十八条：集体经济组织的事项由成员大会或成员代表大会决定；没有设立、由村委会代行的，参照办理。
        "#]],
    );
    check_fourth(
        "决议 2026-03-20 成员大会 应到 300 实到 300 通知 2026-03-10 同意 300",
        expect![[r#"
            决议 2026-03-20 成员大会 应到 300 实到 300 通知 2026-03-10 同意 300：这一项不是集体经济组织的事项，不能由集体经济组织成员大会决议
            → 依据《村民委员会组织法》第二十八条：由村民会议决定，或由村民会议授权村民代表会议决定。
        "#]],
    );
}

// 党支部、两委、党员大会

#[test]
fn more_than_half_of_the_party_members_must_come() {
    let before = "
        提议 2026-03-02 党支部 应到 5 实到 5 同意 5
        商议 2026-03-05 两委 应到 7 实到 7 同意 7
    ";
    check(
        &format!("{before}\n审议 2026-03-08 党员大会 应到 30 实到 15 同意 15"),
        expect![[r#"
            审议 2026-03-08 党员大会 应到 30 实到 15 同意 15：应到 30 人，实到 15 人，没有过半数（16 人），会议无效
            → 依据《中国共产党支部工作条例（试行）》第十一条：表决须有半数以上有表决权的党员到会，赞成人数超过应到会有表决权的党员的半数为通过（到会比例可以在规则里改为三分之二）。请重新召集党员大会。
        "#]],
    );
    check(
        &format!("{before}\n审议 2026-03-08 党员大会 应到 30 实到 16 同意 16"),
        expect![[r#"
        待决议
    "#]],
    );
}

#[test]
fn party_members_agree_by_more_than_half_of_all() {
    check(
        "
        提议 2026-03-02 党支部 应到 5 实到 5 同意 5
        商议 2026-03-05 两委 应到 7 实到 7 同意 7
        审议 2026-03-08 党员大会 应到 30 实到 24 同意 15 反对 9
        ",
        expect![[r#"
            审议 2026-03-08 党员大会 应到 30 实到 24 同意 15 反对 9：同意 15 人，全体 30 人，没有过半数（16 人），没有通过
            → 依据《中国共产党支部工作条例（试行）》第十一条：赞成人数超过应到会有表决权的党员的半数为通过。请照会议记录核对票数；确实没有通过的，如实登记为“未通过”。
        "#]],
    );
}

#[test]
fn a_ledger_may_ask_for_two_thirds_of_the_party_members() {
    check(
        "
        规则 党员三分之二
        提议 2026-03-02 党支部 应到 5 实到 5 同意 5
        商议 2026-03-05 两委 应到 7 实到 7 同意 7
        审议 2026-03-08 党员大会 应到 31 实到 20 同意 20
        ",
        expect![[r#"
            审议 2026-03-08 党员大会 应到 31 实到 20 同意 20：应到 31 人，实到 20 人，不到三分之二（21 人），会议无效
            → 依据《中国共产党支部工作条例（试行）》第十一条：表决须有半数以上有表决权的党员到会，赞成人数超过应到会有表决权的党员的半数为通过（到会比例可以在规则里改为三分之二）。请重新召集党员大会。
        "#]],
    );
}

#[test]
fn half_of_the_two_committees_is_no_meeting() {
    check(
        "
        提议 2026-03-02 党支部 应到 5 实到 5 同意 5
        商议 2026-03-05 两委 应到 8 实到 4 同意 4
        ",
        expect![[r#"
            商议 2026-03-05 两委 应到 8 实到 4 同意 4：应到 8 人，实到 4 人，没有过半数（5 人），会议无效
            → 依据《村民委员会组织法》第三十四条：实行少数服从多数的民主决策机制，到会要过半数。请通知其余成员，重新开会。
        "#]],
    );
}
