//! The frame around the pages: top bar, side bar, toasts, dialogs, and the one place where
//! wishes are carried out.

mod bars;
mod errands;
mod search;

use std::path::{Path, PathBuf};

use egui::{CentralPanel, Context, Frame, Key, Margin, Modifiers, Ui, ViewportCommand};

pub use errands::FilePicker;
use errands::{Errand, Errands, SystemPicker};

use crate::app::{
    ACTUAL_SIZE, ACTUAL_SIZE_HOW, App, AppError, Command, JobEvent, Jobs, Ledger, Outcome, Recent,
    SentTo, open_outside,
};
use crate::domain::ids::{VillageId, VoucherId};
use crate::domain::voucher::Voucher;
use crate::ui::dialog::{Answer, Dialog};
use crate::ui::inbox::{Inbox, Pick, Picked, Wish};
use crate::ui::listing_save::SaveDialog;
use crate::ui::pages::Page;
use crate::ui::pages::affairs::AffairsPage;
use crate::ui::pages::holdings::HoldingsPage;
use crate::ui::pages::ledgers::LedgersPage;
use crate::ui::pages::notices::NoticesPage;
use crate::ui::pages::reconcile::ReconcilePage;
use crate::ui::pages::settings::SettingsPage;
use crate::ui::pages::today::TodayPage;
use crate::ui::pages::township::TownshipPage;
use crate::ui::pages::vouchers::VouchersPage;
use crate::ui::pages::welcome::WelcomePage;
use crate::ui::site_dialog::SiteDialog;
use crate::ui::toast::Toasts;
use crate::ui::{keys, theme};

/// The window's content.
#[derive(Debug)]
pub struct Shell {
    app: App,
    jobs: Jobs,
    recent: Recent,
    inbox: Inbox,
    errands: Errands,
    page: Page,
    choosing_ledger: bool,
    pages: Pages,
    welcome: WelcomePage,
    switcher: bars::Switcher,
    search: search::Search,
    toasts: Toasts,
    dialog: Option<Dialog>,
    save: Option<SaveDialog>,
    site: Option<SiteDialog>,
    /// The person gives up what is not saved.
    gives_up: bool,
}

/// The pages of the ledger that is open: begun anew with each ledger.
#[derive(Debug, Default)]
struct Pages {
    today: TodayPage,
    vouchers: VouchersPage,
    reconcile: ReconcilePage,
    ledgers: LedgersPage,
    notices: NoticesPage,
    holdings: HoldingsPage,
    township: TownshipPage,
    affairs: AffairsPage,
    settings: SettingsPage,
}

impl Shell {
    /// Fonts and look are installed here, so that every test of the window is a font test.
    pub fn new(ctx: &Context, app: App, jobs: Jobs, recent: Recent) -> Self {
        let errands = Errands::on_threads(ctx.clone(), SystemPicker);
        Self::with_errands(ctx, app, jobs, recent, errands)
    }

    /// A window for tests: file dialogs are answered by `picker`, long work is done at once, and
    /// nothing is remembered.
    pub fn scripted(ctx: &Context, app: App, jobs: Jobs, picker: impl FilePicker) -> Self {
        Self::with_errands(ctx, app, jobs, Recent::default(), Errands::inline(ctx.clone(), picker))
    }

    fn with_errands(ctx: &Context, app: App, jobs: Jobs, recent: Recent, errands: Errands) -> Self {
        theme::install(ctx);
        let added = app.added_font_bytes();
        if !added.is_empty() {
            theme::install_fonts(ctx, added);
        }
        Self {
            app,
            jobs,
            recent,
            inbox: Inbox::default(),
            errands,
            page: Page::default(),
            choosing_ledger: false,
            pages: Pages::default(),
            welcome: WelcomePage::default(),
            switcher: bars::Switcher::default(),
            search: search::Search::default(),
            toasts: Toasts::default(),
            dialog: None,
            save: None,
            site: None,
            gives_up: false,
        }
    }

    /// The office behind the window.
    pub const fn app(&self) -> &App {
        &self.app
    }

    /// The page that is shown.
    pub const fn page(&self) -> Page {
        self.page
    }

    /// Whether a dialog waits for an answer.
    pub const fn has_dialog(&self) -> bool {
        self.dialog.is_some() || self.save.is_some() || self.site.is_some()
    }

    /// Says a wish as a view would.
    pub fn wish(&mut self, wish: Wish) {
        self.inbox.push(wish);
    }

    /// Everything that happens between frames: what came in, what was asked for.
    pub fn attend(&mut self, ctx: &Context) {
        keys::watch(ctx);
        self.closing(ctx);
        self.shortcuts(ctx);
        for event in self.jobs.poll() {
            self.job(ctx, &event);
        }
        for errand in self.errands.poll() {
            self.errand_done(ctx, errand);
        }
        // a wish may lead to others, but not without end
        for _ in 0..4 {
            let wishes = self.inbox.drain();
            if wishes.is_empty() {
                break;
            }
            for wish in wishes {
                self.carry_out(ctx, wish);
            }
        }
    }

    /// Before the window closes, asks about what is not saved.
    fn closing(&mut self, ctx: &Context) {
        if !ctx.input(|input| input.viewport().close_requested()) || self.gives_up {
            return;
        }
        let lines = self.unsaved();
        if !lines.is_empty() {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.dialog = Some(Dialog::Leave { lines, command: None });
        }
    }

    /// What would be lost with the pages, one line each.
    fn unsaved(&self) -> Vec<String> {
        let Pages { vouchers, notices, settings, .. } = &self.pages;
        let mut lines: Vec<String> =
            vouchers.unsaved().into_iter().chain(notices.unsaved()).collect();
        lines.extend(settings.unsaved());
        lines
    }

    /// Draws the window; changes nothing but what a person typed or chose.
    pub fn draw(&mut self, ui: &mut Ui) {
        let is_open = self.app.has_ledger() && !self.choosing_ledger;
        self.top_bar(ui, is_open);
        self.busy_bar(ui);
        if is_open {
            self.side_bar(ui);
        }
        let margin = Margin::same(theme::PAGE_MARGIN);
        let frame = Frame::new().fill(theme::GROUND).inner_margin(margin);
        CentralPanel::default().frame(frame).show(ui, |ui| self.page_ui(ui, is_open));
        let ctx = ui.ctx().clone();
        let inbox = &mut self.inbox;
        if self.site.as_mut().is_some_and(|site| site.ui(ui, &self.app, inbox)) {
            self.site = None;
        }
        if self.save.as_mut().is_some_and(|save| save.ui(ui, &mut self.inbox)) {
            self.save = None;
        }
        let answer = self.dialog.as_ref().and_then(|dialog| dialog.ui(&ctx));
        if let Some(answer) = answer {
            self.dialog = None;
            match answer {
                Answer::Agreed(command) => self.inbox.run(*command),
                Answer::Leave(command) => {
                    self.gives_up = true;
                    match command {
                        Some(command) => self.inbox.run(*command),
                        None => ctx.send_viewport_cmd(ViewportCommand::Close),
                    }
                }
                Answer::Closed => {}
            }
            ctx.request_repaint();
        }
        self.toasts.ui(&ctx, &mut self.inbox);
        if !self.inbox.is_empty() {
            ctx.request_repaint();
        }
    }

    fn page_ui(&mut self, ui: &mut Ui, is_open: bool) {
        let (app, inbox, pages) = (&self.app, &mut self.inbox, &mut self.pages);
        if !is_open {
            return self.welcome.ui(ui, app, &self.recent, inbox);
        }
        match self.page {
            Page::Today => pages.today.ui(ui, app, inbox),
            Page::Vouchers => pages.vouchers.ui(ui, app, inbox),
            Page::Reconcile => pages.reconcile.ui(ui, app, inbox),
            Page::Ledgers => pages.ledgers.ui(ui, app, inbox),
            Page::Notices => pages.notices.ui(ui, app, inbox),
            Page::Holdings => pages.holdings.ui(ui, app, inbox),
            Page::Township => pages.township.ui(ui, app, inbox),
            Page::Affairs => pages.affairs.ui(ui, app, inbox),
            Page::Settings => pages.settings.ui(ui, app, inbox),
        }
    }

    fn shortcuts(&mut self, ctx: &Context) {
        // a dialog of a page counts too: what it waits for must not be left behind
        let covered = self.has_dialog() || ctx.memory(|it| it.top_modal_layer().is_some());
        if covered || !self.app.has_ledger() || self.choosing_ledger {
            return;
        }
        if keys::pressed(ctx, Modifiers::COMMAND, Key::K) {
            self.search.focus();
        }
        let numbers = [
            Key::Num1,
            Key::Num2,
            Key::Num3,
            Key::Num4,
            Key::Num5,
            Key::Num6,
            Key::Num7,
            Key::Num8,
            Key::Num9,
        ];
        for (page, key) in Page::ALL.into_iter().zip(numbers) {
            if keys::pressed(ctx, Modifiers::COMMAND, key) {
                self.page = page;
            }
        }
    }

    fn carry_out(&mut self, ctx: &Context, wish: Wish) {
        match wish {
            Wish::Run(command) => self.run(command),
            Wish::Ask { title, text, agree, command } => {
                let command = Box::new(command);
                self.dialog = Some(Dialog::Ask { title, text, agree, command });
            }
            Wish::Start(job) => {
                self.jobs.start(job);
                ctx.request_repaint();
            }
            Wish::StartWith(job, stop) => {
                self.jobs.start_with(job, stop);
                ctx.request_repaint();
            }
            Wish::CancelJob => self.jobs.cancel(),
            Wish::Go(page) => self.page = page,
            Wish::GoTo(page, wanted) => {
                self.run(Command::SelectVillage(wanted.village));
                self.pages.vouchers.show(wanted.village, wanted.period.last_month());
                self.pages.notices.show(wanted);
                self.page = page;
            }
            Wish::ShowVoucher { village, voucher } => self.show_voucher(village, voucher),
            Wish::ShowAccount { account, period } => {
                if let Some(village) = self.shown_village() {
                    self.pages.ledgers.show(village, account, period);
                    self.page = Page::Ledgers;
                }
            }
            Wish::ShowRecurring(month) => {
                self.pages.vouchers.show_recurring(month);
                self.page = Page::Vouchers;
            }
            Wish::OpenSettings(tab) => {
                self.pages.settings.show(tab);
                self.page = Page::Settings;
            }
            Wish::ChooseLedger => self.choosing_ledger = !self.choosing_ledger,
            Wish::BuildDemo(folder) => self.errands.build_demo(folder),
            Wish::Pick(pick) => self.errands.pick(pick),
            Wish::OpenOutside(path) => {
                if let Err(error) = open_outside(&path) {
                    self.tell(&error);
                }
            }
            Wish::SaveListing { listing, format } => {
                self.save = Some(SaveDialog::new(&self.app, listing, format));
            }
            Wish::SaveForms { resolution, profile } => {
                self.save = Some(SaveDialog::forms(&self.app, resolution, profile));
            }
            Wish::SavePublished { listings, period } => {
                self.save = Some(SaveDialog::published(&self.app, listings, period));
            }
            Wish::MakeSite => self.site = Some(SiteDialog::new(&self.app)),
            Wish::Tell(text) => self.toasts.done(text),
        }
    }

    /// Runs a command, then lets every page hear what came of it.
    fn run(&mut self, command: Command) {
        let opening = command.opens().map(Path::to_owned);
        if opening.is_some() && !std::mem::take(&mut self.gives_up) {
            let lines = self.unsaved();
            if !lines.is_empty() {
                self.welcome.held_up();
                self.dialog = Some(Dialog::Leave { lines, command: Some(Box::new(command)) });
                return;
            }
        }
        let before = self.app.ledger().ok().and_then(|ledger| ledger.path()).map(Path::to_owned);
        let outcome = self.app.execute(command);
        if let Some(path) = opening {
            match &outcome {
                Ok(_) => self.opened(&path),
                Err(_) => self.reopen(before),
            }
        }
        let app = &self.app;
        let mut told = self.welcome.heard(app, &outcome);
        told |= self.pages.settings.heard(app, &outcome);
        told |= self.pages.vouchers.heard(&outcome);
        told |= self.pages.reconcile.heard(&outcome);
        told |= self.pages.notices.heard(&outcome);
        told |= self.pages.holdings.heard(&outcome);
        told |= self.pages.affairs.heard(&outcome);
        let counted = self.pages.township.heard(&outcome);
        self.pages.today.forget();
        match &outcome {
            Ok(_) if counted => {}
            Ok(outcome) => self.praise(outcome),
            Err(error) if !(told || counted) => self.tell(error),
            Err(_) => {}
        }
    }

    fn shown_village(&self) -> Option<VillageId> {
        self.app.ledger().ok().and_then(Ledger::book).map(|book| book.village.id)
    }

    /// Turns to the month of a voucher, with the voucher selected.
    fn show_voucher(&mut self, village: VillageId, voucher: VoucherId) {
        if self.shown_village() != Some(village) {
            self.run(Command::SelectVillage(village));
        }
        let book = self.app.ledger().ok().and_then(Ledger::book);
        let book = book.filter(|book| book.village.id == village);
        let month = book.and_then(|book| book.voucher(voucher)).map(Voucher::month);
        if let Some(month) = month {
            self.pages.vouchers.show(village, month);
            self.pages.vouchers.select(voucher);
            self.page = Page::Vouchers;
        }
    }

    fn opened(&mut self, path: &Path) {
        self.recent.remember(path);
        self.pages = Pages::default();
        self.search = search::Search::default();
        self.page = Page::default();
        self.choosing_ledger = false;
    }

    /// A ledger that could not be opened leaves the one before it open.
    fn reopen(&mut self, before: Option<PathBuf>) {
        if self.app.has_ledger() {
            return;
        }
        if let Some(path) = before {
            // it was open a moment ago; if it is gone, the welcome page says so
            drop(self.app.execute(Command::OpenLedger { path }));
        }
    }

    fn praise(&mut self, outcome: &Outcome) {
        let message = outcome.message();
        // that a ledger is open is seen without words
        if !message.is_empty() && !matches!(outcome, Outcome::LedgerOpened) {
            self.toasts.done(message.clone());
        }
        if let Outcome::DraftedTogether(done) = outcome
            && !done.left.is_empty()
        {
            self.dialog = Some(Dialog::Faults {
                text: message.clone(),
                hint: "要写内容的，请打开那一件写好再起草；确实没有的，单独起草。".to_owned(),
                lines: done.left.clone(),
            });
        }
        if let Outcome::OpeningEntered(summary) | Outcome::VouchersImported(summary) = outcome
            && !summary.warnings.is_empty()
        {
            self.dialog = Some(Dialog::Faults {
                text: format!("已导入，有 {} 处请看一下", summary.warnings.len()),
                hint: String::new(),
                lines: summary.warnings.clone(),
            });
        }
    }

    /// Tells a refusal in passing, a failure in a dialog.
    fn tell(&mut self, error: &AppError) {
        match error {
            AppError::Refused(refusal) if refusal.import_faults.is_empty() => {
                self.toasts.refused(&refusal.message, &refusal.hint);
            }
            AppError::Refused(refusal) => {
                let lines: Vec<String> =
                    refusal.import_faults.iter().map(ToString::to_string).collect();
                let text = first_line(&refusal.message);
                // one fault is its own summary: it need not stand there twice
                let text = match lines.as_slice() {
                    [only] if only.starts_with(&text) => "有 1 处要改，没有导入".to_owned(),
                    _ => text,
                };
                self.dialog = Some(Dialog::Faults { text, hint: refusal.hint.clone(), lines });
            }
            AppError::Failed { doing, message } => {
                self.dialog = Some(Dialog::Failure { doing, message: message.clone() });
            }
        }
    }

    fn job(&mut self, ctx: &Context, event: &JobEvent) {
        let ends = matches!(event, JobEvent::Saved(_) | JobEvent::Cancelled | JobEvent::Failed(_));
        let waits = ends && self.save.as_ref().is_some_and(SaveDialog::is_waiting);
        let told =
            waits || self.pages.notices.job(ctx, event) | self.pages.vouchers.job(ctx, event);
        let told = told | self.pages.township.job(event);
        let told = told | self.site.as_mut().is_some_and(|site| site.heard(event));
        if self.save.as_mut().is_some_and(|save| save.heard(event)) {
            self.save = None;
        }
        match event {
            JobEvent::Saved(files) => self.toasts.saved(files),
            JobEvent::Cancelled => self.toasts.done("已停止，先前存好的文件还在"),
            JobEvent::Failed(error) if !told => self.tell(error),
            JobEvent::AttachmentSaved(Ok(file)) => self.toasts.saved(std::slice::from_ref(file)),
            JobEvent::AttachmentSaved(Err(error)) if !told => self.tell(error),
            JobEvent::RunDone(report) if !told => self.toasts.saved(&report.files()),
            JobEvent::Sent(sent) => self.sent(sent),
            JobEvent::Preview(_)
            | JobEvent::PreviewFailed(..)
            | JobEvent::Picture(..)
            | JobEvent::RunProgress(_)
            | JobEvent::RunDone(_)
            | JobEvent::AttachmentSaved(_)
            | JobEvent::Site(_)
            | JobEvent::Failed(_) => {}
        }
    }

    /// Says where a file went: to a printer in passing, to the viewer with the words that a person
    /// needs there.
    fn sent(&mut self, sent: &Result<SentTo, AppError>) {
        match sent {
            Ok(SentTo::Printer(name)) => {
                self.toasts.done(format!("已按实际大小送到打印机 {name}"));
            }
            Ok(SentTo::System) => {
                self.toasts.done(format!("已交给系统打印；弹出打印窗口时请选“{ACTUAL_SIZE}”"));
            }
            Ok(SentTo::Viewer) => {
                self.dialog = Some(Dialog::Note { title: ACTUAL_SIZE, text: ACTUAL_SIZE_HOW });
            }
            Err(error) => self.tell(error),
        }
    }

    fn errand_done(&mut self, ctx: &Context, errand: Errand) {
        match errand {
            Errand::Picked(picked) => self.picked(&picked),
            Errand::Demo(Ok(path)) => self.run(Command::OpenLedger { path }),
            Errand::Demo(Err(error)) | Errand::NotStarted(error) => self.tell(&error),
        }
        ctx.request_repaint();
    }

    fn picked(&mut self, picked: &Picked) {
        let (app, inbox) = (&self.app, &mut self.inbox);
        match &picked.pick {
            Pick::Ledger | Pick::NewLedger { .. } | Pick::DemoFolder => {
                self.welcome.picked(picked, inbox);
            }
            Pick::SaveListing { .. } => {
                if let Some(save) = &mut self.save {
                    save.picked(picked.path());
                }
            }
            Pick::SiteFolder => {
                if let Some(site) = &mut self.site {
                    site.picked(picked.path());
                }
            }
            Pick::Table { .. }
            | Pick::SavePdf { .. }
            | Pick::Folder
            | Pick::Attachments
            | Pick::Papers
            | Pick::Font
            | Pick::SaveAttachment { .. } => {
                self.pages.vouchers.picked(app, picked);
                self.pages.reconcile.picked(app, picked);
                self.pages.notices.picked(picked);
                self.pages.township.picked(picked);
                self.pages.holdings.picked(app, picked);
                self.pages.affairs.picked(picked);
                self.pages.settings.picked(app, picked, inbox);
            }
        }
    }
}

/// The summary of a message that goes on to list what the dialog lists itself.
fn first_line(message: &str) -> String {
    message.lines().next().unwrap_or_default().trim_end_matches('：').to_owned()
}

impl eframe::App for Shell {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        self.attend(ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.draw(ui);
        // the date in the top bar changes at midnight
        ui.ctx().request_repaint_after(std::time::Duration::from_hours(1));
    }
}
