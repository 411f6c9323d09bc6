//! The words of a county's catalog: how often, how long on the board, which part of the catalog.
//!
//! Invariant: nothing is guessed. A rhythm that the law does not know, two rhythms in one cell or
//! a period without a number come back as the reason and the next step.

use super::cells::CellFault;
use crate::domain::matter::{Cadence, Category, PostingMinimum};
use crate::domain::text;

const CADENCE_HINT: &str = "请写每月、每季、每年或即时。";

/// Rhythms that the law does not know.
const OTHER_RHYTHMS: [&str; 13] = [
    "半年",
    "两月",
    "两个月",
    "双月",
    "隔月",
    "半月",
    "每周",
    "每日",
    "每天",
    "旬",
    "两年",
    "隔年",
    "三年",
];

/// Words that say how often beyond doubt.
const REGULAR: [(Cadence, &[&str]); 3] = [
    (Cadence::Monthly, &["每月", "按月", "逐月", "一月一次", "月/次", "次/月", "/月", "monthly"]),
    (
        Cadence::Quarterly,
        &["每季", "按季", "逐季", "一季一次", "季度一次", "季/次", "次/季", "/季", "quarterly"],
    ),
    (
        Cadence::Annual,
        &[
            "每年",
            "按年",
            "逐年",
            "一年一次",
            "年度一次",
            "年/次",
            "次/年",
            "/年",
            "annual",
            "yearly",
        ],
    ),
];

/// Words that say that it must be told when it happens.
const AT_ONCE: [&str; 5] = ["及时", "随时", "即时", "实时", "立即"];

/// Words that name a time of the year, the quarter or the month, or a number of days after
/// something; looked at in this order.
const HINTED: [(Cadence, &[&str]); 4] = [
    (Cadence::Quarterly, &["季"]),
    (Cadence::Annual, &["年", "长期", "固定", "换届"]),
    (Cadence::Monthly, &["次月", "月度", "当月", "月初", "月底", "月末", "下月", "上月"]),
    (Cadence::Immediate, &["日内", "天内", "工作日", "发生", "变更", "变动", "形成", "适时"]),
];

/// How often, and what else the cell says that a person should look at.
pub(super) fn cadence(written: &str) -> Result<(Cadence, Option<&'static str>), CellFault> {
    let plain = plain(written).replace("每个", "每");
    if plain.is_empty() {
        return refuse("时限没有填", &format!("{CADENCE_HINT}合并的单元格请拆开填上。"));
    }
    if let Some(cadence) = Cadence::parse(&plain) {
        return Ok((cadence, None));
    }
    let has = |words: &[&str]| words.iter().any(|word| plain.contains(word));
    if has(&OTHER_RHYTHMS) {
        return refuse("时限不是每月、每季、每年或即时", CADENCE_HINT);
    }
    let at_once = has(&AT_ONCE);
    let named: Vec<Cadence> =
        REGULAR.iter().filter(|(_, words)| has(words)).map(|(cadence, _)| *cadence).collect();
    match *named.as_slice() {
        [one] => {
            let also = at_once.then_some("还写了随时公开，有这样的事请登记为即时公开的事由");
            return Ok((one, also));
        }
        [] => {}
        _ => return refuse("一格里写了几种时限", "请拆成几个事项，或只写最勤的一种。"),
    }
    if at_once && !plain.contains('季') {
        return Ok((Cadence::Immediate, None));
    }
    let hinted = HINTED.iter().find(|(_, words)| has(words));
    hinted.map_or_else(|| refuse("时限看不懂", CADENCE_HINT), |(cadence, _)| Ok((*cadence, None)))
}

const POSTING_HINT: &str = "请只写一个天数，如 15 日、7 个工作日。";

/// The least time on the board; `None` where the cell leaves it to the law.
pub(super) fn posting(
    written: &str,
    counts_working_days: bool,
) -> Result<Option<PostingMinimum>, CellFault> {
    let plain = plain(written);
    let leaves_it = plain.chars().all(|c| matches!(c, '-' | '—' | '–' | '/' | '无'));
    if leaves_it || ["长期", "常年", "固定", "一直"].iter().any(|word| plain.contains(word))
    {
        return Ok(None);
    }
    let has_other_unit = ["月", "年", "周", "星期", "小时"].iter().any(|unit| plain.contains(unit));
    match *numbers(&plain).as_slice() {
        [days] if (1..=366).contains(&days) && !has_other_unit => {
            let working_days = counts_working_days || plain.contains("工作日");
            Ok(Some(PostingMinimum { days, working_days }))
        }
        [_] if !has_other_unit => refuse("公示天数要在 1 到 366 之间", POSTING_HINT),
        _ => refuse("公示天数看不懂", POSTING_HINT),
    }
}

/// The numbers of a text, written in digits or as `十五`.
fn numbers(plain: &str) -> Vec<u32> {
    let mut numbers = Vec::new();
    let mut run = String::new();
    for c in plain.chars().chain(std::iter::once(' ')) {
        if c.is_ascii_digit() || "〇一二三四五六七八九十".contains(c) {
            run.push(c);
        } else if !run.is_empty() {
            numbers.push(number(&std::mem::take(&mut run)));
        }
    }
    numbers
}

/// A run of digits, or a Chinese number below one hundred; anything else is too large to be days.
fn number(run: &str) -> u32 {
    if let Ok(number) = run.parse() {
        return number;
    }
    let digit = |text: &str| -> Option<u32> {
        let at = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
        at.iter().position(|digit| *digit == text).and_then(|digit| u32::try_from(digit).ok())
    };
    let value = match run.split_once('十') {
        Some(("", ones)) => digit(ones).map(|ones| 10 + ones),
        Some((tens, ones)) => digit(tens).zip(digit(ones)).map(|(tens, ones)| tens * 10 + ones),
        None => digit(run),
    };
    value.unwrap_or(u32::MAX)
}

/// Words of counties for the parts of the catalog.
const WORDS: [(Category, &[&str]); 3] = [
    (Category::Party, &["党务", "党建", "党组织"]),
    (Category::Affairs, &["村务", "政务", "事务", "自治", "服务", "民生"]),
    (Category::Finance, &["财务", "三资"]),
];

/// The part of the catalog that a heading or the name of a sheet speaks of, if it is one only;
/// the other word where the county uses one of its own.
pub(super) fn category(written: &str) -> Option<(Category, Option<&'static str>)> {
    if let Some(category) = Category::parse(written) {
        return Some((category, None));
    }
    let mut found = WORDS.iter().filter_map(|(category, words)| {
        let word = words.iter().find(|word| written.contains(*word))?;
        Some((*category, (*word != category.label()).then_some(*word)))
    });
    let first = found.next();
    // 党务村务财务公开目录 speaks of all of them
    if found.next().is_some() { None } else { first }
}

/// The part of the catalog that a line of its own heads: `一、党务公开（12项）`. A line that says
/// anything more is a matter with empty cells.
pub(super) fn heading(written: &str) -> Option<Category> {
    const ENDS: [&str; 6] = ["事项", "目录", "部分", "内容", "公开", "类"];
    let plain = plain(written);
    let head = plain.split(['(', '[', '【']).find(|part| part.chars().any(is_name)).unwrap_or("");
    let head = head.rsplit([')', '、', '.']).next().unwrap_or(head);
    let mut name = head.trim_matches(|c: char| !is_name(c));
    while let Some(shorter) = ENDS.iter().find_map(|end| name.strip_suffix(end)) {
        name = shorter;
    }
    let name = name.strip_prefix("村级").unwrap_or(name);
    let is_word = |(_, words): &&(Category, &[&str])| words.contains(&name);
    WORDS.iter().find(is_word).map(|(category, _)| *category)
}

/// Whether a character belongs to a name and not to the numbering before it.
fn is_name(c: char) -> bool {
    c.is_alphabetic() && !"〇一二三四五六七八九十".contains(c)
}

/// Whether a cell says yes.
pub(super) fn is_yes(written: &str) -> bool {
    matches!(plain(written).to_ascii_lowercase().as_str(), "是" | "yes" | "y" | "true" | "1" | "√")
}

fn plain(written: &str) -> String {
    written.chars().map(text::ascii_width).filter(|c| !c.is_whitespace()).collect()
}

fn refuse<T>(reason: &str, hint: &str) -> Result<T, CellFault> {
    Err(CellFault { reason: reason.to_owned(), hint: hint.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_often_is_read_the_way_counties_write_it() {
        use Cadence::{Annual, Immediate, Monthly, Quarterly};
        for (written, expect) in [
            ("每月10日前", Monthly),
            ("次月 10 日前公布", Monthly),
            ("每月逐项逐笔", Monthly),
            ("1次/月", Monthly),
            ("每个月", Monthly),
            ("每季首月10日前", Quarterly),
            ("每季度首月８日", Quarterly),
            ("季后15日内", Quarterly),
            ("季度首月 20 日", Quarterly),
            ("至少每季度一次，重大事项随时公开", Quarterly),
            ("每年1月31日前", Annual),
            ("年初公布", Annual),
            ("年度", Annual),
            ("长期公开", Annual),
            ("及时", Immediate),
            ("随时公开", Immediate),
            ("信息形成或变更之日起20个工作日内", Immediate),
            ("事后5日内", Immediate),
            ("年度计划确定后及时公开", Immediate),
            ("quarterly", Quarterly),
        ] {
            let got = cadence(written).map(|(cadence, _)| cadence);
            assert_eq!(got, Ok(expect), "{written}");
        }
        let reason = |written: &str| cadence(written).expect_err("a fault").reason;
        assert_eq!(reason(" "), "时限没有填");
        assert_eq!(reason("每半年"), "时限不是每月、每季、每年或即时");
        assert_eq!(reason("每两个月"), "时限不是每月、每季、每年或即时");
        assert_eq!(reason("每月或每季"), "一格里写了几种时限");
        assert_eq!(reason("看情况"), "时限看不懂");
        let also = cadence("每季；重大的随时").expect("quarterly").1;
        assert!(also.is_some_and(|also| also.contains("随时")));
    }

    #[test]
    fn time_on_the_board_is_one_number_of_days() {
        let read = |written: &str| {
            posting(written, false)
                .map(|minimum| minimum.map_or("—".to_owned(), PostingMinimum::label))
                .map_err(|fault| fault.reason)
        };
        for (written, expect) in [
            ("15", "15 日"),
            ("不少于15日", "15 日"),
            ("１５天", "15 日"),
            ("十五日", "15 日"),
            ("二十天", "20 日"),
            ("7个工作日", "7 个工作日"),
            ("五个工作日以上", "5 个工作日"),
            ("长期", "—"),
            ("", "—"),
            ("/", "—"),
        ] {
            assert_eq!(read(written).as_deref(), Ok(expect), "{written}");
        }
        assert_eq!(posting("5", true), Ok(Some(PostingMinimum::working(5))));
        for written in ["10-15日", "一个月", "按规定", "2周"] {
            assert_eq!(read(written), Err("公示天数看不懂".to_owned()), "{written}");
        }
        assert_eq!(read("0"), Err("公示天数要在 1 到 366 之间".to_owned()));
        assert_eq!(read("1000天"), Err("公示天数要在 1 到 366 之间".to_owned()));
    }

    #[test]
    fn a_heading_names_one_part_of_the_catalog_or_none() {
        assert_eq!(category("一、党务公开（12项）"), Some((Category::Party, None)));
        assert_eq!(category("财务公开"), Some((Category::Finance, None)));
        assert_eq!(category("村级事务"), Some((Category::Affairs, Some("事务"))));
        for (written, part) in [
            ("一、党务公开（12项）", Some(Category::Party)),
            ("（三）财务公开事项", Some(Category::Finance)),
            ("2.村级事务", Some(Category::Affairs)),
            ("【财务】", Some(Category::Finance)),
            ("财务收支情况", None),
            ("村务监督委员会履职情况", None),
            ("C01", None),
        ] {
            assert_eq!(heading(written), part, "{written}");
        }
        assert_eq!(category("党务村务财务公开目录"), None);
        assert_eq!(category("Sheet1"), None);
    }
}
