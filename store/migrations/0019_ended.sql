-- Whether somebody who left for work is still there so many days after the placement ended; NULL: nobody has said.
ALTER TABLE trainees ADD COLUMN after_30  TEXT CHECK (after_30  IN ('working', 'left'));
ALTER TABLE trainees ADD COLUMN after_90  TEXT CHECK (after_90  IN ('working', 'left'));
ALTER TABLE trainees ADD COLUMN after_365 TEXT CHECK (after_365 IN ('working', 'left'));

-- How many's time ended on a day and how it went with them, of every unit that has more than 20 in its branch, itself with it. What is said
-- afterwards counts on the day that the time ended. Smaller branches are counted from their slots.
CREATE TABLE ended (
    unit TEXT NOT NULL,
    day  TEXT NOT NULL,
    kind TEXT NOT NULL,
    how  TEXT NOT NULL,                                          -- 'completed employed', 'interrupted'; '90 working', '90 left'
    n    INTEGER NOT NULL,
    PRIMARY KEY (unit, how, day, kind)
) STRICT, WITHOUT ROWID;

CREATE VIEW ended_counted AS
    WITH RECURSIVE path (leaf, unit) AS (
        SELECT code, code FROM units
        UNION ALL
        SELECT path.leaf, u.parent FROM path JOIN units u ON u.code = path.unit WHERE u.parent IS NOT NULL
    ), wide AS (
        SELECT unit FROM path GROUP BY unit HAVING count(*) > 20
    ), hows AS (
        SELECT slot, ended_on, trim(result || ' ' || coalesce(outcome, '')) AS how FROM trainees
        UNION ALL SELECT slot, ended_on, '30 ' || after_30 FROM trainees WHERE after_30 IS NOT NULL AND outcome IN ('employed', 'subsidised')
        UNION ALL SELECT slot, ended_on, '90 ' || after_90 FROM trainees WHERE after_90 IS NOT NULL AND outcome IN ('employed', 'subsidised')
        UNION ALL SELECT slot, ended_on, '365 ' || after_365 FROM trainees WHERE after_365 IS NOT NULL AND outcome IN ('employed', 'subsidised')
    )
    SELECT path.unit AS unit, h.ended_on AS day, s.kind AS kind, h.how AS how, count(*) AS n
    FROM hows h JOIN slots s ON s.number = h.slot JOIN path ON path.leaf = s.unit JOIN wide ON wide.unit = path.unit
    WHERE h.ended_on IS NOT NULL
    GROUP BY 1, 2, 3, 4;

INSERT INTO ended (unit, day, kind, how, n) SELECT unit, day, kind, how, n FROM ended_counted WHERE true;

DROP INDEX trainees_ended; -- the whole is told by the table
CREATE INDEX trainees_for_work ON trainees (ended_on) WHERE outcome IN ('employed', 'subsidised');
