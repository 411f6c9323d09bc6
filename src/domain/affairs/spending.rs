//! Which resolution a voucher names, and what was spent on it.

use std::collections::BTreeSet;

use crate::domain::ids::{ResolutionId, VoucherId};
use crate::domain::ledger::{Book, fund_movement};
use crate::domain::money::Money;
use crate::domain::resolution::Resolution;
use crate::domain::text::ascii_width;
use crate::domain::voucher::{Voucher, VoucherDraft};

/// Whether a text names a number of a year: `〔2026〕3号`, `[2026]3号`, `2026年第3号`.
fn names(text: &str, (year, number): (i32, u32)) -> bool {
    let text: String = text.chars().map(ascii_width).filter(|c| !c.is_whitespace()).collect();
    let (year, end) = (year.to_string(), format!("{number}号"));
    text.match_indices(&year).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let rest = text.get(at + year.len()..).unwrap_or_default();
        let rest = rest.trim_start_matches(|c: char| "〕]】）)年第-—".contains(c));
        let parted = text.len() - rest.len() > at + year.len();
        parted && rest.starts_with(&end) && !before.is_some_and(|c| c.is_ascii_digit())
    })
}

fn is_named(resolution: &Resolution, written: &VoucherDraft) -> bool {
    let number = (resolution.facts.year(), resolution.facts.number);
    names(&written.note, number) || names(&written.summary, number)
}

impl Book {
    /// The resolution that a voucher names in its note or its summary.
    pub fn resolution_named_by(&self, written: &VoucherDraft) -> Option<&Resolution> {
        self.affairs.resolutions.iter().find(|resolution| is_named(resolution, written))
    }

    /// The resolution whose number stands in a text.
    pub fn resolution_named_in(&self, text: &str) -> Option<&Resolution> {
        let number = |it: &&Resolution| names(text, (it.facts.year(), it.facts.number));
        self.affairs.resolutions.iter().find(number)
    }

    /// What the vouchers that name a resolution spent on it, those taken back and `except` left
    /// out.
    pub fn spent_on(&self, resolution: ResolutionId, except: Option<VoucherId>) -> Money {
        let Some(resolution) = self.affairs.resolution(resolution) else { return Money::ZERO };
        let reversed: BTreeSet<VoucherId> =
            self.vouchers.iter().filter_map(|voucher| voucher.written().reverses).collect();
        let counts = |voucher: &&Voucher| {
            is_named(resolution, voucher.written())
                && !voucher.is_reversal()
                && !reversed.contains(&voucher.id())
                && Some(voucher.id()) != except
        };
        let named = self.vouchers.iter().filter(counts);
        named.map(|voucher| fund_movement(voucher).expense_total()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_however_it_is_written() {
        for (text, found) in [
            ("〔2026〕3号", true),
            ("按四议两公开〔2026〕3号支付", true),
            ("[2026] 3号", true),
            ("（2026）3 号", true),
            ("2026年第3号决议", true),
            ("２０２６年３号", true),
            ("2026-3号", true),
            ("〔2026〕13号", false),
            ("〔2026〕3", false),
            ("20263号", false),
            ("12026年3号", false),
            ("〔2025〕3号", false),
            ("2026年3月付 3号楼", false),
            ("", false),
        ] {
            assert_eq!(names(text, (2026, 3)), found, "{text}");
        }
    }
}
