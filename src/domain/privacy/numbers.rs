//! Numbers of persons, however they are written: full-width, in Chinese numerals, broken by
//! blanks, dashes, dots and line breaks.
//!
//! A number that stands in one piece is judged by its shape; one that was put together from
//! pieces, or that stands behind a word for serial numbers, must prove itself by its check digit,
//! so that days, amounts and numbers of documents are not taken for one.

use super::checks::{is_born, is_checked, is_credit_code, is_day, is_luhn};
use super::digits::{GAP_MAX, Group, Join, groups, separates};
use super::{Context, PrivateKind, Span, stands_before};

/// Words before a number that is a serial number and no person's.
const SERIAL: [&str; 24] = [
    "流水号",
    "发票",
    "订单",
    "编号",
    "编码",
    "合同",
    "协议",
    "凭证",
    "票号",
    "票据",
    "文号",
    "单号",
    "批次",
    "代码",
    "单据",
    "收据",
    "序列号",
    "批号",
    "税号",
    "识别号",
    "交易号",
    "备案号",
    "许可证",
    "执照",
];
/// Words before them that make them the number of a person's paper: `身份证编号`.
const PAPERS: [&str; 9] =
    ["身份证", "证件", "公民", "残疾证", "残疾人证", "社保卡", "银行卡", "一卡通", "存折"];
/// Words before the number of an account.
const ACCOUNT: [&str; 10] =
    ["卡号", "账号", "帐号", "账户", "帐户", "一卡通", "一本通", "存折", "银行卡", "开户行"];
/// Words before a phone.
const PHONE: [&str; 7] = ["电话", "手机", "联系", "座机", "拨打", "TEL", "微信"];
/// Behind a word for phones: then it is about something else.
const NO_PHONE: &str = "费线款卡缴充通会补支转红";
/// Letters that stand before a phone without a blank.
const PHONE_LETTERS: [&str; 8] = ["TEL", "PHONE", "MOBILE", "WX", "VX", "V", "WECHAT", "QQ"];
/// Words that make a fixed phone that of an office.
const OFFICE: [&str; 16] = [
    "监督",
    "举报",
    "热线",
    "村委会",
    "居委会",
    "办公",
    "咨询",
    "镇三资",
    "纪委",
    "供电",
    "派出所",
    "卫生院",
    "卫生室",
    "服务站",
    "公司",
    "银行",
];
/// Words before amounts.
const MONEY: [&str; 13] = [
    "元", "工资", "误工", "金额", "补贴", "单价", "报酬", "支出", "收入", "合计", "亩", "斤",
    "预算",
];
/// What stands behind an amount or a quantity.
const UNITS: &str = "元块平亩斤米吨人户株棵方个只袋头公千万%";

/// The most characters between a word for serial numbers and its number.
const TOUCH_MAX: usize = 8;

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
            } else if group.is_amount {
                break;
            }
            digits.push_str(&group.digits);
            let pieces = groups.get(first..=at).unwrap_or_default();
            let number =
                Number { chars, digits: &digits, pieces, is_whole, in_amount: group.is_amount };
            found.extend(number.judge(context));
            if group.is_amount || digits.len() > 40 || (digits.len() > 19 && !is_whole) {
                break;
            }
        }
    }
    found
}

/// A run of digits that may be one number.
struct Number<'a> {
    chars: &'a [(usize, char)],
    digits: &'a str,
    pieces: &'a [Group],
    is_whole: bool,
    /// Its last piece may be the whole of an amount as well: `138 1234 5678.5`.
    in_amount: bool,
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

    fn sizes(&self) -> Vec<usize> {
        self.pieces.iter().map(|it| it.digits.len()).collect()
    }

    fn judge(&self, context: &Context) -> Option<Span> {
        if self.has_loose_end() {
            return None;
        }
        self.id_card()
            .or_else(|| self.phone(context))
            .or_else(|| self.landline(context))
            .or_else(|| self.bank_card())
    }

    /// Whether a name that ends in a numeral, or a group that begins with one, touches a number
    /// that is whole without it: `张三1380…`, `…1234三组`.
    fn has_loose_end(&self) -> bool {
        let is_loose = |word: &Group, number: &Group, join: Join| {
            let long = number.digits.len() >= 11 && !number.is_chinese;
            word.is_chinese && word.digits.len() <= 3 && long && join == Join::Close
        };
        match self.pieces {
            [] | [_] => false,
            [first, second, ..] if is_loose(first, second, second.join) => true,
            [.., before, last] => is_loose(last, before, last.join),
        }
    }

    /// Whether a word for serial numbers touches it: `合同编号：`, `发票号码 `; in `发票收款人` it does
    /// not, and the number is that of a person.
    fn is_serial(&self) -> bool {
        let before: Vec<char> = self
            .chars
            .get(self.from().saturating_sub(24)..self.from())
            .unwrap_or_default()
            .iter()
            .map(|it| it.1)
            .collect();
        let touches = |c: &char| {
            c.is_whitespace()
                || c.is_ascii_alphabetic()
                || matches!(
                    c,
                    '号' | '码' | '为' | '是' | ':' | '#' | '№' | '第' | '.' | '_' | '-' | '—'
                )
        };
        let touching = before.iter().rev().take(TOUCH_MAX).take_while(|c| touches(c)).count();
        (0..=touching).any(|cut| {
            let left: String = before.iter().take(before.len() - cut).collect();
            let word = SERIAL.iter().find_map(|word| left.strip_suffix(word));
            word.is_some_and(|left| !PAPERS.iter().any(|paper| left.ends_with(paper)))
        })
    }

    /// Whether a word for phones stands before it.
    fn is_called(&self, reach: usize) -> bool {
        let from = self.from();
        let before: String = self
            .chars
            .get(from.saturating_sub(reach)..from)
            .unwrap_or_default()
            .iter()
            .map(|it| it.1)
            .collect();
        PHONE.iter().any(|word| {
            before.match_indices(word).any(|(at, word)| {
                let next = before.get(at + word.len()..).and_then(|rest| rest.chars().next());
                next.is_none_or(|c| !NO_PHONE.contains(c))
            })
        })
    }

    /// Whether letters touch it that make it part of a code: `HT13812345678`.
    fn is_in_code(&self) -> bool {
        let before = self.chars.get(..self.from()).unwrap_or_default().iter().rev();
        let mut letters: Vec<char> =
            before.map(|it| it.1).take_while(char::is_ascii_alphabetic).collect();
        letters.reverse();
        let letters: String = letters.into_iter().collect();
        !letters.is_empty() && !PHONE_LETTERS.contains(&letters.as_str())
    }

    /// Whether its pieces read as amounts beside each other: each round to `noughts` noughts, or
    /// with a unit behind them.
    fn reads_as_amounts(&self, noughts: &str) -> bool {
        let rest = self.chars.get(self.to()..).unwrap_or_default();
        let next = rest.iter().map(|it| it.1).find(|c| !c.is_whitespace());
        next.is_some_and(|c| UNITS.contains(c))
            || self.pieces.iter().all(|piece| piece.digits.ends_with(noughts))
    }

    /// Whether a day stands among its pieces: `2026-10-01`, `20261001`.
    fn holds_a_day(&self) -> bool {
        let is_date = |pieces: &[Group]| match pieces {
            [year, month, day] if year.digits.len() == 4 => {
                is_day(&format!("{}{:0>2}{:0>2}", year.digits, month.digits, day.digits))
            }
            _ => false,
        };
        self.pieces.windows(3).any(is_date) || self.pieces.iter().any(|it| is_day(&it.digits))
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
        // a number with a wrong check digit is that of somebody, mistyped, but for serial numbers
        let is_id = |number: &str| {
            let proven = is_checked(number);
            is_born(number, proven) && (proven || (self.is_whole && !self.is_serial()))
        };
        let end = match self.digits.len() {
            17 => {
                let end = self.check_letter()?;
                is_id(&format!("{}X", self.digits)).then_some(end)?
            }
            18 => is_id(self.digits).then_some(self.to())?,
            15 => {
                let split = matches!(
                    self.sizes().as_slice(),
                    [6, 6, 3] | [6, 9] | [12, 3] | [3, 3, 6, 3] | [6, 2, 2, 2, 3]
                );
                let fits = (self.is_whole || split) && is_born(self.digits, true);
                (fits && !self.is_serial()).then_some(self.to())?
            }
            // one inside a longer number: a disability certificate is the identity card and two more
            19.. if self.is_whole => {
                let windows = 0..=self.digits.len() - 18;
                let mut inside = windows.filter_map(|at| self.digits.get(at..at + 18));
                let has_id = inside.any(|number| is_checked(number) && is_born(number, true));
                has_id.then_some(self.to())?
            }
            _ => return None,
        };
        Some(self.span(PrivateKind::IdCard, end, "****".to_owned()))
    }

    fn bank_card(&self) -> Option<Span> {
        let count = self.digits.len();
        let is_card = (16..=19).contains(&count) && self.is_card();
        (is_card || self.is_account()).then(|| {
            let tail = self.digits.get(count - 4..).unwrap_or_default();
            self.span(PrivateKind::BankCard, self.to(), format!("**** {tail}"))
        })
    }

    /// Whether pieces of four follow each other, as on a card.
    fn in_fours(&self) -> bool {
        self.pieces.iter().rev().skip(1).all(|piece| piece.digits.len() == 4)
    }

    /// The number of an account by the word before it.
    fn is_account(&self) -> bool {
        let count = self.digits.len();
        let fits = if self.is_whole {
            (12..=25).contains(&count)
        } else {
            let proven = is_luhn(self.digits) || self.in_fours();
            (16..=19).contains(&count)
                && proven
                && !self.holds_a_day()
                && !self.reads_as_amounts("00")
        };
        fits && self.after(&ACCOUNT, 8) && !self.is_serial()
    }

    /// The number of a card by its shape and its check digit.
    fn is_card(&self) -> bool {
        let is_union = self.digits.starts_with("62");
        let is_valid = is_luhn(self.digits);
        if self.is_whole {
            let is_other = self.is_of_issuer() && !self.is_in_code();
            return (is_union && (is_valid || !self.is_serial()))
                || (is_valid && is_other && !self.is_serial());
        }
        let singles = self.pieces.iter().all(|piece| piece.digits.len() == 1);
        let shaped = (self.in_fours() || singles) && self.is_of_issuer();
        let amounts = self.in_amount || self.holds_a_day() || self.reads_as_amounts("00");
        is_valid && (is_union || (shaped && !amounts))
    }

    /// Whether cards begin so: old ones of 16 digits and of 19, and none with the shape of the
    /// credit code of an organisation.
    fn is_of_issuer(&self) -> bool {
        let count = self.digits.len();
        match self.digits.bytes().next() {
            Some(b'3') => count == 16 && self.digits.starts_with("35"),
            Some(b'4' | b'5') => matches!(count, 16 | 19),
            Some(b'6') => true,
            Some(b'9') => count != 18 || !is_credit_code(self.digits),
            _ => false,
        }
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
            !self.is_serial() && !self.is_in_code()
        } else {
            self.is_split_phone()
        };
        let (head, tail) = (plain.get(..3).unwrap_or_default(), plain.get(7..).unwrap_or_default());
        is_phone.then(|| self.span(PrivateKind::Phone, self.to(), format!("{head}****{tail}")))
    }

    /// Whether eleven digits in pieces are a phone and not amounts beside each other.
    fn is_split_phone(&self) -> bool {
        let sizes = self.sizes();
        let usual = matches!(
            sizes.as_slice(),
            [3, 4, 4] | [3, 8] | [7, 4] | [3, 3, 5] | [2..=4, 3, 4, 4] | [2..=4, 11]
        );
        if usual {
            return true;
        }
        if self.in_amount {
            return false;
        }
        let singles = sizes.iter().all(|size| *size <= 2);
        let own = match sizes.as_slice() {
            [2..=4, rest @ ..] if self.digits.len() > 11 => rest,
            all => all,
        };
        let odd = (2..=4).contains(&own.len()) && own.iter().all(|size| *size >= 3);
        let amounts = self.reads_as_amounts("0") || self.is_serial() || {
            let gaps = self.pieces.windows(2).filter_map(|two| match two {
                [before, after] => self.chars.get(before.to..after.from),
                _ => None,
            });
            let blank = gaps.flatten().all(|(_, c)| c.is_whitespace());
            blank && self.after(&MONEY, 12)
        };
        singles || self.is_called(8) || (odd && !amounts)
    }

    /// A fixed phone: an area code and seven or eight digits, or those alone behind 电话.
    fn landline(&self, context: &Context) -> Option<Span> {
        if context.fixed_phones_are_public {
            return None;
        }
        let count = self.digits.len();
        let has_area = self.digits.starts_with("010")
            || self.digits.starts_with("02")
            || self.digits.get(..2).is_some_and(|it| it.starts_with('0') && it > "02");
        let broken = matches!(self.sizes().as_slice(), [3 | 4, 7 | 8] | [3 | 4, 3 | 4, 4]);
        let named = self.is_called(5) && !self.is_serial() && !is_day(self.digits);
        let is_phone = (has_area && (11..=12).contains(&count) && (broken || self.is_whole))
            || (named && self.is_whole && matches!(count, 7 | 8));
        let is_number = self.is_serial() || (self.after(&SERIAL, 6) && !self.is_called(6));
        let is_public = context.is_official(self.digits) || self.after(&OFFICE, 12) || is_number;
        let tail = self.digits.get(count.saturating_sub(4)..).unwrap_or_default();
        (is_phone && !is_public)
            .then(|| self.span(PrivateKind::Phone, self.to(), format!("****{tail}")))
    }
}
