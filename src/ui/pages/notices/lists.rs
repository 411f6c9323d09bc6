//! The lists of the page: what is to be disclosed, and what was. Made once for a state of the
//! book, not once a frame.

use egui::{Color32, Key, Modifiers, RichText, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use super::forms::{Act, notice_words};
use super::selection::Selection;
use crate::app::{Ledger, initials};
use crate::domain::duty::{Duty, DutyState};
use crate::domain::entity::Entity;
use crate::domain::ids::NoticeId;
use crate::domain::law::Law;
use crate::domain::ledger::Book;
use crate::domain::notice::{Deadline, NextStep, Notice, NoticeState};
use crate::domain::period::{Date, day_label};
use crate::ui::ext::{Sign, UiExt as _};
use crate::ui::pages::vouchers::rows::BookKey;
use crate::ui::{controls, keys, theme};

/// Height of a row of two lines.
const ROW: f32 = 62.0;

/// How a row sounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tone {
    Waiting,
    Due,
    Overdue,
    Done,
}

/// One line of a list.
#[derive(Clone, Debug)]
struct Item {
    chosen: Selection,
    tone: Tone,
    pill: String,
    title: String,
    /// What it covers.
    span: String,
    /// What comes next.
    note: String,
    /// What a search looks through, small letters.
    text: String,
    year: i32,
    is_filed: bool,
}

/// What of a state of the book is listed.
#[derive(Debug, Default)]
pub struct Lists {
    key: Option<(BookKey, Date)>,
    due: Vec<Item>,
    filed: Vec<Item>,
    /// Notices that wait for the same step.
    together: Vec<(Act, Vec<NoticeId>)>,
    /// How many duties are open, and how many of those are overdue.
    pub open: usize,
    /// Open duties without a draft.
    undrafted: usize,
    /// Words of the search in the archive.
    search: String,
    year: Option<i32>,
    /// Only those filed, or only those still on the board.
    filed_only: Option<bool>,
    found: Vec<usize>,
    asked: Option<(String, Option<i32>, Option<bool>)>,
}

/// What a list asks the page to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListAsked {
    /// Show one; `open` also turns to its steps.
    Show {
        /// Which.
        chosen: Selection,
        /// Whether the list gives way.
        open: bool,
    },
    /// Draft what is due and not drafted.
    DraftTogether,
    /// Take a step with several.
    Together(Act, Vec<NoticeId>),
    /// Record an occasion.
    Record,
}

impl Lists {
    /// Reads the lists of the book that is shown, if it changed.
    pub fn refresh(&mut self, ledger: &Ledger, book: &Book, today: Date) {
        let key = (BookKey::of(book, ledger.revision()), today);
        if self.key == Some(key) {
            return;
        }
        self.key = Some(key);
        self.asked = None;
        let law = ledger.law();
        let duties = ledger.duties_of(book.village.id, today);
        self.open = duties.iter().filter(|duty| duty.state.is_open()).count();
        self.due = duties
            .iter()
            .filter(|duty| duty.state.is_open())
            .map(|duty| due_item(duty, ledger, book, today))
            .collect();
        let waits = duties.iter().filter(|duty| duty.state.is_open() && duty.notice.is_none());
        self.undrafted = waits.count();
        self.due.extend(corrections(book, law, today));
        let hung = book.notices.iter().rev().filter(|notice| notice.publication().is_some());
        let mut filed: Vec<&Notice> = hung.collect();
        filed.sort_by_key(|notice| {
            std::cmp::Reverse(notice.posting().map(|posting| posting.published_on))
        });
        self.due
            .extend(filed.iter().rev().filter_map(|notice| waiting_item(notice, book, law, today)));
        self.filed = filed.iter().map(|notice| filed_item(notice, book, law, today)).collect();
        self.together = together(book, law, today);
    }

    /// The list 应公开.
    pub fn due_ui(&mut self, ui: &mut Ui, chosen: Selection) -> Option<ListAsked> {
        let mut asked = None;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            if ui.plain_button("登记事由…").clicked() {
                asked = Some(ListAsked::Record);
            }
            if self.undrafted > 1 {
                let words = format!("一起起草 {} 份", self.undrafted);
                let hint = "账和台账里有的自己填好；要人写的留下";
                if ui.plain_button(&words).on_hover_text(hint).clicked() {
                    asked = Some(ListAsked::DraftTogether);
                }
            }
            for (act, notices) in &self.together {
                if ui.plain_button(&together_words(*act, notices.len())).clicked() {
                    asked = Some(ListAsked::Together(*act, notices.clone()));
                }
            }
        });
        if self.due.is_empty() {
            ui.card(|ui| {
                ui.set_width(ui.available_width());
                ui.quiet_body("没有要公开的事，也没有要办的手续。到期的事项会自己出现在这里。");
            });
            return asked;
        }
        let all: Vec<&Item> = self.due.iter().collect();
        rows_ui(ui, "notices_due", &all, chosen).or(asked)
    }

    /// The list 公开档案.
    pub fn filed_ui(&mut self, ui: &mut Ui, chosen: Selection) -> Option<ListAsked> {
        let width = ui.available_width();
        let hint = "找公示：事项、期间、公示里的字、金额";
        ui.named_field("查找公示", width, hint, &mut self.search);
        let mut years: Vec<i32> = self.filed.iter().map(|item| item.year).collect();
        years.dedup();
        years.sort_unstable();
        years.dedup();
        ui.horizontal(|ui| {
            let shown = self.year.map_or_else(|| "全部年份".to_owned(), |year| format!("{year}年"));
            controls::choice(ui, "年份", &shown, 110.0, |ui| {
                ui.selectable_value(&mut self.year, None, "全部年份");
                for year in years.iter().rev() {
                    ui.selectable_value(&mut self.year, Some(*year), format!("{year}年"));
                }
            });
            let states = [(None, "全部状态"), (Some(false), "还没归档"), (Some(true), "已归档")];
            let shown = states.iter().find(|(state, _)| *state == self.filed_only);
            controls::choice(ui, "公示状态", shown.map_or("", |it| it.1), 110.0, |ui| {
                for (state, word) in states {
                    ui.selectable_value(&mut self.filed_only, state, word);
                }
            });
            self.find();
            ui.quiet(format!("{} 份", self.found.len()));
        });
        if self.found.is_empty() {
            let words = if self.filed.is_empty() {
                "还没有公布过公示。"
            } else {
                "没有找到。换几个字试试，或把年份、状态改回“全部”。"
            };
            ui.quiet_body(words);
            return None;
        }
        let all: Vec<&Item> =
            self.found.iter().filter_map(|index| self.filed.get(*index)).collect();
        rows_ui(ui, "notices_filed", &all, chosen)
    }

    /// Looks for what was asked, if that changed.
    fn find(&mut self) {
        let asked = (self.search.clone(), self.year, self.filed_only);
        if self.asked.as_ref() == Some(&asked) {
            return;
        }
        let words = self.search.to_lowercase();
        let words: Vec<&str> = words.split_whitespace().collect();
        let fits = |item: &Item| {
            self.year.is_none_or(|year| item.year == year)
                && self.filed_only.is_none_or(|filed| item.is_filed == filed)
                && words.iter().all(|word| item.text.contains(word))
        };
        let all = self.filed.iter().enumerate();
        self.found = all.filter(|(_, item)| fits(item)).map(|(index, _)| index).collect();
        self.asked = Some(asked);
    }
}

fn together_words(act: Act, count: usize) -> String {
    let word = if act == Act::Review {
        "一起审查"
    } else if act == Act::Decide {
        "一起决定"
    } else if act == Act::Check {
        "一起乡镇审核"
    } else {
        "一起归档"
    };
    format!("{word} {count} 份…")
}

/// The steps that two or more notices wait for.
fn together(book: &Book, law: &Law, today: Date) -> Vec<(Act, Vec<NoticeId>)> {
    let next: Vec<(NoticeId, NextStep)> = book
        .notices
        .iter()
        .map(|notice| (notice.id, notice.next_step(&book.objections, law, today)))
        .collect();
    let waiting = |act: Act, is_it: fn(&NextStep) -> bool| {
        let of = next.iter().filter(|(_, next)| is_it(next)).map(|(id, _)| *id).collect();
        (act, of)
    };
    let mut found: Vec<(Act, Vec<NoticeId>)> = vec![
        waiting(Act::Review, |next| matches!(next, NextStep::Review { .. })),
        waiting(Act::Decide, |next| matches!(next, NextStep::Decide)),
        waiting(Act::Check, |next| matches!(next, NextStep::Check)),
        waiting(Act::Archive, |next| matches!(next, NextStep::Archive)),
    ];
    found.retain(|(_, notices)| notices.len() > 1);
    found
}

fn due_item(duty: &Duty, ledger: &Ledger, book: &Book, today: Date) -> Item {
    let law = ledger.law();
    let own = book.notices.iter().rev().find(|notice| {
        (notice.matter, notice.span) == (duty.matter, duty.span)
            && notice.corrects.is_none()
            && !matches!(notice.state, NoticeState::Withdrawn { .. })
            && (notice.publication().is_none() || notice.taken_down_on().is_some())
    });
    let entity = own.map_or(Entity::Village, |notice| notice.entity);
    let note = own.map_or_else(
        || format!("{}前公布，还没有起草", day_label(duty.due_by)),
        |notice| next_words(&notice.next_step(&book.objections, law, today), today),
    );
    let tone =
        if matches!(duty.state, DutyState::Overdue { .. }) { Tone::Overdue } else { Tone::Due };
    Item {
        chosen: Selection { entity, ..Selection::new(duty.matter, duty.span) },
        tone,
        pill: duty.state.label(),
        title: format!("{} {}", duty.matter, law.title(duty.matter)),
        span: ledger.span_label(duty),
        note,
        text: String::new(),
        year: 0,
        is_filed: false,
    }
}

/// Drafts of corrections: no duty speaks of them.
fn corrections(book: &Book, law: &Law, today: Date) -> Vec<Item> {
    let drafted = book
        .notices
        .iter()
        .filter(|notice| notice.corrects.is_some() && matches!(notice.state, NoticeState::Drafted));
    let item = |notice: &Notice| Item {
        tone: Tone::Due,
        pill: "更正".to_owned(),
        note: next_words(&notice.next_step(&book.objections, law, today), today),
        ..bare_item(notice)
    };
    drafted.map(item).collect()
}

fn bare_item(notice: &Notice) -> Item {
    let correction = if notice.corrects.is_some() { "更正公告" } else { "" };
    let happened = notice.occasion().map_or_else(String::new, |it| format!(" {}", it.text));
    Item {
        chosen: Selection::of(notice),
        tone: Tone::Waiting,
        pill: String::new(),
        title: format!("{} {}{correction}", notice.matter, notice.title()),
        span: format!("{}{happened}", notice.span_label()),
        note: String::new(),
        text: String::new(),
        year: notice.year(),
        is_filed: notice.archived_on().is_some(),
    }
}

/// What hangs and still wants something; none where it was filed, or taken down, which its duty
/// says.
fn waiting_item(notice: &Notice, book: &Book, law: &Law, today: Date) -> Option<Item> {
    let next = notice.next_step(&book.objections, law, today);
    let (tone, pill) = if let NextStep::Answer { by, .. } = &next {
        let is_past = Deadline::of(*by, today).is_past();
        (if is_past { Tone::Overdue } else { Tone::Due }, "有异议")
    } else if matches!(next, NextStep::Archive) {
        (Tone::Due, "待归档")
    } else if matches!(next, NextStep::KeepPosted { .. }) {
        (Tone::Waiting, "公示中")
    } else if matches!(next, NextStep::PostAgain) && notice.corrects.is_some() {
        (Tone::Overdue, "已撤下")
    } else {
        return None;
    };
    let pill = pill.to_owned();
    Some(Item { tone, pill, note: next_words(&next, today), ..bare_item(notice) })
}

fn filed_item(notice: &Notice, book: &Book, law: &Law, today: Date) -> Item {
    let next = notice.next_step(&book.objections, law, today);
    let (tone, pill) = match (&next, notice.archived_on()) {
        (_, Some(_)) => (Tone::Done, "已归档"),
        (NextStep::PostAgain, _) => (Tone::Overdue, "已撤下"),
        (NextStep::Archive, _) => (Tone::Due, "待归档"),
        (NextStep::Answer { .. }, _) => (Tone::Due, "有异议"),
        _ => (Tone::Waiting, "公示中"),
    };
    let posting = notice.posting();
    let note = posting.map_or_else(String::new, |posting| {
        format!("公示 {} 到 {}", posting.published_on, posting.posted_until)
    });
    let words = notice_words(notice);
    let text = format!("{words}\n{}\n{pill}\n{note}\n{}", initials(&words), notice.search_text());
    Item { tone, pill: pill.to_owned(), note, text: text.to_lowercase(), ..bare_item(notice) }
}

/// What comes next, and by when.
fn next_words(next: &NextStep, today: Date) -> String {
    if let NextStep::KeepPosted { until } = next {
        return format!("公示到 {}", day_label(*until));
    }
    let label = next.label();
    next.by().map_or_else(
        || format!("下一步：{label}"),
        |by| {
            let deadline = Deadline::of(by, today).label();
            format!("下一步：{label}，至 {}（{deadline}）", day_label(by))
        },
    )
}

/// The rows that are in view; the arrow keys move, Enter opens.
fn rows_ui(ui: &mut Ui, id: &str, items: &[&Item], chosen: Selection) -> Option<ListAsked> {
    let mut asked = None;
    let at = items.iter().position(|item| is_same(item.chosen, chosen));
    let is_free = !ui.ctx().memory(|memory| memory.top_modal_layer().is_some());
    let no_list = !egui::Popup::is_any_open(ui.ctx());
    if is_free && no_list {
        let pressed = |key| keys::pressed(ui.ctx(), Modifiers::NONE, key);
        let moved = if pressed(Key::ArrowDown) {
            Some(at.map_or(0, |at| at + 1))
        } else if pressed(Key::ArrowUp) {
            Some(at.map_or(0, |at| at.saturating_sub(1)))
        } else {
            None
        };
        if let Some(item) = moved.and_then(|moved| items.get(moved)) {
            asked = Some(ListAsked::Show { chosen: item.chosen, open: false });
        }
        if at.is_some() && !ui.ctx().egui_wants_keyboard_input() && keys::enter(ui.ctx()) {
            asked = Some(ListAsked::Show { chosen, open: true });
        }
    }
    ui.card(|ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 0.0;
        let height = ui.available_height().max(ROW * 2.0);
        let mut area = ScrollArea::vertical().id_salt(id).max_height(height);
        if let (Some(ListAsked::Show { open: false, .. }), Some(at)) = (&asked, at) {
            area = area.vertical_scroll_offset((at as f32 - 3.0).max(0.0) * ROW);
        }
        area.auto_shrink([false, true]).show_rows(ui, ROW, items.len(), |ui, rows| {
            for item in items.iter().take(rows.end).skip(rows.start) {
                if row_ui(ui, item, is_same(item.chosen, chosen)) {
                    asked = Some(ListAsked::Show { chosen: item.chosen, open: true });
                }
            }
        });
    });
    asked
}

/// Whether two selections mean one notice: of a duty no notice is named.
fn is_same(one: Selection, other: Selection) -> bool {
    let same = (one.matter, one.span) == (other.matter, other.span);
    match (one.notice, other.notice) {
        (Some(one), Some(other)) => one == other,
        _ => same && one.entity == other.entity,
    }
}

fn row_ui(ui: &mut Ui, item: &Item, is_chosen: bool) -> bool {
    let width = ui.available_width();
    let (rect, response) = ui.allocate_exact_size(vec2(width, ROW), Sense::click());
    let label = format!("{} {}，{}，{}", item.title, item.span, item.pill, item.note);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_chosen, &label));
    let fill = match (is_chosen, response.hovered()) {
        (true, _) => theme::SURFACE_SELECTED,
        (false, true) => theme::SURFACE_HOVER,
        (false, false) => theme::SURFACE,
    };
    ui.painter().rect_filled(rect, theme::CONTROL_CORNER, fill);
    if response.has_focus() {
        let stroke = egui::Stroke::new(1.5, theme::ACCENT);
        ui.painter().rect_stroke(rect, theme::CONTROL_CORNER, stroke, egui::StrokeKind::Inside);
    }
    let line = egui::Stroke::new(1.0, theme::OUTLINE);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
    let inside = egui::UiBuilder::new().max_rect(rect.shrink2(vec2(6.0, 5.0)));
    ui.scope_builder(inside, |ui| {
        ui.spacing_mut().item_spacing = vec2(8.0, 2.0);
        ui.spacing_mut().interact_size.y = 24.0;
        ui.horizontal(|ui| {
            let (sign, colour, ground) = look(item.tone);
            ui.pill(sign, &item.pill, colour, ground);
            let words = RichText::new(&item.title).font(theme::bold(theme::BODY));
            ui.add(egui::Label::new(words).truncate());
        });
        ui.horizontal(|ui| {
            let words = format!("{}　{}", item.span, item.note);
            let words = RichText::new(words).size(theme::SMALL).color(theme::TEXT_QUIET);
            ui.add(egui::Label::new(words).truncate());
        });
    });
    response.on_hover_text(label).clicked()
}

const fn look(tone: Tone) -> (Sign, Color32, Color32) {
    match tone {
        Tone::Waiting => (Sign::Ring, theme::WAITING, theme::WAITING_GROUND),
        Tone::Due => (Sign::Dot, theme::DUE, theme::DUE_GROUND),
        Tone::Overdue => (Sign::Cross, theme::OVERDUE, theme::OVERDUE_GROUND),
        Tone::Done => (Sign::Tick, theme::DISCLOSED, theme::DISCLOSED_GROUND),
    }
}
