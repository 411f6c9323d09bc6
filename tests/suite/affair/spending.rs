//! Large expenses and the resolution they name.

use expect_test::{Expect, expect};
use mingbai::app::Command;
use mingbai::domain::entity::Entity;
use mingbai::domain::matter::MatterCode;
use mingbai::domain::money::Money;
use mingbai::domain::money_rules::MoneyRule;
use mingbai::domain::notice::NoticeDraft;
use mingbai::domain::rules::Rules;
use mingbai::domain::voucher::VoucherDraft;

use super::{Desk, road};
use crate::support::{period, simple, yuan};

fn paid(amount: &str, note: &str) -> VoucherDraft {
    let draft = simple("2026-04-10", "付修路工程款", "514", "102", amount);
    VoucherDraft { note: note.to_owned(), ..draft }
}

/// What is said of the resolution of an expense at its entry.
#[track_caller]
fn says(desk: &Desk, draft: &VoucherDraft, expect: Expect) {
    let rules = desk.app.ledger().expect("open").rules();
    let proposed = draft.proposed(&desk.book().chart).expect("it balances");
    let warnings = desk.book().money_warnings_for(rules, &proposed).into_iter();
    let asked = [MoneyRule::Resolution, MoneyRule::Approval];
    let told: Vec<String> = warnings
        .filter(|warning| asked.contains(&warning.rule))
        .map(|warning| warning.message)
        .collect();
    expect.assert_eq(&told.join("\n"));
}

#[test]
fn an_expense_above_the_tier_names_its_resolution() {
    let mut desk = Desk::open("2026-12-31");
    desk.resolved(road());
    says(
        &desk,
        &paid("10000.00", ""),
        expect![
            "这笔支出 10,000.00 元，超过 1,000.00 元的要有村“两委”集体研究，村务监督委员会审核，请核对附件里有没有。"
        ],
    );
    says(
        &desk,
        &paid("10000.01", ""),
        expect![
            "这笔：支出 10,000.01 元，超过 10,000.00 元，要经村民会议或村民代表会议决议，没有写是哪一项决议。请在“决议”一栏选，或在备注写编号，如“〔2026〕3号”；还没有决议的，先走四议两公开。"
        ],
    );
    says(&desk, &paid("10000.01", "〔2026〕1号"), expect![[r#""#]]);
    says(&desk, &paid("10000.01", "按四议两公开 2026年第1号"), expect![[r#""#]]);
    says(
        &desk,
        &paid("10000.01", "〔2026〕2号"),
        expect![
            "这笔：支出 10,000.01 元，超过 10,000.00 元，要经村民会议或村民代表会议决议，没有写是哪一项决议。请在“决议”一栏选，或在备注写编号，如“〔2026〕3号”；还没有决议的，先走四议两公开。"
        ],
    );
    says(
        &desk,
        &paid("126000.01", "〔2026〕1号"),
        expect![
            "这笔：按〔2026〕1号“修村北路”已支出 0.00 元，加上这笔 126,000.01 元共 126,000.01 元，超过决议的 126,000.00 元，多出 0.01 元。超出的部分要另行决议。请核对金额，或改选别的决议。"
        ],
    );
    let early =
        VoucherDraft { date: crate::support::day("2026-03-19"), ..paid("20000", "〔2026〕1号") };
    says(
        &desk,
        &early,
        expect![
            "这笔：〔2026〕1号“修村北路”2026-03-20 才决议，支出在 2026-03-19，早于决议。请核对支出日期，或改选支出以前的决议。"
        ],
    );
    // the summary may name it as well
    let summary = "付修路工程款（〔2026〕1号）".to_owned();
    says(&desk, &VoucherDraft { summary, ..paid("126000.00", "") }, expect![[r#""#]]);
}

#[test]
fn what_was_spent_before_counts() {
    let mut desk = Desk::open("2026-12-31");
    desk.resolved(road());
    let village = desk.village;
    let draft = paid("100000.00", "〔2026〕1号");
    desk.app.execute(Command::PostVoucher { village, draft }).expect("posted");
    says(&desk, &paid("26000.00", "〔2026〕1号"), expect![[r#""#]]);
    says(
        &desk,
        &paid("26000.01", "〔2026〕1号"),
        expect![
            "这笔：按〔2026〕1号“修村北路”已支出 100,000.00 元，加上这笔 26,000.01 元共 126,000.01 元，超过决议的 126,000.00 元，多出 0.01 元。超出的部分要另行决议。请核对金额，或改选别的决议。"
        ],
    );
    // below the tier it is held to what it names
    let voucher = desk.book().vouchers[0].id();
    let date = crate::support::day("2026-04-30");
    desk.app.execute(Command::ReverseVoucher { village, voucher, date }).expect("taken back");
    says(&desk, &paid("126000.00", "〔2026〕1号"), expect![[r#""#]]);
}

#[test]
fn the_draft_says_it_of_its_line() {
    let mut desk = Desk::open("2026-12-31");
    desk.resolved(road());
    let village = desk.village;
    for draft in [paid("20000.00", ""), paid("30000.00", "〔2026〕1号")] {
        desk.app.execute(Command::PostVoucher { village, draft }).expect("posted");
    }
    let draft = NoticeDraft::new(MatterCode::FINANCE_DETAIL, Entity::Village, period("2026-04"));
    let (_, faults) = desk.app.candidate_notice(village, &draft).expect("a draft");
    let found = faults.iter().filter(|fault| ["resolution", "approval"].contains(&fault.code));
    let lines: Vec<_> = found.map(|fault| (fault.code, fault.line)).collect();
    assert_eq!(lines, [("resolution", Some(1))]);
}

#[test]
fn the_ledger_may_set_its_own_amount_or_none() {
    let mut desk = Desk::open("2026-12-31");
    let mut set = |above: Option<Money>| {
        let rules = Rules { major_resolution: above, ..Rules::default() };
        desk.app.execute(Command::SetRules(rules)).expect("set");
    };
    set(Some(yuan("50000.00")));
    set(Some(yuan("30000.00")));
    says(
        &desk,
        &paid("30000.00", ""),
        expect![
            "这笔支出 30,000.00 元，超过 1,000.00 元的要有村“两委”集体研究，村务监督委员会审核，请核对附件里有没有。"
        ],
    );
    says(
        &desk,
        &paid("30000.01", ""),
        expect![
            "这笔：支出 30,000.01 元，超过 30,000.00 元，要经村民会议或村民代表会议决议，没有写是哪一项决议。请在“决议”一栏选，或在备注写编号，如“〔2026〕3号”；还没有决议的，先走四议两公开。"
        ],
    );
    let rules = Rules { major_resolution: Some(Money::ZERO), ..Rules::default() };
    desk.app.execute(Command::SetRules(rules)).expect("set");
    says(
        &desk,
        &paid("90000.00", ""),
        expect![
            "这笔支出 90,000.00 元，超过 1,000.00 元的要有村“两委”集体研究，村务监督委员会审核，请核对附件里有没有。"
        ],
    );
}
