//! The display list: a finished page as things at fixed places.
//!
//! Invariant: millimetres from the top left corner; every painter and every test reads this and
//! nothing else.

use std::collections::HashMap;

use super::font::{ASCENT_EM, Face, Fonts, MM_PER_PT};

/// One finished page (版面).
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Across.
    pub width_mm: f32,
    /// Down.
    pub height_mm: f32,
    /// What stands on it, in painting order.
    pub items: Vec<Item>,
}

/// One thing on a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// A run of text on one line.
    Text(Text),
    /// A straight rule.
    Line(Line),
    /// A box, filled or outlined.
    Rect(Rect),
}

/// A run of text on one line, drawn without shaping.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// The left edge.
    pub x_mm: f32,
    /// The line the characters stand on.
    pub baseline_mm: f32,
    /// The size of the type.
    pub size_pt: f32,
    /// The weight.
    pub face: Face,
    /// The characters.
    pub text: String,
}

/// A straight rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// One end, across.
    pub x1_mm: f32,
    /// One end, down.
    pub y1_mm: f32,
    /// The other end, across.
    pub x2_mm: f32,
    /// The other end, down.
    pub y2_mm: f32,
    /// Its thickness.
    pub width_pt: f32,
}

/// A box.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// The left edge.
    pub x_mm: f32,
    /// The top edge.
    pub y_mm: f32,
    /// Across.
    pub width_mm: f32,
    /// Down.
    pub height_mm: f32,
    /// How it is drawn.
    pub paint: Paint,
}

/// How a box is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Paint {
    /// Filled with a grey: 0 is black, 1 is white.
    Fill(f32),
    /// Outlined.
    Outline {
        /// The thickness of the outline.
        width_pt: f32,
        /// Whether it is dashed.
        dashed: bool,
    },
}

/// Rules, those that continue each other as one: a table sets them cell by cell, paper and file
/// want few.
pub(super) fn joined(lines: &[Line]) -> Vec<Line> {
    let mut joined: Vec<Line> = Vec::new();
    // the line that ends latest at each place, so that no search grows with the page
    let mut open: HashMap<[u32; 3], usize> = HashMap::new();
    for line in lines {
        let key = line.track();
        let before = key.and_then(|key| joined.get_mut(*open.get(&key)?));
        if let Some(before) = before
            && before.take_up(line)
        {
            continue;
        }
        if let Some(key) = key {
            open.insert(key, joined.len());
        }
        joined.push(*line);
    }
    joined
}

impl Line {
    /// How far apart two ends may be and still meet.
    const TOUCH_MM: f32 = 0.02;

    /// What two rules must share to continue each other: direction, place and thickness; `None`
    /// for one that is neither upright nor level.
    fn track(&self) -> Option<[u32; 3]> {
        // in fiftieths of a millimetre
        let place = |mm: f32| (mm * 50.0).round().to_bits();
        let width = self.width_pt.to_bits();
        let [across, down] = [self.x2_mm - self.x1_mm, self.y2_mm - self.y1_mm].map(f32::abs);
        match (across < Self::TOUCH_MM, down < Self::TOUCH_MM) {
            (true, false) => Some([0, place(self.x1_mm), width]),
            (false, true) => Some([1, place(self.y1_mm), width]),
            (true, true) | (false, false) => None,
        }
    }

    /// Grows to cover `next` where the two meet or overlap.
    fn take_up(&mut self, next: &Self) -> bool {
        let upright = (self.x2_mm - self.x1_mm).abs() < Self::TOUCH_MM;
        let ends = |line: &Self| {
            let (a, b) = if upright { (line.y1_mm, line.y2_mm) } else { (line.x1_mm, line.x2_mm) };
            (a.min(b), a.max(b))
        };
        let ((from, to), (start, end)) = (ends(self), ends(next));
        if start > to + Self::TOUCH_MM || end < from - Self::TOUCH_MM {
            return false;
        }
        let (from, to) = (from.min(start), to.max(end));
        if upright {
            (self.y1_mm, self.y2_mm) = (from, to);
        } else {
            (self.x1_mm, self.x2_mm) = (from, to);
        }
        true
    }
}

impl Text {
    /// Left, top, right and bottom of the em boxes of the run.
    pub fn bounds_mm(&self, fonts: &Fonts) -> (f32, f32, f32, f32) {
        let em = self.size_pt * MM_PER_PT;
        let top = self.baseline_mm - ASCENT_EM * em;
        let width = fonts.width_mm(&self.text, self.face, self.size_pt);
        (self.x_mm, top, self.x_mm + width, top + em)
    }
}

impl Page {
    /// The runs of text, in painting order.
    pub fn texts(&self) -> impl Iterator<Item = &Text> {
        self.items.iter().filter_map(|item| match item {
            Item::Text(text) => Some(text),
            Item::Line(_) | Item::Rect(_) => None,
        })
    }

    /// The page as lines of text, to a tenth of a millimetre.
    pub fn dump(&self) -> String {
        let mut lines = vec![format!("page {:.0}x{:.0}", self.width_mm, self.height_mm)];
        let is_square =
            |item: &&Item| matches!(item, Item::Rect(rect) if rect.paint == Paint::Fill(0.0));
        lines.extend(self.items.iter().filter(|item| !is_square(item)).map(dump_item));
        // the squares of a QR code say nothing to a reader
        let squares = self.items.iter().filter(is_square);
        let corner = squares.clone().next().map(dump_item);
        lines.extend(corner.map(|corner| format!("{} squares, first {corner}", squares.count())));
        lines.join("\n") + "\n"
    }
}

fn dump_item(item: &Item) -> String {
    match item {
        Item::Text(text) => {
            let face = match text.face {
                Face::Regular => "",
                Face::Bold => " bold",
            };
            format!(
                "text {:.1},{:.1} {:.1}pt{face} {}",
                text.x_mm, text.baseline_mm, text.size_pt, text.text
            )
        }
        Item::Line(line) => {
            format!("line {:.1},{:.1} {:.1},{:.1}", line.x1_mm, line.y1_mm, line.x2_mm, line.y2_mm)
        }
        Item::Rect(rect) => {
            let paint = match rect.paint {
                Paint::Fill(grey) => format!("grey {grey:.2}"),
                Paint::Outline { dashed: true, .. } => "dashed".to_owned(),
                Paint::Outline { dashed: false, .. } => "outline".to_owned(),
            };
            format!(
                "rect {:.1},{:.1} {:.1}x{:.1} {paint}",
                rect.x_mm, rect.y_mm, rect.width_mm, rect.height_mm
            )
        }
    }
}

/// Things set beside each other, not yet on a page (毛条): the origin is its own top left.
#[derive(Clone, Debug, Default)]
pub(super) struct Galley {
    pub(super) height_mm: f32,
    pub(super) items: Vec<Item>,
}

impl Galley {
    /// Puts everything of `other` at (`x_mm`, `y_mm`), which leaves the height as it is.
    pub(super) fn place(&mut self, other: Self, x_mm: f32, y_mm: f32) {
        self.items.extend(other.items.into_iter().map(|item| moved(item, x_mm, y_mm)));
    }

    /// Paints the grey grounds first, so that no rule and no character is covered.
    pub(super) fn send_fills_back(&mut self) {
        let is_fill = |item: &Item| matches!(item, Item::Rect(Rect { paint: Paint::Fill(_), .. }));
        self.items.sort_by_key(|item| !is_fill(item));
    }

    /// Sets one line of text with its em box starting at `top_mm`.
    pub(super) fn text(&mut self, text: &str, x_mm: f32, top_mm: f32, face: Face, size_pt: f32) {
        if text.is_empty() {
            return;
        }
        let baseline_mm = top_mm + ASCENT_EM * size_pt * MM_PER_PT;
        let text = text.to_owned();
        self.items.push(Item::Text(Text { x_mm, baseline_mm, size_pt, face, text }));
    }

    pub(super) fn rect(&mut self, x_mm: f32, y_mm: f32, size_mm: (f32, f32), paint: Paint) {
        let (width_mm, height_mm) = size_mm;
        self.items.push(Item::Rect(Rect { x_mm, y_mm, width_mm, height_mm, paint }));
    }

    pub(super) fn line(&mut self, from_mm: (f32, f32), to_mm: (f32, f32), width_pt: f32) {
        let ((x1_mm, y1_mm), (x2_mm, y2_mm)) = (from_mm, to_mm);
        self.items.push(Item::Line(Line { x1_mm, y1_mm, x2_mm, y2_mm, width_pt }));
    }
}

pub(super) fn moved(item: Item, dx: f32, dy: f32) -> Item {
    match item {
        Item::Text(text) => {
            Item::Text(Text { x_mm: text.x_mm + dx, baseline_mm: text.baseline_mm + dy, ..text })
        }
        Item::Line(line) => Item::Line(Line {
            x1_mm: line.x1_mm + dx,
            y1_mm: line.y1_mm + dy,
            x2_mm: line.x2_mm + dx,
            y2_mm: line.y2_mm + dy,
            ..line
        }),
        Item::Rect(rect) => Item::Rect(Rect { x_mm: rect.x_mm + dx, y_mm: rect.y_mm + dy, ..rect }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(x1_mm: f32, y1_mm: f32, x2_mm: f32, y2_mm: f32) -> Line {
        Line { x1_mm, y1_mm, x2_mm, y2_mm, width_pt: 0.5 }
    }

    fn ends(lines: &[Line]) -> Vec<(f32, f32, f32, f32)> {
        let lines = joined(lines).into_iter();
        lines.map(|it| (it.x1_mm, it.y1_mm, it.x2_mm, it.y2_mm)).collect()
    }

    #[test]
    fn rules_that_continue_each_other_become_one_and_gaps_stay() {
        let ruled = [
            line(5.0, 0.0, 5.0, 10.0),
            line(0.0, 10.0, 20.0, 10.0),
            line(5.0, 10.0, 5.0, 20.0),
            line(20.0, 10.0, 40.0, 10.0),
            line(5.0, 30.0, 5.0, 40.0),
            line(5.0, 39.0, 5.0, 45.0),
        ];
        let expected = [(5.0, 0.0, 5.0, 20.0), (0.0, 10.0, 40.0, 10.0), (5.0, 30.0, 5.0, 45.0)];
        assert_eq!(ends(&ruled), expected);
    }

    #[test]
    fn slanted_and_thicker_rules_stay_alone() {
        let slanted = [line(0.0, 0.0, 5.0, 5.0), line(5.0, 5.0, 10.0, 10.0)];
        assert_eq!(joined(&slanted).len(), 2);
        let thick = Line { width_pt: 1.0, ..line(5.0, 10.0, 5.0, 20.0) };
        assert_eq!(joined(&[line(5.0, 0.0, 5.0, 10.0), thick]).len(), 2);
    }
}
