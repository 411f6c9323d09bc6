//! The calendar: on which day of a month what is due, and which days are off.

use std::collections::BTreeMap;

use egui::{Align2, Label, Rect, RichText, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::tasks::Scope;
use crate::app::Ledger;
use crate::domain::calendar::DayKind;
use crate::domain::duty::{ANY_DAY, Duty, DutyState};
use crate::domain::ids::VillageId;
use crate::domain::matter::Category;
use crate::domain::occasion::DisclosureSpan;
use crate::domain::period::{
    Date, Month, Period, day_label, day_of_month, weekday_index, weekday_label,
};
use crate::domain::township::{Standing, Tally};
use crate::ui::ext::{Sign, UiExt as _, paint_sign};
use crate::ui::inbox::{Inbox, Wish};
use crate::ui::pages::{Page, Wanted};
use crate::ui::{controls, theme};

/// Height of a day.
const DAY: f32 = 45.0;
/// So many lines tell of a day.
const LINES_MAX: usize = 6;

/// The card.
#[derive(Debug, Default)]
pub(super) struct CalendarCard {
    month: Option<Month>,
    shown: Option<(Key, BTreeMap<Date, Due>)>,
    chosen: Option<Chosen>,
}

/// What the days depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Key {
    revision: u64,
    village: Option<VillageId>,
    today: Date,
    scope: Scope,
    month: Month,
}

/// What is due on a day.
#[derive(Clone, Copy, Debug, Default)]
struct Due {
    duties: Tally,
    answers: u32,
}

/// The day that was clicked, with its lines.
#[derive(Debug)]
struct Chosen {
    day: Date,
    of: Key,
    lines: Vec<Line>,
    more: usize,
}

#[derive(Debug)]
struct Line {
    tally: Tally,
    words: String,
    wanted: Wanted,
}

impl Due {
    /// The sign of the day and how many it counts; `None` where nothing is due.
    const fn sign(&self) -> Option<(Sign, egui::Color32, u32)> {
        let (duties, answers) = (self.duties, self.answers);
        Some(match duties.standing() {
            Standing::Overdue => (Sign::Cross, theme::OVERDUE, duties.overdue + answers),
            Standing::Due => (Sign::Dot, theme::DUE, duties.due + answers),
            _ if answers > 0 => (Sign::Triangle, theme::DUE, answers),
            Standing::Waiting => (Sign::Ring, theme::WAITING, duties.waiting),
            Standing::Late | Standing::Fulfilled => {
                (Sign::Tick, theme::DISCLOSED, duties.fulfilled + duties.late)
            }
            Standing::Nothing => return None,
        })
    }

    fn words(&self) -> String {
        let mut words = self.duties.words();
        if self.answers > 0 {
            words = format!("{words}；异议 {} 件要答复", self.answers);
        }
        words
    }
}

impl CalendarCard {
    /// Draws the card.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        ledger: &Ledger,
        (today, scope): (Date, Scope),
        inbox: &mut Inbox,
    ) {
        let month = *self.month.get_or_insert_with(|| Month::of(today));
        let key = Key {
            revision: ledger.facts_revision(),
            village: ledger.book().map(|book| book.village.id),
            today,
            scope,
            month,
        };
        if self.shown.as_ref().is_none_or(|(of, _)| *of != key) {
            self.shown = Some((key, days(ledger, key)));
            let chosen = self.chosen.take().filter(|chosen| Month::of(chosen.day) == month);
            self.chosen = chosen.map(|chosen| lines(ledger, key, chosen.day));
        }
        ui.set_width(ui.available_width());
        self.head(ui, today);
        ui.spacing_mut().item_spacing.y = 4.0;
        if let Some(asked) = self.grid(ui, ledger, key) {
            let again = self.chosen.as_ref().is_some_and(|chosen| chosen.day == asked);
            self.chosen = (!again).then(|| lines(ledger, key, asked));
        }
        if let Some(words) = ledger.law().calendar.uncovered(month.last_day()) {
            ui.notice_box(false, &words);
        }
        match &self.chosen {
            Some(chosen) => chosen.ui(ui, ledger, inbox),
            None => {
                ui.quiet("数字是那天到期的件数；点一天看是什么。");
            }
        }
    }

    fn head(&mut self, ui: &mut Ui, today: Date) {
        let this = Month::of(today);
        let month = self.month.unwrap_or(this);
        ui.horizontal(|ui| {
            ui.card_heading(&month.label());
            ui.buttons_right(|ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
                if controls::sign_button(ui, "›", "下个月的日历", month <= this).clicked() {
                    self.month = Some(month.next());
                }
                if controls::sign_button(ui, "‹", "上个月的日历", true).clicked() {
                    self.month = Some(month.previous());
                }
            });
        });
    }

    /// Draws the days; gives the one that was clicked.
    fn grid(&self, ui: &mut Ui, ledger: &Ledger, key: Key) -> Option<Date> {
        let month = key.month;
        let lead = weekday_index(month.first_day());
        let count = lead + month.days().count();
        let rows = count.div_ceil(7);
        let width = ui.available_width();
        let head = 22.0;
        let (area, _) =
            ui.allocate_exact_size(vec2(width, head + DAY * rows as f32), Sense::hover());
        let step = width / 7.0;
        let small = theme::regular(theme::SMALL);
        for (at, name) in ["一", "二", "三", "四", "五", "六", "日"].into_iter().enumerate()
        {
            let x = area.left() + step * (at as f32 + 0.5);
            let place = pos2(x, area.top() + head / 2.0);
            ui.painter().text(place, Align2::CENTER_CENTER, name, small.clone(), theme::TEXT_QUIET);
        }
        let mut clicked = None;
        for (date, at) in month.days().zip(lead..) {
            let corner = pos2(
                area.left() + step * (at % 7) as f32,
                area.top() + head + DAY * (at / 7) as f32,
            );
            let rect = Rect::from_min_size(corner, vec2(step, DAY)).shrink(1.5);
            if self.day_ui(ui, (ledger, key), date, rect) {
                clicked = Some(date);
            }
        }
        clicked
    }

    /// Draws one day; whether it was clicked.
    fn day_ui(&self, ui: &Ui, (ledger, key): (&Ledger, Key), date: Date, rect: Rect) -> bool {
        let calendar = &ledger.law().calendar;
        let due = self.shown.as_ref().and_then(|(_, days)| days.get(&date)).copied();
        let due = due.unwrap_or_default();
        let special = calendar.special(date);
        let response = ui.interact(rect, ui.scope_id().with(("day", date)), Sense::click());
        let is_off = !calendar.is_working_day(date);
        let is_chosen = self.chosen.as_ref().is_some_and(|chosen| chosen.day == date);
        let fill = match (is_chosen, is_off) {
            (true, _) => theme::SURFACE_SELECTED,
            (false, true) => theme::SURFACE_QUIET,
            (false, false) => theme::SURFACE,
        };
        let painter = ui.painter();
        painter.rect_filled(rect, 4.0, fill);
        let stroke = if date == key.today {
            Stroke::new(2.0, theme::ACCENT)
        } else if response.hovered() || response.has_focus() {
            Stroke::new(1.0, theme::OUTLINE_FIELD)
        } else {
            Stroke::NONE
        };
        painter.rect_stroke(rect, 4.0, stroke, egui::StrokeKind::Inside);
        let small = theme::regular(theme::SMALL);
        let number = day_of_month(date).to_string();
        let font = if date == key.today { theme::bold(theme::SMALL) } else { small.clone() };
        let colour = if is_off { theme::TEXT_QUIET } else { theme::TEXT };
        let place = rect.left_top() + vec2(5.0, 2.0);
        painter.text(place, Align2::LEFT_TOP, number, font, colour);
        if let Some(special) = special {
            let (word, colour) = match special.kind {
                DayKind::Holiday => ("休", theme::DISCLOSED),
                DayKind::Workday => ("班", theme::OVERDUE),
            };
            let place = rect.right_top() + vec2(-4.0, 3.0);
            painter.text(place, Align2::RIGHT_TOP, word, small, colour);
        }
        if let Some((sign, colour, count)) = due.sign() {
            mark(painter, rect, sign, colour, count);
        }
        let name = || {
            let special = special.map(|it| format!(" {}{}", it.name, it.kind.label()));
            format!("{}{} {}", day_label(date), special.unwrap_or_default(), due.words())
        };
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name()));
        let is_clicked = response.clicked();
        if response.hovered() {
            response.on_hover_text(format!("{} {}", weekday_label(date), name()));
        }
        is_clicked
    }
}

/// The sign of a day and its number, at the foot of its square.
fn mark(painter: &egui::Painter, rect: Rect, sign: Sign, colour: egui::Color32, count: u32) {
    let words = if count > 999 { "999+".to_owned() } else { count.to_string() };
    let galley = painter.layout_no_wrap(words, theme::bold(theme::SMALL), colour);
    let (side, gap) = (9.0, 3.0);
    let width = side + gap + galley.size().x;
    let left = rect.center().x - width / 2.0;
    let middle = rect.bottom() - 11.0;
    let square = Rect::from_center_size(pos2(left + side / 2.0, middle), vec2(side, side));
    paint_sign(painter, square, sign, colour);
    painter.galley(pos2(left + side + gap, middle - galley.size().y / 2.0), galley, colour);
}

/// What is due on each day of a month.
fn days(ledger: &Ledger, key: Key) -> BTreeMap<Date, Due> {
    let (first, last) = (key.month.first_day(), key.month.last_day());
    let schedule = ledger.schedule(key.today).within(ANY_DAY, first..=last);
    let mut days: BTreeMap<Date, Due> = BTreeMap::new();
    for facts in key.scope.facts(ledger) {
        schedule.each(facts, |duty| days.entry(duty.due_by).or_default().duties.add(duty.state));
        for by in ledger.answers_due(facts.village) {
            if (first..=last).contains(&by) {
                days.entry(by).or_default().answers += 1;
            }
        }
    }
    days
}

/// What is due on one day, by village and period, what is open first.
fn lines(ledger: &Ledger, of: Key, day: Date) -> Chosen {
    let schedule = ledger.schedule(of.today).within(ANY_DAY, day..=day);
    let mut found: Vec<(Duty, Tally)> = Vec::new();
    let mut more_lines: Vec<Line> = Vec::new();
    for facts in of.scope.facts(ledger) {
        let mut own: BTreeMap<(DisclosureSpan, Category), (Duty, Tally)> = BTreeMap::new();
        schedule.each(facts, |duty| {
            let key = (duty.span, duty.category);
            let (kept, tally) = own.entry(key).or_insert((duty, Tally::default()));
            // the way leads to what is still to be done
            if !kept.state.is_open() && duty.state.is_open() {
                *kept = duty;
            }
            tally.add(duty.state);
        });
        found.extend(own.into_values());
        let answers = ledger.answers_due(facts.village);
        let count = answers.iter().filter(|by| **by == day).count();
        if count > 0 {
            let mut tally = Tally::default();
            let left = (day - of.today).num_days();
            let days = u32::try_from(left.unsigned_abs()).unwrap_or(0);
            let (past, ahead) = (DutyState::Overdue { days }, DutyState::Due { days });
            tally.add(if left < 0 { past } else { ahead });
            let name = ledger.village(facts.village).map_or("", |it| it.profile.name.as_str());
            let words = format!("{name} 答复异议 {count} 件");
            let period = Period::Month(Month::of(of.today));
            more_lines.push(Line { tally, words, wanted: Wanted::new(facts.village, period) });
        }
    }
    found.sort_by_key(|(_, tally)| std::cmp::Reverse(tally.standing()));
    let more = found.len().saturating_sub(LINES_MAX);
    let is_one = ledger.villages().len() == 1;
    let line = |(duty, tally): (Duty, Tally)| {
        let name = ledger.village(duty.village).map_or("", |it| it.profile.name.as_str());
        let what = match tally.count() {
            1 => ledger.law().title(duty.matter).to_owned(),
            count => format!("{} {count} 项", duty.category.label()),
        };
        let name = if is_one { String::new() } else { format!("{name} ") };
        let words = format!("{name}{} {what}", ledger.span_label(&duty));
        Line { tally, words, wanted: Wanted::duty(&duty, ledger.period_of(&duty)) }
    };
    more_lines.extend(found.into_iter().take(LINES_MAX).map(line));
    Chosen { day, of, lines: more_lines, more }
}

impl Chosen {
    fn ui(&self, ui: &mut Ui, ledger: &Ledger, inbox: &mut Inbox) {
        let special = ledger.law().calendar.special(self.day);
        let special =
            special.map_or_else(String::new, |it| format!("　{}{}", it.name, it.kind.label()));
        let title = format!("{} {}{special}", day_label(self.day), weekday_label(self.day));
        ui.label(RichText::new(title).font(theme::bold(theme::BODY)));
        if self.lines.is_empty() {
            ui.quiet("这一天没有到期的。");
        }
        ui.spacing_mut().interact_size.y = 26.0;
        for line in &self.lines {
            ui.horizontal(|ui| {
                let due = Due { duties: line.tally, answers: 0 };
                if let Some((sign, colour, _)) = due.sign() {
                    ui.sign(sign, colour);
                }
                let words = RichText::new(&line.words).size(theme::SMALL).color(theme::ACCENT);
                let link = ui.add(Label::new(words).truncate().sense(Sense::click()));
                if link.on_hover_text(line.tally.words()).clicked() {
                    inbox.push(Wish::GoTo(Page::Notices, line.wanted));
                }
            });
        }
        if self.more > 0 {
            ui.horizontal(|ui| {
                ui.quiet(format!("还有 {} 批", self.more));
                if self.of.scope == Scope::All && ui.plain_button("到乡镇页看").clicked() {
                    inbox.push(Wish::Go(Page::Township));
                }
            });
        }
    }
}
