//! The bulletin board: from frozen figures to a sheet of paper.
//!
//! ```text
//! Notice ─compose→ Document ─lay_out→ Vec<Page> ─pdf::paint→ PDF ─raster→ preview, PNG
//!                               └→ Vec<Warning>
//! Listing ─compose_listing→ Document ─lay_out_listing→ Vec<Page>
//! Notice ─compose→ Document ─notice_pages→ web pages
//! Resolution ─resolution_forms→ Documents ─lay_out_form→ Vec<Page>
//! Booklet ─compose_booklet→ Document ─lay_out_booklet→ Vec<Page>
//! ```
//!
//! Invariant: pure and deterministic. The same notice on the same paper is the same bytes, on
//! every machine and every day; nothing here reads a file, a ledger or a clock.

pub mod banner;
pub mod board_plan;
pub mod booklet;
pub mod check;
pub mod compose;
pub mod document;
pub mod font;
pub mod layout;
pub mod listing;
pub mod page;
pub mod paper;
pub mod pdf;
pub mod qr;
pub mod raster;
pub mod resolution_form;
pub mod site;
pub mod text;
pub mod tile;

mod bars;
mod block;
mod cut;
mod finance;
mod form;
mod people;
mod statement;
mod table;
mod table_run;
mod tally;

pub use banner::banner;
pub use board_plan::{BoardPlan, Hanging, draw_plan, plan_board};
pub use booklet::compose_booklet;
pub use check::{MissingGlyph, check_glyphs, missing_in_form};
pub use compose::compose;
pub use document::Document;
pub use font::{FontSource, Fonts, characters_of};
pub use layout::{Warning, lay_out, lay_out_booklet, lay_out_cover, lay_out_form, lay_out_listing};
pub use listing::{compose_listing, missing_in_listing};
pub use page::Page;
pub use paper::{Paper, Sheet};
pub use pdf::PdfInfo;
pub use resolution_form::{resolution_form, resolution_forms};
pub use tile::{TilePaper, tiles};

/// Why a sheet cannot be painted (打印失败).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PrintError {
    /// A bundled font is damaged.
    #[error("程序自带的字体损坏：{0}，请重新安装程序")]
    Font(&'static str),
    /// A character that the fonts cannot draw.
    #[error(
        "字体里没有“{character}”（U+{:04X}），出现在“{text}”，请改用标准写法",
        u32::from(*character)
    )]
    MissingGlyph {
        /// The character.
        character: char,
        /// The text it stands in.
        text: String,
    },
    /// A document without pages.
    #[error("没有可打印的内容")]
    NoPages,
    /// A PDF that cannot be read back.
    #[error("PDF 读不出来")]
    Unreadable,
    /// A page that the document does not have.
    #[error("没有第 {0} 页")]
    NoSuchPage(usize),
    /// An image larger than the renderer can make.
    #[error("图片太大（{width}×{height} 像素），请降低清晰度")]
    TooLarge {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
    },
    /// The PNG encoder gave up.
    #[error("图片写不出来：{0}")]
    Png(String),
}
