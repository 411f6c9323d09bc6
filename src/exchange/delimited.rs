//! Text files: the whole is decoded first, then cut at the separator it uses.
//!
//! Invariant: decoding is strict, so that no character is ever replaced by a guess. GB18030 trail
//! bytes contain digits and `|`, which is why bytes are never cut before they are decoded.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_8};

use super::markup;
use super::sheet::{CELLS_MAX, COLUMNS_MAX, Cell, ReadFaultKind, Row, Sheet};

/// Stands for the separator after a full-width one was cut; no text holds it by then.
const UNIT: char = '\u{1f}';

/// What people separate columns with.
const SEPARATORS: [char; 6] = [',', '\t', ';', '，', '；', '|'];

/// How many lines decide which separator a file uses.
const LINES_LOOKED_AT: usize = 60;

/// Reads a delimited text file.
pub(super) fn read(bytes: &[u8]) -> Result<Sheet, ReadFaultKind> {
    let text = decode(bytes)?;
    let text = text.trim_start_matches('\u{feff}').trim_end_matches('\u{1a}');
    if text.trim().is_empty() {
        return Err(ReadFaultKind::Empty);
    }
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(ReadFaultKind::NotATable("二进制数据"));
    }
    if markup::is_markup(text) {
        return markup::read(text);
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    cut(&text)
}

fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, ReadFaultKind> {
    let strict = |encoding: &'static Encoding| {
        encoding.decode_without_bom_handling_and_without_replacement(bytes)
    };
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return strict(encoding).ok_or(ReadFaultKind::UnknownEncoding);
    }
    if bytes.contains(&0) {
        return Err(ReadFaultKind::NotATable("二进制数据"));
    }
    strict(UTF_8).or_else(|| strict(GB18030)).ok_or(ReadFaultKind::UnknownEncoding)
}

fn cut(text: &str) -> Result<Sheet, ReadFaultKind> {
    let text = with_unit_separators(text, separator(text))?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(0x1f)
        .from_reader(text.as_bytes());
    let mut lines = Lines { text: &text, at: 0, line: 1 };
    let mut record = csv::StringRecord::new();
    let (mut rows, mut filled) = (Vec::new(), 0);
    while reader.read_record(&mut record).map_err(|_| ReadFaultKind::UnknownEncoding)? {
        let offset = record.position().map_or(0, csv::Position::byte);
        let number = lines.line_at(usize::try_from(offset).unwrap_or(usize::MAX));
        let cells: Vec<Cell> = record.iter().take(COLUMNS_MAX).map(cell).collect();
        filled += cells.len();
        if filled > CELLS_MAX {
            return Err(ReadFaultKind::TooManyCells);
        }
        if cells.iter().any(|cell| !cell.is_empty()) {
            rows.push(Row { number, cells });
        }
    }
    Ok(Sheet { name: None, rows })
}

/// A cell; `="001"` is how exports keep Excel from eating zeros.
fn cell(written: &str) -> Cell {
    let trimmed = written.trim();
    let inner = trimmed.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    Cell::text(inner.unwrap_or(written))
}

/// Walks the text once to tell on which line a record starts; blank lines before it count.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl Lines<'_> {
    fn line_at(&mut self, offset: usize) -> usize {
        let bytes = self.text.as_bytes();
        while self.at < offset || bytes.get(self.at) == Some(&b'\n') {
            match bytes.get(self.at) {
                Some(b'\n') => self.line += 1,
                Some(_) => {}
                None => break,
            }
            self.at += 1;
        }
        self.line
    }
}

/// The separator that stands equally often in most lines.
fn separator(text: &str) -> char {
    let score = |separator: char| {
        let mut counts: Vec<usize> = text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .take(LINES_LOOKED_AT)
            .map(|line| {
                quoting(line, separator).filter(|(c, quoted)| *c == separator && !quoted).count()
            })
            .filter(|count| *count > 0)
            .collect();
        counts.sort_unstable();
        let common = counts.chunk_by(|a, b| a == b).max_by_key(|same| same.len());
        common.map_or(0, |same| same.len() * same.first().copied().unwrap_or(0))
    };
    // the first of equals wins: `max_by_key` would take the last
    SEPARATORS.into_iter().rev().max_by_key(|separator| score(*separator)).unwrap_or(',')
}

/// The characters of a text, each with whether it stands inside quotes. A quote opens a field
/// only at its start: an inch mark inside a field is a character like any other.
fn quoting(text: &str, separator: char) -> impl Iterator<Item = (char, bool)> {
    let (mut quoted, mut before) = (false, '\n');
    let mut just_closed = false;
    text.chars().map(move |c| {
        let opens = matches!(before, '\n') || before == separator || just_closed;
        just_closed = false;
        if c == '"' && quoted {
            quoted = false;
            just_closed = true;
        } else if c == '"' && opens {
            quoted = true;
        }
        before = c;
        (c, quoted)
    })
}

fn with_unit_separators(text: &str, separator: char) -> Result<String, ReadFaultKind> {
    let mut cut = String::with_capacity(text.len());
    let (mut line, mut open_since) = (1, None);
    for (c, quoted) in quoting(text, separator) {
        open_since = if quoted { open_since.or(Some(line)) } else { None };
        line += usize::from(c == '\n');
        cut.push(if c == separator && !quoted { UNIT } else { c });
    }
    match open_since {
        Some(line) => Err(ReadFaultKind::OpenQuote { line }),
        None => Ok(cut),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(bytes: &[u8]) -> Vec<String> {
        let sheet = read(bytes).expect("a readable text");
        let cells = |row: &Row| row.cells.iter().map(Cell::shown).collect::<Vec<_>>().join("|");
        sheet.rows.iter().map(|row| format!("{} {}", row.number, cells(row))).collect()
    }

    #[test]
    fn each_encoding_gives_the_same_rows() {
        let text = "摘要,收入\n付李𫖯、高𬭊款,12.50\n";
        let expect = ["1 摘要|收入", "2 付李𫖯、高𬭊款|12.50"];
        assert_eq!(lines(text.as_bytes()), expect);
        assert_eq!(lines(format!("\u{feff}{text}").as_bytes()), expect);
        assert_eq!(lines(&GB18030.encode(text).0), expect);
        let wide = |to: fn(u16) -> [u8; 2], bom: [u8; 2]| -> Vec<u8> {
            bom.into_iter().chain(text.encode_utf16().flat_map(to)).collect()
        };
        assert_eq!(lines(&wide(u16::to_le_bytes, [0xFF, 0xFE])), expect);
        assert_eq!(lines(&wide(u16::to_be_bytes, [0xFE, 0xFF])), expect);
    }

    #[test]
    fn each_separator_is_found() {
        for separator in SEPARATORS {
            let text = format!(
                "收支流水（2026年8月，全部）\n日期{separator}摘要{separator}收入\n\
                 2026-08-01{separator}甲、乙{separator}1.00\n2026-08-02{separator}丙{separator}2\n"
            );
            assert_eq!(
                lines(text.as_bytes())[1..],
                ["2 日期|摘要|收入", "3 2026-08-01|甲、乙|1.00", "4 2026-08-02|丙|2"],
                "{separator:?}"
            );
        }
    }

    #[test]
    fn quoted_fields_and_line_numbers_are_right() {
        let text =
            "\r\n\r\n摘要,金额\r\n\"买砖,\"\"红\"\"\r\n两车\",\"1,200.00\"\r\n\r\n,\r\n沙子,3\r\n";
        assert_eq!(
            lines(text.as_bytes()),
            ["3 摘要|金额", "4 买砖,\"红\"\n两车|1,200.00", "8 沙子|3"]
        );
        assert_eq!(lines(b"a,b\rc,d\re,f"), ["1 a|b", "2 c|d", "3 e|f"]);
    }

    #[test]
    fn an_open_quote_is_refused_with_its_line() {
        let fault = read("摘要,金额\n甲,1\n\"乙,2\n丙,3\n".as_bytes());
        assert_eq!(fault, Err(ReadFaultKind::OpenQuote { line: 3 }));
        assert_eq!(lines("号,金额\n=\"001\",\t1\n".as_bytes()), ["1 号|金额", "2 001|1"]);
        // an inch mark inside a field opens nothing
        assert_eq!(lines("摘要,金额\n5\"水管,1\n丙,3\n".as_bytes()).len(), 3);
    }
}
