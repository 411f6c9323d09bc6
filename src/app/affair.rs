//! Carries out what is done to resolutions and to the records of those who watch, together with
//! the disclosures that arise from it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::App;
use super::attachment::Arrivals;
use super::check::Problem;
use super::command::Outcome;
use super::disclosure::write_occasion;
use super::error::AppError;
use super::execute::Done;
use super::ledger::new_id;
use crate::domain::affairs::{AffairId, OccasionChanges};
use crate::domain::attachment::FileDigest;
use crate::domain::governance::{
    self, Governance, GovernanceFacts, GovernanceRefusal, YearPlan, default_powers,
};
use crate::domain::ids::{GovernanceId, OccasionId, ResolutionId, VillageId};
use crate::domain::ledger::Book;
use crate::domain::occasion::Occasion;
use crate::domain::period::{Date, date_label};
use crate::domain::resolution::{
    self, Resolution, ResolutionFacts, ResolutionRefusal, Stage, StageRecord,
};
use crate::store::{AuditRow, Writing};

/// What can be done to the affairs of a village (村务记录的操作).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AffairCommand {
    /// Enters a new resolution.
    AddResolution(Box<ResolutionFacts>),
    /// Changes what is known of a resolution.
    UpdateResolution {
        /// Which.
        resolution: ResolutionId,
        /// All of its facts.
        facts: Box<ResolutionFacts>,
    },
    /// Removes a resolution that nobody met about.
    RemoveResolution(ResolutionId),
    /// Records the next meeting (登记会议).
    RecordMeeting {
        /// Of which resolution.
        resolution: ResolutionId,
        /// What is recorded.
        record: Box<StageRecord>,
        /// Minutes, lists and photos to keep beside the ledger.
        papers: Vec<PathBuf>,
    },
    /// Adds papers to a meeting.
    AttachPapers {
        /// Of which resolution.
        resolution: ResolutionId,
        /// Which meeting.
        stage: Stage,
        /// jpg, png, bmp or pdf.
        papers: Vec<PathBuf>,
    },
    /// Takes a paper off a meeting, as long as nothing was disclosed.
    DetachPaper {
        /// Of which resolution.
        resolution: ResolutionId,
        /// Which meeting.
        stage: Stage,
        /// Which file.
        digest: FileDigest,
    },
    /// Records that it was carried out (实施完成).
    Complete {
        /// Which.
        resolution: ResolutionId,
        /// When.
        on: Date,
        /// 实施结果
        outcome: String,
    },
    /// Gives a matter up before it is resolved (终止).
    Abandon {
        /// Which.
        resolution: ResolutionId,
        /// When.
        on: Date,
        /// Why.
        reason: String,
    },
    /// Enters a new record.
    AddRecord(Box<GovernanceFacts>),
    /// Changes what is known of a record.
    UpdateRecord {
        /// Which.
        record: GovernanceId,
        /// All of its facts.
        facts: Box<GovernanceFacts>,
    },
    /// Removes a record.
    RemoveRecord(GovernanceId),
    /// Enters a yearly plan whose lines stand in a file (导入收支计划).
    ImportPlan {
        /// The year, the books and the meeting that passed it; its lines come from the file.
        plan: Box<YearPlan>,
        /// csv, xls or xlsx.
        path: PathBuf,
    },
    /// Starts the list of small powers with the usual ones that it does not have yet.
    AddUsualPowers,
}

impl App {
    /// Carries out a command about the affairs of a village.
    pub(super) fn affair(&mut self, village: VillageId, command: AffairCommand) -> Done {
        match command {
            AffairCommand::AddResolution(facts) => {
                let id = ResolutionId::new(new_id());
                self.put_resolution(village, "add_resolution", id, |_| Ok(*facts))
            }
            AffairCommand::UpdateResolution { resolution, facts } => {
                self.change_resolution(village, "update_resolution", resolution, |_, _| Ok(*facts))
            }
            AffairCommand::RemoveResolution(id) => self.remove_resolution(village, id),
            AffairCommand::RecordMeeting { resolution, record, papers } => {
                self.record_meeting(village, resolution, *record, &papers)
            }
            AffairCommand::AttachPapers { resolution, stage, papers } => {
                self.attach_papers(village, resolution, stage, &papers)
            }
            AffairCommand::DetachPaper { resolution, stage, digest } => {
                self.detach_paper(village, resolution, stage, &digest)
            }
            AffairCommand::Complete { resolution, on, outcome } => {
                self.change_resolution(village, "complete_resolution", resolution, |old, today| {
                    Ok(old.completed(on, &outcome, today)?)
                })
            }
            AffairCommand::Abandon { resolution, on, reason } => {
                self.change_resolution(village, "abandon_resolution", resolution, |old, today| {
                    Ok(old.abandoned(on, &reason, today)?)
                })
            }
            AffairCommand::AddRecord(facts) => {
                self.put_record(village, GovernanceId::new(new_id()), *facts, "add_record")
            }
            AffairCommand::UpdateRecord { record, facts } => {
                if self.ledger()?.book_of(village)?.affairs.record(record).is_none() {
                    return Err(GovernanceRefusal::NotFound.into());
                }
                self.put_record(village, record, *facts, "update_record")
            }
            AffairCommand::RemoveRecord(id) => self.remove_record(village, id),
            AffairCommand::ImportPlan { plan, path } => self.import_plan(village, *plan, &path),
            AffairCommand::AddUsualPowers => self.add_usual_powers(village),
        }
    }

    /// Changes a resolution that is there.
    fn change_resolution(
        &mut self,
        village: VillageId,
        word: &str,
        id: ResolutionId,
        change: impl FnOnce(&ResolutionFacts, Date) -> Result<ResolutionFacts, AppError>,
    ) -> Done {
        let today = self.clock.today();
        self.put_resolution(village, word, id, |book| {
            let old = book.affairs.resolution(id).ok_or(ResolutionRefusal::NotFound)?;
            change(&old.facts, today)
        })
    }

    /// Writes a resolution, new or changed, with the disclosures that arise.
    fn put_resolution(
        &mut self,
        village: VillageId,
        word: &str,
        id: ResolutionId,
        facts: impl FnOnce(&Book) -> Result<ResolutionFacts, AppError>,
    ) -> Done {
        let today = self.clock.today();
        let ledger = self.ledger()?;
        let (book, law) = (ledger.book_of(village)?, ledger.law());
        let facts = facts(&book)?;
        let resolution = book.check_resolution(id, facts, &law.rules.resolution, today)?;
        let changes = book.occasions_of_resolution(&resolution, law, today);
        drop(book);
        self.write_resolution(village, word, &resolution, changes)
    }

    fn write_resolution(
        &mut self,
        village: VillageId,
        word: &str,
        resolution: &Resolution,
        changes: OccasionChanges,
    ) -> Done {
        let facts = &resolution.facts;
        let what = format!("{} {}", facts.number_label(), facts.title);
        let told = match word {
            "add_resolution" => format!("已登记：{what}"),
            "record_meeting" => {
                let last = facts.meetings.last().map_or("", |record| record.stage.label());
                format!("已登记{last}：{what}，{}", facts.state().label())
            }
            _ => format!("已保存：{what}"),
        };
        let detail = resolution_detail(resolution);
        let by = self.write_affair(village, (word, &detail), changes, |writing| {
            Ok(writing.put_resolution(village, resolution)?)
        })?;
        let affair = Some(AffairId::Resolution(resolution.id));
        Ok(Outcome::AffairDone { affair, message: with_deadline(told, by) })
    }

    fn remove_resolution(&mut self, village: VillageId, id: ResolutionId) -> Done {
        let book = self.ledger()?.book_of(village)?;
        let resolution = resolution::check_removal(id, &book.affairs.resolutions)?.clone();
        drop(book);
        let detail = resolution_detail(&resolution);
        let changes = OccasionChanges::default();
        self.write_affair(village, ("remove_resolution", &detail), changes, |writing| {
            Ok(writing.delete_affair(AffairId::Resolution(id))?)
        })?;
        let message = format!("已删除：{}", resolution.facts.title);
        Ok(Outcome::AffairDone { affair: None, message })
    }

    /// Records the next meeting; its papers are copied only once everything else is right.
    fn record_meeting(
        &mut self,
        village: VillageId,
        id: ResolutionId,
        record: StageRecord,
        papers: &[PathBuf],
    ) -> Done {
        let today = self.clock.today();
        let ledger = self.ledger()?;
        let (book, law) = (ledger.book_of(village)?, ledger.law());
        let old = book.affairs.resolution(id).ok_or(ResolutionRefusal::NotFound)?;
        let mut facts = old.facts.with_meeting(record, &law.rules.resolution, today)?;
        let arrivals = self.papers(papers)?;
        if let Some(record) = facts.meetings.last_mut() {
            record.papers.extend(arrivals.attachments.iter().cloned());
        }
        let checked = book.check_resolution(id, facts, &law.rules.resolution, today);
        let resolution = arrivals.keep_if(checked.map_err(AppError::from))?;
        let changes = book.occasions_of_resolution(&resolution, law, today);
        drop(book);
        let done = self.write_resolution(village, "record_meeting", &resolution, changes);
        arrivals.keep_if(done)
    }

    /// Files that go with a meeting, in the folder beside the ledger.
    fn papers(&self, paths: &[PathBuf]) -> Result<Arrivals, AppError> {
        if paths.is_empty() { Ok(Arrivals::default()) } else { self.receive(paths) }
    }

    /// Papers may still be added to what was disclosed: they change nothing that was said.
    fn attach_papers(
        &mut self,
        village: VillageId,
        id: ResolutionId,
        stage: Stage,
        papers: &[PathBuf],
    ) -> Done {
        let mut resolution = self.resolution_with(village, id, stage)?;
        let arrivals = self.receive(papers)?;
        if let Some(record) = meeting_of(&mut resolution, stage) {
            for one in &arrivals.attachments {
                if record.papers.iter().all(|known| known.digest != one.digest) {
                    record.papers.push(one.clone());
                }
            }
        }
        let changes = OccasionChanges::default();
        let done = self.write_resolution(village, "attach_papers", &resolution, changes);
        arrivals.keep_if(done)
    }

    fn detach_paper(
        &mut self,
        village: VillageId,
        id: ResolutionId,
        stage: Stage,
        digest: &FileDigest,
    ) -> Done {
        let mut resolution = self.resolution_with(village, id, stage)?;
        if let Some(by) = &resolution.facts.resolution_disclosed {
            return Err(ResolutionRefusal::Disclosed { on: by.published_on }.into());
        }
        if let Some(record) = meeting_of(&mut resolution, stage) {
            record.papers.retain(|paper| paper.digest != *digest);
        }
        let changes = OccasionChanges::default();
        self.write_resolution(village, "detach_paper", &resolution, changes)
    }

    /// The resolution, if it has a meeting of that stage.
    fn resolution_with(
        &self,
        village: VillageId,
        id: ResolutionId,
        stage: Stage,
    ) -> Result<Resolution, AppError> {
        let book = self.ledger()?.book_of(village)?;
        let found = book.affairs.resolution(id).ok_or(ResolutionRefusal::NotFound)?;
        if found.facts.meeting(stage).is_none() {
            let words = format!("还没有登记{}", stage.title());
            return Err(AppError::refused(words, "请先登记会议，再附会议记录和照片。"));
        }
        Ok(found.clone())
    }

    pub(super) fn put_record(
        &mut self,
        village: VillageId,
        id: GovernanceId,
        facts: GovernanceFacts,
        word: &str,
    ) -> Done {
        let today = self.clock.today();
        let ledger = self.ledger()?;
        let (book, law) = (ledger.book_of(village)?, ledger.law());
        let record = book.check_record(id, facts, today)?;
        let changes = book.occasions_of_record(&record, law, today);
        drop(book);
        let detail = record_detail(&record);
        let by = self.write_affair(village, (word, &detail), changes, |writing| {
            Ok(writing.put_record(village, &record)?)
        })?;
        let done = if word == "add_record" { "已登记" } else { "已保存" };
        let told = format!("{done}：{}", record.facts.title());
        let affair = Some(AffairId::Record(id));
        Ok(Outcome::AffairDone { affair, message: with_deadline(told, by) })
    }

    fn remove_record(&mut self, village: VillageId, id: GovernanceId) -> Done {
        let today = self.clock.today();
        let ledger = self.ledger()?;
        let (book, law) = (ledger.book_of(village)?, ledger.law());
        let record = governance::check_removal(id, &book.governance_setting(today))?.clone();
        let changes = book.occasions_without(&record, law, today);
        drop(book);
        let detail = record_detail(&record);
        self.write_affair(village, ("remove_record", &detail), changes, |writing| {
            Ok(writing.delete_affair(AffairId::Record(id))?)
        })?;
        let message = format!("已删除：{}", record.facts.title());
        Ok(Outcome::AffairDone { affair: None, message })
    }

    fn add_usual_powers(&mut self, village: VillageId) -> Done {
        let (today, at) = (self.clock.today(), self.clock.now());
        let ledger = self.ledger_mut()?;
        let book = ledger.book_of(village)?;
        let known = |code: &str| {
            let mut powers = book.affairs.records.iter().filter_map(|it| it.facts.power());
            powers.any(|power| power.code == code)
        };
        let new = default_powers().into_iter().filter(|power| !known(&power.code));
        let checked = new.map(|power| {
            let id = GovernanceId::new(new_id());
            book.check_record(id, GovernanceFacts::Power(power), today)
        });
        let records = checked.collect::<Result<Vec<Governance>, _>>()?;
        drop(book);
        ledger.store.write(|writing| -> Result<(), AppError> {
            for record in &records {
                writing.put_record(village, record)?;
                let detail = record_detail(record);
                writing.insert_audit(&at, Some(village), "add_record", &detail)?;
            }
            Ok(())
        })?;
        ledger.refresh(village)?;
        let message = format!("已登记 {} 项常用的小微权力，请照县里的清单核对", records.len());
        Ok(Outcome::AffairDone { affair: None, message })
    }

    /// One transaction: the affair, its audit row, and what arises or is taken back. Gives the
    /// earliest day by which something that arose must be published.
    fn write_affair(
        &mut self,
        village: VillageId,
        (word, detail): (&str, &Value),
        changes: OccasionChanges,
        write: impl FnOnce(&Writing<'_>) -> Result<(), AppError>,
    ) -> Result<Option<Date>, AppError> {
        let at = self.clock.now();
        let ledger = self.ledger_mut()?;
        let due_by = changes.arising.iter().map(|facts| facts.due_by(ledger.law())).min();
        ledger.store.write(|writing| -> Result<(), AppError> {
            write(writing)?;
            writing.insert_audit(&at, Some(village), word, detail)?;
            for occasion in &changes.cancelled {
                writing.update_occasion(occasion)?;
                let detail = json!({ "occasion": occasion.id, "facts": occasion.facts });
                writing.insert_audit(&at, Some(village), "cancel_occasion", &detail)?;
            }
            for facts in changes.arising {
                let occasion = Occasion { id: OccasionId::new(new_id()), facts };
                write_occasion(writing, &at, village, &occasion)?;
            }
            Ok(())
        })?;
        ledger.refresh(village)?;
        Ok(due_by)
    }

    /// What does not hold of the affairs of a village: facts against the audit, papers of
    /// meetings against their digests.
    pub(super) fn affair_problems(&self, book: &Book, audit: &[AuditRow]) -> Vec<Problem> {
        let village = book.village.id.uuid().simple().to_string();
        let mut kept = KeptAffairs::default();
        for row in audit.iter().filter(|row| row.village == village) {
            kept.follow(&row.command, &serde_json::from_str(&row.detail).unwrap_or_default());
        }
        let mut problems = Vec::new();
        let name = &book.village.profile.name;
        if kept != KeptAffairs::of(book) {
            problems.push(Problem {
                code: "affair_changed",
                place: format!("{name} 村务"),
                message: "四议两公开或监督台账与操作记录不符".to_owned(),
            });
        }
        for resolution in &book.affairs.resolutions {
            for record in &resolution.facts.meetings {
                for paper in &record.papers {
                    if let Err(error) = self.check_attached_file(paper) {
                        let number = resolution.facts.number_label();
                        problems.push(Problem {
                            code: "affair_file",
                            place: format!("{name} {number} {}", record.stage.label()),
                            message: error.to_string(),
                        });
                    }
                }
            }
        }
        problems
    }
}

fn meeting_of(resolution: &mut Resolution, stage: Stage) -> Option<&mut StageRecord> {
    resolution.facts.meetings.iter_mut().find(|record| record.stage == stage)
}

fn with_deadline(told: String, by: Option<Date>) -> String {
    match by {
        Some(by) => format!("{told}；请在 {} 前起草并公布", date_label(by)),
        None => told,
    }
}

fn resolution_detail(resolution: &Resolution) -> Value {
    json!({ "resolution": resolution.id, "facts": resolution.facts })
}

fn record_detail(record: &Governance) -> Value {
    json!({ "record": record.id, "facts": record.facts })
}

/// The affairs as the audit tells them, to compare with what the file holds.
#[derive(Debug, Default, PartialEq, Eq)]
struct KeptAffairs(BTreeMap<String, Value>);

impl KeptAffairs {
    fn of(book: &Book) -> Self {
        let mut kept = Self::default();
        for resolution in &book.affairs.resolutions {
            kept.follow("add_resolution", &resolution_detail(resolution));
        }
        for record in &book.affairs.records {
            kept.follow("add_record", &record_detail(record));
        }
        kept
    }

    fn follow(&mut self, command: &str, detail: &Value) {
        let id = ["resolution", "record"].into_iter().find_map(|name| detail.get(name)?.as_str());
        let Some((id, facts)) = id.zip(detail.get("facts")) else { return };
        if command.starts_with("remove_") {
            self.0.remove(id);
        } else {
            self.0.insert(id.to_owned(), facts.clone());
        }
    }
}
