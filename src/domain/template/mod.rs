//! Vouchers that are written again and again (凭证模板), some of them every month (每月凭证).
//!
//! A template holds what stays the same; the words of a month stand in it as blanks: `{月}` is
//! the month, `{上月}` the month before it, `{年}` the year.

mod refusal;
mod words;

use serde::{Deserialize, Serialize};

use super::account::{AccountCode, Chart, Side, Sides};
use super::entity::Entity;
use super::ids::{TemplateId, VoucherId};
use super::ledger::Book;
use super::money::Money;
use super::period::{Date, Month};
use super::text;
use super::voucher::{Entry, Settlement, Voucher, VoucherDraft, VoucherField, VoucherKind};

pub use refusal::TemplateRefusal;
pub use words::{fill, generalise};

/// A template with the vouchers that were posted from it (凭证模板).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Its identity.
    pub id: TemplateId,
    /// What it says.
    pub facts: TemplateFacts,
    /// For which month which voucher was posted from it.
    pub uses: Vec<(Month, VoucherId)>,
}

/// What a template says; it may be changed at any time (模板内容).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateFacts {
    /// What people call it, once in a village.
    pub name: String,
    /// The summary, with blanks for the month.
    pub summary: String,
    /// Its lines.
    pub lines: Vec<TemplateLine>,
    /// How it is paid.
    pub settlement: Settlement,
    /// 经手人
    pub handler: String,
    /// 证明人
    pub witness: String,
    /// 审批人
    pub approver: String,
    /// 附件张数
    pub papers: u32,
    /// 备注
    pub note: String,
    /// Whose books.
    #[serde(default)]
    pub entity: Entity,
    /// When it comes every month.
    pub monthly: Option<Monthly>,
}

/// One line of a template (模板分录).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateLine {
    /// The account moved.
    pub account: AccountCode,
    /// The side it is moved on.
    pub side: Side,
    /// By how much; `None` is filled in each time.
    pub amount: Option<Money>,
}

/// When a voucher comes every month (每月).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Monthly {
    /// The day, 1 to 31; a shorter month takes its last day.
    pub day: u32,
    /// The first month.
    pub from: Month,
}

/// A monthly voucher as it stands in one month (本月的每月凭证).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recurring<'a> {
    /// The template.
    pub template: &'a Template,
    /// Its day in the month.
    pub due_on: Date,
    /// Whether it was posted.
    pub state: RecurringState,
}

/// Whether a monthly voucher was posted (每月凭证的状态).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecurringState {
    /// Posted, as this voucher.
    Posted(VoucherId),
    /// Its day has come.
    Due,
    /// Its day is still to come.
    Waiting,
    /// Not posted, and its month is closed.
    Missed,
}

impl RecurringState {
    /// Whether it can still be posted.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Due | Self::Waiting)
    }
}

impl TemplateFacts {
    /// A template of a posted voucher, its words of the month made blanks.
    pub fn of(voucher: &Voucher, name: &str) -> Self {
        Self::of_draft(voucher.written(), name)
    }

    /// A template of a voucher that is being written.
    pub fn of_draft(written: &VoucherDraft, name: &str) -> Self {
        let month = Month::of(written.date);
        let line = |entry: &Entry| TemplateLine {
            account: entry.account.clone(),
            side: entry.side,
            amount: Some(entry.amount.abs()).filter(|amount| !amount.is_zero()),
        };
        Self {
            name: name.to_owned(),
            summary: generalise(&written.summary, month),
            lines: written.entries.iter().map(line).collect(),
            settlement: written.settlement,
            handler: written.handler.clone(),
            witness: written.witness.clone(),
            approver: written.approver.clone(),
            papers: written.papers,
            note: generalise(&written.note, month),
            entity: written.entity,
            monthly: None,
        }
    }

    /// The sum of the amounts that are known of one side.
    pub fn total(&self, side: Side) -> Money {
        let lines = self.lines.iter().filter(|line| line.side == side);
        lines.filter_map(|line| line.amount).sum()
    }

    /// How many amounts are filled in each time.
    pub fn blanks(&self) -> usize {
        self.lines.iter().filter(|line| line.amount.is_none()).count()
    }

    /// Whether one amount given by hand completes it: a blank on each side.
    pub fn takes_one_amount(&self) -> bool {
        let blank = |side: Side| {
            self.lines.iter().filter(|line| line.side == side && line.amount.is_none()).count()
        };
        blank(Side::Debit) == 1 && blank(Side::Credit) == 1
    }

    /// Its lines with every amount: `amount` goes to the larger of two blanks, what is left of
    /// the balance to the last; `None` while an amount is missing.
    pub fn entries(&self, amount: Option<Money>) -> Option<Vec<Entry>> {
        let (debit, credit) = (self.total(Side::Debit), self.total(Side::Credit));
        let of = |side: Side| match (self.blanks(), side) {
            (1, Side::Debit) => Some(credit.minus(debit)),
            (1, Side::Credit) => Some(debit.minus(credit)),
            (2, _) if self.takes_one_amount() => {
                let more = amount?;
                let (own, other) = match side {
                    Side::Debit => (debit, credit),
                    Side::Credit => (credit, debit),
                };
                Some(more.plus(other.minus(own).max(Money::ZERO)))
            }
            _ => None,
        };
        let entry = |line: &TemplateLine| {
            let amount = line.amount.or_else(|| of(line.side))?;
            Some(Entry { account: line.account.clone(), side: line.side, amount })
        };
        let entries: Option<Vec<Entry>> = self.lines.iter().map(entry).collect();
        entries.filter(|entries| entries.iter().all(|entry| entry.amount.is_positive()))
    }

    /// The voucher that it gives for a month, dated `date`; an amount that is missing is zero.
    pub fn draft(&self, month: Month, date: Date, amount: Option<Money>) -> VoucherDraft {
        let plain = |line: &TemplateLine| Entry {
            account: line.account.clone(),
            side: line.side,
            amount: line.amount.unwrap_or_default(),
        };
        VoucherDraft {
            date,
            number: None,
            summary: fill(&self.summary, month),
            entries: self.entries(amount).unwrap_or_else(|| self.lines.iter().map(plain).collect()),
            settlement: self.settlement,
            handler: self.handler.clone(),
            witness: self.witness.clone(),
            approver: self.approver.clone(),
            papers: self.papers,
            note: fill(&self.note, month),
            reverses: None,
            entity: self.entity,
            kind: VoucherKind::Ordinary,
            corrects: None,
        }
    }

    fn clean(&mut self) -> Result<(), TemplateRefusal> {
        self.name = text::clean_line(&self.name).map_err(TemplateRefusal::NameText)?;
        let fields = [
            (VoucherField::Summary, &mut self.summary),
            (VoucherField::Handler, &mut self.handler),
            (VoucherField::Witness, &mut self.witness),
            (VoucherField::Approver, &mut self.approver),
            (VoucherField::Note, &mut self.note),
        ];
        for (field, written) in fields {
            let plain = written.replace('｛', "{").replace('｝', "}");
            *written =
                text::clean_line(&plain).map_err(|fault| TemplateRefusal::Text { field, fault })?;
        }
        Ok(())
    }

    fn check_lines(&self, chart: &Chart) -> Result<(), TemplateRefusal> {
        if self.lines.len() < 2 {
            return Err(TemplateRefusal::TooFewLines(self.lines.len()));
        }
        if let Some(line) = self.lines.iter().find(|line| !chart.contains(&line.account)) {
            return Err(TemplateRefusal::UnknownAccount(line.account.clone()));
        }
        let is_wrong = |amount: Money| !amount.is_positive() || amount > Money::MAX;
        let wrong = |line: &&TemplateLine| line.amount.is_some_and(is_wrong);
        if let Some(line) = self.lines.iter().find(wrong) {
            return Err(TemplateRefusal::WrongAmount(line.account.clone()));
        }
        let sides = Sides { debit: self.total(Side::Debit), credit: self.total(Side::Credit) };
        if self.blanks() == 0 && !sides.is_balanced() {
            return Err(TemplateRefusal::Unbalanced(sides));
        }
        Ok(())
    }
}

impl Book {
    /// The template with that identity.
    pub fn template(&self, id: TemplateId) -> Option<&Template> {
        self.templates.iter().find(|template| template.id == id)
    }

    /// Checks what a template says; `id` is the one that is changed.
    ///
    /// # Errors
    /// [`TemplateRefusal`], in the order its variants are declared.
    pub fn check_template(
        &self,
        mut facts: TemplateFacts,
        id: Option<TemplateId>,
    ) -> Result<TemplateFacts, TemplateRefusal> {
        if id.is_some_and(|id| self.template(id).is_none()) {
            return Err(TemplateRefusal::NotFound);
        }
        facts.clean()?;
        if facts.name.is_empty() {
            return Err(TemplateRefusal::NoName);
        }
        let same = |other: &&Template| Some(other.id) != id && other.facts.name == facts.name;
        if self.templates.iter().any(|other| same(&other)) {
            return Err(TemplateRefusal::NameTaken(facts.name));
        }
        if facts.summary.is_empty() {
            return Err(TemplateRefusal::NoSummary);
        }
        if let Some(blank) =
            [&facts.summary, &facts.note].into_iter().find_map(|t| words::unknown(t))
        {
            return Err(TemplateRefusal::UnknownBlank(blank));
        }
        facts.check_lines(&self.chart)?;
        match facts.monthly {
            Some(monthly) if !(1..=31).contains(&monthly.day) => {
                Err(TemplateRefusal::WrongDay(monthly.day))
            }
            _ => Ok(facts),
        }
    }

    /// The monthly vouchers of a month by their day, each with whether it was posted.
    pub fn recurring(&self, month: Month, today: Date) -> Vec<Recurring<'_>> {
        let is_closed = self.closed_through().is_some_and(|closed| month <= closed)
            || self.ended_through().is_some_and(|ended| month.year() <= ended);
        let mut all: Vec<Recurring<'_>> = self
            .templates
            .iter()
            .filter_map(|template| {
                let monthly = template.facts.monthly.filter(|monthly| monthly.from <= month)?;
                let due_on = month.day(monthly.day);
                let state = match self.posted_for(template, month) {
                    Some(voucher) => RecurringState::Posted(voucher),
                    None if is_closed => RecurringState::Missed,
                    None if due_on <= today => RecurringState::Due,
                    None => RecurringState::Waiting,
                };
                Some(Recurring { template, due_on, state })
            })
            .collect();
        all.sort_by(|a, b| {
            (a.due_on, &a.template.facts.name).cmp(&(b.due_on, &b.template.facts.name))
        });
        all
    }

    /// The voucher that stands for a template in a month: posted from it, or written by hand with
    /// the same words and accounts. One that was taken back does not count.
    pub fn posted_for(&self, template: &Template, month: Month) -> Option<VoucherId> {
        let stands = |id: VoucherId| {
            let reversed = |other: &Voucher| other.written().reverses == Some(id);
            !self.vouchers.iter().any(reversed)
        };
        let used = template.uses.iter().filter(|(of, _)| *of == month);
        for (_, id) in used {
            if stands(*id) {
                return Some(*id);
            }
            let right = self.vouchers.iter().find(|v| v.written().corrects == Some(*id));
            if let Some(right) = right.map(Voucher::id).filter(|right| stands(*right)) {
                return Some(right);
            }
        }
        let summary = fill(&template.facts.summary, month);
        let same =
            |voucher: &&Voucher| {
                voucher.month() == month
                    && voucher.summary() == summary
                    && !voucher.is_reversal()
                    && voucher.entries().len() == template.facts.lines.len()
                    && voucher.entries().iter().zip(&template.facts.lines).all(|(entry, line)| {
                        entry.account == line.account && entry.side == line.side
                    })
            };
        self.vouchers.iter().filter(same).map(Voucher::id).find(|id| stands(*id))
    }
}
