//! The form of a yearly plan, and its lines as they are typed: in or out, what for, how much, a
//! remark.

use egui::{ComboBox, Id, Ui};

use super::purpose::written;
use super::sheet::{Sheet, WIDTH, heads_ui};
use crate::domain::account::AccountCode;
use crate::domain::entity::{Bookkeeping, Entity};
use crate::domain::governance::{PlanLine, PlanSide, YearPlan};
use crate::domain::ledger::Book;
use crate::domain::period::{Date, Month, Period};
use crate::ui::controls;
use crate::ui::ext::{Field, Sign, UiExt as _};

/// What is typed of one line of a plan (收支计划的一行).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PlanRow {
    pub(super) side: PlanSide,
    /// The account as chosen: `501 经营收入`.
    pub(super) item: String,
    pub(super) amount: String,
    pub(super) remark: String,
}

/// The lines of a plan and the accounts they may be about (收支计划明细).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PlanTable {
    pub(super) rows: Vec<PlanRow>,
    /// What may be chosen for income and for expense.
    pub(super) offered: [Vec<String>; 2],
}

const HEADS: [(&str, f32); 4] =
    [("收支", 84.0), ("项目", 306.0), ("计划金额", 120.0), ("说明", 226.0)];

/// The heads, and how wide their fields are: on a small screen the items and remarks give way.
fn heads(ui: &Ui) -> [(&'static str, f32); 4] {
    let lack = (WIDTH - controls::dialog_width(ui, WIDTH)) / 2.0;
    HEADS.map(|(head, width)| (head, if width > 200.0 { width - lack } else { width }))
}

impl PlanTable {
    fn offered(&self, side: PlanSide) -> &[String] {
        let [income, expense] = &self.offered;
        match side {
            PlanSide::Income => income,
            PlanSide::Expense => expense,
        }
    }

    pub(super) fn ui(&mut self, ui: &mut Ui, label: &str, fault: Option<&str>) {
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 3.0;
            ui.quiet(label);
            let heads = heads(ui);
            heads_ui(ui, &heads);
            let mut gone = None;
            let offered = std::mem::take(&mut self.offered);
            let of = Self { rows: Vec::new(), offered };
            for (at, row) in self.rows.iter_mut().enumerate() {
                ui.horizontal(|ui| {
                    ui.spacing_mut().item_spacing.x = 6.0;
                    row.ui(ui, at, heads.map(|(_, width)| width), &of);
                    if ui.sign_button(Sign::Cross, &format!("去掉第 {} 行", at + 1)).clicked() {
                        gone = Some(at);
                    }
                });
            }
            self.offered = of.offered;
            if let Some(at) = gone {
                self.rows.remove(at);
            }
            ui.horizontal(|ui| {
                for side in PlanSide::ALL {
                    if ui.plain_button(&format!("加一行{}", side.label())).clicked() {
                        self.add(side);
                    }
                }
            });
            controls::fault_below(ui, fault);
        });
    }

    /// A new line below the others of its side.
    fn add(&mut self, side: PlanSide) {
        let stands =
            |item: &&String| self.rows.iter().any(|row| row.side == side && row.item == **item);
        let offered = self.offered(side);
        let next = offered.iter().find(|item| !stands(item)).or(offered.first());
        let item = next.cloned().unwrap_or_default();
        let row = PlanRow { side, item, ..PlanRow::default() };
        let last = self.rows.iter().rposition(|row| row.side == side);
        let at = match (last, side) {
            (Some(at), _) => at + 1,
            (None, PlanSide::Income) => 0,
            (None, PlanSide::Expense) => self.rows.len(),
        };
        self.rows.insert(at, row);
    }
}

impl PlanRow {
    fn ui(&mut self, ui: &mut Ui, at: usize, widths: [f32; 4], table: &PlanTable) {
        let [side_width, item_width, amount_width, remark_width] = widths;
        let before = self.side;
        choose(ui, &format!("收支 {}", at + 1), side_width, self.side.label(), |ui| {
            for side in PlanSide::ALL {
                ui.selectable_value(&mut self.side, side, side.label());
            }
        });
        if self.side != before {
            self.item = table.offered(self.side).first().cloned().unwrap_or_default();
        }
        let shown = self.item.clone();
        choose(ui, &format!("项目 {}", at + 1), item_width, &shown, |ui| {
            for item in table.offered(self.side) {
                ui.selectable_value(&mut self.item, item.clone(), item);
            }
        });
        let label = format!("计划金额 {}", at + 1);
        let field = Field { right: true, ..Field::new(&label, amount_width) };
        controls::edit_in_line(ui, Id::unique(("plan", "amount", at)), &field, &mut self.amount);
        let label = format!("说明 {}", at + 1);
        let field = Field::new(&label, remark_width);
        controls::edit_in_line(ui, Id::unique(("plan", "remark", at)), &field, &mut self.remark);
    }
}

fn choose(ui: &mut Ui, label: &str, width: f32, shown: &str, add: impl FnOnce(&mut Ui)) {
    let list = ComboBox::from_id_salt(Id::unique(label)).selected_text(shown).width(width);
    let list = list.truncate().show_ui(ui, add);
    ui.name(&list.response, label);
}

/// The accounts that money of a village usually comes from and goes to.
const PLANNED: [&[&str]; 2] = [
    &["501", "502", "503", "504", "241", "231", "112", "201", "221"],
    &[
        "511", "512", "513", "514", "515", "521", "153", "151", "241", "231", "121", "322", "201",
        "221",
    ],
];
/// Those that a plan starts with where no year before tells of others.
const USUAL: [&[&str]; 2] = [&["501", "503", "504"], &["511", "513", "514"]];

/// What may be planned: the accounts of a side, each with its own sub-accounts below it.
fn offered(book: &Book) -> [Vec<String>; 2] {
    PLANNED.map(|codes| {
        let of = |first: &&str| {
            let below = book.chart.accounts().filter(move |it| it.code.first_level() == *first);
            below.map(|account| book.chart.title(&account.code)).collect::<Vec<_>>()
        };
        codes.iter().flat_map(of).collect()
    })
}

/// The lines that a new plan starts with: what came in and went out the year before.
fn first_rows(book: &Book, year: i32) -> Vec<PlanRow> {
    let report = book.report(Period::Year(year - 1));
    let [incomes, expenses] = [&report.income, &report.expense]
        .map(|lines| lines.iter().map(|line| line.account.clone()).collect::<Vec<AccountCode>>());
    let usual = |known: Vec<AccountCode>, usual: &[&str]| {
        let usual = usual.iter().filter_map(|code| AccountCode::new(code)).collect();
        if known.is_empty() { usual } else { known }
    };
    let sides = PlanSide::ALL.into_iter().zip([incomes, expenses]).zip(USUAL);
    let row = |side: PlanSide, code: &AccountCode| PlanRow {
        side,
        item: book.chart.title(code),
        ..PlanRow::default()
    };
    sides
        .flat_map(|((side, known), usuals)| {
            usual(known, usuals).iter().map(|code| row(side, code)).collect::<Vec<_>>()
        })
        .collect()
}

/// Whose plan it is, as chosen where there are two sets of books.
pub(super) const PLAN_SETS: [Entity; 2] = [Entity::Committee, Entity::Collective];

pub(super) fn plan_sheet(plan: Option<&YearPlan>, book: &Book, today: Date) -> Sheet {
    let of = |text: fn(&YearPlan) -> String| plan.map(text).unwrap_or_default();
    // late in the year people plan the next one
    let month = Month::of(today);
    let usual = if month.number() < 11 { month.year() } else { month.year() + 1 };
    let year = plan.map_or(usual, |it| it.year);
    let rows = plan.map_or_else(
        || first_rows(book, year),
        |it| {
            let row = |line: &PlanLine| PlanRow {
                side: line.side,
                item: book.chart.title(&line.account),
                amount: line.amount.to_string(),
                remark: line.remark.clone(),
            };
            it.lines.iter().map(row).collect()
        },
    );
    let mut sheet = Sheet::new()
        .number("年度", year.to_string())
        .words("通过的会议", of(|it| it.passed_by.clone()))
        .hint("如：村民代表会议")
        .day("通过日期", written(plan.and_then(|it| it.passed_on)));
    if book.bookkeeping() == Bookkeeping::Separate {
        let chosen = plan.map_or(Entity::Committee, |it| it.entity).label();
        sheet = sheet.choice("账套", PLAN_SETS.map(Entity::label), chosen);
    }
    sheet
        .plan("计划明细", PlanTable { rows, offered: offered(book) })
        .long("其他计划", of(|it| it.others.clone()))
        .hint("固定资产购建、一事一议、发包、对外投资、收益分配等，用文字写；会印在公示上")
}
