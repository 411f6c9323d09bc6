//! From a frozen notice to the bytes of its sheet.

use std::collections::{BTreeMap, BTreeSet};

use super::App;
use super::error::AppError;
use super::listing::file_name_part;
use crate::domain::ids::VillageId;
use crate::domain::notice::{Fault, Level, Notice, NoticeState};
use crate::domain::period::Date;
use crate::domain::privacy::{self, Context};
use crate::domain::village::Village;
use crate::print::{self, Fonts, Page, Paper, PdfInfo, PrintError, Sheet, TilePaper};

/// A printed sheet (公示表).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintedSheet {
    /// The PDF: what is previewed, saved and hung.
    pub pdf: Vec<u8>,
    /// How many pages it has.
    pages: usize,
    /// What the layout could not do as it should, one Chinese sentence each.
    pub warnings: Vec<String>,
}

impl PrintedSheet {
    /// A sheet that was drawn, with the number of its pages.
    pub(super) const fn new(pdf: Vec<u8>, pages: usize, warnings: Vec<String>) -> Self {
        Self { pdf, pages, warnings }
    }

    /// How many pages it has.
    pub const fn page_count(&self) -> usize {
        self.pages
    }

    /// One page as a grey PNG, `page` from 0.
    ///
    /// # Errors
    /// A failure when the page cannot be drawn.
    pub fn png(&self, page: usize, dpi: f32) -> Result<Vec<u8>, AppError> {
        print::raster::png(&self.pdf, page, dpi).map_err(print_failed)
    }
}

impl PrintedSheet {
    /// All pages below each other as one long picture for a telephone, or as several where one
    /// would be too long.
    ///
    /// # Errors
    /// A failure when a page cannot be drawn.
    pub fn long_pngs(&self) -> Result<Vec<Vec<u8>>, AppError> {
        print::raster::long_pngs(&self.pdf, LONG_DPI).map_err(print_failed)
    }
}

/// A page of A3 across stays as wide as two telephones.
const LONG_DPI: f32 = 96.0;

impl From<PrintError> for AppError {
    fn from(error: PrintError) -> Self {
        print_failed(error)
    }
}

/// Draws the sheets of some notices of one ledger as one PDF, in the order given.
///
/// # Errors
/// A refusal naming the first character no font has; a failure when the PDF cannot be made.
pub(crate) fn draw(
    notices: &[&Notice],
    paper: Paper,
    fonts: &Fonts,
) -> Result<PrintedSheet, AppError> {
    draw_as(notices, (paper, None), fonts)
}

/// Draws as [`draw`], each page of a board cut into tiles where a paper for them is named.
///
/// # Errors
/// As [`draw`]; a refusal when the sheet is no board.
pub(crate) fn draw_as(
    notices: &[&Notice],
    (paper, tiles): (Paper, Option<TilePaper>),
    fonts: &Fonts,
) -> Result<PrintedSheet, AppError> {
    if tiles.is_some() && !matches!(paper.sheet, Sheet::Board { .. }) {
        return Err(AppError::refused(
            format!("{}不用拼贴", paper.label()),
            "请把纸张写成展板（如 board:60x90），或者不用拼贴。",
        ));
    }
    let mut pages: Vec<Page> = Vec::new();
    let mut warnings = Vec::new();
    for notice in notices {
        if let Some(fault) = glyph_faults(notice, fonts).into_iter().next() {
            return Err(AppError::refused(fault.message, ""));
        }
        let (laid_out, found) = print::lay_out(&print::compose(notice), paper, fonts);
        match tiles {
            None => pages.extend(laid_out),
            Some(tiles) => {
                let title = sheet_title(notice);
                let cut = |page: &Page| print::tiles(page, tiles, &title, fonts);
                pages.extend(laid_out.iter().flat_map(cut));
            }
        }
        warnings.extend(found.into_iter().map(|warning| warning.to_string()));
    }
    let info = pdf_info(notices);
    let pdf = print::pdf::paint(&pages, &info, fonts)?;
    Ok(PrintedSheet { pdf, pages: pages.len(), warnings })
}

/// The title and date of a PDF follow from the notices alone, so that printing again gives the
/// same bytes.
pub(super) fn pdf_info(notices: &[&Notice]) -> PdfInfo {
    let dated = |notice: &Notice| {
        notice.publication().map_or(notice.drafted_on, |publication| publication.published_on)
    };
    let created_on = notices.iter().map(|notice| dated(notice)).max().unwrap_or(Date::MIN);
    let title = match notices {
        [only] => sheet_title(only),
        [first, ..] => format!("{}等 {} 份公示", sheet_title(first), notices.len()),
        [] => String::new(),
    };
    let author = notices.first().map_or_else(String::new, |notice| {
        let masthead = &notice.content.masthead;
        format!("{}{}村民委员会", masthead.township, masthead.village)
    });
    PdfInfo { title, author, created_on }
}

/// `斗虎屯镇堠堌新村2026年10月财务收支逐笔公开`
pub(crate) fn sheet_title(notice: &Notice) -> String {
    let masthead = &notice.content.masthead;
    let (township, village) = (&masthead.township, &masthead.village);
    let books = if notice.entity.is_village() { "" } else { notice.entity.label() };
    format!("{township}{village}{books}{}", notice.full_title())
}

/// So much of what happened stands in the name of a file, in characters.
const MARK_CHARS: usize = 12;
/// A title is never longer than this in the name of a file, in characters: file systems end names
/// at 255 bytes.
const TITLE_CHARS: usize = 30;

/// The name of a sheet's file: `堠堌新村-2026-10-F01-财务收支逐笔公开.pdf`. A draft and a
/// correction say so; one about an occasion says what happened.
pub fn sheet_file_name(notice: &Notice, extension: &str) -> String {
    format!("{}.{extension}", stem(notice, ""))
}

/// The names of the files of one run, in its order, no two alike: the township stands first in
/// those of villages that share their name, in the run or among the villages `known`.
pub(super) fn sheet_file_names(
    notices: &[Notice],
    known: &[Village],
    extension: &str,
) -> Vec<String> {
    let mut called: BTreeMap<&str, BTreeSet<VillageId>> = BTreeMap::new();
    for village in known {
        called.entry(&village.profile.name).or_default().insert(village.id);
    }
    for notice in notices {
        called.entry(&notice.content.masthead.village).or_default().insert(notice.village);
    }
    let township = |notice: &Notice| -> String {
        let masthead = &notice.content.masthead;
        let shared = called.get(masthead.village.as_str()).is_some_and(|ids| ids.len() > 1);
        if shared { masthead.township.clone() } else { String::new() }
    };
    let mut taken = BTreeSet::new();
    let mut names = Vec::with_capacity(notices.len());
    for notice in notices {
        let stem = stem(notice, &township(notice));
        let numbered = (2_u32..).map(|number| format!("{stem}-{number}"));
        let mut choices = std::iter::once(stem.clone()).chain(numbered);
        // some file systems take capitals and small letters for the same
        let free = choices.find(|choice| taken.insert(choice.to_lowercase()));
        names.push(format!("{}.{extension}", free.unwrap_or_default()));
    }
    names
}

fn stem(notice: &Notice, township: &str) -> String {
    let village = format!("{township}{}", notice.content.masthead.village);
    let books = if notice.entity.is_village() { "" } else { notice.entity.label() };
    let period =
        notice.period().map_or_else(|| notice.covers_until().to_string(), |it| it.to_string());
    let title: String = notice.title().chars().take(TITLE_CHARS).collect();
    let mut parts = vec![format!("{village}{books}"), period, notice.matter.to_string(), title];
    parts.extend(mark(notice));
    if notice.corrects.is_some() {
        parts.push(format!("更正公告-{}", notice.drafted_on));
    }
    match notice.state {
        NoticeState::Published(_) => {}
        NoticeState::Drafted | NoticeState::Withdrawn { .. } => parts.push("送审稿".to_owned()),
    }
    let parts: Vec<String> = parts.iter().map(|part| file_name_part(part)).collect();
    parts.join("-")
}

/// The first words of what happened; the names of files are seen by more people than the sheet.
fn mark(notice: &Notice) -> Option<String> {
    let occasion = notice.occasion()?;
    // the name of the matter stands before it already
    let text = occasion.text.strip_prefix(notice.title()).unwrap_or(&occasion.text);
    let masked = privacy::mask(text, &Context::new(notice.matter, []));
    let words = masked.chars().filter(|c| !c.is_whitespace()).take(MARK_CHARS);
    Some(words.collect()).filter(|words: &String| !words.is_empty())
}

/// The characters of a notice that no font can draw, each an error of the draft.
pub(crate) fn glyph_faults(notice: &Notice, fonts: &Fonts) -> Vec<Fault> {
    let missing = print::check_glyphs(notice, fonts).into_iter();
    missing
        .map(|glyph| Fault {
            level: Level::Error,
            code: "missing_glyph",
            line: glyph.line,
            message: format!("{glyph}"),
            private: None,
        })
        .collect()
}

fn print_failed(error: PrintError) -> AppError {
    AppError::failed("排版打印", error)
}

impl App {
    /// Draws the sheets of some notices as one PDF.
    ///
    /// # Errors
    /// A refusal naming the first character no font has; a failure when the PDF cannot be made.
    pub fn sheet(&self, notices: &[&Notice], paper: Paper) -> Result<PrintedSheet, AppError> {
        draw(notices, paper, self.fonts()?)
    }
}
