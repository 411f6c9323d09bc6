//! Controls that need more than one call: fields with an identity, choices, the month bar, and
//! the watch over an input method.

use egui::{
    Align2, Button, ComboBox, Event, EventFilter, Frame, Id, ImeEvent, Label, Margin, Modal,
    Response, RichText, Role, Stroke, TextEdit, Ui, Widget as _, WidgetInfo, vec2,
};

use super::ext::{Field, UiExt as _};
use super::{keys, theme};
use crate::domain::period::Month;

/// Whether an input method is composing (输入法正在拼字).
///
/// Enter and shortcuts belong to the input method until it is done.
#[derive(Clone, Copy, Debug, Default)]
pub struct Composition {
    under_way: bool,
}

impl Composition {
    /// Reads the events of this frame; call once a frame. True while keys belong to the input
    /// method, which includes the frame in which it finishes.
    pub fn watch(&mut self, ui: &Ui) -> bool {
        let before = self.under_way;
        let mut during = false;
        ui.input(|input| {
            for event in &input.events {
                if let Event::Ime(ime) = event {
                    if let ImeEvent::Preedit { text, .. } = ime {
                        self.under_way = !text.is_empty();
                    } else if let ImeEvent::Commit(_) = ime {
                        self.under_way = false;
                    }
                    during |= self.under_way;
                }
            }
        });
        before || during || self.under_way
    }
}

/// A labelled one-line field with a known identity. Enter, Esc and the vertical arrows are left
/// to the form.
pub fn edit(ui: &mut Ui, id: Id, field: &Field<'_>, text: &mut String) -> Response {
    ui.vertical(|ui| {
        ui.set_width(field.width);
        ui.spacing_mut().item_spacing.y = 3.0;
        let label = ui.quiet(field.label);
        if field.fault.is_some() {
            mark_fault(ui);
        }
        let edit = bare_edit(id, field, text);
        let response = ui.add(edit).labelled_by(label.id);
        fault_below(ui, field.fault);
        response
    })
    .inner
}

/// The field of [`edit`] without the label above; it is only read aloud.
pub fn edit_in_line(ui: &mut Ui, id: Id, field: &Field<'_>, text: &mut String) -> Response {
    ui.scope(|ui| {
        if field.fault.is_some() {
            mark_fault(ui);
        }
        let value = text.clone();
        let response = ui.add(bare_edit(id, field, text));
        let name = field.label;
        response.widget_info(|| {
            let mut info = WidgetInfo::text_edit(true, "", &value, field.hint);
            info.label = Some(name.to_owned());
            info
        });
        response
    })
    .inner
}

fn mark_fault(ui: &mut Ui) {
    let stroke = Stroke::new(2.0, theme::OVERDUE);
    ui.visuals_mut().widgets.inactive.bg_stroke = stroke;
    ui.visuals_mut().widgets.hovered.bg_stroke = stroke;
    ui.visuals_mut().selection.stroke = stroke;
}

fn bare_edit<'t>(id: Id, field: &Field<'_>, text: &'t mut String) -> TextEdit<'t> {
    let align = if field.right { Align2::RIGHT_CENTER } else { Align2::LEFT_CENTER };
    let keys =
        EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: true };
    TextEdit::singleline(text)
        .id(id)
        .hint_text(RichText::new(field.hint).color(theme::TEXT_FAINT))
        .desired_width(field.width)
        .align(align)
        .margin(Margin::symmetric(10, 4))
        .min_size(vec2(field.width, theme::CONTROL_HEIGHT))
        .event_filter(keys)
        .return_key(None)
}

/// What is wrong with the field above.
pub fn fault_below(ui: &mut Ui, fault: Option<&str>) {
    if let Some(fault) = fault.filter(|fault| !fault.is_empty()) {
        let fault = RichText::new(fault).color(theme::OVERDUE).size(theme::SMALL);
        ui.add(Label::new(fault).wrap());
    }
}

/// A field that shows and is not written in.
pub fn fixed(ui: &mut Ui, label: &str, text: &str, width: f32) {
    ui.vertical(|ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = 3.0;
        let label = ui.quiet(label);
        let mut shown = text;
        TextEdit::singleline(&mut shown)
            .interactive(false)
            .background_color(theme::SURFACE_QUIET)
            .desired_width(width)
            .align(Align2::LEFT_CENTER)
            .margin(Margin::symmetric(10, 4))
            .min_size(vec2(width, theme::CONTROL_HEIGHT))
            .ui(ui)
            .labelled_by(label.id);
    });
}

/// A choice without a visible label; `label` is read aloud.
pub fn choice<R>(
    ui: &mut Ui,
    label: &str,
    shown: &str,
    width: f32,
    add: impl FnOnce(&mut Ui) -> R,
) -> Response {
    let response = ComboBox::from_id_salt(label)
        .selected_text(shown)
        .width(width)
        .height(420.0)
        .truncate()
        .show_ui(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            add(ui)
        })
        .response;
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ComboBox, true, label);
        info.current_text_value = Some(shown.to_owned());
        info
    });
    response
}

/// A choice with its label above.
pub fn labelled_choice<R>(
    ui: &mut Ui,
    label: &str,
    shown: &str,
    width: f32,
    add: impl FnOnce(&mut Ui) -> R,
) -> Response {
    ui.vertical(|ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = 3.0;
        ui.quiet(label);
        choice(ui, label, shown, width - 2.0, add)
    })
    .inner
}

/// A button with a sign on it and a name that is read aloud.
pub fn sign_button(ui: &mut Ui, sign: &str, name: &str, enabled: bool) -> Response {
    let button = Button::new(sign).min_size(vec2(theme::CONTROL_HEIGHT, theme::CONTROL_HEIGHT));
    let response = ui.add_enabled(enabled, button);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, name));
    response.on_hover_text(name)
}

/// One of a few ways to go on, the chosen one in the accent colour.
pub fn tab(ui: &mut Ui, text: &str, selected: bool) -> Response {
    let response = if selected { ui.primary_button(text) } else { ui.plain_button(text) };
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, selected, text));
    response
}

/// `‹ 2026年10月 ›`; with `all`, the list also offers 全部, which is `None`. True on a change.
pub fn month_bar(
    ui: &mut Ui,
    month: &mut Option<Month>,
    (first, last): (Month, Month),
    all: bool,
) -> bool {
    let before = *month;
    ui.spacing_mut().item_spacing.x = 4.0;
    let can = |to: Option<Month>| to.is_some_and(|to| (first..=last).contains(&to));
    let (previous, next) = (month.map(Month::previous), month.map(Month::next));
    if sign_button(ui, "‹", "上个月", can(previous)).clicked() {
        *month = previous;
    }
    let shown = month.map_or_else(|| "全部月份".to_owned(), Month::label);
    choice(ui, "月份", &shown, 126.0, |ui| {
        if all {
            ui.selectable_value(month, None, "全部月份");
        }
        let months: Vec<Month> = first.through(last).collect();
        for offered in months.into_iter().rev().take(120) {
            ui.selectable_value(month, Some(offered), offered.label());
        }
    });
    if sign_button(ui, "›", "下个月", can(next)).clicked() {
        *month = next;
    }
    *month != before
}

/// What a dialog leaves free of the window, its own frame included.
const BESIDE_DIALOG: f32 = 80.0;

/// How wide a dialog becomes that would be `width` on a large screen: at 大字 a screen of 1024
/// pixels has room for 739.
pub fn dialog_width(ui: &Ui, width: f32) -> f32 {
    width.min(ui.ctx().content_rect().width() - BESIDE_DIALOG)
}

/// A dialog in the middle of the window, `width` wide where the window is. True when it was closed
/// with Esc; a click beside it closes nothing.
pub fn dialog(ui: &Ui, title: &str, width: f32, add: impl FnOnce(&mut Ui)) -> bool {
    let frame = Frame::popup(ui.style()).inner_margin(Margin::same(20));
    let shown = Modal::new(Id::unique(("dialog", title)))
        .backdrop_color(theme::VEIL)
        .frame(frame)
        .show(ui.ctx(), |ui| {
            ui.set_width(dialog_width(ui, width));
            ui.card_heading(title);
            ui.add_space(4.0);
            add(ui);
        });
    settle(ui, Id::unique(("dialog_height", title)), shown.response.rect.height());
    shown.is_top_modal && keys::escape(ui.ctx())
}

/// The first field of a dialog has the caret as soon as it is there.
pub fn begins_here(ui: &Ui, field: &Response) {
    let id = field.id.with("begins_here");
    let now = ui.ctx().cumulative_pass_nr();
    let before: Option<u64> = ui.data(|data| data.get_temp(id));
    ui.data_mut(|data| data.insert_temp(id, now));
    if before.is_none_or(|before| before + 2 < now) {
        field.request_focus();
    }
}

/// A dialog stands where its size of the frame before put it: one that grew or shrank is drawn
/// once more, in the middle.
fn settle(ui: &Ui, id: Id, height: f32) {
    let before: Option<f32> = ui.data(|data| data.get_temp(id));
    if before.is_none_or(|before| (before - height).abs() > 0.5) {
        ui.data_mut(|data| data.insert_temp(id, height));
        ui.ctx().request_repaint();
    }
}

/// Whether keys are for the dialog that `ui` is in: no question stands in front of it.
pub fn is_front(ui: &Ui) -> bool {
    let layer = ui.layer_id();
    ui.memory(egui::Memory::top_modal_layer) == Some(layer)
}

/// The buttons at the foot of a dialog, from right to left.
pub fn foot<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let buttons = egui::Layout::right_to_left(egui::Align::Center);
    ui.horizontal(|ui| ui.with_layout(buttons, add).inner).inner
}
