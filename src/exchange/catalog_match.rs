//! Which code a matter of a county's catalog gets where the file gives it none.
//!
//! Invariant: a code is given once. A matter is recognised by its whole name or by a name that
//! people use for it, never by a part of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::catalog::Catalog;
use crate::domain::matter::MatterCode;

/// A row's code and name.
pub(super) struct Named<'a> {
    /// The code that the file gives it.
    pub(super) code: Option<MatterCode>,
    /// What it is called.
    pub(super) item: &'a str,
}

/// Other names of built-in matters, as [`key`] has them.
const ALIASES: [(&str, &[&str]); 22] = [
    (
        "F01",
        &[
            "财务收支",
            "财务收支明细",
            "财务收支逐笔",
            "财务收支逐项逐笔",
            "村级财务收支",
            "村财务收支",
            "村集体财务收支",
            "集体财务收支",
            "财务收支逐笔公开表",
        ],
    ),
    ("F02", &["财务收支汇总表", "财务收支汇总公开表"]),
    ("F04", &["财务计划", "年度财务计划", "年度财务收支预算"]),
    ("F05", &["收益分配", "年度收益分配"]),
    ("F08", &["补助收入", "专项资金"]),
    ("F09", &["村干部报酬", "干部报酬"]),
    ("F10", &["管理费", "管理费用"]),
    ("F12", &["集体资产", "村集体资产"]),
    ("F13", &["集体资源", "村集体资源", "资源发包"]),
    ("F14", &["债权债务"]),
    ("F16", &["集体资产处置", "资产资源处置"]),
    ("C01", &["村规民约", "村民自治章程", "自治章程和村规民约"]),
    ("C03", &["村民会议决定事项", "村民代表会议决定事项", "村民代表会议决议"]),
    ("C07", &["民主协商"]),
    ("C08", &["土地征收征用补偿", "征地补偿"]),
    ("C09", &["土地承包", "土地流转", "土地承包和流转"]),
    ("C10", &["宅基地", "宅基地审批", "宅基地使用"]),
    ("C11", &["一事一议", "筹资筹劳", "公益事业"]),
    ("C12", &["工程项目", "工程建设", "工程建设项目"]),
    ("C15", &["低保", "低保对象", "农村低保", "最低生活保障", "农村低保对象"]),
    ("C23", &["农业补贴", "惠农补贴", "耕地地力保护补贴", "惠农补贴发放"]),
    ("C24", &["危房改造", "农村危房改造"]),
];

/// The name without marks and without words that every matter may end with.
pub(super) fn key(item: &str) -> String {
    let bare: String = item.chars().filter(|c| c.is_alphanumeric()).collect();
    let mut name = bare.as_str();
    while let Some(shorter) =
        ["情况", "公开", "公示", "公布"].iter().find_map(|end| name.strip_suffix(end))
    {
        if shorter.is_empty() {
            break;
        }
        name = shorter;
    }
    name.to_owned()
}

/// One code for each row, and whether it is a new one of the county's own.
pub(super) fn codes(rows: &[Named<'_>], catalog: Option<&Catalog>) -> Vec<(MatterCode, bool)> {
    let terms = catalog.map(Catalog::terms).unwrap_or_default();
    let mut taken: BTreeSet<MatterCode> = rows.iter().filter_map(|row| row.code).collect();
    let by_name: BTreeMap<String, MatterCode> =
        terms.iter().map(|term| (key(&term.matter.item), term.matter.code)).collect();
    let known: BTreeSet<MatterCode> = terms.iter().map(|term| term.matter.code).collect();
    let by_alias = |name: &str| {
        let (code, _) = ALIASES.iter().find(|(_, aliases)| aliases.contains(&name))?;
        MatterCode::parse(code).ok().filter(|code| known.contains(code))
    };
    let mut given: Vec<Option<MatterCode>> = rows.iter().map(|row| row.code).collect();
    // whole names first, so that another name does not take the code away
    for round in [true, false] {
        for (slot, row) in given.iter_mut().zip(rows).filter(|(slot, _)| slot.is_none()) {
            let name = key(row.item);
            let code = if round { by_name.get(&name).copied() } else { by_alias(&name) };
            *slot = code.filter(|code| taken.insert(*code));
        }
    }
    let mut fresh = (1_u32..).filter_map(|number| MatterCode::parse(&format!("K{number:02}")).ok());
    given
        .into_iter()
        .map(|code| {
            let mut free = || fresh.find(|code| !known.contains(code) && !taken.contains(code));
            // eight characters hold more codes than a file has rows
            code.map_or_else(
                || (free().unwrap_or(MatterCode::FINANCE_DETAIL), true),
                |code| (code, false),
            )
        })
        .collect()
}
