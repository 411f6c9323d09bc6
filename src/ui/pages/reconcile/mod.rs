//! 对账: what the bank says beside what the books say, until both agree.

mod acts;
mod adjustment;
mod chosen;
mod import;
mod lists;
mod mapping;
mod panel;
mod post;
mod shown;
mod statements;

use egui::{Align, Key, Layout, Modifiers, RichText, Ui};

use crate::app::{App, AppError, Outcome};
use crate::domain::account::AccountCode;
use crate::domain::ids::BankLineId;
use crate::domain::ledger::Book;
use crate::domain::listing::Link;
use crate::domain::period::{self, Month, Period};
use crate::ui::ext::UiExt as _;
use crate::ui::inbox::{Inbox, Pick, PickPurpose, Picked, Wish};
use crate::ui::pages::{Page, Wanted};
use crate::ui::{controls, keys, theme};
use adjustment::AdjustmentView;
use chosen::{Chosen, How, List};
use import::{ImportContext, ImportDialog};
use lists::ListView;
use panel::Asked;
use post::PostDialog;
use shown::{Filter, Shown};
use statements::Statements;

/// Room beside the account for what the bank is called.
const BANK_WIDTH: f32 = 330.0;

/// The page.
#[derive(Debug, Default)]
pub struct ReconcilePage {
    tab: Tab,
    /// The account that a person chose.
    account: Option<AccountCode>,
    filter: Filter,
    accounts: Vec<AccountCode>,
    shown: Option<Shown>,
    chosen: Chosen,
    statements: Option<Statements>,
    adjustment: AdjustmentView,
    import: ImportDialog,
    post: Option<PostDialog>,
    /// The lines of the match that is being written.
    matching: Option<Vec<BankLineId>>,
    /// The lines that were matched last, to be taken back.
    undo: Vec<BankLineId>,
    unmatching: bool,
    /// Why the last match was refused.
    fault: Option<String>,
    /// The place of the line that a voucher is written for.
    post_at: Option<usize>,
    /// Go on with the line at this place of the list once it is drawn anew.
    go_on: Option<usize>,
}

/// The parts of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Tab {
    #[default]
    Match,
    Statements,
    Adjustment,
}

impl Tab {
    const ALL: [Self; 3] = [Self::Match, Self::Statements, Self::Adjustment];

    const fn label(self) -> &'static str {
        match self {
            Self::Match => "核对",
            Self::Statements => "对账单",
            Self::Adjustment => "余额调节表",
        }
    }
}

impl ReconcilePage {
    /// Draws the page.
    pub fn ui(&mut self, ui: &mut Ui, app: &App, inbox: &mut Inbox) {
        let Ok(ledger) = app.ledger() else { return };
        let Some(book) = ledger.book() else { return };
        if let Err(error) = self.refresh(app, book, ledger.revision()) {
            ui.notice_box(true, &error.to_string());
            return;
        }
        let Some(mut shown) = self.shown.take() else { return };
        shown.filter(self.filter);
        self.go_on(&shown);
        let covered = self.import.is_open()
            || self.post.is_some()
            || ui.memory(|memory| memory.top_modal_layer().is_some());
        ui.spacing_mut().item_spacing.y = theme::GAP / 2.0 + 2.0;
        self.dropped(ui, app);
        self.top(ui, book, &shown, covered, inbox);
        if shown.known.statements.is_empty() {
            self.empty(ui, book);
        } else {
            match self.tab {
                Tab::Match => self.match_ui(ui, (app, book), &shown, covered, inbox),
                Tab::Statements => self.statements_ui(ui, &shown),
                Tab::Adjustment => {
                    let opened = self.adjustment.ui(ui, (app, book), &shown, inbox);
                    if let Some(Link::Voucher(id)) = opened
                        && let Some(voucher) = book.voucher(id)
                    {
                        let period = Period::Month(voucher.month());
                        let wanted = Wanted::new(book.village.id, period);
                        inbox.push(Wish::GoTo(Page::Vouchers, wanted));
                    }
                }
            }
        }
        self.shown = Some(shown);
        let context = ImportContext { app, book, accounts: &self.accounts };
        self.import.ui(ui, context, inbox);
        if self.post.as_mut().is_some_and(|post| post.ui(ui, app, book, inbox)) {
            self.post = None;
        }
    }

    /// Hears what came of a command that any view asked for; whether it told the person why it
    /// was refused.
    pub fn heard(&mut self, outcome: &Result<Outcome, AppError>) -> bool {
        if let Some(told) = self.post.as_mut().and_then(|post| post.heard(outcome)) {
            if outcome.is_ok() {
                self.undo.clear();
                self.post = None;
                self.chosen.clear();
                self.go_on = self.post_at.take();
            }
            return told;
        }
        if let Some(lines) = self.matching.take() {
            self.fault = outcome.as_ref().err().map(ToString::to_string);
            if outcome.is_ok() {
                self.undo = lines;
                self.chosen.clear();
            } else {
                self.go_on = None;
            }
            return outcome.is_err();
        }
        if std::mem::take(&mut self.unmatching) {
            self.fault = outcome.as_ref().err().map(ToString::to_string);
            if outcome.is_ok() {
                self.undo.clear();
                self.chosen.clear();
            }
            return outcome.is_err();
        }
        if let Ok(Outcome::StatementImported(summary)) = outcome
            && summary.added > 0
        {
            (self.tab, self.filter.month) = (Tab::Match, None);
        }
        self.import.heard(outcome)
    }

    /// Hears the answer of a file dialog.
    pub fn picked(&mut self, app: &App, picked: &Picked) {
        let ours = picked.pick == Pick::Table { purpose: PickPurpose::Statement };
        if let Some(path) = picked.path.as_ref().filter(|_| ours) {
            let account = self.shown.as_ref().map(|shown| shown.account.clone());
            self.import.take(app, path, account);
        }
    }

    /// Reads the account anew where the ledger changed.
    fn refresh(&mut self, app: &App, book: &Book, revision: u64) -> Result<(), AppError> {
        let village = book.village.id;
        let is_of = |shown: &Shown| shown.village == village && shown.revision == revision;
        let other_village = self.shown.as_ref().is_some_and(|shown| shown.village != village);
        if other_village {
            *self = Self::default();
        }
        if !self.shown.as_ref().is_some_and(is_of) || self.accounts.is_empty() {
            self.accounts = app.bank_accounts(village)?;
        }
        let wanted = self.account.clone().filter(|code| self.accounts.contains(code));
        let Some(account) = wanted.or_else(|| self.accounts.first().cloned()) else {
            return Ok(());
        };
        let same = |shown: &Shown| is_of(shown) && shown.account == account;
        if self.shown.as_ref().is_some_and(same) {
            return Ok(());
        }
        if self.shown.as_ref().is_some_and(|shown| shown.account != account) {
            self.chosen = Chosen::default();
            self.adjustment.forget();
            (self.undo, self.fault) = (Vec::new(), None);
        }
        let shown = Shown::of(book, revision, app.reconciliation(village, &account)?);
        self.chosen.keep(&shown);
        self.shown = Some(shown);
        Ok(())
    }

    /// After a match the next open line is chosen, so that Enter after Enter walks the list.
    fn go_on(&mut self, shown: &Shown) {
        let Some(at) = self.go_on.take_if(|_| self.matching.is_none()) else { return };
        let open = shown.listed_lines.open;
        let at = at.min(open.saturating_sub(1));
        let row = shown.listed_lines.order.get(at).and_then(|at| shown.lines.get(*at));
        if let Some(row) = row.filter(|_| open > 0) {
            self.chosen.take_line(shown, row.id, How::Alone);
            self.chosen.reveal = true;
        }
    }

    /// A file that was dropped into the window.
    fn dropped(&mut self, ui: &Ui, app: &App) {
        let path =
            ui.input(|input| input.raw.dropped_files.first().map(|file| file.path().to_owned()));
        if let Some(path) = path {
            let account = self.shown_account();
            self.import.take(app, &path, account);
        }
        if ui.input(|input| !input.raw.hovered_files.is_empty()) {
            let rect = ui.ctx().content_rect();
            let layer = egui::LayerId::new(egui::Order::Foreground, egui::Id::unique("drop"));
            let painter = ui.ctx().layer_painter(layer);
            painter.rect_filled(rect, 0.0, theme::VEIL);
            let font = theme::bold(theme::FIGURE);
            let words = "松开鼠标，导入这份对账单";
            let at = egui::Align2::CENTER_CENTER;
            painter.text(rect.center(), at, words, font, theme::ON_ACCENT);
        }
    }

    fn shown_account(&self) -> Option<AccountCode> {
        self.account.clone().or_else(|| self.accounts.first().cloned())
    }

    fn top(&mut self, ui: &mut Ui, book: &Book, shown: &Shown, covered: bool, inbox: &mut Inbox) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            for tab in Tab::ALL {
                if ui.segment(self.tab == tab, tab.label()).clicked() {
                    self.tab = tab;
                }
            }
            ui.add_space(8.0);
            if self.accounts.len() > 1 {
                let title = |code: &AccountCode| book.chart.title(code);
                let before = shown.account.clone();
                let mut account = before.clone();
                controls::choice(ui, "银行账户", &title(&account), 190.0, |ui| {
                    for code in &self.accounts {
                        ui.selectable_value(&mut account, code.clone(), title(code));
                    }
                });
                if account != before {
                    self.account = Some(account);
                }
            }
            ui.buttons_right(|ui| {
                let button = ui.primary_button("导入对账单…");
                let by_key = !covered && keys::pressed(ui.ctx(), Modifiers::COMMAND, Key::O);
                if button.on_hover_text("Ctrl+O").clicked() || by_key {
                    self.import.open(self.shown_account());
                }
                if ui.plain_button("回凭证").clicked() {
                    inbox.push(Wish::Go(Page::Vouchers));
                }
                if ui.available_width() > BANK_WIDTH {
                    ui.quiet_body(bank_words(shown));
                }
            });
        });
    }

    fn empty(&mut self, ui: &mut Ui, book: &Book) {
        ui.add_space(36.0);
        ui.card(|ui| {
            ui.set_width(ui.available_width());
            let name = &book.village.profile.name;
            ui.card_heading(&format!("{name}还没有导入过对账单"));
            ui.quiet_body("从网银把账户的交易明细下载成 csv、xls 或 xlsx，导入以后逐笔和凭证核对：");
            ui.quiet_body("金额、日期、户名都对得上的自动找出来，银行有、账上没有的直接补记凭证，月底打印余额调节表。");
            ui.add_space(4.0);
            if ui.primary_button("选对账单文件…").clicked() {
                self.import.open(self.shown_account());
            }
            ui.quiet("也可以把文件拖到这个窗口里。");
        });
    }

    fn statements_ui(&mut self, ui: &mut Ui, shown: &Shown) {
        if !self.statements.as_ref().is_some_and(|made| made.is_of(shown)) {
            self.statements = Some(Statements::of(shown));
        }
        if let Some(statements) = &self.statements {
            statements.ui(ui);
        }
    }

    fn match_ui(
        &mut self,
        ui: &mut Ui,
        (app, book): (&App, &Book),
        shown: &Shown,
        covered: bool,
        inbox: &mut Inbox,
    ) {
        let mut asked = self.bar(ui, shown);
        if !covered {
            asked = self.keys(ui, shown).or(asked);
        }
        let height = (ui.available_height() - panel::HEIGHT - 8.0).max(150.0);
        self.lists(ui, shown, height);
        asked = panel::ui(ui, book, shown, &self.chosen, self.fault.as_deref()).or(asked);
        if let Some(asked) = asked {
            self.act(asked, (app, book), shown, inbox);
        }
    }

    /// Which rows are shown, and what can be done with all of them.
    fn bar(&mut self, ui: &mut Ui, shown: &Shown) -> Option<Asked> {
        let mut asked = None;
        ui.horizontal(|ui| {
            let span =
                shown.span().unwrap_or((Month::of(period_start()), Month::of(period_start())));
            ui.scope(|ui| controls::month_bar(ui, &mut self.filter.month, span, true));
            ui.spacing_mut().item_spacing.x = 6.0;
            for (matched, label) in [(false, "未对上"), (true, "全部")] {
                if ui.segment(self.filter.matched == matched, label).clicked() {
                    self.filter.matched = matched;
                }
            }
            ui.buttons_right(|ui| {
                let count = shown.certain.len();
                if count > 0 {
                    let word = format!("{count} 组确定的一起对上");
                    if ui.primary_button(&word).on_hover_text("Ctrl+回车").clicked() {
                        asked = Some(Asked::MatchCertain);
                    }
                }
                if !self.undo.is_empty() {
                    let word = format!("撤销刚才的核对（{} 笔）", self.undo.len());
                    if ui.plain_button(&word).on_hover_text("Ctrl+Z").clicked() {
                        asked = Some(Asked::Undo);
                    }
                }
                let words = match (count, shown.likely) {
                    (0, 0) => String::new(),
                    (0, likely) => format!("{likely} 组可能的，逐组看一看再对"),
                    (certain, 0) => format!("找到 {certain} 组"),
                    (certain, likely) => {
                        format!("找到 {} 组，其中 {likely} 组要看一看", certain + likely)
                    }
                };
                ui.add(
                    egui::Label::new(
                        RichText::new(words).size(theme::SMALL).color(theme::TEXT_QUIET),
                    )
                    .truncate(),
                );
            });
        });
        asked
    }

    fn lists(&mut self, ui: &mut Ui, shown: &Shown, height: f32) {
        let reveal = std::mem::take(&mut self.chosen.reveal);
        let gap = theme::GAP;
        let width = (ui.available_width() - gap) / 2.0;
        let empty = |open: usize, of: &str| match (self.filter.month, open) {
            (_, 0) => format!("{of}都对上了"),
            (Some(month), _) => format!("{}没有未对上的{of}", month.label()),
            (None, _) => format!("没有{of}"),
        };
        let (open_lines, open_vouchers) = shown.open();
        let active = self.chosen.list;
        let mut taken = (None, None);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = gap;
            let size = egui::vec2(width, height);
            ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
                ui.set_width(width);
                let list = ListView {
                    list: List::Bank,
                    active,
                    rows: &shown.lines,
                    listed: &shown.listed_lines,
                    chosen: &self.chosen.lines,
                    cursor: self.chosen.line_cursor,
                    reveal,
                    one_year: shown.one_year,
                    empty: &empty(open_lines, "银行流水"),
                };
                taken.0 = list.ui(ui, height);
            });
            ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
                ui.set_width(width);
                let list = ListView {
                    list: List::Books,
                    active,
                    rows: &shown.vouchers,
                    listed: &shown.listed_vouchers,
                    chosen: &self.chosen.vouchers,
                    cursor: self.chosen.voucher_cursor,
                    reveal,
                    one_year: shown.one_year,
                    empty: &empty(open_vouchers, "凭证"),
                };
                taken.1 = list.ui(ui, height);
            });
        });
        if let (Some((id, how)), _) = taken {
            self.chosen.take_line(shown, id, how);
            (self.fault, self.chosen.reveal) = (None, how == How::Alone);
        } else if let (_, Some((id, how))) = taken {
            self.chosen.take_voucher(shown, id, how);
            (self.fault, self.chosen.reveal) = (None, how == How::Alone);
        }
    }
}

/// A day that stands where nothing gives a span.
fn period_start() -> period::Date {
    period::Date::default()
}

/// `工商银行 尾号 1234　流水到 10月31日`
fn bank_words(shown: &Shown) -> String {
    let statements = shown.known.statements.iter().rev();
    let named = statements.clone().find(|one| one.facts.number_tail.is_some());
    let Some(facts) = named.or_else(|| statements.clone().next()).map(|one| &one.facts) else {
        return String::new();
    };
    let tail = facts.number_tail.as_ref().map_or(String::new(), |tail| format!(" 尾号 {tail}"));
    let to = shown.known.covered_to().map(period::date_label).unwrap_or_default();
    format!("{}{tail}　流水到 {to}", facts.bank.label())
}
