//! Amounts written in Chinese capital numerals, read back (人民币大写的读法).

use super::money::Money;

impl Money {
    /// Reads an amount written in capitals, with or without 人民币, 整 and the zeros that may be
    /// left out: `壹佰贰拾叁元肆角伍分` (支付结算办法附一). `None` for anything else.
    pub fn from_words(written: &str) -> Option<Self> {
        let words: String = written.chars().filter(|c| !c.is_whitespace()).collect();
        let words = words.strip_prefix("人民币").unwrap_or(&words);
        let (negative, words) =
            words.strip_prefix('负').map_or((false, words), |words| (true, words));
        let words = words.strip_suffix(['整', '正']).unwrap_or(words);
        let (yuan, rest) = match words.split_once(['元', '圆']) {
            Some(("", _)) => return None,
            Some((yuan, rest)) => (yuan_of(yuan)?, rest),
            None => (0, words),
        };
        let (jiao, rest) = place(rest, '角')?;
        let (fen, rest) = place(rest, '分')?;
        if !rest.is_empty() || words.is_empty() {
            return None;
        }
        let total = yuan.checked_mul(100)?.checked_add(jiao * 10 + fen)?;
        let amount = Self::from_fen(if negative { -total } else { total });
        (amount.abs() <= Self::MAX).then_some(amount)
    }
}

/// The digit before `unit`, if the text starts with one, and what follows.
fn place(words: &str, unit: char) -> Option<(i64, &str)> {
    let Some((digit, rest)) = words.split_once(unit) else {
        return Some((0, words));
    };
    let digit = digit.strip_prefix('零').filter(|digit| !digit.is_empty()).unwrap_or(digit);
    let mut digits = digit.chars();
    let value = digit_of(digits.next()?)?;
    digits.next().is_none().then_some((value, rest))
}

fn digit_of(c: char) -> Option<i64> {
    let at = "零壹贰叁肆伍陆柒捌玖".chars().position(|digit| digit == c)?;
    i64::try_from(at).ok()
}

/// `壹拾万柒仟` → 107000.
fn yuan_of(words: &str) -> Option<i64> {
    let (mut total, mut section, mut digit) = (0_i64, 0_i64, None::<i64>);
    for c in words.chars() {
        match c {
            '拾' | '佰' | '仟' => {
                let unit = match c {
                    '拾' => 10,
                    '佰' => 100,
                    _ => 1000,
                };
                section += digit.take().filter(|digit| *digit > 0)? * unit;
            }
            '万' | '亿' => {
                section += digit.take().unwrap_or(0);
                let unit = if c == '万' { 10_000 } else { 100_000_000 };
                if c == '亿' {
                    total = (total + section).checked_mul(unit)?;
                } else {
                    total = total.checked_add(section.checked_mul(unit)?)?;
                }
                section = 0;
            }
            _ => {
                if digit.is_some_and(|digit| digit > 0) {
                    return None;
                }
                digit = Some(digit_of(c)?);
            }
        }
    }
    total.checked_add(section + digit.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_in_capitals_are_read_as_they_are_written() {
        for (words, fen) in [
            ("人民币壹仟肆佰零玖元伍角", 140_950),
            ("陆仟零柒元壹角肆分", 600_714),
            ("壹万陆仟肆佰零玖元零贰分", 1_640_902),
            ("壹拾万柒仟元零伍角叁分", 10_700_053),
            ("壹拾万零柒仟元伍角叁分", 10_700_053),
            ("伍分", 5),
            ("人民币零元整", 0),
            ("壹拾元整", 1000),
            ("负叁拾圆正", -3000),
        ] {
            assert_eq!(Money::from_words(words).map(Money::fen), Some(fen), "{words}");
        }
        for words in ["", "元", "整", "付路灯电费", "壹贰元", "一百元", "拾元", "壹元贰", "角"]
        {
            assert_eq!(Money::from_words(words), None, "{words}");
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let mut fen: i64 = 1;
        for step in 0..2000_i64 {
            fen = (fen * 31 + step * 7_919_111) % 99_999_999_999;
            let amount = Money::from_fen(fen);
            assert_eq!(Money::from_words(&amount.in_words()), Some(amount), "{amount}");
        }
    }
}
