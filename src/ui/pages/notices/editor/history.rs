//! What can be taken back in the editor, and done again (撤销、重做).

use crate::ui::pages::notices::content::{ContentForm, TableForm};

/// Steps that can be taken back.
const STEPS_MAX: usize = 200;
/// Cells that the kept tables may have together: of large tables fewer steps are kept.
const CELLS_MAX: usize = 120_000;

/// A place where something is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    /// The paragraphs.
    Words,
    /// The name of a table.
    Title(usize),
    /// A row and a column of a table; row 0 is the head.
    Cell(usize, (usize, usize)),
}

/// What one step changes back.
#[derive(Clone, Debug)]
enum Step {
    /// The text of one place.
    Text(Spot, String),
    /// All tables, and which of them is shown.
    Tables(Vec<TableForm>, usize),
}

/// The steps, the latest last.
#[derive(Clone, Debug, Default)]
pub(super) struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
    /// Where something is being typed: one step until the caret goes elsewhere.
    typing: Option<Spot>,
}

impl History {
    /// Remembers what stood in a place before something was typed there.
    pub(super) fn typed(&mut self, spot: Spot, before: String) {
        self.undone.clear();
        if self.typing.replace(spot) != Some(spot) {
            self.push(Step::Text(spot, before));
        }
    }

    /// Remembers the tables before they are changed.
    pub(super) fn changes(&mut self, form: &ContentForm, shown: usize) {
        self.undone.clear();
        self.typing = None;
        self.push(Step::Tables(form.tables.clone(), shown));
    }

    /// The caret went elsewhere: what is typed next is a step of its own.
    pub(super) const fn pause(&mut self) {
        self.typing = None;
    }

    /// Whether a step can be taken back, and whether one can be done again.
    pub(super) fn can(&self) -> (bool, bool) {
        (!self.done.is_empty(), !self.undone.is_empty())
    }

    /// Takes the last step back; the place it was typed in.
    pub(super) fn undo(&mut self, form: &mut ContentForm, shown: &mut usize) -> Option<Spot> {
        self.typing = None;
        let (spot, back) = self.done.pop()?.apply(form, shown)?;
        self.undone.push(back);
        spot
    }

    /// Does again what was taken back; the place it was typed in.
    pub(super) fn redo(&mut self, form: &mut ContentForm, shown: &mut usize) -> Option<Spot> {
        self.typing = None;
        let (spot, back) = self.undone.pop()?.apply(form, shown)?;
        self.done.push(back);
        spot
    }

    fn push(&mut self, step: Step) {
        self.done.push(step);
        while self.done.len() > 1 && (self.done.len() > STEPS_MAX || self.cells() > CELLS_MAX) {
            self.done.remove(0);
        }
    }

    fn cells(&self) -> usize {
        let of = |table: &TableForm| (table.rows.len() + 1) * table.columns.len();
        let of = |step: &Step| match step {
            Step::Text(..) => 1,
            Step::Tables(tables, _) => tables.iter().map(of).sum(),
        };
        self.done.iter().map(of).sum()
    }
}

impl Step {
    /// Changes the form; where, and the step that changes it back.
    fn apply(self, form: &mut ContentForm, shown: &mut usize) -> Option<(Option<Spot>, Self)> {
        match self {
            Self::Tables(tables, at) => {
                let before = std::mem::replace(&mut form.tables, tables);
                Some((None, Self::Tables(before, std::mem::replace(shown, at))))
            }
            Self::Text(spot, text) => {
                if let Spot::Title(table) | Spot::Cell(table, _) = spot {
                    *shown = table;
                }
                let now = text_of(form, spot)?;
                Some((Some(spot), Self::Text(spot, std::mem::replace(now, text))))
            }
        }
    }
}

/// What stands in a place.
fn text_of(form: &mut ContentForm, spot: Spot) -> Option<&mut String> {
    match spot {
        Spot::Words => Some(&mut form.paragraphs),
        Spot::Title(table) => form.tables.get_mut(table).map(|table| &mut table.title),
        Spot::Cell(table, (row, column)) => {
            let table = form.tables.get_mut(table)?;
            let cells = match row.checked_sub(1) {
                None => &mut table.columns,
                Some(row) => table.rows.get_mut(row)?,
            };
            cells.get_mut(column)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_table_leaves_fewer_steps_and_a_new_step_ends_what_could_be_done_again() {
        let mut table = TableForm::default();
        table.add_column();
        table.rows = vec![vec![String::new()]; 50_000];
        let mut form = ContentForm { tables: vec![table], ..ContentForm::default() };
        let (mut history, mut shown) = (History::default(), 0);
        for _ in 0..5 {
            history.changes(&form, shown);
        }
        assert_eq!(history.done.len(), 2, "two tables of 50,000 cells");
        let cell = Spot::Cell(0, (1, 0));
        for text in ["张", "张三"] {
            let before =
                text_of(&mut form, cell).map(|now| std::mem::replace(now, text.to_owned()));
            history.typed(cell, before.unwrap_or_default());
        }
        assert_eq!(history.undo(&mut form, &mut shown), Some(cell));
        assert_eq!(text_of(&mut form, cell).map(|text| text.as_str()), Some(""), "one step");
        assert_eq!(history.can(), (true, true));
        assert_eq!(history.redo(&mut form, &mut shown), Some(cell));
        assert_eq!(text_of(&mut form, cell).map(|text| text.as_str()), Some("张三"));
        history.undo(&mut form, &mut shown);
        history.changes(&form, shown);
        assert_eq!(history.can(), (true, false));
    }
}
