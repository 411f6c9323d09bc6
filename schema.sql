-- The whole schema of a 明白账 ledger file (名称.mbz), version 1.
--
-- Names here are for ever: a column's name must say what it holds.
-- Money is in fen (INTEGER), days are ISO text (2026-10-31), months are 2026-10, identities are
-- 16 bytes (UUIDv7). Rows that are facts cannot be changed or removed: triggers say no.

PRAGMA application_id = 0x4D425A31; -- "MBZ1"
PRAGMA user_version = 1;

-- One row: the file itself.
CREATE TABLE ledger (
    only       INTEGER PRIMARY KEY CHECK (only = 1),
    id         BLOB NOT NULL CHECK (length(id) = 16),
    created_on TEXT NOT NULL CHECK (created_on GLOB '????-??-??')
) STRICT;

-- What may be set for the whole ledger, one JSON value per name: 'rules'.
CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL CHECK (json_valid(value))
) STRICT, WITHOUT ROWID;

CREATE TABLE village (
    id        BLOB PRIMARY KEY CHECK (length(id) = 16),
    code      TEXT UNIQUE CHECK (code GLOB '????????????'),  -- division code, NULL if typed by hand
    joined_on TEXT NOT NULL CHECK (joined_on GLOB '????-??-??'),
    position  INTEGER NOT NULL UNIQUE,                       -- order in lists
    name      TEXT NOT NULL CHECK (name <> ''),              -- as in the profile, for people who look
    profile   TEXT NOT NULL CHECK (json_valid(profile))
) STRICT;

-- Sub-accounts only; the 42 accounts of 财会〔2023〕14号 are part of the program.
CREATE TABLE account (
    village_id BLOB NOT NULL REFERENCES village (id),
    code       TEXT NOT NULL CHECK (length(code) IN (5, 7)),
    name       TEXT NOT NULL CHECK (name <> ''),
    PRIMARY KEY (village_id, code)
) STRICT, WITHOUT ROWID;

-- Debit positive; the sum over a village is zero.
CREATE TABLE opening_balance (
    village_id BLOB NOT NULL REFERENCES village (id),
    account    TEXT NOT NULL CHECK (length(account) IN (3, 5, 7)),
    amount     INTEGER NOT NULL,
    PRIMARY KEY (village_id, account)
) STRICT, WITHOUT ROWID;

CREATE TABLE voucher (
    id         BLOB PRIMARY KEY CHECK (length(id) = 16),
    village_id BLOB NOT NULL REFERENCES village (id),
    month      TEXT NOT NULL CHECK (month = substr(date, 1, 7)),
    number     INTEGER NOT NULL CHECK (number > 0),
    date       TEXT NOT NULL CHECK (date GLOB '????-??-??'),
    summary    TEXT NOT NULL CHECK (summary <> ''),
    settlement TEXT NOT NULL
               CHECK (settlement IN ('cash', 'transfer', 'card', 'cheque', 'scan', 'none')),
    handler    TEXT NOT NULL,
    witness    TEXT NOT NULL,
    approver   TEXT NOT NULL,
    papers     INTEGER NOT NULL CHECK (papers >= 0),
    note       TEXT NOT NULL,
    reverses   BLOB UNIQUE REFERENCES voucher (id),          -- a voucher is reversed once at most
    posted_on  TEXT NOT NULL CHECK (posted_on GLOB '????-??-??'),
    UNIQUE (village_id, month, number)
) STRICT;

CREATE TABLE entry (
    voucher_id BLOB NOT NULL REFERENCES voucher (id),
    line       INTEGER NOT NULL CHECK (line > 0),
    account    TEXT NOT NULL CHECK (length(account) IN (3, 5, 7)),
    side       TEXT NOT NULL CHECK (side IN ('debit', 'credit')),
    amount     INTEGER NOT NULL CHECK (amount <> 0),
    PRIMARY KEY (voucher_id, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE notice (
    id           BLOB PRIMARY KEY CHECK (length(id) = 16),
    village_id   BLOB NOT NULL REFERENCES village (id),
    matter       TEXT NOT NULL CHECK (length(matter) = 3),
    period       TEXT NOT NULL,
    issue        INTEGER NOT NULL CHECK (issue > 0),
    drafted_on   TEXT NOT NULL CHECK (drafted_on GLOB '????-??-??'),
    content      TEXT NOT NULL CHECK (json_valid(content)),  -- frozen figures and words
    withdrawn_on TEXT CHECK (withdrawn_on GLOB '????-??-??'),
    publication  TEXT CHECK (json_valid(publication)),
    check_code   TEXT UNIQUE,                                -- set with the publication
    CHECK (withdrawn_on IS NULL OR publication IS NULL),
    CHECK ((publication IS NULL) = (check_code IS NULL))
) STRICT;

CREATE UNIQUE INDEX notice_published_once
    ON notice (village_id, matter, period) WHERE publication IS NOT NULL;

-- Files that were imported, so that none comes in twice.
CREATE TABLE import (
    village_id  BLOB NOT NULL REFERENCES village (id),
    kind        TEXT NOT NULL CHECK (kind IN ('opening', 'vouchers')),
    digest      TEXT NOT NULL CHECK (length(digest) = 64),   -- SHA-256 of what the file says
    file_name   TEXT NOT NULL,
    imported_on TEXT NOT NULL CHECK (imported_on GLOB '????-??-??'),
    rows        INTEGER NOT NULL CHECK (rows >= 0),
    PRIMARY KEY (village_id, kind, digest)
) STRICT, WITHOUT ROWID;

-- Every command that changed the file, each row holding the hash of the row before.
CREATE TABLE audit (
    sequence   INTEGER PRIMARY KEY CHECK (sequence > 0),
    at         TEXT NOT NULL,                                -- UTC, 2026-11-05T01:02:03Z
    village_id BLOB REFERENCES village (id),
    command    TEXT NOT NULL,
    detail     TEXT NOT NULL CHECK (json_valid(detail)),
    previous   TEXT NOT NULL CHECK (length(previous) = 64),
    hash       TEXT NOT NULL UNIQUE CHECK (length(hash) = 64)
) STRICT;

-- Finality.
CREATE TRIGGER voucher_is_final_update BEFORE UPDATE ON voucher
BEGIN SELECT RAISE(ABORT, 'a posted voucher is final'); END;
CREATE TRIGGER voucher_is_final_delete BEFORE DELETE ON voucher
BEGIN SELECT RAISE(ABORT, 'a posted voucher is final'); END;
CREATE TRIGGER entry_is_final_update BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'a posted voucher is final'); END;
CREATE TRIGGER entry_is_final_delete BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'a posted voucher is final'); END;
CREATE TRIGGER notice_content_is_frozen BEFORE UPDATE ON notice
WHEN OLD.publication IS NOT NULL OR OLD.withdrawn_on IS NOT NULL
  OR NEW.id <> OLD.id OR NEW.village_id <> OLD.village_id OR NEW.matter <> OLD.matter
  OR NEW.period <> OLD.period OR NEW.issue <> OLD.issue OR NEW.drafted_on <> OLD.drafted_on
  OR NEW.content <> OLD.content
BEGIN SELECT RAISE(ABORT, 'a notice is frozen'); END;
CREATE TRIGGER notice_is_kept BEFORE DELETE ON notice
BEGIN SELECT RAISE(ABORT, 'a notice is kept'); END;
CREATE TRIGGER audit_is_kept_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_is_kept_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER voucher_not_in_closed_month BEFORE INSERT ON voucher
WHEN EXISTS (SELECT 1 FROM notice
             WHERE notice.village_id = NEW.village_id AND notice.matter = 'F01'
               AND notice.publication IS NOT NULL AND notice.period >= NEW.month)
BEGIN SELECT RAISE(ABORT, 'the month is closed'); END;
