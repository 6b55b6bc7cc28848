-- A message that shows how things stood before something was done: it is to say anew what is true.
ALTER TABLE reminders ADD COLUMN stale INTEGER NOT NULL DEFAULT 0 CHECK (stale IN (0, 1));
CREATE INDEX reminders_stale ON reminders (id) WHERE stale = 1;
