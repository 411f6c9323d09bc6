//! What the page 对账 shows before anything is written: accounts, previews, columns, reminders.

use std::path::Path;

use super::App;
use super::bank::{StatementChoices, gap, read_file};
use super::error::AppError;
use super::import::read_input;
use crate::domain::account::AccountCode;
use crate::domain::ids::VillageId;
use crate::domain::money::Money;
use crate::domain::reconcile::{
    self, BankReminder, StatementFacts, StatementLine, StatementProblem, StatementRefusal,
};
use crate::exchange::bank_import::{self, SampleColumn};

/// A statement as it would come in now (对账单预览); nothing is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementPreview {
    /// The name of the file.
    pub file_name: String,
    /// Bank, number, span and balances.
    pub facts: StatementFacts,
    /// Oldest first.
    pub lines: Vec<StatementLine>,
    /// How many of the lines came in before.
    pub already_there: usize,
    /// The sum of what came in.
    pub sum_in: Money,
    /// The sum of what went out, positive.
    pub sum_out: Money,
    /// Balances that do not follow from the one before; a person must confirm them.
    pub breaks: Vec<String>,
    /// What a person should look at.
    pub warnings: Vec<String>,
    /// Why it cannot come in, whatever a person says of its balances.
    pub refusal: Option<StatementRefusal>,
}

impl App {
    /// The bank accounts of a village that statements may come in for: 102 and those below it
    /// that have none below them. 102 itself is left out where it is divided and was never used.
    ///
    /// # Errors
    /// A failure when the file cannot be read.
    pub fn bank_accounts(&self, village: VillageId) -> Result<Vec<AccountCode>, AppError> {
        let ledger = self.ledger()?;
        let book = ledger.book_of(village)?;
        let used = ledger.store.bank_accounts(village)?;
        let all: Vec<&AccountCode> = book
            .chart
            .accounts()
            .map(|account| &account.code)
            .filter(|code| code.is_bank())
            .collect();
        let is_parent =
            |code: &AccountCode| all.iter().any(|other| other.parent().as_ref() == Some(code));
        let offered = all.iter().filter(|code| !is_parent(code) || used.contains(code));
        Ok(offered.map(|code| (*code).clone()).collect())
    }

    /// Reads a statement and checks it against what came in before, without writing.
    ///
    /// # Errors
    /// A refusal with the faults of the file, or with the headings of columns that a person must
    /// tell.
    pub fn preview_statement(
        &self,
        village: VillageId,
        account: &AccountCode,
        path: &Path,
        choices: &StatementChoices,
    ) -> Result<StatementPreview, AppError> {
        let known = self.reconciliation(village, account)?;
        let (bytes, file_name) = read_input(path)?;
        let draft = read_file(&bytes, &file_name, choices, &self.mappings()?)?.draft;
        let refusal = draft.check(account, &known.statements, &known.lines, true).err();
        let added = reconcile::new_lines(&draft, &known.lines).len();
        let (breaks, others): (Vec<&StatementProblem>, Vec<_>) =
            draft.problems.iter().partition(|problem| problem.is_break());
        let mut warnings: Vec<String> = others.iter().map(ToString::to_string).collect();
        warnings.extend(gap(&draft, &known));
        let sum = |incoming: bool| -> Money {
            let same = draft.lines.iter().filter(|line| line.amount.is_positive() == incoming);
            same.map(|line| line.amount.abs()).sum()
        };
        let (sum_in, sum_out) = (sum(true), sum(false));
        let breaks = breaks.iter().map(ToString::to_string).collect();
        Ok(StatementPreview {
            file_name,
            facts: draft.facts.clone(),
            already_there: draft.lines.len() - added,
            sum_in,
            sum_out,
            breaks,
            warnings,
            refusal,
            lines: draft.lines,
        })
    }

    /// The columns of a statement with their first values, for a person to say what they hold.
    ///
    /// # Errors
    /// A refusal when the file cannot be opened.
    pub fn statement_sample(&self, path: &Path) -> Result<Vec<SampleColumn>, AppError> {
        let (bytes, name) = read_input(path)?;
        Ok(bank_import::sample(&bytes, &name))
    }

    /// What a person should do about the bank accounts of the village that is shown.
    ///
    /// # Errors
    /// A failure when the file cannot be read.
    pub fn bank_reminders(&self) -> Result<Vec<(AccountCode, BankReminder)>, AppError> {
        let ledger = self.ledger()?;
        let Some(book) = ledger.book() else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for account in ledger.store.bank_accounts(book.village.id)? {
            let known = ledger.store.reconciliation(book.village.id, &account)?;
            let reminders = known.reminders(book, self.today());
            found.extend(reminders.into_iter().map(|reminder| (account.clone(), reminder)));
        }
        Ok(found)
    }
}
