//! 账表: the views of the ledger, each with its way down to the vouchers and back.

mod charts;
mod spans;

use egui::{Align, Layout, Ui};

use crate::app::App;
use crate::domain::account::AccountCode;
use crate::domain::books::{BalanceSheet, LedgerSheet, LedgerView, Span};
use crate::domain::entity::Entity;
use crate::domain::ids::VillageId;
use crate::domain::ledger::Book;
use crate::domain::listing::{Link, Listing};
use crate::domain::period::{Date, Period};
use crate::ui::account_picker::AccountPicker;
use crate::ui::controls;
use crate::ui::ext::UiExt as _;
use crate::ui::inbox::{Inbox, Wish};
use crate::ui::listing_table::ListingTable;
use crate::ui::{keys, listing_save, theme};
use charts::Charts;
use spans::SpanChoice;

/// Height of the line below the table.
const FOOT: f32 = 40.0;
/// Room for the two buttons of saving, and for 返回, at the right end of their row.
const SAVE_WIDTH: f32 = 234.0;
const BACK_WIDTH: f32 = 72.0;
/// Steps back that are remembered.
const BACK_MAX: usize = 20;

/// The page.
#[derive(Debug, Default)]
pub struct LedgersPage {
    of: Option<VillageId>,
    place: Place,
    entity: Option<Entity>,
    daily: bool,
    spans: SpanChoice,
    picker: AccountPicker,
    table: ListingTable,
    charts: Charts,
    shown: Option<Shown>,
    back: Vec<Place>,
}

/// Which table, of which account; what a step back returns to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Place {
    tab: Tab,
    account: Option<AccountCode>,
    span: Option<Span>,
    /// The row that was selected.
    selected: Option<Link>,
}

/// What is shown below the tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tab {
    Sheet(LedgerSheet),
    Charts,
}

impl Default for Tab {
    fn default() -> Self {
        Self::Sheet(LedgerSheet::default())
    }
}

/// The table that is drawn, worked out once for a state of the book.
#[derive(Debug)]
struct Shown {
    of: Key,
    listing: Listing,
    balance_sheet: Option<BalanceSheet>,
}

/// What a table depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Key {
    revision: u64,
    sheet: LedgerSheet,
    account: Option<AccountCode>,
    span: Span,
    entity: Option<Entity>,
    daily: bool,
}

impl LedgersPage {
    /// Draws the page.
    pub fn ui(&mut self, ui: &mut Ui, app: &App, inbox: &mut Inbox) {
        let Ok(ledger) = app.ledger() else { return };
        let Some(book) = ledger.book() else { return };
        let today = app.today();
        if self.of != Some(book.village.id) {
            *self = Self { of: Some(book.village.id), daily: self.daily, ..Self::default() };
        }
        let span = self.place.span.unwrap_or_else(|| spans::working_span(book, today));
        self.place.span = Some(span);
        ui.spacing_mut().item_spacing.y = theme::GAP / 2.0;
        self.tabs(ui);
        let Tab::Sheet(sheet) = self.place.tab else {
            let view = LedgerView { book, entity: self.entity, span };
            if let Some(link) = self.charts.ui(ui, &view, ledger.revision(), inbox) {
                self.open(&link, inbox);
            }
            self.go_back_on_escape(ui);
            return;
        };
        let key = Key {
            revision: ledger.revision(),
            sheet,
            account: self.account(sheet),
            span,
            entity: self.entity,
            daily: self.daily,
        };
        let shown = match self.shown.take() {
            Some(shown) if shown.of == key => shown,
            _ => work_out(book, key),
        };
        self.choices(ui, book, sheet, today, (&shown.listing, inbox));
        self.body(ui, book, &shown, inbox);
        self.shown = Some(shown);
    }

    /// Shows the movements of an account of a village, as another page asks.
    pub fn show(&mut self, village: VillageId, account: AccountCode, period: Period) {
        if self.of != Some(village) {
            *self = Self { of: Some(village), ..Self::default() };
        }
        self.go(Place {
            tab: Tab::Sheet(LedgerSheet::DetailLedger),
            account: Some(account),
            span: Some(Span::from(period)),
            selected: None,
        });
    }

    fn tabs(&mut self, ui: &mut Ui) {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 5.0;
            ui.spacing_mut().button_padding.x = 10.0;
            let tabs = LedgerSheet::ALL.into_iter().map(|sheet| (Tab::Sheet(sheet), sheet.label()));
            for (tab, label) in tabs.chain([(Tab::Charts, "图表")]) {
                if ui.segment(self.place.tab == tab, label).clicked() && self.place.tab != tab {
                    self.place.tab = tab;
                    self.table = ListingTable::default();
                    self.back.clear();
                }
            }
        });
    }

    /// The account that counts on a sheet: a journal shows no other than cash or bank.
    fn account(&self, sheet: LedgerSheet) -> Option<AccountCode> {
        if !sheet.is_by_account() {
            return None;
        }
        let account = self.place.account.as_ref();
        match sheet.root() {
            Some(root) => account
                .filter(|account| account.as_str().starts_with(root))
                .cloned()
                .or_else(|| AccountCode::new(root)),
            None => account.cloned(),
        }
    }

    fn choices(
        &mut self,
        ui: &mut Ui,
        book: &Book,
        sheet: LedgerSheet,
        today: Date,
        (listing, inbox): (&Listing, &mut Inbox),
    ) {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            if let Some(span) = self.place.span
                && let Some(new) = self.spans.ui(ui, book, span, today)
            {
                self.place.span = Some(new);
            }
            if sheet.is_by_account() {
                let chosen = self.account(sheet);
                let offered = (sheet.root(), sheet.root().is_none());
                let picked = self.picker.ui(ui, &book.chart, chosen.as_ref(), offered);
                if let Some(account) = picked {
                    self.place.account = account;
                    self.table = ListingTable::default();
                }
            }
            if matches!(sheet, LedgerSheet::CashJournal | LedgerSheet::BankJournal) {
                ui.checkbox(&mut self.daily, "本日合计");
            }
            entity_choice(ui, book, &mut self.entity);
            let back = if self.back.is_empty() { 0.0 } else { BACK_WIDTH };
            let spare = ui.available_size_before_wrap().x - SAVE_WIDTH - back;
            ui.add_space(spare.max(0.0));
            listing_save::buttons(ui, listing, inbox);
            if !self.back.is_empty() && ui.plain_button("返回").on_hover_text("Esc").clicked() {
                self.step_back();
            }
        });
    }

    fn body(&mut self, ui: &mut Ui, book: &Book, shown: &Shown, inbox: &mut Inbox) {
        for remark in &shown.listing.remarks {
            ui.quiet(remark);
        }
        let free =
            ui.memory(|memory| memory.top_modal_layer().is_none() && memory.focused().is_none());
        let mut opened = None;
        if free {
            self.table.keys(ui, &shown.listing);
            opened = self.table.entered(ui);
            self.go_back_on_escape(ui);
        }
        let notes = shown.listing.notes.len() as f32 * (theme::SMALL + 10.0);
        let height = (ui.available_height() - FOOT - notes - 8.0).max(160.0);
        opened = self.table.ui(ui, &shown.listing, height).or(opened);
        for note in &shown.listing.notes {
            ui.quiet(note);
        }
        opened = self.foot(ui, book, shown).or(opened);
        if let Some(link) = opened {
            self.open(&link, inbox);
        }
    }

    /// What can be looked at from the selected row, as buttons; else how to do it.
    fn foot(&self, ui: &mut Ui, book: &Book, shown: &Shown) -> Option<Link> {
        let mut opened = None;
        ui.horizontal(|ui| {
            let Some(selected) = &self.table.selected else {
                ui.quiet("选中一行，按 Enter 或双击，往下看明细和凭证；Esc 返回。");
                return;
            };
            match (selected, &shown.balance_sheet) {
                (Link::Account(code, period), Some(sheet)) => {
                    for account in sheet.accounts_beside(code) {
                        let title = book.chart.title(&account);
                        if ui.plain_button(&format!("看 {title}")).clicked() {
                            opened = Some(Link::Account(account, *period));
                        }
                    }
                }
                (Link::Account(code, _), None) => {
                    let title = book.chart.title(code);
                    if ui.plain_button(&format!("看 {title} 明细账")).clicked() {
                        opened = Some(selected.clone());
                    }
                }
                (Link::Voucher(_), _) => {
                    if ui.plain_button("看这张凭证").clicked() {
                        opened = Some(selected.clone());
                    }
                }
                (Link::Holding(_) | Link::Affair(_) | Link::Village(_), _) => {}
            }
        });
        opened
    }

    /// Opens what a row leads to.
    fn open(&mut self, link: &Link, inbox: &mut Inbox) {
        match link {
            Link::Account(code, period) => {
                let asked = Span::from(*period);
                // a month inside what is shown narrows it; anything wider stays as it is
                let span = self.place.span.filter(|span| !span.covers(asked)).unwrap_or(asked);
                self.go(Place {
                    tab: Tab::Sheet(LedgerSheet::DetailLedger),
                    account: Some(code.clone()),
                    span: Some(span),
                    selected: None,
                });
            }
            Link::Voucher(voucher) => {
                if let Some(village) = self.of {
                    inbox.push(Wish::ShowVoucher { village, voucher: *voucher });
                }
            }
            Link::Holding(_) | Link::Affair(_) | Link::Village(_) => {}
        }
    }

    fn go(&mut self, place: Place) {
        let selected = self.table.selected.take();
        if self.place.span.is_some() {
            self.back.push(Place { selected, ..self.place.clone() });
        }
        if self.back.len() > BACK_MAX {
            self.back.remove(0);
        }
        self.place = place;
        self.table = ListingTable::default();
    }

    fn step_back(&mut self) {
        let Some(place) = self.back.pop() else { return };
        self.table = ListingTable { selected: place.selected.clone(), reveal: true };
        self.place = place;
    }

    fn go_back_on_escape(&mut self, ui: &Ui) {
        let free = ui.memory(|memory| memory.focused().is_none());
        if free && !self.back.is_empty() && keys::escape(ui.ctx()) {
            self.step_back();
        }
    }
}

fn work_out(book: &Book, of: Key) -> Shown {
    let view = LedgerView { book, entity: of.entity, span: of.span };
    let listing = view.listing(of.sheet, of.account.as_ref(), of.daily);
    let balance_sheet = (of.sheet == LedgerSheet::BalanceSheet).then(|| view.balance_sheet());
    Shown { of, listing, balance_sheet }
}

/// Whose books, where a village keeps more than one set.
fn entity_choice(ui: &mut Ui, book: &Book, chosen: &mut Option<Entity>) {
    let entities = book.entities();
    if entities.len() < 2 {
        return;
    }
    let label = |entity: Option<Entity>| entity.map_or("合并", Entity::label);
    controls::choice(ui, "会计主体", label(*chosen), 130.0, |ui| {
        ui.with_layout(Layout::top_down_justified(Align::Min), |ui| {
            for entity in std::iter::once(None).chain(entities.iter().copied().map(Some)) {
                ui.selectable_value(chosen, entity, label(entity));
            }
        });
    });
}
