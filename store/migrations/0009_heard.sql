-- What became of each message that somebody has written, so that the bot can follow when it is changed or deleted. No text is kept of it, and the
-- row is cleared away when the request's own is.
CREATE TABLE heard (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    message TEXT NOT NULL UNIQUE,                                -- Slack's channel and ts
    member  INTEGER NOT NULL REFERENCES members (id),
    version TEXT NOT NULL,                                       -- the ts of its latest change; '': as it was written; '~': deleted
    key     TEXT NOT NULL,                                       -- of the request that was answered about it last
    talk    TEXT NOT NULL,                                       -- key of the request with which its talk began
    answer  TEXT NOT NULL,                                       -- key of the outgoing message that answers it
    before  TEXT NOT NULL,                                       -- JSON: the talk that it was read in
    after   TEXT NOT NULL,                                       -- JSON: what it was read as
    missed  INTEGER NOT NULL DEFAULT 0,                          -- how many in a row, this one included, were not understood
    offered TEXT NOT NULL DEFAULT '',                            -- the commands that were suggested then
    entry   INTEGER REFERENCES audit (id),                       -- what it came to; NULL: to nothing yet
    at      TEXT NOT NULL
) STRICT;
CREATE INDEX heard_by_member ON heard (member, id);
CREATE INDEX heard_by_key ON heard (key);
CREATE INDEX heard_by_talk ON heard (talk);

ALTER TABLE outgoing ADD COLUMN anew INTEGER NOT NULL DEFAULT 0 CHECK (anew IN (0, 1)); -- 1: where what it updates can't be changed, it is sent as a new one

-- How often a phrasing was not understood, by a hash of its shape that only this database can make. No text.
CREATE TABLE shapes (
    day      TEXT NOT NULL,
    language TEXT NOT NULL,
    shape    TEXT NOT NULL,
    count    INTEGER NOT NULL,
    PRIMARY KEY (day, language, shape)
) STRICT, WITHOUT ROWID;
CREATE INDEX shapes_by_shape ON shapes (shape);

CREATE TABLE shape_secret (
    one    INTEGER PRIMARY KEY CHECK (one = 1),
    secret BLOB NOT NULL
) STRICT;
INSERT INTO shape_secret (one, secret) VALUES (1, randomblob(32));
