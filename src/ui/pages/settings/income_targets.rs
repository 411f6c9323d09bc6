//! What counts as collective income, and how much it should be (集体经济收入目标).

use egui::Ui;

use crate::domain::account::{AccountCode, STANDARD};
use crate::domain::money::Money;
use crate::domain::targets::{INCOME_ACCOUNTS, IncomeTargets};
use crate::ui::ext::{Field, UiExt as _};

/// The targets as typed.
#[derive(Debug)]
pub(super) struct TargetsForm {
    /// Which of the four accounts of income count whole.
    whole: [bool; 4],
    /// Sub-accounts that count of the others.
    parts: String,
    least: String,
    goal: String,
}

impl TargetsForm {
    pub(super) fn of(targets: &IncomeTargets) -> Self {
        let chosen = |code: &str| targets.accounts.iter().any(|other| other.as_str() == code);
        let parts: Vec<&str> = targets
            .accounts
            .iter()
            .map(AccountCode::as_str)
            .filter(|code| code.len() > 3)
            .collect();
        Self {
            whole: INCOME_ACCOUNTS.map(chosen),
            parts: parts.join("、"),
            least: targets.least.to_string(),
            goal: targets.goal.to_string(),
        }
    }

    pub(super) fn ui(&mut self, ui: &mut Ui) {
        ui.card_heading("集体经济收入目标");
        ui.quiet_body(
            "聊办发〔2020〕9号只写了 3 万元和 10 万元，没有写哪些算集体经济收入。请照县里的口径选，默认四个收入科目都算。",
        );
        ui.horizontal_wrapped(|ui| {
            ui.label("计入");
            for (code, chosen) in INCOME_ACCOUNTS.into_iter().zip(&mut self.whole) {
                let name = STANDARD.iter().find(|(other, ..)| *other == code);
                ui.checkbox(chosen, format!("{code} {}", name.map_or("", |(_, name, ..)| name)));
            }
        });
        let lines = [
            ("下限（元）", "每个村一年至少要有的，一般 30000 元。", true, &mut self.least),
            ("目标（元）", "要达到的，一般 100000 元。", true, &mut self.goal),
            (
                "只计其中的明细科目",
                "没勾的科目里，有的明细要算的写编号，如 50301、50302；没有就空着。",
                false,
                &mut self.parts,
            ),
        ];
        for (label, note, right, text) in lines {
            ui.horizontal(|ui| {
                ui.field(&Field { right, ..Field::new(label, 160.0) }, text);
                ui.vertical(|ui| {
                    ui.add_space(30.0);
                    ui.quiet_body(note);
                });
            });
        }
    }

    /// The targets, or the first thing that cannot be read.
    pub(super) fn read(&self) -> Result<IncomeTargets, String> {
        let amount = |label: &str, text: &str| {
            Money::parse(text.trim()).map_err(|fault| format!("“{label}”：{fault}"))
        };
        let whole = INCOME_ACCOUNTS.into_iter().zip(self.whole).filter(|(_, chosen)| *chosen);
        let mut accounts: Vec<AccountCode> =
            whole.filter_map(|(code, _)| AccountCode::new(code)).collect();
        let separators = |c: char| c.is_whitespace() || "、，,;；".contains(c);
        for part in self.parts.split(separators).filter(|part| !part.is_empty()) {
            let code = AccountCode::new(part)
                .ok_or_else(|| format!("“只计其中的明细科目”要写科目编号，写的是“{part}”"))?;
            if !accounts.contains(&code) {
                accounts.push(code);
            }
        }
        Ok(IncomeTargets {
            accounts,
            least: amount("下限", &self.least)?,
            goal: amount("目标", &self.goal)?,
        })
    }
}
