//! A table of figures as a file: on paper, and as a workbook.

use std::path::Path;

use super::App;
use super::error::AppError;
use super::font_shelf::FontCell;
use super::output::write_file;
use super::sheet::PrintedSheet;
use crate::domain::listing::Listing;
use crate::domain::period::Date;
use crate::exchange::xlsx_export::{WorkbookError, write_workbook};
use crate::print::{self, Fonts, PdfInfo};

/// The kinds of file a listing is saved as (存为).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListingFormat {
    /// A sheet to print.
    Pdf,
    /// A workbook to work on with.
    Xlsx,
    /// Plain sentences to send: only the columns of words.
    Txt,
}

impl ListingFormat {
    /// The end of the file's name.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Xlsx => "xlsx",
            Self::Txt => "txt",
        }
    }

    /// As people call it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Xlsx => "Excel",
            Self::Txt => "文本",
        }
    }
}

/// The name of a listing's file: `堠堌新村-科目余额表-2026年10月.pdf`.
pub fn listing_file_name(listing: &Listing, format: ListingFormat) -> String {
    let parts = [listing.subject.as_str(), &listing.title, &listing.period];
    let stem: Vec<String> =
        parts.into_iter().filter(|part| !part.is_empty()).map(file_name_part).collect();
    format!("{}.{}", stem.join("-"), format.extension())
}

/// Words without the characters that file systems refuse.
pub(super) fn file_name_part(words: &str) -> String {
    let kept = |c: char| if c.is_control() || "/\\:*?\"<>|".contains(c) { '_' } else { c };
    words.chars().map(kept).collect()
}

impl From<WorkbookError> for AppError {
    fn from(error: WorkbookError) -> Self {
        match error {
            WorkbookError::Empty | WorkbookError::TooLong(_) => {
                Self::refused(error.to_string(), "请换一个期间，或分几次导出。")
            }
            WorkbookError::Writer(_) => Self::failed("导出 Excel", error),
        }
    }
}

/// Draws a listing as a PDF.
///
/// # Errors
/// A refusal naming the first character no font has; a failure when the PDF cannot be made.
pub(super) fn draw_listing(
    listing: &Listing,
    today: Date,
    fonts: &Fonts,
) -> Result<PrintedSheet, AppError> {
    if let Some(glyph) = print::missing_in_listing(listing, fonts) {
        return Err(AppError::refused(glyph.to_string(), ""));
    }
    let (pages, warnings) = print::lay_out_listing(&print::compose_listing(listing), fonts);
    let title = format!("{}{}{}", listing.subject, listing.period, listing.title);
    let info = PdfInfo { title, author: listing.subject.clone(), created_on: today };
    let pdf = print::pdf::paint(&pages, &info, fonts)?;
    let warnings = warnings.into_iter().map(|warning| warning.to_string()).collect();
    Ok(PrintedSheet::new(pdf, pages.len(), warnings))
}

/// Writes a listing to a file.
///
/// # Errors
/// As [`draw_listing`]; a refusal when the file cannot be written.
pub(super) fn save_listing(
    listing: &Listing,
    format: ListingFormat,
    path: &Path,
    today: Date,
    fonts: &FontCell,
) -> Result<(), AppError> {
    let bytes = match format {
        ListingFormat::Pdf => draw_listing(listing, today, fonts.fonts()?)?.pdf,
        ListingFormat::Xlsx => write_workbook(std::slice::from_ref(listing))?,
        ListingFormat::Txt => listing.sentences().join("\r\n").into_bytes(),
    };
    write_file(path, &bytes)
}

impl App {
    /// A listing on A4 as a PDF.
    ///
    /// # Errors
    /// A refusal naming the first character no font has; a failure when the PDF cannot be made.
    pub fn listing_pdf(&self, listing: &Listing) -> Result<PrintedSheet, AppError> {
        draw_listing(listing, self.today(), self.fonts()?)
    }

    /// Writes a listing to a file.
    ///
    /// # Errors
    /// As [`App::listing_pdf`]; a refusal when the file cannot be written.
    pub fn save_listing(
        &self,
        listing: &Listing,
        format: ListingFormat,
        path: &Path,
    ) -> Result<(), AppError> {
        save_listing(listing, format, path, self.today(), &self.fonts)
    }

    /// Listings as the sheets of one Excel workbook.
    ///
    /// # Errors
    /// A refusal when there is nothing to write or it does not fit.
    pub fn listings_workbook(&self, listings: &[Listing]) -> Result<Vec<u8>, AppError> {
        Ok(write_workbook(listings)?)
    }
}
