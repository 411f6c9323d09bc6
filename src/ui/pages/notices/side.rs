//! The left column: steps, checks and what to do next.

use egui::{Label, RichText, Ui, vec2};

use super::forms::{Act, notice_words};
use super::selection::Selection;
use super::stand::{Stand, Standing};
use super::steps;
use crate::domain::ids::ObjectionId;
use crate::domain::law::Law;
use crate::domain::ledger::Book;
use crate::domain::matter::Category;
use crate::domain::notice::{
    Body, Fault, FieldPlace, Level, NextStep, Notice, SheetField, Stage, TimelineStage,
};
use crate::domain::period::{self, Date};
use crate::domain::privacy::PrivateKind;
use crate::ui::controls;
use crate::ui::ext::{Field, Sign, UiExt as _};
use crate::ui::inbox::{Inbox, Wish};
use crate::ui::pages::settings::SettingsTab;
use crate::ui::pages::{Page, Wanted};
use crate::ui::theme;

/// What the left column asks the page to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Freeze the figures.
    Draft,
    /// Write the words and the table of a sheet of words.
    Edit,
    /// Throw away what was typed since the draft.
    Forget,
    /// Set a published notice right, or change the draft that does.
    Correct,
    /// Open the dialog of a step.
    Step(Act),
    /// Open the dialog of an answer.
    Reply(ObjectionId),
    /// Mask everything private at a place.
    Mask(FieldPlace),
    /// Give the reason for which something private is disclosed.
    Allow(FieldPlace, PrivateKind),
    /// Look at the photos of the boards.
    Photos,
    /// Show the articles.
    Basis,
    /// Show another notice.
    Show(Selection),
    /// Send the sheet to the printer.
    Print,
    /// Open the dialog of saving a PDF.
    SavePdf,
    /// Open the dialog of saving pictures.
    SavePng,
    /// Compare a sheet with the archive.
    Verify,
    /// Make the public site.
    Site,
    /// Plan the board and print the characters above it.
    Board,
    /// Open the last saved file outside.
    Open,
}

/// What the column is about.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// The notice and how it stands.
    pub standing: &'a Standing,
    /// Its stages.
    pub stages: &'a [TimelineStage],
    /// The book.
    pub book: &'a Book,
    /// The rules, the catalog and the calendar in force.
    pub law: &'a Law,
    /// The day it is.
    pub today: Date,
}

impl Shown<'_> {
    fn next(&self) -> NextStep {
        match self.standing.notice() {
            Some(notice) if !self.standing.is_candidate() => {
                notice.next_step(&self.book.objections, self.law, self.today)
            }
            _ => NextStep::Nothing,
        }
    }

    fn category(&self) -> Category {
        self.standing.notice().map_or(Category::Affairs, |notice| notice.category(self.law))
    }
}

/// The heading, the line of steps, what is answered and what belongs to it.
pub fn steps(ui: &mut Ui, shown: Shown<'_>) -> Option<Asked> {
    let notice = shown.standing.notice()?;
    let mut asked = None;
    ui.card(|ui| {
        ui.set_width(ui.available_width());
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 14.0;
            let correction = if notice.corrects.is_some() { "更正公告" } else { "" };
            ui.card_heading(&format!("{}{correction}", notice.title()));
            ui.card_heading(&format!("第 {} 期", notice.issue));
        });
        if let Some(occasion) = notice.occasion() {
            let words = format!("{} {}", period::day_label(occasion.on), occasion.text);
            ui.add(Label::new(RichText::new(words).color(theme::TEXT_QUIET)).wrap());
        }
        ui.add_space(2.0);
        if steps::line(ui, shown.stages, shown.category(), shown.today) {
            asked = Some(Asked::Basis);
        }
        asked = open_objections(ui, notice, shown).or(asked);
        asked = links(ui, notice, shown).or(asked);
    });
    asked
}

/// Objections that wait for an answer, each with its deadline.
fn open_objections(ui: &mut Ui, notice: &Notice, shown: Shown<'_>) -> Option<Asked> {
    let mut asked = None;
    for objection in notice.open_objections(&shown.book.objections) {
        let by = objection.answer_by(shown.law);
        let is_past = by < shown.today;
        ui.add_space(4.0);
        let words = format!(
            "第 {} 号异议（{}）：{}\n最迟 {}",
            objection.number,
            objection.anonymous(),
            objection.facts.text,
            steps::deadline_words(by, shown.today),
        );
        ui.notice_box(is_past, &words);
        if ui.plain_button(&format!("答复第 {} 号异议…", objection.number)).clicked() {
            asked = Some(Asked::Reply(objection.id));
        }
    }
    asked
}

/// The notice it corrects, and those that correct it.
fn links(ui: &mut Ui, notice: &Notice, shown: Shown<'_>) -> Option<Asked> {
    let mut asked = None;
    let mut link = |ui: &mut Ui, before: &str, to: &Notice| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().interact_size.y = 22.0;
            ui.spacing_mut().item_spacing.x = 4.0;
            ui.quiet(before);
            let on = to.publication().map_or_else(
                || "还没有公布".to_owned(),
                |it| format!("{}公布", period::day_label(it.published_on)),
            );
            let words = RichText::new(format!("{}（{on}）", notice_words(to)));
            let words = words.size(theme::SMALL).underline().color(theme::TEXT);
            if ui.link(words).clicked() {
                asked = Some(Asked::Show(Selection::of(to)));
            }
        });
    };
    if let Some(wrong) = notice.corrects.and_then(|id| shown.book.notice(id)) {
        link(ui, "更正的是", wrong);
    }
    let is_withdrawn =
        |it: &Notice| matches!(it.state, crate::domain::notice::NoticeState::Withdrawn { .. });
    for right in &shown.book.notices {
        if right.corrects == Some(notice.id) && !is_withdrawn(right) {
            link(ui, "更正公告", right);
        }
    }
    asked
}

/// What happened so far.
pub fn history(ui: &mut Ui, shown: Shown<'_>) {
    let Some(notice) = shown.standing.notice().filter(|_| !shown.standing.is_candidate()) else {
        return;
    };
    ui.card(|ui| {
        ui.set_width(ui.available_width());
        ui.card_heading("经过");
        steps::history(ui, notice, shown.book, shown.law);
    });
}

/// The checks and what they found.
pub fn checks(
    ui: &mut Ui,
    standing: &Standing,
    warnings: &[String],
    here: Wanted,
    inbox: &mut Inbox,
) -> Option<Asked> {
    let mut asked = None;
    ui.card(|ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 6.0;
        ui.spacing_mut().interact_size.y = 22.0;
        ui.card_heading(if standing.check_code.is_empty() { "公布前检查" } else { "核对" });
        for check in &standing.checks {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                let (sign, colour) = if check.passed {
                    (Sign::Tick, theme::DISCLOSED)
                } else {
                    (Sign::Cross, theme::OVERDUE)
                };
                ui.sign(sign, colour);
                ui.label(RichText::new(&check.text).color(colour));
            });
        }
        if let Stand::Drafted { stale: true, .. } = standing.stand {
            ui.notice_box(
                true,
                "起草之后账里又有变动，草稿里的数字已经不是账上的数字，请重新起草。",
            );
        }
        for fault in &standing.faults {
            asked = fault_box(ui, fault, here, inbox).or(asked);
        }
        for warning in warnings {
            ui.notice_box(false, warning);
        }
    });
    asked
}

/// What can be done at once about something private.
fn private_links(ui: &mut Ui, fault: &Fault) -> Option<Asked> {
    let (place, kind) = fault.private.filter(|_| fault.level == Level::Error)?;
    if place.field == SheetField::Masthead {
        return None;
    }
    let mut asked = None;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 14.0;
        ui.spacing_mut().interact_size.y = 20.0;
        let link = |word: &str| RichText::new(word).underline().color(theme::TEXT);
        if ui.link(link("遮去")).clicked() {
            asked = Some(Asked::Mask(place));
        }
        if kind.may_be_allowed() && ui.link(link("写明理由保留…")).clicked() {
            asked = Some(Asked::Allow(place, kind));
        }
    });
    asked
}

fn fault_box(ui: &mut Ui, fault: &Fault, here: Wanted, inbox: &mut Inbox) -> Option<Asked> {
    let mut asked = None;
    let is_error = fault.level == Level::Error;
    let (colour, ground) = if is_error {
        (theme::OVERDUE, theme::OVERDUE_GROUND)
    } else {
        (theme::DUE, theme::DUE_GROUND)
    };
    let link = match (fault.code, fault.line) {
        ("privacy", _) if fault.private.is_some_and(|it| it.0.field == SheetField::Masthead) => {
            Some(("去填村情", Wish::OpenSettings(SettingsTab::Profile)))
        }
        ("privacy" | "privacy_allowed", _) => None,
        ("village_facts", _) => Some(("去填村情", Wish::OpenSettings(SettingsTab::Profile))),
        ("negative_cash" | "negative_bank", _) | (_, Some(_)) => {
            Some(("去改", Wish::GoTo(Page::Vouchers, here)))
        }
        _ => None,
    };
    egui::Frame::new()
        .fill(ground)
        .corner_radius(theme::CONTROL_CORNER)
        .inner_margin(egui::Margin::symmetric(10, 8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal_top(|ui| {
                ui.vertical(|ui| {
                    ui.add_space(5.0);
                    ui.sign(if is_error { Sign::Cross } else { Sign::Triangle }, colour);
                });
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = 2.0;
                    ui.add(Label::new(RichText::new(&fault.message).color(theme::TEXT)).wrap());
                    if let Some((word, wish)) = link {
                        ui.spacing_mut().interact_size.y = 20.0;
                        if ui.link(RichText::new(word).underline().color(theme::TEXT)).clicked() {
                            inbox.push(wish);
                        }
                    }
                    asked = private_links(ui, fault);
                });
            });
        });
    asked
}

/// What can be done now. `saved` is whether a file was saved that can be opened; `proposed` the
/// day of the proposal as it is typed.
pub fn actions(ui: &mut Ui, shown: Shown<'_>, saved: bool, proposed: &mut String) -> Option<Asked> {
    let mut asked = None;
    let standing = shown.standing;
    let errors = standing.has_errors();
    ui.card(|ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing = vec2(8.0, 6.0);
        match &standing.stand {
            Stand::Candidate(notice) => draft_row(ui, notice, standing, proposed, &mut asked),
            Stand::Drafted { notice, stale } => {
                let again = *stale || errors;
                drafted_row(ui, notice, shown, again, &mut asked);
            }
            Stand::Published(notice) => published_rows(ui, notice, shown, &mut asked),
            Stand::Refused { .. } => {}
        }
        ui.horizontal_wrapped(|ui| {
            // what is private leaves the program neither as a draft
            ui.add_enabled_ui(!standing.is_private(), |ui| {
                press(ui, "打印", false, Asked::Print, &mut asked);
                press(ui, "另存 PDF…", false, Asked::SavePdf, &mut asked);
                press(ui, "存图片…", false, Asked::SavePng, &mut asked);
            });
            press(ui, "公开栏…", false, Asked::Board, &mut asked);
            press(ui, "核验…", false, Asked::Verify, &mut asked);
            press(ui, "公开网站…", false, Asked::Site, &mut asked);
            if saved {
                press(ui, "用系统程序打开", false, Asked::Open, &mut asked);
            }
        });
        if errors {
            ui.quiet("上面的错误改好以后才能起草和公布。");
        }
        if saved {
            ui.quiet("打印时请选“按实际大小打印”（100%），不要“适合页面”。");
        }
    });
    asked
}

/// The day of the proposal, and freezing it.
fn draft_row(
    ui: &mut Ui,
    notice: &Notice,
    standing: &Standing,
    proposed: &mut String,
    asked: &mut Option<Asked>,
) {
    let is_words = matches!(notice.content.body, Body::Statement(_));
    ui.horizontal_wrapped(|ui| {
        ui.quiet("方案提出");
        let field = Field::new("方案提出日期", 112.0);
        let id = egui::Id::unique("proposed_on");
        controls::edit_in_line(ui, id, &field, proposed);
        ui.add_enabled_ui(!standing.has_errors(), |ui| {
            press(ui, "起草", true, Asked::Draft, asked);
        });
        if notice.corrects.is_some() {
            press(ui, "改内容…", false, Asked::Correct, asked);
        } else if is_words {
            press(ui, "写内容…", false, Asked::Edit, asked);
        }
        if standing.replaces.is_some() {
            press(ui, "不改了", false, Asked::Forget, asked);
        }
    });
    if let Some(on) = standing.replaces {
        let on = period::day_label(on);
        ui.quiet(format!("起草以后，{on}的草稿作废，从审查重新走起。"));
    }
}

fn drafted_row(
    ui: &mut Ui,
    notice: &Notice,
    shown: Shown<'_>,
    again: bool,
    asked: &mut Option<Asked>,
) {
    let is_words = matches!(notice.content.body, Body::Statement(_));
    let next = shown.next();
    ui.horizontal_wrapped(|ui| {
        let sent_back = matches!(next, NextStep::Redraft);
        if let Some((word, step)) = next_act(&next, notice, shown) {
            ui.add_enabled_ui(!again || !matches!(next, NextStep::Publish), |ui| {
                press(ui, &word, !again, step, asked);
            });
        }
        let change = if notice.corrects.is_some() { Asked::Correct } else { Asked::Edit };
        if is_words {
            press(ui, "改内容…", sent_back, change, asked);
        }
        ui.add_enabled_ui(!shown.standing.has_errors(), |ui| {
            press(ui, "重新起草", again || (sent_back && !is_words), Asked::Draft, asked);
        });
    });
    if matches!(next, NextStep::Redraft) {
        ui.quiet("方案被退回，改好以后重新起草，再从审查走起。");
    }
}

fn published_rows(ui: &mut Ui, notice: &Notice, shown: Shown<'_>, asked: &mut Option<Asked>) {
    let next = shown.next();
    if let Some(posting) = notice.posting() {
        let (on, until) = (period::date_label(posting.published_on), posting.posted_until);
        let hung = if notice.publication() == Some(posting) { "公布" } else { "重新张贴" };
        ui.label(format!("已于 {on}{hung}，公示到 {}", period::date_label(until)));
        ui.quiet(format!("校验码：{}", shown.standing.check_code));
    }
    if let Some(on) = notice.taken_down_on() {
        let on = period::date_label(on);
        let words = RichText::new(format!("{on}提前撤下，请重新张贴满期限")).color(theme::OVERDUE);
        ui.label(words);
    }
    if let Some(on) = notice.archived_on() {
        ui.quiet(format!("{}归档", period::date_label(on)));
    }
    let photos = notice.photos().count();
    ui.horizontal_wrapped(|ui| {
        if let Some((word, step)) = next_act(&next, notice, shown) {
            press(ui, &word, true, step, asked);
        }
        if notice.archived_on().is_none() {
            press(ui, "登记异议…", false, Asked::Step(Act::Object), asked);
            press(ui, "张贴照片…", false, Asked::Step(Act::Photograph), asked);
            if matches!(next, NextStep::KeepPosted { .. } | NextStep::Answer { .. }) {
                press(ui, "提前撤下…", false, Asked::Step(Act::TakeDown), asked);
            }
        }
        if photos > 0 {
            press(ui, &format!("看照片 {photos} 张"), false, Asked::Photos, asked);
        }
        press(ui, "更正公告…", false, Asked::Correct, asked);
    });
}

/// The button of the next step.
fn next_act(next: &NextStep, notice: &Notice, shown: Shown<'_>) -> Option<(String, Asked)> {
    let first = notice.open_objections(&shown.book.objections).next().map(|it| it.id);
    let is_draft = notice.publication().is_none();
    let (word, asked) = if matches!(next, NextStep::Review { .. }) {
        ("村监委审查…", Asked::Step(Act::Review))
    } else if matches!(next, NextStep::AnswerReview { .. }) {
        ("答复村监委…", Asked::Reply(first?))
    } else if is_draft && notice.decision().is_none() && next.is_open() {
        // the joint meeting, or in Party matters the Party organisation
        let word = format!("{}…", Stage::Decided.label(shown.category()));
        return Some((word, Asked::Step(Act::Decide)));
    } else if matches!(next, NextStep::Check) {
        ("乡镇审核…", Asked::Step(Act::Check))
    } else if matches!(next, NextStep::Publish) {
        ("公布…", Asked::Step(Act::Publish))
    } else if matches!(next, NextStep::PostAgain) {
        ("重新张贴…", Asked::Step(Act::PostAgain))
    } else if matches!(next, NextStep::Answer { .. }) {
        ("答复村民…", Asked::Reply(first?))
    } else if matches!(next, NextStep::Archive) {
        ("归档…", Asked::Step(Act::Archive))
    } else {
        return None;
    };
    Some((word.to_owned(), asked))
}

fn press(ui: &mut Ui, word: &str, primary: bool, ask: Asked, asked: &mut Option<Asked>) {
    let button = if primary { ui.primary_button(word) } else { ui.plain_button(word) };
    if button.clicked() {
        *asked = Some(ask);
    }
}
