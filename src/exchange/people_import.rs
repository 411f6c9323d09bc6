//! Lists of persons from a file: subsidies and relief, as towns and departments send them.
//!
//! Invariant: reduced while it is read. Of an identity card the last four characters are kept,
//! and only where two of the list share a name; numbers of cards and phones and door numbers are
//! never handed on, and no fault repeats what stands in the file but masked. All or nothing.

mod columns;
mod row;

use std::collections::BTreeMap;

use super::columns::Header;
use super::fault::{self, ImportFault, Place};
use super::sheet::{self, Row, Sheet};
use crate::domain::matter::MatterCode;
use crate::domain::money::Money;
use crate::domain::people::Person;
use crate::domain::period::{Date, Month};
use crate::domain::privacy::{self, Context};
use columns::{COLUMNS, needs_amount};
use row::{Read, RowReader};

pub use columns::{Key, PeopleMapping, columns_of};

/// What becomes of remarks that hold something private (备注处理).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RemarkAction {
    /// It is masked (遮去).
    #[default]
    Mask,
    /// The whole remark is left out (整条不要).
    Drop,
    /// The file is not taken (不导入).
    Refuse,
}

impl RemarkAction {
    /// In the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Mask, Self::Drop, Self::Refuse];

    /// As shown.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Mask => "遮去",
            Self::Drop => "整条不要",
            Self::Refuse => "不导入，改好表再来",
        }
    }
}

/// How a file of persons is read (名单导入选择).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeopleReading {
    /// What becomes of private remarks.
    pub remarks: RemarkAction,
    /// Which column is which, where a person says it.
    pub mapping: Option<PeopleMapping>,
}

/// A list, read and found without fault (名单导入表).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeopleFile {
    /// The persons in the file's order.
    pub people: Vec<Person>,
    /// What stands over the areas or quantities.
    pub measure_label: String,
    /// What stands over the standards.
    pub standard_label: String,
    /// What was reduced and what a person should look at, masked.
    pub notes: Vec<String>,
}

/// The rows around the head of a file, masked, for a person to say which column is which
/// (栏目对照).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeopleSurvey {
    /// Some rows with their numbers in the file.
    pub rows: Vec<(usize, Vec<String>)>,
}

/// Reads a list of persons; `today` tells who is a child.
///
/// # Errors
/// Every [`ImportFault`] of the file, in its order, masked.
pub fn read_people(
    bytes: &[u8],
    file_name: &str,
    matter: MatterCode,
    reading: &PeopleReading,
    today: Date,
) -> Result<PeopleFile, Vec<ImportFault>> {
    let name = privacy::mask(file_name, &Context::people());
    let sheets = sheet::read_sheets(bytes, &name).map_err(|fault| vec![fault.into()])?;
    let (sheet, header) = find_header(&sheets, &name, matter, reading.mapping.as_ref())?;
    let mut list = Reading {
        header: &header,
        name,
        sheet: sheet.name.as_deref().map(|it| privacy::mask(it, &Context::people())),
        matter,
        remarks: reading.remarks,
        read: Vec::new(),
        notes: Vec::new(),
        faults: Vec::new(),
        since_subtotal: Money::ZERO,
    };
    for row in header.rows(sheet) {
        list.take(row);
    }
    list.finish(today)
}

/// The first rows of a file, masked.
pub fn survey_people(bytes: &[u8], file_name: &str) -> PeopleSurvey {
    let sheets = sheet::read_sheets(bytes, file_name).unwrap_or_default();
    let shown = |row: &Row| {
        (row.number, row.cells.iter().take(20).map(|cell| safe(&cell.shown())).collect())
    };
    let rows = sheets.first().map(|sheet| sheet.rows.iter().take(12).map(shown).collect());
    PeopleSurvey { rows: rows.unwrap_or_default() }
}

/// A list while it is read.
struct Reading<'a> {
    header: &'a Header<Key>,
    name: String,
    sheet: Option<String>,
    matter: MatterCode,
    remarks: RemarkAction,
    read: Vec<Read>,
    notes: Vec<String>,
    faults: Vec<ImportFault>,
    since_subtotal: Money,
}

impl Reading<'_> {
    fn place(&self, row: &Row) -> Place {
        Place { file: self.name.clone(), sheet: self.sheet.clone(), row: row.number }
    }

    fn take(&mut self, row: &Row) {
        let title = title_of(row);
        if row.cells.iter().all(sheet::Cell::is_empty) || is_signature(&title) {
            return;
        }
        if let Some(is_grand) = self.is_total(row, &title) {
            self.check_total(row, is_grand);
            return;
        }
        let place = self.place(row);
        let mut reader = RowReader {
            header: self.header,
            row,
            matter: self.matter,
            remarks: self.remarks,
            place,
            faults: Vec::new(),
            notes: Vec::new(),
        };
        if reader.is_blank() {
            return;
        }
        let read = reader.read();
        let RowReader { mut faults, mut notes, .. } = reader;
        self.faults.append(&mut faults);
        self.notes.append(&mut notes);
        if let Some(read) = read {
            self.since_subtotal = self.since_subtotal.plus(read.person.amount);
            self.read.push(read);
        }
    }

    /// Whether a row adds up: `Some(true)` for 合计, `Some(false)` for 小计.
    fn is_total(&self, row: &Row, title: &str) -> Option<bool> {
        let name: String = self.header.cell(row, Key::Name).shown().split_whitespace().collect();
        let said = |word: &str| title.starts_with(word) || name == word || title.ends_with(word);
        if ["小计", "本页小计", "本组合计", "组合计"].iter().any(|word| said(word)) {
            return Some(false);
        }
        let grand = ["合计", "总计", "共计", "累计"].iter().any(|word| said(word));
        grand.then_some(true)
    }

    /// The sum that the file states must be that of its rows.
    fn check_total(&mut self, row: &Row, is_grand: bool) {
        let cell = self.header.cell(row, Key::Amount);
        let stated = super::cells::signed_amount(cell).ok().flatten();
        let all: Money = self.read.iter().map(|read| read.person.amount).sum();
        let sums = if is_grand { [all, self.since_subtotal] } else { [self.since_subtotal, all] };
        self.since_subtotal = Money::ZERO;
        let Some(stated) = stated.filter(|stated| !sums.contains(stated)) else { return };
        let column = self.header.get(Key::Amount).map_or("", |found| found.written.as_str());
        let word = if is_grand { "合计" } else { "小计" };
        let [sum, _] = sums;
        let reason = format!("{word}写的是 {}，逐行相加是 {}", stated.grouped(), sum.grouped());
        let hint = "请核对是不是漏了行，或某一行金额写错了。";
        self.faults.push(ImportFault::at(&self.place(row), column, "", &reason, hint));
    }

    fn finish(mut self, today: Date) -> Result<PeopleFile, Vec<ImportFault>> {
        if self.read.is_empty() && self.faults.is_empty() {
            let hint = "请在表头下面一户一行填写。";
            self.faults.push(ImportFault::of_file(&self.name, "表头下面一户也没有", hint));
        }
        if !self.faults.is_empty() {
            return Err(fault::capped(self.faults));
        }
        let mut notes = self.reduced();
        notes.extend(self.same_person());
        notes.extend(self.children(today));
        notes.append(&mut self.notes);
        let measure_label = self.header.get(Key::Measure).map(|found| found.written.clone());
        let standard_label = self.header.get(Key::Standard).map(|found| found.written.clone());
        let standard_label = standard_label.unwrap_or_default();
        let names = count_names(&self.read);
        let people = self.read.into_iter().map(|read| {
            let is_shared = names.get(&read.person.name).is_some_and(|count| *count > 1);
            let tail = if is_shared { read.tail() } else { String::new() };
            Person { tail, ..read.person }
        });
        let mut people: Vec<Person> = people.collect();
        if privacy::is_about_children(self.matter) {
            for person in &mut people {
                (person.name, person.head, person.tail) = Default::default();
            }
            notes.insert(0, "这一事项不公布姓名，只存类别、人数和金额。".to_owned());
        }
        let measure_label = measure_label.unwrap_or_default();
        Ok(PeopleFile { people, measure_label, standard_label, notes })
    }

    /// Which columns were not kept.
    fn reduced(&self) -> Vec<String> {
        let private = [Key::Id, Key::Card, Key::Phone, Key::Address];
        let found = private.iter().filter_map(|key| self.header.get(*key));
        let names: Vec<&str> = found.map(|found| found.written.as_str()).collect();
        let shared = count_names(&self.read).values().any(|count| *count > 1);
        let kept = if shared && self.header.has(Key::Id) {
            "；同名的人留证号后四位以便区分"
        } else {
            ""
        };
        if names.is_empty() {
            return Vec::new();
        }
        vec![format!("“{}”是个人信息，没有存入账簿{kept}。", names.join("”“"))]
    }

    /// One identity card on two rows.
    fn same_person(&self) -> Vec<String> {
        let mut rows: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for read in self.read.iter().filter(|read| read.id.len() >= 15) {
            rows.entry(read.id.as_str()).or_default().push(read.row.to_string());
        }
        let twice = rows.into_values().filter(|rows| rows.len() > 1);
        twice
            .map(|rows| format!("第 {} 行的身份证号相同，请核对是不是重复发放。", rows.join("、")))
            .collect()
    }

    /// Whose identity card says that they are not of age.
    fn children(&self, today: Date) -> Option<String> {
        if privacy::is_about_children(self.matter) {
            return None;
        }
        let is_child = |read: &&Read| read.born_on().is_some_and(|born| years(born, today) < 18);
        let rows: Vec<String> =
            self.read.iter().filter(is_child).map(|read| read.row.to_string()).collect();
        let shown: Vec<String> = rows.iter().take(10).cloned().collect();
        let more =
            if rows.len() > 10 { format!(" 等 {} 行", rows.len()) } else { " 行".to_owned() };
        (!rows.is_empty()).then(|| {
            format!(
                "第 {}{more}的证号表明是未成年人，未成年人不公布姓名，请核对，改写成监护人。",
                shown.join("、")
            )
        })
    }
}

fn years(born: Date, today: Date) -> i32 {
    let (from, to) = (Month::of(born), Month::of(today));
    let had_birthday = chrono::Datelike::ordinal(&today) >= chrono::Datelike::ordinal(&born);
    to.year() - from.year() - i32::from(!had_birthday)
}

fn count_names(read: &[Read]) -> BTreeMap<String, usize> {
    let mut names = BTreeMap::new();
    for read in read {
        *names.entry(read.person.name.clone()).or_insert(0) += 1;
    }
    names
}

/// What the first written cell of a row says, without blanks.
fn title_of(row: &Row) -> String {
    let first = row.cells.iter().find(|cell| !cell.is_empty());
    first.map(sheet::Cell::shown).unwrap_or_default().split_whitespace().collect()
}

fn is_signature(title: &str) -> bool {
    const STARTS: [&str; 16] = [
        "制表",
        "填表",
        "审核",
        "复核",
        "经办",
        "负责人",
        "村委会",
        "单位",
        "注:",
        "注：",
        "说明",
        "填报",
        "签字",
        "盖章",
        "备注:",
        "备注：",
    ];
    STARTS.iter().any(|start| title.starts_with(start))
}

/// A value as a fault or a preview may repeat it: masked, and without long numbers.
fn safe(value: &str) -> String {
    let masked = privacy::mask(value, &Context::people());
    let mut shown = String::new();
    let mut run = String::new();
    let flush = |run: &mut String, shown: &mut String| {
        let is_long = run.chars().count() >= 6;
        shown.push_str(if is_long { "****" } else { run });
        run.clear();
    };
    for c in masked.chars() {
        if crate::domain::text::ascii_width(c).is_ascii_digit() {
            run.push(c);
        } else {
            flush(&mut run, &mut shown);
            shown.push(c);
        }
    }
    flush(&mut run, &mut shown);
    shown
}

fn find_header<'s>(
    sheets: &'s [Sheet],
    name: &str,
    matter: MatterCode,
    mapping: Option<&PeopleMapping>,
) -> Result<(&'s Sheet, Header<Key>), Vec<ImportFault>> {
    if let Some((sheet, mapping)) = sheets.first().zip(mapping) {
        return mapping.header(sheet).map(|header| (sheet, header)).ok_or_else(|| {
            let hint = "请选表头所在的行，指明姓名和金额各在哪一栏。";
            vec![ImportFault::of_file(name, "指定的表头行不在表里", hint)]
        });
    }
    let must: &[Key] = if needs_amount(matter) { &[Key::Name, Key::Amount] } else { &[Key::Name] };
    let mut partial: Option<(&Sheet, Header<Key>)> = None;
    for sheet in sheets {
        let one = Header::find(sheet, &COLUMNS, 2);
        let two = Header::find_in_two_rows(sheet, &COLUMNS, 2);
        let found = [one, two].into_iter().flatten();
        for mut header in found {
            columns::find_head(&mut header, sheet);
            if must.iter().all(|key| header.has(*key)) {
                return Ok((sheet, header));
            }
            if partial.as_ref().is_none_or(|(_, other)| other.found.len() < header.found.len()) {
                partial = Some((sheet, header));
            }
        }
    }
    let hint = format!("表里要有一行栏名：{}。", columns_of(matter));
    let Some((sheet, header)) = partial else {
        return Err(vec![ImportFault::of_file(name, "没有找到表头", &hint)]);
    };
    let lacks = must.iter().filter(|key| !header.has(**key)).map(|key| key.label());
    let reason =
        format!("表头缺少{}栏，找到的有{}", lacks.collect::<Vec<_>>().join("、"), header.names());
    Err(vec![ImportFault {
        sheet: sheet.name.clone(),
        row: Some(header.number),
        ..ImportFault::of_file(name, &reason, &hint)
    }])
}
