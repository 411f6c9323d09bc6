//! How the entry form becomes a voucher, or what is wrong with which field.

use super::{FieldFaults, LineForm, Mode, Slot, VoucherForm, fund_of};
use crate::domain::account::{AccountCode, Chart, Side};
use crate::domain::entity::Entity;
use crate::domain::money::Money;
use crate::domain::period::{Date, Month};
use crate::domain::voucher::{Entry, VoucherDraft, VoucherKind};
use crate::ui::pages::vouchers::typed::{parse_account, parse_amount, parse_day, parse_papers};

impl VoucherForm {
    /// Turns the form into a voucher to be posted; a date without month or year lies in `month`.
    ///
    /// # Errors
    /// Everything wrong with single fields, in the order of the form.
    pub fn parse(&self, chart: &Chart, month: Month) -> Result<VoucherDraft, FieldFaults> {
        let mut faults = FieldFaults::default();
        let date = faults.keep(Slot::Date, parse_day(&self.date, month));
        if self.summary.trim().is_empty() {
            faults.0.push((Slot::Summary, "摘要没有填，请写清这笔钱是干什么的".to_owned()));
        }
        let entries = match self.mode {
            Mode::Expense | Mode::Income => self.one_account(chart, &mut faults),
            Mode::Transfer => self.transfer(chart, &mut faults),
            Mode::Journal => self.journal(chart, &mut faults),
        };
        let papers = faults.keep(Slot::Papers, parse_papers(&self.papers));
        match (date, papers) {
            (Some(date), Some(papers)) if faults.0.is_empty() => Ok(VoucherDraft {
                date,
                number: None,
                summary: self.summary.clone(),
                entries,
                settlement: self.settlement,
                handler: self.handler.clone(),
                witness: self.witness.clone(),
                approver: self.approver.clone(),
                papers,
                note: self.note_on_paper(),
                reverses: None,
                entity: self.entity,
                kind: VoucherKind::Ordinary,
                corrects: None,
            }),
            _ => Err(faults),
        }
    }

    /// What can be read so far, as a voucher whose amounts may be missing.
    pub fn sketch(&self, chart: &Chart, month: Month, today: Date) -> VoucherDraft {
        let named = |text: &str| parse_account(chart, text).ok();
        let amount = parse_amount(&self.amount).unwrap_or_default();
        let entry = |account: Option<AccountCode>, side, amount| {
            account.map(|account| Entry { account, side, amount })
        };
        let fund = AccountCode::new(fund_of(self.settlement));
        let (debit, credit) = match self.mode {
            Mode::Expense => (named(&self.account), fund),
            Mode::Income => (fund, named(&self.account)),
            Mode::Transfer => (named(&self.to), named(&self.from)),
            Mode::Journal => (None, None),
        };
        let pair = [entry(debit, Side::Debit, amount), entry(credit, Side::Credit, amount)];
        let lines = self.lines.iter().filter(|_| self.mode == Mode::Journal).map(|line| {
            entry(named(&line.account), line.side, parse_amount(&line.amount).unwrap_or_default())
        });
        VoucherDraft {
            date: parse_day(&self.date, month).unwrap_or(today),
            number: None,
            summary: self.summary.trim().to_owned(),
            entries: pair.into_iter().chain(lines).flatten().collect(),
            settlement: self.settlement,
            handler: self.handler.clone(),
            witness: self.witness.clone(),
            approver: self.approver.clone(),
            papers: parse_papers(&self.papers).unwrap_or_default(),
            note: self.note_on_paper(),
            reverses: None,
            entity: Entity::Village,
            kind: VoucherKind::Ordinary,
            corrects: None,
        }
    }

    /// The note with the number of the resolution, which is how a voucher names it.
    fn note_on_paper(&self) -> String {
        let (note, resolution) = (self.note.trim(), self.resolution.trim());
        if resolution.is_empty() || note.contains(resolution) {
            self.note.clone()
        } else if note.is_empty() {
            resolution.to_owned()
        } else {
            format!("{note} {resolution}")
        }
    }

    fn one_account(&self, chart: &Chart, faults: &mut FieldFaults) -> Vec<Entry> {
        let fund = self.fund();
        let account = parse_account(chart, &self.account).and_then(|code| {
            if code.is_fund() {
                Err("现金和银行之间的往来请按 F4 用“转账”记".to_owned())
            } else {
                Ok(code)
            }
        });
        let account = faults.keep(Slot::Account, account);
        let amount = faults.keep(Slot::Amount, parse_amount(&self.amount));
        let (Some(account), Some(amount), Some(fund)) = (account, amount, fund) else {
            return Vec::new();
        };
        if self.mode == Mode::Income {
            pair(fund, account, amount)
        } else {
            pair(account, fund, amount)
        }
    }

    fn transfer(&self, chart: &Chart, faults: &mut FieldFaults) -> Vec<Entry> {
        let fund = |text: &str| {
            let code = parse_account(chart, text)?;
            let word = "这里只能是现金或银行存款";
            if code.is_fund() { Ok(code) } else { Err(word.to_owned()) }
        };
        let from = faults.keep(Slot::From, fund(&self.from));
        let to = faults.keep(Slot::To, fund(&self.to));
        if from.is_some() && from == to {
            faults.0.push((Slot::To, "转出和转入不能是同一个科目".to_owned()));
        }
        let amount = faults.keep(Slot::Amount, parse_amount(&self.amount));
        match (from, to, amount) {
            (Some(from), Some(to), Some(amount)) => pair(to, from, amount),
            _ => Vec::new(),
        }
    }

    fn journal(&self, chart: &Chart, faults: &mut FieldFaults) -> Vec<Entry> {
        let mut entries = Vec::new();
        let written =
            |line: &&LineForm| !line.account.trim().is_empty() || !line.amount.trim().is_empty();
        let count = self.lines.iter().filter(written).count();
        for (at, line) in self.lines.iter().enumerate() {
            // an empty line beyond the second is no line
            if count >= 2 && !written(&line) {
                continue;
            }
            let account = faults.keep(Slot::LineAccount(at), parse_account(chart, &line.account));
            let amount = faults.keep(Slot::LineAmount(at), parse_amount(&line.amount));
            if let (Some(account), Some(amount)) = (account, amount) {
                entries.push(Entry { account, side: line.side, amount });
            }
        }
        let (debit, credit) = self.line_totals();
        if faults.0.is_empty() && debit != credit {
            let difference = debit.minus(credit).abs().grouped();
            let last = self.lines.iter().rposition(|line| written(&line)).unwrap_or(0);
            faults.0.push((Slot::LineAmount(last), format!("借贷不平，相差 {difference}")));
        }
        entries
    }
}

fn pair(debit: AccountCode, credit: AccountCode, amount: Money) -> Vec<Entry> {
    vec![
        Entry { account: debit, side: Side::Debit, amount },
        Entry { account: credit, side: Side::Credit, amount },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::voucher::Settlement;

    fn october() -> Month {
        Month::new(2026, 10).expect("a month")
    }

    fn expense(account: &str, amount: &str) -> VoucherForm {
        VoucherForm {
            date: "31".to_owned(),
            summary: "购办公用纸".to_owned(),
            account: account.to_owned(),
            amount: amount.to_owned(),
            ..VoucherForm::default()
        }
    }

    fn outcome(form: &VoucherForm) -> String {
        match form.parse(&Chart::standard(), october()) {
            Ok(draft) => {
                let line = |entry: &Entry| {
                    format!("{}{} {}", entry.side.label(), entry.account, entry.amount.grouped())
                };
                draft.entries.iter().map(line).collect::<Vec<_>>().join("，")
            }
            Err(faults) => {
                let line = |(slot, fault): &(Slot, String)| format!("{slot:?}：{fault}");
                faults.0.iter().map(line).collect::<Vec<_>>().join("，")
            }
        }
    }

    #[test]
    fn forms_become_entries_or_faults() {
        let cash = VoucherForm { settlement: Settlement::Cash, ..expense("513", "450*2") };
        let income = VoucherForm { mode: Mode::Income, ..expense("501", "1,200") };
        let transfer = VoucherForm { mode: Mode::Transfer, ..expense("", "500") };
        let same = VoucherForm { to: "102".to_owned(), ..transfer.clone() };
        let table = [
            (expense("管理费用", "268"), "借513 268.00，贷102 268.00"),
            (cash, "借513 900.00，贷101 900.00"),
            (income, "借102 1,200.00，贷501 1,200.00"),
            (transfer, "借101 500.00，贷102 500.00"),
            (same, "To：转出和转入不能是同一个科目"),
            (expense("gysy", "1"), "Account：没有“gysy”这个科目"),
            (expense("gyzc", "1"), "借514 1.00，贷102 1.00"),
            (expense("101", "1"), "Account：现金和银行之间的往来请按 F4 用“转账”记"),
            (expense("", "900.005"), "Account：科目没有填，Amount：金额“900.005”最多两位小数"),
            (expense("513", "0"), "Amount：金额是 0，请填金额"),
            (expense("513", "-3"), "Amount：金额不能是负数，记错了请冲销原凭证"),
        ];
        for (form, expected) in table {
            assert_eq!(outcome(&form), expected);
        }
    }

    #[test]
    fn a_journal_must_balance() {
        let line = |side, account: &str, amount: &str| LineForm {
            side,
            account: account.to_owned(),
            amount: amount.to_owned(),
        };
        let mut form = VoucherForm { mode: Mode::Journal, ..expense("", "") };
        assert!(outcome(&form).starts_with("LineAccount(0)：科目没有填"));
        form.lines = vec![
            line(Side::Debit, "151", "800"),
            line(Side::Debit, "513", "200"),
            line(Side::Credit, "211", "900"),
            LineForm::new(Side::Credit),
        ];
        assert_eq!(outcome(&form), "LineAmount(2)：借贷不平，相差 100.00");
        if let Some(last) = form.lines.get_mut(2) {
            "1000".clone_into(&mut last.amount);
        }
        assert_eq!(outcome(&form), "借151 800.00，借513 200.00，贷211 1,000.00");
    }
}
