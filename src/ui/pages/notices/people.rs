//! The dialog 导入名单: a list of persons, reduced while it is read, looked at before it is kept.

use std::path::{Path, PathBuf};

use egui::{Id, Label, RichText, ScrollArea, Ui};
use egui_extras::Column;

use super::dialogs::DialogContext;
use super::forms::told;
use super::selection::Selection;
use crate::app::{
    AppError, Command, PeopleKey, PeopleMapping, PeoplePreview, PeopleReading, PeopleSurvey,
    RemarkAction, SurveySheet, people_columns,
};
use crate::domain::matter::{Cadence, MatterCode};
use crate::domain::occasion::DisclosureSpan;
use crate::domain::people::{PeopleFacts, Person};
use crate::ui::ext::{Field, UiExt as _};
use crate::ui::inbox::{Inbox, Pick, PickPurpose, Wish};
use crate::ui::rows_table::rows_table;
use crate::ui::{controls, fault_table, keys, theme};

const WIDTH: f32 = 900.0;
/// Height of the tables.
const TABLE: f32 = 300.0;
/// The same above the choice of columns, so that the buttons stay in sight.
const TABLE_SMALL: f32 = 110.0;
/// Height of what was reduced.
const NOTES: f32 = 104.0;

/// The dialog 导入名单.
#[derive(Debug)]
pub struct PeopleForm {
    matter: MatterCode,
    /// The period or occasion it goes to; none records an occasion.
    span: Option<DisclosureSpan>,
    path: String,
    focus: bool,
    remarks: RemarkAction,
    mapping: Option<PeopleMapping>,
    survey: Option<PeopleSurvey>,
    columns: Columns,
    seen: Option<Seen>,
    looks: bool,
    /// The command was sent and its answer is awaited.
    pub waiting: bool,
}

/// Who says which column is which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Columns {
    /// The program.
    Found,
    /// The person.
    Asked,
}

/// What the file held when it was looked at.
#[derive(Debug)]
enum Seen {
    Preview(PathBuf, Box<PeoplePreview>),
    Refused(String),
}

impl PeopleForm {
    /// For the matter that is shown: into its period, or its occasion where that has no list yet.
    pub fn new(chosen: Selection, context: DialogContext<'_>) -> Self {
        let known = context.law.catalog.matter(chosen.matter);
        let is_immediate = known.is_some_and(|it| it.cadence == Cadence::Immediate);
        let book = context.book;
        let is_open = book.occasions.iter().any(|it| {
            DisclosureSpan::Occasion(it.id) == chosen.span && it.facts.matter == chosen.matter
        }) && book.people_list(chosen.matter, chosen.span).is_none()
            && book.published_on(chosen.matter, chosen.entity, chosen.span).is_none();
        Self {
            matter: chosen.matter,
            span: (!is_immediate || is_open).then_some(chosen.span),
            path: String::new(),
            focus: true,
            remarks: RemarkAction::default(),
            mapping: None,
            survey: None,
            columns: Columns::Found,
            seen: None,
            looks: false,
            waiting: false,
        }
    }

    /// Takes the chosen file; it is looked at when the dialog is next drawn.
    pub fn picked(&mut self, path: &Path) {
        self.path = path.display().to_string();
        (self.mapping, self.columns) = (None, Columns::Found);
        self.looks = true;
    }

    /// Hears what came of the command: whether it is done, and whether it told the person.
    pub fn heard(&mut self, error: Option<&AppError>) -> (bool, bool) {
        if !std::mem::take(&mut self.waiting) {
            return (false, false);
        }
        if let Some(error) = error {
            self.seen = Some(Seen::Refused(told(error)));
        }
        (error.is_none(), error.is_some())
    }

    fn reading(&self) -> PeopleReading {
        PeopleReading { remarks: self.remarks, mapping: self.mapping.clone() }
    }

    fn look(&mut self, context: DialogContext<'_>) {
        let path = PathBuf::from(self.path.trim().trim_matches('"'));
        self.survey = None;
        if path.as_os_str().is_empty() {
            let words = "请先写文件的位置，或点“浏览…”选一个表格文件。";
            self.seen = Some(Seen::Refused(words.to_owned()));
            return;
        }
        let village = context.book.village.id;
        let (matter, span, reading) = (self.matter, self.span, self.reading());
        self.seen =
            Some(match context.app.preview_people(village, matter, span, &path, &reading) {
                Ok(preview) => {
                    let is_unsure = preview.faults.iter().any(|it| it.reason.contains("表头"));
                    if is_unsure || self.mapping.is_some() {
                        self.columns = Columns::Asked;
                    }
                    self.survey = context.app.survey_people(matter, &path).ok();
                    Seen::Preview(path, Box::new(preview))
                }
                Err(error) => Seen::Refused(told(&error)),
            });
    }

    /// Draws it; true to close.
    pub(super) fn ui(&mut self, ui: &Ui, context: DialogContext<'_>, inbox: &mut Inbox) -> bool {
        if std::mem::take(&mut self.looks) {
            self.look(context);
        }
        let mut close = false;
        let title = format!("导入名单：{}", context.law.title(self.matter));
        let escaped = controls::dialog(ui, &title, WIDTH, |ui| {
            let columns = people_columns(self.matter);
            ui.quiet(format!(
                "支持 csv、xls、xlsx，一户一行，按栏名认。必须有{columns}。有一处错就一户也不导入。"
            ));
            self.path_row(ui, context, inbox);
            self.remark_row(ui, context);
            ui.add_space(4.0);
            match &self.seen {
                None => {}
                Some(Seen::Refused(words)) => {
                    ui.notice_box(true, words);
                }
                Some(Seen::Preview(_, preview)) => {
                    let is_asked = self.columns == Columns::Asked;
                    let height = if is_asked { TABLE_SMALL } else { TABLE };
                    preview_ui(ui, preview, height);
                }
            }
            if self.mapping_ui(ui) {
                self.look(context);
            }
            ui.add_space(6.0);
            controls::foot(ui, |ui| {
                let ready = self.ready();
                ui.add_enabled_ui(ready.is_some() && !self.waiting, |ui| {
                    if ui.primary_button("导入").clicked()
                        && let Some(path) = ready
                    {
                        self.submit(path, context, inbox);
                    }
                });
                close = ui.plain_button("取消").clicked();
                let is_offered = self.survey.is_some() && self.columns == Columns::Found;
                if is_offered && ui.plain_button("栏目认得不对…").clicked() {
                    self.columns = Columns::Asked;
                }
            });
        });
        close || escaped
    }

    fn submit(&mut self, path: PathBuf, context: DialogContext<'_>, inbox: &mut Inbox) {
        self.waiting = true;
        let (matter, span, reading) = (self.matter, self.span, self.reading());
        let village = context.book.village.id;
        inbox.run(Command::ImportPeople { village, matter, span, path, reading });
    }

    /// The file, if it may come in.
    fn ready(&self) -> Option<PathBuf> {
        match &self.seen {
            Some(Seen::Preview(path, preview)) if preview.facts.is_some() => Some(path.clone()),
            _ => None,
        }
    }

    fn path_row(&mut self, ui: &mut Ui, context: DialogContext<'_>, inbox: &mut Inbox) {
        ui.horizontal(|ui| {
            let field = Field {
                hint: "文件的位置",
                ..Field::new("名单文件", ui.available_width() - 158.0)
            };
            let id = Id::unique("people_import_path");
            let response = controls::edit_in_line(ui, id, &field, &mut self.path);
            if std::mem::take(&mut self.focus) {
                response.request_focus();
            }
            if response.changed() {
                self.seen = None;
                (self.mapping, self.survey, self.columns) = (None, None, Columns::Found);
            }
            let entered = response.has_focus() && keys::enter(ui.ctx());
            if ui.plain_button("浏览…").clicked() {
                inbox.push(Wish::Pick(Pick::Table { purpose: PickPurpose::People }));
            }
            if ui.plain_button("预览").clicked() || entered {
                self.look(context);
            }
        });
    }

    /// What becomes of private remarks.
    fn remark_row(&mut self, ui: &mut Ui, context: DialogContext<'_>) {
        let before = self.remarks;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            ui.quiet("备注里有号码、病情、门牌的");
            for action in RemarkAction::ALL {
                if ui.segment(self.remarks == action, action.label()).clicked() {
                    self.remarks = action;
                }
            }
        });
        if self.remarks != before && self.seen.is_some() {
            self.look(context);
        }
    }

    /// Which column is which, where the program cannot tell or took the wrong one; true to read
    /// again.
    fn mapping_ui(&mut self, ui: &mut Ui) -> bool {
        let Some(survey) = &self.survey else { return false };
        if self.columns == Columns::Found {
            return false;
        }
        let guess = || {
            survey.guess.clone().unwrap_or_else(|| PeopleMapping {
                row: first_row(survey.sheets.first()),
                ..PeopleMapping::default()
            })
        };
        let mut mapping = self.mapping.clone().unwrap_or_else(guess);
        let before = mapping.clone();
        ui.quiet("请指明表头在哪一行、哪一栏是什么：");
        ui.horizontal_wrapped(|ui| {
            if survey.sheets.len() > 1 {
                choose_sheet(ui, survey, &mut mapping);
            }
            let Some(sheet) = survey.sheets.get(mapping.sheet) else { return };
            choose_row(ui, sheet, &mut mapping);
            choose_columns(ui, sheet, &mut mapping);
        });
        let is_changed = mapping != before;
        if is_changed {
            self.mapping = Some(mapping);
        }
        let is_told = self
            .mapping
            .as_ref()
            .is_some_and(|it| it.columns.iter().any(|(key, _)| *key == PeopleKey::Name));
        is_changed && is_told
    }
}

/// The fullest row of a sheet: that is where a head is first looked for.
fn first_row(sheet: Option<&SurveySheet>) -> usize {
    let fullest = sheet.and_then(|it| it.rows.iter().rev().max_by_key(|(_, cells)| cells.len()));
    fullest.map_or(1, |(number, _)| *number)
}

fn choose_sheet(ui: &mut Ui, survey: &PeopleSurvey, mapping: &mut PeopleMapping) {
    let shown = survey.sheets.get(mapping.sheet).map_or("", |sheet| sheet.name.as_str());
    controls::choice(ui, "工作表", shown, 150.0, |ui| {
        for (at, sheet) in survey.sheets.iter().enumerate() {
            if ui.selectable_label(mapping.sheet == at, &sheet.name).clicked() {
                let row = first_row(Some(sheet));
                *mapping = PeopleMapping { sheet: at, row, columns: Vec::new() };
            }
        }
    });
}

fn choose_row(ui: &mut Ui, sheet: &SurveySheet, mapping: &mut PeopleMapping) {
    let shown = format!("第 {} 行", mapping.row);
    controls::choice(ui, "表头在", &shown, 110.0, |ui| {
        for (number, cells) in &sheet.rows {
            let words: String = cells.join(" ").chars().take(30).collect();
            let words = format!("第 {number} 行　{words}");
            if ui.selectable_label(mapping.row == *number, words).clicked() {
                (mapping.row, mapping.columns) = (*number, Vec::new());
            }
        }
    });
}

fn choose_columns(ui: &mut Ui, sheet: &SurveySheet, mapping: &mut PeopleMapping) {
    let row = sheet.rows.iter().find(|(number, _)| *number == mapping.row);
    let cells = row.map(|(_, cells)| cells.as_slice()).unwrap_or_default();
    for key in PeopleKey::CHOSEN {
        let chosen = mapping.columns.iter().find(|(of, _)| *of == key).map(|it| it.1);
        let head = chosen.and_then(|at| cells.get(at)).map_or("不用", String::as_str);
        let shown = format!("{}：{head}", key.label());
        controls::choice(ui, &format!("{}在哪一栏", key.label()), &shown, 150.0, |ui| {
            let mut told = chosen;
            ui.selectable_value(&mut told, None, "不用");
            for (at, cell) in cells.iter().enumerate().filter(|(_, it)| !it.is_empty()) {
                ui.selectable_value(&mut told, Some(at), cell);
            }
            if told != chosen {
                mapping.columns.retain(|(of, at)| *of != key && Some(*at) != told);
                mapping.columns.extend(told.map(|at| (key, at)));
            }
        });
    }
}

fn preview_ui(ui: &mut Ui, preview: &PeoplePreview, height: f32) {
    let (name, faults) = (&preview.file_name, preview.faults.len());
    let Some(facts) = &preview.facts else {
        let words =
            format!("{name} 有 {faults} 处错误，一户也没有导入。请在表格里改好，再点“预览”。");
        ui.notice_box(true, &words);
        fault_table::ui(ui, &preview.faults, height);
        return;
    };
    let (count, total) = (facts.people.len(), facts.total().grouped());
    let words = format!("{name}：共 {count} 户，合计 {total} 元，没有错误。");
    match preview.replaces {
        Some(old) => {
            ui.notice_box(false, &format!("{words}将替换本期已导入的 {old} 户。"));
        }
        None => {
            ui.label(words);
        }
    }
    notes_ui(ui, &preview.notes);
    people_ui(ui, facts, height);
}

/// What was reduced, so that the person sees that it is gone.
fn notes_ui(ui: &mut Ui, notes: &[String]) {
    if notes.is_empty() {
        return;
    }
    ui.group(|ui| {
        ui.set_width(ui.available_width());
        let area = ScrollArea::vertical().id_salt("people_notes").max_height(NOTES);
        area.auto_shrink([false, true]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            for note in notes {
                let words = RichText::new(note).color(theme::TEXT).size(theme::SMALL);
                ui.add(Label::new(words).wrap());
            }
        });
    });
}

fn people_ui(ui: &mut Ui, facts: &PeopleFacts, height: f32) {
    let heads = ["姓名", "组", "类别、人数", "面积、标准", "金额", "备注"];
    let columns = [
        Column::exact(150.0).clip(true),
        Column::exact(72.0).clip(true),
        Column::exact(120.0).clip(true),
        Column::exact(150.0).clip(true),
        Column::exact(112.0),
        Column::remainder().clip(true),
    ];
    rows_table(ui, &heads, columns, (facts.people.len(), height), |ui, row, column| {
        let Some(person) = facts.people.get(row) else { return };
        if column == 4 {
            ui.money(person.amount);
        } else {
            ui.add(Label::new(words_of(person, column)).truncate());
        }
    });
}

fn words_of(person: &Person, column: usize) -> String {
    let joined = |parts: &[&str]| {
        let parts: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
        parts.join("　")
    };
    let members = person.members.map(|members| format!("{members} 人")).unwrap_or_default();
    match column {
        0 if person.tail.is_empty() => joined(&[&person.name, &person.head]),
        0 => format!("{}（尾号{}）", person.name, person.tail),
        1 => person.group.clone(),
        2 => joined(&[&person.category, &members]),
        3 => joined(&[&person.measure, &person.standard]),
        _ => person.remark.clone(),
    }
}
