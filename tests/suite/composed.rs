//! What the books say of a matter by themselves: the sentence and the tables of a sheet that
//! nobody wrote.

use expect_test::{Expect, expect};
use mingbai::domain::entity::Entity;
use mingbai::domain::ids::NoticeId;
use mingbai::domain::ledger::Book;
use mingbai::domain::matter::MatterCode;
use mingbai::domain::money::Money;
use mingbai::domain::notice::{
    Body, Notice, NoticeDraft, NoticeState, Publication, Statement, StatementTable,
};

use super::support::{Story, day, law, period};

/// Two months of 甲村: contracts are paid, grants come in and are used, people are paid.
pub(crate) const BOOKS: &str = "
    今天  2026-04-30
    增设  501 发包收入
    增设  513 办公费
    增设  241 村道硬化
    期初  101 2000.00    102 100000.00   112 6000.00
    期初  151 80000.00   152 -20000.00
    期初  211 -8000.00   301 -100000.00  311 -50000.00  322 -10000.00
    凭证  2026-02-10  收到村东鱼塘承包费       借 102 36000.00   贷 50101 36000.00
    凭证  2026-03-02  提取备用金               借 101 500.00     贷 102 500.00
    凭证  2026-03-05  收到果园承包费           借 102 24000.00   贷 50101 24000.00
    凭证  2026-03-06  收到对外投资分红         借 102 5000.00    贷 502 5000.00
    凭证  2026-03-08  收到上级拨村道硬化专款   借 102 30000.00   贷 24101 30000.00
    凭证  2026-03-12  付村道硬化水泥款         借 24101 12000.50 贷 102 12000.50
    凭证  2026-03-15  购买办公用纸             借 51301 480.00   贷 101 480.00   结算 现金
    凭证  2026-03-18  付村干部3月报酬          借 513 4800.00    贷 102 4800.00
    凭证  2026-03-20  付清理河道误工费         借 514 900.00     贷 102 900.00
    凭证  2026-03-21  慰问80岁以上老人         借 514 2600.00    贷 102 2600.00
    凭证  2026-03-28  计提固定资产折旧         借 513 4000.00    贷 152 4000.00  结算 不涉及
";

fn told() -> Story {
    Story::tell(BOOKS).unwrap_or_else(|refused| panic!("{refused}"))
}

fn notice(book: &Book, matter: &str, span: &str) -> Notice {
    let matter = MatterCode::parse(matter).expect("a matter");
    let draft = NoticeDraft {
        proposed_on: Some(day("2026-04-08")),
        ..NoticeDraft::new(matter, Entity::Village, period(span))
    };
    let id = NoticeId::new(uuid::Uuid::from_u128(1));
    book.draft_notice(id, &draft, &law(), day("2026-04-30")).expect("a draft")
}

fn statement(book: &Book, matter: &str, span: &str) -> Statement {
    match notice(book, matter, span).content.body {
        Body::Statement(statement) => statement,
        Body::FinanceDetail(_) | Body::FinanceSummary(_) => panic!("a sheet of words"),
    }
}

fn text(statement: &Statement) -> String {
    let mut text = statement.paragraphs.join("\n") + "\n";
    for table in &statement.tables {
        let rows = [&table.columns].into_iter().chain(&table.rows).chain(&table.totals);
        for row in rows {
            text.push_str(row.join(" | ").trim_end());
            text.push('\n');
        }
    }
    text
}

fn check(matter: &str, span: &str, expect: &Expect) {
    let story = told();
    let statement = statement(story.book(), matter, span);
    statement.tables.iter().for_each(adds_up);
    expect.assert_eq(&text(&statement));
}

/// The amounts of a table come to its total.
fn adds_up(table: &StatementTable) {
    if !table.adds_up() {
        return;
    }
    for (at, kind) in table.kinds.iter().enumerate() {
        if *kind != mingbai::domain::listing::ColumnKind::Amount {
            continue;
        }
        let amount = |row: &Vec<String>| Money::parse(&row[at]).unwrap_or_default();
        let sum: Money = table.rows.iter().map(amount).sum();
        assert_eq!(sum, amount(&table.totals[0]), "column {}", table.columns[at]);
    }
}

#[test]
fn money_account_by_account() {
    check(
        "F03",
        "2026-03",
        &expect![[r#"
        到2026年3月31日，村里的钱共 176,219.50 元：库存现金 2,020.00 元，银行存款 174,199.50 元。
        账户 | 月初余额 | 存入（增加） | 支取（减少） | 月末余额
        库存现金 | 2,000.00 | 500.00 | 480.00 | 2,020.00
        银行存款 | 136,000.00 | 59,000.00 | 20,800.50 | 174,199.50
        合计 | 138,000.00 | 59,500.00 | 21,280.50 | 176,219.50
    "#]],
    );
}

#[test]
fn what_was_earned_one_by_one() {
    check(
        "F06",
        "2026-03",
        &expect![[r#"
        本月集体经营收入 2 笔，共 29,000.00 元；本年累计 65,000.00 元。
        序号 | 日期 | 凭证号 | 摘要 | 项目 | 收入 | 结算 | 经手人 | 审批人
        1 | 03-05 | 记-002 | 收到果园承包费 | 经营收入—发包收入 | 24,000.00 | 转账 | 李会计 | 朱书记
        2 | 03-06 | 记-003 | 收到对外投资分红 | 投资收益 | 5,000.00 | 转账 | 李会计 | 朱书记
        合计 |  |  |  |  | 29,000.00 |  |  |
    "#]],
    );
}

#[test]
fn grants_and_what_is_left_of_them() {
    check(
        "F08",
        "2026-03",
        &expect![[r#"
        本月收到补助和专项资金 30,000.00 元，用掉专项资金 12,000.50 元；到2026年3月31日，专项资金还有 17,999.50 元没有用完。
        序号 | 日期 | 凭证号 | 摘要 | 项目 | 到账 | 支出 | 经手人
        1 | 03-08 | 记-004 | 收到上级拨村道硬化专款 | 专项应付款—村道硬化 | 30,000.00 |  | 李会计
        2 | 03-12 | 记-005 | 付村道硬化水泥款 | 专项应付款—村道硬化 |  | 12,000.50 | 李会计
        合计 |  |  |  |  | 30,000.00 | 12,000.50 |
        专项资金 | 期初结余 | 到账 | 使用 | 期末结余
        专项应付款—村道硬化 | 0.00 | 30,000.00 | 12,000.50 | 17,999.50
        合计 | 0.00 | 30,000.00 | 12,000.50 | 17,999.50
    "#]],
    );
}

#[test]
fn pay_stands_on_its_own_sheet_and_on_no_other() {
    check(
        "F09",
        "2026-03",
        &expect![[r#"
        本月村组干部报酬 1 笔，共 4,800.00 元；本年累计 4,800.00 元。
        序号 | 日期 | 凭证号 | 摘要 | 项目 | 实发 | 结算 | 经手人 | 审批人
        1 | 03-18 | 记-007 | 付村干部3月报酬 | 管理费用 | 4,800.00 | 转账 | 李会计 | 朱书记
        合计 |  |  |  |  | 4,800.00 |  |  |
    "#]],
    );
    check(
        "F10",
        "2026-03",
        &expect![[r#"
        本月管理费支出 1 笔，共 480.00 元；本年累计 480.00 元。
        序号 | 日期 | 凭证号 | 摘要 | 项目 | 支出 | 结算 | 经手人 | 审批人
        1 | 03-15 | 记-006 | 购买办公用纸 | 管理费用—办公费 | 480.00 | 现金 | 李会计 | 朱书记
        合计 |  |  |  |  | 480.00 |  |  |
    "#]],
    );
}

#[test]
fn welfare_one_by_one() {
    check(
        "F11",
        "2026-03",
        &expect![[r#"
        本月公益福利支出 2 笔，共 3,500.00 元；本年累计 3,500.00 元。
        序号 | 日期 | 凭证号 | 摘要 | 项目 | 支出 | 结算 | 经手人 | 审批人
        1 | 03-20 | 记-008 | 付清理河道误工费 | 公益支出 | 900.00 | 转账 | 李会计 | 朱书记
        2 | 03-21 | 记-009 | 慰问80岁以上老人 | 公益支出 | 2,600.00 | 转账 | 李会计 | 朱书记
        合计 |  |  |  |  | 3,500.00 |  |  |
    "#]],
    );
}

#[test]
fn labour_is_told_from_the_summary() {
    check(
        "C28",
        "2026-Q1",
        &expect![[r#"
        本季误工补贴和劳务费 1 笔，共 900.00 元；本年累计 900.00 元。
        序号 | 日期 | 凭证号 | 摘要 | 项目 | 实发 | 结算 | 经手人 | 审批人
        1 | 03-20 | 记-008 | 付清理河道误工费 | 公益支出 | 900.00 | 转账 | 李会计 | 朱书记
        合计 |  |  |  |  | 900.00 |  |  |
    "#]],
    );
}

#[test]
fn claims_and_debts_come_from_the_ledger_where_no_register_is_kept() {
    check(
        "F14",
        "2026-Q1",
        &expect![[r#"
        到2026年3月31日，别人欠村里 6,000.00 元。
        科目 | 余额
        应收款 | 6,000.00
        合计 | 6,000.00
    "#]],
    );
    check(
        "F15",
        "2026-Q1",
        &expect![[r#"
        到2026年3月31日，村里欠别人 8,000.00 元。
        科目 | 余额
        应付款 | 8,000.00
        合计 | 8,000.00
    "#]],
    );
}

#[test]
fn a_month_without_anything_says_so() {
    check(
        "F09",
        "2026-02",
        &expect![[r#"
        本月没有村组干部报酬；本年累计 0.00 元。
    "#]],
    );
    check(
        "F12",
        "2026-Q1",
        &expect![[r#"
        到2026年3月31日，账上固定资产原值 80,000.00 元，已提折旧 24,000.00 元，净值 56,000.00 元；还没有逐项登记台账。
    "#]],
    );
}

#[test]
fn every_line_of_the_kinds_stands_on_the_sheet_of_all_money() {
    let story = told();
    let book = story.book();
    let report = book.report(period("2026-03"));
    let total = |matter: &str| -> Money {
        let statement = statement(book, matter, "2026-03");
        let table = statement.tables.first().expect("a table");
        let at = table
            .columns
            .iter()
            .position(|it| ["收入", "实发", "支出", "到账"].contains(&it.as_str()));
        Money::parse(&table.totals[0][at.expect("a column of amounts")]).expect("an amount")
    };
    // 经营收入、投资收益 and what was granted are all that came in
    assert_eq!(total("F06").plus(total("F08")), report.income_total);
    // the rest of what went out was spent of the earmarked fund
    let spent = total("F09").plus(total("F10")).plus(total("F11"));
    assert_eq!(report.expense_total.minus(spent), Money::parse("12000.50").expect("an amount"));
}

#[test]
fn the_code_of_a_composed_sheet_says_what_it_comes_to() {
    let mut notice = notice(told().book(), "F06", "2026-03");
    notice.state = NoticeState::Published(Publication {
        published_on: day("2026-04-09"),
        posted_until: day("2026-04-24"),
        boards: vec!["村委会".to_owned()],
        chain: None,
    });
    let text = notice.proof_text().expect("a sheet that hangs");
    assert!(text.contains("表中2行") && text.contains("合计29,000.00"), "{text}");
}

/// Whether the draft of a matter still says what the books say after `more` is told.
fn is_stale_after(matter: &str, span: &str, more: &str) -> bool {
    let drafted = notice(told().book(), matter, span);
    let later =
        Story::tell(&format!("{BOOKS}{more}")).unwrap_or_else(|refused| panic!("{refused}"));
    drafted.is_stale(later.book(), &law())
}

#[test]
fn a_draft_that_the_books_left_behind_is_stale_and_follows_them_when_drafted_again() {
    let more = "    凭证  2026-03-30  购买办公桌    借 51301 900.00    贷 101 900.00   结算 现金\n";
    let elsewhere =
        "    凭证  2026-04-02  购买办公桌    借 51301 900.00    贷 101 900.00   结算 现金\n";
    for matter in ["F03", "F10"] {
        assert!(!is_stale_after(matter, "2026-03", ""), "{matter}: nothing happened");
        assert!(!is_stale_after(matter, "2026-03", elsewhere), "{matter}: in another month");
        assert!(is_stale_after(matter, "2026-03", more), "{matter}");
    }
    let story =
        Story::tell(&format!("{BOOKS}{more}")).unwrap_or_else(|refused| panic!("{refused}"));
    let old = notice(told().book(), "F10", "2026-03");
    let again = NoticeDraft { proposed_on: Some(day("2026-04-08")), ..NoticeDraft::again(&old) };
    let id = NoticeId::new(uuid::Uuid::from_u128(2));
    let new = story.book().draft_notice(id, &again, &law(), day("2026-04-30")).expect("a draft");
    assert_eq!(new.content.body, notice(story.book(), "F10", "2026-03").content.body);
    assert!(!new.is_stale(story.book(), &law()));
}

#[test]
fn what_a_person_wrote_is_not_overruled_by_the_books() {
    let story = told();
    let mut draft = NoticeDraft::again(&notice(story.book(), "F10", "2026-03"));
    draft.proposed_on = Some(day("2026-04-08"));
    draft.paragraphs = vec!["管理费用见财务室。".to_owned()];
    let id = NoticeId::new(uuid::Uuid::from_u128(3));
    let written =
        story.book().draft_notice(id, &draft, &law(), day("2026-04-30")).expect("drafted");
    let again = NoticeDraft::again(&written);
    assert_eq!(again.paragraphs, draft.paragraphs);
    assert!(again.tables.is_empty(), "the table is still that of the books");
    let Body::Statement(said) = &written.content.body else { panic!("words") };
    assert!(!said.from_books.words && said.from_books.tables);
}
