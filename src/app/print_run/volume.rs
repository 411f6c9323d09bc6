//! The files of all villages: a cover that says what belongs to whom, then the sheets.
//!
//! Invariant: pages of many villages are held once, and only those of the volume being filled.

use std::path::Path;

use super::Tray;
use super::checklist;
use super::draw::Drawn;
use super::progress::{Progress, digest};
use super::report::{MergedFile, RunFault, RunReport, SheetReport};
use crate::app::error::AppError;
use crate::app::output::write_file;
use crate::print::{self, Fonts, Page, PdfInfo};

/// So many pages go into one file: more would be slow to open on an office computer.
const PAGES_MAX: usize = 1000;

/// The volumes under way, one for each tray (合并文件).
#[derive(Default)]
pub(super) struct Volumes {
    open: Vec<Volume>,
    /// Of each tray, how many volumes were closed.
    closed: Vec<Tray>,
    files: Vec<String>,
}

/// One file of many villages.
pub(super) struct Volume {
    tray: Tray,
    /// Its number among those of its tray, from 1; none where it is the only one.
    number: Option<usize>,
    /// Village and sheet, counted from 0.
    sheets: Vec<(usize, usize)>,
    pages: Vec<Page>,
    contents: Vec<String>,
}

impl Volumes {
    /// Adds the sheets of a village, the first of which is `first` there; a volume that is full
    /// with them comes back.
    pub(super) fn add(&mut self, village: usize, first: usize, drawn: Drawn) -> Option<Volume> {
        let tray = drawn.tray;
        let at = self.open.iter().position(|volume| volume.tray == tray);
        let at = at.unwrap_or_else(|| {
            let (sheets, pages, contents) = (Vec::new(), Vec::new(), Vec::new());
            self.open.push(Volume { tray, number: None, sheets, pages, contents });
            self.open.len() - 1
        });
        let volume = self.open.get_mut(at)?;
        let sheets = first..first + drawn.sheets.len();
        volume.sheets.extend(sheets.map(|sheet| (village, sheet)));
        volume.pages.extend(drawn.pages);
        volume.contents.push(drawn.content);
        if volume.pages.len() < PAGES_MAX {
            return None;
        }
        let full = self.open.swap_remove(at);
        Some(self.numbered(full, true))
    }

    /// The volumes that are not full, at the end of the run.
    pub(super) fn close(&mut self) -> Vec<Volume> {
        let mut open = std::mem::take(&mut self.open);
        open.sort_by_key(|volume| volume.tray);
        open.into_iter().map(|volume| self.numbered(volume, false)).collect()
    }

    fn numbered(&mut self, mut volume: Volume, is_full: bool) -> Volume {
        let before = self.closed.iter().filter(|tray| **tray == volume.tray).count();
        self.closed.push(volume.tray);
        volume.number = (is_full || before > 0).then_some(before + 1);
        self.files.push(volume.file());
        volume
    }

    /// The names of the volumes of this run.
    pub(super) fn files(&self) -> &[String] {
        &self.files
    }
}

impl Volume {
    /// `合并-A3.pdf`
    fn file(&self) -> String {
        let number = self.number.map(|number| format!("-{number}")).unwrap_or_default();
        format!("合并-{}{number}.pdf", self.tray.label())
    }

    /// What it is drawn of: its sheets, and its cover.
    fn content(&self, cover: &[Page]) -> String {
        let words: String = cover.iter().map(Page::dump).collect();
        let mut parts: Vec<&[u8]> = self.contents.iter().map(String::as_bytes).collect();
        parts.push(words.as_bytes());
        digest(&parts)
    }

    /// Writes the volume, unless the file that stands there says the same; the report learns
    /// where each sheet is.
    pub(super) fn write(mut self, report: &mut RunReport, with: (&mut Progress, &Fonts)) {
        let path = report.folder.join(self.file());
        let tray = self.tray;
        match self.written(&path, report, with) {
            Ok(()) => report.merged.push(MergedFile { tray, path }),
            Err(error) => {
                // its sheets are in the files of their villages only
                self.tell(report, |told| told.merged = None);
                report.faults.push(RunFault::of("", &error));
            }
        }
    }

    fn written(
        &mut self,
        path: &Path,
        report: &mut RunReport,
        (progress, fonts): (&mut Progress, &Fonts),
    ) -> Result<(), AppError> {
        let cover = self.cover(report, fonts)?;
        let (file, content) = (self.file(), self.content(&cover));
        if progress.is_current(&file, &content) {
            report.kept += 1;
            return Ok(());
        }
        let title = format!("{}公示（{}）", report.period.label(), self.tray.label());
        let created_on = report.period.last_day();
        let info = PdfInfo { title, author: String::new(), created_on };
        let mut pages = cover;
        pages.append(&mut self.pages);
        let pdf = print::pdf::paint(&pages, &info, fonts)?;
        write_file(path, &pdf)?;
        report.made += 1;
        progress.remember(&file, None, &content, &pdf);
        Ok(())
    }

    /// The cover; how many pages it takes decides where the first sheet is, which it says.
    fn cover(&self, report: &mut RunReport, fonts: &Fonts) -> Result<Vec<Page>, AppError> {
        let mut count = 1;
        loop {
            self.place(report, count + 1);
            let listing = checklist::cover(report, self.tray, &self.sheets);
            let pages = checklist::laid_out(&listing, self.tray, fonts)?;
            if pages.len() <= count {
                return Ok(pages);
            }
            count = pages.len();
        }
    }

    /// Tells the report on which page each sheet begins, the first of them on `page`.
    fn place(&self, report: &mut RunReport, mut page: usize) {
        let volume = report.merged.len();
        self.tell(report, |told| {
            told.merged = Some((volume, page));
            page += told.pages;
        });
    }

    /// Shows what the report says of each of its sheets, in their order.
    fn tell(&self, report: &mut RunReport, mut change: impl FnMut(&mut SheetReport)) {
        for (village, sheet) in &self.sheets {
            let village = report.villages.get_mut(*village);
            if let Some(told) = village.and_then(|village| village.sheets.get_mut(*sheet)) {
                change(told);
            }
        }
    }
}
