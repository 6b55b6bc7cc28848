-- The processing of a trainee's row that has been restricted (GDPR art. 18), since this day: it is kept, and told nobody.
ALTER TABLE trainees ADD COLUMN restricted_on TEXT;

-- Rules of disposal for staff who have left, too: the months count from the last role and the last thing they did.
CREATE TABLE retentions_now (
    class    TEXT PRIMARY KEY CHECK (class IN ('trainee', 'staff')), -- trainee: the months count from the day the time ended
    months   INTEGER NOT NULL CHECK (months BETWEEN 1 AND 120),
    decision TEXT NOT NULL CHECK (decision <> '' AND length(decision) <= 60) -- its reference, 'AMN 2026-118'
) STRICT, WITHOUT ROWID;
INSERT INTO retentions_now (class, months, decision) SELECT class, months, decision FROM retentions;
DROP TABLE retentions;
ALTER TABLE retentions_now RENAME TO retentions;

CREATE TABLE disposed_members (
    disposal INTEGER NOT NULL REFERENCES disposals (id),
    member   INTEGER NOT NULL REFERENCES members (id),
    PRIMARY KEY (disposal, member)
) STRICT, WITHOUT ROWID;
