//! The registers agree with the ledger whatever is done, and a change by another program is found.

use super::*;
use crate::dice::Dice;

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
        let (mut dice, mut entered, mut at) = (Dice::seeded(seed), Vec::new(), month("2026-01"));
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
