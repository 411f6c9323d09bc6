//! The lines of a double entry inside the form (分录).

use egui::{Align, Layout, RichText, ScrollArea, Ui};

use super::draft::{FieldFaults, LineForm, Slot, VoucherForm};
use super::form::slot_id;
use super::picker::Picker;
use crate::domain::account::Side;
use crate::ui::controls;
use crate::ui::ext::{Field, UiExt as _};
use crate::ui::theme;

/// Draws the lines, their sums and the difference.
pub fn ui(ui: &mut Ui, form: &mut VoucherForm, faults: &mut FieldFaults, picker: &mut Picker) {
    let mut removed = None;
    let count = form.lines.len();
    ScrollArea::vertical().id_salt("lines").max_height(168.0).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        for (at, line) in form.lines.iter_mut().enumerate() {
            ui.horizontal(|ui| {
                if line_ui(ui, at, line, faults, picker, count > 2) {
                    removed = Some(at);
                }
            });
        }
    });
    if let Some(at) = removed {
        form.lines.remove(at);
        *faults = FieldFaults::default();
    }
    sums(ui, form);
}

/// One line; true when it is to be removed.
fn line_ui(
    ui: &mut Ui,
    at: usize,
    line: &mut LineForm,
    faults: &mut FieldFaults,
    picker: &mut Picker,
    can_remove: bool,
) -> bool {
    let number = at + 1;
    let side = format!("第 {number} 行借贷");
    controls::choice(ui, &side, line.side.label(), 64.0, |ui| {
        for side in [Side::Debit, Side::Credit] {
            ui.selectable_value(&mut line.side, side, side.label());
        }
    });
    let slot = Slot::LineAccount(at);
    let label = format!("第 {number} 行科目");
    let fault = faults.of(slot).map(str::to_owned);
    let hint = "科目（代码、名称或拼音首字母）";
    let field = Field { hint, fault: fault.as_deref(), ..Field::new(&label, 380.0) };
    let response = controls::edit_in_line(ui, slot_id(slot), &field, &mut line.account);
    if response.changed() {
        faults.forget(slot);
    }
    if let Some(offer) = picker.ui(&response, slot) {
        line.account.clone_from(&offer.text);
        faults.forget(slot);
    }
    let slot = Slot::LineAmount(at);
    let label = format!("第 {number} 行金额");
    let amount_fault = faults.of(slot).map(str::to_owned);
    let field = Field {
        hint: "金额",
        fault: amount_fault.as_deref(),
        right: true,
        ..Field::new(&label, 150.0)
    };
    if controls::edit_in_line(ui, slot_id(slot), &field, &mut line.amount).changed() {
        faults.forget(slot);
    }
    let remove = can_remove
        && controls::sign_button(ui, "−", &format!("删掉第 {number} 行"), true).clicked();
    if let Some(fault) = fault.or(amount_fault) {
        ui.label(RichText::new(fault).size(theme::SMALL).color(theme::OVERDUE));
    }
    remove
}

fn sums(ui: &mut Ui, form: &mut VoucherForm) {
    let (debit, credit) = form.line_totals();
    let difference = debit.minus(credit);
    ui.horizontal(|ui| {
        if ui.plain_button("加一行").clicked() {
            let side = if difference.is_positive() { Side::Credit } else { Side::Debit };
            form.lines.push(LineForm::new(side));
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.quiet(format!("借方合计 {}", debit.grouped()));
            ui.quiet(format!("贷方合计 {}", credit.grouped()));
            let (text, colour) = if difference.is_zero() {
                ("借贷相等".to_owned(), theme::DISCLOSED)
            } else {
                (format!("相差 {}", difference.abs().grouped()), theme::OVERDUE)
            };
            ui.label(RichText::new(text).size(theme::SMALL).color(colour));
        });
    });
}
