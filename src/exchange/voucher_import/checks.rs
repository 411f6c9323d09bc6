//! What the rows of a file must keep together: their numbers, their months, their sums.

use std::collections::BTreeMap;

use super::Import;
use crate::domain::money::Money;
use crate::domain::period::Month;
use crate::domain::voucher::VoucherNumber;
use crate::exchange::fault::{ImportFault, Place};
use crate::exchange::voucher_row::{Field, RowReader};

/// Rows a month needs before a file may hold several months.
const MONTH_ROWS_LEAST: usize = 3;

impl Import<'_> {
    /// Numbers on every row or on none, and none twice in a month.
    pub(super) fn check_numbers(&mut self) {
        let mut held: BTreeMap<(Month, VoucherNumber), &Place> = BTreeMap::new();
        let numbered = self.seen.iter().any(|seen| !seen.number_written.is_empty());
        for seen in &self.seen {
            let fault = |reason: &str, hint: &str| {
                let value = &seen.number_written;
                ImportFault::at(&seen.place, &seen.columns.1, value, reason, hint)
            };
            if numbered && seen.number_written.is_empty() {
                let hint = "请补上凭证号，或把整栏凭证号都空着，由程序顺序编号。";
                self.faults.push(fault("凭证号没有填，别的行都有", hint));
            }
            let Some((date, number)) = seen.date.zip(seen.number) else { continue };
            match held.get(&(Month::of(date), number)) {
                Some(first) => self.faults.push(fault(
                    &format!("凭证号 {number} 在{}已经用过", first.in_file()),
                    "请核对是不是重复记账，或改成没用过的号；一号多行的请合成一行或分别编号。",
                )),
                None => {
                    held.insert((Month::of(date), number), &seen.place);
                }
            }
        }
    }

    /// One file, one month; several only where each month is numbered without a gap.
    pub(super) fn check_months(&mut self) {
        let mut months: BTreeMap<Month, Vec<Option<VoucherNumber>>> = BTreeMap::new();
        for seen in &self.seen {
            if let Some(date) = seen.date {
                months.entry(Month::of(date)).or_default().push(seen.number);
            }
        }
        let most = months.values().map(Vec::len).max().unwrap_or_default();
        let main = months.iter().find(|(_, rows)| rows.len() == most).map(|(month, _)| *month);
        let Some(main) = main.filter(|_| !months.values().all(|rows| is_whole_month(rows))) else {
            return;
        };
        for seen in &self.seen {
            let Some(date) = seen.date.filter(|date| !main.contains(*date)) else { continue };
            self.faults.push(ImportFault::at(
                &seen.place,
                &seen.columns.0,
                &date.to_string(),
                &format!("日期不在本月（{}）", main.label()),
                "请核对日期；一个文件只放一个月的收支，别的月份请另存一个文件。",
            ));
        }
    }
}

fn is_whole_month(rows: &[Option<VoucherNumber>]) -> bool {
    let mut numbers: Vec<u32> = rows.iter().flatten().map(|number| number.0).collect();
    numbers.sort_unstable();
    let gap_free = numbers.iter().zip(numbers.iter().skip(1)).all(|(a, b)| a + 1 == *b);
    numbers.len() == rows.len() && rows.len() >= MONTH_ROWS_LEAST && gap_free
}

/// Sums of the rows so far, against which the file's own sums are held.
#[derive(Default)]
pub(super) struct Sums {
    all: (Money, Money),
    since_last: (Money, Money),
    uncertain: bool,
}

impl Sums {
    pub(super) fn add(&mut self, row: Option<(Option<Money>, Option<Money>)>) {
        let Some((income, expense)) = row else {
            self.uncertain = true;
            return;
        };
        for sums in [&mut self.all, &mut self.since_last] {
            sums.0 = sums.0.plus(income.unwrap_or_default());
            sums.1 = sums.1.plus(expense.unwrap_or_default());
        }
    }

    /// The fault of a sum that is neither that of all rows nor that since the last sum.
    pub(super) fn check(&mut self, reader: &RowReader<'_>, title: &str) -> Vec<ImportFault> {
        let since_last = std::mem::take(&mut self.since_last);
        if self.uncertain {
            return Vec::new();
        }
        let Some((income, expense)) = reader.sums() else { return Vec::new() };
        let checks = [
            (Field::Income, income, since_last.0, self.all.0),
            (Field::Expense, expense, since_last.1, self.all.1),
        ];
        let wrong = checks.into_iter().filter_map(|(field, written, since_last, all)| {
            let written = written.filter(|written| *written != since_last && *written != all)?;
            let nearer = if title.contains('小') { since_last } else { all };
            Some(ImportFault::at(
                &reader.place,
                reader.header.get(field).map_or(field.label(), |found| found.written.as_str()),
                &written.grouped(),
                &format!("合计与各行相加不符，各行相加是 {}", nearer.grouped()),
                "请核对各行金额，看有没有漏行或改动；合计改对后再导入。",
            ))
        });
        wrong.collect()
    }
}
