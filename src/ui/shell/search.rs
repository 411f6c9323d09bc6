//! The search field of the top bar: vouchers of all villages, by words, pinyin initials, amount
//! or the amount in capitals.

use egui::{
    Button, Id, Key, Layout, Modifiers, Popup, PopupCloseBehavior, Response, RichText, ScrollArea,
    Ui, Widget as _, vec2,
};

use crate::app::{App, Hit};
use crate::ui::ext::{Field, UiExt as _};
use crate::ui::inbox::{Inbox, Wish};
use crate::ui::{controls, keys, theme};

/// So many finds are listed.
const SHOWN_MAX: usize = 50;
/// Seconds without a key before a search begins by itself.
const PAUSE: f64 = 0.3;
const ROW: f32 = 30.0;
/// So many finds are seen at once.
const ROWS_MAX: usize = 12;
const LIST_WIDTH: f32 = 720.0;
/// The field: as wide as there is room for, between these.
const WIDTHS: (f32, f32) = (120.0, 240.0);

/// The field and its list (查凭证).
#[derive(Debug, Default)]
pub(super) struct Search {
    typed: String,
    /// When a key was last pressed, in seconds of the window.
    changed_at: f64,
    found: Option<Found>,
    marked: usize,
    put_away: bool,
    wants_focus: bool,
}

/// What was found for a text.
#[derive(Debug)]
struct Found {
    of: (String, u64),
    hits: Vec<Hit>,
    fault: Option<String>,
}

impl Search {
    /// Puts the caret into the field.
    pub(super) const fn focus(&mut self) {
        self.wants_focus = true;
    }

    /// Draws the field, in at most `room` points, and the list below it.
    pub(super) fn ui(&mut self, ui: &mut Ui, app: &App, room: f32, inbox: &mut Inbox) {
        let id = Id::unique("voucher_search");
        if std::mem::take(&mut self.wants_focus) {
            ui.memory_mut(|memory| memory.request_focus(id));
            self.put_away = false;
        }
        let hint = "查凭证 Ctrl+K";
        let width = room.clamp(WIDTHS.0, WIDTHS.1);
        let field = Field { hint, ..Field::new("查找所有村的凭证", width) };
        let response = controls::edit_in_line(ui, id, &field, &mut self.typed);
        let now = ui.input(|input| input.time);
        if response.changed() {
            (self.changed_at, self.marked, self.put_away) = (now, 0, false);
        }
        if self.typed.trim().is_empty() {
            self.found = None;
            if response.has_focus() && keys::escape(ui.ctx()) {
                response.surrender_focus();
            }
            return;
        }
        let revision = app.ledger().map_or(0, crate::app::Ledger::revision);
        let is_old = self.found.as_ref().is_none_or(|f| f.of.0 != self.typed || f.of.1 != revision);
        let enter = response.has_focus() && keys::enter(ui.ctx());
        let waited = now - self.changed_at >= PAUSE && !keys::is_composing(ui.ctx());
        if is_old && response.has_focus() {
            if enter || waited {
                self.search(app, revision);
            } else {
                ui.ctx().request_repaint_after(std::time::Duration::from_millis(100));
            }
        } else if response.has_focus() {
            self.steer(ui, enter, inbox);
        }
        if response.has_focus() && keys::escape(ui.ctx()) {
            self.put_away = true;
            response.surrender_focus();
        }
        self.list(ui, app, &response, inbox);
    }

    fn search(&mut self, app: &App, revision: u64) {
        let (hits, fault) = match app.search(&self.typed, SHOWN_MAX + 1) {
            Ok(hits) => (hits, None),
            Err(error) => (Vec::new(), Some(error.to_string())),
        };
        (self.marked, self.put_away) = (0, false);
        self.found = Some(Found { of: (self.typed.clone(), revision), hits, fault });
    }

    /// Moves the mark; Enter goes to the voucher.
    fn steer(&mut self, ui: &Ui, enter: bool, inbox: &mut Inbox) {
        let Some(found) = &self.found else { return };
        if keys::pressed(ui.ctx(), Modifiers::NONE, Key::ArrowDown) {
            self.marked += usize::from(!self.put_away);
            self.put_away = false;
        }
        if keys::pressed(ui.ctx(), Modifiers::NONE, Key::ArrowUp) {
            self.marked = self.marked.saturating_sub(1);
        }
        self.marked = self.marked.min(found.hits.len().min(SHOWN_MAX).saturating_sub(1));
        if enter && let Some(hit) = found.hits.get(self.marked) {
            go(hit, inbox);
            self.put_away = true;
            ui.memory_mut(|memory| memory.surrender_focus(Id::unique("voucher_search")));
        }
    }

    fn list(&mut self, ui: &Ui, app: &App, field: &Response, inbox: &mut Inbox) {
        let Some(found) = self.found.as_ref().filter(|_| !self.put_away) else { return };
        let mut is_open = true;
        let mut chosen = false;
        let width = LIST_WIDTH.min(ui.ctx().content_rect().width() - 40.0);
        Popup::from_response(field)
            .id(Id::unique("voucher_search_list"))
            .open_bool(&mut is_open)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .accessible_name("查到的凭证")
            .gap(4.0)
            .width(width)
            .show(|ui| {
                ui.set_width(width);
                ui.spacing_mut().item_spacing.y = 1.0;
                if let Some(fault) = &found.fault {
                    ui.notice_box(true, fault);
                    return;
                }
                ui.quiet(said(found));
                let rows = found.hits.len().min(SHOWN_MAX).min(ROWS_MAX) as f32;
                // a list that was short a moment ago must not stay short
                let height = rows * (ROW + 1.0);
                let area = ScrollArea::vertical().min_scrolled_height(height).max_height(height);
                area.auto_shrink([false, true]).show(ui, |ui| {
                    for (index, hit) in found.hits.iter().enumerate().take(SHOWN_MAX) {
                        let row = hit_ui(ui, app, hit, index == self.marked);
                        if index == self.marked && !row.hovered() {
                            row.scroll_to_me(None);
                        }
                        if row.clicked() {
                            go(hit, inbox);
                            chosen = true;
                        }
                    }
                });
            });
        self.put_away = chosen || (!is_open && !field.has_focus());
    }
}

/// How many were found, in a sentence.
fn said(found: &Found) -> String {
    match found.hits.len() {
        0 => "所有村里都没有查到。可以换一个词，或输入拼音首字母、金额、金额大写。".to_owned(),
        count if count > SHOWN_MAX => {
            format!("只显示前 {SHOWN_MAX} 条，多打几个字可以缩小范围")
        }
        count => format!("查到 {count} 条，↑ ↓ 选，Enter 打开"),
    }
}

/// One find: village, month, summary, amount.
fn hit_ui(ui: &mut Ui, app: &App, hit: &Hit, is_marked: bool) -> Response {
    let village = app.ledger().ok().and_then(|ledger| ledger.village(hit.village));
    let village = village.map_or("", |village| village.profile.name.as_str());
    let amount = hit.amount.map_or_else(String::new, crate::domain::money::Money::grouped);
    let words = format!("{village}　{}　{}", hit.month.label(), hit.summary);
    let size = vec2(ui.available_width(), ROW);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(egui::Align::Center), |ui| {
        Button::selectable(is_marked, RichText::new(words))
            .right_text(RichText::new(amount).color(theme::TEXT_QUIET))
            .truncate()
            .min_size(size)
            .ui(ui)
    })
    .inner
}

fn go(hit: &Hit, inbox: &mut Inbox) {
    inbox.push(Wish::ShowVoucher { village: hit.village, voucher: hit.voucher });
}
