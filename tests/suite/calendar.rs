//! Legal periods on the real calendar: the bundled holidays of 2024 to 2026 and the years around
//! them, where weekends are all that is known.

use std::fmt::Write as _;

use chrono::{Datelike as _, Days, Weekday};
use expect_test::{Expect, expect};
use mingbai::domain::calendar::{Calendar, DayKind};
use mingbai::domain::matter::PostingMinimum;
use mingbai::domain::period::{Date, Month, Period, weekday_label};
use mingbai::domain::rule_pack::RulePack;
use mingbai::domain::rules::Rules;
use mingbai::exchange::holiday_import::{bundled, read_holidays};
use proptest::prelude::*;

use super::support::day;

/// Each line: a day and a number of days → the last day of the legal period.
#[track_caller]
fn check_deadlines(days: u32, starts: &[&str], expect: Expect) {
    let calendar = bundled();
    let mut shown = String::new();
    for start in starts {
        let start = day(start);
        let last = calendar.legal_deadline(start, days);
        let plain = start + Days::new(u64::from(days));
        let moved =
            if last == plain { String::new() } else { format!("（{plain} 放假，顺延）") };
        writeln!(shown, "{start} 起 {days} 日 → {last} {}{moved}", weekday_label(last))
            .expect("a text");
    }
    expect.assert_eq(&shown);
}

#[test]
fn five_days_around_the_spring_festival_of_2026() {
    check_deadlines(
        5,
        &["2026-02-09", "2026-02-10", "2026-02-13", "2026-02-18", "2026-02-19", "2026-02-23"],
        expect![[r#"
            2026-02-09 起 5 日 → 2026-02-14 星期六
            2026-02-10 起 5 日 → 2026-02-24 星期二（2026-02-15 放假，顺延）
            2026-02-13 起 5 日 → 2026-02-24 星期二（2026-02-18 放假，顺延）
            2026-02-18 起 5 日 → 2026-02-24 星期二（2026-02-23 放假，顺延）
            2026-02-19 起 5 日 → 2026-02-24 星期二
            2026-02-23 起 5 日 → 2026-02-28 星期六
        "#]],
    );
}

#[test]
fn five_days_around_the_national_day_of_2026() {
    check_deadlines(
        5,
        &["2026-09-15", "2026-09-20", "2026-09-26", "2026-10-02", "2026-10-05", "2026-10-06"],
        expect![[r#"
            2026-09-15 起 5 日 → 2026-09-20 星期日
            2026-09-20 起 5 日 → 2026-09-28 星期一（2026-09-25 放假，顺延）
            2026-09-26 起 5 日 → 2026-10-08 星期四（2026-10-01 放假，顺延）
            2026-10-02 起 5 日 → 2026-10-08 星期四（2026-10-07 放假，顺延）
            2026-10-05 起 5 日 → 2026-10-10 星期六
            2026-10-06 起 5 日 → 2026-10-12 星期一（2026-10-11 放假，顺延）
        "#]],
    );
}

#[test]
fn five_days_over_year_ends_and_leap_days() {
    check_deadlines(
        5,
        &[
            "2023-12-27",
            "2024-02-23",
            "2024-02-24",
            "2024-12-27",
            "2025-02-23",
            "2025-12-27",
            "2026-12-27",
            "2028-02-24",
        ],
        expect![[r#"
            2023-12-27 起 5 日 → 2024-01-02 星期二（2024-01-01 放假，顺延）
            2024-02-23 起 5 日 → 2024-02-28 星期三
            2024-02-24 起 5 日 → 2024-02-29 星期四
            2024-12-27 起 5 日 → 2025-01-02 星期四（2025-01-01 放假，顺延）
            2025-02-23 起 5 日 → 2025-02-28 星期五
            2025-12-27 起 5 日 → 2026-01-04 星期日（2026-01-01 放假，顺延）
            2026-12-27 起 5 日 → 2027-01-01 星期五
            2028-02-24 起 5 日 → 2028-02-29 星期二
        "#]],
    );
}

#[test]
fn other_provinces_count_ten_fifteen_and_twenty_days() {
    check_deadlines(
        10,
        &["2026-02-05", "2026-04-24", "2026-09-21"],
        expect![[r#"
        2026-02-05 起 10 日 → 2026-02-24 星期二（2026-02-15 放假，顺延）
        2026-04-24 起 10 日 → 2026-05-06 星期三（2026-05-04 放假，顺延）
        2026-09-21 起 10 日 → 2026-10-08 星期四（2026-10-01 放假，顺延）
    "#]],
    );
    check_deadlines(
        15,
        &["2026-01-31", "2026-09-22", "2026-12-17"],
        expect![[r#"
        2026-01-31 起 15 日 → 2026-02-24 星期二（2026-02-15 放假，顺延）
        2026-09-22 起 15 日 → 2026-10-08 星期四（2026-10-07 放假，顺延）
        2026-12-17 起 15 日 → 2027-01-01 星期五
    "#]],
    );
    check_deadlines(
        20,
        &["2026-01-28", "2026-06-01"],
        expect![[r#"
        2026-01-28 起 20 日 → 2026-02-24 星期二（2026-02-17 放假，顺延）
        2026-06-01 起 20 日 → 2026-06-22 星期一（2026-06-21 放假，顺延）
    "#]],
    );
}

#[test]
fn the_notices_of_three_years_say_which_weekends_are_worked() {
    let calendar = bundled();
    let worked = calendar.days().iter().filter(|day| day.kind == DayKind::Workday);
    let worked: Vec<String> =
        worked.map(|day| format!("{} {}", day.date, weekday_label(day.date))).collect();
    expect![[r#"
        2024-02-04 星期日
        2024-02-18 星期日
        2024-04-07 星期日
        2024-04-28 星期日
        2024-05-11 星期六
        2024-09-14 星期六
        2024-09-29 星期日
        2024-10-12 星期六
        2025-01-26 星期日
        2025-02-08 星期六
        2025-04-27 星期日
        2025-09-28 星期日
        2025-10-11 星期六
        2026-01-04 星期日
        2026-02-14 星期六
        2026-02-28 星期六
        2026-05-09 星期六
        2026-09-20 星期日
        2026-10-10 星期六"#]]
    .assert_eq(&worked.join("\n"));
    for special in calendar.days() {
        let is_weekend = matches!(special.date.weekday(), Weekday::Sat | Weekday::Sun);
        assert!(is_weekend || special.kind == DayKind::Holiday, "{special:?}");
    }
}

#[test]
fn a_year_outside_the_table_is_named() {
    let calendar = bundled();
    for year in [2024, 2025, 2026] {
        let last_day = Date::from_ymd_opt(year, 12, 31).expect("a day");
        assert_eq!(calendar.uncovered(last_day), None);
    }
    for (date, year) in [("2023-12-31", "2023"), ("2027-01-01", "2027")] {
        let warning = calendar.uncovered(day(date)).expect("a warning");
        assert!(warning.contains(&format!("没有 {year} 年")), "{warning}");
    }
}

#[test]
fn the_table_of_the_next_year_comes_in_beside_the_bundled_one() {
    let written = "2027年放假安排\n日期,安排,节日\n2027-02-05,放假,春节\n2027-02-06,放假,春节\n2027-02-14,上班,春节\n2027-10-01,放假,国庆节\n";
    let next = read_holidays(written.as_bytes(), "2027.csv").expect("a good table");
    let calendar = bundled().with(&next);
    assert_eq!(calendar.years(), [2024, 2025, 2026, 2027]);
    assert_eq!(calendar.uncovered(day("2027-06-01")), None);
    assert_eq!(calendar.legal_deadline(day("2027-01-31"), 5), day("2027-02-08"));
    assert_eq!(calendar.legal_deadline(day("2027-02-09"), 5), day("2027-02-14"));
    // written in the encoding of Chinese Excel
    let (gbk, _, _) = encoding_rs::GB18030.encode(written);
    assert_eq!(read_holidays(&gbk, "2027.csv").as_ref(), Ok(&next));
}

fn settings() -> ProptestConfig {
    ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() }
}

/// Days from 2023 to 2028: the table's years and those around them.
fn any_day() -> impl Strategy<Value = Date> {
    (0..2192_u64).prop_map(|days| day("2023-01-01") + Days::new(days))
}

fn calendars() -> [Calendar; 2] {
    [bundled(), Calendar::default()]
}

proptest! {
    #![proptest_config(settings())]

    #[test]
    fn a_deadline_is_the_first_working_day_from_the_last_day_on(start in any_day(), days in 0..400_u32) {
        for calendar in calendars() {
            let plain = start + Days::new(u64::from(days));
            let last = calendar.legal_deadline(start, days);
            prop_assert!(last >= plain && calendar.is_working_day(last));
            prop_assert!(plain.iter_days().take_while(|day| *day < last).all(|day| !calendar.is_working_day(day)));
            // nine days off and the longest run beside them
            prop_assert!((last - plain).num_days() <= 9);
        }
    }

    #[test]
    fn a_later_start_or_more_days_never_end_sooner(start in any_day(), days in 0..60_u32) {
        for calendar in calendars() {
            let last = calendar.legal_deadline(start, days);
            prop_assert!(last <= calendar.legal_deadline(start, days + 1));
            prop_assert!(last <= calendar.legal_deadline(start + Days::new(1), days));
            prop_assert!(
                calendar.working_days_after(start, days) < calendar.working_days_after(start, days + 1)
            );
        }
    }

    #[test]
    fn working_days_are_counted_one_by_one(start in any_day(), days in 0..60_u32) {
        for calendar in calendars() {
            let last = calendar.working_days_after(start, days);
            let after = start.iter_days().skip(1).take_while(|day| *day <= last);
            let worked = after.filter(|day| calendar.is_working_day(*day)).count();
            prop_assert_eq!(u32::try_from(worked).expect("few"), days);
            prop_assert!(days == 0 || calendar.is_working_day(last));
        }
    }

    #[test]
    fn a_sheet_hangs_at_least_its_days(on in any_day(), days in 1..60_u32) {
        for calendar in calendars() {
            let hung = |minimum| calendar.posted_until(on, minimum);
            prop_assert_eq!(hung(PostingMinimum::calendar(days)), on + Days::new(u64::from(days)));
            prop_assert!(hung(PostingMinimum::working(days)) >= hung(PostingMinimum::calendar(days)));
        }
    }

    #[test]
    fn a_period_is_due_after_its_end_and_before_the_next_of_its_kind(
        date in any_day(),
        monthly_due_day in 1..=28_u32,
        quarterly_due_day in 1..=28_u32,
        pack in prop::sample::select(RulePack::ALL.to_vec()),
    ) {
        let rules = Rules { monthly_due_day, quarterly_due_day, ..Rules::default() }.with_pack(pack);
        let month = Month::of(date);
        let quarter = Period::Quarter { year: month.year(), quarter: month.number().div_ceil(3) };
        for period in [Period::Month(month), quarter, Period::Year(month.year())] {
            prop_assert!(period.contains(date));
            let due_by = rules.due_by(period);
            let (opens, next) = (period.last_day() + Days::new(1), period.last_month().next());
            prop_assert!(opens <= due_by && due_by <= next.last_day(), "{} {}", period, due_by);
        }
    }
}
