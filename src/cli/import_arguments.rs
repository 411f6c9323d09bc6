//! What can be written on the command line about files that come in.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::arguments::{OfBooks, OnVillage};
use super::notice_arguments::{ImportCatalog, ImportHolidays, ImportPeople};
use crate::domain::account::AccountCode;
use crate::domain::holding::HoldingKind;
use crate::domain::holding::debt::Direction;
use crate::domain::period::Date;

/// `import …`
#[derive(Debug, Subcommand)]
pub enum Import {
    /// 期初余额
    Opening(ImportTable),
    /// 收支流水（凭证）
    Vouchers(ImportTable),
    /// 银行对账单
    Bank(ImportBank),
    /// 三资台账
    Holdings(ImportHoldings),
    /// 年度收支计划：项目、计划金额、备注
    Plan(ImportPlan),
    /// 补贴、救助等名单：身份证号、卡号、电话、住址边读边去掉
    People(ImportPeople),
    /// 县里的公开目录
    Catalog(ImportCatalog),
    /// 节假日安排
    Holidays(ImportHolidays),
}

/// A file to import.
#[derive(Args, Debug)]
pub struct ImportFile {
    /// csv、xls 或 xlsx 文件
    pub file: PathBuf,
    /// 账簿和村
    #[command(flatten)]
    pub village: OnVillage,
    /// 把这一天当作今天（默认用电脑的日期）
    #[arg(long, value_name = "日期")]
    pub on: Option<Date>,
}

/// A table to import into the books.
#[derive(Args, Debug)]
pub struct ImportTable {
    /// 文件、账簿和村
    #[command(flatten)]
    pub file: ImportFile,
    /// 记入哪一套账
    #[command(flatten)]
    pub books: OfBooks,
    /// 旧科目（2004 年科目表）转到哪个新科目，如 牲畜（禽）资产=132；可以写几次
    #[arg(long, value_parser = mapping, value_name = "旧名=新编号")]
    pub map: Vec<(String, AccountCode)>,
}

/// A bank statement to import.
#[derive(Args, Debug)]
pub struct ImportBank {
    /// 文件、账簿和村
    #[command(flatten)]
    pub file: ImportFile,
    /// 银行存款科目：102 或它的明细科目
    #[arg(long, value_parser = account, default_value = "102", value_name = "科目")]
    pub account: AccountCode,
    /// 余额接不上也导入
    #[arg(long)]
    pub accept_breaks: bool,
}

/// A register to import.
#[derive(Args, Debug)]
pub struct ImportHoldings {
    /// 文件、账簿和村
    #[command(flatten)]
    pub file: ImportFile,
    /// 哪一本台账：asset 固定资产、biological 生物资产、resource 资源、contract 合同、claim 债权、debt 债务、project 工程项目
    #[arg(long, value_parser = register, value_name = "台账")]
    pub kind: (HoldingKind, Direction),
}

/// A yearly plan to import.
#[derive(Args, Debug)]
pub struct ImportPlan {
    /// 文件、账簿和村
    #[command(flatten)]
    pub file: ImportFile,
    /// 哪一年的计划
    #[arg(long, value_name = "年")]
    pub year: i32,
    /// 哪天通过的；还没有通过可以不写
    #[arg(long, value_name = "日期")]
    pub passed_on: Option<Date>,
    /// 在什么会上通过的，如 村民代表会议
    #[arg(long, default_value = "", hide_default_value = true, value_name = "会议")]
    pub passed_by: String,
    /// 哪一套账的计划
    #[command(flatten)]
    pub books: OfBooks,
}

fn register(text: &str) -> Result<(HoldingKind, Direction), String> {
    let named = HoldingKind::ALL.into_iter().find(|kind| kind.name() == text);
    match (text, named) {
        ("debt", _) => Ok((HoldingKind::Debt, Direction::Debt)),
        ("claim", _) => Ok((HoldingKind::Debt, Direction::Claim)),
        (_, Some(kind)) => Ok((kind, Direction::Claim)),
        (_, None) => {
            Err("台账请写 asset、biological、resource、contract、claim、debt 或 project".to_owned())
        }
    }
}

fn mapping(text: &str) -> Result<(String, AccountCode), String> {
    let (old, new) = text
        .split_once(['=', '＝'])
        .ok_or_else(|| "请写成 旧名=新编号，如 应付福利费=311".to_owned())?;
    let code = AccountCode::new(new.trim()).ok_or_else(|| format!("“{new}”不是科目编号"))?;
    Ok((old.trim().to_owned(), code))
}

fn account(text: &str) -> Result<AccountCode, String> {
    AccountCode::new(text).ok_or_else(|| "科目请写编号，如 102 或 10201".to_owned())
}
