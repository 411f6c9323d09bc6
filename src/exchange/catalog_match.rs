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

/// Other names of built-in matters, as [`key`] has them, with blanks between.
const ALIASES: [(&str, &str); 33] = [
    (
        "F01",
        "财务收支 财务收支明细 财务收支逐笔 财务收支逐项逐笔 村级财务收支 村财务收支 \
         村集体财务收支 集体财务收支 财务收支逐笔公开表",
    ),
    ("F02", "财务收支汇总表 财务收支汇总公开表"),
    ("F04", "财务计划 年度财务计划 年度财务收支预算"),
    ("F05", "收益分配 年度收益分配"),
    ("F08", "补助收入 专项资金"),
    (
        "F09",
        "村干部报酬 干部报酬 村干部工资 村组干部工资 村干部补贴 村干部工资补贴 \
         村干部报酬发放 村组干部报酬发放",
    ),
    ("F10", "管理费 管理费用"),
    ("F12", "集体资产 村集体资产"),
    ("F13", "集体资源 村集体资源 资源发包"),
    ("F14", "债权债务"),
    ("F16", "集体资产处置 资产资源处置"),
    ("C01", "村规民约 村民自治章程 自治章程和村规民约"),
    ("C03", "村民会议决定事项 村民代表会议决定事项 村民代表会议决议"),
    ("C07", "民主协商"),
    ("C08", "土地征收征用补偿 征地补偿"),
    ("C09", "土地承包 土地流转 土地承包和流转"),
    ("C10", "宅基地 宅基地审批 宅基地使用"),
    ("C11", "一事一议 筹资筹劳 公益事业"),
    ("C12", "工程项目 工程建设 工程建设项目"),
    (
        "C14",
        "低保评议 低保审核 低保申请 低保民主评议 低保拟保对象 拟保对象 农村低保初审 \
         农村低保评议 最低生活保障初审",
    ),
    (
        "C15",
        "低保 低保对象 农村低保 最低生活保障 农村低保对象 低保名单 低保户 \
         低保户名单 农村低保户 农村低保名单 城乡低保 低保金发放 低保发放 \
         最低生活保障对象 农村最低生活保障 农村最低生活保障对象",
    ),
    (
        "C16",
        "特困供养 特困人员 特困供养人员 特困人员名单 特困人员救助 特困人员救助供养 \
         农村特困供养 农村特困人员 农村特困人员供养 农村特困人员救助供养 五保 五保户 \
         五保供养 五保对象 农村五保供养",
    ),
    (
        "C17",
        "临时救助 医疗救助 临时救助对象 临时救助和医疗救助 临时救助医疗救助 困难救助 \
         困难群众救助 困难群众临时救助 困难群众慰问 困难慰问 慰问救助 救助慰问 \
         大病救助",
    ),
    (
        "C18",
        "残疾人补贴 残疾人两补 残疾人两项补贴发放 残疾人补助 残疾补贴 残疾人生活补贴 \
         残疾人生活和护理补贴 残疾人生活补贴和护理补贴 \
         困难残疾人生活补贴和重度残疾人护理补贴",
    ),
    (
        "C19",
        "留守儿童 困境儿童 留守儿童关爱 困境儿童保障 困境儿童关爱 留守儿童和困境儿童 \
         困境儿童和留守儿童 留守儿童困境儿童 留守儿童和困境儿童关爱 \
         留守儿童和困境儿童关爱服务 困境儿童和留守儿童关爱服务 留守儿童困境儿童关爱服务 \
         农村留守儿童和困境儿童关爱服务 农村留守儿童 孤儿保障 孤儿和事实无人抚养儿童",
    ),
    (
        "C20",
        "优抚 优抚对象 优待抚恤 优抚补助 优抚金 优抚资金 优抚对象补助 优抚对象抚恤 \
         优抚对象抚恤补助 优抚对象名单 优抚金发放 退役军人优待",
    ),
    (
        "C21",
        "救灾 救灾款物 救灾救助 救灾物资 救灾资金 救灾款物发放 救灾救济 \
         救灾救济款物 自然灾害救助 灾害救助",
    ),
    (
        "C22",
        "捐赠 社会捐赠 捐赠款物 社会捐助 捐款捐物 接受捐赠 接受捐赠款物 \
         接受社会捐赠 社会捐赠款物使用",
    ),
    (
        "C23",
        "农业补贴 惠农补贴 耕地地力保护补贴 惠农补贴发放 耕地地力保护补贴发放 \
         农业补贴发放 涉农补贴 种粮补贴 粮食直补 强农惠农补贴 惠民惠农补贴 \
         惠民惠农财政补贴",
    ),
    ("C24", "危房改造 农村危房改造"),
    (
        "C25",
        "巩固脱贫 巩固脱贫成果 巩固脱贫攻坚成果 巩固拓展脱贫攻坚成果 脱贫攻坚 \
         脱贫帮扶 脱贫户帮扶 脱贫人口帮扶 精准扶贫 扶贫 防返贫 防返贫监测 \
         防止返贫监测 防返贫监测帮扶 防止返贫监测帮扶 防止返贫动态监测和帮扶",
    ),
    (
        "C26",
        "社会保险 社保 养老保险 医疗保险 养老医疗保险 养老和医疗保险 居民医保 \
         新农合 城乡居民养老保险 城乡居民医疗保险 城乡居民基本养老保险 \
         城乡居民基本医疗保险 养老保险缴费 医疗保险缴费",
    ),
    (
        "C28",
        "误工补贴 误工补助 误工 误工费 误工报酬 误工补贴发放 误工补贴标准 \
         村民误工补贴 村级误工补贴 误工补贴人员",
    ),
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
        let (code, _) =
            ALIASES.iter().find(|(_, aliases)| aliases.split(' ').any(|alias| alias == name))?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::catalog_import::bundled;

    #[test]
    fn a_county_s_words_lead_to_the_matter() {
        let catalog = Catalog::new(bundled());
        for (item, code) in [
            ("低保评议公示", "C14"),
            ("农村低保", "C15"),
            ("特困供养情况公示", "C16"),
            ("临时救助", "C17"),
            ("残疾人补贴", "C18"),
            ("留守儿童和困境儿童关爱服务", "C19"),
            ("留守儿童、困境儿童关爱服务", "C19"),
            ("优抚对象", "C20"),
            ("救灾款物发放情况", "C21"),
            ("社会捐赠", "C22"),
            ("惠民惠农财政补贴", "C23"),
            ("防返贫监测帮扶", "C25"),
            ("城乡居民养老保险", "C26"),
            ("误工补贴", "C28"),
            ("村干部报酬", "F09"),
        ] {
            let (found, is_new) = codes(&[Named { code: None, item }], Some(&catalog))[0];
            assert_eq!((found.as_str(), is_new), (code, false), "{item}");
        }
        // a part of a name is none
        let item = "临时救助资金监管";
        assert!(codes(&[Named { code: None, item }], Some(&catalog))[0].1);
    }

    #[test]
    fn a_name_leads_to_one_matter() {
        let mut seen = BTreeMap::new();
        for (code, aliases) in ALIASES {
            for alias in aliases.split(' ') {
                assert_eq!(key(alias), alias);
                assert_eq!(seen.insert(alias, code), None, "{alias}");
            }
        }
    }
}
