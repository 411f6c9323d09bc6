//! 清单.pdf: what was printed of whom, with boxes to tick, and what was not printed and why; and
//! the covers of the files of all villages.

use std::path::Path;

use super::Tray;
use super::progress::Progress;
use super::report::{RunFault, RunReport, SheetReport};
use crate::app::error::AppError;
use crate::app::output::write_file;
use crate::domain::listing::{
    ColumnKind, Listing, ListingCell, ListingColumn, ListingRow, RowRole,
};
use crate::print::{self, Fonts, Page, PdfInfo};

/// What the checklist is drawn of: it is made again by every run.
const CONTENT: &str = "checklist";
/// The name of its file.
pub(super) const FILE: &str = "清单.pdf";
/// A box to tick.
const BOX: &str = "□";

/// Writes the checklist of a run that came to its end.
pub(super) fn write(report: &mut RunReport, with: (&mut Progress, &Fonts)) {
    let path = report.folder.join(FILE);
    match written(&path, report, with) {
        Ok(()) => report.checklist = Some(path),
        Err(error) => report.faults.push(RunFault::of("", &error)),
    }
}

fn written(
    path: &Path,
    report: &RunReport,
    (progress, fonts): (&mut Progress, &Fonts),
) -> Result<(), AppError> {
    let mut pages = laid_out(&printed(report), Tray::A4, fonts)?;
    if let Some(listing) = not_printed(report, fonts) {
        pages.extend(laid_out(&listing, Tray::A4, fonts)?);
    }
    let title = format!("{}打印清单", report.period.label());
    let author = report.subject.clone();
    let info = PdfInfo { title, author, created_on: report.period.last_day() };
    let pdf = print::pdf::paint(&pages, &info, fonts)?;
    write_file(path, &pdf)?;
    progress.remember(FILE, None, CONTENT, &pdf);
    Ok(())
}

/// Sets a listing on the paper of a tray.
pub(super) fn laid_out(
    listing: &Listing,
    tray: Tray,
    fonts: &Fonts,
) -> Result<Vec<Page>, AppError> {
    if let Some(glyph) = print::missing_in_listing(listing, fonts) {
        return Err(AppError::refused(glyph.to_string(), "请改用标准写法，再打印一次。"));
    }
    let document = print::compose_listing(listing);
    let (pages, _) = match tray {
        Tray::A3 => print::lay_out_cover(&document, fonts),
        Tray::A4 => print::lay_out_listing(&document, fonts),
    };
    Ok(pages)
}

fn columns(heads: &[(&str, ColumnKind)]) -> Vec<ListingColumn> {
    heads.iter().map(|(title, kind)| ListingColumn::new(*title, *kind)).collect()
}

fn text(words: impl Into<String>) -> ListingCell {
    ListingCell::text(words)
}

fn count(number: usize) -> ListingCell {
    ListingCell::Count(i64::try_from(number).unwrap_or(i64::MAX))
}

fn section(cells: Vec<ListingCell>) -> ListingRow {
    ListingRow { cells, role: RowRole::Section, link: None }
}

/// `A3 1 份 2 页，A4 1 份 1 页`
fn totals(totals: impl Fn(Tray) -> (usize, usize)) -> String {
    let of = |tray: Tray| {
        let (sheets, pages) = totals(tray);
        (sheets > 0).then(|| format!("{} {sheets} 份 {pages} 页", tray.label()))
    };
    Tray::ALL.into_iter().filter_map(of).collect::<Vec<_>>().join("，")
}

/// 打印清单: every sheet with its boxes.
fn printed(report: &RunReport) -> Listing {
    use ColumnKind::{Label, Number, Text};
    let heads = [
        ("序号", Label),
        ("村和公示", Text),
        ("纸张", Label),
        ("页数", Number),
        ("第几页", Number),
        ("校验码", Label),
        ("状态", Label),
        ("打印", Label),
        ("张贴", Label),
    ];
    let mut rows = Vec::new();
    for village in report.villages.iter().filter(|village| !village.sheets.is_empty()) {
        let pages: usize = village.sheets.iter().map(|sheet| sheet.pages).sum();
        let words = format!("{}（{pages} 页）", village.name);
        let mut cells = vec![text(village.place.to_string()), text(words)];
        cells.resize(heads.len(), ListingCell::Blank);
        rows.push(section(cells));
        rows.extend(village.sheets.iter().map(sheet_row));
    }
    let villages = report.villages.iter().filter(|village| !village.sheets.is_empty()).count();
    let sheets: usize = report.villages.iter().map(|village| village.sheets.len()).sum();
    let remarks = vec![
        format!("{villages} 个村，{sheets} 份：{}。", totals(|tray| report.totals(tray))),
        "打印时请选“按实际大小打印”（100%）。第几页是合并文件里的页码。打好、贴好一份，打一个勾。"
            .to_owned(),
    ];
    Listing {
        title: "打印清单".to_owned(),
        subject: report.subject.clone(),
        period: report.period.label(),
        remarks,
        columns: columns(&heads),
        rows,
        signers: vec!["打印人".to_owned(), "张贴人".to_owned()],
        ..Listing::default()
    }
}

fn sheet_row(sheet: &SheetReport) -> ListingRow {
    ListingRow::entry(vec![
        ListingCell::Blank,
        text(format!("{} {}", sheet.matter, sheet.title)),
        text(sheet.tray.label()),
        count(sheet.pages),
        sheet.merged.map_or(ListingCell::Blank, |(_, page)| count(page)),
        text(&sheet.check_code),
        text(&sheet.state),
        text(BOX),
        text(BOX),
    ])
}

/// 没有打印的: what stopped a village, what has no draft, what is not published.
fn not_printed(report: &RunReport, fonts: &Fonts) -> Option<Listing> {
    use ColumnKind::{Label, Text};
    // what stopped a village may be a character that cannot be printed here either
    let shown = |words: &str| {
        let missing = fonts.missing(words);
        words.replace(|c: char| missing.contains(&c), BOX)
    };
    let row = |village: &str, what: &str, words: String| {
        ListingRow::entry(vec![text(shown(village)), text(what), text(shown(&words))])
    };
    let mut rows: Vec<ListingRow> = Vec::new();
    for fault in &report.faults {
        let whose = if fault.village.is_empty() { "各村" } else { &fault.village };
        let told = RunFault { village: String::new(), ..fault.clone() };
        rows.push(row(whose, "打印不了", told.sentence()));
    }
    for village in &report.villages {
        if !village.missing.is_empty() {
            rows.push(row(&village.name, "没有起草", village.missing.join("、")));
        }
        if !village.left_out.is_empty() {
            rows.push(row(&village.name, "没有公布", village.left_out.join("、")));
        }
    }
    (!rows.is_empty()).then(|| Listing {
        title: "没有打印的".to_owned(),
        subject: report.subject.clone(),
        period: report.period.label(),
        remarks: vec![
            "处理好以后再打印一次，存到同一个文件夹：已经打好、内容没变的不重做。".to_owned(),
        ],
        columns: columns(&[("村", Label), ("为什么", Label), ("哪些", Text)]),
        rows,
        ..Listing::default()
    })
}

/// The cover of a file of all villages: what belongs to whom, and on which pages.
pub(super) fn cover(report: &RunReport, tray: Tray, places: &[(usize, usize)]) -> Listing {
    use ColumnKind::{Label, Number, Text};
    let heads = [
        ("序号", Label),
        ("村", Label),
        ("公示", Text),
        ("第几页", Label),
        ("页数", Number),
        ("校验码", Label),
        ("状态", Label),
    ];
    let (mut rows, mut pages, mut last) = (Vec::new(), 0, None);
    for (village_at, sheet_at) in places {
        let Some(village) = report.villages.get(*village_at) else { continue };
        let Some(sheet) = village.sheets.get(*sheet_at) else { continue };
        let is_first = last.replace(village.place) != Some(village.place);
        let once = |words: String| if is_first { text(words) } else { ListingCell::Blank };
        let from = sheet.merged.map_or(0, |(_, page)| page);
        let through = from + sheet.pages.saturating_sub(1);
        pages += sheet.pages;
        rows.push(ListingRow::entry(vec![
            once(village.place.to_string()),
            once(village.name.clone()),
            text(format!("{} {}", sheet.matter, sheet.title)),
            text(if from == through { from.to_string() } else { format!("{from}—{through}") }),
            count(sheet.pages),
            text(&sheet.check_code),
            text(&sheet.state),
        ]));
    }
    let told = format!(
        "全部用 {} 纸，公示 {} 份 {pages} 页，页码连同本目录一起数。打印时请选“按实际大小打印”（100%）。",
        tray.label(),
        places.len()
    );
    Listing {
        title: format!("{}公示合并打印目录", tray.label()),
        subject: report.subject.clone(),
        period: report.period.label(),
        remarks: vec![told],
        columns: columns(&heads),
        rows,
        ..Listing::default()
    }
}
