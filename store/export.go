package store

import (
	"context"
	"database/sql"
	"fmt"
)

// ExportedSlot is a slot as it was at the end of a day, without people: a row of an export.
type ExportedSlot struct {
	Number         int64
	Kind           string
	Unit           string
	Period         string // in which it was created
	Published      bool   // rather than a unit's own
	CreatedOn      Date
	StartsOn       Date    // from when somebody could come
	Hours          float64 // a week; 0: not said
	DiscontinuedOn Date
	Reason         string // a code
	Persons        int    // who have started in it
	Filled         bool
}

// Status is discontinued, filled or vacant.
func (s *ExportedSlot) Status() string {
	switch {
	case s.DiscontinuedOn != "":
		return "discontinued"
	case s.Filled:
		return "filled"
	}
	return "vacant"
}

// EachSlot gives every slot of what is asked about that had been created in a programme by the end of the day, in the order of their numbers, one at a
// time: there may be a million. They are those that Standing counts. do must not ask the database.
func (tx *Tx) EachSlot(ctx context.Context, p *Programme, q Question, do func(*ExportedSlot) error) error {
	reg, err := tx.Register()
	if err != nil {
		return err
	}
	reg = reg.On(tx.organisedOn(q))
	at, within := q.At, map[string]bool{}
	for _, code := range reg.Tree.Branch(q.Unit) {
		within[code] = reg.Tree.asked(q, code)
	}
	programme, _, _ := q.reach(reg, p)
	const by = ` FROM trainees t WHERE t.slot = s.number AND t.starts_on <= ?`
	seen := 0
	return each(tx, func(r *sql.Rows) error {
		if seen++; seen%1000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		var s ExportedSlot
		var starts, gone sql.NullString
		var hours sql.NullFloat64
		if err := r.Scan(&s.Number, &s.Kind, &s.Unit, &s.Published, &s.CreatedOn, &starts, &hours, &gone, &s.Reason, &s.Persons, &s.Filled); err != nil {
			return err
		}
		if !within[s.Unit] || !q.has(Part{Kind: s.Kind, Period: p.period(s.CreatedOn)}) {
			return nil
		}
		s.StartsOn, s.Hours, s.Period = Date(starts.String), hours.Float64, p.period(s.CreatedOn)
		if s.DiscontinuedOn = Date(gone.String); s.DiscontinuedOn > at {
			s.DiscontinuedOn = ""
		}
		if s.DiscontinuedOn == "" {
			s.Reason = ""
		}
		return do(&s)
	}, `SELECT s.number, s.kind, s.unit, s.published_on IS NOT NULL, s.created_on, s.starts_on, s.hours, s.discontinued_on, s.reason,
	           (SELECT count(*)`+by+`), EXISTS (SELECT 1`+by+` AND (t.ended_on IS NULL OR t.ended_on > ?))
	    FROM slots s WHERE (s.programme = ? OR ? = '' AND s.programme IS NULL) AND s.created_on <= ? ORDER BY s.number`, at, at, at, programme, programme, at)
}

// NoteExport writes down that figures have been taken out: which, of what, and how many rows.
func (tx *Tx) NoteExport(programme string, q Question, format string, rows int) error {
	return tx.note("export", fmt.Sprintf("%s %s %s", programme, q.At, format), q.Unit, nil, exportFacts{format, q.At, rows, q.Scope, q.Kind})
}

type exportFacts struct {
	Format string `json:"format"`
	At     Date   `json:"at"`
	Rows   int    `json:"rows"`
	Scope  string `json:"scope,omitempty"`
	Kind   string `json:"kind,omitempty"`
}
