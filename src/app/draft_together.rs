//! 一起起草: what is due of one village and needs nobody's words, drafted in one go.

use super::App;
use super::audit_detail;
use super::command::Outcome;
use super::error::AppError;
use super::execute::Done;
use super::ledger::new_id;
use super::sheet;
use crate::domain::duty::Duty;
use crate::domain::entity::Entity;
use crate::domain::ids::{NoticeId, VillageId};
use crate::domain::ledger::Book;
use crate::domain::matter::Category;
use crate::domain::notice::{Fault, Level, Notice, NoticeDraft, NoticeState};
use crate::domain::period::Period;

/// What came of drafting together (一起起草的结果).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftedTogether {
    /// How many were drafted.
    pub drafted: usize,
    /// What was not, each in one sentence with the village and the reason.
    pub left: Vec<String>,
}

impl DraftedTogether {
    /// As told.
    pub fn message(&self) -> String {
        match (self.drafted, self.left.len()) {
            (0, 0) => "没有要起草的".to_owned(),
            (drafted, 0) => format!("已起草 {drafted} 份"),
            (drafted, left) => format!("已起草 {drafted} 份，{left} 份没有起草"),
        }
    }
}

/// Warnings of a sheet that says nothing yet: a person has to write it or to say that there is
/// nothing to tell.
const WORDLESS: [&str; 3] = ["no_content", "no_answer", "no_plan"];

/// Whether a set of books has a draft or a sheet for a duty.
fn is_drafted(book: &Book, duty: &Duty, entity: Entity) -> bool {
    book.notices.iter().any(|notice| {
        (notice.matter, notice.span, notice.entity) == (duty.matter, duty.span, entity)
            && notice.corrects.is_none()
            && !matches!(notice.state, NoticeState::Withdrawn { .. })
    })
}

impl App {
    /// Drafts every open duty of a village that has no draft yet, of one period or of all: those
    /// that the books or the registers fill by themselves. The others are named with the reason.
    pub(super) fn draft_together(&mut self, id: VillageId, of: Option<Period>) -> Done {
        let at = self.clock.now();
        let (ready, left) = self.candidates(id, of)?;
        let drafted = ready.len();
        if drafted > 0 {
            let ledger = self.ledger_mut()?;
            ledger.store.write(|writing| -> Result<(), AppError> {
                for (notice, faults) in &ready {
                    writing.insert_notice(notice)?;
                    let detail = audit_detail::notice(notice, faults);
                    writing.insert_audit(&at, Some(id), "draft_notice", &detail)?;
                }
                Ok(())
            })?;
            ledger.refresh(id)?;
        }
        Ok(Outcome::DraftedTogether(DraftedTogether { drafted, left }))
    }

    /// What can be drafted, with its faults, and what cannot.
    #[expect(clippy::type_complexity, reason = "one caller, right above")]
    fn candidates(
        &self,
        id: VillageId,
        of: Option<Period>,
    ) -> Result<(Vec<(Notice, Vec<Fault>)>, Vec<String>), AppError> {
        let (ledger, today) = (self.ledger()?, self.clock.today());
        let book = ledger.book_of(id)?;
        let (mut ready, mut left) = (Vec::new(), Vec::new());
        for duty in ledger.duties_of(id, today) {
            let is_asked = of.is_none_or(|period| duty.span.period() == Some(period));
            if !duty.state.is_open() || !is_asked {
                continue;
            }
            let sets = if duty.category == Category::Finance {
                book.entities()
            } else {
                &[Entity::Village][..]
            };
            for entity in sets.iter().filter(|entity| !is_drafted(&book, &duty, **entity)) {
                let notice_id = NoticeId::new(new_id());
                let draft = NoticeDraft::new(duty.matter, *entity, duty.span);
                let why = match book.draft_notice(notice_id, &draft, ledger.law(), today) {
                    Err(refusal) => format!("{refusal}。{}", refusal.hint()),
                    Ok(notice) => {
                        let mut faults = sheet::glyph_faults(&notice, self.fonts()?);
                        faults.extend(notice.faults(&book, ledger.law()));
                        let stops = |fault: &&Fault| {
                            fault.level == Level::Error || WORDLESS.contains(&fault.code)
                        };
                        match faults.iter().find(stops) {
                            None => {
                                ready.push((notice, faults));
                                continue;
                            }
                            Some(fault) => fault.message.clone(),
                        }
                    }
                };
                let village = &book.village.profile.name;
                let (title, span) = (ledger.law().title(duty.matter), ledger.span_label(&duty));
                left.push(format!("{village} {} {title} {span}：{why}", duty.matter));
            }
        }
        Ok((ready, left))
    }
}
