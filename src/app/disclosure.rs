//! Disclosure: drafting, the legal steps, objections, occasions, catalogs and holidays.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::App;
use super::audit_detail;
use super::command::{ImportSummary, Outcome};
use super::error::AppError;
use super::execute::Done;
use super::import::{read_input, refused_file};
use super::ledger::{Ledger, new_id};
use super::sheet;
use crate::domain::calendar::Calendar;
use crate::domain::catalog::{Catalog, CatalogMode, CatalogVersion, SwitchedOff};
use crate::domain::ids::{CatalogId, NoticeId, ObjectionId, OccasionId, VillageId, VoucherId};
use crate::domain::law::Law;
use crate::domain::ledger::Book;
use crate::domain::notice::{
    Allowance, BoardPhoto, Decision, DraftRefusal, Fault, Level, Notice, NoticeDraft, NoticeState,
    Objection, ObjectionFacts, Publication, Redaction, Reply, Review, Step, StepRefusal,
    TownshipCheck,
};
use crate::domain::occasion::{Occasion, OccasionFacts};
use crate::domain::period::{self, Date, Period};
use crate::domain::privacy::{self, Context, PrivateKind};
use crate::exchange::{catalog_import, holiday_import};
use crate::store::Writing;

/// What can be done with notices besides drafting and publishing (公示的办理).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DisclosureCommand {
    /// Everything due of a village that needs nobody's words is drafted.
    DraftTogether {
        /// Which village.
        village: VillageId,
        /// Only of this period; `None` takes all that is open.
        period: Option<Period>,
    },
    /// The supervision committee reviews drafts, all or none.
    Review {
        /// Which.
        notices: Vec<NoticeId>,
        /// What it says.
        review: Review,
        /// Its objection, where it does not agree.
        reason: String,
    },
    /// The joint meeting decides on drafts, all or none.
    Decide {
        /// Which.
        notices: Vec<NoticeId>,
        /// What it decided.
        decision: Decision,
    },
    /// The township looks at drafts, all or none.
    Check {
        /// Which.
        notices: Vec<NoticeId>,
        /// What it says.
        check: TownshipCheck,
    },
    /// A photo of the sheet on a board.
    Photograph {
        /// Of which notice.
        notice: NoticeId,
        /// The day it was taken.
        on: Date,
        /// Which board, as printed.
        board: String,
        /// jpg, png, bmp or pdf.
        path: PathBuf,
    },
    /// The sheet came off the board before its time.
    TakeDown {
        /// Which notice.
        notice: NoticeId,
        /// The day.
        on: Date,
        /// Why.
        reason: String,
    },
    /// The sheet was hung again.
    PostAgain {
        /// Which notice.
        notice: NoticeId,
        /// The day.
        on: Date,
        /// For how many days.
        days: u32,
        /// The boards; none takes those it hung on before.
        boards: Vec<String>,
    },
    /// Somebody objects to a published notice.
    Object {
        /// Which notice.
        notice: NoticeId,
        /// What is said.
        facts: ObjectionFacts,
    },
    /// The committee answers an objection.
    Reply {
        /// Which objection.
        objection: ObjectionId,
        /// The answer.
        reply: Reply,
    },
    /// Notices are filed, all or none.
    Archive {
        /// Which.
        notices: Vec<NoticeId>,
        /// The day.
        on: Date,
    },
    /// Something happened that must be disclosed at once.
    RecordOccasion {
        /// In which village.
        village: VillageId,
        /// What happened.
        facts: OccasionFacts,
    },
    /// A village does not disclose a matter, or does again: then with a last day.
    SwitchOff {
        /// Which village.
        village: VillageId,
        /// Which matter, from when on and why.
        off: SwitchedOff,
    },
    /// The county's catalog comes in from a file.
    ImportCatalog {
        /// csv, xls or xlsx.
        path: PathBuf,
        /// The first day it is in force.
        valid_from: Date,
        /// Whether it replaces the catalog before or adds to it.
        mode: CatalogMode,
    },
    /// The holidays of a year come in from a file.
    ImportHolidays {
        /// csv, xls or xlsx.
        path: PathBuf,
    },
}

impl App {
    /// Carries out a step of disclosure.
    pub(super) fn disclosure(&mut self, command: DisclosureCommand) -> Done {
        match command {
            DisclosureCommand::DraftTogether { village, period } => {
                self.draft_together(village, period)
            }
            DisclosureCommand::Review { notices, review, reason } => {
                self.review(&notices, &review, &reason)
            }
            DisclosureCommand::Decide { notices, decision } => {
                self.take_step(&notices, "decide_notice", |notice, context, today| {
                    notice.check_decision(context, decision.clone(), today).map(Step::Decided)
                })
            }
            DisclosureCommand::Check { notices, check } => {
                self.take_step(&notices, "check_notice", |notice, context, today| {
                    notice.check_township(context, check.clone(), today).map(Step::Checked)
                })
            }
            DisclosureCommand::Photograph { notice, on, board, path } => {
                self.photograph(notice, on, board, path)
            }
            DisclosureCommand::TakeDown { notice, on, reason } => {
                self.take_step(&[notice], "take_down_notice", |notice, _, today| {
                    notice.check_taking_down(on, &reason, today)
                })
            }
            DisclosureCommand::PostAgain { notice, on, days, boards } => {
                self.post_again(notice, on, days, boards)
            }
            DisclosureCommand::Object { notice, facts } => self.object(notice, facts),
            DisclosureCommand::Reply { objection, reply } => self.reply(objection, reply),
            DisclosureCommand::Archive { notices, on } => {
                self.take_step(&notices, "archive_notice", |notice, context, today| {
                    notice.check_archiving(context, on, today)
                })
            }
            DisclosureCommand::RecordOccasion { village, facts } => {
                self.record_occasion(village, facts)
            }
            DisclosureCommand::SwitchOff { village, off } => self.switch_off(village, off),
            DisclosureCommand::ImportCatalog { path, valid_from, mode } => {
                self.import_catalog(&path, valid_from, mode)
            }
            DisclosureCommand::ImportHolidays { path } => self.import_holidays(&path),
        }
    }

    pub(super) fn draft_notice(&mut self, id: VillageId, draft: &NoticeDraft) -> Done {
        let (today, at) = (self.clock.today(), self.clock.now());
        let (notice, faults) = self.candidate_notice(id, draft)?;
        if faults.iter().any(|fault| fault.level == Level::Error) {
            return Err(DraftRefusal::Faults(faults).into());
        }
        let ledger = self.ledger_mut()?;
        let book = ledger.book_of(id)?;
        let replaced = book.notices.iter().filter(|old| draft.replaces(old));
        let replaced: Vec<NoticeId> = replaced.map(|old| old.id).collect();
        drop(book);
        ledger.store.write(|writing| -> Result<(), AppError> {
            for old in &replaced {
                writing.withdraw_notice(*old, today)?;
            }
            writing.insert_notice(&notice)?;
            let detail = audit_detail::notice(&notice, &faults);
            Ok(writing.insert_audit(&at, Some(id), "draft_notice", &detail)?)
        })?;
        ledger.refresh(id)?;
        Ok(Outcome::NoticeDrafted { notice: notice.id, faults })
    }

    /// The notice as it would be drafted now, with everything found wrong in it; nothing is
    /// written.
    ///
    /// # Errors
    /// A refusal when it cannot be drafted at all.
    pub fn candidate_notice(
        &self,
        id: VillageId,
        draft: &NoticeDraft,
    ) -> Result<(Notice, Vec<Fault>), AppError> {
        let ledger = self.ledger()?;
        let book = ledger.book_of(id)?;
        let notice_id = NoticeId::new(new_id());
        let notice = book.draft_notice(notice_id, draft, ledger.law(), self.clock.today())?;
        let mut faults = sheet::glyph_faults(&notice, self.fonts()?);
        faults.extend(notice.faults(&book, ledger.law()));
        Ok((notice, faults))
    }

    /// What a draft masks and discloses when everything private in it is masked, but for the
    /// kinds that are allowed with a reason.
    ///
    /// # Errors
    /// A refusal when it cannot be drafted at all.
    pub fn redaction_of(
        &self,
        id: VillageId,
        draft: &NoticeDraft,
        mask: bool,
        allowed: &[(PrivateKind, String)],
    ) -> Result<Redaction, AppError> {
        let (_, faults) = self.candidate_notice(id, draft)?;
        let mut redaction = draft.redaction.clone();
        for (place, kind) in faults.iter().filter_map(|fault| fault.private) {
            match allowed.iter().find(|(allowed, _)| *allowed == kind) {
                Some((_, reason)) => {
                    redaction.allowed.push(Allowance::new(place, kind, reason.clone()));
                }
                None if mask && !redaction.masked.contains(&place) => redaction.masked.push(place),
                None => {}
            }
        }
        Ok(redaction)
    }

    pub(super) fn publish_notice(
        &mut self,
        id: NoticeId,
        on: Date,
        days: u32,
        boards: Vec<String>,
    ) -> Done {
        let (today, at) = (self.clock.today(), self.clock.now());
        let ledger = self.ledger_mut()?;
        let village = village_of(ledger, id)?;
        let book = ledger.book_of(village)?;
        let mut notice = book.notice(id).cloned().ok_or_else(no_such_notice)?;
        let boards = clean_boards(boards, &notice.content.masthead.boards)?;
        let mut publication =
            notice.check_publication((&book, ledger.law()), on, days, boards, today)?;
        publication.chain = Some(ledger.store.audit_head()?);
        drop(book);
        notice.state = NoticeState::Published(publication.clone());
        let check_code = notice.check_code();
        ledger.store.write(|writing| -> Result<(), AppError> {
            writing.publish_notice(id, &publication, &check_code)?;
            let detail =
                json!({ "notice": id, "publication": publication, "check_code": check_code });
            Ok(writing.insert_audit(&at, Some(village), "publish_notice", &detail)?)
        })?;
        ledger.refresh(village)?;
        Ok(Outcome::NoticePublished { notice: id, publication, check_code })
    }

    /// The least number of days the notice must hang when published on a day.
    ///
    /// # Errors
    /// A refusal when there is no such notice.
    pub fn posting_days_of(&self, id: NoticeId, on: Date) -> Result<u32, AppError> {
        let ledger = self.ledger()?;
        let book = ledger.book_of(village_of(ledger, id)?)?;
        let notice = book.notice(id).ok_or_else(no_such_notice)?;
        let law = ledger.law();
        let least = notice.posting_minimum(law, on).map_or(law.rules.posting_days_min, |minimum| {
            let until = law.calendar.posted_until(on, minimum);
            u32::try_from((until - on).num_days()).unwrap_or(minimum.days)
        });
        Ok(least)
    }

    /// Takes one step with notices, which may be of several villages: all of them or none.
    fn take_step(
        &mut self,
        notices: &[NoticeId],
        command: &'static str,
        check: impl Fn(&Notice, (&Book, &Law), Date) -> Result<Step, StepRefusal>,
    ) -> Done {
        let (today, at) = (self.clock.today(), self.clock.now());
        let ledger = self.ledger()?;
        let mut steps = Vec::with_capacity(notices.len());
        // notices of one village stand together in a batch: its book is read once
        let mut read: Option<(VillageId, Cow<'_, Book>)> = None;
        for id in notices {
            let village = village_of(ledger, *id)?;
            let known = read.take().filter(|(of, _)| *of == village);
            let (_, book) = match known {
                Some(known) => read.insert(known),
                None => read.insert((village, ledger.book_of(village)?)),
            };
            let notice = book.notice(*id).ok_or_else(no_such_notice)?;
            let step = check(notice, (book, ledger.law()), today)
                .map_err(|refusal| of_notice(notice, notices.len(), refusal))?;
            steps.push((village, *id, step));
        }
        let label = steps.first().map_or("", |(.., step)| step.label());
        let message = match steps.len() {
            0 => return Err(AppError::refused("一份公示也没有选", "请先选中要办的公示。")),
            1 => format!("已登记：{label}"),
            many => format!("已登记：{label}，{many} 份公示"),
        };
        self.write_steps(&steps, command, &at)?;
        Ok(Outcome::StepTaken { message })
    }

    fn write_steps(
        &mut self,
        steps: &[(VillageId, NoticeId, Step)],
        command: &'static str,
        at: &str,
    ) -> Result<(), AppError> {
        let ledger = self.ledger_mut()?;
        ledger.store.write(|writing| -> Result<(), AppError> {
            for (village, notice, step) in steps {
                write_step(writing, at, *village, *notice, (command, step))?;
            }
            Ok(())
        })?;
        let mut villages: Vec<VillageId> = steps.iter().map(|(village, ..)| *village).collect();
        villages.sort_unstable();
        villages.dedup();
        for village in villages {
            ledger.refresh(village)?;
        }
        Ok(())
    }

    fn review(&mut self, notices: &[NoticeId], review: &Review, reason: &str) -> Done {
        if review.agreed {
            return self.take_step(notices, "review_notice", |notice, context, today| {
                let checked = notice.check_review(context, review.clone(), "", today);
                checked.map(|(review, _)| Step::Reviewed(review))
            });
        }
        let [id] = notices else {
            let hint = "有异议的请一份一份登记，写明这一份哪里有问题。";
            return Err(AppError::refused("有异议的审查意见要写在一份公示上", hint));
        };
        let (today, at) = (self.clock.today(), self.clock.now());
        let ledger = self.ledger_mut()?;
        let village = village_of(ledger, *id)?;
        let book = ledger.book_of(village)?;
        let notice = book.notice(*id).ok_or_else(no_such_notice)?;
        let context = (book.as_ref(), ledger.law());
        let (review, facts) = notice.check_review(context, review.clone(), reason, today)?;
        let Some(facts) = facts else { return Ok(Outcome::StepTaken { message: String::new() }) };
        let objection = new_objection(&book, *id, facts);
        drop(book);
        let step = Step::Reviewed(review);
        ledger.store.write(|writing| -> Result<(), AppError> {
            write_step(writing, &at, village, *id, ("review_notice", &step))?;
            write_objection(writing, &at, village, &objection)
        })?;
        ledger.refresh(village)?;
        Ok(objected(&objection, ledger.law()))
    }

    fn object(&mut self, id: NoticeId, facts: ObjectionFacts) -> Done {
        let (today, at) = (self.clock.today(), self.clock.now());
        let ledger = self.ledger_mut()?;
        let village = village_of(ledger, id)?;
        let book = ledger.book_of(village)?;
        let notice = book.notice(id).ok_or_else(no_such_notice)?;
        let facts = notice.check_objection(ledger.law(), facts, today)?;
        let objection = new_objection(&book, id, facts);
        drop(book);
        ledger.store.write(|writing| -> Result<(), AppError> {
            write_objection(writing, &at, village, &objection)
        })?;
        ledger.refresh(village)?;
        Ok(objected(&objection, ledger.law()))
    }

    fn reply(&mut self, id: ObjectionId, reply: Reply) -> Done {
        let (today, at) = (self.clock.today(), self.clock.now());
        let ledger = self.ledger_mut()?;
        let none = || AppError::refused("账簿里没有这条异议", "请核对异议编号。");
        let village = ledger.store.village_of_objection(id)?.ok_or_else(none)?;
        let book = ledger.book_of(village)?;
        let objection = book.objections.iter().find(|it| it.id == id).ok_or_else(none)?;
        let reply = objection.check_reply(reply, today)?;
        let (number, by) = (objection.number, objection.answer_by(ledger.law()));
        drop(book);
        ledger.store.write(|writing| -> Result<(), AppError> {
            writing.insert_reply(id, &reply)?;
            let detail = json!({ "objection": id, "reply": reply });
            Ok(writing.insert_audit(&at, Some(village), "reply", &detail)?)
        })?;
        ledger.refresh(village)?;
        let message = match (reply.on - by).num_days() {
            days if days > 0 => format!("第 {number} 号异议已答复，比期限晚了 {days} 天"),
            _ => format!("第 {number} 号异议已答复"),
        };
        Ok(Outcome::StepTaken { message })
    }

    fn photograph(&mut self, id: NoticeId, on: Date, board: String, path: PathBuf) -> Done {
        let today = self.clock.today();
        let ledger = self.ledger()?;
        let village = village_of(ledger, id)?;
        let book = ledger.book_of(village)?;
        let notice = book.notice(id).cloned().ok_or_else(no_such_notice)?;
        drop(book);
        let arrivals = self.receive(&[path])?;
        let at = self.clock.now();
        let write = || -> Result<(), AppError> {
            let Some(file) = arrivals.attachments.first().cloned() else { return Ok(()) };
            let photo = notice.check_photo(BoardPhoto { on, board, file }, today)?;
            self.write_steps(&[(village, id, Step::Photographed(photo))], "photograph_notice", &at)
        };
        let written = write();
        arrivals.keep_if(written)?;
        Ok(Outcome::StepTaken { message: "张贴照片已存".to_owned() })
    }

    fn post_again(&mut self, id: NoticeId, on: Date, days: u32, boards: Vec<String>) -> Done {
        let today = self.clock.today();
        let ledger = self.ledger()?;
        let book = ledger.book_of(village_of(ledger, id)?)?;
        let notice = book.notice(id).ok_or_else(no_such_notice)?;
        notice.check_reposting(on, today)?;
        let posted_until = notice.check_posting(ledger.law(), on, days)?;
        let before = notice.posting().map(|posting| posting.boards.clone()).unwrap_or_default();
        let boards = clean_boards(boards, &before)?;
        drop(book);
        let chain = Some(ledger.store.audit_head()?);
        let publication = Publication { published_on: on, posted_until, boards, chain };
        self.take_step(&[id], "post_notice_again", |_, _, _| {
            Ok(Step::Reposted(publication.clone()))
        })
    }

    fn record_occasion(&mut self, village: VillageId, facts: OccasionFacts) -> Done {
        let (today, at) = (self.clock.today(), self.clock.now());
        let ledger = self.ledger_mut()?;
        let first = ledger.book_of(village)?.first_month().first_day();
        let facts = facts.check(ledger.law(), first, today)?;
        let due_by = facts.due_by(ledger.law());
        let occasion = Occasion { id: OccasionId::new(new_id()), facts };
        ledger.store.write(|writing| write_occasion(writing, &at, village, &occasion))?;
        ledger.refresh(village)?;
        Ok(Outcome::OccasionRecorded { occasion: occasion.id, due_by })
    }

    fn switch_off(&mut self, village: VillageId, off: SwitchedOff) -> Done {
        let at = self.clock.now();
        let off = off.check()?;
        let ledger = self.ledger_mut()?;
        let Some(matter) = ledger.law().catalog.matter(off.matter) else {
            let hint = "请核对事项编号；公开目录在“设置”里可以查。";
            return Err(AppError::refused(format!("公开目录里没有“{}”", off.matter), hint));
        };
        let item = matter.item.clone();
        ledger.book_of(village)?;
        ledger.store.write(|writing| -> Result<(), AppError> {
            writing.set_switched_off(village, &off)?;
            let detail = json!({ "switched_off": off });
            Ok(writing.insert_audit(&at, Some(village), "switch_off", &detail)?)
        })?;
        ledger.refresh(village)?;
        let message = match off.until {
            None => format!("“{item}”自 {} 起不公开", period::date_label(off.from)),
            Some(until) => format!("“{item}”{} 以后恢复公开", period::date_label(until)),
        };
        Ok(Outcome::StepTaken { message })
    }

    /// Reads a catalog as it would be imported; nothing is written.
    ///
    /// # Errors
    /// A refusal with all faults of the file.
    pub fn preview_catalog(
        &self,
        path: &Path,
        valid_from: Date,
        mode: CatalogMode,
    ) -> Result<(CatalogVersion, Vec<String>), AppError> {
        let (bytes, file_name) = read_input(path)?;
        let catalog = &self.ledger()?.law().catalog;
        let file = catalog_import::read_catalog(&bytes, &file_name, catalog)
            .map_err(|faults| refused_file(&file_name, faults))?;
        let id = CatalogId::new(new_id());
        let version =
            CatalogVersion { id, name: file_name, valid_from, mode, matters: file.matters };
        Ok((version, file.warnings))
    }

    fn import_catalog(&mut self, path: &Path, valid_from: Date, mode: CatalogMode) -> Done {
        let at = self.clock.now();
        let (version, warnings) = self.preview_catalog(path, valid_from, mode)?;
        let ledger = self.ledger_mut()?;
        let with = |catalog: &Catalog| catalog.clone().with(version.clone());
        with(&ledger.law().catalog)?;
        ledger.store.write(|writing| -> Result<(), AppError> {
            writing.insert_catalog(&version)?;
            let detail = json!({ "catalog": version });
            Ok(writing.insert_audit(&at, None, "import_catalog", &detail)?)
        })?;
        ledger.refresh_all()?;
        let read = version.matters.len();
        let summary = ImportSummary { read, added: read, warnings, ..ImportSummary::default() };
        Ok(Outcome::CatalogImported { valid_from, summary })
    }

    fn import_holidays(&mut self, path: &Path) -> Done {
        let at = self.clock.now();
        let (bytes, file_name) = read_input(path)?;
        let read = holiday_import::read_holidays(&bytes, &file_name)
            .map_err(|faults| refused_file(&file_name, faults))?;
        let ledger = self.ledger_mut()?;
        let kept = Calendar::new(ledger.store.holidays()?).with(&read);
        ledger.store.write(|writing| -> Result<(), AppError> {
            writing.set_holidays(kept.days())?;
            let detail = json!({ "file": file_name, "days": read.days() });
            Ok(writing.insert_audit(&at, None, "import_holidays", &detail)?)
        })?;
        ledger.refresh_all()?;
        let (days, years) = (read.days().len(), read.years());
        let summary = ImportSummary { read: days, added: days, ..ImportSummary::default() };
        Ok(Outcome::HolidaysImported { years, summary })
    }
}

/// Which of several notices a refusal is about.
fn of_notice(notice: &Notice, of: usize, refusal: StepRefusal) -> AppError {
    if of == 1 {
        return refusal.into();
    }
    let what = notice.full_title();
    AppError::refused(format!("{what}：{refusal}"), refusal.hint())
}

fn clean_boards(boards: Vec<String>, before: &[String]) -> Result<Vec<String>, AppError> {
    let boards = if boards.is_empty() { before.to_vec() } else { boards };
    let mut hits = boards.iter().flat_map(|board| privacy::scan(board, &Context::default()));
    if let Some(hit) = hits.find(|hit| hit.kind <= PrivateKind::Phone) {
        let message = format!("公开栏位置里有{}，会印在公示上", hit.kind.label());
        return Err(AppError::refused(message, "请只写地点，如“村委会院内”。"));
    }
    boards
        .iter()
        .map(|board| crate::domain::text::clean_line(board))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|fault| AppError::refused(format!("公开栏位置里{fault}"), fault.hint()))
}

fn new_objection(book: &Book, notice: NoticeId, facts: ObjectionFacts) -> Objection {
    let number = book.objections.iter().map(|it| it.number).max().unwrap_or(0) + 1;
    let id = ObjectionId::new(new_id());
    Objection { id, notice: Some(notice), number, facts, reply: None }
}

fn objected(objection: &Objection, law: &Law) -> Outcome {
    Outcome::Objected {
        objection: objection.id,
        number: objection.number,
        answer_by: objection.answer_by(law),
    }
}

fn write_step(
    writing: &Writing<'_>,
    at: &str,
    village: VillageId,
    notice: NoticeId,
    (command, step): (&str, &Step),
) -> Result<(), AppError> {
    writing.insert_step(notice, step)?;
    let detail = json!({ "notice": notice, "step": step });
    Ok(writing.insert_audit(at, Some(village), command, &detail)?)
}

fn write_objection(
    writing: &Writing<'_>,
    at: &str,
    village: VillageId,
    objection: &Objection,
) -> Result<(), AppError> {
    writing.insert_objection(village, objection)?;
    let detail: Value = json!({
        "objection": objection.id, "notice": objection.notice, "number": objection.number,
        "facts": objection.facts,
    });
    Ok(writing.insert_audit(at, Some(village), "object", &detail)?)
}

/// Writes an occasion together with its audit row.
pub(super) fn write_occasion(
    writing: &Writing<'_>,
    at: &str,
    village: VillageId,
    occasion: &Occasion,
) -> Result<(), AppError> {
    write_occasion_with(writing, at, village, occasion, None)
}

/// The same of one that is taken back together with a voucher.
pub(super) fn write_occasion_with(
    writing: &Writing<'_>,
    at: &str,
    village: VillageId,
    occasion: &Occasion,
    voucher: Option<VoucherId>,
) -> Result<(), AppError> {
    writing.insert_occasion_with(village, occasion, voucher)?;
    let detail = json!({ "occasion": occasion.id, "facts": occasion.facts });
    Ok(writing.insert_audit(at, Some(village), "occasion", &detail)?)
}

pub(super) fn no_such_notice() -> AppError {
    AppError::refused("账簿里没有这份公示", "请核对公示编号，或先起草。")
}

/// The village that a notice belongs to.
pub(super) fn village_of(ledger: &Ledger, notice: NoticeId) -> Result<VillageId, AppError> {
    ledger.store.village_of_notice(notice)?.ok_or_else(no_such_notice)
}
