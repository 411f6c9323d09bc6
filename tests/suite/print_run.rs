//! 批量打印: the files of many villages, what stops one of them, going on after a stop; the way to
//! the printer; and the dialog of the page 乡镇.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use egui_kittest::kittest::Queryable as _;
use mingbai::app::{
    App, Clock, Command, Outcome, Outlet, Paper, Printing, RunPaper, RunPlan, RunProgress,
    RunReport, RunRequest, RunSheets, SentTo, Tray,
};
use mingbai::domain::entity::Entity;
use mingbai::domain::ids::{NoticeId, VillageId};
use mingbai::domain::matter::MatterCode;
use mingbai::domain::notice::Body;
use mingbai::ui::pages::Page;
use tempfile::TempDir;

use super::harness::{
    Scripted, Window, button, click, go, photograph, select_all, type_text, window, window_of,
};
use super::support::{agree, day, draft, period, simple, typed};

const DETAIL: MatterCode = MatterCode::FINANCE_DETAIL;
const SUMMARY: MatterCode = MatterCode::FINANCE_SUMMARY;

/// Four villages that joined in October 2026: 甲村 published both finance sheets, 乙村 and 丙村
/// drafted them, 丁村 did nothing.
pub(crate) struct Street {
    pub(crate) folder: TempDir,
    pub(crate) app: App,
    villages: Vec<VillageId>,
}

impl Street {
    pub(crate) fn open() -> Self {
        let folder = TempDir::new().expect("a folder");
        let path = folder.path().join("四村.mbz");
        let mut app = App::new(Clock::Fixed(day("2026-10-03")));
        let villages = ["甲村", "乙村", "丙村", "丁村"].map(typed).to_vec();
        app.execute(Command::CreateLedger { path, villages }).expect("a ledger");
        app.set_clock(Clock::Fixed(day("2026-11-05")));
        let villages = app.ledger().expect("open").villages();
        let villages: Vec<VillageId> = villages.iter().map(|village| village.id).collect();
        let mut street = Self { folder, app, villages };
        for village in 0..3 {
            street.earn("2026-10-08", village, 40 + village);
            for matter in [SUMMARY, DETAIL] {
                let notice = street.draft(village, matter);
                if village == 0 {
                    street.publish(notice);
                }
            }
        }
        street
    }

    fn run(&mut self, command: Command) -> Outcome {
        self.app.execute(command).expect("done")
    }

    /// So many vouchers of one day.
    fn earn(&mut self, on: &str, village: usize, count: usize) {
        let village = self.villages[village];
        for number in 1..=count {
            let amount = format!("{number}.07");
            let draft = simple(on, "收村东机动地承包费", "102", "501", &amount);
            self.run(Command::PostVoucher { village, draft });
        }
    }

    fn draft(&mut self, village: usize, matter: MatterCode) -> NoticeId {
        let draft = draft(self.villages[village], matter, Entity::Village, period("2026-10"));
        let Outcome::NoticeDrafted { notice, .. } = self.run(draft) else { panic!("a draft") };
        notice
    }

    fn publish(&mut self, notice: NoticeId) {
        agree(&mut self.app, notice, day("2026-11-03")).expect("agreed");
        let on = day("2026-11-03");
        self.run(Command::PublishNotice { notice, on, days: 15, boards: Vec::new() });
    }

    fn plan(&self) -> RunPlan {
        self.app.run_plan(period("2026-10")).expect("a plan")
    }

    fn request(&self, plan: RunPlan, paper: RunPaper) -> RunRequest {
        RunRequest { plan, paper, large: false, folder: self.out() }
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("公示")
    }

    fn print(&self, plan: RunPlan, paper: RunPaper) -> RunReport {
        let go_on = |_| ControlFlow::Continue(());
        self.app.print_run(&self.request(plan, paper), go_on).expect("printed")
    }
}

/// The names of all files in a folder and below it, but 进度.json.
fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with("进度.json") {
                let name = path.strip_prefix(folder).expect("inside");
                found.push(name.display().to_string().replace('\\', "/"));
            }
        }
    }
    found.sort();
    found
}

fn pdf(path: &Path) -> lopdf::Document {
    lopdf::Document::load(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The words of one page, without blanks.
fn page(pdf: &lopdf::Document, number: usize) -> String {
    let number = u32::try_from(number).expect("a page");
    pdf.extract_text(&[number]).expect("text").split_whitespace().collect()
}

fn all_pages(path: &Path) -> String {
    let pdf = pdf(path);
    (1..=pdf.get_pages().len()).map(|number| page(&pdf, number)).collect()
}

/// The width of each page in points.
fn widths(pdf: &lopdf::Document) -> Vec<f32> {
    let width = |id: &lopdf::ObjectId| {
        let size = pdf.get_dictionary(*id).and_then(|page| page.get(b"MediaBox"));
        let size = size.and_then(lopdf::Object::as_array).expect("a size");
        size[2].as_float().expect("a side")
    };
    pdf.get_pages().values().map(width).collect()
}

#[test]
fn a_plan_is_one_sheet_for_each_matter_in_list_and_catalog_order() {
    let mut street = Street::open();
    // a second draft of the same matter: the later one counts; what is published stays
    let later = street.draft(1, DETAIL);
    let plan = street.plan();
    let of: Vec<(usize, &str, Vec<MatterCode>)> = plan
        .villages
        .iter()
        .map(|it| (it.place, it.name.as_str(), it.sheets.iter().map(|it| it.matter).collect()))
        .collect();
    let both = vec![DETAIL, SUMMARY];
    let expected = [(1, "甲村", both.clone()), (2, "乙村", both.clone()), (3, "丙村", both)];
    assert_eq!(of[..3], expected);
    assert_eq!(of[3], (4, "丁村", Vec::new()));
    assert_eq!(plan.villages[1].sheets[0].id, later);
    // seven more matters of a month come from the books, and nobody drafted them
    let missing: Vec<usize> = plan.villages.iter().map(|it| it.missing.len()).collect();
    assert_eq!(missing, [7, 7, 7, 9]);
    assert_eq!(plan.villages[3].missing[0], "财务收支逐笔公开");
    assert!(plan.villages.iter().all(mingbai::app::VillagePlan::is_behind));
    let published = plan.narrowed(|_| true, RunSheets::Published);
    assert_eq!(published.count(), 2);
    assert_eq!(published.villages[1].left_out, ["财务收支逐笔公开", "财务收支汇总公开"]);
    let drafts = plan.narrowed(|village| village == street.villages[2], RunSheets::Drafts);
    assert_eq!((drafts.villages.len(), drafts.count()), (1, 2));
}

#[test]
fn a_run_writes_each_village_and_all_of_them_with_a3_and_a4_apart() {
    let street = Street::open();
    let mut told: Vec<RunProgress> = Vec::new();
    let request = street.request(street.plan(), RunPaper::BySheet);
    let report = street.app.print_run(&request, |progress| {
        told.push(progress);
        ControlFlow::Continue(())
    });
    let report = report.expect("printed");
    assert_eq!(report.faults, []);
    assert_eq!((told.len(), told.last().map(|it| (it.done, it.total))), (6, Some((6, 6))));
    assert!(told.iter().all(|it| !it.village.is_empty()), "{told:?}");
    let expected = [
        "各村/001-甲村-A3.pdf",
        "各村/001-甲村-A4.pdf",
        "各村/002-乙村-A3.pdf",
        "各村/002-乙村-A4.pdf",
        "各村/003-丙村-A3.pdf",
        "各村/003-丙村-A4.pdf",
        "合并-A3.pdf",
        "合并-A4.pdf",
        "清单.pdf",
    ];
    assert_eq!(files(&street.out()), expected);
    assert_eq!(report.files().len(), expected.len());
    assert_eq!((report.made, report.kept), (8, 0));
    for tray in Tray::ALL {
        check_merged(&report, tray);
    }
    let checklist = report.checklist.as_deref().map(all_pages).expect("a checklist");
    for words in [
        "打印清单",
        "甲村",
        "送审稿",
        "公示到11月18日",
        "□",
        "3个村，6份",
        "没有打印的",
        "丁村",
        "没有起草",
    ] {
        assert!(checklist.contains(words), "{words} in {checklist}");
    }
    for sheet in report.villages.iter().flat_map(|village| &village.sheets) {
        assert!(checklist.contains(&sheet.check_code));
    }
    let json = report.json();
    assert_eq!(json["villages"][0]["sheets"][0]["paper"], "A3");
    assert_eq!(json["villages"][3]["missing"].as_array().map(Vec::len), Some(9));
    pictures("run-list", report.checklist.as_deref().expect("a checklist"));
    pictures("run-a3", &report.merged[0].path);
    pictures("run-a4", &report.merged[1].path);
}

/// The file of all villages on one paper: a cover that names each sheet, then each at its page.
#[track_caller]
fn check_merged(report: &RunReport, tray: Tray) {
    let at = report.merged.iter().position(|it| it.tray == tray).expect("merged");
    let merged = pdf(&report.merged[at].path);
    let (sheets, pages) = report.totals(tray);
    assert_eq!(sheets, 3);
    // the cover stands in front, on the same paper
    assert_eq!(merged.get_pages().len(), 1 + pages, "{}", tray.label());
    let width = tray.paper().size_mm().0 / 25.4 * 72.0;
    assert!(widths(&merged).iter().all(|it| (it - width).abs() < 0.5), "{}", tray.label());
    let cover = page(&merged, 1);
    let mut next = 2;
    for village in &report.villages[..3] {
        let own = report.folder.join(format!(
            "各村/{:03}-{}-{}.pdf",
            village.place,
            village.name,
            tray.label()
        ));
        let sheets: Vec<_> = village.sheets.iter().filter(|it| it.tray == tray).collect();
        let own_pages: usize = sheets.iter().map(|sheet| sheet.pages).sum();
        assert_eq!(pdf(&own).get_pages().len(), own_pages);
        for sheet in sheets {
            assert_eq!(sheet.merged, Some((at, next)));
            assert!(page(&merged, next).contains(&sheet.check_code), "{}", sheet.title);
            assert!(page(&merged, next).contains(&village.name));
            assert!(cover.contains(&sheet.check_code) && cover.contains(&village.name));
            next += sheet.pages;
        }
    }
}

/// The first pages of a PDF, to look at.
fn pictures(name: &str, path: &Path) {
    let bytes = std::fs::read(path).expect("a file");
    for number in 0..pdf(path).get_pages().len().min(3) {
        let png = mingbai::print::raster::png(&bytes, number, 70.0).expect("a picture");
        let file = super::harness::gallery().join(format!("{name}-{}.png", number + 1));
        std::fs::write(file, png).expect("written");
    }
}

#[test]
fn everything_goes_on_one_paper_where_a_person_says_so() {
    let street = Street::open();
    for (paper, tray) in [(RunPaper::A3, Tray::A3), (RunPaper::A4, Tray::A4)] {
        let report = street.print(street.plan(), paper);
        let trays = report.villages.iter().flat_map(|it| &it.sheets).map(|it| it.tray);
        assert!(trays.into_iter().all(|it| it == tray));
        assert_eq!(report.merged.len(), 1);
        // the files of the other paper are no longer true to the checklist, and are gone
        let other = if tray == Tray::A3 { "A4" } else { "A3" };
        let all = files(&street.out());
        assert!(all.iter().all(|file| !file.contains(other)), "{all:?}");
    }
    for name in ["auto", "a3", "A4 "] {
        assert!(RunPaper::parse(name).is_some(), "{name}");
    }
    assert_eq!((RunPaper::parse("a5"), RunSheets::parse("some")), (None, None));
}

#[test]
fn the_same_run_gives_the_same_bytes_and_makes_nothing_again() {
    let street = Street::open();
    let first = street.print(street.plan(), RunPaper::BySheet);
    let bytes = |report: &RunReport| -> Vec<Vec<u8>> {
        report.files().iter().map(|file| std::fs::read(file).expect("a file")).collect()
    };
    let before = bytes(&first);
    let again = street.print(street.plan(), RunPaper::BySheet);
    assert_eq!((again.made, again.kept), (0, 8));
    assert_eq!(bytes(&again), before);
    std::fs::remove_dir_all(street.out()).expect("removed");
    let anew = street.print(street.plan(), RunPaper::BySheet);
    assert_eq!((anew.made, anew.kept), (8, 0));
    assert_eq!(bytes(&anew), before, "two threads, one order");
}

#[test]
fn only_what_is_stale_or_damaged_is_made_again() {
    let mut street = Street::open();
    street.print(street.plan(), RunPaper::BySheet);
    // a file that was cut short
    let cut = street.out().join("各村/003-丙村-A4.pdf");
    std::fs::write(&cut, b"%PDF").expect("written");
    // a sheet that was drafted again with other figures
    street.earn("2026-10-09", 1, 1);
    street.draft(1, DETAIL);
    let report = street.print(street.plan(), RunPaper::BySheet);
    assert_eq!(report.faults, []);
    // 乙村 A3, 丙村 A4, and the file of all on A3; what is merged on A4 says the same
    assert_eq!((report.made, report.kept), (3, 5));
    assert_eq!(pdf(&cut).get_pages().len(), 1);
    let village = &report.villages[1];
    let own = all_pages(&village.files[0]);
    assert!(own.contains(&village.sheets[0].check_code));
    assert!(all_pages(&report.merged[0].path).contains(&village.sheets[0].check_code));
    // a folder whose progress is of another version is made again
    let progress = street.out().join("进度.json");
    let text = std::fs::read_to_string(&progress).expect("progress");
    let other = text.replace("\"version\": 1", "\"version\": 99");
    assert_ne!(other, text);
    std::fs::write(&progress, other).expect("written");
    assert_eq!(street.print(street.plan(), RunPaper::BySheet).kept, 0);
}

#[test]
fn a_run_that_was_stopped_leaves_whole_files_and_goes_on() {
    let street = Street::open();
    let request = street.request(street.plan(), RunPaper::BySheet);
    let stopped = street.app.print_run(&request, |_| ControlFlow::Break(())).expect("stopped");
    assert!(stopped.cancelled && stopped.villages.len() < 4, "{stopped:?}");
    assert_eq!((stopped.merged.len(), stopped.checklist.as_ref()), (0, None));
    for file in files(&street.out()) {
        assert!(file.starts_with("各村/"), "{file}");
        pdf(&street.out().join(file));
    }
    let report = street.print(street.plan(), RunPaper::BySheet);
    assert!(!report.cancelled);
    assert_eq!(report.kept, stopped.made);
    assert_eq!(report.made + report.kept, 8);
}

#[test]
fn what_stops_one_village_stops_only_that_village() {
    let street = Street::open();
    // something stands where a file of 乙村 goes
    let place = street.out().join("各村/002-乙村-A3.pdf");
    std::fs::create_dir_all(place.join("别的")).expect("a folder");
    let mut plan = street.plan();
    // a character of somebody's own in a sheet of 丙村
    if let Body::FinanceSummary(summary) = &mut plan.villages[2].sheets[1].content.body {
        summary.income[0].label.push('\u{e001}');
    }
    let report = street.print(plan.clone(), RunPaper::BySheet);
    let faults: Vec<String> = report.faults.iter().map(mingbai::app::RunFault::sentence).collect();
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert!(faults[0].starts_with("乙村：写不进") && faults[0].contains("请换一个"), "{faults:?}");
    assert!(faults[1].starts_with("丙村：财务收支汇总公开：收支项目"), "{faults:?}");
    assert!(faults[1].contains("U+E001") && faults[1].contains("重新起草"), "{faults:?}");
    let printed: Vec<usize> = report.villages.iter().map(|village| village.sheets.len()).collect();
    assert_eq!(printed, [2, 0, 0, 0]);
    assert!(report.merged.iter().all(|it| !all_pages(&it.path).contains("乙村")));
    let checklist = report.checklist.as_deref().map(all_pages).expect("a checklist");
    for words in ["打印不了", "写不进", "U+E001"] {
        assert!(checklist.contains(words), "{words} in {checklist}");
    }
    assert_eq!(report.json()["faults"].as_array().map(Vec::len), Some(2));
    pictures("run-faults", report.checklist.as_deref().expect("a checklist"));
    // put right, only what was missing is made
    std::fs::remove_dir_all(&place).expect("removed");
    let right = street.print(street.plan(), RunPaper::BySheet);
    assert_eq!((right.faults.len(), right.totals(Tray::A3).0, right.totals(Tray::A4).0), (0, 3, 3));
}

#[test]
fn sheets_of_a_merged_file_that_was_not_written_are_in_none() {
    let street = Street::open();
    // a viewer on Windows keeps a file from being replaced as a folder does everywhere
    let place = street.out().join("合并-A3.pdf");
    std::fs::create_dir_all(place.join("别的")).expect("a folder");
    let report = street.print(street.plan(), RunPaper::BySheet);
    assert_eq!(report.faults.len(), 1, "{:?}", report.faults);
    let files: Vec<_> = report.merged.iter().map(|it| it.path.file_name()).collect();
    assert_eq!(files, [Some("合并-A4.pdf".as_ref())]);
    let told = report.json();
    let villages = told["villages"].as_array().expect("villages").iter();
    let sheets: Vec<_> =
        villages.flat_map(|village| village["sheets"].as_array().expect("sheets")).collect();
    assert_eq!(sheets.len(), 6);
    for sheet in sheets {
        let (file, page) = (sheet["merged"].as_str(), sheet["merged_page"].as_u64());
        if sheet["paper"] == "A3" {
            assert_eq!((file, page), (None, None), "{sheet}");
        } else {
            assert!(file.is_some_and(|file| file.ends_with("合并-A4.pdf")), "{sheet}");
            assert!(page.is_some(), "{sheet}");
        }
    }
}

#[test]
fn a_run_in_large_type_takes_more_paper_and_is_drawn_anew() {
    let street = Street::open();
    let usual = street.print(street.plan(), RunPaper::A4);
    let request = RunRequest { large: true, ..street.request(street.plan(), RunPaper::A4) };
    let go_on = |_| ControlFlow::Continue(());
    let large = street.app.print_run(&request, go_on).expect("printed");
    assert_eq!((large.faults.len(), large.kept), (0, 0));
    assert_eq!(usual.totals(Tray::A4).0, large.totals(Tray::A4).0);
    assert!(usual.totals(Tray::A4).1 < large.totals(Tray::A4).1, "no more pages");
    let again = street.app.print_run(&request, go_on).expect("printed");
    assert_eq!((again.made, again.kept), (0, large.made));
}

#[test]
fn nothing_to_print_and_no_place_to_write_are_refused() {
    let street = Street::open();
    let none = street.plan().narrowed(|village| village == street.villages[3], RunSheets::All);
    let go_on = |_| ControlFlow::Continue(());
    let request = street.request(none, RunPaper::BySheet);
    let refused = street.app.print_run(&request, go_on).expect_err("nothing").to_string();
    assert!(refused.contains("没有可以打印的公示") && refused.contains("请先起草"), "{refused}");
    assert!(!street.out().exists());
    std::fs::write(street.out(), "文件").expect("written");
    let request = street.request(street.plan(), RunPaper::BySheet);
    let refused = street.app.print_run(&request, go_on).expect_err("no folder").to_string();
    assert!(refused.contains("建不了文件夹"), "{refused}");
}

/// A program of the system that notes how it was called.
#[cfg(unix)]
fn program(folder: &Path, name: &str, answer: &str, code: u8) -> PathBuf {
    use std::os::unix::fs::PermissionsExt as _;
    let path = folder.join(name);
    let note = folder.join(format!("{name}.called"));
    let script = format!(
        "#!/bin/sh\nprintf '%s\\n' \"$@\" > '{}'\necho '{answer}'\nexit {code}\n",
        note.display()
    );
    std::fs::write(&path, script).expect("written");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("executable");
    path
}

#[cfg(unix)]
fn called(folder: &Path, name: &str) -> Option<String> {
    // the viewer is started and not waited for
    for _ in 0..200 {
        match std::fs::read_to_string(folder.join(format!("{name}.called"))) {
            Ok(text) if text.ends_with('\n') => return Some(text),
            Ok(_) | Err(_) => std::thread::sleep(std::time::Duration::from_millis(10)),
        }
        if name == "lp" {
            break;
        }
    }
    std::fs::read_to_string(folder.join(format!("{name}.called"))).ok()
}

#[cfg(unix)]
fn outlet(folder: &Path, default: &str, lp: u8) -> Outlet {
    Outlet {
        printing: Printing::Queue {
            lpstat: program(folder, "lpstat", default, 0),
            lp: program(folder, "lp", "request id is 1", lp),
        },
        viewer: program(folder, "viewer", "", 0),
    }
}

#[cfg(unix)]
#[test]
fn a_default_printer_gets_the_file_in_real_size_and_without_one_the_viewer_opens() {
    let folder = TempDir::new().expect("a folder");
    let folder = folder.path();
    let file = folder.join("公示 一.pdf");
    std::fs::write(&file, b"%PDF").expect("written");
    let a3 = Paper::parse("a3-landscape");
    let one = outlet(folder, "system default destination: HP_Laser", 0);
    assert_eq!(one.print(&file, a3).ok(), Some(SentTo::Printer("HP_Laser".to_owned())));
    let told = called(folder, "lp").expect("called");
    let told: Vec<&str> = told.lines().collect();
    let path = file.display().to_string();
    let expected =
        ["-d", "HP_Laser", "-o", "print-scaling=none", "-o", "media=A3", "--", path.as_str()];
    assert_eq!(told, expected);
    assert!(!folder.join("viewer.called").exists());
    // a board is no paper of a printer
    one.print(&file, Paper::parse("board:60x90")).expect("printed");
    assert!(!called(folder, "lp").expect("called").contains("media"));
    // none, one that refuses, and no such program at all
    std::fs::remove_file(folder.join("lp.called")).expect("removed");
    let none = outlet(folder, "no system default destination", 0);
    assert_eq!(none.print(&file, a3).ok(), Some(SentTo::Viewer));
    assert_eq!(called(folder, "lp"), None);
    assert_eq!(called(folder, "viewer").as_deref().map(str::trim_end), Some(path.as_str()));
    let refusing = outlet(folder, "system default destination: HP_Laser", 1);
    assert_eq!(refusing.print(&file, a3).ok(), Some(SentTo::Viewer));
    let missing = Printing::Queue { lpstat: folder.join("没有"), lp: folder.join("没有") };
    let bare = Outlet { printing: missing, viewer: refusing.viewer };
    assert_eq!(bare.print(&file, a3).ok(), Some(SentTo::Viewer));
    let nothing = Outlet { printing: Printing::No, viewer: folder.join("没有") };
    let refused = nothing.print(&file, None).expect_err("no program").to_string();
    assert!(refused.contains("没有能打开它的程序"), "{refused}");
    let gone = nothing.print(&folder.join("无.pdf"), None).expect_err("no file").to_string();
    assert!(gone.contains("找不到"), "{gone}");
}

/// A window on the page 乡镇, whose files go to programs of the test.
fn town_window(street: Street, size: Option<[f32; 2]>) -> (TempDir, Window) {
    let Street { folder, mut app, .. } = street;
    app.set_outlet(Outlet { printing: Printing::No, viewer: PathBuf::from("true") });
    let picker = Scripted::default();
    let mut window = match size {
        None => window(app, picker),
        Some(size) => window_of(size, app, picker),
    };
    go(&mut window, Page::Township);
    (folder, window)
}

#[test]
fn villages_are_ticked_and_printed_from_the_page() {
    let (folder, mut window) = town_window(Street::open(), None);
    button(&mut window, "批量打印…");
    photograph(&mut window, "print-run");
    assert!(window.query_by_label_contains("选了 4 个村，共 4 个").is_some());
    assert!(window.query_by_label("打印 6 份").is_some());
    // none, one, those that owe something
    button(&mut window, "反选");
    assert!(window.query_by_label("打印 0 份").is_some());
    click(&mut window, "2　乙村");
    assert!(window.query_by_label("打印 2 份").is_some());
    button(&mut window, "只选到期的");
    assert!(window.query_by_label("打印 6 份").is_some());
    click(&mut window, "打印哪些");
    click(&mut window, "只要已公布的");
    assert!(window.query_by_label("打印 2 份").is_some());
    assert!(window.query_by_label_contains("4 份没公布的不打印").is_some());
    click(&mut window, "打印哪些");
    click(&mut window, "已公布的和送审稿");
    let out = folder.path().join("打好的");
    select_all(&mut window, "存到文件夹");
    type_text(&mut window, &out.display().to_string());
    // Enter in the field is the button
    super::harness::key(&mut window, egui::Key::Enter);
    assert_eq!(files(&out).len(), 9);
    photograph(&mut window, "print-run-done");
    assert!(window.query_by_label_contains("3 个村已打印：A3 3 份").is_some());
    button(&mut window, "打印 合并-A3.pdf");
    assert!(window.query_by_label("按实际大小打印").is_some());
    photograph(&mut window, "print-run-sent");
    button(&mut window, "知道了");
    button(&mut window, "关闭");
    assert!(window.query_by_label_contains("3 个村已打印").is_none(), "the dialog closed");
}

#[test]
fn a_fault_stands_in_red_with_the_next_step_on_a_small_screen() {
    let street = Street::open();
    let out = street.folder.path().join("公示");
    std::fs::create_dir_all(out.join("各村/002-乙村-A3.pdf/别的")).expect("a folder");
    let (_folder, mut window) = town_window(street, Some([1024.0, 640.0]));
    button(&mut window, "批量打印…");
    photograph(&mut window, "print-run-small");
    select_all(&mut window, "存到文件夹");
    type_text(&mut window, &out.display().to_string());
    button(&mut window, "打印 6 份");
    photograph(&mut window, "print-run-fault-small");
    assert!(window.query_by_label_contains("乙村：写不进").is_some());
    assert!(window.query_by_label_contains("2 个村已打印").is_some());
    std::fs::remove_dir_all(out.join("各村/002-乙村-A3.pdf")).expect("removed");
    button(&mut window, "接着打印…");
    button(&mut window, "打印 6 份");
    assert!(window.query_by_label_contains("3 个村已打印").is_some());
    assert!(window.query_by_label_contains("个内容没变的没有重做").is_some());
}

#[test]
fn a_sheet_goes_to_the_printer_from_its_preview() {
    let (folder, mut window) = town_window(Street::open(), None);
    go(&mut window, Page::Notices);
    button(&mut window, "打印");
    photograph(&mut window, "notice-sent");
    assert!(window.query_by_label("按实际大小打印").is_some());
    let sent = files(&folder.path().join("打印"));
    assert_eq!(sent.len(), 1, "{sent:?}");
    assert!(sent[0].ends_with("F01-财务收支逐笔公开.pdf"), "{sent:?}");
}

#[test]
fn how_far_a_run_is_stands_large_with_a_way_to_stop() {
    let (_folder, mut window) = town_window(Street::open(), Some([1024.0, 640.0]));
    button(&mut window, "批量打印…");
    window.get_by_label("打印 6 份").click();
    // the frame in which the work is under way
    let is_running = |window: &Window| window.query_by_label("停下").is_some();
    for _ in 0..4 {
        if !is_running(&window) {
            window.step();
        }
    }
    assert!(is_running(&window));
    assert!(window.query_by_label("0 / 6 份").is_some());
    photograph(&mut window, "print-run-running");
    window.run();
    assert!(window.query_by_label_contains("3 个村已打印").is_some());
}

/// A whole quarter, and an occasion in it: what happened is printed with its period.
#[test]
fn occasions_of_the_period_are_printed_with_it() {
    let mut street = Street::open();
    let village = street.villages[3];
    let matter = MatterCode::parse("C22").expect("a matter");
    let facts = mingbai::domain::occasion::OccasionFacts {
        matter,
        on: day("2026-10-20"),
        text: "收到村民捐赠的桌椅".to_owned(),
        source: mingbai::domain::occasion::OccasionSource::ByHand,
        due_by: None,
        cancelled_on: None,
    };
    let record = mingbai::app::DisclosureCommand::RecordOccasion { village, facts };
    let Outcome::OccasionRecorded { occasion, .. } = street.run(Command::Disclosure(record)) else {
        panic!("an occasion")
    };
    let missing = &street.plan().villages[3].missing;
    assert!(missing.iter().any(|it| it.contains("收到村民捐赠的桌椅")), "{missing:?}");
    let draft = mingbai::domain::notice::NoticeDraft {
        paragraphs: vec!["收到桌椅 20 套，放在文化活动室。".to_owned()],
        ..mingbai::domain::notice::NoticeDraft::new(matter, Entity::Village, occasion)
    };
    street.run(Command::DraftNotice { village, draft: Box::new(draft) });
    let plan = street.plan();
    assert_eq!(plan.villages[3].sheets.len(), 1);
    assert_eq!(street.app.run_plan(period("2026-09")).expect("a plan").count(), 0);
    let report = street.print(plan, RunPaper::BySheet);
    let sheet = &report.villages[3].sheets[0];
    assert_eq!((sheet.tray, sheet.title.as_str()), (Tray::A4, "10月20日社会捐赠款物"));
}
