//! The source papers of vouchers, photographed or scanned (凭据照片).
//!
//! Only what is known of a file is kept here: its digest, the name it had, its size. The file
//! itself lies beside the ledger; it is shown in the window, and never printed or handed out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::ids::VoucherId;
use super::ledger::Book;
use super::period::{Date, Month};
use super::text::{self, FIELD_CHARS_MAX};
use super::voucher::Voucher;

/// The largest file that is taken, in bytes: 20 MB.
pub const ATTACHMENT_BYTES_MAX: u64 = 20 * 1024 * 1024;
/// The most files one voucher can have.
pub const ATTACHMENTS_MAX: usize = 50;

/// SHA-256 of a file, 64 lower-case hexadecimal digits (文件指纹).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FileDigest(String);

/// What kind of file an attachment is (凭据的种类).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AttachmentKind {
    /// A photo.
    Jpeg,
    /// A picture.
    Png,
    /// A scan of an old scanner.
    Bmp,
    /// A scan of one or more pages.
    Pdf,
}

/// One source paper of a voucher (凭据照片).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// What its file must be.
    pub digest: FileDigest,
    /// The name it had, its ending telling its kind.
    pub file_name: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// The day it was added.
    pub added_on: Date,
}

/// The source papers of all vouchers of a book, each voucher's by day, then by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attachments(BTreeMap<VoucherId, Vec<Attachment>>);

/// Why a source paper is not added or not taken off, in order of precedence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AttachmentRefusal {
    /// The voucher is not in this book.
    #[error("账里没有这张凭证")]
    NoSuchVoucher,
    /// No file was named.
    #[error("一份凭据也没有选")]
    NothingChosen,
    /// A ledger in memory has no folder beside it.
    #[error("这个账簿还没有存成文件，凭据没有地方放")]
    NoLedgerFile,
    /// The file holds nothing.
    #[error("“{0}”是空文件")]
    Empty(String),
    /// The file is larger than [`ATTACHMENT_BYTES_MAX`].
    #[error("“{name}”有 {size}，一份凭据最大 {max}", size = megabytes(*.bytes), max = megabytes(ATTACHMENT_BYTES_MAX))]
    TooLarge {
        /// The file.
        name: String,
        /// Its size.
        bytes: u64,
    },
    /// The file is none of the kinds that are taken.
    #[error("“{0}”不是 jpg、png、bmp 图片，也不是 pdf")]
    WrongKind(String),
    /// The file begins as it should and cannot be read to its end.
    #[error("“{0}”打不开，文件可能坏了")]
    Unreadable(String),
    /// One voucher has as many as it can.
    #[error("一张凭证最多附 {ATTACHMENTS_MAX} 份凭据，现在要附 {0} 份")]
    TooMany(usize),
    /// The voucher has no such paper.
    #[error("这张凭证没有附这份凭据")]
    NotAttached,
    /// The month of the voucher is closed.
    #[error("{month}的财务已经公布，账已结，凭据不能再取下", month = .0.label())]
    MonthClosed(Month),
}

impl AttachmentRefusal {
    /// The next step.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::NoSuchVoucher => "请在凭证列表里选中凭证，再添加凭据。",
            Self::NothingChosen => "请点“浏览…”选照片，或把照片拖到窗口里。",
            Self::NoLedgerFile => "请先新建或打开一个账簿文件，再添加凭据。",
            Self::Empty(_) => "请重新拍照或扫描。",
            Self::TooLarge { .. } => "请把照片调小一些再添加：手机拍照选“标准”，扫描选 200 dpi。",
            Self::WrongKind(_) => "请把凭据拍成照片，或扫描成 pdf 再添加。",
            Self::Unreadable(_) => "请在电脑上打开看一下；打不开就重新拍照或扫描。",
            Self::TooMany(_) => "请把几张票据扫描成一个 pdf 再添加。",
            Self::NotAttached => "请重新打开这张凭证的凭据看一下。",
            Self::MonthClosed(_) => {
                "已公布的凭据要留着备查；附错了请补上正确的一份，并在备注里说明。"
            }
        }
    }
}

impl FileDigest {
    /// The digest of these bytes.
    pub fn of(contents: &[u8]) -> Self {
        let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
        let bytes = Sha256::digest(contents);
        Self(bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect())
    }

    /// A digest as it stands in a file; `None` if it is none.
    pub fn parse(written: &str) -> Option<Self> {
        let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        (written.len() == 64 && written.bytes().all(is_digit)).then(|| Self(written.to_owned()))
    }

    /// Its 64 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl AttachmentKind {
    /// What a file is by its first bytes, whatever it is called.
    pub fn of_contents(contents: &[u8]) -> Option<Self> {
        let head = contents.get(..contents.len().min(1024)).unwrap_or_default();
        if head.starts_with(&[0xFF, 0xD8, 0xFF]) {
            Some(Self::Jpeg)
        } else if head.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if head.starts_with(b"BM") {
            Some(Self::Bmp)
        } else if head.windows(5).any(|part| part == b"%PDF-") {
            Some(Self::Pdf)
        } else {
            None
        }
    }

    /// What a kept file is by the ending of its name.
    pub fn of_name(file_name: &str) -> Option<Self> {
        let (_, end) = file_name.rsplit_once('.')?;
        match end.to_ascii_lowercase().as_str() {
            "jpg" | "jpeg" => Some(Self::Jpeg),
            "png" => Some(Self::Png),
            "bmp" => Some(Self::Bmp),
            "pdf" => Some(Self::Pdf),
            _ => None,
        }
    }

    /// The ending of its file, without the dot.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Bmp => "bmp",
            Self::Pdf => "pdf",
        }
    }
}

impl Attachment {
    /// A file to be added, checked by what it holds.
    ///
    /// # Errors
    /// [`AttachmentRefusal::Empty`], [`AttachmentRefusal::TooLarge`] and
    /// [`AttachmentRefusal::WrongKind`].
    pub fn check(
        name: &str,
        contents: &[u8],
        added_on: Date,
    ) -> Result<(Self, AttachmentKind), AttachmentRefusal> {
        let bytes = u64::try_from(contents.len()).unwrap_or(u64::MAX);
        check_size(name, bytes)?;
        let kind = AttachmentKind::of_contents(contents)
            .ok_or_else(|| AttachmentRefusal::WrongKind(name.to_owned()))?;
        let file_name = kept_name(name, kind);
        Ok((Self { digest: FileDigest::of(contents), file_name, bytes, added_on }, kind))
    }

    /// What kind of file it is.
    pub fn kind(&self) -> Option<AttachmentKind> {
        AttachmentKind::of_name(&self.file_name)
    }

    /// Its size as people say it: `1.2 MB`.
    pub fn size_label(&self) -> String {
        megabytes(self.bytes)
    }
}

/// Refuses a file by its size alone, before it is read.
///
/// # Errors
/// [`AttachmentRefusal::Empty`] and [`AttachmentRefusal::TooLarge`].
pub fn check_size(name: &str, bytes: u64) -> Result<(), AttachmentRefusal> {
    if bytes == 0 {
        return Err(AttachmentRefusal::Empty(name.to_owned()));
    }
    if bytes > ATTACHMENT_BYTES_MAX {
        return Err(AttachmentRefusal::TooLarge { name: name.to_owned(), bytes });
    }
    Ok(())
}

/// The name that is kept: as it was, without what cannot be shown, its ending telling its kind.
fn kept_name(name: &str, kind: AttachmentKind) -> String {
    let shown = |c: &char| !c.is_control() && !text::is_private_use(*c) && *c != '\u{fffd}';
    let plain: String = name.chars().filter(shown).collect();
    let plain = plain.trim();
    let (stem, end) = match plain.rsplit_once('.') {
        Some((stem, end)) if AttachmentKind::of_name(plain) == Some(kind) => (stem, end),
        _ => (plain, kind.ending()),
    };
    let stem = if stem.trim().is_empty() { "凭据" } else { stem };
    let room = FIELD_CHARS_MAX.saturating_sub(end.chars().count() + 1);
    let stem: String = stem.chars().take(room).collect();
    format!("{stem}.{end}")
}

/// A size in tenths of a megabyte, or in kilobytes below that.
fn megabytes(bytes: u64) -> String {
    let tenths = bytes.saturating_mul(10).div_ceil(1024 * 1024);
    if tenths < 10 {
        return format!("{} KB", bytes.div_ceil(1024));
    }
    match (tenths / 10, tenths % 10) {
        (whole, 0) => format!("{whole} MB"),
        (whole, rest) => format!("{whole}.{rest} MB"),
    }
}

impl Attachments {
    /// Source papers that came out of the file.
    pub fn from_stored(stored: impl IntoIterator<Item = (VoucherId, Attachment)>) -> Self {
        let mut all: BTreeMap<VoucherId, Vec<Attachment>> = BTreeMap::new();
        for (voucher, attachment) in stored {
            all.entry(voucher).or_default().push(attachment);
        }
        Self(all)
    }

    /// Those of a voucher.
    pub fn of(&self, voucher: VoucherId) -> &[Attachment] {
        self.0.get(&voucher).map_or(&[], Vec::as_slice)
    }

    /// All of them with their vouchers.
    pub fn all(&self) -> impl Iterator<Item = (VoucherId, &Attachment)> {
        self.0.iter().flat_map(|(voucher, all)| all.iter().map(|one| (*voucher, one)))
    }
}

impl Book {
    /// Checks that `added` can be added to a voucher; gives those that it does not have yet.
    /// Papers may be added to a voucher of a closed month: they change no figure.
    ///
    /// # Errors
    /// [`AttachmentRefusal`], in the order its variants are declared.
    pub fn check_attachments(
        &self,
        voucher: VoucherId,
        added: &[Attachment],
    ) -> Result<Vec<Attachment>, AttachmentRefusal> {
        if self.voucher(voucher).is_none() {
            return Err(AttachmentRefusal::NoSuchVoucher);
        }
        let present = self.attachments.of(voucher);
        let new = new_among(present, added)?;
        Ok(new)
    }

    /// Checks that a paper added by mistake can be taken off: until its month is closed.
    ///
    /// # Errors
    /// [`AttachmentRefusal`], in the order its variants are declared.
    pub fn check_detachment(
        &self,
        voucher: VoucherId,
        digest: &FileDigest,
    ) -> Result<Attachment, AttachmentRefusal> {
        let month =
            self.voucher(voucher).map(Voucher::month).ok_or(AttachmentRefusal::NoSuchVoucher)?;
        let found = self.attachments.of(voucher).iter().find(|one| one.digest == *digest);
        let found = found.ok_or(AttachmentRefusal::NotAttached)?;
        if self.closed_through().is_some_and(|closed| month <= closed) {
            return Err(AttachmentRefusal::MonthClosed(month));
        }
        Ok(found.clone())
    }
}

/// Those of `added` that are not among `present`, each once.
///
/// # Errors
/// [`AttachmentRefusal::NothingChosen`] and [`AttachmentRefusal::TooMany`].
pub fn new_among(
    present: &[Attachment],
    added: &[Attachment],
) -> Result<Vec<Attachment>, AttachmentRefusal> {
    if added.is_empty() {
        return Err(AttachmentRefusal::NothingChosen);
    }
    let mut new: Vec<Attachment> = Vec::new();
    for one in added {
        let same = |other: &Attachment| other.digest == one.digest;
        if !present.iter().any(same) && !new.iter().any(same) {
            new.push(one.clone());
        }
    }
    let count = present.len() + new.len();
    if count > ATTACHMENTS_MAX { Err(AttachmentRefusal::TooMany(count)) } else { Ok(new) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day() -> Date {
        Date::from_ymd_opt(2026, 11, 5).expect("a day")
    }

    fn kept(name: &str, contents: &[u8]) -> String {
        match Attachment::check(name, contents, day()) {
            Ok((attachment, _)) => attachment.file_name,
            Err(refusal) => refusal.to_string(),
        }
    }

    #[test]
    fn a_file_is_what_it_holds_and_not_what_it_is_called() {
        let jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 1];
        let table: [(&str, &[u8], &str); 8] = [
            ("发票.jpg", &jpeg, "发票.jpg"),
            ("发票.JPEG", &jpeg, "发票.JPEG"),
            ("发票.png", &jpeg, "发票.png.jpg"),
            ("微信图片", &jpeg, "微信图片.jpg"),
            ("\u{e4c5}.pdf", b"\n%PDF-1.7", "凭据.pdf"),
            ("扫描.bmp", b"BM123", "扫描.bmp"),
            ("表.xlsx", b"PK\x03\x04", "“表.xlsx”不是 jpg、png、bmp 图片，也不是 pdf"),
            ("空.jpg", b"", "“空.jpg”是空文件"),
        ];
        for (name, contents, expected) in table {
            assert_eq!(kept(name, contents), expected);
        }
    }

    #[test]
    fn sizes_are_said_as_people_say_them() {
        let table = [(1, "1 KB"), (900_000, "879 KB"), (1_258_291, "1.2 MB"), (20 << 20, "20 MB")];
        for (bytes, expected) in table {
            assert_eq!(megabytes(bytes), expected);
        }
        let refusal = check_size("大.jpg", (20 << 20) + 1).expect_err("too large");
        assert_eq!(refusal.to_string(), "“大.jpg”有 20.1 MB，一份凭据最大 20 MB");
    }

    #[test]
    fn a_digest_is_sixty_four_small_digits() {
        let digest = FileDigest::of(b"");
        assert!(digest.as_str().starts_with("e3b0c44298fc1c14"));
        assert_eq!(FileDigest::parse(digest.as_str()), Some(digest.clone()));
        assert_eq!(FileDigest::parse(&digest.as_str().to_uppercase()), None);
        assert_eq!(FileDigest::parse("../../etc"), None);
    }

    #[test]
    fn the_same_file_twice_is_one() {
        let one = |name: &str, contents: &[u8]| {
            Attachment::check(name, contents, day()).expect("a paper").0
        };
        let (a, b) = (one("甲.bmp", b"BM1"), one("乙.bmp", b"BM2"));
        let again = one("甲的副本.bmp", b"BM1");
        let new = new_among(std::slice::from_ref(&a), &[again.clone(), b.clone(), b.clone()]);
        assert_eq!(new, Ok(vec![b]));
        assert_eq!(new_among(&[a], &[again]), Ok(Vec::new()));
        assert_eq!(new_among(&[], &[]), Err(AttachmentRefusal::NothingChosen));
    }
}
