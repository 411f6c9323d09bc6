//! Bytes to rows: xlsx, xls and delimited text become sheets of text, number and date cells.
//!
//! Invariant: the format is told by the content, never by the name; row numbers are the file's
//! own; a number is exact decimal text, never a float.

use std::collections::{BTreeMap, BTreeSet};

use super::{delimited, workbook};
use crate::domain::period::Date;

/// The largest file that is read: a year of vouchers of a large village is below 1 MB.
pub const FILE_BYTES_MAX: u64 = 20 * 1024 * 1024;

/// The most filled cells that are read from one file.
pub(super) const CELLS_MAX: usize = 2_000_000;

/// Columns from this one on are not read: no list of a village is that wide.
pub(super) const COLUMNS_MAX: usize = 256;

/// One cell (单元格).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Cell {
    /// Nothing, or white space only.
    #[default]
    Empty,
    /// Text as typed.
    Text(String),
    /// A number of a workbook as exact decimal text: `1234.5`.
    Number(String),
    /// A day of a workbook; the time of day is dropped.
    Date(Date),
}

/// One row (行).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The number the file gives it, from 1; in a text file, the line it starts on.
    pub number: usize,
    /// Its cells from the first column.
    pub cells: Vec<Cell>,
}

/// One sheet (工作表).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Its name; `None` in a text file.
    pub name: Option<String>,
    /// Its rows that hold anything, in order.
    pub rows: Vec<Row>,
}

/// Why a file cannot be read (文件读不了).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}：{kind}。{hint}", hint = .kind.hint())]
pub struct ReadFault {
    /// The file's name.
    pub file: String,
    /// What is wrong with it.
    pub kind: ReadFaultKind,
}

/// The ways in which a file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadFaultKind {
    /// No byte, or white space only.
    #[error("文件是空的")]
    Empty,
    /// Above [`FILE_BYTES_MAX`].
    #[error("文件有 {} MB，超过 {} MB 的上限", tenths(*.bytes), FILE_BYTES_MAX / 1024 / 1024)]
    TooLarge {
        /// Its size.
        bytes: u64,
    },
    /// Too many cells to be a list of vouchers.
    #[error("表里的单元格超过 {max} 个", max = CELLS_MAX)]
    TooManyCells,
    /// Neither text nor workbook.
    #[error("文件不是表格，内容是{0}")]
    NotATable(&'static str),
    /// Text in no known encoding.
    #[error("文字编码认不出来（既不是 UTF-8，也不是 GB18030）")]
    UnknownEncoding,
    /// A quote that never ends.
    #[error("第 {line} 行的双引号没有成对，后面的内容都连在了一起")]
    OpenQuote {
        /// The line it starts on.
        line: usize,
    },
    /// A workbook behind a password.
    #[error("工作簿有密码保护")]
    Encrypted,
    /// A workbook that cannot be opened.
    #[error("工作簿已损坏，或不是完整的 Excel 文件")]
    Damaged,
    /// A workbook with nothing in it.
    #[error("文件里一行数据也没有")]
    NoRows,
}

impl ReadFault {
    /// The next step.
    pub const fn hint(&self) -> &'static str {
        self.kind.hint()
    }
}

impl ReadFaultKind {
    /// The next step.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Empty | Self::NoRows => "请打开看一看，确认选对了文件、表已经保存。",
            Self::TooLarge { .. } | Self::TooManyCells => {
                "请只保留要导入的表，按月分成几个文件，删掉图片后另存再导入。"
            }
            Self::NotATable(_) => "请选 xlsx、xls 或 csv 格式的表；只改扩展名不能变成表格。",
            Self::OpenQuote { .. } => "请补上或删掉这一行里多出的双引号。",
            Self::Encrypted => "请用 Excel 或 WPS 打开，取消密码后另存再导入。",
            Self::UnknownEncoding | Self::Damaged => "请用 Excel 或 WPS 打开，另存为 xlsx 再导入。",
        }
    }
}

/// Refuses a file by its size, before its content is read.
///
/// # Errors
/// [`ReadFaultKind::Empty`] and [`ReadFaultKind::TooLarge`].
pub fn check_size(bytes: u64, file_name: &str) -> Result<(), ReadFault> {
    let kind = match bytes {
        0 => ReadFaultKind::Empty,
        1..=FILE_BYTES_MAX => return Ok(()),
        _ => ReadFaultKind::TooLarge { bytes },
    };
    Err(ReadFault { file: file_name.to_owned(), kind })
}

/// Reads every visible sheet that holds anything.
///
/// # Errors
/// [`ReadFault`]; at least one row comes back otherwise.
pub fn read_sheets(bytes: &[u8], file_name: &str) -> Result<Vec<Sheet>, ReadFault> {
    check_size(u64::try_from(bytes.len()).unwrap_or(u64::MAX), file_name)?;
    let sheets =
        read_by_content(bytes).map_err(|kind| ReadFault { file: file_name.to_owned(), kind })?;
    let sheets: Vec<Sheet> = sheets.into_iter().filter(|sheet| !sheet.rows.is_empty()).collect();
    if sheets.is_empty() {
        return Err(ReadFault { file: file_name.to_owned(), kind: ReadFaultKind::NoRows });
    }
    Ok(sheets)
}

/// The numbers of the rows that nobody sees, by sheet; only an xlsx tells.
pub(super) fn hidden_rows(bytes: &[u8]) -> BTreeMap<String, BTreeSet<usize>> {
    if bytes.starts_with(b"PK\x03\x04") { workbook::hidden_rows(bytes) } else { BTreeMap::new() }
}

fn read_by_content(bytes: &[u8]) -> Result<Vec<Sheet>, ReadFaultKind> {
    const OLE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    if bytes.starts_with(b"PK\x03\x04") {
        return workbook::read_xlsx(bytes);
    }
    if bytes.starts_with(OLE) {
        return workbook::read_xls(bytes);
    }
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(ReadFaultKind::NotATable(what));
    }
    delimited::read(bytes).map(|sheet| vec![sheet])
}

/// First bytes of files that are often renamed or picked by mistake.
const MAGIC: [(&[u8], &str); 9] = [
    (b"%PDF", " PDF 文档"),
    (b"\x89PNG", "图片"),
    (b"\xFF\xD8\xFF", "图片"),
    (b"GIF8", "图片"),
    (b"Rar!", "压缩包"),
    (b"7z\xBC\xAF", "压缩包"),
    (b"\x1F\x8B", "压缩包"),
    (b"SQLite format 3", "账簿或数据库"),
    (b"MZ\x90", "程序"),
];

impl Cell {
    /// A text cell, or [`Cell::Empty`] for white space.
    pub fn text(written: &str) -> Self {
        if written.trim().is_empty() { Self::Empty } else { Self::Text(written.to_owned()) }
    }

    /// Whether nothing stands there.
    pub const fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// What a person sees: dates as `2026-10-03`.
    pub fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Number(text) => text.trim().to_owned(),
            Self::Date(date) => date.to_string(),
        }
    }
}

impl Row {
    /// The cell of a column, counted from 0; [`Cell::Empty`] beyond the end.
    pub fn cell(&self, column: usize) -> &Cell {
        const EMPTY: &Cell = &Cell::Empty;
        self.cells.get(column).unwrap_or(EMPTY)
    }
}

/// Whole megabytes and one decimal, as `50.0`.
fn tenths(bytes: u64) -> String {
    let tenths = bytes.saturating_mul(10) / (1024 * 1024);
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(bytes: &[u8]) -> String {
        read_sheets(bytes, "收支.csv").expect_err("a fault").to_string()
    }

    #[test]
    fn a_file_that_is_no_table_is_named_and_refused() {
        assert_eq!(fault(b""), "收支.csv：文件是空的。请打开看一看，确认选对了文件、表已经保存。");
        assert_eq!(fault(b" \r\n \n"), fault(b""));
        assert_eq!(fault("\u{feff}".as_bytes()), fault(b""));
        assert!(fault(b"%PDF-1.7").contains("内容是 PDF 文档"));
        assert!(fault(b"\x89PNG\r\n\x1a\n").contains("内容是图片"));
        assert!(fault(b"\x7fELF\x02\x01\0\0\0\0").contains("二进制数据"));
        assert!(fault(b"abc,\xff\xfe\xff\xff").contains("文字编码认不出来"));
        assert!(fault(b"<html><table>").contains("网页"));
        assert!(fault(b"PK\x03\x04 not a workbook").contains("压缩包"));
        assert!(fault(b"PK\x03\x04 xl/workbook.xml").contains("已损坏"));
        assert!(fault(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 nothing").contains("已损坏"));
    }

    #[test]
    fn a_file_of_50_mb_is_refused_with_size_and_limit() {
        let fault = check_size(50 * 1024 * 1024, "大表.xlsx").expect_err("too large");
        assert!(
            fault.to_string().starts_with("大表.xlsx：文件有 50.0 MB，超过 20 MB 的上限。请"),
            "{fault}"
        );
        let bytes = vec![b'a'; 20 * 1024 * 1024 + 1];
        let fault = read_sheets(&bytes, "大表.csv").expect_err("too large");
        assert_eq!(fault.kind, ReadFaultKind::TooLarge { bytes: 20 * 1024 * 1024 + 1 });
    }
}
