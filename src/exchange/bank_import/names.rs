//! What banks call their columns, their accounts and their sums.
//!
//! From the customer's view: 借方发生额 is money out, 贷方发生额 is money in.

use serde::{Deserialize, Serialize};

use crate::domain::reconcile::Bank;
use crate::exchange::columns::Column;

/// What a column of a statement holds (对账单的栏).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BankColumn {
    /// 交易日期
    Date,
    /// 交易时间, or day and time together
    Time,
    /// One amount, signed or beside a 借贷标志
    Amount,
    /// 收入（贷方）
    In,
    /// 支出（借方）
    Out,
    /// 借贷标志
    Direction,
    /// 余额
    Balance,
    /// 对方户名
    Counterparty,
    /// 付款人名称
    Payer,
    /// 收款人名称
    Payee,
    /// 摘要
    Memo,
    /// 用途
    Purpose,
    /// 附言、备注
    Remark,
    /// 交易场所、交易地点
    Place,
    /// 流水号
    Reference,
    /// 本方账号
    Number,
    /// 本方户名
    Name,
}

impl BankColumn {
    /// What a person may choose for a column that is not known, in the order it is offered.
    pub const CHOICES: [Self; 14] = [
        Self::Date,
        Self::Time,
        Self::In,
        Self::Out,
        Self::Amount,
        Self::Direction,
        Self::Balance,
        Self::Counterparty,
        Self::Payer,
        Self::Payee,
        Self::Memo,
        Self::Purpose,
        Self::Remark,
        Self::Reference,
    ];

    /// As shown.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Date => "日期",
            Self::Time => "时间",
            Self::Amount => "金额（有正负或借贷标志）",
            Self::In => "收入（贷方）",
            Self::Out => "支出（借方）",
            Self::Direction => "借贷标志",
            Self::Balance => "余额",
            Self::Counterparty => "对方户名",
            Self::Payer => "付款人名称",
            Self::Payee => "收款人名称",
            Self::Memo => "摘要",
            Self::Purpose => "用途",
            Self::Remark => "附言",
            Self::Place => "交易地点",
            Self::Reference => "流水号",
            Self::Number => "本方账号",
            Self::Name => "本方户名",
        }
    }
}

/// The columns, each with its names, the best first.
pub(super) const COLUMNS: [Column<BankColumn>; 17] = [
    Column {
        key: BankColumn::Date,
        names: &[
            "记账日期",
            "记账日",
            "入账日期",
            "交易日期",
            "交易日",
            "日期",
            "发生日期",
            "业务日期",
            "会计日期",
            "交易记账日期",
            "TransDate",
            "TransactionDate",
        ],
    },
    Column {
        key: BankColumn::Time,
        names: &["交易时间", "交易日期时间", "入账时间", "记账时间", "时间", "TransTime"],
    },
    Column {
        key: BankColumn::In,
        names: &[
            "收入",
            "收入金额",
            "贷方发生额",
            "贷方金额",
            "贷方发生额/元(收入)",
            "贷方发生额(收入)",
            "收入(贷方)",
            "贷方(收入)",
            "贷方",
            "转入金额",
            "转入",
            "存入金额",
            "存入",
            "收方金额",
            "贷方发生额(元)",
            "贷方交易金额",
            "收款金额",
            "入账金额",
            "贷记金额",
            "记账金额(收入)",
            "交易金额(收入)",
            "CreditAmount",
        ],
    },
    Column {
        key: BankColumn::Out,
        names: &[
            "支出",
            "支出金额",
            "借方发生额",
            "借方金额",
            "借方发生额/元(支取)",
            "借方发生额(支出)",
            "支出(借方)",
            "借方(支出)",
            "借方",
            "转出金额",
            "转出",
            "支取金额",
            "支取",
            "付方金额",
            "借方发生额(元)",
            "借方交易金额",
            "付款金额",
            "出账金额",
            "借记金额",
            "记账金额(支出)",
            "交易金额(支出)",
            "DebitAmount",
        ],
    },
    Column {
        key: BankColumn::Amount,
        names: &["交易金额", "发生额", "金额", "交易额", "收支金额", "记账金额", "TransAmt"],
    },
    Column {
        key: BankColumn::Direction,
        names: &[
            "借贷标志",
            "借贷",
            "借/贷",
            "借贷方向",
            "收支标志",
            "收/支",
            "收支",
            "收支方向",
            "收付标志",
            "借贷标识",
            "交易方向",
            "来往账标志",
            "往来标志",
            "收支类型",
            "DcFlg",
            "交易类型",
        ],
    },
    Column {
        key: BankColumn::Balance,
        names: &[
            "余额",
            "账户余额",
            "交易后余额",
            "本次余额",
            "联机余额",
            "账面余额",
            "当前余额",
            "帐户余额",
            "结余",
            "可用余额",
            "Balance",
        ],
    },
    Column {
        key: BankColumn::Counterparty,
        names: &[
            "对方户名",
            "对方账户名称",
            "对方名称",
            "对方帐户名称",
            "收(付)方名称",
            "收/付方名称",
            "对方单位名称",
            "对方单位",
            "对手户名",
            "对手信息",
            "对方账户名",
            "交易对手",
            "交易对方",
            "对手名称",
            "对方姓名",
            "对方信息",
            "收付方名称",
            "交易对手名称",
            "对方账号与户名",
            "对方户名/账号",
            "对方账户户名",
            "对方客户名称",
            "对手方名称",
            "对方单位户名",
        ],
    },
    Column {
        key: BankColumn::Payer, names: &["付款人名称", "付款人户名", "付款方户名"]
    },
    Column {
        key: BankColumn::Payee, names: &["收款人名称", "收款人户名", "收款方户名"]
    },
    Column {
        key: BankColumn::Memo,
        names: &[
            "摘要",
            "交易摘要",
            "摘要信息",
            "业务摘要",
            "交易说明",
            "业务类型",
            "交易种类",
            "交易名称",
            "摘要代码",
            "摘要描述",
        ],
    },
    Column { key: BankColumn::Purpose, names: &["用途", "交易用途", "资金用途"] },
    Column {
        key: BankColumn::Remark,
        names: &["附言", "交易附言", "备注", "交易备注", "客户附言", "交易详情", "其它摘要"],
    },
    Column {
        key: BankColumn::Place,
        names: &["交易场所", "交易地点", "交易地点/附言", "交易网点", "交易渠道", "渠道"],
    },
    Column {
        key: BankColumn::Reference,
        names: &[
            "交易流水号",
            "流水号",
            "账户明细编号-交易流水号",
            "核心流水号",
            "日志号",
            "企业流水号",
            "凭证号",
            "凭证号码",
            "业务参考号",
        ],
    },
    Column {
        key: BankColumn::Number,
        names: &["账号", "本方账号", "查询账号", "卡号", "账户", "帐号", "客户账号", "本方帐号"],
    },
    Column {
        key: BankColumn::Name,
        names: &[
            "账户名称",
            "户名",
            "本方户名",
            "账号名称",
            "本方账户名称",
            "帐户名称",
            "单位名称",
        ],
    },
];

/// Words by which a bank is told from the head of a file or its name.
const BANKS: [(Bank, &[&str]); 10] = [
    (
        Bank::Rural,
        &["农商银行", "农商行", "农村商业银行", "信用社", "农村信用", "农信", "村镇银行"],
    ),
    (Bank::Psbc, &["邮政储蓄", "邮储"]),
    (Bank::Icbc, &["工商银行", "工行", "icbc"]),
    (Bank::Abc, &["农业银行", "农行"]),
    (Bank::Ccb, &["建设银行", "建行", "constructionbank"]),
    (Bank::Bocom, &["交通银行", "交行", "bankofcommunications"]),
    (Bank::Cmb, &["招商银行", "招行", "merchantsbank"]),
    (Bank::Spdb, &["浦发", "浦东发展"]),
    (Bank::Citic, &["中信银行", "citic"]),
    (Bank::Boc, &["中国银行", "中行", "bankofchina"]),
];

/// Columns that only one bank has.
const SIGNATURES: [(Bank, &[&str]); 9] = [
    (Bank::Icbc, &["记账金额(收入)", "对方户名"]),
    (Bank::Icbc, &["对方单位名称", "个性化信息"]),
    (Bank::Abc, &["本次余额", "交易行", "交易渠道"]),
    (Bank::Abc, &["对方省市", "交易用途"]),
    (Bank::Ccb, &["借方发生额/元(支取)"]),
    (Bank::Ccb, &["账户明细编号-交易流水号"]),
    (Bank::Boc, &["付款人名称[Payer'sName]"]),
    (Bank::Cmb, &["收(付)方名称"]),
    (Bank::Cmb, &["收/付方名称"]),
];

/// The bank that the head of a file, its name or its columns tell.
pub(super) fn bank_of(head: &str, headings: &[String]) -> Bank {
    let head: String = head.chars().filter(|c| !c.is_whitespace()).collect();
    let head = head.to_lowercase();
    let named = BANKS.iter().find(|(_, words)| words.iter().any(|word| head.contains(word)));
    let has = |wanted: &str| {
        headings.iter().any(|heading| {
            let plain: String = heading.chars().map(crate::domain::text::ascii_width).collect();
            plain == wanted
        })
    };
    let signed = || SIGNATURES.iter().find(|(_, columns)| columns.iter().all(|c| has(c)));
    named.map(|(bank, _)| *bank).or_else(|| signed().map(|(bank, _)| *bank)).unwrap_or_default()
}

/// Which way a 借贷标志 says the money went: `true` is in.
pub(super) fn direction(written: &str) -> Option<bool> {
    let plain: String = written
        .chars()
        .map(crate::domain::text::ascii_width)
        .filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '"' | '[' | ']' | '(' | ')' | '.'))
        .collect();
    // `借 Dr`, `C-贷`
    let han: String = plain.chars().filter(|c| !c.is_ascii()).collect();
    let word = if han.is_empty() { plain.to_uppercase() } else { han };
    match word.as_str() {
        "贷" | "贷方" | "C" | "CR" | "CREDIT" | "收" | "收入" | "+" | "来账" | "转入" | "存入"
        | "存" | "进" | "收款" | "入" | "贷记" | "进账" | "汇入" | "收方" | "入账" => {
            Some(true)
        }
        "借" | "借方" | "D" | "DR" | "DEBIT" | "支" | "支出" | "-" | "往账" | "转出" | "支取"
        | "取" | "付" | "出" | "付款" | "借记" | "出账" | "汇出" | "付方" => {
            Some(false)
        }
        _ => None,
    }
}
