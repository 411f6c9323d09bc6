//! The QR code of a sheet (二维码): plain text that any telephone shows without a network.
//!
//! Invariant: the same text is the same squares; the squares are black boxes on the display
//! list like every other thing, so they are sharp on every paper.

use qrcodegen::{QrCode, QrCodeEcc};

/// The squares of a QR code, in modules from its own top left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Squares {
    /// How many modules it has on a side, without the quiet zone.
    pub side: u16,
    /// Its black parts: boxes one module high or, where rows repeat, higher.
    pub bars: Vec<Bar>,
}

/// A black box of a QR code, in modules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bar {
    /// From the left.
    pub x: u16,
    /// From the top.
    pub y: u16,
    /// Across.
    pub width: u16,
    /// Down.
    pub height: u16,
}

/// The white edge that a reader needs, in modules (ISO/IEC 18004).
pub const QUIET: u16 = 4;

/// The QR code of `text`; `None` if the text is too long for any.
///
/// The lowest level of correction that needs no larger code is raised as far as it goes: on
/// paper the size of a module matters more than the share of it that may be torn off.
pub fn squares(text: &str) -> Option<Squares> {
    let code = QrCode::encode_text(text, QrCodeEcc::Low).ok()?;
    let side = u16::try_from(code.size()).ok()?;
    let dark = |x: u16, y: u16| code.get_module(i32::from(x), i32::from(y));
    let mut bars: Vec<Bar> = Vec::new();
    for y in 0..side {
        let mut x = 0;
        while x < side {
            let width = (x..side).take_while(|x| dark(*x, y)).count();
            let Some(width) = u16::try_from(width).ok().filter(|width| *width > 0) else {
                x += 1;
                continue;
            };
            let above = |bar: &&mut Bar| (bar.x, bar.width, bar.y + bar.height) == (x, width, y);
            match bars.iter_mut().rev().find(above) {
                Some(bar) => bar.height += 1,
                None => bars.push(Bar { x, y, width, height: 1 }),
            }
            x += width;
        }
    }
    Some(Squares { side, bars })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bars_are_the_modules_once_each() {
        let text = "示例镇明堌新村\n收入36017.22元";
        let found = squares(text).unwrap_or(Squares { side: 0, bars: Vec::new() });
        assert!(found.side >= 21);
        let mut seen = std::collections::BTreeSet::new();
        for bar in &found.bars {
            for x in bar.x..bar.x + bar.width {
                for y in bar.y..bar.y + bar.height {
                    assert!(seen.insert((x, y)), "twice at {x},{y}");
                }
            }
        }
        let code = QrCode::encode_text(text, QrCodeEcc::Low).ok();
        let dark = |x: u16, y: u16| {
            code.as_ref().is_some_and(|code| code.get_module(i32::from(x), i32::from(y)))
        };
        let all = (0..found.side).flat_map(|x| (0..found.side).map(move |y| (x, y)));
        assert_eq!(seen, all.filter(|(x, y)| dark(*x, *y)).collect());
    }

    #[test]
    fn a_text_beyond_every_code_has_none() {
        assert_eq!(squares(&"村".repeat(2000)), None);
    }
}
