-- By which number the audit and the messages know a trainee. Disposal takes the reference away, here as in trainees ('D-0000-000017' stands in its
-- place), and what the audit says is of nobody any more, without a row of it being changed.
CREATE TABLE subjects (
    number    INTEGER PRIMARY KEY AUTOINCREMENT,                 -- never used again
    reference TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO subjects (reference)
    SELECT object FROM audit WHERE noun = 'trainee'
    UNION SELECT json_extract(coalesce(after, before), '$.trainee') FROM audit WHERE noun = 'wish' AND json_extract(coalesce(after, before), '$.trainee') <> ''
    UNION SELECT trainee FROM wishes WHERE trainee <> ''
    ORDER BY 1;

-- The audit of earlier versions holds references: they become numbers, this once.
DROP TRIGGER audit_is_not_changed;
UPDATE audit SET hash = NULL;                                    -- the rows are sealed anew
UPDATE audit SET object = (SELECT number FROM subjects WHERE reference = object) WHERE noun = 'trainee';
UPDATE audit SET before = json_set(before, '$.trainee', (SELECT number FROM subjects WHERE reference = json_extract(before, '$.trainee')))
    WHERE noun = 'wish' AND json_extract(before, '$.trainee') <> '';
UPDATE audit SET after = json_set(after, '$.trainee', (SELECT number FROM subjects WHERE reference = json_extract(after, '$.trainee')))
    WHERE noun = 'wish' AND json_extract(after, '$.trainee') <> '';
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit WHEN OLD.hash IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'the audit is not changed');
END;

-- Which messages of the bot say a trainee's reference, so that they can be taken back.
CREATE TABLE mentions (
    subject  INTEGER NOT NULL REFERENCES subjects (number),
    outgoing INTEGER NOT NULL REFERENCES outgoing (id) ON DELETE CASCADE,
    PRIMARY KEY (subject, outgoing)
) STRICT, WITHOUT ROWID;
CREATE INDEX mentions_by_outgoing ON mentions (outgoing);

-- The rules of disposal: after how many months, by which decision. Without a row nothing is disposed of.
CREATE TABLE retentions (
    class    TEXT PRIMARY KEY CHECK (class IN ('trainee')),      -- trainee: the months count from the day the time ended
    months   INTEGER NOT NULL CHECK (months BETWEEN 1 AND 120),
    decision TEXT NOT NULL CHECK (decision <> '' AND length(decision) <= 60) -- its reference, 'AMN 2026-118'
) STRICT, WITHOUT ROWID;

-- A disposal, from its proposal on. What it is of is fixed then, so that what is disposed of is what the protocol says.
CREATE TABLE disposals (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    class       TEXT NOT NULL,
    months      INTEGER NOT NULL,
    decision    TEXT NOT NULL,
    ended_by    TEXT NOT NULL,                                   -- the last day on which the time of those it is of ended
    proposed_at TEXT NOT NULL,
    proposed_by INTEGER REFERENCES members (id),
    protocol    TEXT NOT NULL DEFAULT '',                        -- the key of the message with the protocol
    done_at     TEXT,                                            -- NULL: not done
    done_by     INTEGER REFERENCES members (id)
) STRICT;

CREATE TABLE disposed (
    disposal INTEGER NOT NULL REFERENCES disposals (id),
    subject  INTEGER NOT NULL REFERENCES subjects (number),
    PRIMARY KEY (disposal, subject)
) STRICT, WITHOUT ROWID;
