//! The records as tables: on screen, on paper and in workbooks alike.

use super::evaluation::{Evaluation, terminations};
use super::{
    Audit, Governance, GovernanceFacts, GovernanceKind, PlanSide, Power, PowerUse, Veto, YearPlan,
};
use crate::domain::affairs::AffairId;
use crate::domain::listing::{
    ColumnKind, Link, Listing, ListingCell, ListingColumn, ListingRow, RowRole,
};
use crate::domain::money::Money;
use crate::domain::period::{Date, date_label};

type Heads = &'static [(&'static str, ColumnKind)];

fn text(words: impl Into<String>) -> ListingCell {
    ListingCell::text(words)
}

fn day(date: Option<Date>) -> ListingCell {
    date.map_or(ListingCell::Blank, ListingCell::Date)
}

fn count(count: u32) -> ListingCell {
    ListingCell::Count(i64::from(count))
}

fn row(cells: Vec<ListingCell>, alarm: bool) -> ListingRow {
    let role = if alarm { RowRole::Alarm } else { RowRole::Entry };
    ListingRow { role, ..ListingRow::entry(cells) }
}

/// One of the registers as of a day. `subject` is the village as printed.
pub fn governance_listing(
    kind: GovernanceKind,
    records: &[Governance],
    subject: &str,
    on: Date,
) -> Listing {
    let (title, heads) = head(kind);
    let mut rows: Vec<(Option<Date>, ListingRow)> = Vec::new();
    for record in records.iter().filter(|record| record.facts.kind() == kind) {
        let link = Link::Affair(AffairId::Record(record.id));
        let found = rows_of(&record.facts, records, on).into_iter();
        rows.extend(found.map(|(date, row)| (date, row.to(link.clone()))));
    }
    // by day; what has none, the list of powers, stays in its order
    rows.sort_by_key(|(date, _)| *date);
    let mut rows: Vec<ListingRow> = rows.into_iter().map(|(_, row)| row).collect();
    if kind == GovernanceKind::Power {
        rows.sort_by_key(|row| row.cells.first().map(ListingCell::shown));
    }
    if kind == GovernanceKind::Veto && !rows.is_empty() {
        rows.push(veto_sum(records));
    }
    Listing {
        title: title.to_owned(),
        subject: subject.to_owned(),
        period: date_label(on),
        columns: heads.iter().map(|(title, kind)| ListingColumn::new(*title, *kind)).collect(),
        rows,
        notes: notes(kind, records),
        signers: signers(kind),
        ..Listing::default()
    }
}

const AUDIT_HEADS: Heads = &[
    ("被审计人", ColumnKind::Label),
    ("职务", ColumnKind::Label),
    ("种类", ColumnKind::Label),
    ("起", ColumnKind::Date),
    ("止", ColumnKind::Date),
    ("离任日期", ColumnKind::Date),
    ("组织单位", ColumnKind::Label),
    ("村民代表", ColumnKind::Label),
    ("完成日期", ColumnKind::Date),
    ("审计结果", ColumnKind::Text),
    ("最迟公开", ColumnKind::Date),
    ("公开日期", ColumnKind::Date),
];
const WORK_HEADS: Heads = &[
    ("日期", ColumnKind::Date),
    ("工作内容", ColumnKind::Label),
    ("情况", ColumnKind::Text),
    ("参加成员", ColumnKind::Label),
    ("监督意见", ColumnKind::Text),
];
const VETO_HEADS: Heads = &[
    ("审核日期", ColumnKind::Date),
    ("票据", ColumnKind::Text),
    ("金额", ColumnKind::Amount),
    ("否决理由", ColumnKind::Text),
    ("参加成员", ColumnKind::Label),
    ("处理结果", ColumnKind::Label),
    ("处理日期", ColumnKind::Date),
];
const EVALUATION_HEADS: Heads = &[
    ("年度", ColumnKind::Label),
    ("评议日期", ColumnKind::Date),
    ("姓名", ColumnKind::Label),
    ("职务", ColumnKind::Label),
    ("优秀", ColumnKind::Number),
    ("称职", ColumnKind::Number),
    ("基本称职", ColumnKind::Number),
    ("不称职", ColumnKind::Number),
    ("等次", ColumnKind::Label),
    ("主持", ColumnKind::Label),
];
const REQUEST_HEADS: Heads = &[
    ("收到日期", ColumnKind::Date),
    ("要求公开的内容", ColumnKind::Text),
    ("联名人", ColumnKind::Label),
    ("联名人数", ColumnKind::Number),
    ("总人数", ColumnKind::Number),
    ("收件人", ColumnKind::Label),
    ("公开日期", ColumnKind::Date),
];
const POWER_HEADS: Heads = &[
    ("编号", ColumnKind::Label),
    ("权力名称", ColumnKind::Label),
    ("依据", ColumnKind::Text),
    ("运行步骤", ColumnKind::Text),
    ("责任人", ColumnKind::Label),
    ("公开方式", ColumnKind::Text),
];
const POWER_USE_HEADS: Heads = &[
    ("发起日期", ColumnKind::Date),
    ("权力", ColumnKind::Label),
    ("事项", ColumnKind::Text),
    ("所在组", ColumnKind::Label),
    ("已办步骤", ColumnKind::Text),
    ("下一步", ColumnKind::Label),
    ("结果", ColumnKind::Text),
];
const PLAN_HEADS: Heads = &[
    ("年度", ColumnKind::Label),
    ("账套", ColumnKind::Label),
    ("计划收入", ColumnKind::Amount),
    ("计划支出", ColumnKind::Amount),
    ("收支相抵", ColumnKind::Amount),
    ("项数", ColumnKind::Number),
    ("通过的会议", ColumnKind::Text),
    ("通过日期", ColumnKind::Date),
];

/// The title of a register and the heads of its columns.
const fn head(kind: GovernanceKind) -> (&'static str, Heads) {
    match kind {
        GovernanceKind::Audit => ("任期和离任审计台账", AUDIT_HEADS),
        GovernanceKind::Supervision => ("村务监督委员会工作记录", WORK_HEADS),
        GovernanceKind::Veto => ("民主理财否决开支登记表", VETO_HEADS),
        GovernanceKind::Evaluation => ("民主评议情况表", EVALUATION_HEADS),
        GovernanceKind::Request => ("联名要求公开登记表", REQUEST_HEADS),
        GovernanceKind::Power => ("小微权力清单", POWER_HEADS),
        GovernanceKind::PowerUse => ("小微权力运行登记表", POWER_USE_HEADS),
        GovernanceKind::Plan => ("年度收支计划", PLAN_HEADS),
    }
}

fn rows_of(
    facts: &GovernanceFacts,
    records: &[Governance],
    on: Date,
) -> Vec<(Option<Date>, ListingRow)> {
    match facts {
        GovernanceFacts::Audit(audit) => vec![(Some(audit.through), audit_row(audit, on))],
        GovernanceFacts::Supervision(work) => {
            let cells = vec![
                ListingCell::Date(work.held_on),
                text(work.kind.label()),
                text(&work.content),
                text(work.members.join("、")),
                text(&work.opinion),
            ];
            vec![(Some(work.held_on), row(cells, false))]
        }
        GovernanceFacts::Veto(veto) => vec![(Some(veto.reviewed_on), veto_row(veto))],
        GovernanceFacts::Evaluation(evaluation) => evaluation_rows(evaluation),
        GovernanceFacts::Request(request) => {
            let cells = vec![
                ListingCell::Date(request.received_on),
                text(&request.subject),
                text(request.by.label()),
                count(request.signers),
                count(request.whole),
                text(&request.received_by),
                day(request.disclosed.as_ref().map(|by| by.published_on)),
            ];
            vec![(Some(request.received_on), row(cells, request.disclosed.is_none()))]
        }
        GovernanceFacts::Power(power) => vec![(None, power_row(power))],
        GovernanceFacts::PowerUse(used) => {
            vec![(Some(used.started_on), use_row(used, records))]
        }
        GovernanceFacts::Plan(plan) => {
            vec![(Date::from_ymd_opt(plan.year, 1, 1), plan_row(plan))]
        }
    }
}

fn audit_row(audit: &Audit, on: Date) -> ListingRow {
    let cells = vec![
        text(&audit.who),
        text(&audit.position),
        text(audit.kind.label()),
        ListingCell::Date(audit.from),
        ListingCell::Date(audit.through),
        day(audit.left_on),
        text(&audit.organiser),
        text(audit.auditors.join("、")),
        day(audit.finished_on),
        text(&audit.result),
        day(audit.publish_by()),
        day(audit.disclosed.as_ref().map(|by| by.published_on)),
    ];
    row(cells, audit.is_overdue(on))
}

fn veto_row(veto: &Veto) -> ListingRow {
    let cells = vec![
        ListingCell::Date(veto.reviewed_on),
        text(&veto.paper),
        ListingCell::Amount(veto.amount),
        text(&veto.reason),
        text(veto.members.join("、")),
        text(veto.outcome.map_or("未处理", super::VetoOutcome::label)),
        day(veto.settled_on),
    ];
    row(cells, veto.outcome.is_none())
}

fn veto_sum(records: &[Governance]) -> ListingRow {
    let vetoes = records.iter().filter_map(|record| record.facts.veto());
    let sum: Money = vetoes.map(|veto| veto.amount).sum();
    let blank = ListingCell::Blank;
    ListingRow::sum(vec![
        text("合计"),
        blank.clone(),
        ListingCell::Amount(sum),
        blank.clone(),
        blank.clone(),
        blank.clone(),
        blank,
    ])
}

fn evaluation_rows(evaluation: &Evaluation) -> Vec<(Option<Date>, ListingRow)> {
    let row_of = |result: &super::Evaluated| {
        let grade = result.grade();
        let cells = vec![
            text(format!("{}年", evaluation.year)),
            ListingCell::Date(evaluation.held_on),
            text(&result.name),
            text(&result.position),
            count(result.excellent),
            count(result.competent),
            count(result.basic),
            count(result.incompetent),
            text(grade.label()),
            text(evaluation.hosts.join("、")),
        ];
        (Some(evaluation.held_on), row(cells, grade == super::Grade::Incompetent))
    };
    evaluation.results.iter().map(row_of).collect()
}

fn power_row(power: &Power) -> ListingRow {
    let name =
        if power.stopped { format!("{}（停用）", power.name) } else { power.name.clone() };
    let cells = vec![
        text(&power.code),
        text(name),
        text(&power.basis),
        text(power.steps.join(" → ")),
        text(&power.answers),
        text(&power.disclosed_how),
    ];
    row(cells, false)
}

fn use_row(used: &PowerUse, records: &[Governance]) -> ListingRow {
    let mut powers = records.iter().filter_map(|record| record.facts.power());
    let power = powers.find(|power| power.code == used.power);
    let steps: Vec<String> = used
        .steps
        .iter()
        .map(|done| format!("{}（{}，{}）", done.step, done.on, done.person))
        .collect();
    let next = power.and_then(|power| used.next_step(power)).unwrap_or_default();
    let cells = vec![
        ListingCell::Date(used.started_on),
        text(power.map_or(used.power.clone(), |power| power.name.clone())),
        text(&used.subject),
        text(&used.group),
        text(steps.join("；")),
        text(next),
        text(&used.result),
    ];
    row(cells, false)
}

fn plan_row(plan: &YearPlan) -> ListingRow {
    let (income, expense) = (plan.total(PlanSide::Income), plan.total(PlanSide::Expense));
    let cells = vec![
        text(format!("{}年", plan.year)),
        text(plan.entity.label()),
        ListingCell::Amount(income),
        ListingCell::Amount(expense),
        ListingCell::Amount(income.minus(expense)),
        ListingCell::Count(i64::try_from(plan.lines.len()).unwrap_or(i64::MAX)),
        text(&plan.passed_by),
        day(plan.passed_on),
    ];
    row(cells, false)
}

fn notes(kind: GovernanceKind, records: &[Governance]) -> Vec<String> {
    match kind {
        GovernanceKind::Evaluation => {
            let evaluations: Vec<&Evaluation> =
                records.iter().filter_map(|record| record.facts.evaluation()).collect();
            terminations(&evaluations).iter().map(super::Termination::message).collect()
        }
        GovernanceKind::Power => {
            vec!["依据和步骤请照县、镇公布的清单核对。".to_owned()]
        }
        GovernanceKind::Audit
        | GovernanceKind::Supervision
        | GovernanceKind::Veto
        | GovernanceKind::Request
        | GovernanceKind::PowerUse
        | GovernanceKind::Plan => Vec::new(),
    }
}

fn signers(kind: GovernanceKind) -> Vec<String> {
    let signers = match kind {
        GovernanceKind::Supervision | GovernanceKind::Veto | GovernanceKind::Evaluation => {
            ["记录", "村务监督委员会主任"]
        }
        GovernanceKind::Audit
        | GovernanceKind::Request
        | GovernanceKind::Power
        | GovernanceKind::PowerUse
        | GovernanceKind::Plan => ["制表", "复核"],
    };
    signers.map(str::to_owned).to_vec()
}
