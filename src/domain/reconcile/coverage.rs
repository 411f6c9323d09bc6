//! Which days the statements of an account cover, where one does not follow from the one before,
//! and what has waited too long.

use std::fmt;

use super::matching::Reconciliation;
use super::statement::BankStatement;
use crate::domain::ledger::Book;
use crate::domain::money::Money;
use crate::domain::period::{self, Date, Month};
use crate::domain::voucher::Voucher;

/// Days after which an open line or voucher is called late.
pub const OPEN_DAYS: u32 = 30;

/// Two statements that do not follow from each other (对账单之间的缺口).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatementGap {
    /// The last day covered before it.
    pub after: Date,
    /// The first day covered again.
    pub before: Date,
    /// The balance of the bank at the end of `after`, where it is known.
    pub closing: Option<Money>,
    /// The balance before the statement that follows, where it is known.
    pub opening: Option<Money>,
}

/// What a person should do about an account (对账提醒).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BankReminder {
    /// No statement covers a day of the last month or after it.
    StatementMissing {
        /// The month.
        month: Month,
        /// The last day that is covered.
        covered_to: Date,
    },
    /// Lines and vouchers stand open for more than [`OPEN_DAYS`] days.
    OpenTooLong {
        /// Lines of the bank.
        lines: usize,
        /// Vouchers.
        vouchers: usize,
    },
}

impl fmt::Display for StatementGap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (after, before) = (period::date_label(self.after), period::date_label(self.before));
        match (self.closing, self.opening) {
            (Some(closing), Some(opening)) => write!(
                f,
                "{after} 的余额是 {}，{before} 起的对账单期初余额是 {}，相差 {}，中间缺了流水，请从网银补下载",
                closing.grouped(),
                opening.grouped(),
                opening.minus(closing).abs().grouped()
            ),
            _ => write!(
                f,
                "{after} 以后到 {before} 以前没有对账单，表上没有余额可以核对，请看这几天有没有流水"
            ),
        }
    }
}

impl fmt::Display for BankReminder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::StatementMissing { month, covered_to } => write!(
                f,
                "{}的银行对账单还没有导入，现在只到 {}",
                month.label(),
                period::date_label(*covered_to)
            ),
            Self::OpenTooLong { lines, vouchers } => {
                let mut parts = Vec::new();
                if *lines > 0 {
                    parts.push(format!("{lines} 笔银行流水"));
                }
                if *vouchers > 0 {
                    parts.push(format!("{vouchers} 张凭证"));
                }
                write!(f, "{}超过 {OPEN_DAYS} 天还没有对上", parts.join("、"))
            }
        }
    }
}

impl Reconciliation {
    /// The last day that any statement covers.
    pub fn covered_to(&self) -> Option<Date> {
        self.statements.iter().map(|statement| statement.facts.last_on).max()
    }

    /// Where a statement does not follow from the ones before it, oldest first. Balances decide
    /// where both are known; without them, days that no statement covers.
    pub fn gaps(&self) -> Vec<StatementGap> {
        let mut sorted: Vec<&BankStatement> = self.statements.iter().collect();
        sorted.sort_by_key(|statement| (statement.facts.first_on, statement.facts.last_on));
        let mut covered: Option<Date> = None;
        let mut gaps = Vec::new();
        for statement in sorted {
            let facts = &statement.facts;
            if let Some(after) = covered.filter(|after| facts.first_on > *after) {
                let (closing, opening) = (self.bank_balance(after), facts.opening);
                let is_gap = match (closing, opening) {
                    (Some(closing), Some(opening)) => closing != opening,
                    _ => after.succ_opt().is_some_and(|next| next < facts.first_on),
                };
                if is_gap {
                    gaps.push(StatementGap { after, before: facts.first_on, closing, opening });
                }
            }
            covered = covered.max(Some(facts.last_on));
        }
        gaps
    }

    /// What a person should do about the account on that day. An account that never had a
    /// statement asks for nothing.
    pub fn reminders(&self, book: &Book, today: Date) -> Vec<BankReminder> {
        let Some(covered_to) = self.covered_to() else { return Vec::new() };
        let mut found = Vec::new();
        // a file without a stated span ends with its last line: only a month without any counts
        let month = Month::of(today).previous();
        if covered_to < month.first_day() {
            found.push(BankReminder::StatementMissing { month, covered_to });
        }
        let days = chrono::Days::new(u64::from(OPEN_DAYS));
        let Some(since) = today.checked_sub_days(days) else { return found };
        let lines = self.open_lines(book).iter().filter(|line| line.date < since).count();
        // a voucher of a day that no statement covers waits for the statement
        let late = |voucher: &Voucher| voucher.date() < since && voucher.date() <= covered_to;
        let open = self.open_vouchers(book);
        let vouchers = open.iter().filter(|(voucher, _)| late(voucher)).count();
        if lines + vouchers > 0 {
            found.push(BankReminder::OpenTooLong { lines, vouchers });
        }
        found
    }
}
