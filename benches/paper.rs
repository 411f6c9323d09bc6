//! Two hundred pages of one table: our sheet against `typst compile` and LibreOffice, which get
//! their inputs from ours. Fonts are read and parsed anew in every run of ours, as they are in
//! theirs; a program that is not installed is left out.
//!
//! `cargo bench --bench paper`, or `-- 900` for fewer rows. Typst is looked for as the Python
//! package of that name, LibreOffice as `soffice` or `libreoffice`.

#![expect(clippy::expect_used, clippy::print_stdout, reason = "a bench talks and stops")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};
use std::time::Duration;

use mingbai::domain::listing::{ColumnKind, Listing, ListingCell, ListingColumn, ListingRow};
use mingbai::domain::money::Money;
use mingbai::exchange::xlsx_export;
use mingbai::print::{self, Fonts, PdfInfo};
use tempfile::TempDir;

#[path = "shared/fastest.rs"]
mod fastest;
use fastest::fastest;

const HEADS: [&str; 9] =
    ["序号", "日期", "凭证号", "摘要", "收入", "支出", "结算", "经手人", "证明人"];

/// Some rows of a table as on the wall.
fn rows(count: usize) -> Vec<[String; 9]> {
    let whats = ["修村北排水沟用工", "付村委会办公室电费", "购办公用纸、硒鼓", "收果园承包费"];
    let people = ["李春梅", "高建国", "朱秀英", "王长顺", "刘玉兰"];
    (1..=count)
        .map(|number| {
            let fen = i64::try_from(number * 7919 % 900_000 + 137).expect("small");
            let amount = Money::from_fen(fen).grouped();
            let is_income = number.is_multiple_of(4);
            let pick = |of: &[&str], by: usize| of.get(by % of.len()).expect("one").to_string();
            [
                number.to_string(),
                format!("{:02}-{:02}", number / 28 % 12 + 1, number % 28 + 1),
                format!("记-{:03}", number % 1000),
                format!("{}（第{}批）", pick(&whats, number + 2), number % 97),
                if is_income { amount.clone() } else { String::new() },
                if is_income { String::new() } else { amount },
                "转账".to_owned(),
                pick(&people, number),
                pick(&people, number / 5),
            ]
        })
        .collect()
}

fn listing(rows: &[[String; 9]]) -> Listing {
    let kind = |at: usize| match at {
        4 | 5 => ColumnKind::Amount,
        3 => ColumnKind::Text,
        _ => ColumnKind::Label,
    };
    let cell = |(at, text): (usize, &String)| match kind(at) {
        ColumnKind::Amount => {
            Money::parse(&text.replace(',', "")).map_or(ListingCell::Blank, ListingCell::Amount)
        }
        ColumnKind::Text | ColumnKind::Label | ColumnKind::Number | ColumnKind::Date => {
            ListingCell::Text(text.clone())
        }
    };
    let columns = HEADS.iter().enumerate();
    Listing {
        title: "财务收支逐笔".to_owned(),
        subject: "示例镇明堌新村".to_owned(),
        period: "2026年".to_owned(),
        columns: columns
            .map(|(at, title)| ListingColumn { title: (*title).to_owned(), kind: kind(at) })
            .collect(),
        rows: rows
            .iter()
            .map(|row| ListingRow::entry(row.iter().enumerate().map(cell).collect()))
            .collect(),
        ..Listing::default()
    }
}

fn main() {
    let count = std::env::args().find_map(|word| word.parse().ok()).unwrap_or(8200);
    let rows = rows(count);
    let listing = listing(&rows);
    let (ours, (pages, bytes)) = fastest(|| {
        let fonts = Fonts::bundled().expect("fonts");
        let day = chrono::NaiveDate::from_ymd_opt(2026, 12, 31).expect("a day");
        let document = print::compose_listing(&listing);
        let (pages, _) = print::lay_out_listing(&document, &fonts);
        let info = PdfInfo { title: "账".to_owned(), author: String::new(), created_on: day };
        let pdf = print::pdf::paint(&pages, &info, &fonts).expect("a PDF");
        (pages.len(), pdf.len())
    });
    println!("{count} rows; mingbai: {pages} pages in {ours:?}, {bytes} bytes");
    let folder = TempDir::new().expect("a folder");
    told("typst", ours, by_typst(folder.path(), &rows));
    told("libreoffice", ours, by_libreoffice(folder.path(), &listing));
}

fn told(program: &str, ours: Duration, theirs: Option<(Duration, usize, u64)>) {
    let Some((time, pages, bytes)) = theirs else {
        println!("{program}: not installed");
        return;
    };
    let times = time.as_secs_f64() / ours.as_secs_f64();
    println!("{program}: {pages} pages in {time:?}, {bytes} bytes; {times:.1} times as long");
}

fn runs(process: &mut Process) -> bool {
    process.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|it| it.success())
}

/// How many pages a PDF has, and its bytes.
fn measured(path: &Path) -> (usize, u64) {
    let pages = lopdf::Document::load(path).expect("a PDF").get_pages().len();
    (pages, std::fs::metadata(path).expect("a file").len())
}

fn by_typst(folder: &Path, rows: &[[String; 9]]) -> Option<(Duration, usize, u64)> {
    if !runs(Process::new("python3").args(["-c", "import typst"])) {
        return None;
    }
    let fonts = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/fonts");
    let mut text = String::from(
        "#set page(paper: \"a4\", margin: (x: 13mm, y: 11mm), numbering: \"1\")\n\
         #set text(font: \"Noto Sans SC\", size: 10pt, lang: \"zh\")\n\
         #table(columns: (auto, auto, auto, 1fr, auto, auto, auto, auto, auto), inset: 2pt,\n\
         align: (x, y) => if x == 4 or x == 5 { right } else { left },\n\
         table.header(",
    );
    for head in HEADS {
        write!(text, "[*{head}*], ").expect("written");
    }
    text.push_str("),\n");
    for row in rows {
        for cell in row {
            write!(text, "[{cell}], ").expect("written");
        }
        text.push('\n');
    }
    text.push_str(")\n");
    let (source, out) = (folder.join("账.typ"), folder.join("账-typst.pdf"));
    std::fs::write(&source, text).expect("written");
    let script = "import sys, typst\n\
                  source, out, fonts = sys.argv[1:]\n\
                  options = dict(output=out, font_paths=[fonts], ignore_system_fonts=True)\n\
                  try:\n    typst.compile(source, pdf_tags=False, **options)\n\
                  except TypeError:\n    typst.compile(source, **options)\n";
    let (time, done) = fastest(|| {
        let mut process = Process::new("python3");
        runs(process.args(["-c", script]).arg(&source).arg(&out).arg(fonts))
    });
    assert!(done, "typst failed");
    let (pages, bytes) = measured(&out);
    Some((time, pages, bytes))
}

fn by_libreoffice(folder: &Path, listing: &Listing) -> Option<(Duration, usize, u64)> {
    let program = ["soffice", "libreoffice"]
        .into_iter()
        .find(|program| runs(Process::new(program).args(["--headless", "--version"])))?;
    let book: PathBuf = folder.join("账.xlsx");
    let bytes = xlsx_export::write_workbook(std::slice::from_ref(listing)).expect("a workbook");
    std::fs::write(&book, bytes).expect("written");
    let (time, done) = fastest(|| {
        let mut process = Process::new(program);
        process.args(["--headless", "--convert-to", "pdf", "--outdir"]).arg(folder).arg(&book);
        runs(&mut process)
    });
    assert!(done, "LibreOffice failed");
    let (pages, bytes) = measured(&folder.join("账.pdf"));
    Some((time, pages, bytes))
}
