//! The balances a book starts from, entered once for each set of books.

use std::collections::BTreeMap;

use super::account::{AccountCode, Sides};
use super::entity::{BooksRefusal, Entity};
use super::ledger::{Book, Funds};
use super::money::Money;
use super::period::Month;

/// The balances of one set of books, debit positive.
type Balances = BTreeMap<AccountCode, Money>;

/// The balances a book starts from, debit positive (期初余额); those of each set of books sum to
/// zero.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpeningBalances {
    parts: BTreeMap<Entity, Balances>,
    all: Balances,
}

/// Why opening balances are refused, in order of precedence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpeningRefusal {
    /// Not the books this village keeps.
    #[error(transparent)]
    Books(#[from] BooksRefusal),
    /// No line at all.
    #[error("期初余额一行也没有")]
    Empty,
    /// Opening balances were entered before.
    #[error(
        "本村{of}的期初余额已经录入过了",
        of = if .0.is_village() { "" } else { .0.label() }
    )]
    AlreadyThere(Entity),
    /// A finance notice was published on the strength of the old opening.
    #[error("{month}的财务已经公布，期初余额不能再改", month = .0.label())]
    Published(Month),
    /// An account that is not in the chart.
    #[error("没有编号为 {0} 的科目")]
    UnknownAccount(AccountCode),
    /// One account twice.
    #[error("科目 {0} 出现了两次")]
    AccountTwice(AccountCode),
    /// An amount above [`Money::MAX`].
    #[error("科目 {0} 的金额太大")]
    TooLarge(AccountCode),
    /// The balances do not sum to zero.
    #[error(
        "期初余额不平：借方合计 {debit}，贷方合计 {credit}，相差 {difference}",
        debit = .0.debit.grouped(),
        credit = .0.credit.grouped(),
        difference = .0.difference().grouped()
    )]
    Unbalanced(Sides),
}

impl OpeningRefusal {
    /// The next step.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Books(refusal) => refusal.hint(),
            Self::Empty => "请在表里写上科目和余额，借方为正、贷方为负。",
            Self::AlreadyThere(_) => "期初余额只能录一次；录错了请记一张调整凭证。",
            Self::Published(_) => "请用凭证调整，并在下一期公示里说明。",
            Self::UnknownAccount(_) => "请选科目表里的科目，或先增设明细科目。",
            Self::AccountTwice(_) => "请把同一科目合并成一行。",
            Self::TooLarge(_) => "请核对金额，看小数点是不是打漏了。",
            Self::Unbalanced(_) => "请对照旧账的科目余额表逐行核对，资产为正，负债和权益为负。",
        }
    }
}

impl OpeningBalances {
    /// The balances of a village with one set of books that came out of the file; see
    /// [`OpeningBalances::check`] for new ones.
    pub fn from_stored(balances: BTreeMap<AccountCode, Money>) -> Self {
        let parts = [(Entity::Village, balances)].into_iter();
        Self::from_parts(parts.filter(|(_, balances)| !balances.is_empty()).collect())
    }

    /// The balances of each set of books that came out of the file.
    pub fn from_parts(parts: BTreeMap<Entity, BTreeMap<AccountCode, Money>>) -> Self {
        let mut all = Balances::new();
        for (account, amount) in parts.values().flatten() {
            let sum = all.entry(account.clone()).or_default();
            *sum = sum.plus(*amount);
        }
        Self { parts, all }
    }

    /// Checks new opening balances of the books of `entity`, debit positive.
    ///
    /// # Errors
    /// [`OpeningRefusal`], in the order its variants are declared.
    pub fn check(
        entity: Entity,
        lines: Vec<(AccountCode, Money)>,
        book: &Book,
    ) -> Result<Self, OpeningRefusal> {
        book.bookkeeping().check(entity)?;
        if lines.is_empty() {
            return Err(OpeningRefusal::Empty);
        }
        if book.opening.has(entity) {
            return Err(OpeningRefusal::AlreadyThere(entity));
        }
        if let Some(month) = book.closed_months().through(entity) {
            return Err(OpeningRefusal::Published(month));
        }
        let mut balances = Balances::new();
        for (account, amount) in lines {
            if !book.chart.contains(&account) {
                return Err(OpeningRefusal::UnknownAccount(account));
            }
            if amount.abs() > Money::MAX {
                return Err(OpeningRefusal::TooLarge(account));
            }
            if balances.insert(account.clone(), amount).is_some() {
                return Err(OpeningRefusal::AccountTwice(account));
            }
        }
        let debit: Money = balances.values().copied().filter(|amount| amount.is_positive()).sum();
        let credit: Money = balances.values().copied().filter(|amount| amount.is_negative()).sum();
        let sides = Sides { debit, credit: -credit };
        if !sides.is_balanced() {
            return Err(OpeningRefusal::Unbalanced(sides));
        }
        Ok(Self::from_parts([(entity, balances)].into()))
    }

    /// Whether nothing was entered.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Whether those of `entity` were entered.
    pub fn has(&self, entity: Entity) -> bool {
        self.parts.contains_key(&entity)
    }

    /// The balances of one set of books only.
    #[must_use]
    pub fn part(&self, entity: Entity) -> Self {
        let parts = self.parts.iter().filter(|(of, _)| **of == entity);
        Self::from_parts(parts.map(|(of, balances)| (*of, balances.clone())).collect())
    }

    /// Each set of books that has balances.
    pub fn entities(&self) -> impl Iterator<Item = Entity> {
        self.parts.keys().copied()
    }

    /// The balances of all books together in account order, debit positive.
    pub fn lines(&self) -> impl Iterator<Item = (&AccountCode, Money)> {
        self.all.iter().map(|(account, amount)| (account, *amount))
    }

    /// The balances of the books of `scope` in account order, debit positive.
    pub fn lines_of(&self, scope: Entity) -> impl Iterator<Item = (&AccountCode, Money)> {
        let whole = scope.is_village().then_some(&self.all);
        let balances = whole.or_else(|| self.parts.get(&scope)).into_iter().flatten();
        balances.map(|(account, amount)| (account, *amount))
    }

    /// Cash and bank of the books of `scope` before the first voucher.
    pub fn funds_of(&self, scope: Entity) -> Funds {
        let mut funds = Funds::default();
        for (account, amount) in self.lines_of(scope) {
            funds.add(account, amount);
        }
        funds
    }

    /// The sum over all accounts: zero in a sound book.
    pub fn total(&self) -> Money {
        self.all.values().copied().sum()
    }

    /// Whether each set of books balances by itself.
    pub fn balances(&self) -> bool {
        self.parts.values().all(|part| part.values().copied().sum::<Money>().is_zero())
    }
}
