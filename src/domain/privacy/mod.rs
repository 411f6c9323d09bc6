//! Private data in free text: numbers of persons, plates, illness, minors and door numbers, found
//! and masked before anything reaches paper.
//!
//! Basis: 个人信息保护法第六条 (only what is necessary), 第二十五条 (not made public), 第二十八条 (health,
//! accounts and children under fourteen are sensitive), 第三十一条; 民法典第一千零三十四条.
//!
//! Invariant: pure; a text that was masked holds nothing that a second scan would find.

mod checks;
mod digits;
mod doors;
mod numbers;
mod subject;
mod words;

use serde::{Deserialize, Serialize};

pub use doors::group_of;
pub use subject::Subject;

use super::text::ascii_width;

/// What kind of private data was found (隐私种类).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PrivateKind {
    /// The number of an identity card, of 18 or 15 characters (身份证号).
    IdCard,
    /// The number of a bank card or account (银行卡号).
    BankCard,
    /// A mobile or fixed phone of a person (电话号码).
    Phone,
    /// A number plate (车牌号).
    Plate,
    /// An illness, or kind and grade of a disability (病情、残疾等级).
    Health,
    /// A child (未成年人).
    Minor,
    /// A door number (门牌号).
    Door,
}

impl PrivateKind {
    /// As people call it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::IdCard => "身份证号",
            Self::BankCard => "银行卡号",
            Self::Phone => "电话号码",
            Self::Plate => "车牌号",
            Self::Health => "病情或残疾等级",
            Self::Minor => "未成年人信息",
            Self::Door => "门牌号",
        }
    }

    /// Whether a person may disclose it all the same, with a reason that is logged.
    ///
    /// Never the number of a card or of an account (个人信息保护法第二十八条: 特定身份、金融账户). A
    /// phone may be that of an office, a plate that of the village's lorry, a door that of the
    /// village office, an illness the name of a campaign.
    pub const fn may_be_allowed(self) -> bool {
        !matches!(self, Self::IdCard | Self::BankCard)
    }
}

/// One piece of private data (命中).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What it is.
    pub kind: PrivateKind,
    /// Its first byte in the text.
    pub start: usize,
    /// The byte behind its last.
    pub end: usize,
    /// What may stand in its place.
    pub masked: String,
}

/// What a text is about, as far as it decides what is private (扫描范围).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// Phones that are public: those of the committee and the township, digits only.
    official: Vec<String>,
    /// Whether it belongs to a list of persons: then the words for children count too.
    is_about_people: bool,
    /// Whether a fixed phone is taken for that of an office.
    fixed_phones_are_public: bool,
}

impl Context {
    /// Of a matter, by its code or by code and words; `phones` are public.
    pub fn new<'a>(about: impl Into<Subject>, phones: impl IntoIterator<Item = &'a str>) -> Self {
        let is_about_people = about.into().is_people;
        let digits = |phone: &str| -> String {
            phone.chars().map(ascii_width).filter(char::is_ascii_digit).collect()
        };
        let official = phones
            .into_iter()
            .flat_map(|written| written.split(['、', '，', ',', ';', '；', '/']))
            .map(digits)
            .filter(|phone| phone.len() >= 5)
            .collect();
        Self { official, is_about_people, fixed_phones_are_public: false }
    }

    /// Of a list of persons.
    pub const fn people() -> Self {
        Self { official: Vec::new(), is_about_people: true, fixed_phones_are_public: false }
    }

    /// Of a record of meetings and supervision, where nobody can allow a phone: a fixed one is
    /// that of an office.
    pub const fn record() -> Self {
        Self { official: Vec::new(), is_about_people: false, fixed_phones_are_public: true }
    }

    pub(in crate::domain) fn is_official(&self, digits: &str) -> bool {
        self.official.iter().any(|phone| phone == digits)
    }
}

/// Whether a matter discloses persons one by one: by its code alone, or by code and words.
pub fn is_about_people(about: impl Into<Subject>) -> bool {
    about.into().is_people
}

/// Whether a matter is about children, who are never named (未成年人保护法第四条、个人信息保护法第三十一条).
pub fn is_about_children(about: impl Into<Subject>) -> bool {
    about.into().is_children
}

/// Everything private in a text, from left to right, without overlaps.
pub fn scan(text: &str, context: &Context) -> Vec<Hit> {
    let chars = folded(text);
    let mut found = numbers::find(&chars, context);
    found.extend(words::find(&chars, context.is_about_people));
    found.extend(doors::find(&chars));
    hits(text, &chars, found)
}

/// The same of numbers alone: of cards, accounts and phones.
pub fn scan_numbers(text: &str, context: &Context) -> Vec<Hit> {
    let chars = folded(text);
    hits(text, &chars, numbers::find(&chars, context))
}

/// The text with everything private masked.
pub fn mask(text: &str, context: &Context) -> String {
    mask_but(text, context, &[])
}

/// The same, but for kinds that a person allowed.
pub fn mask_but(text: &str, context: &Context, allowed: &[PrivateKind]) -> String {
    replaced(text, scan(text, context), allowed)
}

/// The text with the numbers of persons masked, but for kinds that a person allowed.
pub fn mask_numbers(text: &str, context: &Context, allowed: &[PrivateKind]) -> String {
    replaced(text, scan_numbers(text, context), allowed)
}

fn folded(text: &str) -> Vec<(usize, char)> {
    text.char_indices().map(|(at, c)| (at, fold(c))).collect()
}

fn hits(text: &str, chars: &[(usize, char)], mut found: Vec<Span>) -> Vec<Hit> {
    // the graver kind wins where two overlap
    found.sort_by_key(|span| (span.kind, span.from, std::cmp::Reverse(span.to)));
    let mut kept: Vec<Span> = Vec::new();
    for span in found {
        if kept.iter().all(|other| span.to <= other.from || other.to <= span.from) {
            kept.push(span);
        }
    }
    kept.sort_by_key(|span| span.from);
    let byte = |at: usize| chars.get(at).map_or(text.len(), |(byte, _)| *byte);
    kept.into_iter()
        .map(|span| Hit {
            kind: span.kind,
            start: byte(span.from),
            end: byte(span.to),
            masked: span.masked,
        })
        .collect()
}

fn replaced(text: &str, hits: Vec<Hit>, allowed: &[PrivateKind]) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut done = 0;
    let mut last = String::new();
    for hit in hits.into_iter().filter(|hit| !allowed.contains(&hit.kind)) {
        let between = text.get(done..hit.start).unwrap_or_default();
        masked.push_str(between);
        // 尿毒症透析: one word for what two words say
        if !between.is_empty() || hit.kind != PrivateKind::Health || hit.masked != last {
            masked.push_str(&hit.masked);
        }
        done = hit.end;
        last = hit.masked;
    }
    masked.push_str(text.get(done..).unwrap_or_default());
    masked
}

/// A hit in places of characters.
#[derive(Clone, Debug)]
struct Span {
    kind: PrivateKind,
    from: usize,
    to: usize,
    masked: String,
}

/// A character as it is compared: half-width, capital.
fn fold(c: char) -> char {
    ascii_width(c).to_ascii_uppercase()
}

/// Whether one of `words` stands in the `reach` characters before `at`.
fn stands_before(chars: &[(usize, char)], at: usize, reach: usize, words: &[&str]) -> bool {
    let before: String =
        chars.get(at.saturating_sub(reach)..at).unwrap_or_default().iter().map(|it| it.1).collect();
    words.iter().any(|word| before.contains(word))
}

/// Whether `word` stands at `at`.
fn stands_at(chars: &[(usize, char)], at: usize, word: &str) -> bool {
    let mut rest = chars.get(at..).unwrap_or_default().iter().map(|it| it.1);
    word.chars().all(|c| rest.next() == Some(c))
}
