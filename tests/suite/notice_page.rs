//! The page 公示 in the window: every step of a matter from the occasion to the archive, the lists,
//! the editor, corrections and the register of objections; pictures go to `target/gallery`.

#![allow(clippy::expect_used, reason = "helpers of tests may stop the test")]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{Event, Key, Modifiers, Role};
use egui_kittest::Node;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use expect_test::expect;
use mingbai::app::{App, Clock, Command, DisclosureCommand};
use mingbai::domain::ledger::Book;
use mingbai::domain::matter::MatterCode;
use mingbai::domain::notice::{
    Body, Notice, NoticeDraft, NoticeState, ObjectionFacts, Objector, Review,
};
use mingbai::domain::occasion::{OccasionFacts, OccasionSource};
use mingbai::domain::village::{
    Board, Office, Officer, SupervisionCommittee, SupervisionMember, SupervisionPost,
};
use mingbai::store::{Access, Store};
use mingbai::ui::inbox::Wish;
use mingbai::ui::pages::{Page, Wanted};
use tempfile::TempDir;

use super::attachment::photo;
use super::harness::{Scripted, Window, click, go, photograph, shell, window, wish};
use super::support::{agree, day, draft, first, on_disk, period};

/// A file that was dropped onto the window.
#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        Err("a view reads no file".to_owned())
    }
}

fn book(window: &Window) -> &Book {
    shell(window).app().ledger().expect("open").book().expect("a book")
}

/// 甲村 with its officers, its supervision committee and a board, since October.
fn office(folder: &TempDir, today: &str) -> App {
    let (mut app, _, village) = on_disk(folder, "2026-10-08");
    let mut profile = app.ledger().expect("open").villages()[0].profile.clone();
    let officer = |name: &str, office| Officer { name: name.to_owned(), office };
    profile.officers = vec![
        officer("朱春梅", Office::PartySecretary),
        officer("朱春梅", Office::CommitteeDirector),
        officer("高来顺", Office::CommitteeMember),
        officer("李秀芝", Office::Accountant),
    ];
    let member =
        |name: &str, post| SupervisionMember { name: name.to_owned(), post, relative_of: None };
    profile.supervision = SupervisionCommittee {
        members: vec![
            member("陈玥", SupervisionPost::Director),
            member("周堃", SupervisionPost::Member),
            member("王建国", SupervisionPost::Member),
        ],
    };
    profile.boards = vec![Board { place: "村委会大门东侧".to_owned() }];
    profile.supervision_phone = "0635-0000001".to_owned();
    profile.township_phone = "0635-0000002".to_owned();
    app.execute(Command::UpdateVillage { village, profile }).expect("facts");
    app.set_clock(Clock::Fixed(day(today)));
    app
}

fn desk(today: &str) -> (TempDir, Window) {
    let folder = TempDir::new().expect("a folder");
    let app = office(&folder, today);
    let mut window = window(app, Scripted::default());
    go(&mut window, Page::Notices);
    (folder, window)
}

/// The field of that name, of one line or several.
fn field<'w>(window: &'w Window, label: &'w str) -> Node<'w> {
    let mut found = window.query_all_by_label(label).filter(|node| {
        let role = node.accesskit_node().role();
        matches!(role, Role::TextInput | Role::MultilineTextInput)
    });
    found.next().unwrap_or_else(|| panic!("no field {label}"))
}

/// Writes anew what stands in a field.
fn write(window: &mut Window, label: &str, text: &str) {
    field(window, label).focus();
    window.run();
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.event(Event::Text(text.to_owned()));
    window.run();
}

fn has(window: &Window, words: &str) -> bool {
    window.query_all_by_label_contains(words).next().is_some()
}

/// A tab of the page, whatever it counts.
fn open_tab(window: &mut Window, word: &str) {
    let tab = window.query_all_by_label_contains(word).find(|node| {
        let label = node.accesskit_node().label().unwrap_or_default();
        node.accesskit_node().role() == Role::Button && label.starts_with(word)
    });
    tab.unwrap_or_else(|| panic!("no tab {word}")).click();
    window.run();
}

/// The row of a list whose words hold these.
fn open_row(window: &mut Window, words: &str) {
    let row = window
        .query_all_by_label_contains(words)
        .find(|node| node.accesskit_node().role() == Role::Button);
    row.unwrap_or_else(|| panic!("no row {words}")).click();
    window.run();
}

fn notice(window: &Window) -> &Notice {
    book(window).notices.last().expect("a notice")
}

/// Takes a picture at 1366 × 768 and one of a small screen, 1024 × 640.
fn both(window: &mut Window, name: &str) {
    photograph(window, &format!("notices_{name}"));
    window.set_size(egui::vec2(1024.0 + 16.0, 640.0 + 16.0));
    window.run();
    photograph(window, &format!("notices_{name}_small"));
    window.set_size(egui::vec2(1366.0 + 16.0, 768.0 + 16.0));
    window.run();
}

/// The commands of the audit of a ledger about disclosure, one a line; the ledger must be closed.
fn audit_of(folder: &TempDir) -> String {
    let store = Store::open(&folder.path().join("甲村.mbz"), Access::Read).expect("the ledger");
    let rows = store.audit_rows().expect("the audit");
    let told = rows.iter().filter(|row| {
        !["create_ledger", "add_villages", "update_village"].contains(&row.command.as_str())
    });
    told.map(|row| format!("{}\n", row.command)).collect()
}

fn close(mut window: Window) {
    drop(window.state_mut().take());
}

const OCCASION: &str = "收到县应急局救灾款 20000 元";

/// 登记事由, in the window.
fn record_occasion(window: &mut Window) {
    open_tab(window, "应公开");
    both(window, "due");
    click(window, "登记事由…");
    click(window, "登记");
    assert!(has(window, "没有选事项"), "a refusal stands beside its field");
    click(window, "即时公开的事项");
    window.get_by_label("C21 救灾救助款物").scroll_to_me();
    window.run();
    click(window, "C21 救灾救助款物");
    write(window, "发生日期", "2026-12-30");
    click(window, "登记");
    assert!(has(window, "还没到（今天是 2026-12-01）"), "a day that lies ahead");
    assert!(has(window, "请写事情实际发生的日期"), "and its hint");
    write(window, "发生日期", "2026-11-05");
    click(window, "登记");
    assert!(has(window, "请用一句话写清楚"), "and what happened is to be written");
    write(window, "发生了什么（一句话，会印在公示上）", OCCASION);
    both(window, "occasion");
    window.key_press(Key::Enter);
    window.run();
    assert_eq!(book(window).occasions.len(), 1);
}

/// The words and the table, pasted as Excel copies them, and the draft.
fn write_and_draft(window: &mut Window) {
    assert!(has(window, OCCASION), "the new occasion is shown");
    both(window, "candidate");
    click(window, "写内容…");
    write(window, "文字（每一行印成一段，一段最多 200 字）", "救灾款按受灾轻重分三档发放。");
    field(window, "粘贴表格").focus();
    window.run();
    let table = "户主\t受灾情况\t金额\n张三\t房屋漏雨\t1200.00\n李四\t粮食受潮\t800.00\n";
    window.event(Event::Paste(table.to_owned()));
    window.run();
    both(window, "editor");
    click(window, "完成");
    write(window, "方案提出日期", "2026-12-24");
    click(window, "起草");
    assert!(has(window, "方案提出日期 2026-12-24 还没到"), "the proposal lies not ahead");
    write(window, "方案提出日期", "2026-11-06");
    click(window, "起草");
    let notice = notice(window);
    let Body::Statement(statement) = &notice.content.body else { panic!("a sheet of words") };
    assert_eq!(statement.paragraphs, ["救灾款按受灾轻重分三档发放。"]);
    assert_eq!(statement.tables[0].rows[1], ["李四", "粮食受潮", "800.00"]);
    assert_eq!(notice.drafted_on, day("2026-11-06"));
    both(window, "drafted");
}

/// The committee objects and is answered; the meeting decides.
fn review_and_decide(window: &mut Window) {
    click(window, "村监委审查…");
    write(window, "审查日期", "2026-11-05");
    click(window, "登记");
    assert!(has(window, "早于方案提出的 2026-11-06"), "the order of the law");
    write(window, "审查日期", "11-09");
    write(window, "其他成员", "李秀芝");
    click(window, "登记");
    assert!(has(window, "李秀芝是会计"), "an incompatible person");
    assert!(has(window, "第十四条"), "with the article");
    both(window, "review_refused");
    write(window, "其他成员", " ");
    click(window, "有异议");
    click(window, "登记");
    assert!(has(window, "请写清楚，留作档案"), "an objection says what about");
    write(window, "异议内容", "第二户的受灾情况请再核实");
    both(window, "review");
    click(window, "登记");
    assert!(has(window, "第 1 号异议"));
    both(window, "objected");
    click(window, "答复村监委…");
    write(window, "答复日期", "11-08");
    click(window, "答复");
    assert!(has(window, "早于收到异议的 2026-11-09"), "no answer before its objection");
    write(window, "答复日期", "11-10");
    write(window, "答复内容", "已入户核实，情况属实。");
    both(window, "reply");
    click(window, "答复");
    click(window, "联席会议决定…");
    write(window, "开会日期", "11-08");
    click(window, "登记");
    assert!(has(window, "早于村监委审查的 2026-11-09"));
    write(window, "开会日期", "11-11");
    both(window, "decide");
    click(window, "登记");
    let decision = notice(window).decision().expect("decided");
    assert_eq!(decision.present, ["朱春梅", "高来顺", "李秀芝"]);
}

fn publish_with_photo(window: &mut Window, folder: &TempDir) {
    click(window, "公布…");
    write(window, "公布日期（张贴那天）", "11-12");
    write(window, "公示天数", "10");
    click(window, "公布");
    assert!(has(window, "公布的期限不得少于 15 天"), "the law's fifteen days");
    let picture = photo(folder.path(), "公开栏.jpg", 400, 300);
    window.input_mut().dropped_files.push(Arc::new(Dropped(picture)));
    window.run();
    write(window, "公示天数", "15");
    both(window, "publish");
    click(window, "公布");
    assert!(has(window, "看照片 1 张"), "the photo went with it");
    both(window, "published");
    click(window, "看照片 1 张");
    both(window, "photo");
    click(window, "关闭");
}

/// A villager objects, is answered from the register, and the notice is filed.
fn objection_and_archive(window: &mut Window) {
    click(window, "登记异议…");
    write(window, "收到日期", "11-11");
    write(window, "异议内容", "发放标准是谁定的");
    click(window, "登记");
    assert!(has(window, "早于公布的 2026-11-12"), "no objection before the publication");
    write(window, "收到日期", "11-13");
    write(window, "提出人（只留作答复用，从不印出来）", "赵大娘");
    both(window, "object");
    click(window, "登记");
    open_tab(window, "异议");
    both(window, "register");
    assert!(has(window, "逾期 13 天"), "the answer was due on 18 November");
    assert!(!has(window, "赵大娘"), "who objects is nowhere shown");
    click(window, "答复…");
    click(window, "答复");
    assert!(has(window, "没有写答复内容"));
    write(window, "答复日期", "11-16");
    write(window, "答复内容", "村民代表会议定的，会议记录可以查。");
    click(window, "答复");
    both(window, "register_answered");
    click(window, "本件");
    both(window, "to_archive");
    click(window, "归档…");
    write(window, "归档日期", "11-20");
    click(window, "归档");
    assert!(has(window, "公示期和异议期到 2026-11-27 才满"), "not before the posting is over");
    write(window, "归档日期", "11-30");
    click(window, "归档");
    assert_eq!(notice(window).archived_on(), Some(day("2026-11-30")));
    both(window, "archived");
}

#[test]
fn an_immediate_matter_walks_from_its_occasion_to_the_archive_in_the_window() {
    let (folder, mut window) = desk("2026-12-01");
    both(&mut window, "first");
    record_occasion(&mut window);
    write_and_draft(&mut window);
    review_and_decide(&mut window);
    publish_with_photo(&mut window, &folder);
    objection_and_archive(&mut window);
    assert!(shell(&window).app().check().expect("a sound file").is_empty());
    close(window);
    expect![[r#"
        occasion
        draft_notice
        review_notice
        object
        reply
        decide_notice
        publish_notice
        photograph_notice
        object
        reply
        archive_notice
    "#]]
    .assert_eq(&audit_of(&folder));
}
