//! The PDF painter: one `match` over the display list.
//!
//! Invariant: the same pages are the same bytes, today and in ten years; every character is in
//! the text layer, in reading order, and both faces are embedded as subsets.

use std::collections::{BTreeMap, BTreeSet};

use printpdf::{
    Color, FontId, Greyscale, LineDashPattern, LinePoint, Mm, Op, PaintMode, PdfDocument, PdfFont,
    PdfFontHandle, PdfPage, PdfSaveOptions, Point, Pt, TextItem,
};

use crate::domain::period::Date;

use super::PrintError;
use super::font::{Fonts, MM_PER_PT, Slot};
use super::page::{Item, Line, Page, Paint, Rect, Text, joined};

/// What the file says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PdfInfo {
    /// The title, in Chinese.
    pub title: String,
    /// The village or township.
    pub author: String,
    /// The day on the file: when the notice was drafted or published, not when it was printed.
    pub created_on: Date,
}

/// What made the file.
const PRODUCER: &str = "明白账";

/// Paints `pages` as one PDF.
///
/// # Errors
/// [`PrintError::MissingGlyph`] for a character without a glyph, which the check before layout
/// reports with its voucher; [`PrintError::NoPages`] for nothing to paint.
pub fn paint(pages: &[Page], info: &PdfInfo, fonts: &Fonts) -> Result<Vec<u8>, PrintError> {
    if pages.is_empty() {
        return Err(PrintError::NoPages);
    }
    let mut document = PdfDocument::new(&info.title);
    describe(&mut document, info);
    for (slot, characters) in slots(pages, fonts)? {
        let Some(font) = fonts.embedded(slot, &characters) else {
            return Err(not_embedded(pages, &characters));
        };
        // under a fixed name: `add_font` makes a random one
        document.resources.fonts.map.insert(font_id(slot), PdfFont::new(font));
    }
    let pages = pages.iter().map(|page| {
        let ops = Painter::new(page.height_mm, fonts).run(page);
        PdfPage::new(Mm(page.width_mm), Mm(page.height_mm), ops)
    });
    document.with_pages(pages.collect());
    let bytes = document.save(&PdfSaveOptions::default(), &mut Vec::new());
    Ok(with_fixed_id(bytes))
}

/// The first character of a font that cannot be put into the file, with the text it stands in.
fn not_embedded(pages: &[Page], characters: &BTreeSet<char>) -> PrintError {
    let character = characters.first().copied().unwrap_or_default();
    let text = pages.iter().flat_map(Page::texts).find(|text| text.text.contains(character));
    let text = text.map_or_else(String::new, |text| text.text.clone());
    PrintError::MissingGlyph { character, text }
}

/// The fonts that draw something on the pages, and what.
fn slots(pages: &[Page], fonts: &Fonts) -> Result<BTreeMap<Slot, BTreeSet<char>>, PrintError> {
    let mut slots: BTreeMap<Slot, BTreeSet<char>> = BTreeMap::new();
    for text in pages.iter().flat_map(Page::texts) {
        for character in text.text.chars() {
            let slot = fonts.slot(character, text.face);
            let slot = slot.ok_or_else(|| {
                let text = text.text.clone();
                PrintError::MissingGlyph { character, text }
            })?;
            slots.entry(slot).or_default().insert(character);
        }
    }
    Ok(slots)
}

fn font_id(slot: Slot) -> FontId {
    FontId(match slot {
        Slot::Regular => "REGULR".to_owned(),
        Slot::Bold => "BOLDER".to_owned(),
        // six capitals: by these a reader knows that the font is a subset
        Slot::Added(at) => {
            let letter = |at: usize| ('A'..='Z').cycle().nth(at % 26).unwrap_or('A');
            format!("ADDE{}{}", letter(at / 26), letter(at))
        }
    })
}

fn describe(document: &mut PdfDocument, info: &PdfInfo) {
    let about = &mut document.metadata.info;
    about.document_title.clone_from(&info.title);
    about.author.clone_from(&info.author);
    PRODUCER.clone_into(&mut about.creator);
    PRODUCER.clone_into(&mut about.producer);
    let midnight = info.created_on.and_time(chrono::NaiveTime::MIN).and_utc().timestamp();
    if let Ok(date) = printpdf::date::OffsetDateTime::from_unix_timestamp(midnight) {
        about.creation_date = date;
        about.modification_date = date;
        about.metadata_date = date;
    }
}

/// Replaces the random identity in the trailer by one made from the file itself.
fn with_fixed_id(mut bytes: Vec<u8>) -> Vec<u8> {
    const OPENING: &[u8] = b"/ID[(";
    let Some(start) = bytes.windows(OPENING.len()).rposition(|window| window == OPENING) else {
        return bytes;
    };
    let start = start + OPENING.len();
    // FNV-1a over everything before: an identity, not a seal
    let offset_basis: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    let hash = bytes.iter().take(start).fold(offset_basis, |hash, byte| {
        (hash ^ u128::from(*byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
    });
    let identity = format!("{hash:032x}");
    // two strings of 32 letters: `(…)(…)`
    let mut letters = identity.bytes().cycle();
    for byte in bytes.iter_mut().skip(start).take_while(|byte| **byte != b']') {
        if !matches!(byte, b'(' | b')')
            && let Some(letter) = letters.next()
        {
            *byte = letter;
        }
    }
    bytes
}

/// Writes the operations of one page, changing the state of the PDF only where it must.
struct Painter<'a> {
    fonts: &'a Fonts,
    height_mm: f32,
    ops: Vec<Op>,
    grey: f32,
    thickness: f32,
    dashed: bool,
}

impl<'a> Painter<'a> {
    const fn new(height_mm: f32, fonts: &'a Fonts) -> Self {
        Self { fonts, height_mm, ops: Vec::new(), grey: 0.0, thickness: -1.0, dashed: false }
    }

    fn run(mut self, page: &Page) -> Vec<Op> {
        self.ops.push(Op::SetFillColor { col: black() });
        self.ops.push(Op::SetOutlineColor { col: black() });
        // rules come after what they stand among: black over grey boxes, never under them
        let mut waiting: Vec<Line> = Vec::new();
        for item in &page.items {
            match item {
                Item::Text(text) => self.text(text),
                Item::Line(line) => waiting.push(*line),
                Item::Rect(rect) => {
                    // white covers what was there
                    if matches!(rect.paint, Paint::Fill(grey) if grey >= 1.0) {
                        self.lines(&mut waiting);
                    }
                    self.rect(rect);
                }
            }
        }
        self.lines(&mut waiting);
        self.ops
    }

    fn lines(&mut self, waiting: &mut Vec<Line>) {
        for line in joined(&std::mem::take(waiting)) {
            self.line(&line);
        }
    }

    fn point(&self, x_mm: f32, y_mm: f32) -> Point {
        Point { x: points(x_mm), y: points(self.height_mm - y_mm) }
    }

    fn text(&mut self, text: &Text) {
        self.fill(0.0);
        let pos = self.point(text.x_mm, text.baseline_mm);
        self.ops.extend([Op::StartTextSection, Op::SetTextCursor { pos }]);
        let size = Pt(rounded(text.size_pt));
        for (slot, run) in self.runs(text) {
            let font = PdfFontHandle::External(font_id(slot));
            let items = vec![TextItem::Text(run.to_owned())];
            self.ops.extend([Op::SetFont { font, size }, Op::ShowText { items }]);
        }
        self.ops.push(Op::EndTextSection);
    }

    /// The parts of a text that one font draws.
    fn runs<'t>(&self, text: &'t Text) -> Vec<(Slot, &'t str)> {
        let slot = |character| self.fonts.slot(character, text.face).unwrap_or(Slot::Regular);
        let mut runs = Vec::new();
        let (mut from, mut current) = (0, None);
        for (at, character) in text.text.char_indices() {
            let next = slot(character);
            if let Some(slot) = current.filter(|slot| *slot != next) {
                runs.extend(text.text.get(from..at).map(|run| (slot, run)));
                from = at;
            }
            current = Some(next);
        }
        runs.extend(current.zip(text.text.get(from..)));
        runs
    }

    fn line(&mut self, line: &Line) {
        self.stroke(line.width_pt, false);
        let ends = [self.point(line.x1_mm, line.y1_mm), self.point(line.x2_mm, line.y2_mm)];
        let points = ends.map(|p| LinePoint { p, bezier: false }).to_vec();
        self.ops.push(Op::DrawLine { line: printpdf::Line { points, is_closed: false } });
    }

    fn rect(&mut self, rect: &Rect) {
        let mode = match rect.paint {
            Paint::Fill(grey) => {
                self.fill(grey);
                PaintMode::Fill
            }
            Paint::Outline { width_pt, dashed } => {
                self.stroke(width_pt, dashed);
                PaintMode::Stroke
            }
        };
        let low = self.point(rect.x_mm, rect.y_mm + rect.height_mm);
        let rectangle = printpdf::Rect {
            x: low.x,
            y: low.y,
            width: points(rect.width_mm),
            height: points(rect.height_mm),
            mode: Some(mode),
            winding_order: None,
        };
        self.ops.push(Op::DrawRectangle { rectangle });
    }

    fn fill(&mut self, grey: f32) {
        if (self.grey - grey).abs() > f32::EPSILON {
            self.grey = grey;
            let col = Color::Greyscale(Greyscale::new(grey, None));
            self.ops.push(Op::SetFillColor { col });
        }
    }

    fn stroke(&mut self, width_pt: f32, dashed: bool) {
        if (self.thickness - width_pt).abs() > f32::EPSILON {
            self.thickness = width_pt;
            self.ops.push(Op::SetOutlineThickness { pt: Pt(rounded(width_pt)) });
        }
        if self.dashed != dashed {
            self.dashed = dashed;
            let dash = if dashed {
                LineDashPattern::new(0.0, &[4.0, 3.0])
            } else {
                LineDashPattern::solid()
            };
            self.ops.push(Op::SetLineDashPattern { dash });
        }
    }
}

const fn black() -> Color {
    Color::Greyscale(Greyscale { percent: 0.0, icc_profile: None })
}

fn points(mm: f32) -> Pt {
    Pt(rounded(mm / MM_PER_PT))
}

/// To a hundredth: finer than any printer, and short in the file.
fn rounded(value: f32) -> f32 {
    (value * 100.0).round() / 100.0
}
