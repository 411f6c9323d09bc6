//! The document model: what a sheet says, in order, before anyone knows the paper.
//!
//! Invariant: no length and no size of type; only words, figures and their roles. It is general
//! on purpose: lists, projects and long texts are made of the same blocks.

use super::qr::Squares;
use crate::domain::money::Money;

/// A sheet before layout (公示稿).
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The head of the first page.
    pub heading: Heading,
    /// The body, from top to bottom.
    pub blocks: Vec<Block>,
    /// The foot of every page.
    pub footer: Footer,
    /// How many times its base size the type may grow to fill the paper.
    pub growth: f32,
    /// What is set only where it takes no further page, the most wanted first.
    pub extras: Vec<Extra>,
    /// Whether the last page of the last table is filled up with blank rows.
    pub fills_rows: bool,
}

/// A block that may be left out (可有可无的部分).
#[derive(Clone, Debug, PartialEq)]
pub struct Extra {
    /// Where it goes.
    pub place: Place,
    /// What it is.
    pub block: Block,
}

/// Where an extra goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Above the signatures.
    AboveSigning,
    /// Below all words, beside the QR code where there is one.
    Foot,
}

impl Document {
    /// The same document with some of its extras in their places.
    #[must_use]
    pub fn with<'a>(&self, extras: impl IntoIterator<Item = &'a Extra>) -> Self {
        let mut blocks = self.blocks.clone();
        for Extra { place, block } in extras {
            let at = match place {
                Place::AboveSigning => blocks.iter().position(|it| matches!(it, Block::Signing(_))),
                Place::Foot => blocks.iter().position(|it| matches!(it, Block::Proof(_))),
            };
            blocks.insert(at.unwrap_or(blocks.len()), block.clone());
        }
        Self { blocks, extras: Vec::new(), ..self.clone() }
    }
}

/// The head of a sheet (版头).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Top left, line by line.
    pub issue: Vec<String>,
    /// Large and centred.
    pub title: String,
    /// Top right.
    pub standing: Standing,
}

/// What stands top right: how far the notice has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Lines about the posting: period and boards.
    Posted(Vec<String>),
    /// A bordered tag, repeated on every page: `送审稿`.
    Tag {
        /// The word in the border.
        label: String,
        /// The line below it.
        note: String,
    },
}

/// A part of a sheet.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// Large figures in boxes side by side.
    Figures(Vec<Figure>),
    /// Running text.
    Paragraph(Paragraph),
    /// A table; at most one in a document breaks over pages with carry rows.
    Table(Table),
    /// Signatures and seals, kept together with the end of the table.
    Signing(Signing),
    /// Labelled fields in ruled boxes, filled in or left to be filled in by hand.
    Form(Form),
    /// Figures as bars.
    Bars(Bars),
    /// An empty table to write in by hand.
    Ruled(Ruled),
    /// What follows stands on a page of its own.
    NewPage,
    /// The QR code: the last block, set beside the signatures and what follows them.
    Proof(Proof),
}

/// A chart of bars (条形图).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bars {
    /// Above it.
    pub title: String,
    /// From top to bottom.
    pub bars: Vec<DrawnBar>,
}

/// One bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawnBar {
    /// Before it.
    pub label: String,
    /// Its length, and what stands behind it.
    pub amount: Money,
    /// Whether it is hatched; else it is black.
    pub is_hatched: bool,
}

/// An empty table to write in by hand (空白表): a number and so many columns of room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruled {
    /// The heads, each with its share of the width.
    pub columns: Vec<(String, u8)>,
    /// The number of the first row.
    pub first: usize,
    /// How many rows.
    pub rows: usize,
}

/// What a telephone reads from the sheet (二维码).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The text in it.
    pub text: String,
    /// Its squares.
    pub squares: Squares,
    /// The words below it.
    pub caption: String,
}

/// A form (登记表): rows of labelled fields across the whole measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// From top to bottom.
    pub rows: Vec<FormRow>,
}

/// One row of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormRow {
    /// Side by side, of one width.
    pub fields: Vec<FormField>,
    /// The least room, in lines of text: what is to be written by hand needs more than what is
    /// printed.
    pub lines: usize,
}

/// A label and what stands beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormField {
    /// What it is.
    pub label: String,
    /// What stands there; empty words are room to write.
    pub entry: FormEntry,
}

/// What stands in a field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormEntry {
    /// Words, wrapped.
    Words(String),
    /// Boxes to tick; the boxes and the ticks are drawn, because no font has them all.
    Choices(Vec<Choice>),
}

/// A box to tick and its label (选项).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What it stands for.
    pub label: String,
    /// Whether it is ticked.
    pub is_chosen: bool,
}

impl FormRow {
    /// A row of words: labels and what stands beside them.
    pub fn words(fields: &[(&str, &str)]) -> Self {
        let field = |(label, words): &(&str, &str)| FormField {
            label: (*label).to_owned(),
            entry: FormEntry::Words((*words).to_owned()),
        };
        Self { fields: fields.iter().map(field).collect(), lines: 1 }
    }

    /// A row of boxes to tick.
    pub fn choices(label: &str, choices: impl IntoIterator<Item = (&'static str, bool)>) -> Self {
        let choice =
            |(label, is_chosen): (&str, bool)| Choice { label: label.to_owned(), is_chosen };
        let entry = FormEntry::Choices(choices.into_iter().map(choice).collect());
        Self { fields: vec![FormField { label: label.to_owned(), entry }], lines: 1 }
    }

    /// The same row with room for so many lines at least.
    #[must_use]
    pub fn room(mut self, lines: usize) -> Self {
        self.lines = lines;
        self
    }
}

/// One large figure (数字框).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// What it is.
    pub label: String,
    /// Smaller words beside the label.
    pub notes: Vec<String>,
    /// The figure.
    pub amount: String,
    /// Its unit, small.
    pub unit: String,
}

/// Running text (段落).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// The words.
    pub text: String,
    /// Its role.
    pub role: Role,
}

/// The role of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The one line that says it all, in large type.
    Headline,
    /// The sentence everybody should read.
    Lead,
    /// The small print.
    Note,
    /// The heading of what follows, kept with it.
    Chapter,
    /// The name of the table below, kept with it.
    Caption,
}

/// A table with rules (表格).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// From left to right.
    pub columns: Vec<Column>,
    /// Rows before the entries, on the first page only: the opening.
    pub opening: Vec<Row>,
    /// The entries: split over pages only where one is higher than a page.
    pub entries: Vec<Row>,
    /// Rows after the entries, kept together: the totals.
    pub closing: Vec<Row>,
    /// The rows made at page breaks, if the table adds up.
    pub carry: Option<Carry>,
    /// The rows of a page break below each entry, where they come with the table.
    pub turns: Vec<Option<Turn>>,
}

/// The rows of one page break (转页): they say what only the maker of the table knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// 过次页, at the foot.
    pub forward: Vec<Cell>,
    /// 承前页, at the head of the next page.
    pub brought: Vec<Cell>,
}

impl Table {
    /// The same table with fewer columns: those that may are set below the one before.
    #[must_use]
    pub fn stacked(&self) -> Self {
        let stacks: Vec<bool> = self.columns.iter().map(|column| column.stacks).collect();
        let mut columns: Vec<Column> = Vec::new();
        for column in &self.columns {
            match columns.last_mut() {
                Some(above) if column.stacks => {
                    above.title.push('\n');
                    above.title.push_str(&column.title);
                }
                _ => columns.push(column.clone()),
            }
        }
        let rows = |rows: &[Row]| rows.iter().map(|row| row.stacked(&stacks)).collect();
        Self {
            columns,
            opening: rows(&self.opening),
            entries: rows(&self.entries),
            closing: rows(&self.closing),
            carry: self.carry.clone(),
            turns: self.turns.iter().map(|turn| Some(turn.as_ref()?.stacked(&stacks))).collect(),
        }
    }
}

impl Turn {
    fn stacked(&self, stacks: &[bool]) -> Self {
        Self {
            forward: stacked_cells(&self.forward, stacks),
            brought: stacked_cells(&self.brought, stacks),
        }
    }
}

impl Row {
    /// The row with the cells of each stacking column below those of the column before.
    fn stacked(&self, stacks: &[bool]) -> Self {
        match self {
            Self::Entry(cells) => Self::Entry(stacked_cells(cells, stacks)),
            Self::Strong(cells) => Self::Strong(stacked_cells(cells, stacks)),
            Self::Sum { label, align, from, cells } => {
                let lost = stacks.iter().take(*from).filter(|stacks| **stacks).count();
                let (label, cells) = (label.clone(), cells.clone());
                Self::Sum { label, align: *align, from: from - lost, cells }
            }
            Self::Words(words) => Self::Words(words.clone()),
        }
    }
}

fn stacked_cells(cells: &[Cell], stacks: &[bool]) -> Vec<Cell> {
    let mut groups: Vec<Vec<&Cell>> = Vec::new();
    for (cell, stacks) in cells.iter().zip(stacks) {
        match groups.last_mut() {
            Some(group) if *stacks => group.push(cell),
            _ => groups.push(vec![cell]),
        }
    }
    groups.iter().map(|group| stack(group)).collect()
}

/// One cell of several below each other; a dash keeps the place of one that is blank, so that
/// nobody reads the approver as the witness.
fn stack(group: &[&Cell]) -> Cell {
    match group {
        [alone] => (*alone).clone(),
        _ if group.iter().all(|cell| cell.shown().is_empty()) => Cell::Blank,
        _ => {
            let shown = group.iter().map(|cell| cell.shown());
            let kept = shown.map(|it| if it.is_empty() { "—".to_owned() } else { it });
            Cell::Text(kept.collect::<Vec<_>>().join("\n"))
        }
    }
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its head.
    pub title: String,
    /// Where its cells stand.
    pub align: Align,
    /// How its width is found.
    pub fit: Fit,
    /// Whether and how page sums are made of it.
    pub tally: Tally,
    /// Whether its cells may be set below those of the column before, on narrow paper.
    pub stacks: bool,
}

/// Where text stands in its cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// At the left edge.
    Left,
    /// In the middle.
    Centre,
    /// At the right edge.
    Right,
}

/// How the width of a column is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// As wide as its widest cell: never wraps, never shrinks.
    Whole,
    /// As wide as its widest cell, but wraps where the paper is narrow.
    Supple,
    /// Takes what is left, and wraps.
    Rest,
}

/// Whether a column is added up at page breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tally {
    /// Not at all.
    None,
    /// Added up: income, expense.
    Flow,
    /// The latest value stands: balance.
    Level,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// One cell for each column.
    Entry(Vec<Cell>),
    /// A label across the columns before `from`, then cells; the columns left over are blank.
    Sum {
        /// Across the first columns.
        label: String,
        /// Where it stands.
        align: Align,
        /// The first column with a cell.
        from: usize,
        /// The cells from there on.
        cells: Vec<Cell>,
    },
    /// A sentence across the whole table.
    Words(String),
    /// One cell for each column, bold on grey: a sum or a heading inside a listing.
    Strong(Vec<Cell>),
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Blank,
    /// Words.
    Text(String),
    /// An amount, shown with thousands separators and added up in page sums.
    Amount(Money),
}

impl Cell {
    /// An amount, or nothing if it is zero.
    pub const fn amount_or_blank(amount: Money) -> Self {
        if amount.is_zero() { Self::Blank } else { Self::Amount(amount) }
    }

    /// As printed.
    pub fn shown(&self) -> String {
        match self {
            Self::Blank => String::new(),
            Self::Text(text) => text.clone(),
            Self::Amount(amount) => amount.grouped(),
        }
    }
}

/// The labels of the rows made at page breaks.
///
/// Each page but a lone one ends with `subtotal` (the entries of this page alone), each page but
/// the last with `forward` (everything so far), which the next page repeats as `brought`. So a
/// reader can check both ways: the subtotals of all pages add up to the total, and `brought`
/// plus `subtotal` is what the page ends with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carry {
    /// 本页小计
    pub subtotal: String,
    /// 过次页
    pub forward: String,
    /// 承前页
    pub brought: String,
}

impl Carry {
    /// As every sheet names them.
    pub fn usual() -> Self {
        Self {
            subtotal: "本页小计".to_owned(),
            forward: "过次页".to_owned(),
            brought: "承前页".to_owned(),
        }
    }
}

/// Who signs and whose seals are set (签字盖章).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signing {
    /// The offices, each over room for a signature.
    pub signers: Vec<String>,
    /// The bodies, each under room for a seal.
    pub seals: Vec<String>,
}

/// The foot of every page (页脚).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Footer {
    /// On the left, joined with middle dots; the last are left out where the page is narrow.
    pub parts: Vec<String>,
}
