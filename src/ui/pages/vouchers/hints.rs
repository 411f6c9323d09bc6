//! What the entry form shows beside what is typed: the next number, the money after this entry,
//! earlier summaries. Computed when the book or the form changes.

use super::draft::{Mode, Slot, VoucherForm};
use super::resolved::{self, Asked};
use super::rows::BookKey;
use super::typed;
use crate::app::{Recall, Remembered, Signature};
use crate::domain::account::AccountCode;
use crate::domain::entity::Entity;
use crate::domain::ids::VoucherId;
use crate::domain::ledger::{Book, Funds, apply};
use crate::domain::matter::MatterCode;
use crate::domain::money::Money;
use crate::domain::period::{self, Date, Month};
use crate::domain::privacy::{self, Context};
use crate::domain::rules::Rules;
use crate::domain::voucher::VoucherNumber;

/// How many matches a list offers.
const OFFERED_MAX: usize = 7;

/// One line of a list below a field (候选).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What goes into the field.
    pub text: String,
    /// What it went with last time, in words.
    pub detail: String,
    /// The voucher it last stood on.
    pub last: Option<VoucherId>,
}

impl Offer {
    fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), detail: String::new(), last: None }
    }
}

/// Where offers come from.
#[derive(Clone, Copy, Debug)]
enum Source {
    Accounts { fund_only: bool },
    Summaries,
    Resolutions,
    Persons(Signature),
}

/// What was offered for what was typed.
type Offered = (BookKey, Month, Slot, String, Vec<Offer>);

/// The facts around the entry (旁注).
#[derive(Debug, Default)]
pub struct Hints {
    of: Option<(BookKey, Month, VoucherForm, Option<VoucherId>)>,
    recall: Option<(BookKey, Month, Recall)>,
    offered: Option<Offered>,
    funds: Option<(BookKey, Entity, Date, Funds)>,
    /// Of two sets of books, the one that is written in.
    own: Option<(BookKey, Entity, Book)>,
    /// The number the voucher will get.
    pub number: String,
    /// Cash and bank after this entry, at the end of its day.
    pub after: Option<Funds>,
    /// The resolution that the expense rests on.
    pub resolution: Asked,
    /// What a person should look at before posting.
    pub warning: Option<String>,
}

impl Hints {
    /// Computes again what the book or the form changed.
    pub fn refresh(
        &mut self,
        book: &Book,
        rules: &Rules,
        key: BookKey,
        (form, corrected): (&VoucherForm, Option<VoucherId>),
        month: Month,
    ) {
        let same = self.of.as_ref().is_some_and(|(of, at, by, wrong)| {
            (*of, *at, *wrong) == (key, month, corrected) && by == form
        });
        if same {
            return;
        }
        self.of = Some((key, month, form.clone(), corrected));
        if book.entities().len() < 2 {
            return self.look(book, rules, key, (form, corrected), month);
        }
        let entity = form.entity;
        let own = self.own.take().filter(|(of, whose, _)| (*of, *whose) == (key, entity));
        let own = own.unwrap_or_else(|| (key, entity, book.books_of(entity).into_owned()));
        self.look(&own.2, rules, key, (form, corrected), month);
        self.own = Some(own);
    }

    /// Looks at what is typed against the books it goes into. A correction first takes the wrong
    /// voucher back, with a number of its own.
    fn look(
        &mut self,
        book: &Book,
        rules: &Rules,
        key: BookKey,
        (form, corrected): (&VoucherForm, Option<VoucherId>),
        month: Month,
    ) {
        let date = typed::parse_day(&form.date, month).ok();
        let number_month = date.map_or(month, Month::of);
        let wrong = corrected.and_then(|wrong| book.voucher(wrong));
        let VoucherNumber(next) = book.next_number(form.entity, number_month);
        self.number = VoucherNumber(next + u32::from(wrong.is_some())).to_string();
        let mut effect = form.fund_effect(&book.chart);
        if let Some(wrong) = wrong {
            let mut taken_back = Funds::default();
            apply(&mut taken_back, wrong);
            effect.cash = effect.cash.minus(taken_back.cash);
            effect.bank = effect.bank.minus(taken_back.bank);
        }
        self.after = date.map(|date| {
            let base = self.funds_at_end(book, key, form.entity, date);
            Funds { cash: base.cash.plus(effect.cash), bank: base.bank.plus(effect.bank) }
        });
        self.resolution = Asked::of(book, rules, form, corrected);
        let heavy: Vec<String> = self
            .below_zero(effect)
            .into_iter()
            .chain(private(book, form))
            .chain(twice(book, (form, corrected), number_month))
            .collect();
        self.warning = if heavy.is_empty() {
            handling(book, rules, form, month)
        } else {
            Some(heavy.join("\n"))
        };
    }

    fn funds_at_end(&mut self, book: &Book, key: BookKey, of: Entity, date: Date) -> Funds {
        match self.funds {
            Some((at, whose, day, funds)) if (at, whose, day) == (key, of, date) => funds,
            _ => {
                let funds = book.funds_before(date.succ_opt().unwrap_or(date));
                self.funds = Some((key, of, date, funds));
                funds
            }
        }
    }

    fn below_zero(&self, effect: Funds) -> Option<String> {
        let after = self.after?;
        let (what, amount) = if after.cash.is_negative() && effect.cash.is_negative() {
            ("现金", after.cash)
        } else if after.bank.is_negative() && effect.bank.is_negative() {
            ("银行存款", after.bank)
        } else {
            return None;
        };
        Some(format!(
            "记这笔后{what}是 {} 元，钱不可能是负的。请核对日期先后、结算方式和漏记的收入。",
            amount.grouped()
        ))
    }

    /// What the field may be meant to hold; worked out once for what is typed.
    pub fn offers(
        &mut self,
        book: &Book,
        key: BookKey,
        month: Month,
        form: &VoucherForm,
        slot: Slot,
    ) -> Vec<Offer> {
        let (typed, of) = match slot {
            Slot::Account => (form.account.as_str(), Source::Accounts { fund_only: false }),
            Slot::From => (form.from.as_str(), Source::Accounts { fund_only: true }),
            Slot::To => (form.to.as_str(), Source::Accounts { fund_only: true }),
            Slot::LineAccount(at) => {
                let line = form.lines.get(at).map_or("", |line| line.account.as_str());
                (line, Source::Accounts { fund_only: false })
            }
            Slot::Resolution => (form.resolution.as_str(), Source::Resolutions),
            Slot::Summary => (form.summary.as_str(), Source::Summaries),
            Slot::Handler => (form.handler.as_str(), Source::Persons(Signature::Handler)),
            Slot::Witness => (form.witness.as_str(), Source::Persons(Signature::Witness)),
            Slot::Approver => (form.approver.as_str(), Source::Persons(Signature::Approver)),
            Slot::Date
            | Slot::Amount
            | Slot::LineAmount(_)
            | Slot::Settlement
            | Slot::Papers
            | Slot::Note => return Vec::new(),
        };
        // the words of a summary are those of the month it is written in
        let month = typed::parse_day(&form.date, month).map_or(month, Month::of);
        if let Some((seen, at, place, word, offers)) = &self.offered
            && (*seen, *at, *place, word.as_str()) == (key, month, slot, typed)
        {
            return offers.clone();
        }
        let offers: Vec<Offer> = match of {
            Source::Summaries => {
                let found = self.recall(book, key, month).summaries(typed, OFFERED_MAX);
                found.into_iter().map(|one| earlier(book, one)).collect()
            }
            Source::Persons(signature) => {
                let found = self.recall(book, key, month).persons(signature, typed, OFFERED_MAX);
                found.into_iter().map(Offer::plain).collect()
            }
            Source::Resolutions => resolved::offers(book, typed, OFFERED_MAX),
            Source::Accounts { fund_only } => {
                let found = typed::matching_accounts(&book.chart, typed, fund_only);
                found.iter().map(|code| Offer::plain(book.chart.title(code))).collect()
            }
        };
        self.offered = Some((key, month, slot, typed.to_owned(), offers.clone()));
        offers
    }

    fn recall(&mut self, book: &Book, key: BookKey, month: Month) -> &Recall {
        let (_, _, recall) = match self.recall.take() {
            Some(known) if (known.0, known.1) == (key, month) => self.recall.insert(known),
            _ => self.recall.insert((key, month, Recall::of(book, month))),
        };
        recall
    }
}

/// An earlier summary with what it went with.
fn earlier(book: &Book, one: &Remembered) -> Offer {
    let account = one.account.as_ref().map(|account: &AccountCode| book.chart.title(account));
    let parts = [account.unwrap_or_default(), one.amount.grouped(), one.settlement.label().into()];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    Offer { text: one.summary.clone(), detail: parts.join("　"), last: Some(one.last) }
}

/// What the rules of money say of the voucher that the form would post, the first two.
fn handling(book: &Book, rules: &Rules, form: &VoucherForm, month: Month) -> Option<String> {
    let proposed = form.parse(&book.chart, month).ok()?.proposed(&book.chart)?;
    let warnings = book.money_warnings_for(rules, &proposed);
    let words: Vec<String> = warnings.into_iter().take(2).map(|warning| warning.message).collect();
    (!words.is_empty()).then(|| words.join(""))
}

/// What is private in the summary will have to be masked on the sheet; now it can be left out.
fn private(book: &Book, form: &VoucherForm) -> Option<String> {
    let profile = &book.village.profile;
    let phones = [profile.supervision_phone.as_str(), profile.township_phone.as_str()];
    let context = Context::new(MatterCode::FINANCE_DETAIL, phones);
    let hits = privacy::scan(&form.summary, &context);
    let kinds: Vec<&str> = hits.iter().map(|hit| hit.kind.label()).collect();
    (!kinds.is_empty()).then(|| {
        let kinds = kinds.join("、");
        format!("摘要里有{kinds}，入账后改不了，公示时要遮去。请现在删掉，只写姓名和事由。")
    })
}

/// The same payment in one month may have been written twice.
fn twice(
    book: &Book,
    (form, corrected): (&VoucherForm, Option<VoucherId>),
    month: Month,
) -> Option<String> {
    let amount = match form.mode {
        Mode::Journal => form.line_totals().0,
        Mode::Expense | Mode::Income | Mode::Transfer => Money::parse_sum(&form.amount).ok()?,
    };
    let summary = form.summary.trim();
    if summary.is_empty() || !amount.is_positive() {
        return None;
    }
    let voucher = book.likely_duplicate(month, summary, amount, corrected)?;
    Some(format!(
        "{}已有一笔“{}” {}（{} {}）。重复请核对，不重复可照常入账。",
        month.label(),
        voucher.summary(),
        amount.grouped(),
        period::day_label(voucher.date()),
        voucher.number()
    ))
}
