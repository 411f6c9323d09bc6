//! What came of a run: what was printed, what stopped a village and what to do about it, and the
//! files to open or to send to the printer.

use std::path::PathBuf;

use egui::{Label, RichText, ScrollArea, Ui};

use crate::app::{Job, RunReport, Tray};
use crate::ui::controls;
use crate::ui::ext::{Sign, UiExt as _};
use crate::ui::inbox::{Inbox, Wish};
use crate::ui::theme;

/// Height of the list of what was not printed.
const FAULTS: f32 = 190.0;

/// What a person asks for below the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// Back to the choices: go on, or print others.
    Again,
    /// Close the dialog.
    Close,
}

/// Draws the result.
pub(super) fn ui(ui: &mut Ui, report: &RunReport, inbox: &mut Inbox) -> Option<Asked> {
    let is_good = report.faults.is_empty() && !report.cancelled;
    ui.horizontal_top(|ui| {
        let (sign, colour) =
            if is_good { (Sign::Tick, theme::DISCLOSED) } else { (Sign::Triangle, theme::DUE) };
        ui.sign_beside(sign, colour);
        ui.add(Label::new(headline(report)).wrap());
    });
    faults_ui(ui, report);
    files_ui(ui, report, inbox);
    ui.add_space(6.0);
    let mut asked = None;
    controls::foot(ui, |ui| {
        if ui.plain_button("关闭").clicked() {
            asked = Some(Asked::Close);
        }
        let again = if is_good { "再打印…" } else { "接着打印…" };
        if ui.plain_button(again).clicked() {
            asked = Some(Asked::Again);
        }
        if ui.plain_button("打开文件夹").clicked() {
            inbox.push(Wish::OpenOutside(report.folder.clone()));
        }
    });
    asked
}

/// How many villages and pages, in a sentence.
fn headline(report: &RunReport) -> String {
    let villages = report.villages.iter().filter(|village| !village.sheets.is_empty()).count();
    let trays = Tray::ALL.into_iter().filter_map(|tray| {
        let (sheets, pages) = report.totals(tray);
        (sheets > 0).then(|| format!("{} {sheets} 份 {pages} 页", tray.label()))
    });
    let trays: Vec<String> = trays.collect();
    let made = match (report.made, report.kept) {
        (made, 0) => format!("写了 {made} 个文件"),
        (made, kept) => format!("写了 {made} 个文件，{kept} 个内容没变的没有重做"),
    };
    let done = if trays.is_empty() {
        "一份也没有打印".to_owned()
    } else {
        format!("{villages} 个村已打印：{}；{made}", trays.join("，"))
    };
    if report.cancelled {
        return format!("已停下。{done}。合并的文件和清单要等全部打完才有。");
    }
    format!("{done}。")
}

/// What stopped a village, in red, with the next step; and how much is missing.
fn faults_ui(ui: &mut Ui, report: &RunReport) {
    let missing: usize = report.villages.iter().map(|village| village.missing.len()).sum();
    if report.faults.is_empty() && missing == 0 {
        return;
    }
    ScrollArea::vertical()
        .id_salt("run_faults")
        .max_height(FAULTS)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            for fault in &report.faults {
                let words = RichText::new(fault.sentence()).color(theme::OVERDUE);
                ui.add(Label::new(words).wrap().selectable(true));
            }
            if missing > 0 {
                ui.quiet(format!("另有 {missing} 件到期的没有起草，写在清单最后。"));
            }
        });
}

/// The files of all villages, each to open and to print.
fn files_ui(ui: &mut Ui, report: &RunReport, inbox: &mut Inbox) {
    let checklist = report.checklist.iter().map(|path| (path, Tray::A4));
    let merged = report.merged.iter().map(|merged| (&merged.path, merged.tray));
    for (path, tray) in checklist.chain(merged) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        ui.horizontal(|ui| {
            ui.label(&name);
            ui.buttons_right(|ui| {
                if ui.plain_button(&format!("打印 {name}")).clicked() {
                    let (path, paper) = (PathBuf::clone(path), Some(tray.paper()));
                    inbox.push(Wish::Start(Job::Send { path, paper }));
                }
                if ui.plain_button(&format!("打开 {name}")).clicked() {
                    inbox.push(Wish::OpenOutside(path.clone()));
                }
            });
        });
    }
    if !report.merged.is_empty() {
        ui.quiet("按实际大小打印：在打印窗口里选“实际大小”或 100%，不要选“适合页面”。");
    }
}
