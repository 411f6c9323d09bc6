//! Numbers of persons, however they are written: full-width, in Chinese numerals, broken by
//! blanks, dashes, dots and line breaks.
//!
//! A number that stands in one piece is judged by its shape; one that was put together from
//! pieces must prove itself by its check digit, so that days and amounts beside each other are
//! not taken for one.

use super::{Context, PrivateKind, Span, stands_before};
use crate::domain::period::Date;

/// Digits of one script that follow each other.
#[derive(Clone, Debug)]
struct Group {
    from: usize,
    to: usize,
    digits: String,
    /// It reads as the whole or the fraction of an amount: `1200.50`.
    is_amount: bool,
    /// How it is joined to the group before it.
    join: Join,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Join {
    /// Not at all.
    Apart,
    /// With nothing between: only the script changes.
    Close,
    /// By blanks, dashes, dots.
    Broken,
}

/// Words before a number that is a serial number and no person's.
const SERIAL: [&str; 15] = [
    "流水号",
    "发票",
    "订单",
    "编号",
    "合同",
    "凭证",
    "票号",
    "文号",
    "单号",
    "批次",
    "代码",
    "单据",
    "收据",
    "序列号",
    "批号",
];
/// Words before the number of an account.
const ACCOUNT: [&str; 8] = ["卡号", "账号", "帐号", "账户", "帐户", "一卡通", "一本通", "存折"];
/// Words before a phone.
const PHONE: [&str; 7] = ["电话", "手机", "联系", "座机", "拨打", "TEL", "微信"];
/// Words that make a fixed phone that of an office.
const OFFICE: [&str; 9] =
    ["监督", "举报", "热线", "村委会", "居委会", "办公", "咨询", "镇三资", "纪委"];
/// The first two digits of an identity card: the provinces.
const PROVINCES: [&str; 35] = [
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41",
    "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71",
    "81", "82", "83",
];

/// The most characters between two digits of one number.
const GAP_MAX: usize = 3;

pub(super) fn find(chars: &[(usize, char)], context: &Context) -> Vec<Span> {
    let groups = groups(chars);
    let mut found = Vec::new();
    for first in 0..groups.len() {
        let mut digits = String::new();
        let mut is_whole = true;
        for (at, group) in groups.iter().enumerate().skip(first) {
            if at > first {
                match group.join {
                    Join::Apart => break,
                    Join::Close => {}
                    Join::Broken => is_whole = false,
                }
            }
            if group.is_amount {
                break;
            }
            digits.push_str(&group.digits);
            let pieces = groups.get(first..=at).unwrap_or_default();
            let number = Number { chars, digits: &digits, pieces, is_whole };
            found.extend(number.judge(context));
            if digits.len() > 40 || (digits.len() > 19 && !is_whole) {
                break;
            }
        }
    }
    found
}

fn groups(chars: &[(usize, char)]) -> Vec<Group> {
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
        groups.push(Group { from, to: at, digits, is_amount: false, join });
    }
    mark_amounts(chars, &mut groups);
    groups
}

/// `1200.50` is an amount; `138.1234.5678` is not.
fn mark_amounts(chars: &[(usize, char)], groups: &mut [Group]) {
    let is_dot = |at: usize| chars.get(at).is_some_and(|(_, c)| *c == '.');
    for at in 1..groups.len() {
        let (before, after) = groups.split_at_mut(at);
        let (Some(whole), Some(fraction)) = (before.last_mut(), after.first_mut()) else {
            continue;
        };
        let joined = is_dot(whole.to) && fraction.from == whole.to + 1;
        let alone = !is_dot(fraction.to) && (whole.from == 0 || !is_dot(whole.from - 1));
        if joined && alone && fraction.digits.len() <= 2 {
            whole.is_amount = true;
            fraction.is_amount = true;
        }
    }
}

/// The digit that a character stands for, and which script it is of.
fn digit(c: char) -> Option<(char, u8)> {
    let chinese = |value: u8| Some((char::from(b'0' + value), 1));
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
fn separates(c: char) -> bool {
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

/// A run of digits that may be one number.
struct Number<'a> {
    chars: &'a [(usize, char)],
    digits: &'a str,
    pieces: &'a [Group],
    is_whole: bool,
}

impl Number<'_> {
    fn from(&self) -> usize {
        self.pieces.first().map_or(0, |piece| piece.from)
    }

    fn to(&self) -> usize {
        self.pieces.last().map_or(0, |piece| piece.to)
    }

    fn span(&self, kind: PrivateKind, to: usize, masked: String) -> Span {
        Span { kind, from: self.from(), to, masked }
    }

    fn after(&self, words: &[&str], reach: usize) -> bool {
        stands_before(self.chars, self.from(), reach, words)
    }

    fn judge(&self, context: &Context) -> Option<Span> {
        self.id_card()
            .or_else(|| self.phone(context))
            .or_else(|| self.landline(context))
            .or_else(|| self.bank_card())
    }

    /// Where the check letter ends, if one follows 17 digits.
    fn check_letter(&self) -> Option<usize> {
        let rest = self.chars.get(self.to()..).unwrap_or_default();
        let gap = rest.iter().take_while(|(_, c)| separates(*c)).count();
        let is_x = rest.get(gap).is_some_and(|(_, c)| *c == 'X') && gap <= GAP_MAX;
        let goes_on = rest.get(gap + 1).is_some_and(|(_, c)| c.is_ascii_alphanumeric());
        (is_x && !goes_on).then_some(self.to() + gap + 1)
    }

    fn id_card(&self) -> Option<Span> {
        let masked = || "****".to_owned();
        match self.digits.len() {
            17 => {
                let end = self.check_letter()?;
                let number = format!("{}X", self.digits);
                let is_id = is_born(&number, 8) && (self.is_whole || is_checked(&number));
                is_id.then(|| self.span(PrivateKind::IdCard, end, masked()))
            }
            18 => {
                let is_id = is_born(self.digits, 8) && (self.is_whole || is_checked(self.digits));
                is_id.then(|| self.span(PrivateKind::IdCard, self.to(), masked()))
            }
            15 => {
                let few = self.pieces.len() <= 3 && !self.after(&SERIAL, 6);
                let is_id = is_born(self.digits, 6) && (self.is_whole || few);
                is_id.then(|| self.span(PrivateKind::IdCard, self.to(), masked()))
            }
            // one inside a longer number: a disability certificate is the identity card and two more
            19.. if self.is_whole => {
                let windows = 0..=self.digits.len() - 18;
                let mut inside = windows.filter_map(|at| self.digits.get(at..at + 18));
                let is_id = inside.any(|number| is_born(number, 8) && is_checked(number));
                is_id.then(|| self.span(PrivateKind::IdCard, self.to(), masked()))
            }
            _ => None,
        }
    }

    fn bank_card(&self) -> Option<Span> {
        let count = self.digits.len();
        let of_account = self.after(&ACCOUNT, 8)
            && ((self.is_whole && (12..=25).contains(&count)) || (16..=19).contains(&count));
        let is_card = (16..=19).contains(&count) && {
            let begins = self.digits.starts_with(['3', '4', '5', '6', '9']);
            let fours = self.pieces.iter().rev().skip(1).all(|piece| piece.digits.len() == 4);
            let singles = self.pieces.iter().all(|piece| piece.digits.len() == 1);
            let union = self.digits.starts_with("62");
            let serial = self.after(&SERIAL, 6);
            match (self.is_whole, is_luhn(self.digits)) {
                (true, valid) => union || (valid && begins && !serial),
                (false, valid) => valid && begins && (union || fours || singles),
            }
        };
        (of_account || is_card).then(|| {
            let tail = self.digits.get(count - 4..).unwrap_or_default();
            self.span(PrivateKind::BankCard, self.to(), format!("**** {tail}"))
        })
    }

    fn phone(&self, context: &Context) -> Option<Span> {
        let plain = ["0086", "086", "86", ""].into_iter().find_map(|country| {
            self.digits.strip_prefix(country).filter(|rest| rest.len() == 11)
        })?;
        let mut letters = plain.chars();
        let is_mobile = letters.next() == Some('1') && letters.next().is_some_and(|c| c >= '3');
        if !is_mobile || context.is_official(plain) {
            return None;
        }
        let is_phone = if self.is_whole {
            let before = self.from().checked_sub(1).and_then(|at| self.chars.get(at));
            let in_code = before.is_some_and(|(_, c)| c.is_ascii_alphabetic());
            !self.after(&SERIAL, 6) && (!in_code || self.after(&["TEL", "PHONE", "WX"], 6))
        } else {
            let sizes: Vec<usize> = self.pieces.iter().map(|it| it.digits.len()).collect();
            matches!(
                sizes.as_slice(),
                [3, 4, 4] | [3, 8] | [7, 4] | [3, 3, 5] | [2..=4, 3, 4, 4] | [2..=4, 11]
            ) || sizes.iter().all(|size| *size <= 2)
                || self.after(&PHONE, 8)
        };
        let (head, tail) = (plain.get(..3).unwrap_or_default(), plain.get(7..).unwrap_or_default());
        is_phone.then(|| self.span(PrivateKind::Phone, self.to(), format!("{head}****{tail}")))
    }

    /// A fixed phone: an area code and seven or eight digits, or those alone behind 电话.
    fn landline(&self, context: &Context) -> Option<Span> {
        let count = self.digits.len();
        let sizes: Vec<usize> = self.pieces.iter().map(|it| it.digits.len()).collect();
        let has_area = self.digits.starts_with("010")
            || self.digits.starts_with("02")
            || self.digits.get(..2).is_some_and(|it| it.starts_with('0') && it > "02");
        let broken = matches!(sizes.as_slice(), [3 | 4, 7 | 8] | [3 | 4, 3 | 4, 4]);
        let named = self.after(&PHONE, 5) && !self.after(&SERIAL, 5);
        let is_phone = (has_area && (11..=12).contains(&count) && (broken || self.is_whole))
            || (named && self.is_whole && matches!(count, 7 | 8));
        let is_public =
            context.is_official(self.digits) || self.after(&OFFICE, 12) || self.after(&SERIAL, 6);
        let tail = self.digits.get(count.saturating_sub(4)..).unwrap_or_default();
        (is_phone && !is_public)
            .then(|| self.span(PrivateKind::Phone, self.to(), format!("****{tail}")))
    }
}

/// Whether a number begins with a province and holds a day of birth of `digits` digits.
fn is_born(number: &str, digits: usize) -> bool {
    let province = number.get(..2).is_some_and(|it| PROVINCES.contains(&it));
    let day = number.get(6..6 + digits).unwrap_or_default();
    let day = if digits == 6 { format!("19{day}") } else { day.to_owned() };
    let part = |from: usize, to: usize| day.get(from..to).and_then(|it| it.parse::<u32>().ok());
    let (Some(year), Some(month), Some(date)) = (part(0, 4), part(4, 6), part(6, 8)) else {
        return false;
    };
    let known = (1900..=2099).contains(&year);
    let year = i32::try_from(year).unwrap_or(0);
    province && known && Date::from_ymd_opt(year, month, date).is_some()
}

/// The check character of an identity card (GB 11643: ISO 7064, MOD 11-2).
fn is_checked(number: &str) -> bool {
    let mut sum = 0;
    for (at, c) in number.chars().enumerate() {
        let value = if c == 'X' { 10 } else { c.to_digit(10).unwrap_or(11) };
        let weight = (0..17 - at.min(17)).fold(1_u32, |weight, _| weight * 2 % 11);
        sum += value * weight;
    }
    sum % 11 == 1
}

/// The check digit of a bank card (ISO/IEC 7812: Luhn).
fn is_luhn(number: &str) -> bool {
    let values = number.chars().rev().filter_map(|c| c.to_digit(10)).enumerate();
    let sum: u32 = values
        .map(|(at, value)| match (at % 2, value * 2) {
            (0, _) => value,
            (_, double) if double > 9 => double - 9,
            (_, double) => double,
        })
        .sum();
    sum.is_multiple_of(10)
}
