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
    #[error("{code} {item}的公示期是 {}，少于 {least} 日", .posting.label())]
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
            Self::Posting { least: POSTING_DAYS_MIN.., .. } => {
                "依据《村民委员会组织法》第三十五条：公布的期限不得少于十五日。请改成 15 日或更长。"
            }
            Self::Posting { .. } => {
                "自带的目录里这个事项另有较短的公示天数，也不能再少。请照它改。"
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
                "依据《山东省村务公开条例》第十二条：财务收支情况逐项逐笔每月公布，没有往来的月份也要公布。请保留这一项。"
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

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a test date")
    }

    fn code(text: &str) -> MatterCode {
        MatterCode::parse(text).expect("a test code")
    }

    /// `F01 每月 15`, `C14 即时 7`, `D01 即时`
    fn matter(text: &str) -> Matter {
        let mut words = text.split(' ');
        let code = code(words.next().expect("a code"));
        let cadence = Cadence::parse(words.next().expect("a cadence")).expect("a cadence");
        let category = match code.as_str().as_bytes() {
            [b'D', ..] => Category::Party,
            [b'F', ..] => Category::Finance,
            _ => Category::Affairs,
        };
        let posting =
            words.next().map(|days| PostingMinimum::calendar(days.parse().expect("days")));
        Matter {
            code,
            category,
            item: format!("事项{code}"),
            content: String::new(),
            cadence,
            posting,
            form: "公开栏".to_owned(),
            source: String::new(),
        }
    }

    fn matters(texts: &[&str]) -> Vec<Matter> {
        texts.iter().map(|text| matter(text)).collect()
    }

    fn built_in() -> Catalog {
        Catalog::new(matters(&[
            "D01 即时",
            "C14 即时 7",
            "C15 每季 15",
            "F01 每月 15",
            "F12 每季 15",
        ]))
    }

    fn version(from: &str, mode: CatalogMode, texts: &[&str]) -> CatalogVersion {
        CatalogVersion {
            id: CatalogId::new(uuid::Uuid::nil()),
            name: format!("{from} 目录"),
            valid_from: day(from),
            mode,
            matters: matters(texts),
        }
    }

    fn shown(catalog: &Catalog, on: &str) -> String {
        let matters = catalog.matters_on(day(on));
        let shown =
            matters.iter().map(|matter| format!("{}{}", matter.code, matter.cadence.label()));
        shown.collect::<Vec<_>>().join(" ")
    }

    fn terms(catalog: &Catalog) -> Vec<String> {
        let day = |date: Option<Date>| date.map_or("…".to_owned(), |date| date.to_string());
        let shown = |term: &MatterTerm<'_>| {
            let Matter { code, cadence, .. } = term.matter;
            format!("{code} {} {}—{}", cadence.label(), day(term.from), day(term.until))
        };
        catalog.terms().iter().map(shown).collect()
    }

    #[test]
    fn a_version_extends_or_replaces_from_its_day_on() {
        let catalog = built_in()
            .with(version(
                "2027-01-01",
                CatalogMode::Replace,
                &["F01 每月 15", "C15 每月 15", "K02 每季"],
            ))
            .expect("a replacement")
            .with(version("2026-07-01", CatalogMode::Extend, &["C15 每月 15", "K01 每年 15"]))
            .expect("an extension of an earlier day");
        assert_eq!(shown(&catalog, "1990-01-01"), "D01即时 C14即时 C15每季 F01每月 F12每季");
        assert_eq!(shown(&catalog, "2026-06-30"), "D01即时 C14即时 C15每季 F01每月 F12每季");
        assert_eq!(
            shown(&catalog, "2026-07-01"),
            "D01即时 C14即时 C15每月 F01每月 F12每季 K01每年"
        );
        assert_eq!(
            shown(&catalog, "2026-12-31"),
            "D01即时 C14即时 C15每月 F01每月 F12每季 K01每年"
        );
        assert_eq!(shown(&catalog, "2027-01-01"), "F01每月 C15每月 K02每季");
        assert_eq!(
            terms(&catalog),
            [
                "D01 即时 …—2026-12-31",
                "C14 即时 …—2026-12-31",
                "C15 每季 …—2026-06-30",
                "C15 每月 2026-07-01—…",
                "F01 每月 …—…",
                "F12 每季 …—2026-12-31",
                "K01 每年 2026-07-01—2026-12-31",
                "K02 每季 2027-01-01—…",
            ]
        );
        let names: Vec<&str> =
            catalog.versions().iter().map(|version| version.name.as_str()).collect();
        assert_eq!(names, ["2026-07-01 目录", "2027-01-01 目录"]);
    }

    #[test]
    fn a_matter_that_was_is_still_known() {
        let catalog = built_in()
            .with(version("2026-07-01", CatalogMode::Replace, &["F01 每月 15", "C15 每年 15"]))
            .expect("a version");
        let cadence = |code: MatterCode, on: &str| {
            catalog.matter_on(code, day(on)).map(|matter| matter.cadence)
        };
        assert_eq!(cadence(code("C15"), "2026-06-30"), Some(Cadence::Quarterly));
        assert_eq!(cadence(code("C15"), "2026-07-01"), Some(Cadence::Annual));
        assert_eq!(cadence(code("F12"), "2026-07-01"), None);
        assert_eq!(catalog.matter(code("F12")).map(|matter| matter.code), Some(code("F12")));
        assert_eq!(catalog.matter(code("C15")).map(|matter| matter.cadence), Some(Cadence::Annual));
        assert_eq!(catalog.matter(code("X99")), None);
    }

    #[test]
    fn a_matter_that_comes_back_has_two_terms() {
        let catalog = built_in()
            .with(version("2026-01-01", CatalogMode::Replace, &["F01 每月 15"]))
            .expect("a version")
            .with(version("2026-04-01", CatalogMode::Extend, &["F12 每季 15"]))
            .expect("a version");
        let of: Vec<String> =
            terms(&catalog).into_iter().filter(|term| term.starts_with("F12")).collect();
        assert_eq!(of, ["F12 每季 …—2025-12-31", "F12 每季 2026-04-01—…"]);
    }

    #[track_caller]
    fn refused(version: CatalogVersion, expect: &str) {
        let with_one = built_in()
            .with(self::version("2026-07-01", CatalogMode::Extend, &["K09 每季 15"]))
            .expect("a version");
        let refusal = with_one.with(version).expect_err("a refusal");
        assert_eq!(format!("{refusal}。{}", refusal.hint()), expect);
    }

    #[test]
    fn what_is_no_catalog_is_refused_with_the_article() {
        use CatalogMode::{Extend, Replace};
        refused(
            version("2027-01-01", Replace, &[]),
            "目录里一个公开事项也没有。请在表里一行写一个公开事项。",
        );
        refused(
            version("2027-01-01", Replace, &["F01 每月 15", "C15 每季", "C15 每年"]),
            "编号 C15 在目录里有两次。请改成不同的编号，或把两行并成一行。",
        );
        refused(
            version("2026-07-01", Extend, &["C15 每季"]),
            "从 2026年7月1日 起的目录已经有了（2026-07-01 目录）。请换一个起用日期。",
        );
        refused(
            version("2027-01-01", Replace, &["C15 每季 15"]),
            "目录里没有 F01 财务收支逐笔明细。依据《山东省村务公开条例》第十二条：财务收支逐项逐笔每月公布。请在目录里写上 F01，或选“补充”导入。",
        );
        refused(
            version("2027-01-01", Extend, &["F01 每季 15"]),
            "F01 财务收支逐笔明细要每月公开，目录里写的是每季。依据《山东省村务公开条例》第十二条：财务收支逐项逐笔每月公布。请改成每月。",
        );
        refused(
            version("2027-01-01", Extend, &["C15 每季 10"]),
            "C15 事项C15的公示期是 10 日，少于 15 日。依据《村民委员会组织法》第三十五条：公布的期限不得少于十五日。请改成 15 日或更长。",
        );
        refused(
            version("2027-01-01", Extend, &["C14 即时 6"]),
            "C14 事项C14的公示期是 6 日，少于 7 日。自带的目录里这个事项另有较短的公示天数，也不能再少。请照它改。",
        );
    }

    #[test]
    fn party_affairs_and_what_the_built_in_matter_allows_may_hang_shorter() {
        let catalog = built_in()
            .with(version(
                "2027-01-01",
                CatalogMode::Extend,
                &["D01 即时 5", "C14 即时 7", "K01 每季"],
            ))
            .expect("a version");
        assert_eq!(
            shown(&catalog, "2027-01-01"),
            "D01即时 C14即时 C15每季 F01每月 F12每季 K01每季"
        );
    }

    #[test]
    fn an_earlier_version_may_not_take_f01_from_a_later_one() {
        let catalog = built_in()
            .with(version("2027-01-01", CatalogMode::Extend, &["K01 每季"]))
            .expect("a version");
        let refusal = catalog
            .with(version("2026-01-01", CatalogMode::Replace, &["C15 每季"]))
            .expect_err("a refusal");
        assert_eq!(refusal, CatalogRefusal::FinanceMissing);
    }

    #[test]
    fn a_matter_is_switched_off_for_a_reason() {
        let off = |code: &str, until: Option<&str>, reason: &str| {
            let switch = SwitchedOff {
                matter: self::code(code),
                from: day("2026-03-01"),
                until: until.map(day),
                reason: reason.to_owned(),
            };
            switch.check().map_err(|refusal| format!("{refusal}。{}", refusal.hint()))
        };
        let switch = off("C20", Some("2026-12-31"), " 本村没有优抚对象 ").expect("a good one");
        assert_eq!(switch.reason, "本村没有优抚对象");
        assert!(switch.covers(day("2026-03-01")) && switch.covers(day("2026-12-31")));
        assert!(!switch.covers(day("2026-02-28")) && !switch.covers(day("2027-01-01")));
        assert!(off("C20", None, "没有").expect("a good one").covers(day("2099-01-01")));
        assert_eq!(
            off("F01", None, "没有往来"),
            Err("F01 财务收支逐笔明细不能停用。依据《山东省村务公开条例》第十二条：财务收支情况逐项逐笔每月公布，没有往来的月份也要公布。请保留这一项。".to_owned())
        );
        assert_eq!(
            off("C20", None, " "),
            Err("没有写停用的原因。请写一句原因，如“本村没有集体林地”。".to_owned())
        );
        assert!(
            off("C20", Some("2026-02-28"), "没有").is_err_and(
                |said| said.starts_with("停用到 2026年2月28日，早于起停日 2026年3月1日")
            )
        );
    }
}
