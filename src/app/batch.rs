//! Printing to files: one notice, or everything of a period.

use std::path::{Path, PathBuf};

use super::App;
use super::disclosure::village_of;
use super::error::AppError;
use super::job::PNG_DPI;
use super::output::{make_folder, write_file};
use super::sheet::{PrintedSheet, draw_as, sheet_file_names};
use crate::domain::ids::{NoticeId, VillageId};
use crate::domain::notice::Notice;
use crate::domain::period::Period;
use crate::print::{Paper, TilePaper};

/// What to print, on what, to where (打印要求).
#[derive(Clone, Debug, PartialEq)]
pub struct PrintRequest {
    /// One notice; otherwise all of `period`.
    pub notice: Option<NoticeId>,
    /// The period.
    pub period: Option<Period>,
    /// Only this village.
    pub village: Option<VillageId>,
    /// The paper.
    pub paper: Paper,
    /// Whether a board is cut into tiles, and on what paper.
    pub tiles: Option<TilePaper>,
    /// Which pictures are saved too.
    pub pictures: Pictures,
    /// A `.pdf` file that takes all sheets, or a folder that takes one file for each.
    pub out: PathBuf,
}

/// Pictures beside a PDF, for a telephone (图片).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pictures {
    /// None.
    #[default]
    None,
    /// One for each page.
    Pages,
    /// One long picture of all pages.
    Long,
}

/// What was printed (打印结果).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Printed {
    /// The files, in print order.
    pub files: Vec<PathBuf>,
    /// What the layout could not do as it should.
    pub warnings: Vec<String>,
}

impl App {
    /// Prints sheets to files; `progress` hears of each sheet done.
    ///
    /// # Errors
    /// A refusal when there is nothing to print or a file cannot be written.
    pub fn print(
        &self,
        request: &PrintRequest,
        mut progress: impl FnMut(usize, usize),
    ) -> Result<Printed, AppError> {
        let notices = self.notices_to_print(request)?;
        let fonts = self.fonts()?;
        let mut printed = Printed::default();
        let one_file = request.out.extension().is_some_and(|end| end.eq_ignore_ascii_case("pdf"));
        if one_file {
            let all: Vec<&Notice> = notices.iter().collect();
            let sheet = draw_as(&all, (request.paper, request.tiles), fonts)?;
            printed.save(&request.out, &sheet, request.pictures)?;
            progress(notices.len(), notices.len());
            return Ok(printed);
        }
        make_folder(&request.out)?;
        let names = sheet_file_names(&notices, self.ledger()?.villages(), "pdf");
        for ((notice, name), done) in notices.iter().zip(names).zip(1..) {
            let sheet = draw_as(&[notice], (request.paper, request.tiles), fonts)?;
            printed.save(&request.out.join(name), &sheet, request.pictures)?;
            progress(done, notices.len());
        }
        Ok(printed)
    }

    fn notices_to_print(&self, request: &PrintRequest) -> Result<Vec<Notice>, AppError> {
        let ledger = self.ledger()?;
        if let Some(id) = request.notice {
            let village = village_of(ledger, id)?;
            if request.village.is_some_and(|wanted| wanted != village) {
                return Err(AppError::refused(
                    format!("公示 {id} 不是这个村的"),
                    "请核对公示编号；写了公示编号，可以不写村。",
                ));
            }
            let book = ledger.book_of(village)?;
            return Ok(book.notice(id).cloned().into_iter().collect());
        }
        let Some(period) = request.period else {
            return Err(AppError::refused("没有说打印什么", "请写公示编号或期间。"));
        };
        let notices = self.sheets_of(period, request.village)?;
        if notices.is_empty() {
            return Err(AppError::refused(
                format!("{}还没有起草任何公示", period.label()),
                "请先用 draft 命令或在窗口里起草。",
            ));
        }
        Ok(notices)
    }
}

impl Printed {
    pub(super) fn save(
        &mut self,
        path: &Path,
        sheet: &PrintedSheet,
        pictures: Pictures,
    ) -> Result<(), AppError> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            make_folder(folder)?;
        }
        write_file(path, &sheet.pdf)?;
        self.files.push(path.to_owned());
        self.warnings.extend(sheet.warnings.iter().cloned());
        match pictures {
            Pictures::None => {}
            Pictures::Pages => {
                for page in 0..sheet.page_count() {
                    let picture = path.with_extension(format!("{}.png", page + 1));
                    write_file(&picture, &sheet.png(page, PNG_DPI)?)?;
                    self.files.push(picture);
                }
            }
            Pictures::Long => self.files.extend(save_long(&path.with_extension("png"), sheet)?),
        }
        Ok(())
    }
}

/// Saves the long picture of a sheet; `名.1.png`, `名.2.png` where it takes several.
///
/// # Errors
/// A failure when a page cannot be drawn; a refusal when a file cannot be written.
pub(super) fn save_long(path: &Path, sheet: &PrintedSheet) -> Result<Vec<PathBuf>, AppError> {
    let pictures = sheet.long_pngs()?;
    let mut saved = Vec::with_capacity(pictures.len());
    for (picture, number) in pictures.iter().zip(1..) {
        let path = match pictures.len() {
            1 => path.to_owned(),
            _ => path.with_extension(format!("{number}.png")),
        };
        write_file(&path, picture)?;
        saved.push(path);
    }
    Ok(saved)
}
