//! From a document to pages: where each block goes, and where a table breaks.
//!
//! Invariant: every row stands on exactly one page (only what is higher than a page goes on on
//! the next), in order, inside the margins, and the end of the table, the signatures and the seals
//! stand on one page with at least two entries, so that nobody signs a page without figures
//! (where even that is impossible, because of very long summaries, [`Warning::LooseEnd`] says
//! so). Layout never fails: what is awkward is a [`Warning`].

use std::borrow::Cow;
use std::fmt;

use super::block::Setter;
use super::document::{Block, Document, Extra, Form, Paragraph, Role, Table};
use super::font::Fonts;
use super::form::FormLine;
use super::page::{Galley, Page};
use super::paper::{Gauge, Paper, Sheet};
use super::table::Grid;
use super::table_run::Run;
use super::text::LineMemo;

/// Something awkward about a layout; the sheet can be hung all the same.
#[derive(Clone, Debug, PartialEq)]
pub enum Warning {
    /// Columns of words had to become very narrow.
    TightTable,
    /// Even so the table did not fit: its type is smaller than it should be.
    SmallTable {
        /// The size of its type.
        size_pt: f32,
    },
    /// Signatures or totals did not fit on the page of the last entries.
    LooseEnd,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TightTable => f.write_str("表格太宽，姓名等栏已折行，建议换大一号的纸或横放。"),
            Self::SmallTable { size_pt } => {
                write!(f, "表格太宽，字号缩小到 {size_pt:.1} 磅，建议换大一号的纸或横放。")
            }
            Self::LooseEnd => f.write_str("签字盖章处没能和最后两笔放在同一页，建议换大一号的纸。"),
        }
    }
}

/// How far the type of a board may grow: it is read from further away.
const BOARD_GROWTH: f32 = 4.0;
/// Entries that stay with the totals and signatures.
const KEEP: usize = 2;

/// Lays `document` out on `paper`.
///
/// The type grows from the base size of the paper, as far as the document allows, while that
/// takes no further page: white space at the bottom helps no reader. Rows stand closer where
/// that saves a page.
pub fn lay_out(document: &Document, paper: Paper, fonts: &Fonts) -> (Vec<Page>, Vec<Warning>) {
    let memo = LineMemo::default();
    let try_at = |document: &Document, scale: f32, pad: f32| {
        let gauge = Gauge { row_pad_em: pad, ..paper.gauge(scale) };
        attempt(document, &gauge, (fonts, &memo))
    };
    let (base, pad) = closest(paper.gauge(1.0).row_pad_em, |pad| try_at(document, 1.0, pad));
    let (document, base) = with_extras(document, base, |document| try_at(document, 1.0, pad));
    let document = document.as_ref();
    let growth = match paper.sheet {
        Sheet::Board { .. } => document.growth.max(BOARD_GROWTH),
        Sheet::A4 | Sheet::A4Landscape | Sheet::A3 | Sheet::A3Landscape => document.growth,
    };
    // larger type is no gain where it only breaks more lines
    let extra_lines_max = base.extra_lines + base.entries / 6;
    let mut best = base;
    let (mut low, mut high) = (0, GROWTH_STEPS);
    while low < high {
        let step = (low + high).div_ceil(2);
        let scale = 1.0 + (growth - 1.0) * step as f32 / GROWTH_STEPS as f32;
        let tried = try_at(document, scale, pad);
        let as_good = tried.pages.len() <= best.pages.len()
            && tried.squeeze <= best.squeeze
            && tried.extra_lines <= extra_lines_max
            && tried.warnings.len() <= best.warnings.len();
        if as_good {
            best = tried;
            low = step;
        } else {
            high = step - 1;
        }
    }
    (best.pages, best.warnings)
}

/// The document with those of its extras that cost nothing, no further page and no warning, and
/// its layout; `base` is that without any.
fn with_extras(
    document: &Document,
    base: Attempt,
    try_with: impl Fn(&Document) -> Attempt,
) -> (Cow<'_, Document>, Attempt) {
    let mut best = (Cow::Borrowed(document), base);
    let mut kept: Vec<&Extra> = Vec::new();
    for extra in &document.extras {
        let wanted = document.with(kept.iter().copied().chain([extra]));
        let tried = try_with(&wanted);
        let costs_nothing = tried.pages.len() <= best.1.pages.len()
            && tried.warnings.len() <= best.1.warnings.len();
        if costs_nothing {
            best = (Cow::Owned(wanted), tried);
            kept.push(extra);
        }
    }
    best
}

/// The layout with the usual air above and below the lines of a cell, or with less where that
/// takes fewer pages; and the air.
fn closest(usual: f32, try_with: impl Fn(f32) -> Attempt) -> (Attempt, f32) {
    let plain = try_with(usual);
    if plain.pages.len() > 1 {
        let close = try_with(CLOSE_PAD_EM);
        if close.pages.len() < plain.pages.len() && close.warnings.len() <= plain.warnings.len() {
            return (close, CLOSE_PAD_EM);
        }
    }
    (plain, usual)
}

/// Above and below the lines of a cell where rows stand close, in em: lines of two rows are
/// still further apart than lines of one.
const CLOSE_PAD_EM: f32 = 0.03;

/// Steps between the base size and the largest: a power of two less one.
const GROWTH_STEPS: usize = 15;

/// A layout at one size of type.
struct Attempt {
    pages: Vec<Page>,
    warnings: Vec<Warning>,
    squeeze: usize,
    /// Lines of entries beyond the first of each.
    extra_lines: usize,
    entries: usize,
}

/// The ways a listing is tried on A4, from the best: upright if it fits, else across, and only
/// then in smaller type.
const DESK: [(Sheet, f32); 4] = [
    (Sheet::A4, 10.0),
    (Sheet::A4Landscape, 10.0),
    (Sheet::A4Landscape, 9.0),
    (Sheet::A4Landscape, 8.0),
];

/// Lays `document` out on A4 for the desk and the file (账表): smaller type than on the wall,
/// and the sheet lies across where the table is too wide for it to stand.
pub fn lay_out_listing(document: &Document, fonts: &Fonts) -> (Vec<Page>, Vec<Warning>) {
    let memo = LineMemo::default();
    let mut last = None;
    for (sheet, body_pt) in DESK {
        let gauge = Paper::from(sheet).desk_gauge(body_pt);
        let tried = attempt(document, &gauge, (fonts, &memo));
        if tried.squeeze < DESK_SQUEEZE_MAX && tried.warnings.is_empty() {
            return (tried.pages, tried.warnings);
        }
        last = Some(tried);
    }
    last.map_or_else(Default::default, |tried| (tried.pages, tried.warnings))
}

/// The sizes of type that the cover of many sheets on A3 is tried in, from the best.
const COVER_SIZES_PT: [f32; 3] = [14.0, 12.0, 10.0];

/// Lays `document` out on A3 across, as a cover for sheets of that paper (合并打印目录).
pub fn lay_out_cover(document: &Document, fonts: &Fonts) -> (Vec<Page>, Vec<Warning>) {
    let (paper, memo) = (Paper::from(Sheet::A3Landscape), LineMemo::default());
    let mut last = None;
    for body_pt in COVER_SIZES_PT {
        let tried = attempt(document, &paper.desk_gauge(body_pt), (fonts, &memo));
        if tried.squeeze < DESK_SQUEEZE_MAX && tried.warnings.is_empty() {
            return (tried.pages, tried.warnings);
        }
        last = Some(tried);
    }
    last.map_or_else(Default::default, |tried| (tried.pages, tried.warnings))
}

/// Words may become so narrow before another sheet is tried.
const DESK_SQUEEZE_MAX: usize = 1;

/// The sizes a form is tried in, from the best: large enough to read without glasses.
const FORM_SIZES_PT: [f32; 4] = [13.0, 12.0, 11.0, 10.5];

/// Lays a form out on A4 for the file (登记表): in the largest type that takes no further page.
pub fn lay_out_form(document: &Document, fonts: &Fonts) -> (Vec<Page>, Vec<Warning>) {
    let memo = LineMemo::default();
    let gauges = FORM_SIZES_PT.into_iter().map(|pt| Paper::from(Sheet::A4).desk_gauge(pt));
    let tried = gauges.map(|gauge| attempt(document, &gauge, (fonts, &memo)));
    // the first of the least: `min_by_key` keeps the earlier of equals
    let best = tried.min_by_key(|tried| tried.pages.len());
    best.map_or_else(Default::default, |best| (best.pages, best.warnings))
}

fn attempt(document: &Document, gauge: &Gauge, (fonts, memo): (&Fonts, &LineMemo)) -> Attempt {
    let setter = Setter { gauge, fonts, memo };
    let mut press = Press {
        setter,
        document,
        pages: vec![Galley::default()],
        y: gauge.head_mm,
        top: gauge.head_mm,
        above: None,
        warnings: Vec::new(),
        squeeze: 0,
        extra_lines: 0,
        entries: 0,
    };
    press.put(setter.heading(&document.heading));
    press.skip(0.8);
    press.blocks();
    let count = press.pages.len();
    let finish = |(index, galley): (usize, Galley)| {
        let mut galley = galley;
        galley.place(setter.footer(&document.footer, index + 1, count), 0.0, 0.0);
        galley.send_fills_back();
        Page { width_mm: gauge.width_mm, height_mm: gauge.height_mm, items: galley.items }
    };
    let pages = press.pages.into_iter().enumerate().map(finish).collect();
    Attempt {
        pages,
        warnings: press.warnings,
        squeeze: press.squeeze,
        extra_lines: press.extra_lines,
        entries: press.entries,
    }
}

/// The sizes of a booklet: larger type than a form, read aloud and by older people.
const BOOKLET_PT: f32 = 13.0;
/// The heading on its cover.
const COVER_PT: f32 = 34.0;
/// Below a heading there is room for so much of what it heads, in em.
const CHAPTER_ROOM: f32 = 9.0;

/// Lays a booklet out on A4, upright (报告会手册).
pub fn lay_out_booklet(document: &Document, fonts: &Fonts) -> (Vec<Page>, Vec<Warning>) {
    let gauge = Paper::from(Sheet::A4).desk_gauge(BOOKLET_PT);
    let gauge = Gauge { title_pt: COVER_PT, title_min_pt: COVER_PT * 0.7, ..gauge };
    let tried = attempt(document, &gauge, (fonts, &LineMemo::default()));
    (tried.pages, tried.warnings)
}

/// Whether a paragraph is kept with what it heads.
const fn heads(paragraph: &Paragraph) -> bool {
    matches!(paragraph.role, Role::Chapter | Role::Caption)
}

/// Whether a block is none of what is kept with the table before it.
fn is_apart(block: &Block) -> bool {
    match block {
        Block::Table(_) | Block::Ruled(_) | Block::NewPage => true,
        Block::Paragraph(paragraph) => heads(paragraph),
        Block::Figures(_)
        | Block::Form(_)
        | Block::Bars(_)
        | Block::Signing(_)
        | Block::Proof(_) => false,
    }
}

/// Words that stand right above a table, and turn the page with it.
struct Above {
    galley: Galley,
    is_heading: bool,
}

impl Above {
    /// The air above it, in em.
    const fn gap_before(&self) -> f32 {
        if self.is_heading { BLOCK_GAP } else { 0.0 }
    }

    /// The air below it, in em.
    const fn gap_after(&self) -> f32 {
        if self.is_heading { BLOCK_GAP / 2.0 } else { BLOCK_GAP }
    }
}

/// The pages being filled.
struct Press<'a> {
    setter: Setter<'a>,
    document: &'a Document,
    pages: Vec<Galley>,
    /// Where the next galley goes.
    y: f32,
    /// Where the body of this page began.
    top: f32,
    /// The words above the table to come, until it is known where it begins.
    above: Option<Above>,
    warnings: Vec<Warning>,
    squeeze: usize,
    extra_lines: usize,
    entries: usize,
}

impl<'a> Press<'a> {
    fn gauge(&self) -> &'a Gauge {
        self.setter.gauge
    }

    fn room(&self) -> f32 {
        self.gauge().floor_mm() - self.y
    }

    fn is_fresh(&self) -> bool {
        self.y <= self.top + 0.001
    }

    fn put(&mut self, galley: Galley) {
        let height = galley.height_mm;
        let (x, y) = (self.gauge().margin_mm, self.y);
        if let Some(page) = self.pages.last_mut() {
            page.place(galley, x, y);
        }
        self.y += height;
    }

    fn skip(&mut self, em: f32) {
        self.y += em * self.gauge().em_mm();
    }

    fn turn_page(&mut self) {
        self.pages.push(Galley::default());
        self.y = self.gauge().head_mm;
        self.put(self.setter.running_head(&self.document.heading));
        self.skip(0.4);
        self.top = self.y;
    }

    /// Puts a block whole: on this page if there is room, else on the next.
    fn put_block(&mut self, galley: Galley) {
        if galley.height_mm > self.room() && !self.is_fresh() {
            self.turn_page();
        }
        self.put(galley);
        self.skip(BLOCK_GAP);
    }

    /// Puts running text that is followed by the foot of the document, of `foot_mm`: nobody signs
    /// a page without words. What is higher than a page goes on on the next, line by line.
    fn put_paragraph(&mut self, paragraph: &Paragraph, foot_mm: f32) {
        let galley = self.setter.paragraph(paragraph);
        let gap = BLOCK_GAP * self.gauge().em_mm();
        if galley.height_mm <= self.page_room() {
            let both = galley.height_mm + gap + foot_mm;
            if foot_mm > 0.0 && both > self.room() && both <= self.page_room() && !self.is_fresh() {
                self.turn_page();
            }
            return self.put_block(galley);
        }
        let mut lines = self.setter.paragraph_by_lines(paragraph);
        let last = lines.split_off(lines.len().saturating_sub(KEEP));
        let end = last.iter().map(|line| line.height_mm).sum::<f32>() + gap + foot_mm;
        for line in lines {
            if line.height_mm > self.room() && !self.is_fresh() {
                self.turn_page();
            }
            self.put(line);
        }
        if end > self.room() && !self.is_fresh() {
            self.turn_page();
        }
        self.put_all(last);
        self.skip(BLOCK_GAP);
    }

    fn blocks(&mut self) {
        let mut blocks = self.document.blocks.as_slice();
        while let [block, rest @ ..] = blocks {
            blocks = rest;
            match block {
                Block::Form(form) => {
                    self.form(form);
                    continue;
                }
                Block::NewPage => {
                    if !self.is_fresh() {
                        self.turn_page();
                    }
                    continue;
                }
                Block::Paragraph(paragraph) if matches!(rest, [Block::Table(_), ..]) => {
                    let galley = self.setter.paragraph(paragraph);
                    if galley.height_mm > self.page_room() / 2.0 {
                        self.put_paragraph(paragraph, 0.0);
                    } else {
                        // set when the table knows on which page it begins
                        self.above = Some(Above { galley, is_heading: heads(paragraph) });
                    }
                    continue;
                }
                Block::Paragraph(paragraph) if heads(paragraph) => {
                    self.chapter(paragraph);
                    continue;
                }
                Block::Paragraph(paragraph) => {
                    let foot = match rest {
                        [next, after @ ..] => self.foot(next, after),
                        [] => None,
                    };
                    self.put_paragraph(paragraph, foot.map_or(0.0, |foot| foot.height_mm));
                    continue;
                }
                Block::Figures(_)
                | Block::Table(_)
                | Block::Signing(_)
                | Block::Ruled(_)
                | Block::Bars(_)
                | Block::Proof(_) => {}
            }
            if let Some(foot) = self.foot(block, rest) {
                self.put_block(foot);
                return;
            }
            let Block::Table(table) = block else {
                if let Some(galley) = self.set(block) {
                    self.put_block(galley);
                }
                continue;
            };
            let next = rest.iter().position(is_apart);
            // the words right above a table belong to that one
            let above = |at: &usize| {
                let pair = (rest.get(*at), rest.get(at + 1));
                matches!(pair, (Some(Block::Paragraph(_)), Some(Block::Table(_))))
            };
            let words = next.and_then(|next| next.checked_sub(1)).filter(above).or(next);
            let (tail, after) = rest.split_at(words.unwrap_or(rest.len()));
            let fills = self.document.fills_rows && next.is_none();
            let tail = self.tail(tail);
            self.table(table, tail, fills);
            blocks = after;
        }
    }

    /// A heading, with room for a few lines of what it heads.
    fn chapter(&mut self, paragraph: &Paragraph) {
        let heading = self.setter.paragraph(paragraph);
        if heading.height_mm + CHAPTER_ROOM * self.gauge().em_mm() > self.room() && !self.is_fresh()
        {
            self.turn_page();
        }
        if !self.is_fresh() {
            self.skip(BLOCK_GAP);
        }
        self.put(heading);
        self.skip(BLOCK_GAP / 2.0);
    }

    /// What stands below a table, each block set; the signatures and all below them beside the
    /// QR code, where there is one.
    fn tail(&self, mut blocks: &[Block]) -> Vec<Galley> {
        let mut galleys = Vec::new();
        while let [block, rest @ ..] = blocks {
            if let Some(foot) = self.foot(block, rest) {
                galleys.push(foot);
                break;
            }
            galleys.extend(self.set(block));
            blocks = rest;
        }
        galleys
    }

    /// The foot of the document: signatures, what follows them, and the QR code beside all that.
    fn foot(&self, block: &Block, rest: &[Block]) -> Option<Galley> {
        let [between @ .., Block::Proof(proof)] = rest else { return None };
        let is_words = |block: &Block| matches!(block, Block::Paragraph(_));
        if !matches!(block, Block::Signing(_)) || !between.iter().all(is_words) {
            return None;
        }
        // as large as what it stands beside is high: a larger one would cost rows of the table
        let mut modules = self.setter.modules_mm(proof).peekable();
        while let Some(module) = modules.next() {
            let mut foot = self.foot_words(block, between, Setter::proof_aside(proof, module));
            let height = self.setter.proof_height(proof, module);
            if height <= foot.height_mm || modules.peek().is_none() {
                let code = self.setter.proof(proof, module);
                foot.height_mm = foot.height_mm.max(height);
                let x = self.setter.gauge.measure_mm() - code.width_mm;
                foot.place(code.galley, x, 0.0);
                return Some(foot);
            }
        }
        None
    }

    /// The signatures and what follows them, with so much room left free on the right.
    fn foot_words(&self, signing: &Block, between: &[Block], aside: f32) -> Galley {
        let narrow = self.setter.gauge.narrowed(aside);
        let setter = Setter { gauge: &narrow, ..self.setter };
        let mut foot = Galley::default();
        for block in std::iter::once(signing).chain(between) {
            let galley = match block {
                Block::Signing(signing) => setter.signing(signing),
                Block::Paragraph(paragraph) => setter.paragraph(paragraph),
                Block::Figures(_)
                | Block::Table(_)
                | Block::Form(_)
                | Block::Bars(_)
                | Block::Ruled(_)
                | Block::NewPage
                | Block::Proof(_) => continue,
            };
            if foot.height_mm > 0.0 {
                foot.height_mm += BLOCK_GAP * narrow.em_mm();
            }
            let (top, height) = (foot.height_mm, galley.height_mm);
            foot.place(galley, 0.0, top);
            foot.height_mm += height;
        }
        foot
    }

    fn set(&self, block: &Block) -> Option<Galley> {
        match block {
            Block::Figures(figures) => Some(self.setter.figures(figures)),
            Block::Paragraph(paragraph) => Some(self.setter.paragraph(paragraph)),
            Block::Signing(signing) => Some(self.setter.signing(signing)),
            Block::Form(form) => Some(self.setter.form(form)),
            Block::Bars(bars) => Some(self.setter.bars(bars)),
            Block::Proof(proof) => {
                let largest = self.setter.modules_mm(proof).next();
                largest.map(|module| self.setter.proof(proof, module).galley)
            }
            Block::Ruled(ruled) => Some(self.setter.ruled(ruled)),
            Block::Table(_) | Block::NewPage => None,
        }
    }

    /// Sets a form row by row; a row of many lines goes on on the next page.
    fn form(&mut self, form: &Form) {
        let mut rows: Vec<FormLine> = self.setter.form_lines(form);
        rows.reverse();
        while let Some(row) = rows.pop() {
            if self.setter.form_height(&row) <= self.room() {
                self.put(self.setter.form_galley(&row));
                continue;
            }
            match self.setter.form_split(&row, self.room()) {
                Some((head, rest)) => {
                    self.put(self.setter.form_galley(&head));
                    rows.push(rest);
                    self.turn_page();
                }
                None if self.is_fresh() => self.put(self.setter.form_galley(&row)),
                None => {
                    rows.push(row);
                    self.turn_page();
                }
            }
        }
        self.skip(BLOCK_GAP);
    }

    /// Sets a table over as many pages as it takes, and what must stay with its end; where it
    /// fills, blank rows take the room that is left on its last page.
    fn table(&mut self, table: &Table, tail: Vec<Galley>, fills: bool) {
        let grid = Grid::fit(table, self.setter);
        self.warn_about(&grid);
        let mut run = Run::new(&grid.table, &grid, self.page_room());
        let lines: usize = run.pieces.iter().map(|piece| piece.lines).sum();
        self.extra_lines += lines.saturating_sub(table.entries.len());
        self.entries += table.entries.len();
        let gap = BLOCK_GAP * self.gauge().em_mm();
        let tail_height = tail.iter().map(|galley| galley.height_mm + gap).sum::<f32>()
            + run.closing.iter().map(|galley| galley.height_mm).sum::<f32>();
        loop {
            let lead = run.lead();
            let rest = run.rest_height();
            let subtotal = if run.is_first() { 0.0 } else { run.subtotal_height };
            let room = self.room()
                - self.above_height()
                - lead.iter().map(|galley| galley.height_mm).sum::<f32>();
            if rest + subtotal + tail_height <= room {
                let spare = room - rest - subtotal - tail_height;
                run.blanks = if fills { run.blank_rows(spare) } else { Vec::new() };
                self.put_above();
                self.put_all(lead);
                self.finish(&mut run, tail);
                return;
            }
            // where the last entry alone is too high for a page with the end of the table, a page
            // for the one before it helps nobody
            let has_end_page = run.last_height() + subtotal + tail_height <= room;
            let room = room - run.foot_height;
            let mut taken = run.fitting(room, KEEP);
            if taken == 0 {
                if !self.is_fresh() {
                    self.turn_page();
                    continue;
                }
                self.warn(Warning::LooseEnd);
                taken = if has_end_page { run.fitting(room, 1) } else { 0 };
            }
            self.put_above();
            if taken == 0 {
                self.put_all(lead);
                self.finish(&mut run, tail);
                return;
            }
            self.put_all(lead);
            self.put_all(run.take(taken));
            self.put_all(run.page_end());
            self.turn_page();
        }
    }

    /// The height of the words above the table to come, with the air around them.
    fn above_height(&self) -> f32 {
        let em = self.gauge().em_mm();
        self.above.as_ref().map_or(0.0, |above| {
            let before = if self.is_fresh() { 0.0 } else { above.gap_before() };
            above.galley.height_mm + (before + above.gap_after()) * em
        })
    }

    /// Puts the words above the table that begins here.
    fn put_above(&mut self) {
        let Some(above) = self.above.take() else { return };
        if !self.is_fresh() {
            self.skip(above.gap_before());
        }
        let after = above.gap_after();
        self.put(above.galley);
        self.skip(after);
    }

    /// The height of an empty page.
    fn page_room(&self) -> f32 {
        let head = self.setter.running_head(&self.document.heading).height_mm;
        let gauge = self.gauge();
        gauge.floor_mm() - gauge.head_mm - head - 0.4 * gauge.em_mm()
    }

    fn put_all(&mut self, galleys: Vec<Galley>) {
        for galley in galleys {
            self.put(galley);
        }
    }

    /// The last entries, the totals, and what follows; on further pages only if it must be.
    fn finish(&mut self, run: &mut Run<'_>, tail: Vec<Galley>) {
        let mut rows = run.take(run.left());
        rows.append(&mut run.blanks);
        if !run.is_first() {
            rows.extend(run.subtotal());
        }
        rows.append(&mut run.closing);
        for row in rows {
            if row.height_mm > self.room() && !self.is_fresh() {
                self.turn_page();
                self.put(run.grid.head());
            }
            self.put(row);
        }
        self.skip(BLOCK_GAP);
        for galley in tail {
            self.put_block(galley);
        }
    }

    fn warn(&mut self, warning: Warning) {
        if !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }

    fn warn_about(&mut self, grid: &Grid<'_>) {
        self.squeeze = self.squeeze.max(grid.squeeze);
        if grid.size_pt < self.gauge().body_pt - 0.01 {
            self.warn(Warning::SmallTable { size_pt: grid.size_pt });
        } else if grid.is_tight() {
            self.warn(Warning::TightTable);
        }
    }
}

/// Between two blocks, in em of running text.
const BLOCK_GAP: f32 = 0.62;
