//! Sizes of paper and the sizes of type that go with them.
//!
//! Invariant: running text is never smaller than 11 pt on A4 and 16 pt on anything larger, the
//! heading never smaller than 24 pt and 36 pt: a sheet is read standing, from a metre away. Only
//! a listing, which is read sitting, is set smaller.

use super::font::MM_PER_PT;

/// The sheets a village can print (纸张).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sheet {
    /// 210 × 297 mm.
    A4,
    /// 297 × 210 mm.
    A4Landscape,
    /// 297 × 420 mm.
    A3,
    /// 420 × 297 mm.
    A3Landscape,
    /// One large sheet from a print shop, for example 60 × 90 cm.
    Board {
        /// Across.
        width_mm: f32,
        /// Down.
        height_mm: f32,
    },
}

/// A sheet and how large the type on it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paper {
    /// The sheet.
    pub sheet: Sheet,
    /// 大字版: type at least 1.3 times as large, for older readers.
    pub large: bool,
}

impl From<Sheet> for Paper {
    fn from(sheet: Sheet) -> Self {
        Self { sheet, large: false }
    }
}

impl Paper {
    /// Reads `a4`, `a4-landscape`, `a3`, `a3-landscape` or `board:60x90` (centimetres, each
    /// side from 20 to 300).
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        let sheet = match text.as_str() {
            "a4" => Sheet::A4,
            "a4-landscape" => Sheet::A4Landscape,
            "a3" => Sheet::A3,
            "a3-landscape" => Sheet::A3Landscape,
            other => {
                let (width, height) = other.strip_prefix("board:")?.split_once(['x', '×'])?;
                let side = |text: &str| {
                    let side = text.trim().parse::<f32>().ok()?;
                    (20.0..=300.0).contains(&side).then_some(side * 10.0)
                };
                Sheet::Board { width_mm: side(width)?, height_mm: side(height)? }
            }
        };
        Some(sheet.into())
    }

    /// The same sheet in large type.
    #[must_use]
    pub const fn in_large_type(self) -> Self {
        Self { sheet: self.sheet, large: true }
    }

    /// As shown to people: `A3 横放`, `展板 60×90 厘米，大字版`.
    pub fn label(self) -> String {
        let sheet = match self.sheet {
            Sheet::A4 => "A4 竖放".to_owned(),
            Sheet::A4Landscape => "A4 横放".to_owned(),
            Sheet::A3 => "A3 竖放".to_owned(),
            Sheet::A3Landscape => "A3 横放".to_owned(),
            Sheet::Board { width_mm, height_mm } => {
                format!("展板 {}×{} 厘米", width_mm / 10.0, height_mm / 10.0)
            }
        };
        if self.large { format!("{sheet}，大字版") } else { sheet }
    }

    /// Width and height in millimetres.
    pub const fn size_mm(self) -> (f32, f32) {
        match self.sheet {
            Sheet::A4 => (210.0, 297.0),
            Sheet::A4Landscape => (297.0, 210.0),
            Sheet::A3 => (297.0, 420.0),
            Sheet::A3Landscape => (420.0, 297.0),
            Sheet::Board { width_mm, height_mm } => (width_mm, height_mm),
        }
    }

    /// The sizes of type and space with the body at `scale` times its base size.
    pub(super) fn gauge(self, scale: f32) -> Gauge {
        let (width_mm, height_mm) = self.size_mm();
        let small_sheet = matches!(self.sheet, Sheet::A4 | Sheet::A4Landscape);
        let (base_pt, title_min_pt) = if small_sheet { (11.0, 24.0) } else { (16.0, 36.0) };
        let large = if self.large { 1.3 } else { 1.0 };
        let body_pt = base_pt * large * scale;
        let (margin_mm, head_mm) = match self.sheet {
            Sheet::A4 | Sheet::A4Landscape => (10.0, 9.0),
            Sheet::A3 => (12.0, 12.0),
            Sheet::A3Landscape => (15.0, 11.0),
            Sheet::Board { .. } => {
                let margin_mm = (width_mm.min(height_mm) * 0.04).clamp(12.0, 40.0);
                (margin_mm, margin_mm)
            }
        };
        Gauge {
            width_mm,
            height_mm,
            margin_mm,
            head_mm,
            body_pt,
            title_pt: (body_pt * 2.4).max(title_min_pt),
            title_min_pt,
            small_pt: body_pt * 0.78,
            rule_pt: (body_pt * 0.04).clamp(0.45, 1.5),
            row_pad_em: 0.08,
        }
    }
}

impl Paper {
    /// The sizes of a sheet that is read sitting: body and heading smaller than on the wall, and
    /// a margin to bind it.
    pub(super) fn desk_gauge(self, body_pt: f32) -> Gauge {
        let gauge = self.gauge(1.0);
        Gauge {
            margin_mm: 13.0,
            head_mm: 11.0,
            body_pt,
            title_pt: 18.0,
            title_min_pt: 13.0,
            small_pt: body_pt * 0.92,
            row_pad_em: 0.2,
            ..gauge
        }
    }
}

/// The sizes of type and space on one paper (版式尺寸).
#[derive(Clone, Copy, Debug)]
pub(super) struct Gauge {
    pub(super) width_mm: f32,
    pub(super) height_mm: f32,
    /// Left and right.
    pub(super) margin_mm: f32,
    /// Above and below.
    pub(super) head_mm: f32,
    /// Above and below the lines of a cell, in em.
    pub(super) row_pad_em: f32,
    /// Running text and tables.
    pub(super) body_pt: f32,
    /// The heading, if it fits.
    pub(super) title_pt: f32,
    /// The least size of the heading.
    pub(super) title_min_pt: f32,
    /// Corner notes, signatures, footer.
    pub(super) small_pt: f32,
    /// The thickness of rules.
    pub(super) rule_pt: f32,
}

impl Gauge {
    /// The same sizes with less width between the margins.
    pub(super) fn narrowed(&self, by_mm: f32) -> Self {
        Self { width_mm: self.width_mm - by_mm, ..*self }
    }

    /// The width between the margins.
    pub(super) fn measure_mm(&self) -> f32 {
        self.width_mm - 2.0 * self.margin_mm
    }

    /// One em of running text.
    pub(super) fn em_mm(&self) -> f32 {
        self.body_pt * MM_PER_PT
    }

    /// Where the footer begins; nothing else goes below.
    pub(super) fn floor_mm(&self) -> f32 {
        self.height_mm - self.head_mm - self.small_pt * MM_PER_PT * 1.5
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn papers_are_read_and_named() {
        let label = |text: &str| Paper::parse(text).map(Paper::label);
        assert_eq!(label("a4").as_deref(), Some("A4 竖放"));
        assert_eq!(label("A3-landscape").as_deref(), Some("A3 横放"));
        assert_eq!(label("board:60x90").as_deref(), Some("展板 60×90 厘米"));
        let large = Paper::parse("a3").map(Paper::in_large_type).map(Paper::label);
        assert_eq!(large.as_deref(), Some("A3 竖放，大字版"));
        for text in ["", "a5", "board:", "board:60", "board:5x5", "board:NaNx60", "board:60x9000"] {
            assert_eq!(label(text), None, "{text}");
        }
    }
}
