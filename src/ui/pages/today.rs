//! What is due, how the money stands, and the next step (今天).

mod calendar;
mod chart;
mod figures;
mod recurring;
mod targets;
mod tasks;

use egui::{Align, Layout, RichText, ScrollArea, Ui};

use crate::app::{App, Ledger};
use crate::domain::account::BANK;
use crate::domain::ledger::Book;
use crate::domain::period::{Date, Month, Period};
use crate::ui::ext::{Sign, UiExt as _};
use crate::ui::inbox::{Inbox, Wish};
use crate::ui::pages::Page;
use crate::ui::pages::settings::SettingsTab;
use crate::ui::theme;
use calendar::CalendarCard;
use figures::Figures;
use tasks::Scope;

/// The page. It keeps the figures of one state of the ledger, so that no frame adds up vouchers.
#[derive(Debug, Default)]
pub struct TodayPage {
    figures: Option<Figures>,
    scope: Scope,
    calendar: CalendarCard,
    /// What is to be looked at in the village that is shown.
    reminders: Vec<Reminder>,
}

/// One line that leads to the page where something is to be done.
#[derive(Debug)]
struct Reminder {
    words: String,
    button: &'static str,
    page: Page,
}

/// Contracts that end within so many days are told of.
const CONTRACT_DAYS: i64 = 90;

/// The calendar stands beside the list where there is so much room, else below it.
const WIDE: f32 = 1040.0;
/// Width of the calendar.
const CALENDAR: f32 = 330.0;
/// A card narrower than this breaks its note into lines.
const NARROW_CARD: f32 = 240.0;
/// Room for a label, a figure and a note of two lines.
const NARROW_CARD_HEIGHT: f32 = 112.0;

impl TodayPage {
    /// Draws the page.
    pub fn ui(&mut self, ui: &mut Ui, app: &App, inbox: &mut Inbox) {
        let Ok(ledger) = app.ledger() else { return };
        let today = app.today();
        let scope = self.scope;
        if !self.figures.as_ref().is_some_and(|figures| figures.is_of(ledger, today, scope)) {
            self.figures = Some(Figures::of(ledger, today, scope));
            self.reminders = bank_reminders(app);
            self.reminders.extend(ledger.book().and_then(|book| register_reminder(book, today)));
        }
        let Some(figures) = &self.figures else { return };
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = theme::GAP;
            cards_ui(ui, figures, ledger.villages().len());
            for reminder in &self.reminders {
                reminder_ui(ui, reminder, inbox);
            }
            let (scope, calendar) = (&mut self.scope, &mut self.calendar);
            steps_ui(ui, (figures, scope, calendar), ledger, today, inbox);
            if !figures.recurring.is_empty() {
                ui.card(|ui| recurring::ui(ui, &figures.recurring, inbox));
            }
            ui.card(|ui| targets::ui(ui, figures, ledger, inbox));
            ui.card(|ui| {
                ui.set_width(ui.available_width());
                ui.card_heading("近十二个月收支");
                chart::ui(ui, &figures.months);
            });
        });
    }

    /// Hears what came of a command that any view asked for.
    pub fn forget(&mut self) {
        self.figures = None;
    }
}

/// The reminders of 对账, with the account where the village has several.
fn bank_reminders(app: &App) -> Vec<Reminder> {
    // a ledger that cannot be read says so where it is opened
    let reminders = app.bank_reminders().unwrap_or_default();
    let chart = app.ledger().ok().and_then(Ledger::book).map(|book| &book.chart);
    let several = reminders.iter().any(|(account, _)| account.as_str() != BANK);
    let words = reminders.iter().map(|(account, reminder)| {
        let title = chart.filter(|_| several).map(|chart| chart.title(account) + "：");
        format!("{}{reminder}", title.unwrap_or_default())
    });
    words.map(|words| Reminder { words, button: "去对账", page: Page::Reconcile }).collect()
}

/// The first thing to look at in the registers, and how many more there are; a village that
/// keeps no registers is not told that they are empty.
fn register_reminder(book: &Book, today: Date) -> Option<Reminder> {
    if book.holdings.entries().is_empty() {
        return None;
    }
    let warnings = book.register().warnings(today, CONTRACT_DAYS);
    let words = match warnings.as_slice() {
        [] => return None,
        [only] => only.message(),
        [first, ..] => format!("{}；三资里共有 {} 处要看", first.message(), warnings.len()),
    };
    Some(Reminder { words, button: "看三资", page: Page::Holdings })
}

/// A reminder with the way to the page.
fn reminder_ui(ui: &mut Ui, reminder: &Reminder, inbox: &mut Inbox) {
    let frame = egui::Frame::new()
        .fill(theme::DUE_GROUND)
        .corner_radius(theme::CARD_CORNER)
        .inner_margin(egui::Margin::symmetric(14, 6));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            ui.buttons_right(|ui| {
                if ui.plain_button(reminder.button).clicked() {
                    inbox.push(Wish::Go(reminder.page));
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.sign(Sign::Triangle, theme::DUE);
                    ui.add(egui::Label::new(reminder.words.as_str()).truncate());
                });
            });
        });
    });
}

/// `96.2%`
fn percent(share: u32) -> String {
    format!("{}.{}%", share / 100, share % 100 / 10)
}

/// One card of the first row.
struct Card<'a> {
    label: &'a str,
    figure: String,
    note: String,
    is_warning: bool,
}

fn cards_ui(ui: &mut Ui, figures: &Figures, villages: usize) {
    let is_of_one = villages <= 1 || figures.tasks.scope == Scope::This;
    let of = if is_of_one { "待公开" } else { "待公开（全部村）" };
    let tasks = &figures.tasks;
    let overdue = match tasks.overdue {
        0 => "没有逾期".to_owned(),
        count => format!("其中逾期 {count} 件"),
    };
    let (funds, in_cash) = (figures.funds, figures.cash_expense);
    let share = figures.non_cash_share.map_or_else(|| "—".to_owned(), percent);
    let cards = [
        Card {
            label: of,
            figure: format!("{} 件", tasks.open),
            note: overdue,
            is_warning: tasks.overdue > 0,
        },
        Card {
            label: "现金＋银行",
            figure: funds.total().grouped(),
            note: format!("现金 {}　银行 {}", funds.cash.grouped(), funds.bank.grouped()),
            is_warning: funds.cash.is_negative() || funds.bank.is_negative(),
        },
        Card {
            label: "非现金支付（本年）",
            figure: share,
            note: format!(
                "本月 {}　现金支出 {} 笔 {}",
                figures.month_share.map_or_else(|| "—".to_owned(), percent),
                in_cash.0,
                in_cash.1.grouped()
            ),
            is_warning: false,
        },
        Card {
            label: "收入（本年）",
            figure: figures.year_income.grouped(),
            note: format!("支出 {}", figures.year_expense.grouped()),
            is_warning: false,
        },
    ];
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = theme::GAP;
        let width = (ui.available_width() - 3.0 * theme::GAP) / 4.0;
        for card in &cards {
            ui.allocate_ui_with_layout(
                egui::vec2(width, 0.0),
                Layout::top_down(Align::Min),
                |ui| ui.card(|ui| card_ui(ui, card)),
            );
        }
    });
}

fn card_ui(ui: &mut Ui, card: &Card<'_>) {
    ui.set_width(ui.available_width());
    ui.spacing_mut().item_spacing.y = 4.0;
    // in large type two figures do not fit into one line; all cards stay equally tall
    let is_narrow = ui.available_width() < NARROW_CARD;
    if is_narrow {
        ui.set_min_height(NARROW_CARD_HEIGHT);
    }
    ui.quiet_body(card.label);
    ui.label(RichText::new(&card.figure).font(theme::bold(theme::FIGURE)));
    let colour = if card.is_warning { theme::OVERDUE } else { theme::TEXT_QUIET };
    let note = if is_narrow { card.note.replace('　', "\n") } else { card.note.clone() };
    ui.add(egui::Label::new(RichText::new(note).color(colour).size(theme::SMALL)).wrap());
}

/// The list of what is to be done, and the calendar.
fn steps_ui(
    ui: &mut Ui,
    (figures, scope, calendar): (&Figures, &mut Scope, &mut CalendarCard),
    ledger: &Ledger,
    today: Date,
    inbox: &mut Inbox,
) {
    let tasks = |ui: &mut Ui, scope: &mut Scope, inbox: &mut Inbox| {
        ui.card(|ui| {
            ui.set_width(ui.available_width());
            tasks::ui(ui, &figures.tasks, scope, ledger, inbox);
            if figures.tasks.rows.is_empty() {
                nothing_due_ui(ui, ledger, inbox);
            }
        });
    };
    let width = ui.available_width();
    if width < WIDE {
        tasks(ui, scope, inbox);
        ui.card(|ui| {
            ui.set_width(ui.available_width());
            calendar.ui(ui, ledger, (today, *scope), inbox);
        });
        return;
    }
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = theme::GAP;
        let left = egui::vec2(width - CALENDAR - theme::GAP, 0.0);
        ui.allocate_ui_with_layout(left, Layout::top_down(Align::Min), |ui| {
            tasks(ui, scope, inbox);
        });
        let right = egui::vec2(CALENDAR, 0.0);
        ui.allocate_ui_with_layout(right, Layout::top_down(Align::Min), |ui| {
            ui.card(|ui| calendar.ui(ui, ledger, (today, *scope), inbox));
        });
    });
}

/// Nothing is due: a new book is led through its first steps.
fn nothing_due_ui(ui: &mut Ui, ledger: &Ledger, inbox: &mut Inbox) {
    let Some(book) = ledger.book() else { return };
    if !book.opening.is_empty() || !book.vouchers.is_empty() {
        ui.quiet_body("没有要办的事。本月结束后，这里会出现本月的财务公开。");
        return;
    }
    let name = &book.village.profile.name;
    ui.quiet_body(format!("{name}的账还是空的。先填村情、录期初余额，再记本月的账。"));
    ui.horizontal(|ui| {
        if ui.primary_button("录期初余额").clicked() {
            inbox.push(Wish::OpenSettings(SettingsTab::Opening));
        }
        if ui.plain_button("填村情").clicked() {
            inbox.push(Wish::OpenSettings(SettingsTab::Profile));
        }
        if ui.plain_button("去记账").clicked() {
            inbox.push(Wish::Go(Page::Vouchers));
        }
    });
}

/// The months of a chart that ends with the month of `last`.
fn twelve_months(last: Month) -> Vec<Month> {
    let mut months: Vec<Month> =
        std::iter::successors(Some(last), |month| Some(month.previous())).take(12).collect();
    months.reverse();
    months
}

/// The year that a card speaks of.
const fn year_of(month: Month) -> Period {
    Period::Year(month.year())
}
