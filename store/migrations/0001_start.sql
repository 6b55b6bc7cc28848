-- Days are ISO text ('2020-06-25') in the municipality's zone; instants are RFC 3339 text in UTC. Both sort as they read.

-- One row: counts up at every change of units, kinds, programmes or quotas, so that what is kept in memory knows when it is old.
CREATE TABLE revision (
    one    INTEGER PRIMARY KEY CHECK (one = 1),
    number INTEGER NOT NULL
);
INSERT INTO revision (one, number) VALUES (1, 1);

CREATE TABLE units (
    code       TEXT PRIMARY KEY CHECK (code <> ''),
    parent     TEXT REFERENCES units (code) DEFERRABLE INITIALLY DEFERRED,
    kind       TEXT NOT NULL CHECK (kind IN ('kommun', 'förvaltning', 'bolag', 'verksamhet', 'enhet', 'partner')),
    name       TEXT NOT NULL CHECK (name <> ''),
    headcount  INTEGER NOT NULL DEFAULT 0 CHECK (headcount >= 0), -- its own; what lies below has its own
    valid_from TEXT NOT NULL,
    valid_to   TEXT CHECK (valid_to >= valid_from)                -- the last day, inclusive
) STRICT;
CREATE INDEX units_by_parent ON units (parent);

CREATE TABLE aliases (
    unit  TEXT NOT NULL REFERENCES units (code) ON DELETE CASCADE,
    alias TEXT NOT NULL CHECK (alias <> ''),
    PRIMARY KEY (unit, alias)
) STRICT, WITHOUT ROWID;

-- Kinds of placement with their limits: data, since the rules change with the law (kinds.toml holds them as shipped).
CREATE TABLE kinds (
    name             TEXT NOT NULL,
    english          TEXT NOT NULL,
    usual_months     INTEGER NOT NULL CHECK (usual_months > 0),  -- proposed as the length of a placement
    max_months       INTEGER CHECK (max_months > 0),             -- NULL: no limit is known
    needs_supervisor INTEGER NOT NULL CHECK (needs_supervisor IN (0, 1)),
    sensitive        INTEGER NOT NULL CHECK (sensitive IN (0, 1)), -- says something of a person's health: shown with a person to HR and coordinators alone
    rule_sv          TEXT NOT NULL,
    rule_en          TEXT NOT NULL,
    source           TEXT NOT NULL,
    valid_from       TEXT NOT NULL,
    valid_to         TEXT,                                       -- the last day on which a new placement may begin
    PRIMARY KEY (name, valid_from)
) STRICT, WITHOUT ROWID;

CREATE TABLE programmes (
    key     TEXT PRIMARY KEY,
    name_sv TEXT NOT NULL,
    name_en TEXT NOT NULL,
    starts  TEXT NOT NULL,
    ends    TEXT NOT NULL CHECK (ends >= starts),
    target  INTEGER CHECK (target >= 0),                         -- NULL: a programme of measures, without a number
    net     INTEGER NOT NULL CHECK (net IN (0, 1)),              -- 1: what is discontinued no longer counts toward the target
    scope   TEXT NOT NULL REFERENCES units (code)                -- the part of the tree that counts
) STRICT;

CREATE TABLE programme_kinds (
    programme TEXT NOT NULL REFERENCES programmes (key) ON DELETE CASCADE,
    kind      TEXT NOT NULL,
    PRIMARY KEY (programme, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE periods (
    programme TEXT NOT NULL REFERENCES programmes (key) ON DELETE CASCADE,
    name      TEXT NOT NULL,
    starts    TEXT NOT NULL,
    ends      TEXT NOT NULL CHECK (ends >= starts),
    target    INTEGER CHECK (target >= 0),                       -- NULL: what remains of the programme's target at its start
    PRIMARY KEY (programme, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE quotas (
    programme TEXT NOT NULL REFERENCES programmes (key) ON DELETE CASCADE,
    period    TEXT NOT NULL,
    unit      TEXT NOT NULL REFERENCES units (code),
    target    INTEGER NOT NULL CHECK (target >= 0),
    decided   INTEGER NOT NULL DEFAULT 0 CHECK (decided IN (0, 1)), -- 0: worked out by headcount, and worked out again when that changes
    PRIMARY KEY (programme, unit, period),
    FOREIGN KEY (programme, period) REFERENCES periods (programme, name) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- People in Slack. No names: Slack shows them.
CREATE TABLE members (
    id          INTEGER PRIMARY KEY,
    slack_id    TEXT UNIQUE,                                     -- NULL until the person has been seen in Slack
    email       TEXT UNIQUE COLLATE NOCASE,                      -- how the organisation's files know a manager
    team        TEXT NOT NULL DEFAULT '',
    language    TEXT NOT NULL DEFAULT '' CHECK (language IN ('', 'sv', 'en')), -- '': as in Slack
    locale      TEXT NOT NULL DEFAULT '',
    tz          TEXT NOT NULL DEFAULT '',
    outsider    TEXT NOT NULL DEFAULT '' CHECK (outsider IN ('', 'guest', 'bot', 'foreign', 'deactivated')), -- why the person is turned away
    CHECK (slack_id IS NOT NULL OR email IS NOT NULL)
) STRICT;

CREATE TABLE roles (
    id       INTEGER PRIMARY KEY,
    member   INTEGER NOT NULL REFERENCES members (id),
    role     TEXT NOT NULL CHECK (role IN ('manager', 'deputy', 'hr', 'coordinator')),
    unit     TEXT REFERENCES units (code),
    from_on  TEXT NOT NULL,
    until_on TEXT CHECK (until_on >= from_on),                   -- the last day; NULL: until further notice
    imported INTEGER NOT NULL DEFAULT 0,                         -- 1: from organisation.csv, which may take it back
    CHECK ((unit IS NULL) = (role IN ('hr', 'coordinator')))
) STRICT;
CREATE INDEX roles_by_member ON roles (member);
CREATE INDEX roles_by_unit ON roles (unit);
CREATE UNIQUE INDEX roles_once ON roles (member, role, ifnull(unit, '')) WHERE until_on IS NULL;

-- A slot's row is one commitment's life: open (published, no unit) → claimed (created_on) → discontinued. A published slot that is given
-- back is discontinued, and a fresh one is published in its place, so that every question about the past is answered from these days.
CREATE TABLE slots (
    number          INTEGER PRIMARY KEY AUTOINCREMENT,           -- never used again
    programme       TEXT REFERENCES programmes (key),            -- the one it counts in; NULL: in none
    kind            TEXT NOT NULL,
    unit            TEXT REFERENCES units (code),                -- who has committed to it; NULL while it is open
    published_on    TEXT,                                        -- NULL: a unit's own
    created_on      TEXT,                                        -- the day of the commitment, from which it counts
    claimed_by      INTEGER REFERENCES members (id),             -- NULL: open, or from an imported history
    starts_on       TEXT,                                        -- from when somebody can come
    hours           REAL CHECK (hours > 0 AND hours <= 60),      -- a week
    tasks           TEXT NOT NULL DEFAULT '' CHECK (length(tasks) <= 300),
    supervisor      TEXT NOT NULL DEFAULT '' CHECK (length(supervisor) <= 100), -- staff, or a function
    discontinued_on TEXT,
    reason          TEXT NOT NULL DEFAULT '',                    -- a code, never a text
    replaces        INTEGER REFERENCES slots (number),           -- the given-back slot that this one was published anew for
    CHECK ((unit IS NULL) = (created_on IS NULL)),
    CHECK (created_on IS NOT NULL OR published_on IS NOT NULL),
    CHECK (discontinued_on >= coalesce(created_on, published_on))
) STRICT;
CREATE INDEX slots_by_unit ON slots (unit, created_on, programme, discontinued_on) WHERE unit IS NOT NULL;
CREATE INDEX slots_open ON slots (kind, starts_on) WHERE unit IS NULL AND discontinued_on IS NULL;

CREATE TRIGGER slots_one_claimant BEFORE UPDATE OF claimed_by, unit ON slots
WHEN OLD.unit IS NOT NULL AND NEW.unit IS NOT NULL AND OLD.claimed_by IS NOT NULL
     AND (NEW.claimed_by IS NOT OLD.claimed_by OR NEW.unit <> OLD.unit)
BEGIN
    SELECT RAISE(ABORT, 'slot is already claimed');
END;

-- To whom a published slot is offered: these units and what lies below them. No row: everybody in the programme's scope.
CREATE TABLE offers (
    slot INTEGER NOT NULL REFERENCES slots (number) ON DELETE CASCADE,
    unit TEXT NOT NULL REFERENCES units (code),
    PRIMARY KEY (slot, unit)
) STRICT, WITHOUT ROWID;

-- One person's time in a slot. The reference is all that is known of the person here.
CREATE TABLE trainees (
    reference  TEXT PRIMARY KEY CHECK (reference GLOB 'D-[0-9][0-9][0-9][0-9]-[0-9][0-9][0-9]*'),
    slot       INTEGER NOT NULL REFERENCES slots (number),
    starts_on  TEXT NOT NULL,
    ends_on    TEXT NOT NULL CHECK (ends_on >= starts_on),       -- as planned
    ended_on   TEXT CHECK (ended_on >= starts_on),               -- as it became: from this day the slot is vacant
    result     TEXT CHECK (result IN ('completed', 'interrupted')),
    outcome    TEXT CHECK (outcome IN ('employed', 'subsidised', 'municipal', 'studies', 'new_measure', 'unknown')),
    hours      REAL CHECK (hours > 0 AND hours <= 60),           -- a week
    percent    REAL CHECK (percent > 0 AND percent <= 100),
    supervisor TEXT NOT NULL DEFAULT '' CHECK (length(supervisor) <= 100),
    CHECK ((ended_on IS NULL) = (result IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX trainees_by_slot ON trainees (slot, starts_on);
CREATE UNIQUE INDEX trainees_one_present ON trainees (slot) WHERE ended_on IS NULL;

CREATE TRIGGER trainees_one_at_a_time BEFORE INSERT ON trainees
WHEN EXISTS (SELECT 1 FROM trainees t
             WHERE t.slot = NEW.slot AND t.reference <> NEW.reference
               AND NEW.starts_on < coalesce(t.ended_on, '9999') AND t.starts_on < coalesce(NEW.ended_on, '9999'))
BEGIN
    SELECT RAISE(ABORT, 'slot has a trainee in that time');
END;
CREATE TRIGGER trainees_still_one_at_a_time BEFORE UPDATE OF slot, starts_on, ended_on ON trainees
WHEN EXISTS (SELECT 1 FROM trainees t
             WHERE t.slot = NEW.slot AND t.reference <> NEW.reference
               AND NEW.starts_on < coalesce(t.ended_on, '9999') AND t.starts_on < coalesce(NEW.ended_on, '9999'))
BEGIN
    SELECT RAISE(ABORT, 'slot has a trainee in that time');
END;

-- The next number of D-YYYY-NNNN, a row a year.
CREATE TABLE reference_numbers (
    year INTEGER PRIMARY KEY,
    last INTEGER NOT NULL
) STRICT;

-- How many, for every unit with all that lies below it: a row a month ('m2020-06') and a row a day ('d2020-06-25') on which something happened.
-- Kept in the transaction that changes slots or trainees; RebuildTallies makes it anew from them and CheckTallies compares.
CREATE TABLE tallies (
    programme    TEXT NOT NULL,                                  -- '': counts in none
    unit         TEXT NOT NULL,
    span         TEXT NOT NULL,
    kind         TEXT NOT NULL,
    period       TEXT NOT NULL,                                  -- the period in which the slot was created, whenever the rest happened
    created      INTEGER NOT NULL DEFAULT 0,
    discontinued INTEGER NOT NULL DEFAULT 0,
    started      INTEGER NOT NULL DEFAULT 0,
    ended        INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (programme, unit, span, kind, period)
) STRICT, WITHOUT ROWID;

-- Who did what. Never changed, never removed; holds codes, days and numbers, never what somebody wrote.
CREATE TABLE audit (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    at       TEXT NOT NULL,
    member   INTEGER REFERENCES members (id),                    -- NULL: the program itself (import, clock)
    door     TEXT NOT NULL,                                      -- slash, message, button, form, import, …
    command  TEXT NOT NULL,
    entry    INTEGER,                                            -- the first row of what was done in one go; NULL: this is it
    noun     TEXT NOT NULL,                                      -- slot, trainee, member, role, …
    object   TEXT NOT NULL,                                      -- its number, reference or id
    unit     TEXT,
    before   TEXT,                                               -- JSON; NULL: it was not there
    after    TEXT,                                               -- JSON; NULL: it is no more
    undoes   INTEGER REFERENCES audit (id)                       -- the entry that this row takes back
) STRICT;
CREATE INDEX audit_by_member ON audit (member, id);
CREATE INDEX audit_by_object ON audit (noun, object, id);
CREATE UNIQUE INDEX audit_undone_once ON audit (undoes) WHERE undoes IS NOT NULL;

CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit is not changed');
END;
CREATE TRIGGER audit_is_not_removed BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit is not removed');
END;

-- Requests already handled, so that one that comes again has no second effect; old rows are cleared away.
CREATE TABLE requests (
    id     TEXT PRIMARY KEY,
    at     TEXT NOT NULL,
    answer BLOB                                                  -- what was answered, given again
) STRICT, WITHOUT ROWID;

-- Messages to send: written before they are sent, tried until Slack has them, looked for by key before they are sent again.
CREATE TABLE outgoing (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    key      TEXT NOT NULL UNIQUE,                               -- opaque; goes with the message as its metadata
    channel  TEXT NOT NULL,                                      -- a Slack channel or user id
    payload  BLOB NOT NULL,                                      -- the message as JSON
    state    TEXT NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'unclear', 'sent', 'failed')),
    due_at   TEXT NOT NULL,
    tries    INTEGER NOT NULL DEFAULT 0,
    sent_at  TEXT,
    posted   TEXT NOT NULL DEFAULT '',                           -- Slack's channel and ts, once it has it
    error    TEXT NOT NULL DEFAULT ''                            -- Slack's word for why not
) STRICT;
CREATE INDEX outgoing_waiting ON outgoing (due_at, id) WHERE state IN ('planned', 'unclear');

-- Strangers who ask to be a unit's manager, until HR has answered.
CREATE TABLE petitions (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    member     INTEGER NOT NULL REFERENCES members (id),
    unit       TEXT NOT NULL REFERENCES units (code),
    asked_at   TEXT NOT NULL,
    decided_at TEXT,
    decided_by INTEGER REFERENCES members (id),
    approved   INTEGER CHECK (approved IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX petitions_open ON petitions (member, unit) WHERE decided_at IS NULL;
