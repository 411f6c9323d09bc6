//! Reads the arguments, then opens the window or runs the command.

#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

use std::io::Write as _;
use std::process::ExitCode;
use std::time::Instant;

use mingbai::app::{AppError, write_crash_note};
use mingbai::cli::{self, Asked};
use mingbai::ui::window::{self, Start};

fn main() -> ExitCode {
    let at = Instant::now();
    note_crashes();
    let code = match cli::run(std::env::args_os()) {
        Asked::Done(code) => code,
        Asked::Window { ledger, smoke } => match window::run(&Start { ledger, smoke, at }) {
            Ok(code) => code,
            Err(error) => {
                // a closed pipe is no reason to fail
                drop(writeln!(std::io::stderr().lock(), "{error}"));
                match error {
                    AppError::Refused(_) => 1,
                    AppError::Failed { .. } => 3,
                }
            }
        },
    };
    ExitCode::from(code)
}

/// A crash leaves a note that a person can send on; the ledger itself is safe, every change was
/// written before it was shown.
fn note_crashes() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        let text = format!("明白账 {} 出错退出\n{info}\n", env!("CARGO_PKG_VERSION"));
        if let Some(path) = write_crash_note(&text) {
            drop(writeln!(std::io::stderr().lock(), "出错记录在 {}", path.display()));
        }
        before(info);
    }));
}
