//! The two bundled faces: what they can draw and how wide it is.
//!
//! Invariant: the widths measured here are the widths painted, because neither the layout nor
//! the painter shapes text: one character, one glyph, one advance.

use printpdf::ParsedFont;
use ttf_parser::Face as TtfFace;

use super::PrintError;

/// Noto Sans SC Regular, as bundled.
pub const REGULAR: &[u8] = include_bytes!("../../assets/fonts/NotoSansSC-Regular.ttf");
/// Noto Sans SC Bold, as bundled.
pub const BOLD: &[u8] = include_bytes!("../../assets/fonts/NotoSansSC-Bold.ttf");

/// Millimetres in a point.
pub const MM_PER_PT: f32 = 25.4 / 72.0;
/// How far a Chinese character rises above the baseline, in em.
pub const ASCENT_EM: f32 = 0.88;

/// A weight of the bundled family (字重).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// For running text.
    Regular,
    /// For headings and sums.
    Bold,
}

/// The bundled faces, parsed once and kept for the whole run (字体).
pub struct Fonts {
    regular: Cut,
    bold: Cut,
}

/// One face, parsed for measuring and for embedding.
struct Cut {
    measured: TtfFace<'static>,
    embedded: ParsedFont,
    em: f32,
}

impl Cut {
    fn parse(bytes: &'static [u8], name: &'static str) -> Result<Self, PrintError> {
        let measured = TtfFace::parse(bytes, 0).map_err(|_| PrintError::Font(name))?;
        let embedded = ParsedFont::from_bytes(bytes, 0, &mut Vec::new())
            .filter(|font| font.source_bytes().is_some())
            .ok_or(PrintError::Font(name))?;
        let em = f32::from(measured.units_per_em());
        Ok(Self { measured, embedded, em })
    }

    fn covers(&self, character: char) -> bool {
        self.measured.glyph_index(character).is_some_and(|glyph| glyph.0 != 0)
    }

    fn advance_em(&self, character: char) -> f32 {
        self.measured
            .glyph_index(character)
            .and_then(|glyph| self.measured.glyph_hor_advance(glyph))
            .map_or(1.0, |advance| f32::from(advance) / self.em)
    }
}

impl Fonts {
    /// Parses the bundled faces: some 50 ms, once per run.
    ///
    /// # Errors
    /// [`PrintError::Font`] if the program file is damaged.
    pub fn bundled() -> Result<Self, PrintError> {
        Ok(Self {
            regular: Cut::parse(REGULAR, "NotoSansSC-Regular.ttf")?,
            bold: Cut::parse(BOLD, "NotoSansSC-Bold.ttf")?,
        })
    }

    /// Whether both faces can draw `character`.
    pub fn covers(&self, character: char) -> bool {
        self.regular.covers(character) && self.bold.covers(character)
    }

    /// The characters of `text` that cannot be drawn, each once, in order.
    pub fn missing(&self, text: &str) -> Vec<char> {
        let mut missing = Vec::new();
        for character in text.chars() {
            if !self.covers(character) && !missing.contains(&character) {
                missing.push(character);
            }
        }
        missing
    }

    /// The width of one character at `size_pt`.
    pub fn advance_mm(&self, character: char, face: Face, size_pt: f32) -> f32 {
        self.cut(face).advance_em(character) * size_pt * MM_PER_PT
    }

    /// The width of `text` on one line at `size_pt`.
    pub fn width_mm(&self, text: &str, face: Face, size_pt: f32) -> f32 {
        let cut = self.cut(face);
        text.chars().map(|character| cut.advance_em(character)).sum::<f32>() * size_pt * MM_PER_PT
    }

    /// The face as the PDF painter embeds it.
    pub(super) fn embedded(&self, face: Face) -> &ParsedFont {
        &self.cut(face).embedded
    }

    fn cut(&self, face: Face) -> &Cut {
        match face {
            Face::Regular => &self.regular,
            Face::Bold => &self.bold,
        }
    }
}
