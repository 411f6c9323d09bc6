//! Statements of banks as they are downloaded: two real files and the layouts of the other banks.

use std::fmt::Write as _;
use std::path::Path;

use expect_test::{Expect, expect};
use mingbai::domain::money::Money;
use mingbai::domain::reconcile::StatementDraft;
use mingbai::exchange::bank_import::{
    BankColumn, BankFile, BankReadFault, ColumnMapping, ColumnMappings, read_statement,
};

fn data(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name);
    std::fs::read(path).expect("a file")
}

#[track_caller]
pub(crate) fn read(bytes: &[u8], name: &str) -> BankFile {
    read_statement(bytes, name, None, &ColumnMappings::new())
        .unwrap_or_else(|fault| panic!("{fault:?}"))
}

/// Sum in, sum out.
fn sums(draft: &StatementDraft) -> (Money, Money) {
    let sum = |incoming: bool| -> Money {
        let same = draft.lines.iter().filter(|line| line.amount.is_positive() == incoming);
        same.map(|line| line.amount.abs()).sum()
    };
    (sum(true), sum(false))
}

/// The head, then one line for each line, then what is wrong.
pub(crate) fn told(draft: &StatementDraft) -> String {
    let shown = |amount: Option<Money>| amount.map_or("无".to_owned(), Money::grouped);
    let facts = &draft.facts;
    let mut text = format!(
        "{} 尾号 {} {} {} 至 {} 期初 {} 期末 {}\n",
        facts.bank.label(),
        facts.number_tail.as_deref().unwrap_or("无"),
        facts.name,
        facts.first_on,
        facts.last_on,
        shown(facts.opening),
        shown(facts.closing)
    );
    for line in &draft.lines {
        let (amount, balance) = (line.amount.grouped(), shown(line.balance));
        let (who, memo) = (&line.facts.counterparty, &line.facts.memo);
        writeln!(text, "{} {amount} 余 {balance} {who}｜{memo}", line.date).expect("text");
    }
    for problem in &draft.problems {
        writeln!(text, "! {problem}").expect("text");
    }
    text
}

#[track_caller]
pub(crate) fn check(text: &str, expect: Expect) {
    expect.assert_eq(&told(&read(text.as_bytes(), "明细.csv").draft));
}

#[test]
fn the_real_file_of_icbc_comes_in_whole() {
    let file = read(&data("工行流水.csv"), "工行流水.csv");
    let draft = &file.draft;
    assert_eq!(draft.lines.len(), 11);
    let (incoming, outgoing) = sums(draft);
    assert_eq!((incoming.grouped(), outgoing.grouped()), ("2,841.74".into(), "4,241.08".into()));
    assert_eq!(draft.facts.number_tail.as_deref(), Some("9876"));
    assert!(draft.lines.iter().all(|line| line.balance.is_none()), "the source hid the balances");
    expect![[r"
        工商银行 尾号 9876  2023-02-08 至 2023-05-02 期初 无 期末 无
        2023-02-08 1.04 余 无 深圳市财付通支付科技有限公司｜退款 财付通-微信红包
        2023-02-09 -24.00 余 无 深圳市财付通支付科技有限公司｜消费 财付通-群收款
        2023-02-10 30.00 余 无 总行信用卡合伙人｜合伙人返现
        2023-02-20 -1,234.56 余 无 张三｜跨行汇款 手机银行
        2023-02-28 341.58 余 无 支付宝（中国）网络技术有限公司｜蚂蚁基金赎回到银行 支付宝
        2023-04-14 -500.00 余 无 王五｜网转 手机银行
        2023-04-14 1,234.56 余 无 ABC公司｜工资
        2023-04-20 -1,234.56 余 无 银联无卡支付业务((特约)掌上生活还款)｜银联消费
        2023-04-22 1,234.56 余 无 李四｜他行汇入
        2023-04-25 -1,234.56 余 无 张三｜自动还款 广东XX分行银行卡中心
        2023-05-02 -13.40 余 无 深圳市财付通支付科技有限公司｜消费 广东三元麦当劳食品有
        ! 表上写的收入合计是 1,234.56，读到的明细合计是 2,841.74
        ! 表上写的支出合计是 9,876.54，读到的明细合计是 4,241.08
        ! 表上没有能读的余额，没有核对余额是否连续
    "]]
    .assert_eq(&told(draft));
}

#[test]
fn the_real_workbook_of_ccb_comes_in_whole() {
    let file = read(&data("建行流水.xls"), "建行流水.xls");
    let draft = &file.draft;
    assert_eq!(draft.lines.len(), 6);
    let (incoming, outgoing) = sums(draft);
    assert_eq!((incoming.grouped(), outgoing.grouped()), ("0.00".into(), "703.26".into()));
    let first = draft.lines.first().expect("a line").balance.map(Money::grouped);
    assert_eq!(first.as_deref(), Some("2,176.91"));
    assert_eq!(draft.facts.opening.map(Money::grouped).as_deref(), Some("2,243.91"));
    assert_eq!(draft.facts.closing.map(Money::grouped).as_deref(), Some("1,494.65"));
    // the source took a line of 46.00 out before it gave the file away
    assert_eq!(draft.problems.len(), 1, "{:?}", draft.problems);
    expect![[r"
        建设银行 尾号 无  2025-01-01 至 2025-01-06 期初 2,243.91 期末 1,494.65
        2025-01-01 -67.00 余 2,176.91 中***融科技有限公司｜消费 支付宝-支付宝外部商户-中移动金融科技有限公司
        2025-01-02 -16.78 余 2,160.13 **微超｜消费 支付宝-支付宝外部商户-便民微超
        2025-01-02 -20.00 余 2,140.13 高***技术有限公司｜消费 支付宝-支付宝外部商户-高德打车
        2025-01-05 -515.02 余 1,579.11 中***网络有限公司｜无卡自助交易 中国铁路网络有限公司（云闪付APP）
        2025-01-06 -18.06 余 1,561.05 高***技术有限公司｜消费 支付宝-支付宝外部商户-高德打车
        2025-01-06 -66.40 余 1,494.65 **微超｜消费 支付宝-支付宝-消费-便民微超
        ! 第 10 行（2025-01-05）余额接不上：上一笔余额 2,140.13，这一笔支出 515.02，应为 1,625.11，表上是 1,579.11
    "]]
    .assert_eq(&told(draft));
}

#[test]
fn both_real_files_come_in_by_the_command_line() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let ledger = folder.path().join("账.mbz").display().to_string();
    let run = |words: &[&str]| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_mingbai"))
            .args(words)
            .stdin(std::process::Stdio::null())
            .output()
            .expect("the program runs");
        let text = |bytes| String::from_utf8(bytes).expect("utf-8");
        (output.status.code(), text(output.stdout), text(output.stderr))
    };
    run(&["init", &ledger, "--villages", "371502104264"]);
    let path = |name: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name);
        path.display().to_string()
    };
    let import = |name: &str, more: &[&str]| {
        let file = path(name);
        let words = ["import", "bank", &file, "--ledger", &ledger, "--account", "102", "--json"];
        let (code, out, err) = run(&[&words, more].concat());
        let json: serde_json::Value = serde_json::from_str(&out).expect("one JSON document");
        (code, json, err)
    };
    let (code, json, _) = import("工行流水.csv", &[]);
    assert_eq!((code, &json["read"], &json["added"]), (Some(0), &11.into(), &11.into()));
    assert_eq!(json["opening"], serde_json::Value::Null);
    let (code, json, _) = import("工行流水.csv", &[]);
    assert_eq!((code, &json["added"], &json["already_there"]), (Some(0), &0.into(), &11.into()));
    let (code, json, said) = import("建行流水.xls", &[]);
    assert_eq!((code, &json["read"]), (Some(1), &0.into()));
    assert!(said.contains("余额有 1 处接不上") && said.contains("第 10 行"), "{said}");
    let (code, json, _) = import("建行流水.xls", &["--accept-breaks"]);
    assert_eq!((code, &json["read"], &json["added"]), (Some(0), &6.into(), &6.into()));
    assert_eq!((&json["opening"], &json["closing"]), (&"2243.91".into(), &"1494.65".into()));
}

#[test]
fn two_columns_newest_first_with_the_account_above() {
    check(
        "中国农业银行账户明细\n账号：15-350101040001234,户名：甲村村民委员会\n起始日期：2026-10-01,截止日期：2026-10-31\n\
         交易时间,收入金额,支出金额,账户余额,交易行名,对方账号,对方户名,交易用途\n\
         2026-10-20 15:00:01,,\"1,000.00\",\"9,200.00\",某支行,6228480012345678901,王五,工资\n\
         2026-10-20 09:30:00,200.00,,\"10,200.00\",某支行,,赵六,水费\n\
         2026-10-05 08:00:00,,500.00,\"10,000.00\",某支行,,某公司,办公用品\n\
         合计,200.00,\"1,500.00\",,,,,\n",
        expect![[r"
            农业银行 尾号 1234 甲村村民委员会 2026-10-01 至 2026-10-31 期初 10,500.00 期末 9,200.00
            2026-10-05 -500.00 余 10,000.00 某公司｜办公用品
            2026-10-20 200.00 余 10,200.00 赵六｜水费
            2026-10-20 -1,000.00 余 9,200.00 王五｜工资
        "]],
    );
}

#[test]
fn payer_and_payee_with_signed_amounts() {
    check(
        "查询账号[ Inquirer account number ],217200004321\n\
         总笔数[ Total Numbers of Transactions ],2\n\
         交易类型[ Transaction Type ],付款人名称[ Payer's Name ],收款人名称[ Payee's Name ],交易日期[ Transaction Date ],交易时间[ Transaction time ],交易金额[ Trade Amount ],交易后余额[ After-transaction balance ],交易流水号[ Transaction reference number ],摘要[ Reference ],用途[ Purpose ]\n\
         来账,某镇财政所,甲村,20261008,101112,30000.00,31000.00,A1,转移支付,\n\
         往账,甲村,某超市,20261009,101113,-250.00,30750.00,A2,,办公用品\n",
        expect![[r"
            中国银行 尾号 4321  2026-10-08 至 2026-10-09 期初 1,000.00 期末 30,750.00
            2026-10-08 30,000.00 余 31,000.00 某镇财政所｜转移支付
            2026-10-09 -250.00 余 30,750.00 某超市｜办公用品
        "]],
    );
}

#[test]
fn debit_is_money_out_seen_from_the_customer() {
    check(
        "账号,账户名称,交易时间,借方发生额/元(支取),贷方发生额/元(收入),余额,币种,对方户名,对方账号,记账日期,摘要,备注,账户明细编号-交易流水号\n\
         37050000000000005678,甲村,20261011 10:11:12,0.00,\"5,000.00\",\"6,000.00\",人民币元,某公司,1,20261011,转账存入,承包费,9-1\n\
         37050000000000005678,甲村,20261012 10:11:12,80.50,0.00,\"5,919.50\",人民币元,某电力,2,20261012,代扣,电费,9-2\n",
        expect![[r"
            建设银行 尾号 5678 甲村 2026-10-11 至 2026-10-12 期初 1,000.00 期末 5,919.50
            2026-10-11 5,000.00 余 6,000.00 某公司｜转账存入 承包费
            2026-10-12 -80.50 余 5,919.50 某电力｜代扣 电费
        "]],
    );
    check(
        "# 招商银行 账务明细\n交易日,交易时间,借方金额,贷方金额,余额,摘要,收(付)方名称\n\
         2026/10/11,10:11:12,\"CNY 12.00\",,￥88.00,手续费,\n\
         2026/10/11,09:00:00,,\"￥100.00\",￥100.00,汇入,某公司\n",
        expect![[r"
            招商银行 尾号 无  2026-10-11 至 2026-10-11 期初 0.00 期末 88.00
            2026-10-11 100.00 余 100.00 某公司｜汇入
            2026-10-11 -12.00 余 88.00 ｜手续费
        "]],
    );
    check(
        "上海浦东发展银行\n交易日期\t交易流水号\t借方金额\t贷方金额\t账户余额\t对方户名\t摘要\n\
         20261001\t1\t\t1,000.00\t1,000.00\t某公司\t租金\n20261002\t2\t300.00\t\t700.00\t李四\t误工\n",
        expect![[r"
            浦发银行 尾号 无  2026-10-01 至 2026-10-02 期初 0.00 期末 700.00
            2026-10-01 1,000.00 余 1,000.00 某公司｜租金
            2026-10-02 -300.00 余 700.00 李四｜误工
        "]],
    );
}

#[test]
fn one_amount_with_a_direction() {
    check(
        "交通银行对账单,,,\n账号：3721000100012345,户名：甲村,,\n\
         交易日期,摘要,借贷标志,发生额,余额,对方户名\n\
         2026-10-01,汇入,贷,100.00,200.00,某公司\n2026-10-02,费用,借,30.00,170.00,\n\
         2026-10-02,冲正,借,-30.00,200.00,\n",
        expect![[r"
            交通银行 尾号 2345 甲村 2026-10-01 至 2026-10-02 期初 100.00 期末 200.00
            2026-10-01 100.00 余 200.00 某公司｜汇入
            2026-10-02 -30.00 余 170.00 ｜费用
            2026-10-02 30.00 余 200.00 ｜冲正
        "]],
    );
    check(
        "某某农村商业银行股份有限公司\n客户名称：甲村股份经济合作社  账号：9170 1234 5670 9999\n\
         序号,交易日期,收/支,交易金额,余额,对方名称,摘要\n\
         1,2026-10-01,支,30.00,70.00,王五,电费\n2,2026-10-03,收,5.00,75.00,,结息\n\
         收入合计：1笔，共5.00元,支出合计：1笔，共30.00元\n第 1 页 共 1 页\n",
        expect![[r"
            农商行（信用社） 尾号 9999 甲村股份经济合作社 2026-10-01 至 2026-10-03 期初 100.00 期末 75.00
            2026-10-01 -30.00 余 70.00 王五｜电费
            2026-10-03 5.00 余 75.00 ｜结息
        "]],
    );
    check(
        "中信银行\n交易日期,交易金额,账户余额,对方户名,摘要\n2026-10-03,-20.00,85.00,王五,电费\n2026-10-02,+5.00,105.00,,结息\n",
        expect![[r"
            中信银行 尾号 无  2026-10-02 至 2026-10-03 期初 100.00 期末 85.00
            2026-10-02 5.00 余 105.00 ｜结息
            2026-10-03 -20.00 余 85.00 王五｜电费
        "]],
    );
}

#[test]
fn what_does_not_add_up_is_said_with_row_and_figures() {
    check(
        "期初余额：90.00\n日期,收入,支出,余额\n2026-10-01,10.00,,110.00\n2026-10-02,,5.00,100.00\n总笔数,3\n",
        expect![[r"
            银行 尾号 无  2026-10-01 至 2026-10-02 期初 100.00 期末 100.00
            2026-10-01 10.00 余 110.00 ｜
            2026-10-02 -5.00 余 100.00 ｜
            ! 第 4 行（2026-10-02）余额接不上：上一笔余额 110.00，这一笔支出 5.00，应为 105.00，表上是 100.00
            ! 表上写的期初余额是 90.00，按明细推算是 100.00
            ! 表上写的总笔数是 3 笔，读到 2 笔
        "]],
    );
}

#[test]
fn rows_that_cannot_be_read_are_faults() {
    let faults = |text: &str| match read_statement(
        text.as_bytes(),
        "明细.csv",
        None,
        &ColumnMappings::new(),
    ) {
        Err(BankReadFault::Faults(faults)) => {
            faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
        }
        other => panic!("{other:?}"),
    };
    expect![[r"
        明细.csv 第 2 行“日期”列“十月三日”：日期看不懂。请写成 2026-10-03 这样的年月日。
        明细.csv 第 3 行“收入”列“十元”：金额不是数字。请从网银重新下载，不要改动表里的数字。"]]
    .assert_eq(&faults("日期,收入,支出,余额\n十月三日,1.00,,1.00\n2026-10-03,十元,,2.00\n"));
    expect!["明细.csv 第 2 行“收入”列“1.00”：收入和支出都有金额。一笔流水只有一方有金额，请从网银重新下载。"]
        .assert_eq(&faults("日期,收入,支出,余额\n2026-10-03,1.00,2.00,2.00\n"));
    expect!["明细.csv：表头下面一笔流水也没有。请核对选的时段里有没有交易，从网银重新下载。"]
        .assert_eq(&faults("日期,收入,支出,余额\n"));
}

#[test]
fn columns_that_cannot_be_told_are_told_once_by_a_person() {
    let text = "甲行流水\n几时,进了,出了,还剩,谁\n2026-10-01,10.00,,110.00,某公司\n2026-10-02,,5.00,105.00,王五\n";
    let bytes = text.as_bytes();
    let none = ColumnMappings::new();
    let Err(BankReadFault::UnknownColumns { fault, headings }) =
        read_statement(bytes, "甲行.csv", None, &none)
    else {
        panic!("the columns are not known");
    };
    assert_eq!(headings, ["几时", "进了", "出了", "还剩", "谁"]);
    expect!["甲行.csv 第 2 行：看不出哪一栏是日期、哪一栏是金额，表头里有几时、进了、出了、还剩、谁。请说明各栏的意思，以后同样的表不用再说。"]
        .assert_eq(&fault.to_string());
    let columns = [
        ("几时", BankColumn::Date),
        ("进了", BankColumn::In),
        ("出了", BankColumn::Out),
        ("还剩", BankColumn::Balance),
        ("谁", BankColumn::Counterparty),
    ];
    let columns = columns.into_iter().map(|(name, key)| (name.to_owned(), key)).collect();
    let mapping = ColumnMapping { columns };
    let told_once = read_statement(bytes, "甲行.csv", Some(&mapping), &none).expect("told");
    let known = ColumnMappings::from([(told_once.signature.clone(), mapping)]);
    let again = read_statement(bytes, "甲行.csv", None, &known).expect("remembered");
    assert_eq!(again, told_once);
    expect![[r"
        银行 尾号 无  2026-10-01 至 2026-10-02 期初 100.00 期末 105.00
        2026-10-01 10.00 余 110.00 某公司｜
        2026-10-02 -5.00 余 105.00 王五｜
    "]]
    .assert_eq(&told(&again.draft));
}
