//! Text that people typed: cleaned once where it enters, so that what is stored can be printed,
//! searched and compared.

use unicode_normalization::UnicodeNormalization as _;

/// The longest text one field may hold, in characters.
pub const FIELD_CHARS_MAX: usize = 200;
/// The longest text of several lines, in characters: the minutes of a meeting, a finding.
pub const TEXT_CHARS_MAX: usize = 3000;

/// Why a text cannot be kept (文字有误).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextFault {
    /// A private-use character: it looks right on one machine only.
    #[error("第 {place} 个字是自造字（U+{code:04X}），换一台电脑就显示不出来", code = u32::from(*.found))]
    PrivateUse {
        /// The character.
        found: char,
        /// Its place in the text, from 1.
        place: usize,
    },
    /// A control character or a character that is no character at all.
    #[error("第 {place} 个字是不能显示的控制符（U+{code:04X}）", code = u32::from(*.found))]
    Control {
        /// The character.
        found: char,
        /// Its place in the text, from 1.
        place: usize,
    },
    /// Longer than [`FIELD_CHARS_MAX`], or [`TEXT_CHARS_MAX`] in several lines.
    #[error("有 {chars} 个字，最多 {max} 个字")]
    TooLong {
        /// How many characters were written.
        chars: usize,
        /// How many there may be.
        max: usize,
    },
}

impl TextFault {
    /// The next step.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::PrivateUse { .. } => {
                "请用新版输入法重新打这个字（国家标准 GB 18030 里的字），不要从旧系统里复制。"
            }
            Self::Control { .. } => "请删掉这个看不见的符号再试。",
            Self::TooLong { .. } => "请把话写短一些。",
        }
    }
}

/// Cleans one line: white space trimmed and tabs and line breaks turned into spaces, Kangxi
/// radicals and compatibility ideographs folded to the standard character, variation selectors
/// and invisible marks dropped, name dots brought to `·`.
///
/// Full-width punctuation stays as it is: it is how Chinese is written.
///
/// # Errors
/// [`TextFault`] naming the first character that cannot be kept.
pub fn clean_line(written: &str) -> Result<String, TextFault> {
    let mut places = 0;
    limited(cleaned(written, &mut places)?, FIELD_CHARS_MAX)
}

/// Cleans a text of several lines as [`clean_line`] does each of them; blank lines are dropped.
///
/// # Errors
/// [`TextFault`] naming the first character that cannot be kept, or a text longer than
/// [`TEXT_CHARS_MAX`].
pub fn clean_text(written: &str) -> Result<String, TextFault> {
    let mut places = 0;
    let mut lines = Vec::new();
    for line in written.split('\n') {
        lines.push(cleaned(line, &mut places)?);
        places += 1; // the line break
    }
    lines.retain(|line| !line.is_empty());
    limited(lines.join("\n"), TEXT_CHARS_MAX)
}

fn limited(cleaned: String, max: usize) -> Result<String, TextFault> {
    let chars = cleaned.chars().count();
    if chars > max { Err(TextFault::TooLong { chars, max }) } else { Ok(cleaned) }
}

/// One line, cleaned; `places` counts the characters read so far.
fn cleaned(written: &str, places: &mut usize) -> Result<String, TextFault> {
    let mut cleaned = String::with_capacity(written.len());
    for c in written.chars() {
        *places += 1;
        let place = *places;
        match c {
            '\t' | '\n' | '\r' | '\u{3000}' | '\u{a0}' => cleaned.push(' '),
            _ if is_private_use(c) => return Err(TextFault::PrivateUse { found: c, place }),
            _ if is_invisible(c) => {}
            _ if c.is_control() || is_noncharacter(c) => {
                return Err(TextFault::Control { found: c, place });
            }
            _ if is_radical_or_compatibility(c) => cleaned.extend(std::iter::once(c).nfkc()),
            '•' | '‧' | '∙' | '・' | '･' => cleaned.push('·'),
            _ => cleaned.push(c),
        }
    }
    Ok(cleaned.trim().to_owned())
}

/// The half-width form of a full-width ASCII character; any other character as it is.
pub fn ascii_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' => ' ',
        other => other,
    }
}

/// Whether the character belongs to a private use area, where each machine draws its own.
pub const fn is_private_use(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}')
}

const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}'
            | '\u{feff}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{e0100}'..='\u{e01ef}'
    )
}

fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}' | '\u{fffd}') || u32::from(c) & 0xFFFE == 0xFFFE
}

const fn is_radical_or_compatibility(c: char) -> bool {
    matches!(
        c,
        '\u{2e80}'..='\u{2fd5}' | '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_cleaned_once_for_all() {
        let clean = |text: &str| clean_line(text).expect("a clean text");
        assert_eq!(clean("  收水费\t3 户\n"), "收水费 3 户");
        assert_eq!(clean("⼀事⼀议"), "一事一议");
        assert_eq!(clean("阿依古丽•买买提"), "阿依古丽·买买提");
        assert_eq!(clean("葛\u{e0100}飾"), "葛飾");
        assert_eq!(clean("\u{feff}摘要"), "摘要");
        assert_eq!(clean("修路（村北），共３天"), "修路（村北），共３天");
        assert_eq!(clean("李𫖯、高𬭊、刘䶮"), "李𫖯、高𬭊、刘䶮");
    }

    #[test]
    fn what_cannot_be_printed_elsewhere_is_refused_with_its_place() {
        let fault = |text: &str| clean_line(text).expect_err("a fault").to_string();
        assert_eq!(
            fault("付李\u{e4c5}工资"),
            "第 3 个字是自造字（U+E4C5），换一台电脑就显示不出来"
        );
        assert_eq!(fault("甲\u{7}乙"), "第 2 个字是不能显示的控制符（U+0007）");
        assert_eq!(fault("乱码\u{fffd}"), "第 3 个字是不能显示的控制符（U+FFFD）");
        assert_eq!(fault(&"长".repeat(201)), "有 201 个字，最多 200 个字");
    }

    #[test]
    fn several_lines_stay_lines() {
        assert_eq!(
            clean_text(" 一、修路\r\n\n二、⼀事⼀议 ").as_deref(),
            Ok("一、修路\n二、一事一议")
        );
        let fault = clean_text("甲乙\n丙\u{e4c5}").expect_err("a fault").to_string();
        assert_eq!(fault, "第 5 个字是自造字（U+E4C5），换一台电脑就显示不出来");
        let fault = clean_text(&"长".repeat(3001)).expect_err("a fault").to_string();
        assert_eq!(fault, "有 3001 个字，最多 3000 个字");
    }
}
