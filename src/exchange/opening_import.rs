//! Opening balances from a file: one line for each account, debit positive.
//!
//! Invariant: all or nothing, as with vouchers. Whether the balances sum to zero is the book's
//! question, not the file's.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use super::accounts::Accounts;
use super::cells;
use super::columns::{Column, Header};
use super::digest::hex;
use super::fault::{self, ImportFault, Place};
use super::sheet::{self, Row, Sheet};
use crate::domain::account::{AccountCode, Chart, Side};
use crate::domain::money::Money;
use crate::domain::old_chart::{AccountMap, Mapped};

/// A file of opening balances, read and found without fault (期初余额表).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpeningFile {
    /// SHA-256 of the lines in hexadecimal: the same content in another format has the same.
    pub digest: String,
    /// The balances, debit positive, in the file's order; accounts with a zero balance are left
    /// out.
    pub lines: Vec<(AccountCode, Money, Place)>,
    /// Where the accounts of the old chart went, if the file was written with it.
    pub mapped: Vec<Mapped>,
    /// What a person should look at.
    pub warnings: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Account,
    Code,
    Balance,
    Debit,
    Credit,
    Side,
}

const COLUMNS: [Column<Field>; 6] = [
    Column {
        key: Field::Account,
        names: &["科目", "会计科目", "科目名称", "会计科目名称", "科目编号及名称"],
    },
    Column {
        key: Field::Code,
        names: &["科目编号", "科目代码", "科目编码", "编号", "编码", "代码"],
    },
    Column {
        key: Field::Balance,
        names: &["期初余额", "余额", "年初余额", "期初数", "年初数", "金额", "期初金额"],
    },
    Column {
        key: Field::Debit,
        names: &[
            "借方余额",
            "期初借方余额",
            "期初借方",
            "借方",
            "借方金额",
            "期初余额借方",
            "借方期初余额",
            "期初余额(借方)",
        ],
    },
    Column {
        key: Field::Credit,
        names: &[
            "贷方余额",
            "期初贷方余额",
            "期初贷方",
            "贷方",
            "贷方金额",
            "期初余额贷方",
            "贷方期初余额",
            "期初余额(贷方)",
        ],
    },
    Column {
        key: Field::Side, names: &["方向", "余额方向", "借贷方向", "借贷", "借/贷"]
    },
];

/// Titles of lines that add up other lines.
const SUMS: [&str; 7] = ["合计", "总计", "共计", "小计", "资产合计", "负债合计", "所有者权益合计"];

/// How lines for signatures begin.
const SIGNATURES: [&str; 5] = ["制表", "审核", "复核", "注:", "注："];

/// Where the accounts of a file of opening balances go, if it was written with the old chart;
/// empty otherwise.
///
/// # Errors
/// The [`ImportFault`] of a file without rows to read.
pub fn survey_opening(
    bytes: &[u8],
    file_name: &str,
    chart: &Chart,
    map: &AccountMap,
) -> Result<Vec<Mapped>, Vec<ImportFault>> {
    let sheets = sheet::read_sheets(bytes, file_name).map_err(|fault| vec![fault.into()])?;
    let (sheet, header) = find_header(&sheets, file_name)?;
    Ok(Accounts::of(&written_accounts(sheet, &header), chart, map).into_mapped())
}

/// Reads a file of opening balances; accounts of the old chart go where `map` says.
///
/// # Errors
/// Every [`ImportFault`] of the file, in its order; beyond [`fault::FAULTS_MAX`] only their number.
pub fn read_opening(
    bytes: &[u8],
    file_name: &str,
    chart: &Chart,
    map: &AccountMap,
) -> Result<OpeningFile, Vec<ImportFault>> {
    let sheets = sheet::read_sheets(bytes, file_name).map_err(|fault| vec![fault.into()])?;
    let (sheet, header) = find_header(&sheets, file_name)?;
    let accounts = Accounts::of(&written_accounts(sheet, &header), chart, map);
    let mut faults = accounts.unused(file_name);
    let mut lines: Vec<(AccountCode, Money, Place)> = Vec::new();
    let mut held: BTreeMap<String, usize> = BTreeMap::new();
    let mut known = true;
    for row in header.rows(sheet) {
        let place =
            Place { file: file_name.to_owned(), sheet: sheet.name.clone(), row: row.number };
        let reader = LineReader { header: &header, row, place: &place };
        if reader.is_skipped() {
            continue;
        }
        match reader.read(&accounts) {
            Ok((code, amount)) => {
                // two old accounts may go into one new account, but none stands there twice
                let key = if accounts.is_old() { reader.whole() } else { code.to_string() };
                if let Some(first) = held.insert(key, row.number) {
                    let reason = format!("这个科目在第 {first} 行已经有了");
                    faults.push(reader.fault(Field::Account, &reason, "请把同一科目合并成一行。"));
                }
                lines.push((code, amount, place));
            }
            Err(mut more) => {
                known = false;
                faults.append(&mut more);
            }
        }
    }
    if lines.is_empty() && known {
        let hint = "请在表里写上科目和余额，借方为正、贷方为负。";
        faults.push(ImportFault::of_file(file_name, "表头下面一行余额也没有", hint));
    }
    if !faults.is_empty() {
        return Err(fault::capped(faults));
    }
    if accounts.is_old() {
        lines = merged(lines);
    }
    lines.retain(|(_, amount, _)| !amount.is_zero());
    let (digest, warnings) = (digest(&lines), accounts.warnings());
    Ok(OpeningFile { digest, lines, mapped: accounts.into_mapped(), warnings })
}

/// Every account as the rows write it.
fn written_accounts(sheet: &Sheet, header: &Header<Field>) -> Vec<String> {
    let place = Place::default();
    let rows = header.rows(sheet);
    rows.map(|row| LineReader { header, row, place: &place })
        .filter(|reader| !reader.is_skipped())
        .map(|reader| reader.whole())
        .collect()
}

/// One line for each account, with the sum of all that went into it.
fn merged(lines: Vec<(AccountCode, Money, Place)>) -> Vec<(AccountCode, Money, Place)> {
    let mut whole: Vec<(AccountCode, Money, Place)> = Vec::with_capacity(lines.len());
    for (code, amount, place) in lines {
        match whole.iter_mut().find(|(other, ..)| *other == code) {
            Some((_, sum, _)) => *sum = sum.plus(amount),
            None => whole.push((code, amount, place)),
        }
    }
    whole
}

fn find_header<'s>(
    sheets: &'s [Sheet],
    file_name: &str,
) -> Result<(&'s Sheet, Header<Field>), Vec<ImportFault>> {
    let mut partial: Option<(&Sheet, Header<Field>)> = None;
    for sheet in sheets {
        let Some(header) = Header::find(sheet, &COLUMNS, 1) else { continue };
        if missing(&header).is_empty() {
            return Ok((sheet, header));
        }
        if partial.as_ref().is_none_or(|(_, other)| other.found.len() < header.found.len()) {
            partial = Some((sheet, header));
        }
    }
    let hint = "表里要有一行栏名：科目、期初余额（借方为正）；或科目、借方余额、贷方余额；或科目、方向、余额。";
    let Some((sheet, header)) = partial else {
        return Err(vec![ImportFault::of_file(file_name, "没有找到表头", hint)]);
    };
    let reason = format!("表头缺少{}栏，找到的有{}", missing(&header).join("、"), header.names());
    Err(vec![ImportFault {
        sheet: sheet.name.clone(),
        row: Some(header.number),
        ..ImportFault::of_file(file_name, &reason, hint)
    }])
}

fn missing(header: &Header<Field>) -> Vec<&'static str> {
    let mut missing = Vec::new();
    if !header.has(Field::Account) && !header.has(Field::Code) {
        missing.push("科目");
    }
    match (header.has(Field::Balance), header.has(Field::Debit), header.has(Field::Credit)) {
        (true, _, _) | (_, true, true) => {}
        (false, true, false) => missing.push("贷方余额"),
        (false, false, true) => missing.push("借方余额"),
        (false, false, false) => missing.push("期初余额"),
    }
    missing
}

struct LineReader<'a> {
    header: &'a Header<Field>,
    row: &'a Row,
    place: &'a Place,
}

impl LineReader<'_> {
    fn shown(&self, field: Field) -> String {
        self.header.cell(self.row, field).shown()
    }

    /// Blank rows, sums and signature lines.
    fn is_skipped(&self) -> bool {
        if self.header.found.iter().all(|found| self.row.cell(found.index).is_empty()) {
            return true;
        }
        let title: String = format!("{}{}", self.shown(Field::Code), self.shown(Field::Account))
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect();
        SUMS.contains(&title.trim_end_matches([':', '：']))
            || SIGNATURES.iter().any(|start| title.starts_with(start))
    }

    fn fault(&self, field: Field, reason: &str, hint: &str) -> ImportFault {
        let by_code = field == Field::Account && !self.header.has(Field::Account);
        let field = if by_code { Field::Code } else { field };
        let column = self.header.get(field).map(|found| found.written.clone()).unwrap_or_default();
        ImportFault::at(self.place, &column, &self.shown(field), reason, hint)
    }

    /// The account as the row writes it, number and name.
    fn whole(&self) -> String {
        let whole = format!("{} {}", self.shown(Field::Code), self.shown(Field::Account));
        whole.trim().to_owned()
    }

    fn read(&self, accounts: &Accounts<'_>) -> Result<(AccountCode, Money), Vec<ImportFault>> {
        let account = accounts
            .find(&self.whole())
            .map_err(|fault| vec![self.fault(Field::Account, &fault.reason, &fault.hint)]);
        match (account, self.balance()) {
            (Ok(account), Ok(amount)) => Ok((account, amount)),
            (account, amount) => {
                Err([account.err(), amount.err()].into_iter().flatten().flatten().collect())
            }
        }
    }

    fn amount(&self, field: Field) -> Result<Option<Money>, Vec<ImportFault>> {
        cells::signed_amount(self.header.cell(self.row, field))
            .map_err(|fault| vec![self.fault(field, &fault.reason, &fault.hint)])
    }

    fn balance(&self) -> Result<Money, Vec<ImportFault>> {
        if self.header.has(Field::Debit) && self.header.has(Field::Credit) {
            return match (self.amount(Field::Debit)?, self.amount(Field::Credit)?) {
                (Some(debit), None) => Ok(debit),
                (None, Some(credit)) => Ok(-credit),
                (None, None) => Ok(Money::ZERO),
                (Some(_), Some(_)) => {
                    let hint = "一个科目只有一方有余额，请核对后只留一方。";
                    Err(vec![self.fault(Field::Debit, "借方和贷方都有余额", hint)])
                }
            };
        }
        let amount = self.amount(Field::Balance)?.unwrap_or_default();
        if !self.header.has(Field::Side) || amount.is_zero() {
            return Ok(amount);
        }
        match self.side() {
            Some(Side::Debit) => Ok(amount),
            Some(Side::Credit) => Ok(-amount),
            None => Err(vec![self.fault(Field::Side, "方向看不懂", "请写“借”或“贷”。")]),
        }
    }

    fn side(&self) -> Option<Side> {
        match self.shown(Field::Side).as_str() {
            "借" | "借方" => Some(Side::Debit),
            "贷" | "贷方" => Some(Side::Credit),
            _ => None,
        }
    }
}

fn digest(lines: &[(AccountCode, Money, Place)]) -> String {
    let mut hash = Sha256::new();
    for (account, amount, _) in lines {
        hash.update(format!("{account} {}\n", amount.fen()));
    }
    hex(&hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, String> {
        let chart = Chart::standard();
        let shown = |faults: Vec<ImportFault>| {
            faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
        };
        let file = read_opening(text.as_bytes(), "期初.csv", &chart, &AccountMap::default())
            .map_err(shown)?;
        let lines =
            file.lines.iter().map(|(code, amount, _)| format!("{code} {}", amount.grouped()));
        Ok(lines.collect::<Vec<_>>().join("; "))
    }

    #[test]
    fn the_sample_balances() {
        let bytes = include_bytes!("../../tests/data/期初余额.csv");
        let (chart, map) = (Chart::standard(), AccountMap::default());
        let file = read_opening(bytes, "期初余额.csv", &chart, &map).expect("a good file");
        assert_eq!(file.lines.len(), 9);
        let total: Money = file.lines.iter().map(|(_, amount, _)| *amount).sum();
        assert!(total.is_zero());
        assert_eq!(file.digest.len(), 64);
    }

    #[test]
    fn each_layout_gives_debit_positive_balances() {
        let expect = Ok("101 486.20; 301 -1,486.20".to_owned());
        assert_eq!(
            read("科目,期初余额（借方为正）\n101 库存现金,486.20\n301 资本,\"-1,486.20\"\n"),
            expect
        );
        assert_eq!(
            read(
                "科目余额表,,,\n编号,科目名称,借方余额,贷方余额\n101,库存现金,486.2,\n301,资本,,1486.2\n,合计,1,1\n"
            ),
            expect
        );
        assert_eq!(
            read("科目,方向,余额\n库存现金,借,486.20\n资本,贷,1486.20\n固定资产,平,0\n"),
            expect
        );
    }

    #[test]
    fn faults_name_the_line() {
        assert_eq!(
            read("科目,期初余额\n513 管理费用—办公费,1\n"),
            Err("期初.csv 第 2 行“科目”列“513 管理费用—办公费”：科目表里没有这个明细科目。请先在设置里给“513 管理费用”增设明细科目“办公费”再导入，或改写成“513 管理费用”。".to_owned())
        );
        assert_eq!(
            read("科目,期初余额\n101,1.234\n101,1\n101,2\n"),
            Err("期初.csv 第 2 行“期初余额”列“1.234”：金额最多两位小数。请照票据写到分，如 12.30。\n期初.csv 第 4 行“科目”列“101”：这个科目在第 3 行已经有了。请把同一科目合并成一行。".to_owned())
        );
        let missing = read("科目,备注\n101,1\n").expect_err("a fault");
        assert!(
            missing.starts_with("期初.csv 第 1 行：表头缺少期初余额栏，找到的有科目。"),
            "{missing}"
        );
        assert!(read("科目,期初余额\n").expect_err("a fault").contains("一行余额也没有"));
        assert!(read("科目,方向,余额\n资本,正,5\n").expect_err("a fault").contains("方向看不懂"));
    }
}
