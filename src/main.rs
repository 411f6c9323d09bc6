//! Reads the arguments, then opens the window or runs the command.

use std::process::ExitCode;

use mingbai::cli::{self, Asked};

fn main() -> ExitCode {
    match cli::run(std::env::args_os()) {
        Asked::Done(code) => ExitCode::from(code),
        Asked::Window { .. } => ExitCode::from(3),
    }
}
