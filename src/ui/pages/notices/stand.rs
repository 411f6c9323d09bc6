//! Where the notice of a matter and a month stands: computed when the book changes, not once a
//! frame.

use crate::app::{App, AppError};
use crate::domain::entity::Entity;
use crate::domain::ledger::Book;
use crate::domain::matter::MatterCode;
use crate::domain::notice::{Body, Fault, Level, Notice, NoticeDraft, NoticeState};
use crate::domain::period::{self, Month, Period};
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
}

/// What a [`Standing`] was computed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StandKey {
    /// The book.
    pub book: BookKey,
    /// The matter.
    pub matter: MatterCode,
    /// Whose books.
    pub entity: Entity,
    /// The month.
    pub month: Month,
}

impl Standing {
    /// Computes it.
    pub fn of(app: &App, book: &Book, key: StandKey) -> Self {
        let StandKey { matter, entity, month, .. } = key;
        let period = Period::Month(month);
        let current = book
            .notices
            .iter()
            .filter(|notice| notice.matter == matter && notice.span == period.into())
            .filter(|notice| notice.entity == entity)
            .rfind(|notice| !matches!(notice.state, NoticeState::Withdrawn { .. }));
        if let Some(published) = current.filter(|notice| notice.publication().is_some()) {
            return Self {
                check_code: published.check_code(),
                checks: checks(book, published, &[]),
                stand: Stand::Published(Box::new(published.clone())),
                faults: Vec::new(),
            };
        }
        match (
            app.candidate_notice(book.village.id, &NoticeDraft::new(matter, entity, period)),
            current,
        ) {
            (Ok((candidate, faults)), Some(draft)) => {
                let stale = candidate.content.body != draft.content.body;
                Self::found(book, faults, Stand::Drafted { notice: Box::new(draft.clone()), stale })
            }
            (Ok((candidate, faults)), None) => {
                Self::found(book, faults, Stand::Candidate(Box::new(candidate)))
            }
            (Err(error), _) => Self::refused(&error, month, app),
        }
    }

    fn found(book: &Book, faults: Vec<Fault>, stand: Stand) -> Self {
        let checks = match &stand {
            Stand::Candidate(notice) | Stand::Drafted { notice, .. } | Stand::Published(notice) => {
                checks(book, notice, &faults)
            }
            Stand::Refused { .. } => Vec::new(),
        };
        Self { stand, faults, checks, check_code: String::new() }
    }

    fn refused(error: &AppError, month: Month, app: &App) -> Self {
        let (message, mut hint) = match error.refusal() {
            Some(refusal) => (refusal.message.clone(), refusal.hint.clone()),
            None => (error.to_string(), String::new()),
        };
        if app.today() <= month.last_day() {
            let from = period::date_label(month.next().first_day());
            hint = format!("{from}起可以起草。{hint}");
        }
        let stand = Stand::Refused { message, hint };
        Self { stand, faults: Vec::new(), checks: Vec::new(), check_code: String::new() }
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
