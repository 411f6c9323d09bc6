//! What makes a sheet plain: the plan beside what came of it, the year before and so much for each
//! villager beside a total, terms explained where there is room, bars, and warnings about lines
//! that hide.

use std::fmt::Write as _;

use expect_test::{Expect, expect};
use mingbai::domain::account::AccountCode;
use mingbai::domain::entity::Entity;
use mingbai::domain::governance::{
    Governance, GovernanceFacts, PlanLine, PlanSide, YearPlan, check_governance,
};
use mingbai::domain::ids::{GovernanceId, NoticeId};
use mingbai::domain::ledger::Book;
use mingbai::domain::matter::MatterCode;
use mingbai::domain::money::Money;
use mingbai::domain::notice::{
    Bar, Body, Content, DraftRefusal, FinanceSummary, Notice, NoticeDraft, Redaction, Statement,
    SummaryBefore, YearTotals,
};
use mingbai::domain::period::{Date, Month};
use mingbai::print::document::{Block, Paragraph, Role};
use mingbai::print::page::{Item, Page, Paint};
use mingbai::print::{self, Warning};

use super::print::{
    f01, f02, fonts, masthead, pages, paper, pdf, published, small_detail, summary,
};
use super::support::{Story, account, day, law, period, yuan};

/// A year and a quarter of 甲村.
const BOOKS: &str = "
    今天  2026-04-30
    增设  501 发包收入
    增设  513 办公费
    期初  101 2000.00    102 100000.00   301 -92000.00  322 -10000.00
    凭证  2025-01-10  收到村东鱼塘承包费       借 102 30000.00   贷 50101 30000.00
    凭证  2025-03-05  收到上级运转补助         借 102 20000.00   贷 503 20000.00
    凭证  2025-03-15  购买办公用纸             借 51301 400.00   贷 101 400.00   结算 现金
    凭证  2025-06-18  付村东路灯维修材料款     借 514 9000.00    贷 102 9000.00
    凭证  2026-01-12  收到村东鱼塘承包费       借 102 36000.00   贷 50101 36000.00
    凭证  2026-03-15  购买办公用纸             借 51301 480.00   贷 101 480.00   结算 现金
    凭证  2026-03-18  付修村北路水泥款         借 153 12000.00   贷 102 12000.00
    凭证  2026-02-20  收到存款利息             借 102 20.00      贷 504 20.00
";

fn told(text: &str) -> Book {
    Story::tell(text).unwrap_or_else(|refused| panic!("{refused}")).book().clone()
}

fn line(side: PlanSide, account: &str, amount: &str, remark: &str) -> PlanLine {
    let account = AccountCode::new(account).expect("a code");
    PlanLine { side, account, amount: yuan(amount), remark: remark.to_owned() }
}

/// The plan of a year, passed by the representatives.
pub(crate) fn plan_of(year: i32) -> YearPlan {
    use PlanSide::{Expense, Income};
    YearPlan {
        year,
        entity: Entity::Village,
        passed_on: Date::from_ymd_opt(year, 1, 8),
        passed_by: "村民代表会议".to_owned(),
        lines: vec![
            line(Income, "501", "36000", "鱼塘、果园承包费"),
            line(Income, "503", "20000", ""),
            line(Expense, "513", "6000", ""),
            line(Expense, "51301", "500", "办公用品"),
            line(Expense, "514", "30000", "路灯、清淤"),
        ],
        others: "年内修村北路，向村民一事一议筹资。".to_owned(),
    }
}

fn id(number: u128) -> GovernanceId {
    GovernanceId::new(uuid::Uuid::from_u128(number))
}

fn with_plan(mut book: Book, plan: YearPlan) -> Book {
    book.affairs.records.push(Governance { id: id(7), facts: GovernanceFacts::Plan(plan) });
    book
}

fn drafted(book: &Book, matter: &str, span: &str, today: &str) -> Result<Notice, DraftRefusal> {
    let matter = MatterCode::parse(matter).expect("a matter");
    let draft = NoticeDraft::new(matter, Entity::Village, period(span));
    let id = NoticeId::new(uuid::Uuid::from_u128(1));
    book.draft_notice(id, &draft, &law(), day(today))
}

fn notice(book: &Book, matter: &str, span: &str) -> Notice {
    drafted(book, matter, span, "2027-01-10").expect("a draft")
}

fn statement(notice: Notice) -> Statement {
    match notice.content.body {
        Body::Statement(statement) => statement,
        Body::FinanceDetail(_) | Body::FinanceSummary(_) => panic!("a sheet of words"),
    }
}

fn check(book: &Book, matter: &str, span: &str, expect: &Expect) {
    let statement = statement(notice(book, matter, span));
    let mut text = statement.paragraphs.join("\n") + "\n";
    for table in &statement.tables {
        writeln!(text, "[{}]", table.title).expect("text");
        for row in [&table.columns].into_iter().chain(&table.rows).chain(&table.totals) {
            text.push_str(row.join(" | ").trim_end());
            text.push('\n');
        }
    }
    expect.assert_eq(&text);
}

#[test]
fn the_plan_is_a_sheet_with_the_year_before_beside_it() {
    check(
        &with_plan(told(BOOKS), plan_of(2026)),
        "F04",
        "2026",
        &expect![[r#"
            2026年初有 142,600.00 元，全年计划收入 56,000.00 元，支出 36,500.00 元，收支相抵余 19,500.00 元。
            本计划已于2026年1月8日经村民代表会议通过。
            其他计划：年内修村北路，向村民一事一议筹资。
            []
            项目 | 本年计划 | 上年实际 | 说明
            收入 |  |  |
            经营收入（承包费、租金、销售等） | 36,000.00 | 30,000.00 | 鱼塘、果园承包费
            上级补助 | 20,000.00 | 20,000.00 |
            收入合计 | 56,000.00 | 50,000.00 |
            支出 |  |  |
            管理花费（干部报酬、办公、水电等） | 6,000.00 |  |
            管理费用—办公费 | 500.00 | 400.00 | 办公用品
            公益花费（环卫、路灯、慰问等） | 30,000.00 | 9,000.00 | 路灯、清淤
            支出合计 | 36,500.00 | 9,400.00 |
            收支相抵 | 19,500.00 | 40,600.00 |
        "#]],
    );
}

#[test]
fn the_plan_of_a_book_that_began_this_year_has_no_year_before() {
    let book = told(&BOOKS.replace("2025-06", "2026-02").replace("2025-", "2026-"));
    check(
        &with_plan(book, plan_of(2026)),
        "F04",
        "2026",
        &expect![[r#"
        2026年初有 102,000.00 元，全年计划收入 56,000.00 元，支出 36,500.00 元，收支相抵余 19,500.00 元。
        本计划已于2026年1月8日经村民代表会议通过。
        其他计划：年内修村北路，向村民一事一议筹资。
        []
        项目 | 本年计划 | 说明
        收入 |  |
        经营收入（承包费、租金、销售等） | 36,000.00 | 鱼塘、果园承包费
        上级补助 | 20,000.00 |
        收入合计 | 56,000.00 |
        支出 |  |
        管理花费（干部报酬、办公、水电等） | 6,000.00 |
        管理费用—办公费 | 500.00 | 办公用品
        公益花费（环卫、路灯、慰问等） | 30,000.00 | 路灯、清淤
        支出合计 | 36,500.00 |
        收支相抵 | 19,500.00 |
    "#]],
    );
}

#[test]
fn the_final_accounts_tell_how_far_the_plan_was_carried_out() {
    let mut book = with_plan(told(BOOKS), plan_of(2026));
    book.village.profile.population = Some(806);
    check(
        &book,
        "F05",
        "2026",
        &expect![[r#"
            2026年收入 36,020.00 元，支出 12,480.00 元，年末还有 166,140.00 元；收益总额 35,540.00 元，净收益 35,540.00 元。
            上年同期净收益 40,600.00 元；按全村 806 人算，人均净收益 44.09 元。
            []
            项目 | 本年累计数 | 上年数
            一、经营收入 | 36,000.00 | 30,000.00
            　加：投资收益 | 0.00 | 0.00
            　减：经营支出 | 0.00 | 0.00
            　　　税金及附加 | 0.00 | 0.00
            　　　管理费用 | 480.00 | 400.00
            二、经营收益 | 35,520.00 | 29,600.00
            　加：补助收入 | 0.00 | 20,000.00
            　　　其他收入 | 20.00 | 0.00
            　减：公益支出 | 0.00 | 9,000.00
            　　　其他支出 | 0.00 | 0.00
            三、收益总额 | 35,540.00 | 40,600.00
            　减：所得税费用 | 0.00 | 0.00
            四、净收益 | 35,540.00 | 40,600.00
            　加：年初未分配收益 | 50,600.00 | 10,000.00
            　　　其他转入 | 0.00 | 0.00
            五、可分配收益 | 86,140.00 | 50,600.00
            　减：提取公积公益金 | 0.00 | 0.00
            　　　向成员分配及其他分配 | 0.00 | 0.00
            六、年末未分配收益 | 86,140.00 | 50,600.00
            [2026年收支计划执行情况（按实际收到和付出的钱算）]
            项目 | 计划 | 实际 | 比计划多（少为负） | 完成
            收入 |  |  |  |
            经营收入（承包费、租金、销售等） | 36,000.00 | 36,000.00 |  | 100.00%
            上级补助 | 20,000.00 | 0.00 | -20,000.00 | 0.00%
            其他收入（利息、捐款等） |  | 20.00 | 20.00 |
            收入合计 | 56,000.00 | 36,020.00 | -19,980.00 | 64.32%
            支出 |  |  |  |
            管理花费（干部报酬、办公、水电等） | 6,000.00 | 0.00 | -6,000.00 | 0.00%
            管理费用—办公费 | 500.00 | 480.00 | -20.00 | 96.00%
            公益花费（环卫、路灯、慰问等） | 30,000.00 | 0.00 | -30,000.00 | 0.00%
            工程建设 |  | 12,000.00 | 12,000.00 |
            支出合计 | 36,500.00 | 12,480.00 | -24,020.00 | 34.19%
            收支相抵 | 19,500.00 | 23,540.00 | 4,040.00 |
        "#]],
    );
    let plain = statement(notice(&told(BOOKS), "F05", "2026"));
    assert_eq!(plain.tables.len(), 1, "no plan, no comparison");
    assert!(plain.bars.is_empty());
}

#[test]
fn a_plan_is_told_in_its_own_year_and_nothing_else_is() {
    let book = with_plan(told(BOOKS), plan_of(2026));
    assert!(drafted(&book, "F04", "2026", "2026-01-10").is_ok());
    let early = drafted(&book, "F04", "2027", "2026-12-30");
    assert!(matches!(early, Err(DraftRefusal::PeriodNotEnded { .. })), "{early:?}");
    let other = drafted(&book, "F05", "2026", "2026-12-30");
    assert!(matches!(other, Err(DraftRefusal::PeriodNotEnded { .. })), "{other:?}");
}

#[test]
fn a_sheet_without_its_plan_says_where_to_enter_it() {
    let book = told(BOOKS);
    let faults = notice(&book, "F04", "2026").faults(&book, &law());
    let codes: Vec<&str> = faults.iter().map(|fault| fault.code).collect();
    assert!(codes.contains(&"no_plan") && !codes.contains(&"no_content"), "{codes:?}");
    let book = with_plan(book, plan_of(2026));
    let faults = notice(&book, "F04", "2026").faults(&book, &law());
    assert!(!faults.iter().any(|fault| fault.code == "no_plan"), "{faults:?}");
}

#[test]
fn a_plan_that_cannot_be_meant_is_refused() {
    let book = with_plan(told(BOOKS), plan_of(2026));
    let setting = book.governance_setting(day("2026-04-30"));
    let change = |number: u128, change: &dyn Fn(&mut YearPlan)| {
        let mut plan = plan_of(2026);
        change(&mut plan);
        match check_governance(id(number), GovernanceFacts::Plan(plan), &setting) {
            Ok(_) => "可以".to_owned(),
            Err(refusal) => format!("{refusal}\n  → {}", refusal.hint()),
        }
    };
    let said = [
        change(7, &|plan| plan.lines[0].amount = yuan("37000")),
        change(8, &|_| {}),
        change(8, &|plan| plan.year = 2027),
        change(7, &|plan| plan.year = 26),
        change(7, &|plan| plan.lines.clear()),
        change(7, &|plan| plan.lines[0].amount = Money::ZERO),
        change(7, &|plan| plan.lines[1].account = account("501")),
        change(7, &|plan| plan.lines[1].account = account("102")),
        change(7, &|plan| plan.passed_on = Some(day("2026-05-01"))),
        change(7, &|plan| plan.others = "电话13812345678".to_owned()),
    ];
    expect![[r#"
        可以
        2026年的收支计划已经登记过了
          → 计划有调整的，请打开那一条修改。
        可以
        收支计划的年度 26 太早或太晚
          → 请写计划是哪一年的，如 2026。
        收支计划里一行也没有写
          → 请至少写一行计划收入或支出的金额；不写金额的行不算。
        计划明细是 0.00，要大于 0
          → 请核对数字，看小数点是不是打漏了。
        收入里科目 501 写了两行
          → 请把两行合成一行。
        库存现金和银行存款之间的转移不是收支，不能列入计划
          → 请选钱从哪里来、花到哪里去的科目。
        通过日期 2026-05-01 还没到（今天是 2026-04-30）
          → 请核对日期；还没有发生的事，发生以后再登记。
        其他计划里有电话号码，公开时会泄露个人信息
          → 请删掉号码，只写姓名或写到组。依据《个人信息保护法》第六条、第二十五条：只处理必要的个人信息，不得公开。"#]].assert_eq(&said.join("\n"));
}

#[test]
fn a_total_stands_beside_that_of_the_year_before() {
    let mut book = told(BOOKS);
    let summary_of = |book: &Book, span: &str| match notice(book, "F02", span).content.body {
        Body::FinanceSummary(summary) => summary,
        Body::FinanceDetail(_) | Body::Statement(_) => panic!("a summary"),
    };
    let found = summary_of(&book, "2026-03");
    let january = Month::new(2025, 1).expect("a month");
    let before = SummaryBefore {
        income: yuan("20000"),
        expense: yuan("400"),
        closing: yuan("151600"),
        year: Some(YearTotals { from: january, income: yuan("50000"), expense: yuan("400") }),
    };
    assert_eq!((found.before, found.population), (Some(before), None));
    assert_eq!(summary_of(&book, "2025-03").before, None, "the books did not answer for 2024");
    book.village.profile.population = Some(806);
    assert_eq!(summary_of(&book, "2026-03").population, Some(806));
}

#[test]
fn what_is_owed_is_told_per_head_and_beside_the_year_before() {
    let text = BOOKS.replace("322 -10000.00", "211 -8000.00   322 -2000.00");
    let mut book = told(&text);
    book.village.profile.population = Some(800);
    check(
        &book,
        "F15",
        "2026-Q1",
        &expect![[r#"
        到2026年3月31日，村里欠别人 8,000.00 元。
        上年同期余额 8,000.00 元；按全村 800 人算，人均余额 10.00 元。
        []
        科目 | 余额
        应付款 | 8,000.00
        合计 | 8,000.00
    "#]],
    );
}

/// A frozen content of a version before had no such fields: nothing is written that is not there.
#[test]
fn what_is_not_there_is_not_frozen() {
    let content = |body| Content { masthead: masthead(), body, redaction: Redaction::default() };
    let frozen = content(Body::FinanceSummary(summary()));
    let json = serde_json::to_string(&frozen).expect("JSON");
    for name in ["before", "population", "draws_bars", "fills_rows", "bars"] {
        assert!(!json.contains(&format!("\"{name}\"")), "{name}");
    }
    let read: Content = serde_json::from_str(&json).expect("read back");
    assert_eq!(read, frozen);
}

fn codes(book: &Book, matter: &str, span: &str) -> Vec<(String, Option<usize>)> {
    let faults = notice(book, matter, span).faults(book, &law());
    let about = ["vague_summary", "same_summary", "large_other", "total_without_lines"];
    let found = faults.into_iter().filter(|fault| about.contains(&fault.code));
    found.map(|fault| (fault.code.to_owned(), fault.line)).collect()
}

#[test]
fn lines_that_hide_are_found() {
    let hiding = format!(
        "{BOOKS}
        凭证  2026-03-21  其他支出                 借 514 100.00     贷 102 100.00
        凭证  2026-03-22  付保洁员工资             借 514 200.00     贷 102 200.00
        凭证  2026-03-23  付保洁员工资             借 514 210.00     贷 102 210.00
        凭证  2026-03-24  付保洁员工资             借 514 220.00     贷 102 220.00
        凭证  2026-03-25  捐给希望小学             借 515 9000.00    贷 102 9000.00"
    );
    let book = told(&hiding);
    let found = |code: &str, line: Option<usize>| (code.to_owned(), line);
    let f11 = codes(&book, "F11", "2026-03");
    assert_eq!(f11, [found("vague_summary", Some(1)), found("same_summary", Some(2))]);
    let f01 = codes(&book, "F01", "2026-03");
    assert!(f01.contains(&found("vague_summary", Some(3))), "{f01:?}");
    assert_eq!(codes(&book, "F02", "2026-03"), [found("large_other", None)]);
    let faults = notice(&book, "F02", "2026-03").faults(&book, &law());
    let message = faults.iter().find(|fault| fault.code == "large_other").map(|it| &it.message);
    expect!["本月支出里“其他支出”共 9,000.00 元，占 40.52%，超过 10%。请把里面大的几笔改记到说得清的明细科目，如“公益支出—道路维修”。"].assert_eq(message.expect("a warning"));
    let interest = told(&format!(
        "{BOOKS}
        凭证  2026-03-21  收到存款利息             借 102 90000.00   贷 504 90000.00"
    ));
    let faults = notice(&interest, "F02", "2026-03").faults(&interest, &law());
    let hint = faults.iter().find(|fault| fault.code == "large_other").map(|it| &it.message);
    assert!(hint.is_some_and(|it| it.contains("如“其他收入—存款利息”")), "{faults:?}");
    let mut lax = law();
    lax.rules.other_share_percent = 0;
    let faults = notice(&book, "F02", "2026-03").faults(&book, &lax);
    assert!(!faults.iter().any(|fault| fault.code == "large_other"), "0 does not look");
}

#[test]
fn lines_that_say_what_they_are_about_are_left_alone() {
    let book = told(BOOKS);
    for matter in ["F01", "F02", "F06", "F10", "F11"] {
        assert_eq!(codes(&book, matter, "2026-03"), [], "{matter}");
    }
}

#[test]
fn a_total_without_lines_is_found() {
    let text = BOOKS.replace("322 -10000.00", "151 9000.00  211 -8000.00   322 -11000.00");
    let book = told(&text);
    let found = [("total_without_lines".to_owned(), None)];
    assert_eq!(codes(&book, "F12", "2026-Q1"), found);
    assert_eq!(codes(&book, "F15", "2026-Q1"), found);
    assert_eq!(codes(&told(BOOKS), "F15", "2026-Q1"), []);
}

fn of_summary(change: impl FnOnce(&mut FinanceSummary)) -> Notice {
    let mut notice = f02();
    if let Body::FinanceSummary(summary) = &mut notice.content.body {
        change(summary);
    }
    notice
}

fn says(pages: &[Page], words: &str) -> bool {
    pages.iter().flat_map(Page::texts).any(|text| text.text.contains(words))
}

#[test]
fn the_line_that_says_it_all_stands_large() {
    let document = print::compose(&f02());
    let headline = document.blocks.iter().find_map(|block| {
        let Block::Paragraph(Paragraph { text, role: Role::Headline }) = block else { return None };
        Some(text.as_str())
    });
    assert!(headline.is_some_and(|text| text.contains("本月收入 36,017.22元，支出 64,101.06元")));
    let size = |words: &str| {
        let pages = pages(&f02(), "a4");
        let texts = pages.iter().flat_map(Page::texts);
        texts.filter(|text| text.text.contains(words)).map(|text| text.size_pt).next()
    };
    let (large, body) = (size("本月收入 36,017.22元"), size("上级补助"));
    assert!(large > body, "{large:?} {body:?}");
}

/// 公积公益金 stands on the sheet as a kind.
fn with_term() -> Notice {
    of_summary(|summary| "公积公益金".clone_into(&mut summary.income[1].label))
}

#[test]
fn terms_are_explained_where_there_is_room() {
    let plain = pages(&of_summary(|it| "承包费和租金".clone_into(&mut it.income[0].label)), "a4");
    assert!(!says(&plain, "名词解释"), "no term, no explanation");
    for on in ["a4", "a4-landscape", "a3", "a3-landscape", "board:60x90"] {
        let count = pages(&f02(), on).len();
        for notice in [with_term(), published(with_term())] {
            let explained = pages(&notice, on);
            assert_eq!(explained.len(), count, "{on}");
            assert!(says(&explained, "公积公益金：从收益里提取"), "{on}");
        }
    }
}

/// A sheet of F02 with so many kinds of expense.
fn with_kinds(count: usize) -> Notice {
    of_summary(|summary| {
        let line = summary.expense[0].clone();
        summary.expense = vec![line; count];
        "公积公益金".clone_into(&mut summary.income[1].label);
        summary.draws_bars = true;
    })
}

#[test]
fn what_may_be_left_out_never_takes_a_page() {
    let (mut explained, mut drawn, mut plainest) = (0, 0, 0);
    for count in 1..60 {
        let notice = with_kinds(count);
        let mut document = print::compose(&notice);
        assert_eq!(document.extras.len(), 2);
        let (full, warnings) = print::lay_out(&document, paper("a4"), fonts());
        document.extras.clear();
        let (plain, before) = print::lay_out(&document, paper("a4"), fonts());
        assert_eq!((full.len(), &warnings), (plain.len(), &before), "{count}");
        assert!(!warnings.contains(&Warning::LooseEnd));
        let seals = full.last().expect("a page");
        assert!(says(std::slice::from_ref(seals), "村民委员会（章）"));
        assert!(says(std::slice::from_ref(seals), "月末结余人民币"), "{count}: signed alone");
        let (terms, bars) = (says(&full, "名词解释"), says(&full, "收支图"));
        explained += usize::from(terms);
        drawn += usize::from(bars);
        plainest += usize::from(!terms && !bars);
    }
    assert!(explained > 0 && drawn > 0 && plainest > 0, "{explained} {drawn} {plainest}");
}

#[test]
fn the_words_above_a_table_never_stand_at_the_foot_of_a_page_alone() {
    let notice = notice(&with_plan(told(BOOKS), plan_of(2026)), "F05", "2026");
    for more in 0..24 {
        let mut notice = notice.clone();
        if let Body::Statement(statement) = &mut notice.content.body {
            let row = statement.tables[0].rows[0].clone();
            statement.tables[0].rows.extend(vec![row; more]);
        }
        for on in ["a4", "a3-landscape"] {
            let pages = pages(&notice, on);
            let one = |words: &str| {
                let of = |page: &&Page| page.texts().any(|text| text.text.contains(words));
                pages.iter().position(|page| of(&page)).expect("somewhere")
            };
            assert_eq!(one("收支计划执行情况"), one("比计划多"), "{more} on {on}");
        }
    }
}

fn bars_of(notice: &Notice) -> (usize, usize) {
    let pages = pages(notice, "a3");
    let items = || pages.iter().flat_map(|page| &page.items);
    let black =
        items().filter(|item| matches!(item, Item::Rect(rect) if rect.paint == Paint::Fill(0.15)));
    let slanted = items().filter(|item| {
        matches!(item, Item::Line(line)
            if (line.x1_mm - line.x2_mm).abs() > 0.01 && (line.y1_mm - line.y2_mm).abs() > 0.01)
    });
    (black.count(), slanted.count())
}

#[test]
fn income_is_drawn_black_and_expense_hatched() {
    assert_eq!(bars_of(&f02()), (0, 0), "nobody asked for it");
    let (black, slanted) = bars_of(&of_summary(|summary| summary.draws_bars = true));
    assert_eq!(black, 3, "three kinds of income");
    assert!(slanted > 30, "{slanted}");
}

#[test]
fn the_annual_report_is_drawn_where_the_village_wants_it() {
    let mut book = told(BOOKS);
    book.village.profile.draws_bars = true;
    let statement = statement(notice(&book, "F05", "2026"));
    let bar = |label: &str, amount: &str, is_income| Bar {
        label: label.to_owned(),
        amount: yuan(amount),
        is_income,
    };
    let bars = [
        bar("经营收入", "36000", true),
        bar("管理费用", "480", false),
        bar("其他收入", "20", true),
    ];
    assert_eq!(statement.bars, bars);
}

#[test]
fn the_last_page_is_filled_with_blank_rows_where_the_village_wants_it() {
    let rows = |fills_rows: bool| {
        let mut notice = published(f01(small_detail()));
        notice.content.masthead.fills_rows = fills_rows;
        let pages = pages(&notice, "a3");
        assert_eq!(pages.len(), 1);
        let lines = pages[0].items.iter().filter(
            |item| matches!(item, Item::Line(line) if (line.y1_mm - line.y2_mm).abs() < 0.01),
        );
        let lowest = pages[0].items.iter().filter_map(|item| match item {
            Item::Rect(rect) => Some(rect.y_mm + rect.height_mm),
            Item::Text(_) | Item::Line(_) => None,
        });
        (lines.count(), lowest.fold(0.0, f32::max))
    };
    let ((plain, high), (filled, low)) = (rows(false), rows(true));
    assert!(filled > plain + 5, "{filled} {plain}");
    assert!(low > high && low < 420.0, "the signatures went to the foot: {low} {high}");
}

/// To look at; `MINGBAI_SHEETS` names the folder.
#[test]
fn plain_sheets_are_painted() {
    let mut book = with_plan(told(BOOKS), plan_of(2026));
    book.village.profile.population = Some(806);
    book.village.profile.draws_bars = true;
    let mut filled = published(f01(small_detail()));
    filled.content.masthead.fills_rows = true;
    let sheets = [
        ("f02", notice(&book, "F02", "2026-03")),
        ("f04", notice(&book, "F04", "2026")),
        ("f05", notice(&book, "F05", "2026")),
        ("f19", notice(&book, "F19", "2026")),
        ("f15", notice(&book, "F15", "2026-Q1")),
        ("f01-filled", filled),
    ];
    for (name, notice) in sheets {
        for on in ["a4", "a3-landscape"] {
            let bytes = pdf(&pages(&notice, on));
            assert!(bytes.starts_with(b"%PDF"));
            if let Some(folder) = std::env::var_os("MINGBAI_SHEETS") {
                let path = std::path::Path::new(&folder).join(format!("{name}-{on}.pdf"));
                std::fs::write(path, bytes).expect("a file");
            }
        }
    }
}
