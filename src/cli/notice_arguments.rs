//! What can be written on the command line about notices: from the occasion to the archive.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::arguments::{OfBooks, OnLedger, OnVillage};
use super::import_arguments::ImportFile;
use crate::domain::ids::{NoticeId, ObjectionId, OccasionId};
use crate::domain::matter::MatterCode;
use crate::domain::period::{Date, Period};
use crate::domain::privacy::PrivateKind;

/// `occasion`
#[derive(Args, Debug)]
pub struct Occasion {
    /// 账簿和村
    #[command(flatten)]
    pub village: OnVillage,
    /// 公开事项编号：如 C21 救灾救助款物
    #[arg(long, value_name = "编号")]
    pub matter: MatterCode,
    /// 哪天发生的（默认今天）
    #[arg(long, value_name = "日期")]
    pub on: Option<Date>,
    /// 发生了什么，一句话
    #[arg(long, value_name = "事由")]
    pub text: String,
}

/// `draft`
#[derive(Args, Debug)]
#[command(group = clap::ArgGroup::new("span").required(true))]
pub struct Draft {
    /// 账簿和村
    #[command(flatten)]
    pub village: OnVillage,
    /// 公开事项编号：F01 逐笔、F02 汇总，其他见公开目录
    #[arg(long, value_name = "编号")]
    pub matter: MatterCode,
    /// 期间：2026-10、2026-Q4 或 2026
    #[arg(long, group = "span", value_name = "期间")]
    pub period: Option<Period>,
    /// 即时公开的事由编号（登记事由时给出）
    #[arg(long, group = "span", value_name = "编号")]
    pub occasion: Option<OccasionId>,
    /// 公示内容，一段一段写；可以写几次
    #[arg(long, value_name = "内容")]
    pub text: Vec<String>,
    /// 把公示里查出的个人信息都遮去
    #[arg(long)]
    pub mask: bool,
    /// 有理由可以公开的：phone 电话、plate 车牌、health 病情、minor 未成年人、door 门牌，如 phone=村委会值班电话
    #[arg(long, value_parser = allowance, value_name = "种类=理由")]
    pub allow: Vec<(PrivateKind, String)>,
    /// 公开哪一套账
    #[command(flatten)]
    pub books: OfBooks,
    /// 方案提出的日期，也当作今天（默认用电脑的日期）
    #[arg(long, value_name = "日期")]
    pub on: Option<Date>,
}

/// `import people`
#[derive(Args, Debug)]
pub struct ImportPeople {
    /// 文件、账簿和村
    #[command(flatten)]
    pub file: ImportFile,
    /// 公开事项编号：如 C23 耕地地力保护等农业补贴
    #[arg(long, value_name = "编号")]
    pub matter: MatterCode,
    /// 按期公开的事项：哪一期，如 2026-Q3（默认刚过去的一期）
    #[arg(long, conflicts_with = "occasion", value_name = "期间")]
    pub period: Option<Period>,
    /// 即时公开的事项：已登记的事由编号（默认自动登记一个）
    #[arg(long, value_name = "编号")]
    pub occasion: Option<OccasionId>,
    /// 备注里有号码、病情的怎么办：遮去、整条不要，或整个文件不导入
    #[arg(long, default_value = "mask", value_name = "办法")]
    pub remarks: Remarks,
}

/// What becomes of private remarks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Remarks {
    /// 遮去
    Mask,
    /// 整条不要
    Drop,
    /// 不导入
    Refuse,
}

/// Which notice, and when.
#[derive(Args, Debug)]
pub struct OnNotice {
    /// 账簿和输出
    #[command(flatten)]
    pub ledger: OnLedger,
    /// 公示编号（起草时给出）；几份一起办可以写几次
    #[arg(long, value_name = "编号", required = true)]
    pub notice: Vec<NoticeId>,
    /// 办理的日期（默认今天）
    #[arg(long, value_name = "日期")]
    pub on: Option<Date>,
}

/// Which one notice, and when.
#[derive(Args, Debug)]
pub struct OnOneNotice {
    /// 账簿和输出
    #[command(flatten)]
    pub ledger: OnLedger,
    /// 公示编号（起草时给出）
    #[arg(long, value_name = "编号")]
    pub notice: NoticeId,
    /// 办理的日期（默认今天）
    #[arg(long, value_name = "日期")]
    pub on: Option<Date>,
}

/// What the supervision committee says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReviewResult {
    /// 同意
    Agree,
    /// 有异议
    Object,
}

/// What the meeting or the township says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Outcome {
    /// 通过
    Pass,
    /// 退回
    Reject,
}

/// `review`
#[derive(Args, Debug)]
pub struct Review {
    /// 哪份公示，哪天
    #[command(flatten)]
    pub on: OnNotice,
    /// 审查意见：agree 同意，object 有异议
    #[arg(long, value_name = "意见")]
    pub result: ReviewResult,
    /// 有异议的，写明哪里有问题
    #[arg(long, value_name = "内容", default_value = "")]
    pub reason: String,
    /// 审查的村监委成员；可以写几次
    #[arg(long, value_name = "姓名")]
    pub member: Vec<String>,
}

/// `decide`
#[derive(Args, Debug)]
pub struct Decide {
    /// 哪份公示，哪天
    #[command(flatten)]
    pub on: OnNotice,
    /// 决定：pass 通过，reject 退回重拟
    #[arg(long, value_name = "决定", default_value = "pass")]
    pub result: Outcome,
    /// 到会的人；可以写几次
    #[arg(long, value_name = "姓名")]
    pub present: Vec<String>,
    /// 会上的其他决定
    #[arg(long, value_name = "内容", default_value = "")]
    pub note: String,
}

/// `township-check`
#[derive(Args, Debug)]
pub struct TownshipCheck {
    /// 哪份公示，哪天
    #[command(flatten)]
    pub on: OnNotice,
    /// 审核结果：pass 通过，reject 退回
    #[arg(long, value_name = "结果", default_value = "pass")]
    pub result: Outcome,
    /// 谁审核的，有什么意见
    #[arg(long, value_name = "内容", default_value = "")]
    pub note: String,
}

/// `publish`
#[derive(Args, Debug)]
pub struct Publish {
    /// 哪份公示，哪天张贴
    #[command(flatten)]
    pub on: OnOneNotice,
    /// 公示天数（默认是目录里这一事项的最少天数）
    #[arg(long, value_name = "天")]
    pub days: Option<u32>,
    /// 贴在哪个公开栏；可以写几次，默认是村情里的公开栏
    #[arg(long, value_name = "位置")]
    pub board: Vec<String>,
    /// 张贴后的照片
    #[arg(long, value_name = "文件")]
    pub photo: Option<PathBuf>,
}

/// `take-down`
#[derive(Args, Debug)]
pub struct TakeDown {
    /// 哪份公示，哪天撤下
    #[command(flatten)]
    pub on: OnOneNotice,
    /// 为什么提前撤下
    #[arg(long, value_name = "原因")]
    pub reason: String,
}

/// `post-again`
#[derive(Args, Debug)]
pub struct PostAgain {
    /// 哪份公示，哪天重新张贴
    #[command(flatten)]
    pub on: OnOneNotice,
    /// 公示天数（默认是目录里这一事项的最少天数）
    #[arg(long, value_name = "天")]
    pub days: Option<u32>,
    /// 贴在哪个公开栏；可以写几次，默认是原来的公开栏
    #[arg(long, value_name = "位置")]
    pub board: Vec<String>,
}

/// `object`
#[derive(Args, Debug)]
pub struct Object {
    /// 哪份公示，哪天收到
    #[command(flatten)]
    pub on: OnOneNotice,
    /// 异议内容
    #[arg(long, value_name = "内容")]
    pub text: String,
    /// 谁提的；只留作答复用，不印
    #[arg(long, value_name = "姓名")]
    pub by: Option<String>,
}

/// `reply`
#[derive(Args, Debug)]
pub struct Reply {
    /// 账簿和输出
    #[command(flatten)]
    pub ledger: OnLedger,
    /// 异议编号（登记异议时给出）
    #[arg(long, value_name = "编号")]
    pub objection: ObjectionId,
    /// 答复的日期（默认今天）
    #[arg(long, value_name = "日期")]
    pub on: Option<Date>,
    /// 答复内容
    #[arg(long, value_name = "内容")]
    pub text: String,
}

/// `archive`
#[derive(Args, Debug)]
pub struct Archive {
    /// 哪份公示，哪天
    #[command(flatten)]
    pub on: OnNotice,
}

/// `switch`
#[derive(Args, Debug)]
pub struct Switch {
    /// 账簿和村
    #[command(flatten)]
    pub village: OnVillage,
    /// 公开事项编号
    #[arg(long, value_name = "编号")]
    pub matter: MatterCode,
    /// 从哪天起不公开
    #[arg(long, value_name = "日期")]
    pub off_from: Date,
    /// 到哪天为止；以后恢复公开
    #[arg(long, value_name = "日期")]
    pub until: Option<Date>,
    /// 为什么
    #[arg(long, value_name = "原因")]
    pub reason: String,
}

/// How a catalog comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Mode {
    /// 替换原来的目录
    Replace,
    /// 加到原来的目录上
    Extend,
}

/// `import catalog`
#[derive(Args, Debug)]
pub struct ImportCatalog {
    /// csv、xls 或 xlsx 文件
    pub file: PathBuf,
    /// 账簿和输出
    #[command(flatten)]
    pub ledger: OnLedger,
    /// 从哪天起执行（默认今天）
    #[arg(long, value_name = "日期")]
    pub from: Option<Date>,
    /// replace 替换原来的目录，extend 加到原来的目录上
    #[arg(long, value_name = "方式", default_value = "replace")]
    pub mode: Mode,
}

/// `import holidays`
#[derive(Args, Debug)]
pub struct ImportHolidays {
    /// csv、xls 或 xlsx 文件
    pub file: PathBuf,
    /// 账簿和输出
    #[command(flatten)]
    pub ledger: OnLedger,
}

/// `phone=村委会值班电话`
fn allowance(written: &str) -> Result<(PrivateKind, String), String> {
    let (kind, reason) = written.split_once('=').ok_or("请写成 种类=理由")?;
    let kind = match kind.trim() {
        "phone" => PrivateKind::Phone,
        "plate" => PrivateKind::Plate,
        "health" => PrivateKind::Health,
        "minor" => PrivateKind::Minor,
        "door" => PrivateKind::Door,
        _ => {
            return Err("种类写 phone、plate、health、minor 或 door；证号和卡号不能公开".to_owned());
        }
    };
    Ok((kind, reason.trim().to_owned()))
}
