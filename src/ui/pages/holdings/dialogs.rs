//! The dialogs about vouchers: tying one to an entry, the depreciation of a month, a disposal.

use egui::{Align, Key, Label, Layout, Modifiers, RichText, ScrollArea, Ui};

use crate::app::{Command, HoldingCommand, initials};
use crate::domain::entity::Entity;
use crate::domain::holding::asset::Disposal;
use crate::domain::holding::{DepreciationPlan, Holding, Tie, TieRole, Worth};
use crate::domain::ids::VoucherId;
use crate::domain::ledger::Book;
use crate::domain::money::Money;
use crate::domain::period::{Date, Month};
use crate::ui::ext::{Field, UiExt as _};
use crate::ui::inbox::Inbox;
use crate::ui::pages::vouchers::typed::parse_day;
use crate::ui::{controls, keys, theme};

const WIDTH: f32 = 720.0;
const ROW: f32 = 32.0;

/// A voucher that may be tied.
#[derive(Debug)]
struct Candidate {
    voucher: VoucherId,
    words: String,
    initials: String,
    amount: Money,
}

/// 登记凭证
#[derive(Debug)]
pub(super) struct TieForm {
    holding: Holding,
    role: TieRole,
    candidates: Vec<Candidate>,
    filter: String,
    /// The filter shall get the caret.
    focus: bool,
    chosen: Option<VoucherId>,
    amount: String,
    /// Why it was refused.
    pub(super) fault: Option<String>,
    /// The command was sent and its answer is awaited.
    pub(super) waiting: bool,
}

impl TieForm {
    /// The form for an entry; `None` where no voucher can be tied.
    pub(super) fn new(holding: &Holding, book: &Book) -> Option<Self> {
        let role = roles(holding).next()?;
        let mut form = Self {
            holding: holding.clone(),
            role,
            candidates: Vec::new(),
            filter: String::new(),
            focus: true,
            chosen: None,
            amount: String::new(),
            fault: None,
            waiting: false,
        };
        form.look(book);
        Some(form)
    }

    /// Looks for the vouchers that move what the role is about, the newest first.
    fn look(&mut self, book: &Book) {
        self.chosen = None;
        let Some(moves) = self.holding.facts.moves(self.role) else { return };
        let register = book.register();
        let of = self.holding.id;
        let tied = |voucher: VoucherId| {
            let ties = register.ties_of(of).iter();
            ties.filter(|tie| tie.role == self.role).any(|tie| tie.voucher == voucher)
        };
        let candidates = book.vouchers.iter().rev().filter_map(|voucher| {
            let amount = moves.of(voucher);
            let stands = !voucher.is_reversal() && !register.is_reversed(voucher.id());
            let fits = amount.is_positive() && stands && !tied(voucher.id());
            fits.then(|| Candidate {
                voucher: voucher.id(),
                words: format!(
                    "{} {} {}",
                    voucher.date(),
                    book.number_in(Entity::Village, voucher),
                    voucher.summary()
                ),
                initials: initials(voucher.summary()),
                amount,
            })
        });
        self.candidates = candidates.collect();
    }

    /// Draws it; true to close.
    pub(super) fn ui(&mut self, ui: &Ui, book: &Book, inbox: &mut Inbox) -> bool {
        let mut close = false;
        let escaped = controls::dialog(ui, "登记凭证", WIDTH, |ui| {
            ui.label(self.holding.facts.title());
            let before = self.role;
            ui.horizontal(|ui| {
                for role in roles(&self.holding) {
                    let label = self.holding.facts.role_label(role);
                    if ui.segment(self.role == role, label).clicked() {
                        self.role = role;
                    }
                }
                let width = ui.available_width();
                let hint = "筛选：摘要、拼音首字母、金额或凭证号";
                let filter = ui.named_field("筛选凭证", width, hint, &mut self.filter);
                if std::mem::take(&mut self.focus) {
                    filter.request_focus();
                }
            });
            if before != self.role {
                self.look(book);
            }
            self.list(ui);
            ui.horizontal(|ui| {
                ui.label("登记金额");
                ui.amount_field("登记金额", 180.0, &mut self.amount);
                ui.quiet("一张凭证可以分开登记到几项，合计不能超过凭证上的金额。");
            });
            if let Some(fault) = &self.fault {
                ui.notice_box(true, fault);
            }
            controls::foot(ui, |ui| {
                ui.add_enabled_ui(self.chosen.is_some(), |ui| {
                    if ui.primary_button("登记").clicked() || agreed(ui) {
                        self.submit(book, inbox);
                    }
                });
                close = ui.plain_button("取消").clicked();
                ui.quiet("↑ ↓ 选凭证，Ctrl+Enter 登记");
            });
        });
        close || escaped
    }

    fn list(&mut self, ui: &mut Ui) {
        let word = self.filter.trim().to_lowercase();
        let fits = |one: &&Candidate| {
            word.is_empty()
                || one.words.to_lowercase().contains(&word)
                || one.initials.contains(&word)
                || one.amount.to_string().contains(&word)
        };
        let found: Vec<&Candidate> = self.candidates.iter().filter(fits).collect();
        let mut chosen = None;
        let mut area = ScrollArea::vertical().id_salt("tie_vouchers").max_height(ROW * 8.0);
        if let Some(to) = step(ui, &found, self.chosen) {
            chosen = found.get(to).map(|one| (one.voucher, one.amount));
            area = area.vertical_scroll_offset((to as f32 - 4.0).max(0.0) * ROW);
        }
        area.auto_shrink([false, false]).min_scrolled_height(ROW * 8.0).show_rows(
            ui,
            ROW,
            found.len(),
            |ui, rows| {
                ui.spacing_mut().item_spacing.y = 0.0;
                for one in found.iter().take(rows.end).skip(rows.start) {
                    let selected = self.chosen == Some(one.voucher);
                    let line = egui::Button::selectable(selected, one.words.as_str())
                        .truncate()
                        .right_text(one.amount.grouped())
                        .min_size(egui::vec2(ui.available_width(), ROW));
                    if ui.add(line).clicked() {
                        chosen = Some((one.voucher, one.amount));
                    }
                }
            },
        );
        if found.is_empty() {
            ui.quiet("没有动过这个科目的凭证可以登记，请先记账。");
        }
        if let Some((voucher, amount)) = chosen {
            self.chosen = Some(voucher);
            self.amount = amount.to_string();
            self.fault = None;
        }
    }

    fn submit(&mut self, book: &Book, inbox: &mut Inbox) {
        let Some(voucher) = self.chosen else { return };
        match Money::parse_sum(&self.amount) {
            Err(fault) => self.fault = Some(fault.to_string()),
            Ok(amount) => {
                self.fault = None;
                self.waiting = true;
                let tie = Tie { holding: self.holding.id, voucher, role: self.role, amount };
                let command = HoldingCommand::Tie(tie);
                inbox.run(Command::Holding { village: book.village.id, command });
            }
        }
    }
}

/// Where the arrow keys move the choice.
fn step(ui: &Ui, found: &[&Candidate], chosen: Option<VoucherId>) -> Option<usize> {
    let pressed = |key| keys::pressed(ui.ctx(), Modifiers::NONE, key);
    let (up, down) = (pressed(Key::ArrowUp), pressed(Key::ArrowDown));
    if up == down || found.is_empty() {
        return None;
    }
    let at = found.iter().position(|one| Some(one.voucher) == chosen);
    Some(match at {
        Some(at) if up => at.saturating_sub(1),
        Some(at) => (at + 1).min(found.len() - 1),
        None => 0,
    })
}

/// Whether the person agreed by keyboard.
fn agreed(ui: &Ui) -> bool {
    controls::is_front(ui) && keys::pressed(ui.ctx(), Modifiers::COMMAND, Key::Enter)
}

/// What a person may tie: depreciation is tied by its own voucher.
fn roles(holding: &Holding) -> impl Iterator<Item = TieRole> {
    let roles = holding.facts.roles().iter().copied();
    roles.filter(|role| *role != TieRole::Depreciate)
}

/// 计提折旧
#[derive(Debug)]
pub(super) struct DepreciationForm {
    month: Option<Month>,
    plan: Option<(Month, Result<DepreciationPlan, String>)>,
    /// Why it was refused.
    pub(super) fault: Option<String>,
    /// The command was sent and its answer is awaited.
    pub(super) waiting: bool,
}

impl DepreciationForm {
    /// The first month that waits, at most the running one.
    pub(super) fn new(book: &Book, today: Date) -> Self {
        let now = Month::of(today);
        let from = book
            .closed_months()
            .through(book.bookkeeping().owner())
            .map_or_else(|| book.first_month(), Month::next);
        let waits = |month: &Month| {
            book.depreciation_of(*month).is_none() && !book.depreciation_due(*month).is_empty()
        };
        let month = from.through(now).take(24).find(waits).unwrap_or(now);
        Self { month: Some(month), plan: None, fault: None, waiting: false }
    }

    /// Draws it; true to close.
    pub(super) fn ui(&mut self, ui: &Ui, book: &Book, today: Date, inbox: &mut Inbox) -> bool {
        let mut close = false;
        let escaped = controls::dialog(ui, "计提折旧", WIDTH, |ui| {
            ui.horizontal(|ui| {
                let span = (book.first_month(), Month::of(today).max(book.first_month()));
                if controls::month_bar(ui, &mut self.month, span, false) {
                    self.fault = None;
                }
            });
            let month = self.month.unwrap_or_else(|| Month::of(today));
            if self.plan.as_ref().is_none_or(|(of, _)| *of != month) {
                let plan = book.plan_depreciation(month, today);
                let plan = plan.map_err(|refusal| format!("{refusal}。{}", refusal.hint()));
                self.plan = Some((month, plan));
            }
            let Some((_, plan)) = &self.plan else { return };
            match plan {
                Ok(plan) => preview(ui, book, plan),
                Err(words) => {
                    ui.notice_box(false, words);
                }
            }
            if let Some(fault) = &self.fault {
                ui.notice_box(true, fault);
            }
            let can = plan.is_ok();
            controls::foot(ui, |ui| {
                ui.add_enabled_ui(can, |ui| {
                    if ui.primary_button("计提").clicked() || (can && agreed(ui)) {
                        self.waiting = true;
                        let command = HoldingCommand::Depreciate(month);
                        inbox.run(Command::Holding { village: book.village.id, command });
                    }
                });
                close = ui.plain_button("取消").clicked();
                if can {
                    ui.quiet("Ctrl+Enter 计提");
                }
            });
        });
        close || escaped
    }
}

/// What will be posted, asset by asset.
fn preview(ui: &mut Ui, book: &Book, plan: &DepreciationPlan) {
    ui.label(format!(
        "将以 {} 的日期记一张凭证，{} 项资产，共 {}：",
        plan.draft.date,
        plan.lines.len(),
        plan.total().grouped()
    ));
    let entries = plan.draft.entries.iter().map(|entry| {
        let account = book.chart.title(&entry.account);
        format!("{} {account} {}", entry.side.label(), entry.amount.grouped())
    });
    ui.quiet_body(entries.collect::<Vec<_>>().join("　"));
    let area = ScrollArea::vertical().id_salt("depreciation").max_height(ROW * 9.0);
    area.show_rows(ui, ROW, plan.lines.len(), |ui, rows| {
        for line in plan.lines.iter().take(rows.end).skip(rows.start) {
            ui.horizontal(|ui| {
                ui.set_min_height(ROW - ui.spacing().item_spacing.y);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    ui.add_space(12.0);
                    ui.label(line.amount.grouped());
                    ui.quiet_body(book.chart.title(&line.expense));
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        ui.add(Label::new(RichText::new(&line.title)).truncate());
                    });
                });
            });
        }
    });
}

/// 处置固定资产
#[derive(Debug)]
pub(super) struct DisposalForm {
    holding: Holding,
    worth: Worth,
    date: String,
    proceeds: String,
    /// The first field shall get the caret.
    focus: bool,
    /// Why it was refused.
    pub(super) fault: Option<String>,
    /// The command was sent and its answer is awaited.
    pub(super) waiting: bool,
}

impl DisposalForm {
    /// The form for an asset.
    pub(super) fn new(holding: &Holding, book: &Book, today: Date) -> Self {
        Self {
            worth: book.register().worth(holding, today),
            holding: holding.clone(),
            date: today.to_string(),
            proceeds: String::new(),
            focus: true,
            fault: None,
            waiting: false,
        }
    }

    /// Draws it; true to close.
    pub(super) fn ui(&mut self, ui: &Ui, book: &Book, today: Date, inbox: &mut Inbox) -> bool {
        let mut close = false;
        let escaped = controls::dialog(ui, "处置固定资产", 560.0, |ui| {
            ui.label(format!(
                "{}：原值 {}，累计折旧 {}，净值 {}",
                self.holding.facts.title(),
                self.worth.cost.grouped(),
                self.worth.accumulated.grouped(),
                self.worth.net().grouped()
            ));
            ui.quiet("原值和累计折旧转入 154 固定资产清理。收到的钱、发生的费用请另记凭证，最后把 154 的余额转入其他收入或其他支出。");
            ui.horizontal_top(|ui| {
                let date = ui.field(&Field::new("处置日期", 200.0), &mut self.date);
                if std::mem::take(&mut self.focus) {
                    date.request_focus();
                }
                let proceeds = Field { right: true, ..Field::new("处置收入", 200.0) };
                ui.field(&proceeds, &mut self.proceeds);
            });
            if let Some(fault) = &self.fault {
                ui.label(RichText::new(fault).color(theme::OVERDUE));
            }
            controls::foot(ui, |ui| {
                if ui.primary_button("处置").clicked() || agreed(ui) {
                    self.submit(book, today, inbox);
                }
                close = ui.plain_button("取消").clicked();
                ui.quiet("Ctrl+Enter 处置");
            });
        });
        close || escaped
    }

    fn submit(&mut self, book: &Book, today: Date, inbox: &mut Inbox) {
        let on = parse_day(&self.date, Month::of(today));
        let proceeds = if self.proceeds.trim().is_empty() {
            Ok(Money::ZERO)
        } else {
            Money::parse(&self.proceeds).map_err(|fault| fault.to_string())
        };
        match (on, proceeds) {
            (Err(fault), _) | (_, Err(fault)) => self.fault = Some(fault),
            (Ok(on), Ok(proceeds)) => {
                self.fault = None;
                self.waiting = true;
                let disposal = Disposal { on, proceeds };
                let command = HoldingCommand::Dispose { holding: self.holding.id, disposal };
                inbox.run(Command::Holding { village: book.village.id, command });
            }
        }
    }
}
