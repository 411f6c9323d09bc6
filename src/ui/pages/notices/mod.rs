//! 公示: every matter from draft to archive, the lists of what is due and of what was disclosed,
//! and the register of objections.

mod acts;
pub mod allow;
pub mod content;
pub mod correction;
pub mod dialogs;
pub mod editor;
pub mod forms;
mod hears;
pub mod lists;
pub mod occasion;
mod paper;
pub mod people;
pub mod photos;
pub mod preview;
pub mod register;
pub mod selection;
pub mod side;
pub mod stand;
pub mod steps;
pub mod submit;
pub mod typed;

use std::path::PathBuf;
use std::time::Duration;

use egui::{ScrollArea, Ui, UiBuilder};

use crate::app::{App, Command, DisclosureCommand};
use crate::domain::entity::Entity;
use crate::domain::ids::VillageId;
use crate::domain::ledger::Book;
use crate::domain::matter::{Category, MatterCode};
use crate::domain::notice::{Notice, Redaction};
use crate::domain::occasion::DisclosureSpan;
use crate::domain::period::{Date, Month, Period};
use crate::domain::privacy;
use crate::ui::controls;
use crate::ui::ext::UiExt as _;
use crate::ui::inbox::Inbox;
use crate::ui::pages::Wanted;
use crate::ui::pages::vouchers::rows::BookKey;
use crate::ui::theme;
use allow::AllowAsked;
use dialogs::{Dialog, DialogContext};
use editor::{Editor, EditorAsked};
use forms::StepForm;
use lists::{ListAsked, Lists};
use occasion::OccasionForm;
use people::PeopleForm;
use preview::Preview;
use register::RegisterAsked;
use selection::{BarAsked, Selection};
use side::Shown;
use stand::{Stand, StandKey, Standing};
use typed::{Of, Typed};

/// Width of the left column.
const SIDE: f32 = 446.0;
/// Width of the editor.
const EDITOR: f32 = 640.0;
/// On a page of this width the editor may be wider than the steps.
const ROOMY: f32 = 1050.0;
/// What the bar of the page needs to stand in one row.
const BAR: f32 = 1090.0;
/// What it needs more on a matter of persons.
const LIST_BUTTON: f32 = 180.0;

/// Seconds without a key before the sheet shows what was typed.
const PAUSE: f64 = 0.3;

/// What the left column holds (页面分栏).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum View {
    /// The notice that is shown.
    #[default]
    One,
    /// 应公开
    Due,
    /// 公开档案
    Filed,
    /// 异议
    Objections,
}

/// The page.
#[derive(Debug, Default)]
pub struct NoticesPage {
    of: Option<VillageId>,
    view: View,
    chosen: Option<Selection>,
    standing: Option<(StandKey, Standing)>,
    /// What was typed or masked and is not drafted.
    typed: Typed,
    /// Rises whenever something is typed.
    typing: u64,
    editor: Option<Editor>,
    /// When something was last typed in the editor that the sheet does not show yet.
    typed_at: Option<f64>,
    /// The day of the proposal, as typed; for the notice that is shown.
    proposed: String,
    proposal_fault: Option<String>,
    lists: Lists,
    preview: Preview,
    dialog: Dialog,
    /// A draft was asked for, and its answer is awaited.
    drafting: Option<Of>,
    folder: Option<PathBuf>,
    saved: Option<PathBuf>,
    /// Height of the card of actions, which stays in view.
    actions: f32,
}

impl NoticesPage {
    /// Shows what a duty or another page asks for.
    pub fn show(&mut self, wanted: Wanted) {
        self.of = Some(wanted.village);
        let before = self.chosen.filter(Selection::is_of_vouchers);
        let matter = before.map_or(MatterCode::FINANCE_DETAIL, |chosen| chosen.matter);
        let month = DisclosureSpan::Period(Period::Month(wanted.period.last_month()));
        self.choose(match (wanted.matter, wanted.span) {
            (Some(matter), span) => Selection::new(matter, span.unwrap_or(month)),
            (None, _) => Selection::new(matter, month),
        });
        self.dialog = Dialog::Closed;
    }

    /// Turns to a notice and its steps.
    fn choose(&mut self, chosen: Selection) {
        self.view = View::One;
        self.turn_to(chosen);
    }

    fn turn_to(&mut self, chosen: Selection) {
        if self.chosen != Some(chosen) {
            self.put_editor_away();
            self.chosen = Some(chosen);
            self.saved = None;
            self.proposed.clear();
            self.proposal_fault = None;
        }
    }

    /// Leaves the editor for another notice: what was changed is kept as if it was done.
    fn put_editor_away(&mut self) {
        self.typed_at = None;
        if let Some(editor) = self.editor.take() {
            self.typing += 1;
            if editor.is_changed() {
                self.typed.keep(editor.of, editor.form);
            }
        }
    }

    /// What would be lost with the window; none where nothing would.
    pub fn unsaved(&self) -> Option<String> {
        let edited = self.editor.as_ref().filter(|editor| editor.is_changed());
        let edited = edited.filter(|editor| self.typed.content(editor.of).is_none());
        let count = self.typed.count() + usize::from(edited.is_some());
        (count > 0).then(|| format!("公示：{count} 件改了内容，还没有起草"))
    }

    /// Draws the page.
    pub fn ui(&mut self, ui: &mut Ui, app: &App, inbox: &mut Inbox) {
        let Ok(ledger) = app.ledger() else { return };
        let Some(book) = ledger.book() else { return };
        let (today, law) = (app.today(), ledger.law());
        let chosen = self.chosen_of(book, today, law);
        self.lists.refresh(ledger, book, today);
        self.refresh(app, book, chosen);
        let Some((key, standing)) = self.standing.take() else { return };
        self.folder.get_or_insert_with(|| dialogs::first_folder(app));
        let context = DialogContext { app, book, law, today };
        let covered =
            self.dialog.is_open() || ui.memory(|memory| memory.top_modal_layer().is_some());
        self.bar(ui, chosen, context);
        ui.add_space(4.0);
        if self.view == View::Objections {
            self.register(ui, context);
        } else {
            self.columns(ui, (chosen, &standing), covered, context, inbox);
        }
        self.dialogs(ui, &standing, context, inbox);
        self.standing = Some((key, standing));
    }

    fn dialogs(
        &mut self,
        ui: &Ui,
        standing: &Standing,
        context: DialogContext<'_>,
        inbox: &mut Inbox,
    ) {
        if matches!(self.dialog, Dialog::Basis) {
            let stages = steps::line_of(standing, context.book, context.law, context.today);
            let category = standing.notice().map(|notice| notice.category(context.law));
            let category = category.unwrap_or(Category::Affairs);
            if steps::basis(ui, &stages, category, context.law) {
                self.dialog = Dialog::Closed;
            }
            return;
        }
        if let Dialog::Allow(form) = &mut self.dialog {
            match form.ui(ui) {
                Some(AllowAsked::Keep(allowance)) => {
                    self.redact(|it| it.allowed.push(allowance));
                    self.dialog = Dialog::Closed;
                }
                Some(AllowAsked::Cancel) => self.dialog = Dialog::Closed,
                None => {}
            }
            return;
        }
        let sheet = standing.notice().zip(self.preview.paper());
        self.dialog.ui(ui, context, sheet, inbox);
    }

    /// What is masked of the notice that is shown, beyond its draft.
    fn redact(&mut self, change: impl FnOnce(&mut Redaction)) {
        if let Some(of) = self.of.zip(self.chosen) {
            self.typing += 1;
            self.typed.redact(of, change);
        }
    }

    /// Left what is done, right the sheet.
    fn columns(
        &mut self,
        ui: &mut Ui,
        (chosen, standing): (Selection, &Standing),
        covered: bool,
        context: DialogContext<'_>,
        inbox: &mut Inbox,
    ) {
        let area = ui.available_rect_before_wrap();
        let is_editing = self.editor.is_some() && self.view == View::One;
        // the bar above the sheet needs half of a small screen
        let is_roomy = is_editing && area.width() > ROOMY;
        let (most, share) = if is_roomy { (EDITOR, 0.6) } else { (SIDE, 0.52) };
        let mut left = area;
        left.set_width(most.min(area.width() * share));
        let mut right = area;
        right.min.x = left.max.x + theme::GAP + 2.0;
        ui.scope_builder(UiBuilder::new().max_rect(left), |ui| {
            ui.spacing_mut().item_spacing.y = theme::GAP;
            match self.view {
                View::One if is_editing => self.edit(ui, chosen, standing, context),
                View::One | View::Objections => {
                    self.left(ui, (chosen, standing), context, inbox);
                }
                View::Due => {
                    let asked = self.lists.due_ui(ui, chosen);
                    self.list_asked(asked, context, inbox);
                }
                View::Filed => {
                    let asked = self.lists.filed_ui(ui, chosen);
                    self.list_asked(asked, context, inbox);
                }
            }
        });
        ui.scope_builder(UiBuilder::new().max_rect(right), |ui| match standing.notice() {
            Some(notice) => {
                let fonts = context.app.font_generation();
                self.preview.ui(ui, (notice, fonts), covered || is_editing, inbox);
            }
            None => self.refused(ui, (chosen, &standing.stand), context),
        });
    }

    /// What is shown: at first the finance of the oldest month not yet published, or of the last
    /// that was.
    fn chosen_of(&mut self, book: &Book, today: Date, law: &crate::domain::law::Law) -> Selection {
        if self.of != Some(book.village.id) {
            self.put_editor_away();
            self.of = Some(book.village.id);
            self.chosen = None;
            self.saved = None;
        }
        let mut chosen = self.chosen.unwrap_or_else(|| {
            let ended = Month::of(today).previous();
            let open = book.closed_through().map_or_else(|| book.first_month(), Month::next);
            let month = open.min(ended).max(book.first_month());
            Selection::new(MatterCode::FINANCE_DETAIL, Period::Month(month).into())
        });
        let is_finance = law
            .catalog
            .matter(chosen.matter)
            .is_none_or(|matter| matter.category == Category::Finance);
        let is_kept = is_finance && book.bookkeeping().scopes().contains(&chosen.entity);
        if !is_kept && chosen.notice.is_none() {
            chosen.entity = Entity::Village;
        }
        self.chosen = Some(chosen);
        chosen
    }

    fn refresh(&mut self, app: &App, book: &Book, chosen: Selection) {
        let revision = app.ledger().map_or(0, crate::app::Ledger::revision);
        let book_key = BookKey::of(book, revision);
        let (typed, today, fonts) = (self.typing, app.today(), app.font_generation());
        let key = StandKey { book: book_key, chosen, typed, today, fonts };
        let before = self.standing.as_ref().map(|(of, _)| of);
        if before == Some(&key) {
            return;
        }
        if !before.is_some_and(|before| before.is_same_notice(&key)) {
            self.preview.restart();
        }
        let of = (book.village.id, chosen);
        let editing = self.editor.as_ref().filter(|it| it.of == of).map(|editor| &editor.form);
        let content = editing.or_else(|| self.typed.content(of));
        self.standing =
            Some((key, Standing::of(app, book, key, content, self.typed.redaction(of))));
    }

    /// Which list, which matter, which period.
    fn bar(&mut self, ui: &mut Ui, chosen: Selection, context: DialogContext<'_>) {
        let mut asked = None;
        // the button 导入名单… needs room of its own
        let item = context.law.title(chosen.matter);
        let is_list = privacy::is_about_people((chosen.matter, item));
        if ui.available_width() >= BAR + if is_list { LIST_BUTTON } else { 0.0 } {
            ui.horizontal(|ui| {
                self.tabs(ui, context.book);
                ui.add_space(14.0);
                asked = selection::bar(ui, chosen, context.book, context.law, context.today);
            });
        } else {
            ui.horizontal(|ui| self.tabs(ui, context.book));
            ui.horizontal(|ui| {
                asked = selection::bar(ui, chosen, context.book, context.law, context.today);
            });
        }
        match asked {
            Some(BarAsked::Show(chosen)) => self.choose(chosen),
            Some(BarAsked::Record(matter)) => {
                self.dialog = Dialog::Occasion(OccasionForm::new(Some(matter), context));
            }
            Some(BarAsked::People(chosen)) => {
                self.dialog = Dialog::People(Box::new(PeopleForm::new(chosen, context)));
            }
            None => {}
        }
    }

    fn tabs(&mut self, ui: &mut Ui, book: &Book) {
        ui.spacing_mut().item_spacing.x = 6.0;
        let counted = |word: &str, count: usize| match count {
            0 => word.to_owned(),
            count => format!("{word} {count}"),
        };
        for (view, word) in [
            (View::One, "本件".to_owned()),
            (View::Due, counted("应公开", self.lists.open)),
            (View::Filed, "公开档案".to_owned()),
            (View::Objections, counted("异议", register::open(book))),
        ] {
            if controls::tab(ui, &word, self.view == view).clicked() {
                self.view = view;
            }
        }
    }

    fn register(&mut self, ui: &mut Ui, context: DialogContext<'_>) {
        match register::ui(ui, context.book, context.law, context.today) {
            Some(RegisterAsked::Show(chosen)) => self.choose(chosen),
            Some(RegisterAsked::Reply(id)) => self.reply(id, context),
            None => {}
        }
    }

    fn reply(&mut self, id: crate::domain::ids::ObjectionId, context: DialogContext<'_>) {
        if let Some(objection) = context.book.objections.iter().find(|it| it.id == id) {
            self.dialog = Dialog::Step(Box::new(StepForm::reply(objection, context)));
        }
    }

    fn list_asked(
        &mut self,
        asked: Option<ListAsked>,
        context: DialogContext<'_>,
        inbox: &mut Inbox,
    ) {
        match asked {
            Some(ListAsked::Show { chosen, open: true }) => self.choose(chosen),
            Some(ListAsked::Show { chosen, open: false }) => self.turn_to(chosen),
            Some(ListAsked::Record) => {
                self.dialog = Dialog::Occasion(OccasionForm::new(None, context));
            }
            Some(ListAsked::DraftTogether) => {
                let village = context.book.village.id;
                let together = DisclosureCommand::DraftTogether { village, period: None };
                inbox.run(Command::Disclosure(together));
            }
            Some(ListAsked::Together(act, ids)) => {
                let notices: Vec<&Notice> =
                    ids.iter().filter_map(|id| context.book.notice(*id)).collect();
                self.dialog = Dialog::Step(Box::new(StepForm::new(act, &notices, context)));
            }
            None => {}
        }
    }

    /// The editor of the words and the table.
    fn edit(
        &mut self,
        ui: &mut Ui,
        chosen: Selection,
        standing: &Standing,
        context: DialogContext<'_>,
    ) {
        let Some(editor) = &mut self.editor else { return };
        let heading = standing.notice().map_or_else(
            || context.law.title(chosen.matter).to_owned(),
            |notice| format!("{} {}", notice.span_label(), notice.title()),
        );
        let before = editor.edits();
        let asked = editor.ui(ui, &heading, context.law.catalog.matter(chosen.matter));
        let now = ui.input(|input| input.time);
        if editor.edits() != before {
            self.typed_at = Some(now);
        }
        if asked == Some(EditorAsked::Cancel) {
            self.editor = None;
        }
        if asked.is_some() {
            self.put_editor_away();
            self.typing += 1;
            ui.ctx().request_repaint();
        }
        self.show_typed(ui, now);
    }

    /// Shows on the sheet what was typed, once the person pauses: a long table is not laid out at
    /// every key.
    fn show_typed(&mut self, ui: &Ui, now: f64) {
        let Some(typed_at) = self.typed_at else { return };
        let rest = PAUSE - (now - typed_at);
        if rest <= 0.0 {
            self.typed_at = None;
            self.typing += 1;
            ui.ctx().request_repaint();
        } else {
            ui.ctx().request_repaint_after(Duration::from_secs_f64(rest));
        }
    }

    fn left(
        &mut self,
        ui: &mut Ui,
        (chosen, standing): (Selection, &Standing),
        context: DialogContext<'_>,
        inbox: &mut Inbox,
    ) {
        self.scopes(ui, chosen, context);
        if standing.notice().is_none() {
            return;
        }
        let (book, law, today) = (context.book, context.law, context.today);
        let stages = steps::line_of(standing, book, law, today);
        let shown = Shown { standing, stages: &stages, book, law, today };
        let height = (ui.available_height() - self.actions.max(110.0) - theme::GAP).max(120.0);
        let area = ScrollArea::vertical().id_salt("notice_side").max_height(height);
        let mut asked = None;
        area.auto_shrink([false, true]).show(ui, |ui| {
            asked = side::steps(ui, shown);
            let period = Period::Month(chosen.month(book));
            let here = Wanted::new(book.village.id, period);
            let found = side::checks(ui, standing, &self.preview.warnings, here, inbox);
            asked = found.or(asked);
            side::history(ui, shown);
        });
        let top = ui.cursor().top();
        if self.proposed.is_empty() {
            self.proposed = today.to_string();
        }
        let saved = self.saved.is_some();
        let pressed = side::actions(ui, shown, saved, &mut self.proposed);
        if let Some(fault) = &self.proposal_fault {
            ui.notice_box(true, fault);
        }
        let actions = ui.min_rect().bottom() - top;
        if (actions - self.actions).abs() > 0.5 {
            self.actions = actions;
            ui.ctx().request_repaint();
        }
        if let Some(asked) = pressed.or(asked) {
            self.act(asked, (chosen, standing), context, inbox);
        }
    }

    /// Whose books, in a village with two sets.
    fn scopes(&mut self, ui: &mut Ui, chosen: Selection, context: DialogContext<'_>) {
        let matter = context.law.catalog.matter(chosen.matter);
        let is_finance = matter.is_none_or(|matter| matter.category == Category::Finance);
        if context.book.entities().len() < 2 || !is_finance || chosen.notice.is_some() {
            return;
        }
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            for scope in context.book.bookkeeping().scopes() {
                if ui.segment(chosen.entity == *scope, scope.scope_label()).clicked() {
                    self.turn_to(Selection { entity: *scope, ..chosen });
                }
            }
        });
    }

    /// Says why there is no sheet to show.
    fn refused(
        &mut self,
        ui: &mut Ui,
        (chosen, stand): (Selection, &Stand),
        context: DialogContext<'_>,
    ) {
        let Stand::Refused { message, hint } = stand else { return };
        let known = context.law.catalog.matter(chosen.matter);
        let is_immediate =
            known.is_some_and(|it| it.cadence == crate::domain::matter::Cadence::Immediate);
        ui.add_space(48.0);
        ui.card(|ui| {
            ui.set_width(ui.available_width());
            ui.card_heading("现在还不能起草");
            ui.add(egui::Label::new(message).wrap());
            ui.quiet(hint);
            if is_immediate && ui.primary_button("登记事由").clicked() {
                let form = OccasionForm::new(Some(chosen.matter), context);
                self.dialog = Dialog::Occasion(form);
            }
        });
    }
}
