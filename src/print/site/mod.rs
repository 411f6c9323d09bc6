//! The public site (公开网站): published notices as plain web pages that work from a folder, a
//! memory stick or any web host.
//!
//! ```text
//! index.html ─► t/371502104/index.html ─► m/2026-10.html ─► v/371502104264/2026-10-F01.html
//!            └► a/m.html (village names by their first letter) ─► v/371502104264/index.html
//! ```
//!
//! It stands in this room because its words are those of the sheet: both are made by `compose`.
//!
//! Invariant: pure and deterministic; only published notices come in, and of them only what their
//! sheets say; every link is relative; no page is longer than [`PAGE_BYTES_MAX`].

mod code_sheet;
mod frame;
mod index;
mod markup;
mod sheet;
mod table;
mod town;
mod village;

use std::fmt::Write as _;

use super::qr::{self, Bar};
use crate::domain::ids::NoticeId;
use crate::domain::notice::Notice;
use crate::domain::period::{Date, Month, Period};

pub use code_sheet::code_sheet;
pub use frame::PAGE_BYTES_MAX;
pub use index::{TownFacts, index_pages, letter_pages};
pub use sheet::{Related, notice_pages};
pub use town::{TownVillage, month_pages, town_pages};
pub use village::village_pages;

/// One file of the site (网站的一个文件).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteFile {
    /// Where it lies, from the top of the site; ASCII, with `/` between folders.
    pub path: String,
    /// What stands in it.
    pub contents: String,
}

/// A township on the site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SiteTown {
    /// Where its pages lie: `t/371502104/`; empty where it is the only one.
    pub folder: String,
    /// `斗虎屯镇`
    pub name: String,
    /// The county above it, where the division list knows it.
    pub county: String,
}

/// A village on the site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SiteVillage {
    /// Where its pages lie: `v/371502104264/`.
    pub folder: String,
    /// `堠堌新村`
    pub name: String,
    /// The first letters of its name in pinyin, to find it by.
    pub initials: String,
}

/// A village with its township.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The township.
    pub town: &'a SiteTown,
    /// The village.
    pub village: &'a SiteVillage,
}

/// A published notice as the lists of the site name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteNotice {
    /// Its first page, from the top of the site.
    pub path: String,
    /// `财务收支逐笔公开`
    title: String,
    /// `2026年10月`; for an occasion its day.
    span: String,
    /// What the occasion was, cut short.
    occasion: Option<String>,
    /// The same below the heading of its month: nothing where it covers just that month.
    span_in_month: String,
    /// The month it is listed under: the last it covers.
    pub month: Month,
    published_on: Date,
    posted_until: Date,
    is_taken_down: bool,
    is_correction: bool,
    is_corrected: bool,
}

/// The longest words of an occasion in a list, in characters.
const OCCASION_MAX: usize = 24;

impl SiteTown {
    /// Its first page.
    pub fn index(&self) -> String {
        format!("{}index.html", self.folder)
    }
}

impl SiteVillage {
    /// Its first page: what the QR code on its board leads to.
    pub fn index(&self) -> String {
        format!("{}index.html", self.folder)
    }
}

impl SiteNotice {
    /// What the lists say of a notice in the folder of its village; `None` before it is published.
    pub fn of(village: &SiteVillage, notice: &Notice, is_corrected: bool) -> Option<Self> {
        let posting = notice.posting()?;
        let occasion = notice.occasion().map(|occasion| {
            let mut words: String = occasion.text.chars().take(OCCASION_MAX).collect();
            if words.len() < occasion.text.len() {
                words.push('…');
            }
            words
        });
        Some(Self {
            path: notice_path(&village.folder, notice),
            title: notice.title().to_owned(),
            span: notice.span_label(),
            occasion,
            span_in_month: match notice.period() {
                Some(Period::Month(_)) => String::new(),
                Some(Period::Quarter { .. } | Period::Year(_)) | None => notice.span_label(),
            },
            month: Month::of(notice.covers_until()),
            published_on: posting.published_on,
            posted_until: posting.posted_until,
            is_taken_down: notice.taken_down_on().is_some(),
            is_correction: notice.corrects.is_some(),
            is_corrected,
        })
    }

    /// Whether it hangs on a day.
    fn hangs(&self, on: Date) -> bool {
        !self.is_taken_down && self.published_on <= on && on <= self.posted_until
    }

    /// As named where its month is not: `2026年10月财务收支逐笔公开`.
    fn words(&self) -> String {
        format!("{}{}", self.span, self.title_words())
    }

    /// As named below its month.
    fn words_in_month(&self) -> String {
        format!("{}{}", self.span_in_month, self.title_words())
    }

    fn title_words(&self) -> String {
        let correction = if self.is_correction { "更正公告" } else { "" };
        match &self.occasion {
            // the occasion of a list is named after its matter
            Some(occasion) if occasion.starts_with(&self.title) => {
                format!("{occasion}{correction}")
            }
            Some(occasion) => format!("{}{correction}：{occasion}", self.title),
            None => format!("{}{correction}", self.title),
        }
    }
}

/// The first page of a notice: `v/371502104264/2026-10-F01.html`. One of an occasion, and a
/// correction, end in letters of their own, because there can be several.
pub(super) fn notice_path(folder: &str, notice: &Notice) -> String {
    let span =
        notice.period().map_or_else(|| notice.covers_until().to_string(), |it| it.to_string());
    let books = if notice.entity.is_village() { "" } else { notice.entity.name() };
    let dash = if books.is_empty() { "" } else { "-" };
    let several = notice.period().is_none() || notice.corrects.is_some();
    let own = if several { format!("-{}", own_letters(notice.id)) } else { String::new() };
    format!("{folder}{span}-{}{dash}{books}{own}.html", notice.matter)
}

fn own_letters(id: NoticeId) -> String {
    letters(id.uuid().as_u128(), 6)
}

/// The last digits of an identity as letters from a to p: a name without digits, so that nobody
/// takes it for a number of something.
pub fn letters(id: u128, count: u32) -> String {
    let letter = |place: u32| {
        let digit = u8::try_from(id >> (4 * place) & 15).unwrap_or(0);
        char::from(b'a' + digit)
    };
    (0..count.min(32)).rev().map(letter).collect()
}

/// The way down to a page, without a step that leads where the next one leads.
fn without_repeats<'a>(crumbs: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let next = |at: usize| crumbs.get(at + 1).map(|(path, _)| *path);
    let kept = crumbs.iter().enumerate().filter(|(at, (path, _))| next(*at) != Some(*path));
    kept.map(|(_, crumb)| *crumb).collect()
}

/// The files that every page needs: how it looks, and the box to find a village by typing.
pub fn shared_files() -> Vec<SiteFile> {
    let file = |path: &str, contents: &str| SiteFile {
        path: path.to_owned(),
        contents: contents.to_owned(),
    };
    vec![
        file("site.css", include_str!("../../../assets/site/site.css")),
        file("find.js", include_str!("../../../assets/site/find.js")),
    ]
}

/// The QR code of an address as a drawing; `None` if the address is too long for any.
pub fn qr_svg(path: String, address: &str) -> Option<SiteFile> {
    let squares = qr::squares(address)?;
    let side = squares.side + 2 * qr::QUIET;
    let mut bars = String::new();
    for bar in &squares.bars {
        let (x, y) = (bar.x + qr::QUIET, bar.y + qr::QUIET);
        let Bar { width, height, .. } = bar;
        let _infallible = write!(bars, "M{x} {y}h{width}v{height}h-{width}z");
    }
    let contents = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" width=\"60mm\" height=\"60mm\" shape-rendering=\"crispEdges\"><title>二维码</title><path fill=\"#fff\" d=\"M0 0h{side}v{side}h-{side}z\"/><path d=\"{bars}\"/></svg>\n"
    );
    Some(SiteFile { path, contents })
}
