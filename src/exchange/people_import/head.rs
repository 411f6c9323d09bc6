//! The head of a list: one row, or several where a name stands over others (两层表头).
//!
//! Invariant: of several columns that would do, one is taken only where a person would take the
//! same; which one is told, and where it cannot be told nothing is guessed.

use super::columns::{COLUMNS, HEADS, Key, PeopleMapping, TOTALS, amount_class};
use super::safe;
use crate::domain::matter::MatterCode;
use crate::exchange::columns::{self, Found, key_of, without_brackets};
use crate::exchange::sheet::{Cell, Row, Sheet};

/// Rows from the top among which the head is looked for.
const ROWS_LOOKED_AT: usize = 200;

/// The most rows of a head.
const ROWS_MAX: usize = 3;

/// The head of a list (名单表头).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    /// The number of its last row in the file.
    pub(super) number: usize,
    /// The columns that are read, from left to right; names masked.
    pub(super) found: Vec<Found<Key>>,
    /// The name of every column, masked.
    pub(super) names: Vec<String>,
    /// The names of the columns with private numbers, masked.
    pub(super) private: Vec<String>,
    /// Which of several columns was taken.
    pub(super) notes: Vec<String>,
    /// Why it cannot be told which column counts, and the next step.
    pub(super) doubt: Option<(String, String)>,
    /// How many keys are met at all.
    known: usize,
    rows: Vec<Vec<String>>,
    rows_before: usize,
}

/// How much of what its key names a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Share {
    /// 合计 of columns beside it.
    Total,
    /// All of it.
    Whole,
    /// One crop of several, one half of a year.
    Part,
}

/// A column that may be read.
#[derive(Clone, Debug)]
struct Candidate {
    key: Key,
    index: usize,
    rank: usize,
    share: Share,
    /// What stands over its figures.
    written: String,
    /// The same with the names above it.
    whole: String,
}

impl Head {
    /// The head with the most known columns; it has a column of names.
    pub(super) fn find(sheet: &Sheet, matter: MatterCode) -> Option<Self> {
        let mut best: Option<Self> = None;
        for at in 0..sheet.rows.len().min(ROWS_LOOKED_AT) {
            let Some(row) = sheet.rows.get(at) else { break };
            let Some(name) = name_column(row) else { continue };
            let end = end_of(sheet, at, name);
            // a row above it belongs to it if that tells more
            let above = at.checked_sub(1).filter(|above| {
                sheet.rows.get(*above).is_some_and(|row| is_words(row) && filled(row) >= 2)
            });
            for from in [Some(at), above].into_iter().flatten() {
                let head = Self::of(sheet.rows.get(from..end).unwrap_or_default(), end, matter);
                if best.as_ref().is_none_or(|best| head.known > best.known) {
                    best = Some(head);
                }
            }
        }
        best.filter(|head| head.known >= 2)
    }

    /// The head that a person points out.
    pub(super) fn placed(sheet: &Sheet, mapping: &PeopleMapping) -> Option<Self> {
        let at = sheet.rows.iter().position(|row| row.number == mapping.row)?;
        Self::placed_at(sheet, at, mapping)
    }

    /// The same in another sheet: where the same names stand in the same columns.
    pub(super) fn alike(&self, sheet: &Sheet, mapping: &PeopleMapping) -> Option<Self> {
        let told = self.rows.last()?;
        let is_same = |row: &Row| {
            mapping.columns.iter().all(|(_, index)| {
                columns::one_line(row.cell(*index)) == told.get(*index).map_or("", String::as_str)
            })
        };
        let at = sheet.rows.iter().take(ROWS_LOOKED_AT).position(is_same)?;
        Self::placed_at(sheet, at, mapping)
    }

    fn placed_at(sheet: &Sheet, at: usize, mapping: &PeopleMapping) -> Option<Self> {
        let row = sheet.rows.get(at)?;
        let (_, name) = mapping.columns.iter().find(|(key, _)| *key == Key::Name)?;
        let above = at.checked_sub(1).and_then(|above| sheet.rows.get(above));
        let written = |index: usize| {
            let own = row.cell(index);
            let above = above.filter(|_| own.is_empty()).map(|above| above.cell(index));
            safe(&columns::one_line(above.unwrap_or(own)))
        };
        let found: Vec<Found<Key>> = mapping
            .columns
            .iter()
            .map(|&(key, index)| Found { key, index, written: written(index) })
            .collect();
        let is_private = |found: &&Found<Key>| found.key.is_private();
        Some(Self {
            number: row.number,
            names: (0..row.cells.len()).map(written).collect(),
            private: found.iter().filter(is_private).map(|it| it.written.clone()).collect(),
            known: found.len(),
            found,
            rows: vec![row.cells.iter().map(columns::one_line).collect()],
            rows_before: end_of(sheet, at, *name),
            ..Self::default()
        })
    }

    fn of(rows: &[Row], rows_before: usize, matter: MatterCode) -> Self {
        let paths = paths(rows);
        let candidates = candidates(&paths);
        let mut head = Self {
            number: rows.last().map_or(0, |row| row.number),
            names: paths.iter().map(|path| safe(&path.concat())).collect(),
            rows: rows
                .iter()
                .map(|row| row.cells.iter().map(columns::one_line).collect())
                .collect(),
            rows_before,
            ..Self::default()
        };
        for column in &COLUMNS {
            let mut of_key: Vec<&Candidate> =
                candidates.iter().filter(|it| it.key == column.key).collect();
            if of_key.is_empty() {
                continue;
            }
            head.known += 1;
            if column.key.is_private() {
                head.private.extend(of_key.iter().map(|it| safe(&it.written)));
            }
            let rank = |it: &Candidate| rank_of(it, matter);
            of_key.sort_by_key(|it| (rank(it), it.index));
            head.choose(column.key, &of_key, rank);
        }
        head.find_head(&paths);
        head.found.sort_by_key(|found| found.index);
        head
    }

    /// Takes the best column of a key, and tells of the others where it matters.
    fn choose(
        &mut self,
        key: Key,
        of_key: &[&Candidate],
        rank: impl Fn(&Candidate) -> (u32, usize),
    ) {
        let Some((best, others)) = of_key.split_first() else { return };
        let quoted = |some: &[&Candidate]| {
            let names: Vec<String> = some.iter().map(|it| safe(&it.whole)).collect();
            format!("“{}”", names.join("”“"))
        };
        let rivals = others.iter().filter(|it| rank(it) == rank(best)).count();
        let label = key.label();
        if rivals > 0 && matches!(key, Key::Amount | Key::Name) {
            let reason = format!(
                "表头里有几栏都像{label}：{}，分不清该公布哪一栏",
                quoted(of_key.get(..=rivals).unwrap_or_default())
            );
            let hint = if key == Key::Name {
                "左右并排的名单请先接成一列；不是的，请在导入窗口里指明姓名是哪一栏。"
            } else {
                "请在导入窗口里指明金额是哪一栏，或把要公布的那一栏改名“实发金额”。"
            };
            self.doubt.get_or_insert((reason, hint.to_owned()));
            return;
        }
        let counts = matches!(key, Key::Measure | Key::Standard | Key::Members | Key::Months);
        if rivals > 0 && counts {
            self.notes.push(format!(
                "有几栏都像{label}：{}，分不清是哪一栏，都没有读；要公布的请指明是哪一栏。",
                quoted(of_key)
            ));
            return;
        }
        if !others.is_empty() && (counts || key == Key::Amount) {
            self.notes.push(format!(
                "{label}读的是“{}”，没有读{}。",
                safe(&best.whole),
                quoted(others)
            ));
        }
        let written = safe(&best.written);
        self.found.push(Found { key, index: best.index, written });
    }

    /// The column of the household's head, where the persons have a column of their own.
    fn find_head(&mut self, paths: &[Vec<String>]) {
        let Some(name) = self.get(Key::Name).map(|found| found.index) else { return };
        let is_head = |path: &&Vec<String>| {
            path.last().is_some_and(|own| HEADS.contains(&without_brackets(&key_of(own)).as_str()))
        };
        let found = paths.iter().enumerate().find(|(at, path)| *at != name && is_head(path));
        if let Some((index, path)) = found {
            self.found.push(Found { key: Key::Head, index, written: safe(&path.concat()) });
        }
    }

    /// Whether the column is there, or there are so many that it cannot be told which counts.
    pub(super) fn answers(&self, key: Key) -> bool {
        self.has(key) || self.doubt.is_some()
    }

    /// The column that holds `key`.
    pub(super) fn get(&self, key: Key) -> Option<&Found<Key>> {
        self.found.iter().find(|found| found.key == key)
    }

    /// Whether there is such a column.
    pub(super) fn has(&self, key: Key) -> bool {
        self.get(key).is_some()
    }

    /// Whether the column at `index` is read.
    pub(super) fn reads(&self, index: usize) -> bool {
        self.found.iter().any(|found| found.index == index)
    }

    /// The cell of a row in the column; empty where there is no such column.
    pub(super) fn cell<'r>(&self, row: &'r Row, key: Key) -> &'r Cell {
        const EMPTY: &Cell = &Cell::Empty;
        self.get(key).map_or(EMPTY, |found| row.cell(found.index))
    }

    /// The rows below it, without those that repeat it at the top of a printed page.
    pub(super) fn rows<'s>(&self, sheet: &'s Sheet) -> impl Iterator<Item = &'s Row> {
        let repeats = |row: &Row| {
            let cells: Vec<String> = row.cells.iter().map(columns::one_line).collect();
            self.rows.contains(&cells)
        };
        sheet.rows.iter().skip(self.rows_before).filter(move |row| !repeats(row))
    }

    /// What it is to a person who wants to say it otherwise.
    pub(super) fn mapping(&self, sheet: usize) -> PeopleMapping {
        let columns = self.found.iter().map(|found| (found.key, found.index)).collect();
        PeopleMapping { sheet, row: self.number, columns }
    }
}

/// Whole before parts; of amounts what a person gets before what is due.
fn rank_of(candidate: &Candidate, matter: MatterCode) -> (u32, usize) {
    let share = match candidate.share {
        Share::Total => 0,
        Share::Whole => 1,
        Share::Part => 2,
    };
    if candidate.key != Key::Amount {
        return (share, if candidate.share == Share::Whole { candidate.rank } else { 0 });
    }
    let class = amount_class(&candidate.written, matter);
    let rank = match (candidate.share, class) {
        (Share::Part, class) => 100 + class,
        (Share::Whole, class) => class,
        (Share::Total, 30) => 20,
        // 合计 over 应发、实发
        (Share::Total, class) => class.saturating_sub(5),
    };
    (rank, 0)
}

/// The names of each column from above to below; a name that stands over several columns stands
/// in each of them.
fn paths(rows: &[Row]) -> Vec<Vec<String>> {
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let mut paths: Vec<Vec<String>> = vec![Vec::new(); width];
    for (level, row) in rows.iter().enumerate() {
        let mut over = String::new();
        for (index, path) in paths.iter_mut().enumerate() {
            let is_over = rows
                .get(level + 1..)
                .unwrap_or_default()
                .iter()
                .any(|lower| !lower.cell(index).is_empty());
            let own = columns::one_line(row.cell(index));
            if !own.is_empty() {
                over = if is_over { own.clone() } else { String::new() };
                path.push(own);
            } else if is_over && !over.is_empty() {
                path.push(over.clone());
            }
        }
    }
    paths
}

fn candidates(paths: &[Vec<String>]) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    for (index, path) in paths.iter().enumerate() {
        let Some((own, above)) = path.split_last() else { continue };
        let candidate = |key: Key, rank: usize, share: Share, written: &str| Candidate {
            key,
            index,
            rank,
            share,
            written: written.to_owned(),
            whole: path.concat(),
        };
        let upper = above.iter().rev().find_map(|name| Some((matched(name)?, name)));
        let is_total = |name: &str| TOTALS.contains(&without_brackets(&key_of(name)).as_str());
        let of_total = above.iter().any(|name| is_total(name));
        let of_group = above.iter().any(|name| matched(name).is_none());
        found.extend(match (matched(&path.concat()), matched(own), upper) {
            (Some((key, rank)), ..) if !above.is_empty() => {
                Some(candidate(key, rank, Share::Whole, &path.concat()))
            }
            (_, Some((key, rank)), _) if of_total => Some(candidate(key, rank, Share::Total, own)),
            (_, Some((key, rank)), _) if of_group => Some(candidate(key, rank, Share::Part, own)),
            (_, Some((key, rank)), _) => Some(candidate(key, rank, Share::Whole, own)),
            (_, None, Some(((key, rank), name))) if key.is_figure() => {
                let share = if is_total(own) { Share::Total } else { Share::Part };
                Some(candidate(key, rank, share, name))
            }
            (_, None, _) if is_total(own) => {
                let (key, share) = what_adds_up(paths.get(..index).unwrap_or_default());
                let written = if key == Key::Measure { "面积" } else { own.as_str() };
                Some(candidate(key, usize::MAX, share, written))
            }
            (_, None, _) => None,
        });
    }
    found
}

/// What 合计 adds up: the figures to its left.
fn what_adds_up(left: &[Vec<String>]) -> (Key, Share) {
    for path in left.iter().rev() {
        let name = path.concat();
        if ["标准", "单价"].iter().any(|word| name.contains(word)) {
            break;
        }
        if ["金额", "元", "补贴", "补助", "资金"].iter().any(|word| name.contains(word)) {
            // 补贴面积 is an area
            if !name.contains("面积") {
                return (Key::Amount, Share::Total);
            }
        }
        if name.contains("面积") || name.contains('亩') {
            return (Key::Measure, Share::Total);
        }
    }
    (Key::Amount, Share::Whole)
}

fn matched(name: &str) -> Option<(Key, usize)> {
    columns::matched(&Cell::text(name), &COLUMNS)
}

fn name_column(row: &Row) -> Option<usize> {
    let is_name =
        |cell: &Cell| columns::matched(cell, &COLUMNS).is_some_and(|(key, _)| key == Key::Name);
    row.cells.iter().position(is_name)
}

fn filled(row: &Row) -> usize {
    row.cells.iter().filter(|cell| !cell.is_empty()).count()
}

/// Whether a row holds no figure.
fn is_words(row: &Row) -> bool {
    row.cells.iter().all(|cell| match cell {
        Cell::Empty => true,
        Cell::Text(written) => {
            let plain: String = written.chars().map(crate::domain::text::ascii_width).collect();
            !plain.trim().chars().all(|c| c.is_ascii_digit() || ",.-¥￥".contains(c))
        }
        Cell::Number(_) | Cell::Date(_) => false,
    })
}

/// How many rows lie above the first person: a row below the names belongs to the head if it has
/// no name, no figure, and words below a name that stands over several columns.
fn end_of(sheet: &Sheet, at: usize, name: usize) -> usize {
    let mut end = at + 1;
    while let Some(row) = sheet.rows.get(end).filter(|_| end < at + ROWS_MAX) {
        let Some(upper) = sheet.rows.get(end - 1) else { break };
        let is_below_one_over_several = (1..row.cells.len()).any(|index| {
            !row.cell(index).is_empty()
                && upper.cell(index).is_empty()
                && upper.cells.iter().take(index).any(|cell| !cell.is_empty())
        });
        let is_part = row.cell(name).is_empty()
            && filled(row) >= 2
            && is_words(row)
            && is_below_one_over_several;
        if !is_part {
            break;
        }
        end += 1;
    }
    end
}
