//! 村务: resolutions in four deliberations and two disclosures, and the records of those who
//! watch.

mod booklet;
mod form;
mod plan_rows;
mod purpose;
mod reader;
mod sheet;
mod strip;

use egui::{Key, Modifiers, Ui};

use crate::app::{AffairCommand, App, AppError, Command, Outcome};
use crate::domain::affairs::{AffairId, AffairSheet};
use crate::domain::governance::GovernanceKind;
use crate::domain::ids::VillageId;
use crate::domain::ledger::Book;
use crate::domain::listing::{Link, Listing};
use crate::domain::period::Date;
use crate::ui::ext::UiExt as _;
use crate::ui::inbox::{Inbox, Pick, Picked, Wish};
use crate::ui::listing_save;
use crate::ui::listing_table::ListingTable;
use crate::ui::pages::{Page, Wanted};
use crate::ui::theme;
use booklet::BookletForm;
use form::Form;
use purpose::Purpose;
use strip::{Asked, STRIP};

/// The page.
#[derive(Debug, Default)]
pub struct AffairsPage {
    sheet: AffairSheet,
    table: ListingTable,
    shown: Option<Shown>,
    form: Option<Box<Form>>,
    booklet: Option<BookletForm>,
}

/// What is drawn, worked out once for a state of the book.
#[derive(Debug)]
struct Shown {
    village: VillageId,
    revision: u64,
    today: Date,
    sheet: AffairSheet,
    listing: Listing,
}

impl AffairsPage {
    /// Draws the page.
    pub fn ui(&mut self, ui: &mut Ui, app: &App, inbox: &mut Inbox) {
        let Ok(ledger) = app.ledger() else { return };
        let Some(book) = ledger.book() else { return };
        let today = app.today();
        let covered = self.form.is_some()
            || self.booklet.is_some()
            || ui.memory(|memory| memory.top_modal_layer().is_some());
        self.refresh(book, ledger.revision(), today);
        let Some(shown) = self.shown.take() else { return };
        ui.spacing_mut().item_spacing.y = theme::GAP / 2.0;
        self.top(ui, app, book, &shown.listing, inbox);
        if !covered {
            self.table.keys(ui, &shown.listing);
        }
        let selected = self.selected(book);
        let strip = if selected.is_some() { STRIP } else { 0.0 };
        let notes = if shown.listing.notes.is_empty() { 0.0 } else { 26.0 };
        let height = (ui.available_height() - strip - notes - 8.0).max(140.0);
        let opened = if shown.listing.rows.is_empty() {
            self.empty(ui, book, today, inbox);
            None
        } else {
            let opened = self.table.ui(ui, &shown.listing, height);
            if let Some(note) = shown.listing.notes.first() {
                ui.quiet(note);
            }
            opened
        };
        let rules = &ledger.rules().resolution;
        let asked = match selected {
            Some(AffairId::Resolution(id)) => book
                .affairs
                .resolution(id)
                .and_then(|known| strip::resolution_ui(ui, known, rules, app)),
            Some(AffairId::Record(id)) => book
                .affairs
                .record(id)
                .and_then(|known| strip::record_ui(ui, known, &shown.listing, book)),
            None => None,
        };
        if let Some(asked) = asked {
            self.act(asked, book, today, inbox);
        }
        if let Some(Link::Affair(id)) = opened {
            self.change(id, book, today);
        }
        let free = ui.memory(|memory| memory.focused().is_none());
        if let Some(id) = selected
            && !covered
            && free
            && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter))
        {
            self.change(id, book, today);
        }
        self.shown = Some(shown);
        let close = self.form.as_mut().is_some_and(|form| form.ui(ui, (book, rules), today, inbox));
        if close {
            self.form = None;
        }
        if self.booklet.as_mut().is_some_and(|form| form.ui(ui, app, book, inbox)) {
            self.booklet = None;
        }
    }

    /// Hears what came of a command that any view asked for; whether it told the person why it
    /// was refused.
    pub fn heard(&mut self, outcome: &Result<Outcome, AppError>) -> bool {
        let Some(form) = self.form.as_mut().filter(|form| form.waiting) else { return false };
        match outcome {
            Ok(outcome) => {
                self.form = None;
                if let Outcome::AffairDone { affair: Some(id), .. } = outcome {
                    self.table.selected = Some(Link::Affair(*id));
                    self.table.reveal = true;
                }
                false
            }
            Err(error) => {
                form.refuse(error);
                true
            }
        }
    }

    /// Hears the answer of a file dialog.
    pub fn picked(&mut self, picked: &Picked) {
        if let Some(form) = self.form.as_mut().filter(|_| picked.pick == Pick::Papers) {
            form.picked(picked);
        }
        if let (Some(form), Pick::SavePdf { .. }, Some(path)) =
            (&mut self.booklet, &picked.pick, picked.path())
        {
            form.picked(path);
        }
    }

    fn refresh(&mut self, book: &Book, revision: u64, today: Date) {
        let (village, sheet) = (book.village.id, self.sheet);
        if self.shown.as_ref().is_some_and(|shown| shown.village != village) {
            (self.form, self.booklet, self.table) = (None, None, ListingTable::default());
        }
        let same = |shown: &Shown| {
            (shown.village, shown.revision, shown.today, shown.sheet)
                == (village, revision, today, sheet)
        };
        if !self.shown.as_ref().is_some_and(same) {
            let listing = sheet.listing(book, today);
            self.shown = Some(Shown { village, revision, today, sheet, listing });
        }
    }

    /// The affair that is selected and still there.
    fn selected(&self, book: &Book) -> Option<AffairId> {
        let Some(Link::Affair(id)) = &self.table.selected else { return None };
        let known = match id {
            AffairId::Resolution(id) => book.affairs.resolution(*id).is_some(),
            AffairId::Record(id) => book.affairs.record(*id).is_some(),
        };
        known.then_some(*id)
    }

    fn top(&mut self, ui: &mut Ui, app: &App, book: &Book, listing: &Listing, inbox: &mut Inbox) {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            for sheet in AffairSheet::ALL {
                if ui.segment(self.sheet == sheet, sheet.label()).clicked() {
                    self.sheet = sheet;
                    self.table.selected = None;
                }
            }
        });
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            let asked = ui.primary_button("新增…").on_hover_text("F2").clicked();
            if asked || self.wants_new(ui) {
                self.form = Some(Box::new(Form::new(self.adds(), book, app.today())));
            }
            if self.sheet == AffairSheet::Records(GovernanceKind::Power)
                && ui.plain_button("添上常用的权力").clicked()
            {
                let (village, command) = (book.village.id, AffairCommand::AddUsualPowers);
                inbox.run(Command::Affair { village, command });
            }
            let is_resolutions =
                matches!(self.sheet, AffairSheet::Resolutions | AffairSheet::Meetings);
            if is_resolutions && ui.plain_button("打印空白登记表…").clicked() {
                let resolution = Box::new(app.blank_resolution());
                let profile = Box::new(book.village.profile.clone());
                inbox.push(Wish::SaveForms { resolution, profile });
            }
            if ui.plain_button("报告会手册…").clicked() {
                self.booklet = Some(BookletForm::new(app, book, app.today()));
            }
            if !listing.rows.is_empty() {
                listing_save::buttons(ui, listing, inbox);
            }
        });
    }

    fn wants_new(&self, ui: &Ui) -> bool {
        self.form.is_none() && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::F2))
    }

    /// What is added to the register that is shown.
    const fn adds(&self) -> Purpose {
        match self.sheet {
            AffairSheet::Resolutions | AffairSheet::Meetings => Purpose::AddResolution,
            AffairSheet::Records(kind) => Purpose::AddRecord(kind),
        }
    }

    fn empty(&mut self, ui: &mut Ui, book: &Book, today: Date, inbox: &mut Inbox) {
        ui.add_space(36.0);
        ui.card(|ui| {
            ui.set_width(ui.available_width());
            ui.card_heading(&format!("{}还没有登记", self.sheet.label()));
            ui.quiet_body(about(self.sheet));
            ui.horizontal(|ui| {
                if ui.plain_button("登记第一条").clicked() {
                    self.form = Some(Box::new(Form::new(self.adds(), book, today)));
                }
                if self.sheet == AffairSheet::Records(GovernanceKind::Power)
                    && ui.plain_button("用常用的清单开头").clicked()
                {
                    let (village, command) = (book.village.id, AffairCommand::AddUsualPowers);
                    inbox.run(Command::Affair { village, command });
                }
            });
        });
    }

    /// Opens the form that changes an affair.
    fn change(&mut self, id: AffairId, book: &Book, today: Date) {
        let purpose = match id {
            AffairId::Resolution(id) => Purpose::ChangeResolution(id),
            AffairId::Record(id) => {
                let Some(known) = book.affairs.record(id) else { return };
                Purpose::ChangeRecord(id, known.facts.kind())
            }
        };
        self.form = Some(Box::new(Form::new(purpose, book, today)));
    }

    fn act(&mut self, asked: Asked, book: &Book, today: Date, inbox: &mut Inbox) {
        let village = book.village.id;
        match asked {
            Asked::Open(purpose) => self.form = Some(Box::new(Form::new(purpose, book, today))),
            Asked::Remove(id) => {
                let (title, command) = match id {
                    AffairId::Resolution(id) => {
                        let known = book.affairs.resolution(id);
                        let title = known.map(|known| known.facts.title.clone());
                        (title, AffairCommand::RemoveResolution(id))
                    }
                    AffairId::Record(id) => {
                        let title = book.affairs.record(id).map(|known| known.facts.title());
                        (title, AffairCommand::RemoveRecord(id))
                    }
                };
                let title = title.unwrap_or_default();
                let text = format!("“{title}”将从台账里删除。操作记录里仍会留下。");
                inbox.ask("删除", text, "删除", Command::Affair { village, command });
            }
            Asked::Print(resolution) => {
                let profile = Box::new(book.village.profile.clone());
                inbox.push(Wish::SaveForms { resolution, profile });
            }
            Asked::Disclose(source) => {
                if let Some(occasion) = book.occasion_from(source) {
                    inbox.push(Wish::GoTo(Page::Notices, Wanted::occasion(village, occasion)));
                }
            }
            Asked::Show(path) => inbox.push(Wish::OpenOutside(path)),
        }
    }
}

/// What a register is for, and the article it answers.
const fn about(sheet: AffairSheet) -> &'static str {
    match sheet {
        AffairSheet::Resolutions | AffairSheet::Meetings => {
            "村里的大事要四议两公开：提议、商议、审议、决议，决议公开、实施结果公开。每开一次会就登记一次，决议通过以后自动列入应公开任务。"
        }
        AffairSheet::Records(GovernanceKind::Audit) => {
            "任期和离任审计：届中离任的自离任之日起三十日内审完并公布（《山东省实施〈村民委员会组织法〉办法》第三十条）。"
        }
        AffairSheet::Records(GovernanceKind::Supervision) => {
            "村务监督委员会每次审核票据、列席会议、查看工程，都在这里记一条。"
        }
        AffairSheet::Records(GovernanceKind::Veto) => {
            "民主理财时没有通过的开支，记下理由和处理结果。"
        }
        AffairSheet::Records(GovernanceKind::Evaluation) => {
            "民主评议每年至少一次，由村务监督机构主持（《村民委员会组织法》第三十八条）。"
        }
        AffairSheet::Records(GovernanceKind::Request) => {
            "十分之一以上村民或者五分之一以上村民代表联名要求公开的，应当公开（《山东省村务公开条例》第八条）。登记以后自动列入应公开任务。"
        }
        AffairSheet::Records(GovernanceKind::Power) => {
            "村里能行使哪些权力、按什么步骤、谁负责，列成清单。"
        }
        AffairSheet::Records(GovernanceKind::PowerUse) => {
            "每行使一次权力，照清单的步骤一步一步登记。先要有权力清单。"
        }
        AffairSheet::Records(GovernanceKind::Plan) => {
            "年初把全年打算收多少、花多少分项写下来，经会议通过以后公开（农经发〔2011〕13号）；年底的决算会把计划和实际并排印出来。"
        }
    }
}
