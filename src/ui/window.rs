//! Starts the window: the renderer, the ledger to open, and the self-test of a real window.

mod smoke;

use std::path::PathBuf;
use std::time::Instant;

use eframe::{NativeOptions, Renderer};
use egui::{Context, IconData, ViewportBuilder};

use crate::app::{App, AppError, Clock, Command, Demo, Jobs, Recent, environment, run_again};
use crate::ui::inbox::Wish;
use crate::ui::shell::Shell;

/// Set for the second try, which draws with wgpu where there is no OpenGL.
const RENDERER_KEY: &str = "MINGBAI_RENDERER";

/// What the window is started with.
#[derive(Clone, Debug)]
pub struct Start {
    /// The ledger to open; otherwise the last one.
    pub ledger: Option<PathBuf>,
    /// Draw every page once, save pictures of them there, and leave.
    pub smoke: Option<PathBuf>,
    /// When the program started.
    pub at: Instant,
}

/// Opens the window, stays until it is closed, and returns the exit code of the program.
///
/// # Errors
/// A failure when no window can be opened, or the self-test did not pass.
pub fn run(start: &Start) -> Result<u8, AppError> {
    let second_try = environment(RENDERER_KEY).is_some_and(|renderer| renderer == "wgpu");
    let renderer = if second_try { Renderer::Wgpu } else { Renderer::Glow };
    let verdict = smoke::Verdict::default();
    let shown = {
        let (start, verdict) = (start.clone(), verdict.clone());
        eframe::run_native(
            "mingbai",
            options(renderer),
            Box::new(move |creation| {
                let shell = shell(&creation.egui_ctx, &start)?;
                Ok(smoke::watched(shell, &start, verdict))
            }),
        )
    };
    match shown {
        Ok(()) => verdict.into_result(start.smoke.is_some()).map(|()| 0),
        // a second attempt in this process is not possible: the event loop is spent
        Err(_) if !second_try => run_again(RENDERER_KEY, "wgpu"),
        Err(error) => {
            let error = AppError::failed("打开窗口", no_window(&error));
            tell_without_window(&error);
            Err(error)
        }
    }
}

fn no_window(error: &eframe::Error) -> String {
    let text = error.to_string();
    if text.contains("DISPLAY is set") {
        return "没有图形桌面。请在桌面环境里打开，或先用命令行：mingbai --help".to_owned();
    }
    // the last part says what is wrong, those before it only where
    let cause = text.rsplit(": ").next().unwrap_or(&text).trim_end_matches('.');
    format!("这台电脑显示不了窗口（{cause}）。请更新显卡驱动，或先用命令行：mingbai --help")
}

/// On Windows nobody sees standard error.
fn tell_without_window(error: &AppError) {
    if cfg!(windows) {
        rfd::MessageDialog::new()
            .set_title("明白账")
            .set_level(rfd::MessageLevel::Error)
            .set_description(error.to_string())
            .show();
    }
}

fn options(renderer: Renderer) -> NativeOptions {
    let viewport = ViewportBuilder::default()
        .with_title("明白账")
        .with_app_id("mingbai")
        .with_inner_size([1366.0, 768.0])
        .with_min_inner_size([1024.0, 640.0])
        .with_icon(icon());
    NativeOptions { viewport, renderer, system_font_fallback: false, ..NativeOptions::default() }
}

/// A sheet on a board: a white page with three lines on the accent.
fn icon() -> IconData {
    const SIDE: u32 = 64;
    let [red, green, blue, _] = crate::ui::theme::ACCENT.to_array();
    let mut rgba = Vec::with_capacity(64 * 64 * 4);
    for y in 0..SIDE {
        for x in 0..SIDE {
            let on_page = (14..50).contains(&x) && (10..54).contains(&y);
            let on_line = (20..44).contains(&x) && matches!(y, 20..23 | 31..34 | 42..45);
            let pixel = if on_page && !on_line { [255; 4] } else { [red, green, blue, 255] };
            rgba.extend(pixel);
        }
    }
    IconData { rgba, width: SIDE, height: SIDE }
}

fn shell(ctx: &Context, start: &Start) -> Result<Shell, AppError> {
    let recent = if start.smoke.is_some() { Recent::default() } else { Recent::of_this_user() };
    let ledger = match (&start.ledger, &start.smoke) {
        (Some(path), _) => Some(path.clone()),
        (None, Some(folder)) => Some(Demo::build(folder)?.ledger),
        (None, None) => recent.latest().map(PathBuf::from),
    };
    let clock = match (&start.ledger, &start.smoke) {
        (None, Some(_)) => Clock::Fixed(Demo::today()),
        _ => Clock::System,
    };
    let app = App::new(clock);
    if start.smoke.is_none() {
        app.use_fonts_of_this_user();
    }
    let wake = ctx.clone();
    let jobs = Jobs::on_thread(&app, move || wake.request_repaint())?;
    let mut shell = Shell::new(ctx, app, jobs, recent);
    if let Some(path) = ledger {
        shell.wish(Wish::Run(Command::OpenLedger { path }));
    }
    Ok(shell)
}
