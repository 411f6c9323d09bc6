//! Everything a sheet says, as one text to search in.

use super::content::{Body, SummaryLine};
use super::statement::Statement;
use super::{Notice, NoticeState};
use crate::domain::money::Money;
use crate::domain::period;

impl Notice {
    /// The words and figures of the sheet, one on each line: title, period, days, and the whole
    /// frozen content. Amounts stand with and without the commas.
    pub fn search_text(&self) -> String {
        let mut found = Gatherer::default();
        found.add(self.matter.as_str());
        found.add(self.title());
        found.add(&self.span_label());
        found.add(&self.covers_until().to_string());
        if self.corrects.is_some() {
            found.add("更正公告");
        }
        if let NoticeState::Published(publication) = &self.state {
            found.add(&publication.published_on.to_string());
            found.add(&period::date_label(publication.published_on));
            publication.boards.iter().for_each(|board| found.add(board));
            found.add(&self.posted_code());
        }
        match &self.content.body {
            Body::FinanceDetail(detail) => {
                for line in &detail.lines {
                    found.add(&line.voucher);
                    for words in [&line.summary, &line.handler, &line.witness, &line.approver] {
                        found.add(words);
                    }
                    found.amount(line.income);
                    found.amount(line.expense);
                }
                found.amount(detail.income_total);
                found.amount(detail.expense_total);
                found.amount(detail.closing.total());
            }
            Body::FinanceSummary(summary) => {
                let lines = summary.income.iter().chain(&summary.expense);
                lines.for_each(|SummaryLine { label, amount, .. }| {
                    found.add(label);
                    found.amount(*amount);
                });
                found.amount(summary.income_total);
                found.amount(summary.expense_total);
                found.amount(summary.closing.total());
            }
            Body::Statement(statement) => found.statement(statement),
        }
        found.text
    }
}

#[derive(Default)]
struct Gatherer {
    text: String,
}

impl Gatherer {
    fn add(&mut self, words: &str) {
        if !words.is_empty() {
            self.text.push_str(words);
            self.text.push('\n');
        }
    }

    fn amount(&mut self, amount: Money) {
        if !amount.is_zero() {
            self.add(&amount.to_string());
            self.add(&amount.grouped());
        }
    }

    fn statement(&mut self, statement: &Statement) {
        if let Some(occasion) = &statement.occasion {
            self.add(&occasion.text);
        }
        statement.paragraphs.iter().for_each(|paragraph| self.add(paragraph));
        for table in &statement.tables {
            self.add(&table.title);
            table.columns.iter().chain(table.rows.iter().flatten()).for_each(|it| self.add(it));
        }
        if let Some(sheet) = &statement.people {
            for person in &sheet.people {
                self.add(&person.name);
                self.add(&person.head);
                self.amount(person.amount);
            }
            self.amount(sheet.total);
        }
        if let Some(correction) = &statement.correction {
            self.add(&correction.reason);
            self.add(&correction.check_code);
            for line in &correction.lines {
                for words in [&line.what, &line.was, &line.now] {
                    self.add(words);
                }
            }
        }
    }
}
