//! What keys and buttons of the two lists ask for, and how it is carried out.

use egui::{Key, Modifiers, Ui};

use super::ReconcilePage;
use super::chosen::{How, List};
use super::panel::Asked;
use super::post::PostDialog;
use super::shown::Shown;
use crate::app::{App, Command};
use crate::domain::ids::{BankLineId, VillageId};
use crate::domain::ledger::Book;
use crate::domain::reconcile::MatchPlan;
use crate::ui::inbox::Inbox;
use crate::ui::keys;

impl ReconcilePage {
    /// The keys of the two lists, while no field has the caret.
    pub(super) fn keys(&mut self, ui: &Ui, shown: &Shown) -> Option<Asked> {
        if ui.memory(|memory| memory.focused().is_some()) {
            return None;
        }
        let ctx = ui.ctx();
        let pressed = |modifiers, key| keys::pressed(ctx, modifiers, key);
        let ways = [
            (Modifiers::COMMAND, None),
            (Modifiers::SHIFT, Some(How::Also)),
            (Modifiers::NONE, Some(How::Alone)),
        ];
        for (modifiers, how) in ways {
            for (key, down) in [(Key::ArrowDown, true), (Key::ArrowUp, false)] {
                if pressed(modifiers, key) {
                    self.chosen.step(shown, down, how);
                    self.fault = None;
                }
            }
        }
        for (key, list) in [(Key::ArrowLeft, List::Bank), (Key::ArrowRight, List::Books)] {
            if pressed(Modifiers::NONE, key) {
                self.chosen.list = list;
            }
        }
        if pressed(Modifiers::NONE, Key::Space) {
            self.chosen.toggle(shown);
            self.fault = None;
        }
        if pressed(Modifiers::NONE, Key::Escape) {
            self.chosen.clear();
            self.fault = None;
        }
        let table = [
            (Modifiers::COMMAND, Key::Enter, Asked::MatchCertain),
            (Modifiers::NONE, Key::Enter, Asked::Match),
            (Modifiers::NONE, Key::F2, Asked::Post),
            (Modifiers::NONE, Key::Delete, Asked::Unmatch),
            (Modifiers::COMMAND, Key::Z, Asked::Undo),
        ];
        table.into_iter().find(|(modifiers, key, _)| pressed(*modifiers, *key)).map(|found| found.2)
    }

    pub(super) fn act(
        &mut self,
        asked: Asked,
        (app, book): (&App, &Book),
        shown: &Shown,
        inbox: &mut Inbox,
    ) {
        let village = book.village.id;
        match asked {
            Asked::Match => {
                if !self.chosen.is_empty() && !self.chosen.is_matched(shown) {
                    self.start(village, vec![self.chosen.plan()], shown, inbox);
                }
            }
            Asked::MatchCertain => {
                let plans = shown.certain_plans();
                if !plans.is_empty() {
                    self.start(village, plans, shown, inbox);
                }
            }
            Asked::Unmatch => {
                if self.chosen.is_matched(shown) {
                    let lines = self.chosen.lines.iter().take(1).copied().collect();
                    self.unmatching = true;
                    inbox.run(Command::UnmatchLines { village, lines });
                }
            }
            Asked::Undo => {
                let lines = std::mem::take(&mut self.undo);
                if !lines.is_empty() {
                    self.unmatching = true;
                    inbox.run(Command::UnmatchLines { village, lines });
                }
            }
            Asked::Post => {
                let only =
                    (self.chosen.lines.len() == 1).then(|| self.chosen.lines.first()).flatten();
                let Some(line) = only.and_then(|id| shown.bank_line(*id)) else { return };
                if self.chosen.is_matched(shown) {
                    return;
                }
                match PostDialog::new(app, book, &shown.known, line) {
                    Ok(dialog) => {
                        self.post_at = place_of(shown, &[line.id]);
                        self.post = Some(dialog);
                    }
                    Err(error) => self.fault = Some(error.to_string()),
                }
            }
            Asked::Clear => {
                self.chosen.clear();
                self.fault = None;
            }
        }
    }

    /// Asks for matches, and remembers where to go on.
    fn start(
        &mut self,
        village: VillageId,
        plans: Vec<MatchPlan>,
        shown: &Shown,
        inbox: &mut Inbox,
    ) {
        self.matching = Some(plans.iter().flat_map(|plan| plan.lines.clone()).collect());
        if let [plan] = plans.as_slice() {
            self.go_on = place_of(shown, &plan.lines);
        }
        inbox.run(Command::MatchLines { village, plans });
    }
}

/// The place of the first of some lines in the list.
fn place_of(shown: &Shown, lines: &[BankLineId]) -> Option<usize> {
    let is_first = |at: &usize| shown.lines.get(*at).is_some_and(|row| lines.contains(&row.id));
    shown.listed_lines.order.iter().position(is_first)
}
