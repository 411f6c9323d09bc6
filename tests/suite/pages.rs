//! The pages 凭证 and 公示, driven as a person drives them: by keyboard and by Chinese label.
//!
//! Each test leaves a picture in `target/gallery/`, so that a change can be looked at.
#![expect(clippy::expect_used, clippy::panic, reason = "helpers of tests fail their test")]

use std::path::{Path, PathBuf};

use egui::{Event, ImeEvent, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use mingbai::app::{App, Clock, Command, Demo, ImportChoices, Jobs, NewVillage, Outcome};
use mingbai::domain::entity::Entity;
use mingbai::domain::ids::VillageId;
use mingbai::domain::ledger::Book;
use mingbai::domain::matter::MatterCode;
use mingbai::domain::period::{Date, Month, Period};
use mingbai::domain::voucher::Settlement;
use mingbai::ui::inbox::{Inbox, Pick, PickPurpose, Picked, Wish};
use mingbai::ui::pages::Page;
use mingbai::ui::pages::notices::NoticesPage;
use mingbai::ui::pages::vouchers::VouchersPage;
use mingbai::ui::theme;

use super::harness::{
    SCREEN, button, click, drawn, field, key, photograph, press, select_all, type_text,
};

/// The office, two pages, and what the window does for them.
struct Bench {
    app: App,
    jobs: Jobs,
    inbox: Inbox,
    page: Page,
    vouchers: VouchersPage,
    notices: NoticesPage,
    /// Wishes that the window would answer with a dialog or a program.
    outside: Vec<Wish>,
    /// What commands said no to.
    refused: Vec<String>,
    /// Whether a page said that it told the person itself.
    told: bool,
}

type Window = Harness<'static, Bench>;

impl Bench {
    fn new(app: App, page: Page) -> Self {
        Self {
            jobs: Jobs::inline(&app),
            app,
            inbox: Inbox::default(),
            page,
            vouchers: VouchersPage::default(),
            notices: NoticesPage::default(),
            outside: Vec::new(),
            refused: Vec::new(),
            told: false,
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui) {
        ui.painter().rect_filled(ui.ctx().content_rect(), 0.0, theme::GROUND);
        egui::Panel::top("bar").exact_size(52.0).show(ui, |_| {});
        egui::Panel::left("side").exact_size(132.0).show(ui, |_| {});
        let frame = egui::Frame::new().fill(theme::GROUND).inner_margin(egui::Margin {
            left: 20,
            right: 20,
            top: 16,
            bottom: 16,
        });
        egui::CentralPanel::default().frame(frame).show(ui, |ui| match self.page {
            Page::Notices => self.notices.ui(ui, &self.app, &mut self.inbox),
            Page::Today
            | Page::Vouchers
            | Page::Reconcile
            | Page::Ledgers
            | Page::Holdings
            | Page::Township
            | Page::Affairs
            | Page::Settings => {
                self.vouchers.ui(ui, &self.app, &mut self.inbox);
            }
        });
        self.carry_out(ui.ctx());
    }

    fn carry_out(&mut self, ctx: &egui::Context) {
        for wish in self.inbox.drain() {
            ctx.request_repaint();
            match wish {
                Wish::Run(command) => self.run(command),
                Wish::Start(job) => self.jobs.start(job),
                Wish::StartWith(job, stop) => self.jobs.start_with(job, stop),
                other @ (Wish::Ask { .. }
                | Wish::CancelJob
                | Wish::Go(_)
                | Wish::GoTo(..)
                | Wish::OpenSettings(_)
                | Wish::ChooseLedger
                | Wish::BuildDemo(_)
                | Wish::Pick(_)
                | Wish::OpenOutside(_)
                | Wish::SaveListing { .. }
                | Wish::SaveForms { .. }
                | Wish::SavePublished { .. }
                | Wish::MakeSite
                | Wish::ShowVoucher { .. }
                | Wish::ShowAccount { .. }
                | Wish::ShowRecurring(_)
                | Wish::Tell(_)) => self.outside.push(other),
            }
        }
        for event in self.jobs.poll() {
            ctx.request_repaint();
            self.told |= self.notices.job(ctx, &event);
        }
    }

    fn run(&mut self, command: Command) {
        let outcome = self.app.execute(command);
        if let Err(error) = &outcome {
            self.refused.push(error.to_string());
        }
        self.told |= self.vouchers.heard(&outcome) | self.notices.heard(&outcome);
    }

    fn book(&self) -> &Book {
        self.app.ledger().expect("a ledger").book().expect("a book")
    }
}

fn day(year: i32, month: u32, day: u32) -> Date {
    Date::from_ymd_opt(year, month, day).expect("a day")
}

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

fn village(app: &App) -> VillageId {
    app.ledger().expect("a ledger").villages().first().expect("a village").id
}

/// A ledger in memory with the sample of August to October; the first months are published.
fn app(months: &[u32], published: &[u32]) -> App {
    let clock = Clock::Fixed(day(2026, 11, 5));
    let new =
        NewVillage::Typed { township: "示例镇".to_owned(), name: "明堌新村".to_owned() };
    let mut app = App::in_memory(clock, vec![new]).expect("an office");
    let village = village(&app);
    let mut profile =
        app.ledger().expect("a ledger").villages().first().expect("a village").profile.clone();
    profile.boards = vec![mingbai::domain::village::Board::at("村委会大门东侧")];
    app.execute(Command::UpdateVillage { village, profile }).expect("facts");
    app.execute(Command::ImportOpening {
        village,
        path: data("期初余额.csv"),
        choices: ImportChoices::default(),
    })
    .expect("opening");
    for month in months {
        let path = data(&format!("收支流水-2026-{month:02}.csv"));
        app.execute(Command::ImportVouchers { village, path, choices: ImportChoices::default() })
            .expect("vouchers");
        if published.contains(month) {
            publish(&mut app, *month);
        }
    }
    app
}

fn publish(app: &mut App, month: u32) {
    let village = village(app);
    let period = Period::Month(Month::new(2026, month).expect("a month"));
    for matter in MatterCode::DRAFTABLE {
        let drafted = app.execute(crate::support::draft(village, matter, Entity::Village, period));
        let Ok(Outcome::NoticeDrafted { notice, .. }) = drafted else { panic!("{drafted:?}") };
        let on = period.last_month().next().day(5);
        let boards = vec!["村委会大门东侧".to_owned()];
        crate::support::agree(app, notice, on).expect("agreed");
        app.execute(Command::PublishNotice { notice, on, days: 15, boards }).expect("published");
    }
}

fn window(app: App, page: Page) -> Window {
    drawn(SCREEN, |ui, bench: &mut Bench| bench.ui(ui), Bench::new(app, page))
}

#[test]
fn a_voucher_is_posted_by_keyboard_alone() {
    let mut window = window(app(&[8, 9, 10], &[8, 9]), Page::Vouchers);
    let before = window.state().book().vouchers.len();
    photograph(&mut window, "pages-vouchers");
    key(&mut window, Key::F2);
    assert!(field(&window, "摘要").is_focused(), "F2 leads to the summary");
    type_text(&mut window, "付保洁员王秀兰工资");
    key(&mut window, Key::Enter);
    type_text(&mut window, "gyzc");
    photograph(&mut window, "pages-vouchers-account-list");
    key(&mut window, Key::Enter);
    assert!(field(&window, "金额（可写 450*2）").is_focused(), "the account was taken");
    type_text(&mut window, "450*2");
    key(&mut window, Key::Enter);
    key(&mut window, Key::ArrowDown);
    key(&mut window, Key::Enter);
    type_text(&mut window, "1");
    photograph(&mut window, "pages-vouchers-typed");
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    let bench = window.state();
    assert_eq!(bench.refused, Vec::<String>::new());
    let book = bench.book();
    assert_eq!(book.vouchers.len(), before + 1);
    let posted = book.vouchers.last().expect("a voucher").written().clone();
    assert_eq!(posted.summary, "付保洁员王秀兰工资");
    assert_eq!(posted.entries[0].account.as_str(), "514");
    assert_eq!(posted.entries[0].amount.grouped(), "900.00");
    assert_eq!((posted.settlement, posted.papers), (Settlement::Card, 1));
    assert!(!posted.handler.is_empty(), "persons come from the last voucher");
    assert!(field(&window, "摘要").is_focused(), "ready for the next");
    assert_eq!(field(&window, "摘要").value().unwrap_or_default(), "");
    photograph(&mut window, "pages-vouchers-posted");
}

#[test]
fn faults_stand_beside_their_fields() {
    let mut window = window(app(&[8, 9, 10], &[8, 9]), Page::Vouchers);
    key(&mut window, Key::F2);
    type_text(&mut window, "付保洁员王秀兰工资");
    key(&mut window, Key::Enter);
    type_text(&mut window, "514 公益支出");
    key(&mut window, Key::Enter);
    type_text(&mut window, "900.005");
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    assert!(window.query_by_label_contains("最多两位小数").is_some());
    assert!(field(&window, "金额（可写 450*2）").is_focused());
    assert_eq!(field(&window, "摘要").value().as_deref(), Some("付保洁员王秀兰工资"));
    photograph(&mut window, "pages-vouchers-fault");
    key(&mut window, Key::Escape);
    assert_eq!(field(&window, "摘要").value().unwrap_or_default(), "");
}

#[test]
fn the_books_refusal_marks_its_field() {
    let mut window = window(app(&[8, 9, 10], &[8, 9]), Page::Vouchers);
    select_all(&mut window, "日期");
    type_text(&mut window, "9-30");
    key(&mut window, Key::Enter);
    type_text(&mut window, "补记电费");
    key(&mut window, Key::Enter);
    type_text(&mut window, "513");
    key(&mut window, Key::Enter);
    type_text(&mut window, "30");
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    assert!(field(&window, "日期").is_focused());
    assert_eq!(window.state().refused.len(), 1);
    assert!(window.state().told, "the refusal stands beside its field");
    photograph(&mut window, "pages-vouchers-refused");
}

#[test]
fn an_input_method_keeps_its_enter() {
    let mut window = window(app(&[10], &[]), Page::Vouchers);
    key(&mut window, Key::F3);
    let preedit = ImeEvent::Preedit { text: "zhichu".to_owned(), active_range_chars: None };
    window.event(Event::Ime(preedit));
    key(&mut window, Key::Enter);
    assert!(field(&window, "摘要").is_focused(), "Enter belongs to the input method");
    window.event(Event::Ime(ImeEvent::Commit("支出".to_owned())));
    window.run();
    key(&mut window, Key::Enter);
    assert!(!field(&window, "摘要").is_focused(), "now Enter walks");
}

#[test]
fn the_other_ways_of_writing_and_the_selected_row() {
    let mut window = window(app(&[8, 9, 10], &[8, 9]), Page::Vouchers);
    key(&mut window, Key::F4);
    type_text(&mut window, "提取备用金");
    photograph(&mut window, "pages-vouchers-transfer");
    key(&mut window, Key::Escape);
    key(&mut window, Key::Escape);
    key(&mut window, Key::F5);
    type_text(&mut window, "购办公桌两张，欠付一部分");
    for text in ["151", "800", "102", "500"] {
        key(&mut window, Key::Enter);
        type_text(&mut window, text);
    }
    key(&mut window, Key::Enter);
    let third = window.get_by_label("第 3 行金额").value();
    assert_eq!(third.as_deref(), Some("300.00"), "the difference is offered");
    photograph(&mut window, "pages-vouchers-journal");
    key(&mut window, Key::F2);
    click(&mut window, "记-005");
    assert!(window.query_by_label("冲销…").is_some());
    photograph(&mut window, "pages-vouchers-selected");
    button(&mut window, "冲销…");
    let asked = window.state().outside.iter().any(|wish| matches!(wish, Wish::Ask { .. }));
    assert!(asked, "a reversal is asked for first");
}

#[test]
fn an_earlier_summary_is_offered_with_its_account() {
    let mut window = window(app(&[8, 9, 10], &[8, 9]), Page::Vouchers);
    key(&mut window, Key::F2);
    type_text(&mut window, "lddf");
    photograph(&mut window, "pages-vouchers-summaries");
    button(&mut window, "路灯电费");
    assert_eq!(field(&window, "摘要").value().as_deref(), Some("路灯电费"));
    let account = field(&window, "科目（代码、名称或拼音首字母）");
    assert_eq!(account.value().as_deref(), Some("514 公益支出"));
    type_text(&mut window, "x");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    press(&mut window, Modifiers::COMMAND, Key::D);
    assert_eq!(field(&window, "金额（可写 450*2）").value().as_deref(), Some("311.50"));
    photograph(&mut window, "pages-vouchers-copied");
}

#[test]
fn a_filter_finds_by_initials_and_an_empty_month_says_so() {
    let mut window = window(app(&[8, 9, 10], &[8, 9, 10]), Page::Vouchers);
    assert!(window.query_by_label("2026年11月还没有凭证").is_some());
    photograph(&mut window, "pages-vouchers-empty");
    button(&mut window, "看 2026年10月");
    field(&window, "筛选").focus();
    window.run();
    type_text(&mut window, "df");
    photograph(&mut window, "pages-vouchers-filter");
}

#[test]
fn a_table_is_previewed_before_it_comes_in() {
    let mut window = window(app(&[8], &[]), Page::Vouchers);
    button(&mut window, "从表格导入…");
    photograph(&mut window, "pages-import-empty");
    let folder = tempfile::tempdir().expect("a folder");
    let bad = folder.path().join("坏表.csv");
    let rows = "日期,凭证号,摘要,收入,支出,科目,结算方式\n2026-09-01,,买纸,,12.345,管理费用,现金\n2026-09-31,,电费,,30,管理费用,现金\n";
    std::fs::write(&bad, rows).expect("written");
    let answer = |path: PathBuf| Picked {
        pick: Pick::Table { purpose: PickPurpose::Vouchers },
        paths: vec![path],
    };
    pick(&mut window, &answer(bad));
    assert!(window.query_by_label_contains("处错误").is_some());
    photograph(&mut window, "pages-import-faults");
    pick(&mut window, &answer(data("收支流水-2026-09.csv")));
    photograph(&mut window, "pages-import-preview");
    let before = window.state().book().vouchers.len();
    button(&mut window, "导入");
    assert!(window.state().book().vouchers.len() > before);
    assert!(window.query_by_label("导入").is_none(), "the dialog closed");
}

fn pick(window: &mut Window, picked: &Picked) {
    let bench = window.state_mut();
    bench.vouchers.picked(&bench.app, picked);
    bench.notices.picked(picked);
    window.run();
}

#[test]
fn a_notice_is_drafted_published_and_saved() {
    let mut window = window(app(&[8, 9, 10], &[8, 9]), Page::Notices);
    photograph(&mut window, "pages-notice-candidate");
    button(&mut window, "起草");
    assert_eq!(window.state().refused, Vec::<String>::new());
    photograph(&mut window, "pages-notice-drafted");
    assert!(window.query_by_label("村监委审查…").is_some(), "the next step of the law");
    let drafted = window.state().book().notices.last().expect("a draft").id;
    crate::support::agree(&mut window.state_mut().app, drafted, day(2026, 11, 5)).expect("agreed");
    window.run();
    button(&mut window, "公布…");
    select_all(&mut window, "公示天数");
    type_text(&mut window, "10");
    button(&mut window, "公布");
    assert!(window.query_by_label_contains("第三十五条：").is_some(), "the article is named");
    photograph(&mut window, "pages-notice-publish-refused");
    select_all(&mut window, "公示天数");
    type_text(&mut window, "15");
    photograph(&mut window, "pages-notice-publish");
    button(&mut window, "公布");
    assert!(window.query_by_label_contains("校验码").is_some());
    photograph(&mut window, "pages-notice-published");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("十月.pdf");
    button(&mut window, "另存 PDF…");
    photograph(&mut window, "pages-notice-save");
    let pick_pdf = Pick::SavePdf { suggested: String::new() };
    pick(&mut window, &Picked { pick: pick_pdf, paths: vec![path.clone()] });
    button(&mut window, "保存");
    assert!(path.is_file());
    button(&mut window, "用系统程序打开");
    let opened = window.state().outside.iter().any(|wish| matches!(wish, Wish::OpenOutside(_)));
    assert!(opened);
}

#[test]
fn the_sheet_turns_its_pages_and_changes_its_paper() {
    let mut window = window(app(&[8, 9, 10], &[8, 9]), Page::Notices);
    key(&mut window, Key::PageDown);
    assert!(window.query_by_label("第 2 页，共 2 页").is_some());
    button(&mut window, "F02 汇总");
    photograph(&mut window, "pages-notice-summary");
    click(&mut window, "纸张");
    click(&mut window, "A4 竖放");
    button(&mut window, "放大");
    photograph(&mut window, "pages-notice-a4-zoomed");
    button(&mut window, "下个月");
    assert!(window.query_by_label("现在还不能起草").is_some());
    photograph(&mut window, "pages-notice-not-ended");
}

#[test]
fn the_demo_opens_on_its_last_month() {
    let folder = tempfile::tempdir().expect("a folder");
    let demo = Demo::build(folder.path()).expect("a demo");
    let mut app = App::new(Clock::Fixed(day(2026, 11, 5)));
    app.execute(Command::OpenLedger { path: demo.ledger }).expect("open");
    let mut window = window(app, Page::Notices);
    assert!(window.query_by_label_contains("校验码").is_some());
    photograph(&mut window, "pages-notice-demo");
}

#[test]
fn ten_thousand_rows_are_drawn_only_where_they_are_seen() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("big.csv");
    let mut rows = String::from("日期,凭证号,摘要,收入,支出,科目,结算方式\n");
    for at in 0..10_000 {
        let day = at / 400 + 1;
        let row = format!("2026-10-{day:02},,付第{at}笔电费,,12.30,管理费用,转账\n");
        rows.push_str(&row);
    }
    std::fs::write(&path, rows).expect("written");
    let mut app = app(&[], &[]);
    let village = village(&app);
    app.execute(Command::ImportVouchers { village, path, choices: ImportChoices::default() })
        .expect("vouchers");
    let mut window = window(app, Page::Vouchers);
    click(&mut window, "月份");
    click(&mut window, "全部月份");
    photograph(&mut window, "pages-vouchers-all");
    assert!(window.query_by_label("10000 笔").is_some());
    assert!(window.query_by_label("记-001").is_some());
    assert!(window.query_by_label("记-500").is_none());
    for _ in 0..2 {
        key(&mut window, Key::ArrowUp);
    }
    assert!(window.query_by_label("记-9999").is_some(), "the selection brings its row into view");
}

#[test]
fn a_code_is_checked_and_a_board_planned_in_the_window() {
    let mut window = window(app(&[8, 9, 10], &[8, 9]), Page::Notices);
    button(&mut window, "上个月");
    button(&mut window, "公开栏…");
    photograph(&mut window, "pages-notice-board");
    assert!(window.query_by_label_contains("布置图，公开栏 240×120 厘米").is_some());
    button(&mut window, "关闭");
    button(&mut window, "核验…");
    button(&mut window, "核验");
    assert!(window.query_by_label_contains("没有写校验码").is_some());
    photograph(&mut window, "pages-notice-verify");
}
