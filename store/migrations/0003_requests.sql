-- Requests already handled, with the answers beside the key rather than in its tree: of answers that stand in the tree itself there are five to a
-- page, which makes it six pages deep where the keys alone need three.
ALTER TABLE requests RENAME TO requests_before;
CREATE TABLE requests (
    id     TEXT PRIMARY KEY,
    at     TEXT NOT NULL,
    answer BLOB                                                  -- what was answered, given again
) STRICT;
INSERT INTO requests (id, at, answer) SELECT id, at, answer FROM requests_before ORDER BY at;
DROP TABLE requests_before;
