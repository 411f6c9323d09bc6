//! A window for tests: opened on an office, driven by keyboard and by Chinese label, photographed
//! into `target/gallery`.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::expect_used,
    reason = "helpers of tests may stop the test"
)]

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use egui::{Event, Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use egui_kittest::{Harness, Node};
use mingbai::app::{App, Jobs};
use mingbai::domain::ledger::Book;
use mingbai::ui::inbox::{Pick, Wish};
use mingbai::ui::pages::Page;
use mingbai::ui::shell::{FilePicker, Shell};

use super::cpu_renderer::CpuRenderer;

/// The harness adds a margin around what it shows; pictures are taken without it.
const MARGIN: u32 = 8;

/// The screen of a plain office computer.
pub(crate) const SCREEN: [f32; 2] = [1366.0, 768.0];

pub(crate) type Window = Harness<'static, Option<Shell>>;

/// Answers file dialogs from a list, then with nothing.
#[derive(Debug, Default)]
pub(crate) struct Scripted(Mutex<VecDeque<Vec<PathBuf>>>);

impl Scripted {
    pub(crate) fn answering(paths: &[&Path]) -> Self {
        Self(Mutex::new(paths.iter().map(|path| vec![path.to_path_buf()]).collect()))
    }

    /// One dialog in which several files are chosen.
    pub(crate) fn answering_together(paths: &[&Path]) -> Self {
        Self(Mutex::new([paths.iter().map(|path| path.to_path_buf()).collect()].into()))
    }
}

impl FilePicker for Scripted {
    fn pick(&self, _pick: &Pick) -> Vec<PathBuf> {
        self.0.lock().expect("one thread").pop_front().unwrap_or_default()
    }
}

/// A window of that size without its margin, drawn by `draw` until it comes to rest.
pub(crate) fn drawn<State: 'static>(
    size: [f32; 2],
    draw: impl FnMut(&mut egui::Ui, &mut State) + 'static,
    state: State,
) -> Harness<'static, State> {
    let around = MARGIN as f32 * 2.0;
    let mut window = Harness::builder()
        .with_size(size.map(|length| length + around))
        .with_max_steps(40)
        .with_context_setup(mingbai::ui::theme::install)
        .renderer(CpuRenderer::default())
        .build_ui_state(draw, state);
    window.run();
    window
}

pub(crate) fn window(app: App, picker: Scripted) -> Window {
    window_of(SCREEN, app, picker)
}

/// The window on a screen of that size.
pub(crate) fn window_of(size: [f32; 2], app: App, picker: Scripted) -> Window {
    let mut start = Some((app, picker));
    let draw = move |ui: &mut egui::Ui, shell: &mut Option<Shell>| {
        let ctx = ui.ctx().clone();
        let shell = shell.get_or_insert_with(|| {
            let (app, picker) = start.take().expect("started once");
            let jobs = Jobs::inline(&app);
            Shell::scripted(&ctx, app, jobs, picker)
        });
        shell.attend(&ctx);
        shell.draw(ui);
    };
    drawn(size, draw, None)
}

pub(crate) fn shell(window: &Window) -> &Shell {
    window.state().as_ref().expect("the shell")
}

/// The book that is shown.
pub(crate) fn book(window: &Window) -> &Book {
    shell(window).app().ledger().expect("open").book().expect("a book")
}

pub(crate) fn wish(window: &mut Window, wish: Wish) {
    window.state_mut().as_mut().expect("the shell").wish(wish);
    window.run();
}

pub(crate) fn go(window: &mut Window, page: Page) {
    wish(window, Wish::Go(page));
}

pub(crate) fn photograph<State>(window: &mut Harness<'_, State>, name: &str) {
    let picture = window.render().expect("a picture");
    let margin = (MARGIN as f32 * window.ctx.pixels_per_point()).round() as u32;
    let (width, height) = (picture.width() - 2 * margin, picture.height() - 2 * margin);
    let inner = image::imageops::crop_imm(&picture, margin, margin, width, height).to_image();
    inner.save(gallery().join(format!("{name}.png"))).expect("a picture is saved");
}

/// The folder of pictures to look at.
pub(crate) fn gallery() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/gallery");
    std::fs::create_dir_all(&folder).expect("the gallery");
    folder
}

/// The control of that name; a text of the same words beside it is not meant.
#[track_caller]
fn control<'w, State>(window: &'w Harness<'_, State>, label: &'w str) -> Node<'w> {
    let mut found =
        window.query_all_by_label(label).filter(|node| node.accesskit_node().role() != Role::Label);
    found.next().unwrap_or_else(|| window.get_by_label(label))
}

#[track_caller]
pub(crate) fn click<State>(window: &mut Harness<'_, State>, label: &str) {
    control(window, label).click();
    window.run();
}

#[track_caller]
fn click_role<State>(window: &mut Harness<'_, State>, role: Role, label: &str) {
    window.get_by_role_and_label(role, label).click();
    window.run();
}

/// Presses the button of that name, where other controls have the same.
#[track_caller]
pub(crate) fn button<State>(window: &mut Harness<'_, State>, label: &str) {
    click_role(window, Role::Button, label);
}

/// Chooses one of several: a tab, a way of writing.
#[track_caller]
pub(crate) fn tab<State>(window: &mut Harness<'_, State>, label: &str) {
    click_role(window, Role::RadioButton, label);
}

pub(crate) fn press<State>(window: &mut Harness<'_, State>, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run();
}

pub(crate) fn key<State>(window: &mut Harness<'_, State>, key: Key) {
    press(window, Modifiers::NONE, key);
}

/// Types at the caret, wherever it is.
pub(crate) fn type_text<State>(window: &mut Harness<'_, State>, text: &str) {
    window.event(Event::Text(text.to_owned()));
    window.run();
}

#[track_caller]
pub(crate) fn type_into<State>(window: &mut Harness<'_, State>, label: &str, text: &str) {
    control(window, label).focus();
    window.run();
    control(window, label).type_text(text);
    window.run();
}

/// The field of that name, not the label above it.
#[track_caller]
pub(crate) fn field<'w, State>(window: &'w Harness<'_, State>, label: &'w str) -> Node<'w> {
    window.get_by_role_and_label(Role::TextInput, label)
}

/// Leads to a field with all its text selected.
#[track_caller]
pub(crate) fn select_all<State>(window: &mut Harness<'_, State>, label: &str) {
    field(window, label).focus();
    window.run();
    press(window, Modifiers::COMMAND, Key::A);
}

/// What stands in a field.
#[track_caller]
pub(crate) fn value<State>(window: &Harness<'_, State>, label: &str) -> String {
    field(window, label).value().unwrap_or_default()
}
