//! The township's view over several villages: one on time, one late, one overdue, one that joined
//! late, one that does not disclose everything; and the page 乡镇, driven by Chinese label.

use egui_kittest::kittest::Queryable as _;
use expect_test::{Expect, expect};
use mingbai::app::{
    App, Clock, Command, DisclosureCommand, HoldingCommand, Jobs, NewVillage, Outcome,
};
use mingbai::domain::catalog::SwitchedOff;
use mingbai::domain::duty::{ANY_DAY, Duty};
use mingbai::domain::entity::Entity;
use mingbai::domain::holding::contract::Thing;
use mingbai::domain::holding::{HoldingFacts, Tie, TieRole};
use mingbai::domain::ids::{NoticeId, VillageId};
use mingbai::domain::listing::{Listing, ListingCell};
use mingbai::domain::matter::{Category, MatterCode};
use mingbai::domain::notice::{ObjectionFacts, Objector};
use mingbai::domain::occasion::{OccasionFacts, OccasionSource};
use mingbai::domain::period::Period;
use mingbai::domain::township::{Columns, Filter, Matrix, Reminder, Tally};
use mingbai::ui::pages::Page;

use super::harness::{
    Scripted, Window, button, click, go, photograph, shell, tab, type_into, window,
};
use super::holding::contract;
use super::support::{agree, day, draft, period, simple, typed};

/// A township on 5 November 2026: August and September are past their day, October is open.
struct Town {
    app: App,
    villages: Vec<VillageId>,
}

const FINANCE: Filter =
    Filter { category: Some(Category::Finance), matter: Some(MatterCode::FINANCE_DETAIL) };

impl Town {
    fn open() -> Self {
        let names = ["甲村", "乙村", "丙村", "丁村"].map(typed).to_vec();
        let mut app = App::in_memory(Clock::Fixed(day("2026-08-03")), names).expect("a ledger");
        app.set_clock(Clock::Fixed(day("2026-10-20")));
        app.execute(Command::AddVillages(vec![typed("戊村")])).expect("a village more");
        app.set_clock(Clock::Fixed(day("2026-11-05")));
        let villages = app.ledger().expect("open").villages();
        let villages: Vec<VillageId> = villages.iter().map(|village| village.id).collect();
        let mut town = Self { app, villages };
        // 甲村 is on time, 乙村 late, 丙村 does nothing, 丁村 leaves the Party matters out
        town.disclose(0, &[("2026-08", "2026-09-08"), ("2026-09", "2026-10-10")]);
        town.disclose(1, &[("2026-08", "2026-09-14"), ("2026-09", "2026-10-12")]);
        let law = town.app.ledger().expect("open").law().clone();
        for term in law.catalog.terms() {
            if term.matter.category == Category::Party {
                let (matter, from) = (term.matter.code, day("2026-08-01"));
                let reason = "本村没有党组织".to_owned();
                let off = SwitchedOff { matter, from, until: None, reason };
                let village = town.villages[3];
                town.run(Command::Disclosure(DisclosureCommand::SwitchOff { village, off }));
            }
        }
        town
    }

    fn run(&mut self, command: Command) -> Outcome {
        self.app.execute(command).expect("done")
    }

    /// Drafts and publishes F01 of months.
    fn disclose(&mut self, village: usize, months: &[(&str, &str)]) -> NoticeId {
        let mut last = None;
        for (of, on) in months {
            let village = self.villages[village];
            let draft = draft(village, MatterCode::FINANCE_DETAIL, Entity::Village, period(of));
            let Outcome::NoticeDrafted { notice, .. } = self.run(draft) else { panic!("a draft") };
            agree(&mut self.app, notice, day(on)).expect("agreed");
            let boards = vec!["村委会门口".to_owned()];
            self.run(Command::PublishNotice { notice, on: day(on), days: 15, boards });
            last = Some(notice);
        }
        last.expect("a notice")
    }

    fn object(&mut self, notice: NoticeId, on: &str) {
        let facts = ObjectionFacts {
            on: day(on),
            by: Objector::Unnamed,
            text: "路灯电费为何增加".to_owned(),
            late: true,
        };
        self.run(Command::Disclosure(DisclosureCommand::Object { notice, facts }));
    }

    fn matrix(&self, by: Columns, filter: Filter) -> Matrix {
        self.app.ledger().expect("open").matrix(by, filter, day("2026-11-05"))
    }

    /// Every duty of every village, for comparison.
    fn duties(&self) -> Vec<Duty> {
        self.app.ledger().expect("open").duties(day("2026-11-05"))
    }
}

fn tally<'a>(duties: impl Iterator<Item = &'a Duty>) -> Tally {
    let mut tally = Tally::default();
    for duty in duties {
        tally.add(duty.state);
    }
    tally
}

#[track_caller]
fn check(listing: &Listing, expect: Expect) {
    let mut lines = vec![format!("{} {} {}", listing.subject, listing.title, listing.period)];
    for row in &listing.rows {
        let cells: Vec<String> = row.cells.iter().map(ListingCell::shown).collect();
        lines.push(cells.join("|"));
    }
    lines.extend(listing.notes.iter().cloned());
    expect.assert_eq(&lines.join("\n"));
}

#[test]
fn a_table_of_months_shows_who_was_on_time() {
    let town = Town::open();
    let matrix = town.matrix(Columns::Months(2026), FINANCE);
    let ledger = town.app.ledger().expect("open");
    let mut lines = Vec::new();
    for row in &matrix.rows {
        let name = &ledger.village(row.village).expect("known").profile.name;
        let cells = matrix.columns.iter().zip(&row.cells).skip(6).take(5);
        let cells = cells.map(|(column, cell)| format!("{} {}", column.label(), cell.words()));
        lines.push(format!("{name}：{}", cells.collect::<Vec<_>>().join(" / ")));
    }
    expect![[r#"
        甲村：7月 没有要公开的 / 8月 共 1 件：按时公布 1 / 9月 共 1 件：按时公布 1 / 10月 共 1 件：待公布 1（最近的还有 5 天） / 11月 共 1 件：未到期 1
        乙村：7月 没有要公开的 / 8月 共 1 件：迟公布 1 / 9月 共 1 件：迟公布 1 / 10月 共 1 件：待公布 1（最近的还有 5 天） / 11月 共 1 件：未到期 1
        丙村：7月 没有要公开的 / 8月 共 1 件：逾期 1（最长 56 天） / 9月 共 1 件：逾期 1（最长 26 天） / 10月 共 1 件：待公布 1（最近的还有 5 天） / 11月 共 1 件：未到期 1
        丁村：7月 没有要公开的 / 8月 共 1 件：逾期 1（最长 56 天） / 9月 共 1 件：逾期 1（最长 26 天） / 10月 共 1 件：待公布 1（最近的还有 5 天） / 11月 共 1 件：未到期 1
        戊村：7月 没有要公开的 / 8月 没有要公开的 / 9月 没有要公开的 / 10月 共 1 件：待公布 1（最近的还有 5 天） / 11月 共 1 件：未到期 1"#]].assert_eq(&lines.join("\n"));
    assert_eq!(
        matrix.total(),
        matrix.rows.iter().map(|row| row.total).fold(Tally::default(), Tally::and)
    );
}

#[test]
fn every_duty_of_the_year_stands_in_the_table_once() {
    let town = Town::open();
    let everything = Filter::default();
    let all = town.duties();
    assert!(all.len() > 300, "{}", all.len());
    let by_matter = town.matrix(Columns::Matters(2026), everything);
    assert_eq!(by_matter.total(), tally(all.iter()));
    let months = town.matrix(Columns::Months(2026), everything).total();
    let quarters = town.matrix(Columns::Quarters(2026), everything).total();
    assert_eq!(months.and(quarters), by_matter.total());
    assert_eq!(town.matrix(Columns::Months(2025), everything).total(), Tally::default());
    for row in &by_matter.rows {
        let own = tally(all.iter().filter(|duty| duty.village == row.village));
        assert_eq!(row.total, own);
    }
}

#[test]
fn a_late_village_owes_nothing_before_and_what_is_switched_off_is_not_asked() {
    let town = Town::open();
    let party = Filter { category: Some(Category::Party), matter: None };
    let matrix = town.matrix(Columns::Matters(2026), party);
    assert_eq!(matrix.rows[3].total.count(), 0, "丁村 has no Party matters");
    assert!(matrix.rows[2].total.overdue > 0);
    let matrix = town.matrix(Columns::Months(2026), Filter::default());
    let september = &matrix.rows[4].cells[8];
    assert_eq!(september.count(), 0, "戊村 joined in October");
    assert!(matrix.rows[4].cells[9].due > 0);
}

#[test]
fn the_sums_of_the_bulletin_equal_the_duties() {
    let mut town = Town::open();
    let notice = town.disclose(0, &[("2026-10", "2026-11-04")]);
    town.object(notice, "2026-11-05");
    let (village, other) = (town.villages[2], town.villages[3]);
    for (village, account) in [(village, "101"), (other, "102")] {
        let first = simple("2026-08-05", "收集市摊位费", account, "501", "60.00");
        town.run(Command::PostVoucher { village, draft: first });
        let income = simple("2026-10-08", "收承包费", account, "501", "1000.00");
        town.run(Command::PostVoucher { village, draft: income });
        let expense = simple("2026-10-09", "付清淤工钱", "514", account, "400.00");
        town.run(Command::PostVoucher { village, draft: expense });
    }
    let pond = contract("2024-12-01", "2026-12-01", "500.00", Thing::Words("鱼塘".to_owned()));
    let facts = Box::new(HoldingFacts::Contract(pond));
    town.run(Command::Holding { village, command: HoldingCommand::Add(facts) });
    let october = period("2026-10");
    let listing = town.app.bulletin(october).expect("a bulletin");
    let sheet = town.app.listing_pdf(&listing).expect("a sheet");
    let picture = sheet.png(0, 110.0).expect("a picture");
    std::fs::write(super::harness::gallery().join("bulletin.png"), picture).expect("kept");
    check(
        &listing,
        expect![[r#"
            甲镇 村务公开督查通报 2026年10月
            甲村|29|1|0|28|3.44%|26|1|||
            乙村|29|0|1|28|0.00%|26||||
            丙村|29|0|0|29|0.00%|26||1|1,000.00|0.00%
            丁村|28|0|0|28|0.00%|26||||100.00%
            合计（5 个村）|115|1|1|113|0.86%|26|1|1|1,000.00|50.00%
            应公开：最迟公布日在2026年10月、到2026年11月5日已经到期或已经公布的任务；按时率是按时的占应公开的。
            有 4 个村逾期未公开，最久的是：丙村 29 件（最长 26 天）、甲村 28 件（最长 26 天）、乙村 28 件（最长 26 天）、丁村 28 件（最长 26 天）。
            另有 1 个村本期没有到期的公开事项，也没有别的要通报，表里不列：戊村。
            未答复异议、90 天内到期的合同和欠交是2026年11月5日的数；非现金比例是2026年10月支出里不用现金付的比例。"#]],
    );
    let all = town.duties();
    let due = tally(all.iter().filter(|duty| october.contains(duty.due_by)));
    let sum = listing.rows.last().expect("a sum");
    let count = |count: u32| ListingCell::Count(i64::from(count));
    assert_eq!(
        sum.cells[1..5],
        [count(due.judged()), count(due.fulfilled), count(due.late), count(due.overdue)]
    );
    // the whole year: every duty that is due in it
    let year = town.app.bulletin(Period::Year(2026)).expect("a bulletin");
    let due = tally(all.iter().filter(|duty| Period::Year(2026).contains(duty.due_by)));
    assert_eq!(year.rows.last().expect("a sum").cells[1], count(due.judged()));
    assert!(town.app.listings_workbook(std::slice::from_ref(&listing)).expect("xlsx").len() > 1000);
}

#[test]
fn arrears_and_contracts_are_those_of_the_book() {
    let mut town = Town::open();
    let village = town.villages[2];
    town.run(Command::SelectVillage(village));
    let pond = contract("2024-12-01", "2026-12-01", "500.00", Thing::Words("鱼塘".to_owned()));
    let add = HoldingCommand::Add(Box::new(HoldingFacts::Contract(pond)));
    town.run(Command::Holding { village, command: add });
    let rent = simple("2026-10-08", "收鱼塘承包费", "102", "501", "300.00");
    town.run(Command::PostVoucher { village, draft: rent });
    let book = town.app.ledger().expect("open").book().expect("shown");
    let holding = book.holdings.entries()[0].id;
    let voucher = book.vouchers.last().expect("posted").id();
    let amount = super::support::yuan("300.00");
    let tie = Tie { holding, voucher, role: TieRole::Receive, amount };
    town.run(Command::Holding { village, command: HoldingCommand::Tie(tie) });
    let compare = |town: &Town| {
        let book = town.app.ledger().expect("open").book().expect("shown");
        let HoldingFacts::Contract(contract) = &book.holdings.entries()[0].facts else { panic!() };
        let unpaid = book.register().unpaid(holding, contract, day("2026-11-05"));
        let of_book: mingbai::domain::money::Money = unpaid.iter().map(|one| one.amount).sum();
        let facts = town.app.village_facts(Period::Year(2026)).expect("facts");
        let (_, facts) = facts.iter().find(|(id, _)| *id == village).expect("the village");
        assert_eq!(facts.contracts_ending, 1);
        assert_eq!(facts.arrears, of_book);
        of_book
    };
    let paid = compare(&town);
    // the voucher is taken back: what it paid is owed again
    let date = day("2026-11-05");
    town.run(Command::ReverseVoucher { village, voucher, date });
    assert_eq!(compare(&town), paid.plus(amount));
}

#[test]
fn reminders_are_sentences_to_read_out() {
    let mut town = Town::open();
    let notice = town.disclose(0, &[("2026-10", "2026-11-04")]);
    town.object(notice, "2026-11-05");
    let reminders = town.app.reminders(5, |_| true).expect("reminders");
    let said: Vec<String> = reminders.iter().map(Reminder::sentence).collect();
    expect![[r#"
        甲村：11月5日收到的异议还没有答复，请在11月10日前答复，还有 5 天。
        甲村：2026年8月财务 8 项（财务收支汇总公开；货币资金余额等）已逾期 56 天，请今天办理。
        甲村：2026年9月财务 8 项（财务收支汇总公开；货币资金余额等）已逾期 26 天，请今天办理。
        甲村：2026年第3季度财务 4 项（固定资产；资源清单与发包出租等）已逾期 21 天，请今天办理。
        甲村：2026年第3季度村务 15 项（村民自治章程、村规民约、议事规则；民主协商成果等）已逾期 21 天，请今天办理。
        甲村：2026年第3季度党费收缴已逾期 21 天，请今天办理。
        甲村：2026年10月财务 8 项（财务收支汇总公开；货币资金余额等）请在11月10日前办理，还有 5 天。
        乙村：2026年8月财务 8 项（财务收支汇总公开；货币资金余额等）已逾期 56 天，请今天办理。
        乙村：2026年9月财务 8 项（财务收支汇总公开；货币资金余额等）已逾期 26 天，请今天办理。
        乙村：2026年第3季度财务 4 项（固定资产；资源清单与发包出租等）已逾期 21 天，请今天办理。
        乙村：2026年第3季度村务 15 项（村民自治章程、村规民约、议事规则；民主协商成果等）已逾期 21 天，请今天办理。
        乙村：2026年第3季度党费收缴已逾期 21 天，请今天办理。
        乙村：2026年10月财务 9 项（财务收支逐笔公开；财务收支汇总公开等）请在11月10日前办理，还有 5 天。
        丙村：2026年8月财务 9 项（财务收支逐笔公开；财务收支汇总公开等）已逾期 56 天，请今天办理。
        丙村：2026年9月财务 9 项（财务收支逐笔公开；财务收支汇总公开等）已逾期 26 天，请今天办理。
        丙村：2026年第3季度财务 4 项（固定资产；资源清单与发包出租等）已逾期 21 天，请今天办理。
        丙村：2026年第3季度村务 15 项（村民自治章程、村规民约、议事规则；民主协商成果等）已逾期 21 天，请今天办理。
        丙村：2026年第3季度党费收缴已逾期 21 天，请今天办理。
        丙村：2026年10月财务 9 项（财务收支逐笔公开；财务收支汇总公开等）请在11月10日前办理，还有 5 天。
        丁村：2026年8月财务 9 项（财务收支逐笔公开；财务收支汇总公开等）已逾期 56 天，请今天办理。
        丁村：2026年9月财务 9 项（财务收支逐笔公开；财务收支汇总公开等）已逾期 26 天，请今天办理。
        丁村：2026年第3季度财务 4 项（固定资产；资源清单与发包出租等）已逾期 21 天，请今天办理。
        丁村：2026年第3季度村务 15 项（村民自治章程、村规民约、议事规则；民主协商成果等）已逾期 21 天，请今天办理。
        丁村：2026年10月财务 9 项（财务收支逐笔公开；财务收支汇总公开等）请在11月10日前办理，还有 5 天。
        戊村：2026年10月财务 9 项（财务收支逐笔公开；财务收支汇总公开等）请在11月10日前办理，还有 5 天。"#]].assert_eq(&said.join("\n"));
    let some = town.app.reminders(0, |id| id == town.villages[4]).expect("reminders");
    assert!(some.is_empty(), "戊村 has nothing overdue");
    let listing = town.app.reminders_listing(5, |_| true).expect("a table");
    assert_eq!(listing.sentences().len(), said.len() + 1);
    assert_eq!(listing.sentences()[1], said[0]);
}

/// The words of an occasion come from a voucher, and nobody has looked through them yet.
#[test]
fn reminders_tell_no_numbers_of_persons() {
    let mut town = Town::open();
    let village = town.villages[4];
    let facts = OccasionFacts {
        matter: MatterCode::RELIEF,
        on: day("2026-11-02"),
        text: "收到救灾款，王五13812345678".to_owned(),
        source: OccasionSource::ByHand,
        due_by: None,
        cancelled_on: None,
    };
    town.run(Command::Disclosure(DisclosureCommand::RecordOccasion { village, facts }));
    let reminders = town.app.reminders(30, |id| id == village).expect("reminders");
    let said: Vec<String> = reminders.iter().map(Reminder::sentence).collect();
    let said = said.join("\n");
    assert!(said.contains("收到救灾款，王五138****5678，救灾救助款物"), "{said}");
    assert!(!said.contains("13812345678"), "{said}");
    let listing = town.app.reminders_listing(30, |_| true).expect("a table");
    assert!(!format!("{listing:?}").contains("13812345678"));
}

#[test]
fn what_can_be_printed_of_a_month_is_one_sheet_for_each_matter() {
    let mut town = Town::open();
    let village = town.villages[2];
    // two drafts of one matter: the later one counts
    for _ in 0..2 {
        town.run(draft(village, MatterCode::FINANCE_DETAIL, Entity::Village, period("2026-09")));
    }
    let plan = town.app.run_plan(period("2026-09")).expect("found");
    let sheets: Vec<usize> = plan.villages.iter().map(|village| village.sheets.len()).collect();
    assert_eq!(sheets, [1, 1, 1, 0, 0]);
    assert_eq!(plan.villages[2].drafts(), 1);
    let all = town.duties();
    let missing = all.iter().filter(|duty| {
        duty.span == period("2026-09").into() && duty.notice.is_none() && duty.state.is_open()
    });
    let planned: usize = plan.villages.iter().map(|village| village.missing.len()).sum();
    assert_eq!(planned, missing.count());
}

#[test]
fn duties_within_bounds_are_those_of_all_that_lie_within() {
    let town = Town::open();
    let ledger = town.app.ledger().expect("open");
    let (today, due) = (day("2026-11-05"), day("2026-10-01")..=day("2026-10-31"));
    let mut some = Vec::new();
    ledger.each_duty(due.clone(), today, |duty| some.push(duty));
    let mut all = town.duties();
    all.retain(|duty| due.contains(&duty.due_by));
    assert_eq!(some, all);
    assert!(!some.is_empty());
    let mut none = 0;
    ledger.each_duty(ANY_DAY, today, |_| none += 1);
    assert_eq!(none, town.duties().len());
}

fn page(town: Town) -> Window {
    let mut window = window(town.app, Scripted::default());
    go(&mut window, Page::Township);
    window
}

#[test]
fn the_page_leads_from_a_cell_to_the_notice_of_that_village() {
    let mut window = page(Town::open());
    photograph(&mut window, "township");
    assert!(window.query_by_label_contains("甲镇　5 个村").is_some());
    click(&mut window, "类别");
    click(&mut window, "财务");
    click(&mut window, "丙村 2026年9月 逾期 26 天");
    photograph(&mut window, "township_strip");
    assert!(window.query_by_label("丙村　2026年9月").is_some());
    let doing: Vec<_> = window.query_all_by_label("去办").collect();
    doing[0].click();
    drop(doing);
    window.run();
    assert_eq!(shell(&window).page(), Page::Notices);
    let ledger = shell(&window).app().ledger().expect("open");
    assert_eq!(ledger.book().expect("shown").village.profile.name, "丙村");
}

#[test]
fn villages_are_found_sorted_and_left_out() {
    let mut window = page(Town::open());
    let name = |window: &Window, name: &str| window.query_by_label(name).is_some();
    assert!(name(&window, "甲村") && name(&window, "戊村"));
    type_into(&mut window, "村名或拼音首字母", "bc");
    assert!(name(&window, "丙村") && !name(&window, "甲村"));
    photograph(&mut window, "township_found");
    type_into(&mut window, "村名或拼音首字母", "没有");
    assert!(!name(&window, "丙村"));
    photograph(&mut window, "township_nothing_found");
}

#[test]
fn columns_are_months_quarters_or_matters() {
    let mut window = page(Town::open());
    tab(&mut window, "按季和年");
    photograph(&mut window, "township_quarters");
    assert!(window.query_by_label_contains("丙村 2026年第3季度").is_some());
    tab(&mut window, "按事项");
    photograph(&mut window, "township_matters");
    click(&mut window, "丙村");
    photograph(&mut window, "township_row");
    assert!(window.query_by_label("丙村　2026年").is_some());
    click(&mut window, "关闭明细");
    assert!(window.query_by_label("丙村　2026年").is_none());
}

#[test]
fn bulletin_and_reminders_open_from_the_page() {
    let mut town = Town::open();
    let village = town.villages[2];
    town.run(draft(village, MatterCode::FINANCE_DETAIL, Entity::Village, period("2026-10")));
    let mut window = page(town);
    button(&mut window, "督查通报…");
    photograph(&mut window, "township_bulletin");
    assert!(window.query_by_label("存为 Excel…").is_some());
    click(&mut window, "关闭");
    button(&mut window, "催办清单…");
    photograph(&mut window, "township_reminders");
    button(&mut window, "复制全部");
    assert!(window.query_by_label_contains("已复制").is_some());
    click(&mut window, "关闭");
}

#[test]
fn what_is_missing_is_drafted_together_before_printing() {
    let mut window = page(Town::open());
    button(&mut window, "批量打印…");
    window.get_by_label_contains("一起起草没起草的").click();
    window.run();
    photograph(&mut window, "township_drafted_together");
    // every matter of a month comes from the books: nine in each of five villages
    assert!(window.query_by_label("已起草 45 份").is_some());
    let ledger = shell(&window).app().ledger().expect("open");
    let today = shell(&window).app().today();
    let drafted: Vec<_> = ledger
        .duties(today)
        .into_iter()
        .filter(|duty| duty.span == period("2026-10").into() && duty.notice.is_some())
        .map(|duty| duty.matter)
        .collect();
    assert!(drafted.contains(&MatterCode::FINANCE_SUMMARY), "{drafted:?}");
    assert!(shell(&window).app().check().expect("checked").is_empty());
}

#[test]
fn all_villages_of_liaocheng_open_on_the_page() {
    let mut app = App::new(Clock::Fixed(day("2026-08-03")));
    let listed = app.divisions().expect("the list").villages_under("3715");
    let villages: Vec<NewVillage> =
        listed.into_iter().map(|village| NewVillage::Listed(village.code.clone())).collect();
    assert_eq!(villages.len(), 2408);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("聊城市.mbz");
    app.execute(Command::CreateLedger { path: path.clone(), villages }).expect("a ledger");
    drop(app);
    let mut app = App::new(Clock::Fixed(day("2026-11-05")));
    app.execute(Command::OpenLedger { path }).expect("opens");
    let jobs = Jobs::inline(&app);
    drop(jobs);
    let mut window = window(app, Scripted::default());
    photograph(&mut window, "today_liaocheng");
    go(&mut window, Page::Township);
    photograph(&mut window, "township_liaocheng");
    assert!(window.query_by_label_contains("2408 个村").is_some());
    // only what is in view is drawn
    let cells = window.query_all_by_label_contains("2026年9月 逾期").count();
    assert!((5..40).contains(&cells), "{cells}");
}
