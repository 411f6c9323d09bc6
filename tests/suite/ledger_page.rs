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
    fn pick(&self, _pick: &Pick) -> Option<PathBuf> {
        None
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
    run(&mut app, Command::SetOpening { village, lines });
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
