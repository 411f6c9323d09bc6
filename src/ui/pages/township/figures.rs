//! What the page shows: counted once for a state of the villages, never in a frame.

use std::cmp::Reverse;

use egui::{Align, Label, Layout, RichText, Ui};

use super::{Order, Rows};
use crate::app::{App, Ledger, initials};
use crate::domain::ids::VillageId;
use crate::domain::listing::ListingCell;
use crate::domain::period::{Date, Period};
use crate::domain::township::{CONTRACT_DAYS, Columns, Filter, Matrix, Tally, VillageFacts};
use crate::ui::ext::UiExt as _;
use crate::ui::theme;

/// What the table depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) revision: u64,
    pub(super) today: Date,
    pub(super) by: Columns,
    pub(super) filter: Filter,
}

/// The table and the figures above it.
#[derive(Debug)]
pub(super) struct Shown {
    pub(super) key: Key,
    pub(super) matrix: Matrix,
    /// The villages by name, as long as the rows of the table.
    pub(super) names: Vec<String>,
    /// What a search looks through: name and initials.
    found_by: Vec<String>,
    /// The heads of the columns, and what each is called in full.
    pub(super) heads: Vec<(String, String)>,
    /// All duties of the year, whatever the filter.
    year: Tally,
    /// All villages together.
    beside: VillageFacts,
    /// Which rows are listed, in order.
    pub(super) order: Vec<usize>,
    arranged: Option<Rows>,
}

impl Shown {
    pub(super) fn of(app: &App, ledger: &Ledger, key: Key) -> Self {
        let matrix = ledger.matrix(key.by, key.filter, key.today);
        let year = key.by.year();
        let whole = (Columns::Matters(year), Filter::default());
        let of_year = if (key.by, key.filter) == whole {
            matrix.total()
        } else {
            ledger.matrix(whole.0, whole.1, key.today).total()
        };
        let mut names = ledger.short_names();
        let names: Vec<String> =
            matrix.rows.iter().map(|row| names.remove(&row.village).unwrap_or_default()).collect();
        let found_by =
            names.iter().map(|name| format!("{name} {}", initials(name).to_lowercase())).collect();
        // a ledger that cannot be read says so where it is opened
        let facts = app.village_facts(Period::Year(year)).unwrap_or_default();
        let beside = facts.iter().fold(VillageFacts::default(), |sum, (_, facts)| sum.and(facts));
        let law = ledger.law();
        let heads = matrix.columns.iter().map(|column| match column {
            crate::domain::township::Column::Period(period) => (column.label(), period.label()),
            crate::domain::township::Column::Matter(matter) => {
                (column.label(), format!("{matter} {}", law.title(*matter)))
            }
        });
        let heads = heads.collect();
        let (order, arranged) = (Vec::new(), None);
        Self { key, matrix, names, found_by, heads, year: of_year, beside, order, arranged }
    }

    /// Works out which rows are listed, once for each choice.
    pub(super) fn arrange(&mut self, rows: &Rows) {
        if self.arranged.as_ref() == Some(rows) {
            return;
        }
        let word = rows.word.trim().to_lowercase();
        let is_listed = |at: &usize| {
            let (row, found) = (self.matrix.rows.get(*at), self.found_by.get(*at));
            row.is_some_and(|row| !rows.overdue_only || row.total.overdue > 0)
                && found.is_some_and(|found| word.is_empty() || found.contains(&word))
        };
        let mut order: Vec<usize> = (0..self.matrix.rows.len()).filter(is_listed).collect();
        if rows.order == Order::Overdue {
            let worst = |at: &usize| {
                let total = self.matrix.rows.get(*at).map(|row| row.total).unwrap_or_default();
                Reverse((total.overdue, total.days_overdue))
            };
            order.sort_by_key(worst);
        }
        self.order = order;
        self.arranged = Some(rows.clone());
    }

    /// The villages that are listed.
    pub(super) fn villages(&self) -> impl Iterator<Item = VillageId> {
        self.order.iter().filter_map(|at| self.matrix.rows.get(*at)).map(|row| row.village)
    }
}

/// `91.40%`, or a dash where nothing can be judged.
pub(super) fn share(share: Option<u32>) -> String {
    share.map_or_else(|| "—".to_owned(), |share| ListingCell::Share(share).shown())
}

/// The figures of all villages.
pub(super) fn cards(ui: &mut Ui, shown: &Shown, year: i32) {
    let (tally, beside) = (shown.year, &shown.beside);
    let overdue = match tally.overdue {
        0 => "没有逾期".to_owned(),
        _ => format!("最长 {} 天", tally.days_overdue),
    };
    let answers = match (beside.objections_open, beside.objections_overdue) {
        (0, _) => "都已答复".to_owned(),
        (_, 0) => "都在答复期限内".to_owned(),
        (_, late) => format!("{late} 件过了答复期限"),
    };
    let cards = [
        ("按时率", share(tally.on_time_share()), format!("全部事项 {} 件", tally.judged()), false),
        ("逾期未公开", format!("{} 件", tally.overdue), overdue, tally.overdue > 0),
        (
            "未答复异议",
            format!("{} 件", beside.objections_open),
            answers,
            beside.objections_overdue > 0,
        ),
        (
            "快到期合同",
            format!("{} 份", beside.contracts_ending),
            format!("{CONTRACT_DAYS} 天以内"),
            false,
        ),
        (
            "欠交",
            beside.arrears.grouped(),
            "合同到期未交的".to_owned(),
            beside.arrears.is_positive(),
        ),
        ("非现金支付", share(beside.non_cash_share()), format!("{year}年支出"), false),
    ];
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = theme::GAP - 2.0;
        let width = (ui.available_width() - 5.0 * (theme::GAP - 2.0)) / 6.0;
        for (label, figure, note, is_warning) in &cards {
            let size = egui::vec2(width, 0.0);
            ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
                ui.card(|ui| card(ui, (label, figure, note), *is_warning));
            });
        }
    });
}

fn card(ui: &mut Ui, (label, figure, note): (&str, &str, &str), is_warning: bool) {
    ui.set_width(ui.available_width());
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.quiet(label);
    ui.add(Label::new(RichText::new(figure).font(theme::bold(theme::HEADING))).truncate());
    let colour = if is_warning { theme::OVERDUE } else { theme::TEXT_QUIET };
    ui.add(Label::new(RichText::new(note).color(colour).size(theme::SMALL)).truncate());
}
