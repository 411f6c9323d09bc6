//! Errands: what takes a person or the disk a while. File dialogs and the sample ledger are
//! done on named threads, so that no frame waits for them.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use egui::Context;

use crate::app::{AppError, Demo, home_folder, in_background};
use crate::ui::inbox::{Pick, Picked};

/// Asks a person for a file or folder, and waits for the answer.
pub trait FilePicker: Send + Sync + std::fmt::Debug + 'static {
    /// The answer: one path, or several for [`Pick::Attachments`]; none when the person gave up,
    /// or no dialog could be shown.
    fn pick(&self, pick: &Pick) -> Vec<PathBuf>;
}

/// The dialogs of the system.
#[derive(Debug)]
pub(super) struct SystemPicker;

impl FilePicker for SystemPicker {
    fn pick(&self, pick: &Pick) -> Vec<PathBuf> {
        let mut dialog = rfd::FileDialog::new();
        if let Some(home) = home_folder() {
            dialog = dialog.set_directory(home);
        }
        let one = match pick {
            Pick::Table { .. } => dialog
                .set_title("选择表格")
                .add_filter("表格", &["csv", "xlsx", "xls", "txt"])
                .pick_file(),
            Pick::Ledger => {
                dialog.set_title("打开账簿").add_filter("明白账账簿", &["mbz"]).pick_file()
            }
            Pick::NewLedger { suggested } => dialog
                .set_title("新账簿放在哪里")
                .add_filter("明白账账簿", &["mbz"])
                .set_file_name(suggested)
                .save_file(),
            Pick::SavePdf { suggested } => dialog
                .set_title("保存 PDF")
                .add_filter("PDF", &["pdf"])
                .set_file_name(suggested)
                .save_file(),
            Pick::SaveListing { format, suggested } => dialog
                .set_title("保存账表")
                .add_filter(format.label(), &[format.extension()])
                .set_file_name(suggested)
                .save_file(),
            Pick::Attachments => {
                return dialog
                    .set_title("选择凭据照片（可以选几份）")
                    .add_filter("照片和扫描件", &["jpg", "jpeg", "png", "bmp", "pdf"])
                    .pick_files()
                    .unwrap_or_default();
            }
            Pick::Font => {
                dialog.add_filter("字体（ttf、otf、ttc）", &["ttf", "otf", "ttc"]).pick_file()
            }
            Pick::Papers => dialog
                .set_title("选择会议记录或照片")
                .add_filter("照片和扫描件", &["jpg", "jpeg", "png", "bmp", "pdf"])
                .pick_file(),
            Pick::SaveAttachment { suggested } => {
                dialog.set_title("凭据另存为").set_file_name(suggested).save_file()
            }
            Pick::Folder => dialog.set_title("选择文件夹").pick_folder(),
            Pick::SiteFolder => dialog.set_title("公开网站放在哪个文件夹").pick_folder(),
            Pick::DemoFolder => dialog.set_title("示例放在哪个文件夹").pick_folder(),
        };
        one.into_iter().collect()
    }
}

/// An errand that came back.
#[derive(Debug)]
pub(super) enum Errand {
    /// A file dialog was answered.
    Picked(Picked),
    /// The sample ledger stands there, or could not be built.
    Demo(Result<PathBuf, AppError>),
    /// The system gave no thread.
    NotStarted(AppError),
}

/// The errands under way (差事).
#[derive(Debug)]
pub(super) struct Errands {
    picker: Arc<dyn FilePicker>,
    ctx: Context,
    sender: Sender<Errand>,
    receiver: Receiver<Errand>,
    on_threads: bool,
    demos: usize,
    dialogs: usize,
}

impl Errands {
    /// Each errand on its own thread.
    pub(super) fn on_threads(ctx: Context, picker: impl FilePicker) -> Self {
        Self::new(ctx, picker, true)
    }

    /// Each errand at once, for tests.
    pub(super) fn inline(ctx: Context, picker: impl FilePicker) -> Self {
        Self::new(ctx, picker, false)
    }

    fn new(ctx: Context, picker: impl FilePicker, on_threads: bool) -> Self {
        let (sender, receiver) = channel();
        let picker = Arc::new(picker);
        Self { picker, ctx, sender, receiver, on_threads, demos: 0, dialogs: 0 }
    }

    /// Shows a file dialog, one at a time.
    pub(super) fn pick(&mut self, pick: Pick) {
        if self.dialogs > 0 {
            return;
        }
        self.dialogs += 1;
        let picker = Arc::clone(&self.picker);
        self.start("mingbai-pick", move || {
            let paths = picker.pick(&pick);
            Errand::Picked(Picked { pick, paths })
        });
    }

    /// Builds the sample ledger.
    pub(super) fn build_demo(&mut self, folder: PathBuf) {
        if self.demos > 0 {
            return;
        }
        self.demos += 1;
        self.start("mingbai-demo", move || {
            Errand::Demo(Demo::build(&folder).map(|demo| demo.ledger))
        });
    }

    fn start(&mut self, name: &'static str, work: impl FnOnce() -> Errand + Send + 'static) {
        let (sender, ctx) = (self.sender.clone(), self.ctx.clone());
        let errand = move || {
            // nobody listens once the window is closed
            drop(sender.send(work()));
            ctx.request_repaint();
        };
        if !self.on_threads {
            return errand();
        }
        if let Err(error) = in_background(name, errand) {
            self.demos = 0;
            self.dialogs = 0;
            drop(self.sender.send(Errand::NotStarted(error)));
        }
    }

    /// What came back since the last look.
    pub(super) fn poll(&mut self) -> Vec<Errand> {
        let errands: Vec<Errand> = self.receiver.try_iter().collect();
        for errand in &errands {
            match errand {
                Errand::Picked(_) => self.dialogs = 0,
                Errand::Demo(_) => self.demos = 0,
                Errand::NotStarted(_) => {}
            }
        }
        errands
    }

    /// Whether the sample ledger is being built.
    pub(super) const fn is_building_demo(&self) -> bool {
        self.demos > 0
    }
}
