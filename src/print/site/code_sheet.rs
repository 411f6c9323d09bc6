//! The sheet that leads from the board to the site: the QR code of a village's page on A4.

use super::Place;
use crate::print::font::{Face, Fonts};
use crate::print::page::{Galley, Page, Paint};
use crate::print::paper::{Paper, Sheet};
use crate::print::qr::{self, QUIET, Squares};

/// How wide the code is with the white edge that belongs to it: read from two steps away.
const CODE_MM: f32 = 140.0;
/// Where it begins.
const CODE_TOP_MM: f32 = 76.0;
/// The white edge of the paper.
const EDGE_MM: f32 = 15.0;
/// Stands for a character that no font has.
const UNKNOWN: char = '＊';

/// Draws the sheet of a village whose page lies at `address`; `None` if the address is too long
/// for any code.
pub fn code_sheet(place: Place<'_>, address: &str, fonts: &Fonts) -> Option<Page> {
    let squares = qr::squares(address)?;
    let (width_mm, height_mm) = Paper::from(Sheet::A4).size_mm();
    let mut galley = Galley::default();
    let name = format!("{}{}", place.town.name, place.village.name);
    let mut line = |text: &str, top: f32, face: Face, most_pt: f32| {
        let missing = fonts.missing(text);
        let known = |c: char| if missing.contains(&c) { UNKNOWN } else { c };
        let text: String = text.chars().map(known).collect();
        let room = width_mm - 2.0 * EDGE_MM;
        let size_pt = most_pt.min(most_pt * room / fonts.width_mm(&text, face, most_pt));
        let x = (width_mm - fonts.width_mm(&text, face, size_pt)) / 2.0;
        galley.text(&text, x, top, face, size_pt);
    };
    line(&name, 32.0, Face::Bold, 36.0);
    line("手机扫一扫，看本村公开", 56.0, Face::Bold, 36.0);
    let below = CODE_TOP_MM + CODE_MM;
    line(
        "公布过的账目、名单都在里面，按月查，不用下载，不用注册",
        below + 4.0,
        Face::Regular,
        16.0,
    );
    line(address, below + 16.0, Face::Regular, 12.0);
    draw(&mut galley, &squares, ((width_mm - CODE_MM) / 2.0, CODE_TOP_MM));
    Some(Page { width_mm, height_mm, items: galley.items })
}

fn draw(galley: &mut Galley, squares: &Squares, (left, top): (f32, f32)) {
    let module = CODE_MM / f32::from(squares.side + 2 * QUIET);
    for bar in &squares.bars {
        let (across, down) = (f32::from(bar.x + QUIET), f32::from(bar.y + QUIET));
        let (x, y) = (left + across * module, top + down * module);
        let size = (f32::from(bar.width) * module, f32::from(bar.height) * module);
        galley.rect(x, y, size, Paint::Fill(0.0));
    }
}
