//! What can be written on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use super::affair_arguments::{Affairs, PrintForms};
use super::import_arguments::Import;
use super::notice_arguments::{
    Archive, Decide, Draft, Object, Occasion, PostAgain, Publish, Reply, Review, Switch, TakeDown,
    TownshipCheck,
};
use super::village::VillageSettings;
use crate::app::{ExportFormat, ListingFormat, Paper, RunPaper, RunSheets, TilePaper, parse_board};
use crate::domain::account::AccountCode;
use crate::domain::entity::Entity;
use crate::domain::ids::NoticeId;
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
    /// 各村集体经济收入和非现金支付达标情况
    Targets(Targets),
    /// 督查通报：各村应公开、按时、逾期、未答复异议、到期合同、欠交、非现金比例
    Bulletin(Bulletin),
    /// 科目余额：一个村或每一个村，月末的数
    Balances(Report),
    /// 导出账表（.xlsx）或日记账文本（.journal）
    Export(Export),
    /// 登记即时公开的事由：哪天发生了什么
    Occasion(Occasion),
    /// 起草公示：冻结数字，列出问题
    Draft(Draft),
    /// 村务监督委员会审查
    Review(Review),
    /// 联席会议决定
    Decide(Decide),
    /// 乡镇审核（账簿里要求乡镇审核的才用）
    TownshipCheck(TownshipCheck),
    /// 公布公示；财务逐笔公示随之结账
    Publish(Publish),
    /// 登记提前撤下的公示
    TakeDown(TakeDown),
    /// 重新张贴提前撤下的公示
    PostAgain(PostAgain),
    /// 登记村民异议
    Object(Object),
    /// 登记答复
    Reply(Reply),
    /// 归档
    Archive(Archive),
    /// 某一事项本村不公开，或恢复公开
    Switch(Switch),
    /// 打印公示表
    Print(Print),
    /// 批量打印：一期的公示按村打印，一村一个文件，再合并成一个，A3、A4 分开，另有打印清单
    PrintAll(PrintAll),
    /// 阳光报告会手册：这段时间的钱、办的事、意见和答复，附签到表和会议记录
    Booklet(Booklet),
    /// 列出村务台账：四议两公开、会议表决、审计、村监委工作等
    Affairs(Affairs),
    /// 打印四议两公开的六张登记表
    PrintForms(PrintForms),
    /// 村情里怎么印公示的设置：收支图、空行补满、人口
    Village(VillageSettings),
    /// 年终结转：收入、支出转入本年收益，再转入收益分配
    YearEnd(YearEnd),
    /// 收益分配：按决议分到公积公益金、应付款等
    Appropriate(Appropriate),
    /// 账簿自检
    Check(OnLedger),
    /// 打印横幅字，每张纸一个字，如 财务公开栏
    Banner(Banner),
    /// 公开栏布置：这一期的公示在公开栏上怎么放，哪些放不下
    BoardPlan(BoardPlan),
    /// 核验：公示表上的校验码和数字与存档是否一致
    Verify(Verify),
    /// 补字字体：列出、添加、移除；自带字体没有的字用它们印
    Fonts(AskFonts),
    /// 公开网站：已公布的公示做成网页，放在文件夹里，可以拷到 U 盘或传到任何网站
    Site(Site),
}

/// `fonts`
#[derive(Args, Debug)]
pub struct AskFonts {
    /// 添加一个字体文件（.ttf、.otf、.ttc）
    #[arg(long, value_name = "文件", conflicts_with = "remove")]
    pub add: Option<PathBuf>,
    /// 移除添加过的一个字体
    #[arg(long, value_name = "文件名")]
    pub remove: Option<String>,
    /// 输出 JSON
    #[arg(long)]
    pub json: bool,
}

/// `init`
#[derive(Args, Debug)]
#[command(group = clap::ArgGroup::new("which").required(true))]
pub struct Init {
    /// 新账簿的文件名（.mbz）
    pub file: PathBuf,
    /// 乡镇（9 位）、县（6 位）或市（4 位）区划代码：建它下面所有的村
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

/// Whose books; a village with one set need not say it.
#[derive(Args, Clone, Copy, Debug)]
pub struct OfBooks {
    /// 分账核算的村：committee（村委会）、collective（集体经济组织）或 village（两套合并）
    #[arg(long, value_parser = entity, default_value = "village", value_name = "账套")]
    pub entity: Entity,
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
    /// 看哪一套账
    #[command(flatten)]
    pub books: OfBooks,
}

/// `targets`
#[derive(Args, Debug)]
pub struct Targets {
    /// 账簿和输出
    #[command(flatten)]
    pub on: OnLedger,
    /// 算到哪一期为止：2026-10 就是 2026 年 1 月到 10 月；默认到今天
    #[arg(long, value_name = "期间")]
    pub period: Option<Period>,
}

/// `bulletin`
#[derive(Args, Debug)]
pub struct Bulletin {
    /// 账簿和输出
    #[command(flatten)]
    pub on: OnLedger,
    /// 最迟公布日在哪一期：2026-10、2026-Q4 或 2026
    #[arg(long, value_name = "期间")]
    pub period: Period,
    /// 把这一天当作今天（默认用电脑的日期）
    #[arg(long = "on", value_name = "日期")]
    pub today: Option<Date>,
    /// 存为哪个文件：以 .xlsx 或 .pdf 结尾
    #[arg(long, value_parser = listing_file, value_name = "文件")]
    pub out: Option<(PathBuf, ListingFormat)>,
}

fn listing_file(text: &str) -> Result<(PathBuf, ListingFormat), String> {
    let path = PathBuf::from(text);
    let end = path.extension().map(|end| end.to_string_lossy().to_ascii_lowercase());
    let mut formats = [ListingFormat::Pdf, ListingFormat::Xlsx].into_iter();
    let format = formats.find(|format| end.as_deref() == Some(format.extension()));
    let format = format.ok_or_else(|| "文件名请以 .xlsx 或 .pdf 结尾".to_owned())?;
    Ok((path, format))
}

/// A file that ends in `.pdf`: a slip of the hand must not name the ledger.
pub(super) fn pdf_file(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    let is_pdf = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("pdf"));
    if is_pdf { Ok(path) } else { Err("文件名请以 .pdf 结尾".to_owned()) }
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
    /// 只导出已公布的公示，所有村在一个 .xlsx 文件里，每个事项一张表
    #[arg(long)]
    pub published: bool,
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
    /// 分配哪一套账的收益
    #[command(flatten)]
    pub books: OfBooks,
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
    /// 打印这一期的所有公示，更正公告和这一期里即时公开的事由也打印
    #[arg(long, group = "what", value_name = "期间")]
    pub period: Option<Period>,
    /// 纸张：a4、a3、a3-landscape 或 board:60x90（厘米）
    #[arg(long, value_parser = paper, value_name = "纸张")]
    pub paper: Paper,
    /// 大字版
    #[arg(long)]
    pub large: bool,
    /// 展板分到几张 a4 或 a3 上打印，再拼贴
    #[arg(long, value_parser = tile_paper, value_name = "纸张")]
    pub tiles: Option<TilePaper>,
    /// 另存每页的图片（PNG）
    #[arg(long)]
    pub png: bool,
    /// 另存一张长图（PNG），发微信群用
    #[arg(long, conflicts_with = "png")]
    pub long_image: bool,
    /// 存到哪里：.pdf 文件，或一个文件夹
    #[arg(long, value_name = "路径")]
    pub out: PathBuf,
}

/// `print-all`
#[derive(Args, Debug)]
pub struct PrintAll {
    /// 账簿和输出
    #[command(flatten)]
    pub on: OnLedger,
    /// 打印哪一期：2026-10、2026-Q4 或 2026；这一期里即时公开的事由也打印
    #[arg(long, value_name = "期间")]
    pub period: Period,
    /// 只打印这个村（村名或 12 位代码）；可以写几次，不写就打印每一个村
    #[arg(long, value_name = "村")]
    pub village: Vec<String>,
    /// 打印哪些：all 已公布的和送审稿，published 只要已公布的，drafts 只要送审稿
    #[arg(long, value_parser = run_sheets, default_value = "all", value_name = "哪些")]
    pub sheets: RunSheets,
    /// 纸张：auto 明细和名单 A3、其余 A4，a3 全部用 A3，a4 全部用 A4
    #[arg(long, value_parser = run_paper, default_value = "auto", value_name = "纸张")]
    pub paper: RunPaper,
    /// 大字版
    #[arg(long)]
    pub large: bool,
    /// 打完把合并的文件按实际大小送到打印机；没有打印机就打开看图程序
    #[arg(long)]
    pub send: bool,
    /// 把这一天当作今天（默认用电脑的日期）
    #[arg(long = "on", value_name = "日期")]
    pub today: Option<Date>,
    /// 存到哪个文件夹；再打印一次会从停下的地方接着做
    #[arg(long, value_name = "文件夹")]
    pub out: PathBuf,
}

/// `booklet`
#[derive(Args, Debug)]
pub struct Booklet {
    /// 账簿和村
    #[command(flatten)]
    pub village: OnVillage,
    /// 报告哪一期：2026-10、2026-Q3 或 2026
    #[arg(long, value_name = "期间")]
    pub period: Period,
    /// 遮去异议和答复里的个人信息
    #[arg(long)]
    pub mask: bool,
    /// 把这一天当作今天（默认用电脑的日期）
    #[arg(long = "on", value_name = "日期")]
    pub today: Option<Date>,
    /// 存为哪个 .pdf 文件
    #[arg(long, value_parser = pdf_file, value_name = "文件")]
    pub out: PathBuf,
}

fn run_sheets(text: &str) -> Result<RunSheets, String> {
    RunSheets::parse(text).ok_or_else(|| "请写 all、published 或 drafts".to_owned())
}

fn run_paper(text: &str) -> Result<RunPaper, String> {
    RunPaper::parse(text).ok_or_else(|| "纸张请写 auto、a3 或 a4".to_owned())
}

/// `banner`
#[derive(Args, Debug)]
pub struct Banner {
    /// 横幅上的字
    #[arg(value_name = "文字")]
    pub text: String,
    /// 纸张：a4、a3、a4-landscape 或 a3-landscape
    #[arg(long, value_parser = paper, value_name = "纸张")]
    pub paper: Paper,
    /// 存为哪个 .pdf 文件
    #[arg(long, value_parser = pdf_file, value_name = "文件")]
    pub out: PathBuf,
}

/// `board-plan`
#[derive(Args, Debug)]
pub struct BoardPlan {
    /// 账簿和村
    #[command(flatten)]
    pub village: OnVillage,
    /// 期间：2026-10、2026-Q4 或 2026
    #[arg(long, value_name = "期间")]
    pub period: Period,
    /// 公开栏里面的大小，厘米：240x120；不写就用村情里的
    #[arg(long, value_parser = board, value_name = "宽x高")]
    pub board: Option<(f32, f32)>,
    /// 公示用什么纸打印
    #[arg(long, value_parser = paper, default_value = "a3-landscape", value_name = "纸张")]
    pub paper: Paper,
    /// 布置图存为哪个 .pdf 文件
    #[arg(long, value_parser = pdf_file, value_name = "文件")]
    pub out: Option<PathBuf>,
}

fn board(text: &str) -> Result<(f32, f32), String> {
    parse_board(text).ok_or_else(|| "公开栏大小请写 240x120（厘米）".to_owned())
}

/// `verify`
#[derive(Args, Debug)]
pub struct Verify {
    /// 账簿和输出
    #[command(flatten)]
    pub on: OnLedger,
    /// 公示表页脚的校验码；给了二维码文字可以不写
    #[arg(long, value_name = "校验码", required_unless_present = "text")]
    pub code: Option<String>,
    /// 二维码里的文字，或其中几行（如 收入36017.22元），一并核对
    #[arg(long, value_name = "文字")]
    pub text: Option<String>,
}

/// `site`
#[derive(Args, Debug)]
pub struct Site {
    /// 账簿和村；不写村就做每一个村
    #[command(flatten)]
    pub village: OnVillage,
    /// 放在哪个文件夹：新的、空的，或以前做的公开网站
    #[arg(long, value_name = "文件夹")]
    pub out: PathBuf,
    /// 网站以后的网址，如 https://…；写了才做每村的二维码
    #[arg(long, value_name = "网址")]
    pub url: Option<String>,
    /// 把这一天当作今天（默认用电脑的日期）
    #[arg(long, value_name = "日期")]
    pub on: Option<Date>,
}

fn entity(text: &str) -> Result<Entity, String> {
    Entity::find(text).ok_or_else(|| {
        "账套请写 committee（村委会）、collective（集体经济组织）或 village".to_owned()
    })
}

fn tile_paper(text: &str) -> Result<TilePaper, String> {
    TilePaper::parse(text).ok_or_else(|| "拼贴用纸请写 a4 或 a3".to_owned())
}

fn paper(text: &str) -> Result<Paper, String> {
    Paper::parse(text)
        .ok_or_else(|| "纸张请写 a4、a3、a3-landscape 或 board:60x90（厘米）".to_owned())
}
