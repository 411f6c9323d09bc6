//! The six registration forms of a resolution (四议两公开登记表), one for each stage.
//!
//! Invariant: what was recorded stands in the form; what was not is left as room to write, so a
//! form can be printed before the meeting as well as after it.

use crate::domain::period::{Date, date_label};
use crate::domain::resolution::{Motive, Resolution, ResolutionFacts, Stage, StageRecord};
use crate::domain::village::VillageProfile;

use super::document::{Block, Document, Footer, Form, FormRow, Heading, Paragraph, Role, Standing};

/// Room for what was said, for signatures of those present, and for one or two names, in lines.
const CONTENT_LINES: usize = 10;
const SIGNATURE_LINES: usize = 10;
const NAME_LINES: usize = 2;

/// The form of one stage.
pub fn resolution_form(
    resolution: &Resolution,
    profile: &VillageProfile,
    stage: Stage,
) -> Document {
    let facts = &resolution.facts;
    let rows =
        if stage.is_meeting() { meeting_rows(facts, stage) } else { disclosure_rows(facts, stage) };
    let title = format!("四议两公开登记表（{}）{}", numeral(stage), stage.label());
    let village = profile.full_name();
    let number =
        if facts.is_blank() { "　　　　　　".to_owned() } else { facts.number_label() };
    let parts = ["明白账".to_owned(), village.clone(), number.trim().to_owned()];
    let parts = parts.into_iter().filter(|part| !part.is_empty()).collect();
    Document {
        heading: Heading {
            issue: vec![village.clone()],
            title: title.clone(),
            standing: Standing::Posted(vec![format!("编号：{number}")]),
        },
        blocks: vec![Block::Form(Form { rows }), Block::Paragraph(note(stage))],
        footer: Footer { parts },
        growth: 1.0,
        extras: Vec::new(),
        fills_rows: false,
    }
}

/// All six forms, in order.
pub fn resolution_forms(resolution: &Resolution, profile: &VillageProfile) -> Vec<Document> {
    Stage::ALL.into_iter().map(|stage| resolution_form(resolution, profile, stage)).collect()
}

const fn numeral(stage: Stage) -> &'static str {
    match stage {
        Stage::Proposed => "一",
        Stage::Consulted => "二",
        Stage::Deliberated => "三",
        Stage::Resolved => "四",
        Stage::ResolutionDisclosed => "五",
        Stage::OutcomeDisclosed => "六",
    }
}

fn day(date: Option<Date>) -> String {
    date.map(date_label).unwrap_or_default()
}

/// What every form begins with.
fn head_rows(facts: &ResolutionFacts) -> Vec<FormRow> {
    let motives =
        Motive::ALL.map(|motive| (motive.label(), motive == facts.motive && !facts.is_blank()));
    vec![FormRow::choices("动议事由", motives), FormRow::words(&[("事项", &facts.title)]).room(2)]
}

fn amount(facts: &ResolutionFacts) -> String {
    facts.amount.map(|amount| format!("{} 元", amount.grouped())).unwrap_or_default()
}

fn meeting_rows(facts: &ResolutionFacts, stage: Stage) -> Vec<FormRow> {
    let record = facts.meeting(stage);
    let of = |words: fn(&StageRecord) -> String| record.map(words).unwrap_or_default();
    let form = record.map_or_else(
        || if stage == Stage::Resolved { "" } else { stage_form(stage) },
        |record| record.form.label(),
    );
    let count = |count: u32, unit: &str| format!("{count} {unit}");
    let mut rows = head_rows(facts);
    rows.push(FormRow::words(&[
        ("时间", &day(record.map(|record| record.held_on))),
        ("地点", &of(|record| record.place.clone())),
    ]));
    rows.push(FormRow::words(&[("会议形式", form), ("金额", &amount(facts))]));
    rows.push(FormRow::words(&[
        ("主持人", &of(|record| record.host.clone())),
        ("记录人", &of(|record| record.recorder.clone())),
    ]));
    let attendance = record.map(|record| (record.attendance, record.form.unit()));
    let counted = |figure: fn(crate::domain::resolution::Attendance) -> u32| {
        attendance.map(|(attendance, unit)| count(figure(attendance), unit)).unwrap_or_default()
    };
    rows.push(FormRow::words(&[
        ("应到", &counted(|attendance| attendance.should)),
        ("实到", &counted(|attendance| attendance.attended)),
        ("比例", &attendance.map(|(attendance, _)| share(attendance.share())).unwrap_or_default()),
    ]));
    if stage == Stage::Resolved {
        let women = record.and_then(|record| record.women);
        let women =
            women.map(|women| format!("应到 {} 人，实到 {} 人", women.should, women.attended));
        rows.push(FormRow::words(&[
            ("通知日期", &day(record.and_then(|record| record.noticed_on))),
            ("妇女代表", &women.unwrap_or_default()),
        ]));
    }
    rows.push(
        FormRow::words(&[("会议内容", &of(|record| record.content.clone()))]).room(CONTENT_LINES),
    );
    let votes = record.map(|record| {
        let (votes, unit) = (record.votes, record.form.unit());
        let of = |label: &str, votes: u32| format!("{label} {votes} {unit}");
        [of("同意", votes.agreed), of("反对", votes.against), of("弃权", votes.abstained)]
            .join("，")
    });
    let blank = "同意　　　　，反对　　　　，弃权　　　　".to_owned();
    rows.push(FormRow::words(&[("表决", &votes.unwrap_or(blank))]));
    let passed = |wanted: bool| record.is_some_and(|record| record.passed == wanted);
    rows.push(FormRow::choices("结果", [("通过", passed(true)), ("未通过", passed(false))]));
    rows.push(FormRow::words(&[("参会人员\n签字", "")]).room(SIGNATURE_LINES));
    rows.push(township(record));
    rows
}

/// The body of a stage that only one body can hold.
const fn stage_form(stage: Stage) -> &'static str {
    match stage {
        Stage::Proposed => "村党支部会议",
        Stage::Consulted => "村“两委”会议",
        Stage::Deliberated => "党员大会",
        Stage::Resolved | Stage::ResolutionDisclosed | Stage::OutcomeDisclosed => "",
    }
}

/// The name stands small beside the room: a printed name is no signature.
fn township(record: Option<&StageRecord>) -> FormRow {
    let name = record.map(|record| record.township_attendee.as_str()).unwrap_or_default();
    let words = if name.is_empty() { String::new() } else { format!("（{name}）") };
    FormRow::words(&[("乡镇参会\n人员签字", &words)]).room(NAME_LINES)
}

fn share(share: u32) -> String {
    format!("{}.{:02}%", share / 100, share % 100)
}

fn disclosure_rows(facts: &ResolutionFacts, stage: Stage) -> Vec<FormRow> {
    let by = facts.disclosed_by(stage);
    let resolved = facts.meeting(Stage::Resolved).filter(|record| record.passed);
    let mut rows = head_rows(facts);
    rows.push(FormRow::words(&[("决议日期", &day(facts.resolved_on())), ("金额", &amount(facts))]));
    rows.push(FormRow::words(&[(
        "决议会议",
        resolved.map(|record| record.form.label()).unwrap_or_default(),
    )]));
    let (label, content) = match stage {
        Stage::OutcomeDisclosed => {
            rows.push(FormRow::words(&[("完成日期", &day(facts.completed_on))]));
            ("实施结果", facts.outcome.clone())
        }
        Stage::Proposed
        | Stage::Consulted
        | Stage::Deliberated
        | Stage::Resolved
        | Stage::ResolutionDisclosed => {
            ("公开内容", resolved.map(|record| record.content.clone()).unwrap_or_default())
        }
    };
    rows.push(FormRow::words(&[
        ("公开时间", &day(by.map(|by| by.published_on))),
        ("公示期满", &day(by.map(|by| by.posted_until))),
    ]));
    let boards = by.map(|by| by.boards.join("、")).unwrap_or_default();
    rows.push(FormRow::words(&[("公开地点", &boards)]));
    rows.push(FormRow::words(&[(label, &content)]).room(CONTENT_LINES));
    let how = by.map(|by| {
        format!(
            "{} 张贴，公示至 {}，共 {} 天。",
            date_label(by.published_on),
            date_label(by.posted_until),
            (by.posted_until - by.published_on).num_days()
        )
    });
    rows.push(FormRow::words(&[("公开情况", &how.unwrap_or_default())]).room(3));
    let opinion = by.map(|by| by.opinion.clone()).unwrap_or_default();
    rows.push(FormRow::words(&[("监督意见", &opinion)]).room(4));
    rows.push(FormRow::words(&[("村监委签字", "")]).room(4));
    rows.push(FormRow::words(&[("乡镇参会\n人员签字", "")]).room(NAME_LINES));
    rows
}

fn note(stage: Stage) -> Paragraph {
    let text = match stage {
        Stage::Proposed | Stage::Consulted => "本表随会议记录归入村务档案。",
        Stage::Deliberated => {
            "依据《中国共产党支部工作条例（试行）》第十一条：有半数以上有表决权的党员到会，赞成人数超过应到会有表决权的党员的半数为通过。"
        }
        Stage::Resolved => {
            "依据《村民委员会组织法》第二十六条、第三十条，《农村集体经济组织法》第二十七条、第二十八条。签字人数多的另附签到表。"
        }
        Stage::ResolutionDisclosed | Stage::OutcomeDisclosed => {
            "依据《村民委员会组织法》第三十五条：会议决定的事项及其实施情况应当及时公布，公布的期限不得少于十五日。"
        }
    };
    Paragraph { text: text.to_owned(), role: Role::Note }
}
