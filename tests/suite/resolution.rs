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
use mingbai::domain::listing::ListingCell;
use mingbai::domain::money::Money;
use mingbai::domain::money_rules::MoneyRules;
use mingbai::domain::period::Date;
use mingbai::domain::resolution::{
    Attendance, DisclosedBy, Expense, MeetingForm, Motive, Resolution, ResolutionFacts,
    ResolutionRefusal, ResolutionRules, Share, Stage, StageRecord, Votes, check_expense,
    check_removal, check_resolution, disclosures_due, meetings_listing, next_number,
    register_listing,
};
use proptest::prelude::*;
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
fn record(stage: Stage, words: &[&str]) -> StageRecord {
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

fn check(lines: &str, expected: Expect) {
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
        // what was written is what is read back
        let json = serde_json::to_string(&told.facts).expect("JSON");
        let read: ResolutionFacts = serde_json::from_str(&json).expect("facts");
        assert_eq!(read.clean(told.today).as_ref(), Ok(&told.facts));
    }
    expected.assert_eq(&answer);
}

/// The first three meetings, all in order.
const THREE: &str = "
    提议  2026-03-02  党支部    应到 5   实到 5   同意 5
    商议  2026-03-05  两委      应到 7   实到 7   同意 7
    审议  2026-03-08  党员大会  应到 31  实到 31  同意 31
";

fn check_fourth(line: &str, expected: Expect) {
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
        expect![[r#""#]],
    );
}

#[test]
fn each_step_says_what_comes_next() {
    check("事项 修村北路", expect![[r#""#]]);
    check("提议 2026-03-02 党支部 应到 5 实到 5 同意 5", expect![[r#""#]]);
    let lines = "决议 2026-03-20 代表会议 应到 45 实到 45 妇女 16/16 通知 2026-03-10 同意 45";
    check_fourth(lines, expect![[r#""#]]);
    check_fourth(&format!("{lines}\n决议公开 2026-03-21"), expect![[r#""#]]);
    check_fourth(&format!("{lines}\n决议公开 2026-03-21\n完成 2026-08-30"), expect![[r#""#]]);
}

// 村民代表会议: 村民委员会组织法第三十条

#[test]
fn two_thirds_of_the_representatives_must_come() {
    check_fourth(
        "决议 2026-03-20 代表会议 应到 45 实到 28 妇女 15/9 通知 2026-03-10 同意 28",
        expect![[r#""#]],
    );
    check_fourth(
        "决议 2026-03-20 代表会议 应到 45 实到 29 妇女 15/9 通知 2026-03-10 同意 29",
        expect![[r#""#]],
    );
}

#[test]
fn exactly_two_thirds_of_the_representatives_are_enough() {
    check_fourth(
        "决议 2026-03-20 代表会议 应到 45 实到 30 妇女 15/9 通知 2026-03-10 同意 30",
        expect![[r#""#]],
    );
}

#[test]
fn two_thirds_are_rounded_up() {
    check_fourth(
        "决议 2026-03-20 代表会议 应到 46 实到 30 妇女 15/9 通知 2026-03-10 同意 30",
        expect![[r#""#]],
    );
}

#[test]
fn exactly_half_of_those_present_is_not_carried() {
    check_fourth(
        "决议 2026-03-20 代表会议 应到 45 实到 32 妇女 15/9 通知 2026-03-10 同意 16 反对 16",
        expect![[r#""#]],
    );
}

#[test]
fn one_more_than_half_of_those_present_is_carried() {
    check_fourth(
        "决议 2026-03-20 代表会议 应到 45 实到 32 妇女 15/9 通知 2026-03-10 同意 17 反对 15",
        expect![[r#""#]],
    );
}

#[test]
fn abstentions_count_among_those_present() {
    check_fourth(
        "决议 2026-03-20 代表会议 应到 45 实到 31 妇女 15/9 通知 2026-03-10 同意 15 弃权 16",
        expect![[r#""#]],
    );
}

#[test]
fn a_third_of_the_women_among_the_representatives_must_come() {
    check_fourth(
        "决议 2026-03-20 代表会议 应到 45 实到 40 妇女 16/5 通知 2026-03-10 同意 40",
        expect![[r#""#]],
    );
    check_fourth(
        "决议 2026-03-20 代表会议 应到 45 实到 40 妇女 15/5 通知 2026-03-10 同意 40",
        expect![[r#""#]],
    );
}

#[test]
fn women_not_counted_are_asked_for() {
    check_fourth(
        "决议 2026-03-20 代表会议 应到 45 实到 40 通知 2026-03-10 同意 40",
        expect![[r#""#]],
    );
}

#[test]
fn more_women_than_persons_is_refused() {
    check_fourth(
        "决议 2026-03-20 代表会议 应到 45 实到 30 妇女 40/31 通知 2026-03-10 同意 30",
        expect![[r#""#]],
    );
}

// 村民会议: 村民委员会组织法第二十五条、第二十六条

#[test]
fn more_than_half_of_the_villagers_must_come() {
    check_fourth(
        "决议 2026-03-20 村民会议 应到 600 实到 300 通知 2026-03-10 同意 300",
        expect![[r#""#]],
    );
    check_fourth(
        "决议 2026-03-20 村民会议 应到 600 实到 301 通知 2026-03-10 同意 151 反对 150",
        expect![[r#""#]],
    );
}

#[test]
fn half_of_the_villagers_present_is_not_carried() {
    check_fourth(
        "决议 2026-03-20 村民会议 应到 600 实到 302 通知 2026-03-10 同意 151 反对 151",
        expect![[r#""#]],
    );
}

#[test]
fn two_thirds_of_the_households_must_come() {
    check_fourth(
        "决议 2026-03-20 户代表会议 应到 150 实到 99 通知 2026-03-10 同意 99",
        expect![[r#""#]],
    );
    check_fourth(
        "决议 2026-03-20 户代表会议 应到 150 实到 100 通知 2026-03-10 同意 51 反对 49",
        expect![[r#""#]],
    );
}

#[test]
fn villagers_are_told_ten_days_before() {
    check_fourth(
        "决议 2026-03-20 村民会议 应到 600 实到 400 通知 2026-03-11 同意 400",
        expect![[r#""#]],
    );
    check_fourth(
        "决议 2026-03-20 村民会议 应到 600 实到 400 通知 2026-03-10 同意 400",
        expect![[r#""#]],
    );
}

#[test]
fn villagers_may_be_told_late_for_a_special_reason() {
    check_fourth(
        "决议 2026-03-20 村民会议 应到 600 实到 400 通知 2026-03-18 临时 汛情紧急 同意 400",
        expect![[r#""#]],
    );
}

#[test]
fn representatives_are_told_five_days_before_whatever_the_reason() {
    check_fourth(
        "决议 2026-03-20 代表会议 应到 45 实到 40 妇女 15/9 通知 2026-03-16 临时 汛情紧急 同意 40",
        expect![[r#""#]],
    );
    check_fourth(
        "决议 2026-03-20 代表会议 应到 45 实到 40 妇女 15/9 通知 2026-03-15 同意 40",
        expect![[r#""#]],
    );
}

#[test]
fn a_notice_that_is_not_known_is_asked_for() {
    check_fourth("决议 2026-03-20 代表会议 应到 45 实到 40 妇女 15/9 同意 40", expect![[r#""#]]);
}

#[test]
fn nobody_is_told_after_the_meeting() {
    check_fourth(
        "决议 2026-03-20 代表会议 应到 45 实到 40 妇女 15/9 通知 2026-03-21 同意 40",
        expect![[r#""#]],
    );
}

#[test]
fn national_law_alone_asks_for_neither_women_nor_five_days() {
    check(
        &format!(
            "规则 国家法\n{THREE}\n决议 2026-03-20 代表会议 应到 45 实到 30 妇女 15/1 通知 2026-03-19 同意 16 反对 14"
        ),
        expect![[r#""#]],
    );
}

// 集体经济组织: 农村集体经济组织法第二十六条至第二十八条

#[test]
fn members_decide_by_two_thirds_of_all() {
    check_members(
        "决议 2026-03-20 成员大会 应到 300 实到 220 通知 2026-03-10 同意 199 反对 21",
        expect![[r#""#]],
    );
    check_members(
        "决议 2026-03-20 成员大会 应到 300 实到 220 通知 2026-03-10 同意 200 反对 20",
        expect![[r#""#]],
    );
}

#[test]
fn two_thirds_of_the_members_must_come() {
    check_members(
        "决议 2026-03-20 成员大会 应到 300 实到 199 通知 2026-03-10 同意 199",
        expect![[r#""#]],
    );
}

#[test]
fn members_are_told_ten_days_before_and_no_reason_excuses() {
    check_members(
        "决议 2026-03-20 成员大会 应到 300 实到 300 通知 2026-03-12 临时 汛情 同意 300",
        expect![[r#""#]],
    );
}

#[test]
fn representatives_of_the_members_decide_by_two_thirds_of_all() {
    check_members("决议 2026-03-20 成员代表大会 应到 31 实到 25 同意 20 反对 5", expect![[r#""#]]);
    check_members("决议 2026-03-20 成员代表大会 应到 31 实到 21 同意 21", expect![[r#""#]]);
}

#[test]
fn a_matter_of_the_collective_is_not_for_the_villagers_and_the_other_way_round() {
    check_members(
        "决议 2026-03-20 代表会议 应到 45 实到 45 妇女 15/15 通知 2026-03-10 同意 45",
        expect![[r#""#]],
    );
    check_fourth(
        "决议 2026-03-20 成员大会 应到 300 实到 300 通知 2026-03-10 同意 300",
        expect![[r#""#]],
    );
}

// 党支部、两委、党员大会

#[test]
fn more_than_half_of_the_party_members_must_come() {
    let before = "
        提议 2026-03-02 党支部 应到 5 实到 5 同意 5
        商议 2026-03-05 两委 应到 7 实到 7 同意 7
    ";
    check(&format!("{before}\n审议 2026-03-08 党员大会 应到 30 实到 15 同意 15"), expect![[r#""#]]);
    check(&format!("{before}\n审议 2026-03-08 党员大会 应到 30 实到 16 同意 16"), expect![[r#""#]]);
}

#[test]
fn party_members_agree_by_more_than_half_of_all() {
    check(
        "
        提议 2026-03-02 党支部 应到 5 实到 5 同意 5
        商议 2026-03-05 两委 应到 7 实到 7 同意 7
        审议 2026-03-08 党员大会 应到 30 实到 24 同意 15 反对 9
        ",
        expect![[r#""#]],
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
        expect![[r#""#]],
    );
}

#[test]
fn half_of_the_two_committees_is_no_meeting() {
    check(
        "
        提议 2026-03-02 党支部 应到 5 实到 5 同意 5
        商议 2026-03-05 两委 应到 8 实到 4 同意 4
        ",
        expect![[r#""#]],
    );
}

// order and dates

#[test]
fn no_stage_is_skipped() {
    check(
        "
        提议 2026-03-02 党支部 应到 5 实到 5 同意 5
        审议 2026-03-08 党员大会 应到 31 实到 31 同意 31
        ",
        expect![[r#""#]],
    );
    check("决议 2026-03-20 代表会议 应到 45 实到 45 同意 45", expect![[r#""#]]);
}

#[test]
fn no_stage_is_recorded_twice() {
    check_fourth("审议 2026-03-09 党员大会 应到 31 实到 31 同意 31", expect![[r#""#]]);
    check_fourth(
        "
        决议 2026-03-20 村民会议 应到 600 实到 400 通知 2026-03-10 同意 400
        决议 2026-03-21 村民会议 应到 600 实到 400 通知 2026-03-10 同意 400
        ",
        expect![[r#""#]],
    );
}

#[test]
fn a_stage_is_not_before_the_one_before_it() {
    check_fourth(
        "决议 2026-03-07 村民会议 应到 600 实到 400 通知 2026-02-20 同意 400",
        expect![[r#""#]],
    );
}

#[test]
fn two_stages_may_be_of_one_day() {
    check(
        "
        提议 2026-03-02 党支部 应到 5 实到 5 同意 5
        商议 2026-03-02 两委 应到 7 实到 7 同意 7
        ",
        expect![[r#""#]],
    );
}

#[test]
fn no_meeting_is_recorded_before_it_was_held() {
    check(
        "
        今天 2026-03-01
        提议 2026-03-02 党支部 应到 5 实到 5 同意 5
        ",
        expect![[r#""#]],
    );
}

#[test]
fn a_meeting_is_held_by_its_own_body() {
    check("提议 2026-03-02 党员大会 应到 31 实到 31 同意 31", expect![[r#""#]]);
}

#[test]
fn more_votes_or_more_persons_than_there_are_is_refused() {
    check("提议 2026-03-02 党支部 应到 5 实到 6 同意 5", expect![[r#""#]]);
    check("提议 2026-03-02 党支部 应到 5 实到 4 同意 4 反对 1", expect![[r#""#]]);
    check("提议 2026-03-02 党支部 应到 0 实到 0 同意 0", expect![[r#""#]]);
}

#[test]
fn votes_that_are_missing_are_asked_for() {
    check("提议 2026-03-02 党支部 应到 5 实到 5 同意 3", expect![[r#""#]]);
}

// what fails

#[test]
fn a_matter_voted_down_is_at_its_end() {
    check(
        "
        提议 2026-03-02 党支部 应到 5 实到 5 同意 5
        商议 2026-03-05 两委 应到 7 实到 7 同意 3 反对 4 未通过
        ",
        expect![[r#""#]],
    );
    check(
        "
        提议 2026-03-02 党支部 应到 5 实到 5 同意 5
        商议 2026-03-05 两委 应到 7 实到 7 同意 3 反对 4 未通过
        审议 2026-03-08 党员大会 应到 31 实到 31 同意 31
        ",
        expect![[r#""#]],
    );
}

#[test]
fn what_was_carried_is_not_written_down_as_failed() {
    check("提议 2026-03-02 党支部 应到 5 实到 5 同意 3 反对 2 未通过", expect![[r#""#]]);
}

#[test]
fn a_meeting_without_quorum_does_not_vote_down_either() {
    check_fourth(
        "决议 2026-03-20 代表会议 应到 45 实到 20 妇女 15/9 通知 2026-03-10 同意 2 反对 18 未通过",
        expect![[r#""#]],
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
    check_fourth("决议公开 2026-03-21", expect![[r#""#]]);
    check_fourth("完成 2026-03-21", expect![[r#""#]]);
}

#[test]
fn the_outcome_is_disclosed_once_there_is_one() {
    check_fourth(&format!("{RESOLVED}\n结果公开 2026-03-21"), expect![[r#""#]]);
}

#[test]
fn no_disclosure_and_no_completion_before_the_resolution() {
    check_fourth(&format!("{RESOLVED}\n决议公开 2026-03-19"), expect![[r#""#]]);
    check_fourth(&format!("{RESOLVED}\n完成 2026-03-19"), expect![[r#""#]]);
    check_fourth(&format!("{RESOLVED}\n完成 2026-08-30\n结果公开 2026-08-29"), expect![[r#""#]]);
}

#[test]
fn both_disclosures_arise_where_neither_was_made() {
    check_fourth(&format!("{RESOLVED}\n完成 2026-08-30"), expect![[r#""#]]);
}

#[test]
fn a_sheet_taken_down_too_early_opens_the_disclosure_again() {
    check_fourth(&format!("{RESOLVED}\n决议公开 2026-03-21\n撤下 决议公开"), expect![[r#""#]]);
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
    expect![[r#""#]].assert_eq(&(shown.join("\n") + "\n" + &listing.notes.join("\n")));
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
    assert_eq!(refusal.to_string(), "事项里有身份证号（尾号 421X），公开时会泄露个人信息");
    let empty = blank(" ").check(&rules(), day("2026-12-31")).expect_err("a refusal");
    assert_eq!(empty.to_string(), "事项没有填");
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
    expense("10000.00", "0.00", "2026-04-01", None, expect![[r#""#]]);
    expense("10000.01", "0.00", "2026-04-01", None, expect![[r#""#]]);
}

#[test]
fn a_resolution_covers_what_it_allows_and_no_more() {
    let register = three();
    let road = Some(&register[1]);
    expense("126000.00", "0.00", "2026-04-01", road, expect![[r#""#]]);
    expense("26000.00", "100000.00", "2026-04-01", road, expect![[r#""#]]);
    expense("26000.01", "100000.00", "2026-04-01", road, expect![[r#""#]]);
    expense("20000.00", "0.00", "2026-03-19", road, expect![[r#""#]]);
}

#[test]
fn what_was_not_resolved_allows_no_expense() {
    let register = three();
    expense("20000.00", "0.00", "2026-06-01", Some(&register[2]), expect![[r#""#]]);
    expense("20000.00", "0.00", "2026-06-01", Some(&register[0]), expect![[r#""#]]);
    let words = told(&format!("事项 村规民约\n{THREE}\n{RESOLVED}"));
    let words = Resolution { id: id(9), facts: words };
    expense("20000.00", "0.00", "2026-06-01", Some(&words), expect![[r#""#]]);
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
