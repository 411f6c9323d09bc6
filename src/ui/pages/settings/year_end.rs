//! The end of a year in three steps (年终): are all months published, carry income and expense,
//! appropriate the surplus.

use egui::{Align, Grid, Layout, RichText, ScrollArea, Ui};

use crate::app::Command;
use crate::domain::account::{AccountCode, Side};
use crate::domain::entity::Entity;
use crate::domain::ids::VillageId;
use crate::domain::ledger::Book;
use crate::domain::money::Money;
use crate::domain::period::{self, Date, Month};
use crate::domain::year_end::{self, MonthStanding, YearEnd, YearEndPlan, YearEndRefusal};
use crate::ui::ext::{Field, Sign, UiExt as _};
use crate::ui::inbox::Inbox;
use crate::ui::pages::vouchers::typed::{parse_account, parse_amount, parse_day};
use crate::ui::theme;

/// Months in a row.
const MONTHS_IN_ROW: usize = 6;

/// What is typed and not yet posted, and what the book says of the year.
#[derive(Debug, Default)]
pub(super) struct YearEndForm {
    year: Option<i32>,
    /// Whose surplus is appropriated, in a village with two sets of books.
    entity: Option<Entity>,
    standing: Option<Standing>,
    decision: Option<DecisionForm>,
    /// Why it was refused.
    pub(super) fault: Option<String>,
}

/// What the book says of a year, worked out once after each change.
#[derive(Debug)]
struct Standing {
    of: (VillageId, u64, i32, Date, Entity),
    months: Vec<MonthStanding>,
    ended: Option<YearEnd>,
    plan: YearEndPlan,
    refusal: Option<YearEndRefusal>,
    distributable: Money,
}

/// A decision as typed (收益分配).
#[derive(Debug)]
struct DecisionForm {
    of: (VillageId, Entity, i32, Money),
    lines: Vec<(String, String)>,
    decided_on: String,
    decision: String,
}

impl YearEndForm {
    /// The command was carried out; what is shown is worked out anew.
    pub(super) fn done(&mut self) {
        *self = Self { year: self.year, entity: self.entity, ..Self::default() };
    }

    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        book: &Book,
        revision: u64,
        reserve_percent: u32,
        today: Date,
        inbox: &mut Inbox,
    ) -> Option<Command> {
        let year = self.year.unwrap_or_else(|| year_at_hand(book, today));
        let kept = book.entities();
        let chosen = self.entity.filter(|entity| kept.contains(entity));
        let entity = chosen.unwrap_or_else(|| book.bookkeeping().owner());
        self.refresh(book, (revision, year, today, entity));
        let mut turned = None;
        let mut command = None;
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = theme::GAP;
            let Some(standing) = &self.standing else { return };
            ui.card(|ui| {
                ui.set_width(ui.available_width());
                turned = year_ui(ui, book, year, today);
                months_ui(ui, standing);
            });
            ui.card(|ui| {
                ui.set_width(ui.available_width());
                carry_ui(ui, book, standing, inbox);
            });
            if let Some(fault) = &self.fault {
                ui.notice_box(true, fault);
            }
            ui.card(|ui| {
                ui.set_width(ui.available_width());
                ui.card_heading("第三步　收益分配");
                if standing.ended.is_none() {
                    ui.quiet_body("年终结转以后，按成员（代表）大会的决定分配。");
                    return;
                }
                entity_ui(ui, kept, entity, &mut self.entity);
                let of = (book.village.id, entity, year, standing.distributable);
                if self.decision.as_ref().is_none_or(|form| form.of != of) {
                    self.decision = Some(DecisionForm::new(book, of, reserve_percent));
                }
                match self.decision.as_mut().map(|form| form.ui(ui, book, today)) {
                    Some(Ok(asked)) => command = asked,
                    Some(Err(fault)) => self.fault = Some(fault),
                    None => {}
                }
            });
        });
        if let Some(turned) = turned {
            *self = Self { year: Some(turned), ..Self::default() };
        }
        command
    }

    fn refresh(&mut self, book: &Book, at: (u64, i32, Date, Entity)) {
        let (revision, year, today, entity) = at;
        let of = (book.village.id, revision, year, today, entity);
        if self.standing.as_ref().is_some_and(|standing| standing.of == of) {
            return;
        }
        if self.standing.as_ref().is_some_and(|standing| standing.of.0 != of.0) {
            *self = Self { year: self.year, ..Self::default() };
        }
        self.standing = Some(Standing {
            of,
            months: book.months_of_year(year),
            ended: book.year_ended(year).copied(),
            plan: book.year_end_figures(year),
            refusal: book.plan_year_end(year, today).err(),
            distributable: book.distributable(entity, year),
        });
    }
}

/// The first year that is over and was not ended; else the last one that was.
fn year_at_hand(book: &Book, today: Date) -> i32 {
    let last = Month::of(today).year() - 1;
    let first = book.first_month().year();
    let open = (first..=last).find(|year| book.year_ended(*year).is_none());
    open.or(book.ended_through()).unwrap_or_else(|| Month::of(today).year())
}

/// Of two sets of books, each has a surplus of its own.
fn entity_ui(ui: &mut Ui, kept: &[Entity], shown: Entity, chosen: &mut Option<Entity>) {
    if kept.len() < 2 {
        return;
    }
    ui.horizontal(|ui| {
        ui.label("分哪一套账的收益");
        for entity in kept {
            if ui.segment(*entity == shown, entity.label()).clicked() {
                *chosen = Some(*entity);
            }
        }
    });
}

fn year_ui(ui: &mut Ui, book: &Book, year: i32, today: Date) -> Option<i32> {
    let mut turned = None;
    ui.horizontal(|ui| {
        ui.card_heading("第一步　看看账齐不齐");
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let last = Month::of(today).year();
            for other in (book.first_month().year()..=last).rev() {
                if ui.segment(other == year, &format!("{other}年")).clicked() {
                    turned = Some(other);
                }
            }
        });
    });
    turned
}

fn months_ui(ui: &mut Ui, standing: &Standing) {
    if standing.months.is_empty() {
        ui.quiet_body("这一年没有账。");
        return;
    }
    ui.quiet_body("每个月的财务都公布了（账结了），才能年终结转。");
    Grid::new("months_of_year").spacing([28.0, 6.0]).show(ui, |ui| {
        for row in standing.months.chunks(MONTHS_IN_ROW) {
            for standing in row {
                ui.horizontal(|ui| {
                    ui.spacing_mut().item_spacing.x = 4.0;
                    let (sign, colour) = match standing.published_on {
                        Some(_) => (Sign::Tick, theme::DISCLOSED),
                        None => (Sign::Ring, theme::OVERDUE),
                    };
                    ui.sign(sign, colour);
                    ui.label(format!("{}月", standing.month.number()));
                    ui.quiet(standing.published_on.map_or_else(
                        || "没有公布".to_owned(),
                        |on| format!("{}公布", period::day_label(on)),
                    ));
                });
            }
            ui.end_row();
        }
    });
}

fn carry_ui(ui: &mut Ui, book: &Book, standing: &Standing, inbox: &mut Inbox) {
    let (plan, year) = (&standing.plan, standing.plan.year);
    ui.horizontal(|ui| {
        ui.card_heading("第二步　年终结转");
        ui.buttons_right(|ui| {
            let can = standing.refusal.is_none();
            if ui.add_enabled_ui(can, |ui| ui.primary_button("年终结转…")).inner.clicked() {
                let command = Command::EndYear { village: book.village.id, year };
                inbox.ask(format!("{year}年年终结转"), carry_question(plan), "结转", command);
            }
        });
    });
    if let Some(ended) = standing.ended {
        let on = period::date_label(ended.ended_on);
        ui.label(format!("{year}年已于{on}结转，这一年不能再记账。"));
        return;
    }
    let figures =
        [("本年收入", plan.income), ("本年支出", plan.expense), ("本年收益", plan.surplus)];
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 24.0;
        for (label, amount) in figures {
            ui.horizontal(|ui| {
                ui.quiet_body(label);
                ui.label(RichText::new(amount.grouped()).font(theme::bold(theme::BODY)));
            });
        }
    });
    for voucher in &plan.vouchers {
        let amount = voucher.total(Side::Debit).grouped();
        ui.quiet_body(format!("将记一张凭证：{}　{amount}", voucher.summary));
    }
    if let Some(refusal) = &standing.refusal {
        ui.notice_box(false, &format!("{refusal}。{}", refusal.hint()));
    }
}

fn carry_question(plan: &YearEndPlan) -> String {
    let vouchers: Vec<String> = plan
        .vouchers
        .iter()
        .map(|voucher| format!("{}　{}", voucher.summary, voucher.total(Side::Debit).grouped()))
        .collect();
    let what = if vouchers.is_empty() {
        "这一年没有收入和支出，不用记凭证。".to_owned()
    } else {
        format!("将以 12 月 31 日的日期记 {} 张凭证：\n{}", vouchers.len(), vouchers.join("\n"))
    };
    format!(
        "{what}\n收益 {} 转入收益分配。结转以后不能撤回，{}年不能再记账。",
        plan.surplus.grouped(),
        plan.year
    )
}

impl DecisionForm {
    fn new(book: &Book, of: (VillageId, Entity, i32, Money), reserve_percent: u32) -> Self {
        let reserve = year_end::reserve_share(of.3, reserve_percent);
        let amount = if reserve.is_zero() { String::new() } else { reserve.to_string() };
        let title = |code: &str| {
            AccountCode::new(code).map_or_else(String::new, |code| book.chart.title(&code))
        };
        Self {
            of,
            lines: vec![
                (title(year_end::RESERVE), amount),
                (title(year_end::PAYABLE), String::new()),
            ],
            decided_on: String::new(),
            decision: String::new(),
        }
    }

    fn ui(&mut self, ui: &mut Ui, book: &Book, today: Date) -> Result<Option<Command>, String> {
        let (.., year, distributable) = self.of;
        let mut is_posted = false;
        ui.horizontal(|ui| {
            ui.label(format!("{year}年可分配的收益"));
            ui.label(RichText::new(distributable.grouped()).font(theme::bold(theme::BODY)));
            let rest = distributable.minus(self.asked());
            let colour = if rest.is_negative() { theme::OVERDUE } else { theme::TEXT };
            ui.quiet_body("分完下面的，还剩");
            ui.label(RichText::new(rest.grouped()).color(colour));
            is_posted = ui.buttons_right(|ui| ui.primary_button("分配").clicked());
        });
        if distributable.is_zero() {
            ui.quiet_body("没有可以分配的收益。");
            return Ok(None);
        }
        self.lines_ui(ui);
        ui.horizontal_top(|ui| {
            let field = Field { hint: "如 2027-01-20", ..Field::new("决议日期", 160.0) };
            ui.field(&field, &mut self.decided_on);
            let hint = "如：成员（代表）大会通过，应到 35 人，实到 30 人，同意 28 人";
            let width = ui.available_width();
            ui.field(
                &Field { hint, ..Field::new("谁在什么会上决定的", width) },
                &mut self.decision,
            );
        });
        if is_posted { self.read(book, today).map(Some) } else { Ok(None) }
    }

    fn lines_ui(&mut self, ui: &mut Ui) {
        let mut removed = None;
        for (index, (account, amount)) in self.lines.iter_mut().enumerate() {
            ui.horizontal(|ui| {
                ui.label("分到");
                let number = index + 1;
                let hint = "科目的代码或名称";
                ui.named_field(&format!("第{number}项科目"), 300.0, hint, account);
                ui.amount_field(&format!("第{number}项金额"), 160.0, amount);
                ui.label("元");
                if ui.plain_button("删去").clicked() {
                    removed = Some(index);
                }
            });
        }
        if let Some(index) = removed {
            self.lines.remove(index);
        }
        if ui.plain_button("增加一项").clicked() {
            self.lines.push((String::new(), String::new()));
        }
    }

    /// What is asked for so far; what cannot be read counts nothing.
    fn asked(&self) -> Money {
        let amounts = self.lines.iter().filter(|(_, amount)| !amount.trim().is_empty());
        amounts.filter_map(|(_, amount)| parse_amount(amount).ok()).sum()
    }

    fn read(&self, book: &Book, today: Date) -> Result<Command, String> {
        let mut lines = Vec::with_capacity(self.lines.len());
        for (account, amount) in self.lines.iter().filter(|(_, text)| !text.trim().is_empty()) {
            let code = parse_account(&book.chart, account)?;
            lines.push((
                code,
                parse_amount(amount).map_err(|fault| format!("“{account}”：{fault}"))?,
            ));
        }
        let decided_on = parse_day(&self.decided_on, Month::of(today))
            .map_err(|fault| format!("“决议日期”：{fault}"))?;
        let (village, entity, year, _) = self.of;
        let decision = self.decision.clone();
        Ok(Command::Appropriate { village, entity, year, lines, decided_on, decision })
    }
}
