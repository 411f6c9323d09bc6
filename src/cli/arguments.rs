//! What can be written on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::app::{ExportFormat, Paper};
use crate::domain::account::AccountCode;
use crate::domain::ids::NoticeId;
use crate::domain::matter::MatterCode;
use crate::domain::money::Money;
use crate::domain::period::{Date, Period};

/// The command line (命令行).
#[derive(Debug, Parser)]
#[command(
    name = "mingbai",
    version,
    about = "明白账：村务公开，从一张凭证到墙上的公示表",
    long_about = "明白账：村务公开，从一张凭证到墙上的公示表。\n不带命令就打开窗口。\n退出码：0 完成，1 被拒绝（要人处理），2 用法不对，3 出错。",
    disable_help_subcommand = true
)]
pub struct Arguments {
    /// 打开窗口时用的账簿文件
    #[arg(long, value_name = "账簿")]
    pub ledger: Option<PathBuf>,
    /// 自检：打开真实窗口，把每一页画一遍，图片存到这个文件夹后退出
    #[arg(long, value_name = "文件夹", hide = true)]
    pub smoke: Option<PathBuf>,
    /// 命令
    #[command(subcommand)]
    pub task: Option<Task>,
}

/// A headless command.
#[derive(Debug, Subcommand)]
pub enum Task {
    /// 在文件夹里建一个示例账簿，并打印三个月的公示表（PDF 和图片）
    Demo {
        /// 放到哪个文件夹
        folder: PathBuf,
    },
    /// 新建账簿
    Init(Init),
    /// 从表格导入
    #[command(subcommand)]
    Import(Import),
    /// 列出应公开任务
    Duties(Duties),
    /// 收支情况
    Report(Report),
    /// 导出账表（.xlsx）或日记账文本（.journal）
    Export(Export),
    /// 起草公示：冻结数字，列出问题
    Draft(Draft),
    /// 公布公示，并结账
    Publish(Publish),
    /// 打印公示表
    Print(Print),
    /// 年终结转：收入、支出转入本年收益，再转入收益分配
    YearEnd(YearEnd),
    /// 收益分配：按决议分到公积公益金、应付款等
    Appropriate(Appropriate),
    /// 账簿自检
    Check(OnLedger),
}

/// `init`
#[derive(Args, Debug)]
#[command(group = clap::ArgGroup::new("which").required(true))]
pub struct Init {
    /// 新账簿的文件名（.mbz）
    pub file: PathBuf,
    /// 乡镇（9 位）或县（6 位）区划代码：建它下面所有的村
    #[arg(long, group = "which", value_name = "代码")]
    pub town: Option<String>,
    /// 12 位村代码，或“乡镇/村名”，用逗号分开
    #[arg(long, group = "which", value_delimiter = ',', value_name = "村")]
    pub villages: Vec<String>,
    /// 结果以 JSON 输出
    #[arg(long)]
    pub json: bool,
}

/// A command about a whole ledger.
#[derive(Args, Debug)]
pub struct OnLedger {
    /// 账簿文件
    #[arg(long, value_name = "账簿")]
    pub ledger: PathBuf,
    /// 结果以 JSON 输出
    #[arg(long)]
    pub json: bool,
}

/// A command about one village; the only village of a ledger need not be named.
#[derive(Args, Debug)]
pub struct OnVillage {
    /// 账簿和输出
    #[command(flatten)]
    pub on: OnLedger,
    /// 村名或 12 位代码；账簿里只有一个村时可以不写
    #[arg(long, value_name = "村")]
    pub village: Option<String>,
}

/// `import …`
#[derive(Debug, Subcommand)]
pub enum Import {
    /// 期初余额
    Opening(ImportFile),
    /// 收支流水（凭证）
    Vouchers(ImportFile),
    /// 银行对账单
    Bank(ImportBank),
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

/// `duties`
#[derive(Args, Debug)]
pub struct Duties {
    /// 账簿和村
    #[command(flatten)]
    pub village: OnVillage,
    /// 把这一天当作今天（默认用电脑的日期）
    #[arg(long, value_name = "日期")]
    pub on: Option<Date>,
}

/// `report`
#[derive(Args, Debug)]
pub struct Report {
    /// 账簿和村
    #[command(flatten)]
    pub village: OnVillage,
    /// 期间：2026-10、2026-Q4 或 2026
    #[arg(long, value_name = "期间")]
    pub period: Period,
}

/// `export`
#[derive(Args, Debug)]
pub struct Export {
    /// 账簿和村；不写村就导出每一个村，一村一个文件
    #[command(flatten)]
    pub village: OnVillage,
    /// 期间：2026-10、2026-Q4 或 2026
    #[arg(long, value_name = "期间")]
    pub period: Period,
    /// 存为哪个文件：以 .xlsx 或 .journal 结尾
    #[arg(long, value_parser = export_file, value_name = "文件")]
    pub out: (PathBuf, ExportFormat),
}

fn export_file(text: &str) -> Result<(PathBuf, ExportFormat), String> {
    let path = PathBuf::from(text);
    let format =
        ExportFormat::of(&path).ok_or_else(|| "文件名请以 .xlsx 或 .journal 结尾".to_owned())?;
    Ok((path, format))
}

/// `year-end`
#[derive(Args, Debug)]
pub struct YearEnd {
    /// 账簿和村
    #[command(flatten)]
    pub village: OnVillage,
    /// 年度
    #[arg(long, value_name = "年")]
    pub year: i32,
    /// 把这一天当作今天（默认用电脑的日期）
    #[arg(long, value_name = "日期")]
    pub on: Option<Date>,
}

/// `appropriate`
#[derive(Args, Debug)]
pub struct Appropriate {
    /// 账簿和村
    #[command(flatten)]
    pub village: OnVillage,
    /// 年度
    #[arg(long, value_name = "年")]
    pub year: i32,
    /// 分到哪个科目、多少元，如 311=12000.00；可以写几次
    #[arg(long, value_parser = line, value_name = "科目=金额", required = true)]
    pub line: Vec<(AccountCode, Money)>,
    /// 决议日期
    #[arg(long, value_name = "日期")]
    pub decided_on: Date,
    /// 谁在什么会上决定的
    #[arg(long, value_name = "决议")]
    pub decision: String,
    /// 把这一天当作今天（默认用电脑的日期）
    #[arg(long, value_name = "日期")]
    pub on: Option<Date>,
}

fn line(text: &str) -> Result<(AccountCode, Money), String> {
    let (code, amount) =
        text.split_once('=').ok_or_else(|| "请写成 科目=金额，如 311=12000.00".to_owned())?;
    let account = AccountCode::new(code.trim()).ok_or_else(|| format!("“{code}”不是科目编号"))?;
    let amount = Money::parse(amount.trim()).map_err(|fault| fault.to_string())?;
    Ok((account, amount))
}

/// `draft`
#[derive(Args, Debug)]
pub struct Draft {
    /// 账簿和村
    #[command(flatten)]
    pub village: OnVillage,
    /// 公开事项编号：F01 逐笔、F02 汇总
    #[arg(long, value_name = "编号")]
    pub matter: MatterCode,
    /// 期间：2026-10
    #[arg(long, value_name = "期间")]
    pub period: Period,
    /// 把这一天当作今天（默认用电脑的日期）
    #[arg(long, value_name = "日期")]
    pub on: Option<Date>,
}

/// `publish`
#[derive(Args, Debug)]
pub struct Publish {
    /// 账簿和输出
    #[command(flatten)]
    pub ledger: OnLedger,
    /// 公示编号（起草时给出）
    #[arg(long, value_name = "编号")]
    pub notice: NoticeId,
    /// 张贴的日期（默认今天）
    #[arg(long, value_name = "日期")]
    pub on: Option<Date>,
    /// 公示天数，不少于 15
    #[arg(long, default_value_t = 15, value_name = "天")]
    pub days: u32,
    /// 贴在哪个公开栏；可以写几次，默认是村情里的公开栏
    #[arg(long, value_name = "位置")]
    pub board: Vec<String>,
}

/// `print`
#[derive(Args, Debug)]
#[command(group = clap::ArgGroup::new("what").required(true))]
pub struct Print {
    /// 账簿和村
    #[command(flatten)]
    pub village: OnVillage,
    /// 打印这一份公示
    #[arg(long, group = "what", value_name = "编号")]
    pub notice: Option<NoticeId>,
    /// 打印这一期的所有公示
    #[arg(long, group = "what", value_name = "期间")]
    pub period: Option<Period>,
    /// 纸张：a4、a3、a3-landscape 或 board:60x90（厘米）
    #[arg(long, value_parser = paper, value_name = "纸张")]
    pub paper: Paper,
    /// 大字版
    #[arg(long)]
    pub large: bool,
    /// 另存每页的图片（PNG）
    #[arg(long)]
    pub png: bool,
    /// 存到哪里：.pdf 文件，或一个文件夹
    #[arg(long, value_name = "路径")]
    pub out: PathBuf,
}

fn account(text: &str) -> Result<AccountCode, String> {
    AccountCode::new(text).ok_or_else(|| "科目请写编号，如 102 或 10201".to_owned())
}

fn paper(text: &str) -> Result<Paper, String> {
    Paper::parse(text)
        .ok_or_else(|| "纸张请写 a4、a3、a3-landscape 或 board:60x90（厘米）".to_owned())
}
