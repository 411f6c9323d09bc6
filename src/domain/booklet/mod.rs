//! 阳光报告会手册: what a village tells its people of a period, in plain words.
//!
//! Invariant: every figure and every text is that of a sheet that hangs, or of an objection to
//! one; what is not published is said to be missing, never told. Whatever a sheet would hold back
//! as private is held back here too.

mod affairs;
mod money;

use super::ids::VillageId;
use super::law::Law;
use super::ledger::Book;
use super::matter::MatterCode;
use super::notice::{Notice, StatementTable};
use super::period::{Date, Period};
use super::privacy::{self, Context, PrivateKind};

/// What is told of a period (阳光报告会手册).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booklet {
    /// The village.
    pub village: VillageId,
    /// `示例镇明堌新村`
    pub subject: String,
    /// The period.
    pub period: Period,
    /// The day it was made.
    pub made_on: Date,
    /// From the money to what is still owed.
    pub chapters: Vec<Chapter>,
}

/// A chapter (手册的一章).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chapter {
    /// `一、这段时间的钱`
    pub title: String,
    /// From top to bottom.
    pub parts: Vec<Part>,
}

/// A part of a chapter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A paragraph.
    Words(String),
    /// A table, with its title above it.
    Table(StatementTable),
}

/// Why a booklet cannot be made (手册做不成).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BookletRefusal {
    /// The period has not begun.
    #[error("{0}还没有开始，没有可以报告的")]
    Ahead(String),
    /// Something private in a text that no sheet has masked.
    #[error("{place}里有{}，印出来会泄露个人信息：“{shown}”", kind.label())]
    Private {
        /// Where: `第 2 号异议`.
        place: String,
        /// What.
        kind: PrivateKind,
        /// The beginning of the text, masked.
        shown: String,
    },
}

impl BookletRefusal {
    /// The next step.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Ahead(_) => "请换一个已经开始的期间。",
            Self::Private { .. } => {
                "请选“遮去个人信息”（命令行用 --mask）再做一次（《个人信息保护法》第二十五条）。"
            }
        }
    }
}

/// What the chapters are made from.
struct Desk<'a> {
    book: &'a Book,
    law: &'a Law,
    period: Period,
    today: Date,
    mask: bool,
    context: Context,
}

impl Book {
    /// What the village tells of a period. With `mask`, private data in objections and answers is
    /// masked; without, it is refused.
    ///
    /// # Errors
    /// [`BookletRefusal`].
    pub fn booklet(
        &self,
        period: Period,
        law: &Law,
        today: Date,
        mask: bool,
    ) -> Result<Booklet, BookletRefusal> {
        if today < period.first_day() {
            return Err(BookletRefusal::Ahead(period.label()));
        }
        let profile = &self.village.profile;
        let phones = [profile.supervision_phone.as_str(), profile.township_phone.as_str()];
        let context = Context::new(MatterCode::OBJECTIONS, phones);
        let desk = Desk { book: self, law, period, today, mask, context };
        let mut chapters = vec![desk.money()];
        chapters.extend(desk.holdings());
        chapters.push(desk.matters()?);
        chapters.push(desk.objections()?);
        chapters.push(desk.owed());
        for (chapter, numeral) in chapters.iter_mut().zip(["一", "二", "三", "四", "五"]) {
            chapter.title = format!("{numeral}、{}", chapter.title);
        }
        let subject = profile.full_name();
        Ok(Booklet { village: self.village.id, subject, period, made_on: today, chapters })
    }
}

impl<'a> Desk<'a> {
    /// The sheets that hang or hung their time, in the order they were published.
    fn published(&self) -> Vec<(&'a Notice, Date)> {
        let on = |notice: &'a Notice| Some((notice, notice.disclosed_on()?));
        let mut published: Vec<(&Notice, Date)> =
            self.book.notices.iter().filter_map(on).filter(|(_, on)| *on <= self.today).collect();
        published.sort_by_key(|(notice, on)| (*on, notice.matter, notice.id));
        published
    }

    /// A text that no sheet has frozen, as it may be printed.
    fn gate(&self, place: &str, text: &str) -> Result<String, BookletRefusal> {
        let masked = privacy::mask(text, &self.context);
        let found = privacy::scan(text, &self.context).first().map(|hit| hit.kind);
        match found {
            Some(kind) if !self.mask => Err(BookletRefusal::Private {
                place: place.to_owned(),
                kind,
                shown: masked.chars().take(30).collect(),
            }),
            _ => Ok(masked),
        }
    }
}

impl Chapter {
    fn new(title: &str) -> Self {
        Self { title: title.to_owned(), parts: Vec::new() }
    }

    fn say(&mut self, words: impl Into<String>) {
        self.parts.push(Part::Words(words.into()));
    }

    fn show(&mut self, table: StatementTable) {
        self.parts.push(Part::Table(table));
    }
}

impl Booklet {
    /// Everything it says, line by line, cells apart by bars: for tests and for search.
    pub fn text(&self) -> String {
        let mut lines = Vec::new();
        for chapter in &self.chapters {
            lines.push(chapter.title.clone());
            for part in &chapter.parts {
                match part {
                    Part::Words(words) => lines.push(words.clone()),
                    Part::Table(table) => {
                        lines.push(format!("[{}]", table.title));
                        let rows = std::iter::once(&table.columns);
                        let rows = rows.chain(&table.rows).chain(&table.totals);
                        lines.extend(rows.map(|row| row.join(" | ")));
                    }
                }
            }
        }
        lines.join("\n") + "\n"
    }
}
