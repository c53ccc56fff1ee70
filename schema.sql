-- callbook: the whole current schema (user_version 3).
--
-- Conventions. Tables are singular, snake_case and STRICT. `_on` is a civil date as a day number (days since
-- 1970-01-01; read it with date(x * 86400, 'unixepoch')). `_at` is a moment in UTC, in seconds since the epoch.
-- `_minute` is a minute of the local day (0..1439). Money is in minor units (fen). Codes are the English ones
-- of the word table and checked here. Rows that people write are journalled (see journal); rows that the
-- program derives (customer_state, customer_digest, class_change, class_day) are not, and can be dropped and made again.

-- ------------------------------------------------------------------------------------------------ the book

-- One row: facts about this file. `state_on` is the date the derived rows belong to; only the workstation and
-- `classify` move it. `demo` is the recipe of a demo book (JSON), null for a real one.
CREATE TABLE book (
  id          INTEGER PRIMARY KEY CHECK (id = 1),
  created_at  INTEGER NOT NULL,
  state_on    INTEGER,
  demo        TEXT,
  checked_at  INTEGER                       -- last quick_check
) STRICT;

-- A setting kept with the book, by dotted key (call.number, branch, manager ...). Changes when a person changes it.
CREATE TABLE setting (
  id     INTEGER PRIMARY KEY,
  key    TEXT NOT NULL UNIQUE,
  value  TEXT NOT NULL
) STRICT;

-- One row per working day on which the workstation was opened. `left_at` moves when Today is left or the
-- window closes: "since the last visit" counts from the latest earlier day.
CREATE TABLE visit (
  opened_on  INTEGER PRIMARY KEY,
  opened_at  INTEGER NOT NULL,
  left_at    INTEGER
) STRICT;

-- ------------------------------------------------------------------------------------------------ customers

-- A person or firm in the manager's book. Changes by import and by editing; never deleted except by undo.
-- `hand_edited` lists the fields (comma separated) that the manager changed after their last import: an
-- import keeps those. `row_version` counts changes and prevents lost updates between two windows.
-- `left_on`: left the bank; he is lost (an override), nothing is proposed, what channels allow stays as he said.
-- `deceased_on`: all contact stops.
CREATE TABLE customer (
  id                    INTEGER PRIMARY KEY,
  customer_no           TEXT NOT NULL UNIQUE,
  name                  TEXT,
  kind                  TEXT NOT NULL DEFAULT 'person' CHECK (kind IN ('person', 'firm')),
  gender                TEXT CHECK (gender IN ('female', 'male')),
  birth_on              INTEGER,
  region                TEXT,
  industry              TEXT,
  occupation            TEXT,
  income_year           INTEGER CHECK (income_year >= 0),
  firm_size             INTEGER CHECK (firm_size >= 0),            -- employees
  segment               TEXT,
  risk_level            TEXT CHECK (risk_level IN ('C1', 'C2', 'C3', 'C4', 'C5')),
  risk_level_until_on   INTEGER,
  id_document_until_on  INTEGER,
  referred_by_id        INTEGER REFERENCES customer (id),
  opened_on             INTEGER,                                   -- relationship since, as the bank says
  entered_on            INTEGER NOT NULL,                          -- entered this book
  assigned_on           INTEGER,                                   -- assigned to this manager, if later
  left_on               INTEGER,
  leaving_reason        TEXT,
  deceased_on           INTEGER,
  remark                TEXT,
  hand_edited           TEXT NOT NULL DEFAULT '',
  row_version           INTEGER NOT NULL DEFAULT 1,
  import_id             INTEGER REFERENCES import (id)
) STRICT;
CREATE INDEX customer_referred_by ON customer (referred_by_id) WHERE referred_by_id IS NOT NULL;
CREATE INDEX customer_import ON customer (import_id) WHERE import_id IS NOT NULL;

-- A number of a customer. `number` is normalised (digits; landlines 0dd[d]-nnnnnnn[n]). `state` changes by what
-- calls show: an invalid number is never proposed again.
CREATE TABLE phone (
  id           INTEGER PRIMARY KEY,
  customer_id  INTEGER NOT NULL REFERENCES customer (id),
  number       TEXT NOT NULL,
  kind         TEXT NOT NULL DEFAULT 'mobile' CHECK (kind IN ('mobile', 'landline', 'work', 'other')),
  state        TEXT NOT NULL DEFAULT 'unverified' CHECK (state IN ('unverified', 'valid', 'suspended', 'invalid')),
  state_on     INTEGER,
  is_primary   INTEGER NOT NULL DEFAULT 0 CHECK (is_primary IN (0, 1)),
  remark       TEXT,
  import_id    INTEGER REFERENCES import (id),
  UNIQUE (customer_id, number)
) STRICT;
CREATE INDEX phone_number ON phone (number);

-- A free word on a customer, for filters and rules.
CREATE TABLE tag (
  id           INTEGER PRIMARY KEY,
  customer_id  INTEGER NOT NULL REFERENCES customer (id),
  tag          TEXT NOT NULL,
  import_id    INTEGER REFERENCES import (id),
  UNIQUE (customer_id, tag)
) STRICT;

-- What a customer allows on a channel, with date and wording. No row means unknown. A refusal stays until the
-- customer opens the channel again.
CREATE TABLE consent (
  id             INTEGER PRIMARY KEY,
  customer_id    INTEGER NOT NULL REFERENCES customer (id),
  channel        TEXT NOT NULL CHECK (channel IN ('phone', 'sms', 'wecom', 'branch', 'visit', 'app', 'video', 'mail', 'event')),
  state          TEXT NOT NULL CHECK (state IN ('unknown', 'yes', 'service_only', 'window', 'no_until', 'never')),
  window_from_minute  INTEGER CHECK (window_from_minute BETWEEN 0 AND 1439),
  window_to_minute    INTEGER CHECK (window_to_minute BETWEEN 0 AND 1440),
  until_on       INTEGER,
  given_on       INTEGER NOT NULL,
  wording        TEXT,
  import_id      INTEGER REFERENCES import (id),
  UNIQUE (customer_id, channel),
  CHECK (state <> 'window' OR (window_from_minute IS NOT NULL AND window_to_minute IS NOT NULL)),
  CHECK (state <> 'no_until' OR until_on IS NOT NULL)
) STRICT;
-- The few consents that close a channel: the pass over the whole book reads no others.
CREATE INDEX consent_closing ON consent (customer_id) WHERE state IN ('service_only', 'no_until', 'never');

-- That somebody opened a customer's number (call screen, "show number"). Written once per opening, never changed.
CREATE TABLE access (
  id           INTEGER PRIMARY KEY,
  customer_id  INTEGER NOT NULL REFERENCES customer (id),
  at           INTEGER NOT NULL,
  what         TEXT NOT NULL CHECK (what IN ('call_screen', 'show_number', 'clear_output'))
) STRICT;
CREATE INDEX access_customer ON access (customer_id);

-- ------------------------------------------------------------------------------------------------ money

-- A holding: an account or product with its last known balance and its maturity. `product` is the mapped kind,
-- `product_text` what the file said. An older balance never replaces a newer one.
CREATE TABLE account (
  id            INTEGER PRIMARY KEY,
  account_no    TEXT NOT NULL UNIQUE,
  customer_id   INTEGER NOT NULL REFERENCES customer (id),
  product       TEXT NOT NULL,
  product_text  TEXT,
  label         TEXT,                                              -- the product's own name
  opened_on     INTEGER,
  closed_on     INTEGER,
  status        TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'closed', 'frozen', 'unknown')),
  status_text   TEXT,
  balance       INTEGER,
  balance_on    INTEGER,
  maturity_on   INTEGER,
  rate_bp       INTEGER,                                           -- hundredths of a percent a year
  renews        INTEGER CHECK (renews IN (0, 1)),                  -- null: not known
  product_risk  TEXT CHECK (product_risk IN ('R1', 'R2', 'R3', 'R4', 'R5')),
  hand_edited   TEXT NOT NULL DEFAULT '',
  row_version   INTEGER NOT NULL DEFAULT 1,
  import_id     INTEGER REFERENCES import (id)
) STRICT;
CREATE INDEX account_customer ON account (customer_id);
CREATE INDEX account_balance_on ON account (balance_on) WHERE balance_on IS NOT NULL;
CREATE INDEX account_import ON account (import_id) WHERE import_id IS NOT NULL;

-- A kind of movement as a file named it. `code` is the mapped kind, 'unknown' when no table names it (those
-- count as active and are reported). Rows are added when an import meets a new text.
CREATE TABLE txn_kind (
  id    INTEGER PRIMARY KEY,
  code  TEXT NOT NULL,
  text  TEXT NOT NULL UNIQUE
) STRICT;

-- The ledger: one movement of a customer, of one of his accounts where known. Never changed; rows come and go
-- with imports. Identity is transaction_no, else all columns with `twin` (the n-th such row of its file, from 0).
CREATE TABLE txn (
  id              INTEGER PRIMARY KEY,
  customer_id     INTEGER NOT NULL REFERENCES customer (id),
  account_id      INTEGER REFERENCES account (id),
  booked_on       INTEGER NOT NULL,
  amount          INTEGER NOT NULL,                                -- signed: + in, - out
  kind_id         INTEGER NOT NULL REFERENCES txn_kind (id),
  balance_after   INTEGER,
  transaction_no  TEXT,
  counterparty    TEXT,
  memo            TEXT,
  twin            INTEGER NOT NULL DEFAULT 0,
  import_id       INTEGER REFERENCES import (id)
) STRICT;
-- Covers the classification's pass: a customer's movements by date and sequence, without touching the table.
CREATE INDEX txn_customer ON txn (customer_id, booked_on, id, account_id, amount, kind_id, balance_after);
CREATE UNIQUE INDEX txn_no ON txn (transaction_no) WHERE transaction_no IS NOT NULL;
CREATE INDEX txn_booked_on ON txn (booked_on);
CREATE INDEX txn_import ON txn (import_id) WHERE import_id IS NOT NULL;

-- A known closing balance of an account on a day.
CREATE TABLE balance (
  account_id  INTEGER NOT NULL REFERENCES account (id),
  balance_on  INTEGER NOT NULL,
  amount      INTEGER NOT NULL,
  import_id   INTEGER REFERENCES import (id),
  PRIMARY KEY (account_id, balance_on)
) STRICT, WITHOUT ROWID;

-- ------------------------------------------------------------------------------------------------ work

-- One touch: channel, direction, how far it got (`reach`), what came of it (`result`), a note. Written by a log
-- or an import; changed only by undo, and by late delivery reports (reach, reply) of messages.
CREATE TABLE contact (
  id              INTEGER PRIMARY KEY,
  customer_id     INTEGER NOT NULL REFERENCES customer (id),
  at              INTEGER NOT NULL,
  channel         TEXT NOT NULL CHECK (channel IN ('phone', 'sms', 'wecom', 'branch', 'visit', 'app', 'video', 'mail', 'event')),
  direction       TEXT NOT NULL CHECK (direction IN ('in', 'out')),
  reach           TEXT NOT NULL,
  reply           TEXT CHECK (reply IN ('yes', 'ask', 'no', 'unsubscribed', 'called_back', 'none')),
  result          TEXT CHECK (result IN ('appointment', 'deal', 'interested', 'later', 'callback', 'material', 'served',
                    'thinking', 'not_interested', 'other_bank', 'complaint', 'verify', 'do_not_call', 'gone', 'deceased')),
  reason          TEXT,                                            -- why the customer was contacted (follow-up reason)
  note            TEXT,
  duration_s      INTEGER CHECK (duration_s >= 0),
  phone_id        INTEGER REFERENCES phone (id),
  was_promised    INTEGER NOT NULL DEFAULT 0 CHECK (was_promised IN (0, 1)),
  is_service      INTEGER NOT NULL DEFAULT 0 CHECK (is_service IN (0, 1)),
  against_consent INTEGER NOT NULL DEFAULT 0 CHECK (against_consent IN (0, 1)),
  over_limit_reason  TEXT,
  deal_product    TEXT,
  deal_amount     INTEGER,
  other_bank      TEXT,
  other_rate_bp   INTEGER,
  other_due_on    INTEGER,
  recorded_at     INTEGER NOT NULL,
  twin            INTEGER NOT NULL DEFAULT 0,
  import_id       INTEGER REFERENCES import (id),
  CHECK (CASE
    WHEN channel = 'phone' AND direction = 'in' THEN reach = 'connected'
    WHEN channel = 'phone' THEN reach IN ('connected', 'third_party', 'no_answer', 'busy', 'declined', 'switched_off',
      'unreachable', 'voicemail', 'suspended', 'empty_number', 'wrong_person', 'not_dialled')
    WHEN channel IN ('sms', 'wecom', 'app', 'mail') THEN reach IN ('sent', 'delivered', 'undeliverable', 'rejected', 'expired', 'unknown')
    ELSE reach IN ('met', 'no_show', 'cancelled') END)
) STRICT;
CREATE INDEX contact_customer ON contact (customer_id, at);
-- Covers the figures of calls.
CREATE INDEX contact_at ON contact (at, channel, direction, reach, result);
CREATE INDEX contact_import ON contact (import_id) WHERE import_id IS NOT NULL;

-- Something due that somebody decided: a promise, a call-back, an appointment, a manual date, a complaint to
-- answer, or the one step that the last log proposed. Date and class reasons are derived, never stored.
-- Open until a log, a person or a newer step closes it.
CREATE TABLE follow_up (
  id             INTEGER PRIMARY KEY,
  customer_id    INTEGER NOT NULL REFERENCES customer (id),
  kind           TEXT NOT NULL CHECK (kind IN ('promise', 'callback', 'appointment', 'manual', 'complaint', 'step')),
  reason         TEXT NOT NULL,
  due_on         INTEGER NOT NULL,
  due_minute     INTEGER CHECK (due_minute BETWEEN 0 AND 1439),
  channel        TEXT NOT NULL CHECK (channel IN ('phone', 'sms', 'wecom', 'branch', 'visit', 'app', 'video', 'mail', 'event')),
  state          TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'replaced', 'cancelled')),
  note           TEXT,
  contact_id     INTEGER REFERENCES contact (id),                  -- the log that made it
  closed_by_id   INTEGER REFERENCES contact (id),
  created_at     INTEGER NOT NULL,
  closed_at      INTEGER
) STRICT;
CREATE INDEX follow_up_open ON follow_up (customer_id) WHERE state = 'open';
CREATE INDEX follow_up_customer ON follow_up (customer_id);

-- A reason that must not be proposed for a while: "not interested" rests it, "served" rests all selling (reason
-- '*'), a snooze of a derived reason moves it. Ends by itself.
CREATE TABLE reason_rest (
  id           INTEGER PRIMARY KEY,
  customer_id  INTEGER NOT NULL REFERENCES customer (id),
  reason       TEXT NOT NULL,
  until_on     INTEGER NOT NULL,
  contact_id   INTEGER REFERENCES contact (id),
  created_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX reason_rest_customer ON reason_rest (customer_id, until_on);

-- Something written about a customer that is no contact: a remark, or (`skip`) why he was passed over, which puts him
-- at the end of that day's queues. Never changed; goes by undo only.
CREATE TABLE remark (
  id           INTEGER PRIMARY KEY,
  customer_id  INTEGER NOT NULL REFERENCES customer (id),
  at           INTEGER NOT NULL,
  skip         TEXT CHECK (skip IN ('later', 'timing', 'prepare', 'waiting', 'contacted', 'colleague', 'unfounded', 'other')),
  text         TEXT,
  CHECK (skip IS NOT NULL OR text IS NOT NULL)
) STRICT;
CREATE INDEX remark_customer ON remark (customer_id, at);

-- ------------------------------------------------------------------------------------------------ classification

-- A version of the rules of a dimension, whole, as TOML. Never changed: applying rules adds a row.
CREATE TABLE rule_set_version (
  id          INTEGER PRIMARY KEY,
  dimension   TEXT NOT NULL CHECK (dimension IN ('value', 'lifecycle', 'behaviour', 'need', 'demographic', 'industry')),
  version     INTEGER NOT NULL CHECK (version >= 1),
  from_on     INTEGER NOT NULL,
  toml        TEXT NOT NULL,
  author      TEXT NOT NULL,
  note        TEXT,
  created_at  INTEGER NOT NULL,
  UNIQUE (dimension, version)
) STRICT;

-- A class set by hand, with reason and author, from a day to a day (both included; no end: until ended).
CREATE TABLE class_override (
  id           INTEGER PRIMARY KEY,
  customer_id  INTEGER NOT NULL REFERENCES customer (id),
  dimension    TEXT NOT NULL CHECK (dimension IN ('value', 'lifecycle', 'behaviour', 'need', 'demographic', 'industry')),
  class        TEXT NOT NULL,
  reason       TEXT NOT NULL,
  author       TEXT NOT NULL,
  from_on      INTEGER NOT NULL,
  until_on     INTEGER,
  created_at   INTEGER NOT NULL,
  CHECK (until_on IS NULL OR until_on >= from_on)
) STRICT;
CREATE INDEX class_override_customer ON class_override (customer_id);

-- Derived: what the classification knows of a customer on book.state_on. `profile` is the compact history that
-- the metrics of any later day are computed from (classify::Profile); it holds until `stale_on`, the first day
-- on which a row dated later joins in. Class columns hold class codes; `_since_on` the day the class began.
-- `first_on` is the day of the first classification (it is no move, so it has no class_change row).
CREATE TABLE customer_state (
  customer_id           INTEGER PRIMARY KEY REFERENCES customer (id),
  profile               BLOB NOT NULL,
  stale_on              INTEGER,
  first_on              INTEGER NOT NULL,
  value                 TEXT NOT NULL,
  value_since_on        INTEGER NOT NULL,
  lifecycle             TEXT NOT NULL,
  lifecycle_since_on    INTEGER NOT NULL,
  behaviour             TEXT NOT NULL,
  behaviour_since_on    INTEGER NOT NULL,
  need                  TEXT NOT NULL,
  need_since_on         INTEGER NOT NULL,
  demographic           TEXT NOT NULL,
  demographic_since_on  INTEGER NOT NULL,
  industry              TEXT NOT NULL,
  industry_since_on     INTEGER NOT NULL
) STRICT;
CREATE INDEX customer_state_stale ON customer_state (stale_on) WHERE stale_on IS NOT NULL;

-- Derived: what lists show and reasons look at of a customer's own rows (store::recompute::digest), so that a day
-- forward reads one row of a customer instead of those of eight tables. Deleted whenever one of them changes; of who
-- has none the rows are read.
CREATE TABLE customer_digest (
  customer_id  INTEGER PRIMARY KEY REFERENCES customer (id) ON DELETE CASCADE,
  digest       BLOB NOT NULL
) STRICT;

-- Derived: a customer whose rows changed since the last classification. Written with every change, emptied by it.
CREATE TABLE customer_dirty (
  customer_id  INTEGER PRIMARY KEY,
  cause        TEXT NOT NULL CHECK (cause IN ('edit', 'import', 'override', 'rules', 'data_correction'))
) STRICT;

-- Derived: a change of class on a day, with its cause and the rule version that decided. Behaviour at month
-- ends only. A record, never an input of the classification.
CREATE TABLE class_change (
  id               INTEGER PRIMARY KEY,
  customer_id      INTEGER NOT NULL REFERENCES customer (id),
  dimension        TEXT NOT NULL CHECK (dimension IN ('value', 'lifecycle', 'behaviour', 'need', 'demographic', 'industry')),
  from_class       TEXT NOT NULL,
  to_class         TEXT NOT NULL,
  changed_on       INTEGER NOT NULL,
  cause            TEXT NOT NULL CHECK (cause IN ('time', 'edit', 'import', 'rules', 'override', 'data_correction')),
  rule_version_id  INTEGER REFERENCES rule_set_version (id),
  assets           INTEGER                                         -- on that day
) STRICT;
CREATE INDEX class_change_on ON class_change (changed_on);
CREATE INDEX class_change_customer ON class_change (customer_id);

-- Derived: the distribution of a day, per dimension and class.
CREATE TABLE class_day (
  day        INTEGER NOT NULL,
  dimension  TEXT NOT NULL CHECK (dimension IN ('value', 'lifecycle', 'behaviour', 'need', 'demographic', 'industry')),
  class      TEXT NOT NULL,
  customers  INTEGER NOT NULL,
  assets     INTEGER NOT NULL,
  PRIMARY KEY (dimension, day, class)
) STRICT, WITHOUT ROWID;

-- ------------------------------------------------------------------------------------------------ journal, imports

-- One action of a person or an import: the unit of undo. An undo is itself a group (`undoes_id`); a group is
-- undone while its newest undo has not been undone itself.
-- A label is JSON of a text and its values, or plain words.
CREATE TABLE journal_group (
  id          INTEGER PRIMARY KEY,
  kind        TEXT NOT NULL CHECK (kind IN ('log', 'edit', 'snooze', 'bulk', 'rules', 'override', 'setting', 'import', 'demo', 'access', 'undo')),
  label       TEXT NOT NULL,                                       -- what it did, for the undo line; masked
  customer_id INTEGER,                                             -- the customer it was about, if one
  who         TEXT NOT NULL,
  window      TEXT NOT NULL,                                       -- which running window wrote it
  at          INTEGER NOT NULL,                                    -- working time
  recorded_at INTEGER NOT NULL,                                    -- true clock
  undoes_id   INTEGER REFERENCES journal_group (id)
) STRICT;
CREATE INDEX journal_group_undoes ON journal_group (undoes_id) WHERE undoes_id IS NOT NULL;

-- One changed row of a group, with before and after as JSON objects. Append-only. hash = SHA-256(hash of the
-- row before, seq, at, who, kind, SHA-256(payload)); the payload stands alone so that it can be erased and the
-- chain still verifies.
CREATE TABLE journal (
  seq           INTEGER PRIMARY KEY,
  group_id      INTEGER NOT NULL REFERENCES journal_group (id),
  at            INTEGER NOT NULL,
  who           TEXT NOT NULL,
  kind          TEXT NOT NULL CHECK (kind IN ('insert', 'update', 'delete', 'note')),
  table_name    TEXT NOT NULL,
  row_id        INTEGER NOT NULL,
  payload       TEXT,
  payload_hash  BLOB NOT NULL,
  hash          BLOB NOT NULL
) STRICT;
CREATE INDEX journal_group_rows ON journal (group_id);
CREATE INDEX journal_row ON journal (table_name, row_id);

-- One imported file. Rows it inserted carry its id; rows it changed left their before-image in import_before.
CREATE TABLE import (
  id           INTEGER PRIMARY KEY,
  group_id     INTEGER NOT NULL REFERENCES journal_group (id),
  kind         TEXT NOT NULL CHECK (kind IN ('customers', 'accounts', 'transactions', 'balances', 'contacts')),
  file_name    TEXT NOT NULL,
  file_sha256  TEXT NOT NULL,
  encoding     TEXT NOT NULL,
  mapping      TEXT NOT NULL,
  row_count    INTEGER NOT NULL,
  inserted     INTEGER NOT NULL,
  updated      INTEGER NOT NULL,
  unchanged    INTEGER NOT NULL,
  rejected     INTEGER NOT NULL,
  undone_at    INTEGER
) STRICT;

-- The image of a row before an import changed it; written back when the import is undone (then the other image
-- stands here, for a redo). 'null': the row was not there before.
CREATE TABLE import_before (
  id          INTEGER PRIMARY KEY,
  import_id   INTEGER NOT NULL REFERENCES import (id),
  table_name  TEXT NOT NULL,
  row_key     TEXT NOT NULL,                                       -- the primary key as JSON
  before      TEXT NOT NULL
) STRICT;
CREATE INDEX import_before_import ON import_before (import_id);

-- Rows that an undone import had inserted, in pieces, as JSON {columns, rows}; a redo puts them back with the same
-- ids and empties it.
CREATE TABLE import_undone (
  id          INTEGER PRIMARY KEY,
  import_id   INTEGER NOT NULL REFERENCES import (id),
  table_name  TEXT NOT NULL,
  rows        TEXT NOT NULL
) STRICT;
CREATE INDEX import_undone_import ON import_undone (import_id);
