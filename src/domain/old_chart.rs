//! The chart of accounts before 2024 (财会〔2004〕12号), and where its balances went.
//!
//! Many numbers of the old chart mean something else in the new one (502, 153, 154, 211, 511 …),
//! so an old account is recognised and carried over by its name, never by its number alone.
//! Successors follow the rules of transition (财会〔2023〕20号); where those leave a choice to the
//! village, a person is asked.

use std::collections::BTreeMap;

use super::account::{AccountCode, Chart, name_key};
use super::text;

/// An account of the chart of 2004 (旧科目).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OldAccount {
    /// Its number then.
    pub code: &'static str,
    /// Its name then.
    pub name: &'static str,
    /// The account that took its place.
    pub successor: Successor,
}

/// What took the place of an old account (新旧科目衔接).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Successor {
    /// One account of the new chart.
    One(&'static str),
    /// Usually the first, but a village may have used it for the other.
    Usually(&'static str, &'static [&'static str]),
    /// It was split: only the village knows which part it is.
    Ask(&'static [&'static str]),
}

/// The 33 accounts of 财会〔2004〕12号.
pub const OLD_CHART: [OldAccount; 33] = {
    use Successor::{Ask, One, Usually};
    const fn old(code: &'static str, name: &'static str, successor: Successor) -> OldAccount {
        OldAccount { code, name, successor }
    }
    [
        old("101", "现金", One("101")),
        old("102", "银行存款", One("102")),
        old("111", "短期投资", One("111")),
        old("112", "应收款", One("112")),
        old("113", "内部往来", One("113")),
        old("121", "库存物资", One("121")),
        old("131", "牲畜（禽）资产", Ask(&["131", "132"])),
        old("132", "林木资产", Ask(&["131", "132", "134"])),
        old("141", "长期投资", One("141")),
        old("151", "固定资产", One("151")),
        old("152", "累计折旧", One("152")),
        old("153", "固定资产清理", One("154")),
        old("154", "在建工程", One("153")),
        old("201", "短期借款", One("201")),
        old("202", "应付款", One("211")),
        old("211", "应付工资", One("212")),
        old("212", "应付福利费", Usually("212", &["311"])),
        old("221", "长期借款及应付款", One("221")),
        old("231", "一事一议资金", One("231")),
        old("301", "资本", One("301")),
        old("311", "公积公益金", One("311")),
        old("321", "本年收益", One("321")),
        old("322", "收益分配", One("322")),
        old("401", "生产（劳务）成本", One("401")),
        old("501", "经营收入", One("501")),
        old("502", "经营支出", One("511")),
        old("511", "发包及上交收入", Ask(&["501", "502"])),
        old("521", "农业税附加返还收入", One("503")),
        old("522", "补助收入", One("503")),
        old("531", "其他收入", One("504")),
        old("541", "管理费用", One("513")),
        old("551", "其他支出", One("515")),
        old("561", "投资收益", One("502")),
    ]
};

/// What a written account says of the chart it was written with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// Only the chart of 2004 has this name, this number, or this number with this name.
    Old,
    /// Only the chart of 2023 has it.
    New,
    /// A number alone that means one thing in the old chart and another in the new.
    Ambiguous,
    /// Both charts have it and mean the same, or neither knows it.
    Neutral,
}

/// Which chart a file was written with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Today's.
    New,
    /// The one of 2004.
    Old,
    /// Numbers alone, some of which mean different things: nobody can tell.
    Unclear,
}

/// An account as people write it: number, name, path of a sub-account.
struct Written {
    level: String,
    digits: String,
    /// The whole name with its levels, and that of the first level.
    path: String,
    head: String,
}

impl Written {
    fn of(text: &str) -> Self {
        let plain: String = text.trim().chars().map(text::ascii_width).collect();
        let end = plain.find(|c: char| !c.is_ascii_digit()).unwrap_or(plain.len());
        let (digits, name) = plain.split_at(end);
        let name = name.trim_start_matches(|c: char| c.is_whitespace() || "-—–_.:/".contains(c));
        let head = name.split(['—', '-', '–', '/', '\\', '_', ':']).next().unwrap_or_default();
        Self {
            level: digits.get(..3).unwrap_or(digits).to_owned(),
            digits: digits.to_owned(),
            path: name_key(name),
            head: name_key(head),
        }
    }

    /// The old account of that name.
    fn named(&self) -> Option<&'static OldAccount> {
        OLD_CHART.iter().find(|old| name_key(old.name) == self.head)
    }

    /// The old account of that number.
    fn numbered(&self) -> Option<&'static OldAccount> {
        OLD_CHART.iter().find(|old| old.code == self.level)
    }
}

/// What one written account says of its chart.
pub fn evidence(written: &str, chart: &Chart) -> Evidence {
    let account = Written::of(written);
    let standard = |test: &dyn Fn(&str, &str) -> bool| {
        super::account::STANDARD.iter().find(|(code, name, ..)| test(code, name))
    };
    let (old_name, new_name) =
        (account.named(), standard(&|_, name| name_key(name) == account.head));
    match (old_name, new_name) {
        (Some(_), None) => return Evidence::Old,
        (None, Some(_)) => return Evidence::New,
        (Some(old), Some((new_code, ..))) => {
            return match (account.level == old.code, account.level == *new_code) {
                (true, false) => Evidence::Old,
                (false, true) => Evidence::New,
                (true, true) | (false, false) => Evidence::Neutral,
            };
        }
        (None, None) => {}
    }
    if account.digits.len() > 3 && !account.path.is_empty() && chart.find(written).is_some() {
        return Evidence::New;
    }
    match (account.numbered(), standard(&|code, _| code == account.level)) {
        (Some(_), None) => Evidence::Old,
        (None, Some(_)) => Evidence::New,
        (Some(old), Some((new_code, ..))) if old.successor != Successor::One(new_code) => {
            Evidence::Ambiguous
        }
        (Some(_), Some(_)) | (None, None) => Evidence::Neutral,
    }
}

/// Which chart the accounts of one file were written with.
pub fn verdict<'t>(written: impl IntoIterator<Item = &'t str>, chart: &Chart) -> Verdict {
    let (mut old, mut new, mut ambiguous) = (false, false, false);
    for text in written {
        match evidence(text, chart) {
            Evidence::Old => old = true,
            Evidence::New => new = true,
            Evidence::Ambiguous => ambiguous = true,
            Evidence::Neutral => {}
        }
    }
    match (old, new, ambiguous) {
        (true, false, _) => Verdict::Old,
        (false, false, true) => Verdict::Unclear,
        // where both are mixed, what belongs to the old chart is named row by row
        (_, true, _) | (false, false, false) => Verdict::New,
    }
}

/// What a number alone means in either chart: `旧科目表是“经营支出”，新科目表是“投资收益”`.
pub fn two_meanings(written: &str) -> Option<String> {
    let account = Written::of(written);
    let old = account.numbered()?;
    let new = super::account::STANDARD.iter().find(|(code, ..)| *code == account.level)?;
    Some(format!("{} 在 2004 年科目表是“{}”，在现行科目表是“{}”", old.code, old.name, new.1))
}

/// What a person says about old accounts: into which new account each goes (旧名=新编号).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountMap(BTreeMap<String, (String, AccountCode)>);

impl AccountMap {
    /// Says where an old account goes; its number may stand before the name or be left out.
    pub fn set(&mut self, old: &str, new: AccountCode) {
        let key = Written::of(old).path;
        self.0.insert(key, (old.trim().to_owned(), new));
    }

    /// Where a person sent the account, by its whole path or by its first level.
    fn get(&self, written: &Written) -> Option<(&String, &AccountCode)> {
        let found =
            self.0.get_key_value(&written.path).or_else(|| self.0.get_key_value(&written.head));
        found.map(|(key, (_, code))| (key, code))
    }
}

/// One old account of a file and where it goes (对照表的一行).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapped {
    /// As the file writes it.
    pub written: String,
    /// How many rows name it.
    pub rows: usize,
    /// The new account; `None` until a person says which.
    pub target: Option<AccountCode>,
    /// What it may be, where there is a choice.
    pub offered: Vec<AccountCode>,
    /// Whether only the village can say which of these it is.
    pub asked: bool,
    /// What a person should know: number and name disagree, a sub-account is merged.
    pub note: Option<String>,
}

/// All old accounts of a file and where they go (新旧科目对照表).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Translation {
    /// In the order in which the file first names them.
    pub lines: Vec<Mapped>,
    /// What a person said about accounts that the file does not name.
    pub unused: Vec<String>,
}

impl Translation {
    /// Carries the accounts of a file over.
    pub fn of<'t>(
        written: impl IntoIterator<Item = &'t str>,
        chart: &Chart,
        map: &AccountMap,
    ) -> Self {
        let mut lines: Vec<Mapped> = Vec::new();
        let mut used: Vec<String> = Vec::new();
        for text in written {
            if let Some(line) = lines.iter_mut().find(|line| line.written == text) {
                line.rows += 1;
                continue;
            }
            let account = Written::of(text);
            let mut line = carry(text, &account, chart);
            if let Some((key, code)) = map.get(&account) {
                used.push(key.clone());
                line.target = Some(code.clone());
            }
            lines.push(line);
        }
        let unused = map.0.iter().filter(|(key, _)| !used.contains(key));
        let unused = unused.map(|(_, (written, _))| written.clone()).collect();
        Self { lines, unused }
    }

    /// Where a written account goes.
    pub fn find(&self, written: &str) -> Option<&Mapped> {
        self.lines.iter().find(|line| line.written == written)
    }

    /// Whether a person must still say where an account goes.
    pub fn is_open(&self) -> bool {
        self.lines.iter().any(|line| line.target.is_none() && !line.offered.is_empty())
    }
}

/// Where one old account goes by itself.
fn carry(text: &str, account: &Written, chart: &Chart) -> Mapped {
    let code = |code: &&str| AccountCode::new(code);
    let mut mapped = Mapped { written: text.to_owned(), rows: 1, ..Mapped::default() };
    let Some(old) = account.named().or_else(|| account.numbered()) else {
        // an account of the new chart that the old one never had, as a village may have added it
        mapped.target = chart.find(text).map(|account| account.code.clone());
        return mapped;
    };
    match old.successor {
        Successor::One(new) => mapped.target = code(&new),
        Successor::Usually(first, others) => {
            mapped.target = code(&first);
            mapped.offered =
                mapped.target.iter().cloned().chain(others.iter().filter_map(code)).collect();
        }
        Successor::Ask(offered) => {
            mapped.offered = offered.iter().filter_map(code).collect();
            mapped.asked = true;
        }
    }
    let number = account.numbered().filter(|other| other.code != old.code);
    if let Some(number) = number {
        mapped.note = Some(format!(
            "编号和名称对不上：{} 是“{}”，按名称“{}”转",
            number.code, number.name, old.name
        ));
    } else if !account.level.is_empty() && account.level != old.code {
        mapped.note = Some(format!(
            "编号和名称对不上：旧科目表没有 {}，按名称“{}”转",
            account.level, old.name
        ));
    }
    keep_sub_account(&mut mapped, account, chart);
    mapped
}

/// A sub-account stays one where the village has it below the successor; otherwise it goes into
/// the successor itself.
fn keep_sub_account(mapped: &mut Mapped, account: &Written, chart: &Chart) {
    let own = match account.path.strip_prefix(&account.head) {
        Some(own) if account.named().is_some() => own,
        // a name of its own behind a number of five or seven digits
        _ if account.named().is_none() => account.path.as_str(),
        _ => "",
    };
    let Some(target) = mapped.target.clone() else { return };
    if own.is_empty() {
        return;
    }
    let full = format!("{}{own}", name_key(&chart.full_name(&target)));
    let sub = chart.accounts().find(|other| name_key(&chart.full_name(&other.code)) == full);
    if let Some(sub) = sub {
        mapped.target = Some(sub.code.clone());
    } else {
        let merged = format!("“{}”下没有明细科目“{own}”，并入上级", chart.full_name(&target));
        let note = mapped.note.take().map(|note| format!("{note}；{merged}"));
        mapped.note = Some(note.unwrap_or(merged));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn carried(text: &str) -> String {
        let chart = Chart::standard();
        let found = Translation::of([text], &chart, &AccountMap::default());
        let Some(line) = found.lines.first() else { return String::new() };
        let offered: Vec<&str> = line.offered.iter().map(AccountCode::as_str).collect();
        let open = || format!("? {}", offered.join(" "));
        line.target.as_ref().map_or_else(open, ToString::to_string)
    }

    #[test]
    fn every_old_account_has_a_successor_of_the_new_chart() {
        let chart = Chart::standard();
        for old in OLD_CHART {
            let codes: Vec<&str> = match old.successor {
                Successor::One(code) => vec![code],
                Successor::Usually(first, others) => {
                    std::iter::once(first).chain(others.iter().copied()).collect()
                }
                Successor::Ask(codes) => codes.to_vec(),
            };
            for code in codes {
                let code = AccountCode::new(code).expect("a code");
                assert!(chart.contains(&code), "{} → {code}", old.name);
            }
        }
    }

    #[test]
    fn every_number_that_changed_its_meaning_is_carried_by_name() {
        for (written, new) in [
            ("101 现金", "101"),
            ("153 固定资产清理", "154"),
            ("154 在建工程", "153"),
            ("202 应付款", "211"),
            ("211 应付工资", "212"),
            ("212 应付福利费", "212"),
            ("502 经营支出", "511"),
            ("521 农业税附加返还收入", "503"),
            ("522 补助收入", "503"),
            ("531 其他收入", "504"),
            ("541 管理费用", "513"),
            ("551 其他支出", "515"),
            ("561 投资收益", "502"),
            ("131 牲畜（禽）资产", "? 131 132"),
            ("132 林木资产", "? 131 132 134"),
            ("511 发包及上交收入", "? 501 502"),
            // numbers alone, in a file known to be old
            ("153", "154"),
            ("502", "511"),
            // the name counts where both disagree
            ("511 管理费用", "513"),
        ] {
            assert_eq!(carried(written), new, "{written}");
        }
    }

    #[test]
    fn a_file_is_old_new_or_unclear() {
        let chart = Chart::standard();
        let is = |written: &[&str]| verdict(written.iter().copied(), &chart);
        assert_eq!(is(&["102 银行存款", "541 管理费用"]), Verdict::Old);
        assert_eq!(is(&["现金"]), Verdict::Old);
        assert_eq!(is(&["202"]), Verdict::Old);
        assert_eq!(is(&["502 经营支出"]), Verdict::Old);
        assert_eq!(is(&["153 固定资产清理", "102"]), Verdict::Old);
        assert_eq!(is(&["502 投资收益"]), Verdict::New);
        assert_eq!(is(&["库存现金", "502 经营支出"]), Verdict::New);
        assert_eq!(is(&["102", "513"]), Verdict::New);
        assert_eq!(is(&["102", "502"]), Verdict::Unclear);
        assert_eq!(is(&["154"]), Verdict::Unclear);
        assert_eq!(is(&["211", "301"]), Verdict::Unclear);
        assert_eq!(is(&["102", "501"]), Verdict::New);
        assert_eq!(is(&["经营支出", "投资收益"]), Verdict::New);
    }

    #[test]
    fn every_clashing_number_alone_is_ambiguous() {
        let chart = Chart::standard();
        for number in ["131", "132", "153", "154", "211", "212", "502", "511", "521"] {
            assert_eq!(evidence(number, &chart), Evidence::Ambiguous, "{number}");
            assert!(two_meanings(number).is_some_and(|words| words.contains("2004 年")));
        }
        for number in ["101", "102", "151", "301", "501"] {
            assert_eq!(evidence(number, &chart), Evidence::Neutral, "{number}");
        }
    }

    #[test]
    fn a_person_decides_by_name_with_or_without_the_number() {
        let chart = Chart::standard();
        let mut map = AccountMap::default();
        let code = |code: &str| AccountCode::new(code).expect("a code");
        map.set("牲畜(禽)资产", code("132"));
        map.set("212 应付福利费", code("311"));
        map.set("林木资产", code("134"));
        let found = Translation::of(["131 牲畜（禽）资产", "应付福利费"], &chart, &map);
        let targets: Vec<Option<&str>> =
            found.lines.iter().map(|line| line.target.as_ref().map(AccountCode::as_str)).collect();
        assert_eq!(targets, [Some("132"), Some("311")]);
        assert_eq!(found.unused, ["林木资产"]);
    }

    #[test]
    fn a_sub_account_is_kept_or_merged() {
        let mut chart = Chart::standard();
        let parent = AccountCode::new("513").expect("a code");
        let office = chart.check_sub_account(&parent, "办公费").expect("a new name");
        chart.insert(office);
        let texts = ["541 管理费用—办公费", "54102 差旅费", "54101 管理费用-办公费"];
        let found = Translation::of(texts, &chart, &AccountMap::default());
        let shown: Vec<(Option<&str>, Option<&str>)> = found
            .lines
            .iter()
            .map(|line| (line.target.as_ref().map(AccountCode::as_str), line.note.as_deref()))
            .collect();
        assert_eq!(
            shown,
            [
                (Some("51301"), None),
                (Some("513"), Some("“管理费用”下没有明细科目“差旅费”，并入上级")),
                (Some("51301"), None),
            ]
        );
    }
}
