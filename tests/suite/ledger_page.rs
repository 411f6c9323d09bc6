//! The page 账表, saving its tables and the search of the top bar, driven by keyboard and by
//! Chinese label; pictures go to `target/gallery`.

use std::path::{Path, PathBuf};

use egui::{Event, Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use mingbai::app::{App, Command, Jobs};
use mingbai::domain::account::Side;
use mingbai::ui::inbox::{Pick, Wish};
use mingbai::ui::pages::Page;
use mingbai::ui::shell::{FilePicker, Shell};

use super::support::{account, day, entry, first, on_disk, typed, voucher, yuan};
use crate::cpu_renderer::CpuRenderer;

type Window = Harness<'static, Option<Shell>>;

/// No file is ever chosen.
#[derive(Debug)]
struct Nobody;

impl FilePicker for Nobody {
    fn pick(&self, _pick: &Pick) -> Vec<PathBuf> {
        Vec::new()
    }
}

fn window(app: App, size: [f32; 2]) -> Window {
    let mut start = Some(app);
    let mut window = Harness::builder()
        .with_size(size)
        .with_max_steps(40)
        .with_context_setup(mingbai::ui::theme::install)
        .renderer(CpuRenderer::default())
        .build_ui_state(
            move |ui, shell: &mut Option<Shell>| {
                let ctx = ui.ctx().clone();
                let shell = shell.get_or_insert_with(|| {
                    let app = start.take().expect("started once");
                    let jobs = Jobs::inline(&app);
                    Shell::scripted(&ctx, app, jobs, Nobody)
                });
                shell.attend(&ctx);
                shell.draw(ui);
            },
            None,
        );
    window.run_steps(4);
    window.state_mut().as_mut().expect("a shell").wish(Wish::Go(Page::Ledgers));
    window.run_steps(4);
    window
}

fn picture(window: &mut Window, name: &str) {
    window.run_steps(4);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/gallery");
    std::fs::create_dir_all(&folder).expect("a folder");
    let image = window.render().expect("a picture");
    image.save(folder.join(format!("ledgers-{name}.png"))).expect("saved");
}

fn click(window: &mut Window, role: Role, label: &str) {
    window.get_by_role_and_label(role, label).click();
    window.run_steps(4);
}

fn tab(window: &mut Window, label: &str) {
    click(window, Role::RadioButton, label);
}

fn button(window: &mut Window, label: &str) {
    click(window, Role::Button, label);
}

fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run_steps(4);
}

fn type_text(window: &mut Window, text: &str) {
    window.event(Event::Text(text.to_owned()));
    window.run_steps(4);
}

/// What a choice shows.
fn chosen(window: &Window, label: &str) -> String {
    window.get_by_role_and_label(Role::ComboBox, label).value().unwrap_or_default()
}

fn page(window: &Window) -> Page {
    window.state().as_ref().expect("a shell").page()
}

fn is_there(window: &Window, words: &str) -> bool {
    window.query_all_by_label(words).next().is_some()
}

/// A ledger with vouchers of two years, and a second village.
fn filled() -> (tempfile::TempDir, App) {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut app, ..) = on_disk(&folder, "2026-11-05");
    let village = first(&app);
    let run = |app: &mut App, command| app.execute(command).expect("done");
    for (parent, names) in
        [("513", &["办公费", "水电费", "报刊费"][..]), ("501", &["发包收入"]), ("102", &["农商行"])]
    {
        for name in names {
            let (parent, name) = (account(parent), (*name).to_owned());
            run(&mut app, Command::AddAccount { village, parent, name });
        }
    }
    let lines: Vec<_> = [
        ("101", "2000.00"),
        ("10201", "356800.00"),
        ("151", "180000.00"),
        ("152", "-36000.00"),
        ("211", "-22800.00"),
        ("301", "-400000.00"),
        ("311", "-80000.00"),
    ]
    .map(|(code, amount)| (account(code), yuan(amount)))
    .to_vec();
    run(
        &mut app,
        Command::SetOpening { village, entity: mingbai::domain::entity::Entity::Village, lines },
    );
    let moves = [
        ("收到村东鱼塘承包费，承包户按合同一次交清全年", "10201", "50101", "36000.00"),
        ("付村委会电费", "51302", "10201", "1260.55"),
        ("购买办公用纸和墨盒", "51301", "10201", "480.00"),
        ("付村庄保洁劳务费", "514", "10201", "4800.00"),
        ("收到上级拨村级运转经费", "10201", "503", "40000.00"),
        ("提取备用金", "101", "10201", "1000.00"),
        ("购买会议用茶叶", "51301", "101", "156.80"),
    ];
    for year in [2025, 2026] {
        for month in 1..=if year == 2025 { 12 } else { 10 } {
            for (index, (summary, debit, credit, amount)) in moves.iter().enumerate() {
                if (month + index) % 3 == 0 {
                    continue;
                }
                let date = day(&format!("{year}-{month:02}-{:02}", index * 3 + 5));
                let amount = yuan(amount);
                let fen = amount.fen() + i64::try_from(month * 137).expect("small");
                let amount = mingbai::domain::money::Money::from_fen(fen);
                let entries =
                    vec![entry(Side::Debit, debit, amount), entry(Side::Credit, credit, amount)];
                let draft = voucher(date, summary, entries);
                run(&mut app, Command::PostVoucher { village, draft });
            }
        }
    }
    let villages = vec![typed("乙村")];
    run(&mut app, Command::AddVillages(villages));
    (folder, app)
}

#[test]
fn every_table_of_the_ledger_is_shown() {
    let (_folder, app) = filled();
    let mut window = window(app, [1366.0, 768.0]);
    assert!(is_there(&window, "科目余额表"));
    picture(&mut window, "balances");
    for (label, name) in [
        ("试算平衡表", "check"),
        ("总账", "general"),
        ("明细账", "detail"),
        ("现金日记账", "cash"),
        ("银行存款日记账", "bank"),
        ("资产负债表", "sheet"),
        ("收益及收益分配表", "income"),
        ("凭证清单", "vouchers"),
        ("图表", "charts"),
    ] {
        tab(&mut window, label);
        picture(&mut window, name);
    }
}

#[test]
fn screens_that_are_small_or_in_large_type() {
    let (_folder, app) = filled();
    let mut small = window(app, [1024.0, 640.0]);
    picture(&mut small, "small-balances");
    tab(&mut small, "现金日记账");
    picture(&mut small, "small-cash");
    tab(&mut small, "资产负债表");
    picture(&mut small, "small-sheet");
    tab(&mut small, "图表");
    picture(&mut small, "small-charts");
    let (_folder, app) = filled();
    let mut large = window(app, [1366.0, 768.0]);
    button(&mut large, "大字");
    picture(&mut large, "large-balances");
    tab(&mut large, "图表");
    picture(&mut large, "large-charts");
}

#[test]
fn a_figure_leads_down_to_its_voucher_and_back() {
    let (_folder, app) = filled();
    let mut window = window(app, [1366.0, 768.0]);
    // ↓ to 101, then to 102; Enter opens its 明细账
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(is_there(&window, "科目：102 银行存款"), "明细账 of the bank");
    assert_eq!(chosen(&window, "期间"), "2026年10月", "of the same month");
    assert!(is_there(&window, "上期结转"));
    picture(&mut window, "down-to-detail");
    // the first entry; Enter opens its voucher
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(page(&window), Page::Vouchers);
    picture(&mut window, "down-to-voucher");
    // back by keyboard: to the 明细账, then to the balances with the row still selected
    press(&mut window, Modifiers::COMMAND, Key::Num4);
    assert_eq!(page(&window), Page::Ledgers);
    assert!(is_there(&window, "科目：102 银行存款"));
    press(&mut window, Modifiers::NONE, Key::Escape);
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(!is_there(&window, "科目：102 银行存款"));
    assert!(is_there(&window, "看 102 银行存款 明细账"), "the row is selected again");
}

#[test]
fn a_line_of_the_balance_sheet_leads_to_each_of_its_accounts() {
    let (_folder, app) = filled();
    let mut window = window(app, [1366.0, 768.0]);
    tab(&mut window, "资产负债表");
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    for account in ["看 101 库存现金", "看 102 银行存款", "看 201 短期借款"] {
        assert!(is_there(&window, account), "{account}");
    }
    picture(&mut window, "sheet-line");
    button(&mut window, "看 102 银行存款");
    assert!(is_there(&window, "科目：102 银行存款"));
    button(&mut window, "返回");
    assert!(is_there(&window, "负债和所有者权益"));
}

#[test]
fn periods_and_accounts_are_chosen() {
    let (_folder, app) = filled();
    let mut window = window(app, [1366.0, 768.0]);
    tab(&mut window, "明细账");
    button(&mut window, "上一期");
    assert_eq!(chosen(&window, "期间"), "2026年9月");
    window.get_by_role_and_label(Role::ComboBox, "期间种类").click();
    window.run_steps(4);
    window.get_by_label("按年").click();
    window.run_steps(4);
    assert_eq!(chosen(&window, "期间"), "2026年");
    window.get_by_label("选科目，现在是全部科目").click();
    window.run_steps(4);
    picture(&mut window, "picker");
    type_text(&mut window, "sdf");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(is_there(&window, "科目：51302 管理费用—水电费"));
    assert!(is_there(&window, "上年结转"));
}

#[test]
fn tables_are_saved_as_pdf_and_excel() {
    let (folder, app) = filled();
    let mut window = window(app, [1366.0, 768.0]);
    for (format, end) in [("PDF", "pdf"), ("Excel", "xlsx")] {
        button(&mut window, &format!("存为 {format}…"));
        picture(&mut window, &format!("save-{end}"));
        button(&mut window, "保存");
        let file = folder.path().join(format!("甲镇甲村-科目余额表-2026年10月.{end}"));
        let bytes = std::fs::read(&file).expect("saved beside the ledger");
        assert!(bytes.starts_with(if end == "pdf" { b"%PDF" } else { b"PK\x03\x04" }));
    }
    picture(&mut window, "saved");
    // a place that cannot be written is told in the dialog, which stays open
    button(&mut window, "存为 PDF…");
    window.get_by_label("存为文件").focus();
    window.run_steps(2);
    press(&mut window, Modifiers::COMMAND, Key::A);
    type_text(&mut window, "/proc/没有这里/账.pdf");
    button(&mut window, "保存");
    assert!(window.query_all_by_label_contains("写不进").next().is_some());
    assert!(window.state().as_ref().expect("a shell").has_dialog());
    picture(&mut window, "save-refused");
}

#[test]
fn the_search_of_the_top_bar_finds_vouchers_of_every_village() {
    let (_folder, app) = filled();
    let mut window = window(app, [1366.0, 768.0]);
    press(&mut window, Modifiers::COMMAND, Key::K);
    type_text(&mut window, "不会有的摘要");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(window.query_all_by_label_contains("没有查到").next().is_some());
    press(&mut window, Modifiers::COMMAND, Key::A);
    type_text(&mut window, "gmhyycy");
    // the search begins by itself a moment after the last key
    window.run_steps(30);
    picture(&mut window, "search");
    let found = window.query_all_by_label_contains("购买会议用茶叶").count();
    assert!(found > 3, "{found} finds");
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(page(&window), Page::Vouchers);
    picture(&mut window, "search-done");
    assert!(window.query_all_by_label_contains("购买会议用茶叶").next().is_some());
}

#[test]
fn a_village_without_vouchers_shows_empty_tables() {
    let (_folder, app) = filled();
    let mut app = app;
    let second = app.ledger().expect("open").villages()[1].id;
    app.execute(Command::SelectVillage(second)).expect("selected");
    let mut window = window(app, [1366.0, 768.0]);
    for label in ["科目余额表", "明细账", "资产负债表", "凭证清单"] {
        tab(&mut window, label);
        assert!(is_there(&window, label));
    }
    tab(&mut window, "图表");
    assert!(window.query_all_by_label_contains("还没有收支").next().is_some());
    picture(&mut window, "empty-charts");
}

#[test]
fn every_table_fits_its_paper() {
    use mingbai::domain::books::{LedgerSheet, LedgerView, Span};
    use mingbai::domain::holding::RegisterSheet;
    let (_folder, app) = filled();
    let book = app.ledger().expect("open").book().expect("a book");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/gallery");
    std::fs::create_dir_all(&folder).expect("a folder");
    for period in ["2026-10", "2026"] {
        let view = LedgerView::new(book, Span::from(super::support::period(period)));
        for sheet in LedgerSheet::ALL {
            let printed = app.listing_pdf(&view.listing(sheet, None, true)).expect("a sheet");
            assert!(printed.warnings.is_empty(), "{sheet:?} {:?}", printed.warnings);
            let picture = printed.png(0, 60.0).expect("a picture");
            let name = format!("paper-{sheet:?}-{period}.png");
            std::fs::write(folder.join(name), picture).expect("saved");
        }
    }
    for sheet in RegisterSheet::ALL {
        let listing = book.register().sheet(sheet, day("2026-11-05"));
        let printed = app.listing_pdf(&listing).expect("a sheet");
        let picture = printed.png(0, 60.0).expect("a picture");
        std::fs::write(folder.join(format!("paper-register-{sheet:?}.png")), picture)
            .expect("saved");
    }
}
