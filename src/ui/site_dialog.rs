//! 公开网站: the published notices as web pages in a folder, and their figures as a workbook.

use std::path::{Path, PathBuf};

use egui::{Id, ProgressBar, Ui, Widget as _};

use super::ext::{Field, Sign, UiExt as _};
use super::inbox::{Inbox, Pick, Wish};
use super::pages::township::period_choice;
use super::{controls, keys, theme};
use crate::app::{
    App, AppError, Job, JobEvent, Ledger, SiteEvent, SiteJob, SiteMade, SiteRequest, SiteSource,
};
use crate::domain::period::{Month, Period};

const WIDTH: f32 = 680.0;
const FIELD: f32 = 580.0;
/// So many villages are read ahead of the writer.
const AHEAD: usize = 4;

/// The dialog (公开网站).
#[derive(Debug)]
pub struct SiteDialog {
    folder: String,
    address: String,
    period: Period,
    fault: Option<String>,
    under_way: Option<UnderWay>,
    made: Option<SiteMade>,
}

/// A site that is being made.
#[derive(Debug)]
struct UnderWay {
    source: SiteSource,
    villages: usize,
    /// Parts that were handed over and are not written yet.
    waiting: usize,
    finishing: bool,
}

impl SiteDialog {
    /// At first into a folder beside the ledger.
    pub fn new(app: &App) -> Self {
        let beside = app.ledger().ok().and_then(Ledger::path).and_then(Path::parent);
        let folder = beside.map(Path::to_path_buf).unwrap_or_default().join("公开网站");
        Self {
            folder: folder.display().to_string(),
            address: String::new(),
            period: Period::Month(Month::of(app.today()).previous()),
            fault: None,
            under_way: None,
            made: None,
        }
    }

    /// Draws it; true to close.
    pub fn ui(&mut self, ui: &Ui, app: &App, inbox: &mut Inbox) -> bool {
        self.read_ahead(app, inbox);
        let mut close = false;
        let escaped = controls::dialog(ui, "公开网站", WIDTH, |ui| {
            ui.quiet(
                "已公布的公示做成网页：可以拷到 U 盘，也可以传到任何网站。草稿和提异议的人不在里面。",
            );
            let is_free = self.under_way.is_none();
            ui.add_enabled_ui(is_free, |ui| self.fields(ui, app, inbox));
            self.progress(ui);
            if let Some(fault) = &self.fault {
                ui.notice_box(true, fault);
            }
            ui.add_space(6.0);
            self.workbook(ui, app, inbox);
            ui.add_space(6.0);
            controls::foot(ui, |ui| {
                if is_free {
                    self.buttons(ui, app, inbox);
                    close = ui.plain_button("关闭").clicked();
                } else if ui.plain_button("停下").clicked() {
                    self.stop(inbox);
                }
            });
        });
        if escaped && self.under_way.is_some() {
            self.stop(inbox);
        }
        close || escaped
    }

    fn fields(&mut self, ui: &mut Ui, app: &App, inbox: &mut Inbox) {
        ui.quiet("放在文件夹（新的、空的，或以前做的公开网站）：");
        ui.horizontal(|ui| {
            let field = Field::new("放在文件夹", FIELD);
            let id = Id::unique("site_folder");
            let response = controls::edit_in_line(ui, id, &field, &mut self.folder);
            if response.changed() {
                (self.fault, self.made) = (None, None);
            }
            if response.has_focus() && keys::enter(ui.ctx()) {
                self.begin(app, inbox);
            }
            if ui.plain_button("浏览…").clicked() {
                inbox.push(Wish::Pick(Pick::SiteFolder));
            }
        });
        ui.quiet("以后的网址，写了才给每个村做二维码；没有就空着：");
        let field = Field::new("网址", FIELD);
        let id = Id::unique("site_address");
        let response = controls::edit_in_line(ui, id, &field, &mut self.address);
        if response.changed() {
            (self.fault, self.made) = (None, None);
        }
    }

    fn progress(&self, ui: &mut Ui) {
        if let Some(under_way) = &self.under_way {
            let UnderWay { source, villages, waiting, .. } = under_way;
            let done = villages.saturating_sub(source.left() + waiting);
            ui.label(format!("正在做：{done} / {villages} 个村"));
            let share = done as f32 / (*villages).max(1) as f32;
            ProgressBar::new(share).fill(theme::ACCENT).ui(ui);
        } else if let Some(made) = &self.made {
            ui.horizontal(|ui| {
                ui.sign(Sign::Tick, theme::DISCLOSED);
                ui.add(egui::Label::new(made.message()).wrap());
            });
        }
    }

    fn buttons(&mut self, ui: &mut Ui, app: &App, inbox: &mut Inbox) {
        let Some(made) = &self.made else {
            if ui.primary_button("生成").clicked() {
                self.begin(app, inbox);
            }
            return;
        };
        if ui.primary_button("打开网页").clicked() {
            inbox.push(Wish::OpenOutside(made.index.clone()));
        }
        if ui.plain_button("打开文件夹").clicked()
            && let Some(folder) = made.index.parent()
        {
            inbox.push(Wish::OpenOutside(folder.to_path_buf()));
        }
    }

    /// The same figures for those who want to work on with them or hand them in elsewhere.
    fn workbook(&mut self, ui: &mut Ui, app: &App, inbox: &mut Inbox) {
        ui.separator();
        ui.horizontal(|ui| {
            ui.label("已公布的数据（Excel）");
            period_choice(ui, &mut self.period, app.today());
            let is_free = self.under_way.is_none();
            let button = ui.add_enabled_ui(is_free, |ui| ui.plain_button("导出已公布数据…"));
            if button.inner.clicked() {
                match app.published_listings(None, self.period) {
                    Ok(listings) => {
                        let period = self.period;
                        inbox.push(Wish::SavePublished { listings, period });
                    }
                    Err(error) => self.fault = Some(error.to_string()),
                }
            }
        });
    }

    fn begin(&mut self, app: &App, inbox: &mut Inbox) {
        let folder = PathBuf::from(self.folder.trim());
        if folder.as_os_str().is_empty() {
            self.fault = Some("请写存放的文件夹，或点“浏览…”选一个。".to_owned());
            return;
        }
        let address = Some(self.address.trim().to_owned()).filter(|address| !address.is_empty());
        let request = SiteRequest { folder, address, village: None };
        (self.fault, self.made) = (None, None);
        match app.plan_site(&request) {
            Ok((plan, source)) => {
                let villages = source.left();
                self.under_way = Some(UnderWay { source, villages, waiting: 1, finishing: false });
                inbox.push(Wish::Start(Job::Site(SiteJob::Begin(Box::new(plan)))));
            }
            Err(error) => self.fault = Some(error.to_string()),
        }
    }

    /// Reads a few villages ahead of the writer, so that neither waits for the other and never
    /// all of them are in memory.
    fn read_ahead(&mut self, app: &App, inbox: &mut Inbox) {
        let Some(under_way) = &mut self.under_way else { return };
        while !under_way.finishing && under_way.waiting < AHEAD {
            let job = match app.site_part(&mut under_way.source) {
                Ok(Some(part)) => SiteJob::Village(Box::new(part)),
                Ok(None) => {
                    under_way.finishing = true;
                    SiteJob::Finish
                }
                Err(error) => {
                    self.fault = Some(error.to_string());
                    return self.stop(inbox);
                }
            };
            under_way.waiting += 1;
            inbox.push(Wish::Start(Job::Site(job)));
        }
    }

    fn stop(&mut self, inbox: &mut Inbox) {
        self.under_way = None;
        inbox.push(Wish::Start(Job::Site(SiteJob::Stop)));
    }

    /// Hears the answer of a file dialog.
    pub fn picked(&mut self, path: Option<&Path>) {
        if let Some(path) = path {
            self.folder = path.display().to_string();
            (self.fault, self.made) = (None, None);
        }
    }

    /// Hears what came of a job; whether it told the person why it failed.
    pub fn heard(&mut self, event: &JobEvent) -> bool {
        let Some(under_way) = &mut self.under_way else { return false };
        match event {
            JobEvent::Site(SiteEvent::Written) => {
                under_way.waiting = under_way.waiting.saturating_sub(1);
            }
            JobEvent::Site(SiteEvent::Made(made)) => {
                self.made = Some(made.clone());
                self.under_way = None;
            }
            JobEvent::Failed(error) => {
                self.refuse(error);
                return true;
            }
            JobEvent::Saved(_)
            | JobEvent::Cancelled
            | JobEvent::RunProgress(_)
            | JobEvent::RunDone(_)
            | JobEvent::Sent(_)
            | JobEvent::Preview(_)
            | JobEvent::PreviewFailed(..)
            | JobEvent::Picture(..)
            | JobEvent::AttachmentSaved(_) => {}
        }
        false
    }

    fn refuse(&mut self, error: &AppError) {
        self.fault = Some(error.to_string());
        self.under_way = None;
    }
}
