//! Vouchers proposed for lines of the bank, from what a person wrote for lines like them.

use serde::{Deserialize, Serialize};

use super::statement::{BankLine, LineFacts};
use crate::domain::account::{AccountCode, Chart, Side};
use crate::domain::entity::Entity;
use crate::domain::voucher::{Entry, Settlement, VoucherDraft, VoucherKind};

/// The most rules a ledger remembers; the oldest go first.
const RULES_MAX: usize = 500;

/// How lines of a kind were written up (记账规则).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankRule {
    /// Whether the money came in.
    pub incoming: bool,
    /// 对方户名, without blanks; empty where the bank gave none.
    pub counterparty: String,
    /// 摘要, without blanks and digits.
    pub memo: String,
    /// The account on the other side.
    pub account: AccountCode,
    /// The summary a person wrote.
    pub summary: String,
}

/// Learns from a voucher that a person posted for a line; only vouchers of two lines teach
/// anything. A newer rule for the same words takes the place of the older one.
pub fn learn(rules: &mut Vec<BankRule>, line: &BankLine, draft: &VoucherDraft) -> bool {
    let [one, other] = draft.entries.as_slice() else { return false };
    let account = match (one.account.is_bank(), other.account.is_bank()) {
        (true, false) => other.account.clone(),
        (false, true) => one.account.clone(),
        (true, true) | (false, false) => return false,
    };
    let (counterparty, memo) = keywords(&line.facts);
    if counterparty.is_empty() && memo.is_empty() {
        return false;
    }
    let incoming = line.amount.is_positive();
    let summary = draft.summary.trim().to_owned();
    let rule = BankRule { incoming, counterparty, memo, account, summary };
    rules.retain(|old| {
        (old.incoming, &old.counterparty, &old.memo)
            != (rule.incoming, &rule.counterparty, &rule.memo)
    });
    rules.push(rule);
    let extra = rules.len().saturating_sub(RULES_MAX);
    rules.drain(..extra);
    true
}

/// The voucher a line would get: by a learned rule where one fits, otherwise with the other
/// account left open, in the books of `entity`. It is a draft; a person completes and posts it.
pub fn propose(
    line: &BankLine,
    account: &AccountCode,
    rules: &[BankRule],
    (chart, entity): (&Chart, Entity),
) -> VoucherDraft {
    let rule = find(line, rules, chart);
    let amount = line.amount.abs();
    let (bank, counter) = if line.amount.is_positive() {
        (Side::Debit, Side::Credit)
    } else {
        (Side::Credit, Side::Debit)
    };
    let mut entries = vec![Entry { account: account.clone(), side: bank, amount }];
    if let Some(rule) = rule {
        entries.push(Entry { account: rule.account.clone(), side: counter, amount });
    }
    // the debit line is written first
    entries.sort_by_key(|entry| entry.side == Side::Credit);
    let written = rule.map_or_else(|| words_of(&line.facts), |rule| rule.summary.clone());
    VoucherDraft {
        date: line.date,
        number: None,
        summary: written,
        entries,
        settlement: Settlement::Transfer,
        handler: String::new(),
        witness: String::new(),
        approver: String::new(),
        papers: 1,
        note: String::new(),
        reverses: None,
        entity,
        kind: VoucherKind::Ordinary,
        corrects: None,
    }
}

/// What the bank says of a line, in one text.
fn words_of(facts: &LineFacts) -> String {
    let words = [facts.counterparty.as_str(), facts.memo.as_str()];
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The rule that fits best: same counterparty and memo, then counterparty, then memo alone where
/// neither names a counterparty. The newest of equals wins.
fn find<'r>(line: &BankLine, rules: &'r [BankRule], chart: &Chart) -> Option<&'r BankRule> {
    let (counterparty, memo) = keywords(&line.facts);
    let usable = |rule: &&BankRule| {
        rule.incoming == line.amount.is_positive() && chart.contains(&rule.account)
    };
    let fit = |rule: &BankRule| {
        let same_party = rule.counterparty == counterparty;
        match (same_party, rule.memo == memo) {
            (true, true) => 3,
            (true, false) if !counterparty.is_empty() => 2,
            (false, true) if rule.counterparty.is_empty() || counterparty.is_empty() => 1,
            (true | false, true | false) => 0,
        }
    };
    rules.iter().filter(usable).filter(|rule| fit(rule) > 0).max_by_key(|rule| fit(rule))
}

fn keywords(facts: &LineFacts) -> (String, String) {
    let words = |written: &str, digits: bool| -> String {
        let kept = |c: &char| {
            !c.is_whitespace() && (digits || !(c.is_ascii_digit() || matches!(c, '-' | '/' | '*')))
        };
        written.chars().filter(kept).collect()
    };
    (words(&facts.counterparty, true), words(&facts.memo, false))
}
