//! What a person is told of a list that came in.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike as _;

use super::id::IdCard;
use super::row::Read;
use super::{Reading, sheets};
use crate::domain::period::{Date, Month};
use crate::domain::privacy;

/// Rows that are named one by one.
const ROWS_SHOWN: usize = 10;

impl Reading<'_> {
    /// What was read from where, what was reduced, and whom to look at.
    pub(super) fn told(&self) -> Vec<String> {
        let mut notes: Vec<String> = self.sources().into_iter().collect();
        notes.extend(self.reduced());
        notes.extend(self.same_person());
        if !privacy::is_about_children(self.target.matter) {
            notes.extend(self.nameless_tails());
            notes.extend(self.children());
        }
        notes
    }

    /// How many persons came from which sheet.
    fn sources(&self) -> Option<String> {
        let count = |at: usize| self.read.iter().filter(|read| read.sheet == at).count();
        let told = |(at, part): (usize, &sheets::Part<'_>)| {
            format!("“{}”{} 户", sheets::name_of(part.sheet), count(at))
        };
        let parts: Vec<String> = self.parts.iter().enumerate().map(told).collect();
        (parts.len() > 1).then(|| format!("读了 {} 张工作表：{}。", parts.len(), parts.join("、")))
    }

    /// Which columns were not kept.
    fn reduced(&self) -> Option<String> {
        let mut names: Vec<&str> = Vec::new();
        for name in self.parts.iter().flat_map(|part| &part.head.private) {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        let shared = namesakes(&self.read);
        let is_kept = !privacy::is_about_children(self.target.matter)
            && self
                .read
                .iter()
                .any(|read| shared.contains(&read.person.name) && read.id.whole().is_some());
        let kept = if is_kept { "；同名的人留证号后四位以便区分" } else { "" };
        (!names.is_empty())
            .then(|| format!("“{}”是个人信息，没有存入账簿{kept}。", names.join("”“")))
    }

    /// One identity card on two rows.
    fn same_person(&self) -> Vec<String> {
        let mut rows: BTreeMap<&str, Vec<&Read>> = BTreeMap::new();
        for read in &self.read {
            if let Some(id) = read.id.whole() {
                rows.entry(id).or_default().push(read);
            }
        }
        let mut twice: Vec<Vec<&Read>> = rows.into_values().filter(|rows| rows.len() > 1).collect();
        twice.sort_by_key(|rows| rows.first().map(|read| (read.sheet, read.place.row)));
        twice
            .iter()
            .map(|rows| format!("{}的身份证号相同，请核对是不是重复发放。", self.rows(rows)))
            .collect()
    }

    /// Namesakes whose identity cards have lost their ends.
    fn nameless_tails(&self) -> Option<String> {
        let shared = namesakes(&self.read);
        let is_lost = |read: &&Read| {
            shared.contains(&read.person.name) && matches!(read.id, IdCard::Begun(_))
        };
        let rows: Vec<&Read> = self.read.iter().filter(is_lost).collect();
        (!rows.is_empty()).then(|| {
            format!(
                "{}有同名的人，证号末几位不对（Excel 会改写长数字），没有尾号可以区分；请把证号一栏设成文本、重新填好再导入，或写明组别。",
                self.rows(&rows)
            )
        })
    }

    /// Whose identity card says that they are not of age.
    fn children(&self) -> Option<String> {
        let is_child = |read: &&Read| {
            read.id.born_on().is_some_and(|born| years(born, self.target.today) < 18)
        };
        let rows: Vec<&Read> = self.read.iter().filter(is_child).collect();
        (!rows.is_empty()).then(|| {
            format!(
                "{}的证号表明是未成年人，未成年人不公布姓名，请核对，改写成监护人。",
                self.rows(&rows)
            )
        })
    }

    /// `第 3、5 行`, with the sheets where there are several.
    fn rows(&self, read: &[&Read]) -> String {
        let mut told: Vec<String> = Vec::new();
        for (at, part) in self.parts.iter().enumerate() {
            let shown = read.iter().take(ROWS_SHOWN).filter(|read| read.sheet == at);
            let numbers: Vec<String> = shown.map(|read| read.place.row.to_string()).collect();
            if numbers.is_empty() {
                continue;
            }
            let sheet = if self.parts.len() > 1 {
                format!("工作表“{}”", sheets::name_of(part.sheet))
            } else {
                String::new()
            };
            told.push(format!("{sheet}第 {} 行", numbers.join("、")));
        }
        let told = told.join("，");
        if read.len() > ROWS_SHOWN { format!("{told}等 {} 行", read.len()) } else { told }
    }
}

/// The names that two persons of the list share; one household may have two lines.
pub(super) fn namesakes(read: &[Read]) -> BTreeSet<String> {
    let mut names: BTreeMap<&str, (BTreeSet<&IdCard>, usize)> = BTreeMap::new();
    for read in read {
        let (ids, unknown) = names.entry(read.person.name.as_str()).or_default();
        match &read.id {
            IdCard::Unknown => *unknown += 1,
            id @ (IdCard::Begun(_) | IdCard::Whole(_)) => {
                ids.insert(id);
            }
        }
    }
    let is_shared = |(ids, unknown): &(BTreeSet<&IdCard>, usize)| ids.len() + unknown > 1;
    let shared = names.into_iter().filter(|(_, counted)| is_shared(counted));
    shared.map(|(name, _)| name.to_owned()).collect()
}

fn years(born: Date, today: Date) -> i32 {
    let of = |date: Date| (Month::of(date).year(), Month::of(date).number(), date.day());
    let ((from, ..), (to, ..)) = (of(born), of(today));
    let day = |(_, month, day): (i32, u32, u32)| (month, day);
    to - from - i32::from(day(of(today)) < day(of(born)))
}
