//! 账表: the views of the ledger. Each is one table of figures, a pure function of a book and a
//! span of months.
//!
//! Invariant: each view is one pass over the vouchers, so that a book of ten years is as quick to
//! look at as a book of one; reversals count in red on their own side, so sums stay what was
//! written.

mod balances;
mod balance_sheet;
mod detail;
mod figures;
mod general;
mod income;
mod span;
mod vouchers;

use super::account::AccountCode;
use super::entity::Entity;
use super::ledger::Book;
use super::listing::{ColumnKind, Link, Listing, ListingColumn};
use super::voucher::Voucher;

pub use balance_sheet::{BalanceLine, BalanceSheet};
pub use balances::{AccountSums, TrialBalance};
pub use figures::{AccountFigure, MonthFigures, YearFigures};
pub use income::{IncomeLine, IncomeStatement};
pub use span::Span;

/// Which table of the ledger (账表).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum LedgerSheet {
    /// 科目余额表
    #[default]
    AccountBalances,
    /// 试算平衡表
    TrialBalance,
    /// 总账
    GeneralLedger,
    /// 明细账
    DetailLedger,
    /// 现金日记账
    CashJournal,
    /// 银行存款日记账
    BankJournal,
    /// 资产负债表
    BalanceSheet,
    /// 收益及收益分配表
    IncomeStatement,
    /// 凭证清单
    VoucherList,
}

impl LedgerSheet {
    /// Every table, in order.
    pub const ALL: [Self; 9] = [
        Self::AccountBalances,
        Self::TrialBalance,
        Self::GeneralLedger,
        Self::DetailLedger,
        Self::CashJournal,
        Self::BankJournal,
        Self::BalanceSheet,
        Self::IncomeStatement,
        Self::VoucherList,
    ];

    /// As on its tab and as its title.
    pub const fn label(self) -> &'static str {
        match self {
            Self::AccountBalances => "科目余额表",
            Self::TrialBalance => "试算平衡表",
            Self::GeneralLedger => "总账",
            Self::DetailLedger => "明细账",
            Self::CashJournal => "现金日记账",
            Self::BankJournal => "银行存款日记账",
            Self::BalanceSheet => "资产负债表",
            Self::IncomeStatement => "收益及收益分配表",
            Self::VoucherList => "凭证清单",
        }
    }

    /// The account whose sub-accounts may be chosen; `None` where any account may be.
    pub const fn root(self) -> Option<&'static str> {
        match self {
            Self::CashJournal => Some(super::account::CASH),
            Self::BankJournal => Some(super::account::BANK),
            Self::AccountBalances
            | Self::TrialBalance
            | Self::GeneralLedger
            | Self::DetailLedger
            | Self::BalanceSheet
            | Self::IncomeStatement
            | Self::VoucherList => None,
        }
    }

    /// Whether it shows one account, or all of them one after the other.
    pub const fn is_by_account(self) -> bool {
        match self {
            Self::GeneralLedger | Self::DetailLedger | Self::CashJournal | Self::BankJournal => {
                true
            }
            Self::AccountBalances
            | Self::TrialBalance
            | Self::BalanceSheet
            | Self::IncomeStatement
            | Self::VoucherList => false,
        }
    }
}

/// A book seen through a span of months (看账的范围).
#[derive(Clone, Copy, Debug)]
pub struct LedgerView<'a> {
    /// The book.
    pub book: &'a Book,
    /// Whose books; `None` for all of them together (合并).
    pub entity: Option<Entity>,
    /// The months.
    pub span: Span,
}

impl<'a> LedgerView<'a> {
    /// All books of a village together.
    pub const fn new(book: &'a Book, span: Span) -> Self {
        Self { book, entity: None, span }
    }

    /// One table. `account` narrows the tables that show accounts; `daily` puts a sum after each
    /// day of a journal (本日合计).
    pub fn listing(
        &self,
        sheet: LedgerSheet,
        account: Option<&AccountCode>,
        daily: bool,
    ) -> Listing {
        match sheet {
            LedgerSheet::AccountBalances => self.trial_balance().listing(self),
            LedgerSheet::TrialBalance => self.trial_balance().check_listing(self),
            LedgerSheet::GeneralLedger => self.general_ledger(account),
            LedgerSheet::DetailLedger => self.detail_ledger(account),
            LedgerSheet::CashJournal | LedgerSheet::BankJournal => {
                let root = sheet.root().and_then(AccountCode::new);
                account.or(root.as_ref()).map_or_else(Listing::default, |account| {
                    self.journal(account, sheet.label(), daily)
                })
            }
            LedgerSheet::BalanceSheet => self.balance_sheet().listing(self),
            LedgerSheet::IncomeStatement => self.income_statement().listing(self),
            LedgerSheet::VoucherList => self.voucher_list(),
        }
    }

    /// The vouchers up to the end of the span, in the order they are kept.
    fn vouchers(&self) -> impl Iterator<Item = &'a Voucher> + use<'a> {
        let (entity, last) = (self.entity, self.span.last_day());
        let of = move |voucher: &&Voucher| {
            entity.is_none_or(|entity| voucher.entity() == entity) && voucher.date() <= last
        };
        self.book.vouchers.iter().filter(of)
    }

    /// What the book starts from: the balances stand in the one set of books of the village.
    fn opening(&self) -> impl Iterator<Item = (&'a AccountCode, super::money::Money)> + use<'a> {
        let counts = self.entity.is_none_or(|entity| entity.is_village());
        self.book.opening.lines().filter(move |_| counts)
    }

    /// Whether more than one set of books is shown at once, so that numbers need a name.
    fn is_mixed(&self) -> bool {
        self.entity.is_none() && self.book.entities().len() > 1
    }

    /// An empty table with its head.
    fn table(&self, title: &str, columns: &[(&str, ColumnKind)]) -> Listing {
        let name = self.book.village.profile.full_name();
        let subject = match self.entity {
            Some(entity) if !entity.is_village() => format!("{name}（{}）", entity.label()),
            Some(_) | None => name,
        };
        Listing {
            title: title.to_owned(),
            subject,
            period: self.span.label(),
            columns: columns.iter().map(|(head, kind)| ListingColumn::new(*head, *kind)).collect(),
            signers: vec!["制表".to_owned(), "复核".to_owned()],
            ..Listing::default()
        }
    }

    /// What a row about an account leads to.
    fn link(&self, account: &AccountCode) -> Link {
        Link::Account(account.clone(), self.span.period())
    }
}

/// `记-001`, with whose it is where several sets of books are shown.
fn number_of(voucher: &Voucher, mixed: bool) -> String {
    if mixed && !voucher.entity().is_village() {
        format!("{}{}", voucher.entity().label(), voucher.number())
    } else {
        voucher.number().to_string()
    }
}
