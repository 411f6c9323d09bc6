//! What the fields of resolutions and of the records of supervision have in common: texts, days,
//! amounts and counts, checked one by one.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::money::Money;
use super::period::Date;
use super::privacy::{self, Context, PrivateKind};
use super::text::{self, TextFault};

/// What is wrong with one field (栏目有误); the field is named as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FieldFault {
    /// A text holds what cannot be kept.
    #[error("{field}里{fault}")]
    Text {
        /// The field.
        field: &'static str,
        /// What is wrong with it.
        fault: TextFault,
    },
    /// Nothing was written.
    #[error("{0}没有填")]
    Missing(&'static str),
    /// A number that belongs to one person stands in a text that is disclosed.
    #[error("{field}里有{what}，公开时会泄露个人信息", what = .kind.label())]
    Private {
        /// The field.
        field: &'static str,
        /// What it looks like.
        kind: PrivateKind,
    },
    /// A day that no book knows.
    #[error("{field} {date} 太早或太晚")]
    FarAway {
        /// The field.
        field: &'static str,
        /// The day written.
        date: Date,
    },
    /// A day after today.
    #[error("{field} {date} 还没到（今天是 {today}）")]
    Future {
        /// The field.
        field: &'static str,
        /// The day written.
        date: Date,
        /// The day it is.
        today: Date,
    },
    /// Two days in the wrong order.
    #[error("{field} {date} 早于{than} {limit}")]
    Before {
        /// The field.
        field: &'static str,
        /// The day written.
        date: Date,
        /// The field it may not come before.
        than: &'static str,
        /// What stands there.
        limit: Date,
    },
    /// An amount below zero, or of zero where there must be one.
    #[error("{field}是 {amount}，要大于 0", amount = .amount.grouped())]
    NotPositive {
        /// The field.
        field: &'static str,
        /// The amount written.
        amount: Money,
    },
    /// An amount above [`Money::MAX`].
    #[error("{0}太大")]
    TooLarge(&'static str),
    /// A count of zero where there must be somebody.
    #[error("{0}是 0")]
    Nobody(&'static str),
    /// More of a part than of the whole.
    #[error("{part_of} {part}，多于{whole_of} {whole}")]
    MoreThanWhole {
        /// What the part is.
        part_of: &'static str,
        /// How many.
        part: u32,
        /// What the whole is.
        whole_of: &'static str,
        /// How many.
        whole: u32,
    },
    /// A count beyond any village.
    #[error("{field}是 {count}，太多")]
    TooMany {
        /// The field.
        field: &'static str,
        /// The count written.
        count: u32,
    },
    /// One name twice.
    #[error("{field}里“{name}”出现了两次")]
    Twice {
        /// The field.
        field: &'static str,
        /// The name.
        name: String,
    },
}

impl FieldFault {
    /// Whether it is a number of a person: the rest of the text may be good.
    pub const fn is_private(&self) -> bool {
        matches!(self, Self::Private { .. })
    }

    /// The next step.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Text { fault, .. } => fault.hint(),
            Self::Missing(_) => "请填上再保存。",
            Self::Private { .. } => {
                "请删掉号码，只写姓名或写到组。依据《个人信息保护法》第六条、第二十五条：只处理必要的个人信息，不得公开。"
            }
            Self::FarAway { .. } => "请核对年份。",
            Self::Future { .. } => "请核对日期；还没有发生的事，发生以后再登记。",
            Self::Before { .. } => "请核对这两个日期。",
            Self::NotPositive { .. } | Self::TooLarge(_) => "请核对数字，看小数点是不是打漏了。",
            Self::Nobody(_) | Self::MoreThanWhole { .. } | Self::TooMany { .. } => {
                "请照会议记录核对人数。"
            }
            Self::Twice { .. } => "请删掉重复的；同名的两个人请在姓名后加以区别。",
        }
    }

    /// The field to look at, as shown.
    pub const fn field(&self) -> &'static str {
        match self {
            Self::Text { field, .. }
            | Self::Missing(field)
            | Self::Private { field, .. }
            | Self::FarAway { field, .. }
            | Self::Future { field, .. }
            | Self::Before { field, .. }
            | Self::NotPositive { field, .. }
            | Self::TooLarge(field)
            | Self::Nobody(field)
            | Self::TooMany { field, .. }
            | Self::Twice { field, .. } => field,
            Self::MoreThanWhole { part_of, .. } => part_of,
        }
    }
}

pub(super) type Checked = Result<(), FieldFault>;

/// Nobody counts more people than this in one village.
pub const COUNT_MAX: u32 = 100_000;

/// Cleans a line that may be empty; it may not hold a private number.
pub(super) fn words(field: &'static str, written: &mut String) -> Checked {
    *written = text::clean_line(written).map_err(|fault| FieldFault::Text { field, fault })?;
    no_private_number(field, written)
}

/// Cleans a line that must be there.
pub(super) fn required(field: &'static str, written: &mut String) -> Checked {
    words(field, written)?;
    if written.is_empty() { Err(FieldFault::Missing(field)) } else { Ok(()) }
}

/// Cleans a text of several lines that may be empty.
pub(super) fn long_words(field: &'static str, written: &mut String) -> Checked {
    *written = text::clean_text(written).map_err(|fault| FieldFault::Text { field, fault })?;
    no_private_number(field, written)
}

/// Cleans a text of several lines that must be there.
pub(super) fn long_required(field: &'static str, written: &mut String) -> Checked {
    long_words(field, written)?;
    if written.is_empty() { Err(FieldFault::Missing(field)) } else { Ok(()) }
}

/// Cleans a list of names: blank ones are dropped, none stands twice.
pub(super) fn names(field: &'static str, written: &mut Vec<String>) -> Checked {
    for name in written.iter_mut() {
        words(field, name)?;
    }
    written.retain(|name| !name.is_empty());
    for (at, name) in written.iter().enumerate() {
        if written.iter().skip(at + 1).any(|other| other == name) {
            return Err(FieldFault::Twice { field, name: name.clone() });
        }
    }
    Ok(())
}

/// A day between 1949 and 2199.
pub(super) fn day(field: &'static str, date: Date) -> Checked {
    let known = Date::from_ymd_opt(1949, 10, 1).zip(Date::from_ymd_opt(2199, 12, 31));
    if known.is_some_and(|(first, last)| (first..=last).contains(&date)) {
        Ok(())
    } else {
        Err(FieldFault::FarAway { field, date })
    }
}

/// A day that is past or today.
pub(super) fn past(field: &'static str, date: Date, today: Date) -> Checked {
    day(field, date)?;
    if date > today { Err(FieldFault::Future { field, date, today }) } else { Ok(()) }
}

/// A day that does not come before another.
pub(super) fn in_order(
    field: &'static str,
    date: Date,
    than: &'static str,
    limit: Date,
) -> Checked {
    if date < limit { Err(FieldFault::Before { field, date, than, limit }) } else { Ok(()) }
}

/// An amount above zero.
pub(super) fn positive(field: &'static str, amount: Money) -> Checked {
    if !amount.is_positive() {
        return Err(FieldFault::NotPositive { field, amount });
    }
    if amount > Money::MAX { Err(FieldFault::TooLarge(field)) } else { Ok(()) }
}

/// A count of a part of a whole; of the whole there is somebody.
pub(super) fn part_of(
    (part_of, part): (&'static str, u32),
    (whole_of, whole): (&'static str, u32),
) -> Checked {
    if whole == 0 {
        return Err(FieldFault::Nobody(whole_of));
    }
    if whole > COUNT_MAX {
        return Err(FieldFault::TooMany { field: whole_of, count: whole });
    }
    if part > whole {
        return Err(FieldFault::MoreThanWhole { part_of, part, whole_of, whole });
    }
    Ok(())
}

fn no_private_number(field: &'static str, written: &str) -> Checked {
    private_number(written).map_or(Ok(()), |kind| Err(FieldFault::Private { field, kind }))
}

/// The first number of a card, of an account or of a mobile phone in a text.
fn private_number(written: &str) -> Option<PrivateKind> {
    privacy::scan_numbers(written, &Context::record()).first().map(|hit| hit.kind)
}

/// The same facts with the numbers of persons in their texts masked; `None` where they hold none.
pub(super) fn masked<F: Serialize + DeserializeOwned>(facts: &F) -> Option<F> {
    let mut value = serde_json::to_value(facts).ok()?;
    let mut found = false;
    mask_texts(&mut value, &mut found);
    if found { serde_json::from_value(value).ok() } else { None }
}

fn mask_texts(value: &mut Value, found: &mut bool) {
    match value {
        Value::String(text) if !is_digest(text) && private_number(text).is_some() => {
            *text = privacy::mask_numbers(text, &Context::record(), &[]);
            *found = true;
        }
        Value::Array(values) => values.iter_mut().for_each(|value| mask_texts(value, found)),
        Value::Object(fields) => fields.values_mut().for_each(|value| mask_texts(value, found)),
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Whether it is an identity or a digest, which only look like words.
fn is_digest(text: &str) -> bool {
    text.len() >= 32 && text.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_persons_are_found() {
        use PrivateKind::{BankCard, IdCard, Phone};
        for (written, found) in [
            ("王五，身份证 372501196503154218", Some(IdCard)),
            ("37250119650315421X", Some(IdCard)),
            ("身份证130503670401001", Some(IdCard)),
            ("卡号 6222 0212 3456 7890", Some(BankCard)),
            ("电话13812345678。", Some(Phone)),
            ("电话 138-1234-5678", Some(Phone)),
            ("138.1234.5678", Some(Phone)),
            ("一三八一二三四五六七八", Some(Phone)),
            ("修路 1200 米，概算 126000.00 元", None),
            ("2026-10-03 至 2026-11-03", None),
            ("2026-10-03 2026-11-03", None),
            ("20261003 20261103", None),
            ("误工 1200 1300 1400 1500 元", None),
            ("合同编号 1234567890123456", None),
            ("合同 HT2026001，电话 0635-8231234", None),
            ("光明路12号，尿毒症", None),
        ] {
            assert_eq!(private_number(written), found, "{written}");
        }
    }

    #[test]
    fn facts_are_masked_in_their_texts_only() {
        let facts = serde_json::json!({
            "place": "村委会", "content": ["王五 138.1234.5678"],
            "sha256": "13812345678901234567890123456789abcdefabcdefabcdefabcdefabcdefab",
        });
        let masked = masked(&facts).expect("a number");
        assert_eq!(masked["content"][0], "王五 138****5678");
        assert_eq!((&masked["place"], &masked["sha256"]), (&facts["place"], &facts["sha256"]));
        assert!(super::masked(&masked).is_none());
    }

    #[test]
    fn a_part_is_no_more_than_its_whole() {
        let said = |part, whole| {
            part_of(("实到", part), ("应到", whole)).map_err(|fault| fault.to_string())
        };
        assert_eq!(said(45, 45), Ok(()));
        assert_eq!(said(46, 45), Err("实到 46，多于应到 45".to_owned()));
        assert_eq!(said(0, 0), Err("应到是 0".to_owned()));
        assert_eq!(said(1, 100_001), Err("应到是 100001，太多".to_owned()));
    }
}
