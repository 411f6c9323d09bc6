//! Which notice is shown: a matter, whose books, what it covers; and the bar that chooses it.

use egui::Ui;

use crate::domain::entity::Entity;
use crate::domain::ids::NoticeId;
use crate::domain::law::Law;
use crate::domain::ledger::Book;
use crate::domain::matter::{Cadence, MatterCode};
use crate::domain::notice::Notice;
use crate::domain::occasion::{DisclosureSpan, Occasion};
use crate::domain::period::{Date, Month, Period, day_label};
use crate::domain::privacy;
use crate::ui::controls;
use crate::ui::ext::UiExt as _;

/// What is shown (所选公示).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selection {
    /// The matter.
    pub matter: MatterCode,
    /// Whose books, in a village with two sets.
    pub entity: Entity,
    /// The period or the occasion.
    pub span: DisclosureSpan,
    /// One notice and no other: a correction, or one of the archive.
    pub notice: Option<NoticeId>,
}

/// What the bar asks the page to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BarAsked {
    /// Show another notice.
    Show(Selection),
    /// Record an occasion of the matter.
    Record(MatterCode),
    /// Import a list of persons for what is shown.
    People(Selection),
}

/// Width of the list of matters, where there is room.
const MATTERS: f32 = 216.0;
/// Characters of an occasion that stand in the bar.
const SHOWN: usize = 11;
/// What stands to the right of it, at most.
const BESIDE_MATTERS: f32 = 330.0;

/// Width of the button that imports a list of persons.
const LIST_BUTTON: f32 = 112.0;

impl Selection {
    /// The current notice of a matter for a period or an occasion.
    pub const fn new(matter: MatterCode, span: DisclosureSpan) -> Self {
        Self { matter, entity: Entity::Village, span, notice: None }
    }

    /// One notice.
    pub const fn of(notice: &Notice) -> Self {
        let Notice { matter, entity, span, id, .. } = notice;
        Self { matter: *matter, entity: *entity, span: *span, notice: Some(*id) }
    }

    /// Whether it is one of the two sheets of figures that are made of vouchers.
    pub fn is_of_vouchers(&self) -> bool {
        MatterCode::DRAFTABLE.contains(&self.matter)
    }

    /// The month to go on with on another page.
    pub fn month(&self, book: &Book) -> Month {
        let happened = |occasion: &Occasion| Month::of(occasion.facts.on);
        match self.span {
            DisclosureSpan::Period(period) => period.last_month(),
            DisclosureSpan::Occasion(id) => {
                let found = book.occasions.iter().find(|occasion| occasion.id == id);
                found.map_or_else(|| book.first_month(), happened)
            }
        }
    }

    /// Another matter, for the period of its own cadence nearest to what is shown.
    fn turned_to(self, matter: MatterCode, book: &Book, law: &Law, today: Date) -> Self {
        let ended = Month::of(today).previous();
        let month = self.month(book).min(ended).max(book.first_month());
        let cadence = law.catalog.matter(matter).map_or(Cadence::Monthly, |it| it.cadence);
        let span = match cadence {
            Cadence::Immediate => {
                let newest = occasions(book, matter).next().map(|it| it.id.into());
                newest.unwrap_or(DisclosureSpan::Period(Period::Month(month)))
            }
            Cadence::Monthly | Cadence::Quarterly | Cadence::Annual => {
                period_with(cadence, month, today).into()
            }
        };
        Self { entity: self.entity, ..Self::new(matter, span) }
    }
}

/// The occasions of a matter, the newest first.
fn occasions(book: &Book, matter: MatterCode) -> impl Iterator<Item = &Occasion> {
    let mut found: Vec<&Occasion> =
        book.occasions.iter().filter(|it| it.facts.matter == matter).collect();
    found.sort_by_key(|occasion| std::cmp::Reverse(occasion.facts.on));
    found.into_iter()
}

/// The period of a cadence that holds a month, or the one before where it has not ended.
fn period_with(cadence: Cadence, month: Month, today: Date) -> Period {
    let quarter = |month: Month| Period::Quarter {
        year: month.year(),
        quarter: (month.number() - 1) / 3 + 1,
    };
    let period = match cadence {
        Cadence::Monthly | Cadence::Immediate => Period::Month(month),
        Cadence::Quarterly => quarter(month),
        Cadence::Annual => Period::Year(month.year()),
    };
    if period.last_day() < today { period } else { step(period, -1) }
}

/// The period after or before.
const fn step(period: Period, by: i32) -> Period {
    let on = by > 0;
    match period {
        Period::Month(month) => Period::Month(if on { month.next() } else { month.previous() }),
        Period::Quarter { year, quarter } => match (quarter, on) {
            (4, true) => Period::Quarter { year: year + 1, quarter: 1 },
            (1, false) => Period::Quarter { year: year - 1, quarter: 4 },
            (_, true) => Period::Quarter { year, quarter: quarter + 1 },
            (_, false) => Period::Quarter { year, quarter: quarter - 1 },
        },
        Period::Year(year) => Period::Year(if on { year + 1 } else { year - 1 }),
    }
}

/// The bar: matter, period or occasion, and the two monthly sheets at one click.
pub fn bar(
    ui: &mut Ui,
    chosen: Selection,
    book: &Book,
    law: &Law,
    today: Date,
) -> Option<BarAsked> {
    let mut asked = None;
    ui.spacing_mut().item_spacing.x = 6.0;
    for (matter, word) in
        [(MatterCode::FINANCE_DETAIL, "F01 逐笔"), (MatterCode::FINANCE_SUMMARY, "F02 汇总")]
    {
        let is_it = chosen.matter == matter && chosen.notice.is_none();
        if controls::tab(ui, word, is_it).clicked() {
            asked = Some(BarAsked::Show(chosen.turned_to(matter, book, law, today)));
        }
    }
    asked = matter_choice(ui, chosen, book, law, today).or(asked);
    let cadence = law.catalog.matter(chosen.matter).map(|matter| matter.cadence);
    let turned = if cadence == Some(Cadence::Immediate) {
        occasion_choice(ui, chosen, book)
    } else {
        period_bar(ui, chosen, book, today).map(BarAsked::Show)
    };
    if privacy::is_about_people((chosen.matter, law.title(chosen.matter)))
        && ui.plain_button("导入名单…").clicked()
    {
        asked = Some(BarAsked::People(chosen));
    }
    turned.or(asked)
}

fn matter_choice(
    ui: &mut Ui,
    chosen: Selection,
    book: &Book,
    law: &Law,
    today: Date,
) -> Option<BarAsked> {
    let mut asked = None;
    let shown = format!("{} {}", chosen.matter, law.title(chosen.matter));
    let beside = if privacy::is_about_people((chosen.matter, law.title(chosen.matter))) {
        LIST_BUTTON
    } else {
        0.0
    };
    let width = (ui.available_width() - BESIDE_MATTERS - beside).clamp(110.0, MATTERS);
    controls::choice(ui, "公开事项", &shown, width, |ui| {
        ui.set_min_width(320.0);
        for matter in law.catalog.matters_on(today) {
            let words = format!("{} {}", matter.code, law.title(matter.code));
            let response = ui.selectable_label(chosen.matter == matter.code, words);
            if response.on_hover_text(matter.cadence.label()).clicked() {
                let turned = chosen.turned_to(matter.code, book, law, today);
                asked = Some(BarAsked::Show(turned));
            }
        }
    });
    asked
}

fn occasion_choice(ui: &mut Ui, chosen: Selection, book: &Book) -> Option<BarAsked> {
    let words =
        |occasion: &Occasion| format!("{} {}", day_label(occasion.facts.on), occasion.facts.text);
    let mut asked = None;
    let all: Vec<&Occasion> = occasions(book, chosen.matter).collect();
    let current = all.iter().find(|it| DisclosureSpan::Occasion(it.id) == chosen.span);
    let shown = current.map_or_else(|| "还没有事由".to_owned(), |it| shortened(&words(it)));
    if !all.is_empty() {
        controls::choice(ui, "事由", &shown, 190.0, |ui| {
            ui.set_min_width(320.0);
            for occasion in all {
                let span = DisclosureSpan::Occasion(occasion.id);
                if ui.selectable_label(chosen.span == span, words(occasion)).clicked() {
                    let of =
                        Selection { entity: chosen.entity, ..Selection::new(chosen.matter, span) };
                    asked = Some(BarAsked::Show(of));
                }
            }
        });
    }
    if ui.plain_button("登记事由…").clicked() {
        asked = Some(BarAsked::Record(chosen.matter));
    }
    asked
}

/// The beginning of a text that stands in a button.
fn shortened(words: &str) -> String {
    let kept: String = words.chars().take(SHOWN).collect();
    if kept.len() < words.len() { format!("{kept}…") } else { kept }
}

/// `‹ 2026年第3季度 ›`, from the first period of the book through the one that runs.
fn period_bar(ui: &mut Ui, chosen: Selection, book: &Book, today: Date) -> Option<Selection> {
    let DisclosureSpan::Period(period) = chosen.span else { return None };
    let (first, last) = (book.first_month(), Month::of(today).max(book.first_month()));
    let with = |period: Period| {
        let of = Selection::new(chosen.matter, period.into());
        Selection { entity: chosen.entity, ..of }
    };
    if let Period::Month(month) = period {
        let mut turned = Some(month);
        let changed = ui.scope(|ui| controls::month_bar(ui, &mut turned, (first, last), false));
        return changed.inner.then_some(with(Period::Month(turned?)));
    }
    let is_quarter = matches!(period, Period::Quarter { .. });
    let (back, on) =
        if is_quarter { ("上一季", "下一季") } else { ("上一年", "下一年") };
    let fits = |period: &Period| period.last_month() >= first && period.first_month() <= last;
    let (before, after) = (Some(step(period, -1)).filter(fits), Some(step(period, 1)).filter(fits));
    let mut turned = None;
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        if controls::sign_button(ui, "‹", back, before.is_some()).clicked() {
            turned = before;
        }
        controls::choice(ui, "期间", &period.label(), 140.0, |ui| {
            let newest = period_of(period, last);
            let all = std::iter::successors(Some(newest), |it| Some(step(*it, -1)).filter(fits));
            for offered in all.take(60) {
                if ui.selectable_label(offered == period, offered.label()).clicked() {
                    turned = Some(offered);
                }
            }
        });
        if controls::sign_button(ui, "›", on, after.is_some()).clicked() {
            turned = after;
        }
    });
    turned.map(with)
}

/// The period of the same kind that holds a month.
fn period_of(kind: Period, month: Month) -> Period {
    match kind {
        Period::Month(_) => Period::Month(month),
        Period::Quarter { .. } => {
            Period::Quarter { year: month.year(), quarter: (month.number() - 1) / 3 + 1 }
        }
        Period::Year(_) => Period::Year(month.year()),
    }
}
