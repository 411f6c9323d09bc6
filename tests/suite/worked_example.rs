//! One village through one year, as an accountant keeps it: openings, vouchers, a mistake that is
//! set right, twelve publications, year end and appropriation. Every balance below was added up
//! by hand.

use expect_test::{Expect, expect};
use mingbai::domain::matter::MatterCode;
use mingbai::domain::money::Money;
use mingbai::domain::notice::Body;

use super::support::{Story, day, period};

/// The year 2025 of 甲村, seen from the end of January 2026.
const YEAR: &str = "
    今天  2026-01-31
    增设  501 发包收入
    增设  513 办公费
    增设  513 水电费
    科目  50101 经营收入—发包收入   51301 管理费用—办公费   51302 管理费用—水电费

    期初  101 2000.00    102 100000.00   112 6000.00
    期初  151 80000.00   152 -20000.00
    期初  211 -8000.00   301 -100000.00  311 -50000.00  322 -10000.00

    凭证  2025-01-10  收到村东鱼塘承包费       借 102 36000.00   贷 50101 36000.00
    凭证  2025-01-20  购买办公用纸和墨盒       借 51301 480.00   贷 102 480.00
    公布  2025-01  于 2025-02-08
    凭证  2025-02-12  春节慰问困难户6户        借 514 3000.00    贷 102 3000.00
    公布  2025-02  于 2025-03-08
    凭证  2025-03-05  收到上级拨村级运转经费   借 102 40000.00   贷 503 40000.00
    凭证  2025-03-15  付一季度村委会电费       借 51302 1260.50  贷 102 1260.50
    公布  2025-03  于 2025-04-08
    凭证  2025-04-08  收到果园承包费           借 102 24000.00   贷 50101 24000.00
    凭证  2025-04-20  付村庄保洁劳务费         借 514 4800.00    贷 102 4800.00
    公布  2025-04  于 2025-05-08
    凭证  2025-05-11  提取备用金               借 101 1000.00    贷 102 1000.00
    凭证  2025-05-18  购买会议用茶叶           借 51301 150.00   贷 101 150.00   结算 现金
    公布  2025-05  于 2025-06-08
    凭证  2025-06-21  收到银行存款利息         借 102 85.36      贷 504 85.36
    凭证  2025-06-25  付下半年报刊费           借 51301 620.00   贷 102 620.00
    公布  2025-06  于 2025-07-08
    凭证  2025-07-09  维修排灌设备             借 511 5200.00    贷 102 5200.00
    公布  2025-07  于 2025-08-08
    凭证  2025-08-14  收回去年欠交的承包费     借 102 6000.00    贷 112 6000.00
    公布  2025-08  于 2025-09-08
    凭证  2025-09-03  付路灯电费               借 514 1875.00    贷 102 1875.00
    公布  2025-09  于 2025-10-08
    更正  2025-09 记-001  于 2025-10-12  付路灯电费  借 514 1785.00  贷 102 1785.00
    凭证  2025-10-20  收到对外投资分红         借 102 5000.00    贷 502 5000.00
    公布  2025-10  于 2025-11-08
    凭证  2025-11-06  缴纳出租房屋税费         借 512 900.00     贷 102 900.00
    凭证  2025-11-18  报废旧桌椅               借 515 200.00     贷 151 200.00   结算 不涉及
    公布  2025-11  于 2025-12-08
    凭证  2025-12-02  付四季度村委会电费       借 51302 1340.00  贷 102 1340.00
    凭证  2025-12-15  计提村干部全年报酬       借 513 12000.00   贷 212 12000.00 结算 不涉及
    凭证  2025-12-20  发放村干部全年报酬       借 212 12000.00   贷 102 12000.00
    凭证  2025-12-28  缴纳企业所得税           借 521 300.00     贷 102 300.00
    凭证  2025-12-31  计提固定资产折旧         借 513 4000.00    贷 152 4000.00  结算 不涉及
    公布  2025-12  于 2026-01-08
";

const END: &str = "
    年终结转  2025
";

/// 30% of the year's surplus of 69049.86, and 20000.00 for the members.
const APPROPRIATION: &str = "
    分配  2025  于 2026-01-12  311 20714.95  211 20000.00
";

const JANUARY: &str = "
    凭证  2026-01-16  向成员发放2025年分红     借 211 20000.00   贷 102 20000.00
";

fn tell(parts: &[&str]) -> Story {
    Story::tell(&parts.concat()).unwrap_or_else(|refused| panic!("{refused}"))
}

/// The trial of balances at the end of a day: accounts that do not stand at zero.
#[track_caller]
fn check_balances(story: &Story, on: &str, expect: Expect) {
    let book = story.book();
    let (mut debit, mut credit) = (Money::ZERO, Money::ZERO);
    let mut lines = Vec::new();
    for (account, balance) in book.balances(day(on)) {
        let side = if balance.is_negative() { "贷" } else { "借" };
        let sum = if balance.is_negative() { &mut credit } else { &mut debit };
        *sum = sum.plus(balance.abs());
        if !balance.is_zero() {
            let title = book.chart.title(&account);
            lines.push(format!("{title}  {side} {}\n", balance.abs().grouped()));
        }
    }
    lines.push(format!("合计  借 {}  贷 {}\n", debit.grouped(), credit.grouped()));
    expect.assert_eq(&lines.concat());
}

#[test]
fn before_year_end_income_and_expense_stand_in_their_accounts() {
    check_balances(
        &tell(&[YEAR]),
        "2025-12-31",
        expect![[r#"
        101 库存现金  借 2,850.00
        102 银行存款  借 178,399.86
        151 固定资产  借 79,800.00
        152 累计折旧  贷 24,000.00
        211 应付款  贷 8,000.00
        301 资本  贷 100,000.00
        311 公积公益金  贷 50,000.00
        322 收益分配  贷 10,000.00
        50101 经营收入—发包收入  贷 60,000.00
        502 投资收益  贷 5,000.00
        503 补助收入  贷 40,000.00
        504 其他收入  贷 85.36
        511 经营支出  借 5,200.00
        512 税金及附加  借 900.00
        513 管理费用  借 16,000.00
        51301 管理费用—办公费  借 1,250.00
        51302 管理费用—水电费  借 2,600.50
        514 公益支出  借 9,585.00
        515 其他支出  借 200.00
        521 所得税费用  借 300.00
        合计  借 297,085.36  贷 297,085.36
    "#]],
    );
}

#[test]
fn year_end_carries_the_surplus_and_moves_no_money() {
    let before = tell(&[YEAR]);
    let after = tell(&[YEAR, END]);
    check_balances(
        &after,
        "2025-12-31",
        expect![[r#"
        101 库存现金  借 2,850.00
        102 银行存款  借 178,399.86
        151 固定资产  借 79,800.00
        152 累计折旧  贷 24,000.00
        211 应付款  贷 8,000.00
        301 资本  贷 100,000.00
        311 公积公益金  贷 50,000.00
        322 收益分配  贷 79,049.86
        合计  借 261,049.86  贷 261,049.86
    "#]],
    );
    let (year, december) = (period("2025"), period("2025-12"));
    assert_eq!(before.book().report(year), after.book().report(year));
    assert_eq!(before.book().report(december), after.book().report(december));
    let added = after.book().vouchers.iter().skip(before.book().vouchers.len());
    let told: Vec<String> = added
        .map(|voucher| {
            let lines: Vec<String> = voucher
                .entries()
                .iter()
                .map(|e| format!("{} {} {}", e.side.label(), e.account, e.amount.grouped()))
                .collect();
            format!(
                "{} {} {}\n  {}\n",
                voucher.date(),
                voucher.number(),
                voucher.summary(),
                lines.join("  ")
            )
        })
        .collect();
    expect![[r#"
        2025-12-31 记-006 2025年各项收入转入本年收益
          借 50101 60,000.00  借 502 5,000.00  借 503 40,000.00  借 504 85.36  贷 321 105,085.36
        2025-12-31 记-007 2025年各项支出转入本年收益
          借 321 36,035.50  贷 511 5,200.00  贷 512 900.00  贷 513 16,000.00  贷 51301 1,250.00  贷 51302 2,600.50  贷 514 9,585.00  贷 515 200.00  贷 521 300.00
        2025-12-31 记-008 2025年本年收益转入收益分配
          借 321 69,049.86  贷 322 69,049.86
    "#]]
    .assert_eq(&told.concat());
    assert!(after.problems().is_empty(), "{:?}", after.problems());
}

#[test]
fn the_surplus_is_appropriated_and_january_opens_with_what_is_left() {
    let story = tell(&[YEAR, END, APPROPRIATION, JANUARY]);
    check_balances(
        &story,
        "2025-12-31",
        expect![[r#"
        101 库存现金  借 2,850.00
        102 银行存款  借 178,399.86
        151 固定资产  借 79,800.00
        152 累计折旧  贷 24,000.00
        211 应付款  贷 28,000.00
        301 资本  贷 100,000.00
        311 公积公益金  贷 70,714.95
        322 收益分配  贷 38,334.91
        合计  借 261,049.86  贷 261,049.86
    "#]],
    );
    check_balances(
        &story,
        "2026-01-31",
        expect![[r#"
        101 库存现金  借 2,850.00
        102 银行存款  借 158,399.86
        151 固定资产  借 79,800.00
        152 累计折旧  贷 24,000.00
        211 应付款  贷 8,000.00
        301 资本  贷 100,000.00
        311 公积公益金  贷 70,714.95
        322 收益分配  贷 38,334.91
        合计  借 241,049.86  贷 241,049.86
    "#]],
    );
    let january = story.book().report(period("2026-01"));
    assert_eq!(january.opening.cash.grouped(), "2,850.00");
    assert_eq!(january.opening.bank.grouped(), "178,399.86");
    assert!(january.year_income.is_zero());
    assert_eq!(january.year_expense.grouped(), "20,000.00");
    assert!(story.problems().is_empty(), "{:?}", story.problems());
}

#[test]
fn the_sheet_of_october_says_what_was_corrected() {
    let story = tell(&[YEAR]);
    let october = story.book().notices.iter().find(|notice| {
        notice.period == period("2025-10") && notice.matter == MatterCode::FINANCE_DETAIL
    });
    let Body::FinanceDetail(detail) = &october.expect("a published notice").content.body else {
        panic!("F01 lists every movement");
    };
    let lines: Vec<String> = detail
        .lines
        .iter()
        .map(|line| {
            let correction = line.correction.as_deref().unwrap_or("—");
            let (income, expense) = (line.income.grouped(), line.expense.grouped());
            format!("{correction}  {}  收 {income} 支 {expense}\n", line.summary)
        })
        .collect();
    expect![[r#"
        更正2025年9月记-001  冲销2025年9月记-001：付路灯电费  收 0.00 支 -1,875.00
        更正2025年9月记-001  付路灯电费  收 0.00 支 1,785.00
        —  收到对外投资分红  收 5,000.00 支 0.00
    "#]]
    .assert_eq(&lines.concat());
}
