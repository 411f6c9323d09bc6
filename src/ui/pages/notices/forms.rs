//! The dialogs of the steps: who, when, what was said.

use std::path::{Path, PathBuf};

use egui::{
    Id, Key, KeyboardShortcut, Label, Margin, Modifiers, RichText, ScrollArea, TextEdit, Ui, vec2,
};

use super::dialogs::DialogContext;
use crate::app::{App, AppError};
use crate::domain::ids::{NoticeId, ObjectionId};
use crate::domain::law::Law;
use crate::domain::matter::Category;
use crate::domain::notice::{Notice, Objection, Stage};
use crate::domain::period::{self, Date, Month};
use crate::domain::text::ascii_width;
use crate::ui::ext::{Field, UiExt as _};
use crate::ui::inbox::{Inbox, Pick, Wish};
use crate::ui::pages::vouchers::typed::parse_day;
use crate::ui::{controls, keys, theme};

/// Width of the dialogs.
pub(super) const WIDTH: f32 = 600.0;
/// Height of the list of notices that are done at once.
const LIST: f32 = 168.0;

/// A step that a person records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// 村监委审查
    Review,
    /// 联席会议决定
    Decide,
    /// 乡镇审核
    Check,
    /// 公布
    Publish,
    /// 重新张贴
    PostAgain,
    /// 张贴照片
    Photograph,
    /// 提前撤下
    TakeDown,
    /// 登记异议
    Object,
    /// 答复
    Reply(ObjectionId),
    /// 归档
    Archive,
}

/// Where in the dialog a refusal belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The day.
    Date,
    /// The persons.
    People,
    /// What was said.
    Text,
    /// The days on the board.
    Days,
    /// The boards.
    Boards,
    /// The photo.
    Photo,
    /// Nowhere in particular.
    Foot,
}

/// A notice of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Which.
    pub id: NoticeId,
    /// As shown.
    pub words: String,
    /// Whether the step is taken with it.
    pub ticked: bool,
}

/// What is typed in a dialog of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepForm {
    /// The step.
    pub act: Act,
    /// What it is taken with.
    pub targets: Vec<Target>,
    pub(super) category: Category,
    pub(super) date: String,
    /// 同意, 通过, 同意公布
    pub(super) agreed: bool,
    pub(super) people: Vec<(String, bool)>,
    pub(super) others: String,
    pub(super) text: String,
    pub(super) days: String,
    /// What was proposed for the days; while they are the same, another day proposes others.
    proposed_days: String,
    pub(super) boards: Vec<(String, bool)>,
    pub(super) typed_board: String,
    pub(super) objector: String,
    pub(super) photo: String,
    /// The photo was just chosen and is to be looked at.
    looks: bool,
    about: Vec<String>,
    pub(super) fault: Option<(Place, String)>,
    focus: bool,
    /// How many answers of commands are awaited.
    pub waiting: usize,
}

impl StepForm {
    /// The form of a step with some notices, filled in as is usual.
    pub fn new(act: Act, notices: &[&Notice], context: DialogContext<'_>) -> Self {
        let profile = &context.book.village.profile;
        let first = notices.first();
        let category = first.map_or(Category::Affairs, |notice| notice.category(context.law));
        let people: Vec<String> = if act == Act::Review {
            profile.supervision.members.iter().map(|it| it.name.clone()).collect()
        } else if act == Act::Decide {
            profile.officers.iter().map(|it| it.name.clone()).collect()
        } else {
            Vec::new()
        };
        let mut ticked: Vec<(String, bool)> = Vec::new();
        for name in people {
            if !ticked.iter().any(|(other, _)| *other == name) {
                ticked.push((name, true));
            }
        }
        let mut form = Self {
            act,
            targets: notices.iter().map(|notice| target(notice)).collect(),
            category,
            date: context.today.to_string(),
            agreed: true,
            people: ticked,
            others: String::new(),
            text: String::new(),
            days: context.law.rules.posting_days_min.to_string(),
            proposed_days: String::new(),
            boards: Vec::new(),
            typed_board: String::new(),
            objector: String::new(),
            photo: String::new(),
            looks: false,
            about: Vec::new(),
            fault: None,
            focus: true,
            waiting: 0,
        };
        if let Some(notice) = first {
            let boards = match notice.posting() {
                Some(posting) => &posting.boards,
                None => &notice.content.masthead.boards,
            };
            form.boards = boards.iter().map(|board| (board.clone(), true)).collect();
            form.propose_days(notice, context.law, context.today);
        }
        if act == Act::Photograph {
            form.typed_board = form.boards.first().map(|it| it.0.clone()).unwrap_or_default();
        }
        form
    }

    /// The form of an answer.
    pub fn reply(objection: &Objection, context: DialogContext<'_>) -> Self {
        let notice = objection.notice.and_then(|id| context.book.notice(id));
        let of: Vec<&Notice> = notice.into_iter().collect();
        let mut form = Self::new(Act::Reply(objection.id), &of, context);
        let by = objection.answer_by(context.law);
        let (who, on) = (objection.anonymous(), period::day_label(objection.facts.on));
        form.about = vec![
            format!("第 {} 号异议，{who}，{on}收到：", objection.number),
            objection.facts.text.clone(),
            format!("最迟 {} 答复", super::steps::deadline_words(by, context.today)),
        ];
        form
    }

    /// The heading.
    pub fn title(&self) -> &'static str {
        match self.act {
            Act::Review => "村监委审查",
            Act::Decide => Stage::Decided.label(self.category),
            Act::Check => "乡镇审核",
            Act::Publish => "公布",
            Act::PostAgain => "重新张贴",
            Act::Photograph => "张贴照片",
            Act::TakeDown => "提前撤下",
            Act::Object => "登记异议",
            Act::Reply(_) => "答复异议",
            Act::Archive => "归档",
        }
    }

    /// The word on the button that does it.
    const fn agree_word(&self) -> &'static str {
        match self.act {
            Act::Publish => "公布",
            Act::PostAgain => "重新张贴",
            Act::Photograph => "存照片",
            Act::Reply(_) => "答复",
            Act::Archive => "归档",
            Act::Review | Act::Decide | Act::Check | Act::TakeDown | Act::Object => "登记",
        }
    }

    pub(super) fn on(&self, today: Date) -> Result<Date, String> {
        parse_day(&self.date, Month::of(today))
    }

    pub(super) fn day_count(&self) -> Option<u32> {
        let plain: String = self.days.trim().chars().map(ascii_width).collect();
        plain.trim_end_matches(['天', '日']).trim().parse().ok()
    }

    /// The notices that are ticked.
    pub(super) fn chosen(&self) -> Vec<NoticeId> {
        self.targets.iter().filter(|target| target.ticked).map(|target| target.id).collect()
    }

    /// The persons who are ticked and those typed beside them.
    pub(super) fn persons(&self) -> Vec<String> {
        let ticked = self.people.iter().filter(|(_, ticked)| *ticked);
        let mut persons: Vec<String> = ticked.map(|(name, _)| name.clone()).collect();
        let split = self.others.split(['、', '，', ',', ' ', '　']);
        persons.extend(split.map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned));
        persons
    }

    pub(super) fn chosen_boards(&self) -> Vec<String> {
        let ticked = self.boards.iter().filter(|(_, ticked)| *ticked);
        let mut boards: Vec<String> = ticked.map(|(board, _)| board.clone()).collect();
        let typed = self.typed_board.trim();
        if !typed.is_empty() {
            boards.push(typed.to_owned());
        }
        boards
    }

    /// The photo that was chosen.
    pub(super) fn photo_path(&self) -> Option<PathBuf> {
        let path = self.photo.trim().trim_matches('"');
        (!path.is_empty()).then(|| PathBuf::from(path))
    }

    fn propose_days(&mut self, notice: &Notice, law: &Law, on: Date) {
        if !self.proposed_days.is_empty() && self.days != self.proposed_days {
            return;
        }
        if let Some(minimum) = notice.posting_minimum(law, on) {
            let days = (law.calendar.posted_until(on, minimum) - on).num_days();
            self.days = days.to_string();
            self.proposed_days.clone_from(&self.days);
        }
    }

    /// Takes a photo that was picked or dropped.
    pub fn take_photo(&mut self, path: &Path) {
        if matches!(self.act, Act::Publish | Act::Photograph) {
            self.photo = path.display().to_string();
            self.looks = true;
        }
    }

    /// Looks at a photo that was just chosen.
    fn look_at_photo(&mut self, app: &App) {
        if let (true, Some(path)) = (std::mem::take(&mut self.looks), self.photo_path()) {
            let fault = app.check_attachment(&path).err();
            self.fault = fault.map(|error| (Place::Photo, told(&error)));
        }
    }

    /// Hears what came of a command; whether the dialog is done with, and whether it told the
    /// person why it was refused.
    pub fn heard(&mut self, error: Option<&AppError>) -> (bool, bool) {
        if self.waiting == 0 {
            return (false, false);
        }
        self.waiting -= 1;
        if let Some(error) = error {
            self.fault.get_or_insert_with(|| (Place::Foot, told(error)));
            return (false, true);
        }
        if self.act == Act::Publish {
            // what is left to do is the photo
            self.act = Act::Photograph;
        }
        (self.waiting == 0 && self.fault.is_none(), false)
    }

    fn fault_at(&self, place: Place) -> Option<&str> {
        self.fault.as_ref().filter(|(at, _)| *at == place).map(|(_, fault)| fault.as_str())
    }

    /// Draws it; true to close.
    pub(super) fn ui(&mut self, ui: &Ui, context: DialogContext<'_>, inbox: &mut Inbox) -> bool {
        let (mut close, mut agreed) = (false, false);
        self.look_at_photo(context.app);
        let before = self.clone();
        let escaped = controls::dialog(ui, self.title(), WIDTH, |ui| {
            self.head(ui);
            self.fields(ui, context, inbox);
            if let Some(fault) = self.fault_at(Place::Foot) {
                ui.notice_box(true, fault);
            }
            ui.add_space(6.0);
            controls::foot(ui, |ui| {
                let words = self.agree_word();
                agreed = ui.primary_button(words).clicked();
                close = ui.plain_button("取消").clicked();
            });
            let ctx = ui.ctx();
            let typing = ctx.text_edit_focused() || !ctx.egui_wants_keyboard_input();
            if !agreed && !close && typing && controls::is_front(ui) && keys::enter(ctx) {
                agreed = true;
            }
        });
        if before.typed() != self.typed() && !agreed {
            self.fault = None;
        }
        if agreed && self.waiting == 0 {
            self.submit(context, inbox);
        }
        close || escaped
    }

    /// What a change of which makes a refusal stale.
    fn typed(&self) -> impl PartialEq {
        (
            (self.date.clone(), self.agreed, self.people.clone(), self.others.clone()),
            (self.text.clone(), self.days.clone(), self.boards.clone()),
            (self.typed_board.clone(), self.photo.clone(), self.targets.clone()),
        )
    }

    /// What the step is about.
    fn head(&mut self, ui: &mut Ui) {
        if let [only] = self.targets.as_slice() {
            ui.add(Label::new(&only.words).wrap());
        } else if !self.targets.is_empty() {
            let count = self.targets.iter().filter(|target| target.ticked).count();
            ui.label(format!("共 {} 份，选中 {count} 份一起办", self.targets.len()));
            ScrollArea::vertical().max_height(LIST).auto_shrink([false, true]).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                ui.spacing_mut().interact_size.y = 28.0;
                for target in &mut self.targets {
                    ui.checkbox(&mut target.ticked, target.words.as_str());
                }
            });
        }
        if let [who, text, by] = self.about.as_slice() {
            ui.quiet(who);
            ui.add(Label::new(text).wrap());
            ui.quiet(by);
        }
        let explained = match self.act {
            Act::TakeDown => {
                "公示期没满就从公开栏上取下来的（下雨打湿、栏要修），登记以后要重新张贴满期限，任务也重新算没办完。"
            }
            Act::Archive => "归档以后不能再登记异议和更改；照样可以查看和打印。",
            Act::Object => "公示上、打印件上只写“村民”，提出人的姓名从不印出来。",
            Act::Review
            | Act::Decide
            | Act::Check
            | Act::Publish
            | Act::PostAgain
            | Act::Photograph
            | Act::Reply(_) => return,
        };
        ui.quiet(explained);
    }

    fn fields(&mut self, ui: &mut Ui, context: DialogContext<'_>, inbox: &mut Inbox) {
        self.date_row(ui, context);
        match self.act {
            Act::Review => {
                self.verdict(ui, ["同意", "有异议"]);
                self.people_rows(ui, "参加审查的村监委成员", "其他成员");
                if !self.agreed {
                    self.text_field(ui, "异议内容", "哪里有问题，写清楚");
                }
            }
            Act::Decide => {
                self.verdict(ui, ["通过", "退回"]);
                self.people_rows(ui, "到会人员", "其他到会人员");
                self.text_field(ui, "决定（可以不写）", "如 同意公布；或为什么退回");
            }
            Act::Check => {
                self.verdict(ui, ["同意公布", "退回"]);
                self.text_field(ui, "审核人和意见（可以不写）", "如 镇农经站 李明：同意");
            }
            Act::Publish | Act::PostAgain => {
                self.board_rows(ui);
                if self.act == Act::Publish {
                    self.photo_row(ui, "公开栏照片（可以以后补）", inbox);
                }
            }
            Act::Photograph => {
                let hint = "如 村委会大门东侧";
                let field = Field { hint, ..Field::new("哪个公开栏", WIDTH - 4.0) };
                let id = Id::unique("step_board");
                controls::edit(ui, id, &field, &mut self.typed_board);
                self.photo_row(ui, "照片", inbox);
            }
            Act::TakeDown => self.text_field(ui, "为什么撤下", "如 大风刮破"),
            Act::Object => {
                let hint = "可以不写";
                let label = "提出人（只留作答复用，从不印出来）";
                let field = Field { hint, ..Field::new(label, WIDTH - 4.0) };
                controls::edit(ui, Id::unique("step_objector"), &field, &mut self.objector);
                self.text_field(ui, "异议内容", "问的是哪一笔、哪一项");
            }
            Act::Reply(_) => self.text_field(ui, "答复内容", "查到什么，怎么处理"),
            Act::Archive => {}
        }
    }

    const fn date_label(&self) -> &'static str {
        match self.act {
            Act::Review => "审查日期",
            Act::Decide => "开会日期",
            Act::Check => "审核日期",
            Act::Publish => "公布日期（张贴那天）",
            Act::PostAgain => "重新张贴那天",
            Act::Photograph => "拍照日期",
            Act::TakeDown => "撤下日期",
            Act::Object => "收到日期",
            Act::Reply(_) => "答复日期",
            Act::Archive => "归档日期",
        }
    }

    fn date_row(&mut self, ui: &mut Ui, context: DialogContext<'_>) {
        let with_days = matches!(self.act, Act::Publish | Act::PostAgain);
        ui.horizontal_top(|ui| {
            let fault = self.fault_at(Place::Date).map(str::to_owned);
            let wide = if fault.is_some() && !with_days { WIDTH - 4.0 } else { 190.0 };
            let field = Field { fault: fault.as_deref(), ..Field::new(self.date_label(), wide) };
            let id = Id::unique("step_date");
            let response = controls::edit(ui, id, &field, &mut self.date);
            if std::mem::take(&mut self.focus) {
                response.request_focus();
            }
            let on = self.on(context.today);
            if !with_days {
                return;
            }
            if response.changed()
                && let (Ok(on), Some(notice)) = (&on, self.notice(context))
            {
                self.propose_days(notice, context.law, *on);
            }
            let field = Field::new("公示天数", 110.0);
            let id = Id::unique("step_days");
            controls::edit(ui, id, &field, &mut self.days);
            if let (Ok(on), Some(days)) = (on, self.day_count()) {
                ui.vertical(|ui| {
                    ui.add_space(30.0);
                    let most = crate::domain::notice::POSTING_DAYS_MAX;
                    let until = period::posted_until(on, days.min(most));
                    ui.label(format!("公示到 {}", period::date_label(until)));
                });
            }
        });
        if with_days {
            self.below_days(ui, context);
        }
    }

    fn below_days(&self, ui: &mut Ui, context: DialogContext<'_>) {
        controls::fault_below(ui, self.fault_at(Place::Days));
        let on = self.on(context.today).unwrap_or(context.today);
        let minimum = self.notice(context).and_then(|it| it.posting_minimum(context.law, on));
        let least = minimum.map(|minimum| {
            let until = context.law.calendar.posted_until(on, minimum);
            format!("这一事项最少公示 {}，到 {}。", minimum.label(), period::day_label(until))
        });
        let least = least.unwrap_or_default();
        ui.quiet(format!(
            "{least}公布当天不算（村民委员会组织法第三十五条、民法典第二百零一条）。"
        ));
        if self.act == Act::Publish
            && let Some(closed) = self.notice(context).and_then(closes)
        {
            ui.quiet(format!("请贴上公开栏之后再点“公布”。公布以后内容和日期不能再改，{closed}。"));
        }
    }

    fn notice<'a>(&self, context: DialogContext<'a>) -> Option<&'a Notice> {
        self.targets.first().and_then(|target| context.book.notice(target.id))
    }

    fn verdict(&mut self, ui: &mut Ui, words: [&str; 2]) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            for (word, agrees) in words.into_iter().zip([true, false]) {
                if ui.segment(self.agreed == agrees, word).clicked() {
                    self.agreed = agrees;
                }
            }
        });
    }

    fn people_rows(&mut self, ui: &mut Ui, label: &str, others: &str) {
        ui.quiet(label);
        if self.people.is_empty() {
            ui.quiet("村情里还没有填名单，可以在“设置”里补上；这里也可以直接写姓名。");
        }
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 18.0;
            ui.spacing_mut().interact_size.y = 28.0;
            for (name, ticked) in &mut self.people {
                ui.checkbox(ticked, name.as_str());
            }
        });
        let fault = self.fault_at(Place::People).map(str::to_owned);
        let field = Field {
            hint: "没有就不填；几个人用顿号隔开",
            fault: fault.as_deref(),
            ..Field::new(others, WIDTH - 4.0)
        };
        controls::edit(ui, Id::unique("step_others"), &field, &mut self.others);
    }

    fn text_field(&mut self, ui: &mut Ui, label: &str, hint: &str) {
        let fault = self.fault_at(Place::Text).map(str::to_owned);
        lines_field(ui, Id::unique("step_text"), (label, hint), fault.as_deref(), &mut self.text);
    }

    fn board_rows(&mut self, ui: &mut Ui) {
        ui.quiet("贴在这些公开栏");
        for (board, ticked) in &mut self.boards {
            ui.checkbox(ticked, board.as_str());
        }
        let fault = self.fault_at(Place::Boards).map(str::to_owned);
        let label = if self.boards.is_empty() { "公开栏位置" } else { "另外还贴在" };
        let field = Field {
            hint: "如 村委会大门东侧",
            fault: fault.as_deref(),
            ..Field::new(label, WIDTH - 4.0)
        };
        controls::edit(ui, Id::unique("step_board"), &field, &mut self.typed_board);
    }

    fn photo_row(&mut self, ui: &mut Ui, label: &str, inbox: &mut Inbox) {
        let fault = self.fault_at(Place::Photo).map(str::to_owned);
        ui.quiet(label);
        ui.horizontal(|ui| {
            let hint = "把照片拖到窗口里，或写文件的位置";
            let field =
                Field {
                    hint, fault: fault.as_deref(), ..Field::new("照片的位置", WIDTH - 92.0)
                };
            let id = Id::unique("step_photo");
            let response = controls::edit_in_line(ui, id, &field, &mut self.photo);
            self.looks |= response.lost_focus();
            if ui.plain_button("浏览…").clicked() {
                inbox.push(Wish::Pick(Pick::Attachments));
            }
        });
        controls::fault_below(ui, fault.as_deref());
    }
}

/// A field of a few lines, in which Enter does not break the line: what is typed stays one text.
pub(super) fn lines_field(
    ui: &mut Ui,
    id: Id,
    (label, hint): (&str, &str),
    fault: Option<&str>,
    text: &mut String,
) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 3.0;
        let label = ui.quiet(label);
        let width = ui.available_width() - 4.0;
        if fault.is_some() {
            let stroke = egui::Stroke::new(2.0, theme::OVERDUE);
            ui.visuals_mut().widgets.inactive.bg_stroke = stroke;
            ui.visuals_mut().selection.stroke = stroke;
        }
        let edit = TextEdit::multiline(text)
            .id(id)
            .hint_text(RichText::new(hint).color(theme::TEXT_FAINT))
            .desired_width(width)
            .desired_rows(2)
            .margin(Margin::symmetric(10, 6))
            .min_size(vec2(width, theme::CONTROL_HEIGHT * 2.0))
            .return_key(KeyboardShortcut::new(Modifiers::SHIFT, Key::Enter));
        ui.add(edit).labelled_by(label.id);
        controls::fault_below(ui, fault);
    });
}

/// What publishing this notice closes.
fn closes(notice: &Notice) -> Option<&'static str> {
    use crate::domain::entity::Entity;
    notice.funds()?;
    Some(match notice.content.masthead.books {
        None => "这个月的账也随之结账",
        Some(Entity::Village) => "两套账这个月都随之结账",
        Some(Entity::Committee | Entity::Collective) => "这一套账的这个月也随之结账",
    })
}

fn target(notice: &Notice) -> Target {
    Target { id: notice.id, words: notice_words(notice), ticked: true }
}

/// A notice in one line: `2026年10月 财务收支逐笔公开，第 10 期`.
pub(super) fn notice_words(notice: &Notice) -> String {
    let books = notice.content.masthead.books;
    let books = books.map_or_else(String::new, |books| format!("（{}）", books.scope_label()));
    let correction = if notice.corrects.is_some() { "更正公告" } else { "" };
    let happened = notice.occasion().map_or_else(String::new, |it| format!("：{}", it.text));
    let (span, title, issue) = (notice.span_label(), notice.title(), notice.issue);
    format!("{span} {title}{correction}，第 {issue} 期{books}{happened}")
}

/// A refusal with its next step, as shown beside a field.
pub(super) fn told(error: &AppError) -> String {
    error.to_string()
}
