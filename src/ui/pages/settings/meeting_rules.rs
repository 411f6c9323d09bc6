//! Who must come to the meetings of 四议两公开 and how long before they are called (会议规则).

use egui::{Ui, Widget as _};

use crate::domain::resolution::{ResolutionRules, Share};
use crate::ui::controls;
use crate::ui::ext::{Field, UiExt as _};

/// The rules of meetings as typed. What the law fixes is said beside them and cannot be set.
#[derive(Debug)]
pub(super) struct MeetingForm {
    party: Share,
    committees: Share,
    assembly: String,
    members: String,
    representatives: String,
    women: bool,
}

/// What no ledger may change.
const FIXED: [&str; 4] = [
    "村民会议：十八周岁以上村民过半数，或者本村三分之二以上的户的代表参加，到会人员过半数通过（《村民委员会组织法》第二十六条）。",
    "村民代表会议：三分之二以上组成人员参加，到会人员过半数同意（《村民委员会组织法》第三十条）。",
    "成员大会：三分之二以上成员参加，全体成员三分之二以上同意；成员代表大会：全体成员代表三分之二以上同意（《农村集体经济组织法》第二十七条、第二十八条）。",
    "党员大会：应到会有表决权的党员过半数赞成（《中国共产党支部工作条例（试行）》第十一条）。",
];

impl MeetingForm {
    pub(super) fn of(rules: &ResolutionRules) -> Self {
        Self {
            party: rules.party_present,
            committees: rules.committees_present,
            assembly: rules.assembly_notice_days.to_string(),
            members: rules.members_notice_days.to_string(),
            representatives: rules.representatives_notice_days.to_string(),
            women: rules.women_third,
        }
    }

    /// What only one province asks of meetings goes and comes with its rules.
    pub(super) fn follow_pack(&mut self, asked: &ResolutionRules) {
        self.representatives = asked.representatives_notice_days.to_string();
        self.women = asked.women_third;
    }

    pub(super) fn ui(&mut self, ui: &mut Ui) {
        ui.card_heading("四议两公开的会议");
        ui.collapsing("法律定死的法定人数", |ui| {
            for line in FIXED {
                ui.add(egui::Label::new(line).wrap());
            }
        });
        let shares = [
            (
                "党员大会到会人数",
                "《中国共产党支部工作条例（试行）》第十一条：过半数；有的地方要三分之二。",
                &mut self.party,
            ),
            (
                "支委会、两委会到会人数",
                "《中国共产党支部工作条例（试行）》第十二条：过半数；两委会照此办理。",
                &mut self.committees,
            ),
        ];
        for (label, note, share) in shares {
            ui.horizontal(|ui| {
                controls::labelled_choice(ui, label, share.label(), 160.0, |ui| {
                    for offered in Share::ALL {
                        ui.selectable_value(share, offered, offered.label());
                    }
                });
                beside(ui, note);
            });
        }
        let days = [
            (
                "村民会议提前通知（天）",
                "《村民委员会组织法》第二十五条：10 天。",
                &mut self.assembly,
            ),
            (
                "成员大会提前通知（天）",
                "《农村集体经济组织法》第二十七条：10 天。",
                &mut self.members,
            ),
            (
                "代表会议提前通知（天）",
                "《山东省实施〈村民委员会组织法〉办法》第二十四条：5 天；没有规定的写 0。",
                &mut self.representatives,
            ),
        ];
        for (label, note, text) in days {
            ui.horizontal(|ui| {
                ui.field(&Field { right: true, ..Field::new(label, 160.0) }, text);
                beside(ui, note);
            });
        }
        egui::Checkbox::new(
            &mut self.women,
            "到会的村民代表中妇女代表要有三分之一（《山东省实施〈村民委员会组织法〉办法》第二十四条）",
        )
        .ui(ui);
    }

    /// The rules that were typed, or the first thing that cannot be read.
    pub(super) fn read(&self) -> Result<ResolutionRules, String> {
        let number = |label: &str, text: &str| {
            let wrong = |_| format!("“{label}”要写一个数，写的是“{text}”");
            text.trim().parse::<u32>().map_err(wrong)
        };
        Ok(ResolutionRules {
            party_present: self.party,
            committees_present: self.committees,
            assembly_notice_days: number("村民会议提前通知（天）", &self.assembly)?,
            members_notice_days: number("成员大会提前通知（天）", &self.members)?,
            representatives_notice_days: number("代表会议提前通知（天）", &self.representatives)?,
            women_third: self.women,
        })
    }
}

/// A note on the line of the field before it.
fn beside(ui: &mut Ui, note: &str) {
    ui.vertical(|ui| {
        ui.add_space(30.0);
        ui.quiet_body(note);
    });
}
