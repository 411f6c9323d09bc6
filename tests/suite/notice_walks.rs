//! One immediate matter from its occasion to the archive, walked by the command line and through
//! the window from the same ledger on the same days: both leave the same state and the same audit.

#![allow(clippy::expect_used, reason = "helpers of tests may stop the test")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::Key;
use egui_kittest::kittest::Queryable as _;
use mingbai::app::{App, Clock, Command};
use mingbai::domain::matter::MatterCode;
use mingbai::store::{Access, AuditRow, Store};
use mingbai::ui::pages::Page;
use serde_json::Value;
use tempfile::TempDir;

use super::attachment::photo;
use super::cli::run;
use super::harness::{Scripted, Window, click, go, window};
use super::notice_page::{Dropped, office, open_tab, write};
use super::support::day;

const LAST_DAY: &str = "2026-12-01";
const HAPPENED: &str = "收到县应急局救灾款 20000 元";
const CONTENT: &str = "救灾款按受灾轻重分三档发放。";
const COMMITTEE_SAYS: &str = "第二户的受灾情况请再核实";
const COMMITTEE_HEARS: &str = "已入户核实，情况属实。";
const VILLAGER: &str = "赵大娘";
const VILLAGER_SAYS: &str = "发放标准是谁定的";
const VILLAGER_HEARS: &str = "村民代表会议定的，会议记录可以查。";
const BOARD: &str = "村委会大门东侧";

/// Two copies of one ledger, and the photo of the board.
struct Desks {
    folder: TempDir,
    photo: PathBuf,
}

impl Desks {
    fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        let app = office(&folder, LAST_DAY);
        drop(app);
        for desk in ["命令行", "窗口"] {
            let place = folder.path().join(desk);
            std::fs::create_dir(&place).expect("a folder");
            let first = folder.path().join("甲村.mbz");
            std::fs::copy(first, place.join("甲村.mbz")).expect("a copy");
        }
        let photo = photo(folder.path(), "公开栏.jpg", 400, 300);
        Self { folder, photo }
    }

    fn ledger(&self, desk: &str) -> PathBuf {
        self.folder.path().join(desk).join("甲村.mbz")
    }
}

/// Runs one command on a ledger; what it says, as JSON where it gives some.
fn told(ledger: &Path, words: &[&str]) -> Value {
    let ledger = ledger.to_str().expect("a path");
    run(words.iter().copied().chain(["--ledger", ledger, "--json"])).json()
}

fn id<'a>(told: &'a Value, key: &str) -> &'a str {
    told[key].as_str().expect("an id")
}

fn by_command_line(ledger: &Path, photo: &Path) {
    let photo = photo.to_str().expect("a path");
    let say = |words: &[&str]| told(ledger, words);
    let occasion = say(&["occasion", "--matter", "C21", "--on", "2026-11-05", "--text", HAPPENED]);
    let of = id(&occasion, "occasion");
    let draft = ["draft", "--matter", "C21", "--occasion", of, "--text", CONTENT];
    let drafted = say(&[&draft[..], &["--on", "2026-11-06"]].concat());
    let notice = id(&drafted, "notice");
    let step = |verb: &str, on: &str, words: &[&str]| {
        let step = [&[verb, "--notice", notice, "--on", on], words].concat();
        told(ledger, &step)
    };
    let members = ["--member", "陈玥", "--member", "周堃", "--member", "王建国"];
    let objects = [&["--result", "object", "--reason", COMMITTEE_SAYS], &members[..]].concat();
    let objection = step("review", "2026-11-09", &objects);
    let answer = ["reply", "--objection", id(&objection, "objection"), "--on", "2026-11-10"];
    say(&[&answer[..], &["--text", COMMITTEE_HEARS]].concat());
    let present = ["--present", "朱春梅", "--present", "高来顺", "--present", "李秀芝"];
    step("decide", "2026-11-11", &present);
    step("publish", "2026-11-12", &["--days", "15", "--board", BOARD, "--photo", photo]);
    let objection = step("object", "2026-11-13", &["--text", VILLAGER_SAYS, "--by", VILLAGER]);
    let answer = ["reply", "--objection", id(&objection, "objection"), "--on", "2026-11-16"];
    say(&[&answer[..], &["--text", VILLAGER_HEARS]].concat());
    step("archive", "2026-11-30", &[]);
}

fn through_the_window(ledger: &Path, photo: &Path) {
    let mut app = App::new(Clock::Fixed(day(LAST_DAY)));
    app.execute(Command::OpenLedger { path: ledger.to_owned() }).expect("opens");
    let mut window = window(app, Scripted::default());
    go(&mut window, Page::Notices);
    open_tab(&mut window, "应公开");
    click(&mut window, "登记事由…");
    click(&mut window, "即时公开的事项");
    window.get_by_label("C21 救灾救助款物").scroll_to_me();
    window.run();
    click(&mut window, "C21 救灾救助款物");
    write(&mut window, "发生日期", "2026-11-05");
    write(&mut window, "发生了什么（一句话，会印在公示上）", HAPPENED);
    window.key_press(Key::Enter);
    window.run();
    click(&mut window, "写内容…");
    write(&mut window, "文字（每一行印成一段，一段最多 200 字）", CONTENT);
    click(&mut window, "完成");
    write(&mut window, "方案提出日期", "2026-11-06");
    click(&mut window, "起草");
    review_and_publish(&mut window, photo);
    click(&mut window, "登记异议…");
    write(&mut window, "收到日期", "11-13");
    write(&mut window, "提出人（只留作答复用，从不印出来）", VILLAGER);
    write(&mut window, "异议内容", VILLAGER_SAYS);
    click(&mut window, "登记");
    open_tab(&mut window, "异议");
    click(&mut window, "答复…");
    write(&mut window, "答复日期", "11-16");
    write(&mut window, "答复内容", VILLAGER_HEARS);
    click(&mut window, "答复");
    click(&mut window, "本件");
    click(&mut window, "归档…");
    write(&mut window, "归档日期", "11-30");
    click(&mut window, "归档");
    drop(window.state_mut().take());
}

fn review_and_publish(window: &mut Window, photo: &Path) {
    click(window, "村监委审查…");
    write(window, "审查日期", "11-09");
    click(window, "有异议");
    write(window, "异议内容", COMMITTEE_SAYS);
    click(window, "登记");
    click(window, "答复村监委…");
    write(window, "答复日期", "11-10");
    write(window, "答复内容", COMMITTEE_HEARS);
    click(window, "答复");
    click(window, "联席会议决定…");
    write(window, "开会日期", "11-11");
    click(window, "登记");
    click(window, "公布…");
    write(window, "公布日期（张贴那天）", "11-12");
    window.input_mut().dropped_files.push(Arc::new(Dropped(photo.to_owned())));
    window.run();
    write(window, "公示天数", "15");
    click(window, "公布");
}

/// Everything random by the order it is first met in: identities differ between two ledgers, what
/// they point at does not.
#[derive(Default)]
struct Names(BTreeMap<String, String>);

impl Names {
    fn name(&mut self, text: &str) -> String {
        let next = format!("#{}", self.0.len() + 1);
        self.0.entry(text.to_owned()).or_insert(next).clone()
    }

    /// Replaces each identity of a text.
    fn plain(&mut self, text: &str) -> String {
        // identities, and hashes of the audit rows, which hold identities and hours
        let is_id = |word: &str| {
            matches!(word.len(), 36 | 64)
                && word.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
        };
        let part = |c: char| c == '-' || c.is_ascii_hexdigit();
        let mut out = String::new();
        let mut word = String::new();
        for c in text.chars().chain(['\0']) {
            if part(c) {
                word.push(c);
                continue;
            }
            out.push_str(&if is_id(&word) { self.name(&word) } else { word.clone() });
            word.clear();
            out.extend((c != '\0').then_some(c));
        }
        out
    }
}

/// What stands in the ledger about the matter, in words.
fn state(ledger: &Path) -> String {
    let mut app = App::new(Clock::Fixed(day(LAST_DAY)));
    app.execute(Command::OpenLedger { path: ledger.to_owned() }).expect("opens");
    assert!(app.check().expect("checked").is_empty(), "a sound file");
    let ledger = app.ledger().expect("open");
    let book = ledger.book().expect("shown");
    let relief = MatterCode::parse("C21").expect("a code");
    let mut lines = Vec::new();
    for duty in ledger.duties(app.today()) {
        lines.push(format!("{duty:?}"));
    }
    let due_by =
        ledger.duties(app.today()).iter().find(|it| it.matter == relief).map(|it| it.due_by);
    for occasion in &book.occasions {
        lines.push(format!("{occasion:?}"));
    }
    for notice in &book.notices {
        lines.push(format!("{notice:?}"));
        let timeline = notice.timeline(&book.objections, ledger.law(), due_by, app.today());
        lines.extend(timeline.iter().map(|stage| format!("{stage:?}")));
        let next = notice.next_step(&book.objections, ledger.law(), app.today());
        lines.push(next.label().to_owned());
    }
    for objection in &book.objections {
        lines.push(format!("{objection:?} {}", objection.answer_by(ledger.law())));
    }
    // the day a file was put in: see `on_its_day`
    let told = lines.join("\n");
    let mut parts = told.split("added_on: ");
    let first = parts.next().unwrap_or_default().to_owned();
    let told = parts.fold(first, |told, part| told + part.get(10..).unwrap_or_default());
    Names::default().plain(&told)
}

/// What the audit says of the walk: the command and its detail, a line each.
fn audit(ledger: &Path) -> String {
    let store = Store::open(ledger, Access::Read).expect("the ledger");
    let mut names = Names::default();
    let rows = store.audit_rows().expect("the audit");
    let line = |row: &AuditRow| {
        let mut detail: Value = serde_json::from_str(&row.detail).expect("JSON");
        if let Some(detail) = detail.as_object_mut() {
            // made of the notice's identity among others
            detail.remove("check_code");
        }
        names.plain(&format!("{} {}", row.command, on_its_day(detail)))
    };
    rows.iter().map(line).collect::<Vec<String>>().join("\n")
}

/// The command line enters each step on its day, the window all of them on one: what is told of
/// the day a file was put in is left out.
fn on_its_day(mut detail: Value) -> Value {
    if let Some(file) = detail.pointer_mut("/step/file").and_then(Value::as_object_mut) {
        file.remove("added_on");
    }
    detail
}

#[test]
fn the_command_line_and_the_window_leave_the_same_behind() {
    let desks = Desks::new();
    let (office, home) = (desks.ledger("命令行"), desks.ledger("窗口"));
    assert_eq!(audit(&office), audit(&home), "both begin alike");
    by_command_line(&office, &desks.photo);
    through_the_window(&home, &desks.photo);
    let steps = audit(&office).lines().count();
    assert!(steps > 11, "the walk was walked: {steps}");
    assert_eq!(audit(&office), audit(&home));
    let (told, shown) = (state(&office), state(&home));
    assert!(told.contains("Fulfilled") || told.contains("Late"), "{told}");
    assert_eq!(told, shown);
}
