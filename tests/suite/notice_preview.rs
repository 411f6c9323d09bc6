//! The sheet beside 公示: never another notice's, drawn anew with another font, on the page a
//! person turned to; and the files that are made of it.

use std::path::{Path, PathBuf};

use egui::{Event, ImeEvent, Key};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use mingbai::app::{App, Job, JobEvent, Jobs, Outlet, Paper, Printing, Stop};
use mingbai::domain::entity::Entity;
use mingbai::domain::matter::MatterCode;
use mingbai::domain::notice::NoticeDraft;
use mingbai::ui::inbox::{Inbox, Wish};
use mingbai::ui::pages::notices::NoticesPage;
use mingbai::ui::pages::settings::SettingsTab;
use mingbai::ui::pages::{Page, Wanted};
use tempfile::TempDir;

use super::harness::{
    Scripted, Window, button, click, drawn, go, press, select_all, shell, type_text, wish,
};
use super::notice_page::{desk_with, field, go_to, has, office, open_row, open_tab, recorded};
use super::support::{first, on_disk, period};

const WORDS: &str = "文字（每一行印成一段，一段最多 200 字）";
const SHOWN: &str = "公示预览，第 1 页";
/// A character that no bundled font has, and a font that has it.
const RARE: &str = "𡌶";
const ADDED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/补字测试.ttf");

/// The page alone, with a printer that may be busy with something else.
struct Bench {
    app: App,
    page: NoticesPage,
    jobs: Jobs,
    /// What waits for the printer.
    waiting: Option<Vec<Job>>,
}

fn bench(app: App) -> Harness<'static, Bench> {
    let (page, jobs) = (NoticesPage::default(), Jobs::inline(&app));
    let draw = |ui: &mut egui::Ui, bench: &mut Bench| {
        let mut inbox = Inbox::default();
        bench.page.ui(ui, &bench.app, &mut inbox);
        for wish in inbox.drain() {
            ui.ctx().request_repaint();
            match (wish, &mut bench.waiting) {
                (Wish::Start(job), Some(waiting)) => waiting.push(job),
                (Wish::Start(job), None) => bench.jobs.start(job),
                (other, _) => panic!("{other:?}"),
            }
        }
        for event in bench.jobs.poll() {
            ui.ctx().request_repaint();
            bench.page.job(ui.ctx(), &event);
        }
    };
    drawn([1366.0, 700.0], draw, Bench { app, page, jobs, waiting: None })
}

#[test]
fn another_notice_never_stands_beside_the_sheet_of_the_one_before() {
    let folder = TempDir::new().expect("a folder");
    let mut window = bench(office(&folder, "2026-12-01"));
    assert!(window.query_by_label_contains(SHOWN).is_some());
    let village = first(&window.state().app);
    let turn = |window: &mut Harness<'_, Bench>, of: &str| {
        let (matter, period) = (Some(MatterCode::FINANCE_DETAIL), period(of));
        let wanted = Wanted { village, period, matter, span: Some(period.into()) };
        window.state_mut().page.show(wanted);
        window.run();
    };
    window.state_mut().waiting = Some(Vec::new());
    turn(&mut window, "2026-11");
    assert!(window.query_by_label("公示预览，正在排版").is_some(), "the printer is busy");
    // an answer that comes late is of the notice before
    let late = window.state_mut().waiting.take().expect("a job");
    turn(&mut window, "2026-10");
    assert!(window.query_by_label_contains(SHOWN).is_some());
    for job in late {
        window.state().jobs.start(job);
    }
    window.run();
    assert!(window.query_by_label_contains(SHOWN).is_some());
}

#[test]
fn a_sheet_that_cannot_be_drawn_shows_nothing_until_a_font_is_added() {
    let folder = TempDir::new().expect("a folder");
    let mut app = office(&folder, "2026-11-12");
    app.use_only_fonts_in(folder.path().join("fonts"));
    recorded(&mut app, "C21", "2026-11-10", "收到棉被 30 床");
    let mut window = super::harness::window(app, Scripted::answering(&[Path::new(ADDED)]));
    // only the words of this test may miss a character
    window.ctx.set_missing_glyph_policy(egui::MissingGlyphPolicy::Tofu);
    go(&mut window, Page::Notices);
    open_tab(&mut window, "应公开");
    open_row(&mut window, "C21 救灾救助款物");
    assert!(has(&window, SHOWN));
    click(&mut window, "写内容…");
    window.event(Event::Paste(format!("{RARE}里村领 30 床")));
    window.run();
    window.run_steps(4);
    assert!(has(&window, "公示预览，没有排出来"));
    click(&mut window, "完成");
    assert!(has(&window, "公示预览，没有排出来"));
    // a failed sheet swallows no other failure
    let draft = NoticeDraft::new(MatterCode::FINANCE_DETAIL, Entity::Village, period("2026-10"));
    let app = shell(&window).app();
    let notice = Box::new(app.candidate_notice(first(app), &draft).expect("a sheet").0);
    let (paper, path) = (Paper::parse("a4").expect("a paper"), folder.path().join("没有/公示.pdf"));
    wish(&mut window, Wish::Start(Job::SavePdf { notice, paper, tiles: None, path }));
    assert!(has(&window, "写不进"));
    wish(&mut window, Wish::OpenSettings(SettingsTab::About));
    click(&mut window, "添加字体文件…");
    assert!(has(&window, "已添加 补字测试.ttf"));
    go(&mut window, Page::Notices);
    assert!(has(&window, SHOWN), "the added font is seen at once");
}

#[test]
fn typing_leaves_the_page_that_is_shown_and_the_sheet_follows_when_a_person_pauses() {
    let (_folder, mut window) = desk_with("2026-11-12", |app| {
        recorded(app, "C21", "2026-11-10", "收到棉被 30 床");
    });
    open_tab(&mut window, "应公开");
    open_row(&mut window, "C21 救灾救助款物");
    click(&mut window, "写内容…");
    let words: Vec<String> = (1..=160).map(|line| format!("第 {line} 户领棉被一床。\n")).collect();
    let words = words.concat();
    window.event(Event::Paste(words));
    window.run();
    window.run_steps(4);
    click(&mut window, "下一页");
    assert!(has(&window, "公示预览，第 2 页"));
    field(&window, WORDS).focus();
    window.run();
    type_text(&mut window, "再写一句");
    window.run_steps(4);
    assert!(has(&window, "公示预览，第 2 页"), "typing turns no page");
    click(&mut window, "完成");
    assert!(has(&window, "公示预览，第 2 页"));
    go_to(&mut window, "F01", "2026-10");
    assert!(has(&window, SHOWN), "another notice begins at its first page");
}

/// The field of the path, written anew.
fn path(window: &mut Window, label: &str, path: &Path) {
    select_all(window, label);
    type_text(window, &path.display().to_string());
}

#[test]
fn a_sheet_is_saved_under_the_name_that_was_typed() {
    let (folder, mut window) = desk_with("2026-11-12", |_| {});
    go_to(&mut window, "F01", "2026-10");
    click(&mut window, "另存 PDF…");
    path(&mut window, "存为文件", &folder.path().join("公示2026.11"));
    // the Enter that ends a composition is the input method's
    let preedit = ImeEvent::Preedit { text: "cun".to_owned(), active_range_chars: None };
    window.event(Event::Ime(preedit));
    window.key_press(Key::Enter);
    window.run();
    assert!(has(&window, "另存 PDF"), "the dialog stays");
    let saved = folder.path().join("公示2026.11村.pdf");
    assert_eq!(
        std::fs::read_dir(folder.path())
            .expect("a folder")
            .filter_map(Result::ok)
            .filter(|it| it.path().extension().is_some_and(|end| end == "pdf"))
            .count(),
        0
    );
    window.event(Event::Ime(ImeEvent::Commit("村".to_owned())));
    window.run();
    window.key_press(Key::Enter);
    window.run();
    assert!(saved.is_file());
    assert!(has(&window, "用系统程序打开"));
}

#[test]
fn only_the_sheet_that_was_saved_here_is_opened_from_here() {
    let (folder, mut window) = desk_with("2026-11-12", |_| {});
    go_to(&mut window, "F01", "2026-10");
    let app = shell(&window).app();
    let sheet = app.booklet(first(app), period("2026-10"), false).expect("a booklet");
    let saved = Job::SaveDrawn { sheet: Box::new(sheet), path: folder.path().join("手册.pdf") };
    wish(&mut window, Wish::Start(saved));
    assert!(folder.path().join("手册.pdf").is_file());
    let offered = window.query_all_by_label_contains("用系统程序打开").next();
    assert!(offered.is_none(), "somebody else's file");
}

#[test]
fn the_printer_takes_its_file_from_beside_the_ledger_wherever_others_were_saved() {
    let folder = TempDir::new().expect("a folder");
    let elsewhere = TempDir::new().expect("a folder");
    let mut app = office(&folder, "2026-11-12");
    app.set_outlet(Outlet { printing: Printing::No, viewer: PathBuf::from("true") });
    let mut window = super::harness::window(app, Scripted::default());
    go(&mut window, Page::Notices);
    go_to(&mut window, "F01", "2026-10");
    click(&mut window, "另存 PDF…");
    path(&mut window, "存为文件", &elsewhere.path().join("公示.pdf"));
    window.key_press(Key::Enter);
    window.run();
    button(&mut window, "打印");
    click(&mut window, "知道了");
    assert!(folder.path().join("打印").is_dir());
    assert!(!elsewhere.path().join("打印").exists());
    click(&mut window, "纸张");
    click(&mut window, "展板 60×90");
    button(&mut window, "打印");
    assert!(has(&window, "展板请点“另存 PDF…”"));
}

#[test]
fn stopping_one_job_stops_no_other() {
    let folder = TempDir::new().expect("a folder");
    let (app, _, village) = on_disk(&folder, "2026-11-05");
    let jobs = Jobs::inline(&app);
    let sheet = app.booklet(village, period("2026-10"), false).expect("a booklet");
    let save = |name: &str| Job::SaveDrawn {
        sheet: Box::new(sheet.clone()),
        path: folder.path().join(name),
    };
    let (stopped, other) = (Stop::default(), Stop::default());
    stopped.stop();
    jobs.start_with(save("停下的.pdf"), stopped);
    jobs.start_with(save("另一个.pdf"), other);
    let events = jobs.poll();
    assert!(matches!(events.as_slice(), [JobEvent::Cancelled, JobEvent::Saved(_)]), "{events:?}");
    assert!(!folder.path().join("停下的.pdf").exists());
    assert!(folder.path().join("另一个.pdf").is_file());
}

#[test]
fn a_dialog_of_a_page_keeps_the_page() {
    let (_folder, mut window) = desk_with("2026-11-12", |_| {});
    go_to(&mut window, "F01", "2026-10");
    click(&mut window, "另存 PDF…");
    press(&mut window, egui::Modifiers::COMMAND, Key::Num1);
    assert_eq!(shell(&window).page(), Page::Notices);
    window.key_press(Key::Escape);
    window.run();
    press(&mut window, egui::Modifiers::COMMAND, Key::Num1);
    assert_eq!(shell(&window).page(), Page::Today);
}
