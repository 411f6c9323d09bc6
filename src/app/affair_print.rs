//! The six registration forms of a resolution as one PDF, filled in or to fill in by hand.

use uuid::Uuid;

use super::App;
use super::error::AppError;
use super::listing::file_name_part;
use super::sheet::PrintedSheet;
use crate::domain::ids::{ResolutionId, VillageId};
use crate::domain::period::Date;
use crate::domain::resolution::{Resolution, ResolutionFacts, ResolutionRefusal};
use crate::domain::village::VillageProfile;
use crate::print::{self, Fonts, PdfInfo};

/// The name of the file of the forms: `明堌新村-四议两公开登记表-〔2026〕3号.pdf`.
pub fn forms_file_name(resolution: &Resolution, profile: &VillageProfile) -> String {
    let facts = &resolution.facts;
    let number = if facts.is_blank() { "空白".to_owned() } else { facts.number_label() };
    let (village, number) = (file_name_part(&profile.full_name()), file_name_part(&number));
    format!("{village}-四议两公开登记表-{number}.pdf")
}

/// Draws the six forms.
///
/// # Errors
/// A refusal naming the first character no font has; a failure when the PDF cannot be made.
pub(super) fn draw_forms(
    resolution: &Resolution,
    profile: &VillageProfile,
    today: Date,
    fonts: &Fonts,
) -> Result<PrintedSheet, AppError> {
    let (mut pages, mut warnings) = (Vec::new(), Vec::new());
    let masked = resolution.facts.masked().map(|facts| Resolution { id: resolution.id, facts });
    if masked.is_some() {
        warnings.push("登记里有个人号码，表上已经遮去。请到“村务”里改掉。".to_owned());
    }
    let shown = masked.as_ref().unwrap_or(resolution);
    for document in print::resolution_forms(shown, profile) {
        if let Some(glyph) = print::missing_in_form(&document, fonts) {
            return Err(AppError::refused(glyph.to_string(), ""));
        }
        let (laid_out, found) = print::lay_out_form(&document, fonts);
        pages.extend(laid_out);
        warnings.extend(found.into_iter().map(|warning| warning.to_string()));
    }
    let author = profile.full_name();
    let title = format!("{author}四议两公开登记表");
    let info = PdfInfo { title, author, created_on: today };
    let pdf = print::pdf::paint(&pages, &info, fonts)?;
    Ok(PrintedSheet::new(pdf, pages.len(), warnings))
}

impl App {
    /// A resolution of which only the forms exist, to fill in by hand.
    pub fn blank_resolution(&self) -> Resolution {
        let id = ResolutionId::new(Uuid::nil());
        Resolution { id, facts: ResolutionFacts::blank(self.today(), 0) }
    }

    /// The six forms of a resolution of a village, or blank ones.
    ///
    /// # Errors
    /// A refusal when it is not there or a character cannot be drawn; a failure when the PDF
    /// cannot be made.
    pub fn resolution_forms(
        &self,
        village: VillageId,
        resolution: Option<ResolutionId>,
    ) -> Result<PrintedSheet, AppError> {
        let book = self.ledger()?.book_of(village)?;
        let known = match resolution {
            Some(id) => book.affairs.resolution(id).ok_or(ResolutionRefusal::NotFound)?.clone(),
            None => self.blank_resolution(),
        };
        draw_forms(&known, &book.village.profile, self.today(), self.fonts()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_show_no_number_of_a_person() {
        let today = Date::from_ymd_opt(2026, 12, 31).expect("a day");
        let fonts = Fonts::bundled().expect("fonts");
        let drawn = |title: &str| {
            let facts =
                ResolutionFacts { title: title.to_owned(), ..ResolutionFacts::blank(today, 1) };
            let resolution = Resolution { id: ResolutionId::new(Uuid::nil()), facts };
            draw_forms(&resolution, &VillageProfile::default(), today, &fonts).expect("drawn")
        };
        let (kept, clean) = (drawn("王五138.1234.5678"), drawn("王五138****5678"));
        assert_eq!(kept.pdf, clean.pdf);
        assert!(kept.warnings.iter().any(|it| it.contains("个人号码")));
        assert!(clean.warnings.is_empty(), "{:?}", clean.warnings);
    }
}
