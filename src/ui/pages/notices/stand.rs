//! Where the notice that is shown stands: computed when the book changes, not once a
//! frame.

use super::content::ContentForm;
use super::selection::Selection;
use crate::app::{App, AppError};
use crate::domain::entity::Entity;
use crate::domain::ids::NoticeId;
use crate::domain::ledger::Book;
use crate::domain::notice::{Body, Fault, Level, Notice, NoticeDraft, NoticeState, Redaction};
use crate::domain::period::{self, Date, Month};
use crate::ui::pages::vouchers::rows::BookKey;

/// Where a notice stands (公示进度).
#[derive(Clone, Debug)]
pub enum Stand {
    /// Not drafted; this is what a draft would say.
    Candidate(Box<Notice>),
    /// Drafted. `stale` when the book has moved on since.
    Drafted {
        /// The draft.
        notice: Box<Notice>,
        /// Whether its figures are no longer those of the book.
        stale: bool,
    },
    /// On the board.
    Published(Box<Notice>),
    /// There can be none: why, and when there can be.
    Refused {
        /// Why.
        message: String,
        /// The next step.
        hint: String,
    },
}

/// One line of the checks before publishing (公布前检查).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Whether it passed.
    pub passed: bool,
    /// What was checked, with the figure.
    pub text: String,
}

/// A notice with everything the page says about it.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Where it stands.
    pub stand: Stand,
    /// What is wrong or doubtful.
    pub faults: Vec<Fault>,
    /// The checks.
    pub checks: Vec<Check>,
    /// The code on the sheet, once published.
    pub check_code: String,
    /// The last day to publish it, where it is owed.
    pub due_by: Option<Date>,
    /// The day of the draft that a new one would replace.
    pub replaces: Option<Date>,
}

/// What a [`Standing`] was computed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StandKey {
    /// The book.
    pub book: BookKey,
    /// The notice.
    pub chosen: Selection,
    /// Rises with what is typed for a sheet of words.
    pub typed: u64,
    /// The day it is.
    pub today: Date,
    /// The fonts there are: [`App::font_generation`].
    pub fonts: u64,
}

impl StandKey {
    /// Whether two keys are about one notice, whatever was typed meanwhile.
    pub fn is_same_notice(&self, other: &Self) -> bool {
        self.book.village() == other.book.village() && self.chosen == other.chosen
    }
}

impl Standing {
    /// Computes it; `content` is what a person typed for a sheet of words, `redaction` what is
    /// to be masked beyond the draft.
    pub fn of(
        app: &App,
        book: &Book,
        key: StandKey,
        content: Option<&ContentForm>,
        redaction: Option<&Redaction>,
    ) -> Self {
        let chosen = key.chosen;
        let current = current(book, chosen);
        if let Some(published) = current.filter(|notice| notice.publication().is_some()) {
            return Self {
                check_code: published.posted_code(),
                checks: checks(book, published, &[]),
                stand: Stand::Published(Box::new(published.clone())),
                faults: Vec::new(),
                due_by: due_by(app, chosen, app.today()),
                replaces: None,
            };
        }
        let mut draft = match current {
            Some(notice) => NoticeDraft::again(notice),
            None => NoticeDraft::new(chosen.matter, chosen.entity, chosen.span),
        };
        let is_changed = content.is_some() || redaction.is_some();
        let replaces = current.filter(|_| is_changed).map(|notice| notice.drafted_on);
        if let Some(content) = content {
            content.fill(&mut draft);
            // the places are those of the words before
            draft.redaction = Redaction::default();
        }
        if let Some(redaction) = redaction {
            draft.redaction.masked.extend(&redaction.masked);
            draft.redaction.allowed.extend(redaction.allowed.iter().cloned());
        }
        let current = current.filter(|_| replaces.is_none());
        let mut standing = match (app.candidate_notice(book.village.id, &draft), current) {
            (Ok((_, faults)), Some(drafted)) => {
                let stale = app.ledger().is_ok_and(|ledger| drafted.is_stale(book, ledger.law()));
                let notice = Box::new(drafted.clone());
                Self::found(book, faults, Stand::Drafted { notice, stale })
            }
            (Ok((candidate, faults)), None) => {
                Self::found(book, faults, Stand::Candidate(Box::new(candidate)))
            }
            (Err(error), _) => Self::refused(&error, chosen, app),
        };
        standing.due_by = due_by(app, chosen, app.today());
        standing.replaces = replaces;
        standing
    }

    fn found(book: &Book, faults: Vec<Fault>, stand: Stand) -> Self {
        let checks = match &stand {
            Stand::Candidate(notice) | Stand::Drafted { notice, .. } | Stand::Published(notice) => {
                checks(book, notice, &faults)
            }
            Stand::Refused { .. } => Vec::new(),
        };
        Self { stand, faults, checks, check_code: String::new(), due_by: None, replaces: None }
    }

    fn refused(error: &AppError, chosen: Selection, app: &App) -> Self {
        let (message, mut hint) = match error.refusal() {
            Some(refusal) => (refusal.message.clone(), refusal.hint.clone()),
            None => (error.to_string(), String::new()),
        };
        let period = chosen.span.period().filter(|period| app.today() <= period.last_day());
        if let Some(period) = period {
            let from = period::date_label(period.last_month().next().first_day());
            hint = format!("{from}起可以起草。{hint}");
        }
        Self::found_none(Stand::Refused { message, hint })
    }

    fn found_none(stand: Stand) -> Self {
        let (faults, checks) = (Vec::new(), Vec::new());
        Self { stand, faults, checks, check_code: String::new(), due_by: None, replaces: None }
    }

    /// The notice that is shown.
    pub fn notice(&self) -> Option<&Notice> {
        match &self.stand {
            Stand::Candidate(notice) | Stand::Drafted { notice, .. } | Stand::Published(notice) => {
                Some(notice)
            }
            Stand::Refused { .. } => None,
        }
    }

    /// Whether an error keeps it from being drafted or published.
    pub fn has_errors(&self) -> bool {
        self.faults.iter().any(|fault| fault.level == Level::Error)
    }

    /// Whether something private on it is neither masked nor allowed.
    pub fn is_private(&self) -> bool {
        self.faults.iter().any(|fault| fault.level == Level::Error && fault.private.is_some())
    }

    /// Whether it is not drafted yet.
    pub const fn is_candidate(&self) -> bool {
        matches!(self.stand, Stand::Candidate(_))
    }
}

/// The notice that a selection means, if there is one.
fn current(book: &Book, chosen: Selection) -> Option<&Notice> {
    if let Some(notice) = chosen.notice.and_then(|id| book.notice(id)) {
        return match notice.state {
            // a correction drafted anew is the next one of the same notice
            NoticeState::Withdrawn { .. } => newest(book, chosen, notice.corrects),
            NoticeState::Drafted | NoticeState::Published(_) => Some(notice),
        };
    }
    newest(book, chosen, None)
}

fn newest(book: &Book, chosen: Selection, corrects: Option<NoticeId>) -> Option<&Notice> {
    book.notices
        .iter()
        .filter(|notice| notice.matter == chosen.matter && notice.span == chosen.span)
        .filter(|notice| notice.entity == chosen.entity && notice.corrects == corrects)
        .rfind(|notice| !matches!(notice.state, NoticeState::Withdrawn { .. }))
}

/// The last day to publish it, as its duty has it; none for a correction.
fn due_by(app: &App, chosen: Selection, today: Date) -> Option<Date> {
    let ledger = app.ledger().ok()?;
    let book = ledger.book()?;
    let is_correction = chosen.notice.and_then(|id| book.notice(id)).and_then(|it| it.corrects);
    if is_correction.is_some() {
        return None;
    }
    let duties = ledger.duties_of(book.village.id, today);
    let duty = duties.iter().find(|it| it.matter == chosen.matter && it.span == chosen.span);
    duty.map(|duty| duty.due_by)
}

fn checks(book: &Book, notice: &Notice, faults: &[Fault]) -> Vec<Check> {
    let has = |code: &str| faults.iter().any(|fault| fault.code == code);
    let check = |passed, text: String| Check { passed, text };
    let no_glyph_missing = check(!has("missing_glyph"), "没有缺字".to_owned());
    let (Some((opening, closing)), Some(period)) = (notice.funds(), notice.period()) else {
        return vec![no_glyph_missing];
    };
    let before = book.last_published_before(notice.matter, notice.entity, period);
    let carry = before.map_or_else(
        || format!("首期公示，上月结余取自账簿　{}", opening.total().grouped()),
        |before| {
            let issue = before.issue;
            format!("上月结余与第 {issue} 期公布数一致　{}", opening.total().grouped())
        },
    );
    let (income, expense) = match &notice.content.body {
        Body::FinanceDetail(detail) => (detail.income_total, detail.expense_total),
        Body::FinanceSummary(summary) => (summary.income_total, summary.expense_total),
        Body::Statement(_) => return vec![no_glyph_missing],
    };
    let adds_up = opening.total().plus(income).minus(expense) == closing.total()
        && !["balance", "totals", "closing"].iter().any(|code| has(code));
    vec![
        check(!has("carry_over"), carry),
        check(adds_up, "收入 − 支出 ＝ 结余变动".to_owned()),
        check(numbers_run(book, notice.entity, period.first_month()), "凭证号连续".to_owned()),
        no_glyph_missing,
    ]
}

/// Whether the numbers of a month run from 1 without a gap in each set of books.
fn numbers_run(book: &Book, scope: Entity, month: Month) -> bool {
    let runs = |entity: &Entity| {
        let in_month = book.vouchers.iter().filter(|voucher| voucher.month() == month);
        let own = in_month.filter(|voucher| voucher.entity() == *entity);
        let mut numbers: Vec<u32> = own.map(|voucher| voucher.number().0).collect();
        numbers.sort_unstable();
        (1..).zip(&numbers).all(|(expected, number)| expected == *number)
    };
    book.entities().iter().filter(|entity| entity.is_in(scope)).all(runs)
}
