//! Separate books (分账核算): the committee's and the collective's vouchers, balances, numbers,
//! closing, notices and year end stand apart, and may be disclosed together.

use expect_test::{Expect, expect};
use mingbai::app::{App, Clock, Command, ImportChoices, Outcome};
use mingbai::domain::entity::{Bookkeeping, Entity};
use mingbai::domain::matter::MatterCode;
use mingbai::domain::money::Money;
use mingbai::domain::notice::NoticeDraft;
use mingbai::domain::notice::{Body, Fault, FinanceLine};
use mingbai::domain::voucher::{Voucher, VoucherDraft};
use tempfile::TempDir;

use super::support::{
    Story, account, check_duties, check_faults, check_refusal, day, first, month, on_disk, period,
    simple, yuan,
};

/// A village with two sets of books and a voucher or two in each.
const TWO: &str = "
    今天  2026-04-12
    分账核算
    账套  村委会
    期初  101 500.00   102 2000.00   301 -2500.00
    账套  集体经济组织
    期初  102 8000.00  151 20000.00  301 -28000.00
    账套  村委会
    凭证  2026-03-03  付村委会电费  借 513 300.00   贷 102 300.00
    凭证  2026-03-09  收到上级运转经费  借 102 5000.00  贷 503 5000.00
    账套  集体经济组织
    凭证  2026-03-05  收到鱼塘承包费  借 102 1200.00  贷 501 1200.00
    凭证  2026-03-09  修水渠  借 514 700.00  贷 102 700.00
";

fn told(rest: &str) -> Story {
    Story::tell(&format!("{TWO}{rest}")).unwrap_or_else(|refused| panic!("{refused}"))
}

fn figures(story: &Story) -> String {
    let line = |scope: Entity| {
        let report = story.book().books_of(scope).report(period("2026-03"));
        format!(
            "{}：期初 {} 收 {} 支 {} 期末 {}（现金 {}）\n",
            scope.scope_label(),
            report.opening.total(),
            report.income_total,
            report.expense_total,
            report.closing.total(),
            report.closing.cash,
        )
    };
    Entity::ALL.into_iter().map(line).collect()
}

#[test]
fn each_set_has_its_own_figures_and_together_they_are_the_village() {
    let story = told("");
    expect![[r#"
        两套账合并：期初 10500.00 收 6200.00 支 1000.00 期末 15700.00（现金 500.00）
        村委会：期初 2500.00 收 5000.00 支 300.00 期末 7200.00（现金 500.00）
        集体经济组织：期初 8000.00 收 1200.00 支 700.00 期末 8500.00（现金 0.00）
    "#]]
    .assert_eq(&figures(&story));
    let mut sums = std::collections::BTreeMap::<_, Money>::new();
    for (_, set) in story.book().sets_in(Entity::Village) {
        let balances = set.balances(day("2026-03-31"));
        assert!(balances.values().copied().sum::<Money>().is_zero(), "debits equal credits");
        for (account, balance) in balances {
            let sum = sums.entry(account).or_default();
            *sum = sum.plus(balance);
        }
    }
    assert_eq!(sums, story.book().balances(day("2026-03-31")));
    assert_eq!(story.problems(), []);
}

#[test]
fn balances_are_told_of_the_set_that_is_asked_for() {
    let story = told("");
    let of = |scope: Entity| {
        let told = story.app().named_balances(first(story.app()), scope, month("2026-03"));
        let told: Vec<String> =
            told.expect("balances").iter().map(|(name, sum)| format!("{name} {sum}")).collect();
        told.join("，")
    };
    let committee = "101 库存现金 500.00，102 银行存款 6700.00，301 资本 -2500.00，503 补助收入 -5000.00，\
         513 管理费用 300.00";
    assert_eq!(of(Entity::Committee), committee);
    assert!(of(Entity::Collective).contains("151 固定资产 20000.00"));
    assert!(of(Entity::Village).contains("301 资本 -30500.00"));
}

#[test]
fn numbers_run_in_each_set_by_itself() {
    let story = told("");
    let numbers: Vec<String> = story
        .book()
        .vouchers
        .iter()
        .map(|voucher| story.book().number_in(Entity::Village, voucher))
        .collect();
    assert_eq!(numbers, ["村委记-001", "村委记-002", "集体记-001", "集体记-002"]);
    check_refusal(
        &format!("{TWO}账套 集体经济组织\n凭证 2026-03-10 记-002 修路灯 借 514 1.00 贷 102 1.00"),
        expect![[r#"
            2026年3月已有凭证 记-002（修水渠）
            请核对是不是重复记账，或改用下一个凭证号。
        "#]],
    );
}

#[test]
fn books_that_are_not_kept_take_nothing() {
    check_refusal(
        "账套 村委会\n凭证 2026-03-05 付电费 借 513 1.00 贷 102 1.00",
        expect![[r#"
            本村统一核算，只有一套账，没有单独的村委会账
            统一核算的村不用选账套；要分账，请在记账以前到村情里改核算方式。
        "#]],
    );
    check_refusal(
        "分账核算\n凭证 2026-03-05 付电费 借 513 1.00 贷 102 1.00",
        expect![[r#"
            本村分账核算，没有说是村委会的账还是集体经济组织的账
            请选村委会或集体经济组织（命令行写 --entity committee 或 collective）。
        "#]],
    );
    check_refusal(
        "分账核算\n期初 101 1.00 301 -1.00",
        expect![[r#"
            本村分账核算，没有说是村委会的账还是集体经济组织的账
            请选村委会或集体经济组织（命令行写 --entity committee 或 collective）。
        "#]],
    );
    check_refusal(
        "今天 2026-04-12\n凭证 2026-03-05 付电费 借 513 1.00 贷 102 1.00\n账套 集体经济组织\n起草 2026-03",
        expect![[r#"
            本村统一核算，只有一套账，没有单独的集体经济组织账
            统一核算的村不用选账套；要分账，请在记账以前到村情里改核算方式。
        "#]],
    );
}

#[test]
fn the_way_of_bookkeeping_is_chosen_before_anything_is_entered() {
    check_refusal(
        "分账核算\n统一核算\n凭证 2026-03-05 付电费 借 513 1.00 贷 102 1.00\n分账核算",
        expect![[r#"
            本村已经按统一核算记账（凭证 1 张，期初余额未录），核算方式不能再改
            核算方式要在记账以前定；要改请另建一个账簿，按新的方式从期初余额开始记。
        "#]],
    );
    check_refusal(
        "分账核算\n账套 村委会\n期初 101 1.00 301 -1.00\n统一核算",
        expect![[r#"
            本村已经按分账核算记账（凭证 0 张，期初余额已录），核算方式不能再改
            核算方式要在记账以前定；要改请另建一个账簿，按新的方式从期初余额开始记。
        "#]],
    );
}

#[test]
fn opening_balances_are_entered_once_for_each_set() {
    check_refusal(
        &format!("{TWO}账套 村委会\n期初 101 1.00 301 -1.00"),
        expect![[r#"
            本村村委会的期初余额已经录入过了
            期初余额只能录一次；录错了请记一张调整凭证。
        "#]],
    );
}

#[test]
fn a_notice_of_one_set_closes_that_set_only() {
    check_refusal(
        &format!(
            "{TWO}账套 村委会\n公布 2026-03 于 2026-04-03\n凭证 2026-03-20 付电费 借 513 1.00 贷 102 1.00"
        ),
        expect![[r#"
            2026年3月的财务已经公布，账已结，不能再记入这个月
            请记入还没公布的月份；改错请在本月冲销原凭证，再记一笔正确的。
        "#]],
    );
    let story = told(
        "账套 村委会\n公布 2026-03 于 2026-04-03\n账套 集体经济组织\n凭证 2026-03-20 付电费 借 514 1.00 贷 102 1.00",
    );
    assert_eq!(story.book().closed_through(), None);
    assert_eq!(story.book().vouchers.len(), 5);
    // the file itself would not take it either
    let merged = told("账套 合并\n公布 2026-03 于 2026-04-03");
    assert_eq!(merged.book().closed_through(), Some(super::support::month("2026-03")));
    assert_eq!(merged.problems(), []);
}

#[test]
fn a_duty_is_fulfilled_by_one_notice_over_both_or_one_for_each() {
    let of = |rest: &str| format!("{TWO}{rest}");
    check_duties(
        &of("账套 村委会\n公布 2026-03 于 2026-04-03"),
        expect![[r#"
            2026年3月  应于 2026-04-10 前公开  overdue 逾期 2 天
            2026年4月  应于 2026-05-10 前公开  waiting 19 天后可起草
        "#]],
    );
    check_duties(
        &of("账套 村委会\n公布 2026-03 于 2026-04-03\n账套 集体\n公布 2026-03 于 2026-04-09"),
        expect![[r#"
            2026年3月  应于 2026-04-10 前公开  fulfilled 已按时公布
            2026年4月  应于 2026-05-10 前公开  waiting 19 天后可起草
        "#]],
    );
    check_duties(
        &of("账套 合并\n公布 2026-03 于 2026-04-11"),
        expect![[r#"
            2026年3月  应于 2026-04-10 前公开  late 迟公布 1 天
            2026年4月  应于 2026-05-10 前公开  waiting 19 天后可起草
        "#]],
    );
}

fn lines_of(story: &Story, scope: Entity) -> String {
    let (village, app) = (story.book().village.id, story.app());
    let what = (MatterCode::FINANCE_DETAIL, scope, period("2026-03"));
    let (notice, _) = app
        .candidate_notice(village, &NoticeDraft::new(what.0, what.1, what.2))
        .expect("a candidate");
    let Body::FinanceDetail(detail) = &notice.content.body else { panic!("F01") };
    let mut text = format!(
        "{:?} {} | {}\n",
        notice.content.masthead.books.map(Entity::name),
        notice.content.masthead.signers.join(" "),
        notice.content.masthead.seals.join(" ")
    );
    let line = |line: &FinanceLine| {
        format!("{} {} {} 结余 {}\n", line.date, line.voucher, line.summary, line.balance)
    };
    text.extend(detail.lines.iter().map(line));
    text
}

#[test]
fn the_sheet_says_whose_books_it_discloses() {
    let story = told("");
    let all: String = Entity::ALL.into_iter().map(|scope| lines_of(&story, scope)).collect();
    expect![[r#"
        Some("village") 村党组织书记 村委会主任 集体经济组织负责人 村务监督委员会主任 会计（报账员） 镇三资中心审核 | 村民委员会（章） 集体经济组织（章） 村务监督委员会（章）
        2026-03-03 村委记-001 付村委会电费 结余 10200.00
        2026-03-05 集体记-001 收到鱼塘承包费 结余 11400.00
        2026-03-09 村委记-002 收到上级运转经费 结余 16400.00
        2026-03-09 集体记-002 修水渠 结余 15700.00
        Some("committee") 村党组织书记 村委会主任 村务监督委员会主任 会计（报账员） 镇三资中心审核 | 村民委员会（章） 村务监督委员会（章）
        2026-03-03 记-001 付村委会电费 结余 2200.00
        2026-03-09 记-002 收到上级运转经费 结余 7200.00
        Some("collective") 村党组织书记 集体经济组织负责人 村务监督委员会主任 会计（报账员） 镇三资中心审核 | 集体经济组织（章） 村务监督委员会（章）
        2026-03-05 记-001 收到鱼塘承包费 结余 9200.00
        2026-03-09 记-002 修水渠 结余 8500.00
    "#]]
    .assert_eq(&all);
}

#[test]
fn each_purse_is_watched_by_itself() {
    // 500 in the committee's till do not cover what the collective pays in cash
    check_faults(
        "
        今天  2026-04-12
        分账核算
        账套  村委会
        期初  101 500.00  301 -500.00
        账套  集体经济组织
        凭证  2026-03-05  买扫帚  借 514 60.00  贷 101 60.00  结算 现金
        账套  合并
        起草  2026-03
        ",
        expect![[r#"
            请看 negative_cash 集体经济组织账：3月5日现金结余是 -60.00 元，从凭证 记-001 起，钱不可能是负的，请核对日期先后和漏记的收入。
            请看 village_facts 村情里还没有填村务监督委员会成员、村监委电话、公开栏位置，公示上会留空，请在“设置”里补上。
        "#]],
    );
}

#[test]
fn money_that_goes_from_one_set_to_the_other_is_pointed_out_where_both_are_added_up() {
    let moved = "
        账套  村委会
        凭证  2026-03-12  借给合作社周转金  借 113 400.00  贷 102 400.00
        账套  集体经济组织
        凭证  2026-03-13  向村委会借周转金  借 102 400.00  贷 113 400.00
    ";
    let faults = |scope: &str| {
        let story = told(&format!("{moved}账套 {scope}\n"));
        let entity = Entity::find(scope).expect("known");
        let what = (MatterCode::FINANCE_DETAIL, entity, period("2026-03"));
        let village = story.book().village.id;
        let (_, faults) = story
            .app()
            .candidate_notice(village, &NoticeDraft::new(what.0, what.1, what.2))
            .expect("a candidate");
        let found = faults.into_iter().filter(|fault| fault.code == "between_books");
        let line = |fault: Fault| format!("{:?} {}\n", fault.line, fault.message);
        found.map(line).collect::<String>()
    };
    expect![[r#"
        Some(5) 村委记-003“借给合作社周转金”和集体记-003“向村委会借周转金”像是两套账之间的转账 400.00 元，合并以后收入和支出里各算了一次，公示时请在摘要里写明。
    "#]]
    .assert_eq(&faults("合并"));
    assert_eq!(faults("村委会"), "");
}

#[test]
fn a_voucher_is_taken_back_and_corrected_in_its_own_set() {
    let story = told(
        "账套 集体经济组织\n冲销 2026-03 记-002 于 2026-04-02\n更正 2026-03 记-001 于 2026-04-02 收到鱼塘承包费 借 102 1300.00 贷 501 1300.00",
    );
    let books: Vec<(Entity, String)> = story
        .book()
        .vouchers
        .iter()
        .filter(|voucher| voucher.month() == super::support::month("2026-04"))
        .map(|voucher| (voucher.entity(), voucher.number().to_string()))
        .collect();
    assert_eq!(
        books,
        ["记-001", "记-002", "记-003"].map(|number| (Entity::Collective, number.to_owned()))
    );
}

#[test]
fn a_year_is_ended_for_both_sets_and_each_surplus_appropriated_by_itself() {
    let year = "
        今天  2026-01-31
        分账核算
        账套  村委会
        凭证  2025-12-05  收到运转经费  借 102 500.00  贷 503 500.00
        凭证  2025-12-06  买办公用纸    借 513 420.00  贷 102 420.00
        账套  集体经济组织
        凭证  2025-12-07  收到承包费    借 102 900.00  贷 501 900.00
        账套  村委会
        公布  2025-12  于 2026-01-05
    ";
    check_refusal(
        &format!("{year}年终结转 2025"),
        expect![[r#"
            2025年还有 1 个月的财务没有公布：2025年12月
            请先把这些月份的财务逐笔公开表起草、公布，再结转。
        "#]],
    );
    let ended = format!("{year}账套 集体\n公布 2025-12 于 2026-01-06\n年终结转 2025\n");
    let story = Story::tell(&ended).unwrap_or_else(|refused| panic!("{refused}"));
    let surplus = |entity| story.book().distributable(entity, 2025).to_string();
    assert_eq!(surplus(Entity::Committee), "80.00");
    assert_eq!(surplus(Entity::Collective), "900.00");
    check_refusal(
        &format!("{ended}账套 村委会\n分配 2025 于 2026-01-20 311 90.00"),
        expect![[r#"
            要分配 90.00，可分配的只有 80.00，多出 10.00
            请把金额减到可分配的数以内。
        "#]],
    );
    check_refusal(
        &format!("{ended}账套 合并\n分配 2025 于 2026-01-20 311 90.00"),
        expect![[r#"
            本村分账核算，没有说是村委会的账还是集体经济组织的账
            请选村委会或集体经济组织（命令行写 --entity committee 或 collective）。
        "#]],
    );
    let paid = format!("{ended}账套 集体\n分配 2025 于 2026-01-20 311 300.00");
    let story = Story::tell(&paid).unwrap_or_else(|refused| panic!("{refused}"));
    assert_eq!(story.book().distributable(Entity::Collective, 2025), yuan("600.00"));
    assert_eq!(story.book().distributable(Entity::Committee, 2025), yuan("80.00"));
    assert_eq!(story.problems(), []);
}

/// What every refused import must leave behind: the same bytes.
#[track_caller]
fn check_untouched(app: &mut App, path: &std::path::Path, command: Command, expect: Expect) {
    let before = std::fs::read(path).expect("bytes");
    let refused = app.execute(command).expect_err("a refusal");
    expect.assert_eq(&refused.to_string());
    assert_eq!(std::fs::read(path).expect("bytes"), before, "a refusal wrote");
}

#[test]
fn a_file_goes_into_the_books_that_are_named() {
    let folder = TempDir::new().expect("a folder");
    let (mut app, path, village) = on_disk(&folder, "2026-11-05");
    let mut profile = app.ledger().expect("open").villages()[0].profile.clone();
    profile.bookkeeping = Bookkeeping::Separate;
    app.execute(Command::UpdateVillage { village, profile }).expect("nothing entered yet");
    let file = folder.path().join("流水.csv");
    let text = "日期,摘要,收入,支出,科目,结算方式\n2026-10-08,付电费,,120.00,513,转账\n";
    std::fs::write(&file, text).expect("a file");
    let import = |entity| Command::ImportVouchers {
        village,
        path: file.clone(),
        choices: ImportChoices { entity, ..ImportChoices::default() },
    };
    check_untouched(
        &mut app,
        &path,
        import(Entity::Village),
        expect![
            "本村分账核算，没有说是村委会的账还是集体经济组织的账。请选村委会或集体经济组织（命令行写 --entity committee 或 collective）。"
        ],
    );
    app.execute(import(Entity::Committee)).expect("imported");
    let again = app.execute(import(Entity::Committee)).expect_err("the same file again");
    assert!(again.to_string().contains("导入过"), "{again}");
    // the same words in the other set of books are another business
    app.execute(import(Entity::Collective)).expect("imported");
    drop(app);
    let mut app = App::new(Clock::Fixed(day("2026-11-05")));
    app.execute(Command::OpenLedger { path: path.clone() }).expect("opens again");
    let book = app.ledger().expect("open").book().expect("a book");
    let entities: Vec<Entity> = book.vouchers.iter().map(Voucher::entity).collect();
    assert_eq!(entities, [Entity::Committee, Entity::Collective]);
    assert_eq!(app.check().expect("a check"), []);
}

#[test]
fn the_file_holds_the_sets_apart() {
    let folder = TempDir::new().expect("a folder");
    let (mut app, path, village) = on_disk(&folder, "2026-11-05");
    let mut profile = app.ledger().expect("open").villages()[0].profile.clone();
    profile.bookkeeping = Bookkeeping::Separate;
    app.execute(Command::UpdateVillage { village, profile }).expect("nothing entered yet");
    let posted = VoucherDraft {
        entity: Entity::Committee,
        ..simple("2026-10-08", "付电费", "513", "102", "12.00")
    };
    let done = app.execute(Command::PostVoucher { village, draft: posted }).expect("posted");
    let Outcome::VoucherPosted { .. } = done else { panic!("posted") };
    let (matter, of) = (MatterCode::FINANCE_DETAIL, period("2026-10"));
    let draft = crate::support::draft(village, matter, Entity::Committee, of);
    let Outcome::NoticeDrafted { notice, .. } = app.execute(draft).expect("drafted") else {
        panic!("a draft");
    };
    let (on, boards) = (day("2026-11-03"), Vec::new());
    crate::support::agree(&mut app, notice, on).expect("agreed");
    app.execute(Command::PublishNotice { notice, on, days: 15, boards }).expect("published");
    drop(app);
    // another program moves the voucher into the other set
    let file = rusqlite::Connection::open(&path).expect("opens");
    file.execute_batch("DROP TRIGGER voucher_is_final_update;").expect("dropped");
    file.execute("UPDATE voucher SET entity = 'collective'", []).expect("moved");
    drop(file);
    let mut app = App::new(Clock::Fixed(day("2026-11-05")));
    app.open_to_read(&path).expect("opens to look");
    assert_eq!(first(&app), village);
    let found = app.check().expect("a check");
    assert!(found.iter().any(|problem| problem.code == "voucher_changed"), "{found:?}");
    drop(app);
    // or into books that the village does not keep
    let file = rusqlite::Connection::open(&path).expect("opens");
    file.execute("UPDATE voucher SET entity = 'village'", []).expect("moved");
    drop(file);
    let mut app = App::new(Clock::Fixed(day("2026-11-05")));
    let damaged = app.open_to_read(&path).expect_err("damaged");
    assert!(damaged.to_string().contains("账套与村里的核算方式不符"), "{damaged}");
}

#[test]
fn what_the_program_posts_of_itself_goes_into_the_owner_s_books() {
    assert_eq!(Bookkeeping::Unified.owner(), Entity::Village);
    assert_eq!(Bookkeeping::Separate.owner(), Entity::Collective);
    let story = told("账套 村委会\n凭证 2026-03-21 付水费 借 513 5.00 贷 102 5.00");
    let book = story.book();
    assert_eq!(book.entity_of_bank(&account("102")), Entity::Committee);
    assert_eq!(book.entity_of_bank(&account("101")), Entity::Committee);
    assert_eq!(book.entity_of_bank(&account("111")), Entity::Collective);
}
