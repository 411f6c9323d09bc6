//! 批量打印: every sheet of a period for the villages that are ticked; how far it is, and what
//! came of it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use egui::{Id, ProgressBar, ScrollArea, Ui, Widget as _};

use super::period_choice;
use super::print_result;
use super::together::DraftingTogether;
use crate::app::{
    App, AppError, Job, JobEvent, Ledger, Outcome, RunPaper, RunPlan, RunProgress, RunReport,
    RunRequest, RunSheets, Stop, VillagePlan,
};
use crate::domain::ids::VillageId;
use crate::domain::period::{Date, Month, Period};
use crate::ui::ext::{Field, Sign, UiExt as _};
use crate::ui::inbox::{Inbox, Pick, Wish};
use crate::ui::{controls, keys, theme};

const WIDTH: f32 = 820.0;
/// The button beside the field of the folder.
const BESIDE_FIELD: f32 = 100.0;
const ROW: f32 = 28.0;
/// So many villages are seen at once, at most.
const ROWS_MAX: f32 = 9.0;
/// What the dialog needs besides the list of villages.
const AROUND: f32 = 372.0;

/// What is chosen, and how far the run is.
#[derive(Debug)]
pub(super) struct PrintForm {
    period: Period,
    sheets: RunSheets,
    paper: RunPaper,
    /// 大字版
    large: bool,
    ticked: BTreeSet<VillageId>,
    folder: String,
    fault: Option<String>,
    found: Option<(Of, Result<RunPlan, String>)>,
    drafting: Option<DraftingTogether>,
    /// The run was started, and this far it is.
    running: Option<RunProgress>,
    /// Stops the run.
    stop: Stop,
    done: Option<Box<RunReport>>,
}

/// What was found depends on: the state of the villages and the period.
type Of = (u64, Period);

impl PrintForm {
    /// At first the month before of the villages that are listed, into a folder beside the ledger.
    pub(super) fn new(ledger: &Ledger, listed: impl Iterator<Item = VillageId>, now: Date) -> Self {
        let period = Period::Month(Month::of(now).previous());
        let beside = ledger.path().and_then(Path::parent).map(Path::to_path_buf);
        let folder = beside.unwrap_or_default().join(folder_name(period));
        Self {
            period,
            sheets: RunSheets::All,
            paper: RunPaper::BySheet,
            large: false,
            ticked: listed.collect(),
            folder: folder.display().to_string(),
            fault: None,
            found: None,
            drafting: None,
            running: None,
            stop: Stop::default(),
            done: None,
        }
    }

    pub(super) fn picked(&mut self, path: &Path) {
        self.folder = path.display().to_string();
        self.fault = None;
    }

    /// Whether villages are being drafted, one after the other: then what is found of them is
    /// looked up once, at the end.
    pub(super) fn is_drafting(&self) -> bool {
        self.drafting.as_ref().is_some_and(|drafting| !drafting.is_done())
    }

    /// Hears what came of drafting a village.
    pub(super) fn heard(&mut self, outcome: &Result<Outcome, AppError>) -> bool {
        self.drafting.as_mut().is_some_and(|drafting| drafting.heard(outcome))
    }

    /// Hears what came of a job; whether it told the person.
    pub(super) fn job(&mut self, event: &JobEvent) -> bool {
        if self.running.is_none() {
            return false;
        }
        match event {
            JobEvent::RunProgress(progress) => self.running = Some(progress.clone()),
            JobEvent::RunDone(report) => {
                self.running = None;
                self.done = Some(report.clone());
            }
            JobEvent::Failed(error) => {
                self.running = None;
                self.fault = Some(error.to_string());
            }
            // stopped before it began
            JobEvent::Cancelled if self.stop.is_stopped() => {
                self.running = None;
                return false;
            }
            JobEvent::Preview(_)
            | JobEvent::PreviewFailed(..)
            | JobEvent::Picture(..)
            | JobEvent::AttachmentSaved(_)
            | JobEvent::Saved(_)
            | JobEvent::Site(_)
            | JobEvent::Sent(_)
            | JobEvent::Cancelled => return false,
        }
        true
    }

    /// Draws it; true to close.
    pub(super) fn ui(&mut self, ui: &Ui, app: &App, inbox: &mut Inbox) -> bool {
        let mut close = false;
        let escaped = controls::dialog(ui, "批量打印", WIDTH, |ui| {
            if let Some(progress) = &self.running {
                if running_ui(ui, progress, self.stop.is_stopped()) {
                    self.stop.stop();
                }
            } else if let Some(report) = &self.done {
                match print_result::ui(ui, report, inbox) {
                    Some(print_result::Asked::Close) => close = true,
                    Some(print_result::Asked::Again) => self.done = None,
                    None => {}
                }
            } else {
                close = self.choices_ui(ui, app, inbox);
            }
        });
        if escaped && self.running.is_some() {
            self.stop.stop();
            return false;
        }
        close || escaped
    }

    fn choices_ui(&mut self, ui: &mut Ui, app: &App, inbox: &mut Inbox) -> bool {
        let mut close = false;
        self.choices(ui, app);
        self.find(app);
        let found = self.found.take();
        if let Some((_, Ok(plan))) = &found {
            self.villages_ui(ui, plan);
        }
        self.found = found;
        let (count, told) = self.told();
        ui.horizontal(|ui| {
            let is_none = count == 0;
            let (sign, colour) =
                if is_none { (Sign::Triangle, theme::DUE) } else { (Sign::Tick, theme::DISCLOSED) };
            ui.sign(sign, colour);
            ui.label(told);
        });
        self.drafting_ui(ui, inbox);
        self.folder_ui(ui, count, inbox);
        if let Some(fault) = &self.fault {
            ui.notice_box(true, fault);
        }
        ui.add_space(6.0);
        controls::foot(ui, |ui| {
            ui.add_enabled_ui(!self.is_drafting() && count > 0, |ui| {
                if ui.primary_button(&format!("打印 {count} 份")).clicked() {
                    self.submit(inbox);
                }
            });
            close = ui.plain_button("取消").clicked();
        });
        close
    }

    fn choices(&mut self, ui: &mut Ui, app: &App) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let before = self.period;
            if period_choice(ui, &mut self.period, app.today()) {
                self.drafting = None;
                self.folder = folder_of(&self.folder, before, self.period);
            }
            controls::choice(ui, "打印哪些", self.sheets.label(), 168.0, |ui| {
                for offered in RunSheets::ALL {
                    ui.selectable_value(&mut self.sheets, offered, offered.label());
                }
            });
            controls::choice(ui, "纸张", self.paper.label(), 196.0, |ui| {
                for offered in RunPaper::ALL {
                    ui.selectable_value(&mut self.paper, offered, offered.label());
                }
            });
            ui.checkbox(&mut self.large, "大字版")
                .on_hover_text("字大约三成，给老人看；张数会多一些");
        });
    }

    /// The villages, each with a box to tick.
    fn villages_ui(&mut self, ui: &mut Ui, plan: &RunPlan) {
        let all = || plan.villages.iter().map(|it| it.village);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            if ui.plain_button("全选").clicked() {
                self.ticked = all().collect();
            }
            if ui.plain_button("反选").clicked() {
                self.ticked = all().filter(|village| !self.ticked.contains(village)).collect();
            }
            if ui.plain_button("只选到期的").clicked() {
                let behind = plan.villages.iter().filter(|village| village.is_behind());
                self.ticked = behind.map(|village| village.village).collect();
            }
            let (ticked, count) = (self.ticked.len(), plan.villages.len());
            ui.quiet_body(format!("选了 {ticked} 个村，共 {count} 个"));
        });
        let spare = ui.ctx().content_rect().height() - AROUND;
        let rows = (plan.villages.len() as f32).min(ROWS_MAX);
        let height = (rows * ROW).min(spare).max(ROW * 2.0);
        let frame = egui::Frame::new().stroke(egui::Stroke::new(1.0, theme::OUTLINE));
        frame.inner_margin(egui::Margin::symmetric(10, 4)).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.spacing_mut().interact_size.y = ROW;
            let area = ScrollArea::vertical().id_salt("villages_to_print").max_height(height);
            area.min_scrolled_height(height).auto_shrink([false, true]).show_rows(
                ui,
                ROW,
                plan.villages.len(),
                |ui, shown| {
                    let villages = plan.villages.iter().take(shown.end).skip(shown.start);
                    villages.for_each(|village| self.village_ui(ui, village));
                },
            );
        });
    }

    fn village_ui(&mut self, ui: &mut Ui, village: &VillagePlan) {
        ui.horizontal(|ui| {
            ui.set_height(ROW);
            let mut ticked = self.ticked.contains(&village.village);
            let name = format!("{}　{}", village.place, village.name);
            if ui.checkbox(&mut ticked, name).changed() {
                if ticked {
                    self.ticked.insert(village.village);
                } else {
                    self.ticked.remove(&village.village);
                }
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let (drafts, missing) = (village.drafts(), village.missing.len());
                let published = village.sheets.len() - drafts;
                let words =
                    format!("已公布 {published} 份　送审稿 {drafts} 份　没有起草 {missing} 件");
                let words = egui::RichText::new(words).size(theme::SMALL);
                ui.label(words.color(theme::TEXT_QUIET)).on_hover_text(village.missing.join("\n"));
            });
        });
    }

    /// What is missing can be drafted from here, as far as it needs nobody's words.
    fn drafting_ui(&mut self, ui: &mut Ui, inbox: &mut Inbox) {
        if let Some(drafting) = &mut self.drafting {
            drafting.ui(ui, inbox);
            return;
        }
        let Some((_, Ok(plan))) = &self.found else { return };
        let ticked = plan.villages.iter().filter(|it| self.ticked.contains(&it.village));
        let behind: Vec<&VillagePlan> = ticked.filter(|it| !it.missing.is_empty()).collect();
        let missing: usize = behind.iter().map(|village| village.missing.len()).sum();
        if missing > 0 && ui.plain_button(&format!("一起起草没起草的 {missing} 件")).clicked()
        {
            let villages = behind.iter().map(|village| village.village).collect();
            self.drafting = Some(DraftingTogether::new(self.period, villages));
        }
    }

    fn folder_ui(&mut self, ui: &mut Ui, count: usize, inbox: &mut Inbox) {
        ui.quiet(
            "存到文件夹：每村一个文件，再合并成一个，A3、A4 分开，另有打印清单。停下以后再打印一次，接着做。",
        );
        ui.horizontal(|ui| {
            let field = Field::new("存到文件夹", ui.available_width() - BESIDE_FIELD);
            let id = Id::unique("township_print_folder");
            let response = controls::edit_in_line(ui, id, &field, &mut self.folder);
            if response.changed() {
                self.fault = None;
            }
            if response.has_focus() && keys::enter(ui.ctx()) && count > 0 {
                self.submit(inbox);
            }
            if ui.plain_button("浏览…").clicked() {
                inbox.push(Wish::Pick(Pick::Folder));
            }
        });
    }

    /// How many will be printed, and what is said of them; counted in every frame, so nothing is
    /// copied.
    fn told(&self) -> (usize, String) {
        let plan = match &self.found {
            None => return (0, String::new()),
            Some((_, Err(message))) => return (0, message.clone()),
            Some((_, Ok(plan))) => plan,
        };
        let (mut villages, mut count, mut left, mut missing) = (0, 0, 0, 0);
        for village in plan.villages.iter().filter(|it| self.ticked.contains(&it.village)) {
            let taken = village.sheets.iter().filter(|sheet| self.sheets.takes(sheet)).count();
            villages += 1;
            count += taken;
            left += village.sheets.len() - taken;
            missing += village.missing.len();
        }
        let mut words = format!("{villages} 个村，{count} 份");
        if left > 0 && self.sheets == RunSheets::Published {
            words = format!("{words}；{left} 份没公布的不打印");
        }
        if missing > 0 {
            words = format!("{words}；还有 {missing} 件没有起草，打印不出来");
        }
        (count, words)
    }

    /// What is found of the villages that are ticked.
    fn chosen(&self) -> Option<RunPlan> {
        let Some((_, Ok(plan))) = &self.found else { return None };
        Some(plan.narrowed(|village| self.ticked.contains(&village), self.sheets))
    }

    /// Looks again where the villages or the period are others.
    fn find(&mut self, app: &App) {
        if self.is_drafting() && self.found.is_some() {
            return;
        }
        let of = (app.ledger().map_or(0, Ledger::facts_revision), self.period);
        if self.found.as_ref().is_none_or(|(kept, _)| *kept != of) {
            let found = app.run_plan(self.period).map_err(|error| error.to_string());
            self.found = Some((of, found));
        }
    }

    fn submit(&mut self, inbox: &mut Inbox) {
        let Some(plan) = self.chosen() else { return };
        let folder = PathBuf::from(self.folder.trim());
        if folder.as_os_str().is_empty() {
            self.fault = Some("请写存放的文件夹，或点“浏览…”选一个。".to_owned());
            return;
        }
        self.fault = None;
        self.running = Some(RunProgress { total: plan.count(), ..RunProgress::default() });
        let request = RunRequest { plan, paper: self.paper, large: self.large, folder };
        self.stop = Stop::default();
        inbox.push(Wish::StartWith(Job::PrintRun(Box::new(request)), self.stop.clone()));
    }
}

fn folder_name(period: Period) -> String {
    format!("{}公示", period.label())
}

/// The folder for another period: the one that was offered follows, one that a person chose
/// stays.
fn folder_of(folder: &str, before: Period, now: Period) -> String {
    let path = Path::new(folder.trim());
    let is_offered = path.file_name().is_some_and(|name| name == folder_name(before).as_str());
    if is_offered {
        path.with_file_name(folder_name(now)).display().to_string()
    } else {
        folder.to_owned()
    }
}

/// How far the run is, large; true to stop it.
fn running_ui(ui: &mut Ui, progress: &RunProgress, is_stopping: bool) -> bool {
    let RunProgress { done, total, village } = progress;
    let words = match village.as_str() {
        _ if is_stopping => "正在停下……",
        "" => "正在准备",
        village => village,
    };
    ui.add_space(8.0);
    ui.card_heading(words);
    let share = *done as f32 / (*total).max(1) as f32;
    ui.scope(|ui| {
        // what is still to come is seen too
        ui.visuals_mut().extreme_bg_color = theme::OUTLINE;
        let bar = ProgressBar::new(share).desired_width(ui.available_width()).desired_height(26.0);
        bar.fill(theme::ACCENT).ui(ui);
    });
    ui.label(format!("{done} / {total} 份"));
    ui.quiet("停下以后，已经写好的文件是完整的；再打印一次，从停下的地方接着做。");
    ui.add_space(6.0);
    controls::foot(ui, |ui| {
        ui.add_enabled_ui(!is_stopping, |ui| ui.plain_button("停下").clicked()).inner
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_was_offered_follows_the_period_and_a_chosen_one_stays() {
        let (before, now) = (Period::Year(2025), Period::Year(2026));
        let offered = Path::new("账").join(folder_name(before)).display().to_string();
        let followed = Path::new("账").join(folder_name(now)).display().to_string();
        assert_eq!(folder_of(&offered, before, now), followed);
        for chosen in ["U盘", "账/年底打印", " ", ""] {
            assert_eq!(folder_of(chosen, before, now), chosen);
        }
    }
}
