package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
)

// By says on whose behalf a transaction is: what the audit writes down of it.
type By struct {
	Member  int64 // 0: the program itself
	Door    string
	Command string
}

// Act says on whose behalf the rest of the transaction is.
func (tx *Tx) Act(by By) { tx.by = by }

// Entry is a row of the audit.
type Entry struct {
	ID      int64
	First   int64 // the first row of what was done in one go
	Member  int64
	Command string
	Noun    string
	Object  string
	Called  string // what people know the object by: of a trainee the reference
	Unit    string
	Before  json.RawMessage
	After   json.RawMessage
	At      string
}

// Did is the first audit row of what this transaction has done: what Undo takes back. 0 where it has done nothing.
func (tx *Tx) Did() int64 { return tx.entry }

// Touched are the units for which this transaction has done something.
func (tx *Tx) Touched() []string { return tx.touched }

// note writes down what became of an object. before and after are facts without free text, nil where there was or is nothing.
func (tx *Tx) note(noun, object, unit string, before, after any) error {
	was, err := facts(before)
	if err != nil {
		return err
	}
	is, err := facts(after)
	if err != nil {
		return err
	}
	id, err := tx.next("audit", &tx.conn.numbers.entry)
	if err != nil {
		return err
	}
	var hash any // comes when the rows are written
	tx.own.audit = append(tx.own.audit, id, tx.Stamp(), null(tx.by.Member), tx.by.Door, tx.by.Command, null(tx.entry), noun, object, null(unit), was, is, null(tx.undoes), hash)
	if unit != "" && !slices.Contains(tx.touched, unit) {
		tx.touched = append(tx.touched, unit)
	}
	tx.undoes = 0 // the first row says it for all
	if tx.entry == 0 {
		tx.entry = id
	}
	return nil
}

func facts(v any) (any, error) {
	if v == nil {
		return nil, nil
	}
	b, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("write down: %w", err)
	}
	return string(b), nil
}

const (
	entryColumns = `id, coalesce(entry, id), coalesce(member, 0), command, noun, object, ` + calledColumn + `, coalesce(unit, ''), before, after, at`
	calledColumn = `CASE WHEN noun IN ('trainee', 'extract') THEN coalesce((SELECT reference FROM subjects WHERE number = object), '') ELSE object END`
)

func scanEntry(r *sql.Rows) (Entry, error) {
	var e Entry
	var before, after sql.NullString
	err := r.Scan(&e.ID, &e.First, &e.Member, &e.Command, &e.Noun, &e.Object, &e.Called, &e.Unit, &before, &after, &e.At)
	if before.Valid {
		e.Before = json.RawMessage(before.String)
	}
	if after.Valid {
		e.After = json.RawMessage(after.String)
	}
	return e, err
}

// entries gives all rows of what was done in one go, in order.
func (tx *Tx) entries(first int64) ([]Entry, error) {
	return all(tx, scanEntry, `SELECT `+entryColumns+` FROM audit WHERE id = ? OR entry = ? ORDER BY id`, first, first)
}

// Since gives what has been written down after a row, oldest first, at most most; last is the latest row there is.
func (tx *Tx) Since(id int64, most int) (found []Entry, last int64, err error) {
	if err := tx.get([]any{&last}, `SELECT coalesce(max(id), 0) FROM audit`); err != nil || last <= id {
		return nil, last, err
	}
	found, err = all(tx, scanEntry, `SELECT `+entryColumns+` FROM audit WHERE id > ? ORDER BY id LIMIT ?`, id, most)
	return found, last, err
}
