//! Which sheets go where on the village's board (公开栏布置), and what does not fit.
//!
//! Invariant: no sheet lies over another or over the frame; pages of one size keep their order, so
//! that those of one sheet hang beside each other or below.

use super::font::{Face, Fonts, MM_PER_PT};
use super::page::{Galley, Page, Paint};
use super::text::break_lines;

/// Between two sheets, and to the frame of the board.
const GAP_MM: f32 = 10.0;

/// One page to hang (一张).
#[derive(Clone, Debug, PartialEq)]
pub struct Hanging {
    /// What it is: `财务收支逐笔公开 第1页`.
    pub label: String,
    /// Across and down.
    pub size_mm: (f32, f32),
}

/// A page with its place on the board.
#[derive(Clone, Debug, PartialEq)]
pub struct Hung {
    /// The page.
    pub page: Hanging,
    /// From the left edge of the board.
    pub x_mm: f32,
    /// From its top edge.
    pub y_mm: f32,
}

/// Where everything goes (布置图).
#[derive(Clone, Debug, PartialEq)]
pub struct BoardPlan {
    /// The board, across and down.
    pub board_mm: (f32, f32),
    /// What fits, in order.
    pub hung: Vec<Hung>,
    /// What does not fit, in order.
    pub left_over: Vec<Hanging>,
}

/// Hangs the pages row by row from the top left, each in the first row with room for it.
pub fn plan_board(board_mm: (f32, f32), pages: Vec<Hanging>) -> BoardPlan {
    struct Shelf {
        top: f32,
        height: f32,
        used: f32,
    }
    let (width, height) = board_mm;
    let mut shelves: Vec<Shelf> = Vec::new();
    let mut plan = BoardPlan { board_mm, hung: Vec::new(), left_over: Vec::new() };
    for page in pages {
        let (across, down) = page.size_mm;
        let fits = |shelf: &&mut Shelf| {
            shelf.used + across + GAP_MM <= width + 0.01 && down <= shelf.height + 0.01
        };
        let found = shelves.iter_mut().find(fits);
        let place = if let Some(shelf) = found {
            let x = shelf.used;
            shelf.used += across + GAP_MM;
            Some((x, shelf.top))
        } else {
            let top = shelves.last().map_or(GAP_MM, |last| last.top + last.height + GAP_MM);
            let has_room =
                top + down + GAP_MM <= height + 0.01 && across + 2.0 * GAP_MM <= width + 0.01;
            has_room.then(|| {
                shelves.push(Shelf { top, height: down, used: 2.0 * GAP_MM + across });
                (GAP_MM, top)
            })
        };
        match place {
            Some((x_mm, y_mm)) => plan.hung.push(Hung { page, x_mm, y_mm }),
            None => plan.left_over.push(page),
        }
    }
    plan
}

/// The plan on A4 across: the board, drawn small, and below it what does not fit.
pub fn draw_plan(plan: &BoardPlan, title: &str, remarks: &[String], fonts: &Fonts) -> Page {
    const SIDE: f32 = 15.0;
    let (width, height) = (297.0, 210.0);
    let measure = width - 2.0 * SIDE;
    let mut galley = Galley::default();
    let title_pt = (measure / fonts.width_mm(title, Face::Bold, 1.0).max(0.001)).min(20.0);
    galley.text(title, SIDE, 13.0, Face::Bold, title_pt);
    let lines = remarks.iter();
    let lines = lines.flat_map(|it| break_lines(it, measure, fonts, Face::Regular, 11.0));
    let lines = cut_short(lines.collect());
    let words_height = lines.len() as f32 * 6.0;
    let top = 26.0;
    let room = height - 12.0 - words_height - 4.0 - top;
    let scale = (measure / plan.board_mm.0).min(room / plan.board_mm.1);
    let size = (plan.board_mm.0 * scale, plan.board_mm.1 * scale);
    let left = SIDE + (measure - size.0) / 2.0;
    galley.rect(left, top, size, Paint::Outline { width_pt: 1.5, dashed: false });
    for hung in &plan.hung {
        let (x, y) = (left + hung.x_mm * scale, top + hung.y_mm * scale);
        let size = (hung.page.size_mm.0 * scale, hung.page.size_mm.1 * scale);
        galley.rect(x, y, size, Paint::Fill(0.94));
        galley.rect(x, y, size, Paint::Outline { width_pt: 0.5, dashed: false });
        let (label, size_pt) = fitted(&hung.page.label, size, fonts);
        let pitch = size_pt * MM_PER_PT * 1.25;
        let mut line_top = y + (size.1 - pitch * label.len() as f32) / 2.0;
        for line in label {
            let slack = size.0 - fonts.width_mm(&line, Face::Regular, size_pt);
            galley.text(&line, x + slack / 2.0, line_top, Face::Regular, size_pt);
            line_top += pitch;
        }
    }
    let mut y = top + size.1 + 5.0;
    for line in lines {
        galley.text(&line, SIDE, y, Face::Regular, 11.0);
        y += 6.0;
    }
    galley.send_fills_back();
    Page { width_mm: width, height_mm: height, items: galley.items }
}

/// The most lines of remarks: more would leave no room for the board.
const REMARKS_MAX: usize = 16;

/// The remarks that have room, and how many have none.
fn cut_short(mut lines: Vec<String>) -> Vec<String> {
    let more = lines.len().saturating_sub(REMARKS_MAX);
    if more > 0 {
        lines.truncate(REMARKS_MAX - 1);
        lines.push(format!("……还有 {} 行没有列出，请换大一些的公开栏或分几处张贴。", more + 1));
    }
    lines
}

/// The largest type in which a label goes into its box; the smallest if none does.
fn fitted(label: &str, (width, height): (f32, f32), fonts: &Fonts) -> (Vec<String>, f32) {
    let mut size_pt = 12.0;
    loop {
        let lines = break_lines(label, width - 2.0, fonts, Face::Regular, size_pt);
        let fits = lines.len() as f32 * size_pt * MM_PER_PT * 1.25 <= height - 1.0;
        if fits || size_pt <= 4.0 {
            return (lines, size_pt);
        }
        size_pt -= 0.5;
    }
}
