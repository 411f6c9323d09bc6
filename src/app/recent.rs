//! The ledgers opened last, remembered in a small text file of this user.
//!
//! Losing the list loses nothing: every failure here is ignored by design.

use std::path::{Path, PathBuf};

/// How many are remembered.
const RECENT_MAX: usize = 8;

/// Where the program keeps its own small files for this user.
pub(super) fn config_folder() -> Option<PathBuf> {
    let from = |key: &str| std::env::var_os(key).filter(|value| !value.is_empty());
    let base = if cfg!(windows) {
        PathBuf::from(from("APPDATA")?)
    } else if let Some(config) = from("XDG_CONFIG_HOME") {
        PathBuf::from(config)
    } else {
        PathBuf::from(from("HOME")?).join(".config")
    };
    Some(base.join("mingbai"))
}

/// The ledgers opened last (最近的账簿), the latest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recent {
    file: Option<PathBuf>,
    ledgers: Vec<PathBuf>,
}

impl Recent {
    /// The list of this user.
    pub fn of_this_user() -> Self {
        config_folder().map(|folder| Self::in_file(folder.join("recent.txt"))).unwrap_or_default()
    }

    /// A list kept in `file`.
    pub fn in_file(file: PathBuf) -> Self {
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        let ledgers = text.lines().map(str::trim).filter(|line| !line.is_empty());
        Self { ledgers: ledgers.take(RECENT_MAX).map(PathBuf::from).collect(), file: Some(file) }
    }

    /// The ledgers, the latest first; some may have been moved away since.
    pub fn ledgers(&self) -> &[PathBuf] {
        &self.ledgers
    }

    /// The latest, if it is still there.
    pub fn latest(&self) -> Option<&Path> {
        self.ledgers.first().map(PathBuf::as_path).filter(|path| path.is_file())
    }

    /// Puts a ledger at the top of the list.
    pub fn remember(&mut self, ledger: &Path) {
        let ledger = std::path::absolute(ledger).unwrap_or_else(|_| ledger.to_owned());
        self.ledgers.retain(|other| *other != ledger);
        self.ledgers.insert(0, ledger);
        self.ledgers.truncate(RECENT_MAX);
        let Some(file) = &self.file else { return };
        if let Some(folder) = file.parent() {
            drop(std::fs::create_dir_all(folder));
        }
        let lines: Vec<String> =
            self.ledgers.iter().map(|path| path.to_string_lossy().into_owned()).collect();
        drop(std::fs::write(file, lines.join("\n")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_stands_first_and_the_list_stays_short() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("a").join("recent.txt");
        let mut recent = Recent::in_file(file.clone());
        for number in 0..10 {
            recent.remember(&folder.path().join(format!("{number}.mbz")));
        }
        recent.remember(&folder.path().join("5.mbz"));
        let read = Recent::in_file(file);
        assert_eq!(read, recent);
        assert_eq!(read.ledgers().len(), RECENT_MAX);
        assert_eq!(read.ledgers().first(), Some(&folder.path().join("5.mbz")));
        assert_eq!(read.latest(), None, "the file itself was never made");
    }
}
