//! What each form is for, its fields, and what usually stands there.

use super::plan_rows::plan_sheet;
use super::sheet::{Sheet, VoteRow};
use crate::domain::governance::{
    Audit, AuditKind, DisclosureRequest, Evaluated, Evaluation, Governance, GovernanceFacts,
    GovernanceKind, Power, PowerUse, RequestBody, SupervisionWork, Veto, VetoOutcome, WorkKind,
};
use crate::domain::ids::{GovernanceId, ResolutionId};
use crate::domain::ledger::Book;
use crate::domain::money::Money;
use crate::domain::period::{Date, Month};
use crate::domain::resolution::{MeetingForm, Motive, Resolution, Stage, StageRecord, next_number};
use crate::domain::village::Office;

/// Who decides a matter, as chosen.
pub(super) const ELECTORATES: [&str; 2] = ["村民会议或村民代表会议", "集体经济组织成员"];
pub(super) const RESULTS: [&str; 2] = ["通过", "未通过"];
pub(super) const UNSETTLED: &str = "未处理";
pub(super) const STOPPED: [&str; 2] = ["在用", "停用"];

/// What a form does once it is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    AddResolution,
    ChangeResolution(ResolutionId),
    /// Records the next meeting.
    Meet(ResolutionId, Stage),
    /// Changes what was recorded of a meeting.
    ChangeMeeting(ResolutionId, Stage),
    Attach(ResolutionId),
    Complete(ResolutionId),
    Abandon(ResolutionId),
    AddRecord(GovernanceKind),
    ChangeRecord(GovernanceId, GovernanceKind),
    /// Records the next step of a power.
    NextStep(GovernanceId),
}

impl Purpose {
    /// The heading of the dialog.
    pub(super) fn title(self) -> String {
        match self {
            Self::AddResolution => "新增四议两公开事项".to_owned(),
            Self::ChangeResolution(_) => "修改事项".to_owned(),
            Self::Meet(_, stage) => format!("登记会议：{}", stage.title()),
            Self::ChangeMeeting(_, stage) => format!("修改会议：{}", stage.title()),
            Self::Attach(_) => "附会议记录、照片".to_owned(),
            Self::Complete(_) => "登记实施完成".to_owned(),
            Self::Abandon(_) => "终止".to_owned(),
            Self::AddRecord(kind) => format!("登记{}", kind.label()),
            Self::ChangeRecord(_, kind) => format!("修改{}", kind.label()),
            Self::NextStep(_) => "登记下一步".to_owned(),
        }
    }

    /// The form as it opens.
    pub(super) fn sheet(self, book: &Book, today: Date) -> Sheet {
        let resolution = |id| book.affairs.resolution(id);
        match self {
            Self::AddResolution => resolution_sheet(None, book, today),
            Self::ChangeResolution(id) => resolution_sheet(resolution(id), book, today),
            Self::Meet(id, stage) => {
                let before = resolution(id).and_then(|known| known.facts.meetings.last());
                let collective = resolution(id).is_some_and(|known| known.facts.collective);
                meeting_sheet(stage, collective, None, before, today).files("会议记录、照片")
            }
            Self::ChangeMeeting(id, stage) => {
                let known = resolution(id).map(|known| &known.facts);
                let record = known.and_then(|facts| facts.meeting(stage));
                let collective = known.is_some_and(|facts| facts.collective);
                meeting_sheet(stage, collective, record, None, today)
            }
            Self::Attach(id) => {
                let held = resolution(id).into_iter().flat_map(|known| &known.facts.meetings);
                let held: Vec<&str> = held.map(|record| record.stage.label()).collect();
                let last = held.last().copied().unwrap_or_default();
                Sheet::new().choice("会议", held.clone(), last).files("会议记录、照片")
            }
            Self::Complete(id) => {
                let known = resolution(id).map(|known| &known.facts);
                let on = known.and_then(|facts| facts.completed_on).unwrap_or(today);
                let outcome = known.map(|facts| facts.outcome.clone()).unwrap_or_default();
                Sheet::new()
                    .day("完成日期", on.to_string())
                    .long("实施结果", outcome)
                    .hint("做成了什么、验收、决算多少；会印在实施结果公开的公示上")
            }
            Self::Abandon(_) => Sheet::new()
                .day("终止日期", today.to_string())
                .long("终止原因", "")
                .hint("为什么不办了，谁提出的"),
            Self::AddRecord(kind) => record_sheet(kind, None, book, today),
            Self::ChangeRecord(id, kind) => {
                record_sheet(kind, book.affairs.record(id), book, today)
            }
            Self::NextStep(_) => Sheet::new()
                .day("步骤日期", today.to_string())
                .words("经办人", "")
                .long("结果", "")
                .hint("最后一步办完以后写"),
        }
    }
}

fn some(amount: Option<Money>) -> String {
    amount.map(|amount| amount.to_string()).unwrap_or_default()
}

pub(super) fn written(date: Option<Date>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

fn labels<T: Copy>(all: &[T], label: fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().map(|one| label(*one)).collect()
}

fn resolution_sheet(known: Option<&Resolution>, book: &Book, today: Date) -> Sheet {
    let facts = known.map(|known| &known.facts);
    let registered_on = facts.map_or(today, |facts| facts.registered_on);
    let next = next_number(&book.affairs.resolutions, Month::of(today).year());
    let number = facts.map_or(next, |facts| facts.number);
    let motive = facts.map_or_else(Motive::default, |facts| facts.motive);
    let collective = facts.is_some_and(|facts| facts.collective);
    Sheet::new()
        .words("事项", facts.map(|facts| facts.title.clone()).unwrap_or_default())
        .wide(3)
        .hint("如：修建村北水泥路 1200 米")
        .number("金额", some(facts.and_then(|facts| facts.amount)))
        .hint("最多花多少；不涉及钱的不填")
        .choice("动议事由", labels(&Motive::ALL, Motive::label), motive.label())
        .choice("由谁决议", ELECTORATES, if collective { ELECTORATES[1] } else { ELECTORATES[0] })
        .day("登记日期", registered_on.to_string())
        .number("编号", number.to_string())
}

/// The form of a meeting; one that comes next starts with the people of the one before it.
fn meeting_sheet(
    stage: Stage,
    collective: bool,
    record: Option<&StageRecord>,
    before: Option<&StageRecord>,
    today: Date,
) -> Sheet {
    let like = record.or(before);
    let of =
        |text: fn(&StageRecord) -> &String| like.map(|it| text(it).clone()).unwrap_or_default();
    let own = |text: fn(&StageRecord) -> String| record.map(text).unwrap_or_default();
    let forms: Vec<&str> = MeetingForm::of(stage, collective).map(MeetingForm::label).collect();
    let result = if record.is_none_or(|it| it.passed) { RESULTS[0] } else { RESULTS[1] };
    let held_on = record.map_or(today, |it| it.held_on);
    let mut sheet = Sheet::new()
        .day("开会日期", held_on.to_string())
        .choice("会议形式", forms, record.map_or("", |it| it.form.label()))
        .words("地点", of(|it| &it.place))
        .number("应到", own(|it| it.attendance.should.to_string()))
        .number("实到", own(|it| it.attendance.attended.to_string()));
    if stage == Stage::Resolved {
        sheet = sheet.day("通知日期", written(record.and_then(|it| it.noticed_on)));
        if !collective {
            let women = record.and_then(|it| it.women);
            let count = |count: Option<u32>| count.map(|it| it.to_string()).unwrap_or_default();
            sheet = sheet
                .number("妇女代表应到", count(women.map(|it| it.should)))
                .hint("村民代表会议填")
                .number("妇女代表实到", count(women.map(|it| it.attended)))
                .words("临时通知的原因", own(|it| it.short_notice_reason.clone()));
        }
    } else {
        sheet = sheet.choice("结果", RESULTS, result);
    }
    sheet = sheet
        .number("同意", own(|it| it.votes.agreed.to_string()))
        .number("反对", own(|it| it.votes.against.to_string()))
        .number("弃权", own(|it| it.votes.abstained.to_string()));
    if stage == Stage::Resolved {
        sheet = sheet.choice("结果", RESULTS, result);
    }
    sheet
        .words("主持人", of(|it| &it.host))
        .words("记录人", of(|it| &it.recorder))
        .words("乡镇参会人员", own(|it| it.township_attendee.clone()))
        .long("会议内容", own(|it| it.content.clone()))
        .hint("议了什么、怎么定的；决议的这一栏会印在公示上")
}

/// The members of the supervision committee, the usual signers.
fn members(book: &Book) -> String {
    let members = book.village.profile.supervision.members.iter();
    members.map(|member| member.name.as_str()).collect::<Vec<_>>().join("、")
}

fn record_sheet(
    kind: GovernanceKind,
    record: Option<&Governance>,
    book: &Book,
    today: Date,
) -> Sheet {
    let facts = record.map(|record| &record.facts);
    match (kind, facts) {
        (_, Some(GovernanceFacts::Audit(audit))) => audit_sheet(Some(audit), book),
        (_, Some(GovernanceFacts::Supervision(work))) => work_sheet(Some(work), book, today),
        (_, Some(GovernanceFacts::Veto(veto))) => veto_sheet(Some(veto), book, today),
        (_, Some(GovernanceFacts::Evaluation(one))) => evaluation_sheet(Some(one), book, today),
        (_, Some(GovernanceFacts::Request(request))) => request_sheet(Some(request), today),
        (_, Some(GovernanceFacts::Power(power))) => power_sheet(Some(power)),
        (_, Some(GovernanceFacts::PowerUse(used))) => use_sheet(Some(used), book, today),
        (_, Some(GovernanceFacts::Plan(plan))) => plan_sheet(Some(plan), book, today),
        (GovernanceKind::Audit, None) => audit_sheet(None, book),
        (GovernanceKind::Supervision, None) => work_sheet(None, book, today),
        (GovernanceKind::Veto, None) => veto_sheet(None, book, today),
        (GovernanceKind::Evaluation, None) => evaluation_sheet(None, book, today),
        (GovernanceKind::Request, None) => request_sheet(None, today),
        (GovernanceKind::Power, None) => power_sheet(None),
        (GovernanceKind::PowerUse, None) => use_sheet(None, book, today),
        (GovernanceKind::Plan, None) => plan_sheet(None, book, today),
    }
}

fn audit_sheet(audit: Option<&Audit>, book: &Book) -> Sheet {
    let of = |text: fn(&Audit) -> String| audit.map(text).unwrap_or_default();
    let township = &book.village.profile.township;
    let organiser = audit.map_or_else(|| format!("{township}人民政府"), |it| it.organiser.clone());
    let kind = audit.map_or_else(AuditKind::default, |it| it.kind);
    Sheet::new()
        .words("被审计人", of(|it| it.who.clone()))
        .words("职务", of(|it| it.position.clone()))
        .choice("审计种类", labels(&AuditKind::ALL, AuditKind::label), kind.label())
        .day("审计期间起", of(|it| it.from.to_string()))
        .day("审计期间止", of(|it| it.through.to_string()))
        .words("组织单位", organiser)
        .day("离任日期", written(audit.and_then(|it| it.left_on)))
        .day("下届选举日期", written(audit.and_then(|it| it.election_on)))
        .day("完成日期", written(audit.and_then(|it| it.finished_on)))
        .words("村民代表", of(|it| it.auditors.join("、")))
        .wide(3)
        .hint("参加审计的村民代表，三名以上，用顿号分开")
        .long("审计结果", of(|it| it.result.clone()))
        .hint("会印在审计结果的公示上")
        .long("发现的问题", of(|it| it.findings.clone()))
}

fn work_sheet(work: Option<&SupervisionWork>, book: &Book, today: Date) -> Sheet {
    let kind = work.map_or_else(WorkKind::default, |it| it.kind);
    Sheet::new()
        .day("日期", work.map_or(today, |it| it.held_on).to_string())
        .choice("工作内容", labels(&WorkKind::ALL, WorkKind::label), kind.label())
        .words("参加的成员", work.map_or_else(|| members(book), |it| it.members.join("、")))
        .long("情况", work.map(|it| it.content.clone()).unwrap_or_default())
        .hint("审核了多少票据、列席了什么会、看了哪处工程")
        .long("监督意见", work.map(|it| it.opinion.clone()).unwrap_or_default())
}

fn veto_sheet(veto: Option<&Veto>, book: &Book, today: Date) -> Sheet {
    let outcomes = [UNSETTLED].into_iter().chain(labels(&VetoOutcome::ALL, VetoOutcome::label));
    let outcome = veto.and_then(|it| it.outcome).map_or(UNSETTLED, VetoOutcome::label);
    Sheet::new()
        .words("票据", veto.map(|it| it.paper.clone()).unwrap_or_default())
        .wide(2)
        .hint("如：招待费收据 1 张")
        .number("金额", some(veto.map(|it| it.amount)))
        .day("审核日期", veto.map_or(today, |it| it.reviewed_on).to_string())
        .choice("处理结果", outcomes, outcome)
        .day("处理日期", written(veto.and_then(|it| it.settled_on)))
        .words("参加审核的成员", veto.map_or_else(|| members(book), |it| it.members.join("、")))
        .wide(3)
        .long("否决理由", veto.map(|it| it.reason.clone()).unwrap_or_default())
}

fn vote_row(result: &Evaluated) -> VoteRow {
    let votes = [result.excellent, result.competent, result.basic, result.incompetent];
    VoteRow {
        name: result.name.clone(),
        position: result.position.clone(),
        is_member: result.committee_member,
        votes: votes.map(|count| count.to_string()),
    }
}

/// Who is reviewed: the villagers' committee, and whom the collective pays.
fn reviewed(book: &Book) -> Vec<VoteRow> {
    let officers = book.village.profile.officers.iter();
    let row = |officer: &crate::domain::village::Officer| VoteRow {
        name: officer.name.clone(),
        position: officer.office.label().to_owned(),
        is_member: officer.office.in_committee(),
        votes: Default::default(),
    };
    officers.filter(|officer| officer.office != Office::PartySecretary).map(row).collect()
}

fn evaluation_sheet(one: Option<&Evaluation>, book: &Book, today: Date) -> Sheet {
    let of = |text: fn(&Evaluation) -> String| one.map(text).unwrap_or_default();
    let forms = MeetingForm::of(Stage::Resolved, false).map(MeetingForm::label);
    // a review held early in the year is about the year before
    let month = Month::of(today);
    let usual = if month.number() < 6 { month.year() - 1 } else { month.year() };
    let director = book.village.profile.supervision.members.first();
    let host = director.map(|member| member.name.clone()).unwrap_or_default();
    let rows = one.map_or_else(|| reviewed(book), |it| it.results.iter().map(vote_row).collect());
    Sheet::new()
        .number("年度", one.map_or(usual, |it| it.year).to_string())
        .day("评议日期", one.map_or(today, |it| it.held_on).to_string())
        .choice("会议形式", forms, one.map_or("", |it| it.form.label()))
        .number("应到", of(|it| it.attendance.should.to_string()))
        .number("实到", of(|it| it.attendance.attended.to_string()))
        .words("主持人", one.map_or(host, |it| it.hosts.join("、")))
        .hint("村监委成员")
        .votes("被评议人", rows)
}

fn request_sheet(request: Option<&DisclosureRequest>, today: Date) -> Sheet {
    let by = request.map_or_else(RequestBody::default, |it| it.by);
    let count = |count: Option<u32>| count.map(|it| it.to_string()).unwrap_or_default();
    Sheet::new()
        .day("收到日期", request.map_or(today, |it| it.received_on).to_string())
        .choice("联名人", labels(&RequestBody::ALL, RequestBody::label), by.label())
        .words("收件人", request.map(|it| it.received_by.clone()).unwrap_or_default())
        .number("联名人数", count(request.map(|it| it.signers)))
        .number("总人数", count(request.map(|it| it.whole)))
        .long("要求公开的内容", request.map(|it| it.subject.clone()).unwrap_or_default())
        .hint("签名册留在村里，这里只写人数")
}

fn power_sheet(power: Option<&Power>) -> Sheet {
    let of = |text: fn(&Power) -> String| power.map(text).unwrap_or_default();
    let stopped = power.is_some_and(|it| it.stopped);
    Sheet::new()
        .words("编号", of(|it| it.code.clone()))
        .words("权力名称", of(|it| it.name.clone()))
        .choice("状态", STOPPED, if stopped { STOPPED[1] } else { STOPPED[0] })
        .words("依据", of(|it| it.basis.clone()))
        .wide(3)
        .words("责任人", of(|it| it.answers.clone()))
        .words("公开方式", of(|it| it.disclosed_how.clone()))
        .wide(2)
        .long("运行步骤", of(|it| it.steps.join("、")))
        .hint("依次写每一步，用顿号或换行分开")
}

/// `Q11 印章管理使用`, as chosen.
pub(super) fn power_label(power: &Power) -> String {
    format!("{} {}", power.code, power.name)
}

fn use_sheet(used: Option<&PowerUse>, book: &Book, today: Date) -> Sheet {
    let powers = book.affairs.records.iter().filter_map(|it| it.facts.power());
    let own = |power: &&Power| used.is_some_and(|used| used.power == power.code);
    let powers = powers.filter(|power| !power.stopped || own(power));
    let mut labels: Vec<String> = powers.map(power_label).collect();
    labels.sort();
    let chosen = used.and_then(|used| {
        labels.iter().find(|label| label.split(' ').next() == Some(used.power.as_str()))
    });
    let chosen = chosen.cloned().unwrap_or_default();
    let of = |text: fn(&PowerUse) -> String| used.map(text).unwrap_or_default();
    Sheet::new()
        .words("事项", of(|it| it.subject.clone()))
        .wide(3)
        .choice("权力", labels, chosen)
        .day("发起日期", used.map_or(today, |it| it.started_on).to_string())
        .words("所在组", of(|it| it.group.clone()))
        .hint("如：二组；不写姓名")
        .long("结果", of(|it| it.result.clone()))
        .hint("最后一步办完以后写")
}
