//! Files that go out: written beside their place and moved into it, so that a half-written file
//! is never found under a good name.

use std::path::Path;

use super::error::AppError;
use super::import::reason;

/// Writes a file, replacing one of that name.
///
/// # Errors
/// A refusal that names the folder when it cannot be written.
pub(super) fn write_file(path: &Path, bytes: &[u8]) -> Result<(), AppError> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let Some(name) = name else {
        return Err(AppError::refused(
            format!("{} 不是文件名", path.display()),
            "请写一个文件名。",
        ));
    };
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
