//! 资产负债表 (财会〔2023〕14号，村会01表).

use std::collections::BTreeMap;

use super::balances::AccountSums;
use super::{LedgerSheet, LedgerView};
use crate::domain::account::{AccountClass, AccountCode};
use crate::domain::listing::{ColumnKind, Listing, ListingCell, ListingRow, RowRole};
use crate::domain::money::Money;

/// How the figure of a line is found.
#[derive(Clone, Copy, Debug)]
enum Figure {
    /// Only words.
    Heading,
    /// The balances of these first-level accounts, debit positive.
    Debit(&'static [&'static str]),
    /// The balances of these first-level accounts, credit positive.
    Credit(&'static [&'static str]),
    /// These accounts, and the debit balances below 113 内部往来.
    Receivable(&'static [&'static str]),
    /// These accounts, and the credit balances below 113 内部往来.
    Payable(&'static [&'static str]),
    /// 本年收益, 收益分配, and income less expense that was not carried there yet.
    Undistributed,
    /// The sum of other lines.
    Plus(&'static [usize]),
    /// One line less another.
    Minus(usize, usize),
}

/// A line of the form: its number (行次), 0 for a heading; its words; its figure.
type Item = (usize, &'static str, Figure);

/// 内部往来: debit and credit balances below it stand on different sides of the sheet.
const INTERNAL: &str = "113";

const ASSETS: [Item; 26] = {
    use Figure::{Credit, Debit, Heading, Minus, Plus, Receivable};
    [
        (0, "流动资产：", Heading),
        (1, "货币资金", Debit(&["101", "102"])),
        (2, "短期投资", Debit(&["111"])),
        (3, "应收款项", Receivable(&["112"])),
        (4, "存货", Debit(&["121", "401"])),
        (5, "消耗性生物资产", Debit(&["131"])),
        (6, "流动资产合计", Plus(&[1, 2, 3, 4, 5])),
        (0, "非流动资产：", Heading),
        (7, "长期投资", Debit(&["141"])),
        (8, "生产性生物资产原值", Debit(&["132"])),
        (9, "　减：生产性生物资产累计折旧", Credit(&["133"])),
        (10, "生产性生物资产净值", Minus(8, 9)),
        (11, "固定资产原值", Debit(&["151"])),
        (12, "　减：累计折旧", Credit(&["152"])),
        (13, "固定资产净值", Minus(11, 12)),
        (14, "在建工程", Debit(&["153"])),
        (15, "固定资产清理", Debit(&["154"])),
        (16, "固定资产小计", Plus(&[13, 14, 15])),
        (17, "无形资产原值", Debit(&["161"])),
        (18, "　减：累计摊销", Credit(&["162"])),
        (19, "无形资产净值", Minus(17, 18)),
        (20, "公益性生物资产", Debit(&["134"])),
        (21, "长期待摊费用", Debit(&["171"])),
        (22, "待处理财产损溢", Debit(&["181"])),
        (23, "非流动资产合计", Plus(&[7, 10, 16, 19, 20, 21, 22])),
        (24, "资产总计", Plus(&[6, 23])),
    ]
};

const CLAIMS: [Item; 19] = {
    use Figure::{Credit, Heading, Payable, Plus, Undistributed};
    [
        (0, "流动负债：", Heading),
        (25, "短期借款", Credit(&["201"])),
        (26, "应付款项", Payable(&["211"])),
        (27, "应付工资", Credit(&["212"])),
        (28, "应付劳务费", Credit(&["213"])),
        (29, "应交税费", Credit(&["214"])),
        (30, "流动负债合计", Plus(&[25, 26, 27, 28, 29])),
        (0, "非流动负债：", Heading),
        (31, "长期借款及应付款", Credit(&["221"])),
        (32, "一事一议资金", Credit(&["231"])),
        (33, "专项应付款", Credit(&["241"])),
        (34, "非流动负债合计", Plus(&[31, 32, 33])),
        (35, "负债合计", Plus(&[30, 34])),
        (0, "所有者权益：", Heading),
        (36, "资本", Credit(&["301"])),
        (37, "公积公益金", Credit(&["311"])),
        (38, "未分配收益", Undistributed),
        (39, "所有者权益合计", Plus(&[36, 37, 38])),
        (40, "负债和所有者权益总计", Plus(&[35, 39])),
    ]
};

const TOTAL_ASSETS: usize = 24;
const TOTAL_CLAIMS: usize = 40;
/// The accounts of 未分配收益 that are not of income or expense.
const SURPLUS: [&str; 2] = ["321", "322"];

/// A line of the balance sheet (资产负债表的一行).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BalanceLine {
    /// 行次; 0 for a heading.
    pub number: usize,
    /// The words of the form.
    pub label: &'static str,
    /// At the end of the span (期末余额).
    pub closing: Money,
    /// At the start of the year (年初余额).
    pub year_start: Money,
    /// The first-level accounts it is made of, where it is no sum of lines.
    pub accounts: Vec<AccountCode>,
}

/// 资产负债表
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BalanceSheet {
    /// The left side.
    pub assets: Vec<BalanceLine>,
    /// The right side: debts and equity.
    pub claims: Vec<BalanceLine>,
    /// Income less expense of the end of the span that was not carried to 收益分配 yet.
    pub running_surplus: Money,
}

/// Balances at the end of the span and at the start of the year.
type Two = (Money, Money);

fn plus(one: Two, other: Two) -> Two {
    (one.0.plus(other.0), one.1.plus(other.1))
}

fn minus(one: Two, other: Two) -> Two {
    plus(one, (-other.0, -other.1))
}

/// The balances of accounts, debit positive.
struct Balances<'a, 'v> {
    view: &'v LedgerView<'a>,
    own: BTreeMap<AccountCode, AccountSums>,
}

impl Balances<'_, '_> {
    fn sum(&self, fits: impl Fn(&AccountCode, Two) -> bool) -> Two {
        let mut sum = (Money::ZERO, Money::ZERO);
        for (code, sums) in &self.own {
            let both = (sums.closing(), sums.opening);
            if fits(code, both) {
                sum = plus(sum, both);
            }
        }
        sum
    }

    fn of(&self, accounts: &[&str]) -> Two {
        self.sum(|code, _| accounts.contains(&code.first_level()))
    }

    /// The balances below 内部往来 on the debit or on the credit side; debit positive.
    fn internal(&self, debit: bool) -> Two {
        let mut sum = (Money::ZERO, Money::ZERO);
        let side = |balance: Money| {
            if balance.is_positive() == debit { balance } else { Money::ZERO }
        };
        for (_, sums) in self.own.iter().filter(|(code, _)| code.first_level() == INTERNAL) {
            sum = plus(sum, (side(sums.closing()), side(sums.opening)));
        }
        sum
    }

    fn undistributed(&self) -> Two {
        self.sum(|code, _| SURPLUS.contains(&code.first_level()) || self.is_result(code))
    }

    fn is_result(&self, code: &AccountCode) -> bool {
        let account = self.view.book.chart.get(code);
        account.is_some_and(|account| account.class == AccountClass::ProfitAndLoss)
    }

    /// One side of the sheet, from the top; `lines` holds what was found so far by number.
    fn side(&self, items: &[Item], found: &mut BTreeMap<usize, Two>) -> Vec<BalanceLine> {
        let zero = (Money::ZERO, Money::ZERO);
        let mut lines = Vec::with_capacity(items.len());
        for (number, label, figure) in items {
            let line = |number: usize| found.get(&number).copied().unwrap_or(zero);
            let two = match *figure {
                Figure::Heading => zero,
                Figure::Debit(accounts) => self.of(accounts),
                Figure::Credit(accounts) => minus(zero, self.of(accounts)),
                Figure::Receivable(accounts) => plus(self.of(accounts), self.internal(true)),
                Figure::Payable(accounts) => {
                    minus(zero, plus(self.of(accounts), self.internal(false)))
                }
                Figure::Undistributed => minus(zero, self.undistributed()),
                Figure::Plus(lines) => lines.iter().map(|n| line(*n)).fold(zero, plus),
                Figure::Minus(one, other) => minus(line(one), line(other)),
            };
            found.insert(*number, two);
            lines.push(BalanceLine {
                number: *number,
                label,
                closing: two.0,
                year_start: two.1,
                accounts: accounts_of(*figure),
            });
        }
        lines
    }
}

fn accounts_of(figure: Figure) -> Vec<AccountCode> {
    let codes: Vec<&str> = match figure {
        Figure::Debit(accounts) | Figure::Credit(accounts) => accounts.to_vec(),
        Figure::Receivable(accounts) | Figure::Payable(accounts) => {
            accounts.iter().copied().chain([INTERNAL]).collect()
        }
        Figure::Undistributed => SURPLUS.to_vec(),
        Figure::Heading | Figure::Plus(_) | Figure::Minus(..) => Vec::new(),
    };
    codes.into_iter().filter_map(AccountCode::new).collect()
}

impl LedgerView<'_> {
    /// 资产负债表 at the end of the span, beside the start of its year.
    pub fn balance_sheet(&self) -> BalanceSheet {
        let year = LedgerView { span: self.span.year_to_date(), ..*self };
        let balances = Balances { view: self, own: year.own_sums() };
        let mut found = BTreeMap::new();
        let assets = balances.side(&ASSETS, &mut found);
        let claims = balances.side(&CLAIMS, &mut found);
        let running =
            balances.sum(|code, _| balances.is_result(code) || code.first_level() == "321");
        BalanceSheet { assets, claims, running_surplus: -running.0 }
    }
}

impl BalanceSheet {
    /// The line of that number.
    pub fn line(&self, number: usize) -> Option<&BalanceLine> {
        self.assets.iter().chain(&self.claims).find(|line| line.number == number && number > 0)
    }

    /// Assets less debts and equity, at the end and at the start: zero where the sheet balances.
    pub fn difference(&self) -> (Money, Money) {
        let both = |number: usize| {
            self.line(number).map_or((Money::ZERO, Money::ZERO), |l| (l.closing, l.year_start))
        };
        minus(both(TOTAL_ASSETS), both(TOTAL_CLAIMS))
    }

    /// The lines of a row of the listing: the left one and the right one.
    pub fn row(&self, index: usize) -> (Option<&BalanceLine>, Option<&BalanceLine>) {
        let last = self.assets.len().saturating_sub(1);
        let total = self.claims.len().saturating_sub(1);
        let right = match index {
            // both totals stand in the last row
            index if index == last => Some(total),
            index if index < total => Some(index),
            _ => None,
        };
        (self.assets.get(index), right.and_then(|right| self.claims.get(right)))
    }

    /// The accounts behind the row that leads to `account`, both sides of it.
    pub fn accounts_beside(&self, account: &AccountCode) -> Vec<AccountCode> {
        let leads = |line: Option<&BalanceLine>| {
            line.is_some_and(|line| line.accounts.first() == Some(account))
        };
        let mut rows = (0..self.assets.len()).map(|index| self.row(index));
        let Some((left, right)) = rows.find(|(left, right)| leads(*left) || leads(*right)) else {
            return Vec::new();
        };
        let lines = [left, right].into_iter().flatten();
        lines.flat_map(|line| line.accounts.iter().cloned()).collect()
    }

    /// 资产负债表 with assets on the left, debts and equity on the right.
    pub(super) fn listing(&self, view: &LedgerView<'_>) -> Listing {
        let columns = [
            ("资产", ColumnKind::Text),
            ("行次", ColumnKind::Number),
            ("期末余额", ColumnKind::Amount),
            ("年初余额", ColumnKind::Amount),
            ("负债和所有者权益", ColumnKind::Text),
            ("行次", ColumnKind::Number),
            ("期末余额", ColumnKind::Amount),
            ("年初余额", ColumnKind::Amount),
        ];
        let mut listing = view.table(LedgerSheet::BalanceSheet.label(), &columns);
        listing.period = crate::domain::period::date_label(view.span.last_day());
        for index in 0..self.assets.len() {
            let (left, right) = self.row(index);
            let mut cells = line_cells(left);
            cells.extend(line_cells(right));
            let only = |line: Option<&BalanceLine>| {
                line.filter(|line| !line.accounts.is_empty())
                    .and_then(|line| line.accounts.first())
                    .map(|account| view.link(account))
            };
            let role = if is_sum(left) && (is_sum(right) || right.is_none()) {
                RowRole::Sum
            } else {
                RowRole::Entry
            };
            listing.rows.push(ListingRow { cells, role, link: only(left).or_else(|| only(right)) });
        }
        self.notes(view, &mut listing);
        listing.signers = ["单位负责人", "会计", "制表"].map(str::to_owned).to_vec();
        listing
    }

    fn notes(&self, view: &LedgerView<'_>, listing: &mut Listing) {
        let (closing, year_start) = self.difference();
        for (when, difference) in [("期末", closing), ("年初", year_start)] {
            if !difference.is_zero() {
                listing.notes.push(format!(
                    "{when}资产总计与负债和所有者权益总计相差 {} 元，请核对期初余额。",
                    difference.grouped()
                ));
                if let Some(last) = listing.rows.last_mut() {
                    last.role = RowRole::Alarm;
                }
            }
        }
        if !self.running_surplus.is_zero() {
            listing.notes.push(format!(
                "未分配收益含还没有转入收益分配的本年收益 {} 元。",
                self.running_surplus.grouped()
            ));
        }
        let first = view.book.first_month();
        if first.number() != 1 && first.year() == view.span.last().year() {
            listing.notes.push(format!("本账从{}建账，年初余额是建账时的数。", first.label()));
        }
        listing.notes.push(FORM_NOTE.to_owned());
    }
}

/// What is said below both reports.
pub(super) const FORM_NOTE: &str =
    "项目和行次按财会〔2023〕14号整理，上报前请与县里下发的报表格式核对。";

fn is_sum(line: Option<&BalanceLine>) -> bool {
    line.is_some_and(|line| line.number > 0 && line.accounts.is_empty())
}

fn line_cells(line: Option<&BalanceLine>) -> Vec<ListingCell> {
    let Some(line) = line else { return vec![ListingCell::Blank; 4] };
    if line.number == 0 {
        let label = ListingCell::text(line.label);
        return vec![label, ListingCell::Blank, ListingCell::Blank, ListingCell::Blank];
    }
    let number = i64::try_from(line.number).unwrap_or_default();
    vec![
        ListingCell::text(line.label),
        ListingCell::Count(number),
        ListingCell::Amount(line.closing),
        ListingCell::Amount(line.year_start),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::account::STANDARD;

    #[test]
    fn every_account_stands_in_the_sheet_once() {
        let mut count: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, _, figure) in ASSETS.iter().chain(&CLAIMS) {
            if let Figure::Debit(accounts)
            | Figure::Credit(accounts)
            | Figure::Receivable(accounts)
            | Figure::Payable(accounts) = figure
            {
                for account in *accounts {
                    *count.entry(account).or_default() += 1;
                }
            }
        }
        for (code, name, class, _) in STANDARD {
            let elsewhere =
                class == AccountClass::ProfitAndLoss || SURPLUS.contains(&code) || code == INTERNAL;
            assert_eq!(count.remove(code), (!elsewhere).then_some(1), "{code} {name}");
        }
        assert!(count.is_empty(), "{count:?}");
    }

    #[test]
    fn lines_are_numbered_without_gaps() {
        let numbers = ASSETS.iter().chain(&CLAIMS).map(|item| item.0).filter(|n| *n > 0);
        assert!(numbers.eq(1..=40));
    }
}
