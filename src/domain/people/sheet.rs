//! A list as its sheet says it: which columns, in which words, with its total.

use serde::{Deserialize, Serialize};

use super::{PeopleFacts, Person};
use crate::domain::holding::Quantity;
use crate::domain::listing::{ColumnKind, ListingCell};
use crate::domain::matter::MatterCode;
use crate::domain::money::Money;
use crate::domain::privacy;

/// A column of a list of persons (名单的栏).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeopleField {
    /// 姓名
    Name,
    /// 户主
    Head,
    /// 组
    Group,
    /// 类别
    Category,
    /// 面积
    Measure,
    /// 标准
    Standard,
    /// 人数
    Members,
    /// 月数
    Months,
    /// 金额
    Amount,
    /// 备注
    Remark,
}

/// A column with its head (栏).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleColumn {
    /// What it holds.
    pub field: PeopleField,
    /// Its head.
    pub title: String,
}

/// What the sheet of a list says, frozen (名单公示表).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleSheet {
    /// The sentence everybody should read.
    pub sentence: String,
    /// From left to right, after the number of the line.
    pub columns: Vec<PeopleColumn>,
    /// The lines.
    pub people: Vec<Person>,
    /// 合计
    pub total: Money,
    /// The sum of areas or quantities, where all of them are numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure_total: Option<String>,
}

impl PeopleField {
    /// What stands in such a column.
    pub const fn kind(self) -> ColumnKind {
        match self {
            Self::Amount => ColumnKind::Amount,
            Self::Measure | Self::Standard | Self::Members | Self::Months => ColumnKind::Number,
            Self::Name | Self::Head | Self::Group | Self::Category => ColumnKind::Label,
            Self::Remark => ColumnKind::Text,
        }
    }
}

impl Person {
    /// What the sheet says of the person in a column.
    pub fn cell(&self, field: PeopleField) -> ListingCell {
        match field {
            PeopleField::Name if self.tail.is_empty() => ListingCell::text(&self.name),
            // namesakes are told apart by the end of their identity cards
            PeopleField::Name => ListingCell::Text(format!("{}（尾号{}）", self.name, self.tail)),
            PeopleField::Head => ListingCell::text(&self.head),
            PeopleField::Group => ListingCell::text(&self.group),
            PeopleField::Category => ListingCell::text(&self.category),
            PeopleField::Measure => ListingCell::text(&self.measure),
            PeopleField::Standard => ListingCell::text(&self.standard),
            PeopleField::Members => {
                self.members.map_or(ListingCell::Blank, |count| ListingCell::Count(count.into()))
            }
            PeopleField::Months => ListingCell::text(&self.months),
            PeopleField::Amount => ListingCell::amount_or_blank(self.amount),
            PeopleField::Remark => ListingCell::text(&self.remark),
        }
    }
}

impl PeopleFacts {
    /// What the sheet says of the list. Children are counted by category and group, never named.
    pub fn sheet(&self) -> PeopleSheet {
        let is_counted = privacy::is_about_children(self.matter);
        let people = if is_counted { counted(&self.people) } else { self.people.clone() };
        let columns = self.columns(&people, is_counted);
        let total = self.total();
        let measure_total = self.measure_total();
        let sentence = self.sentence(is_counted, total, measure_total.as_deref());
        PeopleSheet { sentence, columns, people, total, measure_total }
    }

    fn measure_total(&self) -> Option<String> {
        let mut sum = Quantity::default();
        for person in self.people.iter().filter(|it| !it.measure.is_empty()) {
            sum = sum.plus(Quantity::parse(&person.measure).ok()?);
        }
        (sum.hundredths() > 0).then(|| sum.to_string())
    }

    fn columns(&self, people: &[Person], is_counted: bool) -> Vec<PeopleColumn> {
        let words = Words::of(self.matter);
        let has = |filled: fn(&Person) -> bool| people.iter().any(filled);
        let has_head = has(|it| !it.head.is_empty());
        let name = if has_head { "姓名" } else { words.name };
        let measure = if self.measure_label.is_empty() { "数量" } else { &self.measure_label };
        let standard = if self.standard_label.is_empty() { "标准" } else { &self.standard_label };
        let all: [(PeopleField, &str, bool); 10] = [
            (PeopleField::Name, name, !is_counted),
            (PeopleField::Head, "户主", has_head),
            (PeopleField::Group, "组", has(|it| !it.group.is_empty())),
            (PeopleField::Category, words.category, has(|it| !it.category.is_empty())),
            (PeopleField::Members, words.members, has(|it| it.members.is_some())),
            (PeopleField::Measure, measure, has(|it| !it.measure.is_empty())),
            (PeopleField::Standard, standard, has(|it| !it.standard.is_empty())),
            (PeopleField::Months, "月数", has(|it| !it.months.is_empty())),
            (PeopleField::Amount, words.amount, has(|it| !it.amount.is_zero())),
            (PeopleField::Remark, words.remark, has(|it| !it.remark.is_empty())),
        ];
        let kept = all.into_iter().filter(|(.., is_there)| *is_there);
        kept.map(|(field, title, _)| PeopleColumn { field, title: title.to_owned() }).collect()
    }

    /// `本次共 312 户，面积 2890.4 亩，合计 363,583.47 元。`
    fn sentence(&self, is_counted: bool, total: Money, measure: Option<&str>) -> String {
        let words = Words::of(self.matter);
        let count = self.people.len();
        let unit = if words.name == "户主" && !is_counted { "户" } else { "人" };
        let mut parts = vec![format!("本次共 {count} {unit}")];
        let members: u32 = self.people.iter().filter_map(|person| person.members).sum();
        if members > 0 && !is_counted {
            parts.push(format!("{} {members} 人", words.members));
        }
        if let Some(measure) = measure {
            let (label, unit) = split_label(&self.measure_label);
            parts.push(format!("{label} {measure} {unit}").trim().to_owned());
        }
        if !total.is_zero() {
            parts.push(format!("{}合计 {} 元", words.paid, total.grouped()));
        }
        format!("{}。", parts.join("，"))
    }
}

/// `面积（亩）` → `面积`, `亩`.
fn split_label(label: &str) -> (&str, &str) {
    let inside = label.split_once(['（', '(']);
    inside.map_or((label, ""), |(label, unit)| (label, unit.trim_end_matches(['）', ')'])))
}

/// Children by category and group: how many, how much.
fn counted(people: &[Person]) -> Vec<Person> {
    let mut rows: Vec<Person> = Vec::new();
    for person in people {
        let found = rows
            .iter_mut()
            .find(|row| row.category == person.category && row.group == person.group);
        match found {
            Some(row) => {
                row.members = row.members.map(|count| count + 1);
                row.amount = row.amount.plus(person.amount);
            }
            None => rows.push(Person {
                category: person.category.clone(),
                group: person.group.clone(),
                members: Some(1),
                amount: person.amount,
                ..Person::default()
            }),
        }
    }
    rows
}

/// The words of a matter's columns.
struct Words {
    name: &'static str,
    category: &'static str,
    members: &'static str,
    amount: &'static str,
    remark: &'static str,
    paid: &'static str,
}

impl Words {
    fn of(matter: MatterCode) -> Self {
        let usual = Self {
            name: "户主",
            category: "类别",
            members: "人数",
            amount: "金额（元）",
            remark: "备注",
            paid: "发放",
        };
        match matter.as_str() {
            "C14" | "C15" => Self {
                category: "保障类型",
                members: "保障人口",
                amount: "月金额（元）",
                remark: "变动",
                paid: "每月保障金",
                ..usual
            },
            "C16" | "C17" | "C18" | "C20" => Self { name: "姓名", ..usual },
            "C19" => Self { name: "姓名", members: "人数", paid: "", ..usual },
            "C24" => Self { category: "改造方式", paid: "补助", ..usual },
            "C26" => Self { name: "姓名", amount: "缴费（元）", paid: "缴费", ..usual },
            "C28" => {
                Self { name: "姓名", category: "岗位", amount: "实发（元）", ..usual }
            }
            _ => usual,
        }
    }
}
