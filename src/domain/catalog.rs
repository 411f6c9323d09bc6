//! The catalog of matters, as it stood on any day (公开目录): built-in matters, and the versions
//! that a county puts in their place or beside them from a day on (山东省村务公开条例第十八条).
//!
//! Invariant: on every day the catalog holds 财务收支逐笔明细 as a monthly matter (条例第十二条), no
//! code twice, and no matter of village affairs or finance with less time on the board than the
//! law asks. What was in force on a day never changes by a later version.

use serde::{Deserialize, Serialize};

use super::ids::CatalogId;
use super::matter::{Cadence, Category, Matter, MatterCode, PostingMinimum};
use super::period::{Date, date_label};

/// The least days on the board for village affairs and finance (村民委员会组织法第三十五条).
pub const POSTING_DAYS_MIN: u32 = 15;

/// What a version does to the catalog before it (目录的导入方式).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CatalogMode {
    /// Takes its place (替换).
    Replace,
    /// Adds to it; a matter of the same code is changed (补充).
    Extend,
}

/// A county's catalog, in force from a day on (公开目录的一版).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogVersion {
    /// Its identity.
    pub id: CatalogId,
    /// What it is called: `莘县村务公开目录（2026）`.
    pub name: String,
    /// The first day it is in force.
    pub valid_from: Date,
    /// Whether it replaces or extends.
    pub mode: CatalogMode,
    /// Its matters, in its order.
    pub matters: Vec<Matter>,
}

/// The catalog of a ledger with all its versions (公开目录).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalog {
    base: Vec<Matter>,
    versions: Vec<CatalogVersion>,
    /// What is in force from a day on, the built-in matters first with no day.
    editions: Vec<(Option<Date>, Vec<Matter>)>,
    terms: Vec<Term>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Term {
    matter: Matter,
    from: Option<Date>,
    until: Option<Date>,
}

/// A matter and the time it was in force unchanged (事项的有效期).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MatterTerm<'a> {
    /// The matter.
    pub matter: &'a Matter,
    /// The first day; `None` since ever.
    pub from: Option<Date>,
    /// The last day; `None` while it lasts.
    pub until: Option<Date>,
}

/// Why a version of the catalog is refused, in order of precedence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CatalogRefusal {
    /// No matter in it.
    #[error("目录里一个公开事项也没有")]
    Empty,
    /// Two matters of one code.
    #[error("编号 {0} 在目录里有两次")]
    Duplicate(MatterCode),
    /// A version from that day on is there already.
    #[error("从 {} 起的目录已经有了（{name}）", date_label(*.from))]
    SameDay {
        /// The day.
        from: Date,
        /// What the other version is called.
        name: String,
    },
    /// The monthly finance matter would be gone.
    #[error("目录里没有 F01 财务收支逐笔明细")]
    FinanceMissing,
    /// The monthly finance matter would be less than monthly.
    #[error("F01 财务收支逐笔明细要每月公开，目录里写的是{}", .0.label())]
    FinanceNotMonthly(Cadence),
    /// Less time on the board than the law asks.
    #[error("{code} {item}公示 {}，少于 {least} 日", .posting.label())]
    Posting {
        /// The matter.
        code: MatterCode,
        /// What it is called.
        item: String,
        /// What the version says.
        posting: PostingMinimum,
        /// The least.
        least: u32,
    },
}

impl CatalogRefusal {
    /// The next step, with the article where one applies.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Empty => "请在表里一行写一个公开事项。",
            Self::Duplicate(_) => "请改成不同的编号，或把两行并成一行。",
            Self::SameDay { .. } => "请换一个起用日期。",
            Self::FinanceMissing => {
                "依据《山东省村务公开条例》第十二条：财务收支逐项逐笔每月公布。请在目录里写上 F01，或选“补充”导入。"
            }
            Self::FinanceNotMonthly(_) => {
                "依据《山东省村务公开条例》第十二条：财务收支逐项逐笔每月公布。请改成每月。"
            }
            Self::Posting { .. } => {
                "依据《村民委员会组织法》第三十五条：公布的期限不得少于十五日。请改成 15 日或更长。"
            }
        }
    }
}

impl CatalogMode {
    /// As shown.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Replace => "替换",
            Self::Extend => "补充",
        }
    }

    /// The stable name in files and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Replace => "replace",
            Self::Extend => "extend",
        }
    }

    /// The mode that a person names.
    pub fn parse(text: &str) -> Option<Self> {
        let written = text.trim();
        let is_it =
            |mode: &Self| mode.label() == written || mode.name().eq_ignore_ascii_case(written);
        [Self::Replace, Self::Extend].into_iter().find(is_it)
    }
}

impl Catalog {
    /// The built-in matters, in force since ever.
    pub fn new(base: Vec<Matter>) -> Self {
        let mut catalog = Self { base, ..Self::default() };
        catalog.rebuild();
        catalog
    }

    /// The catalog with one more version.
    ///
    /// # Errors
    /// [`CatalogRefusal`], in the order its variants are declared.
    pub fn with(mut self, version: CatalogVersion) -> Result<Self, CatalogRefusal> {
        if version.matters.is_empty() {
            return Err(CatalogRefusal::Empty);
        }
        if let Some(code) = doubled(&version.matters) {
            return Err(CatalogRefusal::Duplicate(code));
        }
        let same_day = |other: &&CatalogVersion| other.valid_from == version.valid_from;
        if let Some(other) = self.versions.iter().find(same_day) {
            let (from, name) = (version.valid_from, other.name.clone());
            return Err(CatalogRefusal::SameDay { from, name });
        }
        let place = self.versions.partition_point(|other| other.valid_from < version.valid_from);
        let refused = version.matters.iter().find_map(|matter| self.refuse_posting(matter));
        self.versions.insert(place, version);
        self.rebuild();
        for (_, matters) in &self.editions {
            check_finance(matters)?;
        }
        refused.map_or(Ok(self), Err)
    }

    /// Why a matter's time on the board is too short: for village affairs and finance 15 days
    /// (村民委员会组织法第三十五条), unless the built-in matter of the code allows less.
    pub fn refuse_posting(&self, matter: &Matter) -> Option<CatalogRefusal> {
        let posting = matter.posting.filter(|_| matter.category != Category::Party)?;
        let own = self.base.iter().find(|own| own.code == matter.code);
        let own = own.and_then(|own| own.posting).map(|own| own.days);
        let least = own.map_or(POSTING_DAYS_MIN, |own| own.min(POSTING_DAYS_MIN));
        (posting.days < least).then(|| CatalogRefusal::Posting {
            code: matter.code,
            item: matter.item.clone(),
            posting,
            least,
        })
    }

    /// The matters in force on a day, in the order of the catalog.
    pub fn matters_on(&self, date: Date) -> Vec<&Matter> {
        self.edition_on(date).iter().collect()
    }

    /// The matter of a code as it was in force on a day.
    pub fn matter_on(&self, code: MatterCode, date: Date) -> Option<&Matter> {
        self.edition_on(date).iter().find(|matter| matter.code == code)
    }

    /// The matter of a code as it was last in force, even if it no longer is.
    pub fn matter(&self, code: MatterCode) -> Option<&Matter> {
        let of_code = self.terms.iter().filter(|term| term.matter.code == code);
        of_code.max_by_key(|term| term.from).map(|term| &term.matter)
    }

    /// Every matter that ever was, with the time it was in force; a matter that a version changed
    /// has a term before and one after. In order of first appearance, then of time.
    pub fn terms(&self) -> Vec<MatterTerm<'_>> {
        let terms = self.terms.iter();
        terms
            .map(|Term { matter, from, until }| MatterTerm { matter, from: *from, until: *until })
            .collect()
    }

    /// The versions that were brought in, the earliest first.
    pub fn versions(&self) -> &[CatalogVersion] {
        &self.versions
    }

    fn edition_on(&self, date: Date) -> &[Matter] {
        let after = self.editions.partition_point(|(from, _)| from.is_none_or(|from| from <= date));
        let edition = after.checked_sub(1).and_then(|at| self.editions.get(at));
        edition.map_or(&[], |(_, matters)| matters)
    }

    fn rebuild(&mut self) {
        self.editions = vec![(None, self.base.clone())];
        let mut matters = self.base.clone();
        for version in &self.versions {
            match version.mode {
                CatalogMode::Replace => matters.clone_from(&version.matters),
                CatalogMode::Extend => extend(&mut matters, &version.matters),
            }
            self.editions.push((Some(version.valid_from), matters.clone()));
        }
        self.terms = terms_of(&self.editions);
    }
}

fn extend(matters: &mut Vec<Matter>, added: &[Matter]) {
    for matter in added {
        match matters.iter_mut().find(|other| other.code == matter.code) {
            Some(other) => other.clone_from(matter),
            None => matters.push(matter.clone()),
        }
    }
}

fn doubled(matters: &[Matter]) -> Option<MatterCode> {
    let mut seen = std::collections::BTreeSet::new();
    matters.iter().map(|matter| matter.code).find(|code| !seen.insert(*code))
}

fn check_finance(matters: &[Matter]) -> Result<(), CatalogRefusal> {
    match matters.iter().find(|matter| matter.code == MatterCode::FINANCE_DETAIL) {
        None => Err(CatalogRefusal::FinanceMissing),
        Some(Matter { cadence: Cadence::Monthly, .. }) => Ok(()),
        Some(Matter { cadence, .. }) => Err(CatalogRefusal::FinanceNotMonthly(*cadence)),
    }
}

fn terms_of(editions: &[(Option<Date>, Vec<Matter>)]) -> Vec<Term> {
    let mut terms: Vec<Vec<Term>> = Vec::new();
    let mut place_of = std::collections::BTreeMap::new();
    for (at, (from, matters)) in editions.iter().enumerate() {
        let next = editions.get(at + 1).and_then(|(from, _)| *from);
        let until = next.and_then(|next| next.pred_opt());
        for matter in matters {
            let place = *place_of.entry(matter.code).or_insert_with(|| {
                terms.push(Vec::new());
                terms.len() - 1
            });
            let Some(own) = terms.get_mut(place) else { continue };
            let running = own.last_mut().filter(|last| {
                let joins = last.until.and_then(|until| until.succ_opt()) == *from;
                joins && last.matter == *matter
            });
            match running {
                Some(last) => last.until = until,
                None => own.push(Term { matter: matter.clone(), from: *from, until }),
            }
        }
    }
    terms.into_iter().flatten().collect()
}

/// A matter that one village does not disclose, and why (停用的事项).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SwitchedOff {
    /// The matter.
    pub matter: MatterCode,
    /// The first day it is off.
    pub from: Date,
    /// The last day it is off; `None` until further notice.
    pub until: Option<Date>,
    /// Why: `本村没有集体林地`.
    pub reason: String,
}

/// Why a matter cannot be switched off, in order of precedence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SwitchRefusal {
    /// The monthly finance matter.
    #[error("F01 财务收支逐笔明细不能停用")]
    Finance,
    /// Nobody said why.
    #[error("没有写停用的原因")]
    NoReason,
    /// The reason cannot be kept.
    #[error("停用的原因：{0}")]
    Reason(super::text::TextFault),
    /// The last day lies before the first.
    #[error("停用到 {}，早于起停日 {}", date_label(*.until), date_label(*.from))]
    Backwards {
        /// The first day.
        from: Date,
        /// The last day.
        until: Date,
    },
}

impl SwitchRefusal {
    /// The next step, with the article where one applies.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Finance => {
                "依据《山东省村务公开条例》第十二条：财务收支情况逐项逐笔每月公布，没有往来的月份也要公布。"
            }
            Self::NoReason => "请写一句原因，如“本村没有集体林地”。",
            Self::Reason(fault) => fault.hint(),
            Self::Backwards { .. } => "请改正日期；一直停用就不写到哪天。",
        }
    }
}

impl SwitchedOff {
    /// Checks it; the reason comes back cleaned.
    ///
    /// # Errors
    /// [`SwitchRefusal`], in the order its variants are declared.
    pub fn check(self) -> Result<Self, SwitchRefusal> {
        if self.matter == MatterCode::FINANCE_DETAIL {
            return Err(SwitchRefusal::Finance);
        }
        let reason = super::text::clean_line(&self.reason).map_err(SwitchRefusal::Reason)?;
        if reason.is_empty() {
            return Err(SwitchRefusal::NoReason);
        }
        if let Some(until) = self.until.filter(|until| *until < self.from) {
            return Err(SwitchRefusal::Backwards { from: self.from, until });
        }
        Ok(Self { reason, ..self })
    }

    /// Whether the matter is off on a day.
    pub fn covers(&self, date: Date) -> bool {
        self.from <= date && self.until.is_none_or(|until| date <= until)
    }
}
