//! Setting the blocks around the table: heading, figures, paragraphs, signatures, footer.
//!
//! Invariant: each function sets one block as a galley no wider than the measure; whatever is
//! too long is wrapped or set smaller, never clipped and never laid over its neighbour.

use super::document::{Align, Figure, Footer, Heading, Paragraph, Proof, Role, Signing, Standing};
use super::font::{Face, Fonts, MM_PER_PT};
use super::page::{Galley, Paint};
use super::paper::Gauge;
use super::qr::QUIET;
use super::text::LineMemo;

/// From one line to the next, in em.
const LEADING: f32 = 1.34;

/// Between two notes on a large figure.
const NOTE_GAP: &str = "   ";
/// Inside the box of a large figure, in em of its label.
const FIGURE_PAD: f32 = 0.5;

/// Paper and fonts: what every block is set with.
#[derive(Clone, Copy)]
pub(super) struct Setter<'a> {
    pub(super) gauge: &'a Gauge,
    pub(super) fonts: &'a Fonts,
    pub(super) memo: &'a LineMemo,
}

/// How much larger than running text the one line is that says it all.
const HEADLINE: f32 = 1.2;
/// The least side of a module of a QR code.
const MODULE_MIN_MM: f32 = 0.5;
/// The side of a module for each point of running text: the most, and the least that a phone
/// still reads from where the text is read.
const MODULE_MM_PER_PT: (f32, f32) = (0.046, 0.0345);
/// Steps in which the code shrinks to the height of what it stands beside.
const PROOF_SIZES: u8 = 6;

/// Something set that stands beside other things.
pub(super) struct Aside {
    pub(super) galley: Galley,
    pub(super) width_mm: f32,
}

/// A style of type.
#[derive(Clone, Copy)]
pub(super) struct Style {
    pub(super) face: Face,
    pub(super) size_pt: f32,
}

impl Style {
    pub(super) const fn regular(size_pt: f32) -> Self {
        Self { face: Face::Regular, size_pt }
    }

    pub(super) const fn bold(size_pt: f32) -> Self {
        Self { face: Face::Bold, size_pt }
    }

    pub(super) fn em_mm(self) -> f32 {
        self.size_pt * MM_PER_PT
    }
}

impl Setter<'_> {
    pub(super) fn width(&self, text: &str, style: Style) -> f32 {
        self.fonts.width_mm(text, style.face, style.size_pt)
    }

    pub(super) fn wrap(&self, text: &str, measure: f32, style: Style) -> Vec<String> {
        self.memo.break_lines(text, measure, self.fonts, (style.face, style.size_pt))
    }

    fn widest(&self, lines: &[String], style: Style) -> f32 {
        lines.iter().map(|line| self.width(line, style)).fold(0.0, f32::max)
    }

    /// Sets one line with its em box starting at `top`.
    pub(super) fn set_line(
        &self,
        galley: &mut Galley,
        text: &str,
        (x, top, width): (f32, f32, f32),
        align: Align,
        style: Style,
    ) {
        let slack = width - self.width(text, style);
        let x = match align {
            Align::Left => x,
            Align::Centre => x + slack / 2.0,
            Align::Right => x + slack,
        };
        galley.text(text, x, top, style.face, style.size_pt);
    }

    /// Sets lines below each other across `width`.
    fn set_lines(&self, lines: &[String], width: f32, align: Align, style: Style) -> Galley {
        let mut galley = Galley::default();
        let pitch = style.em_mm() * LEADING;
        for line in lines {
            let top = galley.height_mm + (pitch - style.em_mm()) / 2.0;
            self.set_line(&mut galley, line, (0.0, top, width), align, style);
            galley.height_mm += pitch;
        }
        galley
    }

    fn outline(&self, dashed: bool) -> Paint {
        Paint::Outline { width_pt: self.gauge.rule_pt, dashed }
    }

    /// The head of the first page: between the corner notes if it fits, else below them.
    pub(super) fn heading(&self, heading: &Heading) -> Galley {
        let measure = self.gauge.measure_mm();
        let small = Style::regular(self.gauge.small_pt);
        let left: Vec<String> = self.wrap_all(&heading.issue, measure * 0.26, small);
        let right = self.standing(&heading.standing, measure * 0.26);
        let corner = self.widest(&left, small).max(right.1);
        let between = measure - 2.0 * corner - 3.0 * small.em_mm();
        if let Some(title) = self.title_style(&heading.title, between) {
            let left = self.set_lines(&left, measure, Align::Left, small);
            let height = title.em_mm().max(left.height_mm).max(right.0.height_mm);
            let mut galley = Galley { height_mm: height, ..Galley::default() };
            let top = (height - title.em_mm()) / 2.0;
            let line = (0.0, top, measure);
            self.set_line(&mut galley, &heading.title, line, Align::Centre, title);
            let left_top = (height - left.height_mm) / 2.0;
            galley.place(left, 0.0, left_top);
            let right_top = (height - right.0.height_mm) / 2.0;
            galley.place(right.0, measure - right.1, right_top);
            return galley;
        }
        let left = self.wrap_all(&heading.issue, measure * 0.4, small);
        let left = self.set_lines(&left, measure, Align::Left, small);
        let (right, right_width) = self.standing(&heading.standing, measure * 0.55);
        let title = self.title_below(&heading.title);
        let corner = left.height_mm.max(right.height_mm) + small.em_mm() * 0.4;
        let mut galley = Galley { height_mm: corner + title.height_mm, ..Galley::default() };
        galley.place(left, 0.0, 0.0);
        galley.place(right, measure - right_width, 0.0);
        galley.place(title, 0.0, corner);
        galley
    }

    fn wrap_all(&self, lines: &[String], measure: f32, style: Style) -> Vec<String> {
        lines.iter().flat_map(|line| self.wrap(line, measure, style)).collect()
    }

    /// The largest size at which the title fits on one line of `measure`.
    fn title_style(&self, title: &str, measure: f32) -> Option<Style> {
        let Gauge { title_pt, title_min_pt, .. } = *self.gauge;
        let at_one = self.width(title, Style::bold(1.0));
        let fitting = measure / at_one.max(0.001);
        (fitting >= title_min_pt).then(|| Style::bold(fitting.min(title_pt)))
    }

    /// The title across the whole measure, in lines of about one length if it needs several.
    fn title_below(&self, title: &str) -> Galley {
        let measure = self.gauge.measure_mm();
        if let Some(style) = self.title_style(title, measure) {
            return self.set_lines(&[title.to_owned()], measure, Align::Centre, style);
        }
        if let Some((place, what)) = title.split_at_checked(span_end(title))
            && !what.is_empty()
            && let Some(wide) = self.title_style(place, measure)
            && let Some(narrow) = self.title_style(what, measure)
        {
            let style = if wide.size_pt < narrow.size_pt { wide } else { narrow };
            let lines = [place.to_owned(), what.to_owned()];
            return self.set_lines(&lines, measure, Align::Centre, style);
        }
        let style = Style::bold(self.gauge.title_min_pt);
        let lines = self.wrap_evenly(title, measure, style);
        self.set_lines(&lines, measure, Align::Centre, style)
    }

    /// Wraps into as few lines as [`Self::wrap`], of about one length.
    pub(super) fn wrap_evenly(&self, text: &str, measure: f32, style: Style) -> Vec<String> {
        let least = self.wrap(text, measure, style).len();
        let step = style.em_mm() * 0.5;
        let mut narrow = measure;
        while narrow > step && self.wrap(text, narrow - step, style).len() == least {
            narrow -= step;
        }
        self.wrap(text, narrow, style)
    }

    /// Wraps after commas and stops where that takes no more lines; else evenly.
    fn wrap_clauses(&self, text: &str, measure: f32, style: Style) -> Vec<String> {
        let evenly = self.wrap_evenly(text, measure, style);
        let mut lines = vec![String::new()];
        for clause in text.split_inclusive(['，', '；', '。', '：']) {
            let Some(line) = lines.last_mut() else { continue };
            if !line.is_empty() && self.width(line, style) + self.width(clause, style) > measure {
                lines.push(clause.to_owned());
            } else {
                line.push_str(clause);
            }
        }
        let fits = lines.iter().all(|line| self.width(line, style) <= measure);
        if fits && lines.len() <= evenly.len() { lines } else { evenly }
    }

    /// What stands top right, and its width.
    fn standing(&self, standing: &Standing, measure: f32) -> (Galley, f32) {
        let small = Style::regular(self.gauge.small_pt);
        match standing {
            Standing::Posted(lines) => {
                let lines = self.wrap_all(lines, measure, small);
                let width = self.widest(&lines, small);
                (self.set_lines(&lines, width, Align::Right, small), width)
            }
            Standing::Tag { label, note } => {
                let note = self.wrap(note, measure, small);
                let (tag, tag_width) = self.tag(label);
                let width = self.widest(&note, small).max(tag_width);
                let note = self.set_lines(&note, width, Align::Right, small);
                let note_top = tag.height_mm + small.em_mm() * 0.2;
                let mut galley =
                    Galley { height_mm: note_top + note.height_mm, ..Galley::default() };
                galley.place(tag, width - tag_width, 0.0);
                galley.place(note, 0.0, note_top);
                (galley, width)
            }
        }
    }

    /// A word in a border, and the width of the border.
    fn tag(&self, label: &str) -> (Galley, f32) {
        let style = Style::bold(self.gauge.small_pt * 1.1);
        let (pad_x, pad_y) = (style.em_mm() * 0.5, style.em_mm() * 0.12);
        let width = self.width(label, style) + 2.0 * pad_x;
        let height = style.em_mm() + 2.0 * pad_y;
        let mut galley = Galley { height_mm: height, ..Galley::default() };
        let outline = Paint::Outline { width_pt: self.gauge.rule_pt * 2.0, dashed: false };
        galley.rect(0.0, 0.0, (width, height), outline);
        galley.text(label, pad_x, pad_y, style.face, style.size_pt);
        (galley, width)
    }

    /// The head of every later page.
    pub(super) fn running_head(&self, heading: &Heading) -> Galley {
        let measure = self.gauge.measure_mm();
        let style = Style::bold(self.gauge.body_pt);
        let tag = match &heading.standing {
            Standing::Tag { label, .. } => self.tag(label),
            Standing::Posted(_) => (Galley::default(), 0.0),
        };
        let title = format!("{}（续）", heading.title);
        let lines = self.wrap(&title, measure - tag.1 - style.em_mm(), style);
        let mut galley = self.set_lines(&lines, measure, Align::Left, style);
        galley.height_mm = galley.height_mm.max(tag.0.height_mm);
        galley.place(tag.0, measure - tag.1, 0.0);
        galley
    }

    /// Running text across the measure.
    pub(super) fn paragraph(&self, paragraph: &Paragraph) -> Galley {
        let (lines, style) = self.paragraph_lines(paragraph);
        self.set_lines(&lines, self.gauge.measure_mm(), Align::Left, style)
    }

    /// Running text line by line, for what is higher than a page.
    pub(super) fn paragraph_by_lines(&self, paragraph: &Paragraph) -> Vec<Galley> {
        let (lines, style) = self.paragraph_lines(paragraph);
        let set = |line| self.set_lines(&[line], self.gauge.measure_mm(), Align::Left, style);
        lines.into_iter().map(set).collect()
    }

    fn paragraph_lines(&self, paragraph: &Paragraph) -> (Vec<String>, Style) {
        let style = match paragraph.role {
            Role::Headline => Style::bold(self.gauge.body_pt * HEADLINE),
            Role::Lead => Style::regular(self.gauge.body_pt),
            Role::Note => Style::regular(self.gauge.small_pt),
            Role::Chapter => Style::bold(self.gauge.body_pt * 1.25),
            Role::Caption => Style::bold(self.gauge.body_pt),
        };
        let measure = self.gauge.measure_mm();
        let lines = match paragraph.role {
            Role::Headline => self.wrap_clauses(&paragraph.text, measure, style),
            Role::Lead | Role::Note | Role::Chapter | Role::Caption => {
                self.wrap(&paragraph.text, measure, style)
            }
        };
        (lines, style)
    }

    /// Large figures in boxes: in one row if they fit, else in two, else below each other.
    pub(super) fn figures(&self, figures: &[Figure]) -> Galley {
        let gap = self.gauge.em_mm() * 0.7;
        let mut galley = Galley::default();
        let beside = |per_row: usize| {
            figures.chunks(per_row).all(|row| self.box_widths(row, gap, true).is_some())
        };
        let stacked = |per_row: usize| {
            figures.chunks(per_row).all(|row| self.box_widths(row, gap, false).is_some())
        };
        let all = figures.len().max(1);
        let half = all.div_ceil(2);
        let (per_row, notes_beside) = [(all, true), (all, false), (half, true), (half, false)]
            .into_iter()
            .find(|(n, aside)| if *aside { beside(*n) } else { stacked(*n) })
            .unwrap_or((1, false));
        for row in figures.chunks(per_row) {
            if galley.height_mm > 0.0 {
                galley.height_mm += gap;
            }
            let even = (self.gauge.measure_mm() - gap * row.len().saturating_sub(1) as f32)
                / row.len().max(1) as f32;
            let widths =
                self.box_widths(row, gap, notes_beside).unwrap_or_else(|| vec![even; row.len()]);
            let set = self.figure_row(row, &widths, gap, notes_beside);
            let (top, height) = (galley.height_mm, set.height_mm);
            galley.place(set, 0.0, top);
            galley.height_mm += height;
        }
        galley
    }

    fn figure_styles(&self) -> (Style, Style, Style) {
        let body = self.gauge.body_pt;
        (Style::regular(body * 0.88), Style::regular(body * 0.7), Style::bold(body * 1.7))
    }

    /// The widths of the boxes of one row; `None` if they do not fit.
    fn box_widths(&self, row: &[Figure], gap: f32, notes_beside: bool) -> Option<Vec<f32>> {
        let (label, note, amount) = self.figure_styles();
        let pad = label.em_mm() * FIGURE_PAD;
        let need = |figure: &Figure| {
            let notes = if notes_beside {
                self.width(&figure.notes.join(NOTE_GAP), note) + label.em_mm() * 0.6
            } else {
                0.0
            };
            let label = self.width(&figure.label, label) + notes;
            let below = if notes_beside { 0.0 } else { self.widest(&figure.notes, note) };
            let amount = self.width(&figure.amount, amount) + self.width(&figure.unit, note) * 1.3;
            label.max(amount).max(below) + 2.0 * pad
        };
        let needs: Vec<f32> = row.iter().map(need).collect();
        let gaps = gap * row.len().saturating_sub(1) as f32;
        let room = self.gauge.measure_mm() - gaps;
        let even = room / row.len().max(1) as f32;
        if needs.iter().all(|need| *need <= even) {
            return Some(vec![even; row.len()]);
        }
        let slack = room - needs.iter().sum::<f32>();
        let share = slack / row.len().max(1) as f32;
        (slack >= 0.0).then(|| needs.iter().map(|need| need + share).collect())
    }

    fn figure_row(&self, row: &[Figure], widths: &[f32], gap: f32, notes_beside: bool) -> Galley {
        let (label, note, amount) = self.figure_styles();
        let pad = label.em_mm() * FIGURE_PAD;
        let note_lines = row.iter().map(|figure| figure.notes.len()).max().unwrap_or(0);
        let below = if notes_beside { 0.0 } else { note.em_mm() * LEADING * note_lines as f32 };
        let amount_top = pad + label.em_mm() * 1.25;
        let height = amount_top + amount.em_mm() * 1.05 + below + pad * 0.8;
        let mut galley = Galley { height_mm: height, ..Galley::default() };
        let mut x = 0.0;
        for (figure, width) in row.iter().zip(widths) {
            galley.rect(x, 0.0, (*width, height), self.outline(false));
            let inner = (x + pad, *width - 2.0 * pad);
            galley.text(&figure.label, inner.0, pad, label.face, label.size_pt);
            if notes_beside {
                let notes = figure.notes.join(NOTE_GAP);
                let top = pad + (label.em_mm() - note.em_mm()) * 0.88;
                let line = (inner.0, top, inner.1);
                self.set_line(&mut galley, &notes, line, Align::Right, note);
            } else {
                let notes = self.set_lines(&figure.notes, inner.1, Align::Right, note);
                galley.place(notes, inner.0, amount_top + amount.em_mm() * 1.15);
            }
            // the unit stands on the baseline of the amount
            let unit_top = amount_top + (amount.em_mm() - note.em_mm()) * 0.88;
            let unit = (inner.0, unit_top, inner.1);
            let line = (inner.0, amount_top, inner.1 - self.width(&figure.unit, note) * 1.2);
            self.set_line(&mut galley, &figure.amount, line, Align::Right, amount);
            self.set_line(&mut galley, &figure.unit, unit, Align::Right, note);
            x += width + gap;
        }
        galley
    }

    /// Room for signatures and, beside it or below, for seals.
    pub(super) fn signing(&self, signing: &Signing) -> Galley {
        let measure = self.gauge.measure_mm();
        let style = Style::regular(self.gauge.small_pt);
        let gap = style.em_mm() * 1.2;
        let seals = signing.seals.len() as f32;
        let label = self.widest(&signing.seals, style) + style.em_mm() * 1.5;
        let seal = label.max(style.em_mm() * 9.0).min(measure * 0.5 - gap);
        let seals_width = seals * (seal + gap);
        let signer = (measure - seals_width) / signing.signers.len().max(1) as f32;
        if signer < style.em_mm() * 5.2 {
            let mut galley = self.signers(&signing.signers, measure);
            let top = galley.height_mm + gap;
            let width = (measure - (seals - 1.0).max(0.0) * gap) / seals.max(1.0);
            galley.place(self.seals(&signing.seals, width, gap, galley.height_mm), 0.0, top);
            galley.height_mm += top;
            return galley;
        }
        let mut galley = self.signers(&signing.signers, measure - seals_width);
        let seals = self.seals(&signing.seals, seal, gap, galley.height_mm);
        galley.place(seals, measure - seals_width + gap, 0.0);
        galley
    }

    /// The side of one module of the QR code: read from an arm's length on A4, from further away
    /// on larger paper, and never more than about a quarter of the measure.
    pub(super) fn modules_mm(&self, proof: &Proof) -> impl Iterator<Item = f32> + use<> {
        let widest = self.gauge.measure_mm() * 0.24 / f32::from(proof.squares.side);
        let bounded = |per_pt: f32| (self.gauge.body_pt * per_pt).min(widest).max(MODULE_MIN_MM);
        let (most, least) = (bounded(MODULE_MM_PER_PT.0), bounded(MODULE_MM_PER_PT.1));
        (0..=PROOF_SIZES)
            .map(move |step| most - (most - least) * f32::from(step) / f32::from(PROOF_SIZES))
    }

    /// How high the code is with its words below.
    pub(super) fn proof_height(&self, proof: &Proof, module: f32) -> f32 {
        let side = module * f32::from(proof.squares.side);
        side + module * f32::from(QUIET) + self.proof_caption(proof, side).height_mm
    }

    fn proof_caption(&self, proof: &Proof, side: f32) -> Galley {
        let style = Style::regular(self.gauge.small_pt * 0.8);
        let lines = self.wrap_evenly(&proof.caption, side, style);
        self.set_lines(&lines, side, Align::Centre, style)
    }

    /// The room that the code takes from what it stands beside.
    pub(super) fn proof_aside(proof: &Proof, module: f32) -> f32 {
        module * (f32::from(proof.squares.side) + f32::from(QUIET))
    }

    /// The QR code with its words below; the gap above it and the margin beside it are wider
    /// than its quiet zone.
    pub(super) fn proof(&self, proof: &Proof, module: f32) -> Aside {
        let quiet_mm = module * f32::from(QUIET);
        let side = module * f32::from(proof.squares.side);
        let mut galley = Galley::default();
        for bar in &proof.squares.bars {
            let [x, y, width, height] =
                [bar.x, bar.y, bar.width, bar.height].map(|modules| module * f32::from(modules));
            // a hair over the edge of the next row, or a screen shows seams
            galley.rect(x, y, (width, height + module * 0.02), Paint::Fill(0.0));
        }
        galley.height_mm = side + quiet_mm;
        let caption = self.proof_caption(proof, side);
        let (top, height) = (galley.height_mm, caption.height_mm);
        galley.place(caption, 0.0, top);
        galley.height_mm += height;
        Aside { galley, width_mm: side }
    }

    fn signers(&self, signers: &[String], width: f32) -> Galley {
        let style = Style::regular(self.gauge.small_pt);
        let cell = width / signers.len().max(1) as f32;
        let labels: Vec<Vec<String>> = signers
            .iter()
            .map(|name| self.wrap_evenly(name, cell - style.em_mm() * 0.6, style))
            .collect();
        let pitch = style.em_mm() * 1.25;
        let lines = labels.iter().map(Vec::len).max().unwrap_or(1) as f32;
        let head = lines * pitch + style.em_mm() * 0.5;
        let height = head + (self.gauge.em_mm() * 2.4).max(14.0);
        let mut galley = Galley { height_mm: height, ..Galley::default() };
        galley.rect(0.0, 0.0, (width, height), self.outline(false));
        galley.line((0.0, head), (width, head), self.gauge.rule_pt);
        let mut x = 0.0;
        for (index, label) in labels.iter().enumerate() {
            if index > 0 {
                galley.line((x, 0.0), (x, height), self.gauge.rule_pt);
            }
            let mut top = (head - pitch * label.len() as f32) / 2.0 + style.em_mm() * 0.125;
            for line in label {
                self.set_line(&mut galley, line, (x, top, cell), Align::Centre, style);
                top += pitch;
            }
            x += cell;
        }
        galley
    }

    fn seals(&self, seals: &[String], width: f32, gap: f32, height: f32) -> Galley {
        let style = Style::regular(self.gauge.small_pt);
        let mut galley = Galley { height_mm: height, ..Galley::default() };
        let mut x = 0.0;
        for label in seals {
            galley.rect(x, 0.0, (width, height), self.outline(true));
            let lines = self.wrap_evenly(label, width - style.em_mm(), style);
            let label = self.set_lines(&lines, width, Align::Centre, style);
            let top = height - label.height_mm - style.em_mm() * 0.2;
            galley.place(label, x, top);
            x += width + gap;
        }
        galley
    }

    /// The foot of page `number` of `count`, at its place on the page.
    pub(super) fn footer(&self, footer: &Footer, number: usize, count: usize) -> Galley {
        let measure = self.gauge.measure_mm();
        let style = Style::regular(self.gauge.small_pt * 0.85);
        let page = format!("第 {number} 页　共 {count} 页");
        let room = measure - self.width(&page, style) - style.em_mm();
        let mut parts = footer.parts.as_slice();
        let mut text = parts.join(" · ");
        while let [rest @ .., _] = parts
            && self.width(&text, style) > room
            && !rest.is_empty()
        {
            parts = rest;
            text = parts.join(" · ");
        }
        let top = self.gauge.height_mm - self.gauge.head_mm - style.em_mm();
        let x = self.gauge.margin_mm;
        let mut galley = Galley::default();
        self.set_line(&mut galley, &text, (x, top, measure), Align::Left, style);
        self.set_line(&mut galley, &page, (x, top, measure), Align::Right, style);
        galley
    }
}

/// Where the period of a title ends, in bytes: a long title is best broken after it. Its own
/// length where it names none.
fn span_end(title: &str) -> usize {
    let is_year = |at: &usize| {
        let before = title.get(..*at).unwrap_or_default();
        before.chars().rev().take(4).filter(char::is_ascii_digit).count() == 4
    };
    let mut years = title.match_indices('年').map(|(at, _)| at);
    let Some(year) = years.find(is_year) else { return title.len() };
    let mut end = year + '年'.len_utf8();
    let rest = title.get(end..).unwrap_or_default();
    let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).count();
    if let Some(quarter) = rest.strip_prefix('第').filter(|it| it.contains("季度")) {
        end += '第'.len_utf8() + digits(quarter) + "季度".len();
    } else if rest.chars().nth(digits(rest)) == Some('月') && digits(rest) > 0 {
        end += digits(rest) + '月'.len_utf8();
    } else if rest.starts_with('度') {
        end += '度'.len_utf8();
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_broken_after_its_period() {
        for (place, what) in [
            ("甲镇甲村2026年第1季度", "养老、医疗等社会保险公开"),
            ("甲镇甲村2026年10月", "财务收支公开"),
            ("甲镇甲村2026年度", "财务收支计划（预算）公开"),
            ("甲镇甲村2026年", "民主评议结果公开"),
            ("甲镇丰年村2026年3月", "货币资金余额公开"),
            ("甲镇甲村救灾救助款物公开", ""),
        ] {
            let title = format!("{place}{what}");
            assert_eq!(title.split_at(span_end(&title)), (place, what));
        }
    }
}
