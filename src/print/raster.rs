//! Pictures of a page: the preview on the screen and the PNG for a phone.
//!
//! Invariant: drawn from the bytes of the PDF, so what is seen is what is hung.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::vello_cpu::peniko::ImageAlphaType;
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
        // fitting outlines to pixels takes twice as long and shows what no printer prints
        &RenderSettings { hinting: false, ..RenderSettings::default() },
        &PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE },
    );
    let (width, height) = (u32::from(pixmap.width()), u32::from(pixmap.height()));
    // the page is white below, so nothing shows through: both kinds of opacity are the same bytes
    let pixels = pixmap.take_rgba8(ImageAlphaType::AlphaPremultiplied);
    Ok(Raster { width, height, pixels })
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

/// Page `page` (from 0) at `dpi` as a PNG of 16 greys: everything on a sheet is grey, and a
/// telephone shows no more.
///
/// # Errors
/// As [`rgba`], and [`PrintError::Png`].
pub fn png(pdf: &[u8], page: usize, dpi: f32) -> Result<Vec<u8>, PrintError> {
    let raster = rgba(pdf, page, dpi)?;
    let mut strip = Strip::new(raster.width);
    strip.push(&raster);
    strip.png(dpi)
}

/// The most pixels of a long picture from top to bottom: telephones shrink what is longer.
pub const LONG_SIDE_MAX: u32 = 12_000;
/// The least pixels of a long picture across: what a telephone shows.
const LONG_WIDTH_MIN: f32 = 1080.0;

/// All pages below each other as one picture, or as several where one would be too long; a page
/// is never cut.
///
/// # Errors
/// As [`rgba`], and [`PrintError::Png`].
pub fn long_pngs(pdf: &[u8], dpi: f32) -> Result<Vec<Vec<u8>>, PrintError> {
    let opened = open(pdf)?;
    let widest = opened.pages().iter().map(|page| page.render_dimensions().0).fold(1.0, f32::max);
    let dpi = dpi.max(LONG_WIDTH_MIN / widest * 72.0);
    let mut done = Vec::new();
    let mut strip: Option<Strip> = None;
    for page in 0..opened.pages().len() {
        let raster = rgba(pdf, page, dpi)?;
        let is_full = |strip: &Strip| {
            strip.height + raster.height > LONG_SIDE_MAX || strip.width != raster.width
        };
        if let Some(full) = strip.take_if(|strip| is_full(strip)) {
            done.push(full.png(dpi)?);
        }
        strip.get_or_insert_with(|| Strip::new(raster.width)).push(&raster);
    }
    if let Some(last) = strip {
        done.push(last.png(dpi)?);
    }
    Ok(done)
}

/// Pages below each other in 16 greys, two pixels a byte.
struct Strip {
    width: u32,
    height: u32,
    packed: Vec<u8>,
}

impl Strip {
    const fn new(width: u32) -> Self {
        Self { width, height: 0, packed: Vec::new() }
    }

    fn push(&mut self, raster: &Raster) {
        let Ok(width) = usize::try_from(raster.width) else { return };
        let grey = |pixel: &[u8]| {
            let level = pixel.first().map_or(15, |red| (u16::from(*red) * 15 + 127) / 255);
            u8::try_from(level).unwrap_or(15)
        };
        for row in raster.pixels.chunks_exact(width.max(1) * 4) {
            let pairs = row.chunks(8).map(|pair| {
                let mut greys = pair.chunks_exact(4).map(grey);
                greys.next().unwrap_or(15) << 4 | greys.next().unwrap_or(15)
            });
            self.packed.extend(pairs);
        }
        self.height += raster.height;
    }

    fn png(&self, dpi: f32) -> Result<Vec<u8>, PrintError> {
        let failed = |error: png::EncodingError| PrintError::Png(error.to_string());
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width, self.height);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::Four);
        encoder.set_compression(png::Compression::Balanced);
        // packed greys gain nothing from filters made for whole bytes
        encoder.set_filter(png::Filter::NoFilter);
        let dots_per_metre = pixels(dpi / 0.0254);
        encoder.set_pixel_dims(Some(png::PixelDimensions {
            xppu: dots_per_metre,
            yppu: dots_per_metre,
            unit: png::Unit::Meter,
        }));
        let mut writer = encoder.write_header().map_err(failed)?;
        writer.write_image_data(&self.packed).map_err(failed)?;
        writer.finish().map_err(failed)?;
        Ok(bytes)
    }
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
