//! Breaking Chinese text into lines.
//!
//! Invariant: the lines put together are the text, without control characters, blank lines and the
//! blanks at the breaks; no line is wider than the measure unless a single character is.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use unicode_linebreak::linebreaks;

use super::font::{Face, Fonts, MM_PER_PT};

/// Never at the start of a line.
const NOT_FIRST: &str = "。，、；：？！）》】〕」』”’％%…—·,.:;?!)]}";
/// Never at the end of a line.
const NOT_LAST: &str = "（《【〔「『“‘￥¥([{";
/// Stays with the digit before it.
const UNITS: &str =
    "年月日号元角分%％吨方米里亩斤克升度户人名次个组队天岁期笔张支只台件处具条棵袋套万亿时小";

/// Breaks `text` into lines no wider than `measure_mm`.
pub fn break_lines(
    text: &str,
    measure_mm: f32,
    fonts: &Fonts,
    face: Face,
    size_pt: f32,
) -> Vec<String> {
    let letters = letters(text, |character| fonts.advance_em(character, face));
    break_letters(&letters, measure_mm, size_pt * MM_PER_PT)
}

/// Texts that are broken again and again while a layout looks for its size: what may happen
/// after each character does not depend on the size (折行备忘).
#[derive(Default)]
pub(super) struct LineMemo {
    regular: RefCell<HashMap<String, Rc<[Letter]>>>,
    bold: RefCell<HashMap<String, Rc<[Letter]>>>,
}

impl LineMemo {
    /// As [`break_lines`], with less work from the second time on.
    pub(super) fn break_lines(
        &self,
        text: &str,
        measure_mm: f32,
        fonts: &Fonts,
        (face, size_pt): (Face, f32),
    ) -> Vec<String> {
        let known = match face {
            Face::Regular => &self.regular,
            Face::Bold => &self.bold,
        };
        let found = known.borrow().get(text).cloned();
        let letters = found.unwrap_or_else(|| {
            let advance = |character| fonts.advance_em(character, face);
            let made: Rc<[Letter]> = letters(text, advance).into();
            known.borrow_mut().insert(text.to_owned(), Rc::clone(&made));
            made
        });
        break_letters(&letters, measure_mm, size_pt * MM_PER_PT)
    }
}

/// One character with what may happen after it.
struct Letter {
    character: char,
    /// In units of the size of the type.
    width: f32,
    after: Break,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Break {
    /// Only if a number or its unit would be wider than the line.
    LastResort,
    /// Only if there is no other way.
    Emergency,
    Never,
    Allowed,
    Forced,
}

/// The lines of `letters` in type of `em` units, none wider than `measure` of the same units.
fn break_letters(letters: &[Letter], measure: f32, em: f32) -> Vec<String> {
    let mut lines = Vec::new();
    // the line is what stands between the two
    let (mut from, mut width) = (0, 0.0);
    for (at, letter) in letters.iter().enumerate() {
        width += letter.width * em;
        // a blank that meets the end of the line takes no room there
        while width > measure + TOLERANCE && letter.character != ' ' && at > from {
            let line = letters.get(from..=at).unwrap_or_default();
            let kept = break_at(line, measure, em);
            let (line, rest) = line.split_at(kept);
            flush(&mut lines, line);
            let blanks = rest.iter().take_while(|letter| letter.character == ' ').count();
            from += kept + blanks;
            width = rest.iter().skip(blanks).map(|letter| letter.width * em).sum();
        }
        if letter.after == Break::Forced {
            flush(&mut lines, letters.get(from..=at).unwrap_or_default());
            (from, width) = (at + 1, 0.0);
        }
    }
    let rest = letters.get(from..).unwrap_or_default();
    if !rest.is_empty() || lines.is_empty() {
        flush(&mut lines, rest);
    }
    lines
}

/// How much wider than the measure still counts as fitting: sums of widths are not exact.
const TOLERANCE: f32 = 0.001;

fn flush(lines: &mut Vec<String>, line: &[Letter]) {
    let text: String = line.iter().map(|letter| letter.character).collect();
    let text = text.trim_end_matches(' ');
    if !text.is_empty() || lines.is_empty() {
        lines.push(text.to_owned());
    }
}

/// How many letters stay on a line that is too wide; at least one, never all.
fn break_at(line: &[Letter], measure: f32, em: f32) -> usize {
    let mut fitting = 0;
    let mut width = 0.0;
    for letter in line {
        // a blank at the end of a line takes no room
        if width + letter.width * em > measure + TOLERANCE && letter.character != ' ' {
            break;
        }
        width += letter.width * em;
        fitting += 1;
    }
    let fitting = fitting.clamp(1, line.len().saturating_sub(1).max(1));
    let last_with = |wanted: Break| {
        line.iter()
            .take(fitting)
            .rposition(|letter| letter.after == wanted)
            .map(|position| position + 1)
    };
    last_with(Break::Allowed)
        .or_else(|| last_with(Break::Emergency))
        .or_else(|| last_with(Break::LastResort))
        .unwrap_or(fitting)
}

fn letters(text: &str, advance: impl Fn(char) -> f32) -> Vec<Letter> {
    let standard: Vec<usize> = linebreaks(text).map(|(offset, _)| offset).collect();
    let mut letters: Vec<Letter> = Vec::new();
    let mut before = None;
    let mut characters = text.char_indices().peekable();
    while let Some((offset, character)) = characters.next() {
        if character == '\n' {
            if let Some(last) = letters.last_mut() {
                last.after = Break::Forced;
            }
            before = None;
            continue;
        }
        if character.is_control() {
            continue;
        }
        let after = characters.peek().map_or(Break::Never, |(_, next)| {
            let end = offset + character.len_utf8();
            break_between(before, character, *next, standard.binary_search(&end).is_ok())
        });
        letters.push(Letter { character, width: advance(character), after });
        before = Some(character);
    }
    letters
}

fn break_between(before: Option<char>, this: char, next: char, standard: bool) -> Break {
    if NOT_FIRST.contains(next) || NOT_LAST.contains(this) {
        return Break::Never;
    }
    let number = this.is_ascii_digit() && (UNITS.contains(next) || next.is_ascii_digit());
    // `56,000.00 元`: the blank holds the two together
    let apart = this == ' ' && before.is_some_and(|it| it.is_ascii_digit());
    if number || (apart && UNITS.contains(next)) || (this == '第' && next.is_ascii_digit()) {
        return Break::LastResort;
    }
    // Chinese quotation marks keep to what they enclose, not to what stands outside them
    let outside =
        "”’".contains(this) || "“‘".contains(next) || (this == '%' && next.is_ascii_digit());
    let after_comma = matches!(this, ',' | ':' | ';') && before.is_some_and(is_han);
    if standard || after_comma || outside { Break::Allowed } else { Break::Emergency }
}

fn is_han(character: char) -> bool {
    matches!(u32::from(character), 0x3400..=0x9FFF | 0xF900..=0xFAFF | 0x2_0000..=0x3_FFFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Han are two units wide, everything else one.
    fn check(text: &str, measure: f32, expect: &[&str]) {
        let width = |c: char| if c.is_ascii() { 1.0 } else { 2.0 };
        let lines = break_letters(&letters(text, width), measure, 1.0);
        assert_eq!(lines, expect, "{text} at {measure}");
    }

    #[test]
    fn han_breaks_anywhere_and_punctuation_keeps_its_side() {
        check("", 8.0, &[""]);
        check("购笔一支", 8.0, &["购笔一支"]);
        check("购办公用纸、硒鼓", 10.0, &["购办公用", "纸、硒鼓"]);
        check("修路（东段）用工", 6.0, &["修路", "（东", "段）用", "工"]);
        check("收到《合同》一份", 8.0, &["收到《合", "同》一份"]);
        check("他说。好", 4.0, &["他", "说。", "好"]);
    }

    #[test]
    fn numbers_stay_whole_and_with_their_unit() {
        check("订二零2027年党报", 10.0, &["订二零", "2027年党报"]);
        check("购水泥3吨、沙子5方", 8.0, &["购水泥", "3吨、沙", "子5方"]);
        check("付12,345.67元", 12.0, &["付", "12,345.67元"]);
        check("收入 56,000.00 元", 14.0, &["收入", "56,000.00 元"]);
        check("占支出的98%以上", 9.0, &["占支出的", "98%以上"]);
        check("见第16条规定", 6.0, &["见", "第16条", "规定"]);
    }

    #[test]
    fn shares_and_quotations_in_a_row_do_not_tear_a_number() {
        check("96%39%62%“妢”5712元", 10.0, &["96%39%62%", "“妢”", "5712元"]);
        check("96%39%62%“妢”5712元", 13.0, &["96%39%62%", "“妢”5712元"]);
    }

    #[test]
    fn a_run_wider_than_the_cell_is_broken_somewhere() {
        check("ABCDEFGH", 3.0, &["ABC", "DEF", "GH"]);
        check("12345678", 3.0, &["123", "456", "78"]);
        check("电话:0571-88886666。", 12.0, &["电话:", "0571-", "88886666。"]);
        check("村", 1.0, &["村"]);
        check("村庄", 1.0, &["村", "庄"]);
    }

    #[test]
    fn blanks_vanish_at_breaks_and_new_lines_are_kept() {
        check("承包费 赵金柱", 8.0, &["承包费", "赵金柱"]);
        check("承包费 赵金柱", 6.0, &["承包费", "赵金柱"]);
        check("承包费   赵金柱", 6.0, &["承包费", "赵金柱"]);
        check("甲\n乙", 8.0, &["甲", "乙"]);
        check("甲\t乙", 8.0, &["甲乙"]);
    }
}
