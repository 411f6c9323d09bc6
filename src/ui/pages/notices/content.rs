//! What a person types for a sheet of words: paragraphs and tables, which Excel can be
//! pasted into.

use crate::domain::money::Money;
use crate::domain::notice::{NoticeDraft, Statement, StatementTable};

/// The words and the tables of a sheet, as they are typed (公示内容).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContentForm {
    /// The words; each line is a paragraph.
    pub paragraphs: String,
    /// The tables, in the order they are printed.
    pub tables: Vec<TableForm>,
}

/// One table as it is typed (表格).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableForm {
    /// Above the table.
    pub title: String,
    /// The heads of the columns.
    pub columns: Vec<String>,
    /// The rows, each as long as the columns.
    pub rows: Vec<Vec<String>>,
    /// What the program made of it before anybody typed: its sums, and what stands in its columns.
    composed: Option<StatementTable>,
}

/// The most columns a sheet can hold and still be read.
pub const COLUMNS_MAX: usize = 12;
/// The most rows that are typed here.
pub const ROWS_MAX: usize = 2000;
/// The most tables of a sheet.
pub const TABLES_MAX: usize = 8;

impl ContentForm {
    /// The form of a statement that was drafted.
    pub fn of(statement: &Statement) -> Self {
        Self {
            paragraphs: statement.paragraphs.join("\n"),
            tables: statement.tables.iter().map(TableForm::of).collect(),
        }
    }

    /// Whether nothing would stand on the sheet.
    pub fn is_empty(&self) -> bool {
        let is_blank = |text: &String| text.trim().is_empty();
        let mut cells = self.tables.iter().flat_map(|table| table.rows.iter().flatten());
        is_blank(&self.paragraphs) && cells.all(is_blank)
    }

    /// Puts what was typed into a draft.
    pub fn fill(&self, draft: &mut NoticeDraft) {
        draft.paragraphs = self.paragraphs.lines().map(str::to_owned).collect();
        draft.tables = self.tables.iter().filter_map(TableForm::table).collect();
    }
}

impl TableForm {
    fn of(table: &StatementTable) -> Self {
        Self {
            title: table.title.clone(),
            columns: table.columns.clone(),
            rows: table.rows.clone(),
            composed: Some(table.clone()),
        }
    }

    /// The table as it is printed; none where no cell is written.
    fn table(&self) -> Option<StatementTable> {
        let is_written = |row: &&Vec<String>| row.iter().any(|cell| !cell.trim().is_empty());
        let trimmed = |row: &Vec<String>| row.iter().map(|it| it.trim().to_owned()).collect();
        let rows: Vec<Vec<String>> = self.rows.iter().filter(is_written).map(trimmed).collect();
        if self.columns.is_empty() || rows.is_empty() {
            return None;
        }
        let columns: Vec<String> = trimmed(&self.columns);
        let title = self.title.trim().to_owned();
        let plain = StatementTable { title, columns, rows, ..StatementTable::default() };
        Some(match &self.composed {
            Some(before) if before.columns.len() == plain.columns.len() => summed_as(before, plain),
            Some(_) | None => plain,
        })
    }

    /// One more column, unless there are enough.
    pub fn add_column(&mut self) {
        if self.columns.len() >= COLUMNS_MAX {
            return;
        }
        self.columns.push(String::new());
        for row in &mut self.rows {
            row.push(String::new());
        }
        if self.rows.is_empty() {
            self.rows.push(vec![String::new(); self.columns.len()]);
        }
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

/// A table that was changed, with its columns read as before and its sums made anew.
fn summed_as(before: &StatementTable, mut after: StatementTable) -> StatementTable {
    after.kinds.clone_from(&before.kinds);
    if after.rows == before.rows {
        after.strong.clone_from(&before.strong);
        after.totals.clone_from(&before.totals);
        return after;
    }
    // a row that sums others would count twice: then a person writes the sum
    if let ([totals], true) = (before.totals.as_slice(), before.strong.is_empty()) {
        let sum = |(at, old): (usize, &String)| match Money::parse_sum(old) {
            Ok(_) => {
                let cells = after.rows.iter().filter_map(|row| row.get(at));
                cells.filter_map(|cell| Money::parse_sum(cell).ok()).sum::<Money>().grouped()
            }
            Err(_) => old.clone(),
        };
        after.totals = vec![totals.iter().enumerate().map(sum).collect()];
    }
    after
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
#[allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test may fail where it stands")]
mod tests {
    use super::*;
    use crate::domain::entity::Entity;
    use crate::domain::listing::ColumnKind;
    use crate::domain::matter::{Category, MatterCode};
    use crate::domain::notice::FromBooks;
    use crate::domain::period::{Month, Period};

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
        let mut form = TableForm::default();
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
        form.tables.push(TableForm::default());
        form.tables[0].add_column();
        assert!(form.is_empty());
        form.tables[0].paste((1, 0), "有\t字");
        assert!(!form.is_empty());
    }

    #[test]
    fn every_table_of_a_sheet_is_kept_and_sums_follow_the_rows() {
        let row = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        let table = |title: &str| StatementTable {
            title: title.to_owned(),
            columns: row(["户主", "金额"]),
            kinds: vec![ColumnKind::Text, ColumnKind::Amount],
            rows: vec![row(["张三", "1,300.00"]), row(["李四", "200.50"])],
            totals: vec![row(["合计", "1,500.50"])],
            ..StatementTable::default()
        };
        let statement = Statement {
            title: "救灾".to_owned(),
            category: Category::Affairs,
            occasion: None,
            paragraphs: Vec::new(),
            tables: vec![table("一"), table("二")],
            bars: Vec::new(),
            people: None,
            correction: None,
            from_books: FromBooks::default(),
        };
        let mut form = ContentForm::of(&statement);
        let month = Month::new(2026, 3).expect("a month");
        let mut draft =
            NoticeDraft::new(MatterCode::FINANCE_DETAIL, Entity::Village, Period::Month(month));
        form.fill(&mut draft);
        assert_eq!(draft.tables, statement.tables, "nothing was typed");
        form.tables[1].rows[1][1] = "300.25".to_owned();
        form.fill(&mut draft);
        assert_eq!(draft.tables[0], statement.tables[0]);
        assert_eq!(draft.tables[1].totals, [row(["合计", "1,600.25"])]);
        form.tables[1].remove_column(0);
        form.fill(&mut draft);
        assert_eq!(draft.tables[1].totals, Vec::<Vec<String>>::new());
    }
}
