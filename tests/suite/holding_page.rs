//! The page 三资, driven by keyboard and by Chinese label; pictures go to `target/gallery`.

use std::path::Path;

use egui::{Event, Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use mingbai::app::{App, Command, HoldingCommand, Jobs, Outcome};
use mingbai::domain::holding::biological::BiologicalUse;
use mingbai::domain::holding::contract::{Schedule, Thing};
use mingbai::domain::holding::debt::Direction;
use mingbai::domain::holding::{HoldingFacts, HoldingKind, Tie, TieRole};
use mingbai::domain::ids::{HoldingId, VillageId, VoucherId};
use mingbai::domain::ledger::Book;
use mingbai::domain::voucher::VoucherDraft;
use mingbai::ui::inbox::{Pick, Wish};
use mingbai::ui::pages::Page;
use mingbai::ui::shell::{FilePicker, Shell};

use super::holding::{asset, contract, debt, orchard, plan, pond, project};
use super::support::{first, on_disk, simple, yuan};
use crate::cpu_renderer::CpuRenderer;

type Window = Harness<'static, Option<Shell>>;

/// No file is ever chosen.
#[derive(Debug)]
struct Nobody;

impl FilePicker for Nobody {
    fn pick(&self, _pick: &Pick) -> Vec<std::path::PathBuf> {
        Vec::new()
    }
}

fn window(app: App) -> Window {
    let mut start = Some(app);
    let mut window = Harness::builder()
        .with_size([1366.0, 768.0])
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
    window.state_mut().as_mut().expect("a shell").wish(Wish::Go(Page::Holdings));
    window.run_steps(4);
    window
}

fn book(window: &Window) -> &Book {
    let app = window.state().as_ref().expect("a shell").app();
    app.ledger().expect("open").book().expect("a book")
}

fn picture(window: &mut Window, name: &str) {
    window.run_steps(4);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/gallery");
    std::fs::create_dir_all(&folder).expect("a folder");
    let image = window.render().expect("a picture");
    image.save(folder.join(format!("holdings-{name}.png"))).expect("saved");
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

struct Filler {
    app: App,
    village: VillageId,
}

impl Filler {
    fn add(&mut self, facts: HoldingFacts) -> HoldingId {
        let command = HoldingCommand::Add(Box::new(facts));
        let village = self.village;
        match self.app.execute(Command::Holding { village, command }) {
            Ok(Outcome::HoldingDone { holding: Some(id), .. }) => id,
            other => panic!("{other:?}"),
        }
    }

    fn post(&mut self, draft: VoucherDraft) -> VoucherId {
        let village = self.village;
        match self.app.execute(Command::PostVoucher { village, draft }) {
            Ok(Outcome::VoucherPosted { voucher, .. }) => voucher,
            other => panic!("{other:?}"),
        }
    }

    fn tie(&mut self, holding: HoldingId, voucher: VoucherId, role: TieRole, amount: &str) {
        let command = HoldingCommand::Tie(Tie { holding, voucher, role, amount: yuan(amount) });
        let village = self.village;
        self.app.execute(Command::Holding { village, command }).expect("a tie");
    }
}

/// A village with something in every register.
fn filled() -> (tempfile::TempDir, App) {
    let folder = tempfile::tempdir().expect("a folder");
    let (app, _, village) = on_disk(&folder, "2026-06-30");
    let mut filler = Filler { app, village };
    for (number, name) in ["办公电脑", "打印机", "会议桌椅", "垃圾清运车"].into_iter().enumerate()
    {
        let cost = format!("{}.00", 3600 * (number + 1));
        let bought = filler.post(simple("2026-01-10", &format!("购买{name}"), "151", "102", &cost));
        let id = filler.add(asset(name, "2026-01-10", &cost, plan("100.00", 36, "0")));
        filler.tie(id, bought, TieRole::Acquire, &cost);
    }
    let planted = filler.post(simple("2026-02-01", "栽苹果树", "132", "102", "2000.00"));
    let trees = BiologicalUse::Productive(plan("0", 20, "0"));
    let trees = filler.add(orchard("2026-02-01", "2000.00", trees));
    filler.tie(trees, planted, TieRole::Acquire, "2000.00");
    let pond = filler.add(pond(1250, 1000));
    let mut of_pond = contract("2026-01-01", "2026-08-31", "500.00", Thing::Entry(pond));
    of_pond.schedule = Schedule::Quarterly;
    let let_out = filler.add(HoldingFacts::Contract(of_pond));
    let rent = filler.post(simple("2026-01-10", "收鱼塘承包费", "102", "501", "600.00"));
    filler.tie(let_out, rent, TieRole::Receive, "600.00");
    filler.add(debt(Direction::Debt, "2026-04-01", "300.00", "211"));
    let road = filler.add(project("2026-03-01", "1000.00"));
    let built = filler.post(simple("2026-06-01", "付村道工程款", "153", "102", "1200.00"));
    filler.tie(road, built, TieRole::Pay, "1200.00");
    assert_eq!(first(&filler.app), village);
    (folder, filler.app)
}

#[test]
fn an_asset_is_entered_by_keyboard_and_its_faults_stand_beside_the_fields() {
    let folder = tempfile::tempdir().expect("a folder");
    let (app, _, _) = on_disk(&folder, "2026-06-30");
    let mut window = window(app);
    picture(&mut window, "empty");
    press(&mut window, Modifiers::NONE, Key::F2);
    type_text(&mut window, "办公电脑");
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    assert!(window.query_by_label("取得日期没有填").is_some());
    picture(&mut window, "form-faults");
    for text in ["办公设备", "", "台", "村委会", "张会计", "2026-01-10", "5000", "6000", "36", ""]
    {
        press(&mut window, Modifiers::NONE, Key::Enter);
        type_text(&mut window, text);
    }
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    assert!(window.query_by_label_contains("残值 6,000.00 高于原值 5,000.00").is_some());
    picture(&mut window, "form-refused");
    window.get_by_role_and_label(Role::TextInput, "残值").focus();
    window.run_steps(2);
    press(&mut window, Modifiers::COMMAND, Key::A);
    type_text(&mut window, "500");
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    assert_eq!(book(&window).holdings.of_kind(HoldingKind::Asset).count(), 1);
    assert!(window.query_by_label("保存").is_none(), "the form closed");
    picture(&mut window, "entered");
    press(&mut window, Modifiers::NONE, Key::Enter);
    let name = window.get_by_role_and_label(Role::TextInput, "名称").value();
    assert_eq!(name.as_deref(), Some("办公电脑"), "Enter opens the selected entry");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.query_by_label("保存").is_none());
}

#[test]
fn every_register_is_shown_and_depreciation_is_previewed() {
    let (_folder, app) = filled();
    let mut window = window(app);
    picture(&mut window, "assets");
    button(&mut window, "计提折旧…");
    picture(&mut window, "depreciation");
    let before = book(&window).vouchers.len();
    button(&mut window, "计提");
    assert_eq!(book(&window).vouchers.len(), before + 1);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    picture(&mut window, "asset-selected");
    for (label, name) in [
        ("生物资产", "biological"),
        ("资源", "resources"),
        ("合同", "contracts"),
        ("债权", "claims"),
        ("债务", "debts"),
        ("账龄", "ageing"),
        ("工程", "projects"),
        ("账实核对", "agreement"),
    ] {
        tab(&mut window, label);
        picture(&mut window, name);
    }
}

#[test]
fn today_tells_of_contracts_that_end_and_of_arrears() {
    let (_folder, app) = filled();
    let mut window = window(app);
    window.state_mut().as_mut().expect("a shell").wish(Wish::Go(Page::Today));
    window.run_steps(4);
    let words = "合同2026-01（赵六）欠交 400.00，最早一期是 2026-04-01；三资里共有 4 处要看";
    assert!(window.query_by_label(words).is_some());
    picture(&mut window, "today");
    button(&mut window, "看三资");
    assert_eq!(window.state().as_ref().expect("a shell").page(), Page::Holdings);
}

#[test]
fn a_voucher_is_tied_and_untied_and_an_asset_disposed_of() {
    let (_folder, app) = filled();
    let mut window = window(app);
    tab(&mut window, "债务");
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    let shell = window.state_mut().as_mut().expect("a shell");
    let village = first(shell.app());
    let draft = simple("2026-06-02", "欠电费", "513", "211", "300.00");
    shell.wish(Wish::Run(Command::PostVoucher { village, draft }));
    window.run_steps(4);
    button(&mut window, "登记凭证…");
    tab(&mut window, "形成");
    picture(&mut window, "tie");
    window.get_by_label_contains("欠电费").click();
    window.run_steps(4);
    window.get_by_role_and_label(Role::TextInput, "登记金额").focus();
    window.run_steps(2);
    press(&mut window, Modifiers::COMMAND, Key::A);
    type_text(&mut window, "300.01");
    button(&mut window, "登记");
    assert!(window.query_by_label_contains("只有 300.00").is_some());
    picture(&mut window, "tie-refused");
    window.get_by_role_and_label(Role::TextInput, "登记金额").focus();
    window.run_steps(2);
    press(&mut window, Modifiers::COMMAND, Key::A);
    type_text(&mut window, "300");
    button(&mut window, "登记");
    assert!(window.query_by_label("筛选凭证").is_none(), "the dialog closed");
    let count = |window: &Window| book(window).holdings.ties().len();
    let tied = count(&window);
    button(&mut window, "解除");
    assert_eq!(count(&window), tied - 1);
    tab(&mut window, "固定资产");
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    button(&mut window, "处置…");
    button(&mut window, "处置");
    assert!(window.query_by_label_contains("折旧还没有计提").is_some());
    picture(&mut window, "disposal-refused");
}

#[test]
fn a_list_of_assets_comes_in_through_its_dialog() {
    let folder = tempfile::tempdir().expect("a folder");
    let (app, _, _) = on_disk(&folder, "2026-06-30");
    let list = folder.path().join("资产.csv");
    let write = |text: &str| std::fs::write(&list, text).expect("written");
    let mut window = window(app);
    button(&mut window, "从表格导入…");
    write("资产名称,类别,数量,购置时间,原值,使用年限\n办公楼,房屋,1栋,2010-05-01,三十万,40\n");
    type_text(&mut window, &list.display().to_string());
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(window.query_by_label_contains("有 1 处错误，一行也没有导入").is_some());
    assert!(window.query_by_label("金额不是数字").is_some());
    picture(&mut window, "import-faults");
    write(
        "资产名称,类别,数量,购置时间,原值,使用年限\n办公楼,房屋,1栋,2010-05-01,300000,40\n电脑,办公设备,3台,2024-03-05,12000,5\n",
    );
    button(&mut window, "预览");
    assert!(window.query_by_label_contains("共 2 项，要导入 2 项").is_some());
    picture(&mut window, "import");
    button(&mut window, "导入");
    assert!(window.query_by_label("预览").is_none(), "the dialog closed");
    assert_eq!(book(&window).holdings.of_kind(HoldingKind::Asset).count(), 2);
    button(&mut window, "从表格导入…");
    type_text(&mut window, &list.display().to_string());
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(window.query_by_label_contains("要导入 0 项，2 项已经在台账里").is_some());
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.query_by_label("预览").is_none());
}
