-- When the weekly reminder goes out. One row, written at the first start and changed by HR.
CREATE TABLE rules (
    name       TEXT PRIMARY KEY CHECK (name = 'weekly'),
    weekday    INTEGER NOT NULL CHECK (weekday BETWEEN 0 AND 6),   -- 0: Sunday
    clock      TEXT NOT NULL CHECK (clock GLOB '[0-2][0-9]:[0-5][0-9]'),
    cutoff     INTEGER NOT NULL CHECK (cutoff BETWEEN 0 AND 6),    -- the last weekday on which it is of use that week
    unanswered INTEGER NOT NULL CHECK (unanswered BETWEEN 1 AND 52), -- weeks without an answer before somebody else gets a copy
    quiet_from INTEGER NOT NULL DEFAULT 0 CHECK (quiet_from BETWEEN 0 AND 53), -- ISO weeks without reminders, inclusive; 0: none
    quiet_to   INTEGER NOT NULL DEFAULT 0 CHECK (quiet_to BETWEEN 0 AND 53),
    bridges    INTEGER NOT NULL DEFAULT 0 CHECK (bridges IN (0, 1)), -- 1: a working day between two free ones is free too
    since      TEXT NOT NULL                                        -- the first start: what was due before it is not sent
) STRICT, WITHOUT ROWID;

-- The municipality's own free days, inclusive.
CREATE TABLE free_days (
    starts TEXT PRIMARY KEY,
    ends   TEXT NOT NULL CHECK (ends >= starts)
) STRICT, WITHOUT ROWID;
