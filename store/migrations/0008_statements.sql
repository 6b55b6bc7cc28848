-- What the programme leader says of the outlook. About the programme, never about a person; the newest of a day holds.
CREATE TABLE statements (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    programme TEXT NOT NULL REFERENCES programmes (key) ON DELETE CASCADE,
    member    INTEGER REFERENCES members (id),
    said_on   TEXT NOT NULL,
    verdict   TEXT NOT NULL CHECK (verdict IN ('whole', 'partly', 'not')),
    text      TEXT NOT NULL CHECK (text <> '' AND length(text) <= 300)
) STRICT;
CREATE INDEX statements_by_programme ON statements (programme, said_on);
