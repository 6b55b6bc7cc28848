package store

import "time"

// Talk is a conversation under way: what was read last from a member's messages, and what the bot waits for. No message is kept of it.
type Talk struct {
	Member  int64
	Key     string // of the request that it comes from
	Command string
	Args    string // JSON
	Waits   string // "piece" that is missing, "yes" to what will be done, "": for nothing
	Text    string `json:"-"` // what will be written down as it was said, a supervisor, a statement or a decision, while its yes is waited for
	At      time.Time
}

// talkLasts is how long the bot remembers what was said, and waits for an answer.
const talkLasts = 30 * time.Minute

// Talk gives a member's, nil where there is none or it is over.
func (tx *Tx) Talk(member int64) (*Talk, error) {
	t, err := tx.LastTalk(member)
	if err != nil || t == nil || !Recent(t.At, tx.Now) || t.At.After(tx.Now) {
		return nil, err
	}
	return t, nil
}

// LastTalk gives a member's, also where it is over; nil where there is none.
func (tx *Tx) LastTalk(member int64) (*Talk, error) {
	t := Talk{Member: member}
	var at string
	err := tx.get([]any{&t.Key, &t.Command, &t.Args, &t.Waits, &t.Text, &at}, `SELECT key, command, args, waits, text, at FROM talks WHERE member = ?`, member)
	if none(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	t.At, err = time.Parse(time.RFC3339, at)
	return &t, err
}

// KeepTalk remembers what was said, in the place of what was said before. Where the bot waits for an answer, last is what it says on channel when
// none has come in time; nil: nothing.
func (tx *Tx) KeepTalk(t Talk, channel string, last []byte) error {
	if err := tx.EndTalk(t.Member); err != nil {
		return err
	}
	if _, err := tx.exec(`INSERT INTO talks (member, key, command, args, waits, text, at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		t.Member, t.Key, t.Command, t.Args, t.Waits, t.Text, tx.Stamp()); err != nil {
		return err
	}
	if t.Waits == "" || last == nil {
		return nil
	}
	return tx.sendAt("talk:"+t.Key, channel, last, tx.Now.Add(talkLasts))
}

// EndTalk forgets what was said, and that an answer was waited for.
func (tx *Tx) EndTalk(member int64) error {
	var key string
	err := tx.get([]any{&key}, `SELECT key FROM talks WHERE member = ?`, member)
	if none(err) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = tx.exec(`DELETE FROM talks WHERE member = ?`, member)
	_, unsent := tx.Unsend("talk:" + key)
	return firstError(err, unsent)
}
