//! Registers that come in as a table: the village's own lists, whatever they call their columns.

use expect_test::{Expect, expect};
use mingbai::app::{App, Command, HoldingCommand, Outcome};
use mingbai::domain::holding::debt::Direction;
use mingbai::domain::holding::{HoldingFacts, HoldingKind, RegisterSheet};
use mingbai::domain::ids::VillageId;
use tempfile::TempDir;

use super::holding::{pond, shown};
use super::support::{day, on_disk};

struct Desk {
    folder: TempDir,
    app: App,
    village: VillageId,
}

impl Desk {
    fn open() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (app, _, village) = on_disk(&folder, "2026-06-30");
        Self { folder, app, village }
    }

    fn import(&mut self, kind: HoldingKind, direction: Direction, text: &str) -> String {
        let path = self.folder.path().join("台账.csv");
        std::fs::write(&path, text).expect("written");
        let ledger = self.folder.path().join("甲村.mbz");
        let before = std::fs::read(&ledger).expect("a ledger");
        let command = HoldingCommand::Import { kind, direction, path };
        match self.app.execute(Command::Holding { village: self.village, command }) {
            Ok(outcome) => {
                assert!(matches!(outcome, Outcome::HoldingsImported { .. }));
                outcome.message()
            }
            Err(error) => {
                assert_eq!(std::fs::read(&ledger).expect("a ledger"), before, "{error}");
                error.to_string()
            }
        }
    }

    fn sheet(&self, of: RegisterSheet) -> String {
        let book = self.app.ledger().expect("open").book().expect("a book");
        shown(&book.register().sheet(of, day("2026-06-30")))
    }
}

fn check(desk: &mut Desk, kind: HoldingKind, text: &str, expect: Expect) {
    expect.assert_eq(&desk.import(kind, Direction::Claim, text));
}

#[test]
fn a_list_of_assets_comes_in_whole_and_once() {
    let mut desk = Desk::open();
    let list = "甲村固定资产登记表,,,,,,,,\n\
        序号,资产名称,资产类别,数量,购置时间,原值(元),使用年限,净残值率,累计折旧\n\
        1,办公楼,房屋,1栋,2010年5月1日,\"300,000.00\",40,5%,\"100,000.00\"\n\
        2,电脑,办公设备,3台,2024/3/5,12000,5,,\n\
        合计,,,,,312000,,,\n\
        制表：张会计,,,,,,,,\n";
    check(&mut desk, HoldingKind::Asset, list, expect!["已导入固定资产 2 项"]);
    expect![[r#"
        固定资产台账 2026年6月30日
        名称|类别|数量|存放地点|保管人|取得日期|原值|月折旧|累计折旧|净值|状态
        办公楼|房屋|1栋|||2010-05-01|300,000.00|593.75|100,000.00|200,000.00|在用
        电脑|办公设备|3台|||2024-03-05|12,000.00|200.00|0.00|12,000.00|在用
        ＝合计||||||312,000.00|793.75|100,000.00|212,000.00|"#]]
    .assert_eq(&desk.sheet(RegisterSheet::Assets));
    check(
        &mut desk,
        HoldingKind::Asset,
        list,
        expect!["已导入固定资产 0 项，另有 2 项已经在台账里"],
    );
    assert_eq!(desk.app.check().expect("readable"), []);
}

/// A list for each register, in the words of villages.
const LISTS: [(HoldingKind, Direction, &str); 6] = [
    (
        HoldingKind::Biological,
        Direction::Claim,
        "名称,类别,数量,单位,地点,取得日期,原值,使用年限\n\
     苹果树,生产性,200,棵,东坡,2020-03-01,20000,20\n\
     肉牛,消耗性生物资产,12头,,养殖场,2026-01-05,60000,\n\
     行道树,公益性,500,株,村道,2019-04-01,15000,\n",
    ),
    (
        HoldingKind::Resource,
        Direction::Claim,
        "资源名称,类别,坐落,面积（亩）,已发包面积\n北大洼,耕地,二组,120.5,80\n荒坡,四荒地,三组,35亩,\n",
    ),
    (
        HoldingKind::Contract,
        Direction::Claim,
        "合同号,承包方,标的,合同期限,年租金,交款方式,已收\n\
     2020-01,王五,村南鱼塘,2020年1月1日至2029年12月31日,5000,每年,30000\n\
     2021-02,赵六,门面房,2021-07-01至2026-06-30,1200,每季,\n",
    ),
    (
        HoldingKind::Debt,
        Direction::Claim,
        "欠款单位或个人,事由,形成时间,金额,约定归还\n孙七,借款,2021-05-01,3000,2022-05-01\n",
    ),
    (
        HoldingKind::Debt,
        Direction::Debt,
        "债权人,用途,形成时间,本金,年利率,已还,科目\n农商行,打井,2024-01-10,50000,4.35%,20000,201\n",
    ),
    (
        HoldingKind::Project,
        Direction::Claim,
        "工程名称,地点,预算,资金来源,决策日期,招标方式,承建单位,合同价,已付\n\
     村道硬化,村东,100000,一事一议,2026-03-01,公开招标,路通公司,96000,\n",
    ),
];

#[test]
fn every_register_has_its_columns() {
    let mut desk = Desk::open();
    let command = HoldingCommand::Add(Box::new(pond(5000, 0)));
    desk.app.execute(Command::Holding { village: desk.village, command }).expect("a pond");
    for (kind, direction, text) in LISTS {
        let said = desk.import(kind, direction, text);
        assert!(said.starts_with("已导入"), "{kind:?}: {said}");
    }
    let sheets = [
        RegisterSheet::Biological,
        RegisterSheet::Resources,
        RegisterSheet::Contracts,
        RegisterSheet::Claims,
        RegisterSheet::Debts,
        RegisterSheet::Projects,
    ];
    let all: Vec<String> = sheets.into_iter().map(|of| desk.sheet(of)).collect();
    expect![[r#"
        生物资产台账 2026年6月30日
        名称|类别|数量|地点|管护人|取得日期|原值|累计折旧|净值|状态
        苹果树|生产性|200棵|东坡||2020-03-01|20,000.00|0.00|20,000.00|在管
        肉牛|消耗性|12头|养殖场||2026-01-05|60,000.00|0.00|60,000.00|在管
        行道树|公益性|500株|村道||2019-04-01|15,000.00|0.00|15,000.00|在管
        ＝合计||||||95,000.00|0.00|95,000.00|

        资源台账 2026年6月30日
        名称|类别|坐落|面积（亩）|已发包（亩）|承租方|起止|每期租金|应收|实收|欠交|合同编号
        ！村南鱼塘|水面|一组|50|0|王五|2020-01-01 至 2029-12-31|5,000.00|35,000.00|30,000.00|5,000.00|2020-01
        北大洼|耕地|二组|120.5|80|||||||
        荒坡|四荒地|三组|35|0|||||||
        ＝合计|||205.5|80|||5,000.00|35,000.00|30,000.00|5,000.00|

        合同台账 2026年6月30日
        合同编号|对方|标的|起止|交款|每期金额|应收|实收|欠交|欠交起
        ！2020-01|王五|村南鱼塘|2020-01-01 至 2029-12-31|每年|5,000.00|35,000.00|30,000.00|5,000.00|2026-01-01
        ！2021-02|赵六|门面房|2021-07-01 至 2026-06-30|每季|1,200.00|24,000.00|0.00|24,000.00|2021-07-01
        ＝合计|||||6,200.00|59,000.00|30,000.00|29,000.00|

        债权台账 2026年6月30日
        欠款单位或个人|事由|形成时间|金额|年利率|约定归还|已收|余额|科目
        ！孙七|借款|2021-05-01|3,000.00||2022-05-01|0.00|3,000.00|112 应收款
        ＝合计|||3,000.00|||0.00|3,000.00|

        债务台账 2026年6月30日
        债权人|用途|形成时间|本金|年利率|约定归还|已还|余额|科目
        农商行|打井|2024-01-10|50,000.00|4.35%||20,000.00|30,000.00|201 短期借款
        ＝合计|||50,000.00|||20,000.00|30,000.00|

        工程项目台账 2026年6月30日
        名称|地点|预算|资金来源|决策日期|招标方式|承建方|合同价|已付|验收|决算
        村道硬化|村东|100,000.00|一事一议|2026-03-01|公开招标|路通公司|96,000.00|0.00||
        ＝合计||100,000.00|||||96,000.00|0.00||0.00"#]].assert_eq(&all.join("\n\n"));
    assert_eq!(desk.app.check().expect("readable"), []);
}

#[test]
fn every_fault_of_a_file_is_named_with_its_place() {
    let mut desk = Desk::open();
    let asset = HoldingKind::Asset;
    check(
        &mut desk,
        asset,
        "名称,原值\n电脑,5000\n",
        expect![
            "台账.csv 第 1 行：表头缺少取得日期栏，找到的有名称、原值。表里要有一行栏名：名称、取得日期、原值；还认得类别、数量、单位、地点、保管人、残值、使用月数、建账前已提折旧、折旧记入、状态、科目、备注、使用年限、残值率。"
        ],
    );
    check(
        &mut desk,
        asset,
        "名称,取得日期,原值,使用年限,残值率,数量,状态,折旧记入\n\
         电脑,2026-13-01,五千,很久,一半,几台,坏了,519\n\
         ,2026-01-01,5000,,,,,\n\
         打印机,2026-07-01,2000,,,,,\n",
        expect![[r#"
            台账.csv 有 7 处错误，一行也没有导入：
              台账.csv 第 2 行“数量”列“几台”：不是数量。请只写数字，如 12 或 12.5，最多两位小数。
              台账.csv 第 2 行“取得日期”列“2026-13-01”：日历上没有这一天。请对照票据改正日期。
              台账.csv 第 2 行“原值”列“五千”：金额不是数字。请只写数字，如 1234.50；算式和文字请移到摘要或备注里。
              台账.csv 第 2 行“残值率”列“一半”：残值率不是百分数。请写成 5% 这样。
              台账.csv 第 2 行“使用年限”列“很久”：不是年数或月数。请写数字，如使用年限 10 或使用月数 120。
              台账.csv 第 2 行“折旧记入”列“519”：科目表里没有这个科目。请改成科目表里的科目，或先在设置里增设明细科目再导入。
              台账.csv 第 2 行“状态”列“坏了”：不认得。请写在用、闲置、出租之一。
            请在表格里改好这几处，再导入一次。"#]],
    );
    check(
        &mut desk,
        asset,
        "名称,取得日期,原值,备注\n,2026-01-01,5000,保管人身份证 37250119900101123X\n",
        expect!["台账.csv 第 2 行“名称”列：名称没有填。请填上再保存。"],
    );
    check(
        &mut desk,
        HoldingKind::Contract,
        "合同号,承包方,标的,起止,年租金\n1,王五,地,2020-01-01,5000\n2,王五,地,2020-01-01至2019-01-01,5000\n",
        expect![
            "台账.csv 第 2 行“起止”列“2020-01-01”：起止日期看不懂。请写成 2020-01-01至2029-12-31 这样。"
        ],
    );
    check(
        &mut desk,
        HoldingKind::Contract,
        "合同号,承包方,标的,起止,年租金\n1,王五,地,2020-01-01至2029-01-01,5000\n1,赵六,塘,2020-01-01至2029-01-01,500\n",
        expect![
            "台账.csv 第 3 行“合同号”列“1”：合同编号 1 已经用在与王五的合同上。请核对是不是重复登记，或换一个编号。"
        ],
    );
    check(
        &mut desk,
        asset,
        "",
        expect!["台账.csv：文件是空的。请打开看一看，确认选对了文件、表已经保存。"],
    );
    check(
        &mut desk,
        asset,
        "名称,取得日期,原值\n合计,,\n",
        expect!["台账.csv：表头下面一行也没有。请在表头下面逐项填写，一项一行。"],
    );
}

#[test]
fn the_number_of_a_card_in_a_list_stays_outside() {
    let mut desk = Desk::open();
    let list = "名称,取得日期,原值,保管人,备注\n电脑,2026-01-01,5000,王五 37250119900101123X,卡 6222021234567890123\n";
    check(&mut desk, HoldingKind::Asset, list, expect!["已导入固定资产 1 项"]);
    let book = desk.app.ledger().expect("open").book().expect("a book");
    let HoldingFacts::Asset(asset) = &book.holdings.entries()[0].facts else { panic!("an asset") };
    assert_eq!(asset.keeper, "王五 **************123X");
    let bytes = std::fs::read(desk.folder.path().join("甲村.mbz")).expect("a ledger");
    for digits in ["37250119900101", "622202123456"] {
        let found = bytes.windows(digits.len()).any(|part| part == digits.as_bytes());
        assert!(!found, "{digits} is in the file");
    }
}
