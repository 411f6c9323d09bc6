//! The gate before publication: what is wrong or doubtful in a notice.

use std::borrow::Cow;

use serde::Serialize;

use super::redaction::{self, FieldPlace};
use super::vague;
use super::{Body, FinanceDetail, Notice, Statement};
use crate::domain::account::AccountCode;
use crate::domain::entity::Entity;
use crate::domain::law::Law;
use crate::domain::ledger::{Book, fund_movement};
use crate::domain::matter::{Category, MatterCode};
use crate::domain::money::Money;
use crate::domain::occasion::DisclosureSpan;
use crate::domain::people::PeopleSheet;
use crate::domain::period::{self, Period};
use crate::domain::privacy::PrivateKind;
use crate::domain::rules::Rules;
use crate::domain::village::Office;
use crate::domain::voucher::Voucher;

/// How serious a fault is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The notice cannot be drafted or published.
    Error,
    /// A person should look; it may be right.
    Warning,
}

/// Something wrong or doubtful in a notice (公布前检查的问题).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// How serious.
    pub level: Level,
    /// A stable name for programs.
    pub code: &'static str,
    /// The line of the sheet, from 1, where it is about one line.
    pub line: Option<usize>,
    /// One Chinese sentence with the next step.
    pub message: String,
    /// Where something private stands, and what it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub private: Option<(FieldPlace, PrivateKind)>,
}

impl Notice {
    /// Checks what was frozen against itself, the book and the last published sheet.
    pub fn faults(&self, book: &Book, law: &Law) -> Vec<Fault> {
        let mut faults = match (&self.content.body, self.period()) {
            (Body::Statement(statement), _) => {
                let mut faults = statement_faults(statement, book);
                if statement.category == Category::Finance && statement.correction.is_none() {
                    faults.extend(vague::of_statement(self.matter, statement));
                }
                if faults.iter().any(|fault| fault.code == "no_plan") {
                    // which says better what is to be done
                    faults.retain(|fault| fault.code != "no_content");
                }
                faults
            }
            (_, Some(period)) => self.finance_faults(book, &law.rules, period),
            (_, None) => Vec::new(),
        };
        faults.extend(self.unanswered_request(book));
        faults.extend(redaction::faults(&self.content, self.matter));
        faults.extend(masthead_faults(book));
        let uncovered = law.calendar.uncovered(self.drafted_on).into_iter();
        faults.extend(uncovered.map(|message| Fault {
            level: Level::Warning,
            code: "calendar",
            line: None,
            message,
            private: None,
        }));
        faults.sort_by_key(|fault| fault.level);
        faults
    }

    /// A sheet over a request of villagers says what they asked for by itself; the answer has to be
    /// written (山东省村务公开条例第八条).
    fn unanswered_request(&self, book: &Book) -> Option<Fault> {
        let Body::Statement(statement) = &self.content.body else { return None };
        if self.matter != MatterCode::REQUEST || statement.correction.is_some() {
            return None;
        }
        let known = book.occasions.iter().find(|it| DisclosureSpan::Occasion(it.id) == self.span);
        let asked = known.map(|it| book.composed_words(&it.facts)).unwrap_or_default();
        let has_table = statement.tables.iter().any(|table| !table.rows.is_empty());
        let is_answered = statement.paragraphs.iter().any(|it| !asked.contains(it)) || has_table;
        (!is_answered).then(|| Fault {
            level: Level::Warning,
            code: "no_answer",
            line: None,
            message: "公示上只有村民要求公开什么，没有写答复。请把要求公开的内容写上再起草；依据《山东省村务公开条例》第八条：联名要求公开的，应当公开。".to_owned(),
            private: None,
        })
    }

    fn finance_faults(&self, book: &Book, rules: &Rules, period: Period) -> Vec<Fault> {
        let mut faults = Vec::new();
        if let Body::FinanceDetail(detail) = &self.content.body {
            faults.extend(detail_faults(detail));
            faults.extend(doubtful_lines(detail));
            faults.extend(vague::of_detail(detail));
        }
        if let Body::FinanceSummary(summary) = &self.content.body {
            faults.extend(vague::of_summary(summary, rules));
        }
        faults.extend(self.carry_over_faults(book, period));
        let sets = book.sets_in(self.entity);
        for (entity, set) in &sets {
            // where there is more than one, each sentence says whose money it is about
            let of = if sets.len() > 1 { *entity } else { Entity::Village };
            faults.extend(negative_funds_faults(set, of, period));
            if let Body::FinanceDetail(detail) = &self.content.body {
                faults.extend(money_faults(set, of, rules, period, detail));
            }
        }
        if let (Body::FinanceDetail(detail), true) = (&self.content.body, sets.len() > 1) {
            faults.extend(between_books(&sets, period, detail));
        }
        faults
    }

    /// The opening must be what the last sheet on the wall ended with.
    fn carry_over_faults(&self, book: &Book, period: Period) -> Option<Fault> {
        let before = book.last_published_before(self.matter, self.entity, period)?;
        let (published, opening) = (before.funds()?.1, self.funds()?.0);
        (published != opening).then(|| Fault {
            level: Level::Error,
            code: "carry_over",
            line: None,
            message: format!(
                "{}的上月结余 {} 元（现金 {}、银行 {}），与已公布的{}月末结余 {} 元（现金 {}、银行 {}）不一致。请先公布中间的月份，或核对期初余额。",
                period.label(),
                opening.total().grouped(),
                opening.cash.grouped(),
                opening.bank.grouped(),
                before.span_label(),
                published.total().grouped(),
                published.cash.grouped(),
                published.bank.grouped(),
            ),
            private: None,
        })
    }
}

/// A sheet of words must say something, and nothing twice.
fn statement_faults(statement: &Statement, book: &Book) -> Vec<Fault> {
    let warning =
        |code, message| Fault { level: Level::Warning, code, line: None, message, private: None };
    let mut faults = Vec::new();
    let is_silent = statement.paragraphs.is_empty()
        && statement.occasion.is_none()
        && statement.correction.is_none()
        && statement.people.is_none()
        && statement.tables.iter().all(|table| table.rows.is_empty());
    if is_silent {
        let message = format!(
            "“{}”没有写内容，公示上会写“本期无此事项”。请确认本期确实没有；有，就把内容写上再起草。",
            statement.title
        );
        faults.push(warning("no_content", message));
    }
    faults.extend(statement.people.as_ref().and_then(people_total));
    let is_party = statement.category == Category::Party;
    if is_party
        && !book.village.profile.officers.iter().any(|it| it.office == Office::PartySecretary)
    {
        let message = "村情里还没有填村党组织书记，请在“设置”里补上。".to_owned();
        faults.push(warning("village_facts", message));
    }
    faults
}

/// A list must add up, whoever computed it.
fn people_total(sheet: &PeopleSheet) -> Option<Fault> {
    let sum: Money = sheet.people.iter().map(|person| person.amount).sum();
    (sum != sheet.total).then(|| Fault {
        level: Level::Error,
        code: "totals",
        line: None,
        message: format!(
            "名单逐户相加是 {}，合计写的是 {}，请重新导入名单。",
            sum.grouped(),
            sheet.total.grouped()
        ),
        private: None,
    })
}

/// The sheet must add up, whoever computed it.
fn detail_faults(detail: &FinanceDetail) -> Vec<Fault> {
    let error =
        |code, line, message| Fault { level: Level::Error, code, line, message, private: None };
    let mut faults = Vec::new();
    let mut balance = detail.opening.total();
    for (index, line) in detail.lines.iter().enumerate() {
        balance = balance.plus(line.income).minus(line.expense);
        if balance != line.balance {
            let message = format!(
                "第 {} 行结余应是 {}，表上是 {}",
                index + 1,
                balance.grouped(),
                line.balance.grouped()
            );
            faults.push(error("balance", Some(index + 1), message));
            break;
        }
    }
    let income: Money = detail.lines.iter().map(|line| line.income).sum();
    let expense: Money = detail.lines.iter().map(|line| line.expense).sum();
    if (income, expense) != (detail.income_total, detail.expense_total) {
        let message = "逐笔相加不等于本月合计，请核对凭证。".to_owned();
        faults.push(error("totals", None, message));
    }
    if detail.opening.total().plus(income).minus(expense) != detail.closing.total() {
        let message = "上月结余加收入减支出不等于月末结余，请核对凭证。".to_owned();
        faults.push(error("closing", None, message));
    }
    faults
}

/// Lines a villager would ask about.
fn doubtful_lines(detail: &FinanceDetail) -> Vec<Fault> {
    let warning = |code, line, message| Fault {
        level: Level::Warning,
        code,
        line: Some(line),
        message,
        private: None,
    };
    let mut faults = Vec::new();
    for (index, line) in detail.lines.iter().enumerate() {
        let missing: Vec<&str> =
            [("经手人", &line.handler), ("证明人", &line.witness), ("审批人", &line.approver)]
                .into_iter()
                .filter(|(_, name)| name.is_empty())
                .map(|(label, _)| label)
                .collect();
        if !missing.is_empty() {
            let message = format!(
                "{}“{}”没有填{}，请核对凭据上的签字。",
                line.voucher,
                line.summary,
                missing.join("、")
            );
            faults.push(warning("missing_person", index + 1, message));
        }
    }
    faults.extend(repeated_summaries(detail));
    faults
}

/// Three or more lines of one summary look like one payment made again and again.
fn repeated_summaries(detail: &FinanceDetail) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for (index, line) in detail.lines.iter().enumerate() {
        if seen.contains(&line.summary.as_str()) {
            continue;
        }
        seen.push(&line.summary);
        let same: Vec<&str> = detail
            .lines
            .iter()
            .filter(|other| other.summary == line.summary)
            .map(|other| other.voucher.as_str())
            .collect();
        if same.len() >= 3 {
            faults.push(Fault {
                level: Level::Warning,
                code: "same_summary",
                line: Some(index + 1),
                message: format!(
                    "{} 笔“{}”摘要相同（{}），村民会问是不是重复付款，下次请写清批次。",
                    same.len(),
                    line.summary,
                    same.join("、")
                ),
                private: None,
            });
        }
    }
    faults
}

/// `村委会账：`, before a sentence about one of two sets of books.
fn whose(of: Entity) -> String {
    if of.is_village() { String::new() } else { format!("{}账：", of.label()) }
}

fn negative_funds_faults(book: &Book, of: Entity, period: Period) -> Vec<Fault> {
    let days = book.negative_funds(period).into_iter();
    days.map(|day| {
        let what = if day.cash { "现金" } else { "银行存款" };
        let voucher = day.voucher.map_or_else(
            || "月初就已经是负数".to_owned(),
            |(_, number)| format!("从凭证 {number} 起"),
        );
        Fault {
            level: Level::Warning,
            code: if day.cash { "negative_cash" } else { "negative_bank" },
            line: None,
            message: format!(
                "{}{}{}结余是 {} 元，{}，钱不可能是负的，请核对日期先后和漏记的收入。",
                whose(of),
                period::day_label(day.date),
                what,
                day.balance.grouped(),
                voucher
            ),
            private: None,
        }
    })
    .collect()
}

/// How the money of the period was handled.
fn money_faults(
    book: &Book,
    of: Entity,
    rules: &Rules,
    period: Period,
    detail: &FinanceDetail,
) -> Vec<Fault> {
    let warnings = book.money_warnings(rules, period).into_iter();
    warnings
        .map(|warning| {
            let number = warning.voucher.map(|(_, number)| format!("{}{number}", of.mark()));
            let line = detail.lines.iter().position(|line| Some(&line.voucher) == number.as_ref());
            Fault {
                level: Level::Warning,
                code: warning.rule.code(),
                line: line.map(|line| line + 1),
                message: format!("{}{}", whose(of), warning.message),
                private: None,
            }
        })
        .collect()
}

/// How many days may lie between both ends of a transfer.
const TRANSFER_DAYS: i64 = 7;

/// Money that went from one set of books to the other: added up, it stands in income and expense.
fn between_books(
    sets: &[(Entity, Cow<'_, Book>)],
    period: Period,
    detail: &FinanceDetail,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (from, out) in sets {
        for (to, into) in sets.iter().filter(|(to, _)| to != from) {
            let mut taken = Vec::new();
            for paid in out.vouchers_by_day(period) {
                let Some(amount) = settled(&fund_movement(paid).expense) else { continue };
                let meets = |got: &&&Voucher| {
                    (got.date() - paid.date()).num_days().abs() <= TRANSFER_DAYS
                        && settled(&fund_movement(got).income) == Some(amount)
                        && !taken.contains(&got.id())
                };
                let arrived = into.vouchers_by_day(period);
                let Some(got) = arrived.iter().find(meets) else { continue };
                taken.push(got.id());
                let paid_number = format!("{}{}", from.mark(), paid.number());
                let got_number = format!("{}{}", to.mark(), got.number());
                let line = detail.lines.iter().position(|line| line.voucher == paid_number);
                faults.push(Fault {
                    level: Level::Warning,
                    code: "between_books",
                    line: line.map(|line| line + 1),
                    message: format!(
                        "{paid_number}“{}”和{got_number}“{}”像是两套账之间的转账 {} 元，合并以后收入和支出里各算了一次，公示时请在摘要里写明。",
                        paid.summary(),
                        got.summary(),
                        amount.grouped()
                    ),
                    private: None,
                });
            }
        }
    }
    faults
}

/// The sum of a movement that is all claims and debts, as one between two sets of books is.
fn settled(lines: &[(AccountCode, Money)]) -> Option<Money> {
    let is_claim = |account: &AccountCode| matches!(account.first_level(), "112" | "113" | "211");
    let all = !lines.is_empty() && lines.iter().all(|(account, _)| is_claim(account));
    all.then(|| lines.iter().map(|(_, amount)| *amount).sum())
}

fn masthead_faults(book: &Book) -> Vec<Fault> {
    let profile = &book.village.profile;
    let mut missing = Vec::new();
    if profile.supervision.members.is_empty() {
        missing.push("村务监督委员会成员");
    }
    if profile.supervision_phone.is_empty() {
        missing.push("村监委电话");
    }
    if profile.boards.is_empty() {
        missing.push("公开栏位置");
    }
    if missing.is_empty() {
        return Vec::new();
    }
    vec![Fault {
        level: Level::Warning,
        code: "village_facts",
        line: None,
        message: format!("村情里还没有填{}，公示上会留空，请在“设置”里补上。", missing.join("、")),
        private: None,
    }]
}
