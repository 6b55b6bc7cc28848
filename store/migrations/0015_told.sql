-- What HR has been told of: what became of each weekly reminder, and whom nothing reaches.
ALTER TABLE reminders ADD COLUMN told INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1)); -- 1: it is in a receipt
UPDATE reminders SET told = 1 WHERE week IN (SELECT week FROM rounds WHERE receipt_at <> '');
CREATE INDEX reminders_untold ON reminders (week) WHERE told = 0 AND rule = 'weekly';
CREATE INDEX outgoing_failed ON outgoing (due_at) WHERE state = 'failed';

CREATE TABLE unreached (
    channel TEXT PRIMARY KEY,                                       -- where Slack takes no messages
    since   TEXT NOT NULL                                           -- HR was told
) STRICT, WITHOUT ROWID;
