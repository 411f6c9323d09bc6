//! Finds the accounts of a file: in today's chart, or carried over by name from the chart before
//! 2024.
//!
//! Invariant: the chart is decided once for a whole file, from all of its rows. A number that
//! means two things is never guessed.

use super::cells::{self, CellFault};
use super::fault::ImportFault;
use crate::domain::account::{AccountCode, Chart};
use crate::domain::old_chart::{self, AccountMap, Evidence, Mapped, Translation, Verdict};

/// The accounts of one file.
#[derive(Debug)]
pub(super) struct Accounts<'a> {
    chart: &'a Chart,
    verdict: Verdict,
    translation: Translation,
}

impl<'a> Accounts<'a> {
    /// Decides which chart the file was written with.
    pub(super) fn of(written: &[String], chart: &'a Chart, map: &AccountMap) -> Self {
        let texts = || written.iter().map(String::as_str).filter(|text| !text.is_empty());
        let verdict = old_chart::verdict(texts(), chart);
        let translation = match verdict {
            Verdict::Old => Translation::of(texts(), chart, map),
            // nothing to carry over: whatever a person said of old accounts has no use
            Verdict::New | Verdict::Unclear => Translation::of([], chart, map),
        };
        Self { chart, verdict, translation }
    }

    /// Today's chart, for rows that are looked at before the file is decided on.
    pub(super) fn today(chart: &'a Chart) -> Self {
        Self { chart, verdict: Verdict::New, translation: Translation::default() }
    }

    /// Whether the file was written with the old chart.
    pub(super) fn is_old(&self) -> bool {
        self.verdict == Verdict::Old
    }

    /// Finds the account that a text names, and says what would be right if it names none.
    pub(super) fn find(&self, written: &str) -> Result<AccountCode, CellFault> {
        let written = written.trim();
        if self.verdict == Verdict::Unclear
            && old_chart::evidence(written, self.chart) == Evidence::Ambiguous
            && let Some(meanings) = old_chart::two_meanings(written)
        {
            return Err(CellFault {
                reason: format!("只有编号，分不清是新科目还是旧科目：{meanings}"),
                hint: "请在科目栏的编号后面补上名称，如“511 经营支出”，再导入。".to_owned(),
            });
        }
        match self.translation.find(written) {
            Some(Mapped { target: Some(code), .. }) if self.chart.contains(code) => {
                Ok(code.clone())
            }
            Some(Mapped { target: Some(code), .. }) => Err(CellFault {
                reason: format!("要转到的科目 {code} 不在科目表里"),
                hint: "请改成科目表里的编号，或先在设置里增设明细科目。".to_owned(),
            }),
            Some(Mapped { offered, .. }) if !offered.is_empty() => {
                Err(self.must_choose(written, offered))
            }
            _ => cells::account(self.chart, written).map(|account| account.code.clone()),
        }
    }

    fn must_choose(&self, written: &str, offered: &[AccountCode]) -> CellFault {
        let name = written.trim_start_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
        let choices: Vec<String> = offered.iter().map(|code| self.chart.title(code)).collect();
        let first = offered.first().map_or("", AccountCode::as_str);
        CellFault {
            reason: format!("旧科目“{name}”在现行科目表里分成了几个，要由人定转到哪一个"),
            hint: format!(
                "可以转到{}；窗口里请在对照表里选，命令行写 --map {name}={first}。",
                choices.join("、")
            ),
        }
    }

    /// What a person said about accounts that the file does not name: a slip of the pen.
    pub(super) fn unused(&self, file: &str) -> Vec<ImportFault> {
        let unused = self.translation.unused.iter();
        unused
            .map(|name| {
                let (reason, hint) = match self.verdict {
                    Verdict::Old => (
                        format!("对照里写了“{name}”，文件里没有这个旧科目"),
                        "请照文件里的写法改名称，或去掉这一条对照。",
                    ),
                    Verdict::New | Verdict::Unclear => (
                        format!("对照里写了“{name}”，可这个文件看不出是旧科目表的"),
                        "请核对文件；用现行科目表的文件不用写对照。",
                    ),
                };
                ImportFault::of_file(file, &reason, hint)
            })
            .collect()
    }

    /// What a person should look at in a file of the old chart.
    pub(super) fn warnings(&self) -> Vec<String> {
        if !self.is_old() {
            return Vec::new();
        }
        let head = "这是按 2004 年科目表写的文件，已按名称转到现行科目，请核对对照表。";
        let noted = self.translation.lines.iter().filter_map(|line| {
            let note = line.note.as_ref()?;
            let target = line.target.as_ref().map(|code| self.chart.title(code));
            Some(format!("“{}”转到“{}”：{note}", line.written, target.unwrap_or_default()))
        });
        std::iter::once(head.to_owned()).chain(noted).collect()
    }

    /// The table of old and new accounts; empty for a file of today's chart.
    pub(super) fn into_mapped(self) -> Vec<Mapped> {
        self.translation.lines
    }
}
