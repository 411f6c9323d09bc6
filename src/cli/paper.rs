//! Paper by command line: banners, the plan of a board, and whether a sheet matches the archive.

use serde_json::{Value, json};

use super::arguments::{AskFonts, Banner, BoardPlan, Booklet, PrintAll, Site, Verify};
use super::run::{Done, office, open_to_read, village_of};
use super::{complain, say};
use crate::app::{
    ACTUAL_SIZE, ACTUAL_SIZE_HOW, AppError, Hanging, RunRequest, SentTo, SiteRequest, Verification,
};
use crate::domain::listing::ListingCell;
use crate::domain::notice::ProofLine;

/// `banner`
pub(super) fn banner(asked: &Banner) -> Done {
    let app = office(None);
    let sheet = app.banner(&asked.text, asked.paper)?;
    app.save_pdf(&asked.out, &sheet)?;
    say(&asked.out.display().to_string());
    Ok(0)
}

/// `site`
pub(super) fn site(asked: Site) -> Done {
    let mut app = office(asked.on);
    app.open_to_glance(&asked.village.on.ledger)?;
    let village = match &asked.village.village {
        Some(written) => Some(app.ledger()?.find_village(written)?.id),
        None => None,
    };
    let request = SiteRequest { folder: asked.out, address: asked.url, village };
    let made = app.make_site(&request, |done, total| {
        if total > 1 {
            complain(&format!("{done}/{total}"));
        }
        true
    })?;
    let Some(made) = made else { return Ok(0) };
    if asked.village.on.json {
        say(&json!({
            "index": made.index,
            "villages": made.villages,
            "notices": made.notices,
            "files": made.files,
            "removed": made.removed,
            "codes": made.has_codes,
        })
        .to_string());
    } else {
        say(&made.message());
        say(&made.index.display().to_string());
    }
    Ok(0)
}

/// `board-plan`
pub(super) fn board_plan(asked: &BoardPlan) -> Done {
    let app = open_to_read(&asked.village.on, None)?;
    let village = village_of(&app, &asked.village)?;
    let board = match asked.board {
        Some(board) => board,
        None => app.board_mm(village)?,
    };
    let planned = app.plan_board(village, asked.period, (board, asked.paper))?;
    if let Some(out) = &asked.out {
        app.save_pdf(out, &app.board_pdf(&planned)?)?;
    }
    if asked.village.on.json {
        let centimetres = |mm: f32| (f64::from(mm) / 10.0).round();
        let size = |page: &Hanging| {
            let (across, down) = page.size_mm;
            json!([centimetres(across), centimetres(down)])
        };
        let hung = planned.plan.hung.iter().map(|it| {
            let place = [centimetres(it.x_mm), centimetres(it.y_mm)];
            json!({ "sheet": it.page.label, "size_cm": size(&it.page), "place_cm": place })
        });
        let left_over = planned.plan.left_over.iter();
        let left_over = left_over.map(|it| json!({ "sheet": it.label, "size_cm": size(it) }));
        let json = json!({
            "board": planned.title(),
            "complete": planned.is_complete(),
            "hung": hung.collect::<Vec<_>>(),
            "left_over": left_over.collect::<Vec<_>>(),
        });
        say(&json.to_string());
        return Ok(0);
    }
    let listing = planned.listing();
    for row in &listing.rows {
        say(&row.cells.iter().map(ListingCell::shown).collect::<Vec<_>>().join("  "));
    }
    planned.remarks.iter().for_each(|remark| say(remark));
    Ok(0)
}

/// `fonts`
pub(super) fn fonts(asked: &AskFonts) -> Done {
    let app = office(None);
    if let Some(path) = &asked.add {
        app.add_font(path)?;
    }
    if let Some(name) = &asked.remove {
        app.remove_font(name)?;
    }
    let added = app.added_fonts()?;
    if asked.json {
        let fonts = added.iter().map(|font| {
            json!({ "name": font.name, "characters": font.characters, "samples": font.samples })
        });
        say(&json!({ "added": fonts.collect::<Vec<_>>() }).to_string());
        return Ok(0);
    }
    if added.is_empty() {
        say("没有添加过字体；自带字体没有的字，用系统字体印，再没有的印不出。");
    }
    for font in added {
        say(&format!("{}：多 {} 个字，如 {}", font.name, font.characters, font.samples));
    }
    Ok(0)
}

/// `print-all`: 0 when everything was printed, 1 when something stopped a village or a file; the
/// others are printed all the same.
pub(super) fn print_all(asked: PrintAll) -> Done {
    let mut app = office(asked.today);
    app.open_to_glance(&asked.on.ledger)?;
    let ledger = app.ledger()?;
    let wanted = asked.village.iter().map(|written| Ok(ledger.find_village(written)?.id));
    let wanted = wanted.collect::<Result<Vec<_>, AppError>>()?;
    let is_wanted = |village| wanted.is_empty() || wanted.contains(&village);
    let plan = app.run_plan(asked.period)?.narrowed(is_wanted, asked.sheets);
    let request = RunRequest { plan, paper: asked.paper, large: asked.large, folder: asked.out };
    let mut last = String::new();
    let report = app.print_run(&request, |progress| {
        if last != progress.village {
            complain(&format!("{}/{} {}", progress.done, progress.total, progress.village));
            last = progress.village;
        }
        std::ops::ControlFlow::Continue(())
    })?;
    report.faults.iter().for_each(|fault| complain(&fault.sentence()));
    if asked.on.json {
        say(&report.json().to_string());
    } else {
        report.files().iter().for_each(|file| say(&file.display().to_string()));
    }
    if asked.send {
        for merged in &report.merged {
            let paper = Some(merged.tray.paper());
            complain(&sent_words(&app.print_out(&merged.path, paper)?));
        }
    }
    Ok(u8::from(!report.faults.is_empty()))
}

fn sent_words(sent: &SentTo) -> String {
    match sent {
        SentTo::Printer(name) => format!("已按实际大小送到打印机 {name}"),
        SentTo::System => format!("已交给系统打印；弹出打印窗口时请选“{ACTUAL_SIZE}”"),
        SentTo::Viewer => format!("{ACTUAL_SIZE}：{ACTUAL_SIZE_HOW}"),
    }
}

/// `booklet`
pub(super) fn booklet(asked: &Booklet) -> Done {
    let app = open_to_read(&asked.village.on, asked.today)?;
    let village = village_of(&app, &asked.village)?;
    let sheet = app.booklet(village, asked.period, asked.mask)?;
    app.save_pdf(&asked.out, &sheet)?;
    sheet.warnings.iter().for_each(|warning| complain(warning));
    if asked.village.on.json {
        let json = json!({ "file": asked.out, "pages": sheet.page_count() });
        say(&json.to_string());
    } else {
        say(&asked.out.display().to_string());
    }
    Ok(0)
}

/// `verify`: 0 when the archive says what the paper says, 1 when not.
pub(super) fn verify(asked: &Verify) -> Done {
    let app = open_to_read(&asked.on, None)?;
    let code = asked.code.as_deref().unwrap_or_default();
    let found = app.verify(code, asked.text.as_deref())?;
    let matches = found.matches();
    if asked.on.json {
        say(&verification_json(&found).to_string());
    } else {
        let tell = if matches { say } else { complain };
        found.sentences().iter().for_each(|sentence| tell(sentence));
    }
    Ok(u8::from(!matches))
}

fn verification_json(found: &Verification) -> Value {
    let differences = found.differences.iter();
    let differences: Vec<Value> = differences
        .map(|it| json!({ "label": it.label, "archived": it.archived, "given": it.given }))
        .collect();
    let posting = found.found.as_ref();
    json!({
        "matches": found.matches(),
        "code": found.code,
        "notice": posting.map(|it| it.notice),
        "title": posting.map(|it| it.title.as_str()),
        "published_on": posting.map(|it| it.published_on),
        "text": posting.map(|it| it.lines.iter().map(ProofLine::text).collect::<Vec<_>>()),
        "differences": differences,
        "problems": found.problems,
    })
}
