//! The page 公示 in the window: every step of a matter from the occasion to the archive, the lists,
//! the editor, corrections and the register of objections; pictures go to `target/gallery`.

#![allow(clippy::expect_used, reason = "helpers of tests may stop the test")]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{Event, Key, Modifiers, Role};
use egui_kittest::Node;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use expect_test::expect;
use mingbai::app::{App, Clock, Command, DisclosureCommand, Outcome, Paper};
use mingbai::domain::entity::Entity;
use mingbai::domain::ids::NoticeId;
use mingbai::domain::ledger::Book;
use mingbai::domain::matter::MatterCode;
use mingbai::domain::notice::{Body, Notice, NoticeDraft};
use mingbai::domain::occasion::{OccasionFacts, OccasionSource};
use mingbai::domain::rules::Rules;
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
pub(crate) struct Dropped(pub(crate) PathBuf);

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
pub(crate) fn office(folder: &TempDir, today: &str) -> App {
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
    profile.boards = vec![Board::at("村委会大门东侧")];
    "0635-0000001".clone_into(&mut profile.supervision_phone);
    "0635-0000002".clone_into(&mut profile.township_phone);
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
pub(crate) fn field<'w>(window: &'w Window, label: &'w str) -> Node<'w> {
    let mut found = window.query_all_by_label(label).filter(|node| {
        let role = node.accesskit_node().role();
        matches!(role, Role::TextInput | Role::MultilineTextInput)
    });
    found.next().unwrap_or_else(|| panic!("no field {label}"))
}

/// Writes anew what stands in a field.
pub(crate) fn write(window: &mut Window, label: &str, text: &str) {
    field(window, label).focus();
    window.run();
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.event(Event::Text(text.to_owned()));
    window.run();
}

pub(crate) fn has(window: &Window, words: &str) -> bool {
    window.query_all_by_label_contains(words).next().is_some()
}

/// A tab of the page, whatever it counts.
pub(crate) fn open_tab(window: &mut Window, word: &str) {
    let tab = window.query_all_by_label_contains(word).find(|node| {
        let label = node.accesskit_node().label().unwrap_or_default();
        node.accesskit_node().role() == Role::Button && label.starts_with(word)
    });
    tab.unwrap_or_else(|| panic!("no tab {word}")).click();
    window.run();
}

/// The row of a list whose words hold these.
pub(crate) fn open_row(window: &mut Window, words: &str) {
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
        !["create_ledger", "add_village", "update_village"].contains(&row.command.as_str())
    });
    told.flat_map(|row| [row.command.clone(), "\n".to_owned()]).collect()
}

fn close(mut window: Window) {
    drop(window.state_mut().take());
}

const OCCASION: &str = "收到县应急局救灾款 20000 元";

/// 登记事由, in the window.
fn record_occasion(window: &mut Window) {
    open_tab(window, "应公开");
    photograph(window, "notices_due");
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
    photograph(window, "notices_occasion");
    window.key_press(Key::Enter);
    window.run();
    assert_eq!(book(window).occasions.len(), 1);
}

/// The words and the table, pasted as Excel copies them, and the draft.
fn write_and_draft(window: &mut Window) {
    assert!(has(window, OCCASION), "the new occasion is shown");
    photograph(window, "notices_candidate");
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
    photograph(window, "notices_drafted");
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
    photograph(window, "notices_review");
    click(window, "登记");
    assert!(has(window, "第 1 号异议"));
    photograph(window, "notices_objected");
    click(window, "答复村监委…");
    write(window, "答复日期", "11-08");
    click(window, "答复");
    assert!(has(window, "早于收到异议的 2026-11-09"), "no answer before its objection");
    write(window, "答复日期", "11-10");
    write(window, "答复内容", "已入户核实，情况属实。");
    photograph(window, "notices_reply");
    click(window, "答复");
    click(window, "联席会议决定…");
    write(window, "开会日期", "11-08");
    click(window, "登记");
    assert!(has(window, "早于村监委审查的 2026-11-09"));
    write(window, "开会日期", "11-11");
    photograph(window, "notices_decide");
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
    photograph(window, "notices_publish");
    click(window, "公布");
    assert!(has(window, "看照片 1 张"), "the photo went with it");
    both(window, "published");
    click(window, "看照片 1 张");
    photograph(window, "notices_photo");
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
    photograph(window, "notices_object");
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
    photograph(window, "notices_register_answered");
    click(window, "本件");
    photograph(window, "notices_to_archive");
    click(window, "归档…");
    write(window, "归档日期", "11-20");
    click(window, "归档");
    assert!(has(window, "公示期和异议期到 2026-11-27 才满"), "not before the posting is over");
    write(window, "归档日期", "11-30");
    click(window, "归档");
    assert_eq!(notice(window).archived_on(), Some(day("2026-11-30")));
    photograph(window, "notices_archived");
}

#[test]
fn an_immediate_matter_walks_from_its_occasion_to_the_archive_in_the_window() {
    let (folder, mut window) = desk("2026-12-01");
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

fn matter(code: &str) -> MatterCode {
    MatterCode::parse(code).expect("a code")
}

/// Drafts a finance notice of a month.
fn drafted(app: &mut App, code: &str, of: &str) -> NoticeId {
    let village = first(app);
    let asked = draft(village, matter(code), Entity::Village, period(of));
    let Ok(Outcome::NoticeDrafted { notice, .. }) = app.execute(asked) else { panic!("no draft") };
    notice
}

/// A notice of October that hangs since a day of November.
fn hung(app: &mut App, code: &str, on: &str) -> NoticeId {
    let notice = drafted(app, code, "2026-10");
    let on = day(on);
    agree(app, notice, on).expect("agreed");
    let boards = vec!["村委会大门东侧".to_owned()];
    app.execute(Command::PublishNotice { notice, on, days: 15, boards }).expect("published");
    notice
}

/// The window on a ledger in which things were done before.
pub(crate) fn desk_with(today: &str, prepare: impl FnOnce(&mut App)) -> (TempDir, Window) {
    let folder = TempDir::new().expect("a folder");
    let mut app = office(&folder, today);
    prepare(&mut app);
    let mut window = window(app, Scripted::default());
    go(&mut window, Page::Notices);
    (folder, window)
}

#[test]
fn several_drafts_are_reviewed_decided_and_filed_at_once() {
    let (folder, mut window) = desk_with("2026-12-01", |app| {
        for code in ["F01", "F02", "F03"] {
            drafted(app, code, "2026-10");
        }
    });
    open_tab(&mut window, "应公开");
    click(&mut window, "一起审查 3 份…");
    click(&mut window, "有异议");
    write(&mut window, "异议内容", "数字要再核");
    click(&mut window, "登记");
    assert!(has(&window, "请一份一份登记"), "an objection is about one notice");
    click(&mut window, "同意");
    both(&mut window, "together");
    click(&mut window, "登记");
    click(&mut window, "一起决定 3 份…");
    click(&mut window, "2026年10月 货币资金余额，第 10 期");
    click(&mut window, "登记");
    let decided = book(&window).notices.iter().filter(|notice| notice.decision().is_some()).count();
    assert_eq!(decided, 2, "the one that was unticked waits");
    photograph(&mut window, "notices_due_mixed");
    close(window);
    expect![[r#"
        draft_notice
        draft_notice
        draft_notice
        review_notice
        review_notice
        review_notice
        decide_notice
        decide_notice
    "#]]
    .assert_eq(&audit_of(&folder));
}

#[test]
fn what_hung_long_enough_is_filed_at_once() {
    let (_folder, mut window) = desk_with("2026-12-01", |app| {
        hung(app, "F01", "2026-11-05");
        hung(app, "F02", "2026-11-06");
    });
    open_tab(&mut window, "应公开");
    click(&mut window, "一起归档 2 份…");
    write(&mut window, "归档日期", "11-21");
    click(&mut window, "归档");
    assert!(has(&window, "财务收支汇总公开，第 10 期：公示期"), "of two, the one that hangs still");
    write(&mut window, "归档日期", "11-25");
    click(&mut window, "归档");
    assert!(book(&window).notices.iter().all(|notice| notice.archived_on().is_some()));
}

#[test]
fn a_sheet_taken_down_early_is_hung_again() {
    let (_folder, mut window) = desk_with("2026-11-12", |app| {
        hung(app, "F01", "2026-11-05");
    });
    go_to(&mut window, "F01", "2026-10");
    click(&mut window, "提前撤下…");
    click(&mut window, "登记");
    assert!(has(&window, "没有写撤下的原因"));
    write(&mut window, "为什么撤下", "大风刮破");
    write(&mut window, "撤下日期", "11-10");
    click(&mut window, "登记");
    both(&mut window, "taken_down");
    open_tab(&mut window, "应公开");
    assert!(has(&window, "下一步：重新张贴"), "the duty is open again");
    open_tab(&mut window, "本件");
    click(&mut window, "重新张贴…");
    write(&mut window, "重新张贴那天", "11-11");
    write(&mut window, "公示天数", "5");
    click(&mut window, "重新张贴");
    assert!(has(&window, "不得少于 15 天"));
    write(&mut window, "公示天数", "15");
    click(&mut window, "重新张贴");
    assert!(has(&window, "重新张贴，公示到 2026年11月26日"));
    photograph(&mut window, "notices_hung_again");
    click(&mut window, "张贴照片…");
    click(&mut window, "存照片");
    assert!(has(&window, "还没有选照片"));
    window.key_press(Key::Escape);
    window.run();
    assert!(!has(&window, "还没有选照片"), "Esc closes the dialog");
}

/// As 今天 leads to a duty.
pub(crate) fn go_to(window: &mut Window, code: &str, of: &str) {
    let period = period(of);
    let (matter, span) = (Some(matter(code)), Some(period.into()));
    let wanted = Wanted { village: book(window).village.id, period, matter, span };
    wish(window, Wish::GoTo(Page::Notices, wanted));
}

#[test]
fn a_correction_and_its_notice_point_to_each_other() {
    let (_folder, mut window) = desk_with("2026-11-12", |app| {
        hung(app, "F01", "2026-11-05");
    });
    go_to(&mut window, "F01", "2026-10");
    click(&mut window, "更正公告…");
    write(&mut window, "更正事项 1", "第 3 行 支出");
    write(&mut window, "原公布 1", "2,100.00");
    write(&mut window, "更正为 1", "1,200.00");
    click(&mut window, "起草更正公告");
    assert!(has(&window, "更正公告没有写更正原因"));
    assert!(has(&window, "为什么更正"), "and what to do");
    write(&mut window, "更正原因", "抄录时把数字写颠倒了");
    both(&mut window, "correction");
    click(&mut window, "起草更正公告");
    assert!(has(&window, "更正的是"));
    both(&mut window, "correction_drafted");
    let (wrong, right) = (book(&window).notices[0].id, notice(&window).id);
    assert_eq!(notice(&window).corrects, Some(wrong));
    open_tab(&mut window, "应公开");
    open_row(&mut window, "F01 财务收支逐笔明细更正公告");
    open_row_of_link(&mut window, "财务收支逐笔公开，第 10 期");
    assert!(has(&window, "校验码"), "the notice that was wrong stays as it was");
    open_row_of_link(&mut window, "更正公告，第");
    assert!(has(&window, "村监委审查…"), "and leads to the one that sets it right");
    assert!(book(&window).notice(right).is_some());
}

/// The link whose words hold these.
fn open_row_of_link(window: &mut Window, words: &str) {
    let link = window
        .query_all_by_label_contains(words)
        .find(|node| node.accesskit_node().role() == Role::Link);
    link.unwrap_or_else(|| panic!("no link {words}")).click();
    window.run();
}

#[test]
fn the_archive_finds_words_inside_the_sheets() {
    let (_folder, mut window) = desk_with("2026-12-01", |app| {
        hung(app, "F01", "2026-11-05");
        let relief = hung_relief(app);
        let archive = DisclosureCommand::Archive { notices: vec![relief], on: day("2026-11-30") };
        app.execute(Command::Disclosure(archive)).expect("filed");
    });
    open_tab(&mut window, "公开档案");
    assert!(has(&window, "2 份"));
    both(&mut window, "filed");
    for (words, count) in [("棉被", 1), ("jzjzkw", 1), ("2026 财务", 1), ("没有的字", 0)] {
        write(&mut window, "查找公示", words);
        assert!(has(&window, &format!("{count} 份")), "{words}");
    }
    write(&mut window, "查找公示", " ");
    click(&mut window, "公示状态");
    click(&mut window, "已归档");
    assert!(has(&window, "1 份"));
    open_row(&mut window, "C21 救灾救助款物");
    assert!(has(&window, "2026年11月30日归档"));
}

/// A relief notice that hangs since 10 November.
fn hung_relief(app: &mut App) -> NoticeId {
    let occasion = recorded(app, "C21", "2026-11-05", "收到县应急局棉被 30 床");
    let draft = NoticeDraft {
        proposed_on: Some(day("2026-11-06")),
        ..NoticeDraft::new(matter("C21"), Entity::Village, occasion)
    };
    let command = Command::DraftNotice { village: first(app), draft: Box::new(draft) };
    let Ok(Outcome::NoticeDrafted { notice, .. }) = app.execute(command) else {
        panic!("no draft")
    };
    let on = day("2026-11-10");
    agree(app, notice, on).expect("agreed");
    let boards = vec!["村委会大门东侧".to_owned()];
    app.execute(Command::PublishNotice { notice, on, days: 15, boards }).expect("published");
    notice
}

pub(crate) fn recorded(
    app: &mut App,
    code: &str,
    on: &str,
    text: &str,
) -> mingbai::domain::ids::OccasionId {
    let facts = OccasionFacts {
        matter: matter(code),
        on: day(on),
        text: text.to_owned(),
        source: OccasionSource::ByHand,
        due_by: None,
        cancelled_on: None,
    };
    let record = DisclosureCommand::RecordOccasion { village: first(app), facts };
    let Ok(Outcome::OccasionRecorded { occasion, .. }) = app.execute(Command::Disclosure(record))
    else {
        panic!("no occasion")
    };
    occasion
}

#[test]
fn party_matters_are_decided_by_the_party_and_a_township_may_look_first() {
    let (_folder, mut window) = desk_with("2026-11-12", |app| {
        let rules = Rules { township_check: true, ..Rules::default() };
        app.execute(Command::SetRules(rules)).expect("rules");
        recorded(app, "D07", "2026-11-10", "签订党风廉政责任书");
    });
    open_tab(&mut window, "应公开");
    open_row(&mut window, "D07 党风廉政与违纪处理");
    click(&mut window, "起草");
    assert!(window.query_by_label("村监委审查的依据").is_none(), "no committee reviews the Party");
    click(&mut window, "党组织审定…");
    write(&mut window, "开会日期", "2026-11-20");
    click(&mut window, "登记");
    assert!(has(&window, "还没到（今天是 2026-11-12）"));
    write(&mut window, "开会日期", "11-12");
    click(&mut window, "登记");
    click(&mut window, "乡镇审核…");
    write(&mut window, "审核日期", "11-01");
    click(&mut window, "登记");
    assert!(has(&window, "先后顺序是"));
    write(&mut window, "审核日期", "11-12");
    click(&mut window, "退回");
    both(&mut window, "township");
    click(&mut window, "登记");
    assert!(has(&window, "方案被退回"));
    photograph(&mut window, "notices_sent_back");
    click(&mut window, "公布的依据");
    assert!(has(&window, "民法典第二百零一"), "the articles open");
    photograph(&mut window, "notices_basis");
    window.key_press(Key::Escape);
    window.run();
    click(&mut window, "重新起草");
    assert!(window.query_by_label("党组织审定…").is_some(), "the walk begins anew");
}

#[test]
fn the_editor_takes_back_a_paste_and_walks_by_enter() {
    let (_folder, mut window) = desk_with("2026-11-12", |app| {
        recorded(app, "C21", "2026-11-10", "收到棉被 30 床");
    });
    open_tab(&mut window, "应公开");
    open_row(&mut window, "C21 救灾救助款物");
    click(&mut window, "写内容…");
    field(&window, "粘贴表格").focus();
    window.run();
    window.event(Event::Paste("户主\t床数\n张三\t2\n".to_owned()));
    window.run();
    field(&window, "第 1 行第 2 列").focus();
    window.run();
    window.key_press(Key::Enter);
    window.run();
    window.event(Event::Text("3".to_owned()));
    window.run();
    assert_eq!(field(&window, "第 2 行第 2 列").value().as_deref(), Some("3"));
    click(&mut window, "撤销");
    assert_eq!(field(&window, "第 2 行第 2 列").value().unwrap_or_default(), "", "what was typed");
    click(&mut window, "重做");
    assert_eq!(field(&window, "第 2 行第 2 列").value().as_deref(), Some("3"));
    click(&mut window, "撤销");
    click(&mut window, "撤销");
    assert!(window.query_by_label("第 2 行第 2 列").is_none(), "the row is taken back");
    click(&mut window, "撤销");
    assert!(window.query_by_label("第 1 列表头").is_none(), "and then the paste");
    write(&mut window, "文字（每一行印成一段，一段最多 200 字）", "写到一半");
    let words = |window: &Window| {
        field(window, "文字（每一行印成一段，一段最多 200 字）").value().unwrap_or_default()
    };
    for _ in 0..2 {
        window.key_press(Key::Escape);
        window.run();
        assert!(has(&window, "放弃修改？"), "what was typed is not given up unasked");
        photograph(&mut window, "notices_editor_question");
        window.key_press(Key::Escape);
        window.run();
        assert_eq!(words(&window), "写到一半");
    }
    click(&mut window, "取消");
    click(&mut window, "放弃修改");
    click(&mut window, "写内容…");
    assert_eq!(words(&window), "", "given up");
    window.key_press(Key::Escape);
    window.run();
    assert!(has(&window, "写内容…"), "nothing was changed: nothing is asked");
}

#[test]
fn a_sheet_holds_several_tables_each_pasted_by_itself() {
    let (_folder, mut window) = desk_with("2026-11-12", |app| {
        recorded(app, "C21", "2026-11-10", "收到棉被 30 床");
    });
    open_tab(&mut window, "应公开");
    open_row(&mut window, "C21 救灾救助款物");
    click(&mut window, "写内容…");
    let tables = ["物资\t数量\n棉被\t30 床\n", "户主\t床数\n张三\t2\n李四\t1\n"];
    field(&window, "粘贴表格").focus();
    window.run();
    window.event(Event::Paste(tables[0].to_owned()));
    window.run();
    write(&mut window, "表名", "收到物资");
    click(&mut window, "加一张表");
    field(&window, "粘贴表格").focus();
    window.run();
    window.event(Event::Paste(tables[1].to_owned()));
    window.run();
    write(&mut window, "表名", "发放");
    photograph(&mut window, "notices_two_tables");
    click(&mut window, "表 1 收到物资");
    assert_eq!(field(&window, "第 1 行第 1 列").value().as_deref(), Some("棉被"));
    click(&mut window, "去掉表格");
    assert_eq!(field(&window, "第 1 行第 1 列").value().as_deref(), Some("张三"));
    click(&mut window, "撤销");
    click(&mut window, "完成");
    write(&mut window, "方案提出日期", "2026-11-11");
    click(&mut window, "起草");
    let notice = notice(&window);
    let Body::Statement(statement) = &notice.content.body else { panic!("a sheet of words") };
    let titles: Vec<&str> = statement.tables.iter().map(|it| it.title.as_str()).collect();
    assert_eq!(titles, ["收到物资", "发放"]);
    assert_eq!(statement.tables[1].rows[1], ["李四", "1"]);
}

/// Every sheet of words as it is printed: before the decision, on the board, and its correction.
#[test]
fn sheets_of_words_are_printed_as_they_stand() {
    let folder = TempDir::new().expect("a folder");
    let mut app = office(&folder, "2026-12-01");
    let relief = hung_relief(&mut app);
    let correct = NoticeDraft {
        proposed_on: Some(day("2026-11-20")),
        correction: Some(mingbai::domain::notice::CorrectionDraft {
            notice: relief,
            lines: vec![mingbai::domain::notice::CorrectedLine {
                what: "棉被数量".to_owned(),
                was: "30 床".to_owned(),
                now: "32 床".to_owned(),
            }],
            reason: "清点时少数了 2 床".to_owned(),
        }),
        ..NoticeDraft::new(matter("C21"), Entity::Village, app_span(&app, relief))
    };
    let command = Command::DraftNotice { village: first(&app), draft: Box::new(correct) };
    let Ok(Outcome::NoticeDrafted { notice: right, .. }) = app.execute(command) else {
        panic!("no correction")
    };
    let gallery = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/gallery");
    std::fs::create_dir_all(&gallery).expect("a folder");
    let paper = Paper::parse("a4").expect("a paper");
    let book = app.ledger().expect("open").book().expect("a book");
    for (id, name) in [(relief, "statement"), (right, "correction")] {
        let notice = book.notice(id).expect("a notice");
        let sheet = app.sheet(&[notice], paper).expect("a sheet");
        let png = sheet.png(0, 60.0).expect("a picture");
        std::fs::write(gallery.join(format!("sheet_{name}.png")), png).expect("saved");
        assert!(sheet.warnings.is_empty(), "{:?}", sheet.warnings);
    }
    let words = |id: NoticeId| {
        let document = mingbai::print::compose(book.notice(id).expect("a notice"));
        document.heading.title
    };
    assert_eq!(words(relief), "甲镇甲村救灾救助款物公开");
    assert_eq!(words(right), "甲镇甲村救灾救助款物更正公告");
}

fn app_span(app: &App, notice: NoticeId) -> mingbai::domain::occasion::DisclosureSpan {
    let book = app.ledger().expect("open").book().expect("a book");
    book.notice(notice).expect("a notice").span
}

#[test]
fn what_the_books_fill_is_drafted_together() {
    let (folder, mut window) = desk_with("2027-01-12", |app| {
        let village = first(app);
        let draft = super::support::simple("2026-10-10", "收到鱼塘承包费", "101", "501", "1200.00");
        app.execute(Command::PostVoucher { village, draft }).expect("posted");
        recorded(app, "C21", "2026-11-10", "收到棉被 30 床");
    });
    open_tab(&mut window, "应公开");
    window.get_by_label_contains("一起起草").click();
    window.run();
    photograph(&mut window, "notices_drafted_together");
    assert!(has(&window, "份没有起草"), "what needs words is named");
    let drafted: Vec<String> =
        book(&window).notices.iter().map(|notice| notice.matter.to_string()).collect();
    assert!(drafted.contains(&"F01".to_owned()) && drafted.contains(&"F02".to_owned()));
    assert!(book(&window).notices.iter().all(|notice| notice.drafted_on == day("2027-01-12")));
    let count = drafted.len();
    // a second time there is nothing left that can be drafted
    let village = first(shell(&window).app());
    let again = DisclosureCommand::DraftTogether { village, period: None };
    wish(&mut window, Wish::Run(Command::Disclosure(again)));
    assert_eq!(book(&window).notices.len(), count);
    close(window);
    assert_eq!(audit_of(&folder).matches("draft_notice").count(), count);
}
