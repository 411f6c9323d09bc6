//! The table of holidays: the one that comes with the program, and one that a person brings in
//! when the State Council has published the next year's.
//!
//! Invariant: all or nothing; a day stands in a file once.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use chrono::{Datelike as _, Weekday};

use super::cells;
use super::columns::{Column, Header};
use super::fault::{self, ImportFault, Place};
use super::sheet::{self, Row, Sheet};
use crate::domain::calendar::{Calendar, DayKind, SpecialDay};
use crate::domain::period::{Date, weekday_label};
use crate::domain::text;

/// The table as shipped; source and years: `assets/README.md`.
const BUNDLED: &[u8] = include_bytes!("../../assets/holidays.csv");

/// The table that comes with the program, read once.
pub fn bundled() -> Calendar {
    static TABLE: OnceLock<Calendar> = OnceLock::new();
    // a damaged program file leaves an empty table, and every day comes with a warning
    let read = || read_holidays(BUNDLED, "节假日表").unwrap_or_default();
    TABLE.get_or_init(read).clone()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Date,
    Kind,
    Name,
}

const COLUMNS: [Column<Field>; 3] = [
    Column { key: Field::Date, names: &["日期", "date", "时间", "放假日期"] },
    Column { key: Field::Kind, names: &["类型", "kind", "类别", "安排", "放假或上班"] },
    Column { key: Field::Name, names: &["名称", "name", "节日", "节日名称", "节假日"] },
];

/// Reads a table of holidays and make-up workdays.
///
/// # Errors
/// Every [`ImportFault`] of the file, in its order; beyond [`fault::FAULTS_MAX`] only their number.
pub fn read_holidays(bytes: &[u8], file_name: &str) -> Result<Calendar, Vec<ImportFault>> {
    let sheets = sheet::read_sheets(bytes, file_name).map_err(|fault| vec![fault.into()])?;
    let (sheet, header) = find_header(&sheets, file_name)?;
    let (mut faults, mut days) = (Vec::new(), Vec::new());
    let mut seen: BTreeMap<Date, (usize, DayKind)> = BTreeMap::new();
    for row in header.rows(sheet) {
        let place =
            Place { file: file_name.to_owned(), sheet: sheet.name.clone(), row: row.number };
        let reader = DayReader { header: &header, row, place: &place };
        if header.found.iter().all(|found| row.cell(found.index).is_empty()) {
            continue;
        }
        match reader.read() {
            Ok(day) => match seen.insert(day.date, (row.number, day.kind)) {
                Some((first, kind)) => faults.push(reader.second(&day, first, kind)),
                None => days.push(day),
            },
            Err(mut more) => faults.append(&mut more),
        }
    }
    if days.is_empty() && faults.is_empty() {
        let hint = "请一行写一天：日期、类型（节假日或调休上班）、名称。";
        faults.push(ImportFault::of_file(file_name, "表头下面一天也没有", hint));
    }
    if faults.is_empty() { Ok(Calendar::new(days)) } else { Err(fault::capped(faults)) }
}

fn find_header<'s>(
    sheets: &'s [Sheet],
    file_name: &str,
) -> Result<(&'s Sheet, Header<Field>), Vec<ImportFault>> {
    let wanted = [(Field::Date, "日期"), (Field::Kind, "类型")];
    let hint = "表里要有一行栏名：日期、类型、名称。";
    Header::best_of(sheets, &COLUMNS, &wanted, (file_name, hint))
}

const DATE_HINT: &str = "请写成 2027-02-06 这样的年月日，一行一天。";

struct DayReader<'a> {
    header: &'a Header<Field>,
    row: &'a Row,
    place: &'a Place,
}

impl DayReader<'_> {
    fn shown(&self, field: Field) -> String {
        self.header.cell(self.row, field).shown()
    }

    fn fault(&self, field: Field, reason: &str, hint: &str) -> ImportFault {
        let column = self.header.get(field).map(|found| found.written.clone()).unwrap_or_default();
        ImportFault::at(self.place, &column, &self.shown(field), reason, hint)
    }

    fn second(&self, day: &SpecialDay, first: usize, kind: DayKind) -> ImportFault {
        if kind == day.kind {
            let reason = format!("这一天在第 {first} 行已经有了");
            return self.fault(Field::Date, &reason, "请删掉重复的一行。");
        }
        let reason = format!("这一天在第 {first} 行写的是{}，两行矛盾", kind.label());
        self.fault(Field::Kind, &reason, "请对照国务院办公厅的通知，只留正确的一行。")
    }

    fn read(&self) -> Result<SpecialDay, Vec<ImportFault>> {
        let date = cells::date(self.header.cell(self.row, Field::Date))
            .map_err(|fault| self.fault(Field::Date, &fault.reason, DATE_HINT));
        let kind = DayKind::parse(&self.shown(Field::Kind)).ok_or_else(|| {
            let is_empty = self.header.cell(self.row, Field::Kind).is_empty();
            let reason = if is_empty { "类型没有填" } else { "类型看不懂" };
            self.fault(Field::Kind, reason, "请写“节假日”或“调休上班”。")
        });
        let name = text::clean_line(&self.shown(Field::Name))
            .map_err(|fault| self.fault(Field::Name, &fault.to_string(), fault.hint()));
        match (date, kind, name) {
            (Ok(date), Ok(kind), Ok(name)) => self
                .refuse_workday(date, kind)
                .map_or(Ok(SpecialDay { date, kind, name }), |fault| Err(vec![fault])),
            (date, kind, name) => {
                Err([date.err(), kind.err(), name.err()].into_iter().flatten().collect())
            }
        }
    }

    /// People work on Monday to Friday anyway: such a line is a slip of the date or the kind.
    fn refuse_workday(&self, date: Date, kind: DayKind) -> Option<ImportFault> {
        let is_weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        (kind == DayKind::Workday && !is_weekend).then(|| {
            let reason = format!("这一天是{}，本来就上班，不是调休", weekday_label(date));
            self.fault(Field::Date, &reason, "请核对日期和类型：调休上班的都是星期六或星期日。")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, String> {
        let shown = |faults: Vec<ImportFault>| {
            faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
        };
        let calendar = read_holidays(text.as_bytes(), "放假.csv").map_err(shown)?;
        let days = calendar
            .days()
            .iter()
            .map(|day| format!("{} {} {}", day.date, day.kind.label(), day.name));
        Ok(days.collect::<Vec<_>>().join("; "))
    }

    #[test]
    fn the_bundled_table_knows_2024_to_2026() {
        let table = bundled();
        assert_eq!(table.years(), [2024, 2025, 2026]);
        assert_eq!(table.days().len(), 108);
        let of = |year: i32, kind: DayKind| {
            table.days().iter().filter(|day| day.date.year() == year && day.kind == kind).count()
        };
        assert_eq!([of(2024, DayKind::Holiday), of(2024, DayKind::Workday)], [28, 8]);
        assert_eq!([of(2025, DayKind::Holiday), of(2025, DayKind::Workday)], [28, 5]);
        assert_eq!([of(2026, DayKind::Holiday), of(2026, DayKind::Workday)], [33, 6]);
    }

    #[test]
    fn a_table_is_read_by_the_names_of_its_columns() {
        let expect = Ok("2027-02-06 节假日 春节; 2027-02-14 调休上班 春节".to_owned());
        assert_eq!(
            read("2027年放假安排,,\n节日,日期,类型\n春节,2027年2月6日,放假\n春节,2027-2-14,上班\n"),
            expect
        );
        assert_eq!(
            read("date,kind,name\n2027-02-14,workday,春节\n2027-02-06,holiday,春节\n"),
            expect
        );
    }

    #[test]
    fn a_day_twice_or_against_itself_is_a_fault() {
        assert_eq!(
            read(
                "日期,类型,名称\n2027-10-01,放假,国庆\n2027-10-01,放假,国庆\n2027-10-01,上班,国庆\n2027-10-04,调休,国庆\n2027-13-01,放假,\n2027-10-09,半天,国庆\n"
            ),
            Err("放假.csv 第 3 行“日期”列“2027-10-01”：这一天在第 2 行已经有了。请删掉重复的一行。\n\
                放假.csv 第 4 行“日期”列“2027-10-01”：这一天是星期五，本来就上班，不是调休。请核对日期和类型：调休上班的都是星期六或星期日。\n\
                放假.csv 第 5 行“日期”列“2027-10-04”：这一天是星期一，本来就上班，不是调休。请核对日期和类型：调休上班的都是星期六或星期日。\n\
                放假.csv 第 6 行“日期”列“2027-13-01”：日历上没有这一天。请写成 2027-02-06 这样的年月日，一行一天。\n\
                放假.csv 第 7 行“类型”列“半天”：类型看不懂。请写“节假日”或“调休上班”。".to_owned())
        );
        assert_eq!(
            read("日期,类型\n2027-10-09,上班\n2027-10-09,放假\n"),
            Err("放假.csv 第 3 行“类型”列“放假”：这一天在第 2 行写的是调休上班，两行矛盾。请对照国务院办公厅的通知，只留正确的一行。".to_owned())
        );
        let missing = read("日期,名称\n2027-10-01,国庆\n").expect_err("a fault");
        assert!(missing.starts_with("放假.csv 第 1 行：表头缺少类型栏，找到的有日期、名称。"));
        assert!(read("日期,类型\n").expect_err("a fault").contains("一天也没有"));
    }
}
