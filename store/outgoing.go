package store

import (
	"database/sql"
	"strings"
	"time"
)

// Outgoing is a message on its way to Slack: written before it is sent, and known by its key on both sides.
type Outgoing struct {
	ID      int64
	Key     string // opaque, unique; goes with the message as its metadata
	Channel string
	Payload []byte
	State   string // planned, unclear (sent, but whether it arrived is not known), sent, failed
	Tries   int
	Posted  string // Slack's "channel ts", once it has it
	Updates string // the key of the message that this one changes; "": it is a new one
	Anew    bool   // where that one can't be changed, this is sent as a new one
	Bulk    bool   // one of many: answers go before it
	Until   string // after this instant it is not worth sending; "": it always is
	Due     string // when it is to be sent, or may be taken from who took it
}

// DueAt tells whether the message is due at an instant that was written down for it.
func (o *Outgoing) DueAt(at time.Time) bool { return o.Due == stamp(at) }

// Late tells of a message that is no longer worth sending.
func (o *Outgoing) Late(now time.Time) bool { return o.Until != "" && o.Until < stamp(now) }

// Send writes a message down to be sent now. One with the same key is there already: nothing happens.
func (tx *Tx) Send(key, channel string, payload []byte) error {
	return tx.sendAt(key, channel, payload, tx.Now)
}

const insertOutgoing = `INSERT INTO outgoing (key, channel, payload, due_at) VALUES (?, ?, ?, ?) ON CONFLICT (key) DO NOTHING`

func (tx *Tx) sendAt(key, channel string, payload []byte, due time.Time) error {
	_, err := tx.exec(insertOutgoing, key, channel, payload, stamp(due))
	return firstError(err, tx.Mentions(key, payload))
}

// SendMany writes one of many messages down to be sent now, after answers and while it is worth it.
func (tx *Tx) SendMany(key, channel string, payload []byte, until time.Time) error {
	_, err := tx.exec(insertMany, key, channel, payload, stamp(tx.Now), stamp(until))
	return firstError(err, tx.Mentions(key, payload))
}

const insertMany = `INSERT INTO outgoing (key, channel, payload, due_at, bulk, until) VALUES (?, ?, ?, ?, 1, ?) ON CONFLICT (key) DO NOTHING`

// Revise has the message with the key of read otherwise, as soon as it has been sent. Of several revisions that wait the last is made. Where
// that message is not there or will never be sent, nothing happens.
func (tx *Tx) Revise(key, of string, payload []byte) error {
	return tx.rewrite(key, of, payload, false)
}

// ReviseMany is Revise for one of many, which go after all others.
func (tx *Tx) ReviseMany(key, of string, payload []byte) error {
	return tx.rewrite(key, of, payload, true)
}

func (tx *Tx) rewrite(key, of string, payload []byte, bulk bool) error {
	if _, err := tx.exec(`DELETE FROM outgoing WHERE updates = ? AND state IN ('planned', 'unclear') AND key <> ?`, of, key); err != nil {
		return err
	}
	_, err := tx.exec(`INSERT INTO outgoing (key, channel, payload, due_at, updates, bulk)
		SELECT ?, channel, ?, ?, key, ? FROM outgoing WHERE key = ? AND state <> 'failed' ON CONFLICT (key) DO NOTHING`, key, payload, tx.Stamp(), bulk, of)
	return firstError(err, tx.Mentions(key, payload), tx.Mentions(of, payload))
}

// Withdraw has a message taken back: not sent, where it waits, and deleted, as soon as it has been sent. One that Slack may have already, or be given
// at this moment, says nothing should it be sent once more; a file that is still to be made is not found any more.
func (tx *Tx) Withdraw(id int64) error {
	if _, err := tx.exec(`DELETE FROM outgoing WHERE id = ? AND state = 'planned' AND tries = 0`, id); err != nil {
		return err
	}
	if _, err := tx.exec(`UPDATE outgoing SET payload = ? WHERE id = ? AND state IN ('planned', 'unclear') AND channel NOT LIKE 'file:%'`, []byte(emptiedPayload), id); err != nil {
		return err
	}
	_, err := tx.exec(`INSERT INTO outgoing (key, channel, payload, due_at, bulk, updates)
		SELECT 'withdraw:' || key, channel, ?, ?, 1, key FROM outgoing WHERE id = ? AND state <> 'failed' AND (updates = '' OR anew = 1) ON CONFLICT (key) DO NOTHING`,
		[]byte(WithdrawnPayload), tx.Stamp(), id)
	return err
}

// SendInstead is Send for a message that takes the place of the one with the key of, and is sent as a new one where that cannot be.
func (tx *Tx) SendInstead(key, of, channel string, payload []byte) error {
	if of == "" {
		return tx.Send(key, channel, payload)
	}
	if err := tx.Revise(key, of, payload); err != nil {
		return err
	}
	if _, err := tx.exec(`UPDATE outgoing SET anew = 1 WHERE key = ?`, key); err != nil {
		return err
	}
	return tx.Send(key, channel, payload) // where there was none to revise
}

// emptiedPayload is that of a message which is taken back before it is known whether Slack has it.
const emptiedPayload = `{"text":"–"}`

// WithdrawnPayload is that of a message which deletes another.
const WithdrawnPayload = `{"delete":true}`

// Take takes one of many messages for sending: until an instant it is nobody else's, in this process or another, and from now on Slack may have
// it. It tells whether it could be taken as it was read. Clocks differ: whoever finds it taken looks how long it stays so by their own.
func (tx *Tx) Take(o *Outgoing, until time.Time) (bool, error) {
	r, err := tx.exec(`UPDATE outgoing SET state = 'unclear', due_at = ? WHERE id = ? AND due_at = ? AND state = ?`, stamp(until), o.ID, o.Due, o.State)
	if err != nil {
		return false, err
	}
	n, err := r.RowsAffected()
	return n > 0, err
}

// Unsend takes back a message that Slack does not have, and tells whether it did. A single message that has been tried may be under way anew; one of
// many is not, for it is taken first.
func (tx *Tx) Unsend(key string) (bool, error) {
	r, err := tx.exec(`DELETE FROM outgoing WHERE key = ? AND state = 'planned' AND (bulk = 1 OR tries = 0)`, key)
	if err != nil {
		return false, err
	}
	n, err := r.RowsAffected()
	return n > 0, err
}

// ByKey gives a message, sent or not; nil where there is none.
func (tx *Tx) ByKey(key string) (*Outgoing, error) {
	out, err := all(tx, scanOutgoing, `SELECT `+outgoingColumns+` FROM outgoing WHERE key = ?`, key)
	if err != nil || len(out) == 0 {
		return nil, err
	}
	return &out[0], nil
}

// Conversation gives Slack's ID of the direct message with a person, "" where none has been sent to them.
func (tx *Tx) Conversation(user string) (string, error) {
	var posted string
	err := tx.get([]any{&posted}, `SELECT posted FROM outgoing WHERE channel = ? AND state = 'sent' AND posted LIKE 'D%' ORDER BY id DESC LIMIT 1`, user)
	if none(err) {
		return "", nil
	}
	channel, _, _ := strings.Cut(posted, " ")
	return channel, err
}

const outgoingColumns = `id, key, channel, payload, state, tries, posted, updates, anew, bulk, coalesce(until, ''), due_at`

func scanOutgoing(r *sql.Rows) (o Outgoing, err error) {
	err = r.Scan(&o.ID, &o.Key, &o.Channel, &o.Payload, &o.State, &o.Tries, &o.Posted, &o.Updates, &o.Anew, &o.Bulk, &o.Until, &o.Due)
	return o, err
}

// Waiting gives the messages that are due: those to many after the others, and after these what many that were sent are to read; else oldest first.
func (tx *Tx) Waiting(most int) ([]Outgoing, error) {
	return all(tx, scanOutgoing, `SELECT `+outgoingColumns+` FROM outgoing WHERE id IN (SELECT id FROM outgoing
		WHERE state IN ('planned', 'unclear') AND due_at <= ? ORDER BY bulk, bulk = 1 AND updates <> '', due_at, id LIMIT ?)
		ORDER BY bulk, bulk = 1 AND updates <> '', due_at, id`, tx.Stamp(), most)
}

// LastWaiting is the number of the last message that waits, due or not; 0 where none does.
func (tx *Tx) LastWaiting() (id int64, err error) {
	err = tx.get([]any{&id}, `SELECT coalesce(max(id), 0) FROM outgoing WHERE state IN ('planned', 'unclear')`)
	return id, err
}

// NextDue is when the next message is due; the zero time where none waits.
func (tx *Tx) NextDue() (time.Time, error) {
	var due sql.NullString
	if err := tx.get([]any{&due}, `SELECT min(due_at) FROM outgoing WHERE state IN ('planned', 'unclear')`); err != nil || !due.Valid {
		return time.Time{}, err
	}
	return time.Parse(time.RFC3339, due.String)
}

// Depth is how many messages wait that are due, or were when they were tried.
func (tx *Tx) Depth() (n int, err error) {
	err = tx.get([]any{&n}, `SELECT count(*) FROM outgoing WHERE state IN ('planned', 'unclear') AND (due_at <= ? OR tries > 0)`, tx.Stamp())
	return n, err
}

// soon is how far off a message may be due that is on its way. What is due later has been put off.
const soon = 30 * time.Minute

// DepthOfMany is how many of the messages to many are on their way, without what is to change those that were sent.
func (tx *Tx) DepthOfMany() (n int, err error) {
	err = tx.get([]any{&n}, `SELECT count(*) FROM outgoing WHERE state IN ('planned', 'unclear') AND bulk = 1 AND updates = '' AND due_at <= ?`, stamp(tx.Now.Add(soon)))
	return n, err
}

// PutOff says that a message that has not been sent is not due before an instant, nor is what changes those that its conversation has got: the one
// before keeps its buttons until then.
func (tx *Tx) PutOff(id int64, until time.Time) error {
	if _, err := tx.exec(`UPDATE outgoing SET due_at = ? WHERE state = 'planned' AND bulk = 1 AND updates <> '' AND channel = (SELECT channel FROM outgoing WHERE id = ?)`,
		stamp(until), id); err != nil {
		return err
	}
	_, err := tx.exec(`UPDATE outgoing SET state = 'planned', due_at = ? WHERE id = ?`, stamp(until), id)
	return err
}

// Sent says that Slack has the message, and as what.
func (tx *Tx) Sent(id int64, posted string) error {
	_, err := tx.exec(`UPDATE outgoing SET state = 'sent', sent_at = ?, posted = ?, tries = tries + 1, payload = ? WHERE id = ?`, tx.Stamp(), posted, []byte{}, id)
	return firstError(err, tx.became(id, "sent", ""))
}

// Handing says as what Slack has a file that it is about to show.
func (tx *Tx) Handing(id int64, posted string) error {
	_, err := tx.exec(`UPDATE outgoing SET posted = ? WHERE id = ?`, posted, id)
	return err
}

// Later says that a try did not succeed and when the next is due; unclear where Slack may have the message all the same.
func (tx *Tx) Later(id int64, unclear bool, due time.Time, why string) error {
	state := "planned"
	if unclear {
		state = "unclear"
	}
	_, err := tx.exec(`UPDATE outgoing SET state = ?, due_at = ?, tries = tries + 1, error = ? WHERE id = ?`, state, stamp(due), why, id)
	return err
}

// Failed says that Slack will not have the message, and its word for why.
func (tx *Tx) Failed(id int64, why string) error {
	_, err := tx.exec(`UPDATE outgoing SET state = 'failed', tries = tries + 1, error = ?, payload = ? WHERE id = ?`, why, []byte{}, id)
	return firstError(err, tx.became(id, "failed", why))
}

// addressee are Slack's words for a message that nobody can be given: it is about whom it was for, not about what it said.
const addressee = `('is_inactive', 'channel_not_found', 'user_not_found', 'users_not_found', 'user_disabled', 'is_archived', 'messages_tab_disabled')`

// Unreached gives where messages were to go, since an instant, that Slack had nobody to give to, and that HR has not been told of; each once. The
// weekly reminders have their receipt.
func (tx *Tx) Unreached(since time.Time) ([]string, error) {
	return all(tx, scanText, `SELECT DISTINCT o.channel FROM outgoing o WHERE o.state = 'failed' AND o.due_at >= ? AND o.error IN `+addressee+`
		AND NOT EXISTS (SELECT 1 FROM reminders r WHERE r.key = o.key AND r.key <> '' AND r.rule = ?)
		AND NOT EXISTS (SELECT 1 FROM unreached u WHERE u.channel = o.channel AND NOT EXISTS
			(SELECT 1 FROM outgoing s WHERE s.channel = o.channel AND s.state = 'sent' AND s.sent_at > u.since AND s.sent_at < o.due_at))
		ORDER BY o.channel`, stamp(since), Weekly)
}

// ToldUnreached says that HR knows that nothing reaches a channel. When something has, it is told anew.
func (tx *Tx) ToldUnreached(channels ...string) error {
	for _, c := range channels {
		if _, err := tx.exec(`INSERT INTO unreached (channel, since) VALUES (?, ?) ON CONFLICT (channel) DO UPDATE SET since = excluded.since`, c, tx.Stamp()); err != nil {
			return err
		}
	}
	return nil
}

// Undelivered gives where messages were to go, since an instant, that Slack would not have; each once.
func (tx *Tx) Undelivered(since time.Time) ([]string, error) {
	return all(tx, scanText, `SELECT DISTINCT channel FROM outgoing WHERE state = 'failed' AND error <> 'late' AND due_at >= ? ORDER BY channel`, stamp(since))
}
