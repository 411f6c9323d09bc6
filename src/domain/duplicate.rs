//! One payment written twice (重复记账): the same amount in one month, in words that mean the
//! same. Wages of one amount to different persons are not that.

use super::account::Side;
use super::ids::VoucherId;
use super::ledger::Book;
use super::money::Money;
use super::period::Month;
use super::voucher::Voucher;

impl Book {
    /// The voucher of a month that says the same as `summary`, for the same amount; one that was
    /// taken back does not count, nor one that is being `corrected`.
    pub fn likely_duplicate(
        &self,
        month: Month,
        summary: &str,
        amount: Money,
        corrected: Option<VoucherId>,
    ) -> Option<&Voucher> {
        let stands = |voucher: &Voucher| {
            let reverses = |other: &Voucher| other.written().reverses == Some(voucher.id());
            !voucher.is_reversal() && !self.vouchers.iter().any(reverses)
        };
        let same = |voucher: &&Voucher| {
            voucher.month() == month
                && Some(voucher.id()) != corrected
                && voucher.written().total(Side::Debit) == amount
                && mean_the_same(voucher.summary(), summary)
                && stands(voucher)
        };
        self.vouchers.iter().find(same)
    }
}

/// Whether two summaries may tell of one payment. What they begin and end with alike is set
/// aside: the rest must be nothing on one side, or the same name.
fn mean_the_same(a: &str, b: &str) -> bool {
    let (a, b) = (core(a), core(b));
    if a.is_empty() || b.is_empty() {
        return false;
    }
    let start = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (a, b) = (a.get(start..).unwrap_or_default(), b.get(start..).unwrap_or_default());
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let rest = |text: &[char]| text.len().saturating_sub(end);
    let (a, b) = (a.get(..rest(a)).unwrap_or_default(), b.get(..rest(b)).unwrap_or_default());
    if a.is_empty() || b.is_empty() {
        return start + end >= 2;
    }
    let common = common_run(a, b);
    common >= NAME || (common >= 2 && common == a.len().min(b.len()))
}

/// A run of so many characters in common names one thing.
const NAME: usize = 3;

/// The words without spaces and punctuation.
fn core(summary: &str) -> Vec<char> {
    summary.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The length of the longest run of characters that both have.
fn common_run(a: &[char], b: &[char]) -> usize {
    let mut longest = 0;
    let mut before = vec![0_usize; b.len() + 1];
    for x in a {
        let mut now = vec![0_usize];
        for (y, diagonal) in b.iter().zip(&before) {
            let run = if x == y { diagonal + 1 } else { 0 };
            longest = longest.max(run);
            now.push(run);
        }
        before = now;
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_payment_in_other_words_is_seen_and_another_person_is_not() {
        let table = [
            ("付保洁员王秀兰工资", "付保洁员王秀兰工资", true),
            ("付保洁员王秀兰工资", "付 保洁员王秀兰 工资（10月）", true),
            ("付保洁员王秀兰工资", "付王秀兰保洁工资", true),
            ("付王秀兰保洁费", "王秀兰保洁费", true),
            ("付保洁员王秀兰工资", "付保洁员李桂芳工资", false),
            ("付保洁员王秀兰工资", "付保洁员王秀芳工资", false),
            ("付9月电费", "付10月电费", false),
            ("付村委会电费", "付村委会水费", false),
            ("购办公用纸", "付路灯电费", false),
            ("，", "。", false),
        ];
        for (a, b, expected) in table {
            assert_eq!(mean_the_same(a, b), expected, "{a} {b}");
            assert_eq!(mean_the_same(b, a), expected, "{b} {a}");
        }
    }
}
