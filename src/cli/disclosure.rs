//! Runs the commands about notices: from the occasion to the archive.

use serde_json::{Value, json};

use super::notice_arguments::{
    Archive, Decide, Draft, ImportCatalog, ImportHolidays, ImportPeople, Mode, Object, Occasion,
    OnNotice, Outcome as Verdict, PostAgain, Publish, Remarks, Reply, Review, ReviewResult, Switch,
    TakeDown, TownshipCheck,
};
use super::run::{Done, open_to_write, say_faults, summary_json, village_of};
use super::{complain, say};
use crate::app::{
    App, AppError, Command, DisclosureCommand, ImportSummary, Outcome, PeopleReading, RemarkAction,
};
use crate::domain::catalog::{CatalogMode, SwitchedOff};
use crate::domain::notice::{
    Decision, Fault, Level, NoticeDraft, ObjectionFacts, Objector, Reply as Answer,
    Review as ReviewFacts, TownshipCheck as CheckFacts,
};
use crate::domain::occasion::{DisclosureSpan, OccasionFacts, OccasionSource};
use crate::domain::period::Date;

/// Says what a command did: as JSON, or as the sentence of its outcome.
fn tell(outcome: &Outcome, json: bool) {
    let told = if let Outcome::OccasionRecorded { occasion, due_by } = outcome {
        Some(json!({ "occasion": occasion, "due_by": due_by }))
    } else if let Outcome::Objected { objection, number, answer_by } = outcome {
        Some(json!({ "objection": objection, "number": number, "answer_by": answer_by }))
    } else if let Outcome::NoticePublished { notice, publication, check_code } = outcome {
        Some(json!({
            "notice": notice,
            "published_on": publication.published_on,
            "posted_until": publication.posted_until,
            "check_code": check_code,
        }))
    } else {
        None
    };
    let told = told.unwrap_or_else(|| json!({ "message": outcome.message() }));
    say(&if json { told.to_string() } else { outcome.message() });
}

/// Runs a step on the day the caller wants it to be.
fn step(
    on: &super::arguments::OnLedger,
    day: Option<Date>,
    command: impl FnOnce(&App, Date) -> Result<DisclosureCommand, AppError>,
) -> Done {
    let mut app = open_to_write(on, day)?;
    let today = app.today();
    let command = command(&app, today)?;
    let outcome = app.execute(Command::Disclosure(command))?;
    tell(&outcome, on.json);
    Ok(0)
}

pub(super) fn occasion(asked: Occasion) -> Done {
    let Occasion { village, matter, on, text } = asked;
    step(&village.on, on, |app, today| {
        let village = village_of(app, &village)?;
        let source = OccasionSource::ByHand;
        let facts =
            OccasionFacts { matter, on: today, text, source, due_by: None, cancelled_on: None };
        Ok(DisclosureCommand::RecordOccasion { village, facts })
    })
}

fn fault_lines(faults: &[Fault]) {
    for fault in faults {
        let level = match fault.level {
            Level::Error => "错误",
            Level::Warning => "请看",
        };
        complain(&format!("{level}：{}", fault.message));
    }
}

pub(super) fn draft(asked: Draft) -> Done {
    let mut app = open_to_write(&asked.village.on, asked.on)?;
    let village = village_of(&app, &asked.village)?;
    let json = asked.village.on.json;
    let span = match (asked.period, asked.occasion) {
        (Some(period), _) => DisclosureSpan::Period(period),
        (None, Some(occasion)) => DisclosureSpan::Occasion(occasion),
        (None, None) => {
            let hint = "请写 --period 或 --occasion。";
            return Err(AppError::refused("没有说公开哪一期，或哪一件事", hint));
        }
    };
    let mut draft = NoticeDraft {
        paragraphs: asked.text,
        ..NoticeDraft::new(asked.matter, asked.books.entity, span)
    };
    if asked.mask || !asked.allow.is_empty() {
        draft.redaction = app.redaction_of(village, &draft, asked.mask, &asked.allow)?;
    }
    match app.execute(Command::DraftNotice { village, draft: Box::new(draft) }) {
        Ok(Outcome::NoticeDrafted { notice, faults }) => {
            if json {
                say(&json!({ "notice": notice, "faults": faults }).to_string());
            } else {
                fault_lines(&faults);
                say(&notice.to_string());
            }
            Ok(0)
        }
        Ok(_) => Ok(0),
        Err(error) => {
            if let Some(refusal) = error.refusal().filter(|_| json) {
                say(&json!({ "notice": null, "faults": refusal.faults }).to_string());
            }
            Err(error)
        }
    }
}

pub(super) fn review(asked: Review) -> Done {
    let Review { on: OnNotice { ledger, notice: notices, on }, result, reason, member } = asked;
    step(&ledger, on, |_, today| {
        let agreed = result == ReviewResult::Agree;
        let review = ReviewFacts { on: today, agreed, members: member };
        Ok(DisclosureCommand::Review { notices, review, reason })
    })
}

pub(super) fn decide(asked: Decide) -> Done {
    let Decide { on: OnNotice { ledger, notice: notices, on }, result, present, note } = asked;
    step(&ledger, on, |_, today| {
        let passed = result == Verdict::Pass;
        let decision = Decision { on: today, passed, present, note };
        Ok(DisclosureCommand::Decide { notices, decision })
    })
}

pub(super) fn township_check(asked: TownshipCheck) -> Done {
    let TownshipCheck { on: OnNotice { ledger, notice: notices, on }, result, note } = asked;
    step(&ledger, on, |_, today| {
        let check = CheckFacts { on: today, passed: result == Verdict::Pass, note };
        Ok(DisclosureCommand::Check { notices, check })
    })
}

pub(super) fn publish(asked: Publish) -> Done {
    let Publish { on, days, board: boards, photo } = asked;
    let mut app = open_to_write(&on.ledger, on.on)?;
    let (notice, today) = (on.notice, app.today());
    let days = match days {
        Some(days) => days,
        None => app.posting_days_of(notice, today)?,
    };
    if let Some(photo) = &photo {
        // a photo that cannot be kept stops the command before anything is written
        app.check_attachment(photo)?;
    }
    let board = boards.first().cloned().unwrap_or_default();
    let outcome = app.execute(Command::PublishNotice { notice, on: today, days, boards })?;
    if let Some(path) = photo {
        let photo = DisclosureCommand::Photograph { notice, on: today, board, path };
        app.execute(Command::Disclosure(photo))?;
    }
    tell(&outcome, on.ledger.json);
    Ok(0)
}

pub(super) fn take_down(asked: TakeDown) -> Done {
    let TakeDown { on, reason } = asked;
    step(&on.ledger, on.on, |_, today| {
        Ok(DisclosureCommand::TakeDown { notice: on.notice, on: today, reason })
    })
}

pub(super) fn post_again(asked: PostAgain) -> Done {
    let PostAgain { on, days, board: boards } = asked;
    step(&on.ledger, on.on, |app, today| {
        let notice = on.notice;
        let days = match days {
            Some(days) => days,
            None => app.posting_days_of(notice, today)?,
        };
        Ok(DisclosureCommand::PostAgain { notice, on: today, days, boards })
    })
}

pub(super) fn object(asked: Object) -> Done {
    let Object { on, text, by } = asked;
    step(&on.ledger, on.on, |_, today| {
        let by = by.map_or(Objector::Unnamed, Objector::Villager);
        let facts = ObjectionFacts { on: today, by, text, late: false };
        Ok(DisclosureCommand::Object { notice: on.notice, facts })
    })
}

pub(super) fn reply(asked: Reply) -> Done {
    let Reply { ledger, objection, on, text } = asked;
    step(&ledger, on, |_, today| {
        Ok(DisclosureCommand::Reply { objection, reply: Answer { on: today, text } })
    })
}

pub(super) fn archive(asked: Archive) -> Done {
    let OnNotice { ledger, notice: notices, on } = asked.on;
    step(&ledger, on, |_, today| Ok(DisclosureCommand::Archive { notices, on: today }))
}

pub(super) fn switch(asked: Switch) -> Done {
    let Switch { village, matter, off_from: from, until, reason } = asked;
    step(&village.on, None, |app, _| {
        let village = village_of(app, &village)?;
        let off = SwitchedOff { matter, from, until, reason };
        Ok(DisclosureCommand::SwitchOff { village, off })
    })
}

pub(super) fn import_catalog(asked: ImportCatalog) -> Done {
    let ImportCatalog { file: path, ledger, from, mode } = asked;
    import(&ledger, |app| {
        let valid_from = from.unwrap_or_else(|| app.today());
        let mode = match mode {
            Mode::Replace => CatalogMode::Replace,
            Mode::Extend => CatalogMode::Extend,
        };
        DisclosureCommand::ImportCatalog { path, valid_from, mode }
    })
}

/// Imports a list of persons; what was reduced is told, masked.
pub(super) fn import_people(asked: &ImportPeople) -> Done {
    let remarks = match asked.remarks {
        Remarks::Mask => RemarkAction::Mask,
        Remarks::Drop => RemarkAction::Drop,
        Remarks::Refuse => RemarkAction::Refuse,
    };
    let reading = PeopleReading { remarks, mapping: None };
    let span = asked.period.map(DisclosureSpan::Period).or(asked.occasion.map(Into::into));
    let (matter, json) = (asked.matter, asked.file.village.on.json);
    let run = || -> Result<Outcome, AppError> {
        let mut app = open_to_write(&asked.file.village.on, asked.file.on)?;
        let village = village_of(&app, &asked.file.village)?;
        let path = asked.file.file.clone();
        app.execute(Command::ImportPeople { village, matter, span, path, reading })
    };
    match run() {
        Ok(outcome) => {
            let Outcome::PeopleImported { span, total, summary, .. } = &outcome else {
                return Ok(0);
            };
            for note in &summary.warnings {
                complain(note);
            }
            let mut told = summary_json(summary, &[]);
            if let Some(fields) = told.as_object_mut() {
                fields.insert("span".to_owned(), json!(span));
                fields.insert("total".to_owned(), json!(total.to_string()));
                if let Some(occasion) = span.occasion() {
                    fields.insert("occasion".to_owned(), json!(occasion));
                }
            }
            say(&if json { told.to_string() } else { outcome.message() });
            Ok(0)
        }
        Err(error) => {
            say_faults(&error, json);
            Err(error)
        }
    }
}

pub(super) fn import_holidays(asked: ImportHolidays) -> Done {
    let ImportHolidays { file: path, ledger } = asked;
    import(&ledger, |_| DisclosureCommand::ImportHolidays { path })
}

/// Imports a table of the whole ledger; its faults are told as JSON where that is asked for.
fn import(
    on: &super::arguments::OnLedger,
    command: impl FnOnce(&App) -> DisclosureCommand,
) -> Done {
    let mut app = open_to_write(on, None)?;
    let command = command(&app);
    let told = |summary: &ImportSummary, faults: &[crate::app::ImportFault]| -> Value {
        summary_json(summary, faults)
    };
    match app.execute(Command::Disclosure(command)) {
        Ok(outcome) => {
            let nothing = ImportSummary::default();
            let summary = outcome.import_summary().unwrap_or(&nothing);
            for warning in &summary.warnings {
                complain(warning);
            }
            say(&if on.json { told(summary, &[]).to_string() } else { outcome.message() });
            Ok(0)
        }
        Err(error) => {
            if let Some(refusal) = error.refusal().filter(|_| on.json) {
                say(&told(&ImportSummary::default(), &refusal.import_faults).to_string());
            }
            Err(error)
        }
    }
}
