//! Paper by command line: banners, the plan of a board, and whether a sheet matches the archive.

use serde_json::{Value, json};

use super::arguments::{AskFonts, Banner, BoardPlan, Site, Verify};
use super::run::{Done, office, open_to_read, village_of};
use super::{complain, say};
use crate::app::{Hanging, SiteRequest, Verification};
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
