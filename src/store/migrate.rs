//! Older ledger files, brought to today's schema: in place when they are opened to write, in
//! memory when they are opened to look.
//!
//! Invariant: one transaction; a file that cannot be brought over stays as it was, byte for byte.

use rusqlite::Connection;

use super::columns;

/// Today's schema.
pub(super) const SCHEMA: &str = include_str!("../../schema.sql");

/// The tables of version 1, in an order in which their rows may be copied: vouchers before the
/// notices that close their months.
const TABLES_1: [(&str, &str, &str); 10] = [
    ("ledger", "only, id, created_on", "only, id, created_on"),
    ("setting", "name, value", "name, value"),
    (
        "village",
        "id, code, joined_on, position, name, profile",
        "id, code, joined_on, position, name, profile",
    ),
    ("account", "village_id, code, name", "village_id, code, name"),
    (
        "opening_balance",
        "village_id, entity, account, amount",
        "village_id, 'village', account, amount",
    ),
    (
        "voucher",
        "id, village_id, entity, month, number, date, summary, settlement, handler, witness,
         approver, papers, note, reverses, kind, corrects, posted_on",
        "id, village_id, 'village', month, number, date, summary, settlement, handler, witness,
         approver, papers, note, reverses, 'ordinary', NULL, posted_on",
    ),
    ("entry", "voucher_id, line, account, side, amount", "voucher_id, line, account, side, amount"),
    (
        "notice",
        "id, village_id, entity, matter, period, issue, drafted_on, content, withdrawn_on,
         publication, check_code",
        "id, village_id, 'village', matter, period, issue, drafted_on, content, withdrawn_on,
         publication, check_code",
    ),
    (
        "import",
        "village_id, kind, digest, file_name, imported_on, rows",
        "village_id, kind, digest, file_name, imported_on, rows",
    ),
    (
        "audit",
        "sequence, at, village_id, command, detail, previous, hash",
        "sequence, at, village_id, command, detail, previous, hash",
    ),
];

/// Copies a ledger of version 1, whose tables are named with `prefix`, into empty new tables.
fn copy_1(db: &Connection, prefix: &str) -> rusqlite::Result<()> {
    for (table, into, from) in TABLES_1 {
        db.execute_batch(&format!(
            "INSERT INTO main.{table} ({into}) SELECT {from} FROM {prefix}{table} ORDER BY rowid;"
        ))
        .or_else(|_| {
            // tables without a rowid
            db.execute_batch(&format!(
                "INSERT INTO main.{table} ({into}) SELECT {from} FROM {prefix}{table};"
            ))
        })?;
    }
    Ok(())
}

/// Brings an open file of version 1 to today's schema, in one transaction.
pub(super) fn in_place(db: &Connection) -> rusqlite::Result<()> {
    // references are checked once, when all tables stand again
    db.pragma_update(None, "foreign_keys", false)?;
    db.pragma_update(None, "legacy_alter_table", true)?;
    let done = db.execute_batch("BEGIN EXCLUSIVE").and_then(|()| rebuild(db));
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

fn rebuild(db: &Connection) -> rusqlite::Result<()> {
    let mut names = db.prepare(
        "SELECT type, name FROM sqlite_schema
         WHERE type IN ('trigger', 'index') AND name NOT LIKE 'sqlite_%'",
    )?;
    let rows = names.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let found: Vec<(String, String)> = rows.collect::<rusqlite::Result<_>>()?;
    drop(names);
    for (kind, name) in found {
        db.execute_batch(&format!("DROP {kind} \"{name}\";"))?;
    }
    for (table, ..) in TABLES_1 {
        db.execute_batch(&format!("ALTER TABLE {table} RENAME TO old_{table};"))?;
    }
    db.execute_batch(SCHEMA)?;
    copy_1(db, "old_")?;
    for (table, ..) in TABLES_1.into_iter().rev() {
        db.execute_batch(&format!("DROP TABLE old_{table};"))?;
    }
    let orphans: i64 =
        db.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0))?;
    if orphans == 0 {
        Ok(())
    } else {
        Err(columns::damaged("旧账簿里有指向不存在记录的行"))
    }
}

/// Reads a file of version 1 into a new ledger in memory.
pub(super) fn into_memory(path: &str) -> rusqlite::Result<Connection> {
    let db = Connection::open_in_memory()?;
    db.execute_batch(&format!("BEGIN; {SCHEMA} COMMIT;"))?;
    db.execute("ATTACH DATABASE ?1 AS old", [path])?;
    db.execute_batch("BEGIN")?;
    copy_1(&db, "old.")?;
    db.execute_batch("COMMIT; DETACH DATABASE old; PRAGMA foreign_keys = ON;")?;
    Ok(db)
}
