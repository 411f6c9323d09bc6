//! The strip beside the table: the duties behind a cell, each with the way to its notice.

use egui::{Align, Label, Layout, RichText, ScrollArea, Ui};

use super::Chosen;
use super::figures::Key;
use crate::app::{Command, Ledger};
use crate::domain::duty::Duty;
use crate::domain::period::{Period, day_label};
use crate::domain::township::{Column, Tally};
use crate::ui::ext::{Sign, UiExt as _};
use crate::ui::inbox::{Inbox, Wish};
use crate::ui::pages::{Page, Wanted};
use crate::ui::theme;

const ROW: f32 = 62.0;

/// The duties of one cell.
#[derive(Debug)]
pub(super) struct Strip {
    pub(super) chosen: Chosen,
    title: String,
    tally: Tally,
    lines: Vec<Line>,
}

#[derive(Debug)]
struct Line {
    duty: Duty,
    title: String,
    span: String,
}

impl Strip {
    /// Looks the duties up.
    pub(super) fn of(ledger: &Ledger, key: Key, chosen: Chosen) -> Self {
        let what = (key.by, chosen.column);
        let mut duties = ledger.duties_in(chosen.village, what, key.filter, key.today);
        // what somebody must act on comes first, the longest overdue at the top
        duties.sort_by_key(|duty| (!duty.state.is_open(), duty.due_by));
        let mut tally = Tally::default();
        for duty in &duties {
            tally.add(duty.state);
        }
        let law = ledger.law();
        let name = ledger.village(chosen.village).map_or("", |village| &village.profile.name);
        let column = match chosen.column {
            Some(Column::Period(period)) => period.label(),
            Some(Column::Matter(matter)) => format!("{} {}", matter, law.title(matter)),
            None => Period::Year(key.by.year()).label(),
        };
        let is_told = |duty: &Duty| {
            let of_column = matches!(chosen.column, Some(Column::Period(_)));
            of_column && duty.span.period().is_some()
        };
        let line = |duty: Duty| {
            let by = day_label(duty.due_by);
            let title = format!("{} {}", duty.matter, law.title(duty.matter));
            let span = if is_told(&duty) {
                format!("最迟 {by}")
            } else {
                format!("{}，{by}前", ledger.span_label(&duty))
            };
            Line { duty, title, span }
        };
        let lines = duties.into_iter().map(line).collect();
        Self { chosen, title: format!("{name}　{column}"), tally, lines }
    }

    /// The same cell after something changed.
    pub(super) fn again(self, ledger: &Ledger, key: Key) -> Self {
        Self::of(ledger, key, self.chosen)
    }

    /// Draws it; true to close.
    pub(super) fn ui(&self, ui: &mut Ui, ledger: &Ledger, inbox: &mut Inbox) -> bool {
        let mut close = false;
        ui.card(|ui| {
            ui.set_min_size(ui.available_size());
            ui.horizontal(|ui| {
                ui.buttons_right(|ui| {
                    close = ui.sign_button(Sign::Cross, "关闭明细").clicked();
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        let words = RichText::new(&self.title).font(theme::bold(theme::BODY));
                        ui.add(Label::new(words).truncate());
                    });
                });
            });
            let words = RichText::new(self.tally.words()).color(theme::TEXT_QUIET);
            ui.add(Label::new(words.size(theme::SMALL)).wrap());
            self.ways(ui, ledger, inbox);
            ui.separator();
            let area = ScrollArea::vertical().id_salt("township_strip").auto_shrink([false; 2]);
            ui.spacing_mut().item_spacing.y = 0.0;
            area.show_rows(ui, ROW, self.lines.len(), |ui, rows| {
                for line in self.lines.iter().take(rows.end).skip(rows.start) {
                    ui.push_id((line.duty.matter, line.duty.span), |ui| {
                        line.ui(ui, ledger, inbox);
                    });
                }
            });
        });
        close
    }

    /// The ways into the village.
    fn ways(&self, ui: &mut Ui, ledger: &Ledger, inbox: &mut Inbox) {
        let village = self.chosen.village;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            let period = match self.chosen.column {
                Some(Column::Period(period)) => Some(period),
                _ => self.lines.first().map(|line| ledger.period_of(&line.duty)),
            };
            if let Some(period) = period
                && ui.plain_button("看这村凭证").clicked()
            {
                inbox.push(Wish::GoTo(Page::Vouchers, Wanted::new(village, period)));
            }
            if ui.plain_button("看这村今天").clicked() {
                inbox.run(Command::SelectVillage(village));
                inbox.push(Wish::Go(Page::Today));
            }
        });
    }
}

impl Line {
    fn ui(&self, ui: &mut Ui, ledger: &Ledger, inbox: &mut Inbox) {
        let duty = &self.duty;
        ui.allocate_ui_with_layout(
            egui::vec2(ui.available_width(), ROW),
            Layout::right_to_left(Align::Center),
            |ui| {
                ui.set_min_height(ROW);
                let word = if duty.state.is_open() { "去办" } else { "查看" };
                let button = if duty.state.is_open() {
                    ui.primary_button(word)
                } else {
                    ui.plain_button(word)
                };
                if button.clicked() {
                    let wanted = Wanted::duty(duty, ledger.period_of(duty));
                    inbox.push(Wish::GoTo(Page::Notices, wanted));
                }
                ui.with_layout(Layout::top_down(Align::Min), |ui| {
                    ui.spacing_mut().item_spacing.y = 3.0;
                    ui.add_space(6.0);
                    ui.add(Label::new(&self.title).truncate()).on_hover_text(&self.title);
                    ui.horizontal(|ui| {
                        ui.spacing_mut().interact_size.y = 22.0;
                        ui.duty_pill(duty.state);
                        let words = RichText::new(&self.span).size(theme::SMALL);
                        let words = words.color(theme::TEXT_QUIET);
                        ui.add(Label::new(words).truncate()).on_hover_text(&self.span);
                    });
                });
            },
        );
        let rect = ui.min_rect();
        let line = egui::Stroke::new(1.0, theme::OUTLINE);
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
    }
}
