//! 一起起草 for many villages: one after the other, so that the window stays alive and a person can
//! stop between them.

use std::collections::VecDeque;

use egui::{ScrollArea, Ui};

use crate::app::{AppError, Command, DisclosureCommand, Outcome};
use crate::domain::ids::VillageId;
use crate::domain::period::Period;
use crate::ui::ext::UiExt as _;
use crate::ui::inbox::Inbox;

/// Height of the list of what was not drafted.
const LEFT: f32 = 150.0;

/// How far it has come (起草进度).
#[derive(Debug)]
pub(super) struct DraftingTogether {
    period: Period,
    queue: VecDeque<VillageId>,
    all: usize,
    drafted: usize,
    left: Vec<String>,
    waiting: bool,
}

impl DraftingTogether {
    pub(super) fn new(period: Period, villages: Vec<VillageId>) -> Self {
        let (all, queue) = (villages.len(), villages.into());
        Self { period, queue, all, drafted: 0, left: Vec::new(), waiting: false }
    }

    pub(super) fn is_done(&self) -> bool {
        self.queue.is_empty() && !self.waiting
    }

    /// Sends the next village, one a frame, and draws how far it is.
    pub(super) fn ui(&mut self, ui: &mut Ui, inbox: &mut Inbox) {
        if !self.waiting
            && let Some(village) = self.queue.pop_front()
        {
            self.waiting = true;
            let period = Some(self.period);
            let together = DisclosureCommand::DraftTogether { village, period };
            inbox.run(Command::Disclosure(together));
            ui.ctx().request_repaint();
        }
        if self.is_done() {
            let words = match self.left.len() {
                0 => format!("已起草 {} 份", self.drafted),
                left => format!("已起草 {} 份；{left} 份没有起草：", self.drafted),
            };
            ui.label(words);
            ScrollArea::vertical().id_salt("left_undrafted").max_height(LEFT).show(ui, |ui| {
                for line in &self.left {
                    ui.add(egui::Label::new(line).wrap());
                }
            });
            return;
        }
        let done = self.all - self.queue.len();
        ui.horizontal(|ui| {
            ui.label(format!(
                "正在起草：第 {done} 个村，共 {} 个，已起草 {} 份",
                self.all, self.drafted
            ));
            if ui.plain_button("停下").clicked() {
                self.queue.clear();
            }
        });
    }

    /// Hears what came of a village; whether it was one of these.
    pub(super) fn heard(&mut self, outcome: &Result<Outcome, AppError>) -> bool {
        if !std::mem::take(&mut self.waiting) {
            return false;
        }
        match outcome {
            Ok(Outcome::DraftedTogether(done)) => {
                self.drafted += done.drafted;
                self.left.extend(done.left.iter().cloned());
            }
            Ok(_) => {}
            Err(error) => {
                // what stops one village mostly stops them all: a full disk, a file in use
                self.queue.clear();
                self.left.push(error.to_string());
            }
        }
        true
    }
}
