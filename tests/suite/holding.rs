//! The registers: what they refuse, that a refusal leaves the file as it was, and their tables.

mod agreement;
mod depreciation;

use expect_test::{Expect, expect};
use mingbai::app::{App, Command, HoldingCommand, Outcome};
use mingbai::domain::entity::Entity;
use mingbai::domain::holding::asset::{Asset, AssetUse, Disposal};
use mingbai::domain::holding::biological::{Biological, BiologicalUse};
use mingbai::domain::holding::contract::{Contract, Schedule, Thing};
use mingbai::domain::holding::debt::{Debt, Direction};
use mingbai::domain::holding::depreciation::Depreciation;
use mingbai::domain::holding::project::{Bidding, Project};
use mingbai::domain::holding::resource::{Resource, ResourceKind};
use mingbai::domain::holding::{
    HoldingFacts, HoldingWarning, Quantity, RegisterSheet, Tie, TieRole,
};
use mingbai::domain::ids::{HoldingId, VillageId, VoucherId};
use mingbai::domain::ledger::Book;
use mingbai::domain::listing::{Listing, RowRole};
use mingbai::domain::money::Money;
use mingbai::domain::period::{Date, Month};
use mingbai::domain::voucher::{Voucher, VoucherDraft};
use proptest::prelude::*;

use super::support::{account, day, month, on_disk, simple, yuan};

pub(crate) fn plan(salvage: &str, life_months: u32, before: &str) -> Depreciation {
    Depreciation {
        salvage: yuan(salvage),
        life_months,
        depreciated_before: yuan(before),
        expense: account("513"),
    }
}

pub(crate) fn asset(name: &str, on: &str, cost: &str, depreciation: Depreciation) -> HoldingFacts {
    HoldingFacts::Asset(Asset {
        name: name.to_owned(),
        category: "办公设备".to_owned(),
        quantity: Quantity::ONE,
        unit: "台".to_owned(),
        place: "村委会".to_owned(),
        keeper: "张会计".to_owned(),
        acquired_on: day(on),
        cost: yuan(cost),
        depreciation,
        used_as: AssetUse::InUse,
        account: account("151"),
        disposal: None,
        note: String::new(),
    })
}

pub(crate) fn orchard(on: &str, cost: &str, used_as: BiologicalUse) -> HoldingFacts {
    HoldingFacts::Biological(Biological {
        name: "苹果树".to_owned(),
        account: account(used_as.account()),
        used_as,
        quantity: Quantity::from_hundredths(20_000),
        unit: "棵".to_owned(),
        place: "东坡".to_owned(),
        keeper: "王五".to_owned(),
        acquired_on: day(on),
        cost: yuan(cost),
        disposal: None,
        note: String::new(),
    })
}

pub(crate) fn pond(area: i64, contracted: i64) -> HoldingFacts {
    HoldingFacts::Resource(Resource {
        name: "村南鱼塘".to_owned(),
        category: ResourceKind::Water,
        place: "一组".to_owned(),
        area: Quantity::from_hundredths(area),
        contracted: Quantity::from_hundredths(contracted),
        note: String::new(),
    })
}

pub(crate) fn contract(starts: &str, ends: &str, amount: &str, thing: Thing) -> Contract {
    Contract {
        number: "2026-01".to_owned(),
        party: "赵六".to_owned(),
        thing,
        signed_on: day(starts),
        starts_on: day(starts),
        ends_on: day(ends),
        first_due_on: day(starts),
        amount: yuan(amount),
        schedule: Schedule::Yearly,
        received_before: Money::ZERO,
        note: String::new(),
    }
}

pub(crate) fn debt(direction: Direction, on: &str, principal: &str, code: &str) -> HoldingFacts {
    HoldingFacts::Debt(Debt {
        direction,
        party: "县供电公司".to_owned(),
        purpose: "电费".to_owned(),
        incurred_on: day(on),
        principal: yuan(principal),
        rate: 435,
        due_on: None,
        settled_before: Money::ZERO,
        account: account(code),
        note: String::new(),
    })
}

pub(crate) fn project(on: &str, price: &str) -> HoldingFacts {
    HoldingFacts::Project(Project {
        name: "村道硬化".to_owned(),
        place: "村东".to_owned(),
        budget: yuan("100000.00"),
        funding: "一事一议".to_owned(),
        decided_on: day(on),
        bidding: Bidding::Open,
        contractor: "路通公司".to_owned(),
        price: yuan(price),
        paid_before: Money::ZERO,
        account: account("153"),
        accepted_on: None,
        final_cost: None,
        note: String::new(),
    })
}

/// A ledger file and what is done to its registers.
pub(crate) struct Desk {
    folder: tempfile::TempDir,
    app: App,
    path: std::path::PathBuf,
    village: VillageId,
}

impl Desk {
    pub(crate) fn open(today: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (app, path, village) = on_disk(&folder, today);
        Self { folder, app, path, village }
    }

    /// The office, and the folder that must outlive it.
    pub(crate) fn into_window(self) -> (tempfile::TempDir, App) {
        (self.folder, self.app)
    }

    fn book(&self) -> &Book {
        self.app.ledger().expect("open").book().expect("a book")
    }

    fn act(&mut self, command: HoldingCommand) -> Result<Outcome, String> {
        let village = self.village;
        let done = self.app.execute(Command::Holding { village, command });
        done.map_err(|error| error.to_string())
    }

    pub(crate) fn add(&mut self, facts: HoldingFacts) -> HoldingId {
        match self.act(HoldingCommand::Add(Box::new(facts))) {
            Ok(Outcome::HoldingDone { holding: Some(id), .. }) => id,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn post(&mut self, draft: VoucherDraft) -> VoucherId {
        let village = self.village;
        match self.app.execute(Command::PostVoucher { village, draft }) {
            Ok(Outcome::VoucherPosted { voucher, .. }) => voucher,
            other => panic!("{other:?}"),
        }
    }

    fn reverse(&mut self, voucher: VoucherId, date: &str) {
        let command = Command::ReverseVoucher { village: self.village, voucher, date: day(date) };
        self.app.execute(command).expect("a reversal");
    }

    pub(crate) fn tie(
        &mut self,
        holding: HoldingId,
        voucher: VoucherId,
        role: TieRole,
        amount: &str,
    ) {
        let tie = Tie { holding, voucher, role, amount: yuan(amount) };
        self.act(HoldingCommand::Tie(tie)).expect("a tie");
    }

    /// A refusal, and the file as it was byte for byte.
    #[track_caller]
    fn refused(&mut self, command: HoldingCommand, expect: Expect) {
        let before = std::fs::read(&self.path).expect("a file");
        let said = self.act(command).expect_err("a refusal");
        assert!(std::fs::read(&self.path).expect("a file") == before, "the file changed");
        expect.assert_eq(&said);
    }

    #[track_caller]
    fn refused_facts(&mut self, facts: HoldingFacts, expect: Expect) {
        self.refused(HoldingCommand::Add(Box::new(facts)), expect);
    }

    /// The file read again by another office says the same.
    fn reread(&self) -> Book {
        let mut app = App::new(mingbai::app::Clock::Fixed(self.app.today()));
        let copy = self.path.with_file_name("抄件.mbz");
        std::fs::copy(&self.path, &copy).expect("a copy");
        app.open_to_read(&copy).expect("readable");
        app.ledger().expect("open").book().expect("a book").clone()
    }
}

pub(crate) fn shown(listing: &Listing) -> String {
    let heads: Vec<&str> = listing.columns.iter().map(|column| column.title.as_str()).collect();
    let mut lines = vec![format!("{} {}", listing.title, listing.period), heads.join("|")];
    for row in &listing.rows {
        let cells: Vec<String> =
            row.cells.iter().map(mingbai::domain::listing::ListingCell::shown).collect();
        let mark = match row.role {
            RowRole::Alarm => "！",
            RowRole::Sum => "＝",
            RowRole::Entry | RowRole::Section => "",
        };
        lines.push(format!("{mark}{}", cells.join("|")));
    }
    lines.extend(listing.notes.iter().cloned());
    lines.join("\n")
}

fn sheet(book: &Book, of: RegisterSheet, on: &str) -> String {
    shown(&book.register().sheet(of, day(on)))
}

#[test]
fn facts_that_cannot_be_are_refused_and_nothing_is_written() {
    let mut desk = Desk::open("2026-06-30");
    let bad = |salvage, life| asset("电脑", "2026-01-10", "5000.00", plan(salvage, life, "0"));
    desk.refused_facts(
        bad("5000.01", 36),
        expect!["残值 5,000.01 高于原值 5,000.00。请核对原值和残值。"],
    );
    desk.refused_facts(
        bad("0", 0),
        expect!["使用月数是 0，要在 1 到 1200 之间。请按月填写，如 10 年填 120。"],
    );
    desk.refused_facts(
        asset("电脑", "2026-07-01", "5000.00", plan("0", 36, "0")),
        expect!["取得日期 2026-07-01 还没到（今天是 2026-06-30）。请核对日期。"],
    );
    desk.refused_facts(
        asset("电脑", "0206-07-01", "5000.00", plan("0", 36, "0")),
        expect!["取得日期 0206-07-01 太早或太晚。请核对年份。"],
    );
    desk.refused_facts(
        asset("电脑", "2026-01-10", "0", plan("0", 36, "0")),
        expect!["原值是 0.00，要大于 0。请核对数字，看小数点是不是打漏了。"],
    );
    desk.refused_facts(
        asset(" ", "2026-01-10", "5000.00", plan("0", 36, "0")),
        expect!["名称没有填。请填上再保存。"],
    );
    desk.refused_facts(
        asset("电脑", "2026-01-10", "5000.00", plan("500.00", 36, "4500.01")),
        expect!["折旧合计 4,500.01，超过应计折旧额 4,500.00，多出 0.01。请核对金额，或先改台账里的数字。"],
    );
    desk.refused_facts(
        pond(1250, 1251),
        expect!["已发包面积 12.51 亩，多于面积 12.5 亩。请核对面积，或减少已发包面积。"],
    );
    let words = || Thing::Words("门面房".to_owned());
    desk.refused_facts(
        HoldingFacts::Contract(contract("2026-03-01", "2026-02-28", "1000.00", words())),
        expect!["终止日期 2026-02-28 早于起始日期 2026-03-01。请核对这两个日期。"],
    );
    desk.refused_facts(
        debt(Direction::Claim, "2026-01-01", "100.00", "211"),
        expect!["科目不能用 211，应是 112、113。请换用对应的科目。"],
    );
    let facts = HoldingFacts::Contract(contract("2026-01-01", "2026-12-31", "1000.00", words()));
    desk.add(facts.clone());
    desk.refused_facts(
        facts,
        expect!["合同编号 2026-01 已经用在与赵六的合同上。请核对是不是重复登记，或换一个编号。"],
    );
    let nothing = HoldingId::new(uuid::Uuid::nil());
    let lost = Thing::Entry(nothing);
    let mut about = contract("2026-01-01", "2026-12-31", "1000.00", lost);
    about.number = "2026-02".to_owned();
    desk.refused_facts(
        HoldingFacts::Contract(about),
        expect!["本村的台账里没有这一项。请在三资台账里重新选一项。"],
    );
    desk.refused(
        HoldingCommand::Update { holding: nothing, facts: Box::new(pond(100, 0)) },
        expect!["本村的台账里没有这一项。请在三资台账里重新选一项。"],
    );
    assert_eq!(desk.reread(), *desk.book());
}

#[test]
fn ties_never_claim_more_than_the_voucher_moves() {
    let mut desk = Desk::open("2026-06-30");
    let bought = desk.post(simple("2026-01-10", "购买电脑", "151", "102", "5000.00"));
    let computer = desk.add(asset("电脑", "2026-01-10", "5000.00", plan("500.00", 36, "0")));
    let printer = desk.add(asset("打印机", "2026-01-10", "2000.00", plan("0", 36, "0")));
    let tie = |holding, voucher, role, amount: &str| {
        HoldingCommand::Tie(Tie { holding, voucher, role, amount: yuan(amount) })
    };
    let acquire = TieRole::Acquire;
    desk.refused(tie(computer, bought, acquire, "5000.01"), expect!["2026年1月 记-001 在科目 151 借方只有 5,000.00，登记了 5,000.01。请减少登记的金额，或核对凭证的科目。"]);
    desk.refused(
        tie(computer, bought, acquire, "0"),
        expect!["登记的金额是 0.00，要大于 0。请填大于 0 的金额。"],
    );
    desk.refused(
        tie(computer, bought, TieRole::Pay, "1.00"),
        expect!["固定资产台账不登记“付款”。请选这本台账有的登记用途。"],
    );
    let nothing = VoucherId::new(uuid::Uuid::nil());
    desk.refused(
        tie(computer, nothing, acquire, "1.00"),
        expect!["要登记的凭证不在本村的账里。请在凭证里选一张。"],
    );
    desk.tie(computer, bought, acquire, "4000.00");
    desk.refused(
        tie(computer, bought, acquire, "1000.00"),
        expect!["2026年1月 记-001 已经登记为这一项的“取得”。金额不对请先解除登记，再重新登记。"],
    );
    desk.refused(tie(printer, bought, acquire, "1000.01"), expect!["2026年1月 记-001 在科目 151 借方只有 5,000.00，登记了 5,000.01。请减少登记的金额，或核对凭证的科目。"]);
    desk.refused(
        HoldingCommand::Remove(computer),
        expect!["这一项登记了 1 张凭证，不能删除。请先解除登记；用完的资产请做处置。"],
    );
    let other = simple("2026-02-10", "购买电脑", "151", "102", "9000.00");
    let second = desk.post(other);
    desk.refused(
        tie(computer, second, acquire, "1000.01"),
        expect![
            "取得合计 5,000.01，超过原值 5,000.00，多出 0.01。请核对金额，或先改台账里的数字。"
        ],
    );
    desk.reverse(second, "2026-03-01");
    desk.refused(
        tie(computer, second, acquire, "1000.00"),
        expect!["2026年2月 记-001 已经冲销，不能再登记。请登记更正以后的那张凭证。"],
    );
    let reversal = desk.book().vouchers.last().expect("a voucher").id();
    desk.refused(
        tie(computer, reversal, acquire, "1000.00"),
        expect!["2026年3月 记-001 是冲销凭证，不用登记。原凭证的登记会随冲销自动冲回。"],
    );
    let less = asset("电脑", "2026-01-10", "3999.99", plan("500.00", 36, "0"));
    desk.refused(
        HoldingCommand::Update { holding: computer, facts: Box::new(less) },
        expect![
            "取得合计 4,000.00，超过原值 3,999.99，多出 0.01。请核对金额，或先改台账里的数字。"
        ],
    );
    desk.refused(
        HoldingCommand::Update { holding: computer, facts: Box::new(pond(100, 0)) },
        expect!["这一项是固定资产，不能改成资源。请在对应的台账里新登记一项。"],
    );
    assert_eq!(desk.reread(), *desk.book());
}

#[test]
fn a_tie_is_undone_and_an_entry_without_ties_removed() {
    let mut desk = Desk::open("2026-06-30");
    let acquire = TieRole::Acquire;
    let bought = desk.post(simple("2026-01-10", "购买电脑", "151", "102", "5000.00"));
    let computer = desk.add(asset("电脑", "2026-01-10", "5000.00", plan("500.00", 36, "0")));
    let printer = desk.add(asset("打印机", "2026-01-10", "2000.00", plan("0", 36, "0")));
    desk.tie(computer, bought, acquire, "4000.00");
    desk.refused(
        HoldingCommand::Untie { holding: printer, voucher: bought, role: acquire },
        expect!["这一项没有登记过这张凭证。请刷新后再看。"],
    );
    desk.act(HoldingCommand::Untie { holding: computer, voucher: bought, role: acquire })
        .expect("untied");
    desk.act(HoldingCommand::Remove(printer)).expect("removed");
    assert_eq!(desk.book().holdings.entries().len(), 1);
    assert_eq!(desk.reread(), *desk.book());
    assert_eq!(desk.app.check().expect("readable"), []);
}

/// An entry or two in each register; gives the pond.
fn fill(desk: &mut Desk) -> HoldingId {
    let village = desk.village;
    let lines = [("112", "800.00"), ("151", "10000.00"), ("152", "-4000.00"), ("301", "-6800.00")]
        .map(|(code, amount)| (account(code), yuan(amount)));
    desk.app
        .execute(Command::SetOpening { village, entity: Entity::Village, lines: lines.to_vec() })
        .expect("opening");
    let rent = desk.post(simple("2026-01-10", "收鱼塘承包费", "102", "501", "600.00"));
    desk.add(asset("旧办公楼", "2010-01-01", "10000.00", plan("500.00", 240, "4000.00")));
    desk.add(orchard("2026-02-01", "2000.00", BiologicalUse::Productive(plan("0", 20, "0"))));
    let pond = desk.add(pond(1250, 1000));
    let mut of_pond = contract("2026-01-01", "2026-08-31", "500.00", Thing::Entry(pond));
    of_pond.schedule = Schedule::Quarterly;
    let let_out = desk.add(HoldingFacts::Contract(of_pond));
    desk.tie(let_out, rent, TieRole::Receive, "600.00");
    desk.add(debt(Direction::Claim, "2021-05-01", "800.00", "112"));
    let owed = desk.add(debt(Direction::Debt, "2026-04-01", "300.00", "211"));
    let incurred = desk.post(simple("2026-04-01", "欠电费", "513", "211", "300.00"));
    let paid = desk.post(simple("2026-05-01", "还电费", "211", "102", "120.00"));
    desk.tie(owed, incurred, TieRole::Acquire, "300.00");
    desk.tie(owed, paid, TieRole::Repay, "120.00");
    let road = desk.add(project("2026-03-01", "1000.00"));
    let built = desk.post(simple("2026-06-01", "付村道款", "153", "102", "1200.00"));
    desk.tie(road, built, TieRole::Pay, "1200.00");
    pond
}

#[test]
fn every_register_has_its_table() {
    let mut desk = Desk::open("2026-06-30");
    let pond = fill(&mut desk);
    let all: Vec<String> =
        RegisterSheet::ALL.into_iter().map(|of| sheet(desk.book(), of, "2026-06-30")).collect();
    expect![[r#"
        固定资产台账 2026年6月30日
        名称|类别|数量|存放地点|保管人|取得日期|原值|月折旧|累计折旧|净值|状态
        旧办公楼|办公设备|1台|村委会|张会计|2010-01-01|10,000.00|39.58|4,000.00|6,000.00|在用
        ＝合计||||||10,000.00|39.58|4,000.00|6,000.00|

        生物资产台账 2026年6月30日
        名称|类别|数量|地点|管护人|取得日期|原值|累计折旧|净值|状态
        苹果树|生产性|200棵|东坡|王五|2026-02-01|2,000.00|0.00|2,000.00|在管
        ＝合计||||||2,000.00|0.00|2,000.00|

        资源台账 2026年6月30日
        名称|类别|坐落|面积（亩）|已发包（亩）|承租方|起止|每期租金|应收|实收|欠交|合同编号
        ！村南鱼塘|水面|一组|12.5|10|赵六|2026-01-01 至 2026-08-31|500.00|1,000.00|600.00|400.00|2026-01
        ＝合计|||12.5|10|||500.00|1,000.00|600.00|400.00|

        合同台账 2026年6月30日
        合同编号|对方|标的|起止|交款|每期金额|应收|实收|欠交|欠交起
        ！2026-01|赵六|村南鱼塘|2026-01-01 至 2026-08-31|每季|500.00|1,000.00|600.00|400.00|2026-04-01
        ＝合计|||||500.00|1,000.00|600.00|400.00|

        债权台账 2026年6月30日
        欠款单位或个人|事由|形成时间|金额|年利率|约定归还|已收|余额|科目
        县供电公司|电费|2021-05-01|800.00|4.35%||0.00|800.00|112 应收款
        ＝合计|||800.00|||0.00|800.00|

        债务台账 2026年6月30日
        债权人|用途|形成时间|本金|年利率|约定归还|已还|余额|科目
        县供电公司|电费|2026-04-01|300.00|4.35%||120.00|180.00|211 应付款
        ＝合计|||300.00|||120.00|180.00|

        债权债务账龄分析表 2026年6月30日
        对方|事由|形成时间|余额|1年以内|1-2年|2-3年|3-5年|5年以上
        县供电公司|电费|2021-05-01|800.00|||||800.00
        ＝债权合计|||800.00|0.00|0.00|0.00|0.00|800.00
        县供电公司|电费|2026-04-01|180.00|180.00||||
        ＝债务合计|||180.00|180.00|0.00|0.00|0.00|0.00

        工程项目台账 2026年6月30日
        名称|地点|预算|资金来源|决策日期|招标方式|承建方|合同价|已付|验收|决算
        ！村道硬化|村东|100,000.00|一事一议|2026-03-01|公开招标|路通公司|1,000.00|1,200.00||
        ＝合计||100,000.00|||||1,000.00|1,200.00||0.00

        三资台账与总账核对表 2026年6月30日
        科目|账面余额|台账合计|差额|说明
        112 应收款|800.00|800.00|0.00|相符
        ！132 生产性生物资产|0.00|2,000.00|-2,000.00|不符
        |||-2,000.00|苹果树：台账有，没有登记凭证
        151 固定资产|10,000.00|10,000.00|0.00|相符
        152 累计折旧|4,000.00|4,000.00|0.00|相符
        153 在建工程|1,200.00|1,200.00|0.00|相符
        211 应付款|180.00|180.00|0.00|相符
        有 1 个科目不符，差额和原因列在该科目下面。"#]].assert_eq(&all.join("\n\n"));
    desk.refused(
        HoldingCommand::Remove(pond),
        expect!["合同 2026-01 的标的是这一项，不能删除。请先把合同的标的改掉。"],
    );
    assert_eq!(desk.reread(), *desk.book());
}

#[test]
fn what_a_person_should_look_at_is_said_with_its_figures() {
    let mut desk = Desk::open("2026-06-30");
    fill(&mut desk);
    let warnings = desk.book().register().warnings(day("2026-06-30"), 90);
    let said: Vec<String> = warnings.iter().map(HoldingWarning::message).collect();
    expect![[r#"
        合同2026-01（赵六）欠交 400.00，最早一期是 2026-04-01
        合同2026-01（赵六）还有 62 天到期（2026-08-31）
        村道硬化已付 1,200.00，超过合同价 1,000.00，多付 200.00
        科目 132 生产性生物资产的账面比台账少 2,000.00"#]]
    .assert_eq(&said.join("\n"));
    assert!(desk.book().register().warnings(day("2026-06-30"), 30).len() < said.len());
}

#[track_caller]
fn agrees(book: &Book, on: &str) {
    let listing = book.agreement(day(on));
    let different = listing.rows.iter().any(|row| row.role == RowRole::Alarm);
    assert!(!different, "{}", shown(&listing));
}

/// Every difference is made up of the causes named below it.
#[track_caller]
pub(crate) fn causes_add_up(listing: &Listing) {
    let amount = |row: &mingbai::domain::listing::ListingRow| yuan(&row.cells[3].shown());
    let is_account = |row: &mingbai::domain::listing::ListingRow| !row.cells[0].shown().is_empty();
    for (at, row) in listing.rows.iter().enumerate() {
        if is_account(row) {
            let below = listing.rows[at + 1..].iter().take_while(|row| !is_account(row));
            assert_eq!(below.map(amount).sum::<Money>(), amount(row), "{}", shown(listing));
        }
    }
}
