//! The world outside the window: other programs, background threads, pictures, crash notes.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::error::AppError;
use super::outlet::Outlet;
use super::output::{make_folder, write_file};
use super::recent;
use crate::print::raster;

/// Opens a file or folder with the system's own program.
///
/// # Errors
/// A refusal that names the path when it is not there or no program takes it.
pub fn open_outside(path: &Path) -> Result<(), AppError> {
    open_with(&Outlet::default().viewer, path)
}

/// Opens a file or folder with a program.
///
/// # Errors
/// As [`open_outside`].
pub(super) fn open_with(viewer: &Path, path: &Path) -> Result<(), AppError> {
    if !path.exists() {
        return Err(AppError::refused(
            format!("找不到 {}", path.display()),
            "它可能已被移走或改名。",
        ));
    }
    let mut command = Command::new(viewer);
    command.arg(path).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(|_| {
        AppError::refused(
            "这台电脑没有能打开它的程序".to_owned(),
            format!("请在文件夹里自己打开：{}", path.display()),
        )
    })?;
    // the viewer outlives the click; somebody must still collect it when it ends
    in_background("mingbai-viewer", move || drop(child.wait()))
}

/// Does `work` on a thread of that name.
///
/// # Errors
/// A failure when the system gives no thread.
pub fn in_background(
    name: &'static str,
    work: impl FnOnce() + Send + 'static,
) -> Result<(), AppError> {
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(work)
        .map(drop)
        .map_err(|error| AppError::failed("启动后台线程", error))
}

/// Saves a picture of the screen: RGBA, 4 bytes a pixel, from the top left.
///
/// # Errors
/// A refusal when the file cannot be written.
pub fn save_png(path: &Path, width: u32, height: u32, rgba: &[u8]) -> Result<(), AppError> {
    let bytes = raster::encode_rgba(width, height, rgba)
        .map_err(|error| AppError::failed("保存图片", error))?;
    if let Some(folder) = path.parent() {
        make_folder(folder)?;
    }
    write_file(path, &bytes)
}

/// Writes what happened in a crash where a person can find it, and says where.
pub fn write_crash_note(text: &str) -> Option<PathBuf> {
    let folder = recent::config_folder()?;
    std::fs::create_dir_all(&folder).ok()?;
    let path = folder.join("出错记录.txt");
    std::fs::write(&path, text).ok()?;
    Some(path)
}

/// The folder of this user's own documents, to offer for new files.
pub fn home_folder() -> Option<PathBuf> {
    let home = std::env::var_os(if cfg!(windows) { "USERPROFILE" } else { "HOME" })?;
    let home = PathBuf::from(home);
    let documents = ["文档", "Documents"].into_iter().map(|name| home.join(name));
    let found = documents.into_iter().find(|folder| folder.is_dir());
    Some(found.unwrap_or(home)).filter(|folder| folder.is_dir())
}

/// The program once more, with `key` set to `value`, waited for; its exit code.
///
/// # Errors
/// A failure when it cannot be started.
pub fn run_again(key: &str, value: &str) -> Result<u8, AppError> {
    let failed = |error: std::io::Error| AppError::failed("重新启动程序", error);
    let program = std::env::current_exe().map_err(failed)?;
    let status = Command::new(program)
        .args(std::env::args_os().skip(1))
        .env(key, value)
        .status()
        .map_err(failed)?;
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(3))
}

/// A setting of the environment.
pub fn environment(key: &str) -> Option<String> {
    std::env::var(key).ok()
}
