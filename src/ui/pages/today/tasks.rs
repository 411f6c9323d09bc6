//! What is to be done next, gathered by village and period, the most urgent first: at most a
//! screenful, and the way to all of it.

use egui::{Align, Label, Layout, RichText, Ui};
use egui_extras::{Column, TableBuilder, TableRow};

use crate::app::Ledger;
use crate::domain::duty::{ANY_DAY, Duty, DutyFacts, DutyState};
use crate::domain::ids::VillageId;
use crate::domain::ledger::Book;
use crate::domain::matter::Category;
use crate::domain::notice::{NextStep, Notice, NoticeState};
use crate::domain::period::{Date, Month, Period, day_label};
use crate::domain::township::{self, DutyGroup};
use crate::ui::ext::{RowExt as _, Sign, UiExt as _};
use crate::ui::inbox::{Inbox, Wish};
use crate::ui::pages::{Page, Wanted};
use crate::ui::theme;

const ROW: f32 = 46.0;
/// A screenful.
const SHOWN: usize = 7;
/// Beyond so many groups the least urgent are only counted.
const KEPT: usize = 256;

/// The button stands out when so few days are left.
const URGENT_DAYS: i64 = 3;

/// Whose duties are looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Scope {
    /// 全部村
    #[default]
    All,
    /// 本村
    This,
}

impl Scope {
    /// What the duties of its villages follow from.
    pub(super) fn facts(self, ledger: &Ledger) -> impl Iterator<Item = &DutyFacts> {
        let shown = ledger.book().map(|book| book.village.id);
        let takes = move |facts: &&DutyFacts| self == Self::All || Some(facts.village) == shown;
        ledger.duty_facts().iter().filter(takes)
    }
}

/// The list (待办).
#[derive(Debug)]
pub(super) struct Tasks {
    pub(super) scope: Scope,
    /// Duties that somebody must act on.
    pub(super) open: usize,
    /// Those past their last day.
    pub(super) overdue: usize,
    /// What is shown, the most urgent first.
    pub(super) rows: Vec<Task>,
    /// Duties that are open and not in a row that is shown.
    more: usize,
}

/// A row of the list.
#[derive(Debug)]
pub(super) struct Task {
    standing: Pill,
    village: String,
    what: String,
    by: Option<Date>,
    stage: String,
    word: &'static str,
    is_urgent: bool,
    page: Page,
    wanted: Wanted,
}

/// The state as a coloured tag.
#[derive(Clone, Copy, Debug)]
enum Pill {
    Duty(DutyState),
    Waiting(&'static str),
}

/// What a row is made of, before its words are looked up.
enum Found {
    Group(DutyGroup),
    /// Objections of a village: how many, and the first day to answer by.
    Answers(VillageId, usize, Date),
    /// Something else to do with a notice of the village that is shown.
    Step(Box<Notice>, NextStep),
    /// Sheets that can be filed, the first of them.
    Archive(usize, Box<Notice>),
}

impl Tasks {
    /// Gathers what is to be done.
    pub(super) fn of(ledger: &Ledger, today: Date, scope: Scope) -> Self {
        let schedule = ledger.schedule(today).within(ANY_DAY, ANY_DAY);
        let (mut open, mut overdue) = (0, 0);
        let mut found: Vec<(i64, Found)> = Vec::new();
        for facts in scope.facts(ledger) {
            let mut duties = Vec::new();
            schedule.each(facts, |duty| {
                if duty.state.is_open() {
                    open += 1;
                    overdue += usize::from(matches!(duty.state, DutyState::Overdue { .. }));
                    duties.push(duty);
                }
            });
            let groups = township::groups(duties).into_iter();
            found.extend(groups.map(|group| (group.days_left(), Found::Group(group))));
            let answers = ledger.answers_due(facts.village);
            if let Some(by) = answers.iter().min() {
                let left = (*by - today).num_days();
                found.push((left, Found::Answers(facts.village, answers.len(), *by)));
            }
            if found.len() > KEPT * 2 {
                keep_the_most_urgent(&mut found);
            }
        }
        if let Some(book) = ledger.book() {
            found.extend(under_way(book, ledger, today));
        }
        keep_the_most_urgent(&mut found);
        found.truncate(SHOWN);
        let shown: usize = found.iter().map(|(_, found)| found.duties()).sum();
        let rows = found.into_iter().map(|(left, found)| found.task(ledger, (left, today)));
        let rows = rows.collect();
        Self { scope, open, overdue, rows, more: open - shown }
    }
}

/// By days left; of one day in the order found, village after village.
fn keep_the_most_urgent(found: &mut Vec<(i64, Found)>) {
    found.sort_by_key(|(left, _)| *left);
    found.truncate(KEPT);
}

/// What is to be done with notices of a book beside publishing them for the first time.
fn under_way(book: &Book, ledger: &Ledger, today: Date) -> Vec<(i64, Found)> {
    let mut found = Vec::new();
    let mut to_file: Vec<&Notice> = Vec::new();
    let mut hanging: Vec<(Date, Found)> = Vec::new();
    for notice in &book.notices {
        let is_correction = notice.corrects.is_some();
        let is_published = notice.publication().is_some();
        if matches!(notice.state, NoticeState::Withdrawn { .. }) || !(is_published || is_correction)
        {
            continue;
        }
        let next = notice.next_step(&book.objections, ledger.law(), today);
        match next {
            NextStep::Archive => to_file.push(notice),
            NextStep::KeepPosted { until } => {
                hanging.push((until, Found::Step(Box::new(notice.clone()), next)));
            }
            // objections are told of by village
            NextStep::Answer { .. } | NextStep::Nothing => {}
            NextStep::Review { .. }
            | NextStep::AnswerReview { .. }
            | NextStep::Decide
            | NextStep::DecideInParty
            | NextStep::Check
            | NextStep::Redraft
            | NextStep::Publish
            | NextStep::PostAgain => {
                let left = next.by().map_or(0, |by| (by - today).num_days());
                found.push((left, Found::Step(Box::new(notice.clone()), next)));
            }
        }
    }
    if let Some(first) = to_file.first() {
        found.push((LATER, Found::Archive(to_file.len(), Box::new((*first).clone()))));
    }
    hanging.sort_by_key(|(until, _)| std::cmp::Reverse(*until));
    found.extend(hanging.into_iter().take(2).map(|(_, step)| (LATER + 1, step)));
    found
}

/// What has no last day comes after what has.
const LATER: i64 = 10_000;

impl Found {
    fn duties(&self) -> usize {
        match self {
            Self::Group(group) => group.count(),
            Self::Answers(..) | Self::Step(..) | Self::Archive(..) => 0,
        }
    }

    fn task(self, ledger: &Ledger, (left, today): (i64, Date)) -> Task {
        let name = |village: VillageId| {
            ledger.village(village).map_or_else(String::new, |it| it.profile.name.clone())
        };
        match self {
            Self::Group(group) => group_task(&group, name(group.village), ledger, today),
            Self::Answers(village, count, by) => Task {
                standing: Pill::Duty(state_of(left)),
                village: name(village),
                what: format!("异议 {count} 件"),
                by: Some(by),
                stage: "等村委会答复".to_owned(),
                word: "写答复",
                is_urgent: true,
                page: Page::Notices,
                wanted: objected(ledger, village, today),
            },
            Self::Step(notice, next) => step_task(&notice, &next, name(notice.village), left),
            Self::Archive(count, notice) => Task {
                standing: Pill::Waiting("可以归档"),
                village: name(notice.village),
                what: format!("{count} 份公示"),
                by: None,
                stage: "公示期满，没有未答复的异议".to_owned(),
                word: NextStep::Archive.label(),
                is_urgent: false,
                page: Page::Notices,
                wanted: of_notice(&notice),
            },
        }
    }
}

fn state_of(left: i64) -> DutyState {
    let days = u32::try_from(left.unsigned_abs()).unwrap_or(u32::MAX);
    if left < 0 { DutyState::Overdue { days } } else { DutyState::Due { days } }
}

fn of_notice(notice: &Notice) -> Wanted {
    let period = notice.period();
    let period = period.unwrap_or_else(|| Period::Month(Month::of(notice.covers_until())));
    let (matter, span) = (Some(notice.matter), Some(notice.span));
    Wanted { village: notice.village, period, matter, span }
}

/// The notice that was objected to, where its village is shown; else the village.
fn objected(ledger: &Ledger, village: VillageId, today: Date) -> Wanted {
    let book = ledger.book().filter(|book| book.village.id == village);
    let open = book.and_then(|book| book.objections.iter().find(|it| it.reply.is_none()));
    let notice = open.and_then(|objection| objection.notice).zip(book);
    let notice = notice.and_then(|(id, book)| book.notice(id));
    let this_month = Period::Month(Month::of(today));
    notice.map_or_else(|| Wanted::new(village, this_month), of_notice)
}

fn step_task(notice: &Notice, next: &NextStep, village: String, left: i64) -> Task {
    let what = format!("{} {}", notice.span_label(), notice.title());
    let (standing, stage) = match next {
        NextStep::KeepPosted { until } => {
            (Pill::Waiting("公示中"), format!("公示到 {}", day_label(*until)))
        }
        NextStep::PostAgain => (Pill::Duty(state_of(0)), "提前撤下了，要重新张贴".to_owned()),
        NextStep::Review { .. }
        | NextStep::AnswerReview { .. }
        | NextStep::Decide
        | NextStep::DecideInParty
        | NextStep::Check
        | NextStep::Redraft
        | NextStep::Publish
        | NextStep::Answer { .. }
        | NextStep::Archive
        | NextStep::Nothing => (Pill::Duty(state_of(left)), "更正公告".to_owned()),
    };
    let is_urgent = next.is_open();
    let word = if is_urgent { next.label() } else { "查看" };
    let (page, wanted) = (Page::Notices, of_notice(notice));
    Task { standing, village, what, by: next.by(), stage, word, is_urgent, page, wanted }
}

fn group_task(group: &DutyGroup, village: String, ledger: &Ledger, today: Date) -> Task {
    let label = ledger.label_of(group.village, group.span);
    let what = match group.duties.as_slice() {
        [only] => format!("{label} {}", ledger.law().title(only.matter)),
        several => format!("{label} {} {} 项", group.category.label(), several.len()),
    };
    let (stage, word, page, duty) = next_of(group, ledger, today);
    let wanted = duty.map_or_else(
        || Wanted::new(group.village, Period::Month(Month::of(today))),
        |duty| Wanted::duty(duty, ledger.period_of(duty)),
    );
    Task {
        standing: Pill::Duty(group.state),
        village,
        what,
        by: Some(group.due_by),
        stage,
        word,
        is_urgent: page == Page::Notices && group.days_left() <= URGENT_DAYS,
        page,
        wanted,
    }
}

/// How far a group has got, what comes next, and with which of its duties.
fn next_of<'a>(
    group: &'a DutyGroup,
    ledger: &Ledger,
    today: Date,
) -> (String, &'static str, Page, Option<&'a Duty>) {
    let drafted = group.duties.iter().filter_map(|duty| Some((duty, duty.notice?)));
    // a ledger that cannot be read says so where it is opened
    let steps = drafted.filter_map(|(duty, notice)| {
        Some((duty, ledger.next_step_of(notice, today).ok().flatten()?))
    });
    let steps: Vec<(&Duty, NextStep)> = steps.collect();
    let left = group.count() - steps.len();
    if let Some((duty, next)) = steps.iter().find(|(_, next)| next.is_open()) {
        let by = next.by().map_or_else(String::new, |by| format!("（{}前）", day_label(by)));
        let rest = if left > 0 { format!("，{left} 项没起草") } else { String::new() };
        let stage = match steps.len() {
            1 => format!("已起草，等{}{by}{rest}", next.label()),
            count => format!("起草了 {count} 项，等{}{rest}", next.label()),
        };
        return (stage, next.label(), Page::Notices, Some(duty));
    }
    let first = group.duties.first();
    let vouchers: usize = first.map_or(0, |duty| {
        let period = ledger.period_of(duty);
        let months = period.first_month().through(period.last_month());
        months.map(|month| ledger.voucher_count(group.village, month)).sum()
    });
    match (group.category, vouchers) {
        (Category::Finance, 0) if group.span.period().is_some() => {
            ("还没有记账".to_owned(), "去记账", Page::Vouchers, first)
        }
        (Category::Finance, count) => {
            (format!("记了 {count} 笔账，没起草"), "起草公示", Page::Notices, first)
        }
        (Category::Affairs | Category::Party, _) => {
            ("还没有起草".to_owned(), "起草公示", Page::Notices, first)
        }
    }
}

/// Draws the list.
pub(super) fn ui(
    ui: &mut Ui,
    tasks: &Tasks,
    scope: &mut Scope,
    ledger: &Ledger,
    inbox: &mut Inbox,
) {
    let has_several = ledger.villages().len() > 1;
    ui.horizontal(|ui| {
        ui.card_heading("下一步");
        ui.buttons_right(|ui| {
            ui.spacing_mut().item_spacing.x = 5.0;
            if has_several {
                for (offered, word) in [(Scope::This, "本村"), (Scope::All, "全部村")] {
                    if ui.segment(*scope == offered, word).clicked() {
                        *scope = offered;
                    }
                }
            }
        });
    });
    if tasks.rows.is_empty() {
        return;
    }
    table(ui, tasks, has_several, inbox);
    if tasks.more > 0 {
        ui.add_space(4.0);
        ui.horizontal(|ui| {
            ui.quiet_body(format!("还有 {} 件", tasks.more));
            if has_several && ui.plain_button("到乡镇页看全部").clicked() {
                inbox.push(Wish::Go(Page::Township));
            }
            if ui.plain_button("到公示页").clicked() {
                inbox.push(Wish::Go(Page::Notices));
            }
        });
    }
}

fn table(ui: &mut Ui, tasks: &Tasks, has_several: bool, inbox: &mut Inbox) {
    let width = ui.available_width();
    let village = (width * 0.12).clamp(84.0, 130.0);
    let stage = if has_several { 0.21 } else { 0.29 };
    ui.push_id("steps", |ui| {
        ui.spacing_mut().item_spacing = egui::vec2(10.0, 0.0);
        let mut table = TableBuilder::new(ui)
            .auto_shrink([false, true])
            .vscroll(false)
            .cell_layout(Layout::left_to_right(Align::Center))
            .column(Column::exact(110.0));
        if has_several {
            table = table.column(Column::exact(village).clip(true));
        }
        table
            .column(Column::remainder().clip(true))
            .column(Column::exact(76.0))
            .column(Column::exact((width * stage).max(150.0)).clip(true))
            .column(Column::exact(124.0))
            .header(theme::ROW_HEIGHT, |mut header| {
                let heads = ["状态", "村", "公开什么", "最迟", "走到哪一步", ""];
                for title in heads.into_iter().filter(|title| has_several || *title != "村") {
                    header.col(|ui| {
                        ui.table_head(title);
                    });
                }
            })
            .body(|body| {
                body.rows(ROW, tasks.rows.len(), |mut row| {
                    if let Some(task) = tasks.rows.get(row.index()) {
                        task.ui(&mut row, has_several, inbox);
                    }
                });
            });
    });
}

impl Task {
    fn ui(&self, row: &mut TableRow<'_, '_>, has_several: bool, inbox: &mut Inbox) {
        row.cell(|ui| match self.standing {
            Pill::Duty(state) => drop(ui.duty_pill(state)),
            Pill::Waiting(words) => {
                ui.pill(Sign::Ring, words, theme::WAITING, theme::WAITING_GROUND);
            }
        });
        let mut text = |words: &str, colour| {
            row.cell(|ui| {
                let label = Label::new(RichText::new(words).color(colour)).truncate();
                ui.add(label).on_hover_text(words);
            });
        };
        if has_several {
            text(&self.village, theme::TEXT);
        }
        text(&self.what, theme::TEXT);
        text(&self.by.map(day_label).unwrap_or_default(), theme::TEXT);
        text(&self.stage, theme::TEXT_QUIET);
        row.cell(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let button = if self.is_urgent {
                    ui.primary_button(self.word)
                } else {
                    ui.plain_button(self.word)
                };
                if button.clicked() {
                    inbox.push(Wish::GoTo(self.page, self.wanted));
                }
            });
        });
    }
}
