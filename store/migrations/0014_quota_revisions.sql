-- What has become of the quotas since they were first worked out: a revision a decision, a change, a move, or one of them undone.
CREATE TABLE quota_revisions (
    programme TEXT NOT NULL REFERENCES programmes (key) ON DELETE CASCADE,
    number    INTEGER NOT NULL CHECK (number > 0),
    made_on   TEXT NOT NULL,
    member    INTEGER REFERENCES members (id),
    what      TEXT NOT NULL CHECK (what IN ('decide', 'set', 'move', 'undo')),
    rule      TEXT NOT NULL CHECK (rule IN ('', 'largest_remainder', 'sainte_lague')), -- of a decision
    frozen    INTEGER NOT NULL CHECK (frozen IN (0, 1)), -- 1: from now on nothing is worked out anew by itself
    undoes    INTEGER,                                   -- the revision that this one takes back
    PRIMARY KEY (programme, number)
) STRICT, WITHOUT ROWID;

-- The quotas that a revision changed; set_…: somebody has set it, so that it stays when others are worked out.
CREATE TABLE quota_changes (
    programme  TEXT NOT NULL,
    number     INTEGER NOT NULL,
    period     TEXT NOT NULL,
    unit       TEXT NOT NULL REFERENCES units (code),
    before     INTEGER,                                  -- NULL: it had none
    after      INTEGER,                                  -- NULL: it has none
    set_before INTEGER NOT NULL CHECK (set_before IN (0, 1)),
    set_after  INTEGER NOT NULL CHECK (set_after IN (0, 1)),
    PRIMARY KEY (programme, number, unit, period),
    FOREIGN KEY (programme, number) REFERENCES quota_revisions (programme, number) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
