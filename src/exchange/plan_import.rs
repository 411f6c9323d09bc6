//! The yearly plan of a village from a file: an account, an amount and a remark to each line.
//!
//! Invariant: all or nothing, every fault with its place. A line is income or expense by a column
//! that says so, by the line it stands under (`一、收入`), or by its account.

use super::cells::{self, CellFault};
use super::columns::{Column, Header};
use super::fault::{self, ImportFault, Place};
use super::sheet::{self, Row, Sheet};
use crate::domain::account::{Account, AccountClass, Chart, Side};
use crate::domain::governance::{PlanLine, PlanSide};
use crate::domain::money::Money;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Side,
    Item,
    Amount,
    Remark,
}

const COLUMNS: [Column<Field>; 4] = [
    Column {
        key: Field::Side, names: &["收支", "收支类别", "收入或支出", "收支类型"]
    },
    Column {
        key: Field::Item,
        names: &["项目", "科目", "类别", "收支项目", "计划项目", "会计科目", "项目名称"],
    },
    Column {
        key: Field::Amount,
        names: &["计划金额", "本年计划", "金额", "计划数", "预算金额", "预算", "计划"],
    },
    Column { key: Field::Remark, names: &["备注", "说明", "备注说明"] },
];

const HINT: &str = "表里要有一行栏名：项目、计划金额；还认得收支、备注。";

/// Reads a plan.
///
/// # Errors
/// Every [`ImportFault`] of the file, in its order; beyond [`fault::FAULTS_MAX`] only their number.
pub fn read_plan(
    bytes: &[u8],
    file_name: &str,
    chart: &Chart,
) -> Result<Vec<PlanLine>, Vec<ImportFault>> {
    let sheets = sheet::read_sheets(bytes, file_name).map_err(|fault| vec![fault.into()])?;
    let (sheet, header) = find_header(&sheets, file_name)?;
    let (mut faults, mut lines) = (Vec::new(), Vec::<(usize, PlanLine)>::new());
    let mut under = None;
    for row in header.rows(sheet) {
        let place =
            Place { file: file_name.to_owned(), sheet: sheet.name.clone(), row: row.number };
        let reader = LineReader { header: &header, row, place: &place, chart };
        if let Some(side) = reader.heading() {
            under = Some(side);
            continue;
        }
        if reader.is_skipped() {
            continue;
        }
        match reader.read(under) {
            Ok(Some(line)) => {
                let same = |other: &&(usize, PlanLine)| {
                    (other.1.side, &other.1.account) == (line.side, &line.account)
                };
                match lines.iter().find(same) {
                    Some((first, _)) => faults.push(reader.twice(*first)),
                    None => lines.push((row.number, line)),
                }
            }
            // what has no amount is not planned
            Ok(None) => {}
            Err(mut more) => faults.append(&mut more),
        }
    }
    if lines.is_empty() && faults.is_empty() {
        let hint = "请一行写一项：项目、计划金额。";
        faults.push(ImportFault::of_file(file_name, "表头下面没有一行写了计划金额", hint));
    }
    if faults.is_empty() {
        Ok(lines.into_iter().map(|(_, line)| line).collect())
    } else {
        Err(fault::capped(faults))
    }
}

fn find_header<'s>(
    sheets: &'s [Sheet],
    file_name: &str,
) -> Result<(&'s Sheet, Header<Field>), Vec<ImportFault>> {
    let wanted = [(Field::Item, "项目"), (Field::Amount, "计划金额")];
    let hint = HINT;
    Header::best_of(sheets, &COLUMNS, &wanted, (file_name, hint))
}

/// How lines that add up or sign begin.
const NO_LINES: [&str; 9] =
    ["合计", "总计", "共计", "小计", "收支相抵", "结余", "制表", "审核", "注"];

struct LineReader<'a> {
    header: &'a Header<Field>,
    row: &'a Row,
    place: &'a Place,
    chart: &'a Chart,
}

impl LineReader<'_> {
    fn shown(&self, field: Field) -> String {
        self.header.cell(self.row, field).shown().trim().to_owned()
    }

    fn fault(&self, field: Field, fault: &CellFault) -> ImportFault {
        let column = self.header.get(field).map_or("", |found| found.written.as_str());
        let value = self.shown(field);
        ImportFault::at(self.place, column, &value, &fault.reason, &fault.hint)
    }

    /// The side of the lines below, where this one heads them: `一、收入`.
    fn heading(&self) -> Option<PlanSide> {
        let item: String = self.shown(Field::Item).chars().filter(|c| !c.is_whitespace()).collect();
        let bare = item.trim_start_matches(|c: char| "一二三四（）()、.．:：".contains(c));
        let bare = bare.trim_end_matches([':', '：']);
        PlanSide::ALL.into_iter().find(|side| {
            let label = side.label();
            bare == label || bare == format!("{label}计划") || bare == format!("计划{label}")
        })
    }

    /// Blank rows, sums and signature lines.
    fn is_skipped(&self) -> bool {
        let first = self.row.cells.iter().find(|cell| !cell.is_empty());
        let Some(first) = first else { return true };
        let first: String = first.shown().chars().filter(|c| !c.is_whitespace()).collect();
        let item: String = self.shown(Field::Item).chars().filter(|c| !c.is_whitespace()).collect();
        NO_LINES.iter().any(|start| first.starts_with(start) || item.starts_with(start))
            || PlanSide::ALL.iter().any(|side| item == format!("{}合计", side.label()))
    }

    /// The line; nothing where it has no amount.
    fn read(&self, under: Option<PlanSide>) -> Result<Option<PlanLine>, Vec<ImportFault>> {
        let mut faults = Vec::new();
        let amount = self.amount().unwrap_or_else(|fault| {
            faults.push(self.fault(Field::Amount, &fault));
            None
        });
        if amount.is_none() && faults.is_empty() {
            return Ok(None);
        }
        let account = self.account().and_then(|account| Ok((account, self.side(account, under)?)));
        match (account, amount) {
            (Ok((account, side)), Some(amount)) => {
                let remark = fault::mask(&self.shown(Field::Remark));
                Ok(Some(PlanLine { side, account: account.code.clone(), amount, remark }))
            }
            (account, _) => {
                let fault = account.err();
                faults.extend(fault.map(|(field, fault)| self.fault(field, &fault)));
                Err(faults)
            }
        }
    }

    fn amount(&self) -> Result<Option<Money>, CellFault> {
        let amount = cells::signed_amount(self.header.cell(self.row, Field::Amount))?;
        if amount.is_some_and(Money::is_negative) {
            return Err(refused("计划金额是负数", "请写正数；收入和支出分开写。"));
        }
        Ok(amount)
    }

    fn account(&self) -> Result<&Account, (Field, CellFault)> {
        let account = cells::account(self.chart, &self.shown(Field::Item));
        let account = account.map_err(|fault| (Field::Item, fault))?;
        if account.code.is_fund() {
            let reason = "库存现金和银行存款之间的转移不是收支，不能列入计划";
            let fault = refused(reason, "请写钱从哪里来、花到哪里去的科目。");
            return Err((Field::Item, fault));
        }
        Ok(account)
    }

    fn side(
        &self,
        account: &Account,
        under: Option<PlanSide>,
    ) -> Result<PlanSide, (Field, CellFault)> {
        let written = self.shown(Field::Side);
        if !written.is_empty() {
            let named = PlanSide::ALL.into_iter().find(|side| {
                written.starts_with(side.label()) || side.label().starts_with(written.as_str())
            });
            let fault = refused("看不懂是收入还是支出", "请写收入或支出。");
            return named.ok_or((Field::Side, fault));
        }
        let of_account = match (account.class, account.normal) {
            (AccountClass::ProfitAndLoss, Side::Credit) => Some(PlanSide::Income),
            (AccountClass::ProfitAndLoss, Side::Debit) | (AccountClass::Cost, _) => {
                Some(PlanSide::Expense)
            }
            (AccountClass::Asset | AccountClass::Liability | AccountClass::Equity, _) => None,
        };
        under.or(of_account).ok_or_else(|| {
            let fault = refused(
                "看不出是收入还是支出",
                "这个科目收入和支出都会用到，请加一栏“收支”，写收入或支出。",
            );
            (Field::Item, fault)
        })
    }

    fn twice(&self, first: usize) -> ImportFault {
        let fault = refused(&format!("这个科目在第 {first} 行已经有了"), "请把两行合成一行。");
        self.fault(Field::Item, &fault)
    }
}

fn refused(reason: &str, hint: &str) -> CellFault {
    CellFault { reason: reason.to_owned(), hint: hint.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        match read_plan(text.as_bytes(), "计划.csv", &Chart::standard()) {
            Ok(lines) => {
                let line = |it: &PlanLine| {
                    format!("{} {} {} {}", it.side.label(), it.account, it.amount, it.remark)
                };
                lines.iter().map(line).map(|line| line.trim().to_owned()).collect::<Vec<_>>()
            }
            Err(faults) => faults.iter().map(ToString::to_string).collect(),
        }
        .join("\n")
    }

    #[test]
    fn a_plan_is_read_as_people_write_it() {
        let cases = [
            (
                "项目,计划金额\n501 经营收入,1000\n管理费用,200.5\n",
                "收入 501 1000.00\n支出 513 200.50",
            ),
            // headings, sums, lines without an amount, long numbers
            (
                "2026年收支计划\n类别,本年计划,说明\n一、收入,1300,\n经营收入,1000,发包\n\
                 专项应付款,300,卡6222021234567890\n收入合计,1300,\n二、支出,,\n专项应付款,300,\n\
                 公益支出,,还没定\n合计,300,\n",
                "收入 501 1000.00 发包\n收入 241 300.00 卡************7890\n支出 241 300.00",
            ),
            ("收支,项目,金额\n收,241,5\n支出,241,6\n", "收入 241 5.00\n支出 241 6.00"),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn every_fault_has_its_row_and_the_next_step() {
        let told =
            read("项目,计划金额\n501,1\n501,2\n102,3\n241,4\n513,-5\n没有的,6\n管理费用,六元\n");
        let lines: Vec<&str> = told.lines().collect();
        let expected = [
            ("第 3 行“项目”列“501”", "在第 2 行已经有了"),
            ("第 4 行“项目”列“102”", "不能列入计划"),
            ("第 5 行“项目”列“241”", "请加一栏“收支”"),
            ("第 6 行“计划金额”列", "负数"),
            ("第 7 行“项目”列“没有的”", "科目表里没有"),
            ("第 8 行“计划金额”列“六元”", "不是数字"),
        ];
        assert_eq!(lines.len(), expected.len(), "{told}");
        for (line, (place, words)) in lines.iter().zip(expected) {
            assert!(line.contains(place) && line.contains(words), "{line}");
        }
        assert!(read("项目,备注\n501,x\n").contains("表头缺少计划金额栏"));
        assert!(read("项目,计划金额\n501,\n").contains("没有一行写了计划金额"));
        assert!(read("一,二\n").contains("没有找到表头"));
    }
}
