//! Choosing an account: by code, by name, by pinyin initials.

use egui::{
    Button, Margin, Popup, PopupCloseBehavior, RichText, ScrollArea, TextEdit, Ui, Widget as _,
    vec2,
};

use super::ext::UiExt as _;
use super::keys;
use crate::app::initials;
use crate::domain::account::{AccountCode, Chart};

const ROW: f32 = 32.0;
const WIDTH: f32 = 340.0;

/// The list of accounts behind a button (选科目).
#[derive(Debug, Default)]
pub struct AccountPicker {
    is_open: bool,
    just_opened: bool,
    filter: String,
    marked: usize,
}

/// What was chosen: `None` inside for all accounts.
type Choice = Option<AccountCode>;

impl AccountPicker {
    /// Draws the button with the account chosen and, when open, the list. `root` limits the list
    /// to an account and those below it; `all` offers all accounts at once. Gives a new choice.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        chart: &Chart,
        chosen: Option<&AccountCode>,
        (root, all): (Option<&str>, bool),
    ) -> Option<Choice> {
        let shown = chosen.map_or_else(|| ALL.to_owned(), |code| chart.title(code));
        let short: String = shown.chars().take(16).collect();
        let button = ui.menu_like_button(&short, &format!("选科目，现在是{shown}"));
        if button.clicked() {
            self.is_open = !self.is_open;
            (self.just_opened, self.marked) = (self.is_open, 0);
            self.filter.clear();
        }
        let mut is_open = self.is_open;
        let picked = Popup::from_response(&button)
            .open_bool(&mut is_open)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .accessible_name("选科目")
            .width(WIDTH)
            .show(|ui| self.list(ui, chart, (root, all)))
            .and_then(|shown| shown.inner);
        self.is_open = is_open && picked.is_none();
        picked
    }

    fn list(
        &mut self,
        ui: &mut Ui,
        chart: &Chart,
        (root, all): (Option<&str>, bool),
    ) -> Option<Choice> {
        ui.set_width(WIDTH);
        let label = ui.quiet("输入编号、名称或拼音首字母查找");
        let edit = TextEdit::singleline(&mut self.filter).desired_width(f32::INFINITY);
        let response = edit.margin(Margin::symmetric(10, 6)).ui(ui).labelled_by(label.id);
        if std::mem::take(&mut self.just_opened) {
            response.request_focus();
        }
        if response.changed() {
            self.marked = 0;
        }
        let found = self.found(chart, root, all);
        if found.is_empty() {
            ui.quiet("没有这样的科目");
            return None;
        }
        let moved = keys::move_mark(ui.ctx(), &mut self.marked, found.len());
        let mut picked = None;
        let mut area = ScrollArea::vertical().max_height(ROW * 10.0).auto_shrink([false, true]);
        if moved {
            area = area.vertical_scroll_offset((self.marked as f32 - 4.0).max(0.0) * ROW);
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.spacing_mut().interact_size.y = ROW;
        area.show_rows(ui, ROW, found.len(), |ui, rows| {
            for (index, (choice, title)) in found.iter().enumerate().take(rows.end).skip(rows.start)
            {
                let row = Button::selectable(index == self.marked, RichText::new(title))
                    .truncate()
                    .min_size(vec2(ui.available_width(), ROW));
                if row.ui(ui).clicked() {
                    picked = Some(choice.clone());
                }
            }
        });
        if keys::enter(ui.ctx()) {
            picked = picked.or_else(|| found.get(self.marked).map(|(choice, _)| choice.clone()));
        }
        picked
    }

    fn found(&self, chart: &Chart, root: Option<&str>, all: bool) -> Vec<(Choice, String)> {
        let word = self.filter.trim().to_lowercase();
        let fits = |code: &AccountCode, title: &str| {
            word.is_empty()
                || code.as_str().starts_with(&word)
                || title.contains(&word)
                || (word.is_ascii() && initials(title).contains(&word))
        };
        let accounts = chart.accounts().map(|account| &account.code);
        let mut found: Vec<(Choice, String)> = accounts
            .filter(|code| root.is_none_or(|root| code.as_str().starts_with(root)))
            .map(|code| (code, chart.title(code)))
            .filter(|(code, title)| fits(code, title))
            .map(|(code, title)| (Some(code.clone()), title))
            .collect();
        if all && (word.is_empty() || ALL.contains(&word)) {
            found.insert(0, (None, ALL.to_owned()));
        }
        found
    }
}

const ALL: &str = "全部科目";
