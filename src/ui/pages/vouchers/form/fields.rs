//! The rows of the form as they are drawn.

use egui::{Align, Id, Layout, Response, RichText, Ui};

use super::{FormContext, FormPanel, FormWants, GAP, settlements, slot_id};
use crate::ui::controls;
use crate::ui::ext::{Field, UiExt as _};
use crate::ui::inbox::Inbox;
use crate::ui::pages::vouchers::draft::{Mode, Slot};
use crate::ui::theme;

/// From this width on the fields have their full size.
const ROOMY: f32 = 960.0;

impl FormPanel {
    pub(super) fn head(&mut self, ui: &mut Ui) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            match &self.correcting {
                Some((_, wrong)) => {
                    ui.card_heading(&format!("更正 {wrong}"));
                }
                None if self.of_line.is_none() => {
                    ui.card_heading("记一笔");
                }
                None => {}
            }
            for mode in Mode::ALL {
                if controls::tab(ui, mode.label(), self.form.mode == mode).clicked() {
                    self.switch(mode);
                    self.focus = Some(Slot::Summary);
                }
            }
            if self.of_line.is_none() && ui.plain_button("模板 F6").clicked() {
                self.wants = Some(FormWants::Templates);
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if let Some((_, month, name)) = &self.template {
                    ui.quiet(format!("用模板“{name}”记 {}", month.label()));
                    return;
                }
                if self.correcting.is_some() {
                    if ui.plain_button("不更正了").clicked() {
                        self.drop_typed();
                    }
                    ui.quiet("改好后入账：先记一张红字冲销，再记这张正确的");
                    return;
                }
                if self.of_line.is_some() {
                    ui.quiet("回车到下一格　Ctrl+回车入账　Esc 取消");
                    return;
                }
                let keys = "回车到下一格　Ctrl+回车入账　Ctrl+D 照抄上一笔　Esc 清空";
                let roomy = ui.available_width() > 400.0;
                ui.quiet(if roomy { keys } else { "Ctrl+回车入账　Ctrl+D 照抄" });
            });
        });
    }

    /// Of two sets of books, the one it goes into; a correction stays where the mistake is.
    pub(super) fn books(&mut self, ui: &mut Ui, context: FormContext<'_>) {
        let kept = context.book.entities();
        if kept.len() < 2 {
            return;
        }
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            ui.quiet_body("记入");
            ui.add_enabled_ui(self.correcting.is_none(), |ui| {
                for entity in kept {
                    let word = format!("{}账", entity.label());
                    if ui.segment(self.form.entity == *entity, &word).clicked() {
                        self.form.entity = *entity;
                    }
                }
            });
        });
    }

    pub(super) fn first_row(&mut self, ui: &mut Ui, context: FormContext<'_>) {
        let full = ui.available_width();
        let narrow = full < ROOMY;
        let (account, fund, amount) =
            if narrow { (220.0, 130.0, 130.0) } else { (260.0, 190.0, 160.0) };
        let (day, number) = if narrow { (96.0, 84.0) } else { (120.0, 110.0) };
        ui.horizontal_top(|ui| {
            self.field(ui, context, Slot::Date, "日期", day);
            controls::fixed(ui, "凭证号", &self.hints.number, number);
            let used = day + number + 2.0 * GAP;
            match self.form.mode {
                Mode::Expense | Mode::Income => {
                    let summary = full - used - account - amount - 2.0 * GAP;
                    self.field(ui, context, Slot::Summary, "摘要", summary);
                    let label = "科目（代码、名称或拼音首字母）";
                    self.field(ui, context, Slot::Account, label, account);
                    self.field(ui, context, Slot::Amount, "金额（可写 450*2）", amount);
                }
                Mode::Transfer => {
                    let summary = full - used - 2.0 * fund - amount - 3.0 * GAP;
                    self.field(ui, context, Slot::Summary, "摘要", summary);
                    self.field(ui, context, Slot::From, "转出", fund);
                    self.field(ui, context, Slot::To, "转入", fund);
                    self.field(ui, context, Slot::Amount, "金额（可写 450*2）", amount);
                }
                Mode::Journal => {
                    self.field(ui, context, Slot::Summary, "摘要", full - used);
                }
            }
        });
    }

    /// The resolution that a large expense rests on, and what it still allows.
    pub(super) fn resolution_row(&mut self, ui: &mut Ui, context: FormContext<'_>) {
        if !self.form.asks_resolution {
            return;
        }
        ui.horizontal_top(|ui| {
            let label = "决议（编号、名称或拼音首字母）";
            self.field(ui, context, Slot::Resolution, label, 260.0);
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 3.0;
                ui.quiet(" ");
                ui.allocate_ui_with_layout(
                    egui::vec2(ui.available_width(), theme::CONTROL_HEIGHT),
                    Layout::left_to_right(Align::Center),
                    |ui| {
                        let words = RichText::new(&self.hints.resolution.words);
                        ui.add(egui::Label::new(words.color(theme::TEXT_QUIET)).truncate());
                    },
                );
            });
        });
    }

    pub(super) fn second_row(&mut self, ui: &mut Ui, context: FormContext<'_>, inbox: &mut Inbox) {
        let full = ui.available_width();
        let (settled, person, papers, button) =
            if full < ROOMY { (112.0, 80.0, 64.0, 96.0) } else { (120.0, 112.0, 96.0, 150.0) };
        let rest = full - settled - papers - 3.0 * person - button - 7.0 * GAP;
        let photos = (rest * 0.45).min(168.0);
        let note = if self.of_line.is_none() { rest - photos } else { rest + GAP };
        ui.horizontal_top(|ui| {
            self.settlement(ui, settled);
            self.field(ui, context, Slot::Papers, "附件张数", papers);
            self.field(ui, context, Slot::Handler, "经手人", person);
            self.field(ui, context, Slot::Witness, "证明人", person);
            self.field(ui, context, Slot::Approver, "审批人", person);
            self.field(ui, context, Slot::Note, "备注", note);
            if self.of_line.is_none() {
                // a line of the bank is explained first; its papers are added to the voucher
                self.photos(ui, photos);
            }
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 3.0;
                ui.quiet(" ");
                if post_button(ui, button).clicked() {
                    self.post(context, inbox);
                }
            });
        });
    }

    /// The button that leads to the source papers.
    fn photos(&mut self, ui: &mut Ui, width: f32) {
        ui.vertical(|ui| {
            ui.set_width(width);
            ui.spacing_mut().item_spacing.y = 3.0;
            ui.quiet("凭据照片");
            let text = match self.attached.len() {
                0 if width > 150.0 => "拖来，或点此添加".to_owned(),
                0 => "添加…".to_owned(),
                count => format!("已选 {count} 份…"),
            };
            let colour = if self.attached.is_empty() { theme::TEXT_QUIET } else { theme::TEXT };
            let size = egui::vec2(width, theme::CONTROL_HEIGHT);
            let button = egui::Button::new(RichText::new(&text).color(colour)).min_size(size);
            let response = ui.add(button.truncate());
            let label = match self.attached.len() {
                0 => "添加凭据照片".to_owned(),
                count => format!("凭据照片，已选 {count} 份"),
            };
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &label));
            if response.clicked() {
                self.wants = Some(FormWants::Attachments);
            }
        });
    }

    fn settlement(&mut self, ui: &mut Ui, width: f32) {
        let shown = self.form.settlement.label();
        let (mode, before) = (self.form.mode, self.form.settlement);
        let chosen = &mut self.form.settlement;
        let response = controls::labelled_choice(ui, "结算", shown, width, |ui| {
            for way in settlements(mode) {
                ui.selectable_value(chosen, *way, way.label());
            }
        });
        self.chose_settlement |= self.form.settlement != before;
        self.settlement_id = Some(response.id);
    }

    fn field(
        &mut self,
        ui: &mut Ui,
        context: FormContext<'_>,
        slot: Slot,
        label: &str,
        width: f32,
    ) {
        let mut fault = self.faults.of(slot).map(str::to_owned);
        if let Some(long) = fault.as_mut()
            && long.chars().count() as f32 * theme::SMALL > 2.0 * width
        {
            self.long_faults.push(format!("{label}：{long}"));
            long.clear();
        }
        let right = slot == Slot::Amount;
        let field = Field { fault: fault.as_deref(), right, ..Field::new(label, width) };
        let Some(text) = self.form.text_mut(slot) else { return };
        let response = controls::edit(ui, slot_id(slot), &field, text);
        self.after_edit(slot, &response);
        if let Some(offer) = self.picker.ui(&response, slot) {
            self.take(context.book, slot, &offer);
            self.walk_on(ui, slot);
        }
    }

    fn after_edit(&mut self, slot: Slot, response: &Response) {
        if response.changed() {
            self.faults.forget(slot);
        }
    }

    pub(super) fn foot(&mut self, ui: &mut Ui) {
        for fault in std::mem::take(&mut self.long_faults) {
            ui.notice_box(true, &fault);
        }
        if let Some(after) = self.hints.after {
            ui.spacing_mut().interact_size.y = 20.0;
            ui.horizontal(|ui| {
                ui.quiet("记这笔后");
                for (label, amount) in [("现金", after.cash), ("银行存款", after.bank)] {
                    let colour = if amount.is_negative() { theme::OVERDUE } else { theme::TEXT };
                    let text = format!("{label} {}", amount.grouped());
                    ui.label(RichText::new(text).size(theme::SMALL).color(colour));
                }
            });
        }
        if let Some(warning) = &self.hints.warning {
            ui.notice_box(false, warning);
        }
    }
}

pub(super) fn post_id() -> Id {
    Id::unique("voucher_form_post")
}

/// The button has a known identity, so that Enter on the last field can lead to it.
fn post_button(ui: &mut Ui, width: f32) -> Response {
    let size = egui::vec2(width, theme::CONTROL_HEIGHT);
    let (_, rect) = ui.allocate_space(size);
    let response = ui.interact(rect, post_id(), egui::Sense::click());
    let fill = if response.hovered() { theme::ACCENT_HOVER } else { theme::ACCENT };
    ui.painter().rect_filled(rect, theme::CONTROL_CORNER, fill);
    if response.has_focus() {
        let stroke = egui::Stroke::new(2.0, theme::TEXT);
        ui.painter().rect_stroke(
            rect.expand(2.0),
            theme::CONTROL_CORNER,
            stroke,
            egui::StrokeKind::Outside,
        );
    }
    let font = theme::regular(theme::BODY);
    ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, "入账", font, theme::ON_ACCENT);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, "入账"));
    response
}
