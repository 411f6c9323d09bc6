//! 三资: the registers, what moved each entry, and what is to be looked at.

mod dialogs;
mod fields;
mod filled;
mod form;
mod import;
mod reader;

use egui::{Align, Button, Key, Label, Layout, Modifiers, RichText, ScrollArea, Ui, vec2};

use crate::app::{App, AppError, Command, HoldingCommand, Outcome};
use crate::domain::entity::Entity;
use crate::domain::holding::debt::Direction;
use crate::domain::holding::{Holding, HoldingKind, HoldingWarning, RegisterSheet, TieRole};
use crate::domain::ids::{HoldingId, VillageId, VoucherId};
use crate::domain::ledger::Book;
use crate::domain::listing::{Link, Listing};
use crate::domain::period::Date;
use crate::ui::ext::{Sign, UiExt as _};
use crate::ui::inbox::{Inbox, Pick, PickPurpose, Picked, Wish};
use crate::ui::listing_table::ListingTable;
use crate::ui::{listing_save, table_card, theme};
use dialogs::{DepreciationForm, DisposalForm, TieForm};
use form::HoldingForm;
use import::ImportForm;

/// Contracts that end within so many days are warned of: first three months, then one.
const DAYS: i64 = 90;
const DAYS_SOON: i64 = 30;
/// Height of the strip that opens an entry up.
const STRIP: f32 = 190.0;
/// Room for the button that unties, whether it is there or not.
const UNTIE: f32 = 48.0;
/// What the bar beside the warnings needs.
const BAR: f32 = 8.0;
/// Warnings that show at once.
const WARNINGS_SHOWN: usize = 3;

/// The page.
#[derive(Debug, Default)]
pub struct HoldingsPage {
    sheet: RegisterSheet,
    table: ListingTable,
    shown: Option<Shown>,
    dialog: Dialog,
}

/// The dialog that is open, if any.
#[derive(Debug, Default)]
enum Dialog {
    #[default]
    Closed,
    Form(Box<HoldingForm>),
    Tie(Box<TieForm>),
    Depreciation(Box<DepreciationForm>),
    Disposal(Box<DisposalForm>),
    Import(Box<ImportForm>),
}

/// What is drawn, worked out once for a state of the book.
#[derive(Debug)]
struct Shown {
    village: VillageId,
    revision: u64,
    today: Date,
    sheet: RegisterSheet,
    listing: Listing,
    warnings: Vec<HoldingWarning>,
    strip: Option<Strip>,
}

/// The selected entry opened up.
#[derive(Debug)]
struct Strip {
    of: HoldingId,
    ties: Vec<TieLine>,
    /// An asset that is still there.
    can_go: bool,
}

/// A tied voucher in the strip.
#[derive(Debug)]
struct TieLine {
    voucher: VoucherId,
    role: TieRole,
    label: &'static str,
    words: String,
    amount: String,
    is_reversed: bool,
    stays: bool,
}

/// What the strip of an entry asks for.
#[derive(Clone, Copy)]
enum Asked {
    Change,
    Tie,
    Dispose,
    Remove,
    Untie(VoucherId, TieRole),
    Look(VoucherId),
}

impl HoldingsPage {
    /// Draws the page.
    pub fn ui(&mut self, ui: &mut Ui, app: &App, inbox: &mut Inbox) {
        let Ok(ledger) = app.ledger() else { return };
        let Some(book) = ledger.book() else { return };
        let today = app.today();
        let covered = !matches!(self.dialog, Dialog::Closed)
            || ui.memory(|memory| memory.top_modal_layer().is_some());
        self.refresh(book, ledger.revision(), today);
        let Some(mut shown) = self.shown.take() else { return };
        ui.spacing_mut().item_spacing.y = theme::GAP / 2.0;
        self.top(ui, book, today, &shown.listing, inbox);
        self.warnings(ui, &shown.warnings);
        if !covered {
            self.table.keys(ui, &shown.listing);
        }
        let selected = self.selected(book);
        let strip = if selected.is_some() { STRIP } else { 0.0 };
        let height = (ui.available_height() - strip - 8.0).max(160.0);
        let opened = if shown.listing.rows.is_empty() {
            self.empty(ui, book);
            None
        } else {
            self.table.ui(ui, &shown.listing, height)
        };
        if let Some(link) = opened {
            self.open(&link, book, inbox);
        }
        if let Some(holding) = selected {
            shown.look_up(holding, book);
            let asked = shown.strip.as_ref().and_then(|strip| strip_ui(ui, holding, strip));
            if let Some(asked) = asked {
                self.act(asked, holding, book, today, inbox);
            }
            let free = ui.memory(|memory| memory.focused().is_none());
            if !covered && free && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter)) {
                self.dialog = Dialog::Form(Box::new(HoldingForm::change(holding, book)));
            }
        }
        self.shown = Some(shown);
        self.dialog_ui(ui, app, book, inbox);
    }

    /// Hears what came of a command that any view asked for; whether it told the person why it
    /// was refused.
    pub fn heard(&mut self, outcome: &Result<Outcome, AppError>) -> bool {
        let waiting = match &self.dialog {
            Dialog::Closed => false,
            Dialog::Form(form) => form.waiting,
            Dialog::Tie(form) => form.waiting,
            Dialog::Depreciation(form) => form.waiting,
            Dialog::Disposal(form) => form.waiting,
            Dialog::Import(form) => form.waiting,
        };
        if !waiting {
            return false;
        }
        let Err(error) = outcome else {
            self.dialog = Dialog::Closed;
            if let Ok(Outcome::HoldingDone { holding: Some(id), .. }) = outcome {
                self.table.selected = Some(Link::Holding(*id));
                self.table.reveal = true;
            }
            return false;
        };
        let words = Some(error.to_string());
        match &mut self.dialog {
            Dialog::Closed => {}
            Dialog::Form(form) => form.refuse(error),
            Dialog::Tie(form) => (form.fault, form.waiting) = (words, false),
            Dialog::Depreciation(form) => (form.fault, form.waiting) = (words, false),
            Dialog::Disposal(form) => (form.fault, form.waiting) = (words, false),
            Dialog::Import(form) => form.refuse(error),
        }
        true
    }

    /// Hears the answer of a file dialog.
    pub fn picked(&mut self, app: &App, picked: &Picked) {
        let ours = picked.pick == Pick::Table { purpose: PickPurpose::Holdings };
        let village = app.ledger().ok().and_then(|ledger| Some(ledger.book()?.village.id));
        if let (Dialog::Import(form), Some(path), Some(village), true) =
            (&mut self.dialog, picked.path(), village, ours)
        {
            form.picked(app, village, path);
        }
    }

    fn refresh(&mut self, book: &Book, revision: u64, today: Date) {
        let (village, sheet) = (book.village.id, self.sheet);
        let other_village = self.shown.as_ref().is_some_and(|shown| shown.village != village);
        if other_village {
            (self.dialog, self.table) = (Dialog::Closed, ListingTable::default());
        }
        let same = |shown: &Shown| {
            (shown.village, shown.revision, shown.today, shown.sheet)
                == (village, revision, today, sheet)
        };
        if self.shown.as_ref().is_some_and(same) {
            return;
        }
        let register = book.register();
        let listing = register.sheet(sheet, today);
        let warnings = register.warnings(today, DAYS);
        let strip = None;
        self.shown = Some(Shown { village, revision, today, sheet, listing, warnings, strip });
    }

    /// The entry that is selected and stands in the table.
    fn selected<'b>(&self, book: &'b Book) -> Option<&'b Holding> {
        match &self.table.selected {
            Some(Link::Holding(id)) => book.holdings.get(*id),
            Some(Link::Voucher(_) | Link::Account(..) | Link::Affair(_) | Link::Village(_))
            | None => None,
        }
    }

    fn top(&mut self, ui: &mut Ui, book: &Book, today: Date, listing: &Listing, inbox: &mut Inbox) {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            for sheet in RegisterSheet::ALL {
                if ui.segment(self.sheet == sheet, sheet.label()).clicked() {
                    self.sheet = sheet;
                    self.table.selected = None;
                }
            }
        });
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            if let Some(kind) = self.sheet.kind() {
                let asked = ui.primary_button("新增…").on_hover_text("F2").clicked();
                if ui.plain_button("从表格导入…").clicked() {
                    let form = ImportForm::new(kind, self.direction());
                    self.dialog = Dialog::Import(Box::new(form));
                }
                if asked || self.wants_new(ui) {
                    let direction = self.direction();
                    let form = HoldingForm::new(kind, direction, book);
                    self.dialog = Dialog::Form(Box::new(form));
                }
            }
            let depreciates =
                matches!(self.sheet.kind(), Some(HoldingKind::Asset | HoldingKind::Biological));
            if depreciates && ui.plain_button("计提折旧…").clicked() {
                let form = DepreciationForm::new(book, today);
                self.dialog = Dialog::Depreciation(Box::new(form));
            }
            if !listing.rows.is_empty() {
                listing_save::buttons_right(ui, listing, inbox);
            }
        });
    }

    fn wants_new(&self, ui: &Ui) -> bool {
        matches!(self.dialog, Dialog::Closed)
            && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::F2))
    }

    const fn direction(&self) -> Direction {
        match self.sheet {
            RegisterSheet::Debts => Direction::Debt,
            RegisterSheet::Assets
            | RegisterSheet::Biological
            | RegisterSheet::Resources
            | RegisterSheet::Contracts
            | RegisterSheet::Claims
            | RegisterSheet::Ageing
            | RegisterSheet::Projects
            | RegisterSheet::Agreement => Direction::Claim,
        }
    }

    fn warnings(&mut self, ui: &mut Ui, warnings: &[HoldingWarning]) {
        if warnings.is_empty() {
            return;
        }
        let frame = egui::Frame::new()
            .fill(theme::DUE_GROUND)
            .corner_radius(theme::CONTROL_CORNER)
            .inner_margin(egui::Margin::symmetric(10, 4));
        frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            if warnings.len() > WARNINGS_SHOWN {
                ui.quiet(format!("共 {} 条提醒，可以往下滚动", warnings.len()));
            }
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.spacing_mut().interact_size.y = theme::SMALL + 12.0;
            let row = theme::SMALL + 12.0;
            let area = ScrollArea::vertical().id_salt("register_warnings");
            area.max_height((row + 2.0) * WARNINGS_SHOWN as f32).show_rows(
                ui,
                row,
                warnings.len(),
                |ui, rows| {
                    for warning in warnings.iter().take(rows.end).skip(rows.start) {
                        ui.horizontal(|ui| {
                            ui.sign(Sign::Triangle, colour(warning));
                            let rest = vec2(ui.available_width() - BAR, row);
                            let ends = Layout::right_to_left(Align::Center);
                            ui.allocate_ui_with_layout(rest, ends, |ui| {
                                let word = RichText::new("看一看").size(theme::SMALL);
                                if ui.add(Button::new(word).small()).clicked() {
                                    self.look(warning);
                                }
                                let words = RichText::new(warning.message()).size(theme::SMALL);
                                let left = Layout::left_to_right(Align::Center);
                                ui.with_layout(left, |ui| ui.add(Label::new(words).truncate()));
                            });
                        });
                    }
                },
            );
        });
    }

    /// Turns to what a warning is about.
    fn look(&mut self, warning: &HoldingWarning) {
        let (sheet, holding) = match warning {
            HoldingWarning::Ending { holding, .. } | HoldingWarning::Arrears { holding, .. } => {
                (RegisterSheet::Contracts, Some(*holding))
            }
            HoldingWarning::Overdue { holding, direction, .. } => match direction {
                Direction::Claim => (RegisterSheet::Claims, Some(*holding)),
                Direction::Debt => (RegisterSheet::Debts, Some(*holding)),
            },
            HoldingWarning::Overpaid { holding, .. } => (RegisterSheet::Projects, Some(*holding)),
            HoldingWarning::Differs { .. } => (RegisterSheet::Agreement, None),
        };
        self.sheet = sheet;
        self.table.selected = holding.map(Link::Holding);
        self.table.reveal = true;
    }

    fn empty(&mut self, ui: &mut Ui, book: &Book) {
        ui.add_space(36.0);
        ui.card(|ui| {
            ui.set_width(ui.available_width());
            let Some(kind) = self.sheet.kind() else {
                ui.card_heading("还没有可以核对的数");
                ui.quiet_body("登记了台账、记了账以后再看。");
                return;
            };
            ui.card_heading(&format!("{}台账还是空的", self.sheet.label()));
            ui.quiet_body("逐项登记以后，把有关的凭证登记到每一项，台账就和总账对得上了。");
            if ui.plain_button(&format!("登记第一项{}", kind.label())).clicked() {
                let form = HoldingForm::new(kind, self.direction(), book);
                self.dialog = Dialog::Form(Box::new(form));
            }
        });
    }

    /// Opens what a row leads to.
    fn open(&mut self, link: &Link, book: &Book, inbox: &mut Inbox) {
        match link {
            Link::Holding(id) => {
                if let Some(holding) = book.holdings.get(*id) {
                    self.dialog = Dialog::Form(Box::new(HoldingForm::change(holding, book)));
                }
            }
            Link::Voucher(id) => {
                inbox.push(Wish::ShowVoucher { village: book.village.id, voucher: *id });
            }
            Link::Account(account, period) => {
                let (account, period) = (account.clone(), *period);
                inbox.push(Wish::ShowAccount { account, period });
            }
            Link::Affair(_) | Link::Village(_) => {}
        }
    }

    fn act(
        &mut self,
        asked: Asked,
        holding: &Holding,
        book: &Book,
        today: Date,
        inbox: &mut Inbox,
    ) {
        let village = book.village.id;
        match asked {
            Asked::Change => {
                self.dialog = Dialog::Form(Box::new(HoldingForm::change(holding, book)));
            }
            Asked::Tie => {
                if let Some(form) = TieForm::new(holding, book) {
                    self.dialog = Dialog::Tie(Box::new(form));
                }
            }
            Asked::Dispose => {
                let form = DisposalForm::new(holding, book, today);
                self.dialog = Dialog::Disposal(Box::new(form));
            }
            Asked::Remove => {
                let text = format!("{}将从台账里删除。操作记录里仍会留下。", holding.facts.title());
                let command = HoldingCommand::Remove(holding.id);
                inbox.ask("删除台账条目", text, "删除", Command::Holding { village, command });
            }
            Asked::Untie(voucher, role) => {
                let command = HoldingCommand::Untie { holding: holding.id, voucher, role };
                inbox.run(Command::Holding { village, command });
            }
            Asked::Look(voucher) => inbox.push(Wish::ShowVoucher { village, voucher }),
        }
    }

    fn dialog_ui(&mut self, ui: &Ui, app: &App, book: &Book, inbox: &mut Inbox) {
        let today = app.today();
        let close = match &mut self.dialog {
            Dialog::Closed => false,
            Dialog::Form(form) => form.ui(ui, book, today, inbox),
            Dialog::Tie(form) => form.ui(ui, book, inbox),
            Dialog::Depreciation(form) => form.ui(ui, book, today, inbox),
            Dialog::Disposal(form) => form.ui(ui, book, today, inbox),
            Dialog::Import(form) => form.ui(ui, app, book.village.id, inbox),
        };
        if close {
            self.dialog = Dialog::Closed;
        }
    }
}

impl Shown {
    fn look_up(&mut self, holding: &Holding, book: &Book) {
        if self.strip.as_ref().is_some_and(|strip| strip.of == holding.id) {
            return;
        }
        let register = book.register();
        let mut lines: Vec<(Date, TieLine)> = register
            .ties_of(holding.id)
            .iter()
            .filter_map(|tie| {
                let voucher = book.voucher(tie.voucher)?;
                let (date, number) = (voucher.date(), book.number_in(Entity::Village, voucher));
                let words = format!("{date} {number} {}", voucher.summary());
                let line = TieLine {
                    voucher: tie.voucher,
                    role: tie.role,
                    label: holding.facts.role_label(tie.role),
                    words,
                    amount: tie.amount.grouped(),
                    is_reversed: register.is_reversed(tie.voucher),
                    stays: tie.role == TieRole::Depreciate,
                };
                Some((date, line))
            })
            .collect();
        lines.sort_by_key(|(date, _)| std::cmp::Reverse(*date));
        let is_asset = holding.facts.kind() == HoldingKind::Asset;
        self.strip = Some(Strip {
            of: holding.id,
            ties: lines.into_iter().map(|(_, line)| line).collect(),
            can_go: is_asset && !register.worth(holding, self.today).cost.is_zero(),
        });
    }
}

/// Red for what is late or wrong, amber for what comes.
const fn colour(warning: &HoldingWarning) -> egui::Color32 {
    match warning {
        HoldingWarning::Ending { days, .. } if *days > DAYS_SOON => theme::DUE,
        HoldingWarning::Ending { .. }
        | HoldingWarning::Arrears { .. }
        | HoldingWarning::Overdue { .. }
        | HoldingWarning::Overpaid { .. }
        | HoldingWarning::Differs { .. } => theme::OVERDUE,
    }
}

/// The selected entry opened up: what can be done with it, and the vouchers that moved it.
fn strip_ui(ui: &mut Ui, holding: &Holding, strip: &Strip) -> Option<Asked> {
    let lines = strip.ties.as_slice();
    let mut asked = None;
    table_card::strip(theme::OUTLINE).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.horizontal(|ui| {
            ui.buttons_right(|ui| {
                if lines.is_empty() && ui.plain_button("删除…").clicked() {
                    asked = Some(Asked::Remove);
                }
                if strip.can_go && ui.plain_button("处置…").clicked() {
                    asked = Some(Asked::Dispose);
                }
                if !holding.facts.roles().is_empty() && ui.plain_button("登记凭证…").clicked()
                {
                    asked = Some(Asked::Tie);
                }
                if ui.plain_button("修改…").on_hover_text("Enter").clicked() {
                    asked = Some(Asked::Change);
                }
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    let title = RichText::new(holding.facts.title());
                    ui.add(Label::new(title.font(theme::bold(theme::BODY))).truncate());
                });
            });
        });
        asked = ties_ui(ui, lines).or(asked.take());
    });
    asked
}

/// The vouchers that moved the entry, the newest first.
fn ties_ui(ui: &mut Ui, lines: &[TieLine]) -> Option<Asked> {
    let mut asked = None;
    if lines.is_empty() {
        ui.quiet("还没有登记凭证。");
        return None;
    }
    ui.spacing_mut().interact_size.y = 26.0;
    let area = ScrollArea::vertical().id_salt("ties").auto_shrink([false, false]);
    area.max_height(STRIP - 74.0).show_rows(ui, 26.0, lines.len(), |ui, rows| {
        for line in lines.iter().take(rows.end).skip(rows.start) {
            asked = ui.horizontal(|ui| tie_ui(ui, line)).inner.or(asked);
        }
    });
    asked
}

/// One of them: what it is, and at the right end what can be done with it.
fn tie_ui(ui: &mut Ui, line: &TieLine) -> Option<Asked> {
    let mut asked = None;
    let small = |word: &str| Button::new(RichText::new(word).size(theme::SMALL)).small();
    let size = vec2(ui.available_width() - BAR, 26.0);
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
        let room = vec2(UNTIE, 26.0);
        ui.allocate_ui_with_layout(room, Layout::right_to_left(Align::Center), |ui| {
            ui.set_min_width(UNTIE);
            if !line.stays && ui.add(small("解除")).clicked() {
                asked = Some(Asked::Untie(line.voucher, line.role));
            }
        });
        if ui.add(small("看凭证")).clicked() {
            asked = Some(Asked::Look(line.voucher));
        }
        if line.is_reversed {
            ui.quiet("已冲销");
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.label(RichText::new(line.label).size(theme::SMALL));
            ui.label(RichText::new(&line.amount).size(theme::SMALL));
            let colour = if line.is_reversed { theme::OVERDUE } else { theme::TEXT };
            let words = RichText::new(&line.words).size(theme::SMALL).color(colour);
            ui.add(Label::new(words).truncate());
        });
    });
    asked
}
