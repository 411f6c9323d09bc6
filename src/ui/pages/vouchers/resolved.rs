//! The resolution that an expense rests on: when the form asks for it, what it offers, what it
//! says of the one that was chosen. Nothing here draws.

use super::draft::{Slot, VoucherForm};
use super::hints::Offer;
use crate::app::initials;
use crate::domain::ids::VoucherId;
use crate::domain::ledger::Book;
use crate::domain::money::Money;
use crate::domain::resolution::Resolution;
use crate::domain::rules::Rules;
use crate::domain::text::ascii_width;

/// What the form says of the resolution of an expense (决议栏).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Whether the field is shown.
    pub shown: bool,
    /// Beside the field: why it is asked for, or what the chosen resolution still allows.
    pub words: String,
}

impl Asked {
    /// The field is shown for an expense above a tier that takes a resolution
    /// (村民委员会组织法第二十四条), and as long as something stands in it.
    pub fn of(book: &Book, rules: &Rules, form: &VoucherForm, except: Option<VoucherId>) -> Self {
        let effect = form.fund_effect(&book.chart);
        let spent = -effect.cash.plus(effect.bank);
        let mut tiers = rules.resolution_tiers();
        tiers.retain(|tier| spent > tier.above);
        let tier = tiers.iter().map(|tier| tier.above).min();
        let written = form.resolution.trim();
        if tier.is_none() && written.is_empty() {
            return Self::default();
        }
        let named = if written.is_empty() { &form.note } else { written };
        let words = match (book.resolution_named_in(named), tier) {
            (Some(resolution), _) => {
                format!("“{}”{}", resolution.facts.title, left(book, resolution, except))
            }
            (None, Some(above)) => {
                format!("支出超过 {} 元，要写明按哪一项决议支出", above.grouped())
            }
            (None, None) => String::new(),
        };
        Self { shown: true, words }
    }
}

/// `还能支出 41,000.00 元`, or why nothing can be spent on it.
fn left(book: &Book, resolution: &Resolution, except: Option<VoucherId>) -> String {
    match (resolution.facts.resolved_on(), resolution.facts.amount) {
        (None, _) => "还没有决议通过".to_owned(),
        (Some(on), None) => format!("{on} 决议，没有写金额"),
        (Some(on), Some(limit)) => {
            let rest = limit.minus(book.spent_on(resolution.id, except)).max(Money::ZERO);
            format!("{on} 决议，还能支出 {} 元", rest.grouped())
        }
    }
}

/// The resolutions that were resolved and allow an expense, the latest first: by number, by words
/// of the title, by its initials.
pub fn offers(book: &Book, typed: &str, limit: usize) -> Vec<Offer> {
    let word: String = typed.trim().chars().map(ascii_width).collect::<String>().to_lowercase();
    let fits = |resolution: &&Resolution| {
        let facts = &resolution.facts;
        facts.resolved_on().is_some()
            && facts.amount.is_some()
            && (word.is_empty()
                || facts.number_label().contains(typed.trim())
                || facts.number.to_string() == word
                || facts.title.contains(typed.trim())
                || initials(&facts.title).contains(&word))
    };
    let mut found: Vec<&Resolution> = book.affairs.resolutions.iter().filter(fits).collect();
    found.sort_by_key(|it| std::cmp::Reverse((it.facts.year(), it.facts.number)));
    let offer = |it: &Resolution| Offer {
        text: it.facts.number_label(),
        detail: format!("{}　{}", it.facts.title, left(book, it, None)),
        last: None,
    };
    found.into_iter().take(limit).map(offer).collect()
}

/// What is wrong with the resolution that was written, and the number as it goes on the voucher.
///
/// # Errors
/// One Chinese sentence with the next step, where the register holds no such resolution.
pub fn number_of(book: &Book, written: &str) -> Result<String, (Slot, String)> {
    let written = written.trim();
    if written.is_empty() {
        return Ok(String::new());
    }
    let named = book.resolution_named_in(written).map(|it| it.facts.number_label());
    named.ok_or_else(|| {
        let fault = format!(
            "四议两公开台账里没有“{written}”。请从候选里选，或写编号，如“〔2026〕3号”；还没有决议的，先走四议两公开"
        );
        (Slot::Resolution, fault)
    })
}
