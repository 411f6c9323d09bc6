//! The line of steps, what happened so far, and the articles behind each step.

use egui::{Align2, Color32, Label, Rect, RichText, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use crate::domain::law::Law;
use crate::domain::ledger::Book;
use crate::domain::matter::Category;
use crate::domain::notice::{Deadline, Notice, Progress, Stage, TimelineStage, timeline_ahead};
use crate::domain::period::{self, Date};
use crate::ui::ext::{Sign, UiExt as _, paint_sign};
use crate::ui::{controls, theme};

use super::stand::Standing;

/// Radius of the sign of a step.
const RADIUS: f32 = 13.0;
/// Width of the dialog of the articles.
const BASIS_WIDTH: f32 = 640.0;

/// The stages of what is shown.
pub fn line_of(standing: &Standing, book: &Book, law: &Law, today: Date) -> Vec<TimelineStage> {
    let Some(notice) = standing.notice() else { return Vec::new() };
    if standing.is_candidate() {
        return timeline_ahead(notice.category(law), law, standing.due_by);
    }
    notice.timeline(&book.objections, law, standing.due_by, today)
}

/// Draws the line; whether the articles were asked for.
pub fn line(ui: &mut Ui, stages: &[TimelineStage], category: Category, today: Date) -> bool {
    let width = ui.available_width() / stages.len().max(1) as f32;
    let mut asked = false;
    let top = ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        for (at, stage) in stages.iter().enumerate() {
            asked |= step(ui, width, (at + 1, stage), category, today);
        }
    });
    let (rect, y) = (top.response.rect, top.response.rect.top() + RADIUS + 1.0);
    for at in 1..stages.len() {
        let middle = rect.left() + width * at as f32;
        let gap = (width / 2.0 - RADIUS - 5.0).max(1.0);
        let stroke = egui::Stroke::new(1.5, theme::OUTLINE_FIELD);
        ui.painter().hline(middle - gap..=middle + gap, y, stroke);
    }
    asked
}

fn step(
    ui: &mut Ui,
    width: f32,
    (number, stage): (usize, &TimelineStage),
    category: Category,
    today: Date,
) -> bool {
    let name = stage.stage.label(category);
    let (note, colour) = note_of(stage, today);
    let inner = ui.vertical(|ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.spacing_mut().interact_size.y = 0.0;
        let (rect, _) = ui.allocate_exact_size(vec2(width, 2.0 * RADIUS + 2.0), Sense::hover());
        sign(ui, rect, number, stage, today);
        ui.vertical_centered(|ui| {
            for part in broken(name) {
                ui.label(RichText::new(part).font(theme::bold(theme::SMALL)));
            }
            for part in &note {
                ui.label(RichText::new(part).size(theme::SMALL).color(colour));
            }
        });
    });
    let rect = inner.response.rect;
    let id = ui.scope_id().with(("notice_step", number));
    let response = ui.interact(rect, id, Sense::click());
    let words = format!("{name}：{}", note.join(""));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{name}的依据")));
    let who = stage.who.join("、");
    let tip = if who.is_empty() { words } else { format!("{words}\n{who}") };
    response.on_hover_text(format!("{tip}\n点一下看法律依据")).clicked()
}

/// A circle with a sign or its number: red past the deadline, and then with a cross.
fn sign(ui: &Ui, rect: Rect, number: usize, stage: &TimelineStage, today: Date) {
    let is_past = stage.progress.by().is_some_and(|by| Deadline::of(by, today).is_past());
    let (fill, sign) = match stage.progress {
        Progress::Done { .. } => (theme::DISCLOSED, Some(Sign::Tick)),
        Progress::Undone { .. } => (theme::OVERDUE, Some(Sign::Cross)),
        Progress::Now { .. } if is_past && stage.stage != Stage::Posted => {
            (theme::OVERDUE, Some(Sign::Cross))
        }
        Progress::Now { .. } => (theme::ACCENT, None),
        Progress::Later { .. } => (theme::OUTLINE_FIELD, None),
    };
    ui.painter().circle_filled(rect.center(), RADIUS, fill);
    if let Some(sign) = sign {
        let place = Rect::from_center_size(rect.center(), vec2(11.0, 11.0));
        return paint_sign(ui.painter(), place, sign, theme::ON_ACCENT);
    }
    let font = theme::bold(theme::SMALL);
    let centre = Align2::CENTER_CENTER;
    ui.painter().text(rect.center(), centre, number.to_string(), font, theme::ON_ACCENT);
}

/// The day of a step, or its deadline and how that stands.
fn note_of(stage: &TimelineStage, today: Date) -> (Vec<String>, Color32) {
    let day = |date: Date| date.format("%m-%d").to_string();
    match stage.progress {
        Progress::Done { on, late: 0 } => (vec![day(on)], theme::TEXT_QUIET),
        Progress::Done { on, late } => (vec![day(on), format!("迟 {late} 天")], theme::DUE),
        Progress::Undone { on } => {
            let word = if stage.stage == Stage::Posted { "撤下" } else { "退回" };
            (vec![word.to_owned(), day(on)], theme::OVERDUE)
        }
        Progress::Now { by: None } => (vec!["该办了".to_owned()], theme::ACCENT),
        Progress::Later { by: None } => (vec!["—".to_owned()], theme::TEXT_FAINT),
        Progress::Now { by: Some(by) } => {
            let deadline = Deadline::of(by, today);
            let (is_due, is_past) = (deadline == Deadline::Left(0), deadline.is_past());
            let colour = if is_past {
                theme::OVERDUE
            } else if is_due {
                theme::DUE
            } else {
                theme::TEXT_QUIET
            };
            (vec![format!("至 {}", day(by)), deadline.label()], colour)
        }
        Progress::Later { by: Some(by) } => {
            let is_past = Deadline::of(by, today).is_past() && stage.stage != Stage::Archived;
            let word = if stage.stage == Stage::Archived { "起" } else { "前" };
            let colour = if is_past { theme::OVERDUE } else { theme::TEXT_QUIET };
            let mut notes = vec![format!("{}{word}", day(by))];
            if is_past {
                notes.push(Deadline::of(by, today).label());
            }
            (notes, colour)
        }
    }
}

/// A name in two lines where it is long.
fn broken(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let at = match letters.len() {
        0..=3 => return vec![name.to_owned()],
        4 => 2,
        5 => 3,
        _ => 4,
    };
    let (first, second) = letters.split_at(at);
    vec![first.iter().collect(), second.iter().collect()]
}

/// What happened so far, and by whom.
pub fn history(ui: &mut Ui, notice: &Notice, book: &Book, law: &Law) {
    ui.spacing_mut().item_spacing.y = 3.0;
    for (on, words) in notice.history(&book.objections, notice.category(law)) {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            ui.quiet(on.format("%m-%d").to_string());
            ui.add(Label::new(RichText::new(words).size(theme::SMALL)).wrap());
        });
    }
}

/// The dialog 法律依据; true to close.
pub fn basis(ui: &Ui, stages: &[TimelineStage], category: Category, law: &Law) -> bool {
    let mut close = false;
    let height = (ui.ctx().content_rect().height() - 220.0).max(200.0);
    let escaped = controls::dialog(ui, "办理依据", BASIS_WIDTH, |ui| {
        let pack = law.rules.pack.label();
        ui.quiet(format!("本账簿按{pack}的规则计算期限，各步的天数在“设置”里可以看。"));
        ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            for stage in stages {
                let name = stage.stage.label(category);
                ui.add_space(4.0);
                ui.label(RichText::new(name).font(theme::bold(theme::BODY)));
                ui.add(Label::new(stage.stage.basis(category)).wrap());
                if let Some(days) = days_of(stage.stage, law) {
                    ui.quiet(days);
                }
            }
        });
        ui.add_space(6.0);
        controls::foot(ui, |ui| close = ui.primary_button("知道了").clicked());
    });
    close || escaped || crate::ui::keys::enter(ui.ctx())
}

/// The numbers of this ledger.
fn days_of(stage: Stage, law: &Law) -> Option<String> {
    let rules = &law.rules;
    match stage {
        Stage::Reviewed => Some(format!(
            "本账簿：异议 {} 日内提出，{} 日内答复。",
            rules.objection_days, rules.answer_days
        )),
        Stage::Posted => Some(format!(
            "本账簿：公示不少于 {} 日；异议 {} 日内提出，{} 日内答复。",
            rules.posting_days_min, rules.objection_days, rules.answer_days
        )),
        Stage::Proposed | Stage::Decided | Stage::Checked | Stage::Published | Stage::Archived => {
            None
        }
    }
}

/// `11月8日，还有 3 天`
pub fn deadline_words(by: Date, today: Date) -> String {
    format!("{}，{}", period::day_label(by), Deadline::of(by, today).label())
}
