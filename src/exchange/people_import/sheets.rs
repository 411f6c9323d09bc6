//! Which worksheets of a workbook are the list, and what a person sees of them.

use super::columns::{Key, PeopleMapping, columns_of, needs_amount};
use super::head::Head;
use super::row::Read;
use super::{masked, safe};
use crate::domain::matter::MatterCode;
use crate::exchange::columns::Header;
use crate::exchange::fault::ImportFault;
use crate::exchange::sheet::{self, Row, Sheet};

/// Rows of a sheet that are shown to say which column is which.
const ROWS_SHOWN: usize = 30;
/// Columns that are shown.
const COLUMNS_SHOWN: usize = 40;

/// The rows around the heads of a file, masked, for a person to say which column is which
/// (栏目对照).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeopleSurvey {
    /// The worksheets, in the order that [`PeopleMapping::sheet`] counts them.
    pub sheets: Vec<SurveySheet>,
    /// What the program takes for the columns; none where it finds no head.
    pub guess: Option<PeopleMapping>,
}

/// A worksheet as it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SurveySheet {
    /// Its name; empty in a text file.
    pub name: String,
    /// Some rows with their numbers in the file.
    pub rows: Vec<(usize, Vec<String>)>,
}

/// The first rows of a file, masked.
pub fn survey_people(bytes: &[u8], file_name: &str, matter: MatterCode) -> PeopleSurvey {
    let sheets = sheet::read_sheets(bytes, file_name).unwrap_or_default();
    let heads: Vec<Option<Head>> = sheets.iter().map(|it| Head::find(it, matter)).collect();
    let guess = heads.iter().enumerate().find_map(|(at, head)| Some(head.as_ref()?.mapping(at)));
    let shown = sheets.iter().zip(&heads).map(|(sheet, head)| {
        let cells = |row: &Row| -> Vec<String> {
            match head.as_ref().filter(|head| head.number == row.number) {
                // names that stand one above the other are shown together
                Some(head) => head.names.iter().take(COLUMNS_SHOWN).cloned().collect(),
                None => row.cells.iter().take(COLUMNS_SHOWN).map(|it| safe(&it.shown())).collect(),
            }
        };
        let rows = sheet.rows.iter().take(ROWS_SHOWN).map(|row| (row.number, cells(row)));
        SurveySheet { name: name_of(sheet), rows: rows.collect() }
    });
    PeopleSurvey { sheets: shown.collect(), guess }
}

/// A worksheet with its head.
pub(super) struct Part<'s> {
    pub(super) sheet: &'s Sheet,
    pub(super) head: Head,
}

/// The worksheets of a list.
pub(super) struct Parts<'s> {
    pub(super) parts: Vec<Part<'s>>,
    /// Which sheets were not read.
    pub(super) notes: Vec<String>,
}

/// The sheets with every column that the matter must have; faults when there is none, or when it
/// cannot be told which column counts.
pub(super) fn choose<'s>(
    sheets: &'s [Sheet],
    file: &str,
    matter: MatterCode,
    mapping: Option<&PeopleMapping>,
) -> Result<Parts<'s>, Vec<ImportFault>> {
    let parts = match mapping {
        Some(mapping) => mapped(sheets, file, mapping)?,
        None => headed(sheets, file, matter)?,
    };
    let doubts: Vec<ImportFault> = parts
        .iter()
        .filter_map(|Part { sheet, head }| {
            let (reason, hint) = head.doubt.as_ref()?;
            Some(ImportFault {
                sheet: sheet.name.as_deref().map(masked),
                row: Some(head.number),
                ..ImportFault::of_file(file, reason, hint)
            })
        })
        .collect();
    if !doubts.is_empty() {
        return Err(doubts);
    }
    let is_read = |sheet: &Sheet| parts.iter().any(|part| std::ptr::eq(part.sheet, sheet));
    let unread = sheets.iter().filter(|sheet| !is_read(sheet));
    let notes = unread
        .map(|sheet| {
            format!(
                "工作表“{}”没有认出表头，没有读；里面有要公布的人，请补上表头。",
                name_of(sheet)
            )
        })
        .collect();
    Ok(Parts { parts, notes })
}

/// The sheet that a person points at, and those with the same head.
fn mapped<'s>(
    sheets: &'s [Sheet],
    file: &str,
    mapping: &PeopleMapping,
) -> Result<Vec<Part<'s>>, Vec<ImportFault>> {
    let told = sheets.get(mapping.sheet);
    let head = told.and_then(|sheet| Head::placed(sheet, mapping));
    let Some((told, head)) = told.zip(head) else {
        let hint = "请选表头所在的行，指明姓名和金额各在哪一栏。";
        return Err(vec![ImportFault::of_file(file, "指定的表头行不在表里", hint)]);
    };
    let part = |sheet: &'s Sheet| {
        let head =
            if std::ptr::eq(sheet, told) { head.clone() } else { head.alike(sheet, mapping)? };
        Some(Part { sheet, head })
    };
    Ok(sheets.iter().filter_map(part).collect())
}

fn headed<'s>(
    sheets: &'s [Sheet],
    file: &str,
    matter: MatterCode,
) -> Result<Vec<Part<'s>>, Vec<ImportFault>> {
    let must: &[Key] = if needs_amount(matter) { &[Key::Name, Key::Amount] } else { &[Key::Name] };
    let mut parts = Vec::new();
    // a sheet, the row and the names of its head, and what is missing
    let mut partial: Option<(&Sheet, usize, Vec<String>, Vec<&str>)> = None;
    for sheet in sheets {
        let (row, names, lacks): (usize, Vec<String>, Vec<&str>) = match Head::find(sheet, matter) {
            Some(head) if must.iter().all(|key| head.answers(*key)) => {
                parts.push(Part { sheet, head });
                continue;
            }
            Some(head) => {
                let lacks = must.iter().filter(|key| !head.answers(**key)).map(|it| it.label());
                let names = head.found.iter().map(|it| it.written.clone()).collect();
                (head.number, names, lacks.collect())
            }
            None => {
                let Some(header) = Header::find(sheet, &super::columns::COLUMNS, 2) else {
                    continue;
                };
                let lacks = must.iter().filter(|key| !header.has(**key)).map(|it| it.label());
                let names = header.found.iter().map(|it| safe(&it.written)).collect();
                (header.number, names, lacks.collect())
            }
        };
        if partial.as_ref().is_none_or(|(_, _, other, _)| other.len() < names.len()) {
            partial = Some((sheet, row, names, lacks));
        }
    }
    if !parts.is_empty() {
        return Ok(parts);
    }
    let hint = format!("表里要有一行栏名：{}。", columns_of(matter));
    let Some((sheet, row, names, lacks)) = partial else {
        return Err(vec![ImportFault::of_file(file, "没有找到表头", &hint)]);
    };
    let reason = format!("表头缺少{}栏，找到的有{}", lacks.join("、"), names.join("、"));
    Err(vec![ImportFault {
        sheet: sheet.name.as_deref().map(masked),
        row: Some(row),
        ..ImportFault::of_file(file, &reason, &hint)
    }])
}

/// Two sheets that hold the same persons, and how many: the list and its copy, the months of a
/// quarter, a summary and what it sums up.
pub(super) fn doubled(read: &[Read], sheets: usize) -> Option<(usize, usize, usize)> {
    let of = |sheet: usize| read.iter().filter(move |it| it.sheet == sheet);
    for first in 0..sheets {
        for second in first + 1..sheets {
            let fewer = of(first).count().min(of(second).count());
            let mut left: Vec<&Read> = of(first).collect();
            left.sort_by(|a, b| a.person.name.cmp(&b.person.name));
            let mut same = 0;
            for read in of(second) {
                let from = left.partition_point(|it| it.person.name < read.person.name);
                let namesakes = left.get(from..).unwrap_or_default().iter();
                let found = namesakes
                    .take_while(|it| it.person.name == read.person.name)
                    .any(|it| is_same(it, read));
                same += usize::from(found);
            }
            if same > 0 && same * 2 >= fewer && (same > 1 || fewer == 1) {
                return Some((first, second, same));
            }
        }
    }
    None
}

/// Whether two lines tell of one person: by the identity cards, else by all that is paid for.
fn is_same(one: &Read, other: &Read) -> bool {
    if let (Some(one), Some(other)) = (one.id.whole(), other.id.whole()) {
        return one == other;
    }
    let (one, other) = (&one.person, &other.person);
    one.name == other.name
        && one.head == other.head
        && one.amount == other.amount
        && one.measure == other.measure
}

pub(super) fn name_of(sheet: &Sheet) -> String {
    sheet.name.as_deref().map(masked).unwrap_or_default()
}
