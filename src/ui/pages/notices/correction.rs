//! The dialog 更正公告: what was published, what is right, and why.

use egui::{Grid, Id, ScrollArea, Ui};

use super::dialogs::DialogContext;
use super::forms::{lines_field, notice_words, told};
use crate::app::{AppError, Command};
use crate::domain::notice::{CorrectedLine, CorrectionDraft, Notice, NoticeDraft, Redaction};
use crate::ui::ext::{Field, Sign, UiExt as _};
use crate::ui::inbox::Inbox;
use crate::ui::{controls, keys, theme};

/// Width of the dialog.
const WIDTH: f32 = 780.0;
/// Height of the lines before they scroll.
const LINES: f32 = 210.0;

/// What is typed.
#[derive(Clone, Debug)]
pub struct CorrectionForm {
    /// What the correction is drafted with besides its lines.
    draft: NoticeDraft,
    words: String,
    lines: Vec<CorrectedLine>,
    reason: String,
    /// Whether the fault is the reason's, and the fault.
    fault: Option<(bool, String)>,
    focus: bool,
    /// The command was sent and its answer is awaited.
    pub waiting: bool,
}

impl CorrectionForm {
    /// The form that sets a published notice right, or that changes the draft of such a form.
    pub fn new(notice: &Notice, context: DialogContext<'_>) -> Self {
        let mut draft = NoticeDraft::again(notice);
        let (wrong, lines, reason) = if let Some(before) = draft.correction.take() {
            (before.notice, before.lines, before.reason)
        } else {
            draft.paragraphs.clear();
            draft.tables.clear();
            draft.redaction = Redaction::default();
            (notice.id, vec![CorrectedLine::default()], String::new())
        };
        let empty = CorrectionDraft { notice: wrong, lines: Vec::new(), reason: String::new() };
        draft.correction = Some(empty);
        let words = context.book.notice(wrong).map(notice_words).unwrap_or_default();
        Self { draft, words, lines, reason, fault: None, focus: true, waiting: false }
    }

    /// Hears what came of the command: whether it is done, and whether it told the person.
    pub fn heard(&mut self, error: Option<&AppError>) -> (bool, bool) {
        if !std::mem::take(&mut self.waiting) {
            return (false, false);
        }
        self.fault = error.map(|error| (false, told(error)));
        (error.is_none(), error.is_some())
    }

    /// Draws it; true to close.
    pub(super) fn ui(&mut self, ui: &Ui, context: DialogContext<'_>, inbox: &mut Inbox) -> bool {
        let (mut close, mut agreed) = (false, false);
        let before = (self.lines.clone(), self.reason.clone());
        let escaped = controls::dialog(ui, "更正公告", WIDTH, |ui| {
            ui.label(format!("更正的是：{}", self.words));
            ui.quiet("原来的公示照样保留。更正公告也要经审查、决定再公布，上面印着原公布、更正为和原因。");
            self.line_grid(ui);
            let fault = self.fault.as_ref().filter(|(is_reason, _)| *is_reason);
            let fault = fault.map(|(_, fault)| fault.clone());
            let (id, labels) =
                (Id::unique("correction_reason"), ("更正原因", "如 第 3 笔金额打错"));
            lines_field(ui, id, labels, fault.as_deref(), &mut self.reason);
            if let Some((false, fault)) = &self.fault {
                ui.notice_box(true, fault);
            }
            ui.add_space(6.0);
            controls::foot(ui, |ui| {
                agreed = ui.primary_button("起草更正公告").clicked();
                close = ui.plain_button("取消").clicked();
            });
            let ctx = ui.ctx();
            let typing = ctx.text_edit_focused() || !ctx.egui_wants_keyboard_input();
            agreed |= !close && typing && controls::is_front(ui) && keys::enter(ctx);
        });
        if before != (self.lines.clone(), self.reason.clone()) {
            self.fault = None;
        }
        if agreed && !self.waiting {
            self.submit(context, inbox);
        }
        close || escaped
    }

    fn line_grid(&mut self, ui: &mut Ui) {
        let mut removed = None;
        let width = (ui.available_width() - 60.0) / 3.0;
        let can_remove = self.lines.len() > 1;
        ScrollArea::vertical().max_height(LINES).auto_shrink([false, true]).show(ui, |ui| {
            Grid::new("correction_lines").spacing([6.0, 6.0]).show(ui, |ui| {
                for head in ["更正事项", "原公布", "更正为"] {
                    ui.quiet(head);
                }
                ui.end_row();
                for (at, line) in self.lines.iter_mut().enumerate() {
                    let hints = ["如 第 3 行 支出", "如 2,100.00", "如 1,200.00"];
                    let slots = [&mut line.what, &mut line.was, &mut line.now];
                    for ((name, slot), hint) in
                        ["更正事项", "原公布", "更正为"].into_iter().zip(slots).zip(hints)
                    {
                        let label = format!("{name} {}", at + 1);
                        let field = Field { hint, ..Field::new(&label, width) };
                        let id = Id::unique(("correction", at, name));
                        let response = controls::edit_in_line(ui, id, &field, slot);
                        if std::mem::take(&mut self.focus) {
                            response.request_focus();
                        }
                    }
                    let label = format!("去掉第 {} 行", at + 1);
                    if can_remove && ui.sign_button(Sign::Cross, &label).clicked() {
                        removed = Some(at);
                    }
                    ui.end_row();
                }
            });
        });
        if let Some(at) = removed {
            self.lines.remove(at);
        }
        if ui.plain_button("加一行").clicked() {
            self.lines.push(CorrectedLine::default());
        }
        ui.add_space(theme::GAP / 2.0);
    }

    fn submit(&mut self, context: DialogContext<'_>, inbox: &mut Inbox) {
        let mut draft = self.draft.clone();
        if let Some(correction) = &mut draft.correction {
            correction.lines.clone_from(&self.lines);
            correction.reason.clone_from(&self.reason);
        }
        let village = context.book.village.id;
        match context.app.candidate_notice(village, &draft) {
            Ok(_) => {
                self.waiting = true;
                inbox.run(Command::DraftNotice { village, draft: Box::new(draft) });
            }
            Err(error) => self.fault = Some((self.reason.trim().is_empty(), told(&error))),
        }
    }
}
