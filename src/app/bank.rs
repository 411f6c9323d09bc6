//! Bank statements: read, put beside the books, matched, and turned into vouchers.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::json;

use super::App;
use super::audit_detail;
use super::command::{Outcome, StatementSummary};
use super::error::{AppError, Refusal};
use super::execute::Done;
use super::import::{read_input, refused_file};
use super::ledger::new_id;
use crate::domain::account::AccountCode;
use crate::domain::ids::{BankLineId, BankStatementId, VillageId, VoucherId};
use crate::domain::listing::Listing;
use crate::domain::period::{self, Date};
use crate::domain::reconcile::{
    self, BankLine, BankRule, BankStatement, MatchPlan, MatchRefusal, Reconciliation,
    StatementDraft, StatementRefusal,
};
use crate::domain::voucher::VoucherDraft;
use crate::exchange::bank_import::{self, BankFile, BankReadFault, ColumnMapping, ColumnMappings};

/// The settings that hold what was learned of banks.
const MAPPINGS: &str = "bank_mappings";
const RULES: &str = "bank_rules";

/// A statement to import, with what a person says about it (导入对账单).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatementChoices {
    /// Which column holds what, where the program cannot tell.
    pub mapping: Option<ColumnMapping>,
    /// Whether balances that do not follow from one another are what the bank gave.
    pub accept_breaks: bool,
}

impl App {
    /// Everything known of one bank account of a village.
    ///
    /// # Errors
    /// A refusal for an account that is not a bank deposit, a failure when it cannot be read.
    pub fn reconciliation(
        &self,
        village: VillageId,
        account: &AccountCode,
    ) -> Result<Reconciliation, AppError> {
        let ledger = self.ledger()?;
        check_account(account, ledger.book_of(village)?.chart.contains(account))?;
        Ok(ledger.store.reconciliation(village, account)?)
    }

    /// 银行存款余额调节表 of a day.
    ///
    /// # Errors
    /// As [`App::reconciliation`].
    pub fn adjustment_listing(
        &self,
        village: VillageId,
        account: &AccountCode,
        date: Date,
    ) -> Result<Listing, AppError> {
        let reconciliation = self.reconciliation(village, account)?;
        let book = self.ledger()?.book_of(village)?;
        Ok(reconciliation.adjustment_listing(&book, date))
    }

    /// The voucher that a line would get, as far as the ledger has learned.
    ///
    /// # Errors
    /// A refusal for a line that is not there.
    pub fn proposed_voucher(
        &self,
        village: VillageId,
        line: BankLineId,
    ) -> Result<VoucherDraft, AppError> {
        let (_, reconciliation) = self.account_with(village, line)?;
        let line = reconciliation.line(line).ok_or(MatchRefusal::NoSuchLine)?;
        let ledger = self.ledger()?;
        let rules: Vec<BankRule> = ledger.store.setting(RULES)?;
        let book = ledger.book_of(village)?;
        let account = &reconciliation.account;
        let books = (&book.chart, book.entity_of_bank(account));
        Ok(reconcile::propose(line, account, &rules, books))
    }

    /// What a person said of the columns of statements before.
    pub(super) fn mappings(&self) -> Result<ColumnMappings, AppError> {
        Ok(self.ledger()?.store.setting(MAPPINGS)?)
    }

    /// Brings in the lines of a statement that are not there yet.
    pub(super) fn import_statement(
        &mut self,
        village: VillageId,
        account: &AccountCode,
        path: &Path,
        choices: &StatementChoices,
    ) -> Done {
        let (today, at) = (self.clock.today(), self.clock.now());
        let known = self.reconciliation(village, account)?;
        let (bytes, name) = read_input(path)?;
        let mut mappings = self.mappings()?;
        let BankFile { draft, signature } = read_file(&bytes, &name, choices, &mappings)?;
        let ledger = self.ledger_mut()?;
        draft.check(account, &known.statements, &known.lines, choices.accept_breaks)?;
        let mut summary = StatementSummary::of(&draft);
        summary.warnings.extend(gap(&draft, &known));
        let statement = BankStatement {
            id: BankStatementId::new(new_id()),
            account: account.clone(),
            file_name: name,
            digest: draft.digest.clone(),
            imported_on: today,
            facts: draft.facts.clone(),
        };
        let lines = lines_of(&draft, statement.id, &known.lines);
        summary.added = lines.len();
        summary.already_there = summary.read - lines.len();
        if lines.is_empty() {
            return Ok(Outcome::StatementImported(summary));
        }
        ledger.store.write(|writing| -> Result<(), AppError> {
            writing.insert_bank_statement(village, &statement)?;
            writing.insert_bank_lines(village, account, &lines)?;
            if let Some(mapping) = &choices.mapping {
                mappings.insert(signature, mapping.clone());
                writing.set_setting(MAPPINGS, &mappings)?;
            }
            let detail = json!({
                "account": account, "file": statement.file_name, "digest": statement.digest,
                "lines": lines.len(), "opening": statement.facts.opening,
                "closing": statement.facts.closing,
                "accept_breaks": choices.accept_breaks,
            });
            Ok(writing.insert_audit(&at, Some(village), "import_statement", &detail)?)
        })?;
        ledger.touch();
        Ok(Outcome::StatementImported(summary))
    }

    /// Confirms matches: all of them, or none.
    pub(super) fn match_lines(&mut self, village: VillageId, plans: &[MatchPlan]) -> Done {
        let at = self.clock.now();
        if plans.is_empty() {
            return Err(MatchRefusal::NothingChosen { lines: 0, vouchers: 0 }.into());
        }
        let ledger = self.ledger()?;
        let book = ledger.book_of(village)?.into_owned();
        // lines of several accounts may be confirmed at once
        let mut accounts: Vec<(Reconciliation, BTreeSet<BankLineId>, Vec<MatchPlan>)> = Vec::new();
        for plan in plans {
            let (lines, vouchers) = (plan.lines.len(), plan.vouchers.len());
            let first = plan.lines.first().copied();
            let first = first.ok_or(MatchRefusal::NothingChosen { lines, vouchers })?;
            if !accounts.iter().any(|(_, known, _)| known.contains(&first)) {
                let known = self.account_with(village, first)?.1;
                let lines = known.lines.iter().map(|line| line.id).collect();
                accounts.push((known, lines, Vec::new()));
            }
            let account = accounts.iter_mut().find(|(_, known, _)| known.contains(&first));
            account.ok_or(MatchRefusal::NoSuchLine)?.2.push(plan.clone());
        }
        for (known, _, plans) in &accounts {
            known.check_matches(plans, &book)?;
        }
        let ledger = self.ledger_mut()?;
        ledger.store.write(|writing| -> Result<(), AppError> {
            for plan in plans {
                for line in &plan.lines {
                    // matches with vouchers that were taken back since
                    writing.delete_bank_matches(*line)?;
                }
                for (line, voucher) in plan.pairs() {
                    writing.insert_bank_match(line, voucher)?;
                }
            }
            let pairs: Vec<_> = plans.iter().flat_map(MatchPlan::pairs).collect();
            let detail = json!({ "pairs": pairs });
            Ok(writing.insert_audit(&at, Some(village), "match_lines", &detail)?)
        })?;
        ledger.touch();
        Ok(Outcome::LinesMatched(plans.iter().map(|plan| plan.lines.len()).sum()))
    }

    /// Takes the matches of lines back, each with all that was matched together with it: all of
    /// them, or none.
    pub(super) fn unmatch_lines(&mut self, village: VillageId, lines: &[BankLineId]) -> Done {
        let at = self.clock.now();
        let first = lines.first().copied().ok_or(MatchRefusal::NoSuchLine)?;
        let (_, mut known) = self.account_with(village, first)?;
        let mut pairs = BTreeSet::new();
        for line in lines {
            if known.line(*line).is_none() {
                known = self.account_with(village, *line)?.1;
            }
            pairs.extend(known.check_unmatch(*line)?);
        }
        let freed: BTreeSet<BankLineId> = pairs.iter().map(|(line, _)| *line).collect();
        let ledger = self.ledger_mut()?;
        ledger.store.write(|writing| -> Result<(), AppError> {
            for line in &freed {
                writing.delete_bank_matches(*line)?;
            }
            let detail = json!({ "pairs": pairs });
            Ok(writing.insert_audit(&at, Some(village), "unmatch_lines", &detail)?)
        })?;
        ledger.touch();
        Ok(Outcome::LinesUnmatched(freed.len()))
    }

    /// Posts the voucher that explains a line, matches the two, and learns from it.
    pub(super) fn post_from_line(
        &mut self,
        village: VillageId,
        line: BankLineId,
        draft: VoucherDraft,
    ) -> Done {
        let (today, at) = (self.clock.today(), self.clock.now());
        let (_, known) = self.account_with(village, line)?;
        let ledger = self.ledger_mut()?;
        let mut rules: Vec<BankRule> = ledger.store.setting(RULES)?;
        let mut book = ledger.book_of(village)?.into_owned();
        let id = VoucherId::new(new_id());
        let voucher = draft.check(id, book.posting_context(today))?;
        book.insert(voucher.clone());
        known.check_match(&MatchPlan::pair(line, id), &book)?;
        let written = known.line(line).ok_or(MatchRefusal::NoSuchLine)?;
        let learned = reconcile::learn(&mut rules, written, voucher.written());
        ledger.store.write(|writing| -> Result<(), AppError> {
            writing.insert_voucher(village, &voucher, today)?;
            writing.delete_bank_matches(line)?;
            writing.insert_bank_match(line, id)?;
            if learned {
                writing.set_setting(RULES, &rules)?;
            }
            let mut detail = audit_detail::vouchers(std::slice::from_ref(&voucher), None);
            if let Some(fields) = detail.as_object_mut() {
                fields.insert("line".to_owned(), json!(line));
            }
            Ok(writing.insert_audit(&at, Some(village), "post_voucher", &detail)?)
        })?;
        ledger.refresh_voucher(village, id)?;
        let (month, number) = (voucher.month(), voucher.number());
        Ok(Outcome::VoucherPosted { voucher: id, month, number })
    }

    /// The account that a line belongs to, with all that is known of it.
    fn account_with(
        &self,
        village: VillageId,
        line: BankLineId,
    ) -> Result<(AccountCode, Reconciliation), AppError> {
        let ledger = self.ledger()?;
        let account = ledger.store.account_of_line(village, line)?;
        let account = account.ok_or(MatchRefusal::NoSuchLine)?;
        let known = ledger.store.reconciliation(village, &account)?;
        Ok((account, known))
    }
}

fn check_account(account: &AccountCode, is_known: bool) -> Result<(), StatementRefusal> {
    if !is_known {
        return Err(StatementRefusal::UnknownAccount(account.clone()));
    }
    if account.is_bank() { Ok(()) } else { Err(StatementRefusal::NotABankAccount(account.clone())) }
}

/// The lines that are new, with identities of their own.
fn lines_of(
    draft: &StatementDraft,
    statement: BankStatementId,
    known: &[BankLine],
) -> Vec<BankLine> {
    let new = reconcile::new_lines(draft, known).into_iter();
    new.map(|(position, line, identity)| BankLine {
        id: BankLineId::new(new_id()),
        statement,
        date: line.date,
        position,
        amount: line.amount,
        balance: line.balance,
        facts: line.facts.clone(),
        identity,
    })
    .collect()
}

/// A gap between what came in before and this statement, in words.
pub(super) fn gap(draft: &StatementDraft, known: &Reconciliation) -> Option<String> {
    let first = draft.lines.first()?;
    if known.lines.iter().any(|line| line.date >= first.date) {
        return None;
    }
    let before = known.bank_balance(first.date)?;
    let opening = draft.facts.opening.filter(|opening| *opening != before)?;
    let last = known.lines.last()?;
    Some(format!(
        "与以前的对账单接不上：{} 的余额是 {}，这一份的期初余额是 {}，中间可能缺了流水，请从网银补下载",
        period::date_label(last.date),
        before.grouped(),
        opening.grouped()
    ))
}

/// Reads a statement as a person told, or as the ledger remembers.
pub(super) fn read_file(
    bytes: &[u8],
    name: &str,
    choices: &StatementChoices,
    known: &ColumnMappings,
) -> Result<BankFile, AppError> {
    bank_import::read_statement(bytes, name, choices.mapping.as_ref(), known)
        .map_err(|fault| unreadable(name, fault))
}

fn unreadable(name: &str, fault: BankReadFault) -> AppError {
    match fault {
        BankReadFault::Faults(faults) => refused_file(name, faults),
        BankReadFault::UnknownColumns { fault, headings } => {
            let message = fault.to_string();
            let import_faults = vec![*fault];
            AppError::from(Refusal { message, import_faults, headings, ..Refusal::default() })
        }
    }
}
