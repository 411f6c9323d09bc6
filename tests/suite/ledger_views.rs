//! What must hold of the views of the ledger for any book, and for separate books of committee
//! and collective.

use std::collections::BTreeMap;

use expect_test::expect;
use mingbai::app::{App, Command};
use mingbai::domain::account::{AccountCode, Side};
use mingbai::domain::books::{LedgerSheet, LedgerView, Span, YearFigures};
use mingbai::domain::entity::Entity;
use mingbai::domain::ledger::Book;
use mingbai::domain::listing::{Listing, ListingCell, RowRole};
use mingbai::domain::money::Money;
use mingbai::domain::voucher::{Entry, VoucherDraft};
use proptest::prelude::*;

use super::support::{Story, account, day, first, listing_text, month, period, typed, voucher};

const ACCOUNTS: [&str; 16] = [
    "101", "102", "112", "113", "121", "132", "133", "151", "152", "211", "311", "322", "401",
    "501", "513", "514",
];

/// A line of a random voucher: from, to, fen.
type Move = (usize, usize, i64);

/// A book of random vouchers of 2025 and 2026, each posted through the office; some are reversed.
fn book(moves: &[(u32, Move, bool)], opening: i64) -> App {
    let clock = mingbai::app::Clock::Fixed(day("2026-12-31"));
    let mut app = App::in_memory(clock, vec![typed("甲村")]).expect("a ledger in memory");
    let village = first(&app);
    let lines = vec![
        (account("102"), Money::from_fen(opening)),
        (account("301"), Money::from_fen(-opening)),
    ];
    app.execute(Command::SetOpening { village, lines }).expect("openings");
    let mut sorted = moves.to_vec();
    sorted.sort_by_key(|(date, ..)| *date);
    for (date, (from, to, fen), reversed) in sorted {
        let (year, date) = (2025 + date / 360, date % 360);
        let date = day(&format!("{year}-{:02}-{:02}", date / 30 + 1, date % 30 % 28 + 1));
        let (debit, credit) = (ACCOUNTS[to % 16], ACCOUNTS[from % 16]);
        if debit == credit {
            continue;
        }
        let amount = Money::from_fen(fen);
        let line = |side, code: &str| Entry { account: account(code), side, amount };
        let entries = vec![line(Side::Debit, debit), line(Side::Credit, credit)];
        let draft: VoucherDraft = voucher(date, "随机的一笔", entries);
        app.execute(Command::PostVoucher { village, draft }).expect("posted");
        if reversed {
            let book = app.ledger().expect("open").book().expect("a book");
            let last = book.vouchers.iter().rev().find(|v| !v.is_reversal() && v.date() == date);
            let draft = last.map(|last| last.reversal(date));
            if let Some(draft) = draft {
                // a voucher that was reversed before stays as it is
                drop(app.execute(Command::PostVoucher { village, draft }));
            }
        }
    }
    app
}

fn shown(app: &App) -> &Book {
    app.ledger().expect("open").book().expect("a book")
}

/// The amounts of the last row that has any: the closing line of a ledger.
fn last_amount(listing: &Listing) -> Option<Money> {
    let row = listing.rows.last()?;
    row.cells.iter().rev().find_map(|cell| match cell {
        ListingCell::Amount(amount) => Some(*amount),
        ListingCell::Blank
        | ListingCell::Text(_)
        | ListingCell::Count(_)
        | ListingCell::Date(_)
        | ListingCell::Share(_) => None,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn the_views_of_any_book_agree(
        moves in proptest::collection::vec(
            (0_u32..720, (0_usize..16, 0_usize..16, 1_i64..9_999_999), any::<bool>()),
            1..40,
        ),
        opening in 1_i64..99_999_999,
        first_month in 1_u32..=12,
        length in 0_u32..=14,
    ) {
        let app = book(&moves, opening);
        let book = shown(&app);
        let from = month(&format!("2025-{first_month:02}"));
        let to = (0..length).fold(from, |month, _| month.next());
        let view = LedgerView::new(book, Span::new(from, to));
        let trial = view.trial_balance();
        // debits equal credits, in every pair of columns
        for (debit, credit) in trial.totals() {
            prop_assert_eq!(debit, credit);
        }
        // closings are the balances that the book itself gives
        let mut balances: BTreeMap<AccountCode, Money> = book.balances(to.last_day());
        balances.retain(|_, balance| !balance.is_zero());
        for (code, balance) in &balances {
            prop_assert_eq!(trial.of(code).closing(), *balance);
        }
        // 明细账 and 总账 end at what 科目余额表 says
        for (code, sums) in &trial.accounts {
            for sheet in [LedgerSheet::DetailLedger, LedgerSheet::GeneralLedger] {
                let listing = view.listing(sheet, Some(code), false);
                let closing = last_amount(&listing).expect("a balance");
                prop_assert_eq!(closing, sums.closing().abs());
            }
        }
        // the journals agree with the bank and the cash account
        for (sheet, code) in [(LedgerSheet::BankJournal, "102"), (LedgerSheet::CashJournal, "101")] {
            let closing = last_amount(&view.listing(sheet, None, true)).expect("a balance");
            prop_assert_eq!(closing, trial.of(&account(code)).closing());
        }
        // the balance sheet balances
        let sheet = view.balance_sheet();
        prop_assert_eq!(sheet.difference(), (Money::ZERO, Money::ZERO));
        // and the two reports agree on what is left to distribute
        let income = view.income_statement();
        let undistributed = sheet.line(38).expect("a line").closing;
        prop_assert_eq!(income.line(19).expect("a line").year, undistributed);
        let start = sheet.line(38).expect("a line").year_start;
        prop_assert_eq!(income.line(14).expect("a line").year, start);
    }

    #[test]
    fn charts_add_up_to_the_reports(
        moves in proptest::collection::vec(
            (0_u32..720, (0_usize..16, 0_usize..16, 1_i64..9_999_999), any::<bool>()),
            1..40,
        ),
    ) {
        let app = book(&moves, 100);
        let book = shown(&app);
        let view = LedgerView::new(book, Span::from(period("2026")));
        let figures = YearFigures::of(&view, 2026);
        let report = book.report(period("2026"));
        let income: Money = figures.months.iter().map(|month| month.income).sum();
        let by_account: Money = figures.income.iter().map(|figure| figure.amount).sum();
        prop_assert_eq!((income, by_account), (report.income_total, report.income_total));
        let before: Money = figures.before.iter().map(|month| month.expense).sum();
        prop_assert_eq!(before, book.report(period("2025")).expense_total);
        prop_assert!(figures.expense.len() <= 11);
    }
}

#[test]
fn separate_books_are_shown_alone_and_together() {
    let clock = mingbai::app::Clock::Fixed(day("2026-12-31"));
    let mut app = App::in_memory(clock, vec![typed("甲村")]).expect("a ledger in memory");
    let village = first(&app);
    for (entity, on, code, amount) in [
        (Entity::Committee, "2026-09-08", "503", 50_000),
        (Entity::Collective, "2026-10-08", "501", 80_000),
    ] {
        let amount = Money::from_fen(amount);
        let line = |side, code: &str| Entry { account: account(code), side, amount };
        let entries = vec![line(Side::Debit, "102"), line(Side::Credit, code)];
        let draft = VoucherDraft { entity, ..voucher(day(on), "收到一笔款", entries) };
        app.execute(Command::PostVoucher { village, draft }).expect("posted");
    }
    let span = Span::new(month("2026-09"), month("2026-10"));
    let text = |entity: Option<Entity>| {
        let view = LedgerView { entity, ..LedgerView::new(shown(&app), span) };
        listing_text(&view.listing(LedgerSheet::BankJournal, None, false))
    };
    expect![[r#"
        银行存款日记账 甲镇甲村 2026年9月至10月
        科目：102 银行存款
        日期 | 凭证号 | 摘要 | 对方科目 | 结算方式 | 收入 | 支出 | 余额
        · | · | 上期结转 | · | · | · | · | 0.00
        2026-09-08 | 村委会记-001 | 收到一笔款 | 补助收入 | 转账 | 500.00 | · | 500.00
        · | · | 本月合计 | · | · | 500.00 | 0.00 | 500.00
        · | · | 本年累计 | · | · | 500.00 | 0.00 | 500.00
        2026-10-08 | 集体经济组织记-001 | 收到一笔款 | 经营收入 | 转账 | 800.00 | · | 1,300.00
        · | · | 本月合计 | · | · | 800.00 | 0.00 | 1,300.00
        · | · | 本年累计 | · | · | 1,300.00 | 0.00 | 1,300.00
    "#]]
    .assert_eq(&text(None));
    expect![[r#"
        银行存款日记账 甲镇甲村（集体经济组织） 2026年9月至10月
        科目：102 银行存款
        日期 | 凭证号 | 摘要 | 对方科目 | 结算方式 | 收入 | 支出 | 余额
        · | · | 上期结转 | · | · | · | · | 0.00
        2026-10-08 | 记-001 | 收到一笔款 | 经营收入 | 转账 | 800.00 | · | 800.00
        · | · | 本月合计 | · | · | 800.00 | 0.00 | 800.00
        · | · | 本年累计 | · | · | 800.00 | 0.00 | 800.00
    "#]]
    .assert_eq(&text(Some(Entity::Collective)));
    for entity in [None, Some(Entity::Committee), Some(Entity::Collective)] {
        let view = LedgerView { entity, ..LedgerView::new(shown(&app), span) };
        assert_eq!(view.balance_sheet().difference(), (Money::ZERO, Money::ZERO));
    }
}

#[test]
fn a_book_that_begins_inside_a_year_counts_what_came_before() {
    let story = Story::tell(
        "
        今天  2026-12-31
        期初  102 10000.00   501 -6000.00   513 1000.00   322 -5000.00
        凭证  2026-04-08  收到承包费   借 102 2000.00   贷 501 2000.00
        ",
    )
    .unwrap_or_else(|refused| panic!("{refused}"));
    let view = LedgerView::new(story.book(), Span::from(period("2026-04")));
    let year = |number: usize| {
        view.income_statement().line(number).map(|line| line.year.grouped()).unwrap_or_default()
    };
    assert_eq!(year(1), "8,000.00", "经营收入 of the year, with what was entered as opening");
    assert_eq!(year(5), "1,000.00", "管理费用");
    assert_eq!(year(13), "7,000.00", "净收益");
    assert_eq!(year(14), "5,000.00", "年初未分配收益");
    assert_eq!(year(19), "12,000.00", "年末未分配收益");
    assert_eq!(
        view.balance_sheet().line(38).map(|line| line.closing.grouped()).as_deref(),
        Some("12,000.00")
    );
    let notes = view.listing(LedgerSheet::BalanceSheet, None, false).notes.join("");
    assert!(notes.contains("本账从2026年4月建账"), "{notes}");
}

#[test]
fn internal_accounts_stand_on_both_sides_of_the_balance_sheet() {
    let story = Story::tell(
        "
        今天  2026-12-31
        增设  113 张三
        增设  113 李四
        凭证  2026-10-08  借给张三   借 11301 300.00   贷 102 300.00
        凭证  2026-10-09  李四垫付   借 102 500.00   贷 11302 500.00
        ",
    )
    .unwrap_or_else(|refused| panic!("{refused}"));
    let sheet = LedgerView::new(story.book(), Span::from(period("2026-10"))).balance_sheet();
    let closing = |number: usize| sheet.line(number).map(|line| line.closing.grouped());
    assert_eq!(closing(3).as_deref(), Some("300.00"), "应收款项");
    assert_eq!(closing(26).as_deref(), Some("500.00"), "应付款项");
    assert_eq!(sheet.difference(), (Money::ZERO, Money::ZERO));
}

#[test]
fn all_accounts_one_after_the_other_hold_every_entry_once() {
    let app = book(&[(10, (1, 14, 500), false), (40, (13, 1, 900), true)], 1000);
    let view = LedgerView::new(shown(&app), Span::from(period("2025")));
    let listing = view.listing(LedgerSheet::DetailLedger, None, false);
    let entries = shown(&app).vouchers.iter().map(|voucher| voucher.entries().len()).sum::<usize>();
    let rows = listing.rows.iter();
    let linked = rows.filter(|row| row.role == RowRole::Entry && row.link.is_some()).count();
    assert_eq!(linked, entries);
    for row in &listing.rows {
        assert!(row.cells.len() <= listing.columns.len());
    }
}
