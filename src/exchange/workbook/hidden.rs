//! Which rows of an xlsx workbook nobody sees: those that a filter or a hand has hidden.
//!
//! `calamine` does not tell, so the parts of the workbook are looked at once more. What cannot be
//! followed hides nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read as _};

use flate2::read::DeflateDecoder;

use super::UNPACKED_MAX;
use crate::exchange::markup::plain;

/// A part of a workbook as the zip directory lists it.
pub(super) struct Entry<'a> {
    name: &'a [u8],
    /// Bytes when unpacked.
    pub(super) size: u64,
    packed: usize,
    method: u32,
    at: usize,
}

/// The entries of the zip directory; `None` where it cannot be followed.
pub(super) fn directory(bytes: &[u8]) -> Option<Vec<Entry<'_>>> {
    let end = bytes.windows(4).rposition(|window| window == b"PK\x05\x06")?;
    let start = usize::try_from(number(bytes.get(end..)?, 16)?).ok()?;
    let mut entry = bytes.get(start..end)?;
    let mut entries = Vec::new();
    while entry.starts_with(b"PK\x01\x02") {
        // lengths of name and extra field, then of the comment, two bytes each
        let (lengths, comment) = (number(entry, 28)?, number(entry, 32)? & 0xFFFF);
        let named = usize::try_from(lengths & 0xFFFF).ok()?;
        entries.push(Entry {
            name: entry.get(46..named.checked_add(46)?)?,
            size: u64::from(number(entry, 24)?),
            packed: usize::try_from(number(entry, 20)?).ok()?,
            method: number(entry, 10)? & 0xFFFF,
            at: usize::try_from(number(entry, 42)?).ok()?,
        });
        let length = 46 + (lengths & 0xFFFF) + (lengths >> 16) + comment;
        entry = entry.get(usize::try_from(length).ok()?..)?;
    }
    Some(entries)
}

/// The numbers of the hidden rows of each sheet, by the sheet's name.
pub(in crate::exchange) fn hidden_rows(bytes: &[u8]) -> BTreeMap<String, BTreeSet<usize>> {
    let book = Book { bytes, entries: directory(bytes).unwrap_or_default() };
    let mut paths: BTreeMap<String, String> = BTreeMap::new();
    book.each_tag("xl/_rels/workbook.xml.rels", |tag| {
        let found = attribute(tag, "Id").zip(attribute(tag, "Target"));
        let Some((id, target)) = found.filter(|_| name_of(tag) == "Relationship") else { return };
        let path = match target.strip_prefix('/') {
            Some(whole) => whole.to_owned(),
            None => format!("xl/{}", target.trim_start_matches("./")),
        };
        paths.insert(id.to_owned(), path);
    });
    let mut sheets: Vec<(String, String)> = Vec::new();
    book.each_tag("xl/workbook.xml", |tag| {
        if name_of(tag) == "sheet"
            && let Some((name, id)) = attribute(tag, "name").zip(attribute(tag, "id"))
            && let Some(path) = paths.get(id)
        {
            sheets.push((plain(name), path.clone()));
        }
    });
    let rows = sheets.into_iter().map(|(name, path)| (name, book.hidden_of(&path)));
    rows.filter(|(_, rows)| !rows.is_empty()).collect()
}

struct Book<'a> {
    bytes: &'a [u8],
    entries: Vec<Entry<'a>>,
}

impl Book<'_> {
    fn hidden_of(&self, path: &str) -> BTreeSet<usize> {
        let mut hidden = BTreeSet::new();
        let mut row = 0_usize;
        self.each_tag(path, |tag| {
            if name_of(tag) != "row" {
                return;
            }
            let said = attribute(tag, "r").and_then(|it| it.parse().ok());
            row = said.unwrap_or_else(|| row.saturating_add(1));
            let is_hidden = matches!(attribute(tag, "hidden"), Some("1" | "true"));
            if is_hidden || attribute(tag, "ht") == Some("0") {
                hidden.insert(row);
            }
        });
        hidden
    }

    /// Goes through the tags of a part, without its angle brackets.
    fn each_tag(&self, path: &str, mut see: impl FnMut(&str)) {
        let Some(packed) = self.part(path) else { return };
        let mut piece = Vec::new();
        let mut part: Box<dyn BufRead> = match packed {
            (0, bytes) => Box::new(bytes),
            (_, bytes) => Box::new(BufReader::new(DeflateDecoder::new(bytes).take(UNPACKED_MAX))),
        };
        while part.read_until(b'>', &mut piece).is_ok_and(|read| read > 0) {
            let inside = piece.iter().rposition(|byte| *byte == b'<').and_then(|at| {
                let tag = piece.get(at + 1..)?.strip_suffix(b">")?;
                std::str::from_utf8(tag).ok()
            });
            if let Some(tag) = inside {
                see(tag);
            }
            piece.clear();
        }
    }

    /// How a part is packed (0: not at all), and its bytes.
    fn part(&self, path: &str) -> Option<(u32, &[u8])> {
        let is_it = |entry: &&Entry<'_>| entry.name.eq_ignore_ascii_case(path.as_bytes());
        let entry = self.entries.iter().find(is_it)?;
        let head = self.bytes.get(entry.at..)?;
        let lengths = number(head, 26)?;
        let from = usize::try_from(30 + (lengths & 0xFFFF) + (lengths >> 16)).ok()?;
        let packed = head.get(from..from.checked_add(entry.packed)?)?;
        matches!(entry.method, 0 | 8).then_some((entry.method, packed))
    }
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

/// `x:row r="2"` → `row`.
fn name_of(tag: &str) -> &str {
    let whole = tag.split([' ', '\t', '\r', '\n', '/']).next().unwrap_or_default();
    whole.rsplit(':').next().unwrap_or_default()
}

/// The value of an attribute, whatever its prefix.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let mut rest = tag.get(tag.find(char::is_whitespace)?..)?;
    while let Some((before, after)) = rest.split_once('=') {
        let after = after.trim_start();
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, behind) = after.get(1..)?.split_once(quote)?;
        if before.trim().rsplit(':').next() == Some(name) {
            return Some(value);
        }
        rest = behind;
    }
    None
}

#[cfg(test)]
mod tests {
    use rust_xlsxwriter::Workbook;

    use super::*;

    #[test]
    fn rows_that_a_filter_or_a_hand_hid_are_known_by_their_sheet() {
        let mut book = Workbook::new();
        for name in ["甲&乙", "丙"] {
            let sheet = book.add_worksheet();
            sheet.set_name(name).expect("a name");
            for row in 0..6 {
                sheet.write(row, 0, row).expect("a number");
            }
        }
        let sheet = book.worksheet_from_name("甲&乙").expect("a sheet");
        sheet.set_row_hidden(2).expect("hidden");
        sheet.set_row_hidden(4).expect("hidden");
        let bytes = book.save_to_buffer().expect("bytes");
        let found = hidden_rows(&bytes);
        assert_eq!(found, BTreeMap::from([("甲&乙".to_owned(), BTreeSet::from([3, 5]))]));
    }

    #[test]
    fn what_cannot_be_followed_hides_nothing() {
        assert!(hidden_rows(b"").is_empty());
        assert!(hidden_rows(b"PK\x03\x04 PK\x05\x06").is_empty());
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write(0, 0, "甲").expect("text");
        sheet.set_row_hidden(0).expect("hidden");
        let bytes = book.save_to_buffer().expect("bytes");
        for end in (0..bytes.len()).step_by(37) {
            let _hidden = hidden_rows(&bytes[..end]);
        }
    }

    #[test]
    fn tags_are_read_whatever_their_prefix() {
        let tag = "x:row r='7' spans=\"1:3\" hidden=\"1\" /";
        assert_eq!((name_of(tag), attribute(tag, "r")), ("row", Some("7")));
        assert_eq!((attribute(tag, "hidden"), attribute(tag, "ht")), (Some("1"), None));
    }
}
