//! Lines that hide: a summary that says nothing, one summary for many payments, a total without
//! its lines, a large part of the money under “其他”.
//!
//! What villagers complain of most is “其他支出” with nothing behind it. All of these are warnings:
//! a person looks, and may know better.

use super::fault::{Fault, Level};
use super::{FinanceDetail, FinanceSummary, Statement, StatementTable, SummaryLine};
use crate::domain::composed::{BY_ACCOUNT, UNLISTED};
use crate::domain::ledger::share_of;
use crate::domain::listing::ColumnKind;
use crate::domain::matter::MatterCode;
use crate::domain::money::Money;
use crate::domain::rules::Rules;

/// Words that say neither for what nor to whom, the longer before the shorter.
const EMPTY_WORDS: [&str; 40] = [
    "村委会",
    "库存现金",
    "其他",
    "其它",
    "杂项",
    "杂支",
    "杂费",
    "零星",
    "零用",
    "日常",
    "各项",
    "各种",
    "有关",
    "相关",
    "费用",
    "支出",
    "收入",
    "开支",
    "开销",
    "款项",
    "支付",
    "收到",
    "收取",
    "报销",
    "转账",
    "转款",
    "付款",
    "收款",
    "现金",
    "银行",
    "本月",
    "当月",
    "一批",
    "若干",
    "村里",
    "付",
    "收",
    "费",
    "款",
    "等",
];

/// Whether a summary says nothing of what the money was for: `其他支出`, `付3月费用等`.
pub(super) fn is_vague(summary: &str) -> bool {
    let mut left: String = summary.chars().filter(|c| c.is_alphabetic()).collect();
    for word in EMPTY_WORDS {
        left = left.replace(word, "");
    }
    // what is left of a date or an amount; only now, for 本月 and 日常 are words
    left.chars().all(|c| matches!(c, '年' | '月' | '日' | '份' | '元' | '笔'))
}

fn warning(code: &'static str, line: Option<usize>, message: String) -> Fault {
    Fault { level: Level::Warning, code, line, message, private: None }
}

/// What to write instead.
const INSTEAD: &str = "请更正这张凭证，写清办什么事、付给谁（收谁的），如“付村东路灯维修材料款”";

fn vague_line(line: usize, voucher: &str, summary: &str) -> Option<Fault> {
    let named = if voucher.is_empty() { format!("第 {line} 行") } else { voucher.to_owned() };
    is_vague(summary).then(|| {
        let message = format!("{named}的摘要只写“{summary}”，村民看不出是什么钱。{INSTEAD}。");
        warning("vague_summary", Some(line), message)
    })
}

/// The lines of F01 that say nothing.
pub(super) fn of_detail(detail: &FinanceDetail) -> Vec<Fault> {
    let lines = (1..).zip(&detail.lines);
    let mut faults: Vec<Fault> =
        lines.filter_map(|(at, line)| vague_line(at, &line.voucher, &line.summary)).collect();
    let has_total = !detail.income_total.is_zero() || !detail.expense_total.is_zero();
    if detail.lines.is_empty() && has_total {
        faults.push(no_lines("本月合计"));
    }
    faults
}

fn no_lines(what: &str) -> Fault {
    let message = format!("{what}有数，下面一行明细也没有，村民会问钱在哪里。请把明细写上再公布。");
    warning("total_without_lines", None, message)
}

/// The kinds of F02 that hide too much, and totals without a kind.
pub(super) fn of_summary(summary: &FinanceSummary, rules: &Rules) -> Vec<Fault> {
    // with a kind that says what the money is
    let sides = [
        (("本月收入", "其他收入—存款利息"), &summary.income, summary.income_total),
        (("本月支出", "公益支出—道路维修"), &summary.expense, summary.expense_total),
    ];
    let mut faults = Vec::new();
    for (side, lines, total) in sides {
        if lines.is_empty() && !total.is_zero() {
            faults.push(no_lines(side.0));
        }
        faults.extend(large_other(side, lines, total, rules));
    }
    faults
}

/// Whether a kind is the rest of all others, at any level: `其他支出`, `管理费用—其他`.
fn is_other(label: &str) -> bool {
    let own = label.rsplit('—').next().unwrap_or(label);
    own.starts_with("其他") || own.starts_with("其它")
}

fn large_other(
    (side, example): (&str, &str),
    lines: &[SummaryLine],
    total: Money,
    rules: &Rules,
) -> Option<Fault> {
    let limit = rules.other_share_percent;
    let others = || lines.iter().filter(|line| is_other(&line.label));
    let sum: Money = others().map(|line| line.amount).sum();
    let share = share_of(sum, total)?;
    if limit == 0 || share <= limit * 100 {
        return None;
    }
    let names: Vec<&str> = others().map(|line| line.label.as_str()).collect();
    let message = format!(
        "{side}里“{}”共 {} 元，占 {}.{:02}%，超过 {limit}%。请把里面大的几笔改记到说得清的明细科目，如“{example}”。",
        names.join("”“"),
        sum.grouped(),
        share / 100,
        share % 100
    );
    Some(warning("large_other", None, message))
}

/// The tables of a composed finance sheet.
pub(super) fn of_statement(matter: MatterCode, statement: &Statement) -> Vec<Fault> {
    let mut faults = Vec::new();
    for table in &statement.tables {
        faults.extend(of_table(table));
    }
    let unlisted = statement.paragraphs.iter().any(|text| text.contains(UNLISTED));
    let by_account = statement.tables.iter().any(|table| table.columns == BY_ACCOUNT);
    if unlisted || by_account {
        let message = format!(
            "“{}”只有账上的总数，没有逐项列出。请先在“台账”里逐项登记，再重新起草；依据农经发〔2011〕13号：财务公开要逐项逐笔。",
            statement.title
        );
        faults.push(warning("total_without_lines", None, message));
    }
    if matter == MatterCode::PLAN && statement.tables.is_empty() {
        let message = "还没有录入这一年的收支计划。请先在“村务”的“收支计划”里登记，再起草；表里会自动列出各项计划和上年实际。";
        faults.push(warning("no_plan", None, message.to_owned()));
    }
    faults
}

fn of_table(table: &StatementTable) -> Vec<Fault> {
    let mut faults = Vec::new();
    let is_sum = |row: &Vec<String>| {
        let amounts = table.kinds.iter().zip(row).filter(|(kind, _)| **kind == ColumnKind::Amount);
        amounts.filter_map(|(_, cell)| Money::parse(cell).ok()).any(|amount| !amount.is_zero())
    };
    if table.rows.is_empty() && table.totals.iter().any(is_sum) {
        faults.push(no_lines("合计"));
    }
    let column = |head: &str| table.columns.iter().position(|it| it == head);
    let Some(summary) = column("摘要") else { return faults };
    let cell = |row: &Vec<String>, at: Option<usize>| -> String {
        at.and_then(|at| row.get(at)).cloned().unwrap_or_default()
    };
    let number = column("凭证号");
    for (line, row) in (1..).zip(&table.rows) {
        faults.extend(vague_line(line, &cell(row, number), &cell(row, Some(summary))));
    }
    faults.extend(repeated(table, summary, number));
    faults
}

/// Three or more lines of one summary.
const SAME_MIN: usize = 3;

/// One summary for several payments of different amounts.
fn repeated(table: &StatementTable, summary: usize, number: Option<usize>) -> Vec<Fault> {
    let mut lines: std::collections::BTreeMap<&str, Vec<(usize, &Vec<String>)>> =
        std::collections::BTreeMap::new();
    for (line, row) in (1..).zip(&table.rows) {
        let words = row.get(summary).map(String::as_str).unwrap_or_default();
        lines.entry(words).or_default().push((line, row));
    }
    let amounts = |row: &Vec<String>| -> Vec<String> {
        let amounts = table.kinds.iter().zip(row).filter(|(kind, _)| **kind == ColumnKind::Amount);
        amounts.map(|(_, cell)| cell.clone()).collect()
    };
    let mut found = Vec::new();
    for (words, same) in lines.into_iter().filter(|(_, same)| same.len() >= SAME_MIN) {
        let Some((first, row)) = same.first() else { continue };
        if same.iter().all(|(_, other)| amounts(other) == amounts(row)) || is_vague(words) {
            continue;
        }
        let numbers = same.iter().filter_map(|(_, row)| number.and_then(|at| row.get(at)));
        let numbers: Vec<&str> = numbers.map(String::as_str).collect();
        let message = format!(
            "{} 笔“{words}”摘要相同、金额不同（{}），村民会问是不是重复付款，下次请写清是哪一批、哪一段。",
            same.len(),
            numbers.join("、")
        );
        found.push(warning("same_summary", Some(*first), message));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_that_says_nothing_is_found() {
        for words in [
            "其他支出",
            "其他收入",
            "杂支",
            "费用",
            "付3月费用等",
            "支付款项",
            "付杂费",
            "其它",
            "零星开支",
            "收款",
            "报销费用",
            "付本月日常开支",
            "等",
            "村委会支出",
        ] {
            assert!(is_vague(words), "{words}");
        }
    }

    #[test]
    fn a_summary_that_says_something_is_left_alone() {
        for words in [
            "付村干部3月报酬",
            "购买办公用纸",
            "收到果园承包费",
            "付水费",
            "付电费、水费等",
            "存款利息",
            "捐款",
            "慰问80岁以上老人",
            "付清理河道误工费",
            "上级补助",
            "其他支出：换井盖",
        ] {
            assert!(!is_vague(words), "{words}");
        }
    }

    #[test]
    fn the_rest_of_all_others_is_known_at_any_level() {
        for (label, other) in [
            ("其他支出", true),
            ("其他收入（利息、捐款等）", true),
            ("管理费用—其他", true),
            ("其他收入—存款利息", false),
            ("公益花费（环卫、路灯、慰问等）", false),
        ] {
            assert_eq!(is_other(label), other, "{label}");
        }
    }
}
