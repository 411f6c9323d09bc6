//! Doors and number plates: an address ends at its group (domain.md §7: 住址到组，不含门牌).

use super::words::{at, first_of, length, number, span};
use super::{PrivateKind, Span};

/// Where a road, a lane or a village is named before its door.
const ROADS: &str = "路街巷道村庄里弄屯寨营";
/// The same of a group, where its number stands before it: `3组12号`, and no `施工队15号`.
const NUMBERED_ROADS: &str = "组队";
/// What a door number is of.
const UNITS: [&str; 8] = ["号楼", "号院", "号", "栋", "幢", "单元", "室", "户室"];
/// What else has a number: `3号机井`.
const NO_DOORS: [&str; 56] = [
    "机", "井", "泵", "桥", "地", "路", "闸", "线", "变", "渠", "塘", "大棚", "棚", "楼栋", "文",
    "公告", "令", "电", "杆", "表", "水表", "箱", "灯", "坝", "库", "池", "窖", "仓", "厂", "车辆",
    "点", "标", "田块", "林地", "果园", "沟", "坑", "阀", "涵", "台", "图斑", "宗", "垃圾", "监控",
    "摄像", "合同", "决议", "凭证", "通知", "圈舍", "山地", "公路", "外墙", "屋顶", "屋面", "楼道",
];
/// What stands behind the day of a month: `本村15号开会`; no word is a family name alone.
const DAY_WORDS: [&str; 53] = [
    "前", "以前", "之", "起", "开", "发", "公示", "公布", "公开", "召", "举", "上午", "下午",
    "中午", "早", "晚", "夜", "凌晨", "当天", "当日", "至", "到", "-", "—", "~", "完工", "完成",
    "交", "缴", "进场", "进行", "付款", "付清", "结", "截", "停", "施工", "竣", "验", "签", "报",
    "动工", "收", "退", "分红", "检修", "检查", "全体", "集中", "集市", "赶集", "组织", "统一",
];
/// How an address names its group.
const GROUPS: [&str; 5] = ["村民小组", "小组", "生产队", "组", "队"];

pub(super) fn find(chars: &[(usize, char)]) -> Vec<Span> {
    let places = 0..chars.len();
    places.filter_map(|at| plate(chars, at).or_else(|| door(chars, at))).collect()
}

/// The group of an address, which may be disclosed where the door may not: `甲村3组12号` → `3组`;
/// empty where it names none.
pub fn group_of(address: &str) -> String {
    let chars: Vec<char> = address.chars().filter(|c| !c.is_whitespace()).collect();
    let stands = |place: usize, word: &str| {
        word.chars().zip(place..).all(|(c, at)| chars.get(at) == Some(&c))
    };
    for place in 0..chars.len() {
        let Some(word) = GROUPS.iter().find(|word| stands(place, word)) else { continue };
        let before = chars.get(..place).unwrap_or_default();
        let mut name: Vec<char> =
            before.iter().rev().copied().take_while(|c| is_group_name(*c)).take(4).collect();
        name.reverse();
        if !name.is_empty() {
            return name.into_iter().chain(word.chars()).collect();
        }
    }
    String::new()
}

fn is_group_name(c: char) -> bool {
    crate::domain::text::ascii_width(c).is_ascii_digit()
        || "一二三四五六七八九十第东西南北前后".contains(c)
}

fn is_blank(chars: &[(usize, char)], place: usize) -> bool {
    at(chars, place) == Some(' ')
}

fn skip_blanks(chars: &[(usize, char)], place: usize) -> usize {
    place + (place..chars.len()).take_while(|it| is_blank(chars, *it)).count()
}

/// `光明路12号`, `甲村3组十二号`, `3号楼2单元501室`, `门牌12号`.
fn door(chars: &[(usize, char)], from: usize) -> Option<Span> {
    let before = from.checked_sub(1).and_then(|place| at(chars, place));
    let goes_on =
        |c: char| c.is_ascii_alphanumeric() || is_numeral(c) || matches!(c, '第' | '-' | '〕');
    if before.is_some_and(goes_on) {
        return None;
    }
    if let Some(word) = first_of(chars, from, &["门牌号", "门牌"]) {
        return named_door(chars, from, from + length(word));
    }
    let mut place = from;
    let (mut parts, mut is_room, mut is_numbered) = (0, false, false);
    while parts < 4 {
        let start = if parts == 0 { place } else { skip_blanks(chars, place) };
        let Some((end, unit)) = part(chars, start) else { break };
        place = end;
        parts += 1;
        // `三室` is how many rooms a house has
        is_room |= matches!(unit, "单元" | "室") && at(chars, start).is_some_and(is_digit);
        is_numbered = unit == "号";
    }
    let behind = behind_all(chars, place);
    let is_other = first_of(chars, behind, &NO_DOORS).is_some()
        || (parts == 1 && is_numbered && is_day_of_month(chars, from, behind));
    let is_door = parts > 0 && (is_room || (stands_at_road(chars, from) && !is_other));
    if is_door { span(PrivateKind::Door, from, place, "（门牌不公开）") } else { None }
}

/// What stands behind 门牌.
fn named_door(chars: &[(usize, char)], from: usize, place: usize) -> Option<Span> {
    let gap = usize::from(matches!(at(chars, place), Some(':' | '：' | '为')));
    let start = skip_blanks(chars, place + gap);
    let digits = door_digits(chars, start);
    let to = start + digits + usize::from(at(chars, start + digits) == Some('号'));
    if digits == 0 { None } else { span(PrivateKind::Door, from, to, "（门牌不公开）") }
}

/// A number and what it is of: where it ends.
fn part(chars: &[(usize, char)], start: usize) -> Option<(usize, &'static str)> {
    let digits = door_digits(chars, start);
    let place = skip_blanks(chars, start + digits);
    let unit = first_of(chars, place, &UNITS).filter(|_| digits > 0 && digits <= 5)?;
    Some((place + length(unit), unit))
}

fn door_digits(chars: &[(usize, char)], start: usize) -> usize {
    let is_door = |c: char| is_digit(c) || matches!(c, '-' | '附');
    let digits = |fits: &dyn Fn(char) -> bool| {
        (start..chars.len()).take_while(|it| at(chars, *it).is_some_and(fits)).count()
    };
    match digits(&is_door) {
        0 => digits(&is_numeral),
        count => count,
    }
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

fn is_numeral(c: char) -> bool {
    "一二三四五六七八九十百〇零".contains(c)
}

/// Whether a road, a village or a numbered group is named before it.
fn stands_at_road(chars: &[(usize, char)], from: usize) -> bool {
    let before = chars.get(..from).unwrap_or_default().iter().rev().map(|it| it.1);
    let mut before = before.skip_while(|c| *c == ' ');
    let Some(road) = before.next() else { return false };
    let is_numbered = before.next().is_some_and(|c| is_group_name(c) || c == '产' || c == '小');
    ROADS.contains(road) || (NUMBERED_ROADS.contains(road) && is_numbered)
}

/// Behind a number and those that follow in a row: `3号、5号机井`.
fn behind_all(chars: &[(usize, char)], place: usize) -> usize {
    let mut place = skip_blanks(chars, place);
    while matches!(at(chars, place), Some('、' | '和' | '及' | '与')) {
        let Some((end, _)) = part(chars, place + 1) else { break };
        place = skip_blanks(chars, end);
    }
    place
}

/// `15号` of a month, by what stands `behind` it.
fn is_day_of_month(chars: &[(usize, char)], from: usize, behind: usize) -> bool {
    let digits: String = (from..behind)
        .filter_map(|it| at(chars, it))
        .take_while(|c| is_digit(*c) || is_numeral(*c))
        .collect();
    let in_month = number(&digits).is_some_and(|day| (1..=31).contains(&day));
    in_month && first_of(chars, behind, &DAY_WORDS).is_some()
}

/// The short names of the provinces on number plates.
const PLATES: &str = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新";

/// `鲁P·A1234`, and six characters for new energy: `鲁PD12345`.
fn plate(chars: &[(usize, char)], from: usize) -> Option<Span> {
    let province = at(chars, from).filter(|c| PLATES.contains(*c))?;
    let gap = usize::from(is_blank(chars, from + 1));
    let from_letter = from + 1 + gap;
    let letter = at(chars, from_letter).filter(char::is_ascii_uppercase)?;
    let gap = (from_letter + 1..chars.len())
        .take_while(|it| at(chars, *it).is_some_and(|c| matches!(c, '·' | '.' | '-' | ' ' | '•')))
        .count();
    if gap > 2 {
        return None;
    }
    let start = from_letter + 1 + gap;
    let is_plate =
        |c: char| (c.is_ascii_digit() || c.is_ascii_uppercase()) && !matches!(c, 'I' | 'O');
    let body: Vec<char> =
        (start..start + 7).map_while(|it| at(chars, it).filter(|c| is_plate(*c))).collect();
    let digits = body.iter().filter(|c| c.is_ascii_digit()).count();
    let special = body.len() == 4 && matches!(at(chars, start + 4), Some('挂' | '学' | '警'));
    let fits = (matches!(body.len(), 5 | 6) && digits >= 3) || (special && digits >= 2);
    let to = start + body.len() + usize::from(special);
    if fits { span(PrivateKind::Plate, from, to, &format!("{province}{letter}****")) } else { None }
}
