//! Banner characters (横幅字): one large character on each sheet, 财 务 公 开 栏.
//!
//! Invariant: all characters of one banner have one size, and each stays clear of the edge that
//! an office printer cannot reach.

use super::font::{Face, Fonts, MM_PER_PT};
use super::page::{Galley, Page};
use super::paper::Paper;

/// The white edge around a character.
const EDGE_MM: f32 = 9.0;
/// The most sheets of one banner.
pub const BANNER_MAX: usize = 60;

/// Sets each character of `text` but the blanks on a sheet of its own, with a small number at
/// the foot that tells its place.
pub fn banner(text: &str, paper: Paper, fonts: &Fonts) -> Vec<Page> {
    let (width_mm, height_mm) = paper.size_mm();
    let characters: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    let count = characters.len();
    let em_mm = width_mm.min(height_mm) - 2.0 * EDGE_MM;
    let size_pt = em_mm / MM_PER_PT;
    let sheet = |(character, number): (&char, usize)| {
        let mut galley = Galley::default();
        let x = (width_mm - fonts.advance_mm(*character, Face::Bold, size_pt)) / 2.0;
        let top = (height_mm - em_mm) / 2.0;
        galley.text(&character.to_string(), x, top, Face::Bold, size_pt);
        let label = format!("{number}/{count}");
        let label_x = (width_mm - fonts.width_mm(&label, Face::Regular, LABEL_PT)) / 2.0;
        let label_top = height_mm - EDGE_MM / 2.0 - LABEL_PT * MM_PER_PT;
        galley.text(&label, label_x, label_top, Face::Regular, LABEL_PT);
        Page { width_mm, height_mm, items: galley.items }
    };
    characters.iter().zip(1..).map(sheet).collect()
}

const LABEL_PT: f32 = 7.0;
