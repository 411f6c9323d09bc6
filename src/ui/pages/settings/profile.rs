//! The facts of a village (村情).

use std::collections::BTreeMap;

use egui::util::undoer::Undoer;
use egui::{Align, ComboBox, Id, Key, Layout, Modifiers, ScrollArea, Ui, vec2};

use crate::app::Command;
use crate::domain::entity::Bookkeeping;
use crate::domain::ids::VillageId;
use crate::domain::ledger::Book;
use crate::domain::village::{
    Board, Office, Officer, SupervisionMember, SupervisionPost, Village, VillageProfile,
};
use crate::ui::ext::{Field, Sign, UiExt as _};
use crate::ui::{keys, theme};

/// What is typed and not yet saved.
#[derive(Debug, Default)]
pub(super) struct ProfileForm {
    village: Option<VillageId>,
    /// As it is kept in the books.
    base: VillageProfile,
    draft: VillageProfile,
    /// What was changed for other villages.
    others: BTreeMap<VillageId, VillageProfile>,
    undoer: Undoer<VillageProfile>,
    /// Why it was refused.
    pub(super) fault: Option<String>,
}

impl ProfileForm {
    pub(super) fn ui(&mut self, ui: &mut Ui, book: &Book) -> Option<Command> {
        let village = &book.village;
        self.turn_to(village);
        self.undo(ui);
        let command = self.head_ui(ui, village);
        if let Some(fault) = &self.fault {
            ui.notice_box(true, fault);
        }
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = theme::GAP;
                let width = (ui.available_width() - theme::GAP) / 2.0;
                column(ui, width, |ui| {
                    ui.card(|ui| names_ui(ui, &mut self.draft));
                    ui.add_space(theme::GAP - 8.0);
                    ui.card(|ui| books_ui(ui, book, &mut self.draft.bookkeeping));
                    ui.add_space(theme::GAP - 8.0);
                    ui.card(|ui| boards_ui(ui, &mut self.draft.boards));
                });
                column(ui, width, |ui| {
                    ui.card(|ui| officers_ui(ui, &mut self.draft.officers));
                    ui.add_space(theme::GAP - 8.0);
                    ui.card(|ui| {
                        supervision_ui(ui, &mut self.draft.supervision.members);
                    });
                    ui.add_space(theme::GAP - 8.0);
                    ui.card(|ui| sheets_ui(ui, &mut self.draft));
                });
            });
        });
        command
    }

    /// Shows another village; what was changed for the one before is kept.
    fn turn_to(&mut self, village: &Village) {
        if self.village == Some(village.id) {
            if self.base != village.profile {
                self.base = village.profile.clone();
            }
            return;
        }
        let mut others = std::mem::take(&mut self.others);
        if let Some(before) = self.village.filter(|_| self.draft != self.base) {
            others.insert(before, std::mem::take(&mut self.draft));
        }
        let base = village.profile.clone();
        let draft = others.remove(&village.id).unwrap_or_else(|| base.clone());
        *self = Self { village: Some(village.id), base, draft, others, ..Self::default() };
    }

    /// The village that is shown was saved.
    pub(super) fn saved(&mut self) {
        *self = Self { others: std::mem::take(&mut self.others), ..Self::default() };
    }

    /// Of how many villages something was changed and not saved.
    pub(super) fn unsaved(&self) -> usize {
        let is_changed = self.village.is_some() && self.draft != self.base;
        self.others.len() + usize::from(is_changed)
    }

    /// Outside a field Ctrl+Z takes back the last change of the whole form.
    fn undo(&mut self, ui: &Ui) {
        let in_field = ui.ctx().egui_wants_keyboard_input();
        if !in_field
            && keys::pressed(ui.ctx(), Modifiers::COMMAND, Key::Z)
            && let Some(before) = self.undoer.undo(&self.draft)
        {
            self.draft = before.clone();
        }
        let now = ui.input(|input| input.time);
        self.undoer.feed_state(now, &self.draft);
    }

    fn head_ui(&mut self, ui: &mut Ui, village: &Village) -> Option<Command> {
        let mut command = None;
        ui.horizontal(|ui| {
            let is_changed = self.draft != village.profile;
            ui.quiet_body("这些内容印在每一张公示表上。");
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if ui.primary_button("保存村情").clicked() {
                    let profile = self.draft.clone();
                    command = Some(Command::UpdateVillage { village: village.id, profile });
                }
                ui.add_enabled_ui(is_changed, |ui| {
                    if ui.plain_button("放弃修改").clicked() {
                        self.draft = village.profile.clone();
                        self.fault = None;
                    }
                });
                if is_changed {
                    ui.quiet_body("有修改，还没有保存");
                }
            });
        });
        command
    }
}

fn column(ui: &mut Ui, width: f32, add: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), add);
}

fn names_ui(ui: &mut Ui, draft: &mut VillageProfile) {
    ui.set_width(ui.available_width());
    ui.card_heading("名称与联系");
    let half = (ui.available_width() - ui.spacing().item_spacing.x) / 2.0;
    ui.horizontal_top(|ui| {
        ui.field(&Field::new("乡镇", half), &mut draft.township);
        ui.field(&Field::new("村名", half), &mut draft.name);
    });
    ui.horizontal_top(|ui| {
        ui.field(&Field::new("村监委电话", half), &mut draft.supervision_phone);
        ui.field(&Field::new("镇监督电话", half), &mut draft.township_phone);
    });
    let third = half / 2.0;
    ui.horizontal_top(|ui| {
        let width = ui.available_width() - third - ui.spacing().item_spacing.x;
        ui.field(&Field::new("意见箱位置", width), &mut draft.opinion_box);
        let field = Field { right: true, hint: "印人均数用", ..Field::new("人口", third) };
        count_ui(&mut draft.population, |text| {
            ui.field(&field, text);
        });
    });
}

/// A field for a whole number that may be left empty; other characters are not taken.
fn count_ui(count: &mut Option<u32>, field: impl FnOnce(&mut String)) {
    let before = count.map(|count| count.to_string()).unwrap_or_default();
    let mut text = before.clone();
    field(&mut text);
    if text != before {
        let digits = text.trim();
        match digits.parse() {
            Ok(number) => *count = Some(number),
            Err(_) if digits.is_empty() => *count = None,
            Err(_) => {}
        }
    }
}

/// How its sheets of money look.
fn sheets_ui(ui: &mut Ui, draft: &mut VillageProfile) {
    ui.set_width(ui.available_width());
    ui.card_heading("公示表的样子");
    ui.checkbox(&mut draft.draws_bars, "汇总表和决算上画收支图（有空地方才画）");
    ui.checkbox(&mut draft.fills_rows, "末页的表格用空行补满，免得事后添写");
}

/// One set of books or two; fixed once anything was entered.
fn books_ui(ui: &mut Ui, book: &Book, bookkeeping: &mut Bookkeeping) {
    ui.set_width(ui.available_width());
    ui.card_heading("核算方式");
    let fixed = Bookkeeping::ALL.into_iter().find_map(|way| book.check_bookkeeping(way).err());
    ui.add_enabled_ui(fixed.is_none(), |ui| {
        ui.horizontal(|ui| {
            for way in Bookkeeping::ALL {
                if ui.segment(*bookkeeping == way, way.label()).clicked() {
                    *bookkeeping = way;
                }
            }
        });
    });
    let words = match (&fixed, *bookkeeping) {
        (Some(_), _) => "已经有凭证或期初余额，核算方式不能再改。",
        (None, Bookkeeping::Unified) => "村委会和集体经济组织合用一套账。记账以前可以改。",
        (None, Bookkeeping::Separate) => {
            "村委会、集体经济组织各记一套账，凭证分开编号，公示可以分开也可以合并。记账以前可以改。"
        }
    };
    ui.add(
        egui::Label::new(egui::RichText::new(words).color(theme::TEXT_QUIET).size(theme::SMALL))
            .wrap(),
    );
}

fn boards_ui(ui: &mut Ui, boards: &mut Vec<Board>) {
    ui.set_width(ui.available_width());
    ui.card_heading("公开栏");
    ui.quiet("有几个自然村的，可以写几处；每处贴一份。大小写厘米，排公开栏时用。");
    let mut removed = None;
    for (index, board) in boards.iter_mut().enumerate() {
        ui.horizontal(|ui| {
            let label = format!("公开栏 {}", index + 1);
            let width = ui.available_width() - 50.0 - 2.0 * (SIDE + ui.spacing().item_spacing.x);
            ui.named_field(&label, width, "如：村委会大门东侧", &mut board.place);
            let sides = [("宽", &mut board.width_cm), ("高", &mut board.height_cm)];
            for (side, count) in sides {
                count_ui(count, |text| {
                    ui.named_field(&format!("{label} {side}"), SIDE, side, text);
                });
            }
            if ui.sign_button(Sign::Cross, &format!("去掉{label}")).clicked() {
                removed = Some(index);
            }
        });
    }
    if let Some(index) = removed {
        boards.remove(index);
    }
    if ui.plain_button("加一处公开栏").clicked() {
        boards.push(Board::default());
    }
}

/// The width of a field for a side of a board.
const SIDE: f32 = 58.0;
const NAME: f32 = 130.0;
const POST: f32 = 200.0;

fn officers_ui(ui: &mut Ui, officers: &mut Vec<Officer>) {
    ui.set_width(ui.available_width());
    ui.card_heading("村干部与财会人员");
    let mut removed = None;
    for (index, officer) in officers.iter_mut().enumerate() {
        ui.horizontal(|ui| {
            let label = format!("任职 {}", index + 1);
            ui.named_field(&format!("{label} 姓名"), NAME, "姓名", &mut officer.name);
            choose(
                ui,
                &format!("{label} 职务"),
                POST,
                &mut officer.office,
                Office::ALL,
                Office::label,
            );
            if ui.sign_button(Sign::Cross, &format!("去掉{label}")).clicked() {
                removed = Some(index);
            }
        });
    }
    if let Some(index) = removed {
        officers.remove(index);
    }
    if ui.plain_button("加一人任职").clicked() {
        let office = Office::ALL.get(officers.len()).copied().unwrap_or(Office::CommitteeMember);
        officers.push(Officer { name: String::new(), office });
    }
}

fn supervision_ui(ui: &mut Ui, members: &mut Vec<SupervisionMember>) {
    ui.set_width(ui.available_width());
    ui.card_heading("村务监督委员会");
    ui.quiet("3 人或 5 人。是村委会成员近亲属的，写上那位成员的姓名。");
    let mut removed = None;
    for (index, member) in members.iter_mut().enumerate() {
        ui.horizontal(|ui| {
            let label = format!("村监委 {}", index + 1);
            ui.named_field(&format!("{label} 姓名"), NAME, "姓名", &mut member.name);
            let post = format!("{label} 职务");
            choose(
                ui,
                &post,
                100.0,
                &mut member.post,
                SupervisionPost::ALL,
                SupervisionPost::label,
            );
            let relative = member.relative_of.get_or_insert_default();
            let width = (ui.available_width() - 50.0).max(80.0);
            ui.named_field(&format!("{label} 近亲属"), width, "是谁的近亲属，没有不填", relative);
            if relative.is_empty() {
                member.relative_of = None;
            }
            if ui.sign_button(Sign::Cross, &format!("去掉{label}")).clicked() {
                removed = Some(index);
            }
        });
    }
    if let Some(index) = removed {
        members.remove(index);
    }
    if members.len() < 5 && ui.plain_button("加一名村监委成员").clicked() {
        let has_director = members.iter().any(|member| member.post == SupervisionPost::Director);
        let post = if has_director { SupervisionPost::Member } else { SupervisionPost::Director };
        members.push(SupervisionMember { name: String::new(), post, relative_of: None });
    }
}

/// A combo box over a few values.
fn choose<T: Copy + PartialEq, const N: usize>(
    ui: &mut Ui,
    label: &str,
    width: f32,
    value: &mut T,
    all: [T; N],
    words: fn(T) -> &'static str,
) {
    let list = ComboBox::from_id_salt(Id::unique(label)).selected_text(words(*value)).width(width);
    let list = list.show_ui(ui, |ui| {
        for choice in all {
            ui.selectable_value(value, choice, words(choice));
        }
    });
    ui.name(&list.response, label);
}
