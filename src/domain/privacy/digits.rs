//! Digits as they stand in a text, of any script, and how groups of them are joined.

/// The most characters between two digits of one number.
pub(super) const GAP_MAX: usize = 3;
/// The most digits before the point of an amount; no village has tens of billions.
const WHOLE_MAX: usize = 10;
/// The script of Chinese numerals.
const CHINESE: u8 = 1;

/// Digits of one script that follow each other.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) digits: String,
    /// Whether they are Chinese numerals, which end names and begin words: `张三`, `三组`.
    pub(super) is_chinese: bool,
    /// It reads as the whole or the fraction of an amount: `1200.50`.
    pub(super) is_amount: bool,
    /// How it is joined to the group before it.
    pub(super) join: Join,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Join {
    /// Not at all.
    Apart,
    /// With nothing between: only the script changes.
    Close,
    /// By blanks, dashes, dots.
    Broken,
}

/// The digits of a text, group by group.
pub(super) fn groups(chars: &[(usize, char)]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut at = 0;
    while let Some((_, c)) = chars.get(at) {
        let Some((_, script)) = digit(*c) else {
            at += 1;
            continue;
        };
        let from = at;
        let mut digits = String::new();
        while let Some((value, _)) =
            chars.get(at).and_then(|(_, c)| digit(*c)).filter(|(_, other)| *other == script)
        {
            digits.push(value);
            at += 1;
        }
        let join = groups.last().map_or(Join::Apart, |before| {
            let between = chars.get(before.to..from).unwrap_or_default();
            if between.is_empty() {
                Join::Close
            } else if between.len() <= GAP_MAX && between.iter().all(|(_, c)| separates(*c)) {
                Join::Broken
            } else {
                Join::Apart
            }
        });
        let is_chinese = script == CHINESE;
        groups.push(Group { from, to: at, digits, is_chinese, is_amount: false, join });
    }
    mark_amounts(chars, &mut groups);
    groups
}

/// `1200.50` is an amount; `138.1234.5678` and `13812345678.2` are not.
fn mark_amounts(chars: &[(usize, char)], groups: &mut [Group]) {
    let is_dot = |at: usize| chars.get(at).is_some_and(|(_, c)| *c == '.');
    for at in 1..groups.len() {
        let (before, after) = groups.split_at_mut(at);
        let (Some(whole), Some(fraction)) = (before.last_mut(), after.first_mut()) else {
            continue;
        };
        let joined = is_dot(whole.to) && fraction.from == whole.to + 1;
        let alone = !is_dot(fraction.to) && (whole.from == 0 || !is_dot(whole.from - 1));
        if joined && alone && fraction.digits.len() <= 2 && whole.digits.len() <= WHOLE_MAX {
            whole.is_amount = true;
            fraction.is_amount = true;
        }
    }
}

/// The digit that a character stands for, and which script it is of.
fn digit(c: char) -> Option<(char, u8)> {
    let chinese = |value: u8| Some((char::from(b'0' + value), CHINESE));
    match c {
        '0'..='9' => Some((c, 0)),
        '〇' | '零' | '○' | 'Ｏ' => chinese(0),
        '一' | '壹' | '幺' => chinese(1),
        '二' | '贰' | '貳' => chinese(2),
        '三' | '叁' | '參' => chinese(3),
        '四' | '肆' => chinese(4),
        '五' | '伍' => chinese(5),
        '六' | '陆' | '陸' => chinese(6),
        '七' | '柒' => chinese(7),
        '八' | '捌' => chinese(8),
        '九' | '玖' => chinese(9),
        '①'..='⑨' => nth(c, '①', 1, 2),
        '\u{1d7ce}'..='\u{1d7ff}' => nth(c, '\u{1d7ce}', 0, 3),
        '\u{660}'..='\u{669}' => nth(c, '\u{660}', 0, 4),
        _ => None,
    }
}

fn nth(c: char, zero: char, from: u32, script: u8) -> Option<(char, u8)> {
    let value = (u32::from(c) - u32::from(zero) + from) % 10;
    char::from_digit(value, 10).map(|digit| (digit, script))
}

/// Whether a character may stand between two digits of one number.
pub(super) fn separates(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '-' | '—'
                | '–'
                | '－'
                | '‐'
                | '‑'
                | '−'
                | '_'
                | '.'
                | '·'
                | '•'
                | '。'
                | '/'
                | '('
                | ')'
                | '（'
                | '）'
                | '\u{200b}'
                | '\u{feff}'
        )
}
