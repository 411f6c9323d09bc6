//! 打印本期应公开: every sheet of a period into a folder, one file each.

use std::path::{Path, PathBuf};

use egui::{Id, Ui};

use super::period_choice;
use super::together::DraftingTogether;
use crate::app::{App, AppError, Job, Ledger, Outcome, Paper, Printable};
use crate::domain::ids::VillageId;
use crate::domain::period::{Date, Month, Period};
use crate::ui::ext::{Field, Sign, UiExt as _};
use crate::ui::inbox::{Inbox, Pick, Wish};
use crate::ui::{controls, keys, theme};

const WIDTH: f32 = 680.0;
const FIELD: f32 = 580.0;

/// The papers that are offered, as on the command line.
const PAPERS: [(&str, &str); 3] =
    [("a3-landscape", "A3 横向"), ("a3", "A3 纵向"), ("a4", "A4 纵向")];

/// What is chosen.
#[derive(Debug)]
pub(super) struct PrintForm {
    period: Period,
    listed_only: bool,
    drafts_too: bool,
    paper: &'static str,
    folder: String,
    fault: Option<String>,
    waiting: bool,
    found: Option<(Of, Result<Printable, String>)>,
    drafting: Option<DraftingTogether>,
}

/// What was found depends on: the state of the villages, the period, how many are wanted.
type Of = (u64, Period, usize);

impl PrintForm {
    /// At first the month before, into a folder beside the ledger.
    pub(super) fn new(ledger: &Ledger, today: Date) -> Self {
        let period = Period::Month(Month::of(today).previous());
        let beside = ledger.path().and_then(Path::parent).map(Path::to_path_buf);
        let folder = beside.unwrap_or_default().join(format!("{}公示", period.label()));
        Self {
            period,
            listed_only: true,
            drafts_too: true,
            paper: "a3-landscape",
            folder: folder.display().to_string(),
            fault: None,
            waiting: false,
            found: None,
            drafting: None,
        }
    }

    pub(super) const fn is_waiting(&self) -> bool {
        self.waiting
    }

    pub(super) fn picked(&mut self, path: &Path) {
        self.folder = path.display().to_string();
        self.fault = None;
    }

    pub(super) fn refuse(&mut self, message: String) {
        self.waiting = false;
        self.fault = Some(message);
    }

    /// Draws it; true to close.
    pub(super) fn ui(&mut self, ui: &Ui, app: &App, rows: &[VillageId], inbox: &mut Inbox) -> bool {
        let mut close = false;
        let escaped = controls::dialog(ui, "打印本期应公开", WIDTH, |ui| {
            self.choices(ui, app, rows);
            let (count, told) = self.told(app, rows);
            ui.horizontal(|ui| {
                let is_none = count == 0;
                let (sign, colour) = if is_none {
                    (Sign::Triangle, theme::DUE)
                } else {
                    (Sign::Tick, theme::DISCLOSED)
                };
                ui.sign(sign, colour);
                ui.label(told);
            });
            self.drafting_ui(ui, app, rows, inbox);
            self.folder_ui(ui, inbox);
            if let Some(fault) = &self.fault {
                ui.notice_box(true, fault);
            }
            ui.add_space(6.0);
            controls::foot(ui, |ui| {
                let is_drafting = self.drafting.as_ref().is_some_and(|it| !it.is_done());
                ui.add_enabled_ui(!self.waiting && !is_drafting && count > 0, |ui| {
                    if ui.primary_button(&format!("打印 {count} 份")).clicked() {
                        self.submit(inbox);
                    }
                });
                close = ui.plain_button("取消").clicked();
            });
        });
        close || escaped
    }

    fn choices(&mut self, ui: &mut Ui, app: &App, rows: &[VillageId]) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            if period_choice(ui, &mut self.period, app.today()) {
                self.drafting = None;
                let parent = Path::new(&self.folder).parent().map(Path::to_path_buf);
                let folder =
                    parent.unwrap_or_default().join(format!("{}公示", self.period.label()));
                self.folder = folder.display().to_string();
            }
            let named = |paper: &str| PAPERS.iter().find(|(name, _)| *name == paper);
            let shown = named(self.paper).map_or(self.paper, |(_, label)| *label);
            controls::choice(ui, "纸张", shown, 110.0, |ui| {
                for (name, label) in PAPERS {
                    ui.selectable_value(&mut self.paper, name, label);
                }
            });
            ui.checkbox(&mut self.drafts_too, "没公布的也打印（送审稿）");
        });
        let all = app.ledger().map_or(0, |ledger| ledger.villages().len());
        if rows.len() < all {
            let words = format!("只要列出的 {} 个村", rows.len());
            ui.checkbox(&mut self.listed_only, words);
        }
    }

    /// Hears what came of drafting a village.
    pub(super) fn heard(&mut self, outcome: &Result<Outcome, AppError>) -> bool {
        self.drafting.as_mut().is_some_and(|drafting| drafting.heard(outcome))
    }

    /// What is missing can be drafted from here, as far as it needs nobody's words.
    fn drafting_ui(&mut self, ui: &mut Ui, app: &App, rows: &[VillageId], inbox: &mut Inbox) {
        if let Some(drafting) = &mut self.drafting {
            drafting.ui(ui, inbox);
            return;
        }
        let missing = match self.found(app, rows) {
            Ok(found) => found.missing,
            Err(_) => 0,
        };
        if missing > 0 && ui.plain_button(&format!("一起起草没起草的 {missing} 件")).clicked()
        {
            let all = app.ledger().map(Ledger::villages).unwrap_or_default();
            let is_all = !self.listed_only || rows.len() >= all.len();
            let villages =
                if is_all { all.iter().map(|it| it.id).collect() } else { rows.to_vec() };
            self.drafting = Some(DraftingTogether::new(self.period, villages));
        }
    }

    fn folder_ui(&mut self, ui: &mut Ui, inbox: &mut Inbox) {
        ui.quiet("存到文件夹，每份公示一个 PDF：");
        ui.horizontal(|ui| {
            let field = Field::new("存到文件夹", FIELD);
            let id = Id::unique("township_print_folder");
            let response = controls::edit_in_line(ui, id, &field, &mut self.folder);
            if response.changed() {
                self.fault = None;
            }
            if response.has_focus() && keys::enter(ui.ctx()) {
                self.submit(inbox);
            }
            if ui.plain_button("浏览…").clicked() {
                inbox.push(Wish::Pick(Pick::Folder));
            }
        });
    }

    /// How many will be printed, and what is said of them.
    fn told(&mut self, app: &App, rows: &[VillageId]) -> (usize, String) {
        let drafts_too = self.drafts_too;
        match self.found(app, rows) {
            Err(message) => (0, message.clone()),
            Ok(Printable { notices, drafts, missing }) => {
                let published = notices.len() - drafts;
                let count = if drafts_too { notices.len() } else { published };
                let mut words = format!("已公布 {published} 份，已起草没公布 {drafts} 份");
                if *missing > 0 {
                    words = format!("{words}；还有 {missing} 件没有起草，打印不出来");
                }
                (count, words)
            }
        }
    }

    fn found(&mut self, app: &App, rows: &[VillageId]) -> &Result<Printable, String> {
        let all = app.ledger().map_or(0, |ledger| ledger.villages().len());
        let is_all = !self.listed_only || rows.len() >= all;
        let revision = app.ledger().map_or(0, Ledger::facts_revision);
        let of = (revision, self.period, if is_all { all } else { rows.len() });
        let kept = self.found.take().filter(|(kept, _)| *kept == of);
        let (_, found) = self.found.insert(kept.unwrap_or_else(|| {
            let mut wanted = rows.to_vec();
            wanted.sort_unstable();
            let is_wanted = |village| is_all || wanted.binary_search(&village).is_ok();
            let found = app.printable(self.period, is_wanted);
            (of, found.map_err(|error| error.to_string()))
        }));
        found
    }

    fn submit(&mut self, inbox: &mut Inbox) {
        let Some((_, Ok(found))) = &self.found else { return };
        let folder = PathBuf::from(self.folder.trim());
        if folder.as_os_str().is_empty() {
            self.fault = Some("请写存放的文件夹，或点“浏览…”选一个。".to_owned());
            return;
        }
        let Some(paper) = Paper::parse(self.paper) else { return };
        let kept = found.notices.iter();
        let kept = kept.filter(|notice| self.drafts_too || notice.publication().is_some());
        let notices = kept.cloned().collect();
        (self.fault, self.waiting) = (None, true);
        inbox.push(Wish::Start(Job::PrintSheets { notices, paper, folder }));
    }
}
