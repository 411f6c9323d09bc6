//! Carries out what is done to the registers: entries, ties, depreciation and disposal.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::App;
use super::audit_detail;
use super::command::{HoldingCommand, Outcome};
use super::disclosure::write_occasion_with;
use super::error::AppError;
use super::execute::Done;
use super::ledger::new_id;
use crate::domain::affairs::disposal_occasion;
use crate::domain::holding::asset::Disposal;
use crate::domain::holding::{Holding, HoldingFacts, HoldingRefusal, Holdings, Tie, TieRole};
use crate::domain::ids::{HoldingId, OccasionId, VillageId, VoucherId};
use crate::domain::occasion::Occasion;
use crate::domain::period::{Month, date_label};
use crate::domain::voucher::Voucher;
use crate::store::Writing;

impl App {
    /// Carries out a command about the registers.
    pub(super) fn holding(&mut self, village: VillageId, command: HoldingCommand) -> Done {
        match command {
            HoldingCommand::Add(facts) => {
                self.put_holding(village, HoldingId::new(new_id()), *facts, false)
            }
            HoldingCommand::Import { kind, direction, path } => {
                self.import_holdings(village, kind, direction, &path)
            }
            HoldingCommand::Update { holding, facts } => {
                self.put_holding(village, holding, *facts, true)
            }
            HoldingCommand::Remove(holding) => self.remove_holding(village, holding),
            HoldingCommand::Tie(tie) => self.tie_voucher(village, tie),
            HoldingCommand::Untie { holding, voucher, role } => {
                self.untie_voucher(village, holding, voucher, role)
            }
            HoldingCommand::Depreciate(month) => self.post_depreciation(village, month),
            HoldingCommand::Dispose { holding, disposal } => {
                self.dispose_asset(village, holding, disposal)
            }
        }
    }

    /// Writes an entry, new or changed.
    fn put_holding(
        &mut self,
        village: VillageId,
        id: HoldingId,
        facts: HoldingFacts,
        is_change: bool,
    ) -> Done {
        let today = self.clock.today();
        let book = self.ledger()?.book_of(village)?;
        if is_change && book.holdings.get(id).is_none() {
            return Err(HoldingRefusal::NotFound.into());
        }
        let holding = book.check_holding(id, facts, today)?;
        drop(book);
        let title = holding.facts.title();
        let word = if is_change { "update_holding" } else { "add_holding" };
        self.write_holding(village, word, &audit(&holding), |writing| {
            if is_change {
                writing.update_holding(&holding)?;
            } else {
                writing.insert_holding(village, &holding)?;
            }
            Ok(())
        })?;
        let done = if is_change { "已保存" } else { "已登记" };
        Ok(Outcome::HoldingDone { holding: Some(id), message: format!("{done}：{title}") })
    }

    fn remove_holding(&mut self, village: VillageId, id: HoldingId) -> Done {
        let book = self.ledger()?.book_of(village)?;
        let holding = book.check_removal(id)?.clone();
        drop(book);
        self.write_holding(village, "remove_holding", &audit(&holding), |writing| {
            Ok(writing.delete_holding(id)?)
        })?;
        let message = format!("已删除：{}", holding.facts.title());
        Ok(Outcome::HoldingDone { holding: None, message })
    }

    fn tie_voucher(&mut self, village: VillageId, tie: Tie) -> Done {
        let book = self.ledger()?.book_of(village)?;
        book.check_tie(tie)?;
        drop(book);
        self.write_holding(village, "tie_voucher", &tie_detail(&tie), |writing| {
            Ok(writing.insert_tie(&tie)?)
        })?;
        let message = format!("已登记{} {}", tie.role.label(), tie.amount.grouped());
        Ok(Outcome::HoldingDone { holding: Some(tie.holding), message })
    }

    fn untie_voucher(
        &mut self,
        village: VillageId,
        holding: HoldingId,
        voucher: VoucherId,
        role: TieRole,
    ) -> Done {
        let tie = self.ledger()?.book_of(village)?.check_untie(holding, voucher, role)?;
        self.write_holding(village, "untie_voucher", &tie_detail(&tie), |writing| {
            Ok(writing.delete_tie(&tie)?)
        })?;
        let message = "已解除登记".to_owned();
        Ok(Outcome::HoldingDone { holding: Some(holding), message })
    }

    /// Posts one voucher for all assets and ties it to each of them.
    fn post_depreciation(&mut self, village: VillageId, month: Month) -> Done {
        let today = self.clock.today();
        let book = self.ledger()?.book_of(village)?;
        let plan = book.plan_depreciation(month, today)?;
        let (count, total) = (plan.lines.len(), plan.total());
        let voucher = plan
            .draft
            .check(VoucherId::new(new_id()), book.posting_context(today))
            .map_err(HoldingRefusal::from)?;
        drop(book);
        let ties: Vec<Tie> = plan
            .lines
            .into_iter()
            .map(|line| Tie {
                holding: line.holding,
                voucher: voucher.id(),
                role: TieRole::Depreciate,
                amount: line.amount,
            })
            .collect();
        self.write_holding(village, "post_depreciation", &posted(&voucher, &ties), |writing| {
            writing.insert_voucher(village, &voucher, today)?;
            for tie in &ties {
                writing.insert_tie(tie)?;
            }
            Ok(())
        })?;
        let message = format!(
            "已计提{}折旧 {}，{count} 项资产，凭证 {}",
            month.label(),
            total.grouped(),
            voucher.number()
        );
        Ok(Outcome::HoldingDone { holding: None, message })
    }

    /// Carries an asset to 固定资产清理 and ties the voucher.
    fn dispose_asset(&mut self, village: VillageId, id: HoldingId, disposal: Disposal) -> Done {
        let (today, at) = (self.clock.today(), self.clock.now());
        let ledger = self.ledger()?;
        let book = ledger.book_of(village)?;
        let plan = book.plan_disposal(id, disposal, today)?;
        let voucher = plan
            .draft
            .check(VoucherId::new(new_id()), book.posting_context(today))
            .map_err(HoldingRefusal::from)?;
        let facts = Some(disposal_occasion(&plan.holding, disposal));
        let facts = facts.filter(|facts| book.owes(facts, ledger.law()));
        drop(book);
        let tie = |(role, amount)| Tie { holding: id, voucher: voucher.id(), role, amount };
        let ties: Vec<Tie> = plan.ties.into_iter().map(tie).collect();
        let holding = plan.holding;
        let mut detail = posted(&voucher, &ties);
        if let Some(fields) = detail.as_object_mut() {
            fields.insert("holding".to_owned(), json!(id));
            fields.insert("facts".to_owned(), json!(holding.facts));
        }
        self.write_holding(village, "dispose_asset", &detail, |writing| {
            writing.insert_voucher(village, &voucher, today)?;
            writing.update_holding(&holding)?;
            for tie in &ties {
                writing.insert_tie(tie)?;
            }
            if let Some(facts) = facts {
                let occasion = Occasion { id: OccasionId::new(new_id()), facts };
                write_occasion_with(writing, &at, village, &occasion, Some(voucher.id()))?;
            }
            Ok(())
        })?;
        let message = format!(
            "{} 已于 {} 转入固定资产清理，凭证 {}",
            holding.facts.title(),
            date_label(disposal.on),
            voucher.number()
        );
        Ok(Outcome::HoldingDone { holding: Some(id), message })
    }

    /// One transaction with its audit row; then the village is read back.
    pub(super) fn write_holding(
        &mut self,
        village: VillageId,
        word: &str,
        detail: &Value,
        write: impl FnOnce(&Writing<'_>) -> Result<(), AppError>,
    ) -> Result<(), AppError> {
        let at = self.clock.now();
        let ledger = self.ledger_mut()?;
        ledger.store.write(|writing| -> Result<(), AppError> {
            write(writing)?;
            Ok(writing.insert_audit(&at, Some(village), word, detail)?)
        })?;
        ledger.refresh(village)
    }
}

pub(super) fn audit(holding: &Holding) -> Value {
    json!({ "holding": holding.id, "facts": holding.facts })
}

fn tie_detail(tie: &Tie) -> Value {
    json!({
        "holding": tie.holding,
        "voucher": tie.voucher,
        "role": tie.role.name(),
        "amount": tie.amount,
    })
}

fn posted(voucher: &Voucher, ties: &[Tie]) -> Value {
    let mut detail = audit_detail::vouchers(std::slice::from_ref(voucher), None);
    if let Some(fields) = detail.as_object_mut() {
        fields.insert("ties".to_owned(), ties.iter().map(tie_detail).collect());
    }
    detail
}

/// The registers as the audit tells them, to compare with what the file holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct KeptHoldings {
    entries: BTreeMap<String, Value>,
    ties: BTreeMap<[String; 3], Value>,
}

impl KeptHoldings {
    /// The registers of a book in the same words.
    pub(super) fn of(holdings: &Holdings) -> Self {
        let mut kept = Self::default();
        for holding in holdings.entries() {
            kept.follow("add_holding", &audit(holding));
        }
        for tie in holdings.ties() {
            kept.follow("tie_voucher", &tie_detail(tie));
        }
        kept
    }

    /// Does what one row of the audit says was done.
    pub(super) fn follow(&mut self, command: &str, detail: &Value) {
        match command {
            "remove_holding" => {
                self.entries.remove(&word(detail, "holding"));
            }
            "untie_voucher" => {
                self.ties.remove(&key(detail));
            }
            "tie_voucher" => self.tie(detail),
            "import_holdings" => {
                for entry in detail.get("entries").and_then(Value::as_array).into_iter().flatten() {
                    self.follow("add_holding", entry);
                }
            }
            "add_holding" | "update_holding" | "dispose_asset" | "post_depreciation" => {
                if let Some(facts) = detail.get("facts") {
                    self.entries.insert(word(detail, "holding"), facts.clone());
                }
                for tie in detail.get("ties").and_then(Value::as_array).into_iter().flatten() {
                    self.tie(tie);
                }
            }
            _ => {}
        }
    }

    fn tie(&mut self, tie: &Value) {
        self.ties.insert(key(tie), tie.get("amount").cloned().unwrap_or_default());
    }
}

fn key(tie: &Value) -> [String; 3] {
    ["holding", "voucher", "role"].map(|name| word(tie, name))
}

fn word(detail: &Value, name: &str) -> String {
    detail.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}
