-- What the tallies need beside created, discontinued, started and ended, so that they tell of any day which slots have stood vacant for long and
-- whose time is running out:
--   closed  a vacancy is over, because somebody started or the slot was given back; counted 42 days after it began where that is later, so that
--           those that have lasted 42 days by a day are the vacancies that began 42 days before it less the closed ones;
--   ending  +1 28 days before the planned end, or at a start later than that, and -1 when it is over;
--   overdue +1 the day after a planned end that nobody has confirmed, and -1 when somebody does.
ALTER TABLE tallies ADD COLUMN closed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tallies ADD COLUMN ending INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tallies ADD COLUMN overdue INTEGER NOT NULL DEFAULT 0;

-- A trainee's time with the day since which the slot had been vacant.
CREATE VIEW stays AS
    SELECT t.slot, s.programme, s.unit, s.kind, s.created_on AS born, t.starts_on, t.ends_on, t.ended_on,
           coalesce(lag(t.ended_on) OVER (PARTITION BY t.slot ORDER BY t.starts_on, coalesce(t.ended_on, '9999')), s.created_on) AS since
    FROM trainees t JOIN slots s ON s.number = t.slot;

-- Everything that the tallies count, as it happened in the unit itself.
CREATE VIEW happenings AS
    SELECT programme, unit, created_on AS day, kind, created_on AS born,
           1 AS created, 0 AS discontinued, 0 AS started, 0 AS ended, 0 AS closed, 0 AS ending, 0 AS overdue
    FROM slots WHERE unit IS NOT NULL
    UNION ALL
    SELECT programme, unit, discontinued_on, kind, created_on, 0, 1, 0, 0, 0, 0, 0 FROM slots WHERE unit IS NOT NULL AND discontinued_on IS NOT NULL
    UNION ALL
    SELECT programme, unit, starts_on, kind, born, 0, 0, 1, 0, 0, 0, 0 FROM stays
    UNION ALL
    SELECT programme, unit, ended_on, kind, born, 0, 0, 0, 1, 0, 0, 0 FROM stays WHERE ended_on IS NOT NULL
    UNION ALL
    SELECT programme, unit, max(starts_on, date(since, '+42 days')), kind, born, 0, 0, 0, 0, 1, 0, 0 FROM stays
    UNION ALL
    SELECT s.programme, s.unit, max(s.discontinued_on, date(coalesce(max(t.ended_on), s.created_on), '+42 days')), s.kind, s.created_on, 0, 0, 0, 0, 1, 0, 0
    FROM slots s LEFT JOIN trainees t ON t.slot = s.number
    WHERE s.unit IS NOT NULL AND s.discontinued_on IS NOT NULL
    GROUP BY s.number HAVING count(t.slot) = count(t.ended_on)
    UNION ALL
    SELECT programme, unit, max(starts_on, date(ends_on, '-28 days')), kind, born, 0, 0, 0, 0, 0, 1, 0 FROM stays
    WHERE ended_on IS NULL OR ended_on > max(starts_on, date(ends_on, '-28 days'))
    UNION ALL
    SELECT programme, unit, min(coalesce(ended_on, '9999'), date(ends_on, '+1 day')), kind, born, 0, 0, 0, 0, 0, -1, 0 FROM stays
    WHERE ended_on IS NULL OR ended_on > max(starts_on, date(ends_on, '-28 days'))
    UNION ALL
    SELECT programme, unit, date(ends_on, '+1 day'), kind, born, 0, 0, 0, 0, 0, 0, 1 FROM stays WHERE ended_on IS NULL OR ended_on > date(ends_on, '+1 day')
    UNION ALL
    SELECT programme, unit, ended_on, kind, born, 0, 0, 0, 0, 0, 0, -1 FROM stays WHERE ended_on > date(ends_on, '+1 day');

CREATE VIEW counted AS
    WITH RECURSIVE path (leaf, unit) AS (
        SELECT code, code FROM units
        UNION ALL
        SELECT path.leaf, u.parent FROM path JOIN units u ON u.code = path.unit WHERE u.parent IS NOT NULL
    ), days AS (
        SELECT programme, unit AS leaf, day, kind,
               coalesce((SELECT p.name FROM periods p WHERE p.programme = h.programme AND h.born BETWEEN p.starts AND p.ends), '') AS period,
               sum(created) AS created, sum(discontinued) AS discontinued, sum(started) AS started, sum(ended) AS ended,
               sum(closed) AS closed, sum(ending) AS ending, sum(overdue) AS overdue
        FROM happenings h GROUP BY 1, 2, 3, 4, 5
    )
    SELECT coalesce(programme, '') AS programme, path.unit AS unit, span.prefix || substr(day, 1, span.length) AS span, kind, period,
           sum(created) AS created, sum(discontinued) AS discontinued, sum(started) AS started, sum(ended) AS ended,
           sum(closed) AS closed, sum(ending) AS ending, sum(overdue) AS overdue
    FROM days JOIN path ON path.leaf = days.leaf
         CROSS JOIN (SELECT 'm' AS prefix, 7 AS length UNION ALL SELECT 'd', 10) span
    GROUP BY 1, 2, 3, 4, 5;

DELETE FROM tallies;
INSERT INTO tallies (programme, unit, span, kind, period, created, discontinued, started, ended, closed, ending, overdue)
    SELECT programme, unit, span, kind, period, created, discontinued, started, ended, closed, ending, overdue FROM counted WHERE true;
