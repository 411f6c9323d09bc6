//! The registers: what they refuse, that a refusal leaves the file as it was, and that they
//! agree with the ledger whatever was done.

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
struct Desk {
    _folder: tempfile::TempDir,
    app: App,
    path: std::path::PathBuf,
    village: VillageId,
}

impl Desk {
    fn open(today: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (app, path, village) = on_disk(&folder, today);
        Self { _folder: folder, app, path, village }
    }

    fn book(&self) -> &Book {
        self.app.ledger().expect("open").book().expect("a book")
    }

    fn act(&mut self, command: HoldingCommand) -> Result<Outcome, String> {
        let village = self.village;
        let done = self.app.execute(Command::Holding { village, command });
        done.map_err(|error| error.to_string())
    }

    fn add(&mut self, facts: HoldingFacts) -> HoldingId {
        match self.act(HoldingCommand::Add(Box::new(facts))) {
            Ok(Outcome::HoldingDone { holding: Some(id), .. }) => id,
            other => panic!("{other:?}"),
        }
    }

    fn post(&mut self, draft: VoucherDraft) -> VoucherId {
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

    fn tie(&mut self, holding: HoldingId, voucher: VoucherId, role: TieRole, amount: &str) {
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

#[test]
fn a_month_is_depreciated_once_and_an_asset_goes_once() {
    let mut desk = Desk::open("2026-03-31");
    let bought = desk.post(simple("2026-01-10", "购买电脑", "151", "102", "3600.00"));
    let computer = desk.add(asset("电脑", "2026-01-10", "3600.00", plan("0", 36, "0")));
    desk.tie(computer, bought, TieRole::Acquire, "3600.00");
    let of = |text: &str| HoldingCommand::Depreciate(month(text));
    desk.refused(
        of("2026-01"),
        expect!["2026年1月没有要计提折旧的资产。请核对取得日期、使用月数和已提折旧。"],
    );
    desk.refused(
        of("2026-04"),
        expect!["2026年4月还没到（今天是 2026-03-31），不能计提折旧。请到了那个月再计提。"],
    );
    desk.act(of("2026-02")).expect("February");
    desk.refused(
        of("2026-02"),
        expect!["2026年2月的折旧已经计提（凭证 记-001）。要重新计提，请先冲销那张凭证。"],
    );
    let dispose = |on: &str| {
        let disposal = Disposal { on: day(on), proceeds: yuan("1000.00") };
        HoldingCommand::Dispose { holding: computer, disposal }
    };
    desk.refused(dispose("2026-03-15"), expect!["电脑 2026年3月的折旧还没有计提。当月减少的固定资产当月照提折旧，请先计提这个月的折旧再处置。"]);
    desk.refused(
        dispose("2026-01-09"),
        expect!["处置日期 2026-01-09 早于取得日期 2026-01-10。请核对这两个日期。"],
    );
    desk.refused(dispose("2026-01-15"), expect!["电脑的折旧已经计提到2026年2月，不能在 2026-01-15 处置。请核对处置日期，或先冲销后面几个月的折旧。"]);
    desk.act(of("2026-03")).expect("March");
    let posted = desk.book().vouchers.last().expect("a voucher").id();
    let (village, date) = (desk.village, day("2026-03-31"));
    let draft = simple("2026-03-31", "计提折旧", "513", "152", "99.00");
    let correct = Command::CorrectVoucher { village, voucher: posted, date, draft };
    let said = desk.app.execute(correct).expect_err("posted by the program").to_string();
    assert!(said.contains("是计提折旧凭证，不能更正"), "{said}");
    desk.refused(
        HoldingCommand::Untie { holding: computer, voucher: posted, role: TieRole::Depreciate },
        expect!["计提折旧凭证由程序登记，不能自己登记或解除。计提错了请冲销那张凭证，再重新计提。"],
    );
    assert_eq!(desk.reread(), *desk.book());
}

/// On its last day it is there, the day after it is not.
#[track_caller]
fn shows_what_is_gone(desk: &Desk) {
    expect![[r#"
        固定资产台账 2026年3月31日
        名称|类别|数量|存放地点|保管人|取得日期|原值|月折旧|累计折旧|净值|状态
        电脑|办公设备|1台|村委会|张会计|2026-01-10|0.00||0.00|0.00|已处置
        ＝合计||||||0.00|0.00|0.00|0.00|"#]]
    .assert_eq(&sheet(desk.book(), RegisterSheet::Assets, "2026-03-31"));
    expect![[r#"
        固定资产台账 2026年3月30日
        名称|类别|数量|存放地点|保管人|取得日期|原值|月折旧|累计折旧|净值|状态
        电脑|办公设备|1台|村委会|张会计|2026-01-10|3,600.00|100.00|100.00|3,500.00|在用
        ＝合计||||||3,600.00|100.00|100.00|3,500.00|"#]]
    .assert_eq(&sheet(desk.book(), RegisterSheet::Assets, "2026-03-30"));
}

#[test]
fn a_disposal_carries_cost_and_depreciation_to_clearing_and_can_be_taken_back() {
    let mut desk = Desk::open("2026-03-31");
    let bought = desk.post(simple("2026-01-10", "购买电脑", "151", "102", "3600.00"));
    let computer = desk.add(asset("电脑", "2026-01-10", "3600.00", plan("0", 36, "0")));
    desk.tie(computer, bought, TieRole::Acquire, "3600.00");
    for of in ["2026-02", "2026-03"] {
        desk.act(HoldingCommand::Depreciate(month(of))).expect("depreciated");
    }
    let dispose = |on: &str| {
        let disposal = Disposal { on: day(on), proceeds: yuan("1000.00") };
        HoldingCommand::Dispose { holding: computer, disposal }
    };
    desk.act(dispose("2026-03-31")).expect("gone");
    desk.refused(
        dispose("2026-03-31"),
        expect!["电脑已于 2026-03-31 处置。处置错了请冲销那张凭证。"],
    );
    let entries: Vec<String> = desk
        .book()
        .vouchers
        .last()
        .expect("a voucher")
        .entries()
        .iter()
        .map(|entry| format!("{} {} {}", entry.side.label(), entry.account, entry.amount))
        .collect();
    assert_eq!(entries, ["借 154 3400.00", "借 152 200.00", "贷 151 3600.00"]);
    shows_what_is_gone(&desk);
    let gone = desk.book().vouchers.last().expect("a voucher").id();
    agrees(desk.book(), "2026-03-31");
    let depreciated = |voucher: &&Voucher| voucher.summary().starts_with("计提2026年2月");
    let february = desk.book().vouchers.iter().find(depreciated).expect("a voucher").id();
    let (village, date) = (desk.village, day("2026-03-31"));
    let take_back = Command::ReverseVoucher { village, voucher: february, date };
    let error = desk.app.execute(take_back).expect_err("it went with the asset");
    expect!["电脑已经处置，它的折旧已随处置转出，不能冲销计提折旧的凭证。请先冲销处置它的凭证，再冲销这一张。"].assert_eq(&error.to_string());
    desk.reverse(gone, "2026-03-31");
    agrees(desk.book(), "2026-03-31");
    desk.act(dispose("2026-03-31")).expect("gone again");
    agrees(desk.book(), "2026-03-31");
    assert_eq!(desk.reread(), *desk.book());
    assert_eq!(desk.app.check().expect("readable"), []);
}

#[test]
fn depreciation_is_refused_in_a_published_month() {
    let mut desk = Desk::open("2026-03-31");
    desk.post(simple("2026-02-10", "卖废品", "101", "504", "10.00"));
    desk.add(asset("电脑", "2026-01-10", "3600.00", plan("0", 36, "0")));
    let village = desk.village;
    let period = super::support::period("2026-02");
    let matter = mingbai::domain::matter::MatterCode::FINANCE_DETAIL;
    let done = desk.app.execute(crate::support::draft(village, matter, Entity::Village, period));
    let Ok(Outcome::NoticeDrafted { notice, .. }) = done else { panic!("{done:?}") };
    let boards = vec!["村口".to_owned()];
    let publish = Command::PublishNotice { notice, on: day("2026-03-05"), days: 15, boards };
    crate::support::agree(&mut desk.app, notice, day("2026-03-05")).expect("agreed");
    desk.app.execute(publish).expect("published");
    desk.refused(
        HoldingCommand::Depreciate(month("2026-02")),
        expect!["2026年2月的财务已经公布，账已结，不能再记入这个月。请记入还没公布的月份；改错请在本月冲销原凭证，再记一笔正确的。"],
    );
    desk.act(HoldingCommand::Depreciate(month("2026-03"))).expect("March");
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

#[test]
fn a_register_changed_by_another_program_is_found() {
    let mut desk = Desk::open("2026-06-30");
    desk.add(asset("电脑", "2026-01-10", "5000.00", plan("0", 36, "0")));
    let (path, today) = (desk.path.clone(), desk.app.today());
    drop(desk.app);
    let db = rusqlite::Connection::open(&path).expect("a file");
    db.execute("UPDATE holding SET facts = replace(facts, '500000', '400000')", []).expect("done");
    drop(db);
    let mut app = App::new(mingbai::app::Clock::Fixed(today));
    app.open_to_read(&path).expect("readable");
    let codes: Vec<&str> = app.check().expect("readable").iter().map(|found| found.code).collect();
    assert_eq!(codes, ["holding_changed"]);
    drop(app);
    let db = rusqlite::Connection::open(&path).expect("a file");
    let worse =
        "UPDATE holding SET facts = replace(facts, '\"life_months\":36', '\"life_months\":0')";
    db.execute(worse, []).expect("done");
    drop(db);
    let mut app = App::new(mingbai::app::Clock::Fixed(today));
    let error = app.open_to_read(&path).expect_err("damaged");
    assert!(error.to_string().contains("使用月数是 0"), "{error}");
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn depreciation_over_the_life_sums_to_cost_less_salvage(
        cost in 1_i64..10_000_000_000,
        part in 0_i64..=1000,
        life in 1_u32..=1200,
        before in 0_i64..=1000,
        start in 0_u32..12,
    ) {
        let salvage = i64::try_from(i128::from(cost) * i128::from(part) / 1000).expect("fits");
        let before = i64::try_from(i128::from(cost - salvage) * i128::from(before) / 1000).expect("fits");
        let mut plan = plan("0", life, "0");
        plan.salvage = Money::from_fen(salvage);
        let cost = Money::from_fen(cost);
        let bought = Date::from_ymd_opt(2020, start + 1, 28).expect("a day");
        let mut taken = Money::from_fen(before);
        let mut at = Month::of(bought);
        for _ in 0..=life + 3 {
            let due = plan.due(cost, bought, taken, at);
            prop_assert!(!due.is_negative());
            taken = taken.plus(due);
            prop_assert!(taken <= plan.depreciable(cost));
            at = at.next();
        }
        prop_assert_eq!(taken, plan.depreciable(cost));
    }
}

/// A small generator, so that a run can be told again.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// Something is bought, planted, owed, with its vouchers tied.
fn random_entry(
    desk: &mut Desk,
    dice: &mut Dice,
    entered: &mut Vec<HoldingId>,
    on: &str,
    amount: &str,
) {
    match dice.roll(3) {
        0 => {
            let life = u32::try_from(dice.roll(24) + 1).expect("a life");
            let id = desk.add(asset("电脑", on, amount, plan("50.00", life, "0")));
            let bought = desk.post(simple(on, "购买", "151", "102", amount));
            desk.tie(id, bought, TieRole::Acquire, amount);
            entered.push(id);
        }
        1 => {
            let trees = BiologicalUse::Productive(plan("0", 12, "0"));
            let id = desk.add(orchard(on, amount, trees));
            let bought = desk.post(simple(on, "栽苹果树", "132", "102", amount));
            desk.tie(id, bought, TieRole::Acquire, amount);
        }
        _ => {
            let (direction, own, other) = if dice.roll(2) == 0 {
                (Direction::Claim, "112", "501")
            } else {
                (Direction::Debt, "211", "513")
            };
            let id = desk.add(debt(direction, on, amount, own));
            let (debit, credit) = if own == "112" { (own, other) } else { (other, own) };
            let arose = desk.post(simple(on, "往来", debit, credit, amount));
            desk.tie(id, arose, TieRole::Acquire, amount);
            let (back, role) = if own == "112" {
                (simple(on, "收回", "102", "112", "60.00"), TieRole::Receive)
            } else {
                (simple(on, "归还", "211", "102", "60.00"), TieRole::Repay)
            };
            let back = desk.post(back);
            desk.tie(id, back, role, "60.00");
            if dice.roll(3) == 0 {
                desk.reverse(back, on);
            }
        }
    }
}

/// One random act; those that are refused are refused for a reason, and write nothing.
fn random_act(desk: &mut Desk, dice: &mut Dice, entered: &mut Vec<HoldingId>, at: &mut Month) {
    let on = at.day(u32::try_from(dice.roll(28) + 1).expect("a day")).to_string();
    let amount = format!("{}.{:02}", dice.roll(9000) + 100, dice.roll(100));
    match dice.roll(7) {
        0..=2 => random_entry(desk, dice, entered, &on, &amount),
        3 => {
            let id = desk.add(project(&on, &amount));
            let paid = desk.post(simple(&on, "付工程款", "153", "102", &amount));
            desk.tie(id, paid, TieRole::Pay, &amount);
        }
        4 => {
            if let Ok(Outcome::HoldingDone { .. }) = desk.act(HoldingCommand::Depreciate(*at))
                && dice.roll(4) == 0
            {
                let mut posted = desk.book().vouchers.iter().rev();
                let posted = posted.find(|voucher| voucher.summary().starts_with("计提"));
                let posted = posted.expect("a voucher").id();
                desk.reverse(posted, &at.last_day().to_string());
            }
        }
        5 => {
            if entered.is_empty() {
                return;
            }
            let which = usize::try_from(dice.roll(entered.len() as u64)).expect("fits");
            let disposal = Disposal { on: day(&on), proceeds: Money::ZERO };
            // refused for good reasons: gone, or its month not depreciated
            drop(desk.act(HoldingCommand::Dispose { holding: entered[which], disposal }));
        }
        _ => *at = at.next().min(month("2028-12")),
    }
}

#[test]
fn registers_agree_with_the_ledger_whatever_is_done() {
    for seed in 1..=4 {
        let mut desk = Desk::open("2029-01-31");
        let (mut dice, mut entered, mut at) = (Dice(seed), Vec::new(), month("2026-01"));
        for _ in 0..120 {
            random_act(&mut desk, &mut dice, &mut entered, &mut at);
        }
        agrees(desk.book(), "2029-01-31");
        assert_eq!(desk.reread(), *desk.book());
        assert_eq!(desk.app.check().expect("readable"), []);
        // a tie undone and a voucher untold are both found
        let loose = desk.book().holdings.ties().iter().find(|tie| tie.role == TieRole::Acquire);
        let loose = *loose.expect("a tie");
        let Tie { holding, voucher, role, .. } = loose;
        desk.act(HoldingCommand::Untie { holding, voucher, role }).expect("untied");
        desk.post(simple("2029-01-02", "购买桌椅", "151", "102", "77.00"));
        let listing = desk.book().agreement(day("2029-01-31"));
        assert!(listing.rows.iter().any(|row| row.role == RowRole::Alarm));
        causes_add_up(&listing);
    }
}
