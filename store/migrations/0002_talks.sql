-- What was read last from each member's messages, so that the next message can answer or change it. Codes, days and numbers: no text is kept.
CREATE TABLE talks (
    member  INTEGER PRIMARY KEY REFERENCES members (id),
    key     TEXT NOT NULL,                                        -- of the request that it comes from
    command TEXT NOT NULL,
    args    TEXT NOT NULL,                                        -- JSON
    waits   TEXT NOT NULL CHECK (waits IN ('', 'piece', 'yes')),  -- for what the bot has asked: '': nothing
    at      TEXT NOT NULL
) STRICT;
