//! The fonts of this computer: the bundled ones, the files a person added for rare characters,
//! and those of the system (字体).
//!
//! Invariant: a sheet whose characters the bundled fonts have comes out the same on every
//! computer, whatever stands on the shelf.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use super::App;
use super::error::AppError;
use super::output::{make_folder, write_file};
use super::recent::config_folder;
use crate::print::{FontSource, Fonts, characters_of};

/// The bundled fonts, parsed once, shared with the threads that print, and where the others are.
#[derive(Default)]
pub(crate) struct FontShelf {
    fonts: OnceLock<Fonts>,
    /// Where added files are kept; without it neither they nor the system's are used.
    folder: OnceLock<PathBuf>,
    /// Whether the fonts of the system stay unused.
    no_system: AtomicBool,
    /// Rises whenever other fonts help out.
    generation: AtomicU64,
}

/// One font a person added (补字字体).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddedFont {
    /// The name of its file.
    pub name: String,
    /// How many characters it has that the bundled fonts lack.
    pub characters: usize,
    /// Some of them, to look at.
    pub samples: String,
}

/// A font file is never larger than this.
const FONT_BYTES_MAX: u64 = 128 * 1024 * 1024;
/// So many characters are shown of a font.
const SAMPLES: usize = 12;

/// Fonts of systems with rare Chinese characters, asked in this order after what people added.
const SYSTEM_FONTS: [&str; 10] = [
    r"C:\Windows\Fonts\simsunb.ttf",
    r"C:\Windows\Fonts\SimsunExtG.ttf",
    r"C:\Windows\Fonts\simsun.ttc",
    r"C:\Windows\Fonts\mingliub.ttc",
    "/System/Library/Fonts/Supplemental/Songti.ttc",
    "/System/Library/Fonts/PingFang.ttc",
    "/usr/share/fonts/truetype/hanazono/HanaMinA.ttf",
    "/usr/share/fonts/truetype/hanazono/HanaMinB.ttf",
    "/usr/share/fonts/truetype/jigmo/Jigmo2.ttf",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
];

impl FontShelf {
    /// The fonts, parsed now if they were not before.
    pub(crate) fn fonts(&self) -> Result<&Fonts, AppError> {
        if let Some(fonts) = self.fonts.get() {
            return Ok(fonts);
        }
        let parsed = Fonts::bundled()?;
        parsed.set_added(self.sources());
        Ok(self.fonts.get_or_init(|| parsed))
    }

    /// The files that help out, in the order they are asked.
    fn sources(&self) -> Vec<FontSource> {
        let Some(folder) = self.folder.get() else { return Vec::new() };
        let is_used = !self.no_system.load(Ordering::Relaxed);
        let system = SYSTEM_FONTS.into_iter().filter(|_| is_used).map(PathBuf::from);
        let files = font_files(folder).into_iter().chain(system.filter(|path| path.is_file()));
        files
            .map(|path| FontSource {
                identity: identity(&path),
                read: Box::new(move || read_font(&path).ok()),
            })
            .collect()
    }

    /// Rises whenever other fonts help out: what was drawn or checked before is out of date.
    pub(super) fn generation(&self) -> u64 {
        self.generation.load(Ordering::Relaxed)
    }

    fn refresh(&self) {
        if let Some(fonts) = self.fonts.get() {
            fonts.set_added(self.sources());
        }
        self.generation.fetch_add(1, Ordering::Relaxed);
    }
}

/// Another one when the file is replaced by another under the same name.
fn identity(path: &Path) -> String {
    let metadata = std::fs::metadata(path).ok();
    let length = metadata.as_ref().map_or(0, std::fs::Metadata::len);
    let changed = metadata.and_then(|it| it.modified().ok());
    format!("{} {length} {changed:?}", path.display())
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The font files of a folder, by name.
fn font_files(folder: &Path) -> Vec<PathBuf> {
    let is_font = |path: &PathBuf| {
        let end = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        path.is_file() && matches!(end.as_str(), "ttf" | "otf" | "ttc")
    };
    // no folder yet: nothing was added
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(is_font).collect();
    files.sort();
    files
}

fn read_font(path: &Path) -> Result<Vec<u8>, AppError> {
    let unreadable = |_| {
        let name = path.display();
        AppError::refused(format!("读不了 {name}"), "请确认文件还在、没有被别的程序占用。")
    };
    let size = std::fs::metadata(path).map_err(unreadable)?.len();
    if size > FONT_BYTES_MAX {
        return Err(AppError::refused(
            format!("{} 有 {} MB，不像字体文件", path.display(), size / 1024 / 1024),
            "请选 .ttf、.otf 或 .ttc 字体文件。",
        ));
    }
    std::fs::read(path).map_err(unreadable)
}

impl App {
    /// Uses the fonts that this user added and those of the system for what the bundled ones lack.
    pub fn use_fonts_of_this_user(&self) {
        if let Some(folder) = config_folder() {
            self.use_fonts_in(folder.join("fonts"));
        }
    }

    /// As [`App::use_fonts_of_this_user`], with the added ones in `folder`; the first call counts.
    pub fn use_fonts_in(&self, folder: PathBuf) {
        drop(self.fonts.folder.set(folder));
        self.fonts.refresh();
    }

    /// As [`App::use_fonts_in`], but never those of the system: what is drawn is then the same on
    /// every machine.
    pub fn use_only_fonts_in(&self, folder: PathBuf) {
        self.fonts.no_system.store(true, Ordering::Relaxed);
        self.use_fonts_in(folder);
    }

    /// Rises whenever a font was added or removed: what was drawn or checked before may look
    /// different now.
    pub fn font_generation(&self) -> u64 {
        self.fonts.generation()
    }

    /// The fonts a person added, by name.
    ///
    /// # Errors
    /// A failure when the bundled fonts cannot be parsed.
    pub fn added_fonts(&self) -> Result<Vec<AddedFont>, AppError> {
        let bundled = Fonts::bundled()?;
        let files = self.fonts.folder.get().map(|folder| font_files(folder)).unwrap_or_default();
        Ok(files
            .iter()
            .map(|path| {
                let characters = read_font(path).ok().and_then(|bytes| characters_of(&bytes));
                describe(path, &characters.unwrap_or_default(), &bundled)
            })
            .collect())
    }

    /// The bytes of the fonts a person added, with their names, for the window.
    pub fn added_font_bytes(&self) -> Vec<(String, Vec<u8>)> {
        let files = self.fonts.folder.get().map(|folder| font_files(folder)).unwrap_or_default();
        files.iter().filter_map(|path| Some((file_name(path), read_font(path).ok()?))).collect()
    }

    /// Copies a font file to the shelf; it is used from now on.
    ///
    /// # Errors
    /// A refusal when it is no font, has nothing the bundled fonts lack, or cannot be copied.
    pub fn add_font(&self, path: &Path) -> Result<AddedFont, AppError> {
        let folder = self.fonts.folder.get().ok_or_else(no_shelf)?;
        let bytes = read_font(path)?;
        let Some(characters) = characters_of(&bytes) else {
            return Err(AppError::refused(
                format!("{} 不是能用的字体文件", path.display()),
                "请选 .ttf、.otf 或 .ttc 字体文件。",
            ));
        };
        let added = describe(path, &characters, &Fonts::bundled()?);
        if added.characters == 0 {
            return Err(AppError::refused(
                format!("{} 里的字，程序自带的字体都有", added.name),
                "请选收有生僻字的字体，如宋体扩展 B（simsunb.ttf）、花园明朝（HanaMinB.ttf）。",
            ));
        }
        make_folder(folder)?;
        // whole or not at all: a font cut short would spoil every sheet
        write_file(&folder.join(&added.name), &bytes)?;
        self.fonts.refresh();
        Ok(added)
    }

    /// Takes a font off the shelf.
    ///
    /// # Errors
    /// A refusal when there is none of that name, or the file cannot be removed.
    pub fn remove_font(&self, name: &str) -> Result<(), AppError> {
        let folder = self.fonts.folder.get().ok_or_else(no_shelf)?;
        let file = font_files(folder).into_iter().find(|path| file_name(path) == name);
        let file = file.ok_or_else(|| {
            AppError::refused(format!("没有添加过字体 {name}"), "用 mingbai fonts 看添加了哪些。")
        })?;
        std::fs::remove_file(file).map_err(|_| {
            AppError::refused(format!("删不掉字体 {name}"), "请关掉正在用它的程序再试。")
        })?;
        self.fonts.refresh();
        Ok(())
    }
}

fn no_shelf() -> AppError {
    AppError::refused("不知道字体该放在哪里", "请检查用户文件夹（APPDATA 或 HOME）是否可用。")
}

fn describe(path: &Path, characters: &[char], bundled: &Fonts) -> AddedFont {
    let new = |character: &&char| !bundled.covers(**character) && is_printable(**character);
    let new: Vec<char> = characters.iter().filter(new).copied().collect();
    // from the middle: what stands first is often no character of a name
    let from = new.iter().position(|it| u32::from(*it) >= 0x2_0000).unwrap_or(0);
    let samples = new.iter().skip(from).take(SAMPLES).collect();
    AddedFont { name: file_name(path), characters: new.len(), samples }
}

/// Not a control or a private character: those are refused wherever they enter.
fn is_printable(character: char) -> bool {
    !character.is_control() && !matches!(u32::from(character), 0xE000..=0xF8FF | 0xF_0000..)
}

/// One place for the fonts of an office, shared.
pub(crate) type FontCell = Arc<FontShelf>;
