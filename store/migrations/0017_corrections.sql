-- What a supervisor was called before a correction, so that it can be taken back: the audit holds no text. It goes with the trainee's row.
CREATE TABLE corrections (
    entry      INTEGER PRIMARY KEY REFERENCES audit (id) DEFERRABLE INITIALLY DEFERRED,
    subject    INTEGER NOT NULL REFERENCES subjects (number),
    supervisor TEXT NOT NULL
) STRICT;
CREATE INDEX corrections_by_subject ON corrections (subject);
