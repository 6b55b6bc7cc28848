package store

import (
	"database/sql"
	"strconv"
)

// Kept is what is kept about a member.
type Kept struct {
	Roles     []Held
	Wishes    int // own reminders that are to come
	Reminders int // rows of the ledger of weekly reminders
	Slots     int // claimed by the member
	Entries   int // rows of the audit of what the member did
	Messages  int // that wait to be sent to the member
	Petitions int // to be let in
}

// Held is a role with its days.
type Held struct {
	Role
	From, Until Date // Until "": until further notice
}

// Kept counts what there is about a member.
func (tx *Tx) Kept(m *Member) (*Kept, error) {
	var k Kept
	err := tx.get([]any{&k.Wishes, &k.Reminders, &k.Slots, &k.Entries, &k.Messages, &k.Petitions}, `SELECT
		(SELECT count(*) FROM wishes WHERE member = ? AND done = 0), (SELECT count(*) FROM reminders WHERE member = ?),
		(SELECT count(*) FROM slots WHERE claimed_by = ?), (SELECT count(*) FROM audit WHERE member = ?),
		(SELECT count(*) FROM outgoing WHERE channel = ? AND state IN ('planned', 'unclear')), (SELECT count(*) FROM petitions WHERE member = ?)`,
		m.ID, m.ID, m.ID, m.ID, m.SlackID, m.ID)
	if err != nil {
		return nil, err
	}
	k.Roles, err = all(tx, func(r *sql.Rows) (h Held, err error) {
		err = r.Scan(&h.Role.Role, &h.Unit, &h.From, &h.Until)
		return h, err
	}, `SELECT role, coalesce(unit, ''), from_on, coalesce(until_on, '') FROM roles WHERE member = ? ORDER BY from_on, id`, m.ID)
	return &k, err
}

// About gives the rows of the audit about a trainee, oldest first.
func (tx *Tx) About(reference string) ([]Entry, error) {
	return all(tx, scanEntry, `SELECT `+entryColumns+` FROM audit WHERE noun IN ('trainee', 'extract')
		AND object = (SELECT CAST(number AS TEXT) FROM subjects WHERE reference = ?) ORDER BY id`, reference)
}

// Saying counts the messages that say a trainee's reference, and the own reminders about the trainee.
func (tx *Tx) Saying(reference string) (messages, wishes int, err error) {
	err = tx.get([]any{&messages, &wishes}, `SELECT
		(SELECT count(*) FROM mentions m JOIN subjects s ON s.number = m.subject WHERE s.reference = ?),
		(SELECT count(*) FROM wishes WHERE trainee = ? AND done = 0)`, reference, reference)
	return messages, wishes, err
}

// NoteExtract writes down that what is kept of a trainee has been taken out.
func (tx *Tx) NoteExtract(reference, unit string) error {
	number, err := tx.subject(reference)
	if err != nil {
		return err
	}
	return tx.note("extract", strconv.FormatInt(number, 10), unit, nil, nil)
}
