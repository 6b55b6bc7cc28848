-- Whose time runs out next, and how it went for those whose time is over, without reading everybody there has been.
CREATE INDEX trainees_ending ON trainees (ends_on, starts_on, slot) WHERE ended_on IS NULL;
CREATE INDEX trainees_ended ON trainees (result, outcome, ended_on) WHERE ended_on IS NOT NULL;
