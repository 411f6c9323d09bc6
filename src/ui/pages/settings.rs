//! The facts behind the sheets: village, accounts, opening balances, rules (设置).

mod about;
mod accounts;
mod catalog;
mod disclosure_rules;
mod fonts;
mod meeting_rules;
mod opening;
mod profile;
mod income_targets;
mod money_rules;
mod rules;
mod villages;
mod year_end;

use egui::Ui;

use crate::app::{App, AppError, Command, Outcome};
use crate::ui::ext::UiExt as _;
use crate::ui::inbox::{Inbox, Pick, PickPurpose, Picked};

/// The page.
#[derive(Debug, Default)]
pub struct SettingsPage {
    tab: SettingsTab,
    profile: profile::ProfileForm,
    accounts: accounts::AccountsForm,
    opening: opening::OpeningForm,
    rules: rules::RulesForm,
    catalog: catalog::CatalogForm,
    year_end: year_end::YearEndForm,
    villages: villages::VillagesForm,
    about: about::About,
    /// The tab whose command is on its way.
    waiting: Option<SettingsTab>,
}

/// The tabs, in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SettingsTab {
    /// 村情
    #[default]
    Profile,
    /// 科目
    Accounts,
    /// 期初余额
    Opening,
    /// 规则
    Rules,
    /// 公开目录
    Catalog,
    /// 年终
    YearEnd,
    /// 村庄
    Villages,
    /// 关于
    About,
}

impl SettingsTab {
    const ALL: [Self; 8] = [
        Self::Profile,
        Self::Accounts,
        Self::Opening,
        Self::YearEnd,
        Self::Rules,
        Self::Catalog,
        Self::Villages,
        Self::About,
    ];

    const fn label(self) -> &'static str {
        match self {
            Self::Profile => "村情",
            Self::Accounts => "科目",
            Self::Opening => "期初余额",
            Self::Rules => "规则",
            Self::Catalog => "公开目录",
            Self::YearEnd => "年终",
            Self::Villages => "村庄",
            Self::About => "关于",
        }
    }
}

impl SettingsPage {
    /// Turns to a tab.
    pub const fn show(&mut self, tab: SettingsTab) {
        self.tab = tab;
    }

    /// Draws the page.
    pub fn ui(&mut self, ui: &mut Ui, app: &App, inbox: &mut Inbox) {
        let Ok(ledger) = app.ledger() else { return };
        ui.horizontal(|ui| {
            for tab in SettingsTab::ALL {
                if ui.segment(self.tab == tab, tab.label()).clicked() {
                    self.tab = tab;
                }
            }
        });
        ui.add_space(4.0);
        let command = match self.tab {
            SettingsTab::Profile => ledger.book().and_then(|book| self.profile.ui(ui, book)),
            SettingsTab::Accounts => ledger.book().and_then(|book| self.accounts.ui(ui, book)),
            SettingsTab::Opening => {
                ledger.book().and_then(|book| self.opening.ui(ui, app, book, inbox))
            }
            SettingsTab::Rules => self.rules.ui(ui, ledger.rules()),
            SettingsTab::Catalog => self.catalog.ui(ui, app, ledger, inbox),
            SettingsTab::YearEnd => {
                let percent = ledger.rules().surplus_reserve_percent;
                let revision = ledger.revision();
                ledger.book().and_then(|book| {
                    self.year_end.ui(ui, book, revision, percent, app.today(), inbox)
                })
            }
            SettingsTab::Villages => self.villages.ui(ui, app, ledger),
            SettingsTab::About => {
                self.about.ui(ui, app, ledger, inbox);
                None
            }
        };
        if let Some(command) = command {
            self.send(self.tab, command, inbox);
        }
    }

    fn send(&mut self, tab: SettingsTab, command: Command, inbox: &mut Inbox) {
        self.waiting = Some(tab);
        *self.fault_of(tab) = None;
        inbox.run(command);
    }

    fn fault_of(&mut self, tab: SettingsTab) -> &mut Option<String> {
        match tab {
            SettingsTab::Profile => &mut self.profile.fault,
            SettingsTab::Accounts => &mut self.accounts.fault,
            SettingsTab::Opening => &mut self.opening.fault,
            SettingsTab::Rules => &mut self.rules.fault,
            SettingsTab::Catalog => &mut self.catalog.fault,
            SettingsTab::YearEnd => &mut self.year_end.fault,
            SettingsTab::Villages | SettingsTab::About => &mut self.villages.fault,
        }
    }

    /// Hears what came of a command that any view asked for; whether this page tells the person
    /// itself.
    pub fn heard(&mut self, _app: &App, outcome: &Result<Outcome, AppError>) -> bool {
        let Some(tab) = self.waiting.take() else { return false };
        match outcome {
            Ok(_) => {
                match tab {
                    SettingsTab::Profile => self.profile.saved(),
                    SettingsTab::Accounts => self.accounts.done(),
                    SettingsTab::Opening => self.opening.saved(),
                    SettingsTab::Rules => self.rules = rules::RulesForm::default(),
                    SettingsTab::Catalog => self.catalog.done(),
                    SettingsTab::YearEnd => self.year_end.done(),
                    SettingsTab::Villages | SettingsTab::About => {
                        self.villages = villages::VillagesForm::default();
                    }
                }
                false
            }
            // a file with many faults gets the dialog that lists them
            Err(AppError::Refused(refusal)) if refusal.import_faults.is_empty() => {
                *self.fault_of(tab) = outcome.as_ref().err().map(ToString::to_string);
                true
            }
            Err(AppError::Refused(_) | AppError::Failed { .. }) => false,
        }
    }

    /// Hears the answer of a file dialog.
    pub fn picked(&mut self, app: &App, picked: &Picked, inbox: &mut Inbox) {
        if let (Pick::Table { purpose }, Some(path)) = (&picked.pick, picked.path()) {
            self.catalog.picked(*purpose, path);
        }
        if let (Pick::Font, Some(path)) = (&picked.pick, picked.path()) {
            self.about.take_font(app, path);
        }
        let is_ours = picked.pick == Pick::Table { purpose: PickPurpose::Opening };
        let (Some(path), true, Ok(ledger)) = (picked.path(), is_ours, app.ledger()) else { return };
        let Some(book) = ledger.book() else { return };
        if let Some(command) = self.opening.begin(app, book, path.to_owned()) {
            self.send(SettingsTab::Opening, command, inbox);
        }
    }

    /// What would be lost with the window.
    pub fn unsaved(&self) -> Vec<String> {
        let lines = [
            ("设置·村情", "个村改了，还没有保存", self.profile.unsaved()),
            ("设置·期初余额", "套账填了，还没有保存", self.opening.unsaved()),
        ];
        let lines = lines.into_iter().filter(|(.., count)| *count > 0);
        lines.map(|(tab, words, count)| format!("{tab}：{count} {words}")).collect()
    }
}
