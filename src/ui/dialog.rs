//! What stands in front of the page until it is answered: a question, a failure, a list of
//! faults.

use egui::{Context, CornerRadius, Frame, Id, Label, Margin, Modal, RichText, ScrollArea, Ui};

use super::ext::{Sign, UiExt as _};
use super::{controls, keys, theme};
use crate::app::Command;

/// A dialog (对话框).
#[derive(Clone, Debug)]
pub enum Dialog {
    /// Shall a command run?
    Ask {
        /// The heading.
        title: String,
        /// What will happen.
        text: String,
        /// The word on the button that agrees.
        agree: &'static str,
        /// What runs on yes.
        command: Box<Command>,
    },
    /// Shall what is not saved be given up?
    Leave {
        /// What is not saved, one each.
        lines: Vec<String>,
        /// What runs on yes; none closes the window.
        command: Option<Box<Command>>,
    },
    /// The machine could not.
    Failure {
        /// What was being done.
        doing: &'static str,
        /// What went wrong.
        message: String,
    },
    /// Something a person has to know for the next step.
    Note {
        /// The heading.
        title: &'static str,
        /// What to do.
        text: &'static str,
    },
    /// A refusal with a list of what is wrong.
    Faults {
        /// What was refused.
        text: String,
        /// The next step.
        hint: String,
        /// One fault each.
        lines: Vec<String>,
    },
}

/// What the person answered.
#[derive(Clone, Debug)]
pub enum Answer {
    /// Run this.
    Agreed(Box<Command>),
    /// Give up what is not saved, and run this or close the window.
    Leave(Option<Box<Command>>),
    /// Close it, nothing more.
    Closed,
}

const WIDTH: f32 = 520.0;
/// Wide enough for a fault with its file, row and column in two lines.
const WIDE: f32 = 760.0;

impl Dialog {
    /// Draws the dialog; an answer ends it. Enter agrees, Esc closes.
    pub fn ui(&self, ctx: &Context) -> Option<Answer> {
        let frame = Frame::new()
            .fill(theme::SURFACE)
            .corner_radius(CornerRadius::same(theme::CARD_CORNER))
            .inner_margin(Margin::same(24));
        let modal = Modal::new(Id::unique("dialog")).backdrop_color(theme::VEIL).frame(frame);
        let mut answer = None;
        modal.show(ctx, |ui| {
            let width = if matches!(self, Self::Faults { .. }) { WIDE } else { WIDTH };
            ui.set_width(controls::dialog_width(ui, width));
            answer = match self {
                Self::Ask { title, text, agree, command } => ask_ui(ui, title, text, agree)
                    .map(|yes| if yes { agreed(command) } else { Answer::Closed }),
                Self::Leave { lines, command } => leave_ui(ui, lines)
                    .map(|yes| if yes { Answer::Leave(command.clone()) } else { Answer::Closed }),
                Self::Failure { doing, message } => {
                    failure_ui(ui, doing, message).then_some(Answer::Closed)
                }
                Self::Note { title, text } => note_ui(ui, title, text).then_some(Answer::Closed),
                Self::Faults { text, hint, lines } => {
                    faults_ui(ui, text, hint, lines).then_some(Answer::Closed)
                }
            };
        });
        if keys::escape(ctx) {
            return Some(Answer::Closed);
        }
        if answer.is_none() && keys::enter(ctx) {
            answer = Some(match self {
                Self::Ask { command, .. } => agreed(command),
                Self::Leave { .. }
                | Self::Failure { .. }
                | Self::Note { .. }
                | Self::Faults { .. } => Answer::Closed,
            });
        }
        answer
    }
}

fn agreed(command: &Command) -> Answer {
    Answer::Agreed(Box::new(command.clone()))
}

fn heading(ui: &mut Ui, sign: Sign, colour: egui::Color32, text: &str) {
    ui.horizontal_top(|ui| {
        ui.sign_beside(sign, colour);
        let text = RichText::new(text).font(theme::bold(theme::HEADING));
        ui.add(Label::new(text).wrap());
    });
    ui.add_space(4.0);
}

fn ask_ui(ui: &mut Ui, title: &str, text: &str, agree: &str) -> Option<bool> {
    ui.card_heading(title);
    ui.add_space(4.0);
    ui.add(Label::new(text).wrap());
    ui.add_space(16.0);
    ui.buttons_right(|ui| {
        // Enter pressed while the other button has the focus belongs to that button
        let yes = ui.primary_button(agree).clicked();
        let no = ui.plain_button("取消").clicked();
        (yes || no).then_some(yes)
    })
}

fn leave_ui(ui: &mut Ui, lines: &[String]) -> Option<bool> {
    heading(ui, Sign::Triangle, theme::DUE, "还有没保存的内容");
    for line in lines {
        ui.add(Label::new(line).wrap());
    }
    ui.add_space(16.0);
    ui.buttons_right(|ui| {
        let stay = ui.primary_button("回去").clicked();
        let leave = ui.plain_button("不保存，离开").clicked();
        (stay || leave).then_some(leave)
    })
}

fn note_ui(ui: &mut Ui, title: &str, text: &str) -> bool {
    heading(ui, Sign::Tick, theme::DISCLOSED, title);
    ui.add(Label::new(text).wrap());
    ui.add_space(16.0);
    ui.buttons_right(|ui| ui.primary_button("知道了").clicked())
}

fn failure_ui(ui: &mut Ui, doing: &str, message: &str) -> bool {
    heading(ui, Sign::Cross, theme::OVERDUE, &format!("{doing}没有成功"));
    ui.add(
        Label::new("账簿没有改动。请看下面的详情，改正后再试；仍不行，请把详情告诉维护人员。")
            .wrap(),
    );
    ui.add_space(8.0);
    ui.collapsing("详情", |ui| {
        ScrollArea::vertical().max_height(180.0).show(ui, |ui| {
            ui.add(Label::new(RichText::new(message).size(theme::SMALL)).wrap().selectable(true));
        });
    });
    ui.add_space(16.0);
    ui.buttons_right(|ui| ui.primary_button("知道了").clicked())
}

fn faults_ui(ui: &mut Ui, text: &str, hint: &str, lines: &[String]) -> bool {
    heading(ui, Sign::Triangle, theme::DUE, text);
    if !hint.is_empty() {
        ui.add(Label::new(RichText::new(hint).color(theme::TEXT_QUIET)).wrap());
        ui.add_space(8.0);
    }
    ScrollArea::vertical().max_height(320.0).auto_shrink([false, true]).show(ui, |ui| {
        for line in lines {
            ui.add(Label::new(line).wrap().selectable(true));
        }
    });
    ui.add_space(16.0);
    ui.buttons_right(|ui| ui.primary_button("知道了").clicked())
}
