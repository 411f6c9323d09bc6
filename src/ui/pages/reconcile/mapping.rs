//! Which column of a statement holds what, told by a person beside the first values of each.

use egui::{Label, RichText, ScrollArea, Ui};

use crate::app::{BankColumn, ColumnMapping, SampleColumn};
use crate::ui::controls;
use crate::ui::ext::UiExt as _;
use crate::ui::theme;

/// Height of a row.
const ROW: f32 = 42.0;

/// The columns and what a person says of them.
#[derive(Debug)]
pub(super) struct MappingForm {
    why: String,
    columns: Vec<(SampleColumn, Option<BankColumn>)>,
}

impl MappingForm {
    /// A form that starts from what the program takes the columns for.
    pub(super) fn new(why: String, sample: Vec<SampleColumn>) -> Self {
        let mut taken = Vec::new();
        let columns = sample
            .into_iter()
            .map(|column| {
                let offered = |key: &BankColumn| BankColumn::CHOICES.contains(key);
                let guess = column.guess.filter(offered).filter(|key| !taken.contains(key));
                taken.extend(guess);
                (column, guess)
            })
            .collect();
        Self { why, columns }
    }

    /// What is still missing before the file can be read.
    fn missing(&self) -> Option<&'static str> {
        let has = |key: BankColumn| self.columns.iter().any(|(_, chosen)| *chosen == Some(key));
        if !has(BankColumn::Date) && !has(BankColumn::Time) {
            return Some("还没有说哪一栏是日期。");
        }
        match (has(BankColumn::In), has(BankColumn::Out), has(BankColumn::Amount)) {
            (true, true, _) | (_, _, true) => None,
            (true, false, false) => Some("说了收入，还没有说哪一栏是支出。"),
            (false, true, false) => Some("说了支出，还没有说哪一栏是收入。"),
            (false, false, false) => {
                Some("还没有说金额：收入、支出各一栏，或者一栏金额带正负（或借贷标志）。")
            }
        }
    }

    /// Draws the form; gives what the person says once it is enough.
    pub(super) fn ui(&mut self, ui: &mut Ui, height: f32) -> Option<ColumnMapping> {
        ui.notice_box(false, &self.why);
        ui.horizontal(|ui| {
            for (words, width) in [("表上的栏名", 190.0), ("这一栏是", 220.0), ("样例", 200.0)]
            {
                ui.allocate_ui(egui::vec2(width, 20.0), |ui| {
                    ui.set_width(width);
                    let words = RichText::new(words).font(theme::bold(theme::SMALL));
                    ui.label(words.color(theme::TEXT_QUIET));
                });
            }
        });
        let mut changed = None;
        ScrollArea::vertical()
            .id_salt("mapping")
            .max_height((height - 70.0).max(ROW * 3.0))
            .auto_shrink([false, true])
            .show_rows(ui, ROW - 8.0, self.columns.len(), |ui, rows| {
                for at in rows {
                    if let Some((column, chosen)) = self.columns.get_mut(at)
                        && column_ui(ui, column, chosen)
                    {
                        changed = Some(at);
                    }
                }
            });
        if let Some(at) = changed {
            self.only_one(at);
        }
        let missing = self.missing();
        let mut told = None;
        ui.horizontal(|ui| {
            ui.add_enabled_ui(missing.is_none(), |ui| {
                if ui.primary_button("按这样读").clicked() {
                    told = Some(self.mapping());
                }
            });
            if let Some(missing) = missing {
                ui.label(RichText::new(missing).color(theme::DUE));
            }
        });
        told
    }

    /// A meaning stands for one column: the others that had it lose it.
    fn only_one(&mut self, at: usize) {
        let key = self.columns.get(at).and_then(|(_, chosen)| *chosen);
        for (other, (_, chosen)) in self.columns.iter_mut().enumerate() {
            if other != at && key.is_some() && *chosen == key {
                *chosen = None;
            }
        }
    }

    fn mapping(&self) -> ColumnMapping {
        let told = |(column, chosen): &(SampleColumn, Option<BankColumn>)| {
            chosen.map(|key| (column.heading.clone(), key))
        };
        ColumnMapping { columns: self.columns.iter().filter_map(told).collect() }
    }
}

/// One column; true when the person chose anew.
fn column_ui(ui: &mut Ui, column: &SampleColumn, chosen: &mut Option<BankColumn>) -> bool {
    let before = *chosen;
    ui.horizontal(|ui| {
        ui.allocate_ui(egui::vec2(190.0, ROW - 8.0), |ui| {
            ui.set_width(190.0);
            ui.add(Label::new(&column.heading).truncate());
        });
        let label = format!("“{}”是什么", column.heading);
        let unused = "不用";
        let shown = chosen.map_or(unused, BankColumn::label);
        controls::choice(ui, &label, shown, 220.0, |ui| {
            ui.selectable_value(chosen, None, unused);
            for key in BankColumn::CHOICES {
                ui.selectable_value(chosen, Some(key), key.label());
            }
        });
        let values = RichText::new(column.values.join("　")).color(theme::TEXT_QUIET);
        ui.add(Label::new(values).truncate());
    });
    *chosen != before
}
