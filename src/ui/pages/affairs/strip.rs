//! The selected affair opened up: how far it has come, what is to be looked at, and what can be
//! done with it.

use std::path::PathBuf;

use egui::{Align, Color32, Label, Layout, RichText, ScrollArea, Ui, vec2};

use super::form::next_step;
use super::purpose::Purpose;
use crate::app::App;
use crate::domain::affairs::AffairId;
use crate::domain::attachment::Attachment;
use crate::domain::governance::Governance;
use crate::domain::ledger::Book;
use crate::domain::listing::Listing;
use crate::domain::occasion::OccasionSource;
use crate::domain::resolution::{
    Resolution, ResolutionFacts, ResolutionRules, ResolutionState, Stage,
};
use crate::ui::ext::{Sign, UiExt as _};
use crate::ui::{table_card, theme};

/// Height of the strip.
pub(super) const STRIP: f32 = 254.0;

/// What the strip asks for.
#[derive(Clone, Debug)]
pub(super) enum Asked {
    Open(Purpose),
    Remove(AffairId),
    Print(Box<Resolution>),
    Disclose(OccasionSource),
    Show(PathBuf),
}

/// A resolution: its six stages in a line.
pub(super) fn resolution_ui(
    ui: &mut Ui,
    resolution: &Resolution,
    rules: &ResolutionRules,
    app: &App,
) -> Option<Asked> {
    let mut asked = None;
    table_card::strip(theme::OUTLINE).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 4.0;
        let facts = &resolution.facts;
        head(ui, &format!("{} {}", facts.number_label(), facts.title), |ui| {
            asked = buttons(ui, resolution);
        });
        asked = stages(ui, resolution).or(asked.take());
        let area = ScrollArea::vertical().id_salt("resolution_notes").auto_shrink([false, false]);
        area.max_height(STRIP - 182.0).show(ui, |ui| {
            ui.spacing_mut().interact_size.y = 24.0;
            asked = notes(ui, facts, rules, app).or(asked.take());
        });
    });
    asked
}

/// The title on the left, buttons on the right.
fn head(ui: &mut Ui, title: &str, buttons: impl FnOnce(&mut Ui)) {
    ui.horizontal(|ui| {
        ui.buttons_right(|ui| {
            buttons(ui);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let title = RichText::new(title).font(theme::bold(theme::BODY));
                ui.add(Label::new(title).truncate());
            });
        });
    });
}

fn buttons(ui: &mut Ui, resolution: &Resolution) -> Option<Asked> {
    let (id, facts) = (resolution.id, &resolution.facts);
    let mut asked = None;
    let state = facts.state();
    if ui.plain_button("打印登记表…").clicked() {
        asked = Some(Asked::Print(Box::new(resolution.clone())));
    }
    if facts.meetings.is_empty() && ui.plain_button("删除…").clicked() {
        asked = Some(Asked::Remove(AffairId::Resolution(id)));
    }
    if matches!(state, ResolutionState::Meeting(_)) && ui.plain_button("终止…").clicked() {
        asked = Some(Asked::Open(Purpose::Abandon(id)));
    }
    if !facts.meetings.is_empty() && ui.plain_button("附照片…").clicked() {
        asked = Some(Asked::Open(Purpose::Attach(id)));
    }
    if ui.plain_button("修改…").on_hover_text("Enter").clicked() {
        asked = Some(Asked::Open(Purpose::ChangeResolution(id)));
    }
    let next = match state {
        ResolutionState::Meeting(next) => Some(("登记会议…", Asked::Open(Purpose::Meet(id, next)))),
        ResolutionState::ToDisclose { .. } => {
            Some(("去公示", Asked::Disclose(OccasionSource::Resolution(id))))
        }
        ResolutionState::UnderWay => Some(("登记完成…", Asked::Open(Purpose::Complete(id)))),
        ResolutionState::OutcomeToDisclose { .. } => {
            Some(("去公示", Asked::Disclose(OccasionSource::Outcome(id))))
        }
        ResolutionState::Rejected { .. }
        | ResolutionState::Abandoned { .. }
        | ResolutionState::Finished => None,
    };
    if let Some((label, wish)) = next
        && ui.primary_button(label).clicked()
    {
        asked = Some(wish);
    }
    asked
}

/// Six columns: the stage with its sign, its day, who came.
fn stages(ui: &mut Ui, resolution: &Resolution) -> Option<Asked> {
    let facts = &resolution.facts;
    let mut asked = None;
    let width = (ui.available_width() - 5.0 * 8.0) / 6.0;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        for stage in Stage::ALL {
            let (sign, colour, ground) = look(facts, stage);
            let frame = egui::Frame::new()
                .fill(ground)
                .corner_radius(theme::CONTROL_CORNER)
                .inner_margin(egui::Margin::symmetric(8, 5));
            ui.allocate_ui_with_layout(vec2(width, 100.0), Layout::top_down(Align::Min), |ui| {
                frame.show(ui, |ui| {
                    ui.set_width(width - 16.0);
                    ui.set_height(86.0);
                    ui.spacing_mut().item_spacing.y = 1.0;
                    ui.spacing_mut().interact_size.y = theme::SMALL + 6.0;
                    ui.horizontal(|ui| {
                        ui.spacing_mut().item_spacing.x = 5.0;
                        ui.sign(sign, colour);
                        let label = RichText::new(stage.label());
                        ui.label(label.font(theme::bold(theme::SMALL)).color(colour));
                        if facts.meeting(stage).is_some() && facts.resolution_disclosed.is_none() {
                            let button = ui.small_button("改");
                            ui.name(&button, &format!("修改{}", stage.label()));
                            if button.clicked() {
                                let purpose = Purpose::ChangeMeeting(resolution.id, stage);
                                asked = Some(Asked::Open(purpose));
                            }
                        }
                    });
                    for line in stage_lines(facts, stage) {
                        ui.add(Label::new(RichText::new(line).size(theme::SMALL)).truncate());
                    }
                });
            });
        }
    });
    asked
}

fn look(facts: &ResolutionFacts, stage: Stage) -> (Sign, Color32, Color32) {
    let done = (Sign::Tick, theme::DISCLOSED, theme::DISCLOSED_GROUND);
    let waits = (Sign::Ring, theme::WAITING, theme::WAITING_GROUND);
    let next = (Sign::Dot, theme::DUE, theme::DUE_GROUND);
    if let Some(record) = facts.meeting(stage) {
        let failed = (Sign::Cross, theme::OVERDUE, theme::OVERDUE_GROUND);
        return if record.passed { done } else { failed };
    }
    if facts.disclosed_by(stage).is_some() {
        return done;
    }
    let is_next = match facts.state() {
        ResolutionState::Meeting(wanted) => wanted == stage,
        ResolutionState::ToDisclose { .. } => stage == Stage::ResolutionDisclosed,
        ResolutionState::OutcomeToDisclose { .. } => stage == Stage::OutcomeDisclosed,
        ResolutionState::UnderWay
        | ResolutionState::Rejected { .. }
        | ResolutionState::Abandoned { .. }
        | ResolutionState::Finished => false,
    };
    if is_next { next } else { waits }
}

/// The day and the figures of a stage.
fn stage_lines(facts: &ResolutionFacts, stage: Stage) -> Vec<String> {
    if let Some(record) = facts.meeting(stage) {
        let (attendance, unit) = (record.attendance, record.form.unit());
        let votes = record.votes;
        let result = if record.passed { "" } else { "，未通过" };
        return vec![
            format!("{}{result}", record.held_on),
            format!("应到 {} 实到 {} {unit}", attendance.should, attendance.attended),
            format!("同意 {} 反对 {} 弃权 {}", votes.agreed, votes.against, votes.abstained),
        ];
    }
    if let Some(by) = facts.disclosed_by(stage) {
        return vec![by.published_on.to_string(), format!("公示至 {}", by.posted_until)];
    }
    match (stage, facts.completed_on) {
        (Stage::OutcomeDisclosed, Some(on)) => vec![format!("{on} 完成"), "待公示".to_owned()],
        (Stage::ResolutionDisclosed, _) if facts.resolved_on().is_some() => {
            vec!["待公示".to_owned()]
        }
        _ => Vec::new(),
    }
}

/// The next step, what is to be looked at, and the papers of the meetings.
fn notes(
    ui: &mut Ui,
    facts: &ResolutionFacts,
    rules: &ResolutionRules,
    app: &App,
) -> Option<Asked> {
    let mut asked = None;
    if let Some(gone) = &facts.abandoned {
        ui.quiet(format!("{} 终止：{}", gone.on, gone.reason));
    }
    if let Some(step) = facts.state().next_step() {
        ui.quiet(format!("下一步：{step}"));
    }
    for warning in facts.warnings(rules) {
        ui.horizontal(|ui| {
            ui.sign(Sign::Triangle, theme::DUE);
            let stage = warning.stage.label();
            let words = match warning.message.strip_prefix(stage) {
                Some(rest) => format!("{stage}{rest}"),
                None => format!("{stage}：{}", warning.message),
            };
            ui.add(Label::new(RichText::new(words).size(theme::SMALL)).truncate());
        });
    }
    for record in facts.meetings.iter().filter(|record| !record.papers.is_empty()) {
        ui.horizontal(|ui| {
            ui.quiet(format!("{}：", record.stage.label()));
            for paper in &record.papers {
                if ui.link(RichText::new(&paper.file_name).size(theme::SMALL)).clicked() {
                    asked = place(app, paper).map(Asked::Show);
                }
            }
        });
    }
    asked
}

fn place(app: &App, paper: &Attachment) -> Option<PathBuf> {
    app.attachment_path(paper).ok()
}

/// A record: its row read out in full.
pub(super) fn record_ui(
    ui: &mut Ui,
    record: &Governance,
    listing: &Listing,
    book: &Book,
) -> Option<Asked> {
    let mut asked = None;
    let link = crate::domain::listing::Link::Affair(AffairId::Record(record.id));
    table_card::strip(theme::OUTLINE).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 4.0;
        let kind = record.facts.kind();
        head(ui, &record.facts.title(), |ui| {
            if record.facts.disclosed().is_none() && ui.plain_button("删除…").clicked() {
                asked = Some(Asked::Remove(AffairId::Record(record.id)));
            }
            if ui.plain_button("修改…").on_hover_text("Enter").clicked() {
                asked = Some(Asked::Open(Purpose::ChangeRecord(record.id, kind)));
            }
            let source = OccasionSource::Governance(record.id);
            let is_owed =
                record.facts.disclosed().is_none() && book.occasion_from(source).is_some();
            if is_owed && ui.primary_button("去公示").clicked() {
                asked = Some(Asked::Disclose(source));
            }
            let next = next_step(book, record.id);
            if !next.is_empty() && ui.primary_button("登记下一步…").clicked() {
                asked = Some(Asked::Open(Purpose::NextStep(record.id)));
            }
        });
        let area = ScrollArea::vertical().id_salt("record_words").auto_shrink([false, false]);
        area.max_height(STRIP - 74.0).show(ui, |ui| {
            let rows: Vec<_> =
                listing.rows.iter().filter(|row| row.link.as_ref() == Some(&link)).collect();
            for row in rows {
                let cells = listing.columns.iter().zip(&row.cells);
                let said = cells.filter_map(|(column, cell)| {
                    let words = cell.shown();
                    (!words.is_empty()).then(|| format!("{}：{words}", column.title))
                });
                let said: Vec<String> = said.collect();
                let words = RichText::new(said.join("　")).size(theme::SMALL);
                ui.add(Label::new(words).wrap());
            }
        });
    });
    asked
}
