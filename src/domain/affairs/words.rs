//! What a notice says of an affair where nobody wrote anything else.

use crate::domain::governance::{Audit, Evaluation, GovernanceFacts, terminations};
use crate::domain::ledger::Book;
use crate::domain::notice::StatementTable;
use crate::domain::occasion::{OccasionFacts, OccasionSource};
use crate::domain::period::date_label;
use crate::domain::resolution::{ResolutionFacts, Stage, StageRecord};

impl Book {
    /// The paragraphs of a notice over an occasion that arose from an affair; none for others.
    pub fn composed_words(&self, occasion: &OccasionFacts) -> Vec<String> {
        let resolution = |id| self.affairs.resolution(id).map(|known| &known.facts);
        match occasion.source {
            OccasionSource::Resolution(id) => resolution(id).map(resolved).unwrap_or_default(),
            OccasionSource::Outcome(id) => resolution(id).map(completed).unwrap_or_default(),
            OccasionSource::Governance(id) => match self.affairs.record(id).map(|it| &it.facts) {
                Some(GovernanceFacts::Audit(audit)) => audited(audit),
                Some(GovernanceFacts::Request(request)) => vec![format!(
                    "{}，{} {} 人联名（共 {} 人）要求公开：{}",
                    date_label(request.received_on),
                    request.by.label(),
                    request.signers,
                    request.whole,
                    sentence(&request.subject)
                )],
                Some(_) | None => Vec::new(),
            },
            OccasionSource::ByHand | OccasionSource::Voucher(_) | OccasionSource::Holding(_) => {
                Vec::new()
            }
        }
    }

    /// The reviews of a year.
    fn evaluations_of(&self, year: i32) -> Vec<&Evaluation> {
        let all = self.affairs.records.iter().filter_map(|record| record.facts.evaluation());
        all.filter(|evaluation| evaluation.year == year).collect()
    }

    /// What is said of the reviews of a year: when, who came, who led, whose office ended.
    pub(in crate::domain) fn evaluation_words(&self, year: i32) -> Vec<String> {
        let of_year = self.evaluations_of(year);
        let mut words: Vec<String> = of_year
            .iter()
            .map(|evaluation| {
                let (attendance, unit) = (evaluation.attendance, evaluation.form.unit());
                format!(
                    "{}召开{}进行{year}年度民主评议，应到 {} {unit}，实到 {} {unit}，由村务监督委员会{}主持。",
                    date_label(evaluation.held_on),
                    evaluation.form.label(),
                    attendance.should,
                    attendance.attended,
                    evaluation.hosts.join("、")
                )
            })
            .collect();
        let all: Vec<&Evaluation> =
            self.affairs.records.iter().filter_map(|record| record.facts.evaluation()).collect();
        let ended = terminations(&all).into_iter();
        let of_these = |second| of_year.iter().any(|evaluation| evaluation.held_on == second);
        words.extend(ended.filter(|it| of_these(it.second)).map(|it| it.message()));
        words
    }

    /// 民主评议结果: the votes and the grade of each person reviewed in a year.
    pub(in crate::domain) fn evaluation_table(&self, year: i32) -> Option<StatementTable> {
        let columns = ["姓名", "职务", "优秀", "称职", "基本称职", "不称职", "等次"];
        let results = self.evaluations_of(year).into_iter().flat_map(|it| &it.results);
        let rows: Vec<Vec<String>> = results
            .map(|result| {
                let votes = [result.excellent, result.competent, result.basic, result.incompetent];
                let mut row = vec![result.name.clone(), result.position.clone()];
                row.extend(votes.map(|count| count.to_string()));
                row.push(result.grade().label().to_owned());
                row
            })
            .collect();
        (!rows.is_empty()).then(|| StatementTable {
            title: String::new(),
            columns: columns.map(str::to_owned).to_vec(),
            rows,
            ..StatementTable::default()
        })
    }
}

/// With a stop at its end.
fn sentence(words: &str) -> String {
    let words = words.trim();
    if words.ends_with(['。', '！', '？', '；']) {
        words.to_owned()
    } else {
        format!("{words}。")
    }
}

/// 议题、经过、应到实到、表决结果、决议正文.
fn resolved(facts: &ResolutionFacts) -> Vec<String> {
    let mut words = vec![subject(facts)];
    let before = facts.meetings.iter().filter(|record| record.stage != Stage::Resolved);
    let walked: Vec<String> = before
        .map(|record| {
            format!(
                "{}经{}{}",
                date_label(record.held_on),
                record.form.label(),
                record.stage.label()
            )
        })
        .collect();
    if !walked.is_empty() {
        words.push(format!("{}。", walked.join("，")));
    }
    if let Some(record) = facts.meeting(Stage::Resolved) {
        words.push(voted(record));
        words.push("决议正文：".to_owned());
        words.extend(lines(&record.content));
    }
    words
}

fn subject(facts: &ResolutionFacts) -> String {
    let amount = facts.amount.map(|amount| format!("，金额 {} 元", amount.grouped()));
    format!("议题：{}（{}）{}。", facts.title, facts.number_label(), amount.unwrap_or_default())
}

fn voted(record: &StageRecord) -> String {
    let (attendance, votes, unit) = (record.attendance, record.votes, record.form.unit());
    let share = attendance.share();
    format!(
        "{}召开{}，应到 {} {unit}，实到 {} {unit}，到会率 {}.{:02}%。表决：同意 {} {unit}，反对 {} {unit}，弃权 {} {unit}，决议{}。",
        date_label(record.held_on),
        record.form.label(),
        attendance.should,
        attendance.attended,
        share / 100,
        share % 100,
        votes.agreed,
        votes.against,
        votes.abstained,
        if record.passed { "通过" } else { "未通过" }
    )
}

/// 决议、完成日期、实施结果.
fn completed(facts: &ResolutionFacts) -> Vec<String> {
    let mut words = vec![subject(facts)];
    if let Some(record) = facts.meeting(Stage::Resolved) {
        words.push(voted(record));
    }
    if let Some(on) = facts.completed_on {
        words.push(format!("{}实施完成，实施结果：", date_label(on)));
        words.extend(lines(&facts.outcome));
    }
    words
}

/// 审计报告摘要.
fn audited(audit: &Audit) -> Vec<String> {
    let position = Some(&audit.position).filter(|position| !position.is_empty());
    let position = position.map(|position| format!("（{position}）")).unwrap_or_default();
    let finished = audit.finished_on.map(|on| format!("，{}完成", date_label(on)));
    let mut words = vec![format!(
        "{}对{}{position}进行{}，审计期间 {} 至 {}，村民代表 {} 人参加{}。",
        audit.organiser,
        audit.who,
        audit.kind.label(),
        date_label(audit.from),
        date_label(audit.through),
        audit.auditors.len(),
        finished.unwrap_or_default()
    )];
    words.push("审计结果：".to_owned());
    words.extend(lines(&audit.result));
    if !audit.findings.is_empty() {
        words.push("发现的问题和整改：".to_owned());
        words.extend(lines(&audit.findings));
    }
    words
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}
