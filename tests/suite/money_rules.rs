//! The rules of handling money, told as vouchers: each warns, none refuses.

use expect_test::{Expect, expect};
use mingbai::app::{App, Clock, Command};
use mingbai::domain::entity::Entity;
use mingbai::domain::money::Money;
use mingbai::domain::money_rules::{ApprovalTier, MoneyRules};
use mingbai::domain::notice::NoticeDraft;
use mingbai::domain::rules::Rules;

use crate::support::{Story, day, first, period, simple, typed, yuan};

/// Which rules the vouchers of October offend, with the messages.
fn check(story: &str, expected: Expect) {
    let story = Story::tell(story).unwrap_or_else(|refused| panic!("{refused}"));
    let rules = MoneyRules { approval: Vec::new(), ..MoneyRules::default() };
    let rules = Rules { money: rules, ..Rules::default() };
    let lines = story.book().money_warnings(&rules, period("2026-10")).into_iter();
    let lines = lines.map(|warning| format!("{} {}\n", warning.rule.code(), warning.message));
    expected.assert_eq(&lines.collect::<String>());
}

#[test]
fn a_large_payment_in_cash() {
    check(
        "期初 101 3000 301 -3000
         凭证 2026-10-03 付修路石料款 借 514 1000.00 贷 101 1000.00 结算 现金
         凭证 2026-10-04 付修路水泥款 借 514 1000.01 贷 101 1000.01 结算 现金
         凭证 2026-10-05 付修路沙子款 借 514 9000.00 贷 102 9000.00",
        expect![[r#"
            cash_payment 记-002“付修路水泥款”付现金 1,000.01 元，超过结算起点 1,000.00 元，应通过银行付（《现金管理暂行条例》第五条）。
        "#]],
    );
}

#[test]
fn a_payment_taken_back_is_no_payment() {
    check(
        "期初 101 3000 301 -3000
         凭证 2026-10-04 付修路水泥款 借 514 1000.01 贷 101 1000.01 结算 现金
         冲销 2026-10 记-001 于 2026-10-06",
        expect![""],
    );
}

#[test]
fn more_cash_in_hand_than_allowed() {
    check(
        "期初 101 4999.99 301 -4999.99
         凭证 2026-10-03 收废品款 借 101 0.01 贷 504 0.01 结算 现金
         凭证 2026-10-04 收沿街房租金 借 101 3000 贷 501 3000 结算 现金
         凭证 2026-10-05 付办公用品 借 513 20 贷 101 20 结算 现金
         凭证 2026-10-06 现金存银行 借 102 4000 贷 101 4000 结算 现金",
        expect![[r#"
            cash_in_hand 10月4日库存现金 8,000.00 元，超过限额 5,000.00 元，请把多出的存入银行。
        "#]],
    );
}

#[test]
fn takings_spent_before_they_reach_the_bank() {
    check(
        "期初 101 100 102 5000 301 -5100
         凭证 2026-10-03 收沿街房租金 借 101 800 贷 501 800 结算 现金
         凭证 2026-10-04 付办公用品 借 513 90 贷 101 90 结算 现金
         凭证 2026-10-05 付电费 借 513 200 贷 101 200 结算 现金
         凭证 2026-10-06 现金存银行 借 102 610 贷 101 610 结算 现金
         凭证 2026-10-07 提取备用金 借 101 500 贷 102 500 结算 现金
         凭证 2026-10-08 付水费 借 513 300 贷 101 300 结算 现金",
        expect![[r#"
            spent_takings 记-003“付电费”用了没存银行的现金收入 190.00 元（坐支）。现金收入要先存银行，用钱再从银行取（《现金管理暂行条例》第十一条）。
        "#]],
    );
}

#[test]
fn wages_and_subsidies_in_cash() {
    check(
        "期初 101 3000 301 -3000
         凭证 2026-10-03 付保洁员工资 借 514 600 贷 101 600 结算 现金
         凭证 2026-10-04 付八月欠款 借 212 300 贷 101 300 结算 现金
         凭证 2026-10-05 付村干部报酬 借 513 3000 贷 102 3000",
        expect![[r#"
            wages_in_cash 记-001“付保洁员工资”是工资、报酬或补贴，付了现金 600.00 元，应打到本人银行卡上。
            wages_in_cash 记-002“付八月欠款”是工资、报酬或补贴，付了现金 300.00 元，应打到本人银行卡上。
        "#]],
    );
}

#[test]
fn one_payment_in_parts() {
    check(
        "期初 101 4900 301 -4900
         凭证 2026-09-28 付王二石料款第1批 借 514 600 贷 101 600 结算 现金
         凭证 2026-10-03 付王二石料款第2批 借 514 600 贷 101 600 结算 现金
         凭证 2026-10-09 付李三石料款 借 514 600 贷 101 600 结算 现金
         凭证 2026-10-11 付王二石料款(3) 借 514 600 贷 101 600 结算 现金",
        expect![[r#"
            split_payment 记-001“付王二石料款第2批”和前 7 天内另外 1 笔同类现金支出合计 1,200.00 元，超过结算起点 1,000.00 元，请核对是不是一笔分开付。
        "#]],
    );
}

#[test]
fn who_must_agree_is_told_at_entry_and_in_the_draft() {
    let mut app =
        App::in_memory(Clock::Fixed(day("2026-11-24")), vec![typed("甲村")]).expect("a ledger");
    let village = first(&app);
    let tier =
        |above: &str, needs: &str| ApprovalTier { above: yuan(above), needs: needs.to_owned() };
    let money = MoneyRules {
        approval: vec![tier("500", "村主任签字"), tier("2000", "村民代表会议决议")],
        ..MoneyRules::default()
    };
    let rules = Rules { money, ..Rules::default() };
    app.execute(Command::SetRules(rules.clone())).expect("set");
    for amount in ["500.00", "500.01", "2000.01"] {
        let draft = simple("2026-10-05", "付清淤机械费", "514", "102", amount);
        let book = app.ledger().expect("open").book().expect("a book");
        let proposed = draft.proposed(&book.chart).expect("it balances");
        let told: Vec<String> = book
            .money_warnings_for(&rules, &proposed)
            .into_iter()
            .map(|warning| warning.message)
            .collect();
        let expected: &[&str] = match amount {
            "500.00" => &[],
            "500.01" => {
                &["这笔支出 500.01 元，超过 500.00 元的要有村主任签字，请核对附件里有没有。"]
            }
            _ => &[
                "这笔：支出 2,000.01 元，超过 2,000.00 元，要经村民代表会议决议，没有写是哪一项决议。请在“决议”一栏选，或在备注写编号，如“〔2026〕3号”；还没有决议的，先走四议两公开。",
            ],
        };
        assert_eq!(told, expected, "{amount}");
        app.execute(Command::PostVoucher { village, draft }).expect("a warning refuses nothing");
    }
    let matter = mingbai::domain::matter::MatterCode::FINANCE_DETAIL;
    let (_, faults) = app
        .candidate_notice(village, &NoticeDraft::new(matter, Entity::Village, period("2026-10")))
        .expect("a draft");
    let lines = |code: &str| -> Vec<_> {
        faults.iter().filter(|fault| fault.code == code).map(|fault| fault.line).collect()
    };
    assert_eq!((lines("approval"), lines("resolution")), (vec![Some(2)], vec![Some(3)]));
}

#[test]
fn limits_that_make_no_sense_are_refused() {
    let mut app =
        App::in_memory(Clock::Fixed(day("2026-11-24")), vec![typed("甲村")]).expect("a ledger");
    let before = app.ledger().expect("open").rules().clone();
    let tier = ApprovalTier { above: Money::ZERO, needs: " ".to_owned() };
    for (money, why) in [
        (MoneyRules { cash_in_hand_max: Money::from_fen(-1), ..MoneyRules::default() }, "-0.01"),
        (MoneyRules { split_days: 61, ..MoneyRules::default() }, "61"),
        (MoneyRules { approval: vec![tier], ..MoneyRules::default() }, "0.00 元以上"),
    ] {
        let refused = app
            .execute(Command::SetRules(Rules { money, ..Rules::default() }))
            .expect_err("refused");
        assert!(refused.to_string().contains(why), "{refused}");
    }
    assert_eq!(*app.ledger().expect("open").rules(), before);
}
