//! Search over the vouchers of all villages: by words, by pinyin initials, by amount, by the
//! amount in Chinese capitals.

use memchr::memmem::Finder;

use super::App;
use super::error::AppError;
use crate::domain::ids::{VillageId, VoucherId};
use crate::domain::money::Money;
use crate::domain::period::Month;
use crate::domain::voucher::Voucher;
use crate::exchange::initials;

/// A voucher that a search found (搜索结果).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Whose.
    pub village: VillageId,
    /// Of which month.
    pub month: Month,
    /// Which.
    pub voucher: VoucherId,
    /// Its summary.
    pub summary: String,
    /// Its largest amount.
    pub amount: Option<Money>,
}

/// Between the words of a search line; never typed.
const BETWEEN: char = '\u{1f}';
/// Between the words and the amounts, and around each amount.
const AMOUNT: char = '\u{1e}';

/// What a search looks through for one voucher: summary, its initials, people and note; then its
/// amounts.
pub(super) fn line(voucher: &Voucher) -> String {
    let written = voucher.written();
    let mut line = format!("{}{BETWEEN}{}", written.summary, initials(&written.summary));
    for words in [&written.handler, &written.witness, &written.approver, &written.note] {
        if !words.is_empty() {
            line.push(BETWEEN);
            line.push_str(words);
        }
    }
    let mut amounts: Vec<Money> = voucher.entries().iter().map(|entry| entry.amount).collect();
    amounts.sort_unstable();
    amounts.dedup();
    line.push(AMOUNT);
    for amount in amounts {
        line.push_str(&amount.to_string());
        line.push(AMOUNT);
    }
    line
}

/// The amounts of a line stand at its end, the largest last.
fn largest_amount(line: &str) -> Option<Money> {
    line.trim_end_matches(AMOUNT).rsplit(AMOUNT).next().and_then(|last| Money::parse(last).ok())
}

/// What to look for.
struct Needles {
    /// In the words: as written, and in small letters as initials are where that differs.
    words: Vec<Finder<'static>>,
    /// Among the amounts.
    amount: Option<Finder<'static>>,
}

impl Needles {
    fn of(written: &str) -> Self {
        let amount = Money::parse(written).ok().or_else(|| Money::from_words(written));
        let mut words = vec![written.to_owned(), written.to_ascii_lowercase()];
        words.dedup();
        let finder = |wanted: &str| Finder::new(wanted).into_owned();
        Self {
            words: words.iter().map(|words| finder(words)).collect(),
            amount: amount.map(|amount| finder(&format!("{AMOUNT}{amount}{AMOUNT}"))),
        }
    }

    /// Whether a month may hold a find: cheap, and never wrong in saying no.
    fn may_be_in(&self, text: &str) -> bool {
        self.words.iter().chain(&self.amount).any(|wanted| is_in(wanted, text))
    }

    fn are_in(&self, line: &str) -> bool {
        let (words, amounts) = line.split_at(line.find(AMOUNT).unwrap_or(line.len()));
        self.words.iter().any(|wanted| is_in(wanted, words))
            || self.amount.as_ref().is_some_and(|amount| is_in(amount, amounts))
    }
}

fn is_in(wanted: &Finder<'_>, text: &str) -> bool {
    wanted.find(text.as_bytes()).is_some()
}

impl App {
    /// Finds vouchers in all villages, the latest month first, at most `limit`.
    ///
    /// # Errors
    /// A failure when the file cannot be read.
    pub fn search(&self, written: &str, limit: usize) -> Result<Vec<Hit>, AppError> {
        let written = written.trim();
        let ledger = self.ledger()?;
        let mut hits = Vec::new();
        if written.is_empty() || limit == 0 {
            return Ok(hits);
        }
        let needles = Needles::of(written);
        ledger.store.search(|village, month, text| {
            if !needles.may_be_in(text) {
                return true;
            }
            for found in text.lines() {
                let Some((id, fields)) = found.split_once(' ') else { continue };
                if !needles.are_in(fields) {
                    continue;
                }
                let Ok(voucher) = id.parse() else { continue };
                let summary = fields.split(BETWEEN).next().unwrap_or_default().to_owned();
                let amount = largest_amount(fields);
                hits.push(Hit { village, month, voucher, summary, amount });
                if hits.len() >= limit {
                    return false;
                }
            }
            true
        })?;
        Ok(hits)
    }
}
