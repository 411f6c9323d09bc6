//! The targets of the municipal plan (聊办发〔2020〕9号): collective income against 30,000 and
//! 100,000 yuan, and payment without cash.
//!
//! The plan does not say which income counts, so the accounts are a choice of each ledger. What
//! is counted is what was booked to them in the year, without the carrying at its end; whether
//! the money has come in does not matter.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::account::{AccountCode, Side};
use super::facts::MonthFacts;
use super::ids::VillageId;
use super::ledger::{Book, share_of};
use super::listing::{ColumnKind, Link, Listing, ListingCell, ListingColumn, ListingRow, RowRole};
use super::money::Money;
use super::period::{Month, Period};
use super::voucher::Voucher;

/// The first-level accounts of income (收入类科目).
pub const INCOME_ACCOUNTS: [&str; 4] = ["501", "502", "503", "504"];

/// What counts as collective income, and how much it should be (集体经济收入的口径和目标).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct IncomeTargets {
    /// The accounts that count, with all below them; 501, 502, 503 and 504 unless chosen
    /// otherwise.
    pub accounts: Vec<AccountCode>,
    /// The least a village should earn in a year: 30,000 yuan.
    pub least: Money,
    /// What it should reach: 100,000 yuan.
    pub goal: Money,
}

impl Default for IncomeTargets {
    fn default() -> Self {
        Self {
            accounts: INCOME_ACCOUNTS.into_iter().filter_map(AccountCode::new).collect(),
            least: Money::from_fen(3_000_000),
            goal: Money::from_fen(10_000_000),
        }
    }
}

impl IncomeTargets {
    /// Whether the account counts: it or one above it was chosen.
    pub fn counts(&self, account: &AccountCode) -> bool {
        self.accounts.iter().any(|chosen| account.as_str().starts_with(chosen.as_str()))
    }

    /// The sum of what counts.
    fn sum<'a>(&self, earned: impl IntoIterator<Item = (&'a AccountCode, Money)>) -> Money {
        let counted = earned.into_iter().filter(|(account, _)| self.counts(account));
        counted.map(|(_, amount)| amount).sum()
    }
}

/// How far a village is (达标情况).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reached {
    /// Below the least.
    Nothing,
    /// The least, not yet the goal.
    Least,
    /// The goal.
    Goal,
}

impl Reached {
    /// As shown.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Nothing => "未达标",
            Self::Least => "已达下限",
            Self::Goal => "已达目标",
        }
    }
}

/// Where one village stands in a year, up to a month (一村的达标情况).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetStanding {
    /// The year.
    pub year: i32,
    /// Collective income of the year so far.
    pub income: Money,
    /// The least.
    pub least: Money,
    /// The goal.
    pub goal: Money,
    /// The share of the year's expense not paid in cash, in hundredths of a percent.
    pub non_cash_share: Option<u32>,
}

impl TargetStanding {
    /// How far it is.
    pub fn reached(&self) -> Reached {
        if self.income >= self.goal {
            Reached::Goal
        } else if self.income >= self.least {
            Reached::Least
        } else {
            Reached::Nothing
        }
    }

    /// What is missing to a target; zero once it is reached.
    pub fn missing(&self, target: Money) -> Money {
        target.minus(self.income).max(Money::ZERO)
    }

    /// The part of a target that is reached, in hundredths of a percent; nothing in a year that
    /// took back more than it earned.
    pub fn share(&self, target: Money) -> u32 {
        share_of(self.income.max(Money::ZERO), target).unwrap_or(0)
    }

    /// From the facts of the months of a year up to `through`.
    pub fn of(months: &BTreeMap<Month, MonthFacts>, through: Month, of: &IncomeTargets) -> Self {
        let january = Period::Year(through.year()).first_month();
        let (mut income, mut expense, mut in_cash) = (Money::ZERO, Money::ZERO, Money::ZERO);
        for facts in months.range(january..=through).map(|(_, facts)| facts) {
            let earned = facts.earned.iter().map(|(account, amount)| (account, *amount));
            income = income.plus(of.sum(earned));
            expense = expense.plus(facts.expense_total());
            in_cash = in_cash.plus(facts.expense_in_cash);
        }
        Self {
            year: through.year(),
            income,
            least: of.least,
            goal: of.goal,
            non_cash_share: share_of(expense.minus(in_cash), expense),
        }
    }
}

/// What a voucher adds to accounts of income: credit above zero; nothing where it only carries a
/// year to its end.
pub fn earned(voucher: &Voucher) -> Vec<(&AccountCode, Money)> {
    if voucher.written().kind.is_closing() {
        return Vec::new();
    }
    let income = voucher
        .entries()
        .iter()
        .filter(|entry| INCOME_ACCOUNTS.contains(&entry.account.first_level()));
    let signed = income.map(|entry| match entry.side {
        Side::Credit => (&entry.account, entry.amount),
        Side::Debit => (&entry.account, -entry.amount),
    });
    signed.collect()
}

impl Book {
    /// Collective income of a period, by the accounts that count.
    pub fn collective_income(&self, period: Period, of: &IncomeTargets) -> Money {
        let within = self.vouchers.iter().filter(|voucher| period.contains(voucher.date()));
        within.map(|voucher| of.sum(earned(voucher))).sum()
    }

    /// Where the village stands in the year of a period, at its end.
    pub fn target_standing(&self, period: Period, of: &IncomeTargets) -> TargetStanding {
        let through = period.last_month();
        let year = Period::Year(through.year());
        let mut months: BTreeMap<Month, MonthFacts> = BTreeMap::new();
        for voucher in self.vouchers.iter().filter(|voucher| year.contains(voucher.date())) {
            months.entry(voucher.month()).or_default().add(voucher);
        }
        TargetStanding::of(&months, through, of)
    }
}

/// The villages of a ledger against the targets (各村达标情况), the one with least income first.
pub fn listing(
    villages: Vec<(VillageId, String, TargetStanding)>,
    through: Month,
    of: &IncomeTargets,
) -> Listing {
    let mut villages = villages;
    villages.sort_by_key(|(.., standing)| standing.income);
    let heads = [
        ("村", ColumnKind::Text),
        ("集体经济收入", ColumnKind::Amount),
        ("还差下限", ColumnKind::Amount),
        ("还差目标", ColumnKind::Amount),
        ("占目标", ColumnKind::Number),
        ("非现金支付", ColumnKind::Number),
        ("达标", ColumnKind::Label),
    ];
    let codes: Vec<&str> = of.accounts.iter().map(AccountCode::as_str).collect();
    let count = |reached: Reached| villages.iter().filter(|(.., s)| s.reached() >= reached).count();
    let notes = vec![
        format!("计入科目 {}（口径由本账簿选定），按记账数算。", codes.join("、")),
        format!(
            "共 {} 个村：达到 {} 元的 {} 个，达到 {} 元的 {} 个。",
            villages.len(),
            of.least.grouped(),
            count(Reached::Least),
            of.goal.grouped(),
            count(Reached::Goal)
        ),
    ];
    Listing {
        title: "集体经济收入和非现金支付达标情况".to_owned(),
        subject: String::new(),
        period: format!("{}年1月至{}月", through.year(), through.number()),
        columns: heads.map(|(title, kind)| ListingColumn::new(title, kind)).into(),
        rows: villages.into_iter().map(row).collect(),
        notes,
        ..Listing::default()
    }
}

fn row((village, name, standing): (VillageId, String, TargetStanding)) -> ListingRow {
    let reached = standing.reached();
    let cells = vec![
        ListingCell::text(name),
        ListingCell::Amount(standing.income),
        ListingCell::amount_or_blank(standing.missing(standing.least)),
        ListingCell::amount_or_blank(standing.missing(standing.goal)),
        ListingCell::Share(standing.share(standing.goal)),
        standing.non_cash_share.map_or(ListingCell::Blank, ListingCell::Share),
        ListingCell::text(reached.label()),
    ];
    let role = if reached == Reached::Nothing { RowRole::Alarm } else { RowRole::Entry };
    ListingRow { role, ..ListingRow::entry(cells) }.to(Link::Village(village))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(income: i64) -> TargetStanding {
        let of = IncomeTargets::default();
        TargetStanding {
            year: 2026,
            income: Money::from_fen(income * 100),
            least: of.least,
            goal: of.goal,
            non_cash_share: None,
        }
    }

    #[test]
    fn a_target_is_reached_to_the_fen() {
        for (yuan, reached) in [
            (0, Reached::Nothing),
            (29_999, Reached::Nothing),
            (30_000, Reached::Least),
            (99_999, Reached::Least),
            (100_000, Reached::Goal),
        ] {
            assert_eq!(standing(yuan).reached(), reached, "{yuan}");
        }
        let half = standing(50_000);
        assert_eq!((half.share(half.goal), half.share(half.least)), (5000, 16_666));
        assert_eq!(half.missing(half.goal), Money::from_fen(5_000_000));
        assert_eq!(half.missing(half.least), Money::ZERO);
        assert_eq!(standing(-5).share(half.goal), 0);
    }

    #[test]
    fn an_account_counts_with_all_below_it() {
        let code = |code: &str| AccountCode::new(code).expect("a code");
        let some =
            IncomeTargets { accounts: vec![code("501"), code("50302")], ..Default::default() };
        let counts = |account: &str| some.counts(&code(account));
        assert!(counts("501") && counts("50107") && counts("50302") && counts("5030201"));
        assert!(!counts("503") && !counts("50301") && !counts("504"));
    }
}
