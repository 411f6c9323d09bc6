//! 进度.json: what each file of a folder was made from, so that a run goes on where it stopped.
//!
//! Invariant: a file that is not as it was written is never called current, and never removed.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::app::error::AppError;
use crate::app::output::write_file;
use crate::domain::ids::VillageId;
use crate::domain::notice::Notice;

/// The name of the file.
const FILE: &str = "进度.json";
/// How the file is written; one of another version is not read, and everything is made again.
const VERSION: u32 = 1;

/// What is known of the files in a folder (打印进度文件).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Progress {
    version: u32,
    /// By their path in the folder.
    files: BTreeMap<String, Made>,
    #[serde(skip)]
    folder: PathBuf,
}

/// What one file was made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Made {
    /// Whose it is; none for a file of all villages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    village: Option<VillageId>,
    /// Of what it is drawn: [`content_of`].
    content: String,
    /// Its own digest: a file that was cut short or changed is made again.
    digest: String,
}

impl Progress {
    /// What is known of a folder; nothing where the file is not there or cannot be read.
    pub(super) fn of(folder: &Path) -> Self {
        let read = std::fs::read(folder.join(FILE)).ok();
        let known = read.and_then(|bytes| serde_json::from_slice::<Self>(&bytes).ok());
        let known = known.filter(|known| known.version == VERSION);
        let files = known.map(|known| known.files).unwrap_or_default();
        Self { version: VERSION, files, folder: folder.to_owned() }
    }

    /// Whether a file stands there as it was written, drawn of the same content.
    pub(super) fn is_current(&self, file: &str, content: &str) -> bool {
        self.files.get(file).is_some_and(|made| made.content == content && self.is_ours(file, made))
    }

    fn is_ours(&self, file: &str, made: &Made) -> bool {
        std::fs::read(self.folder.join(file)).is_ok_and(|bytes| digest(&[&bytes]) == made.digest)
    }

    /// Remembers a file that was written.
    pub(super) fn remember(
        &mut self,
        file: &str,
        village: Option<VillageId>,
        content: &str,
        bytes: &[u8],
    ) {
        let content = content.to_owned();
        let made = Made { village, content, digest: digest(&[bytes]) };
        self.files.insert(file.to_owned(), made);
    }

    /// Removes the files of a village, or of all villages, but for those in `kept`: a sheet that
    /// is no longer true must not be printed from the folder.
    pub(super) fn forget_others(&mut self, village: Option<VillageId>, kept: &[String]) {
        let is_old =
            |(file, made): &(&String, &Made)| made.village == village && !kept.contains(*file);
        let old: Vec<String> =
            self.files.iter().filter(is_old).map(|(file, _)| file.clone()).collect();
        for file in old {
            let Some(made) = self.files.remove(&file) else { continue };
            if self.is_ours(&file, &made) {
                // one that is open in a viewer stays, and is no longer known
                drop(std::fs::remove_file(self.folder.join(&file)));
            }
        }
    }

    /// Writes what is known.
    pub(super) fn save(&self) -> Result<(), AppError> {
        let failed = |error: serde_json::Error| AppError::failed("记打印进度", error);
        let text = serde_json::to_vec_pretty(self).map_err(failed)?;
        write_file(&self.folder.join(FILE), &text)
    }
}

/// The digest of some parts in a row, in hexadecimal.
pub(super) fn digest(parts: &[&[u8]]) -> String {
    let mut sum = Sha256::new();
    for part in parts {
        sum.update(part);
    }
    let mut text = String::new();
    for byte in sum.finalize() {
        let _infallible = write!(text, "{byte:02x}");
    }
    text
}

/// What a file is drawn of: the sheets as they are frozen, the paper, and the program that lays
/// them out.
pub(super) fn content_of(notices: &[&Notice], paper: &str) -> String {
    let mut words = format!("{} {paper}", env!("CARGO_PKG_VERSION"));
    for notice in notices {
        // the code covers all frozen words; the state says what stands top right
        let (code, on) = (notice.posted_code(), notice.drafted_on);
        let _infallible = write!(words, "\n{code} {on} {:?} {:?}", notice.state, notice.posting());
    }
    digest(&[words.as_bytes()])
}
