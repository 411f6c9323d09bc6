//! Lists of persons: who gets what subsidy or relief (惠农补贴、救助名单), reduced to what the sheet needs.
//!
//! Basis: 自然灾害救助条例第二十六条, 社会救助暂行办法第十一条: name and amount are disclosed; 个人信息保护法
//! 第六条: nothing else is kept. Numbers of cards and phones never come in here.

mod sheet;

use serde::{Deserialize, Serialize};

use super::ids::PeopleListId;
use super::matter::MatterCode;
use super::money::Money;
use super::occasion::DisclosureSpan;
use super::period::Date;
use super::privacy::Subject;

pub use sheet::{PeopleColumn, PeopleField, PeopleSheet};

/// One beneficiary of a list (发放对象).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Person {
    /// 姓名; empty on a list of children.
    pub name: String,
    /// 户主, where the list names one beside the person.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub head: String,
    /// The last four characters of the identity card, where two of the list share a name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub tail: String,
    /// 组
    #[serde(skip_serializing_if = "String::is_empty")]
    pub group: String,
    /// 类别
    #[serde(skip_serializing_if = "String::is_empty")]
    pub category: String,
    /// 面积 or a quantity, as written.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub measure: String,
    /// 标准
    #[serde(skip_serializing_if = "String::is_empty")]
    pub standard: String,
    /// 保障人口
    #[serde(skip_serializing_if = "Option::is_none")]
    pub members: Option<u32>,
    /// 月数
    #[serde(skip_serializing_if = "String::is_empty")]
    pub months: String,
    /// 金额
    pub amount: Money,
    /// 备注
    #[serde(skip_serializing_if = "String::is_empty")]
    pub remark: String,
}

impl Person {
    /// Every free text, in the order of the sheet.
    pub(super) fn texts_mut(&mut self) -> [&mut String; 8] {
        [
            &mut self.name,
            &mut self.head,
            &mut self.group,
            &mut self.category,
            &mut self.measure,
            &mut self.standard,
            &mut self.months,
            &mut self.remark,
        ]
    }
}

/// What a list says, as it is kept (名单).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleFacts {
    /// The matter it is disclosed under.
    pub matter: MatterCode,
    /// The period or the occasion.
    pub span: DisclosureSpan,
    /// The day it came in.
    pub on: Date,
    /// What stands over the column of areas or quantities: `面积（亩）`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub measure_label: String,
    /// What stands over the column of standards: `标准（元/亩）`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub standard_label: String,
    /// The beneficiaries in the order of the file.
    pub people: Vec<Person>,
}

/// A list of persons of a village (名单).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeopleList {
    /// Its identity.
    pub id: PeopleListId,
    /// What it says.
    pub facts: PeopleFacts,
}

/// Why a list is not kept, in order of precedence (名单不能收).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PeopleRefusal {
    /// The matter discloses no persons.
    #[error("{0} 不是公布名单的事项")]
    NotOfPeople(MatterCode),
    /// The matter of a county's own catalog is about children.
    #[error("{0} 是关于儿童的事项，名单不能导入")]
    OfChildren(MatterCode),
    /// The list of that span was published.
    #[error("这一期的名单已于 {0} 公布，不能再换")]
    Published(Date),
    /// The same list is there.
    #[error("这份名单已经导入过了，没有重复导入")]
    AlreadyThere,
    /// Nobody is on it.
    #[error("名单里一个人也没有")]
    Empty,
}

impl PeopleRefusal {
    /// The next step.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::NotOfPeople(_) => {
                "名单可以公布在低保到社会保险（C14–C26）、误工补贴（C28）和县里目录中同类的事项下面，请核对事项编号。"
            }
            Self::OfChildren(_) => {
                "困境儿童、留守儿童只公布人数和金额：请在公示里点“改内容”，按类别写合计。"
            }
            Self::Published(_) => "请用更正公告改正；新发的一批请登记新的事由再导入。",
            Self::AlreadyThere => {
                "请核对是不是选错了文件；确实又发了一批的，请先登记新的事由，再导入到那个事由下。"
            }
            Self::Empty => "请核对表里有没有姓名和金额。",
        }
    }
}

impl PeopleFacts {
    /// The sum of the amounts (合计).
    pub fn total(&self) -> Money {
        self.people.iter().map(|person| person.amount).sum()
    }

    /// What an occasion says of a list that came in.
    pub fn occasion_text(&self, title: &str) -> String {
        format!("{title}名单 {} 户", self.people.len())
    }

    /// Checks that it may be kept beside the lists and notices of a book; `item` is what the catalog
    /// calls its matter.
    ///
    /// # Errors
    /// The first [`PeopleRefusal`] in the order its variants are declared.
    pub fn check(&self, book: &super::ledger::Book, item: &str) -> Result<(), PeopleRefusal> {
        let subject = Subject::of(self.matter, item);
        if !subject.is_people {
            return Err(PeopleRefusal::NotOfPeople(self.matter));
        }
        // a list of children is kept as sums under the code that the program knows
        if subject.is_children && !Subject::from(self.matter).is_children {
            return Err(PeopleRefusal::OfChildren(self.matter));
        }
        let entity = super::entity::Entity::Village;
        if let Some(on) = book.published_on(self.matter, entity, self.span) {
            return Err(PeopleRefusal::Published(on));
        }
        if self.twin(book).is_some_and(|list| !self.is_named(book) || list.facts.span == self.span)
        {
            return Err(PeopleRefusal::AlreadyThere);
        }
        if self.people.is_empty() { Err(PeopleRefusal::Empty) } else { Ok(()) }
    }
}

impl PeopleFacts {
    /// Whether a person recorded the occasion of the list before: then another batch of the same
    /// persons and amounts may come in.
    fn is_named(&self, book: &super::ledger::Book) -> bool {
        book.occasions.iter().any(|it| Some(it.id) == self.span.occasion())
    }

    /// A list of the matter that says the very same: that of its own span, else of an occasion
    /// that was not cancelled.
    pub fn twin<'b>(&self, book: &'b super::ledger::Book) -> Option<&'b PeopleList> {
        let is_live = |list: &&PeopleList| {
            let occasion = list.facts.span.occasion();
            let is_cancelled = book
                .occasions
                .iter()
                .any(|it| Some(it.id) == occasion && it.facts.cancelled_on.is_some());
            !is_cancelled && (occasion.is_some() || list.facts.span == self.span)
        };
        let same = book
            .people_lists
            .iter()
            .filter(|list| list.facts.matter == self.matter && list.facts.people == self.people);
        let mut live: Vec<&PeopleList> = same.filter(is_live).collect();
        live.sort_by_key(|list| list.facts.span != self.span);
        live.into_iter().next()
    }
}

impl super::ledger::Book {
    /// The list of a matter for a period or an occasion.
    pub fn people_list(&self, matter: MatterCode, span: DisclosureSpan) -> Option<&PeopleList> {
        self.people_lists.iter().rfind(|it| it.facts.matter == matter && it.facts.span == span)
    }
}
