-- The whole schema of a 明白账 ledger file (名称.mbz), version 5.
--
-- Names here are for ever: a column's name must say what it holds.
-- Money is in fen (INTEGER), days are ISO text (2026-10-31), months are 2026-10, identities are
-- 16 bytes (UUIDv7). Rows that are facts cannot be changed or removed: triggers say no.

PRAGMA application_id = 0x4D425A31; -- "MBZ1"
PRAGMA user_version = 5;

-- One row: the file itself.
CREATE TABLE ledger (
    only       INTEGER PRIMARY KEY CHECK (only = 1),
    id         BLOB NOT NULL CHECK (length(id) = 16),
    created_on TEXT NOT NULL CHECK (created_on GLOB '????-??-??')
) STRICT;

-- What may be set for the whole ledger, one JSON value per name: 'rules', 'holidays' that were
-- imported, and what was learned of the tables of banks: 'bank_mappings', 'bank_rules'.
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

-- Debit positive; the sum over the books of one entity is zero. 'village' is the one set of
-- books of committee and collective together.
CREATE TABLE opening_balance (
    village_id BLOB NOT NULL REFERENCES village (id),
    entity     TEXT NOT NULL CHECK (entity IN ('village', 'committee', 'collective')),
    account    TEXT NOT NULL CHECK (length(account) IN (3, 5, 7)),
    amount     INTEGER NOT NULL,
    PRIMARY KEY (village_id, entity, account)
) STRICT, WITHOUT ROWID;

CREATE TABLE voucher (
    id         BLOB PRIMARY KEY CHECK (length(id) = 16),
    village_id BLOB NOT NULL REFERENCES village (id),
    entity     TEXT NOT NULL CHECK (entity IN ('village', 'committee', 'collective')),
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
    kind       TEXT NOT NULL
               CHECK (kind IN ('ordinary', 'year_end', 'appropriation', 'depreciation')),
    corrects   BLOB UNIQUE REFERENCES voucher (id),          -- the wrong voucher this one sets right
    posted_on  TEXT NOT NULL CHECK (posted_on GLOB '????-??-??'),
    UNIQUE (village_id, entity, month, number)
) STRICT;

CREATE TABLE entry (
    voucher_id BLOB NOT NULL REFERENCES voucher (id),
    line       INTEGER NOT NULL CHECK (line > 0),
    account    TEXT NOT NULL CHECK (length(account) IN (3, 5, 7)),
    side       TEXT NOT NULL CHECK (side IN ('debit', 'credit')),
    amount     INTEGER NOT NULL CHECK (amount <> 0),
    PRIMARY KEY (voucher_id, line)
) STRICT, WITHOUT ROWID;

-- Catalogs of matters that were imported (公开目录), each in force from a day on, over the one
-- that is part of the program.
CREATE TABLE catalog (
    id         BLOB PRIMARY KEY CHECK (length(id) = 16),
    valid_from TEXT NOT NULL UNIQUE CHECK (valid_from GLOB '????-??-??'),
    mode       TEXT NOT NULL CHECK (mode IN ('replace', 'extend')),
    name       TEXT NOT NULL CHECK (name <> ''),
    matters    TEXT NOT NULL CHECK (json_valid(matters))
) STRICT;

-- Matters that a village does not disclose, and why.
CREATE TABLE switched_off (
    village_id  BLOB NOT NULL REFERENCES village (id),
    matter      TEXT NOT NULL CHECK (length(matter) BETWEEN 1 AND 8),
    valid_from  TEXT NOT NULL CHECK (valid_from GLOB '????-??-??'),
    valid_until TEXT CHECK (valid_until GLOB '????-??-??'),
    reason      TEXT NOT NULL CHECK (reason <> ''),
    PRIMARY KEY (village_id, matter, valid_from)
) STRICT, WITHOUT ROWID;

-- What must be disclosed at once (即时公开事由).
CREATE TABLE occasion (
    id         BLOB PRIMARY KEY CHECK (length(id) = 16),
    village_id BLOB NOT NULL REFERENCES village (id),
    voucher_id BLOB REFERENCES voucher (id),                 -- that it arose from, if it did
    facts      TEXT NOT NULL CHECK (json_valid(facts))       -- matter, day, what happened
) STRICT;

CREATE INDEX occasion_of_voucher ON occasion (voucher_id) WHERE voucher_id IS NOT NULL;

-- Lists of persons to be disclosed (名单), reduced while they were read: no number of a card or a
-- phone, no door; of an identity card the last four characters, where two share a name.
CREATE TABLE people_list (
    id         BLOB PRIMARY KEY CHECK (length(id) = 16),
    village_id BLOB NOT NULL REFERENCES village (id),
    matter     TEXT NOT NULL CHECK (length(matter) BETWEEN 1 AND 8),
    span       TEXT NOT NULL,                                -- 2026-Q4, 2026 or an occasion
    facts      TEXT NOT NULL CHECK (json_valid(facts)),
    UNIQUE (village_id, matter, span)
) STRICT;

-- Resolutions, audits, requests and the other records of village affairs (村务记录).
CREATE TABLE affair (
    id         BLOB PRIMARY KEY CHECK (length(id) = 16),
    village_id BLOB NOT NULL REFERENCES village (id),
    kind       TEXT NOT NULL CHECK (kind <> ''),
    facts      TEXT NOT NULL CHECK (json_valid(facts))
) STRICT;

CREATE TABLE notice (
    id           BLOB PRIMARY KEY CHECK (length(id) = 16),
    village_id   BLOB NOT NULL REFERENCES village (id),
    entity       TEXT NOT NULL CHECK (entity IN ('village', 'committee', 'collective')),
    matter       TEXT NOT NULL CHECK (length(matter) BETWEEN 1 AND 8),
    span         TEXT NOT NULL,                              -- 2026-10, 2026-Q4, 2026 or an occasion
    issue        INTEGER NOT NULL CHECK (issue > 0),
    drafted_on   TEXT NOT NULL CHECK (drafted_on GLOB '????-??-??'), -- proposed by the committee
    corrects     BLOB REFERENCES notice (id),                -- the wrong notice this one sets right
    withdrawn_on TEXT CHECK (withdrawn_on GLOB '????-??-??'),
    publication  TEXT CHECK (json_valid(publication)),
    check_code   TEXT UNIQUE,                                -- set with the publication
    content      TEXT NOT NULL CHECK (json_valid(content)),  -- frozen figures and words
    CHECK (withdrawn_on IS NULL OR publication IS NULL),
    CHECK ((publication IS NULL) = (check_code IS NULL))
) STRICT;

CREATE UNIQUE INDEX notice_published_once
    ON notice (village_id, entity, matter, span)
    WHERE publication IS NOT NULL AND corrects IS NULL;

-- The steps of a notice after it was proposed: reviewed, decided, photographed, archived.
CREATE TABLE notice_step (
    notice_id BLOB NOT NULL REFERENCES notice (id),
    sequence  INTEGER NOT NULL CHECK (sequence > 0),
    facts     TEXT NOT NULL CHECK (json_valid(facts)),
    PRIMARY KEY (notice_id, sequence)
) STRICT, WITHOUT ROWID;

-- Objections and the answers to them (异议与答复).
CREATE TABLE objection (
    id         BLOB PRIMARY KEY CHECK (length(id) = 16),
    village_id BLOB NOT NULL REFERENCES village (id),
    notice_id  BLOB REFERENCES notice (id),
    number     INTEGER NOT NULL CHECK (number > 0),
    facts      TEXT NOT NULL CHECK (json_valid(facts)),
    UNIQUE (village_id, number)
) STRICT;

CREATE TABLE reply (
    objection_id BLOB PRIMARY KEY REFERENCES objection (id),
    facts        TEXT NOT NULL CHECK (json_valid(facts))
) STRICT;

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

-- Source papers of a voucher, scanned or photographed: the file lies once, by its SHA-256, in the
-- folder beside the ledger (名称.mbz.files/).
CREATE TABLE attachment (
    voucher_id BLOB NOT NULL REFERENCES voucher (id),
    digest     TEXT NOT NULL CHECK (length(digest) = 64),
    file_name  TEXT NOT NULL,
    bytes      INTEGER NOT NULL CHECK (bytes > 0),
    added_on   TEXT NOT NULL CHECK (added_on GLOB '????-??-??'),
    PRIMARY KEY (voucher_id, digest)
) STRICT, WITHOUT ROWID;

CREATE INDEX attachment_file ON attachment (digest);

-- Vouchers that are written again and again, some of them every month.
CREATE TABLE template (
    id         BLOB PRIMARY KEY CHECK (length(id) = 16),
    village_id BLOB NOT NULL REFERENCES village (id),
    name       TEXT NOT NULL CHECK (name <> ''),
    template   TEXT NOT NULL CHECK (json_valid(template)),
    UNIQUE (village_id, name)
) STRICT;

-- Which voucher was posted from a template for which month.
CREATE TABLE template_voucher (
    template_id BLOB NOT NULL REFERENCES template (id),
    month       TEXT NOT NULL CHECK (month GLOB '????-??'),
    voucher_id  BLOB NOT NULL REFERENCES voucher (id),
    PRIMARY KEY (template_id, voucher_id)
) STRICT, WITHOUT ROWID;

-- A statement as the bank gave it, and its lines. Amount positive: into the village's account.
CREATE TABLE bank_statement (
    id          BLOB PRIMARY KEY CHECK (length(id) = 16),
    village_id  BLOB NOT NULL REFERENCES village (id),
    account     TEXT NOT NULL CHECK (account GLOB '102*'),
    file_name   TEXT NOT NULL,
    digest      TEXT NOT NULL CHECK (length(digest) = 64),
    imported_on TEXT NOT NULL CHECK (imported_on GLOB '????-??-??'),
    facts       TEXT NOT NULL CHECK (json_valid(facts)),     -- bank, masked number, span, balances
    UNIQUE (village_id, account, digest)
) STRICT;

CREATE TABLE bank_line (
    id           BLOB PRIMARY KEY CHECK (length(id) = 16),
    statement_id BLOB NOT NULL REFERENCES bank_statement (id),
    village_id   BLOB NOT NULL REFERENCES village (id),
    account      TEXT NOT NULL CHECK (account GLOB '102*'),
    date         TEXT NOT NULL CHECK (date GLOB '????-??-??'),
    position     INTEGER NOT NULL CHECK (position > 0),      -- in the statement, oldest first
    amount       INTEGER NOT NULL CHECK (amount <> 0),
    balance      INTEGER,
    facts        TEXT NOT NULL CHECK (json_valid(facts)),    -- counterparty, memo, reference
    identity     TEXT NOT NULL CHECK (length(identity) = 64), -- the same line in another file
    UNIQUE (village_id, account, identity),
    UNIQUE (statement_id, position)
) STRICT;

-- Which vouchers explain which lines of the bank.
CREATE TABLE bank_match (
    line_id    BLOB NOT NULL REFERENCES bank_line (id),
    voucher_id BLOB NOT NULL REFERENCES voucher (id),
    PRIMARY KEY (line_id, voucher_id)
) STRICT, WITHOUT ROWID;

-- The registers (三资台账).
CREATE TABLE holding (
    id         BLOB PRIMARY KEY CHECK (length(id) = 16),
    village_id BLOB NOT NULL REFERENCES village (id),
    kind       TEXT NOT NULL
               CHECK (kind IN ('asset', 'biological', 'resource', 'contract', 'debt', 'project')),
    facts      TEXT NOT NULL CHECK (json_valid(facts))
) STRICT;

-- The vouchers that move an entry of a register.
CREATE TABLE holding_voucher (
    holding_id BLOB NOT NULL REFERENCES holding (id),
    voucher_id BLOB NOT NULL REFERENCES voucher (id),
    role       TEXT NOT NULL CHECK (role <> ''),
    amount     INTEGER NOT NULL,
    PRIMARY KEY (holding_id, voucher_id, role)
) STRICT, WITHOUT ROWID;

-- Years whose income and expense were carried to 收益分配: they take no ordinary voucher.
CREATE TABLE year_end (
    village_id BLOB NOT NULL REFERENCES village (id),
    entity     TEXT NOT NULL CHECK (entity IN ('village', 'committee', 'collective')),
    year       INTEGER NOT NULL,
    ended_on   TEXT NOT NULL CHECK (ended_on GLOB '????-??-??'),
    PRIMARY KEY (village_id, entity, year)
) STRICT, WITHOUT ROWID;

-- Derived, written with the facts they follow from, so that opening a ledger of a hundred
-- villages and searching all of them need not read every voucher. The self-check compares them.
CREATE TABLE month_facts (
    village_id BLOB NOT NULL REFERENCES village (id),
    month      TEXT NOT NULL CHECK (month GLOB '????-??'),
    facts      TEXT NOT NULL CHECK (json_valid(facts)),      -- counts and sums of its vouchers
    PRIMARY KEY (village_id, month)
) STRICT, WITHOUT ROWID;

CREATE TABLE search_text (
    village_id BLOB NOT NULL REFERENCES village (id),
    month      TEXT NOT NULL CHECK (month GLOB '????-??'),
    text       TEXT NOT NULL,
    PRIMARY KEY (village_id, month)
) STRICT;

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
  OR NEW.entity <> OLD.entity
  OR NEW.span <> OLD.span OR NEW.issue <> OLD.issue OR NEW.drafted_on <> OLD.drafted_on
  OR NEW.corrects IS NOT OLD.corrects OR NEW.content <> OLD.content
BEGIN SELECT RAISE(ABORT, 'a notice is frozen'); END;
CREATE TRIGGER notice_is_kept BEFORE DELETE ON notice
BEGIN SELECT RAISE(ABORT, 'a notice is kept'); END;
CREATE TRIGGER notice_step_is_kept_update BEFORE UPDATE ON notice_step
BEGIN SELECT RAISE(ABORT, 'a step that was taken is kept'); END;
CREATE TRIGGER notice_step_is_kept_delete BEFORE DELETE ON notice_step
BEGIN SELECT RAISE(ABORT, 'a step that was taken is kept'); END;
CREATE TRIGGER objection_is_kept_update BEFORE UPDATE ON objection
BEGIN SELECT RAISE(ABORT, 'an objection is kept'); END;
CREATE TRIGGER objection_is_kept_delete BEFORE DELETE ON objection
BEGIN SELECT RAISE(ABORT, 'an objection is kept'); END;
CREATE TRIGGER reply_is_kept_update BEFORE UPDATE ON reply
BEGIN SELECT RAISE(ABORT, 'an answer is kept'); END;
CREATE TRIGGER reply_is_kept_delete BEFORE DELETE ON reply
BEGIN SELECT RAISE(ABORT, 'an answer is kept'); END;
CREATE TRIGGER occasion_is_kept BEFORE DELETE ON occasion
BEGIN SELECT RAISE(ABORT, 'an occasion is kept'); END;
CREATE TRIGGER catalog_is_kept_update BEFORE UPDATE ON catalog
BEGIN SELECT RAISE(ABORT, 'a catalog is kept'); END;
CREATE TRIGGER audit_is_kept_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_is_kept_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER bank_line_is_kept_update BEFORE UPDATE ON bank_line
BEGIN SELECT RAISE(ABORT, 'a line of a bank statement is kept as it was'); END;
CREATE TRIGGER attachment_is_kept_update BEFORE UPDATE ON attachment
BEGIN SELECT RAISE(ABORT, 'a source paper is added or taken off, not changed'); END;
CREATE TRIGGER attachment_stays_in_closed_month BEFORE DELETE ON attachment
WHEN EXISTS (SELECT 1 FROM voucher JOIN notice ON notice.village_id = voucher.village_id
             WHERE voucher.id = OLD.voucher_id AND notice.matter = 'F01'
               AND notice.entity IN ('village', voucher.entity)
               AND notice.publication IS NOT NULL AND notice.span >= voucher.month)
BEGIN SELECT RAISE(ABORT, 'the month is closed'); END;
-- What year end posts moves no money, so no published figure changes.
CREATE TRIGGER voucher_not_in_closed_month BEFORE INSERT ON voucher
WHEN NEW.kind NOT IN ('year_end', 'appropriation')
 AND EXISTS (SELECT 1 FROM notice
             WHERE notice.village_id = NEW.village_id AND notice.matter = 'F01'
               AND notice.entity IN ('village', NEW.entity)
               AND notice.publication IS NOT NULL AND notice.span >= NEW.month)
BEGIN SELECT RAISE(ABORT, 'the month is closed'); END;
