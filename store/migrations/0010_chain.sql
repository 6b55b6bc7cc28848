-- Each row of the audit is sealed with a hash over its content and the hash of the row before it, so that a row that is changed, taken out or put in
-- shows. The program makes them; rows of earlier versions get theirs after this migration.
ALTER TABLE audit ADD COLUMN hash BLOB CHECK (length(hash) = 32);

DROP TRIGGER audit_is_not_changed;
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit WHEN OLD.hash IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'the audit is not changed');
END;
