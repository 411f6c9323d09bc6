//! 总账: each account by month.

use std::collections::BTreeMap;

use super::detail::{Account, balance_cells, brought_forward};
use super::{LedgerSheet, LedgerView};
use crate::domain::account::AccountCode;
use crate::domain::listing::{ColumnKind, Link, Listing, ListingCell, ListingRow, RowRole};
use crate::domain::money::Money;
use crate::domain::period::Period;

impl LedgerView<'_> {
    /// 总账 of one account, or of every first-level account that stands at something or moved.
    pub(super) fn general_ledger(&self, account: Option<&AccountCode>) -> Listing {
        let columns = [
            ("月份", ColumnKind::Label),
            ("摘要", ColumnKind::Text),
            ("借方", ColumnKind::Amount),
            ("贷方", ColumnKind::Amount),
            ("方向", ColumnKind::Label),
            ("余额", ColumnKind::Amount),
        ];
        let mut listing = self.table(LedgerSheet::GeneralLedger.label(), &columns);
        let chart = &self.book.chart;
        let first_level: Vec<&AccountCode> = match account {
            Some(account) => vec![account],
            None => {
                chart.accounts().map(|a| &a.code).filter(|code| code.as_str().len() == 3).collect()
            }
        };
        let roots: BTreeMap<&str, &AccountCode> =
            first_level.iter().map(|code| (code.as_str(), *code)).collect();
        let under = |code: &AccountCode| match account {
            Some(root) => code.as_str().starts_with(root.as_str()).then_some(root),
            None => roots.get(code.first_level()).copied(),
        };
        let mut accounts = self.accounts(under);
        if let Some(account) = account {
            listing.remarks.push(format!("科目：{}", chart.title(account)));
            accounts.entry(account).or_default();
        }
        for (code, sums) in accounts {
            if account.is_none() {
                let cells = vec![ListingCell::Blank, ListingCell::text(chart.title(code))];
                let link = Some(self.link(code));
                listing.rows.push(ListingRow { cells, role: RowRole::Section, link });
            }
            self.months(code, &sums, &mut listing.rows);
        }
        listing
    }

    fn months(&self, code: &AccountCode, account: &Account<'_>, rows: &mut Vec<ListingRow>) {
        let mut balance = account.opening;
        let mut brought = vec![
            ListingCell::Blank,
            ListingCell::text(brought_forward(self.span.first())),
            ListingCell::Blank,
            ListingCell::Blank,
        ];
        brought.extend(balance_cells(balance));
        rows.push(ListingRow::entry(brought));
        let mut year = account.year_before;
        let mut of_year = self.span.first().year();
        for (month, (debit, credit)) in account.months() {
            if month.year() != of_year {
                (of_year, year) = (month.year(), (Money::ZERO, Money::ZERO));
            }
            year = (year.0.plus(debit), year.1.plus(credit));
            balance = balance.plus(debit).minus(credit);
            for (words, sums) in [("本月合计", (debit, credit)), ("本年累计", year)] {
                let is_month = words == "本月合计";
                let label = if is_month { month.label() } else { String::new() };
                let mut cells = vec![ListingCell::text(label), ListingCell::text(words)];
                cells.extend([sums.0, sums.1].map(ListingCell::Amount));
                cells.extend(balance_cells(balance));
                let link = Link::Account(code.clone(), Period::Month(month));
                rows.push(if is_month {
                    ListingRow::entry(cells).to(link)
                } else {
                    ListingRow::sum(cells)
                });
            }
        }
    }
}
