//! From what was typed to the command of a step; what the books would refuse is said beside its
//! field before anything is sent.

use super::dialogs::DialogContext;
use super::forms::{Act, Place, StepForm, told};
use crate::app::{Command, DisclosureCommand};
use crate::domain::ids::{NoticeId, ObjectionId};
use crate::domain::notice::{
    BoardPhoto, Decision, Notice, ObjectionFacts, Objector, PublishRefusal, Reply, Review,
    StepField, StepRefusal, TownshipCheck,
};
use crate::domain::period::Date;
use crate::ui::inbox::Inbox;

type Fault = (Place, String);

impl StepForm {
    /// Sends the commands, or says why not.
    pub(super) fn submit(&mut self, context: DialogContext<'_>, inbox: &mut Inbox) {
        match self.commands(context) {
            Ok(commands) => {
                self.fault = None;
                self.waiting = commands.len();
                for command in commands {
                    inbox.run(command);
                }
            }
            Err(fault) => self.fault = Some(fault),
        }
    }

    fn commands(&self, context: DialogContext<'_>) -> Result<Vec<Command>, Fault> {
        let on = self.on(context.today).map_err(|fault| (Place::Date, fault))?;
        if let Act::Reply(objection) = self.act {
            return self.reply_command(objection, on, context).map(|command| vec![of(command)]);
        }
        let notices = self.chosen();
        let Some(first) = notices.first().and_then(|id| context.book.notice(*id)) else {
            return Err((Place::Foot, "一份公示也没有选。请先选中要办的公示。".to_owned()));
        };
        let command = match self.act {
            Act::Review => self.review(on, notices, context)?,
            Act::Decide => self.decide(on, notices, context)?,
            Act::Check => self.check(on, notices, context)?,
            Act::Archive => {
                let check = |notice: &Notice| {
                    notice.check_archiving(both(context), on, context.today).map(drop)
                };
                self.each(&notices, context, check)?;
                DisclosureCommand::Archive { notices, on }
            }
            Act::Publish => return self.publish(on, first, context),
            Act::PostAgain => self.post_again(on, first, context)?,
            Act::Photograph => self.photograph(on, first, context)?,
            Act::TakeDown => {
                let reason = self.text.clone();
                let checked = first.check_taking_down(on, &reason, context.today);
                checked.map_err(|refusal| step_fault(&refusal))?;
                DisclosureCommand::TakeDown { notice: first.id, on, reason }
            }
            Act::Object => self.object(on, first, context)?,
            Act::Reply(_) => return Ok(Vec::new()),
        };
        Ok(vec![of(command)])
    }

    /// Asks of each notice whether the step may be taken; of several, which one may not.
    fn each(
        &self,
        notices: &[NoticeId],
        context: DialogContext<'_>,
        check: impl Fn(&Notice) -> Result<(), StepRefusal>,
    ) -> Result<(), Fault> {
        for id in notices {
            let Some(notice) = context.book.notice(*id) else { continue };
            let Err(refusal) = check(notice) else { continue };
            let (place, fault) = step_fault(&refusal);
            if notices.len() == 1 {
                return Err((place, fault));
            }
            let words = self.targets.iter().find(|target| target.id == *id);
            let words = words.map_or("", |target| target.words.as_str());
            return Err((place, format!("{words}：{fault}")));
        }
        Ok(())
    }

    fn review(
        &self,
        on: Date,
        notices: Vec<NoticeId>,
        context: DialogContext<'_>,
    ) -> Result<DisclosureCommand, Fault> {
        if !self.agreed && notices.len() > 1 {
            let fault = "有异议的审查意见要写在一份公示上。请一份一份登记，写明这一份哪里有问题。";
            return Err((Place::Foot, fault.to_owned()));
        }
        let review = Review { on, agreed: self.agreed, members: self.persons() };
        let reason = if self.agreed { String::new() } else { self.text.clone() };
        self.each(&notices, context, |notice| {
            notice.check_review(both(context), review.clone(), &reason, context.today).map(drop)
        })?;
        Ok(DisclosureCommand::Review { notices, review, reason })
    }

    fn decide(
        &self,
        on: Date,
        notices: Vec<NoticeId>,
        context: DialogContext<'_>,
    ) -> Result<DisclosureCommand, Fault> {
        let (passed, present, note) = (self.agreed, self.persons(), self.text.clone());
        let decision = Decision { on, passed, present, note };
        self.each(&notices, context, |notice| {
            notice.check_decision(both(context), decision.clone(), context.today).map(drop)
        })?;
        Ok(DisclosureCommand::Decide { notices, decision })
    }

    fn check(
        &self,
        on: Date,
        notices: Vec<NoticeId>,
        context: DialogContext<'_>,
    ) -> Result<DisclosureCommand, Fault> {
        let check = TownshipCheck { on, passed: self.agreed, note: self.text.clone() };
        self.each(&notices, context, |notice| {
            notice.check_township(both(context), check.clone(), context.today).map(drop)
        })?;
        Ok(DisclosureCommand::Check { notices, check })
    }

    /// Publishing, and the photo that goes with it.
    fn publish(
        &self,
        on: Date,
        notice: &Notice,
        context: DialogContext<'_>,
    ) -> Result<Vec<Command>, Fault> {
        let days = self.days_wanted()?;
        let boards = self.boards_wanted()?;
        let (id, today) = (notice.id, context.today);
        notice
            .check_publication(both(context), on, days, boards.clone(), today)
            .map_err(|refusal| publish_fault(&refusal))?;
        let board = boards.first().cloned().unwrap_or_default();
        let mut commands = vec![Command::PublishNotice { notice: id, on, days, boards }];
        if let Some(path) = self.photo_path() {
            let readable = context.app.check_attachment(&path);
            readable.map_err(|error| (Place::Photo, told(&error)))?;
            commands.push(of(DisclosureCommand::Photograph { notice: id, on, board, path }));
        }
        Ok(commands)
    }

    fn post_again(
        &self,
        on: Date,
        notice: &Notice,
        context: DialogContext<'_>,
    ) -> Result<DisclosureCommand, Fault> {
        let (days, boards) = (self.days_wanted()?, self.boards_wanted()?);
        notice.check_reposting(on, context.today).map_err(|refusal| step_fault(&refusal))?;
        let checked = notice.check_posting(context.law, on, days);
        checked.map_err(|refusal| publish_fault(&refusal))?;
        Ok(DisclosureCommand::PostAgain { notice: notice.id, on, days, boards })
    }

    fn photograph(
        &self,
        on: Date,
        notice: &Notice,
        context: DialogContext<'_>,
    ) -> Result<DisclosureCommand, Fault> {
        let none =
            || (Place::Photo, "还没有选照片。请把照片拖进来，或点“浏览…”选一张。".to_owned());
        let path = self.photo_path().ok_or_else(none)?;
        let file = context.app.check_attachment(&path);
        let file = file.map_err(|error| (Place::Photo, told(&error)))?;
        let board = self.typed_board.trim().to_owned();
        let photo = BoardPhoto { on, board: board.clone(), file };
        notice.check_photo(photo, context.today).map_err(|refusal| step_fault(&refusal))?;
        Ok(DisclosureCommand::Photograph { notice: notice.id, on, board, path })
    }

    fn object(
        &self,
        on: Date,
        notice: &Notice,
        context: DialogContext<'_>,
    ) -> Result<DisclosureCommand, Fault> {
        let name = self.objector.trim().to_owned();
        let by = if name.is_empty() { Objector::Unnamed } else { Objector::Villager(name) };
        let facts = ObjectionFacts { on, by, text: self.text.clone(), late: false };
        let checked = notice.check_objection(context.law, facts.clone(), context.today);
        checked.map_err(|refusal| step_fault(&refusal))?;
        Ok(DisclosureCommand::Object { notice: notice.id, facts })
    }

    fn reply_command(
        &self,
        id: ObjectionId,
        on: Date,
        context: DialogContext<'_>,
    ) -> Result<DisclosureCommand, Fault> {
        let reply = Reply { on, text: self.text.clone() };
        if let Some(objection) = context.book.objections.iter().find(|it| it.id == id) {
            let checked = objection.check_reply(reply.clone(), context.today);
            checked.map_err(|refusal| step_fault(&refusal))?;
        }
        Ok(DisclosureCommand::Reply { objection: id, reply })
    }

    fn days_wanted(&self) -> Result<u32, Fault> {
        let unclear = || (Place::Days, "公示天数写整数，如 15。".to_owned());
        self.day_count().ok_or_else(unclear)
    }

    fn boards_wanted(&self) -> Result<Vec<String>, Fault> {
        let boards = self.chosen_boards();
        if boards.is_empty() {
            let fault = "请至少选一处公开栏；公示要贴出来才算公布。";
            return Err((Place::Boards, fault.to_owned()));
        }
        Ok(boards)
    }
}

const fn of(command: DisclosureCommand) -> Command {
    Command::Disclosure(command)
}

/// What a step is checked against.
const fn both(
    context: DialogContext<'_>,
) -> (&crate::domain::ledger::Book, &crate::domain::law::Law) {
    (context.book, context.law)
}

fn step_fault(refusal: &StepRefusal) -> Fault {
    let is_day = matches!(
        refusal,
        StepRefusal::Future { .. }
            | StepRefusal::BeforeStep { .. }
            | StepRefusal::ObjectionTooEarly { .. }
            | StepRefusal::AnswerTooEarly { .. }
            | StepRefusal::PostingOver(_)
            | StepRefusal::StillPosted { .. }
    );
    let place = if is_day {
        Place::Date
    } else if matches!(refusal, StepRefusal::Incompatible { .. } | StepRefusal::NotAMember(_)) {
        Place::People
    } else if let StepRefusal::NoText(field) | StepRefusal::Text { field, .. } = refusal {
        match field {
            StepField::Reviewers | StepField::Present => Place::People,
            StepField::Board => Place::Boards,
            StepField::Decision
            | StepField::TownshipOpinion
            | StepField::TakingDown
            | StepField::Objector
            | StepField::Objection
            | StepField::Answer => Place::Text,
        }
    } else {
        Place::Foot
    };
    (place, format!("{refusal}。{}", refusal.hint()))
}

fn publish_fault(refusal: &PublishRefusal) -> Fault {
    let place = match refusal {
        PublishRefusal::Steps(step) => return step_fault(step),
        PublishRefusal::Future { .. } | PublishRefusal::BeforePeriodEnd { .. } => Place::Date,
        PublishRefusal::TooShort { .. } | PublishRefusal::TooLong(_) => Place::Days,
        PublishRefusal::AlreadyPublished(_)
        | PublishRefusal::Withdrawn(_)
        | PublishRefusal::SwitchedOff(_)
        | PublishRefusal::Stale
        | PublishRefusal::Faults(_) => Place::Foot,
    };
    let message = refusal.to_string();
    let stop = if message.ends_with('。') { "" } else { "。" };
    (place, format!("{message}{stop}{}", refusal.hint()))
}
