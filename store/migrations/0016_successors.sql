-- The unit that takes over after a unit's last day.
ALTER TABLE units ADD COLUMN successor TEXT REFERENCES units (code) DEFERRABLE INITIALLY DEFERRED;

-- How it went for who has been in a slot, told without looking each of them up.
DROP INDEX trainees_by_slot;
CREATE INDEX trainees_by_slot ON trainees (slot, starts_on, ended_on, result, outcome);
