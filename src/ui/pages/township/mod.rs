//! 乡镇: who disclosed what on time, over all villages; the way down to each duty; the bulletin,
//! the reminders and the printing of a period for all of them.

mod bulletin;
mod dialog;
mod figures;
mod grid;
mod print;
mod print_result;
mod reminders;
mod strip;
mod together;

use egui::{Rect, Ui, UiBuilder};

use crate::app::{App, AppError, JobEvent, Ledger, Outcome};
use crate::domain::ids::VillageId;
use crate::domain::law::Law;
use crate::domain::matter::Category;
use crate::domain::period::{Date, Month, Period};
use crate::domain::township::{Column, Columns, Filter};
use crate::ui::ext::UiExt as _;
use crate::ui::inbox::{Inbox, Picked, Wish};
use crate::ui::{controls, keys, theme};
use dialog::Dialog;
use figures::{Key, Shown};
use grid::Clicked;
use strip::Strip;

/// Width of the strip that opens a cell up.
const STRIP: f32 = 372.0;
/// Height of the line of signs below the table.
const LEGEND: f32 = 26.0;

/// The page.
#[derive(Debug)]
pub struct TownshipPage {
    by: By,
    year: Option<i32>,
    filter: Filter,
    rows: Rows,
    shown: Option<Shown>,
    strip: Option<Strip>,
    /// Bring the chosen cell into view: the strip has taken room.
    reveal: bool,
    dialog: Dialog,
}

/// What the columns are, whatever the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Months,
    Quarters,
    Matters,
}

/// Which villages are listed, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Rows {
    /// Village name or pinyin initials.
    word: String,
    /// Only villages with something overdue in the table.
    overdue_only: bool,
    order: Order,
}

/// The order of the villages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Order {
    #[default]
    List,
    Overdue,
}

/// What the strip shows: a cell, or without a column the whole row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Chosen {
    village: VillageId,
    column: Option<Column>,
}

impl Default for TownshipPage {
    fn default() -> Self {
        Self {
            by: By::Months,
            year: None,
            filter: Filter::default(),
            rows: Rows::default(),
            shown: None,
            strip: None,
            reveal: false,
            dialog: Dialog::Closed,
        }
    }
}

impl By {
    const ALL: [Self; 3] = [Self::Months, Self::Quarters, Self::Matters];

    const fn label(self) -> &'static str {
        match self {
            Self::Months => "按月",
            Self::Quarters => "按季和年",
            Self::Matters => "按事项",
        }
    }

    const fn of(self, year: i32) -> Columns {
        match self {
            Self::Months => Columns::Months(year),
            Self::Quarters => Columns::Quarters(year),
            Self::Matters => Columns::Matters(year),
        }
    }
}

impl Order {
    const ALL: [Self; 2] = [Self::List, Self::Overdue];

    const fn label(self) -> &'static str {
        match self {
            Self::List => "名录顺序",
            Self::Overdue => "逾期多的在前",
        }
    }
}

impl TownshipPage {
    /// Draws the page.
    pub fn ui(&mut self, ui: &mut Ui, app: &App, inbox: &mut Inbox) {
        let Ok(ledger) = app.ledger() else { return };
        let today = app.today();
        let year = *self.year.get_or_insert_with(|| Month::of(today).year());
        let by = self.by.of(year);
        let key = Key { revision: ledger.facts_revision(), today, by, filter: self.filter };
        // drafting changes a village a frame: the table behind the dialog waits for the last one
        let waits = self.dialog.is_drafting() && self.shown.is_some();
        if !waits && self.shown.as_ref().is_none_or(|shown| shown.key != key) {
            self.shown = Some(Shown::of(app, ledger, key));
            self.strip = self.strip.take().map(|strip| strip.again(ledger, key));
        }
        let Some(mut shown) = self.shown.take() else { return };
        shown.arrange(&self.rows);
        ui.spacing_mut().item_spacing.y = theme::GAP - 2.0;
        self.head(ui, ledger, &shown, inbox);
        figures::cards(ui, &shown, year);
        self.choices(ui, ledger, (year, today));
        self.body(ui, ledger, &shown, inbox);
        let rows: Vec<VillageId> = shown.villages().collect();
        self.dialog.ui(ui, app, &rows, inbox);
        self.shown = Some(shown);
    }

    /// Hears the answer of a file dialog.
    pub fn picked(&mut self, picked: &Picked) {
        self.dialog.picked(picked);
    }

    /// Hears what came of a command; whether it was one of this page's own.
    pub fn heard(&mut self, outcome: &Result<Outcome, AppError>) -> bool {
        self.dialog.heard(outcome)
    }

    /// Hears what came of a job; whether it told the person why it failed.
    pub fn job(&mut self, event: &JobEvent) -> bool {
        self.dialog.job(event)
    }

    fn head(&mut self, ui: &mut Ui, ledger: &Ledger, shown: &Shown, inbox: &mut Inbox) {
        ui.horizontal(|ui| {
            let count = ledger.villages().len();
            ui.card_heading(&format!("{}　{count} 个村", ledger.townships_label()));
            if shown.order.len() != count {
                ui.quiet_body(format!("列出 {} 个", shown.order.len()));
            }
            ui.buttons_right(|ui| {
                if ui.primary_button("批量打印…").clicked() {
                    self.dialog = Dialog::print(ledger, shown);
                }
                if ui.plain_button("催办清单…").clicked() {
                    self.dialog = Dialog::reminders();
                }
                if ui.plain_button("公开网站…").clicked() {
                    inbox.push(Wish::MakeSite);
                }
                if ui.plain_button("督查通报…").clicked() {
                    self.dialog = Dialog::bulletin(shown.key.today);
                }
            });
        });
    }

    fn choices(&mut self, ui: &mut Ui, ledger: &Ledger, (year, today): (i32, Date)) {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = egui::vec2(6.0, 6.0);
            for by in By::ALL {
                if ui.segment(self.by == by, by.label()).clicked() && self.by != by {
                    self.by = by;
                    self.strip = None;
                }
            }
            let first = ledger.duty_facts().iter().map(|facts| facts.first_month.year()).min();
            let this = Month::of(today).year();
            let mut chosen = year;
            controls::choice(ui, "年度", &format!("{year}年"), 92.0, |ui| {
                for offered in (first.unwrap_or(this).min(this)..=this).rev() {
                    ui.selectable_value(&mut chosen, offered, format!("{offered}年"));
                }
            });
            let category = self.filter.category;
            let label = category.map_or("全部类别", Category::label);
            controls::choice(ui, "类别", label, 100.0, |ui| {
                ui.selectable_value(&mut self.filter.category, None, "全部类别");
                for offered in Category::ALL {
                    let value = &mut self.filter.category;
                    ui.selectable_value(value, Some(offered), offered.label());
                }
            });
            if self.filter.category != category {
                self.filter.matter = None;
            }
            matter_choice(ui, ledger.law(), &mut self.filter);
            ui.checkbox(&mut self.rows.overdue_only, "只看有逾期的村");
            ui.named_field("村名或拼音首字母", 150.0, "找村：名字或首字母", &mut self.rows.word);
            controls::choice(ui, "排序", self.rows.order.label(), 122.0, |ui| {
                for order in Order::ALL {
                    ui.selectable_value(&mut self.rows.order, order, order.label());
                }
            });
            if chosen != year {
                self.year = Some(chosen);
                self.strip = None;
            }
        });
    }

    fn body(&mut self, ui: &mut Ui, ledger: &Ledger, shown: &Shown, inbox: &mut Inbox) {
        let area = ui.available_rect_before_wrap();
        let (mut left, mut right): (Rect, Rect) = (area, area);
        right.min.x = area.max.x - STRIP;
        if self.strip.is_some() {
            left.max.x = right.min.x - theme::GAP;
        }
        let chosen = self.strip.as_ref().map(|strip| strip.chosen);
        let clicked = ui
            .scope_builder(UiBuilder::new().max_rect(left), |ui| {
                let height = (ui.available_height() - LEGEND - theme::GAP).max(160.0);
                let reveal = std::mem::take(&mut self.reveal);
                let clicked = grid::ui(ui, shown, (chosen, reveal), height);
                grid::legend(ui);
                clicked
            })
            .inner;
        if let Some(clicked) = clicked {
            let Clicked { village, column } = clicked;
            let asked = Chosen { village, column };
            // a second click closes what the first one opened
            self.strip = (chosen != Some(asked)).then(|| Strip::of(ledger, shown.key, asked));
            self.reveal = true;
            ui.ctx().request_repaint();
        }
        let mut close = false;
        if let Some(strip) = &self.strip {
            ui.scope_builder(UiBuilder::new().max_rect(right), |ui| {
                close = strip.ui(ui, ledger, inbox);
            });
        }
        let free = ui.memory(|memory| memory.top_modal_layer().is_none());
        if close || (free && self.strip.is_some() && keys::escape(ui.ctx())) {
            self.strip = None;
        }
    }
}

fn matter_choice(ui: &mut Ui, law: &Law, filter: &mut Filter) {
    let shown = filter.matter.map_or("全部事项", |matter| law.title(matter));
    controls::choice(ui, "事项", shown, 170.0, |ui| {
        ui.selectable_value(&mut filter.matter, None, "全部事项");
        let mut last = None;
        for term in law.catalog.terms() {
            let matter = term.matter;
            let is_again = last.replace(matter.code) == Some(matter.code);
            if is_again || filter.category.is_some_and(|category| category != matter.category) {
                continue;
            }
            let words = format!("{} {}", matter.code, law.title(matter.code));
            ui.selectable_value(&mut filter.matter, Some(matter.code), words);
        }
    });
}

/// The periods that are offered, the latest first: months, then quarters, then years.
fn periods(today: Date) -> Vec<Period> {
    let this = Month::of(today);
    let months: Vec<Month> =
        std::iter::successors(Some(this), |month| Some(month.previous())).take(12).collect();
    let mut offered: Vec<Period> = months.iter().map(|month| Period::Month(*month)).collect();
    let mut quarters: Vec<Period> = months
        .iter()
        .map(|month| Period::Quarter { year: month.year(), quarter: month.number().div_ceil(3) })
        .collect();
    quarters.dedup();
    offered.extend(quarters.into_iter().take(4));
    offered.extend([Period::Year(this.year()), Period::Year(this.year() - 1)]);
    offered
}

/// Chooses one of the periods.
pub(in crate::ui) fn period_choice(ui: &mut Ui, period: &mut Period, today: Date) -> bool {
    let before = *period;
    controls::choice(ui, "期间", &period.label(), 150.0, |ui| {
        for offered in periods(today) {
            ui.selectable_value(period, offered, offered.label());
        }
    });
    *period != before
}
