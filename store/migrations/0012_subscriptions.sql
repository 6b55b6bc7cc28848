-- Summaries that are sent regularly, to the one who asked for them or to a channel.
CREATE TABLE subscriptions (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    member  INTEGER NOT NULL REFERENCES members (id),            -- who asked for it
    channel TEXT NOT NULL CHECK (channel <> ''),                 -- Slack's ID of the channel, or of the member
    every   TEXT NOT NULL CHECK (every IN ('week', 'report')),
    since   TEXT NOT NULL,                                       -- the instant from which it holds
    last    TEXT NOT NULL DEFAULT '',                            -- the week or report date that was sent last
    ended   INTEGER NOT NULL DEFAULT 0 CHECK (ended IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX subscriptions_once ON subscriptions (channel, every) WHERE ended = 0;
