//! Runs the commands about the affairs of a village.

use serde_json::{Value, json};

use super::affair_arguments::{Affairs, PrintForms};
use super::run::{Done, open_to_read, village_of};
use super::{complain, say};
use crate::app::App;
use crate::domain::affairs::AffairId;
use crate::domain::listing::{Link, Listing, ListingCell};

/// A register as JSON: each row by the heads of its columns, with the identity behind it.
fn listing_json(listing: &Listing) -> Value {
    let rows = listing.rows.iter().map(|row| {
        let heads = listing.columns.iter().map(|column| column.title.clone());
        let cells = row.cells.iter().map(|cell| match cell {
            ListingCell::Blank => Value::Null,
            ListingCell::Count(count) => json!(count),
            ListingCell::Amount(amount) => json!(amount.to_string()),
            ListingCell::Text(_) | ListingCell::Date(_) | ListingCell::Share(_) => {
                json!(cell.shown())
            }
        });
        let id = match row.link {
            Some(Link::Affair(AffairId::Resolution(id))) => json!(id),
            Some(Link::Affair(AffairId::Record(id))) => json!(id),
            Some(Link::Voucher(_) | Link::Account(..) | Link::Holding(_) | Link::Village(_))
            | None => Value::Null,
        };
        let fields: serde_json::Map<String, Value> =
            [("id".to_owned(), id)].into_iter().chain(heads.zip(cells)).collect();
        Value::Object(fields)
    });
    let rows: Vec<Value> = rows.collect();
    json!({ "title": listing.title, "period": listing.period, "rows": rows, "notes": listing.notes })
}

pub(super) fn affairs(asked: &Affairs) -> Done {
    let app = open_to_read(&asked.village.on, asked.on)?;
    let village = village_of(&app, &asked.village)?;
    let book = app.ledger()?.book_of(village)?;
    let listing = asked.register.listing(&book, app.today());
    if asked.village.on.json {
        say(&listing_json(&listing).to_string());
        return Ok(0);
    }
    say(&format!("{} {} {}", listing.subject, listing.title, listing.period));
    let heads: Vec<&str> = listing.columns.iter().map(|column| column.title.as_str()).collect();
    say(&heads.join("  "));
    for row in &listing.rows {
        let cells: Vec<String> = row.cells.iter().map(ListingCell::shown).collect();
        say(&cells.join("  "));
    }
    for note in &listing.notes {
        say(note);
    }
    Ok(0)
}

pub(super) fn print_forms(asked: &PrintForms) -> Done {
    let app: App = open_to_read(&asked.village.on, None)?;
    let village = village_of(&app, &asked.village)?;
    let sheet = app.resolution_forms(village, asked.resolution)?;
    for warning in &sheet.warnings {
        complain(warning);
    }
    app.save_pdf(&asked.out, &sheet)?;
    if asked.village.on.json {
        say(&json!({ "files": [asked.out], "pages": sheet.page_count() }).to_string());
    } else {
        say(&asked.out.display().to_string());
    }
    Ok(0)
}
