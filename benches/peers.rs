//! The trial balance of 100,000 vouchers against `ledger` and `hledger`, on the same journal: our
//! ledger file is opened and its months summed, theirs is the exported text. All balances must agree to the
//! fen; a program that is not installed is left out.
//!
//! `cargo bench --bench peers`, or `-- 20000` for fewer vouchers.

#![expect(clippy::expect_used, clippy::print_stdout, reason = "a bench talks and stops")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command as Process;

use mingbai::app::{App, Clock, Command, ImportChoices, NewVillage};
use mingbai::domain::money::Money;
use mingbai::domain::period::{Date, Period};
use tempfile::TempDir;

#[path = "shared/fastest.rs"]
mod fastest;
use fastest::fastest;

fn today() -> Date {
    Date::from_ymd_opt(2026, 12, 31).expect("a day")
}

fn main() {
    let vouchers = std::env::args().find_map(|word| word.parse().ok()).unwrap_or(100_000);
    let folder = TempDir::new().expect("a folder");
    let path = fill(folder.path(), vouchers);
    let journal = folder.path().join("账.journal");
    let all = Period::Year(2026);

    let mut app = App::new(Clock::Fixed(today()));
    app.open_to_read(&path).expect("opens");
    app.export_journal(None, all, &journal).expect("written");
    drop(app);

    let (ours, mine) = fastest(|| {
        let mut app = App::new(Clock::Fixed(today()));
        app.open_to_glance(&path).expect("opens");
        let village = app.ledger().expect("open").villages().first().expect("a village").id;
        let balances = app.balances(village, all.last_month()).expect("balances");
        balances.into_iter().map(|(code, amount)| (code.to_string(), amount)).collect()
    });
    println!("{vouchers} vouchers; mingbai, file opened and summed: {ours:?}");
    for program in ["ledger", "hledger"] {
        if Process::new(program).arg("--version").output().is_err() {
            println!("{program}: not installed");
            continue;
        }
        let (time, theirs) = fastest(|| balances_by(program, &journal));
        assert_eq!(theirs, mine, "{program} disagrees");
        let times = time.as_secs_f64() / ours.as_secs_f64();
        println!("{program} bal: {time:?}, {times:.1} times as long; all balances agree");
    }
}

/// A ledger of one village with so many vouchers in 2026.
fn fill(folder: &Path, vouchers: usize) -> PathBuf {
    let path = folder.join("账.mbz");
    let mut app = App::new(Clock::Fixed(today()));
    let (township, name) = ("示例镇".to_owned(), "明堌新村".to_owned());
    let villages = vec![NewVillage::Typed { township, name }];
    app.execute(Command::CreateLedger { path: path.clone(), villages }).expect("a new ledger");
    let village = app.ledger().expect("open").villages().first().expect("a village").id;
    let accounts = ["501", "502", "503", "504", "511", "512", "513", "514", "515", "112", "211"];
    let mut row = 0_usize;
    for month in 1..=12_usize {
        let mut text = String::from("日期,摘要,收入,支出,科目,结算方式,经手人,证明人,审批人\n");
        while row < vouchers * month / 12 {
            let account = accounts.get(row % accounts.len()).expect("an account");
            let (day, fen) = (row % 28 + 1, row * 7919 % 10_000_000 + 1);
            let amount = format!("{}.{:02}", fen / 100, fen % 100);
            let (income, expense) = if row % accounts.len() < 4 {
                (amount.as_str(), "")
            } else {
                ("", amount.as_str())
            };
            let paid = if row.is_multiple_of(7) { "现金" } else { "转账" };
            writeln!(
                text,
                "2026-{month:02}-{day:02},第{row}笔往来,{income},{expense},{account},{paid},甲,乙,丙"
            )
            .expect("written");
            row += 1;
        }
        let file = folder.join("月.csv");
        std::fs::write(&file, text).expect("written");
        app.execute(Command::ImportVouchers {
            village,
            path: file,
            choices: ImportChoices::default(),
        })
        .expect("imported");
    }
    path
}

fn balances_by(program: &str, journal: &Path) -> BTreeMap<String, Money> {
    let mut process = Process::new(program);
    process.arg("-f").arg(journal).args(["bal", "--flat", "--no-total"]);
    let output = process.output().expect("runs");
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .map(|line| {
            let (amount, account) = line.split_once("  ").expect("amount and account");
            let code = account.trim().split(' ').next().expect("a code").to_owned();
            (code, Money::parse_sum(amount).expect("an amount"))
        })
        .collect()
}
