-- How a programme splits what it has into categories: what lies in their units with all below them, and not in a nearer one of another. The one
-- without units has the rest.
CREATE TABLE categories (
    programme TEXT NOT NULL REFERENCES programmes (key) ON DELETE CASCADE,
    place     INTEGER NOT NULL CHECK (place > 0), -- in the order in which they are told
    name_sv   TEXT NOT NULL CHECK (name_sv <> ''),
    name_en   TEXT NOT NULL CHECK (name_en <> ''),
    PRIMARY KEY (programme, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE category_units (
    programme TEXT NOT NULL,
    unit      TEXT NOT NULL REFERENCES units (code),
    place     INTEGER NOT NULL,
    PRIMARY KEY (programme, unit),
    FOREIGN KEY (programme, place) REFERENCES categories (programme, place) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- What happened outside that the figures should be read with. It changes none of them.
CREATE TABLE events (
    programme TEXT NOT NULL REFERENCES programmes (key) ON DELETE CASCADE,
    starts    TEXT NOT NULL,
    ends      TEXT CHECK (ends >= starts),        -- the last day; NULL: it goes on
    name_sv   TEXT NOT NULL CHECK (name_sv <> ''),
    name_en   TEXT NOT NULL CHECK (name_en <> ''),
    PRIMARY KEY (programme, starts, name_sv)
) STRICT, WITHOUT ROWID;

-- How many of a period's slots were filled on a day, told between two numbers by who knew of people that nobody had written down.
CREATE TABLE estimates (
    programme TEXT NOT NULL,
    period    TEXT NOT NULL,
    unit      TEXT NOT NULL REFERENCES units (code),
    told_on   TEXT NOT NULL,
    low       INTEGER NOT NULL CHECK (low >= 0),
    high      INTEGER NOT NULL CHECK (high >= low),
    PRIMARY KEY (programme, period, unit, told_on),
    FOREIGN KEY (programme, period) REFERENCES periods (programme, name) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
