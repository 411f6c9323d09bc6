//! The program, the file, and whether the file is sound (关于).

use std::path::Path;

use egui::{ScrollArea, Ui};

use super::fonts::FontsCard;

use crate::app::{App, AppError, Checking, Ledger, Problem};
use crate::ui::ext::{Sign, UiExt as _};
use crate::ui::inbox::{Inbox, Wish};
use crate::ui::theme;

/// What the last self-check found.
#[derive(Debug, Default)]
pub(super) struct About {
    checked: Option<Result<Vec<Problem>, AppError>>,
    /// A self-check that goes on, a village a frame.
    checking: Option<Checking>,
    fonts: FontsCard,
}

impl About {
    /// Takes the font file a person chose.
    pub(super) fn take_font(&mut self, app: &App, path: &Path) {
        self.fonts.take(app, path);
    }

    pub(super) fn ui(&mut self, ui: &mut Ui, app: &App, ledger: &Ledger, inbox: &mut Inbox) {
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = theme::GAP;
            ui.card(|ui| file_ui(ui, ledger, inbox));
            ui.card(|ui| self.check_ui(ui, app));
            ui.card(|ui| self.fonts.ui(ui, app, inbox));
            ui.card(program_ui);
        });
    }

    fn check_ui(&mut self, ui: &mut Ui, app: &App) {
        ui.set_width(ui.available_width());
        ui.card_heading("账簿自检");
        ui.quiet_body(
            "查文件是否完好，每张凭证、每份公布的公示是否还是当时的内容，每个村的账是否平。",
        );
        self.go_on(ui, app);
        if self.checking.is_none() && ui.plain_button("现在自检").clicked() {
            self.checked = None;
            match app.begin_check() {
                Ok(checking) => self.checking = Some(checking),
                Err(error) => self.checked = Some(Err(error)),
            }
            ui.ctx().request_repaint();
        }
        match &self.checked {
            None => {}
            Some(Ok(problems)) if problems.is_empty() => {
                ui.horizontal(|ui| {
                    ui.sign(Sign::Tick, theme::DISCLOSED);
                    ui.label("没有发现问题");
                });
            }
            Some(Ok(problems)) => {
                for problem in problems {
                    ui.notice_box(true, &format!("{}：{}", problem.place, problem.message));
                }
            }
            Some(Err(error)) => {
                ui.notice_box(true, &error.to_string());
            }
        }
    }
}

impl About {
    /// Checks the next village, so that the window stays alive and a person can stop between them.
    fn go_on(&mut self, ui: &mut Ui, app: &App) {
        let Some(mut checking) = self.checking.take() else { return };
        match app.go_on_checking(&mut checking) {
            Ok(false) => self.checked = Some(Ok(checking.problems)),
            Err(error) => self.checked = Some(Err(error)),
            Ok(true) => {
                let (done, all) = checking.progress();
                let found = checking.problems.len();
                let mut stop = false;
                ui.horizontal(|ui| {
                    ui.label(format!("正在自检：{done} / {all} 个村，发现 {found} 个问题"));
                    stop = ui.plain_button("停下").clicked();
                });
                self.checking = (!stop).then_some(checking);
            }
        }
        ui.ctx().request_repaint();
    }
}

fn file_ui(ui: &mut Ui, ledger: &Ledger, inbox: &mut Inbox) {
    ui.set_width(ui.available_width());
    ui.card_heading("账簿文件");
    let Some(path) = ledger.path() else {
        ui.quiet_body("这个账簿只在内存里，关掉窗口就没有了。");
        return;
    };
    ui.add(egui::Label::new(path.display().to_string()).wrap().selectable(true));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    ui.quiet_body(format!(
        "备份：关掉窗口，把这一个文件拷到 U 盘；附过凭据照片的，把旁边的文件夹“{name}.files”一起拷。"
    ));
    ui.horizontal(|ui| {
        if let Some(folder) = path.parent()
            && ui.plain_button("打开所在文件夹").clicked()
        {
            inbox.push(Wish::OpenOutside(folder.to_owned()));
        }
        if ui.plain_button("换一个账簿…").clicked() {
            inbox.push(Wish::ChooseLedger);
        }
    });
}

fn program_ui(ui: &mut Ui) {
    ui.set_width(ui.available_width());
    ui.card_heading("明白账");
    ui.label(format!("版本 {}", env!("CARGO_PKG_VERSION")));
    ui.quiet_body("不联网，数据只在这台电脑上。程序以 MIT 或 Apache-2.0 许可发布。");
    ui.quiet_body("字体：思源黑体（Noto Sans SC），SIL Open Font License 1.1。");
}
