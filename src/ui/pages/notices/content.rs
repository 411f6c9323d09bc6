//! What a person types for a sheet of words: paragraphs and a table, which Excel can be pasted
//! into.

use crate::domain::notice::{NoticeDraft, Statement, StatementTable};

/// The words and the table of a sheet, as they are typed (公示内容).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContentForm {
    /// The words; each line is a paragraph.
    pub paragraphs: String,
    /// Above the table.
    pub table_title: String,
    /// The heads of the columns.
    pub columns: Vec<String>,
    /// The rows, each as long as the columns.
    pub rows: Vec<Vec<String>>,
}

/// The most columns a sheet can hold and still be read.
pub const COLUMNS_MAX: usize = 12;
/// The most rows that are typed here.
pub const ROWS_MAX: usize = 2000;

impl ContentForm {
    /// The form of a statement that was drafted.
    pub fn of(statement: &Statement) -> Self {
        let table = statement.tables.first().cloned().unwrap_or_default();
        Self {
            paragraphs: statement.paragraphs.join("\n"),
            table_title: table.title,
            columns: table.columns,
            rows: table.rows,
        }
    }

    /// Whether nothing would stand on the sheet.
    pub fn is_empty(&self) -> bool {
        let is_blank = |text: &String| text.trim().is_empty();
        is_blank(&self.paragraphs) && self.rows.iter().flatten().all(is_blank)
    }

    /// Puts what was typed into a draft.
    pub fn fill(&self, draft: &mut NoticeDraft) {
        draft.paragraphs = self.paragraphs.lines().map(str::to_owned).collect();
        let is_written = |row: &&Vec<String>| row.iter().any(|cell| !cell.trim().is_empty());
        let rows: Vec<Vec<String>> = self.rows.iter().filter(is_written).cloned().collect();
        draft.table = (!self.columns.is_empty() && !rows.is_empty()).then(|| StatementTable {
            title: self.table_title.trim().to_owned(),
            columns: self.columns.iter().map(|title| title.trim().to_owned()).collect(),
            rows: rows
                .into_iter()
                .map(|row| row.iter().map(|it| it.trim().to_owned()).collect())
                .collect(),
            ..StatementTable::default()
        });
    }

    /// One more column; false where there are enough.
    pub fn add_column(&mut self) -> bool {
        if self.columns.len() >= COLUMNS_MAX {
            return false;
        }
        self.columns.push(String::new());
        for row in &mut self.rows {
            row.push(String::new());
        }
        if self.rows.is_empty() {
            self.rows.push(vec![String::new(); self.columns.len()]);
        }
        true
    }

    /// One more row.
    pub fn add_row(&mut self) {
        if self.rows.len() < ROWS_MAX {
            self.rows.push(vec![String::new(); self.columns.len()]);
        }
    }

    /// Takes a column out.
    pub fn remove_column(&mut self, at: usize) {
        if at < self.columns.len() {
            self.columns.remove(at);
            for row in &mut self.rows {
                if at < row.len() {
                    row.remove(at);
                }
            }
        }
        if self.columns.is_empty() {
            self.rows.clear();
        }
    }

    /// Fills cells from the one at `(row, column)` on with what Excel copied; row 0 is the head.
    /// The table grows as far as it must; in an empty one the first row becomes the head. What
    /// lies beyond the last column allowed is left out, and told by `false`.
    pub fn paste(&mut self, (row, column): (usize, usize), text: &str) -> bool {
        let pasted = cells_of(text);
        let width = pasted.iter().map(Vec::len).max().unwrap_or(0);
        let wanted = column + width;
        while self.columns.len() < wanted.min(COLUMNS_MAX) {
            self.columns.push(String::new());
        }
        let columns = self.columns.len();
        for own in &mut self.rows {
            own.resize(columns, String::new());
        }
        for (at, cells) in pasted.into_iter().enumerate() {
            let line = row + at;
            if line > ROWS_MAX {
                return false;
            }
            while line > self.rows.len() {
                self.rows.push(vec![String::new(); columns]);
            }
            let target = match line.checked_sub(1) {
                None => Some(&mut self.columns),
                Some(index) => self.rows.get_mut(index),
            };
            for (slot, cell) in target.into_iter().flatten().skip(column).zip(cells) {
                *slot = cell;
            }
        }
        wanted <= COLUMNS_MAX
    }
}

/// Whether a text on the clipboard is a table and not one piece of text.
pub fn is_table(text: &str) -> bool {
    let text = text.trim_end_matches(['\r', '\n']);
    text.contains('\t') || text.contains('\n')
}

/// The cells of a text as Excel copies it: tabs between cells, line breaks between rows, quotes
/// around a cell that holds either, doubled quotes inside.
pub fn cells_of(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut letters = text.chars().peekable();
    let mut quoted = false;
    while let Some(letter) = letters.next() {
        let Some(cell) = rows.last_mut().and_then(|row| row.last_mut()) else { break };
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() => quoted = true,
            '\r' => {}
            '\n' if quoted => cell.push(' '),
            '\n' => rows.push(vec![String::new()]),
            '\t' if !quoted => {
                if let Some(row) = rows.last_mut() {
                    row.push(String::new());
                }
            }
            other => cell.push(other),
        }
    }
    if rows.last().is_some_and(|row| row.iter().all(String::is_empty)) {
        rows.pop();
    }
    for cell in rows.iter_mut().flatten() {
        *cell = cell.trim().to_owned();
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_excel_becomes_cells() {
        let cells = |text: &str| cells_of(text);
        assert_eq!(cells("户主\t金额\r\n张三\t300\r\n"), [["户主", "金额"], ["张三", "300"]]);
        assert_eq!(cells("\"两\n行\"\t\"说\"\"好\"\"\"\n"), [["两 行", "说\"好\""]]);
        assert_eq!(cells("一\t\n\t二"), [["一", ""], ["", "二"]]);
        assert!(cells("").is_empty());
        assert!(is_table("甲\t乙") && is_table("甲\n乙") && !is_table("甲乙\r\n"));
    }

    #[test]
    fn what_is_pasted_fills_from_its_cell_on_and_the_table_grows() {
        let mut form = ContentForm::default();
        assert!(form.paste((0, 0), "户主\t金额\n张三\t300\n李四\t200\n"));
        assert_eq!(form.columns, ["户主", "金额"]);
        assert_eq!(form.rows, [["张三", "300"], ["李四", "200"]]);
        assert!(form.paste((2, 1), "250\t二组\n100\t一组"));
        assert_eq!(form.columns, ["户主", "金额", ""]);
        assert_eq!(form.rows, [["张三", "300", ""], ["李四", "250", "二组"], ["", "100", "一组"]]);
        form.remove_column(0);
        assert_eq!(form.columns, ["金额", ""]);
        let wide = vec!["列"; 20].join("\t");
        assert!(!form.paste((0, 0), &wide), "more columns than a sheet can hold");
        assert_eq!(form.columns.len(), COLUMNS_MAX);
    }

    #[test]
    fn blank_rows_and_lines_are_no_content() {
        let mut form = ContentForm { paragraphs: " \n ".to_owned(), ..ContentForm::default() };
        form.add_column();
        assert!(form.is_empty());
        form.paste((1, 0), "有\t字");
        assert!(!form.is_empty());
    }
}
