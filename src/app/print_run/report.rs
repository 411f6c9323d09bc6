//! What came of a run: told to people as sentences, to other programs as JSON.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::Tray;
use crate::app::error::AppError;
use crate::domain::matter::MatterCode;
use crate::domain::period::Period;

/// How far a run has come (打印进度).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunProgress {
    /// Sheets done.
    pub done: usize,
    /// Sheets in all.
    pub total: usize,
    /// The village that is being printed.
    pub village: String,
}

/// What came of a run (批量打印结果).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunReport {
    /// The period.
    pub period: Period,
    /// Whose villages: `示例镇`, or how many townships.
    pub subject: String,
    /// The folder of all files.
    pub folder: PathBuf,
    /// The villages, in print order.
    pub villages: Vec<VillageReport>,
    /// The files of all villages, A3 before A4.
    pub merged: Vec<MergedFile>,
    /// The checklist, once the run came to its end.
    pub checklist: Option<PathBuf>,
    /// Files that were written.
    pub made: usize,
    /// Files of an earlier run that say the same and were left as they are.
    pub kept: usize,
    /// Whether it was stopped; the same run goes on from here.
    pub cancelled: bool,
    /// What stopped a village or a file, in print order.
    pub faults: Vec<RunFault>,
}

/// A file of all villages (合并文件).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergedFile {
    /// The paper of all its pages.
    pub tray: Tray,
    /// Where it is.
    pub path: PathBuf,
}

/// What came of one village.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VillageReport {
    /// Its place in the list of the ledger, from 1.
    pub place: usize,
    /// Its name.
    pub name: String,
    /// Its sheets as printed; none where a fault stopped it.
    pub sheets: Vec<SheetReport>,
    /// Its files.
    pub files: Vec<PathBuf>,
    /// What is due and has no draft.
    pub missing: Vec<String>,
    /// Drafts that were left out.
    pub left_out: Vec<String>,
}

/// One sheet that was printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetReport {
    /// The matter.
    pub matter: MatterCode,
    /// `财务收支逐笔公开`
    pub title: String,
    /// The paper.
    pub tray: Tray,
    /// How many pages.
    pub pages: usize,
    /// The merged file it is in, counted from 0, and its first page there, from 1.
    pub merged: Option<(usize, usize)>,
    /// The code at its foot.
    pub check_code: String,
    /// `送审稿`, or the days it hangs.
    pub state: String,
    /// What the layout could not do as it should.
    pub warnings: Vec<String>,
}

/// What stopped a village or a file (没有打印的).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunFault {
    /// The village; empty for a file of all villages.
    pub village: String,
    /// What is wrong.
    pub message: String,
    /// The next step.
    pub hint: String,
}

impl RunFault {
    pub(super) fn of(village: &str, error: &AppError) -> Self {
        let village = village.to_owned();
        match error {
            AppError::Refused(refusal) => {
                let (message, hint) = (refusal.message.clone(), refusal.hint.clone());
                Self { village, message, hint }
            }
            AppError::Failed { .. } => {
                let hint = "请再打印一次；还不行，请单独打印这一份。".to_owned();
                Self { village, message: error.to_string(), hint }
            }
        }
    }

    /// As told: where, what, what next.
    pub fn sentence(&self) -> String {
        let end = if self.message.ends_with(['。', '！', '？']) { "" } else { "。" };
        let colon = if self.village.is_empty() { "" } else { "：" };
        format!("{}{colon}{}{end}{}", self.village, self.message, self.hint)
    }
}

impl RunReport {
    /// Sheets and pages on a paper, without covers.
    pub fn totals(&self, tray: Tray) -> (usize, usize) {
        let sheets = self.villages.iter().flat_map(|village| &village.sheets);
        let of_tray = sheets.filter(|sheet| sheet.tray == tray);
        of_tray.fold((0, 0), |(sheets, pages), sheet| (sheets + 1, pages + sheet.pages))
    }

    /// Every file of the run: the checklist, those of all villages, those of each.
    pub fn files(&self) -> Vec<PathBuf> {
        let each = self.villages.iter().flat_map(|village| &village.files);
        let merged = self.merged.iter().map(|merged| &merged.path);
        self.checklist.iter().chain(merged).chain(each).cloned().collect()
    }

    /// The same as JSON (`print-all --json`).
    pub fn json(&self) -> Value {
        let villages: Vec<Value> =
            self.villages.iter().map(|village| village_json(self, village)).collect();
        let fault = |fault: &RunFault| {
            let RunFault { village, message, hint } = fault;
            json!({ "village": village, "message": message, "hint": hint })
        };
        json!({
            "period": self.period,
            "folder": self.folder,
            "checklist": self.checklist,
            "merged": self.merged.iter().map(|merged| &merged.path).collect::<Vec<_>>(),
            "made": self.made,
            "kept": self.kept,
            "cancelled": self.cancelled,
            "faults": self.faults.iter().map(fault).collect::<Vec<_>>(),
            "villages": villages,
        })
    }
}

fn village_json(report: &RunReport, village: &VillageReport) -> Value {
    let sheet = |sheet: &SheetReport| {
        let file =
            sheet.merged.and_then(|(at, _)| report.merged.get(at)).map(|merged| &merged.path);
        json!({
            "matter": sheet.matter,
            "title": sheet.title,
            "paper": sheet.tray.label(),
            "pages": sheet.pages,
            "merged": file,
            "merged_page": sheet.merged.map(|(_, page)| page),
            "check_code": sheet.check_code,
            "state": sheet.state,
            "warnings": sheet.warnings,
        })
    };
    json!({
        "village": village.name,
        "place": village.place,
        "files": village.files,
        "sheets": village.sheets.iter().map(sheet).collect::<Vec<_>>(),
        "missing": village.missing,
        "left_out": village.left_out,
    })
}
