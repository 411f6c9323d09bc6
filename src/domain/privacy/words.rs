//! Words that tell what nobody need know: illness and disability, children.
//!
//! Source of the lists: 村务公开事实汇编 (domain.md §7: 病名、残疾等级不印，只写类别“患病/残疾/困难”; 未成年人不印
//! 姓名); kinds and grades of disability: 残疾人残疾分类和分级 GB/T 26341.

use super::{PrivateKind, Span, stands_at, stands_before};

/// Illnesses that notes on lists of persons name, the longer names first.
const ILLNESSES: [&str; 63] = [
    "再生障碍性贫血",
    "系统性红斑狼疮",
    "恶性肿瘤",
    "精神分裂症",
    "精神分裂",
    "精神障碍",
    "精神疾病",
    "精神病",
    "红斑狼疮",
    "类风湿关节炎",
    "类风湿",
    "强直性脊柱炎",
    "股骨头坏死",
    "帕金森",
    "阿尔茨海默",
    "老年痴呆",
    "小儿麻痹",
    "先天性心脏病",
    "先心病",
    "心脏病",
    "冠心病",
    "心肌梗死",
    "心梗",
    "脑出血",
    "脑溢血",
    "脑梗死",
    "脑梗",
    "脑瘫",
    "脑瘤",
    "中风",
    "偏瘫",
    "截瘫",
    "瘫痪",
    "尿毒症",
    "肾衰竭",
    "肾衰",
    "肾病",
    "透析",
    "白血病",
    "血友病",
    "淋巴瘤",
    "肿瘤",
    "糖尿病",
    "高血压",
    "肝硬化",
    "乙肝",
    "丙肝",
    "肺结核",
    "结核病",
    "尘肺",
    "艾滋病",
    "梅毒",
    "慢性病",
    "性病",
    "癫痫",
    "抑郁症",
    "躁郁症",
    "自闭症",
    "孤独症",
    "智障",
    "痴呆",
    "化疗",
    "放疗",
];

/// Words beside an illness that make it a campaign.
const CAMPAIGN: [&str; 14] = [
    "宣传", "防治", "防控", "预防", "筛查", "普查", "义诊", "讲座", "疫苗", "科普", "知识", "培训",
    "条例", "随访",
];
/// Words right behind an illness that make it an institution, or work that is done for many.
const INSTITUTION: [&str; 9] =
    ["医院", "专科", "研究", "康复中心", "管理", "签约", "健康", "体检", "建档"];
/// Words that only look like an illness of somebody: the word, what stands before it, what stands
/// behind it; either tells.
const LOOKALIKES: [(&str, &[&str], &[&str]); 5] = [
    (
        "中风",
        &["其", "集", "空"],
        &[
            "险", "电", "貌", "力", "景", "光", "俗", "雨", "格", "气", "采", "味", "化", "沙",
            "暴", "灾", "尚", "筝",
        ],
    ),
    (
        "性病",
        &["慢", "急", "染", "行", "节", "发", "异", "传", "遗", "变", "害", "良", "恶"],
        &["虫", "毒", "害", "菌"],
    ),
    ("慢性病", &[], &["门诊", "鉴定", "服务", "患者", "人群", "工作", "用药保障"]),
    ("化疗", &[], &["程"]),
    ("瘫痪", &["路", "网", "络", "通", "统", "电", "力", "线", "水"], &[]),
];

/// Kinds of disability.
const KINDS: [&str; 7] = ["肢体", "视力", "听力", "言语", "智力", "精神", "多重"];
/// The same in short: `肢残二级`.
const SHORT: [&str; 6] = ["肢残", "视残", "听残", "语残", "智残", "精残"];

/// Words for children; they count on lists of persons only, where a name stands beside them.
const CHILDREN: [&str; 10] = [
    "未成年",
    "留守儿童",
    "困境儿童",
    "孤儿",
    "幼儿园",
    "小学生",
    "初中生",
    "高中生",
    "在校学生",
    "儿童",
];

pub(super) fn find(chars: &[(usize, char)], is_about_people: bool) -> Vec<Span> {
    let mut found = Vec::new();
    for at in 0..chars.len() {
        found.extend(disability(chars, at));
        found.extend(illness(chars, at));
        found.extend(age(chars, at));
        if is_about_people {
            found.extend(child(chars, at));
        }
    }
    found
}

pub(super) fn at(chars: &[(usize, char)], place: usize) -> Option<char> {
    chars.get(place).map(|it| it.1)
}

pub(super) fn span(kind: PrivateKind, from: usize, to: usize, masked: &str) -> Option<Span> {
    (from < to).then(|| Span { kind, from, to, masked: masked.to_owned() })
}

pub(super) fn length(word: &str) -> usize {
    word.chars().count()
}

pub(super) fn first_of<'w>(
    chars: &[(usize, char)],
    place: usize,
    words: &[&'w str],
) -> Option<&'w str> {
    words.iter().copied().find(|word| stands_at(chars, place, word))
}

/// `二级`, `1级`, `Ⅱ级`; where it ends.
fn grade(chars: &[(usize, char)], place: usize) -> Option<usize> {
    let is_grade =
        |c: char| matches!(c, '一' | '二' | '三' | '四' | '壹' | '贰' | '1'..='4' | 'Ⅰ'..='Ⅳ');
    let grade = at(chars, place).filter(|c| is_grade(*c)).and(at(chars, place + 1));
    (grade == Some('级')).then_some(place + 2)
}

/// A disability with its kind or grade: `肢体残疾二级`, `二级残疾`, `肢残三级`, `残疾等级`.
fn disability(chars: &[(usize, char)], from: usize) -> Option<Span> {
    let after_kind = |place: usize| {
        let kind = first_of(chars, place, &KINDS);
        kind.map_or(place, |kind| place + length(kind))
    };
    let has_grade = grade(chars, from);
    let kind_at = has_grade.unwrap_or(from);
    let word_at = after_kind(kind_at);
    let said = has_grade.is_some() || word_at > from;
    let mut to = word_at;
    if let Some(short) = first_of(chars, from, &SHORT) {
        to = from + length(short);
    } else if stands_at(chars, word_at, "残疾") {
        to = word_at + 2;
        if stands_at(chars, to, "等级") {
            to += 2;
        } else if !said && grade(chars, to).is_none() {
            return None;
        }
    } else if !(word_at > kind_at && grade(chars, word_at).is_some()) || has_grade.is_some() {
        // `智力二级` tells as much as `智力残疾二级`
        return None;
    }
    to = grade(chars, to).unwrap_or(to);
    // the name of the subsidy or of the federation is no person's grade
    let named = first_of(chars, to, &["人联合会", "证发放", "等级评定"]).is_some();
    if named { None } else { span(PrivateKind::Health, from, to, "残疾") }
}

fn illness(chars: &[(usize, char)], from: usize) -> Option<Span> {
    let cancer = || {
        // `肺癌`, `胃癌`: one organ and 癌
        let organ = matches!(
            at(chars, from)?,
            '肺' | '胃'
                | '肝'
                | '肠'
                | '乳'
                | '喉'
                | '鼻'
                | '食'
                | '宫'
                | '脑'
                | '骨'
                | '胰'
                | '肾'
        );
        (organ && at(chars, from + 1) == Some('癌')).then_some(2)
    };
    let bare = || {
        (at(chars, from) == Some('癌')).then(|| 1 + usize::from(at(chars, from + 1) == Some('症')))
    };
    let known = first_of(chars, from, &ILLNESSES);
    let to = from + known.map(length).or_else(cancer).or_else(bare)?;
    // `高血压、糖尿病随访`: what is said behind the last is said of all
    let mut last = to;
    while matches!(at(chars, last), Some('、' | '和' | '及')) {
        let Some(next) = first_of(chars, last + 1, &ILLNESSES) else { break };
        last += 1 + length(next);
    }
    let near = |words: &[&str]| {
        stands_before(chars, from, 4, words)
            || stands_before(chars, (last + 4).min(chars.len()), 4, words)
    };
    let is_general = near(&CAMPAIGN)
        || first_of(chars, last, &INSTITUTION).is_some()
        || at(chars, from.wrapping_sub(1)) == Some('防');
    let is_other = known.is_some_and(|word| only_looks_like(chars, (from, to), word));
    if is_general || is_other { None } else { span(PrivateKind::Health, from, to, "患病") }
}

fn only_looks_like(chars: &[(usize, char)], (from, to): (usize, usize), word: &str) -> bool {
    LOOKALIKES.iter().filter(|it| it.0 == word).any(|(_, before, behind)| {
        stands_before(chars, from, 1, before) || first_of(chars, to, behind).is_some()
    })
}

/// An age below eighteen: `8岁`, `十二周岁`, `未满14周岁`; not `3岁以下`, which is a rule.
fn age(chars: &[(usize, char)], from: usize) -> Option<Span> {
    let is_digit = |c: char| c.is_ascii_digit();
    let is_number = |c: char| is_digit(c) || "一二三四五六七八九十两".contains(c);
    let preceded = from.checked_sub(1).and_then(|before| at(chars, before));
    if preceded.is_some_and(|c| is_number(c) || c == '.') {
        return None;
    }
    let start = if stands_at(chars, from, "未满") { from + 2 } else { from };
    let digits: String =
        (start..start + 4).map_while(|place| at(chars, place).filter(|c| is_number(*c))).collect();
    let years = number(&digits)?;
    let mut to = start + length(&digits);
    let rest = ["周岁", "岁"].into_iter().find(|word| stands_at(chars, to, word))?;
    to += length(rest);
    let is_rule = ["以下", "以上", "及", "至", "到", "-", "—", "~", "～", "儿童补贴"]
        .into_iter()
        .any(|word| stands_at(chars, to, word));
    let in_range = preceded.is_some_and(|c| matches!(c, '至' | '到' | '-' | '—' | '~' | '～'));
    let is_minor = years < 18 || (start > from && years <= 18);
    if !is_minor || is_rule || in_range {
        None
    } else {
        span(PrivateKind::Minor, from, to, "未成年")
    }
}

/// A number below a hundred in digits or Chinese numerals.
pub(super) fn number(digits: &str) -> Option<u32> {
    if let Ok(number) = digits.parse() {
        return Some(number);
    }
    let value = |c: char| "一二三四五六七八九".chars().position(|it| it == c).map(|at| at + 1);
    let letters: Vec<char> = digits.chars().collect();
    let of = |c: char| if c == '两' { Some(2) } else { value(c) };
    let number = match letters.as_slice() {
        ['十'] => 10,
        ['十', one] => 10 + of(*one)?,
        [ten, '十'] => of(*ten)? * 10,
        [ten, '十', one] => of(*ten)? * 10 + of(*one)?,
        [one] => of(*one)?,
        _ => return None,
    };
    u32::try_from(number).ok()
}

fn child(chars: &[(usize, char)], from: usize) -> Option<Span> {
    let word = first_of(chars, from, &CHILDREN)?;
    // what a mask leaves behind
    let to = from + length(word);
    let is_mask = word == "未成年" && at(chars, to) != Some('人');
    if is_mask { None } else { span(PrivateKind::Minor, from, to, "未成年") }
}
