//! What can be written on the command line about the affairs of a village.

use std::path::PathBuf;

use clap::Args;

use super::arguments::{OnVillage, pdf_file};
use crate::domain::affairs::AffairSheet;
use crate::domain::ids::ResolutionId;
use crate::domain::period::Date;

/// `affairs`
#[derive(Args, Debug)]
pub struct Affairs {
    /// 账簿和村
    #[command(flatten)]
    pub village: OnVillage,
    /// 哪一本台账：resolution 四议两公开、meeting 会议表决、audit 审计、supervision 村监委工作、
    /// veto 否决开支、evaluation 民主评议、request 联名要求、power 权力清单、power_use 权力运行、plan 收支计划
    #[arg(long, value_parser = register, value_name = "台账", default_value = "resolution")]
    pub register: AffairSheet,
    /// 哪一天的情况（默认今天）
    #[arg(long, value_name = "日期")]
    pub on: Option<Date>,
}

/// `print-forms`
#[derive(Args, Debug)]
#[command(group = clap::ArgGroup::new("which").required(true))]
pub struct PrintForms {
    /// 账簿和村
    #[command(flatten)]
    pub village: OnVillage,
    /// 决议的编号（affairs --json 里给出）
    #[arg(long, group = "which", value_name = "编号")]
    pub resolution: Option<ResolutionId>,
    /// 打印空白表，手写用
    #[arg(long, group = "which")]
    pub blank: bool,
    /// 存为哪个 .pdf 文件
    #[arg(long, value_parser = pdf_file, value_name = "文件")]
    pub out: PathBuf,
}

fn register(written: &str) -> Result<AffairSheet, String> {
    AffairSheet::find(written).ok_or_else(|| {
        let names: Vec<&str> = AffairSheet::ALL.into_iter().map(AffairSheet::label).collect();
        format!("没有“{written}”这本台账，请写：{}", names.join("、"))
    })
}
