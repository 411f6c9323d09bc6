//! Files that go out: written beside their place and moved into it, so that a half-written file
//! is never found under a good name, and a ledger is never replaced by one.

use std::io::Read as _;
use std::path::Path;

use super::error::AppError;
use super::import::reason;

/// What every database of SQLite begins with, a ledger among them.
const LEDGER_HEAD: &[u8; 16] = b"SQLite format 3\0";

/// Writes a file, replacing one of that name unless it is a ledger.
///
/// # Errors
/// A refusal that names the folder when it cannot be written, or the ledger that stands there.
pub(super) fn write_file(path: &Path, bytes: &[u8]) -> Result<(), AppError> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let Some(name) = name else {
        return Err(AppError::refused(
            format!("{} 不是文件名", path.display()),
            "请写一个文件名。",
        ));
    };
    if is_ledger(path) {
        return Err(AppError::refused(
            format!("{} 是一个账簿文件，不能覆盖", path.display()),
            "请换一个文件名。",
        ));
    }
    let part = path.with_file_name(format!(".{name}.part"));
    let written = std::fs::write(&part, bytes).and_then(|()| std::fs::rename(&part, path));
    written.map_err(|error| {
        drop(std::fs::remove_file(&part));
        AppError::refused(
            format!("写不进 {}：{}", path.display(), reason(&error)),
            "请换一个可以写的文件夹，或关掉正在打开这个文件的程序。",
        )
    })
}

/// Whether a ledger stands there, whatever its name.
fn is_ledger(path: &Path) -> bool {
    let mut head = [0; LEDGER_HEAD.len()];
    // what cannot be read is left to the writing to complain of
    let read = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut head));
    read.is_ok() && head == *LEDGER_HEAD
}

/// Makes a folder with all above it.
///
/// # Errors
/// A refusal that names the folder.
pub(super) fn make_folder(path: &Path) -> Result<(), AppError> {
    std::fs::create_dir_all(path).map_err(|error| {
        AppError::refused(
            format!("建不了文件夹 {}：{}", path.display(), reason(&error)),
            "请换一个可以写的位置。",
        )
    })
}
