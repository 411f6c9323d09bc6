//! Paper that proves itself: the QR code and what it says, tiles, banners, pictures, the board.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::expect_used,
    clippy::float_cmp,
    clippy::indexing_slicing,
    clippy::many_single_char_names,
    clippy::wildcard_enum_match_arm,
    reason = "a test may fail where it stands; its numbers are small"
)]

use mingbai::domain::ledger::Funds;
use mingbai::domain::matter::MatterCode;
use mingbai::domain::notice::{Body, Notice, PROOF_BYTES_MAX, Statement};
use mingbai::print::font::MM_PER_PT;
use mingbai::print::page::{Item, Paint, Rect};
use mingbai::print::tile::{EDGE_MM, OVERLAP_MM, TilePaper, Tiling};
use mingbai::print::{self, Hanging, Page, Paper, raster};

use crate::print::{detail, f01, fonts, line, notice, pages, pdf, published, small_detail, yuan};

/// The papers a sheet is printed on, from the smallest; `!` is the large type.
const PAPERS: [&str; 9] = [
    "a4",
    "a4!",
    "a4-landscape",
    "a3",
    "a3!",
    "a3-landscape",
    "a3-landscape!",
    "board:60x90",
    "board:120x80",
];

/// The black squares of the QR code on a page.
pub(crate) fn squares(page: &Page) -> Vec<Rect> {
    let black = |item: &Item| match item {
        Item::Rect(rect) if rect.paint == Paint::Fill(0.0) => Some(*rect),
        _ => None,
    };
    page.items.iter().filter_map(black).collect()
}

/// Left, top, right and bottom of the QR code on a page.
fn code_box(page: &Page) -> Option<(f32, f32, f32, f32)> {
    let squares = squares(page);
    let least = |of: fn(&Rect) -> f32| squares.iter().map(of).fold(f32::MAX, f32::min);
    let most = |of: fn(&Rect) -> f32| squares.iter().map(of).fold(0.0, f32::max);
    (!squares.is_empty()).then(|| {
        let (left, top) = (least(|it| it.x_mm), least(|it| it.y_mm));
        (left, top, most(|it| it.x_mm + it.width_mm), most(|it| it.y_mm + it.height_mm))
    })
}

/// What a telephone reads from a page.
fn scanned(pdf: &[u8], page: usize, dpi: f32) -> Vec<String> {
    let picture = raster::rgba(pdf, page, dpi).expect("a picture");
    let (width, height) = (picture.width as usize, picture.height as usize);
    let grey = |x: usize, y: usize| picture.pixels[(y * width + x) * 4];
    let mut seen = rqrr::PreparedImage::prepare_from_greyscale(width, height, grey);
    let codes = seen.detect_grids();
    codes.iter().filter_map(|code| code.decode().ok()).map(|(_, text)| text).collect()
}

/// What a telephone reads from a page when it is held nearer and nearer.
fn read_from(pdf: &[u8], page: usize) -> Vec<String> {
    let tried = [72.0, 110.0, 150.0, 220.0, 300.0].into_iter();
    let seen = tried.map(|dpi| scanned(pdf, page, dpi));
    seen.into_iter().find(|seen| !seen.is_empty()).unwrap_or_default()
}

fn words(rows: usize) -> Notice {
    let paragraphs = vec![
        "经村民代表会议讨论，同意以下事项，现予公示，接受监督。".to_owned();
        3
    ];
    let table = mingbai::domain::notice::StatementTable {
        title: "名单".to_owned(),
        columns: ["序号", "户主", "金额"].map(str::to_owned).to_vec(),
        rows: (1..=rows)
            .map(|n| vec![n.to_string(), "王某".to_owned(), "50.00".to_owned()])
            .collect(),
        ..mingbai::domain::notice::StatementTable::default()
    };
    let body = Body::Statement(Statement {
        title: "惠农补贴".to_owned(),
        category: mingbai::domain::matter::Category::Affairs,
        occasion: None,
        paragraphs,
        tables: if rows == 0 { Vec::new() } else { vec![table] },
        bars: Vec::new(),
        people: None,
        correction: None,
        from_books: mingbai::domain::notice::FromBooks::default(),
    });
    notice(MatterCode::FINANCE_SUMMARY, body)
}

#[test]
fn a_telephone_reads_village_title_totals_dates_and_code_from_the_printed_page() {
    let sheet = published(f01(small_detail()));
    let text = sheet.proof_text().expect("published");
    let code = sheet.posted_code();
    let expected = format!(
        "示例镇明堌新村\n2026年10月财务收支逐笔公开\n期初结余49509.57元\n收入2020.50元\n支出5489.04元\n期末结余46041.03元\n共3笔\n公示2026-11-05至2026-11-20\n校验码{code}\n存档链9f3a41c07be2"
    );
    assert_eq!(text, expected);
    for on in PAPERS {
        let pages = pages(&sheet, on);
        let bytes = pdf(&pages);
        let last = pages.len() - 1;
        let seen = read_from(&bytes, last);
        assert_eq!(seen.as_slice(), std::slice::from_ref(&text), "{on}");
        assert_eq!(bytes, pdf(&crate::print::pages(&sheet, on)), "{on}: printed again");
    }
}

#[test]
fn every_published_sheet_has_one_code_large_enough_and_clear_of_everything() {
    let lines = (1..=45).map(|n| line(3, n, "付保洁员工资", yuan("0"), yuan("1437.26")));
    let long = f01(detail(Funds { cash: yuan("1"), bank: yuan("99999") }, lines.collect()));
    for sheet in [f01(small_detail()), long, words(0), words(40)] {
        let sheet = published(sheet);
        for on in PAPERS {
            let pages = pages(&sheet, on);
            let with_code: Vec<&Page> = pages.iter().filter(|it| !squares(it).is_empty()).collect();
            assert_eq!(with_code.len(), 1, "{on}: on one page");
            check_code(with_code[0], on);
        }
    }
}

/// The code is inside the margins, its modules are not too small, nothing comes nearer than its
/// quiet zone.
pub(crate) fn check_code(page: &Page, on: &str) {
    let (left, top, right, bottom) = code_box(page).expect("a code");
    let module = squares(page).iter().map(|it| it.width_mm).fold(f32::MAX, f32::min);
    let least = if on.starts_with("a4") { 0.5 } else { 0.55 };
    assert!(module >= least - 0.001, "{on}: {module} mm");
    let quiet = module * 4.0 - 0.05;
    assert!(right + quiet <= page.width_mm && bottom + quiet <= page.height_mm, "{on}: the edge");
    assert!(right <= page.width_mm - 9.9 && bottom <= page.height_mm - 9.0, "{on}: the margin");
    let apart = |what: &str, (l, t, r, b): (f32, f32, f32, f32)| {
        let is_apart =
            r <= left - quiet || l >= right + quiet || b <= top - quiet || t >= bottom + quiet;
        assert!(
            is_apart,
            "{on}: {what} at {l},{t},{r},{b} is too near {left},{top},{right},{bottom}"
        );
    };
    for item in &page.items {
        match item {
            Item::Text(text) => apart(&text.text, text.bounds_mm(fonts())),
            Item::Line(it) => apart("a rule", (it.x1_mm, it.y1_mm, it.x2_mm, it.y2_mm)),
            Item::Rect(it) if it.paint == Paint::Fill(0.0) => {}
            Item::Rect(it) => {
                apart("a box", (it.x_mm, it.y_mm, it.x_mm + it.width_mm, it.y_mm + it.height_mm));
            }
        }
    }
}

#[test]
fn a_draft_has_no_code_to_scan() {
    for on in ["a4", "a3-landscape", "board:60x90"] {
        assert!(pages(&f01(small_detail()), on).iter().all(|page| squares(page).is_empty()));
    }
    assert_eq!(f01(small_detail()).proof_text(), None);
}

#[test]
fn the_longest_names_leave_a_text_that_fits_a_code() {
    let mut sheet = published(words(3));
    sheet.content.masthead.township = "积石山保安族东乡族撒拉族自治县示例民族乡".to_owned();
    sheet.content.masthead.village = "新时代民族团结进步示范合作第一行政村".repeat(3);
    if let Body::Statement(statement) = &mut sheet.content.body {
        statement.title = "关于公布二〇二六年度救灾救助款物分配方案的决定".repeat(4);
    }
    let text = sheet.proof_text().expect("published");
    assert!(text.len() <= PROOF_BYTES_MAX, "{} bytes", text.len());
    let bytes = pdf(&pages(&sheet, "a4"));
    assert_eq!(read_from(&bytes, 0), [text]);
}

/// A notice of an earlier version has no chain in it: it prints, with the code it always had.
#[test]
fn notices_published_before_the_chain_was_kept_print_and_prove_themselves() {
    let mut old = published(f01(small_detail()));
    let with_chain = old.check_code();
    if let mingbai::domain::notice::NoticeState::Published(publication) = &mut old.state {
        publication.chain = None;
        let json = serde_json::to_string(publication).expect("json");
        assert!(!json.contains("chain"), "{json}");
    }
    assert_ne!(old.check_code(), with_chain, "the code covers the chain");
    let text = old.proof_text().expect("published");
    assert!(!text.contains("存档链") && text.contains(&old.check_code()), "{text}");
    assert_eq!(read_from(&pdf(&pages(&old, "a4")), 0), [text]);
}

#[test]
fn large_type_is_at_least_a_third_larger_than_the_least_on_every_paper() {
    let body = |on: &str| {
        let lines = (1..=60).map(|n| line(3, n, "付保洁员工资", yuan("0"), yuan("1437.26")));
        let funds = Funds { cash: yuan("1"), bank: yuan("99999") };
        let sheet = published(f01(detail(funds, lines.collect())));
        let pages = pages(&sheet, on);
        let cell = pages.iter().flat_map(Page::texts).find(|it| it.text == "摘要");
        cell.map_or(0.0, |cell| cell.size_pt)
    };
    for (on, least) in [
        ("a4", 11.0),
        ("a4-landscape", 11.0),
        ("a3", 16.0),
        ("a3-landscape", 16.0),
        ("board:60x90", 16.0),
    ] {
        let large = body(&format!("{on}!"));
        assert!(large >= least * 1.3 - 0.01, "{on}: {large} pt");
        // type that already fills the paper cannot grow
        assert!(large >= body(on) * 0.9, "{on}: smaller than the plain sheet");
    }
}

/// A board of 60 × 90 cm with long lists on it.
fn board(on: &str) -> Page {
    let lines =
        (1..=48).map(|n| line(3, n, "修村北排水沟用工林桂英等6人×2天", yuan("0"), yuan("1437.26")));
    let funds = Funds { cash: yuan("8861.99"), bank: yuan("140647.58") };
    pages(&published(f01(detail(funds, lines.collect()))), on).remove(0)
}

/// The cuts that the marks of a tile stand for, on the large page: across and down.
fn cuts(tile: &Page, tiling: &Tiling, row: usize, column: usize) -> (Vec<f32>, Vec<f32>) {
    let (left, top) = tiling.window_from_mm(row, column);
    let (mut across, mut down) = (Vec::new(), Vec::new());
    // what comes after the white frame lies in the edge
    let is_frame = |it: &Item| matches!(it, Item::Rect(it) if it.paint == Paint::Fill(1.0));
    let from = tile.items.iter().rposition(is_frame).expect("a frame");
    for item in &tile.items[from..] {
        let Item::Line(it) = item else { continue };
        let edge = |x: f32, size: f32| x < EDGE_MM || x > size - EDGE_MM;
        let is_in_edge = edge(it.x1_mm, tile.width_mm) && edge(it.x2_mm, tile.width_mm);
        if is_in_edge && it.y1_mm == it.y2_mm {
            down.push(it.y1_mm - EDGE_MM + top);
        }
        let is_in_edge = edge(it.y1_mm, tile.height_mm) && edge(it.y2_mm, tile.height_mm);
        if is_in_edge && it.x1_mm == it.x2_mm {
            across.push(it.x1_mm - EDGE_MM + left);
        }
    }
    (across, down)
}

#[test]
fn the_marks_of_neighbouring_tiles_meet_within_a_fifth_of_a_millimetre() {
    for (on, paper) in [
        ("board:60x90", TilePaper::A4),
        ("board:60x90", TilePaper::A3),
        ("board:120x80", TilePaper::A3),
        ("board:25x25", TilePaper::A4),
    ] {
        let page = board(on);
        let tiling = Tiling::of((page.width_mm, page.height_mm), paper);
        let all = print::tiles(&page, paper, "财务收支", fonts());
        assert_eq!(all.len(), 1 + tiling.rows * tiling.columns, "{on}: the plan and the tiles");
        let tile = |row: usize, column: usize| &all[1 + row * tiling.columns + column];
        for row in 0..tiling.rows {
            for column in 0..tiling.columns {
                let (across, down) = cuts(tile(row, column), &tiling, row, column);
                let inner =
                    |at: usize, count: usize| usize::from(at > 0) + usize::from(at + 1 < count);
                // each cut is marked at both ends
                assert_eq!(across.len(), 2 * inner(column, tiling.columns), "{on}");
                assert_eq!(down.len(), 2 * inner(row, tiling.rows), "{on}");
                let meets = |mine: &[f32], theirs: &[f32]| {
                    let shared =
                        mine.iter().filter(|x| theirs.iter().any(|y| (*x - y).abs() < 0.2));
                    shared.count() == 2
                };
                if column + 1 < tiling.columns {
                    let right = cuts(tile(row, column + 1), &tiling, row, column + 1).0;
                    assert!(meets(&across, &right), "{on}: {across:?} {right:?}");
                }
                if row + 1 < tiling.rows {
                    let below = cuts(tile(row + 1, column), &tiling, row + 1, column).1;
                    assert!(meets(&down, &below), "{on}: {down:?} {below:?}");
                }
            }
        }
    }
}

/// Whatever reaches into the window of a tile is on the tile, at its place; so pasted together
/// the tiles are the large page, with every character whole.
#[test]
fn the_tiles_pasted_together_are_the_large_page() {
    let page = board("board:60x90");
    for paper in [TilePaper::A4, TilePaper::A3] {
        let tiling = Tiling::of((page.width_mm, page.height_mm), paper);
        let (width, height) = tiling.window_mm();
        let last = tiling.window_from_mm(tiling.rows - 1, tiling.columns - 1);
        assert!(last.0 + width >= page.width_mm && last.1 + height >= page.height_mm);
        let all = print::tiles(&page, paper, "财务收支", fonts());
        for text in page.texts() {
            let mut x = text.x_mm;
            for character in text.text.chars() {
                let advance = fonts().advance_mm(character, text.face, text.size_pt);
                let (_, top, _, bottom) = text.bounds_mm(fonts());
                // the four corners of the character: each is on a tile that has the whole run
                for corner in [(x, top), (x + advance, top), (x, bottom), (x + advance, bottom)] {
                    let seen =
                        (0..tiling.rows).flat_map(|r| (0..tiling.columns).map(move |c| (r, c)));
                    let on = seen.filter(|(r, c)| {
                        let (left, top) = tiling.window_from_mm(*r, *c);
                        (left..=left + width).contains(&corner.0)
                            && (top..=top + height).contains(&corner.1)
                    });
                    let shown = on.map(|(r, c)| {
                        let (left, top) = tiling.window_from_mm(r, c);
                        all[1 + r * tiling.columns + c].texts().any(|it| {
                            it.text == text.text
                                && (it.x_mm - EDGE_MM + left - text.x_mm).abs() < 0.01
                                && (it.baseline_mm - EDGE_MM + top - text.baseline_mm).abs() < 0.01
                        })
                    });
                    let shown: Vec<bool> = shown.collect();
                    assert!(
                        !shown.is_empty() && shown.iter().all(|it| *it),
                        "{character} of {}",
                        text.text
                    );
                }
                x += advance;
            }
        }
    }
}

/// Five pixels a millimetre: a fifth of a millimetre is one.
const FIFTHS_DPI: f32 = 127.0;

/// The greys of a page of a PDF, with its width.
fn greys(pdf: &[u8], page: usize) -> (Vec<u8>, usize) {
    let picture = raster::rgba(pdf, page, FIFTHS_DPI).expect("a picture");
    (picture.pixels.chunks(4).map(|pixel| pixel[0]).collect(), picture.width as usize)
}

/// Whether nothing stands at the very edge of a printed tile.
fn is_blank_outside(tile: &[u8], width: usize) -> bool {
    const OUTERMOST: usize = 7;
    let height = tile.len() / width;
    tile.iter().enumerate().all(|(at, grey)| {
        let (x, y) = (at % width, at / width);
        let inner = OUTERMOST..width - OUTERMOST;
        *grey > 250 || (inner.contains(&x) && (OUTERMOST..height - OUTERMOST).contains(&y))
    })
}

/// As printed and measured: the window of each tile is its part of the large page, moved by less
/// than a fifth of a millimetre, and its edge holds nothing but marks and label.
#[test]
fn printed_tiles_show_the_large_page_at_its_place_and_nothing_beside_it() {
    let page = pages(&published(f01(small_detail())), "board:40x50").remove(0);
    let tiling = Tiling::of((page.width_mm, page.height_mm), TilePaper::A4);
    let (large, across) = greys(&pdf(std::slice::from_ref(&page)), 0);
    let printed = pdf(&print::tiles(&page, TilePaper::A4, "财务收支", fonts()));
    let pixels = |mm: f32| (mm * 5.0).round() as usize;
    let (window, edge) = (tiling.window_mm(), pixels(EDGE_MM));
    for row in 0..tiling.rows {
        for column in 0..tiling.columns {
            let (tile, width) = greys(&printed, 1 + row * tiling.columns + column);
            let (left, top) = tiling.window_from_mm(row, column);
            // how much differs if the tile lay so far from its place, and one less
            let apart = |dx: usize, dy: usize| -> u64 {
                let rows = 2..pixels(window.1) - 2;
                let all = rows.flat_map(|y| (2..pixels(window.0) - 2).map(move |x| (x, y)));
                let places = all.filter_map(|(x, y)| {
                    let (of_x, of_y) = (pixels(left) + x, pixels(top) + y);
                    let of = (of_x < across).then(|| large.get(of_y * across + of_x)).flatten()?;
                    let own = tile[(edge + y + dy - 1) * width + edge + x + dx - 1];
                    Some(u64::from(of.abs_diff(own)))
                });
                places.sum()
            };
            let at_its_place = apart(1, 1);
            for (dx, dy) in [(0, 1), (2, 1), (1, 0), (1, 2)] {
                let moved = apart(dx, dy);
                assert!(at_its_place <= moved, "row {row}, column {column}: {dx}, {dy}");
            }
            assert!(is_blank_outside(&tile, width), "row {row}, column {column}: its edge");
        }
    }
}

#[test]
fn a_code_that_is_cut_in_tiles_still_reads_on_the_large_page_and_labels_stand_in_the_edge() {
    let page = board("board:60x90");
    for tile in print::tiles(&page, TilePaper::A4, "财务收支", fonts()).iter().skip(1) {
        let label = tile.texts().last().expect("a label");
        assert!(label.text.starts_with("第"), "{}", label.text);
        let (left, top, right, bottom) = label.bounds_mm(fonts());
        assert!(
            top > 2.0
                && bottom < EDGE_MM
                && left > EDGE_MM + OVERLAP_MM / 2.0
                && right < tile.width_mm - 20.0
        );
    }
}

#[test]
fn a_banner_has_one_whole_character_a_sheet() {
    for on in ["a4", "a3", "a3-landscape"] {
        let paper = Paper::parse(on).expect("a paper");
        let sheets = print::banner("财务 公开栏2026", paper, fonts());
        assert_eq!(sheets.len(), 9);
        for (sheet, character) in sheets.iter().zip("财务公开栏2026".chars()) {
            let large = sheet.texts().next().expect("a character");
            assert_eq!(large.text, character.to_string());
            let (left, top, right, bottom) = large.bounds_mm(fonts());
            assert!(
                left >= 8.9
                    && top >= 8.9
                    && right <= sheet.width_mm - 8.9
                    && bottom <= sheet.height_mm - 8.9
            );
            assert!(large.size_pt * MM_PER_PT >= 0.9 * sheet.width_mm.min(sheet.height_mm) - 0.1);
        }
    }
}

#[test]
fn a_board_takes_what_fits_in_order_and_says_what_does_not() {
    let page = |label: &str| Hanging { label: label.to_owned(), size_mm: (420.0, 297.0) };
    let pages = vec![page("甲"), page("乙"), page("丙"), page("丁")];
    let plan = print::plan_board((900.0, 650.0), pages.clone());
    let places: Vec<_> =
        plan.hung.iter().map(|it| (it.page.label.as_str(), it.x_mm, it.y_mm)).collect();
    assert_eq!(
        places,
        [("甲", 10.0, 10.0), ("乙", 440.0, 10.0), ("丙", 10.0, 317.0), ("丁", 440.0, 317.0)]
    );
    assert!(plan.left_over.is_empty());
    let small = print::plan_board((900.0, 600.0), pages);
    let left: Vec<&str> = small.left_over.iter().map(|it| it.label.as_str()).collect();
    assert_eq!(left, ["丙", "丁"]);
    let drawn = print::draw_plan(&small, "公开栏布置", &["放不下：丙、丁。".to_owned()], fonts());
    assert!(drawn.texts().any(|it| it.text == "甲") && !drawn.texts().any(|it| it.text == "丙"));
    assert!(drawn.texts().any(|it| it.text.contains("放不下")));
}

/// 保存为长图: ten pages are one or two pictures of 16 greys, at most 1.5 MB together.
#[test]
fn ten_pages_make_a_long_picture_small_enough_to_send() {
    let lines = (1..=330).map(|n| {
        line(1 + n as u32 % 28, n, "修村北排水沟用工林桂英等6人×2天", yuan("0"), yuan("1437.26"))
    });
    let funds = Funds { cash: yuan("8861.99"), bank: yuan("940647.58") };
    let pages = pages(&published(f01(detail(funds, lines.collect()))), "a4");
    let pages = &pages[..pages.len().min(10)];
    assert_eq!(pages.len(), 10);
    let bytes = pdf(pages);
    let pictures = raster::long_pngs(&bytes, 96.0).expect("pictures");
    let total: usize = pictures.iter().map(Vec::len).sum();
    assert!(total <= 1_500_000, "{total} bytes");
    assert!(total > 100_000, "{total} bytes: too small to be readable");
    let mut height = 0;
    for picture in &pictures {
        let read = image::load_from_memory(picture).expect("a readable PNG");
        assert!(read.height() <= raster::LONG_SIDE_MAX && (1070..=1090).contains(&read.width()));
        height += read.height();
    }
    assert!(height > 15_000, "every page is there: {height}");
    assert_eq!(pictures.len(), 2);
    let whole: usize =
        (0..10).map(|page| raster::png(&bytes, page, 110.0).expect("a PNG").len()).sum();
    assert!(whole <= 1_500_000, "{whole} bytes as single pages");
    assert_eq!(pictures, raster::long_pngs(&bytes, 96.0).expect("pictures"), "the same every time");
}
