//! What was typed is not lost: in the editor of 公示, in 村情 and 期初余额, on the way to another
//! notice, another village, or out of the window; and long tables are edited like short ones.

use egui::{Event, Key, ViewportCommand, ViewportEvent, ViewportId};
use egui_kittest::kittest::Queryable as _;
use mingbai::app::Command;
use mingbai::domain::ids::VillageId;
use mingbai::ui::inbox::Wish;
use mingbai::ui::pages::Page;
use mingbai::ui::pages::settings::SettingsTab;

use super::harness::{self, Window, book, click, go, key, photograph, shell, type_into, wish};
use super::notice_page::{desk_with, field, go_to, has, open_row, open_tab, recorded, write};
use super::support::typed;

const WORDS: &str = "文字（每一行印成一段，一段最多 200 字）";

/// The window on two villages, with an occasion that needs words in the first.
fn two() -> (tempfile::TempDir, Window, [VillageId; 2]) {
    let (folder, window) = desk_with("2026-11-12", |app| {
        recorded(app, "C21", "2026-11-10", "收到棉被 30 床");
        app.execute(Command::AddVillages(vec![typed("乙村")])).expect("another village");
    });
    let villages = shell(&window).app().ledger().expect("open").villages();
    let ids = [villages[0].id, villages[1].id];
    (folder, window, ids)
}

fn select(window: &mut Window, village: VillageId) {
    wish(window, Wish::Run(Command::SelectVillage(village)));
}

fn open_editor(window: &mut Window) {
    open_tab(window, "应公开");
    open_row(window, "C21 救灾救助款物");
    click(window, "写内容…");
}

/// What stands in the editor of the relief, opened anew.
fn kept_words(window: &mut Window) -> String {
    open_editor(window);
    let words = field(window, WORDS).value().unwrap_or_default();
    key(window, Key::Escape);
    words
}

#[test]
fn words_stay_on_the_way_to_another_notice_and_another_village() {
    let (_folder, mut window, [first, second]) = two();
    open_editor(&mut window);
    write(&mut window, WORDS, "转到别的公示");
    go_to(&mut window, "F01", "2026-10");
    assert_eq!(kept_words(&mut window), "转到别的公示");
    click(&mut window, "写内容…");
    write(&mut window, WORDS, "转到别的村");
    select(&mut window, second);
    assert!(!has(&window, "转到别的村"), "the other village has nothing of it");
    go(&mut window, Page::Today);
    select(&mut window, first);
    go(&mut window, Page::Notices);
    assert_eq!(kept_words(&mut window), "转到别的村");
}

#[test]
fn facts_and_balances_that_are_typed_stay_with_their_village() {
    let (_folder, mut window, [first, second]) = two();
    wish(&mut window, Wish::OpenSettings(SettingsTab::Profile));
    type_into(&mut window, "人口", "806");
    select(&mut window, second);
    assert_eq!(harness::value(&window, "人口"), "");
    assert!(!has(&window, "有修改，还没有保存"));
    type_into(&mut window, "人口", "77");
    click(&mut window, "保存村情");
    wish(&mut window, Wish::OpenSettings(SettingsTab::Opening));
    type_into(&mut window, "101 库存现金 借方", "500");
    select(&mut window, first);
    assert_eq!(harness::value(&window, "101 库存现金 借方"), "");
    wish(&mut window, Wish::OpenSettings(SettingsTab::Profile));
    assert_eq!(harness::value(&window, "人口"), "806", "saving one village forgets no other");
    assert!(has(&window, "有修改，还没有保存"));
    select(&mut window, second);
    wish(&mut window, Wish::OpenSettings(SettingsTab::Opening));
    assert_eq!(harness::value(&window, "101 库存现金 借方"), "500");
}

/// Asks the window to close; whether it does.
fn closes(window: &mut Window) -> bool {
    let root = window.input_mut().viewports.entry(ViewportId::ROOT).or_default();
    root.events.push(ViewportEvent::Close);
    window.step();
    let closes = !commands(window).contains(&ViewportCommand::CancelClose);
    window.run();
    closes
}

fn commands(window: &Window) -> Vec<ViewportCommand> {
    let root = window.output().viewport_output.get(&ViewportId::ROOT);
    root.map(|output| output.commands.clone()).unwrap_or_default()
}

#[test]
fn the_window_asks_before_it_closes_on_what_is_not_saved() {
    let (folder, mut window, [first, _]) = two();
    assert!(closes(&mut window), "nothing was typed");
    open_editor(&mut window);
    write(&mut window, WORDS, "写到一半");
    wish(&mut window, Wish::OpenSettings(SettingsTab::Profile));
    type_into(&mut window, "人口", "806");
    go(&mut window, Page::Vouchers);
    type_into(&mut window, "摘要", "付办公费");
    assert!(!closes(&mut window));
    photograph(&mut window, "dialog_leave");
    for words in ["公示：1 件改了内容", "村情：1 个村改了", "凭证：有一张写了一半"]
    {
        assert!(has(&window, words), "{words}");
    }
    key(&mut window, Key::Enter);
    assert!(!shell(&window).has_dialog(), "Enter goes back");
    // another ledger would forget it too
    let path = folder.path().join("甲村.mbz");
    wish(&mut window, Wish::Run(Command::OpenLedger { path: path.clone() }));
    assert!(has(&window, "还有没保存的内容"));
    click(&mut window, "回去");
    assert_eq!(harness::value(&window, "摘要"), "付办公费");
    assert!(!closes(&mut window));
    window.get_by_label("不保存，离开").click();
    window.step();
    assert!(commands(&window).contains(&ViewportCommand::Close));
    assert!(closes(&mut window), "it was answered");
    wish(&mut window, Wish::Run(Command::OpenLedger { path }));
    assert_eq!(book(&window).village.id, first);
}

#[test]
fn a_long_table_is_drawn_as_far_as_it_is_seen_and_walked_to_its_end() {
    let (_folder, mut window, _) = two();
    open_editor(&mut window);
    field(&window, "粘贴表格").focus();
    window.run();
    let rows: Vec<String> = (1..=600).map(|row| format!("户 {row}\t{row}\n")).collect();
    let rows = rows.concat();
    window.event(Event::Paste(format!("户主\t床数\n{rows}")));
    window.run();
    let cells = window.query_all_by_label_contains("行第 2 列").count();
    assert!((2..60).contains(&cells), "{cells} cells are drawn");
    field(&window, "第 1 行第 2 列").focus();
    window.run();
    for _ in 0..40 {
        window.key_press(Key::Enter);
        window.run();
    }
    window.event(Event::Text("0".to_owned()));
    window.run();
    assert_eq!(field(&window, "第 41 行第 2 列").value().as_deref(), Some("410"));
    let seen = window.ctx.content_rect();
    let place = field(&window, "第 41 行第 2 列").rect();
    assert!(seen.contains_rect(place), "{place:?} came into view of {seen:?}");
    assert!(window.query_by_label("第 1 行第 2 列").is_none(), "and the first went out");
    // Tab leads over the sign of the row to the next row, and on beyond what is seen
    for _ in 0..60 {
        window.key_press(Key::Tab);
        window.run();
    }
    window.event(Event::Text("村".to_owned()));
    window.run();
    assert!(field(&window, "第 61 行第 2 列").value().is_some_and(|text| text.contains('村')));
    click(&mut window, "撤销");
    assert_eq!(field(&window, "第 61 行第 2 列").value().as_deref(), Some("61"));
    click(&mut window, "撤销");
    assert_eq!(
        field(&window, "第 41 行第 2 列").value().as_deref(),
        Some("41"),
        "brought into view"
    );
    photograph(&mut window, "notices_editor_long");
}
