//! A month of vouchers from a file: every row becomes a draft, or the file is refused with every
//! fault it has.
//!
//! Invariant: all or nothing. Drafts come out only when no row has a fault; a csv and an xlsx of
//! the same content give the same drafts and the same digest.

mod checks;

use sha2::{Digest as _, Sha256};

use super::accounts::Accounts;
use super::columns::Header;
use super::digest::hex;
use super::fault::{self, ImportFault, Place};
use super::sheet::{self, Sheet};
use super::voucher_row::{self, COLUMNS, Field, Kind, RowReader};
use crate::domain::account::Chart;
use crate::domain::old_chart::{AccountMap, Mapped};
use crate::domain::period::{Date, Month};
use crate::domain::voucher::{VoucherDraft, VoucherField, VoucherNumber, VoucherRefusal};
use checks::Sums;

/// Known columns that make a row a header, even if it lacks required ones.
const HEADER_COLUMNS_LEAST: usize = 3;

/// A file of vouchers, read and found without fault (收支流水).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoucherFile {
    /// SHA-256 of the drafts in hexadecimal: the same content in another format has the same.
    pub digest: String,
    /// The vouchers, by month and number where the file numbers them, else in the file's order.
    pub rows: Vec<VoucherRow>,
    /// What was left out of the import, one sentence each.
    pub warnings: Vec<String>,
    /// Where the accounts of the old chart went, if the file was written with it.
    pub mapped: Vec<Mapped>,
}

/// A voucher and where it stands (一行凭证).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoucherRow {
    /// Where it stands.
    pub place: Place,
    /// What it says.
    pub draft: VoucherDraft,
}

impl VoucherRow {
    /// The fault of this row when the book refuses it.
    pub fn fault(&self, refusal: &VoucherRefusal) -> ImportFault {
        let draft = &self.draft;
        let entry = draft.entries.iter().find(|entry| !entry.account.is_fund());
        let entry = entry.or_else(|| draft.entries.first());
        let field = refusal.field();
        let value = match field {
            VoucherField::Books => draft.entity.label().to_owned(),
            VoucherField::Date => draft.date.to_string(),
            VoucherField::Number => {
                draft.number.map(|number| number.to_string()).unwrap_or_default()
            }
            VoucherField::Summary => draft.summary.clone(),
            VoucherField::Account => {
                entry.map(|entry| entry.account.to_string()).unwrap_or_default()
            }
            VoucherField::Amount => entry.map(|entry| entry.amount.grouped()).unwrap_or_default(),
            VoucherField::Settlement => draft.settlement.label().to_owned(),
            VoucherField::Handler => draft.handler.clone(),
            VoucherField::Witness => draft.witness.clone(),
            VoucherField::Approver => draft.approver.clone(),
            VoucherField::Papers => draft.papers.to_string(),
            VoucherField::Note => draft.note.clone(),
        };
        let reason = refusal.to_string();
        ImportFault::at(&self.place, field.label(), &value, &reason, refusal.hint())
    }
}

/// Where the accounts of a file of vouchers go, if it was written with the old chart; empty
/// otherwise.
///
/// # Errors
/// The [`ImportFault`] of a file without rows to read.
pub fn survey_vouchers(
    bytes: &[u8],
    file_name: &str,
    chart: &Chart,
    map: &AccountMap,
) -> Result<Vec<Mapped>, Vec<ImportFault>> {
    let sheets = sheet::read_sheets(bytes, file_name).map_err(|fault| vec![fault.into()])?;
    let headed = Import::new(file_name, chart).sheets_with_header(&sheets)?;
    Ok(Accounts::of(&written_accounts(&headed, chart), chart, map).into_mapped())
}

/// Reads a file of vouchers; accounts of the old chart go where `map` says.
///
/// # Errors
/// Every [`ImportFault`] of the file, in its order; beyond [`fault::FAULTS_MAX`] only their number.
pub fn read_vouchers(
    bytes: &[u8],
    file_name: &str,
    chart: &Chart,
    map: &AccountMap,
) -> Result<VoucherFile, Vec<ImportFault>> {
    let sheets = sheet::read_sheets(bytes, file_name).map_err(|fault| vec![fault.into()])?;
    let mut import = Import::new(file_name, chart);
    let headed = import.sheets_with_header(&sheets)?;
    let accounts = Accounts::of(&written_accounts(&headed, chart), chart, map);
    import.faults.extend(accounts.unused(file_name));
    import.warnings.extend(accounts.warnings());
    for (sheet, header) in &headed {
        import.read_sheet(sheet, header, &accounts);
    }
    import.check_numbers();
    import.check_months();
    let file = import.finish()?;
    Ok(VoucherFile { mapped: accounts.into_mapped(), ..file })
}

/// Every account as the rows write it.
fn written_accounts(headed: &[(&Sheet, Header<Field>)], chart: &Chart) -> Vec<String> {
    let today = Accounts::today(chart);
    let mut written = Vec::new();
    for (sheet, header) in headed {
        for row in header.rows(sheet) {
            let (place, faults, accounts) = (Place::default(), Vec::new(), &today);
            let reader = RowReader { header, row, place, chart, accounts, faults };
            if reader.kind() == Kind::Voucher {
                written.push(reader.account_written());
            }
        }
    }
    written
}

/// What one row said of its place in the books, right or wrong.
struct Seen {
    place: Place,
    date: Option<Date>,
    number: Option<VoucherNumber>,
    number_written: String,
    columns: (String, String),
    draft: Option<VoucherDraft>,
}

struct Import<'a> {
    file: &'a str,
    chart: &'a Chart,
    sheets: Vec<Option<String>>,
    seen: Vec<Seen>,
    faults: Vec<ImportFault>,
    warnings: Vec<String>,
}

impl<'a> Import<'a> {
    fn new(file: &'a str, chart: &'a Chart) -> Self {
        Self {
            file,
            chart,
            sheets: Vec::new(),
            seen: Vec::new(),
            faults: Vec::new(),
            warnings: Vec::new(),
        }
    }

    /// The sheets with every required column; a fault when there is none.
    fn sheets_with_header<'s>(
        &mut self,
        sheets: &'s [Sheet],
    ) -> Result<Vec<(&'s Sheet, Header<Field>)>, Vec<ImportFault>> {
        let mut whole = Vec::new();
        let mut partial: Option<(&Sheet, Header<Field>)> = None;
        for sheet in sheets {
            let Some(header) = Header::find(sheet, &COLUMNS, HEADER_COLUMNS_LEAST) else {
                continue;
            };
            if voucher_row::missing(&header).is_empty() {
                whole.push((sheet, header));
            } else if partial.as_ref().is_none_or(|(_, p)| p.found.len() < header.found.len()) {
                partial = Some((sheet, header));
            }
        }
        if whole.is_empty() {
            return Err(vec![self.no_header(partial)]);
        }
        for sheet in sheets {
            if !whole.iter().any(|(other, _)| other.name == sheet.name) {
                let name = sheet.name.as_deref().unwrap_or_default();
                self.warnings.push(format!("工作表“{name}”不是收支流水，没有读"));
            }
        }
        for (sheet, header) in &whole {
            self.check_doubled(sheet, header);
        }
        Ok(whole)
    }

    fn no_header(&self, partial: Option<(&Sheet, Header<Field>)>) -> ImportFault {
        let Some((sheet, header)) = partial else {
            return ImportFault::of_file(
                self.file,
                "没有找到表头",
                "表里要有一行栏名：日期、摘要、收入、支出、科目、结算方式（另可有凭证号、经手人、\
                 证明人、审批人、附件张数、备注）。",
            );
        };
        let missing = voucher_row::missing(&header).join("、");
        ImportFault {
            sheet: sheet.name.clone(),
            row: Some(header.number),
            ..ImportFault::of_file(
                self.file,
                &format!("表头缺少{missing}栏，找到的有{}", header.names()),
                &format!("请在这一行补上{missing}，或把栏名改成这样的叫法。"),
            )
        }
    }

    /// Two columns of one name: for the money it must be certain which one counts.
    fn check_doubled(&mut self, sheet: &Sheet, header: &Header<Field>) {
        for doubled in header.doubled.iter().filter(|doubled| doubled.key != Field::Note) {
            let place = self.place(sheet, header.number);
            self.faults.push(ImportFault::at(
                &place,
                &doubled.written,
                "",
                "有两栏叫同一个名字，不知道该读哪一栏",
                "请删掉一栏，或改掉其中一个栏名。",
            ));
        }
    }

    fn place(&self, sheet: &Sheet, row: usize) -> Place {
        Place { file: self.file.to_owned(), sheet: sheet.name.clone(), row }
    }

    fn read_sheet(&mut self, sheet: &Sheet, header: &Header<Field>, accounts: &Accounts<'_>) {
        self.sheets.push(sheet.name.clone());
        let mut sums = Sums::default();
        for row in header.rows(sheet) {
            let place = self.place(sheet, row.number);
            let mut reader =
                RowReader { header, row, place, chart: self.chart, accounts, faults: Vec::new() };
            match reader.kind() {
                Kind::Blank => {}
                Kind::Aside(title) => self.skip(&reader.place, &title),
                Kind::Sum(title) => {
                    self.skip(&reader.place, &title);
                    self.faults.extend(sums.check(&reader, &title));
                }
                Kind::Voucher => {
                    sums.add(reader.sums());
                    self.read_row(&mut reader);
                }
            }
        }
    }

    fn skip(&mut self, place: &Place, title: &str) {
        self.warnings.push(format!("{}“{title}”不是凭证，没有读入", place.in_file()));
    }

    fn read_row(&mut self, reader: &mut RowReader<'_>) {
        let date = reader.date();
        let number = reader.number();
        let draft = reader.draft(date, number);
        let name = |field: Field| {
            reader
                .header
                .get(field)
                .map_or(field.label(), |found| found.written.as_str())
                .to_owned()
        };
        self.seen.push(Seen {
            place: reader.place.clone(),
            date,
            number,
            number_written: reader.header.cell(reader.row, Field::Number).shown(),
            columns: (name(Field::Date), name(Field::Number)),
            draft: draft.filter(|_| reader.faults.is_empty()),
        });
        self.faults.append(&mut reader.faults);
    }

    fn finish(mut self) -> Result<VoucherFile, Vec<ImportFault>> {
        if self.seen.is_empty() && self.faults.is_empty() {
            self.faults.push(ImportFault::of_file(
                self.file,
                "表头下面一行收支也没有",
                "请确认选对了文件，这个月确实有收支。",
            ));
        }
        if !self.faults.is_empty() {
            let sheets = self.sheets;
            self.faults.sort_by_key(|fault| {
                (sheets.iter().position(|sheet| *sheet == fault.sheet), fault.row)
            });
            return Err(fault::capped(self.faults));
        }
        let mut rows: Vec<VoucherRow> = self
            .seen
            .into_iter()
            .filter_map(|seen| Some(VoucherRow { place: seen.place, draft: seen.draft? }))
            .collect();
        if rows.iter().all(|row| row.draft.number.is_some()) {
            rows.sort_by_key(|row| (Month::of(row.draft.date), row.draft.number));
        }
        let digest = digest(&rows);
        Ok(VoucherFile { digest, rows, warnings: self.warnings, mapped: Vec::new() })
    }
}

/// SHA-256 of what the drafts say.
fn digest(rows: &[VoucherRow]) -> String {
    let mut hash = Sha256::new();
    for VoucherRow { draft, .. } in rows {
        let number = draft.number.map(|number| number.to_string()).unwrap_or_default();
        for part in [
            &draft.date.to_string(),
            &number,
            &draft.summary,
            draft.settlement.label(),
            &draft.handler,
            &draft.witness,
            &draft.approver,
            &draft.papers.to_string(),
            &draft.note,
        ] {
            hash.update(part.as_bytes());
            hash.update([0x1f]);
        }
        for entry in &draft.entries {
            let fen = entry.amount.fen();
            hash.update(format!("{} {} {fen}\u{1f}", entry.side.label(), entry.account));
        }
        hash.update([0x1e]);
    }
    hex(&hash.finalize())
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;
    use crate::domain::account::Side;

    const HEAD: &str = "日期,凭证号,摘要,收入,支出,科目,结算方式,经手人,附件张数\n";

    fn read(text: &str) -> Result<VoucherFile, Vec<String>> {
        read_vouchers(text.as_bytes(), "流水.csv", &Chart::standard(), &AccountMap::default())
            .map_err(|faults| faults.iter().map(ToString::to_string).collect())
    }

    fn fault(rows: &str) -> String {
        read(&format!("{HEAD}{rows}")).expect_err("a fault").join("\n")
    }

    fn books(file: &VoucherFile) -> Vec<String> {
        let entry = |side, draft: &VoucherDraft| {
            let entry = draft.entries.iter().find(|entry| entry.side == side).expect("an entry");
            entry.account.to_string()
        };
        let line = |row: &VoucherRow| {
            let draft = &row.draft;
            let amount = draft.entries[0].amount.grouped();
            format!(
                "{} {} 借{} 贷{} {amount}",
                draft.date,
                draft.summary,
                entry(Side::Debit, draft),
                entry(Side::Credit, draft)
            )
        };
        file.rows.iter().map(line).collect()
    }

    #[test]
    fn each_row_is_a_double_entry_against_cash_or_bank() {
        let file = read(&format!(
            "{HEAD}2026-10-01,1,提备用金,,4500,101 库存现金,转账,李,3\n\
             2026-10-02,2,收租金,\"1,200.00\",,501,转账,,\n\
             2026-10-03,3,买纸,,20.5,513 管理费用,现金,,\n\
             2026-10-04,4,存现金,,100,102,现金,,2张\n\
             2026-10-05,5,村务卡买砖,-,30,514,村务卡,,\n"
        ))
        .expect("a good file");
        assert_eq!(
            books(&file),
            [
                "2026-10-01 提备用金 借101 贷102 4,500.00",
                "2026-10-02 收租金 借102 贷501 1,200.00",
                "2026-10-03 买纸 借513 贷101 20.50",
                "2026-10-04 存现金 借102 贷101 100.00",
                "2026-10-05 村务卡买砖 借514 贷102 30.00",
            ]
        );
        assert_eq!(file.rows[0].draft.papers, 3);
        assert_eq!(file.rows[3].draft.papers, 2);
        assert_eq!(file.rows[3].place.to_string(), "流水.csv 第 5 行");
    }

    #[test]
    fn an_amount_column_with_a_direction_does_too() {
        let file = read(
            "记账日期,用途,金额(元),收/支,科目代码,科目名称,支付方式\n\
             2026.10.3,水费,5,支出,513,管理费用,现金\n2026年10月4日,利息,6,收,504,其他收入,网银\n",
        )
        .expect("a good file");
        assert_eq!(
            books(&file),
            ["2026-10-03 水费 借513 贷101 5.00", "2026-10-04 利息 借102 贷504 6.00"]
        );
    }

    #[test]
    fn every_fault_of_a_row_is_named() {
        assert_eq!(
            fault("2026-10-01,1,买纸,12.345,,599 别的,转账,,\n"),
            "流水.csv 第 2 行“收入”列“12.345”：金额最多两位小数。请照票据写到分，如 12.30。\n\
             流水.csv 第 2 行“科目”列“599 别的”：科目表里没有这个科目。请改成科目表里的科目，或先在设置里增设明细科目再导入。"
        );
        let has = |rows: &str, part: &str| {
            let fault = fault(rows);
            assert!(fault.contains(part), "{fault}");
        };
        has("2026-10-01,1,买纸,1,2,513,转账,,\n", "“收入、支出”列“1、2”：收入和支出都填了");
        has("2026-10-01,1,买纸,,0,513,转账,,\n", "收入和支出都没有填");
        has("2026-10-01,1,买纸,,十元,513,转账,,\n", "“支出”列“十元”：金额不是数字");
        has("2026-10-01,1,买纸,,-5,513,转账,,\n", "红字请用冲销");
        has("2026-02-30,1,买纸,,5,513,转账,,\n", "日历上没有这一天");
        has("10-3,1,买纸,,5,513,转账,,\n", "日期没有写年份");
        has("2026-10-01,1,买纸,,5,513,,,\n", "结算方式没有填");
        has("2026-10-01,1,买纸,,5,513,赊账,,\n", "“赊账”：结算方式认不出来");
        has("2026-10-01,1,买纸,,5,513,不涉及,,\n", "没有收付款");
        has("2026-10-01,1,取钱,,5,102,转账,,\n", "是同一个账户（102 银行存款）");
        has("2026-10-01,1,,,5,513,转账,,\n", "摘要没有填");
        has("2026-10-01,1,付李\u{e4c5},,5,513,转账,,\n", "自造字（U+E4C5）");
        has("2026-10-01,1,买纸,,5,513,转账,,两\n", "附件张数不是整数");
        has("2026-10-01,甲1,买纸,,5,513,转账,,\n", "凭证号看不懂");
        has("2026-10-01,1,买纸,,6222021234567890123,513,转账,,\n", "“***************0123”");
    }

    #[test]
    fn numbers_are_on_every_row_and_never_twice() {
        let twice = fault("2026-10-01,记-001,甲,,5,513,转账,,\n2026-10-02,1,乙,,5,513,转账,,\n");
        assert!(twice.contains("第 3 行“凭证号”列“1”：凭证号 记-001 在第 2 行已经用过"), "{twice}");
        let gap = fault("2026-10-01,1,甲,,5,513,转账,,\n2026-10-02,,乙,,5,513,转账,,\n");
        assert!(gap.contains("第 3 行“凭证号”列：凭证号没有填，别的行都有"), "{gap}");
        let none = read(&format!("{HEAD}2026-10-02,,乙,,5,513,转账,,\n")).expect("a good file");
        assert_eq!(none.rows[0].draft.number, None);
    }

    #[test]
    fn a_file_is_one_month_or_whole_months() {
        let one = "2026-10-01,1,甲,,5,513,转账,,\n2026-10-02,2,乙,,5,513,转账,,\n";
        let out = fault(&format!("{one}2026-11-02,3,丙,,5,513,转账,,\n"));
        assert_eq!(
            out,
            "流水.csv 第 4 行“日期”列“2026-11-02”：日期不在本月（2026年10月）。请核对日期；一个文件只放一个月的收支，别的月份请另存一个文件。"
        );
        let mut quarter = String::from(HEAD);
        for month in [10, 11] {
            for day in 1..=3 {
                let number = 4 - day;
                writeln!(quarter, "2026-{month}-0{day},{number},甲,,5,513,转账,,")
                    .expect("a string");
            }
        }
        let file = read(&quarter).expect("two whole months");
        let numbers = file.rows.iter().map(|row| row.draft.number.map_or(0, |n| n.0));
        assert_eq!(numbers.collect::<Vec<_>>(), [1, 2, 3, 1, 2, 3]);
    }

    #[test]
    fn sums_are_skipped_but_must_agree() {
        let rows = "2026-10-01,1,甲,,5,513,转账,,\n2026-10-02,2,乙,7,,501,转账,,\n";
        let file = read(&format!(
            "{HEAD},,上月结转,100,,,,,\n{rows},,本月合计,7.00,5,,,,\n,,本年累计,700,500,,,,\n\
             制表人：李,,,,,,,,\n"
        ))
        .expect("a good file");
        assert_eq!(file.rows.len(), 2);
        assert_eq!(file.warnings.len(), 4);
        assert_eq!(file.warnings[1], "第 5 行“本月合计”不是凭证，没有读入");
        let wrong = fault(&format!("{rows}合  计,,,7,6,,,,\n"));
        assert_eq!(
            wrong,
            "流水.csv 第 4 行“支出”列“6.00”：合计与各行相加不符，各行相加是 5.00。请核对各行金额，看有没有漏行或改动；合计改对后再导入。"
        );
        let pages = format!(
            "{HEAD}2026-10-01,1,甲,,5,513,转账,,\n,,小计,,5,,,,\n2026-10-02,2,乙,,6,513,转账,,\n\
             ,,小计,,6,,,,\n,,合计,,11,,,,\n"
        );
        assert_eq!(read(&pages).expect("a good file").rows.len(), 2);
    }

    #[test]
    fn a_missing_column_is_named_with_those_found() {
        let fault = read("甲村流水\n日期,摘要,收入,支出,科目\n2026-10-01,甲,,5,513\n")
            .expect_err("a fault");
        assert_eq!(
            fault,
            [
                "流水.csv 第 2 行：表头缺少结算方式栏，找到的有日期、摘要、收入、支出、科目。请在这一行补上结算方式，或把栏名改成这样的叫法。"
            ]
        );
        let none = read("甲,乙\n1,2\n").expect_err("a fault");
        assert!(none[0].starts_with("流水.csv：没有找到表头。"), "{none:?}");
        let twice = read(&format!("收入,{HEAD}1,2026-10-01,1,甲,2,,501,转账,,\n"));
        assert!(twice.expect_err("a fault")[0].contains("有两栏叫同一个名字"));
        assert!(read(HEAD).expect_err("a fault")[0].contains("表头下面一行收支也没有"));
    }

    #[test]
    fn a_refusal_of_the_book_becomes_a_fault_of_the_row() {
        let file = read(&format!("{HEAD}2026-10-02,,乙,,5,513,转账,,\n")).expect("a good file");
        let row = &file.rows[0];
        let refusal = VoucherRefusal::Future { date: row.draft.date, today: row.draft.date };
        let fault = row.fault(&refusal).to_string();
        assert!(fault.starts_with("流水.csv 第 2 行“日期”列“2026-10-02”：日期 2026-10-02 还没到"));
    }

    #[test]
    fn five_thousand_rows_are_read_whole() {
        let mut text = String::from(HEAD);
        for number in 1..=5000 {
            writeln!(text, "2026-10-0{},{number},购水泥,,{number}.5,514,转账,李,1", number % 9 + 1)
                .expect("a string");
        }
        let file = read(&text).expect("a good file");
        assert_eq!(file.rows.len(), 5000);
        let total: i64 = file.rows.iter().map(|row| row.draft.entries[0].amount.fen()).sum();
        // 1 + 2 + … + 5000 yuan and 5000 times half a yuan
        assert_eq!(total, 1_250_250_000 + 250_000);
    }
}
