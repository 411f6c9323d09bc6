//! Files written with the chart of accounts before 2024: carried over by name, never by number;
//! what only the village knows is asked; numbers that mean two things are refused.

use std::path::{Path, PathBuf};

use expect_test::{Expect, expect};
use mingbai::app::{App, Command, ImportChoices, Outcome};
use mingbai::domain::account::AccountCode;
use mingbai::domain::ids::VillageId;
use mingbai::domain::ledger::Book;
use mingbai::domain::old_chart::AccountMap;
use mingbai::domain::period::Period;
use mingbai::domain::voucher::Voucher;
use mingbai::ui::inbox::{Pick, PickPurpose, Wish};
use mingbai::ui::pages::Page;
use mingbai::ui::pages::settings::SettingsTab;
use tempfile::TempDir;

use super::harness::{Scripted, Window, click, go, photograph, shell, window, wish};
use super::support::{account, on_disk, period};
use egui_kittest::kittest::Queryable as _;

/// Balances of a village at the end of 2023, by the chart of 2004.
const OPENING: &str = "\
编号,科目名称,借方余额,贷方余额
101,现金,486.20,
102,银行存款,21000.00,
112,应收款,900.00,
131,牲畜（禽）资产,3000.00,
132,林木资产,8000.00,
151,固定资产,90000.00,
152,累计折旧,,12000.00
153,固定资产清理,150.00,
154,在建工程,6000.00,
202,应付款,,2300.00
211,应付工资,,800.00
212,应付福利费,,1200.20
301,资本,,100000.00
311,公积公益金,,10000.00
322,收益分配,,3236.00
";

/// A desk with one village, its ledger on disk.
struct Desk {
    folder: TempDir,
    app: App,
    ledger: PathBuf,
    village: VillageId,
}

impl Desk {
    fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        let (app, ledger, village) = on_disk(&folder, "2026-11-05");
        Self { folder, app, ledger, village }
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).expect("a file");
        path
    }

    fn book(&self) -> &Book {
        self.app.ledger().expect("open").book().expect("a book")
    }

    fn opening(&mut self, text: &str, map: &[(&str, &str)]) -> Result<Outcome, String> {
        let path = self.file("旧账期初.csv", text);
        let (village, choices) = (self.village, choices(map));
        let command = Command::ImportOpening { village, path, choices };
        self.app.execute(command).map_err(|error| error.to_string())
    }

    fn vouchers(&mut self, text: &str, map: &[(&str, &str)]) -> Result<Outcome, String> {
        let path = self.file("旧账流水.csv", text);
        let (village, choices) = (self.village, choices(map));
        let command = Command::ImportVouchers { village, path, choices };
        self.app.execute(command).map_err(|error| error.to_string())
    }

    /// Refused with these words, and the file is what it was, byte for byte.
    #[track_caller]
    fn refused_opening(&mut self, text: &str, map: &[(&str, &str)], expect: Expect) {
        let before = std::fs::read(&self.ledger).expect("bytes");
        let refused = self.opening(text, map).expect_err("a refusal");
        expect.assert_eq(&refused);
        assert_eq!(std::fs::read(&self.ledger).expect("bytes"), before, "a refusal wrote");
    }
}

fn choices(map: &[(&str, &str)]) -> ImportChoices {
    let mut choices = ImportChoices::default();
    for (old, new) in map {
        choices.map.set(old, account(new));
    }
    choices
}

fn balances(book: &Book) -> String {
    let line = |(code, amount): (&AccountCode, _)| format!("{} {amount}\n", book.chart.title(code));
    book.opening.lines().map(line).collect()
}

#[test]
fn an_old_balance_sheet_comes_in_by_name() {
    let mut desk = Desk::new();
    let map = [("牲畜(禽)资产", "131"), ("林木资产", "134")];
    let Ok(Outcome::OpeningEntered(summary)) = desk.opening(OPENING, &map) else {
        panic!("entered");
    };
    assert_eq!(summary.warnings.len(), 1, "{:?}", summary.warnings);
    assert!(summary.warnings[0].starts_with("这是按 2004 年科目表写的文件"));
    // 应付工资 and 应付福利费 stand in one account now
    expect![[r#"
        101 库存现金 486.20
        102 银行存款 21000.00
        112 应收款 900.00
        131 消耗性生物资产 3000.00
        134 公益性生物资产 8000.00
        151 固定资产 90000.00
        152 累计折旧 -12000.00
        153 在建工程 6000.00
        154 固定资产清理 150.00
        211 应付款 -2300.00
        212 应付工资 -2000.20
        301 资本 -100000.00
        311 公积公益金 -10000.00
        322 收益分配 -3236.00
    "#]]
    .assert_eq(&balances(desk.book()));
    assert_eq!(desk.app.check().expect("a check"), []);
}

#[test]
fn what_only_the_village_knows_is_asked() {
    let mut desk = Desk::new();
    desk.refused_opening(
        OPENING,
        &[("牲畜（禽）资产", "131")],
        expect!["旧账期初.csv 第 6 行“科目名称”列“林木资产”：旧科目“林木资产”在现行科目表里分成了几个，要由人定转到哪一个。可以转到131 消耗性生物资产、132 生产性生物资产、134 公益性生物资产；窗口里请在对照表里选，命令行写 --map 林木资产=131。"],
    );
    desk.refused_opening(
        OPENING,
        &[("牲畜（禽）资产", "131"), ("林木资产", "139")],
        expect!["旧账期初.csv 第 6 行“科目名称”列“林木资产”：要转到的科目 139 不在科目表里。请改成科目表里的编号，或先在设置里增设明细科目。"],
    );
    desk.refused_opening(
        OPENING,
        &[("牲畜（禽）资产", "131"), ("林木资产", "134"), ("林木", "134")],
        expect!["旧账期初.csv：对照里写了“林木”，文件里没有这个旧科目。请照文件里的写法改名称，或去掉这一条对照。"],
    );
    desk.refused_opening(
        "科目,期初余额\n101 库存现金,1\n301 资本,-1\n",
        &[("林木资产", "134")],
        expect!["旧账期初.csv：对照里写了“林木资产”，可这个文件看不出是旧科目表的。请核对文件；用现行科目表的文件不用写对照。"],
    );
    assert!(desk.book().opening.is_empty());
    // 应付福利费 has a usual place that a village may change
    let map = [("牲畜（禽）资产", "132"), ("林木资产", "132"), ("212 应付福利费", "311")];
    desk.opening(OPENING, &map).expect("entered");
    let balances = balances(desk.book());
    assert!(balances.contains("132 生产性生物资产 11000.00"), "{balances}");
    assert!(balances.contains("212 应付工资 -800.00"), "{balances}");
    assert!(balances.contains("311 公积公益金 -11200.20"), "{balances}");
}

#[test]
fn a_number_alone_that_means_two_things_is_refused() {
    for (number, old, new) in [
        ("131", "牲畜（禽）资产", "消耗性生物资产"),
        ("132", "林木资产", "生产性生物资产"),
        ("153", "固定资产清理", "在建工程"),
        ("154", "在建工程", "固定资产清理"),
        ("211", "应付工资", "应付款"),
        ("212", "应付福利费", "应付工资"),
        ("502", "经营支出", "投资收益"),
        ("511", "发包及上交收入", "经营支出"),
        ("521", "农业税附加返还收入", "所得税费用"),
    ] {
        let mut desk = Desk::new();
        let text = format!("科目,期初余额\n102,5.00\n{number},-5.00\n");
        let said = desk.opening(&text, &[]).expect_err("nobody can tell");
        let meanings = format!("{number} 在 2004 年科目表是“{old}”，在现行科目表是“{new}”");
        assert!(said.contains(&meanings), "{said}");
        assert!(said.contains("请在科目栏的编号后面补上名称"), "{said}");
        assert!(desk.book().opening.is_empty());
        // one account that only one chart has decides for the whole file
        let decided = format!("科目,期初余额\n库存现金,5.00\n{number},-5.00\n");
        desk.opening(&decided, &[]).expect("today's chart");
        let code = desk.book().opening.lines().map(|(code, _)| code.to_string()).last();
        assert_eq!(code.as_deref(), Some(number));
    }
}

#[test]
fn numbers_and_names_that_disagree_are_said() {
    let mut desk = Desk::new();
    // 511 was 发包及上交收入; the name says 管理费用
    let text = "科目,期初余额\n现金,12.00\n511 管理费用,8.00\n599 其他支出,5.00\n301 资本,-25.00\n";
    let Ok(Outcome::OpeningEntered(summary)) = desk.opening(text, &[]) else { panic!("entered") };
    expect![[r#"
        这是按 2004 年科目表写的文件，已按名称转到现行科目，请核对对照表。
        “511 管理费用”转到“513 管理费用”：编号和名称对不上：511 是“发包及上交收入”，按名称“管理费用”转
        “599 其他支出”转到“515 其他支出”：编号和名称对不上：旧科目表没有 599，按名称“其他支出”转"#]]
    .assert_eq(&summary.warnings.join("\n"));
    // in a file of today's chart a name and a number that disagree stop the import
    let mut desk = Desk::new();
    let mixed = "科目,期初余额\n库存现金,12.00\n502 经营支出,-12.00\n";
    desk.refused_opening(
        mixed,
        &[],
        expect!["旧账期初.csv 第 3 行“科目”列“502 经营支出”：科目编号和名称对不上：“经营支出”的编号是 511。2024 年起用新的科目表，请改成“511 经营支出”，或核对名称。"],
    );
}

const VOUCHERS: &str = "\
日期,凭证号,摘要,收入,支出,科目编号,科目名称,结算方式
2026-10-03,1,收鱼塘承包费,1200.00,,511,发包及上交收入,转账
2026-10-05,2,收上级补助,5000.00,,522,补助收入,转账
2026-10-06,3,买化肥,,320.00,502,经营支出,转账
2026-10-07,4,付电费,,98.60,541,管理费用,转账
2026-10-08,5,收利息,3.25,,531,其他收入,转账
2026-10-09,6,收农业税附加返还,40.00,,521,农业税附加返还收入,转账
2026-10-10,7,修水渠,,700.00,154,在建工程,转账
2026-10-11,8,还欠款,,50.00,202,应付款,转账
2026-10-12,9,收分红,66.00,,561,投资收益,转账
2026-10-13,10,赔偿,,7.00,551,其他支出,转账
";

#[test]
fn old_vouchers_come_in_by_name() {
    let mut desk = Desk::new();
    let said = desk.vouchers(VOUCHERS, &[]).expect_err("one account must be chosen");
    assert!(said.contains("旧科目“发包及上交收入”"), "{said}");
    assert!(desk.book().vouchers.is_empty());
    desk.vouchers(VOUCHERS, &[("发包及上交收入", "501")]).expect("posted");
    let line = |voucher: &Voucher| {
        let entries: Vec<String> = voucher
            .entries()
            .iter()
            .map(|entry| format!("{} {}", entry.side.label(), entry.account))
            .collect();
        format!("{} {}\n", voucher.summary(), entries.join(" "))
    };
    expect![[r#"
        收鱼塘承包费 借 102 贷 501
        收上级补助 借 102 贷 503
        买化肥 借 511 贷 102
        付电费 借 513 贷 102
        收利息 借 102 贷 504
        收农业税附加返还 借 102 贷 503
        修水渠 借 153 贷 102
        还欠款 借 211 贷 102
        收分红 借 102 贷 502
        赔偿 借 515 贷 102
    "#]]
    .assert_eq(&desk.book().vouchers.iter().map(line).collect::<String>());
    let report = desk.book().report(period("2026-10"));
    assert_eq!(report.period, Period::parse("2026-10").expect("a month"));
    assert_eq!(report.income_total.to_string(), "6309.25");
}

#[test]
fn a_sub_account_is_kept_where_the_village_has_it() {
    let mut desk = Desk::new();
    let (village, parent, name) = (desk.village, account("513"), "办公费".to_owned());
    desk.app.execute(Command::AddAccount { village, parent, name }).expect("added");
    let text = "科目,期初余额\n现金,30.00\n541 管理费用—办公费,20.00\n541 管理费用—差旅费,10.00\n301 资本,-60.00\n";
    let Ok(Outcome::OpeningEntered(summary)) = desk.opening(text, &[]) else { panic!("entered") };
    assert_eq!(
        summary.warnings.last().map(String::as_str),
        Some("“541 管理费用—差旅费”转到“513 管理费用”：“管理费用”下没有明细科目“差旅费”，并入上级")
    );
    expect![[r#"
        101 库存现金 30.00
        301 资本 -60.00
        513 管理费用 10.00
        51301 管理费用—办公费 20.00
    "#]]
    .assert_eq(&balances(desk.book()));
}

#[test]
fn a_line_twice_is_still_a_line_twice() {
    let mut desk = Desk::new();
    desk.refused_opening(
        "科目,期初余额\n现金,1\n现金,2\n301 资本,-3\n",
        &[],
        expect!["旧账期初.csv 第 3 行“科目”列“现金”：这个科目在第 2 行已经有了。请把同一科目合并成一行。"],
    );
}

#[test]
fn the_table_is_known_before_anything_is_read() {
    let desk = Desk::new();
    let path = desk.file("期初.csv", OPENING);
    let lines = desk.app.survey_opening(desk.village, &path, &AccountMap::default());
    let lines = lines.expect("a table");
    assert_eq!(lines.len(), 15);
    let open: Vec<&str> = lines
        .iter()
        .filter(|line| line.target.is_none())
        .map(|line| line.written.as_str())
        .collect();
    assert_eq!(open, ["131 牲畜（禽）资产", "132 林木资产"]);
    let today = desk.file("新.csv", "科目,期初余额\n库存现金,1\n资本,-1\n");
    let none = desk.app.survey_opening(desk.village, &today, &AccountMap::default());
    assert_eq!(none.expect("no table"), []);
}

fn open_window(app: App, files: &[&Path]) -> Window {
    window(app, Scripted::answering(files))
}

fn choose(window: &mut Window, label: &str, choice: &str) {
    click(window, label);
    click(window, choice);
}

#[test]
fn the_window_asks_before_it_reads_old_balances() {
    let desk = Desk::new();
    let path = desk.file("期初.csv", OPENING);
    let mut window = open_window(desk.app, &[&path]);
    wish(&mut window, Wish::OpenSettings(SettingsTab::Opening));
    click(&mut window, "从表格导入…");
    photograph(&mut window, "opening_old_chart");
    assert!(window.query_by_label_contains("有 2 个旧科目").is_some());
    click(&mut window, "导入");
    let is_empty = |window: &Window| {
        shell(window).app().ledger().expect("open").book().expect("shown").opening.is_empty()
    };
    assert!(is_empty(&window), "the button waits for the choices");
    choose(&mut window, "“131 牲畜（禽）资产”转到", "131 消耗性生物资产");
    choose(&mut window, "“132 林木资产”转到", "134 公益性生物资产");
    photograph(&mut window, "opening_old_chart_chosen");
    click(&mut window, "导入");
    let book = shell(&window).app().ledger().expect("open").book().expect("shown");
    assert!(balances(book).contains("134 公益性生物资产 8000.00"), "{}", balances(book));
}

#[test]
fn the_window_asks_before_it_posts_old_vouchers() {
    let desk = Desk::new();
    let path = desk.file("流水.csv", VOUCHERS);
    let mut window = open_window(desk.app, &[&path]);
    go(&mut window, Page::Vouchers);
    wish(&mut window, Wish::Pick(Pick::Table { purpose: PickPurpose::Vouchers }));
    photograph(&mut window, "vouchers_old_chart");
    choose(&mut window, "“511 发包及上交收入”转到", "501 经营收入");
    photograph(&mut window, "vouchers_old_chart_chosen");
    click(&mut window, "导入");
    let book = shell(&window).app().ledger().expect("open").book().expect("shown");
    assert_eq!(book.vouchers.len(), 10);
}
