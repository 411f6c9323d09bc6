//! What holds for every amount, day and book, not only for those we thought of.

use std::collections::BTreeMap;

use chrono::{Datelike as _, Days};
use mingbai::domain::account::{AccountCode, Side};
use mingbai::domain::duty::{Duty, DutyFacts, DutyState, NoticeFact, duties};
use mingbai::domain::entity::{Bookkeeping, Entity};
use mingbai::domain::ids::{NoticeId, VillageId, VoucherId};
use mingbai::domain::law::Law;
use mingbai::domain::ledger::{Book, OpeningBalances};
use mingbai::domain::matter::MatterCode;
use mingbai::domain::money::Money;
use mingbai::domain::period::{Date, Month, Period};
use mingbai::domain::rules::Rules;
use mingbai::domain::village::{Village, VillageProfile};
use mingbai::domain::voucher::{Entry, Voucher, VoucherDraft};
use proptest::collection::vec;
use proptest::prelude::*;
use uuid::Uuid;

use crate::support::{account, day, voucher};

fn settings(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// Amounts of every size, with many zeros inside as often as not.
fn fen() -> impl Strategy<Value = i64> {
    let sparse = vec((0..10_i64, any::<bool>()), 1..=14).prop_map(|digits| {
        digits.into_iter().fold(0, |fen, (digit, zero)| fen * 10 + if zero { 0 } else { digit })
    });
    prop_oneof![0..10_000_i64, 0..=Money::MAX.fen(), sparse]
}

fn full_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '0'..='9' | ',' | '.' | '-' => char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c),
            other => other,
        })
        .collect()
}

/// Reads capital numerals back, by their own rules.
fn read_words(words: &str) -> i64 {
    let rest = words.strip_prefix("人民币").expect("the currency comes first");
    let (sign, rest) = rest.strip_prefix('负').map_or((1, rest), |rest| (-1, rest));
    let (mut fen, mut yuan, mut section, mut digit) = (0, 0, 0, 0);
    for c in rest.chars() {
        match c {
            '仟' | '佰' | '拾' => {
                section += digit
                    * [('仟', 1000), ('佰', 100), ('拾', 10)]
                        .iter()
                        .find(|u| u.0 == c)
                        .expect("a unit")
                        .1;
                digit = 0;
            }
            '亿' | '万' => {
                yuan += (section + digit) * if c == '亿' { 100_000_000 } else { 10_000 };
                (section, digit) = (0, 0);
            }
            '元' => {
                fen += (yuan + section + digit) * 100;
                (section, digit) = (0, 0);
            }
            '角' => {
                fen += digit * 10;
                digit = 0;
            }
            '分' => {
                fen += digit;
                digit = 0;
            }
            '整' => {}
            numeral => {
                let all = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
                let value = all.iter().position(|known| *known == numeral).expect("a numeral");
                digit = i64::try_from(value).expect("small");
            }
        }
    }
    sign * fen
}

proptest! {
    #![proptest_config(settings(2000))]

    #[test]
    fn money_is_read_as_it_is_written(fen in fen(), negative: bool) {
        let amount = Money::from_fen(if negative { -fen } else { fen });
        let (plain, grouped) = (amount.to_string(), amount.grouped());
        for written in [&plain, &grouped, &format!("{grouped}元"), &full_width(&grouped)] {
            prop_assert_eq!(Money::parse(written), Ok(amount), "{}", written);
        }
        prop_assert_eq!(grouped.replace(',', ""), plain);
    }

    #[test]
    fn capital_numerals_say_one_amount_and_read_well(fen in fen(), negative: bool) {
        let amount = Money::from_fen(if negative { -fen } else { fen });
        let words = amount.in_words();
        prop_assert_eq!(read_words(&words), amount.fen(), "{}", &words);
        prop_assert!(!words.contains("零零"), "{}", &words);
        prop_assert!(!words.ends_with('零'), "{}", &words);
        prop_assert!(words.ends_with('整') || words.ends_with('分'), "{}", &words);
        for odd in ["零万", "零亿", "零仟", "零佰", "零拾", "零分", "零整", "亿万"] {
            prop_assert!(!words.contains(odd), "{} in {}", odd, &words);
        }
        prop_assert!(fen == 0 || !words.contains("零元"), "{}", &words);
    }

    #[test]
    fn every_day_lies_in_one_month_one_quarter_and_one_year(days in 0..76_000_u64) {
        let date = day("1990-01-01") + Days::new(days);
        let year = date.year();
        let years = [year - 1, year, year + 1];
        let months = years.iter().flat_map(|&year| (1..=12).filter_map(move |m| Month::new(year, m)));
        let quarters = years.iter().flat_map(|&year| {
            (1..=4).map(move |quarter| Period::Quarter { year, quarter })
        });
        prop_assert_eq!(months.filter(|month| month.contains(date)).count(), 1);
        prop_assert_eq!(quarters.filter(|quarter| quarter.contains(date)).count(), 1);
        prop_assert_eq!(years.iter().filter(|&&year| Period::Year(year).contains(date)).count(), 1);
        let month = Month::of(date);
        prop_assert!(month.first_day() <= date && date <= month.last_day());
        prop_assert_eq!(month.last_day() + Days::new(1), month.next().first_day());
        prop_assert_eq!(month.next().previous(), month);
    }
}

const ACCOUNTS: [&str; 8] = ["101", "102", "151", "211", "301", "501", "513", "514"];

fn lines() -> impl Strategy<Value = Vec<Entry>> {
    let line = (0..ACCOUNTS.len(), any::<bool>(), -3..2_000_i64).prop_map(|(place, debit, fen)| {
        let side = if debit { Side::Debit } else { Side::Credit };
        Entry { account: account(ACCOUNTS[place]), side, amount: Money::from_fen(fen) }
    });
    vec(line, 0..6)
}

/// Lines of which the last makes the rest balance.
fn balanced_lines() -> impl Strategy<Value = Vec<Entry>> {
    (vec((0..ACCOUNTS.len(), any::<bool>(), 1..900_000_i64), 1..5), 0..ACCOUNTS.len()).prop_map(
        |(lines, last)| {
            let mut open = 0;
            let mut entries: Vec<Entry> = Vec::new();
            for (place, debit, fen) in lines {
                let side = if debit { Side::Debit } else { Side::Credit };
                open += if debit { fen } else { -fen };
                entries.push(Entry {
                    account: account(ACCOUNTS[place]),
                    side,
                    amount: Money::from_fen(fen),
                });
            }
            let side = if open > 0 { Side::Credit } else { Side::Debit };
            let amount = Money::from_fen(open.abs());
            entries.push(Entry { account: account(ACCOUNTS[last]), side, amount });
            entries
        },
    )
}

fn book() -> Book {
    let village = Village {
        id: VillageId::new(Uuid::from_u128(1)),
        code: None,
        profile: VillageProfile { name: "甲村".to_owned(), ..VillageProfile::default() },
        joined_on: day("2026-01-01"),
    };
    Book::empty(village)
}

const TODAY: &str = "2027-12-31";

fn post(book: &mut Book, draft: VoucherDraft) -> bool {
    let id = VoucherId::new(Uuid::from_u128(book.vouchers.len() as u128 + 1));
    let posted = draft.check(id, book.posting_context(day(TODAY)));
    posted.map(|voucher| book.vouchers.push(voucher)).is_ok()
}

/// Debits less credits, added up here and not by the program.
fn balances(book: &Book) -> BTreeMap<AccountCode, i64> {
    let mut balances = BTreeMap::new();
    for entry in book.vouchers.iter().flat_map(Voucher::entries) {
        let sign = if entry.side == Side::Debit { 1 } else { -1 };
        *balances.entry(entry.account.clone()).or_default() += sign * entry.amount.fen();
    }
    balances
}

fn business() -> impl Strategy<Value = Vec<(u64, Vec<Entry>)>> {
    vec((0..365_u64, balanced_lines()), 1..25)
}

fn filled(business: Vec<(u64, Vec<Entry>)>) -> Book {
    let mut book = book();
    let opening =
        [(account("101"), 70_000), (account("102"), 1_234_567), (account("301"), -1_304_567)];
    book.opening = OpeningBalances::from_stored(
        opening.into_iter().map(|(account, fen)| (account, Money::from_fen(fen))).collect(),
    );
    for (days, lines) in business {
        post(&mut book, voucher(day("2026-01-01") + Days::new(days), "业务", lines));
    }
    book
}

proptest! {
    #![proptest_config(settings(400))]

    #[test]
    fn what_is_posted_balances(lines in prop_oneof![lines(), balanced_lines()]) {
        let sum = |side: Side| -> i64 {
            lines.iter().filter(|line| line.side == side).map(|line| line.amount.fen()).sum()
        };
        let (debit, credit) = (sum(Side::Debit), sum(Side::Credit));
        let sound = lines.len() >= 2 && lines.iter().all(|line| line.amount.is_positive());
        let cancels = lines.len() == 2 && lines[0].account == lines[1].account;
        let mut book = book();
        let posted = post(&mut book, voucher(day("2026-05-04"), "业务", lines));
        prop_assert_eq!(posted, sound && debit == credit && !cancels);
    }

    #[test]
    fn a_reversal_brings_every_balance_back(business in business(), which: prop::sample::Index) {
        let mut book = filled(business);
        prop_assume!(!book.vouchers.is_empty());
        let before = balances(&book);
        let original = book.vouchers[which.index(book.vouchers.len())].clone();
        let mut without = book.clone();
        without.vouchers.retain(|voucher| voucher.id() != original.id());
        let date = original.date() + Days::new(40);
        prop_assert!(post(&mut book, original.reversal(date)), "a reversal is posted");
        for (code, balance) in balances(&book) {
            let expected = balances(&without).get(&code).copied().unwrap_or_default();
            prop_assert_eq!(balance, expected, "account {}", code);
        }
        prop_assert!(!post(&mut book, original.reversal(date)), "once only");
        prop_assert_eq!(before.values().sum::<i64>(), 0);
    }

    #[test]
    fn months_are_a_chain(business in business()) {
        let book = filled(business);
        let funds = |date: Date| -> i64 {
            let opening: i64 = 70_000 + 1_234_567;
            let moved = book.vouchers.iter().filter(|voucher| voucher.date() <= date);
            let entries = moved.flat_map(Voucher::entries);
            let sum: i64 = entries
                .filter(|entry| matches!(entry.account.as_str(), "101" | "102"))
                .map(|e| if e.side == Side::Debit { e.amount.fen() } else { -e.amount.fen() })
                .sum();
            opening + sum
        };
        let mut carried = Money::from_fen(70_000 + 1_234_567);
        let (mut income, mut expense) = (Money::ZERO, Money::ZERO);
        for month in (1..=12).filter_map(|month| Month::new(2026, month)) {
            let report = book.report(Period::Month(month));
            prop_assert_eq!(report.opening.total(), carried, "{}", month);
            let closing = report.opening.total().plus(report.income_total).minus(report.expense_total);
            prop_assert_eq!(report.closing.total(), closing, "{}", month);
            prop_assert_eq!(closing.fen(), funds(month.last_day()), "{}", month);
            carried = closing;
            income = income.plus(report.income_total);
            expense = expense.plus(report.expense_total);
            let from = book.first_month();
            if from <= month {
                prop_assert_eq!((report.year_income, report.year_expense), (income, expense));
            }
        }
        let year = book.report(Period::Year(2026));
        prop_assert_eq!((year.income_total, year.expense_total), (income, expense));
        prop_assert_eq!(book.balances(day(TODAY)).into_values().sum::<Money>(), Money::ZERO);
    }
}

fn facts(published: &[(u32, u64)]) -> DutyFacts {
    let notices = published.iter().zip(1..).map(|(&(month, after), id)| {
        let month = Month::new(2026, month).expect("a month");
        NoticeFact {
            entity: Entity::Village,
            id: NoticeId::new(Uuid::from_u128(id)),
            matter: MatterCode::FINANCE_DETAIL,
            span: Period::Month(month).into(),
            published_on: Some(month.next().first_day() + Days::new(after)),
        }
    });
    let first_month = Month::new(2026, 2).expect("a month");
    let village = VillageId::new(Uuid::from_u128(1));
    let bookkeeping = Bookkeeping::Unified;
    let (occasions, switched_off) = (Vec::new(), Vec::new());
    let notices = notices.collect();
    DutyFacts { village, bookkeeping, first_month, notices, occasions, switched_off }
}

fn overdue(duties: &[Duty]) -> Vec<Period> {
    let late = |duty: &&Duty| matches!(duty.state, DutyState::Overdue { .. });
    duties.iter().filter(late).filter_map(|duty| duty.span.period()).collect()
}

/// The duties of 财务收支逐笔, one a month.
fn monthly(facts: &DutyFacts, law: &Law, today: Date) -> Vec<Duty> {
    let of_detail = |duty: &Duty| duty.matter == MatterCode::FINANCE_DETAIL;
    duties(facts, law, today).into_iter().filter(of_detail).collect()
}

proptest! {
    #![proptest_config(settings(500))]

    #[test]
    fn duties_are_total_and_stable(
        published in vec((2..=12_u32, 0..40_u64), 0..6),
        due_day in 1..=28_u32,
        today in 0..700_u64,
    ) {
        let (facts, today) = (facts(&published), day("2026-02-01") + Days::new(today));
        let rules = Rules { monthly_due_day: due_day, ..Rules::default() };
        let law = Law { rules, ..crate::support::law() };
        let list = monthly(&facts, &law, today);
        prop_assert_eq!(&list, &monthly(&facts, &law, today));
        let spans: Vec<Period> = list.iter().filter_map(|duty| duty.span.period()).collect();
        let months = (today.year() - 2026) * 12 + i32::try_from(today.month()).expect("small") - 1;
        prop_assert_eq!(i32::try_from(spans.len()), Ok(months), "one duty for each month");
        prop_assert!(spans.windows(2).all(|pair| pair[0].last_day() < pair[1].first_day()));
        for duty in &list {
            prop_assert_eq!(duty.opens_on, duty.span.period().expect("a period").last_day() + Days::new(1));
            prop_assert_eq!(duty.due_by.day(), due_day);
            let open = facts.notices.iter().all(|notice| notice.span != duty.span);
            let waits = matches!(duty.state, DutyState::Waiting { .. });
            prop_assert!(!open || waits == (today < duty.opens_on));
            let overdue = matches!(duty.state, DutyState::Overdue { .. });
            prop_assert_eq!(overdue, open && today > duty.due_by);
        }
    }

    #[test]
    fn publishing_never_makes_a_duty_overdue(
        published in vec((2..=12_u32, 0..40_u64), 0..6),
        more in (2..=12_u32, 0..40_u64),
        today in 330..700_u64,
    ) {
        let (law, today) = (crate::support::law(), day("2026-02-01") + Days::new(today));
        let before = overdue(&monthly(&facts(&published), &law, today));
        let mut published = published;
        published.push(more);
        let after = overdue(&monthly(&facts(&published), &law, today));
        let month = Period::Month(Month::new(2026, more.0).expect("a month"));
        let expected: Vec<Period> = before.into_iter().filter(|span| *span != month).collect();
        prop_assert_eq!(after, expected);
    }
}
