//! Older ledger files, brought to today's schema: in place when they are opened to write, in
//! memory when they are opened to look.
//!
//! Every table that both schemas know is copied column by column; [`FILLED`] says what stands in
//! a column that the old one did not have, or had under another name.
//!
//! Invariant: one transaction; a file that cannot be brought over stays as it was, byte for byte.

use rusqlite::{Connection, params};

use super::columns;

/// Today's schema.
pub(super) const SCHEMA: &str = include_str!("../../schema.sql");

/// Up to which version a column was missing, and what stands in it then.
const FILLED: [(i32, &str, &str, &str); 6] = [
    (1, "opening_balance", "entity", "'village'"),
    (1, "voucher", "entity", "'village'"),
    (1, "voucher", "kind", "'ordinary'"),
    (1, "notice", "entity", "'village'"),
    (2, "notice", "span", "period"),
    (2, "notice", "corrects", "NULL"),
];

/// Tables in an order in which triggers let their rows in: vouchers before the notices that
/// close their months.
const FIRST: [&str; 5] = ["ledger", "setting", "village", "voucher", "entry"];

/// Copies a ledger of version `old`, whose tables lie in schema `from` and are named with
/// `prefix`, into empty new tables.
fn copy(db: &Connection, old: i32, from: &str, prefix: &str) -> rusqlite::Result<()> {
    for table in new_tables(db)? {
        let source = columns_of(db, from, &format!("{prefix}{table}"))?;
        if source.is_empty() {
            continue;
        }
        let (mut into, mut values) = (Vec::new(), Vec::new());
        for column in columns_of(db, "main", &table)? {
            let filled = FILLED
                .iter()
                .find(|(last, of, name, _)| old <= *last && *of == table && *name == column);
            if let Some((.., value)) = filled {
                values.push((*value).to_owned());
            } else if source.contains(&column) {
                values.push(column.clone());
            } else {
                continue;
            }
            into.push(column);
        }
        let (into, values) = (into.join(", "), values.join(", "));
        let insert = format!(
            "INSERT INTO main.\"{table}\" ({into}) SELECT {values} FROM {from}.\"{prefix}{table}\""
        );
        db.execute_batch(&format!("{insert} ORDER BY rowid;")).or_else(|_| {
            // tables without a rowid
            db.execute_batch(&format!("{insert};"))
        })?;
    }
    Ok(())
}

/// The tables of today's schema, in the order in which they are filled.
fn new_tables(db: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut statement = db.prepare(
        "SELECT name FROM main.sqlite_schema
         WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'old\\_%' ESCAPE '\\'
         ORDER BY rowid",
    )?;
    let names = statement.query_map([], |row| row.get(0))?;
    let mut names: Vec<String> = names.collect::<rusqlite::Result<_>>()?;
    names.sort_by_key(|name| FIRST.iter().position(|first| first == name).unwrap_or(FIRST.len()));
    Ok(names)
}

/// The columns of a table; none where there is no such table.
fn columns_of(db: &Connection, schema: &str, table: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = db.prepare("SELECT name FROM pragma_table_info(?1, ?2)")?;
    let names = statement.query_map(params![table, schema], |row| row.get(0))?;
    names.collect()
}

/// Brings an open file of version `old` to today's schema, in one transaction.
pub(super) fn in_place(db: &Connection, old: i32) -> rusqlite::Result<()> {
    // references are checked once, when all tables stand again
    db.pragma_update(None, "foreign_keys", false)?;
    db.pragma_update(None, "legacy_alter_table", true)?;
    let done = db.execute_batch("BEGIN EXCLUSIVE").and_then(|()| rebuild(db, old));
    let done = match done {
        Ok(()) => db.execute_batch("COMMIT"),
        Err(error) => {
            // the first error is the one to tell
            drop(db.execute_batch("ROLLBACK"));
            Err(error)
        }
    };
    db.pragma_update(None, "legacy_alter_table", false)?;
    db.pragma_update(None, "foreign_keys", true)?;
    done
}

fn rebuild(db: &Connection, old: i32) -> rusqlite::Result<()> {
    let mut names = db.prepare(
        "SELECT type, name FROM sqlite_schema
         WHERE type IN ('trigger', 'index', 'table') AND name NOT LIKE 'sqlite_%'",
    )?;
    let rows = names.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let found: Vec<(String, String)> = rows.collect::<rusqlite::Result<_>>()?;
    drop(names);
    let (tables, others): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|(kind, _)| kind == "table");
    for (kind, name) in others {
        db.execute_batch(&format!("DROP {kind} \"{name}\";"))?;
    }
    for (_, table) in &tables {
        db.execute_batch(&format!("ALTER TABLE \"{table}\" RENAME TO \"old_{table}\";"))?;
    }
    db.execute_batch(SCHEMA)?;
    copy(db, old, "main", "old_")?;
    for (_, table) in &tables {
        db.execute_batch(&format!("DROP TABLE \"old_{table}\";"))?;
    }
    let orphans: i64 =
        db.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0))?;
    if orphans == 0 {
        Ok(())
    } else {
        Err(columns::damaged("旧账簿里有指向不存在记录的行"))
    }
}

/// Reads a file of version `old` into a new ledger in memory.
pub(super) fn into_memory(path: &str, old: i32) -> rusqlite::Result<Connection> {
    let db = Connection::open_in_memory()?;
    db.execute_batch(&format!("BEGIN; {SCHEMA} COMMIT;"))?;
    db.execute("ATTACH DATABASE ?1 AS old", [path])?;
    db.execute_batch("BEGIN")?;
    copy(&db, old, "old", "")?;
    db.execute_batch("COMMIT; DETACH DATABASE old; PRAGMA foreign_keys = ON;")?;
    Ok(db)
}
