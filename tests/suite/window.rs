//! The window: clicked by Chinese label, asserted on state, photographed into `target/gallery`.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use egui::{Event, ImeEvent, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use mingbai::app::{App, Clock, Command, Demo, Jobs, NewVillage};
use mingbai::domain::period::Date;
use mingbai::ui::inbox::{Pick, Wish};
use mingbai::ui::pages::Page;
use mingbai::ui::shell::{FilePicker, Shell};

use crate::cpu_renderer::CpuRenderer;

/// The window on a screen of 1366 × 768; the harness adds a margin of 8 around it.
const MARGIN: u32 = 8;

type Window = Harness<'static, Option<Shell>>;

/// Answers file dialogs from a list.
#[derive(Debug, Default)]
struct Scripted(Mutex<VecDeque<Option<PathBuf>>>);

impl Scripted {
    fn answering(paths: &[&Path]) -> Self {
        Self(Mutex::new(paths.iter().map(|path| Some(path.to_path_buf())).collect()))
    }
}

impl FilePicker for Scripted {
    fn pick(&self, _pick: &Pick) -> Option<PathBuf> {
        self.0.lock().expect("one thread").pop_front().flatten()
    }
}

fn today() -> Date {
    Date::from_ymd_opt(2026, 11, 5).expect("a date")
}

fn window(app: App, picker: Scripted) -> Window {
    let side = MARGIN as f32 * 2.0;
    let mut start = Some((app, picker));
    let mut window = Harness::builder()
        .with_size([1366.0 + side, 768.0 + side])
        .with_max_steps(40)
        .with_context_setup(mingbai::ui::theme::install)
        .renderer(CpuRenderer::default())
        .build_ui_state(
            move |ui, shell: &mut Option<Shell>| {
                let ctx = ui.ctx().clone();
                let shell = shell.get_or_insert_with(|| {
                    let (app, picker) = start.take().expect("started once");
                    let jobs = Jobs::inline(&app);
                    Shell::scripted(&ctx, app, jobs, picker)
                });
                shell.attend(&ctx);
                shell.draw(ui);
            },
            None,
        );
    window.run();
    window
}

/// The demo ledger in a folder of its own.
fn demo() -> (tempfile::TempDir, App) {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = Demo::build(folder.path()).expect("the demo").ledger;
    let mut app = App::new(Clock::Fixed(today()));
    app.execute(Command::OpenLedger { path: ledger }).expect("the demo opens");
    (folder, app)
}

/// A ledger in memory with `count` villages, none of which has done anything yet.
fn many(count: usize) -> App {
    let joined = Date::from_ymd_opt(2026, 9, 1).expect("a date");
    let villages = (1..=count)
        .map(|number| NewVillage::Typed {
            township: "示例镇".to_owned(),
            name: format!("第{number}村"),
        })
        .collect();
    let mut app = App::in_memory(Clock::Fixed(joined), villages).expect("villages");
    app.set_clock(Clock::Fixed(today()));
    app
}

fn shell(window: &Window) -> &Shell {
    window.state().as_ref().expect("the shell")
}

fn photograph(window: &mut Window, name: &str) {
    let picture = window.render().expect("a picture");
    let (width, height) = (picture.width() - 2 * MARGIN, picture.height() - 2 * MARGIN);
    let inner = image::imageops::crop_imm(&picture, MARGIN, MARGIN, width, height).to_image();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/gallery");
    std::fs::create_dir_all(&folder).expect("the gallery");
    inner.save(folder.join(format!("{name}.png"))).expect("a picture is saved");
}

fn click(window: &mut Window, label: &str) {
    window.get_by_label(label).click();
    window.run();
}

fn type_into(window: &mut Window, label: &str, text: &str) {
    window.get_by_label(label).focus();
    window.run();
    window.get_by_label(label).type_text(text);
    window.run();
}

fn go(window: &mut Window, page: Page) {
    window.state_mut().as_mut().expect("the shell").wish(Wish::Go(page));
    window.run();
}

#[test]
fn the_side_bar_and_its_shortcuts_switch_pages() {
    let (_folder, app) = demo();
    let mut window = window(app, Scripted::default());
    assert_eq!(shell(&window).page(), Page::Today);
    photograph(&mut window, "today");
    click(&mut window, "凭证");
    assert_eq!(shell(&window).page(), Page::Vouchers);
    photograph(&mut window, "vouchers");
    window.key_press_modifiers(Modifiers::COMMAND, Key::Num3);
    window.run();
    assert_eq!(shell(&window).page(), Page::Notices);
    photograph(&mut window, "notices");
}
