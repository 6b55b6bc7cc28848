-- Where a person is, for the reminders.
ALTER TABLE members ADD COLUMN away_until TEXT NOT NULL DEFAULT '';   -- by the Slack status, the last day; '': is not away
ALTER TABLE members ADD COLUMN paused_from TEXT NOT NULL DEFAULT '';  -- no weekly reminder from this day …
ALTER TABLE members ADD COLUMN paused_until TEXT NOT NULL DEFAULT ''; -- … to this, inclusive; '': no pause

-- What people have asked to be reminded of themselves. Codes and days: no text is kept.
CREATE TABLE wishes (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    member  INTEGER NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    due_on  TEXT NOT NULL,                                          -- the next time
    every   TEXT NOT NULL DEFAULT '',                               -- monday … friday, day, week, month, quarter; '': once
    slot    INTEGER NOT NULL DEFAULT 0,
    trainee TEXT NOT NULL DEFAULT '',
    unit    TEXT NOT NULL DEFAULT '',                               -- nothing named: of what waits
    done    INTEGER NOT NULL DEFAULT 0 CHECK (done IN (0, 1))       -- sent for the last time, or taken back
) STRICT;
CREATE INDEX wishes_due ON wishes (due_on) WHERE done = 0;
CREATE INDEX wishes_by_member ON wishes (member) WHERE done = 0;

-- The ledger: what has been decided about a person, a rule and a week, written before the message and never twice.
CREATE TABLE reminders (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    member      INTEGER NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    rule        TEXT NOT NULL,                                      -- weekly; wish:ID; copy:ID of whom it is about
    week        TEXT NOT NULL,                                      -- 2026-W15; of a wish the day
    state       TEXT NOT NULL CHECK (state IN ('planned', 'sent', 'failed', 'skipped')),
    why         TEXT NOT NULL DEFAULT '',                           -- a code: of skipped, or Slack's of failed
    at          TEXT NOT NULL,
    key         TEXT NOT NULL DEFAULT '',                           -- of the outgoing message
    answered_at TEXT NOT NULL DEFAULT '',                           -- when something was done about it: reading is not answering
    copied      INTEGER NOT NULL DEFAULT 0 CHECK (copied IN (0, 1)), -- 1: somebody else got a copy with it
    live        INTEGER NOT NULL DEFAULT 0 CHECK (live IN (0, 1)),  -- 1: its message shows how things stand now; a person has at most one
    UNIQUE (member, rule, week)
) STRICT;
CREATE INDEX reminders_by_key ON reminders (key) WHERE key <> '';
CREATE INDEX reminders_by_week ON reminders (week, rule, state);
CREATE UNIQUE INDEX reminders_live ON reminders (member) WHERE live = 1;

-- A week's round of weekly reminders, as HR follows it.
CREATE TABLE rounds (
    week       TEXT PRIMARY KEY,
    started_at TEXT NOT NULL,
    stopped_at TEXT NOT NULL DEFAULT '',                            -- by HR
    receipt_at TEXT NOT NULL DEFAULT ''                             -- when HR was told how it went
) STRICT, WITHOUT ROWID;

-- Units that HR has been told have no manager any more, until they get one.
CREATE TABLE unmanaged (
    unit  TEXT PRIMARY KEY REFERENCES units (code) ON DELETE CASCADE,
    since TEXT NOT NULL
) STRICT, WITHOUT ROWID;
