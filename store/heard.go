package store

import "time"

// Heard is a message that a member has written and what became of it. No text is kept of it.
type Heard struct {
	ID      int64
	Message string // Slack's channel and ts
	Member  int64
	Version string // the ts of its latest change; "": as it was written; Deleted
	Key     string // of the request that was answered about it last
	Talk    string // key of the request with which its talk began
	Answer  string // key of the outgoing message that answers it
	Before  string // JSON: the talk that it was read in
	After   string // JSON: what it was read as
	Missed  int    // how many in a row, this one included, were not understood
	Offered string // the commands that were suggested then
	Entry   int64  // of the audit: what it came to; 0: to nothing
	At      time.Time
}

// Deleted is the version of a message that is no more. It sorts after all others.
const Deleted = "~"

// Fresh tells whether it was heard so lately that the talk it belongs to may go on.
func (h *Heard) Fresh(now time.Time) bool { return Recent(h.At, now) }

// Recent tells whether an instant is no longer ago than the bot remembers what was said.
func Recent(at, now time.Time) bool { return now.Sub(at) < talkLasts }

const selectHeard = `SELECT id, message, member, version, key, talk, answer, before, after, missed, offered, coalesce(entry, 0), at FROM heard WHERE `

// Heard gives what became of a message, nil where it has not been heard.
func (tx *Tx) Heard(message string) (*Heard, error) {
	return tx.oneHeard(selectHeard+`message = ?`, message)
}

// HeardAs gives the message that a request was answered about last, nil where there is none.
func (tx *Tx) HeardAs(key string) (*Heard, error) {
	return tx.oneHeard(selectHeard+`key = ? ORDER BY id DESC LIMIT 1`, key)
}

// LastHeard gives a member's latest message that came before another (0: of all), nil where there is none.
func (tx *Tx) LastHeard(member, before int64) (*Heard, error) {
	return tx.oneHeard(selectHeard+`member = ? AND (? = 0 OR id < ?) ORDER BY id DESC LIMIT 1`, member, before, before)
}

func (tx *Tx) oneHeard(query string, args ...any) (*Heard, error) {
	var h Heard
	var at string
	err := tx.get([]any{&h.ID, &h.Message, &h.Member, &h.Version, &h.Key, &h.Talk, &h.Answer, &h.Before, &h.After, &h.Missed, &h.Offered, &h.Entry, &at}, query, args...)
	if none(err) {
		return nil, nil
	}
	if err == nil {
		h.At, err = time.Parse(time.RFC3339, at)
	}
	return &h, err
}

// Hear writes down what became of a message, in the place of what was written of it before.
func (tx *Tx) Hear(h Heard) error {
	_, err := tx.exec(`INSERT INTO heard (message, member, version, key, talk, answer, before, after, missed, offered, entry, at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (message) DO UPDATE SET version = excluded.version, key = excluded.key, talk = excluded.talk, answer = excluded.answer,
			before = excluded.before, after = excluded.after, missed = excluded.missed, offered = excluded.offered, entry = excluded.entry, at = excluded.at`,
		h.Message, h.Member, h.Version, h.Key, h.Talk, h.Answer, h.Before, h.After, h.Missed, h.Offered, null(h.Entry), tx.Stamp())
	return err
}

// Fulfil says what the talk came to whose question has the key: every message of it.
func (tx *Tx) Fulfil(key string, entry int64) error {
	_, err := tx.exec(`UPDATE heard SET entry = ? WHERE talk IN (SELECT talk FROM heard WHERE key = ?)`, entry, key)
	return err
}

// ForgetHeard clears away messages and talks that are older than anybody comes back to, and what was never agreed to be written down.
func (tx *Tx) ForgetHeard(age time.Duration) error {
	_, over := tx.exec(`UPDATE talks SET text = '' WHERE text <> '' AND at < ?`, stamp(tx.Now.Add(-talkLasts)))
	old := []any{stamp(tx.Now.Add(-age))}
	return firstError(over, tx.execAll([]query{{`DELETE FROM talks WHERE at < ?`, old}, {`DELETE FROM heard WHERE at < ?`, old}}))
}
