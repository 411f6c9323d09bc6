//! Rule packs: the numbers of one province's rules, with the article behind each (省级规则包).
//!
//! Invariant: a pack never goes below the national law: a sheet stays up at least 15 days
//! (村民委员会组织法第三十五条), whatever an older provincial rule says. A number that no rule
//! names is a default that can be set, and its basis says 【待核】.

use serde::{Deserialize, Serialize};

/// Whose rules a ledger follows (规则包).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum RulePack {
    /// 山东省村务公开条例 (2018).
    #[default]
    Shandong,
    /// National law only (国家法).
    National,
    /// 四川省村务公开条例 (2009).
    Sichuan,
    /// 海南省实施〈村民委员会组织法〉办法 (2025).
    Hainan,
    /// 河北省村务公开条例 (1999).
    Hebei,
}

/// The numbers of a pack (规则包的天数). Days are calendar days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PackNumbers {
    /// To object to a plan or a sheet.
    pub objection_days: u32,
    /// For the committee to answer.
    pub answer_days: u32,
    /// The least time on the board.
    pub posting_days_min: u32,
    /// For the government to deal with a complaint; `None` where the rules name no time.
    pub government_answer_days: Option<u32>,
    /// To disclose what has just happened.
    pub immediate_days: u32,
    /// The day of the next month a monthly or quarterly matter is due, where the rules name one.
    pub periodic_due_day: Option<u32>,
}

impl RulePack {
    /// Every pack, the usual one first.
    pub const ALL: [Self; 5] =
        [Self::Shandong, Self::National, Self::Sichuan, Self::Hainan, Self::Hebei];

    /// The stable name in files and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Shandong => "shandong",
            Self::National => "national",
            Self::Sichuan => "sichuan",
            Self::Hainan => "hainan",
            Self::Hebei => "hebei",
        }
    }

    /// As shown.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Shandong => "山东",
            Self::National => "只按国家法",
            Self::Sichuan => "四川",
            Self::Hainan => "海南",
            Self::Hebei => "河北",
        }
    }

    /// The pack that a person names, in Chinese or by its stable name.
    pub fn parse(text: &str) -> Option<Self> {
        let written = text.trim();
        let bare = written.trim_end_matches('省');
        if matches!(written, "国家" | "国家法" | "全国") {
            return Some(Self::National);
        }
        let is_it = |pack: &Self| pack.label() == bare || pack.name().eq_ignore_ascii_case(written);
        Self::ALL.into_iter().find(is_it)
    }

    /// The pack's numbers.
    pub const fn numbers(self) -> PackNumbers {
        const SHANDONG: PackNumbers = PackNumbers {
            objection_days: 5,
            answer_days: 5,
            posting_days_min: 15,
            government_answer_days: None,
            immediate_days: 5,
            periodic_due_day: None,
        };
        match self {
            // national law names none of the times: Shandong's practice is what a ledger starts with
            Self::Shandong | Self::National => SHANDONG,
            Self::Sichuan => PackNumbers {
                answer_days: 10,
                government_answer_days: Some(20),
                immediate_days: 10,
                periodic_due_day: Some(10),
                ..SHANDONG
            },
            Self::Hainan | Self::Hebei => PackNumbers { answer_days: 15, ..SHANDONG },
        }
    }

    /// Who decides what is published (由谁定案).
    pub const fn decided_by(self) -> &'static str {
        match self {
            Self::Shandong => "村党组织和村民委员会联席会议",
            Self::National => "村民委员会（国家法没有写由谁定案，重要事项先经村党组织研究讨论）",
            Self::Sichuan | Self::Hainan | Self::Hebei => {
                "村党组织和村民委员会联席会议（当地规定【待核】，先按山东做法）"
            }
        }
    }

    /// The article behind each number, one line each; a number no article names says 【待核】.
    pub const fn basis(self) -> &'static [&'static str] {
        match self {
            Self::Shandong => &SHANDONG_BASIS,
            Self::National => &NATIONAL_BASIS,
            Self::Sichuan => &SICHUAN_BASIS,
            Self::Hainan => &HAINAN_BASIS,
            Self::Hebei => &HEBEI_BASIS,
        }
    }
}

const SHANDONG_BASIS: [&str; 7] = [
    "异议 5 日：村务监督委员会自方案提出之日起、村民自公布之日起（《山东省村务公开条例》第十六条）。",
    "答复 5 日：村民委员会自收到之日起（《山东省村务公开条例》第十六条）。",
    "公示不少于 15 日：《村民委员会组织法》第三十五条。《山东省村务公开条例》第十三条写的 5 日低于上位法，不再用。",
    "政府处理反映的天数：条例没有写。",
    "重大事项随时公开：《山东省村务公开条例》第十二条。条例没有写天数，先按 5 日，可以改。",
    "定案：村党组织和村民委员会联席会议（《山东省村务公开条例》第十一条）。",
    "届中离任审计 30 日内完成并公布：《山东省实施〈中华人民共和国村民委员会组织法〉办法》第三十条。",
];

const NATIONAL_BASIS: [&str; 5] = [
    "异议、答复的天数：国家法没有写，先按山东的 5 日，可以改【待核】。",
    "公示不少于 15 日：《村民委员会组织法》第三十五条。",
    "政府处理反映的天数：《村民委员会组织法》第三十六条没有写。",
    "重大事项随时公开：《村民委员会组织法》第三十五条。没有写天数，先按 5 日，可以改【待核】。",
    "定案：国家法没有写由谁定案；重要事项先经村党组织研究讨论（《村民委员会组织法》第二十八条）。",
];

const SICHUAN_BASIS: [&str; 6] = [
    "答复 10 日、政府处理反映 20 日：《四川省村务公开条例》。",
    "随时公开的事项发生后 10 日内、定期公开的季后或月后 10 日内公布：《四川省村务公开条例》。",
    "公示不少于 15 日：《村民委员会组织法》第三十五条。《四川省村务公开条例》写的 10 日低于上位法，不再用。",
    "异议的天数：先按 5 日，可以改【待核】。",
    "定案：先按村党组织和村民委员会联席会议【待核】。",
    "离任审计公布的天数：先按 30 日，可以改【待核】。",
];

const HAINAN_BASIS: [&str; 5] = [
    "村民疑问 15 日内解答：海南省实施《村民委员会组织法》的办法（2025）第二十四条。",
    "公示不少于 15 日，涉及财务和费用的必须张榜：海南省实施《村民委员会组织法》的办法（2025）第二十五条。",
    "异议的天数、重大事项公布的天数：先按 5 日，可以改【待核】。",
    "政府处理反映的天数：没有见到规定【待核】。",
    "定案：先按村党组织和村民委员会联席会议【待核】。",
];

const HEBEI_BASIS: [&str; 5] = [
    "答复 15 日：《河北省村务公开条例》（1999）。",
    "公示不少于 15 日：《村民委员会组织法》第三十五条。",
    "异议的天数、重大事项公布的天数：先按 5 日，可以改【待核】。",
    "政府处理反映的天数：没有见到规定【待核】。",
    "定案：先按村党组织和村民委员会联席会议【待核】。",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_of_each_pack_are_those_of_its_rules() {
        let shown = |pack: RulePack| {
            let PackNumbers {
                objection_days,
                answer_days,
                posting_days_min,
                government_answer_days,
                immediate_days,
                periodic_due_day,
            } = pack.numbers();
            format!(
                "异议 {objection_days} 答复 {answer_days} 公示 {posting_days_min} 政府 {} 即时 {immediate_days} 定期 {}",
                government_answer_days.map_or("—".to_owned(), |days| days.to_string()),
                periodic_due_day.map_or("—".to_owned(), |day| day.to_string()),
            )
        };
        assert_eq!(shown(RulePack::Shandong), "异议 5 答复 5 公示 15 政府 — 即时 5 定期 —");
        assert_eq!(shown(RulePack::National), "异议 5 答复 5 公示 15 政府 — 即时 5 定期 —");
        assert_eq!(shown(RulePack::Sichuan), "异议 5 答复 10 公示 15 政府 20 即时 10 定期 10");
        assert_eq!(shown(RulePack::Hainan), "异议 5 答复 15 公示 15 政府 — 即时 5 定期 —");
        assert_eq!(shown(RulePack::Hebei), "异议 5 答复 15 公示 15 政府 — 即时 5 定期 —");
    }

    #[test]
    fn what_no_rule_names_is_marked_as_unchecked() {
        let unchecked = |pack: RulePack| pack.basis().iter().any(|line| line.contains("【待核】"));
        assert!(!unchecked(RulePack::Shandong));
        for pack in [RulePack::National, RulePack::Sichuan, RulePack::Hainan, RulePack::Hebei] {
            assert!(unchecked(pack), "{pack:?}");
        }
        for pack in RulePack::ALL {
            assert!(pack.basis().iter().any(|line| line.contains("不少于 15 日")), "{pack:?}");
            assert!(pack.numbers().posting_days_min >= 15);
        }
    }

    #[test]
    fn a_pack_is_found_by_the_name_of_its_province() {
        for (written, pack) in [
            ("山东省", RulePack::Shandong),
            ("四川", RulePack::Sichuan),
            ("Hainan", RulePack::Hainan),
            ("国家法", RulePack::National),
        ] {
            assert_eq!(RulePack::parse(written), Some(pack), "{written}");
        }
        assert_eq!(RulePack::parse("山西"), None);
        let stored = serde_json::to_string(&RulePack::Hebei).expect("written");
        assert_eq!(stored, r#""hebei""#);
    }
}
