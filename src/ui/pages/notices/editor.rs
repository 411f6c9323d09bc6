//! The editor of a sheet of words: paragraphs and tables, with the sheet beside it as it will
//! hang.

use egui::{Event, Grid, Id, Key, Margin, Modifiers, RichText, ScrollArea, TextEdit, Ui, vec2};

use super::content::{COLUMNS_MAX, ContentForm, ROWS_MAX, TABLES_MAX, TableForm, is_table};
use crate::domain::matter::Matter;
use crate::ui::ext::{Field, Sign, UiExt as _};
use crate::ui::{controls, keys, theme};

/// The narrowest a cell becomes before the table scrolls.
const CELL: f32 = 96.0;
/// Steps that can be taken back.
const UNDO_MAX: usize = 50;
/// Height of the buttons below the form.
const FOOT: f32 = 54.0;

/// The editor while it is open (编辑公示内容).
#[derive(Clone, Debug)]
pub struct Editor {
    /// What is typed.
    pub form: ContentForm,
    /// What it was when the editor was opened.
    before: ContentForm,
    undo: Vec<ContentForm>,
    /// Which table is shown.
    shown: usize,
    /// The cell the caret shall go to: row 0 is the head.
    wanted: Option<(usize, usize)>,
    told: Option<&'static str>,
    pasting: String,
    focus: bool,
}

/// How the editor ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditorAsked {
    /// Keep what was typed.
    Keep,
    /// As it was before.
    Cancel,
}

const fn cell_id(row: usize, column: usize) -> (&'static str, usize, usize) {
    ("statement_cell", row, column)
}

impl Editor {
    /// On a form.
    pub fn new(form: ContentForm) -> Self {
        Self {
            before: form.clone(),
            form,
            undo: Vec::new(),
            shown: 0,
            wanted: None,
            told: None,
            pasting: String::new(),
            focus: true,
        }
    }

    /// What was there before it was opened.
    pub fn before(&self) -> &ContentForm {
        &self.before
    }

    /// Draws it; what the person wants to do with it.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        heading: &str,
        matter: Option<&Matter>,
    ) -> Option<EditorAsked> {
        let mut asked = None;
        ui.card(|ui| {
            ui.set_width(ui.available_width());
            ui.add(
                egui::Label::new(RichText::new(heading).font(theme::bold(theme::HEADING))).wrap(),
            );
            if let Some(matter) = matter.filter(|matter| !matter.content.is_empty()) {
                let words = format!("目录要求公开：{}", matter.content);
                let words = RichText::new(words).color(theme::TEXT_QUIET).size(theme::SMALL);
                ui.add(egui::Label::new(words).wrap());
            }
            let height = (ui.available_height() - FOOT).max(160.0);
            let area = ScrollArea::vertical().id_salt("statement_form").max_height(height);
            area.auto_shrink([false, true]).show(ui, |ui| {
                self.words(ui);
                self.table(ui);
                if self.form.is_empty() {
                    ui.notice_box(
                        false,
                        "没有写内容的，公示上会写“本期无此事项”。请确认本期确实没有。",
                    );
                }
                if let Some(told) = self.told {
                    ui.notice_box(false, told);
                }
            });
            ui.add_space(4.0);
            controls::foot(ui, |ui| {
                if ui.primary_button("完成").clicked() {
                    asked = Some(EditorAsked::Keep);
                }
                if ui.plain_button("取消").clicked() {
                    asked = Some(EditorAsked::Cancel);
                }
            });
        });
        if asked.is_none() && !ui.ctx().memory(|it| it.top_modal_layer().is_some()) {
            if keys::pressed(ui.ctx(), Modifiers::COMMAND, Key::Enter) {
                asked = Some(EditorAsked::Keep);
            } else if keys::escape(ui.ctx()) {
                asked = Some(EditorAsked::Cancel);
            }
        }
        asked
    }

    fn words(&mut self, ui: &mut Ui) {
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.set_width(ui.available_width());
        let label = ui.quiet("文字（每一行印成一段，一段最多 200 字）");
        let width = ui.available_width() - 6.0;
        let edit = TextEdit::multiline(&mut self.form.paragraphs)
            .id(Id::unique("statement_words"))
            .desired_width(width)
            .desired_rows(5)
            .margin(Margin::symmetric(10, 6))
            .min_size(vec2(width, theme::CONTROL_HEIGHT));
        let response = ui.add(edit).labelled_by(label.id);
        if std::mem::take(&mut self.focus) {
            response.request_focus();
        }
        ui.add_space(6.0);
    }

    /// Remembers the form as it is, so that the next change can be taken back.
    fn remember(&mut self) {
        if self.undo.len() >= UNDO_MAX {
            self.undo.remove(0);
        }
        self.undo.push(self.form.clone());
        self.told = None;
    }

    /// The table that is shown; a sheet without any shows an empty one.
    fn shown(&self) -> Option<&TableForm> {
        self.form.tables.get(self.shown)
    }

    /// The same to change, made where there is none.
    fn open(&mut self) -> Option<&mut TableForm> {
        if self.form.tables.is_empty() {
            self.form.tables.push(TableForm::default());
            self.shown = 0;
        }
        self.form.tables.get_mut(self.shown)
    }

    /// Changes the table that is shown; the change can be taken back.
    fn change(&mut self, change: impl FnOnce(&mut TableForm)) {
        self.remember();
        if let Some(table) = self.open() {
            change(table);
        }
    }

    fn columns(&self) -> usize {
        self.shown().map_or(0, |table| table.columns.len())
    }

    fn rows(&self) -> usize {
        self.shown().map_or(0, |table| table.rows.len())
    }

    fn table(&mut self, ui: &mut Ui) {
        self.shown = self.shown.min(self.form.tables.len().saturating_sub(1));
        self.take_pasted(ui);
        if self.form.tables.len() > 1 {
            self.choose(ui);
        }
        self.tools(ui);
        if self.columns() == 0 {
            let hint = "在 Excel 里选中表格复制，点这里粘贴；第一行作表头";
            let width = ui.available_width() - 6.0;
            let field = Field { hint, ..Field::new("粘贴表格", width) };
            let id = Id::unique("statement_paste");
            controls::edit_in_line(ui, id, &field, &mut self.pasting);
            self.pasting.clear();
            return;
        }
        let hint = "从 Excel 复制后，点一个格子再粘贴：从那一格起填。回车到下一行。";
        let hint = RichText::new(hint).color(theme::TEXT_QUIET).size(theme::SMALL);
        ui.add(egui::Label::new(hint).wrap());
        let width = ui.available_width() - 6.0;
        let field = Field { hint: "可以不写", ..Field::new("表名", width) };
        if let Some(table) = self.open() {
            let id = Id::unique("statement_title");
            controls::edit_in_line(ui, id, &field, &mut table.title);
        }
        self.grid(ui);
    }

    /// One button for each table: its number, and its name where it has one.
    fn choose(&mut self, ui: &mut Ui) {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            for (at, table) in self.form.tables.iter().enumerate() {
                let title: String = table.title.chars().take(10).collect();
                let label = format!("表 {} {title}", at + 1);
                if ui.segment(self.shown == at, label.trim()).clicked() {
                    self.shown = at;
                }
            }
        });
    }

    fn tools(&mut self, ui: &mut Ui) {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            ui.label(RichText::new("表格").font(theme::bold(theme::BODY)));
            let columns = self.columns();
            let is_room = columns < COLUMNS_MAX;
            if ui.add_enabled_ui(is_room, |ui| ui.plain_button("加一列")).inner.clicked() {
                self.change(TableForm::add_column);
                self.wanted = Some((0, columns));
            }
            let is_room = columns > 0 && self.rows() < ROWS_MAX;
            if ui.add_enabled_ui(is_room, |ui| ui.plain_button("加一行")).inner.clicked() {
                self.change(TableForm::add_row);
                self.wanted = Some((self.rows(), 0));
            }
            let is_room = columns > 0 && self.form.tables.len() < TABLES_MAX;
            if ui.add_enabled_ui(is_room, |ui| ui.plain_button("加一张表")).inner.clicked() {
                self.remember();
                self.shown += 1;
                self.form.tables.insert(self.shown, TableForm::default());
            }
            if ui.add_enabled_ui(columns > 0, |ui| ui.plain_button("去掉表格")).inner.clicked()
            {
                self.remember();
                self.form.tables.remove(self.shown);
                self.shown = self.shown.saturating_sub(1);
            }
            let can_undo = !self.undo.is_empty();
            let undo = ui.add_enabled_ui(can_undo, |ui| ui.plain_button("撤销")).inner;
            if undo.on_hover_text("撤销上一次粘贴、加行、删行").clicked()
                && let Some(before) = self.undo.pop()
            {
                self.form.tables = before.tables;
                self.told = None;
            }
        });
    }

    fn grid(&mut self, ui: &mut Ui) {
        self.walk(ui);
        let columns = self.columns();
        let room = ui.available_width() - 46.0;
        let width = (room / columns.max(1) as f32 - 5.0).max(CELL);
        let (mut without_column, mut without_row) = (None, None);
        let wanted = self.wanted.take();
        let Some(table) = self.open() else { return };
        let area = ScrollArea::horizontal().id_salt("statement_grid");
        area.show(ui, |ui| {
            Grid::new("statement_table").spacing([5.0, 4.0]).show(ui, |ui| {
                for (at, title) in table.columns.iter_mut().enumerate() {
                    ui.vertical(|ui| {
                        ui.spacing_mut().item_spacing.y = 2.0;
                        let label = format!("去掉第 {} 列", at + 1);
                        if ui.sign_button(Sign::Cross, &label).clicked() {
                            without_column = Some(at);
                        }
                        cell(ui, (0, at), width, title, wanted);
                    });
                }
                ui.end_row();
                for (row, cells) in (1..).zip(table.rows.iter_mut()) {
                    for (at, text) in cells.iter_mut().enumerate() {
                        cell(ui, (row, at), width, text, wanted);
                    }
                    if ui.sign_button(Sign::Cross, &format!("去掉第 {row} 行")).clicked() {
                        without_row = Some(row);
                    }
                    ui.end_row();
                }
            });
        });
        if let Some(at) = without_column {
            self.change(|table| table.remove_column(at));
        }
        if let Some(row) = without_row {
            self.change(|table| drop(table.rows.remove(row - 1)));
        }
    }

    /// The cell that has the caret.
    fn focused(&self, ui: &Ui) -> Option<(usize, usize)> {
        let focused = ui.ctx().memory(egui::Memory::focused)?;
        let columns = self.columns();
        let all = (0..=self.rows()).flat_map(|row| (0..columns).map(move |at| (row, at)));
        all.into_iter().find(|(row, at)| Id::unique(cell_id(*row, *at)) == focused)
    }

    /// Enter goes to the cell below and makes a row where there is none.
    fn walk(&mut self, ui: &Ui) {
        let Some((row, column)) = self.focused(ui) else { return };
        if ui.ctx().memory(|it| it.top_modal_layer().is_some()) || !keys::enter(ui.ctx()) {
            return;
        }
        if row >= self.rows() {
            self.change(TableForm::add_row);
        }
        self.wanted = Some((row + 1, column));
    }

    /// A table on the clipboard fills cells and is no text of one cell.
    fn take_pasted(&mut self, ui: &Ui) {
        let into_empty = self.columns() == 0
            && ui.ctx().memory(egui::Memory::focused) == Some(Id::unique("statement_paste"));
        let place = if into_empty { Some((0, 0)) } else { self.focused(ui) };
        let Some(place) = place else { return };
        let mut pasted = None;
        ui.input_mut(|input| {
            input.events.retain(|event| {
                let Event::Paste(text) = event else { return true };
                let is_taken = into_empty || is_table(text);
                if is_taken {
                    pasted = Some(text.clone());
                }
                !is_taken
            });
        });
        if let Some(text) = pasted {
            self.remember();
            if !self.open().is_none_or(|table| table.paste(place, &text)) {
                self.told =
                    Some("表格太大，超出的列或行没有粘贴。公示表最多 12 列，列多了请分成两张表。");
            }
            if into_empty {
                self.wanted = Some((0, 0));
            }
        }
    }
}

fn cell(
    ui: &mut Ui,
    (row, column): (usize, usize),
    width: f32,
    text: &mut String,
    wanted: Option<(usize, usize)>,
) {
    let label = if row == 0 {
        format!("第 {} 列表头", column + 1)
    } else {
        format!("第 {row} 行第 {} 列", column + 1)
    };
    let hint = if row == 0 { "表头" } else { "" };
    let field = Field { hint, ..Field::new(&label, width) };
    let response = controls::edit_in_line(ui, Id::unique(cell_id(row, column)), &field, text);
    if wanted == Some((row, column)) {
        response.request_focus();
        response.scroll_to_me(None);
    }
}
