//! Choosing a span: by month, quarter or year, or from any month to any other.

use egui::Ui;

use crate::domain::books::Span;
use crate::domain::ledger::Book;
use crate::domain::period::{Date, Month, Period};
use crate::ui::controls;

/// How a span is chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    Month,
    Quarter,
    Year,
    Free,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Month, Self::Quarter, Self::Year, Self::Free];

    const fn label(self) -> &'static str {
        match self {
            Self::Month => "按月",
            Self::Quarter => "按季",
            Self::Year => "按年",
            Self::Free => "自选",
        }
    }

    const fn of(span: Span) -> Self {
        // a span that is a month, a quarter or a year is shown as one
        let (first, last) = (span.first(), span.last());
        if first.year() != last.year() {
            return Self::Free;
        }
        match (first.number(), last.number()) {
            (1, 12) => Self::Year,
            (first, last) if first == last => Self::Month,
            (first, last) if first % 3 == 1 && last == first + 2 => Self::Quarter,
            _ => Self::Free,
        }
    }

    /// The span of this kind that holds the last month of `span`.
    fn around(self, span: Span) -> Span {
        let last = span.last();
        let (year, quarter) = (last.year(), last.number().div_ceil(3));
        match self {
            Self::Month => Span::from(Period::Month(last)),
            Self::Quarter => Span::from(Period::Quarter { year, quarter }),
            Self::Year => Span::from(Period::Year(year)),
            Self::Free => span,
        }
    }
}

/// The kind chosen by hand; the span itself decides otherwise.
#[derive(Debug, Default)]
pub(super) struct SpanChoice {
    /// 自选 was chosen, although the span is a month, a quarter or a year.
    free: bool,
}

/// The month people look at first: the last with vouchers.
pub(super) fn working_span(book: &Book, today: Date) -> Span {
    let latest = book.vouchers.last().map(crate::domain::voucher::Voucher::month);
    Span::from(Period::Month(latest.unwrap_or_else(|| Month::of(today))))
}

impl SpanChoice {
    /// Draws the choice; gives a new span.
    pub(super) fn ui(&mut self, ui: &mut Ui, book: &Book, span: Span, today: Date) -> Option<Span> {
        let before = if self.free { Kind::Free } else { Kind::of(span) };
        let mut kind = before;
        controls::choice(ui, "期间种类", kind.label(), 76.0, |ui| {
            for offered in Kind::ALL {
                ui.selectable_value(&mut kind, offered, offered.label());
            }
        });
        if kind != before {
            self.free = kind == Kind::Free;
            return Some(kind.around(span));
        }
        let first = Month::new(book.first_month().year(), 1).unwrap_or(book.first_month());
        let latest = book.vouchers.last().map(crate::domain::voucher::Voucher::month);
        let last = latest.unwrap_or(first).max(Month::of(today)).max(first);
        match kind {
            Kind::Free => free(ui, span, (first, last)),
            Kind::Month | Kind::Quarter | Kind::Year => steps(ui, kind, span, (first, last)),
        }
    }
}

/// `‹ 2026年10月 ›`, of any kind.
fn steps(ui: &mut Ui, kind: Kind, span: Span, (first, last): (Month, Month)) -> Option<Span> {
    let mut new = None;
    let can = |to: Span| to.last() >= first && to.first() <= last;
    let before = kind.around(Span::from(Period::Month(span.first().previous())));
    let after = kind.around(Span::from(Period::Month(span.last().next())));
    if controls::sign_button(ui, "‹", "上一期", can(before)).clicked() {
        new = Some(before);
    }
    controls::choice(ui, "期间", &span.label(), 134.0, |ui| {
        for offered in offers(kind, first, last) {
            if ui.selectable_label(offered == span, offered.label()).clicked() {
                new = Some(offered);
            }
        }
    });
    if controls::sign_button(ui, "›", "下一期", can(after)).clicked() {
        new = Some(after);
    }
    new
}

/// Every span of a kind, the latest first.
fn offers(kind: Kind, first: Month, last: Month) -> Vec<Span> {
    let mut spans: Vec<Span> =
        first.through(last).map(|month| kind.around(Span::from(Period::Month(month)))).collect();
    spans.dedup();
    spans.reverse();
    spans.truncate(OFFERS_MAX);
    spans
}

/// So many spans are offered; earlier ones are reached step by step.
const OFFERS_MAX: usize = 120;

fn free(ui: &mut Ui, span: Span, (first, last): (Month, Month)) -> Option<Span> {
    let (mut from, mut to) = (span.first(), span.last());
    for (label, month) in [("从", &mut from), ("到", &mut to)] {
        ui.label(label);
        controls::choice(ui, &format!("{label}哪个月"), &month.label(), 126.0, |ui| {
            let months: Vec<Month> = first.through(last).collect();
            for offered in months.into_iter().rev().take(OFFERS_MAX) {
                ui.selectable_value(month, offered, offered.label());
            }
        });
    }
    let new = Span::new(from, to);
    (new != span).then_some(new)
}
