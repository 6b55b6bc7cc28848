package store

import (
	"database/sql"
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
}

// Send writes a message down to be sent now. One with the same key is there already: nothing happens.
func (tx *Tx) Send(key, channel string, payload []byte) error {
	return tx.sendAt(key, channel, payload, tx.Now)
}

const insertOutgoing = `INSERT INTO outgoing (key, channel, payload, due_at) VALUES (?, ?, ?, ?) ON CONFLICT (key) DO NOTHING`

func (tx *Tx) sendAt(key, channel string, payload []byte, due time.Time) error {
	_, err := tx.exec(insertOutgoing, key, channel, payload, stamp(due))
	return err
}

// unsend takes back a message that has not been tried yet.
func (tx *Tx) unsend(key string) error {
	_, err := tx.exec(`DELETE FROM outgoing WHERE key = ? AND state = 'planned' AND tries = 0`, key)
	return err
}

// Waiting gives the messages that are due, oldest first.
func (tx *Tx) Waiting(most int) ([]Outgoing, error) {
	return all(tx, func(r *sql.Rows) (o Outgoing, err error) {
		err = r.Scan(&o.ID, &o.Key, &o.Channel, &o.Payload, &o.State, &o.Tries, &o.Posted)
		return o, err
	}, `SELECT id, key, channel, payload, state, tries, posted FROM outgoing
	    WHERE state IN ('planned', 'unclear') AND due_at <= ? ORDER BY due_at, id LIMIT ?`, tx.Stamp(), most)
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

// Sent says that Slack has the message, and as what.
func (tx *Tx) Sent(id int64, posted string) error {
	_, err := tx.exec(`UPDATE outgoing SET state = 'sent', sent_at = ?, posted = ?, tries = tries + 1, payload = ? WHERE id = ?`, tx.Stamp(), posted, []byte{}, id)
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
	return err
}
