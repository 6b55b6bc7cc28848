package store

import (
	"bytes"
	"database/sql"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const (
	insertSubject = `INSERT INTO subjects (reference) VALUES (?)`
	insertMention = `INSERT INTO mentions (subject, outgoing) SELECT ?, id FROM outgoing WHERE key = ? ON CONFLICT DO NOTHING`
)

// subject gives the number by which the audit and the messages know a trainee, made where there is none.
func (tx *Tx) subject(reference string) (number int64, err error) {
	err = tx.get([]any{&number}, `SELECT number FROM subjects WHERE reference = ?`, reference)
	if none(err) {
		return tx.insert(insertSubject, reference)
	}
	return number, err
}

// erasedPrefix begins what stands in the place of a reference that has been disposed of.
const erasedPrefix = "D-0000-"

// Erased tells whether a reference is that of nobody any more.
func Erased(reference string) bool { return strings.HasPrefix(reference, erasedPrefix) }

// noteTrainee is note for a trainee.
func (tx *Tx) noteTrainee(reference, unit string, before, after any) error {
	number, err := tx.subject(reference)
	if err != nil {
		return err
	}
	return tx.note("trainee", strconv.FormatInt(number, 10), unit, before, after)
}

// takeBack has the messages deleted that say the references of some, and forgets what is remembered of requests and questions about them, but for what
// was said to the member except (0: nobody); it tells how many messages that is. Reminders that show how things stand are told anew without them, where
// the slot's unit has been touched.
func (tx *Tx) takeBack(gone []subject, except int64) (messages int, err error) {
	references := map[string]bool{}
	for _, s := range gone {
		references[s.reference] = true
		n, err := tx.withdrawSaid(s, except)
		if err != nil {
			return 0, err
		}
		messages += n
	}
	for _, of := range []struct {
		texts  string // id, and what may say a reference
		forget string
	}{ // each is gone through once, however many there are
		{`SELECT id, before || after FROM heard WHERE member <> ?`, `DELETE FROM heard WHERE id = ?`},
		{`SELECT member, args || text FROM talks WHERE member <> ?`, `DELETE FROM talks WHERE member = ?`},
		{`SELECT rowid, CAST(answer AS TEXT) FROM requests WHERE ? IS NOT NULL AND instr(answer, CAST('D-' AS BLOB)) > 0`, `UPDATE requests SET answer = NULL WHERE rowid = ?`},
	} {
		if err := tx.forgetSaid(references, of.texts, of.forget, except); err != nil {
			return 0, err
		}
	}
	return messages, nil
}

// withdrawSaid is takeBack of the messages about one.
func (tx *Tx) withdrawSaid(s subject, except int64) (int, error) {
	said, err := all(tx, func(r *sql.Rows) (id int64, err error) { err = r.Scan(&id); return id, err },
		`SELECT m.outgoing FROM mentions m JOIN outgoing o ON o.id = m.outgoing WHERE m.subject = ?
			AND NOT EXISTS (SELECT 1 FROM members WHERE id = ? AND o.channel IN (slack_id, 'file:' || slack_id))
			AND (? = 0 OR NOT EXISTS (SELECT 1 FROM reminders r WHERE r.key = o.key AND r.live = 1)) ORDER BY m.outgoing`, s.number, except, except)
	if err != nil {
		return 0, err
	}
	for _, id := range said {
		if err := tx.Withdraw(id); err != nil {
			return 0, err
		}
		if _, err := tx.exec(`DELETE FROM mentions WHERE subject = ? AND outgoing = ?`, s.number, id); err != nil {
			return 0, err
		}
	}
	return len(said), nil
}

// forgetSaid runs forget with the ID of each text that says one of the references.
func (tx *Tx) forgetSaid(references map[string]bool, texts, forget string, args ...any) error {
	var ids []int64
	err := each(tx, func(r *sql.Rows) error {
		var id int64
		var text sql.RawBytes
		if err := r.Scan(&id, &text); err != nil {
			return err
		}
		if slices.ContainsFunc(saidReference.FindAll(text, -1), func(ref []byte) bool { return references[string(ref)] }) {
			ids = append(ids, id)
		}
		return nil
	}, texts, args...)
	for _, id := range ids {
		if err == nil {
			_, err = tx.exec(forget, id)
		}
	}
	return err
}

var saidReference = regexp.MustCompile(`D-[0-9]{4}-[0-9]{3,}`)

// Mentions writes down whose references a message says, of those that there are. What it says may have taken the place of what was sent.
func (tx *Tx) Mentions(key string, payload []byte) error {
	if !bytes.Contains(payload, []byte("D-")) {
		return nil
	}
	said := saidReference.FindAllString(string(payload), -1)
	slices.Sort(said)
	for _, reference := range slices.Compact(said) {
		known, err := tx.known(reference)
		if err != nil {
			return err
		}
		if !known || Erased(reference) {
			continue
		}
		number, err := tx.subject(reference)
		if err != nil {
			return err
		}
		if _, err := tx.exec(insertMention, number, key); err != nil {
			return err
		}
	}
	return nil
}
