//! A font cut down to the characters of one file, before the PDF is written: the writer walks
//! every glyph of the fonts it is given, some thirty thousand each, however few are used.
//!
//! Invariant: the same characters of the same font are the same bytes.

use std::collections::{BTreeMap, BTreeSet};

use subsetter::GlyphRemapper;
use ttf_parser::{Face, RawFace, Tag};

/// The font `bytes` with only `characters` in it; `None` for a font whose outlines are of another
/// kind, which is then embedded as it is.
pub(super) fn font_of(bytes: &[u8], characters: &BTreeSet<char>) -> Option<Vec<u8>> {
    let font = Face::parse(bytes, 0).ok()?;
    font.tables().glyf?;
    let mut glyphs = GlyphRemapper::new();
    let mut map = BTreeMap::new();
    for character in characters {
        if let Some(glyph) = font.glyph_index(*character) {
            map.insert(u32::from(*character), glyphs.remap(glyph.0));
        }
    }
    let small = subsetter::subset(bytes, 0, &glyphs).ok()?;
    let table = |font: &RawFace<'_>, tag: Tag| font.table(tag).map(<[u8]>::to_vec);
    let (small, whole) = (RawFace::parse(&small, 0).ok()?, font.raw_face());
    let mut tables: BTreeMap<Tag, Vec<u8>> = small
        .table_records
        .into_iter()
        .filter_map(|record| Some((record.tag, table(&small, record.tag)?)))
        .collect();
    // what a reader of PDFs does without, but the writer of them asks for
    for tag in [Tag::from_bytes(b"OS/2"), Tag::from_bytes(b"name")] {
        tables.extend(table(whole, tag).map(|data| (tag, data)));
    }
    tables.insert(Tag::from_bytes(b"cmap"), cmap(&map)?);
    assemble(&tables)
}

/// A character map of one subtable in format 12 (OpenType, cmap): one group for each character.
fn cmap(map: &BTreeMap<u32, u16>) -> Option<Vec<u8>> {
    let groups = u32::try_from(map.len()).ok()?;
    let mut data = Vec::new();
    // version 0, one record: Windows, full repertoire, after these twelve bytes
    for half in [0_u16, 1, 3, 10] {
        data.extend(half.to_be_bytes());
    }
    data.extend(12_u32.to_be_bytes());
    for half in [12_u16, 0] {
        data.extend(half.to_be_bytes());
    }
    for word in [groups.checked_mul(12)?.checked_add(16)?, 0, groups] {
        data.extend(word.to_be_bytes());
    }
    for (character, glyph) in map {
        for word in [*character, *character, u32::from(*glyph)] {
            data.extend(word.to_be_bytes());
        }
    }
    Some(data)
}

/// A font file of some tables (OpenType, table directory). Sums are left out: nobody but the
/// writer of the PDF reads this file, and it makes them anew.
fn assemble(tables: &BTreeMap<Tag, Vec<u8>>) -> Option<Vec<u8>> {
    let count = u16::try_from(tables.len()).ok()?;
    let power = count.checked_ilog2()?;
    let range = 16 * 2_u16.pow(power);
    let mut file = 0x0001_0000_u32.to_be_bytes().to_vec();
    for half in [count, range, u16::try_from(power).ok()?, 16 * count - range] {
        file.extend(half.to_be_bytes());
    }
    let mut place = 12 + 16 * tables.len();
    for (tag, data) in tables {
        file.extend(tag.to_bytes());
        for word in [0, u32::try_from(place).ok()?, u32::try_from(data.len()).ok()?] {
            file.extend(word.to_be_bytes());
        }
        place += data.len().next_multiple_of(4);
    }
    for data in tables.values() {
        file.extend(data);
        file.resize(file.len().next_multiple_of(4), 0);
    }
    Some(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::print::font::REGULAR;

    #[test]
    fn a_cut_font_has_its_characters_as_they_were_and_no_others() {
        let wanted = BTreeSet::from(['村', '0', '𬭊', '，']);
        let cut = font_of(REGULAR, &wanted).unwrap_or_default();
        assert!((500..20_000).contains(&cut.len()), "{} bytes", cut.len());
        assert_eq!(Some(cut.clone()), font_of(REGULAR, &wanted), "the same bytes");
        let (Ok(cut), Ok(whole)) = (Face::parse(&cut, 0), Face::parse(REGULAR, 0)) else {
            panic!("both are fonts")
        };
        for character in wanted {
            let of = |font: &Face<'_>| {
                let glyph = font.glyph_index(character)?;
                Some((font.glyph_hor_advance(glyph), font.glyph_bounding_box(glyph)))
            };
            assert!(of(&cut).is_some(), "{character}");
            assert_eq!(of(&cut), of(&whole), "{character}");
        }
        assert_eq!(cut.glyph_index('镇'), None);
        assert!(cut.number_of_glyphs() < 10, "{}", cut.number_of_glyphs());
    }

    #[test]
    fn what_is_no_font_is_cut_from_nothing() {
        assert_eq!(font_of(b"no font", &BTreeSet::from(['a'])), None);
    }
}
