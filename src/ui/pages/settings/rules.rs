//! Deadlines and limits of the ledger (规则).

use egui::{ScrollArea, Ui};

use super::disclosure_rules::DisclosureForm;
use super::income_targets::TargetsForm;
use super::meeting_rules::MeetingForm;
use super::money_rules::MoneyForm;
use crate::app::Command;
use crate::domain::rules::Rules;
use crate::ui::ext::{Field, UiExt as _};

/// What is typed and not yet saved.
#[derive(Debug, Default)]
pub(super) struct RulesForm {
    typed: Option<Typed>,
    /// Why it was refused.
    pub(super) fault: Option<String>,
}

#[derive(Debug)]
struct Typed {
    days: [String; 5],
    disclosure: DisclosureForm,
    meetings: MeetingForm,
    money: MoneyForm,
    targets: TargetsForm,
}

impl Typed {
    fn of(rules: &Rules) -> Self {
        let days = [
            rules.monthly_due_day,
            rules.posting_days_min,
            rules.objection_days,
            rules.answer_days,
            rules.surplus_reserve_percent,
        ];
        Self {
            days: days.map(|days| days.to_string()),
            disclosure: DisclosureForm::of(rules),
            meetings: MeetingForm::of(&rules.resolution),
            money: MoneyForm::of(&rules.money),
            targets: TargetsForm::of(&rules.targets),
        }
    }

    /// The rules with what was typed, or the first thing that cannot be read.
    fn read(&self, rules: Rules) -> Result<Rules, String> {
        let [
            monthly_due_day,
            posting_days_min,
            objection_days,
            answer_days,
            surplus_reserve_percent,
        ] = read(&self.days)?;
        Ok(Rules {
            monthly_due_day,
            posting_days_min,
            objection_days,
            answer_days,
            surplus_reserve_percent,
            resolution: self.meetings.read()?,
            money: self.money.read()?,
            targets: self.targets.read()?,
            ..self.disclosure.read(rules)?
        })
    }
}

const FIELDS: [(&str, &str); 5] = [
    ("每月公开日", "次月几日前公布上月财务。法律没有定日子，一般是 10 日。"),
    ("公示天数", "公示表至少贴多少天。《村民委员会组织法》第三十五条：不得少于 15 日。"),
    ("提出异议的天数", "《山东省村务公开条例》第十六条：5 日。"),
    ("答复异议的天数", "《山东省村务公开条例》第十六条：5 日。"),
    ("提取公积公益金 %", "年终收益分配时先按这个比例算，可以改；以章程和成员大会的决议为准。"),
];

impl RulesForm {
    pub(super) fn ui(&mut self, ui: &mut Ui, rules: &Rules) -> Option<Command> {
        let typed = self.typed.get_or_insert_with(|| Typed::of(rules));
        let mut is_saved = false;
        ui.card(|ui| {
            ui.set_width(ui.available_width());
            // above what scrolls: the form is longer than a small screen
            ui.horizontal(|ui| {
                ui.card_heading("公开的期限");
                is_saved = ui.buttons_right(|ui| ui.primary_button("保存规则").clicked());
            });
            ui.quiet_body("对本账簿里所有的村都有效；已经公布的公示不变。");
            if let Some(fault) = &self.fault {
                ui.notice_box(true, fault);
            }
            ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
                if let Some(pack) = typed.disclosure.pack_ui(ui) {
                    // the pack's numbers stand in the fields at once, to be looked at and saved
                    let of_pack = pack.numbers();
                    typed.days[1] = of_pack.posting_days_min.to_string();
                    typed.days[2] = of_pack.objection_days.to_string();
                    typed.days[3] = of_pack.answer_days.to_string();
                    typed.meetings.follow_pack(&rules.clone().with_pack(pack).resolution);
                }
                fields_ui(ui, &mut typed.days);
                typed.disclosure.ui(ui);
                ui.add_space(12.0);
                typed.meetings.ui(ui);
                ui.add_space(12.0);
                typed.money.ui(ui);
                ui.add_space(12.0);
                typed.targets.ui(ui);
            });
        });
        if !is_saved {
            return None;
        }
        match typed.read(rules.clone()) {
            Ok(rules) => Some(Command::SetRules(rules)),
            Err(fault) => {
                self.fault = Some(fault);
                None
            }
        }
    }
}

fn fields_ui(ui: &mut Ui, typed: &mut [String; 5]) {
    for ((label, note), text) in FIELDS.into_iter().zip(typed) {
        ui.horizontal(|ui| {
            ui.field(&Field { right: true, ..Field::new(label, 160.0) }, text);
            ui.vertical(|ui| {
                ui.add_space(30.0);
                ui.quiet_body(note);
            });
        });
    }
}

fn read(typed: &[String; 5]) -> Result<[u32; 5], String> {
    let mut days = [0; 5];
    for ((text, (label, _)), day) in typed.iter().zip(FIELDS).zip(&mut days) {
        *day = text.trim().parse().map_err(|_| format!("“{label}”要写一个数，写的是“{text}”"))?;
    }
    Ok(days)
}
