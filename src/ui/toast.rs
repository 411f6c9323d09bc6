//! Short messages in the lower right corner: what was done, what was refused and what to do.

use std::path::PathBuf;

use egui::{Align, Align2, Area, Context, CornerRadius, Frame, Id, Label, Layout, Margin};
use egui::{Order, RichText, Shadow, Stroke, Ui, vec2};

use super::ext::{Sign, UiExt as _};
use super::inbox::{Inbox, Wish};
use super::theme;

/// How a toast sounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tone {
    Done,
    Refused,
}

#[derive(Clone, Debug)]
struct Toast {
    number: u64,
    tone: Tone,
    text: String,
    hint: String,
    /// What can be opened.
    open: Option<(&'static str, PathBuf)>,
    /// When it goes, in the time of the window; set when it is first drawn.
    until: Option<f64>,
}

/// The messages that are shown (提示).
#[derive(Debug, Default)]
pub struct Toasts {
    toasts: Vec<Toast>,
    next: u64,
}

/// More than these would cover the page: the oldest goes.
const TOASTS_MAX: usize = 4;

impl Toasts {
    /// Something was done.
    pub fn done(&mut self, text: impl Into<String>) {
        self.push(Tone::Done, text.into(), String::new(), None);
    }

    /// Files were written; the first of them, or its folder, can be opened.
    pub fn saved(&mut self, files: &[PathBuf]) {
        let Some(first) = files.first() else { return };
        let name = first.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = match files.len() {
            1 => format!("已保存 {name}"),
            count => format!("已保存 {count} 个文件"),
        };
        let folder = first.parent().map(|folder| folder.display().to_string());
        let open = match (files.len(), first.parent()) {
            (1, _) | (_, None) => ("打开", first.clone()),
            (_, Some(folder)) => ("打开文件夹", folder.to_owned()),
        };
        self.push(Tone::Done, text, folder.unwrap_or_default(), Some(open));
    }

    /// The books refuse: a sentence and the next step.
    pub fn refused(&mut self, text: impl Into<String>, hint: impl Into<String>) {
        self.push(Tone::Refused, text.into(), hint.into(), None);
    }

    fn push(
        &mut self,
        tone: Tone,
        text: String,
        hint: String,
        open: Option<(&'static str, PathBuf)>,
    ) {
        // the same words twice are one message that stays longer
        self.toasts.retain(|toast| toast.text != text);
        if self.toasts.len() >= TOASTS_MAX {
            self.toasts.remove(0);
        }
        self.next += 1;
        let toast = Toast { number: self.next, tone, text, hint, open, until: None };
        self.toasts.push(toast);
    }

    /// Draws the messages and lets the old ones go.
    pub fn ui(&mut self, ctx: &Context, inbox: &mut Inbox) {
        if self.toasts.is_empty() {
            return;
        }
        let now = ctx.input(|input| input.time);
        for toast in &mut self.toasts {
            toast.until.get_or_insert(now + lifetime(toast));
        }
        self.toasts.retain(|toast| toast.until.is_none_or(|until| until > now));
        let mut closed = None;
        Area::new(Id::unique("toasts"))
            .order(Order::Foreground)
            .anchor(Align2::CENTER_TOP, vec2(40.0, 14.0))
            .show(ctx, |ui| {
                ui.set_width(WIDTH);
                for toast in &self.toasts {
                    if toast_ui(ui, toast, inbox) {
                        closed = Some(toast.number);
                    }
                }
            });
        self.toasts.retain(|toast| Some(toast.number) != closed);
        let left = self.toasts.iter().filter_map(|toast| toast.until).fold(f64::MAX, f64::min);
        if left < f64::MAX {
            let wait = std::time::Duration::from_secs_f64((left - now).clamp(0.05, 60.0));
            ctx.request_repaint_after(wait);
        }
    }
}

const WIDTH: f32 = 420.0;

/// Long enough to read it aloud.
fn lifetime(toast: &Toast) -> f64 {
    let letters = toast.text.chars().count() + toast.hint.chars().count();
    let letters = f64::from(u32::try_from(letters).unwrap_or(u32::MAX));
    match toast.tone {
        Tone::Done => (4.0 + letters * 0.12).min(15.0),
        Tone::Refused => (10.0 + letters * 0.2).min(40.0),
    }
}

/// Whether the person closed it.
fn toast_ui(ui: &mut Ui, toast: &Toast, inbox: &mut Inbox) -> bool {
    let (sign, colour, ground) = match toast.tone {
        Tone::Done => (Sign::Tick, theme::DISCLOSED, theme::SURFACE),
        Tone::Refused => (Sign::Triangle, theme::DUE, theme::DUE_GROUND),
    };
    let mut closed = false;
    Frame::new()
        .fill(ground)
        .stroke(Stroke::new(1.0, colour))
        .corner_radius(CornerRadius::same(theme::CARD_CORNER))
        .inner_margin(Margin::symmetric(14, 10))
        .shadow(Shadow { offset: [0, 3], blur: 12, spread: 0, color: theme::SHADOW })
        .show(ui, |ui| {
            ui.set_width(WIDTH - 30.0);
            ui.horizontal_top(|ui| {
                ui.sign_beside(sign, colour);
                ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
                    closed = ui.sign_button(Sign::Cross, "关闭提示").clicked();
                    if let Some((word, path)) = &toast.open
                        && ui.plain_button(word).clicked()
                    {
                        inbox.push(Wish::OpenOutside(path.clone()));
                    }
                    ui.with_layout(Layout::top_down(Align::Min), |ui| {
                        ui.spacing_mut().item_spacing.y = 2.0;
                        ui.add_space(2.0);
                        ui.add(Label::new(RichText::new(&toast.text).color(theme::TEXT)).wrap());
                        if !toast.hint.is_empty() {
                            let hint = RichText::new(&toast.hint)
                                .color(theme::TEXT_QUIET)
                                .size(theme::SMALL);
                            ui.add(Label::new(hint).wrap());
                        }
                    });
                });
            });
        });
    closed
}
