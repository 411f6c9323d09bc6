//! Books written for other programs.

use std::path::{Path, PathBuf};

use super::App;
use super::error::AppError;
use super::output::write_file;
use crate::domain::ids::VillageId;
use crate::domain::period::Period;
use crate::exchange::journal::write_journal;

impl App {
    /// Writes the journal of a village, or of each village of the ledger, for hledger and
    /// ledger; several villages get one file each, named after the village. Gives the files.
    ///
    /// # Errors
    /// A refusal when a file cannot be written.
    pub fn export_journal(
        &self,
        village: Option<VillageId>,
        period: Period,
        out: &Path,
    ) -> Result<Vec<PathBuf>, AppError> {
        let ledger = self.ledger()?;
        let wanted = |id: VillageId| village.is_none_or(|wanted| wanted == id);
        let villages: Vec<_> =
            ledger.villages().iter().filter(|village| wanted(village.id)).collect();
        let mut files = Vec::with_capacity(villages.len());
        for village in &villages {
            let book = ledger.book_of(village.id)?;
            let path = match villages.as_slice() {
                [_] => out.to_owned(),
                _ => beside(out, &village.profile.full_name()),
            };
            write_file(&path, write_journal(&book, period).as_bytes())?;
            files.push(path);
        }
        Ok(files)
    }
}

/// `账.journal` → `账-甲镇甲村.journal`
fn beside(out: &Path, village: &str) -> PathBuf {
    let stem = out.file_stem().map(|stem| stem.to_string_lossy()).unwrap_or_default();
    let end = out.extension().map(|end| end.to_string_lossy()).unwrap_or_default();
    let village: String = village
        .chars()
        .map(|c| if c.is_control() || "/\\:*?\"<>|".contains(c) { '_' } else { c })
        .collect();
    out.with_file_name(format!("{stem}-{village}.{end}"))
}
