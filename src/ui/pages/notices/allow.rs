//! The dialog 写明理由保留: private data that is disclosed all the same, and why.

use egui::{Id, Ui};

use super::forms::{WIDTH, lines_field};
use crate::domain::notice::{Allowance, FieldPlace};
use crate::domain::privacy::PrivateKind;
use crate::ui::controls;
use crate::ui::ext::UiExt as _;

/// What is typed.
#[derive(Clone, Debug)]
pub struct AllowForm {
    place: FieldPlace,
    kind: PrivateKind,
    reason: String,
    fault: Option<String>,
}

/// How the dialog ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AllowAsked {
    /// It stays, for this reason.
    Keep(Allowance),
    /// Nothing was decided.
    Cancel,
}

impl AllowForm {
    /// About one piece of private data.
    pub const fn new(place: FieldPlace, kind: PrivateKind) -> Self {
        Self { place, kind, reason: String::new(), fault: None }
    }

    /// Draws it; how it ended.
    pub(super) fn ui(&mut self, ui: &Ui) -> Option<AllowAsked> {
        let mut asked = None;
        let title = format!("保留公开{}", self.kind.label());
        let escaped = controls::dialog(ui, &title, WIDTH, |ui| {
            ui.quiet("个人信息不得公开（《个人信息保护法》第二十五条）。只有单位的、公共的，或本人单独同意的才能保留，理由记入操作记录。");
            let labels = ("为什么可以公开", "如 村委会值班电话");
            let id = Id::unique("allow_reason");
            lines_field(ui, id, labels, self.fault.as_deref(), &mut self.reason);
            ui.add_space(6.0);
            controls::foot(ui, |ui| {
                if ui.primary_button("保留公开").clicked() {
                    if self.reason.trim().chars().count() < 2 {
                        self.fault = Some("请写清楚为什么可以公开。".to_owned());
                    } else {
                        let reason = self.reason.trim().to_owned();
                        asked =
                            Some(AllowAsked::Keep(Allowance::new(self.place, self.kind, reason)));
                    }
                }
                if ui.plain_button("取消").clicked() {
                    asked = Some(AllowAsked::Cancel);
                }
            });
        });
        if escaped { Some(AllowAsked::Cancel) } else { asked }
    }
}
