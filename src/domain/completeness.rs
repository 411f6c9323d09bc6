//! How far a catalog and a year's disclosures reach what the law asks for (完整度): the ten items
//! of 山东省村务公开条例第七条 and the eight classes of 农经发〔2011〕13号.
//!
//! Invariant: pure. A county's own matter counts where it carries the code of a built-in one.

use std::collections::BTreeSet;

use super::matter::{Cadence, Matter, MatterCode};

/// One thing that must be disclosed, and the matters that do so (应当公开的一项).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// In the words of the rule, shortened.
    pub label: &'static str,
    /// The rule and the place in it.
    pub source: &'static str,
    /// The codes of the built-in matters that answer it.
    pub matters: &'static [&'static str],
}

const fn item(
    label: &'static str,
    source: &'static str,
    matters: &'static [&'static str],
) -> Requirement {
    Requirement { label, source, matters }
}

/// The ten items of 山东省村务公开条例第七条.
pub const LAW_ITEMS: [Requirement; 10] = [
    item("章程、议事规则、村规民约", "山东省村务公开条例第七条第一项", &["C01", "C02"]),
    item(
        "村民会议或者授权的代表会议决定的事项及实施",
        "山东省村务公开条例第七条第二项",
        &["C03", "C04"],
    ),
    item(
        "经济建设规划实施、财务收支、集体财产保值增值和处置",
        "山东省村务公开条例第七条第三项",
        &["C06", "F01", "F02", "F12", "F16"],
    ),
    item(
        "政府拨付和社会捐赠的救灾救助、补贴补助款物",
        "山东省村务公开条例第七条第四项",
        &["C21", "C22"],
    ),
    item(
        "支农资金、农业补贴、危房改造等惠农政策落实",
        "山东省村务公开条例第七条第五项",
        &["C23", "C24", "C25"],
    ),
    item(
        "土地征收征用补偿，土地承包、租赁、流转",
        "山东省村务公开条例第七条第六项",
        &["C08", "C09", "F17"],
    ),
    item(
        "低保、特困、残疾人、儿童、老人关爱，优抚",
        "山东省村务公开条例第七条第七项",
        &["C14", "C15", "C16", "C18", "C19", "C20"],
    ),
    item("公益事业与筹资筹劳方案的实施", "山东省村务公开条例第七条第八项", &["C11"]),
    item("民主协商的过程与成果", "山东省村务公开条例第七条第九项", &["C07"]),
    item(
        "法律、法规规定的其他事项",
        "山东省村务公开条例第七条第十项",
        &["C27", "C28", "C29", "C30", "C31", "C33"],
    ),
];

/// The eight classes of 农经发〔2011〕13号.
pub const FINANCE_CLASSES: [Requirement; 8] = [
    item("财务计划", "农经发〔2011〕13号第一类", &["F04"]),
    item("各项收入", "农经发〔2011〕13号第二类", &["F01", "F06", "F07", "F08"]),
    item("各项支出", "农经发〔2011〕13号第三类", &["F01", "F09", "F10", "F11"]),
    item("各项资产", "农经发〔2011〕13号第四类", &["F03", "F12"]),
    item("各类资源", "农经发〔2011〕13号第五类", &["F13"]),
    item("债权债务", "农经发〔2011〕13号第六类", &["F14", "F15"]),
    item("收益分配", "农经发〔2011〕13号第七类", &["F05"]),
    item(
        "其他：征占地补偿、资产处置、工程、筹资筹劳等专项",
        "农经发〔2011〕13号第八类",
        &["C11", "C12", "F16", "F17"],
    ),
];

/// How one requirement stands (一项的完整度).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Coverage {
    /// The catalog holds none of its matters.
    Missing,
    /// In the catalog; not all that is due at fixed times was disclosed yet.
    Covered,
    /// Disclosed, and nothing with a fixed time is left.
    Disclosed,
}

impl Coverage {
    /// As shown.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Missing => "目录里没有",
            Self::Covered => "目录里有",
            Self::Disclosed => "今年已公开",
        }
    }
}

/// One requirement measured (一项的核对结果). The three lists hold each of its codes once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// The requirement.
    pub requirement: &'static Requirement,
    /// Disclosed this year.
    pub disclosed: Vec<MatterCode>,
    /// In the catalog, not disclosed this year.
    pub covered: Vec<MatterCode>,
    /// Not in the catalog.
    pub missing: Vec<MatterCode>,
    /// How it stands.
    pub coverage: Coverage,
}

/// A catalog and a year measured against the law (完整度).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completeness {
    /// The ten items of the law.
    pub law: Vec<Measured>,
    /// The eight classes of finance.
    pub finance: Vec<Measured>,
}

/// Measures the matters in force and those disclosed this year.
pub fn completeness(in_force: &[&Matter], disclosed: &BTreeSet<MatterCode>) -> Completeness {
    let measured = |requirements: &'static [Requirement]| {
        requirements.iter().map(|requirement| measure(requirement, in_force, disclosed)).collect()
    };
    Completeness { law: measured(&LAW_ITEMS), finance: measured(&FINANCE_CLASSES) }
}

fn measure(
    requirement: &'static Requirement,
    in_force: &[&Matter],
    disclosed: &BTreeSet<MatterCode>,
) -> Measured {
    let mut measured = Measured {
        requirement,
        disclosed: Vec::new(),
        covered: Vec::new(),
        missing: Vec::new(),
        coverage: Coverage::Missing,
    };
    let mut is_awaited = false;
    for code in requirement.matters.iter().filter_map(|code| MatterCode::parse(code).ok()) {
        match in_force.iter().find(|matter| matter.code == code) {
            _ if disclosed.contains(&code) => measured.disclosed.push(code),
            Some(matter) => {
                measured.covered.push(code);
                // what has no fixed time is owed only once it happens
                is_awaited |= matter.cadence != Cadence::Immediate;
            }
            None => measured.missing.push(code),
        }
    }
    measured.coverage = match (measured.disclosed.is_empty(), measured.covered.is_empty()) {
        (true, true) => Coverage::Missing,
        (false, _) if !is_awaited => Coverage::Disclosed,
        _ => Coverage::Covered,
    };
    measured
}

impl Completeness {
    /// The requirements, the law's first.
    pub fn all(&self) -> impl Iterator<Item = &Measured> {
        self.law.iter().chain(&self.finance)
    }

    /// How many requirements the catalog answers, of how many: `(18, 18)`.
    pub fn in_catalog(&self) -> (usize, usize) {
        self.count(|coverage| coverage != Coverage::Missing)
    }

    /// How many requirements were disclosed this year, of how many.
    pub fn disclosed(&self) -> (usize, usize) {
        self.count(|coverage| coverage == Coverage::Disclosed)
    }

    /// Every code that is not in the catalog, once, in order.
    pub fn missing(&self) -> BTreeSet<MatterCode> {
        self.all().flat_map(|measured| measured.missing.iter().copied()).collect()
    }

    fn count(&self, is_it: impl Fn(Coverage) -> bool) -> (usize, usize) {
        let good = self.all().filter(|measured| is_it(measured.coverage)).count();
        (good, self.law.len() + self.finance.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::matter::Category;

    fn codes(text: &str) -> BTreeSet<MatterCode> {
        text.split_whitespace().map(|code| MatterCode::parse(code).expect("a code")).collect()
    }

    /// Matters of these codes; those with a `!` are immediate.
    fn matters(text: &str) -> Vec<Matter> {
        let matter = |word: &str| Matter {
            code: MatterCode::parse(word.trim_end_matches('!')).expect("a code"),
            category: Category::Affairs,
            item: word.to_owned(),
            content: String::new(),
            cadence: if word.ends_with('!') { Cadence::Immediate } else { Cadence::Quarterly },
            posting: None,
            form: String::new(),
            source: String::new(),
        };
        text.split_whitespace().map(matter).collect()
    }

    fn measured(in_force: &str, disclosed: &str) -> Completeness {
        let matters = matters(in_force);
        completeness(&matters.iter().collect::<Vec<_>>(), &codes(disclosed))
    }

    fn coverage(meter: &Completeness, label: &str) -> Coverage {
        let found = meter.all().find(|measured| measured.requirement.label == label);
        found.expect("a requirement").coverage
    }

    #[test]
    fn each_requirement_is_missing_covered_or_disclosed() {
        let meter = measured("C01 C02 C11! F13", "C01");
        assert_eq!(coverage(&meter, "章程、议事规则、村规民约"), Coverage::Covered, "C02 is left");
        assert_eq!(coverage(&meter, "公益事业与筹资筹劳方案的实施"), Coverage::Covered);
        assert_eq!(coverage(&meter, "民主协商的过程与成果"), Coverage::Missing);
        assert_eq!(coverage(&meter, "各类资源"), Coverage::Covered);
        let meter = measured("C01 C02 C11! F13", "C01 C02 C11 F13");
        assert_eq!(coverage(&meter, "章程、议事规则、村规民约"), Coverage::Disclosed);
        assert_eq!(coverage(&meter, "公益事业与筹资筹劳方案的实施"), Coverage::Disclosed);
        assert_eq!(coverage(&meter, "各类资源"), Coverage::Disclosed);
        assert_eq!((meter.in_catalog(), meter.disclosed()), ((4, 18), (4, 18)));
    }

    #[test]
    fn what_did_not_happen_is_not_awaited() {
        let meter = measured("C08! C09 F17!", "C09");
        assert_eq!(coverage(&meter, "土地征收征用补偿，土地承包、租赁、流转"), Coverage::Disclosed);
        let first = meter.law.get(5).expect("the sixth item");
        assert_eq!(first.disclosed, Vec::from_iter(codes("C09")));
        assert_eq!(first.covered, Vec::from_iter(codes("C08 F17")));
        assert!(first.missing.is_empty());
    }

    #[test]
    fn an_empty_catalog_misses_everything_once() {
        let meter = measured("", "");
        assert_eq!((meter.in_catalog(), meter.disclosed()), ((0, 18), (0, 18)));
        assert!(meter.all().all(|measured| measured.coverage == Coverage::Missing));
        assert!(meter.missing().contains(&MatterCode::FINANCE_DETAIL));
        for measured in meter.all() {
            assert_eq!(
                measured.missing.len(),
                measured.requirement.matters.len(),
                "every code reads"
            );
        }
    }
}
