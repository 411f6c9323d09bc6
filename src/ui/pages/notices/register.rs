//! The register of objections of the village (异议登记): open ones first.

use egui::{Align, Label, Layout, RichText, Ui};
use egui_extras::{Column, TableBuilder, TableRow};

use super::selection::Selection;
use crate::domain::ids::ObjectionId;
use crate::domain::law::Law;
use crate::domain::ledger::Book;
use crate::domain::notice::{Deadline, Objection};
use crate::domain::period::{Date, day_label};
use crate::ui::ext::{RowExt as _, Sign, UiExt as _};
use crate::ui::theme;

const ROW: f32 = 48.0;

/// What the register asks the page to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegisterAsked {
    /// Write an answer.
    Reply(ObjectionId),
    /// Show the notice.
    Show(Selection),
}

/// How many wait for an answer.
pub fn open(book: &Book) -> usize {
    book.objections.iter().filter(|objection| objection.reply.is_none()).count()
}

/// Draws the register.
pub fn ui(ui: &mut Ui, book: &Book, law: &Law, today: Date) -> Option<RegisterAsked> {
    let mut asked = None;
    ui.card(|ui| {
        ui.set_width(ui.available_width());
        ui.card_heading("异议登记");
        ui.quiet(format!(
            "村委会自收到之日起 {} 日内答复（《山东省村务公开条例》第十六条）。答复印在下一期“异议与答复登记”上，提出人从不印出来。",
            law.rules.answer_days
        ));
        if book.objections.is_empty() {
            ui.add_space(8.0);
            ui.quiet_body("还没有登记过异议。公示贴出以后，在“本件”里登记村民的异议。");
            return;
        }
        asked = table(ui, book, law, today);
    });
    asked
}

fn table(ui: &mut Ui, book: &Book, law: &Law, today: Date) -> Option<RegisterAsked> {
    let mut rows: Vec<&Objection> = book.objections.iter().collect();
    rows.sort_by_key(|it| {
        let is_open = it.reply.is_none();
        (!is_open, is_open.then(|| it.answer_by(law)), std::cmp::Reverse(it.number))
    });
    let mut asked = None;
    let width = ui.available_width();
    ui.push_id("objections", |ui| {
        ui.spacing_mut().item_spacing = egui::vec2(12.0, 0.0);
        TableBuilder::new(ui)
            .auto_shrink([false, true])
            .cell_layout(Layout::left_to_right(Align::Center))
            .column(Column::exact(116.0))
            .column(Column::exact(44.0))
            .column(Column::exact(80.0))
            .column(Column::exact(92.0))
            .column(Column::exact((width * 0.21).max(150.0)).clip(true))
            .column(Column::remainder().clip(true))
            .column(Column::exact(92.0))
            .header(theme::ROW_HEIGHT, |mut header| {
                for title in ["状态", "编号", "收到", "提出人", "公示", "内容和答复", ""]
                {
                    header.col(|ui| {
                        ui.table_head(title);
                    });
                }
            })
            .body(|body| {
                body.rows(ROW, rows.len(), |mut row| {
                    if let Some(objection) = rows.get(row.index()) {
                        let found = row_ui(&mut row, objection, book, (law, today));
                        asked = found.or(asked);
                    }
                });
            });
    });
    asked
}

fn row_ui(
    row: &mut TableRow<'_, '_>,
    objection: &Objection,
    book: &Book,
    (law, today): (&Law, Date),
) -> Option<RegisterAsked> {
    let mut asked = None;
    row.cell(|ui| state_ui(ui, objection, (law, today)));
    let text = |row: &mut TableRow<'_, '_>, words: String| {
        row.cell(|ui| {
            ui.add(Label::new(&words).truncate()).on_hover_text(words.as_str());
        });
    };
    text(row, objection.number.to_string());
    text(row, objection.facts.on.format("%m-%d").to_string());
    text(row, if objection.is_committee() { "村监委" } else { "村民" }.to_owned());
    let notice = objection.notice.and_then(|id| book.notice(id));
    row.cell(|ui| {
        let Some(notice) = notice else { return };
        let words = format!("{} {}", notice.span_label(), notice.title());
        let link = RichText::new(&words).underline();
        ui.spacing_mut().interact_size.y = 22.0;
        if ui.link(link.color(theme::TEXT)).on_hover_text(words).clicked() {
            asked = Some(RegisterAsked::Show(Selection::of(notice)));
        }
    });
    row.cell(|ui| {
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.add_space(4.0);
            let text = &objection.facts.text;
            let small = |words: &str| RichText::new(words.to_owned()).size(theme::SMALL);
            ui.add(Label::new(small(text)).truncate()).on_hover_text(text);
            let answer = objection.reply.as_ref().map_or_else(
                || "还没有答复".to_owned(),
                |reply| format!("{}答复：{}", day_label(reply.on), reply.text),
            );
            let quiet = small(&answer).color(theme::TEXT_QUIET);
            ui.add(Label::new(quiet).truncate()).on_hover_text(answer);
        });
    });
    row.cell(|ui| {
        if objection.reply.is_none() && ui.primary_button("答复…").clicked() {
            asked = Some(RegisterAsked::Reply(objection.id));
        }
    });
    asked
}

/// Answered, due or overdue: by sign and by colour.
fn state_ui(ui: &mut Ui, objection: &Objection, (law, today): (&Law, Date)) {
    let by = objection.answer_by(law);
    match &objection.reply {
        Some(reply) if reply.on > by => {
            let words = format!("迟 {} 天", (reply.on - by).num_days());
            ui.pill(Sign::Tick, &words, theme::DUE, theme::DUE_GROUND);
        }
        Some(_) => {
            ui.pill(Sign::Tick, "已答复", theme::DISCLOSED, theme::DISCLOSED_GROUND);
        }
        None => {
            let deadline = Deadline::of(by, today);
            let (sign, colour, ground) = if deadline.is_past() {
                (Sign::Cross, theme::OVERDUE, theme::OVERDUE_GROUND)
            } else {
                (Sign::Dot, theme::DUE, theme::DUE_GROUND)
            };
            let response = ui.pill(sign, &deadline.label(), colour, ground);
            response.on_hover_text(format!("最迟 {}答复", day_label(by)));
        }
    }
}
