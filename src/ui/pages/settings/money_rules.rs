//! How money is handled: limits, approval tiers (资金管理).

use egui::{Ui, Widget as _};

use crate::domain::money::Money;
use crate::domain::money_rules::{ApprovalTier, MoneyRules};
use crate::ui::ext::{Field, UiExt as _};

/// The limits as typed.
#[derive(Debug)]
pub(super) struct MoneyForm {
    cash_in_hand: String,
    cash_payment: String,
    split_days: String,
    takings: bool,
    wages: bool,
    tiers: Vec<(String, String)>,
}

impl MoneyForm {
    pub(super) fn of(rules: &MoneyRules) -> Self {
        Self {
            cash_in_hand: rules.cash_in_hand_max.to_string(),
            cash_payment: rules.cash_payment_max.to_string(),
            split_days: rules.split_days.to_string(),
            takings: rules.no_spending_of_takings,
            wages: rules.wages_by_bank,
            tiers: rules
                .approval
                .iter()
                .map(|tier| (tier.above.to_string(), tier.needs.clone()))
                .collect(),
        }
    }

    pub(super) fn ui(&mut self, ui: &mut Ui) {
        ui.card_heading("资金管理");
        ui.quiet_body(
            "超过了只提醒，不拦；入账时和起草公示时都会提示。各地不同，写 0 就是不管这一条。",
        );
        let lines = [
            (
                "库存现金限额（元）",
                "一天结束时手里最多留多少现金，一般 5000 元。",
                &mut self.cash_in_hand,
            ),
            (
                "现金支付起点（元）",
                "超过这个数的要从银行付。《现金管理暂行条例》第五条：1000 元。",
                &mut self.cash_payment,
            ),
            (
                "化整为零的天数",
                "几天之内同类的小额现金支出合起来看，一般 7 天。",
                &mut self.split_days,
            ),
        ];
        for (label, note, text) in lines {
            ui.horizontal(|ui| {
                ui.field(&Field { right: true, ..Field::new(label, 160.0) }, text);
                ui.vertical(|ui| {
                    ui.add_space(30.0);
                    ui.quiet_body(note);
                });
            });
        }
        ui.add_space(6.0);
        ui.checkbox(
            &mut self.takings,
            "提醒坐支：现金收入没存银行就花了（《现金管理暂行条例》第十一条）",
        );
        ui.checkbox(&mut self.wages, "提醒用现金发工资、报酬、补贴");
        ui.add_space(6.0);
        ui.quiet_body("审批分档：支出超过多少，要谁同意");
        self.tiers_ui(ui);
    }

    fn tiers_ui(&mut self, ui: &mut Ui) {
        let mut removed = None;
        for (index, (above, needs)) in self.tiers.iter_mut().enumerate() {
            ui.horizontal(|ui| {
                ui.label("超过");
                ui.amount_field(&format!("第{}档金额", index + 1), 120.0, above);
                ui.label("元，要有");
                ui.named_field(&format!("第{}档由谁同意", index + 1), 360.0, "", needs);
                if ui.plain_button("删去").clicked() {
                    removed = Some(index);
                }
            });
        }
        if let Some(index) = removed {
            self.tiers.remove(index);
        }
        if egui::Button::new("增加一档").ui(ui).clicked() {
            self.tiers.push((String::new(), String::new()));
        }
    }

    /// The limits, or the first one that is not a number.
    pub(super) fn read(&self) -> Result<MoneyRules, String> {
        let amount = |label: &str, text: &str| {
            Money::parse(text.trim()).map_err(|fault| format!("“{label}”：{fault}"))
        };
        let split_days = self
            .split_days
            .trim()
            .parse()
            .map_err(|_| format!("“化整为零的天数”要写一个数，写的是“{}”", self.split_days))?;
        let mut approval = Vec::with_capacity(self.tiers.len());
        for (above, needs) in &self.tiers {
            approval.push(ApprovalTier {
                above: amount("审批分档", above)?,
                needs: needs.trim().to_owned(),
            });
        }
        approval.sort_by_key(|tier| tier.above);
        Ok(MoneyRules {
            cash_in_hand_max: amount("库存现金限额", &self.cash_in_hand)?,
            cash_payment_max: amount("现金支付起点", &self.cash_payment)?,
            split_days,
            no_spending_of_takings: self.takings,
            wages_by_bank: self.wages,
            approval,
        })
    }
}
