//! What the fields of a form say.

use super::plan_rows::{PLAN_SETS, PlanRow};
use super::purpose::{ELECTORATES, Purpose, RESULTS, STOPPED, UNSETTLED};
use super::sheet::{Input, Sheet, VoteRow};
use crate::app::AffairCommand;
use crate::domain::account::Chart;
use crate::domain::entity::Entity;
use crate::domain::governance::{
    Audit, AuditKind, DisclosureRequest, Evaluated, Evaluation, GovernanceFacts, GovernanceKind,
    PlanLine, Power, PowerUse, RequestBody, StepDone, SupervisionWork, Veto, VetoOutcome, WorkKind,
    YearPlan,
};
use crate::domain::ids::ResolutionId;
use crate::domain::ledger::Book;
use crate::domain::money::Money;
use crate::domain::period::{Date, Month};
use crate::domain::resolution::{
    Attendance, MeetingForm, Motive, ResolutionFacts, Stage, StageRecord, Votes,
};
use crate::domain::text::ascii_width;
use crate::ui::pages::vouchers::typed::parse_day;

/// Reads the fields one by one and keeps what is wrong with them.
struct Reader<'a> {
    sheet: &'a Sheet,
    faults: Vec<(&'static str, String)>,
    month: Month,
}

impl Reader<'_> {
    fn text(&self, label: &str) -> String {
        self.sheet.text(label).to_owned()
    }

    fn fault<T: Default>(&mut self, label: &'static str, fault: impl Into<String>) -> T {
        self.faults.push((label, fault.into()));
        T::default()
    }

    fn amount(&mut self, label: &'static str) -> Option<Money> {
        if self.sheet.text(label).is_empty() {
            return None;
        }
        match Money::parse(self.sheet.text(label)) {
            Ok(amount) => Some(amount),
            Err(fault) => self.fault(label, fault.to_string()),
        }
    }

    fn day_or_none(&mut self, label: &'static str) -> Option<Date> {
        let written = self.sheet.text(label);
        if written.is_empty() {
            return None;
        }
        match parse_day(written, self.month) {
            Ok(date) => Some(date),
            Err(fault) => self.fault(label, fault),
        }
    }

    fn day(&mut self, label: &'static str) -> Date {
        if self.sheet.text(label).is_empty() {
            return self.fault(label, format!("{label}没有填"));
        }
        self.day_or_none(label).unwrap_or_default()
    }

    /// Nothing is zero.
    fn count(&mut self, label: &'static str) -> u32 {
        match count(self.sheet.text(label)) {
            Some(count) => count,
            None => self.fault(label, "写整数，如 45"),
        }
    }

    fn one_of<T: Copy>(&self, label: &str, all: &[T], words: fn(T) -> &'static str) -> Option<T> {
        let written = self.sheet.text(label);
        all.iter().copied().find(|one| words(*one) == written)
    }

    fn attendance(&mut self, should: &'static str, attended: &'static str) -> Attendance {
        Attendance { should: self.count(should), attended: self.count(attended) }
    }

    fn form(&self) -> MeetingForm {
        let form = self.one_of("会议形式", &MeetingForm::ALL, MeetingForm::label);
        form.unwrap_or(MeetingForm::RepresentativesAssembly)
    }

    fn is_chosen(&self, label: &str, word: &str) -> bool {
        self.sheet.text(label) == word
    }
}

/// A whole number; nothing is zero.
pub(super) fn count(written: &str) -> Option<u32> {
    let plain: String = written.trim().chars().map(ascii_width).collect();
    if plain.is_empty() { Some(0) } else { plain.parse().ok() }
}

/// Names parted by blanks, commas or lines.
fn names(written: &str) -> Vec<String> {
    let parts = written.split(['、', '，', ',', '；', ';', ' ', '　', '\n']);
    parts.map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// Steps may hold blanks.
fn steps(written: &str) -> Vec<String> {
    let parts = written.split(['、', '\n', '→']);
    parts.map(str::trim).filter(|step| !step.is_empty()).map(str::to_owned).collect()
}

fn files(sheet: &Sheet) -> Vec<std::path::PathBuf> {
    let slot = sheet.slots.iter().find(|slot| matches!(slot.input, Input::Files(_)));
    let Some(slot) = slot else { return Vec::new() };
    let mut files = if let Input::Files(files) = &slot.input { files.clone() } else { Vec::new() };
    // a place that was typed and not added is meant as well
    if !slot.value.trim().is_empty() {
        files.push(std::path::PathBuf::from(slot.value.trim()));
    }
    files
}

/// What is wrong, by field.
pub(super) type Faults = Vec<(&'static str, String)>;

/// Reads a form into what shall be done.
pub(super) fn read(
    purpose: Purpose,
    sheet: &Sheet,
    book: &Book,
    today: Date,
) -> Result<AffairCommand, Faults> {
    let mut reader = Reader { sheet, faults: Vec::new(), month: Month::of(today) };
    let command = match purpose {
        Purpose::AddResolution => {
            let blank = ResolutionFacts::blank(today, 1);
            AffairCommand::AddResolution(Box::new(reader.resolution(blank)))
        }
        Purpose::ChangeResolution(resolution) => {
            let known = book.affairs.resolution(resolution).map(|known| known.facts.clone());
            let base = known.unwrap_or_else(|| ResolutionFacts::blank(today, 1));
            let facts = Box::new(reader.resolution(base));
            AffairCommand::UpdateResolution { resolution, facts }
        }
        Purpose::Meet(resolution, stage) => {
            let record = Box::new(reader.meeting(stage));
            AffairCommand::RecordMeeting { resolution, record, papers: files(sheet) }
        }
        Purpose::ChangeMeeting(resolution, stage) => {
            changed_meeting(&mut reader, book, resolution, stage)
        }
        Purpose::Attach(resolution) => {
            let stage = reader.one_of("会议", &Stage::MEETINGS, Stage::label);
            let stage = stage.unwrap_or(Stage::Proposed);
            AffairCommand::AttachPapers { resolution, stage, papers: files(sheet) }
        }
        Purpose::Complete(resolution) => {
            let (on, outcome) = (reader.day("完成日期"), reader.text("实施结果"));
            AffairCommand::Complete { resolution, on, outcome }
        }
        Purpose::Abandon(resolution) => {
            let (on, reason) = (reader.day("终止日期"), reader.text("终止原因"));
            AffairCommand::Abandon { resolution, on, reason }
        }
        Purpose::AddRecord(kind) => {
            AffairCommand::AddRecord(Box::new(reader.record(kind, None, &book.chart)))
        }
        Purpose::ChangeRecord(record, kind) => {
            let base = book.affairs.record(record).map(|known| &known.facts);
            let facts = Box::new(reader.record(kind, base, &book.chart));
            AffairCommand::UpdateRecord { record, facts }
        }
        Purpose::NextStep(record) => {
            let base = book.affairs.record(record).and_then(|known| known.facts.power_use());
            let facts = Box::new(GovernanceFacts::PowerUse(reader.next_step(base, book)));
            AffairCommand::UpdateRecord { record, facts }
        }
    };
    if reader.faults.is_empty() { Ok(command) } else { Err(reader.faults) }
}

/// A resolution with one of its meetings changed; its papers stay.
fn changed_meeting(
    reader: &mut Reader<'_>,
    book: &Book,
    resolution: ResolutionId,
    stage: Stage,
) -> AffairCommand {
    let record = reader.meeting(stage);
    let known = book.affairs.resolution(resolution).map(|known| known.facts.clone());
    let mut facts = known.unwrap_or_else(|| ResolutionFacts::blank(record.held_on, 1));
    for old in facts.meetings.iter_mut().filter(|old| old.stage == stage) {
        let papers = std::mem::take(&mut old.papers);
        *old = StageRecord { papers, ..record.clone() };
    }
    AffairCommand::UpdateResolution { resolution, facts: Box::new(facts) }
}

impl Reader<'_> {
    fn resolution(&mut self, base: ResolutionFacts) -> ResolutionFacts {
        ResolutionFacts {
            registered_on: self.day("登记日期"),
            number: self.count("编号"),
            title: self.text("事项"),
            motive: self.one_of("动议事由", &Motive::ALL, Motive::label).unwrap_or_default(),
            amount: self.amount("金额"),
            collective: self.is_chosen("由谁决议", ELECTORATES[1]),
            ..base
        }
    }

    fn meeting(&mut self, stage: Stage) -> StageRecord {
        let women = !self.sheet.text("妇女代表应到").is_empty();
        StageRecord {
            stage,
            form: self.form(),
            held_on: self.day("开会日期"),
            noticed_on: self.day_or_none("通知日期"),
            short_notice_reason: self.text("临时通知的原因"),
            place: self.text("地点"),
            attendance: self.attendance("应到", "实到"),
            women: women.then(|| self.attendance("妇女代表应到", "妇女代表实到")),
            votes: Votes {
                agreed: self.count("同意"),
                against: self.count("反对"),
                abstained: self.count("弃权"),
            },
            passed: self.is_chosen("结果", RESULTS[0]),
            content: self.text("会议内容"),
            host: self.text("主持人"),
            recorder: self.text("记录人"),
            township_attendee: self.text("乡镇参会人员"),
            papers: Vec::new(),
        }
    }

    fn record(
        &mut self,
        kind: GovernanceKind,
        base: Option<&GovernanceFacts>,
        chart: &Chart,
    ) -> GovernanceFacts {
        match kind {
            GovernanceKind::Audit => GovernanceFacts::Audit(self.audit()),
            GovernanceKind::Supervision => GovernanceFacts::Supervision(SupervisionWork {
                held_on: self.day("日期"),
                kind: self.one_of("工作内容", &WorkKind::ALL, WorkKind::label).unwrap_or_default(),
                content: self.text("情况"),
                members: names(self.sheet.text("参加的成员")),
                opinion: self.text("监督意见"),
            }),
            GovernanceKind::Veto => {
                let voucher = base.and_then(GovernanceFacts::veto).and_then(|veto| veto.voucher);
                let settled = !self.is_chosen("处理结果", UNSETTLED);
                let outcome = self.one_of("处理结果", &VetoOutcome::ALL, VetoOutcome::label);
                GovernanceFacts::Veto(Veto {
                    reviewed_on: self.day("审核日期"),
                    paper: self.text("票据"),
                    voucher,
                    amount: self.amount("金额").unwrap_or_default(),
                    reason: self.text("否决理由"),
                    members: names(self.sheet.text("参加审核的成员")),
                    outcome: outcome.filter(|_| settled),
                    settled_on: self.day_or_none("处理日期"),
                })
            }
            GovernanceKind::Evaluation => GovernanceFacts::Evaluation(self.evaluation()),
            GovernanceKind::Request => GovernanceFacts::Request(DisclosureRequest {
                received_on: self.day("收到日期"),
                by: self
                    .one_of("联名人", &RequestBody::ALL, RequestBody::label)
                    .unwrap_or_default(),
                signers: self.count("联名人数"),
                whole: self.count("总人数"),
                subject: self.text("要求公开的内容"),
                received_by: self.text("收件人"),
                disclosed: None,
            }),
            GovernanceKind::Power => GovernanceFacts::Power(Power {
                code: self.text("编号"),
                name: self.text("权力名称"),
                basis: self.text("依据"),
                steps: steps(self.sheet.text("运行步骤")),
                answers: self.text("责任人"),
                disclosed_how: self.text("公开方式"),
                stopped: self.is_chosen("状态", STOPPED[1]),
            }),
            GovernanceKind::PowerUse => {
                let before = base.and_then(GovernanceFacts::power_use);
                let steps = before.map(|used| used.steps.clone()).unwrap_or_default();
                let code = self.sheet.text("权力").split(' ').next().unwrap_or_default();
                GovernanceFacts::PowerUse(PowerUse {
                    power: code.to_owned(),
                    started_on: self.day("发起日期"),
                    group: self.text("所在组"),
                    subject: self.text("事项"),
                    steps,
                    result: self.text("结果"),
                })
            }
            GovernanceKind::Plan => GovernanceFacts::Plan(self.plan(chart)),
        }
    }

    fn plan(&mut self, chart: &Chart) -> YearPlan {
        let rows = match self.sheet.slot("计划明细").map(|slot| &slot.input) {
            Some(Input::Plan(table)) => table.rows.clone(),
            Some(_) | None => Vec::new(),
        };
        let is_filled = |text: &str| !text.trim().is_empty();
        let filled = rows.iter().filter(|row| is_filled(&row.amount) || is_filled(&row.remark));
        let lines = filled.filter_map(|row| self.planned(row, chart)).collect();
        YearPlan {
            year: i32::try_from(self.count("年度")).unwrap_or_default(),
            entity: self.one_of("账套", &PLAN_SETS, Entity::label).unwrap_or_default(),
            passed_on: self.day_or_none("通过日期"),
            passed_by: self.text("通过的会议"),
            lines,
            others: self.text("其他计划"),
        }
    }

    fn planned(&mut self, row: &PlanRow, chart: &Chart) -> Option<PlanLine> {
        if row.amount.trim().is_empty() {
            let words = "写了说明，没有写计划金额。请补上金额；不做计划的，清空说明或去掉这一行";
            return self.fault("计划明细", format!("“{}”：{words}", row.item));
        }
        let amount = match Money::parse_sum(&row.amount) {
            Ok(amount) => amount,
            Err(fault) => return self.fault("计划明细", format!("“{}”：{fault}", row.item)),
        };
        let account = chart.find(&row.item)?.code.clone();
        Some(PlanLine { side: row.side, account, amount, remark: row.remark.trim().to_owned() })
    }

    fn audit(&mut self) -> Audit {
        Audit {
            kind: self.one_of("审计种类", &AuditKind::ALL, AuditKind::label).unwrap_or_default(),
            who: self.text("被审计人"),
            position: self.text("职务"),
            from: self.day("审计期间起"),
            through: self.day("审计期间止"),
            left_on: self.day_or_none("离任日期"),
            election_on: self.day_or_none("下届选举日期"),
            organiser: self.text("组织单位"),
            auditors: names(self.sheet.text("村民代表")),
            finished_on: self.day_or_none("完成日期"),
            result: self.text("审计结果"),
            findings: self.text("发现的问题"),
            disclosed: None,
        }
    }

    fn evaluation(&mut self) -> Evaluation {
        let year = i32::try_from(self.count("年度")).unwrap_or_default();
        let rows = self.sheet.slot("被评议人").map(|slot| slot.input.clone());
        let rows = if let Some(Input::Votes(rows)) = rows { rows } else { Vec::new() };
        let filled = rows.iter().filter(|row| {
            !row.name.trim().is_empty() || row.votes.iter().any(|vote| !vote.trim().is_empty())
        });
        let results = filled.map(|row| self.evaluated(row)).collect();
        Evaluation {
            year,
            held_on: self.day("评议日期"),
            form: self.form(),
            attendance: self.attendance("应到", "实到"),
            hosts: names(self.sheet.text("主持人")),
            results,
        }
    }

    fn evaluated(&mut self, row: &VoteRow) -> Evaluated {
        let counts = row.votes.clone().map(|vote| count(&vote));
        if counts.iter().any(Option::is_none) {
            let words = format!("{}的票数请写整数", row.name.trim());
            self.faults.push(("被评议人", words));
        }
        let [excellent, competent, basic, incompetent] = counts.map(Option::unwrap_or_default);
        Evaluated {
            name: row.name.trim().to_owned(),
            position: row.position.trim().to_owned(),
            committee_member: row.is_member,
            excellent,
            competent,
            basic,
            incompetent,
        }
    }

    /// The use of a power with the step done that comes next.
    fn next_step(&mut self, base: Option<&PowerUse>, book: &Book) -> PowerUse {
        let (on, person) = (self.day("步骤日期"), self.text("经办人"));
        let result = self.text("结果");
        let Some(base) = base else {
            let (power, group, subject) = (String::new(), String::new(), String::new());
            return PowerUse { power, started_on: on, group, subject, steps: Vec::new(), result };
        };
        let mut powers = book.affairs.records.iter().filter_map(|it| it.facts.power());
        let power = powers.find(|power| power.code == base.power);
        let next = power.and_then(|power| base.next_step(power)).unwrap_or_default();
        let mut used = base.clone();
        used.steps.push(StepDone { step: next.to_owned(), on, person });
        used.result = result;
        used
    }
}
