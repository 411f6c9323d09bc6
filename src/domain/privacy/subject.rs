//! What a text is about: whether its matter names persons one by one, or children.
//!
//! The matters of the catalog that comes with the program are known by their codes; those of a
//! county's own catalog (`K01`) by their words.

use crate::domain::matter::{Category, Matter, MatterCode};

/// Words of matters that disclose persons one by one.
const PEOPLE: [&str; 24] = [
    "低保",
    "最低生活保障",
    "特困",
    "五保",
    "救助",
    "救济",
    "救灾",
    "残疾",
    "优抚",
    "抚恤",
    "误工",
    "名单",
    "慰问",
    "困难",
    "帮扶",
    "脱贫",
    "捐赠",
    "危房",
    "高龄",
    "补贴",
    "养老",
    "医保",
    "医疗保险",
    "社会保险",
];
/// Words that make a list one of voters and members, or a matter one of sums: no benefit is paid.
const NO_PEOPLE: [&str; 9] =
    ["党", "选民", "选举", "候选", "代表", "成员名单", "收支", "专项资金", "设施"];
/// Words of matters about children.
const CHILDREN: [&str; 4] = ["儿童", "孤儿", "未成年", "留守学生"];
/// Words that make it a body or a place for them.
const NO_CHILDREN: [&str; 6] = ["妇女", "委员会", "设施", "乐园", "之家", "疫苗"];

/// Whose data a matter discloses (公开的对象).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    /// Persons, one by one.
    pub is_people: bool,
    /// Children, who are counted and never named.
    pub is_children: bool,
}

impl Subject {
    /// Of a matter by its code and what the catalog calls it; empty where that is not known.
    ///
    /// By code: 低保 to 社会保险 (C14–C26) and 误工补贴 (C28), with 困境儿童、留守儿童 (C19). A county may
    /// have given C19 to other persons; then its words say so.
    pub fn of(matter: MatterCode, item: &str) -> Self {
        let says = |words: &[&str]| words.iter().any(|word| item.contains(word));
        let number = matter.as_str().strip_prefix('C').and_then(|it| it.parse::<u32>().ok());
        let by_code = number.is_some_and(|it| (14..=26).contains(&it) || it == 28);
        let says_children = says(&CHILDREN) && !says(&NO_CHILDREN);
        let says_people = says(&PEOPLE) && !says(&NO_PEOPLE);
        let is_children = says_children || (number == Some(19) && !says_people);
        Self { is_people: by_code || says_people || is_children, is_children }
    }
}

impl From<MatterCode> for Subject {
    fn from(matter: MatterCode) -> Self {
        Self::of(matter, "")
    }
}

impl From<(MatterCode, &str)> for Subject {
    fn from((matter, item): (MatterCode, &str)) -> Self {
        Self::of(matter, item)
    }
}

impl From<&Matter> for Subject {
    fn from(matter: &Matter) -> Self {
        let item = if matter.category == Category::Party { "" } else { matter.item.as_str() };
        Self::of(matter.code, item)
    }
}
