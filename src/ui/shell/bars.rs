//! The bars: which village, which day, what is saved; which page; what is being worked on.

use egui::{
    Align, Button, CornerRadius, Frame, Layout, Margin, Panel, Popup, PopupCloseBehavior,
    ProgressBar, RichText, Role, ScrollArea, Stroke, TextEdit, Ui, Widget as _, WidgetInfo, vec2,
};

use super::Shell;
use crate::app::{Command, JobProgress, Ledger, initials};
use crate::domain::period::{date_label, weekday_label};
use crate::domain::village::Village;
use crate::ui::ext::{Sign, UiExt as _};
use crate::ui::inbox::{Inbox, Wish};
use crate::ui::pages::Page;
use crate::ui::{keys, theme};

/// The village switcher (换村).
#[derive(Debug, Default)]
pub(super) struct Switcher {
    is_open: bool,
    filter: String,
    marked: usize,
    just_opened: bool,
}

const ROW: f32 = theme::CONTROL_HEIGHT;
/// Room for the day, what is saved and 大字.
const BESIDE_SEARCH: f32 = 385.0;

impl Shell {
    pub(super) fn top_bar(&mut self, ui: &mut Ui, is_open: bool) {
        let frame = Frame::new().fill(theme::SURFACE).inner_margin(Margin::symmetric(18, 0));
        Panel::top("top-bar").exact_size(theme::TOP_BAR).frame(frame).show(ui, |ui| {
            ui.horizontal_centered(|ui| {
                let brand = RichText::new("明白账").font(theme::bold(theme::HEADING));
                ui.label(brand.color(theme::ACCENT));
                if is_open && let Ok(ledger) = self.app.ledger() {
                    self.switcher.ui(ui, ledger, &mut self.inbox);
                }
                if is_open {
                    let room = ui.available_width() - BESIDE_SEARCH;
                    self.search.ui(ui, &self.app, room, &mut self.inbox);
                }
                let today = self.app.today();
                if ui.available_width() > BESIDE_SEARCH - 25.0 {
                    ui.quiet_body(format!("{} {}", date_label(today), weekday_label(today)));
                }
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    large_type_button(ui);
                    if let Some(at) = self.app.saved_at().filter(|_| self.app.has_ledger()) {
                        ui.quiet_body(format!("已保存 {at}"));
                        ui.sign(Sign::Tick, theme::DISCLOSED);
                    }
                });
            });
        });
    }

    pub(super) fn side_bar(&mut self, ui: &mut Ui) {
        let frame = Frame::new().fill(theme::SURFACE).inner_margin(Margin::symmetric(8, 10));
        Panel::left("side-bar").exact_size(theme::SIDE_BAR).resizable(false).frame(frame).show(
            ui,
            |ui| {
                ui.spacing_mut().item_spacing.y = 3.0;
                let villages = self.app.ledger().map_or(0, |ledger| ledger.villages().len());
                // one village has no township to look over; the shortcut leads there all the same
                let is_listed =
                    |page: Page| page != Page::Township || villages > 1 || self.page == page;
                let pages = Page::ALL.into_iter().zip(1..).filter(|(page, _)| is_listed(*page));
                for (page, number) in pages {
                    if page_button(ui, page, page == self.page, number) {
                        self.inbox.push(Wish::Go(page));
                    }
                }
            },
        );
    }

    /// Shows only while something takes longer than a moment.
    pub(super) fn busy_bar(&mut self, ui: &mut Ui) {
        let progress = self.jobs.progress();
        let demo = self.errands.is_building_demo();
        if progress.is_none() && !demo {
            return;
        }
        let frame = Frame::new().fill(theme::SURFACE).inner_margin(Margin::symmetric(18, 8));
        Panel::bottom("busy-bar").exact_size(theme::TOP_BAR).frame(frame).show(ui, |ui| {
            ui.horizontal_centered(|ui| {
                let Some(JobProgress { done, total, is_run }) = progress else {
                    ui.spinner();
                    ui.label("正在做示例账簿和公示表……");
                    return;
                };
                ui.label(if is_run {
                    format!("正在批量打印，{done} / {total} 份")
                } else {
                    format!("正在保存，{done} / {total} 页")
                });
                let share = done as f32 / total.max(1) as f32;
                ProgressBar::new(share).desired_width(360.0).fill(theme::ACCENT).ui(ui);
                if ui.plain_button("取消").clicked() {
                    self.inbox.push(Wish::CancelJob);
                }
            });
        });
    }
}

fn large_type_button(ui: &mut Ui) {
    let is_large = ui.ctx().zoom_factor() >= theme::LARGE_ZOOM - 0.01;
    let response = ui.plain_button(if is_large { "常规字" } else { "大字" });
    if response.on_hover_text("放大或还原全部文字；也可以用 Ctrl + 和 Ctrl −").clicked()
    {
        ui.ctx().set_zoom_factor(if is_large { 1.0 } else { theme::LARGE_ZOOM });
    }
}

fn page_button(ui: &mut Ui, page: Page, is_shown: bool, number: usize) -> bool {
    let (words, fill) = if is_shown {
        let words = RichText::new(page.label()).font(theme::bold(theme::BODY));
        (words.color(theme::ON_ACCENT), theme::ACCENT)
    } else {
        (RichText::new(page.label()).color(theme::TEXT), theme::SURFACE)
    };
    let size = vec2(ui.available_width(), 42.0);
    let response = ui
        .allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
            Button::new(words)
                .fill(fill)
                .stroke(Stroke::NONE)
                .corner_radius(CornerRadius::same(theme::CONTROL_CORNER))
                .min_size(size)
                .right_text("")
                .ui(ui)
        })
        .inner;
    response.widget_info(|| {
        WidgetInfo::selected(Role::Button, ui.is_enabled(), is_shown, page.label())
    });
    response.on_hover_text(format!("Ctrl+{number}")).clicked()
}

impl Switcher {
    fn ui(&mut self, ui: &mut Ui, ledger: &Ledger, inbox: &mut Inbox) {
        let shown = ledger.book().map(|book| &book.village);
        let name = shown.map_or_else(|| "选村".to_owned(), title);
        let button = ui.menu_like_button(&name, &format!("换村，现在是{name}"));
        if button.clicked() {
            self.is_open = !self.is_open;
            self.just_opened = self.is_open;
            self.filter.clear();
            self.marked = 0;
        }
        let mut is_open = self.is_open;
        let picked = Popup::from_response(&button)
            .open_bool(&mut is_open)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .accessible_name("换村")
            .width(360.0)
            .show(|ui| self.list_ui(ui, ledger))
            .and_then(|shown| shown.inner);
        self.is_open = is_open;
        if let Some(command) = picked {
            inbox.run(command);
            self.is_open = false;
        }
    }

    fn list_ui(&mut self, ui: &mut Ui, ledger: &Ledger) -> Option<Command> {
        ui.set_width(360.0);
        let label =
            ui.quiet(format!("共 {} 个村，输入村名或拼音首字母查找", ledger.villages().len()));
        let edit = TextEdit::singleline(&mut self.filter).desired_width(f32::INFINITY);
        let response = edit.margin(Margin::symmetric(10, 6)).ui(ui).labelled_by(label.id);
        if std::mem::take(&mut self.just_opened) {
            response.request_focus();
        }
        if response.changed() {
            self.marked = 0;
        }
        let word = self.filter.trim().to_lowercase();
        let found: Vec<&Village> =
            ledger.villages().iter().filter(|village| fits(village, &word)).collect();
        if found.is_empty() {
            ui.quiet("没有这样的村");
            return None;
        }
        let moved = keys::move_mark(ui.ctx(), &mut self.marked, found.len());
        let shown = ledger.book().map(|book| book.village.id);
        let mut picked = None;
        let mut area = ScrollArea::vertical().max_height(ROW * 9.0).auto_shrink([false, true]);
        if moved {
            area = area.vertical_scroll_offset((self.marked as f32 - 4.0).max(0.0) * ROW);
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        area.show_rows(ui, ROW, found.len(), |ui, rows| {
            for (index, village) in found.iter().enumerate().take(rows.end).skip(rows.start) {
                let is_marked = index == self.marked;
                let mut words = RichText::new(title(village));
                if Some(village.id) == shown {
                    words = words.font(theme::bold(theme::BODY));
                }
                let row = Button::selectable(is_marked, words)
                    .min_size(vec2(ui.available_width(), ROW))
                    .right_text("");
                if row.ui(ui).clicked() {
                    picked = Some(village.id);
                }
            }
        });
        if keys::enter(ui.ctx()) {
            picked = picked.or_else(|| found.get(self.marked).map(|village| village.id));
        }
        picked.map(Command::SelectVillage)
    }
}

/// As in the top bar: `示例镇 · 明堌新村`.
fn title(village: &Village) -> String {
    format!("{} · {}", village.profile.township, village.profile.name)
}

fn fits(village: &Village, word: &str) -> bool {
    let (name, full) = (&village.profile.name, village.profile.full_name());
    word.is_empty()
        || full.contains(word)
        || (word.is_ascii() && (initials(name).contains(word) || initials(&full).contains(word)))
}
