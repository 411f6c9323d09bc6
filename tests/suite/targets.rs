//! The targets of the municipal plan: collective income by the accounts a ledger chose, against
//! what each village should earn, and payment without cash by month and by year.

use egui_kittest::kittest::Queryable as _;
use expect_test::expect;
use mingbai::app::{App, Clock, Command};
use mingbai::domain::account::AccountCode;
use mingbai::domain::facts::MonthFacts;
use mingbai::domain::ids::VillageId;
use mingbai::domain::listing::ListingCell;
use mingbai::domain::rules::Rules;
use mingbai::domain::targets::{IncomeTargets, Reached, TargetStanding};
use mingbai::ui::inbox::Wish;
use mingbai::ui::pages::settings::SettingsTab;

use super::harness::{Scripted, Window, click, photograph, shell, type_into, window, wish};
use super::support::{Story, account, check_report, day, month, period, simple, typed, yuan};

const STORY: &str = "
    今天  2026-11-05
    期初  101 3000.00  102 50000.00  301 -53000.00
    凭证  2026-09-03  收鱼塘承包费  借 102 24000.00  贷 501 24000.00
    凭证  2026-09-05  应收鱼塘承包费  借 112 4000.00  贷 501 4000.00
    凭证  2026-09-06  买化肥        借 511 900.00   贷 101 900.00   结算 现金
    凭证  2026-10-03  收上级补助    借 102 8000.00   贷 503 8000.00
    凭证  2026-10-04  收回鱼塘承包费  借 102 4000.00  贷 112 4000.00
    凭证  2026-10-06  修水渠        借 514 2100.00  贷 102 2100.00
    凭证  2026-10-07  收利息        借 102 3.20   贷 504 3.20
";

fn told(text: &str) -> Story {
    Story::tell(text).unwrap_or_else(|refused| panic!("{refused}"))
}

fn income(story: &Story, of: &str, targets: &IncomeTargets) -> String {
    story.book().collective_income(period(of), targets).to_string()
}

#[test]
fn income_is_what_was_booked_to_the_accounts_that_count() {
    let story = told(STORY);
    let all = IncomeTargets::default();
    // the rent counts when it was booked, not again when the claim is paid
    assert_eq!(income(&story, "2026-09", &all), "28000.00");
    assert_eq!(income(&story, "2026-10", &all), "8003.20");
    assert_eq!(income(&story, "2026", &all), "36003.20");
    let without_subsidies = IncomeTargets {
        accounts: ["501", "502"].map(account).to_vec(),
        ..IncomeTargets::default()
    };
    assert_eq!(income(&story, "2026", &without_subsidies), "28000.00");
}

#[test]
fn what_is_taken_back_or_carried_counts_nothing() {
    let reversed = told(&format!("{STORY}冲销 2026-10 记-001 于 2026-10-20"));
    assert_eq!(income(&reversed, "2026", &IncomeTargets::default()), "28003.20");
    let ended = told(
        "
        今天  2026-01-31
        凭证  2025-12-05  收承包费  借 102 600.00  贷 501 600.00
        公布  2025-12  于 2026-01-08
        年终结转  2025
        ",
    );
    assert!(ended.book().year_ended(2025).is_some());
    assert_eq!(income(&ended, "2025", &IncomeTargets::default()), "600.00");
}

#[test]
fn the_facts_of_the_months_give_what_the_vouchers_give() {
    let story = told(STORY);
    let of = IncomeTargets::default();
    for through in ["2026-08", "2026-09", "2026-10", "2026-12"] {
        let through = month(through);
        let period = mingbai::domain::period::Period::Month(through);
        let by_vouchers = story.book().target_standing(period, &of);
        let by_facts = TargetStanding::of(&MonthFacts::of(story.book()), through, &of);
        assert_eq!(by_facts, by_vouchers);
    }
    let standings = story.app().ledger().expect("open").target_standings(month("2026-10"));
    let (.., standing) = &standings[0];
    assert_eq!(standing.income.to_string(), "36003.20");
    assert_eq!(standing.reached(), Reached::Least);
    assert_eq!(standing.missing(standing.goal).to_string(), "63996.80");
    assert_eq!(standing.share(standing.goal), 3600);
    // 2,100 of 3,000 went through the bank
    assert_eq!(standing.non_cash_share, Some(7000));
    assert_eq!(story.problems(), []);
}

#[test]
fn payment_without_cash_is_told_for_the_month_and_for_the_year() {
    let report = told(STORY).book().report(period("2026-10"));
    assert_eq!((report.non_cash_share, report.year_non_cash_share), (Some(10_000), Some(7000)));
    check_report(
        "今天 2026-04-01\n凭证 2026-03-05 买纸 借 513 5.00 贷 101 5.00 结算 现金",
        "2026-03",
        expect![[r#"
            期初 0.00（现金 0.00 银行 0.00）
              支出 513 管理费用 5.00 共 1 笔
            本期 收入 0.00 支出 5.00
            期末 -5.00（现金 -5.00 银行 0.00）
            本年 收入 0.00 支出 5.00
            非现金 0.00%
        "#]],
    );
}

#[test]
fn targets_that_cannot_be_are_refused() {
    let mut app =
        App::in_memory(Clock::Fixed(day("2026-11-05")), vec![typed("甲村")]).expect("a ledger");
    let mut said = |targets: IncomeTargets| {
        let rules = Rules { targets, ..Rules::default() };
        app.execute(Command::SetRules(rules)).expect_err("a refusal").to_string()
    };
    let default = IncomeTargets::default;
    expect![[r#"
        集体经济收入一个科目也没有选。请至少选一个，如 501 经营收入；照县里的口径选。
        科目 513 不是收入，不能算集体经济收入。请写 501、502、503、504 或它们的明细科目。
        集体经济收入的下限 100,000.00 元、目标 30,000.00 元不对。要大于 0，目标不能低于下限；一般是 30000 和 100000。
        集体经济收入的下限 0.00 元、目标 100,000.00 元不对。要大于 0，目标不能低于下限；一般是 30000 和 100000。"#]]
    .assert_eq(
        &[
            said(IncomeTargets { accounts: Vec::new(), ..default() }),
            said(IncomeTargets { accounts: vec![account("501"), account("513")], ..default() }),
            said(IncomeTargets { least: yuan("100000"), goal: yuan("30000"), ..default() }),
            said(IncomeTargets { least: yuan("0"), ..default() }),
        ]
        .join("\n"),
    );
}

/// Three villages: above the goal, above the least, below both.
fn township() -> (App, Vec<VillageId>) {
    let names = ["甲村", "乙村", "丙村"].map(typed).to_vec();
    let mut app = App::in_memory(Clock::Fixed(day("2026-11-05")), names).expect("a ledger");
    let villages: Vec<VillageId> =
        app.ledger().expect("open").villages().iter().map(|village| village.id).collect();
    for (village, amount) in villages.iter().zip(["123456.70", "45000.00", "8000.50"]) {
        for draft in [
            simple("2026-10-03", "收承包费", "102", "501", amount),
            simple("2026-10-08", "修水渠", "514", "102", "700.00"),
        ] {
            app.execute(Command::PostVoucher { village: *village, draft }).expect("posted");
        }
    }
    (app, villages)
}

#[test]
fn every_village_of_the_township_is_listed_the_poorest_first() {
    let (app, _) = township();
    let listing = app.targets_listing(month("2026-10")).expect("a listing");
    let row = |cells: &[ListingCell]| -> String {
        cells.iter().map(ListingCell::shown).collect::<Vec<_>>().join("|")
    };
    let mut lines = vec![format!("{} {} {}", listing.subject, listing.title, listing.period)];
    lines.extend(listing.rows.iter().map(|line| row(&line.cells)));
    lines.extend(listing.notes.clone());
    expect![[r#"
        甲镇 集体经济收入和非现金支付达标情况 2026年1月至10月
        丙村|8,000.50|21,999.50|91,999.50|8.00%|100.00%|未达标
        乙村|45,000.00||55,000.00|45.00%|100.00%|已达下限
        甲村|123,456.70|||123.45%|100.00%|已达目标
        计入科目 501、502、503、504（口径由本账簿选定），按记账数算。
        共 3 个村：达到 30,000.00 元的 2 个，达到 100,000.00 元的 1 个。"#]]
    .assert_eq(&lines.join("\n"));
    // the year before had nothing
    let before = app.targets_listing(month("2025-12")).expect("a listing");
    assert!(before.rows.iter().all(|row| row.cells[1].shown() == "0.00"));
}

fn today_window(app: App) -> Window {
    window(app, Scripted::default())
}

#[test]
fn today_shows_the_village_and_the_township_against_the_targets() {
    let (app, villages) = township();
    let mut window = today_window(app);
    photograph(&mut window, "today_targets");
    assert!(window.query_by_label("集体经济收入（本年）").is_some());
    assert!(window.query_by_label("已达目标 100,000.00").is_some());
    assert!(window.query_by_label("离下限 30,000.00 还差 21,999.50").is_none());
    // another village: its own figures
    wish(&mut window, Wish::Run(Command::SelectVillage(villages[2])));
    assert!(window.query_by_label("离下限 30,000.00 还差 21,999.50").is_some());
    assert!(window.query_by_label("离目标 100,000.00 还差 91,999.50").is_some());
}

#[test]
fn the_accounts_that_count_are_chosen_in_the_rules() {
    let (app, _) = township();
    let mut window = today_window(app);
    wish(&mut window, Wish::OpenSettings(SettingsTab::Rules));
    // below the fold: scrolled to, as a person would
    window.get_by_label("只计其中的明细科目").scroll_to_me();
    window.run();
    click(&mut window, "501 经营收入");
    click(&mut window, "502 投资收益");
    click(&mut window, "503 补助收入");
    click(&mut window, "504 其他收入");
    click(&mut window, "保存规则");
    assert!(window.query_by_label_contains("集体经济收入一个科目也没有选").is_some());
    click(&mut window, "502 投资收益");
    type_into(&mut window, "只计其中的明细科目", "50101 50302");
    photograph(&mut window, "settings_rules_targets");
    click(&mut window, "保存规则");
    let targets = &shell(&window).app().ledger().expect("open").rules().targets;
    let codes: Vec<&str> = targets.accounts.iter().map(AccountCode::as_str).collect();
    assert_eq!(codes, ["502", "50101", "50302"]);
}
