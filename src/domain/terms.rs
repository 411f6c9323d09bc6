//! 名词解释: the terms of the books in words that villagers use, for the foot of a sheet.
//!
//! Basis: 《农村集体经济组织会计制度》(财会〔2023〕14号), what it says that each account holds, said
//! shortly. Only what a villager cannot guess stands here.

/// A term and what it means (名词解释).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// As it stands on the sheet.
    pub name: &'static str,
    /// In plain words, without a stop.
    pub meaning: &'static str,
}

/// The most that one sheet explains: more nobody reads.
pub const TERMS_MAX: usize = 3;

const fn term(name: &'static str, meaning: &'static str) -> Term {
    Term { name, meaning }
}

/// The hardest first: where a sheet has more than it can explain, these are explained.
const TERMS: [Term; 34] = [
    term("公积公益金", "从收益里提取或按规定转入的集体积累，用来补亏、转增资本和办集体公益设施"),
    term("专项应付款", "上级给的、指定了用途的钱，只能用在指定的项目上"),
    term("一事一议", "为村里直接受益的公益事业，按民主程序向大家筹的钱和劳"),
    term("内部往来", "村集体和本集体成员之间还没有结清的欠款"),
    term("转移性收入", "政府补助、捐赠这类不用拿东西或劳动去换的收入"),
    term("未分配收益", "历年积下来、还没有分的收益"),
    term("可分配收益", "当年净收益加上以前没有分完的，可以用来提取和分配的钱"),
    term("收益总额", "全年挣的和收到的补助等，减去全年花的"),
    term("净收益", "收益总额减去所得税"),
    term("经营收益", "经营和投资得到的，减去经营花费、税金和管理花费"),
    term("长期借款及应付款", "村集体欠的、一年以上才还的借款和其他款项"),
    term("待处理财产损溢", "盘点时发现多出或短少、还没有处理完的财产"),
    term("累计折旧", "房屋设备用旧了，历年摊到花费里的价钱"),
    term("累计摊销", "无形资产的价钱历年摊到花费里的数"),
    term("折旧", "把房屋设备的价钱按能用的年数，一月一月摊到花费里"),
    term("净值", "原价减去累计折旧以后剩下的数"),
    term("原值", "买来或建成时的价钱"),
    term("在建工程", "还没有完工的工程已经花的钱"),
    term("公益性生物资产", "防风固沙、涵养水源一类的林木等，不是为了卖钱的"),
    term("生产性生物资产", "长期养着、种着出产品的，如果树、产畜"),
    term("消耗性生物资产", "养大、长成了就卖的，如存栏待售的牲畜、蔬菜"),
    term("长期待摊费用", "已经付了钱、要在一年以上的时间里分摊的花费"),
    term("应付劳务费", "应该付给临时用工的劳务报酬，还没有付的"),
    term("应付工资", "应该付给村里管理人员和固定用工的报酬，还没有付的"),
    term("应收款", "外面的单位和个人欠村集体的钱"),
    term("应付款", "村集体欠外面的单位和个人、一年以内要还的钱"),
    term("暂付款", "先垫出去、以后要收回或凭票报销的钱"),
    term("暂收款", "先收进来、以后要退还或转付的钱"),
    term("补助收入", "政府给的、保障村里运转等的补助"),
    term("投资收益", "对外投资得到的收益，减去投资的损失"),
    term("公益支出", "村里公益事业、集体和成员福利花的钱"),
    term("管理费用", "管理活动花的钱，如干部报酬、办公、差旅、水电"),
    term("发包", "把集体的地、鱼塘、果园等包给人经营，收承包费"),
    term("货币资金", "现金和银行存款"),
];

/// What a sheet explains: the terms that stand in its texts, the hardest first, no more than
/// [`TERMS_MAX`]. A term inside a longer one is that longer one.
pub fn explained<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<Term> {
    let mut longest: Vec<usize> = (0..TERMS.len()).collect();
    let length = |at: &usize| TERMS.get(*at).map_or(0, |term| term.name.len());
    longest.sort_by_key(|at| std::cmp::Reverse(length(at)));
    let mut found = [false; TERMS.len()];
    for text in texts {
        let mut left = text.to_owned();
        for at in &longest {
            let (Some(term), Some(found)) = (TERMS.get(*at), found.get_mut(*at)) else { continue };
            if left.contains(term.name) {
                *found = true;
                left = left.replace(term.name, "\n");
            }
        }
    }
    let stands = TERMS.iter().zip(found).filter(|(_, found)| *found);
    stands.map(|(term, _)| *term).take(TERMS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(texts: &[&str]) -> Vec<&'static str> {
        explained(texts.iter().copied()).iter().map(|term| term.name).collect()
    }

    #[test]
    fn only_what_stands_on_the_sheet_is_explained() {
        assert_eq!(names(&["本月买了办公用纸", "水费"]), [""; 0]);
        assert_eq!(names(&["收到一事一议筹资款"]), ["一事一议"]);
    }

    #[test]
    fn a_term_inside_a_longer_one_is_not_meant() {
        assert_eq!(names(&["专项应付款—村道硬化"]), ["专项应付款"]);
        assert_eq!(names(&["长期借款及应付款", "净值"]), ["长期借款及应付款", "净值"]);
        assert_eq!(names(&["专项应付款", "应付款"]), ["专项应付款", "应付款"]);
    }

    #[test]
    fn the_hardest_are_explained_where_there_are_too_many() {
        let all: Vec<&str> = TERMS.iter().map(|term| term.name).collect();
        assert_eq!(names(&all), ["公积公益金", "专项应付款", "一事一议"]);
    }

    #[test]
    fn no_meaning_ends_with_a_stop_or_is_long() {
        for term in TERMS {
            let count = term.meaning.chars().count();
            assert!(!term.meaning.ends_with('。') && count <= 40, "{} {count}", term.name);
        }
    }
}
