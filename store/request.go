package store

import (
	"database/sql"
	"errors"
	"slices"
	"strings"
	"time"
)

// Handled gives what was answered to a request that has been handled, and true; false where it has not.
func (tx *Tx) Handled(id string) ([]byte, bool, error) {
	if tx.writable && tx.conn.unseen[id] {
		tx.fresh = id
		return nil, false, nil
	}
	if answer, there := tx.pendingAnswer(id); there {
		return answer, true, nil
	}
	var answer []byte
	err := tx.get([]any{&answer}, selectAnswer, id)
	switch {
	case err == nil:
		return answer, true, nil
	case none(err):
		tx.fresh = id
		return nil, false, nil
	}
	return nil, false, err
}

const selectAnswer = `SELECT answer FROM requests WHERE id = ?`

// pendingAnswer is what was answered to a request that has been handled within the batch.
func (tx *Tx) pendingAnswer(id string) ([]byte, bool) {
	if !tx.writable {
		return nil, false
	}
	late := [2][]any{tx.own.requests}
	if !tx.settled {
		late[1] = tx.conn.pending.requests
	}
	for _, values := range late {
		for row := range slices.Chunk(values, requestWidth) {
			if row[0] == id {
				return row[2].([]byte), true
			}
		}
	}
	return nil, false
}

// lookFor finds out which of the requests that a batch of writes asks about are not in the table: many at once, since a question for each is a tenth
// of what a claim costs.
func (tx *Tx) lookFor(jobs []*job) error {
	unseen := map[string]bool{}
	var ids []any
	for _, j := range jobs {
		for _, id := range j.asks {
			unseen[id] = true
			ids = append(ids, id)
		}
	}
	tx.conn.unseen = unseen
	seen := func(r *sql.Rows) error {
		id, err := scanText(r)
		delete(unseen, id)
		return err
	}
	return eachLot(ids, 1, func(ids []any) error {
		return each(tx, seen, `SELECT id FROM requests WHERE id IN (?`+strings.Repeat(", ?", len(ids)-1)+`)`, ids...)
	})
}

// MarkHandled says, in the transaction of its effect, that a request is done, and what was answered to it.
func (tx *Tx) MarkHandled(id string, answer []byte) error {
	if tx.fresh != id {
		if _, done, err := tx.Handled(id); err != nil || done {
			return firstError(err, errors.New("a request is marked a second time"))
		}
	}
	tx.fresh = ""
	delete(tx.conn.unseen, id)
	tx.own.requests = append(tx.own.requests, id, tx.Stamp(), answer)
	return nil
}

// ForgetRequests clears away those older than Slack could send again.
func (tx *Tx) ForgetRequests(age time.Duration) error {
	_, err := tx.exec(`DELETE FROM requests WHERE at < ?`, stamp(tx.Now.Add(-age)))
	return err
}
