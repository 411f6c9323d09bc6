//! The monthly vouchers that are still to be posted, of this month and the one before.

use egui::{Align, Label, Layout, RichText, Ui};

use crate::domain::account::Side;
use crate::domain::ledger::Book;
use crate::domain::period::{Date, Month, day_label};
use crate::domain::template::{RecurringState, fill};
use crate::ui::ext::{Sign, UiExt as _};
use crate::ui::inbox::{Inbox, Wish};
use crate::ui::theme;

/// How many are listed of one month.
const SHOWN: usize = 4;

/// The monthly vouchers of one month that are still to be posted.
#[derive(Debug)]
pub(super) struct MonthLeft {
    month: Month,
    all: usize,
    lines: Vec<LineLeft>,
}

#[derive(Debug)]
struct LineLeft {
    due_on: Date,
    is_due: bool,
    summary: String,
    amount: String,
}

/// What is left to be posted; a month in which nothing is left is not named.
pub(super) fn left(book: &Book, today: Date) -> Vec<MonthLeft> {
    let this = Month::of(today);
    [this.previous(), this].into_iter().filter_map(|month| left_of(book, month, today)).collect()
}

fn left_of(book: &Book, month: Month, today: Date) -> Option<MonthLeft> {
    let all = book.recurring(month, today);
    let open = all.iter().filter(|one| one.state.is_open());
    let lines: Vec<LineLeft> = open
        .map(|one| {
            let facts = &one.template.facts;
            LineLeft {
                due_on: one.due_on,
                is_due: one.state == RecurringState::Due,
                summary: fill(&facts.summary, month),
                amount: match facts.entries(None) {
                    Some(_) => facts.total(Side::Debit).max(facts.total(Side::Credit)).grouped(),
                    None => "金额要填".to_owned(),
                },
            }
        })
        .collect();
    (!lines.is_empty()).then_some(MonthLeft { month, all: all.len(), lines })
}

/// Draws the card.
pub(super) fn ui(ui: &mut Ui, months: &[MonthLeft], inbox: &mut Inbox) {
    ui.set_width(ui.available_width());
    ui.card_heading("每月凭证");
    for left in months {
        ui.horizontal(|ui| {
            let text = format!(
                "{}共 {} 张，还有 {} 张没记",
                left.month.label(),
                left.all,
                left.lines.len()
            );
            ui.label(text);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let word = format!("记{}的…", left.month.label());
                if ui.plain_button(&word).clicked() {
                    inbox.push(Wish::ShowRecurring(left.month));
                }
            });
        });
        for line in left.lines.iter().take(SHOWN) {
            line_ui(ui, line);
        }
        if left.lines.len() > SHOWN {
            ui.quiet(format!("还有 {} 张", left.lines.len() - SHOWN));
        }
    }
}

fn line_ui(ui: &mut Ui, line: &LineLeft) {
    ui.horizontal(|ui| {
        ui.spacing_mut().interact_size.y = 24.0;
        let (sign, colour) =
            if line.is_due { (Sign::Dot, theme::DUE) } else { (Sign::Ring, theme::WAITING) };
        ui.sign(sign, colour);
        ui.quiet_body(day_label(line.due_on));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.label(RichText::new(&line.amount));
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(Label::new(&line.summary).truncate());
            });
        });
    });
}
