//! The self-test of a real window: every page drawn and photographed, then the window closes.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use egui::{Color32, ColorImage, Context, ScreenshotCallback, Ui, ViewportCommand};

use super::Start;
use crate::app::{AppError, save_png};
use crate::ui::inbox::Wish;
use crate::ui::pages::Page;
use crate::ui::shell::Shell;

/// A page is drawn this often before its picture: sizes settle, previews arrive.
const FRAMES_BEFORE: usize = 20;
/// The whole test takes no longer.
const TIME_MAX: Duration = Duration::from_secs(20);

/// What the self-test found, shared with whoever started it.
#[derive(Clone, Debug, Default)]
pub(super) struct Verdict(Arc<Mutex<Option<Result<(), AppError>>>>);

impl Verdict {
    fn give(&self, verdict: Result<(), AppError>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(verdict);
    }

    /// The verdict after the window closed.
    pub(super) fn into_result(self, was_asked: bool) -> Result<(), AppError> {
        let given = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        match given {
            Some(verdict) => verdict,
            None if was_asked => Err(AppError::failed("窗口自检", "窗口提前关掉了")),
            None => Ok(()),
        }
    }
}

/// The shell, with a self-test around it where one was asked for.
pub(super) fn watched(shell: Shell, start: &Start, verdict: Verdict) -> Box<dyn eframe::App> {
    match &start.smoke {
        None => Box::new(shell),
        Some(folder) => Box::new(Smoke {
            shell,
            folder: folder.clone(),
            started: start.at,
            frames: 0,
            total_frames: 0,
            left: Page::ALL.into_iter().rev().collect(),
            shown: None,
            picture: Arc::default(),
            is_asked: false,
            is_over: false,
            verdict,
        }),
    }
}

struct Smoke {
    shell: Shell,
    folder: PathBuf,
    started: Instant,
    frames: usize,
    total_frames: usize,
    left: Vec<Page>,
    shown: Option<Page>,
    picture: Arc<Mutex<Option<Arc<ColorImage>>>>,
    is_asked: bool,
    is_over: bool,
    verdict: Verdict,
}

impl Smoke {
    /// One step; `Ok(true)` at the end.
    fn step(&mut self, ctx: &Context) -> Result<bool, AppError> {
        if self.started.elapsed() > TIME_MAX {
            return Err(AppError::failed("窗口自检", "20 秒内没有画完"));
        }
        let Some(page) = self.shown else {
            self.shown = self.left.pop();
            self.frames = 0;
            self.is_asked = false;
            return Ok(match self.shown {
                Some(page) => {
                    self.shell.wish(Wish::Go(page));
                    false
                }
                None => true,
            });
        };
        self.frames += 1;
        if self.frames > FRAMES_BEFORE && !self.is_asked {
            self.is_asked = true;
            let (picture, wake) = (Arc::clone(&self.picture), ctx.clone());
            let taken = ScreenshotCallback::new(move |image| {
                *picture.lock().unwrap_or_else(PoisonError::into_inner) = Some(image);
                wake.request_repaint();
            });
            ctx.send_viewport_cmd(ViewportCommand::Screenshot(taken));
        }
        let taken = self.picture.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(image) = taken {
            let name = format!("smoke-{}.png", file_name(page));
            save(&self.folder.join(name), &image)?;
            self.shown = None;
        }
        Ok(false)
    }
}

impl eframe::App for Smoke {
    fn logic(&mut self, ctx: &Context, frame: &mut eframe::Frame) {
        eframe::App::logic(&mut self.shell, ctx, frame);
        if self.total_frames == 1 {
            say(&format!("first frame after {} ms", self.started.elapsed().as_millis()));
        }
        if self.is_over {
            return;
        }
        let step = self.step(ctx);
        self.is_over = !matches!(step, Ok(false));
        match step {
            Ok(false) => ctx.request_repaint(),
            Ok(true) => {
                say(&format!("smoke: {} pages", Page::ALL.len()));
                self.verdict.give(Ok(()));
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
            Err(error) => {
                self.verdict.give(Err(error));
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
        }
    }

    fn ui(&mut self, ui: &mut Ui, frame: &mut eframe::Frame) {
        self.total_frames += 1;
        eframe::App::ui(&mut self.shell, ui, frame);
    }
}

const fn file_name(page: Page) -> &'static str {
    match page {
        Page::Today => "today",
        Page::Vouchers => "vouchers",
        Page::Ledgers => "ledgers",
        Page::Notices => "notices",
        Page::Holdings => "holdings",
        Page::Township => "township",
        Page::Affairs => "affairs",
        Page::Reconcile => "reconcile",
        Page::Settings => "settings",
    }
}

fn save(path: &Path, image: &ColorImage) -> Result<(), AppError> {
    let [width, height] = image.size.map(|side| u32::try_from(side).unwrap_or(0));
    let rgba: Vec<u8> = image.pixels.iter().flat_map(Color32::to_array).collect();
    save_png(path, width, height, &rgba)
}

/// A line for whoever runs the test; a closed pipe is no reason to fail.
fn say(text: &str) {
    drop(writeln!(std::io::stderr().lock(), "{text}"));
}
