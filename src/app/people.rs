//! Lists of persons: looked at, reduced while they are read, kept with the occasion that they give
//! rise to.

use std::path::Path;

use serde_json::json;

use super::App;
use super::command::{ImportSummary, Outcome};
use super::disclosure::write_occasion;
use super::error::{AppError, Refusal};
use super::execute::Done;
use super::import::{read_input, refused_file};
use super::ledger::new_id;
use crate::domain::ids::{OccasionId, PeopleListId, VillageId};
use crate::domain::ledger::Book;
use crate::domain::matter::{Cadence, Matter, MatterCode};
use crate::domain::occasion::{DisclosureSpan, Occasion, OccasionFacts, OccasionSource};
use crate::domain::people::{PeopleFacts, PeopleList};
use crate::domain::period::{self, Date, Month, Period};
use crate::domain::privacy::{self, Context};
use crate::exchange::ImportFault;
use crate::exchange::people_import::{self, PeopleReading, PeopleSurvey, PeopleTarget};

/// A file of persons as it would be kept now (名单导入预览); nothing is written.
#[derive(Clone, Debug)]
pub struct PeoplePreview {
    /// The name of the file.
    pub file_name: String,
    /// The list; none where the file holds faults.
    pub facts: Option<PeopleFacts>,
    /// What was reduced and what a person should look at.
    pub notes: Vec<String>,
    /// How many households stand on the list that this one takes the place of.
    pub replaces: Option<usize>,
    /// What keeps the file from being taken.
    pub faults: Vec<ImportFault>,
}

/// The columns that a list of the matter must and may have, in the words of a person.
pub fn people_columns(matter: MatterCode) -> String {
    people_import::columns_of(matter)
}

impl App {
    /// Reads a list of persons, without writing. Without `span` an immediate matter gets an
    /// occasion of its own, any other the last period that ended.
    ///
    /// # Errors
    /// A refusal when the file cannot be opened or the list cannot be kept.
    pub fn preview_people(
        &self,
        village: VillageId,
        matter: MatterCode,
        span: Option<DisclosureSpan>,
        path: &Path,
        reading: &PeopleReading,
    ) -> Result<PeoplePreview, AppError> {
        let (bytes, name) = read_input(path)?;
        let book = self.ledger()?.book_of(village)?;
        let today = self.today();
        let known = self.matter_of_people(matter)?;
        let file_name = privacy::mask(&name, &Context::people());
        let target = PeopleTarget { matter, village: &book.village.profile.name, today };
        let file = match people_import::read_people(&bytes, &name, target, reading) {
            Ok(file) => file,
            Err(faults) => {
                let (facts, notes, replaces) = (None, Vec::new(), None);
                return Ok(PeoplePreview { file_name, facts, notes, replaces, faults });
            }
        };
        let span = span.unwrap_or_else(|| span_of(&known, today));
        let facts = PeopleFacts {
            matter,
            span,
            on: today,
            measure_label: file.measure_label,
            standard_label: file.standard_label,
            people: file.people,
        };
        facts.check(&book, &known.item).map_err(|refusal| {
            AppError::refused(format!("{file_name}：{refusal}"), refusal.hint())
        })?;
        let mut notes = file.notes;
        if let Some(twin) = facts.twin(&book) {
            let on = period::date_label(twin.facts.on);
            notes.insert(0, format!("和 {on}导入的名单一模一样，请核对是不是选错了文件。"));
        }
        let replaces = book.people_list(matter, span).map(|list| list.facts.people.len());
        Ok(PeoplePreview { file_name, facts: Some(facts), notes, replaces, faults: Vec::new() })
    }

    /// Some rows of a file, masked, for a person to say which column is which.
    ///
    /// # Errors
    /// A refusal when the file cannot be opened.
    pub fn survey_people(&self, matter: MatterCode, path: &Path) -> Result<PeopleSurvey, AppError> {
        let (bytes, name) = read_input(path)?;
        Ok(people_import::survey_people(&bytes, &name, matter))
    }

    fn matter_of_people(&self, matter: MatterCode) -> Result<Matter, AppError> {
        let law = self.ledger()?.law();
        let none = || {
            let hint = "请核对事项编号；公开目录在“设置”里可以查。";
            AppError::refused(format!("公开目录里没有编号为“{matter}”的事项"), hint)
        };
        law.catalog.matter(matter).cloned().ok_or_else(none)
    }

    /// Keeps a list and records its occasion, both or neither.
    pub(super) fn import_people(
        &mut self,
        village: VillageId,
        matter: MatterCode,
        span: Option<DisclosureSpan>,
        path: &Path,
        reading: &PeopleReading,
    ) -> Done {
        let preview = self.preview_people(village, matter, span, path, reading)?;
        let Some(mut facts) = preview.facts else {
            return Err(refused_file(&preview.file_name, preview.faults));
        };
        let known = self.matter_of_people(matter)?;
        let (today, at) = (self.clock.today(), self.clock.now());
        let ledger = self.ledger_mut()?;
        let book = ledger.book_of(village)?;
        let occasion = match (known.cadence, span) {
            (Cadence::Immediate, None) => Some(occasion_of(&facts, &known, today)),
            (Cadence::Immediate, Some(_)) => {
                check_occasion(&book, &facts)?;
                None
            }
            _ => {
                check_period(&known, facts.span)?;
                None
            }
        };
        drop(book);
        let occasion = match occasion {
            Some(occasion) => {
                let first = ledger.book_of(village)?.first_month().first_day();
                let checked = occasion.facts.check(ledger.law(), first, today)?;
                facts.span = occasion.id.into();
                Some(Occasion { facts: checked, ..occasion })
            }
            None => None,
        };
        let list = PeopleList { id: PeopleListId::new(new_id()), facts };
        ledger.store.write(|writing| -> Result<(), AppError> {
            if let Some(occasion) = &occasion {
                write_occasion(writing, &at, village, occasion)?;
            }
            writing.put_people_list(village, &list)?;
            let detail = json!({
                "list": list.id, "matter": matter, "span": list.facts.span,
                "file": preview.file_name, "people": list.facts.people.len(),
                "total": list.facts.total(), "replaced": preview.replaces,
            });
            Ok(writing.insert_audit(&at, Some(village), "import_people", &detail)?)
        })?;
        ledger.refresh(village)?;
        let due_by = occasion.as_ref().map(|occasion| occasion.facts.due_by(ledger.law()));
        let read = list.facts.people.len();
        let summary = ImportSummary {
            read,
            added: read,
            warnings: preview.notes,
            ..ImportSummary::default()
        };
        Ok(Outcome::PeopleImported {
            matter,
            span: list.facts.span,
            due_by,
            total: list.facts.total(),
            replaced: preview.replaces,
            summary,
        })
    }
}

/// The last period of the matter's cadence that ended; for an immediate matter one that stands in
/// for the occasion to come.
fn span_of(matter: &Matter, today: Date) -> DisclosureSpan {
    let ended = Month::of(today).previous();
    let quarter = |month: Month| (month.number() - 1) / 3 + 1;
    let period = match matter.cadence {
        Cadence::Monthly => Period::Month(ended),
        Cadence::Annual => Period::Year(Month::of(today).year() - 1),
        Cadence::Quarterly => match (Month::of(today).year(), quarter(Month::of(today))) {
            (year, 1) => Period::Quarter { year: year - 1, quarter: 4 },
            (year, quarter) => Period::Quarter { year, quarter: quarter - 1 },
        },
        // replaced by the occasion before anything is written
        Cadence::Immediate => return OccasionId::new(new_id()).into(),
    };
    period.into()
}

fn occasion_of(facts: &PeopleFacts, matter: &Matter, today: Date) -> Occasion {
    let occasion = OccasionFacts {
        matter: matter.code,
        on: today,
        text: facts.occasion_text(&matter.item),
        source: OccasionSource::ByHand,
        due_by: None,
        cancelled_on: None,
    };
    let id = facts.span.occasion().unwrap_or_else(|| OccasionId::new(new_id()));
    Occasion { id, facts: occasion }
}

/// The occasion that a person names must be one of the matter.
fn check_occasion(book: &Book, facts: &PeopleFacts) -> Result<(), AppError> {
    let known = book.occasions.iter().any(|occasion| {
        facts.span.occasion() == Some(occasion.id)
            && occasion.facts.matter == facts.matter
            && occasion.facts.cancelled_on.is_none()
    });
    if known {
        return Ok(());
    }
    if facts.span.period().is_some() {
        return Err(AppError::refused(
            format!("{} 是发生一次公开一次的事项，名单不按期间导入", facts.matter),
            "请不写期间，导入时会自动登记事由；或写已经登记的事由编号。",
        ));
    }
    let hint = "请核对事由编号；不写事由的，导入时会自动登记一个。";
    Err(AppError::refused("本村没有登记过这个事由", hint))
}

fn check_period(matter: &Matter, span: DisclosureSpan) -> Result<(), AppError> {
    let fits = matches!(
        (matter.cadence, span.period()),
        (Cadence::Monthly, Some(Period::Month(_)))
            | (Cadence::Quarterly, Some(Period::Quarter { .. }))
            | (Cadence::Annual, Some(Period::Year(_)))
    );
    if fits {
        return Ok(());
    }
    let (item, cadence) = (&matter.item, matter.cadence.label());
    let message = format!("“{item}”{cadence}公开，期间写的是 {span}");
    Err(Refusal {
        message, hint: "请写对应的期间，如 2026-Q3。".to_owned(), ..Refusal::default()
    }
    .into())
}
