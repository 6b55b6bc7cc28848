-- The unit that takes over after a unit's last day.
ALTER TABLE units ADD COLUMN successor TEXT REFERENCES units (code) DEFERRABLE INITIALLY DEFERRED;
