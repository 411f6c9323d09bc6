//! To the system printer, in real size; where there is none, to the viewer with the words a
//! person needs there.
//!
//! A sheet that is scaled to the page loses its type sizes, and its QR code: so the program asks
//! the printer for no scaling and for the paper the sheet was set on.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::App;
use super::error::AppError;
use super::outside::open_with;
use crate::print::{Paper, Sheet};

/// What a person reads where the viewer prints, not the program.
pub const ACTUAL_SIZE: &str = "按实际大小打印";
/// How that is done, whatever the viewer.
pub const ACTUAL_SIZE_HOW: &str = "文件已经打开，请从那里打印：在打印窗口里选“实际大小”或 100%，不要选“适合页面”；纸张选和文件一样大的（A3 或 A4）。";

/// Where a file went (送去打印的结果).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SentTo {
    /// The queue of this printer.
    Printer(String),
    /// The system's own dialog or handler for printing.
    System,
    /// The viewer: the person prints from there.
    Viewer,
}

/// The programs of the system that take a file (系统打印).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlet {
    /// How the system prints, where it has a way without a window.
    pub printing: Printing,
    /// The program that opens files.
    pub viewer: PathBuf,
}

/// How a system prints a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Printing {
    /// The queues of CUPS: one program tells the default printer, the other takes the file.
    Queue {
        /// `lpstat`
        lpstat: PathBuf,
        /// `lp`
        lp: PathBuf,
    },
    /// The verb `print` that the program for PDF files has registered.
    Verb {
        /// `powershell`
        powershell: PathBuf,
    },
    /// None.
    No,
}

/// The name of the setting that hands a path to the shell without quoting it.
const PATH_KEY: &str = "MINGBAI_PRINT_FILE";

impl Default for Outlet {
    /// That of the system the program runs on.
    fn default() -> Self {
        let queue = || Printing::Queue { lpstat: "lpstat".into(), lp: "lp".into() };
        if cfg!(target_os = "windows") {
            let printing = Printing::Verb { powershell: "powershell".into() };
            Self { printing, viewer: "explorer".into() }
        } else if cfg!(target_os = "macos") {
            Self { printing: queue(), viewer: "open".into() }
        } else {
            Self { printing: queue(), viewer: "xdg-open".into() }
        }
    }
}

impl Outlet {
    /// Prints a PDF in real size, or opens it where the system cannot print it by itself.
    /// `paper` is what its pages were set on, if all are alike.
    ///
    /// # Errors
    /// A refusal when the file is not there, or nothing on this computer takes it.
    pub fn print(&self, path: &Path, paper: Option<Paper>) -> Result<SentTo, AppError> {
        if !path.exists() {
            return Err(AppError::refused(
                format!("找不到 {}", path.display()),
                "它可能已被移走或改名，请重新保存再打印。",
            ));
        }
        let sent = match &self.printing {
            Printing::Queue { lpstat, lp } => default_printer(lpstat)
                .filter(|printer| queued(lp, printer, path, paper))
                .map(SentTo::Printer),
            Printing::Verb { powershell } => {
                asked_to_print(powershell, path).then_some(SentTo::System)
            }
            Printing::No => None,
        };
        match sent {
            Some(sent) => Ok(sent),
            None => open_with(&self.viewer, path).map(|()| SentTo::Viewer),
        }
    }
}

fn quiet(program: &Path) -> Command {
    let mut command = Command::new(program);
    // the answers of these programs are read: they must be in one language
    command.env("LC_ALL", "C").stdin(Stdio::null()).stderr(Stdio::null());
    command
}

/// The printer that takes what names none: `system default destination: HP_Laser`.
fn default_printer(lpstat: &Path) -> Option<String> {
    let told = quiet(lpstat).arg("-d").output().ok()?;
    let words = String::from_utf8(told.stdout).ok().filter(|_| told.status.success())?;
    let (_, name) = words.lines().find_map(|line| line.split_once("destination: "))?;
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}

/// Whether the queue took the file.
fn queued(lp: &Path, printer: &str, path: &Path, paper: Option<Paper>) -> bool {
    let mut command = quiet(lp);
    command.args(["-d", printer, "-o", "print-scaling=none"]);
    if let Some(media) = paper.and_then(media) {
        command.args(["-o", &format!("media={media}")]);
    }
    command.arg("--").arg(path).stdout(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// What printers call a paper; a board is no paper of theirs.
const fn media(paper: Paper) -> Option<&'static str> {
    match paper.sheet {
        Sheet::A4 | Sheet::A4Landscape => Some("A4"),
        Sheet::A3 | Sheet::A3Landscape => Some("A3"),
        Sheet::Board { .. } => None,
    }
}

/// Whether the program for PDF files knows how to print, and was told to.
fn asked_to_print(powershell: &Path, path: &Path) -> bool {
    let script = format!(
        "Start-Process -FilePath $env:{PATH_KEY} -Verb Print -WindowStyle Hidden -ErrorAction Stop"
    );
    let mut command = quiet(powershell);
    command.args(["-NoProfile", "-NonInteractive", "-Command", &script]);
    command.env(PATH_KEY, path).stdout(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

impl App {
    /// Lets files go to other programs than those of the system, for tests.
    pub fn set_outlet(&mut self, outlet: Outlet) {
        self.outlet = outlet;
    }

    /// Prints a PDF in real size, or opens it for printing.
    ///
    /// # Errors
    /// As [`Outlet::print`].
    pub fn print_out(&self, path: &Path, paper: Option<Paper>) -> Result<SentTo, AppError> {
        self.outlet.print(path, paper)
    }
}
