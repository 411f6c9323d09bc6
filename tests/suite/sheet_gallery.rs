//! One sheet of every matter of the catalog, set, dumped as text and drawn small: what is on the
//! wall changes only when somebody means it to.
//!
//! The PDFs lie in `target/gallery/sheets` to be looked at; `UPDATE_EXPECT=1` rewrites dumps and
//! pictures.

#![allow(
    clippy::cast_possible_truncation,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test may fail where it stands; pictures are small"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use expect_test::expect_file;
use mingbai::app::{
    App, Command, DisclosureCommand, HoldingCommand, Outcome, PeopleReading, RemarkAction,
};
use mingbai::domain::entity::Entity;
use mingbai::domain::holding::HoldingFacts;
use mingbai::domain::holding::contract::Thing;
use mingbai::domain::holding::debt::Direction;
use mingbai::domain::ids::{NoticeId, OccasionId, VillageId};
use mingbai::domain::matter::{Cadence, MatterCode};
use mingbai::domain::notice::{Notice, NoticeDraft, NoticeState, Publication, StatementTable};
use mingbai::domain::occasion::{DisclosureSpan, OccasionFacts, OccasionSource};
use mingbai::print::{self, Page, raster};

use super::composed::BOOKS;
use super::holding::{asset, contract, debt, plan, pond, project};
use super::print::{check_places, fonts, paper, pdf};
use super::support::{Story, day, first, law, period};

/// What is written by hand where the books say nothing, paragraph by paragraph; after `表` a
/// table, cells parted by `|`. After `名单` a list of persons as a file has it.
const WORDS: &str = include_str!("../data/各事项公示内容.txt");

/// Who holds office in the village whose books are those of the composed sheets.
const PEOPLE: &str = "
    干部  赵六 村委会主任
    干部  张会计 会计
    监委  李四 主任
    监委  孙七 委员
    监委  周九 委员
    保存村情
";

/// The words of one matter.
#[derive(Default)]
struct Written {
    paragraphs: Vec<String>,
    tables: Vec<StatementTable>,
    people: String,
}

fn written(matter: &str) -> Written {
    let mut written = Written::default();
    let mut table: Vec<Vec<String>> = Vec::new();
    let of =
        WORDS.split("\n# ").find_map(|part| part.trim_start_matches("# ").strip_prefix(matter));
    for line in of.unwrap_or_default().lines().skip(1).map(str::trim).filter(|it| !it.is_empty()) {
        match (line.strip_prefix("表 "), line.strip_prefix("名单 ")) {
            (Some(row), _) => table.push(row.split('|').map(str::to_owned).collect()),
            (_, Some(row)) => writeln!(written.people, "{row}").expect("written"),
            _ => written.paragraphs.push(line.to_owned()),
        }
    }
    if let [columns, rows @ ..] = table.as_slice() {
        written.tables.push(StatementTable {
            columns: columns.clone(),
            rows: rows.to_vec(),
            ..StatementTable::default()
        });
    }
    written
}

/// The village with its registers.
fn village() -> App {
    let mut app = Story::tell(&[BOOKS, PEOPLE].concat())
        .unwrap_or_else(|refused| panic!("{refused}"))
        .into_app();
    let village = first(&app);
    let mut add = |facts: HoldingFacts| {
        let command = HoldingCommand::Add(Box::new(facts));
        match app.execute(Command::Holding { village, command }) {
            Ok(Outcome::HoldingDone { holding: Some(id), .. }) => id,
            other => panic!("{other:?}"),
        }
    };
    add(asset("电脑", "2025-03-10", "5000.00", plan("250.00", 60, "0.00")));
    add(asset("办公桌椅", "2024-06-01", "3600.00", plan("0.00", 60, "720.00")));
    let pond = add(pond(3550, 3000));
    add(HoldingFacts::Contract(contract(
        "2026-01-01",
        "2028-12-31",
        "36000.00",
        Thing::Entry(pond),
    )));
    add(debt(Direction::Claim, "2025-11-02", "6000.00", "112"));
    add(debt(Direction::Debt, "2025-12-12", "8000.00", "211"));
    add(project("2026-02-20", "86000.00"));
    app
}

/// The span of a matter: its last period, or an occasion recorded now.
fn span_of(
    app: &mut App,
    village: VillageId,
    (code, item, cadence): (&str, &str, Cadence),
) -> DisclosureSpan {
    match cadence {
        Cadence::Monthly => period("2026-03").into(),
        Cadence::Quarterly => period("2026-Q1").into(),
        Cadence::Annual => period("2026").into(),
        Cadence::Immediate => {
            let facts = OccasionFacts {
                matter: MatterCode::parse(code).expect("a code"),
                on: day("2026-04-16"),
                text: format!("{item}经村民代表会议讨论通过"),
                source: OccasionSource::ByHand,
                due_by: None,
                cancelled_on: None,
            };
            let command = DisclosureCommand::RecordOccasion { village, facts };
            match app.execute(Command::Disclosure(command)) {
                Ok(Outcome::OccasionRecorded { occasion, .. }) => occasion.into(),
                other => panic!("{other:?}"),
            }
        }
    }
}

fn import(app: &mut App, village: VillageId, (matter, span): (&str, DisclosureSpan), list: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("名单.csv");
    std::fs::write(&path, list).expect("written");
    let matter = MatterCode::parse(matter).expect("a code");
    let reading = PeopleReading { remarks: RemarkAction::Mask, mapping: None };
    let command = Command::ImportPeople { village, matter, span: Some(span), path, reading };
    app.execute(command).unwrap_or_else(|error| panic!("{matter}: {error}"));
}

/// The sheet of a matter as it hangs.
fn sheet(app: &mut App, matter: &str, item: &str, cadence: Cadence) -> Notice {
    let village = first(app);
    let span = span_of(app, village, (matter, item, cadence));
    let written = written(matter);
    if !written.people.is_empty() {
        import(app, village, (matter, span), &written.people);
    }
    let matter = MatterCode::parse(matter).expect("a code");
    // a year is told of when it is over
    let (proposed_on, drafted_on) = match cadence {
        Cadence::Annual => (day("2027-01-08"), day("2027-01-12")),
        Cadence::Monthly | Cadence::Quarterly | Cadence::Immediate => {
            (day("2026-04-20"), day("2026-04-30"))
        }
    };
    let draft = NoticeDraft {
        proposed_on: Some(proposed_on),
        paragraphs: written.paragraphs,
        tables: written.tables,
        ..NoticeDraft::new(matter, Entity::Village, span)
    };
    let book = app.ledger().expect("open").book().expect("a book");
    let id = NoticeId::new(uuid::Uuid::from_u128(1));
    let notice = book.draft_notice(id, &draft, &law(), drafted_on);
    let mut notice = notice.unwrap_or_else(|refused| panic!("{matter}: {refused:?}"));
    // its code must not follow the clock
    if matches!(cadence, Cadence::Immediate) {
        notice.span = DisclosureSpan::Occasion(OccasionId::new(uuid::Uuid::from_u128(2)));
    }
    notice.state = NoticeState::Published(Publication {
        published_on: drafted_on,
        posted_until: drafted_on + chrono::Days::new(15),
        boards: vec!["村委会门口".to_owned()],
        chain: Some("9f3a41c07be2".repeat(5)),
    });
    notice
}

/// The pages as a person reads them: what shares a line, from left to right.
fn read(pages: &[Page]) -> String {
    let mut text = String::new();
    for page in pages {
        writeln!(text, "—— {:.0}×{:.0}", page.width_mm, page.height_mm).expect("written");
        let mut runs: Vec<_> = page.texts().collect();
        let place = |mm: f32| (mm * 10.0).round() as i64;
        runs.sort_by_key(|run| (place(run.baseline_mm), place(run.x_mm)));
        for line in runs.chunk_by(|a, b| place(a.baseline_mm) == place(b.baseline_mm)) {
            let cells: Vec<&str> = line.iter().map(|run| run.text.as_str()).collect();
            writeln!(text, "{}", cells.join(" | ")).expect("written");
        }
    }
    text
}

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/golden/sheets").join(name)
}

/// Small enough to keep, large enough to see a line that moved.
const DPI: f32 = 18.0;
/// How much the greys of two pictures may differ on average: nobody sees it.
const GREY_MAX: f64 = 1.5;

/// Compares the first and the last page with the pictures that were looked at.
fn check_pictures(name: &str, pdf: &[u8], pages: usize) {
    let mut shown = vec![0];
    if pages > 1 {
        shown.push(pages - 1);
    }
    for page in shown {
        let drawn = raster::png(pdf, page, DPI).expect("a picture");
        let path = golden(&format!("{name}.{}.png", page + 1));
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            std::fs::write(&path, &drawn).expect("written");
        }
        let kept = std::fs::read(&path).unwrap_or_else(|_| panic!("{name}: no picture of it"));
        let grey = |png: &[u8]| image::load_from_memory(png).expect("a picture").to_luma8();
        let (drawn, kept) = (grey(&drawn), grey(&kept));
        assert_eq!(drawn.dimensions(), kept.dimensions(), "{name}: another paper");
        let apart: u64 =
            drawn.iter().zip(kept.iter()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
        let mean = apart as f64 / drawn.len().max(1) as f64;
        assert!(mean <= GREY_MAX, "{name}: page {} looks different ({mean:.2})", page + 1);
    }
}

fn check(notice: &Notice, name: &str, on: &str) {
    let (pages, warnings) = print::lay_out(&print::compose(notice), paper(on), fonts());
    check_places(&pages, name);
    assert!(warnings.is_empty(), "{name}: {warnings:?}");
    let bytes = pdf(&pages);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/gallery/sheets");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join(format!("{name}.pdf")), &bytes).expect("written");
    expect_file![golden(&format!("{name}.txt"))].assert_eq(&read(&pages));
    check_pictures(name, &bytes, pages.len());
}

#[test]
fn every_matter_has_a_sheet_that_looks_as_it_did() {
    let mut app = village();
    let law = law();
    let matters = law.catalog.matters_on(day("2026-04-30"));
    assert_eq!(matters.len(), 59, "the built-in catalog");
    for matter in matters {
        let code = matter.code.as_str();
        let notice = sheet(&mut app, code, &matter.item, matter.cadence);
        let on = if code.starts_with('F') { "a3-landscape" } else { "a3" };
        check(&notice, code, on);
    }
}
