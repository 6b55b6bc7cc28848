-- A free text that is to be written down when it has been agreed to: a supervisor, the programme leader's sentence. It goes when the talk goes.
ALTER TABLE talks ADD COLUMN text TEXT NOT NULL DEFAULT '';
