//! Setting a form: labels on grey, entries beside them, boxes with drawn ticks.
//!
//! Invariant: every character of an entry stands on some page; room left for handwriting is never
//! less than the form asks for.

use super::block::{Setter, Style};
use super::document::{Align, Choice, Form, FormEntry, FormRow, Ruled};
use super::page::{Galley, Paint};

/// From one line to the next, in em.
const LEADING: f32 = 1.36;
/// Above and below the lines of a row, in em.
const PAD_Y: f32 = 0.34;
/// Left and right of an entry, in em.
const PAD_X: f32 = 0.5;
/// The widest a column of labels may be, in em; longer labels wrap.
const LABEL_EM_MAX: f32 = 5.2;
const LABEL_GREY: f32 = 0.93;
/// A box to tick, in em.
const BOX_EM: f32 = 0.82;
/// From the box to its label, and from the label to the next box, in em.
const BOX_GAPS_EM: (f32, f32) = (0.3, 1.1);
/// A row of an empty table, and the column of its number, in em.
const RULED_ROW_EM: f32 = 1.62;
const RULED_NUMBER_EM: f32 = 3.2;
/// A row is broken over pages only where so many lines stand on each.
const SPLIT_MIN: usize = 4;

/// A row with its lines broken (排好的一行).
pub(super) struct FormLine {
    fields: Vec<SetField>,
    /// The least room in lines.
    lines: usize,
}

struct SetField {
    label: Vec<String>,
    entry: SetEntry,
    label_width: f32,
    width: f32,
}

enum SetEntry {
    Lines(Vec<String>),
    /// Choices by line.
    Boxes(Vec<Vec<Choice>>),
}

impl SetEntry {
    fn lines(&self) -> usize {
        match self {
            Self::Lines(lines) => lines.len(),
            Self::Boxes(rows) => rows.len(),
        }
    }
}

impl FormLine {
    fn most_lines(&self) -> usize {
        let of = |field: &SetField| field.label.len().max(field.entry.lines());
        self.fields.iter().map(of).max().unwrap_or(1).max(self.lines)
    }
}

/// Below the label of an entry that goes on on the next page.
const AGAIN: &str = "（续）";

impl Setter<'_> {
    fn form_style(&self) -> Style {
        Style::regular(self.gauge.body_pt)
    }

    fn label_style(&self) -> Style {
        Style::bold(self.gauge.body_pt)
    }

    /// The rows of a form with their lines broken.
    pub(super) fn form_lines(&self, form: &Form) -> Vec<FormLine> {
        let style = self.label_style();
        let labels = form.rows.iter().flat_map(|row| &row.fields).map(|field| &field.label);
        let widest = labels.map(|label| self.width(label, style)).fold(0.0, f32::max);
        let label_width = widest.min(LABEL_EM_MAX * style.em_mm()) + 2.0 * PAD_X * style.em_mm();
        form.rows.iter().map(|row| self.form_line(row, label_width)).collect()
    }

    fn form_line(&self, row: &FormRow, label_width: f32) -> FormLine {
        let pad = 2.0 * PAD_X * self.form_style().em_mm();
        let width = self.gauge.measure_mm() / row.fields.len().max(1) as f32;
        let set = |field: &super::document::FormField| {
            let measure = width - label_width - pad;
            let entry = match &field.entry {
                FormEntry::Words(words) => {
                    SetEntry::Lines(self.wrap(words, measure, self.form_style()))
                }
                FormEntry::Choices(choices) => SetEntry::Boxes(self.box_rows(choices, measure)),
            };
            let label =
                self.wrap_evenly(&field.label, label_width - pad + 0.01, self.label_style());
            SetField { label, entry, label_width, width }
        };
        FormLine { fields: row.fields.iter().map(set).collect(), lines: row.lines }
    }

    fn choice_width(&self, choice: &Choice) -> f32 {
        let style = self.form_style();
        (BOX_EM + BOX_GAPS_EM.0) * style.em_mm() + self.width(&choice.label, style)
    }

    /// Choices side by side, as many on a line as fit.
    fn box_rows(&self, choices: &[Choice], measure: f32) -> Vec<Vec<Choice>> {
        let gap = BOX_GAPS_EM.1 * self.form_style().em_mm();
        let mut rows: Vec<Vec<Choice>> = Vec::new();
        let mut x = 0.0;
        for choice in choices {
            let width = self.choice_width(choice);
            match rows.last_mut() {
                Some(row) if x + width <= measure => row.push(choice.clone()),
                _ => {
                    x = 0.0;
                    rows.push(vec![choice.clone()]);
                }
            }
            x += width + gap;
        }
        rows
    }

    fn pitch(&self) -> f32 {
        self.form_style().em_mm() * LEADING
    }

    fn pad_y(&self) -> f32 {
        self.form_style().em_mm() * PAD_Y
    }

    /// The height of a row.
    pub(super) fn form_height(&self, row: &FormLine) -> f32 {
        row.most_lines() as f32 * self.pitch() + 2.0 * self.pad_y()
    }

    /// The part of a row of one entry that fits into `room_mm`, and the rest; `None` where the
    /// row is too short to be broken, or the room too small.
    pub(super) fn form_split(&self, row: &FormLine, room_mm: f32) -> Option<(FormLine, FormLine)> {
        let [field] = row.fields.as_slice() else { return None };
        let SetEntry::Lines(lines) = &field.entry else { return None };
        let mut fitting = 0;
        while (fitting as f32 + 1.0) * self.pitch() + 2.0 * self.pad_y() <= room_mm {
            fitting += 1;
        }
        let cut = fitting.min(lines.len().checked_sub(SPLIT_MIN)?);
        if cut < SPLIT_MIN {
            return None;
        }
        let (head, rest) = lines.split_at(cut);
        let part = |lines: &[String], label: Vec<String>, room: usize| FormLine {
            fields: vec![SetField {
                label,
                entry: SetEntry::Lines(lines.to_vec()),
                label_width: field.label_width,
                width: field.width,
            }],
            lines: room,
        };
        let mut again = field.label.clone();
        if again.last().is_none_or(|line| line != AGAIN) {
            again.push(AGAIN.to_owned());
        }
        let left = row.lines.saturating_sub(cut);
        Some((part(head, field.label.clone(), 1), part(rest, again, left)))
    }

    /// A row with its rules.
    pub(super) fn form_galley(&self, row: &FormLine) -> Galley {
        let height = self.form_height(row);
        let rule = self.gauge.rule_pt;
        let mut galley = Galley { height_mm: height, ..Galley::default() };
        let mut x = 0.0;
        galley.line((0.0, 0.0), (0.0, height), rule);
        for field in &row.fields {
            galley.rect(x, 0.0, (field.label_width, height), Paint::Fill(LABEL_GREY));
            let middle = (height - field.label.len() as f32 * self.pitch()) / 2.0;
            let label = (x, middle, field.label_width);
            self.form_text(&mut galley, &field.label, label, Align::Centre, self.label_style());
            x += field.label_width;
            galley.line((x, 0.0), (x, height), rule);
            self.form_entry(&mut galley, &field.entry, x, height);
            x += field.width - field.label_width;
            galley.line((x, 0.0), (x, height), rule);
        }
        galley.line((0.0, 0.0), (x, 0.0), rule);
        galley.line((0.0, height), (x, height), rule);
        galley
    }

    /// An empty table to write in: rows high enough for a hand.
    pub(super) fn ruled(&self, ruled: &Ruled) -> Galley {
        let style = self.label_style();
        let (rule, row) = (self.gauge.rule_pt, RULED_ROW_EM * style.em_mm());
        let measure = self.gauge.measure_mm();
        let number = RULED_NUMBER_EM * style.em_mm();
        let shares: f32 = ruled.columns.iter().map(|(_, share)| f32::from(*share)).sum();
        let height = row * (ruled.rows + 1) as f32;
        let mut galley = Galley { height_mm: height, ..Galley::default() };
        galley.rect(0.0, 0.0, (measure, row), Paint::Fill(LABEL_GREY));
        let in_row = (row - style.em_mm()) / 2.0;
        let mut cell = |text: &str, (x, top, width): (f32, f32, f32), style: Style| {
            self.set_line(&mut galley, text, (x, top + in_row, width), Align::Centre, style);
        };
        cell("序号", (0.0, 0.0, number), style);
        let mut edges = vec![0.0, number];
        let mut x = number;
        for (head, share) in &ruled.columns {
            let width = (measure - number) * f32::from(*share) / shares.max(1.0);
            cell(head, (x, 0.0, width), style);
            x += width;
            edges.push(x);
        }
        for line in 0..ruled.rows {
            let top = row * (line + 1) as f32;
            let words = (ruled.first + line).to_string();
            cell(&words, (0.0, top, number), self.form_style());
        }
        for line in 0..=ruled.rows + 1 {
            let y = row * line as f32;
            galley.line((0.0, y), (measure, y), rule);
        }
        for x in edges {
            galley.line((x, 0.0), (x, height), rule);
        }
        galley
    }

    /// The whole form in one piece, for a place where it cannot be broken.
    pub(super) fn form(&self, form: &Form) -> Galley {
        let mut galley = Galley::default();
        for row in self.form_lines(form) {
            let (top, row) = (galley.height_mm, self.form_galley(&row));
            galley.height_mm += row.height_mm;
            galley.place(row, 0.0, top);
        }
        galley
    }

    fn form_text(
        &self,
        galley: &mut Galley,
        lines: &[String],
        (x, top, width): (f32, f32, f32),
        align: Align,
        style: Style,
    ) {
        let mut top = top + (self.pitch() - style.em_mm()) / 2.0;
        for line in lines {
            self.set_line(galley, line, (x, top, width), align, style);
            top += self.pitch();
        }
    }

    /// An entry: one or two lines in the middle of the row, more from its top.
    fn form_entry(&self, galley: &mut Galley, entry: &SetEntry, x: f32, height: f32) {
        let x = x + PAD_X * self.form_style().em_mm();
        let set = entry.lines() as f32 * self.pitch();
        let top = if entry.lines() <= 2 && height < 6.0 * self.pitch() {
            (height - set) / 2.0
        } else {
            self.pad_y()
        };
        match entry {
            SetEntry::Lines(lines) => {
                self.form_text(galley, lines, (x, top, 0.0), Align::Left, self.form_style());
            }
            SetEntry::Boxes(rows) => {
                let mut top = top;
                for row in rows {
                    self.form_boxes(galley, row, x, top);
                    top += self.pitch();
                }
            }
        }
    }

    fn form_boxes(&self, galley: &mut Galley, choices: &[Choice], x: f32, top: f32) {
        let style = self.form_style();
        let (em, side) = (style.em_mm(), BOX_EM * style.em_mm());
        let paint = Paint::Outline { width_pt: self.gauge.rule_pt * 1.4, dashed: false };
        let mut x = x;
        for choice in choices {
            let box_top = top + (self.pitch() - side) / 2.0;
            galley.rect(x, box_top, (side, side), paint);
            if choice.is_chosen {
                // the two strokes of a tick
                let at = |across: f32, down: f32| (x + side * across, box_top + side * down);
                let width = self.gauge.rule_pt * 3.2;
                galley.line(at(0.18, 0.52), at(0.42, 0.78), width);
                galley.line(at(0.42, 0.78), at(0.84, 0.2), width);
            }
            let text_top = top + (self.pitch() - em) / 2.0;
            let left = x + side + BOX_GAPS_EM.0 * em;
            galley.text(&choice.label, left, text_top, style.face, style.size_pt);
            x += self.choice_width(choice) + BOX_GAPS_EM.1 * em;
        }
    }
}
