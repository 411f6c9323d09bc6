//! 凭证清单: every voucher of the span with its lines.

use super::{LedgerSheet, LedgerView, number_of};
use crate::domain::account::Side;
use crate::domain::listing::{ColumnKind, Link, Listing, ListingCell, ListingRow};
use crate::domain::money::Money;
use crate::domain::voucher::Voucher;

impl LedgerView<'_> {
    /// 凭证清单: one row for each line, by day and number.
    pub(super) fn voucher_list(&self) -> Listing {
        let columns = [
            ("日期", ColumnKind::Date),
            ("凭证号", ColumnKind::Label),
            ("摘要", ColumnKind::Text),
            ("科目", ColumnKind::Text),
            ("借方", ColumnKind::Amount),
            ("贷方", ColumnKind::Amount),
            ("结算", ColumnKind::Label),
            ("经手人", ColumnKind::Label),
            ("证明人", ColumnKind::Label),
            ("审批人", ColumnKind::Label),
        ];
        let mut listing = self.table(LedgerSheet::VoucherList.label(), &columns);
        let (chart, mixed) = (&self.book.chart, self.is_mixed());
        let first = self.span.first_day();
        let mut vouchers: Vec<&Voucher> =
            self.vouchers().filter(|voucher| voucher.date() >= first).collect();
        vouchers.sort_by_key(|voucher| (voucher.date(), voucher.entity(), voucher.number()));
        let mut totals = (Money::ZERO, Money::ZERO);
        for voucher in &vouchers {
            let written = voucher.written();
            for (at, entry) in voucher.entries().iter().enumerate() {
                let (debit, credit) = match entry.side {
                    Side::Debit => (entry.amount, Money::ZERO),
                    Side::Credit => (Money::ZERO, entry.amount),
                };
                totals = (totals.0.plus(debit), totals.1.plus(credit));
                // what is the same for all lines of a voucher stands in the first
                let once = |words: &str| {
                    if at == 0 { ListingCell::text(words) } else { ListingCell::Blank }
                };
                let date =
                    if at == 0 { ListingCell::Date(voucher.date()) } else { ListingCell::Blank };
                let cells = vec![
                    date,
                    once(&number_of(voucher, mixed)),
                    once(voucher.summary()),
                    ListingCell::text(chart.title(&entry.account)),
                    ListingCell::amount_or_blank(debit),
                    ListingCell::amount_or_blank(credit),
                    once(written.settlement.label()),
                    once(&written.handler),
                    once(&written.witness),
                    once(&written.approver),
                ];
                listing.rows.push(ListingRow::entry(cells).to(Link::Voucher(voucher.id())));
            }
        }
        let mut cells = vec![ListingCell::Blank, ListingCell::Blank];
        cells.push(ListingCell::text(format!("合计（{} 张凭证）", vouchers.len())));
        cells.push(ListingCell::Blank);
        cells.extend([totals.0, totals.1].map(ListingCell::Amount));
        listing.rows.push(ListingRow::sum(cells));
        listing
    }
}
