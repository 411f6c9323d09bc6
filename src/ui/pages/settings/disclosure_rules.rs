//! The days and amounts of disclosure that come with a province's rules (公开的规则).

use egui::{Ui, Widget as _};

use crate::domain::money::Money;
use crate::domain::rule_pack::RulePack;
use crate::domain::rules::{MonthDay, Rules};
use crate::ui::controls;
use crate::ui::ext::{Field, UiExt as _};

/// The rules as typed.
#[derive(Debug)]
pub(super) struct DisclosureForm {
    pack: RulePack,
    quarterly: String,
    annual: String,
    immediate: String,
    audit: String,
    township: bool,
    major_payment: String,
    major_resolution: String,
    other_share: String,
}

impl DisclosureForm {
    pub(super) fn of(rules: &Rules) -> Self {
        Self {
            pack: rules.pack,
            quarterly: rules.quarterly_due_day.to_string(),
            annual: format!("{}-{}", rules.annual_due.month, rules.annual_due.day),
            immediate: rules.immediate_days.to_string(),
            audit: rules.audit_days.to_string(),
            township: rules.township_check,
            major_payment: rules.major_payment.to_string(),
            major_resolution: rules.major_resolution.map_or_else(String::new, |it| it.to_string()),
            other_share: rules.other_share_percent.to_string(),
        }
    }

    /// The choice of the province; the pack, when another one was chosen.
    pub(super) fn pack_ui(&mut self, ui: &mut Ui) -> Option<RulePack> {
        let before = self.pack;
        ui.horizontal(|ui| {
            controls::labelled_choice(ui, "按哪个省的规定", self.pack.label(), 160.0, |ui| {
                for pack in RulePack::ALL {
                    ui.selectable_value(&mut self.pack, pack, pack.label());
                }
            });
            ui.vertical(|ui| {
                ui.add_space(30.0);
                ui.quiet_body(format!(
                    "由{}定案。换了省，下面的天数跟着换。",
                    self.pack.decided_by()
                ));
            });
        });
        ui.collapsing("每个天数的依据", |ui| {
            for line in self.pack.basis() {
                ui.add(egui::Label::new(*line).wrap());
            }
        });
        if self.pack == before {
            return None;
        }
        self.immediate = self.pack.numbers().immediate_days.to_string();
        if let Some(day) = self.pack.numbers().periodic_due_day {
            self.quarterly = day.to_string();
        }
        Some(self.pack)
    }

    pub(super) fn ui(&mut self, ui: &mut Ui) {
        let lines = [
            ("每季公开日", "季后首月几日前公布。没有定日子的，一般是 15 日。", &mut self.quarterly),
            ("每年公开日", "次年几月几日前公布，如 1-31。", &mut self.annual),
            ("即时公开的天数", "事情发生后几日内公布；末日遇休假日顺延。", &mut self.immediate),
            (
                "届中离任审计的天数",
                "《山东省实施〈村民委员会组织法〉办法》第三十条：30 日。",
                &mut self.audit,
            ),
            (
                "重大支出起点（元）",
                "一笔达到这个数的支出单独公布（F18）；写 0 就是不管。各县不同【待核】。",
                &mut self.major_payment,
            ),
            (
                "要决议的支出（元）",
                "超过这个数的支出要写明决议；空着就按审批分档里要开会的那一档。",
                &mut self.major_resolution,
            ),
            (
                "“其他”最多占（%）",
                "汇总表上“其他收入”“其他支出”超过这个比例，起草时提醒；写 0 就是不管。",
                &mut self.other_share,
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
        egui::Checkbox::new(&mut self.township, "公布以前要乡镇审核").ui(ui);
    }

    /// The rules with what was typed, or the first thing that cannot be read.
    pub(super) fn read(&self, rules: Rules) -> Result<Rules, String> {
        let number = |label: &str, text: &str| {
            let wrong = |_| format!("“{label}”要写一个数，写的是“{text}”");
            text.trim().parse::<u32>().map_err(wrong)
        };
        let amount = |label: &str, text: &str| {
            Money::parse(text.trim()).map_err(|fault| format!("“{label}”：{fault}"))
        };
        let annual = self.annual.trim().split_once(['-', '月', '/', '.']);
        let annual_due = annual.and_then(|(month, day)| {
            let day = day.trim_end_matches('日').trim().parse().ok()?;
            Some(MonthDay { month: month.trim().parse().ok()?, day })
        });
        let resolution = self.major_resolution.trim();
        Ok(Rules {
            pack: self.pack,
            quarterly_due_day: number("每季公开日", &self.quarterly)?,
            annual_due: annual_due.ok_or_else(|| {
                format!("“每年公开日”要写月和日，如 1-31，写的是“{}”", self.annual)
            })?,
            immediate_days: number("即时公开的天数", &self.immediate)?,
            audit_days: number("届中离任审计的天数", &self.audit)?,
            other_share_percent: number("“其他”最多占（%）", &self.other_share)?,
            township_check: self.township,
            major_payment: amount("重大支出起点", &self.major_payment)?,
            major_resolution: if resolution.is_empty() {
                None
            } else {
                Some(amount("要决议的支出", resolution)?)
            },
            ..rules
        })
    }
}
