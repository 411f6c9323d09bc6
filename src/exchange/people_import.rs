//! Lists of persons from a file: subsidies and relief, as towns and departments send them.
//!
//! Invariant: reduced while it is read. Of an identity card the last four characters are kept,
//! and only where two of the list share a name; numbers of cards and phones and door numbers are
//! never handed on, and no fault repeats what stands in the file but masked. All or nothing, and
//! what was not read is told: sheets, hidden rows, columns that might have counted.

mod columns;
mod head;
mod id;
mod notes;
mod row;
mod sheets;
mod villages;

use std::collections::BTreeSet;

use super::fault::{self, ImportFault, Place};
use super::sheet::{self, Cell, Row};
use crate::domain::matter::MatterCode;
use crate::domain::money::Money;
use crate::domain::people::Person;
use crate::domain::period::Date;
use crate::domain::privacy::{self, Context};
use columns::TOTALS;
use head::Head;
use row::{Read, RowReader};
use sheets::Part;
use villages::Villages;

pub use columns::{Key, PeopleMapping, columns_of};
pub use sheets::{PeopleSurvey, SurveySheet, survey_people};

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

/// Whose list it is, of what, on which day (名单去处).
#[derive(Clone, Copy, Debug)]
pub struct PeopleTarget<'a> {
    /// The matter it is disclosed under.
    pub matter: MatterCode,
    /// The name of the village.
    pub village: &'a str,
    /// The day, which tells who is a child.
    pub today: Date,
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

/// Reads a list of persons from every worksheet that holds one.
///
/// # Errors
/// Every [`ImportFault`] of the file, in its order, masked.
pub fn read_people(
    bytes: &[u8],
    file_name: &str,
    target: PeopleTarget<'_>,
    reading: &PeopleReading,
) -> Result<PeopleFile, Vec<ImportFault>> {
    let name = masked(file_name);
    let sheets = sheet::read_sheets(bytes, &name).map_err(|fault| vec![fault.into()])?;
    let chosen = sheets::choose(&sheets, &name, target.matter, reading.mapping.as_ref())?;
    let hidden = sheet::hidden_rows(bytes);
    let mut list = Reading {
        parts: &chosen.parts,
        at: 0,
        name,
        target,
        remarks: reading.remarks,
        read: Vec::new(),
        notes: Vec::new(),
        faults: Vec::new(),
        villages: Villages::default(),
        hidden: 0,
        since_sheet: Money::ZERO,
        since_subtotal: Money::ZERO,
    };
    let none = BTreeSet::new();
    for (at, part) in chosen.parts.iter().enumerate() {
        let hidden = part.sheet.name.as_ref().and_then(|name| hidden.get(name));
        list.read_sheet(at, part, hidden.unwrap_or(&none));
    }
    list.finish(chosen.notes)
}

/// A list while it is read.
struct Reading<'a> {
    parts: &'a [Part<'a>],
    /// Which of them is read.
    at: usize,
    name: String,
    target: PeopleTarget<'a>,
    remarks: RemarkAction,
    read: Vec<Read>,
    notes: Vec<String>,
    faults: Vec<ImportFault>,
    villages: Villages,
    /// Rows that were left out because nobody sees them.
    hidden: usize,
    since_sheet: Money,
    since_subtotal: Money,
}

impl<'a> Reading<'a> {
    fn read_sheet(&mut self, at: usize, part: &'a Part<'a>, hidden: &BTreeSet<usize>) {
        let Part { sheet, head } = part;
        self.at = at;
        (self.since_sheet, self.since_subtotal) = (Money::ZERO, Money::ZERO);
        if let Some(column) = head.get(Key::Village) {
            self.villages.begin(&column.written);
        }
        let mut unseen = 0;
        for row in head.rows(sheet) {
            if hidden.contains(&row.number) {
                let is_person = !head.cell(row, Key::Name).is_empty();
                unseen += usize::from(is_person && total_of(head, row).is_none());
                continue;
            }
            self.take(head, row);
        }
        if unseen > 0 {
            self.hidden += unseen;
            let of = if self.parts.len() > 1 {
                format!("工作表“{}”里", sheets::name_of(sheet))
            } else {
                "表里".to_owned()
            };
            self.notes.push(format!(
                "{of}有 {unseen} 行隐藏着（多半是筛选没有取消），看不见的行没有导入；要导入的，请取消筛选、存好再导入。"
            ));
        }
        for note in &head.notes {
            if !self.notes.contains(note) {
                self.notes.push(note.clone());
            }
        }
    }

    fn place(&self, row: &Row) -> Place {
        let sheet = self.parts.get(self.at).and_then(|part| part.sheet.name.as_deref());
        Place { file: self.name.clone(), sheet: sheet.map(masked), row: row.number }
    }

    fn take(&mut self, head: &'a Head, row: &'a Row) {
        if row.cells.iter().all(Cell::is_empty) || is_signature(head, row) {
            return;
        }
        if let Some(is_grand) = total_of(head, row) {
            self.check_total(head, row, is_grand);
            return;
        }
        let mut reader = RowReader {
            head,
            row,
            matter: self.target.matter,
            remarks: self.remarks,
            place: self.place(row),
            sheet: self.at,
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
        if head.has(Key::Village) {
            self.villages.see(&super::columns::one_line(head.cell(row, Key::Village)));
        }
        if let Some(mut read) = read {
            self.since_sheet = self.since_sheet.plus(read.person.amount);
            self.since_subtotal = self.since_subtotal.plus(read.person.amount);
            if read.person.group.is_empty()
                && self.parts.len() > 1
                && let Some(part) = self.parts.get(self.at)
            {
                read.person.group = row::group_of(&sheets::name_of(part.sheet));
            }
            self.read.push(read);
        }
    }

    /// The sum that the file states must be that of its rows.
    fn check_total(&mut self, head: &Head, row: &Row, is_grand: bool) {
        let stated = super::cells::signed_amount(head.cell(row, Key::Amount)).ok().flatten();
        let all: Money = self.read.iter().map(|read| read.person.amount).sum();
        let (sheet, part) = (self.since_sheet, self.since_subtotal);
        let sums = if is_grand { [sheet, part, all] } else { [part, sheet, all] };
        self.since_subtotal = Money::ZERO;
        let Some(stated) = stated.filter(|stated| !sums.contains(stated)) else { return };
        let column = head.get(Key::Amount).map_or("", |found| found.written.as_str());
        let word = if is_grand { "合计" } else { "小计" };
        let [sum, ..] = sums;
        let reason = format!("{word}写的是 {}，逐行相加是 {}", stated.grouped(), sum.grouped());
        let hint = "请核对是不是漏了行（隐藏的行不算），或某一行金额写错了。";
        self.faults.push(ImportFault::at(&self.place(row), column, "", &reason, hint));
    }

    fn finish(mut self, unread: Vec<String>) -> Result<PeopleFile, Vec<ImportFault>> {
        self.check_whole();
        if !self.faults.is_empty() {
            return Err(fault::capped(self.faults));
        }
        let mut notes = self.told();
        notes.extend(unread);
        notes.append(&mut self.notes);
        let label = |key: Key| {
            let found = self.parts.iter().find_map(|part| part.head.get(key));
            found.map(|found| columns::label(&found.written)).unwrap_or_default()
        };
        let (mut measure_label, mut standard_label) = (label(Key::Measure), label(Key::Standard));
        let shared = notes::namesakes(&self.read);
        let people = self.read.into_iter().map(|read| {
            let is_shared = shared.contains(&read.person.name);
            let tail = if is_shared { read.id.tail() } else { String::new() };
            Person { tail, ..read.person }
        });
        let mut people: Vec<Person> = people.collect();
        if privacy::is_about_children(self.target.matter) {
            for person in &mut people {
                *person = Person {
                    category: std::mem::take(&mut person.category),
                    group: std::mem::take(&mut person.group),
                    amount: person.amount,
                    ..Person::default()
                };
            }
            (measure_label, standard_label) = Default::default();
            notes.insert(
                0,
                "这一事项不公布姓名，只存类别、组别和金额，备注等别的栏不存。".to_owned(),
            );
        }
        Ok(PeopleFile { people, measure_label, standard_label, notes })
    }

    /// What only the whole list tells: nobody is on it, it is of another village, it is there
    /// twice.
    fn check_whole(&mut self) {
        if self.read.is_empty() && self.faults.is_empty() {
            let (reason, hint) = match self.hidden {
                0 => ("表头下面一户也没有".to_owned(), "请在表头下面一户一行填写。"),
                hidden => (
                    format!("表里的 {hidden} 行都隐藏着，看不见的行不导入"),
                    "请在表格里取消筛选、显示要公布的行，存好再导入。",
                ),
            };
            self.faults.push(ImportFault::of_file(&self.name, &reason, hint));
        }
        if let Some((reason, hint)) = self.villages.fault(self.target.village) {
            self.faults.insert(0, ImportFault::of_file(&self.name, &reason, &hint));
        }
        let Some((one, other, same)) = sheets::doubled(&self.read, self.parts.len()) else {
            return;
        };
        let name = |at: usize| self.parts.get(at).map(|it| sheets::name_of(it.sheet));
        let (one, other) = (name(one).unwrap_or_default(), name(other).unwrap_or_default());
        let reason = format!(
            "工作表“{one}”和“{other}”里有 {same} 户相同，像是同一份名单写了两遍，或是汇总表和分表"
        );
        let hint = "请只留要公布的工作表，另外的删掉或隐藏起来，存好再导入。";
        self.faults.insert(0, ImportFault::of_file(&self.name, &reason, hint));
    }
}

/// The first written cell of a row: its place, and what it says without blanks.
fn title_of(row: &Row) -> (usize, String) {
    let first = row.cells.iter().enumerate().find(|(_, cell)| !cell.is_empty());
    first.map(|(at, cell)| (at, super::columns::one_line(cell))).unwrap_or_default()
}

/// Whether a row adds up: `Some(true)` for 合计, `Some(false)` for 小计.
fn total_of(head: &Head, row: &Row) -> Option<bool> {
    let (_, title) = title_of(row);
    let name = super::columns::one_line(head.cell(row, Key::Name));
    let said = |word: &str| title.starts_with(word) || name == word || title.ends_with(word);
    if ["小计", "本页小计", "本组合计", "组合计"].iter().any(|word| said(word)) {
        return Some(false);
    }
    let grand = TOTALS.iter().chain(&["累计"]).any(|word| said(word));
    grand.then_some(true)
}

/// Whether a row is what people write below a list: who made it, who looked at it, a remark.
fn is_signature(head: &Head, row: &Row) -> bool {
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
    let (at, title) = title_of(row);
    if !STARTS.iter().any(|start| title.starts_with(start)) {
        return false;
    }
    // 村委会主任 may be the office of one who is paid
    let name = head.get(Key::Name).map_or(at, |found| found.index);
    let is_named = name != at && !row.cell(name).is_empty();
    let is_paid = !head.cell(row, Key::Amount).is_empty();
    match (is_named, is_paid) {
        (true, true) => false,
        (true, false) => {
            title.contains([':', '：']) || STARTS.contains(&title.as_str()) || !head.reads(at)
        }
        (false, true) => name != at || title.contains([':', '：']),
        (false, false) => true,
    }
}

/// A name of a file or a sheet as it may be told.
fn masked(name: &str) -> String {
    privacy::mask(name, &Context::people())
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
