//! Registers that come in as a table: read, checked as if typed in order, entered all or none.

use std::path::Path;

use serde_json::json;

use super::App;
use super::command::{ImportSummary, Outcome};
use super::error::AppError;
use super::execute::Done;
use super::holding::audit;
use super::import::{read_input, refused_file};
use super::ledger::new_id;
use crate::domain::holding::debt::Direction;
use crate::domain::holding::{Holding, HoldingKind, Intake};
use crate::domain::ids::{HoldingId, VillageId};
use crate::exchange::ImportFault;
use crate::exchange::fault::FAULTS_MAX;
use crate::exchange::holding_import::read_holdings;

/// The file of a register as it would be entered now (台账导入预览); nothing is written.
#[derive(Clone, Debug)]
pub struct HoldingPreview {
    /// The name of the file.
    pub file_name: String,
    /// How many rows were read.
    pub read: usize,
    /// The entries that are not there yet, in the file's order.
    pub entries: Vec<Holding>,
    /// What keeps the file from being entered.
    pub faults: Vec<ImportFault>,
}

impl App {
    /// Reads the file of a register and checks every row against the book, without writing.
    ///
    /// # Errors
    /// A refusal when the file cannot be opened.
    pub fn preview_holdings(
        &self,
        village: VillageId,
        kind: HoldingKind,
        direction: Direction,
        path: &Path,
    ) -> Result<HoldingPreview, AppError> {
        let (bytes, file_name) = read_input(path)?;
        let book = self.ledger()?.book_of(village)?;
        let mut preview =
            HoldingPreview { file_name, read: 0, entries: Vec::new(), faults: Vec::new() };
        let read = read_holdings(&bytes, &preview.file_name, kind, direction, &book.chart);
        let rows = match read {
            Ok(file) => file.rows,
            Err(faults) => {
                preview.faults = faults;
                return Ok(preview);
            }
        };
        preview.read = rows.len();
        let facts = rows.iter().map(|row| (HoldingId::new(new_id()), row.facts.clone()));
        for (intake, row) in book.take_in(facts, self.today()).into_iter().zip(&rows) {
            match intake {
                Intake::New(holding) => preview.entries.push(*holding),
                Intake::Refused(refusal) if preview.faults.len() < FAULTS_MAX => {
                    let reason = refusal.to_string();
                    preview.faults.push(row.fault(refusal.field(), &reason, refusal.hint()));
                }
                Intake::AlreadyThere | Intake::Refused(_) => {}
            }
        }
        Ok(preview)
    }

    /// Enters what a file holds beyond what is there.
    pub(super) fn import_holdings(
        &mut self,
        village: VillageId,
        kind: HoldingKind,
        direction: Direction,
        path: &Path,
    ) -> Done {
        let preview = self.preview_holdings(village, kind, direction, path)?;
        if !preview.faults.is_empty() {
            return Err(refused_file(&preview.file_name, preview.faults));
        }
        let HoldingPreview { file_name, read, entries, .. } = preview;
        let added = entries.len();
        if added > 0 {
            let rows: Vec<_> = entries.iter().map(audit).collect();
            let detail = json!({ "file": file_name, "entries": rows });
            self.write_holding(village, "import_holdings", &detail, |writing| {
                for holding in &entries {
                    writing.insert_holding(village, holding)?;
                }
                Ok(())
            })?;
        }
        let summary = ImportSummary { read, added, ..ImportSummary::default() };
        Ok(Outcome::HoldingsImported { kind, summary })
    }
}
