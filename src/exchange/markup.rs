//! Tables inside web pages: what many banks save under the name `.xls` is a page with a `<table>`,
//! or the XML that Excel 2003 wrote.
//!
//! Invariant: only text in cells comes back; scripts, styles and comments never do.

use super::sheet::{CELLS_MAX, COLUMNS_MAX, Cell, ReadFaultKind, Row, Sheet};

/// How a page begins.
const STARTS: [&str; 7] = ["<html", "<!doctype", "<table", "<?xml", "<meta", "<style", "<head"];

/// Whether a text is a page and not a delimited table.
pub(super) fn is_markup(text: &str) -> bool {
    let start: String = text.trim_start().chars().take(12).collect();
    let start = start.to_ascii_lowercase();
    STARTS.iter().any(|tag| start.starts_with(tag))
}

/// Reads the rows of all tables of a page, in order.
///
/// # Errors
/// [`ReadFaultKind::NotATable`] for a page without a table, [`ReadFaultKind::TooManyCells`].
pub(super) fn read(text: &str) -> Result<Sheet, ReadFaultKind> {
    let mut reader = Reader::default();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (words, tag) = rest.split_at(at);
        reader.words(words);
        if let Some(comment) = tag.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
            continue;
        }
        let Some((inside, after)) = tag.get(1..).and_then(|tag| tag.split_once('>')) else { break };
        rest = after;
        let name = name_of(inside);
        if matches!(name.as_str(), "script" | "style") && !inside.ends_with('/') {
            rest = past(rest, &format!("</{name}"));
        } else {
            reader.tag(&name, inside);
        }
        if reader.filled > CELLS_MAX {
            return Err(ReadFaultKind::TooManyCells);
        }
    }
    reader.end_row();
    if reader.rows.is_empty() {
        return Err(ReadFaultKind::NotATable("网页（有些网站导出的“表格”其实是网页）"));
    }
    Ok(Sheet { name: None, rows: reader.rows })
}

/// What has been read so far.
#[derive(Debug, Default)]
struct Reader {
    rows: Vec<Row>,
    number: usize,
    row: Option<Vec<Cell>>,
    cell: Option<String>,
    span: usize,
    filled: usize,
}

impl Reader {
    fn words(&mut self, words: &str) {
        if let Some(cell) = &mut self.cell {
            cell.push_str(&plain(words));
        }
    }

    fn tag(&mut self, name: &str, inside: &str) {
        match name {
            "tr" | "row" => {
                self.end_row();
                self.number += 1;
                self.row = Some(Vec::new());
            }
            "/tr" | "/row" | "/table" => self.end_row(),
            "td" | "th" | "cell" => {
                self.end_cell();
                self.skip_to(inside);
                let more = ["colspan", "ss:mergeacross"].iter().zip([1, 0]);
                let mut spans = more.map(|(key, own)| Some(number_of(inside, key)? - own));
                let span = spans.find_map(|span| span);
                self.span = span.unwrap_or_default().min(COLUMNS_MAX);
                self.cell = Some(String::new());
            }
            "/td" | "/th" | "/cell" => self.end_cell(),
            "br" | "br/" | "/p" | "/div" => self.words(" "),
            _ => {}
        }
    }

    /// Excel leaves empty cells out and says where the next one stands.
    fn skip_to(&mut self, inside: &str) {
        if let (Some(index), Some(row)) = (number_of(inside, "ss:index"), self.row.as_mut()) {
            let before = index.saturating_sub(1).min(COLUMNS_MAX);
            row.resize(before.max(row.len()), Cell::Empty);
        }
    }

    fn end_cell(&mut self) {
        let Some(written) = self.cell.take() else { return };
        let span = std::mem::take(&mut self.span);
        if let Some(row) = self.row.as_mut().filter(|row| row.len() < COLUMNS_MAX) {
            let words: Vec<&str> = written.split_whitespace().collect();
            row.push(Cell::text(&words.join(" ")));
            row.extend(std::iter::repeat_n(Cell::Empty, span));
            self.filled += 1 + span;
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        let Some(cells) = self.row.take() else { return };
        if cells.iter().any(|cell| !cell.is_empty()) {
            self.rows.push(Row { number: self.number, cells });
        }
    }
}

/// `TD align=right` → `td`; `ss:Cell` → `cell`
fn name_of(inside: &str) -> String {
    let name = inside.split([' ', '\t', '\n', '\r']).next().unwrap_or_default();
    let name = name.to_ascii_lowercase();
    let bare = name.trim_end_matches('/').replace("ss:", "");
    if name.starts_with('/') { format!("/{}", bare.trim_start_matches('/')) } else { bare }
}

/// The number that an attribute holds.
fn number_of(inside: &str, key: &str) -> Option<usize> {
    let lower = inside.to_ascii_lowercase();
    let (_, after) = lower.split_once(&format!("{key}="))?;
    let digits: String =
        after.trim_start_matches(['"', '\'']).chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok().filter(|number| *number > 0)
}

/// What follows a closing tag, whatever its letters' case.
fn past<'t>(text: &'t str, closing: &str) -> &'t str {
    let lower = text.to_ascii_lowercase();
    let at = lower.find(closing).unwrap_or(text.len());
    let rest = text.get(at..).unwrap_or_default();
    rest.split_once('>').map_or("", |(_, rest)| rest)
}

/// Text with its entities as characters.
pub(super) fn plain(words: &str) -> String {
    let mut plain = String::with_capacity(words.len());
    let mut rest = words;
    while let Some((before, entity)) = rest.split_once('&') {
        plain.push_str(before);
        let known = entity.split_once(';').filter(|(name, _)| name.len() <= 8);
        if let Some((c, after)) = known.and_then(|(name, after)| Some((character(name)?, after))) {
            plain.push(c);
            rest = after;
        } else {
            plain.push('&');
            rest = entity;
        }
    }
    plain.push_str(rest);
    plain
}

fn character(name: &str) -> Option<char> {
    match name {
        "nbsp" | "ensp" | "emsp" => Some(' '),
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "yen" => Some('¥'),
        _ => {
            let code = name.strip_prefix('#')?;
            let hex = code.strip_prefix(['x', 'X']);
            let code = match hex {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => code.parse().ok()?,
            };
            char::from_u32(code).filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<String> {
        let sheet = read(text).expect("a table");
        let shown = |row: &Row| {
            let cells: Vec<String> = row.cells.iter().map(Cell::shown).collect();
            format!("{} {}", row.number, cells.join("|"))
        };
        sheet.rows.iter().map(shown).collect()
    }

    #[test]
    fn a_page_gives_the_rows_of_its_tables() {
        let page = "<HTML><head><style>td { color: red }</style><script>a < b</script></head>\
            <table border=1><tr><td colspan=\"3\">账号：&nbsp;1234</td></tr>\
            <!-- <tr><td>没有</td></tr> --><tr></tr>\
            <tr><th>日期</th><th>收入<br>金额</th><th>余额</th></tr>\
            <tr><td>2026-10-03<td><b>1&#44;000.00</b><td>&yen;5&amp;6</tr></table>";
        assert_eq!(
            rows(page),
            ["1 账号： 1234||", "3 日期|收入 金额|余额", "4 2026-10-03|1,000.00|¥5&6"]
        );
        assert!(is_markup("  \n<HTML><table>"));
        assert!(!is_markup("<日期>,收入"));
        assert!(read("<html><p>请先登录</p></html>").is_err());
    }

    #[test]
    fn the_xml_of_excel_gives_its_rows() {
        let page = "<?xml version=\"1.0\"?><Workbook xmlns:ss=\"x\"><Worksheet ss:Name=\"明细\">\
            <Table><Row><Cell><Data ss:Type=\"String\">日期</Data></Cell>\
            <Cell ss:Index=\"3\"><Data ss:Type=\"String\">余额</Data></Cell></Row>\
            <Row><Cell ss:MergeAcross=\"1\"><Data ss:Type=\"DateTime\">2026-10-03T00:00:00.000</Data></Cell>\
            <Cell><Data ss:Type=\"Number\">12.5</Data></Cell></Row></Table></Worksheet></Workbook>";
        assert_eq!(rows(page), ["1 日期||余额", "2 2026-10-03T00:00:00.000||12.5"]);
    }
}
