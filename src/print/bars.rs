//! Setting a chart of bars: black for income, hatched for expense, the amount beside each.
//!
//! Invariant: black and white alone, so that a copy of a copy still tells the two apart; a bar is
//! as long as its amount, measured by the largest.

use crate::domain::money::Money;

use super::block::{Setter, Style};
use super::document::{Align, Bars};
use super::page::{Galley, Paint};

/// From one bar to the next, in em of the small type.
const PITCH: f32 = 1.5;
/// How high a bar is, in em of the small type.
const THICK: f32 = 0.9;
/// Between two lines of the hatching, in em of the small type.
const HATCH: f32 = 0.42;
/// Nearly black: the squares of the code alone are black.
const INK: f32 = 0.15;
/// The most that the labels take of the measure.
const LABELS_MAX: f32 = 0.36;

/// The part of `whole` that `part` is, for a length on paper.
fn ratio(part: Money, whole: Money) -> f32 {
    if whole.is_positive() && part.is_positive() {
        part.fen() as f32 / whole.fen() as f32
    } else {
        0.0
    }
}

impl Setter<'_> {
    /// The chart, as wide as the measure.
    pub(super) fn bars(&self, bars: &Bars) -> Galley {
        let style = Style::regular(self.gauge.small_pt);
        let em = style.em_mm();
        let measure = self.gauge.measure_mm();
        let title = Style::bold(self.gauge.small_pt);
        let mut galley = Galley::default();
        self.set_line(&mut galley, &bars.title, (0.0, 0.0, measure), Align::Left, title);
        galley.height_mm = em * PITCH;
        let widest = |texts: &mut dyn Iterator<Item = String>| {
            texts.map(|text| self.width(&text, style)).fold(0.0, f32::max)
        };
        let labels = widest(&mut bars.bars.iter().map(|bar| bar.label.clone()));
        let labels = labels.min(measure * LABELS_MAX);
        let amounts = widest(&mut bars.bars.iter().map(|bar| bar.amount.grouped()));
        let left = labels + em * 0.6;
        let room = (measure - left - amounts - em * 0.6).max(0.0);
        let largest = bars.bars.iter().map(|bar| bar.amount).max().unwrap_or_default();
        for bar in &bars.bars {
            let lines = self.wrap(&bar.label, labels + 0.01, style);
            let height = em * 1.15 * lines.len().max(1) as f32;
            let mut top = galley.height_mm;
            for line in &lines {
                self.set_line(&mut galley, line, (0.0, top, labels), Align::Right, style);
                top += em * 1.15;
            }
            let length = room * ratio(bar.amount, largest);
            let (x, y) = (left, galley.height_mm + em * (1.0 - THICK) / 2.0);
            if length > 0.0 {
                self.bar(&mut galley, (x, y), (length, em * THICK), bar.is_hatched);
            }
            let end = x + length + em * 0.4;
            let amount = (end, galley.height_mm, amounts);
            self.set_line(&mut galley, &bar.amount.grouped(), amount, Align::Left, style);
            galley.height_mm += height.max(em * PITCH);
        }
        galley
    }

    /// One bar with its outline.
    fn bar(&self, galley: &mut Galley, (x, y): (f32, f32), size: (f32, f32), is_hatched: bool) {
        let rule = self.gauge.rule_pt;
        if !is_hatched {
            galley.rect(x, y, size, Paint::Fill(INK));
            return;
        }
        for (from, to) in hatching(size, Style::regular(self.gauge.small_pt).em_mm() * HATCH) {
            galley.line((x + from.0, y + from.1), (x + to.0, y + to.1), rule);
        }
        galley.rect(x, y, size, Paint::Outline { width_pt: rule, dashed: false });
    }
}

type Point = (f32, f32);

/// Slanted lines across a box, cut at its edges.
fn hatching((width, height): (f32, f32), step: f32) -> Vec<(Point, Point)> {
    let mut lines = Vec::new();
    let mut at = step;
    while at < width + height {
        // all points whose distances from the left and from the top add up to `at`
        let low = (at.min(width), at - at.min(width));
        let high = (at - at.min(height), at.min(height));
        lines.push((low, high));
        at += step;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hatching_stays_in_its_bar() {
        for size in [(0.3, 3.0), (3.0, 3.0), (120.0, 4.0)] {
            for (from, to) in hatching(size, 1.7) {
                for (x, y) in [from, to] {
                    assert!((0.0..=size.0 + 0.001).contains(&x), "{x} of {size:?}");
                    assert!((0.0..=size.1 + 0.001).contains(&y), "{y} of {size:?}");
                }
            }
        }
    }

    #[test]
    fn a_bar_is_as_long_as_its_amount() {
        let yuan = |fen| Money::from_fen(fen);
        assert!((ratio(yuan(50), yuan(200)) - 0.25).abs() < 1e-6);
        assert!(ratio(yuan(-50), yuan(200)) <= 0.0 && ratio(yuan(5), Money::ZERO) <= 0.0);
    }
}
