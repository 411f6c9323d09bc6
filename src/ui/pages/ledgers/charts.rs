//! 图表: income and expense by month, beside the year before, and by account; every bar's figure
//! also stands in a table.

use egui::{ScrollArea, Ui};

use crate::domain::books::{AccountFigure, LedgerView, MonthFigures, YearFigures};
use crate::domain::entity::Entity;
use crate::domain::listing::{Link, Listing, ListingCell, RowRole};
use crate::domain::money::Money;
use crate::domain::period::Period;
use crate::ui::bars::{BarGroup, amount_bar, bar_groups};
use crate::ui::controls;
use crate::ui::ext::UiExt as _;
use crate::ui::inbox::Inbox;
use crate::ui::listing_save;
use crate::ui::theme;

const HEIGHT: f32 = 150.0;
/// Width of the table beside the bars, and from which width on it has room there.
const TABLE: f32 = 470.0;
const ROOMY: f32 = 960.0;

/// The tab.
#[derive(Debug, Default)]
pub(super) struct Charts {
    year: Option<i32>,
    shown: Option<Shown>,
}

#[derive(Debug)]
struct Shown {
    of: (u64, i32, Option<Entity>),
    figures: YearFigures,
    months: Listing,
    income: Listing,
    expense: Listing,
}

impl Charts {
    /// Draws the charts; gives the account that was asked for.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        view: &LedgerView<'_>,
        revision: u64,
        inbox: &mut Inbox,
    ) -> Option<Link> {
        let years = YearFigures::years(view.book);
        let mut year = self.year.filter(|year| years.contains(year));
        let mut chosen = year.take().or_else(|| years.first().copied()).unwrap_or_default();
        self.refresh(view, revision, chosen);
        let shown = self.shown.take()?;
        ui.horizontal(|ui| {
            controls::choice(ui, "年度", &format!("{chosen}年"), 110.0, |ui| {
                for offered in years {
                    ui.selectable_value(&mut chosen, offered, format!("{offered}年"));
                }
            });
            listing_save::buttons_right(ui, &shown.months, inbox);
        });
        self.year = Some(chosen);
        let mut opened = None;
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = theme::GAP;
            if shown.figures.is_empty() {
                ui.card(|ui| {
                    ui.set_width(ui.available_width());
                    ui.card_heading(&format!("{}年和上一年都还没有收支", shown.figures.year));
                    ui.quiet_body("记了账以后，这里按月、按科目画出收入和支出。");
                });
                return;
            }
            opened = cards(ui, view, &shown);
        });
        self.shown = Some(shown);
        opened
    }

    fn refresh(&mut self, view: &LedgerView<'_>, revision: u64, year: i32) {
        let of = (revision, year, view.entity);
        if self.shown.as_ref().is_some_and(|shown| shown.of == of) {
            return;
        }
        let figures = YearFigures::of(view, year);
        let months = figures.months_listing(view);
        let income = figures.accounts_listing(view, true);
        let expense = figures.accounts_listing(view, false);
        self.shown = Some(Shown { of, figures, months, income, expense });
    }
}

fn cards(ui: &mut Ui, view: &LedgerView<'_>, shown: &Shown) -> Option<Link> {
    let figures = &shown.figures;
    let year = figures.year;
    let (now, then) = (format!("{year}年"), format!("{}年", year - 1));
    let beside = ui.available_width() >= ROOMY;
    if beside {
        ui.horizontal_top(|ui| {
            let width = ui.available_width() - TABLE - theme::GAP;
            ui.vertical(|ui| {
                ui.set_width(width);
                month_cards(ui, figures, (&now, &then));
            });
            ui.vertical(|ui| {
                ui.set_width(ui.available_width());
                figures_table(ui, &shown.months);
            });
        });
    } else {
        month_cards(ui, figures, (&now, &then));
        figures_table(ui, &shown.months);
    }
    let mut opened = None;
    let sides = [
        ("收入按科目", &figures.income, &shown.income, true),
        ("支出按科目", &figures.expense, &shown.expense, false),
    ];
    for (title, accounts, listing, is_income) in sides {
        ui.card(|ui| {
            ui.set_width(ui.available_width());
            ui.card_heading(&format!("{now}{title}"));
            if accounts.is_empty() {
                ui.quiet_body("这一年没有");
            }
            opened = account_bars(ui, view, (year, accounts, is_income)).or(opened.take());
            if let Some(total) = listing.rows.last().and_then(|row| row.cells.get(1)) {
                ui.quiet(format!("合计 {}", total.shown()));
            }
        });
    }
    opened
}

fn month_cards(ui: &mut Ui, figures: &YearFigures, (now, then): (&str, &str)) {
    let by_month = |kind: &str, names: [&str; 2], of: &dyn Fn(usize) -> Option<[Money; 2]>| {
        let group = |(index, month): (usize, &MonthFigures)| {
            let sums = of(index)?;
            let number = month.month.number();
            let [first, second] = [sums[0].grouped(), sums[1].grouped()];
            let words = format!("{number}月{kind}　{} {first}　{} {second}", names[0], names[1]);
            Some(BarGroup { label: format!("{number}月"), words, sums })
        };
        figures.months.iter().enumerate().filter_map(group).collect::<Vec<_>>()
    };
    let months = |index: usize| figures.months.get(index).zip(figures.before.get(index));
    let both = |index| months(index).map(|(now, _)| [now.income, now.expense]);
    let income = |index| months(index).map(|(now, then)| [now.income, then.income]);
    let expense = |index| months(index).map(|(now, then)| [now.expense, then.expense]);
    let years = [now, then];
    let cards: [(String, [&str; 2], Vec<BarGroup>); 3] = [
        (format!("{now}各月收入和支出"), ["收入", "支出"], by_month("", ["收入", "支出"], &both)),
        ("收入：本年和上年".to_owned(), years, by_month("收入", years, &income)),
        ("支出：本年和上年".to_owned(), years, by_month("支出", years, &expense)),
    ];
    for (title, names, groups) in cards {
        ui.push_id(&title, |ui| {
            ui.card(|ui| {
                ui.set_width(ui.available_width());
                ui.card_heading(&title);
                bar_groups(ui, names, &groups, HEIGHT);
            });
        });
    }
}

/// The months as figures, in words that are read without a pointer.
fn figures_table(ui: &mut Ui, listing: &Listing) {
    ui.card(|ui| {
        ui.set_width(ui.available_width());
        ui.card_heading(&listing.title);
        ui.spacing_mut().item_spacing = egui::vec2(6.0, 0.0);
        ui.spacing_mut().interact_size.y = FIGURE_ROW;
        let heads = listing.columns.iter().map(|column| column.title.clone()).collect();
        figures_row(ui, heads, true);
        for row in &listing.rows {
            let cells = row.cells.iter().map(ListingCell::shown).collect();
            figures_row(ui, cells, row.role == RowRole::Sum);
        }
    });
}

/// Height of a row of figures, and width of the month before them.
const FIGURE_ROW: f32 = 25.0;
const MONTH: f32 = 46.0;

/// A month and its amounts to the right of it.
fn figures_row(ui: &mut Ui, cells: Vec<String>, bold: bool) {
    let count = cells.len().saturating_sub(1).max(1) as f32;
    let width = ((ui.available_width() - MONTH) / count - 6.0).max(60.0);
    let font = if bold { theme::bold } else { theme::regular };
    ui.horizontal(|ui| {
        for (at, words) in cells.into_iter().enumerate() {
            let words = egui::RichText::new(words).font(font(theme::SMALL));
            let (width, layout) = if at == 0 {
                (MONTH, egui::Layout::left_to_right(egui::Align::Center))
            } else {
                (width, egui::Layout::right_to_left(egui::Align::Center))
            };
            ui.allocate_ui_with_layout(egui::vec2(width, FIGURE_ROW), layout, |ui| {
                // a cell is as wide as its column, whatever stands in it
                ui.set_min_width(width);
                ui.add(egui::Label::new(words).truncate());
            });
        }
    });
}

fn account_bars(
    ui: &mut Ui,
    view: &LedgerView<'_>,
    (year, accounts, is_income): (i32, &[AccountFigure], bool),
) -> Option<Link> {
    let largest = accounts.iter().map(|figure| figure.amount).max().unwrap_or_default();
    let mut opened = None;
    ui.spacing_mut().item_spacing.y = 2.0;
    for figure in accounts {
        ui.horizontal(|ui| {
            ui.spacing_mut().interact_size.y = 27.0;
            match &figure.account {
                Some(code) => {
                    let title = view.book.chart.title(code);
                    ui.buttons_right(|ui| {
                        if ui.small_button("明细").on_hover_text(&title).clicked() {
                            let period = Period::Year(year);
                            opened = Some(Link::Account(code.clone(), period));
                        }
                        amount_bar(ui, &title, figure.amount, largest, is_income);
                    });
                }
                None => amount_bar(ui, "其他各项", figure.amount, largest, is_income),
            }
        });
    }
    opened
}
