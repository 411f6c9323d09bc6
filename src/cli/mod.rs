//! The headless commands: batch work, scheduled tasks and checks, with no window.
//!
//! Invariant: no logic; each command line becomes a `Command` or a question to `App`.
//! Exit codes: 0 done, 1 refused (a person must act), 2 wrong usage, 3 failed.

mod affair;
mod affair_arguments;
mod arguments;
mod disclosure;
mod import_arguments;
mod notice_arguments;
mod paper;
mod run;
mod village;

use std::ffi::OsString;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Parser as _;

pub use arguments::{Arguments, Task};

use crate::app::AppError;

/// What the command line asks for.
#[derive(Debug)]
pub enum Asked {
    /// Open the window, on a ledger if one is named.
    Window {
        /// The ledger.
        ledger: Option<PathBuf>,
        /// Draw every page once, save pictures of them there, and leave.
        smoke: Option<PathBuf>,
    },
    /// Nothing more: a command ran, and this is its exit code.
    Done(u8),
}

/// Reads the command line and runs the command it names, if any.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Asked {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    // a ledger opened by a double click is the only argument
    if let [_, path] = arguments.as_slice()
        && Path::new(path).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("mbz"))
    {
        return Asked::Window { ledger: Some(PathBuf::from(path)), smoke: None };
    }
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            let code = if error.use_stderr() { 2 } else { 0 };
            if code == 2 {
                complain("命令写得不对。请核对下面指出的参数，或用 mingbai --help 看用法。");
            }
            // a closed pipe is no reason to fail
            drop(error.print());
            return Asked::Done(code);
        }
    };
    let Some(task) = arguments.task else {
        return Asked::Window { ledger: arguments.ledger, smoke: arguments.smoke };
    };
    Asked::Done(match run::run(task) {
        Ok(code) => code,
        Err(error) => {
            complain(&error.to_string());
            match error {
                AppError::Refused(_) => 1,
                AppError::Failed { .. } => 3,
            }
        }
    })
}

/// One line, or one JSON document, to standard output.
fn say(text: &str) {
    // a closed pipe is no reason to fail
    drop(writeln!(std::io::stdout().lock(), "{text}"));
}

/// A sentence for a person, to standard error.
fn complain(text: &str) {
    drop(writeln!(std::io::stderr().lock(), "{text}"));
}
