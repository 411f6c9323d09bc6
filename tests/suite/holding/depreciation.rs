//! Depreciation month by month, and an asset that goes.

use super::*;

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
    let period = crate::support::period("2026-02");
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
