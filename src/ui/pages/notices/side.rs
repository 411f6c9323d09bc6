//! The left column: steps, checks and what to do next.

use egui::{Align2, Label, RichText, Sense, Ui, vec2};

use super::stand::{Stand, Standing};
use crate::domain::notice::{Fault, Level, Notice};
use crate::domain::period::{self, Date};
use crate::ui::ext::{Sign, UiExt as _, paint_sign};
use crate::ui::inbox::{Inbox, Wish};
use crate::ui::pages::settings::SettingsTab;
use crate::ui::pages::{Page, Wanted};
use crate::ui::theme;

/// What the left column asks the page to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Freeze the figures.
    Draft,
    /// Open the dialog of publishing.
    Publish,
    /// Open the dialog of saving a PDF.
    SavePdf,
    /// Open the dialog of saving pictures.
    SavePng,
    /// Open the last saved file outside.
    Open,
}

/// How far one step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Progress {
    Done,
    Now,
    Later,
}

/// The heading and the line of steps.
pub fn steps(ui: &mut Ui, standing: &Standing, due: Option<Date>, today: Date) {
    let Some(notice) = standing.notice() else { return };
    ui.card(|ui| {
        ui.set_width(ui.available_width());
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 14.0;
            ui.card_heading(notice.matter.title());
            ui.card_heading(&format!("第 {} 期", notice.issue));
        });
        let steps = step_line(standing, notice, due, today);
        let width = ui.available_width() / 3.0;
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.horizontal_top(|ui| {
            for (at, (name, note, progress)) in steps.iter().enumerate() {
                step(ui, width, at + 1, (name, note, *progress));
            }
        });
    });
}

/// 起草, 公布, 公示期满. 村监委审查 and 联席会议定案 will stand between the first two.
fn step_line(
    standing: &Standing,
    notice: &Notice,
    due: Option<Date>,
    today: Date,
) -> [(&'static str, String, Progress); 3] {
    use Progress::{Done, Later, Now};
    let day = |date: Date| date.format("%m-%d").to_string();
    let until_due = due.map_or_else(|| "—".to_owned(), |due| format!("最迟 {}", day(due)));
    let drafted = day(notice.drafted_on);
    match (&standing.stand, notice.publication()) {
        (_, Some(publication)) => {
            let over = today > publication.posted_until;
            let last = format!("到 {}", day(publication.posted_until));
            [
                ("起草", drafted, Done),
                ("公布", day(publication.published_on), Done),
                ("公示期满", last, if over { Done } else { Now }),
            ]
        }
        (Stand::Drafted { .. }, None) => {
            [("起草", drafted, Done), ("公布", until_due, Now), ("公示期满", "—".to_owned(), Later)]
        }
        _ => [
            ("起草", "未起草".to_owned(), Now),
            ("公布", until_due, Later),
            ("公示期满", "—".to_owned(), Later),
        ],
    }
}

fn step(ui: &mut Ui, width: f32, number: usize, (name, note, progress): (&str, &str, Progress)) {
    let (fill, ink) = match progress {
        Progress::Done => (theme::DISCLOSED, theme::ON_ACCENT),
        Progress::Now => (theme::ACCENT, theme::ON_ACCENT),
        Progress::Later => (theme::OUTLINE_FIELD, theme::ON_ACCENT),
    };
    ui.vertical(|ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = 4.0;
        let (rect, _) = ui.allocate_exact_size(vec2(width, 28.0), Sense::hover());
        ui.painter().circle_filled(rect.center(), 13.0, fill);
        if progress == Progress::Done {
            let place = egui::Rect::from_center_size(rect.center(), vec2(11.0, 11.0));
            paint_sign(ui.painter(), place, Sign::Tick, ink);
        } else {
            let font = theme::bold(theme::SMALL);
            let centre = Align2::CENTER_CENTER;
            ui.painter().text(rect.center(), centre, number.to_string(), font, ink);
        }
        ui.vertical_centered(|ui| {
            ui.label(RichText::new(name).font(theme::bold(theme::SMALL)));
            ui.quiet(note);
        });
    });
}

/// The checks and what they found.
pub fn checks(
    ui: &mut Ui,
    standing: &Standing,
    warnings: &[String],
    here: Wanted,
    inbox: &mut Inbox,
) {
    ui.card(|ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 6.0;
        ui.spacing_mut().interact_size.y = 22.0;
        ui.card_heading(if standing.check_code.is_empty() { "公布前检查" } else { "核对" });
        for check in &standing.checks {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                let (sign, colour) = if check.passed {
                    (Sign::Tick, theme::DISCLOSED)
                } else {
                    (Sign::Cross, theme::OVERDUE)
                };
                ui.sign(sign, colour);
                ui.label(RichText::new(&check.text).color(colour));
            });
        }
        if let Stand::Drafted { stale: true, .. } = standing.stand {
            ui.notice_box(
                true,
                "起草之后账里又有变动，草稿里的数字已经不是账上的数字，请重新起草。",
            );
        }
        for fault in &standing.faults {
            fault_box(ui, fault, here, inbox);
        }
        for warning in warnings {
            ui.notice_box(false, warning);
        }
    });
}

fn fault_box(ui: &mut Ui, fault: &Fault, here: Wanted, inbox: &mut Inbox) {
    let is_error = fault.level == Level::Error;
    let (colour, ground) = if is_error {
        (theme::OVERDUE, theme::OVERDUE_GROUND)
    } else {
        (theme::DUE, theme::DUE_GROUND)
    };
    let link = match (fault.code, fault.line) {
        ("village_facts", _) => Some(("去填村情", Wish::OpenSettings(SettingsTab::Profile))),
        ("negative_cash" | "negative_bank", _) | (_, Some(_)) => {
            Some(("去改", Wish::GoTo(Page::Vouchers, here)))
        }
        _ => None,
    };
    egui::Frame::new()
        .fill(ground)
        .corner_radius(theme::CONTROL_CORNER)
        .inner_margin(egui::Margin::symmetric(10, 8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal_top(|ui| {
                ui.vertical(|ui| {
                    ui.add_space(5.0);
                    ui.sign(if is_error { Sign::Cross } else { Sign::Triangle }, colour);
                });
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = 2.0;
                    ui.add(Label::new(RichText::new(&fault.message).color(theme::TEXT)).wrap());
                    if let Some((word, wish)) = link {
                        ui.spacing_mut().interact_size.y = 20.0;
                        if ui.link(RichText::new(word).underline().color(theme::TEXT)).clicked() {
                            inbox.push(wish);
                        }
                    }
                });
            });
        });
}

/// What can be done now. `saved` is whether a file was saved that can be opened.
pub fn actions(ui: &mut Ui, standing: &Standing, saved: bool) -> Option<Asked> {
    let mut asked = None;
    let errors = standing.has_errors();
    ui.card(|ui| {
        ui.set_width(ui.available_width());
        if let Some(publication) = standing.notice().and_then(Notice::publication) {
            let on = period::date_label(publication.published_on);
            let until = period::date_label(publication.posted_until);
            ui.label(format!("已于 {on}公布，公示到 {until}"));
            if !publication.boards.is_empty() {
                ui.quiet(format!("公开栏：{}", publication.boards.join("、")));
            }
            ui.quiet(format!("校验码：{}", standing.check_code));
        }
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
            match &standing.stand {
                Stand::Candidate(_) => {
                    ui.add_enabled_ui(!errors, |ui| {
                        press(ui, "起草", true, Asked::Draft, &mut asked);
                    });
                }
                Stand::Drafted { stale, .. } => {
                    let again = *stale || errors;
                    ui.add_enabled_ui(!again, |ui| {
                        press(ui, "公布…", !again, Asked::Publish, &mut asked);
                    });
                    press(ui, "重新起草", again && !errors, Asked::Draft, &mut asked);
                }
                Stand::Published(_) | Stand::Refused { .. } => {}
            }
            press(ui, "另存 PDF…", false, Asked::SavePdf, &mut asked);
            press(ui, "存图片…", false, Asked::SavePng, &mut asked);
            if saved {
                press(ui, "用系统程序打开", false, Asked::Open, &mut asked);
            }
        });
        if errors {
            ui.quiet("上面的错误改好以后才能起草和公布。");
        }
        if saved {
            ui.quiet("打印时请选“按实际大小打印”（100%），不要“适合页面”。");
        }
    });
    asked
}

fn press(ui: &mut Ui, word: &str, primary: bool, ask: Asked, asked: &mut Option<Asked>) {
    let button = if primary { ui.primary_button(word) } else { ui.plain_button(word) };
    if button.clicked() {
        *asked = Some(ask);
    }
}
