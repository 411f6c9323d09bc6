//! The table of old and new accounts (新旧科目对照): shown before a file of the chart of 2004 is
//! read, with a choice where only the village knows which account it is.

use egui::{Align, Label, Layout, RichText, Ui};
use egui_extras::{Column, TableBuilder};

use crate::domain::account::{AccountCode, Chart};
use crate::domain::old_chart::{AccountMap, Mapped};
use crate::ui::controls;
use crate::ui::ext::UiExt as _;
use crate::ui::theme;

/// Height of a row: a choice and a little air.
const ROW: f32 = theme::CONTROL_HEIGHT + 6.0;

/// Says what the table is for.
pub fn explain(ui: &mut Ui, lines: &[Mapped]) {
    let open = lines.iter().filter(|line| is_open(line)).count();
    ui.label(
        "这个文件是按 2004 年科目表写的。许多编号换了意思，所以按名称转到现行科目，请核对下面的对照表。",
    );
    if open > 0 {
        let words =
            format!("有 {open} 个旧科目在现行科目表里分成了几个，请照实物和合同选转到哪一个。");
        ui.notice_box(false, &words);
    }
}

/// Whether a person must still say where the account goes.
pub fn is_open(line: &Mapped) -> bool {
    line.target.is_none() && !line.offered.is_empty()
}

/// Draws the table in at most `height` points; true when a choice was made.
pub fn table(
    ui: &mut Ui,
    chart: &Chart,
    lines: &[Mapped],
    map: &mut AccountMap,
    height: f32,
) -> bool {
    let mut chosen: Option<(String, AccountCode)> = None;
    // what a person must look at stands above what is clear
    let mut sorted: Vec<&Mapped> = lines.iter().collect();
    sorted.sort_by_key(|line| (line.offered.is_empty(), line.note.is_none()));
    ui.push_id("old_chart", |ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        TableBuilder::new(ui)
            .striped(true)
            .cell_layout(Layout::left_to_right(Align::Center))
            .auto_shrink([false, true])
            .min_scrolled_height(0.0)
            .max_scroll_height(height)
            .column(Column::exact(230.0).clip(true))
            .column(Column::exact(46.0))
            .column(Column::exact(240.0).clip(true))
            .column(Column::remainder().clip(true))
            .header(theme::ROW_HEIGHT, |mut header| {
                for title in ["旧科目", "行数", "转到", "说明"] {
                    header.col(|ui| {
                        ui.table_head(title);
                    });
                }
            })
            .body(|body| {
                body.rows(ROW, lines.len(), |mut row| {
                    let Some(line) = sorted.get(row.index()).copied() else { return };
                    row.col(|ui| {
                        ui.add(Label::new(&line.written).truncate());
                    });
                    row.col(|ui| {
                        ui.quiet_body(line.rows.to_string());
                    });
                    row.col(|ui| {
                        if let Some(code) = target_ui(ui, chart, line) {
                            chosen = Some((line.written.clone(), code));
                        }
                    });
                    row.col(|ui| note_ui(ui, line));
                });
            });
    });
    let changed = chosen.is_some();
    if let Some((old, new)) = chosen {
        map.set(&old, new);
    }
    changed
}

/// Where the account goes: fixed, or chosen among what it may be.
fn target_ui(ui: &mut Ui, chart: &Chart, line: &Mapped) -> Option<AccountCode> {
    let shown = line.target.as_ref().map(|code| chart.title(code));
    if line.offered.is_empty() {
        let colour = if shown.is_some() { theme::TEXT } else { theme::OVERDUE };
        let words = shown.unwrap_or_else(|| "科目表里没有".to_owned());
        ui.add(Label::new(RichText::new(words).color(colour)).truncate());
        return None;
    }
    let mut picked = line.target.clone();
    let label = format!("“{}”转到", line.written);
    let shown = shown.unwrap_or_else(|| "请选".to_owned());
    controls::choice(ui, &label, &shown, 226.0, |ui| {
        for code in &line.offered {
            ui.selectable_value(&mut picked, Some(code.clone()), chart.title(code));
        }
    });
    picked.filter(|code| Some(code) != line.target.as_ref())
}

fn note_ui(ui: &mut Ui, line: &Mapped) {
    let (words, colour) = match (&line.note, is_open(line)) {
        (_, true) => ("要由村里定".to_owned(), theme::OVERDUE),
        (Some(note), false) => (note.clone(), theme::DUE),
        (None, false) if line.asked => ("村里定的，可以改".to_owned(), theme::TEXT_QUIET),
        (None, false) if !line.offered.is_empty() => {
            ("一般是这个，可以改".to_owned(), theme::TEXT_QUIET)
        }
        (None, false) => return,
    };
    let label = Label::new(RichText::new(&words).size(theme::SMALL).color(colour)).truncate();
    ui.add(label).on_hover_text(words);
}
