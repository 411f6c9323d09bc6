//! What a sheet says about itself in few words (核对文字): the text of its QR code, and the
//! comparison of what a person holds in hand with what the archive holds.
//!
//! Invariant: the text follows from the frozen notice alone, so every reprint carries the same;
//! it holds nothing that the sheet does not show, and never more than [`PROOF_BYTES_MAX`] bytes.

use super::{Body, Notice, Publication, Statement};
use crate::domain::entity::Entity;
use crate::domain::ledger::Funds;
use crate::domain::money::Money;

/// The longest text of a QR code that an old telephone still reads from the wall.
pub const PROOF_BYTES_MAX: usize = 400;
/// The longest name or title in it, in bytes of UTF-8.
const NAME_BYTES_MAX: usize = 90;
/// How many digits of the archive chain are printed.
const CHAIN_DIGITS: usize = 12;

/// One line of a proof: a label, which may be empty, and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofLine {
    /// `收入`; empty for the village and the title.
    pub label: &'static str,
    /// `36017.22元`
    pub value: String,
}

/// A line of a proof in hand that the archive does not have (不符之处).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofDifference {
    /// What it is about; empty where no such line is known.
    pub label: &'static str,
    /// What the archive says.
    pub archived: Option<String>,
    /// What the paper says.
    pub given: String,
}

impl ProofLine {
    fn new(label: &'static str, value: impl Into<String>) -> Self {
        Self { label, value: value.into() }
    }

    /// As it stands in the text.
    pub fn text(&self) -> String {
        format!("{}{}", self.label, self.value)
    }
}

impl Publication {
    /// The first digits of the archive chain as printed, if the notice keeps them.
    pub fn chain_label(&self) -> Option<String> {
        let chain = self.chain.as_ref()?;
        Some(chain.chars().take(CHAIN_DIGITS).collect())
    }
}

impl Notice {
    /// The text of the QR code on the sheet that hangs now; `None` before it is published.
    pub fn proof_text(&self) -> Option<String> {
        let lines = self.proof(self.posting()?);
        Some(lines.iter().map(ProofLine::text).collect::<Vec<_>>().join("\n"))
    }

    /// What the sheet of one posting says about itself, line by line.
    pub fn proof(&self, publication: &Publication) -> Vec<ProofLine> {
        let masthead = &self.content.masthead;
        let books = masthead.books.filter(|books| !books.is_village()).map_or("", Entity::label);
        let place = format!("{}{}{books}", masthead.township, masthead.village);
        let title = self.full_title();
        let mut lines = vec![ProofLine::new("", cut(&place)), ProofLine::new("", cut(&title))];
        lines.extend(self.proof_figures());
        let (from, until) = (publication.published_on, publication.posted_until);
        lines.push(ProofLine::new("公示", format!("{from}至{until}")));
        lines.push(ProofLine::new("校验码", self.code_of(Some(publication))));
        lines.extend(publication.chain_label().map(|chain| ProofLine::new("存档链", chain)));
        lines
    }

    fn proof_figures(&self) -> Vec<ProofLine> {
        let money = |amount: Money| format!("{amount}元");
        let four = |opening: Funds, income: Money, expense: Money, closing: Funds| {
            vec![
                ProofLine::new("期初结余", money(opening.total())),
                ProofLine::new("收入", money(income)),
                ProofLine::new("支出", money(expense)),
                ProofLine::new("期末结余", money(closing.total())),
            ]
        };
        match &self.content.body {
            Body::FinanceDetail(it) => {
                let mut lines = four(it.opening, it.income_total, it.expense_total, it.closing);
                lines.push(ProofLine::new("共", format!("{}笔", it.lines.len())));
                lines
            }
            Body::FinanceSummary(it) => {
                four(it.opening, it.income_total, it.expense_total, it.closing)
            }
            Body::Statement(statement) => statement_lines(statement),
        }
    }
}

/// How many rows a sheet of words has, and what they come to: the total of its list of persons, the
/// sums below its first table, or the row that a person called so.
fn statement_lines(statement: &Statement) -> Vec<ProofLine> {
    let listed = statement.people.as_ref().map_or(0, |list| list.people.len());
    let rows: usize = statement.tables.iter().map(|table| table.rows.len()).sum();
    let count = (rows + listed > 0).then(|| ProofLine::new("表中", format!("{}行", rows + listed)));
    let is_total = |cell: &String| cell.contains("合计") || cell.contains("总计");
    let written = || {
        statement.tables.iter().find_map(|table| {
            let mut rows = table.totals.iter().chain(table.rows.iter().rev());
            let row = rows.find(|row| row.iter().any(is_total))?;
            let cells = row.iter().filter(|cell| !cell.is_empty() && !is_total(cell));
            Some(cells.cloned().collect::<Vec<_>>().join(" "))
        })
    };
    let of_list = statement.people.as_ref().filter(|list| !list.total.is_zero());
    let total = of_list.map(|list| format!("{}元", list.total)).or_else(written);
    let total = total.map(|total| ProofLine::new("合计", cut(&total)));
    count.into_iter().chain(total).collect()
}

/// Compares the lines a person holds in hand with those of the archive: each must be one of
/// them; lines that are left out are no fault, so that single figures can be asked about too.
pub fn proof_differences(archived: &[ProofLine], given: &str) -> Vec<ProofDifference> {
    let known: Vec<String> = archived.iter().map(|line| plain(&line.text())).collect();
    let lines = given.split(['\n', '；', ';']).map(plain).filter(|line| !line.is_empty());
    lines
        .filter(|line| !known.contains(line))
        .map(|line| {
            let labelled = archived.iter().filter(|it| !it.label.is_empty());
            let of = labelled.into_iter().find(|it| line.starts_with(it.label));
            let given = of.and_then(|it| line.strip_prefix(it.label)).unwrap_or(&line).to_owned();
            ProofDifference {
                label: of.map_or("", |it| it.label),
                archived: of.map(|it| it.value.clone()),
                given,
            }
        })
        .collect()
}

/// A code as people copy it, made into one of ours: without blanks and strokes, in capitals,
/// with the letters that it never has read as the digits they look like.
pub fn read_code(written: &str) -> String {
    let letters = written.chars().filter_map(|c| match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(u32::from(c) - 0xFEE0),
        other => Some(other),
    });
    let letters =
        letters.filter(char::is_ascii_alphanumeric).map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        });
    let letters: Vec<char> = letters.collect();
    letters.chunks(4).map(|group| group.iter().collect()).collect::<Vec<String>>().join("-")
}

/// Without blanks and thousands separators.
fn plain(line: &str) -> String {
    line.chars().filter(|c| !c.is_whitespace() && !matches!(c, ',' | '，' | '：' | ':')).collect()
}

/// A name that is not too long for a QR code.
fn cut(name: &str) -> String {
    if name.len() <= NAME_BYTES_MAX {
        return name.to_owned();
    }
    let mut kept = String::new();
    for c in name.chars() {
        if kept.len() + c.len_utf8() + '…'.len_utf8() > NAME_BYTES_MAX {
            break;
        }
        kept.push(c);
    }
    kept + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_changed_fen_is_found_and_left_out_lines_are_not() {
        let archived = [ProofLine::new("", "明堌新村"), ProofLine::new("收入", "36017.22元")];
        assert_eq!(proof_differences(&archived, "明堌新村\n收入 36,017.22元\n"), []);
        assert_eq!(proof_differences(&archived, "收入：36017.22元"), []);
        let found = proof_differences(&archived, "明堌新村；收入36017.23元");
        let expected = ProofDifference {
            label: "收入",
            archived: Some("36017.22元".to_owned()),
            given: "36017.23元".to_owned(),
        };
        assert_eq!(found, [expected]);
        assert_eq!(proof_differences(&archived, "别的村").len(), 1);
    }

    #[test]
    fn codes_are_read_as_people_write_them() {
        assert_eq!(read_code(" 7f3k 9qxa—m2td5hwe "), "7F3K-9QXA-M2TD-5HWE");
        assert_eq!(read_code("７Ｆ３Ｋ-OIL0"), "7F3K-0110");
    }

    #[test]
    fn long_names_are_cut_at_a_character() {
        assert_eq!(cut("村"), "村");
        let long = cut(&"村".repeat(80));
        assert!(long.len() <= NAME_BYTES_MAX && long.ends_with("村…"));
    }
}
