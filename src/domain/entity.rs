//! Whose books a voucher belongs to: a village may keep one set of books for the villagers'
//! committee and the collective, or two (财会〔2024〕28号：统一核算、分账核算).
//!
//! Invariant: a village keeps either the one set or the two; no voucher, no opening balance and
//! no number crosses from one set into the other.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::account::AccountCode;
use super::attachment::Attachments;
use super::holding::Holdings;
use super::ledger::Book;
use super::matter::MatterCode;
use super::notice::NoticeState;
use super::period::{Date, Month, Period};
use super::village::VillageRefusal;
use super::voucher::Voucher;

/// The accounting entity (会计主体).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Entity {
    /// One set of books for both (统一核算); of a village with two sets, both taken together
    /// (合并).
    #[default]
    Village,
    /// The villagers' committee alone (村民委员会).
    Committee,
    /// The collective economic organisation alone (集体经济组织).
    Collective,
}

/// How many sets of books a village keeps (核算方式).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Bookkeeping {
    /// One set for committee and collective (统一核算).
    #[default]
    Unified,
    /// One set for each (分账核算).
    Separate,
}

/// Why something cannot be done to the books it names, in order of precedence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BooksRefusal {
    /// The village keeps one set of books.
    #[error("本村统一核算，只有一套账，没有单独的{label}账", label = .0.label())]
    OneSet(Entity),
    /// The village keeps two, and it was not said which.
    #[error("本村分账核算，没有说是村委会的账还是集体经济组织的账")]
    WhichSet,
}

impl Entity {
    /// Every entity.
    pub const ALL: [Self; 3] = [Self::Village, Self::Committee, Self::Collective];

    /// As shown.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Village => "全村",
            Self::Committee => "村委会",
            Self::Collective => "集体经济组织",
        }
    }

    /// As chosen where both sets of books may be taken together.
    pub const fn scope_label(self) -> &'static str {
        match self {
            Self::Village => "两套账合并",
            Self::Committee | Self::Collective => self.label(),
        }
    }

    /// What stands before the number of a voucher where two sets of books stand in one list:
    /// `村委记-001`.
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Village => "",
            Self::Committee => "村委",
            Self::Collective => "集体",
        }
    }

    /// The stable name in files and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Village => "village",
            Self::Committee => "committee",
            Self::Collective => "collective",
        }
    }

    /// The entity of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|entity| entity.name() == name)
    }

    /// The entity that a person names: its stable name, `村委会`, `集体经济组织`, or `合并`.
    pub fn find(written: &str) -> Option<Self> {
        match written.trim() {
            "全村" | "合并" | "两套账合并" => Some(Self::Village),
            "村委会" | "村民委员会" | "村委" => Some(Self::Committee),
            "集体经济组织" | "集体" | "经济合作社" | "合作社" => {
                Some(Self::Collective)
            }
            name => Self::from_name(name),
        }
    }

    /// Whether it is the one set of books of a village; skipped where facts are written, so that
    /// digests made before there were two stay as they were.
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "the shape serde asks for")]
    pub const fn is_village(&self) -> bool {
        matches!(self, Self::Village)
    }

    /// Whether a thing of `self` is among those of `scope`; both sets take in each of them.
    pub fn is_in(self, scope: Self) -> bool {
        scope.is_village() || scope == self
    }
}

impl Bookkeeping {
    /// Both ways, the usual one first.
    pub const ALL: [Self; 2] = [Self::Unified, Self::Separate];

    /// As shown.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Unified => "统一核算",
            Self::Separate => "分账核算",
        }
    }

    /// Whether it is the one set of books that most villages keep.
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "the shape serde asks for")]
    pub const fn is_unified(&self) -> bool {
        matches!(self, Self::Unified)
    }

    /// The sets of books that are kept.
    pub const fn entities(self) -> &'static [Entity] {
        match self {
            Self::Unified => &[Entity::Village],
            Self::Separate => &[Entity::Committee, Entity::Collective],
        }
    }

    /// What can be looked at and disclosed: each set, and with two sets both together, first.
    pub const fn scopes(self) -> &'static [Entity] {
        match self {
            Self::Unified => &[Entity::Village],
            Self::Separate => &Entity::ALL,
        }
    }

    /// The set of books that the village's property stands in: with two sets, the collective's.
    pub const fn owner(self) -> Entity {
        match self {
            Self::Unified => Entity::Village,
            Self::Separate => Entity::Collective,
        }
    }

    /// Checks that the village keeps the books of `entity`.
    ///
    /// # Errors
    /// [`BooksRefusal`] when it keeps others.
    pub fn check(self, entity: Entity) -> Result<(), BooksRefusal> {
        match (self, entity) {
            (Self::Unified, Entity::Village)
            | (Self::Separate, Entity::Committee | Entity::Collective) => Ok(()),
            (Self::Unified, Entity::Committee | Entity::Collective) => {
                Err(BooksRefusal::OneSet(entity))
            }
            (Self::Separate, Entity::Village) => Err(BooksRefusal::WhichSet),
        }
    }

    /// Checks that the books of `scope` can be looked at: those kept, or all of them together.
    ///
    /// # Errors
    /// [`BooksRefusal::OneSet`] for a part of books that are not kept apart.
    pub fn check_scope(self, scope: Entity) -> Result<(), BooksRefusal> {
        if scope.is_village() { Ok(()) } else { self.check(scope) }
    }
}

impl BooksRefusal {
    /// The next step.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::OneSet(_) => "统一核算的村不用选账套；要分账，请在记账以前到村情里改核算方式。",
            Self::WhichSet => {
                "请选村委会或集体经济组织（命令行写 --entity committee 或 collective）。"
            }
        }
    }
}

/// The last closed month of each set of books (已结账到哪个月).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClosedMonths {
    /// Closed by a notice over all books.
    pub village: Option<Month>,
    /// Closed by a notice of the committee's books.
    pub committee: Option<Month>,
    /// Closed by a notice of the collective's books.
    pub collective: Option<Month>,
}

impl ClosedMonths {
    /// The last closed month of the books of `entity`.
    pub fn through(self, entity: Entity) -> Option<Month> {
        let own = match entity {
            Entity::Village => None,
            Entity::Committee => self.committee,
            Entity::Collective => self.collective,
        };
        self.village.max(own)
    }
}

impl Book {
    /// Whether the village keeps one set of books or two.
    pub const fn bookkeeping(&self) -> Bookkeeping {
        self.village.profile.bookkeeping
    }

    /// Whose books this village keeps.
    pub const fn entities(&self) -> &'static [Entity] {
        self.bookkeeping().entities()
    }

    /// Checks a change of the way of bookkeeping: it is chosen before anything is entered,
    /// because nobody can say afterwards whose an old voucher was.
    ///
    /// # Errors
    /// [`VillageRefusal::BooksBegun`] once there is a voucher or an opening balance.
    pub fn check_bookkeeping(&self, wanted: Bookkeeping) -> Result<(), VillageRefusal> {
        let begun = !self.vouchers.is_empty() || !self.opening.is_empty();
        if begun && wanted != self.bookkeeping() {
            return Err(VillageRefusal::BooksBegun {
                now: self.bookkeeping(),
                vouchers: self.vouchers.len(),
                opening: !self.opening.is_empty(),
            });
        }
        Ok(())
    }

    /// The book with the vouchers and balances of one entity only: what its own reports and
    /// ledgers are made of. Registers and notices belong to the whole village and stay out; the
    /// resolutions stay, because an expense of either set is held to them.
    pub fn books_of(&self, scope: Entity) -> Cow<'_, Self> {
        if scope.is_village() {
            return Cow::Borrowed(self);
        }
        let own = |voucher: &&Voucher| voucher.entity() == scope;
        Cow::Owned(Self {
            village: self.village.clone(),
            chart: self.chart.clone(),
            opening: self.opening.part(scope),
            vouchers: self.vouchers.iter().filter(own).cloned().collect(),
            notices: Vec::new(),
            occasions: Vec::new(),
            objections: Vec::new(),
            switched_off: Vec::new(),
            year_ends: self.year_ends.clone(),
            holdings: Holdings::default(),
            attachments: Attachments::default(),
            templates: Vec::new(),
            people_lists: Vec::new(),
            affairs: self.affairs.of_money(),
        })
    }

    /// Each set of books that `scope` takes in: cash is counted and the rules of money hold in
    /// each of them by itself.
    pub fn sets_in(&self, scope: Entity) -> Vec<(Entity, Cow<'_, Self>)> {
        let kept = self.entities().iter().filter(|entity| entity.is_in(scope));
        kept.map(|entity| (*entity, self.books_of(*entity))).collect()
    }

    /// The number of a voucher as it stands in a list over `scope`: with the mark of its books
    /// where the list holds those of both.
    pub fn number_in(&self, scope: Entity, voucher: &Voucher) -> String {
        let mark = if scope.is_village() { voucher.entity().mark() } else { "" };
        format!("{mark}{}", voucher.number())
    }

    /// The books that a bank account belongs to: those of the latest voucher that moved it, or
    /// of the opening that has it; with two sets and nothing to tell them apart, the owner's.
    pub fn entity_of_bank(&self, account: &AccountCode) -> Entity {
        let moved =
            |voucher: &&Voucher| voucher.entries().iter().any(|entry| entry.account == *account);
        let opened = |entity: &Entity| {
            self.opening.lines_of(*entity).any(|(code, sum)| code == account && !sum.is_zero())
        };
        let latest = self.vouchers.iter().filter(moved).max_by_key(|voucher| voucher.date());
        let moving = latest.map(Voucher::entity);
        moving
            .or_else(|| self.entities().iter().copied().find(opened))
            .unwrap_or_else(|| self.bookkeeping().owner())
    }

    /// The last closed month of each set of books.
    pub fn closed_months(&self) -> ClosedMonths {
        let of = |entity: Entity| -> Option<Month> {
            self.notices
                .iter()
                .filter(|notice| notice.matter == MatterCode::FINANCE_DETAIL)
                .filter(|notice| notice.entity == entity)
                .filter(|notice| matches!(notice.state, NoticeState::Published(_)))
                .filter_map(|notice| notice.period().map(Period::last_month))
                .max()
        };
        ClosedMonths {
            village: of(Entity::Village),
            committee: of(Entity::Committee),
            collective: of(Entity::Collective),
        }
    }

    /// The last month in which no set of books takes a voucher any more.
    pub fn closed_through(&self) -> Option<Month> {
        let closed = self.closed_months();
        self.entities().iter().map(|entity| closed.through(*entity)).min().flatten()
    }

    /// The day on which the matter stood on the board for all books of the village: by one
    /// notice over them all, or by the last of one for each.
    pub fn disclosed_on(&self, matter: MatterCode, period: Period) -> Option<Date> {
        disclosed(self.bookkeeping(), |entity| self.published_on(matter, entity, period))
    }
}

/// The day all books of a village were disclosed, from the days of its notices.
pub(super) fn disclosed(
    bookkeeping: Bookkeeping,
    published: impl Fn(Entity) -> Option<Date>,
) -> Option<Date> {
    let whole = published(Entity::Village);
    let parts: Option<Vec<Date>> = match bookkeeping {
        Bookkeeping::Unified => None,
        Bookkeeping::Separate => {
            bookkeeping.entities().iter().map(|entity| published(*entity)).collect()
        }
    };
    let by_parts = parts.and_then(|days| days.into_iter().max());
    match (whole, by_parts) {
        (Some(whole), Some(parts)) => Some(whole.min(parts)),
        (whole, parts) => whole.or(parts),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_village_keeps_one_set_or_two() {
        use Entity::{Collective, Committee, Village};
        assert_eq!(Bookkeeping::Unified.check(Village), Ok(()));
        assert_eq!(Bookkeeping::Unified.check(Committee), Err(BooksRefusal::OneSet(Committee)));
        assert_eq!(Bookkeeping::Separate.check(Village), Err(BooksRefusal::WhichSet));
        assert_eq!(Bookkeeping::Separate.check(Collective), Ok(()));
        assert_eq!(Bookkeeping::Separate.check_scope(Village), Ok(()));
        assert_eq!(Entity::find("集体"), Some(Collective));
        assert_eq!(Entity::find("committee"), Some(Committee));
        assert_eq!(Entity::find("学校"), None);
    }

    #[test]
    fn a_month_is_disclosed_when_both_sets_are() {
        let day = |day: u32| Date::from_ymd_opt(2026, 4, day);
        let separate = |whole, committee, collective| {
            disclosed(Bookkeeping::Separate, |entity| match entity {
                Entity::Village => whole,
                Entity::Committee => committee,
                Entity::Collective => collective,
            })
        };
        assert_eq!(separate(None, day(3), None), None);
        assert_eq!(separate(None, day(3), day(8)), day(8));
        assert_eq!(separate(day(5), None, None), day(5));
        assert_eq!(separate(day(9), day(3), day(8)), day(8));
        assert_eq!(disclosed(Bookkeeping::Unified, |_| day(2)), day(2));
    }

    #[test]
    fn a_notice_over_all_books_closes_each_of_them() {
        let month = |number| Month::new(2026, number);
        let closed = ClosedMonths { village: month(3), committee: month(5), collective: month(2) };
        assert_eq!(closed.through(Entity::Committee), month(5));
        assert_eq!(closed.through(Entity::Collective), month(3));
        assert_eq!(closed.through(Entity::Village), month(3));
    }
}
