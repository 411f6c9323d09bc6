//! 公示: draft, check, look at, publish and save the notice of a month.

pub mod dialogs;
pub mod preview;
pub mod side;
pub mod stand;

use std::path::PathBuf;

use egui::{Context, ScrollArea, Ui, UiBuilder};

use crate::app::{App, AppError, Command, JobEvent, Outcome, sheet_file_name};
use crate::domain::entity::Entity;
use crate::domain::ids::VillageId;
use crate::domain::law::Law;
use crate::domain::ledger::Book;
use crate::domain::matter::MatterCode;
use crate::domain::notice::{Notice, NoticeDraft};
use crate::domain::period::{Date, Month, Period};
use crate::domain::rules::Rules;
use crate::ui::controls;
use crate::ui::ext::UiExt as _;
use crate::ui::inbox::{Inbox, Pick, Picked, Wish};
use crate::ui::pages::Wanted;
use crate::ui::pages::vouchers::rows::BookKey;
use crate::ui::theme;
use dialogs::{Dialog, DialogContext, SaveForm};
use preview::Preview;
use side::Asked;
use stand::{Stand, StandKey, Standing};

/// Width of the left column.
const SIDE: f32 = 430.0;

/// The page.
#[derive(Debug)]
pub struct NoticesPage {
    of: Option<VillageId>,
    month: Option<Month>,
    matter: MatterCode,
    /// Whose books, in a village with two sets.
    entity: Entity,
    standing: Option<(StandKey, Standing)>,
    preview: Preview,
    dialog: Dialog,
    folder: Option<PathBuf>,
    saved: Option<PathBuf>,
    /// Height of the card of actions, which stays in view.
    actions: f32,
}

impl Default for NoticesPage {
    fn default() -> Self {
        Self {
            of: None,
            month: None,
            matter: MatterCode::FINANCE_DETAIL,
            entity: Entity::Village,
            standing: None,
            preview: Preview::default(),
            dialog: Dialog::default(),
            folder: None,
            saved: None,
            actions: 110.0,
        }
    }
}

impl NoticesPage {
    /// Shows the month of a duty.
    pub fn show(&mut self, village: VillageId, period: Period) {
        self.of = Some(village);
        self.month = Some(period.last_month());
        self.dialog = Dialog::Closed;
    }

    /// Draws the page.
    pub fn ui(&mut self, ui: &mut Ui, app: &App, inbox: &mut Inbox) {
        let Ok(ledger) = app.ledger() else { return };
        let Some(book) = ledger.book() else { return };
        let (today, law) = (app.today(), ledger.law());
        let month = self.month_of(book, today);
        let book_key = BookKey::of(book, ledger.revision());
        if !book.bookkeeping().scopes().contains(&self.entity) {
            self.entity = Entity::Village;
        }
        let (matter, entity) = (self.matter, self.entity);
        self.refresh(app, book, StandKey { book: book_key, matter, entity, month });
        let Some((key, standing)) = self.standing.take() else { return };
        self.folder.get_or_insert_with(|| dialogs::first_folder(app));
        let covered =
            self.dialog.is_open() || ui.memory(|memory| memory.top_modal_layer().is_some());
        let area = ui.available_rect_before_wrap();
        let mut left = area;
        left.set_width(SIDE.min(area.width() / 2.0));
        let mut right = area;
        right.min.x = left.max.x + theme::GAP + 2.0;
        ui.scope_builder(UiBuilder::new().max_rect(left), |ui| {
            self.left(ui, book, &standing, (law, today), inbox);
        });
        ui.scope_builder(UiBuilder::new().max_rect(right), |ui| match standing.notice() {
            Some(notice) => self.preview.ui(ui, notice, covered, inbox),
            None => refused(ui, &standing.stand),
        });
        if let (Some(notice), Some(paper)) = (standing.notice(), self.preview.paper()) {
            let context = DialogContext { book, law, notice, paper, today };
            self.dialog.ui(ui, context, inbox);
        }
        self.standing = Some((key, standing));
    }

    /// Hears what came of a command that any view asked for; whether it told the person why it
    /// was refused.
    pub fn heard(&mut self, outcome: &Result<Outcome, AppError>) -> bool {
        let Dialog::Publish(form) = &mut self.dialog else { return false };
        if !form.waiting {
            return false;
        }
        match outcome {
            Ok(_) => self.dialog = Dialog::Closed,
            Err(error) => form.refuse(error.to_string()),
        }
        outcome.is_err()
    }

    /// Hears the answer of a file dialog.
    pub fn picked(&mut self, picked: &Picked) {
        let Some(path) = &picked.path else { return };
        match (&picked.pick, &mut self.dialog) {
            (Pick::SavePdf { .. }, Dialog::SavePdf(form))
            | (Pick::Folder, Dialog::SavePng(form)) => {
                form.path = path.display().to_string();
                form.fault = None;
            }
            _ => {}
        }
    }

    /// Hears what came of a job; whether it told the person why it failed.
    pub fn job(&mut self, ctx: &Context, event: &JobEvent) -> bool {
        match event {
            JobEvent::Preview(_) => self.preview.job(ctx, event),
            JobEvent::Saved(paths) => {
                if let Some(form) = self.saving() {
                    let folder = PathBuf::from(form.path.trim());
                    let pictures = matches!(self.dialog, Dialog::SavePng(_));
                    let folder = if pictures {
                        Some(folder)
                    } else {
                        folder.parent().map(std::path::Path::to_path_buf)
                    };
                    self.folder = folder;
                    self.dialog = Dialog::Closed;
                }
                self.saved = paths.first().cloned();
            }
            JobEvent::Picture(..) | JobEvent::AttachmentSaved(_) => {}
            JobEvent::Cancelled => {
                if let Some(form) = self.saving() {
                    form.waiting = false;
                }
            }
            JobEvent::Failed(error) => {
                if let Some(form) = self.saving() {
                    form.waiting = false;
                    form.fault = Some(error.to_string());
                    return true;
                }
                if self.preview.is_waiting() {
                    self.preview.failure = Some(error.to_string());
                    return true;
                }
            }
        }
        false
    }

    /// The form of the save that is under way.
    fn saving(&mut self) -> Option<&mut SaveForm> {
        match &mut self.dialog {
            Dialog::SavePdf(form) | Dialog::SavePng(form) if form.waiting => Some(form),
            Dialog::SavePdf(_) | Dialog::SavePng(_) | Dialog::Publish(_) | Dialog::Closed => None,
        }
    }

    /// The month that is shown: at first the oldest not yet published, or the last that was.
    fn month_of(&mut self, book: &Book, today: Date) -> Month {
        if self.of != Some(book.village.id) {
            self.of = Some(book.village.id);
            self.month = None;
            self.saved = None;
        }
        let ended = Month::of(today).previous();
        *self.month.get_or_insert_with(|| {
            let open = book.closed_through().map_or_else(|| book.first_month(), Month::next);
            open.min(ended).max(book.first_month())
        })
    }

    fn refresh(&mut self, app: &App, book: &Book, key: StandKey) {
        if self.standing.as_ref().is_some_and(|(of, _)| *of == key) {
            return;
        }
        let before = self.standing.as_ref().map(|(of, _)| (of.matter, of.entity, of.month));
        if before != Some((key.matter, key.entity, key.month)) {
            self.saved = None;
        }
        self.preview.restart();
        self.standing = Some((key, Standing::of(app, book, key)));
    }

    fn left(
        &mut self,
        ui: &mut Ui,
        book: &Book,
        standing: &Standing,
        (law, today): (&Law, Date),
        inbox: &mut Inbox,
    ) {
        ui.spacing_mut().item_spacing.y = theme::GAP;
        self.top(ui, book, today);
        if standing.notice().is_none() {
            return;
        }
        let height = (ui.available_height() - self.actions - theme::GAP).max(120.0);
        let area = ScrollArea::vertical().id_salt("notice_side").max_height(height);
        area.auto_shrink([false, true]).show(ui, |ui| {
            let due = standing.notice().map(|notice| due_day(notice, &law.rules));
            side::steps(ui, standing, due, today);
            let here = self.month.unwrap_or_else(|| book.first_month());
            let here = Wanted::new(book.village.id, Period::Month(here));
            side::checks(ui, standing, &self.preview.warnings, here, inbox);
        });
        let top = ui.cursor().top();
        let asked = side::actions(ui, standing, self.saved.is_some());
        let actions = ui.min_rect().bottom() - top;
        if (actions - self.actions).abs() > 0.5 {
            self.actions = actions;
            ui.ctx().request_repaint();
        }
        if let Some(asked) = asked {
            self.act(asked, book, standing, (law, today), inbox);
        }
    }

    fn top(&mut self, ui: &mut Ui, book: &Book, today: Date) {
        ui.horizontal(|ui| {
            let span = (book.first_month(), Month::of(today).max(book.first_month()));
            ui.scope(|ui| controls::month_bar(ui, &mut self.month, span, false));
            ui.spacing_mut().item_spacing.x = 6.0;
            for (matter, word) in [
                (MatterCode::FINANCE_DETAIL, "F01 逐笔"),
                (MatterCode::FINANCE_SUMMARY, "F02 汇总"),
            ] {
                if controls::tab(ui, word, self.matter == matter).clicked() {
                    self.matter = matter;
                }
            }
        });
        if book.entities().len() > 1 {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 6.0;
                for scope in book.bookkeeping().scopes() {
                    if ui.segment(self.entity == *scope, scope.scope_label()).clicked() {
                        self.entity = *scope;
                    }
                }
            });
        }
    }

    fn act(
        &mut self,
        asked: Asked,
        book: &Book,
        standing: &Standing,
        (law, today): (&Law, Date),
        inbox: &mut Inbox,
    ) {
        let (Some(notice), Some(paper)) = (standing.notice(), self.preview.paper()) else { return };
        match asked {
            Asked::Draft => inbox.run(Command::DraftNotice {
                village: book.village.id,
                draft: Box::new(NoticeDraft::new(notice.matter, notice.entity, notice.span)),
            }),
            Asked::Publish => {
                let context = DialogContext { book, law, notice, paper, today };
                self.dialog = Dialog::publish(context);
            }
            Asked::SavePdf => {
                let folder = self.folder.clone().unwrap_or_default();
                self.dialog = Dialog::save(&folder.join(sheet_file_name(notice, "pdf")), false);
            }
            Asked::SavePng => {
                self.dialog =
                    Dialog::save(self.folder.as_deref().unwrap_or(std::path::Path::new("")), true);
            }
            Asked::Open => {
                if let Some(saved) = &self.saved {
                    inbox.push(Wish::OpenOutside(saved.clone()));
                }
            }
        }
    }
}

/// The day by which a monthly notice is due.
fn due_day(notice: &Notice, rules: &Rules) -> Date {
    notice.period().map_or_else(|| notice.covers_until(), |period| rules.due_by(period))
}

/// Says why there is no sheet to show.
fn refused(ui: &mut Ui, stand: &Stand) {
    let Stand::Refused { message, hint } = stand else { return };
    ui.add_space(48.0);
    ui.card(|ui| {
        ui.set_width(ui.available_width());
        ui.card_heading("现在还不能起草");
        ui.label(message);
        ui.quiet(hint);
    });
}
