//! Pictures of a page: the preview on the screen and the PNG for a phone.
//!
//! Invariant: drawn from the bytes of the PDF, so what is seen is what is hung.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};

use super::PrintError;

/// A picture of one page (页面图像).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raster {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Red, green, blue, opacity; row by row from the top.
    pub pixels: Vec<u8>,
}

/// The most pixels on one side that the renderer can make.
const SIDE_MAX: f32 = 16_000.0;

/// How many pages `pdf` has.
///
/// # Errors
/// [`PrintError::Unreadable`] if it is no PDF.
pub fn page_count(pdf: &[u8]) -> Result<usize, PrintError> {
    Ok(open(pdf)?.pages().len())
}

/// Page `page` (from 0) at `dpi`, on white.
///
/// # Errors
/// [`PrintError::Unreadable`], [`PrintError::NoSuchPage`] and [`PrintError::TooLarge`].
pub fn rgba(pdf: &[u8], page: usize, dpi: f32) -> Result<Raster, PrintError> {
    let pdf = open(pdf)?;
    let page = pdf.pages().get(page).ok_or(PrintError::NoSuchPage(page + 1))?;
    let scale = dpi / 72.0;
    let (width, height) = page.render_dimensions();
    if !(width * scale <= SIDE_MAX && height * scale <= SIDE_MAX && scale > 0.0) {
        let (width, height) = (pixels(width * scale), pixels(height * scale));
        return Err(PrintError::TooLarge { width, height });
    }
    let pixmap = hayro::render(
        page,
        &RenderCache::new(),
        &InterpreterSettings::default(),
        &RenderSettings::default(),
        &PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE },
    );
    Ok(Raster {
        width: u32::from(pixmap.width()),
        height: u32::from(pixmap.height()),
        pixels: pixmap.data_as_u8_slice().to_vec(),
    })
}

/// Page `page` (from 0) as large as it can be with no side longer than `side` pixels, on white.
///
/// # Errors
/// As [`rgba`].
pub fn rgba_within(pdf: &[u8], page: usize, side: u32) -> Result<Raster, PrintError> {
    let opened = open(pdf)?;
    let found = opened.pages().get(page).ok_or(PrintError::NoSuchPage(page + 1))?;
    let (width, height) = found.render_dimensions();
    let longer = width.max(height).max(1.0);
    rgba(pdf, page, side as f32 / longer * 72.0)
}

/// Page `page` (from 0) at `dpi` as a grey PNG.
///
/// # Errors
/// As [`rgba`], and [`PrintError::Png`].
pub fn png(pdf: &[u8], page: usize, dpi: f32) -> Result<Vec<u8>, PrintError> {
    let raster = rgba(pdf, page, dpi)?;
    // everything on a sheet is grey: one channel says it all
    let grey: Vec<u8> = raster.pixels.iter().step_by(4).copied().collect();
    let failed = |error: png::EncodingError| PrintError::Png(error.to_string());
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, raster.width, raster.height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    let dots_per_metre = pixels(dpi / 0.0254);
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: dots_per_metre,
        yppu: dots_per_metre,
        unit: png::Unit::Meter,
    }));
    let mut writer = encoder.write_header().map_err(failed)?;
    writer.write_image_data(&grey).map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(bytes)
}

/// A coloured picture as a PNG: RGBA, 4 bytes a pixel.
///
/// # Errors
/// [`PrintError::Png`] when the bytes do not fill the picture.
pub fn encode_rgba(width: u32, height: u32, rgba: &[u8]) -> Result<Vec<u8>, PrintError> {
    let failed = |error: png::EncodingError| PrintError::Png(error.to_string());
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().map_err(failed)?;
    writer.write_image_data(rgba).map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(bytes)
}

fn open(pdf: &[u8]) -> Result<Pdf, PrintError> {
    Pdf::new(pdf.to_vec()).map_err(|_| PrintError::Unreadable)
}

/// A number of pixels: the conversion from a float saturates.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float becomes an integer by saturating, which is what is meant"
)]
fn pixels(value: f32) -> u32 {
    value.round() as u32
}
