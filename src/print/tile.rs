//! A large page on small paper (拼贴): each tile shows its part, neighbours overlap, and marks
//! say where to cut.
//!
//! Invariant: the windows of the tiles cover the large page, neighbours share [`OVERLAP_MM`],
//! and both put the mark of a cut at the same place of the large page.

use super::font::{Face, Fonts, MM_PER_PT};
use super::page::{Galley, Item, Page, Paint, Rect, moved};
use super::text::break_lines;

/// What two neighbours both show, in millimetres; it is cut through the middle.
pub const OVERLAP_MM: f32 = 10.0;
/// The white edge that office printers cannot reach; the marks and the label stand in it.
pub const EDGE_MM: f32 = 10.0;
/// From the edge of the paper to a mark.
const MARK_FROM_MM: f32 = 2.0;
const MARK_PT: f32 = 0.5;
const LABEL_PT: f32 = 8.0;

/// The paper of the tiles (拼贴用纸).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TilePaper {
    /// 210 × 297 mm.
    A4,
    /// 297 × 420 mm.
    A3,
}

impl TilePaper {
    /// Reads `a4` or `a3`.
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim().to_ascii_lowercase().as_str() {
            "a4" => Some(Self::A4),
            "a3" => Some(Self::A3),
            _ => None,
        }
    }

    /// `A4`
    pub const fn label(self) -> &'static str {
        match self {
            Self::A4 => "A4",
            Self::A3 => "A3",
        }
    }

    const fn upright_mm(self) -> (f32, f32) {
        match self {
            Self::A4 => (210.0, 297.0),
            Self::A3 => (297.0, 420.0),
        }
    }
}

/// How a large page is cut (拼贴图).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tiling {
    /// The paper of a tile, as it lies.
    pub sheet_mm: (f32, f32),
    /// How many side by side.
    pub columns: usize,
    /// How many below each other.
    pub rows: usize,
}

impl Tiling {
    /// Upright or across, whichever takes less paper.
    pub fn of((width_mm, height_mm): (f32, f32), paper: TilePaper) -> Self {
        let (short, long) = paper.upright_mm();
        let lying = |sheet_mm: (f32, f32)| Self {
            sheet_mm,
            columns: count(width_mm, sheet_mm.0),
            rows: count(height_mm, sheet_mm.1),
        };
        let (upright, across) = (lying((short, long)), lying((long, short)));
        let papers = |tiling: &Self| tiling.columns * tiling.rows;
        if papers(&across) < papers(&upright) { across } else { upright }
    }

    /// Where the window of a tile begins on the large page, from row 0 and column 0.
    pub fn window_from_mm(&self, row: usize, column: usize) -> (f32, f32) {
        let (width, height) = self.window_mm();
        (column as f32 * (width - OVERLAP_MM), row as f32 * (height - OVERLAP_MM))
    }

    /// The part of the large page that one tile shows.
    pub const fn window_mm(&self) -> (f32, f32) {
        (self.sheet_mm.0 - 2.0 * EDGE_MM, self.sheet_mm.1 - 2.0 * EDGE_MM)
    }
}

fn count(page_mm: f32, sheet_mm: f32) -> usize {
    let step = sheet_mm - 2.0 * EDGE_MM - OVERLAP_MM;
    let mut tiles = 1;
    while tiles as f32 * step + OVERLAP_MM < page_mm - 0.01 {
        tiles += 1;
    }
    tiles
}

/// Cuts `page`: the plan first, then the tiles row by row.
pub fn tiles(page: &Page, paper: TilePaper, title: &str, fonts: &Fonts) -> Vec<Page> {
    let tiling = Tiling::of((page.width_mm, page.height_mm), paper);
    let mut pages = vec![plan(page, &tiling, (paper, title), fonts)];
    for row in 0..tiling.rows {
        for column in 0..tiling.columns {
            pages.push(tile(page, &tiling, (row, column), fonts));
        }
    }
    pages
}

fn tile(page: &Page, tiling: &Tiling, (row, column): (usize, usize), fonts: &Fonts) -> Page {
    let (width, height) = tiling.sheet_mm;
    let (window_width, window_height) = tiling.window_mm();
    let (left, top) = tiling.window_from_mm(row, column);
    let seen = (left, top, left + window_width, top + window_height);
    let touching = page.items.iter().filter(|item| touches(item, seen, fonts));
    let mut galley = Galley::default();
    galley.items.extend(touching.map(|it| moved(it.clone(), EDGE_MM - left, EDGE_MM - top)));
    // what reaches out of the window goes under a white frame
    let white = Paint::Fill(1.0);
    galley.rect(0.0, 0.0, (width, EDGE_MM), white);
    galley.rect(0.0, height - EDGE_MM, (width, EDGE_MM), white);
    galley.rect(0.0, 0.0, (EDGE_MM, height), white);
    galley.rect(width - EDGE_MM, 0.0, (EDGE_MM, height), white);
    let half = OVERLAP_MM / 2.0;
    let cuts = |first: bool, last: bool, size: f32| {
        let before = (!first).then_some(EDGE_MM + half);
        let after = (!last).then_some(size - EDGE_MM - half);
        before.into_iter().chain(after)
    };
    let mark_to = EDGE_MM - 1.0;
    for x in cuts(column == 0, column + 1 == tiling.columns, width) {
        galley.line((x, MARK_FROM_MM), (x, mark_to), MARK_PT);
        galley.line((x, height - mark_to), (x, height - MARK_FROM_MM), MARK_PT);
    }
    for y in cuts(row == 0, row + 1 == tiling.rows, height) {
        galley.line((MARK_FROM_MM, y), (mark_to, y), MARK_PT);
        galley.line((width - mark_to, y), (width - MARK_FROM_MM, y), MARK_PT);
    }
    let label = format!("{}　沿裁切线裁开，与相邻的纸对齐粘贴", place(row, column));
    let label_top = (EDGE_MM - LABEL_PT * MM_PER_PT) / 2.0;
    galley.text(&label, EDGE_MM + OVERLAP_MM, label_top, Face::Regular, LABEL_PT);
    Page { width_mm: width, height_mm: height, items: galley.items }
}

/// `第1行第2列`
fn place(row: usize, column: usize) -> String {
    format!("第{}行第{}列", row + 1, column + 1)
}

/// Whether something reaches into left, top, right, bottom.
fn touches(item: &Item, (left, top, right, bottom): (f32, f32, f32, f32), fonts: &Fonts) -> bool {
    let (l, t, r, b) = match item {
        Item::Text(text) => {
            // a character may reach out of its em box
            let (l, t, r, b) = text.bounds_mm(fonts);
            let slack = 0.25 * text.size_pt * MM_PER_PT;
            (l - slack, t - slack, r + slack, b + slack)
        }
        Item::Line(it) => {
            let thick = it.width_pt * MM_PER_PT;
            (
                it.x1_mm.min(it.x2_mm) - thick,
                it.y1_mm.min(it.y2_mm) - thick,
                it.x1_mm.max(it.x2_mm) + thick,
                it.y1_mm.max(it.y2_mm) + thick,
            )
        }
        Item::Rect(Rect { x_mm, y_mm, width_mm, height_mm, .. }) => {
            (x_mm - 1.0, y_mm - 1.0, x_mm + width_mm + 1.0, y_mm + height_mm + 1.0)
        }
    };
    l < right && r > left && t < bottom && b > top
}

/// The plan on A4: how many, where each goes, what to do.
fn plan(page: &Page, tiling: &Tiling, (paper, title): (TilePaper, &str), fonts: &Fonts) -> Page {
    const SIDE: f32 = 18.0;
    let (width, height) = (210.0, 297.0);
    let measure = width - 2.0 * SIDE;
    let mut galley = Galley::default();
    let mut y = 20.0;
    galley.text("拼贴图", SIDE, y, Face::Bold, 26.0);
    y += 15.0;
    let (columns, rows) = (tiling.columns, tiling.rows);
    let count = columns * rows;
    let (across, down) = (page.width_mm / 10.0, page.height_mm / 10.0);
    let lying = if tiling.sheet_mm.0 > tiling.sheet_mm.1 { "横放" } else { "竖放" };
    let sentences = [
        title.to_owned(),
        format!("成品 {across}×{down} 厘米，用 {} 纸（{lying}）{count} 张：{rows} 行，每行 {columns} 张。", paper.label()),
        "打印时请选“按实际大小打印”（100%），不要选“适合纸张”。".to_owned(),
        "相邻两张重叠 1 厘米。照纸边的短线，用尺子把右边和下边一张的重叠部分裁去一半，对齐短线后粘贴。".to_owned(),
    ];
    for sentence in &sentences {
        for line in break_lines(sentence, measure, fonts, Face::Regular, 12.0) {
            galley.text(&line, SIDE, y, Face::Regular, 12.0);
            y += 6.4;
        }
        y += 1.6;
    }
    y += 4.0;
    let scale = (measure / page.width_mm).min((height - SIDE - y) / page.height_mm);
    let from = SIDE + (measure - page.width_mm * scale) / 2.0;
    let (window_width, window_height) = tiling.window_mm();
    let half = OVERLAP_MM / 2.0;
    for row in 0..rows {
        for column in 0..columns {
            let (left, top) = tiling.window_from_mm(row, column);
            let left = if column == 0 { 0.0 } else { left + half };
            let top = if row == 0 { 0.0 } else { top + half };
            let next = tiling.window_from_mm(row + 1, column + 1);
            let right = if column + 1 == columns { page.width_mm } else { next.0 + half };
            let bottom = if row + 1 == rows { page.height_mm } else { next.1 + half };
            let size = ((right - left) * scale, (bottom - top) * scale);
            let (x, y) = (from + left * scale, y + top * scale);
            let outline = Paint::Outline { width_pt: 0.6, dashed: false };
            galley.rect(x, y, size, outline);
            let label = place(row, column);
            let room = window_width.min(window_height) * scale * 0.9;
            let at_one = fonts.width_mm(&label, Face::Regular, 1.0);
            let size_pt = (room / at_one).clamp(4.0, 14.0);
            let label_x = x + (size.0 - at_one * size_pt) / 2.0;
            let label_y = y + (size.1 - size_pt * MM_PER_PT) / 2.0;
            galley.text(&label, label_x, label_y, Face::Regular, size_pt);
        }
    }
    Page { width_mm: width, height_mm: height, items: galley.items }
}
