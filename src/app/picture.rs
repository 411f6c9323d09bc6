//! Source papers as pictures for the screen: photos turned the way they were held, pages of a
//! PDF drawn, everything no larger than it is looked at.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits, RgbaImage};

use super::attachment::read_sound;
use super::error::AppError;
use crate::domain::attachment::{Attachment, AttachmentKind, AttachmentRefusal};
use crate::print::raster;

/// What of an attachment is looked at (看凭据).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureKey {
    /// The attachment.
    pub attachment: Attachment,
    /// Where its file lies.
    pub file: PathBuf,
    /// The page of a PDF, from 0.
    pub page: usize,
    /// The longer side, in pixels at most.
    pub side: u32,
    /// Quarter turns to the right.
    pub turns: u8,
}

/// An attachment as a picture (凭据的图像).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// How many pages its file has.
    pub pages: usize,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// RGBA, 4 bytes a pixel, from the top left.
    pub pixels: Vec<u8>,
}

/// No camera makes more pixels on one side; a file that says so is made to fill the memory.
const SIDE_MAX: u32 = 30_000;
/// The most memory that one picture may take while it is read, in bytes.
const MEMORY_MAX: u64 = 800 * 1024 * 1024;

/// Whether the file can be opened as what it is.
pub(super) fn can_be_shown(kind: AttachmentKind, contents: &[u8]) -> bool {
    let looked = catch_unwind(|| match image_format(kind) {
        Some(format) => reader(contents, format)
            .into_dimensions()
            .is_ok_and(|(width, height)| width > 0 && height > 0),
        None => raster::page_count(contents).is_ok_and(|pages| pages > 0),
    });
    looked.unwrap_or(false)
}

/// Draws an attachment.
///
/// # Errors
/// A refusal when its file is gone, altered or cannot be read.
pub(super) fn draw(key: &PictureKey) -> Result<Picture, AppError> {
    let contents = read_sound(&key.file, &key.attachment)?;
    let kind = key.attachment.kind().unwrap_or(AttachmentKind::Jpeg);
    // other people's files: what a reader cannot bear must not end the thread that draws
    let drawn = catch_unwind(AssertUnwindSafe(|| match image_format(kind) {
        Some(format) => photo(&contents, format, key.side),
        None => page(&contents, key.page, key.side),
    }));
    let unreadable = || AttachmentRefusal::Unreadable(key.attachment.file_name.clone());
    let (picture, pages) = drawn.ok().flatten().ok_or_else(unreadable)?;
    let picture = match key.turns % 4 {
        0 => picture,
        1 => picture.rotate90(),
        2 => picture.rotate180(),
        _ => picture.rotate270(),
    };
    let (width, height) = (picture.width(), picture.height());
    Ok(Picture { pages, width, height, pixels: picture.into_rgba8().into_raw() })
}

const fn image_format(kind: AttachmentKind) -> Option<ImageFormat> {
    match kind {
        AttachmentKind::Jpeg => Some(ImageFormat::Jpeg),
        AttachmentKind::Png => Some(ImageFormat::Png),
        AttachmentKind::Bmp => Some(ImageFormat::Bmp),
        AttachmentKind::Pdf => None,
    }
}

fn reader(contents: &[u8], format: ImageFormat) -> ImageReader<Cursor<&[u8]>> {
    let mut reader = ImageReader::with_format(Cursor::new(contents), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    limits.max_alloc = Some(MEMORY_MAX);
    reader.limits(limits);
    reader
}

/// A photo, upright, no side longer than `side`.
fn photo(contents: &[u8], format: ImageFormat, side: u32) -> Option<(DynamicImage, usize)> {
    let mut decoder = reader(contents, format).into_decoder().ok()?;
    let orientation = decoder.orientation().ok()?;
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    if picture.width().max(picture.height()) > side {
        picture = picture.thumbnail(side, side);
    }
    picture.apply_orientation(orientation);
    Some((picture, 1))
}

/// A page of a PDF whose longer side is `side`.
fn page(pdf: &[u8], page: usize, side: u32) -> Option<(DynamicImage, usize)> {
    let pages = raster::page_count(pdf).ok().filter(|pages| *pages > 0)?;
    let raster = raster::rgba_within(pdf, page.min(pages - 1), side).ok()?;
    let picture = RgbaImage::from_raw(raster.width, raster.height, raster.pixels)?;
    Some((DynamicImage::ImageRgba8(picture), pages))
}
