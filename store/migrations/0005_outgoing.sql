-- What changes an earlier message, what goes to many, and until when it is worth sending.
ALTER TABLE outgoing ADD COLUMN updates TEXT NOT NULL DEFAULT '';                          -- the key of the message that this one changes
ALTER TABLE outgoing ADD COLUMN bulk    INTEGER NOT NULL DEFAULT 0 CHECK (bulk IN (0, 1)); -- 1: one of many, which go after answers
ALTER TABLE outgoing ADD COLUMN until   TEXT;                                              -- NULL: it is worth sending however late
DROP INDEX outgoing_waiting;
CREATE INDEX outgoing_waiting ON outgoing (bulk, due_at, id) WHERE state IN ('planned', 'unclear');
CREATE INDEX outgoing_updates ON outgoing (updates) WHERE updates <> '' AND state IN ('planned', 'unclear');
CREATE INDEX outgoing_by_channel ON outgoing (channel, id);
