//! Reconciling a bank account (银行对账): what the bank says beside what the books say.
//!
//! Invariants: a line of the bank is kept as the bank gave it; a match explains lines of exactly
//! the amount of their vouchers; a pair that could be another pair is never called certain.
//!
//! ```text
//! StatementLine ─identities─► BankLine ─┐
//! Voucher ─moved(account)───────────────┴─► Reconciliation ─► suggestions, 余额调节表
//! ```

mod adjustment;
mod coverage;
mod matching;
mod proposal;
mod refusal;
mod statement;
mod suggestion;

pub use adjustment::{Adjustment, AdjustmentItem};
pub use coverage::{BankReminder, OPEN_DAYS, StatementGap};
pub use matching::{MatchPlan, MatchedLines, Reconciliation};
pub use proposal::{BankRule, learn, propose};
pub use refusal::{MatchRefusal, StatementRefusal};
pub use statement::{
    Bank, BankLine, BankStatement, LineFacts, StatementDraft, StatementFacts, StatementLine,
    StatementProblem, new_lines, tail_of,
};
pub use suggestion::{Certainty, Suggestion, WINDOW_DAYS};
