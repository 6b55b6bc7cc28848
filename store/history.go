package store

import (
	"database/sql"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Trail is what of the audit is asked for. What is empty is not asked for in particular.
type Trail struct {
	Slot    int64  `json:"slot,omitempty"` // its own rows, and those of who has been in it
	Trainee string `json:"trainee,omitempty"`
	Unit    string `json:"unit,omitempty"`   // and everything below it
	Member  int64  `json:"member,omitempty"` // what they did, and which roles they got or lost
	Days    Span   `json:"days,omitzero"`
	Until   int64  `json:"until,omitempty"` // the last row
}

// Doing is a row of the audit with the way it came.
type Doing struct {
	Entry
	Door string
}

// where gives the condition of a trail.
func (tx *Tx) where(t Trail) (condition string, args []any) {
	and := func(part string, values ...any) {
		condition += " AND " + part
		args = append(args, values...)
	}
	if t.Slot != 0 {
		and(`(noun = 'slot' AND object = ? OR noun = 'trainee' AND object IN (`+subjectsOf+`))`, strconv.FormatInt(t.Slot, 10), t.Slot)
	}
	if t.Trainee != "" {
		and(`noun = 'trainee' AND object = (`+subjectOf+`)`, t.Trainee)
	}
	if t.Unit != "" {
		and(`unit IN (WITH RECURSIVE below (code) AS (SELECT ? UNION ALL SELECT u.code FROM units u JOIN below ON u.parent = below.code) SELECT code FROM below)`, t.Unit)
	}
	if t.Member != 0 {
		and(`(member = ? OR noun = 'role' AND object = ?)`, t.Member, strconv.FormatInt(t.Member, 10))
	}
	if t.Days.From != "" {
		and(`at >= ?`, stamp(t.Days.From.In(tx.store.opt.Zone)))
	}
	if t.Days.To != "" {
		and(`at < ?`, stamp(t.Days.To.AddDays(1).In(tx.store.opt.Zone)))
	}
	if t.Until != 0 {
		and(`id <= ?`, t.Until)
	}
	return condition, args
}

// In is the instant at which a day begins in a zone.
func (d Date) In(zone *time.Location) time.Time {
	t := d.Time()
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, zone)
}

// toldColumn is calledColumn, but for a trainee whose row is restricted, who is told of only where they are asked for.
const toldColumn = `CASE WHEN noun IN ('trainee', 'extract') THEN coalesce((SELECT CASE WHEN ? = '' AND EXISTS
	(SELECT 1 FROM trainees t WHERE t.reference = s.reference AND t.restricted_on IS NOT NULL) THEN '` + RestrictedReference + `' ELSE s.reference END
	FROM subjects s WHERE s.number = object), '') ELSE object END`

// History gives rows of a trail, newest first: so many, from after so many.
func (tx *Tx) History(t Trail, after, most int) ([]Doing, error) {
	condition, args := tx.where(t)
	return all(tx, func(r *sql.Rows) (d Doing, err error) {
		var before, is sql.NullString
		err = r.Scan(&d.ID, &d.First, &d.Member, &d.Command, &d.Noun, &d.Object, &d.Called, &d.Unit, &before, &is, &d.At, &d.Door)
		if before.Valid {
			d.Before = json.RawMessage(before.String)
		}
		if is.Valid {
			d.After = json.RawMessage(is.String)
		}
		return d, err
	}, `SELECT id, coalesce(entry, id), coalesce(member, 0), command, noun, object, `+toldColumn+`, coalesce(unit, ''), before, after, at, door
	    FROM audit WHERE true`+condition+` ORDER BY id DESC LIMIT ? OFFSET ?`, slices.Concat([]any{t.Trainee}, args, []any{most, after})...)
}

// NoteHistory writes down that somebody has read of a slot, a unit, a trainee or a person, or taken it out as a file.
func (tx *Tx) NoteHistory(t Trail, format string) error {
	object := "all"
	switch {
	case t.Slot != 0:
		object = "slot " + strconv.FormatInt(t.Slot, 10)
	case t.Member != 0:
		object = "member " + strconv.FormatInt(t.Member, 10)
	case t.Trainee != "":
		var known string
		if err := tx.get([]any{&known}, subjectOf, t.Trainee); err != nil && !none(err) {
			return err
		}
		object = strings.TrimSpace("trainee " + known)
	}
	return tx.note("history", object, t.Unit, nil, historyFacts{t.Days.From, t.Days.To, format})
}

type historyFacts struct {
	From   Date   `json:"from,omitempty"`
	To     Date   `json:"to,omitempty"`
	Format string `json:"format,omitempty"`
}

// By what the audit knows a reference, and those of who has been in a slot.
const (
	subjectOf  = `SELECT CAST(number AS TEXT) FROM subjects WHERE reference = ?`
	subjectsOf = `SELECT CAST(s.number AS TEXT) FROM subjects s JOIN trainees t ON t.reference = s.reference WHERE t.slot = ?`
)
