//! Registers from a file: the lists of assets, land, contracts, debts and projects that a village
//! keeps in a workbook.
//!
//! Invariant: all or nothing, as with vouchers; every fault is named with its place. Whether an
//! entry is sound is the register's question, not the file's.

use super::cells::{self, CellFault};
use super::columns::{Column, Header};
use super::fault::{self, ImportFault, Place};
use super::holding_row;
use super::sheet::{self, Row, Sheet};
use crate::domain::account::Chart;
use crate::domain::holding::debt::Direction;
use crate::domain::holding::{HoldingFacts, HoldingField, HoldingKind, Quantity};
use crate::domain::money::Money;
use crate::domain::period::Date;

/// A file of one register, read and found without fault (台账导入表).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoldingFile {
    /// Its entries in the file's order.
    pub rows: Vec<HoldingRow>,
}

/// One entry of the file (一行台账).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoldingRow {
    /// What it says; what a contract is about comes in words.
    pub facts: HoldingFacts,
    /// Where it stands.
    pub place: Place,
    /// The columns of its row, for faults found later.
    written: Vec<(HoldingField, String, String)>,
}

impl HoldingRow {
    /// A fault of this row in the column of a field.
    pub fn fault(&self, field: Option<HoldingField>, reason: &str, hint: &str) -> ImportFault {
        let written = self.written.iter().find(|(of, ..)| Some(*of) == field);
        let (column, value) =
            written.map_or(("", ""), |(_, column, value)| (column.as_str(), value.as_str()));
        ImportFault::at(&self.place, column, value, reason, hint)
    }
}

/// A column of a register's file: a field, or two fields in one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Field(HoldingField),
    /// `2020-01-01至2029-12-31`
    Term,
    /// Life in years.
    Years,
    /// 残值率, in percent.
    SalvageRate,
}

const fn column(field: HoldingField, names: &'static [&'static str]) -> Column<Key> {
    Column { key: Key::Field(field), names }
}

/// What people call the columns; those of one register are picked by [`wanted`].
const COLUMNS: [Column<Key>; 46] = [
    column(
        HoldingField::Name,
        &[
            "名称",
            "资产名称",
            "固定资产名称",
            "资源名称",
            "项目名称",
            "工程名称",
            "生物资产名称",
            "品名",
            "地块名称",
            "项目",
        ],
    ),
    column(HoldingField::Category, &["类别", "资产类别", "资源类别", "种类", "类型", "用途类别"]),
    column(HoldingField::Quantity, &["数量", "台数", "头数", "株数", "棵数"]),
    column(HoldingField::Unit, &["单位", "计量单位"]),
    column(
        HoldingField::Place,
        &["地点", "存放地点", "存放地", "坐落", "位置", "坐落位置", "所在地", "建设地点"],
    ),
    column(HoldingField::Keeper, &["保管人", "管护人", "使用人", "责任人", "管理人"]),
    column(
        HoldingField::AcquiredOn,
        &["取得日期", "取得时间", "购置日期", "购置时间", "购建时间", "入账日期", "建造时间"],
    ),
    column(HoldingField::Cost, &["原值", "账面原值", "资产原值", "金额", "成本", "购置金额"]),
    column(HoldingField::Salvage, &["残值", "净残值", "预计净残值", "预计残值"]),
    Column { key: Key::SalvageRate, names: &["残值率", "净残值率", "预计净残值率"] },
    column(HoldingField::Life, &["使用月数", "折旧月数", "预计使用月数"]),
    Column {
        key: Key::Years,
        names: &["使用年限", "折旧年限", "预计使用年限", "使用年数", "折旧年数"],
    },
    column(
        HoldingField::DepreciatedBefore,
        &["建账前已提折旧", "累计折旧", "已提折旧", "累计已提折旧"],
    ),
    column(HoldingField::Expense, &["折旧记入", "折旧科目", "折旧费用科目"]),
    column(HoldingField::Use, &["状态", "使用状况", "使用状态", "使用情况"]),
    column(HoldingField::Account, &["科目", "会计科目", "记账科目"]),
    column(HoldingField::Area, &["面积", "面积(亩)", "总面积", "亩数"]),
    column(HoldingField::Contracted, &["已发包面积", "已发包", "发包面积", "已发包(亩)"]),
    column(HoldingField::Number, &["合同编号", "合同号", "编号"]),
    column(
        HoldingField::Party,
        &[
            "对方",
            "承租方",
            "承包方",
            "承租人",
            "承包人",
            "乙方",
            "欠款单位或个人",
            "债权人",
            "欠款人",
            "债务人",
            "单位或个人",
            "往来单位",
        ],
    ),
    column(
        HoldingField::Thing,
        &["标的", "标的物", "承包标的", "出租标的", "合同标的", "资产资源"],
    ),
    column(HoldingField::SignedOn, &["签订日期", "签订时间", "签约日期"]),
    column(HoldingField::StartsOn, &["起始日期", "开始日期", "开始时间", "起租日期", "起始时间"]),
    column(HoldingField::EndsOn, &["终止日期", "结束日期", "到期日期", "到期时间", "截止日期"]),
    Column {
        key: Key::Term,
        names: &["起止", "起止日期", "起止时间", "合同期限", "承包期限", "租期"],
    },
    column(HoldingField::FirstDueOn, &["首次应交日期", "首次交款日期", "首期应交日期"]),
    column(
        HoldingField::Amount,
        &["每期金额", "年租金", "每期租金", "租金", "承包费", "年承包费", "合同金额"],
    ),
    column(HoldingField::Schedule, &["交款方式", "交租方式", "付款方式", "缴款方式", "交款"]),
    column(HoldingField::ReceivedBefore, &["建账前已收", "已收", "已收金额", "实收"]),
    column(HoldingField::Direction, &["债权或债务", "方向"]),
    column(HoldingField::Purpose, &["事由", "用途", "原因", "欠款原因", "借款用途"]),
    column(HoldingField::IncurredOn, &["形成日期", "形成时间", "发生日期", "发生时间", "借款日期"]),
    column(HoldingField::Principal, &["本金", "金额", "欠款金额", "借款金额", "原始金额"]),
    column(HoldingField::Rate, &["年利率", "利率", "年利率(%)"]),
    column(HoldingField::DueOn, &["约定归还日期", "约定归还", "归还日期", "约定还款日期"]),
    column(
        HoldingField::SettledBefore,
        &["建账前已还", "已还", "已收回", "已还金额", "已收", "已收金额"],
    ),
    column(HoldingField::Budget, &["预算", "预算金额", "概算", "总投资"]),
    column(HoldingField::Funding, &["资金来源"]),
    column(HoldingField::DecidedOn, &["决策日期", "决议日期", "决策时间", "立项日期", "立项时间"]),
    column(HoldingField::Bidding, &["招标方式", "发包方式", "采购方式"]),
    column(HoldingField::Contractor, &["承建方", "中标方", "施工单位", "承建单位", "中标单位"]),
    column(HoldingField::Price, &["合同价", "中标价", "合同金额", "中标金额"]),
    column(HoldingField::PaidBefore, &["建账前已付", "已付", "已付金额"]),
    column(HoldingField::AcceptedOn, &["验收日期", "验收时间", "验收"]),
    column(HoldingField::FinalCost, &["决算", "决算金额", "结算金额"]),
    column(HoldingField::Note, &["备注", "说明"]),
];

/// The fields of a register, those that every row must have first.
const fn wanted(kind: HoldingKind) -> (&'static [HoldingField], &'static [HoldingField]) {
    use HoldingField as F;
    match kind {
        HoldingKind::Asset => (
            &[F::Name, F::AcquiredOn, F::Cost],
            &[
                F::Category,
                F::Quantity,
                F::Unit,
                F::Place,
                F::Keeper,
                F::Salvage,
                F::Life,
                F::DepreciatedBefore,
                F::Expense,
                F::Use,
                F::Account,
                F::Note,
            ],
        ),
        HoldingKind::Biological => (
            &[F::Name, F::Category, F::AcquiredOn, F::Cost],
            &[
                F::Quantity,
                F::Unit,
                F::Place,
                F::Keeper,
                F::Salvage,
                F::Life,
                F::DepreciatedBefore,
                F::Expense,
                F::Account,
                F::Note,
            ],
        ),
        HoldingKind::Resource => {
            (&[F::Name, F::Area], &[F::Category, F::Place, F::Contracted, F::Note])
        }
        HoldingKind::Contract => (
            &[F::Number, F::Party, F::Thing, F::StartsOn, F::EndsOn, F::Amount],
            &[F::SignedOn, F::FirstDueOn, F::Schedule, F::ReceivedBefore, F::Note],
        ),
        HoldingKind::Debt => (
            &[F::Party, F::Purpose, F::IncurredOn, F::Principal],
            &[F::Rate, F::DueOn, F::SettledBefore, F::Account, F::Note],
        ),
        HoldingKind::Project => (
            &[F::Name, F::DecidedOn],
            &[
                F::Place,
                F::Budget,
                F::Funding,
                F::Bidding,
                F::Contractor,
                F::Price,
                F::PaidBefore,
                F::Account,
                F::AcceptedOn,
                F::FinalCost,
                F::Note,
            ],
        ),
    }
}

/// The columns that the file of a register may have, in the words of a person (栏名说明).
pub fn columns_of(kind: HoldingKind) -> (String, String) {
    let (must, may) = wanted(kind);
    let names = |fields: &[HoldingField]| {
        fields.iter().map(|field| field.label()).collect::<Vec<_>>().join("、")
    };
    let or = match kind {
        HoldingKind::Asset | HoldingKind::Biological => "、使用年限、残值率",
        HoldingKind::Contract => "、起止",
        HoldingKind::Resource | HoldingKind::Debt | HoldingKind::Project => "",
    };
    (names(must), format!("{}{or}", names(may)))
}

/// Reads the file of one register.
///
/// # Errors
/// Every [`ImportFault`] of the file, in its order; beyond [`fault::FAULTS_MAX`] only their number.
pub fn read_holdings(
    bytes: &[u8],
    file_name: &str,
    kind: HoldingKind,
    direction: Direction,
    chart: &Chart,
) -> Result<HoldingFile, Vec<ImportFault>> {
    let sheets = sheet::read_sheets(bytes, file_name).map_err(|fault| vec![fault.into()])?;
    let (sheet, header) = find_header(&sheets, file_name, kind)?;
    let mut faults = Vec::new();
    let mut rows = Vec::new();
    for row in header.rows(sheet) {
        let place =
            Place { file: file_name.to_owned(), sheet: sheet.name.clone(), row: row.number };
        let mut reader = RowReader { header: &header, row, chart, place, faults: Vec::new() };
        if reader.is_skipped() {
            continue;
        }
        let facts = holding_row::facts(&mut reader, kind, direction);
        let RowReader { place, faults: mut found, .. } = reader;
        match facts {
            Some(facts) if found.is_empty() => {
                let written = written_of(&header, row);
                rows.push(HoldingRow { facts, place, written });
            }
            _ => faults.append(&mut found),
        }
    }
    if rows.is_empty() && faults.is_empty() {
        let hint = "请在表头下面逐项填写，一项一行。";
        faults.push(ImportFault::of_file(file_name, "表头下面一行也没有", hint));
    }
    if faults.is_empty() { Ok(HoldingFile { rows }) } else { Err(fault::capped(faults)) }
}

fn written_of(header: &Header<Key>, row: &Row) -> Vec<(HoldingField, String, String)> {
    let fields = header.found.iter().flat_map(|found| {
        let of = match found.key {
            Key::Field(field) => vec![field],
            Key::Term => vec![HoldingField::StartsOn, HoldingField::EndsOn],
            Key::Years => vec![HoldingField::Life],
            Key::SalvageRate => vec![HoldingField::Salvage],
        };
        of.into_iter().map(move |field| (field, found))
    });
    fields
        .map(|(field, found)| (field, found.written.clone(), row.cell(found.index).shown()))
        .collect()
}

fn find_header<'s>(
    sheets: &'s [Sheet],
    file_name: &str,
    kind: HoldingKind,
) -> Result<(&'s Sheet, Header<Key>), Vec<ImportFault>> {
    let (must, may) = wanted(kind);
    let ours = |column: &&Column<Key>| match column.key {
        Key::Field(field) => must.contains(&field) || may.contains(&field),
        Key::Term => kind == HoldingKind::Contract,
        Key::Years | Key::SalvageRate => {
            matches!(kind, HoldingKind::Asset | HoldingKind::Biological)
        }
    };
    let columns: Vec<Column<Key>> = COLUMNS.iter().filter(ours).copied().collect();
    let mut partial: Option<(&Sheet, Header<Key>)> = None;
    for sheet in sheets {
        let Some(header) = Header::find(sheet, &columns, 1) else { continue };
        if missing(&header, must).is_empty() {
            return Ok((sheet, header));
        }
        if partial.as_ref().is_none_or(|(_, other)| other.found.len() < header.found.len()) {
            partial = Some((sheet, header));
        }
    }
    let (needed, allowed) = columns_of(kind);
    let hint = format!("表里要有一行栏名：{needed}；还认得{allowed}。");
    let Some((sheet, header)) = partial else {
        return Err(vec![ImportFault::of_file(file_name, "没有找到表头", &hint)]);
    };
    let lacks: Vec<&str> = missing(&header, must);
    let reason = format!("表头缺少{}栏，找到的有{}", lacks.join("、"), header.names());
    Err(vec![ImportFault {
        sheet: sheet.name.clone(),
        row: Some(header.number),
        ..ImportFault::of_file(file_name, &reason, &hint)
    }])
}

fn missing(header: &Header<Key>, must: &[HoldingField]) -> Vec<&'static str> {
    let in_term = |field: HoldingField| {
        matches!(field, HoldingField::StartsOn | HoldingField::EndsOn) && header.has(Key::Term)
    };
    let lacks = |field: &&HoldingField| !header.has(Key::Field(**field)) && !in_term(**field);
    must.iter().filter(lacks).map(|field| field.label()).collect()
}

/// How lines that add up or sign begin.
const NO_ENTRIES: [&str; 9] =
    ["合计", "总计", "共计", "小计", "制表", "审核", "复核", "注:", "注："];

/// A fault that the reader holds.
#[derive(Debug)]
pub(super) struct Told;

/// Reads the cells of one row and collects what is wrong with them.
pub(super) struct RowReader<'a> {
    header: &'a Header<Key>,
    row: &'a Row,
    pub(super) chart: &'a Chart,
    place: Place,
    faults: Vec<ImportFault>,
}

impl RowReader<'_> {
    /// Blank rows, sums and signature lines.
    fn is_skipped(&self) -> bool {
        let cells = || self.header.found.iter().map(|found| self.row.cell(found.index));
        let first = self.row.cells.iter().find(|cell| !cell.is_empty());
        let title: String = first.map(sheet::Cell::shown).unwrap_or_default();
        let title: String = title.chars().filter(|c| !c.is_whitespace()).collect();
        cells().all(sheet::Cell::is_empty)
            || NO_ENTRIES.iter().any(|start| title.starts_with(start))
    }

    pub(super) fn refuse(&mut self, key: Key, fault: &CellFault) {
        let found = self.header.get(key);
        let column = found.map(|found| found.written.clone()).unwrap_or_default();
        let value = self.header.cell(self.row, key).shown();
        let fault = ImportFault::at(&self.place, &column, &value, &fault.reason, &fault.hint);
        self.faults.push(fault);
    }

    fn take<T>(&mut self, key: Key, read: Result<T, CellFault>) -> Option<T> {
        read.map_err(|fault| self.refuse(key, &fault)).ok()
    }

    /// Words; nothing where the cell or the column is empty. Long numbers show their end only:
    /// no register needs the number of a card or an identity card.
    pub(super) fn words(&self, field: HoldingField) -> String {
        let written = self.header.cell(self.row, Key::Field(field)).shown();
        if field == HoldingField::Number { written } else { fault::mask(&written) }
    }

    /// What stands in a cell that is not a field of its own.
    pub(super) fn shown(&self, key: Key) -> String {
        self.header.cell(self.row, key).shown()
    }

    /// A day that may be left out.
    pub(super) fn day_if_written(&mut self, field: HoldingField) -> Result<Option<Date>, Told> {
        let key = Key::Field(field);
        if self.header.cell(self.row, key).is_empty() {
            return Ok(None);
        }
        let read = cells::date(self.header.cell(self.row, key));
        self.take(key, read).map(Some).ok_or(Told)
    }

    /// A day that must be there.
    pub(super) fn day(&mut self, field: HoldingField) -> Option<Date> {
        let key = Key::Field(field);
        let read = cells::date(self.header.cell(self.row, key));
        self.take(key, read)
    }

    /// An amount; zero where nothing was written.
    pub(super) fn amount(&mut self, field: HoldingField) -> Option<Money> {
        let key = Key::Field(field);
        let read = cells::signed_amount(self.header.cell(self.row, key));
        self.take(key, read).map(Option::unwrap_or_default)
    }

    /// A count or an area, `or` where nothing was written; a unit behind it is handed back.
    pub(super) fn quantity(
        &mut self,
        field: HoldingField,
        or: Quantity,
    ) -> Option<(Quantity, String)> {
        let written = self.words(field);
        let written = written.trim();
        if written.is_empty() {
            return Some((or, String::new()));
        }
        let is_figure = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
        let plain: String = written.chars().map(crate::domain::text::ascii_width).collect();
        let end = plain.find(|c: char| !is_figure(c)).unwrap_or(plain.len());
        let (figures, unit) = plain.split_at(end);
        if let Ok(quantity) = Quantity::parse(figures) {
            return Some((quantity, unit.trim().to_owned()));
        }
        let fault = CellFault {
            reason: "不是数量".to_owned(),
            hint: "请只写数字，如 12 或 12.5，最多两位小数。".to_owned(),
        };
        self.refuse(Key::Field(field), &fault);
        None
    }

    /// One of a few words; the first where nothing was written.
    pub(super) fn choice<T: Copy>(
        &mut self,
        field: HoldingField,
        choices: &[(T, &str)],
    ) -> Option<T> {
        let written = self.words(field);
        let written: String = written.chars().filter(|c| !c.is_whitespace()).collect();
        if written.is_empty() {
            return choices.first().map(|(choice, _)| *choice);
        }
        let known = choices.iter().find(|(_, word)| written.starts_with(word));
        if known.is_none() {
            let words: Vec<&str> = choices.iter().map(|(_, word)| *word).collect();
            let fault = CellFault {
                reason: "不认得".to_owned(),
                hint: format!("请写{}之一。", words.join("、")),
            };
            self.refuse(Key::Field(field), &fault);
        }
        known.map(|(choice, _)| *choice)
    }

    /// An account of the chart, `or` where nothing was written.
    pub(super) fn account(
        &mut self,
        field: HoldingField,
        or: &str,
    ) -> Option<crate::domain::account::AccountCode> {
        let written = self.words(field);
        let written = if written.trim().is_empty() { or } else { written.as_str() };
        let read = cells::account(self.chart, written).map(|account| account.code.clone());
        self.take(Key::Field(field), read)
    }
}
