//! A county's catalog of matters from a file, and the one that comes with the program.
//!
//! Invariant: all or nothing, every fault with its place. Whether the whole is a catalog (F01 is
//! in it, no version of that day) is the catalog's question, not the file's.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use sha2::{Digest as _, Sha256};

use super::catalog_match::{self, Named};
use super::catalog_words as words;
use super::columns::{Column, Header};
use super::digest::hex;
use super::fault::{self, ImportFault, Place};
use super::sheet::{self, Row, Sheet};
use crate::domain::catalog::Catalog;
use crate::domain::matter::{Cadence, Category, Matter, MatterCode, PostingMinimum};
use crate::domain::text::{self, TextFault};

/// The catalog as shipped; what it was put together from: `assets/README.md`.
const BUNDLED: &[u8] = include_bytes!("../../assets/catalog.csv");

/// A catalog read and found without fault (目录导入表).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogFile {
    /// SHA-256 of the matters in hexadecimal: the same content in another format has the same.
    pub digest: String,
    /// The matters in the file's order.
    pub matters: Vec<Matter>,
    /// What a person should look at.
    pub warnings: Vec<String>,
}

/// The built-in matters, read once.
pub fn bundled() -> Vec<Matter> {
    static MATTERS: OnceLock<Vec<Matter>> = OnceLock::new();
    let read = || {
        let file = read_file(BUNDLED, "公开目录", None);
        file.map(|file| file.matters).unwrap_or_default()
    };
    MATTERS.get_or_init(read).clone()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Code,
    Category,
    Item,
    Content,
    Cadence,
    Posting,
    WorkingDays,
    Form,
    Source,
}

const COLUMNS: [Column<Field>; 9] = [
    Column {
        key: Field::Code,
        names: &["编号", "代码", "事项编号", "事项代码", "编码", "code", "序号"],
    },
    Column {
        key: Field::Category,
        names: &[
            "类别",
            "分类",
            "公开类别",
            "事项类别",
            "事项分类",
            "类型",
            "公开类型",
            "一级事项",
            "一级目录",
            "category",
        ],
    },
    Column {
        key: Field::Item,
        names: &[
            "公开事项",
            "事项",
            "事项名称",
            "公开事项名称",
            "公开项目",
            "项目",
            "二级事项",
            "二级目录",
            "具体事项",
            "名称",
            "item",
        ],
    },
    Column {
        key: Field::Content,
        names: &[
            "公开内容",
            "内容",
            "具体内容",
            "公开的内容",
            "公开内容和要素",
            "公开要素",
            "主要内容",
            "content",
        ],
    },
    Column {
        key: Field::Cadence,
        names: &[
            "公开时限",
            "时限",
            "公开频次",
            "频次",
            "公开时间",
            "公开频率",
            "频率",
            "公开周期",
            "周期",
            "时间",
            "cadence",
        ],
    },
    Column {
        key: Field::Posting,
        names: &[
            "公示天数",
            "最少公示天数",
            "公示期限",
            "公示期",
            "公布期限",
            "公示时间",
            "公示时长",
            "保留天数",
            "张贴天数",
            "天数",
            "期限",
            "time_limit_days",
        ],
    },
    Column { key: Field::WorkingDays, names: &["按工作日", "工作日", "working_days"] },
    Column {
        key: Field::Form,
        names: &[
            "公开形式",
            "形式",
            "公开渠道",
            "渠道",
            "公开方式",
            "方式",
            "公开载体",
            "载体",
            "公开渠道和载体",
            "form",
        ],
    },
    Column {
        key: Field::Source,
        names: &["公开依据", "依据", "法律依据", "政策依据", "设定依据", "source"],
    },
];

/// How lines below a table begin that belong to no matter.
const NOTES: [&str; 8] = ["注:", "注：", "备注", "说明", "填表", "制表", "审核", "合计"];

/// A row as read, before every row has its code.
struct Read {
    place: Place,
    code: Option<MatterCode>,
    code_written: (String, String),
    item: String,
    item_column: String,
    category: Option<Category>,
    category_fault: ImportFault,
    content: String,
    cadence: Cadence,
    cadence_written: (String, String),
    posting: Option<PostingMinimum>,
    posting_written: (String, String),
    form: String,
    source: String,
}

/// Reads a county's catalog. Rows without a code take that of the matter of the same name in
/// `catalog`, or `K01`, `K02` …, with a warning.
///
/// # Errors
/// Every [`ImportFault`] of the file, in its order; beyond [`fault::FAULTS_MAX`] only their number.
pub fn read_catalog(
    bytes: &[u8],
    file_name: &str,
    catalog: &Catalog,
) -> Result<CatalogFile, Vec<ImportFault>> {
    read_file(bytes, file_name, Some(catalog))
}

/// Reads a catalog; without another to go by, its times on the board are the measure themselves.
fn read_file(
    bytes: &[u8],
    file_name: &str,
    catalog: Option<&Catalog>,
) -> Result<CatalogFile, Vec<ImportFault>> {
    let sheets = sheet::read_sheets(bytes, file_name).map_err(|fault| vec![fault.into()])?;
    let found = find_headers(&sheets, file_name)?;
    let has_codes = found.iter().any(|(sheet, header)| is_coded(sheet, header));
    let mut reading = Reading { faults: Vec::new(), warnings: Vec::new(), rows: Vec::new() };
    for (sheet, header) in &found {
        reading.read_sheet(file_name, sheet, header, has_codes);
    }
    let Reading { mut faults, mut warnings, rows } = reading;
    if rows.is_empty() && faults.is_empty() {
        let hint = "请一行写一个公开事项：类别、公开事项、公开时限。";
        faults.push(ImportFault::of_file(file_name, "表头下面一个公开事项也没有", hint));
    }
    faults.extend(doubled(&rows));
    let named: Vec<Named<'_>> =
        rows.iter().map(|row| Named { code: row.code, item: &row.item }).collect();
    let codes = catalog_match::codes(&named, catalog);
    let mut matters = Vec::with_capacity(rows.len());
    for (row, (code, is_new)) in rows.iter().zip(codes) {
        if is_new {
            warnings.push(format!(
                "{}“{}”和已有的公开事项都对不上名称，编成了 {code}。",
                row.place.in_file(),
                row.item
            ));
        }
        match row.matter(code, catalog) {
            Ok(matter) => matters.push(matter),
            Err(fault) => faults.push(*fault),
        }
    }
    if faults.is_empty() {
        return Ok(CatalogFile { digest: digest(&matters), matters, warnings });
    }
    faults.sort_by_key(|fault| (sheet_at(&sheets, fault), fault.row));
    Err(fault::capped(faults))
}

fn sheet_at(sheets: &[Sheet], fault: &ImportFault) -> Option<usize> {
    sheets.iter().position(|sheet| sheet.name == fault.sheet)
}

/// Every sheet with a header, or what the best of them lacks.
fn find_headers<'s>(
    sheets: &'s [Sheet],
    file_name: &str,
) -> Result<Vec<(&'s Sheet, Header<Field>)>, Vec<ImportFault>> {
    let hint = "表里要有一行栏名，至少有公开事项和公开时限两栏。";
    let headers: Vec<(&Sheet, Header<Field>)> = sheets
        .iter()
        .filter_map(|sheet| Header::find(sheet, &COLUMNS, 1).map(|header| (sheet, header)))
        .collect();
    let is_whole = |header: &Header<Field>| header.has(Field::Item) && header.has(Field::Cadence);
    if headers.iter().any(|(_, header)| is_whole(header)) {
        return Ok(headers.into_iter().filter(|(_, header)| is_whole(header)).collect());
    }
    let wanted = [(Field::Item, "公开事项"), (Field::Cadence, "公开时限")];
    Header::best_of(sheets, &COLUMNS, &wanted, (file_name, hint)).map(|found| vec![found])
}

/// Whether the column of codes holds codes: bare numbers only count the rows.
fn is_coded(sheet: &Sheet, header: &Header<Field>) -> bool {
    let has_letter = |text: &str| text.bytes().any(|byte| byte.is_ascii_alphabetic());
    header.has(Field::Code)
        && header.rows(sheet).any(|row| has_letter(&header.cell(row, Field::Code).shown()))
}

struct Reading {
    faults: Vec<ImportFault>,
    warnings: Vec<String>,
    rows: Vec<Read>,
}

impl Reading {
    fn read_sheet(
        &mut self,
        file_name: &str,
        sheet: &Sheet,
        header: &Header<Field>,
        has_codes: bool,
    ) {
        // 类别 is often one merged cell over many rows, a line of its own, or the sheet's name
        let mut category =
            sheet.name.as_deref().and_then(words::category).map(|(category, _)| category);
        for row in header.rows(sheet) {
            let place =
                Place { file: file_name.to_owned(), sheet: sheet.name.clone(), row: row.number };
            let reader = RowReader { header, row, place: &place, has_codes };
            if reader.is_skipped() {
                continue;
            }
            if let Some(heading) = reader.only_text().as_deref().and_then(words::heading) {
                category = Some(heading);
                continue;
            }
            let written = reader.shown(Field::Category);
            if !written.is_empty() {
                let known = words::category(&written);
                category = known.map(|(category, _)| category);
                if let Some((category, Some(word))) = known {
                    let warning = format!("“{word}”算作{}。", category.label());
                    if !self.warnings.contains(&warning) {
                        self.warnings.push(warning);
                    }
                }
            }
            match reader.read(category) {
                Ok((read, also)) => {
                    self.warnings.extend(also);
                    self.rows.push(read);
                }
                Err(faults) => self.faults.extend(faults),
            }
        }
    }
}

struct RowReader<'a> {
    header: &'a Header<Field>,
    row: &'a Row,
    place: &'a Place,
    /// Whether the file has codes of matters, not only numbers of rows.
    has_codes: bool,
}

impl RowReader<'_> {
    fn shown(&self, field: Field) -> String {
        self.header.cell(self.row, field).shown()
    }

    fn column(&self, field: Field) -> String {
        self.header.get(field).map(|found| found.written.clone()).unwrap_or_default()
    }

    fn fault(&self, field: Field, reason: &str, hint: &str) -> ImportFault {
        let fault =
            ImportFault::at(self.place, &self.column(field), &self.shown(field), reason, hint);
        // the file may have no such column
        let column = fault.column.filter(|column| !column.is_empty());
        ImportFault { column, ..fault }
    }

    /// The only text of the row.
    fn only_text(&self) -> Option<String> {
        let mut filled = self.row.cells.iter().filter(|cell| !cell.is_empty());
        let first = filled.next()?;
        filled.next().is_none().then(|| first.shown())
    }

    fn is_skipped(&self) -> bool {
        let is_blank = self.header.found.iter().all(|found| self.row.cell(found.index).is_empty());
        let first = self.row.cells.iter().find(|cell| !cell.is_empty()).map(sheet::Cell::shown);
        let first: String =
            first.unwrap_or_default().chars().filter(|c| !c.is_whitespace()).collect();
        let is_note = self.shown(Field::Cadence).is_empty()
            && NOTES.iter().any(|start| first.starts_with(start));
        is_blank || is_note
    }

    /// One line of text, or the faults it leaves.
    fn line(&self, field: Field) -> Result<String, Vec<ImportFault>> {
        text::clean_line(&self.shown(field))
            .map_err(|fault| vec![self.fault(field, &fault.to_string(), fault.hint())])
    }

    fn paragraph(&self, field: Field) -> Result<String, Vec<ImportFault>> {
        clean_paragraph(&self.shown(field))
            .map_err(|fault| vec![self.fault(field, &fault.to_string(), fault.hint())])
    }

    fn item(&self) -> Result<String, Vec<ImportFault>> {
        let item = self.line(Field::Item)?;
        if item.is_empty() {
            let hint = "请写公开事项的名称，合并的单元格请拆开填上。";
            return Err(vec![self.fault(Field::Item, "公开事项没有填", hint)]);
        }
        Ok(item)
    }

    fn code(&self) -> Result<Option<MatterCode>, Vec<ImportFault>> {
        let written = self.shown(Field::Code);
        if !self.has_codes || written.is_empty() {
            return Ok(None);
        }
        let refuse = |_| {
            let hint = "请改成 F01 这样的编号，或把这一格空着，按名称对应。";
            vec![self.fault(Field::Code, "编号只能用字母、数字和“-”，最多 8 个", hint)]
        };
        MatterCode::parse(&written).map(Some).map_err(refuse)
    }

    fn read(&self, category: Option<Category>) -> Result<(Read, Option<String>), Vec<ImportFault>> {
        let cell_fault = |field: Field, fault: &super::cells::CellFault| {
            vec![self.fault(field, &fault.reason, &fault.hint)]
        };
        let code = self.code();
        let item = self.item();
        let content = self.paragraph(Field::Content);
        let cadence = words::cadence(&self.shown(Field::Cadence))
            .map_err(|fault| cell_fault(Field::Cadence, &fault));
        let counts_working_days = words::is_yes(&self.shown(Field::WorkingDays));
        let posting = words::posting(&self.shown(Field::Posting), counts_working_days)
            .map_err(|fault| cell_fault(Field::Posting, &fault));
        let form = self.line(Field::Form);
        let source = self.paragraph(Field::Source);
        let is_empty = self.shown(Field::Category).is_empty();
        let reason = if is_empty { "类别没有填" } else { "类别看不懂" };
        let category_fault = self.fault(Field::Category, reason, "请写党务、村务或财务。");
        match (code, item, content, cadence, posting, form, source) {
            (Ok(code), Ok(item), Ok(content), Ok(cadence), Ok(posting), Ok(form), Ok(source)) => {
                let (cadence, also) = cadence;
                let also = also.map(|also| format!("{}“{item}”{also}。", self.place.in_file()));
                let written = |field: Field| (self.column(field), self.shown(field));
                let read = Read {
                    place: self.place.clone(),
                    code,
                    code_written: written(Field::Code),
                    item,
                    item_column: self.column(Field::Item),
                    category,
                    category_fault,
                    content,
                    cadence,
                    cadence_written: written(Field::Cadence),
                    posting,
                    posting_written: written(Field::Posting),
                    form,
                    source,
                };
                Ok((read, also))
            }
            (code, item, content, cadence, posting, form, source) => Err([
                code.err(),
                item.err(),
                content.err(),
                cadence.err(),
                posting.err(),
                form.err(),
                source.err(),
            ]
            .into_iter()
            .flatten()
            .flatten()
            .collect()),
        }
    }
}

/// Codes and names that stand in the file twice.
fn doubled(rows: &[Read]) -> Vec<ImportFault> {
    let mut faults = Vec::new();
    let (mut codes, mut names) = (BTreeMap::new(), BTreeMap::new());
    for row in rows {
        if let Some(code) = row.code {
            if let Some(first) = codes.insert(code, row.place.in_file()) {
                let (column, value) = &row.code_written;
                let reason = format!("这个编号在{first}已经有了");
                let hint = "请改成不同的编号，或把两行并成一行。";
                faults.push(ImportFault::at(&row.place, column, value, &reason, hint));
            }
            continue;
        }
        let key = catalog_match::key(&row.item);
        if let Some(first) = names.insert(key, row.place.in_file()) {
            let reason = format!("这个公开事项在{first}已经有了");
            let hint = "请删掉重复的一行，或把名称写得不一样。";
            faults.push(ImportFault::at(&row.place, &row.item_column, &row.item, &reason, hint));
        }
    }
    faults
}

impl Read {
    /// The matter; what the file leaves open comes from the matter of that code in the catalog.
    fn matter(
        &self,
        code: MatterCode,
        catalog: Option<&Catalog>,
    ) -> Result<Matter, Box<ImportFault>> {
        let own = catalog.and_then(|catalog| catalog.matter(code));
        let Some(category) = self.category.or(own.map(|own| own.category)) else {
            return Err(Box::new(self.category_fault.clone()));
        };
        let or_own = |text: &String, own: Option<&String>| {
            if text.is_empty() { own.cloned().unwrap_or_default() } else { text.clone() }
        };
        let by_law = (category != Category::Party).then(|| PostingMinimum::calendar(15));
        let posting = self.posting.or(own.map_or(by_law, |own| own.posting));
        let form = or_own(&self.form, own.map(|own| &own.form));
        let matter = Matter {
            code,
            category,
            item: self.item.clone(),
            content: or_own(&self.content, own.map(|own| &own.content)),
            cadence: self.cadence,
            posting,
            form: if form.is_empty() { "公开栏".to_owned() } else { form },
            source: or_own(&self.source, own.map(|own| &own.source)),
        };
        let refuse = |(column, value): &(String, String), reason: &str, hint: &str| {
            Err(Box::new(ImportFault::at(&self.place, column, value, reason, hint)))
        };
        if code == MatterCode::FINANCE_DETAIL && matter.cadence != Cadence::Monthly {
            return refuse(
                &self.cadence_written,
                "财务收支逐笔明细要每月公开",
                "依据《山东省村务公开条例》第十二条：财务收支逐项逐笔每月公布。请改成每月。",
            );
        }
        match catalog.and_then(|catalog| catalog.refuse_posting(&matter)) {
            Some(refusal) => refuse(&self.posting_written, &refusal.to_string(), refusal.hint()),
            None => Ok(matter),
        }
    }
}

/// Cleans a text that may be longer than one field of a form, as one paragraph.
fn clean_paragraph(written: &str) -> Result<String, TextFault> {
    Ok(text::clean_text(written)?.replace('\n', " "))
}

fn digest(matters: &[Matter]) -> String {
    let mut hash = Sha256::new();
    for matter in matters {
        let Matter { code, category, item, content, cadence, posting, form, source } = matter;
        let posting = posting.map(PostingMinimum::label).unwrap_or_default();
        for text in
            [code.as_str(), category.name(), item, content, cadence.name(), &posting, form, source]
        {
            hash.update(text);
            hash.update([0x1f]);
        }
        hash.update("\n");
    }
    hex(&hash.finalize())
}
