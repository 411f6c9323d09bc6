//! Files from outside: the samples from each format, awkward workbooks, and each bad file.

use mingbai::domain::account::{Chart, Side};
use mingbai::domain::entity::{Bookkeeping, ClosedMonths, Entity};
use mingbai::domain::ids::VoucherId;
use mingbai::domain::money::Money;
use mingbai::domain::old_chart::AccountMap;
use mingbai::domain::period::Date;
use mingbai::domain::voucher::PostingContext;
use mingbai::exchange::opening_import::read_opening;
use mingbai::exchange::sheet::read_sheets;
use mingbai::exchange::voucher_import::{VoucherFile, read_vouchers};
use mingbai::exchange::{ImportFault, check_size};
use rust_xlsxwriter::{Format, Formula, Workbook, XlsxError};

fn data(name: &str) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name);
    std::fs::read(&path).expect("a file of tests/data")
}

fn vouchers(bytes: &[u8], name: &str) -> Result<VoucherFile, Vec<ImportFault>> {
    read_vouchers(bytes, name, &Chart::standard(), &AccountMap::default())
}

fn refused(bytes: &[u8], name: &str) -> String {
    let faults = vouchers(bytes, name).expect_err("a fault");
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

fn text(rows: &str) -> String {
    format!("日期,凭证号,摘要,收入,支出,科目,结算方式\n{rows}")
}

fn fund_change(file: &VoucherFile) -> Money {
    let entries = file.rows.iter().flat_map(|row| &row.draft.entries);
    entries
        .filter(|entry| entry.account.is_fund())
        .map(|entry| match entry.side {
            Side::Debit => entry.amount,
            Side::Credit => -entry.amount,
        })
        .sum()
}

#[test]
fn the_samples_give_the_same_books_from_csv_and_xlsx() {
    for (month, rows) in [("08", 48), ("09", 44), ("10", 0)] {
        let name = format!("收支流水-2026-{month}");
        let csv = vouchers(&data(&format!("{name}.csv")), "流水.csv").expect("a good csv");
        let xlsx = vouchers(&data(&format!("{name}.xlsx")), "流水.xlsx").expect("a good xlsx");
        let drafts = |file: &VoucherFile| -> Vec<_> {
            file.rows.iter().map(|row| row.draft.clone()).collect()
        };
        assert_eq!(drafts(&csv), drafts(&xlsx), "{month}");
        assert_eq!(csv.digest, xlsx.digest);
        assert!(rows == 0 || csv.rows.len() == rows, "{} rows in {month}", csv.rows.len());
        assert!(csv.rows.iter().all(|row| row.draft.handler == "李𫖯"));
        assert_eq!(fund_change(&csv), fund_change(&xlsx));
    }
}

#[test]
fn every_sample_row_is_a_voucher_that_can_be_posted() {
    let chart = Chart::standard();
    let mut posted = Vec::new();
    for month in ["08", "09", "10"] {
        let name = format!("收支流水-2026-{month}.xlsx");
        for row in vouchers(&data(&name), &name).expect("a good file").rows {
            let today = Date::from_ymd_opt(2026, 11, 5).expect("a date");
            let context = PostingContext {
                chart: &chart,
                posted: &posted,
                bookkeeping: Bookkeeping::Unified,
                closed: ClosedMonths::default(),
                ended_through: None,
                today,
            };
            let id = VoucherId::new(uuid::Uuid::from_u128(1));
            let voucher = row.draft.clone().check(id, context);
            posted.push(voucher.unwrap_or_else(|refusal| panic!("{}", row.fault(&refusal))));
        }
    }
    assert!(posted.len() > 120);
}

#[test]
fn the_opening_sample_sums_to_zero() {
    let (chart, map) = (Chart::standard(), AccountMap::default());
    let file = read_opening(&data("期初余额.csv"), "期初余额.csv", &chart, &map);
    let total: Money = file.expect("a good file").lines.iter().map(|(_, amount, _)| *amount).sum();
    assert!(total.is_zero());
}

/// Title rows merged over the table, blank rows, every way of writing a date and an amount.
fn awkward_workbook() -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let notes = book.add_worksheet();
    notes.set_name("说明")?;
    notes.write(0, 0, "本表由村会计填写")?;
    let sheet = book.add_worksheet();
    sheet.set_name("10月")?;
    let plain = Format::new();
    let dates = Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\"");
    sheet.merge_range(0, 1, 0, 8, "明堌新村 2026年10月 收支流水", &plain)?;
    sheet.merge_range(1, 1, 1, 8, "单位：元", &plain)?;
    let names =
        ["序号", "日 期", "凭证\n编号", "用途", "收入（元）", "支出（元）", "会计科目", "支付方式"];
    for (column, name) in (1_u16..).zip(names) {
        sheet.write(4, column, name)?;
    }
    sheet.write_with_format(6, 2, 46298, &dates)?;
    sheet.write(7, 2, 46299)?;
    sheet.write(8, 2, "２０２６．１０．５")?;
    sheet.write(9, 2, "2026年10月6日")?;
    let rows: [(u32, &str, &str, &str); 4] = [
        (6, "购水泥", "514", "转账"),
        (7, "买纸", "513 管理费用", "现金"),
        (8, "收租金", "经营收入", "转 账"),
        (9, "利息", "504 其他收入", "网银"),
    ];
    for (row, summary, account, settlement) in rows {
        sheet.write(row, 1, row - 5)?;
        sheet.write(row, 3, row - 5)?;
        sheet.write(row, 4, summary)?;
        sheet.write(row, 7, account)?;
        sheet.write(row, 8, settlement)?;
    }
    sheet.write(6, 6, Formula::new("=0.1+0.2").set_result("0.30000000000000004"))?;
    sheet.write(7, 6, "１，２３４．５０")?;
    sheet.write(8, 5, "￥12,000.00")?;
    sheet.write(9, 5, 44.77)?;
    sheet.write(11, 1, "合 计")?;
    sheet.write(11, 5, Formula::new("=SUM(F7:F10)").set_result("12044.77"))?;
    sheet.write(11, 6, 1234.8)?;
    sheet.write(13, 1, "制表：周敏")?;
    book.save_to_buffer()
}

#[test]
fn an_awkward_workbook_is_read() {
    let bytes = awkward_workbook().expect("a workbook");
    let file = vouchers(&bytes, "十月.xlsx").unwrap_or_else(|faults| panic!("{faults:#?}"));
    let rows: Vec<String> = file
        .rows
        .iter()
        .map(|row| {
            let draft = &row.draft;
            let entry = &draft.entries[0];
            format!("{} {} {} {}", row.place.row, draft.date, draft.summary, entry.amount.grouped())
        })
        .collect();
    assert_eq!(
        rows,
        [
            "7 2026-10-03 购水泥 0.30",
            "8 2026-10-04 买纸 1,234.50",
            "9 2026-10-05 收租金 12,000.00",
            "10 2026-10-06 利息 44.77",
        ]
    );
    assert_eq!(file.rows[0].place.sheet.as_deref(), Some("10月"));
    assert_eq!(file.warnings.len(), 2, "{:?}", file.warnings);
    assert_eq!(file.warnings[0], "工作表“说明”不是收支流水，没有读");
}

#[test]
fn an_unknown_account_is_refused_with_the_right_one() {
    // 513 is an account of today: in such a file 502 with its old name is a slip
    let rows = "2026-10-01,1,买纸,,5,502 经营支出,转账\n2026-10-02,2,付电费,,5,513,转账\n";
    let fault = refused(text(rows).as_bytes(), "十月.csv");
    assert_eq!(
        fault,
        "十月.csv 第 2 行“科目”列“502 经营支出”：科目编号和名称对不上：“经营支出”的编号是 511。\
         2024 年起用新的科目表，请改成“511 经营支出”，或核对名称。"
    );
}

#[test]
fn a_missing_column_is_refused() {
    let fault = refused("日期,摘要,收入,科目,结算方式\n".as_bytes(), "十月.csv");
    assert!(fault.starts_with("十月.csv 第 1 行：表头缺少支出栏，找到的有日期、摘要"), "{fault}");
}

#[test]
fn a_date_outside_the_month_is_refused() {
    let rows = "2026-10-01,1,甲,,5,513,转账\n2026-10-02,2,乙,,5,513,转账\n\
                2026-12-03,3,丙,,5,513,转账\n";
    let fault = refused(text(rows).as_bytes(), "十月.csv");
    assert!(fault.contains("第 4 行“日期”列“2026-12-03”：日期不在本月（2026年10月）"), "{fault}");
}

#[test]
fn an_amount_with_three_decimals_or_letters_is_refused() {
    let rows = "2026-10-01,1,甲,,5.125,513,转账\n2026-10-02,2,乙,5o,,501,转账\n";
    let fault = refused(text(rows).as_bytes(), "十月.csv");
    assert!(fault.contains("第 2 行“支出”列“5.125”：金额最多两位小数"), "{fault}");
    assert!(fault.contains("第 3 行“收入”列“5o”：金额不是数字"), "{fault}");
}

#[test]
fn both_or_neither_of_income_and_expense_is_refused() {
    let rows = "2026-10-01,1,甲,5,5,513,转账\n2026-10-02,2,乙,,,501,转账\n";
    let fault = refused(text(rows).as_bytes(), "十月.csv");
    assert!(fault.contains("第 2 行“收入、支出”列“5、5”：收入和支出都填了"), "{fault}");
    assert!(fault.contains("第 3 行“收入、支出”列：收入和支出都没有填"), "{fault}");
}

#[test]
fn a_voucher_number_used_twice_is_refused() {
    let rows = "2026-10-01,1,甲,,5,513,转账\n2026-10-02,记-001,乙,5,,501,转账\n";
    let fault = refused(text(rows).as_bytes(), "十月.csv");
    assert!(
        fault.contains("第 3 行“凭证号”列“记-001”：凭证号 记-001 在第 2 行已经用过"),
        "{fault}"
    );
}

#[test]
fn an_empty_file_is_refused() {
    assert_eq!(
        refused(b"", "十月.csv"),
        "十月.csv：文件是空的。请打开看一看，确认选对了文件、表已经保存。"
    );
}

#[test]
fn a_binary_file_renamed_is_refused() {
    let elf = b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0";
    for bytes in [&elf[..], b"\xff\xd8\xff\xe0\0\x10JFIF", b"%PDF-1.7\n%\xe2\xe3"] {
        let fault = refused(bytes, "十月.csv");
        assert!(fault.starts_with("十月.csv：文件不是表格，内容是"), "{fault}");
        assert!(fault.ends_with("只改扩展名不能变成表格。"), "{fault}");
    }
}

#[test]
fn a_workbook_renamed_csv_is_read_all_the_same() {
    let bytes = data("收支流水-2026-10.xlsx");
    assert!(vouchers(&bytes, "收支流水-2026-10.csv").is_ok());
}

#[test]
fn a_file_of_50_mb_is_refused_by_its_size() {
    let fault = check_size(50 * 1024 * 1024, "十月.xlsx").expect_err("too large");
    let fault = ImportFault::from(fault).to_string();
    assert!(fault.starts_with("十月.xlsx：文件有 50.0 MB，超过 20 MB 的上限。请"), "{fault}");
}

#[test]
fn no_bytes_crash_the_reader() {
    let sources =
        [data("收支流水-2026-10.xlsx"), data("建行流水.xls"), data("收支流水-2026-08.csv")];
    for bytes in sources {
        for step in 1..60 {
            let mut broken = bytes.clone();
            let place = step * 7919 % broken.len();
            broken[place] ^= 0x5a;
            let _read = read_sheets(&broken, "坏.xlsx");
            broken.truncate(place);
            let _read = read_sheets(&broken, "坏.xlsx");
        }
    }
}

#[test]
fn two_listed_villages_of_one_town_that_print_alike_stay_apart() {
    use mingbai::app::{App, Clock, NewVillage};
    let today = mingbai::domain::period::Date::from_ymd_opt(2026, 11, 5).expect("a day");
    let listed = ["370781109216", "370781109275"].map(|code| NewVillage::Listed(code.to_owned()));
    let app = App::in_memory(Clock::Fixed(today), listed.to_vec()).expect("a ledger");
    let names: Vec<String> = app
        .ledger()
        .expect("a ledger")
        .villages()
        .iter()
        .map(|village| village.profile.full_name())
        .collect();
    assert_eq!(names, ["高柳镇高家庄村", "高柳镇高家庄村村民委员会"]);
}

#[test]
fn a_character_no_font_has_is_named_at_import_and_stops_the_draft() {
    use mingbai::app::{App, Clock, Command, ImportChoices, NewVillage};
    use mingbai::domain::matter::MatterCode;
    use mingbai::domain::period::{Date, Period};

    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("十月.csv");
    let rows = "日期,凭证号,摘要,收入,支出,科目,结算方式\n2026-10-04,1,收𡌶村水费,5,,501,现金\n";
    std::fs::write(&path, rows).expect("a file");
    let today = Date::from_ymd_opt(2026, 11, 5).expect("a day");
    let typed = NewVillage::Typed { township: "示例镇".to_owned(), name: "甲村".to_owned() };
    let mut app = App::in_memory(Clock::Fixed(today), vec![typed]).expect("a ledger");
    let village = app.ledger().expect("a ledger").villages()[0].id;
    let imported = app
        .execute(Command::ImportVouchers { village, path, choices: ImportChoices::default() })
        .expect("an import");
    let summary = imported.import_summary().expect("an import");
    assert_eq!(
        summary.warnings,
        [
            "十月.csv 第 2 行“摘要”里的“𡌶”（U+21336）字体里没有，公示时印不出来，请核对是不是能用标准写法。"
        ]
    );
    let period = Period::parse("2026-10").expect("a period");
    let matter = MatterCode::FINANCE_DETAIL;
    let refused = app.execute(crate::support::draft(village, matter, Entity::Village, period));
    let message = refused.expect_err("a refusal").to_string();
    for named in ["𡌶", "U+21336", "记-001", "摘要"] {
        assert!(message.contains(named), "{named}: {message}");
    }
}
