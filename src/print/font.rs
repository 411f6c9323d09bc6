//! The fonts: what they can draw, how wide it is, and who helps out for a character that the
//! bundled ones lack.
//!
//! Invariant: the widths measured here are the widths painted, because neither the layout nor
//! the painter shapes text: one character, one glyph, one advance, from the first font of the
//! chain that has it.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock, RwLock};

use printpdf::ParsedFont;
use ttf_parser::Face as TtfFace;

use super::{PrintError, cut};

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

/// Which font of the chain draws a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Slot {
    Regular,
    Bold,
    /// A font that was added, by its place among them.
    Added(usize),
}

/// The fonts, parsed once and kept for the whole run (字体).
pub struct Fonts {
    regular: Cut,
    bold: Cut,
    added: RwLock<Vec<Arc<Added>>>,
}

/// A font file that helps out for rare characters (补字字体); read when the first such
/// character turns up.
pub struct FontSource {
    /// Tells it from every other file, and from what stood under its name before.
    pub identity: String,
    /// Gives the bytes of the file; nothing if it cannot be read.
    pub read: Box<dyn Fn() -> Option<Vec<u8>> + Send + Sync>,
}

struct Added {
    source: FontSource,
    cut: OnceLock<Option<Cut>>,
}

impl Added {
    fn cut(&self) -> Option<&Cut> {
        let parse = || (self.source.read)().and_then(|bytes| Cut::parse(bytes.into()));
        self.cut.get_or_init(parse).as_ref()
    }
}

/// One font, measured, with what it is embedded from.
struct Cut {
    widths: Widths,
    bytes: Cow<'static, [u8]>,
}

/// The characters of a font and how wide they are.
struct Widths {
    /// By code point below 0x10000, in units of the em; [`Widths::NONE`] where there is no glyph.
    basic: Vec<u16>,
    /// The characters beyond, in order.
    beyond: Vec<(char, u16)>,
    em: f32,
}

impl Widths {
    const NONE: u16 = u16::MAX;
    const BASIC: usize = 0x1_0000;

    fn of(font: &TtfFace<'_>) -> Self {
        let em = f32::from(font.units_per_em());
        let mut widths = Self { basic: vec![Self::NONE; Self::BASIC], beyond: Vec::new(), em };
        let tables = font.tables().cmap.into_iter().flat_map(|cmap| cmap.subtables);
        for table in tables.filter(ttf_parser::cmap::Subtable::is_unicode) {
            table.codepoints(|point| {
                if let Some(character) = char::from_u32(point) {
                    widths.add(font, character);
                }
            });
        }
        widths.beyond.sort_unstable();
        widths.beyond.dedup();
        widths
    }

    fn add(&mut self, font: &TtfFace<'_>, character: char) {
        let glyph = font.glyph_index(character).filter(|glyph| glyph.0 != 0);
        let Some(advance) = glyph.and_then(|glyph| font.glyph_hor_advance(glyph)) else { return };
        let advance = advance.min(Self::NONE - 1);
        let at = usize::try_from(u32::from(character)).unwrap_or(usize::MAX);
        if let Some(width) = self.basic.get_mut(at) {
            *width = advance;
        } else {
            self.beyond.push((character, advance));
        }
    }

    /// The advance of a character in em; `None` if the font has no glyph for it.
    fn em(&self, character: char) -> Option<f32> {
        let at = usize::try_from(u32::from(character)).ok()?;
        let beyond = || {
            let at = self.beyond.binary_search_by_key(&character, |(it, _)| *it).ok()?;
            self.beyond.get(at).map(|(_, width)| *width)
        };
        let advance = self.basic.get(at).copied().or_else(beyond)?;
        (advance != Self::NONE).then(|| f32::from(advance) / self.em)
    }
}

impl Cut {
    /// The first font of a file; `None` if it is no font. Whether it can be embedded shows only
    /// when it is.
    fn parse(bytes: Cow<'static, [u8]>) -> Option<Self> {
        let widths = Widths::of(&TtfFace::parse(&bytes, 0).ok()?);
        Some(Self { widths, bytes })
    }

    /// The font with no more than `characters`, as the PDF painter embeds it.
    fn embedded(&self, characters: &BTreeSet<char>) -> Option<ParsedFont> {
        let small = cut::font_of(&self.bytes, characters);
        let bytes = small.as_deref().unwrap_or(&self.bytes);
        let font = ParsedFont::from_bytes(bytes, 0, &mut Vec::new())?;
        font.source_bytes().is_some().then_some(font)
    }
}

/// Whether a character means something on one computer only.
fn is_private(character: char) -> bool {
    matches!(u32::from(character), 0xE000..=0xF8FF | 0xF_0000..)
}

/// The characters that a font file can draw, in order; `None` if it is no font (补字检查).
pub fn characters_of(bytes: &[u8]) -> Option<Vec<char>> {
    let widths = Widths::of(&TtfFace::parse(bytes, 0).ok()?);
    let basic = (0_u32..).zip(&widths.basic).filter(|(_, width)| **width != Widths::NONE);
    let basic = basic.filter_map(|(point, _)| char::from_u32(point));
    Some(basic.chain(widths.beyond.iter().map(|(character, _)| *character)).collect())
}

impl Fonts {
    /// Measures the bundled faces: a few ms, once per run.
    ///
    /// # Errors
    /// [`PrintError::Font`] if the program file is damaged.
    pub fn bundled() -> Result<Self, PrintError> {
        let parse = |bytes, name| Cut::parse(Cow::Borrowed(bytes)).ok_or(PrintError::Font(name));
        Ok(Self {
            regular: parse(REGULAR, "NotoSansSC-Regular.ttf")?,
            bold: parse(BOLD, "NotoSansSC-Bold.ttf")?,
            added: RwLock::default(),
        })
    }

    /// Names the fonts that are asked in this order for what the bundled ones lack; those that
    /// were named before stay as they were read.
    pub fn set_added(&self, sources: Vec<FontSource>) {
        let Ok(mut added) = self.added.write() else { return };
        let known = std::mem::take(&mut *added);
        let kept = |identity: &str| known.iter().find(|it| it.source.identity == identity).cloned();
        added.extend(sources.into_iter().map(|source| {
            kept(&source.identity)
                .unwrap_or_else(|| Arc::new(Added { source, cut: OnceLock::new() }))
        }));
    }

    fn added(&self) -> Vec<Arc<Added>> {
        self.added.read().map(|added| added.clone()).unwrap_or_default()
    }

    /// Whether `character` can be drawn in both weights.
    pub fn covers(&self, character: char) -> bool {
        // what the bundled fonts lack is drawn alike in both
        self.slot(character, Face::Regular).is_some() && self.slot(character, Face::Bold).is_some()
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
        self.advance_em(character, face) * size_pt * MM_PER_PT
    }

    /// The width of one character, in em.
    pub(super) fn advance_em(&self, character: char, face: Face) -> f32 {
        let own = self.cut(face).widths.em(character);
        own.or_else(|| self.borrowed(character, face).map(|(_, width)| width)).unwrap_or(1.0)
    }

    /// The width of `text` on one line at `size_pt`.
    pub fn width_mm(&self, text: &str, face: Face, size_pt: f32) -> f32 {
        let em: f32 = text.chars().map(|character| self.advance_em(character, face)).sum();
        em * size_pt * MM_PER_PT
    }

    /// The font that draws `character` where `face` is asked for.
    pub(super) fn slot(&self, character: char, face: Face) -> Option<Slot> {
        if self.cut(face).widths.em(character).is_some() {
            return Some(match face {
                Face::Regular => Slot::Regular,
                Face::Bold => Slot::Bold,
            });
        }
        self.borrowed(character, face).map(|(slot, _)| slot)
    }

    /// The other font that has a character which `face` lacks, and its width there.
    fn borrowed(&self, character: char, face: Face) -> Option<(Slot, f32)> {
        // no font draws these, and asking for them would read every file of the chain
        if character.is_control() || is_private(character) {
            return None;
        }
        if face == Face::Bold
            && let Some(width) = self.regular.widths.em(character)
        {
            return Some((Slot::Regular, width));
        }
        (0..).zip(self.added()).find_map(|(at, added)| {
            let width = added.cut()?.widths.em(character)?;
            Some((Slot::Added(at), width))
        })
    }

    /// The font of a slot with no more than `characters`, as the PDF painter embeds it.
    pub(super) fn embedded(&self, slot: Slot, characters: &BTreeSet<char>) -> Option<ParsedFont> {
        match slot {
            Slot::Regular => self.regular.embedded(characters),
            Slot::Bold => self.bold.embedded(characters),
            Slot::Added(at) => self.added().get(at)?.cut()?.embedded(characters),
        }
    }

    const fn cut(&self, face: Face) -> &Cut {
        match face {
            Face::Regular => &self.regular,
            Face::Bold => &self.bold,
        }
    }
}
