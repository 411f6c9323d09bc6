//! Amounts of money: whole fen, parsed and shown the way an accountant writes them.
//!
//! Invariant: no float ever touches an amount; every amount lies within ±[`Money::MAX`], so a
//! sum of a million of them still fits.

use std::fmt;
use std::iter::Sum;
use std::ops::Neg;

use serde::{Deserialize, Serialize};

/// An amount of money in fen (分).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Money(i64);

/// Why a text is not an amount (金额写法有误).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyFault {
    /// Nothing was written.
    #[error("金额没有填")]
    Empty,
    /// Something other than digits, separators and one decimal point.
    #[error("金额“{0}”不是数字")]
    NotANumber(String),
    /// More precise than a fen.
    #[error("金额“{0}”最多两位小数")]
    TooPrecise(String),
    /// Larger than any village's books ([`Money::MAX`]).
    #[error("金额“{0}”太大，最多到 {max}", max = Money::MAX.grouped())]
    TooLarge(String),
}

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// The largest amount a voucher or a balance may hold: 999,999,999,999.99 yuan.
    pub const MAX: Self = Self(99_999_999_999_999);

    /// An amount of `fen`.
    pub const fn from_fen(fen: i64) -> Self {
        Self(fen)
    }

    /// The amount in fen.
    pub const fn fen(self) -> i64 {
        self.0
    }

    /// Whether the amount is zero.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Whether the amount is above zero.
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// Whether the amount is below zero.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// The amount without its sign.
    #[must_use]
    pub const fn abs(self) -> Self {
        Self(self.0.saturating_abs())
    }

    /// The sum. Amounts are bounded by [`Money::MAX`] wherever they enter the books, so the
    /// saturation at ±92 quadrillion yuan is out of reach; it is there so that no sum can panic.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// The difference; see [`Money::plus`].
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// So much for each of `count`, rounded half up to the fen; `None` for nobody.
    pub fn per(self, count: u32) -> Option<Self> {
        let count = i64::from(count);
        (count > 0).then(|| {
            let half = count / 2;
            let rounded = if self.0 < 0 { self.0 - half } else { self.0 + half };
            Self(rounded / count)
        })
    }

    /// Reads an amount as people and spreadsheets write it: `1234.5`, `1,234.50`, `￥1，234．50`,
    /// `1234.50元`, full-width digits, a minus sign or accounting brackets `(12.00)`.
    ///
    /// # Errors
    /// See [`MoneyFault`]; a third decimal is refused unless it is zero, because rounding would
    /// put a figure on the wall that nobody wrote.
    pub fn parse(text: &str) -> Result<Self, MoneyFault> {
        let plain: String = text.trim().chars().map(half_width).collect();
        let written = text.trim().to_owned();
        let mut rest = plain.trim().trim_start_matches(['¥', '￥']).trim_end_matches('元').trim();
        if rest.is_empty() {
            return Err(MoneyFault::Empty);
        }
        let mut negative = false;
        if let Some(inner) = rest.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
            negative = true;
            rest = inner.trim();
        }
        if let Some(after) = rest.strip_prefix(['-', '−']) {
            if negative {
                return Err(MoneyFault::NotANumber(written));
            }
            negative = true;
            rest = after.trim_start();
        } else if let Some(after) = rest.strip_prefix('+') {
            rest = after.trim_start();
        }
        let rest = rest.trim_start_matches(['¥', '￥']);
        let (yuan, decimals) = rest.split_once('.').unwrap_or((rest, ""));
        let yuan =
            without_separators(yuan).ok_or_else(|| MoneyFault::NotANumber(written.clone()))?;
        let fen = digits_to_fen(&yuan, decimals, &written)?;
        Ok(Self(if negative { -fen } else { fen }))
    }

    /// Reads an amount or a small sum: `450*2`, `12.5+30`, `100-3.2`; evaluated from left to
    /// right with `*` first, each factor after the first a whole number.
    ///
    /// # Errors
    /// As [`Money::parse`], about the part at fault.
    pub fn parse_sum(text: &str) -> Result<Self, MoneyFault> {
        let plain: String =
            text.trim().chars().map(half_width).map(|c| if c == '×' { '*' } else { c }).collect();
        let operators = |c: char| matches!(c, '+' | '-');
        if !plain.contains('*') && !plain.get(1..).is_some_and(|rest| rest.contains(operators)) {
            return Self::parse(text);
        }
        let mut total = Self::ZERO;
        let mut rest = plain.as_str();
        let mut sign = 1;
        loop {
            let end = rest.find(operators).unwrap_or(rest.len());
            let (term, after) = rest.split_at(end);
            let value = parse_product(term)?;
            total = if sign > 0 { total.plus(value) } else { total.minus(value) };
            let mut chars = after.chars();
            match chars.next() {
                Some('+') => sign = 1,
                Some('-') => sign = -1,
                _ => break,
            }
            rest = chars.as_str();
        }
        if total.abs() > Self::MAX {
            return Err(MoneyFault::TooLarge(text.trim().to_owned()));
        }
        Ok(total)
    }

    /// The amount with thousands separators: `1,234.50`, `-0.05`.
    pub fn grouped(self) -> String {
        let (sign, yuan, fen) = self.parts();
        let digits = yuan.to_string();
        let mut text = String::with_capacity(digits.len() * 2);
        text.push_str(sign);
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index) % 3 == 0 {
                text.push(',');
            }
            text.push(digit);
        }
        format!("{text}.{fen:02}")
    }

    /// The amount in capital numerals with the currency before it (人民币大写).
    ///
    /// Follows 支付结算办法附一: `整` after yuan and jiao, never after fen; one `零` for any run
    /// of zeros inside; `零` where the yuan or jiao place is empty before a smaller one.
    pub fn in_words(self) -> String {
        let (sign, yuan, fen) = self.parts();
        let mut words = String::from("人民币");
        if !sign.is_empty() {
            words.push('负');
        }
        words.push_str(&words_of(yuan, fen));
        words
    }

    fn parts(self) -> (&'static str, u64, u64) {
        let all = self.0.unsigned_abs();
        (if self.0 < 0 { "-" } else { "" }, all / 100, all % 100)
    }
}

fn half_width(c: char) -> char {
    match c {
        '０'..='９' | '．' | '，' | '－' | '（' | '）' | '＋' | '＊' => {
            char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c)
        }
        '\u{3000}' | '\u{a0}' => ' ',
        other => other,
    }
}

/// Removes thousands separators where they stand between digits; `None` for anything else.
fn without_separators(yuan: &str) -> Option<String> {
    let mut digits = String::with_capacity(yuan.len());
    let mut after_separator = false;
    for c in yuan.chars() {
        match c {
            '0'..='9' => {
                digits.push(c);
                after_separator = false;
            }
            ',' if !digits.is_empty() && !after_separator => after_separator = true,
            _ => return None,
        }
    }
    (!after_separator).then_some(digits)
}

fn digits_to_fen(yuan: &str, decimals: &str, written: &str) -> Result<i64, MoneyFault> {
    let not_a_number = || MoneyFault::NotANumber(written.to_owned());
    if (yuan.is_empty() && decimals.is_empty()) || !decimals.chars().all(|c| c.is_ascii_digit()) {
        return Err(not_a_number());
    }
    let significant = decimals.trim_end_matches('0');
    if significant.len() > 2 {
        return Err(MoneyFault::TooPrecise(written.to_owned()));
    }
    let too_large = || MoneyFault::TooLarge(written.to_owned());
    let yuan = yuan.trim_start_matches('0');
    if yuan.len() > 12 {
        return Err(too_large());
    }
    let whole: i64 = if yuan.is_empty() { 0 } else { yuan.parse().map_err(|_| not_a_number())? };
    let part: i64 = format!("{significant:0<2}").parse().map_err(|_| not_a_number())?;
    let fen = whole * 100 + part;
    if fen > Money::MAX.0 { Err(too_large()) } else { Ok(fen) }
}

fn parse_product(term: &str) -> Result<Money, MoneyFault> {
    let mut factors = term.split('*');
    let first = Money::parse(factors.next().unwrap_or_default())?;
    factors.try_fold(first, |product, factor| {
        let count: i64 =
            factor.trim().parse().map_err(|_| MoneyFault::NotANumber(factor.trim().to_owned()))?;
        product
            .0
            .checked_mul(count)
            .filter(|fen| fen.unsigned_abs() <= Money::MAX.0.unsigned_abs())
            .map(Money)
            .ok_or_else(|| MoneyFault::TooLarge(term.trim().to_owned()))
    })
}

const DIGITS: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];

fn capital(digit: u64) -> char {
    usize::try_from(digit).ok().and_then(|index| DIGITS.get(index)).copied().unwrap_or('零')
}

fn words_of(yuan: u64, fen: u64) -> String {
    let (jiao, fen) = (fen / 10, fen % 10);
    let mut words = String::new();
    if yuan > 0 {
        words.push_str(&whole_words(yuan));
        words.push('元');
    }
    if jiao == 0 && fen == 0 {
        return if yuan == 0 { "零元整".to_owned() } else { words + "整" };
    }
    if jiao > 0 {
        // the yuan place is empty before a jiao: 壹拾万元零叁角整
        if yuan > 0 && yuan.is_multiple_of(10) {
            words.push('零');
        }
        words.push(capital(jiao));
        words.push('角');
    } else if yuan > 0 {
        words.push('零');
    }
    if fen > 0 {
        words.push(capital(fen));
        words.push('分');
    } else {
        words.push('整');
    }
    words
}

/// The whole part in sections of four digits, the largest first (亿, 万, 元).
fn whole_words(yuan: u64) -> String {
    let sections = [yuan / 100_000_000, yuan / 10_000 % 10_000, yuan % 10_000];
    let units = ["亿", "万", ""];
    let mut words = String::new();
    let mut gap = false;
    for (section, unit) in sections.into_iter().zip(units) {
        if section == 0 {
            gap |= !words.is_empty();
            continue;
        }
        // one 零 for a skipped section or a missing thousand; never directly after a full 万
        if !words.is_empty() && (gap || section < 1000) {
            words.push('零');
        }
        words.push_str(&section_words(section));
        words.push_str(unit);
        gap = false;
    }
    words
}

fn section_words(section: u64) -> String {
    let mut words = String::new();
    let mut gap = false;
    for (place, unit) in [(1000, "仟"), (100, "佰"), (10, "拾"), (1, "")] {
        let digit = section / place % 10;
        if digit == 0 {
            gap |= !words.is_empty();
            continue;
        }
        if gap {
            words.push('零');
            gap = false;
        }
        words.push(capital(digit));
        words.push_str(unit);
    }
    words
}

impl fmt::Display for Money {
    /// The plain form of the headless contract: `1234.50`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, yuan, fen) = self.parts();
        f.pad(&format!("{sign}{yuan}.{fen:02}"))
    }
}

impl Neg for Money {
    type Output = Self;

    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Self::plus)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_parse(text: &str, expect: Result<i64, &str>) {
        let got = Money::parse(text).map(Money::fen).map_err(|fault| fault.to_string());
        assert_eq!(got, expect.map_err(str::to_owned), "{text}");
    }

    #[test]
    fn amounts_are_read_as_people_write_them() {
        check_parse("1234.5", Ok(123_450));
        check_parse("1,234.50", Ok(123_450));
        check_parse("￥１，２３４．５０", Ok(123_450));
        check_parse("1234.50元", Ok(123_450));
        check_parse(" -0.05 ", Ok(-5));
        check_parse("(12.00)", Ok(-1200));
        check_parse("（12.00）", Ok(-1200));
        check_parse(".5", Ok(50));
        check_parse("0", Ok(0));
        check_parse("900.500", Ok(90_050));
        check_parse("999999999999.99", Ok(99_999_999_999_999));
    }

    #[test]
    fn what_is_not_an_amount_is_refused_with_the_reason() {
        check_parse("", Err("金额没有填"));
        check_parse("900.005", Err("金额“900.005”最多两位小数"));
        check_parse("九百", Err("金额“九百”不是数字"));
        check_parse("12a", Err("金额“12a”不是数字"));
        check_parse("1,,2", Err("金额“1,,2”不是数字"));
        check_parse("12,", Err("金额“12,”不是数字"));
        check_parse("1.2.3", Err("金额“1.2.3”不是数字"));
        check_parse("--1", Err("金额“--1”不是数字"));
        check_parse("1e5", Err("金额“1e5”不是数字"));
        check_parse("1000000000000", Err("金额“1000000000000”太大，最多到 999,999,999,999.99"));
    }

    #[test]
    fn small_sums_are_worked_out() {
        let sum = |text: &str| Money::parse_sum(text).map(Money::fen).ok();
        assert_eq!(sum("450*2"), Some(90_000));
        assert_eq!(sum("12.5+30"), Some(4250));
        assert_eq!(sum("100-3.2"), Some(9680));
        assert_eq!(sum("10*3+5"), Some(3500));
        assert_eq!(sum("４５０×２"), Some(90_000));
        assert_eq!(sum("-12"), Some(-1200));
        assert_eq!(sum("1+"), None);
        assert_eq!(sum("2*1.5"), None);
    }

    #[test]
    fn amounts_are_shown_with_two_decimals() {
        let show = |fen| (Money(fen).to_string(), Money(fen).grouped());
        assert_eq!(show(0), ("0.00".to_owned(), "0.00".to_owned()));
        assert_eq!(show(-5), ("-0.05".to_owned(), "-0.05".to_owned()));
        assert_eq!(show(123_450), ("1234.50".to_owned(), "1,234.50".to_owned()));
        assert_eq!(show(100_000_000), ("1000000.00".to_owned(), "1,000,000.00".to_owned()));
    }

    #[test]
    fn capital_numerals_follow_the_settlement_rules() {
        let check = |text: &str, words: &str| {
            let amount = Money::parse(text).expect("test amount");
            assert_eq!(amount.in_words(), format!("人民币{words}"), "{text}");
        };
        // the official examples
        check("1409.50", "壹仟肆佰零玖元伍角整");
        check("6007.14", "陆仟零柒元壹角肆分");
        check("16409.02", "壹万陆仟肆佰零玖元零贰分");
        check("325.04", "叁佰贰拾伍元零肆分");
        check("1680.32", "壹仟陆佰捌拾元零叁角贰分");
        check("107000.53", "壹拾万柒仟元零伍角叁分");
        // zeros in every place
        check("0", "零元整");
        check("0.05", "伍分");
        check("0.50", "伍角整");
        check("10", "壹拾元整");
        check("1000", "壹仟元整");
        check("10050", "壹万零伍拾元整");
        check("10001.01", "壹万零壹元零壹分");
        check("100000", "壹拾万元整");
        check("100000.30", "壹拾万元零叁角整");
        check("100000000", "壹亿元整");
        check("100000001", "壹亿零壹元整");
        check("100010000", "壹亿零壹万元整");
        check("123456789012.34", "壹仟贰佰叁拾肆亿伍仟陆佰柒拾捌万玖仟零壹拾贰元叁角肆分");
        check("-3.2", "负叁元贰角整");
        check("21425.73", "贰万壹仟肆佰贰拾伍元柒角叁分");
    }
}
