//! The editor of a sheet of words: paragraphs and tables, with the sheet beside it as it will
//! hang.

mod grid;
mod history;

use egui::{Event, Id, Key, Margin, Modifiers, RichText, ScrollArea, TextEdit, Ui, vec2};

use super::content::{COLUMNS_MAX, ContentForm, ROWS_MAX, TABLES_MAX, TableForm, is_table};
use super::typed::Of;
use crate::domain::matter::Matter;
use crate::ui::ext::{Field, UiExt as _};
use crate::ui::{controls, keys, theme};
use history::{History, Spot};

/// The narrowest a cell becomes before the table scrolls.
const CELL: f32 = 96.0;
/// A window lower than this is a small screen.
const LOW: f32 = 700.0;
/// Height of the buttons below the form.
const FOOT: f32 = 54.0;

/// The editor while it is open (编辑公示内容).
#[derive(Clone, Debug)]
pub struct Editor {
    /// Whose words they are.
    pub of: Of,
    /// What is typed.
    pub form: ContentForm,
    /// What it was when the editor was opened.
    before: ContentForm,
    history: History,
    /// Rises with every change.
    edits: u64,
    /// The rows drawn in the frame before: the caret is in one of them.
    drawn: Vec<usize>,
    /// The person is asked whether the changes are to be given up.
    leaving: bool,
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
    pub fn new(of: Of, form: ContentForm) -> Self {
        Self {
            of,
            before: form.clone(),
            form,
            history: History::default(),
            edits: 0,
            drawn: Vec::new(),
            leaving: false,
            shown: 0,
            wanted: None,
            told: None,
            pasting: String::new(),
            focus: true,
        }
    }

    /// Whether something is different from what was there before it was opened.
    pub fn is_changed(&self) -> bool {
        self.edits > 0 && self.form != self.before
    }

    /// Rises with every change.
    pub const fn edits(&self) -> u64 {
        self.edits
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
                    asked = self.leave();
                }
                ui.add_space(theme::GAP);
                // in sight however far a person is down the table
                self.history_buttons(ui);
            });
        });
        if self.leaving {
            return self.question(ui);
        }
        if asked.is_none() && !ui.ctx().memory(|it| it.top_modal_layer().is_some()) {
            if keys::pressed(ui.ctx(), Modifiers::COMMAND, Key::Enter) {
                asked = Some(EditorAsked::Keep);
            } else if keys::escape(ui.ctx()) {
                asked = self.leave();
            }
        }
        asked
    }

    /// Leaves at once where nothing was changed; otherwise asks.
    fn leave(&mut self) -> Option<EditorAsked> {
        self.leaving = self.is_changed();
        (!self.leaving).then_some(EditorAsked::Cancel)
    }

    /// Asks before what was typed is given up.
    fn question(&mut self, ui: &Ui) -> Option<EditorAsked> {
        let (mut stay, mut leave) = (false, false);
        let escaped = controls::dialog(ui, "放弃修改？", 460.0, |ui| {
            ui.add(
                egui::Label::new("写的内容还没有点“完成”。放弃以后，这一次写的就没有了。").wrap(),
            );
            ui.add_space(8.0);
            controls::foot(ui, |ui| {
                stay = ui.primary_button("接着写").clicked();
                leave = ui.plain_button("放弃修改").clicked();
            });
            stay |= !leave && controls::is_front(ui) && keys::enter(ui.ctx());
        });
        if escaped || stay || leave {
            self.leaving = false;
            ui.ctx().request_repaint();
        }
        leave.then_some(EditorAsked::Cancel)
    }

    fn words(&mut self, ui: &mut Ui) {
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.set_width(ui.available_width());
        let label = ui.quiet("文字（每一行印成一段，一段最多 200 字）");
        let width = ui.available_width() - 6.0;
        let before = self.form.paragraphs.clone();
        // on a small screen the table below needs the room
        let is_low = ui.ctx().content_rect().height() < LOW;
        let edit = TextEdit::multiline(&mut self.form.paragraphs)
            .id(Id::unique("statement_words"))
            .desired_width(width)
            .desired_rows(if is_low { 3 } else { 5 })
            .margin(Margin::symmetric(10, 6))
            .min_size(vec2(width, theme::CONTROL_HEIGHT));
        let response = ui.add(edit).labelled_by(label.id);
        self.after(&response, Spot::Words, before);
        if std::mem::take(&mut self.focus) {
            response.request_focus();
        }
        ui.add_space(6.0);
    }

    /// Remembers what was typed into a field, so that it can be taken back.
    fn after(&mut self, response: &egui::Response, spot: Spot, before: String) {
        if response.gained_focus() {
            self.history.pause();
        }
        if response.changed() {
            self.history.typed(spot, before);
            self.edits += 1;
        }
    }

    /// Remembers the tables as they are, so that the next change can be taken back.
    fn remember(&mut self) {
        self.history.changes(&self.form, self.shown);
        self.edits += 1;
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
        let at = self.shown;
        if let Some(table) = self.open() {
            let (id, before) = (Id::unique("statement_title"), table.title.clone());
            let response = controls::edit_in_line(ui, id, &field, &mut table.title);
            self.after(&response, Spot::Title(at), before);
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
            if ui.plain_button_if(is_room, "加一列").clicked() {
                self.change(TableForm::add_column);
                self.wanted = Some((0, columns));
            }
            let is_room = columns > 0 && self.rows() < ROWS_MAX;
            if ui.plain_button_if(is_room, "加一行").clicked() {
                self.change(TableForm::add_row);
                self.wanted = Some((self.rows(), 0));
            }
            let is_room = columns > 0 && self.form.tables.len() < TABLES_MAX;
            if ui.plain_button_if(is_room, "加一张表").clicked() {
                self.remember();
                self.shown += 1;
                self.form.tables.insert(self.shown, TableForm::default());
            }
            if ui.plain_button_if(columns > 0, "去掉表格").clicked() {
                self.remember();
                self.form.tables.remove(self.shown);
                self.shown = self.shown.saturating_sub(1);
            }
        });
    }

    /// 撤销 and 重做, from the right.
    fn history_buttons(&mut self, ui: &mut Ui) {
        let (can_undo, can_redo) = self.history.can();
        let redo = ui.plain_button_if(can_redo, "重做");
        let undo = ui.plain_button_if(can_undo, "撤销");
        let spot = if undo.on_hover_text("撤销上一步：写的字、粘贴、加减行列").clicked()
        {
            self.history.undo(&mut self.form, &mut self.shown)
        } else if redo.on_hover_text("重做刚撤销的一步").clicked() {
            self.history.redo(&mut self.form, &mut self.shown)
        } else {
            return;
        };
        // what changed is brought into view
        if let Some(Spot::Cell(_, place)) = spot {
            self.wanted = Some(place);
        }
        self.told = None;
        self.edits += 1;
    }

    fn grid(&mut self, ui: &mut Ui) {
        self.walk(ui);
        let (caret, wanted) = (self.focused(ui), self.wanted.take());
        let at = self.shown;
        let Some(table) = self.open() else { return };
        let done = grid::ui(ui, table, (caret, wanted));
        if done.entered {
            self.history.pause();
        }
        if let Some((place, before)) = done.typed {
            self.history.typed(Spot::Cell(at, place), before);
            self.edits += 1;
        }
        self.drawn = done.drawn;
        if let Some(at) = done.without_column {
            self.change(|table| table.remove_column(at));
        }
        if let Some(row) = done.without_row {
            self.change(|table| drop(table.rows.remove(row - 1)));
        }
    }

    /// The cell that has the caret: one of those drawn in the frame before.
    fn focused(&self, ui: &Ui) -> Option<(usize, usize)> {
        let focused = ui.ctx().memory(egui::Memory::focused)?;
        let columns = self.columns();
        let mut all = self.drawn.iter().flat_map(|row| (0..columns).map(move |at| (*row, at)));
        all.find(|(row, at)| Id::unique(cell_id(*row, *at)) == focused)
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
