//! The lines of a statement: one row each, amounts signed from the village's view.

use super::figures::{self, Figure};
use super::names::{self, BankColumn};
use super::order::Timed;
use super::stated::{self, Stated};
use crate::domain::money::Money;
use crate::domain::period::Date;
use crate::domain::reconcile::{LineFacts, StatementLine, tail_of};
use crate::exchange::cells::CellFault;
use crate::exchange::columns::Header;
use crate::exchange::fault::{ImportFault, Place};
use crate::exchange::sheet::{Cell, Row, Sheet};

/// How the amounts of a file carry their direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Signs {
    /// Two columns; the outgoing ones are positive.
    TwoColumns,
    /// Two columns; the outgoing ones carry a minus.
    TwoColumnsSigned,
    /// One column and a 借贷标志; a minus takes a line back.
    Direction,
    /// One column with signs.
    Signed,
}

/// A row as it stands in the file.
struct RawLine<'s> {
    row: &'s Row,
    date: Date,
    incoming: Figure,
    outgoing: Figure,
    amount: Figure,
    direction: Option<bool>,
    balance: Figure,
}

/// What the rows of a sheet gave.
#[derive(Debug, Default)]
pub(super) struct ReadRows {
    pub(super) lines: Vec<Timed>,
    /// Whether no amount says which way the money went.
    pub(super) undirected: bool,
    pub(super) faults: Vec<ImportFault>,
}

struct Reader<'s> {
    header: &'s Header<BankColumn>,
    sheet: &'s Sheet,
    file: &'s str,
}

/// Reads the rows below the header.
pub(super) fn read(
    sheet: &Sheet,
    header: &Header<BankColumn>,
    file: &str,
    stated: &mut Stated,
) -> ReadRows {
    let reader = Reader { header, sheet, file };
    let mut read = ReadRows::default();
    let mut raw = Vec::new();
    for row in header.rows(sheet) {
        match reader.raw(row, stated) {
            Ok(Some(line)) => raw.push(line),
            Ok(None) => {}
            Err(faults) => read.faults.extend(faults),
        }
    }
    let signs = reader.signs(&raw);
    read.undirected = signs == Signs::Signed
        && raw.iter().all(|line| !matches!(&line.amount, Figure::Amount(m) if m.is_negative()));
    for line in &raw {
        match reader.line(line, signs) {
            Ok(Some(timed)) => read.lines.push(timed),
            Ok(None) => {}
            Err(fault) => read.faults.push(*fault),
        }
    }
    read
}

impl<'s> Reader<'s> {
    fn fault(&self, row: &Row, key: BankColumn, fault: &CellFault) -> Box<ImportFault> {
        let place =
            Place { file: self.file.to_owned(), sheet: self.sheet.name.clone(), row: row.number };
        let column = self.header.get(key).map(|found| found.written.clone()).unwrap_or_default();
        let shown = self.header.cell(row, key).shown();
        Box::new(ImportFault::at(&place, &column, &shown, &fault.reason, &fault.hint))
    }

    fn figure(&self, row: &Row, key: BankColumn) -> Result<Figure, Box<ImportFault>> {
        figures::figure(self.header.cell(row, key)).map_err(|fault| self.fault(row, key, &fault))
    }

    fn date_column(&self) -> BankColumn {
        if self.header.has(BankColumn::Date) { BankColumn::Date } else { BankColumn::Time }
    }

    /// A row with its day and figures; `None` for the rows around the lines.
    fn raw(
        &self,
        row: &'s Row,
        stated: &mut Stated,
    ) -> Result<Option<RawLine<'s>>, Vec<ImportFault>> {
        let key = self.date_column();
        let keys = [BankColumn::In, BankColumn::Out, BankColumn::Amount];
        let no_figure = |key: &BankColumn| {
            !matches!(figures::figure(self.header.cell(row, *key)), Ok(Figure::Amount(_)))
        };
        let date = match figures::date(self.header.cell(row, key)) {
            Ok(date) => date,
            Err(_) if keys.iter().all(no_figure) || stated::is_sum(row) => {
                stated.take_totals(row, self.header);
                stated.take_words(row);
                return Ok(None);
            }
            Err(fault) => return Err(vec![*self.fault(row, key, &fault)]),
        };
        let read = [
            self.figure(row, BankColumn::In),
            self.figure(row, BankColumn::Out),
            self.figure(row, BankColumn::Amount),
            self.figure(row, BankColumn::Balance),
        ];
        match read {
            [Ok(incoming), Ok(outgoing), Ok(amount), Ok(balance)] => {
                let direction =
                    names::direction(&self.header.cell(row, BankColumn::Direction).shown());
                Ok(Some(RawLine { row, date, incoming, outgoing, amount, direction, balance }))
            }
            faulty => Err(faulty.into_iter().filter_map(Result::err).map(|fault| *fault).collect()),
        }
    }

    fn signs(&self, lines: &[RawLine<'_>]) -> Signs {
        let negative = |figure: &Figure| matches!(figure, Figure::Amount(m) if m.is_negative());
        let positive = |figure: &Figure| matches!(figure, Figure::Amount(m) if m.is_positive());
        if self.header.has(BankColumn::In) || self.header.has(BankColumn::Out) {
            let any = lines.iter().any(|line| negative(&line.outgoing));
            let signed = any && !lines.iter().any(|line| positive(&line.outgoing));
            return if signed { Signs::TwoColumnsSigned } else { Signs::TwoColumns };
        }
        let out = |line: &&RawLine<'_>| line.direction == Some(false);
        if !lines.iter().any(|line| line.direction.is_some()) {
            return Signs::Signed;
        }
        // a column that only sometimes says in or out, beside amounts with signs, is another thing
        let unclear = lines.iter().any(|line| line.direction.is_none());
        if unclear && lines.iter().any(|line| negative(&line.amount)) {
            return Signs::Signed;
        }
        let carries_sign = lines.iter().filter(out).any(|line| negative(&line.amount))
            && !lines.iter().filter(out).any(|line| positive(&line.amount));
        if carries_sign { Signs::Signed } else { Signs::Direction }
    }

    fn line(&self, raw: &RawLine<'_>, signs: Signs) -> Result<Option<Timed>, Box<ImportFault>> {
        let value = |figure: &Figure| match figure {
            Figure::Amount(amount) => *amount,
            Figure::Blank | Figure::Masked => Money::ZERO,
        };
        let (incoming, outgoing) = (value(&raw.incoming), value(&raw.outgoing));
        let amount = match signs {
            Signs::TwoColumns => incoming.minus(outgoing),
            Signs::TwoColumnsSigned => incoming.plus(outgoing),
            Signs::Signed => value(&raw.amount),
            Signs::Direction => match raw.direction {
                Some(true) => value(&raw.amount),
                Some(false) => -value(&raw.amount),
                None => {
                    return Err(self.fault(
                        raw.row,
                        BankColumn::Direction,
                        &CellFault {
                            reason: "借贷标志看不懂".to_owned(),
                            hint: "请核对这一笔是收入还是支出，从网银重新下载。".to_owned(),
                        },
                    ));
                }
            },
        };
        if !incoming.is_zero() && !outgoing.is_zero() {
            let fault = CellFault {
                reason: "收入和支出都有金额".to_owned(),
                hint: "一笔流水只有一方有金额，请从网银重新下载。".to_owned(),
            };
            return Err(self.fault(raw.row, BankColumn::In, &fault));
        }
        if amount.is_zero() {
            return Ok(None);
        }
        let balance = match &raw.balance {
            Figure::Amount(balance) => Some(*balance),
            Figure::Blank | Figure::Masked => None,
        };
        let facts = self.facts(raw.row, amount.is_positive());
        let line = StatementLine { row: raw.row.number, date: raw.date, amount, balance, facts };
        Ok(Some(Timed { line, time: figures::time(self.header.cell(raw.row, BankColumn::Time)) }))
    }

    fn facts(&self, row: &Row, incoming: bool) -> LineFacts {
        let words = |key| figures::words(self.header.cell(row, key));
        let other = if incoming { BankColumn::Payer } else { BankColumn::Payee };
        let counterparty =
            [BankColumn::Counterparty, other].into_iter().map(words).find(|name| !name.is_empty());
        let counterparty = counterparty.map(|name| without_number(&name).to_owned());
        let mut memo: Vec<String> = Vec::new();
        // 交易类型 is a direction at one bank and words at another
        let kind = words(BankColumn::Direction);
        if !kind.is_empty() && names::direction(&kind).is_none() {
            memo.push(kind);
        }
        for key in [BankColumn::Memo, BankColumn::Purpose, BankColumn::Remark, BankColumn::Place] {
            let written = words(key);
            if !written.is_empty() && !memo.contains(&written) {
                memo.push(written);
            }
        }
        LineFacts {
            counterparty: counterparty.unwrap_or_default(),
            memo: memo.join(" "),
            reference: words(BankColumn::Reference),
        }
    }

    /// The own account and name, where they stand in columns of their own.
    fn own(&self, stated: &mut Stated) {
        let Some(first) = self.header.rows(self.sheet).next() else { return };
        let cell = |key| -> &Cell { self.header.cell(first, key) };
        let tail = stated.tail.take().or_else(|| tail_of(&cell(BankColumn::Number).shown()));
        stated.tail = tail;
        if stated.name.is_empty() {
            stated.name = figures::words(cell(BankColumn::Name));
        }
    }
}

/// `************0123/某公司` → `某公司`
fn without_number(name: &str) -> &str {
    let is_number = |part: &str| {
        part.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '*' | '-'))
    };
    name.split_once('/').filter(|(number, _)| is_number(number)).map_or(name, |(_, name)| name)
}

/// Takes the own account and name from the first row, where they have columns.
pub(super) fn read_own(sheet: &Sheet, header: &Header<BankColumn>, stated: &mut Stated) {
    Reader { header, sheet, file: "" }.own(stated);
}
