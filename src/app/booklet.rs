//! 阳光报告会手册: drawn from what is published.

use super::App;
use super::error::AppError;
use super::listing::file_name_part;
use super::sheet::PrintedSheet;
use crate::domain::booklet::BookletRefusal;
use crate::domain::ids::VillageId;
use crate::domain::period::Period;
use crate::print::{self, PdfInfo};

/// The name of a booklet's file: `明堌新村-阳光报告会手册-2026年第3季度.pdf`.
pub fn booklet_file_name(village: &str, period: Period) -> String {
    format!("{}-阳光报告会手册-{}.pdf", file_name_part(village), period.label())
}

impl From<BookletRefusal> for AppError {
    fn from(refusal: BookletRefusal) -> Self {
        Self::refused(refusal.to_string(), refusal.hint())
    }
}

impl App {
    /// The booklet of a village over a period, on A4. With `mask`, private data in objections and
    /// answers is masked; without, it is refused.
    ///
    /// # Errors
    /// A refusal when the period has not begun, something private is found or a character cannot
    /// be drawn; a failure when the PDF cannot be made.
    pub fn booklet(
        &self,
        village: VillageId,
        period: Period,
        mask: bool,
    ) -> Result<PrintedSheet, AppError> {
        let ledger = self.ledger()?;
        let book = ledger.book_of(village)?;
        let booklet = book.booklet(period, ledger.law(), self.today(), mask)?;
        let (document, fonts) = (print::compose_booklet(&booklet), self.fonts()?);
        if let Some(glyph) = print::missing_in_form(&document, fonts) {
            return Err(AppError::refused(glyph.to_string(), ""));
        }
        let (pages, warnings) = print::lay_out_booklet(&document, fonts);
        let title = format!("{}{}阳光报告会手册", booklet.subject, period.label());
        let info = PdfInfo { title, author: booklet.subject, created_on: booklet.made_on };
        let pdf = print::pdf::paint(&pages, &info, fonts)?;
        let warnings = warnings.into_iter().map(|warning| warning.to_string()).collect();
        Ok(PrintedSheet::new(pdf, pages.len(), warnings))
    }
}
